"""How much more months vary than chance alone would make them: the dispersion, never below 1.

A dispersion of 2 means twice the variance, so that the counts are worth half as many. What months usually do is known before
any are seen (:func:`usual_count_dispersion`); the months of a table say more (:func:`neighbour_dispersion`). Pearson's
statistic over its degrees of freedom (:func:`share_dispersion`, :func:`count_dispersion`; McCullagh and Nelder, *Generalized
Linear Models*, 1989, sections 4.5 and 6.2) takes growth and seasons for variation too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

FEWEST_MONTHS: Final = 3
"""Fewer months do not show how much months vary."""

LEADS_VARY: Final = 0.05
"""How much the leads that can be expected vary from month to month, as a share of them: one standard deviation."""

RATE_VARIES: Final = 0.10
"""How much the win rate varies from month to month, one standard deviation on the log-odds."""

PRIOR_FREEDOM: Final = 6.0
"""Degrees of freedom that the usual dispersion is worth beside what the months of a table show."""


def usual_count_dispersion(per_month: float) -> float:
    """Dispersion of a count whose expectation varies by :data:`LEADS_VARY`: ``1 + 0.05²·μ``, ``μ`` the mean count per month.

    >>> usual_count_dispersion(400)
    2.0
    """
    return 1 + LEADS_VARY**2 * per_month


def usual_share_dispersion(share: float, trials_per_month: float) -> float:
    """Dispersion of the hits where the share varies by :data:`RATE_VARIES`: ``1 + 0.10²·p(1 − p)·(n − 1)``, ``n`` a month.

    >>> round(usual_share_dispersion(0.15, 401), 2)
    1.51
    """
    return 1 + RATE_VARIES**2 * share * (1 - share) * max(trials_per_month - 1, 0.0)


def neighbour_dispersion(squares: Sequence[float] | Array, usual: float) -> float:
    """Dispersion from neighbouring months and from what is usual, at least 1, widened because it is only estimated.

    Growth and seasons enter little in the difference of two months in a row (von Neumann 1941). ``m`` such differences overlap,
    and are worth ``ν = 2m²/(3m − 1)`` degrees of freedom; the usual dispersion is worth :data:`PRIOR_FREEDOM`. The widening
    is Student's: the square of its 95% point over that of the Normal.

    Parameters
    ----------
    squares : array of shape (m,)
        Squared differences of neighbours over their variance by chance: their mean is the dispersion.
    usual : float
        What it usually is.

    >>> round(neighbour_dispersion([], 1.5), 2), round(neighbour_dispersion([1.0] * 35, 1.0), 2)
    (1.5, 1.07)
    """
    from scipy.special import ndtri, stdtrit

    m = len(squares)
    if m == 0:
        return max(1.0, usual)
    seen = 2 * m**2 / (3 * m - 1)
    freedom = PRIOR_FREEDOM + seen
    mean = (PRIOR_FREEDOM * usual + seen * float(np.mean(squares))) / freedom
    return max(1.0, mean) * float(stdtrit(freedom, 0.95) / ndtri(0.95)) ** 2


def count_squares(counts: Sequence[float] | Array) -> Array:
    """Squared differences of neighbouring counts over their variance by chance, shape ``(months − 1,)`` without gaps.

    ``(y₂ − y₁)² / (y₁ + y₂)``; a gap (NaN) or two months of nothing leave none.

    >>> count_squares([100, 120, float("nan"), 80]).round(2).tolist()
    [1.82]
    """
    y = np.asarray(counts, dtype=float)
    sums = y[1:] + y[:-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.diff(y) ** 2 / sums
    return np.asarray(squares[np.isfinite(squares)])


def share_squares(hits: Sequence[float] | Array, trials: Sequence[float] | Array) -> Array:
    """Squared differences of neighbouring shares over their variance by chance.

    ``(h₂/n₂ − h₁/n₁)² / (p(1 − p)(1/n₁ + 1/n₂))`` with ``p`` that of all months; a gap (NaN), or a month without trials, leaves
    none.

    >>> share_squares([20, 10], [100, 100]).round(2).tolist()
    [3.92]
    """
    h, n = np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)
    h, n = np.where(n > 0, h, np.nan), np.where(n > 0, n, np.nan)
    if not np.nansum(n) > 0:
        return np.zeros(0)
    p = float(np.clip(np.nansum(h) / np.nansum(n), 1e-9, 1 - 1e-9))
    with np.errstate(invalid="ignore"):
        squares = np.diff(h / n) ** 2 / (p * (1 - p) * (1 / n[1:] + 1 / n[:-1]))
    return np.asarray(squares[np.isfinite(squares)])


def share_dispersion(hits: Sequence[float] | Array, trials: Sequence[float] | Array) -> float:
    """Dispersion of a share over months, at least 1.

    ``Σ (hits − trials·p)² / (trials·p·(1 − p)) / (months − 1)`` with ``p = Σ hits / Σ trials``; months without trials are
    left out.

    Parameters
    ----------
    hits : array of shape (months,)
        Counts.
    trials : array of shape (months,)
        What they are a share of; effective leads where the leads are young, so not necessarily whole.

    >>> share_dispersion([20, 20, 20, 20], [100, 100, 100, 100]), round(share_dispersion([5, 35, 5, 35], [100] * 4), 1)
    (1.0, 18.8)
    """
    h, n = np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)
    h, n = h[n > 0], n[n > 0]
    if len(n) < FEWEST_MONTHS:
        return 1.0
    p = h.sum() / n.sum()
    if not 0 < p < 1:
        return 1.0
    return max(1.0, float(np.sum((h - n * p) ** 2 / (n * p * (1 - p))) / (len(n) - 1)))


def dispersion_around(
    observed: Sequence[float] | Array, expected: Sequence[float] | Array, variance: Sequence[float] | Array
) -> float:
    """Dispersion of counts over months around what is expected of each month, at least 1.

    ``Σ (observed − expected)² / variance / (months − 1)``. With expectations from the leads that each month had, a mix of leads
    that changes is not taken for scatter.

    Parameters
    ----------
    observed, expected, variance : arrays of shape (months,)
        Counts, what is expected of them, and their variance by chance; months without variance are left out.

    >>> dispersion_around([60, 10, 60, 10], [50, 20, 50, 20], [25, 16, 25, 16]), dispersion_around([5], [9], [4])
    (6.833333333333333, 1.0)
    """
    o, e, v = (np.asarray(column, dtype=float) for column in (observed, expected, variance))
    usable = v > 0
    if int(usable.sum()) < FEWEST_MONTHS:
        return 1.0
    return max(1.0, float(np.sum((o[usable] - e[usable]) ** 2 / v[usable]) / (usable.sum() - 1)))


def count_dispersion(counts: Sequence[float] | Array) -> float:
    """Dispersion of a count over months of equal length, at least 1: variance over mean.

    Growth and seasons count as scatter: the mean of the months predicts the next month less well then.

    >>> count_dispersion([100, 100, 100]), count_dispersion([60, 100, 140])
    (1.0, 16.0)
    """
    c = np.asarray(counts, dtype=float)
    if len(c) < FEWEST_MONTHS or c.sum() == 0:
        return 1.0
    return max(1.0, float(c.var(ddof=1) / c.mean()))
