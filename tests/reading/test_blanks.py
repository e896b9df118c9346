"""One list of what stands for nothing: as a name, as a count, as an ID."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_missing, is_no_count, no_ids

NO_COUNT = [
    None, "-", "–", "—", "--", "?", "n/a", "N/A", "na", "n.a.", "#N/A", "NaN", "none", "None", "null", "k.a.", "K.A.",
    "unknown", "Not set", "unbekannt", "keine Angabe", "no data", "(blank)", r"\N",
]  # fmt: skip
A_COUNT_OR_A_FAULT = [
    0,
    "0",
    "12",
    12,
    "",
    "nil",
    "keine",
    "ingen",
    "#REF!",
    "#DIV/0!",
    "€ -",
    "+",
    "=",
    "x",
    "Select",
    "many",
]


@pytest.mark.parametrize("cell", NO_COUNT)
def test_what_says_that_no_count_was_recorded(cell):
    assert is_no_count(cell)


@pytest.mark.parametrize("cell", A_COUNT_OR_A_FAULT)
def test_what_could_mean_zero_or_is_a_fault_is_not_blank(cell):
    assert not is_no_count(cell)


def test_the_words_for_nothing_are_as_they_are_compared():
    known = vocabulary.blanks()
    assert all(is_missing(word) for word in known.anywhere | known.names)
    assert not known.anywhere & known.names


@given(st.one_of(st.text(max_size=45), st.sampled_from(sorted(vocabulary.blanks().anywhere))))
def test_what_is_no_count_is_no_name_either(text):
    """But for initials (K.A.) and names that are words for nothing (Nat), which only a column of names can hold."""
    if is_no_count(text) and text.casefold() not in vocabulary.blanks().counts | vocabulary.blanks().people:
        assert is_missing(text)


def test_texts_that_identify_no_lead_are_in_lower_case():
    assert all(text == text.lower() for text in no_ids())
    assert {"", "0", "-", "n/a", "none", "null", "nan", "unknown", "undefined", "(none)", "(blank)"} <= no_ids()
