"""Where the answers to an open question lead: each is tried, and what would make no difference is not asked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.language import n, t
from diagnostics.leads.counting.build import count_leads
from diagnostics.leads.counting.counts import LeadCounts
from diagnostics.leads.matching.matching import Matching, match
from diagnostics.leads.opening.source import Leads
from diagnostics.number_format import integer
from diagnostics.reading.crm import BY_KEY
from diagnostics.reading.progress import Progress
from diagnostics.reading.questions import MOST_ANSWERS, Answer, Question

DEEPEST: Final = 4
"""Further questions that are answered, each by its first answer, to see where an answer leads."""
LARGEST: Final = 2_000_000
"""Rows. In a longer source nothing is tried: each try counts all of them."""


@dataclass(frozen=True, eq=False)
class Weighed:
    """A matching whose open questions say where each answer leads.

    Attributes
    ----------
    matching : Matching
        Its questions are those whose answers make a difference, without answers that lead nowhere.
    counts : mapping of (str, str) to LeadCounts
        What was counted, by the code and field of a question and the label of a answer.
    """

    matching: Matching
    counts: Mapping[tuple[str, str, str], LeadCounts]


def weigh(matching: Matching, as_of: datetime.date | None = None, progress: Progress | None = None) -> Weighed:
    """Try the answers to each open question of a matching.

    An answer after which the export cannot be counted is not offered, unless none can. Where all answers come to the same
    counts of leads, sales, days, channels and reps, the first is taken, with a note.

    Parameters
    ----------
    matching : Matching
        What is open.
    as_of : date, optional
        The day of counting.
    progress : callable, optional
        Called with what is being done.
    """
    given = dict(matching.given)
    notes: list[str] = []
    while True:
        if not matching.questions or _rows(matching.leads) > LARGEST:
            return Weighed(_noted(matching, notes), {})
        questions: list[Question] = []
        counts: dict[tuple[str, str, str], LeadCounts] = {}
        idle: tuple[Question, Answer] | None = None
        for question in matching.questions:
            tried = _tried(matching.leads, given, question, as_of, progress)
            found = [counted for _, counted in tried if counted is not None]
            if len(found) == len(question.answers) > 1 and len({_signature(counted) for counted in found}) == 1:
                idle = question, question.answers[0]
                break
            answers = (
                tuple(answer for answer, counted in tried if counted is not None) + question.answers[MOST_ANSWERS:]
            )
            questions.append(replace(question, answers=answers or question.answers))
            counts |= {(question.code, question.field, a.label): c for a, c in tried if c is not None}
        if idle is None:
            return Weighed(_noted(replace(matching, questions=tuple(questions)), notes), counts)
        question, answer = idle
        notes.append(
            t(
                "{field}: {problem}. Every answer comes to the same counts; taken: {answer}.",
                field=BY_KEY[question.field].label if question.field in BY_KEY else question.field,
                problem=question.part("problem", "page"),
                answer=answer.label,
            )
        )
        given = answer.added_to(given)
        matching = match(matching.leads, given, progress)


def _tried(
    leads: Leads,
    given: Mapping[str, Any],
    question: Question,
    as_of: datetime.date | None,
    progress: Progress | None,
) -> list[tuple[Answer, LeadCounts | None]]:
    """The first answers of a question with what the export comes to; None where it cannot be counted."""
    found: list[tuple[Answer, LeadCounts | None]] = []
    for answer in question.answers[:MOST_ANSWERS]:
        counted, following = _counted(leads, answer.added_to(given), question, as_of, progress)
        if counted is not None:
            lost = counted.decided - counted.wins
            leads_to = t(
                "{leads} leads, {won} won, {lost} lost",
                leads=integer(counted.leads),
                won=integer(counted.wins),
                lost=integer(lost),
            )
            if following:
                leads_to = n(
                    "{counts}, with the first answer to {count} more question",
                    "{counts}, with the first answer to {count} more questions",
                    following,
                    counts=leads_to,
                    count=integer(following),
                )
            answer = replace(answer, leads_to=leads_to)
        found.append((answer, counted))
    return found


def _counted(
    leads: Leads,
    given: Mapping[str, Any],
    question: Question,
    as_of: datetime.date | None,
    progress: Progress | None,
) -> tuple[LeadCounts | None, int]:
    """What an export comes to with an answer, and with the first answer to each question that follows; how many follow.

    None where it cannot be counted.
    """
    for at in range(DEEPEST):
        try:
            return count_leads(match(leads, given, progress), as_of, None, progress), at
        except InputError as error:
            following = error.facts.get("question")
            if following is None:
                return None, at
            asked_again = (following.code, following.field, following.choices) == (
                question.code,
                question.field,
                question.choices,
            )
            if asked_again or not following.answers:
                return None, at
            given = following.answers[0].added_to(given)
    return None, DEEPEST


def _signature(counts: LeadCounts) -> tuple[Any, ...]:
    """Everything that is counted; two readings with the same one give the same answers."""
    frames = (counts.cells, counts.ages)
    return (counts.as_of, counts.repeated, *(frame.to_csv(index=False) for frame in frames))


def _rows(leads: Leads) -> int:
    return max((profile.rows for profile in leads.profiles.values()), default=0)


def _noted(matching: Matching, notes: list[str]) -> Matching:
    return replace(matching, notes=(*matching.notes, *notes)) if notes else matching
