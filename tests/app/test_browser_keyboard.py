"""Both pages without a mouse: everything is reached with Tab, seen while it has the focus, and left again."""

from __future__ import annotations

import pytest

from tests.app.conftest import PHONE, WIDE, Visit
from tests.app.consultation.test_browser import DAY, Window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keyboard")]

EXAMPLE = "#example=leads_pile_up"
MOST = 160
"""Presses of Tab; no page has as many places."""
FOCUS = """() => {
    const node = document.activeElement;
    if (!node || node === document.body || node === document.documentElement) return null;
    const shown = node.closest('.wl-three') ? node.nextElementSibling : node;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(shown);
    const box = shown.getBoundingClientRect();
    const points = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) => [box.left + x * box.width, box.top + y * box.height]));
    const seen = points.some(([x, y]) => { const top = document.elementFromPoint(x, y);
        return top && (shown === top || shown.contains(top) || top.closest('label')?.contains(shown)) });
    const ring = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    const name = [node.tagName.toLowerCase(), node.name || node.getAttribute('aria-label') || node.innerText || node.className]
      .join(' ').slice(0, 60);
    node.dataset.walk ??= Math.random();
    return { id: node.dataset.walk, name, fault: !ring ? 'no ring' : !seen ? 'covered' : '' };
}"""


def walk(page):
    """Tab from where the focus is to the end of the page; the name of every stop.

    A stop that has no ring, or is covered, is a failure, and so is one that cannot be left.
    """
    stops, faults, ids = [], [], set()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or stop["id"] in ids:
            break
        ids.add(stop["id"])
        stops.append(stop["name"])
        if stop["fault"]:
            faults.append(f"{stop['name']}: {stop['fault']}")
    else:
        pytest.fail(f"no end: {stops[-5:]}")
    assert faults == []
    return stops


def top(page):
    page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0) }")
    page.evaluate(
        "() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex') }"
    )


def tab_to(page, selector):
    """Tab on until an element has the focus."""
    for _ in range(MOST):
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"never reached: {selector}")


def tab_to_text(page, text):
    """Tab on until the element with this text has the focus."""
    for _ in range(MOST):
        if page.evaluate("() => document.activeElement.innerText") == text:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"never reached: {text}")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["a desk", "a phone"])
@pytest.mark.parametrize("query", [EXAMPLE, "#example=idle_sales_team&way=table", "#example=joinery&way=ledger"])
def test_every_stop_of_the_page_is_seen_and_left(browser, server, query, size):
    v = Visit(browser, server[0], size).open(query)
    v.page.wait_for_timeout(500)
    top(v.page)
    stops = walk(v.page)
    v.context.close()
    assert [stop.partition(" ")[2] for stop in stops[:2]] == ["Skip to the answer", "Skip to your numbers"]
    assert stops[-1] == "select theme"
    assert len(stops) > 20


def test_an_example_of_ones_own_is_typed_read_and_taken_along(browser, server):
    v = Visit(browser, server[0], WIDE).open(EXAMPLE).settle()
    page, press = v.page, v.page.keyboard.press
    top(page)
    tab_to_text(page, "Clear all")
    press("Enter")
    page.wait_for_selector(".wl-nothing")
    top(page)
    press("Tab")
    press("Tab")
    press("Enter")
    assert page.evaluate("() => document.activeElement.className").startswith("wl-form")
    for name, text in (("leads", "310"), ("months", "1"), ("wins", "17"), ("goal", "58"), ("closing", "12")):
        tab_to(page, f"[name={name}]")
        press("ControlOrMeta+a")
        page.keyboard.type(text)
    tab_to(page, ".wl-more > summary")
    if page.locator(".wl-more[open]").count() == 0:
        press("Enter")
    tab_to(page, ".wl-more .wl-input")
    page.wait_for_function("() => document.querySelector('.wl-doorcard').innerText.includes('From 310 leads')")
    top(page)
    press("Tab")
    press("Enter")
    assert page.evaluate("() => document.activeElement.querySelector('.wl-sentence')?.textContent") == v.sentence
    top(page)
    tab_to(page, ".wl-menu > summary")
    press("Enter")
    tab_to(page, ".wl-menu-list .wl-button")
    press("Escape")
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
    assert page.locator(".wl-menu[open]").count() == 0
    tab_to_text(page, "Copy link")
    press("Enter")
    page.wait_for_function("() => document.querySelector('.wl-notice').innerText.includes('copied')")
    assert "leads=310" in page.evaluate("navigator.clipboard.readText()")
    v.context.close()


def test_the_table_is_one_stop_and_arrows_go_through_its_cells(browser, server):
    v = Visit(browser, server[0], WIDE).open("#example=idle_sales_team&way=table").settle()
    page, press = v.page, v.page.keyboard.press
    top(page)
    tab_to(page, ".wl-grid-cell")
    first = page.evaluate("() => document.activeElement.textContent")
    press("ArrowRight")
    press("ArrowDown")
    assert page.evaluate("() => document.activeElement.matches('.wl-grid-cell')")
    assert page.evaluate("() => document.activeElement.textContent") != first
    assert page.evaluate(FOCUS)["fault"] == ""
    press("Tab")
    assert not page.evaluate("() => document.activeElement.matches('.wl-grid-cell')")
    press("Shift+Tab")
    assert page.evaluate("() => document.activeElement.matches('.wl-grid-cell')")
    v.context.close()


def test_seven_steps_are_walked_with_the_keyboard_alone(browser, session_server):
    w = Window(browser, session_server[0], WIDE, DAY).open()
    page, press = w.page, w.page.keyboard.press
    top(page)
    press("Tab")
    press("Enter")
    tab_to(page, ".wc-new input")
    page.keyboard.type("By keyboard")
    press("Enter")
    page.wait_for_selector(".wc[data-step=answers]")
    seen = []
    for step in ("answers", "door", "sort", "define", "numbers", "diagnosis", "whatif", "plan"):
        page.wait_for_selector(f".wc[data-step={step}]")
        w.idle()
        top(page)
        stops = walk(page)
        assert stops[0].endswith("Skip to this step")
        if step == "numbers":
            top(page)
            tab_to(page, ".wl-menu > summary")
            press("Enter")
            tab_to(page, ".wl-menu-list .wl-button")
            press("Enter")
            page.wait_for_selector(".wl-inside[data-answer]")
            w.idle()
        seen.append(step)
        if step != "plan":
            top(page)
            tab_to(page, ".wc-foot .wl-primary")
            press("Enter")
    assert len(seen) == 8
    assert w.faults == []
    w.context.close()


def test_a_stop_without_a_ring_or_without_an_end_is_noticed(browser, server):
    v = Visit(browser, server[0], WIDE).open(EXAMPLE).settle()
    v.page.evaluate("() => { const b = document.querySelector('[name=leads]'); b.style.outline = 'none' }")
    top(v.page)
    with pytest.raises(AssertionError, match="no ring"):
        walk(v.page)
    v.context.close()
