"""All months of a table, computed once whatever period is looked at: sums of counts, lag, rates, and what is set aside."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from diagnostics import month_numbers as calendar
from diagnostics.funnel.lag import DAYS_PER_MONTH, LagCurve, lagged_leads
from diagnostics.funnel.series import Array, Aside, Flags, Months, Series, follow, not_filled_in
from diagnostics.language import mark, t
from diagnostics.months.records import Row
from diagnostics.reading.headings import COUNTS

if TYPE_CHECKING:
    import pandas as pd

Basis = Literal["cohort", "period"]

WHY: Final[dict[Aside, str]] = {
    "missing": mark("it is not in the table"),
    "no leads": mark("its leads were not recorded"),
    "no wins": mark("its sales were not recorded"),
    "later": mark("it had not begun when the counts were taken"),
    "not over": mark("it was not over when the counts were taken"),
    "before the table": mark("its sales come from leads before the table begins"),
    "wins begin later": mark("not one sale is recorded yet: the records of sales seem to begin later"),
    "wins end earlier": mark("not one sale is recorded any more: the records of sales seem to end earlier"),
    "looks unfinished": mark("so few leads look like a month that is not over"),
    "not whole": mark("its rows do not cover all of it"),
    "not filled in": mark("its leads and its sales are both 0, as where nothing was filled in"),
    "few wins yet": mark("so few of its leads' sales are recorded that the records of sales seem to begin later"),
    "few wins left": mark("so few of its leads' sales are recorded that the records of sales seem to end earlier"),
    "leads begin later": mark("the records of leads seem to begin within it"),
    "leads end earlier": mark("the records of leads seem to end within it"),
    "old deals": mark(
        "many of its leads were entered in a day or few when they were decided already: an import of old deals"
    ),
    "decided before": mark("many of its leads were decided before they were created"),
}
"""Why a month is set aside, in words that follow its name and a colon."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A month that is in the table and not in the answer."""

    month: int
    reason: Aside
    length: int = 1
    """Months that it covers."""

    @property
    def words(self) -> str:
        """The month and why.

        >>> SetAside(2025 * 12, "not over").words
        'January 2025: it was not over when the counts were taken'
        """
        named = calendar.span_in_words(self.month, self.month + self.length - 1)
        return t("{month}: {why}", month=named, why=t(WHY[self.reason]))


