"""Files that are taken away from a published page are made in a process apart: a page that is open never waits for one."""

from __future__ import annotations

import json
import logging
import os
import pickle
import tempfile
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from diagnostics.app.pages.taking import File, Order
from diagnostics.app.report.take import take
from diagnostics.app.server.apart import Apart, Lost, limit_memory
from diagnostics.app.server.budgets import Budgets
from diagnostics.app.server.logs import to_operator
from diagnostics.errors import InputError
from diagnostics.reading.progress import Progress

log = logging.getLogger(__name__)

NICE: Final = 10
"""How much less of a processor a file gets than an answer, where both want it."""


def make(pipe: Connection, budgets: Budgets, folder: str) -> None:
    """Make one file after the other, until the pipe is closed."""
    to_operator()
    limit_memory(budgets.worker_bytes)
    tempfile.tempdir = folder
    with suppress(AttributeError, OSError):  # not everywhere
        os.nice(NICE)
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            content, data = _made(pipe.recv())
            pipe.send_bytes(json.dumps(content).encode())
            if data is not None:
                pipe.send_bytes(data)


def _made(order: Order) -> tuple[dict[str, Any], bytes | None]:
    """What is answered to an order, and the file."""
    try:
        file = take(order)
    except InputError as problem:
        return {"reply": {}, "data": True}, pickle.dumps(problem)
    except MemoryError:
        return {"lost": "memory"}, None
    except Exception as problem:
        log.exception("a file to take away: %s", order.format)
        return {"fault": type(problem).__name__}, None
    return {"reply": {"name": file.name, "type": file.type}, "data": True}, file.data


class Makers:
    """All processes that make files. Each begins with the first file that needs it."""

    def __init__(self, budgets: Budgets, folder: Path) -> None:
        self._makers = [Apart(budgets, folder, make) for _ in range(budgets.makers)]
        self._room = threading.BoundedSemaphore(budgets.files_waiting)

    def take(self, order: Order, progress: Progress | None = None) -> File:
        """Have a file made, in its turn.

        Raises
        ------
        InputError
            Where too many are waiting, it takes too much, or it cannot be made.
        """
        if not self._room.acquire(blocking=False):
            raise InputError("take-too-many", "file")
        try:
            maker = min(self._makers, key=lambda maker: maker.busy)
            reply = maker.ask(order, progress or _nobody)["reply"]
        except Lost as lost:
            log.warning("a file to take away took too much: %s", lost.why)
            raise InputError("take-too-much", "file") from None
        finally:
            self._room.release()
        if "name" not in reply:  # the process runs the server's own code and opens no file of anybody
            problem: InputError = pickle.loads(reply["data"])
            raise problem
        return File(reply["name"], reply["type"], reply["data"])

    def close(self) -> None:
        """End all of them."""
        for maker in self._makers:
            maker.close()


def _nobody(_words: str, _share: float | None) -> None:
    """Nobody waits to be told."""
