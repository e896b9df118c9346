"""Whether a number moved beyond chance: laws, a slow second way to the same chance, and how often a move is named falsely."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from diagnostics import Funnel, Par
from diagnostics.diagnosis.movement import MOVED, NUMBERS, level, movement
from diagnostics.funnel.scatter import LEADS_VARY, RATE_VARIES

PAR = Par(goal=40, closing=0.2, capacity=220)


@st.composite
def funnels(draw):
    leads = draw(st.integers(1, 2000))
    worked = draw(st.integers(0, leads))
    return Funnel(leads=leads, wins=draw(st.integers(0, worked)), worked=worked, months=draw(st.integers(1, 12)))


@settings(max_examples=60, deadline=None)
@given(one=funnels(), two=funnels(), number=st.sampled_from(NUMBERS))
def test_equal_counts_have_not_moved_and_exchanged_ones_moved_the_other_way(one, two, number):
    same = movement((one, PAR), (one, PAR), number)
    assert same.chance in (None, 0.5) and same.moved == ""
    there, back = movement((one, PAR), (two, PAR), number), movement((two, PAR), (one, PAR), number)
    if there.chance is None:
        assert back.chance is None
    else:
        assert there.chance + back.chance == pytest.approx(1.0, abs=1e-12)
        assert (there.moved, back.moved) in (("", ""), ("up", "down"), ("down", "up"))
        assert not there.moved or abs(there.chance - 0.5) > MOVED - 0.5 - 1e-9


@settings(max_examples=40, deadline=None)
@given(one=funnels(), number=st.sampled_from(NUMBERS))
def test_the_level_lies_where_its_range_is_and_is_that_of_the_comparison(one, number):
    alone = level(one, PAR, number)
    assert movement((one, PAR), (one, PAR), number).now == alone
    if alone is not None:
        assert 0 <= alone.low <= alone.high


def test_the_more_follow_up_now_the_surer_that_it_rose():
    then = Funnel(leads=300, wins=30, worked=204, months=3)
    chances = [
        movement((then, PAR), (dataclasses.replace(then, worked=worked), PAR), "follow_up").chance
        for worked in (180, 204, 220, 255)
    ]
    assert chances == sorted(chances) and chances[1] == 0.5


def test_the_example_of_the_plan_follow_up_from_68_to_85_percent():
    then = Funnel(leads=300, wins=20, worked=204, months=3)
    now = Funnel(leads=310, wins=27, worked=264, months=3)
    found = movement((then, Par(goal=40, closing=0.2)), (now, Par(goal=40, closing=0.2)), "follow_up")
    assert round(found.then, 2) == 0.68 and round(found.now.value, 2) == 0.85
    assert found.now.low < 0.85 < found.now.high and found.moved == "up" and found.chance > 0.999


def simulated(funnel: Funnel, number: str, draws: int, rng: np.random.Generator) -> np.ndarray:
    """A level drawn plainly: Jeffreys' posteriors with counts divided by how much months vary."""
    per_month = funnel.leads / funnel.months
    leads_vary = 1 + LEADS_VARY**2 * per_month
    if number == "reach":
        d = leads_vary
        return rng.gamma(funnel.leads / d + 0.5, d / funnel.months, draws)
    hits, trials = (funnel.worked, funnel.leads) if number == "follow_up" else (funnel.wins, funnel.worked)
    usual = 0.2 if number == "closing" else hits / trials  # a win rate varies as one at its target does
    d = 1 + RATE_VARIES**2 * usual * (1 - usual) * (trials / funnel.months - 1)
    return rng.beta(hits / d + 0.5, (trials - hits) / d + 0.5, draws)


@pytest.mark.slow
@pytest.mark.parametrize("number", ["reach", "follow_up", "closing"])
def test_the_chance_is_that_of_a_plain_simulation(number):
    par = Par(goal=40, closing=0.2)
    one = Funnel(leads=300, wins=30, worked=210, months=3)
    two = Funnel(leads=330, wins=36, worked=245, months=3)
    rng = np.random.default_rng(1)
    later, earlier = (simulated(f, number, 400_000, rng) for f in (two, one))
    assert movement((one, par), (two, par), number).chance == pytest.approx((later > earlier).mean(), abs=0.01)


def months(rng: np.random.Generator, leads: float, follow_up: float, closing: float, n: int) -> Funnel:
    """A quarter in which each month's leads and rates vary as months usually do."""
    total = np.zeros(3, dtype=int)
    for _ in range(n):
        came = rng.poisson(leads * np.exp(rng.normal(0, LEADS_VARY)))
        worked = rng.binomial(came, expit(logit(follow_up) + rng.normal(0, RATE_VARIES)))
        total += came, worked, rng.binomial(worked, expit(logit(closing) + rng.normal(0, RATE_VARIES)))
    return Funnel(leads=int(total[0]), worked=int(total[1]), wins=int(total[2]), months=n)


@pytest.mark.slow
@pytest.mark.parametrize(("leads", "runs"), [(15, 600), (120, 250)])
def test_where_nothing_changed_at_most_one_in_ten_is_said_to_have_moved(leads, runs):
    rng, par = np.random.default_rng(7), Par(goal=40, closing=0.15)
    falsely = dict.fromkeys(("customers", "reach", "follow_up", "closing"), 0)
    for _ in range(runs):
        one, two = (months(rng, leads, 0.7, 0.15, 3) for _ in range(2))
        for number in falsely:
            falsely[number] += bool(movement((one, par), (two, par), number).moved)
    assert all(count / runs <= 0.10 + 2 * (0.1 * 0.9 / runs) ** 0.5 for count in falsely.values()), falsely
    assert sum(falsely.values()) / (4 * runs) <= 0.10, falsely


@pytest.mark.slow
def test_a_planted_rise_is_found():
    rng, par = np.random.default_rng(3), Par(goal=40, closing=0.15)
    pairs = [(months(rng, 120, 0.68, 0.15, 3), months(rng, 120, 0.85, 0.15, 3)) for _ in range(200)]
    found = [movement((one, par), (two, par), "follow_up").moved for one, two in pairs]
    assert found.count("up") >= 0.95 * len(found) and "down" not in found


def test_what_only_one_of_the_two_counted_is_left_out_of_both():
    then = Funnel(leads=300, wins=30, worked=200, months=3)
    now = Funnel(leads=300, wins=30, months=3)
    found = movement((then, PAR), (now, PAR), "closing")
    assert found.then == found.now.value == pytest.approx(0.1) and found.moved == ""
    assert movement((then, PAR), (now, PAR), "follow_up").chance is None
    assert level(now, PAR, "follow_up") is None


def test_room_is_what_was_entered():
    funnel = Funnel(leads=300, wins=30, months=3)
    less, more = Par(goal=40, closing=0.2, capacity=120), Par(goal=40, closing=0.2, capacity=150)
    assert level(funnel, Par(goal=40, closing=0.2), "capacity") is None
    found = movement((funnel, less), (funnel, more), "capacity")
    assert (found.then, found.now.low, found.now.high, found.moved) == (120, 150, 150, "up")


def test_a_business_without_leads_has_customers_alone():
    then, now = Funnel(leads=0, wins=4, months=3), Funnel(leads=0, wins=40, months=3)
    par = Par(goal=40, closing=0.2)
    assert movement((then, par), (now, par), "customers").moved == "up"
    assert level(then, par, "closing") is None


def test_a_move_is_named_from_95_percent_on():
    assert pytest.approx(0.95) == MOVED
