"""What is expected of a rep, or of a channel, from the very leads it had in the very months it had them.

A season, or a bad month, is shared by all who sold in it, so a month has an effect of its own on the log-odds. And a rep
helps to set what is expected of all: what they sold moves the rate of the channels and of the months that they worked, so they
scatter less around the expectation than around a rate that is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.comparison.additive_fit import TINY, UNPOOLED, crossing, rate_of
from diagnostics.comparison.spread_grid import normalised
from diagnostics.funnel.scatter import dispersion_around

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

MONTH_SDS: Final = np.linspace(0.0, 1.2, 13)
"""Standard deviations between months on the log-odds that are averaged over."""
MONTH_SD_BELIEVED: Final = 0.3
"""Scale of their half-normal prior: a month is seldom beyond half or twice the usual odds."""
LEAST_SD: Final = 1e-3
"""In place of none at all, so that a weight stays finite."""
STEPS: Final = 50
SETTLED_BY: Final = 1e-5
"""Log-odds by which no effect moves any more."""
LEAST_LEFT: Final = 1e-6
"""Of a unit's variance: where no more is left, nothing can be said of it, because it alone sets what is expected."""


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """Counts by unit, other side and month; arrays of shape ``(cells,)``. ``unit``, ``other`` and ``month`` count from 0."""

    unit: Places
    other: Places
    month: Places
    hits: Array
    trials: Array


@dataclass(frozen=True, eq=False, slots=True)
class Expectation:
    """Hits expected of each unit, shape ``(units,)``, and how they scatter around them were all units alike."""

    hits: Array
    variance: Array
    """By chance, less what the unit itself brings to the expectation."""
    dispersion: float
    """How much more than chance a unit's own months scatter, at least 1."""


def expectation(cells: Cells, unit_effect: Array, other_log_odds: Array, apart: npt.NDArray[np.bool_]) -> Expectation:
    """What is expected of each unit, were it like all that are not set apart.

    Parameters
    ----------
    cells : Cells
        The counts.
    unit_effect : array of shape (units,)
        Log-odds above the mean of the units, shrunk; only to tell how much the months of a unit scatter.
    other_log_odds : array of shape (others,)
        Of a hit for an average unit: where to start from.
    apart : array of bool, shape (units,)
        Units that have a rate of their own, so that one weak unit makes nobody look strong.

    Notes
    -----
    The other sides and the months have effects on the log-odds; all units that are not apart are taken as alike. The effects
    of the months are Normal around 0 with a common standard deviation, averaged over a fixed grid of it by Laplace's
    approximation; those of the other sides are almost free.

    With ``X`` the other sides and the months, ``W`` the variances ``trials·p·(1 − p)`` and ``z`` a unit's cells, what is
    observed less what is expected has the variance ``z'Wz − z'WX(X'WX + R)⁻¹X'Wz``, ``R`` the inverse variance of the months:
    with one month ``Σⱼ vᵢⱼ(1 − vᵢⱼ/v.ⱼ)``. It is Rao's score test of one unit against the rest. Had the units effects of their
    own in the fit, the expectation would scatter by more than that wherever few others work the same leads.
    """
    units = len(unit_effect)
    other, month, sd = _effects(cells, other_log_odds, apart)
    line = other[cells.other] + month[cells.month]
    rate = _to_sum(line, cells.hits, cells.trials, ~apart[cells.unit])
    chance = cells.trials * rate * (1 - rate)
    scatter = _scatter(cells, line + unit_effect[cells.unit])
    return Expectation(_sum(cells.unit, cells.trials * rate, units), _left(cells, chance, units, sd), scatter)


