"""Exports are read apart: one that takes too much ends alone, and what was typed stays."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from diagnostics.app import messages as m
from diagnostics.app.pages import page_words
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.page_state import Stopped
from diagnostics.app.server import workers as w
from diagnostics.app.server.budgets import Budgets

pytestmark = [pytest.mark.slow]


def quietly(*_):
    pass


@pytest.fixture(scope="module")
def workers():
    made = w.Workers(Budgets(workers=1, worker_pages=2, work_seconds=60))
    yield made
    made.close()


def page(workers, query="goal=30&closing=20", progress=quietly):
    apart = w.PageApart(DashboardPage(None, progress), workers, progress)
    apart.handle(m.Hello(query=query))
    return apart


def opened(apart, data, name="deals.csv"):
    return apart.handle(m.LeadsPart(name=name, size=len(data), data=data, seq=7))


def test_a_worker_answers_as_the_page_itself_does(workers, leads_csv):
    apart, here = page(workers), DashboardPage(None, quietly)
    here.handle(m.Hello(query="goal=30&closing=20"))
    data = leads_csv()
    mine, theirs = opened(apart, data), here.handle(m.LeadsPart(name="deals.csv", size=len(data), data=data, seq=7))
    assert mine["answer"]["sentence"] == theirs["answer"]["sentence"]
    assert mine["leads"] == theirs["leads"]
    assert mine["seq"] == 7
    assert mine["revision"] == theirs["revision"] == 2, "the replies of one page are counted on"
    mine, theirs = apart.handle(m.Type(texts={"goal": "3"})), here.handle(m.Type(texts={"goal": "3"}))
    assert mine["answer"]["sentence"] == theirs["answer"]["sentence"]


def test_what_was_typed_before_can_be_taken_back_afterwards(workers, leads_csv):
    apart = page(workers)
    apart.handle(m.Type(texts={"goal": "44"}, step=True))
    opened(apart, leads_csv())
    assert apart.handle(m.Undo())["texts"]["goal"] == "44"
    assert apart.handle(m.Undo())["texts"]["goal"] == "30"


def test_pages_beyond_what_a_worker_keeps_are_told_to_open_their_file_again(workers, leads_csv):
    pages = [page(workers) for _ in range(3)]
    for apart in pages:
        opened(apart, leads_csv())
    reply = pages[0].handle(m.Type(texts={"goal": "31"}))
    assert reply["notice"] == page_words.LOST["pages"]
    assert reply["way"] == "ledger"
    assert "deals.csv" in reply["leads"]["again"]
    assert opened(pages[0], leads_csv())["answer"], "and it goes on"
    assert pages[2].handle(m.Type(texts={"goal": "31"}))["answer"]


def test_a_worker_that_dies_takes_the_export_with_it_and_nothing_that_was_typed(workers, leads_csv):
    apart = page(workers)
    opened(apart, leads_csv())
    apart.handle(m.Type(texts={"goal": "47"}))
    os.kill(workers._workers[0]._process.pid, 9)
    reply = apart.handle(m.Type(texts={"closing": "19"}, seq=9))
    assert reply["notice"] == page_words.LOST["memory"]
    assert (reply["texts"]["goal"], reply["seq"]) == ("47", 9)
    assert opened(apart, leads_csv())["answer"]


def test_an_export_that_takes_too_long_is_ended(leads_csv):
    made = w.Workers(Budgets(workers=1, work_seconds=1))
    try:
        time.sleep(3)  # it has begun
        apart = page(made)
        big = b"ID,Created,Status,Closed,Owner\n" + b"".join(
            b"%d,2024-01-%02d,%s,2024-02-%02d,A%d\n" % (n, 1 + n % 28, (b"Won", b"Lost")[n % 2], 1 + n % 28, n % 9)
            for n in range(250_000)
        )
        start = time.monotonic()
        reply = opened(apart, big)
        assert reply["notice"] == page_words.LOST["time"]
        assert time.monotonic() - start < 30
        assert reply["texts"]["goal"] == "30"
    finally:
        made.close()


def test_whoever_waits_is_told_how_many_are_before_and_may_stop_waiting(workers, leads_csv):
    worker, _ = workers.lend()
    holding, release = threading.Event(), threading.Event()

    def hold(*_):
        holding.set()
        release.wait(20)

    first, said = page(workers), []
    with worker._turn:
        worker._queue.append(ticket := object())

    def progress(words, share):
        said.append(words)
        raise Stopped

    second = page(workers, progress=progress)
    reply = opened(second, leads_csv())
    assert reply == {"pong": True, "seq": 7}
    assert said == [page_words.in_the_queue(1)]
    with worker._turn:
        worker._queue.remove(ticket)
    assert opened(first, leads_csv())["answer"]


def test_work_is_stopped_by_its_page(workers, leads_csv):
    def progress(words, share):
        raise Stopped

    apart = page(workers, progress=progress)
    reply = opened(apart, leads_csv())
    assert "Stopped" in reply["notice"]
    assert reply["texts"]["goal"] == "30"


def test_folders_of_servers_that_are_gone_are_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(w.tempfile, "tempdir", str(tmp_path))
    gone, alive, other = (
        tmp_path / name for name in (f"{w.PREFIX}999999999-ab", f"{w.PREFIX}{os.getpid()}-cd", "weak-link-x")
    )
    for folder in (gone, alive, other):
        folder.mkdir()
        (folder / "leads.csv").write_text("x")
    w.sweep()
    assert (gone.exists(), alive.exists(), other.exists()) == (False, True, True)


def test_memory_beyond_the_limit_is_refused():
    code = "from diagnostics.app.server.workers import limit_memory; limit_memory(300_000_000); bytearray(400_000_000)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "MemoryError" in done.stderr


FAILS = """
import sys, threading
from multiprocessing import Pipe
from diagnostics.app.forms.entries import blank
from diagnostics.app.messages import Hello
from diagnostics.app.server import workers as w
from diagnostics.app.site import NOTEBOOK
from diagnostics.app.undo import History

def fail(*_):
    raise ValueError("could not read 'Secret Client'")

w.prepare, w.DashboardPage.handle = (lambda page: None), fail
near, far = Pipe()
near.send((1, w.Form(blank(), History(), "en", 1), False, Hello()))
threading.Thread(target=lambda: (near.recv_bytes(), near.close())).start()
w.work(far, w.Budgets(), sys.argv[1], NOTEBOOK)
"""


def test_a_fault_in_a_worker_is_in_the_log_without_what_was_typed(tmp_path):
    """A worker wrote whole traces, whose last line quotes a name of a file or a cell."""
    done = subprocess.run([sys.executable, "-c", FAILS, tmp_path], capture_output=True, text=True, timeout=60)
    assert '"fault": "ValueError"' in done.stderr
    assert "Secret" not in done.stderr


def test_a_worker_that_is_ended_leaves_no_files_behind():
    workers = w.Workers(Budgets(workers=1))
    worker = workers._workers[0]
    try:
        for _ in range(2):
            worker.begin()
            (Path(worker._files) / "upload.csv").write_text("somebody's leads")
            worker.close()
        assert [path for path in workers.folder.rglob("*") if path.is_file()] == []
        worker.begin()
        assert Path(worker._files).is_dir(), "the next one has a folder of its own"
    finally:
        workers.close()
