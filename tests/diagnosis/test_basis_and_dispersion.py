"""The period basis, months that scatter more than chance, and a level of leads that is only roughly known."""

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc

import diagnostics as dx
from diagnostics.diagnosis.measure import sort_counts

law = settings(derandomize=True, deadline=None, database=None, max_examples=40)

PAR = dx.Par(reach=120, closing=0.2)
CHANCE_ONLY = {"reach_dispersion": 1.0, "closing_dispersion": 1.0}


# --- the door


def funnel(**fields):
    return dx.Funnel(**{"leads": 100, "wins": 10} | fields)


REFUSED = {
    "a basis that is none": (funnel, {"basis": "month"}, "basis: 'month' is not a basis"),
    "cohort: more than all the time": (
        funnel,
        {"maturity": 1.0001},
        "maturity: 1.0001 must be more than 0 and at most 1",
    ),
    "period: no earlier leads": (funnel, {"basis": "period", "maturity": 0}, "maturity: 0 must be more than 0"),
    "period: not a number": (funnel, {"basis": "period", "maturity": math.nan}, "maturity: nan is not a number"),
    "period: one sale too many": (
        funnel,
        {"basis": "period", "maturity": 0.5, "wins": 51},
        "wins: 51 is more than the 50 leads they can have come from",
    ),
    "period: one worked too few": (
        funnel,
        {"basis": "period", "maturity": 2, "wins": 81, "worked": 40},
        "worked: 40 is fewer than the 81 sales with a salesperson",
    ),
    "months that scatter less than chance": (
        funnel,
        {"reach_dispersion": 0.99},
        "reach_dispersion: 0.99 must be 1 or more",
    ),
    "a share that scatters less than chance": (
        funnel,
        {"closing_dispersion": 0},
        "closing_dispersion: 0 must be 1 or more",
    ),
    "a scatter that is not a number": (funnel, {"closing_dispersion": math.nan}, "closing_dispersion: nan is not a n"),
    "a strength of no level": (dx.Par, {"reach_strength": 10}, "reach_strength: 10 says how well a level is known"),
    "a strength beside a goal": (dx.Par, {"goal": 9, "reach_strength": 10}, "reach_strength: 10 says how well"),
    "no strength at all": (dx.Par, {"reach": 9, "reach_strength": 0}, "reach_strength: 0 must be more than 0"),
    "a strength below 0": (dx.Par, {"reach": 9, "reach_strength": -1}, "reach_strength: -1 must be more than 0"),
}


