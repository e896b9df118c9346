"""What stands in the form survives an address, a file and an undo, and nothing else gets in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import LONGEST_FILE, Entries, blank, example
from diagnostics.app.forms.form_fields import FIELDS
from diagnostics.errors import InputError
from diagnostics.reference import benchmarks, samples

TYPED = [f.key for f in FIELDS if f.kind != "choice"]
ANY = st.dictionaries(st.sampled_from(TYPED), st.text(max_size=30), max_size=11)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(ANY)
def test_any_text_survives_a_file_and_an_address(texts):
    entries = Entries()
    for key, text in texts.items():
        entries = entries.typed(key, text)
    assert Entries.from_dict(entries.to_dict()) == entries
    assert Entries.from_json(entries.to_json()) == entries
    if entries.texts:
        assert Entries.from_query(entries.to_query()) == entries


@pytest.mark.parametrize("name", list(samples.load()))
def test_an_example_is_complete_survives_the_round_trips_and_stops_being_one_when_typed_into(name):
    filled = example(name)
    assert read_counts(filled.texts).funnel is not None
    assert Entries.from_query(filled.to_query()) == filled
    assert Entries.from_json(filled.to_json()) == filled
    assert filled.typed("leads", filled.texts["leads"] + "0").example is None


def test_a_benchmark_fills_in_its_rate_and_typing_a_rate_makes_it_the_owners_own():
    chosen = benchmarks.closing()[0]
    entries = blank().typed("benchmark", chosen.id)
    assert entries.texts["closing"] == f"{chosen.value * 100:g}"
    assert "benchmark" not in entries.typed("closing", "25").texts


def test_an_address_that_says_nothing_of_a_form_is_none():
    assert Entries.from_query("") is None
    assert Entries.from_query("#utm_source=letter") is None
    assert Entries.from_query("#example=nobody") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "damaged"),
        ("{", "damaged"),
        ("[" * 50_000, "damaged"),
        ("[]", "not saved from this page"),
        ('{"kind": "something else"}', "not saved from this page"),
        (json.dumps({"kind": "weak-link entries", "version": 99, "entries": {}}), "version"),
        (json.dumps({"kind": "weak-link entries", "version": 1, "entries": [1]}), "contains no entries"),
        (" " * (LONGEST_FILE + 1), "2,000,001 characters are more than the 2,000,000"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_with_the_reason(text, said):
    with pytest.raises(InputError, match=said):
        Entries.from_json(text)


def test_unknown_names_and_endless_text_do_not_get_in():
    loaded = Entries.from_dict(
        {"kind": "weak-link entries", "version": 1, "entries": {"leads": "9" * 9999, "rm": "x", "benchmark": "nobody"}}
    )
    assert list(loaded.texts) == ["leads"]
    assert len(loaded.texts["leads"]) == 200
    with pytest.raises(InputError, match="not a field"):
        blank().typed("nothing", "1")


@pytest.mark.parametrize(
    "given",
    [
        {"lost_by": "Lost Reason"},
        {"lost_by": None},
        {"outcome": "Deal Status"},
        {"is_won": None, "is_closed": None},
        {"won": ["Shipped"], "open": ["Closed"]},
    ],
)
def test_an_answer_about_the_outcome_is_kept_as_it_was_offered(given):
    kept = Entries().answered(given).columns
    assert {key: list(v) if isinstance(v, tuple) else v for key, v in kept.items()} == given
