"""Two phones answer in a real browser, and the desk sees it at once, and nothing of it before both are shown."""

from __future__ import annotations

import re

import pytest

from tests.app.access import axe_source, faults
from tests.app.conftest import running_server

pytestmark = [pytest.mark.browser]

HOST = "desk.localhost"
"""Which a browser finds on this machine, as it would find a desk's name in the network."""
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def served(chromium_path, tmp_path):
    log = tmp_path / "log.txt"
    options = ("--folder", str(tmp_path / "cases"), "--token", "--allow-host", HOST)
    with running_server(log, "session", *options) as (address, _):
        token = re.search(r"#token=(\S+)", log.read_text())[1]
        yield address.replace("127.0.0.1", HOST), token


def opened(browser, address, viewport, scheme, locale):
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale=locale)
    page = context.new_page()
    page.goto(address)
    return page


def answer(page, weak, sure, lead):
    page.check(f"input[name=weak][value={weak}]")
    page.fill("[name=sure]", sure)
    page.fill("[name=lead]", lead)
    page.fill("[name=sale]", "Paid")
    page.select_option("[name=call]", "day")
    page.click("button[type=submit]")


@pytest.mark.parametrize(("locale", "scheme"), [("en-US", "light"), ("de-DE", "dark")])
def test_two_phones_answer_and_the_desk_shows_both(browser, served, tmp_path, tmp_path_factory, locale, scheme):
    axe = axe_source(tmp_path_factory.getbasetemp())
    address, token = served
    desk = opened(browser, f"{address}#token={token}", DESK, scheme, locale)
    desk.fill(".wc-new input", "Kitchen fitter")
    desk.click(".wc-new button")
    desk.wait_for_selector(".wc-code svg")
    desk.screenshot(path=tmp_path / "desk.png", full_page=True)
    assert faults(desk, axe) == []
    first, second = (node.text_content() for node in desk.query_selector_all(".wc-address"))

    one = opened(browser, first, PHONE, scheme, locale)
    one.screenshot(path=tmp_path / "phone.png", full_page=True)
    assert faults(one, axe) == []
    answer(one, "sales", "120", "Zebedee’s form")
    assert one.input_value("[name=lead]") == "Zebedee’s form" and one.locator("#sure-wrong").is_visible()
    one.screenshot(path=tmp_path / "phone-wrong.png", full_page=True)
    assert faults(one, axe) == []
    one.fill("[name=sure]", "90")
    one.click("button[type=submit]")
    one.wait_for_selector("form", state="detached")
    one.screenshot(path=tmp_path / "phone-done.png", full_page=True)
    desk.wait_for_selector(".wc-slip-in")
    assert "Zebedee" not in desk.content()

    one.goto(second)  # the same phone
    assert one.locator("form").count() == 0
    one.screenshot(path=tmp_path / "phone-second.png", full_page=True)
    two = opened(browser, second, PHONE, scheme, locale)
    answer(two, "marketing", "80", "Anybody who calls")
    two.wait_for_selector("form", state="detached")
    desk.wait_for_function("() => document.querySelectorAll('.wc-slip-in').length === 2")
    desk.click(".wc-answers .wl-primary")
    desk.wait_for_selector(".wc-slip-shown")
    assert "Zebedee" in desk.content() and faults(desk, axe) == []
    desk.screenshot(path=tmp_path / "desk-shown.png", full_page=True)
    desk.set_viewport_size(PHONE)
    desk.screenshot(path=tmp_path / "desk-shown-390.png", full_page=True)
    assert desk.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    two.goto(second)  # after the reveal
    assert two.locator("form").count() == 0
    desk.click(".wc-gap-differ .wc-gap-answer button >> nth=0")
    desk.wait_for_selector(".wc-agreed")
    for page in (desk, one, two):
        page.context.close()
