"""A title and a date on the dashboard, files opened on it, and what can be taken away and when."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.app.case.history import diagnosed, recorded
from diagnostics.app.case.records import CaseNumbers
from diagnostics.app.forms.entries import LONGEST_TITLE, Entries, blank, example
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.report.take import take
from diagnostics.errors import InputError

TYPED = "leads=310&months=1&wins=17&goal=58&closing=12"


def opened(query=TYPED, **more):
    page = DashboardPage(takes=take, **more)
    return page, page.handle({"do": "hello", "query": query})


# --- a title and a date -------------------------------------------------------------------------------------------


def test_a_link_and_a_file_carry_title_and_date_and_the_page_shows_them():
    page, shown = opened(f"{TYPED}&title=Kitchens+%26+Baths&date=2026-11-30")
    assert (shown["title"], shown["date"]) == ("Kitchens & Baths", "2026-11-30")
    again = DashboardPage().handle({"do": "hello", "query": shown["query"]})
    assert {key: again[key] for key in ("title", "date", "query", "texts")} == {
        key: shown[key] for key in ("title", "date", "query", "texts")
    }
    file = page.handle({"do": "save"})["file"]
    loaded = DashboardPage().handle({"do": "load", "text": file})
    assert (loaded["title"], loaded["date"]) == ("Kitchens & Baths", "2026-11-30")


@given(
    st.text(max_size=200),
    st.sampled_from(["", "2026-02-28"]),
    st.sampled_from(
        [blank(), Entries({"leads": "3"}), *(example("leads_pile_up", w) for w in ("counts", "table", "ledger"))]
    ),
)
def test_every_title_comes_back_from_link_and_file(title, date, entries):
    said = entries.entitled(title, date)
    assert "\n" not in said.title and len(said.title) <= LONGEST_TITLE
    assert Entries.from_json(said.to_json()).is_as(said)
    back = Entries.from_query(said.to_query())
    assert back is None or back.heading == said.heading
    assert back is not None or not said.heading
    assert said == entries, "the same numbers with another title are the same form"


@pytest.mark.parametrize("date", ["2026-02-30", "20260228", "2026-W09-6", "tomorrow", "2026-2-8"])
def test_a_day_that_is_none_is_refused_where_it_is_typed_and_left_out_of_links_and_files(date):
    with pytest.raises(InputError, match="is not a day"):
        Entries().entitled("", date)
    assert opened(f"{TYPED}&date={date}")[1]["date"] == ""
    text = json.dumps({**json.loads(example().to_json()), "date": date, "title": ["x"]})
    assert Entries.from_json(text).heading == {}


def test_a_title_is_typed_taken_back_and_changes_no_answer():
    page, _ = opened()
    for text in ("K", "Ki", "Kitchens"):
        shown = page.handle({"do": "title", "title": text, "date": ""})
    assert shown["title"] == "Kitchens" and shown["answer"].get("same") and not shown["draft"]
    assert "title=Kitchens" in shown["query"] and "said=" in shown["query"]
    assert page.handle({"do": "undo"})["title"] == "", "in one step"
    wrong = page.handle({"do": "title", "title": "x", "date": "2026-02-30"})
    assert wrong["title"] == "" and "2026-02-30" in wrong["notice"]


def test_another_address_with_the_same_numbers_and_another_title_is_shown():
    page, _ = opened(f"{TYPED}&title=A")
    assert page.handle({"do": "address", "query": f"{TYPED}&title=B"})["title"] == "B"
    assert page.handle({"do": "clear"})["title"] == ""


def test_the_title_stays_with_the_numbers_another_way_in():
    page, _ = opened("example=leads_pile_up&title=A")
    assert page.handle({"do": "way", "way": "table"})["title"] == "A"


def test_files_and_links_without_a_title_are_as_they_were():
    assert "title" not in example().to_json() and "date" not in example().to_dict()
    assert example().to_query() == "example=leads_pile_up"


# --- when something can be taken ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first", "asked", "says"),
    [
        ("leads=310&months=1", [], {"format": "pdf"}, "there is no answer"),
        (TYPED, [{"do": "type", "texts": {"closing": "abc"}}], {"format": "csv"}, "there is no answer"),
        (TYPED, [{"do": "type", "texts": {"closing": "13"}}], {"format": "pdf"}, "not settled"),
        (TYPED, [], {"format": "png"}, "one picture"),
        (TYPED, [], {"format": "pdf", "picture": "door"}, "one picture"),
        (TYPED, [], {"format": "svg", "picture": "timeline"}, "no months"),
        (TYPED, [], {"format": "pdf", "date": "2026-02-30"}, "is not a day"),
    ],
)
def test_what_cannot_be_taken_says_why_and_leaves_the_page_as_it_is(query, first, asked, says):
    page, _ = opened(query)
    for message in first:
        page.handle(message)
    before = page.entries
    reply = page.handle({"do": "take", **asked, "seq": 9})
    assert says in reply["notice"] and "data" not in reply and reply["seq"] == 9
    assert page.entries.is_as(before)


def test_a_draft_can_be_taken_once_it_is_settled():
    page, _ = opened()
    page.handle({"do": "type", "texts": {"closing": "13"}})
    page.handle({"do": "settle", "sure": True})
    assert page.handle({"do": "take", "format": "csv"})["data"]


def test_title_and_date_of_a_file_may_differ_from_those_of_the_page():
    page, _ = opened(f"{TYPED}&title=A&date=2026-01-01")
    data = page.handle({"do": "take", "format": "csv", "title": "B", "date": ""})["data"].decode()
    assert "Title,B" in data and "2026-01-01" not in data
    assert page.entries.title == "A"


def test_a_page_that_nobody_makes_files_for_says_so():
    assert "cannot be made here" in DashboardPage().handle({"do": "take", "format": "pdf"})["notice"]


def test_a_file_takes_long_and_reads_no_leads():
    page, _ = opened()
    message = page.parse({"do": "take", "format": "pdf"})
    assert page.is_long(message) and not page.reads_leads(message)


# --- a case on the dashboard --------------------------------------------------------------------------------------


def test_a_case_opens_on_the_dashboard_with_the_same_answer():
    case = dx.Case.load("data/case.json")
    shown = DashboardPage().handle({"do": "load", "text": case.to_json()})
    d = dx.diagnose(case.funnel, case.par, case.money)
    assert shown["answer"]["sentence"] == d.sentence
    assert shown["texts"] == dict(case.typed.texts) and shown["title"] == case.client
    assert shown["date"] == case.diagnoses[-1].date
    notes = [*case.notes.values(), *(action.what for action in case.plan)]
    assert not any(note in json.dumps(shown) for note in notes if note), "what was said in the session stays there"


@pytest.mark.slow
def test_a_case_of_an_export_that_is_not_at_hand_shows_the_numbers_it_holds():
    page = DashboardPage(example("joinery", "ledger"), lambda _words, _share: None)
    page.handle({"do": "hello"})
    entries = Entries({"goal": "40"}, way="ledger", opened="deals.csv")
    numbers = CaseNumbers.of(*page.asked[:3])
    case = recorded(dx.Case(client="A", entries=entries.to_dict(), numbers=numbers), diagnosed(numbers), "2026-01-20")
    other = DashboardPage(takes=take)
    other.handle({"do": "hello", "query": TYPED})
    shown = other.handle({"do": "load", "text": case.to_json()})
    assert shown["answer"]["sentence"] == page.diagnosis.sentence and "deals.csv" in shown["leads"]["again"]
    assert other.handle({"do": "take", "format": "csv"})["data"]
    assert other.handle({"do": "undo"})["texts"]["leads"] == "310"
    assert other.handle({"do": "redo"})["answer"]["sentence"] == page.diagnosis.sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '"weak-link case"',
        '{"kind": "weak-link case"}',
        '{"kind": "weak-link case", "version": 99}',
        '{"kind": "weak-link case", "version": 3, "client": 5}',
        '{"kind": "weak-link case", "version": 3, "numbers": {"funnel": {"leads": 1e400}, "par": {}}}',
        '{"kind": "weak-link case", "version": 3, "numbers": {"funnel": {"__class__": 1}, "par": {}}}',
        '{"kind": "weak-link case", "version": 3, "kind": "weak-link case"}',
        '{"kind": "weak-link case", "version": 3, "surprise": 1}',
        '{"kind": "weak-link case", "version": 3, "plan": [' + ",".join(["{}"] * 6_000) + "]}",
        '{"a": "weak-link case", "b": ' + "[" * 100_000,
        "weak-link case",
        '{"kind": "weak-link entries", "version": 3, "entries": {}, "title": {"weak-link case": 1}}',
    ],
)
def test_a_file_that_is_none_is_refused_in_words_and_changes_nothing(text):
    page, _ = opened()
    reply = page.handle({"do": "load", "text": text})
    if "weak-link entries" in text:
        assert "notice" not in reply
        return
    assert reply["notice"] and reply["texts"]["leads"] == "310"
    assert "Traceback" not in reply["notice"] and len(reply["notice"]) < 500


def test_old_files_of_both_kinds_open():
    entries = {"kind": "weak-link entries", "version": 1, "entries": {"leads": "310", "wins": "17"}}
    assert DashboardPage().handle({"do": "load", "text": json.dumps(entries)})["texts"]["leads"] == "310"
    old = {**json.loads(dx.Case.load("data/case.json").to_json()), "version": 2}
    assert DashboardPage().handle({"do": "load", "text": json.dumps(old, sort_keys=True)})["answer"]
