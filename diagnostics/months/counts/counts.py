"""One cell as a count, or as a share of the leads."""

from __future__ import annotations

import math
import re
from typing import Final

from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.numbers import Ambiguous, DecimalMark, read_number
from diagnostics.reading.sheet_reader import Cell, Formula

MONEY: Final = re.compile(r"[$€£¥]")


def read_count(cell: Cell, decimal: DecimalMark, may_be_share: bool) -> int | float | None:
    """A count; a fraction where a share is allowed and the cell holds one; None where nothing was recorded.

    Raises
    ------
    InputError
        Where it is neither; field ``"count"``, for the caller to name the column and the place.
    """
    if is_no_count(cell):
        return None
    number: float | None = None
    if isinstance(cell, str):
        if cell.endswith("%") and (share := _share(cell)) is not None:
            if may_be_share and share <= 1:
                return share
            raise InputError("count-is-a-share", "count", cell)
        found = read_number(cell, decimal)
        assert not isinstance(found, Ambiguous), "the mark is known"
        number = None if found is None else float(found)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = float(cell)
        if may_be_share and 0 < number < 1:
            return number
    if number is None:
        raise _no_count(cell)
    if number < 0:
        raise InputError("negative", "count", cell)
    if number > LARGEST_COUNT:
        raise InputError("above-largest", "count", cell, largest=LARGEST_COUNT)
    if number != int(number):
        raise InputError("not-whole", "count", cell, below=math.floor(number), above=math.ceil(number))
    return int(number)


def _share(cell: str) -> float | None:
    """A percentage as a fraction; a mark in it separates the decimals."""
    found = read_number(cell.removesuffix("%"))
    number = found.fraction if isinstance(found, Ambiguous) else found
    return None if number is None else float(number) / 100


def _no_count(cell: Cell) -> InputError:
    if isinstance(cell, Formula):
        return InputError("formula-without-result", "count", cell.text)
    text = cell if isinstance(cell, str) else str(cell)
    if text.startswith("#") and text.isupper():
        return InputError("formula-failed", "count", text)
    if MONEY.search(text):
        return InputError("count-is-money", "count", text)
    return InputError("count-not-a-number", "count", text)
