"""The same diagnosis as an analyst would write it in an afternoon: frozen distributions, random draws, every order.

Correct and plain, vectorised over the draws, not slowed down on purpose. It holds for funnels whose leads are all
decided, and for young ones where no direct sale was counted; those are what the benchmark asks of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
from scipy import stats

from diagnostics import Funnel, Par, Rate

SIDES = {"marketing": ("reach", "direct", "fit"), "sales": ("follow_up", "capacity", "closing")}
EDGE, DECIDED, MOST_TIMES, VAGUEST = 0.10, 0.80, 1000.0, 2.0

Levels = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the peer finds: the same quantities as a diagnosis, before any words."""

    probability: dict[str, float]
    shortfall: dict[str, float]
    interval: dict[str, tuple[float, float]]
    more_leads: float | None


def diagnose(funnel: Funnel, par: Par, draws: int, rng: np.random.Generator) -> Answer:
    """The whole diagnosis from random draws."""
    now, at_par = _levels(funnel, par, draws, rng)
    parts = owen(now, at_par)
    probability = _probability(parts, now, at_par)
    observed = owen(*_levels(funnel, par, 0, rng, exact=True))
    return Answer(
        probability=probability,
        shortfall={link: float(part) for link, part in observed.items()},
        interval={link: tuple(np.quantile(part, (0.05, 0.95)).tolist()) for link, part in parts.items()},
        more_leads=_more_leads(funnel, par, draws, rng) if max(probability.values()) < DECIDED else None,
    )


def probability(funnel: Funnel, par: Par, draws: int, rng: np.random.Generator) -> dict[str, float]:
    """Only the chances, as the search for more leads needs them: the split between the sides, not inside them."""
    return _sides_only(*_levels(funnel, par, draws, rng))


def customers(reach: Any, direct: Any, fit: Any, follow_up: Any, capacity: Any, closing: Any) -> Any:
    """Customers a month."""
    return reach * direct + follow_up * np.minimum(reach * (1 - direct) * fit, capacity) * closing


def owen(actual: Mapping[str, Any], reference: Mapping[str, Any]) -> Levels:
    """The mean contribution of each link over the 72 orders that keep the links of a side together."""
    orders = [
        (*first, *second)
        for one, two in permutations(SIDES.values())
        for first in permutations(one)
        for second in permutations(two)
    ]
    parts: Levels = dict.fromkeys(actual, 0.0)
    for order in orders:
        levels = dict(actual)
        before = customers(**levels)
        for link in order:
            levels[link] = reference[link]
            after = customers(**levels)
            parts[link] = parts[link] + (after - before) / len(orders)
            before = after
    return parts


def _levels(
    funnel: Funnel,
    par: Par,
    draws: int,
    rng: np.random.Generator,
    exact: bool = False,
    settled: bool = False,
    scale: float = 1.0,
) -> tuple[Levels, Levels]:
    """The six links now and at par; ``exact``: as observed; ``settled``: only the pars are drawn."""
    leads, months = funnel.leads * scale, funnel.months * scale
    direct_wins, assisted = funnel.direct_wins * scale, (funnel.wins - funnel.direct_wins) * scale
    rest = leads - direct_wins
    fit = rest if funnel.fit is None else funnel.fit * scale
    room = math.inf if par.capacity is None else par.capacity * months
    worked = min(fit, room) if funnel.worked is None else funnel.worked * scale
    room = max(room, worked if funnel.worked is not None else 0.0)

    def share(hits: float, trials: float) -> Any:
        if exact or settled:
            return min(1.0, hits / trials / funnel.maturity)
        drawn = stats.beta(hits + 0.5, trials - hits + 0.5).rvs(draws, random_state=rng)
        return np.minimum(1.0, drawn / funnel.maturity)

    def counted(part: float, whole: float) -> Any:
        if exact or settled:
            return part / whole
        return stats.beta(part + 0.5, whole - part + 0.5).rvs(draws, random_state=rng)

    def level(rate: Rate | float | None, otherwise: Any) -> Any:
        if rate is None:
            return otherwise
        assert isinstance(rate, Rate)
        if exact or rate.strength is None:
            return rate.value
        deviation = min(VAGUEST, 1 / math.sqrt(rate.strength * rate.value * (1 - rate.value)))
        odds = stats.norm(math.log(rate.value / (1 - rate.value)), deviation).rvs(draws, random_state=rng)
        return 1 / (1 + np.exp(-odds))

    volume = leads if exact or settled else stats.gamma(leads + 0.5).rvs(draws, random_state=rng)
    now: Levels = {
        "reach": volume / months,
        "direct": share(direct_wins, leads) if direct_wins else 0.0,
        "fit": 1.0 if funnel.fit is None else counted(fit, rest),
        "follow_up": 1.0 if funnel.worked is None else counted(worked, min(fit, room)),
        "capacity": room / months,
        "closing": share(assisted, worked),
    }
    at_par: Levels = {
        "direct": level(par.direct, now["direct"]),
        "fit": level(par.fit, now["fit"]),
        "follow_up": 1.0 if funnel.worked is None else level(par.follow_up, 1.0),
        "capacity": math.inf,
        "closing": level(par.closing, None),
    }
    assert par.goal is not None
    through = at_par["fit"] * at_par["follow_up"] * at_par["closing"]
    at_par["reach"] = par.goal / (at_par["direct"] + (1 - at_par["direct"]) * through)
    return now, at_par


