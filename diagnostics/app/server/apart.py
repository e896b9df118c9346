"""A process that does work which is too long or too large for the server: with limits, and a queue in front of it."""

from __future__ import annotations

import json
import logging
import multiprocessing
import shutil
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Literal

from diagnostics.app.pages import page_words
from diagnostics.app.pages.page_state import Stopped
from diagnostics.app.server.budgets import A_MOMENT, Budgets
from diagnostics.reading.progress import Progress

log = logging.getLogger(__name__)

Why = Literal["memory", "time", "pages"]


class Lost(Exception):
    """What a worker kept is gone; why."""

    def __init__(self, why: Why) -> None:
        self.why: Why = why
        super().__init__(why)


def limit_memory(most: int) -> None:
    """Let this process have so many bytes of its own, where the system can keep it to that."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


class Apart:
    """A process, and the queue in front of it.

    Parameters
    ----------
    budgets : Budgets
        How much it may use.
    folder : Path
        In which it has a folder of its own.
    work : callable
        What it runs, with its end of a pipe, the budgets, its folder and ``given``. It answers each thing that it is sent by
        JSON with a ``reply``, after which bytes follow where it says ``data``; by ``lost`` or ``fault`` where there is none;
        before that, any number of times, by ``progress``.
    """

    def __init__(self, budgets: Budgets, folder: Path, work: Callable[..., None], *given: object) -> None:
        self.budgets = budgets
        self._work = work
        self._given = given
        self._folder = folder
        self._turn = threading.Condition()
        self._queue: deque[object] = deque()
        self._process: SpawnProcess | None = None

    def begin(self) -> None:
        """Start the process, where there is none."""
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._files = tempfile.mkdtemp(dir=self._folder)
        given = far, self.budgets, self._files, *self._given
        self._process = context.Process(target=self._work, args=given, daemon=True)
        self._process.start()
        far.close()

    @property
    def busy(self) -> tuple[int, bool]:
        """What waits or is being done; then whether there is no process yet. The least is asked next."""
        return len(self._queue), self._process is None

    def ask(self, what: object, progress: Progress) -> dict[str, Any]:
        """Have something done, in its turn.

        Raises
        ------
        Lost
            Where that took too much, or what it needs is kept no longer.
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
                self._pipe.send(what)
                return self._answer(progress)
            except (EOFError, OSError) as problem:
                log.warning("a worker ended: %s", type(problem).__name__)
                self.close()
                raise Lost("memory") from problem
        finally:
            with self._turn:
                self._queue.remove(ticket)
                self.between()
                self._turn.notify_all()

    def between(self) -> None:
        """What is to be said to the process between two things that it does: nothing."""

    def say(self, what: object) -> None:
        """Say something that is not answered, where there is a process."""
        if self._process is not None:
            with suppress(OSError):  # it ended, with all that it kept
                self._pipe.send(what)

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
                if said["data"]:
                    said["reply"]["data"] = self._pipe.recv_bytes()
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

        Another begins with the next thing that it is asked.
        """
        if self._process is None:
            return
        self._process.kill()
        self._process.join()
        self._pipe.close()
        self._process = None
        shutil.rmtree(self._files, ignore_errors=True)
