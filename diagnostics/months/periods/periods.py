"""Which period a row is: told from how the rows are written and how far apart they are; asked where that is not certain."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError
from diagnostics.language import mark, t
from diagnostics.months.periods.fiscal import first_month
from diagnostics.months.periods.found import Asked, Periods
from diagnostics.months.periods.lengths import one_length
from diagnostics.months.periods.marks import settle_marks, without_marks
from diagnostics.months.periods.old_years import settle_old_years
from diagnostics.months.periods.swapped_dates import swap_back
from diagnostics.months.periods.two_numbers import read_pairs
from diagnostics.months.records import Answers, question
from diagnostics.number_format import integer
from diagnostics.reading import months, vocabulary
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.headings import says
from diagnostics.reading.months import Read, TwoWays, read_cell
from diagnostics.reading.numbered import numbered_column
from diagnostics.reading.sheet_reader import Cell
from diagnostics.reading.spans import (
    QUARTER,
    Figures,
    Fiscal,
    Span,
    hour_of,
    in_utc,
    is_period,
    next_day,
    of_unit,
    read_figures,
    read_span,
    read_week,
    week_of,
    without_common_words,
    year_of,
)

MOST: Final = 0.8
"""This share of the spaces between rows has to be alike."""
AFTERNOON: Final = 10.0
"""A month that begins at this hour or later of the day before began at midnight farther east."""

NUMBERS_OF: Final[Mapping[str, str]] = {
    "month": mark("“{cell}” and the other rows were read as numbers of a month of a year."),
    "quarter": mark("“{cell}” and the other rows were read as numbers of a quarter of a year."),
    "half-year": mark("“{cell}” and the other rows were read as numbers of a half-year of a year."),
    "week": mark("“{cell}” and the other rows were read as numbers of a week of a year."),
}
A_UNIT: Final[Mapping[str, str]] = {
    "month": mark("a month"),
    "quarter": mark("a quarter"),
    "half-year": mark("a half-year"),
    "week": mark("a week"),
}
PERSIAN: Final = mark(
    "{count} rows are months of the Persian calendar: “{cell}” was read as {month}, the month that most of it falls in."
)
BUDDHIST: Final = mark("{count} rows are months of the Buddhist calendar: “{cell}” was read as {month}.")


def read_periods(cells: Sequence[Cell], heading: object, answers: Answers, years: Sequence[int | None]) -> Periods:
    """Read the cells of the column of months.

    Parameters
    ----------
    cells : sequence
        One per row.
    heading : object
        What is written over them.
    answers : Answers
        What was answered.
    years : sequence of int or None
        For each row, the year that is written elsewhere: in a column of its own, in a row above, in the heading.
    """
    found = Periods([None] * len(cells))
    written = cells
    cells = without_marks(cells, found)
    if not all(is_no_count(cell) or is_period(cell) for cell in cells):
        without = without_common_words([None if is_no_count(cell) else cell for cell in cells])
        if without is not None:
            found.words, cells = without
            heading = f"{heading} {found.words}"
    figured = _figures(cells, answers, found)
    if found.asked is not None:
        return found
    pairs = read_pairs(cells, answers)
    if isinstance(pairs, InputError):
        found.asked = Asked(next(at for at, cell in enumerate(cells) if not is_no_count(cell)), pairs, "figures")
        return found
    if pairs is not None:
        figured = dict(zip((at for at, cell in enumerate(cells) if not is_no_count(cell)), pairs, strict=True))
    read = [
        figured[at] if at in figured else _read(cell, heading, year)
        for at, (cell, year) in enumerate(zip(cells, years, strict=True))
    ]
    if any(one is None for one, cell in zip(read, cells, strict=True) if not is_no_count(cell)):
        numbered = _numbered(cells, answers, years, found)
        if isinstance(numbered, Asked):
            found.asked = numbered
            return found
        read = read if numbered is None else numbered
    numbers = {at: cell for at, cell in enumerate(cells) if read[at] is None and _whole(cell) is not None}
    if numbers and len(numbers) == sum(not is_no_count(cell) for cell in cells):
        most = 4 if says(heading, vocabulary.tables().quarter) else 12
        if all(1 <= (_whole(cell) or 0) <= most for cell in numbers.values()):
            for at, cell in numbers.items():
                number = (_whole(cell) or 0) - 1
                first = calendar.NO_YEAR * 12
                read[at] = Span(first + 3 * number, QUARTER) if most == 4 else Read(first + number)
    fiscal = {at: one for at, one in enumerate(read) if isinstance(one, Fiscal)}
    if fiscal:
        first = min(period.year for period in fiscal.values())
        asked_at = next(iter(fiscal))
        begins = first_month(first, answers, f"FY{first % 100:02d}", str(cells[asked_at]))
        if isinstance(begins, InputError):
            found.asked = Asked(asked_at, begins, "fiscal")
            return found
        for at, period in fiscal.items():
            month = period.begins(begins, first)
            read[at] = Read(month) if period.length == 1 else Span(month, period.length)
        found.notes.append(
            t(
                "The fiscal year {year} was taken to begin in {month}, as answered.",
                year=first,
                month=calendar.in_words(begins),
            )
        )
    dates = [one if isinstance(one, (Read, TwoWays)) else None for one in read]
    turned = swap_back(dates, cells, answers.swapped)
    if turned.error is not None:
        found.asked = Asked(turned.at, turned.error, "swapped")
        return found
    dates = turned.dates
    found.notes += turned.notes
    settled, asked = months.settle(dates, answers.dates)
    if asked is not None:
        date = dates[asked]
        assert isinstance(date, TwoWays)
        found.asked = Asked(asked, _two_ways(date, cells[asked]), "dates")
        return found
    found.reads = settled
    if _asked_in_the_east(cells, answers, found):
        return found
    _typed_years(cells, answers, found)
    spans = {at: one for at, one in enumerate(read) if isinstance(one, Span)}
    one_length(spans, found, answers)
    for at, one in enumerate(read):
        if isinstance(one, int):
            found.weeks.add(at)
    found.reads = [_in_year(one, year) for one, year in zip(found.reads, years, strict=True)]
    _calendars(cells, found)
    settle_old_years(cells, answers, found)
    if found.asked is None:
        settle_marks(written, answers, found)
    found.cut |= frozenset(
        one.month for cell, one in zip(cells, found.reads, strict=True) if one is not None and cell in found.partial
    )
    return found


def _read(cell: Cell, heading: object, year: int | None) -> Read | TwoWays | Span | Fiscal | int | None:
    """One cell; a number for a week without a year."""
    whole = _whole(cell)
    year_alone = year_of(cell)
    if year_alone is not None:
        return Span(year_alone * 12, 12)
    one = read_cell(cell)
    if one is not None or not isinstance(cell, str):
        return one
    text = cell.strip()
    week: Any = read_week(text)
    if week is None and says(heading, vocabulary.tables().week) and whole is not None and 1 <= whole <= 53:
        week = whole
    if isinstance(week, int) and year is not None:
        week = week_of(year, week)
    if isinstance(week, datetime.date):
        return Read(calendar.of_date(week), week.day)
    return week if week is not None else read_span(text)


def _numbered(
    cells: Sequence[Cell], answers: Answers, years: Sequence[int | None], found: Periods
) -> list[Read | TwoWays | Span | Fiscal | int | None] | Asked | None:
    """Cells that are a counter beside the same words; the question where that may be of several periods."""
    column = numbered_column([None if is_no_count(cell) else cell for cell in cells])
    if column is None:
        return None
    units = [unit for unit in column.units if answers.period in (None, unit)] or list(column.units)
    if len(units) > 1:
        at = next(at for at, one in enumerate(column.cells) if one is not None)
        offered = {t(A_UNIT[unit]): {"period": unit} for unit in units}
        return Asked(at, question("period-numbered", "period", str(cells[at]), offered), "period")
    read: list[Read | TwoWays | Span | Fiscal | int | None] = []
    for one, elsewhere in zip(column.cells, years, strict=True):
        year = elsewhere if one is None or one.year is None else one.year
        read.append(None if one is None else of_unit(units[0], one.number, year))
    example = next(str(cell) for cell in cells if not is_no_count(cell))
    found.notes.append(t(NUMBERS_OF[units[0]], cell=example))
    return read


def _whole(cell: Cell) -> int | None:
    """A small whole number, written as one; None for anything else."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        return None
    if isinstance(cell, str):
        return int(cell) if cell.isdecimal() and len(cell) <= 4 else None
    return int(cell) if cell == int(cell) else None


