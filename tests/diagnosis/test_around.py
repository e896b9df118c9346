"""What stands beside a verdict: the same with other targets, and what mending one link alone would bring."""

import re
from dataclasses import replace

import pytest

import diagnostics as dx
from diagnostics.diagnosis import words
from diagnostics.diagnosis.judge import DECIDED, around_targets
from diagnostics.funnel.links import LINKS

PAR = dx.Par(goal=60, closing=0.15)


@pytest.mark.parametrize("wins", [20, 40, 62, 80])
def test_each_target_a_fifth_lower_and_higher_is_diagnosed_anew(wins):
    funnel = dx.Funnel(400, wins)
    found = around_targets(funnel, PAR)
    assert [(one.target, round(one.value, 3)) for one in found] == [
        ("closing", 0.12),
        ("closing", 0.18),
        ("goal", 48),
        ("goal", 72),
    ]
    for one in found:
        value = dx.Rate(one.value) if one.target == "closing" else one.value
        d = dx.diagnose(funnel, replace(PAR, **{one.target: value}))
        assert one.leaning == d.leaning
        assert one.probability == d.probability[d.leaning]
        assert (one.verdict == "undetermined") == (one.probability < DECIDED)


def test_a_rate_of_more_than_one_is_no_target():
    found = around_targets(dx.Funnel(40, 30), dx.Par(goal=40, closing=0.9))
    assert [one.target for one in found] == ["closing", "goal", "goal"]


def test_only_targets_that_change_the_verdict_are_told():
    clear = dx.diagnose(dx.Funnel(4000, 160), dx.Par(goal=600, closing=0.15))
    assert words.change(clear.assessment).endswith(
        "The answer stays the same with either target a fifth higher or lower."
    )
    open_ = dx.diagnose(dx.Funnel(300, 45), PAR)
    assert open_.verdict == "undetermined"
    said = words.change(open_.assessment)
    assert "If your target win rate were 12%, marketing would be the weak link" in said
    assert "If you wanted 72 customers per month, marketing would be the weak link" in said
    assert "18%" not in said


def test_what_a_link_brings_alone_is_that_link_at_par_and_nothing_else():
    """Both halved: 300 leads × 10% for 600 × 20%. Each is charged half of what is missing and brings a third of it alone."""
    d = dx.diagnose(dx.Funnel(300, 30), dx.Par(goal=120, closing=0.2))
    assert d.bridge.loc["closing", "shortfall"] == pytest.approx(45)
    assert d.bridge.loc["closing", "alone"] == pytest.approx(300 * 0.2 - 30)
    assert d.bridge.loc["reach", "alone"] == pytest.approx(600 * 0.1 - 30)
    assert "Fixed on its own, it would bring about 30 customers per month." in words.cost(d.assessment)
    assert (d.bridge["alone"].drop(["closing", "reach"]) == 0).all()
    assert list(d.bridge.index) == list(LINKS)


def test_room_that_only_the_goal_would_fill_is_not_said_to_be_overrun():
    """90 leads for room for 120; the goal needs 150."""
    d = dx.diagnose(dx.Funnel(90, 12), dx.Par(goal=30, capacity=120, closing=0.2))
    assert any("can handle 120 leads per month, and the goal needs more" in line for line in d.evidence_for)
    full = dx.diagnose(dx.Funnel(140, 12), dx.Par(goal=30, capacity=120, closing=0.2))
    assert any("can handle 120 leads per month but receives more" in line for line in full.evidence_for)
    small = dx.diagnose(dx.Funnel(30, 15), dx.Par(goal=100, capacity=10, closing=0.5))
    assert "more leads come in than sales can handle" in words.cost(small.assessment)
    roomy = dx.diagnose(dx.Funnel(900, 180, months=6), dx.Par(goal=60, capacity=155, closing=0.2))
    said = words.cost(roomy.assessment) + " ".join((*roomy.evidence_for, *roomy.evidence_against))
    assert "receives more" not in said and "more leads come" not in said


def test_a_room_that_is_the_target_is_told_as_a_room():
    d = dx.diagnose(dx.Funnel(60, 12), dx.Par(capacity=120, closing=0.2))
    assert d.verdict == "marketing"
    assert words.change(d.assessment).startswith("If your team could handle ")
    wanted = dx.diagnose(dx.Funnel(60, 12), dx.Par(reach=120, closing=0.2))
    assert words.change(wanted.assessment).startswith("If you wanted ")


def test_what_brings_nothing_alone_is_not_told_as_a_number():
    """No lead of 20 has bought: more leads at that rate bring no customer."""
    d = dx.diagnose(dx.Funnel(20, 0), dx.Par(goal=50, closing=0.2))
    assert "Fixed on its own, it would bring nothing while the other links stay as they are." in words.cost(
        d.assessment
    )


def test_one_or_two_leads_are_no_rate_to_reckon_with():
    """1 of 2 bought: at half of all leads reach would cost 8.1 of the 4 customers that are missing, and closing be 4 ahead."""
    d = dx.diagnose(dx.Funnel(2, 1), dx.Par(goal=5, closing=0.2))
    assert words.cost(d.assessment) == (
        "You are 4 customers per month short of the goal, mainly because too few leads come in."
    )
    none = dx.diagnose(dx.Funnel(1, 0), dx.Par(goal=5, closing=0.2))
    assert "Fixed on its own" not in words.cost(none.assessment)
    assert "0 of 1 lead bought: too few leads to compare with your target of 20%." in none.evidence_against


def test_the_bridge_in_words_adds_up():
    """Order forms: marketing is 14 ahead and closing 24 short of a goal that 10 are missing from."""
    d = dx.diagnose(dx.Funnel(200, 40, direct_wins=35), dx.Par(goal=50, closing=0.2))
    text = words.bridge_text(d.assessment)
    ahead, short = (float(re.search(rf"([\d.]+) {word}", text)[1]) for word in ("ahead", "short"))
    assert short - ahead == pytest.approx(10, abs=1)


def test_where_one_link_is_short_it_brings_alone_what_it_costs():
    d = dx.diagnose(dx.Funnel(400, 40), PAR)
    assert d.bridge.loc["closing", "alone"] == pytest.approx(d.bridge.loc["closing", "shortfall"])
    assert "alone" not in words.cost(d.assessment)
