"""One date as people and programs write it: a day, three numbers in an open order, or no date.

This is the only grammar of dates. :mod:`~diagnostics.reading.days` uses it on the columns of an export,
:mod:`~diagnostics.reading.months` on the cells of a table of months.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from diagnostics.month_numbers import YEARS
from diagnostics.reading import vocabulary

Order = Literal["day-first", "month-first"]

ORDERS: Final[tuple[Order, ...]] = ("day-first", "month-first")
LONGEST: Final = 60
"""Characters; a longer text is no date."""
EXCEL_EPOCH: Final = datetime.date(1899, 12, 30)
UNIX_EPOCH: Final = datetime.date(1970, 1, 1)

TIME: Final = (
    r"(?:T|\s+|,\s*)(?:at\s+)?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:Uhr|h))?"
    r"(?:\s*(?:Z|[A-Z]{3,4}|[+-]\d{1,2}(?::?\d{2})?)){0,2}(?:\s*\([^()]*\))?$"
)
"""A time of day behind a date, its zone included. Written in what the regular expressions of every engine know."""
_TIME: Final = re.compile(TIME, re.ASCII)  # as engines have it: \d and \s of ASCII
YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
YEAR_LAST: Final = re.compile(r"(\d{1,2})(?:[-/. ](\d{1,2})[-/. ](?=\d{4})|([-/. ])(\d{1,2})\3)(\d{4}|\d{2})\.?")
"""The first number, the second (group 2 or 4), the year. Two marks may differ before a year of four digits: 15/04.2021."""
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?")
_SECONDS: Final = re.compile(r"(\d{10})(?:\d{3}|\.\d+)?")
_NAME: Final = r"([^\W\d_]+)\.?"
_DAY_NAME_YEAR: Final = re.compile(rf"(\d{{1,2}})\.?[\s\-/]*{_NAME}[\s\-,/.]*(\d{{4}}|\d{{2}})")
_NAME_DAY_YEAR: Final = re.compile(rf"{_NAME}\s*(\d{{1,2}}),?\s+(\d{{4}})")
_YEAR_NAME_DAY: Final = re.compile(rf"(\d{{4}})[-/. ]+{_NAME}[-/. ]+(\d{{1,2}})")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)(?![^\W\d_])", re.IGNORECASE)
_OF: Final = re.compile(r"\s+(?:de|del|of)\s+", re.IGNORECASE)
_WEEKDAY: Final = re.compile(r"[^\W\d_]+\.?,?\s+(?=\d|[^\W\d_]+\.?\s+\d{1,2}\b)")


@dataclass(frozen=True, slots=True)
class ThreeNumbers:
    """A date of three numbers whose year is last, or has two digits."""

    text: str
    first: int
    second: int
    year: int
    year_first: datetime.date | None
    """What it is where the first number is a year of two digits; None where it cannot be one."""
    short: bool
    """Whether the year has two digits."""

    def day(self, order: Order) -> datetime.date | None:
        """The day in one order; None where there is no such day."""
        day, month = (self.first, self.second) if order == "day-first" else (self.second, self.first)
        return date_or_none(self.year, month, day)

    @property
    def only(self) -> Order | None:
        """The one order in which it is a date, or None where both are, or none is."""
        fits = [order for order in ORDERS if self.day(order)]
        return fits[0] if len(fits) == 1 else None


def without_time(text: str) -> str:
    """A text without its time of day; empty where it is too long to be a date.

    >>> without_time("15 Apr, 2021 00:03:00"), without_time("2025-03-09T10:11:12+02:00")
    ('15 Apr, 2021', '2025-03-09')
    """
    return cut_time(" ".join(text.split())) if len(text) <= LONGEST else ""


def cut_time(text: str) -> str:
    """What an engine makes of a text with :data:`TIME`: ends trimmed, the time of day cut off, whatever the length."""
    return _TIME.sub("", text.strip()).strip()


@lru_cache(maxsize=4096)
def read_date(text: str) -> datetime.date | ThreeNumbers | None:
    """One text of 1950 to 2099: a day, three numbers of which at least one order is a day, or None.

    >>> read_date("2025-03-09"), read_date("April 15th, 2021")
    (datetime.date(2025, 3, 9), datetime.date(2021, 4, 15))
    >>> read_date("03/04/2025").day("day-first"), read_date("31/02/2025")
    (datetime.date(2025, 4, 3), None)
    """
    bare = without_time(text)
    if not bare or (not bare.isascii() and not any(c.isalpha() for c in bare)):
        return None  # digits of other scripts
    if found := YEAR_FIRST.fullmatch(bare):
        return date_or_none(int(found[1]), int(found[2]), int(found[3]))
    if found := YEAR_LAST.fullmatch(bare):
        first, second, year, short = int(found[1]), int(found[2] or found[4]), full_year(found[5]), len(found[5]) == 2
        year_first = date_or_none(full_year(found[1]), second, int(found[5])) if short and len(found[1]) == 2 else None
        numbers = ThreeNumbers(text, first, second, year, year_first, short)
        return numbers if any(map(numbers.day, ORDERS)) else None
    if found := _COMPACT.fullmatch(bare):
        return date_or_none(int(found[1]), int(found[2]), int(found[3]))
    if found := _SERIAL.fullmatch(bare):
        return _days_after(EXCEL_EPOCH, int(found[1]))
    if found := _SECONDS.fullmatch(bare):
        return _days_after(UNIX_EPOCH, int(found[1]) // 86_400)
    return _in_words(bare) if any(c.isalpha() for c in bare) and any(c.isdigit() for c in bare) else None


def _in_words(bare: str) -> datetime.date | None:
    """A day whose month is in words."""
    text = _OF.sub(" ", _ORDINAL.sub("", bare))
    for written in (text, _WEEKDAY.sub("", text, count=1)):
        for pattern, (year, month, day) in (
            (_NAME_DAY_YEAR, (3, 1, 2)),
            (_DAY_NAME_YEAR, (3, 2, 1)),
            (_YEAR_NAME_DAY, (1, 2, 3)),
        ):
            if (found := pattern.fullmatch(written)) and (at := month_named(found[month])):
                return date_or_none(full_year(found[year]), at, int(found[day]))
    return None


def _days_after(start: datetime.date, days: int) -> datetime.date | None:
    day = start + datetime.timedelta(days=days)
    return day if day.year in YEARS else None


def date_or_none(year: int, month: int, day: int) -> datetime.date | None:
    """A date of 1950 to 2099, or None where there is none."""
    if year not in YEARS:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def full_year(digits: str) -> int:
    """A year of two digits is one of 1970 to 2069.

    >>> full_year("69"), full_year("70"), full_year("1998")
    (2069, 1970, 1998)
    """
    year = int(digits)
    return year if len(digits) == 4 else (2000 if year < 70 else 1900) + year


# --- names of months ------------------------------------------------------------------------------------------------


def month_named(name: str) -> int | None:
    """The month of a name, 1 to 12; None where it is none.

    >>> month_named("März"), month_named("Sept"), month_named("Monday")
    (3, 9, None)
    """
    return month_names().get(letters(name))


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Month names and their short forms in several languages, plain letters in lower case. No name means two months."""
    from babel.dates import get_month_names

    found = {letters(name): at for at, name in enumerate(calendar.month_name) if at}
    found |= {letters(name): at for at, name in enumerate(calendar.month_abbr) if at}
    found |= vocabulary.months().names
    for locale in vocabulary.months().locales:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for at, name in get_month_names(width, context, locale).items():
                    found.setdefault(letters(name), at)
    return found


def letters(name: str) -> str:
    """The letters of a name, plain and in lower case."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalpha()).replace("ı", "i")  # Turkish: ARALIK is Aralık
