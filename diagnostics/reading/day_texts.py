"""The texts of a column of dates, sorted by what each can be, before day and month are told apart.

A text that names a month and its year (``2024-09``, ``Sep-24``) is no day; under a heading that speaks of one it is read as
the first of that month.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import comb
from typing import Final

from diagnostics.month_numbers import date_of
from diagnostics.reading.dates import ORDERS, Order, ThreeNumbers, is_no_day, read_bare, read_date, read_thai_date
from diagnostics.reading.months import Read, read_cell

YEARS: Final = range(1990, 2100)
"""Years that a lead can be of; a day of another year is a mistake."""

FEW: Final = 0.01
"""Share of the dates that prove an order. So few that prove the other one are exceptions."""

NEAR: Final = datetime.timedelta(days=31)
"""Beyond the days that are written in a column, how far a number among them can be a day."""

UNLIKELY: Final = 1e-4
"""Chance below which dates are not of an order, or of a year, that would have made them by chance."""

_FULL_YEAR: Final = re.compile(r"\d{4}|\d\D+\d|[年년]")
"""What a month has whose year cannot be a day."""

OTHER: Final[Mapping[Order, Order]] = {"day-first": "month-first", "month-first": "day-first"}


@dataclass(frozen=True)
class DayReading:
    """How the texts of a column read as days.

    Attributes
    ----------
    told : int
        Rows that say something.
    written : int
        Rows that hold a day which is written as one: ``"2025-03-09"``, ``"9 March 2025"``, ``"3/9/2025"``.
    bare : int
        Rows that hold a number which stands alone and could be a day: ``"45631"``, ``"20250309"``, ``"1742342400"``. An
        amount, a telephone number or a postcode has as many figures: these are days only where the heading says so, and
        nothing contradicts it.
    months : int
        Rows that hold a month with its year and no day: ``"September 2024"``, ``"2024-09"``, ``"Sep-24"``.
    first, last : date or None
        The earliest and the latest day; of the bare numbers where no day is written. A date of an open order is read day
        first where it can be.
    """

    told: int
    written: int
    bare: int
    months: int = 0
    first: datetime.date | None = None
    last: datetime.date | None = None

    @property
    def share(self) -> float:
        """Share of the rows that hold a day which is written as one."""
        return self.written / self.told if self.told else 0.0

    @property
    def bare_share(self) -> float:
        """Share of the rows that hold a number which could be a day."""
        return self.bare / self.told if self.told else 0.0


def reading_of(texts: Mapping[str, int]) -> DayReading:
    """How the texts of a column read as days.

    Parameters
    ----------
    texts : mapping of str to int
        Each text of the column, and the rows that hold it.

    >>> reading_of({"2025-03-09": 3, "TBD": 1}).share, reading_of({"45000": 3}).share
    (0.75, 0.0)
    """
    column = sort_texts(texts)
    told = sum(n for text, n in texts.items() if text not in column.blank)
    written = [*column.days.values(), *(e.day(e.only or "day-first") for e in column.either)]
    spans = [day for day in (written or column.bare.values()) if day is not None]
    months = sum(texts[text] for text in column.months)
    count = sum(texts[text] for text in column.days) + column.rows(column.either) - months
    bare = sum(texts[text] for text in column.bare)
    return DayReading(told, count, bare, months, min(spans, default=None), max(spans, default=None))


@dataclass(frozen=True)
class SortedTexts:
    """The texts of a column, by what is known before day and month are distinguished."""

    counts: Mapping[str, int]
    days: dict[str, datetime.date]
    either: list[ThreeNumbers]
    bare: dict[str, datetime.date]
    bad: dict[str, int]
    blank: dict[str, int]

    months: dict[str, datetime.date]
    """Of the days, those of which only the month is written: its first."""

    def proving(self, order: Order, mark: str) -> list[ThreeNumbers]:
        """The dates with a mark that are a day in one order only."""
        return [e for e in self.either if e.only == order and e.mark == mark]

    def open(self, mark: str) -> list[ThreeNumbers]:
        """The dates with a mark that are different days in the two orders."""
        return [e for e in self.either if e.mark == mark and e.only is None and e.first != e.second]

    def rows(self, some: Collection[ThreeNumbers]) -> int:
        """The rows that hold some of the dates."""
        return sum(self.counts[e.text] for e in some)

    def shown(self, mark: str) -> Order | None:
        """The order that the dates with a mark prove; None where none does, or both are proven."""
        by = {order: self.rows(self.proving(order, mark)) for order in ORDERS}
        for order, count in by.items():
            if count and by[OTHER[order]] <= FEW * count:
                return order
        return None

    @property
    def marks(self) -> list[str]:
        """The marks between the numbers of its dates."""
        return sorted({e.mark for e in self.either})


def is_day(text: str) -> bool:
    """Whether a text is a day that is written as one, in whatever order. A number that stands alone is not.

    >>> [is_day(text) for text in ("29/09/2024", "15 Apr, 2021 00:03:00", "45631", "31/02/2025", "Google")]
    [True, True, False, False, False]
    """
    return _read(text) is not None


def sort_texts(texts: Mapping[str, int], bare: bool = False) -> SortedTexts:
    """Sort texts by what they can be.

    A number that stands alone is a day where the column is one of them, or where it lies among days that are written.
    """
    found = SortedTexts(texts, {}, [], {}, {}, {}, {})
    for text, count in texts.items():
        if is_no_day(text):
            found.blank[text] = count
            continue
        one = _read(text)
        if isinstance(one, datetime.date):
            found.days[text] = one
        elif isinstance(one, ThreeNumbers):
            found.either.append(one)
        elif (day := read_bare(text)) is not None and day.year in YEARS:
            found.bare[text] = day
        elif (day := _first_of_month(text)) is not None:
            found.months[text] = day
        else:
            found.bad[text] = count
    short = [int(text[-2:]) for text in found.months if not _FULL_YEAR.search(text) for _ in range(texts[text])]
    if short and max(short) in range(32) and would_be_days(short):  # "Sep-24" may be 24 September
        found.bad.update({text: texts[text] for text in found.months})
        found.months.clear()
    found.days.update(found.months)
    written = [*found.days.values(), *(e.day(e.only or "day-first") for e in found.either)]
    known = [day for day in written if day is not None]
    taken = found.bare if bare else {}
    if known and not bare:
        taken = {text: day for text, day in found.bare.items() if min(known) - NEAR <= day <= max(known) + NEAR}
    for text, day in found.bare.items():
        if text in taken:
            found.days[text] = day
        else:
            found.bad[text] = texts[text]
    return found


def is_month(text: str) -> bool:
    """Whether a text names a month with its year, and no day.

    >>> [is_month(text) for text in ("September 2024", "2024-09", "Sep-24", "2024-09-01", "September", "45631")]
    [True, True, True, False, False, False]
    """
    return _first_of_month(text) is not None


def _first_of_month(text: str) -> datetime.date | None:
    """The first of the month that a text names with its year; None where it names a day, or no such month."""
    one = None if is_no_day(text) else read_cell(text)
    if not isinstance(one, Read) or one.day is not None or one.month // 12 not in YEARS:
        return None
    return date_of(one.month, 1)


def _read(text: str) -> datetime.date | ThreeNumbers | None:
    """One text: a day of a year that a lead can be of, a date of three numbers, or None."""
    found = read_date(text) or read_thai_date(text)
    return found if found is not None and found.year in YEARS else None


def would_be_days(numbers: list[int]) -> bool:
    """Whether numbers of different dates are as spread as days of the month are."""
    different = len(set(numbers))
    return comb(31, min(different, 31)) * (different / 31) ** len(numbers) >= UNLIKELY
