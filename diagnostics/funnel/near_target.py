"""What counts say of a business that stands near its target: quantiles of a share and of a volume on the fixed levels.

Owners set targets that they can nearly reach, so before anything is counted a share is near its target on the log-odds, and the
leads per month are near those needed on the log. A few are much further away than most (:data:`TAILS`): counts that are far
from a target are then believed, and not the target. A flat prior, which takes every win rate between 0% and 100% for
equally likely, was measured and is wrong: of answers stated as 85% sure 70 to 76% were right
(``benchmarks/truth.py``).

Each posterior has one dimension. Its density is added up on a grid; quantiles are read from it on the scale of the normal
score, where they are nearly straight. Nothing is random, so an answer moves smoothly with a number that is moved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.funnel.links import Number
from diagnostics.funnel.points import normal_scores

Array = npt.NDArray[np.float64]

SHARE_SD: Final = 0.6
"""How far a share is from its target, on the log-odds: two in three are within it, a factor of 1.8 of the odds."""

LEADS_SD: Final = 0.5
"""The same of the leads per month from those needed, on the log."""

OWN_SHARE_SD: Final = 0.36
OWN_LEADS_SD: Final = 0.3
"""The same from the business's own earlier months, which are nearer than any target."""

TAILS: Final = ((0.9, 0.918), (0.1, 2.5))
"""Shares of the businesses, and the standard deviation of each around their targets, in such distances.

One in ten is of the wider kind; the narrower is such that two in three of all are within the distance.
"""

GRID: Final = 301
UNIT: Final = np.linspace(0, 1, GRID)
REFINED: Final = 4
"""Times that the grid is drawn together to where the density is."""

FAR: Final = 6.0
"""Standard deviations of the wider kind beyond which nothing is added up."""

KEPT: Final = 64
"""Results that are kept: while a target is moved the other shares stay as they are."""

NEGLIGIBLE: Final = 18.0
"""Below this much of the peak, on the natural log, a density is left out: 2e-8."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Hits of trials, each a hit by now with chance ``c·exposure``; one of the ways that the counts could be meant.

    Parameters
    ----------
    hits, trials : float
        Counts, each divided by how much more than chance they vary; not necessarily whole.
    exposure : float
        ``G``, the share of the hits that has had time, in (0, 1].
    weight : float
        Of this way among all; they add up to 1.
    """

    hits: float
    trials: float
    exposure: float = 1.0
    weight: float = 1.0


def log_near(x: Array, t: float, deviation: Number = 0.0) -> Array:
    """How likely a business is to be ``x`` above the middle of its target, on the natural log, shape ``(kinds, *x.shape)``.

    ``log ω_j N(x; 0, (a_j t)² + deviation²)`` of each kind ``j`` in :data:`TAILS`: add them up.

    Parameters
    ----------
    x : ndarray
        On the log-odds, for volumes on the log.
    t : float
        How far businesses are from their targets; two in three are within it.
    deviation : float or ndarray
        Of the target itself, where it is only roughly known.
    """
    square, variances = x * x, [(a * t) ** 2 + deviation**2 for _, a in TAILS]
    return np.array([np.log(w / np.sqrt(v)) - square / (2 * v) for (w, _), v in zip(TAILS, variances, strict=True)])


def share_near(seen: Sequence[Seen], target: float, t: float, deviation: float, n: int) -> Array:
    """Log-odds of a share near its target, given what was seen of it, shape ``(n,)``, ascending.

    ``p(z) ∝ p(z − target) · Σ_k w_k C(n_k, h_k) (G_k c)^h_k (1 − G_k c)^(n_k − h_k)`` with ``c = expit(z)`` and the first
    factor that of :func:`log_near`.

    Parameters
    ----------
    seen : sequence of Seen
        What was seen: once, or in each way that it could be meant.
    target : float
        The target on the log-odds; where it is only roughly known its middle.
    t, deviation : float
        How far businesses are from their targets, and the target from its middle, as for :func:`log_near`.
    n : int
        How many quantiles.

    >>> from scipy.special import expit, logit
    >>> float(expit(share_near([Seen(4, 40)], float(logit(0.15)), 0.6, 0, 2039)).mean().round(3))
    0.122
    """
    return _share_near(tuple(seen), target, t, deviation, n)