def _probability(parts: Levels, now: Levels, at_par: Levels) -> dict[str, float]:
    """The chances, from the parts of the links."""
    marketing, sales = (sum(parts[link] for link in links) for links in SIDES.values())
    return _shares(marketing, sales, *_with_one_side_mended(now, at_par), customers(**at_par))


def _sides_only(now: Levels, at_par: Levels) -> dict[str, float]:
    """The chances, from the split between the sides alone: with two sides, the mean over two orders."""
    nothing, everything = customers(**now), customers(**at_par)
    first, second = _with_one_side_mended(now, at_par)
    marketing = (first - nothing + everything - second) / 2
    sales = (second - nothing + everything - first) / 2
    return _shares(marketing, sales, first, second, everything)


def _with_one_side_mended(now: Levels, at_par: Levels) -> tuple[Any, Any]:
    """Customers a month with marketing at par and sales as it is, and the other way round."""
    first = customers(**{k: (at_par if k in SIDES["marketing"] else now)[k] for k in now})
    second = customers(**{k: (at_par if k in SIDES["sales"] else now)[k] for k in now})
    return first, second


def _shares(marketing: Any, sales: Any, marketing_mended: Any, sales_mended: Any, at_par: Any) -> dict[str, float]:
    """How often each side is the weak one: further short than the other, short at all, and itself below par."""
    difference = (marketing - sales) / at_par
    weak_marketing = (difference > EDGE) & (marketing > 0) & (sales_mended / at_par < 1 - EDGE)
    weak_sales = (difference < -EDGE) & (sales > 0) & (marketing_mended / at_par < 1 - EDGE)
    chances = float(np.mean(weak_marketing)), float(np.mean(weak_sales))
    return {"marketing": chances[0], "sales": chances[1], "balanced": 1 - sum(chances)}


def _more_leads(funnel: Funnel, par: Par, draws: int, rng: np.random.Generator) -> float | None:
    """Double the counts until the answer is decided, then halve the step: about how many more leads."""
    in_the_end = _sides_only(*_levels(funnel, par, draws, rng, settled=True))
    winner = max(in_the_end, key=lambda side: in_the_end[side])

    def decided(scale: float) -> bool:
        return _sides_only(*_levels(funnel, par, draws, rng, scale=scale))[winner] >= DECIDED

    if in_the_end[winner] < DECIDED:
        return None
    below, above = 1.0, 2.0
    while not decided(above):
        below, above = above, 2 * above
        if below > MOST_TIMES:
            return None
    while above / below > 1.03:
        middle = math.sqrt(below * above)
        below, above = (below, middle) if decided(middle) else (middle, above)
    return (above - 1) * funnel.leads
