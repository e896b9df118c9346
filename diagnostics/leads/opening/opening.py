"""Open whatever holds leads: a file, bytes, a DataFrame, a table of an engine, or several files that are one export.

Small text files and workbooks are read with the care that a spreadsheet needs; longer ones are read by DuckDB, which keeps
them outside the memory of this process.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.leads.opening.engine import Folder
from diagnostics.leads.opening.file_names import SHEETS
from diagnostics.leads.opening.long_file import HEAD, of_long_file
from diagnostics.leads.opening.several import of_several
from diagnostics.leads.opening.small_file import choose_sheets, of_sheet
from diagnostics.leads.opening.source import Leads, Recognise
from diagnostics.leads.opening.typed_source import of_arrow, of_frame, of_ibis, of_parquet, of_relation
from diagnostics.reading import sheet_reader
from diagnostics.reading.crm import propose
from diagnostics.reading.given import path as given_path
from diagnostics.reading.progress import Progress
from diagnostics.reading.questions import listed
from diagnostics.reading.receipt import Dropped
from diagnostics.reading.sheet import LARGEST_FILE, LEADS, MOST_COLUMNS, TOO_LARGE
from diagnostics.reading.workbook import STARTS

PARQUET: Final = b"PAR1"
"""The first bytes of a Parquet file."""

SUFFIXES: Final = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".parquet", ".pq")
"""Files of a folder that are read; what they hold is recognised by content."""

TEXT: Final = ".txt"
"""A file of a folder that may as well be a remark as a table."""
NO_TABLE: Final = {"leads-headings-only": "it has headings and no row below them", "file-empty": "it is empty"}
"""Refusals of a file that is set aside beside others, and why."""
NO_LEADS_IN_IT: Final = "no column says when a lead came or how it ended"
"""Refusals of a text that is no table."""


@dataclass(frozen=True, slots=True)
class _How:
    """How a file is to be opened."""

    recognise: Recognise
    sheet: str | None
    encoding: str | None
    wanted: Collection[str]
    """Headings that were given."""
    progress: Progress | None
    most_columns: int = MOST_COLUMNS
    """Of a text that the engine reads."""

    def again(self, given: Mapping[str, Any]) -> _How:
        """With answers about how it is to be opened."""
        return replace(self, encoding=given.get("encoding", self.encoding))


def open_leads(
    source: Any,
    recognise: Recognise,
    sheet: str | None = None,
    name: str = "",
    *,
    encoding: str | None = None,
    wanted: Collection[str] = (),
    progress: Progress | None = None,
    most_columns: int = MOST_COLUMNS,
) -> Leads:
    """Open whatever holds leads.

    Parameters
    ----------
    source : path, bytes, DataFrame, Arrow table, Ibis table, DuckDB relation, or a list of these
        CSV, TSV, XLSX and Parquet files are recognised by their content. A folder, a pattern such as ``leads/*.csv`` and a
        list are one export: columns are matched by heading. Whatever exports an Arrow stream (``__arrow_c_stream__``) is an
        Arrow table.
    recognise : callable
        How many columns a row would name; the row that names most is the row of headings.
    sheet : str, optional
        Which sheet of a workbook; ``"all"`` for all that hold leads, with a column of their names.
    name : str
        What messages call the bytes.
    encoding : str, optional
        Of text files, ``"shift_jis"``; found by what decodes unless given.
    wanted : collection of str
        Headings that were given: the row that holds them is the row of headings.
    progress : callable, optional
        Called with how much of a long file has been read; what it raises stops the work.
    most_columns : int
        Columns that a text may have.

    Raises
    ------
    InputError
        Where it cannot be read as a table with one row per lead.
    """
    how = _How(recognise, sheet, encoding, wanted, progress, most_columns)
    if isinstance(source, (bytes, bytearray)):
        return _of_bytes(bytes(source), name or "upload", how)
    if isinstance(source, (str, os.PathLike)):
        return _of_path(source, how)
    if isinstance(source, (list, tuple)):
        if not source:
            raise InputError("leads-no-files", "files", 0)
        parts: list[Leads] = []
        empty: list[Dropped] = []
        for n, one in enumerate(source, start=1):
            if isinstance(one, (list, tuple)):
                raise InputError("leads-unknown-source", "leads", type(one).__name__)
            try:
                part = open_leads(
                    one, recognise, sheet, f"file {n}", encoding=encoding, wanted=wanted, progress=progress
                )
            except InputError as refusal:
                if refusal.code not in NO_TABLE or (n == len(source) and not parts):
                    raise
                empty.append(Dropped(str(refusal.value), NO_TABLE[refusal.code]))
                continue
            parts.append(part)
        return _without(of_several(parts, f"{len(parts)} files", progress), tuple(empty))
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


def _of_path(path: str | os.PathLike[str], how: _How) -> Leads:
    given = given_path("file", path)
    with suppress(RuntimeError):  # of a user that there is not
        given = given.expanduser()
    if not os.path.exists(given) and any(c in str(given) for c in "*?["):  # noqa: PTH110  # a name may be too long
        found = sorted(Path(p) for p in glob.glob(str(given), recursive=True))  # noqa: PTH207  # absolute and ** alike
        if not (files := [p for p in found if p.is_file()]):
            raise InputError("leads-pattern-without-files", "file", str(path))
        return _of_files(files, str(path), how)
    if os.path.isdir(given):  # noqa: PTH112
        files = sorted(
            p for p in given.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith((".", "_", "~$"))
        )
        if not files:
            raise InputError("leads-folder-without-files", "file", str(path))
        return _of_files(files, given.name, how)
    return _of_file(given, how)


def _of_files(files: Sequence[Path], name: str, how: _How) -> Leads:
    """Files of a folder or a pattern; Parquet files are one table of the engine."""
    try:
        if all(_starts(file, len(PARQUET)) == PARQUET for file in files):
            return of_parquet([str(file) for file in files], name)
    except OSError:
        raise InputError("leads-file-not-opened", "file", name) from None
    parts: list[Leads] = []
    texts, empty = [], []
    for file in files:
        try:
            part = _of_file(file, how)
        except InputError as refusal:
            if refusal.code not in NO_TABLE or (file == files[-1] and not parts):
                raise
            if file.suffix.lower() == TEXT:
                texts.append(file)
            else:
                empty.append(Dropped(file.name, NO_TABLE[refusal.code]))
            continue
        parts.append(part)
        if file.suffix.lower() == TEXT and len(part.headings) == 1:
            texts.append(file)
    tables = [part for part in parts if part.name not in {file.name for file in texts}]
    if not tables:
        return of_several([_of_file(file, how) for file in files], name, how.progress)
    left_out = [Dropped(file.name, "it is a text without a table") for file in texts]
    leads = [part for part in tables if _may_hold_leads(part)] or tables
    known = {heading for part in leads for heading in part.headings}
    kept = [part for part in tables if part in leads or known & set(part.headings)]
    left_out += [
        Dropped(part.name, f"{NO_LEADS_IN_IT}: {listed(part.headings)}") for part in tables if part not in kept
    ]
    return _without(of_several(kept, name, how.progress), (*left_out, *empty))


def _may_hold_leads(part: Leads) -> bool:
    """Whether a file has a column of when leads came or of how they ended, or no headings to tell it by."""
    told = propose(part.headings, part.profiles)
    known = {*told.columns, *(q.field for q in told.questions if q.field == "created" and q.choices)}
    return not part.headed or bool({"created", "outcome", "won_on", "is_won", "decided"} & known)


def _without(leads: Leads, left_out: tuple[Dropped, ...]) -> Leads:
    """An export that says which files were left out, opened again too."""
    if not left_out:
        return leads
    again = leads.reopen
    reopen = None if again is None else lambda given: _without(again(given), left_out)
    return replace(leads, dropped=(*leads.dropped, *left_out), reopen=reopen)


def _starts(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _of_file(path: Path, how: _How) -> Leads:
    try:
        head = _starts(path, HEAD)
        size = path.stat().st_size
    except FileNotFoundError:
        raise InputError("leads-no-such-file", "file", str(path)) from None
    except OSError:
        raise InputError("leads-file-not-opened", "file", str(path)) from None
    if head.startswith(PARQUET):
        return of_parquet([str(path)], path.name)
    if size <= LARGEST_FILE or head.startswith(STARTS):
        data = head if size <= len(head) else path.read_bytes()
        return _of_bytes(data, path.name, how)
    return _of_long_file(path, head, path.name, how)


def _of_long_file(path: Path, head: bytes, name: str, how: _How, keep: Any = None) -> Leads:
    leads = of_long_file(
        path,
        head,
        how.recognise,
        name,
        encoding=how.encoding,
        wanted=how.wanted,
        progress=how.progress,
        most_columns=how.most_columns,
    )
    return replace(
        leads,
        keep=(keep, leads.keep),
        reopen=lambda given: _of_long_file(path, head, name, how.again(given), keep),
    )


def _of_bytes(data: bytes, name: str, how: _How) -> Leads:
    """A file in memory: read cell by cell, or by the engine where it is too long for that."""
    if data.startswith(PARQUET):
        folder = Folder()
        path = Path(folder.name) / "leads.parquet"
        path.write_bytes(data)
        return replace(of_parquet([str(path)], name), keep=folder)
    try:
        sheets = sheet_reader.read_bytes(data, name, LEADS, how.encoding, how.progress)
    except InputError as refusal:
        if refusal.code not in TOO_LARGE:
            raise
        if data.startswith(STARTS):
            raise InputError("leads-workbook-too-large", refusal.field, refusal.value) from None
        folder = Folder()
        path = Path(folder.name) / "upload.csv"
        path.write_bytes(data)
        return _of_long_file(path, data[:HEAD], name, how, folder)
    chosen = choose_sheets(sheets, how.sheet, how.recognise)
    if len(chosen) > 1:
        parts = [of_sheet(sheet, sheet.name, how.recognise, data, how.wanted) for sheet in chosen]
        return of_several(parts, name, how.progress, SHEETS)
    leads = of_sheet(chosen[0], name, how.recognise, data, how.wanted)
    return replace(leads, reopen=lambda given: _of_bytes(data, name, how.again(given))) if leads.encodings else leads
