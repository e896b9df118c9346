"""An answer's life in a browser: draft, settled, of other numbers; and how the page explains itself."""

from __future__ import annotations

import re

import pytest

from tests.app.cable import Cable
from tests.app.conftest import PHONE, WIDE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("life")]

QUERY = "#leads=140&months=1&wins=9&goal=28&closing=20"
VERDICT = re.compile(r"weak link|likely|neither|on target|meeting|\d ?%", re.IGNORECASE)
EVERY_FRAME = """() => { window.frames = []; window.spoken = [];
  const look = () => {
    const at = document.querySelector('.wl');
    const seen = s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility({ visibilityProperty: true }))
      .map(e => e.innerText).join(' ').trim();
    const now = { value: document.querySelector('[name=leads]')?.value, draft: at.dataset.draft, stale: at.dataset.stale,
      headline: seen('.wl-sentence'), chances: seen('.wl-chances'), advice: seen('.wl-concluded > :not(.wl-h)'),
      mark: seen('.wl-door-mark'), verdict: at.dataset.verdict ?? '', leaning: at.dataset.leaning ?? '' };
    const text = JSON.stringify(now);
    if (window.frames.at(-1)?.text !== text) window.frames.push({ text, time: performance.now(), ...now });
  };
  new MutationObserver(look).observe(document.querySelector('.wl'), { subtree: true, childList: true, attributes: true, characterData: true });
  const frame = () => { look(); requestAnimationFrame(frame); };
  frame();
  const region = document.querySelector('.wl-spoken');
  new MutationObserver(() => window.spoken.push(region.textContent)).observe(region, { subtree: true, childList: true, characterData: true }); }"""
SHIFTS = """() => { window.shift = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) window.shift += one.value; })
    .observe({ type: 'layout-shift', buffered: false }); }"""


def typed(v, name, text, delay=120):
    v.page.click(f"[name={name}]")
    v.page.keyboard.press("Control+A")
    v.page.keyboard.type(text, delay=delay)


def settled(v, value="false"):
    v.page.wait_for_function("is => document.querySelector('.wl').dataset.draft === is", arg=value)


def spoken(v):
    return v.page.inner_text(".wl-spoken")


def asked(v, text="15000"):
    """Type a number that is asked about."""
    v.page.fill("[name=leads]", text)
    v.page.press("[name=leads]", "Enter")
    v.page.wait_for_selector(".wl-field-leads .wl-doubt")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_verdict_is_seen_while_a_number_is_typed_and_one_is_read_aloud(visit, viewport):
    v = visit(QUERY, viewport, new=True).settle()
    v.page.evaluate(EVERY_FRAME)
    typed(v, "leads", "11200")
    drafts = v.page.evaluate("window.frames.filter(f => f.draft === 'true')")
    assert {"1", "11", "112", "1120", "11200"} <= {frame["value"] for frame in drafts}
    for frame in drafts:
        assert frame["headline"].startswith("Draft."), frame
        assert not VERDICT.search(frame["headline"]), frame
        assert [frame[key] for key in ("chances", "advice", "mark", "verdict", "leaning")] == [""] * 5, frame
    frames = v.page.evaluate("window.frames")
    first = next(i for i, frame in enumerate(frames) if frame["draft"] == "true")
    assert {frame["draft"] for frame in frames[first:]} == {"true"}, "a draft from the first key to the last"
    v.page.wait_for_selector(".wl-field-leads .wl-doubt")
    assert v.page.evaluate("window.spoken") == [spoken(v)], "only the question is read aloud, not the drafts"
    v.page.click(".wl-field-leads .wl-doubt button")
    v.settle()
    assert spoken(v).startswith(v.sentence)
    assert "from" in v.page.inner_text(".wl-rests")


