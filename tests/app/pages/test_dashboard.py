"""One page's state: messages in, what is shown out. No widget, no browser."""

from __future__ import annotations

import json

import pytest

import diagnostics as dx
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.said import Said
from diagnostics.reference import benchmarks, samples
from diagnostics.version import METHOD
from tests.app.wire import Wire


@pytest.fixture
def session():
    s = DashboardPage()
    s.handle({"do": "hello", "query": ""})
    return s


def type_in(session, **texts):
    return [session.handle({"do": "type", "texts": {key: text}}) for key, text in texts.items()][-1]


def test_it_opens_on_a_filled_example_with_an_answer():
    view = DashboardPage().handle({"do": "hello", "query": "", "seq": 7})
    assert view["seq"] == 7
    assert view["example"]["id"] in samples.load()
    assert view["answer"]["sentence"].endswith(".")
    assert {f["key"] for f in view["form"]["counts"]} >= {"leads", "wins", "goal", "closing"}
    json.dumps(view, allow_nan=False)


def test_the_answer_is_the_librarys(session):
    view = type_in(session, leads="310", months="1", wins="17", direct_wins="", goal="58", capacity="", closing="12")
    view = type_in(session, fit="", worked="")
    d = dx.diagnose(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12))
    assert view["answer"]["sentence"] == d.sentence
    assert [c["share"] for c in view["answer"]["chances"]] == [
        d.probability[k] for k in ("marketing", "balanced", "sales")
    ]


def test_a_broken_field_keeps_what_was_typed_and_the_last_good_answer(session):
    good = session.handle({"do": "hello", "query": ""})["answer"]
    view = type_in(session, wins="plenty")
    assert view["texts"]["wins"] == "plenty"
    assert "plenty" in view["errors"]["wins"]
    assert view["stale"]
    assert view["answer"] is None
    again = session.handle({"do": "hello", "query": ""})
    assert again["answer"] == good
    assert again["stale"]
    assert not type_in(session, wins="70")["stale"]


def test_undo_takes_back_a_field_at_a_time_and_brings_back_a_cleared_form(session):
    first = dict(session.entries.texts)
    type_in(session, leads="9")
    type_in(session, leads="90")
    type_in(session, leads="900")
    type_in(session, goal="7")
    view = session.handle({"do": "undo"})
    assert (view["texts"]["leads"], view["texts"]["goal"]) == ("900", first["goal"])
    view = session.handle({"do": "undo"})
    assert view["texts"] == first
    assert view["fill"]
    assert not view["can_undo"]
    assert session.handle({"do": "undo"})["texts"] == first
    assert session.handle({"do": "clear"})["cleared"]
    assert type_in(session, leads="5")["answer"] is None
    assert session.handle({"do": "hello"})["answer"] is None, "an answer to numbers that were cleared is gone"
    session.handle({"do": "undo"})
    assert session.handle({"do": "undo"})["texts"] == first


def test_a_pause_in_typing_begins_a_new_step(session):
    type_in(session, leads="2000")
    session.handle({"do": "type", "texts": {"leads": "2500"}, "step": True})
    assert session.handle({"do": "undo"})["texts"]["leads"] == "2000"


def test_a_link_whose_rate_is_not_the_benchmarks_is_the_owners_own():
    view = DashboardPage().handle({"do": "hello", "query": "leads=9&closing=50&benchmark=hubspot_close_software"})
    assert "benchmark" not in view["texts"]


def test_a_link_opens_what_it_says_and_only_the_first_hello_reads_it():
    s = DashboardPage()
    view = s.handle({"do": "hello", "query": "leads=310&months=1&wins=17&goal=58&closing=12"})
    assert view["texts"]["leads"] == "310"
    assert view["example"] is None
    type_in(s, leads="311")
    assert s.handle({"do": "hello", "query": "leads=1"})["texts"]["leads"] == "311"
    assert DashboardPage().handle({"do": "hello", "query": view["query"]})["texts"] == view["texts"]


