"""A case that is opened weeks later is another session: what was agreed is kept, and the review comes first."""

from __future__ import annotations

import pytest

import diagnostics as dx
from diagnostics.app.case.history import diagnosed, recorded
from diagnostics.app.case.meetings import reopened, steps_of
from diagnostics.app.case.records import STEPS, Action, CaseNumbers, Scenario, Slip

PLAN = (
    Action(what="call within an hour", link="follow_up", status="done", changed="2025-09-20"),
    Action(what="sit in on calls", link="closing", status="doing"),
    Action(what="ask for referrals", link="reach"),
    Action(what="buy a list", link="reach", status="dropped", why="too dear"),
)


@pytest.fixture
def agreed() -> dx.Case:
    numbers = CaseNumbers.of(dx.Funnel(leads=140, wins=9), dx.Par(goal=28, closing=0.2))
    case = dx.Case(client="Fitter", numbers=numbers, plan=PLAN, notes={"door": "asked twice"}, step="plan")
    case = case.changed(scenarios=(Scenario.of("calls", {"follow_up": 0.85}),), aim="calls")
    case = case.changed(slips=(Slip(role="sales", weak="marketing", sure=0.9),), revealed="2025-09-01")
    return recorded(case, diagnosed(numbers), "2025-09-01")


@pytest.mark.parametrize("today", ["", "2025-09-01", "2025-09-07"])
def test_within_a_week_it_is_the_same_session(agreed, today):
    assert reopened(agreed, today) is agreed


@pytest.mark.parametrize("today", ["2025-09-08", "2025-12-01"])
def test_after_a_week_what_was_agreed_is_kept_and_the_review_opens(agreed, today):
    case = reopened(agreed, today)
    (kept,) = case.meetings
    assert kept.date == "2025-09-01"
    plan = tuple(action.model_copy(update={"key": at}) for at, action in enumerate(PLAN, start=1))
    assert (kept.plan, kept.notes, kept.slips, kept.revealed) == (plan, agreed.notes, agreed.slips, "2025-09-01")
    assert (case.step, case.begun, case.notes, case.slips, case.revealed) == ("review", today, {}, (), "")
    assert [action.what for action in case.plan] == ["sit in on calls", "ask for referrals"]
    assert (kept.scenarios, kept.aim) == (agreed.scenarios, "calls") and (case.scenarios, case.aim) == ((), "")
    assert case.diagnoses == agreed.diagnoses and case.numbers == agreed.numbers


def test_a_session_without_a_new_diagnosis_is_not_kept_twice(agreed):
    once = reopened(agreed, "2025-12-01")
    assert reopened(once, "2026-03-01") is once


def test_only_a_later_session_has_a_review(agreed):
    assert steps_of(agreed) == STEPS[1:]
    assert steps_of(reopened(agreed, "2025-12-01")) == STEPS


def test_an_older_plan_gets_the_links_of_the_playbook():
    text = '{"kind": "weak-link case", "version": 4, "plan": [{"id": "closing_sit_in", "what": "a"}, {"what": "b"}]}'
    assert [action.link for action in dx.Case.from_json(text).plan] == ["closing", ""]
