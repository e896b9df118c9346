"""One door from a file, bytes, pasted text or a DataFrame to plain cells.

Tolerant about form and strict about size: whatever is given, either sheets come out or an ``InputError`` that names
what is wrong and what to do. Nothing here knows what the cells mean.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import stat
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from diagnostics.errors import InputError
from diagnostics.reading import workbook
from diagnostics.reading.sheet import (
    BLANK,
    INVISIBLE,
    LARGEST_FILE,
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Formula,
    Sheet,
    Value,
    check_size,
    place,
    too_long,
    too_many_rows,
    trimmed,
)
from diagnostics.reading.workbook import LARGEST_UNPACKED, MOST_SHEETS

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LARGEST_FILE",
    "LARGEST_UNPACKED",
    "LONGEST_CELL",
    "MOST_CELLS",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "MOST_SHEETS",
    "Cell",
    "Formula",
    "Sheet",
    "Value",
    "read_block",
    "read_bytes",
    "read_frame",
    "read_path",
    "read_text",
]


def read_path(path: str | os.PathLike[str]) -> tuple[Sheet, ...]:
    """Read a file: CSV, XLSX or XLSM, told by what is in it and not by what it is called.

    Raises
    ------
    InputError
        Where there is no such file, or it cannot be read, or not as a table: see `read_bytes`.
    """
    try:
        given = os.fspath(path)
        size = os.stat(given)  # noqa: PTH116  # bytes are paths too
    except TypeError:
        raise InputError("not-a-path", "file", path) from None
    except (OSError, ValueError) as fault:
        raise _unreadable(path, fault) from None
    if stat.S_ISDIR(size.st_mode):
        raise InputError("file-is-a-folder", "file", given, path=os.fsdecode(given))
    if not stat.S_ISREG(size.st_mode):  # a pipe or a device, on which reading could wait for ever
        raise InputError("not-a-file", "file", given, path=os.fsdecode(given))
    if size.st_size > LARGEST_FILE:
        raise _too_large(os.path.basename(os.fsdecode(given)), size.st_size)  # noqa: PTH119
    try:
        with open(given, "rb") as file:  # noqa: PTH123
            data = file.read(LARGEST_FILE + 1)  # it may have grown since it was looked at
    except (OSError, ValueError) as fault:
        raise _unreadable(path, fault) from None
    return read_bytes(data, os.path.basename(os.fsdecode(given)))  # noqa: PTH119


def read_bytes(data: bytes, name: str = "") -> tuple[Sheet, ...]:
    """Read an upload: the content of a CSV, XLSX or XLSM file.

    Parameters
    ----------
    data : bytes
        The whole file. Its kind is told from it.
    name : str
        What messages call it; decides nothing.

    Returns
    -------
    tuple of Sheet
        The sheets that are not hidden and hold anything, in their order; at least one.

    Raises
    ------
    InputError
        Where it is empty, too large, damaged, locked, or of a kind that holds no table.
    """
    name = name or "upload"
    if len(data) > LARGEST_FILE:
        raise _too_large(name, len(data))
    data = bytes(data)
    if not data.strip():
        raise InputError("file-empty", "file", name)
    if data.startswith(workbook.STARTS):
        return workbook.read_workbook(data, name)
    head = data[:1_000].lstrip()
    for start, kind in _MAGIC:
        if head.startswith(start):
            raise InputError("file-of-another-kind", "file", name, kind=kind)
    text, notes = _decode(data, name)
    return (_from_text(text, name, "file", notes),)


def read_text(text: str) -> Sheet:
    """Read what was pasted: cells copied from a spreadsheet, or CSV.

    Raises
    ------
    InputError
        Where it is empty, too long, or no table.
    """
    if len(text) > LARGEST_FILE:
        raise InputError("paste-too-large", "text", len(text), most=LARGEST_FILE)
    return _from_text(text, text[:40].strip() or "", "text", ())


def read_block(text: str) -> list[list[str]]:
    r"""Read what was pasted over cells: rows as in :func:`read_text`, the blank cells at their ends included.

    Raises
    ------
    InputError
        Where it is empty, too long, or no table.

    >>> read_block("120\t\r\n1,300\t9\r\n")
    [['120', ''], ['1,300', '9']]
    """
    if len(text) > LARGEST_FILE:
        raise InputError("paste-too-large", "text", len(text), most=LARGEST_FILE)
    name = text[:40].strip()
    text, delimiter = _delimited(text, name, "text")
    rows = _cells(text.rstrip("\r\n"), delimiter, "text")
    if not any(cell for row in rows for cell in row):
        raise InputError("only-blank-cells", "text", name)
    check_size("text", len(rows), max(map(len, rows)))
    return rows


def _unreadable(path: object, fault: Exception) -> InputError:
    """The error of the system as one of ours. The remedy holds the path in full, however long it is."""
    denied = isinstance(fault, PermissionError)
    code = (
        "file-not-found"
        if isinstance(fault, FileNotFoundError)
        else "file-not-permitted"
        if denied
        else "file-unreadable"
    )
    return InputError(code, "file", path, path=path)


def _too_large(name: str, size: int) -> InputError:
    return InputError("file-too-large", "file", name, size=size, most=LARGEST_FILE)


# --- text ---------------------------------------------------------------------------------------------------------

_HAS_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_CONTROLS: Final = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
_DELIMITERS: Final = "\t;|,"
"""In the order in which they are believed where two would do: a comma is more often part of a number or a sentence."""
_QUOTED: Final = re.compile(r'(?:^|(?<=[\t;|,\n]))"(?:[^"]++|"")*+(?:"|\Z)', re.MULTILINE)
_COMMA_NUMBER: Final = re.compile(
    r"[^\w,]*+(?:[A-Z]{3}[^\w,]*+)?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d[\d.]*,\d+)[^\w,]*+(?:[A-Z]{3}\s*)?"
)
"""A line that may be one number: 1,200 or €1.200,50 or 3,5 %."""
_COMMA_NAME: Final = re.compile(r'(?:[^\d,"]|, )+')
"""A line that may be one name: Search, paid."""
_SEP: Final = re.compile(r'"?sep=([^\w"\r\n])"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_SAMPLE: Final = 20_000
_SAMPLE_LINES: Final = 100

_MAGIC: Final = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF89a", "a GIF picture"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a GZIP archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh91AY&SY", "a BZIP2 archive"),
    (b"\xfd7zXZ", "an XZ archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1\x15", "a Parquet file"),
    (b"ARROW1\x00", "an Arrow file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_MARKUP: Final = (
    (re.compile(r"<\?xml|<(?:\w+:)?workbook[\s>]", re.IGNORECASE), "XML"),
    (re.compile(r"<!doctype|<!--|<(?:html|head|body|table|meta|style|script|div)[\s>]", re.IGNORECASE), "a web page"),
    (re.compile(r'\{\s*(?:"|\}|\Z)|\[\s*(?:[{\["]|\]\s*\Z)'), "JSON"),
)


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Bytes as text, and a note where the encoding was guessed."""
    wide = ""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        wide = "utf-32"
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        wide = "utf-16"
    else:
        head = data[:2_000]
        even, odd = head[::2], head[1::2]
        if odd.count(0) * 4 > len(odd) * 3 and not even.count(0):  # Latin letters and digits: every other byte is 0
            wide = "utf-16-le"
        elif even.count(0) * 4 > len(even) * 3 and not odd.count(0):
            wide = "utf-16-be"
    if wide:
        try:
            return data.decode(wide), ()
        except UnicodeDecodeError:
            raise _binary("file", name) from None
    if 0 in data:
        raise _binary("file", name)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), ("Read as Windows-1252: it is not UTF-8.",)


