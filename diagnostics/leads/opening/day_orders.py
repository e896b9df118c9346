"""Files of one export of which one has the day first and another the month: each is read in the order that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from diagnostics.leads.opening.engine import Folder, engine, stored
from diagnostics.leads.opening.source import Leads
from diagnostics.reading import days
from diagnostics.reading.dates import Order, cut_time
from diagnostics.reading.day_texts import reading_of

_FIRST: Final = {"day-first": "the day", "month-first": "the month"}


def in_one_order(parts: Sequence[Leads]) -> tuple[list[Leads], list[str]]:
    """Files with their days written the year first, where the files show different orders; what was done, sentences.

    A file that shows no order, or both, is left as it is.
    """
    shown = [_shown(part) for part in parts]
    if len({found[0] for found in shown if found is not None}) < 2:
        return list(parts), []
    read, notes = [], []
    for part, found in zip(parts, shown, strict=True):
        read.append(part if found is None else _rewritten(part, found[1]))
        if found is not None:
            proofs = " ".join(column.proof for column in found[1].values() if column.proof)
            notes.append(f"{part.name}: {_FIRST[found[0]]} is first in its dates. {proofs}")
            notes += [f"{part.name}: {note}" for column in found[1].values() for note in column.notes]
    return read, notes


def _shown(part: Leads) -> tuple[Order, dict[str, days.Days]] | None:
    """The one order of the days of a file, and the days by heading; None where it shows none."""
    if part.cells is None:
        return None
    columns = {}
    for heading, profile in part.profiles.items():
        if reading_of(profile.texts).share > 1 / 2:
            texts: dict[str, int] = {}
            for text, n in part.cells[_column(part, heading)].value_counts().items():
                texts[cut_time(str(text))] = texts.get(cut_time(str(text)), 0) + int(n)
            columns[heading] = texts
    found = days.settle(columns)
    orders = {order for column in found.values() for order in column.orders.values()}
    if len(orders) != 1 or any(column.question is not None for column in found.values()):
        return None
    return orders.pop(), found


def _column(part: Leads, heading: str) -> str:
    return part.names[part.headings.index(heading)]


def _rewritten(part: Leads, found: dict[str, days.Days]) -> Leads:
    """A file with its days written the year first; a time of day stays behind them."""
    import pyarrow

    assert part.cells is not None
    cells = part.cells.copy()
    for heading, column in found.items():
        name = _column(part, heading)
        written = {}
        for text in map(str, cells[name].dropna().unique()):
            day = cut_time(text)
            if day in column.days:
                written[text] = f"{column.days[day]}{text.strip().removeprefix(day)}"
        cells[name] = cells[name].replace(written)
    folder = Folder()
    table = stored(engine(folder.name), pyarrow.Table.from_pandas(cells, preserve_index=False))
    return replace(part, cells=cells, table=table, keep=(part.keep, folder))
