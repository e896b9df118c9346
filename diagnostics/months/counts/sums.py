"""Rows that add up others, found by adding up, whatever they are called and in whatever script.

A row of a month that cannot be read is a total where each of its counts is the sum of the others'. A channel is one
where its counts are the sum of other channels' in every month; how unlikely that is by chance tells whether it is
certain. What is not certain is asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from diagnostics.errors import InputError
from diagnostics.months.records import Row
from diagnostics.reading.headings import COUNTS

SURE: Final = math.log(10_000)
"""A sum that chance would make less often than once in so many tables is certain."""
ALL_SUBSETS: Final = 12
"""Up to so many channels, every set of them is added up; of more, those that follow one another."""
MOST_CHANNELS: Final = 500
"""Channels of a table: which of them add up others takes time that grows faster than their number."""
MOST_MONTHS: Final = 0.8
"""A sum that holds in this share of the months, and not in all, is asked about."""

Counts = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row whose counts are known and whose month may not be."""

    at: int
    row: Row
    named: bool = True
    """Whether its month, or its channel where there are no months, is known."""
    years: tuple[int, ...] = ()
    """The months that its name spans, for a quarter or a year between months."""

    @property
    def counts(self) -> Counts:
        """Its counts, in the order of :data:`~diagnostics.reading.headings.COUNTS`."""
        return tuple(getattr(self.row, key) for key in COUNTS)


@dataclass(frozen=True, slots=True)
class ChannelSum:
    """A channel whose counts are the sum of others'."""

    channel: str
    parts: tuple[str, ...]
    sure: bool
    months: int
    """Months in which that was seen."""
    of: int
    """Months of the channel."""


def adds_up(line: Line, lines: Sequence[Line]) -> bool:
    """Whether an unnamed line is the sum of others: of all, of those of its months, or of those next to it.

    Parameters
    ----------
    line : Line
        A line that is no month.
    lines : sequence of Line
        All lines in the order of the sheet.
    """
    return any(_is_sum(line, part) for part in _groups(line, lines))


def split_again(lines: Sequence[Line]) -> list[Line]:
    """Unnamed lines that together come to what the named ones do, as a second table by channel; none where they do not."""
    named, others = [one for one in lines if one.named], [one for one in lines if not one.named]
    others = [one for one in others if not adds_up(one, lines)]
    if len(others) < 2 or len(named) < 2:
        return []
    sums = [[sum(getattr(one.row, key) or 0 for one in part) for key in ("leads", "wins")] for part in (named, others)]
    return others if sums[0] == sums[1] and all(sums[0]) else []


