"""What if on the dashboard: the figures of ``what_if``, and scenarios that survive whatever the form survives."""

from __future__ import annotations

import pytest

import diagnostics as dx
from diagnostics.app.case.case import Case
from diagnostics.app.case.records import Scenario
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.forms.entries import Entries, example
from diagnostics.app.forms.scenarios import SLOTS
from diagnostics.app.messages import Refused
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.wording.lever_words import fine
from diagnostics.language import PSEUDO, speaking
from tests.pseudo import untranslated

NUMBERS = "#leads=310&months=1&wins=17&goal=58&closing=12&sale=400"
FUNNEL, PAR = dx.Funnel(leads=310, wins=17, months=1), dx.Par(goal=58, closing=0.12)
WAYS = (NUMBERS, "#example=idle_sales_team&way=table", "#example=joinery&way=ledger")


def opened(query=NUMBERS, **more):
    page = DashboardPage(**more)
    return page, page.handle({"do": "hello", "query": query})


def tried(page, **levels):
    return page.handle({"do": "try", "levels": levels})


def columns(reply):
    return {column["key"]: column for column in reply["what_if"]["columns"]}


def figure(found):
    """Mean and range as the page writes them; no range where both ends look alike."""
    low, high = fine(min(found.low, found.mean)), fine(max(found.high, found.mean))
    return fine(found.mean) if low == high else f"{fine(found.mean)} ({low} to {high})"


@pytest.mark.parametrize("levels", [{"closing": 0.1}, {"reach": 400.0}, {"reach": 120.0, "closing": 0.3}])
def test_figures_are_those_of_what_if(levels):
    page, _ = opened()
    expected = figure(dx.what_if(FUNNEL, PAR, **levels))
    reply = tried(page, **levels)
    mean, _, ends = expected.partition(" ")
    assert reply["what_if"]["customers"] == f"{mean} customers per month {ends}".strip()
    assert columns(page.handle({"do": "scenario", "slot": "scenario_a"}))["scenario_a"]["customers"] == expected


def test_what_is_tried_is_worth_its_customers_times_a_sale():
    page, _ = opened()
    found = dx.what_if(FUNNEL, PAR, closing=0.1)
    money = dx.Money(sale=400)
    expected = f"{money.words(found.mean)} ({money.words(found.low)} to {money.words(found.high)})"
    assert tried(page, closing=0.1)["what_if"]["worth"] == f"Sales per month: {expected}"


def test_a_consultation_has_the_same_sliders_and_figures(tmp_path):
    page, _ = opened(NUMBERS)
    session = Consultation(tmp_path, quiet=0)
    session.handle({"do": "new", "client": "Kim"})
    session.handle({"do": "page", "page": {"do": "hello"}})
    session.handle({"do": "page", "page": {"do": "address", "query": NUMBERS}})
    session.handle({"do": "step", "to": "whatif"})
    shown = session.handle({"do": "level", "link": "closing", "value": "0.1"})["shell"]["whatif"]
    here = tried(page, closing=0.1)["what_if"]
    assert (shown["sliders"], shown["ranges"]) == (here["sliders"], here["ranges"])
    assert here["customers"] in shown["tried"]


@pytest.mark.parametrize("query", WAYS)
@pytest.mark.slow
def test_it_is_there_for_every_way_in(query):
    page, reply = opened(query)
    assert [slider["link"] for slider in reply["what_if"]["sliders"]][-1] == "closing"
    assert reply["what_if"]["levels"] == {}
    assert tried(page, closing=0.5)["what_if"]["gain"].endswith(")")


@pytest.mark.parametrize("query", WAYS)
@pytest.mark.slow
def test_scenarios_survive_a_link_a_file_and_undo(query):
    page, _ = opened(query)
    tried(page, closing=0.5)
    page.handle({"do": "scenario", "slot": "scenario_a"})
    tried(page, reach=400)
    reply = page.handle({"do": "scenario", "slot": "scenario_b"})
    kept = columns(reply)
    assert kept.keys() == {"now", "scenario_a", "scenario_b"}
    assert reply["way"] == page.entries.way and bool(reply["example"]) == ("example" in query)  # it is still an example

    assert columns(opened(f"#{reply['query']}")[1]) == kept
    file = page.handle({"do": "save"})["file"]
    assert columns(DashboardPage().handle({"do": "load", "text": file})) == kept

    back = page.handle({"do": "undo"})
    assert columns(back).keys() == {"now", "scenario_a"}
    assert back["what_if"]["levels"] == {"reach": 400.0}
    back = page.handle({"do": "undo"})
    assert back["what_if"]["levels"] == {"closing": 0.5}
    page.handle({"do": "redo"})
    assert columns(page.handle({"do": "redo"})) == kept

    without = page.handle({"do": "scenario", "slot": "scenario_a", "keep": False})
    assert columns(without).keys() == {"now", "scenario_b"}


