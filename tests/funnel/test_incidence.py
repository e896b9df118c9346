"""The share won by an age: golden cases, leads followed one by one, laws, planted truth, and a real file of 9,715 dates."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import betainc

from diagnostics.errors import InputError
from diagnostics.funnel.incidence import aalen_johansen, win_rate_bounds

law = settings(derandomize=True, deadline=None, database=None, max_examples=60)

WON, LOST, OPEN = "won", "lost", "open"


def counted(leads):
    """Counts by age of leads given one by one as (age, outcome)."""
    ages = sorted({age for age, _ in leads})
    n = Counter(leads)
    return aalen_johansen(ages, *([n[age, what] for age in ages] for what in (WON, LOST, OPEN)))


# --- slow oracles, lead by lead


def followed(leads, at):
    """Aalen–Johansen in exact fractions, walking from day to day."""
    still_open, won = Fraction(1), Fraction(0)
    for day in sorted({age for age, _ in leads}):
        if day > at:
            break
        at_risk = [what for age, what in leads if age >= day]
        today = [what for age, what in leads if age == day]
        won += still_open * Fraction(today.count(WON), len(at_risk))
        still_open *= 1 - Fraction(today.count(WON) + today.count(LOST), len(at_risk))
    return won


def kaplan_meier(leads, at, event):
    """One minus Kaplan and Meier, everything but ``event`` censored."""
    left = Fraction(1)
    for day in sorted({age for age, what in leads if what == event and age <= at}):
        at_risk = sum(age >= day for age, _ in leads)
        left *= 1 - Fraction(sum(age == day and what == event for age, what in leads), at_risk)
    return 1 - left


def variance(leads, at):
    """Marubini and Valsecchi's three sums, written out."""
    days = [day for day in sorted({age for age, _ in leads}) if day <= at]
    total = Fraction(0)
    for day in days:
        y = sum(age >= day for age, _ in leads)
        w = sum(age == day and what == WON for age, what in leads)
        d = w + sum(age == day and what == LOST for age, what in leads)
        to_come = followed(leads, at) - followed(leads, day)
        before = 1 - sum(
            followed([(a, WON if x == event else (LOST if x != OPEN else OPEN)) for a, x in leads], day - 1)
            for event in (WON, LOST)
        )
        if y > d:
            total += to_come**2 * Fraction(d, y * (y - d))
        total += before**2 * Fraction(w * (y - w), y**3) - 2 * to_come * before * Fraction(w, y**2)
    return total


LEAD = st.tuples(st.integers(0, 12), st.sampled_from([WON, LOST, OPEN]))
FEW = st.lists(LEAD, min_size=1, max_size=25)


@law
@given(FEW, st.integers(-1, 14))
def test_the_share_won_is_that_of_leads_followed_one_by_one(leads, at):
    assert counted(leads).by(at) == pytest.approx(float(followed(leads, at)), abs=1e-12)


@settings(law, max_examples=40)
@given(st.lists(LEAD, min_size=1, max_size=12), st.integers(0, 13))
def test_the_standard_error_is_the_three_sums_written_out(leads, at):
    seen = counted(leads)
    assume(at >= seen.ages[0])
    error = seen.error[np.searchsorted(seen.ages, at, side="right") - 1]
    assert error**2 == pytest.approx(max(0.0, float(variance(leads, at))), abs=1e-12)


# --- golden

LOST_IS_NOT_OPEN = [(10, LOST)] * 5 + [(20, WON)] * 3 + [(30, OPEN)] * 2


def test_lost_is_not_open():
    """10 leads: 5 lost on day 10, 3 won on day 20, 2 open on day 30."""
    assert kaplan_meier(LOST_IS_NOT_OPEN, 20, WON) == Fraction(60, 100)  # the tempting number: lost as censored
    assert counted(LOST_IS_NOT_OPEN).by(20) == pytest.approx(0.30)
    assert [counted(LOST_IS_NOT_OPEN).by(day) for day in (9.99, 10, 19.99, 30, 1e6)] == pytest.approx(
        [0, 0, 0, 0.3, 0.3]
    )


def test_the_crm_win_rate_has_bounds():
    """20 won, 10 lost, 70 open, 50 of them older than any win ever took: 66.7 % tempts."""
    tempting = 20 / (20 + 10)
    assert tempting == pytest.approx(0.667, abs=5e-4)
    assert win_rate_bounds(20, 10, 70) == pytest.approx((0.20, 0.90))
    assert win_rate_bounds(20, 10, 70, stale=50) == pytest.approx((0.20, 0.40))


