"""The grid over the standard deviation of the effects, its prior, and how to integrate over it.

Nothing is drawn at random: the likelihood is taken at a few fixed points and refined between them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


SCALE: Final = 0.28


STEP: Final = 0.25


POINTS: Final = 13
"""The likelihood of a spread is taken at ``SCALE·sinh(STEP·k)``, ``k < POINTS``, log-odds: 0, 0.07, 0.15, 0.23, … 1.0, 1.3,
1.7, 2.2, 2.8. That is close together where the likelihood turns, and 0 is among them, so that reps may be equal."""


FINER: Final = 8
"""Steps of the quadrature for each of these."""


WIDEST_BELIEVED: Final = 1.0
"""Standard deviation of the half-normal prior of a spread, log-odds. A rep one deviation of 1 above the mean of 20%
closes 40%."""


def spread_grid(finer: int = 1) -> Array:
    """The grid, ascending from 0, each step cut into ``finer``."""
    return np.asarray(SCALE * np.sinh(STEP * np.arange((POINTS - 1) * finer + 1) / finer))


def log_prior() -> Array:
    """Log of prior times length of step on the fine grid: the trapezoid rule in ``x``, half weight at both ends.

    Likelihood and prior are even in the spread, so even in ``x``; what is taken is half an integral over the whole line,
    where the trapezoid rule converges faster than any power of the step (Trefethen and Weideman 2014).
    """
    spreads = spread_grid(FINER)
    length = np.sqrt(spreads**2 + SCALE**2)
    length[[0, -1]] /= 2
    return np.asarray(np.log(length) - (spreads / WIDEST_BELIEVED) ** 2 / 2)


def refined(log_likelihood: Array) -> Array:
    """The log-likelihood on the fine grid, along the first axis: shape (POINTS, …) to ((POINTS − 1)·FINER + 1, …).

    Between two points a parabola, exact where the log-likelihood is one; its bend is the smaller of those at the two
    points, and none where they differ in sign, so that no peak is invented next to a steep slope.
    """
    mirrored = np.concatenate([log_likelihood[1:2], log_likelihood])
    bend = np.diff(mirrored, n=2, axis=0)
    bend = np.concatenate([bend, bend[-1:]])
    left, right = bend[:-1], bend[1:]
    bend = np.where(left * right > 0, np.sign(left) * np.minimum(np.abs(left), np.abs(right)), 0.0)
    t = (np.arange(FINER) / FINER).reshape(1, FINER, *([1] * (log_likelihood.ndim - 1)))
    start, end = log_likelihood[:-1, None], log_likelihood[1:, None]
    between = start + t * (end - start) + t * (t - 1) / 2 * bend[:, None]
    return np.concatenate([between.reshape(-1, *log_likelihood.shape[1:]), log_likelihood[-1:]])


def normalised(log_weights: Array) -> Array:
    """Weights that sum to 1."""
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def shared_with_grid() -> Array:
    """Shape (fine, POINTS): how a fine point is shared between the two grid points around it."""
    k = np.arange((POINTS - 1) * FINER + 1) / FINER
    return np.asarray(np.maximum(1 - np.abs(k[:, None] - np.arange(POINTS)[None, :]), 0.0))