def _groups(line: Line, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that a total may be of."""
    named = [one for one in lines if one.named]
    yield named
    if line.years:
        yield [one for one in named if one.row.month in line.years]
    if line.row.month is not None:
        yield [one for one in named if one.row.month == line.row.month]
    if line.row.channel is not None:
        yield [one for one in named if one.row.channel == line.row.channel]
    place = next(at for at, one in enumerate(lines) if one is line)
    for order in (lines[:place][::-1], lines[place + 1 :]):
        run: list[Line] = []
        for one in order:
            if not one.named:
                break
            run.append(one)
        yield run
        by_month = [one for one in run if run and one.row.month == run[0].row.month]
        if len(by_month) < len(run):
            yield by_month


def _is_sum(line: Line, parts: Sequence[Line]) -> bool:
    if len(parts) < 2 or not any(line.counts):
        return False
    compared = 0
    for mine, column in zip(line.counts, zip(*(one.counts for one in parts), strict=True), strict=True):
        if mine is None or all(count is None for count in column):
            continue
        if mine != sum(count or 0 for count in column):
            return False
        compared += 1
    return compared >= 2


# --- channels -----------------------------------------------------------------------------------------------------

Cells = Mapping[tuple[int | None, str], int]
"""Counts of a channel, by month and key."""


def too_many(channels: Iterable[str]) -> InputError | None:
    """The refusal of a table with more channels than can be compared."""
    number = len({name.casefold() for name in channels})
    return InputError("channels-too-many", "channel", number, most=MOST_CHANNELS) if number > MOST_CHANNELS else None


def channel_sums(lines: Iterable[Line]) -> list[ChannelSum]:
    """Channels that are the sum of others, the largest first.

    A channel is looked at in the months that it has; those of its parts that have no row in a month add nothing to it.
    """
    rows = [one.row for one in lines if one.row.channel is not None]
    channels = list(dict.fromkeys(row.channel for row in rows if row.channel is not None))
    cells: dict[str, dict[tuple[int | None, str], int]] = {name: {} for name in channels}
    for row in rows:
        assert row.channel is not None
        for key in COUNTS:
            count = getattr(row, key)
            if count is not None:
                place = (row.month, key)
                cells[row.channel][place] = cells[row.channel].get(place, 0) + count
    found: list[ChannelSum] = []
    left = sorted((name for name in channels if any(cells[name].values())), key=lambda name: _size(cells[name]))
    while len(left) > 1:
        best, rest = None, set(left)
        for name in reversed(left):
            others = [other for other in channels if other in rest and other != name]
            one = _sum_of(name, others, cells)
            if one is not None and (best is None or (one.sure, len(one.parts)) > (best.sure, len(best.parts))):
                best = one
        if best is None:
            break
        found.append(best)
        left.remove(best.channel)
    return found


def _size(cells: Cells) -> int:
    return sum(cells.values())


def _sum_of(name: str, others: Sequence[str], cells: Mapping[str, Cells]) -> ChannelSum | None:
    """How a channel is the sum of others; None where it is not."""
    mine = cells[name]
    months = {month for month, _ in mine}
    smaller = [
        other for other in others if all(count <= mine.get(place, count) for place, count in cells[other].items())
    ]
    sets: list[tuple[str, ...]] = [tuple(others)] if others else []
    if 2 <= len(smaller) <= ALL_SUBSETS:
        sets += _reaching(smaller, mine, cells)
    elif len(smaller) > ALL_SUBSETS:
        sets += _runs_reaching(others, mine, cells)
    log_tests = math.log(max(1, len(others) + 1)) + (
        math.log(2) * min(len(smaller), ALL_SUBSETS) if len(sets) > 1 else 0
    )
    best: ChannelSum | None = None
    for parts in sets:
        holds, chance = 0, 0.0
        for month in months:
            keys = [key for of, key in mine if of == month]
            sums = {key: [cells[part].get((month, key)) for part in parts] for key in keys}
            known = {key: [count for count in counts if count is not None] for key, counts in sums.items()}
            compared = [key for key in keys if known[key]]
            if compared and all(mine[month, key] == sum(known[key]) for key in compared) and "leads" in compared:
                holds += 1
                chance += sum(math.log1p(mine[month, key]) for key in compared)
        whole = holds == len(months)
        if not holds or (not whole and (holds < 3 or holds < MOST_MONTHS * len(months))):
            continue
        sure = whole and chance > SURE + log_tests and len(parts) > 1
        doubtful = parts == tuple(others) or chance > log_tests + SURE / 2
        if len(parts) == 1:
            doubtful = chance > SURE + log_tests and len(months) > 1
        if (sure or doubtful) and (best is None or sure > best.sure):
            best = ChannelSum(name, parts, sure, holds, len(months))
    return best


def _leads(name: str, mine: Cells, cells: Mapping[str, Cells]) -> int:
    """The leads of a channel in the months of another."""
    return sum(count for place, count in cells[name].items() if place[1] == "leads" and place in mine)


def _runs_reaching(others: Sequence[str], mine: Cells, cells: Mapping[str, Cells]) -> list[tuple[str, ...]]:
    """Runs of two channels or more that reach the whole of another; a run with a channel without counts is no new one."""
    total = sum(count for (_, key), count in mine.items() if key == "leads")
    leads = {name: _leads(name, mine, cells) for name in others}
    others, so_far = [name for name in others if leads[name]], [0]
    for name in others:
        so_far.append(so_far[-1] + leads[name])
    starts: dict[int, list[int]] = {}
    found = []
    for end, reached in enumerate(so_far):
        found += [tuple(others[start:end]) for start in starts.get(reached - total, []) if end - start > 1]
        starts.setdefault(reached, []).append(end)
    return found


def _reaching(others: Sequence[str], mine: Cells, cells: Mapping[str, Cells]) -> list[tuple[str, ...]]:
    """Sets of two channels or more that reach the whole of another; a set with a channel without counts is no new one."""
    total = sum(count for (_, key), count in mine.items() if key == "leads")
    leads = {name: _leads(name, mine, cells) for name in others}
    some = [name for name in others if leads[name]]
    return [
        parts
        for size in range(2, len(some) + 1)
        for parts in combinations(some, size)
        if sum(leads[name] for name in parts) == total
    ]
