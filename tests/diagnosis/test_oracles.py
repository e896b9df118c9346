"""Slow oracles: the same businesses by plain Monte Carlo, and the bridge by walking through every order of the links.

What each business shows of its links is worked out by hand in its row, from the definitions, not by the package.
"""

from dataclasses import dataclass, field
from functools import cache
from itertools import permutations
from math import prod

import numpy as np
import pytest

import diagnostics as dx

DRAWS = 400_000
MARKETING, SALES = ("reach", "direct", "fit"), ("follow_up", "capacity", "closing")
LINKS = MARKETING + SALES
ALWAYS = {"direct": 0.0, "fit": 1.0, "follow_up": 1.0}  # a share that was not measured


@dataclass(frozen=True)
class Business:
    funnel: dx.Funnel
    par: dx.Par
    seen: dict[str, tuple[float, float, float]]
    """By share: hits, trials, and the part of the hits that had time."""
    room: float = np.inf
    closing_stands_for: tuple[str, ...] = field(default=())
    """Shares with a level that were not counted apart: their levels multiply into that of closing."""


BUSINESSES = {
    "leads and sales, nothing else": Business(
        dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12), {"closing": (17, 310, 1)}
    ),
    "two months against a benchmark": Business(
        dx.Funnel(480, 60, months=2), dx.Par(goal=60, closing=dx.Rate(0.16, 80)), {"closing": (60, 480, 1)}
    ),
    "young leads": Business(
        dx.Funnel(100, 8, maturity=0.4), dx.Par(reach=150, closing=0.25), {"closing": (8, 100, 0.4)}
    ),
    "more sales than leads so young should have made": Business(
        dx.Funnel(20, 11, maturity=0.5), dx.Par(goal=25, closing=0.8), {"closing": (11, 20, 0.5)}
    ),
    "leads wanted to keep sales busy": Business(
        dx.Funnel(90, 20), dx.Par(capacity=150, closing=0.2), {"closing": (20, 90, 1)}, room=150
    ),
    "leads pile up: 60 worked where there was room for 100": Business(
        dx.Funnel(200, 12, worked=60),
        dx.Par(goal=40, capacity=100, closing=0.2),
        {"follow_up": (60, 100, 1), "closing": (12, 60, 1)},
        room=100,
    ),
    "six links, a quarter, pars of several strengths": Business(
        dx.Funnel(3000, 165, direct_wins=45, fit=2100, worked=1500, months=3),
        dx.Par(
            goal=90,
            capacity=600,
            direct=dx.Rate(0.02, 800),
            fit=dx.Rate(0.8, 60),
            follow_up=0.95,
            closing=dx.Rate(0.1, 200),
        ),
        {"direct": (45, 3000, 1), "fit": (2100, 2955, 1), "follow_up": (1500, 1800, 1), "closing": (120, 1500, 1)},
        room=600,
    ),
    # 20 direct sales so far make 40 in the end, so 960 x 490/980 = 480 leads will have been there for sales to work
    "six links, half of the sales still to come": Business(
        dx.Funnel(1000, 50, direct_wins=20, fit=490, worked=294, maturity=0.5),
        dx.Par(reach=1200, direct=0.05, fit=0.6, follow_up=0.8, closing=0.25),
        {"direct": (20, 1000, 0.5), "fit": (490, 980, 1), "follow_up": (294, 480, 1), "closing": (30, 294, 0.5)},
    ),
    "direct sales with no level of their own": Business(
        dx.Funnel(5000, 120, direct_wins=110),
        dx.Par(goal=150, closing=0.003),
        {"direct": (110, 5000, 1), "closing": (10, 4890, 1)},
    ),
    "closing stands for fit and follow-up too": Business(
        dx.Funnel(400, 24),
        dx.Par(goal=40, fit=0.5, follow_up=dx.Rate(0.9, 50), closing=0.2),
        {"closing": (24, 400, 1)},
        closing_stands_for=("fit", "follow_up"),
    ),
}

named = pytest.mark.parametrize("name", BUSINESSES)


def customers(reach, direct, fit, follow_up, capacity, closing):
    """Direct buyers, and those of the others that fit, find room, are worked and are won."""
    at_sales = reach * (1 - direct) * fit
    found_room = np.where(at_sales < capacity, at_sales, capacity)
    return reach * direct + found_room * follow_up * closing


def at_par(b, now, share):
    """Levels at par, where ``share`` gives the level of a par that was typed."""
    level = {
        name: share(getattr(b.par, name)) for name in ("direct", "fit", "follow_up", "closing") if getattr(b.par, name)
    }
    direct = level.get("direct", now["direct"])
    fit = level.get("fit", now["fit"]) if "fit" in b.seen else 1.0
    follow_up = level.get("follow_up", 1.0) if "follow_up" in b.seen else 1.0
    closing = level["closing"] * prod(level[name] for name in b.closing_stands_for)
    if b.par.reach:
        reach = b.par.reach
    elif b.par.goal:
        reach = b.par.goal / (direct + (1 - direct) * fit * follow_up * closing)
    else:
        reach = b.par.capacity / ((1 - direct) * fit)
    return {
        "reach": reach,
        "direct": direct,
        "fit": fit,
        "follow_up": follow_up,
        "capacity": np.inf,
        "closing": closing,
    }


