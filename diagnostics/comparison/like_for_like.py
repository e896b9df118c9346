"""Reps on the same leads, channels with the same reps: like for like, from hits and trials by row and column.

A win is logistic in who worked the lead and where it came from: ``logit pᵢⱼ = μ + rowᵢ + columnⱼ``. Effects are drawn
towards the mean of all as far as the data say that rows, or columns, differ no more than chance makes them differ. Who
is out of line is then judged by observed over expected hits, within limits that know how many were looked at.

Nothing is drawn at random: the spreads are averaged over on a fixed grid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.errors import InputError
from diagnostics.funnel.posterior import JEFFREYS

Array = npt.NDArray[np.float64]

SCALE: Final = 0.28
STEP: Final = 0.25
POINTS: Final = 13
"""The likelihood of a spread is taken at ``SCALE·sinh(STEP·k)``, ``k < POINTS``, log-odds: 0, 0.07, 0.15, 0.23, … 1.0, 1.3,
1.7, 2.2, 2.8. That is close together where the likelihood turns, and 0 is among them, so that reps may be alike."""

FINER: Final = 8
"""Steps of the quadrature for each of these."""

WIDEST_BELIEVED: Final = 1.0
"""Standard deviation of the half-normal prior of a spread, log-odds. A rep one deviation of 1 above the mean of 20 %
closes 40 %."""

UNPOOLED: Final = 5.0
"""Standard deviation, log-odds, at which an effect is left as good as free: the hits it expects then miss its own by 1/25
for each unit of log-odds that it differs from the mean."""

CELLS_AT_ONCE: Final = 100_000
"""Cells times grid points that are worked on together: 0.8 MB an array, which a processor keeps at hand."""

STEPS: Final = 60
"""Newton steps at most, and halvings of a step; six steps and no halving are usual."""

SETTLED: Final = 1e-10
"""Newton's decrement, in units of log-likelihood, below which a fit is done."""

OUTER: Final = 0.10
"""Share of the units at each end whose z-scores are pulled in before the dispersion is taken (Spiegelhalter 2005)."""

FEWEST_UNITS: Final = 10
"""Below this there is no outer tenth: the one unit that is out of line would count in full and so excuse itself."""


@dataclass(frozen=True, eq=False, slots=True)
class Alike:
    """Rows and columns like for like. Effects, errors and spreads are log-odds; expectations are hits."""

    row_effect: Array
    """How far each row is above the mean of the rows that have trials, shape (rows,): the posterior mean."""
    row_error: Array
    """Its posterior standard deviation, the spread's own uncertainty included; 0 where there is one row, which is its own
    mean."""
    column_effect: Array
    column_error: Array
    row_spread: float
    """Standard deviation between rows in truth, chance taken out: the posterior mean."""
    column_spread: float
    expected_rows: Array
    """Hits expected of each row from the very leads it had, had it the skill of an average row; sums to all hits."""
    expected_columns: Array
    """Hits expected of each column from the very rows that worked it, were it an average column; sums to all hits."""
    variance_rows: Array
    """Variance of the hits of each row by chance alone, ``Σ trials·p·(1 − p)`` with the ``p`` of :attr:`expected_rows`."""
    variance_columns: Array
    fitted: Array
    """Rate of each cell, shape (rows, columns), a fraction: thin cells lean on the rest of their row and column."""