@lru_cache(KEPT)
def _share_near(seen: tuple[Seen, ...], target: float, t: float, deviation: float, n: int) -> Array:
    def log_prior(z: Array) -> Array:
        return np.asarray(np.logaddexp.reduce(log_near(z - target, t, deviation)))

    return _share(seen, log_prior, target, _far(t, deviation), n)


def share_of_counts(seen: Sequence[Seen], n: int) -> Array:
    """Log-odds of a share from its counts alone, shape ``(n,)``, ascending.

    Jeffreys' prior on ``c·G`` for each way that the counts could be meant, cut at ``c = 1``: as
    :func:`~diagnostics.funnel.posterior.rate_quantiles` where there is one.
    """
    return _share_of_counts(tuple(seen), n)


@lru_cache(KEPT)
def _share_of_counts(seen: tuple[Seen, ...], n: int) -> Array:
    from scipy.special import betainc

    # (Gc)^(h − ½) (1 − Gc)^(n − h − ½) G dc, and dc = c (1 − c) dz.
    ways = [
        replace(way, hits=way.hits + 0.5, weight=way.weight / float(betainc(0.5, 0.5, way.exposure))) for way in seen
    ]
    return _share(ways, lambda z: -np.logaddexp(0.0, z), None, 80.0, n)


@lru_cache(KEPT)
def volume_near(count: float, exposure: float, target: float, t: float, deviation: float, n: int) -> Array:
    """Log of events per unit of exposure near a target, of which ``count`` were seen, shape ``(n,)``, ascending.

    ``p(x) ∝ p(x − target) · exp(count·x − exposure·eˣ)``, the first factor that of :func:`log_near`.

    Parameters
    ----------
    count, exposure : float
        Events and the time in which they were seen, each divided by how much more than chance the counts vary.
    target : float
        Log of the target, events per unit of exposure; where it is only roughly known its middle.
    t, deviation : float
        How far businesses are from it, and it from its middle, as for :func:`log_near`.
    n : int
        How many quantiles.

    >>> float(np.exp(volume_near(40, 1, np.log(60), 0.5, 0, 2039)).mean().round(1))
    41.7
    """

    def log_density(x: Array) -> Array:
        return np.asarray(count * x - exposure * np.exp(x) + np.logaddexp.reduce(log_near(x - target, t, deviation)))

    far = _far(t, deviation)
    seen = float(np.log((count + 0.5) / exposure))
    return _quantiles(log_density, min(target, seen) - far, max(target, seen) + far, n)


def normal_nodes(n: int = 21, furthest: float = 3.0) -> tuple[tuple[float, float], ...]:
    """Evenly spaced standard normal scores, each with its weight; the weights add up to 1.

    Spaced more closely than what is summed over them is narrow: the seven nodes of Gauss and Hermite would leave seven separate
    peaks where there are many counts.
    """
    x = np.linspace(-furthest, furthest, n)
    weights = np.exp(-(x**2) / 2)
    return tuple(zip(x.tolist(), (weights / weights.sum()).tolist(), strict=True))


def log_likelihood(seen: Sequence[Seen]) -> Callable[[Array], Array]:
    """How well a share on the log-odds explains what was seen, on the natural log and up to a constant."""
    explained = ways_explain(seen)

    def log_density(z: Array) -> Array:
        ways = explained(z)
        top = ways.max(axis=0)
        return np.asarray(ways[0] if len(seen) == 1 else top + np.log(np.exp(ways - top).sum(axis=0)))

    return log_density


