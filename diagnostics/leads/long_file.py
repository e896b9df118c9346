"""A text file that is too long to be read cell by cell: looked at from its first bytes, read by the engine."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.leads.engine import Folder, engine, literally, quoted
from diagnostics.leads.source import ROW, Leads, Recognise, name_headings
from diagnostics.leads.thresholds import FEW_REJECTED, REJECTED
from diagnostics.reading.delimited import LineDecoder, split_off_delimiter, wide_encoding
from diagnostics.reading.headings import FIRST_ROWS, header_row
from diagnostics.reading.progress import Progress, watched
from diagnostics.reading.receipt import Dropped
from diagnostics.reading.sheet import BLANK, MOST_COLUMNS

HEAD: Final = 1_000_000
"""Bytes of a long file that are looked at before the engine reads it."""

CHUNK: Final = 1 << 22
"""Bytes or characters of a long file that are looked at between two reports of progress."""


def of_long_file(
    path: Path, head: bytes, recognise: Recognise, name: str = "", progress: Progress | None = None
) -> Leads:
    """A text file that is too long to be read cell by cell."""
    name = name or path.name
    folder = Folder()
    words = f"Reading {name}"
    utf8, notes = _as_utf8(path, head, Path(folder.name), _teller(words, path.stat().st_size, progress))
    with utf8.open("rb") as file:
        start = file.read(HEAD)
    text = start.decode("utf-8", "ignore").lstrip("\ufeff")
    delimiter, body = split_off_delimiter(text)
    skip = 0 if body is text else 1
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
        raise InputError("leads-quote-not-closed", "file", name) from None
    at, _ = header_row(rows, recognise)
    headings = name_headings(rows[at], name)
    if len(headings) < 2 or len(headings) > MOST_COLUMNS * 5:
        raise InputError("leads-column-count", "file", name, columns=len(headings))
    columns = [f"c{n}" for n in range(len(headings))]
    backend = engine(folder.name, on_disk=True)
    skip += ends[at]
    given = ", ".join(f"{key}: 'VARCHAR'" for key in columns)
    # Cells missing at the end of a line are blank; a line with more cells than headings is rejected and reported.
    read = (
        f"read_csv({quoted(literally(str(utf8)))}, skip={skip}, header=false, auto_detect=false, "
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
        raise InputError("leads-quote-not-closed", "file", name)
    # The engine numbers rows from 0 in the order of the file.
    backend.raw_sql(f"create view numbered as select *, rowid + {at + 2} as {ROW} from leads")
    table = backend.table("numbered")
    return Leads(table, headings, tuple(columns), name, notes, tuple(dropped), keep=folder)


def _rejected(backend: Any, name: str) -> list[Dropped]:
    """Lines that the engine could not read as a row. Many of them mean that the file was read wrongly: that is refused."""
    lines = backend.raw_sql("select min(line), count(distinct line), min(error_message) from reject_errors").fetchone()
    if not lines or not lines[1]:
        return []
    first, count, why = lines
    total = backend.raw_sql("select count(*) from leads").fetchone()[0]
    if count > max(FEW_REJECTED, int(REJECTED * total)):
        raise InputError("leads-lines-do-not-fit", "file", name, place=f"row {first}", more=count - 1, reason=why)
    return [
        Dropped(f"line {first}" + (f" and {count - 1} more" if count > 1 else ""), "other cells than headings", count)
    ]


def _unread(fault: Exception, name: str) -> InputError:
    """The engine's complaint about a text as an error of ours."""
    reason = str(fault)
    line = re.search(r"Line: (\d+)", reason)
    where = f"row {line[1]}" if line else ""
    if "quote" in reason.lower():
        return InputError("leads-quote-not-closed", "file", name, place=where)
    return InputError("leads-text-unreadable", "file", name, place=where, reason=reason.splitlines()[0][:120])


def _teller(words: str, size: int, progress: Progress | None) -> Callable[[int], None]:
    """A function that reports how many bytes of a file have been looked at."""

    def tell(at: int) -> None:
        if progress is not None:
            progress(words, min(at / size, 1.0) if size else None)

    return tell


def _as_utf8(path: Path, head: bytes, folder: Path, tell: Callable[[int], None]) -> tuple[Path, tuple[str, ...]]:
    """The file itself where it is UTF-8, or a copy that is; and what was done."""
    copy = folder / "leads.csv"
    wide = wide_encoding(head)
    if wide:
        try:
            with path.open("r", encoding=wide, newline="") as file, copy.open("w", encoding="utf-8", newline="") as out:
                for n, text in enumerate(iter(lambda: file.read(CHUNK), "")):
                    tell((4 if wide == "utf-32" else 2) * CHUNK * (n + 1))
                    out.write(text)
        except UnicodeDecodeError:
            raise InputError("file-binary", "file", path.name) from None
        return copy, ()
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            for chunk in iter(lambda: file.read(CHUNK), b""):
                tell(file.tell())
                if 0 in chunk:
                    raise InputError("file-binary", "file", path.name)
                decoder.decode(chunk)
            decoder.decode(b"", True)
        return path, ()
    except UnicodeDecodeError:
        pass
    lines = LineDecoder()
    at = reported = 0
    with path.open("rb") as file, copy.open("w", encoding="utf-8", newline="") as out:
        for line in file:
            at += len(line)
            if at - reported >= CHUNK:
                reported = at
                tell(at)
            out.write(lines.decode(line))
    return copy, lines.notes
