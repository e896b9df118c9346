"""The file of an open case: written once per pause, soon enough, and never over another window's changes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from diagnostics.app.case import autosave
from diagnostics.app.case.autosave import Autosave
from diagnostics.app.case.case import Case


class Clock:
    """Time that passes when it is told to; timers are run by :meth:`go`."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        self.timers = []
        clock = self

        class Timer:
            def __init__(self, seconds, act, args):
                self.at, self.act, self.args = clock.now + seconds, act, args

            def start(self):
                clock.timers.append(self)

        monkeypatch.setattr(autosave.threading, "Timer", Timer)
        monkeypatch.setattr(autosave.time, "monotonic", lambda: self.now)

    def go(self, seconds):
        end = self.now + seconds
        while due := sorted((t for t in self.timers if t.at <= end), key=lambda t: t.at):
            self.timers.remove(due[0])
            self.now = due[0].at
            due[0].act(*due[0].args)
        self.now = end


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "A.json"


def opened(path, **options):
    case = Case(client="A")
    case.save(path)
    return case, Autosave(path, case, **options)


def test_a_burst_of_changes_is_one_write_after_the_pause(clock, path):
    case, file = opened(path)
    for at in range(5):
        case = case.changed(notes={"door": "x" * at + "y"})
        file.keep(case)
        clock.go(0.1)
    assert Case.load(path).notes == {} and file.saved.pending
    clock.go(autosave.PAUSE)
    assert (Case.load(path), file.writes, file.saved.pending) == (case, 1, False)
    clock.go(60)
    assert file.writes == 1 and not clock.timers, "nothing is written where nothing changed"


@pytest.mark.parametrize("gap", [0.01, 0.1, 0.3, 0.69, 0.71, 5.0])
def test_no_change_waits_two_seconds_however_it_is_typed(clock, path, gap):
    case, file = opened(path)
    typed_at = {}
    for at in range(40):
        case = case.changed(notes={"door": str(at)})
        typed_at[str(at)] = clock.now
        file.keep(case)
        clock.go(gap)
        kept = int(Case.load(path).notes.get("door", "-1"))
        late = [
            text for text, when in typed_at.items() if int(text) > kept and clock.now - when >= autosave.LONGEST_WAIT
        ]
        assert not late
    assert autosave.PAUSE < autosave.LONGEST_WAIT < 2


def test_the_page_is_told_when_it_is_saved_and_not_before(clock, path):
    told = []
    case, file = opened(path, notify=lambda: told.append(file.saved))
    file.keep(case.changed(client="B"))
    clock.go(autosave.PAUSE / 2)
    assert told == [] and file.saved.pending
    clock.go(autosave.PAUSE)
    assert [saved.pending for saved in told] == [False]


def test_a_page_that_is_gone_does_not_stop_the_file(clock, path):
    case, file = opened(path, notify=lambda: 1 / 0)
    file.keep(case.changed(client="B"))
    clock.go(1)
    assert Case.load(path).client == "B"
    file.keep(case.changed(client="C"))
    clock.go(1)
    assert Case.load(path).client == "C"


def test_another_windows_change_is_found_by_the_timer_and_left_alone(clock, path):
    case, file = opened(path)
    other = Case.load(path).changed(client="theirs")
    other.save(path)
    file.keep(case.changed(client="mine"))
    clock.go(1)
    assert Case.load(path) == other
    assert file.saved.conflict is not None and file.saved.copy == "A.mine.json"
    file.keep(case.changed(client="mine too"))
    assert Case.load(path.with_name("A.mine.json")).client == "mine too", "from then on nothing waits"
    file.replace_theirs()
    assert (Case.load(path).client, file.saved.conflict) == ("mine too", None)
    assert sorted(p.name for p in path.parent.glob("*.json")) == ["A.json", "A.other.json"]


def test_a_copy_that_somebody_changed_is_not_removed(clock, path):
    case, file = opened(path)
    Case.load(path).changed(client="theirs").save(path)
    file.keep(case.changed(client="mine"))
    clock.go(1)
    copy = path.with_name("A.mine.json")
    Case.load(copy).changed(client="edited").save(copy)
    file.replace_theirs()
    assert Case.load(copy).client == "edited"


def test_what_could_not_be_written_is_said_and_tried_again(clock, path, monkeypatch):
    case, file = opened(path)
    mine = case.changed(client="B")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        file.keep(mine)
        clock.go(1)
        assert file.saved.problem is not None and not file.saved.pending
        file.flush()
        assert file.saved.problem is not None
    file.flush()
    assert (file.saved.problem, Case.load(path)) == (None, mine)


def full(*_):
    raise OSError(28, "No space left on device")


def test_what_is_to_be_forgotten_is_not_written(clock, path):
    case, file = opened(path)
    file.keep(case.changed(client="B"))
    file.forget()
    clock.go(5)
    assert (Case.load(path), file.writes) == (case, 0)


def test_typing_does_not_wait_for_a_slow_disk(path, monkeypatch):
    case, file = opened(path)
    writing, go_on = threading.Event(), threading.Event()
    save = Case.save

    def slow(self, at, replace=False):
        writing.set()
        assert go_on.wait(30)
        save(self, at, replace)

    monkeypatch.setattr(Case, "save", slow)
    file.keep(case.changed(client="B"))
    writer = threading.Thread(target=file.flush)
    writer.start()
    assert writing.wait(30)
    file.keep(case.changed(client="C"))  # would not return while it waited for the disk
    assert file.saved.pending
    go_on.set()
    writer.join()
    file.flush()
    assert Case.load(path).client == "C"


def test_a_case_and_its_copies_may_all_be_saved_where_one_was(tmp_path):
    first = Case(client="A")
    first.save(tmp_path / "A.json")
    second = first.changed(client="B")
    second.save(tmp_path / "A.json")
    second.save(tmp_path / "B.json")
    first.changed(client="C").save(tmp_path / "A.json")
    assert Case.load(tmp_path / "A.json").client == "C"
    assert Case.load(tmp_path / "B.json").client == "B"
