"""What the counts leave possible: quantiles of a rate and of a volume, on the fixed levels.

A rate has a Beta posterior and a volume a Gamma posterior, both from Jeffreys' prior. No draw is random: a
distribution is stood for by its quantiles at the levels of :mod:`diagnostics.funnel.points`.

The quantiles are exact (``scipy.special``) on 33 Chebyshev nodes of the normal score and interpolated between
them on the logit or log scale, where they are nearly straight; the relative error is below 1e-8 (tested
against the exact inverse) and the cost barely grows with the number of points.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.funnel.points import levels, order

Array = npt.NDArray[np.float64]

JEFFREYS: Final = 0.5
"""Jeffreys' prior: Beta(½, ½) for a share, Gamma(½, 0) for a volume (Brown, Cai and DasGupta 2001)."""

NODES: Final = 33

VAGUEST: Final = 2.0
"""Largest standard deviation of a level on the log-odds: nine in ten within a factor of about 27 of its odds."""


def rate_quantiles(hits: float, trials: float, n: int, exposure: float = 1.0) -> Array:
    """Quantiles of a share of which ``hits`` of ``trials`` have been seen, shape ``(n,)``, ascending.

    Each trial is a hit by now with chance ``c·G``, ``G`` the share of hits that had time to happen; the prior is
    Jeffreys' on ``c·G``, cut at ``c = 1``. With ``G = 1`` this is Beta(hits + ½, trials − hits + ½).

    Parameters
    ----------
    hits, trials : float
        Counts, ``0 <= hits <= trials``; not necessarily whole.
    n : int
        How many quantiles.
    exposure : float
        ``G``, in (0, 1], a fraction.

    >>> q = rate_quantiles(4, 40, n=2039)
    >>> round(float((q < 0.15).mean()), 2)
    0.81
    """
    return beta_quantiles(hits + JEFFREYS, trials - hits + JEFFREYS, n, exposure)


def beta_quantiles(a: float, b: float, n: int, top: float = 1.0) -> Array:
    """Quantiles of ``p/top`` for ``p ~ Beta(a, b)`` cut at ``top``, shape ``(n,)``, ascending, in [0, 1]."""
    from scipy.special import betainc, expit, logit

    mass = 1.0 if top >= 1 else float(betainc(a, b, top))
    if mass < 1e-280:
        # So many hits so early that only the corner below the cut is left: there the density is a power of the share.
        return levels(n) ** (1 / (a - (b - 1) * top / (1 - top)))

    def exact(u: Array) -> Array:
        return np.asarray(np.minimum(beta_inverse(a, b, u * mass) / top, 1.0))

    if min(a, b) < 0.45:
        return exact(levels(n))  # too bent to interpolate
    return np.asarray(expit(_between_nodes(lambda u: logit(np.clip(exact(u), 1e-300, 1 - 1e-16)), n)))


RARE: Final = 1e-5
"""Below this share quantiles go by way of the Gamma distribution, where ``betaincinv`` has few digits left."""

FENCE: Final = 1000.0
"""With a parameter of exactly this, ``betaincinv`` (SciPy 1.17) can be wrong altogether: Beta(86 419, 1000) and Beta(1000,
1e9) come out tens of deviations off. The next number up is right."""


def beta_inverse(a: float, b: float, u: Array) -> Array:
    """Quantiles of Beta(a, b); for a very rare share by way of the Gamma distribution.

    ``−ln(1 − p)`` is then Gamma(a) / (b + (a − 1)/2), to a relative error of the order (a/b)² (Wise 1950).
    """
    from scipy.special import betaincinv, gammainccinv, gammaincinv

    if a < RARE * b:
        return np.asarray(-np.expm1(-gammaincinv(a, u) / (b + (a - 1) / 2)))
    if b < RARE * a:
        return np.asarray(np.exp(-gammainccinv(b, u) / (a + (b - 1) / 2)))
    a, b = (float(np.nextafter(given, np.inf)) if given == FENCE else given for given in (a, b))
    return np.asarray(betaincinv(a, b, u))


def count_quantiles(count: float, exposure: float, n: int) -> Array:
    """Quantiles of events per unit of exposure where ``count`` were seen in ``exposure``, shape ``(n,)``, ascending.

    Gamma(count + ½) / exposure.

    >>> q = count_quantiles(310, exposure=1.0, n=2039)
    >>> round(float(q.mean()), 1)
    310.5
    """
    from scipy.special import gammaincinv

    return np.exp(_between_nodes(lambda u: np.log(gammaincinv(count + JEFFREYS, u)), n)) / exposure


def level_deviation(value: float, strength: float | None) -> float:
    """How far off a level is that is only roughly known: standard deviation on the log-odds; 0 where it is known exactly.

    Such a level is Normal on the log-odds around ``value``, which is its median, with deviation
    ``1/√(strength·value·(1−value))``: for a strong level that of a share of ``strength`` observations. For a weak one
    it stays in proportion where a Beta would pile up at 0, and it is what such spreads look like: quartiles of
    6.8, 15.5 and 30% between businesses were published (``data/README.md``); this gives 7.0, 15.5 and 30.8%, where
    the Beta of that mean and strength puts the middle business at 10.5%.

    The deviation is at most :data:`VAGUEST`; a weaker level carries almost no information.

    >>> from scipy.special import expit, logit
    >>> quartiles = logit(0.155) + level_deviation(0.155, 4.4) * np.array([-0.6745, 0, 0.6745])
    >>> expit(quartiles).round(3).tolist(), level_deviation(0.2, None)
    ([0.07, 0.155, 0.308], 0.0)
    """
    return 0.0 if strength is None else min(VAGUEST, 1 / float(np.sqrt(strength * value * (1 - value))))


def spread(quantiles: Array, dimension: int) -> Array:
    """Ascending quantiles laid out over the points of one coordinate of the lattice."""
    return quantiles[order(dimension, len(quantiles))]


def _between_nodes(quantile: Callable[[Array], Array], n: int) -> Array:
    """A quantile function evaluated at the nodes and interpolated at the ``n`` levels."""
    u, weights = _chebyshev(n)
    return weights @ quantile(u)


@lru_cache(maxsize=8)
def _chebyshev(n: int) -> tuple[Array, Array]:
    """Probabilities of the nodes, and the matrix from values at the nodes to values at the levels.

    Chebyshev points of the second kind in the normal score; the barycentric form (Berrut and Trefethen 2004).
    """
    from scipy.special import ndtr, ndtri

    z = ndtri(levels(n))
    k = np.arange(NODES)
    nodes = z[-1] * np.cos(np.pi * k / (NODES - 1))
    sign = np.where(k % 2 == 0, 1.0, -1.0)
    sign[[0, -1]] /= 2
    gap = z[:, None] - nodes[None, :]
    at_node = np.abs(gap) < 1e-12
    gap[at_node] = 1.0
    weights = sign / gap
    weights[at_node.any(axis=1)] = 0.0
    weights[at_node] = 1.0
    weights /= weights.sum(axis=1, keepdims=True)
    u = ndtr(nodes)
    for out in (u, weights):
        out.setflags(write=False)
    return u, weights
