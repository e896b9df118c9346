"""The same rule as an analyst would write it in an afternoon: random draws, weighed by how near their targets they are.

What the counts alone leave possible is drawn from Beta and Gamma distributions, the targets from theirs; a draw weighs as
much as businesses are found at that distance from their targets. The bridge walks through every order. Correct and plain,
vectorised over the draws, not slowed down on purpose. It shares nothing with the rule but the numbers of its prior. It
holds on the cohort basis for a maturity that is known, for pars that name no share that was not counted, and for young
leads where no direct sale was counted; those are what the benchmarks ask of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from diagnostics import Funnel, Par, Rate

SIDES = {"marketing": ("reach", "direct", "fit"), "sales": ("follow_up", "capacity", "closing")}
EDGE, SHORT, DECIDED, VAGUEST = 0.10, 0.90, 0.85, 2.0
MOST_TIMES, MOST_LEADS = 1000.0, 1_000_000
SHARE_NEAR, OWN_SHARE_NEAR = 0.6, 0.36
"""How far two in three businesses are at most from a target share, and from their own earlier months, on the log-odds."""
LEADS_NEAR, OWN_LEADS_NEAR = 0.5, 0.3
"""The same of leads per month, on the log."""
MOST, MOST_WITHIN, REST_WITHIN = 0.9, 0.918, 2.5
"""So many are Normal around it, and with such a standard deviation, in the distances above; the rest are further away."""
LEADS_VARY, CLOSING_VARIES = 0.05, 0.10
"""Standard deviation from month to month: of the leads expected, and of closing on the log-odds."""

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
    now, at_par, weight = _drawn(funnel, par, draws, rng)
    parts = {link: np.broadcast_to(part, draws) for link, part in owen(now, at_par).items()}
    chances = _chances(now, at_par, weight)
    ends = {
        link: np.quantile(part, (0.05, 0.95), weights=weight, method="inverted_cdf").tolist()
        for link, part in parts.items()
    }
    return Answer(
        probability=chances,
        shortfall={link: float(part) for link, part in owen(*_observed(funnel, par)).items()},
        interval={link: (low, high) for link, (low, high) in ends.items()},
        more_leads=_more_leads(funnel, par, draws, rng) if max(chances.values()) < DECIDED else None,
    )


def probability(funnel: Funnel, par: Par, draws: int, rng: np.random.Generator, scale: float = 1.0) -> dict[str, float]:
    """Only the chances, as if ``scale`` times as much had been seen at the same rates."""
    return _chances(*_drawn(funnel, par, draws, rng, scale))


def customers(reach: Any, direct: Any, fit: Any, follow_up: Any, capacity: Any, closing: Any) -> Any:
    """Customers per month."""
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


def _counted(funnel: Funnel, par: Par, scale: float = 1.0) -> tuple[dict[str, tuple[float, float]], float]:
    """Hits and trials of each share that was counted, and the room for leads in the period."""
    leads, direct_wins = funnel.leads * scale, funnel.direct_wins * scale
    rest = leads - direct_wins
    fit = rest if funnel.fit is None else funnel.fit * scale
    room = math.inf if par.capacity is None else par.capacity * funnel.months * scale
    worked = min(fit, room) if funnel.worked is None else funnel.worked * scale
    room = room if funnel.worked is None else max(room, worked)
    counted = {"closing": (funnel.wins * scale - direct_wins, worked)}
    if direct_wins or par.direct is not None:
        counted["direct"] = (direct_wins, leads)
    if funnel.fit is not None:
        counted["fit"] = (fit, rest)
    if funnel.worked is not None:
        counted["follow_up"] = (worked, min(fit, room))
    return counted, room


def _drawn(
    funnel: Funnel, par: Par, draws: int, rng: np.random.Generator, scale: float = 1.0
) -> tuple[Levels, Levels, Any]:
    """The six links now and at par, random, and what each draw weighs; the weights add up to 1."""
    counted, room = _counted(funnel, par, scale)
    leads, months = funnel.leads * scale, funnel.months * scale
    at_once = max(months, 1.0)
    log_weight = np.zeros(draws)
    now: Levels = {"direct": 0.0, "fit": 1.0, "follow_up": 1.0, "capacity": room / months}
    targets: Levels = {}
    for link, (hits, trials) in counted.items():
        rate = getattr(par, link)
        vary, matured = 1.0, funnel.maturity if link in ("direct", "closing") else 1.0
        if link == "closing":
            usual = 1 + CLOSING_VARIES**2 * rate.value * (1 - rate.value) * max(trials / at_once - 1, 0.0)
            vary = funnel.closing_dispersion or usual
        hit = rng.beta(hits / vary + 0.5, (trials - hits) / vary + 0.5, draws)
        hit = np.clip(hit, 1e-300, 1 - 1e-16)
        log_weight[hit >= matured] = -np.inf
        now[link] = np.minimum(hit / matured, 1 - 1e-16)
        if rate is None:
            continue
        targets[link], near = _target(rate, draws, rng), OWN_SHARE_NEAR if rate.own else SHARE_NEAR
        # The Beta has half a hit and half a miss too many, per step of the hits and not of the log-odds.
        log_weight -= np.log(now[link] * (1 - now[link])) - np.log(hit * (1 - hit)) / 2
        log_weight += _log_near((_log_odds(now[link]) - _log_odds(targets[link])) / near)
    vary = funnel.reach_dispersion or 1 + LEADS_VARY**2 * leads / at_once
    now["reach"] = rng.gamma(leads / vary + 0.5, vary / months, draws)
    at_par, near = _at_par(now, targets, funnel, par), LEADS_NEAR
    if par.reach is not None and par.reach_strength is not None:
        at_par["reach"] = par.reach * np.exp(rng.normal(0, 1 / math.sqrt(par.reach_strength), draws))
        near = OWN_LEADS_NEAR
    log_weight += _log_near(np.log(now["reach"] / at_par["reach"]) / near) - np.log(now["reach"]) / 2
    weight = np.exp(log_weight - log_weight.max())
    return now, at_par, weight / weight.sum()


def _target(rate: Rate, draws: int, rng: np.random.Generator) -> Any:
    """A target: Normal on the log-odds around its value, as so many observations would leave it."""
    if rate.strength is None:
        return rate.value
    deviation = min(VAGUEST, 1 / math.sqrt(rate.strength * rate.value * (1 - rate.value)))
    return 1 / (1 + np.exp(-rng.normal(_log_odds(rate.value), deviation, draws)))


def _log_near(distances: Any) -> Any:
    """How much a draw weighs that is so many distances from its target, on the log."""
    most = MOST / MOST_WITHIN * np.exp(-((distances / MOST_WITHIN) ** 2) / 2)
    return np.log(most + (1 - MOST) / REST_WITHIN * np.exp(-((distances / REST_WITHIN) ** 2) / 2))


def _log_odds(share: Any) -> Any:
    return np.log(share) - np.log1p(-share)


def _observed(funnel: Funnel, par: Par) -> tuple[Levels, Levels]:
    """The six links as they were counted, and as the par says."""
    counted, room = _counted(funnel, par)
    now: Levels = {"direct": 0.0, "fit": 1.0, "follow_up": 1.0}
    now |= {"reach": funnel.leads / funnel.months, "capacity": room / funnel.months}
    for link, (hits, trials) in counted.items():
        now[link] = min(1.0, hits / trials / (funnel.maturity if link in ("direct", "closing") else 1.0))
    return now, _at_par(now, {link: rate.value for link in counted if (rate := getattr(par, link))}, funnel, par)


def _at_par(now: Levels, targets: Levels, funnel: Funnel, par: Par) -> Levels:
    """The six links at par: where a share has no target as it is, but every lead that there is room for is worked."""
    at_par = {"direct": now["direct"], "fit": now["fit"], "follow_up": 1.0, "capacity": math.inf, **targets}
    through = at_par["fit"] * at_par["follow_up"] * at_par["closing"]
    at_par["reach"] = par.reach or par.goal / (at_par["direct"] + (1 - at_par["direct"]) * through)
    return at_par


def _chances(now: Levels, at_par: Levels, weight: Any) -> dict[str, float]:
    """How often each side is the weak one: at the smaller share of its par, below it, and short of customers."""
    full, today = customers(**at_par), customers(**now)
    as_it_is = {
        side: customers(**{k: (now if k in links else at_par)[k] for k in now}) for side, links in SIDES.items()
    }
    m, s = (as_it_is[side] / full for side in SIDES)
    short = (full - today - as_it_is["marketing"] + as_it_is["sales"]) / 2  # marketing's, the mean over two orders
    weak_marketing = (m < SHORT) & (m < s * math.exp(-EDGE)) & (short > 0)
    weak_sales = (s < SHORT) & (s < m * math.exp(-EDGE)) & (full - today - short > 0)
    chances = float(weight[weak_marketing].sum()), float(weight[weak_sales].sum())
    return {"marketing": chances[0], "sales": chances[1], "balanced": 1 - sum(chances)}


def _more_leads(funnel: Funnel, par: Par, draws: int, rng: np.random.Generator) -> float | None:
    """About how many more leads would decide it: from the most that is practical the scale is halved."""
    below, above = 1.0, min(MOST_TIMES, 1 + MOST_LEADS / funnel.leads)
    in_the_end = probability(funnel, par, draws, rng, above)
    winner = max(in_the_end, key=lambda side: in_the_end[side])
    if in_the_end[winner] < DECIDED:
        return None
    while above / below > 1.03:
        middle = math.sqrt(below * above)
        decided = probability(funnel, par, draws, rng, middle)[winner] >= DECIDED
        below, above = (below, middle) if decided else (middle, above)
    return (above - 1) * funnel.leads
