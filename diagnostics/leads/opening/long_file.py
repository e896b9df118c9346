"""A text file that is too long to be read cell by cell: looked at from its first bytes, read by the engine."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from diagnostics.errors import InputError
from diagnostics.language import kept, t
from diagnostics.leads.opening.engine import Folder, beyond_memory, engine, literally, quoted
from diagnostics.leads.opening.header import find_header
from diagnostics.leads.opening.source import ROW, Leads, Recognise
from diagnostics.leads.thresholds import FEW_REJECTED, REJECTED
from diagnostics.number_format import integer
from diagnostics.reading import encodings
from diagnostics.reading.delimited import LineDecoder, given_encoding, split_off_delimiter
from diagnostics.reading.headings import FIRST_ROWS
from diagnostics.reading.progress import Progress, watched
from diagnostics.reading.receipt import Dropped
from diagnostics.reading.sheet import BLANK, LONGEST_CELL, MOST_COLUMNS

HEAD: Final = 1_000_000
"""Bytes of a long file that are looked at before the engine reads it."""

CHUNK: Final = 1 << 22
"""Bytes or characters of a long file that are looked at between two reports of progress."""


def of_long_file(
    path: Path,
    head: bytes,
    recognise: Recognise,
    name: str = "",
    *,
    encoding: str | None = None,
    wanted: Collection[str] = (),
    progress: Progress | None = None,
    most_columns: int = MOST_COLUMNS,
) -> Leads:
    """A text file that is too long to be read cell by cell; ``wanted`` are headings that were given."""
    name = name or path.name
    folder = Folder()
    words = t("Reading {name}", name=name)
    utf8 = _as_utf8(path, name, head, Path(folder.name), encoding, _teller(words, path.stat().st_size, progress))
    with utf8.path.open("rb") as file:
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
    header = find_header(rows, recognise, name, wanted)
    headings = header.headings
    if len(headings) < 2 or len(headings) > MOST_COLUMNS:
        raise InputError("leads-column-count", "file", name, columns=len(headings))
    if len(headings) > most_columns:
        raise InputError("leads-too-wide", "file", name, columns=len(headings), most=most_columns)
    columns = [f"c{n}" for n in range(len(headings))]
    backend = engine(folder.name, on_disk=True)
    skip += ends[header.first - 1] if header.first else 0
    given = ", ".join(f"{key}: 'VARCHAR'" for key in columns)
    # Cells missing at the end of a line are blank; a line with more cells than headings is rejected and reported.
    read = (
        f"read_csv({quoted(literally(str(utf8.path)))}, skip={skip}, header=false, auto_detect=false, "
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
        if beyond_memory(fault):
            raise MemoryError(words) from fault
        raise _unread(fault, name) from None
    dropped = [*_rejected(backend, name), *header.dropped]
    too_long = (f"count(*) filter (length({key}) > {LONGEST_CELL})" for key in columns)
    longest = f"select {' + '.join(too_long)} from leads"
    long = watched(backend, lambda: backend.raw_sql(longest).fetchone(), words, progress)
    if long and long[0]:
        raise InputError("leads-quote-not-closed", "file", name)
    # The engine numbers rows from 0 in the order of the file.
    backend.raw_sql(f"create view numbered as select *, rowid + {header.first + 1} as {ROW} from leads")
    table = backend.table("numbered")
    return Leads(
        table,
        headings,
        tuple(columns),
        name,
        (*utf8.notes, *header.notes),
        tuple(dropped),
        keep=folder,
        encodings=utf8.encodings,
        headed=header.found,
    )


def _rejected(backend: Any, name: str) -> list[Dropped]:
    """Lines that the engine could not read as a row. Many of them mean that the file was read wrongly: that is refused."""
    lines = backend.raw_sql("select min(line), count(distinct line), min(error_message) from reject_errors").fetchone()
    if not lines or not lines[1]:
        return []
    first, count, why = lines
    total = backend.raw_sql("select count(*) from leads").fetchone()[0]
    if count > max(FEW_REJECTED, int(REJECTED * total)):
        raise InputError(
            "leads-lines-do-not-fit", "file", name, place=t("row {row}", row=first), more=count - 1, reason=why
        )

    def lines_left_out() -> str:
        if count == 1:
            return t("line {line}", line=first)
        return t("line {line} and {more} more", line=first, more=integer(count - 1))

    return [Dropped(kept(lines_left_out), kept(lambda: t("other cells than headings")), count)]


def _unread(fault: Exception, name: str) -> InputError:
    """The engine's complaint about a text as an error of ours."""
    reason = str(fault)
    line = re.search(r"Line: (\d+)", reason)
    where = t("row {row}", row=line[1]) if line else ""
    if "quote" in reason.lower():
        return InputError("leads-quote-not-closed", "file", name, place=where)
    return InputError("leads-text-unreadable", "file", name, place=where, reason=reason.splitlines()[0][:120])


def _teller(words: str, size: int, progress: Progress | None) -> Callable[[int], None]:
    """A function that reports how many bytes of a file have been looked at."""

    def tell(at: int) -> None:
        if progress is not None:
            progress(words, min(at / size, 1.0) if size else None)

    return tell


@dataclass(frozen=True, slots=True)
class _Utf8:
    """A text in UTF-8, and how it was decoded."""

    path: Path
    notes: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    """The encoding that was taken, then those that would do as well; empty where there is no doubt."""


def _as_utf8(
    path: Path, name: str, head: bytes, folder: Path, encoding: str | None, tell: Callable[[int], None]
) -> _Utf8:
    """The file itself where it is UTF-8, or a copy that is."""
    copy = folder / "leads.csv"
    known = given_encoding(head, encoding)
    if known is not None and known != "utf-8":
        try:
            with path.open("rb") as file, copy.open("w", encoding="utf-8", newline="") as out:
                text = codecs.getreader(known)(file)
                for part in iter(lambda: text.read(CHUNK), ""):
                    tell(file.tell())
                    out.write(part)
        except UnicodeDecodeError:
            if encoding is None:
                raise InputError("file-binary", "file", name) from None
            raise InputError("encoding-does-not-fit", "encoding", encoding) from None
        return _Utf8(copy)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            for chunk in iter(lambda: file.read(CHUNK), b""):
                tell(file.tell())
                if 0 in chunk:
                    raise InputError("file-binary", "file", name)
                decoder.decode(chunk)
            decoder.decode(b"", True)
        return _Utf8(path)
    except UnicodeDecodeError:
        if known is not None:
            raise InputError("encoding-does-not-fit", "encoding", encoding) from None
    words: set[bytes] = set()
    with path.open("rb") as file:
        for chunk in _whole_lines(file, tell):
            if len(words) < encodings.MOST_WORDS:
                words |= encodings.words_of(chunk)
    guessed = encodings.guess(words)
    lines = LineDecoder(guessed)
    with path.open("rb") as file, copy.open("w", encoding="utf-8", newline="") as out:
        for chunk in _whole_lines(file, tell):
            out.writelines(map(lines.decode, chunk.splitlines(keepends=True)))
    return _Utf8(copy, lines.notes, (guessed.encoding, *guessed.others) if guessed.others else ())


def _whole_lines(file: BinaryIO, tell: Callable[[int], None]) -> Iterator[bytes]:
    """The bytes of a file in pieces that end where a line does."""
    while lines := file.readlines(CHUNK):
        tell(file.tell())
        yield b"".join(lines)
