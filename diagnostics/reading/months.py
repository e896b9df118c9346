"""Months as people write them. What could be read in two ways is asked about, never guessed.

A month that was read is a number of :mod:`diagnostics.month_numbers`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Literal

from diagnostics.errors import InputError
from diagnostics.month_numbers import NO_YEAR, YEARS, day_in_words, days_in, of_date
from diagnostics.reading import swaps
from diagnostics.reading.dates import (
    ERAS,
    EXCEL_EPOCH,
    WORD,
    Order,
    ThreeNumbers,
    date_or_none,
    full_year,
    month_named,
    read_date,
    without_time,
)
from diagnostics.reading.numbered import read_numbered

EXCEL_DAYS: Final = range(18_264, 73_051)
"""Numbers that are days of a spreadsheet's calendar: 1950 to 2099."""

_YEAR_MONTH: Final = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_BARE: Final = re.compile(r"\d+(?:[.,]\d+)?")
"""One number. In a column of months it is an amount or an ID unless it has 5 or 6 digits, so less of it is read than in a
column of dates."""
_IN_SIGNS: Final = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]")
_NAME: Final = rf"({WORD}(?:\.{WORD})*)\.?"
_NAME_ALONE: Final = re.compile(_NAME)
_NAME_YEAR: Final = re.compile(rf"{_NAME}[\s\-'’,/.]*(\d{{4}}|\d{{2}})")
_YEAR_NAME: Final = re.compile(rf"(\d{{4}})[\s\-,/.]*{_NAME}")
_EAST: Final = re.compile(r"(令和|平成|民國|民国)?\s*(元|\d{1,4})\s*[年년]\s*(\d{1,2})\s*[月월](?:分)?")
_EAST_ALONE: Final = re.compile(r"(\d{1,2})\s*[月월](?:分)?")
_NUMBERED: Final = re.compile(r"(?i)(\d{4})[\s-]?m[\s-]?(\d{1,2})|m(\d{1,2})[\s/-](\d{4})")
PERSIAN: Final = range(1380, 1421)
BUDDHIST: Final = range(2493, 2643)
"""Years of other calendars that can be no others: 2001 to 2041, and 1950 to 2099."""


@dataclass(frozen=True, slots=True)
class Read:
    """A month as it was read. ``day`` is None where only the month was named."""

    month: int
    day: int | None = None


@dataclass(frozen=True, slots=True)
class TwoWays:
    """A date whose day and month could be either way round."""

    first: int
    second: int
    year: int


def parse_month(field: str, value: Any) -> int:
    """A month given as an argument: ``"2025-03"``, ``"March 2025"``, a date.

    Raises
    ------
    InputError
        Where it is no month, or could be read in two ways.
    """
    try:
        found = read_cell(value)
    except Exception:  # of what is neither a text, a number nor a day
        found = None
    if isinstance(found, Read) and found.month // 12 >= YEARS.start:
        return found.month
    raise InputError("not-a-month-and-year", field, value)


def read_cell(value: Any) -> Read | TwoWays | None:
    """One cell; None where it is no month.

    >>> read_cell("Sept 2024") == Read(2024 * 12 + 8), read_cell("03/04/2025")
    (True, TwoWays(first=3, second=4, year=2025))
    """
    if isinstance(value, datetime.date):
        return Read(of_date(value), value.day)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return _number(value)
    return _read_text(str(value).strip())


def _number(value: float) -> Read | None:
    if value != int(value):
        return None
    whole = int(value)
    if whole in EXCEL_DAYS:
        date = EXCEL_EPOCH + datetime.timedelta(days=whole)
        return Read(of_date(date), date.day)
    year, month = divmod(whole, 100)
    return Read(year * 12 + month - 1) if year in YEARS and 1 <= month <= 12 else None


