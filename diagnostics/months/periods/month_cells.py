"""The month of each row: the cells of its column, years that are written elsewhere, months without a year, the spacing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError
from diagnostics.language import mark, n, t
from diagnostics.month_numbers import YEARS
from diagnostics.months import said
from diagnostics.months.layout.columns import Columns
from diagnostics.months.layout.layout import whole_number
from diagnostics.months.periods.fiscal import first_month, placed
from diagnostics.months.periods.found import Asked, Periods
from diagnostics.months.periods.lengths import LENGTHS
from diagnostics.months.periods.periods import read_periods
from diagnostics.months.periods.spacing import spacing
from diagnostics.months.records import Answers, Rows, question
from diagnostics.number_format import integer
from diagnostics.reading import months, vocabulary
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.headings import says
from diagnostics.reading.questions import rows
from diagnostics.reading.sheet_reader import Cell, Formula
from diagnostics.reading.spans import YearName, read_week, year_named, year_of

_YEAR: Final = re.compile(r"(?<![\d./-])((?:19|20)\d\d)(?![\d./-])")


YEARS_OFFERED: Final = range(2018, 2030)
"""Years offered for weeks that name none; any other can be given."""

YEARS_ABOVE: Final = mark("The years of {rows} were taken from the rows above their groups.")
ADD_UP: Final = {
    3: mark("add the months up to such quarters"),
    6: mark("add the months up to such half-years"),
    12: mark("add the months up to such years"),
}
"""The answer, by the months of the longer period."""


class MonthCells:
    """The months of the rows of one table.

    Attributes
    ----------
    reads : list of Read or None
        The first month of each row.
    waiting : dict of int to (InputError, int)
        Rows without a month, what is wrong with them and in which column: a problem, unless the row is a total.
    spans : dict of int to tuple of int
        The months of rows that name a longer period than the others.
    coming : set of int
        Rows whose month is still to come.
    """

    def __init__(
        self, body: Sequence[int], columns: Columns, answers: Answers, above: dict[int, int], out: Rows
    ) -> None:
        self.body, self.columns, self.answers, self.above, self.out = body, columns, answers, above, out
        self.waiting: dict[int, tuple[InputError, int]] = {}
        self.spans: dict[int, tuple[int, ...]] = {}
        self.coming: set[int] = set()
        self.reads: list[months.Read | None] = [None] * len(body)
        if "month" in columns.places:
            self.column = columns.places["month"]
            self._read()

    def _read(self) -> None:
        out, body = self.out, self.body
        cells = [out.cells[at]["month"] for at in body]
        channels = [out.cells[at]["channel"] for at in body] if "channel" in self.columns.places else None
        if channels is not None:
            cells = self._filled(cells, channels)
        heading = self.columns.heading("month")
        names = self._fiscal_years()
        found = read_periods(cells, heading, self.answers, [None] * len(body) if names else self._years())
        out.notes += found.notes
        if names and found.asked is None:
            self._in_fiscal_years(names, found)
        self.reads = found.reads
        if found.asked is not None:
            self._ask(found.asked)
            return
        for place, (at, cell) in enumerate(zip(body, cells, strict=True)):
            if found.reads[place] is None and at not in self.waiting:
                self.waiting[at] = (self._no_month(place, cell, found), self.column)
        self.coming = {body[place] for place in found.coming}
        for place, span in found.others.items():
            self.spans[body[place]] = tuple(range(span.month, span.month + span.length))
        years = self._with_years(found.reads, channels)
        for at, cell, read, month in zip(body, cells, found.reads, years, strict=True):
            if read is not None and month is None:
                place_ = out.place(at, self.column)
                out.add(InputError("month-out-of-order", "month", str(cell), place=place_), at, self.column)
                self.reads = years
                return
        found.reads = self._in_the_year(years)
        leads = [whole_number(out.cells[at]["leads"]) for at in body]
        apart = spacing(found, f"{heading} {found.words}" if found.words else heading, self.answers, leads)
        out.notes += apart.notes
        out.step, out.cut, out.covers = apart.step, apart.cut, apart.covers
        if apart.asked is not None:
            self._ask(apart.asked)
        for at, cell, read in zip(body, cells, apart.reads, strict=True):
            understood = read is None or months.read_cell(cell) == read or (apart.step > 1 and read.day is not None)
            out.cells[at]["month"] = cell
            if read is not None and not understood and read.month >= YEARS.start * 12:
                out.cells[at]["month"] = _written(read, apart.step)
        self.reads = apart.reads if apart.covers is None else [None] * len(body)

    def _filled(self, cells: Sequence[Cell], channels: Sequence[Cell]) -> list[Cell]:
        """A month that is written once for its channels, filled down; rows that name neither wait."""
        for at, cell, channel in zip(self.body, cells, channels, strict=True):
            if is_no_count(cell) and is_no_count(channel):
                place = self.out.place(at, self.column)
                self.waiting[at] = (InputError("row-not-named", "month", place=place), self.column)
        blank = sum(is_no_count(cell) for cell in cells) - len(self.waiting)
        if blank and not is_no_count(cells[0]):
            self.out.note(
                n(
                    "{count} row without a month was given the one above.",
                    "{count} rows without a month were given the one above.",
                    blank,
                    count=integer(blank),
                )
            )
        filled = filled_down(cells)
        return [None if at in self.waiting else cell for at, cell in zip(self.body, filled, strict=True)]

    def _ask(self, asked: Asked) -> None:
        at, error = self.body[asked.at], asked.error
        place = self.out.place(at, self.column)
        placed = InputError(error.code, error.field, error.value, choices=error.choices, place=place, **error.facts)
        self.out.add(placed, at, self.column, asks=asked.asks)

    def _fiscal_years(self) -> list[YearName | None]:
        """The fiscal year of each row, where a column of them is beside the months; nothing where there is none."""
        place = self.columns.year
        if place is None:
            return []
        names = [year_named(cell) for cell in filled_down([self.columns.layout.grid[at][place] for at in self.body])]
        called = says(self.columns.headings[place], vocabulary.tables().fiscal)
        return names if called or any(named is not None and named.fiscal for named in names) else []

    def _in_fiscal_years(self, names: Sequence[YearName | None], found: Periods) -> None:
        """Place the months without a year in the fiscal years beside them; asks when the first of them began."""
        open_ = [at for at, read in enumerate(found.reads) if read is not None and read.month // 12 == calendar.NO_YEAR]
        known = [named for named in names if named is not None]
        if not open_ or not known or self.columns.year is None:
            return
        first, heading = min(known, key=lambda named: named.year), self.columns.headings[self.columns.year]
        cell = str(self.columns.layout.grid[self.body[open_[0]]][self.columns.places["month"]])
        name = f"{first.year}/{(first.year + 1) % 100:02d}" if first.two else f"FY{first.year % 100:02d}"
        begins = first_month(first.year, self.answers, name, cell, first.two)
        if isinstance(begins, InputError):
            found.asked = Asked(open_[0], begins, "fiscal")
            return
        found.reads = placed(found.reads, names, begins, found.step)
        self.out.note(
            t(
                "The years of {rows} were taken from “{column}”; its first, {year}, was taken to begin in {month}, as "
                "answered.",
                rows=rows(len(open_)),
                column=heading,
                year=name,
                month=calendar.in_words(begins),
            )
        )

    def _years(self) -> list[int | None]:
        """The year of each row where it is written elsewhere than in its month."""
        body, place = self.body, self.columns.year
        if place is not None:
            cells = filled_down([self.columns.layout.grid[at][place] for at in body])
            self.out.note(
                t(
                    "The years of {rows} were taken from “{column}”.",
                    rows=rows(len(body)),
                    column=self.columns.headings[place],
                )
            )
            return [_year_in(cell) for cell in cells]
        if self.above:
            self.out.note(t(YEARS_ABOVE, rows=rows(len(self.above))))
            return [self.above.get(at) for at in body]
        above = self._years_between()
        if above is not None:
            return above
        if self.answers.year is not None:
            weeks = years_of_weeks([self.out.cells[at]["month"] for at in body], int(self.answers.year))
            if any(year is not None for year in weeks):
                self.out.note(t("The first week was taken to be of {year}, as answered.", year=self.answers.year))
                self.out.yearless = True
                return weeks
        named = {year for key in ("month", "leads", "wins") for year in _YEAR.findall(str(self.columns.heading(key)))}
        return [int(named.pop())] * len(body) if len(named) == 1 else [None] * len(body)

    def _years_between(self) -> list[int | None] | None:
        """The years of months below rows of years, as a pivot table writes them."""
        cells = [self.out.cells[at]["month"] for at in self.body]
        years = [year_of(cell) for cell in cells]
        if not cells or years[0] is None or all(year is not None for year in years):
            return None
        found: list[int | None] = []
        for year in years:
            found.append(year if year is not None or not found else found[-1])
        self.out.note(t(YEARS_ABOVE, rows=rows(years.count(None))))
        return [None if year is not None else above for year, above in zip(years, found, strict=True)]

    def _with_years(
        self, read: Sequence[months.Read | None], channels: Sequence[Cell] | None
    ) -> list[months.Read | None]:
        """Months without a year put in order; channel by channel where the table is sorted so."""
        if channels is None or not len(channels):
            return months.with_years(read, None)
        starts = [at for at in range(len(channels)) if at == 0 or channels[at] != channels[at - 1]]
        if len(starts) != len(set(channels)):
            return months.with_years(read, None)
        placed: list[months.Read | None] = []
        for start, end in zip(starts, [*starts[1:], len(channels)], strict=True):
            placed += months.with_years(read[start:end], None)
        unnamed = [at for at, month in enumerate(placed) if month is not None and month.month < YEARS.start * 12]
        over_years = len({placed[at].month // 12 for at in unnamed}) > 1  # type: ignore[union-attr]  # those are there
        if over_years and len({read[at] for at in starts}) > 1:  # whose first year is whose?
            return [None if at in unnamed else month for at, month in enumerate(placed)]
        return placed

    def _in_the_year(self, reads: Sequence[months.Read | None]) -> list[months.Read | None]:
        """Months of which no year is known, the first of them in the year that was answered."""
        bare = [read for read in reads if read is not None and read.month < YEARS.start * 12]
        self.out.yearless |= bool(bare)
        if not bare or self.answers.year is None:
            return list(reads)
        first = min(read.month for read in bare)
        lift = 12 * (int(self.answers.year) - first // 12)
        self.out.note(
            t("{month} was taken to be of {year}, as answered.", month=calendar.in_words(first), year=self.answers.year)
        )
        return [
            replace(read, month=read.month + lift) if read is not None and read.month < YEARS.start * 12 else read
            for read in reads
        ]

    def _no_month(self, place: int, cell: Cell, found: Periods) -> InputError:
        where = self.out.place(self.body[place], self.column)
        if is_no_count(cell):
            return InputError("month-not-given", "month", cell, place=where)
        if isinstance(cell, Formula):
            return InputError("formula-without-result", "month", cell.text, place=where)
        span = found.others.get(place)
        if span is not None and span.length > found.step:
            offered: dict[str, dict[str, str]] = {t("leave it out"): {"sums": "left out"}}
            if span.length in found.tiled:
                offered = {t(ADD_UP[span.length]): {"period": LENGTHS[span.length]}, **offered}
            length = said.length(span.length)
            return question("month-is-longer", "month", str(cell), offered, length=length, place=where)
        if place in found.weeks:
            years = {str(year): {"year": str(year)} for year in YEARS_OFFERED}
            return question("week-without-year", "year", str(cell), years, place=where)
        return InputError("month-not-read", "month", str(cell), place=where)


def years_of_weeks(cells: Sequence[Cell], year: int) -> list[int | None]:
    """The years of weeks that name none, the first of which is of a year: after the longest gap of the circle of weeks.

    >>> years_of_weeks(["KW 1", "KW 51", "KW 52", "KW 2"], 2024)
    [2025, 2024, 2024, 2025]
    """
    weeks = [int(text) if (text := str(cell).removesuffix(".0")).isdecimal() else read_week(text) for cell in cells]
    numbers = sorted({week for week in weeks if isinstance(week, int)})
    if not numbers:
        return [None] * len(cells)
    gaps = [(after - before, after) for before, after in pairwise(numbers)]
    begins = max([(numbers[0] + 52 - numbers[-1], numbers[0]), *gaps], key=lambda gap: gap[0])[1]
    return [year + (week < begins) if isinstance(week, int) else None for week in weeks]


def _year_in(cell: Cell) -> int | None:
    """The year of a cell of a column of years, ``"FY 2024"`` included."""
    found = _YEAR.search(str(cell))
    return year_of(cell) if found is None else int(found[1])


def filled_down(cells: Sequence[Cell]) -> list[Cell]:
    """A name that is written only in the first row of its group, filled down to the others."""
    filled: list[Cell] = []
    for cell in cells:
        filled.append(filled[-1] if is_no_count(cell) and filled else cell)
    return filled


def _written(read: months.Read, step: int) -> str:
    """A period as it is read again."""
    year, at = divmod(read.month, 12)
    if read.day is not None:
        return calendar.date_of(read.month, read.day).isoformat()
    if step > 1 and at % step == 0:
        return str(year) if step == 12 else f"{year}-{'Q' if step == 3 else 'H'}{at // step + 1}"
    return calendar.label(read.month)
