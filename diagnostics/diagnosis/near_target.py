"""The six links over the fixed points, now and at par, of a business that is near its targets.

Counts alone leave a small business almost anything. Here each share and the leads per month also have a prior around their
target (:mod:`diagnostics.funnel.near_target`), and a target that is only roughly known learns from the counts in its turn.
How often what follows is right is measured by ``benchmarks/truth.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from diagnostics.diagnosis.measure import (
    DIMENSION,
    RATES,
    Counts,
    Levels,
    Proportion,
    at_par,
    observed_now,
)
from diagnostics.funnel.links import Array, Number
from diagnostics.funnel.near_target import (
    LEADS_SD,
    OWN_LEADS_SD,
    OWN_SHARE_SD,
    SHARE_SD,
    TAILS,
    Seen,
    log_near,
    share_near,
    share_of_counts,
    volume_near,
)
from diagnostics.funnel.points import levels, normal_scores
from diagnostics.funnel.posterior import count_quantiles, level_deviation, spread
from diagnostics.funnel.records import Funnel, Par
from diagnostics.funnel.scatter import usual_count_dispersion, usual_share_dispersion

Draws = Mapping[str, Number]
"""The gap of each target, by link."""

STEP: Final = 1e-3
"""Of a gap, for the slope of the leads that are needed."""

LEAST: Final = 1e-300
"""Stands for the chance of a kind that next to no business is of."""


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a share, or the leads per month, is from a target that is only roughly known, given the counts.

    At each point a mixture of Normal distributions, one for each kind of business: the chance of the kind, its mean and its
    variance, shape ``(kinds, n)`` or ``(kinds, 1)``. ``middle`` and ``square`` are the mean and the variance of the whole. On
    the log-odds, for leads on the log; ``level`` is what the target is the gap below.
    """

    level: Number
    chance: Array
    mean: Array
    variance: Array
    middle: Number
    square: Number


def near_levels(counts: Counts, funnel: Funnel, par: Par, n: int) -> tuple[Levels, Levels]:
    """Levels now and at par over the fixed points, as numbers where they are known.

    A share that is judged is near its target, and so are the leads per month; one that is not is what its counts leave
    possible. With a target that is only roughly known, standard deviation ``s`` on the log-odds, and businesses around their
    targets by ``t``, the share is around the middle of the target by ``s² + t²``. Of its distance ``z − l`` from there the
    part ``κ = t²/(t² + s²)`` is its gap to the target, with variance ``κ·s²``: a vague target is moved by the counts and says
    little of them. Leads speak of the target too, because the goal needs more of them the fewer are won.
    """
    leads_vary, closing_varies = dispersions(counts, funnel, par)
    now, pars, gaps = _shares(counts, funnel, par, closing_varies, n)
    _reach(now, pars, gaps, counts, par, leads_vary, n)
    return now, at_par(now, pars, counts, par)


def near_now(counts: Counts, funnel: Funnel, par: Par, n: int) -> Levels:
    """Levels now over the fixed points, as in :func:`near_levels`; without a target what the counts leave possible."""
    if par.closing is not None and (par.goal or par.reach or par.capacity):
        return near_levels(counts, funnel, par, n)[0]
    d, closing_varies = dispersions(counts, funnel, par)
    now = _shares(counts, funnel, par, closing_varies, n)[0]
    now["reach"] = spread(count_quantiles(counts.leads / d, counts.months / d, n), DIMENSION["reach"])
    return now


def dispersions(counts: Counts, funnel: Funnel, par: Par) -> tuple[float, float]:
    """How much more than chance leads and closing vary from month to month: as was seen, else as months usually do.

    Counts of less than a month are all of one month.
    """
    leads, closing = funnel.reach_dispersion, funnel.closing_dispersion
    middle, months = target_of("closing", counts, par)[0], max(counts.months, 1.0)
    return (
        leads or usual_count_dispersion(counts.leads / months),
        closing or usual_share_dispersion(middle, counts.closing.trials / funnel.carried / months),
    )


def closing_of_counts(counts: Counts, funnel: Funnel, n: int) -> Array:
    """The win rate that the counts alone leave possible, near no target, ascending, shape ``(n,)``."""
    return np.asarray(_fraction(share_of_counts(closing_seen(counts.closing, funnel, counts.closing.dispersion), n)))


def _shares(
    counts: Counts, funnel: Funnel, par: Par, closing_varies: float, n: int
) -> tuple[dict[str, Number], dict[str, Number], dict[str, Gap]]:
    """The links now, but for the leads; the middles of their targets; and the gaps of targets that are only roughly known."""
    now = observed_now(counts, {})
    pars: dict[str, Number] = {
        link: rate.value
        for link in RATES
        if (rate := par.level(link)) is not None and (link in counts.proportions or link == "direct")
    }
    gaps: dict[str, Gap] = {}
    for link, share in counts.proportions.items():
        middle, deviation, t = target_of(link, counts, par)
        if link in pars:
            pars[link] = middle
        seen: tuple[Seen, ...] = (share_seen(share),)
        if link == "closing":
            seen = closing_seen(share, funnel, closing_varies)
        if not 0 < middle < 1:
            now[link] = _fraction(spread(share_of_counts(seen, n), DIMENSION[link]))
            continue
        z = spread(share_near(seen, _log_odds(middle), t, deviation, n), DIMENSION[link])
        now[link] = _fraction(z)
        if deviation:
            gaps[link] = _gap(z, _log_odds(middle), t, deviation)
    if counts.room_doubt and counts.follow_up is not None:
        now["follow_up"] = np.minimum(now["follow_up"] * np.exp(counts.room_doubt * _scores("room", n)), 1.0)
    return now, pars, gaps


