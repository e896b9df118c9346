"""Forecasts hold what they promise, in simulated businesses whose truth was planted, and are scored as the paper says."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.diagnosis.forecast import forecast, score
from diagnostics.diagnosis.scenario import customers_at
from diagnostics.funnel.predictive import count_cdf, interval_score
from diagnostics.version import METHOD

FUNNEL, PAR = dx.Funnel(120, 12), dx.Par(goal=20, closing=0.2)


@dataclass(frozen=True)
class Kept:
    funnel: dx.Funnel
    par: dx.Par

    def records(self):
        return self.funnel, self.par, None


@dataclass(frozen=True)
class Past:
    numbers: Kept = field(default_factory=lambda: Kept(FUNNEL, PAR))
    levels: dict = field(default_factory=dict)
    date: str = "2026-03-02"
    sentence: str = "Sales is the weak link (96% likely)."
    aim: str = ""
    method: int = METHOD


# --- the forecast -------------------------------------------------------------------------------------------------

CASES = {
    "leads and sales": (FUNNEL, PAR, {}, 3, 1.0),
    "one month": (dx.Funnel(28, 8), dx.Par(goal=25, closing=0.25), {}, 1, 1.0),
    "closing mended": (FUNNEL, PAR, {"closing": 0.2}, 2, 1.0),
    "everything known": (FUNNEL, PAR, {"reach": 100, "closing": 0.2}, 1, 1.0),
    "young when counted": (FUNNEL, PAR, {}, 3, 0.4),
    "months that scatter": (replace(FUNNEL, reach_dispersion=6, closing_dispersion=2), PAR, {}, 2, 1.0),
    "leads scatter, win rates little": (
        dx.Funnel(2000, 400, reach_dispersion=40, closing_dispersion=2),
        PAR,
        {},
        3,
        1.0,
    ),
    "the same, young when counted": (
        dx.Funnel(2000, 400, reach_dispersion=40, closing_dispersion=2),
        PAR,
        {},
        3,
        0.3,
    ),
    "no sale": (dx.Funnel(50, 0), PAR, {}, 1, 1.0),
    "no leads recorded": (dx.Funnel(0, 7), PAR, {}, 2, 1.0),
    "nobody got as far as sales": (dx.Funnel(10, 0, fit=4, worked=0), PAR, {}, 6, 1.0),
}


def scatter(funnel, par):
    """As given, else as months usually do: 5% of the leads, 0.10 on the log-odds of the win rate. All within one month here."""
    talked_to = funnel.leads if funnel.worked is None else funnel.worked
    target = par.closing.value
    usual = 1 + 0.05**2 * funnel.leads, 1 + 0.10**2 * target * (1 - target) * max(talked_to - 1, 0)
    return funnel.reach_dispersion or usual[0], funnel.closing_dispersion or usual[1]


@pytest.mark.parametrize(("funnel", "par", "levels", "months", "maturity"), CASES.values(), ids=CASES)
@pytest.mark.slow
def test_the_ends_are_the_counts_that_the_mixture_leaves_a_twentieth_beyond(funnel, par, levels, months, maturity):
    found = forecast(funnel, par, levels, months, maturity)
    rate = np.broadcast_to(customers_at(funnel, par, levels), 2039)
    leads = np.broadcast_to(
        levels.get("reach") or (customers_at(funnel, par, {"closing": 1.0}) if funnel.leads else 1), 2039
    )
    p = rate / leads
    scatter_of_leads, scatter_of_closing = scatter(funnel, par)
    phi = 1 + maturity * (p * scatter_of_leads + (1 - p) * scatter_of_closing - 1)
    exposure = months * maturity
    assert found.mean == pytest.approx(rate.mean())
    for end, below in ((found.low, 0.05), (found.high, 0.95)):
        k = round(end * exposure)
        assert end * exposure == pytest.approx(k, abs=1e-9)
        walked = 0
        while np.mean(count_cdf(walked, rate * exposure, phi)) < below:
            walked += 1
        assert k == walked


def test_with_every_rate_known_it_is_a_poisson_count():
    """20 a month: 13 to 28 hold nine tenths (Poisson tables: P(N ≤ 12) 0.039, P(N ≤ 13) 0.066; P(N ≤ 27) 0.948, P(N ≤ 28) 0.966)."""
    as_chance = replace(FUNNEL, reach_dispersion=1, closing_dispersion=1)
    found = forecast(as_chance, PAR, {"reach": 100, "closing": 0.2}, 1)
    assert (found.mean, found.low, found.high) == (pytest.approx(20), 13, 28)


def test_a_longer_period_is_told_more_closely_and_never_closer_than_the_rates_are_known():
    widths = [found.high - found.low for found in (forecast(FUNNEL, PAR, {}, months) for months in (1, 3, 12, 600))]
    assert widths == sorted(widths, reverse=True)
    known = dx.what_if(FUNNEL, PAR)
    assert widths[-1] == pytest.approx(known.high - known.low, rel=0.02)


def test_the_range_is_that_of_businesses_weighed_by_their_counts():
    """120 leads and 12 sales in a month against 100 leads at 20%: drawn from the counts, weighed by how near their targets.

    The next three months' sales are then drawn, as Poisson counts around a Gamma rate with the variance that months have.
    """
    rng, draws = np.random.default_rng(1), 400_000
    leads_scatter, closing_scatter = scatter(FUNNEL, PAR)
    closing = rng.beta(12 / closing_scatter + 0.5, 108 / closing_scatter + 0.5, draws)
    leads = rng.gamma(120 / leads_scatter + 0.5, size=draws) * leads_scatter
    odds = closing / (1 - closing)
    log_weight = -(np.log(odds / 0.25) ** 2) / (2 * 0.6**2) - 0.5 * np.log(closing * (1 - closing))
    log_weight += -(np.log(leads / 100) ** 2) / (2 * 0.5**2) - 0.5 * np.log(leads)
    weight = np.exp(log_weight - log_weight.max())
    wider = closing * leads_scatter + (1 - closing) * closing_scatter - 1
    count = rng.poisson(rng.gamma(3 * leads * closing / wider) * wider)
    order = np.argsort(count)
    low, high = np.interp([0.05, 0.95], np.cumsum(weight[order]) / weight.sum(), count[order])
    found = forecast(FUNNEL, PAR, {}, 3)
    assert found.mean == pytest.approx(np.average(leads * closing, weights=weight), rel=0.01)
    assert (3 * found.low, 3 * found.high) == (pytest.approx(low, abs=1), pytest.approx(high, abs=1))


def test_months_that_scatter_widen_it_and_move_the_middle_towards_the_target():
    """Counts that are worth a quarter leave more to the target."""
    plain, wide = (
        forecast(replace(FUNNEL, closing_dispersion=phi, reach_dispersion=phi), PAR, {}, 2) for phi in (1, 4)
    )
    assert wide.high - wide.low > 1.5 * (plain.high - plain.low)
    assert 12 < plain.mean < wide.mean < PAR.goal


def growing_tables(growth, tables, rng, months):
    """Businesses with 12 months of a table whose leads grow, and the sales that their next months' leads bring."""
    for _ in range(tables):
        expected, close = 60 * (1 + growth) ** np.arange(12 + months), rng.uniform(0.1, 0.3)
        leads = rng.poisson(expected)
        wins = rng.binomial(leads, close)
        names = [f"2024-{at:02d}" for at in range(1, 13)]
        frame = pd.DataFrame({"month": names, "leads": leads[:12], "wins": wins[:12]})
        goal = expected[:12].mean() * close
        yield dx.Table.read(frame, "cohort").funnel(), dx.Par(goal=goal, closing=close), wins[12:].sum()


