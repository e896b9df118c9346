"""The XML of a workbook: walked over once, before its values are read, to know how large they are and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NoReturn
from xml.parsers import expat

from diagnostics.errors import InputError
from diagnostics.reading.sheet import LONGEST_CELL, Cell, Formula, Limits, Merge, Sheet, check_size, place, too_long

LARGEST_TEXT: Final = 100_000_000
"""Characters of a sheet. A workbook can name one long text in a million cells."""
CHUNK: Final = 1 << 22
"""Bytes of XML that are looked at between two reports of progress."""


class NotWellFormed(Exception):
    """What is not well-formed, or not what a spreadsheet program writes."""


def _refuse(*_: object) -> NoReturn:
    raise NotWellFormed


def parse(data: bytes, parser: expat.XMLParserType, tell: Callable[[int], None] = lambda _: None) -> None:
    """Run a parser over a part of a workbook. No entities are declared in one: a document type is refused."""
    parser.StartDoctypeDeclHandler = _refuse
    if 0 in data:  # UTF-16: allowed by the letter of the standard, written by no program, and read by few
        raise NotWellFormed
    try:
        for at in range(0, len(data), CHUNK):
            parser.Parse(data[at : at + CHUNK], False)
            tell(min(CHUNK, len(data) - at))
        parser.Parse(b"", True)
    except InputError:  # a refusal from a handler, which is a ValueError too
        raise
    except (expat.ExpatError, ValueError, OverflowError) as fault:
        raise NotWellFormed from fault


def local_name(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part, by local name, with their attributes by local name."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, given: dict[str, str]) -> None:
        found.append((local_name(tag), {local_name(key): value for key, value in given.items()}))
        if len(found) > 100_000:
            raise NotWellFormed

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parse(data, parser)
    return found


def text_lengths(strings: bytes, limits: Limits, tell: Callable[[int], None]) -> list[int]:
    """How long each shared text is, without reading aids (furigana)."""
    lengths: list[int] = []
    aids = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal aids
        tag = local_name(tag)
        aids += tag == "rPh"
        if tag == "si":
            lengths.append(0)
            if len(lengths) > limits.elements:
                raise NotWellFormed

    def end(tag: str) -> None:
        nonlocal aids
        aids -= local_name(tag) == "rPh"

    def characters(text: str) -> None:
        if lengths and not aids:
            lengths[-1] += len(text)

    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    parse(strings, parser, tell)
    return lengths


# --- worksheets ---------------------------------------------------------------------------------------------------

_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_YES: Final = ("1", "true")
_AREA: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?", re.ASCII)


class Survey:
    """Measures a worksheet before its values are read, in one pass over its XML.

    The library allocates the whole area between the first value and the last, and a text for every cell that
    names one; so both are measured before it is asked. It reports neither errors nor formulas, so those are kept here.
    """

    def __init__(self, name: str, lengths: Sequence[int], limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.lengths = lengths
        """Of the shared texts."""
        self.rows = self.columns = 0
        self.special: dict[tuple[int, int], Cell] = {}
        """Errors, and formulas without a value."""
        self.merges: list[Merge] = []
        self.hidden: set[int] = set()
        """Rows that are hidden, manually or by a filter."""
        self.hidden_columns: list[tuple[int, int]] = []
        """First and last of columns that are hidden, from zero."""
        self.count = self.length = 0
        self.most = limits.elements
        self.row = self.column = self.line = -1
        self.digits = "\0"
        """The number of the row, as the names of its cells end; before the first row nothing ends so."""
        self.letters: dict[str, int] = {}
        self.kind: str | None = None
        self.formula: str | None = None
        self.value = ""
        self.text: list[str] = []
        self.parser = expat.ParserCreate("utf-8")

    def read(self, data: bytes, tell: Callable[[int], None]) -> None:
        """Walk over a worksheet, telling how many bytes of it were read.

        Raises
        ------
        InputError
            Where a cell is too far out or too long, or all of them are too many.
        NotWellFormed
            Where it is not well-formed.
        """
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = self.aside
        self.parser.StartCdataSectionHandler = self.aside
        parse(data, self.parser, tell)
        check_size(self.name, self.rows, self.columns, self.limits)

    def marked(self, sheet: Sheet) -> Sheet:
        """The sheet with its hidden rows and columns marked, those that hold something."""
        width = len(sheet.rows[0])
        rows = {at for at in self.hidden if at < len(sheet.rows) and any(cell is not None for cell in sheet.rows[at])}
        columns = {at for first, last in self.hidden_columns for at in range(first, min(last + 1, width))}
        if not rows and not columns:
            return sheet
        return replace(sheet, hidden=frozenset(rows), hidden_columns=frozenset(columns))

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Look at an element as it begins."""
        self.count += 1
        if self.count > self.most:
            raise NotWellFormed
        if ":" in tag:
            tag = local_name(tag)
        if tag == "c":
            self.kind, self.formula, self.value = given.get("t"), None, ""
            spot = given.get("r")
            if spot is not None and spot.endswith(self.digits):  # as every program writes it: the row is known already
                column = self.letters.get(spot[: -len(self.digits)])
                if column is not None:
                    self.row, self.column = self.line, column
                    return
            self.move(spot)
        elif tag == "v" or tag == "is" or tag == "f":
            if self.row >= self.rows:
                self.rows = self.row + 1
            if self.column >= self.columns:
                self.columns = self.column + 1
            if tag == "f" or self.formula is not None or self.kind in ("s", "e"):  # listening is slow
                self.parser.CharacterDataHandler = self.text.append
        elif tag == "row":
            spot = given.get("r")
            self.line = int(spot) - 1 if spot is not None else self.line + 1
            self.digits = str(self.line + 1)
            self.column = -1
            if not 0 <= self.line < _LAST_ROW:
                raise NotWellFormed
            if len(given) > 1 and (given.get("hidden") in _YES or given.get("ht") == "0"):
                self.hidden.add(self.line)
        elif tag == "col":
            if given.get("hidden") in _YES or given.get("width") == "0":
                self.hidden_columns.append((int(given.get("min", 0)) - 1, int(given.get("max", 0)) - 1))
        elif tag == "mergeCell":
            self.merges.append(_merge(given.get("ref", "")))

    def move(self, spot: str | None) -> None:
        """Go to a cell by its name, or to the one after the last."""
        if spot is None:
            self.row, self.column = max(self.line, 0), self.column + 1
            return
        letters = spot.rstrip("0123456789")
        column = self.letters.get(letters)
        if column is None:
            column = self.letters[letters] = _column(letters)
        self.row, self.column = int(spot[len(letters) :] or 0) - 1, column
        if not 0 <= self.row < _LAST_ROW:
            raise NotWellFormed

    def end(self, tag: str) -> None:
        """Look at an element as it ends."""
        if ":" in tag:
            tag = local_name(tag)
        if tag == "c":
            if self.formula is not None and not self.value and self.kind != "str":  # an empty text is a value
                self.special[self.row, self.column] = Formula(f"={self.formula or '…'}")
            elif self.kind == "e" and self.value:
                self.special[self.row, self.column] = self.value
        elif self.parser.CharacterDataHandler is not None and (tag == "v" or tag == "is" or tag == "f"):
            text = "".join(self.text).strip()
            self.parser.CharacterDataHandler = None
            self.text.clear()
            if tag == "f":
                self.formula = text
            else:
                self.value = text
                if self.kind == "s":
                    self.named(text)

    def named(self, index: str) -> None:
        """Count a shared text. What is no index is refused: the library takes the first text for it."""
        if index and not (index.isascii() and index.isdigit() and int(index) < len(self.lengths)):
            raise NotWellFormed
        length = self.lengths[int(index or 0)] if self.lengths else 0
        self.length += length
        if length > LONGEST_CELL:
            raise too_long(place(self.name, self.row, self.column), "text")
        if self.length > LARGEST_TEXT:
            raise InputError("too-much-text", self.name, self.length)

    def aside(self, *_: object) -> None:
        """A remark or the like inside a value, which the library may read otherwise than it is read here."""
        if self.parser.CharacterDataHandler is not None:
            raise NotWellFormed


def _column(letters: str) -> int:
    """A column from its letters, from zero."""
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z" or column > _LAST_COLUMN:
            raise NotWellFormed
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= _LAST_COLUMN:
        raise NotWellFormed
    return column - 1


def _merge(ref: str) -> Merge:
    area = _AREA.fullmatch(ref)
    if area is None:
        raise NotWellFormed
    left, top, right, bottom = area.groups()
    return int(top) - 1, _column(left), int(bottom or top) - 1, _column(right or left)
