"""Months as people write them are read; what could be two things is asked about; what is no month is None."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from diagnostics import month_numbers
from diagnostics.errors import InputError
from diagnostics.month_numbers import NO_YEAR
from diagnostics.reading import dates, months, vocabulary
from diagnostics.reading.months import Read, TwoWays, read_cell, settle, with_years

MARCH = 2025 * 12 + 2
JUNE = 2025 * 12 + 5

READ_AS = {
    "year and month": ("2025-03", Read(MARCH)),
    "no leading zero": ("2025-3", Read(MARCH)),
    "slashes": ("2025/03", Read(MARCH)),
    "points": ("2025.03", Read(MARCH)),
    "month first": ("03/2025", Read(MARCH)),
    "German": ("03.2025", Read(MARCH)),
    "compact text": ("202503", Read(MARCH)),
    "compact number": (202503, Read(MARCH)),
    "compact float": (202503.0, Read(MARCH)),
    "a day of ISO 8601": ("2025-03-31", Read(MARCH, 31)),
    "a day with midnight": ("2025-03-01 00:00:00", Read(MARCH, 1)),
    "a day with T and Z": ("2025-03-01T00:00:00Z", Read(MARCH, 1)),
    "day and month alike": ("3/3/2025", Read(MARCH, 3)),
    "serial day, the first": (45717, Read(MARCH, 1)),
    "serial day, the last": (45747, Read(MARCH, 31)),
    "serial day as text": ("45717", Read(MARCH, 1)),
    "first serial day taken": (18_264, Read(1950 * 12, 1)),
    "last serial day taken": (73_050, Read(2099 * 12 + 11, 31)),
    "date": (dt.date(2025, 3, 9), Read(MARCH, 9)),
    "datetime": (dt.datetime(2025, 3, 9, 8, 0), Read(MARCH, 9)),
    "English": ("March 2025", Read(MARCH)),
    "English, short": ("Mar-25", Read(MARCH)),
    "apostrophe": ("Mar '25", Read(MARCH)),
    "year first": ("2025 Mar", Read(MARCH)),
    "day in words": ("9 March 2025", Read(MARCH, 9)),
    "American day in words": ("March 9, 2025", Read(MARCH, 9)),
    "Sept": ("Sept 2025", Read(2025 * 12 + 8)),
    "upper case": ("MARCH 2025", Read(MARCH)),
    "German in words": ("März 2025", Read(MARCH)),
    "Austrian": ("Jänner 2025", Read(2025 * 12)),
    "French": ("août 2025", Read(2025 * 12 + 7)),
    "Spanish": ("marzo 2025", Read(MARCH)),
    "Dutch": ("maart 2025", Read(MARCH)),
    "Portuguese": ("março 2025", Read(MARCH)),
    "Polish": ("październik 2025", Read(2025 * 12 + 9)),
    "Finnish": ("maaliskuu 2025", Read(MARCH)),
    "Turkish, upper case": ("ARALIK 2025", Read(2025 * 12 + 11)),
    "no year": ("March", Read(NO_YEAR * 12 + 2)),
    "no year, a point": ("Mar.", Read(NO_YEAR * 12 + 2)),
    "two ways": ("3/4/2025", TwoWays(3, 4, 2025)),
    "two ways, points": ("3.4.2025", TwoWays(3, 4, 2025)),
    "two ways, two digits": ("3/4/25", TwoWays(3, 4, 2025)),
    "one way, to be settled with its column": ("13/2/2025", TwoWays(13, 2, 2025)),
    "nothing": (None, None),
    "a month that is none": ("2025-13", None),
    "month 0": ("2025-00", None),
    "a day that is none": ("2025-02-29", None),
    "both above 12": ("13/14/2025", None),
    "a year": ("2025", None),
    "a year as a number": (2025, None),
    "too early a serial day": (18_263, None),
    "too late a serial day": (73_051, None),
    "a fraction of a day": (45717.5, None),
    "yes": (True, None),
    "a word": ("Total", None),
    "a quarter": ("Q1 2025", None),
    "too early a year": ("1949-12", None),
    "too late a year": ("2100-01", None),
}


@pytest.mark.parametrize(("cell", "found"), READ_AS.values(), ids=READ_AS)
def test_a_cell_is_read_as_its_owner_meant_it(cell, found):
    assert read_cell(cell) == found


@pytest.mark.parametrize("locale", [*vocabulary.months().locales, "en"])
def test_every_month_in_words_of_every_language(locale):
    for width in ("wide", "abbreviated"):
        for at, name in get_month_names(width, "stand-alone", locale).items():
            for written in (f"{name} 2025", f"{name.upper()} 2025", f"2025 {name}"):
                assert read_cell(written) == Read(2025 * 12 + at - 1), (locale, written)


def test_no_name_means_two_months():
    meanings: dict[str, set[int]] = {}
    for locale in (*vocabulary.months().locales, "en"):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for at, name in get_month_names(width, context, locale).items():
                    meanings.setdefault(dates.letters(name), set()).add(at)
    assert {name for name, at in meanings.items() if len(at) > 1} == set()


SETTLED = {
    # cells, answer, months and days read, place of the one that is asked about
    "no doubt": (["2025-03", "2025-04"], None, [(3, None), (4, None)], None),
    "one above 12 shows the day first": (["3/4/2025", "13/4/2025"], None, [(4, 3), (4, 13)], None),
    "one above 12 shows the month first": (["3/4/2025", "4/13/2025"], None, [(3, 4), (4, 13)], None),
    "12 is not above 12": (["3/4/2025", "12/4/2025"], None, [None, None], 0),
    "none above 12": (["2025-01", "3/4/2025"], None, [(1, None), None], 1),
    "answered: the day": (["3/4/2025"], "day-first", [(4, 3)], None),
    "answered: the month": (["3/4/2025"], "month-first", [(3, 4)], None),
    "a cell contradicts the answer": (["4/13/2025"], "day-first", [None], None),
    "both shown, none open": (["13/2/2025", "3/25/2025"], None, [(2, 13), (3, 25)], None),
    "both shown, one open": (["13/2/2025", "3/25/2025", "4/5/2025"], None, [(2, 13), (3, 25), None], 2),
    "alike needs no answer": (["4/4/2025"], None, [(4, 4)], None),
}


@pytest.mark.parametrize(("cells", "order", "expected", "asked"), SETTLED.values(), ids=SETTLED)
def test_which_comes_first_is_shown_by_the_column_or_asked(cells, order, expected, asked):
    settled, at = settle([read_cell(cell) for cell in cells], order)
    assert [None if read is None else (read.month % 12 + 1, read.day) for read in settled] == expected
    assert at == asked


def test_both_readings_are_said():
    assert months.both_ways(TwoWays(3, 4, 2025)) == ("3 April", "4 March")


YEARS = {
    # cells as they stand, years and months that they come to ("1" is a first year without a number)
    "one year": ("January February March", [(1, 1), (1, 2), (1, 3)]),
    "over the new year": ("November December January", [(1, 11), (1, 12), (2, 1)]),
    "newest first": ("March February January", [(1, 3), (1, 2), (1, 1)]),
    "newest first, over the new year": ("February January December", [(2, 2), (2, 1), (1, 12)]),
    "a month of several rows": ("January January February", [(1, 1), (1, 1), (1, 2)]),
    "a gap": ("January March", [(1, 1), (1, 3)]),
    "the first has its year": ("2025-01 February March", [(2025, 1), (2025, 2), (2025, 3)]),
    "the last has its year": ("November December 2025-01", [(2024, 11), (2024, 12), (2025, 1)]),
    "newest first, one has its year": ("February 2025-01 December", [(2025, 2), (2025, 1), (2024, 12)]),
    "each January has its year": ("2024-12 2025-01 February", [(2024, 12), (2025, 1), (2025, 2)]),
    "in no order": ("January April February March", [(1, 1), (1, 4), None, None]),
    "all have their year": ("2025-05 2024-01", [(2025, 5), (2024, 1)]),
}


@pytest.mark.parametrize(("cells", "expected"), YEARS.values(), ids=YEARS)
def test_months_without_a_year_follow_each_other(cells, expected):
    placed = with_years([read_cell(cell) for cell in cells.split()], None)
    assert [None if read is None else (read.month // 12, read.month % 12 + 1) for read in placed] == expected


def test_the_year_of_the_first_may_be_said():
    assert with_years([read_cell("Dec"), read_cell("Jan")], 2024) == [Read(2024 * 12 + 11), Read(2025 * 12)]


def test_what_could_not_be_read_stays_so_among_months_without_a_year():
    assert with_years([Read(NO_YEAR * 12), None, Read(NO_YEAR * 12 + 1)], None)[1] is None


@given(st.integers(1950 * 12, 2099 * 12 + 11))
def test_a_label_reads_back(month):
    assert read_cell(month_numbers.label(month)) == Read(month)
    assert read_cell(month_numbers.in_words(month)) == Read(month)
    assert month_numbers.of_date(month_numbers.last_day(month)) == month
    assert month_numbers.last_day(month).day == month_numbers.days_in(month)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_a_day_reads_back_however_it_is_kept(day):
    expected = Read(month_numbers.of_date(day), day.day)
    assert read_cell(day) == read_cell(day.isoformat()) == expected
    assert read_cell((day - dates.EXCEL_EPOCH).days) == expected


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.none()))
def test_anything_else_is_none_or_a_month_and_never_a_crash(cell):
    found = read_cell(cell)
    assert found is None or isinstance(found, (Read, TwoWays))


ARGUMENTS = {
    "label": ("2025-06", JUNE),
    "words": ("June 2025", JUNE),
    "date": (dt.date(2025, 6, 30), JUNE),
}


@pytest.mark.parametrize(("given_", "month"), ARGUMENTS.values(), ids=ARGUMENTS)
def test_a_month_as_an_argument(given_, month):
    assert months.parse_month("since", given_) == month


@pytest.mark.parametrize("given_", ["June", "3/4/2025", "2025", "", None, 6, math.pi, "Q2 2025"])
def test_an_argument_that_is_no_month_with_its_year_is_refused(given_):
    with pytest.raises(InputError, match=r"since:.* is not a month with its year. Write it as 2025-03\."):
        months.parse_month("since", given_)


def test_periods_in_words():
    assert month_numbers.span_in_words(2024 * 12 + 11, 2025 * 12) == "December 2024 to January 2025"
    assert month_numbers.span_in_words(NO_YEAR * 12, NO_YEAR * 12 + 2) == "January to March"
    assert month_numbers.label(NO_YEAR * 12) == "January"
