"""A small text file or a workbook, read with the care that a spreadsheet needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from diagnostics.errors import InputError
from diagnostics.language import kept, t
from diagnostics.leads.opening.engine import Folder, engine, stored
from diagnostics.leads.opening.header import find_header
from diagnostics.leads.opening.source import ROW, Leads, Recognise, texts_of
from diagnostics.reading.headings import FIRST_ROWS, header_row
from diagnostics.reading.receipt import Dropped
from diagnostics.reading.sheet import ALL_SHEETS, Sheet
from diagnostics.reading.workbook import STARTS


def choose_sheets(sheets: Sequence[Sheet], wanted: str | None, recognise: Recognise) -> Sequence[Sheet]:
    """The sheet that was asked for, or the one that holds leads; several where all that hold leads were asked for."""
    if wanted is not None:
        for candidate in sheets:
            if candidate.name == wanted:
                return (candidate,)
        names = [s.name for s in sheets if s.name]
        if not names:
            raise InputError("leads-sheet-without-workbook", "sheet", wanted)
        if wanted != ALL_SHEETS:
            raise InputError("leads-sheet-unknown", "sheet", wanted, choices=names, sheets=", ".join(names))
    if len(sheets) == 1:
        return sheets
    fitting = [s for s in sheets if header_row(texts_of(s.rows[:FIRST_ROWS]), recognise)[1] >= 2]
    if len(fitting) > 1 and wanted is None:
        names = [s.name for s in fitting]
        raise InputError("leads-several-sheets", "sheet", ", ".join(names), choices=(ALL_SHEETS, *names))
    return fitting or sheets[:1]


def of_sheet(sheet: Sheet, name: str, recognise: Recognise, data: bytes = b"", wanted: Collection[str] = ()) -> Leads:
    """The cells of a small file, as text, in the engine; ``wanted`` are headings that were given."""
    import pandas as pd
    import pyarrow

    rows = texts_of(sheet.rows)
    header = find_header(rows, recognise, name, wanted)
    headings = header.headings
    below = rows[header.first :]
    if not any(any(row) for row in below):
        raise InputError("leads-headings-only", "leads", name)
    dropped = list(header.dropped)
    columns = [f"c{n}" for n in range(len(headings))]
    frame = pd.DataFrame(
        {key: pd.array([row[n] or None for row in below], dtype="str") for n, key in enumerate(columns)}
    )
    frame[ROW] = range(header.first + 1, header.first + 1 + len(below))
    blank = ~frame[columns].notna().any(axis=1)
    if blank.any():
        frame = frame[~blank]
    if data and _cut_off(data, rows, headings):
        row = int(frame[ROW].iloc[-1])
        why = kept(lambda: t("the file ends in the middle of it"))
        dropped.append(Dropped(kept(lambda: t("row {row}", row=row)), why))
        frame = frame.iloc[:-1]
        if frame.empty:
            raise InputError("leads-cut-off", "leads", name)
    folder = Folder()
    backend = engine(folder.name)
    table = stored(backend, pyarrow.Table.from_pandas(frame, preserve_index=False))
    return Leads(
        table,
        headings,
        tuple(columns),
        name,
        (*sheet.notes, *header.notes),
        tuple(dropped),
        frame,
        folder,
        encodings=sheet.encodings,
        hidden=tuple(sorted(row + 1 for row in sheet.hidden if row >= header.first)),
        headed=header.found,
    )


def _cut_off(data: bytes, rows: Sequence[Sequence[str]], headings: Sequence[str]) -> bool:
    """Whether the last line of a text file has no end and fewer cells than there are headings."""
    if data.startswith(STARTS) or data.rstrip(b" \t\x00")[-1:] in (b"\n", b"\r"):
        return False
    last = next((row for row in reversed(rows) if any(row)), [])
    filled = max((n + 1 for n, cell in enumerate(last) if cell), default=0)
    usual = [max((n + 1 for n, cell in enumerate(row) if cell), default=0) for row in rows[-20:-1]]
    return 1 < filled < min(usual, default=0) and filled < len(headings)
