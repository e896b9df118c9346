"""When a session is over, and what of it the next one begins with."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from diagnostics.app.case.records import STEPS, Meeting, StepKey

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case

NEXT_AFTER: Final = 7
"""Days after the last diagnosis from which a case that is opened is a session of its own, not the same one going on."""
GOES_ON: Final = ("open", "doing")
"""Actions that the next session begins with."""


def steps_of(case: Case) -> tuple[StepKey, ...]:
    """The steps of the session that goes on: there is nothing to review in a first one."""
    return tuple(step for step in STEPS if step != "review" or case.meetings)


def reopened(case: Case, today: str) -> Case:
    """A case as it is opened on a day: as it was left, or at the review of a new session.

    What was agreed goes into ``meetings`` and is not changed any more. The new session keeps the actions that are not
    finished, the scenarios and what the words mean; its slips and notes are empty.

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
    over = Meeting(
        date=last,
        plan=case.plan,
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
        plan=tuple(action for action in case.plan if action.status in GOES_ON),
        notes={},
        slips=(),
        revealed="",
        step="review",
    )
