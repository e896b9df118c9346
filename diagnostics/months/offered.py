"""What is offered for a question about a table: answers after which it can be read, none that ends in a refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from diagnostics.errors import InputError

MOST_TRIED: Final = 60
"""Readings, at most, to find out where the answers lead; those that are not tried are offered."""
NOT_OF_THE_CELLS: Final = ("basis", "lag_days", "as_of")
"""What may be missing or wrong whatever is answered about the cells."""

Read = Callable[[Mapping[str, Any]], object]


def leading_on(error: InputError, read: Read) -> InputError:
    """A question with only those of its answers that lead on; anything else as it is.

    Parameters
    ----------
    error : InputError
        What was raised.
    read : callable
        Reads the table with one more answer, a mapping of arguments.
    """
    question = error.facts.get("question")
    if question is None or not question.answers:
        return error
    tried = [0]
    kept = tuple(answer for answer in question.answers if _leads_on(read, dict(answer.given), tried))
    if len(kept) == len(question.answers):
        return error
    named = len(question.choices) == len(question.answers)
    choices = tuple(
        choice for choice, answer in zip(question.choices, question.answers, strict=named) if answer in kept
    )
    facts = {**error.facts, "question": replace(question, choices=choices, answers=kept)}
    return InputError(error.code, error.field, error.value, choices=choices, **facts)


def _leads_on(read: Read, given: dict[str, Any], tried: list[int]) -> bool:
    """Whether the table can be read with some answers, and perhaps others after them."""
    tried[0] += 1
    if tried[0] > MOST_TRIED:
        return True
    try:
        read(given)
    except InputError as error:
        question = error.facts.get("question")
        if question is None:
            return error.field in NOT_OF_THE_CELLS
        return any(
            _leads_on(read, answer.added_to(given), tried)
            for answer in question.answers
            if any(given.get(key) != value for key, value in answer.given.items())
        )
    return True