OURS = "leads=310&months=1&wins=17&goal=58&closing=12"
THEN = {
    # what a link of another method says, and what is told of it; today's says sales is the weak link
    "another verdict": ("1.balanced.912", "neither side is the weak link (91% likely)"),
    "another chance": ("1.sales.801", "sales is the weak link (80% likely)"),
    "not named then": ("1.marketing.640.open", "too early to say, marketing is the likelier weak link (64% likely)"),
    "even": ("1.balanced.400.open", "too early to say"),
}


@pytest.mark.parametrize(("kept", "said"), THEN.values(), ids=THEN)
def test_a_link_of_an_earlier_method_says_what_was_said_then_until_its_numbers_are_changed(kept, said):
    s = DashboardPage()
    view = s.handle({"do": "hello", "query": f"{OURS}&said={kept}"})
    assert view["answer"]["sentence"] == dx.diagnose(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12)).sentence
    assert f"When this link was made, we said of the same numbers: {said}." in view["then"]
    assert view["query"] == f"{OURS}&said={kept}"  # what is opened again tells it again
    typed = type_in(s, leads="311")
    assert typed["then"] == "" and f"&said={METHOD}." in typed["query"]
    assert f"we said of the same numbers: {said}." in s.handle({"do": "undo"})["then"]
    other = DashboardPage()
    assert other.handle({"do": "load", "text": s.handle({"do": "save"})["file"]})["then"] == view["then"].replace(
        "this link", "this file"
    )


def test_a_link_says_what_it_was_made_with_and_nothing_is_told_where_that_is_so_still():
    view = DashboardPage().handle({"do": "hello", "query": OURS})
    assert view["then"] == ""
    d = dx.diagnose(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12))
    said = Said(METHOD, d.leaning, int(1000 * d.probability[d.leaning]), d.verdict != "undetermined").text()
    assert view["query"] == f"{OURS}&said={said}"
    for method in (METHOD, 1):  # a change of method that changes no answer is not worth a word
        again = said.replace(f"{METHOD}.", f"{method}.", 1)
        assert DashboardPage().handle({"do": "hello", "query": f"{OURS}&said={again}"})["then"] == ""


@pytest.mark.parametrize(
    "kept", ["", "1", "1.sales", "1.sales.1001", "1.both.500", "x.sales.500", "1.sales.900.shut", "1.sales.٩٠"]
)
def test_of_a_link_that_does_not_say_nothing_is_claimed(kept):
    assert DashboardPage().handle({"do": "hello", "query": f"{OURS}&said={kept}"})["then"] == ""


@pytest.mark.parametrize("query", ["example=leads_pile_up", "example=joinery&way=ledger", "leads=310", "way=table", ""])
@pytest.mark.slow
def test_an_example_or_a_link_without_an_answer_carries_none(query):
    assert "said=" not in DashboardPage().handle({"do": "hello", "query": query})["query"]


NEEDED = {
    # what is typed, and what the page says in place of an answer
    "nothing": ({}, ""),
    "no sales yet": ({"leads": "10"}, "Still needed: how many of those leads have bought (“Sales”), "),
    "no target": (
        {"leads": "10", "wins": "2"},
        "Still needed: the customers you want per month, or the leads your team can handle (“Customers wanted”) and how",
    ),
    "no win rate": (
        {"leads": "10", "wins": "2", "capacity": "9"},
        "Still needed: how often you expect to close (“Target win rate”).",
    ),
    "a share over 1": (
        {"leads": "10", "wins": "2", "goal": "9", "closing": "120"},
        "Target win rate: “120” is more than 100%.",
    ),
    "more sales than leads": (
        {"leads": "10", "wins": "20", "goal": "9", "closing": "20"},
        "Sales: 20 is more than the 10",
    ),
    "no sales and no number": ({"leads": "ten"}, "Leads: “ten” is not a number."),
    "all there": ({"leads": "10", "wins": "2", "goal": "9", "closing": "20"}, ""),
}


@pytest.mark.parametrize(("texts", "said"), NEEDED.values(), ids=NEEDED)
def test_without_an_answer_the_page_says_what_stands_in_its_way(texts, said):
    s = DashboardPage()
    s.handle({"do": "hello", "query": ""})
    view = s.handle({"do": "clear"})
    view = s.handle({"do": "type", "texts": texts}) if texts else view
    assert view["waiting"].startswith(said) and bool(view["waiting"]) == bool(said)


