"""The table on the screen: text in columns that the table knows, editable, as a record that never changes."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from diagnostics.app.forms.texts import clean
from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.month_numbers import label, of_date
from diagnostics.months.counts.lines import MAY_BE_SHARES
from diagnostics.months.records import Answers
from diagnostics.months.rows import read_rows
from diagnostics.reading.headings import BY_KEY, COLUMNS, KEYS
from diagnostics.reading.receipt import in_a_line
from diagnostics.reading.sheet_reader import Sheet

MOST_ROWS: Final = 5_000
"""Rows that can be shown, and sent at every keystroke."""

MOST_READ: Final = 3 * MOST_ROWS
"""Rows of a sheet that is read for the screen, those that are left out included."""

LONGEST_CELL: Final = 60
FIRST_COLUMNS: Final = ("month", "leads", "wins", "direct_wins")
LONGEST_LINK: Final = 4_000
"""Characters of a table that an address may carry."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells as text, one tuple per row, in known columns; and what was left out when they were read from a file."""

    columns: tuple[str, ...] = FIRST_COLUMNS
    rows: tuple[tuple[str, ...], ...] = ()
    left_out: tuple[str, ...] = ()
    source: str = ""
    """Where the rows came from: the name of a file."""

    @property
    def empty(self) -> bool:
        """Whether nothing has been typed into it."""
        return not any(any(row) for row in self.rows)

    def sheet(self) -> Sheet:
        """As cells with a row of headings, for reading."""
        body: list[list[Any]] = [[cell or None for cell in row] for row in self.rows]
        return Sheet("", [list(self.columns), *body])

    # --- editing ---

    def put(self, cells: Sequence[tuple[int, int, str]]) -> Grid:
        """With some cells written; rows that are not there yet are added."""
        rows = [list(row) for row in self.rows]
        for row, column, text in cells:
            if not (0 <= row < MOST_ROWS and 0 <= column < len(self.columns)):
                continue
            while len(rows) <= row:
                rows.append([""] * len(self.columns))
            rows[row][column] = _cell(text)
        return replace(self, rows=tuple(map(tuple, rows)))

    def insert(self, at: int) -> Grid:
        """With an empty row before row ``at``."""
        if len(self.rows) >= MOST_ROWS:
            return self
        at = max(0, min(at, len(self.rows)))
        return replace(self, rows=(*self.rows[:at], ("",) * len(self.columns), *self.rows[at:]))

    def delete(self, at: int, count: int) -> Grid:
        """Without some rows."""
        at, count = max(at, 0), max(count, 0)
        return replace(self, rows=(*self.rows[:at], *self.rows[at + count :]))

    def with_column(self, key: str) -> Grid:
        """With one more column, in its usual place."""
        if key not in BY_KEY or key in self.columns:
            return self
        columns = tuple(k for k in KEYS if k in (*self.columns, key))
        place = {k: at for at, k in enumerate(self.columns)}
        rows = tuple(tuple(row[place[k]] if k in place else "" for k in columns) for row in self.rows)
        return replace(self, columns=columns, rows=rows)

    def without_column(self, key: str) -> Grid:
        """Without a column that is not needed."""
        if key not in self.columns or BY_KEY[key].needed or key == "month":
            return self
        at = self.columns.index(key)
        return replace(
            self,
            columns=tuple(k for k in self.columns if k != key),
            rows=tuple(row[:at] + row[at + 1 :] for row in self.rows),
        )

    # --- as a file ---

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "left_out": list(self.left_out),
            "source": self.source,
        }

    @staticmethod
    def from_dict(data: Any) -> Grid:
        """From plain data; what does not belong in it is left out.

        Raises
        ------
        InputError
            Where the data hold no table.
        """
        if not isinstance(data, Mapping):
            raise InputError("saved-table-of-another-kind", "table", data)
        headings, given, notes = _list(data.get("columns")), data.get("rows", ()), _list(data.get("left_out"))
        places = {k: at for at, k in reversed(list(enumerate(headings))) if isinstance(k, str) and k in BY_KEY}
        columns = tuple(k for k in KEYS if k in places)
        lacking = [column.label for column in COLUMNS if column.needed and column.key not in places]
        if lacking:
            raise InputError("saved-table-without-column", "table", lacking[0])
        if not isinstance(given, (list, tuple)) or len(given) > MOST_ROWS:
            raise InputError("saved-table-rows", "table", given, most=MOST_ROWS)
        rows = [
            tuple(_cell(row[places[k]]) if places[k] < len(row) else "" for k in columns)
            for row in given
            if isinstance(row, (list, tuple))
        ]
        left_out = tuple(line[:200] for line in notes if isinstance(line, str))[:50]
        source = data.get("source", "")
        return Grid(columns, tuple(rows), left_out, source[:100] if isinstance(source, str) else "")

    def to_text(self) -> str:
        """As short CSV text, for an address; empty where it would be too long for one."""
        if self.empty:
            return ""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.columns, *self.rows])
        return out.getvalue() if len(out.getvalue()) <= LONGEST_LINK else ""

    @staticmethod
    def from_text(text: str) -> Grid | None:
        """From such text; None where it is none."""
        if len(text) > LONGEST_LINK:  # a part of a table would be another one
            return None
        try:
            lines = list(csv.reader(io.StringIO(text)))
            return Grid.from_dict({"columns": lines[0], "rows": lines[1:]}) if lines else None
        except (csv.Error, InputError):
            return None


