"""What is said of columns is checked, asked about and remembered."""

from __future__ import annotations

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.leads.matching.matching import match, recognise
from diagnostics.leads.opening.opening import open_leads


def leads(**more):
    frame = {
        "Created": ["2025-01-02", "2025-01-03", "2025-02-04"],
        "Stage": ["Closed Won", "Closed Lost", "Proposal"],
        "Lead Source": ["Google", "Fair", "Google"],
        **more,
    }
    return open_leads(pd.DataFrame(frame), recognise)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"won": 5}, "won: 5 is not a list of texts"),
        ({"won": "Won"}, "won: 'Won' is not a list of texts"),
        ({"lost": [1]}, r"lost: \[1\] is not a list of texts"),
        ({"won": {"Won": True}}, "is not a list of texts"),
        ({"reached_means": 1.5}, "reached_means: 1.5 is not a list of texts"),
        ({"created": 3}, "created: 3 is not a heading"),
        ({"dates": ["day-first"]}, "is not an answer"),
        ({"decimal": 1}, "decimal: 1 is not an answer"),
        ({1: "Created"}, "columns: 1 is not a field of a ledger"),
        (["created"], "columns: 'list' is not a mapping"),
    ],
)
def test_what_cannot_be_said_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        match(leads(), given)


def test_none_for_a_list_says_nothing():
    found = match(leads(), {"won": None, "reached_means": None, "dates": None, "decimal": None})
    assert (found.given, found.questions) == ({}, ())


def test_means_of_no_column_are_refused():
    with pytest.raises(
        InputError,
        match=r"reached_means: 'good' is given for a column that is not there\. .*columns=\{'reached': '…'\}",
    ):
        match(leads(), {"reached_means": ["good"]})


SAID = {
    "nothing": {},
    "no channel": {"channel": None},
    "no channel, an empty text": {"channel": ""},
    "nothing won": {"won": [], "lost": ["Closed Lost", "Closed Won"]},
    "open": {"open": ["Proposal"], "lost": []},
    "means": {"reached": "Called", "reached_means": ["good"]},
}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_what_is_remembered_matches_the_same(said):
    opened = leads(Called=["good", "bad", "good"])
    first = match(opened, said)
    again = match(opened, first.remembered)
    for key in said:
        assert key in first.remembered
        assert first.remembered[key] == (said[key] or (None if key == "channel" else said[key]))
    assert again.remembered == first.remembered
    assert again.columns == first.columns
    assert again.outcomes.of == first.outcomes.of
    assert [q.words for q in again.questions] == [q.words for q in first.questions]
    assert again.plan.outcome == first.plan.outcome


def test_a_question_that_is_open_is_not_answered_by_what_is_remembered():
    opened = leads(**{"Closed Date": ["29/09/2025", "09/30/2025", "01/02/2025"], "Created": ["15/01/2025"] * 3})
    first = match(opened)
    assert first.questions
    assert [q.words for q in match(opened, first.remembered).questions] == [q.words for q in first.questions]


def test_amounts_with_a_comma_and_with_a_point_are_asked_about():
    opened = leads(Amount=["€1.200,50", "€1,200.50", "€1.200"])
    found = match(opened)
    assert [(q.field, q.choices) for q in found.questions] == [("Amount", (".", ","))]
    assert "'€1.200,50' has a comma" in found.questions[0].problem
    assert match(opened, {"decimal": ","}).plan.amounts.decimal == ","
