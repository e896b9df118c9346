"""Exports are read in processes apart, with limits of memory and time: one that is too much ends alone.

A page answers in the server until leads are opened; from then on its messages are answered by a worker, which keeps the
export. What is lost with a worker is the export, never what was typed: that comes back with each reply.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import shutil
import tempfile
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from diagnostics.app.forms.entries import Entries
from diagnostics.app.messages import DashboardMessage, Hello
from diagnostics.app.pages import page_words
from diagnostics.app.pages.answering import answer_to_show
from diagnostics.app.pages.dashboard import DashboardPage, prepare
from diagnostics.app.pages.page_state import Stopped
from diagnostics.app.server.budgets import A_MOMENT, Budgets
from diagnostics.app.server.logs import to_operator
from diagnostics.app.site import NOTEBOOK, Site
from diagnostics.app.undo import History
from diagnostics.leads.opening.engine import beyond_memory
from diagnostics.reading.progress import Progress

log = logging.getLogger(__name__)

Why = Literal["memory", "time", "pages"]
PREFIX: Final = "weak-link-exports-"
"""Folders of workers begin so; the number of the server's process follows."""


class Lost(Exception):
    """What a worker kept is gone; why."""

    def __init__(self, why: Why) -> None:
        self.why: Why = why
        super().__init__(why)


class Form(NamedTuple):
    """A form that a worker takes over, with the changes that can be taken back."""

    entries: Entries
    history: History[Entries]


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

    prepare()
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
                    answers=answer_to_show,
                    most=budgets.most,
                    site=site,
                )
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
                reply = dict(pages[number].handle(message))
                say({"reply": reply, "entries": pages[number].entries.to_json()})
            except Exception as problem:
                if beyond_memory(problem):  # also noticed by the engine, whose error is its own
                    say({"lost": "memory"})
                    return
                log.exception("message %r", type(message).__name__)
                say({"fault": type(problem).__name__})


def limit_memory(most: int) -> None:
    """Let this process have so many bytes of its own, where the system can keep it to that."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


class Worker:
    """A process, and the queue in front of it."""

    def __init__(self, budgets: Budgets, folder: Path, site: Site) -> None:
        self.budgets = budgets
        self._site = site
        self._folder = folder
        self._turn = threading.Condition()
        self._queue: deque[object] = deque()
        self._left: list[int] = []
        self._process: SpawnProcess | None = None

    def begin(self) -> None:
        """Start the process, where there is none."""
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._files = tempfile.mkdtemp(dir=self._folder)
        self._process = context.Process(target=work, args=(far, self.budgets, self._files, self._site), daemon=True)
        self._process.start()
        far.close()

    @property
    def busy(self) -> tuple[int, bool]:
        """Messages that wait or are being answered; then whether there is no process yet. The least is asked next."""
        return len(self._queue), self._process is None

    def ask(
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
        ticket = object()
        with self._turn:
            self._queue.append(ticket)
        try:
            self._wait(ticket, progress)
            self.begin()
            try:
                self._pipe.send((number, form, refill, message))
                return self._answer(progress)
            except (EOFError, OSError) as problem:
                log.warning("a worker ended: %s", type(problem).__name__)
                self.close()
                raise Lost("memory") from problem
        finally:
            with self._turn:
                self._queue.remove(ticket)
                self._forget_now()
                self._turn.notify_all()

    def forget(self, number: int) -> None:
        """Keep a page no longer, as soon as the worker is free. Never waits: the server itself calls this."""
        with self._turn:
            self._left.append(number)
            if not self._queue:
                self._forget_now()

    def _forget_now(self) -> None:
        """Tell the worker, which is between two messages, whom to forget."""
        left, self._left = self._left, []
        if self._process is None:
            return
        with suppress(OSError):  # it ended, with all that it kept
            for number in left:
                self._pipe.send((number, None, False, None))

    def _wait(self, ticket: object, progress: Progress) -> None:
        """Until it is this one's turn, telling how many are before it."""
        while True:
            with self._turn:
                before = self._queue.index(ticket)
                if before == 0:
                    return
                self._turn.wait(1)
            progress(page_words.in_the_queue(before), None)

    def _answer(self, progress: Progress) -> dict[str, Any]:
        until = time.monotonic() + self.budgets.work_seconds
        while True:
            if not self._pipe.poll(A_MOMENT):
                if time.monotonic() > until:
                    self.close()
                    raise Lost("time")
                continue
            said: dict[str, Any] = json.loads(self._pipe.recv_bytes())
            if "reply" in said:
                return said
            if "lost" in said:
                if said["lost"] == "memory":
                    self.close()
                raise Lost(said["lost"])
            if "fault" in said:
                raise RuntimeError(said["fault"])
            try:
                progress(said["progress"], said["share"])
            except Stopped:
                self._pipe.send("stop")

    def close(self) -> None:
        """End the process, with all that it kept and wrote: it is killed, and has no time to remove that itself.

        Another begins with the next message.
        """
        if self._process is None:
            return
        self._process.kill()
        self._process.join()
        self._pipe.close()
        self._process = None
        shutil.rmtree(self._files, ignore_errors=True)


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
        if not self.is_long(message):
            return self._page.handle(message)
        form = None
        if self._place is None:
            self._place = self._workers.lend()
            form = Form(self._page.entries, self._page.history)
            self._entries = form.entries.to_json()
        worker, number = self._place
        refill, self._refill = self._refill, False
        try:
            done = worker.ask(number, form, refill, message, self._progress)
        except Lost as lost:
            return self._without_export(message, lost.why)
        except Stopped:  # while it waited: the worker has not heard of it
            self._refill = True
            if form is not None:
                self._place = None
            return {"pong": True, "seq": message.seq}
        self._entries = done["entries"]
        reply: dict[str, Any] = done["reply"]
        return reply

    def _without_export(self, message: DashboardMessage, why: Why) -> Mapping[str, Any]:
        """The form as it was, here again; the export has to be opened anew."""
        self._place = None
        self._page = DashboardPage(
            Entries.from_json(self._entries or ""), self._progress, answers=self._page.answers, site=self._page.site
        )
        return self._shown(message, page_words.LOST[why])

    def _shown(self, message: DashboardMessage, notice: str) -> Mapping[str, Any]:
        return {**self._page.handle(Hello()), "notice": notice, "seq": message.seq}
