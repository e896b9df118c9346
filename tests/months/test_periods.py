"""Months as they are written at the edges: years of two figures that are long ago, and marks beside the last months."""

from __future__ import annotations

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.month_numbers import label
from tests.ways import ends

LEADS = [91, 84, 97, 103]
SALES = [9, 7, 11, 8]


def sheet(months, heading="Month"):
    return pd.DataFrame({heading: months, "Leads": LEADS, "Sales": SALES})


def read(frame, given):
    table = dx.Table.read(frame, "cohort", **given)
    funnel = table.funnel()
    return label(table.first), funnel.leads, funnel.wins


@pytest.mark.parametrize(
    ("months", "first"),
    [
        (["ม.ค. 68", "ก.พ. 68", "มี.ค. 68", "เม.ย. 68"], "2025-01"),
        (["ม.ค. 43", "ก.พ. 43", "มี.ค. 43", "เม.ย. 43"], "2000-01"),
        (["ม.ค. 2568", "ก.พ. 2568", "มี.ค. 2568", "เม.ย. 2568"], "2025-01"),
        (["ม.ค. 25", "ก.พ. 25", "มี.ค. 25", "เม.ย. 25"], "2025-01"),
    ],
)
def test_two_figures_beside_thai_words_are_of_the_thai_calendar_where_ours_cannot_be(months, first):
    assert read(sheet(months), {}) == (first, 375, 35)


@pytest.mark.parametrize(
    "months",
    [
        [f"{at:02}/68" for at in range(1, 5)],
        ["Jan 68", "Feb 68", "Mar 68", "Apr 68"],
        [f"15/{at:02}/68" for at in range(1, 5)],
        [pd.Timestamp(1968, at, 1) for at in range(1, 5)],  # what a spreadsheet makes of Jan 68
    ],
)
def test_a_year_of_two_figures_that_is_long_ago_is_asked_about(months):
    found = ends(lambda given: read(sheet(months), given))
    assert [end.found for end in found] == [("2025-01", 375, 35), ("1968-01", 375, 35)]


def test_a_year_of_four_figures_that_is_long_ago_is_said():
    table = dx.Table.read(sheet([f"1968-{at:02}" for at in range(1, 5)]), "cohort")
    assert any("January 1968, which is long ago" in note for note in table.notes)
    recent = dx.Table.read(sheet([f"1998-{at:02}" for at in range(1, 5)]), "cohort")
    assert not any("long ago" in note for note in recent.notes)


MARKS = ["(F)", "(est.)", "(proj)", "(p)", "[F]", "*", "est", "fc", "F", "预计", "(预计)"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_on_the_last_months_only_is_asked_about(mark):
    months = ["Jul 2025", "Aug 2025", f"Sep 2025 {mark}", f"Oct 2025 {mark}"]
    found = ends(lambda given: read(sheet(months), given))
    assert [end.found for end in found] == [("2025-07", 175, 16), ("2025-07", 375, 35)]


@pytest.mark.parametrize(
    "months",
    [
        ["Oct 2025 (F)", "Sep 2025 (F)", "Aug 2025", "Jul 2025"],
        ["2025年7月", "2025年8月", "2025年9月 预计", "2025年10月(预计)"],
        ["Jul 2025", "Aug 2025", "est. Sep 2025", "est. Oct 2025"],
        ["2025-07 (A)", "2025-08 (A)", "2025-09 (F)", "2025-10 (F)"],
        ["July", "August", "September est", "October est"],
    ],
)
def test_marks_are_found_in_any_order_beside_others_and_before_the_month(months):
    found = ends(lambda given: read(sheet(months), given))
    assert len(found) == 2
    assert all(end.refusal is None for end in found)
    assert found[0].found[1] in (175, 200)  # the two months that are not marked
    assert found[1].found[1] == 375


@pytest.mark.parametrize(
    "months",
    [
        ["Jul 2025", "Aug 2025*", "Sep 2025", "Oct 2025"],
        ["Jul 2025*", "Aug 2025*", "Sep 2025*", "Oct 2025*"],
        ["Jul 2025 (F)", "Aug 2025 (F)", "Sep 2025 (actual)", "Oct 2025 (actual)"],
    ],
)
def test_a_mark_that_is_not_of_the_last_months_alone_is_read_over(months):
    assert read(sheet(months), {}) == ("2025-07", 375, 35)
