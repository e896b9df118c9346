"""What is said of a file and its columns is translated: questions, answers, evidence, notes, and how it was opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from diagnostics.errors import InputError
from diagnostics.language import PSEUDO, speaking
from diagnostics.reading.crm import Proposal, propose
from diagnostics.reading.days import Days, settle
from diagnostics.reading.fields import FIELDS
from diagnostics.reading.headings import WHY_NOT, what_it_is
from diagnostics.reading.names import clean_names
from diagnostics.reading.outcomes import Evidence, Outcomes, counted, sort_outcomes
from diagnostics.reading.people import People
from diagnostics.reading.progress import watched
from diagnostics.reading.questions import Question, rows, shown
from diagnostics.reading.receipt import Dropped, Receipt, RoleTaken
from diagnostics.reading.sheet import Sheet, trimmed
from diagnostics.reading.sheet_reader import read_bytes
from tests.pseudo import untranslated
from tests.reading import test_days, test_outcomes, test_roles
from tests.reading.profiles import profiled

QUOTED = re.compile(r"“[^“”]*”|'[^']*'")


def plain(text: str, own: list[str] | None = None) -> str:
    """What of a text is neither translated, quoted, nor of the file."""
    return untranslated(QUOTED.sub("", text), own or [])


def of(question: Question | None) -> Iterator[str]:
    if question is not None:
        yield question.message("page", "")
        yield from (answer.label for answer in question.answers)
        yield from (answer.leads_to for answer in question.answers)


def check(texts: Iterator[str], own: list[str]) -> None:
    assert {text: rest for text in texts if (rest := plain(text, own))} == {}


# --- days -----------------------------------------------------------------------------------------------------------

DATES: dict[str, tuple[dict[str, dict[str, int]], dict[str, Any]]] = {
    **{name: ({"Came": dict.fromkeys(texts, 1)}, {}) for name, (texts, _) in test_days.TWO_FIGURES.items()},
    "one column settles the file": ({"Came": {"03/04/2025": 5}, "Ended": {"29/09/2024": 14}}, {}),
    "both orders": ({"Came": {"13/04/2025": 1, "04/13/2025": 1}}, {}),
    "most prove one order": ({"Came": {"13/04/2025": 500, "04/13/2025": 1}}, {}),
    "nothing proves it": ({"Came": {"03/04/2025": 3}}, {}),
    "answered": ({"Came": {"03/04/2025": 3}}, {"order": "day-first"}),
    "a contradicted answer": ({"Came": {"04/13/2025": 1}}, {"order": "day-first"}),
    "columns differ": ({"a": {"13/04/2025": 1}, "b": {"04/13/2025": 1}, "Came": {"03/04/2025": 1}}, {}),
    "several marks": ({"Came": {"03/04/2025": 2, "03-05-2025": 2}}, {}),
    "the Thai calendar": ({"Came": test_days.THAI}, {}),
    "numbers as days": ({"Came": {"45631": 3, "2024-12-01": 2}}, {}),
    "swapped": (
        {"Came": {f"2025-{m:02}-{d:02}": 1 for m in (1, 2, 3) for d in (4, 6, 8)} | {f"{d}/02/2025": 1 for d in range(13, 28)}},
        {},
    ),
}  # fmt: skip


def said_of_days(found: Days) -> Iterator[str]:
    yield from (found.proof, *found.notes)
    yield from of(found.question)


@pytest.mark.parametrize(("columns", "given"), DATES.values(), ids=DATES)
@pytest.mark.parametrize("swapped", [None, "yes", "no"])
def test_what_is_said_of_dates_is_translated(columns, given, swapped):
    with speaking(PSEUDO):
        found = [text for days in settle(columns, swapped=swapped, **given).values() for text in said_of_days(days)]
        check(iter(found), [*columns, *(text for texts in columns.values() for text in texts)])


# --- outcomes -------------------------------------------------------------------------------------------------------

VALUES: dict[str, tuple[dict[str, int], dict[str, Any]]] = {
    **{name: (values, {}) for name, (values, _) in test_outcomes.FIRST.items()},
    **{name: (values, {"evidence": evidence}) for name, (values, evidence, _) in test_outcomes.COMBINED.items()},
    "no known words": (test_outcomes.UNKNOWN, {}),
    "no win": ({"Lost": 30, "": 4}, {}),
    "blanks only": ({"": 4}, {}),
    "yes and no": ({"TRUE": 4, "FALSE": 9}, {}),
    "too few to matter": ({"Won": 400, "Lost": 900, "Closed": 1}, {"slight": 1.0}),
    "a stage": ({"Won": 40, "Lost": 90, "Proposal": 12, "": 3}, {}),
    "not there": ({"Won": 40, "Lost": 90}, {"won": ["Won", "Sold"]}),
    "elsewhere too": ({"Lost": 30}, {"evidence": Evidence({}, others=("Stage",))}),
}


def said_of_outcomes(found: Outcomes) -> Iterator[str]:
    yield from found.notes
    for question in (*found.questions, found.offer):
        yield from of(question)


@pytest.mark.parametrize(("values", "given"), VALUES.values(), ids=VALUES)
def test_what_is_said_of_outcomes_is_translated(values, given):
    with speaking(PSEUDO):
        found = list(said_of_outcomes(sort_outcomes(values, **given)))
        check(iter(found), [*values, "outcome", "a day in 'Closed'", "a day in"])
        assert plain(counted({"won": 3})) == ""


# --- columns --------------------------------------------------------------------------------------------------------

CREATED = ["2025-03-09"]
EXPORTS: dict[str, tuple[list[str], dict[str, list[str]]]] = {
    **{name: (list(columns), columns) for name, (columns, _) in test_roles.CASES.items()},
    "a heading twice": (["Created", "Owner", "Owner", "Status"], {}),
    "two days": (["Created", "Creation Date", "Status"], {}),
    "two owners": (["Created", "Status", "Owner", "Sales rep"], {}),
    "no day": (["Created", "Came", "Status"], {"Created": ["Anna"], "Came": CREATED}),
    "no column of days": (["Came", "Status"], {}),
    "a close date only": (["Created", "Close Date"], {}),
    "no outcome": (["Created"], {}),
    "amounts for won and lost": (
        ["Created", "Won", "Lost"],
        {
            "Created": test_roles.DAYS,
            "Won": [str(900 + n) if n % 3 == 0 else "" for n in range(24)],
            "Lost": [str(700 + n) if n % 3 == 1 else "" for n in range(24)],
        },
    ),
    "the same in two columns": (
        ["Created", "Creation Date", "Status", "Owner", "Sales rep", "ID", "Lead ID"],
        {
            "Created": test_roles.DAYS,
            "Creation Date": test_roles.DAYS,
            "Status": ["Won", "Lost"] * 12,
            "Owner": ["Anna", "Ben"] * 12,
            "Sales rep": ["Ben", "Anna"] * 12,
            "ID": [str(n) for n in range(24)],
            "Lead ID": [f"L{n}" for n in range(24)],
        },
    ),
    "no heading says so": (
        ["Alpha", "Beta"],
        {"Alpha": test_roles.DAYS * 3, "Beta": ["Won", "Lost", "Open"] * 24},
    ),
    "an expected date": (
        ["Created", "Expected close date", "Converted date", "Status"],
        {
            "Created": test_roles.DAYS,
            "Expected close date": test_roles.later(4, 2),
            "Converted date": test_roles.later(4, 5),
            "Status": ["Won", "Lost"] * 12,
        },
    ),
    "months for days": (
        ["Created", "Status"],
        {"Created": [f"2025-0{month}" for month in range(1, 7)] * 4, "Status": ["Won", "Lost"] * 12},
    ),
    "one row": (["Created", "Status"], {"Created": ["2025-03-09"], "Status": ["Won"]}),
    "counts": (["Month", "Leads", "Sales"], {"Month": ["2025-01"], "Leads": ["120"], "Sales": ["9"]}),
    "HubSpot": (
        [
            "Record ID",
            "Create Date",
            "Close Date",
            "Deal Stage",
            "Is Closed Won",
            "Deal owner",
            "Amount",
            "Original Source",
        ],
        {
            "Record ID": [str(n) for n in range(24)],
            "Create Date": test_roles.DAYS,
            "Close Date": test_roles.later(4, 2),
            "Deal Stage": ["Closed Won", "Closed Lost", "Proposal"] * 8,
            "Is Closed Won": test_roles.YES,
            "Deal owner": ["Anna", "Ben"] * 12,
            "Amount": ["1,200.00", ""] * 12,
            "Original Source": ["Web", "Fair", "Web"] * 8,
        },
    ),
}


def said_of_columns(found: Proposal) -> Iterator[str]:
    yield from found.why.values()
    yield from found.notes
    yield from (why for _, why in found.next_best.values())
    for question in found.questions:
        yield from of(question)


@pytest.mark.parametrize(("headings", "columns"), EXPORTS.values(), ids=EXPORTS)
def test_what_is_said_of_columns_is_translated(headings, columns):
    with speaking(PSEUDO):
        check(said_of_columns(propose(headings, profiled(columns))), [*headings, "HubSpot", "Salesforce", "Anna"])


def test_what_was_chosen_is_said_in_the_language_of_now():
    with speaking(PSEUDO):
        found = propose(["Came", "Status"], profiled({"Came": CREATED, "Status": ["Won"]}), {"created": "Came"})
        check(said_of_columns(found), ["Came", "Status"])
        assert found.why["created"].endswith("]")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_the_name_of_a_field_is_translated(field):
    with speaking(PSEUDO):
        assert plain(f"{field.label} {field.inside}") == ""
        assert plain(field.hint, ["EUR", "true", "Google Ads", "Anna"]) == ""


@pytest.mark.parametrize("heading", ["Region", "Target leads", "Leads (YTD)", "Leads vs plan", "Revenue", "Win rate"])
def test_why_a_column_is_left_out_is_translated(heading):
    with speaking(PSEUDO):
        assert plain(what_it_is(heading)) == ""
    assert what_it_is(heading) in WHY_NOT.values()


def test_what_is_said_of_names_is_translated():
    with speaking(PSEUDO):
        notes = clean_names({"Anna": 3, "ANNA": 1, "n/a": 2, "=1+1": 1}, "Owner").notes
        assert len(notes) == 3
        check(iter(notes), ["Owner", "Anna"])


def test_a_receipt_is_translated():
    roles = (
        RoleTaken("", "Came", ""),
        RoleTaken("", "Came", " "),
        RoleTaken("", "Came", "", "Created"),
        RoleTaken("", "Came", "", "Created", " "),
    )
    for months in ((), ("2025-01",), ("2025-01", "2025-03"), ("January",), ("January", "March")):
        receipt = Receipt(3, 2, (Dropped("", ""),), roles, (), months, (" ",))
        with speaking(PSEUDO):
            check(iter(receipt.lines()), [])


def test_a_number_in_place_of_a_name_is_translated():
    with speaking("de"):
        people = People.of(["Anna Berg"], "numbers", b"")
    assert people is not None
    assert people["Anna Berg"] == "Betreuer 1"


def test_a_text_is_quoted_as_the_language_does_it():
    long = "Waiting for somebody to call back about the offer"
    assert shown("Won") == "'Won'"
    with speaking("de"):
        assert shown("Won") == "„Won“"
        assert shown(long).startswith("„Waiting for")
        assert len(shown(long)) == len(repr(long)[:36] + "...'")
        (question,) = propose(["Came", "Status"], {}).questions
        assert "columns={'created': ...}" in question.remedy


def test_work_on_another_thread_speaks_the_language_of_now():
    with speaking("de"):
        assert watched(None, lambda: rows(3), "", None) == "3 Zeilen"
        backend = SimpleNamespace(con=SimpleNamespace(query_progress=lambda: None))
        assert watched(backend, lambda: rows(3), "", lambda words, share: None) == "3 Zeilen"


# --- files ----------------------------------------------------------------------------------------------------------

FILES: dict[str, bytes] = {
    "latin": "Monat;Leads;Verkäufe\nJänner;3;1\n".encode("latin-1"),
    "two encodings": "a;b\nJänner;3\n".encode() + "Märchen;4\n".encode("latin-1"),
    "lines in quotes": b'"Month,Leads,Sales"\n"2025-01,3,1"\n"2025-02,4,1"\n',
    "blank": b" \n",
    "a PDF": b"%PDF-1.7 and so on",
    "a web page": b"<!doctype html><html><table></table></html>",
    "an open quote": b'a,b\n"x,1\ny,2\n',
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "no workbook": b"PK\x03\x04 nothing",
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_what_is_said_of_a_file_is_translated(data):
    with speaking(PSEUDO):
        try:
            found = [note for sheet in read_bytes(data) for note in sheet.notes]
        except InputError as error:
            found = [error.message("page", "")]
        assert found
        check(iter(found), ["UTF-8", "x,1"])


def test_a_place_and_merged_cells_are_translated():
    with speaking(PSEUDO):
        assert plain(Sheet("", []).place(6, 2), ["C"]) == ""
        assert plain(Sheet("Leads", []).place(6, 2), ["Leads", "C"]) == ""
        assert plain(Sheet("", [["Leads"]], framed=True).place(6, 0), ["Leads"]) == ""
        for name in ("", "Leads"):
            rows: list[list[Any]] = [["x", None, 3, None], [1, 2, 3, 4]]
            sheet = trimmed(name, rows, where="file", merges=[(0, 0, 0, 1), (0, 2, 0, 3)])
            assert sheet is not None
            assert len(sheet.notes) == 2
            check(iter(sheet.notes), ["Leads"])