def ways_explain(seen: Sequence[Seen]) -> Callable[[Array], Array]:
    """The same of each way that the counts could be meant, with its weight, shape ``(ways, n)``."""
    ways = [(way.hits, way.trials - way.hits, way.exposure, _level(way)) for way in seen]
    hits, missed, exposure, level = np.array(ways).T[:, :, None]
    whole = all(way.exposure == 1 for way in seen)

    def log_density(z: Array) -> Array:
        not_c = -np.logaddexp(0.0, z)
        log_c = z + not_c
        not_hit = not_c if whole else np.log1p(-exposure * np.exp(log_c) * (1 - 1e-15))
        return np.asarray(level + hits * log_c + missed * not_hit)

    return log_density


def _level(way: Seen) -> float:
    """What a way adds whatever the share is; the orders of its hits count where the trials of the ways differ."""
    orders = math.lgamma(way.trials + 1) - math.lgamma(max(way.trials - way.hits, 0.0) + 1)
    return float(np.log(way.weight) + way.hits * np.log(way.exposure)) + orders


def likely_ends(seen: Sequence[Seen]) -> tuple[float, float]:
    """The least and the largest share, on the log-odds, that one of the ways makes likeliest."""
    rates = [(way.hits + 0.5) / (way.trials * way.exposure + 1) for way in seen]
    rates = [min(max(rate, 1e-9), 1 - 0.5 / (way.trials + 1)) for rate, way in zip(rates, seen, strict=True)]
    likely = [math.log(rate / (1 - rate)) for rate in rates]
    return min(likely), max(likely)


def refined(log_density: Callable[[Array], Array], low: float, high: float) -> tuple[Array, Array]:
    """A grid between two ends, drawn together to where a density is, and the density there on the natural log."""
    for _ in range(REFINED):
        grid = low + (high - low) * UNIT
        log_p = log_density(grid)
        there = np.flatnonzero(log_p > log_p.max() - NEGLIGIBLE)
        if len(there) > GRID / 2:
            break
        low, high = grid[max(there[0] - 1, 0)], grid[min(there[-1] + 1, GRID - 1)]
    return grid, log_p


def trapezium(grid: Array, density: Array) -> Array:
    """The integral over each step of a grid, shape ``(n - 1,)``: with its first correction.

    ``h(p₀ + p₁)/2 + h²(p₀′ − p₁′)/12``, at least 0.
    """
    step = grid[1] - grid[0]
    slope, middle = np.empty(len(grid)), (density[1:] + density[:-1]) / 2
    np.subtract(density[2:], density[:-2], out=slope[1:-1])
    slope[1:-1] /= 2
    slope[0], slope[-1] = density[1] - density[0], density[-1] - density[-2]
    return np.asarray(np.maximum(step * (middle + (slope[:-1] - slope[1:]) / 12), 0.0))


def _far(t: float, deviation: float) -> float:
    """How far from the target and from the counts a density is looked at."""
    return FAR * math.hypot(t * max(a for _, a in TAILS), deviation)


def _share(
    seen: Sequence[Seen], log_prior: Callable[[Array], Array], target: float | None, far: float, n: int
) -> Array:
    explained = log_likelihood(seen)
    ends = [*likely_ends(seen), *([] if target is None else [target])]
    return _quantiles(lambda z: log_prior(z) + explained(z), min(ends) - far, max(ends) + far, n)


def _quantiles(log_density: Callable[[Array], Array], low: float, high: float, n: int) -> Array:
    """Quantiles at the fixed levels of a density of which next to nothing lies outside ``low`` and ``high``."""
    from scipy.special import ndtri

    grid, log_p = refined(log_density, low, high)
    mass = np.cumsum(trapezium(grid, np.exp(log_p - log_p.max())))
    below = np.concatenate([[0.0], mass]) / mass[-1]
    inside = (below > 1e-14) & (below < 1 - 1e-12)
    inside[1:] &= np.diff(below) > 0
    found = np.interp(normal_scores(n), ndtri(below[inside]), grid[inside])
    found.setflags(write=False)  # it is given again to whoever asks the same
    return np.asarray(found)


def forget() -> None:
    """Work everything out anew from now on; for those who measure how long that takes."""
    for kept in (_share_near, _share_of_counts, volume_near):
        kept.cache_clear()
