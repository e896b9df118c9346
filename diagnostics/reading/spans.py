"""Periods other than a month as people write them: quarters, half-years, years, weeks, fiscal periods, spans of days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from diagnostics.month_numbers import NO_YEAR, YEARS, of_date
from diagnostics.reading.dates import WORD, cut_time, full_year, month_named, read_date
from diagnostics.reading.months import Read, read_cell
from diagnostics.reading.numbered import ROMAN, Unit, numbered_column, read_numbered
from diagnostics.reading.signs import usual

_JOIN: Final = r"[\s/.,'’_-]*"
_YEAR: Final = r"(?P<year>\d{4}|\d{2})"
_PART: Final = (
    r"(?:(?:q|t|k)(?P<a>[1-4])|(?P<b>[1-4])(?:q|t)|(?P<c>[1-4])\.?(?:st|nd|rd|th|er|e|º|ª|\.)?\s*(?:quarter|qtr|quartal|trimestre"
    r"|trimester|kwartaal|kvartal|kwarta[lł]|[čc]tvrtlet[ií]|trim|квартал|кв)\.?|(?:quarter|qtr|quartal|trimestre|kvartal)\s*(?P<d>[1-4])"
    r"|第(?P<e>[1-4])四半期|(?P<f>iv|i{1,3})\s*(?:квартал|кв\.?|trimestre|trim\.?))"
)
_QUARTER: Final = re.compile(rf"(?i)(?:{_YEAR}年?{_JOIN})?{_PART}(?:{_JOIN}(?P<after>\d{{4}}|\d{{2}}))?")
_HALF: Final = re.compile(
    rf"(?i)(?:{_YEAR}{_JOIN})?(?:h(?P<a>[12])|(?P<b>[12])h|(?P<c>[12])\.?\s*(?:halbjahr|semestre|semester))(?:{_JOIN}(?P<after>\d{{4}}|\d{{2}}))?"
)
_WEEK: Final = re.compile(
    rf"(?i)(?:(?P<year>\d{{4}}){_JOIN})?(?:w|wk|cw|kw|week|woche|semaine|semana|vecka|uge|uke)\.?{_JOIN}(?P<number>\d{{1,2}})(?:{_JOIN}(?P<after>\d{{4}}))?"
)
_FISCAL: Final = re.compile(
    r"(?i)(?:fy|f|gj)\s*['’]?(?P<year>\d{4}|\d{2})(?:[/-]\d{2,4})?[\s_./-]*(?P<kind>m|p|period|month|q)\s*(?P<number>\d{1,2})"
    r"|(?P<kind2>m|p|period|month|q)\s*(?P<number2>\d{1,2})[\s_./-]*(?:fy|gj)\s*['’]?(?P<year2>\d{4}|\d{2})(?:[/-]\d{2,4})?"
)
_YEAR_NAME: Final = re.compile(
    r"(?i)(?P<fiscal>fy|gj|wj|season|saison)?[\s.'’-]*(?P<year>\d{4}|\d{2})(?:\s*[/–-]\s*(?P<next>\d{4}|\d{2}))?(?:\.0)?"
)
_NAMES: Final = re.compile(r"([^\W\d_]+)\.?\s*(?:[-–—/]|to|bis|au|a)\s*([^\W\d_]+)\.?\s*['’]?(\d{4}|\d{2})?")
_DAYS: Final = re.compile(r"(.+?)\s*(?:[–—]|\s-|\bto\b|\bbis\b|\bau\b|->|→|~|/(?=\d{4}-))\s*(.+)")
_DAYS_OF_ONE_YEAR: Final = re.compile(
    r"(\d{1,2})[./](\d{1,2})[./]?\s*(?:[-–—]|to|bis|au)\s*(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})|\.)?"
)
"""A span of days that names the year at its end, or none."""
_PIECE: Final = re.compile(rf"\d+|{WORD}")
_JOINT: Final = re.compile(r"\s*[-~→]+>?\s*|\s+[^\W\d_]{1,7}\s+(?=[^\W_])")
_FIGURES: Final = re.compile(
    r"(?:(?P<name>[^\W\d_]+)\.?[\s,/-]*(?P<after>\d{2})|(?P<before>\d{1,2})[\s./-]+(?P<last>[^\W\d_]+)\.?)"
)

WEEK: Final = (4, 6, 7)
"""Days from the first to the last of a week, as people write it."""
QUARTER: Final = 3
HALF: Final = 6
YEAR: Final = 12
"""Months."""


@dataclass(frozen=True, slots=True)
class Span:
    """Several months in a row; the year is ``NO_YEAR`` where none is written."""

    month: int
    """The first of them."""
    length: int


@dataclass(frozen=True, slots=True)
class Fiscal:
    """A period of a fiscal year, of which it is not known when it begins."""

    year: int
    number: int
    """Which period of the year it is, counted from 1."""
    length: int
    """Months of a period."""

    def begins(self, first: int, of: int) -> int:
        """Its first month, where the fiscal year ``of`` begins with the month ``first``."""
        return first + (self.year - of) * YEAR + (self.number - 1) * self.length


@dataclass(frozen=True, slots=True)
class Figures:
    """A name of a month and two figures, which may be a day or a year: ``"Jan 06"``."""

    month: int
    """1 to 12."""
    figures: int

    @property
    def as_year(self) -> Read:
        """The figures as a year."""
        return Read(full_year(f"{self.figures:02d}") * 12 + self.month - 1)

    @property
    def as_day(self) -> Read | None:
        """The figures as a day of a month without a year; None where there is no such day."""
        long = 29 if self.month == 2 else 30 if self.month in (4, 6, 9, 11) else 31
        return Read(NO_YEAR * 12 + self.month - 1, self.figures) if 1 <= self.figures <= long else None


@lru_cache(maxsize=4096)
def read_span(text: str) -> Span | Fiscal | None:
    """A quarter, a half-year, a year, several months in a row or a fiscal period; None for anything else.

    >>> read_span("Q1-25") == read_span("2025 Q1") == Span(2025 * 12, 3)
    True
    >>> read_span("FY24 M03"), read_span("2025"), read_span("Jan-24")
    (Fiscal(year=2024, number=3, length=1), Span(month=24300, length=12), None)
    """
    text = " ".join(text.split())
    if found := _FISCAL.fullmatch(text):
        number = int(found["number"] or found["number2"])
        quarterly = (found["kind"] or found["kind2"]).casefold() == "q"
        length = QUARTER if quarterly else 1
        year = full_year(found["year"] or found["year2"])
        return Fiscal(year, number, length) if 1 <= number <= YEAR // length else None
    for pattern, length in ((_QUARTER, QUARTER), (_HALF, HALF)):
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            written = next(parts[group] for group in "abcdef" if parts.get(group)).casefold()
            number = ROMAN.get(written) or int(written)
            digits = found["year"] or found["after"]
            if found["year"] and found["after"]:
                return None
            year = NO_YEAR if digits is None else full_year(digits)
            return Span(year * 12 + (number - 1) * length, length)
    if re.fullmatch(r"\d{4}", text) and int(text) in YEARS:
        return Span(int(text) * 12, YEAR)
    if found := _NAMES.fullmatch(text):
        first, last = month_named(found[1]), month_named(found[2])
        if first and last and first != last:
            year = NO_YEAR if found[3] is None else full_year(found[3])
            length = (last - first) % 12 + 1
            return Span(year * 12 + first - 1 - (12 if last < first and found[3] else 0), length)
    named = read_numbered(text)
    if named is not None and named.unit in ("quarter", "half-year"):
        span = of_unit(named.unit, named.number, named.year)
        return span if isinstance(span, Span) else None
    return _span_of_days(text)


def of_unit(unit: Unit, number: int, year: int | None) -> Read | Span | int | None:
    """A period by its number in a year; the number for a week without a year, None for one that the year does not have.

    >>> of_unit("quarter", 2, 2024), of_unit("week", 3, None)
    (Span(month=24291, length=3), 3)
    """
    first = (NO_YEAR if year is None else year) * 12
    if unit == "month":
        return Read(first + number - 1)
    if unit == "week":
        monday = None if year is None else week_of(year, number)
        return number if year is None else None if monday is None else Read(of_date(monday), monday.day)
    length = QUARTER if unit == "quarter" else HALF
    return Span(first + (number - 1) * length, length)


def _span_of_days(text: str) -> Span | None:
    """Whole months that are written as their first and their last day."""
    ends = _ends(text)
    if ends is None:
        return None
    first, last = ends
    after = last + datetime.timedelta(days=1)
    length = of_date(after) - of_date(first)
    return Span(of_date(first), length) if first.day == 1 and after.day == 1 and length > 0 else None


def _ends(text: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of a span of days: a week, or whole months where only its end names the year."""
    if found := _DAYS_OF_ONE_YEAR.fullmatch(text):
        a, b, c, d = (int(found[at]) for at in (1, 2, 3, 4))
        year = NO_YEAR if found[5] is None else full_year(found[5])
        both = (_between(year, (b, a), (d, c)), _between(year, (a, b), (c, d)))
        likely = [
            ends for ends in both if ends is not None and ((ends[1] - ends[0]).days in WEEK or _whole_months(*ends))
        ]
        return likely[0] if len(set(likely)) == 1 else None
    if (parts := _days_in_words(text)) is not None:
        return parts
    found = _DAYS.fullmatch(text)
    if found is None:
        return None
    days = [read_date(part) for part in (found[1], found[2])]
    if isinstance(days[0], datetime.date) and isinstance(days[1], datetime.date) and days[0] < days[1]:
        return days[0], days[1]
    return None


