"""Room for leads in each month, against sums by hand, random months and the minimum of months of one size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.funnel.room import EVEN, Sizes, month_sizes

months_of = st.lists(st.integers(0, 400), min_size=1, max_size=30).filter(any)


def law(examples):
    return settings(derandomize=True, deadline=None, database=None, max_examples=examples)


def counted(months):
    return month_sizes(tuple(map(float, months)), len(months), sum(months) / len(months), 1.0)


@law(200)
@given(months_of, st.floats(0.1, 500), st.floats(0.1, 5))
def test_room_is_taken_month_by_month_and_months_keep_their_proportions(months, room, scale):
    leads = scale * sum(months) / len(months)
    by_hand = sum(min(scale * month, room) for month in months) / len(months)
    assert float(counted(months).found(leads, room)) == pytest.approx(by_hand, rel=1e-12, abs=1e-12)


@law(100)
@given(months_of, st.floats(1, 500))
def test_the_room_taken_by_what_was_found_is_the_room(months, room):
    sizes, leads = counted(months), sum(months) / len(months)
    found = float(sizes.found(leads, room))
    taken = sizes.room_taken(leads, found)
    assert float(sizes.found(leads, taken)) == pytest.approx(found, rel=1e-9)
    assert taken <= room * (1 + 1e-9) or taken == pytest.approx(found)


@law(100)
@given(st.floats(0.1, 500), st.floats(0.1, 500), st.floats(0.5, 36))
def test_months_of_one_size_are_the_minimum_of_leads_and_room(leads, room, months):
    for sizes in (EVEN, month_sizes((7.0,) * 36, months, leads, 1.2), month_sizes((), min(months, 1.0), leads, 1.2)):
        assert float(sizes.found(leads, room)) == min(leads, room)


@law(60)
@given(months_of, st.floats(1, 300))
def test_slope_and_full_months_are_those_of_the_next_lead(months, room):
    sizes, leads = counted(months), sum(months) / len(months)
    step = 1e-7 * leads
    if min(abs(month - room) for month in months) > 1e-3:
        rise = float(sizes.found(leads + step, room) - sizes.found(leads, room)) / step
        assert float(sizes.slope(leads, room)) == pytest.approx(rise, abs=1e-5)
    assert float(sizes.full(leads, room)) == pytest.approx(np.mean([month >= room * (1 - 1e-12) for month in months]))


@pytest.mark.parametrize("leads", [3, 30, 100, 1000])
@pytest.mark.parametrize("room", [0.7, 0.9, 1.0, 1.15])
def test_months_not_counted_apart_find_as_much_room_as_random_ones(leads, room):
    """Gamma months of the usual variance; of a year only the sum is known, which takes a twelfth of it away."""
    dispersion = 1 + 0.0025 * leads
    variance = 11 / 12 * dispersion / leads
    months = np.random.default_rng(1).gamma(1 / variance, variance * leads, 400_000)
    expected = np.minimum(months, room * leads).mean()
    found = float(month_sizes((), 12, leads, dispersion).found(leads, room * leads))
    assert found == pytest.approx(expected, rel=0.002)


def test_the_doubt_covers_years_of_months_that_vary_by_chance():
    """Of years of Poisson months of which only the sum is known, nine in ten worked as many as 1.645 deviations allow."""
    rng, room, inside = np.random.default_rng(3), 100, 0
    for _ in range(2000):
        months = rng.poisson(100 * np.exp(0.05 * rng.standard_normal(12)))
        usual = 1 + 0.0025 * months.mean()
        sizes = month_sizes((), 12, months.mean(), usual)
        found = float(sizes.found(months.mean(), room))
        truth = np.minimum(months, room).mean()
        inside += abs(np.log(truth / found)) < 1.645 * sizes.doubt(months.mean(), room, 12)
    assert 0.88 < inside / 2000 < 0.999


def test_what_was_counted_apart_is_not_in_doubt():
    assert counted([90, 110, 40]).doubt(80, 70, 3) == 0
    assert month_sizes((), 12, 80, 1.2).doubt(80, np.inf, 12) == 0
    assert month_sizes((), 1, 80, 1.2).doubt(80, 70, 1) == 0


def test_quarters_are_between_months_and_a_year():
    """Each quarter is its own, its months vary."""
    year, quarters = month_sizes((), 12, 100, 1.25), month_sizes((1.0,) * 4, 12, 100, 1.25)
    assert float(year.found(100, 100)) < float(quarters.found(100, 100)) < 100
    assert 0 < quarters.doubt(100, 100, 12) < year.doubt(100, 100, 12)


def test_a_size_that_moves_a_little_moves_the_answer_a_little():
    at = [float(month_sizes((), 12, leads, 1.25).found(leads, 100)) for leads in np.linspace(90, 110, 401)]
    steps = np.diff(at)
    assert (steps > 0).all() and np.abs(np.diff(steps)).max() < 0.1 * steps.max()


def test_no_leads_find_no_room():
    sizes = Sizes.of(np.array([[0.5], [1.5]]))
    assert float(sizes.found(0.0, 10.0)) == 0
    assert np.asarray(sizes.found(np.array([0.0, 10.0]), 10.0)).tolist() == [0.0, 7.5]
