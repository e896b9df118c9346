"""Which column is which: by the words people write, never by a guess between two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.reading.headings import COLUMNS, FIRST_ROWS, header_row, key_of, match, names_counts, plain, what_it_is

HEADINGS = [
    # heading, what it names
    ("Leads", "leads"),
    ("  leads ", "leads"),
    ("New Leads", "leads"),
    ("Leads (#)", "leads"),
    ("leads [count]", "leads"),
    ("Anfragen", "leads"),
    ("Enquiries", "leads"),
    ("# Leads", "leads"),
    ("No. of leads", "leads"),
    ("Sum of Leads", "leads"),
    ("Summe von Leads", "leads"),
    ("Closed Won", "wins"),
    ("closed_won", "wins"),
    ("Abschlüsse", "wins"),
    ("Verkäufe", "wins"),
    ("Ventes", "wins"),
    ("New customers", "wins"),
    ("Count of Wins", "wins"),
    ("direct_wins", "direct_wins"),
    ("Self-serve", "direct_wins"),
    ("Sales without talking to anyone", "direct_wins"),
    ("MQL", "fit"),
    ("Qualified leads", "fit"),
    ("Leads reached", "worked"),
    ("Contacted", "worked"),
    ("Closed lost", "lost"),
    ("Monat", "month"),
    ("Date", "month"),
    ("Row Labels", "month"),
    ("Lead Source", "channel"),
    ("Kanal", "channel"),
    ("Sales ($)", None),
    ("Sales €", None),
    ("Sales value", None),
    ("Sales %", None),
    ("Conversion rate", None),
    ("Umsatz", None),
    ("Abschlussquote", None),
    ("Leads per day", None),
    ("Salesperson", None),
    ("Comment", None),
    ("", None),
    (None, None),
    (2025, None),
    ("leads " * 20, None),
]


@pytest.mark.parametrize(("heading", "key"), HEADINGS, ids=[str(heading)[:30] for heading, _ in HEADINGS])
def test_a_heading_names_a_column_or_none(heading, key):
    assert key_of(heading) == key


def test_no_word_names_two_columns():
    seen: dict[str, str] = {}
    for column in COLUMNS:
        for word in (column.key.replace("_", "-"), *column.words):
            assert seen.setdefault(word, column.key) == column.key, word
            assert word == plain(word), f"{word} is not how a heading is compared"


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_every_word_of_the_vocabulary_is_found_however_it_is_typed(column):
    for word in (column.key, column.label, *column.words):
        if plain(word) == "without-talking" or word in column.words or word == column.key:
            for typed in (word, word.upper(), word.replace("-", " ").title(), f"{word} (n)"):
                assert key_of(typed) == column.key, typed


WHY_NOT = [
    ("Win rate", "a rate is worked out from the counts, not read"),
    ("Win %", "a rate is worked out from the counts, not read"),
    ("Revenue", "money is no count"),
    ("Sales ($)", "money is no count"),
    ("Umsatz", "money is no count"),
    ("Salesperson", "not a column this table knows"),
    (7, "not a column this table knows"),
]


@pytest.mark.parametrize(("heading", "why"), WHY_NOT, ids=[str(heading) for heading, _ in WHY_NOT])
def test_why_a_column_is_not_read(heading, why):
    assert what_it_is(heading) == why


ROWS = {
    "first row": ([["month", "leads", "sales"]], 0),
    "below titles": ([["Report"], [None], ["Leads and sales 2025"], ["month", "leads", "sales"]], 3),
    "leads alone is no heading": ([["Leads"], [10]], None),
    "leads twice is no heading": ([["Leads", "Leads"]], None),
    "nothing": ([], None),
    "the last row looked at": ([["x"]] * (FIRST_ROWS - 1) + [["month", "leads"]], FIRST_ROWS - 1),
    "one row further down": ([["x"]] * FIRST_ROWS + [["month", "leads"]], None),
}


@pytest.mark.parametrize(("rows", "at"), ROWS.values(), ids=ROWS)
def test_the_row_of_headings_is_found(rows, at):
    found, named = header_row(rows, names_counts)
    assert (found if named else None) == at


WORDS = {
    "the first of those that name most": ([["a"], ["a", "b"], ["a", "b"]], (1, 2)),
    "one more word below a title": ([["a"], ["x"], ["a", "b", "c"]], (2, 3)),
    "far below a row that names two it is a cell": ([["a", "b"], [], [], [], ["a", "b", "c"]], (0, 2)),
    "near it, it is the headings": ([["a", "b"], [], [], ["a", "b", "c"]], (3, 3)),
    "nothing is named: as wide as most": ([["x", ""], ["x", "y"], [None, "z"]], (1, 0)),
    "nothing": ([], (0, 0)),
}


@pytest.mark.parametrize(("rows", "found"), WORDS.values(), ids=WORDS)
def test_the_row_that_names_most(rows, found):
    assert header_row(rows, lambda row: sum(cell in ("a", "b", "c") for cell in row)) == found


MATCHES = {
    "as they stand": (["Month", "Leads", "Sales"], None, {"month": 0, "leads": 1, "wins": 2}, []),
    "two look alike": (["Month", "Leads", "Sales", "Orders"], None, {"month": 0, "leads": 1}, [("wins", (2, 3))]),
    "said": (["Month", "Leads", "Sales", "Orders"], {"wins": "Orders"}, {"month": 0, "leads": 1, "wins": 3}, []),
    "said, unknown word": (
        ["Month", "Leads", "Kitchens"],
        {"wins": " Kitchens "},
        {"month": 0, "leads": 1, "wins": 2},
        [],
    ),
    "said of a number": (["Month", "Leads", 7], {"wins": "7"}, {"month": 0, "leads": 1, "wins": 2}, []),
    "said twice": (["Month", "A", "A"], {"wins": "A"}, {"month": 0}, [("wins", (1, 2))]),
    "said of what looks like another": (["Leads", "Sales"], {"wins": "Leads"}, {"wins": 0}, []),
}


@pytest.mark.parametrize(("headings", "said", "found", "doubtful"), MATCHES.values(), ids=MATCHES)
def test_columns_are_matched(headings, said, found, doubtful):
    assert match(headings, said) == (found, doubtful)


@given(st.lists(st.one_of(st.none(), st.text(max_size=20), st.integers()), max_size=8))
def test_any_headings_are_matched_or_left(headings):
    found, doubtful = match(headings, None)
    assert len(set(found.values())) == len(found)
    assert not set(found) & {key for key, _ in doubtful}
