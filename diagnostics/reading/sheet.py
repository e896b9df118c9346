"""What every kind of file is read into: a sheet of cells, how large one may be, and the errors of one that is larger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from diagnostics.errors import InputError
from diagnostics.language import mark, t
from diagnostics.reading.questions import and_more

Value: TypeAlias = str | int | float | bool | dt.date | dt.datetime | None

LARGEST_FILE: Final = 10_000_000
"""Bytes. A table with one row per month is a thousandth of that; a larger file is a list of leads or no table."""
MOST_ROWS: Final = 50_000
"""Rows of a sheet. Forty years of months with a hundred channels each; beyond that every row is a lead."""
MOST_COLUMNS: Final = 16_384
"""Columns of a sheet: as many as a spreadsheet program has. A wide export of a CRM has some hundreds."""
MOST_CELLS: Final = 2_000_000
"""Cells of a file's sheets together, blank ones between values included: what bounds the memory."""
LONGEST_CELL: Final = 100_000
"""Characters of a cell. Notes and whole e-mails are shorter; what is longer is probably a quote that was never closed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read cell by cell. A longer text file of leads is read by the engine."""

    rows: int
    """Of a sheet."""
    cells: int
    """Of a file's sheets together, blank ones between values included: what bounds the memory."""
    file: int
    """Bytes of a workbook."""
    unpacked: int
    """Bytes that a workbook may unpack to. Ten times the file is usual; a thousand times is a zip bomb."""
    elements: int
    """XML elements of a part of a workbook: what bounds the time."""


MONTHS: Final = Limits(MOST_ROWS, MOST_CELLS, LARGEST_FILE, 100_000_000, 3_000_000)
"""For a table of months."""
LEADS: Final = Limits(1_048_576, 8_000_000, 100_000_000, 400_000_000, 20_000_000)
"""For a workbook with one row per lead."""

Merge: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, from zero."""

TOO_LARGE: Final = frozenset({"file-too-large", "zip-too-large", "too-many-rows", "too-many-cells", "too-much-text"})
"""Codes of errors that say that there is more than a table of months can hold: perhaps a list of leads."""

INVISIBLE: Final = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u180e\u2028\u2029"
ALL_SHEETS: Final = "all"
"""The answer that takes all sheets of a workbook as one."""
ALL_IN_WORDS: Final = mark("all of them, one below another")

BLANK: Final = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + INVISIBLE
"""Every space, line ends included, and what has no width: byte order marks, joiners, direction marks."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula whose value the file does not hold: the program that wrote it did not work it out."""

    text: str