def _effects(cells: Cells, other: Array, apart: npt.NDArray[np.bool_]) -> tuple[Array, Array, float]:
    """Log-odds of the other sides and of the months, and the standard deviation of the months.

    For each deviation of the months the penalised likelihood is climbed by one kind of effect after the other; then all are
    averaged over the deviations.
    """
    trials = np.maximum(cells.trials, cells.hits)
    at = {"unit": cells.unit, "other": cells.other, "month": cells.month}
    found = {"unit": np.zeros(len(apart)), "other": other, "month": np.zeros(int(cells.month.max()) + 1)}
    hits = {name: _sum(place, cells.hits, len(found[name])) for name, place in at.items()}
    line = other[cells.other]
    kept, evidence = [], []
    for month_sd in MONTH_SDS:
        sd = {"unit": UNPOOLED, "other": UNPOOLED, "month": max(float(month_sd), LEAST_SD)}
        for _ in range(STEPS):
            moved = 0.0
            for name, place in at.items():
                size, middle = len(found[name]), other.mean() if name == "other" else 0.0
                rate = rate_of(line)
                curvature = _sum(place, trials * rate * (1 - rate), size) + sd[name] ** -2
                slope = hits[name] - _sum(place, trials * rate, size) - (found[name] - middle) * sd[name] ** -2
                step = np.clip(slope / curvature, -1, 1) * (apart if name == "unit" else 1.0)
                found[name] = found[name] + step
                line = line + step[place]
                moved = max(moved, float(np.abs(step).max()))
            if moved < SETTLED_BY:
                break
        kept.append(dict(found))
        likelihood = float((cells.hits * line - trials * np.logaddexp(0.0, line)).sum())
        unlikely = float(((found["month"] / sd["month"]) ** 2).sum()) / 2
        evidence.append(likelihood - unlikely - float(np.log(curvature * sd["month"] ** 2).sum()) / 2)
    weights = normalised(np.array(evidence) - (MONTH_SDS / MONTH_SD_BELIEVED) ** 2 / 2)
    other, month = (np.tensordot(weights, [one[name] for one in kept], 1) for name in ("other", "month"))
    return other, month, float(weights @ MONTH_SDS)


def _to_sum(line: Array, hits: Array, trials: Array, among: npt.NDArray[np.bool_]) -> Array:
    """Rates of log-odds that are moved by one constant, so that the hits expected ``among`` some cells add up to theirs."""
    of, worked = line[among], trials[among]
    share = float(hits[among].sum()) / max(float(worked.sum()), TINY)
    if not 0 < share < 1:
        return np.full(len(line), 0.0 if share <= 0 else 1.0)
    middle = float(np.log(share / (1 - share)))
    low, high = np.array(middle - of[worked > 0].max()), np.array(middle - of[worked > 0].min())
    shift = crossing(lambda x: np.asarray(rate_of(of + x) @ worked / worked.sum()), low, high, share)
    return rate_of(line + shift)


def _left(cells: Cells, chance: Array, units: int, month_sd: float) -> Array:
    """Variance of hits less expected hits of each unit: see :func:`expectation`."""
    others, months = int(cells.other.max()) + 1, int(cells.month.max()) + 1
    by_unit = _sum(cells.unit, chance, units)
    by_other = np.maximum(_sum(cells.other, chance, others), TINY)
    of_unit = _sums(cells.unit, cells.other, chance, (units, others))
    left = by_unit - (of_unit**2 / by_other).sum(axis=1)
    if month_sd > 0:
        across = _sums(cells.month, cells.other, chance, (months, others))
        small = np.diag(across.sum(axis=1) + month_sd**-2) - (across / by_other) @ across.T
        beside = _sums(cells.unit, cells.month, chance, (units, months)) - (of_unit / by_other) @ across.T
        left = left - (beside * np.linalg.solve(small, beside.T).T).sum(axis=1)
    return np.asarray(np.where(left > LEAST_LEFT * by_unit, left, 0.0))


def _sum(place: Places, value: Array, size: int) -> Array:
    return np.asarray(np.bincount(place, value, size), dtype=float)


def _sums(row: Places, column: Places, value: Array, shape: tuple[int, int]) -> Array:
    return _sum(row * shape[1] + column, value, shape[0] * shape[1]).reshape(shape)


def _scatter(cells: Cells, line: Array) -> float:
    """How much more than chance the months of a unit scatter around its own rate, at least 1."""
    rate = rate_of(line)
    months = int(cells.month.max()) + 1
    place = cells.unit * months + cells.month
    size = int(place.max()) + 1
    hits, expected, chance = (
        _sum(place, value, size) for value in (cells.hits, cells.trials * rate, cells.trials * rate * (1 - rate))
    )
    return dispersion_around(hits, expected, chance)
