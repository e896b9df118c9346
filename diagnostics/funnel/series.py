"""Months in a row: which of them can be used, what has had time to close in each, and the rate that follows.

A month's rate depends on that month's counts and on the lag alone, never on later months. Months whose records begin
late, end early or are not over are set aside with the reason, not averaged in.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from diagnostics.funnel.incidence import TAIL
from diagnostics.funnel.lag import DAYS_PER_MONTH, LagCurve, lagged_leads
from diagnostics.funnel.posterior import JEFFREYS, beta_inverse
from diagnostics.funnel.scatter import (
    count_dispersion,
    count_squares,
    neighbour_dispersion,
    share_dispersion,
    share_squares,
    usual_count_dispersion,
    usual_share_dispersion,
)

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

Misrecorded = Literal[
    "not filled in",
    "wins begin later",
    "wins end earlier",
    "few wins yet",
    "few wins left",
    "leads begin later",
    "leads end earlier",
    "old deals",
    "decided before",
]
"""Why the records of a month, and not its customers, are at fault."""

Aside = Literal[
    Misrecorded,
    "missing",
    "no leads",
    "no wins",
    "later",
    "not over",
    "before the table",
    "looks unfinished",
    "not whole",
]
"""Why a month is left out; worded by the caller."""

MISRECORDED: Final[frozenset[Aside]] = frozenset(get_args(Misrecorded))

MATURE: Final = 0.9
"""A month is mature once this share of its eventual sales has had time to happen."""

EARLY: Final = 0.3
"""A month shows no rate while less than this share of its eventual sales has had time: it would be that share's own error."""

COVERED: Final = 0.95
"""On the period basis a month counts if this share of the leads that its sales came from is in the table."""

UNLIKELY: Final = 0.01
"""Less likely than this by chance: records, not customers, are missing."""

LITTLE: Final = 0.25
"""Share of the wins expected. With more of them before some month, wins were recorded and a change is a change."""

TRIED_MONTHS: Final = 4
"""Months of wins on the side that is whole. With fewer, how they scatter is not known."""

MISSED: Final = 0.05
"""Share of the wins of a month's leads that were not recorded; with less, the month can be used all the same."""

UNFINISHED: Final = 0.75
"""A last month with less than this share of the usual leads may be incomplete."""


@dataclass(frozen=True, eq=False, slots=True)
class Months:
    """Counts by month, arrays of one shape ``(months,)`` without gaps in time; NaN: not recorded.

    ``hits`` and ``trials`` are the wins that a salesperson made and the leads they are a share of, as closing has it.
    """

    leads: Array
    wins: Array
    hits: Array
    trials: Array
    elapsed: Array
    """Share of each month that was over when the counts were taken, 0..1."""
    ages: Array
    """Days from each month's end to when the counts were taken; below 0 while it runs."""
    length: float = 1.0
    """Months that each entry covers."""

    direct: Array | None = None
    """Wins without a salesperson that ``trials`` is already without; None: ``trials`` never included them."""


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """Rates, intervals and flags of each month; arrays of the same shape."""

    maturity: Array
    """Cohort basis: share of the eventual wins that have had time. Period basis: earlier leads ÷ leads."""
    base: Array
    """What wins are divided by: effective leads, or the leads that the month's wins came from."""
    rate: Array
    """Wins ÷ base; NaN where there is none, where it is too early, or where leads so young have more wins than they should."""
    low: Array
    high: Array
    """Its 90% interval from the counts of that month alone; NaN where it is too early."""
    ratio: Array
    """The month's wins ÷ the month's leads: the tempting number."""
    mature: Flags
    early: Flags
    """Months that are too young for a rate (:data:`EARLY`)."""
    aside: tuple[Aside | None, ...]

    @property
    def used(self) -> Flags:
        """Months that are not set aside."""
        return np.array([reason is None for reason in self.aside])


def follow(
    months: Months,
    basis: str,
    curve: LagCurve | None,
    ended: bool,
    keep: Collection[int] = (),
    cut: Collection[int] = (),
    known: Mapping[int, Aside] | None = None,
) -> Series:
    """Compute maturity, rate and interval of every month.

    Parameters
    ----------
    months : Months
        The counts.
    basis : {"cohort", "period"}
        What the wins count.
    curve : LagCurve, optional
        The lag; None takes every lead as decided (cohort basis only).
    ended : bool
        Whether the last month is known to be over.
    keep : collection of int
        Months to be used although their records look incomplete.
    cut : collection of int
        Months of which only some days or weeks are recorded.
    known : mapping of int to str, optional
        Months that are known from elsewhere not to be whole, and why.
    """
    n = len(months.leads)
    blank = [at for at in not_filled_in(months.leads, months.wins) if at not in keep]
    if basis == "period":
        assert curve is not None
        came = np.where(np.isin(np.arange(n), blank), np.nan, _came(months))
        base, covered = lagged_leads(came, curve, months.length)
        maturity = np.divide(base, came, out=np.full(n, np.nan), where=came > 0)
        if months.direct is not None:
            base = np.maximum(base - months.direct, 0.0)
        mature, early = np.ones(n, dtype=bool), np.zeros(n, dtype=bool)
    else:
        maturity = _maturity(months, curve)
        base, covered = _left_to_sell(months, maturity), np.ones(n)
        mature, early = maturity >= MATURE, maturity < EARLY
    aside = _records(months, basis, covered, keep)
    for at in blank:
        if aside[at] in (None, "before the table") or (aside[at] == "later" and not ended):
            aside[at] = "not filled in"
    for at in cut:
        if aside[at] is None and at not in keep:
            aside[at] = "not whole"
    for at, reason in (known or {}).items():
        if 0 <= at < n and aside[at] is None and at not in keep:
            aside[at] = reason
    _silent(aside, months, base, keep)
    _few(aside, months, base, keep)
    if not ended:
        _unfinished(aside, months, keep)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where((base > 0) & (months.hits <= base) & ~early, months.hits / base, np.nan)
        ratio = np.where(months.leads > 0, months.wins / months.leads, np.nan)
    low, high = (np.where(early, np.nan, end) for end in _bands(months, basis, base, maturity))
    return Series(maturity, base, rate, low, high, ratio, mature, early, tuple(aside))