def like_for_like(hits: Sequence[Sequence[float]] | Array, trials: Sequence[Sequence[float]] | Array) -> Alike:
    """Compare rows (reps) over the same columns (channels), and columns over the same rows.

    ``hitsᵢⱼ ~ Binomial(trialsᵢⱼ, pᵢⱼ)`` with ``logit pᵢⱼ = μ + rowᵢ + columnⱼ``, ``row ~ N(0, σ²)``, ``column ~ N(0, τ²)``.

    Parameters
    ----------
    hits, trials : arrays of shape (rows, columns)
        Counts, 0 or more. Trials are effective leads where leads are young, so not necessarily whole, and where they
        come out below the hits they are taken as the hits.

    Notes
    -----
    For each pair of spreads the penalised likelihood is maximised by Newton's method, with the longer side eliminated
    (a Schur complement), and the spreads are weighed by Laplace's approximation of their marginal likelihood (Breslow
    and Clayton 1993; Tierney and Kadane 1986) times a half-normal prior with deviation :data:`WIDEST_BELIEVED`. ``μ`` has
    Jeffreys' prior. Effects, errors and rates are averages over the grid; an error is the root of the mean variance plus
    the variance of the means. Effects are told from the mean of the rows there are, not from that of all reps there
    might be: of that, two reps say next to nothing however many leads they had.

    What is *expected* of the rows is taken from a fit of its own, in which rows are drawn together as before and
    columns are left as good as free (:data:`UNPOOLED`). Were the columns drawn towards the mean as well, the hot channel
    would look cooler and the cold one warmer than they are, and a rep who was given the hot leads would be praised for
    the difference: in the example below 42 against 41.2 and 18 against 18.8, where hot 50 % and cold 10 % give 42 and 18.
    That is how hospitals are compared: patients' risk as fixed effects, hospitals as random ones (Normand, Glickman and
    Gatsonis 1997). A column nobody else works then expects just what its row achieved; :mod:`diagnostics.comparison.routing`
    says where that is so. Last, one constant on the log-odds makes the expectations sum to the hits.

    Raises
    ------
    InputError
        Where the shapes differ, a count is below 0 or not a number, or there is no trial.

    >>> same = like_for_like([[40, 2], [10, 8]], [[80, 20], [20, 80]])  # 42 % against 18 %
    >>> [round(42 / float(same.expected_rows[0]), 2), round(18 / float(same.expected_rows[1]), 2)]
    [1.0, 1.0]
    """
    h, n = _counts(hits, trials)
    if h.shape[0] < h.shape[1]:
        turned = like_for_like(h.T, n.T)
        return Alike(
            row_effect=turned.column_effect,
            row_error=turned.column_error,
            column_effect=turned.row_effect,
            column_error=turned.row_error,
            row_spread=turned.column_spread,
            column_spread=turned.row_spread,
            expected_rows=turned.expected_columns,
            expected_columns=turned.expected_rows,
            variance_rows=turned.variance_columns,
            variance_columns=turned.variance_rows,
            fitted=turned.fitted.T,
        )
    spreads, free = _spreads(), np.full(POINTS, UNPOOLED)
    both = _fit(h, n, np.repeat(spreads, POINTS), np.tile(spreads, POINTS))
    prior, coarse = _fine_prior(), _coarse()
    of_row_spread = _refined(both.evidence.reshape(POINTS, POINTS))
    fine = _shares(_refined(of_row_spread.T).T + prior[:, None] + prior[None, :])
    weights = (coarse.T @ fine @ coarse).ravel()
    row_effect, row_error = _averaged(weights, both.row, both.row_variance, n.sum(axis=1))
    column_effect, column_error = _averaged(weights, both.column, both.column_variance, n.sum(axis=0))

    def alone(fit: _Fit) -> Array:
        """Weights of the grid points where one spread is all that varies."""
        return np.asarray(_shares(_refined(fit.evidence) + prior) @ coarse)

    of_rows, of_columns = _fit(h, n, spreads, free), _fit(h, n, free, spreads)
    column_rate = alone(of_rows) @ _rate(of_rows.mean[:, None] + of_rows.column)
    row_rate = alone(of_columns) @ _rate(of_columns.mean[:, None] + of_columns.row)
    p = _calibrated(column_rate, n.sum(axis=0), float(h.sum()))
    q = _calibrated(row_rate, n.sum(axis=1), float(h.sum()))
    return Alike(
        row_effect=row_effect,
        row_error=row_error,
        column_effect=column_effect,
        column_error=column_error,
        row_spread=float(fine.sum(axis=1) @ _spreads(FINER)),
        column_spread=float(fine.sum(axis=0) @ _spreads(FINER)),
        expected_rows=n @ p,
        expected_columns=q @ n,
        variance_rows=n @ (p * (1 - p)),
        variance_columns=(q * (1 - q)) @ n,
        fitted=_fitted(weights, both),
    )


