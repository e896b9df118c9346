"""Files that are made in a process apart: the same bytes, limits, and a server that goes on answering."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from diagnostics.app.forms.entries import example
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.taking import order
from diagnostics.app.report.take import take
from diagnostics.app.server import makers as m
from diagnostics.app.server.budgets import Budgets
from diagnostics.app.server.workers import PageApart, Workers
from diagnostics.errors import InputError


def quietly(_words, _share):
    pass


@pytest.fixture
def makers(tmp_path):
    made = m.Makers(Budgets(), tmp_path)
    yield made
    made.close()
    assert list(tmp_path.iterdir()) == [], "nothing is left on the disk"


def ordered(page, format_="csv", picture=None):
    message = page.parse({"do": "take", "format": format_, **({"picture": picture} if picture else {})})
    return order(message, page.entries, page.asked, page._result, ((), ()))


def opened(way="counts", takes=take):
    page = DashboardPage(example("idle_sales_team", way), takes=takes)
    page.handle({"do": "hello"})
    return page


@pytest.mark.parametrize(
    ("format_", "picture"),
    [("pdf", None), ("html", None), ("xlsx", None), ("csv", None), ("png", "timeline"), ("svg", "door")],
)
@pytest.mark.slow
def test_a_file_is_the_same_wherever_it_is_made(makers, format_, picture):
    page = opened("table")
    assert makers.take(ordered(page, format_, picture)) == take(ordered(page, format_, picture))


@pytest.mark.slow
def test_a_file_made_apart_is_in_the_language_of_its_page(makers):
    page = opened("table")
    english = makers.take(ordered(page, "html")).data
    page.handle({"do": "speak", "language": "de"})
    german = makers.take(ordered(page, "html")).data
    assert [b'<html lang="en">' in english, b'<html lang="de">' in german] == [True, True]
    assert german == take(ordered(page, "html")).data
    assert makers.take(ordered(page, "png", "timeline")) == take(ordered(page, "png", "timeline"))


@pytest.mark.slow
def test_what_cannot_be_made_is_said_in_the_same_words(makers, monkeypatch):
    page = opened("table")
    bad = ordered(page)._replace(asked=page.asked._replace(par=page.asked.par.__class__(goal=5)))
    with pytest.raises(InputError) as far:
        makers.take(bad)
    with pytest.raises(InputError) as here:
        take(bad)
    assert str(far.value) == str(here.value)


@pytest.mark.slow
def test_no_more_wait_than_may_and_each_that_waits_gets_its_file(tmp_path):
    made = m.Makers(Budgets(files_waiting=3), tmp_path)
    try:
        made.take(ordered(opened()))  # the process has begun
        pages, said = [opened("table", made.take) for _ in range(8)], []
        threads = [
            threading.Thread(target=lambda p=page: said.append(p.handle({"do": "take", "format": "pdf"})))
            for page in pages
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        got, refused = ([r for r in said if ("data" in r) == yes] for yes in (True, False))
        assert len(got) >= 3 and refused and len(said) == 8
        assert all("Try again in a minute" in reply["notice"] for reply in refused)
        assert made.take(ordered(opened())).data, "and there is room again"
    finally:
        made.close()


@pytest.mark.slow
def test_what_takes_too_long_ends_alone(tmp_path):
    made = m.Makers(Budgets(), tmp_path)
    try:
        made.take(ordered(opened()))
        made._makers[0].budgets = Budgets(work_seconds=2)
        os.kill(made._makers[0]._process.pid, signal.SIGSTOP)
        start = time.monotonic()
        with pytest.raises(InputError, match="more time or memory"):
            made.take(ordered(opened()))
        assert time.monotonic() - start < 30
        made._makers[0].budgets = Budgets()  # time to begin, on a busy machine
        assert made.take(ordered(opened())).data, "another process makes the next one"
    finally:
        made.close()


@pytest.mark.slow
def test_a_maker_that_ends_is_replaced(makers):
    page = opened()
    makers.take(ordered(page))
    os.kill(makers._makers[0]._process.pid, signal.SIGKILL)
    with pytest.raises(InputError, match="more time or memory"):
        makers.take(ordered(page))
    assert makers.take(ordered(page)).data


@pytest.mark.slow
def test_a_page_answers_while_files_of_others_are_made(makers):
    """The processor is shared with the process that makes them, and no lock is."""
    makers.take(ordered(opened()))
    other, stop = opened(), threading.Event()

    def crowd():
        page = opened("table", makers.take)
        while not stop.is_set():
            assert page.handle({"do": "take", "format": "pdf"})["data"]

    threads = [threading.Thread(target=crowd) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        waits = []
        for at in range(20):
            start = time.monotonic()
            assert other.handle({"do": "type", "texts": {"goal": str(20 + at)}})["answer"]
            waits.append(time.monotonic() - start)
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert sorted(waits)[10] < 0.5


@pytest.mark.slow
def test_a_page_without_leads_is_not_moved_to_a_worker_by_taking_a_file(makers):
    workers = Workers(Budgets(workers=1))
    try:
        page = PageApart(opened("table", makers.take), workers, quietly)
        message = page.parse({"do": "take", "format": "csv"})
        assert page.is_long(message)
        assert page.handle(message)["data"] and page._place is None
    finally:
        workers.close()


@pytest.mark.slow
def test_a_page_of_leads_has_its_files_made_where_the_leads_are(makers):
    workers = Workers(Budgets(workers=1))
    try:
        page = PageApart(DashboardPage(takes=makers.take), workers, quietly)
        page.handle(page.parse({"do": "hello", "query": "example=joinery&way=ledger"}))
        here = DashboardPage(takes=take, progress=quietly)
        here.handle({"do": "hello", "query": "example=joinery&way=ledger"})
        for format_ in ("csv", "xlsx"):
            message = {"do": "take", "format": format_, "seq": 7}
            assert page.handle(page.parse(message)) == here.handle(message)
        again = page.handle(page.parse({"do": "take", "format": "png"}))
        assert "one picture" in again["notice"]
    finally:
        workers.close()