def _days_in_words(text: str) -> tuple[datetime.date, datetime.date] | None:
    """A span of days whose month is in words; month and year may be written once. A dash or any word joins its ends.

    >>> _days_in_words("29 Jan – 4 Feb 2024") == _days_in_words("Jan 29 to Feb 4, 2024")
    True
    """
    bare = usual(text)
    for joint in _JOINT.finditer(bare):
        first, last = _day_parts(bare[: joint.start()]), _day_parts(bare[joint.end() :])
        if first is None or last is None or not (first[1] or last[1]):
            continue
        month, year = first[1] or last[1] or 0, last[2] or first[2]
        ends = _between(year or NO_YEAR, (month, first[0]), (last[1] or month, last[0]))
        if ends is not None and (not first[2] or not last[2] or ends[0].year == first[2]):
            return ends
    return None


def _day_parts(text: str) -> tuple[int, int | None, int | None] | None:
    """The day, the month and the year of one end of a span of days; None where it names no day, or something else."""
    day = month = year = None
    for token in _PIECE.findall(text):
        if token.isdigit() and len(token) <= 2 and day is None:
            day = int(token)
        elif token.isdigit() and (len(token) == 4 or (len(token) == 2 and day)) and year is None:
            year = full_year(token)
        elif month is None and (named := month_named(token)):
            month = named
        else:
            return None
    return None if day is None else (day, month, year)


