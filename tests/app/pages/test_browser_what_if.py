"""What if in a browser: sliders by keyboard and finger, two scenarios next to now, on a screen and on paper."""

from __future__ import annotations

import re

import pytest

import diagnostics as dx
from tests.app.conftest import PHONE, WIDE
from tests.app.pages.test_browser_life import SHIFTS
from tests.app.pages.test_browser_paper import printed, words
from tests.app.pages.test_what_if import FUNNEL, PAR, figure

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("what if")]

NUMBERS = "#leads=310&months=1&wins=17&goal=58&closing=12&sale=400"
CARD = ".wl-whatif"
SMOOTH = 100
"""ms from a key to the card repainted; a slower slider lags behind its hand."""


def slide(page, link, to):
    """Move a slider with the arrow keys until it shows a level."""
    range_ = page.locator(f"{CARD} [data-link={link}]")
    range_.focus()
    for _ in range(80):
        now = float(range_.input_value())
        if abs(now - to) < float(range_.get_attribute("step")) / 2:
            break
        page.keyboard.press("ArrowRight" if now < to else "ArrowLeft")
    page.wait_for_function(f"() => new URLSearchParams(location.hash.slice(1)).get('tried')?.includes('{link}-{to:g}')")
    return range_


def push(page, name):
    """Press a button of the card with the keyboard."""
    page.locator(CARD).get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def table(page):
    rows = page.locator(".wl-scenarios tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows}


def test_two_scenarios_are_made_compared_and_undone_with_the_keyboard(visit):
    v = visit(NUMBERS, new=True).settle()
    page = v.page
    assert page.locator(f"{CARD} .wl-scenarios").count() == 0
    closing = slide(page, "closing", 0.1)
    assert closing.get_attribute("aria-valuetext") == "10%"
    push(page, "Save as scenario A")
    push(page, "Reset sliders")
    page.wait_for_function("() => !location.hash.includes('tried')")
    slide(page, "reach", 400)
    push(page, "Save as scenario B")
    page.wait_for_selector(".wl-scenarios th:nth-child(4)")
    rows = table(page)
    assert rows["What moves"] == ["Nothing", "Win rate: 10%", "Leads per month: 400"]
    expected = [figure(dx.what_if(FUNNEL, PAR, **levels)) for levels in ({}, {"closing": 0.1}, {"reach": 400})]
    assert rows["Customers per month"] == expected
    assert all(cell.startswith("€") for cell in rows["Sales per month"])

    page.wait_for_function("() => location.hash.includes('scenario_b')")
    page.reload()
    page.wait_for_selector(".wl-scenarios")
    assert table(page) == rows

    push(page, "Remove scenario A")
    page.wait_for_function("() => !document.querySelector('.wl-scenarios thead').innerText.includes('Scenario A')")
    assert page.evaluate("() => document.activeElement.textContent") == "Save as scenario A"
    push(page, "Show scenario B on the sliders")
    page.keyboard.press("ControlOrMeta+z")
    page.wait_for_function("() => document.querySelector('.wl-scenarios thead').innerText.includes('Scenario A')")
    assert v.faults == []


def test_the_verdict_stays_while_a_slider_moves_and_nothing_around_it_does(visit):
    v = visit(NUMBERS, new=True).settle()
    page = v.page
    page.locator(CARD).scroll_into_view_if_needed()
    sentence, size = v.sentence, page.locator(CARD).bounding_box()["height"]
    page.evaluate(SHIFTS)
    page.locator(f"{CARD} [data-link=closing]").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        assert v.sentence == sentence
        assert page.get_attribute(".wl", "data-draft") == "false"
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.shift") < 0.02
    assert abs(page.locator(CARD).bounding_box()["height"] - size) < 8


def test_a_move_is_shown_at_once(visit):
    v = visit("#example=leads_pile_up", new=True).settle()
    page = v.page
    page.locator(f"{CARD} [data-link=closing]").focus()
    times = page.evaluate(
        """async () => { const range = document.activeElement, times = [];
             const shown = () => document.querySelector('.wl-whatif-customers').innerText + range.getAttribute('aria-valuetext');
             for (let move = 0; move < 15; move++) {
               const before = shown(), begin = performance.now();
               range.stepUp(); range.dispatchEvent(new Event('input', { bubbles: true }));
               while (shown() === before && performance.now() - begin < 2000) await new Promise(requestAnimationFrame);
               times.push(performance.now() - begin); }
             return times.sort((a, b) => a - b) }"""
    )
    print("ms per move", [round(time) for time in times])
    assert times[len(times) // 2] < SMOOTH


def test_a_finger_finds_the_sliders_and_their_result_stays_in_view(visit):
    v = visit(NUMBERS, PHONE, new=True).settle()
    page = v.page
    for range_ in page.locator(f"{CARD} .wl-slide").all():
        range_.scroll_into_view_if_needed()
        assert range_.bounding_box()["height"] >= 44
    range_ = page.locator(f"{CARD} .wl-slide").first
    range_.focus()
    box = page.locator(".wl-whatif-customers").bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"]
    for button in page.locator(f"{CARD} button").all():
        assert button.bounding_box()["height"] >= 44


def test_what_if_of_a_draft_is_hidden_and_of_other_numbers_is_marked(visit):
    v = visit(NUMBERS, new=True).settle()
    page = v.page
    page.focus("[name=leads]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("320")
    page.wait_for_selector(".wl-draft")
    assert page.locator(f"{CARD} .wl-draft-mark").first.is_visible()
    assert not page.locator(f"{CARD} .wl-sliders").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector(f".wl:not(.wl-draft) {CARD} .wl-sliders")
    v.type("leads", "x")
    page.wait_for_selector(".wl-stale")
    assert page.locator(f"{CARD} .wl-slide").first.is_disabled()
    assert page.locator(CARD).evaluate("card => getComputedStyle(card).borderTopStyle") == "dashed"
    v.press("Clear all")
    assert page.locator(CARD).count() == 0


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["a desk", "a phone"])
def test_scenarios_are_printed_as_a_table_and_sliders_are_not(visit, screen):
    v = visit(f"{NUMBERS}&scenario_a=closing-0.1&scenario_b=reach-400", screen, new=True).settle()
    text = " ".join(words(printed(v.page, "A4")).split())
    assert re.search(r"Scenario A.*Scenario B.*Win rate: 10%.*Leads per month: 400", text)
    assert [one for one in ("Save as scenario", "Reset sliders", "Reached by a person", "Show") if one in text] == []
    v = visit(NUMBERS, screen, new=True).settle()
    assert "What if" not in words(printed(v.page, "A4"))
