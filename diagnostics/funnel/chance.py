"""What luck alone does to the worst of many: a period chosen because it was bad is followed by a better one.

Regression to the mean (Galton 1886): the lower a result was picked for being low, the more of it was luck.
"""

from __future__ import annotations

import numpy as np


def expected_lowest(rate: float, trials: int, units: int, chosen: int) -> float:
    """Mean rate of the lowest ``chosen`` of ``units`` equal units that all have the same true rate, a fraction.

    Each has ``trials`` trials. The expectation of the j-th smallest of ``m`` binomial counts is
    ``Σ_x P(fewer than j of m are ≤ x)``; exact.

    Parameters
    ----------
    rate : float
        The true rate of every unit, a fraction.
    trials : int
        Trials of each, 1 or more.
    units, chosen : int
        How many there are, and how many of the lowest are looked at; ``1 <= chosen <= units``.

    >>> round(expected_lowest(0.20, trials=25, units=50, chosen=10), 3)
    0.096
    """
    from scipy.special import bdtr

    below = bdtr(np.arange(trials), trials, rate)
    total = sum(float(bdtr(j - 1, units, below).sum()) for j in range(1, chosen + 1))
    return total / (chosen * trials)


def regressed(rate: float, mean: float, dispersion: float) -> float:
    """Where a unit's next result is expected, knowing only how it and the others did, a fraction.

    ``mean + (1 − 1/φ)·(rate − mean)``: of the scatter between units a share ``1/φ`` is what chance makes (``φ`` the
    dispersion), and only the rest belongs to the unit (Efron and Morris 1977). With no more scatter than chance that is
    the mean of all.

    >>> regressed(0.097, mean=0.20, dispersion=1.0), round(regressed(0.10, 0.20, dispersion=2.0), 6)
    (0.2, 0.15)
    """
    return mean + (1 - 1 / max(dispersion, 1.0)) * (rate - mean)
