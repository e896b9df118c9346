"""From the cells of a sheet to rows of counts: tolerant of how a spreadsheet looks, strict about what its numbers mean.

Everything that is left out is reported with how many and why; what cannot be used, with its sheet, row and column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.month_numbers import YEARS
from diagnostics.months.counts import read_count
from diagnostics.months.layout import find_header, places_of, why_not
from diagnostics.months.records import Answers, Asks, Problem, Row, Rows
from diagnostics.reading import months
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.dates import ORDERS
from diagnostics.reading.headings import BY_KEY, COUNTS, KEYS, what_it_is
from diagnostics.reading.numbers import Ambiguous, DecimalMark, marks, read_number
from diagnostics.reading.receipt import Dropped
from diagnostics.reading.sheet_reader import Cell, Formula, Sheet

MOST_PROBLEMS: Final = 200
"""At most so many cells are marked; a file with more has something else wrong with it."""

MAY_BE_SHARES: Final = ("fit", "worked")
"""Counts that may be written as shares of the leads."""

LONGEST_PLAIN: Final = len(str(LARGEST_COUNT)) - 1
"""A number of at most this many digits is always within the largest count."""


def read_rows(sheet: Sheet, answers: Answers) -> Rows:
    """Read a sheet that has one row per month, per channel, or per month and channel.

    Nothing is raised: what cannot be used is among the problems.
    """
    out = Rows(notes=list(sheet.notes))
    header = find_header(sheet, answers)
    if header is None:
        out.problems.append(Problem(_no_header(sheet), whole=True))
        return out
    grid, at, turned = header
    out.sheet, out.turned = sheet, turned
    if turned:
        out.notes.append("The months stand side by side; they were read as rows.")
    _Pass(sheet, grid, at, answers, out).read()
    return out


def _no_header(sheet: Sheet) -> InputError:
    filled = [cell for row in sheet.rows[:5] for cell in row if cell is not None]
    if not filled:
        return InputError("table-empty", sheet.name or "table")
    seen = ", ".join(str(cell)[:20] for cell in filled[:6])
    return InputError("table-without-headings", sheet.name or "table", seen)


class _Pass:
    """One pass over one sheet; what it finds goes into ``out``."""

    def __init__(self, sheet: Sheet, grid: Sequence[Sequence[Cell]], header: int, answers: Answers, out: Rows) -> None:
        self.sheet, self.grid, self.header = sheet, grid, header
        self.answers, self.out = answers, out
        self.left_out: Counter[str] = Counter()
        self.spelled: dict[str, str] = {}
        self.shares: set[str] = set()

    def read(self) -> None:
        out = self.out
        out.header = self.header
        headings = self.grid[self.header]
        places, doubtful = places_of(self.grid, self.header, self.answers)
        for key, several in doubtful:
            self._doubtful(key, several, headings)
        self._missing_columns(places, headings, {key for key, _ in doubtful})
        out.columns = places
        self._other_columns(places, headings)
        if self.header:
            titles = sum(any(cell is not None for cell in row) for row in self.grid[: self.header])
            if titles:
                out.dropped.append(Dropped(_rows(titles), "above the headings", titles))
        if out.problems:
            return
        body = [at for at in range(self.header + 1, len(self.grid)) if self._is_data(at, places)]
        settled = self._months(body, places)
        decimal = self._decimal(body, places)
        self.shares = {
            key
            for key in MAY_BE_SHARES
            if key in places and any(type(c := self.grid[at][places[key]]) is float and 0 < c < 1 for at in body)
        }
        for at, month in zip(body, settled, strict=True):
            if len(out.problems) >= MOST_PROBLEMS:
                break
            self._row(at, month, places, decimal)
        for why, count in self.left_out.items():
            out.dropped.append(Dropped(_rows(count), why, count))
        if not out.rows and not out.problems:
            out.problems.append(Problem(InputError("table-without-rows", self.sheet.name or "table")))

    # --- columns ---

    def _doubtful(self, key: str, at: tuple[int, ...], headings: Sequence[Cell]) -> None:
        first, second = (str(headings[i]) for i in at[:2])
        names = " and ".join(f"“{headings[i]}”" for i in at)
        facts = {"what": BY_KEY[key].label.lower(), "headings": names, "first": first}
        error = InputError("column-doubtful", key, second, place=self._place(self.header, at[1]), **facts)
        self._problem(error, self.header, at[1], whole=True)

    def _missing_columns(self, places: Mapping[str, int], headings: Sequence[Cell], doubtful: set[str]) -> None:
        seen = [str(h) for h in headings if h is not None]
        for key, heading in (self.answers.columns or {}).items():
            if key not in BY_KEY:
                self._problem(InputError("column-unknown", "columns", key, choices=KEYS), whole=True)
                return
            if places.get(key) is None and key not in doubtful:
                self._problem(InputError("heading-unknown", "columns", heading, choices=seen), whole=True)
                return
        for column in BY_KEY.values():
            if column.needed and column.key not in places and column.key not in doubtful:
                facts = {"what": column.label.lower(), "label": column.label}
                error = InputError("column-missing", column.key, ", ".join(seen), place=column.label, **facts)
                self._problem(error, whole=True)
        if "month" not in places and "channel" not in places and not {"month", "channel"} & doubtful:
            error = InputError("column-of-months-missing", "month", ", ".join(seen), place=BY_KEY["month"].label)
            self._problem(error, whole=True)

    def _other_columns(self, places: Mapping[str, int], headings: Sequence[Cell]) -> None:
        used = set(places.values())
        for at, heading in enumerate(headings):
            if at in used:
                continue
            if heading is not None:
                self.out.dropped.append(Dropped(f"column “{str(heading)[:40]}”", what_it_is(heading)))
            elif any(row[at] is not None for row in self.grid[self.header + 1 :]):
                self.out.dropped.append(Dropped(f"column {self._column(at)}", "it has no heading"))

    # --- rows ---

    def _is_data(self, at: int, places: Mapping[str, int]) -> bool:
        """Whether this is a row of counts; others are left out, with the reason."""
        why = why_not(self.grid[at], self.grid[self.header], places)
        if why:
            self.left_out[why] += 1
        return why is None

    def _months(self, body: Sequence[int], places: Mapping[str, int]) -> list[months.Read | None]:
        if "month" not in places:
            return [None] * len(body)
        column = places["month"]
        cells = [self.grid[at][column] for at in body]
        channels = [self.grid[at][places["channel"]] for at in body] if "channel" in places else None
        if channels is not None:
            for at, cell, channel in zip(body, cells, channels, strict=True):
                if is_no_count(cell) and is_no_count(channel):
                    self._problem(InputError("row-not-named", "month", place=self._place(at, column)), at, column)
            cells = _filled_down(cells)
        found = [months.read_cell(cell) for cell in cells]
        settled, asked = months.settle(found, self.answers.dates)
        if asked is not None:
            date = found[asked]
            assert isinstance(date, months.TwoWays)
            day_first, month_first = months.both_ways(date)
            error = InputError(
                "month-two-ways",
                "dates",
                str(cells[asked]),
                place=self._place(body[asked], column),
                choices=ORDERS,
                day_first=day_first,
                month_first=month_first,
            )
            self._problem(error, body[asked], column, asks="dates")
            return settled
        for at, cell, read in zip(body, cells, settled, strict=True):
            if read is None:
                self._problem(self._no_month(at, column, cell), at, column)
        years = self._with_years(settled, channels)
        for at, cell, read, month in zip(body, cells, settled, years, strict=True):
            if read is not None and month is None:
                error = InputError("month-out-of-order", "month", str(cell), place=self._place(at, column))
                self._problem(error, at, column)
                break
        return years

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

    def _no_month(self, at: int, column: int, cell: Cell) -> InputError:
        place = self._place(at, column)
        if is_no_count(cell):
            return InputError("month-not-given", "month", cell, place=place)
        if months.is_quarter(cell):
            return InputError("month-is-a-quarter", "month", cell, place=place)
        if isinstance(cell, Formula):
            return InputError("formula-without-result", "month", cell.text, place=place)
        return InputError("month-not-read", "month", str(cell), place=place)

    def _decimal(self, body: Sequence[int], places: Mapping[str, int]) -> DecimalMark:
        """The decimal mark of the table's numbers: given, or shown by one of them, or asked."""
        if self.answers.decimal is not None:
            return self.answers.decimal
        columns = [places[key] for key in COUNTS if key in places]
        texts = {
            (at, column): cell
            for at in body
            for column in columns
            if isinstance(cell := self.grid[at][column], str) and not cell.isdigit()
        }
        shown = marks(texts.values())
        if shown.decimal is None and shown.open is not None:
            read = read_number(shown.open)
            assert isinstance(read, Ambiguous)
            at, column = next(place for place, cell in texts.items() if cell == shown.open)
            error = InputError(
                "count-two-ways",
                "decimal",
                shown.open,
                place=self._place(at, column),
                whole=read.whole,
                fraction=read.fraction.normalize(),
            )
            self._problem(error, at, column, asks="decimal")
        return shown.decimal or "."

    def _row(self, at: int, month: months.Read | None, places: Mapping[str, int], decimal: DecimalMark) -> None:
        row = self.grid[at]
        counts: dict[str, int | None] = {}
        shares: dict[str, float] = {}
        for key in COUNTS:
            if key not in places:
                continue
            cell = row[places[key]]
            if type(cell) is str and len(cell) <= LONGEST_PLAIN and cell.isascii() and cell.isdigit():
                counts[key] = int(cell)
                continue
            if key in self.shares and isinstance(cell, (int, float)) and type(cell) is not bool and 0 <= cell <= 1:
                shares[key] = float(cell)
                continue
            if type(cell) is int and 0 <= cell <= LARGEST_COUNT:
                counts[key] = cell
                continue
            try:
                found = read_count(cell, decimal, key in MAY_BE_SHARES)
            except InputError as error:
                place = self._place(at, places[key])
                self._problem(InputError(error.code, key, error.value, place=place, **error.facts), at, places[key])
                return
            if isinstance(found, float):
                shares[key] = found
            else:
                counts[key] = found
        for key, share in shares.items():
            leads = counts.get("leads")
            counts[key] = None if leads is None else round(share * leads)
        if shares:
            self._note_once("Percentages were read as shares of the leads, rounded to whole leads.")
        channel = None
        if "channel" in places:
            cell = row[places["channel"]]
            channel = "(none)" if is_no_count(cell) else self._channel(_one_line(str(cell)))
        self.out.rows.append(
            Row(
                at=at,
                month=None if month is None else month.month,
                channel=channel,
                leads=counts.get("leads"),
                wins=counts.get("wins"),
                direct_wins=counts.get("direct_wins"),
                fit=counts.get("fit"),
                worked=counts.get("worked"),
                lost=counts.get("lost"),
                day=None if month is None else month.day,
            )
        )

    def _channel(self, name: str) -> str:
        """A channel by its first spelling: Google and google are one."""
        first = self.spelled.setdefault(name.casefold(), name)
        if first != name:
            self._note_once(f"“{name}” was taken for “{first}”.")
        return first

    # --- notes and problems ---

    def _note_once(self, note: str) -> None:
        if note not in self.out.notes:
            self.out.notes.append(note)

    def _place(self, row: int, column: int) -> str:
        return self.out.place(row, column)

    def _column(self, at: int) -> str:
        return self._place(self.header, at).rsplit(" ", 1)[-1]

    def _problem(
        self,
        error: InputError,
        row: int | None = None,
        column: int | None = None,
        asks: Asks = "",
        whole: bool = False,
    ) -> None:
        self.out.problems.append(self.out.problem(error, row, column, asks=asks, whole=whole))


@lru_cache(maxsize=4096)
def _one_line(text: str) -> str:
    return " ".join(text.split())


def _filled_down(cells: Sequence[Cell]) -> list[Cell]:
    """A month written only in the first row of its channels, filled down to the others."""
    filled: list[Cell] = []
    for cell in cells:
        filled.append(filled[-1] if is_no_count(cell) and filled else cell)
    return filled


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
