"""The counts of an export as a table of months and channels, and the cells of which reps and channels are compared."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from diagnostics import month_numbers as calendar
from diagnostics.funnel.incidence import aalen_johansen
from diagnostics.language import t
from diagnostics.leads.counting.counts import NOT_RECORDED, LeadCounts, named_or_not
from diagnostics.leads.fields.canonical import WON
from diagnostics.leads.thresholds import FOLLOWED, MOST_MISSING, OWN_CURVE
from diagnostics.months.records import Row
from diagnostics.months.table import Table
from diagnostics.months.timeline import Timeline

if TYPE_CHECKING:
    import pandas as pd

Shares = dict[str | None, dict[int, float]]
"""Share of the eventual sales that has had time, by channel (None: any other) and month."""

Base = Literal["worked", "fit", "leads"]

UNFINISHED: Final = ("not over", "looks unfinished", "leads begin later", "leads end earlier")
"""Reasons for which a month is set aside whose leads can be compared all the same: it only has fewer of them."""


def table_of(counts: LeadCounts, keep: frozenset[int] = frozenset()) -> Table:
    """The same leads as a table of months and channels, with the lag that was learnt.

    Parameters
    ----------
    counts : LeadCounts
        What was counted.
    keep : set of int
        Months that are used although their records look incomplete.
    """
    by_channel = counts.usable("channel") and counts.missing("channel") <= MOST_MISSING
    cells = counts.cells.assign(channel=named_or_not(counts.cells["channel"]) if by_channel else None)
    keys = ["month", "channel"] if by_channel else ["month"]
    summed = ["n", "won", "lost", "direct", "fit", "worked"]
    sums = cells.groupby(keys, sort=True, as_index=False)[summed].sum()
    rows = tuple(
        Row(
            at=at,
            month=int(row["month"]) if counts.dated else None,
            channel=str(row["channel"]) if by_channel else None,
            leads=int(row["n"]),
            wins=int(row["won"]),
            direct_wins=int(row["direct"]) if counts.has_direct else None,
            fit=int(row["fit"]) if counts.usable("fit") else None,
            worked=int(row["worked"]) if counts.usable("reached") else None,
            lost=int(row["lost"]),
        )
        for at, row in enumerate(sums.to_dict("records"))
    )
    known = counts.records.asides
    length = counts.months or 1.0
    line = Timeline(rows, "cohort", counts.lag, counts.as_of, day_given=True, length=length, keep=keep, known=known)
    return Table(line)


def shares_in_time(counts: LeadCounts, table: Table) -> Shares:
    """Share of the eventual sales that has had time; channels with enough sales follow a lag curve of their own."""
    shares: Shares = {None: {table.first + at: float(m) for at, m in enumerate(table.series.maturity)}}
    if counts.lag is None or counts.lag_given is not None:
        return shares
    won = counts.ages[counts.ages["outcome"] == WON].groupby("channel")["n"].sum()
    first = counts.cells.groupby("channel")["month"].min()
    for channel, n in won.items():
        oldest = (counts.counted_on - calendar.date_of(int(first[str(channel)]), 1)).days
        # A young channel has not shown its late sales: its own curve would end too soon.
        if n >= OWN_CURVE and counts.lag.by(oldest) >= FOLLOWED:
            own = table.with_lag(aalen_johansen(*counts.by_age(str(channel))).curve())
            shares[str(channel)] = {own.first + at: float(m) for at, m in enumerate(own.series.maturity)}
    return shares


def months_in_view(table: Table) -> set[int]:
    """Months that are looked at and not set aside for their records."""
    first, last = table.window or (table.first, table.first + table.size - 1)
    out = {aside.month for aside in table.set_aside if aside.reason not in UNFINISHED}
    return {month for month in range(first, last + 1) if month not in out}


def cells_in_view(counts: LeadCounts, table: Table, shares: Shares) -> pd.DataFrame:
    """Cells of the months that are looked at, as :mod:`diagnostics.comparison.units` compares them."""
    cells = counts.cells[counts.cells["month"].isin(months_in_view(table))]
    share = np.array(
        [
            shares.get(channel, shares[None])[month]
            for channel, month in zip(cells["channel"], cells["month"], strict=True)
        ]
    )
    count = base_of(counts)
    base = cells["n"] - cells["direct"] if count == "leads" else cells[count]
    hits = (cells["won"] - cells["direct"]).astype(float)
    # How many of the lost leads were worked, or fit, is not counted.
    possible = base - cells["lost"] if count == "leads" else base
    return cells.rename(columns={"n": "leads"}).assign(hits=hits, trials=base * share, base=base, possible=possible)


def base_of(counts: LeadCounts) -> Base:
    """Of which leads the rates of reps and channels are: those that were worked, those that fit, or all."""
    return "worked" if counts.usable("reached") else "fit" if counts.usable("fit") else "leads"


def comparable(cells: pd.DataFrame, known: Collection[str]) -> pd.DataFrame:
    """Cells of leads whose channel and rep are both known; a name that cannot be used is one and the same for all.

    Leads without a channel or a rep are no kind of their own: as one they would link reps who share no channel.

    Parameters
    ----------
    cells : DataFrame
        As :func:`cells_in_view` gives them.
    known : collection of str
        Which of ``"channel"`` and ``"rep"`` can be used.
    """
    for name in ("channel", "rep"):
        cells = cells[cells[name].notna()] if name in known else cells.assign(**{name: t(NOT_RECORDED)})
    return cells


def cells_by_speed(counts: LeadCounts, table: Table) -> pd.DataFrame:
    """Cells of the months that are looked at whose leads were reached at a known time."""
    cells = counts.cells[counts.cells["month"].isin(months_in_view(table)) & counts.cells["speed"].notna()]
    return cells.assign(hits=cells["won"] - cells["direct"], channel=named_or_not(cells["channel"]))


def progress_by_month(counts: LeadCounts, table: Table) -> pd.DataFrame:
    """How much of each month's eventual sales has had time to happen; see :meth:`Ledger.maturity`."""
    import pandas as pd

    whole = table.months
    frame = whole
    if table.window is not None:
        frame = whole.loc[calendar.label(table.window[0]) : calendar.label(table.window[1])]
    sums = counts.cells.groupby("month")[["n", "won", "lost"]].sum()
    sums.index = pd.Index([calendar.label(int(m)) for m in sums.index], name="month")
    sums = sums.reindex(frame.index).fillna(0).astype(int)
    mature = whole[(whole["maturity"] > 0) & whole["set_aside"].isna()]
    base = float((mature["leads"] * mature["maturity"]).sum())
    rate = float(mature["wins"].sum()) / base if base > 0 else np.nan
    return pd.DataFrame(
        {
            "leads": sums["n"],
            "won": sums["won"],
            "lost": sums["lost"],
            "open": sums["n"] - sums["won"] - sums["lost"],
            "maturity": frame["maturity"],
            "expected": (sums["n"] * rate * (1 - frame["maturity"])).clip(0, sums["n"] - sums["won"] - sums["lost"]),
        }
    )
