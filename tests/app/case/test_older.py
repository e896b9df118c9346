"""A case of an older version: upgraded, nothing lost, and the old file kept next to it until the client is deleted."""

from __future__ import annotations

import json
import stat

import pytest

import diagnostics as dx
from diagnostics.app.case.case_file import version_of
from diagnostics.app.case.deletion import belongings, delete
from diagnostics.app.case.folder import list_cases
from diagnostics.app.consultation.consultation import Consultation

OLD = {
    "kind": "weak-link case",
    "version": 4,
    "client": "Fitter",
    "plan": [{"id": "closing_sit_in", "what": "a"}],
    "notes": {"door": "asked twice"},
}


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "Fitter.json"
    file.write_text(json.dumps(OLD), encoding="utf-8")
    file.chmod(0o600)
    return file


def kept(path):
    return sorted(p.name for p in path.parent.iterdir() if ".version-" in p.name)


def test_the_old_file_is_kept_word_for_word_when_the_case_is_first_saved(path):
    old = path.read_bytes()
    case = dx.Case.load(path)
    assert kept(path) == [], "to open it changes nothing"
    case.changed(client="Fitter & son").save(path)
    other = path.with_name("Fitter.json.version-4")
    assert other.read_bytes() == old
    assert stat.S_IMODE(other.stat().st_mode) == 0o600, "no more people can read it"
    assert json.loads(path.read_text())["version"] == 5
    assert dx.Case.load(path).notes == {"door": "asked twice"}


def test_it_is_kept_once_and_another_old_file_next_to_it(path):
    old = path.read_text()
    case = dx.Case.load(path)
    case.changed(client="a").save(path)
    case.changed(client="b").save(path)
    assert kept(path) == ["Fitter.json.version-4"]
    path.write_text(old)
    dx.Case.load(path).changed(client="c").save(path)
    assert kept(path) == ["Fitter.json.version-4"], "the same file is not kept twice"
    path.write_text(old.replace("asked twice", "asked once"))
    dx.Case.load(path).changed(client="d").save(path)
    assert kept(path) == ["Fitter.json.version-4", "Fitter.json.version-4-2"]


def test_it_is_no_client_and_is_deleted_with_its_own(path):
    dx.Case.load(path).changed(client="Fitter & son").save(path)
    dx.Case(client="Other").save(path.with_name("Other.json"))
    assert sorted(c.file for c in list_cases(path.parent)) == ["Fitter.json", "Other.json"]
    assert [p.name for p in belongings(path, lambda _: False)] == ["Fitter.json", "Fitter.json.version-4"]
    delete(path, lambda _: False)
    assert sorted(p.name for p in path.parent.iterdir() if p.suffix != ".lock") == ["Other.json"]


def test_a_case_of_this_version_leaves_nothing_next_to_it(tmp_path):
    path = tmp_path / "A.json"
    case = dx.Case(client="A")
    case.save(path)
    case.changed(client="B").save(path)
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith(".")] == ["A.json"]


def test_a_session_keeps_it_too(path):
    c = Consultation(path.parent, quiet=0)
    c.handle({"do": "open", "file": path.name, "today": "2026-02-03"})
    c.handle({"do": "client", "text": "Fitter & son", "today": "2026-02-03"})
    assert kept(path) == ["Fitter.json.version-4"]


@pytest.mark.parametrize(
    ("content", "version"),
    [
        (b'{"kind": "weak-link case", "version": 3}', 3),
        (b'{"version": 2, "kind": "weak-link case"}', 2),
        (b'{"kind": "weak-link entries", "version": 9}', 0),
        (b'{"kind": "weak-link case", "version": "4"}', None),
        (b"[]", None),
        (b"{", None),
        (b"\xff", None),
    ],
)
def test_the_version_of_a_content(content, version):
    assert version_of(content) == version
