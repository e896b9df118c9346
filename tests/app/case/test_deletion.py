"""A client is deleted with all that belongs to it, and nothing of another one is."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from diagnostics.app.case.autosave import Autosave
from diagnostics.app.case.case import Case, CaseConflict, CaseGone
from diagnostics.app.case.case_file import free_name, lock_of
from diagnostics.app.case.deletion import A_DAY, belongings, delete, delete_unused
from diagnostics.app.report.report import default_path, is_report, report
from diagnostics.errors import InputError
from tests.app.conftest import ROOT

CLIENT, TEXT = "Kitchen fitter", "they said so in confidence"


def made(folder, client=CLIENT):
    """A client with a report in two formats, copies of two windows, and what a crash left."""
    case = Case(client=client, notes={"door": TEXT})
    path = folder / f"{client.replace(' ', '-')}.json"
    case.save(path)
    for ending in (".html", ".xlsx"):
        report(case, default_path(path, ending))
    for mark in ("mine", "mine", "other"):
        copy = free_name(path, mark)
        case.save(copy)
        report(case, default_path(copy, ".html"))
    for left in (".abc.part", f".{path.stem}.html.xyz"):
        (folder / left).write_text(TEXT)
        os.utime(folder / left, (1, 1))
    return path


def holds(folder, *texts):
    """Files of a folder that hold one of these texts, in the name or inside."""
    return [p.name for p in folder.iterdir() for t in texts if t in p.name or t.encode() in p.read_bytes()]


def test_nothing_of_a_client_is_left(tmp_path):
    path = made(tmp_path)
    assert holds(tmp_path, CLIENT, TEXT, path.stem), "otherwise there is nothing to delete"
    gone = delete(path, is_report)
    assert gone[0] == path.name and len(gone) == 1 + 3 + 2 + 3
    assert list(tmp_path.iterdir()) == [], "no lock either, whose name is made of the client's"


def test_nothing_of_anybody_else_is_deleted(tmp_path):
    path = made(tmp_path)
    others = {}
    for client in ("Kitchen", "Kitchen fitter 2", "Kitchen fitter report", "Kitchen fitter mine"):
        other = tmp_path / f"{client.replace(' ', '-')}.json"
        case = Case(client=client)
        case.save(other)
        others |= {other.name: None, report(case, default_path(other, ".html")).name: None}
    own = tmp_path / f"{path.stem}.pdf"
    own.write_text("a price list that somebody put there")
    (tmp_path / "Kitchen-fitter").mkdir()
    delete(path, is_report)
    left = {p.name for p in tmp_path.iterdir() if not p.name.startswith(".")}
    assert left == {*others, own.name, "Kitchen-fitter"}


def test_what_is_shown_is_what_is_deleted(tmp_path):
    path = made(tmp_path)
    assert tuple(p.name for p in belongings(path, is_report)) == delete(path, is_report)


def test_a_file_half_written_now_is_left_to_whoever_writes_it(tmp_path):
    path = made(tmp_path)
    (tmp_path / ".now.part").write_text("another client")
    delete(path, is_report)
    assert [p.name for p in tmp_path.iterdir()] == [".now.part"]


def test_a_deleted_file_is_not_written_again_unless_that_is_asked_for(tmp_path):
    path = tmp_path / "A.json"
    case = Case(client="A")
    case.save(path)
    delete(path, is_report)
    with pytest.raises(CaseGone):
        case.changed(client="B").save(path)
    assert list(tmp_path.iterdir()) == []
    case.changed(client="B").save(path, replace=True)
    assert Case.load(path).client == "B"


@pytest.mark.parametrize("quiet", [0, 0.05])
def test_no_autosave_brings_a_client_back(tmp_path, quiet):
    path = made(tmp_path)
    case = Case.load(path)
    window = Autosave(path, case, quiet=quiet)
    window.keep(case.changed(client="typed before"))
    window.flush()
    window.keep(case.changed(client="waits"))  # its timer runs while the client is deleted
    delete(path, is_report)
    window.keep(case.changed(client="typed after"))
    time.sleep(4 * quiet)
    window.flush()
    assert list(tmp_path.iterdir()) == []
    assert isinstance(window.saved.conflict, CaseGone) and window.gone


def test_a_window_that_saves_in_a_copy_stops_too(tmp_path):
    path = tmp_path / "A.json"
    Case(client="A").save(path)
    one, other = Case.load(path), Case.load(path)
    one.changed(client="one").save(path)
    window = Autosave(path, other, quiet=0)
    window.keep(other.changed(client="two"))
    assert isinstance(window.saved.conflict, CaseConflict) and window.saved.copy == "A.mine.json"
    delete(path, is_report)
    window.keep(other.changed(client="three"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_another_process_that_writes_all_the_time_does_not_bring_it_back(tmp_path):
    path = tmp_path / "A.json"
    typist = (
        "import sys, time\nfrom diagnostics.app.case.case import Case, CaseGone\n"
        "case = Case(client='A')\ncase.save(sys.argv[1])\nprint('there', flush=True)\n"
        "for n in range(10**6):\n"
        "    try:\n        case.changed(client=str(n)).save(sys.argv[1])\n"
        "    except CaseGone:\n        print('gone', flush=True)\n        break\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", typist, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert process.stdout.readline() == "there\n"
        time.sleep(0.3)
        delete(path, is_report)
        assert process.stdout.readline() == "gone\n"
    finally:
        process.kill()
        process.communicate()
    assert [p for p in tmp_path.iterdir() if p != lock_of(path)] == []


def test_a_file_that_cannot_be_deleted_is_said(tmp_path, monkeypatch):
    path = made(tmp_path)

    def refuse(*_, **__):
        raise OSError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", refuse)
        with pytest.raises(InputError, match="Permission denied"):
            delete(path, is_report)
    assert path.exists()


def test_clients_not_saved_for_long_are_deleted_and_no_others(tmp_path):
    old = made(tmp_path, "Old")
    young = made(tmp_path, "Young")
    list_of_prices = tmp_path / "prices.json"
    list_of_prices.write_text('{"kind": "prices"}')
    now = time.time()
    for path in tmp_path.iterdir():
        if "Old" in path.name or path == list_of_prices:
            os.utime(path, (now - 31 * A_DAY,) * 2)
    os.utime(young, (now - 30 * A_DAY + 60,) * 2)
    gone = delete_unused(tmp_path, 30, is_report)
    assert old.name in gone and all(name.startswith("Old") for name in gone)
    assert holds(tmp_path, "Old") == []
    assert young.exists() and list_of_prices.exists()
    assert delete_unused(tmp_path / "none", 30, is_report) == ()


# --- the command ------------------------------------------------------------------------------------------------------


def command(*arguments, said=None):
    return subprocess.run(
        [sys.executable, "-m", "diagnostics", "delete", *arguments],
        capture_output=True,
        text=True,
        input=said,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


@pytest.mark.parametrize("name", [CLIENT, "Kitchen-fitter.json"])
@pytest.mark.slow
def test_the_command_says_what_it_deleted(tmp_path, name):
    path = made(tmp_path)
    files = [str(p) for p in belongings(path, is_report)]
    asked = command(name, "--folder", str(tmp_path), said="yes\n")
    assert asked.returncode == 2 and path.exists(), "nobody confirmed it at a terminal"
    assert asked.stdout.splitlines() == files
    done = command(name, "--folder", str(tmp_path), "--yes")
    assert (done.returncode, done.stdout.splitlines()) == (0, [f"Deleted {file}" for file in files])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_command_deletes_nothing_where_it_is_not_clear_what(tmp_path):
    for name in ("A.json", "A-2.json"):
        Case(client="A").save(tmp_path / name)
    several = command("A", "--folder", str(tmp_path), "--yes")
    assert several.returncode == 2 and "A-2.json" in several.stderr
    nobody = command("../A.json", "--folder", str(tmp_path), "--yes")
    assert nobody.returncode == 2 and "no client" in nobody.stderr
    assert len(list(tmp_path.glob("*.json"))) == 2
