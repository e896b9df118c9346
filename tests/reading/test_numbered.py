"""Periods that are numbered, in many languages, by a word that is known or by their counters."""

from __future__ import annotations

from typing import Any

import pytest

from diagnostics.reading.numbered import numbered_column, read_numbered
from diagnostics.reading.spans import is_period, read_span, read_week, without_common_words


@pytest.mark.parametrize(
    ("text", "unit", "number", "year"),
    [
        ("Tháng 1/2024", "month", 1, 2024),
        ("2024 Tháng 12", "month", 12, 2024),
        ("Month 3 2024", "month", 3, 2024),
        ("1. mesiac 2024", "month", 1, 2024),
        ("เดือน 1/2567", "month", 1, 2024),
        ("Kv 1 2024", "quarter", 1, 2024),
        ("I kw. 2024", "quarter", 1, 2024),
        ("IV kw. 2024", "quarter", 4, 2024),
        ("1:a kvartalet 2024", "quarter", 1, 2024),
        ("1-й квартал 2024", "quarter", 1, 2024),
        ("2024年第二季度", "quarter", 2, 2024),
        ("2024년 3분기", "quarter", 3, 2024),
        ("Çeyrek 1 '24", "quarter", 1, 2024),
        ("Tydzień 1/2024", "week", 1, 2024),
        ("1. Woche 2024", "week", 1, 2024),
        ("Quartal 5 2024", None, 5, 2024),
        ("Store 3", None, 3, None),
        ("Sem 1 2024", None, 1, 2024),
    ],
)
def test_a_word_a_counter_and_a_year(text: str, unit: str | None, number: int, year: int | None) -> None:
    found = read_numbered(text)
    assert found is not None
    assert (found.unit, found.number, found.year) == (unit, number, year)


@pytest.mark.parametrize(
    "text", ["Jan 5", "2024", "1/2024", "Week of Jan 1, 2024", "Q1 2 3", "Tháng 0/2024", "2024 2025 Q1"]
)
def test_what_is_no_counter_beside_a_word(text: str) -> None:
    found = read_numbered(text)
    assert found is None or found.unit is None


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        (["P1 2024", "P2 2024"], ("half-year", "quarter", "month")),
        (["P1 2024", "P3 2024"], ("quarter", "month")),
        (["P1 2024", "P5 2024"], ("month",)),
        (["P3 2023", "P4 2023", "P1 2024"], ("quarter",)),
        (["P11 2023", "P12 2023", "P1 2024"], ("month",)),
        (["P52 2023", "P1 2024", "P2 2024"], ("week",)),
        (["S1 2023", "S2 2023", "S1 2024"], ("half-year",)),
        (["T11", "T12", "T1", "T2"], ("month",)),
        (["P13 2024", "P1 2024"], None),
        (["P1 2024", "R2 2024"], None),
        (["P1 2024", "Total"], None),
        (["P1 2024"], None),
    ],
)
def test_the_counters_of_a_column_show_what_they_count(cells: list[str], units: tuple[str, ...] | None) -> None:
    found = numbered_column(cells)
    assert (None if found is None else found.units) == units


@pytest.mark.parametrize(
    "text",
    [
        "Jan 1 - Jan 7 2024",
        "1–7 Jan 2024",
        "Jan 1-7, 2024",
        "1 au 7 janvier 2024",
        "1. bis 7. Januar 2024",
        "2024 Jan 1 - Jan 7",
    ],
)
def test_a_week_whose_month_is_in_words(text: str) -> None:
    assert str(read_week(text)) == "2024-01-01"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("29 Jan – 4 Feb 2024", "2024-01-29"),
        ("Dec 30 - Jan 5, 2025", "2024-12-30"),
        ("30 Dec 2024 - 5 Jan 2025", "2024-12-30"),
    ],
)
def test_a_week_of_two_months(text: str, first: str) -> None:
    assert str(read_week(text)) == first


@pytest.mark.parametrize(
    "text", ["1-20 Jan 2024", "7-1 Jan 2024", "1 x 7 Jan 2024 foo", "31 Feb - 6 Mar 2024", "30 Dec 2023 - 5 Jan 2025"]
)
def test_days_that_are_no_week_and_no_month(text: str) -> None:
    assert read_week(text) is None
    assert read_span(text) is None


def test_whole_months_in_words() -> None:
    span = read_span("1 Jan - 31 Mar 2024")
    assert span is not None
    assert (span.month, span.length) == (2024 * 12, 3)  # type: ignore[union-attr]  # no fiscal period


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["W/C 01/01/2024", "W/C 08/01/2024"], ("W/C", ["01/01/2024", "08/01/2024"])),
        (["Week of Jan 1, 2024", None, "Week of Jan 8, 2024"], ("Week", ["of Jan 1, 2024", None, "of Jan 8, 2024"])),
        (["Zzq 1 2024", "Zzq 2 2024"], None),
        (["Store A", "Store B"], None),
        (["W/C 01/01/2024"], None),
        (["W/C 01/01/2024", "W/E 08/01/2024"], None),
    ],
)
def test_words_before_all_periods_of_a_column(cells: list[Any], found: Any) -> None:
    assert without_common_words(cells) == found


@pytest.mark.parametrize("text", ["Facebook 1", "3 Kings", "Team 2 2024", "A4"])
def test_names_are_no_periods(text: str) -> None:
    assert not is_period(text)