def _between(year: int, first: tuple[int, int], last: tuple[int, int]) -> tuple[datetime.date, datetime.date] | None:
    """Two days, each a month and a day, of which the last is in a year; None where there are no such days."""
    try:
        return datetime.date(year - (first > last), *first), datetime.date(year, *last)
    except ValueError:
        return None


def _whole_months(first: datetime.date, last: datetime.date) -> bool:
    return first.day == 1 and (last + datetime.timedelta(days=1)).day == 1


@lru_cache(maxsize=4096)
def read_week(text: str) -> datetime.date | int | None:
    """The first day of a week; its number where no year is written; None for anything else.

    >>> read_week("2025-W03"), read_week("KW 3"), read_week("2025-01-06 - 2025-01-12")
    (datetime.date(2025, 1, 13), 3, datetime.date(2025, 1, 6))
    """
    text = " ".join(text.split())
    if found := _WEEK.fullmatch(text):
        number, digits = int(found["number"]), found["year"] or found["after"]
        if digits is None:
            return number if 1 <= number <= 53 else None
        return week_of(int(digits), number)
    named = read_numbered(text)
    if named is not None and named.unit == "week":
        return named.number if named.year is None else week_of(named.year, named.number)
    ends = _ends(text)
    return ends[0] if ends is not None and (ends[1] - ends[0]).days in WEEK else None


def week_of(year: int, number: int) -> datetime.date | None:
    """The Monday of a week of ISO 8601."""
    try:
        return datetime.date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def read_figures(text: str) -> Figures | None:
    """A name of a month and two figures; None for anything else. An apostrophe makes them a year.

    >>> read_figures("Jan 06"), read_figures("24-Jan"), read_figures("Jan '24"), read_figures("Jan 2024")
    (Figures(month=1, figures=6), Figures(month=1, figures=24), None, None)
    """
    found = _FIGURES.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    month = month_named(found["name"] or found["last"])
    return None if month is None else Figures(month, int(found["after"] or found["before"]))