def test_many_moves_of_one_slider_are_one_step_of_undo():
    page, _ = opened()
    for level in (0.1, 0.2, 0.3):
        tried(page, closing=level)
    assert page.handle({"do": "undo"})["what_if"]["levels"] == {}
    assert not page.can_undo


def test_a_link_without_scenarios_opens_as_before():
    entries = Entries.from_query(NUMBERS)
    assert entries.scenarios == {}
    assert "scenario" not in entries.to_query() + entries.to_json()
    assert [column["key"] for column in opened()[1]["what_if"]["columns"]] == ["now"]


@pytest.mark.parametrize(
    "text", ["closing", "closing-2", "closing-nan", "price-3", "closing--1", "~~~", "reach-1e400", "reach-0"]
)
def test_what_is_no_scenario_in_a_link_is_left_out(text):
    assert Entries.from_query(f"{NUMBERS}&scenario_a={text}").scenarios == {}
    assert Entries.from_dict({**example().to_dict(), "scenario_a": text, "tried": 3}).scenarios == {}


def test_a_scenario_keeps_its_levels_and_is_worked_out_again_from_other_numbers():
    page, _ = opened()
    tried(page, closing=0.1)
    before = columns(page.handle({"do": "scenario", "slot": "scenario_a"}))
    page.handle({"do": "type", "texts": {"leads": "620"}})
    after = columns(page.handle({"do": "settle", "sure": True}))
    assert after["scenario_a"]["levels"] == {"closing": 0.1}
    assert after["scenario_a"]["customers"] != before["scenario_a"]["customers"]
    assert after["scenario_a"]["customers"] == figure(dx.what_if(dx.Funnel(leads=620, wins=17), PAR, closing=0.1))


def test_a_scenario_of_a_link_that_is_no_longer_counted_says_so():
    page, _ = opened(f"{NUMBERS}&worked=250")
    tried(page, follow_up=1)
    page.handle({"do": "scenario", "slot": "scenario_a"})
    page.handle({"do": "type", "texts": {"worked": ""}})
    reply = page.handle({"do": "settle", "sure": True})
    assert columns(reply)["scenario_a"]["customers"] == ""
    assert columns(reply)["scenario_a"]["problem"].startswith("Your numbers no longer count")
    assert reply["what_if"]["levels"] == {}  # it would count follow-up twice


def test_nothing_is_shown_of_a_draft_or_without_an_answer():
    page, reply = opened()
    assert reply["what_if"]
    assert "what_if" not in page.handle({"do": "type", "texts": {"leads": "320"}})
    assert page.handle({"do": "settle"})["what_if"]
    assert "what_if" not in page.handle({"do": "type", "texts": {"leads": "x"}})
    assert "what_if" not in page.handle({"do": "clear"})
    assert page.entries.scenarios == {}


def test_a_scenario_that_moves_nothing_is_not_saved():
    page, _ = opened()
    reply = page.handle({"do": "scenario", "slot": "scenario_a"})
    assert reply["notice"]
    assert [column["key"] for column in reply["what_if"]["columns"]] == ["now"]


@pytest.mark.parametrize(
    "message",
    [
        {"do": "try", "levels": {"closing": float("nan")}},
        {"do": "try", "levels": {"closing": -1}},
        {"do": "try", "levels": {"closing": "0.1"}},
        {"do": "scenario", "slot": "tried"},
    ],
)
def test_what_no_slider_sends_is_refused(message):
    with pytest.raises(Refused):
        opened()[0].handle(message)


def test_levels_that_cannot_be_are_not_tried():
    page, _ = opened()
    assert tried(page, closing=7, price=3)["what_if"]["levels"] == {}
    assert tried(page, reach=0)["what_if"]["levels"] == {}


