"""Lists inside a sentence, and months, in the language of now."""

from __future__ import annotations

import pytest

from diagnostics import month_numbers
from diagnostics.errors import InputError
from diagnostics.language import PSEUDO, speaking
from diagnostics.lists import all_of, one_of
from tests.pseudo import untranslated


@pytest.mark.parametrize("listed", [all_of, one_of])
def test_a_list_is_translated(listed):
    with speaking(PSEUDO):
        assert untranslated(listed(["Web", "Fair", "Phone"]), ["Web", "Fair", "Phone"]) == ""


@pytest.mark.parametrize("month", [2025 * 12 + 2, month_numbers.NO_YEAR * 12 + 2])
@pytest.mark.parametrize(
    "written", [month_numbers.in_words, month_numbers.shown_label, lambda m: month_numbers.day_in_words(3, m)]
)
def test_a_month_is_translated(month, written):
    with speaking(PSEUDO):
        assert untranslated(written(month)) == ""


def test_a_span_of_months_is_translated():
    with speaking(PSEUDO):
        assert untranslated(month_numbers.span_in_words(2024 * 12, 2025 * 12)) == ""
        assert untranslated(month_numbers.span_in_words(2025 * 12, 2025 * 12 + 5)) == ""


def test_a_label_is_the_same_in_every_language():
    months = [2025 * 12 + 2, month_numbers.NO_YEAR * 12 + 2]
    with speaking("de"):
        assert [month_numbers.label(month) for month in months] == ["2025-03", "March"]


@pytest.mark.parametrize("value", [None, "12x", 12.5])
def test_an_error_is_translated_on_the_page_only(value):
    error = InputError("count-not-a-number", "leads", value)
    with speaking(PSEUDO):
        assert untranslated(error.message("page", "Leads"), ["Leads", "12x"]) == ""
        assert str(error).endswith("is not a number. Type a whole number, or leave the cell empty.")