@pytest.mark.parametrize("growth", [-0.05, 0.0, 0.05, 0.08])
@pytest.mark.slow
def test_nine_in_ten_forecasts_hold_where_leads_grow(growth):
    """Of 120 forecasts of three months 108 should; 95 or fewer, or all, would come by chance less than once in a thousand."""
    held = 0
    for funnel, par, wins in growing_tables(growth, 120, np.random.default_rng(3), 3):
        found = forecast(funnel, par, {}, 3)
        held += round(3 * found.low) <= wins <= round(3 * found.high)
    assert 95 < held < 120


def test_leads_that_a_plan_brings_elsewhere_do_not_grow_there():
    ((funnel, par, _),) = growing_tables(0.08, 1, np.random.default_rng(4), 3)
    found = forecast(funnel, par, {"reach": 50}, 3)
    assert found.ahead == 1
    assert found.mean == pytest.approx(dx.what_if(funnel, par, reach=50).mean)
    assert forecast(funnel, par, {}, 3).ahead > 1.3


def test_leads_that_grow_beyond_the_room_bring_no_more():
    ((funnel, par, _),) = growing_tables(0.08, 1, np.random.default_rng(4), 3)
    room = funnel.leads / funnel.months
    full = replace(par, capacity=room)
    assert forecast(funnel, full, {}, 3).mean <= dx.what_if(funnel, full, reach=10 * room).mean


