"""The second way in, on the page: the table that was opened or typed, and what changed since it was last shown."""

from __future__ import annotations

from dataclasses import replace
from typing import NotRequired, TypedDict, assert_never

from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.grid import Grid
from diagnostics.app.forms.paste import Pasted
from diagnostics.app.forms.table_form import TableResult
from diagnostics.app.forms.upload import Upload
from diagnostics.app.messages import DeleteRows, Edit, InsertRow, SetCells
from diagnostics.app.pages import page_words
from diagnostics.app.pages.table_panes import TablePanes, table_panes
from diagnostics.months import words as table_words
from diagnostics.months.table import Table


class GridPane(TypedDict):
    """The cells of the table; ``rows`` is None where the page has them."""

    columns: list[str]
    rows: list[list[str]] | None
    marks: list[list[int | str]]
    aside: list[list[int | str]]
    source: str


class PastedPane(TypedDict):
    """The cells that a paste wrote, for the page to select, and what it says of them."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class TableView(TypedDict):
    """What the page shows of the second way in; ``kept`` is for the tab to keep, None where it keeps it already."""

    grid: GridPane
    asked: list[str]
    choices: dict[str, list[list[str]]]
    told: list[str]
    restated: str
    waiting: str
    panes: TablePanes | None
    kept: str | None
    choose: NotRequired[list[str]]
    choose_title: NotRequired[str]


def edited(grid: Grid, edit: Edit) -> Grid:
    """The table after cells were written, or rows added or taken out."""
    match edit:
        case SetCells(cells=cells):
            return grid.put(cells)
        case InsertRow(at=at):
            return grid.insert(at)
        case DeleteRows(at=at, count=count):
            return grid.delete(at, count)
        case _:
            assert_never(edit)


def pasted_pane(pasted: Pasted) -> PastedPane:
    """What the page shows of a paste."""
    return {
        "row": pasted.row,
        "column": pasted.column,
        "rows": pasted.rows,
        "columns": pasted.columns,
        "text": page_words.pasted(pasted),
    }


def including(entries: Entries, month: str) -> Entries:
    """The form where a month that was left out is counted all the same; ``month`` is its number."""
    number = str(int(month))
    others = [k for k in entries.texts.get("keep", "").split(",") if k and k != number]
    return entries.typed("keep", ",".join([*others, number]))


def said_again(entries: Entries, upload: Upload) -> tuple[Entries, Upload]:
    """What was left out of an opened file, in the language of now, where the table is still of that file."""
    again = upload.again()
    if upload.grid is None or again.grid is None or entries.grid.left_out != upload.grid.left_out:
        return entries, again
    return replace(entries, grid=replace(entries.grid, left_out=again.grid.left_out)), again


def to_keep(entries: Entries) -> str:
    """What no address can carry, for the tab to keep; empty where there is nothing."""
    return entries.to_json() if entries.to_keep else ""


class TableWay:
    """What was last shown of a table: a page is sent the cells only where they changed."""

    def __init__(self) -> None:
        self._table: Table | None = None
        self._shown: Grid | None = None
        self._moved: tuple[Table, Table] | None = None
        """The table before its day of counting moved, and after."""
        self.lines: tuple[str, ...] = ()
        """How the table was read, a line each."""

    def forget(self) -> None:
        """The page shows no table now."""
        self._table = self._shown = None
        self.lines = ()

    def show(self, entries: Entries, reading: TableResult, fill: bool) -> TableView:
        """The cells and their marks, the timeline, what changed."""
        grid = entries.grid
        if reading.table is None:
            self._moved = None
        elif self._table is None or self._table.counted_on != reading.table.counted_on:
            # Shown until the day of counting moves again: the row that moved it is typed cell by cell.
            self._moved = None if self._table is None else (self._table, reading.table)
        self._table = reading.table or self._table
        self.lines = reading.told
        same = grid == self._shown and not fill
        self._shown = grid
        return {
            "grid": {
                "columns": list(grid.columns),
                "rows": None if same else [list(row) for row in grid.rows],
                "marks": [list(mark) for mark in reading.marks],
                "aside": [list(row) for row in reading.aside],
                "source": grid.source,
            },
            "asked": list(reading.asked),
            "choices": {key: [list(answer) for answer in answers] for key, answers in reading.choices.items()},
            "told": list(reading.told),
            "restated": "" if self._moved is None else table_words.restated(*self._moved),
            "waiting": "" if grid.empty else page_words.waiting(bool(reading.marks), reading.missing),
            "panes": table_panes(reading),
            "kept": None if same else to_keep(entries),
        }
