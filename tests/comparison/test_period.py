"""Anything that gives its counts of a period can be compared, without a table or a ledger behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.comparison.change import change
from diagnostics.comparison.period import MonthlyClosing, PeriodCounts

BEFORE, AFTER = dx.Funnel(leads=200, wins=50, months=2), dx.Funnel(leads=500, wins=88, months=2)


@dataclass(frozen=True)
class Given:
    """What a caller of the core might bring along."""

    counts: PeriodCounts

    def period_counts(self) -> PeriodCounts:
        return self.counts


def of_table(channel: list[str], leads: list[int], wins: list[int]) -> dx.Table:
    return dx.Table.read(pd.DataFrame({"Channel": channel, "Leads": leads, "Sales": wins}), "cohort")


def test_counts_alone_are_those_of_a_funnel() -> None:
    given = change(Given(PeriodCounts(BEFORE)), Given(PeriodCounts(AFTER)))
    assert given == change(BEFORE, AFTER)
    assert given.mix is None and given.rebound is None and given.names == ("before", "after")


def test_a_funnel_and_other_counts_can_be_compared() -> None:
    assert change(BEFORE, Given(PeriodCounts(AFTER, {"ads": (88.0, 500.0)}, "May 2025"))) == change(BEFORE, AFTER)


def test_channels_are_enough_for_mix_and_rate() -> None:
    """The mix-shift case of the design: mix −9.45 points, rate +2.05."""
    before = PeriodCounts(dx.Funnel(leads=200, wins=50), {"referral": (40.0, 100.0), "ads": (10.0, 100.0)})
    after = PeriodCounts(dx.Funnel(leads=500, wins=88), {"referral": (44.0, 100.0), "ads": (44.0, 400.0)})
    found = dx.compare(Given(before), Given(after))
    assert found.mix is not None
    assert found.mix[["mix", "rate"]].sum().to_dict() == pytest.approx({"mix": -0.0945, "rate": 0.0205})
    names = ["referral", "ads"]
    tables = of_table(names, [100, 100], [40, 10]), of_table(names, [100, 400], [44, 44])
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(dx.compare(*tables)))
    assert found.sentence == dx.compare(*tables).sentence


MONTHS = 6
HITS = np.array([20.0, 20.0, 10.0, 20.0, 20.0, 20.0])
TABLE = object()


def month(at: int, table: object = TABLE, worst: float = 10.0, span: bool = True) -> Given:
    """One of six months of 100 leads, the third of which closed 10 and the others 20."""
    hits = np.where(np.arange(MONTHS) == 2, worst, HITS)
    base, used = np.full(MONTHS, 100.0), np.ones(MONTHS, dtype=bool)
    closing = MonthlyClosing(table, hits, base, used, np.arange(MONTHS) == at, (at, 1) if span else None)
    return Given(PeriodCounts(dx.Funnel(leads=100, wins=int(hits[at])), name=f"month {at + 1}", months=closing))


def test_a_rise_after_the_worst_month_was_to_be_expected() -> None:
    found = change(month(2), month(3))
    assert found.rebound is not None
    assert (found.rebound.blocks, found.rebound.months, found.rebound.usual) == (6, 1, 0.2)
    assert 0.1 < found.rebound.expected <= 0.2
    assert found.names == ("month 3", "month 4")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (month(1), month(3)),
        (month(2, worst=20.0), month(3, worst=20.0)),
        (month(2), month(3, table=object())),
        (month(2, span=False), month(3)),
        (month(2), Given(PeriodCounts(dx.Funnel(leads=100, wins=20)))),
    ],
    ids=["not the worst", "as bad as others", "another table", "the whole table", "no months"],
)
def test_no_rise_was_to_be_expected(before: Given, after: Given) -> None:
    assert change(before, after).rebound is None


@pytest.mark.slow
def test_a_table_and_a_ledger_give_their_counts() -> None:
    year = dx.Table.read(dx.data_file("samples/leads_pile_up.csv"), basis="cohort")
    whole, part = year.period_counts(), year.between("2025-03", "2025-05").period_counts()
    assert whole.funnel == year.funnel() and whole.months is not None and whole.months.span is None
    assert part.months is not None and part.months.span == (2, 3) and part.months.chosen.sum() == 3
    assert part.months.table is whole.months.table and part.name == "March to May 2025"
    assert of_table(["a", "b"], [100, 100], [10, 20]).period_counts().name == ""
    ledger = dx.Ledger.read(dx.data_file("ledger.csv"), as_of="2025-12-31")
    assert ledger.period_counts().funnel == ledger.funnel()
    assert ledger.period_counts().channels == ledger.table.channels
