"""A table of months in plain sentences: its timeline, what is judged, what is set aside, what has moved."""

from __future__ import annotations

from typing import Final

from diagnostics.diagnosis.words import percent, plural
from diagnostics.errors import InputError
from diagnostics.funnel.series import MISRECORDED
from diagnostics.month_numbers import in_words
from diagnostics.months.table import Table
from diagnostics.number_format import short_date


def timeline_text(table: Table) -> str:
    """The timeline in words, for those who cannot see it."""
    s, m = table.series, table.by_month
    parts = []
    for at in range(table.size):
        name = table.timeline.name(at)
        if s.aside[at] is not None:
            parts.append(f"{name}: left out.")
            continue
        none = f"too early for a win rate: {percent(float(s.maturity[at]))} of the sales expected so far"
        none = none if s.early[at] else "no win rate"
        rate = none if s.rate[at] != s.rate[at] else f"win rate {percent(float(s.rate[at]))}"
        ratio = "" if s.ratio[at] != s.ratio[at] else f", monthly ratio {percent(float(s.ratio[at]))}"
        young = "" if s.mature[at] or s.early[at] else ", leads still recent"
        parts.append(f"{name}: {plural(float(m.leads[at]), 'lead', 'leads')}, {rate}{ratio}{young}.")
    return " ".join(parts)


def judged(table: Table, compared_with: str) -> str:
    """Which months the answer is about, on which basis, and what they are compared with."""
    basis = "sales of these months’ leads" if table.basis == "cohort" else "sales made in these months"
    held = f" Compared with {compared_with}." if compared_with else ""
    return f"Months included: {table.named}, {basis}.{held}"


def set_aside(table: Table) -> tuple[tuple[int, str, bool], ...]:
    """Each month that is set aside, in words, and whether the reader may count it all the same."""
    return tuple((a.month, f"{a.words[:1].upper()}{a.words[1:]}.", a.reason in MAY_COUNT) for a in table.set_aside)


MAY_COUNT: Final = MISRECORDED | {"not over", "looks unfinished", "not whole"}
"""Reasons that the reader may know better."""


def bounds(table: Table) -> str:
    """What can be said of the win rate where nothing is assumed of open leads; empty where lost were not counted."""
    try:
        low, high = table.bounds()
    except InputError:
        return ""
    sums = [sum(getattr(row, key) or 0 for row in table.rows) for key in ("wins", "lost")]
    if not sum(sums):
        return ""
    tempting = percent(sums[0] / sum(sums))
    return f"Won ÷ (won + lost) is {tempting}, which leaves out the open leads. Without assuming anything about them, between {percent(low)} and {percent(high)} may end up won."


def restated(before: Table, after: Table) -> str:
    """How earlier months moved when the table changed although their counts did not; empty where none did."""
    if before.counted_on == after.counted_on or before.basis != after.basis or before.lag != after.lag:
        return ""
    old = {before.starts[at]: before.series.rate[at] for at in range(before.size)}
    counts = {before.starts[at]: (before.by_month.leads[at], before.by_month.wins[at]) for at in range(before.size)}
    moved = []
    for at in range(after.size):
        month = after.starts[at]
        same = counts.get(month) == (after.by_month.leads[at], after.by_month.wins[at])
        shown = not after.series.early[at] and month in old and old[month] == old[month]
        if same and shown and percent(float(old[month])) != percent(float(after.series.rate[at])):
            moved.append((month, float(old[month]), float(after.series.rate[at])))
    if not moved or after.counted_on is None:
        return ""
    month, was, now = max(moved, key=lambda each: abs(each[2] - each[1]))
    several = "" if len(moved) == 1 else f" and {len(moved) - 1} more"
    return f"The table is now counted on {short_date(after.counted_on)}, so earlier leads have had more time with the same sales: {in_words(month)} went from {percent(was)} to {percent(now)}{several}."