def dispersion_of(
    observed: Sequence[float] | Array, expected: Sequence[float] | Array, variance: Sequence[float] | Array
) -> float:
    """How much more than chance units scatter around what is expected of them, at least 1.

    The mean of ``z²``, ``z = (observed − expected)/√variance``, after the outer tenth of the ``z`` at each end is set to
    the 10 % and the 90 % quantile, so that the few that are out of line do not widen the limits they are judged by
    (Spiegelhalter, "Funnel plots for comparing institutional performance", *Statistics in Medicine* 24, 2005, 1185–1202).
    That pulls in the tails of those that are not out of line too: of normal scatter it finds 0.68 times the dispersion.
    Units of which chance allows only one result (variance 0) are left out; with fewer than :data:`FEWEST_UNITS` it is 1.

    Parameters
    ----------
    observed, expected, variance : arrays of shape (units,)
        Hits, hits expected, and their variance by chance, as from :func:`like_for_like`.

    >>> dispersion_of([80, 120] * 6, [100] * 12, [100] * 12), dispersion_of([80, 120], [100] * 2, [100] * 2)
    (4.0, 1.0)
    """
    o, e, v = (np.asarray(column, dtype=float) for column in (observed, expected, variance))
    told = v > 0
    if int(told.sum()) < FEWEST_UNITS:
        return 1.0
    z = (o[told] - e[told]) / np.sqrt(v[told])
    low, high = np.quantile(z, [OUTER, 1 - OUTER])
    return max(1.0, float(np.mean(np.clip(z, low, high) ** 2)))


def control_limits(
    expected: Sequence[float] | Array,
    variance: Sequence[float] | Array,
    looks: int,
    dispersion: float = 1.0,
    level: float = 0.05,
) -> tuple[Array, Array]:
    """Where observed ÷ expected of a unit that is not out of line stays, by chance ``1 − level`` for all looks together.

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
        Limits of observed ÷ expected. A unit is out of line below ``low`` or above ``high``. ``low`` is 0 where not even
        no hits at all would be remarkable. Where nothing is expected they are 0 and infinity.

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
    of hits that can come out inside the limits of chance alone; those stand then.

    ``expected`` is taken as known. Where it was estimated from the units themselves they scatter a little less around it,
    and the limits err on the wide side.

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
    told = e > 0
    e, v = e[told], v[told]
    p = np.clip(1 - v / e, 1e-6, 1 - 1e-9)
    worth = e / dispersion
    m = worth / p
    tail = -np.expm1(np.log1p(-level) / looks) / 2
    near, far = 0.5 - 0.5 / dispersion, 0.5 + 0.5 / dispersion

    def at_most(k: Array) -> Array:
        return np.asarray(betainc(np.maximum(m - k + near, TINY), np.maximum(k + far, TINY), 1 - p))

    def fewer(k: Array) -> Array:  # one minus "at least"; the complement keeps its digits because the tail is not tiny
        return 1 - np.asarray(betainc(np.maximum(k + near, TINY), np.maximum(m - k + far, TINY), p))

    low[told] = np.maximum(_crossing(at_most, np.full(e.shape, -far), worth, tail), 0.0) / worth
    high[told] = _crossing(fewer, np.full(e.shape, -near), m + far, 1 - tail) / worth
    if dispersion == 1:
        return low, high
    by_chance = control_limits(expected, variance, looks, level=level)
    return np.minimum(low, by_chance[0]), np.maximum(high, by_chance[1])


def any_by_luck(looks: int, level: float) -> float:
    """Chance that at least one of ``looks`` units with nothing the matter fails a test at ``level``, a fraction.

    ``1 − (1 − level)^looks``, the looks being independent.

    >>> round(any_by_luck(10, 0.05), 2)
    0.4
    """
    return float(-np.expm1(looks * np.log1p(-level)))


TINY: Final = 1e-12


@dataclass(frozen=True, eq=False, slots=True)
class _Fit:
    """One penalised fit for each of ``g`` pairs of spreads."""

    mean: Array
    """``μ``, shape (g,)."""
    row: Array
    """Shape (g, rows)."""
    row_variance: Array
    """Of the row minus the mean of the rows that have trials, shape (g, rows)."""
    column: Array
    """Shape (g, columns)."""
    column_variance: Array
    evidence: Array
    """Laplace's log marginal likelihood of the spreads, shape (g,), up to a constant."""


