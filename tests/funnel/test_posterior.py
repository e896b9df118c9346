"""What the counts leave possible: against the exact inverse, against people simulated, and against the truth it claims."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc, betaincc, betaincinv, betaln, gammaincinv, gammaln, xlog1py, xlogy

from diagnostics.funnel.points import SIZE, levels
from diagnostics.funnel.posterior import FENCE, RARE, beta_quantiles, count_quantiles, rate_quantiles, spread

law = settings(derandomize=True, deadline=None, database=None, max_examples=150)

FEW = 509
SIZES = [FEW, SIZE]
DIGITS = 1e-8  # the relative error that the module promises


def at(quantiles, u):
    """The quantile at a probability, from those at the levels."""
    return np.interp(u, levels(len(quantiles)), quantiles)


# --- against the exact inverse

RATES = [  # hits, trials, exposure
    pytest.param(0, 40, 1, id="none of 40"),
    pytest.param(1, 40, 1, id="one of 40"),
    pytest.param(39, 40, 1, id="all but one of 40"),
    pytest.param(40, 40, 1, id="all of 40"),
    pytest.param(0, 1, 1, id="none of one"),
    pytest.param(1, 1, 1, id="one of one"),
    pytest.param(0, 0, 1, id="nothing seen: the prior itself"),
    pytest.param(3.7, 20.2, 1, id="counts that are not whole"),
    pytest.param(10**9 // 2, 10**9, 1, id="half of a billion"),
    pytest.param(0, 10**9, 1, id="none of a billion"),
    pytest.param(1, 10**9, 1, id="one of a billion"),
    pytest.param(10**9, 10**9, 1, id="all of a billion"),
    pytest.param(8, 100, 0.4, id="8 of 100 at 40 % of their time: hardly cut"),
    pytest.param(40, 100, 0.4, id="as many as there could be: cut in the middle"),
    pytest.param(60, 100, 0.4, id="more than there could be: cut far out"),
    pytest.param(100, 100, 0.4, id="all, at 40 % of their time"),
    pytest.param(0, 100, 0.4, id="none, at 40 % of their time"),
    pytest.param(0, 0, 0.4, id="the prior cut"),
    pytest.param(1, 1, 1e-6, id="one of one, hardly any time"),
    pytest.param(0, 10, 1e-6, id="none of ten, hardly any time"),
    pytest.param(100, 100, 0.01, id="all, at 1 % of their time"),
    pytest.param(499_000, 1_000_000, 0.499, id="a million cut at its mean"),
    pytest.param(17, 310, 1 - 1e-9, id="cut just below 1"),
]


def exact(a, b, n, top=1.0):
    mass = betainc(a, b, top) if top < 1 else 1.0
    return np.minimum(betaincinv(a, b, levels(n) * mass) / top, 1.0)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize(("hits", "trials", "exposure"), RATES)
def test_a_rate_has_the_exact_quantile_at_every_level(hits, trials, exposure, n):
    q = rate_quantiles(hits, trials, n, exposure)
    assert q.shape == (n,)
    np.testing.assert_allclose(q, exact(hits + 0.5, trials - hits + 0.5, n, exposure), rtol=DIGITS)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(1e-9, 1e-9, id="no strength at all"),
        pytest.param(0.001, 0.01, id="tiny"),
        pytest.param(0.01, 3.0, id="tiny against some"),
        pytest.param(0.299, 0.299, id="just below where interpolation begins"),
        pytest.param(0.3, 0.3, id="where interpolation begins"),
        pytest.param(0.31, 0.31, id="just above where interpolation begins"),
        pytest.param(0.45, 0.45, id="weaker than Jeffreys"),
        pytest.param(6.0, 24.0, id="a par of 20 % worth 30 observations"),
        pytest.param(2e8, 8e8, id="a par of 20 % worth a billion"),
    ],
)
def test_a_par_of_any_strength_has_the_exact_quantile_at_every_level(a, b, n):
    np.testing.assert_allclose(beta_quantiles(a, b, n), exact(a, b, n), rtol=DIGITS, atol=1e-300)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("exposure", [0.03, 1, 12])
@pytest.mark.parametrize("count", [0, 0.5, 1, 2, 17, 310, 1e4, 1e6, 1e9])
def test_a_volume_has_the_exact_quantile_at_every_level(count, exposure, n):
    expected = gammaincinv(count + 0.5, levels(n)) / exposure
    np.testing.assert_allclose(count_quantiles(count, exposure, n), expected, rtol=DIGITS)


@pytest.mark.parametrize(
    ("hits", "exposure"),
    [
        pytest.param(100, 0.01, id="100 of 100 at 1 %"),
        pytest.param(140, 0.01, id="140 of 140 at 1 %"),
        pytest.param(46, 1e-6, id="46 of 46 at 1e-6"),
    ],
)
def test_where_all_hit_almost_at_once_the_share_has_the_quantiles_of_a_power(hits, exposure):
    # Cut at a small G, Beta(a, ½) is p^(a−1) to within G: the quantile of the share at u is u^(1/a).
    q = rate_quantiles(hits, hits, SIZE, exposure)
    np.testing.assert_allclose(q, levels(SIZE) ** (1 / (hits + 0.5)), rtol=2 * exposure / hits + 1e-8)


# --- against the forward integral, where the exact inverse itself is wrong


def relative_error(a, b, q):
    """How far each quantile is from the one whose probability is its level, as a share of it: one step of Newton's."""
    u = levels(len(q))
    missed = np.where(u < 0.5, betainc(a, b, q) - u, (1 - u) - betaincc(a, b, q))
    density = np.exp(xlogy(a - 1, q) + xlog1py(b - 1, -q) - betaln(a, b))
    return np.abs(missed / density / q)


