"""Which months' records are not whole, from the days on which leads were created and decided alone.

Four faults leave no month empty and turn a verdict all the same: records of leads that begin or end within a month,
records of sales that begin late or end early, old deals imported in a day or few, and decisions before the creation.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from diagnostics import month_numbers as calendar
from diagnostics.funnel.scatter import dispersion_around
from diagnostics.funnel.series import LITTLE, MISSED, TRIED_MONTHS, UNLIKELY, Aside, at_most, likelier
from diagnostics.leads.counting.reduction import BEFORE, FIRST_DAY, UNKNOWN
from diagnostics.leads.fields.canonical import LOST, WON
from diagnostics.leads.thresholds import (
    AT_ONCE,
    BEYOND_CHANCE,
    BURST,
    FEW,
    FEW_DAYS,
    HARDLY_ANY,
    LEAST_GAP,
    MOST_UNDATED,
    PACE_DAYS,
    PARTLY,
)

if TYPE_CHECKING:
    import pandas as pd

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

WEEK: Final = 7

MISDATED: Final[frozenset[Aside]] = frozenset(("old deals", "decided before"))
"""Reasons for which the days of a month's leads are not those on which anything happened."""

SILENT: Final[Mapping[Aside, Aside]] = {"few wins yet": "wins begin later", "few wins left": "wins end earlier"}
"""The reason where not one sale is recorded."""


@dataclass(frozen=True, slots=True)
class Import:
    """Old deals that were entered in a day or few."""

    first: datetime.date
    last: datetime.date
    leads: int
    decided: int
    """Of them, those that were decided by the day after, or on a day that is not known."""


@dataclass(frozen=True, slots=True)
class FewSales:
    """Sales that are recorded before, or after, a month, and those that the other months' leads make likely."""

    month: int
    """The first month with, or the last month before, records of sales that are whole."""
    recorded: int
    expected: float


@dataclass(frozen=True, eq=False, slots=True)
class Records:
    """What is not whole in the records.

    Attributes
    ----------
    begin, end : date or None
        The day of the first, or last, lead, where the first, or last, month is not whole.
    imports : tuple of Import
        Days on which old deals were entered.
    sales_begin, sales_end : FewSales or None
        Where the records of sales begin late, or end early.
    asides : mapping of int to str
        Months that are set aside for any of it, with the reason.
    misdated : set of int
        Of them, those from which it cannot be learnt how long a sale takes.
    """

    begin: datetime.date | None
    end: datetime.date | None
    imports: tuple[Import, ...]
    sales_begin: FewSales | None
    sales_end: FewSales | None
    asides: Mapping[int, Aside]
    misdated: frozenset[int]


def look_at_records(days: pd.DataFrame, ends: pd.DataFrame, as_of: datetime.date) -> Records:
    """Find what is not whole in the records of leads.

    Parameters
    ----------
    days, ends : DataFrame
        Leads by day of creation, and sales by the months of creation and sale; see
        :class:`~diagnostics.leads.counting.reduction.Parts`.
    as_of : date
        The day of counting.
    """
    asides: dict[int, Aside] = {}
    by_day = _ByDay.of(days)
    bulk = by_day.imported()
    imports = by_day.imports(bulk)
    months = by_day.months
    asides |= dict.fromkeys((int(month) for month in np.unique(months[bulk])), "old deals")
    asides |= dict.fromkeys(by_day.reversed_months(asides), "decided before")
    begin, end = by_day.first_gap(bulk), by_day.last_gap(bulk, as_of)
    several = len(np.unique(months[by_day.leads > 0])) > 1
    if begin is not None and several:
        asides.setdefault(calendar.of_date(begin), "leads begin later")
    if end is not None and several:
        asides.setdefault(calendar.of_date(end), "leads end earlier")
    triangle = _Triangle.of(by_day, ends, as_of, [month for month in asides if asides[month] in MISDATED])
    sales_begin, yet = triangle.sales_begin()
    sales_end, left = triangle.sales_end()
    runs: tuple[tuple[list[int], Aside], ...] = ((yet, "few wins yet"), (left, "few wins left"))
    for run, reason in runs:
        silent = triangle.sold(run) == 0
        asides |= {month: SILENT[reason] if silent else reason for month in run if asides.get(month) not in MISDATED}
    misdated = {*yet, *left, *(month for month, reason in asides.items() if reason in MISDATED)}
    return Records(begin, end, imports, sales_begin, sales_end, asides, frozenset(misdated))


