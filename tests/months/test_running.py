"""Counts that add up the months before, each column by itself."""

from __future__ import annotations

from itertools import accumulate

import pytest

import diagnostics as dx
from tests.ways import ends

LEADS = [91, 84, 97, 103, 88, 95]
SALES = [9, 7, 11, 8, 10, 9]
SO_FAR = list(accumulate(LEADS))


def sheet(leads, sales, heading="Leads"):
    rows = (f"2025-{at:02},{one},{two}\n" for at, (one, two) in enumerate(zip(leads, sales, strict=True), 1))
    return f"Month,{heading},Sales\n{''.join(rows)}".encode()


def read(data, given):
    funnel = dx.Table.read(data, "cohort", **given).funnel()
    return funnel.leads, funnel.wins


@pytest.mark.parametrize(
    "heading",
    [
        "Leads (total so far)",
        "Leads so far",
        "Leads bisher",
        "Leads à ce jour",
        "Leads (depuis janvier)",
        "Leads hittills",
    ],
)
def test_leads_so_far_beside_monthly_sales_are_taken_apart_by_themselves(heading):
    assert read(sheet(SO_FAR, SALES, heading), {}) == (558, 54)


def test_leads_that_only_rise_to_a_multiple_while_the_sales_do_not_are_asked_about():
    data = sheet(SO_FAR, SALES)
    assert [end.found for end in ends(lambda given: read(data, given))] == [(558, 54), (1934, 54)]


def test_sales_that_only_rise_to_a_multiple_while_the_leads_do_not_are_asked_about():
    data = sheet(LEADS, list(accumulate(SALES)))
    assert [end.found for end in ends(lambda given: read(data, given))] == [(558, 54), (558, 186)]


@pytest.mark.parametrize(
    "leads",
    [[30, 40, 50, 60, 70, 89], [30, 60, 59, 80, 90, 160], [50, 60, 70, 80, 90, 160], [8, 91, 12, 26, 30, 40]],
    ids=["less than three times", "a month falls", "a first month that is more than is added", "two rises"],
)
def test_leads_that_grow_are_not_asked_about(leads):
    assert read(sheet(leads, [5, 4, 6, 5, 4, 6]), {}) == (sum(leads), 30)


def test_leads_that_rise_to_three_times_the_first_are_asked_about():
    with pytest.raises(dx.InputError) as asked:
        read(sheet([30, 40, 50, 60, 70, 105], [5, 4, 6, 5, 4, 6]), {})
    assert asked.value.code == "count-running-alone"
