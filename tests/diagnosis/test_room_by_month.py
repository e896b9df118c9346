"""A sales team that follows up everything there is room for is not told that it follows up too little.

Leads come by chance, some months bring more than the team has room for. Businesses are drawn whose truth is known.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.diagnosis.goal import leads_for, leads_needed, most_customers
from diagnostics.diagnosis.levers import levers
from diagnostics.funnel.room import month_sizes

PAR = dx.Par(goal=20, capacity=100, closing=0.2)


def years(count, usual=100, room=100, months=12):
    rng = np.random.default_rng(11)
    for _ in range(count):
        leads = rng.poisson(usual * np.exp(0.05 * rng.standard_normal(months)))
        worked = np.minimum(leads, room)
        yield leads, worked, rng.binomial(worked, 0.2)


def as_table(leads, worked, sales):
    months = [f"2024-{at + 1:02d}" for at in range(len(leads))]
    return dx.Table.read(pd.DataFrame({"month": months, "leads": leads, "reached": worked, "sales": sales}), "cohort")


def as_totals(leads, worked, sales):
    return dx.Funnel(int(leads.sum()), int(sales.sum()), worked=int(worked.sum()), months=len(leads))


def test_by_month_everything_there_was_room_for_is_everything():
    for year in years(10):
        d = dx.diagnose(as_table(*year).funnel(), PAR)
        assert d.assessment.actual["follow_up"] == pytest.approx(1, abs=1e-12)
        assert d.bridge.shortfall["follow_up"] == pytest.approx(0, abs=1e-9)
        assert d.today == pytest.approx(year[2].sum() / 12, rel=1e-9)


@pytest.mark.parametrize(("usual", "room", "months"), [(100, 100, 12), (30, 30, 6), (100, 110, 12), (100, 90, 12)])
def test_from_totals_follow_up_is_seldom_below_its_target_for_certain(usual, room, months):
    """With equal months for all, the 90% range was wholly below the target in 30 to 94 of 100 such years."""
    par, wrong = dx.Par(goal=usual * 0.2, capacity=room, closing=0.2), 0
    for year in years(60, usual, room, months):
        d = dx.diagnose(as_totals(*year), par)
        wrong += d.bridge.low["follow_up"] > 0.01 * d.at_par
    assert wrong <= 6


def test_a_team_that_follows_up_too_little_is_still_told():
    for leads, worked, _ in years(5):
        some = (worked * 0.7).astype(int)
        for funnel in (as_totals(leads, some, some // 5), as_table(leads, some, some // 5).funnel()):
            d = dx.diagnose(funnel, PAR)
            assert (d.verdict, d.weak_link) == ("sales", "follow_up")
            assert d.assessment.actual["follow_up"] == pytest.approx(0.7, abs=0.03)


def test_where_follow_up_was_not_counted_closing_is_of_the_leads_there_was_room_for():
    for leads, worked, sales in years(5):
        table = as_table(leads, worked, sales).funnel()
        closing = dx.diagnose(replace(table, worked=None), PAR).assessment.actual["closing"]
        assert closing == pytest.approx(sales.sum() / worked.sum())


def test_months_say_nothing_where_no_room_was_given():
    apart = dx.Funnel(1200, 150, worked=900, months=12, month_leads=(10,) * 11 + (1090,))
    one, two = (dx.diagnose(f, dx.Par(goal=20, closing=0.2)) for f in (apart, replace(apart, month_leads=())))
    assert one.bridge.equals(two.bridge)
    assert one.probability == two.probability


def test_months_of_one_size_and_a_single_month_are_the_minimum_of_all():
    equal = dx.Funnel(1320, 200, worked=1100, months=12, month_leads=(5,) * 12)
    month = dx.Funnel(110, 17, worked=100, months=1)
    for funnel in (equal, month):
        d = dx.diagnose(funnel, PAR)
        share = funnel.worked / (100 * funnel.months)
        assert d.assessment.actual["follow_up"] == pytest.approx(share, rel=1e-12)


@pytest.mark.parametrize("sizes", [(), (3, 1, 2, 0)])
def test_the_bridge_adds_up_and_today_is_what_was_sold(sizes):
    for worked in (None, 200, 330, 395):
        funnel = dx.Funnel(400, 70, worked=worked, months=4, month_leads=sizes)
        d = dx.diagnose(funnel, PAR)
        assert d.today == pytest.approx(70 / 4, rel=1e-9)
        assert d.bridge.shortfall.sum() == pytest.approx(d.at_par - d.today, abs=1e-9)
        a = d.assessment
        marketing, sales = (a.observed.side(side) for side in ("marketing", "sales"))
        assert marketing - sales == pytest.approx(d.at_par * (d.of_par["sales"] - d.of_par["marketing"]), abs=1e-9)


def test_the_leads_for_a_goal_bring_it_where_months_differ():
    sizes = month_sizes((5.0, 40.0, 90.0, 265.0), 4, 100, 1.25)
    for goal in (5, 12, 19, 25, 60):
        for direct in (0.0, 0.02):
            links = {"direct": direct, "fit": 0.8, "follow_up": 0.9, "capacity": 100.0, "closing": 0.2}
            leads = float(leads_for(goal, **links, sizes=sizes))
            if np.isinf(leads):
                assert goal > float(most_customers(**links, sizes=sizes)) - 1e-9
                continue
            found = float(sizes.found(leads * (1 - direct) * 0.8, 100.0))
            assert leads * direct + 0.9 * found * 0.2 == pytest.approx(goal, rel=1e-9)


def test_more_leads_are_needed_where_months_differ():
    apart = dx.diagnose(dx.Funnel(1200, 190, months=12, month_leads=(50, 150) * 6), PAR)
    even = dx.diagnose(dx.Funnel(1200, 190, months=12, month_leads=(100,) * 12), PAR)
    needed = [leads_needed(d, 15, levels={"closing": 0.2}).leads for d in (apart, even)]
    assert needed == pytest.approx([100, 75], rel=0.001)
    assert levers(apart, levels={"reach": 100}).full == pytest.approx(0.5)


def test_own_earlier_months_are_measured_as_those_that_are_judged():
    """All that there was room for was worked: the level is 1, of closing a fifth of the worked."""
    leads = np.array([60, 150, 90, 140, 80, 160])
    worked = np.minimum(leads, 100)
    frame = pd.DataFrame({"month": [f"2024-{m:02d}" for m in range(1, 7)], "leads": leads, "sales": worked // 5})
    counted = dx.Table.read(frame.assign(reached=worked), "cohort").par(goal=20, capacity=100)
    assert counted.follow_up.value == pytest.approx(1)
    assert counted.closing.value == pytest.approx((worked // 5).sum() / worked.sum())
    assert dx.Table.read(frame, "cohort").par(goal=20, capacity=100).closing.value == pytest.approx(
        (worked // 5).sum() / worked.sum()
    )