def hour_of(cell: Any) -> float | None:
    """The time of day of a cell, hours; None where it names none.

    >>> hour_of("2024-12-31T17:00:00Z"), hour_of("2024-12-31"), hour_of(datetime.datetime(2024, 12, 31, 23, 30))
    (17.0, None, 23.5)
    """
    if isinstance(cell, datetime.datetime):
        return cell.hour + cell.minute / 60
    if not isinstance(cell, str) or cut_time(cell) == cell.strip():
        return None
    found = re.search(r"(\d{1,2}):(\d{2})", cell)
    if found is None:
        return None
    hour = int(found[1])
    if re.search(r"(?i)\dp\.?m|\d p\.?m", cell) and hour < 12:
        hour += 12
    return hour + int(found[2]) / 60


def in_utc(cell: Any) -> bool:
    """Whether a time says that it is of UTC.

    >>> in_utc("2024-12-31T17:00:00Z"), in_utc("2024-12-31 17:00")
    (True, False)
    """
    if isinstance(cell, datetime.datetime):
        return cell.tzinfo is not None
    return isinstance(cell, str) and re.search(r"(?:Z|UTC|GMT|[+-]00:?00)\)?$", cell.strip()) is not None


def next_day(read: Read) -> Read | None:
    """The day after; None where the day is not known."""
    if read.day is None:
        return None
    year, at = divmod(read.month, 12)
    after = datetime.date(year, at + 1, read.day) + datetime.timedelta(days=1)
    return Read(of_date(after), after.day)


def year_of(cell: Any) -> int | None:
    """The year that a cell holds and nothing else; None for anything else.

    >>> year_of("2025"), year_of(2025.0), year_of("2025-01"), year_of(7)
    (2025, 2025, None, None)
    """
    if isinstance(cell, str):
        text = cell.strip().removesuffix(".0")
        return int(text) if text.isdecimal() and len(text) == 4 and int(text) in YEARS else None
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or cell != int(cell):
        return None
    return int(cell) if int(cell) in YEARS else None


def year_alone(row: Sequence[Any]) -> int | None:
    """The year that a row of cells holds and nothing else."""
    filled = [cell for cell in row if cell is not None]
    return year_of(filled[0]) if len(filled) == 1 else None


@dataclass(frozen=True, slots=True)
class YearName:
    """A year as it is called: 2025, FY25, 2024/25."""

    year: int
    """The first of two."""
    fiscal: bool = False
    """Whether it need not begin in January."""
    two: bool = False
    """Whether it is called by two years, so that it begins within the first of them."""


def year_named(cell: Any) -> YearName | None:
    """The year that a cell names and nothing else; None for anything else.

    >>> year_named("2025"), year_named("FY25"), year_named("2024/25"), year_named("2024-11"), year_named("24")
    (YearName(year=2025, fiscal=False, two=False), YearName(year=2025, fiscal=True, two=False), \
YearName(year=2024, fiscal=True, two=True), None, None)
    """
    alone = year_of(cell)
    if alone is not None:
        return YearName(alone)
    found = _YEAR_NAME.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None or not (found["fiscal"] or found["next"]):
        return None
    year = full_year(found["year"])
    if found["next"] is not None:
        return YearName(year, True, True) if full_year(found["next"]) == year + 1 else None
    return YearName(year, True) if year in YEARS else None


def is_period(cell: Any) -> bool:
    """Whether a cell names a month or another period."""
    return (
        read_cell(cell) is not None
        or year_of(cell) is not None
        or (
            isinstance(cell, str)
            and any(read(cell.strip()) is not None for read in (read_span, read_week, read_figures))
        )
    )


def without_common_words(cells: Sequence[Any]) -> tuple[str, list[Any]] | None:
    """The words before all periods of a column, and the cells without them; None where all but words differ, or nothing does.

    >>> without_common_words(["W/C 01/01/2024", "W/C 08/01/2024"])
    ('W/C', ['01/01/2024', '08/01/2024'])
    """
    there = [cell.split() for cell in cells if cell is not None and isinstance(cell, str)]
    if len(there) < 2 or len(there) < sum(cell is not None for cell in cells) or numbered_column(cells) is not None:
        return None
    for size in range(1, min(map(len, there))):
        words = " ".join(there[0][:size])
        if any(c.isdigit() for c in words) or any(" ".join(cell[:size]) != words for cell in there):
            return None
        rest = [None if cell is None else " ".join(cell.split()[size:]) for cell in cells]
        if all(cell is None or is_period(cell) for cell in rest):
            return words, rest
    return None