def test_the_pictures_follow_a_draft(visit):
    v = visit(QUERY).settle()
    pictures = v.pictures()
    typed(v, "leads", "180", delay=30)
    v.page.wait_for_function("() => document.querySelector('.wl-basis').innerText.includes('From 180 leads')")
    assert v.page.get_attribute(".wl", "data-draft") == "true"
    v.page.wait_for_function(
        "() => [...document.querySelectorAll('.wl-balance .wl-chart, .wl-bridge .wl-chart')]"
        ".every(c => c.dataset.revision === document.querySelector('.wl').dataset.answer)"
    )
    assert all(pictures[name] != picture for name, picture in v.pictures().items())


@pytest.mark.parametrize("how", ["pause", "Enter", "Tab", "elsewhere"])
def test_what_is_typed_settles(visit, how):
    v = visit(QUERY).settle()
    typed(v, "leads", "180", delay=0)
    settled(v, "true")
    if how == "elsewhere":
        v.page.click("h1")
    elif how != "pause":
        v.page.keyboard.press(how)
    v.page.wait_for_function("() => document.querySelector('.wl').dataset.draft === 'false'", timeout=1500)


@pytest.mark.parametrize("width", [1440, 1000, 830, 390])
@pytest.mark.parametrize(("name", "text"), [("leads", "11200"), ("wins", "12"), ("goal", "35")])
def test_nothing_jumps_over_a_typed_number(visit, width, name, text):
    v = visit(QUERY, {"width": width, "height": 900}).settle()
    v.page.click(f"[name={name}]")
    v.page.wait_for_timeout(300)
    v.page.evaluate(SHIFTS)
    typed(v, name, text)
    v.page.wait_for_timeout(1200)
    assert v.page.evaluate("window.shift") < 0.02


def test_an_improbable_number_is_confirmed_with_the_mouse(visit):
    v = visit(QUERY).settle()
    asked(v)
    assert "15,000 is at least ten times the 140" in v.page.inner_text(".wl-field-leads .wl-doubt")
    assert spoken(v) == v.page.inner_text(".wl-field-leads .wl-doubt p")
    assert v.sentence == "Draft. Please confirm the number that is marked."
    described = v.page.get_attribute("[name=leads]", "aria-describedby").split()
    assert v.page.get_attribute(".wl-field-leads .wl-doubt p", "id") in described
    v.page.wait_for_timeout(800)
    assert v.page.get_attribute(".wl", "data-draft") == "true", "it waits"
    v.page.click(".wl-doubt button:visible")
    settled(v)
    assert v.page.locator(".wl-doubt").count() == 0


def test_an_improbable_number_is_confirmed_with_the_keyboard_or_typed_over(visit):
    v = visit(QUERY).settle()
    asked(v)
    v.page.keyboard.press("Tab")
    assert v.page.evaluate("document.activeElement.innerText") == "Yes, that is right"
    v.page.keyboard.press("Enter")
    settled(v)
    assert v.page.evaluate("document.activeElement.name") == "leads"
    asked(v, "15")
    v.page.keyboard.type("0")
    assert v.page.locator(".wl-doubt").count() == 0


def stale_within(v, act, reason, milliseconds=300):
    v.page.evaluate(EVERY_FRAME)
    act()
    v.page.wait_for_selector(".wl.wl-stale[data-stale=true]")
    v.page.wait_for_function("t => document.querySelector('.wl-stale-note')?.innerText.includes(t)", arg=reason)
    frames = v.page.evaluate("window.frames")
    changed = next(i for i, frame in enumerate(frames) if i and frame["text"] != frames[0]["text"])
    marked = next(frame for frame in frames if frame["stale"] == "true")
    assert marked["time"] - frames[changed]["time"] <= milliseconds