def _counts(hits: Sequence[Sequence[float]] | Array, trials: Sequence[Sequence[float]] | Array) -> tuple[Array, Array]:
    h, n = np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)
    if h.shape != n.shape or h.ndim != 2:
        raise InputError("tables-differ", "hits", [h.shape, n.shape])
    for name, table in (("hits", h), ("trials", n)):
        if table.size and not (table.min() >= 0 and np.isfinite(table).all()):
            raise InputError("negative", name, float(table.min()))
    n = np.maximum(h, n)
    if n.sum() == 0:
        raise InputError("no-leads", "trials", 0)
    return h, n


def _fit(h: Array, n: Array, row_spread: Array, column_spread: Array) -> _Fit:
    """The fits for pairs of spreads, a handful of pairs at a time where the table is large."""
    parts = -(-h.size * len(row_spread) // CELLS_AT_ONCE)
    fits = [
        _fit_together(h, n, s, t)
        for s, t in zip(np.array_split(row_spread, parts), np.array_split(column_spread, parts), strict=True)
        if len(s)
    ]
    return _Fit(*(np.concatenate([getattr(fit, name) for fit in fits]) for name in _Fit.__slots__))


def _fit_together(h: Array, n: Array, row_spread: Array, column_spread: Array) -> _Fit:
    """Newton's method in ``μ, u, v`` with ``row = σ·u``, ``column = τ·v`` and ``u, v ~ N(0, 1)``, so that a spread may be 0.

    ``μ`` and ``v`` are solved for together and the many ``u``, of which each stands in one equation with itself and
    them, are eliminated.
    """
    s, t = row_spread[:, None], column_spread[:, None]
    size, (rows, columns) = len(row_spread), h.shape
    mean = np.full(size, np.log((h.sum() + JEFFREYS) / (n.sum() - h.sum() + JEFFREYS)))
    u, v = np.zeros((size, rows)), np.zeros((size, columns))
    height, p = _height(h, n, s, t, mean, u, v)
    for _ in range(STEPS):
        left = h - n * p
        own, across, small = _curvature(n, p, mean, s, t)
        slope_u = s * left.sum(axis=2) - u
        of_mean = left.sum(axis=(1, 2)) + JEFFREYS - 2 * JEFFREYS * _rate(mean)
        slope = np.concatenate([of_mean[:, None], t * left.sum(axis=1) - v], axis=1)
        reduced = slope - np.einsum("grc,gr->gc", across, slope_u / own)
        step = np.linalg.solve(_schur(own, across, small), reduced[:, :, None])[:, :, 0]
        step_u = (slope_u - np.einsum("grc,gc->gr", across, step)) / own
        gain = np.einsum("gc,gc->g", slope, step) + np.einsum("gr,gr->g", slope_u, step_u)
        size_of_step = np.ones(size)
        for _ in range(STEPS):
            new = (
                mean + size_of_step * step[:, 0],
                u + size_of_step[:, None] * step_u,
                v + size_of_step[:, None] * step[:, 1:],
            )
            reached, p = _height(h, n, s, t, *new)
            fell = reached < height - SETTLED * (1 + np.abs(height))
            if not fell.any():
                break
            size_of_step[fell] /= 2
        (mean, u, v), height = new, reached
        if gain.max() < SETTLED:
            break
    own, across, small = _curvature(n, p, mean, s, t)
    schur = _schur(own, across, small)
    inverse = np.linalg.inv(schur)
    scaled = across / own[:, :, None]
    through = scaled @ inverse
    of_rows, of_columns = _mean_of_those_tried(n.sum(axis=1)), _mean_of_those_tried(n.sum(axis=0))
    variance_u = 1 / own + np.einsum("grc,grc->gr", through, scaled)
    with_mean_u = of_rows / own + np.einsum("grc,gc->gr", through, np.einsum("grc,r->gc", scaled, of_rows))
    variance_v, with_mean_v = np.diagonal(inverse[:, 1:, 1:], axis1=1, axis2=2), inverse[:, 1:, 1:] @ of_columns
    return _Fit(
        mean=mean,
        row=s * u,
        row_variance=s**2 * (variance_u - 2 * with_mean_u + (with_mean_u @ of_rows)[:, None]),
        column=t * v,
        column_variance=t**2 * (variance_v - 2 * with_mean_v + (with_mean_v @ of_columns)[:, None]),
        evidence=height - (np.log(own).sum(axis=1) + np.linalg.slogdet(schur)[1]) / 2,
    )


def _height(h: Array, n: Array, s: Array, t: Array, mean: Array, u: Array, v: Array) -> tuple[Array, Array]:
    """Penalised log-likelihood, shape (g,), and the rates it is of; Jeffreys' prior of ``μ`` is a trial with half a hit."""
    log_odds = (mean[:, None] + s * u)[:, :, None] + (t * v)[:, None, :]
    p = _rate(log_odds)
    seen = np.einsum("rc,grc->g", h, log_odds) - np.einsum("rc,grc->g", n, _log1p_exp(log_odds, p))
    of_mean = JEFFREYS * mean - 2 * JEFFREYS * _log1p_exp(mean, _rate(mean))
    return seen + of_mean - np.einsum("gr,gr->g", u, u) / 2 - np.einsum("gc,gc->g", v, v) / 2, p


def _curvature(n: Array, p: Array, mean: Array, s: Array, t: Array) -> tuple[Array, Array, Array]:
    """Minus the second derivatives: of ``u`` (a diagonal), of ``u`` with ``(μ, v)``, and of ``(μ, v)``."""
    w = n * p * (1 - p)
    by_row, by_column = w.sum(axis=2), w.sum(axis=1)
    own = s**2 * by_row + 1
    across = np.concatenate([(s * by_row)[:, :, None], s[:, :, None] * t[:, None, :] * w], axis=2)
    columns = n.shape[1]
    small = np.zeros((len(mean), columns + 1, columns + 1))
    of_mean = _rate(mean)
    small[:, 0, 0] = by_row.sum(axis=1) + 2 * JEFFREYS * of_mean * (1 - of_mean)
    small[:, 0, 1:] = small[:, 1:, 0] = t * by_column
    at = np.arange(1, columns + 1)
    small[:, at, at] = t**2 * by_column + 1
    return own, across, small


def _schur(own: Array, across: Array, small: Array) -> Array:
    """What the curvature of ``(μ, v)`` is once the ``u`` follow them."""
    return np.asarray(small - across.transpose(0, 2, 1) @ (across / own[:, :, None]))


def _rate(log_odds: Array) -> Array:
    from scipy.special import expit

    return np.asarray(expit(log_odds))


def _log1p_exp(log_odds: Array, rate: Array) -> Array:
    """``ln(1 + exp(log_odds))`` where the rate is at hand already."""
    return np.asarray(np.maximum(log_odds, 0) - np.log(np.maximum(rate, 1 - rate)))


def _fitted(weights: Array, fit: _Fit) -> Array:
    """Mean rate of each cell over the grid; a point at a time, so that it takes one table's memory."""
    out = np.zeros((fit.row.shape[1], fit.column.shape[1]))
    for weight, mean, row, column in zip(weights, fit.mean, fit.row, fit.column, strict=True):
        if weight > TINY:
            out += weight * _rate(mean + row[:, None] + column[None, :])
    return np.asarray(out / weights[weights > TINY].sum())


def _mean_of_those_tried(trials: Array) -> Array:
    """Weights that take the plain mean over those with any trials."""
    return np.asarray((trials > 0) / np.count_nonzero(trials))


def _averaged(weights: Array, effect: Array, variance: Array, trials: Array) -> tuple[Array, Array]:
    """Mean and standard deviation over the grid of effects less their mean: the mean variance plus that of the means."""
    effect = effect - (effect @ _mean_of_those_tried(trials))[:, None]
    mean = weights @ effect
    return mean, np.sqrt(np.maximum(weights @ (variance + (effect - mean) ** 2), 0.0))


def _calibrated(rate: Array, trials: Array, hits: float) -> Array:
    """The rates moved by one constant on the log-odds so that ``Σ trials·rate`` is ``hits``."""
    total = float(trials.sum())
    if hits <= 0 or hits >= total:
        return np.full(rate.shape, 0.0 if hits <= 0 else 1.0)
    logit = np.log(rate) - np.log1p(-rate)
    # Between the constants that bring the highest and the lowest rate to the mean.
    mean = np.log(hits) - np.log(total - hits)
    some = trials > 0
    low, high = float(mean - logit[some].max()), float(mean - logit[some].min())
    shift = _crossing(lambda x: _rate(logit + x) @ trials / total, np.array(low), np.array(high), hits / total)
    return _rate(logit + shift)


def _crossing(rising: Callable[[Array], Array], low: Array, high: Array, level: float) -> Array:
    """Where functions that rise from ``low`` to ``high`` pass ``level``, by halving; either end where they do not."""
    for _ in range(64):
        middle = (low + high) / 2
        below = rising(middle) < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2)


