"""Reports with a row that stands alone above the rows of a group."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

import diagnostics as dx

STAGES = {"Closed Won": 12, "Closed Lost": 20, "Proposal": 8}
REPS = ("Team A", "Team B")
HEADINGS = ["Deal Name", "Create Date", "Close Date", "Amount"]
RIGHT = (40, 12, 20, 8)


def leads(stage):
    for n in range(STAGES[stage]):
        day = dt.date(2025, 1, 6) + dt.timedelta(days=3 * n)
        yield [f"{stage} {n}", day.isoformat(), (day + dt.timedelta(days=9)).isoformat(), str(100 + n)]


def alone(text, width=4):
    return [text] + [""] * (width - 1)


def counts(ledger):
    return ledger.leads, ledger.wins, ledger.decided - ledger.wins, ledger.open_leads


WRITTEN = {
    "Salesforce": "Stage: {} ({} records)",
    "a count": "Stage: {} ({})",
    "no count": "Stage: {}",
    "no name": "{} ({})",
    "bare": "{}",
    "French": "Étape : {} ({} lignes)",
}


@pytest.mark.parametrize("kind", ["csv", "frame"])
@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.slow
def test_each_lead_is_of_the_group_above_it(written, kind):
    rows = [row for stage, n in STAGES.items() for row in [alone(written.format(stage, n)), *leads(stage)]]
    frame = pd.DataFrame(rows, columns=HEADINGS)
    ledger = dx.Ledger.read(frame.to_csv(index=False).encode() if kind == "csv" else frame)
    assert counts(ledger) == RIGHT
    assert sum(dropped.count for dropped in ledger.dropped) == 3
    assert any("stand alone above others" in note for note in ledger.reading.assumptions)


def test_a_column_for_the_groups_and_subtotals_below_them():
    rows = []
    for stage, n in STAGES.items():
        rows += [
            alone(f"Stage: {stage} ({n})", 5),
            *(["", *row] for row in leads(stage)),
            ["Subtotal", str(n), "", "", ""],
        ]
    assert counts(dx.Ledger.read(pd.DataFrame(rows, columns=["", *HEADINGS]).to_csv(index=False).encode())) == RIGHT


def test_groups_within_groups_are_columns_of_their_own():
    rows = []
    for stage in STAGES:
        rows.append(alone(f"Stage: {stage}"))
        of = list(leads(stage))
        half = len(of) // 2
        for rep, some in zip(REPS, (of[:half], of[half:]), strict=True):
            rows += [alone(f"Deal owner: {rep} ({half})"), *some]
    ledger = dx.Ledger.read(pd.DataFrame(rows, columns=HEADINGS).to_csv(index=False).encode())
    assert counts(ledger) == RIGHT
    assert {key: int(n) for key, n in ledger.cells.groupby("rep")["n"].sum().items()} == dict.fromkeys(REPS, 20)


def test_a_lead_of_one_cell_and_remarks_are_no_groups():
    rows = [[*row, stage] for stage in STAGES for row in leads(stage)]
    rows[5:5] = [alone("Call back: Anna", 5)]
    rows += [alone("Copyright", 5), alone("Confidential: do not share", 5)]
    ledger = dx.Ledger.read(pd.DataFrame(rows, columns=[*HEADINGS, "Stage"]).to_csv(index=False).encode())
    assert counts(ledger) == RIGHT
    assert not any("stand alone" in note for note in ledger.notes)
