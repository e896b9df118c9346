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
SHARES = ("direct", "fit", "follow_up", "closing")
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
        dx.Funnel(3000, 165, direct_wins=45, fit=2100, worked=1500, months=3, month_leads=(700, 700, 700)),
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


def at_par(b, now, level):
    """Levels at par, with the levels of the shares that were typed."""
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
    return now, at_par(b, now, {link: rate.value for link in SHARES if (rate := getattr(b.par, link))})


def log_odds(share):
    return np.log(share / (1 - share))


def fraction(z):
    return 1 / (1 + np.exp(-z))


def log_near(distance):
    """Nine in ten businesses are Normal within 0.918 of the distance that two in three are within, the others within 2.5 of it."""
    kinds = ((0.9, 0.918), (0.1, 2.5))
    return np.log(sum(chance / away * np.exp(-((distance / away) ** 2) / 2) for chance, away in kinds))


@cache
def drawn(name):
    """Chances and intervals of businesses near their targets, drawn at random and weighed.

    Targets come from their own spread; shares and leads from their counts alone (Jeffreys), each weighed by how near it is to
    its target, by 0.6 on the log-odds and 0.5 on the log, over the Jeffreys prior it was drawn with. Months vary as they usually do:
    1 + 0.05² times the leads per month, 1 + 0.10²·p(1 − p) times one less than the worked leads per month.
    """
    b, rng = BUSINESSES[name], np.random.default_rng(20240229)
    log_weight = np.zeros(DRAWS)

    def typed(rate):
        if rate.strength is None:
            return rate.value
        deviation = 1 / np.sqrt(rate.strength * rate.value * (1 - rate.value))
        return fraction(rng.normal(log_odds(rate.value), deviation, DRAWS))

    levels = {link: typed(rate) for link in SHARES if (rate := getattr(b.par, link))}
    targets = {link: level for link, level in levels.items() if link in b.seen}
    targets["closing"] = levels["closing"] * prod(levels[name] for name in b.closing_stands_for)
    typed_closing = prod(getattr(b.par, name).value for name in ("closing", *b.closing_stands_for))
    months = max(b.funnel.months, 1)

    now = {"capacity": b.room, **ALWAYS}
    for link, (hits, trials, had_time) in b.seen.items():
        scatter = 1.0
        if link == "closing":
            scatter = 1 + 0.01 * typed_closing * (1 - typed_closing) * (trials / months - 1)
        kept = np.empty(0)
        while len(kept) < DRAWS:  # hits by now cannot be likelier than the time they had
            more = rng.beta(hits / scatter + 0.5, (trials - hits) / scatter + 0.5, DRAWS)
            kept = np.append(kept, more[more < had_time])
        by_now = kept[:DRAWS]
        now[link] = by_now / had_time
        if link in targets:
            z = log_odds(now[link])
            log_weight += log_near((z - log_odds(targets[link])) / 0.6)
            # the prior it was drawn with: p^-1/2 (1 - p)^-1/2 dp, and dp = had_time·c(1 - c) dz
            log_weight += 0.5 * np.log(by_now * (1 - by_now)) - np.log(now[link] * (1 - now[link]))

    scatter = 1 + 0.0025 * b.funnel.leads / months
    now["reach"] = rng.gamma(b.funnel.leads / scatter + 0.5, size=DRAWS) * scatter / b.funnel.months
    par = at_par(b, now, levels)
    x = np.log(now["reach"])
    log_weight += log_near((x - np.log(par["reach"])) / 0.5) - 0.5 * x

    parts, goal = bridge(now, par)
    m = customers(**{k: (now if k in MARKETING else par)[k] for k in LINKS}) / goal
    s = customers(**{k: (now if k in SALES else par)[k] for k in LINKS}) / goal
    marketing, sales = (sum(parts[link] for link in side) for side in (MARKETING, SALES))
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    assert 1 / np.sum(weight**2) > 20_000
    chance = {
        "marketing": np.sum(weight[(np.log(s / m) > 0.1) & (marketing > 0) & (m < 0.90)]),
        "sales": np.sum(weight[(np.log(m / s) > 0.1) & (sales > 0) & (s < 0.90)]),
    }
    chance["balanced"] = 1 - sum(chance.values())
    return chance, {link: weighed_interval(np.broadcast_to(parts[link], DRAWS), weight) for link in LINKS}


def weighed_interval(values, weight):
    """What leaves a twentieth of the weight on either side."""
    order = np.argsort(values)
    return np.interp([0.05, 0.95], np.cumsum(weight[order]), values[order])


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
    """To 5% of their width: a target that is a product of rough levels is taken for Normal on the log-odds."""
    _, intervals = drawn(name)
    b = BUSINESSES[name]
    got = dx.diagnose(b.funnel, b.par).bridge
    for link, (low, high) in intervals.items():
        point = got.shortfall[link]  # an interval is widened to hold it
        expected = min(low, point), max(high, point)
        assert (got.low[link], got.high[link]) == pytest.approx(expected, abs=0.05 * (high - low) + 1e-9), link


def test_a_business_without_leads_is_short_at_the_door_by_what_its_sales_leave_of_the_goal():
    """7 sales per month against 20: marketing unless the true rate is above 18."""
    true_rate = np.random.default_rng(7).gamma(7.5, size=DRAWS)
    d = dx.diagnose(dx.Funnel(0, 7), dx.Par(goal=20, closing=0.1))
    assert d.probability["marketing"] == pytest.approx(np.mean(true_rate < 18), abs=0.005)
    low, high = np.quantile(20 - true_rate, [0.05, 0.95])
    assert d.bridge.loc["reach", ["shortfall", "low", "high"]].to_list() == pytest.approx([13, low, high], rel=0.01)
