"""What reading a sheet of counts yields: rows, what was left out, and what cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from diagnostics.errors import InputError
from diagnostics.reading.dates import Order
from diagnostics.reading.numbers import DecimalMark
from diagnostics.reading.receipt import Dropped
from diagnostics.reading.sheet_reader import Sheet

Asks = Literal["", "dates", "decimal"]


@dataclass(frozen=True, slots=True)
class Row:
    """The counts of one month, or of one channel in one month. None: not recorded."""

    at: int
    """Which row of the sheet it is, counted from 0."""
    month: int | None
    channel: str | None
    leads: int | None
    wins: int | None
    direct_wins: int | None = None
    fit: int | None = None
    worked: int | None = None
    lost: int | None = None
    day: int | None = None
    """The day of the month that its date names, if it names one."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be used, and its row and column of the sheet, counted from 0; None for the sheet as a whole."""

    error: InputError
    row: int | None = None
    column: int | None = None
    asks: Asks = ""
    """The answer that would settle it."""
    whole: bool = False
    """Whether nothing of the sheet can be read because of it: its headings are at fault."""


@dataclass(slots=True)
class Rows:
    """What was read from a sheet."""

    rows: list[Row] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    """The place of each column in the sheet."""
    header: int = 0
    dropped: list[Dropped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheet: Sheet | None = None
    turned: bool = False
    """Whether the months are side by side in the sheet."""

    def place(self, row: int, column: int) -> str:
        """The place of a cell in the sheet, as its owner would name it."""
        assert self.sheet is not None
        return self.sheet.place(column, row) if self.turned else self.sheet.place(row, column)

    def problem(
        self, error: InputError, row: int | None, column: int | None, asks: Asks = "", whole: bool = False
    ) -> Problem:
        """A problem at a cell of the rows, with its place in the sheet."""
        at = (column, row) if self.turned else (row, column)
        return Problem(error, *at, asks=asks, whole=whole)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered about a table where its cells leave it open."""

    dates: Order | None = None
    """Which comes first in dates such as 3/4/2025."""
    decimal: DecimalMark | None = None
    """The decimal mark of numbers such as 1.200."""
    columns: Mapping[str, str] | None = None
    """Headings by key, where they are not known by their words."""
