"""Reps and channels compared like for like, from counts by rep, channel and month.

Every function takes *cells*: a frame with one row per month, rep, channel (and whatever else leads are counted by) and the
columns ``rep``, ``channel``, ``month``; ``leads``; ``base``, leads that closing counts; ``won``, ``direct``, sales, and
those made without a salesperson; ``hits``, sales made by talking; ``possible``, the most of ``base`` that can end up won;
``trials``, the effective leads behind the sales: ``base`` times the share of their eventual sales that has had time. Where
the cells come from does not matter here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import numpy.typing as npt

from diagnostics.comparison.additive_fit import TINY
from diagnostics.comparison.expectation import Cells, expectation
from diagnostics.comparison.like_for_like import like_for_like
from diagnostics.comparison.limits import control_limits, dispersion_of, tail, trials_to_see
from diagnostics.comparison.routing import Reason, leads_per_arm, routing
from diagnostics.funnel.incidence import TAIL
from diagnostics.funnel.links import Array

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["rep", "channel"]

MATERIAL: Final = 0.1
"""Share of the sales expected. Where like for like expects so much more, or less, the picture is another one; a smaller
difference nobody would act on."""

TOLERANCE: Final = 1e-9
"""Rounding by which a rate may be above what is possible."""

MEAN_OF_TWO: Final = 2
"""Of two units neither is the ordinary one: what is expected is their mean."""

RELATIVE: Final = 0.75
"""Where two rates are equal, a test is sized to see one that is a quarter lower."""


@dataclass(frozen=True)
class Routes:
    """Who gets which lead, and what can be separated because of it.

    Attributes
    ----------
    identifiable : bool
        Whether reps with nearly all leads can be compared with one another like for like.
    reason : {"single rep", "separate", "too little overlap"} or None
        Why not.
    kept : dict of str to float
        By rep, the share of the information in the leads about the rep that is left after allowing for who got which.
    comparable : tuple of str
        Reps that can be compared with at least one other.
    arms : tuple of str
        The two reps whose difference a test would settle; empty where none is needed.
    leads_per_arm : int or None
        Leads that each of the two would need, assigned at random, to see a difference as large as the one between
        their rates (80% power, two-sided 5%).
    rates : tuple of float
        Their rates as they are, won ÷ effective leads.
    """

    identifiable: bool
    reason: Reason | None
    kept: dict[str, float]
    comparable: tuple[str, ...]
    arms: tuple[str, ...] = ()
    leads_per_arm: int | None = None
    rates: tuple[float, ...] = ()


def compare_units(cells: pd.DataFrame, kind: Kind, level: float) -> pd.DataFrame:
    """Reps on the leads they had, or channels as worked by the same reps, one row each, the largest first.

    Parameters
    ----------
    cells : DataFrame
        See the module.
    kind : {"rep", "channel"}
        What is compared.
    level : float
        Chance that any of several equal units is outside its limits.

    Returns
    -------
    DataFrame
        ``leads``, ``worked`` (``base``), ``won`` by talking, ``effective`` (``trials``), counts; ``rate``, won ÷ effective,
        NaN where that is more than can end up won, because the leads are too young or sales take less time than learnt;
        ``expected``, sales of an average unit with the very same leads; ``ratio``, won ÷ expected, with the limits of
        chance ``low`` and ``high``; ``enough``, how many such leads it takes for no sale at all to be below ``low``;
        ``outside``, ``"below"``, ``"above"`` or ``""``; ``skill``, the odds of a sale against
        an average unit's, shrunk towards 1, with its 90% interval ``skill_low``, ``skill_high``; ``kept``, see
        :class:`Routes`; ``misleading``, whether by its rate among all leads it would be an outlier, and like for like it is
        none or one on the other side, because of the leads it had (see :func:`_misled`). A unit that cannot be separated
        from the leads it had has NaN in all of the comparison.
    """
    import pandas as pd

    hits, trials = _by_pair(cells, "hits", "trials")
    h, n = hits.to_numpy(float), trials.to_numpy(float)
    fit = like_for_like(h, n)
    of_reps = kind == "rep"
    axis = 1 if of_reps else 0
    names = hits.index if of_reps else hits.columns
    effect = fit.row_effect if of_reps else fit.column_effect
    error = fit.row_error if of_reps else fit.column_error
    won, base = h.sum(axis), n.sum(axis)
    routes = routing(n if of_reps else n.T)
    comparable = routes.rows_identifiable
    if h.shape[axis] == 1:  # one kind of leads, or one rep for all: nothing to confuse them with
        comparable = np.ones(len(names), dtype=bool)
    others = hits.columns if of_reps else hits.index
    by = Cells(
        names.get_indexer(cells[kind].array),
        others.get_indexer(cells["channel" if of_reps else "rep"].array),
        pd.factorize(cells["month"])[0],
        cells["hits"].to_numpy(float),
        cells["trials"].to_numpy(float),
    )
    start = fit.column_log_odds if of_reps else fit.row_log_odds
    looks = max(1, int((base > 0).sum()))
    expected, low, high, dispersion = _around_the_ordinary(by, effect, start, won, comparable, looks, level)
    sums = cells.groupby(kind)[["leads", "base", "possible"]].sum().reindex(names)
    worked = sums["base"].to_numpy(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(expected > 0, won / expected, np.nan)
        enough = trials_to_see(np.where(base > 0, expected / base, 0.0), looks, dispersion, level) * worked / base
    rate = _rates(won, base, sums["possible"].to_numpy(float), worked)
    outside = np.where(
        ~comparable | ~np.isfinite(ratio), "", np.where(ratio < low, "below", np.where(ratio > high, "above", ""))
    )
    z = normal_half_width()
    table = n if of_reps else n.T
    misled = comparable & np.isfinite(rate) & _misled(won, table, expected, outside, looks, dispersion, level)

    def known(values: Array) -> Array:
        return np.where(comparable, values, np.nan)

    frame = pd.DataFrame(
        {
            "leads": sums["leads"].to_numpy(int),
            "worked": sums["base"].to_numpy(int),
            "won": won.astype(int),
            "effective": base,
            "rate": rate,
            "expected": known(expected),
            "ratio": known(ratio),
            "low": known(low),
            "high": known(high),
            "enough": known(enough),
            "outside": outside,
            "skill": known(np.exp(effect)),
            "skill_low": known(np.exp(effect - z * error)),
            "skill_high": known(np.exp(effect + z * error)),
            "kept": np.asarray(routes.kept, dtype=float),
            "misleading": misled,
        },
        index=pd.Index(names, name=kind),
    )
    return frame.sort_values(["leads"], ascending=False, kind="stable")


def _around_the_ordinary(
    cells: Cells,
    effect: Array,
    other_log_odds: Array,
    won: Array,
    comparable: npt.NDArray[np.bool_],
    looks: int,
    level: float,
) -> tuple[Array, Array, Array, float]:
    """Hits expected of each unit were it like those that are no outliers, the limits of observed ÷ expected, the dispersion.

    The furthest outlier is set apart from what is expected of the others, then the next, while three or more are left: one
    weak unit makes nobody look strong. The median of the units would do that too, but of three equal channels it called one an
    outlier in 10% of 199 simulated businesses, this in 5%.
    """
    apart = np.zeros(len(won), dtype=bool)
    variance, dispersion = np.zeros(len(won)), 1.0
    while True:
        due = expectation(cells, effect, other_log_odds, apart)
        if not apart.any():
            dispersion = max(due.dispersion, dispersion_of(won, due.hits, due.variance))
        expected, variance = due.hits, np.where(apart, variance, due.variance)
        low, high = control_limits(expected, variance, looks, dispersion, level)
        there = comparable & ~apart & (expected > 0)
        with np.errstate(invalid="ignore"):  # who has nothing to be compared by has no upper limit of nothing expected
            odd = there & ((won < low * expected) | (won > high * expected))
        if not odd.any() or np.count_nonzero(there) <= MEAN_OF_TWO:
            return expected, low, high, dispersion
        far = (won - expected) ** 2 / np.maximum(variance, TINY)
        apart[int(np.argmax(np.where(odd, far, -1.0)))] = True


def _rates(won: Array, effective: Array, possible: Array, base: Array) -> Array:
    """Won ÷ effective leads; NaN where there are none, or where that is more than can end up won."""
    with np.errstate(invalid="ignore", divide="ignore"):
        rate, most = won / effective, possible / base
        return np.where((effective > 0) & (rate <= most + TOLERANCE), rate, np.nan)


def _misled(
    won: Array, trials: Array, expected: Array, outside: npt.NDArray[Any], looks: int, dispersion: float, level: float
) -> npt.NDArray[np.bool_]:
    """Units that the mean rate of all leads makes an outlier, and that are none, or the opposite, like for like.

    Both are judged by the same limits: the same level, looks and dispersion. What is expected must differ by at least
    :data:`MATERIAL` and by more than chance makes it, were the other side's rates all the same: with ``nᵢⱼ`` the trials,
    ``Nⱼ`` their sums and ``p`` the mean rate, ``Σⱼ (nᵢⱼ − nᵢ·Nⱼ/N)·pⱼ`` has the variance
    ``φ·p(1 − p)·Σⱼ (nᵢⱼ − nᵢ·Nⱼ/N)²/Nⱼ``.

    ``won``, ``expected`` (like for like) and ``outside``, the side on which a unit is an outlier, have one entry per unit;
    ``trials``, effective leads, has one row per unit.
    """
    from scipy.special import ndtri

    base, others, total = trials.sum(axis=1), trials.sum(axis=0), float(trials.sum())
    if not 0 < won.sum() < total:
        return np.zeros(len(won), dtype=bool)
    mean = float(won.sum()) / total
    plain = base * mean
    low, high = control_limits(plain, plain * (1 - mean), looks, dispersion, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        raw = np.where(plain > 0, won / plain, 1.0)
        apart = np.where(plain > 0, np.abs(expected / plain - 1), 0.0)
    seems = np.where(raw < low, "below", np.where(raw > high, "above", ""))
    uneven = trials - base[:, None] * others[None, :] / total
    there = others > 0
    chance = np.sqrt(dispersion * mean * (1 - mean) * (uneven[:, there] ** 2 / others[there]).sum(axis=1))
    z = float(-ndtri(tail(looks, level)))
    return np.asarray(
        (seems != "") & (seems != outside) & (apart >= MATERIAL) & (np.abs(expected - plain) > z * chance)
    )


def rates_by_pair(cells: pd.DataFrame) -> pd.DataFrame:
    """Rep × channel: the rate that can be expected of each pair, those with few leads shrunk to what both suggest.

    Returns
    -------
    DataFrame
        Indexed by rep and channel: ``leads``, ``won``, counts; ``rate``, won ÷ effective leads, NaN where that is more than
        can end up won; ``fitted``, the shrunk rate.
    """
    import pandas as pd

    hits, trials, base, possible = _by_pair(cells, "hits", "trials", "base", "possible")
    fit = like_for_like(hits.to_numpy(float), trials.to_numpy(float))
    rate = _rates(*(table.to_numpy(float).ravel() for table in (hits, trials, possible, base)))
    return pd.DataFrame(
        {
            "leads": base.to_numpy(int).ravel(),
            "won": hits.to_numpy(int).ravel(),
            "rate": rate,
            "fitted": np.asarray(fit.fitted).ravel(),
        },
        index=pd.MultiIndex.from_product([hits.index, hits.columns], names=["rep", "channel"]),
    )


def routes_of(cells: pd.DataFrame) -> Routes:
    """Whether reps can be separated from the channels they work, and the size of the test that would settle it."""
    hits, trials = _by_pair(cells, "hits", "trials")
    n, h = trials.to_numpy(float), hits.to_numpy(float)
    found = routing(n)
    names = [str(name) for name in trials.index]
    kept = {name: float(share) for name, share in zip(names, found.kept, strict=True)}
    comparable = tuple(name for name, yes in zip(names, found.rows_identifiable, strict=True) if yes)
    if found.identifiable or len(names) < 2:
        return Routes(found.identifiable, found.reason, kept, comparable)
    size = n.sum(axis=1)
    largest = [max(rows, key=lambda at: size[at]) for rows, _ in found.groups]
    first, second = sorted(largest if len(largest) > 1 else range(len(names)), key=lambda at: -size[at])[:2]
    one, two = (float(h[at].sum() / size[at]) for at in (first, second))
    if max(one, two) > 1:  # leads too young for a rate
        return Routes(False, found.reason, kept, comparable, (names[first], names[second]))
    lower = two if one != two else RELATIVE * two
    test = leads_per_arm(one, lower) if one != lower else None
    return Routes(False, found.reason, kept, comparable, (names[first], names[second]), test, (one, two))


def normal_half_width() -> float:
    """Standard errors from the middle of a normal distribution to the end of its 90% interval.

    >>> round(normal_half_width(), 3)
    1.645
    """
    from scipy.special import ndtri

    return float(ndtri(1 - TAIL))


def _by_pair(cells: pd.DataFrame, *values: str) -> list[Any]:
    """Sums of some columns by rep (rows) and channel (columns)."""
    sums = cells.pivot_table(index="rep", columns="channel", values=list(values), aggfunc="sum", fill_value=0)
    return [sums.loc[:, value] for value in values]
