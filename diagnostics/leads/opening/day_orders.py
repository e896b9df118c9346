"""Both orders of day and month in one export: each file, or each row, is read in the order that it shows itself.

Where a row shows none, it is asked whether it is set aside or read in one of them.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from diagnostics.language import kept, n, t
from diagnostics.leads.opening.engine import Folder, engine, stored
from diagnostics.leads.opening.source import Leads
from diagnostics.number_format import integer
from diagnostics.reading import days
from diagnostics.reading.dates import ORDERS, Order, ThreeNumbers, cut_time, read_date
from diagnostics.reading.day_texts import OTHER, reading_of
from diagnostics.reading.questions import Answer, Question, rows
from diagnostics.reading.receipt import Dropped

ANSWERS: Final = ("aside", *ORDERS)
"""Rows whose dates show no order, where others show both, are set aside; or in them the day, or the month, comes first."""

MOST_ROWS: Final = 200_000
"""Rows up to which each is looked at."""

LOOKED_AT: Final = 50
"""The commonest texts of a column. Where none of them is a date of an open order, it holds no such dates."""

_BOTH: Final = "dates-in-both-orders"
SETTLED: Final = (_BOTH, "day-or-month", "day-or-month-by-mark", "day-or-month-columns-differ")
"""Questions about whole columns that are not asked beside that about rows."""


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
            texts = _texts(part, found[1])
            notes.append(_first_in(part.name, found[0], texts))
            notes += [
                _note_on(part.name, heading, at, texts)
                for heading, column in found[1].items()
                for at in range(len(column.notes))
            ]
    return read, notes


def _first_in(name: str, order: Order, texts: Mapping[str, Mapping[str, int]]) -> str:
    """Which number is first in the dates of a file, and what proves it."""

    def write() -> str:
        proofs = " ".join(column.proof for column in days.settle(texts).values() if column.proof)
        if order == "day-first":
            return t("{file}: the day is first in its dates. {proofs}", file=name, proofs=proofs)
        return t("{file}: the month is first in its dates. {proofs}", file=name, proofs=proofs)

    return kept(write)


def _note_on(name: str, heading: str, at: int, texts: Mapping[str, Mapping[str, int]]) -> str:
    """One of the notes on a column of dates."""
    return kept(lambda: f"{name}: {days.settle(texts)[heading].notes[at]}")


def _shown(part: Leads) -> tuple[Order, dict[str, days.Days]] | None:
    """The one order of the days of a file, and the days by heading; None where it shows none."""
    if part.cells is None:
        return None
    dated = [heading for heading, profile in part.profiles.items() if reading_of(profile.texts).share > 1 / 2]
    found = days.settle(_texts(part, dated))
    orders = {order for column in found.values() for order in column.orders.values()}
    if len(orders) != 1 or any(column.question is not None for column in found.values()):
        return None
    return orders.pop(), found


def _texts(part: Leads, headings: Collection[str]) -> dict[str, dict[str, int]]:
    """The dates of columns without their times of day, and the rows that hold each."""
    columns: dict[str, dict[str, int]] = {}
    for heading in headings:
        texts = columns.setdefault(heading, {})
        for text, count in part.profiles[heading].texts.items():
            texts[cut_time(text)] = texts.get(cut_time(text), 0) + count
    return columns


def _column(part: Leads, heading: str) -> str:
    return part.names[part.headings.index(heading)]


def _rewritten(part: Leads, found: dict[str, days.Days]) -> Leads:
    """A file with its days written the year first; a time of day stays behind them."""
    assert part.cells is not None
    cells = part.cells.copy()
    for heading, column in found.items():
        name = _column(part, heading)
        cells[name] = cells[name].replace(_iso(cells[name], column.days))
    return _with(part, cells)


def _iso(column: Any, read: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a column that are a day, written the year first."""
    found = {}
    for text in map(str, column.dropna().unique()):
        day = cut_time(text)
        if day in read:
            found[text] = f"{read[day]}{text.strip().removeprefix(day)}"
    return found


def _with(part: Leads, cells: Any) -> Leads:
    import pyarrow

    folder = Folder()
    table = stored(engine(folder.name), pyarrow.Table.from_pandas(cells, preserve_index=False))
    return replace(part, cells=None if part.cells is None else cells, table=table, keep=(part.keep, folder))


# --- row by row -----------------------------------------------------------------------------------------------------