@law
@given(*[st.integers(0, 1000)] * 3, st.floats(0, 1))
def test_the_bounds_hold_whatever_becomes_of_the_open_leads(won, lost, open_, stale_share):
    assume(won + lost + open_)
    stale = int(stale_share * open_)
    low, high = win_rate_bounds(won, lost, open_, stale)
    for become_won in {0, (open_ - stale) // 2, open_ - stale}:
        assert low - 1e-12 <= (won + become_won) / (won + lost + open_) <= high + 1e-12
    if stale == open_:
        assert low == high


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        pytest.param((-1, 10, 70), "won", id="won below 0"),
        pytest.param((20, float("nan"), 70), "lost", id="lost not a number"),
        pytest.param((20, 10, 70, 71), "stale", id="one more stale than open"),
        pytest.param((0, 0, 0), "won", id="no lead"),
    ],
)
def test_bounds_of_nothing_are_refused(counts, field):
    with pytest.raises(InputError, match=f"^{field}: "):
        win_rate_bounds(*counts)


# --- laws


@law
@given(FEW)
def test_with_nobody_open_it_is_the_plain_share_with_its_binomial_error(leads):
    leads = [(age, LOST if what == OPEN else what) for age, what in leads]
    seen, n = counted(leads), len(leads)
    for at, share, error in zip(seen.ages, seen.won, seen.error, strict=True):
        plain = sum(age <= at and what == WON for age, what in leads) / n
        assert share == pytest.approx(plain, abs=1e-12)
        assert error == pytest.approx(np.sqrt(plain * (1 - plain) / n), abs=1e-7)


@law
@given(FEW, st.integers(0, 13))
def test_with_nobody_lost_it_is_one_minus_kaplan_and_meier(leads, at):
    leads = [(age, OPEN if what == LOST else what) for age, what in leads]
    assert counted(leads).by(at) == pytest.approx(float(kaplan_meier(leads, at, WON)), abs=1e-12)


@law
@given(FEW, st.integers(0, 13))
def test_taking_lost_for_censored_never_gives_less_than_the_share_won(leads, at):
    assert counted(leads).by(at) <= float(kaplan_meier(leads, at, WON)) + 1e-12


@law
@given(FEW)
def test_shares_rise_and_won_and_lost_are_never_more_than_all(leads):
    seen = counted(leads)
    assert (np.diff(seen.won) >= 0).all() and (np.diff(seen.lost) >= 0).all()
    assert (seen.won + seen.lost <= 1 + 1e-12).all()
    assert seen.at_risk[0] == len(leads) and (np.diff(seen.at_risk) < 0).all()


@law
@given(FEW)
def test_won_and_lost_change_places(leads):
    other = {WON: LOST, LOST: WON, OPEN: OPEN}
    swapped = counted([(age, other[what]) for age, what in leads])
    np.testing.assert_allclose(swapped.won, counted(leads).lost, atol=1e-12)


