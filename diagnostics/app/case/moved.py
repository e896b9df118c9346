"""What a case says of effort that is moved to the weak side, and of the reasons of lost leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.diagnosis.alignment import alignment
from diagnostics.diagnosis.lost import Kind, LostReasons
from diagnostics.diagnosis.realign import Realignment, realign
from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.diagnosis.answer import Diagnosis


def moved(case: Case, d: Diagnosis | None) -> tuple[Realignment, bool]:
    """The effort that is moved, and whether the client asked for more than there is: then it is the proposed amount."""
    effort = alignment(case.activities, d)
    takes = {"lead_takes": case.move.lead_takes, "work_takes": case.move.work_takes}
    try:
        return realign(d, effort, case.move.amount, **takes), False
    except InputError as problem:
        if problem.code != "amount-not-there":
            raise
        return realign(d, effort, **takes), True


def lost_of(case: Case) -> LostReasons | None:
    """Why leads were lost: as the export has it, else as the client typed it; None where neither says so."""
    if case.lost is not None:
        return case.lost.reasons
    typed: dict[Kind, int] = {said.kind: said.leads for said in case.lost_said if said.leads}
    return LostReasons(typed) if typed else None