@lru_cache(maxsize=4096)
def _read_text(text: str) -> Read | TwoWays | None:
    bare = without_time(text)
    if found := _EAST.fullmatch(bare):
        return _checked(_eastern_year(found[1], found[2]), int(found[3]))
    if (found := _EAST_ALONE.fullmatch(bare)) and 1 <= int(found[1]) <= 12:
        return Read(NO_YEAR * 12 + int(found[1]) - 1)
    if found := _NUMBERED.fullmatch(bare):
        return _checked(int(found[1] or found[4]), int(found[2] or found[3]))
    if found := _YEAR_MONTH.fullmatch(bare):
        return _checked(int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.fullmatch(bare):
        return _checked(int(found[2]), int(found[1]))
    if found := _IN_SIGNS.fullmatch(bare):
        return _checked(int(found[1]) if found[1] else NO_YEAR, int(found[2]))
    if _BARE.fullmatch(bare):
        return _number(int(bare)) if bare.isdigit() and len(bare) in (5, 6) else None
    for pattern, name, year in ((_NAME_YEAR, 1, 2), (_YEAR_NAME, 2, 1)):
        if found := pattern.fullmatch(bare):
            named = month_named(found[name])
            return None if named is None else _checked(full_year(found[year]), named)
    if _NAME_ALONE.fullmatch(bare):
        alone = month_named(bare)
        return None if alone is None else Read(NO_YEAR * 12 + alone - 1)
    date = read_date(bare)
    if isinstance(date, ThreeNumbers):
        alike = date.day("day-first") if date.first == date.second else None
        return TwoWays(date.first, date.second, date.year) if alike is None else Read(of_date(alike), alike.day)
    if date is not None:
        return Read(of_date(date), date.day)
    return _numbered(bare)


def _numbered(text: str) -> Read | None:
    """A month that is called by its number, in any language: ``"Tháng 1/2024"``."""
    one = read_numbered(text)
    if one is None or one.unit != "month":
        return None
    return Read((NO_YEAR if one.year is None else one.year) * 12 + one.number - 1)


def _eastern_year(era: str | None, digits: str) -> int:
    """The year of an East Asian date: of an era, of the Republic of China where it has three digits, or as it is."""
    number = 1 if digits == "元" else int(digits)
    if era is not None:
        return ERAS[era] + number
    return number + 1911 if len(digits) == 3 else full_year(digits) if len(digits) == 2 else number


def _checked(year: int, month: int, day: int | None = None) -> Read | None:
    if not 1 <= month <= 12:
        return None
    if year in PERSIAN and day is None:  # its first month is mostly April
        return Read((year + 621) * 12 + month + 2)
    if year in BUDDHIST and day is None:
        year -= 543
    if year not in YEARS and year != NO_YEAR:
        return None
    at = year * 12 + month - 1
    return Read(at, day) if day is None or 1 <= day <= days_in(at) else None


def settle(dates: Sequence[Read | TwoWays | None], order: Order | None) -> tuple[list[Read | None], int | None]:
    """Settle which of two numbers is the day, for a whole column.

    A date such as 13/2/2025 can be read in one way only, and settles the others of its column; else ``order`` says.
    Where such dates contradict each other, each is read in its only way and settles no other.

    Returns
    -------
    months, asked
        What was read; and the place of the first date that remains open, or None. A date that contradicts the rest is
        None among the months.
    """
    open_ = [d for d in dates if isinstance(d, TwoWays)]
    if order is None and open_:
        day_first = any(d.first > 12 for d in open_)
        month_first = any(d.second > 12 for d in open_)
        if day_first != month_first:
            order = "day-first" if day_first else "month-first"
    one_way = order is None
    settled: list[Read | None] = []
    asked = None
    for at, date in enumerate(dates):
        if not isinstance(date, TwoWays):
            settled.append(date)
        elif one_way and max(date.first, date.second) <= 12:
            settled.append(None)
            asked = at if asked is None else asked
        elif order == "day-first" or (one_way and date.first > 12):
            settled.append(_checked(date.year, date.second, date.first))
        else:
            settled.append(_checked(date.year, date.first, date.second))
    return settled, asked


def swapped(dates: Sequence[Read | TwoWays | None]) -> tuple[Literal["yes", "ask", "no"], list[int]]:
    """Whether a spreadsheet of the other order swapped day and month in the dates of a column; and where the dates are.

    The others are texts such as 13/4/2025, of one order; see :mod:`~diagnostics.reading.swaps`.
    """
    places = [at for at, d in enumerate(dates) if isinstance(d, Read) and d.day is not None]
    texts = [d for d in dates if isinstance(d, TwoWays)]
    above = {(d.first > 12, d.second > 12) for d in texts}
    if above not in ({(True, False)}, {(False, True)}):
        return "no", []
    real = [_date(read) for at in places if isinstance(read := dates[at], Read)]
    days = [date_or_none(d.year, min(d.first, d.second), max(d.first, d.second)) for d in texts]
    return swaps.were_swapped(real, [day for day in days if day is not None]), places


def _date(read: Read) -> datetime.date:
    year, month = divmod(read.month, 12)
    return datetime.date(year, month + 1, read.day or 1)


def swapped_back(read: Read) -> Read:
    """A date with its day and its month exchanged."""
    day = swaps.back(_date(read))
    return Read(of_date(day), day.day)


def both_ways(date: TwoWays) -> tuple[str, str]:
    """A date that could be read in two ways, both in words: day first, month first."""
    day_first = day_in_words(date.first, NO_YEAR * 12 + date.second - 1) if date.second <= 12 else ""
    month_first = day_in_words(date.second, NO_YEAR * 12 + date.first - 1) if date.first <= 12 else ""
    return day_first, month_first


def with_years(months: Sequence[Read | None], year: int | None) -> list[Read | None]:
    """Months named without a year, put in order, oldest or newest first: where the order turns, a year is over.

    ``year`` is the year of the first, where it is known. A month that is named with its year holds for those around it:
    "Jan 2025, February" is February 2025. Where more than half a year is missing at such a turn, the months are in no
    order: None, from there on.
    """
    there = [at for at, read in enumerate(months) if read is not None]
    named = {at: months[at].month for at in there}  # type: ignore[union-attr]  # those that are there
    if all(month // 12 != NO_YEAR for month in named.values()):
        return list(months)
    pairs = [(named[a] % 12, named[b] % 12) for a, b in pairwise(there)]
    falling = sum((a - b) % 12 for a, b in pairs) < sum((b - a) % 12 for a, b in pairs)
    known = next((at for at in there if named[at] // 12 != NO_YEAR), None)
    start = there[0] if known is None else known
    begin = named[start] if known is not None else (NO_YEAR if year is None else year) * 12 + named[start] % 12
    placed: dict[int, int] = {start: begin}
    split = there.index(start)
    for way, newest_first in ((there[split:], falling), (there[split::-1], not falling)):
        at = begin
        for place in way[1:]:
            if named[place] // 12 != NO_YEAR:
                at = named[place]
            else:
                step = (at - named[place]) % 12 if newest_first else (named[place] - at) % 12
                turns = (named[place] % 12 > at % 12) if newest_first else (named[place] % 12 < at % 12)
                if turns and step > 6:
                    break
                at += -step if newest_first else step
            placed[place] = at
    lift = 0
    if known is None and year is None:
        lift = 12 * (NO_YEAR - min(placed.values()) // 12)  # the years have no number: the first is NO_YEAR
    bare = [None if read is None or at not in placed else placed[at] + lift for at, read in enumerate(months)]
    return [
        None if month is None or read is None else replace(read, month=month)
        for month, read in zip(bare, months, strict=True)
    ]
