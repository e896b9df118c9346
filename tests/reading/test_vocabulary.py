"""Every vocabulary has the form of its model and the keys of the code that reads it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import ValidationError

from diagnostics.files import data_file
from diagnostics.leads.matching.repeats import CHANGED
from diagnostics.reading import crm, headings, vocabulary
from diagnostics.reading.headings import plain
from diagnostics.reading.vocabulary_models import Blanks, Crm, Headings, OutcomeWords

LOADED = {
    "blanks": vocabulary.blanks,
    "crm": vocabulary.crm,
    "encodings": vocabulary.encodings,
    "amounts": vocabulary.amounts,
    "headings": vocabulary.headings,
    "lost": vocabulary.lost,
    "months": vocabulary.months,
    "outcomes": vocabulary.outcomes,
    "tables": vocabulary.tables,
}


def test_every_file_is_loaded():
    assert {path.stem for path in data_file("vocabulary").glob("*.toml")} == LOADED.keys()
    for load in LOADED.values():
        assert load() is load()


def test_the_keys_are_those_of_the_code():
    fields = [key for key in vocabulary.crm().fields if key != CHANGED]  # no field of a lead: of a row of its history
    assert fields == list(crm.BY_KEY)
    assert tuple(vocabulary.headings().columns) == headings.KEYS


def test_words_are_as_they_are_compared():
    known = vocabulary.outcomes()
    inside = dict(known.words).values()
    blanks = vocabulary.blanks()
    for words in (*inside, blanks.anywhere, blanks.names, blanks.people):
        assert all(word == plain(word).replace("-", "") for word in words)
    for words in (known.flags.true, known.flags.false):
        assert all(word == word.strip().casefold() for word in words)
    of_tables = vocabulary.tables()
    for kind in type(of_tables).model_fields:
        assert all(word == plain(word) for word in getattr(of_tables, kind)), kind
    assert all(1 <= month <= 12 for month in vocabulary.months().names.values())


WRONG = {
    "a word twice": (Blanks, {"anywhere": "na na", "names": "0", "counts": "x", "people": "nat"}, "repeats na"),
    "no words": (Blanks, {"anywhere": " ", "names": "0", "counts": "x", "people": "nat"}, "holds no words"),
    "a misspelt key": (Blanks, {"anywere": "na"}, "anywere"),
    "one word of two columns": (Headings, {"columns": {"leads": "lead", "wins": "lead"}}, "lead names leads and wins"),
    "two meanings": (
        OutcomeWords,
        {"values": {"won": "sold", "lost": "sold", "open": "new", "doubtful": "done"}},
        "two meanings: sold",
    ),
    "a preset of an unknown field": (
        Crm,
        {"expected": "est", "fields": {"id": {"words": ["id"]}},
         "presets": [{"name": "A", "crm": "A", "marks": ["x"], "columns": {"ids": ["x"]}}]},
        "A has columns of no field: ids",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("model", "given", "message"), WRONG.values(), ids=WRONG)
def test_a_vocabulary_of_another_form_is_refused(model, given, message):
    with pytest.raises(ValidationError, match=message):
        model.model_validate(given)


def test_no_vocabulary_is_loaded_before_it_is_needed():
    code = (
        "import sys; from diagnostics.reading import crm, outcomes, names, days, months; "
        "assert 'pydantic' not in sys.modules; months.read_cell('2025-01'); assert 'pydantic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