SHAPES = [
    pytest.param(FENCE, 1e9, id="a thousand of a billion"),
    pytest.param(FENCE, 4_789_966.0, id="a thousand of five million"),
    pytest.param(FENCE, FENCE, id="a thousand each way"),
    pytest.param(FENCE, 30.0, id="a thousand, and thirty misses"),
    pytest.param(86_419.0, FENCE, id="86,419 and a thousand misses"),
    pytest.param(1e6, FENCE, id="a million and a thousand misses"),
    pytest.param(0.5, 1e6, id="none of a million"),
    pytest.param(6.0, 1e9, id="six of a billion"),
    pytest.param(20.5, 20.5 / RARE * 0.99, id="just not rare"),
    pytest.param(20.5, 20.5 / RARE * 1.01, id="just rare"),
    pytest.param(2e4 + 0.5, 1e9, id="2 in 100,000 of a billion"),
    pytest.param(1000.5, 1e9, id="rare, of a billion"),
]


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize(("a", "b"), SHAPES)
def test_where_the_inverse_cannot_be_trusted_the_integral_up_to_each_quantile_is_its_level(a, b, n):
    assert relative_error(a, b, beta_quantiles(a, b, n)).max() < DIGITS


@pytest.mark.parametrize("b", [1e9, 4_789_966.0, 86_419.0, 30.0])
def test_at_a_thousand_hits_the_quantiles_are_between_those_beside_it(b):
    below, at_it, above = (beta_quantiles(FENCE + by, b, FEW) for by in (-0.5, 0, 0.5))
    assert (below < at_it).all() and (at_it < above).all()


# --- against people simulated


@pytest.mark.parametrize(
    ("hits", "trials", "exposure"),
    [
        pytest.param(0, 10, 0.4, id="none of ten, cut at 40 %"),
        pytest.param(3, 20, 0.4, id="three of 20, cut at 40 %"),
        pytest.param(10, 20, 0.4, id="ten of 20, more than 40 % could give"),
        pytest.param(3, 20, 1, id="three of 20, not cut"),
    ],
)
def test_a_rate_is_what_is_left_of_the_prior_when_worlds_with_other_counts_are_thrown_away(hits, trials, exposure):
    chance = np.random.default_rng(20240601)
    seen_by_now = chance.beta(0.5, 0.5, 1_500_000)  # c·G in each world
    seen_by_now = seen_by_now[seen_by_now < exposure]
    share = seen_by_now[chance.binomial(trials, seen_by_now) == hits] / exposure
    assert len(share) > 8000
    q = rate_quantiles(hits, trials, SIZE, exposure)
    for u in (0.05, 0.25, 0.5, 0.75, 0.95):
        four_errors = 4 * np.sqrt(u * (1 - u) / len(share))
        assert np.mean(share < at(q, u)) == pytest.approx(u, abs=four_errors)


