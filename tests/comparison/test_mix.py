"""Mix and rate: golden cases, Das Gupta's formula as a slow oracle, laws, and how often the interval holds the truth."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.comparison.mix import mix_and_rate

law = settings(derandomize=True, deadline=None, database=None, max_examples=60)

NINETY = 1.6448536269514722  # half the width of a 90% interval, in standard errors


def das_gupta(n0, h0, n1, h1):
    """Each part: what the total rate moves by when it is switched, averaged over both orders of switching, in fractions."""
    shares = [[Fraction(n, sum(period)) for n in period] for period in (n0, n1)]
    rates = [[Fraction(h, n) for h, n in zip(*period, strict=True)] for period in ((h0, n0), (h1, n1))]

    def total(segment, at):
        return shares[at["mix"]][segment] * rates[at["rate"]][segment]

    parts = {"mix": [], "rate": []}
    for segment in range(len(n0)):
        moved = dict.fromkeys(parts, Fraction(0))
        for order in permutations(parts):
            at = {"mix": 0, "rate": 0}
            for part in order:
                was = total(segment, at)
                at[part] = 1
                moved[part] += (total(segment, at) - was) / 2
        for part, value in moved.items():
            parts[part].append(value)
    return parts


SEGMENT = st.integers(1, 500).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
PERIODS = st.lists(st.tuples(SEGMENT, SEGMENT), min_size=1, max_size=6).map(
    lambda rows: [[row[p][i] for row in rows] for p in (0, 1) for i in (0, 1)]
)
MAYBE_EMPTY = st.one_of(st.just((0, 0)), SEGMENT)
COMING_AND_GOING = (
    st.lists(st.tuples(MAYBE_EMPTY, MAYBE_EMPTY), min_size=1, max_size=6)
    .map(lambda rows: [[row[p][i] for row in rows] for p in (0, 1) for i in (0, 1)])
    .filter(lambda p: sum(p[0]) and sum(p[2]))
)

GOLDEN = {  # trials and hits before, trials and hits after; rates before and after; mix and rate in points
    "mix shift": (([100, 100], [40, 10], [100, 400], [44, 44]), 25, 17.6, -9.45, 2.05),
    "mirror": (([100, 400], [44, 44], [300, 200], [120, 18]), 17.6, 27.6, 12.8, -2.8),
}


@pytest.mark.parametrize(("periods", "before", "after", "mix", "rate"), GOLDEN.values(), ids=GOLDEN)
def test_the_total_moves_one_way_and_the_rates_the_other(periods, before, after, mix, rate):
    n0, h0, n1, h1 = periods
    assert 100 * sum(h0) / sum(n0) == pytest.approx(before)
    assert 100 * sum(h1) / sum(n1) == pytest.approx(after)  # the tempting reading: sales fell, sales rose
    split = mix_and_rate(*periods)
    assert 100 * split.mix.sum() == pytest.approx(mix)
    assert 100 * split.rate.sum() == pytest.approx(rate)


@law
@given(PERIODS)
def test_each_segment_has_the_parts_that_das_gupta_gives_it(periods):
    split, slow = mix_and_rate(*periods), das_gupta(*periods)
    np.testing.assert_allclose(split.mix, [float(v) for v in slow["mix"]], atol=1e-12)
    np.testing.assert_allclose(split.rate, [float(v) for v in slow["rate"]], atol=1e-12)


@law
@given(COMING_AND_GOING)
def test_mix_and_rate_add_up_to_the_change(periods):
    n0, h0, n1, h1 = periods
    split = mix_and_rate(*periods)
    assert split.mix.sum() + split.rate.sum() == pytest.approx(sum(h1) / sum(n1) - sum(h0) / sum(n0), abs=1e-12)


@law
@given(COMING_AND_GOING)
def test_looking_back_is_looking_ahead_with_the_sign_turned(periods):
    n0, h0, n1, h1 = periods
    ahead, back = mix_and_rate(n0, h0, n1, h1), mix_and_rate(n1, h1, n0, h0)
    np.testing.assert_allclose(back.mix, -ahead.mix, atol=1e-15)
    np.testing.assert_allclose(back.rate, -ahead.rate, atol=1e-15)
    assert (back.mix_error, back.rate_error) == pytest.approx((ahead.mix_error, ahead.rate_error))


@law
@given(PERIODS, st.randoms(use_true_random=False))
def test_neither_the_order_of_segments_nor_an_empty_one_matters(periods, chance):
    split = mix_and_rate(*periods)
    order = chance.sample(range(len(periods[0])), len(periods[0]))
    other = mix_and_rate(*[[column[i] for i in order] + [0] for column in periods])
    np.testing.assert_allclose(other.mix, [*split.mix[order], 0], atol=1e-12)
    np.testing.assert_allclose(other.rate, [*split.rate[order], 0], atol=1e-12)
    assert (other.mix_error, other.rate_error) == pytest.approx((split.mix_error, split.rate_error))


@law
@given(PERIODS, st.integers(2, 20))
def test_equal_shares_leave_no_mix_and_equal_rates_no_rate(periods, k):
    n0, h0, n1, _ = periods
    same_shares = mix_and_rate(n0, h0, [k * n for n in n0], [k * h // 2 for h in h0])
    np.testing.assert_allclose(same_shares.mix, 0, atol=1e-12)
    same_rates = mix_and_rate(n0, h0, [n * m for n, m in zip(n0, n1, strict=True)], np.multiply(h0, n1))
    np.testing.assert_allclose(same_rates.rate, 0, atol=1e-12)


def test_segments_that_are_all_alike_leave_the_mix_in_no_doubt():
    """Three equal segments: whichever of them come, the rate is the same. Rounding must not make the variance negative."""
    split = mix_and_rate([27] * 3, [1] * 3, [9] * 3, [0] * 3)
    assert split.mix_error == pytest.approx(0, abs=1e-9)
    assert split.rate_error > 0


@law
@given(PERIODS)
def test_one_segment_has_no_mix_to_change(periods):
    n0, h0, n1, h1 = ([sum(column)] for column in periods)
    split = mix_and_rate(n0, h0, n1, h1)
    assert split.mix.tolist() == [0] and split.mix_error == 0
    assert split.rate[0] == pytest.approx(h1[0] / n1[0] - h0[0] / n0[0])


def test_a_segment_that_came_or_went_is_mix_alone():
    came = mix_and_rate([100, 0], [20, 0], [100, 100], [20, 60])
    assert came.rate.tolist() == [0, 0]
    assert came.mix == pytest.approx([-0.5 * 0.2, 0.5 * 0.6])
    went = mix_and_rate([100, 100], [20, 60], [100, 0], [20, 0])
    assert went.mix == pytest.approx(-came.mix)
    assert went.rate.tolist() == [0, 0]


@law
@given(COMING_AND_GOING, st.floats(1, 30))
def test_a_dispersion_widens_by_its_root_and_moves_nothing(periods, phi):
    plain, wide = mix_and_rate(*periods), mix_and_rate(*periods, dispersion=phi)
    assert wide.mix.tolist() == plain.mix.tolist() and wide.rate.tolist() == plain.rate.tolist()
    assert wide.mix_error == pytest.approx(plain.mix_error * phi**0.5)
    assert wide.rate_error == pytest.approx(plain.rate_error * phi**0.5)


@law
@given(PERIODS)
def test_a_hundred_times_the_counts_leave_a_tenth_of_the_error(periods):
    n0, h0, n1, h1 = (np.array(column) for column in periods)
    periods = n0, (h0 + n0) / 3, n1, (h1 + n1) / 3  # rates away from 0 and 1, where the prior has its say
    ten, thousand = (mix_and_rate(*(k * column for column in periods)) for k in (10**2, 10**4))
    assert ten.rate_error == pytest.approx(10 * thousand.rate_error, rel=0.05)
    assert ten.mix_error == pytest.approx(10 * thousand.mix_error, rel=0.05, abs=1e-9)


# --- planted truth: shares and rates of each segment are known, leads and sales are drawn

PLANTED = {  # shares and rates before, after; leads a period
    "both moved": ([0.5, 0.3, 0.2], [0.4, 0.1, 0.2], [0.3, 0.3, 0.4], [0.35, 0.15, 0.2], 600),
    "only the mix moved": ([0.6, 0.4], [0.4, 0.1], [0.3, 0.7], [0.4, 0.1], 300),
    "nothing moved": ([0.5, 0.3, 0.2], [0.3, 0.1, 0.2], [0.5, 0.3, 0.2], [0.3, 0.1, 0.2], 250),
    "a segment came, and few leads with it": ([0.7, 0.3, 0.0], [0.3, 0.1, 0.2], [0.5, 0.2, 0.3], [0.3, 0.1, 0.2], 120),
    "one went and another came": ([0.5, 0.5, 0.0], [0.3, 0.1, 0.2], [0.5, 0.0, 0.5], [0.3, 0.1, 0.2], 200),
}


@pytest.mark.parametrize(("s0", "r0", "s1", "r1", "leads"), PLANTED.values(), ids=PLANTED)
def test_nine_intervals_in_ten_hold_the_planted_mix_and_rate(s0, r0, s1, r1, leads):
    """Where nothing moved at all the mix's is a little wide (92%): the change of the shares is then nothing but chance."""
    rng, worlds = np.random.default_rng(1955), 3000
    s0, r0, s1, r1 = map(np.array, (s0, r0, s1, r1))
    there = (s0 > 0) & (s1 > 0)
    middle = np.where(there, (r0 + r1) / 2, np.where(s0 > 0, r0, r1))
    mix, rate = ((s1 - s0) * middle).sum(), np.where(there, (r1 - r0) * (s0 + s1) / 2, 0).sum()
    held = np.zeros(2)
    for _ in range(worlds):
        n0, n1 = rng.multinomial(leads, s0), rng.multinomial(leads, s1)
        split = mix_and_rate(n0, rng.binomial(n0, r0), n1, rng.binomial(n1, r1))
        held += (
            abs(split.mix.sum() - mix) <= NINETY * split.mix_error,
            (abs(split.rate.sum() - rate) <= NINETY * split.rate_error),
        )
    held /= worlds
    assert (held >= 0.88).all() and (held <= 0.93).all(), held
