"""Quantiles of a share and of a volume near a target, against a plain sum over a fine grid and against exact cases."""

import numpy as np
import pytest
from scipy.special import betaln, expit, gammainc, gammaln, logit
from scipy.stats import norm

from diagnostics.funnel.near_target import Seen, normal_nodes, share_near, share_of_counts, volume_near
from diagnostics.funnel.points import levels
from diagnostics.funnel.posterior import rate_quantiles

N = 2039

SHARES = {
    # hits, trials, target, deviation of the target
    "4 of 40": (4, 40, 0.15, 0.0),
    "none of 10": (0, 10, 0.15, 0.0),
    "all of 10": (10, 10, 0.1, 0.0),
    "none of 100,000": (0, 100_000, 0.15, 0.0),
    "200,000 of a million": (200_000, 1_000_000, 0.15, 0.0),
    "2 of 10 against 99 %, two peaks": (2, 10, 0.99, 0.0),
    "3 of 5 against a vague 2 %": (3, 5, 0.02, 2.0),
    "nothing seen": (0, 0, 0.2, 0.0),
}


def log_prior(away, t, deviation=0.0):
    """Nine in ten businesses within 0.918 of the distance ``t``, the others within 2.5 of it, both Normal."""
    narrow, wide = (np.hypot(a * t, deviation) for a in (0.918, 2.5))
    return np.log(0.9 * norm.pdf(away, scale=narrow) + 0.1 * norm.pdf(away, scale=wide) + 1e-300)


def by_grid(log_density, low, high, points=400_001):
    """Quantiles at the fixed levels by adding up a density on a fine grid."""
    x = np.linspace(low, high, points)
    log_p = log_density(x)
    below = np.cumsum(np.exp(log_p - log_p.max()))
    return np.interp(levels(N), below / below[-1], x)


@pytest.mark.parametrize("t", [0.6, 0.36])
@pytest.mark.parametrize(("hits", "trials", "target", "deviation"), SHARES.values(), ids=SHARES)
def test_a_share_is_that_of_a_plain_sum(hits, trials, target, deviation, t):
    middle = float(logit(target))

    def log_density(z):
        return -hits * np.logaddexp(0, -z) - (trials - hits) * np.logaddexp(0, z) + log_prior(z - middle, t, deviation)

    found = share_near([Seen(hits, trials)], middle, t, deviation, N)
    spread = float(found.std())
    right = by_grid(log_density, found[0] - 8 * spread, found[-1] + 8 * spread)
    assert np.abs(found - right).max() < 0.002 * spread + 1e-5


@pytest.mark.parametrize(
    ("hits", "trials", "exposure"), [(0, 10, 1.0), (8, 100, 0.4), (10, 10, 1.0), (9, 10, 0.8), (5, 1e6, 1.0)]
)
def test_without_a_target_it_is_jeffreys_posterior(hits, trials, exposure):
    found = expit(share_of_counts([Seen(hits, trials, exposure)], N))
    right = rate_quantiles(hits, trials, N, exposure)
    assert np.allclose(found, right, rtol=0.003, atol=0.001)


def test_ways_with_other_numbers_of_trials_are_weighed_by_how_well_they_explain_the_hits():
    """Ten hits of 20 trials, or of 100; at a share that is known to be a tenth the second explains them far better.

    By Bayes: C(20, 10) 0.1^10 0.9^10 = 6.4e-6 against C(100, 10) 0.1^10 0.9^90 = 0.132.
    """
    ways = [Seen(10, 20, weight=0.5), Seen(10, 100, weight=0.5)]
    found = share_near(ways, float(logit(0.1)), 0.6, 2.0, N)

    def log_density(z):
        each = [
            gammaln(w.trials + 1)
            - gammaln(w.trials - w.hits + 1)
            - w.hits * np.logaddexp(0, -z)
            - (w.trials - w.hits) * np.logaddexp(0, z)
            for w in ways
        ]
        return np.logaddexp(*each) + log_prior(z - logit(0.1), 0.6, 2.0)

    right = by_grid(log_density, -12, 12)
    assert np.abs(found - right).max() < 0.01
    known = share_near(ways, float(logit(0.1)), 1e-3, 0, N)
    assert expit(known).mean() == pytest.approx(0.1, abs=0.001)


def test_a_way_without_weight_changes_nothing():
    one = share_near([Seen(4, 40, 0.5)], -1.7, 0.6, 0, N)
    two = share_near([Seen(4, 40, 0.5, 1.0), Seen(4, 40, 0.9, 1e-300)], -1.7, 0.6, 0, N)
    assert np.allclose(one, two, atol=1e-4)


def test_a_volume_far_from_any_target_is_that_of_its_counts():
    """With a prior as wide as that, flat on the log, the posterior is Gamma(count)."""
    found = np.exp(volume_near(40, 2, np.log(20), 1.0, 10.0, N))
    assert np.allclose(gammainc(40, 2 * found), levels(N), atol=1e-3)


@pytest.mark.parametrize("count", [0, 3, 8, 40, 4_000])
def test_a_volume_is_that_of_a_plain_sum(count):
    found = volume_near(count, 1.5, np.log(50), 0.5, 0, N)
    right = by_grid(
        lambda x: count * x - 1.5 * np.exp(x) + log_prior(x - np.log(50), 0.5),
        found.mean() - 12 * found.std(),
        found.mean() + 12 * found.std(),
    )
    assert np.abs(found - right).max() < 0.002 * found.std() + 1e-5


def test_many_ways_with_many_counts_leave_one_peak():
    """With seven nodes of Gauss and Hermite the density has seven; evenly spaced nodes stay close enough together."""
    nodes = [Seen(500, 5_000, min(1.0, 0.4 * np.exp(0.25 * x)), w) for x, w in normal_nodes()]
    found = share_near(nodes, float(logit(0.2)), 0.6, 0, N)
    density = np.diff(levels(N)[100:-100:40]) / np.diff(found[100:-100:40])
    rising = np.sign(np.diff(density))
    assert np.count_nonzero(np.diff(rising[rising != 0])) <= 1


def test_it_moves_smoothly_with_a_number_that_is_moved():
    hits = np.linspace(4, 5, 21)
    medians = [float(share_near([Seen(h, 40, 0.7)], -1.7, 0.6, 0, N)[N // 2]) for h in hits]
    steps = np.diff(medians)
    assert (steps > 0).all()
    assert np.abs(np.diff(steps)).max() < 0.02 * steps.mean() + 1e-6


def test_more_hits_are_a_higher_share_and_more_trials_a_surer_one():
    few, more, many = (share_near([Seen(h, n)], -1.7, 0.6, 0, N) for h, n in ((4, 40), (8, 40), (80, 400)))
    assert (more > few).all()
    assert many.std() < more.std()


def test_the_beta_function_is_what_the_coefficient_is_made_of():
    assert gammaln(101) - gammaln(91) - gammaln(11) == pytest.approx(-betaln(91, 11) - np.log(101))