def _binary(what: str, name: str) -> InputError:
    return InputError("file-binary", what, name)


def _from_text(text: str, name: str, what: str, notes: tuple[str, ...]) -> Sheet:
    """Delimited text as a sheet; ``what`` and ``name`` are the field and the value of a refusal of the whole."""
    text, delimiter = _delimited(text, name, what)
    text = text.rstrip(" \r\n" + delimiter)  # blank rows and cells at the end, before any row is counted
    where = name if what == "file" else what
    rows: list[list[Cell]] = [[cell or None for cell in row] for row in _cells(text, delimiter, where)]
    sheet = trimmed("", rows, where=where, notes=notes)
    if sheet is None:
        raise InputError("only-blank-cells", what, name)
    return sheet


def _delimited(text: str, name: str, what: str) -> tuple[str, str]:
    """Delimited text without what is in front of its first row, and its delimiter; text of another kind is refused."""
    text = text.lstrip("\ufeff")
    head = text[:_SAMPLE].lstrip(BLANK)
    for pattern, kind in _MARKUP:
        if pattern.match(head):
            raise InputError("file-of-another-kind", what, name, kind=kind)
    if "\x00" in text or len(_CONTROLS.findall(text)) > 2 + len(text) // 200:
        raise _binary(what, name)
    told = _SEP.match(text)
    return (text[told.end() :], told[1]) if told else (text, _delimiter(text))


