"""What rows of counts must not do: contradict each other, or repeat a month. Days are added up into months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError
from diagnostics.language import mark, t
from diagnostics.months import said
from diagnostics.months.records import Problem, Row, Rows, question
from diagnostics.number_format import integer
from diagnostics.reading.headings import COUNTS

MOST_SALES: Final = 2
"""More sales than so many times the leads are amounts of money, or something else."""


ADDED_UP: Final = {
    1: mark("{rows} rows were added up into {kept} by month."),
    3: mark("{rows} rows were added up into {kept} by quarter."),
    6: mark("{rows} rows were added up into {kept} by half-year."),
    12: mark("{rows} rows were added up into {kept} by year."),
}
"""What is said of rows that were added up, by the months that each covers then."""
ADDED_UP_ELSE: Final = mark("{rows} rows were added up into {kept} by period.")


def check(rows: Rows, basis: str | None) -> list[Problem]:
    """Rows whose counts contradict each other, and months that are there twice."""
    return [*_contradictions(rows, basis), *_too_many(rows), *([] if rows.covers or rows.added else _repeated(rows))]


def _too_many(rows: Rows) -> Iterator[Problem]:
    """More than twice as many sales as leads in all: on no basis can they be sales."""
    both = [row for row in rows.rows if row.leads is not None and row.wins is not None]
    leads, wins = sum(row.leads or 0 for row in both), sum(row.wins or 0 for row in both)
    if both and wins > MOST_SALES * leads:
        column = rows.columns["wins"]
        place = said.at_cell(rows.place(both[0].at, column), "wins")
        yield rows.problem(InputError("sales-are-no-count", "wins", wins, place=place, leads=leads), both[0].at, column)


def _contradictions(rows: Rows, basis: str | None) -> Iterator[Problem]:
    def wrong(code: str, row: Row, key: str, **facts: Any) -> Problem:
        column = rows.columns[key]
        place = said.at_cell(rows.place(row.at, column), key)
        return rows.problem(InputError(code, key, getattr(row, key), place=place, **facts), row.at, column)

    for row in rows.rows:
        if row.leads is None or row.wins is None:
            continue
        direct = row.direct_wins or 0
        if direct > row.wins:
            yield wrong("month-direct-exceed-wins", row, "direct_wins", wins=row.wins)
        if basis == "period":
            continue
        if row.wins > row.leads:
            yield wrong("month-wins-exceed-leads", row, "wins", leads=row.leads)
        elif row.lost is not None and row.wins + row.lost > row.leads:
            yield wrong("month-lost-exceed-leads", row, "lost", leads=row.leads, wins=row.wins)
        rest, assisted = row.leads - direct, row.wins - direct
        for key, part, most, what in (
            ("fit", row.fit, rest, t("leads that did not buy by self-service")),
            ("worked", row.worked, rest if row.fit is None else row.fit, t("leads that could be reached")),
        ):
            if part is not None and part > most:
                yield wrong("month-part-exceeds-leads", row, key, most=most, what=what)
            elif part is not None and part < assisted:
                yield wrong("month-part-below-sales", row, key, sales=assisted)


def _repeated(rows: Rows) -> Iterator[Problem]:
    seen: dict[tuple[int | None, int | None, str | None], Row] = {}
    first: dict[tuple[int | None, str | None], Row] = {}
    often = Counter((row.month, row.channel) for row in rows.rows)
    offered: dict[str, dict[str, str]] = {t("parts of one: add them up"): {"copies": "counted"}}
    if 1 in often.values():
        offered[t("not known which is right: leave all of them out")] = {"copies": "left out"}
    for row in rows.rows:
        other = seen.setdefault((row.month, row.day, row.channel), row)
        if other is row:
            other = first.setdefault((row.month, row.channel), row)
            if (other.day is None) == (row.day is None):  # days are added up, but not to a month
                continue
        if other is not row:
            key = "channel" if row.month is None else "month"
            column = rows.columns[key]
            named = ("" if row.month is None else calendar.in_words(row.month), row.channel)
            facts = {"place": rows.place(row.at, column), "other": rows.place(other.at, column)}
            error = question("row-repeated", key, ", ".join(filter(None, named)), offered, **facts)
            yield rows.problem(error, row.at, column, asks="copies")


def together(rows: Rows) -> tuple[list[Row], list[str]]:
    """Rows in the order of time, days added up into months."""
    groups: dict[tuple[int | None, str | None], list[Row]] = {}
    for row in rows.rows:
        groups.setdefault((row.month, row.channel), []).append(row)
    kept = sorted((_added(group) for group in groups.values()), key=lambda row: row.month or 0)
    notes = []
    if len(kept) < len(rows.rows) and rows.covers is None:
        places = {"rows": integer(len(rows.rows)), "kept": integer(len(kept))}
        notes.append(t(ADDED_UP.get(rows.step, ADDED_UP_ELSE), **places))
        if rows.step == 1 and all(row.day for row in rows.rows):
            notes[-1] = t("{rows} rows with days were added up into {kept} by month.", **places)
    present = {row.month for row in kept if row.month is not None}
    if present:
        gaps = [m for m in range(min(present), max(present), rows.step) if m not in present]
        if gaps:
            listed = ", ".join(calendar.shown_label(m) for m in gaps[:6]) + (" …" if len(gaps) > 6 else "")
            notes.append(t("No row for {months}: not recorded, which is not the same as none.", months=listed))
    return kept, notes


def _added(group: Sequence[Row]) -> Row:
    """One row of several; a count that any of them lacks is not recorded."""
    if len(group) == 1:
        return group[0]
    sums: dict[str, Any] = {}
    for key in COUNTS:
        values = [getattr(row, key) for row in group]
        if key == "direct_wins" and any(v is not None for v in values):
            values = [v or 0 for v in values]
        sums[key] = None if None in values else sum(values)
    return replace(group[0], day=None, **sums)
