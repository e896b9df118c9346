"""One door from a file, bytes, pasted text or a DataFrame to plain cells.

Tolerant about form and strict about size: whatever is given, either sheets come out or an ``InputError`` that names
what is wrong and what to do. Nothing here knows what the cells mean.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from diagnostics.errors import InputError, printable
from diagnostics.language import mark, t
from diagnostics.reading import workbook
from diagnostics.reading.delimited import UNWRAPPED, decode, rows_of, split_off_delimiter, unwrapped
from diagnostics.reading.progress import Progress
from diagnostics.reading.sheet import (
    BLANK,
    INVISIBLE,
    LARGEST_FILE,
    LONGEST_CELL,
    MONTHS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Formula,
    Limits,
    Sheet,
    Value,
    check_size,
    too_long,
    trimmed,
)
from diagnostics.reading.workbook import MOST_SHEETS

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LARGEST_FILE",
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


def read_path(path: str | os.PathLike[str], encoding: str | None = None) -> tuple[Sheet, ...]:
    """Read a file: CSV, XLSX or XLSM, recognised by content, not by name; ``encoding`` is that of a text file.

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
    return read_bytes(data, os.path.basename(os.fsdecode(given)), encoding=encoding)  # noqa: PTH119


def read_bytes(
    data: bytes,
    name: str = "",
    limits: Limits = MONTHS,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> tuple[Sheet, ...]:
    """Read an upload: the content of a CSV, XLSX or XLSM file.

    Parameters
    ----------
    data : bytes
        The whole file. Its kind is recognised by content.
    name : str
        What messages call it; decides nothing.
    limits : Limits
        How much of a workbook is read.
    encoding : str, optional
        Of a text file, for example ``"shift_jis"``; found by what decodes unless given.
    progress : callable, optional
        Called with how much of a workbook has been read; what it raises stops the work.

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
    packed = data.startswith(workbook.STARTS)
    if len(data) > (limits.file if packed else LARGEST_FILE):
        raise _too_large(name, len(data))
    data = bytes(data)
    if not data.strip():
        raise InputError("file-empty", "file", name)
    if packed:
        return workbook.read_workbook(data, name, limits, progress)
    head = data[:1_000].lstrip()
    for start, kind in _MAGIC:
        if head.startswith(start):
            raise InputError("file-of-another-kind", "file", name, kind=t(kind))
    decoded = decode(data, name, encoding)
    sheet = _from_text(decoded.text, name, "file", decoded.notes)
    return (replace(sheet, encodings=decoded.encodings) if decoded.encodings else sheet,)


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
    delimiter, text = _delimited(text, name, "text")
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
_SAMPLE: Final = 20_000
_SIGNS: Final = "$€£¥₹ "
"""What an accounting format writes before a number."""
_PADDED_DASH: Final = re.compile(r" [$€£¥₹]?\s*[-–—](?: |$)")

MOST_BITS: Final = 1_000
"""Of a whole number: a larger one is no count, and cannot be written as a float."""

_MAGIC: Final = (
    (b"%PDF-", mark("a PDF document")),
    (b"\x89PNG", mark("a PNG picture")),
    (b"\xff\xd8\xff", mark("a JPEG picture")),
    (b"GIF89a", mark("a GIF picture")),
    (b"{\\rtf", mark("a text document")),
    (b"\x1f\x8b", mark("a GZIP archive")),
    (b"7z\xbc\xaf\x27\x1c", mark("a 7-Zip archive")),
    (b"Rar!\x1a\x07", mark("a RAR archive")),
    (b"BZh91AY&SY", mark("a BZIP2 archive")),
    (b"\xfd7zXZ", mark("an XZ archive")),
    (b"\x28\xb5\x2f\xfd", mark("a Zstandard archive")),
    (b"SQLite format 3\x00", mark("a database")),
    (b"PAR1\x15", mark("a Parquet file")),
    (b"ARROW1\x00", mark("an Arrow file")),
    (b"\x7fELF", mark("a program")),
    (b"MZ\x90", mark("a program")),
)
_MARKUP: Final = (
    (re.compile(r"<\?xml|<(?:\w+:)?workbook[\s>]", re.IGNORECASE), "XML"),
    (
        re.compile(r"<!doctype|<!--|<(?:html|head|body|table|meta|style|script|div)[\s>]", re.IGNORECASE),
        mark("a web page"),
    ),
    (re.compile(r'\{\s*(?:"|\}|\Z)|\[\s*(?:[{\["]|\]\s*\Z)'), "JSON"),
)


def _from_text(text: str, name: str, what: str, notes: tuple[str, ...]) -> Sheet:
    """Delimited text as a sheet; ``what`` and ``name`` are the field and the value of a refusal of the whole."""
    text = text.lstrip("\ufeff")
    loose = unwrapped(text)
    notes = notes if loose is text else (*notes, t(UNWRAPPED))
    delimiter, text = _delimited(loose, name, what)
    text = text.rstrip(" \r\n" + delimiter)  # blank rows and cells at the end, before any row is counted
    where = name if what == "file" else what
    rows: list[list[Cell]] = [[cell or None for cell in row] for row in _cells(text, delimiter, where)]
    sheet = trimmed("", rows, where=where, notes=notes)
    if sheet is None:
        raise InputError("only-blank-cells", what, name)
    if _PADDED_DASH.search(text):
        padded = rows_of(text, delimiter, where)
        sheet = replace(sheet, dashes=frozenset(_accounting_dashes(padded)))
    return sheet


def _accounting_dashes(rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, int]]:
    """Dashes in columns whose numbers have a space before and behind, as an accounting format writes them."""
    for column in range(max(map(len, rows), default=0)):
        cells = [(at, row[column]) for at, row in enumerate(rows) if column < len(row) and isinstance(row[column], str)]
        texts = [(at, str(cell)) for at, cell in cells]
        numbers = [
            (at, text) for at, text in texts if text.strip().lstrip(_SIGNS)[:1].isdigit() or text.strip()[:1] == "("
        ]
        end = len(rows) - 1  # spaces at the end of the whole text are gone
        if numbers and all(text[:1] == " " and (text[-1:] == " " or at == end) for at, text in numbers):
            yield from (
                (at, column) for at, text in texts if text[:1] == " " and text.strip().lstrip(_SIGNS) in ("-", "–", "—")
            )


def _delimited(text: str, name: str, what: str) -> tuple[str, str]:
    """The delimiter, and the text without what is in front of its first row; text of another kind is refused."""
    text = text.lstrip("\ufeff")
    head = text[:_SAMPLE].lstrip(BLANK)
    for pattern, kind in _MARKUP:
        if pattern.match(head):
            raise InputError("file-of-another-kind", what, name, kind=t(kind))
    if "\x00" in text or len(_CONTROLS.findall(text)) > 2 + len(text) // 200:
        raise InputError("file-binary", what, name)
    return split_off_delimiter(text)


def _cells(text: str, delimiter: str, where: str) -> list[list[str]]:
    """The cells of each row, stripped."""
    strip = BLANK if _HAS_INVISIBLE.search(text) else None  # stripping by a list of characters is slower
    return [[cell.strip(strip) for cell in row] for row in rows_of(text, delimiter, where)]


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
    own = _is_own(frame.index)
    levels = frame.index.nlevels if own else 0
    height, width = len(frame) + 1, frame.shape[1] + levels
    if not len(frame) or not width:
        raise InputError("frame-empty", "table", f"{len(frame)} rows")
    check_size("table", height, width)
    columns = [
        (_column_name(frame.index.names[level]), frame.index.get_level_values(level).tolist())
        for level in range(levels)
    ]
    columns += [(_column_name(named), frame.iloc[:, at].tolist()) for at, named in enumerate(frame.columns)]
    rows: list[list[Cell]] = [[named for named, _ in columns]]
    rows.extend([None] * width for _ in range(height - 1))
    sheet = Sheet("", rows, (), tuple(_label(label) for label in frame.index.tolist()), framed=True)
    dashed = []
    for column, (_, values) in enumerate(columns):
        for row, value in enumerate(values, start=1):
            try:
                plain = _plain(value)
            except Exception:  # whatever an object of another library raises
                kind = type(value).__name__  # showing the value itself may fail as reading it did
                raise InputError("frame-value", "cell", kind, place=sheet.place(row, column)) from None
            if isinstance(value, str) and plain in ("-", "–", "—"):
                dashed.append((row, column))
            if isinstance(plain, str) and len(plain) > LONGEST_CELL:
                raise too_long(sheet.place(row, column), plain)
            rows[row][column] = plain
    if dashed:
        written = [[named for named, _ in columns], *zip(*(values for _, values in columns), strict=True)]
        return replace(sheet, dashes=frozenset(_accounting_dashes(written)))
    return sheet


def _is_own(index: pd.Index[Any]) -> bool:
    """Whether an index is other than 0, 1, 2, …"""
    import pandas as pd

    try:
        return not index.equals(pd.RangeIndex(len(index)))
    except Exception:  # of objects that cannot be compared
        return True


def _column_name(name: Any) -> Value:
    """A column name as text; None where there is none."""
    try:
        plain = _plain(name)
        return None if plain is None else str(plain).strip(BLANK) or None
    except Exception:  # whatever an object of another library raises
        raise InputError("frame-value", "column name", type(name).__name__) from None


def _label(label: Any) -> str:
    if isinstance(label, tuple):
        return ", ".join(map(_label, label))
    try:
        return printable(str(label))
    except Exception:  # whatever an object of another library raises
        return type(label).__name__


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
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise OverflowError
    if kind is int or kind is bool or value is None or value is pd.NA or value is pd.NaT:
        return value if kind is int or kind is bool else None
    if isinstance(value, str):
        return printable(value).strip(BLANK) or None
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date() if value == value.normalize() else value.to_pydatetime(warn=False)
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
