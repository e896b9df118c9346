"""Counts that add up the months before, taken apart: year to date, or from the beginning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from diagnostics import month_numbers as calendar
from diagnostics.language import t
from diagnostics.lists import all_of
from diagnostics.months.records import Row
from diagnostics.number_format import integer
from diagnostics.reading.headings import BY_KEY

FEWEST: Final = 4
"""Months in a row that have to rise before counts are asked about whose heading says nothing."""
EVEN: Final = 2.0
"""The first count is at most so many times the mean of what is added later, where it is a month's own."""
MULTIPLE: Final = 3.0
"""A count that alone rises to so many times its first is asked about."""


@dataclass(frozen=True, slots=True)
class Fall:
    """Counts that are headed as adding up and fall."""

    row: Row
    key: str


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each channel in the order of time."""
    by_channel: dict[str | None, list[Row]] = {}
    for row in rows:
        if row.month is not None:
            by_channel.setdefault(row.channel, []).append(row)
    for run in by_channel.values():
        yield sorted(run, key=lambda row: row.month or 0)


def restarts(rows: Sequence[Row], keys: Sequence[str]) -> frozenset[int]:
    """The months of the year, 0 to 11, in which any of some counts falls."""
    found = set()
    for run in _runs(rows):
        for before, after in pairwise(run):
            for key in keys:
                old, new = getattr(before, key), getattr(after, key)
                if old is not None and new is not None and new < old and after.month is not None:
                    found.add(after.month % 12)
    return frozenset(found)


def fall(rows: Sequence[Row], keys: Sequence[str]) -> Fall | None:
    """The first count that falls where counts begin again in more than one month of the year; None where none does."""
    if len(restarts(rows, keys)) <= 1:
        return None
    for run in _runs(rows):
        for before, after in pairwise(run):
            for key in keys:
                old, new = getattr(before, key), getattr(after, key)
                if old is not None and new is not None and new < old:
                    return Fall(after, key)
    return None


def looks_running(rows: Sequence[Row]) -> bool:
    """Whether leads and sales look like sums of the months before: they never fall but at a turn of the year."""
    if len(restarts(rows, ("leads", "wins"))) > 1:
        return False
    seen = False
    for run in _runs(rows):
        for part in _years(run, restarts(rows, ("leads", "wins"))):
            leads = [row.leads for row in part]
            wins = [row.wins for row in part]
            if len(part) < FEWEST:
                continue
            if None in leads or None in wins:
                return False
            known = [count or 0 for count in leads]
            steps = [b - a for a, b in pairwise(known)]
            if min(steps) <= 0 or wins[0] == wins[-1]:
                return False
            if not max(steps) / 3 <= known[0] <= EVEN * sum(steps) / len(steps) or min(steps) * 4 < known[0]:
                return False
            seen = True
    return seen


def seeming(rows: Sequence[Row]) -> tuple[str, ...]:
    """Counts that look like sums of the months before though no heading says so: leads and sales, one of them, or none.

    One alone does where it rises with every month, to :data:`MULTIPLE` times its first, and the other does not.
    """
    if looks_running(rows):
        return ("leads", "wins")
    rising = [key for key in ("leads", "wins") if _rises(rows, key, 1)]
    return tuple(key for key in rising if _rises(rows, key, MULTIPLE)) if len(rising) == 1 else ()


def _rises(rows: Sequence[Row], key: str, times: float) -> bool:
    """Whether a count rises with every row of a year, to so many times its first in the longest of them."""
    begins = restarts(rows, (key,))
    if begins - {0}:  # a fall within the year
        return False
    parts = [[getattr(row, key) for row in part] for run in _runs(rows) for part in _years(run, begins)]
    parts = [part for part in parts if len(part) >= FEWEST]
    return (
        bool(parts)
        and all(None not in part and all(a < b for a, b in pairwise(part)) for part in parts)
        and (times == 1 or all(_grows_by_its_first(part, times) for part in parts))
    )


def _grows_by_its_first(counts: Sequence[int], times: float) -> bool:
    """Whether counts grow to so many times the first, which is no more than usual of what is added."""
    first, last = counts[0], counts[-1]
    return last >= times * first > 0 and first <= EVEN * (last - first) / (len(counts) - 1)


def run_along(rows: Sequence[Row], key: str, headed: Sequence[str]) -> bool:
    """Whether a count adds up the months before as others do whose headings say so: it never falls but where they do."""
    seen = False
    for run in _runs(rows):
        for part in _years(run, restarts(rows, headed)):
            counts = [getattr(row, key) for row in part]
            if len(part) < FEWEST:
                continue
            if None in counts:
                return False
            steps = [after - before for before, after in pairwise(counts)]
            if min(steps) < 0 or counts[0] > EVEN * sum(steps) / len(steps) or counts[-1] == 0:
                return False
            seen = True
    return seen


def _years(run: Sequence[Row], begins: frozenset[int]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in run:
        if part and row.month is not None and row.month % 12 in begins:
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def taken_apart(rows: Sequence[Row], keys: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """Each month's own counts, and the rows whose own counts cannot be known.

    The first month of a table is its own where it is the one in which counts begin again, or January; a month after one
    that is missing holds both, so neither is known.
    """
    begins = restarts(rows, keys) or frozenset({0})
    own: dict[int, Row] = {}
    unknown: list[Row] = []
    for run in _runs(rows):
        last: Row | None = None
        for row in run:
            assert row.month is not None
            fresh = row.month % 12 in begins and _begins(last, row, keys)
            if last is None and not fresh:
                counts: Mapping[str, int | None] = dict.fromkeys(keys)
            elif fresh:
                counts = {key: getattr(row, key) for key in keys}
            elif last is not None and last.month == row.month - 1:
                counts = {key: _less(getattr(row, key), getattr(last, key)) for key in keys}
            else:
                counts = dict.fromkeys(keys)
            if None in (counts.get("leads", 0), counts.get("wins", 0)):
                unknown.append(row)
            own[row.at] = replace(row, **counts)  # type: ignore[arg-type]  # keys of counts
            last = row
    return [own.get(row.at, row) for row in rows], unknown


def _begins(last: Row | None, row: Row, keys: Sequence[str]) -> bool:
    """Whether counts begin again with a row: nothing is before it, or they fall."""
    if last is None:
        return True
    pairs = [(getattr(last, key), getattr(row, key)) for key in keys]
    return any(old is not None and new is not None and new < old for old, new in pairs)


def _less(whole: int | None, before: int | None) -> int | None:
    return None if whole is None or before is None else whole - before


def words(rows: Sequence[Row], unknown: Sequence[Row], keys: Sequence[str]) -> str:
    """What was done, in a sentence or two; ``keys`` are the counts, none where it was done to all."""
    places = {"count": integer(len(rows))}
    if keys:
        columns = all_of(BY_KEY[key].label for key in keys)
        text = t(
            "{columns} of {count} rows add up the months before; each month's own were worked out by subtraction.",
            columns=columns,
            **places,
        )
    else:
        text = t(
            "The counts of {count} rows add up the months before; each month's own were worked out by subtraction.",
            **places,
        )
    if not unknown or unknown[0].month is None:
        return text
    month = calendar.in_words(unknown[0].month)
    lacking = t("Those of {month} are not known, because the months before it are not in the table.", month=month)
    return f"{text} {lacking}"