def matured(months: Months, series: Series, basis: str, curve: LagCurve | None, chosen: Flags) -> float | None:
    """What has had time with some lag over some months together, as the maturity of a funnel has it.

    Cohort basis: the share of the eventual wins of their leads. Period basis: earlier leads for each of their leads, over
    those months for which the leads are recorded that far back. None where there is none, or no lead came.
    """
    came = np.where([reason == "not filled in" for reason in series.aside], np.nan, _came(months))
    if basis == "period":
        assert curve is not None
        due, covered = lagged_leads(came, curve, months.length)
        chosen = chosen & (covered >= COVERED)
    else:
        due = came * _maturity(months, curve)
    leads, had_time = float(came[chosen].sum()), float(due[chosen].sum())
    return had_time / leads if leads > 0 else None


def _came(months: Months) -> Array:
    """The leads of each month, those that bought directly among them."""
    return months.trials if months.direct is None else months.trials + months.direct


def _maturity(months: Months, curve: LagCurve | None) -> Array:
    """Share of the eventual wins of each month's leads that has had time."""
    if curve is None:
        return np.ones(len(months.leads))
    when = zip(months.ages, months.elapsed, strict=True)
    return np.array([_matured(curve, age, over, months.length) for age, over in when])


def _left_to_sell(months: Months, maturity: Array) -> Array:
    """Effective leads for sales to win: those who bought directly, and those who still will, are never among them.

    Direct sales above what the maturity allows were made at once, so no more of them are expected.
    """
    if months.direct is None:
        return months.trials * maturity
    leads = months.trials + months.direct
    later = months.direct + months.hits * maturity <= leads * maturity
    return np.where(later, leads * maturity - months.direct, months.trials * maturity)


def _matured(curve: LagCurve, age: float, elapsed: float, length: float) -> float:
    """Mean share of the eventual wins of an entry's leads, whose ages are even from its end back to its start."""
    if elapsed <= 0:
        return 0.0
    return curve.over(max(age, 0.0), age + length * DAYS_PER_MONTH)


def _records(months: Months, basis: str, covered: Array, keep: Collection[int]) -> list[Aside | None]:
    """What is plainly not there, or not there yet."""
    aside: list[Aside | None] = []
    for at in range(len(months.leads)):
        reason: Aside | None = None
        no_leads, no_wins = math.isnan(months.leads[at]), math.isnan(months.wins[at])
        if no_leads and no_wins:
            reason = "missing"
        elif no_leads:
            reason = "no leads"
        elif no_wins:
            reason = "no wins"
        elif months.elapsed[at] <= 0:
            reason = "later"
        elif months.elapsed[at] < 1 and at not in keep:
            reason = "not over"
        elif basis == "period" and covered[at] < COVERED:
            reason = "before the table"
        aside.append(reason)
    return aside


def not_filled_in(leads: Array, wins: Array) -> list[int]:
    """The places of months at either end with no lead and no win, where other months have so many that it is not chance.

    They are months still to come, or before the records, of a form that has 0 where nothing was entered.

    >>> not_filled_in(np.array([9.0, 0.0, 8.0, 0.0, 0.0]), np.array([1.0, 0.0, 2.0, 0.0, 0.0]))
    [3, 4]
    """
    some = np.flatnonzero((np.nan_to_num(leads) > 0) | (np.nan_to_num(wins) > 0))
    if not some.size:
        return []
    first, last = int(some[0]), int(some[-1])
    usual = float(np.nanmean(leads[first : last + 1])) if not np.isnan(leads[first : last + 1]).all() else 0.0
    found: list[int] = []
    for run in (range(first), range(last + 1, len(leads))):
        zeros = [at for at in run if leads[at] == 0 and wins[at] == 0]
        if math.exp(-usual * len(zeros)) < UNLIKELY:
            found += zeros
    return found


