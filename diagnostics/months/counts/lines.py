"""The counts of a row: whole numbers, or shares of the leads, with the decimal mark of the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.language import t
from diagnostics.months.counts.counts import read_count
from diagnostics.months.records import Answers, Row, Rows, question
from diagnostics.number_format import typed
from diagnostics.reading import months
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.headings import COUNTS
from diagnostics.reading.numbers import Ambiguous, DecimalMark, marks, read_number
from diagnostics.reading.questions import rows
from diagnostics.reading.sheet_reader import Cell

MAY_BE_SHARES: Final = ("fit", "worked")
"""Counts that may be written as shares of the leads."""

LONGEST_PLAIN: Final = len(str(LARGEST_COUNT)) - 1
"""A number of at most this many digits is always within the largest count."""


class Counting:
    """The counts of the rows of one table, read from the cells of ``out``."""

    def __init__(self, body: Sequence[int], answers: Answers, out: Rows) -> None:
        self.body, self.out = body, out
        self.spelled: dict[str, str] = {}
        self.keys = [key for key in COUNTS if key in out.columns]
        self.decimal = self._decimal(answers)
        self.shares = {
            key
            for key in MAY_BE_SHARES
            if key in out.columns and any(type(c := out.cells[at][key]) is float and 0 < c < 1 for at in body)
        }

    def _decimal(self, answers: Answers) -> DecimalMark:
        """The decimal mark of the table's numbers: given, or shown by one of them, or asked."""
        if answers.decimal is not None:
            return answers.decimal
        texts = {
            (at, key): cell
            for at in self.body
            for key in self.keys
            if isinstance(cell := self.out.cells[at][key], str) and not cell.isdigit()
        }
        shown = marks(texts.values())
        if shown.decimal is None and shown.open is not None:
            read = read_number(shown.open)
            assert isinstance(read, Ambiguous)
            at, key = next(place for place, cell in texts.items() if cell == shown.open)
            opened = [(place, cell) for place, cell in texts.items() if isinstance(read_number(cell), Ambiguous)]
            if any(not cell.endswith("000") for _, cell in opened):  # 1.400 is neither a count of 1.4 nor a share
                self.out.note(
                    t(
                        "“{cell}” was read as {value}: a count is a whole number ({rows}).",
                        cell=shown.open,
                        value=typed(read.whole),
                        rows=rows(len(opened)),
                    )
                )
                return ","
            column = self.out.columns[key]
            offered = {typed(read.whole): {"decimal": ","}, typed(read.fraction): {"decimal": "."}}
            facts = {"whole": read.whole, "fraction": read.fraction.normalize(), "place": self.out.place(at, column)}
            self.out.add(
                question("count-two-ways", "decimal", shown.open, offered, **facts), at, column, asks="decimal"
            )
        return shown.decimal or "."

    def row(self, at: int, month: months.Read | None) -> Row | None:
        """One row; None where one of its counts cannot be used, which is then among the problems."""
        cells = self.out.cells[at]
        counts: dict[str, int | None] = {}
        shares: dict[str, float] = {}
        for key in self.keys:
            cell = cells[key]
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
                found = read_count(cell, self.decimal, key in MAY_BE_SHARES)
            except InputError as error:
                column = self.out.columns[key]
                place = self.out.place(at, column)
                self.out.add(InputError(error.code, key, error.value, place=place, **error.facts), at, column)
                return None
            if isinstance(found, float):
                shares[key] = found
            else:
                counts[key] = found
        for key, share in shares.items():
            leads = counts.get("leads")
            counts[key] = None if leads is None else round(share * leads)
        if shares:
            self.out.note(t("Percentages were read as shares of the leads, rounded to whole leads."))
        return Row(
            at=at,
            month=None if month is None else month.month,
            channel=self._channel(cells["channel"]) if "channel" in cells else None,
            leads=counts.get("leads"),
            wins=counts.get("wins"),
            direct_wins=counts.get("direct_wins"),
            fit=counts.get("fit"),
            worked=counts.get("worked"),
            lost=counts.get("lost"),
            day=None if month is None else month.day,
        )

    def _channel(self, cell: Cell) -> str:
        """A channel by its first spelling: Google and google are one."""
        if is_no_count(cell):
            return "(none)"
        name = one_line(str(cell))
        first = self.spelled.setdefault(name.casefold(), name)
        if first != name:
            self.out.note(t("“{name}” was taken for “{first}”.", name=name, first=first))
        return first


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """A text with one space for every run of spaces and every line end."""
    return " ".join(text.split())
