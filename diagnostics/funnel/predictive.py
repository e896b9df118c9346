"""How many will be counted, where the rate behind the count is itself only known so far; and how good such a range was.

A future count varies for two reasons: the rate is not known exactly, and for a given rate the count varies by chance.
Both are in the range; months that scatter more than chance widen it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.errors import InputError
from diagnostics.funnel.links import Number

Array = npt.NDArray[np.float64]

AS_CHANCE: Final = 1 + 1e-6
"""Up to this dispersion a count is as chance makes it; the two formulas agree there to six digits."""


def count_cdf(k: float, mean: Number, dispersion: Number = 1.0) -> Array:
    """Chance of counting ``k`` or fewer, of the shape of ``mean`` and ``dispersion`` together.

    Poisson where the dispersion is 1, ``Q(k + 1, μ)``. Above 1 the rate of the months varies as a Gamma around its mean, so
    that the variance of the count is ``dispersion·μ`` (the negative binomial "NB1" of Cameron and Trivedi, *Regression
    Analysis of Count Data*, 2013, section 3.3): ``I_{1/φ}(μ/(φ − 1), k + 1)``.

    Parameters
    ----------
    k : float
        A count; 0 or more, else the chance is 0.
    mean : float or array
        ``μ``, what is expected, 0 or more.
    dispersion : float or array
        ``φ``, variance over mean, 1 or more.

    >>> round(float(count_cdf(2, mean=3.0)), 4), round(float(count_cdf(2, mean=3.0, dispersion=2.0)), 4)
    (0.4232, 0.5)
    """
    from scipy.special import betainc, gammaincc

    mu, phi = np.broadcast_arrays(np.asarray(mean, dtype=float), np.asarray(dispersion, dtype=float))
    if k < 0:
        return np.zeros(mu.shape)
    out = np.ones(mu.shape)
    some = mu > 0
    chance, wider = some & (phi <= AS_CHANCE), some & (phi > AS_CHANCE)
    out[chance] = gammaincc(k + 1, mu[chance])
    out[wider] = betainc(mu[wider] / (phi[wider] - 1), k + 1, 1 / phi[wider])
    return out


def count_quantile(probability: float, means: Number, dispersion: Number = 1.0) -> int:
    """The smallest count that at least this share of what may come does not exceed.

    The means are equally likely; the distribution is the mixture of :func:`count_cdf` over them.

    >>> count_quantile(0.05, 10.0), count_quantile(0.95, 10.0), count_quantile(0.95, np.array([5.0, 15.0]))
    (5, 15, 20)
    """
    if not 0 < probability < 1:
        raise InputError("not-a-probability", "probability", probability)

    def enough(k: int) -> bool:
        return bool(np.mean(count_cdf(k, means, dispersion)) >= probability)

    below, above = _around(probability, means, dispersion)
    while below >= 0 and enough(below):
        below, above = max(-1, below - 2 * (above - below)), below
    while not enough(above):
        below, above = above, above + 2 * (above - below)
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if enough(middle) else (middle, above)
    return above


def _around(probability: float, means: Number, dispersion: Number) -> tuple[int, int]:
    """Two counts near the quantile of a normal distribution: where the search begins."""
    from scipy.special import ndtri

    mean, chance = float(np.mean(means)), float(np.mean(means * np.asarray(dispersion)))
    deviation = float(np.sqrt(np.var(means) + chance))
    middle, near = mean + float(ndtri(probability)) * deviation, 0.1 * deviation
    return max(-1, int(middle - near)), max(0, int(middle + near) + 1)


def interval_score(low: float, high: float, seen: float, alpha: float = 0.10) -> float:
    """How good a range was, in the unit of what was forecast; 0 is best.

    ``(high − low) + 2/α·(low − seen)₊ + 2/α·(seen − high)₊``: a range costs its width, and what it missed costs ``2/α`` times
    the distance, so that neither a range that is too narrow nor one that is too wide pays in the long run (Gneiting and
    Raftery, "Strictly Proper Scoring Rules, Prediction, and Estimation", JASA 102:359, 2007, equation 43).

    Parameters
    ----------
    low, high : float
        The ends of a central range that is to hold ``1 − alpha`` of what comes.
    seen : float
        What came.
    alpha : float
        Share that may fall outside: 0.10 for a 90% range.

    Raises
    ------
    InputError
        Where the ends are not in order, or ``alpha`` is no chance.

    >>> interval_score(8, 16, seen=14), interval_score(8, 16, seen=17)
    (8.0, 28.0)
    """
    if not 0 < alpha < 1:
        raise InputError("not-a-probability", "alpha", alpha)
    if high < low:
        raise InputError("interval-reversed", "high", high, low=low)
    return float((high - low) + 2 / alpha * (max(0.0, low - seen) + max(0.0, seen - high)))
