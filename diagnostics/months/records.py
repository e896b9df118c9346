"""What reading a sheet of counts yields: rows, what was left out, and what cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal

from diagnostics.errors import InputError
from diagnostics.funnel.checks import entries, is_one_of, text
from diagnostics.reading import swaps
from diagnostics.reading.dates import ORDERS, Order
from diagnostics.reading.numbers import DecimalMark
from diagnostics.reading.questions import Answer, Question
from diagnostics.reading.receipt import Dropped, RoleTaken
from diagnostics.reading.sheet_reader import Cell, Sheet
from diagnostics.reading.spans import year_of
from diagnostics.reading.swaps import Swapped

Asks = Literal[
    "",
    "dates",
    "decimal",
    "period",
    "figures",
    "fiscal",
    "sums",
    "plan",
    "running",
    "dash",
    "rough",
    "blank",
    "evening",
    "swapped",
    "copies",
    "hidden",
    "columns",
    "year",
]
Length = Literal["month", "quarter", "half-year", "year"]

MONTHS_OF: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
"""Months of a row, by the period it is of."""

KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "dates": ORDERS,
    "decimal": (".", ","),
    "period": tuple(MONTHS_OF),
    "figures": ("years", "days", "thai years"),
    "sums": ("left out", "counted"),
    "plan": ("left out", "counted"),
    "running": ("taken apart", "counted"),
    "dash": ("zero", "not recorded"),
    "rough": ("middle", "not recorded"),
    "blank": ("as above", "no name"),
    "evening": ("next month", "same month"),
    "swapped": swaps.ANSWERS,
    "copies": ("left out", "counted"),
}
"""The answers to each question about a table that has the same few answers everywhere."""


@dataclass(frozen=True, slots=True)
class Row:
    """The counts of one period, or of one channel in one period. None: not recorded."""

    at: int
    """Which row of the sheet it is, counted from 0."""
    month: int | None
    """The first month of the period."""
    channel: str | None
    leads: int | None
    wins: int | None
    direct_wins: int | None = None
    fit: int | None = None
    worked: int | None = None
    lost: int | None = None
    day: int | None = None
    """The day of the month that its date names, if it names one; in a longer period, which of its months it is."""


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
    size: int = 0
    """Rows below the headings that hold anything."""
    step: int = 1
    """Months that each row covers."""
    cut: frozenset[int] = frozenset()
    """Months at either end that the days or weeks of the rows do not cover."""
    covers: float | None = None
    """Months that all rows cover together, where they cover no month from end to end."""
    cells: dict[int, dict[str, Cell]] = field(default_factory=dict)
    """The rows that are counted or cannot be used, by their place: each column's cell as it was understood."""
    roles: list[RoleTaken] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    added: bool = False
    """Whether rows of the same month and channel are added up."""
    doubts: list[str] = field(default_factory=list)
    """What is wrong with the records, sentences that are shown beside an answer."""
    yearless: bool = False
    """Whether its periods name no year, or have the one that was answered."""
    sheet: Sheet | None = None
    turned: bool = False
    """Whether the months are side by side in the sheet."""

    def place(self, row: int, column: int) -> str:
        """The place of a cell in the sheet, as its owner would name it."""
        assert self.sheet is not None
        return self.sheet.place(column, row) if self.turned else self.sheet.place(row, column)

    def column_named(self, row: int, column: int) -> str:
        """A column of the rows as its owner would name it: the last part of the place of a cell of it."""
        assert self.sheet is not None
        return self.sheet.line_named(*(column, row) if self.turned else (row, column), of_rows=self.turned)

    def note(self, text: str) -> None:
        """Say something once."""
        if text not in self.notes:
            self.notes.append(text)

    def add(
        self,
        error: InputError,
        row: int | None = None,
        column: int | None = None,
        asks: Asks = "",
    ) -> None:
        """Add a problem at a cell of the rows; of one that is asked about, nothing more is said."""
        problem = self.problem(error, row, column, asks=asks)
        asked = any(p.asks and (p.row, p.column) == (problem.row, problem.column) for p in self.problems)
        if asks or not asked:
            self.problems.append(problem)

    def problem(
        self, error: InputError, row: int | None, column: int | None, asks: Asks = "", whole: bool = False
    ) -> Problem:
        """A problem at a cell of the rows, with its place in the sheet."""
        at = (column, row) if self.turned else (row, column)
        return Problem(error, *at, asks=asks, whole=whole)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered about a table where its cells leave it open; see :meth:`~diagnostics.months.table.Table.read`."""

    dates: Order | None = None
    decimal: DecimalMark | None = None
    columns: Mapping[str, str] | None = None
    """Headings by key, where they are not known by their words."""
    period: Length | None = None
    figures: Literal["years", "days", "thai years"] | None = None
    fiscal: str | None = None
    sums: Literal["left out", "counted"] | None = None
    plan: Literal["left out", "counted"] | None = None
    running: Literal["taken apart", "counted"] | None = None
    dash: Literal["zero", "not recorded"] | None = None
    rough: Literal["middle", "not recorded"] | None = None
    blank: Literal["as above", "no name"] | None = None
    evening: Literal["next month", "same month"] | None = None
    swapped: Swapped | None = None
    copies: Literal["left out", "counted"] | None = None
    year: str | None = None

    def check(self) -> None:
        """Refuse an answer that is none.

        Raises
        ------
        InputError
            Where an answer is not one of those that its question has.
        """
        for one in fields(self):
            given, known = getattr(self, one.name), KNOWN.get(one.name)
            if given is not None and known is not None and not is_one_of(given, known):
                raise InputError("answer-unknown", one.name, given, choices=known)
        for name in ("fiscal", "year"):
            if (given := getattr(self, name)) is not None:
                text(name, given)
        if self.columns is not None:
            for key, heading in entries("columns", self.columns).items():
                text(key, heading)
        if self.year is not None and year_of(self.year) is None:
            raise InputError("not-a-year", "year", self.year)


def question(
    code: str, field: str, value: object, offered: Mapping[str, Mapping[str, Any]], **facts: Any
) -> InputError:
    """A question about a table as an error; ``offered`` are labels and the arguments of ``Table.read`` that answer so."""
    answers = tuple(Answer(label, given) for label, given in offered.items())
    asked = Question(code, field, tuple(offered), facts, answers)
    return InputError(code, field, value, choices=tuple(offered), question=asked, **facts)
