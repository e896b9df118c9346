"""The numerical fit behind a like-for-like comparison: Newton's method for rows plus columns on the log-odds.

One fit for each pair of spreads, all pairs at once. The longer side is eliminated, so the cost grows with the shorter one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.funnel.posterior import JEFFREYS

Array = npt.NDArray[np.float64]


UNPOOLED: Final = 5.0
"""Standard deviation, log-odds, at which an effect is left almost free: the hits it expects then miss its own by 1/25
for each unit of log-odds that it differs from the mean."""


CELLS_AT_ONCE: Final = 100_000
"""Cells times grid points that are worked on together: 0.8 MB an array, which a processor keeps at hand."""


STEPS: Final = 60
"""Newton steps at most, and halvings of a step; six steps and no halving are usual."""


SETTLED: Final = 1e-10
"""Newton's decrement, in units of log-likelihood, below which a fit is done."""


TINY: Final = 1e-12


@dataclass(frozen=True, eq=False, slots=True)
class Fit:
    """One penalised fit for each of ``g`` pairs of spreads."""

    mean: Array
    """``μ``, shape (g,)."""
    row: Array
    """Shape (g, rows)."""
    row_variance: Array
    """Of the row minus the mean of the rows that have trials, shape (g, rows)."""
    column: Array
    """Shape (g, columns)."""
    column_variance: Array
    evidence: Array
    """Laplace's log marginal likelihood of the spreads, shape (g,), up to a constant."""


