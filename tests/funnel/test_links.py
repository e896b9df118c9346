"""Customers per month: the formula against people walked one by one through the door, and the golden cases of the door."""

import inspect
from fractions import Fraction
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES, UNIONS, customers

law = settings(derandomize=True, deadline=None, database=None, max_examples=150)

SHARE = st.floats(0, 1)
VOLUME = st.floats(0, 1e6)
LEVELS = st.tuples(VOLUME, SHARE, SHARE, SHARE, VOLUME | st.just(inf), SHARE)


def walk(hundreds, direct, fit, follow_up, capacity, closing):
    """Expected customers among ``100·hundreds`` people, shares in whole tenths, each person walked through the door.

    Person ``i`` has two digits: the first says whether they buy on their own, the second whether they fit. Who fits
    sits down while there are seats; who sits is reached and then closed with the given odds.
    """
    bought, seats_taken = Fraction(0), 0
    for i in range(100 * hundreds):
        if i // 10 % 10 < direct:
            bought += 1
        elif i % 10 < fit and seats_taken < capacity:
            seats_taken += 1
            bought += Fraction(follow_up, 10) * Fraction(closing, 10)
    return bought


def in_tenths(hundreds, direct, fit, follow_up, capacity, closing):
    return customers(100 * hundreds, direct / 10, fit / 10, follow_up / 10, capacity, closing / 10)


@pytest.mark.parametrize(
    ("hundreds", "direct", "fit", "follow_up", "capacity", "closing", "expected"),
    [
        pytest.param(0, 3, 5, 9, 80, 2, 0, id="nobody comes"),
        pytest.param(1, 0, 10, 10, inf, 10, 100, id="everybody is closed"),
        pytest.param(1, 10, 5, 5, 0, 5, 100, id="everybody buys alone, so no seat is needed"),
        pytest.param(1, 1, 0, 10, 50, 10, 10, id="nobody else fits"),
        pytest.param(1, 1, 10, 0, 50, 10, 10, id="nobody is followed up"),
        pytest.param(1, 1, 10, 10, 50, 0, 10, id="nobody is closed"),
        pytest.param(1, 1, 10, 10, 0, 10, 10, id="no seat at all"),
        pytest.param(2, 1, 5, 10, 89, 5, 64.5, id="one seat fewer than the 90 who queue"),
        pytest.param(2, 1, 5, 10, 90, 5, 65, id="as many seats as queue"),
        pytest.param(2, 1, 5, 10, 91, 5, 65, id="one seat more than queue"),
        pytest.param(2, 0, 10, 5, 100, 10, 50, id="100 seats and half of the seated reached: both faults count"),
    ],
)
def test_the_formula_and_the_walk_give_the_count_worked_out_by_hand(
    hundreds, direct, fit, follow_up, capacity, closing, expected
):
    assert walk(hundreds, direct, fit, follow_up, capacity, closing) == expected
    assert in_tenths(hundreds, direct, fit, follow_up, capacity, closing) == pytest.approx(expected, abs=1e-9)


TENTHS = st.integers(0, 10)


@law
@given(st.integers(0, 4), TENTHS, TENTHS, TENTHS, st.integers(0, 450) | st.sampled_from(["-1", "0", "+1"]), TENTHS)
def test_the_formula_counts_whom_a_walk_through_the_door_counts(hundreds, direct, fit, follow_up, capacity, closing):
    if isinstance(capacity, str):  # at the queue and one seat either side of it
        capacity = max(hundreds * (10 - direct) * fit + int(capacity), 0)
    people = walk(hundreds, direct, fit, follow_up, capacity, closing)
    assert in_tenths(hundreds, direct, fit, follow_up, capacity, closing) == pytest.approx(float(people), abs=1e-9)


@law
@given(LEVELS, st.sampled_from(LINKS), st.floats(0, 1))
def test_a_better_link_never_loses_a_customer(levels, link, step):
    before = dict(zip(LINKS, levels, strict=True))
    room = 1e6 if link in ("reach", "capacity") else 1 - before[link]
    after = before | {link: before[link] + step * room}
    assert customers(**after) >= customers(**before) * (1 - 1e-12) - 1e-12


@law
@given(LEVELS)
def test_there_are_never_more_customers_than_leads(levels):
    assert 0 <= customers(*levels) <= levels[0] * (1 + 1e-12)


@law
@given(st.lists(LEVELS, min_size=1, max_size=6))
def test_a_batch_gives_what_its_rows_give(rows):
    batch = customers(*np.array(rows).T)
    np.testing.assert_allclose(batch, [customers(*row) for row in rows], rtol=1e-14)


def test_links_are_the_arguments_of_the_formula_and_each_is_on_one_side():
    assert tuple(inspect.signature(customers).parameters) == (*LINKS, "found")
    assert tuple(UNIONS) == SIDES == ("marketing", "sales")
    assert {SIDE_OF[link] for link in ("reach", "direct", "fit")} == {"marketing"}
    assert {SIDE_OF[link] for link in ("follow_up", "capacity", "closing")} == {"sales"}
    assert len(SIDE_OF) == len(LINKS) == 6


# Golden case "capacity": room for 100, 20 % of worked leads close (tempting: the win rate halves at 200 leads).
@pytest.mark.parametrize(("leads", "won", "next_lead"), [(40, 8, 0.2), (99, 19.8, 0.2), (100, 20, 0), (200, 20, 0)])
def test_beyond_capacity_the_next_lead_is_worth_nothing_and_closing_stays_what_it_was(leads, won, next_lead):
    def v(reach):
        return customers(reach, direct=0, fit=1, follow_up=1, capacity=100, closing=0.2)

    assert v(leads) == pytest.approx(won, abs=1e-12)
    assert v(leads + 1) - v(leads) == pytest.approx(next_lead, abs=1e-12)
    assert v(leads) / min(leads, 100) == pytest.approx(0.20, abs=1e-12)


def test_without_a_sales_team_the_no_touch_business_keeps_the_70_of_its_85_sales():
    # Golden case "no-touch sales": of 1,000 leads 70 buy alone; 300 of the other 930 meet a rep and 15 of those buy.
    door = {"reach": 1000, "direct": 70 / 1000, "fit": 1, "follow_up": 300 / 930, "capacity": inf, "closing": 15 / 300}
    assert customers(**door) == pytest.approx(85, abs=1e-9)
    assert customers(**door | {"closing": 0}) == pytest.approx(70, abs=1e-9)
    assert customers(**door | {"follow_up": 0}) == pytest.approx(70, abs=1e-9)
    assert customers(**door | {"closing": 0.10}) == pytest.approx(100, abs=1e-9)  # 5 % to 10 % of 300, not of 1,000
