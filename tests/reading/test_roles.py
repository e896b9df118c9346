"""Columns that no word names: what is taken or asked by what the cells are."""

from __future__ import annotations

import pytest

from diagnostics.reading.crm import propose
from tests.reading.profiles import profiled

DAYS = [f"2025-0{month}-{day:02}" for month in range(1, 7) for day in (3, 9, 17, 22)]
STAGES = ["Yet to start", "Visit done", "Papers done", "Handed over", "On hold", "Stopped"] * 4
YES = ["TRUE", "FALSE", "FALSE"] * 8


def later(days: int, every: int) -> list[str]:
    return [f"{day[:8]}{int(day[8:]) + days:02}" if at % every == 0 else "" for at, day in enumerate(DAYS)]


CASES = {
    "a yes or no for a sale": (
        {"Created Date": DAYS, "IsAccepted": YES, "Region": ["N", "S"] * 12},
        {"created": "Created Date", "is_won": "IsAccepted"},
    ),
    "days of signing and of refusing": (
        {"Created Date": DAYS, "Angebot unterschrieben": later(4, 5), "Absage": later(2, 7)},
        {"created": "Created Date", "won_on": "Angebot unterschrieben", "lost_on": "Absage"},
    ),
    "days of stages": (
        {"created_date": DAYS, "stage_date_closed_won": later(4, 5), "stage_date_closed_lost": later(2, 7)},
        {"created": "created_date", "won_on": "stage_date_closed_won", "lost_on": "stage_date_closed_lost"},
    ),
    "stages of words of its own": (
        {"Created Date": DAYS, "Desk - Stage": STAGES, "Budget": ["1 to 2", "3 to 4"] * 12},
        {"created": "Created Date", "outcome": "Desk - Stage"},
    ),
    "a first contact that every lead has": (
        {"data_primeiro_contato": DAYS, "status": ["Perdido", "Ganho"] * 12},
        {"created": "data_primeiro_contato", "outcome": "status"},
    ),
    "a close date in nanoseconds, as a data frame writes a day": (
        {
            "created_date": DAYS,
            "status": ["Lost", "Won", "Open"] * 8,
            "closed_at": ["1742342400000000000", "1742601600000000000", ""] * 8,  # 19 and 22 March 2025
        },
        {"created": "created_date", "outcome": "status", "decided": "closed_at"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_column_is_taken_by_what_it_holds(name):
    columns, expected = CASES[name]
    found = propose(list(columns), profiled(columns))
    assert found.questions == ()
    assert {key: heading for key, heading in found.columns.items() if key in {"created", *expected}} == expected


def test_long_numbers_of_another_time_are_no_days():
    columns = {
        "created_date": DAYS,
        "status": ["Lost", "Won"] * 12,
        "closed_at": ["5924812000017022002"] * 24,
    }  # in 2157
    assert "decided" not in propose(list(columns), profiled(columns)).columns


def test_a_first_contact_that_some_leads_lack_is_not_the_day_they_came():
    columns = {"data_primeiro_contato": later(0, 2), "status": ["Perdido", "Ganho"] * 12}
    found = propose(list(columns), profiled(columns))
    assert "created" not in found.columns
    assert found.questions == ()  # nothing else could be it: the leads are counted without days


def test_columns_of_yes_and_no_are_offered_where_nothing_else_tells_the_outcome():
    columns = {
        "Created Date": DAYS,
        "flag": ["1", "0"] * 12,
        "paper": ["0", "1", "1"] * 8,
        "age": list(map(str, range(24))),
    }
    found = propose(list(columns), profiled(columns))
    (question,) = found.questions
    assert question.field == "outcome"
    assert {heading for answer in question.answers for heading in answer.given.values()} == {"flag", "paper"}