def _in_year(one: Read | None, year: int | None) -> Read | None:
    if one is None or year is None or one.month // 12 != calendar.NO_YEAR:
        return one
    return replace(one, month=year * 12 + one.month % 12)


# --- figures that may be a day or a year --------------------------------------------------------------------------


def _figures(cells: Sequence[Cell], answers: Answers, found: Periods) -> dict[int, Read]:
    """Cells such as "Jan 06", read as days where they are days or weeks apart, as years where they are months in a row."""
    figured = {
        at: one for at, cell in enumerate(cells) if isinstance(cell, str) and (one := read_figures(cell)) is not None
    }
    days = {at: one.as_day for at, one in figured.items()}
    if not figured or (answers.figures is None and None in days.values()):
        return {at: one.as_year for at, one in figured.items() if answers.figures != "days"}
    as_days = answers.figures == "days"
    if answers.figures is None:
        in_a_row = _alike([one.as_year.month for one in figured.values()], (1,))
        apart = _alike([day for one in figured.values() if (day := _day_of_year(one))], (1, 7, 14))
        one_figure = len({one.figures for one in figured.values()}) == 1
        if not in_a_row and not one_figure and len(set(figured.values())) > 1:
            if not apart:
                at, one = next(iter(figured.items()))
                offered = {
                    t("the year: {month}", month=calendar.in_words(one.as_year.month)): {"figures": "years"},
                    t(
                        "the day: {day}", day=calendar.day_in_words(one.figures, one.month - 1 + calendar.NO_YEAR * 12)
                    ): {"figures": "days"},
                }
                found.asked = Asked(at, question("figures-two-ways", "figures", str(cells[at]), offered), "figures")
                return {}
            as_days = True
    example = str(cells[next(iter(figured))])
    if as_days:
        found.notes.append(
            t(
                "The figures in “{cell}” were read as a day: {count} rows are days of months.",
                cell=example,
                count=integer(len(figured)),
            )
        )
        return {at: day for at, day in days.items() if day is not None}
    if example[:1].isdigit():
        found.notes.append(
            t(
                "The figures in “{cell}” were read as a year: the {count} rows are months in a row.",
                cell=example,
                count=integer(len(figured)),
            )
        )
    return {at: one.as_year for at, one in figured.items()}


