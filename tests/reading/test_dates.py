"""One grammar of dates: what a column of dates reads, a cell of a table of months reads alike."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.month_numbers import YEARS, of_date
from diagnostics.reading.dates import TIME, ThreeNumbers, cut_time, read_bare, read_date, without_time
from diagnostics.reading.day_texts import is_day
from diagnostics.reading.months import Read, TwoWays, read_cell

DAY = dt.date(2025, 3, 19)
ALIKE = [
    "2025-03-19", "2025/3/19", "2025.03.19", "2025 3 19", "2025-03-19T10:11:12Z", "2025-03-19 10:11:12 UTC",
    "2025-03-19T10:11:12+02:00", "2025-03-19 10:11 (Wednesday)", "19 Mar 2025", "19-Mar-25", "Mar 19, 2025", "March 19th, 2025",
    "Wed 19 Mar 2025", "Wednesday, March 19, 2025", "19. März 2025", "19 de marzo de 2025", "2025 March 19",
    "令和7年3月19日", "民國114年3月19日", "平成37年3月19日",
]  # fmt: skip
OPEN = ["03/04/2025", "3.4.2025", "3-4-25", "3.4.2025.", "3/4/2025, 10:00:00 PM", "3/4/2025 at 10:00", "3/4-2025"]
ONE_NUMBER = ["20250319", "45735.5", "1742342400", "1742342400000"]


@pytest.mark.parametrize("text", ALIKE)
def test_a_day_is_a_day_and_in_its_month(text):
    assert read_date(text) == DAY
    assert is_day(text)
    assert read_cell(text) == Read(of_date(DAY), DAY.day)


@pytest.mark.parametrize("text", OPEN)
def test_three_numbers_are_open_in_both(text):
    found = read_date(text)
    assert isinstance(found, ThreeNumbers)
    assert (found.first, found.second, found.year) == (3, 4, 2025)
    assert read_cell(text) == TwoWays(3, 4, 2025)


@pytest.mark.parametrize("text", ONE_NUMBER)
def test_one_number_is_a_day_only_where_it_is_read_as_one(text):
    """An amount, a telephone number or an ID has as many figures."""
    assert read_bare(text) == DAY
    assert not is_day(text)
    assert read_date(text) is None
    assert read_cell(text) is None


@pytest.mark.parametrize(
    ("text", "day"), [("1950-01-01", True), ("1949-12-31", False), ("2099-12-31", True), ("2100-01-01", False)]
)
def test_the_grammar_has_one_bound_and_a_lead_a_narrower_one(text, day):
    assert (read_date(text) is not None) == day == (read_cell(text) is not None)
    assert is_day(text) == (day and text > "1990")


@given(
    st.dates(dt.date(YEARS.start, 1, 1), dt.date(YEARS.stop - 1, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y"]),
)
def test_every_day_is_read_from_what_it_is_written_as(day, form):
    assert read_date(day.strftime(form)) == day
    assert read_cell(day.strftime(form)) == Read(of_date(day), day.day)


TIMES = (
    "T10:00:00Z", "T10:00:00.123+02:00", " 10:00", " 10:00 PM", " 10:00:00 p.m.", ", 10:00 Uhr", ",10:00", " at 10:32", " 10:00 CET",
    " 10:00 UTC+1", " 10:00:00 GMT+0200 (CEST)", " 10:00:00 +0000 UTC", " 24:00:00", " 7:05:09,5",
)  # fmt: skip


@pytest.mark.parametrize("time", TIMES)
def test_an_engine_cuts_off_the_same_time_of_day(time):
    import duckdb

    for day in ("2025-01-06", "Jan 06, 2025"):
        assert cut_time(day + time) == without_time(day + time) == day
        assert duckdb.execute("select regexp_replace(?, ?, '\\1', 'g')", [day + time, TIME]).fetchone()[0] == day


@pytest.mark.parametrize("text", ["2025-01-06 10:00 called", "2025-01-06", "10:00", "ratio 3:2"])
def test_other_texts_keep_what_is_behind_the_date(text):
    assert cut_time(text) == text


LOCALES = [
    "en",
    "en_GB",
    "en_IN",
    "en_CA",
    "de",
    "de_AT",
    "de_CH",
    "fr",
    "fr_CA",
    "fr_CH",
    "es",
    "es_MX",
    "it",
    "nl",
    "nl_BE",
    "pt",
    "pt_PT",
    "sv",
    "da",
    "nb",
    "fi",
    "pl",
    "cs",
    "sk",
    "hu",
    "ro",
    "bg",
    "sl",
    "sr",
    "sr_Latn",
    "el",
    "uk",
    "ru",
    "et",
    "lv",
    "lt",
    "ca",
    "tr",
    "he",
    "ar",
    "ar_EG",
    "fa",
    "hi",
    "th",
    "vi",
    "id",
    "ms",
    "ja",
    "zh",
    "zh_Hant",
    "ko",
    "is",
]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_days_of_the_common_locales_are_read_or_asked_about(locale):
    """As Babel writes them, in four lengths, and with a time of day; an open order holds the day in one of its ways."""
    from babel.dates import format_date, format_datetime

    for month in range(1, 13):
        for number in (3, 12, 23):
            moment = dt.datetime(2025, month, number, 14, 30, 5)
            texts = [format_date(moment, length, locale=locale) for length in ("short", "medium", "long", "full")]
            texts += [format_datetime(moment, length, locale=locale) for length in ("short", "medium")]
            for text in texts:
                found = read_date(text)
                if isinstance(found, ThreeNumbers):
                    assert moment.date() in (found.day("day-first"), found.day("month-first"), found.year_first), text
                else:
                    assert found == moment.date(), text


OTHER_CALENDARS = [
    "23 มกราคม พ.ศ. 2568", "23/1/2568", "23 ม.ค. 68", "1403/11/04", "۱۴۰۳/۱۱/۴", "4 بهمن 1403", "114/01/23",
    "23. siječnja 2025.",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHER_CALENDARS)
def test_days_of_other_calendars_are_none(text):
    assert read_date(text) is None
