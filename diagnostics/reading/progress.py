"""Progress of long work, shown on the console where the caller does not show it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, Final, TextIO

from diagnostics.number_format import with_percent

Progress = Callable[[str, float | None], None]
"""Called with what is being done and the fraction done, None where it is not known. What it raises stops the work."""

QUIET: Final = 50
"""Hide the first 50 updates (about 5 s)."""


class Console:
    """Shows on the standard error stream what is being done, once it has taken some seconds. Ctrl-C stops the work."""

    def __init__(self, stream: TextIO | None = None, quiet: int = QUIET) -> None:
        self.stream = stream if stream is not None else sys.stderr
        self.quiet = quiet
        self.updates = 0
        self.width = 0

    def __call__(self, words: str, share: float | None) -> None:
        """Show what is being done and the fraction done, after the first updates."""
        self.updates += 1
        if self.updates > self.quiet:
            line = f"{words} …" if share is None else f"{words} … {with_percent(str(round(100 * share)))}"
            self._write(line)

    def done(self) -> None:
        """Clear the line."""
        if self.width:
            self._write("")
            self.stream.write("\r")
            self.stream.flush()

    def _write(self, line: str) -> None:
        self.stream.write("\r" + line.ljust(self.width))
        self.stream.flush()
        self.width = len(line)


def watched(backend: Any, work: Callable[[], Any], words: str, progress: Progress | None) -> Any:
    """Run DuckDB on another thread, so that this one can report progress and stop it.

    Parameters
    ----------
    backend : Ibis backend
        DuckDB's.
    work : callable
        The work; its result is returned.
    words : str
        What is being done.
    progress : callable, optional
        Called ten times a second; None: the work runs on this thread.
    """
    if progress is None:
        return work()
    done: dict[str, Any] = {}

    def run() -> None:
        try:
            done["found"] = work()
        except BaseException as fault:
            done["fault"] = fault

    worker = threading.Thread(target=copy_context().run, args=(run,), daemon=True)  # in the language of now
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