def _day_of_year(one: Figures) -> int | None:
    day = one.as_day
    return None if day is None else datetime.date(2024, one.month, one.figures).toordinal()


def _alike(numbers: Sequence[int], spaces: Collection[int]) -> bool:
    """Whether most spaces between some numbers are one of those given; each counted once."""
    gaps = [b - a for a, b in pairwise(sorted(set(numbers)))]
    return bool(gaps) and any(sum(gap == space for gap in gaps) >= MOST * len(gaps) for space in spaces)


def _typed_years(cells: Sequence[Cell], answers: Answers, found: Periods) -> None:
    """Jan-24 typed into a spreadsheet becomes 24 January of the year of typing: months in a row whose day is the year."""
    reads = [one for one in found.reads if one is not None]
    days = sorted({one.day for one in reads if one.day is not None})
    if (
        answers.figures == "days"
        or len({one.month // 12 for one in reads}) != 1
        or any(one.day is None for one in reads)
    ):
        return
    typed_in = reads[0].month // 12
    turned = {one: full * 12 + one.month % 12 for one in reads if (full := 2000 + (one.day or 0))}
    in_a_row = sorted(set(turned.values()))
    fits = len(in_a_row) >= 3 and in_a_row[-1] - in_a_row[0] == len(in_a_row) - 1 == len(set(reads)) - 1
    if not fits or 2000 + days[-1] > typed_in + 1 or typed_in < 2000:
        return
    if len(days) == 1 and answers.figures is None:
        if not typed_in - 6 <= 2000 + days[0] < typed_in or days[0] in (1, 15):
            return
        at = next(at for at, one in enumerate(found.reads) if one is not None)
        read = found.reads[at]
        assert read is not None
        offered = {
            t("the year: {month}", month=calendar.in_words(turned[read])): {"figures": "years"},
            t("the day: {day}", day=calendar.day_in_words(days[0], read.month)): {"figures": "days"},
        }
        found.asked = Asked(at, question("figures-two-ways", "figures", str(cells[at]), offered), "figures")
        return
    found.reads = [None if one is None else Read(turned[one]) for one in found.reads]
    span = calendar.span_in_words(in_a_row[0], in_a_row[-1])
    found.notes.append(
        t(
            "The dates of {count} rows are all in {year} and their days follow one another from {first} to {last}: a "
            "spreadsheet made them of months such as {example}. They were read as {span}.",
            count=integer(len(reads)),
            year=typed_in,
            first=days[0],
            last=days[-1],
            example=f"{t(calendar.SHORT_NAMES[0]).removesuffix('.')}-{days[0]:02d}",
            span=span,
        )
    )


# --- other cells --------------------------------------------------------------------------------------------------


def _two_ways(date: TwoWays, cell: Cell) -> InputError:
    day_first, month_first = months.both_ways(date)
    offered = {t("day first"): {"dates": "day-first"}, t("month first"): {"dates": "month-first"}}
    return question("month-two-ways", "dates", str(cell), offered, day_first=day_first, month_first=month_first)


def _asked_in_the_east(cells: Sequence[Cell], answers: Answers, found: Periods) -> bool:
    """Months that begin on the last day of the month before, in the evening of another time zone.

    Returns whether it has to be asked which month is meant.
    """
    there = [(at, one) for at, one in enumerate(found.reads) if one is not None]
    hours = {hour_of(cells[at]) for at, _ in there}
    late = all(hour is not None and hour >= AFTERNOON and (4 * hour).is_integer() for hour in hours)
    last = all(one.day == calendar.days_in(one.month) for _, one in there if one.month // 12 > 1)
    if len(there) < 2 or not late or not last or answers.evening == "same month":
        return False
    if answers.evening is None and not all(in_utc(cells[at]) for at, _ in there):
        at, one = there[0]
        after = next_day(one)
        assert after is not None
        offered = {
            calendar.in_words(after.month): {"evening": "next month"},
            calendar.in_words(one.month): {"evening": "same month"},
        }
        found.asked = Asked(
            at, question("month-in-the-evening", "evening", str(cells[at]), offered, rows=len(there)), "evening"
        )
        return True
    found.reads = [None if one is None else next_day(one) for one in found.reads]
    cell = cells[there[0][0]]
    found.notes.append(
        t(
            "All {count} rows begin on the last day of a month in the evening, such as {cell}: midnight of the first of "
            "the next month in a time zone farther east. They were read as that next month.",
            count=integer(len(there)),
            cell=cell,
        )
    )
    return False


def _calendars(cells: Sequence[Cell], found: Periods) -> None:
    """Say that years of another calendar were read as ours."""
    for note, years in ((PERSIAN, months.PERSIAN), (BUDDHIST, months.BUDDHIST)):
        at = [
            place
            for place, (cell, read) in enumerate(zip(cells, found.reads, strict=True))
            if isinstance(cell, str) and read is not None and any(str(year) in cell for year in _years_in(cell, years))
        ]
        if at:
            read = found.reads[at[0]]
            assert read is not None
            places = {"count": integer(len(at)), "cell": cells[at[0]], "month": calendar.in_words(read.month)}
            found.notes.append(t(note, **places))


def _years_in(cell: str, years: range) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{4}", cell) if int(digits) in years]
