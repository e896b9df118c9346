"""Room for leads: how many find it where one month brings more of them than another.

Sales has room for ``K`` leads in each month, not on average: what a full month leaves over, an empty one cannot use. So of
leads ``X_t`` in month ``t`` there is room for ``Σ_t min(X_t, K)``. Months keep their proportions where leads are scaled.
Of months that were not counted apart, only the sum is known: they vary as months usually do around an equal share of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.funnel.scatter import PRIOR_FREEDOM

Array = npt.NDArray[np.float64]
Number = float | Array

PARTS: Final = 24
"""Equal parts that stand for the size of one month that was not counted apart."""


@dataclass(frozen=True, eq=False, slots=True)
class Sizes:
    """How large months are, as shares of the mean month."""

    periods: Array
    """Shape ``(periods, parts)``: each row a period of some months, its parts equally likely sizes of one of them."""
    sizes: Array
    """Nothing, then all of them, ascending, without repetition."""
    chance: Array
    """Share of the months up to each of the sizes."""
    below: Array
    """What those months bring, as a share of all leads."""
    held: Array
    """Share of the leads that find room for as many as each of the sizes."""

    @classmethod
    def of(cls, periods: Array) -> Sizes:
        """From the sizes of periods, shape ``(periods, parts)``, mean 1."""
        sizes, counts = np.unique(periods, return_counts=True)
        chance = np.concatenate([[0.0], np.cumsum(counts)]) / periods.size
        below = np.concatenate([[0.0], np.cumsum(counts * sizes)]) / periods.size
        sizes = np.concatenate([[0.0], sizes])
        return cls(periods, sizes, chance, below, below + sizes * (1 - chance))

    @property
    def even(self) -> bool:
        """Whether every month is as large as the others."""
        return len(self.sizes) == 2

    def found(self, leads: Number, room: Number) -> Number:
        """Leads per month that find room, of ``leads`` a month where there is room for ``room``: ``mean min(w·L, K)``.

        >>> two = Sizes.of(np.array([[0.5], [1.5]]))
        >>> float(two.found(100, 100)), float(two.found(100, 150)), float(EVEN.found(120, 100))
        (75.0, 100.0, 100.0)
        """
        if self.even:
            return np.minimum(leads, room)
        if np.ndim(room) == 0 and np.isinf(room):
            return leads
        return leads * self._share(_ratio(room, leads))

    def room_taken(self, leads: float, found: float) -> float:
        """The least room in which so many leads per month find a place: :meth:`found` turned round.

        >>> float(Sizes.of(np.array([[0.5], [1.5]])).room_taken(100, 75))
        100.0
        """
        if self.even or found <= 0:
            return found
        return max(found, leads * float(np.interp(found / leads, self.held, self.sizes)))

    def full(self, leads: Number, room: Number) -> Number:
        """Share of the months that have no room for a further lead."""
        return np.asarray(1 - self.chance[self._smaller(_ratio(room, leads))])

    def slope(self, leads: Number, room: Number) -> Number:
        """Of one more lead per month, the part that finds room."""
        return np.asarray(self.below[self._smaller(_ratio(room, leads))])

    def doubt(self, leads: float, room: float, months: float) -> float:
        """Standard deviation of the logarithm of the leads that found room in some months; 0 where they were counted apart.

        Of months of which only the sum is known: how they fell, beside what the sum says of it, and how much months vary, of
        which :data:`~diagnostics.funnel.scatter.PRIOR_FREEDOM` degrees of freedom are known.
        """
        parts = self.periods.shape[1]
        if parts == 1 or leads <= 0 or np.isinf(room):
            return 0.0
        limit, n = room / leads, parts * len(self.periods)
        off = self.periods - self.periods.sum(axis=1, keepdims=True) / parts
        fitting = np.minimum(self.periods, limit)
        apart = fitting - fitting.sum(axis=1, keepdims=True) / parts
        alike = (apart * off).sum(axis=1) ** 2 / np.maximum((off * off).sum(axis=1), 1e-300)
        fell = max(float((apart * apart).sum() - alike.sum()), 0.0) / n / months
        more = (2 * PRIOR_FREEDOM) ** -0.5 * off
        ends = np.minimum(np.stack([self.periods - more, self.periods + more]), limit).sum(axis=(1, 2)) / n
        return float(math.hypot(math.sqrt(fell), float(ends[0] - ends[1]) / 2) / (float(fitting.sum()) / n))

    def _share(self, room: Array) -> Array:
        return np.asarray(np.interp(room, self.sizes, self.held))

    def _smaller(self, room: Array) -> npt.NDArray[np.intp]:
        """How many of the sizes are below a room, as shares of the mean month."""
        return np.asarray(np.searchsorted(self.sizes[1:], room * (1 - 1e-12), side="left"))


def _ratio(room: Number, leads: Number) -> Array:
    """Room as a share of the mean month; without end where there are no leads."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.divide(room, leads))


EVEN: Final = Sizes.of(np.array([[1.0]]))


@lru_cache(maxsize=64)
def month_sizes(counted: tuple[float, ...], months: float, leads: float, dispersion: float) -> Sizes:
    """How large the months of a funnel are.

    Parameters
    ----------
    counted : tuple of float
        Leads of each of some periods of equal length, in proportion; empty where only their sum is known.
    months : float
        How many months they cover together.
    leads : float
        Leads per month on average.
    dispersion : float
        How much more than chance leads vary from month to month where they were not counted apart.

    Notes
    -----
    A month of a period of ``T`` months varies around the period's mean by ``(1 − 1/T)·φ/μ`` of its square, as a Gamma
    variable: 0 where the period is a month. It is stood for by the means of :data:`PARTS` equally likely parts.

    >>> month_sizes((90, 110), 2, 100, 1.25).sizes.tolist(), month_sizes((), 1, 100, 1.25).even
    ([0.0, 0.9, 1.1], True)
    >>> round(float(month_sizes((), 12, 100, 1.25).found(100, 100)), 1)
    95.7
    """
    means = np.array(counted or (1.0,), dtype=float)
    means = means / means.mean()
    length = months / len(means)
    if length <= 1 or leads <= 0:
        return Sizes.of(means[:, None])
    variance = np.array([(1 - 1 / length) * dispersion / (mean * leads) if mean else 0.0 for mean in means])
    return Sizes.of(np.stack([mean * _gamma_parts(v) for mean, v in zip(means, variance, strict=True)]))


def _gamma_parts(variance: float) -> Array:
    """Means of equally likely parts of a Gamma variable of mean 1, ascending."""
    from scipy.special import gammainc, gammaincinv

    if variance <= 0:
        return np.ones(PARTS)
    shape = 1 / variance
    ends = gammaincinv(shape, np.arange(1, PARTS) / PARTS)
    return np.asarray(np.diff(np.concatenate([[0.0], gammainc(shape + 1, ends), [1.0]])) * PARTS)
