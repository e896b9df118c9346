"""How much more months scatter than chance alone would make them: the dispersion, never below 1.

Pearson's statistic over its degrees of freedom (McCullagh and Nelder, *Generalized Linear Models*, 1989, sections 4.5
and 6.2). A dispersion of 2 means twice the variance, so that the counts are worth half as many.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

FEWEST_MONTHS: Final = 3
"""Fewer months do not show how much months vary."""


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