@law
@given(FEW, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_grouping_of_the_rows_matters(leads, chance):
    whole = counted(leads)
    shuffled = chance.sample(leads, len(leads))
    rows = [(age, what == WON, what == LOST, what == OPEN) for age, what in shuffled]  # a row a lead, ages repeated
    one_by_one = aalen_johansen(*zip(*rows, strict=True))
    for field in ("ages", "won", "lost", "error", "at_risk"):
        np.testing.assert_allclose(getattr(one_by_one, field), getattr(whole, field), atol=1e-12)


@law
@given(FEW, st.integers(2, 50))
def test_k_times_the_leads_leave_the_share_and_with_nobody_open_a_kth_of_the_variance(leads, k):
    np.testing.assert_allclose(counted(leads * k).won, counted(leads).won, atol=1e-12)
    decided = [(age, LOST if what == OPEN else what) for age, what in leads]
    np.testing.assert_allclose(counted(decided * k).error * np.sqrt(k), counted(decided).error, atol=1e-6)


@law
@given(FEW, st.integers(0, 13))
def test_the_interval_holds_the_share_and_stays_in_0_to_1(leads, at):
    seen = counted(leads)
    low, high = seen.interval(at)
    assert 0 <= low <= seen.by(at) + 1e-12 <= high + 2e-12 <= 1 + 3e-12


@pytest.mark.parametrize("n", [1, 10, 999, 10**6])
def test_before_the_first_win_the_interval_ends_at_jeffreys_bound(n):
    seen = aalen_johansen([5, 50], won=[0, 0], lost=[0, 0], open_=[0, n])
    low, high = seen.interval(10)
    assert low == 0
    assert betainc(0.5, n + 0.5, high) == pytest.approx(0.95, abs=1e-9)


def test_when_all_are_won_there_is_nothing_left_to_doubt():
    assert aalen_johansen([5], won=[7], lost=[0], open_=[0]).interval(5) == (1, 1)


def test_the_curve_is_the_share_of_the_wins_that_come_in_the_end():
    seen = counted([(3, WON), (3, LOST), (8, WON), (8, WON), (9, OPEN)])
    curve = seen.curve()
    assert [curve.by(a) for a in (2, 3, 7, 8, 99)] == pytest.approx([0, 1 / 3, 1 / 3, 1, 1])
    for age in range(12):
        assert curve.by(age) * seen.won[-1] == pytest.approx(seen.by(age))


def test_without_a_win_there_is_no_curve():
    with pytest.raises(InputError, match=r"^won: 0 "):
        counted([(3, LOST), (5, OPEN)]).curve()


REFUSED = {
    "nobody": (([], [], [], []), "won"),
    "rows and nobody in them": (([5, 6], [0, 0], [0, 0], [0, 0]), "won"),
    "an age below 0": (([-1], [1], [0], [0]), "ages"),
    "an age that is not a number": (([float("nan")], [1], [0], [0]), "ages"),
    "won below 0": (([5], [-1], [2], [0]), "won"),
    "lost without end": (([5], [1], [float("inf")], [0]), "lost"),
    "open below 0": (([5], [1], [0], [-3]), "open"),
    "fewer counts than ages": (([5, 6], [1], [0, 0], [0, 0]), "ages"),
}


@pytest.mark.parametrize(("columns", "field"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_count_by_age_is_refused_by_name(columns, field):
    with pytest.raises(InputError, match=f"^{field}: "):
        aalen_johansen(*columns)


# --- planted truth


def a_business(rng, n):
    """30 % will buy (half by day 28), 45 % will say no (half by day 42), the rest never answer; ages even to 150 days."""
    kind = rng.random(n)
    days = np.where(kind < 0.30, rng.exponential(40, n), np.where(kind < 0.75, rng.exponential(60, n), np.inf))
    day, age = np.ceil(days), rng.integers(0, 151, n)
    decided = day <= age
    won, lost = decided & (kind < 0.30), decided & (kind >= 0.30)
    return aalen_johansen(np.where(decided, day, age), won, lost, ~decided)


@pytest.mark.parametrize("n", [60, 400])
@pytest.mark.parametrize("age", [30, 90])
def test_the_90_percent_interval_holds_the_planted_share_nine_times_in_ten(n, age):
    rng = np.random.default_rng(20240630)
    truth = 0.30 * (1 - np.exp(-age / 40))
    worlds = [a_business(rng, n) for _ in range(1500)]
    found = np.array([world.by(age) for world in worlds])
    held = np.mean([low <= truth <= high for low, high in (world.interval(age) for world in worlds)])
    assert found.mean() == pytest.approx(truth, abs=4 * found.std() / np.sqrt(1500))
    assert held == pytest.approx(0.90, abs=0.025)  # three standard errors of 1,500 worlds


# --- a real file

NYC = "nyc_dob_violations.csv"  # NYC Open Data, as redistributed with better/convoys (MIT)


def test_building_violations_are_disposed_of_as_the_whole_file_says(shared_data):
    """Observed to 2018-01-01: 72.8 % are disposed of, a share of leads of any age; by one year it is 27.7 %."""
    import pandas as pd

    dates = pd.read_csv(shared_data / NYC, parse_dates=["issue_date", "disposition_date"])
    until = pd.Timestamp("2018-01-01")
    done = dates.disposition_date <= until  # later ones were open on that day
    days = (dates.disposition_date.where(done, until) - dates.issue_date).dt.days.to_numpy()
    seen = aalen_johansen(days, won=done, lost=np.zeros(len(days)), open_=~done)
    assert done.mean() == pytest.approx(0.728, abs=5e-4)  # the tempting number
    assert seen.by(365) == pytest.approx(0.277, abs=5e-4)
    assert seen.by(1826) == pytest.approx(0.561, abs=5e-4)
