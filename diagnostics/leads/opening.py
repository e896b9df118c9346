"""Open whatever holds leads: a file, bytes, a DataFrame, or a table of an engine.

Small text files and workbooks are read with the care that a spreadsheet needs; longer ones are read by DuckDB, which keeps
them outside the memory of this process.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.leads.engine import Folder
from diagnostics.leads.long_file import HEAD, of_long_file
from diagnostics.leads.small_file import choose_sheet, of_sheet
from diagnostics.leads.source import Leads, Recognise
from diagnostics.leads.typed_source import of_arrow, of_frame, of_ibis, of_parquet, of_relation
from diagnostics.reading import sheet_reader
from diagnostics.reading.progress import Progress
from diagnostics.reading.sheet import LARGEST_FILE, TOO_LARGE
from diagnostics.reading.workbook import STARTS

PARQUET: Final = b"PAR1"
"""The first bytes of a Parquet file."""


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
        CSV, TSV, XLSX and Parquet files are recognised by their content. A folder or a pattern such as
        ``leads/*.parquet`` is read as one table. Whatever exports an Arrow stream (``__arrow_c_stream__``) is an Arrow
        table.
    recognise : callable
        How many columns a row would name; the row that names most is the row of headings.
    sheet : str, optional
        Which sheet of a workbook.
    name : str
        What messages call the bytes.
    progress : callable, optional
        Called with how much of a long text file has been read; what it raises stops the work.

    Raises
    ------
    InputError
        Where it cannot be read as a table with one row per lead.
    """
    if isinstance(source, (bytes, bytearray)):
        return _of_bytes(bytes(source), name or "upload", recognise, sheet, progress)
    if isinstance(source, (str, os.PathLike)):
        return _of_path(source, recognise, sheet, progress)
    if hasattr(source, "columns") and hasattr(source, "iloc"):
        return of_frame(source)
    kind = type(source).__module__.split(".")[0]
    if kind == "ibis":
        return of_ibis(source)
    if kind in ("duckdb", "_duckdb") and hasattr(source, "to_arrow_table"):
        return of_relation(source)
    if hasattr(source, "__arrow_c_stream__"):
        return of_arrow(source)
    raise InputError("leads-unknown-source", "leads", type(source).__name__)


def _of_path(path: str | os.PathLike[str], recognise: Recognise, sheet: str | None, progress: Progress | None) -> Leads:
    given = Path(os.fspath(path)).expanduser()
    if not given.exists() and any(c in str(given) for c in "*?"):
        found = sorted(
            Path(given.anchor or ".").glob(str(given.relative_to(given.anchor)) if given.anchor else str(given))
        )
        if not found:
            raise InputError("leads-pattern-without-files", "file", str(path))
        return of_parquet([str(p) for p in found], str(path))
    if given.is_dir():
        parts = sorted(given.glob("*.parquet"))
        if not parts:
            raise InputError("leads-folder-without-parquet", "file", str(path))
        return of_parquet([str(p) for p in parts], given.name)
    try:
        with given.open("rb") as file:
            head = file.read(HEAD)
        size = given.stat().st_size
    except FileNotFoundError:
        raise InputError("leads-no-such-file", "file", str(path)) from None
    except OSError:
        raise InputError("leads-file-not-opened", "file", str(path)) from None
    if head.startswith(PARQUET):
        return of_parquet([str(given)], given.name)
    if size <= LARGEST_FILE or head.startswith(STARTS):
        data = head if size <= len(head) else given.read_bytes()
        return _of_bytes(data, given.name, recognise, sheet, progress)
    return of_long_file(given, head, recognise, progress=progress)


def _of_bytes(
    data: bytes, name: str, recognise: Recognise, sheet: str | None, progress: Progress | None = None
) -> Leads:
    """A file in memory: read cell by cell, or by the engine where it is too long for that."""
    if data.startswith(PARQUET):
        folder = Folder()
        path = Path(folder.name) / "leads.parquet"
        path.write_bytes(data)
        return replace(of_parquet([str(path)], name), keep=folder)
    try:
        sheets = sheet_reader.read_bytes(data, name)
    except InputError as refusal:
        if refusal.code not in TOO_LARGE:
            raise
        if data.startswith(STARTS):
            raise InputError("leads-workbook-too-large", refusal.field, refusal.value) from None
        folder = Folder()
        path = Path(folder.name) / "upload.csv"
        path.write_bytes(data)
        return replace(of_long_file(path, data[:HEAD], recognise, name, progress), keep=folder)
    return of_sheet(choose_sheet(sheets, sheet, recognise), name, recognise, data)
