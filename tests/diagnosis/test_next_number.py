"""Which one more number would settle an open answer: what is stated beforehand is what is found when the number is counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import diagnostics as dx
from diagnostics import simulate
from diagnostics.diagnosis.either_way import USUALLY, either_way
from diagnostics.diagnosis.next_number import LONGEST_WEEKS, WEEKS_PER_MONTH, possible_outcomes
from diagnostics.diagnosis.words import action
from diagnostics.diagnosis.words.undecided import what
from diagnostics.funnel.lag import maturity_from_typical_days


def funnel(leads, wins, months=1.0, days=0.0, **more):
    return dx.Funnel(leads, wins, months=months, **more).with_typical_days(days)


OPEN = {
    "two counts": (funnel(310, 17), dx.Par(goal=58, closing=0.12)),
    "a quarter, with days": (funnel(310, 17, 3, 30), dx.Par(goal=15, closing=0.12)),
    "few leads, half a year": (funnel(90, 8, 6, 30), dx.Par(goal=2.2, closing=0.12)),
    "young leads": (funnel(100, 8, 1, 19), dx.Par(goal=30, closing=0.2)),
    "rough target": (funnel(310, 17, 2), dx.Par(goal=29, closing=dx.Rate(0.12, strength=80))),
    "room, and a target of fit": (funnel(300, 20, 2), dx.Par(goal=18, capacity=100, fit=0.6, closing=0.12)),
    "made in the period": (
        dx.Funnel(300, 24, months=3, maturity=0.9, basis="period", maturities=((0.8, 0.5), (1.0, 0.5))),
        dx.Par(goal=12, closing=0.11),
    ),
    "fit counted": (funnel(40, 4, fit=35, worked=30), dx.Par(goal=5, fit=0.9, closing=0.15)),
    "none sold": (funnel(12, 0), dx.Par(goal=2, closing=0.15)),
}


def diagnosed(case):
    d = dx.diagnose(*OPEN[case])
    assert d.verdict == "undetermined"
    return d


@pytest.mark.parametrize("case", OPEN)
def test_on_average_over_what_a_number_could_be_the_chances_are_what_they_are_now(case):
    """The law of total probability: exact for what is of leads as usual; for the kind of leads, around chances of its own."""
    d = diagnosed(case)
    now = np.array([d.probability[name] for name in ("marketing", "sales", "balanced")])
    for name, found in possible_outcomes(d.assessment, 4).items():
        assert found.weight.sum() == pytest.approx(1, abs=1e-6)
        assert found.chances[found.weight > 1e-12].sum(axis=1) == pytest.approx(1, abs=1e-5)
        mean = found.weight @ found.chances
        if name in ("days", "leads"):
            assert mean == pytest.approx(now, abs=1e-5), name
        assert found.certainty >= mean.max() - 1e-6
        assert 0 <= found.decides <= mean.max() / 0.85 + 1e-6 or name in ("fit", "worked", "months")


@pytest.mark.parametrize("case", OPEN)
def test_they_are_ranked_by_the_cases_that_they_decide_and_nothing_known_is_asked_for(case):
    d = diagnosed(case)
    ranks = [(-round(10 * one.decides), -one.certainty) for one in d.next_numbers]
    assert ranks == sorted(ranks)
    names = {one.name for one in d.next_numbers}
    f = d.assessment.funnel
    assert ("fit" in names) == (f.fit is None)
    assert ("worked" in names) == (f.worked is None)
    assert ("days" in names) == bool(f.maturities)
    assert ("months" in names) == (f.months >= 2)
    (leads,) = (one for one in d.next_numbers if one.name == "leads")
    assert 1 <= leads.weeks <= LONGEST_WEEKS
    assert leads.leads == pytest.approx(f.leads / f.months * leads.weeks / WEEKS_PER_MONTH, abs=0.51)


def test_a_decided_answer_asks_for_nothing():
    d = dx.diagnose(dx.Funnel(400, 12), dx.Par(goal=60, closing=0.15))
    assert d.verdict == "sales"
    assert d.next_numbers == d.what_next == ()
    assert dx.diagnose(dx.Funnel(0, 4), dx.Par(goal=5, closing=0.15)).next_numbers == ()


def test_months_that_are_apart_already_are_not_asked_for():
    d = dx.diagnose(
        replace(funnel(310, 17, 3), reach_dispersion=1.5, closing_dispersion=1.2), dx.Par(goal=15, closing=0.12)
    )
    assert "months" not in {one.name for one in d.next_numbers}


def test_more_weeks_decide_more():
    """The longer is counted the surer: the chance of deciding does not fall."""
    a = diagnosed("two counts").assessment
    found = [possible_outcomes(a, weeks)["leads"] for weeks in (1, 4, 13, 52)]
    assert all(np.diff([each.certainty for each in found]) > 0)
    assert all(np.diff([each.decides for each in found]) > 0)
    assert found[-1].certainty > 0.85


def test_days_known_by_a_slow_oracle():
    """The chances with each number of days known, from a diagnosis each; how likely each is, from Bayes' rule on a grid."""
    case, par = OPEN["young leads"]
    a = dx.diagnose(case, par).assessment
    found = possible_outcomes(a, 4)["days"]
    chances = [
        [
            dx.diagnose(replace(case, maturity=g, maturities=()), par).probability[name]
            for name in ("marketing", "sales")
        ]
        for g, _ in case.maturities
    ]
    assert found.chances[:, :2] == pytest.approx(np.array(chances), abs=0.03)
    log_odds = np.linspace(-6, 3, 4001)
    c, near = 1 / (1 + np.exp(-log_odds)), np.exp(-((log_odds - np.log(0.2 / 0.8)) ** 2) / 0.72)
    d = 1 + 0.01 * 0.16 * 99  # how much more than chance a month of 100 leads varies at 20%
    weight = np.array([w * np.sum(near * ((g * c) ** 8 * (1 - g * c) ** 92) ** (1 / d)) for g, w in case.maturities])
    assert found.weight == pytest.approx(weight / weight.sum(), abs=0.005)