def settle(leads: Leads, given: Mapping[str, Any]) -> tuple[Leads, tuple[Question, ...]]:
    """An export whose columns hold both orders, each row written in the order that its own dates show.

    Until it is answered what the other rows are, it is left as it is.

    Parameters
    ----------
    leads : Leads
        The export; one of more than :data:`MOST_ROWS` rows is not looked at row by row.
    given : mapping
        ``unclear``, one of :data:`ANSWERS`: what the other rows are; ``dates`` holds for them too.
    """
    mixed = _mixed(leads)
    if not mixed:
        return leads, ()
    cells = leads.cells.copy() if leads.cells is not None else leads.table.to_pyarrow().to_pandas()
    names = {heading: _column(leads, heading) for heading in mixed}
    read = {
        heading: {text: r for text in map(str, cells[name].dropna().unique()) if (r := _open(text))}
        for heading, name in names.items()
    }
    shown = {
        order: _any(cells, names, {h: {text for text, r in read[h].items() if r.only == order} for h in names})
        for order in ORDERS
    }
    proven: dict[Order, str] = {}
    for order in ORDERS:
        own = shown[order] & ~shown[OTHER[order]]
        for heading, name in names.items():
            dates = {text: day for text, r in read[heading].items() if (day := r.day(order)) is not None}
            iso = _iso(cells[name], {cut_time(text): day for text, day in dates.items()})
            cells.loc[own, name] = cells.loc[own, name].replace(iso)
        proven[order] = rows(int(own.sum()))
    unclear = _any(cells, names, {h: {text for text, r in read[h].items() if r.only is None} for h in names})
    count, where = int(unclear.sum()), ", ".join(mixed)
    note = t(
        "{columns}: what comes first is different from row to row; the day in {day_rows} and the month in {month_rows}, as "
        "each row shows.",
        columns=where,
        day_rows=proven["day-first"],
        month_rows=proven["month-first"],
    )
    answer = given.get("unclear", given.get("dates"))
    if count and answer is None:
        return leads, (_question(mixed, count, proven),)
    leads = replace(leads, notes=(*leads.notes, note))
    if answer != "aside":
        for heading, name in names.items():
            of = answer if isinstance(answer, Mapping) else dict.fromkeys("/-. ", answer)
            read_so = {
                cut_time(text): day for text, r in read[heading].items() if (o := of.get(r.mark)) and (day := r.day(o))
            }
            cells[name] = cells[name].replace(_iso(cells[name], read_so))
        return _with(leads, cells), ()
    aside = _with(leads, cells[~unclear])
    why = t("both orders of day and month are possible, and the file has both")
    aside = replace(aside, dropped=(*leads.dropped, Dropped(rows(count), why, count)))
    return aside, ()


def _mixed(leads: Leads) -> dict[str, days.Days]:
    """The columns whose dates prove both orders, and those whose order nothing proves, where there is one of the first."""
    likely = [
        heading
        for heading, profile in leads.profiles.items()
        if leads.headings.count(heading) == 1
        and profile.complete
        and profile.rows <= MOST_ROWS
        and any(map(_open, profile.commonest(LOOKED_AT)))
    ]
    found = days.settle(_texts(leads, likely))
    asked = {h: read for h, read in found.items() if read.question is not None}
    return asked if any(r.question is not None and r.question.code == _BOTH for r in asked.values()) else {}


def _open(text: str) -> ThreeNumbers | None:
    """A date of three numbers whose year is last; None where the text is none, or the same day in both orders."""
    read = read_date(text)
    return read if isinstance(read, ThreeNumbers) and (read.only or read.first != read.second) else None


def _any(cells: Any, names: Mapping[str, str], texts: Mapping[str, Collection[str]]) -> Any:
    """Which rows hold one of the texts of a column in it."""
    return functools.reduce(operator.or_, (cells[name].isin(list(texts[h])) for h, name in names.items()))


def _question(mixed: Collection[str], count: int, proven: Mapping[Order, str]) -> Question:
    leave_out = n("leave the {count} row out", "leave the {count} rows out", count, count=integer(count))
    answers = (
        Answer(leave_out, {"unclear": "aside"}),
        Answer(t("in them the day comes first: 3/4 is 3 April"), {"unclear": "day-first"}),
        Answer(t("in them the month comes first: 3/4 is March 4"), {"unclear": "month-first"}),
    )
    both = t(
        "the day in {day_rows} and the month in {month_rows}",
        day_rows=proven["day-first"],
        month_rows=proven["month-first"],
    )
    facts = {"shown": both, "unclear": rows(count)}
    return Question("dates-unclear-in-rows", next(iter(mixed)), ANSWERS, facts, answers)