Cell: TypeAlias = Value | Formula


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells as written, cleaned but not interpreted.

    ``rows`` has as many lists as the sheet has rows up to the last that holds anything, all of equal length. Blank
    cells are ``None``; text is stripped of spaces of every kind, of zero-width characters and byte order marks.
    """

    name: str
    """Empty for CSV, pasted text and DataFrames."""
    rows: list[list[Cell]]
    notes: tuple[str, ...] = ()
    """What was done to read it, in short sentences."""
    labels: tuple[str, ...] = ()
    """For a DataFrame: what its index calls each row below the header; empty elsewhere."""
    dashes: frozenset[tuple[int, int]] = field(default_factory=frozenset, repr=False)
    """Row and column of dashes that an accounting format writes for 0, among padded numbers."""
    framed: bool = field(default=False, repr=False)
    """From a DataFrame: places are named by column name, and rows counted without the header."""
    hidden: frozenset[int] = field(default=frozenset(), repr=False)
    """Rows that the spreadsheet program does not show, indices into ``rows``: hidden manually or by a filter."""
    hidden_columns: frozenset[int] = field(default=frozenset(), repr=False)
    apart: tuple[str, ...] = field(default=(), repr=False)
    """Names over columns of the same counts that became a column of channels, though nothing says that they are channels."""
    encodings: tuple[str, ...] = field(default=(), repr=False)
    """The encoding that was taken, then those that read the text as well; empty where there is no doubt."""

    def place(self, row: int, column: int) -> str:
        """Where a cell is, as its owner would say it.

        Parameters
        ----------
        row, column : int
            Indices into ``rows``, from zero. The header line of a spreadsheet is its row 1; the rows of a DataFrame
            are counted below its header.

        >>> Sheet("Leads", []).place(6, 2)
        'Leads, row 7, column C'
        """
        if not self.framed:
            return place(self.name, row, column)
        names = self.rows[0] if self.rows else []
        called = names[column] if column < len(names) else None
        places = {"row": row, "column": column + 1 if called is None else called}
        return t("row {row}, column {column}", **places) if row else t("column {column}", **places)

    def line_named(self, row: int, column: int, of_rows: bool) -> str:
        """A row or a column of a cell as its owner would name it.

        >>> Sheet("Leads", []).line_named(6, 2, of_rows=False), Sheet("Leads", []).line_named(6, 2, of_rows=True)
        ('column C', 'row 7')
        """
        if of_rows:
            return t("row {row}", row=row if self.framed else row + 1)
        if self.framed:
            return self.place(0, column)
        return t("column {column}", column=_letters(column))


def clean(value: object) -> Value:
    """A value as a library gives it, as a plain one."""
    if type(value) is float:
        return None if value != value else value
    if type(value) is str:
        text = value.strip()
        if text and (text[0] in INVISIBLE or text[-1] in INVISIBLE):
            text = text.strip(BLANK)
        return text or None
    if value is None or isinstance(value, (bool, int, dt.date)):
        return value
    return str(value)  # a time of day or a length of time: no count, and a message can show it


def trimmed(
    name: str,
    rows: list[list[Cell]],
    *,
    where: str,
    merges: Iterable[Merge] = (),
    notes: tuple[str, ...] = (),
    limits: Limits = MONTHS,
) -> Sheet | None:
    """Rows without the blank ends, of equal width, within the limits, merged cells filled; None where all is blank."""
    width = 0
    for row in rows:
        while row and row[-1] is None:
            row.pop()
        width = max(width, len(row))
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        return None
    check_size(name or where, len(rows), width, limits)
    for row in rows:
        if len(row) < width:
            row.extend([None] * (width - len(row)))
    return Sheet(name, rows, notes + _filled(name, rows, merges, limits.cells))


def _filled(name: str, rows: list[list[Cell]], merges: Iterable[Merge], most: int) -> tuple[str, ...]:
    """Fill merged cells that hold text or a date, and say so. A number counts once, so it stays where it is."""
    filled: list[str] = []
    kept: list[str] = []
    left = most
    for merge in sorted(merges):
        top, first, bottom, last = merge
        bottom, last = min(bottom, len(rows) - 1), min(last, len(rows[0]) - 1)
        cells = (bottom - top + 1) * (last - first + 1)
        if not (0 <= top <= bottom and 0 <= first <= last) or cells < 2:
            continue
        value = rows[top][first]
        if value is None:
            continue
        left -= cells
        if left < 0:  # only where merged cells overlap, which no spreadsheet program allows
            raise too_many_cells(name, 2 * most - left, most)
        repeat = isinstance(value, (str, dt.date))
        for row in rows[top : bottom + 1]:
            row[first : last + 1] = [value if repeat else None] * (last + 1 - first)
        rows[top][first] = value
        (filled if repeat else kept).append(_area(merge))
    notes = []
    if filled and name:
        places = {"cells": _listed(filled), "sheet": name}
        notes.append(t("Merged cells {cells} of sheet {sheet} were filled with their value.", **places))
    elif filled:
        notes.append(t("Merged cells {cells} were filled with their value.", cells=_listed(filled)))
    if kept and name:
        places = {"cells": _listed(kept), "sheet": name}
        notes.append(t("Merged cells {cells} of sheet {sheet} hold a number: only the first cell keeps it.", **places))
    elif kept:
        notes.append(t("Merged cells {cells} hold a number: only the first cell keeps it.", cells=_listed(kept)))
    return tuple(notes)


def _listed(areas: Sequence[str]) -> str:
    return and_more(", ".join(areas[:10]), len(areas) - 10)


# --- places and errors --------------------------------------------------------------------------------------------


def place(name: str, row: int, column: int) -> str:
    """Where a cell is in a spreadsheet, row and column counted from zero."""
    places = {"row": row + 1, "column": _letters(column)}
    if name:
        return t("{sheet}, row {row}, column {column}", sheet=name, **places)
    return t("row {row}, column {column}", **places)


def _area(merge: Merge) -> str:
    top, left, bottom, right = merge
    return f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"


def _letters(column: int) -> str:
    """The letters of a column, from zero: A, Z, AA."""
    text = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        text = chr(65 + last) + text
    return text


def check_size(where: str, rows: int, columns: int, limits: Limits = MONTHS) -> None:
    """Refuse a sheet that is too high, too wide, or too large."""
    if rows > limits.rows:
        raise too_many_rows(where, rows, limits.rows)
    if columns > MOST_COLUMNS:
        raise InputError("too-many-columns", where, columns, most=MOST_COLUMNS)
    if rows * columns > limits.cells:
        raise too_many_cells(where, rows * columns, limits.cells)


def check_lengths(name: str, rows: list[list[Cell]]) -> None:
    """Refuse a sheet for a cell that is too long."""
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if type(cell) is str and len(cell) > LONGEST_CELL:
                raise too_long(place(name, at, column), cell)


def too_many_rows(where: str, rows: int, most: int = MOST_ROWS) -> InputError:
    """The error of a sheet that is too high."""
    return InputError("too-many-rows", where, rows, most=most)


def too_many_cells(where: str, cells: int, most: int = MOST_CELLS) -> InputError:
    """The error of what would take too much memory."""
    return InputError("too-many-cells", where, cells, most=most)


def too_long(where: str, text: str) -> InputError:
    """The error of a cell that is too long; where it holds several lines, a quote before it was probably not closed."""
    code = "cell-too-long-lines" if "\n" in text or "\r" in text else "cell-too-long"
    return InputError(code, "cell", text, place=where, most=LONGEST_CELL)