def test_a_bad_field_marks_the_answer_and_is_not_faded_itself(visit):
    v = visit(QUERY, new=True).settle()
    place = v.page.locator("[name=wins]").bounding_box()
    stale_within(v, lambda: v.page.fill("[name=wins]", "x"), "for your previous numbers.")
    settled(v)
    assert "Please check “Sales”." in v.page.inner_text(".wl-stale-note")
    assert v.page.locator("[name=wins]").bounding_box() == place
    for selector in (".wl-field-wins", ".wl-field-wins .wl-said", ".wl-sentence", ".wl-for"):
        through = v.page.evaluate(
            """s => { let all = 1; for (let e = document.querySelector(s); e; e = e.parentElement) all *= getComputedStyle(e).opacity; return all }""",
            selector,
        )
        assert through == 1, "nothing is faded"
    assert v.page.inner_text(".wl-field-wins .wl-said") in spoken(v)


def test_a_bad_cell_marks_the_answer(visit):
    v = visit("#example=leads_pile_up&way=table").settle()
    cell = v.page.locator(".wl-grid-sheet [role=gridcell]").nth(1)
    cell.dblclick()
    v.page.keyboard.press("Control+A")
    v.page.keyboard.type("many")
    v.page.keyboard.press("Enter")
    v.page.wait_for_selector(".wl.wl-stale")
    assert "Please check row" in v.page.inner_text(".wl-stale-note")
    v.page.keyboard.press("Control+z")
    v.page.wait_for_selector(".wl:not(.wl-stale)")


@pytest.mark.parametrize("how", ["cut", "hold"])
def test_without_a_line_the_answer_is_marked_and_everything_goes_on_by_itself(browser, server, how):
    cable = Cable(int(server[0].rstrip("/").rpartition(":")[2]))
    v = Visit(browser, cable.address, WIDE)
    try:
        v.open(QUERY).settle()
        getattr(cable, how)()
        v.page.fill("[name=wins]", "45")
        v.page.wait_for_selector(".wl.wl-stale", timeout=400)
        v.page.wait_for_selector(".wl-lost:popover-open", timeout=2000)
        assert "The connection is lost." in v.page.inner_text(".wl-stale-note")
        assert spoken(v).startswith("Connection lost")
        cable.mend()
        v.page.wait_for_selector(".wl[data-stale=false][data-draft=false]", timeout=20_000)
        assert "From 140 leads and 45 sales" in v.page.inner_text(".wl-basis")
    finally:
        v.context.close()
        cable.close()


def test_undo_and_redo_by_button_and_by_key(visit):
    v = visit(QUERY).settle()

    def value():
        return v.page.input_value("[name=wins]")

    v.type("wins", "12")
    v.type("wins", "15")
    v.press("Undo")
    assert value() == "12"
    v.press("Redo")
    assert value() == "15"
    assert v.page.is_disabled("button:text-is('Redo')")
    v.page.evaluate("document.activeElement.blur()")
    for key, shown in (("Control+z", "12"), ("Control+z", "9"), ("Control+y", "12"), ("Control+Shift+z", "15")):
        v.page.keyboard.press(key)
        v.page.wait_for_function("t => document.querySelector('[name=wins]').value === t", arg=shown)


def test_in_a_field_letters_are_taken_back_until_the_number_is_settled(visit):
    v = visit(QUERY).settle()
    typed(v, "wins", "123", delay=0)
    v.page.keyboard.press("Control+z")
    assert v.page.input_value("[name=wins]") != "123", "by the browser"
    assert v.page.is_disabled("button:text-is('Redo')")
    typed(v, "wins", "12", delay=0)
    v.page.keyboard.press("Enter")
    settled(v)
    v.page.keyboard.press("Control+z")
    v.page.wait_for_selector("button:text-is('Redo'):not(:disabled)")
    assert v.page.input_value("[name=wins]") != "12"


def test_leaving_a_way_and_coming_back_loses_nothing(visit):
    v = visit(QUERY).settle()
    v.type("wins", "12")
    v.press("Month by month")
    v.press("Totals")
    v.settle()
    assert v.page.input_value("[name=wins]") == "12"
    assert "From 140 leads and 12 sales" in v.page.inner_text(".wl-basis")


def test_the_headline_says_that_an_example_is_one(visit):
    v = visit("#example=leads_pile_up").settle()
    assert v.page.inner_text(".wl-headline").startswith("Example")
    v.type("wins", "70")
    v.settle()
    assert not v.page.is_visible(".wl-eg")


