"""The third way in, without a browser: an export in, what is open, what is wrong, the answer, leads or people out."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.app.forms import leads_form as typed_ledger
from diagnostics.app.forms.entries import has_ledger
from diagnostics.app.pages import leads_way, leads_words
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.leads_panes import faults_pane
from diagnostics.app.pages.page_state import Stopped
from tests.app.wire import Wire


@pytest.fixture
def session():
    s = DashboardPage()
    s.handle({"do": "hello", "query": "way=ledger&goal=30&closing=20"})
    return s


def give(session, data, name="deals.csv"):
    return session.handle({"do": "leads", "name": name, "size": len(data), "data": data})


def test_the_empty_way_teaches_and_asks_for_an_export(session):
    view = session.handle({"do": "hello"})
    assert view["way"] == "ledger"
    assert view["answer"] is None
    assert view["leads"]["matching"] is None
    assert view["leads"]["study"] is None
    title, *rest = view["empties"]["ledger"]
    assert title == "Open an export of your leads."
    assert "notebook’s kernel" in rest[-1], "where a kernel answers; see test_privacy.py for the others"
    assert set(view["form"]) == set(view["examples"]) == set(view["empties"]) == {"counts", "table", "ledger"}


@pytest.mark.slow
def test_an_export_says_what_the_library_says(session, leads_csv, tmp_path):
    view = give(session, leads_csv())
    (tmp_path / "deals.csv").write_bytes(leads_csv())
    ledger = dx.Ledger.read(tmp_path / "deals.csv")
    d = dx.diagnose(ledger.funnel(), dx.Par(goal=30, closing=0.2))
    assert view["answer"]["sentence"] == d.sentence
    assert view["example"] is None
    leads = view["leads"]
    assert leads["opened"] == "deals.csv"
    (offer,) = leads["matching"]["questions"]  # one sale in five has no first contact
    assert "First contacted" in offer["text"]
    assert leads["matching"]["line"] == "8 columns matched, HubSpot deals."
    assert [f["key"] for f in leads["study"]["faults"]["faults"]] == [f.key for f in ledger.faults]
    assert leads["study"]["people"]["verdict"] == "leads"
    assert view["panes"]["timeline"]
    json.dumps(view, allow_nan=False)


def test_what_did_not_change_is_not_sent_again_and_nothing_is_counted_twice(session, leads_csv, monkeypatch):
    give(session, leads_csv())
    monkeypatch.setattr(typed_ledger.Ledger, "of", None)
    monkeypatch.setattr(typed_ledger, "match", None)
    view = session.handle({"do": "type", "texts": {"goal": "31"}})
    assert view["answer"]
    assert view["leads"]["same"]
    assert view["leads"]["study"] is None
    assert session.handle({"do": "hello"})["leads"]["study"], "a page that opens is told all"


def test_a_file_comes_in_parts(session, leads_csv):
    data = leads_csv()
    cuts = [data[:1000], data[1000:5000], data[5000:]]
    head = {"do": "leads", "name": "deals.csv", "size": len(data), "parts": 3}
    for part, cut in enumerate(cuts[:-1]):
        assert session.handle({**head, "part": part, "data": cut, "seq": part}) == {"part": part, "seq": part}
    assert session.handle({**head, "part": 2, "data": cuts[2]})["answer"]
    again = session.handle({**head, "part": 0, "data": cuts[0]})  # another file begins anew
    assert again["part"] == 0


@pytest.mark.slow
def test_a_question_is_asked_answered_and_taken_back(session, leads_csv):
    view = give(session, leads_csv(dates="%d/%m/%Y", latest=12))
    assert view["answer"] is None
    assert view["waiting"] == leads_words.ASKING
    (question,) = view["leads"]["matching"]["questions"]
    assert "=" not in question["remedy"]
    (day_first, _) = question["answers"]
    view = session.handle(day_first["send"])
    assert view["answer"]
    assert question not in view["leads"]["matching"]["questions"]
    view = session.handle({"do": "undo"})
    assert view["leads"]["matching"]["questions"] == [question]
    assert view["stale"]


@pytest.mark.slow
def test_a_column_and_a_meaning_are_changed_and_undone(session, leads_csv):
    first = give(session, leads_csv())
    view = session.handle({"do": "match", "field": "rep", "heading": None})
    assert view["leads"]["study"]["people"]["verdict"] == "not recorded"
    view = session.handle({"do": "undo"})
    assert view["leads"]["study"] == first["leads"]["study"]
    view = session.handle({"do": "meaning", "text": "Contract sent", "means": "won"})
    assert {v["text"]: v["means"] for v in view["leads"]["matching"]["values"]}["Contract sent"] == "won"
    assert view["leads"]["study"]["opened"] != first["leads"]["study"]["opened"]
    assert session.handle({"do": "undo"})["leads"]["study"]["opened"] == first["leads"]["study"]["opened"]


@pytest.mark.slow
def test_a_column_that_cannot_serve_keeps_the_panel_open_with_the_reason(session, leads_csv):
    give(session, leads_csv())
    view = session.handle({"do": "match", "field": "outcome", "heading": "Record ID"})
    matching = view["leads"]["matching"]
    assert matching["open"]
    assert matching["problem"] or matching["questions"]
    assert view["stale"]
    assert not session.handle({"do": "match", "field": "outcome", "heading": "Deal Stage"})["stale"]


def test_a_wrong_file_is_told_and_what_was_there_stays(session, leads_csv):
    good = give(session, leads_csv())
    view = give(session, b"\x89PNG\r\n\x1a\n" + bytes(500), "picture.csv")
    assert "picture" in view["notice"]
    assert view["leads"]["opened"] == "deals.csv"
    assert not view["stale"]
    again = session.handle({"do": "hello"})
    assert again["answer"]["sentence"] == good["answer"]["sentence"]
    view = session.handle({"do": "leads", "name": "huge.csv", "size": 10**9, "data": b""})
    assert "50\xa0MB" in view["notice"]
    assert "Parquet" in view["notice"]


def test_the_rows_of_a_fault_are_told_when_they_are_asked_for(session, leads_csv):
    view = give(session, leads_csv())
    keys = [f["key"] for f in view["leads"]["study"]["faults"]["faults"]]
    assert "no channel" in keys
    rows = session.handle({"do": "rows", "key": "no channel", "seq": 4})
    assert rows["seq"] == 4
    assert rows["rows"]["columns"][0] == "Row"
    assert rows["rows"]["cells"][0][0] == "2"
    assert session.handle({"do": "rows", "key": "no such thing"})["rows"]["cells"] == []


@pytest.mark.slow
def test_after_a_reload_the_page_says_what_to_open_and_the_answers_are_remembered(session, leads_csv):
    data = leads_csv(dates="%d/%m/%Y", latest=12)
    give(session, data)
    view = session.handle({"do": "answer", "given": {"dates": "day-first"}})
    other = DashboardPage()
    after = other.handle({"do": "hello", "query": view["query"], "kept": view["kept"]})
    assert after["way"] == "ledger"
    assert after["leads"]["again"] == leads_words.open_again("deals.csv", True)
    assert after["waiting"] == after["leads"]["again"]
    again = give(other, data)
    assert again["answer"]["sentence"] == view["answer"]["sentence"], "nothing is asked again"
    saved = session.handle({"do": "save"})["file"]
    loaded = DashboardPage().handle({"do": "load", "text": saved})
    assert "Open deals.csv again" in loaded["leads"]["again"]


@pytest.mark.slow
def test_what_was_said_of_another_file_is_not_said_of_one_it_does_not_fit(session, leads_csv):
    give(session, leads_csv())
    session.handle({"do": "match", "field": "channel", "heading": "Deal owner"})
    renamed = leads_csv().replace(b"Deal owner", b"Owner", 1)
    view = give(session, renamed, "other.csv")
    fields = {f["key"]: f["heading"] for f in view["leads"]["matching"]["fields"]}
    assert fields["channel"] == "Original Traffic Source"
    view = session.handle({"do": "undo"})
    assert view["leads"]["opened"] == "deals.csv"
    assert {f["key"]: f["heading"] for f in view["leads"]["matching"]["fields"]}["channel"] == "Deal owner"


def test_names_of_the_file_are_text_everywhere(session, leads_csv):
    view = give(session, leads_csv(name="<b>Eve</b><script>"))
    figure = json.dumps(view["leads"]["study"]["people"]["control"]["figure"])
    assert "<script>" not in figure
    assert "&lt;script" in figure


@pytest.mark.slow
@pytest.mark.skipif(not has_ledger(), reason="data/ledger.csv is not there")
def test_the_example_is_shown_until_a_file_is_opened(leads_csv):
    s = DashboardPage()
    s.handle({"do": "hello", "query": ""})
    view = s.handle({"do": "way", "way": "ledger"})
    assert view["example"]["name"] == "Joinery"
    assert view["answer"]
    assert view["leads"]["study"]["people"]["verdict"] == "leads"
    assert "example=joinery" in view["query"]
    assert view["kept"] == ""
    typed = s.handle({"do": "type", "texts": {"goal": "41"}})
    assert typed["example"]["name"] == "Joinery"
    assert typed["answer"]
    assert DashboardPage().handle({"do": "hello", "query": typed["query"]})["texts"] == typed["texts"]
    opened = give(s, leads_csv())
    assert opened["example"] is None
    assert opened["leads"]["opened"] == "deals.csv"
    assert s.handle({"do": "undo"})["example"]["name"] == "Joinery"
    assert s.handle({"do": "way", "way": "counts"})["way"] == "counts"


@pytest.mark.slow
def test_stopping_leaves_everything_as_it_was(session, leads_csv):
    good = give(session, leads_csv())
    told = []

    def progress(words, share):
        told.append(words)
        if "Counting" in words:
            raise Stopped

    session.progress = progress
    view = give(session, leads_csv(rows=900), "other.csv")
    assert told
    assert view["notice"] == leads_words.STOPPED
    assert view["leads"]["opened"] == "deals.csv"
    assert view["answer"]["sentence"] == good["answer"]["sentence"]
    session.progress = None
    assert give(session, leads_csv(rows=900), "other.csv")["leads"]["opened"] == "other.csv"


def test_the_kernel_hears_the_page_while_it_works(leads_csv, monkeypatch):
    pytest.importorskip("anywidget")
    from diagnostics.app.dashboard_widget import Dashboard

    wire = Wire(Dashboard().conversation)
    sent = wire.sent
    working, go_on = threading.Event(), threading.Event()
    read = leads_way.read_ledger

    def slow(texts, export, columns, progress):
        working.set()
        assert go_on.wait(10)
        if progress is not None:
            progress("Working", 0.5)
        return read(texts, export, columns, progress)

    monkeypatch.setattr(leads_way, "read_ledger", slow)
    wire.say({"do": "hello", "query": "way=ledger&goal=30", "seq": 1})
    assert working.wait(10)
    wire.say({"do": "ping", "seq": 0})
    assert sent == [{"pong": True, "seq": 0}], "it answers at once"
    wire.say({"do": "type", "texts": {"goal": "31"}, "seq": 2})
    go_on.set()
    for _ in range(200):
        if [m.get("seq") for m in sent if "revision" in m] == [1, 2]:
            break
        time.sleep(0.05)
    replies = [m for m in sent if "revision" in m]
    assert [m["seq"] for m in replies] == [1, 2], "one message after the other"
    assert replies[1]["texts"]["goal"] == "31"
    assert {"progress": "Working", "share": 0.5, "seq": 1} in sent


@pytest.mark.slow
def test_stop_ends_the_work_that_is_going_on(leads_csv, monkeypatch):
    pytest.importorskip("anywidget")
    from diagnostics.app.dashboard_widget import Dashboard

    wire = Wire(Dashboard().conversation)
    sent = wire.sent
    wire.say({"do": "hello", "query": "goal=30", "seq": 1})
    data = leads_csv()
    working = threading.Event()
    read = leads_way.read_ledger

    def slow(texts, export, columns, progress):
        if export is not None:
            working.set()
            for _ in range(400):
                progress("Working", None)
                time.sleep(0.02)
        return read(texts, export, columns, progress)

    monkeypatch.setattr(leads_way, "read_ledger", slow)
    wire.say({"do": "leads", "name": "deals.csv", "size": len(data), "seq": 2}, data)
    assert working.wait(20)
    wire.say({"do": "stop"})
    for _ in range(200):
        if any("notice" in m for m in sent):
            break
        time.sleep(0.05)
    assert sent[-1]["notice"] == leads_words.STOPPED
    assert sent[-1]["seq"] == 2
    assert sent[-1]["way"] == "counts"


@pytest.mark.slow
def test_what_cannot_be_used_beside_the_leads_leaves_what_was_worked_out(session, leads_csv):
    give(session, leads_csv())
    for texts in ({"as_of": "tomorrow"}, {"days": "soon"}):
        view = session.handle({"do": "type", "texts": texts})
        assert view["stale"]
        assert not view["forgotten"]
        assert view["leads"]["same"]
        assert session.handle({"do": "hello"})["leads"]["study"]
        session.handle({"do": "undo"})
    view = give(session, leads_csv(dates="%d/%m/%Y", latest=12), "other.csv")
    assert view["forgotten"], "the answer was about other leads"
    assert view["leads"]["study"] is None
    assert session.handle({"do": "undo"})["answer"]


def test_what_prevents_only_the_comparison_of_reps_is_not_said_to_stand_in_the_way_of_the_verdict():
    day = pd.Timestamp("2024-01-01")
    rows = [
        {
            "Lead ID": n,
            "Created": day + pd.Timedelta(days=n),
            "Status": "Won" if n % 5 == 0 else "Lost",
            "Closed date": day + pd.Timedelta(days=n + 20),
            "Owner": ("Ann", "Bo")[n % 2] if n % 10 < 3 else None,
        }
        for n in range(300)
    ]
    ledger = dx.Ledger.read(pd.DataFrame(rows))
    assert dx.diagnose(ledger.funnel(), dx.Par(goal=5, closing=0.5)).verdict
    pane = faults_pane(ledger)
    assert any("comparing reps" in fault["blocks"] for fault in pane["faults"])
    assert "an answer" in pane["line"]
    assert "none of them" in pane["line"] or "does not" in pane["line"]


# --- several files ------------------------------------------------------------------------------------------------------

HEAD = "id,Created,Status,Source\n"
MONTHS = [
    HEAD + "".join(f"{month}{n},2025-0{month}-{n % 27 + 1:02},{('Won', 'Lost', 'New')[n % 3]},Ads\n" for n in range(30))
    for month in (1, 2, 3)
]


def dropped(session, *files):
    for at, (name, text) in enumerate(files):
        message = {
            "do": "leads",
            "name": name,
            "size": len(text),
            "file": at,
            "files": len(files),
            "data": text.encode(),
        }
        view = session.handle(message)
    return view


def test_files_with_the_same_headings_are_one_export():
    session = DashboardPage()
    view = dropped(session, *((f"{at}.csv", text) for at, text in enumerate(MONTHS)))
    assert view["leads"]["opened"] == "0.csv + 2"
    assert any("3 files were read as one export" in line for line in view["leads"]["told"])
    assert session._leads.reading.ledger.leads == 90


def test_files_with_other_headings_are_refused_with_both_and_nothing_changes():
    session = DashboardPage()
    before = session.entries
    view = dropped(session, ("deals.csv", MONTHS[0]), ("people.csv", "name,phone,city\nAnn,1,Ulm\n"))
    assert "people.csv" in view["notice"]
    assert "has other columns than deals.csv" in view["notice"]
    assert session.entries == before


def test_a_file_alone_after_several_is_alone():
    session = DashboardPage()
    session.handle({"do": "leads", "name": "0.csv", "size": 1, "file": 0, "files": 2, "data": MONTHS[0].encode()})
    view = dropped(session, ("1.csv", MONTHS[1]))
    assert view["leads"]["opened"] == "1.csv"
    assert session._leads.reading.ledger.leads == 30


WARM = """
import sys
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.ready import prepare
DashboardPage().handle({"do": "hello", "query": "way=ledger&goal=30&closing=20"})
prepare(DashboardPage).join()
loaded = set(sys.modules)
data = sys.stdin.buffer.read()
view = DashboardPage().handle({"do": "leads", "name": "deals.csv", "size": len(data), "data": data})
assert view["leads"]["study"]
names = sorted({name.split(".")[0] for name in set(sys.modules) - loaded})
print(*names)
"""


@pytest.mark.slow
def test_the_first_export_finds_loaded_what_it_needs(leads_csv):
    code = [sys.executable, "-c", WARM]
    done = subprocess.run(code, input=leads_csv(), capture_output=True, check=True, timeout=120)
    assert not set(done.stdout.decode().split()) - {"pandas"}  # small parts of it, by what the cells hold
