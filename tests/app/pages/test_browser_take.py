"""What a visitor takes away: files, and a link that says what it is of."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

BEGINS = {
    "pdf": b"%PDF-",
    "html": b"<!doctype html>",
    "xlsx": b"PK\x03\x04",
    "csv": b"",
    "png": b"\x89PNG",
    "svg": b"<",
}


def taken(v, choose):
    v.page.click(".wl-take > summary")
    with v.page.expect_download(timeout=60_000) as got:
        choose(v.page.locator(".wl-take"))
    assert not v.page.locator(".wl-take[open]").count(), "the menu is shut"
    v.page.wait_for_function("() => document.querySelector('.wl-notice').textContent.startsWith('Saved as ')")
    return got.value


def test_every_format_is_a_file_of_its_kind(visit):
    v = visit("#leads=310&months=1&wins=17&goal=58&closing=12").settle()
    for name, format_ in [
        ("One page (PDF)", "pdf"),
        ("Report (HTML)", "html"),
        ("Spreadsheet (XLSX)", "xlsx"),
        ("Table (CSV)", "csv"),
    ]:
        file = taken(v, lambda menu, name=name: menu.get_by_role("button", name=name).click())
        assert file.suggested_filename.endswith(f".{format_}")
        assert file.path().read_bytes().startswith(BEGINS[format_])
    for at, format_ in enumerate(["png", "svg"]):
        file = taken(
            v, lambda menu, at=at: menu.locator(".wl-take-picture").first.get_by_role("button").nth(at).click()
        )
        assert file.suggested_filename.endswith(f".{format_}")
        assert file.path().read_bytes().startswith(BEGINS[format_])


def test_a_title_and_a_day_are_in_the_link_and_in_the_file(visit):
    v = visit("#leads=310&months=1&wins=17&goal=58&closing=12").settle()
    v.page.click(".wl-take > summary")
    v.page.fill("[name=title]", "Kitchens, north")
    v.page.fill("[name=date]", "2026-06-30")
    v.page.press("[name=date]", "Tab")
    v.page.wait_for_function(
        "() => location.hash.includes('title=Kitchens') && location.hash.includes('date=2026-06-30')"
    )
    again = visit(v.page.evaluate("location.hash")).settle()
    again.page.click(".wl-take > summary")
    assert again.page.input_value("[name=title]") == "Kitchens, north"
    assert again.page.input_value("[name=date]") == "2026-06-30"
    again.page.keyboard.press("Escape")
    file = taken(again, lambda menu: menu.get_by_role("button", name="Report (HTML)").click())
    assert "Kitchens, north" in file.path().read_text(encoding="utf-8")


def test_without_a_result_there_is_nothing_to_take(visit):
    v = visit("#way=counts")
    v.press("Clear all")
    v.page.click(".wl-take > summary")
    assert v.page.get_by_text("There is nothing to download until there is a result.").is_visible()
    assert v.page.get_by_role("button", name="One page (PDF)").count() == 0
