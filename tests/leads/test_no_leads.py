"""Rows of an export that are no leads: deleted, duplicate and test records, records of another kind; left out or asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

import diagnostics as dx
from tests.ways import ends

RIGHT = (120, 30, 60)
"""By hand: of each four deals one is won, two are lost and one is open."""
STAGES = ("Closed Won", "Closed Lost", "Closed Lost", "Proposal")


def deals(extra: int = 0, heading: str = "", plain: Any = None, marked: Any = None, **cells: Any) -> pd.DataFrame:
    """120 deals, and rows spread among them that are no leads, marked in a column of their own."""
    rows: list[dict[str, Any]] = []
    for n in range(120):
        day = dt.date(2025, 1, 6) + dt.timedelta(days=2 * n)
        stage = STAGES[n % 4]
        closed = None if stage == "Proposal" else day + dt.timedelta(days=9 + n % 7)
        rows.append({"ID": 5000 + n, "Created": day, "Stage": stage, "Close": closed, heading: plain})
    for n in range(extra):
        day = dt.date(2025, 1, 6) + dt.timedelta(days=2 * n * 120 // extra)
        row = {"ID": 7000 + n, "Created": day, "Stage": "Closed Won", "Close": day + dt.timedelta(days=9)}
        rows.append({**row, heading: marked, **cells})
    frame = pd.DataFrame(rows).sort_values("Created", kind="stable").astype(object)
    return (frame if heading else frame.drop(columns="")).where(lambda f: f.notna(), None)


def counts(ledger: dx.Ledger) -> tuple[int, int, int]:
    return ledger.leads, ledger.wins, ledger.decided - ledger.wins


@pytest.mark.parametrize(
    ("heading", "plain", "marked"),
    [
        ("Is Deleted", "false", "true"),
        ("Deleted", None, "x"),
        ("Gelöscht", "nein", "ja"),
        ("deleted_at", None, "2025-03-04"),
        ("Merged into", None, "5001"),
    ],
)
def test_what_the_crm_has_marked_as_deleted_is_left_out_and_told(heading: str, plain: Any, marked: Any) -> None:
    ledger = dx.Ledger.read(deals(24, heading, plain, marked))
    assert counts(ledger) == RIGHT
    assert any(left.count == 24 and heading in left.why for left in ledger.reading.left_out)


def test_a_person_may_say_that_deleted_rows_are_leads() -> None:
    ledger = dx.Ledger.read(deals(24, "Is Deleted", "false", "true"), {"no_leads": {"Is Deleted": []}})
    assert counts(ledger) == (144, 54, 60)


NOBODY = {"Stage": None, "Close": None}


@pytest.mark.parametrize(
    ("heading", "plain", "marked", "cells", "all_rows"),
    [
        ("Is duplicate", "No", "Yes", {}, (144, 54, 60)),
        ("Name", "Firm", "TEST do not use", {}, (144, 54, 60)),
        ("Record type", "Deal", "Contact", NOBODY, (144, 30, 60)),
        ("Pipeline", "Sales", "Support tickets", {"Stage": "Solved", "Close": None}, (144, 30, 60)),
        ("Note", "", "", {"Stage": "Merged", "Close": None}, None),
    ],
    ids=["duplicates", "tests", "contacts", "support", "a stage"],
)
@pytest.mark.slow
def test_other_rows_that_may_be_no_leads_are_asked_about_with_both_counts(
    heading: str, plain: Any, marked: Any, cells: dict[str, Any], all_rows: tuple[int, int, int] | None
) -> None:
    source = deals(24, heading, plain, marked, **cells)
    found = ends(lambda given: dx.Ledger.read(source, given or None))
    assert found[0].asked
    came = {counts(end.found) for end in found if end.found is not None}
    assert RIGHT in came
    assert all_rows is None or all_rows in came
    assert counts(next(end.found for end in found if end.found is not None)) == RIGHT  # the likeliest is the first


@pytest.mark.slow
def test_what_is_left_out_by_an_answer_is_in_the_receipt() -> None:
    source = deals(24, "Record type", "Deal", "Contact", **NOBODY)
    ledger = dx.Ledger.read(source, {"no_leads": {"Record type": ["Contact"]}})
    assert [left.count for left in ledger.reading.left_out] == [24]
    again = dx.Ledger.read(source, ledger.columns)
    assert counts(again) == RIGHT


@pytest.mark.slow
def test_a_kind_with_its_own_sales_and_a_young_one_are_leads() -> None:
    source = deals(24, "Record type", "Retail", "Trade")
    assert counts(dx.Ledger.read(source)) == (144, 54, 60)
    few = deals(8, "Record type", "Retail", "Trade", **NOBODY)  # 8 · 90 / 120 = 6 decided were to be expected
    assert counts(dx.Ledger.read(few)) == (128, 30, 60)


def test_one_name_that_begins_with_test_is_told_and_counted() -> None:
    source = deals(1, "Name", "Firm", "Test Valley Council")
    ledger = dx.Ledger.read(source)
    assert counts(ledger) == (121, 31, 60)
    assert any("Test Valley Council" in note for note in ledger.notes)


def test_texts_by_heading_are_refused_where_they_are_none() -> None:
    with pytest.raises(dx.InputError, match="no_leads"):
        dx.Ledger.read(deals(), {"no_leads": {"Stage": "Merged"}})


@pytest.mark.parametrize(
    ("heading", "word"), [("Type", "Renewal"), ("Deal Type", "renewed"), ("Art", "Vertragsverlängerung")]
)
@pytest.mark.slow
def test_renewals_beside_new_business_are_asked_about(heading, word):
    rows = [
        (f"2025-{1 + n // 25:02}-{1 + n % 25:02}", ("Won", "Lost", "Open")[n % 3], word if n % 5 == 4 else "New")
        for n in range(150)
    ]
    export = pd.DataFrame(rows, columns=["Created", "Stage", heading])
    found = {str(end.given): end.found for end in ends(lambda given: dx.Ledger.read(export, given).leads)}
    assert found == {str({"no_leads": {heading: [word]}}): 120, str({"no_leads": {heading: []}}): 150}


@pytest.mark.slow
def test_existing_business_goes_with_the_renewals_beside_it_and_is_not_asked_about_alone():
    def leads(kinds: tuple[str, ...]) -> pd.DataFrame:
        rows = [(f"2025-{1 + n // 25:02}-{1 + n % 25:02}", ("Won", "Lost", "Open")[n % 3]) for n in range(150)]
        return pd.DataFrame(rows, columns=["Created", "Stage"]).assign(Type=[kinds[n % len(kinds)] for n in range(150)])

    three = leads(("New Business", "Renewal", "New Business", "Existing Business", "New Business"))
    found = {str(end.given): end.found for end in ends(lambda given: dx.Ledger.read(three, given).leads)}
    out = str({"no_leads": {"Type": ["Existing Business", "Renewal"]}})
    assert found == {out: 90, str({"no_leads": {"Type": []}}): 150}
    assert dx.Ledger.read(leads(("New Business", "Existing Business"))).leads == 150