def test_without_leads_the_sales_that_were_made_all_the_same_go_on():
    assert forecast(dx.Funnel(0, 7), PAR, {}, 3).mean == pytest.approx(7.5, rel=1e-3)


@pytest.mark.parametrize("months", [0, -1, 1e9, float("nan"), "two"])
def test_months_that_are_none_are_refused(months):
    with pytest.raises(dx.InputError, match="months"):
        forecast(FUNNEL, PAR, {}, months)


@pytest.mark.parametrize("maturity", [0, 1.1, -0.1])
def test_a_maturity_that_is_none_is_refused(maturity):
    with pytest.raises(dx.InputError, match=r"maturity|share"):
        forecast(FUNNEL, PAR, {}, 1, maturity)


# --- planted truth ------------------------------------------------------------------------------------------------

SIMULATED = 200


@pytest.mark.parametrize(
    ("months_seen", "months_ahead", "scatter", "maturity"),
    [(3, 3, 1, 1.0), (1, 6, 1, 1.0), (6, 2, 5, 1.0), (3, 3, 1, 0.5)],
    ids=[
        "three months of three",
        "half a year from one month",
        "months that scatter",
        "half of the sales still to come",
    ],
)
@pytest.mark.slow
def test_nine_ranges_in_ten_hold_what_came(months_seen, months_ahead, scatter, maturity):
    """Leads per month 40 to 400 and a win rate of 5 to 40%, never told to the forecast; seeded.

    Both periods are drawn from the same truth. With scatter, each month's leads have a Gamma rate and each month's win rate
    a Beta one, so that each varies ``scatter`` times as much as chance.
    """
    rng = np.random.default_rng(20261124)
    leads_a_month = np.exp(rng.uniform(np.log(40), np.log(400), SIMULATED))
    closing = np.exp(rng.uniform(np.log(0.05), np.log(0.4), SIMULATED))

    def period(months):
        shape = (SIMULATED, months)
        rate = np.repeat(leads_a_month[:, None], months, 1)
        if scatter > 1:
            rate = rng.gamma(rate / (scatter - 1)) * (scatter - 1)
        leads = rng.poisson(rate)
        chance = np.repeat(closing[:, None], months, 1)
        if scatter > 1:  # 1 + (n − 1)ρ = scatter
            size = np.maximum(leads - scatter, 1) / (scatter - 1)
            chance = rng.beta(chance * size, (1 - chance) * size)
        assert chance.shape == shape
        return leads.sum(1), rng.binomial(rng.binomial(leads, chance), maturity).sum(1)

    leads_before, wins_before = period(months_seen)
    _, wins_after = period(months_ahead)
    held = 0
    for at in range(SIMULATED):
        before = dx.Funnel(
            int(leads_before[at]),
            int(wins_before[at]),
            months=months_seen,
            maturity=maturity,
            reach_dispersion=scatter,
            closing_dispersion=scatter,
        )
        found = forecast(before, PAR, {}, months_ahead, maturity)
        exposure = months_ahead * maturity
        held += round(found.low * exposure) <= wins_after[at] <= round(found.high * exposure)
    assert 0.86 <= held / SIMULATED <= 0.94


@pytest.mark.slow
def test_without_the_scatter_it_would_promise_too_much():
    """The same businesses with months that scatter five times as much, and a forecast that does not know."""
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(100):
        before, after = (rng.negative_binomial(100 / 4, 1 / 5, size=3).sum() for _ in range(2))
        found = forecast(dx.Funnel(int(before), int(before), months=3), dx.Par(goal=100, closing=1.0), {}, 3)
        held += round(found.low * 3) <= after <= round(found.high * 3)
    assert held / 100 < 0.75


# --- last time we said --------------------------------------------------------------------------------------------

