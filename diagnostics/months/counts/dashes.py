"""Dashes where a count is expected: an accounting format writes 0 so, and others that nothing was recorded."""

from __future__ import annotations

import re
from typing import Final

from diagnostics.language import n
from diagnostics.number_format import integer
from diagnostics.reading import vocabulary
from diagnostics.reading.headings import plain
from diagnostics.reading.sheet_reader import Cell

_DASH: Final = re.compile("[$€£¥₹]? ?[-–—]{1,3}")


def may_be_zero(cell: Cell) -> bool:
    """Whether a cell has a dash, or a word such as nil, which may be 0 or nothing recorded."""
    if not isinstance(cell, str) or cell.isdigit():
        return False
    return _DASH.fullmatch(cell) is not None or plain(cell).replace("-", "") in vocabulary.blanks().names


def as_zero(cells: int, written: str, answered: bool) -> str:
    """What is said of cells that were read as 0."""
    places = {"count": integer(cells), "cell": written}
    if answered:
        return n(
            "{count} cell such as “{cell}” read as 0, as answered.",
            "{count} cells such as “{cell}” read as 0, as answered.",
            cells,
            **places,
        )
    return n(
        "{count} cell such as “{cell}” read as 0, as an accounting format writes it.",
        "{count} cells such as “{cell}” read as 0, as an accounting format writes it.",
        cells,
        **places,
    )
