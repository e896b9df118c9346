"""Every kind of fault has its words: for one row and for many, in Python and on the page, where no Python is shown."""

from __future__ import annotations

import re
import string
import tomllib

import pytest

from diagnostics.files import data_file
from diagnostics.leads.faults import Fault

TABLES = tomllib.loads(data_file("faults.toml").read_text(encoding="utf-8"))
FACTS = {
    "example": "500 per month",
    "as_of": "2025-06-30",
    "none": "no first contact and no rep",
    "given": "'unreached'",
    "won": 3,
    "open": "5 rows are",
    "name": "rep",
    "heading": "First contact",
    "longest": 1200,
    "oldest": 1300,
    "months": "May 2025",
    "columns": "“Stage” (3 rows)",
    "values": "“Blue” (3 rows)",
    "answer": "columns={'lost': ['Blue']}",
    "month": "May 2025",
    "day": "2025-05-17",
    "days": "2025-05-17",
    "decided": "40",
    "few": "3",
    "due": "20",
    "with": "12%",
    "without": "8%",
    "young": "Every lead is taken as decided.",
}
PYTHON = re.compile(r"\w=|\bNone\b|\bdx\.|\w_\w|[{}]|'\w+'")


@pytest.mark.parametrize("code", TABLES)
@pytest.mark.parametrize("count", [0, 1, 2, 12_345])
def test_words_are_whole_sentences_and_those_of_the_page_hold_no_python(code, count):
    fault = Fault(code, count, 20_000, ("verdict",), facts=FACTS)
    for surface in ("python", "page"):
        for part in ("what", "effect"):
            assert re.fullmatch(r"[A-Z0-9].*\.", fault.words(part, surface)), (part, surface)
        needs = fault.words("needs", surface)
        assert not needs or re.fullmatch(r"[A-Za-z].*[^.]", needs)
    assert not PYTHON.search("\n".join(fault.words(part, "page") for part in ("what", "effect", "needs")))


@pytest.mark.parametrize("code", TABLES)
def test_one_row_is_not_several(code):
    fault = Fault(code, 1, 20_000, facts=FACTS)
    never_one = code == "nothing open"  # reported from FEW_YOUNG leads up
    assert never_one or "1 rows" not in fault.what
    assert ("one" in TABLES[code]) == ("rows" in TABLES[code]["what"] and not never_one)


def test_a_table_has_no_parts_that_nothing_shows():
    for code, table in TABLES.items():
        assert {"what", "effect"} <= table.keys() <= {"what", "effect", "doubt", "needs", "one", "page"}, code
        assert table.get("one", {}).keys() <= {"what"}
        assert table.get("page", {}).keys() <= {"effect", "needs"}
        fields = {
            name
            for text in (table["what"], table["effect"], table.get("doubt", ""))
            for _, name, *_ in string.Formatter().parse(text)
        }
        assert fields - {None} <= {*FACTS, "count", "of"}


def test_a_refusal_names_what_to_export_in_the_words_of_the_surface():
    code = "decided without a date, too few with one"
    fault = Fault("decided without a date", 9, 12, ("verdict", "lag"), "decided", code, FACTS)
    error = fault.refuse()
    assert "lag_days=" in error.remedy
    assert error.field == "decided"
    assert "lag_days" not in error.message("page")
    assert "“Days from first contact to sale”" in error.message("page")
    assert fault.needs in error.remedy
    assert Fault("decided without a date", 9, 12, facts=FACTS).needs == ""