def reach_target(counts: Counts, par: Par) -> tuple[float, float, float]:
    """The same of the leads per month that are needed, on the log: middle, deviation, and how far businesses are from it.

    Leads that a goal needs are as uncertain as the targets of the shares that it goes through.
    """
    targets = {
        link: target_of(link, counts, par)
        for link in RATES
        if par.level(link) is not None and (link in counts.proportions or link == "direct")
    }

    def needed(moved: str | None = None) -> float:
        pars: dict[str, Number] = {
            link: float(_fraction(_log_odds(middle) + STEP)) if link == moved else middle
            for link, (middle, _, _) in targets.items()
        }
        return math.log(float(at_par(observed_now(counts, pars), pars, counts, par)["reach"]))

    middle = needed()
    slopes = {link: (needed(link) - middle) / STEP for link, (_, deviation, _) in targets.items() if deviation}
    parts = [slope * targets[link][1] for link, slope in slopes.items()]
    if par.reach is not None and par.reach_strength is not None:
        return middle, 1 / math.sqrt(par.reach_strength), OWN_LEADS_SD
    return middle, math.hypot(*parts), LEADS_SD


def share_seen(share: Proportion) -> Seen:
    """The counts of a share, worth less by how much more than chance they vary."""
    d = share.dispersion
    return Seen(share.hits / d, max(share.trials, share.hits) / d, share.exposure)


def closing_seen(share: Proportion, funnel: Funnel, d: float) -> tuple[Seen, ...]:
    """The counts of closing in each way that they could be meant, worth ``d`` times less."""
    trials = share.trials / funnel.carried
    by_period = funnel.basis == "period"
    ways = funnel.maturities or ((funnel.maturity, 1.0),)
    return tuple(
        Seen(share.hits / d, max(trials * g, share.hits) / d, 1.0, weight)
        if by_period
        else Seen(share.hits / d, max(trials, share.hits) / d, g, weight)
        for g, weight in ways
    )


def target_of(link: str, counts: Counts, par: Par) -> tuple[float, float, float]:
    """The middle of a target, its standard deviation on the log-odds, and how far businesses are from it there.

    The target of closing covers fit and follow-up too where those were not counted apart from it. The middle is 1 where
    there is none, or it is all: nothing is near that.
    """
    level = par.level(link)
    if level is None:
        return 1.0, 0.0, SHARE_SD
    t = OWN_SHARE_SD if level.own else SHARE_SD
    covered = [link]
    if link == "closing":
        covered += [name for name in ("fit", "follow_up") if name not in counts.proportions and par.level(name)]
    rates = [rate for name in covered if (rate := par.level(name)) is not None]
    middle = math.prod(rate.value for rate in rates)
    if not 0 < middle < 1:
        return middle, 0.0, t
    slopes = [(1 - rate.value) / (1 - middle) for rate in rates]  # of the log-odds of the product
    spreads = [0.0 if rate.value == 1 else level_deviation(rate.value, rate.strength) for rate in rates]
    deviation = math.hypot(*(slope * spread for slope, spread in zip(slopes, spreads, strict=True)))
    # To second order; nothing where there is one rate, for its own log-odds are Normal.
    bends = [slope * (middle - rate.value) / (1 - middle) for slope, rate in zip(slopes, rates, strict=True)]
    shift = sum(bend * spread**2 / 2 for bend, spread in zip(bends, spreads, strict=True))
    return float(_fraction(_log_odds(middle) + shift)) if shift else middle, deviation, t


def _reach(
    now: dict[str, Number],
    pars: dict[str, Number],
    gaps: dict[str, Gap],
    counts: Counts,
    par: Par,
    d: float,
    n: int,
) -> None:
    """Leads per month near those needed, and what they say of the targets; written into ``now`` and ``pars``.

    ``d``: how much more than chance the leads vary.
    """
    t = LEADS_SD
    if par.reach is not None and par.reach_strength is not None:
        t, deviation = OWN_LEADS_SD, 1 / math.sqrt(par.reach_strength)
        one = np.ones((1, n))
        gaps["reach"] = Gap(math.log(par.reach), one, 0 * one, one * deviation**2, 0.0, deviation**2)

    def needed(targets: Mapping[str, Number]) -> Number:
        """Log of the leads needed, with targets that are only roughly known where they are given."""
        return np.log(at_par(now, pars | dict(targets), counts, par)["reach"])

    draws: Draws = {link: gap.middle + np.sqrt(gap.square) * _scores(f"par.{link}", n) for link, gap in gaps.items()}
    if counts.outside == 0:
        target = needed(_targets(gaps, draws))
        middle, deviation = (float(np.mean(target)), float(np.std(target))) if np.ndim(target) else (float(target), 0.0)
        log_reach = spread(
            volume_near(counts.leads / d, counts.months / d, middle, t, deviation, n), DIMENSION["reach"]
        )
        now["reach"] = np.exp(log_reach)
        if gaps:
            draws = _updated(gaps, draws, needed, log_reach, t, n)
    pars |= _targets(gaps, draws)


