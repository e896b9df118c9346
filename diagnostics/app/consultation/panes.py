"""What the page of a consultation shows, step by step, as plain data; calculated only for the step that is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from diagnostics.app.case.agreed import unbound
from diagnostics.app.case.case import Case
from diagnostics.app.case.history import Diagnosed, in_language, stretch
from diagnostics.app.case.meetings import steps_of
from diagnostics.app.case.records import BEFORE, STEPS
from diagnostics.app.consultation import firm_pane
from diagnostics.app.consultation import page_words as say
from diagnostics.app.consultation.answers_pane import answers_pane, gaps_pane
from diagnostics.app.consultation.drafts import draft as draft_of
from diagnostics.app.consultation.firm_edits import FirmState
from diagnostics.app.consultation.phones import Phones
from diagnostics.app.consultation.plan_pane import plan_step
from diagnostics.app.consultation.realign_pane import lost_step, realign_pane
from diagnostics.app.consultation.replies import CaseShell, DefinedPane, DefinedWord, SavedPane, StepPane
from diagnostics.app.consultation.review_pane import is_reviewed, review_step
from diagnostics.app.consultation.step_replies import (
    AlignmentPane,
    Definition,
    DoorStep,
    OwnActivity,
    ScenarioPane,
    SortStep,
    WhatIfStep,
)
from diagnostics.app.pages.door import plain_door_pane
from diagnostics.app.pages.what_if import range_bars, ranges_caption, slider_panes
from diagnostics.app.wording import alignment_words, forecast_words
from diagnostics.app.wording import lever_words as words
from diagnostics.app.wording.plan_words import unbound_words
from diagnostics.app.wording.refusal_words import refused
from diagnostics.app.wording.script import DEFINED_TITLE, defined, script, timing, until
from diagnostics.diagnosis.alignment import alignment
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.forecast import score
from diagnostics.diagnosis.goal import leads_needed
from diagnostics.diagnosis.levers import levers
from diagnostics.diagnosis.scenario import try_levels
from diagnostics.errors import InputError
from diagnostics.language import LANGUAGES, t
from diagnostics.reference import activities

JUDGED: Final = ("diagnosis", "whatif", "plan")
"""Steps that show the diagnosis; from there on it is part of the case's history."""
TYPES: Final = {
    "html": "text/html",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""What a browser calls each format of the report."""


@dataclass(frozen=True, slots=True)
class State:
    """What one window shows besides the case; none of it is saved."""

    today: str = ""
    notice: str = ""
    alarm: bool = False
    levels: Mapping[str, float] = field(default_factory=dict)
    """The positions of the sliders that were moved, by link."""
    answered: str = ""
    """The activity answered last in the game."""
    written: str = ""
    """The report that was created last."""
    file: str = ""
    can_undo: bool = False
    can_redo: bool = False
    opened: str = ""
    """The step that the case was opened at."""
    deleting: str = ""
    """The case file that is to be deleted, once that is confirmed."""
    folder: Path | None = None
    """Of the case files."""
    firm: FirmState = field(default_factory=FirmState)

    def with_(self, **changes: Any) -> State:
        """A copy with some of it changed."""
        return replace(self, **changes)


def view(
    case: Case,
    found: Diagnosed,
    state: State,
    saved: SavedPane,
    phones: Phones | None = None,
    path: Path | None = None,
) -> CaseShell:
    """Everything the page shows of an open case; ``saved``: :func:`~diagnostics.app.consultation.around.saved_view`.

    ``phones`` lends codes for answers on a phone, for the case file ``path``.
    """
    case = case if case.step in steps_of(case) else case.changed(step="answers")
    step = script().step[case.step]
    shown: CaseShell = {
        "clients": None,
        "file": state.file,
        "notice": state.notice,
        "alarm": state.alarm,
        "client": case.client,
        "saved": saved["saved"],
        "order": saved["order"],
        "conflict": saved["conflict"],
        "choices": saved["choices"],
        "can_undo": state.can_undo,
        "can_redo": state.can_redo,
        "step": case.step,
        "steps": [_step(case, found, key) for key in steps_of(case)],
        "talk": {
            "minutes": timing(step, steps_of(case)),
            "until": until(step, steps_of(case)),
            "points": [t(point) for point in step.talk],
            "ask": t(step.ask),
            "next": _next_question(case),
        },
        "language": case.language,
        "languages": [["", t(say.OF_BROWSER)], *([code, name] for code, name in LANGUAGES.items())],
        "note": case.notes.get(case.step, ""),
        "note_said": t(say.NOTES_PRINTED if case.print_notes else say.NOTES_KEPT),
        "example": t(say.EXAMPLE) if case.is_example and case.step in JUDGED else "",
        "last": [*_last(case, state), *_stretch(case, found)],
        "defined": _defined(case, found),
        "differ": gaps_pane(case, found.diagnosis) if case.step in JUDGED else None,
    }
    d = found.diagnosis
    match case.step:
        case "review":
            shown["review"] = review_step(case, state.today)
        case "answers":
            shown["answers"] = answers_pane(case, d, phones, path)
        case "door":
            shown["door"] = _door(case)
        case "sort":
            shown["sort"] = _sort(case, d, state)
        case "define":
            shown["define"] = _define(case)
        case "diagnosis":
            shown["diagnosis"] = {"alignment": _alignment(case, d), "lost": lost_step(case, d)}
        case "whatif":
            shown["whatif"] = _whatif(case, d, state)
        case "plan":
            shown["plan"] = plan_step(case, d, state.today, state.written)
            shown["face"] = firm_pane.view(case, state.folder, state.firm)
    return shown


def _next_question(case: Case) -> str:
    """The question of the step that comes next; empty at the last."""
    steps = steps_of(case)
    following = steps[steps.index(case.step) + 1 :]
    return t(script().step[following[0]].ask) if following else ""


def _step(case: Case, found: Diagnosed, key: str) -> StepPane:
    step = script().step[key]
    done = {
        "review": is_reviewed(case),
        "answers": bool(case.revealed),
        "door": bool(case.answers),
        "sort": bool(case.activities),
        "define": all(getattr(case.definitions, d.key).strip() for d in script().definitions),
        "numbers": case.numbers is not None,
        "diagnosis": bool(case.diagnoses) and found.diagnosis is not None,
        "whatif": bool(case.scenarios),
        "plan": bool(case.plan),
    }
    number = 0 if key in BEFORE else STEPS.index(key) - len(BEFORE) + 1
    return {
        "key": key,
        "number": number,
        "title": t(step.short),
        "heading": t(step.title),
        "line": t(step.line),
        "done": done[key],
    }


def _defined(case: Case, found: Diagnosed) -> DefinedPane | None:
    """What the words mean, next to every result."""
    if found.diagnosis is None or case.step not in JUDGED:
        return None
    pairs: list[DefinedWord] = [{"label": label, "text": text} for label, text in defined(case.definitions)]
    return {"title": t(DEFINED_TITLE), "pairs": pairs}


def _last(case: Case, state: State) -> list[str]:
    """The last diagnosis and the score of its forecast, at the step that opened and at the diagnosis."""
    past = case.last_before(state.today) if state.today and case.step != "review" else None
    if past is None or case.step not in ("door", "diagnosis", state.opened):
        return []
    lines = [forecast_words.last_words(in_language(past))]
    if case.numbers is None:
        return [*lines, t(forecast_words.NOTHING_NEW)]
    try:
        funnel, par, _ = case.numbers.records()
        kept = score(past, funnel, par)
    except InputError as problem:
        return [*lines, refused(problem)]
    if kept is None:
        return [*lines, t(forecast_words.NOTHING_NEW)]
    return [*lines, forecast_words.score_words(kept)]


def _stretch(case: Case, found: Diagnosed) -> list[str]:
    """That the goal is more than the periods of the case brought, at the diagnosis."""
    if case.step != "diagnosis" or found.diagnosis is None:
        return []
    return list(filter(None, [stretch(case, found.diagnosis)]))


# --- the door and the sorter --------------------------------------------------------------------------------------


def _door(case: Case) -> DoorStep:
    first = next(iter(activities.load().values()))
    answered = case.answers.get(first.id)
    return {
        "door": plain_door_pane(),
        "rules": [t(rule) for rule in script().rules],
        "question": {
            "id": first.id,
            "prompt": t(script().sales_letter),
            "answered": answered,
            "right": first.side,
            "reason": say.reason(first, answered) if answered else "",
        },
    }


def _sort(case: Case, d: Diagnosis | None, state: State) -> SortStep:
    known = activities.load()
    answers = {id_: side for id_, side in case.answers.items() if id_ in known}
    following = next((k for k in known.values() if k.id not in answers), None)
    right = sum(known[id_].side == side for id_, side in answers.items())
    last = known.get(state.answered)
    reason = say.reason(last, answers[last.id]) if last is not None and last.id in answers else ""
    return {
        "score": say.score(answers, right, len(known)),
        "next": None if following is None else {"id": following.id, "activity": t(following.activity)},
        "reason": reason or ("" if following else t(say.DONE_ALL)),
        "past": [
            {
                "id": id_,
                "activity": t(known[id_].activity),
                "answered": side,
                "right": known[id_].side,
                "reason": t(known[id_].reason),
            }
            for id_, side in answers.items()
        ],
        "known": [t(k.activity) for k in known.values()],
        "unit": case.unit,
        "own": [_own(case, at) for at in range(len(case.activities))],
        "alignment": _alignment(case, d),
    }


def _own(case: Case, at: int) -> OwnActivity:
    row = case.activities[at]
    draft, wrong = draft_of(case, f"activity {at} amount")
    yes: dict[bool | None, str] = {True: "yes", False: "no", None: ""}
    return {
        "what": row.what,
        "amount": draft or (say.as_typed(row.amount) if row.amount else ""),
        "customer": yes[row.customer_answers],
        "person": yes[row.person_answers],
        "side": row.side,
        "side_words": alignment_words.SIDE_OF_ACTIVITY[row.side],
        "said": wrong,
    }


def _alignment(case: Case, d: Diagnosis | None) -> AlignmentPane | None:
    if not case.activities:
        return None
    a = alignment(case.activities, d)
    return {
        "bars": [
            {"label": label, "marketing": share["marketing"], "sales": share["sales"], "words": said}
            for label, share, said in alignment_words.alignment_bars(a)
        ],
        "findings": list(alignment_words.alignment_words(a, case.unit)),
    }


def _define(case: Case) -> list[Definition]:
    return [
        {
            "key": d.key,
            "question": t(d.question),
            "help": t(d.help),
            "example": t("For example: {example}", example=t(d.example)),
            "text": getattr(case.definitions, d.key),
        }
        for d in script().definitions
    ]


# --- what if --------------------------------------------------------------------------------------------------------


def check_levels(d: Diagnosis | None, levels: Mapping[str, float]) -> None:
    """Raise an InputError for levels that are not possible, and for any levels where there is no diagnosis."""
    if d is not None:
        try_levels(d, levels)
    elif levels:
        raise InputError("level-without-diagnosis", "level")


def _whatif(case: Case, d: Diagnosis | None, state: State) -> WhatIfStep:
    if d is None:
        return {"waiting": t(say.WAITING)}
    money = d.assessment.money
    more = levers(d, case.sellers)
    try:
        tried = try_levels(d, state.levels)
    except InputError:  # they were levels of other numbers
        state = state.with_(levels={})
        tried = try_levels(d)
    draft, wrong = draft_of(case, "sellers")
    asked, unread = draft_of(case, "wanted")
    as_is = try_levels(d)
    bars = [("now", as_is), *([("tried", tried)] if state.levels else [])]
    return {
        "waiting": "",
        "now": words.now_words(more),
        "tried": words.tried_words(tried, money),
        "more": [line for line in (words.next_words(tried), words.after_words(d)) if line],
        "ranges": range_bars(d, bars),
        "ranges_caption": ranges_caption(d),
        "sliders": slider_panes(d, state.levels),
        "levers": list(words.lever_lines(more)),
        "unbound": unbound_words(unbound(case)) if case.plan else [],
        "realign": realign_pane(case, d),
        "needed": words.needed_words(leads_needed(d, case.wanted, state.levels)),
        "wanted": asked or ("" if case.wanted is None else say.as_typed(case.wanted)),
        "wanted_said": unread,
        "wanted_usual": say.as_typed(d.at_par, digits=1),
        "sellers": draft or ("" if case.sellers is None else str(case.sellers)),
        "sellers_said": wrong,
        "no_scenario": t(say.NO_SCENARIO),
        "scenarios": [_scenario(case, d, name) for name in (s.name for s in case.scenarios)],
    }


def _scenario(case: Case, d: Diagnosis, name: str) -> ScenarioPane:
    levels = next(s.levels for s in case.scenarios if s.name == name)
    shown: ScenarioPane = {
        "name": name,
        "moved": words.moved(levels),
        "aim": case.aim == name,
        "customers": "",
        "gain": "",
    }
    try:
        tried = try_levels(d, levels)
    except InputError as problem:
        return {**shown, "customers": refused(problem)}
    customers = t("{range} customers per month", range=words.range_words(tried.low, tried.high, tried.mean))
    return {**shown, "customers": customers, "gain": words.gain_words(tried, d.assessment.money)}
