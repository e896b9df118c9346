"""What has had time to close. Ages are arguments; nothing here reads the clock.

A lag curve says which share of the eventual wins has come by an age. Open leads are not lost leads: wins are divided
by *effective leads*, the leads weighted by that share (:func:`effective_leads`). Wins counted by the month they were
made are divided by the leads of the months they came from (:func:`lagged_leads`), never by the leads of that month.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.errors import InputError
from diagnostics.funnel.checks import number
from diagnostics.funnel.near_target import normal_nodes

Array = npt.NDArray[np.float64]

DAYS_PER_MONTH: Final = 365.25 / 12
"""Mean length of a calendar month, days."""

LEAST_MATURITY: Final = 1e-6
"""In place of none at all, so that it can be divided by."""

LONGEST_DAYS: Final = 3650
"""Ten years: more typical days than any sale takes."""

TYPED_DAYS_SD: Final = 0.35
"""How far off the days are that an owner types, standard deviation on the log: two in three within a factor of 1.4."""


class LagCurve(ABC):
    """``G``: the share of the eventual wins that has come by an age in days; 0 at first, never falling, 1 in the end."""

    @property
    @abstractmethod
    def typical_days(self) -> float:
        """The median: days from first contact to sale that half of the wins need."""

    @abstractmethod
    def by(self, age: float) -> float:
        """``G(age)``, a fraction; 0 for an age below 0."""

    @abstractmethod
    def integral(self, age: float) -> float:
        """``∫ G`` from 0 to ``age``, days; 0 for an age below 0."""

    def over(self, youngest: float, oldest: float) -> float:
        """Mean of ``G`` over leads whose ages are even between two ages in days, a fraction."""
        if oldest <= youngest:
            return self.by(oldest)
        return min(1.0, (self.integral(oldest) - self.integral(youngest)) / (oldest - youngest))


@dataclass(frozen=True, slots=True)
class Spread(LagCurve):
    """Sales come at a steady rate per open lead: exponential with median ``typical_days``.

    ``G(a) = 1 − 2^(−a/τ)``. It assumes least beyond its scale, so it is used for "typical days" typed by an owner.

    >>> Spread(30).by(30), Spread(30).by(90)
    (0.5, 0.875)
    """

    typical_days: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "typical_days", checked_days(self.typical_days))

    def by(self, age: float) -> float:
        """``1 − 2^(−age/τ)``."""
        if age < 0:
            return 0.0
        return 1.0 if self.typical_days == 0 else -math.expm1(-age * math.log(2) / self.typical_days)

    def integral(self, age: float) -> float:
        """``age − τ/ln 2 · (1 − 2^(−age/τ))``."""
        if age <= 0 or self.typical_days == 0:
            return max(age, 0.0)
        mean = self.typical_days / math.log(2)
        x = age / mean
        # x − (1 − e^(−x)) loses its digits where x is small; x²/2 − x³/6 are its first terms.
        return mean * (x * x * (0.5 - x / 6) if x < 1e-4 else x + math.expm1(-x))


@dataclass(frozen=True, slots=True)
class Shift(LagCurve):
    """Every sale comes the same number of days after first contact.

    >>> Shift(60).by(59), Shift(60).by(60)
    (0.0, 1.0)
    """

    typical_days: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "typical_days", checked_days(self.typical_days))

    def by(self, age: float) -> float:
        """1 from ``typical_days`` on."""
        return float(age >= self.typical_days)

    def integral(self, age: float) -> float:
        """``max(0, age − typical_days)``."""
        return max(0.0, age - self.typical_days)


SHORT: Final = 4
"""A curve of more steps is shown by their number."""


@dataclass(frozen=True, slots=True, repr=False)
class Steps(LagCurve):
    """A curve estimated from dated wins: ``shares[i]`` of the eventual wins have come by ``ages[i]`` days.

    Parameters
    ----------
    ages : tuple of float
        Days, ascending, 0 or more.
    shares : tuple of float
        Fractions, not falling; the last is 1.

    >>> Steps((10, 40), (0.25, 1.0)).by(39), Steps((10, 40), (0.25, 1.0)).typical_days
    (0.25, 40)
    """

    ages: tuple[float, ...]
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        rising = all(a < b for a, b in zip(self.ages, self.ages[1:], strict=False))
        if not self.ages or len(self.ages) != len(self.shares) or not rising or self.ages[0] < 0:
            raise InputError("ages-not-rising", "ages", self.ages)
        falls = any(a > b for a, b in zip(self.shares, self.shares[1:], strict=False))
        if falls or self.shares[0] < 0 or not math.isclose(self.shares[-1], 1.0):
            raise InputError("shares-not-rising", "shares", self.shares)

    @property
    def typical_days(self) -> float:
        """The first age by which half of the wins have come."""
        return next(age for age, share in zip(self.ages, self.shares, strict=True) if share >= 0.5)

    def __repr__(self) -> str:
        if len(self.ages) <= SHORT:
            return f"Steps(ages={self.ages}, shares={self.shares})"
        return f"<Steps: {len(self.ages)} steps to {self.ages[-1]:g} days, typical_days {self.typical_days:g}>"

    def by(self, age: float) -> float:
        """The share at the last step up to ``age``."""
        at = int(np.searchsorted(self.ages, age, side="right"))
        return 0.0 if at == 0 else self.shares[at - 1]

    def integral(self, age: float) -> float:
        """Sum of the steps up to ``age``."""
        ends = np.clip(np.append(self.ages[1:], math.inf), None, max(age, 0.0))
        return float(np.dot(np.maximum(ends - np.asarray(self.ages), 0.0), self.shares))


def checked_days(days: float) -> float:
    """Typical days from first contact to sale, checked."""
    found = number("typical_days", days)
    if found < 0:
        raise InputError("negative", "typical_days", days)
    return found


def maturity_from_typical_days(typical_days: float, months: float) -> float:
    """Share of the eventual wins that have had time to happen, a fraction.

    Leads are taken to arrive evenly over the period and to be counted at its end, so their ages are uniform on
    ``0..T``; the lag is taken to be :class:`Spread`: half of the wins come by ``typical_days``.

    ``1 − τ/(T·ln 2)·(1 − 2^(−T/τ))``

    Parameters
    ----------
    typical_days : float
        ``τ``, days from first contact to sale that half of the wins need; 0 means at once.
    months : float
        Length of the period the leads came in, months; ``T`` is that in days.

    Raises
    ------
    InputError
        Where the days are negative or not a number, or the months are not above 0.

    >>> round(maturity_from_typical_days(20, months=1), 3)
    0.382
    >>> maturity_from_typical_days(0, months=1)
    1.0
    """
    curve = Spread(typical_days)
    months = number("months", months)
    if months <= 0:
        raise InputError("months-not-positive", "months", months)
    return curve.over(0.0, months * DAYS_PER_MONTH)


def typed_lags(curve: LagCurve | None) -> tuple[tuple[LagCurve, float], ...]:
    """Lags that could be meant where the days were typed, each with its weight; none where they were estimated, or are 0.

    Owners do not measure how long a sale takes: what they type is off by :data:`TYPED_DAYS_SD` on the log.

    >>> [round(lag.typical_days, 1) for lag, _ in typed_lags(Spread(20))[::5]]
    [7.0, 11.8, 20.0, 33.8, 57.2]
    """
    if not isinstance(curve, (Spread, Shift)) or curve.typical_days == 0:
        return ()
    return tuple(
        (type(curve)(min(curve.typical_days * math.exp(TYPED_DAYS_SD * x), LONGEST_DAYS)), weight)
        for x, weight in normal_nodes()
    )


def maturities_from_typical_days(typical_days: float, months: float) -> tuple[tuple[float, float], ...]:
    """Shares that the maturity could have where the days were typed, each with its weight.

    As :func:`maturity_from_typical_days` for each of :func:`typed_lags`; none where every sale is made at once.

    >>> nodes = maturities_from_typical_days(20, months=1)
    >>> [round(maturity, 2) for maturity, _ in nodes[::5]]
    [0.68, 0.53, 0.38, 0.26, 0.16]
    """
    return tuple(
        (max(lag.over(0.0, months * DAYS_PER_MONTH), LEAST_MATURITY), weight)
        for lag, weight in typed_lags(Spread(typical_days))
    )


def effective_leads(leads: Sequence[float], ages: Sequence[float], curve: LagCurve) -> float:
    """``Σ leads·G(age)``: how many leads' worth of wins have had time to happen.

    Wins divided by it are the win rate of leads that have had all their time.

    Parameters
    ----------
    leads : sequence of float
        Counts of leads.
    ages : sequence of float
        Their ages, days.
    curve : LagCurve
        The lag curve.

    >>> effective_leads([100, 40], [30, 90], Spread(30))
    85.0
    """
    return sum(n * curve.by(age) for n, age in zip(leads, ages, strict=True))


def lag_weights(curve: LagCurve, months: int, length: float = 1.0) -> Array:
    """Share of a month's eventual sales that is made ``0, 1, …, months − 1`` months later, fractions, shape ``(months,)``.

    Leads arrive evenly within a month; all months have the mean length. ``length`` is that of other periods, in months.
    With ``H = ∫ G`` and ``M`` a month, the share ``k`` months later is ``(H((k+1)M) − 2·H(kM) + H((k−1)M)) / M``.

    >>> lag_weights(Shift(2 * DAYS_PER_MONTH), 4).round(6).tolist()
    [0.0, 0.0, 1.0, 0.0]
    """
    days = length * DAYS_PER_MONTH
    area = np.array([curve.integral(k * days) for k in range(-1, months + 1)])
    weights = (area[2:] - 2 * area[1:-1] + area[:-2]) / days
    return np.asarray(np.maximum(weights, 0.0))  # rounding can leave −1e-17


def lagged_leads(leads: Sequence[float] | Array, curve: LagCurve, length: float = 1.0) -> tuple[Array, Array]:
    """For each month, the leads whose sales fall in it, and the share of them that the series reaches back to.

    ``Σ_k w_k · leads[t − k]`` with :func:`lag_weights`, divided by the share ``Σ w_k`` of the weights that fall on
    known months.

    Parameters
    ----------
    leads : sequence of float
        Leads by month, without gaps; NaN where a month was not recorded.
    curve : LagCurve
        The lag curve.
    length : float
        Months that each entry covers.

    Returns
    -------
    denominators, covered : arrays of the same length
        Leads, NaN where nothing is covered; and the covered share, a fraction in 0..1.

    >>> lagged_leads([100, 120, 144, 172.8], Shift(2 * DAYS_PER_MONTH))[0].round(6).tolist()
    [nan, nan, 100.0, 120.0]
    """
    known = np.asarray(leads, dtype=float)
    weights = lag_weights(curve, len(known), length)
    there = ~np.isnan(known)
    if not there.any():
        return np.full(len(known), np.nan), np.zeros(len(known))
    sums = _carried(np.where(there, known, 0.0), weights)
    covered = np.minimum(_carried(there.astype(float), weights), 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(covered > 1e-9, sums / covered, np.nan), covered


def _carried(values: Array, weights: Array) -> Array:
    """``Σ_k w_k · values[t − k]``, added in the order of k on every processor.

    :func:`numpy.convolve` adds in an order that depends on the length of the series and on the processor, so one more month
    would change the last digit of the months before it.
    """
    sums = np.zeros_like(values)
    for k, weight in enumerate(weights):
        sums[k:] += weight * values[: len(values) - k]
    return sums
