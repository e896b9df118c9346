"""The rows of an export as they were opened: named columns that an engine can be asked about; no meaning known yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from diagnostics.errors import InputError, printable
from diagnostics.language import t
from diagnostics.leads.opening.engine import ask, dropped, kept
from diagnostics.reading.blanks import no_ids
from diagnostics.reading.profile import MOST_KEPT, ColumnProfile, ordered
from diagnostics.reading.receipt import Dropped
from diagnostics.reading.sheet import Formula

if TYPE_CHECKING:
    import ibis
    import pandas as pd

ROW: Final = "__row__"
"""The column that numbers the rows of a file as a spreadsheet program does."""
MOST_SAMPLES: Final = 200
"""Texts of a column."""

MOST_TABLES: Final = 8
"""Tables that are kept of the rows of a small file."""

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
    encodings: tuple[str, ...] = ()
    """The encoding that was taken, then those that read the text as well; empty where there is no doubt."""
    hidden: tuple[int, ...] = field(default=(), repr=False)
    """Numbers of rows that the spreadsheet program does not show: hidden manually or by a filter."""
    headed: bool = True
    """Whether it has a row of headings; without one the columns are called by their position."""
    reopen: Callable[[Mapping[str, Any]], Leads] | None = field(default=None, repr=False)
    """Opens the same source again with answers about how it is to be opened."""
    starts: tuple[int, ...] = ()
    """Of several files that are one export, the rows that come before each."""

    tables: list[tuple[Any, ibis.Table, ibis.Table]] = field(default_factory=list, repr=False)
    """What was worked out of the rows of a small file: what it was made by, of which rows, and the table of the engine."""

    repeated: dict[str, int] = field(default_factory=dict, init=False, repr=False)
    """Rows that repeat an ID, by heading, as far as it was counted."""

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

    def kept(self, by: Any, made: Callable[[], ibis.Table], words: str) -> ibis.Table:
        """A table that is made of the rows; of a small file it is worked out once and kept in the engine.

        Parameters
        ----------
        by : object
            What it is made by: of two that are equal the tables are the same.
        made : callable
            Gives the expression.
        words : str
            What is being done, in words.
        """
        if self.cells is None:
            return made()
        for known, rows, table in self.tables:
            if rows is self.table and known == by:
                return table
        while len(self.tables) >= MOST_TABLES:
            dropped(self.tables.pop(0)[-1])
        self.tables.append((by, self.table, kept(made(), words)))
        return self.tables[-1][-1]

    @cached_property
    def profiles(self) -> Mapping[str, ColumnProfile]:
        """What each column holds, over all rows, by heading; of headings that are the same, the first column."""
        columns = dict(zip(reversed(self.headings), reversed(self.names), strict=True))
        named = [(heading, columns[heading]) for heading in dict.fromkeys(self.headings)]
        return {
            p.heading: p
            for p in (_of_cells(self.cells, named) if self.cells is not None else _asked(self.table, named))
        }

    def samples(self) -> dict[str, list[str]]:
        """The commonest texts of every column, by heading; at most :data:`MOST_SAMPLES` of each."""
        return {heading: list(profile.commonest(MOST_SAMPLES)) for heading, profile in self.profiles.items()}

    def crossing(self, headings: Sequence[str], filled: Sequence[str] = ()) -> dict[tuple[str, ...], int]:
        """How many rows hold each combination of texts.

        Parameters
        ----------
        headings : sequence of str
            Columns with few different texts; a blank cell is an empty text.
        filled : sequence of str
            Columns of which only counts whether the cell says something: ``"filled"``, or an empty text where it is blank or
            a word for nothing (``NULL``). They come behind.
        """
        names = [self.column(heading) for heading in (*headings, *filled)]
        keys = [f"k{n}" for n in range(len(names))]
        if self.cells is not None:
            frame = self.cells[names].fillna("").set_axis(keys, axis=1)
            for key in keys[len(headings) :]:
                frame[key] = frame[key].str.lower().isin(no_ids() - {"0"}).map({True: "", False: "filled"})
            counted = frame.groupby(keys, sort=True).size().reset_index(name="n")
        else:
            # Grouped as the engine has them and written as text afterwards, when they are few: that is much faster.
            columns = {}
            for n, (key, name) in enumerate(zip(keys, names, strict=True)):
                column = self.table[name]
                blank = column.isnull()
                if column.type().is_string():
                    blank = blank | column.strip().lower().isin(sorted(no_ids() - {"0"}))
                columns[key] = column if n < len(headings) else blank.ifelse("", "filled")
            groups = self.table.select(**columns).group_by(keys).agg(n=lambda t: t.count())
            written = {key: groups[key].cast("string").fill_null("") for key in keys}
            counted = ask(groups.select(**written, n=groups.n), t("Comparing columns"))
        found: dict[tuple[str, ...], int] = {}
        for row in zip(*(counted[key] for key in (*keys, "n")), strict=True):
            texts = tuple(str(text).strip() for text in row[:-1])
            found[texts] = found.get(texts, 0) + int(row[-1])
        return found


def _of_cells(cells: pd.DataFrame, named: Sequence[tuple[str, str]]) -> Iterator[ColumnProfile]:
    """Of a small file, counted without the engine."""
    for heading, name in named:
        counts = cells[name].value_counts()
        texts = ordered(dict(zip(counts.index.astype(str), counts.astype(int).tolist(), strict=True)))
        yield ColumnProfile(heading, len(cells), sum(texts.values()), len(texts), texts)


def _asked(table: ibis.Table, named: Sequence[tuple[str, str]]) -> Iterator[ColumnProfile]:
    """Of a source in an engine: one look at all columns, then one at the texts of each."""
    # A column of days has so few different ones that they are sooner counted than estimated.
    keys = {heading: f"c{n}" for n, (heading, name) in enumerate(named) if not table[name].type().is_date()}
    distinct = {keys[heading]: table[name].approx_nunique() for heading, name in named if heading in keys}
    whole = ask(table.agg(rows=table.count(), **distinct), t("Looking at all columns")).iloc[0]
    for heading, name in named:
        # Grouped as the engine has them and written as text afterwards, when they are few: that is much faster.
        column, many, words = (
            table[name],
            int(whole[keys[heading]]) if heading in keys else 0,
            t("Looking at {column}", column=heading),
        )
        complete = many <= MOST_KEPT
        rows = table if complete else table.filter(column.hash().abs() % (2 * many // MOST_KEPT) == 0)
        groups = rows.group_by(key=rows[name]).agg(n=rows.count())
        counted = ask(groups.select(text=groups.key.cast("string"), n=groups.n), words)
        found: dict[str, int] = {}
        for text, n in zip(counted["text"], counted["n"], strict=True):
            written = _as_written(text, column.type().is_floating())
            if written:
                found[written] = found.get(written, 0) + int(n)
        filled = sum(found.values())
        if not complete:
            told = column.count(where=column.strip() != "") if column.type().is_string() else column.count()
            filled = int(ask(table.agg(n=told), words)["n"][0])
        yield ColumnProfile(
            heading, int(whole["rows"]), filled, len(found) if complete else many, ordered(found), complete
        )


def _as_written(text: Any, is_float: bool) -> str:
    """A text of the engine as CSV would hold it."""
    if is_nothing(text):
        return ""
    written = str(text).strip()
    return written.removesuffix(".0") if is_float else written


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
    # Most cells are texts already, and nothing is as fast as not calling a function for each of them.
    return [
        [cell if type(cell) is str else "" if cell is None else text_of_cell(cell).strip() for cell in row]
        for row in rows
    ]


def texts_of_cells(cells: Iterable[Any]) -> list[str | None]:
    """Cells of any kind as CSV would hold them; None for those that hold nothing.

    Raises
    ------
    InputError
        Where one cannot be written.
    """
    texts: list[str | None] = []
    for row, cell in enumerate(cells):
        try:
            text = None if is_nothing(cell) else printable(text_of_cell(cell)) or None
        except Exception:  # whatever an object of another library raises
            raise InputError("frame-value", "cell", type(cell).__name__, place=f"row {row}") from None
        texts.append(text)
    return texts


def is_nothing(cell: Any) -> bool:
    """Whether a cell of a DataFrame holds nothing."""
    import pandas as pd

    return cell is None or bool(pd.api.types.is_scalar(cell) and pd.isna(cell))
