"""Which units differ by more than chance: dispersion between them and control limits for several looks at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.comparison.additive_fit import TINY, crossing
from diagnostics.errors import InputError

Array = npt.NDArray[np.float64]


OUTER: Final = 0.10
"""Share of the units at each end whose z-scores are pulled in before the dispersion is taken (Spiegelhalter 2005)."""


FEWEST_UNITS: Final = 10
"""Below this there is no outer tenth: a single outlier would count in full and widen its own limits."""


def dispersion_of(
    observed: Sequence[float] | Array, expected: Sequence[float] | Array, variance: Sequence[float] | Array
) -> float:
    """How much more than chance units scatter around what is expected of them, at least 1.

    The mean of ``z²``, ``z = (observed − expected)/√variance``, after the outer tenth of the ``z`` at each end is set to
    the 10% and the 90% quantile, so that a few outliers do not widen the limits they are judged by
    (Spiegelhalter, "Funnel plots for comparing institutional performance", *Statistics in Medicine* 24, 2005, 1185–1202).
    That also pulls in the tails of the others: for normal scatter it finds 0.68 times the dispersion.
    Units of which chance allows only one result (variance 0) are left out; with fewer than :data:`FEWEST_UNITS` it is 1.

    Parameters
    ----------
    observed, expected, variance : arrays of shape (units,)
        Hits, hits expected, and their variance by chance, as from :func:`like_for_like`.

    >>> dispersion_of([80, 120] * 6, [100] * 12, [100] * 12), dispersion_of([80, 120], [100] * 2, [100] * 2)
    (4.0, 1.0)
    """
    o, e, v = (np.asarray(column, dtype=float) for column in (observed, expected, variance))
    usable = v > 0
    if int(usable.sum()) < FEWEST_UNITS:
        return 1.0
    z = (o[usable] - e[usable]) / np.sqrt(v[usable])
    low, high = np.quantile(z, [OUTER, 1 - OUTER])
    return max(1.0, float(np.mean(np.clip(z, low, high) ** 2)))


def control_limits(
    expected: Sequence[float] | Array,
    variance: Sequence[float] | Array,
    looks: int,
    dispersion: float = 1.0,
    level: float = 0.05,
) -> tuple[Array, Array]:
    """Limits of observed ÷ expected that hold all ordinary units with probability ``1 − level``, over all looks together.

    Each look is tested at ``a = 1 − (1 − level)^(1/looks)`` (Šidák 1967), half of it on each side.

    Parameters
    ----------
    expected, variance : arrays of shape (units,)
        Hits expected and their variance by chance, as from :func:`like_for_like`.
    looks : int
        How many units are looked at, 1 or more: all that could have been picked out, not only those shown.
    dispersion : float
        How much more than chance units scatter, 1 or more: :func:`dispersion_of`.
    level : float
        Chance, a fraction, that any of the looks falls outside by luck alone.

    Returns
    -------
    low, high : arrays of shape (units,)
        Limits of observed ÷ expected. A unit is an outlier below ``low`` or above ``high``. ``low`` is 0 where not even
        no hits at all would be remarkable. Where nothing is expected, or the hits cannot vary, they are 0 and infinity.

    Notes
    -----
    Hits of unequal chances have nearly the binomial distribution with their mean and variance (Ehm 1991):
    ``p = 1 − variance/expected``, ``m = expected/p``. The lower limit is the count ``k`` with ``P(X ≤ k) = a/2``, the upper
    with ``P(X ≥ k) = a/2``, between whole counts by the incomplete Beta function: Clopper and Pearson's tails, so that a
    whole count lies outside just where its exact tail is below ``a/2``. At three expected hits and twelve
    looks a normal limit would lie below 0, and above it would flag 3.6 times as often as meant.

    A dispersion ``φ`` makes every count worth ``1/φ``: ``k``, ``expected`` and ``variance`` are divided by it, which
    multiplies the variance of a count by ``φ`` (limits √φ times as far, where counts are large). Counts then move in
    steps of ``1/φ``, and the correction for whole counts shrinks with the step, from that of Clopper and Pearson to none,
    which is Jeffreys' (Brown, Cai and DasGupta 2001): ``P(X ≤ k) = I₁₋ₚ(m − k + ½ − 1/2φ, k + ½ + 1/2φ)``. With a handful
    of hits that can be inside the limits of chance alone, which are used then.

    Raises
    ------
    InputError
        Where ``looks`` or ``dispersion`` is below 1 or ``level`` is not between 0 and 1.

    >>> low, high = control_limits([3, 100], [2.7, 90], looks=1)
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.0, 0.81], [2.34, 1.19])
    """
    if not looks >= 1:
        raise InputError("looks-below-one", "looks", looks)
    if not dispersion >= 1:
        raise InputError("dispersion-below-one", "dispersion", dispersion)
    if not 0 < level < 1:
        raise InputError("not-a-probability", "level", level)
    from scipy.special import betainc

    e, v = (np.asarray(column, dtype=float) for column in (expected, variance))
    low, high = np.zeros(e.shape), np.full(e.shape, np.inf)
    usable = (e > 0) & (v > 0)
    e, v = e[usable], v[usable]
    p = np.clip(1 - v / e, 1e-6, 1 - 1e-9)
    worth = e / dispersion
    m = worth / p
    a_half = tail(looks, level)
    near, far = 0.5 - 0.5 / dispersion, 0.5 + 0.5 / dispersion

    def at_most(k: Array) -> Array:
        return np.asarray(betainc(np.maximum(m - k + near, TINY), np.maximum(k + far, TINY), 1 - p))

    def fewer(k: Array) -> Array:  # one minus "at least"; the complement keeps its digits because the tail is not tiny
        return 1 - np.asarray(betainc(np.maximum(k + near, TINY), np.maximum(m - k + far, TINY), p))

    low[usable] = np.maximum(crossing(at_most, np.full(e.shape, -far), worth, a_half), 0.0) / worth
    high[usable] = crossing(fewer, np.full(e.shape, -near), m + far, 1 - a_half) / worth
    if dispersion == 1:
        return low, high
    by_chance = control_limits(expected, variance, looks, level=level)
    return np.minimum(low, by_chance[0]), np.maximum(high, by_chance[1])


def trials_to_see(rate: Array, looks: int, dispersion: float = 1.0, level: float = 0.05) -> Array:
    """Trials with which not even one hit would be remarkable: fewer, and the lower limit of :func:`control_limits` is 0.

    ``(1 − rate)^(trials/φ) = a/2``. Parameters as there; ``rate`` is the expected share of hits, shape (units,).

    >>> trials_to_see(np.array([0.1, 0.2]), looks=1).round(1).tolist()
    [35.0, 16.5]
    """
    return np.asarray(dispersion * np.log(tail(looks, level)) / np.log1p(-np.clip(rate, TINY, 1 - TINY)))


def tail(looks: int, level: float) -> float:
    """Chance on either side of each of so many looks."""
    return float(-np.expm1(np.log1p(-level) / looks)) / 2


def any_by_luck(looks: int, level: float) -> float:
    """Chance that at least one of ``looks`` units with nothing the matter fails a test at ``level``, a fraction.

    ``1 − (1 − level)^looks``, the looks being independent.

    >>> round(any_by_luck(10, 0.05), 2)
    0.4
    """
    return float(-np.expm1(looks * np.log1p(-level)))
