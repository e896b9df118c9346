"""Text that is pasted over cells of the grid."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.app.forms.grid import LONGEST_CELL, MOST_ROWS, Grid, one_line
from diagnostics.reading.headings import BY_KEY
from diagnostics.reading.names import FORMULA
from diagnostics.reading.sheet_reader import read_block


@dataclass(frozen=True, slots=True)
class Pasted:
    """A grid after a paste: the cells that were written, and what was left out of the text."""

    grid: Grid
    row: int
    column: int
    rows: int
    columns: int
    headed: bool = False
    """The first line was the headings of these columns, and is left out."""
    rows_over: bool = False
    """There were more rows than a grid may have."""
    columns_over: int = 0
    """Columns that would be beyond the last one."""
    cut: int = 0
    """Cells that were too long."""


def paste(grid: Grid, text: str, row: int, column: int, rows: int = 1, columns: int = 1) -> Pasted:
    r"""Write text over a selection of ``rows`` × ``columns`` cells; ``row`` and ``column`` are its first cell.

    A block is written from the first cell on, and rows are added for it; a single value is written into every cell
    that is selected.

    Raises
    ------
    InputError
        Where the text cannot be read, or holds nothing.

    >>> pasted = paste(Grid(), "leads\twins\n1,200\t90", 0, 1)
    >>> pasted.grid.rows, pasted.headed
    ((('', '1,200', '90', ''),), True)
    """
    block = read_block(text)
    room, below = len(grid.columns) - column, MOST_ROWS - row
    if min(row, column) < 0 or min(room, below) < 1:
        return Pasted(grid, row, column, 0, 0)
    headed = len(block) > 1 and _headings(block[0], grid.columns[column:])
    block = block[1:] if headed else block
    wide = max(map(len, block))
    if len(block) == wide == 1:
        last = max(len(grid.rows) - 1, row)
        block = [block[0] * min(columns, room)] * min(rows, last - row + 1)
    taken = [[_as_typed(one_line(cell)) for cell in line[:room]] for line in block[:below]]
    across = min(max(wide, len(block[0])), room)
    cells = [
        (row + down, column + at, line[at] if at < len(line) else "")
        for down, line in enumerate(taken)
        for at in range(across)
    ]
    return Pasted(
        grid.put(cells),
        row,
        column,
        len(taken),
        across,
        headed,
        rows_over=len(block) > below,
        columns_over=max(wide - room, 0),
        cut=sum(len(cell) > LONGEST_CELL for _, _, cell in cells),
    )


def _as_typed(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it.

    >>> _as_typed("'=1+1"), _as_typed("'25")
    ('=1+1', "'25")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(tuple(FORMULA)) else cell


def _headings(line: list[str], columns: tuple[str, ...]) -> bool:
    """Whether a line holds the headings of these columns, as keys or as labels."""
    return bool(line) and all(
        cell.casefold() in (key.casefold(), BY_KEY[key].label.casefold())
        for cell, key in zip(line, columns, strict=False)
    )
