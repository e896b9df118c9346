"""The file of an open case, written once per pause in typing. What is typed is in the file less than two seconds later.

A file that another window has changed is never written over: this window goes on saving in a copy next to it. A file that
was deleted is not written again unless that is asked for.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from diagnostics.app.case.case import Case, CaseConflict, CaseGone
from diagnostics.app.case.case_file import free_name
from diagnostics.errors import InputError

PAUSE: Final = 0.7
"""Seconds without a change after which the file is written."""
LONGEST_WAIT: Final = 1.5
"""Seconds that a change waits at most, however much is typed after it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saved:
    """Whether the file holds what this window shows."""

    file: str
    pending: bool = False
    """Whether something is not written yet."""
    conflict: InputError | None = None
    """Set while another window's changes are in the file."""
    copy: str = ""
    """The file in which this window saves while there is a conflict."""
    problem: InputError | None = None
    """Why the last attempt to write failed."""


class Autosave:
    """Writes the latest case to its file, from a thread of its own.

    The thread that waits is not a daemon: a program that ends waits for it, so nothing is lost at exit.

    Parameters
    ----------
    path : Path
        The file.
    case : Case
        The case as it was read from there or saved there.
    notify : callable, optional
        Called after a write by the timer, from its thread.
    quiet : float
        Seconds without a change after which the file is written; 0 writes each change at once.
    """

    def __init__(self, path: Path, case: Case, notify: Callable[[], None] | None = None, quiet: float = PAUSE) -> None:
        self.path = path
        self.writes = 0
        """How often the file or its copy was written."""
        self._notify = notify
        self._quiet = quiet
        self._case = self._written = case
        self._state = Saved(path.name)
        self._copy: tuple[Path, Case] | None = None
        self._changed_at = self._waits_since = 0.0
        self._timer: threading.Timer | None = None
        self._fields = threading.Lock()
        self._file = threading.RLock()
        """Held while the file is written; what is typed meanwhile does not wait for it."""

    @property
    def saved(self) -> Saved:
        """Whether the file holds the latest case."""
        with self._fields:
            return replace(self._state, pending=self._case is not self._written and self._state.problem is None)

    def keep(self, case: Case) -> None:
        """Take a case as the latest one; it is written after a pause, and at once where there is a conflict."""
        with self._fields:
            if case is self._case:
                return
            self._case, self._changed_at = case, time.monotonic()
            later = self._quiet > 0 and self._state.conflict is None
            if later and self._timer is None:
                self._waits_since = self._changed_at
                self._wait(self._quiet)
        if not later:
            self.flush()

    def flush(self) -> None:
        """Write the latest case now, where that is not done; what could not be written is tried again."""
        with self._file:
            with self._fields:
                case = self._case
                if case is self._written:
                    return
            found = self._write(case)
            with self._fields:
                self._state = found
                if found.problem is None:
                    self._written = case

    def forget(self) -> None:
        """Write nothing that is not written yet."""
        with self._fields:
            self._written = self._case

    @property
    def gone(self) -> bool:
        """Whether the file was deleted while it was open here."""
        return isinstance(self.saved.conflict, CaseGone) or not self.path.exists()

    def replace_theirs(self) -> None:
        """Write this window's case over another window's, which is kept next to it; or again, where it was deleted.

        Raises
        ------
        InputError
            Where it cannot be written.
        """
        with self._file:
            case = self._case
            case.save(self.path, replace=True)
            self._drop_copy()
            with self._fields:
                self._written, self._state = case, Saved(self.path.name)

    def save_copy(self) -> None:
        """Save the latest case in this window's own copy, the same file each time.

        Raises
        ------
        InputError
            Where it cannot be written.
        """
        with self._file:
            self._save_copy(self._case)

    # --- the timer ---

    def _wait(self, seconds: float) -> None:
        context = contextvars.copy_context()  # what is sent to the page belongs to the message that changed the case
        self._timer = threading.Timer(seconds, context.run, (self._due,))
        self._timer.start()

    def _due(self) -> None:
        with self._fields:
            now = time.monotonic()
            left = min(self._changed_at + self._quiet, self._waits_since + LONGEST_WAIT) - now
            if left > 0 and self._case is not self._written:
                self._wait(left)
                return
            self._timer = None
        self.flush()
        if self._notify is not None:
            try:
                self._notify()
            except Exception:  # the page is gone: the file is written all the same
                log.debug("the page could not be notified", exc_info=True)

    # --- the file ---

    def _write(self, case: Case) -> Saved:
        self.writes += 1
        state = replace(self._state, problem=None)
        try:
            try:
                case.save(self.path)
            except CaseConflict as problem:
                state = replace(state, conflict=problem)
                return replace(state, copy=self._save_copy(case))
            except CaseGone as problem:
                self._copy = None
                return Saved(self.path.name, conflict=problem)
        except InputError as problem:
            return replace(state, problem=problem)
        self._drop_copy()
        return Saved(self.path.name)

    def _save_copy(self, case: Case) -> str:
        at = free_name(self.path, "mine") if self._copy is None else self._copy[0]
        case.save(at)
        self._copy = at, case
        return at.name

    def _drop_copy(self) -> None:
        """Remove the copy, which holds nothing that the file does not, unless it was changed meanwhile."""
        if self._copy is None:
            return
        (at, case), self._copy = self._copy, None
        with suppress(InputError, OSError):
            if Case.load(at) == case:
                at.unlink()
