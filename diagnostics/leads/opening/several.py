"""Several files that are one export: their columns matched by heading, their rows one below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.language import kept, now, t
from diagnostics.leads.opening.day_orders import in_one_order
from diagnostics.leads.opening.engine import Folder, engine, stored
from diagnostics.leads.opening.file_names import FILES, with_names
from diagnostics.leads.opening.source import ROW, Leads
from diagnostics.leads.opening.typed_source import of_parquet
from diagnostics.number_format import integer
from diagnostics.reading import crm
from diagnostics.reading.progress import Progress
from diagnostics.reading.questions import and_more, rows
from diagnostics.reading.receipt import Dropped

MOST_LISTED: Final = 12
"""Files, or headings, that are listed in a note."""

MOST_ROWS: Final = 200_000
"""Rows of small files that are kept as cells; more are left to the engine."""

Key = tuple[str, int]
"""A heading as it is compared, and which of the columns with that heading it is."""


def of_several(parts: Sequence[Leads], name: str, progress: Progress | None = None, what: str = FILES) -> Leads:
    """Files that were opened, as one export.

    Rows are numbered through: the first row of the second file has the number after the last of the first. A part without
    headings has those of the first file, column by column.

    Raises
    ------
    InputError
        Where a file has other headings than the first one.
    """
    if len(parts) == 1:
        return parts[0]
    parts = [parts[0], *(_with_headings(part, parts[0]) for part in parts[1:])]
    parts, ordered = in_one_order(parts)
    parts, named = with_names(parts, what)
    found = [_keys(part) for part in parts]
    joined = _one_role(parts, found)
    headings: dict[Key, str] = {}
    for part, keys in zip(parts, found, strict=True):
        shared = keys.keys() & found[0].keys()
        if len(shared) * 2 < min(len(keys), len(found[0])):
            raise InputError(
                "leads-files-differ",
                "files",
                part.name,
                first=parts[0].name,
                headings=_listed(part.headings),
                others=_listed(parts[0].headings),
            )
        for key, at in keys.items():
            headings.setdefault(key, part.headings[at])
    counts = [_rows_of(part) for part in parts]
    starts = [sum(counts[:n]) for n in range(len(parts))]
    if all(part.cells is not None for part in parts) and sum(counts) <= MOST_ROWS:
        made = _of_cells(parts, found, headings, name, starts)
    else:
        made = _of_tables(parts, found, headings, name, starts, progress)
    sizes = [(part.name, count) for part, count in zip(parts, counts, strict=True)]
    notes = [kept(lambda: _together(sizes, what))]
    for key, heading in headings.items():
        lacking = [part.name for part, keys in zip(parts, found, strict=True) if key not in keys]
        if lacking:
            notes.append(_blank_for(heading, lacking))
    notes += [*joined, *ordered, *named]
    notes += [_of_part("{part}: {text}", part.name, note) for part in parts for note in part.notes]

    def reopen(given: Mapping[str, Any]) -> Leads:
        return of_several([part.reopen(given) if part.reopen else part for part in parts], name, progress, what)

    return replace(
        made,
        notes=tuple(notes),
        dropped=tuple(
            Dropped(_of_part("{part}, {text}", p.name, d.what), d.why, d.count) for p in parts for d in p.dropped
        ),
        encodings=next((part.encodings for part in parts if part.encodings), ()),
        hidden=tuple(row + start for part, start in zip(parts, starts, strict=True) for row in part.hidden),
        reopen=reopen if any(part.reopen for part in parts) else None,
        starts=tuple(starts),
    )


def _together(sizes: Sequence[tuple[str, int]], what: str) -> str:
    """Which files, or sheets, were read together, with the rows of each."""
    told = and_more(
        ", ".join(f"{name} ({rows(count)})" for name, count in sizes[:MOST_LISTED]), len(sizes) - MOST_LISTED
    )
    if what == FILES:
        return t("{count} files were read as one export: {files}.", count=integer(len(sizes)), files=told)
    return t("{count} sheets were read as one export: {sheets}.", count=integer(len(sizes)), sheets=told)


def _blank_for(heading: str, lacking: Sequence[str]) -> str:
    return kept(
        lambda: t(
            "{column}: blank for the rows of {files}, which have no such column.",
            column=heading,
            files=_listed(lacking),
        )
    )


def _of_part(form: str, part: str, text: str) -> str:
    """What is said of one of the parts, behind its name."""
    return kept(lambda: form.format(part=part, text=now(text)))


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts[:MOST_LISTED]) + (" …" if len(texts) > MOST_LISTED else "")


def _with_headings(part: Leads, first: Leads) -> Leads:
    """A part without a row of headings, with those of the first file."""
    if part.headed or len(part.headings) > len(first.headings) or not first.headed:
        return part
    return replace(part, headings=first.headings[: len(part.headings)], notes=())


def _keys(part: Leads) -> dict[Key, int]:
    """Which column each heading is over."""
    keys: dict[Key, int] = {}
    for at, heading in enumerate(part.headings):
        plain = " ".join(heading.split()).casefold()
        keys[plain, sum(plain == text for text, _ in keys)] = at
    return keys


def _one_role(parts: Sequence[Leads], found: Sequence[dict[Key, int]]) -> list[str]:
    """Put columns of one role that no file has together under the heading of the first file; what was done, sentences."""
    first = crm.propose(tuple(parts[0].headings), {}).columns
    notes = []
    for part, keys in zip(parts[1:], found[1:], strict=True):
        for role, heading in crm.propose(tuple(part.headings), {}).columns.items():
            if role not in first:
                continue
            own, other = _key(heading), _key(first[role])
            if own != other and own in keys and other not in keys and own not in found[0]:
                keys[other] = keys.pop(own)
                notes.append(_read_as(heading, part.name, first[role], parts[0].name))
    return notes


def _read_as(heading: str, part: str, other: str, first: str) -> str:
    return kept(
        lambda: t(
            "{column} in {file} is read as {other} in {first}.", column=heading, file=part, other=other, first=first
        )
    )


def _key(heading: str) -> Key:
    return " ".join(heading.split()).casefold(), 0


def _rows_of(part: Leads) -> int:
    return len(part.cells) if part.cells is not None else int(part.table.count().to_pyarrow().as_py())


def _of_cells(
    parts: Sequence[Leads],
    found: Sequence[Mapping[Key, int]],
    headings: Mapping[Key, str],
    name: str,
    starts: Sequence[int],
) -> Leads:
    import pandas as pd
    import pyarrow

    columns = [f"c{n}" for n in range(len(headings))]
    frames = []
    for part, keys, start in zip(parts, found, starts, strict=True):
        assert part.cells is not None
        frame = pd.DataFrame(
            {
                column: part.cells[part.names[keys[key]]].array
                if key in keys
                else pd.array([None] * len(part.cells), dtype="str")
                for column, key in zip(columns, headings, strict=True)
            }
        )
        frame[ROW] = range(start + 1, start + 1 + len(frame))
        frames.append(frame)
    cells = pd.concat(frames, ignore_index=True)
    folder = Folder()
    table = stored(engine(folder.name), pyarrow.Table.from_pandas(cells, preserve_index=False))
    return Leads(table, tuple(headings.values()), tuple(columns), name, cells=cells, keep=folder)


def _of_tables(
    parts: Sequence[Leads],
    found: Sequence[Mapping[Key, int]],
    headings: Mapping[Key, str],
    name: str,
    starts: Sequence[int],
    progress: Progress | None,
) -> Leads:
    """By way of Parquet files, which the engine reads as one table. Columns of different types become text."""
    import ibis

    folder = Folder()
    kinds: dict[Key, set[str]] = {}
    for part, keys in zip(parts, found, strict=True):
        for key, at in keys.items():
            kinds.setdefault(key, set()).add(str(part.table[part.names[at]].type()))
    columns = dict(zip(headings, (f"c{n}" for n in range(len(headings))), strict=True))
    paths = []
    for n, (part, keys, start) in enumerate(zip(parts, found, starts, strict=True)):
        if progress is not None:
            progress(t("Reading {name}", name=part.name), n / len(parts))
        chosen = {}
        for key, at in keys.items():
            column = part.table[part.names[at]]
            chosen[columns[key]] = column.cast("string") if len(kinds[key]) > 1 else column
        row = part.table[ROW] if part.numbered else ibis.row_number() + 1
        first = part.table[ROW].min() if part.numbered else 1
        numbered = part.table.select(**chosen, **{ROW: (row - first + 1 + start).cast("int64")})
        paths.append(str(Path(folder.name) / f"part-{n:04}.parquet"))
        numbered.to_parquet(paths[-1])
    made = of_parquet(paths, name)
    names = tuple(columns.values())
    return replace(made, headings=tuple(headings.values()), names=names, keep=(folder, made.keep))
