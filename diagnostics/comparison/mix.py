"""Did the rate change, or the kind of leads? A change of a total rate, split by segment into mix and rate.

Symmetric: the change of each is weighed by the mean of the other, so no period is the base (Kitagawa 1955; Das Gupta,
*Standardization and Decomposition of Rates*, 1993). The two add up to the change exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostics.funnel.posterior import JEFFREYS

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class MixAndRate:
    """What of the change of a total rate is mix and what is rate, by segment; fractions (0.02 is two points)."""

    mix: Array
    rate: Array
    mix_error: float
    """Standard error of the sum of ``mix``."""
    rate_error: float
    """Standard error of the sum of ``rate``."""


def mix_and_rate(
    trials_before: Sequence[float] | Array,
    hits_before: Sequence[float] | Array,
    trials_after: Sequence[float] | Array,
    hits_after: Sequence[float] | Array,
    dispersion: float = 1.0,
) -> MixAndRate:
    """Split the change of ``Σ hits / Σ trials`` between two periods.

    With ``s`` the segments' shares of the trials and ``r`` their rates, mix is ``Δs·(r₀ + r₁)/2`` and rate is
    ``Δr·(s₀ + s₁)/2``, segment by segment. A segment that was not there in one of the periods has no rate to change:
    all of its part is mix.

    Parameters
    ----------
    trials_before, hits_before, trials_after, hits_after : arrays of shape (segments,)
        Counts; trials are effective leads where leads are young. Each period has some.
    dispersion : float
        How much more than chance the counts scatter, 1 or more.

    Notes
    -----
    The errors are by the delta method, with Jeffreys' prior on each rate and the shares as multinomial.

    >>> split = mix_and_rate([100, 100], [40, 10], [100, 400], [44, 44])
    >>> round(float(split.mix.sum()), 6), round(float(split.rate.sum()), 6)
    (-0.0945, 0.0205)
    """
    n0, h0, n1, h1 = (np.asarray(c, dtype=float) for c in (trials_before, hits_before, trials_after, hits_after))
    s0, s1 = n0 / n0.sum(), n1 / n1.sum()
    there0, there1 = n0 > 0, n1 > 0
    r0 = np.divide(h0, n0, out=np.zeros_like(n0), where=there0)
    r1 = np.divide(h1, n1, out=np.zeros_like(n1), where=there1)
    r0, r1 = np.where(there0, r0, r1), np.where(there1, r1, r0)
    middle_rate, middle_share = (r0 + r1) / 2, (s0 + s1) / 2
    both = there0 & there1
    v0, v1 = _variance(h0, n0), _variance(h1, n1)
    uncertain = np.where(both, v0 + v1, 0.0)  # of the change of each rate, and of twice its mean
    # Where a segment was there once, its mean rate is the one rate it had.
    of_middle = np.where(both, uncertain / 4, v0 + v1)
    # Each part is bilinear in shares and rates; both kinds of uncertainty reach both parts.
    mix_variance = np.dot((s1 - s0) ** 2, of_middle) + _of_shares(middle_rate, s0, n0) + _of_shares(middle_rate, s1, n1)
    change = (r1 - r0) / 2
    rate_variance = np.dot(middle_share**2, uncertain) + _of_shares(change, s0, n0) + _of_shares(change, s1, n1)
    return MixAndRate(
        mix=(s1 - s0) * middle_rate,
        rate=(r1 - r0) * middle_share,
        mix_error=float(np.sqrt(dispersion * mix_variance)),
        rate_error=float(np.sqrt(dispersion * rate_variance)),
    )


def _of_shares(values: Array, shares: Array, trials: Array) -> float:
    """Variance of ``Σ shares·values`` where the shares are multinomial."""
    return float(np.dot(shares, (values - np.dot(shares, values)) ** 2) / trials.sum())


def _variance(hits: Array, trials: Array) -> Array:
    """Variance of each rate under Jeffreys' prior; 0 where nothing was tried."""
    a, b = hits + JEFFREYS, np.maximum(trials - hits, 0.0) + JEFFREYS
    return np.where(trials > 0, a * b / ((a + b) ** 2 * (a + b + 1)), 0.0)
