"""The rows of an export as they were opened: named columns that an engine can be asked about; no meaning known yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from diagnostics.errors import InputError
from diagnostics.reading.receipt import Dropped
from diagnostics.reading.sheet import Formula

if TYPE_CHECKING:
    import ibis
    import pandas as pd

ROW: Final = "__row__"
"""The column that numbers the rows of a file as a spreadsheet program does."""

Recognise = Callable[[Sequence[str]], int]
"""How many columns a row of headings would name; blank cells are empty texts."""


@dataclass(frozen=True, eq=False)
class Leads:
    """Columns as they are in the source; what they mean is not known yet."""

    table: ibis.Table
    headings: tuple[str, ...]
    """As written over the columns; two may have the same text."""
    names: tuple[str, ...]
    """What the engine calls each of them."""
    name: str = ""
    notes: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    cells: pd.DataFrame | None = field(default=None, repr=False)
    """The texts of a small file, which can be looked at without the engine; None for others."""
    keep: Any = field(default=None, repr=False)
    """What has to exist as long as the table: a temporary folder."""

    @property
    def numbered(self) -> bool:
        """Whether its rows have numbers."""
        return ROW in self.table.columns

    def column(self, heading: str) -> str:
        """What the engine calls a column.

        Raises
        ------
        InputError
            Where there is none of that heading, or more than one.
        """
        found = [name for text, name in zip(self.headings, self.names, strict=True) if text == heading]
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError("heading-twice", heading, len(found))
        listed = ", ".join(self.headings[:12]) + (" …" if len(self.headings) > 12 else "")
        raise InputError("heading-not-in-file", "columns", heading, choices=self.headings, headings=listed)

    def samples(self, rows: int = 200) -> dict[str, list[str]]:
        """The first cells of every column that are not blank, as text, by heading."""
        if self.cells is not None:
            frame = self.cells.head(rows)
        else:
            frame = self.table.limit(rows).to_pyarrow().to_pandas()
        return {
            text: [str(cell) for cell in frame[name].tolist() if not is_nothing(cell) and str(cell).strip()]
            for text, name in zip(self.headings, self.names, strict=True)
        }


def name_headings(row: Sequence[str], where: str) -> tuple[str, ...]:
    """Headings; a blank one is named by its position."""
    last = max((n + 1 for n, cell in enumerate(row) if cell), default=0)
    if not last:
        raise InputError("leads-no-headings", "leads", where)
    return tuple(cell or f"column {n + 1}" for n, cell in enumerate(row))


def text_of_cell(cell: Any) -> str:
    """A cell as CSV would hold it."""
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat(sep=" ") if hasattr(cell, "hour") else cell.isoformat())
    return str(cell)


def texts_of(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Rows of cells as rows of trimmed texts."""
    return [[text_of_cell(cell).strip() for cell in row] for row in rows]


def is_nothing(cell: Any) -> bool:
    """Whether a cell of a DataFrame holds nothing."""
    import pandas as pd

    return cell is None or bool(pd.api.types.is_scalar(cell) and pd.isna(cell))
