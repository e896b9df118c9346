"""Files of the dashboard and of cases, opened in a session."""

from __future__ import annotations

import json

import pytest

import diagnostics as dx
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.forms.entries import Entries
from diagnostics.app.pages.dashboard import DashboardPage

ENTRIES = Entries({"leads": "310", "months": "1", "wins": "17", "goal": "58", "closing": "12"})


@pytest.fixture
def session(tmp_path):
    c = Consultation(tmp_path, quiet=0)
    return c, lambda do, **more: c.handle({"do": do, "today": "2026-02-03", **more})


def saved(title="Kitchens", date="2026-01-31"):
    page = DashboardPage(ENTRIES.entitled(title, date))
    page.handle({"do": "hello"})
    return page.handle({"do": "save"})["file"]


def test_a_file_of_the_dashboard_becomes_a_client_with_its_title(session, tmp_path):
    c, tell = session
    shown = tell("open_file", text=saved(), name="weak-link.json")
    assert shown["shell"]["client"] == "Kitchens" and shown["page"]["texts"]["leads"] == "310"
    case = dx.Case.load(tmp_path / "Kitchens.json")
    page = DashboardPage(ENTRIES)
    page.handle({"do": "hello"})
    assert dx.diagnose(case.funnel, case.par, case.money).probability == page.diagnosis.probability
    assert c.case.typed.date == "2026-01-31"


@pytest.mark.parametrize(
    ("name", "client", "file"),
    [
        ("Küche Nord.json", "Küche Nord", "Küche-Nord.json"),
        ("../../x.json", "x", "x.json"),
        ("C:\\Users\\b\\a.json", "a", "a.json"),
        ("weak-link (2).json", "", "client.json"),
        ("", "", "client.json"),
    ],
)
def test_a_file_without_a_title_is_named_by_the_file(session, tmp_path, name, client, file):
    _, tell = session
    assert tell("open_file", text=saved("", ""), name=name)["shell"]["client"] == client
    assert [path.name for path in tmp_path.glob("*.json")] == [file]


def test_a_case_from_elsewhere_becomes_a_client_with_its_history_and_never_replaces_one(session, tmp_path):
    c, tell = session
    case = dx.Case.load("data/case.json")
    for _ in range(2):
        tell("open_file", text=case.to_json(), name="case.json")
        assert [action.model_copy(update={"key": 0}) for action in c.case.plan] == list(case.plan)
        assert c.case.diagnoses[: len(case.diagnoses)] == case.diagnoses
        tell("close")
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_with_a_case_open_the_numbers_of_a_file_go_into_it(session, tmp_path):
    c, tell = session
    tell("new", client="A")
    tell("define", key="lead", text="whoever asks")
    shown = tell("open_file", text=saved(), name="weak-link.json")
    assert shown["page"]["texts"]["leads"] == "310" and shown["seq"] == 0
    assert c.case.client == "A" and c.case.definitions.lead == "whoever asks" and c.case.numbers is not None
    tell("open_file", text=dx.Case.load("data/case.json").to_json())
    assert c.case.client == "A" and not c.case.plan
    tell("undo")
    assert c.case.typed.texts["leads"] == "310"
    assert [path.name for path in tmp_path.glob("*.json")] == ["A.json"]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"kind": "weak-link case", "version": 99}', "{" * 5_000, '{"kind": 7}']
)
@pytest.mark.parametrize("open_case", [False, True])
def test_a_file_that_is_none_is_refused_in_words_and_nothing_is_written(session, tmp_path, text, open_case):
    _, tell = session
    if open_case:
        tell("new", client="A")
    before = sorted(tmp_path.glob("*.json"))
    shown = tell("open_file", text=text, name="x.json")
    notice = shown["page"]["notice"] if open_case else shown["shell"]["notice"]
    assert notice and len(notice) < 500
    assert sorted(tmp_path.glob("*.json")) == before


def test_old_files_open_too(session):
    _, tell = session
    old = {"kind": "weak-link entries", "version": 1, "entries": dict(ENTRIES.texts)}
    assert tell("open_file", text=json.dumps(old))["page"]["texts"]["leads"] == "310"


def test_the_page_inside_takes_files_as_the_dashboard_does(session):
    c, tell = session
    tell("open_file", text=saved())
    reply = tell("page", page={"do": "take", "format": "csv", "title": "A"})
    assert reply["download"] == {"name": "A.csv", "type": "text/csv"} and b"310" in reply["data"]
    assert "data" not in reply["page"] and c.case.client == "Kitchens"