# --- published and golden


@pytest.mark.parametrize(
    ("quantiles", "below"),
    [  # golden case "small counts": against a par of 15 % known exactly
        pytest.param(rate_quantiles(4, 40, SIZE), 0.81, id="4 of 40, Jeffreys: leans, not is"),
        pytest.param(beta_quantiles(5, 37, SIZE), 0.76, id="4 of 40, uniform prior"),
        pytest.param(rate_quantiles(40, 400, SIZE), 0.998, id="40 of 400, Jeffreys: is"),
    ],
)
def test_how_sure_it_is_that_ten_percent_is_below_fifteen_depends_on_the_counts(quantiles, below):
    half_a_digit = 0.005 if below < 0.99 else 0.0005
    assert np.mean(quantiles < 0.15) == pytest.approx(below, abs=half_a_digit + 1 / SIZE)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [  # 95 % Jeffreys limits that R's qbeta gives, as recorded in the tests of the R package cards (proportion_ci.md)
        pytest.param(5, 10, 0.2235287, 0.7764713, id="5 of 10"),
        pytest.param(32, 32, 0.9250722, None, id="32 of 32"),
        pytest.param(0, 32, None, 0.07492776, id="none of 32"),
    ],
)
def test_the_95_percent_limits_are_those_of_other_software(hits, trials, low, high):
    q = rate_quantiles(hits, trials, n=20)  # its outer levels are 2.5 % and 97.5 %
    for ours, theirs in ((q[0], low), (q[-1], high)):
        assert theirs is None or ours == pytest.approx(theirs, abs=5e-8)


# --- laws

COUNTS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)


@law
@given(COUNTS, st.floats(1e-3, 1), st.sampled_from(SIZES))
def test_a_share_never_falls_with_the_level_and_never_leaves_0_to_1(counts, exposure, n):
    q = rate_quantiles(*counts, n, exposure)
    assert (np.diff(q) >= 0).all() and q[0] >= 0 and q[-1] <= 1


@law
@given(st.floats(1e-6, 1e9), st.floats(0, 1), st.sampled_from(SIZES))
def test_a_par_of_any_strength_never_falls_and_never_leaves_0_to_1(strength, value, n):
    value = min(max(value, 1e-6), 1 - 1e-6)
    q = beta_quantiles(value * strength, (1 - value) * strength, n)
    assert (np.diff(q) >= -1e-15).all() and q[0] >= 0 and q[-1] <= 1  # where a and b are tiny, to the last bit only


@law
@given(st.floats(0, 1e9), st.floats(0.01, 1200), st.sampled_from(SIZES))
def test_a_volume_rises_with_the_level_and_scales_with_the_time_it_was_seen_in(count, months, n):
    q = count_quantiles(count, months, n)
    assert (np.diff(q) > 0).all() and q[0] > 0
    np.testing.assert_allclose(q * months, count_quantiles(count, 1.0, n), rtol=1e-12)


@law
@given(COUNTS)
def test_misses_mirror_hits(counts):
    hits, trials = counts
    mirrored = 1 - rate_quantiles(trials - hits, trials, SIZE)[::-1]
    np.testing.assert_allclose(rate_quantiles(hits, trials, SIZE), mirrored, atol=1e-9)


