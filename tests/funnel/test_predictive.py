"""Counts of the future and the score of a range: against sums written out, and against published values."""

from math import exp, lgamma, log

import numpy as np
import pytest

from diagnostics.errors import InputError
from diagnostics.funnel.predictive import count_cdf, count_quantile, interval_score


def chance(k, mean, dispersion):
    """Chance of exactly k, from the mass functions of Poisson and negative binomial."""
    if dispersion == 1:
        return exp(k * log(mean) - mean - lgamma(k + 1))
    size = mean / (dispersion - 1)
    return exp(lgamma(k + size) - lgamma(size) - lgamma(k + 1) - size * log(dispersion) + k * log(1 - 1 / dispersion))


@pytest.mark.parametrize("dispersion", [1, 1.3, 4, 30])
@pytest.mark.parametrize("mean", [0.04, 1, 12.5, 80])
def test_the_chance_of_so_many_or_fewer_is_the_sum_of_the_chances(mean, dispersion):
    total = 0.0
    for k in range(120):
        total += chance(k, mean, dispersion)
        assert float(count_cdf(k, mean, dispersion)) == pytest.approx(total, rel=1e-9), k


@pytest.mark.parametrize("dispersion", [1.0, 2.0, 7.5])
def test_the_mean_is_the_mean_and_the_variance_is_dispersion_times_it(dispersion):
    k = np.arange(2000)
    over = np.array([1 - float(count_cdf(each, 25.0, dispersion)) for each in k])
    mean = over.sum()
    assert mean == pytest.approx(25, rel=1e-9)
    assert (2 * k + 1) @ over - mean**2 == pytest.approx(25 * dispersion, rel=1e-7)


def test_the_two_formulas_meet():
    for k in (0, 3, 40):
        assert float(count_cdf(k, 12.0, 1 + 1.01e-6)) == pytest.approx(float(count_cdf(k, 12.0, 1.0)), abs=1e-6)


def test_nothing_expected_is_nothing_counted():
    assert count_cdf(0, np.array([0.0, 0.0])).tolist() == [1, 1]
    assert float(count_cdf(0, 0.0, 3.0)) == 1
    assert count_cdf(-1, np.array([0.0, 5.0])).tolist() == [0, 0]
    assert count_quantile(0.95, 0.0) == 0


def test_means_and_dispersions_go_point_by_point():
    means, dispersions = np.array([2.0, 2.0, 9.0]), np.array([1.0, 3.0, 3.0])
    one_by_one = [float(count_cdf(4, m, d)) for m, d in zip(means, dispersions, strict=True)]
    assert count_cdf(4, means, dispersions).tolist() == pytest.approx(one_by_one, rel=1e-12)


MIXTURES = {
    "one mean": (10.0, 1.0),
    "rare": (0.03, 1.0),
    "two means far apart": (np.array([5.0, 500.0]), 1.0),
    "scattered": (np.array([8.0, 11.0, 14.0]), 4.0),
    "most nothing": (np.array([0.0, 0.0, 40.0]), 1.0),
}


@pytest.mark.parametrize(("means", "dispersion"), MIXTURES.values(), ids=MIXTURES)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_quantile_is_the_first_count_that_is_enough(means, dispersion, share):
    k = 0
    while np.mean(count_cdf(k, means, dispersion)) < share:  # a walk, where the search halves
        k += 1
    assert count_quantile(share, means, dispersion) == k


def test_a_quantile_of_a_thousand_million_is_found():
    """Normal there: 1e9 ± 1.645·√1e9 to a part in √1e9."""
    assert count_quantile(0.95, 1e9) == pytest.approx(1e9 + 1.6449 * 1e4**0.5 * 1e2 * 10**0.5, abs=100)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(InputError, match="probability"):
        count_quantile(share, 10.0)


SCORES = {
    "inside: the width": (8, 16, 12, 8),
    "on the lower end": (8, 16, 8, 8),
    "on the upper end": (8, 16, 16, 8),
    "one below": (8, 16, 7, 8 + 20),
    "two above": (8, 16, 18, 8 + 40),
    "no width and right": (5, 5, 5, 0),
    "no width and wrong by a half": (5, 5, 5.5, 10),
}


@pytest.mark.parametrize(("low", "high", "seen", "expected"), SCORES.values(), ids=SCORES)
def test_a_range_costs_its_width_and_twenty_times_what_it_missed_by(low, high, seen, expected):
    """Gneiting and Raftery 2007, equation 43, with alpha 0.10."""
    assert interval_score(low, high, seen) == pytest.approx(expected)


def test_the_true_range_scores_best_in_the_long_run():
    """Proper: over what comes, no other range of a standard normal scores lower than the one from −1.645 to 1.645."""
    from scipy.special import ndtri

    comes = ndtri((np.arange(4001) + 0.5) / 4001)

    def long_run(low, high):
        return np.mean([interval_score(low, high, seen) for seen in comes])

    best = long_run(-1.645, 1.645)
    for low, high in ((-1.3, 1.3), (-2.1, 2.1), (-1.2, 2.1), (-2.1, 1.2)):
        assert long_run(low, high) > best


@pytest.mark.parametrize(("low", "high", "alpha"), [(2, 1, 0.1), (1, 2, 0), (1, 2, 1)])
def test_a_range_the_wrong_way_round_and_an_alpha_that_is_none_are_refused(low, high, alpha):
    with pytest.raises(InputError):
        interval_score(low, high, 1.5, alpha)
