"""Effort beside shortfall: a process that is missing, one that is very short, and effort that leans the wrong way."""

from dataclasses import dataclass

import pytest

import diagnostics as dx
from diagnostics.diagnosis.alignment import VERY_SHORT, alignment


@dataclass(frozen=True)
class Activity:
    side: str | None
    amount: float = 1.0
    what: str = "something"


def does(marketing=(), sales=(), open=()):
    lists = {"marketing": marketing, "sales": sales, None: open}
    return [Activity(side, amount) for side, amounts in lists.items() for amount in amounts]


SALES_WEAK = dx.diagnose(dx.Funnel(2000, 40), dx.Par(goal=100, closing=0.05))
MARKETING_WEAK = dx.diagnose(dx.Funnel(28, 8), dx.Par(goal=25, closing=0.25))
EVEN = dx.diagnose(dx.Funnel(60_000, 6_000, months=12), dx.Par(goal=2000, closing=0.2))
MET = dx.diagnose(dx.Funnel(5000, 1000), dx.Par(goal=900, closing=0.19))
LEANS = dx.diagnose(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12))


def test_the_businesses_are_what_they_are_called():
    assert (SALES_WEAK.verdict, MARKETING_WEAK.verdict, EVEN.verdict, MET.verdict) == (
        "sales",
        "marketing",
        "balanced",
        "balanced",
    )
    assert (LEANS.verdict, LEANS.leaning) == ("undetermined", "sales")


LISTS = {
    # list; effort of each side; shares; missing; very short; leans
    "nothing": (does(), (0, 0), None, (), (), None),
    "one of each": (does([30], [10]), (30, 10), (0.75, 0.25), (), (), "marketing"),
    "all on one side": (does([30, 5]), (35, 0), (1, 0), ("sales",), (), "marketing"),
    "all on the other": (does([], [10]), (0, 10), (0, 1), ("marketing",), (), "sales"),
    "nothing typed beside them": (does([0], [0, 0]), (0, 0), None, (), (), None),
    "nothing typed, one side only": (does([0, 0]), (0, 0), None, ("sales",), (), None),
    "listed and given no time": (does([30], [0]), (30, 0), (1, 0), (), ("sales",), "marketing"),
    "just under a tenth": (does([9.01], [0.99]), (9.01, 0.99), (0.901, 0.099), (), ("sales",), "marketing"),
    "a tenth": (does([9], [1]), (9, 1), (0.9, 0.1), (), (), "marketing"),
    "a tenth whose last digit is off": (does([6.3], [0.7]), (6.3, 0.7), (0.9, 0.1), (), (), "marketing"),
    "marketing very short": (does([1], [30]), (1, 30), (1 / 31, 30 / 31), (), ("marketing",), "sales"),
    "even": (does([5], [5]), (5, 5), (0.5, 0.5), (), (), None),
    "a tenth apart": (does([55], [45]), (55, 45), (0.55, 0.45), (), (), None),
    "more than a tenth apart": (does([56], [44]), (56, 44), (0.56, 0.44), (), (), "marketing"),
}


@pytest.mark.parametrize(("activities", "effort", "shares", "missing", "short", "leans"), LISTS.values(), ids=LISTS)
def test_the_effort_by_side(activities, effort, shares, missing, short, leans):
    a = alignment(activities)
    assert (a.effort["marketing"], a.effort["sales"]) == pytest.approx(effort)
    if shares is None:
        assert a.effort_share is None
    else:
        assert (a.effort_share["marketing"], a.effort_share["sales"]) == pytest.approx(shares)
    assert (a.missing, a.very_short, a.leans) == (missing, short, leans)
    assert sum(a.listed.values()) + a.open == len(activities)
    assert (a.shortfall_share, a.weak, a.misplaced) == (None, None, False)


def test_a_tenth_is_the_line():
    assert VERY_SHORT == 0.10


def test_what_is_still_open_is_left_out_and_counted():
    a = alignment(does([30], [10], [7, 8]))
    assert (a.open, a.open_effort) == (2, 15)
    assert a.effort_share["sales"] == 0.25


def test_no_process_is_called_missing_while_an_activity_could_be_it():
    assert alignment(does([30], [], [7])).missing == ()
    assert alignment(does([], [], [7])).missing == ()
    assert alignment(does([30])).missing == ("sales",)


SHORT = {
    "sales is weak": (SALES_WEAK, "sales", True),
    "marketing is weak": (MARKETING_WEAK, "marketing", True),
    "sales looks weak": (LEANS, "sales", False),
    "both are short": (EVEN, None, False),
    "the goal is met": (MET, None, False),
}


@pytest.mark.parametrize(("d", "weak", "decided"), SHORT.values(), ids=SHORT)
def test_the_weak_side_is_that_of_the_diagnosis(d, weak, decided):
    a = alignment(does([30], [10]), d)
    assert (a.weak, a.decided) == (weak, decided)
    assert a.misplaced == (weak == "sales")
    assert alignment(does([10], [30]), d).misplaced == (weak == "marketing")
    assert not alignment(does([10], [10]), d).misplaced


@pytest.mark.parametrize("d", [SALES_WEAK, MARKETING_WEAK, LEANS, EVEN])
def test_the_shortfall_by_side_is_that_of_the_bridge(d):
    bridge = d.bridge
    sides = {side: max(0.0, bridge.shortfall[bridge.side == side].sum()) for side in ("marketing", "sales")}
    share = alignment([], d).shortfall_share
    assert sum(share.values()) == pytest.approx(1)
    assert share["sales"] == pytest.approx(sides["sales"] / sum(sides.values()))


def test_a_side_above_its_par_is_short_of_nothing():
    """28 leads of 100 wanted, and 29% close where 25% are expected."""
    assert alignment([], MARKETING_WEAK).shortfall_share == {"marketing": 1.0, "sales": 0.0}


def test_where_the_goal_is_met_there_is_no_shortfall_to_share():
    assert alignment(does([1], [1]), MET).shortfall_share is None


@pytest.mark.parametrize(("wins", "shared"), [(199, False), (190, True)])
def test_half_a_percent_of_the_goal_is_no_shortfall_worth_sharing(wins, shared):
    d = dx.diagnose(dx.Funnel(1000, wins), dx.Par(goal=200, closing=0.2))
    assert (alignment([], d).shortfall_share is not None) == shared


@pytest.mark.parametrize("amount", [-1, float("nan"), float("inf"), "10 hours", None])
def test_an_amount_that_is_none_is_refused(amount):
    with pytest.raises(dx.InputError, match="amount"):
        alignment([Activity("sales", amount)])


def test_a_side_that_is_none_is_refused():
    with pytest.raises(dx.InputError, match="side"):
        alignment([Activity("support")])


def test_an_amount_without_measure_is_refused():
    with pytest.raises(dx.InputError, match="amount: 1e\\+308 must be at most 1,000,000,000"):
        alignment(does(marketing=(1e308, 1e308), sales=(1,)))
