"""What the page explains: every word has a meaning, and what is said of this business is what the answer says."""

from __future__ import annotations

import re

import pytest

import diagnostics as dx
from diagnostics.app.wording.explained import glossary, how, yours
from diagnostics.diagnosis import words

CASES = {
    "typed": (dx.Funnel(140, 9), dx.Par(goal=8, closing=0.2)),
    "all counted": (
        dx.Funnel(1805, 73, direct_wins=5, fit=1532, worked=782, months=12),
        dx.Par(goal=20, capacity=70, closing=0.2),
    ),
    "capacity": (dx.Funnel(140, 9, direct_wins=2), dx.Par(capacity=30, closing=0.2)),
    "earlier months": (dx.Funnel(140, 9), dx.Par(reach=120, closing=0.2)),
    "self-service only": (dx.Funnel(140, 9, direct_wins=9), dx.Par(goal=8, closing=0.2)),
    "no leads": (dx.Funnel(0, 9), dx.Par(goal=8, closing=0.2)),
    "no sales": (dx.Funnel(140, 0), dx.Par(goal=8, closing=0.2)),
    "young": (dx.Funnel(140, 9, maturity=0.5), dx.Par(goal=8, closing=0.2)),
}


@pytest.fixture(params=CASES)
def d(request):
    funnel, par = CASES[request.param]
    return dx.diagnose(funnel, par)


def test_words_are_explained_once():
    keys = [term["key"] for term in glossary()]
    assert len(set(keys)) == len(keys)
    assert all(term["meaning"].endswith(".") for term in glossary())


def test_what_is_said_of_this_business_belongs_to_a_word(d):
    assert yours(d).keys() <= {term["key"] for term in glossary()}
    for text in [*yours(d).values(), *how(d).values()]:
        assert text.endswith(".")
        assert not re.search(r"\bnan\b|\binf|None|−0\b", text), text


def test_figures_are_those_of_the_answer(d):
    said, explained = yours(d), how(d)
    assert words.sure(d.probability[d.leaning]) in said["likely"]
    shown = words.tempting(d.assessment)
    if d.assessment.counts.closing.trials:
        assert shown.right in said["win_rate"]
        assert shown.right_range in said["range"]
    for side, share in d.of_par.items():
        line = f"{side.capitalize()} is at {words.percent(share)} of its target."
        assert (line in explained["verdict"]) is (
            "cannot be compared" not in explained["verdict"] or line in said["weak_link"]
        )
    assert words.number(d.today) in explained["cost"]


def test_the_target_for_leads_is_worked_out_from_the_goal():
    d = dx.diagnose(*CASES["typed"])
    assert yours(d)["target"].startswith("You need 40 leads per month: 8 customers ÷ 20")
