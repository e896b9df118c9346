"""What an export comes to once its leads are counted: small frames of counts, and what follows from them alone."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from diagnostics import month_numbers as calendar
from diagnostics.funnel.incidence import Incidence, aalen_johansen
from diagnostics.funnel.lag import LagCurve
from diagnostics.language import mark, t
from diagnostics.leads.counting.reduction import BEFORE, FIRST_DAY
from diagnostics.leads.counting.timing import Records, look_at_records
from diagnostics.leads.fields.canonical import LOST, LOST_SOMETIME, OPEN, WON
from diagnostics.leads.fields.self_service import Sign
from diagnostics.leads.matching.matching import Matching
from diagnostics.leads.matching.without_days import refusal
from diagnostics.leads.thresholds import BEYOND_CHANCE, FEWEST_WINS, FULL, LOPSIDED, MOST_MISSING, MOST_UNDATED, SPARSE
from diagnostics.reading.names import Names
from diagnostics.reading.people import People

if TYPE_CHECKING:
    import pandas as pd

Array = npt.NDArray[np.float64]

NOT_RECORDED: Final = mark("not recorded")
"""The channel of leads without one."""

SUMS: Final = (
    "n",
    "won",
    "lost",
    "direct",
    "untouched",
    "fit",
    "worked",
    "contradicting",
    "unreached_won",
    "unfit_won",
    "reached_late",
    "priced",
    "placeholders",
)
"""What is added up for each month, channel, rep and time to the first contact."""


@dataclass(frozen=True, eq=False)
class LeadCounts:
    """The counts of an export, and what follows from them alone. Made by :func:`diagnostics.leads.counting.build.count_leads`.

    Attributes
    ----------
    matching : Matching
        Which column is which, and what their texts mean.
    as_of : date or None
        The day the leads were counted: what happened later had not happened. None: no column says when a lead came.
    cells : DataFrame
        Counts by month, channel, rep and time to the first contact: :data:`SUMS`, and ``amount`` of what was won.
    ages : DataFrame
        Leads by channel, outcome and age in days.
    days : DataFrame
        Leads by the day they were created, and where it matters by when they were decided; see
        :class:`~diagnostics.leads.counting.reduction.Parts`.
    ends : DataFrame
        Sales by the months of creation and sale, see there.
    left_out : mapping of int to int
        Rows that are in no month, by reason.
    repeated : int
        Rows that repeat an ID.
    early : int
        Leads that were decided before they were created.
    undated : (int, int)
        Leads that were won, and lost, on a day that is not known.
    lag_given : LagCurve or None
        How long a sale takes, where the caller knows it.
    whole_ages : DataFrame or None
        ``ages`` without the months from which it cannot be learnt how long a sale takes; None where there are none.
    people : People or None
        What reps are called where their names are not shown; nothing but ``matching`` holds a name then.
    signs : tuple of Sign
        By what sales may have been made without a salesperson, where it was not answered, the plainest first.
    """

    matching: Matching
    as_of: datetime.date | None
    cells: pd.DataFrame
    ages: pd.DataFrame
    days: pd.DataFrame
    ends: pd.DataFrame
    left_out: Mapping[int, int]
    repeated: int = 0
    early: int = 0
    undated: tuple[int, int] = (0, 0)
    channel_names: Names = field(default_factory=lambda: Names({}))
    rep_names: Names = field(default_factory=lambda: Names({}))
    people: People | None = None
    lag_given: LagCurve | None = None
    whole_ages: pd.DataFrame | None = None
    signs: tuple[Sign, ...] = ()

    # --- when ---

    @property
    def dated(self) -> bool:
        """Whether a column says when a lead came; if not, every lead is of one month and taken as decided."""
        return "created" in self.matching.columns

    @property
    def months(self) -> float | None:
        """How many months the leads are of, where they have no days and it was answered."""
        return None if self.matching.plan is None else self.matching.plan.months

    @property
    def counted_on(self) -> datetime.date:
        """The day of counting of leads that have days."""
        assert self.as_of is not None, "leads without days have no day of counting"
        return self.as_of

    # --- how many ---

    @cached_property
    def leads(self) -> int:
        """Leads that count."""
        return self.total("n")

    @cached_property
    def wins(self) -> int:
        """Leads that were won."""
        return self.total("won")

    def total(self, count: str) -> int:
        """A count over all leads; see :data:`SUMS`."""
        return int(self.cells[count].sum())

    @cached_property
    def rows(self) -> int:
        """Rows that were read, with those that are in no month."""
        return self.leads + sum(self.left_out.values())

    @cached_property
    def decided(self) -> int:
        """Leads that are won or lost."""
        return self.wins + self.total("lost")

    @cached_property
    def open_leads(self) -> int:
        """Leads that are open."""
        return self.leads - self.decided

    @cached_property
    def average_sale(self) -> float | None:
        """Mean amount of a sale, in the units of the amount column; amounts of 0 and 1 are placeholders.

        None where no amount was recorded, or most of them are placeholders.
        """
        priced = self.total("priced")
        return float(self.cells["amount"].sum()) / priced if priced > self.total("placeholders") else None

    def missing(self, name: str) -> float:
        """Share of the leads without a channel or rep, a fraction."""
        return float(self.cells.loc[self.cells[name].isna(), "n"].sum()) / self.leads

    # --- how old ---

    @cached_property
    def dated_wins(self) -> int:
        """Sales of which it is known how long they took."""
        return int(self.ages.loc[self.ages["outcome"] == WON, "n"].sum())

    @cached_property
    def longest_win(self) -> int | None:
        """Days that the slowest sale took; None where no sale has a date."""
        won = self.ages.loc[self.ages["outcome"] == WON, "age"]
        return int(won.max()) if len(won) else None

    @cached_property
    def oldest(self) -> int:
        """Days since the first day of the first month."""
        return (self.counted_on - calendar.date_of(int(self.cells["month"].min()), 1)).days

    @property
    def stale(self) -> int:
        """Leads open for longer than any sale took; 0 where that is known of too few sales."""
        if self.longest_win is None or self.dated_wins < max(FEWEST_WINS, (1 - MOST_UNDATED) * self.wins):
            return 0
        return self.open_longer(self.longest_win)

    def before_created(self, without: Collection[int] = ()) -> tuple[int, int]:
        """Leads that were won, and lost, before they were created, without those of some months."""
        early = self.days[self.days["timing"] == BEFORE]
        months = (np.datetime64(FIRST_DAY) + early["day"].to_numpy(int)).astype("datetime64[M]").astype(int)
        early = early[~np.isin(months + 12 * FIRST_DAY.year, list(without))]
        won, lost = (int(early.loc[early["outcome"] == outcome, "n"].sum()) for outcome in (WON, LOST))
        return won, lost

    @cached_property
    def records(self) -> Records:
        """Which months' records are not whole, from the days of creation and decision."""
        if not self.dated:
            return Records(None, None, (), None, None, {}, frozenset())
        return look_at_records(self.days, self.ends, self.counted_on)

    def open_longer(self, days: float) -> int:
        """Leads that have been open for more than so many days."""
        return int(self.ages.loc[(self.ages["outcome"] == OPEN) & (self.ages["age"] > days), "n"].sum())

    @cached_property
    def _learnable(self) -> pd.DataFrame:
        """Ages from which it is learnt how long a sale takes: of whole months, where these have enough sales."""
        whole = self.whole_ages
        if whole is None or whole.loc[whole["outcome"] == WON, "n"].sum() < FEWEST_WINS:
            return self.ages
        return whole

    def by_age(self, channel: str | None = None) -> tuple[Array, Array, Array, Array]:
        """Ages in days, ascending, and the leads of each age that were won, were lost, and are still followed."""
        ages = self._learnable
        ages = ages if channel is None else ages[ages["channel"] == channel]
        days, at = np.unique(ages["age"].to_numpy(float), return_inverse=True)
        outcome, n = ages["outcome"].to_numpy(), ages["n"].to_numpy(float)

        def of(*kinds: int) -> Array:
            return np.bincount(at, np.where(np.isin(outcome, kinds), n, 0.0), len(days)).astype(float)

        return days, of(WON), of(LOST), of(OPEN, LOST_SOMETIME)

    @cached_property
    def incidence(self) -> Incidence:
        """The share of the leads that had bought by each age; lost leads cannot buy any more (Aalen and Johansen).

        Raises
        ------
        InputError
            Where no lead has an age.
        """
        if not self.dated:
            raise refusal()
        return aalen_johansen(*self.by_age())

    @cached_property
    def lag(self) -> LagCurve | None:
        """How long a sale takes: given, or learnt from the dated sales. None where every lead is decided, or too few are."""
        if self.lag_given is not None:
            return self.lag_given
        if self.open_leads == 0 or self.dated_wins < FEWEST_WINS:
            return None
        return self.incidence.curve()

    # --- what cannot be used ---

    @cached_property
    def leaks(self) -> frozenset[str]:
        """Columns that were filled in after the outcome: for nearly all won leads and for few others."""
        cells, won = self.cells, self.wins
        rest = self.leads - won
        assisted = won - self.total("direct")
        if not won or not rest:
            return frozenset()
        found = set()
        for name in ("channel", "rep"):
            there = cells[cells[name].notna()]
            on_wins, on_rest = float(there["won"].sum()), float((there["n"] - there["won"]).sum())
            if name in self.matching.columns and _recorded_more_often(on_wins, won, on_rest, rest):
                found.add(name)
        for flag, count, without in (("reached", "worked", "unreached_won"), ("fit", "fit", "unfit_won")):
            if flag in self.matching.columns and assisted:
                on_wins = assisted - self.total(without)
                on_rest = self.total(count) - assisted
                # To be reached, or fit, goes with being won: only nearly all of one and few of the other is a leak.
                if on_wins / assisted >= FULL and on_rest / rest <= SPARSE:
                    found.add(flag)
        return frozenset(found)

    @property
    def has_direct(self) -> bool:
        """Whether it is known which sales were made without a salesperson."""
        plan = self.matching.plan
        return "direct" in self.matching.columns or (plan is not None and bool(plan.self_service or plan.alone))

    @cached_property
    def sold_by_nobody(self) -> int:
        """Sales counted as made by talking of which no person is known to have had a part; 0 where that is not recorded.

        Where no first contact is recorded and other leads mostly have no rep either, a blank says nothing.
        """
        count, has = self.total("untouched"), self.matching.columns
        others = self.leads - count
        if "reached" not in has and "rep" in has and others:
            without = float(self.cells.loc[self.cells["rep"].isna(), "n"].sum()) - count
            if without > MOST_MISSING * others:
                return 0
        if "reached" in has and self.total("worked") <= self.total("unreached_won"):
            return 0
        return count

    def usable(self, field_: str) -> bool:
        """Whether a column is there and was filled in before the outcome."""
        return field_ in self.matching.columns and field_ not in self.leaks


