"""The hour a client pays for, walked twice as a consultant would: two answers, seven steps, a plan and a report in four formats;
a quarter later review, trend and a second report. Three invented firms, one of them in German; wall and desk are compared."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import pytest

import diagnostics as dx
from diagnostics.app.case.records import STEPS
from diagnostics.language import speaking
from tests.app.consultation.test_browser import WIDE, Window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("session")]

FIRST, NEXT = "2025-09-01", "2025-12-01"
FORMATS = ("html", "pdf", "xlsx", "pptx")
PROJECTOR = {"width": 1920, "height": 1080}
PRIVATE = "they owe us two invoices"


@dataclass(frozen=True)
class Firm:
    """A client: what was counted in two quarters, and how the two of them bet."""

    name: str
    first: dict[str, str]
    next: dict[str, str]
    verdict: str
    language: str = "en"
    bets: tuple[tuple[str, str], ...] = (("sales", "90"), ("marketing", "80"))
    leads: tuple[str, str] = field(default=("Anyone who calls", "Who asks for a quote"))


FIRMS = (
    Firm(
        "Hart Kitchens",
        {"leads": "420", "wins": "18", "months": "3", "goal": "15", "closing": "20"},
        {"leads": "430", "wins": "44"},
        "sales",
    ),
    Firm(
        "Ledger Cloud",
        {"leads": "60", "wins": "17", "months": "3", "goal": "20", "closing": "22"},
        {"leads": "150", "wins": "34"},
        "marketing",
    ),
    Firm(
        "Fensterbau Nord",
        {"leads": "510", "wins": "20", "months": "3", "goal": "18", "closing": "18"},
        {"leads": "520", "wins": "52"},
        "sales",
        language="de",
    ),
)


def go(w, step):
    w.click(f".wc-steps [data-key={step}] button")
    w.page.wait_for_selector(f".wc[data-step={step}]")


def count(w, texts):
    go(w, "numbers")
    for key, text in texts.items():
        before = w.page.get_attribute(".wl-inside", "data-revision")
        w.page.fill(f".wl-inside [name={key}]", text)
        w.page.wait_for_function("b => document.querySelector('.wl-inside').dataset.revision !== b", arg=before)
    w.page.wait_for_function("() => document.querySelector('.wl-inside').dataset.stale === 'false'")


def answer(w, firm):
    """Both slips typed in, one after the other; neither is on the page until both are shown."""
    for at, ((weak, sure), lead) in enumerate(zip(firm.bets, firm.leads, strict=True)):
        w.click(".wc-slip:not(.wc-slip-in) button[data-role] >> nth=0")
        w.page.locator(".wc-slip-form [data-side], .wc-slip-form button").nth(0 if weak == "marketing" else 1).click()
        w.page.fill("[name='slip sure']", sure)
        w.page.fill("[name='slip lead']", lead)
        w.page.fill("[name='slip sale']", "A signed order")
        w.page.select_option("[name='slip call']", "day")
        w.click(".wc-slip-form [type=submit]")
        w.page.wait_for_function("n => document.querySelectorAll('.wc-slip-in').length === n", arg=at + 1)
        assert firm.leads[0] not in w.page.inner_text(".wc-answers")
    w.click(".wc-answers .wl-primary")
    w.page.wait_for_selector(".wc-slip-shown")


def reports(w, cases, firm):
    """The report in four formats as the page gives it, equal to what the library writes of the saved case."""
    go(w, "plan")
    taken = {}
    for name in FORMATS:
        with w.page.expect_download() as got:
            w.page.click(f"[data-format={name}]")
        taken[name] = got.value.path().read_bytes()
    w.page.wait_for_timeout(900)
    case = dx.Case.load(next(cases.glob(f"{firm.name.replace(' ', '-')}*.json")))
    for name, data in taken.items():
        assert data == dx.report(case, cases / f"again.{name}").read_bytes(), name
    return case, html.unescape(re.sub(r"<[^>]+>", " ", taken["html"].decode()))


def same_on_both(desk, wall):
    """Each step on both windows: the same title and sentence, and nothing private on the wall."""
    for step in [key for key in STEPS if desk.page.locator(f".wc-steps [data-key={key}]").count()]:
        go(desk, step)
        wall.wait_for_selector(f".wc[data-step={step}]")
        wall.wait_for_timeout(300)
        assert wall.inner_text(".wc-step-title") == desk.page.inner_text(".wc-step-title")
        if step == "diagnosis":
            for part in (".wl-sentence", ".wc-bets", ".wc-differ"):
                there, here = wall.locator(part), desk.page.locator(part)
                assert [t.strip() for t in there.all_inner_texts()] == [t.strip() for t in here.all_inner_texts()], part
        assert PRIVATE not in wall.content()


@pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: firm.name)
def test_two_quarters_with_a_client(session_server, cases, browser, firm):
    w = Window(browser, session_server[0], WIDE, FIRST).open()
    w.page.fill(".wc-new input", firm.name)
    w.click(".wc-new button")
    w.page.wait_for_selector(".wc[data-step=answers]")
    if firm.language != "en":
        w.page.select_option(".wc-language", firm.language)
        w.idle()
    w.fill(".wc-note", PRIVATE)
    answer(w, firm)
    count(w, firm.first)
    go(w, "diagnosis")
    sentence = w.page.inner_text(".wl-sentence")
    assert w.page.locator(".wc-differ").count() >= 1, "two definitions of a lead are said beside the verdict"
    assert w.page.locator(".wc-bets li").count() >= 1
    go(w, "answers")
    w.click(".wc-gap-differ .wc-gap-answer button >> nth=0")
    go(w, "whatif")
    w.page.get_by_role("slider").last.focus()
    for _ in range(4):
        w.key("ArrowRight")
    w.click(".wc-after button")
    w.click(".wc-scenarios button >> nth=1")  # use as plan target
    go(w, "plan")
    w.page.check(".wc-play input >> nth=0")
    w.idle()
    w.fill(".wc-action-owner input", "Maria")
    w.fill(".wc-action-row input[type=date]", "2025-10-01")
    with w.context.expect_page() as opened:
        w.click(".wc-open-wall")
    wall = opened.value
    wall.set_viewport_size(PROJECTOR)
    wall.wait_for_selector(".wc[data-step=plan]")
    same_on_both(w, wall)
    case, plain = reports(w, cases, firm)
    with speaking(firm.language):
        d = dx.diagnose(case.funnel, case.par)
        assert d.verdict == firm.verdict
        assert d.sentence == sentence and sentence in plain
    assert "Maria" in plain and PRIVATE not in plain
    assert not re.search(r"numpy|Python|Jeffreys", plain)
    assert case.settled == ("lead",) and case.definitions.lead == firm.leads[0]
    file = w.page.url.split("case=")[1]
    assert w.faults == [] and w.strangers == []
    w.context.close()

    w = Window(browser, session_server[0], WIDE, NEXT).open(f"#case={file}")
    w.page.wait_for_selector(".wc[data-step=review]")
    w.page.select_option(".wc-agreed >> nth=0 >> select", "done")
    w.idle()
    count(w, firm.next)
    go(w, "diagnosis")
    now = w.page.inner_text(".wl-sentence")
    go(w, "review")
    assert w.page.is_hidden(".wc-new-numbers")
    assert w.page.locator(".wc-trend tbody tr").count() == 2
    assert w.page.locator(".wc-came p").inner_text()
    go(w, "plan")
    w.page.check(".wc-play input >> nth=1")
    w.idle()
    later, plain = reports(w, cases, firm)
    assert now in plain and PRIVATE not in plain
    assert [past.date for past in later.diagnoses] == [FIRST, NEXT]
    assert later.meetings[0].plan[0].status == "open" and later.plan[0].status == "done"
    assert later.meetings[0].slips == case.slips
    assert w.faults == [] and w.strangers == []
    w.context.close()
