"""A table of months in plain sentences: its timeline, what is judged, what is set aside, what has moved."""

from __future__ import annotations

from typing import Final

from diagnostics.diagnosis.words import percent, plural
from diagnostics.errors import InputError
from diagnostics.funnel.series import MISRECORDED, Series
from diagnostics.language import t
from diagnostics.month_numbers import in_words
from diagnostics.months.table import Table
from diagnostics.number_format import integer, short_date


def timeline_text(table: Table) -> str:
    """The timeline in words, for those who cannot see it."""
    s, m = table.series, table.by_month
    parts = []
    for at in range(table.size):
        name = table.timeline.name(at)
        if s.aside[at] is not None:
            parts.append(t("{month}: left out.", month=name))
            continue
        parts.append(
            t(
                "{month}: {leads}, {rate}{ratio}{recent}.",
                month=name,
                leads=plural(float(m.leads[at]), "lead", "leads"),
                rate=_rate(s, at),
                ratio=""
                if s.ratio[at] != s.ratio[at]
                else t(", monthly ratio {share}", share=percent(float(s.ratio[at]))),
                recent="" if s.mature[at] or s.early[at] else t(", leads still recent"),
            )
        )
    return " ".join(parts)


def _rate(s: Series, at: int) -> str:
    """The win rate of a month, or why there is none."""
    if s.rate[at] == s.rate[at]:
        return t("win rate {share}", share=percent(float(s.rate[at])))
    if s.early[at]:
        return t("too early for a win rate: {share} of the sales expected so far", share=percent(float(s.maturity[at])))
    return t("no win rate")


def judged(table: Table, compared_with: str) -> str:
    """Which months the answer is about, on which basis, and what they are compared with."""
    if table.basis == "cohort":
        included = t("Months included: {months}, sales of these months’ leads.", months=table.named)
    else:
        included = t("Months included: {months}, sales made in these months.", months=table.named)
    compared = t("Compared with {target}.", target=compared_with)
    return f"{included} {compared}" if compared_with else included


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
    return t(
        "Won ÷ (won + lost) is {share}, which leaves out the open leads. Without assuming anything about them, between {low} "
        "and {high} may end up won.",
        share=tempting,
        low=percent(low),
        high=percent(high),
    )


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
    facts = {
        "date": short_date(after.counted_on),
        "month": in_words(month),
        "before": percent(was),
        "after": percent(now),
    }
    if len(moved) == 1:
        return t(
            "The table is now counted on {date}, so earlier leads have had more time with the same sales: {month} went from "
            "{before} to {after}.",
            **facts,
        )
    return t(
        "The table is now counted on {date}, so earlier leads have had more time with the same sales: {month} went from "
        "{before} to {after} and {count} more.",
        count=integer(len(moved) - 1),
        **facts,
    )