PLANTED = {"leads": "more weeks", "days": "the true days", "fit": "leads that could buy"}


@pytest.mark.slow
def test_what_is_stated_is_found_where_the_number_is_really_counted():
    """700 simulated businesses: certainty and share decided after counting, within three standard errors of what was stated.

    And whoever counts what is named first gains more than whoever always counts the same number.
    """
    stated, found = {name: [] for name in PLANTED}, {name: [] for name in PLANTED}
    best = []
    for at in range(700):
        rng = np.random.default_rng((5, at))
        b = simulate.typed_totals(simulate.AS_MET, rng, float(np.exp(rng.uniform(np.log(30), np.log(3_000)))))
        if b.leads == 0 or b.closing >= 0.25:
            continue
        before, par = (
            funnel(b.leads, b.wins, b.months, b.typical_days),
            dx.Par(goal=b.goal, closing=b.closing / 0.5, fit=0.5),
        )
        numbers = {one.name: one for one in dx.diagnose(before, par).next_numbers}
        after = {}
        for name in PLANTED:
            if name not in numbers:
                continue
            d = dx.diagnose(_counted(name, b, before, numbers[name].weeks, rng), par)
            after[name] = max(d.probability.values()), d.verdict != "undetermined"
            stated[name].append((numbers[name].certainty, numbers[name].decides))
            found[name].append(after[name])
        if after:
            best.append(
                [after[next(name for name in numbers if name in after)][0], *(after[k][0] for k in ("leads", "fit"))]
            )
    for name in PLANTED:
        apart = np.array(found[name]) - np.array(stated[name])
        assert len(apart) > 150
        assert np.all(np.abs(apart.mean(axis=0)) < 3 * apart.std(axis=0) / np.sqrt(len(apart))), name
    named_first, *always = np.mean(best, axis=0)
    assert named_first > max(always)


