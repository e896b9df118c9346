"""Reps on the same leads, channels with the same reps: like for like, from hits and trials by row and column.

A win is logistic in who worked the lead and where it came from: ``logit pᵢⱼ = μ + rowᵢ + columnⱼ``. Effects are drawn
towards the mean of all to the degree that rows, or columns, differ no more than by chance. Outliers
are then found by observed over expected hits, within limits that allow for the number of looks.

Nothing is drawn at random: the spreads are averaged over on a fixed grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostics.comparison.additive_fit import TINY, UNPOOLED, Fit, crossing, fit_each, mean_of_those_tried, rate_of
from diagnostics.comparison.spread_grid import (
    FINER,
    POINTS,
    log_prior,
    normalised,
    refined,
    shared_with_grid,
    spread_grid,
)
from diagnostics.errors import InputError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class LikeForLike:
    """Rows and columns like for like. Effects, errors and spreads are log-odds."""

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
    row_log_odds: Array
    """Of a hit in each row for an average column, shape (rows,): over all trials as many hits as there are."""
    column_log_odds: Array
    """Of a hit in each column for an average row, shape (columns,): what is expected of a row from the very leads it had."""
    fitted: Array
    """Rate of each cell, shape (rows, columns), a fraction: thin cells lean on the rest of their row and column."""


def like_for_like(hits: Sequence[Sequence[float]] | Array, trials: Sequence[Sequence[float]] | Array) -> LikeForLike:
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
    the variance of the means. Effects are measured from the mean of the rows there are, not from that of all reps there
    might be: two reps carry almost no information on that, however many leads they had.

    What is *expected* of the rows is taken from a fit of its own, in which rows are drawn together as before and
    columns are left almost free (:data:`UNPOOLED`). Were the columns drawn towards the mean as well, the hot channel
    would look cooler and the cold one warmer than they are, and a rep who was given the hot leads would be praised for
    the difference: in the example below 42 against 41.2 and 18 against 18.8, where hot 50% and cold 10% give 42 and 18.
    That is how hospitals are compared: patients' risk as fixed effects, hospitals as random ones (Normand, Glickman and
    Gatsonis 1997). A column that only one row works then expects just what that row achieved;
    :mod:`diagnostics.comparison.routing` shows where that is so. Last, one constant on the log-odds makes the
    expectations sum to the hits.

    Raises
    ------
    InputError
        Where the shapes differ, a count is below 0 or not a number, or there is no trial.

    >>> same = like_for_like([[40, 2], [10, 8]], [[80, 20], [20, 80]])  # 42% against 18%
    >>> rate_of(same.column_log_odds).round(2).tolist()
    [0.5, 0.1]
    """
    h, n = _counts(hits, trials)
    if h.shape[0] < h.shape[1]:
        turned = like_for_like(h.T, n.T)
        return LikeForLike(
            row_effect=turned.column_effect,
            row_error=turned.column_error,
            column_effect=turned.row_effect,
            column_error=turned.row_error,
            row_spread=turned.column_spread,
            column_spread=turned.row_spread,
            row_log_odds=turned.column_log_odds,
            column_log_odds=turned.row_log_odds,
            fitted=turned.fitted.T,
        )
    spreads, free = spread_grid(), np.full(POINTS, UNPOOLED)
    both = fit_each(h, n, np.repeat(spreads, POINTS), np.tile(spreads, POINTS))
    prior, coarse = log_prior(), shared_with_grid()
    of_row_spread = refined(both.evidence.reshape(POINTS, POINTS))
    fine = normalised(refined(of_row_spread.T).T + prior[:, None] + prior[None, :])
    weights = (coarse.T @ fine @ coarse).ravel()
    row_effect, row_error = _averaged(weights, both.row, both.row_variance, n.sum(axis=1))
    column_effect, column_error = _averaged(weights, both.column, both.column_variance, n.sum(axis=0))

    def alone(fit: Fit) -> Array:
        """Weights of the grid points where one spread is all that varies."""
        return np.asarray(normalised(refined(fit.evidence) + prior) @ coarse)

    of_rows, of_columns = fit_each(h, n, spreads, free), fit_each(h, n, free, spreads)
    column_rate = alone(of_rows) @ rate_of(of_rows.mean[:, None] + of_rows.column)
    row_rate = alone(of_columns) @ rate_of(of_columns.mean[:, None] + of_columns.row)
    return LikeForLike(
        row_effect=row_effect,
        row_error=row_error,
        column_effect=column_effect,
        column_error=column_error,
        row_spread=float(fine.sum(axis=1) @ spread_grid(FINER)),
        column_spread=float(fine.sum(axis=0) @ spread_grid(FINER)),
        row_log_odds=_log_odds(_calibrated(row_rate, n.sum(axis=1), float(h.sum()))),
        column_log_odds=_log_odds(_calibrated(column_rate, n.sum(axis=0), float(h.sum()))),
        fitted=_fitted(weights, both),
    )


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


def _fitted(weights: Array, fit: Fit) -> Array:
    """Mean rate of each cell over the grid; a point at a time, so that it takes one table's memory."""
    out = np.zeros((fit.row.shape[1], fit.column.shape[1]))
    for weight, mean, row, column in zip(weights, fit.mean, fit.row, fit.column, strict=True):
        if weight > TINY:
            out += weight * rate_of(mean + row[:, None] + column[None, :])
    return np.asarray(out / weights[weights > TINY].sum())


def _averaged(weights: Array, effect: Array, variance: Array, trials: Array) -> tuple[Array, Array]:
    """Mean and standard deviation over the grid of effects less their mean: the mean variance plus that of the means."""
    effect = effect - (effect @ mean_of_those_tried(trials))[:, None]
    mean = weights @ effect
    return mean, np.sqrt(np.maximum(weights @ (variance + (effect - mean) ** 2), 0.0))


def _calibrated(rate: Array, trials: Array, hits: float) -> Array:
    """The rates moved by one constant on the log-odds so that ``Σ trials·rate`` is ``hits``."""
    total = float(trials.sum())
    if hits <= 0 or hits >= total:
        return np.full(rate.shape, 0.0 if hits <= 0 else 1.0)
    logit = _log_odds(rate)
    # Between the constants that bring the highest and the lowest rate to the mean.
    mean = np.log(hits) - np.log(total - hits)
    some = trials > 0
    low, high = float(mean - logit[some].max()), float(mean - logit[some].min())
    shift = crossing(lambda x: rate_of(logit + x) @ trials / total, np.array(low), np.array(high), hits / total)
    return rate_of(logit + shift)


def _log_odds(rate: Array) -> Array:
    """Log-odds of rates, finite where a rate is 0 or 1."""
    bounded = np.clip(rate, TINY, 1 - TINY)
    return np.asarray(np.log(bounded) - np.log1p(-bounded))
