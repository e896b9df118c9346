"""Leads without any day: totals, channels and reps are counted all the same, and what a day would add is told."""

from __future__ import annotations

import math
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.reading.questions import Answer, Question

MONTHS: Final = (1, 2, 3, 6, 12, 18, 24, 36)
"""How many months an export may be of; offered as answers."""
MOST_MONTHS: Final = 1200

ALL_DECIDED: Final = (
    "Every lead is taken as decided: with the day each lead came, those that are still young would be allowed for."
)
EVENLY: Final = (
    "Sales still to come follow from the typical days given, as if the leads had come evenly until now: with the day each "
    "lead came, they would follow from its age."
)


def months_in(value: Any) -> float:
    """A number of months as it may be given.

    Raises
    ------
    InputError
        Where it is no number above 0.

    >>> months_in("12"), months_in(1.5)
    (12.0, 1.5)
    """
    try:
        months = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        months = math.nan
    if not 0 < months <= MOST_MONTHS:
        raise InputError("months-not-a-number", "months", value, most=MOST_MONTHS)
    return months


def in_words(months: float) -> str:
    """A number of months in words.

    >>> in_words(1.0), in_words(12.0)
    ('1 month', '12 months')
    """
    return f"{months:,g} {'month' if months == 1 else 'months'}"


def offer() -> Question:
    """The offer to say how many months the leads are of."""
    answers = tuple(Answer(in_words(months), {"months": str(months)}) for months in MONTHS)
    return Question("months-not-known", "created", tuple(answer.label for answer in answers), {}, answers)


def refusal() -> InputError:
    """The refusal of what needs the days on which leads came."""
    return InputError("leads-without-days", "created")
