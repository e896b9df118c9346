"""How much more than chance months scatter: by hand, against planted months, and what a widened interval then holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.funnel.posterior import count_quantiles, rate_quantiles
from diagnostics.funnel.scatter import (
    count_dispersion,
    count_squares,
    neighbour_dispersion,
    share_dispersion,
    share_squares,
    usual_count_dispersion,
    usual_share_dispersion,
)

law = settings(derandomize=True, deadline=None, database=None, max_examples=60)

BY_HAND = {
    "even months": ([20] * 4, [100] * 4, 1),
    # p = 0.2, variance 16 each: four times 15² = 225
    "5 and 35 of 100": ([5, 35, 5, 35], [100] * 4, 4 * 225 / 16 / 3),
    # p = 60/300: 10² + 5² + 15² over 16, two degrees of freedom; a month without trials is left out
    "10, 15 and 35 of 100 and an empty month": ([10, 15, 0, 35], [100, 100, 0, 100], (100 + 25 + 225) / 16 / 2),
    "two months say nothing": ([0, 100], [100, 100], 1),
    "two months and an empty one": ([0, 100, 0], [100, 100, 0], 1),
    "no month": ([], [], 1),
    "nobody bought": ([0] * 5, [100] * 5, 1),
    "all bought": ([7, 9, 8], [7, 9, 8], 1),
}


@pytest.mark.parametrize(("hits", "trials", "expected"), BY_HAND.values(), ids=BY_HAND)
def test_the_dispersion_of_a_share_is_pearsons_statistic_over_its_degrees_of_freedom(hits, trials, expected):
    assert share_dispersion(hits, trials) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([60, 100, 140], 16, id="variance 1,600, mean 100"),
        pytest.param([100] * 3, 1, id="the same every month"),
        pytest.param([99, 100, 101], 1, id="less than chance is not below 1"),
        pytest.param([0, 200], 1, id="two months say nothing"),
        pytest.param([0, 0, 0], 1, id="nobody came"),
        pytest.param([], 1, id="no month"),
    ],
)
def test_the_dispersion_of_a_count_is_variance_over_mean(counts, expected):
    assert count_dispersion(counts) == pytest.approx(expected)


MONTHS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted), min_size=0, max_size=15)


@law
@given(MONTHS)
def test_it_is_never_below_1_and_the_order_of_months_does_not_matter(months):
    hits, trials = ([m[i] for m in months] for i in (0, 1))
    for found, again in (
        (share_dispersion(hits, trials), share_dispersion(hits[::-1], trials[::-1])),
        (count_dispersion(trials), count_dispersion(trials[::-1])),
    ):
        assert found >= 1
        assert again == pytest.approx(found)


@law
@given(MONTHS, st.integers(2, 9))
def test_k_times_everything_scatters_k_times_as_much_where_it_scatters(months, k):
    hits, trials = (np.array([m[i] for m in months]) for i in (0, 1))
    one, many = share_dispersion(hits, trials), share_dispersion(k * hits, k * trials)
    assert many == pytest.approx(k * one) if one > 1 else 1 <= many <= k * (1 + 1e-9)


# --- planted: twelve months whose true dispersion is known

WORLDS, PERIOD, LEADS, RATE = 2000, 12, 100, 0.2


def months_of_shares(rng, phi):
    """Beta-binomial months with variance ``phi`` times that of chance: 1 + (n − 1)/(a + b + 1) = phi."""
    if phi == 1:
        rate = np.full((WORLDS, PERIOD), RATE)
    else:
        strength = (LEADS - 1) / (phi - 1) - 1
        rate = rng.beta(RATE * strength, (1 - RATE) * strength, (WORLDS, PERIOD))
    return rng.binomial(LEADS, rate)


def months_of_counts(rng, phi):
    """Negative binomial months with mean 100 and variance ``phi`` times that."""
    mean = np.full((WORLDS, PERIOD), float(LEADS))
    return rng.poisson(mean if phi == 1 else rng.gamma(mean / (phi - 1), phi - 1))


def held(worlds, truth, interval):
    """How often an interval of a year's months holds the truth."""
    ends = np.array([interval(months) for months in worlds])
    return np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1]))


def rate_interval(months, widened):
    phi = share_dispersion(months, [LEADS] * PERIOD) if widened else 1
    return rate_quantiles(months.sum() / phi, LEADS * PERIOD / phi, 10)[[0, -1]]  # of ten levels, 5 % and 95 %


def count_interval(months, widened):
    phi = count_dispersion(months) if widened else 1
    return count_quantiles(months.sum() / phi, PERIOD / phi, 10)[[0, -1]]


KINDS = {
    "the share won": (months_of_shares, rate_interval, RATE, lambda m: share_dispersion(m, [LEADS] * PERIOD)),
    "leads per month": (months_of_counts, count_interval, LEADS, count_dispersion),
}
kinds = pytest.mark.parametrize(("plant", "interval", "truth", "dispersion"), KINDS.values(), ids=KINDS)


