"""Tables of texts kept with the product: a row is whole, or refused by row, column and value.

Rows are counted as a spreadsheet counts them: the headings are row 1.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.errors import InputError
from diagnostics.files import data_file


@dataclass(frozen=True, slots=True)
class Line:
    """One row of such a table, by column."""

    name: str
    """Name of the file."""
    row: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """A text that has to be there, on one line.

        Raises
        ------
        InputError
            Where it is empty, has blanks around it, or holds what cannot be shown on one line.
        """
        text = self.cells[column]
        if not text:
            raise self.refused("cell-empty", column)
        return self.text_or_none(column)

    def text_or_none(self, column: str) -> str:
        """The same where it may be empty."""
        text = self.cells[column]
        if text != text.strip() or not text.isprintable():
            raise self.refused("cell-not-one-line", column)
        return text

    def choice(self, column: str, allowed: Sequence[str]) -> str:
        """One of a few words.

        Raises
        ------
        InputError
            Where it is another.
        """
        if self.cells[column] not in allowed:
            raise self.refused("cell-not-a-choice", column, choices=(word or "empty" for word in allowed))
        return self.cells[column]

    def whole(self, column: str, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included.

        Raises
        ------
        InputError
            Where it is none.
        """
        text = self.cells[column]
        if not (text.isascii() and text.isdecimal() and len(text) <= len(str(high)) and low <= int(text) <= high):
            raise self.refused("cell-not-whole", column, low=low, high=high)
        return int(text)

    def refused(self, code: str, column: str, choices: Iterable[str] = (), **facts: object) -> InputError:
        """The error to raise where the value in that column cannot be used."""
        place = f"{self.name}, row {self.row}, {column}"
        return InputError(code, column, self.cells[column], choices=choices, place=place, **facts)


def lines(name: str, columns: Sequence[str]) -> Iterator[Line]:
    """The rows of a table in the data folder, each with every column and with an ``id`` of its own.

    Raises
    ------
    FileNotFoundError
        Where there is no such file.
    InputError
        Where the headings are not ``columns``, a row has more or fewer cells, or an ``id`` comes again.
    """
    with data_file(name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        headings = next(reader, [])
        if headings != list(columns):
            raise InputError("headings-differ", "headings", ",".join(headings), place=f"{name}, row 1", choices=columns)
        seen: set[str] = set()
        for row, cells in enumerate(reader, start=2):
            if len(cells) != len(columns):
                place = f"{name}, row {row}"
                raise InputError(
                    "row-length", "row", ",".join(cells), place=place, cells=len(cells), columns=len(columns)
                )
            line = Line(name, row, dict(zip(columns, cells, strict=True)))
            if line.text("id") in seen:
                raise line.refused("id-repeated", "id")
            seen.add(line.cells["id"])
            yield line
