"""How the leads of coming months compare with those that were counted: a level, steady growth, and a season of twelve months.

A mean over some months says little of the next ones where leads grow. How much they grow, and how strong the season is, is
learnt from the months themselves; few months leave it open, and a business is as likely to have neither, some, or much of
them before its months are looked at.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.funnel.lag import LagCurve, lagged_leads

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Outlook = tuple[tuple[float, float], ...]
"""For 1 to :data:`AHEAD` coming months: the mean of their leads ÷ that of the months counted, on the log, and its standard
deviation."""

AHEAD: Final = 12
"""Months for which leads are taken to go on growing."""

BEFORE: Final = 24
"""Months before the first, whose leads bring sales in the months counted."""

FEWEST: Final = 3
"""Fewer months show no growth."""

SCALES: Final = (0.0, 0.5, 1.0)
"""How much growth and season there is, each as likely."""

GROWTH_SD: Final = 0.08
"""Of the leads from month to month, on the log, one standard deviation at scale 1."""

SEASON_SD: Final = 0.10
"""Of each of the two waves that make up a season, on the log, one standard deviation at scale 1."""

STEP: Final = 1e-4
LONGEST_STEP: Final = 2.0


def outlook(
    leads: Array, recorded: Flags, chosen: Flags, dispersion: float, length: float, lag: LagCurve | None
) -> Outlook:
    """How the leads of coming months compare with those of the chosen months; empty where too few are recorded.

    ``log L(t) = a + g·t + b·cos(2πt/12) + c·sin(2πt/12)``, Poisson counts divided by their dispersion, ``a`` flat and the
    others Normal around 0; by Laplace's approximation at each scale. Scales weigh by how well they explain the counts.

    Parameters
    ----------
    leads : array of shape (entries,)
        Counts, oldest first, without gaps in time.
    recorded, chosen : array of bool, shape (entries,)
        The entries from which growth and season are learnt, and those that coming months are compared with.
    dispersion : float
        How much more than chance the leads vary.
    length : float
        Months that each entry covers.
    lag : LagCurve, optional
        Given where sales are counted in the month they were made: it is then the leads that the sales of the coming months come
        from that are compared.

    >>> every = np.ones(24, dtype=bool)
    >>> grown = outlook(100 * 1.05 ** np.arange(24), every, every, 1.25, 1.0, None)
    >>> [round(math.exp(grown[months - 1][0]), 2) for months in (1, 12)]
    [1.74, 2.3]
    """
    y = np.asarray(leads, dtype=float)[recorded]
    if len(y) < FEWEST or y.sum() <= 0:
        return ()
    size, each = round(len(leads) * length), round(length)
    middle = np.asarray((np.flatnonzero(recorded) + 0.5) * length, dtype=np.float64)
    centre = float(middle.mean())
    at = _columns(middle, centre)
    every = _columns(np.arange(-BEFORE, size + AHEAD, dtype=np.float64) + 0.5, centre)
    counted = BEFORE + np.flatnonzero(chosen)[:, None] * each + np.arange(each)

    def ratios(beta: Array) -> Array:
        level = np.exp(np.clip(every @ beta, -50, 50))
        sources = level if lag is None else lagged_leads(level, lag)[0]
        coming = np.cumsum(sources[-AHEAD:]) / np.arange(1, AHEAD + 1)
        return np.asarray(np.log(coming / level[counted].mean()))

    log_weights, means, variances = [], [], []
    for scale in SCALES:
        beta, covariance, log_weight = _fitted(y / dispersion, length / dispersion, at, scale)
        mean = ratios(beta)
        slopes = np.array([(ratios(beta + STEP * step) - mean) / STEP for step in np.eye(len(beta))])
        log_weights.append(log_weight)
        means.append(mean)
        variances.append(np.einsum("ih,ij,jh->h", slopes, covariance, slopes))
    weights = np.exp(np.array(log_weights) - max(log_weights))
    weights /= weights.sum()
    mean = weights @ np.array(means)
    variance = weights @ (np.array(variances) + (np.array(means) - mean) ** 2)
    return tuple(zip(mean.tolist(), np.sqrt(variance).tolist(), strict=True))


def _columns(months: Array, centre: float) -> Array:
    year = 2 * np.pi * months / 12
    return np.column_stack([np.ones_like(months), months - centre, np.cos(year), np.sin(year)])


def _fitted(y: Array, exposure: float, columns: Array, scale: float) -> tuple[Array, Array, float]:
    """The likeliest coefficients, their covariance, and how well the scale explains the counts on the log: Newton's steps."""
    free = np.array([0] if scale == 0 else [0, 1, 2, 3])
    x = columns[:, free]
    sd = scale * np.array([np.inf, GROWTH_SD, SEASON_SD, SEASON_SD])[free] if scale else np.array([np.inf])
    precision = 1 / sd**2
    beta = np.zeros(len(free))
    beta[0] = math.log(y.mean() / exposure)
    for _ in range(30):
        expected = exposure * np.exp(x @ beta)
        curvature = (x.T * expected) @ x + np.diag(precision)
        step = np.linalg.solve(curvature, x.T @ (y - expected) - precision * beta)
        step *= min(1.0, LONGEST_STEP / max(float(np.abs(x @ step).max()), 1e-300))
        beta = beta + step
        if np.abs(x @ step).max() < 1e-9:
            break
    expected = exposure * np.exp(x @ beta)
    curvature = (x.T * expected) @ x + np.diag(precision)
    explained = float(y @ (x @ beta) - expected.sum() - precision @ beta**2 / 2)
    log_weight = explained + float(np.log(precision[1:]).sum()) / 2 - float(np.linalg.slogdet(curvature)[1]) / 2
    whole, covariance = np.zeros(4), np.zeros((4, 4))
    whole[free] = beta
    covariance[np.ix_(free, free)] = np.linalg.inv(curvature)
    return whole, covariance, log_weight
