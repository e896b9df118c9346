"""Leads without any day: totals, channels and reps are counted all the same, and what a day would add is told."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.language import mark, n, t
from diagnostics.leads.opening.source import Leads
from diagnostics.month_numbers import YEARS, of_date
from diagnostics.number_format import typed
from diagnostics.reading.day_texts import reading_of
from diagnostics.reading.months import Read, read_cell
from diagnostics.reading.questions import Answer, Question

MONTHS: Final = (1, 2, 3, 6, 12, 18, 24, 36)
"""How many months an export may be of; offered as answers."""
MOST_MONTHS: Final = 1200
"""A hundred years: a longer export is a mistake in typing."""
LEAD_YEARS: Final = range(1990, 2100)
DECIDED: Final = ("decided", "won_on", "lost_on")
"""Fields of days in which leads were decided."""

ALL_DECIDED: Final = mark(
    "Every lead is taken as decided: with the day each lead came, those that are still young would be allowed for."
)
EVENLY: Final = mark(
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
    except Exception:  # of what is no number, or one without end
        months = math.nan
    if not 0 < months <= MOST_MONTHS:
        raise InputError("months-not-a-number", "months", value, most=MOST_MONTHS)
    return months


def in_words(months: float) -> str:
    """A number of months in words.

    >>> in_words(1.0), in_words(12.0)
    ('1 month', '12 months')
    """
    return n("{count} month", "{count} months", months, count=typed(months))


def months_told(leads: Leads, taken: Collection[str]) -> tuple[str, int] | None:
    """The one column that names a month with its year in every row, and how many months it is of; None where none does.

    Parameters
    ----------
    leads : Leads
        The source.
    taken : collection of str
        Headings of columns that say something else.
    """
    found = [
        (heading, months) for heading in leads.profiles if heading not in taken and (months := _span(leads, heading))
    ]
    return found[0] if len(found) == 1 else None


def _span(leads: Leads, heading: str) -> int:
    """Months from the first to the last that a column names; 0 where it does not name one in every row."""
    profile = leads.profiles[heading]
    if sum(profile.told.values()) < profile.rows or not profile.complete:
        return 0
    read = [None if text.isdecimal() else read_cell(text) for text in profile.told]
    months = [one.month for one in read if isinstance(one, Read) and one.day is None and one.month >= YEARS.start * 12]
    return max(months) - min(months) + 1 if 1 < len(months) == len(read) else 0


def _likely(leads: Leads, columns: Mapping[str, str]) -> dict[int, str]:
    """Numbers of months that other columns speak for, and why."""
    found: dict[int, str] = {}
    for heading in (columns[key] for key in DECIDED if key in columns):
        read = reading_of(leads.profiles[heading].texts)
        if read.first is not None and read.last is not None:
            found[of_date(read.last) - of_date(read.first) + 1] = t("as {column} spans", column=heading)
    for heading, profile in leads.profiles.items():
        years = [int(text) for text in profile.told if text.isdecimal() and int(text) in LEAD_YEARS]
        if heading not in columns.values() and years and len(years) == len(profile.told) and profile.complete:
            found.setdefault(12 * (max(years) - min(years) + 1), t("the years in {column}", column=heading))
    return found


def offer(leads: Leads, columns: Mapping[str, str]) -> Question:
    """The offer to say how many months the leads are of: first what other columns speak for."""
    likely = _likely(leads, columns)
    answers = tuple(
        Answer(
            f"{in_words(months)}, {likely[months]}" if months in likely else in_words(months), {"months": str(months)}
        )
        for months in (*likely, *(months for months in MONTHS if months not in likely))
    )
    return Question("months-not-known", "created", tuple(answer.label for answer in answers), {}, answers)


def refusal() -> InputError:
    """The refusal of what needs the days on which leads came."""
    return InputError("leads-without-days", "created")
