"""The sample case is a case as a session leaves it, and says of its numbers what the library says."""

from __future__ import annotations

from pathlib import Path

import pytest

import diagnostics as dx
from diagnostics.app.case.records import STEPS
from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import example
from diagnostics.diagnosis.alignment import alignment
from diagnostics.diagnosis.scenario import try_levels
from diagnostics.reference import activities, playbook

PATH = Path(__file__).resolve().parents[2] / "data" / "case.json"


@pytest.fixture
def case():
    return dx.Case.load(PATH)


def test_it_is_written_as_the_library_writes_it(case):
    assert PATH.read_text(encoding="utf-8") == case.to_json()


def test_its_numbers_are_those_of_the_sample(case):
    reading = read_counts(example("leads_pile_up").texts)
    assert (case.funnel, case.par, case.money) == (reading.funnel, reading.par, reading.money)
    typed = read_counts(case.typed.texts)
    assert (case.funnel, case.par) == (typed.funnel, typed.par)


def test_its_diagnosis_is_the_librarys(case):
    (past,) = case.diagnoses
    d = dx.diagnose(*past.numbers.records())
    assert past.sentence == d.sentence
    assert (past.verdict, past.leaning, past.suspect) == (d.verdict, d.leaning, d.suspect)
    assert past.probability == pytest.approx(d.probability, abs=1e-12)
    assert (past.today, past.at_par) == pytest.approx((d.today, d.at_par))
    assert past.numbers == case.numbers


def test_all_it_names_is_there(case):
    assert set(case.answers) <= set(activities.load())
    assert all(action.id in playbook.load() for action in case.plan)
    assert case.aim in {scenario.name for scenario in case.scenarios}
    assert case.step in STEPS
    d = dx.diagnose(case.funnel, case.par)
    for scenario in case.scenarios:
        assert try_levels(d, scenario.levels).mean > d.today
    assert (alignment(case.activities, d).effort_share or {})["sales"] > 0.5