# --- the quadrature over a spread


def _spreads(finer: int = 1) -> Array:
    """The grid, ascending from 0, each step cut into ``finer``."""
    return np.asarray(SCALE * np.sinh(STEP * np.arange((POINTS - 1) * finer + 1) / finer))


def _fine_prior() -> Array:
    """Log of prior times length of step on the fine grid: the trapezoid rule in ``x``, half weight at both ends.

    Likelihood and prior are even in the spread, so even in ``x``; what is taken is half an integral over the whole line,
    where the trapezoid rule converges faster than any power of the step (Trefethen and Weideman 2014).
    """
    spreads = _spreads(FINER)
    length = np.sqrt(spreads**2 + SCALE**2)
    length[[0, -1]] /= 2
    return np.asarray(np.log(length) - (spreads / WIDEST_BELIEVED) ** 2 / 2)


def _refined(log_likelihood: Array) -> Array:
    """The log-likelihood on the fine grid, along the first axis: shape (POINTS, …) to ((POINTS − 1)·FINER + 1, …).

    Between two points a parabola, exact where the log-likelihood is one; its bend is the smaller of those at the two
    points, and none where they differ in sign, so that no peak is made up beside a steep slope.
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


def _shares(log_weights: Array) -> Array:
    """Weights that sum to 1."""
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _coarse() -> Array:
    """Shape (fine, POINTS): how a fine point is shared between the two grid points around it."""
    k = np.arange((POINTS - 1) * FINER + 1) / FINER
    return np.asarray(np.maximum(1 - np.abs(k[:, None] - np.arange(POINTS)[None, :]), 0.0))