def _gap(z: Array, middle: float, t: float, deviation: float) -> Gap:
    """The gap of a share at ``z`` to a target of which the middle and the deviation are known, on the log-odds."""
    above, kappa = z - middle, _within(t) / (_within(t) + deviation**2)
    chance = _chances(log_near(above, t, deviation))
    whole, square = kappa[:, 0] @ chance, kappa[:, 0] ** 2 @ chance
    variance = whole * deviation**2 + np.maximum(square - whole**2, 0.0) * above**2
    return Gap(z, chance, kappa * above, kappa * deviation**2, whole * above, variance)


def _targets(gaps: Mapping[str, Gap], draws: Draws) -> dict[str, Number]:
    """The targets that are the gaps at ``draws`` away."""
    return {
        link: np.exp(gap.level - draws[link]) if link == "reach" else _fraction(gap.level - draws[link])
        for link, gap in gaps.items()
    }


def _updated(
    gaps: Mapping[str, Gap],
    draws: Draws,
    needed: Callable[[Mapping[str, Number]], Number],
    log_reach: Number,
    t: float,
    n: int,
) -> Draws:
    """The gaps once the leads are known too.

    The leads needed are taken as straight in the gaps. What the leads tell is by how much the gaps together raise them: the
    kinds of business in the leads, and in the gap that raises them most, are weighed by how well each pair explains the leads;
    the other gaps are taken as Normal. Each gap then has its part in it, by its variance.
    """
    middles = {link: gap.middle for link, gap in gaps.items()}
    means = _targets(gaps, middles)
    moved_on = _targets(gaps, {link: middle + STEP for link, middle in middles.items()})
    at_means = needed(means)
    slopes = {link: (needed(means | {link: level}) - at_means) / STEP for link, level in moved_on.items()}
    spreads = {link: slopes[link] ** 2 * gap.square for link, gap in gaps.items()}
    whole = sum(spreads.values(), np.zeros(n))
    main = max(gaps, key=lambda link: float(np.mean(spreads[link])))
    gap, slope = gaps[main], slopes[main]
    mean, variance = slope * (gap.mean - middles[main]), slope**2 * gap.variance + whole - spreads[main]
    variance = np.maximum(variance, 0.0)
    off = log_reach - at_means - mean
    log_p = np.log(np.maximum(gap.chance, LEAST)) + log_near(off, t, np.sqrt(variance))
    gain = variance / (_within(t)[:, None] + variance)
    log_p, mean, variance = (each.reshape(-1, n) for each in (log_p, mean + gain * off, variance * (1 - gain)))
    total = _drawn(_chances(log_p), mean, variance, spread(levels(n), DIMENSION["reach.par"]))
    moved = sum(slopes[link] * (draws[link] - middles[link]) for link in gaps)
    step = (total - moved) / np.maximum(whole, LEAST)
    return {link: draws[link] + slopes[link] * gap.square * step for link, gap in gaps.items()}


def _chances(log_p: Array) -> Array:
    """Of each kind, from their logarithms up to a constant; shape as given, adding up to 1 over the first axis."""
    p = np.exp(log_p - log_p.max(axis=0))
    return np.asarray(p / p.sum(axis=0))


def _within(t: float) -> Array:
    """The variance of each kind of business around its target, shape ``(kinds, 1)``."""
    return np.array([[(a * t) ** 2] for _, a in TAILS])


def _drawn(chance: Array, mean: Array, variance: Array, u: Array) -> Array:
    """Where in a mixture of Normal distributions, each ``(kinds, n)``, the levels ``u`` are: one kind after the other."""
    from scipy.special import ndtri

    n = len(u)
    upto = chance.copy()
    for kind in range(1, len(upto)):
        upto[kind] += upto[kind - 1]
    at = (u > upto[:-1]).sum(axis=0) * n + np.arange(n)
    chance, upto, mean, variance = (each.take(at) for each in (chance, upto, mean, variance))
    level = np.clip(1 - (upto - u) / np.maximum(chance, LEAST), 0.25 / n, 1 - 0.25 / n)
    return np.asarray(mean + np.sqrt(variance) * ndtri(level))


def _scores(dimension: str, n: int) -> Array:
    """Standard normal scores over the points of one coordinate."""
    return spread(normal_scores(n), DIMENSION[dimension])


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def _fraction(log_odds: Number) -> Number:
    return np.asarray(1 / (1 + np.exp(-np.asarray(log_odds))))
