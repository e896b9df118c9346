"""What is asked about before a verdict rests on it."""

from __future__ import annotations

import pytest

from diagnostics.app.forms.improbable import improbable


@pytest.mark.parametrize(
    ("texts", "before", "asked"),
    [
        ({"leads": "1400"}, {"leads": "140"}, {"leads"}),
        ({"leads": "1399"}, {"leads": "140"}, set()),
        ({"leads": "14"}, {"leads": "140"}, {"leads"}),
        ({"leads": "15"}, {"leads": "140"}, set()),
        ({"leads": "1 400"}, {"leads": "140"}, {"leads"}),
        ({"leads": "1400"}, {"leads": ""}, set()),
        ({"leads": "0"}, {"leads": "140"}, set()),
        ({"leads": "many"}, {"leads": "140"}, set()),
        ({"leads": "1400"}, {"leads": "many"}, set()),
        ({"closing": "0.2"}, {"closing": ""}, {"closing"}),
        ({"closing": "0.2 %"}, {"closing": ""}, {"closing"}),
        ({"closing": "1"}, {"closing": ""}, set()),
        ({"closing": "0"}, {"closing": ""}, set()),
        ({"usual_fit": "0,5"}, {}, {"usual_fit"}),
        ({"leads": "1200", "wins": "2"}, {"leads": "1200"}, {"wins"}),
        ({"leads": "1200", "wins": "0"}, {"leads": "1200"}, {"wins"}),
        ({"leads": "1200", "wins": "12"}, {"leads": "1200"}, set()),
        ({"leads": "1200", "wins": "2"}, {"wins": "2"}, {"leads"}),
        ({"leads": "99", "wins": "0"}, {}, set()),
        ({"leads": "1200", "wins": "2", "goal": "9"}, {"leads": "1200", "wins": "2"}, set()),
    ],
)
def test_only_what_is_new_and_improbable_is_asked_about(texts, before, asked):
    assert improbable(texts, before).keys() == asked


@pytest.mark.parametrize("key", ["leads", "wins", "goal", "capacity", "months", "days", "sale", "closing"])
def test_ten_times_is_asked_of_every_number(key):
    assert improbable({key: "50"}, {key: "5"}).keys() == {key}


def test_a_question_names_both_numbers():
    asked = improbable({"leads": "12000"}, {"leads": "1200"})["leads"]
    assert "12,000" in asked
    assert "1,200" in asked