def test_what_one_more_leaves_after_its_cost_is_shown_once_a_cost_is_typed_and_is_kept_in_the_link():
    s = DashboardPage()
    shop = "leads=40&months=1&wins=8&capacity=100&closing=20&sale=2400&margin=35"
    assert s.handle({"do": "hello", "query": shop})["answer"]["worth"] == ""
    view = type_in(s, lead_cost="40")
    assert view["answer"]["worth"].startswith("One more lead per month brings ")
    assert "Less its cost of €40, " in view["answer"]["worth"]
    assert DashboardPage().handle({"do": "hello", "query": view["query"]})["answer"]["worth"] == view["answer"]["worth"]
    assert "One more rep: enter how many" in type_in(s, rep_cost="3000")["answer"]["worth"]
    assert "One more rep brings nothing" in type_in(s, rep_leads="25")["answer"]["worth"]


def test_what_is_saved_loads_again_and_a_wrong_file_changes_nothing(session):
    type_in(session, leads="2000")
    kept = dict(session.entries.texts)
    text = session.handle({"do": "save"})["file"]
    session.handle({"do": "clear"})
    assert session.handle({"do": "load", "text": text})["texts"] == kept
    view = session.handle({"do": "load", "text": "{"})
    assert "damaged" in view["notice"]
    assert view["texts"] == kept


def test_a_benchmark_shows_its_source_beside_the_field(session):
    offered = next(f["options"] for f in session.handle({"do": "hello"})["form"]["counts"] if f["key"] == "benchmark")
    chosen = benchmarks.closing()[0].id
    assert chosen in [value for value, _ in offered]
    view = type_in(session, benchmark=chosen)
    assert "grade" in view["notes"]["benchmark"]
    assert any("itself uncertain" in line for line in view["answer"]["against"])


def test_two_pages_do_not_mix():
    one, other = DashboardPage(), DashboardPage()
    type_in(one, leads="5")
    assert other.entries.texts["leads"] != "5"


def test_the_page_says_so_when_something_fails_here():
    pytest.importorskip("anywidget")
    from diagnostics.app.dashboard_widget import Dashboard

    page = Dashboard()
    wire = Wire(page.conversation)
    reply = wire.say({"do": "dance", "seq": 3})
    assert reply["seq"] == 3
    assert "kept" in reply["fault"]
    assert wire.say({"do": "hello", "seq": 4})["answer"]
    assert repr(page) == "Dashboard()"


@pytest.mark.slow
def test_the_page_carries_the_part_of_plotly_js_that_its_charts_need():
    offline = pytest.importorskip("plotly.offline")
    from diagnostics.app.server.places import plotly_js

    head = plotly_js().read_text(encoding="utf-8")[:300]
    assert f"plotly.js (basic - minified) v{offline.get_plotlyjs_version()}\n" in head
    ways = [DashboardPage().handle({"do": "example", "name": name}) for name in ("leads_pile_up", "idle_sales_team")]
    for way in ("table", "ledger"):
        page = DashboardPage()
        page.handle({"do": "hello", "query": f"example=leads_pile_up&way={way}"})
        ways.append(page.handle({"do": "hello"}))
    drawn = {trace["type"] for reply in ways for figure in figures_in(reply) for trace in figure["data"]}
    assert drawn == {"bar", "scatter"}


def figures_in(reply):
    """Every figure anywhere in a reply."""
    if isinstance(reply, dict):
        if reply.keys() >= {"data", "layout"}:
            yield reply
        else:
            for value in reply.values():
                yield from figures_in(value)


# --- draft and settled --------------------------------------------------------------------------------------------


def test_what_is_typed_is_a_draft_until_it_is_settled(session):
    draft = type_in(session, wins="40")
    assert draft["draft"]
    assert draft["answer"]["sentence"], "the numbers are there; whether a verdict is shown is the page's to decide"
    settled = session.handle({"do": "settle"})
    assert not settled["draft"]
    assert settled["answer"] == {"same": True, "revision": settled["revision"]}
    assert not session.handle({"do": "settle"})["draft"], "once more changes nothing"


