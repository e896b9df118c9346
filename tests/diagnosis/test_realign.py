"""Effort moved from the strong side to the weak one: a hand calculation, laws, and what is not proposed."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.diagnosis.alignment import alignment
from diagnostics.diagnosis.money import Money
from diagnostics.diagnosis.realign import LEAST_ADDED, MOST, SMALL_TEST, realign
from diagnostics.diagnosis.scenario import try_levels
from diagnostics.errors import InputError


@dataclass(frozen=True)
class Activity:
    side: str
    amount: float
    what: str = "something"


def effort(d, marketing=80.0, sales=25.0):
    return alignment([Activity("marketing", marketing), Activity("sales", sales)], d)


FOLLOW_UP = dx.diagnose(
    dx.Funnel(leads=2000, wins=120, worked=800, months=10), dx.Par(reach=200, follow_up=0.9, closing=0.15)
)
"""200 leads per month, 80 of them worked (40%), 15% of those buy."""
FULL = dx.diagnose(dx.Funnel(leads=2000, wins=100, months=10), dx.Par(goal=20, capacity=100, closing=0.1))
"""200 leads per month and room for 100."""
CLOSING = dx.diagnose(dx.Funnel(2000, 40), dx.Par(goal=100, closing=0.05))
REACH = dx.diagnose(dx.Funnel(280, 80, months=10), dx.Par(goal=25, closing=0.25))
"""28 leads per month; 100 are needed."""
IDLE = dx.diagnose(dx.Funnel(280, 80, months=10), dx.Par(goal=25, capacity=100, closing=0.25))
UNFIT = dx.diagnose(dx.Funnel(leads=3000, wins=60, fit=300, months=10), dx.Par(reach=300, fit=0.5, closing=0.2))
LEANS = dx.diagnose(dx.Funnel(310, 17, worked=200), dx.Par(reach=310, follow_up=0.9, closing=0.085))
MET = dx.diagnose(dx.Funnel(5000, 1000), dx.Par(goal=900, closing=0.19))


def test_the_businesses_are_what_they_are_called():
    assert [(d.verdict, d.suspect) for d in (FOLLOW_UP, FULL, CLOSING, REACH, UNFIT)] == [
        ("sales", "follow_up"),
        ("sales", "capacity"),
        ("sales", "closing"),
        ("marketing", "reach"),
        ("marketing", "fit"),
    ]
    assert (LEANS.verdict, LEANS.leaning, MET.verdict) == ("undetermined", "sales", "balanced")


def test_a_hand_calculation():
    # 100 hours for 200 leads: half an hour a lead. 40 hours for 80 worked leads: half an hour each.
    # 10 hours more work 20 leads more, 10 of 100 points, and at worst half of that; they cost none to 20 of the 200 leads.
    found = realign(FOLLOW_UP, effort(FOLLOW_UP, 100, 40), 10)
    assert (found.lead_takes, found.work_takes, found.lowered, found.link) == (0.5, 0.5, "reach", "follow_up")
    assert found.today == pytest.approx({"reach": 200, "follow_up": 0.4})
    assert found.ends["reach"] == pytest.approx((180, 200))
    assert found.ends["follow_up"] == pytest.approx((0.45, 0.5))
    assert found.levels == pytest.approx({"reach": 190, "follow_up": 0.475})
    # 12 customers today: 180 × 0.45 × 0.15 = 12.15 at worst, 200 × 0.5 × 0.15 = 15 at best, 190 × 0.475 × 0.15 = 13.54.
    assert found.now.mean == pytest.approx(12, rel=0.02)
    assert found.gain.mean == pytest.approx(1.54, abs=0.1)
    assert found.gain.low < 0.15 < 3 < found.gain.high
    assert found.after.mean == pytest.approx(found.now.mean + found.gain.mean)


def test_the_owner_s_own_costs_go_before_the_averages():
    found = realign(FOLLOW_UP, effort(FOLLOW_UP, 100, 40), 10, lead_takes=1, work_takes=0.25)
    assert found.typed == {"lead_takes", "work_takes"}
    assert found.ends["reach"] == pytest.approx((190, 200))
    assert found.ends["follow_up"] == pytest.approx((0.5, 0.6))
    assert (
        realign(FOLLOW_UP, effort(FOLLOW_UP, 100, 40), 10, work_takes=0.25).gain.mean
        > realign(FOLLOW_UP, effort(FOLLOW_UP, 100, 40), 10).gain.mean
    )


def test_the_worth_is_the_gain_in_money():
    d = dx.diagnose(FOLLOW_UP.assessment.funnel, FOLLOW_UP.assessment.par, Money(1000, margin=0.5))
    found = realign(d, effort(d, 100, 40), 10)
    assert found.worth == pytest.approx(tuple(500 * g for g in found.gain))
    assert realign(FOLLOW_UP, effort(FOLLOW_UP, 100, 40), 10).worth is None


@pytest.mark.parametrize(
    "d", [FOLLOW_UP, FULL, REACH, IDLE], ids=["follow-up", "capacity", "reach", "reach, with room"]
)
def test_moving_nothing_changes_nothing(d):
    sides = (80, 25) if d.leaning == "sales" else (25, 80)
    found = realign(d, effort(d, *sides), 0)
    assert found.proposed and found.gain == (0, 0, 0) and found.after == found.now
    assert found.levels == pytest.approx(found.today)
    assert all(end == pytest.approx((found.today[link],) * 2) for link, end in found.ends.items())


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([FOLLOW_UP, FULL, REACH, IDLE]), st.floats(0, 1), st.floats(0.02, 50), st.floats(0.02, 50))
def test_never_more_customers_than_the_leads_allow(d, share, lead_takes, work_takes):
    sides = (80, 25) if d.leaning == "sales" else (25, 80)
    found = realign(d, effort(d, *sides), 80 * share, lead_takes, work_takes)
    assert found.gain.low <= found.gain.mean + 1e-9 and found.gain.mean <= found.gain.high + 1e-9
    leads = max(found.ends.get("reach", (0, 0))[1], d.assessment.counts.leads / d.assessment.counts.months)
    assert 0 <= found.after.low <= found.after.high <= leads * 1.5  # the number of leads is itself only counted
    for link, level in found.levels.items():
        assert level <= 1 if link in ("follow_up", "closing") else level > 0
    if found.link == "follow_up":
        assert max(found.ends["follow_up"]) <= 1
    if found.link == "capacity":
        assert max(found.ends["capacity"]) <= 200
    try_levels(d, found.levels)  # they are levels of a scenario


def test_more_is_moved_more_changes():
    ends = [realign(FOLLOW_UP, effort(FOLLOW_UP), x).ends for x in (0, 5, 10, 20)]
    assert np.all(np.diff([e["reach"][0] for e in ends]) < 0)
    assert np.all(np.diff([e["follow_up"][0] for e in ends]) > 0)


def test_symmetric_under_a_swap_of_sides_where_the_chain_is_symmetric():
    # V = leads × follow-up × closing: x of a taken off one factor and put on b of the other multiplies V by
    # (1 − r·x/a)·(1 + g·x/b), whichever side is which.
    sales_weak = realign(FOLLOW_UP, effort(FOLLOW_UP, 100, 40), 10)
    mirrored = dx.diagnose(
        dx.Funnel(leads=800, wins=120, worked=320, months=10), dx.Par(reach=200, follow_up=0.4, closing=0.375)
    )
    assert (mirrored.verdict, mirrored.suspect) == ("marketing", "reach")
    marketing_weak = realign(mirrored, effort(mirrored, 40, 100), 10)
    for one, other in ((sales_weak, marketing_weak),):
        up = [level / one.today["follow_up"] for level in one.ends["follow_up"]]
        down = [level / one.today["reach"] for level in one.ends["reach"]]
        assert [level / other.today["reach"] for level in other.ends["reach"]] == pytest.approx(up)
        assert [level / other.today["follow_up"] for level in other.ends["follow_up"]] == pytest.approx(down)
        assert up == pytest.approx([1 + LEAST_ADDED * 10 / 40, 1 + 10 / 40])
        assert down == pytest.approx([1 - 10 / 100, 1])


def test_what_is_proposed_closes_the_gap_or_is_a_quarter():
    # Half the leads are missing from follow-up: 100 leads at half an hour are 50 hours; a quarter of 100 is less.
    assert realign(FOLLOW_UP, effort(FOLLOW_UP, 100, 40)).amount == MOST * 100
    # 400 hours: the gap of 50 points of 200 leads at half an hour is less than a quarter of them.
    assert realign(FOLLOW_UP, effort(FOLLOW_UP, 400, 40)).amount == pytest.approx(50)
    # Room for 100 of 200: 100 leads at 0.25 hours.
    assert realign(FULL, effort(FULL, 400, 25)).amount == pytest.approx(25)
    # 72 leads are missing at one hour each; a quarter of 30 is 7.5.
    found = realign(REACH, effort(REACH, 28, 30))
    assert (found.strong, found.amount) == ("sales", 7.5)


def test_a_lean_is_only_a_small_test():
    found = realign(LEANS, effort(LEANS, 100, 40))
    assert found.proposed and not found.decided
    assert found.amount == SMALL_TEST * 100


NOT = {
    "no diagnosis": (None, (80, 25), "no diagnosis"),
    "no effort": (FOLLOW_UP, (0, 0), "no effort"),
    "balanced": (MET, (80, 25), "balanced"),
    "effort on the weak side already": (FOLLOW_UP, (25, 80), "aligned"),
    "closing is not raised by hours": (CLOSING, (80, 25), "link"),
    "lead fit is not raised by hours": (UNFIT, (25, 80), "link"),
    "the weak side has nothing": (FOLLOW_UP, (80, 0), "weak empty"),
    "the weak side has nothing, marketing": (REACH, (0, 80), "weak empty"),
}


@pytest.mark.parametrize(("d", "sides", "reason"), NOT.values(), ids=NOT)
def test_no_proposal_says_why_and_invents_no_gain(d, sides, reason):
    found = realign(d, effort(d, *sides))
    assert not found.proposed and found.reason == reason
    assert found.gain is None and not found.levels and found.amount == 0


def test_a_side_that_does_nothing_needs_the_owner_s_own_figure():
    assert realign(FOLLOW_UP, effort(FOLLOW_UP, 80, 0), work_takes=0.5).proposed


def test_without_leads_there_is_nothing_to_reckon_with():
    d = dx.diagnose(dx.Funnel(leads=0, wins=5), dx.Par(goal=20, closing=0.2))
    assert realign(d, effort(d)).reason == "no leads"


def test_where_closing_is_weakest_and_follow_up_short_too_both_are_said():
    d = dx.diagnose(
        dx.Funnel(leads=2000, wins=40, worked=1200, months=10), dx.Par(reach=200, follow_up=0.9, closing=0.15)
    )
    assert d.suspect == "closing"
    found = realign(d, effort(d))
    assert (found.link, found.not_raised) == ("follow_up", "closing")


def test_fewer_hours_of_a_sales_team_with_room_to_spare_cost_room_first():
    assert realign(IDLE, effort(IDLE, 25, 80), 10).lowered == "capacity"
    assert realign(REACH, effort(REACH, 25, 80), 10).lowered == "closing"  # what is not worked does not buy
    spare, busy = (realign(d, effort(d, 25, 80), 20).gain for d in (IDLE, REACH))
    assert spare.low > busy.low


def test_it_holds_the_range_of_the_assumption():
    d = FOLLOW_UP
    found = realign(d, effort(d, 100, 40), 10)
    certain = try_levels(d, found.levels)
    assert found.after.low < certain.mean < found.after.high


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"amount": -1}, "amount-not-there"),
        ({"amount": 81}, "amount-not-there"),
        ({"lead_takes": 0}, "effort-not-positive"),
        ({"work_takes": -2}, "effort-not-positive"),
        ({"amount": float("nan")}, None),
        ({"amount": "ten"}, None),
    ],
)
def test_what_cannot_be_is_refused(given, code):
    with pytest.raises(InputError) as refused:
        realign(FOLLOW_UP, effort(FOLLOW_UP), **given)
    assert code in (None, refused.value.code)


def test_all_of_a_side_may_be_moved():
    found = realign(FOLLOW_UP, effort(FOLLOW_UP), 80)
    assert found.may_lose and found.full and found.ends["reach"][0] > 0
    try_levels(FOLLOW_UP, found.levels)
    assert replace(found, reason="aligned").proposed is False