def observed(b):
    now = {"reach": b.funnel.leads / b.funnel.months, "capacity": b.room, **ALWAYS}
    now |= {name: min(1, hits / (trials * had_time)) for name, (hits, trials, had_time) in b.seen.items()}
    return now, at_par(b, now, lambda rate: rate.value)


@cache
def drawn(name):
    """Chances and intervals from Jeffreys posteriors of counts and shares and the spread of the pars, drawn at random."""
    b, rng = BUSINESSES[name], np.random.default_rng(20240229)

    def share(hits, trials, had_time):
        kept = np.empty(0)
        while len(kept) < DRAWS:  # hits by now cannot be likelier than the time they had
            more = rng.beta(hits + 0.5, trials - hits + 0.5, DRAWS)
            kept = np.append(kept, more[more <= had_time])
        return kept[:DRAWS] / had_time

    def typed(rate):
        if rate.strength is None:
            return rate.value
        log_odds = np.log(rate.value / (1 - rate.value))
        deviation = 1 / np.sqrt(rate.strength * rate.value * (1 - rate.value))
        return 1 / (1 + np.exp(-rng.normal(log_odds, deviation, DRAWS)))

    now = {"reach": rng.gamma(b.funnel.leads + 0.5, size=DRAWS) / b.funnel.months, "capacity": b.room, **ALWAYS}
    now |= {link: share(*seen) for link, seen in b.seen.items()}
    par = at_par(b, now, typed)
    parts, goal = bridge(now, par)
    marketing_level = customers(**{k: (now if k in MARKETING else par)[k] for k in LINKS}) / goal
    sales_level = customers(**{k: (now if k in SALES else par)[k] for k in LINKS}) / goal

    marketing, sales = (sum(parts[link] for link in side) for side in (MARKETING, SALES))
    difference = (marketing - sales) / goal
    chance = {
        "marketing": np.mean((difference > 0.10) & (marketing > 0) & (marketing_level < 0.90)),
        "sales": np.mean((difference < -0.10) & (sales > 0) & (sales_level < 0.90)),
    }
    chance["balanced"] = 1 - sum(chance.values())
    return chance, {link: np.quantile(parts[link], [0.05, 0.95]) for link in LINKS}


def bridge(now, par):
    """The mean contribution of each link over the 72 orders that keep the links of a side together."""
    worth = cache(lambda changed: customers(**{k: (par if k in changed else now)[k] for k in LINKS}))
    orders = [order for m in permutations(MARKETING) for s in permutations(SALES) for order in (m + s, s + m)]
    steps = {(frozenset(order[:i]), link) for order in orders for i, link in enumerate(order)}
    times = dict.fromkeys(steps, 0)
    for order in orders:
        for i, link in enumerate(order):
            times[frozenset(order[:i]), link] += 1
    parts = dict.fromkeys(LINKS, 0.0)
    for (before, link), n in times.items():
        parts[link] = parts[link] + n / len(orders) * (worth(before | {link}) - worth(before))
    return parts, worth(frozenset(LINKS))


@named
def test_the_bridge_is_the_mean_over_every_order_of_the_links(name):
    b = BUSINESSES[name]
    parts, goal = bridge(*observed(b))
    got = dx.diagnose(b.funnel, b.par)
    assert got.at_par == pytest.approx(goal, rel=1e-9)
    assert got.bridge.shortfall.to_dict() == pytest.approx(parts, rel=1e-9, abs=1e-9 * goal)


@named
def test_the_chances_are_those_of_plain_monte_carlo(name):
    chance, _ = drawn(name)
    b = BUSINESSES[name]
    assert dx.diagnose(b.funnel, b.par).probability == pytest.approx(chance, abs=0.02)


@named
def test_the_intervals_are_those_of_plain_monte_carlo(name):
    """To 3 % of their width."""
    _, intervals = drawn(name)
    b = BUSINESSES[name]
    got = dx.diagnose(b.funnel, b.par).bridge
    for link, (low, high) in intervals.items():
        point = got.shortfall[link]  # an interval is widened to hold it
        expected = min(low, point), max(high, point)
        assert (got.low[link], got.high[link]) == pytest.approx(expected, abs=0.03 * (high - low) + 1e-9), link


def test_a_business_without_leads_is_short_at_the_door_by_what_its_sales_leave_of_the_goal():
    """7 sales a month against 20: marketing unless the true rate is above 18."""
    true_rate = np.random.default_rng(7).gamma(7.5, size=DRAWS)
    d = dx.diagnose(dx.Funnel(0, 7), dx.Par(goal=20, closing=0.1))
    assert d.probability["marketing"] == pytest.approx(np.mean(true_rate < 18), abs=0.005)
    low, high = np.quantile(20 - true_rate, [0.05, 0.95])
    assert d.bridge.loc["reach", ["shortfall", "low", "high"]].to_list() == pytest.approx([13, low, high], rel=0.01)