@pytest.mark.parametrize("viewport", [WIDE, {"width": 320, "height": 700}], ids=["wide", "320"])
def test_words_and_figures_open_their_meaning_with_the_readers_numbers(visit, viewport):
    v = visit(QUERY, viewport, new=True).settle()
    openers = v.page.locator(".wl-word[data-subject]:visible")
    assert openers.count() >= 15
    for at in range(openers.count()):
        opener = openers.nth(at)
        opener.focus()
        v.page.keyboard.press("Enter")
        box = v.page.locator(".wl-meaning:popover-open")
        place = box.bounding_box()
        assert place["x"] >= 0 and place["x"] + place["width"] <= viewport["width"]
        assert len(box.inner_text()) > 60
        assert opener.get_attribute("aria-expanded") == "true"
        v.page.keyboard.press("Escape")
        assert v.page.locator(".wl-meaning:popover-open").count() == 0
        assert opener.evaluate("e => e === document.activeElement"), "the focus goes back"
    target = v.page.locator(".wl-doorcard [data-subject=target]")
    target.click()
    assert "With your numbers: You need 140 leads per month: 28 customers ÷ 20%." in v.page.inner_text(".wl-meaning")
    target.click()
    assert v.page.locator(".wl-meaning:popover-open").count() == 0, "the same press closes it"
    v.page.focus("[name=goal]")
    v.page.keyboard.press("F1")
    assert v.page.inner_text(".wl-meaning .wl-strong") == "Target"
    v.page.keyboard.press("Escape")
    assert v.page.evaluate("document.activeElement.name") == "goal"


def test_tab_goes_from_field_to_field(visit):
    v = visit(QUERY).settle()
    v.page.focus("[name=leads]")
    v.page.keyboard.press("Tab")
    assert v.page.evaluate("document.activeElement.name") == "months"


def test_the_glossary_has_every_word(visit):
    v = visit(QUERY).settle()
    v.page.click(".wl-open-glossary")
    dialog = v.page.locator(".wl-glossary[open]")
    assert dialog.locator("dt").count() >= 15
    assert "With your numbers" in dialog.inner_text()
    v.page.keyboard.press("Escape")
    assert v.page.locator(".wl-glossary[open]").count() == 0
    assert v.page.evaluate("document.activeElement.className").endswith("wl-open-glossary")


def test_the_tour_is_offered_once_goes_over_the_page_and_is_never_in_the_way(visit):
    v = visit(QUERY, new=True).settle()
    v.page.click(".wl-invitation .wl-word")
    seen = []
    while True:
        seen.append(v.page.inner_text(".wl-tour h2"))
        assert v.page.locator("[data-toured]").count() == 1
        assert v.page.evaluate("document.activeElement.closest('.wl-tour') !== null")
        if not v.page.is_visible(".wl-tour .wl-primary"):
            break
        v.page.keyboard.press("Tab")
        v.page.click(".wl-tour .wl-primary")
    assert 5 <= len(seen) <= 6
    v.type("wins", "12")  # the page goes on
    v.page.click(".wl-tour button:text-is('Done')")
    assert v.page.locator("[data-toured]").count() == 0
    v.page.reload()
    v.page.wait_for_selector(".wl[data-answer]")
    assert not v.page.is_visible(".wl-invitation")
    v.page.click(".wl-start-tour")
    v.page.keyboard.press("Escape")
    assert v.page.locator(".wl-tour").count() == 0
    assert v.page.evaluate("document.activeElement.className").endswith("wl-start-tour")


def test_an_invitation_that_is_refused_is_not_made_again(visit):
    v = visit(QUERY, new=True).settle()
    v.page.click(".wl-dismiss")
    assert not v.page.is_visible(".wl-invitation")
    v.page.reload()
    v.page.wait_for_selector(".wl[data-answer]")
    assert not v.page.is_visible(".wl-invitation")
