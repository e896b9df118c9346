"""Laws of reading a table: a planted sum is found, no other row is dropped, and neither order nor format matters."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import diagnostics as dx
from tests.months.test_shapes import READ
from tests.ways import ends

NAMES = st.text("abcdefghäöüßабвгд一二三四五", min_size=3, max_size=8)
HEADINGS = ["Month", "Channel", "Leads", "Sales"]


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[str, str, int, int]]:
    """Rows of two to six channels in one to twelve months."""
    channels = draw(st.lists(NAMES, min_size=2, max_size=6, unique_by=str.casefold))
    rows = []
    for month in range(draw(st.integers(1, 12))):
        for channel in channels:
            leads = draw(st.integers(1, 400))
            rows.append((f"2025-{month + 1:02d}", channel, leads, draw(st.integers(0, leads))))
    return rows


def frame(rows: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=HEADINGS)


def counts(rows: list[tuple[str, str, int, int]]) -> tuple[int, int]:
    return sum(row[2] for row in rows), sum(row[3] for row in rows)


def read(source: Any, given: Any) -> tuple[int, int]:
    table = dx.Table.read(source, "cohort", as_of="2026-01-31", **given)
    return sum(row.leads or 0 for row in table.rows), sum(row.wins or 0 for row in table.rows)


@settings(max_examples=80, deadline=None)
@given(tables(), st.data())
@pytest.mark.slow
def test_a_channel_that_adds_up_all_others_is_left_out_or_asked_about(rows: Any, data: st.DataObject) -> None:
    name = data.draw(NAMES.filter(lambda name: name.casefold() not in {row[1].casefold() for row in rows}))
    months = dict.fromkeys(row[0] for row in rows)
    sums = [(month, name, *counts([row for row in rows if row[0] == month])) for month in months]
    mixed = data.draw(st.permutations([*rows, *sums]))
    found = ends(lambda answers: read(frame(mixed), answers))
    assert counts(rows) in [end.found for end in found]
    assert all(end.asked for end in found if end.found != counts(rows))


@settings(max_examples=120, deadline=None)
@given(tables())
def test_a_row_that_is_no_sum_is_never_dropped_without_a_question(rows: Any) -> None:
    table = ends(lambda answers: read(frame(rows), answers))
    assert all(end.asked for end in table if end.found != counts(rows))
    assert counts(rows) in [end.found for end in table]


def test_sums_of_many_channels_are_found() -> None:
    channels = [f"channel {at}" for at in range(30)]
    rows = [
        (f"2025-{m:02d}", name, 50 + 7 * at % 40 + m, 3 + at % 5 + m % 2)
        for m in (1, 2, 3)
        for at, name in enumerate(channels)
    ]
    groups = {"first ten": channels[:10], "the rest": channels[10:], "whole": channels}
    sums = [
        (month, name, *counts([row for row in rows if row[0] == month and row[1] in parts]))
        for month in ("2025-01", "2025-02", "2025-03")
        for name, parts in groups.items()
    ]
    found = ends(lambda answers: read(frame([*rows, *sums]), answers))
    assert counts(rows) in [end.found for end in found]
    assert all(end.asked for end in found if end.found != counts(rows))


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_a_total_without_a_month_is_left_out_whatever_it_is_called(rows: Any, data: st.DataObject) -> None:
    months = dict.fromkeys(row[0] for row in rows)
    by_month = [(month, *counts([row for row in rows if row[0] == month])) for month in months]
    total = (data.draw(NAMES), *counts(rows))
    made = pd.DataFrame([*by_month, total], columns=["Month", "Leads", "Sales"])
    if len(by_month) > 1:
        assert read(made, {}) == counts(rows)
    else:
        with pytest.raises(dx.InputError, match="is not a month"):
            read(made, {})


def texts() -> dict[str, str]:
    return {name: sheet for name, (sheet, _) in READ.items() if isinstance(sheet, str)}


@pytest.mark.parametrize("name", texts())
def test_csv_tsv_workbook_and_dataframe_give_the_same(name: str) -> None:
    text = texts()[name]
    delimiter = ";" if ";" in text else ","
    lines = [line.split(delimiter) for line in text.split("\n")]
    width = max(map(len, lines))
    cells = [[cell or None for cell in line] + [None] * (width - len(line)) for line in lines if line]
    whole = [[int(c) if c is not None and c.isdecimal() else c for c in line] for line in cells]
    book = io.BytesIO()
    pd.DataFrame(whole).to_excel(book, header=False, index=False)
    sources = [text.encode(), text.replace(delimiter, "\t").encode(), book.getvalue()]
    if len(set(cells[0])) == width and None not in cells[0]:
        sources.append(pd.DataFrame(whole[1:], columns=cells[0], dtype=object))
    read_ = [dx.Table.read(source, "cohort") for source in sources]
    shown = {(t.funnel(), tuple((r.month, r.channel, r.leads, r.wins) for r in t.rows)) for t in read_}
    assert len(shown) == 1


SHUFFLED = [
    "a channel of all channels",
    "sums of sums",
    "plan and actual, in rows",
    "plan and actual, in columns",
    "so far, over two years",
    "quarters",
    "weeks",
    "days",
    "regions of channels",
    "a channel under an unknown heading",
    "years",
    "money beside a number of sales",
]


@pytest.mark.parametrize("name", SHUFFLED)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_the_order_of_rows_and_columns_does_not_matter(name: str, data: st.DataObject) -> None:
    text = texts()[name]
    delimiter = ";" if ";" in text else ","
    head, *body = [line.split(delimiter) for line in text.strip().split("\n")]
    columns = data.draw(st.permutations(range(len(head))))
    mixed = [head, *data.draw(st.permutations(body))]
    again = "\n".join(delimiter.join(line[at] for at in columns) for line in mixed)
    one, two = (dx.Table.read(each.encode(), "cohort") for each in (text, again))
    assert one.funnel() == two.funnel()
    assert sorted((d.why.split(":")[0], d.count) for d in one.dropped) == sorted(
        (d.why.split(":")[0], d.count) for d in two.dropped
    )
