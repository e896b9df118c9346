"""The folder of case files: what is listed, what may be opened, and what a new file is called."""

from __future__ import annotations

import os

import pytest

from diagnostics.app.case.case import Case
from diagnostics.app.case.case_file import free_name
from diagnostics.app.case.folder import hidden, inside, list_cases, new_path
from diagnostics.app.consultation.page_words import clients_line
from diagnostics.errors import InputError


def test_a_folder_that_is_not_there_is_empty(tmp_path):
    assert list_cases(tmp_path / "none") == ()


def test_a_damaged_file_is_listed_with_the_reason_and_left_alone(tmp_path):
    Case(client="Good").save(tmp_path / "good.json")
    bad = tmp_path / "bad.json"
    bad.write_text('{"kind": "weak-link case", "version": 1, "cli')
    listed = {c.file: c for c in list_cases(tmp_path)}
    assert listed["good.json"].problem is None
    assert "damaged" in str(listed["bad.json"].problem)
    assert bad.read_text() == '{"kind": "weak-link case", "version": 1, "cli'
    assert set(listed) == {"good.json", "bad.json"}, "the lock is not listed"


@pytest.mark.parametrize("file", ["../secret.json", "/etc/passwd", "a/b.json", "gone.json", "case.txt", ""])
def test_no_name_leads_out_of_the_folder(tmp_path, file):
    (tmp_path.parent / "secret.json").write_text("{}")
    with pytest.raises(InputError) as caught:
        inside(tmp_path, file)
    assert caught.value.field == "case file"


@pytest.mark.parametrize(
    ("client", "name"),
    [
        ("Kitchen fitter", "Kitchen-fitter.json"),
        ("Café <b>=cmd()</b>", "Café-b-cmd-b.json"),
        ("../../etc/passwd", "etc-passwd.json"),
        ("  ", "client.json"),
        ("😀", "client.json"),
        ("שלום", "שלום.json"),
        ("x" * 500, "x" * 60 + ".json"),
    ],
)
def test_a_name_that_every_system_can_hold(tmp_path, client, name):
    assert new_path(tmp_path, client) == tmp_path / name


def test_no_name_is_given_twice(tmp_path):
    for expected in ("Same.json", "Same-2.json", "Same-3.json"):
        path = new_path(tmp_path, "Same")
        assert path.name == expected
        Case(client="Same").save(path)


@pytest.mark.parametrize("client", ["CON", "nul", "aux", "COM1", "lpt9"])
def test_no_name_is_one_that_windows_keeps_for_itself(tmp_path, client):
    assert new_path(tmp_path, client).name == f"{client}-1.json"


def test_a_name_of_long_letters_leaves_room_for_what_is_kept_beside_it(tmp_path):
    path = new_path(tmp_path, "𐎀" * 60)
    case = Case(client="long")
    case.save(path)
    assert len(free_name(path, "mine").name.encode()) < 230


def test_an_odd_file_hides_no_other(tmp_path):
    Case(client="Good").save(tmp_path / "good.json")
    (tmp_path / "digits.json").write_text('{"id": %s}' % ("9" * 5000))
    (tmp_path / "folder.json").mkdir()
    listed = {c.file: c for c in list_cases(tmp_path)}
    assert listed["good.json"].problem is None and listed["digits.json"].problem and listed["folder.json"].problem


def test_of_very_many_those_saved_last_are_listed_and_the_others_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("diagnostics.app.case.folder.MOST_SHOWN", 3)
    for at in range(5):
        path = tmp_path / f"c{at}.json"
        Case(client=f"c{at}").save(path)
        os.utime(path, (at, at))
    assert {c.file for c in list_cases(tmp_path)} == {"c4.json", "c3.json", "c2.json"}
    assert hidden(tmp_path) == 2
    assert "2 saved longer ago, not listed" in clients_line("here", 3, hidden(tmp_path))


def test_a_name_that_no_system_can_hold_is_refused(tmp_path):
    with pytest.raises(InputError):
        inside(tmp_path, "x" * 300 + ".json")
