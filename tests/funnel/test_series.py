"""Months in a row: the same-month trap, which months are set aside and which are not, and what a later month may not move."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc

from diagnostics.funnel.lag import DAYS_PER_MONTH, Shift, Spread, Steps, lag_weights
from diagnostics.funnel.scatter import count_squares, neighbour_dispersion
from diagnostics.funnel.series import COVERED, EARLY, MATURE, UNFINISHED, UNLIKELY, Months, follow, matured, scatter

law = settings(derandomize=True, deadline=None, database=None, max_examples=60)

NAN = math.nan


def months(leads, wins, direct=0, now=None):
    """Counts by month, taken ``now`` months after the first began: at the end of the last unless given."""
    leads, wins = np.asarray(leads, dtype=float), np.asarray(wins, dtype=float)
    past = (len(leads) if now is None else now) - np.arange(len(leads))
    return Months(leads, wins, wins - direct, leads - direct, np.clip(past, 0.0, 1.0), (past - 1) * DAYS_PER_MONTH)


# --- golden: same-month ratio

GROWTH = [100_000.0, 120_000.0, 144_000.0, 172_800.0, 207_360.0, 248_832.0]
LEADS = [*GROWTH, GROWTH[-1], GROWTH[-1], GROWTH[-1]]  # 20 % more a month, then constant
WINS = [0, 0, *(0.20 * n for n in LEADS[:-2])]  # one in five buys, exactly two months on


def test_wins_over_the_leads_of_the_same_month_mislead_and_over_the_leads_they_came_from_do_not():
    """Golden: true 20 %, two-month lag. 13.9 % tempts every month, 16.7 and then 20 % when growth stops."""
    series = follow(months(LEADS, WINS), "period", Shift(2 * DAYS_PER_MONTH), ended=True)
    np.testing.assert_allclose(series.ratio[2:6], 0.139, atol=5e-4)
    np.testing.assert_allclose(series.ratio[6:], [0.1667, 0.20, 0.20], atol=5e-5)
    np.testing.assert_allclose(series.rate[2:], 0.20, rtol=1e-9)
    np.testing.assert_allclose(series.base[2:], LEADS[:-2])
    np.testing.assert_allclose(series.maturity[2:6], 1 / 1.44)
    assert series.aside == ("before the table",) * 2 + (None,) * 7
    assert np.isnan(series.rate[:2]).all()


def test_with_the_lag_forgotten_the_trap_is_back():
    series = follow(months(LEADS, WINS), "period", Shift(0), ended=True)
    np.testing.assert_allclose(series.rate, series.ratio)


@pytest.mark.parametrize("typical", [10, 45, 90])
def test_sales_spread_over_many_months_are_held_against_the_leads_they_came_from(typical):
    """Planted: of five years of leads 20 % buy, a steady share of the open ones a day; the table begins after two."""
    leads = 1000 * 1.05 ** np.minimum(np.arange(60), 48)
    weights = lag_weights(Spread(typical), 60)
    wins = [0.20 * sum(weights[k] * leads[t - k] for k in range(t + 1)) for t in range(60)]
    series = follow(months(leads[24:], wins[24:]), "period", Spread(typical), ended=True)
    assert not series.used[0] and series.used[-18:].all()
    np.testing.assert_allclose(series.rate[series.used], 0.20, rtol=1 - COVERED)
    np.testing.assert_allclose(series.rate[-6:], 0.20, rtol=2e-3)


# --- what has had time


def test_young_cohorts_are_divided_by_what_has_had_time():
    """Planted: 20 % of each cohort buys in the end, half of those within 30 days; leads come evenly over the month."""
    ages = np.arange(6)[::-1] * DAYS_PER_MONTH
    day = (np.arange(20_000) + 0.5) / 20_000 * DAYS_PER_MONTH
    in_so_far = np.array([(1 - 0.5 ** ((age + day) / 30)).mean() for age in ages])
    series = follow(months([1000] * 6, 200 * in_so_far), "cohort", Spread(30), ended=True)
    np.testing.assert_allclose(series.maturity, in_so_far, rtol=1e-6)
    np.testing.assert_allclose(series.rate[:-1], 0.20, rtol=1e-6)
    assert series.maturity[-1] < EARLY and np.isnan(series.rate[-1])
    assert series.ratio[-1] < 0.07  # the tempting number: the last month seems to have collapsed
    assert series.mature.tolist() == (in_so_far >= MATURE).tolist() == [True] * 3 + [False] * 3


def test_of_a_month_that_runs_only_the_part_that_is_over_has_leads():
    """Half a month in, leads are 0 to half a month old."""
    series = follow(months([100, 50], [20, 2], now=1.5), "cohort", Spread(30), ended=True, keep={1})
    assert series.maturity[1] == pytest.approx(Spread(30).over(0, DAYS_PER_MONTH / 2))
    assert series.used.tolist() == [True, True]


def test_without_a_lag_every_lead_is_taken_as_decided():
    series = follow(months([100, 80], [20, 8]), "cohort", None, ended=True)
    assert series.maturity.tolist() == [1, 1]
    np.testing.assert_allclose(series.rate, [0.20, 0.10])


def test_direct_sales_are_in_the_ratio_and_not_in_the_rate():
    series = follow(months([100] * 3, [30] * 3, direct=20), "cohort", None, ended=True)
    np.testing.assert_allclose(series.rate, 10 / 80)
    np.testing.assert_allclose(series.ratio, 0.30)


@law
@given(st.integers(1, 400), st.floats(0, 1))
def test_a_months_interval_is_jeffreys_of_its_own_counts(leads, share):
    wins = int(share * leads)
    series = follow(months([leads], [wins]), "cohort", None, ended=True)
    for end, u in ((series.low[0], 0.05), (series.high[0], 0.95)):
        assert betainc(wins + 0.5, leads - wins + 0.5, end) == pytest.approx(u, abs=1e-9)


COUNTS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)).map(sorted), min_size=1, max_size=12)


@law
@given(COUNTS, COUNTS, st.sampled_from(["cohort", "period"]), st.sampled_from([Spread(40), Shift(50), Shift(0)]))
def test_a_later_month_never_changes_the_numbers_of_an_earlier_one(counts, more, basis, curve):
    """With the same day of counting; whether the month is used may change, its rate may not."""
    now = len(counts) + len(more)
    short, long = (
        follow(months([n for _, n in rows], [w for w, _ in rows], now=now), basis, curve, ended=True)
        for rows in (counts, counts + more)
    )
    for field in ("maturity", "base", "rate", "low", "high", "ratio"):
        np.testing.assert_allclose(getattr(long, field)[: len(counts)], getattr(short, field), rtol=1e-9, atol=1e-12)
    assert long.mature[: len(counts)].tolist() == short.mature.tolist()


@law
@given(COUNTS, st.sampled_from(["cohort", "period"]))
def test_rates_are_shares_inside_their_intervals(counts, basis):
    series = follow(months([n for _, n in counts], [w for w, _ in counts]), basis, Spread(20), ended=True)
    known = ~np.isnan(series.rate)
    assert (series.base[known] > 0).all()
    rate, low, high = series.rate[known], series.low[known], series.high[known]
    assert ((low >= 0) & (low <= high) & (high <= 1) & (rate >= 0) & (rate <= 1)).all()


# --- records that are plainly not there

PLAINLY = {  # leads, wins, months gone by when counted, and why the last of them is set aside
    "not in the table": ([100, NAN], [10, NAN], 2, "missing"),
    "leads not recorded": ([100, NAN], [10, 10], 2, "no leads"),
    "sales not recorded": ([100, 100], [10, NAN], 2, "no wins"),
    "has not begun": ([100, 100], [10, 10], 1, "later"),
    "runs since yesterday": ([100, 100], [10, 10], 1.03, "not over"),
    "ends tomorrow": ([100, 100], [10, 10], 1.97, "not over"),
    "just over": ([100, 100], [10, 10], 2, None),
}


@pytest.mark.parametrize(("leads", "wins", "now", "why"), PLAINLY.values(), ids=PLAINLY)
def test_a_month_that_is_not_there_yet_is_set_aside_with_the_reason(leads, wins, now, why):
    series = follow(months(leads, wins, now=now), "cohort", Spread(30), ended=True)
    assert series.aside == (None, why)
    assert series.used.tolist() == [True, why is None]
    kept = follow(months(leads, wins, now=now), "cohort", Spread(30), ended=True, keep={1})
    assert kept.aside[1] == (None if why == "not over" else why)  # what was not recorded cannot be kept


@pytest.mark.parametrize(
    ("lag_months", "used"),
    [
        pytest.param(0, [1, 1, 1, 1], id="bought at once"),
        pytest.param(1, [0, 1, 1, 1], id="a month on"),
        pytest.param(1 - COVERED + 0.001, [0, 1, 1, 1], id="just too little of the first month's leads is there"),
        pytest.param(1 - COVERED - 0.001, [1, 1, 1, 1], id="just enough of them is"),
        pytest.param(3, [0, 0, 0, 1], id="three months on"),
        pytest.param(9, [0, 0, 0, 0], id="longer than the table"),
    ],
)
def test_on_the_period_basis_sales_of_leads_before_the_table_are_set_aside(lag_months, used):
    series = follow(months([100] * 4, [10] * 4), "period", Shift(lag_months * DAYS_PER_MONTH), ended=True)
    assert series.aside == tuple(None if flag else "before the table" for flag in used)


# --- records that begin late or end early


def silent_at(where, leads, silent=3, heard=6, rate=0.1):
    """``silent`` months of so many leads and no win, before or after months of 100 leads that win."""
    quiet, loud = [(leads, 0)] * silent, [(100, 100 * rate)] * heard
    rows = quiet + loud if where == "first" else loud + quiet
    return months([n for n, _ in rows], [w for _, w in rows])


BY_CHANCE = -math.log(UNLIKELY) / 0.1  # leads at 10 % of whom nobody buys once in a hundred times: 46.05


@pytest.mark.parametrize(("where", "why"), [("first", "wins begin later"), ("last", "wins end earlier")])
@pytest.mark.parametrize(
    ("leads", "silent", "set_aside"),
    [
        pytest.param(100, 1, True, id="one month of 100 leads"),
        pytest.param(100, 3, True, id="three months of 100 leads"),
        pytest.param(5, 3, False, id="15 leads: one time in five nobody buys"),
        pytest.param(math.floor(BY_CHANCE), 1, False, id="46 leads: just not unlikely enough"),
        pytest.param(math.ceil(BY_CHANCE), 1, True, id="47 leads: just unlikely enough"),
        pytest.param(0, 3, False, id="no lead, no win"),
    ],
)
def test_months_without_a_win_are_set_aside_only_where_chance_would_hardly_make_them(
    where, why, leads, silent, set_aside
):
    given_ = silent_at(where, leads, silent)
    series = follow(given_, "cohort", None, ended=True)
    at = range(silent) if where == "first" else range(6, 6 + silent)
    assert [i for i, reason in enumerate(series.aside) if reason == why] == (list(at) if set_aside else [])
    assert set(series.aside) <= {None, why if leads else "not filled in"}
    assert follow(given_, "cohort", None, ended=True, keep=at).used.all()


def test_a_young_cohort_without_a_win_is_no_missing_record():
    """100 leads of last month that need three months: fewer than one win is due."""
    series = follow(months([100] * 9, [8] * 6 + [5, 2, 0]), "cohort", Spread(300), ended=True)
    assert series.aside[-1] is None


def test_where_months_scatter_much_a_month_without_a_win_is_less_of_a_surprise():
    steady = follow(months([100] * 9, [0] + [10] * 8), "cohort", None, ended=True)
    unsteady = follow(months([100] * 9, [0] + [1, 19] * 4), "cohort", None, ended=True)
    assert steady.aside[0] == "wins begin later"
    assert unsteady.aside[0] is None


def test_a_month_without_a_win_between_others_is_a_bad_month():
    assert follow(months([100] * 5, [10, 10, 0, 10, 10]), "cohort", None, ended=True).used.all()


def test_a_business_that_never_sold_has_no_missing_records():
    assert follow(months([100] * 5, [0] * 5), "cohort", None, ended=True).used.all()


@pytest.mark.parametrize("basis", ["cohort", "period"])
@pytest.mark.slow
def test_complete_records_are_hardly_ever_called_incomplete(basis):
    """Planted: 2,000 tables of a year of 5 to 60 leads per month at 3 to 30 %; nothing is missing."""
    rng, aside = np.random.default_rng(12), 0
    for _ in range(2000):
        leads = rng.poisson(rng.uniform(5, 60), 12)
        wins = rng.binomial(leads, rng.uniform(0.03, 0.30))
        aside += not follow(months(leads, wins), basis, Shift(0), ended=False).used.all()
    assert aside / 2000 < 3 * UNLIKELY  # three looks: both ends, and whether the last month is over


def test_records_that_are_missing_are_mostly_found():
    """Planted: sales recorded only from the fifth month on; 60 leads per month at 20 %."""
    rng, found = np.random.default_rng(13), 0
    for _ in range(300):
        wins = rng.binomial(60, 0.2, 12)
        wins[:4] = 0
        series = follow(months([60] * 12, wins), "cohort", None, ended=True)
        found += series.aside[:5] == ("wins begin later",) * 4 + (None,)
    assert found / 300 > 0.98


def test_records_of_wins_that_begin_late_are_found_though_no_month_is_empty():
    """Planted: a tenth of the sales recorded in the first four months; 60 leads per month at 20 %."""
    rng, found = np.random.default_rng(14), 0
    for _ in range(200):
        wins = np.append(rng.binomial(60, 0.02, 4), rng.binomial(60, 0.2, 8))
        given_ = months([60] * 12, wins)
        series = follow(given_, "cohort", None, ended=True)
        found += set(series.aside[:4]) <= {"few wins yet", "wins begin later"} and series.used[4:].all()
        kept = follow(given_, "cohort", None, ended=True, keep=range(12))
        assert kept.used.all()
    assert found / 200 > 0.8


@pytest.mark.parametrize("before", [0.1, 0.08])
def test_a_rate_that_doubles_is_a_change(before):
    rng = np.random.default_rng(15)
    for _ in range(50):
        wins = np.append(rng.binomial(120, before, 6), rng.binomial(120, 0.2, 6))
        assert "few wins yet" not in follow(months([120] * 12, wins), "cohort", None, ended=True).aside


def test_a_month_of_leads_too_young_for_its_wins_has_no_rate():
    series = follow(months([100, 100], [20, 20]), "cohort", Spread(300), ended=True)
    assert np.isnan(series.rate).all()
    assert (series.base < 20).all()


@pytest.mark.parametrize("wins", [1, 2, 9])
@pytest.mark.parametrize(("share", "shown"), [(0.1, False), (EARLY - 1e-6, False), (EARLY, True)])
def test_a_month_shows_a_rate_once_three_tenths_of_its_sales_have_had_time(wins, share, shown):
    """100 leads of which a tenth of the sales have had time: each sale would be 10 points of the win rate."""
    series = follow(months([100, 100], [5, wins]), "cohort", Steps((0, 90), (share, 1.0)), ended=True)
    for column in (series.rate, series.low, series.high):
        assert np.isfinite(column).tolist() == [shown] * 2
    assert series.early.tolist() == [not shown] * 2
    assert series.used.all()  # its leads count all the same, by how much time they have had


def test_a_period_of_months_without_leads_has_a_maturity_that_is_a_number():
    """On the period basis earlier leads ÷ leads: of no leads there is no such number, and none is made up."""
    counts = months([50, 0, 0, 40, 0], [5, 4, 1, 3, 2])
    series = follow(counts, "period", Shift(20), ended=True)
    assert np.isfinite(series.maturity[[0, 3]]).all()
    for chosen in ([True] * 5, [False, True, False, False, False], [False, False, False, False, True]):
        had_time = matured(counts, series, "period", Shift(20), np.array(chosen))
        assert had_time is None or math.isfinite(had_time)


# --- a last month that may not be over


@pytest.mark.parametrize(
    ("leads", "unfinished"),
    [
        pytest.param([100] * 5 + [40], True, id="40 where 100 are usual"),
        pytest.param([100] * 5 + [100 * UNFINISHED], False, id="three quarters of the usual"),
        pytest.param([100] * 5 + [74], True, id="just fewer than that, and hardly chance"),
        pytest.param([10] * 5 + [4], False, id="4 where 10 are usual: chance may do that"),
        pytest.param([40, 160, 30, 170, 100, 40], False, id="40 where months scatter as much"),
        pytest.param([100] * 2 + [40], False, id="too few months before it"),
        pytest.param([100] * 4 + [40, 100], False, id="not the last month"),
    ],
)
def test_a_last_month_of_few_leads_looks_unfinished_unless_it_is_known_to_be_over(leads, unfinished):
    counts = months(leads, np.array(leads) // 10)
    last = len(leads) - 1
    assert follow(counts, "cohort", None, ended=False).aside[last] == ("looks unfinished" if unfinished else None)
    assert follow(counts, "cohort", None, ended=True).used.all()
    assert follow(counts, "cohort", None, ended=False, keep={last}).used.all()


# --- scatter


def test_the_scatter_is_that_of_the_whole_table_whatever_period_is_looked_at():
    """Only what is usual depends on the period: on how many leads its months have."""
    counts = months([100, 120, 90, 130, 100, 110] * 4, [10, 14, 9, 11, 12, 10] * 4)
    series = follow(counts, "cohort", None, ended=True)
    late = np.arange(24) >= 22
    whole, short = scatter(counts, series, np.ones(24, dtype=bool)), scatter(counts, series, late)
    usual = [1 + 0.0025 * counts.leads[chosen].mean() for chosen in (np.ones(24, dtype=bool), late)]
    squares = count_squares(counts.leads)
    assert (whole.reach, short.reach) == tuple(neighbour_dispersion(squares, phi) for phi in usual)
    assert short.closing == pytest.approx(whole.closing, rel=0.01)


def test_months_that_are_set_aside_do_not_scatter():
    counts = months([100, 300, 100, 120, 90, 20], [10, 60, 20, 6, 18, 0], now=5.2)
    series = follow(counts, "cohort", Spread(30), ended=True)
    assert series.aside == (None,) * 5 + ("not over",)
    got = scatter(counts, series, series.used)
    usual = 1 + 0.0025 * counts.leads[:-1].mean()
    assert got.reach == neighbour_dispersion(count_squares(counts.leads[:-1]), usual)


# --- what has had time


def test_what_has_had_time_of_several_months_is_that_of_their_leads():
    counts = months([100, 300], [10, 20])
    series = follow(counts, "cohort", Spread(30), ended=True)
    every = np.array([True, True])
    expected = (100 * series.maturity[0] + 300 * series.maturity[1]) / 400
    assert matured(counts, series, "cohort", Spread(30), every) == pytest.approx(expected)
    assert matured(counts, series, "cohort", None, every) == 1
    assert matured(counts, series, "cohort", Spread(30), ~every) is None


def test_a_month_without_leads_still_has_the_sales_of_earlier_leads():
    """Two-month lag: the last three months' sales come from 100, 50 and 80 leads, for 80 + 0 + 40 of their own."""
    counts = months([100, 50, 80, 0, 40], [9, 8, 12, 6, 7])
    series = follow(counts, "period", Shift(2 * DAYS_PER_MONTH), ended=True)
    last = np.array([False, False, True, True, True])
    found = matured(counts, series, "period", Shift(2 * DAYS_PER_MONTH), last)
    assert found == pytest.approx((100 + 50 + 80) / (80 + 0 + 40))


def test_of_a_lag_that_reaches_back_to_before_the_table_only_the_later_months_say_something():
    counts = months([100, 50, 80, 70, 40], [9, 8, 12, 6, 7])
    series = follow(counts, "period", Shift(2 * DAYS_PER_MONTH), ended=True)
    last = np.array([False, False, True, True, True])
    assert matured(counts, series, "period", Shift(4 * DAYS_PER_MONTH), last) == pytest.approx(100 / 40)
    assert matured(counts, series, "period", Shift(9 * DAYS_PER_MONTH), last) is None