@pytest.mark.parametrize(("make", "fields", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused_by_field_and_value(make, fields, said):
    with pytest.raises(dx.InputError) as refused:
        make(**fields)
    assert str(refused.value).startswith(said)
    assert str(refused.value).endswith(refused.value.remedy)


TAKEN = {
    "period: getting fewer": {"basis": "period", "maturity": 3.0},
    "period: every earlier lead bought": {"basis": "period", "maturity": 0.5, "wins": 50},
    "period: more sales than leads of the period": {"basis": "period", "maturity": 2.0, "wins": 200},
    "period: more sales than were worked in the period": {"basis": "period", "maturity": 2.0, "wins": 80, "worked": 40},
    "period: every lead of the period fits although some bought alone": {
        "basis": "period",
        "direct_wins": 5,
        "fit": 100,
    },
    "months of nothing but chance": {"reach_dispersion": 1.0, "closing_dispersion": 1.0},
    "months that scatter a hundred times as much": {"reach_dispersion": 100.0, "closing_dispersion": 100.0},
}


@pytest.mark.parametrize("fields", TAKEN.values(), ids=TAKEN)
def test_what_can_be_is_taken_as_given_and_diagnosed(fields):
    taken = funnel(**fields)
    assert {name: getattr(taken, name) for name in fields} == fields
    assert pickle.loads(pickle.dumps(taken)) == taken
    d = dx.diagnose(taken, PAR)
    assert sum(d.probability.values()) == pytest.approx(1)
    direct = taken.direct_wins / taken.leads  # without a level of its own it stays
    assert d.at_par == pytest.approx(120 * (direct + (1 - direct) * 0.2))


# --- the period basis


@law
@given(st.integers(1, 5000), st.floats(0, 1), st.floats(0.2, 5))
def test_sales_of_earlier_leads_are_a_share_of_those_leads(leads, share, carried):
    """Closing of ``leads`` with ``carried`` earlier ones each is that of ``leads * carried`` leads followed to the end."""
    wins = int(share * leads * carried)
    period = sort_counts(dx.Funnel(leads, wins, maturity=carried, basis="period"), None)
    cohort = sort_counts(dx.Funnel(10**6, wins), None)
    assert (period.closing.hits, period.closing.exposure) == (wins, 1)
    assert period.closing.trials == pytest.approx(leads * carried)
    assert period.leads == leads
    as_a_cohort = replace(cohort.closing, trials=leads * carried)
    np.testing.assert_allclose(period.closing.quantiles(251), as_a_cohort.quantiles(251), rtol=1e-9)


@pytest.mark.parametrize("k", [2, 5])
@pytest.mark.parametrize("per_month", [40, 310])
def test_k_earlier_leads_for_each_say_as_much_of_closing_as_a_cohort_k_times_as_large(k, per_month):
    """The months and the levels keep the leads per month apart: they are those of the period, not those before."""
    wins = per_month * k // 8
    period = dx.diagnose(dx.Funnel(per_month, wins, maturity=k, basis="period"), dx.Par(reach=per_month, closing=0.2))
    cohort = dx.diagnose(dx.Funnel(per_month * k, wins, months=k), dx.Par(reach=per_month, closing=0.2))
    assert period.bridge.shortfall.to_dict() == pytest.approx(cohort.bridge.shortfall.to_dict())
    assert period.of_par == pytest.approx(cohort.of_par)
    leads_alone, leads_k = (d.bridge.loc["reach"] for d in (period, cohort))
    assert leads_alone.high - leads_alone.low > 1.2 * (
        leads_k.high - leads_k.low
    )  # a k-th of the leads to know reach by


@law
@given(st.integers(1, 3000), st.floats(0, 1), st.integers(0, 5))
def test_with_as_many_leads_before_as_now_both_bases_say_the_same(leads, share, direct):
    wins = int(share * leads)
    cohort = dx.Funnel(leads, wins, direct_wins=min(direct, wins))
    one, other = (dx.diagnose(f, PAR) for f in (cohort, replace(cohort, basis="period")))
    assert other.probability == pytest.approx(one.probability, abs=1e-12)
    np.testing.assert_allclose(
        other.bridge[["shortfall", "low", "high"]], one.bridge[["shortfall", "low", "high"]], atol=1e-9
    )


BY_HAND = {  # leads and wins of the month, earlier leads for each, closing, reach and closing shortfall against 120 x 20%
    "growing: 72 leads were 50 before": (72, 10, 50 / 72, 0.20, (120 - 72) * 0.20, 0.0),
    "getting fewer: 50 leads were 100 before": (50, 10, 2.0, 0.10, (120 - 50) * 0.15, 0.10 * (120 + 50) / 2),
    "steady": (120, 24, 1.0, 0.20, 0.0, 0.0),
}


@pytest.mark.parametrize(("leads", "wins", "k", "closing", "reach", "short"), BY_HAND.values(), ids=BY_HAND)
def test_a_growing_business_is_not_blamed_for_sales_that_are_still_to_come(leads, wins, k, closing, reach, short):
    """Each shortfall: its gap times the mean of the other link, now and at par."""
    f = dx.Funnel(leads, wins, maturity=k, basis="period")
    assert sort_counts(f, None).closing.rate == pytest.approx(closing)
    got = dx.diagnose(f, PAR).bridge.shortfall
    assert (got["reach"], got["closing"]) == pytest.approx((reach, short), abs=1e-9)


def test_the_same_business_counted_on_both_bases_gives_the_same_shortfalls():
    """Planted: 20% growth a month, 15% buy exactly two months on; a year of it, the leads followed to the end or not."""
    leads = [round(1000 * 1.2**t) for t in range(12)]
    wins = [round(0.15 * n) for n in leads]  # of each cohort, in the end
    cohort = dx.Funnel(sum(leads[2:]), sum(wins[2:]), months=10)
    period = dx.Funnel(
        sum(leads[2:]), sum(wins[:-2]), months=10, maturity=sum(leads[:-2]) / sum(leads[2:]), basis="period"
    )
    par = dx.Par(reach=5000, closing=0.2)
    one, other = (dx.diagnose(f, par).bridge.shortfall.to_dict() for f in (cohort, period))
    assert other == pytest.approx(one, rel=2e-3, abs=1e-6)
    trap = dx.diagnose(dx.Funnel(sum(leads[2:]), sum(wins[:-2]), months=10), par).bridge.shortfall
    assert trap["closing"] > 1.5 * one["closing"]  # wins over the leads of the same months


# --- dispersion


@st.composite
def businesses(draw):
    leads = draw(st.integers(10, 3000))
    worked = draw(st.integers(5, leads))
    wins = draw(st.integers(0, worked))
    basis = draw(st.sampled_from(["cohort", "period"]))
    return dx.Funnel(leads, wins, worked=worked, months=draw(st.sampled_from([1, 3, 12])), basis=basis)


@law
@given(businesses(), st.floats(1, 40), st.floats(1, 40))
def test_a_dispersion_moves_nothing_that_was_observed(f, reach, closing):
    wide = replace(f, reach_dispersion=reach, closing_dispersion=closing)
    one, other = dx.diagnose(f, PAR), dx.diagnose(wide, PAR)
    assert other.bridge.shortfall.to_dict() == one.bridge.shortfall.to_dict()
    assert other.of_par == one.of_par


@pytest.mark.parametrize("months", [1, 4, 12])
@pytest.mark.parametrize("phi", [1.5, 3, 10])
@pytest.mark.parametrize("basis", ["cohort", "period"])
def test_a_dispersion_widens_the_interval_of_its_link_to_both_sides_where_it_is_at_its_target(months, phi, basis):
    """By the widths of a Normal prior and a Normal likelihood: 1/(1/t² + I/φ), I the information in the counts."""
    f = dx.Funnel(120 * months, 24 * months, months=months, basis=basis, **CHANCE_ONLY)
    plain = dx.diagnose(f, PAR).bridge
    for link, t, information in (("reach", 0.5, 120 * months), ("closing", 0.6, 120 * months * 0.2 * 0.8)):
        wide = dx.diagnose(replace(f, **{f"{link}_dispersion": phi}), PAR).bridge.loc[link]
        assert wide.low < plain.low[link] < plain.high[link] < wide.high
        times = (wide.high - wide.low) / (plain.high[link] - plain.low[link])
        assert times == pytest.approx(((t**-2 + information) / (t**-2 + information / phi)) ** 0.5, rel=0.08)


@pytest.mark.parametrize(("leads", "wins"), [(60, 6), (60, 20), (300, 30), (300, 120)])
def test_what_scatters_much_is_nearer_its_target(leads, wins):
    """Counts that are worth less leave more to what is known of businesses."""
    f = dx.Funnel(leads, wins, **CHANCE_ONLY)
    for link in ("marketing", "sales"):
        far = [
            abs(np.log(np.median(dx.diagnose(g, PAR).assessment.possible.of_reference[link])))
            for g in (f, replace(f, reach_dispersion=5, closing_dispersion=5))
        ]
        assert far[1] < far[0]


@law
@given(businesses(), st.integers(2, 6))
def test_k_times_the_counts_at_k_times_the_dispersion_are_worth_as_much(f, k):
    """Leads and closing alone: what of the leads was worked has no dispersion of its own."""
    f = replace(f, worked=None, **CHANCE_ONLY)
    many = replace(f, leads=k * f.leads, wins=k * f.wins, months=k * f.months, reach_dispersion=k, closing_dispersion=k)
    one, other = dx.diagnose(f, PAR), dx.diagnose(many, PAR)
    assert other.probability == pytest.approx(one.probability, abs=1e-9)
    np.testing.assert_allclose(
        other.bridge[["shortfall", "low", "high"]], one.bridge[["shortfall", "low", "high"]], rtol=1e-7, atol=1e-7
    )


def test_a_verdict_from_months_that_scatter_much_is_less_sure():
    f, par = dx.Funnel(1200, 120, months=12), dx.Par(reach=100, closing=0.15)
    sure = [dx.diagnose(replace(f, closing_dispersion=phi), par).probability["sales"] for phi in (1, 4, 16, 64)]
    assert sure == sorted(sure, reverse=True) and sure[0] > 0.99 and sure[-1] < 0.85


def test_the_widened_closing_interval_is_that_of_as_many_fewer_counts():
    """150 of 1,000 that scatter four times as much: Jeffreys' limits of 37.5 of 250."""
    seen = sort_counts(dx.Funnel(1000, 150, closing_dispersion=4), None).closing
    for q, u in zip(seen.quantiles(10)[[0, -1]], (0.05, 0.95), strict=True):
        assert betainc(38, 213, q) == pytest.approx(u, abs=1e-8)


# --- how well a level of leads is known


@pytest.mark.parametrize("leads", [60, 100, 180])
def test_a_level_from_few_leads_widens_what_is_possible_and_moves_nothing(leads):
    f = dx.Funnel(leads, leads // 5)
    target = dx.diagnose(f, dx.Par(reach=100, closing=0.2)).bridge
    widths = []
    for strength in (1e9, 400, 100, 25):
        roughly = dx.diagnose(f, dx.Par(reach=100, closing=0.2, reach_strength=strength)).bridge
        assert roughly.shortfall.to_dict() == target.shortfall.to_dict()
        widths.append(roughly.high["reach"] - roughly.low["reach"])
    assert widths == sorted(widths)
    assert widths[0] < target.high["reach"] - target.low["reach"]  # earlier months are nearer than a target
    assert widths[-1] > 1.4 * widths[0]


def test_the_interval_against_a_level_from_300_leads_is_that_of_plain_monte_carlo():
    """310 leads and 62 sales against 300 leads of an earlier month, and a target of 20%.

    Leads weighed by how near they are to the level, 0.3 on the log, and the win rate to its target, 0.6 on the log-odds, each
    over the Jeffreys prior it is drawn with.
    """
    rng, draws = np.random.default_rng(3), 400_000
    now, par = rng.gamma(310.5, size=draws), 300 * np.exp(rng.normal(0, 300**-0.5, draws))
    closing = rng.beta(62.5, 248.5, draws)
    log_weight = -(np.log(now / par) ** 2) / (2 * 0.3**2) - 0.5 * np.log(now)
    log_weight += -(np.log(closing / (1 - closing) / 0.25) ** 2) / (2 * 0.6**2) - 0.5 * np.log(closing * (1 - closing))
    weight = np.exp(log_weight - log_weight.max())
    got = dx.diagnose(dx.Funnel(310, 62, **CHANCE_ONLY), dx.Par(reach=300, closing=0.2, reach_strength=300)).bridge
    for link, part in (("reach", (par - now) * (closing + 0.2) / 2), ("closing", (0.2 - closing) * (par + now) / 2)):
        order = np.argsort(part)
        low, high = np.interp([0.05, 0.95], np.cumsum(weight[order]) / weight.sum(), part[order])
        assert got.loc[link, ["low", "high"]].to_list() == pytest.approx([low, high], abs=0.03 * (high - low)), link


def test_a_fall_below_a_level_known_from_few_leads_is_less_of_a_proof():
    """20 leads after 30: against 30 known exactly that is marketing; against one month of 30 it may be chance."""
    f = dx.Funnel(20, 4)
    exact, roughly = (
        dx.diagnose(f, dx.Par(reach=30, closing=0.2, reach_strength=strength)).probability["marketing"]
        for strength in (None, 30)
    )
    assert exact > roughly + 0.03