def test_what_is_typed_and_taken_back_is_no_draft(session):
    before = session.entries.texts["wins"]
    assert type_in(session, wins="40")["draft"]
    assert not session.handle({"do": "undo"})["draft"]
    assert session.entries.texts["wins"] == before


def test_what_is_improbable_waits_for_a_second_look(session):
    type_in(session, leads="140", wins="9", fit="", worked="")
    session.handle({"do": "settle", "sure": True})
    assert type_in(session, leads="1400")["doubts"] == {}, "nobody is asked in the middle of a number"
    asked = session.handle({"do": "settle"})
    assert asked["draft"]
    assert asked["doubts"].keys() == {"leads"}
    assert type_in(session, leads="140")["doubts"] == {}
    assert not session.handle({"do": "settle"})["draft"]
    type_in(session, leads="1400")
    assert session.handle({"do": "settle"})["draft"]
    sure = session.handle({"do": "settle", "sure": True})
    assert (sure["draft"], sure["doubts"]) == (False, {})
    assert not type_in(session, goal=session.entries.texts["goal"])["draft"]


@pytest.mark.parametrize(
    "message",
    [
        {"do": "example", "name": "north"},
        {"do": "clear"},
        {"do": "way", "way": "table"},
        {"do": "address", "query": "leads=900&wins=2"},
    ],
    ids=lambda message: message["do"],
)
def test_what_is_chosen_or_opened_is_settled(session, message):
    message = {**message, "name": next(iter(samples.load()))} if message["do"] == "example" else message
    assert type_in(session, wins="40")["draft"]
    assert not session.handle(message)["draft"]


# --- redo ---------------------------------------------------------------------------------------------------------


def test_redo_brings_again_what_undo_took_back(session):
    type_in(session, leads="310", wins="17", goal="58")
    then = session.entries
    for _ in range(3):
        session.handle({"do": "undo"})
    assert session.entries.texts["leads"] != "310"
    views = [session.handle({"do": "redo"}) for _ in range(3)]
    assert session.entries == then
    assert [view["can_redo"] for view in views] == [True, True, False]
    assert session.handle({"do": "redo"})["texts"] == dict(then.texts), "nothing is left to bring again"
    assert session.handle({"do": "undo"})["can_redo"]


def test_a_change_ends_what_redo_can_bring(session):
    type_in(session, leads="310")
    session.handle({"do": "undo"})
    view = type_in(session, leads="311")
    assert not view["can_redo"]
    session.handle({"do": "undo"})
    assert session.entries.texts["leads"] != "310"


# --- another way in, and back -------------------------------------------------------------------------------------


OWN = {"leads": "310", "wins": "17", "goal": "58", "closing": "12", "capacity": "", "fit": "", "worked": ""}


@pytest.mark.parametrize(
    "meanwhile", [[], [{"do": "clear"}], [{"do": "example"}], [{"do": "example"}, {"do": "clear"}]], ids=str
)
@pytest.mark.parametrize("way", ["table", "ledger"])
def test_coming_back_to_a_way_in_loses_nothing(session, way, meanwhile):
    type_in(session, **OWN)
    session.handle({"do": "way", "way": way})
    for message in meanwhile:
        name = "leads" if way == "ledger" else next(iter(samples.load()))
        session.handle({**message, "name": name} if message["do"] == "example" else message)
    view = session.handle({"do": "way", "way": "counts"})
    assert {key: view["texts"].get(key, "") for key in OWN} == OWN
    assert not view["stale"]


def test_coming_back_keeps_what_both_ways_ask_as_it_was_typed_last(session):
    type_in(session, **OWN)
    session.handle({"do": "way", "way": "table"})
    type_in(session, goal="60")
    view = session.handle({"do": "way", "way": "counts"})
    assert (view["texts"]["goal"], view["texts"]["leads"]) == ("60", "310")


def test_coming_back_to_the_table_brings_its_cells(session):
    session.handle({"do": "way", "way": "table"})
    session.handle({"do": "paste", "text": "Month\tLeads\tSales\n2024-01\t310\t17\n2024-02\t290\t12"})
    rows = session.entries.grid.rows
    session.handle({"do": "way", "way": "counts"})
    session.handle({"do": "clear"})
    session.handle({"do": "way", "way": "table"})
    assert session.entries.grid.rows == rows