def test_no_slider_is_offered_where_nothing_was_counted():
    assert opened("#leads=0&wins=3&months=1&goal=58&closing=12")[1].get("what_if") is None


def test_the_page_inside_a_consultation_has_none(tmp_path):
    assert Consultation(tmp_path).inner.handle({"do": "hello", "query": NUMBERS}).get("what_if") is None


def test_a_file_with_scenarios_opens_in_a_consultation_with_them_and_comes_back():
    page, _ = opened()
    tried(page, closing=0.1)
    page.handle({"do": "scenario", "slot": "scenario_b"})
    case = Case.from_json(page.handle({"do": "save"})["file"], "file")
    assert [(scenario.name, dict(scenario.levels)) for scenario in case.scenarios] == [("Scenario B", {"closing": 0.1})]
    again = DashboardPage().handle({"do": "load", "text": case.to_json()})
    assert columns(again)["scenario_b"]["levels"] == {"closing": 0.1}


def test_the_first_two_scenarios_of_a_case_open_on_the_dashboard():
    case = Case.from_json(opened()[0].handle({"do": "save"})["file"], "file")
    named = [Scenario(name=name, levels={"closing": level}) for name, level in (("x", 0.1), ("y", 0.2), ("z", 0.3))]
    shown = DashboardPage().handle({"do": "load", "text": case.changed(scenarios=tuple(named)).to_json()})
    assert [columns(shown)[slot]["levels"] for slot in ("scenario_a", "scenario_b")] == [
        {"closing": 0.1},
        {"closing": 0.2},
    ]


def test_every_slot_is_a_name_of_its_own():
    assert not {*SLOTS} & {
        "title",
        "date",
        "language",
        "way",
        "example",
        "entries",
        "table",
        "columns",
        "opened",
        "said",
    }


@pytest.mark.parametrize("query", WAYS)
@pytest.mark.slow
def test_every_text_is_translated(query):
    with speaking(PSEUDO):
        page, _ = opened(query, language=PSEUDO)
        tried(page, closing=0.5, reach=1)
        page.handle({"do": "scenario", "slot": "scenario_a"})
        shown = tried(page, capacity=1)["what_if"]
    texts = [
        shown[key]
        for key in ("customers", "worth", "gain", "next", "said", "ranges_caption", "worth_title", "not_sure")
    ]
    texts += [slider[key] for slider in shown["sliders"] for key in ("label", "about")]
    texts += [bar[key] for bar in shown["ranges"] for key in ("label", "words")]
    for column in shown["columns"]:
        texts += [*column["moved"], *(column[key] for key in ("customers", "gain", "worth", "weak"))]
    assert [text for text in filter(None, texts) if untranslated(text, ())] == []


MOVED = {"revision", "can_undo", "can_redo", "query", "then", "what_if", "seq"}
"""What the message of a move may carry; of leads also what the tab keeps."""


@pytest.mark.parametrize("query", WAYS)
def test_a_move_sends_only_what_it_changes_and_that_as_a_whole_view_has_it(query):
    page, before = opened(query)
    reply = tried(page, closing=0.5)
    assert reply.keys() - {"kept"} == MOVED
    assert reply["revision"] > before["revision"] and reply["can_undo"]
    whole = page.handle({"do": "settle"})
    alike = reply.keys() - {"revision", "seq"}
    assert {key: whole[key] for key in alike} == {key: reply[key] for key in alike}
    changed = {key for key in before.keys() & whole.keys() if whole[key] != before[key]}
    assert changed <= reply.keys() | {"fill", "answer", "leads", "grid", "kept"}  # sent once


def test_a_move_next_to_a_draft_shows_the_whole_draft():
    page, _ = opened()
    page.handle({"do": "type", "texts": {"leads": "31"}})
    reply = tried(page, closing=0.1)
    assert reply["draft"] and reply["texts"]["leads"] == "31" and "what_if" not in reply


def test_a_move_after_a_number_that_cannot_be_used_shows_what_is_wrong():
    page, _ = opened()
    page.handle({"do": "type", "texts": {"leads": "x"}})
    assert tried(page, closing=0.1)["errors"]["leads"]
