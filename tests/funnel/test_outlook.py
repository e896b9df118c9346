"""Coming months are compared with those counted as a search over all levels, growths and seasons has it, and planted ones are found."""

import math

import numpy as np
import pytest
from scipy.special import logsumexp

from diagnostics.funnel.lag import DAYS_PER_MONTH, Shift
from diagnostics.funnel.outlook import AHEAD, GROWTH_SD, SCALES, SEASON_SD, outlook


def every(n):
    return np.ones(n, dtype=bool)


def by_random_search(leads, dispersion, rng, draws=400_000):
    """Mean and deviation of the log ratio by drawing level, growth and season from their priors and weighing by the counts."""
    y = np.asarray(leads, dtype=float)
    t = np.arange(len(y) + AHEAD) + 0.5
    centre = t[: len(y)].mean()
    scale = rng.choice(SCALES, draws)
    level = math.log(y.mean()) + rng.uniform(-1.5, 1.5, draws)
    growth, one, two = (scale * sd * rng.standard_normal(draws) for sd in (GROWTH_SD, SEASON_SD, SEASON_SD))
    wave = np.outer(one, np.cos(2 * np.pi * t / 12)) + np.outer(two, np.sin(2 * np.pi * t / 12))
    log_rate = level[:, None] + np.outer(growth, t - centre) + wave
    past = log_rate[:, : len(y)]
    log_weight = (past @ y - np.exp(past).sum(axis=1)) / dispersion
    weight = np.exp(log_weight - logsumexp(log_weight))
    coming = np.cumsum(np.exp(log_rate[:, len(y) :]), axis=1) / np.arange(1, AHEAD + 1)
    ratio = np.log(coming / np.exp(past).mean(axis=1)[:, None])
    mean = weight @ ratio
    return mean, np.sqrt(weight @ (ratio - mean) ** 2)


@pytest.mark.parametrize(
    "leads", [[20, 24, 19, 28, 31, 30], [40, 41, 38, 43, 40, 39, 42, 40, 38, 41, 40, 41], [5, 3, 6, 4]]
)
@pytest.mark.slow
def test_it_is_what_a_random_search_over_levels_growths_and_seasons_finds(leads):
    mean, deviation = by_random_search(leads, 1.3, np.random.default_rng(7))
    found = np.array(outlook(np.array(leads), every(len(leads)), every(len(leads)), 1.3, 1.0, None))
    np.testing.assert_allclose(found[:, 0], mean, atol=0.02)
    np.testing.assert_allclose(found[:, 1], deviation, rtol=0.12)


def test_months_that_grow_go_on_growing_and_months_that_do_not_do_not():
    growing, steady = 1000 * 1.06 ** np.arange(24), np.full(24, 1000.0)
    for leads, growth in ((growing, 0.06), (steady, 0.0)):
        log_ratio, deviation = outlook(leads, every(24), every(24), 1.0, 1.0, None)[2]
        true = math.log(((1 + growth) ** np.arange(24, 27)).mean() / ((1 + growth) ** np.arange(24)).mean())
        assert log_ratio == pytest.approx(true, abs=0.01)
        assert deviation < 0.02


def test_a_season_seen_twice_comes_a_third_time():
    at = np.arange(36)
    shape = np.exp(0.15 * np.sin(2 * np.pi * at / 12))
    found = outlook(2000 * shape[:24], every(24), every(24), 1.0, 1.0, None)
    for months in (3, 6, 12):
        assert found[months - 1][0] == pytest.approx(
            math.log(shape[24 : 24 + months].mean() / shape[:24].mean()), abs=0.02
        )


def test_sales_by_month_made_come_from_the_leads_of_before():
    """20% more leads per month and two months to a sale: the next month's sales come from leads that are recorded already."""
    leads = 1000 * 1.1 ** np.arange(12)
    with_lag = outlook(leads, every(12), every(12), 1.0, 1.0, Shift(2 * DAYS_PER_MONTH))
    assert with_lag[0][0] == pytest.approx(math.log(leads[10] / leads.mean()), abs=0.02)
    assert with_lag[0][1] < outlook(leads, every(12), every(12), 1.0, 1.0, None)[0][1]


def test_quarters_are_four_of_a_year():
    months = 1000 * 1.04 ** np.arange(24)
    by_month, by_quarter = (
        outlook(months.reshape(-1, step).sum(axis=1), every(24 // step), every(24 // step), 1.0, step, None)
        for step in (1, 3)
    )
    np.testing.assert_allclose(by_quarter, by_month, atol=0.02)


@pytest.mark.parametrize("leads", [[10.0, 20.0], [0.0] * 6])
def test_of_too_little_nothing_is_said(leads):
    assert outlook(np.array(leads), every(len(leads)), every(len(leads)), 1.0, 1.0, None) == ()


def test_months_without_a_lead_among_others_are_months_like_others():
    found = outlook(np.array([3.0, 0.0, 4.0, 0.0, 2.0, 5.0]), every(6), every(6), 1.0, 1.0, None)
    assert np.isfinite(found).all()
