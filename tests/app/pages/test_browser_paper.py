"""The answer on paper: one or two sheets of A4 or Letter with everything on them and nothing cut off."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("paper")]

EDGE = 20
"""Points at the edge of a sheet that stay white; the margin is 28."""
MONTHS = [f"2025-{month:02}" for month in range(1, 13)]
ANSWER = ("Why we think so", "What speaks against it", "What to do first", "Your numbers")
SCREENS = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})


def printed(page, paper):
    """The sheets of a page, in the PDF that Chromium prints."""
    pdfium = pytest.importorskip("pypdfium2")
    return list(pdfium.PdfDocument(page.pdf(format=paper)))


def words(sheets):
    return " ".join(sheet.get_textpage().get_text_range() for sheet in sheets)


def cut(sheet):
    """Ink in the right and the left margin."""
    width, height = sheet.get_size()
    picture = sheet.render(scale=1).to_pil().convert("L")
    edges = [picture.crop((0, 0, EDGE, int(height))), picture.crop((int(width) - EDGE, 0, int(width), int(height)))]
    return [darkest for edge in edges if (darkest := edge.getextrema()[0]) < 250]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("screen", SCREENS, ids=["a desk", "a phone"])
def test_totals_are_printed_whole(visit, screen, paper):
    v = visit("#example=leads_pile_up", screen).settle()
    sheets = printed(v.page, paper)
    text = words(sheets)
    assert 1 <= len(sheets) <= 2
    assert v.sentence in " ".join(text.split())
    assert [
        one for one in (*ANSWER, "Kitchen fitter", "Target win rate", "Closing", "the weak link") if one not in text
    ] == []
    assert "Copy link" not in text and "Clear all" not in text
    assert [cut(sheet) for sheet in sheets if cut(sheet)] == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_table_is_printed_with_every_month(visit, paper):
    v = visit("#example=idle_sales_team&way=table").settle()
    sheets = printed(v.page, paper)
    text = words(sheets)
    assert len(sheets) <= 2
    assert [month for month in MONTHS if month not in text] == []
    assert [one for one in (*ANSWER, "What changed", "Month by month") if one not in text] == []
    assert [cut(sheet) for sheet in sheets if cut(sheet)] == []


def test_a_dark_page_is_printed_in_light_colours_and_stays_dark_on_the_screen(visit):
    v = visit("#example=leads_pile_up", new=True).settle()

    def goal():
        return v.page.evaluate("() => document.querySelector('.wl-bridge .wl-chart').data[0].marker.color[1]")

    light = goal()
    v.page.emulate_media(color_scheme="dark")
    v.page.wait_for_function(
        "light => document.querySelector('.wl-bridge .wl-chart').data[0].marker.color[1] !== light", arg=light
    )
    before, ink = goal(), v.page.evaluate("() => getComputedStyle(document.querySelector('.wl')).color")
    (sheet, *_) = printed(v.page, "A4")
    picture = sheet.render(scale=1).to_pil().convert("L")
    assert sum(picture.histogram()[200:]) > 0.7 * picture.width * picture.height
    v.page.wait_for_function(
        "b => document.querySelector('.wl-bridge .wl-chart').data[0].marker.color[1] === b", arg=before
    )
    assert v.page.evaluate("() => getComputedStyle(document.querySelector('.wl')).color") == ink
    assert v.page.locator(".wl-paper").count() == 0
    v.page.wait_for_function(
        "() => [...document.querySelectorAll('.wl-chart')].filter((c) => c.offsetParent).every((c) =>"
        " Math.abs(c.querySelector('.main-svg').getBoundingClientRect().width - c.clientWidth) < 2)"
    )
