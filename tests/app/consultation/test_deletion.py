"""Deleting a client on the page: asked first, said afterwards, and not undone by another window."""

from __future__ import annotations

import pytest

import diagnostics as dx
from diagnostics.app.consultation.consultation import Consultation

TEXT = "they said so in confidence"


def window(folder):
    c = Consultation(folder, quiet=0)
    return c, lambda do, **more: c.handle({"do": do, "today": "2026-02-03", **more})["shell"]


@pytest.fixture
def two(tmp_path):
    """Two windows, the first on the list of clients, the second with a client open."""
    one, other = window(tmp_path), window(tmp_path)
    other[1]("new", client="Kitchen fitter")
    other[1]("note", step="door", text=TEXT)
    other[1]("report", format="html")
    one[1]("hello")
    return *one, *other


def test_it_is_asked_first_and_said_afterwards(two, tmp_path):
    _, tell, *_ = two
    (listed,) = tell("delete", file="Kitchen-fitter.json")["clients"]["cases"]
    assert "2 files: Kitchen-fitter.json, Kitchen-fitter.html" in listed["confirm"]["text"]
    assert (tmp_path / "Kitchen-fitter.json").exists()
    (listed,) = tell("close")["clients"]["cases"]
    assert listed["confirm"] is None, "kept"
    view = tell("delete", file="Kitchen-fitter.json", sure=True)
    assert view["notice"] == "Deleted: Kitchen-fitter.json, Kitchen-fitter.html."
    assert view["clients"]["cases"] == [] and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "act", [("note", {"step": "sort", "text": "more"}), ("save_now", {}), ("step", {"to": "plan"})]
)
def test_a_window_that_has_it_open_writes_nothing_and_says_so(two, tmp_path, act):
    _, tell, c, other = two
    tell("delete", file="Kitchen-fitter.json", sure=True)
    other(act[0], **act[1])
    view = other("note", step="sort", text="and more")
    assert view["saved"] == {"text": "Not saved.", "alarm": True}
    assert "was deleted" in view["conflict"] and view["choices"] == ["Leave it deleted", "Save it again"]
    c.flush()
    assert list(tmp_path.iterdir()) == []


def test_no_report_is_written_beside_a_deleted_client(two, tmp_path):
    _, tell, _, other = two
    tell("delete", file="Kitchen-fitter.json", sure=True)
    view = other("report", format="html")
    assert view["alarm"] and "no longer there" in view["notice"]
    assert list(tmp_path.iterdir()) == []


def test_a_client_deleted_while_its_report_is_written_leaves_none(two, tmp_path, monkeypatch):
    _, tell, _, other = two
    from diagnostics.app.report import report as module

    def slow(*given, write=module.report):
        written = write(*given)
        tell("delete", file="Kitchen-fitter.json", sure=True)
        written.write_text(TEXT)  # what a report that is ready later would leave
        return written

    monkeypatch.setattr(module, "report", slow)
    assert other("report", format="html")["alarm"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("leave", [("conflict", {"keep": "theirs"}), ("close", {})])
def test_left_deleted_it_is_gone(two, tmp_path, leave):
    _, tell, c, other = two
    tell("delete", file="Kitchen-fitter.json", sure=True)
    other("note", step="sort", text="more")
    view = other(leave[0], **leave[1])
    assert view["clients"]["cases"] == [] and c.case is None
    assert list(tmp_path.iterdir()) == []


def test_who_wants_it_back_says_so(two, tmp_path):
    _, tell, _, other = two
    tell("delete", file="Kitchen-fitter.json", sure=True)
    other("note", step="sort", text="more")
    view = other("conflict", keep="mine")
    assert (view["conflict"], view["saved"]["text"]) == (None, "Saved in Kitchen-fitter.json")
    assert dx.Case.load(tmp_path / "Kitchen-fitter.json").notes == {"door": TEXT, "sort": "more"}


def test_an_open_client_a_file_outside_and_one_that_is_gone_are_not_deleted(two, tmp_path):
    _, tell, _, other = two
    other("delete", file="Kitchen-fitter.json", sure=True)
    assert (tmp_path / "Kitchen-fitter.json").exists(), "only where clients are chosen"
    outside = tmp_path.parent / "outside.json"
    outside.write_text("{}")
    assert "not a case file" in tell("delete", file="../outside.json", sure=True)["notice"]
    assert outside.exists()
    assert "no longer there" in tell("delete", file="nobody.json")["notice"]


def test_a_damaged_client_can_be_deleted_too(tmp_path):
    (tmp_path / "A.json").write_text('{"kind": "weak-link case", "cli')
    _, tell = window(tmp_path)
    assert tell("delete", file="A.json", sure=True)["notice"] == "Deleted: A.json."
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_it_is_in_the_window_that_deleted_it(tmp_path):
    c, tell = window(tmp_path)
    tell("new", client="A")
    c.handle({"do": "page", "page": {"do": "type", "texts": {"leads": "31415", "wins": "17"}}})
    tell("close")
    tell("delete", file="A.json", sure=True)
    assert "31415" not in str(c.inner.entries) and not c.inner.can_undo
