"""What is typed survives a crash, and a keystroke costs one diagnosis and no write."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

import diagnostics as dx
from diagnostics.app.case import case_file
from diagnostics.app.consultation.consultation import Consultation

ROOT = Path(__file__).resolve().parents[3]
DAY = "2026-02-03"

TYPIST = """
import sys, time
from pathlib import Path
from diagnostics.app.consultation.consultation import Consultation

c = Consultation(Path(sys.argv[1]))
c.handle({"do": "new", "client": "A"})
c.handle({"do": "note", "step": "door", "text": "typed"})
print("typed", flush=True)
at = 0
while sys.argv[2] == "goes on":
    at += 1
    c.handle({"do": "note", "step": "sort", "text": str(at)})
    time.sleep(0.05)
if sys.argv[2] == "waits":
    sys.stdin.read()
"""


@pytest.fixture
def typist(tmp_path):
    started = []

    def start(then):
        command = [sys.executable, "-c", TYPIST, str(tmp_path), then]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        started.append(process)
        assert process.stdout.readline() == "typed\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("then", ["waits", "goes on"])
@pytest.mark.slow
def test_what_was_typed_two_seconds_ago_survives_a_crash(typist, tmp_path, then):
    process = typist(then)
    time.sleep(2)
    process.kill()
    process.wait()
    assert dx.Case.load(tmp_path / "A.json").notes["door"] == "typed"


@pytest.mark.slow
def test_a_program_that_ends_writes_what_was_typed_last(typist, tmp_path):
    process = typist("ends")
    assert process.wait(60) == 0
    assert dx.Case.load(tmp_path / "A.json").notes == {"door": "typed"}


class Counts:
    """How often a diagnosis was made and a file was written."""

    def __init__(self, monkeypatch):
        self.diagnoses = self.writes = 0
        for module in ("diagnostics.app.pages.answering", "diagnostics.app.case.history"):
            self._count(monkeypatch, sys.modules[module], "diagnose", "diagnoses")
        self._count(monkeypatch, case_file, "_whole", "writes")

    def _count(self, monkeypatch, module, name, what):
        act = getattr(module, name)

        def counted(*arguments):
            setattr(self, what, getattr(self, what) + 1)
            return act(*arguments)

        monkeypatch.setattr(module, name, counted)


@pytest.mark.parametrize("step", ["numbers", "diagnosis"])
def test_a_keystroke_is_one_diagnosis_and_a_pause_is_one_write(tmp_path, monkeypatch, step):
    c = Consultation(tmp_path, quiet=3600)  # the pause is made by hand
    c.handle({"do": "new", "client": "A", "today": DAY})
    page(c, "example", name="leads_pile_up")
    c.handle({"do": "step", "to": step, "today": DAY})
    c.flush()
    counts = Counts(monkeypatch)
    for leads in (1801, 1802, 1803, 1804):
        view = page(c, "type", texts={"leads": str(leads)})["shell"]
        assert view["saved"]["text"] == "Saving in A.json…"
    assert (counts.diagnoses, counts.writes) == (4, 0)
    c.flush()
    c.flush()
    assert (counts.diagnoses, counts.writes) == (4, 1)
    kept = dx.Case.load(tmp_path / "A.json")
    assert kept.funnel.leads == 1804 and kept == c.case
    end(c)


def test_a_note_is_no_diagnosis_at_all(tmp_path, monkeypatch):
    c = Consultation(tmp_path, quiet=3600)
    c.handle({"do": "new", "client": "A", "today": DAY})
    page(c, "example", name="leads_pile_up")
    c.handle({"do": "step", "to": "plan", "today": DAY})
    counts = Counts(monkeypatch)
    for text in ("o", "on", "one"):
        c.handle({"do": "note", "step": "plan", "text": text, "today": DAY})
    assert (counts.diagnoses, counts.writes) == (0, 0)
    end(c)


@pytest.mark.parametrize(
    "message", [{"do": "close"}, {"do": "new", "client": "B"}, {"do": "open", "file": "A.json"}, {"do": "save_now"}]
)
def test_nothing_waits_when_another_client_is_opened_or_the_page_is_left(tmp_path, message):
    c = Consultation(tmp_path, quiet=3600)
    c.handle({"do": "new", "client": "A"})
    c.handle({"do": "note", "step": "door", "text": "typed"})
    assert dx.Case.load(tmp_path / "A.json").notes == {}
    c.handle(message)
    assert dx.Case.load(tmp_path / "A.json").notes == {"door": "typed"}
    end(c)


def test_a_report_is_of_what_is_saved(tmp_path):
    c = Consultation(tmp_path, quiet=3600)
    c.handle({"do": "new", "client": "A"})
    c.handle({"do": "client", "text": "Kitchen fitter"})
    reply = c.handle({"do": "report", "format": "html"})
    assert dx.Case.load(tmp_path / "A.json").client == "Kitchen fitter"
    assert b"Kitchen fitter" in reply["data"]
    assert reply["shell"]["saved"]["text"] == "Saved in A.json"
    end(c)


def test_what_the_page_is_told_without_asking_is_later_than_the_answer_before_it(tmp_path):
    told = []
    c = Consultation(tmp_path, notify=told.append, quiet=0.05)
    c.handle({"do": "new", "client": "A"})
    view = c.handle({"do": "note", "step": "door", "text": "typed"})["shell"]
    until = time.monotonic() + 30
    while not told and time.monotonic() < until:
        time.sleep(0.01)
    assert told[0]["saved"]["saved"] == {"text": "Saved in A.json", "alarm": False}
    assert told[0]["saved"]["order"] > view["order"]


def page(c, do, **more):
    return c.handle({"do": "page", "today": DAY, "page": {"do": do, **more}})


def end(c):
    """Let no timer of an hour keep the tests waiting."""
    if c.file is not None and c.file._timer is not None:
        c.file._timer.cancel()