def _counted(name, b, before, weeks, rng):
    if name == "days":
        return replace(before, maturity=maturity_from_typical_days(b.days, b.months), maturities=())
    if name == "fit":
        return replace(before, fit=simulate.counted_apart(b, rng, 0.5)[0])
    more = weeks / WEEKS_PER_MONTH
    leads, wins = simulate.counted_on(b, simulate.AS_MET, rng, more)
    return replace(before, leads=b.leads + leads, wins=b.wins + wins, months=b.months + more)


# --- in words, and what is right either way


@pytest.mark.parametrize("case", OPEN)
def test_an_open_answer_names_a_number_how_to_get_it_and_what_is_right_either_way(case):
    d = diagnosed(case)
    *numbers, right = d.what_next
    assert numbers
    assert right.startswith(("Right either way: ", "Make no big change before you know."))
    assert numbers[0].startswith(what(d.next_numbers[0]))
    assert all("None" not in line and line.endswith(".") for line in d.what_next)


def test_the_example_in_words():
    assert diagnosed("young leads").what_next == (
        "5 more weeks of leads (about 120): would decide it in about 5 of 10 cases. Keep counting the same way, and look again then.",
        "Leads that could buy: would decide it in about 4 of 10 cases. Judge each lead before you know whether it bought, and enter "
        "your usual share as well.",
        "Days from first contact to sale: would decide it in about 3 of 10 cases. Open your leads with their dates, one row per "
        "lead, instead of entering the days.",
        "Leads you reached: would decide it in about 1 of 10 cases. Count the leads that a person spoke or wrote with, both ways.",
        "Right either way: improve reach. Almost always it is below target, whichever side is weak; at target it would bring about 10 "
        "customers per month. Start small: list last quarter’s leads by where they came from; do more of the one that brings most "
        "for its cost.",
    )


def test_the_first_thing_to_do_while_it_is_open_is_to_find_out():
    told = diagnosed("young leads").assessment
    how = "5 more weeks of leads (about 120): keep counting the same way, and look again then."
    assert action(told) == ("First find out which side is weak.", how, "leads counted")
    vague = dx.Par(goal=6, fit=0.9, closing=dx.Rate(0.15, strength=10))
    d = dx.diagnose(dx.Funnel(40, 4, fit=35, worked=30), vague)
    assert d.next_numbers[0].decides < 0.05
    assert "would rarely decide it; the likeliest answer would then be" in d.what_next[0]
    what_to_do, step, _ = action(d.assessment)
    assert what_to_do.startswith("First find out ")
    assert step.rpartition(": ")[2].lower() in d.what_next[0].lower()


def test_where_nothing_is_usually_short_either_way_only_a_small_step_is_named():
    """Sales a little below target and marketing above: neither link is short in both cases."""
    d = dx.diagnose(dx.Funnel(110, 14), dx.Par(goal=15, closing=0.15))
    assert d.verdict == "undetermined"
    assert either_way(d.assessment) is None
    assert d.what_next[-1].startswith("Make no big change before you know. A small step that you can undo: ")


def test_where_the_goal_is_met_so_far_no_step_is_named():
    d = dx.diagnose(dx.Funnel(40, 7), dx.Par(goal=5, closing=0.15))
    assert d.verdict == "undetermined"
    assert d.what_next[-1] == "Make no big change before you know: so far the goal is met."


def test_what_is_right_either_way_is_short_in_both_cases():
    """Both sides short by half: whichever is further, either link at its target brings customers."""
    d = dx.diagnose(dx.Funnel(100, 7), dx.Par(goal=30, closing=0.15))
    common = either_way(d.assessment)
    assert common.chance >= USUALLY
    r = d.assessment
    assert common.gain == pytest.approx(r.alone(common.link), rel=0.35)


def test_a_number_that_no_value_of_would_fit_the_counts_is_not_offered():
    d = dx.diagnose(dx.Funnel(310, 20, maturity=0.6), dx.Par(goal=100, capacity=1, fit=0.3, closing=dx.Rate(0.12, 50)))
    assert d.verdict == "undetermined"
    assert "fit" not in {one.name for one in d.next_numbers}
    assert all(0 <= one.certainty <= 1 for one in d.next_numbers)
    assert d.what_next