@law
@given(st.integers(0, 60), st.integers(61, 80), st.floats(0.05, 1))
def test_one_hit_more_raises_and_more_time_gone_by_lowers_the_share_at_every_level(hits, trials, exposure):
    q = rate_quantiles(hits, trials, FEW, exposure)
    assert (rate_quantiles(hits + 1, trials, FEW, exposure) >= q - 1e-9).all()
    assert (rate_quantiles(hits, trials, FEW, min(1.0, exposure * 1.1)) <= q + 1e-9).all()


@pytest.mark.parametrize("exposure", [1, 0.4])
def test_a_hundred_times_the_counts_leave_a_tenth_of_the_spread(exposure):
    widths = [
        np.subtract(*at(rate_quantiles(8 * k, 100 * k, SIZE, exposure), [0.95, 0.05])) for k in (1, 10, 100, 10_000)
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] / widths[2] == pytest.approx(10, rel=0.05)
    assert widths[2] / widths[3] == pytest.approx(10, rel=0.01)


def test_a_hundred_times_the_months_leave_a_tenth_of_the_spread_of_a_volume():
    widths = [np.subtract(*at(count_quantiles(310 * k, k, SIZE), [0.95, 0.05])) for k in (1, 100)]
    assert widths[0] / widths[1] == pytest.approx(10, rel=0.01)


def test_laid_out_over_the_points_the_quantiles_are_the_same_ones_in_another_order():
    q = rate_quantiles(4, 40, SIZE)
    first, second = spread(q, 1), spread(q, 2)
    assert (np.sort(first) == q).all() and (np.sort(second) == q).all()
    assert (first != second).mean() > 0.9


# --- against the truth it claims: how often the 90 % interval holds it, every count summed and none drawn


def coverage(low, high, truth, log_chance):
    """Chance that ``low..high`` of the count that comes holds the truth, for each truth; counts run along axis 1."""
    held = (low <= truth[:, None]) & (truth[:, None] <= high)
    return (np.exp(log_chance) * held).sum(axis=1)


def binomial(trials, chance):
    k = np.arange(trials + 1)
    ways = gammaln(trials + 1) - gammaln(k + 1) - gammaln(trials - k + 1)
    return ways + xlogy(k, chance[:, None]) + xlog1py(trials - k, -chance[:, None])


def rate_limits(trials, exposure=1.0):
    return np.array([at(rate_quantiles(k, trials, SIZE, exposure), [0.05, 0.95]) for k in range(trials + 1)]).T


@pytest.mark.parametrize("trials", [10, 40, 200])
def test_the_90_percent_interval_of_a_rate_holds_nine_true_rates_in_ten(trials):
    truth = (np.arange(2000) + 0.5) / 2000
    covered = coverage(*rate_limits(trials), truth, binomial(trials, truth))
    assert covered.mean() == pytest.approx(0.90, abs=0.01)


@pytest.mark.parametrize(("trials", "exposure"), [(10, 1), (40, 1), (10, 0.4), (40, 0.4), (40, 0.05)])
def test_over_the_rates_its_prior_expects_the_90_percent_interval_holds_exactly_nine_in_ten(trials, exposure):
    # Jeffreys' prior is even in the angle: chance = sin²θ, θ from 0 to where the chance is the exposure.
    angle = (np.arange(4000) + 0.5) / 4000 * np.arcsin(np.sqrt(exposure))
    chance = np.sin(angle) ** 2
    covered = coverage(*rate_limits(trials, exposure), chance / exposure, binomial(trials, chance))
    assert covered.mean() == pytest.approx(0.90, abs=0.002)


@pytest.mark.parametrize("months", [1, 3])
def test_the_90_percent_interval_of_a_volume_holds_nine_true_volumes_in_ten(months):
    truth = np.linspace(1, 50, 2000) / months  # 1 to 50 expected events
    k = np.arange(200)
    low, high = np.array([at(count_quantiles(n, months, SIZE), [0.05, 0.95]) for n in k]).T
    expected = truth * months
    covered = coverage(low, high, truth, xlogy(k, expected[:, None]) - expected[:, None] - gammaln(k + 1))
    assert covered.mean() == pytest.approx(0.90, abs=0.01)
