"""Exports are read in processes apart, with limits of memory and time: one that is too much ends alone.

A page answers in the server until leads are opened; from then on its messages are answered by a worker, which keeps the
export. What is lost with a worker is the export, never what was typed: that comes back with each reply.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple

from diagnostics.app.forms.entries import Entries
from diagnostics.app.messages import DashboardMessage, Hello
from diagnostics.app.pages import page_words
from diagnostics.app.pages.answering import answer_to_show
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.page_state import Stopped
from diagnostics.app.pages.ready import prepare
from diagnostics.app.report.take import take
from diagnostics.app.server.apart import Apart, Lost, Why, limit_memory
from diagnostics.app.server.budgets import Budgets
from diagnostics.app.server.logs import to_operator
from diagnostics.app.site import NOTEBOOK, Site
from diagnostics.app.undo import History
from diagnostics.language import speaking, t
from diagnostics.leads.opening.engine import beyond_memory
from diagnostics.reading.progress import Progress

log = logging.getLogger(__name__)

PREFIX: Final = "weak-link-exports-"
"""Folders of workers begin so; the number of the server's process follows."""


class Form(NamedTuple):
    """A form that a worker takes over, with the changes that can be taken back."""

    entries: Entries
    history: History[Entries]
    language: str
    revision: int
    """Of the page's last reply; the next one is higher."""


def work(pipe: Connection, budgets: Budgets, folder: str, site: Site) -> None:
    """A worker: answers messages for the pages that it keeps, one after the other, until the pipe is closed.

    What it says is JSON, as the page gets it: nothing that a file could make of it is run in the server.
    """
    to_operator()
    limit_memory(budgets.worker_bytes)
    tempfile.tempdir = folder
    pages: OrderedDict[int, DashboardPage] = OrderedDict()

    def progress(words: str, share: float | None) -> None:
        if pipe.poll() and pipe.recv() == "stop":
            raise Stopped
        say({"progress": words, "share": share})

    def say(content: dict[str, Any]) -> None:
        pipe.send_bytes(json.dumps(content, allow_nan=False).encode())

    prepare(DashboardPage)
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            asked = pipe.recv()
            if asked == "stop":  # it came when the work was done already
                continue
            number, form, refill, message = asked
            if form is not None:
                pages[number] = DashboardPage(
                    form.entries,
                    progress,
                    history=form.history,
                    language=form.language,
                    answers=answer_to_show,
                    most=budgets.most,
                    site=site,
                    takes=take,
                )
                pages[number].revision = form.revision
            if message is None:
                pages.pop(number, None)
                continue
            if number not in pages:
                say({"lost": "pages"})
                continue
            pages.move_to_end(number)
            while len(pages) > budgets.worker_pages:
                pages.popitem(last=False)
            try:
                if refill:
                    pages[number].refill()
                reply: dict[str, Any] = dict(pages[number].handle(message))
                data = reply.pop("data", None)
                say({"reply": reply, "entries": pages[number].entries.to_json(), "data": data is not None})
                if data is not None:
                    pipe.send_bytes(data)
            except Exception as problem:
                if beyond_memory(problem):  # also noticed by the engine, whose error is its own
                    say({"lost": "memory"})
                    return
                log.exception("message %r", type(message).__name__)
                say({"fault": type(problem).__name__})


class Worker(Apart):
    """A process that reads exports, and the queue in front of it."""

    def __init__(self, budgets: Budgets, folder: Path, site: Site) -> None:
        super().__init__(budgets, folder, work, site)
        self._left: list[int] = []

    def answer(
        self, number: int, form: Form | None, refill: bool, message: DashboardMessage, progress: Progress
    ) -> dict[str, Any]:
        """Have a message answered for a page, in its turn: the reply, and the entries of the form as they are then.

        Raises
        ------
        Lost
            Where that took too much, or the worker keeps the page no longer.
        Stopped
            Where the user stopped it while it waited.
        """
        return self.ask((number, form, refill, message), progress)

    def forget(self, number: int) -> None:
        """Keep a page no longer, as soon as the worker is free. Never waits: the server itself calls this."""
        with self._turn:
            self._left.append(number)
            if not self._queue:
                self.between()

    def between(self) -> None:
        """Tell the worker, which is between two messages, whom to forget."""
        left, self._left = self._left, []
        for number in left:
            self.say((number, None, False, None))


