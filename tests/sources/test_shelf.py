"""The folder of case files: what is listed, what may be opened, and what a new file is called."""

from __future__ import annotations

import pytest

from diagnostics.funnel.errors import InputError
from diagnostics.sources.case import Case
from diagnostics.sources.shelf import inside, new_path, shelf


def test_a_folder_that_is_not_there_is_empty(tmp_path):
    assert shelf(tmp_path / "none") == ()


def test_a_damaged_file_is_listed_with_the_reason_and_left_alone(tmp_path):
    Case(client="Good").save(tmp_path / "good.json")
    bad = tmp_path / "bad.json"
    bad.write_text('{"kind": "weak-link case", "version": 1, "cli')
    listed = {c.file: c for c in shelf(tmp_path)}
    assert listed["good.json"].problem == ""
    assert "damaged" in listed["bad.json"].problem
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
