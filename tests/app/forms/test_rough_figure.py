"""A win rate that the owner knows give or take a fifth, typed into the form."""

import pytest

import diagnostics as dx
from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.form_fields import GIVE_OR_TAKE
from diagnostics.diagnosis import words

TYPED = Entries({"leads": "400", "months": "1", "wins": "40", "goal": "60", "closing": "15"})


def test_a_rough_figure_stays_the_owners_own_when_it_is_typed_again():
    rough = TYPED.typed("benchmark", GIVE_OR_TAKE)
    assert rough.texts["closing"] == "15"
    assert rough.typed("closing", "12").texts["benchmark"] == GIVE_OR_TAKE
    assert "benchmark" not in rough.typed("benchmark", "").texts
    assert Entries.from_query(rough.to_query()) == rough
    published = rough.typed("benchmark", "redpoint_assisted")
    assert published.texts["closing"] == "15.5"


def test_a_rough_figure_is_held_against_as_one():
    read = read_counts(TYPED.typed("benchmark", GIVE_OR_TAKE).texts)
    assert read.par.closing == dx.Rate.rough(0.15)
    exact, rough = (dx.diagnose(read.funnel, dx.Par(goal=60, closing=rate)) for rate in (0.15, dx.Rate.rough(0.15)))
    assert rough.probability["sales"] < exact.probability["sales"]
    assert "The target win rate is only roughly known, give or take a fifth." in rough.evidence_against


@pytest.mark.parametrize(
    ("wins", "first"), [(40, "Count how many leads could buy."), (12, "Win more of the conversations you have.")]
)
def test_counting_who_could_buy_comes_first_where_poor_leads_would_explain_it(wins, first):
    """40 of 400 at 15% would be explained by 14% more unfit leads than usual; 12 of 400 only by most of them."""
    d = dx.diagnose(dx.Funnel(400, wins), dx.Par(goal=60, closing=0.15))
    assert d.verdict == "sales"
    assert words.action(d.assessment)[0] == first
    counted = dx.diagnose(dx.Funnel(400, wins, fit=400), dx.Par(goal=60, closing=0.15, fit=1.0))
    assert words.action(counted.assessment)[0] == "Win more of the conversations you have."
