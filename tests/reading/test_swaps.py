"""Dates that a spreadsheet swapped: swapped back where that is certain, asked where it may be, else left."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.months.periods.swapped_dates import swap_back
from diagnostics.reading.months import Read, TwoWays, read_cell
from diagnostics.reading.swaps import back, were_swapped

DAYS = [dt.date(2025, 1, 1) + dt.timedelta(days=2 * n) for n in range(80)]


def opened(days):
    """The cells of days that were typed day first and opened where the month comes first."""
    return [back(day) if day.day <= 12 else f"{day:%d/%m/%Y}" for day in days]


def test_what_is_certain_what_is_asked_and_what_is_left():
    small, large = ([back(d) for d in DAYS if d.day <= 12], [d for d in DAYS if d.day > 12])
    assert were_swapped(small, large) == "yes"
    assert were_swapped(small[:4], large[:3]) == "ask"
    assert were_swapped(small[:2], large[:2]) == "no"
    assert were_swapped([*small, dt.date(2025, 3, 13)], large) == "no"
    assert were_swapped(small, [*large, dt.date(2025, 3, 12)]) == "no"
    assert were_swapped([], large) == were_swapped(small, []) == "no"


@given(st.permutations(range(len(DAYS))))
@pytest.mark.slow
def test_the_days_of_a_table_are_swapped_back_in_whatever_order(order):
    days = [DAYS[at] for at in order]
    dates = [read_cell(cell) for cell in opened(days)]
    turned = swap_back(dates, [])
    assert turned.error is None
    assert turned.notes[0].startswith(f"Day and month were swapped back in {sum(d.day <= 12 for d in days)} rows")
    read = [Read(d.year * 12 + d.second - 1, d.first) if isinstance(d, TwoWays) else d for d in turned.dates]
    assert read == [Read(day.year * 12 + day.month - 1, day.day) for day in days]


def test_what_is_not_certain_in_a_table_is_asked_and_both_answers_lead_on():
    cells = opened(DAYS[:12])
    dates = [read_cell(cell) for cell in cells]
    asked = swap_back(dates, cells)
    assert asked.error is not None
    assert [answer.given for answer in asked.error.facts["question"].answers] == [{"swapped": "yes"}, {"swapped": "no"}]
    assert swap_back(dates, cells, "no").dates == dates
    assert swap_back(dates, cells, "yes").dates != dates