def from_sheet(sheet: Sheet, answers: Answers, source: str = "") -> Grid:
    """The rows of a sheet that hold counts, in the columns that are known.

    A cell that cannot be used is kept as it is, to be corrected on the screen.

    Raises
    ------
    InputError
        Where no headings are found, two columns look alike, or there are too many rows.
    """
    if len(sheet.rows) > MOST_READ:
        raise InputError("grid-rows-too-many", source or "table", len(sheet.rows), most=MOST_ROWS)
    found = read_rows(sheet, answers)
    whole = [problem for problem in found.problems if problem.whole]
    if whole:
        raise whole[0].error
    columns = tuple(k for k in KEYS if k in found.columns)
    body = [found.cells[at] for at in sorted(found.cells)]
    if len(body) > MOST_ROWS:
        raise InputError("grid-rows-too-many", source or "table", len(body), most=MOST_ROWS)
    shares = {k for k in MAY_BE_SHARES if k in columns and any(_is_share(row[k]) for row in body)}
    dates = [row["month"] for row in body] if "month" in columns else []
    days = any(isinstance(cell, datetime.date) and cell.day > 1 for cell in dates)
    cells = tuple(tuple(_percent(row[k]) if k in shares else _text(row[k], days) for k in columns) for row in body)
    if "month" not in columns:
        columns, cells = ("month", *columns), tuple(("", *row) for row in cells)
    found.notes += [
        t("{problem} The counts were taken as they are.", problem=problem.error.message("page"))
        for problem in found.problems
        if problem.error.code == "running-falls"
    ]
    left_out = tuple(map(in_a_line, found.dropped)) + tuple(found.notes)
    return Grid(columns, cells, left_out, source)


def _list(given: Any) -> Sequence[Any]:
    return given if isinstance(given, (list, tuple)) else ()


def _cell(value: Any) -> str:
    """Text on one line, no longer than a cell may be."""
    return "" if value is None else one_line(str(value))[:LONGEST_CELL].rstrip()


def one_line(text: str) -> str:
    """A text with a space for every line end and every run of spaces."""
    return " ".join(clean(text).split())


def _text(value: Any, days: bool = False) -> str:
    """A cell as a person would type it; a date that is a whole month by its name, unless there are ``days``."""
    if isinstance(value, datetime.date):
        return value.isoformat() if days else label(of_date(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _cell(getattr(value, "text", value))


def _is_share(value: Any) -> bool:
    return type(value) is float and 0 < value < 1


def _percent(value: Any) -> str:
    """A cell of a column of shares; a spreadsheet shows 0.8 as 80%."""
    return f"{100 * value:.12g}%" if type(value) in (int, float) and 0 <= value <= 1 else _text(value)
