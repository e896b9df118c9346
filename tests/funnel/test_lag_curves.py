"""Lag curves: against areas added up slowly, against leads followed one by one, and what they refuse."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.funnel.lag import DAYS_PER_MONTH, Shift, Spread, Steps, effective_leads, lag_weights, lagged_leads

law = settings(derandomize=True, deadline=None, database=None, max_examples=60)

M = 30.4375  # 365¼ days in twelve months


@st.composite
def curves(draw):
    """Any of the three kinds, with a scale of hours to years."""
    days = draw(st.floats(0.1, 1500))
    kind = draw(st.sampled_from(["spread", "shift", "steps"]))
    if kind == "steps":
        n = draw(st.integers(1, 6))
        ages = sorted(set(draw(st.lists(st.integers(0, 900), min_size=n, max_size=n))))
        shares = sorted(draw(st.lists(st.floats(0, 1), min_size=len(ages) - 1, max_size=len(ages) - 1)))
        return Steps(tuple(map(float, ages)), (*shares, 1.0))
    return Spread(days) if kind == "spread" else Shift(days)


# --- one curve


@law
@given(curves(), st.floats(0, 3000), st.floats(0, 3000))
def test_a_curve_starts_at_nothing_never_falls_and_ends_at_all(curve, one, other):
    young, old = sorted((one, other))
    assert curve.by(-1e-9) == 0 and curve.integral(-5) == 0
    assert 0 <= curve.by(young) <= curve.by(old) <= 1
    assert curve.by(1e6) == pytest.approx(1)


@law
@given(curves())
def test_half_of_the_wins_come_by_the_typical_days_and_fewer_before(curve):
    days = curve.typical_days
    assert curve.by(days) >= 0.5 - 1e-12
    assert curve.by(days * (1 - 1e-9) - 1e-9) < 0.5 + 1e-9


@law
@given(curves(), st.floats(0.5, 2000))
def test_the_integral_is_the_area_below_the_curve(curve, age):
    strips = 2000
    area = sum(curve.by((i + 0.5) / strips * age) for i in range(strips)) * age / strips
    assert curve.integral(age) == pytest.approx(area, abs=1.01 * age / strips)  # a step may fall anywhere in its strip


@law
@given(curves(), st.floats(0, 800), st.floats(0, 800))
def test_the_mean_over_even_ages_lies_between_the_youngest_and_the_oldest(curve, one, other):
    young, old = sorted((one, other))
    assert curve.by(young) - 1e-9 <= curve.over(young, old) <= curve.by(old) + 1e-9
    assert curve.over(old, old) == curve.by(old)


TABLE = [  # curve, age, share, area: by hand
    pytest.param(Spread(30), 30, 0.5, 30 - 30 / math.log(2) / 2, id="spread: half at the typical days"),
    pytest.param(Spread(30), 90, 0.875, 90 - 30 / math.log(2) * 0.875, id="spread: seven eighths after three times"),
    pytest.param(Spread(0), 0, 1, 0, id="spread: at once"),
    pytest.param(Spread(0), 7, 1, 7, id="spread: at once, a week on"),
    pytest.param(Spread(1e9), 1, math.log(2) / 1e9, math.log(2) / 2e9, id="spread: three million years"),
    pytest.param(Shift(60), 59.999, 0, 0, id="shift: just before"),
    pytest.param(Shift(60), 60, 1, 0, id="shift: just then"),
    pytest.param(Shift(60), 61, 1, 1, id="shift: a day after"),
    pytest.param(Shift(0), 0, 1, 0, id="shift: at once"),
    pytest.param(Steps((10, 40), (0.25, 1)), 9.999, 0, 0, id="steps: before the first"),
    pytest.param(Steps((10, 40), (0.25, 1)), 10, 0.25, 0, id="steps: at the first"),
    pytest.param(Steps((10, 40), (0.25, 1)), 40, 1, 7.5, id="steps: at the last"),
    pytest.param(Steps((10, 40), (0.25, 1)), 50, 1, 17.5, id="steps: after the last"),
    pytest.param(Steps((0,), (1,)), 5, 1, 5, id="steps: one, at once"),
]


@pytest.mark.parametrize(("curve", "age", "share", "area"), TABLE)
def test_a_curve_has_the_share_and_the_area_worked_out_by_hand(curve, age, share, area):
    assert curve.by(age) == pytest.approx(share, rel=1e-8)
    assert curve.integral(age) == pytest.approx(area, rel=1e-6)


REFUSED = [
    pytest.param(lambda: Spread(-1), "typical_days: -1 ", id="spread below 0"),
    pytest.param(lambda: Shift(-0.5), "typical_days: -0.5 ", id="shift below 0"),
    pytest.param(lambda: Spread(math.nan), "typical_days: nan ", id="spread not a number"),
    pytest.param(lambda: Shift(math.inf), "typical_days: inf ", id="shift without end"),
    pytest.param(lambda: Steps((), ()), "ages: ", id="no step"),
    pytest.param(lambda: Steps((10, 10), (0.5, 1)), "ages: ", id="two steps at one age"),
    pytest.param(lambda: Steps((20, 10), (0.5, 1)), "ages: ", id="ages that fall"),
    pytest.param(lambda: Steps((-1, 10), (0.5, 1)), "ages: ", id="an age below 0"),
    pytest.param(lambda: Steps((10,), (0.5, 1)), "ages: ", id="more shares than ages"),
    pytest.param(lambda: Steps((10, 20), (0.6, 0.5)), "shares: ", id="shares that fall"),
    pytest.param(lambda: Steps((10, 20), (0.5, 0.9)), "shares: ", id="shares that stop short"),
    pytest.param(lambda: Steps((10, 20), (-0.1, 1)), "shares: ", id="a share below 0"),
]


@pytest.mark.parametrize(("make", "said"), REFUSED)
def test_what_is_no_lag_is_refused_by_name(make, said):
    with pytest.raises(InputError) as refused:
        make()
    assert str(refused.value).startswith(said)
    assert str(refused.value).endswith(refused.value.remedy)


# --- many leads


def test_open_is_not_lost_in_effective_leads():
    """Golden: 100 leads 15 days old, 8 won, 40 % of the wins come by day 15: 8 % tempts, 8 of 40 is right."""
    curve = Steps((15, 90), (0.4, 1))
    assert 8 / 100 == 0.08
    assert 8 / effective_leads([100], [15], curve) == pytest.approx(0.20)


@law
@given(curves(), st.lists(st.tuples(st.integers(0, 500), st.floats(0, 900)), max_size=8))
def test_effective_leads_are_leads_counted_one_by_one(curve, groups):
    one_by_one = math.fsum(curve.by(age) for n, age in groups for _ in range(n))
    got = effective_leads([n for n, _ in groups], [age for _, age in groups], curve)
    assert got == pytest.approx(one_by_one)
    assert got <= sum(n for n, _ in groups) + 1e-9


def test_leads_and_ages_must_be_as_many():
    with pytest.raises(ValueError, match="argument"):
        effective_leads([1, 2], [3], Spread(30))


FOLLOWED = {
    "half of them within 20 days": (Spread(20), lambda rng, n: rng.exponential(20 / math.log(2), n)),
    "half of them within a quarter": (Spread(91), lambda rng, n: rng.exponential(91 / math.log(2), n)),
    "all after 45 days": (Shift(45), lambda rng, n: np.full(n, 45.0)),
    "all at once": (Shift(0), lambda rng, n: np.zeros(n)),
    "a quarter by day 10, the rest by day 100": (
        Steps((10, 100), (0.25, 1)),
        lambda rng, n: np.where(rng.random(n) < 0.25, 10.0, 100.0),
    ),
}


@pytest.mark.parametrize(("curve", "lags"), FOLLOWED.values(), ids=FOLLOWED)
def test_the_weights_are_the_months_in_which_leads_that_are_followed_buy(curve, lags):
    rng, n = np.random.default_rng(5), 400_000
    bought = (rng.random(n) * M + lags(rng, n)) // M
    shares = np.array([(bought == k).mean() for k in range(8)])
    np.testing.assert_allclose(lag_weights(curve, 8), shares, atol=4 * 0.5 / math.sqrt(n))


@law
@given(curves(), st.integers(1, 60))
def test_weights_are_shares_that_more_months_do_not_change(curve, months):
    weights = lag_weights(curve, months)
    assert weights.shape == (months,)
    assert (weights >= 0).all() and weights.sum() <= 1 + 1e-9
    np.testing.assert_allclose(lag_weights(curve, months + 3)[:months], weights, atol=1e-12)
    assert lag_weights(curve, 800).sum() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("months", [0, 1, 2, 5])
def test_a_lag_of_whole_months_moves_leads_by_so_many(months):
    weights = lag_weights(Shift(months * DAYS_PER_MONTH), 7)
    np.testing.assert_allclose(weights, np.eye(7)[months], atol=1e-12)


def test_a_lag_of_a_month_and_a_half_falls_half_into_each():
    np.testing.assert_allclose(lag_weights(Shift(1.5 * M), 4), [0, 0.5, 0.5, 0], atol=1e-12)


LEADS = st.lists(st.one_of(st.integers(0, 10**6).map(float), st.just(math.nan)), min_size=1, max_size=30)


@law
@given(LEADS, curves())
def test_lagged_leads_are_the_weighted_known_months_one_by_one(leads, curve):
    weights = lag_weights(curve, len(leads))
    base, covered = lagged_leads(leads, curve)
    for t in range(len(leads)):
        known = [(weights[k], leads[t - k]) for k in range(t + 1) if not math.isnan(leads[t - k])]
        share = math.fsum(w for w, _ in known)
        assert covered[t] == pytest.approx(min(share, 1), abs=1e-9)
        if share > 1e-6:
            assert base[t] == pytest.approx(math.fsum(w * n for w, n in known) / share, rel=1e-6, abs=1e-6)
        elif share == 0:
            assert math.isnan(base[t])


@law
@given(st.integers(1, 10**6), st.integers(1, 40), curves())
def test_where_every_month_has_the_same_leads_so_has_the_denominator(leads, months, curve):
    base, covered = lagged_leads([leads] * months, curve)
    np.testing.assert_allclose(base[covered > 1e-6], leads, rtol=1e-6)
    assert (np.diff(covered) >= -1e-12).all()


def test_a_month_that_was_not_recorded_is_not_a_month_without_leads():
    recorded, _ = lagged_leads([100, 0, 100], Shift(1.5 * M))
    missing, covered = lagged_leads([100, math.nan, 100], Shift(1.5 * M))
    assert recorded[2] == pytest.approx(50)
    assert missing[2] == pytest.approx(100) and covered[2] == pytest.approx(0.5)


def test_no_month_at_all_covers_nothing():
    base, covered = lagged_leads([math.nan, math.nan], Spread(30))
    assert np.isnan(base).all() and (covered == 0).all()


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=40), st.sampled_from([Spread(45), Shift(45), Spread(10)]))
def test_a_month_more_changes_no_digit_of_the_months_before_it_on_any_processor(leads, curve):
    longer, shorter = lagged_leads(leads, curve), lagged_leads(leads[:-1], curve)
    for all_months, fewer in zip(longer, shorter, strict=True):
        np.testing.assert_array_equal(all_months[:-1], fewer)
