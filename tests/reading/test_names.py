"""One spelling for each name, nothing for a blank, and nothing that a spreadsheet runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.names import FORMULA, MOST_NAMES, clean_names

NOTHING = [
    "", " ", "\u200b", "-", "--", "–", "—", "?", ".", "n/a", "N/A", "#N/A", "NaN", "null", "NULL", "(none)", "--None--", "-None-", "None",
    "Select", "select...", "Please select", "unknown", "Unknown", "(not set)", "not set", "(not provided)", "undefined", "0", "unassigned",
    "(blank)", "(No value)", "Keine Angabe", "unbekannt", "inconnu", "#REF!", " " * 60, "nan", "NAN",
    "NaT", "nat", "NA", "nil", "choose…", "Choose...", "-- Choose --", "Choose one", "please choose",
]  # fmt: skip
SOMETHING = [
    "Other",
    "Direct",
    "(direct)",
    "Google",
    "0-1",
    "No name Ltd",
    "7",
    "日本",
    "Selected partners",
    "📞",
    "Unknown caller",
    "x" * 60,
    "Ref",
    "ref",
    "Na",
    "Nat",
    "Nan",
    "Nil",
    "Choose",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_stands_for_nothing(text):
    assert is_missing(text)
    assert clean_names({text: 3}).of == {text: None}
    assert clean_names({text: 3}).missing == 3


@pytest.mark.parametrize("text", SOMETHING)
def test_what_is_a_name(text):
    assert clean_names({text: 3}).of == {text: text}


TWINS = {
    "the commonest": ({"Google": 7, "google": 9}, "google"),
    "the one with capitals among equals": ({"google": 7, "Google": 7}, "Google"),
    "then the alphabet": ({"GOogle": 7, "Google": 7}, "GOogle"),
    "spaces": ({"Google  Ads": 4, " google ads\u200b": 2}, "Google Ads"),
    "spaces count together": ({"google": 4, " google": 4, "Google": 5}, "google"),
    "accents of either form": ({"M\u00fcller": 2, "Mu\u0308LLER": 1}, "M\u00fcller"),
}


@pytest.mark.parametrize(("values", "name"), TWINS.values(), ids=TWINS)
def test_twins_are_one_name(values, name):
    found = clean_names(values)
    assert set(found.of.values()) == {name}
    assert found.names == (name,)


def test_accents_are_kept_apart():
    assert clean_names({"Muller": 1, "Müller": 1}).names == ("Muller", "Müller")


def test_what_was_done_is_told():
    found = clean_names({"Google": 7, "google": 2, "Select": 4, "": 1, "=1+1": 3}, "channel")
    assert found.of == {"Google": "Google", "google": "Google", "Select": None, "": None, "=1+1": "'=1+1"}
    assert found.twins == (("Google", "google"),)
    assert found.missing == 5
    assert found.notes == (
        "channel: 'Google', 'google' are taken as one name, Google (9 rows).",
        "channel: taken as no name: 'Select' (4 rows).",
        "channel: an apostrophe was put before what a spreadsheet runs: '=1+1' (3 rows).",
    )


FORMULAS = ["=1+1", "+49 170", "-Anna", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1", "＝1+1", "\u200b=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_name_starts_a_formula(text):
    name = clean_names({text: 1}).of[text]
    assert name is not None
    assert name.startswith("'")


def test_a_column_of_too_many_names_is_no_channel():
    names = {f"lead {at}": 1 for at in range(MOST_NAMES)}
    assert len(clean_names({**names, "LEAD 1": 1}).names) == MOST_NAMES
    with pytest.raises(InputError, match="channel: 'another, lead 0' are two of 501 different names; at most 500"):
        clean_names({**names, "another": 1})


@given(
    st.dictionaries(st.one_of(st.text(max_size=8), st.sampled_from(NOTHING + SOMETHING + FORMULAS)), st.integers(1, 9))
)
def test_cleaning_is_idempotent_and_no_name_is_a_formula(values):
    found = clean_names(values)
    assert found.of.keys() == values.keys()
    assert found.missing == sum(n for text, n in values.items() if found.of[text] is None)
    for name in found.names:
        assert name == " ".join(name.split())
        assert not name.startswith(tuple(FORMULA))
    rows = dict.fromkeys(found.names, 0)
    for text, count in values.items():
        if (name := found.of[text]) is not None:
            rows[name] += count
    again = clean_names(rows)
    assert again.of == {name: name for name in found.names}
    assert clean_names(dict(reversed(values.items()))).of == found.of
