"""One date as people and programs write it: a day, three numbers in an open order, or no date.

This is the only grammar of dates. :mod:`~diagnostics.reading.days` uses it on the columns of an export,
:mod:`~diagnostics.reading.months` on the cells of a table of months. A number that stands alone (``45631``, ``20250319``,
``1742342400``) is as well an amount or an ID: :func:`read_bare` reads it, where more than its figures says that it is a day.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from diagnostics.month_numbers import YEARS
from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.signs import usual

Order = Literal["day-first", "month-first"]

ORDERS: Final[tuple[Order, ...]] = ("day-first", "month-first")
LONGEST: Final = 60
"""Characters; a longer text is no date."""
EXCEL_EPOCH: Final = datetime.date(1899, 12, 30)
UNIX_EPOCH: Final = datetime.date(1970, 1, 1)

# --- the time of day, in what the regular expressions of every engine know ------------------------------------------

_S: Final = "[ \t\u00a0\u2009\u202f]"
"""A space: an engine's own class knows only those of ASCII."""
_HALF: Final = r"(?:[AaPp]\.?[Mm]\.?|午前|午後|上午|下午|오전|오후|[πμ]\.μ\.|[صم]|PTG|PG)"
"""Before noon, or after it."""
_JOIN: Final = rf"(?:(?:at|um|klo|kl\.?|alle ore|alle|ore|a las|à|às|om|ob|@|o|v|в|u){_S}+)?"
"""A word before a time of day."""
_CLOCK: Final = (
    rf"\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,:]\d+)?)?"
    rf"|\d{{1,2}}{_S}*h(?:{_S}*\d{{2}}(?:{_S}*min)?(?:{_S}*\d{{2}}{_S}*s)?)?"
    rf"|\d{{1,2}}{_S}*[AaPp]\.?[Mm]\.?"
)
_CLOCK_IN_SIGNS: Final = rf"\d{{1,2}}{_S}*[時时시](?:{_S}*\d{{1,2}}{_S}*[分분])?(?:{_S}*\d{{1,2}}{_S}*[秒초])?"
_CLOCK_WITH_POINTS: Final = rf"\d{{1,2}}\.\d{{2}}(?:\.\d{{2}})?(?:{_S}*Uhr)?"
_ZONE: Final = (
    rf"(?:{_S}*(?:Uhr|hrs|h|ч\.))?"
    rf"(?:{_S}*(?:Z|[A-Z]{{3,4}}|[+-]\d{{1,2}}(?::?\d{{2}})?|[A-Z][a-z]+/[A-Za-z_]+)){{0,2}}"
    rf"(?:{_S}*[(\[][^()\[\]]*[)\]])?"
)
TIME: Final = (
    rf"(?:T|{_S}*[,،]{_S}*|{_S}+){_JOIN}(?:{_HALF}{_S}*)?(?:{_CLOCK})(?:{_S}*{_HALF})?{_ZONE}$"
    rf"|{_S}*(?:{_HALF}{_S}*)?{_CLOCK_IN_SIGNS}$"
    rf"|(\d\d)(?:{_S}*,{_S}*|{_S}+){_JOIN}{_CLOCK_WITH_POINTS}$"
)
"""A time of day behind a date, its zone included: what is replaced by its first group, two figures of the year."""
CLOCK: Final = rf"(\d{{1,2}}){_S}*[:.h時时시]{_S}*(\d{{2}})"
"""Hour and minute in what :data:`TIME` finds."""
AFTERNOON: Final = r"[pP]\.?[mM]|午後|下午|오후|μ\.μ|م|PTG"
MORNING: Final = r"[aA]\.?[mM]|午前|上午|오전|π\.μ|ص|PG"
_TIME: Final = re.compile(TIME, re.ASCII)  # as engines have it: \d of ASCII
_TIME_BEFORE: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?,? (?=\d)")

# --- the day --------------------------------------------------------------------------------------------------------

