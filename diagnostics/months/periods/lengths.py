"""Rows of one length: months among quarters are added up to quarters, where that was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from diagnostics.language import t
from diagnostics.months import said
from diagnostics.months.periods.found import Periods
from diagnostics.months.records import MONTHS_OF, Answers
from diagnostics.number_format import integer
from diagnostics.reading.months import Read
from diagnostics.reading.spans import Span

LENGTHS: Final = {3: "quarter", 6: "half-year", 12: "year"}

LARGER: Final = 2 / 3
"""A single row that is taken for a longer period has at least this share of as many leads as its months would have."""


def one_length(spans: Mapping[int, Span], found: Periods, answers: Answers) -> None:
    """The period that the most cells name, or that was answered; longer ones among shorter are kept apart."""
    if not spans:
        return
    counted = Counter(span.length for span in spans.values())
    months = {one.month for one in found.reads if one is not None}
    given = None if answers.period is None else MONTHS_OF[answers.period]
    found.tiled = frozenset(
        length for length in counted if length in LENGTHS and months and _tile(months, spans.values(), length)
    )
    if found.tiled and given in found.tiled:
        phase = next(span.month for span in spans.values() if span.length == given)
        found.reads, found.cut = parts_of_periods(found.reads, given, phase)
        counted = Counter({given: len(spans)})
    elif months:
        counted[1] += sum(one is not None for one in found.reads)
    step = max(counted, key=lambda length: (counted[length], -length))
    found.step, found.named = step, True
    if step > 1 and step != given:
        found.reads = [None] * len(found.reads)
    for at, span in spans.items():
        if span.length == step:
            found.reads[at] = Read(span.month)
        else:
            found.others[at] = span
    if step > 1:
        found.notes.append(
            t(
                "Each of {count} rows is a {period}; its leads are taken to come evenly over its {months} months.",
                count=integer(counted[step]),
                period=said.length(step),
                months=integer(step),
            )
        )


def _tile(months: Collection[int], spans: Collection[Span], length: int) -> bool:
    """Whether months make up whole periods of a length, none of which is there too."""
    starts = {span.month for span in spans if span.length == length}
    phase = next(iter(starts))
    by_start = Counter(month - (month - phase) % length for month in months)
    return set(by_start.values()) == {length} and starts.isdisjoint(by_start) and len(spans) == len(starts)


def parts_of_periods(reads: Sequence[Read | None], length: int, phase: int) -> tuple[list[Read | None], frozenset[int]]:
    """Months as parts of longer periods, the first of which may begin at ``phase``; and periods that lack a month.

    >>> reads, lacking = parts_of_periods([Read(24300), Read(24301), Read(24302), Read(24303)], 3, 24300)
    >>> [(read.month, read.day) for read in reads], lacking
    ([(24300, 1), (24300, 2), (24300, 3), (24303, 1)], frozenset({24303}))
    """
    starts = [None if one is None else one.month - (one.month - phase) % length for one in reads]
    parts = [
        None if one is None or start is None else Read(start, one.month - start + 1)
        for one, start in zip(reads, starts, strict=True)
    ]
    there = {(part.month, part.day) for part in parts if part is not None}
    by_start = Counter(month for month, _ in there)
    return parts, frozenset(month for month, count in by_start.items() if count < length)


def longer_at_one_end(months: Sequence[int], leads: Mapping[int, int]) -> tuple[int, frozenset[int], bool] | None:
    """Whether rows at one end of a table are farther apart than the others, as periods that are called by a month of theirs.

    Parameters
    ----------
    months : sequence of int
        The months of the rows, in order.
    leads : mapping of int to int
        The leads of each, which have to be as many more where a single row is farther away.

    Returns
    -------
    length, longer, by_end
        Months of a longer row, the months that such rows are called by, and whether that is their last; None where all
        rows may be alike.

    >>> longer_at_one_end([0, 1, 2, 5, 8], {}), longer_at_one_end([0, 1, 2, 4, 5], {})
    ((3, frozenset({8, 5}), True), None)
    >>> longer_at_one_end([0, 1, 2, 5], {0: 9, 1: 9, 2: 9, 5: 30}), longer_at_one_end([0, 1, 2, 5], {0: 9, 1: 9, 2: 9, 5: 8})
    ((3, frozenset({5}), True), None)
    """
    gaps = [b - a for a, b in pairwise(months)]
    length = max(gaps, default=1)
    changes = sum(a != b for a, b in pairwise(gaps))
    if set(gaps) != {1, length} or length not in LENGTHS or changes != 1:
        return None

    def larger(longer: Sequence[int]) -> bool:
        rest = sorted(leads.get(month, 0) for month in months if month not in longer)
        return bool(rest) and min(leads.get(month, 0) for month in longer) >= LARGER * length * rest[len(rest) // 2] > 0

    single = gaps.count(length) == 1
    at = gaps.index(length) if gaps[0] == 1 else gaps.index(1)
    by_end, by_start = (months[at + 1 :], months[at:]) if gaps[0] == 1 else (months[: at + 1], months[:at])
    if all((month + 1) % length == 0 for month in by_end) and (not single or larger(by_end)):
        return length, frozenset(by_end), True
    if all(month % length == 0 for month in by_start) and (not single or larger(by_start)):
        return length, frozenset(by_start), False
    return None
