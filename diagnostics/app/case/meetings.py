"""When a session is over, and what of it the next one begins with."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from diagnostics.app.case.agreed import going_on, with_keys
from diagnostics.app.case.records import STEPS, Meeting, StepKey

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case

NEXT_AFTER: Final = 7
"""Days after the last diagnosis from which a case that is opened is a session of its own, not the same one going on."""


def steps_of(case: Case) -> tuple[StepKey, ...]:
    """The steps of the session that goes on: there is nothing to review in a first one."""
    return tuple(step for step in STEPS if step != "review" or case.meetings)


def _drafts_of(case: Case) -> dict[str, str]:
    """What could not be read yet, of the rows of the plan that go on, at their new places."""
    places = {at: new for new, at in enumerate(at for at, action in enumerate(case.plan) if going_on(action))}
    kept = {}
    for key, text in case.drafts.items():
        kind, *rest = key.split(" ")
        if kind != "plan":
            kept[key] = text
        elif int(rest[0]) in places:
            kept[f"plan {places[int(rest[0])]} {rest[1]}"] = text
    return kept


def reopened(case: Case, today: str) -> Case:
    """A case as it is opened on a day: as it was left, or at the review of a new session.

    What was agreed goes into ``meetings`` and is not changed any more. The new session keeps the actions that are not
    finished and what the words mean. Its slips, notes and scenarios are empty: a level that was to be reached last time
    says nothing of what is next.

    Parameters
    ----------
    case : Case
        As it was saved last.
    today : str
        ISO 8601, or empty where it is not known: then the case is as it was left.
    """
    last = case.diagnoses[-1].date if case.diagnoses else ""
    if not last or not today or (case.meetings and case.meetings[-1].date >= last):
        return case
    if (datetime.date.fromisoformat(today) - datetime.date.fromisoformat(last)).days < NEXT_AFTER:
        return case
    plan = with_keys(case.plan, case.meetings)
    over = Meeting(
        date=last,
        plan=plan,
        scenarios=case.scenarios,
        aim=case.aim,
        notes=case.notes,
        asked=case.asked,
        slips=case.slips,
        revealed=case.revealed,
    )
    return case.changed(
        meetings=(*case.meetings, over),
        begun=today,
        plan=tuple(filter(going_on, plan)),
        drafts=_drafts_of(case),
        scenarios=(),
        aim="",
        notes={},
        slips=(),
        revealed="",
        step="review",
    )
