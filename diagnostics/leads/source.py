"""Where leads come from: a file, a DataFrame, or a table of an engine, as one table of named columns that can be asked.

Small text files and workbooks are read with the care that a spreadsheet needs (:mod:`~diagnostics.reading.sheet_reader`);
larger ones are read by DuckDB, which keeps them outside the memory of this process. Nothing here knows what a column
means.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from diagnostics.errors import InputError
from diagnostics.months.records import Dropped
from diagnostics.reading import sheet_reader as cells
from diagnostics.reading.progress import Progress, watched
from diagnostics.reading.sheet import BLANK, LARGEST_FILE, MOST_COLUMNS, TOO_LARGE, Formula, Sheet
from diagnostics.reading.workbook import STARTS

if TYPE_CHECKING:
    import ibis
    import pandas as pd
    import pyarrow

ROW: Final = "__row__"
"""The column that numbers the rows of a file as a spreadsheet program does."""

MEMORY: Final = "1GB"
"""What the engine in this process may take; beyond it, it writes to a temporary folder."""

FIRST_ROWS: Final = 40
"""The headings are looked for so far down."""

HEAD: Final = 1_000_000
"""Bytes of a large file that are looked at before the engine reads it."""

CHUNK: Final = 1 << 22
"""Bytes or characters of a large file that are looked at between two words of progress."""

PARQUET: Final = b"PAR1"
SAVE_AS_CSV: Final = "Save it as CSV or Parquet: such a file may have any length."

Recognise = Callable[[Sequence[str]], int]
"""How many columns a row of headings would name."""


@dataclass(frozen=True, eq=False)
class Leads:
    """Columns as they stand in the source; what they mean is not known yet."""

    table: ibis.Table
    headings: tuple[str, ...]
    """As written over the columns; the same text may stand over two."""
    names: tuple[str, ...]
    """What the engine calls each of them."""
    name: str = ""
    notes: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    cells: pd.DataFrame | None = field(default=None, repr=False)
    """The texts of a small file, which need no engine to be looked at; None for others."""
    keep: Any = field(default=None, repr=False)
    """What has to live as long as the table: a temporary folder."""

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
            raise InputError(heading, len(found), "columns have this heading", "Rename one of them.")
        listed = ", ".join(self.headings[:12]) + (" …" if len(self.headings) > 12 else "")
        raise InputError("columns", heading, "is no heading of this file", f"There are: {listed}.")

    def samples(self, rows: int = 200) -> dict[str, list[str]]:
        """The first cells of every column that are not blank, as text, by heading."""
        if self.cells is not None:
            frame = self.cells.head(rows)
        else:
            frame = self.table.limit(rows).to_pyarrow().to_pandas()
        return {
            text: [str(cell) for cell in frame[name].tolist() if not _nothing(cell) and str(cell).strip()]
            for text, name in zip(self.headings, self.names, strict=True)
        }


def open_leads(
    source: Any,
    recognise: Recognise,
    sheet: str | None = None,
    name: str = "",
    *,
    progress: Progress | None = None,
) -> Leads:
    """Open whatever holds leads.

    Parameters
    ----------
    source : path, bytes, DataFrame, Arrow table, Ibis table or DuckDB relation
        CSV, TSV, XLSX and Parquet files are told by what is in them. A folder or a pattern such as ``leads/*.parquet``
        is read as one table. Whatever gives itself as a stream of Arrow (``__arrow_c_stream__``) is an Arrow table.
    recognise : callable
        Tells the row of headings from titles above it.
    sheet : str, optional
        Which sheet of a workbook.
    name : str
        What messages call bytes.
    progress : callable, optional
        Told how far a long text file is read; what it raises stops the work.

    Raises
    ------
    InputError
        Where it cannot be read as a table with a row a lead.
    """
    if isinstance(source, (bytes, bytearray)):
        return _of_bytes(bytes(source), name or "upload", recognise, sheet, progress)
    if isinstance(source, (str, os.PathLike)):
        return _of_path(source, recognise, sheet, progress)
    if hasattr(source, "columns") and hasattr(source, "iloc"):
        return _of_frame(source)
    kind = type(source).__module__.split(".")[0]
    if kind == "ibis":
        return _of_ibis(source)
    if kind in ("duckdb", "_duckdb") and hasattr(source, "to_arrow_table"):
        return _of_relation(source)
    if hasattr(source, "__arrow_c_stream__"):
        return _of_arrow(source)
    raise InputError(
        "leads",
        type(source).__name__,
        "is no file, bytes, DataFrame, Arrow or Ibis table, or DuckDB relation",
        "Give the path of a CSV, XLSX or Parquet file.",
    )


# --- the engine ---------------------------------------------------------------------------------------------------


def engine(folder: str, on_disk: bool = False) -> Any:
    """DuckDB in this process, under a bound of memory, without a network; what it cannot hold goes to ``folder``."""
    import ibis

    return ibis.duckdb.connect(
        os.path.join(folder, "leads.duckdb") if on_disk else ":memory:",  # noqa: PTH118
        memory_limit=MEMORY,
        temp_directory=os.path.join(folder, "spill"),  # noqa: PTH118
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
    )


def _stored(backend: Any, given: pyarrow.Table) -> ibis.Table:
    """An Arrow table as a table of the engine."""
    backend.con.register("given", given)
    backend.raw_sql("create table leads as select * from given")
    backend.con.unregister("given")
    return backend.table("leads")


class Folder:
    """A temporary folder that is gone when nothing needs it any more, at the latest when the process ends."""

    def __init__(self) -> None:
        self.name = tempfile.mkdtemp(prefix="weak-link-")
        weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


def quoted(text: str) -> str:
    """A text as the engine writes it."""
    return "'" + text.replace("'", "''") + "'"


def _literally(path: str) -> str:
    """A path in which nothing is a pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in path)


# --- files --------------------------------------------------------------------------------------------------------


def _of_path(path: str | os.PathLike[str], recognise: Recognise, sheet: str | None, progress: Progress | None) -> Leads:
    given = Path(os.fspath(path)).expanduser()
    if not given.exists() and any(c in str(given) for c in "*?"):
        found = sorted(
            Path(given.anchor or ".").glob(str(given.relative_to(given.anchor)) if given.anchor else str(given))
        )
        if not found:
            raise InputError("file", str(path), "matches no file", "Check the pattern.")
        return _of_parquet([str(p) for p in found], str(path))
    if given.is_dir():
        parts = sorted(given.glob("*.parquet"))
        if not parts:
            raise InputError("file", str(path), "is a folder without Parquet files", f"Choose a file inside {given}.")
        return _of_parquet([str(p) for p in parts], given.name)
    try:
        with given.open("rb") as file:
            head = file.read(HEAD)
        size = given.stat().st_size
    except FileNotFoundError:
        raise InputError("file", str(path), "is not there", f"Check the path {path}.") from None
    except OSError:
        raise InputError("file", str(path), "cannot be opened", f"Check the path {path}.") from None
    if head.startswith(PARQUET):
        return _of_parquet([str(given)], given.name)
    if size <= LARGEST_FILE or head.startswith(STARTS):
        data = head if size <= len(head) else given.read_bytes()
        return _of_bytes(data, given.name, recognise, sheet, progress)
    return _of_text_file(given, head, recognise, progress=progress)


def _of_bytes(
    data: bytes, name: str, recognise: Recognise, sheet: str | None, progress: Progress | None = None
) -> Leads:
    """A file in memory: by the careful reader, and by the engine where it is too long for that."""
    if data.startswith(PARQUET):
        folder = Folder()
        path = Path(folder.name) / "leads.parquet"
        path.write_bytes(data)
        return replace(_of_parquet([str(path)], name), keep=folder)
    try:
        sheets = cells.read_bytes(data, name)
    except InputError as refusal:
        if refusal.code not in TOO_LARGE:
            raise
        if data.startswith(STARTS):
            raise InputError(refusal.field, refusal.value, refusal.problem, SAVE_AS_CSV) from None
        folder = Folder()
        path = Path(folder.name) / "upload.csv"
        path.write_bytes(data)
        return replace(_of_text_file(path, data[:HEAD], recognise, name, progress), keep=folder)
    return _of_sheet(_choose(sheets, sheet, recognise, name), name, recognise, data)


def _choose(sheets: Sequence[Sheet], wanted: str | None, recognise: Recognise, name: str) -> Sheet:
    if wanted is not None:
        for candidate in sheets:
            if candidate.name == wanted:
                return candidate
        listed = ", ".join(s.name for s in sheets if s.name) or "no sheets; leave it out"
        raise InputError("sheet", wanted, "is not in this workbook", f"There are: {listed}.")
    if len(sheets) == 1:
        return sheets[0]
    fitting = [s for s in sheets if header_row(_texts(s.rows[:FIRST_ROWS]), recognise)[1] >= 2]
    if len(fitting) > 1:
        raise InputError("sheet", ", ".join(s.name for s in fitting), "all hold leads", "Say which: sheet='…'.")
    return fitting[0] if fitting else sheets[0]


def _text(cell: Any) -> str:
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


def _texts(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [[_text(cell).strip() for cell in row] for row in rows]


def header_row(rows: Sequence[Sequence[str]], recognise: Recognise) -> tuple[int, int]:
    """Which row holds the headings, and how many columns it names. The first of those that name most.

    Where none names any, it is the first row that is as wide as most.
    """
    best, most = 0, 0
    for at, row in enumerate(rows[:FIRST_ROWS]):
        if most >= 2 and at > best + 3:  # titles stand above headings, not below
            break
        known = recognise([cell for cell in row if cell])
        if known > most:
            best, most = at, known
    if most == 0 and rows:
        widths = [sum(bool(cell) for cell in row) for row in rows[:FIRST_ROWS]]
        usual = max(widths)
        best = next(at for at, width in enumerate(widths) if width == usual)
    return best, most


def _of_sheet(sheet: Sheet, name: str, recognise: Recognise, data: bytes = b"") -> Leads:
    """Cells of a small file, as text, in the engine."""
    import pandas as pd
    import pyarrow

    rows = _texts(sheet.rows)
    at, _ = header_row(rows, recognise)
    headings = _named(rows[at], name)
    below = rows[at + 1 :]
    if not any(any(row) for row in below):
        raise InputError("leads", name, "has headings and no row below them", "Choose a file with a row a lead.")
    dropped: list[Dropped] = []
    if at:
        dropped.append(Dropped("rows above the headings", "a title or a remark", at))
    columns = [f"c{n}" for n in range(len(headings))]
    frame = pd.DataFrame(
        {key: pd.array([row[n] or None for row in below], dtype="str") for n, key in enumerate(columns)}
    )
    frame[ROW] = range(at + 2, at + 2 + len(below))
    blank = ~frame[columns].notna().any(axis=1)
    if blank.any():
        frame = frame[~blank]
    if data and _cut_off(data, rows, headings):
        dropped.append(Dropped(f"row {int(frame[ROW].iloc[-1])}", "the file ends in the middle of it"))
        frame = frame.iloc[:-1]
        if frame.empty:
            raise InputError("leads", name, "ends in the middle of its first row", "Export it again.")
    folder = Folder()
    backend = engine(folder.name)
    table = _stored(backend, pyarrow.Table.from_pandas(frame, preserve_index=False))
    return Leads(table, headings, tuple(columns), name, sheet.notes, tuple(dropped), frame, folder)


def _cut_off(data: bytes, rows: Sequence[Sequence[str]], headings: Sequence[str]) -> bool:
    """Whether the last line of a text file has no end and fewer cells than there are headings."""
    if data.startswith(STARTS) or data.rstrip(b" \t\x00")[-1:] in (b"\n", b"\r"):
        return False
    last = next((row for row in reversed(rows) if any(row)), [])
    filled = max((n + 1 for n, cell in enumerate(last) if cell), default=0)
    usual = [max((n + 1 for n, cell in enumerate(row) if cell), default=0) for row in rows[-20:-1]]
    return 1 < filled < min(usual, default=0) and filled < len(headings)


def _named(cells_: Sequence[str], where: str) -> tuple[str, ...]:
    """Headings; a blank one is called by its place."""
    last = max((n + 1 for n, cell in enumerate(cells_) if cell), default=0)
    if not last:
        raise InputError("leads", where, "has no headings", "Write a heading over each column.")
    return tuple(cell or f"column {n + 1}" for n, cell in enumerate(cells_))


def _of_text_file(
    path: Path, head: bytes, recognise: Recognise, name: str = "", progress: Progress | None = None
) -> Leads:
    """A text file that is too long for the careful reader: looked at from its head, read by the engine."""
    name = name or path.name
    folder = Folder()
    words = f"Reading {name}"
    utf8, notes = _as_utf8(path, head, Path(folder.name), _told(words, path.stat().st_size, progress))
    with utf8.open("rb") as file:
        start = file.read(HEAD)
    text = start.decode("utf-8", "ignore").lstrip("\ufeff")
    told = cells._SEP.match(text)
    skip = 1 if told else 0
    delimiter = told[1] if told else cells._delimiter(text)
    body = text[told.end() :] if told else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in reader:
            rows.append([cell.strip(BLANK) for cell in row])
            ends.append(reader.line_num)
            if len(rows) == FIRST_ROWS:
                break
    except csv.Error:
        raise InputError("file", name, "has a cell that is never closed", "Close the quote, or delete it.") from None
    at, _ = header_row(rows, recognise)
    headings = _named(rows[at], name)
    if len(headings) < 2 or len(headings) > MOST_COLUMNS * 5:
        raise InputError("file", name, f"has {len(headings)} columns", "Choose a CSV, TSV or Parquet file of leads.")
    columns = [f"c{n}" for n in range(len(headings))]
    backend = engine(folder.name, on_disk=True)
    skip += ends[at]
    given = ", ".join(f"{key}: 'VARCHAR'" for key in columns)
    # Cells that end a line early are blank; a line with more cells than headings is told apart.
    read = (
        f"read_csv({quoted(_literally(str(utf8)))}, skip={skip}, header=false, auto_detect=false, "
        f"delim={quoted(delimiter)}, quote='\"', escape='\"', columns={{{given}}}, null_padding=true, "
        "strict_mode=true, store_rejects=true, rejects_limit=1000, max_line_size=2000000"
    )
    lists = ", ".join(f"nullif(trim({key}), '') as {key}" for key in columns)
    import duckdb

    def load(more: str) -> None:
        backend.raw_sql("drop table if exists leads")
        statement = f"create table leads as select {lists} from {read}{more})"
        watched(backend, lambda: backend.raw_sql(statement), words, progress)

    try:
        try:
            load("")
        except duckdb.Error as fault:
            if "parallel" not in str(fault):
                raise
            load(", parallel=false")  # a cell of several lines can be read by one reader only
    except duckdb.Error as fault:
        raise _unread(fault, name) from None
    dropped = _rejected(backend, name)
    if at:
        dropped.append(Dropped("rows above the headings", "a title or a remark", at))
    longest = "select " + " + ".join(f"count(*) filter (length({key}) > 100000)" for key in columns) + " from leads"
    long = watched(backend, lambda: backend.raw_sql(longest).fetchone(), words, progress)
    if long and long[0]:
        raise InputError("file", name, "has a quote that is opened and not closed", "Close the quote, or delete it.")
    # The engine numbers rows from 0 in the order of the file.
    backend.raw_sql(f"create view numbered as select *, rowid + {at + 2} as {ROW} from leads")
    table = backend.table("numbered")
    return Leads(table, headings, tuple(columns), name, tuple(notes), tuple(dropped), keep=folder)


def _rejected(backend: Any, name: str) -> list[Dropped]:
    """Lines that the engine could not read as a row, told; too many of them are no accident."""
    lines = backend.raw_sql("select min(line), count(distinct line), min(error_message) from reject_errors").fetchone()
    if not lines or not lines[1]:
        return []
    first, count, why = lines
    total = backend.raw_sql("select count(*) from leads").fetchone()[0]
    if count > max(5, total // 100):
        raise InputError(
            f"row {first}",
            name,
            f"and {count - 1:,} more lines have other cells than headings ({why})",
            "Export it again.",
        )
    return [
        Dropped(f"line {first}" + (f" and {count - 1} more" if count > 1 else ""), "other cells than headings", count)
    ]


def _unread(fault: Exception, name: str) -> InputError:
    """What the engine says of a text, in words."""
    import re

    said = str(fault)
    line = re.search(r"Line: (\d+)", said)
    where = f"row {line[1]}" if line else "file"
    if "quote" in said.lower():
        return InputError(where, name, "has a quote that is opened and not closed", "Close the quote, or delete it.")
    first = said.splitlines()[0][:120]
    return InputError(where, name, f"cannot be read ({first})", "Export it again as CSV in UTF-8.")


def _told(words: str, size: int, progress: Progress | None) -> Callable[[int], None]:
    """Tells that so many bytes of a file have been looked at."""

    def tell(at: int) -> None:
        if progress is not None:
            progress(words, min(at / size, 1.0) if size else None)

    return tell


def _as_utf8(path: Path, head: bytes, folder: Path, tell: Callable[[int], None]) -> tuple[Path, list[str]]:
    """The file itself where it is UTF-8, or a copy that is; and what was done."""
    wide = ""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        wide = "utf-16"
    elif head[1:2_000:2].count(0) > 700:
        wide = "utf-16-le"
    copy = folder / "leads.csv"
    if not wide:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            with path.open("rb") as file:
                for chunk in iter(lambda: file.read(CHUNK), b""):
                    tell(file.tell())
                    if 0 in chunk:
                        raise InputError("file", path.name, "is not text and no spreadsheet", SAVE_AS_CSV)
                    decoder.decode(chunk)
                decoder.decode(b"", True)
            return path, []
        except UnicodeDecodeError:
            pass
        strange = at = said = 0
        with path.open("rb") as file, copy.open("wb") as out:
            for line in file:
                at += len(line)
                if at - said >= CHUNK:
                    said = at
                    tell(at)
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    strange += 1
                    line = line.decode("cp1252", "replace").encode("utf-8")
                out.write(line)
        return copy, [f"{strange:,} lines were read as Windows-1252: they are not UTF-8."]
    try:
        with path.open("r", encoding=wide, newline="") as wider, copy.open("w", encoding="utf-8", newline="") as utf8:
            for n, text in enumerate(iter(lambda: wider.read(CHUNK), "")):
                tell(2 * CHUNK * (n + 1))
                utf8.write(text)
    except UnicodeDecodeError:
        raise InputError("file", path.name, "is not text and no spreadsheet", SAVE_AS_CSV) from None
    return copy, []


# --- tables that are typed already --------------------------------------------------------------------------------


def _of_parquet(paths: list[str], name: str) -> Leads:
    import duckdb

    folder = Folder()
    backend = engine(folder.name)
    listed = "[" + ", ".join(quoted(_literally(path)) for path in paths) + "]"
    try:
        names = [
            row[0]
            for row in backend.raw_sql(f"describe select * from read_parquet({listed}, union_by_name=true)").fetchall()
        ]
        number = f", file_row_number + 1 as {ROW}" if len(paths) == 1 else ""
        more = ", file_row_number=true" if number else ""
        columns = ", ".join('"' + n.replace('"', '""') + '"' for n in names)
        backend.raw_sql(
            f"create view leads as select {columns}{number} from read_parquet({listed}, union_by_name=true{more})"
        )
        table = backend.table("leads")
    except duckdb.Error as fault:
        first = str(fault).splitlines()[0][:120]
        raise InputError("file", name, f"cannot be read as Parquet ({first})", "Write it again.") from None
    return Leads(table, tuple(map(str, names)), tuple(names), name, _zoned(table), keep=folder)


def _zoned(table: ibis.Table) -> tuple[str, ...]:
    """What is said of columns with a time zone: which day a moment is of depends on who asks."""
    return tuple(
        f"{key}: the day is taken in the engine's time zone."
        for key, kind in table.schema().items()
        if getattr(kind, "timezone", None)
    )


def _nothing(cell: Any) -> bool:
    """Whether a cell of a DataFrame holds nothing."""
    import pandas as pd

    return cell is None or bool(pd.api.types.is_scalar(cell) and pd.isna(cell))


def _in_text(values: Iterable[Any]) -> Any:
    """Cells of any kind as a column of texts."""
    import pyarrow

    return pyarrow.array([None if _nothing(v) else _text(v) or None for v in values], pyarrow.string())


def _holds(kind: Any) -> bool:
    """Whether the engine can hold a type of Arrow and count it."""
    import pyarrow

    types = pyarrow.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_decimal(kind):
        return bool(kind.precision <= 38 and kind.bit_width <= 128)
    fits = (
        types.is_boolean, types.is_integer, types.is_float32, types.is_float64, types.is_string, types.is_large_string,
        types.is_string_view, types.is_date, types.is_time, types.is_timestamp, types.is_duration,
    )  # fmt: skip
    return any(fit(kind) for fit in fits)


def _of_frame(frame: pd.DataFrame) -> Leads:
    import pandas as pd

    if isinstance(frame.columns, pd.MultiIndex):
        raise InputError(
            "leads", f"{frame.columns.nlevels} levels", "of column names are too many", "Join them into one."
        )
    if frame.empty:
        raise InputError("leads", f"{len(frame)} rows", "hold nothing", "Give a DataFrame with a row a lead.")
    index, notes = _of_index(frame)
    given = [*index, *((str(name), frame.iloc[:, n]) for n, name in enumerate(frame.columns))]
    made = []
    for heading, values in given:
        column, zone = _of_series(values)
        made.append(column)
        if zone:
            notes.append(f"{heading}: the clock of its own time zone ({zone}) counts.")
    return _of_columns([heading for heading, _ in given], made, "the DataFrame", notes)


def _of_index(frame: pd.DataFrame) -> tuple[list[tuple[str, pd.Series]], list[str]]:
    """The index as columns where it has names; and what was left out."""
    import pandas as pd

    index, notes = frame.index, []
    if isinstance(index, pd.RangeIndex) or (index.nlevels == 1 and index.name is None):
        return [], []
    there = set(map(str, frame.columns))
    found = []
    for level, name in enumerate(index.names):
        if name is None:
            notes.append(f"Level {level + 1} of the index has no name; it was left out.")
        elif str(name) in there:
            notes.append(f"{name}: a level of the index has the name of a column; it was left out.")
        else:
            found.append((str(name), pd.Series(index.get_level_values(level))))
    return found, notes


def _of_series(values: pd.Series) -> tuple[Any, str]:
    """A column of a DataFrame in Arrow, and its time zone; what the engine cannot hold is text."""
    import pandas as pd
    import pyarrow

    values, zone = values.reset_index(drop=True), ""
    if values.dtype == object or isinstance(values.dtype, pd.CategoricalDtype):
        return _in_text(values.tolist()), zone
    if isinstance(values.dtype, pd.PeriodDtype):
        values = values.dt.to_timestamp()
    elif getattr(values.dtype, "tz", None) is not None or (
        isinstance(values.dtype, pd.ArrowDtype) and getattr(values.dtype.pyarrow_dtype, "tz", None)
    ):
        zone = str(values.dt.tz)
        values = values.dt.tz_localize(None)  # the wall clock of its zone, as it is written
    try:
        column = pyarrow.Array.from_pandas(values)
    except (pyarrow.ArrowException, TypeError, ValueError):
        return _in_text(values.tolist()), zone
    return (column if _holds(column.type) else _in_text(values.tolist())), zone


def _of_columns(headings: Sequence[str], columns: Sequence[Any], name: str, notes: Sequence[str]) -> Leads:
    """Columns in Arrow, in the engine; numbered from 0, as a DataFrame is."""
    import numpy as np
    import pyarrow

    keys = tuple(f"c{n}" for n in range(len(headings)))
    rows = pyarrow.array(np.arange(len(columns[0])))
    folder = Folder()
    table = _stored(engine(folder.name), pyarrow.table([*columns, rows], names=[*keys, ROW]))
    return Leads(table, tuple(headings), keys, name, tuple(notes), keep=folder)


def _of_arrow(source: Any) -> Leads:
    """A table of Arrow, or what gives itself as one."""
    import pyarrow

    try:
        given = pyarrow.table(source)
    except (pyarrow.ArrowException, TypeError, ValueError):
        raise InputError(
            "leads", type(source).__name__, "is no table of columns", "Give a table with a row a lead."
        ) from None
    if not given.num_rows or not given.num_columns:
        raise InputError("leads", f"{given.num_rows} rows", "hold nothing", "Give a table with a row a lead.")
    columns = [c if _holds(c.type) else _in_text(c.to_pylist()) for c in given.columns]
    made = _of_columns([str(name) for name in given.column_names], columns, "the table", ())
    zoned = tuple(
        f"{name}: the day is taken in the engine's time zone."
        for name, kind in zip(given.column_names, given.schema.types, strict=True)
        if getattr(kind, "tz", None)
    )
    return replace(made, notes=zoned)


def _of_ibis(table: ibis.Table) -> Leads:
    names = tuple(table.columns)
    return Leads(table, names, names, "the table", _zoned(table))


def _of_relation(relation: Any) -> Leads:
    """A relation belongs to a connection that it does not tell; what it holds is copied."""
    folder = Folder()
    backend = engine(folder.name)
    path = os.path.join(folder.name, "relation.parquet")  # noqa: PTH118
    relation.write_parquet(path)
    return replace(_of_parquet([path], "the relation"), keep=(folder, backend))
