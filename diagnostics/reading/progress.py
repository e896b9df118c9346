"""How far long work is, told where nobody else asked to be told."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any, Final, TextIO

Progress = Callable[[str, float | None], None]
"""Told what is being done and how much of it is, a fraction where that is known. What it raises ends the work."""

QUIET: Final = 50
"""So often something is told before it is shown: work is told of ten times a second, so for five seconds."""


class Console:
    """Shows on the standard error stream what is being done, once it has taken some seconds. Ctrl-C stops the work."""

    def __init__(self, stream: TextIO | None = None, quiet: int = QUIET) -> None:
        self.stream = stream if stream is not None else sys.stderr
        self.quiet = quiet
        self.told = 0
        self.width = 0

    def __call__(self, words: str, share: float | None) -> None:
        """Take note of what is being done, and how much of it is, a fraction."""
        self.told += 1
        if self.told > self.quiet:
            line = f"{words} …" if share is None else f"{words} … {share:.0%}"
            self._write(line)

    def done(self) -> None:
        """Wipe the line."""
        if self.width:
            self._write("")
            self.stream.write("\r")
            self.stream.flush()

    def _write(self, line: str) -> None:
        self.stream.write("\r" + line.ljust(self.width))
        self.stream.flush()
        self.width = len(line)


def watched(backend: Any, work: Callable[[], Any], words: str, progress: Progress | None) -> Any:
    """Let DuckDB work on another thread, so that this one can tell how far it is and stop it.

    Parameters
    ----------
    backend : Ibis backend
        DuckDB's.
    work : callable
        What is to be done; its result is given back.
    words : str
        What is being done.
    progress : callable, optional
        Told ten times a second; None: the work is done on this thread.
    """
    if progress is None:
        return work()
    done: dict[str, Any] = {}

    def run() -> None:
        try:
            done["found"] = work()
        except BaseException as fault:
            done["fault"] = fault

    worker = threading.Thread(target=run, daemon=True)
    progress(words, None)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(0.1)
            if worker.is_alive():
                share = backend.con.query_progress()
                progress(words, share / 100 if share is not None and share >= 0 else None)
    except BaseException:
        while worker.is_alive():  # what is interrupted before it starts is not interrupted
            backend.con.interrupt()
            worker.join(0.1)
        raise
    if "fault" in done:
        raise done["fault"]
    return done["found"]