@dataclass(frozen=True, eq=False)
class Timeline:
    """The rows of a table in the order of time, and everything that follows from all of them.

    Attributes
    ----------
    rows : tuple of Row
        One row per month, per channel, or per month and channel.
    basis : {"cohort", "period"}
        What the sales count.
    lag : LagCurve or None
        How long sales take; None: every lead is taken as decided.
    counted_on : date or None
        When the counts were taken; None where the rows have no months.
    day_given : bool
        Whether ``counted_on`` was given; if not, it is the end of the last month.
    length : float
        How many months a table without a month column covers.
    keep : frozenset of int
        Months that are used although their records look incomplete.
    step : int
        Months that each row covers: 3 for a table of quarters. Their leads are taken to come evenly over them.
    cut : frozenset of int
        Months at either end that the days or weeks of the rows do not cover.
    known : mapping of int to str
        Months that are known not to be whole, from more than their counts, and why.
    """

    rows: tuple[Row, ...]
    basis: Basis
    lag: LagCurve | None = None
    counted_on: datetime.date | None = None
    day_given: bool = False
    length: float = 1.0
    keep: frozenset[int] = field(default_factory=frozenset)
    step: int = 1
    cut: frozenset[int] = field(default_factory=frozenset)
    read: int = 0
    """Rows of the sheet that the rows were made of."""
    known: Mapping[int, Aside] = field(default_factory=dict)

    @property
    def dated(self) -> bool:
        """Whether the rows have months."""
        return bool(self.rows) and self.rows[0].month is not None

    @cached_property
    def first(self) -> int:
        """The first month, as a number."""
        return min(row.month for row in self.rows if row.month is not None) if self.dated else 0

    @cached_property
    def size(self) -> int:
        """How many months there are from the first to the last; quarters, where a row covers one."""
        if not self.dated:
            return 1
        return (max(row.month for row in self.rows if row.month is not None) - self.first) // self.step + 1

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first month of each period, as a number."""
        return tuple(self.first + self.step * at for at in range(self.size))

    def at(self, month: int) -> int:
        """The place of the period that a month is in."""
        return (month - self.first) // self.step

    def name(self, at: int) -> str:
        """A period in words: ``"January 2025"``, ``"January to March 2025"``."""
        return calendar.span_in_words(self.starts[at], self.starts[at] + self.step - 1)

    @property
    def filled_until(self) -> int:
        """The last month of the last period that was filled in, or that is used all the same."""
        blank = set(not_filled_in(self.sums["leads"], self.sums["wins"])) - self._kept
        return self.starts[max((at for at in range(self.size) if at not in blank), default=0)] + self.step - 1

    @property
    def _kept(self) -> frozenset[int]:
        """The places of months that are used although their records look incomplete."""
        return frozenset(self.at(month) for month in self.keep)

    # --- counts ---

    @cached_property
    def sums(self) -> Mapping[str, Array]:
        """Each count by month, summed over channels; NaN where a row of the month lacks it or the month has no row."""
        at = np.array([self.at(row.month) if row.month is not None else 0 for row in self.rows])
        there = np.bincount(at, minlength=self.size) > 0
        sums = {}
        for key in COUNTS:
            found = [getattr(row, key) for row in self.rows]
            # Direct sales are written only where there are some: a blank cell next to others is none.
            blank = 0.0 if key == "direct_wins" and any(v is not None for v in found) else np.nan
            values = np.array([blank if v is None else v for v in found], dtype=float)
            sums[key] = np.where(there, np.bincount(at, weights=values, minlength=self.size), np.nan)
        return sums

    def counted(self, key: str, chosen: Flags) -> bool:
        """Whether a count is there in every chosen month."""
        return bool(chosen.any()) and not np.isnan(self.sums[key][chosen]).any()

    @cached_property
    def counts(self) -> frozenset[str]:
        """Counts that are there in every month that is over and has leads and sales; others are not used at all.

        A level and what is compared with it then have the same base, whatever months each is taken from.
        """
        kept = np.isin(np.arange(self.size), list(self._kept))
        usable = ~np.isnan(self.sums["leads"] + self.sums["wins"]) & ((self._past[0] >= 1) | kept)
        return frozenset(key for key in COUNTS if self.counted(key, usable))

    @cached_property
    def by_month(self) -> Months:
        """Counts by month, without gaps in time."""
        direct = np.nan_to_num(self.sums["direct_wins"])
        part = next((key for key in ("worked", "fit") if key in self.counts), None)
        trials = np.maximum(self.sums["leads"] - direct, 0.0) if part is None else self.sums[part]
        hits = self.sums["wins"] - direct
        length = float(self.step) if self.dated else self.length
        bought = direct if part is None else None
        return Months(self.sums["leads"], self.sums["wins"], hits, trials, *self._past, length, bought)

    @cached_property
    def _past(self) -> tuple[Array, Array]:
        """By month, the share that was over and the days since its end when the counts were taken."""
        if not self.dated or self.counted_on is None:
            return np.ones(self.size), np.zeros(self.size)
        month = calendar.of_date(self.counted_on)
        end = month + self.counted_on.day / calendar.days_in(month)
        past: Array = (end - np.array(self.starts, dtype=float)) / self.step
        return np.clip(past, 0.0, 1.0), (past - 1) * self.step * DAYS_PER_MONTH

    # --- rates ---

    @cached_property
    def series(self) -> Series:
        """Maturity, base, rate and interval of every month."""
        cut = frozenset(self.at(month) for month in self.cut)
        known = {self.at(month): reason for month, reason in self.known.items()}
        return follow(self.by_month, self.basis, self.lag, self.day_given or not self.dated, self._kept, cut, known)

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Months that are in the table and not in the answer, and why."""
        reasons = enumerate(self.series.aside)
        return tuple(SetAside(self.starts[at], reason, self.step) for at, reason in reasons if reason is not None)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row per month; see :attr:`~diagnostics.months.table.Table.months`."""
        import pandas as pd

        m, s = self.by_month, self.series
        index = pd.Index([calendar.label(month) for month in self.starts], name="month")
        why = [None if reason is None else WHY[reason] for reason in s.aside]
        columns = {
            "leads": m.leads,
            "wins": m.wins,
            "maturity": s.maturity,
            "base": s.base,
            "rate": s.rate,
            "low": s.low,
            "high": s.high,
            "ratio": s.ratio,
            "mature": s.mature,
            "set_aside": pd.Series(why, index, dtype=object),
        }
        return pd.DataFrame(columns, index=index)

    # --- channels ---

    @cached_property
    def by_channel(self) -> Mapping[str, tuple[Array, Array]]:
        """By channel and month: wins made by talking, and the leads they are divided by."""
        part = next((key for key in ("worked", "fit") if key in self.counts), None)
        rows_of: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.channel is not None:
                rows_of.setdefault(row.channel, []).append(row)
        m, s = self.by_month, self.series
        share = np.divide(s.base, m.trials, out=np.zeros(self.size), where=m.trials > 0)
        found: dict[str, tuple[Array, Array]] = {}
        for name, rows in rows_of.items():
            hits, trials = np.zeros(self.size), np.zeros(self.size)
            for row in rows:
                at = 0 if row.month is None else self.at(row.month)
                direct = row.direct_wins or 0
                hits[at] += (row.wins or 0) - direct
                trials[at] += ((row.leads or 0) - direct if part is None else getattr(row, part)) or 0
            if self.basis == "period":
                assert self.lag is not None
                found[name] = hits, np.nan_to_num(lagged_leads(trials, self.lag, self.step)[0])
            else:
                found[name] = hits, trials * share
        return found
