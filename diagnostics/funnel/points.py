"""The fixed points used in place of random draws: the same every time, spread evenly, no random state.

A Korobov lattice of a prime number of points. Every coordinate takes each of the levels ``(k + ½)/n`` exactly
once, so a marginal distribution is represented by its own quantiles, and only the pairing of the coordinates is
approximated.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

SIZE: Final = 2039
"""Points used for an answer; a probability is then a multiple of 1/2039."""

DIMENSIONS: Final = 12
"""Coordinates there are; the model needs ten."""

GENERATOR: Final = {SIZE: 469}
"""Chosen by :func:`p2` among all generators (see ``tests/funnel/test_points.py``)."""


@lru_cache(maxsize=8)
def levels(n: int) -> npt.NDArray[np.float64]:
    """The levels ``(k + ½)/n`` that every coordinate takes, shape ``(n,)``, ascending."""
    out = (np.arange(n) + 0.5) / n
    out.setflags(write=False)
    return out


@lru_cache(maxsize=8)
def normal_scores(n: int) -> npt.NDArray[np.float64]:
    """The standard normal scores of the levels, shape ``(n,)``, ascending."""
    from scipy.special import ndtri

    out = np.asarray(ndtri(levels(n)))
    out.setflags(write=False)
    return out


@lru_cache(maxsize=64)
def order(dimension: int, n: int) -> npt.NDArray[np.intp]:
    """Which level each point takes in a coordinate, shape ``(n,)``: ``i·g^dimension mod n``."""
    if not 0 <= dimension < DIMENSIONS:
        raise ValueError(f"dimension: {dimension} is not in 0..{DIMENSIONS - 1}")
    out = (np.arange(n) * pow(GENERATOR[n], dimension, n)) % n
    out.setflags(write=False)
    return out


def p2(generator: int, n: int, dimensions: int) -> float:
    """Worst-case squared error of the lattice for smooth periodic functions, weights ``1/(j+1)²``.

    The figure of merit ``P₂`` with product weights (I. H. Sloan and S. Joe, *Lattice Methods for Multiple
    Integration*, 1994, section 5; weights as in Sloan and Woźniakowski 1998): smaller is more even.
    """
    i = np.arange(n)
    product = np.ones(n)
    for j in range(dimensions):
        x = (i * pow(generator, j, n)) % n / n
        product *= 1 + 2 * np.pi**2 * (x * x - x + 1 / 6) / (j + 1) ** 2
    return float(product.mean() - 1)
