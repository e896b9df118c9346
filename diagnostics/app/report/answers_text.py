"""What a report says of the two answers before the numbers: both side by side, where they differ, how the bets came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.app.case.slips import WORDS, Shown, shown, unsettled
from diagnostics.app.wording import answers_words as say
from diagnostics.language import mark, t

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.diagnosis.answer import Diagnosis

QUESTION = mark("Question")


@dataclass(frozen=True, slots=True)
class AnswersText:
    """Two answers, in words."""

    warnings: tuple[str, ...]
    """What stands next to the verdict: that rates rest on two definitions. Empty once that is settled."""
    columns: tuple[str, ...]
    """The heads of the table: the question, and who answered."""
    rows: tuple[tuple[str, ...], ...]
    """A question with its answers; none where the answers are of an earlier session."""
    lines: tuple[str, ...]
    """The bets, what the diagnosis says of them, and where the answers differ."""


def answers_text(case: Case, d: Diagnosis | None) -> AnswersText | None:
    """What is said of the answers; None where none were shown, and where those of before have nothing left open."""
    last = shown(case)
    if last is None:
        return None
    open_words = unsettled(case)
    warnings = tuple(filter(None, (say.warning(last, open_words), say.note(last, open_words))))
    if not case.revealed:
        return AnswersText(warnings, (), (), ()) if warnings else None
    answers = [dict(say.answers_of(slip)) for slip in last.slips]
    return AnswersText(
        warnings=warnings,
        columns=(t(QUESTION), *(say.ROLE[slip.role] for slip in last.slips)),
        rows=tuple((question, *(one[question] for one in answers)) for question in answers[0]),
        lines=(*say.bet_words(last), *(() if d is None else say.score_words(last, d)), *gaps(case, last)),
    )


def gaps(case: Case, last: Shown) -> tuple[str, ...]:
    """Where the answers differ, and what was agreed since."""
    return tuple(
        say.settled_words(case.definitions, word) if word in case.settled else said
        for word, said in zip(WORDS, say.gap_words(last), strict=False)
    )