_NUMBERS: Final = re.compile(r"(\d{1,4})(\s*[-/.]\s*|\s+)(\d{1,2})(\s*[-/.]\s*|\s+)(\d{4}|\d{1,2})\.?(?:\s*[гр]\.?)?")
"""Three numbers and the marks between them; behind them a Slavic word for year."""
_IN_SIGNS: Final = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*(?:[日일号號]\D{0,8})?")
ERAS: Final = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
"""The year before the first of an East Asian era."""
_IN_ERA: Final = re.compile(
    rf"({'|'.join(ERAS)})\s*(元|\d{{1,3}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*(?:[日號号]\D{{0,8}})?"
)
_VIETNAMESE: Final = re.compile(r"\D*?(\d{1,2})\s+(?:thg|tháng)\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})", re.IGNORECASE)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?")
_SECONDS: Final = re.compile(r"(\d{10})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?")
WORD: Final = r"[^\s\d.,/()\[\]'’\"_:;+*|-]+"
"""A word without points, in any script."""
_TOKEN: Final = re.compile(rf"\d+|{WORD}(?:\.{WORD})*")
_BETWEEN: Final = re.compile(r"[\s.,/()'’-]*")
THAI_YEARS: Final = 543
"""So many years the Thai calendar is ahead."""
_THAI_YEAR: Final = re.compile(r"(?<!\d)(25[3-9]\d|26[0-4]\d)(?!\d)")
_THAI: Final = re.compile("[\u0e00-\u0e7f]")


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
    mark: str = "/"
    """What stands between the first two numbers: a hyphen, a slash, a point, or a space."""
    ordinal: bool = False
    """Whether each of the first two has a point and a space behind it, ``6. 1. 2025``: so only days first are written."""

    def day(self, order: Order) -> datetime.date | None:
        """The day in one order; None where there is no such day."""
        day, month = (self.first, self.second) if order == "day-first" else (self.second, self.first)
        return date_or_none(self.year, month, day)

    @property
    def only(self) -> Order | None:
        """The one order in which it is a date, or None where both are, or none is."""
        fits = [order for order in ORDERS if self.day(order)]
        if self.ordinal and "day-first" in fits:
            return "day-first"
        return fits[0] if len(fits) == 1 else None


def without_time(text: str) -> str:
    """A text without its time of day, its digits and spaces those of ASCII; empty where it is too long to be a date.

    >>> without_time("15 Apr, 2021 00:03:00"), without_time("2025-03-09T10:11:12+02:00")
    ('15 Apr, 2021', '2025-03-09')
    """
    return _TIME_BEFORE.sub("", cut_time(" ".join(usual(text).split())), count=1) if len(text) <= LONGEST else ""


def cut_time(text: str) -> str:
    """What an engine makes of a text with :data:`TIME`: ends trimmed, the time of day cut off, whatever the length."""
    return _TIME.sub(r"\1", text.strip()).strip()


@lru_cache(maxsize=4096)
def read_date(text: str) -> datetime.date | ThreeNumbers | None:
    """One text of 1950 to 2099: a day, three numbers of which at least one order is a day, or None.

    >>> read_date("2025-03-09"), read_date("April 15th, 2021"), read_date("2025年1月6日")
    (datetime.date(2025, 3, 9), datetime.date(2021, 4, 15), datetime.date(2025, 1, 6))
    >>> read_date("03/04/2025").day("day-first"), read_date("31/02/2025"), read_date("令和6年9月1日")
    (datetime.date(2025, 4, 3), None, datetime.date(2024, 9, 1))
    """
    bare = without_time(text)
    if not any(c.isdigit() for c in bare) or bare.isdigit():
        return None
    return _in_numbers(bare, text) if not any(c.isalpha() for c in bare) else _with_letters(bare, text)


