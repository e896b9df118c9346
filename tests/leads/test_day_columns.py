"""Date columns of an export: a wrong day never passes in silence, and what is not needed stops nothing."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.leads.fields.canonical import canonical
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.matching import day_columns, matching
from diagnostics.leads.matching.matching import match, recognise
from diagnostics.leads.opening.opening import open_leads
from tests.ways import ends

DAYS = [dt.date(2025, 1, 6) + dt.timedelta(days=3 * n) for n in range(40)]


def leads(**columns):
    """Forty leads, a row each; every second one is won."""
    frame = {
        "Created": [day.isoformat() for day in DAYS],
        "Status": ["Won", "Lost"] * 20,
        "Closed Date": [(day + dt.timedelta(days=9)).isoformat() for day in DAYS],
        **columns,
    }
    return open_leads(pd.DataFrame({heading: cells for heading, cells in frame.items() if cells}), recognise)


def serial(day):
    return (day - dt.date(1899, 12, 30)).days


def created_of(found):
    frame = canonical(found.leads, found.settled()).order_by("row").select("created").to_pyarrow().to_pandas()
    return [value.date() if hasattr(value, "date") else value for value in frame["created"]]


def test_what_is_no_day_in_a_date_that_is_not_needed_is_told_and_left_out():
    closed = ["TBD" if n % 2 else day.isoformat() for n, day in enumerate(DAYS)]
    found = match(leads(**{"Closed Date": closed}))
    assert found.columns["decided"] == "Closed Date"
    assert "Closed Date: 20 rows such as 'TBD' hold no day and are read as blank." in found.notes


@pytest.mark.parametrize("nothing", [r"\N", "NULL", "n/a", "0000-00-00", "#REF!", "1/0/1900"])
def test_what_databases_and_spreadsheets_write_for_no_day_is_blank(nothing):
    closed = [nothing if n % 2 else day.isoformat() for n, day in enumerate(DAYS)]
    found = match(leads(**{"Closed Date": closed}))
    assert not [note for note in found.notes if "read as blank" in note]
    assert Ledger.of(found, dt.date(2025, 6, 1)).counts.undated == (0, 20)


def test_a_word_for_nothing_is_not_filled():
    source = leads(Reason=[r"\N", "NULL", "0", "price"] * 10)
    crossed = source.crossing(["Status"], ["Reason"])
    assert crossed == {("Won", ""): 10, ("Won", "filled"): 10, ("Lost", ""): 10, ("Lost", "filled"): 10}


def test_a_column_without_days_is_not_used_as_one():
    closed = [f"week {n}" if n % 4 else day.isoformat() for n, day in enumerate(DAYS)]
    found = match(leads(**{"Closed Date": closed}))
    assert "decided" not in found.columns
    assert Ledger.of(found, dt.date(2025, 6, 1)).wins == 20


@pytest.mark.parametrize(
    "written",
    [
        serial,
        lambda d: float(serial(d)),
        lambda d: f"{d:%Y%m%d}",
        lambda d: f"{serial(d)}.5",
        lambda d: (d - dt.date(1970, 1, 1)).days * 86_400 + 43_200,
        lambda d: (d - dt.date(1970, 1, 1)).days * 86_400_000.0,
    ],
)
def test_numbers_under_a_heading_of_a_day_are_days_and_told(written):
    found = match(leads(Created=[written(day) for day in DAYS]))
    assert created_of(found) == DAYS
    assert [note for note in found.notes if "were read as a day" in note]


def test_a_number_among_days_that_are_written_is_a_day_and_told():
    found = match(leads(Created=[day.isoformat() if n % 4 else str(serial(day)) for n, day in enumerate(DAYS)]))
    assert created_of(found) == DAYS
    assert [note for note in found.notes if note.startswith("Created: 10 rows such as")]


NO_DAYS = {
    "amounts before the first lead": {"Won On": [42000 + 37 * n for n in range(40)]},
    "round amounts": {"Won On": [45700 + 100 * n for n in range(40)]},
    "decades of numbers": {"Won On": [33000 + 900 * n for n in range(40)]},
    "among other numbers": {"Won On": [45900 if n % 2 else 120 for n in range(40)]},
}


@pytest.mark.parametrize("columns", NO_DAYS.values(), ids=NO_DAYS)
def test_numbers_that_cannot_be_days_are_none(columns):
    found = match(leads(**columns))
    assert "won_on" not in found.columns


@pytest.mark.parametrize(
    "columns",
    [
        {"Won": [45700 + n for n in range(40)]},
        {"Value EUR": [45700 + n for n in range(40)]},
        {"Phone": [2079460000] * 40},
    ],
)
def test_numbers_are_days_under_no_other_heading_and_never_offered(columns):
    found = match(leads(Created=None, Received=None, **{"Last Activity": [day.isoformat() for day in DAYS]}, **columns))
    (question,) = found.questions
    assert (question.field, question.choices) == ("created", ("Last Activity",))


def test_a_needed_column_without_days_is_asked_about_with_answers_that_lead_on():
    created = [f"week {n}" if n else "2025-01-06" for n in range(40)]
    source = leads(Created=created, Arrived=[day.isoformat() for day in DAYS])
    found = ends(lambda given: Ledger.of(match(source, given)).leads)
    assert [end.found for end in found] == [40]
    assert match(source, found[0].given).columns["created"] == "Arrived"
    with pytest.raises(InputError, match=r"Created: 'week 1' and 38 more of 40 cells cannot be read as a day"):
        match(source, {"created": "Created"})


def test_a_column_with_more_texts_than_days_is_no_column_of_days(monkeypatch):
    monkeypatch.setattr(matching, "MOST_DAYS", 2)
    monkeypatch.setattr(day_columns, "MOST_DAYS", 2)
    with pytest.raises(InputError, match=r"different texts such as '2025-0\d-\d\d' are not days"):
        match(leads(), {"created": "Created"})


# --- dates that a spreadsheet swapped ---------------------------------------------------------------------------------


def swapped(day):
    """A day as a cell that was typed day first and opened where the month is expected first."""
    return f"{day:%d/%m/%Y}" if day.day > 12 else f"{day.year}-{day.day:02}-{day.month:02}"


def test_dates_that_a_spreadsheet_swapped_are_swapped_back_and_told():
    source = leads(Created=[swapped(day) for day in DAYS])
    found = match(source)
    assert created_of(found) == DAYS
    rows = sum(day.day <= 12 for day in DAYS)
    assert [n for n in found.notes if n.startswith(f"Created: day and month were swapped back in {rows} rows")]
    assert created_of(match(source, {"swapped": "no"})) != DAYS


def test_few_dates_that_could_be_swapped_are_asked_about_and_both_answers_lead_on():
    few = DAYS[:8]
    frame = pd.DataFrame({"Created": [swapped(d) for d in few], "Status": ["Won", "Lost"] * 4})
    source = open_leads(frame, recognise)
    found = ends(lambda given: created_of(match(source, given)))
    assert [end.given for end in found] == [{"swapped": "yes"}, {"swapped": "no"}]
    assert [end.found == few for end in found] == [True, False]


def test_dates_of_two_ways_that_were_not_swapped_stay_as_they_are():
    mixed = [day.isoformat() if n % 2 else f"{day:%d/%m/%Y}" for n, day in enumerate(DAYS)]
    assert created_of(match(leads(Created=mixed))) == DAYS


# --- the mark between the numbers -------------------------------------------------------------------------------------


def test_each_mark_shows_its_own_order():
    ways = ("%Y-%m-%d", "%d/%m/%Y", "%m-%d-%Y", "%Y/%m/%d")
    found = match(leads(Created=[day.strftime(ways[n % 4]) for n, day in enumerate(DAYS)]))
    assert created_of(found) == DAYS
    assert found.remembered["dates"] == {"-": "month-first", "/": "day-first"}
    again = match(found.leads, found.remembered)
    assert created_of(again) == DAYS


def test_a_mark_that_shows_no_order_is_asked_about_by_itself():
    created = [f"{day:%d/%m/%Y}" for day in DAYS]
    created[0] = "01-06-2025"
    found = ends(lambda given: created_of(match(leads(Created=created), given))[0])
    assert [(end.given["dates"], end.found) for end in found] == [
        ({"-": "day-first"}, dt.date(2025, 6, 1)),
        ({"-": "month-first"}, dt.date(2025, 1, 6)),
    ]


# --- the time of day --------------------------------------------------------------------------------------------------

CLOCKS = {
    "ISO 8601": ("2025-01-06T14:30:00.000+0100", "2025-01-06T15:15:00.000+0100"),
    "American": ("Jan 06, 2025 at 2:30 PM", "Jan 06, 2025 at 3:15 PM"),
    "noon": ("1/16/2025 12:30 AM", "1/16/2025 1:15 AM"),
    "German": ("06.01.2025, 14.30 Uhr", "06.01.2025, 15.15 Uhr"),
    "French": ("6 janvier 2025 à 14h30", "6 janvier 2025 à 15h15"),
    "Danish": ("06.01.2025 14.30", "06.01.2025 15.15"),
    "Japanese": ("2025年1月6日 午後2時30分", "2025年1月6日 午後3時15分"),
    "Chinese": ("2025年1月6日 下午2:30", "2025年1月6日 下午3:15"),
    "Korean": ("2025. 1. 6. 오후 2:30", "2025. 1. 6. 오후 3:15"),
}


@pytest.mark.parametrize(("came", "reached"), CLOCKS.values(), ids=CLOCKS)
def test_the_time_of_day_is_read_by_the_engine_as_by_the_reader(came, reached):
    source = leads(Created=[came] * 40, **{"First Contacted On": [reached] * 40})
    found = match(source, {"dates": "month-first" if came.startswith("1/16") else "day-first"})
    rows = canonical(found.leads, found.settled()).select("minutes", "created").to_pyarrow().to_pandas()
    assert set(rows["minutes"]) == {45}
    assert rows["created"].notna().all()