@kinds
@pytest.mark.parametrize("phi", [3, 6])
def test_the_planted_dispersion_is_found_and_the_widened_interval_holds_the_truth(
    plant, interval, truth, dispersion, phi
):
    """With the dispersion from 12 months, a normal 90 % range holds 87 % (Student's t, 11 degrees of freedom)."""
    worlds = plant(np.random.default_rng(20240615), phi)
    assert np.mean([dispersion(months) for months in worlds]) == pytest.approx(phi, rel=0.06)
    assert held(worlds, truth, lambda m: interval(m, widened=True)) == pytest.approx(0.872, abs=0.03)
    # P(|Z| < 1.645/√φ): 66 % where φ = 3, 50 % where it is 6
    unwidened = {3: 0.658, 6: 0.498}[phi]
    assert held(worlds, truth, lambda m: interval(m, widened=False)) == pytest.approx(unwidened, abs=0.04)


@kinds
def test_months_of_pure_chance_are_hardly_widened_and_never_narrowed(plant, interval, truth, dispersion):
    worlds = plant(np.random.default_rng(20240616), 1)
    found = np.array([dispersion(months) for months in worlds])
    assert found.min() == 1 and np.median(found) < 1.1
    assert 0.89 <= held(worlds, truth, lambda m: interval(m, widened=True)) <= 0.95
    for months in worlds[:200]:
        (low, high), (plain_low, plain_high) = interval(months, widened=True), interval(months, widened=False)
        assert high - low >= (plain_high - plain_low) * (1 - 1e-9)


# --- neighbouring months


def test_squares_of_neighbours_by_hand():
    """(120 − 100)² ÷ 220; and (0.3 − 0.1)² ÷ (0.2·0.8·(1/50 + 1/50)), with 20 % of all."""
    np.testing.assert_allclose(count_squares([100, 120]), [400 / 220])
    np.testing.assert_allclose(share_squares([5, 15], [50, 50]), [0.04 / (0.16 * 0.04)])


@pytest.mark.parametrize("gap", [np.nan, 0])
def test_a_gap_has_no_neighbours(gap):
    assert len(share_squares([5, gap, 15], [50, gap, 50])) == 0
    assert len(count_squares([0, 0])) == len(share_squares([], [])) == len(count_squares([7])) == 0


@kinds
@pytest.mark.parametrize("phi", [1, 3, 6])
def test_neighbours_show_the_planted_dispersion(plant, interval, truth, dispersion, phi):
    worlds = plant(np.random.default_rng(20240617), phi)
    squares = [count_squares(m) if plant is months_of_counts else share_squares(m, [LEADS] * PERIOD) for m in worlds]
    assert np.mean(squares) == pytest.approx(phi, rel=0.06)


def test_growth_and_a_season_hardly_enter_neighbours_and_do_enter_the_variance():
    """Three years from 100 leads per month, 3 % more each month, a fifth up and down over the year, as chance has them."""
    rng = np.random.default_rng(20240618)
    t = np.arange(36)
    leads = rng.poisson(100 * 1.03**t * (1 + 0.2 * np.sin(t * np.pi / 6)), (2000, 36))
    assert np.mean([count_squares(months) for months in leads]) < 1.7
    assert np.mean([count_dispersion(months) for months in leads]) > 10


def test_what_is_usual_outweighs_few_months_and_many_months_outweigh_it():
    """Differences overlap: m of them are worth 2m²/(3m − 1) degrees of freedom, what is usual is worth six."""
    assert neighbour_dispersion([], 2.5) == 2.5
    # 95 % points of Student at 7.6 and 13.56 degrees, interpolated in a table
    for m, student in (
        (2, 1.873),
        (11, 1.7655),
    ):
        seen = 2 * m**2 / (3 * m - 1)
        mean = (6 * 2.5 + seen * 1.0) / (6 + seen)
        assert neighbour_dispersion([1.0] * m, 2.5) == pytest.approx(mean * (student / 1.6449) ** 2, rel=0.003)
    assert neighbour_dispersion([4.0] * 400, 1.0) == pytest.approx(4, rel=0.05)
    assert neighbour_dispersion([0.0] * 40, 1.0) >= 1


def test_months_usually_vary_by_five_percent_of_their_leads_and_a_tenth_on_the_log_odds():
    """Planted: the variance of a count whose expectation varies is μ + 0.05²·μ²; that of a share by the delta method."""
    rng = np.random.default_rng(20240619)
    leads = rng.poisson(400 * np.exp(0.05 * rng.standard_normal(400_000)))
    assert leads.var() / leads.mean() == pytest.approx(usual_count_dispersion(400), rel=0.02)
    rate = 1 / (1 + np.exp(np.log(0.85 / 0.15) - 0.10 * rng.standard_normal(400_000)))
    wins = rng.binomial(400, rate)
    assert wins.var() / (400 * 0.15 * 0.85) == pytest.approx(usual_share_dispersion(0.15, 400), rel=0.02)
    assert usual_share_dispersion(0.15, 0) == 1
