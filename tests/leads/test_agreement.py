"""In how many rows of each outcome a day of a decision is filled, counted once more one by one."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from diagnostics.leads.matching.agreement import agreement
from diagnostics.leads.matching.matching import match, recognise
from diagnostics.leads.opening.opening import open_leads
from diagnostics.reading.outcomes import KINDS

OF = {"Won": "won", "Lost": "lost", "Proposal": "open", "": "open"}


@pytest.mark.parametrize("seed", range(10))
def test_filled_days_are_as_many_as_counted_one_by_one(seed):
    r = random.Random(seed)
    rows = [(r.choice(list(OF)), r.choice(["", "2025-01-02"]), r.choice(["", "2025-02-03"])) for _ in range(30)]
    frame = pd.DataFrame(rows, columns=["Stage", "Won on", "Closed on"]).assign(Name="X")
    columns = {"outcome": "Stage", "won_on": "Won on", "decided": "Closed on"}

    def counted(at: int) -> str:
        of = {kind: [row for row in rows if OF[row[0]] == kind] for kind in KINDS}
        return "filled in " + ", ".join(
            f"{sum(bool(row[at]) for row in of[kind])} of {len(of[kind])} {kind}" for kind in KINDS if of[kind]
        )

    for source in (frame, frame.to_csv(index=False).encode()):
        found = agreement(open_leads(source, recognise), columns, OF)
        assert found == {"won_on": counted(1), "decided": counted(2)}


def test_the_evidence_of_a_day_of_decision_says_where_it_is_filled():
    frame = pd.DataFrame(
        {
            "Created": ["2025-01-02", "2025-01-03", "2025-02-04"],
            "Stage": ["Closed Won", "Closed Lost", "Proposal"],
            "Closed date": ["2025-02-02", "2025-02-03", ""],
        }
    )
    why = match(open_leads(frame, recognise)).why["decided"]
    assert why.endswith("filled in 1 of 1 won, 1 of 1 lost, 0 of 1 open")


def test_the_evidence_of_0_and_1_is_of_all_cells():
    frame = pd.DataFrame({"Created": ["2025-01-02"] * 40, "Name": "X", "Won": ["1", "0", "0", "0"] * 10})
    for source in (frame, frame.to_csv(index=False).encode()):
        assert "all 40 cells are yes or no" in match(open_leads(source, recognise)).why["is_won"]


def test_words_that_are_not_known_yet_are_not_called_open_where_columns_differ():
    both = [("Won", "Installed")] * 40 + [("Won", "Closed Won")] * 20 + [("Won", "Closed Lost")] * 20
    both += [("Lost", "Closed Lost")] * 20 + [("Open", "New")] * 20
    frame = pd.DataFrame(both, columns=["Deal Status", "Deal Stage"]).assign(Created="2025-01-02", Name="X")
    told = [q.problem for q in match(open_leads(frame, recognise)).questions if q.code == "outcome-columns-differ"]
    assert len(told) == 1
    assert "'Deal Stage' 20 won, 40 lost, 60 open or not known yet" in told[0]
    assert "'Deal Status' 80 won, 20 lost, 20 open;" in f"{told[0]};"