def read_thai_date(text: str) -> datetime.date | ThreeNumbers | None:
    """One text whose year is of the Thai calendar, 2533 to 2642; None where there is no such year or no date.

    >>> read_thai_date("2568-01-06"), read_thai_date("6 ม.ค. 2568"), read_thai_date("2025-01-06")
    (datetime.date(2025, 1, 6), datetime.date(2025, 1, 6), None)
    """
    found = _THAI_YEAR.search(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    read = read_date(f"{text[: found.start()]}{int(found[1]) - THAI_YEARS}{text[found.end() :]}")
    return replace(read, text=text) if isinstance(read, ThreeNumbers) else read


def _with_letters(bare: str, text: str) -> datetime.date | ThreeNumbers | None:
    if found := _IN_SIGNS.fullmatch(bare):
        return date_or_none(int(found[1]), int(found[2]), int(found[3]))
    if found := _IN_ERA.fullmatch(bare):
        year = ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))
        return date_or_none(year, int(found[3]), int(found[4]))
    if found := _VIETNAMESE.fullmatch(bare):
        return date_or_none(int(found[3]), int(found[2]), int(found[1]))
    return _in_words(bare, text) or _in_numbers(bare, text)


def three_numbers(text: str) -> tuple[str, str, str] | None:
    """The numbers of a date as they stand in it, whether or not there is such a day; None where it is no such text.

    >>> three_numbers("0000-00-00 00:00"), three_numbers("1/0/1900"), three_numbers("45631")
    (('0000', '00', '00'), ('1', '0', '1900'), None)
    """
    found = _NUMBERS.fullmatch(without_time(text))
    return (found[1], found[3], found[5]) if found else None


def _in_numbers(bare: str, text: str) -> datetime.date | ThreeNumbers | None:
    """A day of three numbers."""
    found = _NUMBERS.fullmatch(bare)
    if found is None:
        return None
    a, b, c = found[1], found[3], found[5]
    first_mark, second_mark = ((mark.strip() or " ") for mark in (found[2], found[4]))
    if len(a) == 4:
        return date_or_none(int(a), int(b), int(c)) if len(c) <= 2 else None
    if len(a) > 2 or (len(c) <= 2 and first_mark != second_mark):
        return None
    if len(c) == 1:  # no year has one figure
        return date_or_none(full_year(a), int(b), int(c)) if len(a) == 2 else None
    short = len(c) == 2
    year_first = date_or_none(full_year(a), int(b), int(c)) if short and len(a) == 2 else None
    ordinal = not short and first_mark == second_mark == "." and found[2] != "." and found[4] != "."
    numbers = ThreeNumbers(text, int(a), int(b), full_year(c), year_first, short, first_mark, ordinal)
    return numbers if any(map(numbers.day, ORDERS)) else None


