"""Evidence that may be looked at as often as one likes: how many times better a gap explains the counts than the target does.

A chance that is looked at every week passes any threshold below 1 sooner or later, even if nothing is wrong. This ratio does
not: of businesses exactly at target at most one in ``k`` ever passes ``k``, however often one looks. It compares how well the
counts are explained by gaps drawn from a prior, and by no gap. It is called an e-value; the mean of several is one too. It
depends on the counts so far alone: no earlier look has to be kept.

* Ville, *Étude critique de la notion de collectif*, 1939: the bound.
* Robbins, Annals of Mathematical Statistics 41, 1970, 1397; Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49,
  2021, 1055: tests that may be looked at all the time, by mixtures as here.
* Grünwald, de Heide and Koolen, Journal of the Royal Statistical Society B 86, 2024, 1091: e-values.

Counts are divided by how much more than chance they vary. With that the bound is no longer exact: ``benchmarks/looks.py``
measures it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from diagnostics.funnel.near_target import Array, Seen, likely_ends, log_likelihood, refined, trapezium

FAR: Final = 8.0
"""Standard deviations beyond which nothing is added up."""

NODES: Final = 20
"""Levels of a target that is only roughly known, over which gaps are added up."""

BEYOND: Final = 50.0
"""On the log-odds, above every target: stands for no target at all."""

LEAST_DEVIATION: Final = 1e-6
"""A target known better than this is known exactly."""


def share_evidence(seen: Sequence[Seen], target: float, deviation: float, t: float, below: float) -> float:
    """How many times better a share short of its target explains what was seen than a share exactly at it.

    ``∫∫ L(z) N(l; target, deviation²) p(z | l) / ∫ L(l) N(l; target, deviation²)`` with ``p(z | l) ∝ N(z; l, t²)`` where
    ``expit(z) < below·expit(l)`` and 0 elsewhere.

    Parameters
    ----------
    seen : sequence of Seen
        What was seen: once, or in each way that it could be meant.
    target, deviation : float
        The target on the log-odds, and its standard deviation; 0 where it is known.
    t : float
        How far businesses are from it, one standard deviation on the log-odds.
    below : float
        Gaps are drawn of shares at less than this share of the target, a fraction.

    >>> from scipy.special import logit
    >>> round(share_evidence([Seen(30, 400)], float(logit(0.15)), 0, 0.6, 0.9))
    11774
    """
    from scipy.special import expit, logit

    def edge(levels: Array) -> Array:
        return np.asarray(logit(below * expit(levels)))

    def level(z: Array) -> Array:
        share = expit(z) / below
        return np.where(share < 1, logit(np.minimum(share, 1 - 1e-16)), np.inf)

    return _evidence(log_likelihood(seen), likely_ends(seen), target, deviation, t, edge, level)


def volume_evidence(count: float, exposure: float, target: float, deviation: float, t: float, below: float) -> float:
    """The same for events per unit of exposure, of which ``count`` were seen; the target, and how far from it, on the log.

    >>> round(volume_evidence(40, 1, np.log(60), 0, 0.5, 0.9), 1)
    22.5
    """
    cut = math.log(below)
    likely = math.log((count + 0.5) / exposure)
    return _evidence(
        lambda x: np.asarray(count * x - exposure * np.exp(x)),
        (likely, likely),
        target,
        deviation,
        t,
        lambda levels: levels + cut,
        lambda x: x - cut,
    )


def _evidence(
    explained: Callable[[Array], Array],
    likely: tuple[float, float],
    target: float,
    deviation: float,
    t: float,
    edge: Callable[[Array], Array],
    level: Callable[[Array], Array],
) -> float:
    """``edge`` is where a gap begins for a level of the target, ``level`` the level of the target for which it begins there."""
    from scipy.special import log_ndtr

    at = np.array([target])
    variance = t**2 + deviation**2
    far = FAR * math.sqrt(variance)
    low, high = min(target, likely[0]) - far, max(target, likely[1]) + far

    def near(x: Array) -> Array:
        return np.asarray(-((x - target) ** 2) / (2 * variance) - math.log(2 * math.pi * variance) / 2)

    if deviation < LEAST_DEVIATION:
        end = edge(at)
        gaps = float(log_ndtr((end - at) / t)[0])
        return _ratio(
            _log_integral(lambda x: explained(x) + near(x), low, float(end[0])) - gaps, float(explained(at)[0])
        )

    kappa = t**2 / variance
    spread = deviation * math.sqrt(kappa)
    nodes, weights = np.polynomial.legendre.leggauss(NODES)

    def chance_short(x: Array) -> Array:
        """Log of the share of the levels of the target given ``x`` that it is short of, each by the share of gaps that are."""
        middle = x - kappa * (x - target)
        lowest = np.maximum(np.minimum(level(x), BEYOND), middle - FAR * spread)
        half = (np.maximum(lowest, middle) + FAR * spread - lowest) / 2
        levels = (lowest + half)[:, None] + half[:, None] * nodes
        log_p = -((levels - middle[:, None]) ** 2) / (2 * spread**2) - log_ndtr((edge(levels) - levels) / t)
        top = log_p.max(axis=1)
        total = (weights * np.exp(log_p - top[:, None])).sum(axis=1)
        return np.asarray(top + np.log(total * half / (spread * math.sqrt(2 * math.pi))))

    def short(x: Array) -> Array:
        return explained(x) + near(x) + chance_short(x)

    def at_target(x: Array) -> Array:
        return np.asarray(
            explained(x) - (x - target) ** 2 / (2 * deviation**2) - math.log(2 * math.pi * deviation**2) / 2
        )

    return _ratio(_log_integral(short, low, high), _log_integral(at_target, low, high))


def _log_integral(log_density: Callable[[Array], Array], low: float, high: float) -> float:
    grid, log_p = refined(log_density, low, high)
    top = log_p.max()
    return float(top + np.log(trapezium(grid, np.exp(log_p - top)).sum()))


def _ratio(above: float, below: float) -> float:
    return math.exp(min(max(above - below, -700.0), 700.0))