def _silent(aside: list[Aside | None], months: Months, base: Array, keep: Collection[int]) -> None:
    """Months at either end without a win, where the other months predict some."""
    used = [at for at, reason in enumerate(aside) if reason is None and base[at] > 0]
    while_silent = [at for at in used if months.wins[at] == 0]
    if not while_silent or len(while_silent) == len(used):
        return
    first = next(i for i, at in enumerate(used) if months.wins[at] > 0)
    last = len(used) - next(i for i, at in enumerate(reversed(used)) if months.wins[at] > 0)
    heard = used[first:last]
    hits, trials = months.hits[heard], base[heard]
    if trials.sum() <= 0:
        return
    rate = min(hits.sum() / trials.sum(), 1.0)
    dispersion = share_dispersion(hits, trials)
    runs: tuple[tuple[list[int], Aside], ...] = ((used[:first], "wins begin later"), (used[last:], "wins end earlier"))
    for run, reason in runs:
        expected = rate * base[run].sum() / dispersion
        if run and math.exp(-expected) < UNLIKELY:
            for at in run:
                if at not in keep:
                    aside[at] = reason


def _few(aside: list[Aside | None], months: Months, base: Array, keep: Collection[int]) -> None:
    """Months at the beginning with so few wins for leads of their age that some were not recorded.

    Every month is tried as the first that is whole, by the likelihood ratio of two rates against one. The level is shared
    between them (Bonferroni), and counts are divided by the dispersion of the months that are whole.
    """
    used = [at for at, reason in enumerate(aside) if reason is None and base[at] > 0]
    tried = range(1, len(used) - TRIED_MONTHS + 1)
    best, begin = 0.0, 0
    for first in tried:
        before, whole = used[:first], used[first:]
        hits, trials = months.hits[whole], base[whole]
        due = min(float(hits.sum() / trials.sum()), 1.0) * float(base[before].sum())
        recorded = float(months.hits[before].sum())
        if due <= 0 or recorded > LITTLE * due:
            continue
        dispersion = share_dispersion(hits, trials)
        if at_most(recorded / dispersion, due / dispersion) >= UNLIKELY / len(tried):
            continue
        ratio = likelier(recorded, due) / dispersion
        if ratio > best:
            best, begin = ratio, first
    for at in used[:begin]:
        if at not in keep:
            aside[at] = "few wins yet"


def likelier(count: float, mean: float) -> float:
    """Logarithm of how much likelier a count is at its own mean than at another (Poisson)."""
    return mean - count + (count * math.log(count / mean) if count else 0.0)


def _unfinished(aside: list[Aside | None], months: Months, keep: Collection[int]) -> None:
    """A last month with too few leads to be a whole month."""
    used = [at for at, reason in enumerate(aside) if reason is None]
    last = max((at for at, reason in enumerate(aside) if reason != "not filled in"), default=-1)
    if len(used) < 4 or used[-1] != last or last in keep:
        return
    before = months.leads[used[:-1]]
    usual, dispersion = float(before.mean()), count_dispersion(before)
    if (
        months.leads[last] < UNFINISHED * usual
        and at_most(months.leads[last] / dispersion, usual / dispersion) < UNLIKELY
    ):
        aside[last] = "looks unfinished"


def at_most(count: float, mean: float) -> float:
    """Chance of ``count`` or fewer where ``mean`` are expected (Poisson)."""
    from scipy.special import pdtr

    return float(pdtr(math.floor(count), mean))


def _bands(months: Months, basis: str, base: Array, maturity: Array) -> tuple[Array, Array]:
    """90% intervals by Jeffreys' prior, one month at a time."""
    exposure = np.ones_like(base) if basis == "period" else maturity
    with np.errstate(invalid="ignore", divide="ignore"):
        there = (base > 0) & ~np.isnan(months.hits)
        a = np.where(there, months.hits, 0.0) + JEFFREYS
        b = np.where(there, np.maximum(base / exposure - months.hits, 0.0), 0.0) + JEFFREYS
        ends = np.array([beta_inverse(*shape, np.array([TAIL, 1 - TAIL])) for shape in zip(a, b, strict=True)])
        low, high = np.where(there[:, None], np.minimum(ends / exposure[:, None], 1.0), np.nan).T
    return low, high


@dataclass(frozen=True, slots=True)
class Scatter:
    """How much more than chance months scatter, 1 or more."""

    reach: float
    closing: float


def scatter(months: Months, series: Series, chosen: Flags) -> Scatter:
    """The dispersion of leads and of the win rate, from neighbouring months of the whole table and from what is usual.

    ``chosen`` are the months that it is used for: what is usual depends on how many leads they have.
    """
    used = series.used
    leads, hits, base = (np.where(used, column, np.nan) for column in (months.leads, months.hits, series.base))
    covered = max(float(chosen.sum()) * months.length, 1e-9)
    won, tried = float(np.nansum(months.hits[chosen])), float(np.nansum(series.base[chosen]))
    usual_leads = usual_count_dispersion(float(np.nansum(months.leads[chosen])) / covered)
    usual_share = usual_share_dispersion(min(won / tried, 1.0) if tried > 0 else 0.0, tried / covered)
    return Scatter(
        neighbour_dispersion(count_squares(leads), usual_leads),
        neighbour_dispersion(share_squares(hits, base), usual_share),
    )
