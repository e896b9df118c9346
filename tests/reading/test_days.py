"""Days are read, or asked about: a wrong day or month never passes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.reading.day_texts import YEARS, is_day
from diagnostics.reading.days import read_days, settle

APRIL = dt.date(2021, 4, 15)

READ = {
    "ISO 8601": "2021-04-15",
    "slashes": "2021/04/15",
    "no leading zero": "2021/4/15",
    "points": "2021.04.15",
    "a time": "2021-04-15 00:03",
    "a time with seconds": "2021-04-15 00:03:00",
    "a zone (Salesforce)": "2021-04-15T23:59:00.000+0000",
    "a zone by name": "2021-04-15 23:59:00 UTC",
    "T and Z": "2021-04-15T23:59:00Z",
    "a zone in parentheses": "2021-04-15 23:59 (CET)",
    "Zoho": "15 Apr, 2021 00:03:00",
    "Zoho without time": "15 Apr, 2021",
    "American": "Apr 15, 2021",
    "American, whole": "April 15, 2021, 12:03 AM",
    "American, ordinal": "April 15th, 2021",
    "with a weekday": "Thu, 15 Apr 2021",
    "with a weekday, American": "Thursday, April 15, 2021",
    "Oracle": "15-APR-21",
    "year, name, day": "2021-Apr-15",
    "German": "15. April 2021",
    "Spanish": "15 de abril de 2021",
    "French": "15 avril 2021",
    "Swedish": "15 april 2021",
    "blanks around": "  2021-04-15 ",
    "day first": "15/04/2021",
    "day first, points": "15.04.2021",
    "day first, hyphens": "15-04-2021",
    "day first, a time": "15/04/2021 10:33",
    "two marks": "15/04.2021",
    "month first": "04/15/2021",
    "month first, a time": "4/15/2021, 10:33:00 PM",
}


BARE = {
    "ISO 8601, basic": "20210415",
    "a day of a spreadsheet": "44301",
    "half a day of a spreadsheet": "44301.5",
    "half a day of a German spreadsheet": "44301,5",
    "seconds": "1618444800",
    "milliseconds": "1618531199999",
    "microseconds": "1618531199999999",
}


@pytest.mark.parametrize("text", BARE.values(), ids=BARE)
def test_a_number_alone_is_a_day_only_where_more_than_its_figures_says_so(text):
    assert not is_day(text)
    assert read_days({text: 3}).bad == {text: 3}
    found = read_days({text: 3}, field="Created", bare=True)
    assert found.days == {text: APRIL}
    assert found.notes == (f"Created: 3 rows such as {text} were read as a day.",)
    among = read_days({"2021-04-01": 1, text: 2, "2021-05-01": 1})
    assert among.days[text] == APRIL
    assert among.notes
    assert read_days({"2024-04-01": 1, text: 2, "2024-05-01": 1}).bad == {text: 2}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_a_day_is_read(text):
    found = read_days({text: 1})
    assert found.days == {text: APRIL}
    assert not found.question
    assert is_day(text)


def test_march_with_an_umlaut_and_a_leap_day():
    texts = {"15. März 2021": 1, "29.02.2024": 1}
    assert read_days(texts).days == {"15. März 2021": dt.date(2021, 3, 15), "29.02.2024": dt.date(2024, 2, 29)}


BAD = [
    "31/02/2025", "02/31/2025", "31/04/2025", "2025-02-30", "29/02/2023", "13/13/2025", "0/5/2025", "2021-15-04", "1889-01-01",
    "01/05/1989", "15/05/2100", "2100-01-01", "32873", "73051", "4102444800", "999999999", "Anna", "April",
    "15 Apr", "12:30", "2025", "Lead 45631", "15/04.21", "1.5-20", "1,200.00", "x" * 400, "²²²²²", "1403/10/17", "6 ม.ค. 68", "6/1/68",
    "Lead 15 Apr 2021", "15 Apr 2021 16", "114/01/06", "15 Foo 2021", "31 Feb 2021",
    "Apr 15", "98-04-15",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:30])
def test_what_is_no_day_is_told_with_its_count(text):
    found = read_days({text: 3})
    assert (found.days, found.bad, found.blank, found.question) == ({}, {text: 3}, {}, None)
    assert not is_day(text)


@pytest.mark.parametrize("text", ["2021-04", "April 2021", "202104", "2021年4月"])
def test_a_month_with_its_year_is_its_first_day_and_told_apart(text):
    found = read_days({text: 3})
    assert found.days == found.months == {text: dt.date(2021, 4, 1)}
    assert not is_day(text)


BOUNDS = {
    "32874": (1990, 1, 1),
    "73050": (2099, 12, 31),
    "4102444799": (2099, 12, 31),
    "01/01/1990": (1990, 1, 1),
    "31 Dec 2099": (2099, 12, 31),
}


@pytest.mark.parametrize(("text", "day"), BOUNDS.items())
def test_the_first_and_the_last_day(text, day):
    assert read_days({text: 1}, bare=True).days == {text: dt.date(*day)}


BLANK = [
    "", " ", "-", "n/a", "N/A", "null", "None", "(blank)", "0", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "1900-01-00",
    "1900-01-01", "01/01/1900", "1/0/1900", "1970-01-01", "1899-12-30", "30.12.1899", "12/30/1899", "9999-12-31", "0001-01-01T00:00:00",
]  # fmt: skip


@pytest.mark.parametrize("text", BLANK)
def test_what_stands_for_no_day(text):
    found = read_days({text: 7, "2021-04-15": 1})
    assert (found.blank, found.bad) == ({text: 7}, {})


# --- day or month ---------------------------------------------------------------------------------------------------


def test_a_date_that_can_be_read_one_way_settles_the_rest():
    found = read_days({"03/04/2025": 5, "29/09/2024": 12, "30/09/2024": 2}, field="created")
    assert found.days["03/04/2025"] == dt.date(2025, 4, 3)
    assert (found.order, found.proof) == ("day-first", "created: 14 rows such as 29/09/2024 can only be day first.")
    found = read_days({"03/04/2025": 5, "09/29/2024": 1}, field="created")
    assert found.days["03/04/2025"] == dt.date(2025, 3, 4)
    assert found.proof == "created: 09/29/2024 in 1 row can only be month first."


def test_twelve_is_not_above_twelve():
    found = read_days({"12/11/2024": 4, "01/12/2024": 1}, field="created")
    assert found.days == {}
    assert found.question is not None
    assert found.question.words == (
        "created: 5 rows such as 12/11/2024 could be 12 November 2024 or 11 December 2024. "
        "Say which comes first: columns={'dates': 'day-first'} or columns={'dates': 'month-first'}."
    )
    assert found.question.choices == ("day-first", "month-first")


def test_an_answer_settles():
    assert read_days({"03/04/2025": 5}, "day-first").days == {"03/04/2025": dt.date(2025, 4, 3)}
    assert read_days({"03/04/2025": 5}, "month-first").days == {"03/04/2025": dt.date(2025, 3, 4)}
    found = read_days({"03/04/2025": 5, "09/29/2024": 1, "29/09/2024": 1}, "day-first")
    assert found.days == {
        "03/04/2025": dt.date(2025, 4, 3),
        "09/29/2024": dt.date(2024, 9, 29),
        "29/09/2024": dt.date(2024, 9, 29),
    }
    assert not found.question


def test_an_answer_that_every_proof_contradicts_is_asked_about():
    found = read_days({"03/04/2025": 5, "09/29/2024": 9}, "day-first")
    assert found.question is not None
    assert found.question.problem == "9 rows such as 09/29/2024 can only be month first, but day first was given"


def test_day_and_month_alike_need_no_answer():
    found = read_days({"04/04/2025": 5})
    assert (found.days, found.order, found.question) == ({"04/04/2025": dt.date(2025, 4, 4)}, None, None)


def test_a_contradiction_is_shown_with_both_examples():
    found = read_days({"29/09/2024": 3, "09/30/2024": 2, "01/02/2024": 1, "2024-09-29": 1})
    assert found.days == {"2024-09-29": dt.date(2024, 9, 29)}
    assert found.question is not None
    assert found.question.problem == (
        "3 rows such as 29/09/2024 can only be day first, and 2 rows such as 09/30/2024 only month first"
    )
    assert found.order is None


def test_a_date_that_is_none_proves_nothing():
    found = read_days({"31/02/2025": 1, "01/02/2025": 1})
    assert found.question is not None
    assert found.bad == {"31/02/2025": 1}


def test_an_unknown_answer_is_refused():
    with pytest.raises(InputError, match=r"dates: 'european' is not an answer\. Say 'day-first' or 'month-first'"):
        read_days({}, "european")


TWO_FIGURES = {
    # texts, what is read (None: asked)
    "padded, the year could be first": (["03.04.24", "29.04.24"], None),
    "not padded, so the year is last": (["3.4.24", "29.4.24"], [(2024, 4, 3), (2024, 4, 29)]),
    "above 12 in the middle": (["9/29/24", "9/3/24"], [(2024, 9, 29), (2024, 9, 3)]),
    "the last is no day of a month": (["29.04.98", "03.04.98"], [(1998, 4, 29), (1998, 4, 3)]),
    "year first": (["24-04-29", "25-04-03"], None),
    "beside four figures": (["29.04.2024", "03.04.24"], [(2024, 4, 29), (2024, 4, 3)]),
    "all alike": (["11.11.11"], [(2011, 11, 11)]),
}


@pytest.mark.parametrize(("texts", "days"), TWO_FIGURES.values(), ids=TWO_FIGURES)
def test_a_year_of_two_figures(texts, days):
    found = read_days(dict.fromkeys(texts, 1))
    assert (found.question is None) == (days is not None)
    assert list(found.days.values()) == [dt.date(*day) for day in days or ()]


def test_an_answer_says_that_a_year_of_two_figures_is_last():
    assert read_days({"03.04.24": 1}, "day-first").days == {"03.04.24": dt.date(2024, 4, 3)}


def test_the_question_for_two_figures_names_all_three_ways():
    question = read_days({"03.04.05": 1}).question
    assert question is not None
    assert question.problem == (
        "03.04.05 in 1 row could be 3 April 2005, 4 March 2005 or 5 April 2003: the year has two digits"
    )


# --- several columns ------------------------------------------------------------------------------------------------


def test_one_column_settles_the_file_and_is_named():
    file = settle({"Created": {"03/04/2025": 5}, "Opp: Closed": {"29/09/2024": 14}, "Won": {"2024-01-01": 1}})
    assert file["Created"].days == {"03/04/2025": dt.date(2025, 4, 3)}
    assert file["Created"].proof == (
        "Created: day first, as Opp: Closed shows: 14 rows such as 29/09/2024 can only be day first."
    )
    assert (file["Won"].order, file["Won"].proof) == (None, "")


def test_columns_that_differ_settle_no_other():
    file = settle({"a": {"29/09/2024": 1}, "b": {"09/29/2024": 1}, "c": {"03/04/2025": 1}})
    assert (file["a"].order, file["b"].order, file["c"].order) == ("day-first", "month-first", None)
    assert file["c"].question is not None
    assert file["c"].question.problem.endswith("the other columns of the file differ: a is day first, b month first")


def test_a_column_that_contradicts_itself_stays_asked():
    file = settle({"a": {"29/09/2024": 1}, "b": {"29/09/2024": 1, "09/29/2024": 1}})
    assert file["b"].question is not None


def test_a_file_with_no_proof_is_asked():
    file = settle({"a": {"03/04/2025": 1}, "b": {"05/06/2025": 1}})
    assert [days.question is None for days in file.values()] == [False, False]
    assert all(days.question is None for days in settle({"a": {"03/04/2025": 1}}, "day-first").values())


# --- laws -----------------------------------------------------------------------------------------------------------

DAYS = st.dates(dt.date(YEARS.start, 1, 1), dt.date(YEARS.stop - 1, 12, 31))
RECENT = st.dates(dt.date(2000, 1, 1), dt.date(2035, 12, 31))
WAYS = {
    "day first": lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    "day first, bare": lambda d: f"{d.day}.{d.month}.{d.year}",
    "month first": lambda d: f"{d.month:02}/{d.day:02}/{d.year}",
    "month first, bare": lambda d: f"{d.month}-{d.day}-{d.year}",
    "ISO": lambda d: d.isoformat(),
    "basic": lambda d: f"{d.year}{d.month:02}{d.day:02}",
    "words": lambda d: d.strftime("%d %b, %Y"),
    "American words": lambda d: d.strftime("%b %d, %Y"),
    "serial": lambda d: str((d - dt.date(1899, 12, 30)).days),
}
SHORT = {
    "day first": lambda d: d.strftime("%d.%m.%y"),
    "day first, bare": lambda d: f"{d.day}.{d.month}.{d.year % 100:02}",
    "month first": lambda d: d.strftime("%m/%d/%y"),
    "month first, bare": lambda d: f"{d.month}/{d.day}/{d.year % 100:02}",
    "year first": lambda d: d.strftime("%y-%m-%d"),
    "year first, bare": lambda d: f"{d.year % 100:02}-{d.month}-{d.day}",
}


ALONE = ("basic", "serial")
"""Ways in which a day is one number."""


def right_or_asked(days, write, found):
    for day in days:
        text = write(day)
        if text in found.days:
            assert found.days[text] == day
        else:
            assert found.question is not None or text in found.bad


@pytest.mark.parametrize("write", WAYS.values(), ids=WAYS)
@given(days=st.lists(DAYS, min_size=1, max_size=8))
def test_dates_written_one_way_are_read_right_or_asked_about(write, days):
    found = read_days({write(day): 1 for day in days}, bare=write in map(WAYS.get, ALONE))
    right_or_asked(days, write, found)
    assert not found.bad


@pytest.mark.parametrize("write", SHORT.values(), ids=SHORT)
@given(days=st.lists(RECENT, min_size=1, max_size=8))
@example(days=[dt.date(2021, 4, 21)])
def test_years_of_two_figures_are_read_right_or_asked_about(write, days):
    right_or_asked(days, write, read_days({write(day): 1 for day in days}))


@pytest.mark.parametrize("write", SHORT.values(), ids=SHORT)
@given(days=st.lists(RECENT, min_size=1, max_size=4), others=st.lists(RECENT, min_size=1, max_size=4))
@pytest.mark.slow
def test_columns_of_one_file_are_read_right_or_asked_about(write, days, others):
    file = settle({"a": {write(day): 1 for day in days}, "b": {write(day): 1 for day in others}})
    right_or_asked(days, write, file["a"])
    right_or_asked(others, write, file["b"])


@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from(["day-first", "month-first"]))
def test_an_answer_reads_them_all(days, order):
    write = WAYS["day first" if order == "day-first" else "month first"]
    found = read_days({write(day): 1 for day in days}, order)
    assert found.days == {write(day): day for day in days}
    assert found.question is None


@given(
    st.dictionaries(st.one_of(st.text(max_size=20), st.sampled_from([*READ.values(), *BAD, *BLANK])), st.integers(1, 9))
)
def test_every_text_is_a_day_bad_blank_or_asked_about(texts):
    found = read_days(texts)
    known = found.days.keys() | found.bad.keys() | found.blank.keys()
    assert len(found.days) + len(found.bad) + len(found.blank) == len(known)
    assert known <= texts.keys()
    assert known == texts.keys() or found.question is not None
    again = read_days(dict(reversed(texts.items())))
    assert (again.days, again.bad, again.order, again.question, again.proof) == (
        found.days, found.bad, found.order, found.question, found.proof
    )  # fmt: skip


@given(st.text(alphabet="0123456789/-. ", max_size=12))
def test_figures_are_a_day_in_range_or_none(text):
    found = read_days({text: 1}, "day-first")
    assert all(day.year in YEARS for day in found.days.values())


THAI = {"6/1/2568": 3, "28/2/2568": 2}


def test_years_of_the_thai_calendar_are_read_and_said():
    found = read_days(THAI)
    assert {text: day.isoformat() for text, day in found.days.items()} == {
        "6/1/2568": "2025-01-06",
        "28/2/2568": "2025-02-28",
    }
    assert found.notes == (
        "date: the year of 5 rows such as 6/1/2568 is of the Thai calendar, which is 543 years ahead.",
    )
    assert is_day("2568-01-06 10:11:12")
    assert not is_day("2568")