class Workers:
    """All workers of a server, and the folder of their files. One is ready; others begin when that one is busy."""

    def __init__(self, budgets: Budgets, site: Site = NOTEBOOK) -> None:
        sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self._workers = [Worker(budgets, self.folder, site) for _ in range(budgets.workers)]
        self._workers[0].begin()
        self._numbers = count(1)

    def lend(self) -> tuple[Worker, int]:
        """The worker with the shortest queue, and a number for a page there."""
        return min(self._workers, key=lambda worker: worker.busy), next(self._numbers)

    def close(self) -> None:
        """End all of them and remove what they wrote."""
        for worker in self._workers:
            worker.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def temporary_here() -> Path:
    """A folder for what this process writes while it reads exports, swept like those of workers; who asks for it removes it."""
    sweep()
    tempfile.tempdir = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
    return Path(tempfile.tempdir)


def sweep() -> None:
    """Remove what workers of servers that ended without a word have left on the disk."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number, _, _ = left.name.removeprefix(PREFIX).partition("-")
        if number.isdecimal() and not Path("/proc", number).exists() and Path("/proc/self").exists():
            shutil.rmtree(left, ignore_errors=True)


class PageApart:
    """A dashboard page: it answers here until leads are opened, then in a worker."""

    def __init__(self, page: DashboardPage, workers: Workers, progress: Progress) -> None:
        self._page = page
        self._workers = workers
        self._progress = progress
        self._refill = False
        self._place: tuple[Worker, int] | None = None
        self._entries: str | None = None
        self._language = ""

    @property
    def language(self) -> str:
        """The language of the page, wherever it is answered."""
        return self._language or self._page.language

    def parse(self, content: object) -> DashboardMessage:
        """A message of the page, checked."""
        return self._page.parse(content)

    def is_long(self, message: DashboardMessage) -> bool:
        """Whether a message may take so long that the page should show progress."""
        return self._place is not None or self._page.is_long(message)

    def refill(self) -> None:
        """Let the next reply fill the form."""
        self._refill = True
        self._page.refill()

    def flush(self) -> None:
        """Nothing of this page is in a file; what a worker keeps of it is forgotten."""
        if self._place is not None:
            worker, number = self._place
            worker.forget(number)

    def handle(self, message: DashboardMessage) -> Mapping[str, Any]:
        """Do what a message asks, here or in a worker."""
        if self._place is None and not self._page.reads_leads(message):
            return self._page.handle(message)
        form = None
        if self._place is None:
            self._place = self._workers.lend()
            form = Form(self._page.entries, self._page.history, self._page.language, self._page.revision)
            self._entries = form.entries.to_json()
        worker, number = self._place
        refill, self._refill = self._refill, False
        try:
            with speaking(self.language):  # what is said while it waits is said here
                done = worker.answer(number, form, refill, message, self._progress)
        except Lost as lost:
            with speaking(self.language):
                return self._without_export(message, lost.why)
        except Stopped:  # while it waited: the worker has not heard of it
            self._refill = True
            if form is not None:
                self._place = None
            return {"pong": True, "seq": message.seq}
        self._entries = done["entries"]
        reply: dict[str, Any] = done["reply"]
        self._language = reply.get("language", self._language)
        return reply

    def _without_export(self, message: DashboardMessage, why: Why) -> Mapping[str, Any]:
        """The form as it was, here again; the export has to be opened anew."""
        self._place = None
        page = self._page
        self._page = DashboardPage(
            Entries.from_json(self._entries or ""),
            self._progress,
            answers=page.answers,
            what_ifs=page.what_ifs,
            site=page.site,
            takes=page.takes,
            language=self.language,
        )
        return self._shown(message, t(page_words.LOST[why]))

    def _shown(self, message: DashboardMessage, notice: str) -> Mapping[str, Any]:
        return {**self._page.handle(Hello()), "notice": notice, "seq": message.seq}
