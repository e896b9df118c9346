"""How much of everything one visitor, one address and all of them may use; each limit is an option of the command."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Final

from diagnostics.app.forms.most import Most

A_MOMENT: Final = 0.05
"""Seconds between two looks whether a page that is too fast may go on."""
BURST_SECONDS: Final = 5.0
"""A page may send this many seconds' worth of messages at once."""


def _limit(default: int, words: str) -> int:
    return field(default=default, metadata={"words": words})


@dataclass(frozen=True, slots=True)
class Budgets:
    """Limits of the published page. What is beyond one of them is refused in words; nothing is cut short in silence."""

    sessions: int = _limit(10_000, "pages open at once")
    sessions_per_address: int = _limit(2_000, "pages open at once from one address")
    opens_per_minute: int = _limit(600, "pages opened in a minute from one address")
    message_bytes: int = _limit(11 * 2**20, "bytes of one message")
    messages_per_second: int = _limit(40, "messages in a second from one page, for longer than five seconds")
    waiting: int = _limit(50, "messages of one page that wait for an answer")
    waiting_bytes: int = _limit(32 * 2**20, "bytes of these messages together")
    unread_bytes: int = _limit(16 * 2**20, "bytes of replies that a page has not confirmed")
    away_seconds: int = _limit(90, "seconds that a page without a connection is remembered")
    silent_seconds: int = _limit(60, "seconds after which a connection without a sign of life is ended")
    threads: int = _limit(4, "threads that answer")
    processes: int = _limit(1, "processes that work out answers; 1: the server does it itself")
    workers: int = _limit(2, "processes that read exports")
    makers: int = _limit(1, "processes that make files to take away")
    files_waiting: int = _limit(100, "files to take away that are made or wait for it")
    worker_bytes: int = _limit(3 * 2**30, "bytes of memory of a process that reads exports or makes files")
    worker_pages: int = _limit(20, "pages whose exports a process keeps")
    work_seconds: int = _limit(120, "seconds that reading an export or making a file may take")
    export_rows: int = _limit(Most().rows, "rows of an export, or lines of a text")
    export_cells: int = _limit(Most().cells, "cells of an export, rows times columns")
    export_files: int = _limit(Most().files, "files of an export that are opened together")

    def __post_init__(self) -> None:
        for limit in fields(self):
            if getattr(self, limit.name) < 1:
                raise ValueError(f"{limit.name}: at least 1 is needed")

    @property
    def most(self) -> Most:
        """How much of an export is opened."""
        return Most(self.export_rows, self.export_cells, self.export_files)

    @property
    def burst(self) -> float:
        """Messages that a page may send at once."""
        return self.messages_per_second * BURST_SECONDS

    def allowed(self, left: float, seconds: float) -> float:
        """Messages that a page may still send after one more: so many were left, and this long it was silent."""
        return min(left + seconds * self.messages_per_second, self.burst) - 1
