"""What is said around an answer is translated: what one more brings, scenarios, forecasts, effort, words that are explained."""

from __future__ import annotations

import pytest

import diagnostics as dx
from diagnostics.app.case.records import STEPS
from diagnostics.app.wording import alignment_words, explained, forecast_words, lever_words, refusal_words
from diagnostics.app.wording.script import script, timing
from diagnostics.diagnosis.alignment import alignment
from diagnostics.diagnosis.forecast import forecast, score
from diagnostics.diagnosis.goal import leads_needed
from diagnostics.diagnosis.levers import levers
from diagnostics.diagnosis.scenario import try_levels
from diagnostics.language import PSEUDO, speaking
from tests.app.wording.test_explained import CASES
from tests.app.wording.test_words import LEVELS, UNSEEN, Kept, Past, does
from tests.diagnosis.test_translated import EUROS, examples, plain

COSTS = dx.Money(2400, lead_cost=500, rep_cost=3000, rep_leads=40)


@pytest.fixture(scope="module")
def found():
    full = dx.diagnose(dx.Funnel(300, 40, direct_wins=30), dx.Par(capacity=100, closing=0.2), COSTS)
    idle = dx.diagnose(dx.Funnel(40, 8), dx.Par(capacity=100, closing=0.2), COSTS)
    several = [dx.diagnose(funnel, par, EUROS) for funnel, par in CASES.values()]
    return [*examples(), full, idle, dx.diagnose(*UNSEEN, EUROS), *several]


@pytest.mark.slow
def test_nothing_that_is_tried_is_left_untranslated(found):
    lines = []
    with speaking(PSEUDO):
        for d in found:
            a = d.assessment
            lines += [lever_words.after_words(d), *forecast_words.deciding_words(d), lever_words.now_words(levers(d))]
            for moved in LEVELS:
                more = levers(d, 3, moved)
                lines += [*lever_words.lever_lines(more), *lever_words.paid_lines(more)]
                lines += [lever_words.needed_words(leads_needed(d, 7, moved, at_par)) for at_par in (False, True)]
                tried = try_levels(d, moved)
                lines += [
                    lever_words.tried_words(tried, EUROS),
                    lever_words.next_words(tried),
                    lever_words.moved(moved),
                ]
                lines += [
                    forecast_words.forecast_words(forecast(a.funnel, a.par, moved, months)) for months in (1, 2.5)
                ]
        assert plain(lines) == []


@pytest.mark.parametrize("since", [dx.Funnel(90, 11, months=3), dx.Funnel(400, 90, months=3, maturity=0.6)])
@pytest.mark.parametrize(("levels", "aim"), [({}, ""), ({"reach": 30.0, "closing": 0.2}, ""), ({"fit": 0.4}, "Plan A")])
@pytest.mark.parametrize("method", [forecast_words.METHOD, 1])
def test_nothing_of_a_second_consultation_is_left_untranslated(since, levels, aim, method):
    past = Past(Kept(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12)), levels, aim=aim, method=method)
    kept = score(past, since, past.numbers.par)
    with speaking(PSEUDO):
        own = (past.sentence, "Plan A")
        assert plain([forecast_words.last_words(past), forecast_words.score_words(kept)], own) == []


def test_what_was_said_in_another_language_is_said_in_that_of_now():
    numbers = Kept(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12))
    english = dx.diagnose(numbers.funnel, numbers.par).sentence
    with speaking("de"):
        line = forecast_words.last_words(Past(numbers, sentence=english, method=1))
        german = dx.diagnose(numbers.funnel, numbers.par).sentence
    assert line == f"Letztes Mal, am 02.03.2026, sagten wir: {german}"


@pytest.mark.parametrize("unit", ["hours", "money"])
def test_nothing_of_the_effort_is_left_untranslated(found, unit):
    lists = [does(), does([1]), does([], [1]), does([38], [2]), does([2], [38]), does([1], [1], [1]), does([0], [0])]
    with speaking(PSEUDO):
        for d in (None, *found):
            for activities in lists:
                a = alignment(activities, d)
                assert plain(alignment_words.alignment_words(a, unit)) == []
                assert (
                    plain(text for label, _, said in alignment_words.alignment_bars(a) for text in (label, said)) == []
                )


def test_nothing_that_is_explained_is_left_untranslated(found):
    with speaking(PSEUDO):
        assert plain(term[key] for term in explained.glossary() for key in ("word", "meaning")) == []
        for d in found:
            assert plain([*explained.yours(d).values(), *explained.how(d).values()]) == []


def test_fields_and_minutes_are_translated():
    fields = (*refusal_words.FIELDS, "case: definitions.lead", "plan[2].date", "closing")
    with speaking(PSEUDO):
        assert plain(map(refusal_words.label_of, fields)) == []
        assert plain([timing(step, STEPS) for step in script().steps]) == []


def test_what_one_more_brings_in_german():
    d = dx.diagnose(dx.Funnel(40, 8), dx.Par(capacity=100, closing=0.2), EUROS)
    with speaking("de"):
        lines = lever_words.lever_lines(levers(d, 4, {"reach": 40}))
        assert lines[0].startswith("Ein Lead mehr pro Monat bringt 0,2 Kunden (")
        assert lines[0].endswith("\u00a0€ Rohertrag.")
        assert lever_words.tried_words(try_levels(d, {"closing": 0.3})).startswith(
            "Mit Abschlussquote 30\u00a0%: 13 Kunden pro Monat ("
        )
