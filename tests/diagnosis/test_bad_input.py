"""What cannot be used is refused by name, with the value and the remedy; what is merely extreme is answered."""

import re

import numpy as np
import pytest

import diagnostics as dx
from diagnostics.diagnosis import words

FUNNEL = dx.Funnel(100, 10, fit=80, worked=50)
PAR = dx.Par(goal=20, closing=0.2)


def refused(call):
    """The error, whose message must be: field, value, what is wrong, a remedy."""
    with pytest.raises(dx.InputError) as caught:
        call()
    assert re.fullmatch(r"[\w.]+: .+ \D.*\. [A-Z].+\.", str(caught.value))
    return caught.value


REFUSED_PARS = {
    "no closing": ({"goal": 20}, "closing", None, "for example closing=0.25."),
    "no volume": ({"closing": 0.2}, "goal", None, "Give goal (customers per month), reach or capacity"),
    "closing 0": ({"goal": 20, "closing": 0}, "closing", 0, "Give a rate above 0."),
    "goal 0": ({"goal": 0, "closing": 0.2}, "goal", 0, "customers you want per month"),
    "goal below 0": ({"goal": -5, "closing": 0.2}, "goal", -5, "customers you want per month"),
    "goal without end": ({"goal": float("inf"), "closing": 0.2}, "goal", float("inf"), "Give a number"),
    "capacity 0": ({"capacity": 0, "closing": 0.2}, "capacity", 0, "leads per month"),
    "closing in percent": ({"goal": 20, "closing": 20}, "closing", 20, "0.12 is 12%"),
    "closing not a number": ({"goal": 20, "closing": float("nan")}, "closing", None, "Give a number"),
    "goal and reach": ({"goal": 20, "reach": 100, "closing": 0.2}, "reach", 100, "not both"),
    "no lead may fit": ({"goal": 20, "fit": 0, "closing": 0.2}, "fit", 0, ""),
    "no lead may be worked": ({"goal": 20, "follow_up": 0, "closing": 0.2}, "follow_up", 0, ""),
}


@pytest.mark.parametrize(("par", "field", "value", "remedy"), REFUSED_PARS.values(), ids=REFUSED_PARS)
def test_a_par_that_cannot_be_used_is_refused_by_name(par, field, value, remedy):
    error = refused(lambda: dx.diagnose(FUNNEL, dx.Par(**par)))
    assert error.field.removeprefix("par.") == field
    assert remedy in error.remedy
    if value is not None:
        assert error.value == value


def test_leads_of_which_none_could_buy_are_not_called_a_closing_rate_of_nothing():
    """None of 100 leads fit, and no level of fit was given to work out the leads that the goal needs."""
    try:
        d = dx.diagnose(dx.Funnel(100, 0, fit=0), PAR)
    except dx.InputError as error:
        assert error.field == "fit"
    else:
        assert d.suspect == "fit"


REFUSED_LEVELS = {
    "no such link": ({"goal": 30}, "goal", "Use one of: reach, direct, fit, follow_up, capacity, closing."),
    "closing above 1": ({"closing": 1.2}, "closing", "0.12 is 12%"),
    "direct below 0": ({"direct": -0.1}, "direct", "0.12 is 12%"),
    "reach below 0": ({"reach": -1}, "reach", "leads per month"),
    "capacity in words": ({"capacity": "many"}, "capacity", "Give a number"),
    "closing left empty": ({"closing": None}, "closing", ""),
    "reach left empty": ({"reach": None}, "reach", ""),
}


@pytest.mark.parametrize(("links", "field", "remedy"), REFUSED_LEVELS.values(), ids=REFUSED_LEVELS)
def test_a_what_if_that_cannot_be_is_refused_by_name(links, field, remedy):
    error = refused(lambda: dx.what_if(FUNNEL, PAR, **links))
    assert (error.field, error.value) == (field, links[field])
    assert remedy in error.remedy


def test_sales_without_leads_have_no_chain_to_change():
    assert refused(lambda: dx.what_if(dx.Funnel(0, 7), PAR, closing=0.3)).field == "leads"


@pytest.mark.parametrize("place", ["before", "after"])
def test_sales_without_leads_leave_nothing_to_compare(place):
    periods = {"before": dx.Funnel(100, 10), "after": dx.Funnel(100, 10), place: dx.Funnel(0, 7)}
    assert refused(lambda: dx.compare(**periods)).field == f"{place}.leads"


