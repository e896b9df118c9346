"""What changed from one period to another: the same bridge, with the later period for its reference."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import diagnostics as dx

law = settings(derandomize=True, deadline=None, database=None, max_examples=80)


@st.composite
def periods(draw):
    """A period in which at least one lead was worked and one sale was made."""
    leads = draw(st.integers(3, 2000))
    direct = draw(st.integers(0, leads // 3))
    fit = draw(st.integers(1, leads - direct))
    worked = draw(st.integers(1, fit))
    wins = direct + draw(st.integers(1, worked))
    return dx.Funnel(leads, wins, direct, fit, worked, months=draw(st.sampled_from([0.5, 1, 3])))


def a_month(funnel):
    return funnel.wins / funnel.months / funnel.maturity


@law
@given(periods(), periods())
def test_the_changes_add_up_to_the_change_in_customers_a_month(before, after):
    size = max(a_month(before), a_month(after))
    assert dx.compare(before, after).shortfall.sum() == pytest.approx(a_month(after) - a_month(before), abs=1e-9 * size)


@law
@given(periods(), periods())
def test_looking_back_is_looking_ahead_with_the_sign_turned(before, after):
    ahead, back = dx.compare(before, after).shortfall, dx.compare(after, before).shortfall
    assert ahead.to_dict() == pytest.approx((-back).to_dict(), abs=1e-9 * ahead.abs().max())


@law
@given(periods())
def test_two_equal_periods_differ_in_nothing(period):
    bridge = dx.compare(period, period)
    assert bridge.shortfall.to_dict() == dict.fromkeys(bridge.index, 0)
    assert (bridge.low <= 0).all()
    assert (bridge.high >= 0).all()


DAS_GUPTA = {
    # leads, wins before; leads, wins after: each change times the mean of the other (Census P23-186, two factors)
    "only the leads grew": ((100, 10), (200, 20), 10.0, 0.0),
    "only closing grew": ((100, 10), (100, 20), 0.0, 10.0),
    "both grew": ((100, 10), (200, 40), 15.0, 15.0),
    "more leads, closed less often": ((100, 20), (300, 30), 30.0, -20.0),
}


@pytest.mark.parametrize(("before", "after", "reach", "closing"), DAS_GUPTA.values(), ids=DAS_GUPTA)
def test_leads_and_closing_share_the_change_as_das_gupta_has_it(before, after, reach, closing):
    got = dx.compare(dx.Funnel(*before), dx.Funnel(*after)).shortfall
    assert got.to_dict() == pytest.approx(
        {"reach": reach, "direct": 0, "fit": 0, "follow_up": 0, "capacity": 0, "closing": closing}, abs=1e-9
    )


FULL = dx.Funnel(400, 46, direct_wins=6, fit=300, worked=200, months=2)
LATER = dx.Funnel(500, 40, direct_wins=2, fit=420, worked=150, months=2)


@pytest.mark.parametrize("link", ["fit", "worked"])
def test_a_link_counted_in_one_period_only_is_left_with_its_neighbours_in_both(link):
    neither = dx.compare(replace(FULL, **{link: None}), replace(LATER, **{link: None}))
    for before, after in ((replace(FULL, **{link: None}), LATER), (FULL, replace(LATER, **{link: None}))):
        got = dx.compare(before, after)
        assert got.equals(neither)
        assert got.shortfall[{"fit": "fit", "worked": "follow_up"}[link]] == 0


def test_direct_sales_in_one_period_are_a_change_of_marketing_in_both():
    """6 of 400 bought on their own, then none: 6 sales fewer, and no worked lead was lost by it."""
    before = dx.Funnel(400, 6, direct_wins=6)
    got = dx.compare(before, dx.Funnel(400, 1)).shortfall
    assert got["direct"] == pytest.approx(-6, abs=0.01)


def test_periods_of_different_length_are_compared_a_month():
    got = dx.compare(dx.Funnel(300, 30, months=3), dx.Funnel(100, 10)).shortfall
    assert got.abs().max() == pytest.approx(0, abs=1e-9)


def test_young_leads_are_compared_by_what_they_come_to():
    """10 of 100 with half of the time gone are 20 of 100."""
    got = dx.compare(dx.Funnel(100, 20), dx.Funnel(100, 10, maturity=0.5)).shortfall
    assert got.abs().max() == pytest.approx(0, abs=1e-9)


def test_a_change_seen_in_few_counts_may_be_chance_and_in_many_is_not():
    few = dx.compare(dx.Funnel(20, 4), dx.Funnel(20, 2)).loc["closing"]
    many = dx.compare(dx.Funnel(2000, 400, months=100), dx.Funnel(2000, 200, months=100)).loc["closing"]
    assert few.low < 0 < few.high
    assert many.high < 0
    assert few.shortfall == pytest.approx(many.shortfall)


def test_the_interval_is_that_of_two_independent_periods():
    """By Monte Carlo: 17 of 310, then 30 of 280."""
    rng = np.random.default_rng(11)
    (l0, c0), (l1, c1) = (
        (rng.gamma(leads + 0.5, size=400_000), rng.beta(wins + 0.5, leads - wins + 0.5, 400_000))
        for leads, wins in ((310, 17), (280, 30))
    )
    got = dx.compare(dx.Funnel(310, 17), dx.Funnel(280, 30))
    for link, part in (("reach", (l1 - l0) * (c0 + c1) / 2), ("closing", (c1 - c0) * (l0 + l1) / 2)):
        low, high = np.quantile(part, [0.05, 0.95])
        assert got.loc[link, ["low", "high"]].to_list() == pytest.approx([low, high], abs=0.03 * (high - low)), link


OF_NOTHING = {
    "no lead came before": (dx.Funnel(0, 0), dx.Funnel(10, 1), "reach", 1.0),
    "no lead came after": (dx.Funnel(10, 1), dx.Funnel(0, 0), "reach", -1.0),
    "no lead was worked before": (dx.Funnel(100, 0, worked=0), dx.Funnel(100, 10, worked=50), "follow_up", 10.0),
    "no lead could buy before": (dx.Funnel(100, 0, fit=0), dx.Funnel(100, 10, fit=50), "fit", 10.0),
}


@pytest.mark.parametrize(("before", "after", "link", "change"), OF_NOTHING.values(), ids=OF_NOTHING)
def test_a_share_of_nothing_has_not_changed(before, after, link, change):
    """Closing was seen in one period only, so the whole change is that of the link that was seen in both."""
    got = dx.compare(before, after).shortfall
    assert got.to_dict() == pytest.approx({**dict.fromkeys(got.index, 0.0), link: change})


@pytest.mark.parametrize("before", [dx.Funnel(50, 5), dx.Funnel(50, 0)], ids=["some before", "none before"])
def test_a_period_without_a_sale_can_be_compared_with(before):
    got = dx.compare(before, dx.Funnel(50, 0))
    assert got.shortfall["closing"] == pytest.approx(-before.wins)
    assert np.isfinite(got[["shortfall", "low", "high"]].to_numpy()).all()
