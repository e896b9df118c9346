"""The leads of the months that are looked at, compared by rep, by channel, by period and by time to the first contact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from diagnostics import month_numbers as calendar
from diagnostics.comparison.mix_table import Channels, mix_table
from diagnostics.comparison.speed import compare_speeds
from diagnostics.comparison.units import Kind, Routes, compare_units, rates_by_pair, routes_of
from diagnostics.errors import InputError
from diagnostics.language import mark, t
from diagnostics.leads.counting import by_month
from diagnostics.leads.counting.counts import LeadCounts
from diagnostics.leads.faults import Blocks, Fault
from diagnostics.leads.matching.without_days import refusal
from diagnostics.leads.thresholds import LOOKS
from diagnostics.months.table import Table

if TYPE_CHECKING:
    import pandas as pd

SPEED_NAMES: Final = (
    mark("within an hour"),
    mark("within a day"),
    mark("within three days"),
    mark("within a week"),
    mark("later"),
)

COMPARED: Final[dict[Kind, Blocks]] = {"rep": "reps", "channel": "channels"}
"""What a fault blocks that makes a column unusable."""

NEEDED: Final = {
    "rep": (mark("reps"), mark("the rep of each lead (its owner)")),
    "channel": (mark("channels"), mark("the channel of each lead (its source)")),
    "reached": (mark("times to the first contact"), mark("the date on which each lead was first reached")),
}
"""What cannot be compared without a column, and the column to export."""


@dataclass(frozen=True, eq=False)
class View:
    """The leads of the months that are looked at. What the data cannot answer is refused, by the column needed.

    Attributes
    ----------
    counts : LeadCounts
        All leads.
    table : Table
        Their months; its window is what is looked at.
    faults : tuple of Fault
        What is wrong with them.
    """

    counts: LeadCounts
    table: Table
    faults: tuple[Fault, ...]

    def refuse(self, what: Blocks) -> None:
        """Refuse a question that the data cannot answer."""
        for fault in self.faults:
            if what in fault.blocks:
                raise fault.refuse()

    def need(self, column: str, blocked: Blocks) -> None:
        """Refuse a comparison that needs a column which is not there or cannot be used."""
        if column not in self.counts.matching.columns:
            compared, export = NEEDED[column]
            raise InputError("column-needed", column, compared=t(compared), column=t(export))
        self.refuse(blocked)

    def need_days(self) -> None:
        """Refuse what is about time where no column says when a lead came."""
        if not self.counts.dated:
            raise refusal()

    def units(self, kind: Kind) -> pd.DataFrame:
        """Reps or channels on like-for-like leads; see :meth:`Ledger.reps`."""
        self.need(kind, COMPARED[kind])
        self.refuse("lag")
        return compare_units(self.comparable(kind), kind, LOOKS)

    def pairs(self) -> pd.DataFrame:
        """Rep × channel; see :func:`~diagnostics.comparison.units.rates_by_pair`."""
        return rates_by_pair(self.comparable("rep" if "rep" in self.counts.matching.columns else "channel"))

    def routes(self) -> Routes:
        """Who gets which lead, and what can be separated because of it."""
        for kind, blocked in COMPARED.items():
            self.need(kind, blocked)
        return routes_of(self.comparable("rep"))

    def speeds(self) -> pd.DataFrame:
        """Sales by the time to the first contact; see :func:`~diagnostics.comparison.speed.compare_speeds`."""
        self.need("reached", "reached")
        self.need_days()
        cells = by_month.cells_by_speed(self.counts, self.table)
        if cells.empty:
            raise InputError("contacts-without-time", "reached")
        return compare_speeds(cells, SPEED_NAMES, LOOKS)

    def maturity(self) -> pd.DataFrame:
        """How much of each month's eventual sales has had time to happen; see :meth:`Ledger.maturity`."""
        self.need_days()
        self.refuse("lag")
        return by_month.progress_by_month(self.counts, self.table)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Cells of the months that are looked at, with sales made by talking and the effective leads behind them."""
        return by_month.cells_in_view(self.counts, self.table, by_month.shares_in_time(self.counts, self.table))

    def comparable(self, kind: Kind) -> pd.DataFrame:
        """Cells whose rep and channel are known, where the file has them at all; ``kind`` is what is asked about."""
        blocked = {what for fault in self.faults for what in fault.blocks}
        has = self.counts.matching.columns
        known = {name for name, compared in COMPARED.items() if name in has and compared not in blocked}
        cells = by_month.comparable(self.cells, known)
        if cells.empty or not cells["trials"].sum() > 0:
            window = self.table.window
            period = self.table.named if window is None else calendar.span_in_words(*window)
            raise InputError("nothing-to-compare", kind, period)
        return cells


def mix_of(before: View, after: View) -> pd.DataFrame:
    """The change of the win rate between two periods; see :func:`~diagnostics.comparison.mix_table.mix_table`."""
    before.need("channel", "channels")
    before.need_days()
    return mix_table(_channels(before.table), _channels(after.table))


def _channels(table: Table) -> Channels:
    """The channels of a period that has leads."""
    channels = table.channels
    if not sum(trials for _, trials in channels.values()) > 0:
        raise InputError("period-without-leads", "period", table.named)
    return channels
