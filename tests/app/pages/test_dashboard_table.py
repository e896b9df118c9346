"""The second way in, message by message: what is typed is never lost, what fails changes nothing, undo brings back exactly."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

import diagnostics as dx
from diagnostics.app.forms.entries import Entries, example
from diagnostics.app.forms.form_fields import HISTORY
from diagnostics.app.messages import Refused
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.month_numbers import label
from diagnostics.reference import samples

JANUARY = 2025 * 12
CSV = b"Month,Leads,Sales\n" + b"".join(
    f"{label(JANUARY + at)},{leads},10\n".encode()
    for at, leads in enumerate([100, 104, 96, 102, 98, 100, 103, 97, 101, 99, 100, 100])
)
TABS = "Month\tLeads\tSales\n2025-01\t0\t0\n2025-02\t100\t9\n2025-03\t110\t10\n2025-04\t90\t8\n"
SILENT = b"Month,Leads,Sales\n" + b"".join(
    f"{label(JANUARY + at)},100,{wins}\n".encode() for at, wins in enumerate([0, 10, 10, 9, 11, 10, 10, 9])
)
HELD = {"basis": "cohort", "goal": "20", "closing": "20"}


def book(*names, total=False) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for at, name in enumerate(names, start=1):
        sheet = workbook.create_sheet(name)
        months = [("2025-01", 100 * at, 9), ("2025-02", 100 * at, 10)]
        for row in [("Month", "Leads", "Sales"), *months, *[("Total", 200 * at, 19)] * total]:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.fixture
def session():
    """A page in the second way in, with a table that was opened and every question answered."""
    s = DashboardPage()
    s.handle({"do": "hello", "query": "way=table&example=leads_pile_up"})
    s.handle({"do": "clear"})
    upload(s)
    s.handle({"do": "type", "texts": HELD})
    return s


def upload(session, data=CSV, name="leads.csv"):
    return session.handle({"do": "upload", "data": data, "name": name})


def rows(session):
    return [list(row) for row in session.entries.grid.rows]


def full(session):
    """All that a page shows that opens now."""
    view = session.handle({"do": "hello", "query": ""})
    json.dumps(view, allow_nan=False)
    return view


# --- the way ---


def test_the_other_way_in_shows_the_same_business_and_gives_the_same_verdict():
    s = DashboardPage()
    counts = s.handle({"do": "hello", "query": ""})
    table = s.handle({"do": "way", "way": "table"})
    assert (counts["way"], table["way"]) == ("counts", "table")
    assert table["example"] == counts["example"]
    assert len(table["grid"]["rows"]) == 12
    assert table["answer"]["verdict"] == counts["answer"]["verdict"]
    assert table["panes"]["timeline"]["figure"]["data"]


def test_switching_there_and_back_loses_nothing_that_was_typed(session):
    session.handle({"do": "type", "texts": {"goal": "33"}})
    there = session.entries
    session.handle({"do": "way", "way": "counts"})
    session.handle({"do": "type", "texts": {"leads": "777"}})
    back = session.handle({"do": "way", "way": "table"})
    assert session.entries.grid == there.grid
    assert session.entries.texts == {**there.texts, "leads": "777"}
    assert back["texts"]["goal"] == "33"
    assert session.handle({"do": "way", "way": "counts"})["texts"]["leads"] == "777"


def test_an_example_in_either_way_stays_one_until_it_is_typed_into():
    for name in samples.load():
        s = DashboardPage(example(name))
        s.handle({"do": "way", "way": "table"})
        assert s.entries == example(name, "table")
        s.handle({"do": "way", "way": "counts"})
        assert s.entries == example(name)
        s.handle({"do": "way", "way": "table"})
        view = s.handle({"do": "cells", "op": {"op": "set", "cells": [[0, 1, "1000"]]}})
        assert view["example"] is None


def test_an_answer_of_one_way_is_not_shown_in_the_other(session):
    assert full(session)["answer"]
    session.handle({"do": "way", "way": "counts"})  # which nothing has been typed into
    view = full(session)
    assert (view["answer"], view["stale"]) == (None, True)
    session.handle({"do": "undo"})
    assert full(session)["answer"]


# --- the table ---


def test_the_answer_is_the_librarys(session):
    view = full(session)
    d = dx.diagnose(dx.Table.read(CSV, "cohort").funnel(), dx.Par(goal=20, closing=0.2))
    assert view["answer"]["sentence"] == d.sentence
    assert [c["share"] for c in view["answer"]["chances"]] == [
        d.probability[k] for k in ("marketing", "balanced", "sales")
    ]


def test_cells_are_written_and_rows_come_and_go(session):
    before = rows(session)
    session.handle({"do": "cells", "op": {"op": "set", "cells": [[0, 1, "111"], [12, 0, "2026-01"]]}})
    assert rows(session)[0] == ["2025-01", "111", "10"]
    assert rows(session)[12] == ["2026-01", "", ""]
    session.handle({"do": "cells", "op": {"op": "insert", "at": 0}})
    assert rows(session)[0] == ["", "", ""]
    session.handle({"do": "cells", "op": {"op": "delete", "at": 0, "count": 2}})
    assert rows(session)[:11] == before[1:]


def test_a_bad_cell_is_marked_and_the_last_good_answer_stays_until_it_is_mended(session):
    good = full(session)["answer"]
    view = session.handle({"do": "cells", "op": {"op": "set", "cells": [[3, 1, "lots"]]}})
    assert [mark[:2] for mark in view["grid"]["marks"]] == [[3, 1]]
    assert (view["answer"], view["stale"]) == (None, True)
    again = full(session)
    assert again["answer"] == good
    assert again["stale"]
    view = session.handle({"do": "cells", "op": {"op": "set", "cells": [[3, 1, "102"]]}})
    assert view["grid"]["marks"] == []
    assert not view["stale"]


def test_own_history_is_the_level_where_no_rate_is_typed(session):
    view = session.handle({"do": "type", "texts": {"goal": "", "closing": "", "benchmark": HISTORY}})
    assert not view["stale"]
    assert "Compared with your own months January to August 2025" in view["notes"]["benchmark"]
    assert "September to December 2025" in view["panes"]["judged"]


def test_periods_are_chosen_and_compared(session):
    ends = {"before_from": JANUARY, "before_to": JANUARY + 1, "after_from": JANUARY + 4, "after_to": JANUARY + 99}
    view = session.handle({"do": "type", "texts": {key: str(end) for key, end in ends.items()}})
    assert view["panes"]["periods"] == {
        "before": [str(JANUARY), str(JANUARY + 1)],
        "after": [str(JANUARY + 4), str(JANUARY + 11)],
    }
    table = dx.Table.read(CSV, "cohort")
    expected = dx.compare(table.between("2025-01", "2025-02"), table.between("2025-05", "2025-12"))
    assert view["panes"]["change"]["sentence"] == expected.sentence
    view = session.handle({"do": "undo"})
    assert view["panes"]["periods"]["after"] == [str(JANUARY + 9), str(JANUARY + 11)]


def test_a_month_that_was_set_aside_is_counted_when_it_is_asked_for_and_once_only(session):
    view = upload(session, SILENT, "silent.csv")
    assert [each["month"] for each in view["panes"]["set_aside"]] == [str(JANUARY)]
    assert view["grid"]["aside"][0][0] == 0
    view = session.handle({"do": "count", "month": str(JANUARY)})
    assert view["panes"]["set_aside"] == []
    before = session.entries
    session.handle({"do": "count", "month": str(JANUARY)})
    assert session.entries == before


# --- files and pasted cells ---


def test_a_workbook_of_two_tables_asks_which_and_the_table_waits(session):
    before = session.entries
    view = upload(session, book("North", "South"), "book.xlsx")
    assert view["choose"] == ["all of them, one below another", "North", "South"]
    assert session.entries == before
    view = session.handle({"do": "sheet", "name": "South"})
    assert [row[1] for row in view["grid"]["rows"]] == ["200", "200"]
    assert view["grid"]["source"] == "book.xlsx › South"
    assert [row[1] for row in session.handle({"do": "sheet", "name": "North"})["grid"]["rows"]] == ["100", "100"]


@pytest.mark.parametrize("chosen", ["South", "all of them, one below another"])
def test_what_was_left_out_of_a_file_is_said_in_another_language_too(session, chosen):
    upload(session, book("North", "South", total=True), "book.xlsx")
    view = session.handle({"do": "sheet", "name": chosen})
    assert any(line.endswith(": a total or a mean of other rows") for line in view["told"])
    cells = view["grid"]["rows"]
    view = session.handle({"do": "speak", "language": "de"})
    assert any(line.endswith(": eine Summe oder ein Mittelwert anderer Zeilen") for line in view["told"])
    assert not any("total" in line for line in view["told"])
    assert view["grid"]["rows"] == cells
    session.handle(
        {"do": "cells", "op": {"op": "set", "cells": [[0, 1, "70"]]}}
    )  # a table that was changed is still of its file
    view = session.handle({"do": "speak", "language": "en"})
    assert any(line.endswith(": a total or a mean of other rows") for line in view["told"])
    assert session.entries.grid.rows[0][1] == "70"


def test_headings_that_name_no_counts_are_offered(session):
    view = upload(session, b"month,signups,paying_users\n2025-01,120,9\n2025-02,130,11\n", "growth.csv")
    assert view["choose"] == ["signups"]
    view = session.handle({"do": "sheet", "name": "signups"})
    assert view["choose"] == ["paying_users"]
    assert view["choose_title"].endswith("the sales. Which one?")
    view = session.handle({"do": "sheet", "name": "paying_users"})
    assert [row[:3] for row in view["grid"]["rows"]] == [["2025-01", "120", "9"], ["2025-02", "130", "11"]]


def test_a_sheet_is_not_chosen_where_no_file_is_open(session):
    fresh, before = DashboardPage(), rows(session)
    assert "notice" not in fresh.handle({"do": "sheet", "name": "South"})
    assert "notice" in session.handle({"do": "sheet", "name": "South"})
    assert rows(session) == before


WRONG = {
    "a picture": {"do": "upload", "data": b"\x89PNG\r\n\x1a\n00", "name": "a.png"},
    "no table": {"do": "upload", "data": b"hello\n", "name": "a.csv"},
    "nothing": {"do": "upload", "data": b"", "name": "a.csv"},
    "pasted prose": {"do": "paste", "text": "hello"},
    "nothing pasted": {"do": "paste", "text": ""},
    "nothing pasted over a cell": {"do": "cells", "op": {"op": "paste", "row": 0, "column": 0, "text": "\n"}},
    "an open quote pasted over a cell": {"do": "cells", "op": {"op": "paste", "row": 0, "column": 0, "text": '"a\tb'}},
    "a wrong sheet": {"do": "sheet", "name": "nowhere"},
    "a damaged file": {"do": "load", "text": "{"},
    "a file with a damaged table": {
        "do": "load",
        "text": json.dumps({"kind": "weak-link entries", "version": 2, "entries": {}, "table": {"columns": 5}}),
    },
}


@pytest.mark.parametrize("message", WRONG.values(), ids=WRONG)
def test_what_cannot_be_read_leaves_table_and_answer_as_they_were_and_says_why(session, message):
    before, shown = session.entries, full(session)
    view = session.handle(message)
    assert len(view["notice"]) > 20
    assert session.entries == before
    after = full(session)
    for key in ("answer", "grid", "panes", "texts"):
        assert {**(after[key]), "revision": 0} == {**(shown[key]), "revision": 0}


def test_what_is_pasted_over_cells_is_shown_and_said(session):
    before = rows(session)
    op = {"op": "paste", "row": len(before) - 1, "column": 1, "rows": 1, "columns": 2, "text": "1,200\r\n1,300\r\n"}
    view = session.handle({"do": "cells", "op": op})
    last = before[-1]
    assert view["grid"]["rows"] == [*before[:-1], [last[0], "1,200", last[2]], ["", "1,300", ""]]
    assert view["pasted"] == {
        "row": op["row"], "column": 1, "rows": 2, "columns": 1, "text": "2 rows × 1 column pasted.",
    }  # fmt: skip
    assert "notice" not in view
    assert session.handle({"do": "undo"})["grid"]["rows"] == before
    assert "pasted" not in session.handle({"do": "cells", "op": {"op": "set", "cells": [[0, 1, "7"]]}})


def test_another_table_forgets_the_months_chosen_of_the_last_one(session):
    session.handle({"do": "type", "texts": {"after_from": str(JANUARY), "after_to": str(JANUARY + 1)}})
    upload(session)
    assert "after_from" in session.entries.texts, "the same file, brought up to date"
    session.handle({"do": "paste", "text": TABS})
    assert "after_from" not in session.entries.texts
    session.handle({"do": "count", "month": str(JANUARY)})
    session.handle({"do": "paste", "text": TABS})
    assert "keep" not in session.entries.texts
    session.handle({"do": "count", "month": str(JANUARY)})
    upload(session)
    assert "keep" not in session.entries.texts
    assert session.entries.texts["goal"] == "20", "what was said of the business stays"


# --- undo ---

STEPS = {
    "way": [{"do": "way", "way": "counts"}],
    "set": [{"do": "cells", "op": {"op": "set", "cells": [[0, 1, "7"], [40, 2, "1"]]}}],
    "insert": [{"do": "cells", "op": {"op": "insert", "at": 3}}],
    "delete": [{"do": "cells", "op": {"op": "delete", "at": 0, "count": 5}}],
    "paste over cells": [{"do": "cells", "op": {"op": "paste", "row": 3, "column": 1, "text": "7\t1\n8\t2"}}],
    "a column more": [{"do": "column", "key": "worked", "on": True}],
    "upload": [{"do": "upload", "data": SILENT, "name": "silent.csv"}],
    "paste": [{"do": "paste", "text": TABS}],
    "sheet": [{"do": "upload", "data": book("North", "South"), "name": "b.xlsx"}, {"do": "sheet", "name": "South"}],
    "count": [{"do": "count", "month": str(JANUARY)}],
    "type": [{"do": "type", "texts": {"goal": "99"}}],
    "periods": [{"do": "type", "texts": {"after_from": str(JANUARY), "after_to": str(JANUARY + 2)}}],
    "basis": [{"do": "type", "texts": {"basis": "period"}}],
    "example": [{"do": "example", "name": "idle_sales_team"}],
    "clear": [{"do": "clear"}],
    "load": [{"do": "load", "text": example("idle_sales_team", "table").to_json()}],
}


@pytest.mark.parametrize("messages", STEPS.values(), ids=STEPS)
def test_undo_brings_back_exactly_what_stood_there(session, messages):
    before, shown = session.entries, full(session)
    for message in messages:
        session.handle(message)
    assert session.entries != before
    view = session.handle({"do": "undo"})
    assert session.entries == before
    assert view["grid"]["rows"] == shown["grid"]["rows"]
    assert view["fill"]
    assert full(session)["answer"]["sentence"] == shown["answer"]["sentence"]


def test_undo_after_undo_goes_back_to_the_beginning():
    s = DashboardPage()
    s.handle({"do": "hello", "query": ""})
    stood = []
    for messages in STEPS.values():
        for message in messages:
            before = s.entries
            s.handle(message)
            if s.entries != before:
                stood.append(before)
    for before in reversed(stood):
        s.handle({"do": "undo"})
        assert s.entries == before


def test_a_column_taken_out_comes_back_with_its_cells(session):
    session.handle({"do": "column", "key": "worked", "on": True})
    session.handle({"do": "cells", "op": {"op": "set", "cells": [[0, 3, "80"]]}})
    before = rows(session)
    session.handle({"do": "column", "key": "worked", "on": False})
    assert len(rows(session)[0]) == 3
    session.handle({"do": "undo"})
    assert rows(session) == before
    session.handle({"do": "column", "key": "leads", "on": False})
    assert rows(session) == before, "leads are needed"


# --- files and addresses ---


@pytest.mark.parametrize("way", ["counts", "table"])
def test_what_is_saved_loads_again_with_both_ways_in_it(session, way):
    session.handle({"do": "way", "way": way})
    session.handle({"do": "type", "texts": {"leads": "500"}})
    saved, before = session.handle({"do": "save"})["file"], session.entries
    other = DashboardPage()
    view = other.handle({"do": "load", "text": saved})
    assert other.entries == before
    assert view["way"] == way
    assert other.entries.grid == before.grid


def test_a_file_of_the_first_version_still_loads(session):
    first = {"kind": "weak-link entries", "version": 1, "example": None, "entries": {"leads": "310", "wins": "17"}}
    view = session.handle({"do": "load", "text": json.dumps(first)})
    assert (view["way"], view["texts"]) == ("counts", {"leads": "310", "wins": "17"})
    named = {**first, "entries": dict(example().texts), "example": example().example}
    assert Entries.from_json(json.dumps(named)) == example()


def test_an_address_carries_a_small_table_and_opens_it_again(session):
    view = full(session)
    assert not view["kept"]
    other = DashboardPage()
    opened = other.handle({"do": "hello", "query": view["query"]})
    assert opened["grid"]["rows"] == view["grid"]["rows"]
    assert opened["texts"] == view["texts"]
    assert opened["answer"]["sentence"] == view["answer"]["sentence"]


def large(channels, name="Channel {}") -> bytes:
    lines = ["Month,Channel,Leads,Sales"]
    lines += [
        f"{label(JANUARY + m)},{name.format(c)},{100 + c},{9 + c % 3}" for m in range(60) for c in range(channels)
    ]
    return "\n".join(lines).encode()


@pytest.mark.slow
def test_a_large_table_does_not_fit_the_address_and_comes_back_through_what_the_page_kept(session):
    upload(session, large(40), "large.csv")
    view = full(session)
    assert len(view["grid"]["rows"]) == 2400
    assert len(view["query"]) < 2000
    other = DashboardPage()
    back = other.handle({"do": "hello", "query": view["query"], "kept": view["kept"]})
    assert other.entries == session.entries
    assert back["answer"]["sentence"] == view["answer"]["sentence"]
    without = DashboardPage().handle({"do": "hello", "query": view["query"]})
    assert without["texts"] == view["texts"], "what the address can carry, it carries"
    assert without["grid"]["rows"] == []


@pytest.mark.parametrize("name", ["Quelle {}", "渠道渠道渠道渠道 {}", "🎪" * 40 + " {}"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_a_table_is_in_the_address_whole_or_kept_whatever_its_letters(session, name, channels):
    upload(session, large(channels, name), "channels.csv")
    view = full(session)
    other = DashboardPage()
    other.handle({"do": "hello", "query": view["query"], "kept": view["kept"]})
    assert (other.entries.grid.columns, other.entries.grid.rows) == (
        session.entries.grid.columns,
        session.entries.grid.rows,
    )


@pytest.mark.parametrize("kept", ["", "{", "[]", "null", json.dumps({"kind": "weak-link entries", "version": 99})])
def test_what_was_kept_and_is_damaged_does_not_keep_the_page_from_opening(kept):
    view = DashboardPage().handle({"do": "hello", "query": "way=table&basis=cohort", "kept": kept})
    assert (view["way"], view["texts"]) == ("table", {"basis": "cohort"})


# --- two pages, and absurd messages ---


def test_two_pages_never_mix():
    one, other = DashboardPage(), DashboardPage()
    for s in (one, other):
        s.handle({"do": "hello", "query": "way=table&example=leads_pile_up"})
    before = full(other)
    upload(one, book("North", "South"), "b.xlsx")
    one.handle({"do": "sheet", "name": "South"})
    one.handle({"do": "type", "texts": HELD})
    one.handle({"do": "cells", "op": {"op": "set", "cells": [[0, 1, "5"]]}})
    after = full(other)
    assert {**after, "revision": 0, "answer": 0} == {**before, "revision": 0, "answer": 0}
    assert other.handle({"do": "sheet", "name": "South"})["grid"]["source"] == ""
    assert not other.handle({"do": "undo"})["can_undo"]


ABSURD = [
    {"do": "cells", "op": {"op": "set", "cells": [["x", 0, "1"]]}},
    {"do": "cells", "op": {"op": "set", "cells": [[10**30, 10**30, "1"], [-1, -1, "1"]]}},
    {"do": "cells", "op": {"op": "set", "cells": [[0, 1, {"a": None}], [0, 2, float("nan")]]}},
    {"do": "cells", "op": {"op": "set", "cells": 5}},
    {"do": "cells", "op": {"op": "set", "cells": [[0, 0, "\x00\ud800"]]}},
    {"do": "cells", "op": {"op": "insert", "at": 10**30}},
    {"do": "cells", "op": {"op": "insert", "at": None}},
    {"do": "cells", "op": {"op": "delete", "at": -(10**30), "count": 10**30}},
    {"do": "cells", "op": {"op": "delete", "at": 0, "count": float("inf")}},
    {"do": "cells", "op": {"op": "paste", "row": 10**30, "column": 0, "text": "7"}},
    {"do": "cells", "op": {"op": "paste", "row": -1, "column": -1, "text": "7"}},
    {
        "do": "cells",
        "op": {"op": "paste", "row": 0, "column": 0, "rows": 2**53, "columns": 2**53, "text": "\x00\ud800"},
    },
    {"do": "cells", "op": {"op": "dance"}},
    {"do": "cells", "op": None},
    {"do": "cells"},
    {"do": "column", "key": "colour", "on": True},
    {"do": "column", "key": None, "on": "yes"},
    {"do": "count", "month": "soon"},
    {"do": "count", "month": 10**40},
    {"do": "count", "month": -1},
    {"do": "upload", "data": 10**12, "name": "a.csv"},
    {"do": "upload", "data": None, "name": None},
    {"do": "upload", "data": "text", "name": "a.csv"},
    {"do": "upload"},
    {"do": "paste", "text": None},
    {"do": "paste", "text": "Month\tLeads\tSales\n" + "\t".join("9" * 500 for _ in range(3))},
    {"do": "sheet", "name": None},
    {"do": "way", "way": "sideways"},
    {"do": "way"},
    {"do": "type", "texts": {"keep": "²,x,-1," + "9" * 150}},
    {"do": "type", "texts": {"judge": "abc"}},
    {"do": "type", "texts": {"judge": "-3", "basis": "both", "dates": "1", "decimal": "x"}},
    {"do": "type", "texts": {"look": "../../x", "currency": "¤", "sale": "5"}},
    {"do": "type", "texts": {"after_from": "²", "after_to": "²"}},
    {"do": "type", "texts": {"before_from": "9" * 199, "before_to": "0"}},
    {"do": "type", "texts": {"as_of": "9999-12-31"}},
    {"do": "type", "texts": {"as_of": "²"}},
    {"do": "type", "texts": {"goal": "1e999", "capacity": "∞", "closing": "NaN", "days": "1" * 200}},
    {"do": "type", "texts": {"nobody": "1"}},
    {"do": "type", "texts": None},
    {"do": "address", "query": "way=table&table=" + "a" * 30_000},
    {"do": "address", "query": "way=table&table=month%2Cleads%2Cwins%0A%22&judge=x"},
    {
        "do": "load",
        "text": json.dumps({"kind": "weak-link entries", "version": 2, "entries": {"judge": "x"}, "table": [1]}),
    },
    {"do": "dance"},
]


@pytest.mark.parametrize("message", ABSURD, ids=lambda message: str(message)[:60])
def test_an_absurd_message_does_not_break_the_page_for_the_next_one(session, message):
    past = len(session._state.history.past)
    try:
        session.handle(message)
    except Refused:
        assert len(session._state.history.past) == past
        session.refill()  # as the widget does
        view = session.handle({"do": "type", "texts": {"goal": "21"}})
        assert view["fill"], "the fields are filled again, so that the page shows what the form holds"
    view = full(session)
    assert view["way"] in ("counts", "table")
    session.handle({"do": "clear"})
    session.handle({"do": "way", "way": "table"})
    upload(session)
    assert not session.handle({"do": "type", "texts": HELD})["stale"]