def read_bare(text: str) -> datetime.date | None:
    """A day written as one number: of 8 figures, a day of a spreadsheet, or seconds and smaller units since 1970 (UTC).

    >>> read_bare("20250319"), read_bare("45735.5"), read_bare("1742342400"), read_bare("2025")
    (datetime.date(2025, 3, 19), datetime.date(2025, 3, 19), datetime.date(2025, 3, 19), None)
    """
    bare = text.strip()
    if not bare[:5].isdigit() or not bare.isascii():
        return None
    if found := _COMPACT.fullmatch(bare):
        return date_or_none(int(found[1]), int(found[2]), int(found[3]))
    if found := _SERIAL.fullmatch(bare):
        return _days_after(EXCEL_EPOCH, int(found[1]))
    if found := _SECONDS.fullmatch(bare):
        return _days_after(UNIX_EPOCH, int(found[1]) // 86_400)
    return None


def is_fine_time(text: str) -> bool:
    """Whether a text is a number of milliseconds, or of smaller units, since 1970: no count and no telephone number is so long.

    >>> is_fine_time("1742342400000"), is_fine_time("1742342400")
    (True, False)
    """
    return len(text.split(".", 1)[0].strip()) > 10 and _SECONDS.fullmatch(text.strip()) is not None


def _in_words(bare: str, text: str) -> datetime.date | ThreeNumbers | None:
    """A day whose month is in words, or beside whose numbers the day of the week stands."""
    tokens = _TOKEN.findall(bare)
    if not _BETWEEN.fullmatch(_TOKEN.sub("", bare)):
        return None
    words = [token for token in tokens if not token.isdigit()]
    if len(tokens) - len(words) not in (2, 3):
        return None
    plain = [word for word in words if letters(word) not in _beside()]
    months = [word for word in words if month_named(word)]
    if len(tokens) - len(words) == 3:  # numbers, and beside them no more than the day of the week
        return _in_numbers(_without(bare, words), text) if all(letters(w) in _beside() for w in words) else None
    if len(months) > 1:
        months = [word for word in months if word in plain] or months[-1:]  # "mar. 15 avr. 2025" is a Tuesday
    if len(months) != 1 or any(word not in months for word in plain):
        return None
    return _of_parts([token for token in tokens if token.isdigit() or token == months[0]], month_named(months[0]) or 0)


def _of_parts(parts: list[str], month: int) -> datetime.date | None:
    """A day of a number, another number, and the name of a month."""
    numbers = [part for part in parts if part.isdigit()]
    if len(numbers) != 2 or len(parts) != 3:
        return None
    years = [number for number in numbers if len(number) == 4]
    name = next(part for part in parts if not part.isdigit())
    if not years:
        if len(numbers[1]) != 2 or parts[2] == name or _THAI.search(name):
            return None  # a Thai year of two digits is of another calendar
        day, year = numbers[0], numbers[1]
    else:
        year = years[0]
        day = next((number for number in numbers if number != year), "")
    return date_or_none(full_year(year), month, int(day)) if 1 <= len(day) <= 2 else None


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = text.replace(word, " ", 1)
    return text.strip(" ,.()")


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
    """A year of two digits is one of 1950 to 2049: no lead came later, and 68 may be one of another calendar.

    >>> full_year("49"), full_year("70"), full_year("1998")
    (2049, 1970, 1998)
    """
    year = int(digits)
    return year if len(digits) == 4 else (2000 if year < 50 else 1900) + year


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


@lru_cache(maxsize=1)
def _beside() -> frozenset[str]:
    """What may stand beside a day and says nothing more: days of the week, words such as "of"."""
    from babel.dates import get_day_names

    found = {letters(word) for word in vocabulary.months().beside}
    for locale in ("en", *vocabulary.months().locales):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for name in get_day_names(width, context, locale).values():
                    found |= {letters(part) for part in _TOKEN.findall(name)} | {letters(name), letters(f"{name}ที่")}
    return frozenset(found)


@lru_cache(maxsize=8192)
def letters(name: str) -> str:
    """The letters of a name, in lower case and without accents."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in decomposed if c.isalpha() or (unicodedata.category(c)[0] == "M" and not _accent(c)))
    return plain.replace("ı", "i")  # Turkish: ARALIK is Aralık


def _accent(sign: str) -> bool:
    """Whether a mark is an accent; vowels of Indian and Thai scripts are marks too."""
    return unicodedata.combining(sign) >= 200


_NEVER: Final = frozenset(
    # what databases and spreadsheets write for no day at all: year, month, day
    {(0, 0, 0), (1, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 0), (1900, 1, 1), (1970, 1, 1)}
    | {(9999, 12, 31), (2999, 12, 31)}
)


@lru_cache(maxsize=8192)
def is_no_day(text: str) -> bool:
    """Whether a text stands for no day: what stands for nothing anywhere, or a date that programs write for none."""
    if is_missing(text):
        return True
    numbers = three_numbers(text)
    if numbers is None or 4 not in map(len, numbers):
        return False
    first, second, third = map(int, numbers)
    return bool({(first, second, third), (third, first, second), (third, second, first)} & _NEVER)