HAPPENED = {
    # what was counted since; customers per month; inside? (14.1 per month were forecast over 3 months, 23 to 66 in all)
    "as expected": (dx.Funnel(360, 37, months=3), 37 / 3, True),
    "the lower end": (dx.Funnel(360, 23, months=3), 23 / 3, True),
    "one below it": (dx.Funnel(360, 22, months=3), 22 / 3, False),
    "the upper end": (dx.Funnel(360, 66, months=3), 66 / 3, True),
    "one above it": (dx.Funnel(360, 67, months=3), 67 / 3, False),
    "on the period basis": (dx.Funnel(360, 37, months=3, maturity=0.8, basis="period"), 37 / 3, True),
    "still young": (dx.Funnel(360, 15, months=3, maturity=0.4), 12.5, True),
    "none": (dx.Funnel(360, 0, months=3), 0, False),
}


@pytest.mark.parametrize(("since", "happened", "covered"), HAPPENED.values(), ids=HAPPENED)
def test_a_forecast_is_held_against_what_was_counted_since(since, happened, covered):
    s = score(Past(), since, PAR)
    assert s.happened == pytest.approx(happened)
    assert (s.wins, s.covered, s.unchanged_covered) == (since.wins, covered, covered)
    assert s.score == pytest.approx(interval_score(s.forecast.low, s.forecast.high, happened))
    assert (s.score > s.forecast.high - s.forecast.low + 1e-9) == (not covered)
    assert (s.goal, s.planned) == (20, False)


def test_a_young_count_is_held_against_the_sales_forecast_so_far():
    """15 of the 37 expected in the end: far below the whole, as expected of the four tenths that had time."""
    young = score(Past(), dx.Funnel(360, 15, months=3, maturity=0.4), PAR)
    assert young.forecast == forecast(FUNNEL, PAR, {}, 3, 0.4)
    assert young.covered
    assert not score(Past(), dx.Funnel(360, 15, months=3), PAR).covered


def test_what_the_plan_was_to_bring_is_scored_beside_what_nothing_would_have():
    past = Past(levels={"closing": 0.2}, aim="Mend closing")
    s = score(past, dx.Funnel(360, 70, months=3), dx.Par(capacity=200, closing=0.2))
    assert (s.planned, s.aim, s.goal) == (True, "Mend closing", None)
    assert s.forecast == forecast(FUNNEL, PAR, {"closing": 0.2}, 3)
    assert s.unchanged == forecast(FUNNEL, PAR, {}, 3)
    assert (s.covered, s.unchanged_covered) == (True, False)


def test_the_counts_of_last_time_score_nothing():
    assert score(Past(), FUNNEL, PAR) is None
    assert score(Past(), replace(FUNNEL), dx.Par(goal=30, closing=0.2)) is None
    assert score(Past(), replace(FUNNEL, wins=13), PAR) is not None


@pytest.mark.parametrize(("funnel", "levels"), [(dx.Funnel(100, 60), {"closing": 0.95}), (dx.Funnel(200, 95), {})])
def test_no_more_is_forecast_than_there_is_room_for(funnel, levels):
    """The range of a count went up to 70 where sales has room for 60 leads and nobody buys alone."""
    room = 60
    found = forecast(funnel, dx.Par(goal=70, capacity=room, closing=0.9), levels, months=2)
    assert found.low <= found.high <= max(room, funnel.wins)
    alone = dx.Funnel(100, 60, direct_wins=30)
    assert forecast(alone, dx.Par(goal=70, capacity=room, closing=0.9), {"closing": 0.95}).high > room


@pytest.mark.parametrize("again", [dx.Funnel(120, 12, maturity=0.6), replace(FUNNEL, closing_dispersion=1.5)])
def test_counts_put_right_are_nothing_new(again):
    assert score(Past(), again, PAR) is None
    assert score(Past(), replace(again, leads=121), PAR) is not None


def test_a_score_keeps_where_each_link_of_the_plan_stood_was_to_go_and_stands():
    s = score(Past(levels={"closing": 0.2, "reach": 200, "fit": 0.9}), dx.Funnel(720, 72, months=3), PAR)
    assert s.moved == {"closing": (0.1, 0.2, 0.1), "reach": (120.0, 200.0, 240.0), "fit": (1.0, 0.9, None)}
