"""A month as one number, ``year·12 + month − 1``, so that months can be counted; and its name.

A month named without a year has a year below 1000. Nothing here reads a person's writing: that is
:mod:`diagnostics.reading.months`.
"""

from __future__ import annotations

import calendar
import datetime
from typing import Final

NO_YEAR: Final = 1
"""The year given to months that were named without one."""
YEARS: Final = range(1950, 2100)
"""Years that a month can have."""


def label(month: int) -> str:
    """``2025-03``; the name alone where no year was given.

    >>> label(2025 * 12 + 2), label(NO_YEAR * 12 + 2)
    ('2025-03', 'March')
    """
    year, at = divmod(month, 12)
    return f"{year}-{at + 1:02d}" if year >= YEARS.start else calendar.month_name[at + 1]


def in_words(month: int) -> str:
    """``March 2025``."""
    year, at = divmod(month, 12)
    name = calendar.month_name[at + 1]
    return f"{name} {year}" if year >= YEARS.start else name


def span_in_words(first: int, last: int) -> str:
    """Months from one to another, in words.

    >>> span_in_words(2025 * 12, 2025 * 12 + 5), span_in_words(2024 * 12, 2024 * 12)
    ('January to June 2025', 'January 2024')
    """
    if first == last:
        return in_words(first)
    if first // 12 == last // 12 and first // 12 >= YEARS.start:
        return f"{calendar.month_name[first % 12 + 1]} to {in_words(last)}"
    return f"{in_words(first)} to {in_words(last)}"


def of_date(date: datetime.date) -> int:
    """The month a date is in."""
    return date.year * 12 + date.month - 1


def days_in(month: int) -> int:
    """Length of a month, days."""
    year, at = divmod(month, 12)
    return calendar.monthrange(max(year, 1), at + 1)[1]


def last_day(month: int) -> datetime.date:
    """The last day of a month."""
    year, at = divmod(month, 12)
    return datetime.date(year, at + 1, days_in(month))


def date_of(month: int, day: int) -> datetime.date:
    """A day of a month."""
    year, at = divmod(month, 12)
    return datetime.date(year, at + 1, day)