def looks_imported(days: pd.DataFrame) -> bool:
    """Whether far more leads were created on some day than on others, so that it matters when they were decided."""
    return bool(_ByDay.of(days).many().any())


@dataclass(frozen=True, eq=False, slots=True)
class _ByDay:
    """Leads by day of creation, one entry per day from the first to the last."""

    first: datetime.date
    leads: Array
    decided: Array
    soon: Array
    """Decided by the day after the creation, or on a day that is not known."""
    never: Array
    """Of them, decided before the creation, or on a day that is not known."""
    before: Array
    """Of them, decided before the creation."""
    undated_wins: Array
    months: npt.NDArray[np.int64]

    @classmethod
    def of(cls, days: pd.DataFrame) -> _ByDay:
        day, n = days["day"].to_numpy(int), days["n"].to_numpy(float)
        outcome, timing = days["outcome"].to_numpy(int), days["timing"].to_numpy(int)
        at, size = day - day.min(), int(day.max() - day.min()) + 1

        def count(chosen: Flags) -> Array:
            return np.asarray(np.bincount(at, weights=n * chosen, minlength=size), dtype=float)

        first = FIRST_DAY + datetime.timedelta(days=int(day.min()))
        when = np.datetime64(first) + np.arange(size)
        return cls(
            first,
            leads=count(np.ones(len(day), bool)),
            decided=count((outcome == WON) | (outcome == LOST)),
            soon=count(timing > 0),
            never=count(timing >= BEFORE),
            before=count(timing == BEFORE),
            undated_wins=count((outcome == WON) & (timing == UNKNOWN)),
            months=when.astype("datetime64[M]").astype(np.int64) + 12 * FIRST_DAY.year,
        )

    def day(self, at: int) -> datetime.date:
        return self.first + datetime.timedelta(days=int(at))

    # --- old deals ---

    def many(self) -> Flags:
        """Days on which far more leads were created than on other days with leads."""
        usual = float(np.median(self.leads[self.leads > 0]))
        return (self.leads >= AT_ONCE) & (self.leads >= BURST * usual)

    def imported(self) -> Flags:
        """Days on which far more leads were created than usual, most of them decided by then, unlike on other days."""
        there, many = self.leads > 0, self.many()
        found = np.zeros(len(self.leads), dtype=bool)
        if not many.any() or many[there].all():
            return found
        others = float(self.leads[~many].sum())
        for count in (self.soon, self.never):
            usual = float(count[~many].sum()) / others
            share = np.divide(count, self.leads, out=np.zeros_like(count), where=there)
            error = np.sqrt(np.maximum(usual * (1 - usual), 1 / others) / np.maximum(self.leads, 1))
            found |= many & (share >= 0.5) & (share >= 2 * usual) & (share - usual > BEYOND_CHANCE * error)
        return found

    def imports(self, bulk: Flags) -> tuple[Import, ...]:
        """Days next to each other on which old deals were entered, as one import each."""
        at = np.flatnonzero(bulk)
        runs = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1) if at.size else []
        return tuple(
            Import(self.day(run[0]), self.day(run[-1]), int(self.leads[run].sum()), int(self.soon[run].sum()))
            for run in runs
        )

    def reversed_months(self, without: Iterable[int]) -> list[int]:
        """Months in which more than a few leads were decided before they were created, unlike in most others."""
        at = self.months - self.months[0]
        before, decided, leads = (np.bincount(at, weights=count) for count in (self.before, self.decided, self.leads))
        many = (before >= FEW) & (before > MOST_UNDATED * decided)
        many[[month - self.months[0] for month in without]] = False
        if many.sum() > (leads > 0).sum() / 2:  # no fault of some months
            return []
        return [int(month) for month in self.months[0] + np.flatnonzero(many)]

    # --- months that are not whole ---

    def first_gap(self, bulk: Flags) -> datetime.date | None:
        """The day of the first lead, where leads came so often that the days of the month before it are not there."""
        days = self.first.day - 1
        return self.first if self._missing(days, slice(0, PACE_DAYS), bulk) else None

    def last_gap(self, bulk: Flags, as_of: datetime.date) -> datetime.date | None:
        """The day of the last lead, where leads came so often that the days of the month after it are not there."""
        last = self.day(len(self.leads) - 1)
        month = calendar.of_date(last)
        end = calendar.date_of(month, calendar.days_in(month))
        days = (end - last).days if as_of >= end else 0  # a month that was not over is set aside as such
        return last if self._missing(days, slice(-PACE_DAYS, None), bulk) else None

    def _missing(self, days: int, near: slice, bulk: Flags) -> bool:
        """Whether so many days without a lead, before the first or after the last, are unlike the other days."""
        leads = np.where(bulk, 0.0, self.leads)
        at = np.flatnonzero(leads > 0)
        if days < LEAST_GAP or len(at) < FEW_DAYS:
            return False
        # Pauses of that length, but for one, are not unusual here.
        if int((np.diff(at) > days).sum()) > 1:
            return False
        weeks = np.add.reduceat(leads, np.arange(0, len(leads), WEEK))[: len(leads) // WEEK]
        mean = np.full(len(weeks), weeks.mean() if len(weeks) else 0.0)
        scatter = dispersion_around(weeks, mean, mean)
        expected = float(leads[near].mean()) * days
        return math.exp(-expected / scatter) < UNLIKELY


@dataclass(frozen=True, eq=False, slots=True)
class _Triangle:
    """Dated sales by the month of their lead (rows) and months until the sale (columns), as far as months are over.

    Sales are ``leads of a month · rate by months since``: the chain ladder of insurers' claims. So a month's leads are
    compared with those of other months at the same age, and no lag curve is needed, which the fault itself would bend.
    """

    first: int
    sales: Array
    leads: Array
    undated: Array
    """Sales without a date, by month of the lead; or those of all months where too many have none."""
    seen: Flags
    """Cells that had time to happen."""

    @classmethod
    def of(cls, by_day: _ByDay, ends: pd.DataFrame, as_of: datetime.date, without: Iterable[int]) -> _Triangle:
        first = int(by_day.months[0])
        month = calendar.of_date(as_of)
        size = month - first + (1 if as_of.day == calendar.days_in(month) else 0)
        at = by_day.months - first
        leads, undated = (
            np.asarray(np.bincount(at, weights=count, minlength=max(size, 0))[: max(size, 0)], dtype=float)
            for count in (by_day.leads, by_day.undated_wins)
        )
        row = ends["month"].to_numpy(int) - first
        column = np.maximum(ends["end"].to_numpy(int) - ends["month"].to_numpy(int), 0)
        kept = (row < size) & (row + column < size)
        sales = np.zeros((max(size, 0), max(size, 0)))
        np.add.at(sales, (row[kept], column[kept]), ends["n"].to_numpy(float)[kept])
        there = np.ones(max(size, 0), dtype=bool)
        there[[m - first for m in without if 0 <= m - first < size]] = False
        at = np.arange(max(size, 0))
        seen = (at[:, None] + at[None, :] < size) & there[:, None]
        if undated.sum() > MOST_UNDATED * (sales.sum() + undated.sum()):
            seen = np.zeros_like(seen)
        return cls(first, np.where(seen, sales, 0.0), leads, undated, seen)

    def sold(self, months: Iterable[int]) -> float:
        """Sales of the leads of some months, so far."""
        at = [month - self.first for month in months]
        return float(self.sales[at].sum() + self.undated[at].sum())

    def sales_begin(self) -> tuple[FewSales | None, list[int]]:
        """The month from which sales are recorded, and the months of leads that had sales before it."""
        when = np.add.outer(np.arange(len(self.leads)), np.arange(len(self.leads)))
        tried = range(1, len(self.leads) - TRIED_MONTHS + 1)
        best = self._best([(at, when >= at) for at in tried], LITTLE, self.undated)
        if best is None:
            return None, []
        at, recorded, expected, rate = best
        if at + 1 < len(self.leads) and self._partly(when == at, rate):
            at += 1  # the records begin within that month
        return FewSales(self.first + at, recorded, expected), self._missed(rate, when < at)

    def sales_end(self) -> tuple[FewSales | None, list[int]]:
        """The last month in which sales are recorded, and the months of leads that had sales after it."""
        when = np.add.outer(np.arange(len(self.leads)), np.arange(len(self.leads)))
        tried = range(TRIED_MONTHS - 1, len(self.leads) - 1)
        best = self._best([(at, when <= at) for at in tried], HARDLY_ANY, np.zeros_like(self.undated))
        if best is None:
            return None, []
        at, recorded, expected, rate = best
        if at > 0 and self._partly(when == at, rate):
            at -= 1
        return FewSales(self.first + at, recorded, expected), self._missed(rate, when > at)

    def _best(self, tried: list[tuple[int, Flags]], most: float, more: Array) -> tuple[int, int, float, Array] | None:
        """The likeliest of several months to begin or end with; None where records that are whole are likely enough.

        Likelihood ratio of two rates against one, with the rate inside and the scatter of its months from the cells
        inside; the level is shared between all months that are tried (Bonferroni).
        """
        best: tuple[float, int, int, float, Array] | None = None
        for at, whole in tried:
            inside, outside = self.seen & whole, self.seen & ~whole
            rate = self._rate(inside)
            expected = self.leads[:, None] * rate[None, :]
            due = float(expected[outside].sum())
            recorded = float(self.sales[outside].sum() + more[outside.any(axis=1)].sum())
            if due <= 0 or recorded > most * due:
                continue
            scatter = self._scatter(inside, expected)
            if at_most(recorded / scatter, due / scatter) >= UNLIKELY / len(tried):
                continue
            ratio = likelier(recorded, due) / scatter
            if best is None or ratio > best[0]:
                best = ratio, at, int(recorded), due, rate
        return None if best is None else best[1:]

    def _rate(self, inside: Flags) -> Array:
        """Share of the leads that is won so many months after they came, from some cells."""
        base = (self.leads[:, None] * inside).sum(axis=0)
        return np.asarray(np.divide((self.sales * inside).sum(axis=0), base, out=np.zeros(len(base)), where=base > 0))

    def _scatter(self, inside: Flags, expected: Array) -> float:
        """How much more than chance the months of sale scatter around what is expected of them."""
        row, column = np.nonzero(inside)
        made, due = (
            np.asarray(np.bincount(row + column, weights=table[row, column]), dtype=float)
            for table in (self.sales, expected)
        )
        return dispersion_around(made, due, due)

    def _partly(self, edge: Flags, rate: Array) -> bool:
        """Whether the month at the edge has so few sales that the records begin, or end, within it."""
        cells = self.seen & edge
        return float(self.sales[cells].sum()) < PARTLY * float((self.leads[:, None] * rate[None, :])[cells].sum())

    def _missed(self, rate: Array, lost: Flags) -> list[int]:
        """Months whose leads had more than :data:`MISSED` of their sales while none were recorded."""
        total = float(rate.sum())
        share = (self.seen & lost) @ rate / total
        return [self.first + int(at) for at in np.flatnonzero((share > MISSED) & (self.leads > 0))]