def _cells(text: str, delimiter: str, where: str) -> list[list[str]]:
    """The cells of each row, stripped."""
    strip = BLANK if _HAS_INVISIBLE.search(text) else None  # stripping by a list of characters is slower
    return [[cell.strip(strip) for cell in row] for row in _records(text, delimiter, where)]


def _delimiter(text: str) -> str:
    """What separates cells: the character that is in most lines equally often, quoted cells apart.

    Commas separate nothing where each line with one may be a number, or each may be a name: a column of amounts or of
    names is one column.
    """
    lines = _QUOTED.sub('""', text[:_SAMPLE]).splitlines()[:_SAMPLE_LINES]
    commas = [line for line in lines if "," in line]
    whole = any(all(map(one.fullmatch, commas)) for one in (_COMMA_NUMBER, _COMMA_NAME))
    best, found = (0, 0), "\t"
    for delimiter in _DELIMITERS.replace(",", "") if whole else _DELIMITERS:
        counts = [count for count in (line.count(delimiter) for line in lines) if count]
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        score = (counts.count(usual), len(counts))
        if score > best:
            best, found = score, delimiter
    return found


def _records(text: str, delimiter: str, where: str) -> list[list[str]]:
    """Rows of delimited text. Stops at the limit, and at a quote that is opened and not closed."""
    reader: Iterator[list[str]]
    if '"' in text:
        reader = _quoted(text, delimiter)
    else:
        reader = csv.reader(_lines(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    rows = _few(reader, where)
    for at, row in enumerate(rows):
        if row and max(map(len, row)) > LONGEST_CELL:
            for column, cell in enumerate(row):
                cell = cell.strip(BLANK)
                if len(cell) > LONGEST_CELL:
                    raise too_long(place("", at, column), cell)
    return rows


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, of whatever system they are."""
    return iter(io.StringIO(text, newline=""))


def _few(rows: Iterator[list[str]], where: str) -> list[list[str]]:
    """The rows; no more are read than needed to say that there are too many, blank ones at the end apart."""
    kept: list[list[str]] = []
    try:
        kept.extend(islice(rows, MOST_ROWS))
        if any(cell.strip(BLANK) for row in rows for cell in row):
            raise too_many_rows(where, MOST_ROWS + 1)
    except csv.Error:  # a cell beyond the library's own limit, which is far beyond ours
        raise InputError("row-with-long-cell", "row", where, place=f"row {len(kept) + 1}", most=LONGEST_CELL) from None
    return kept


def _quoted(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows of text with quotes.

    The library reads on to the end of the file for a quote that is not closed, and takes whatever comes after one
    that is closed too late; both are told apart from a cell of several lines here.
    """
    lines: list[str] = []
    ended = False

    def feed() -> Iterator[str]:
        nonlocal ended
        for line in _lines(text):
            lines.append(line)
            yield line
        ended = True

    reader = csv.reader(feed(), delimiter=delimiter)
    at = 0
    while True:
        lines.clear()
        try:
            row = next(reader, None)
        except csv.Error:
            if len(lines) < 2:
                raise
            raise _unclosed(at, lines) from None
        if row is None:
            return
        # The line after the last is asked for only inside a quote.
        if ended or (len(lines) > 1 and not _well_quoted(lines, delimiter)):
            raise _unclosed(at, lines)
        yield row
        at += 1


def _well_quoted(lines: Sequence[str], delimiter: str) -> bool:
    """Whether what spans lines is a quoted cell, with a delimiter or the end of the line after its closing quote."""
    try:
        return len(list(csv.reader(lines, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _unclosed(row: int, lines: Sequence[str]) -> InputError:
    return InputError("quote-not-closed", "row", "".join(lines[:1]).strip(), place=f"row {row + 1}")


# --- DataFrames ---------------------------------------------------------------------------------------------------


def read_frame(frame: pd.DataFrame) -> Sheet:
    """Read a DataFrame: a row of its column names, then its values.

    Parameters
    ----------
    frame : pandas.DataFrame
        An index other than 0, 1, 2, … becomes the first column, or columns.

    Raises
    ------
    InputError
        Where it is none, has columns of several levels, is too large, or holds what is neither text, number nor date.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise InputError("not-a-frame", "table", type(frame).__name__)
    if isinstance(frame.columns, pd.MultiIndex):
        raise InputError("frame-of-levels", "table", f"{frame.columns.nlevels} levels")
    own = not frame.index.equals(pd.RangeIndex(len(frame)))
    levels = frame.index.nlevels if own else 0
    height, width = len(frame) + 1, frame.shape[1] + levels
    if not len(frame) or not width:
        raise InputError("frame-empty", "table", f"{len(frame)} rows")
    check_size("table", height, width)
    columns = [
        (_named(frame.index.names[level]), frame.index.get_level_values(level).tolist()) for level in range(levels)
    ]
    columns += [(_named(named), frame.iloc[:, at].tolist()) for at, named in enumerate(frame.columns)]
    rows: list[list[Cell]] = [[named for named, _ in columns]]
    rows.extend([None] * width for _ in range(height - 1))
    sheet = Sheet("", rows, (), tuple(_label(label) for label in frame.index.tolist()), framed=True)
    for column, (_, values) in enumerate(columns):
        for row, value in enumerate(values, start=1):
            try:
                plain = _plain(value)
            except (TypeError, ValueError, ArithmeticError):
                kind = type(value).__name__  # showing the value itself may fail as reading it did
                raise InputError("frame-value", "cell", kind, place=sheet.place(row, column)) from None
            if isinstance(plain, str) and len(plain) > LONGEST_CELL:
                raise too_long(sheet.place(row, column), plain)
            rows[row][column] = plain
    return sheet


def _named(name: Any) -> Value:
    """A column name as text; None where there is none."""
    plain = name if isinstance(name, str) else _plain(name) if name is not None else None
    return None if plain is None else str(plain).strip(BLANK) or None


def _label(label: Any) -> str:
    return ", ".join(map(_label, label)) if isinstance(label, tuple) else str(label)


def _plain(value: Any) -> Value:
    """A value of a DataFrame as a plain one.

    Raises
    ------
    TypeError, ValueError
        Where it is none.
    """
    import decimal

    import numpy as np
    import pandas as pd

    kind = type(value)
    if kind is float:
        return None if value != value else float(value)
    if kind is int or kind is bool or value is None or value is pd.NA or value is pd.NaT:
        return value if kind is int or kind is bool else None
    if isinstance(value, str):
        return str(value).strip(BLANK) or None
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
        return None if value is pd.NaT else value.date()
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, pd.Period):
        first = value.asfreq("D", how="start")
        return dt.date(first.year, first.month, first.day)
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, (np.integer, int)):
        return int(value)
    if isinstance(value, (np.floating, float, decimal.Decimal)):
        return None if value != value else float(value)
    if isinstance(value, dt.date):
        return value
    if isinstance(value, (dt.time, dt.timedelta)):
        return str(value)
    raise TypeError