# --- extreme but valid --------------------------------------------------------------------------------------------

BILLION = 1_000_000_000

EXTREME_FUNNELS = {
    "nothing at all": dx.Funnel(0, 0),
    "a sale and no lead": dx.Funnel(0, 1),
    "one of one": dx.Funnel(1, 1),
    "none of one": dx.Funnel(1, 0),
    "one of one, on its own": dx.Funnel(1, 1, 1),
    "a billion leads, no sale": dx.Funnel(BILLION, 0),
    "a billion of a billion": dx.Funnel(BILLION, BILLION),
    "one of a billion": dx.Funnel(BILLION, 1, fit=BILLION // 2, worked=1),
    "none worked": dx.Funnel(100, 0, worked=0),
    "all worked, all bought": dx.Funnel(100, 100, fit=100, worked=100),
    "next to no time yet": dx.Funnel(100, 5, maturity=1e-6),
    "next to no time yet, no sale": dx.Funnel(100, 0, maturity=1e-6),
    "next to no time yet, six links": dx.Funnel(100, 5, 2, fit=50, worked=30, maturity=1e-6),
    "seven hours": dx.Funnel(100, 5, months=0.01),
    "a hundred years": dx.Funnel(100, 5, months=1200),
}

EXTREME_PARS = {
    "closing next to nothing": dx.Par(goal=10, closing=1e-6),
    "every lead closes": dx.Par(goal=10, closing=1.0),
    "a billion customers wanted": dx.Par(goal=BILLION, closing=0.1),
    "a thousandth of a customer wanted": dx.Par(goal=1e-3, closing=0.1),
    "room for a lead a year": dx.Par(goal=10, capacity=1 / 12, closing=0.1),
    "leads wanted": dx.Par(reach=1, closing=0.1),
    "levels all but certain": dx.Par(goal=10, closing=dx.Rate(0.1, 1e9), direct=dx.Rate(0.01, 1e9)),
    "levels of 0 and 1, uncertain": dx.Par(goal=10, direct=dx.Rate(0, 5), fit=dx.Rate(1, 5), closing=dx.Rate(1, 5)),
    "every level given": dx.Par(goal=10, capacity=20, direct=0.01, fit=0.5, follow_up=0.9, closing=0.2),
}


def holds_together(d):
    """Everything is finite, said in words, and adds up."""
    r = d.assessment
    ranges = [*r.side_range.values(), *r.of_par_range.values(), r.closing_range]
    frame = d.bridge[["shortfall", "low", "high"]].to_numpy()
    rest = [*d.of_par.values(), *d.probability.values(), d.today, d.at_par]
    assert np.isfinite(np.concatenate([frame.ravel(), np.ravel(ranges), rest])).all()
    size = max(np.abs(frame).max(), d.at_par, d.today)
    assert d.bridge.shortfall.sum() == pytest.approx(d.at_par - d.today, abs=1e-9 * size)
    texts = [d.sentence, *d.evidence_for, *d.evidence_against, *d.unseen, words.cost(r), words.bridge_text(r)]
    assert not [line for line in texts if re.search(r"\bnan\b|\binf\b|None", line)]


@pytest.mark.parametrize("funnel", EXTREME_FUNNELS.values(), ids=EXTREME_FUNNELS)
def test_extreme_counts_and_levels_are_answered_in_finite_numbers(funnel):
    for name, par in EXTREME_PARS.items():
        try:
            holds_together(dx.diagnose(funnel, par))
        except Exception as error:
            error.add_note(f"par: {name}")
            raise


def test_nothing_but_direct_sales_has_an_answer_against_a_goal_and_a_remedy_against_room_alone():
    funnel = dx.Funnel(50, 50, 50)
    holds_together(dx.diagnose(funnel, PAR))
    assert refused(lambda: dx.diagnose(funnel, dx.Par(capacity=50, closing=0.1))).remedy == "Give a goal instead."


@pytest.mark.parametrize("strength", [1.0, 0.1, 0.01, 1e-6])
@pytest.mark.parametrize("rate", [0.02, 0.2])
def test_a_level_that_is_worth_next_to_nothing_is_answered_in_finite_numbers(rate, strength):
    holds_together(dx.diagnose(FUNNEL, dx.Par(goal=20, closing=dx.Rate(rate, strength))))
