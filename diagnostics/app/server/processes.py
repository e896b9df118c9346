"""Processes that work out answers, so that one process holds the pages of all visitors and no core is idle."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from diagnostics.app.forms.entries import example
from diagnostics.app.pages.answering import Asked, Given, answer_to_show
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.what_if import Tried, WhatIfPane, what_if

Question = TypeVar("Question")
Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Processes:
    """Answers for :class:`~diagnostics.app.pages.dashboard.DashboardPage`, each worked out by one of some processes.

    A process is given counts and targets, and nothing that says whose they are. One that ends is replaced, and what it was
    asked is worked out here.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._turn = threading.Lock()
        self._pool = self._begin()

    def _begin(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=begin)
        for _ in range(self._count):
            pool.submit(prepare)  # each of them starts a process
        return pool

    def answer(self, asked: Asked) -> Given:
        """Work out an answer.

        Raises
        ------
        InputError
            Where there is none.
        """
        return self._worked(answer_to_show, asked)

    def what_if(self, tried: Tried) -> WhatIfPane | None:
        """Work out what if.

        Raises
        ------
        InputError
            As :meth:`answer`.
        """
        return self._worked(what_if, tried)

    def _worked(self, work: Callable[[Question], Result], question: Question) -> Result:
        """Have something worked out by one of the processes, or here where that ends."""
        pool = self._pool
        try:
            return pool.submit(work, question).result()
        except BrokenProcessPool:
            log.warning("a process that works out answers ended")
            with self._turn:
                if self._pool is pool:
                    self._pool = self._begin()
            return work(question)

    def close(self) -> None:
        """End all of them."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def begin() -> None:
    """A process begins: it ends with the server, however that ends, and not before."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_server, daemon=True).start()


def _end_with_the_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(0)


def prepare() -> None:
    """Load what an answer needs, before the first one is asked for."""
    DashboardPage(example()).handle({"do": "hello"})