def _recorded_more_often(on_wins: float, won: float, on_rest: float, rest: float) -> bool:
    """Whether a name is recorded more often for won leads than for others, by more than chance and by much."""
    one, two, mean = on_wins / won, on_rest / rest, (on_wins + on_rest) / (won + rest)
    error = np.sqrt(mean * (1 - mean) * (1 / won + 1 / rest))
    return bool(one - two >= LOPSIDED and one - two > BEYOND_CHANCE * error)


def named_or_not(names: pd.Series) -> pd.Series:
    """Names, with a word for none; a column of nothing but blanks may not be one of texts."""
    return names.astype(object).where(names.notna(), t(NOT_RECORDED))


class Counted:
    """Shows the counts that it has under their own names."""

    counts: LeadCounts

    @property
    def matching(self) -> Matching:
        """Which column is which, and what their texts mean."""
        return self.counts.matching

    @property
    def as_of(self) -> datetime.date | None:
        """The day the leads were counted; None where no column says when a lead came."""
        return self.counts.as_of

    @property
    def cells(self) -> pd.DataFrame:
        """Counts by month, channel, rep and time to the first contact; see :class:`LeadCounts`."""
        return self.counts.cells

    @property
    def ages(self) -> pd.DataFrame:
        """Leads by channel, outcome and age in days."""
        return self.counts.ages

    @property
    def leads(self) -> int:
        """Leads that count."""
        return self.counts.leads

    @property
    def wins(self) -> int:
        """Leads that were won."""
        return self.counts.wins

    @property
    def decided(self) -> int:
        """Leads that are won or lost."""
        return self.counts.decided

    @property
    def open_leads(self) -> int:
        """Leads that are open."""
        return self.counts.open_leads

    def total(self, count: str) -> int:
        """A count over all leads; see :data:`SUMS`."""
        return self.counts.total(count)

    @property
    def dated_wins(self) -> int:
        """Sales of which it is known how long they took."""
        return self.counts.dated_wins

    @property
    def longest_win(self) -> int | None:
        """Days that the slowest sale took; None where no sale has a date."""
        return self.counts.longest_win

    @property
    def average_sale(self) -> float | None:
        """Mean amount of a sale, in the units of the amount column; None where no amount was recorded."""
        return self.counts.average_sale

    @property
    def incidence(self) -> Incidence:
        """The share of the leads that had bought by each age; see :attr:`LeadCounts.incidence`."""
        return self.counts.incidence

    @property
    def lag(self) -> LagCurve | None:
        """How long a sale takes: given, or learnt from the dated sales; see :attr:`LeadCounts.lag`."""
        return self.counts.lag
