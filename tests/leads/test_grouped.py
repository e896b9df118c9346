"""Grouped reports: a group written once, subtotals between the groups, in whatever language and kind of source."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

import diagnostics as dx
from tests.ways import ends

GROUPS = {"Closed Won": 12, "Closed Lost": 20, "Proposal": 8}
HEADINGS = ["Stage", "Owner", "Deal Name", "Create Date", "Close Date", "Note"]
RIGHT = (40, 12, 20, 8)


def report(subtotal: list[Any] | None = None, nested: bool = False) -> pd.DataFrame:
    """Deals by stage, and by owner within it."""
    rows: list[list[Any]] = []
    for stage, size in GROUPS.items():
        for n in range(size):
            day = dt.date(2025, 1, 6) + dt.timedelta(days=3 * n)
            owner = ("Ann", "Bo")[n >= size // 2] if nested else ("Ann", "Bo")[n % 2]
            if nested and n not in (0, size // 2):
                owner = None
            rows.append([stage if n == 0 else None, owner, f"{stage} {n}", day, day + dt.timedelta(days=9), None])
        if subtotal is not None:
            rows.append(subtotal)
    return pd.DataFrame(rows, columns=HEADINGS)


def counts(ledger: dx.Ledger) -> tuple[int, int, int, int]:
    return ledger.leads, ledger.wins, ledger.decided - ledger.wins, ledger.open_leads


SUBTOTALS = {
    "none": None,
    "English": ["Subtotal", None, None, None, "Count", "20"],
    "German": ["Summe", None, None, None, None, "12"],
    "Japanese": [None, None, "小計", None, None, "8"],
    "a number": [None, None, None, None, None, "8"],
}


@pytest.mark.parametrize("kind", ["csv", "frame"])
@pytest.mark.parametrize("subtotal", SUBTOTALS.values(), ids=SUBTOTALS)
@pytest.mark.slow
def test_a_group_that_is_written_once_is_asked_about_and_both_answers_lead_on(kind, subtotal):
    frame = report(subtotal)
    source = frame.to_csv(index=False).encode() if kind == "csv" else frame
    found = ends(lambda given: counts(dx.Ledger.read(source, given)))
    assert {end.given["blanks"]: end.found for end in found} == {"as-above": RIGHT, "blank": (40, 1, 1, 38)}


def test_an_inner_group_is_filled_too_and_it_is_said():
    ledger = dx.Ledger.read(report(["Subtotal", None, None, None, "Count", "20"], nested=True), {"blanks": "as-above"})
    assert counts(ledger) == RIGHT
    assert {key: int(n) for key, n in ledger.cells.groupby("rep")["n"].sum().items()} == {"Ann": 20, "Bo": 20}
    assert any("blank cells hold what is above" in note for note in ledger.notes)
    assert sum(dropped.count for dropped in ledger.dropped if "subtotal" in dropped.why) == 3
    assert ledger.columns["blanks"] == "as-above"


def test_a_column_that_is_filled_here_and_there_is_not_asked_about():
    frame = report().assign(Stage=lambda f: f["Stage"].ffill())
    frame["Source"] = [("Ads", "Fair")[n % 2] if n % 5 == 0 else None for n in range(len(frame))]
    frame["Note"] = [f"called at {n}" if n % 7 == 0 else None for n in range(len(frame))]
    assert counts(dx.Ledger.read(frame)) == RIGHT