def fit_each(h: Array, n: Array, row_spread: Array, column_spread: Array) -> Fit:
    """The fits for pairs of spreads, a handful of pairs at a time where the table is large."""
    parts = -(-h.size * len(row_spread) // CELLS_AT_ONCE)
    fits = [
        _fit_together(h, n, s, t)
        for s, t in zip(np.array_split(row_spread, parts), np.array_split(column_spread, parts), strict=True)
        if len(s)
    ]
    return Fit(*(np.concatenate([getattr(fit, name) for fit in fits]) for name in Fit.__slots__))


def _fit_together(h: Array, n: Array, row_spread: Array, column_spread: Array) -> Fit:
    """Newton's method in ``μ, u, v`` with ``row = σ·u``, ``column = τ·v`` and ``u, v ~ N(0, 1)``, so that a spread may be 0.

    ``μ`` and ``v`` are solved for together and the many ``u``, each of which is in one equation with itself and
    them, are eliminated.
    """
    s, t = row_spread[:, None], column_spread[:, None]
    size, (rows, columns) = len(row_spread), h.shape
    mean = np.full(size, np.log((h.sum() + JEFFREYS) / (n.sum() - h.sum() + JEFFREYS)))
    u, v = np.zeros((size, rows)), np.zeros((size, columns))
    height, p = _height(h, n, s, t, mean, u, v)
    for _ in range(STEPS):
        left = h - n * p
        own, across, small = _curvature(n, p, mean, s, t)
        slope_u = s * left.sum(axis=2) - u
        of_mean = left.sum(axis=(1, 2)) + JEFFREYS - 2 * JEFFREYS * rate_of(mean)
        slope = np.concatenate([of_mean[:, None], t * left.sum(axis=1) - v], axis=1)
        reduced = slope - np.einsum("grc,gr->gc", across, slope_u / own)
        step = np.linalg.solve(_schur(own, across, small), reduced[:, :, None])[:, :, 0]
        step_u = (slope_u - np.einsum("grc,gc->gr", across, step)) / own
        gain = np.einsum("gc,gc->g", slope, step) + np.einsum("gr,gr->g", slope_u, step_u)
        size_of_step = np.ones(size)
        for _ in range(STEPS):
            new = (
                mean + size_of_step * step[:, 0],
                u + size_of_step[:, None] * step_u,
                v + size_of_step[:, None] * step[:, 1:],
            )
            reached, p = _height(h, n, s, t, *new)
            fell = reached < height - SETTLED * (1 + np.abs(height))
            if not fell.any():
                break
            size_of_step[fell] /= 2
        (mean, u, v), height = new, reached
        if gain.max() < SETTLED:
            break
    own, across, small = _curvature(n, p, mean, s, t)
    schur = _schur(own, across, small)
    inverse = np.linalg.inv(schur)
    scaled = across / own[:, :, None]
    through = scaled @ inverse
    of_rows, of_columns = mean_of_those_tried(n.sum(axis=1)), mean_of_those_tried(n.sum(axis=0))
    variance_u = 1 / own + np.einsum("grc,grc->gr", through, scaled)
    with_mean_u = of_rows / own + np.einsum("grc,gc->gr", through, np.einsum("grc,r->gc", scaled, of_rows))
    variance_v, with_mean_v = np.diagonal(inverse[:, 1:, 1:], axis1=1, axis2=2), inverse[:, 1:, 1:] @ of_columns
    return Fit(
        mean=mean,
        row=s * u,
        row_variance=s**2 * (variance_u - 2 * with_mean_u + (with_mean_u @ of_rows)[:, None]),
        column=t * v,
        column_variance=t**2 * (variance_v - 2 * with_mean_v + (with_mean_v @ of_columns)[:, None]),
        evidence=height - (np.log(own).sum(axis=1) + np.linalg.slogdet(schur)[1]) / 2,
    )


def _height(h: Array, n: Array, s: Array, t: Array, mean: Array, u: Array, v: Array) -> tuple[Array, Array]:
    """Penalised log-likelihood, shape (g,), and the rates it is of; Jeffreys' prior of ``μ`` is a trial with half a hit."""
    log_odds = (mean[:, None] + s * u)[:, :, None] + (t * v)[:, None, :]
    p = rate_of(log_odds)
    seen = np.einsum("rc,grc->g", h, log_odds) - np.einsum("rc,grc->g", n, _log1p_exp(log_odds, p))
    of_mean = JEFFREYS * mean - 2 * JEFFREYS * _log1p_exp(mean, rate_of(mean))
    return seen + of_mean - np.einsum("gr,gr->g", u, u) / 2 - np.einsum("gc,gc->g", v, v) / 2, p


def _curvature(n: Array, p: Array, mean: Array, s: Array, t: Array) -> tuple[Array, Array, Array]:
    """Minus the second derivatives: of ``u`` (a diagonal), of ``u`` with ``(μ, v)``, and of ``(μ, v)``."""
    w = n * p * (1 - p)
    by_row, by_column = w.sum(axis=2), w.sum(axis=1)
    own = s**2 * by_row + 1
    across = np.concatenate([(s * by_row)[:, :, None], s[:, :, None] * t[:, None, :] * w], axis=2)
    columns = n.shape[1]
    small = np.zeros((len(mean), columns + 1, columns + 1))
    of_mean = rate_of(mean)
    small[:, 0, 0] = by_row.sum(axis=1) + 2 * JEFFREYS * of_mean * (1 - of_mean)
    small[:, 0, 1:] = small[:, 1:, 0] = t * by_column
    at = np.arange(1, columns + 1)
    small[:, at, at] = t**2 * by_column + 1
    return own, across, small


def _schur(own: Array, across: Array, small: Array) -> Array:
    """What the curvature of ``(μ, v)`` is once the ``u`` follow them."""
    return np.asarray(small - across.transpose(0, 2, 1) @ (across / own[:, :, None]))


def rate_of(log_odds: Array) -> Array:
    """Rates of log-odds, fractions."""
    from scipy.special import expit

    return np.asarray(expit(log_odds))


def _log1p_exp(log_odds: Array, rate: Array) -> Array:
    """``ln(1 + exp(log_odds))`` where the rate is at hand already."""
    return np.asarray(np.maximum(log_odds, 0) - np.log(np.maximum(rate, 1 - rate)))


def mean_of_those_tried(trials: Array) -> Array:
    """Weights that take the plain mean over those with any trials."""
    return np.asarray((trials > 0) / np.count_nonzero(trials))


def crossing(rising: Callable[[Array], Array], low: Array, high: Array, level: float) -> Array:
    """Where functions that rise from ``low`` to ``high`` pass ``level``, by halving; either end where they do not."""
    for _ in range(64):
        middle = (low + high) / 2
        below = rising(middle) < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2)
