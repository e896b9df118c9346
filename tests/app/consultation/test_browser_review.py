"""The next quarter in a real browser: the case is reopened three months later, reviewed with new numbers, and reported."""

from __future__ import annotations

import pytest

import diagnostics as dx
from tests.app.access import axe_source, cut_off, faults
from tests.app.consultation.test_browser import WIDE, Window
from tests.app.consultation.test_review import NEXT, NUMBERS
from tests.app.consultation.test_review import Window as Session

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("session")]

SIZES = ((390, "light"), (830, "dark"), (1440, "light"))


@pytest.fixture(scope="module")
def axe(request):
    return axe_source(request.config.cache.mkdir("axe"))


@pytest.fixture
def reopened(session_server, cases, browser):
    """A window on a case of the first quarter, three months later."""
    first = Session(cases).first()
    first.tell("close")
    w = Window(browser, session_server[0], WIDE, NEXT).open(f"#case={first.file.name}")
    w.page.wait_for_selector(".wc[data-step=review]")
    yield w
    assert w.faults == [] and w.strangers == []
    w.context.close()
    first.file.unlink(missing_ok=True)


def step(w, name):
    w.page.locator(".wc-steps").get_by_role("button", name=name).click()
    w.idle()


def count(w, day):
    """Type the numbers of a day in their step."""
    step(w, "Numbers")
    w.page.wait_for_selector(".wc[data-step=numbers]")
    w.page.evaluate("() => document.querySelectorAll('.wl-form details').forEach((d) => { d.open = true; })")
    for key, text in NUMBERS[day].items():
        before = w.page.get_attribute(".wl-inside", "data-revision")
        w.page.fill(f".wl-form [name={key}]", text)
        w.page.wait_for_function("b => document.querySelector('.wl-inside').dataset.revision !== b", arg=before)
    step(w, "Diagnosis")
    step(w, "Review")


def look(w, axe):
    """What is wrong with the page in three widths, light and dark."""
    found = {}
    for width, scheme in SIZES:
        w.page.set_viewport_size({"width": width, "height": 900})
        w.page.emulate_media(color_scheme=scheme)
        found[width, scheme] = faults(w.page, axe) + cut_off(w.page)
    w.page.set_viewport_size(WIDE)
    return {at: told for at, told in found.items() if told}


def test_a_quarter_later_the_review_says_what_was_done_and_what_moved(reopened, cases, axe):
    w = reopened
    assert "Enter the numbers since then first" in w.page.inner_text(".wc-new-numbers")
    assert "Overdue since 2025-10-01" in w.page.inner_text(".wc-became")
    w.page.select_option(".wc-agreed >> nth=0 >> select", "done")
    w.idle().fill(".wc-agreed >> nth=0 >> textarea", "since October").saved()
    assert w.page.input_value(".wc-agreed >> nth=0 >> input[type=date]") == NEXT
    w.press("Enter the new numbers")
    assert w.step == "numbers"
    count(w, NEXT)
    assert w.page.is_hidden(".wc-new-numbers")
    assert "which is what both actions were for" in w.page.inner_text(".wc-moved")
    assert "was within the range" in w.page.inner_text(".wc-came")
    chart = w.page.locator(".wc-trend-chart")
    assert "2025-09-01: marketing" in chart.get_attribute("aria-label")
    assert chart.locator("circle").count() == chart.locator("polyline + rect, rect + rect").count() == 2
    assert w.page.locator(".wc-trend tbody tr").count() == 2
    assert w.page.input_value(".wc-agreed >> nth=0 >> textarea") == "since October", "it stays visible"
    w.page.click(".wc-archive summary")
    assert "What was agreed on 1 September 2025" in w.page.inner_text(".wc-archive")
    assert look(w, axe) == {}
    w.saved()
    case = dx.Case.load(cases / "Fitter.json")
    assert [action.status for action in case.plan] == ["done", "open", "open"]
    assert [action.status for action in case.meetings[0].plan] == ["open"] * 3


def test_the_plan_keeps_link_level_and_status(reopened, cases, axe):
    w = reopened
    count(w, NEXT)
    step(w, "Plan")
    row = ".wc-chosen >> nth=0 >> .wc-action-row >> nth=1"
    assert w.page.input_value(f"{row} >> [data-field=link]") == "follow_up"
    assert "Now: 85%" in w.page.inner_text(f"{row} >> .wc-action-now")
    w.fill(f"{row} >> [data-field=aimed]", "ninety")
    w.idle()
    assert "ninety" in w.page.inner_text(f"{row} >> .wl-said")
    w.fill(f"{row} >> [data-field=aimed]", "90").saved()
    w.page.select_option(f"{row} >> [data-field=status]", "dropped")
    w.idle()
    w.page.wait_for_selector(".wc-finished")
    assert w.page.input_value(".wc-finished [data-field=changed]") == NEXT
    assert "An action is for reach" in w.page.inner_text(".wc-unbound")
    assert look(w, axe) == {}
    w.saved()
    dropped = dx.Case.load(cases / "Fitter.json").plan[1]
    assert (dropped.status, dropped.aimed, dropped.changed) == ("dropped", 0.9, NEXT)
    w.key("Control+z")
    w.page.wait_for_selector(".wc-finished", state="detached")
