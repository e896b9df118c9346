"""Days of both orders in one file: each row in the order that it shows, and the others asked about."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.leads.ledger import Ledger

FIRST = dt.date(2024, 1, 2)
ORDERS = ("%d/%m/%Y", "%m/%d/%Y")


def export(of_row, closed_after=9):
    """120 leads, one every third day of 2024, every second one won; ``of_row`` says which order each row is written in."""
    found = []
    for n in range(120):
        day = FIRST + dt.timedelta(3 * n)
        end = day + dt.timedelta(closed_after)
        found.append((day.strftime(ORDERS[of_row(n)]), end.strftime(ORDERS[of_row(n)]), ("Won", "Lost")[n % 2]))
    return pd.DataFrame(found, columns=["Created", "Closed", "Status"])


def unclear(frame):
    """Rows of which no date has a number above 12 and one is two different days: told without the reader."""

    def numbers(text):
        return [int(part) for part in text.split("/")[:2]]

    cells = [[numbers(text) for text in row] for row in frame[["Created", "Closed"]].values.tolist()]
    return sum(all(max(two) <= 12 for two in row) and any(a != b for a, b in row) for row in cells)


FILES = {"one below the other": lambda n: n // 60, "by turns": lambda n: n % 2, "a third": lambda n: int(n % 3 == 0)}


@pytest.mark.parametrize("of_row", FILES.values(), ids=FILES)
@pytest.mark.slow
def test_unclear_rows_are_asked_about_and_every_answer_leads_on(of_row):
    frame = export(of_row)
    with pytest.raises(InputError) as asked:
        Ledger.read(frame)
    question = asked.value.facts["question"]
    assert question.code == "dates-unclear-in-rows"
    assert question.facts["unclear"] == f"{unclear(frame)} rows"
    assert [answer.given["unclear"] for answer in question.answers] == ["aside", "day-first", "month-first"]
    aside = Ledger.read(frame, {"unclear": "aside"})
    assert aside.leads == 120 - unclear(frame)
    assert sum(dropped.count for dropped in aside.dropped) == unclear(frame)
    assert aside.counts.before_created() == (0, 0)
    for order in ("day-first", "month-first"):
        assert Ledger.read(frame, {"unclear": order}).leads == 120


@pytest.mark.slow
def test_rows_that_show_their_order_are_of_their_months():
    frame = export(lambda n: n // 60)
    kept = Ledger.read(frame, {"unclear": "aside"})
    true = [FIRST + dt.timedelta(3 * n) for n in range(120)]
    left = [day for day, cells in zip(true, frame[["Created", "Closed"]].values.tolist(), strict=True)
            if any(int(part) > 12 for text in cells for part in text.split("/")[:2])
            or all(text.split("/")[0] == text.split("/")[1] for text in cells)]  # fmt: skip
    assert kept.months["leads"].tolist() == [sum(day.month == month for day in left) for month in range(1, 13)]


@pytest.mark.slow
def test_nothing_is_asked_where_every_row_shows_its_order():
    frame = export(lambda n: n // 60)
    shown = frame[
        [any(int(p) > 12 for t in row for p in t.split("/")[:2]) for row in frame[["Created", "Closed"]].values]
    ]
    ledger = Ledger.read(shown)
    assert (ledger.leads, ledger.counts.before_created()) == (len(shown), (0, 0))
    assert any("different from row to row" in note for note in ledger.reading.assumptions)


def test_a_column_of_one_order_beside_one_of_both_keeps_its_own():
    frame = export(lambda n: n // 60)
    closed = [(FIRST + dt.timedelta(3 * n + 9)).strftime("%m/%d/%Y") for n in range(120)]
    ledger = Ledger.read(frame.assign(Closed=closed), {"unclear": "aside"})
    assert ledger.counts.before_created() == (0, 0)
    assert 0 < ledger.leads < 120
