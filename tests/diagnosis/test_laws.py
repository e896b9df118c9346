"""Laws that hold for every business, whatever its counts: nothing is lost, nothing is invented, nothing jumps."""

import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.diagnosis.accounts import second_account
from diagnostics.funnel import SIDES, UNIONS

AWAY = 0.10
"""No overturned verdict is known that stood further than this from a line of the rule, as a share of the goal, once
there were ten leads. Ten leads may decide; nearer the lines more data may rightly take a verdict back."""
RATES = ("direct", "fit", "follow_up", "closing")


def law(examples):
    """The same examples on every run, however slow the machine."""
    return settings(derandomize=True, deadline=None, database=None, max_examples=examples)


# --- businesses ---------------------------------------------------------------------------------------------------


@st.composite
def funnels(draw, most=3000, mature=False):
    """Consistent counts in which every link may or may not have been counted."""
    leads = draw(st.integers(1, most))
    direct = draw(st.integers(0, leads // 3))
    fit = draw(st.none() | st.integers(1, leads - direct))
    worked = draw(st.none() | st.integers(0, leads - direct if fit is None else fit))
    assisted = draw(st.integers(0, min(n for n in (leads - direct, fit, worked) if n is not None)))
    maturity = 1.0 if mature else draw(st.sampled_from([1.0, 1.0, 0.8, 0.4]))
    months = draw(st.sampled_from([0.5, 1, 2, 3, 12]))
    return dx.Funnel(leads, direct + assisted, direct, fit, worked, months, maturity)


@st.composite
def pars(draw, exact=False):
    """A goal, leads wanted or room for leads, with known or uncertain levels for some of the shares."""

    def level(low, high):
        value = draw(st.floats(low, high))
        # vaguer pars stand in test_golden.py and test_bad_input.py
        return value if exact or draw(st.booleans()) else dx.Rate(value, strength=draw(st.floats(10, 300)) / value)

    shares = {"direct": (0.001, 0.3), "fit": (0.2, 1.0), "follow_up": (0.3, 1.0)}
    some = {name: level(*shares[name]) for name in draw(st.sets(st.sampled_from(sorted(shares))))}
    volume = draw(st.sampled_from(["goal", "reach", "capacity", "goal and capacity", "reach and capacity"]))
    some |= {name: draw(st.floats(1, 5000)) for name in volume.split(" and ")}
    return dx.Par(**some, closing=level(0.01, 0.9))


@st.composite
def businesses(draw, least=10, most=3000, **kwargs):
    """A funnel, and an exact par within a few times of what it does: what a person would type."""
    leads = draw(st.integers(least, most))
    direct = draw(st.sampled_from([0, 0, leads // 50, leads // 10]))
    rest = leads - direct
    fit = draw(st.none() | st.integers(rest // 3 + 1, rest))
    at_sales = rest if fit is None else fit
    worked = draw(st.none() | st.integers(at_sales // 3 + 1, at_sales))
    met = at_sales if worked is None else worked
    assisted = draw(st.integers(0, met // 2))
    maturity = draw(st.sampled_from([1.0, 1.0, 0.8, 0.5]))
    funnel = dx.Funnel(
        leads,
        direct + assisted,
        direct,
        fit,
        worked,
        months=draw(st.sampled_from([0.01, 0.02])),
        maturity=maturity,
        month_leads=(1.0,) * 1000,  # of one size, so that a longer time has no other months
    )
    near = st.floats(0.4, 2.5)
    a_month = leads / funnel.months
    par = {"closing": min(1, (assisted + 1) / (met + 2) / maturity * draw(near))}
    par |= {} if fit is None else {"fit": min(1, fit / rest * draw(near))}
    par |= {} if worked is None else {"follow_up": min(1, worked / at_sales * draw(near))}
    par |= {"direct": direct / leads / maturity * draw(near)} if direct and draw(st.booleans()) else {}
    volume = {
        "goal": (funnel.wins + 1) / funnel.months / maturity * draw(near),
        "reach": a_month * draw(near),
        "capacity": a_month * draw(near),
    }
    some = draw(st.sampled_from([("goal",), ("reach",), ("goal", "capacity"), ("reach", "capacity"), ("capacity",)]))
    return funnel, dx.Par(**par, **{name: volume[name] for name in some})


def point_difference(d):
    """(marketing shortfall − sales shortfall) / customers at par, from the published bridge."""
    return (side(d, "marketing") - side(d, "sales")) / d.at_par


def ahead(d):
    """How far marketing is ahead of sales, log m − log s."""
    m, s = (max(d.of_par[name], 1e-300) for name in SIDES)
    return math.log(m / s)


def side(d, name):
    return float(d.bridge.shortfall[list(UNIONS[name])].sum())


def eventual(d):
    """The verdict the rule gives where counts and pars are known exactly."""
    if ahead(d) < -0.10 and side(d, "marketing") > 0 and d.of_par["marketing"] < 0.90:
        return "marketing"
    weak = ahead(d) > 0.10 and side(d, "sales") > 0 and d.of_par["sales"] < 0.90
    return "sales" if weak else "balanced"


def room_to_edge(d):
    """How far the nearest line of the rule is, as a share: sides 0.10 apart, or one at its own par or at 0.90 of it."""
    edges = [abs(abs(ahead(d)) - 0.10)]
    if abs(ahead(d)) > 0.10:
        lower = "marketing" if ahead(d) < 0 else "sales"
        edges += [abs(side(d, lower)) / d.at_par, abs(d.of_par[lower] - 0.90)]
    return min(edges)


def times(funnel, k):
    """The same business watched ``k`` times as long."""
    counts = ("leads", "wins", "direct_wins", "fit", "worked")
    more = {n: getattr(funnel, n) * k for n in counts if getattr(funnel, n) is not None}
    return replace(funnel, **more, months=funnel.months * k)


def near(size):
    return pytest.approx(0, abs=1e-9 * size)


def size(d):
    """The largest number in a bridge, customers per month: what rounding errors are measured against."""
    return max(d.at_par, d.today, d.bridge.shortfall.abs().max())


# --- the bridge ---------------------------------------------------------------------------------------------------


@law(150)
@given(funnels(), pars())
@pytest.mark.slow
def test_the_shortfalls_add_up_to_par_less_today(funnel, par):
    d = dx.diagnose(funnel, par)
    assert d.bridge.shortfall.sum() - (d.at_par - d.today) == near(size(d))


@law(150)
@given(funnels(), pars())
@pytest.mark.slow
def test_today_is_the_wins_a_month_once_they_have_had_their_time(funnel, par):
    room = float("inf") if par.capacity is None else par.capacity * funnel.months
    direct, talked_to = funnel.direct_wins / funnel.maturity, funnel.wins - funnel.direct_wins
    still_to_talk = (funnel.leads - direct) / (funnel.leads - funnel.direct_wins)
    reached = (funnel.leads - funnel.direct_wins if funnel.fit is None else funnel.fit) * still_to_talk
    worked = min(reached, max(room, talked_to)) if funnel.worked is None else funnel.worked
    # else direct sales outrun the maturity and are taken as made at once, or a share would be above 1 and is cut there
    assume(direct + (funnel.worked or talked_to) <= funnel.leads)
    assume(talked_to / funnel.maturity <= worked <= reached)
    assert dx.diagnose(funnel, par).today == pytest.approx(funnel.wins / funnel.months / funnel.maturity, rel=1e-9)


@pytest.mark.parametrize("worked", [None, 50])
def test_sales_that_were_made_show_that_there_was_room_for_them(worked):
    """50 of 100 leads bought, though sales is said to have room for 20."""
    d = dx.diagnose(dx.Funnel(100, 50, worked=worked), dx.Par(goal=50, capacity=20, closing=0.5))
    assert d.today == pytest.approx(50)


@law(60)
@given(funnels(mature=True), st.sampled_from(["reach", *RATES]), pars(exact=True))
def test_a_link_at_par_is_short_of_nothing_whatever_the_others_do(funnel, link, par):
    rest = funnel.leads - funnel.direct_wins
    at_sales = rest if funnel.fit is None else funnel.fit
    worked = at_sales if funnel.worked is None else funnel.worked
    seen = {
        "reach": funnel.leads / funnel.months,
        "direct": funnel.direct_wins / funnel.leads,
        "fit": at_sales / rest,
        "follow_up": worked / at_sales,
        "closing": (funnel.wins - funnel.direct_wins) / worked if worked else 0,
    }
    assume(seen[link] > 0)
    others = {n: getattr(par, n) for n in ("direct", "fit", "follow_up", "closing") if n != link}
    if link == "closing":  # where they were not counted apart, the win rate stands for them too
        others |= {
            n: None for n in ("fit", "follow_up") if getattr(funnel, "worked" if n == "follow_up" else n) is None
        }
    goal = {} if link == "reach" else {"reach": 700}
    d = dx.diagnose(funnel, dx.Par(**{**others, **goal, link: seen[link]}))
    assert d.bridge.shortfall[link] == near(size(d))


@law(100)
@given(funnels(), pars())
def test_a_link_that_was_not_measured_is_short_of_nothing(funnel, par):
    unmeasured = {
        "direct": not funnel.direct_wins and par.direct is None,
        "fit": funnel.fit is None,
        "follow_up": funnel.worked is None,
        "capacity": par.capacity is None,
    }
    bridge = dx.diagnose(funnel, par).bridge
    for link in (name for name, not_measured in unmeasured.items() if not_measured):
        assert bridge.loc[link, ["shortfall", "low", "high"]].to_list() == [0, 0, 0], link


@law(150)
@given(funnels(), pars())
@pytest.mark.slow
def test_every_interval_holds_what_was_observed(funnel, par):
    bridge = dx.diagnose(funnel, par).bridge
    assert (bridge.low <= bridge.shortfall).all()
    assert (bridge.shortfall <= bridge.high).all()


@law(100)
@given(st.integers(1, 3000), st.data(), st.floats(1, 2000), st.floats(0.01, 1))
def test_with_one_link_a_side_the_larger_shortfall_is_on_the_side_further_below_par(leads, data, goal, closing):
    wins = data.draw(st.integers(0, leads))
    d = dx.diagnose(dx.Funnel(leads, wins), dx.Par(goal=goal, closing=closing))
    marketing_of_par, sales_of_par = leads / (goal / closing), wins / leads / closing
    assert d.of_par["marketing"] == pytest.approx(marketing_of_par, rel=1e-9)
    assert d.of_par["sales"] == pytest.approx(sales_of_par, rel=1e-9)
    assert side(d, "marketing") - side(d, "sales") - goal * (sales_of_par - marketing_of_par) == near(size(d))


@law(150)
@given(funnels(), pars())
@pytest.mark.slow
def test_with_six_links_the_larger_shortfall_is_on_the_side_further_below_par(funnel, par):
    d = dx.diagnose(funnel, par)
    assert point_difference(d) - (d.of_par["sales"] - d.of_par["marketing"]) == near(size(d) / d.at_par)


# --- the verdict --------------------------------------------------------------------------------------------------


@law(150)
@given(funnels(), pars())
@pytest.mark.slow
def test_the_three_chances_are_shares_that_add_up_to_one(funnel, par):
    chance = dx.diagnose(funnel, par).probability
    assert set(chance) == {*SIDES, "balanced"}
    assert all(0 <= p <= 1 for p in chance.values())
    assert sum(chance.values()) == pytest.approx(1, abs=1e-12)


@law(200)
@given(funnels(), pars())
@pytest.mark.slow
def test_the_verdict_is_the_likeliest_if_it_reaches_85_percent_and_else_undetermined(funnel, par):
    d = dx.diagnose(funnel, par)
    likeliest = max(d.probability.values())
    if likeliest >= 0.85:
        assert d.probability[d.verdict] == likeliest
    else:
        assert d.verdict == "undetermined"
    assert d.probability[d.leaning] == likeliest
    assert (d.weak_link is None) or d.weak_link in UNIONS[d.verdict]


# --- the same numbers, the same answer ----------------------------------------------------------------------------

REPEATED = """
import diagnostics as dx
from diagnostics import Funnel, Par, Rate
for funnel, par in {businesses}:
    d = dx.diagnose(funnel, par)
    print(d.probability, d.bridge.to_numpy().tolist(), d.of_par, d.more_leads, d.sentence, d.evidence_for,
          d.evidence_against, d.unseen, dx.what_if(funnel, par, closing=0.3), dx.compare(funnel, funnel).values.tolist())
"""

BUSINESSES = [
    (dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12)),
    (dx.Funnel(28, 8, maturity=0.6), dx.Par(reach=100, closing=dx.Rate(0.25, 30, "own year before"))),
    (
        dx.Funnel(2000, 140, 30, fit=1500, worked=900, months=3),
        dx.Par(goal=80, capacity=400, direct=0.02, fit=dx.Rate(0.8, 40), follow_up=0.9, closing=0.15),
    ),
    (dx.Funnel(50, 1), dx.Par(capacity=60, closing=0.1)),
]


@pytest.mark.parametrize("seed", ["0", "1"])
@pytest.mark.slow
def test_a_fresh_interpreter_gives_the_same_answer_to_the_digit(seed, tmp_path):
    script = REPEATED.format(businesses=BUSINESSES)
    env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(dx.__file__).parents[1])}
    fresh = subprocess.run(
        [sys.executable, "-c", script], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    here = []
    exec(script, {"print": lambda *parts: here.append(" ".join(map(str, parts)))})
    assert len(here) == len(BUSINESSES)
    assert fresh.stdout.splitlines() == here


@law(30)
@given(funnels(), pars(), funnels(), pars())
def test_what_was_asked_before_does_not_change_the_answer(funnel, par, other_funnel, other_par):
    first = dx.diagnose(funnel, par)
    dx.diagnose(other_funnel, other_par)
    again = dx.diagnose(replace(funnel), replace(par))
    assert again.bridge.equals(first.bridge)
    assert (again.probability, again.more_leads) == (first.probability, first.more_leads)


# --- more data ----------------------------------------------------------------------------------------------------


@law(80)
@given(businesses(least=30))
@pytest.mark.slow
def test_unlimited_counts_at_the_same_rates_decide_for_what_the_rule_says_of_the_rates(business):
    funnel, par = business
    some, many = dx.diagnose(funnel, par), dx.diagnose(times(funnel, 50_000), par)
    assert (many.bridge.shortfall - some.bridge.shortfall).abs().max() == near(size(some))
    assume(room_to_edge(some) > 0.02 and second_account(funnel, par) is None)  # two accounts may never agree
    assert many.probability[eventual(some)] > 0.99


@pytest.mark.slow
@law(150)
@given(businesses())
def test_more_leads_at_the_same_rates_do_not_overturn_a_decided_verdict(business):
    funnel, par = business
    d = dx.diagnose(funnel, par)
    # few counts may say little beside the target: no sale from ten leads need not mean that none is ever made
    assume(d.verdict == eventual(d) and room_to_edge(d) > AWAY)
    later = {k: dx.diagnose(times(funnel, k), par).verdict for k in (2, 5, 20)}
    assert later == dict.fromkeys(later, d.verdict)


@law(100)
@given(funnels(), pars())
@example(dx.Funnel(21, 7, direct_wins=7, worked=1, months=0.5), dx.Par(goal=1.0, closing=dx.Rate(0.0625, 160.0)))
@pytest.mark.slow
def test_one_more_sale_from_the_same_leads_never_makes_sales_look_weaker(funnel, par):
    most = min(n for n in (funnel.leads, funnel.fit, funnel.worked) if n is not None)
    assume(funnel.wins < min(most + funnel.direct_wins, funnel.leads))
    more = dx.diagnose(replace(funnel, wins=funnel.wins + 1), par)
    rough = any(rate is not None and rate.strength is not None for rate in map(par.level, RATES))
    # An uncertain target learns from the sale too and rises: by 0.0085 to 0.013 in the example, at 2,039 to 65,521 points.
    error = 0.02 if rough else 1e-12
    assert more.probability["sales"] <= dx.diagnose(funnel, par).probability["sales"] + error


@law(60)
@given(st.integers(2000, 200_000), st.floats(0.05, 0.5), st.floats(0.2, 5), st.floats(0.5, 2))
def test_one_more_lead_among_thousands_moves_no_chance_by_more_than_two_points(leads, closing, reach, better):
    funnel = dx.Funnel(leads, round(leads * closing))
    par = dx.Par(reach=leads * reach, closing=min(1, closing * better))
    one, two = (dx.diagnose(f, par).probability for f in (funnel, replace(funnel, leads=leads + 1)))
    assert max(abs(one[name] - two[name]) for name in one) <= 0.02


# --- what would settle it -----------------------------------------------------------------------------------------


@pytest.mark.slow
@law(200)
@given(businesses(least=20, most=200))
def test_the_leads_asked_for_bring_the_chance_to_about_85_percent(business):
    funnel, par = business
    d = dx.diagnose(funnel, par)
    assume(d.more_leads is not None and d.more_leads > 10)
    k = 1 + d.more_leads / funnel.leads
    exact = {n: getattr(funnel, n) or 0 for n in ("leads", "direct_wins", "fit", "worked")}
    exact["assisted"] = funnel.wins - funnel.direct_wins
    whole = {n: round(count * k) for n, count in exact.items()}
    assume(all(abs(whole[n] - count * k) <= 0.01 * count * k for n, count in exact.items()))  # the rates stay
    later = dx.Funnel(
        whole["leads"],
        whole["assisted"] + whole["direct_wins"],
        whole["direct_wins"],
        whole["fit"] or None,
        whole["worked"] or None,
        months=funnel.months * k,
        maturity=funnel.maturity,
        month_leads=funnel.month_leads,
    )
    assert 0.81 <= max(dx.diagnose(later, par).probability.values()) <= 0.89


@law(100)
@given(funnels(), pars())
def test_a_decided_verdict_asks_for_no_more_leads(funnel, par):
    d = dx.diagnose(funnel, par)
    assume(d.verdict != "undetermined")
    assert d.more_leads is None
