"""A month as one number, ``year·12 + month − 1``, so that months can be counted; and its name.

A month named without a year has a year below 1000. Nothing here reads a person's writing: that is
:mod:`diagnostics.reading.months`.
"""

from __future__ import annotations

import calendar
import datetime
from typing import Final

from diagnostics.language import mark, t

NO_YEAR: Final = 1
"""The year given to months that were named without one."""
YEARS: Final = range(1950, 2100)
"""Years that a month can have."""
NAMES: Final = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"),
    mark("July"), mark("August"), mark("September"), mark("October"), mark("November"), mark("December"),
)  # fmt: skip
"""January is 0."""
SHORT_NAMES: Final = (
    mark("Jan"), mark("Feb"), mark("Mar"), mark("Apr"), mark("May"), mark("Jun"),
    mark("Jul"), mark("Aug"), mark("Sep"), mark("Oct"), mark("Nov"), mark("Dec"),
)  # fmt: skip


def label(month: int) -> str:
    """``2025-03``; the name alone where no year was given. The same in every language: to be read again.

    >>> label(2025 * 12 + 2), label(NO_YEAR * 12 + 2)
    ('2025-03', 'March')
    """
    year, at = divmod(month, 12)
    return f"{year}-{at + 1:02d}" if year >= YEARS.start else NAMES[at]


def shown_label(month: int) -> str:
    """:func:`label` in the language of now."""
    return label(month) if month // 12 >= YEARS.start else in_words(month)


def name(month: int) -> str:
    """``March``, in the language of now."""
    return t(NAMES[month % 12])


def in_words(month: int) -> str:
    """``March 2025``, in the language of now."""
    year = month // 12
    return f"{name(month)} {year}" if year >= YEARS.start else name(month)


def day_in_words(day: int, month: int) -> str:
    """A day of a month, in the language of now.

    >>> day_in_words(3, 2025 * 12 + 3), day_in_words(3, NO_YEAR * 12 + 3)
    ('3 April 2025', '3 April')
    """
    return t("{day} {month}", day=day, month=in_words(month))


def short_day(date: datetime.date, year: bool = True) -> str:
    """A day with its month cut short, in the language of now.

    >>> short_day(datetime.date(2025, 4, 3)), short_day(datetime.date(2025, 4, 3), year=False)
    ('3 Apr 2025', '3 Apr')
    """
    short = t(SHORT_NAMES[date.month - 1])
    return t("{day} {month}", day=date.day, month=f"{short} {date.year}" if year else short)


def span_in_words(first: int, last: int) -> str:
    """Months from one to another, in words and in the language of now.

    >>> span_in_words(2025 * 12, 2025 * 12 + 5), span_in_words(2024 * 12, 2024 * 12)
    ('January to June 2025', 'January 2024')
    """
    if first == last:
        return in_words(first)
    if first // 12 == last // 12 and first // 12 >= YEARS.start:
        return t("{first} to {last}", first=name(first), last=in_words(last))
    return t("{first} to {last}", first=in_words(first), last=in_words(last))


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
