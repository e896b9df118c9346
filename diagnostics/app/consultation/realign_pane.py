"""Effort that is moved to the weak side, and why leads were lost: what a session shows of both, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.app.case.case import Case
from diagnostics.app.case.moved import lost_of, moved
from diagnostics.app.consultation import page_words as say
from diagnostics.app.consultation.drafts import draft as draft_of
from diagnostics.app.consultation.realign_edits import SAID, said_of
from diagnostics.app.consultation.step_replies import LostStep, RealignPane, TakesField
from diagnostics.app.pages.lost_pane import lost_pane
from diagnostics.app.wording import lost_words
from diagnostics.app.wording import realign_words as words
from diagnostics.diagnosis.lost import LostReasons, WeakLink
from diagnostics.diagnosis.realign import Realignment
from diagnostics.diagnosis.sliders import step_of
from diagnostics.errors import InputError
from diagnostics.language import t

if TYPE_CHECKING:
    from diagnostics.app.pages.what_if import SliderPane
    from diagnostics.diagnosis.answer import Diagnosis


def scenario(case: Case, d: Diagnosis | None) -> tuple[str, dict[str, float]]:
    """The name and the levels of the scenario that the moved effort is saved as.

    Raises
    ------
    InputError
        Where nothing is moved.
    """
    found, _ = moved(case, d)
    if not found.proposed or not found.amount or d is None:
        raise InputError("nothing-moved", "scenario")
    return words.scenario_name(found, case.unit, d.assessment.money), dict(found.levels)


def realign_pane(case: Case, d: Diagnosis) -> RealignPane:
    """The card in the what-if."""
    found, too_much = moved(case, d)
    money, unit = d.assessment.money, case.unit
    most = t("There is no more to move than {amount} per month.", amount=words.amount_words(found.most, unit, money))
    text, unread = draft_of(case, "moved")
    open_takes = found.proposed or found.reason == "weak empty"
    return {
        "title": t(words.REALIGN_TITLE),
        "said": words.proposal(found, unit, money) if found.proposed else "",
        "why_not": list(words.why_not(found)),
        "changes": list(words.change_lines(found)) if found.proposed else [],
        "against_title": t(words.AGAINST_TITLE),
        "against": list(words.against(found, unit)) if found.proposed else [],
        "slider": _slider(found, case) if found.proposed else None,
        "amount": text or ("" if case.move.amount is None else say.as_typed(case.move.amount)),
        "amount_usual": say.as_typed(found.amount),
        "amount_label": words.MOVED[found.weak, unit] if found.weak else "",
        "amount_said": unread or (most if too_much else ""),
        "takes": [
            _takes(case, "lead_takes", words.LEAD_TAKES[unit], words.average_words(found.averages[0], unit, money)),
            _takes(case, "work_takes", words.WORK_TAKES[unit], words.average_words(found.averages[1], unit, money)),
        ]
        if open_takes
        else [],
        "save": t(words.SAVE) if found.proposed and found.amount else "",
        "save_said": t(words.MIDDLE) if found.proposed and found.amount else "",
    }


def _slider(found: Realignment, case: Case) -> SliderPane:
    return {
        "link": "moved",
        "side": found.weak,
        "label": words.MOVED[found.weak, case.unit],
        "low": 0.0,
        "high": found.most,
        "step": step_of(found.most),
        "value": found.amount,
        "text": words.amount_words(found.amount, case.unit),
        "about": words.PROPOSED_BY[found.decided] if case.move.amount is None else "",
    }


def _takes(case: Case, name: str, label: str, usual: str) -> TakesField:
    text, wrong = draft_of(case, name)
    value: float | None = getattr(case.move, name)
    return {
        "id": name,
        "label": label,
        "text": text or ("" if value is None else say.as_typed(value)),
        "said": wrong,
        "usual": usual,
    }


# --- why leads were lost ------------------------------------------------------------------------------------------


def lost_step(case: Case, d: Diagnosis | None) -> LostStep:
    """The card next to the weak link."""
    reasons = lost_of(case)
    pane = lost_pane(LostReasons() if reasons is None else reasons, None if d is None else WeakLink.of(d))
    if reasons is None:
        pane["lines"] = []
    fields = [] if case.lost is not None else SAID
    drafts = {kind: draft_of(case, f"lost {kind} leads") for kind in fields}
    said = {kind: said_of(case, kind) for kind in fields}
    return {
        "pane": pane,
        "ask": t(lost_words.TYPE_THEM) if fields else "",
        "words": t(lost_words.IN_THEIR_WORDS),
        "fields": [
            {
                "id": kind,
                "label": lost_words.KIND[kind],
                "leads": drafts[kind][0] or ("" if said[kind].leads is None else str(said[kind].leads)),
                "words": said[kind].words,
                "said": drafts[kind][1],
            }
            for kind in fields
        ],
    }
