"""What the page shows of two blind answers. Before the reveal nothing of a slip is in it but that it was handed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.app.case.records import ROLES, Role, Word
from diagnostics.app.case.slips import DEFINED, LONGEST_ANSWER, WORDS, compared, shown, slip_of, unsettled
from diagnostics.app.consultation.phones import NO_TOKEN, NoCode, Phones, picture
from diagnostics.app.consultation.replies import AnswerGap, AnswersPane, GapAnswer, GapsPane, PhoneCode, ShownSlip
from diagnostics.app.wording import answers_words as say
from diagnostics.language import language, t

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.diagnosis.answer import Diagnosis


def answers_pane(
    case: Case, d: Diagnosis | None, phones: Phones | None = None, file: Path | None = None
) -> AnswersPane:
    """The step. ``phones`` lends codes for the case file ``file``; there are none without it."""
    codes, why = ({}, "") if case.revealed else _codes(case, phones, file)
    there = len(case.slips)
    return {
        "asked": case.asked,
        "revealed": bool(case.revealed),
        "choices": [[asked, say.ASKED[asked]] for asked in ROLES],
        "questions": {key: say.QUESTION[key] for key in say.QUESTION},
        "sure_help": t(say.SURE_HELP),
        "speeds": [[key, say.SPEED[key]] for key in say.SPEED],
        "longest": LONGEST_ANSWER,
        "slips": [
            {"role": role, "title": say.ROLE[role], "handed_in": _there(case, role), "code": codes.get(role)}
            for role in ROLES[case.asked]
        ],
        "no_code": why,
        "complete": there == len(ROLES[case.asked]),
        "some": there > 0,
        "shown": _shown(case) if case.revealed else [],
        "bets": _bets(case, d) if case.revealed else [],
        "gaps": _gaps(case) if case.revealed else [],
    }


def _there(case: Case, role: Role) -> bool:
    return slip_of(case, role) is not None


def _codes(case: Case, phones: Phones | None, file: Path | None) -> tuple[dict[Role, PhoneCode], str]:
    """A code for each answer that is missing, or why there is none."""
    missing = [role for role in ROLES[case.asked] if not _there(case, role)]
    if not missing:
        return {}, ""
    if phones is None or file is None:
        return {}, t(NO_TOKEN)
    codes: dict[Role, PhoneCode] = {}
    for role in missing:
        try:
            address = phones.address(file, role, language())
        except NoCode as reason:
            return {}, t(str(reason))
        drawn = picture(address)
        codes[role] = {"address": address, "size": drawn.size, "path": drawn.path}
    return codes, ""


def _shown(case: Case) -> list[ShownSlip]:
    shown_slips: list[ShownSlip] = []
    for role in ROLES[case.asked]:
        slip = slip_of(case, role)
        answers = [] if slip is None else [{"label": label, "text": text} for label, text in say.answers_of(slip)]
        shown_slips.append(
            {
                "role": role,
                "title": say.ROLE[role],
                "answers": answers,  # type: ignore[typeddict-item]  # a list of a literal is one of such dicts
                "said": say.NO_SLIP[role] if slip is None else "",
            }
        )
    return shown_slips


def _bets(case: Case, d: Diagnosis | None) -> list[str]:
    last = shown(case)
    return [] if last is None else [*say.bet_words(last), *(say.score_words(last, d) if d is not None else ())]


def _gaps(case: Case) -> list[AnswerGap]:
    return [_gap(case, word) for word in WORDS]


def _gap(case: Case, word: Word) -> AnswerGap:
    state, settled = compared(case.slips, word), word in case.settled
    answers: list[GapAnswer] = []
    if word in DEFINED:
        answers = [
            {"role": slip.role, "title": say.ROLE[slip.role], "text": text}
            for slip in case.slips
            if (text := getattr(slip, word))
        ]
        if state == "same":
            answers = answers[:1]
    return {
        "word": word,
        "state": state,
        "title": say.QUESTION[word],
        "said": say.settled_words(case.definitions, word) if settled else say.GAP[word, state],
        "settled": settled,
        "answers": answers,
        "text": getattr(case.definitions, word, ""),
    }


def gaps_pane(case: Case, d: Diagnosis | None) -> GapsPane | None:
    """What stands next to a verdict: two definitions that are not one yet, and how the bets came out; None without either."""
    last = shown(case)
    if last is None:
        return None
    open_words = unsettled(case)
    bets = [*say.bet_words(last), *say.score_words(last, d)] if d is not None and case.revealed else []
    pane: GapsPane = {"warning": say.warning(last, open_words), "note": say.note(last, open_words), "bets": bets}
    return pane if any(pane.values()) else None
