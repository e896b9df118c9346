"""The page as one widget: it carries messages between the browser and a session, and nothing else."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections import deque
from pathlib import Path
from typing import Any

import anywidget

from diagnostics.diagnosis import words
from diagnostics.sources.entries import Entries
from diagnostics.ui.session import Session, Stopped

STATIC = Path(__file__).parent / "static"
log = logging.getLogger(__name__)


class Dashboard(anywidget.AnyWidget):
    """The owner's page: counts on the left, the answer on the right.

    Parameters
    ----------
    entries : Entries, optional
        What the form opens with; an example unless given.

    Notes
    -----
    The page asks and the kernel answers; nothing is pushed before the page has said hello, so a page that connects
    late, or again, shows what stands in the form now.

    What may take long is done on a thread of its own, so that the kernel goes on hearing the page: it is told how far
    the work is, and may say "stop". Messages that come meanwhile wait their turn, so the session knows one at a time.
    """

    _esm = "\n".join(STATIC.joinpath(name).read_text(encoding="utf-8") for name in ("grid.js", "leads.js", "page.js"))
    _css = "\n".join(
        STATIC.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "grid.css", "leads.css")
    )

    def __init__(self, entries: Entries | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = Session(entries, self._progress)
        self._busy = False
        self._turn = threading.Lock()
        self._wire = threading.Lock()
        self._waiting: deque[tuple[dict[str, Any], list[bytes]]] = deque()
        self._stop = threading.Event()
        self._seq = 0
        self.on_msg(self._received)

    def _received(self, _widget: Any, message: dict[str, Any], buffers: list[bytes]) -> None:
        do = message.get("do")
        if do == "plotly":
            self._tell({"plotly": True}, [plotly_js().read_bytes()])
            return
        if do == "ping":  # also while something is being worked on: the page then knows that the kernel is there
            self._tell({"pong": True, "seq": message.get("seq", 0)})
            return
        if do == "stop":
            self._stop.set()
            return
        with self._turn:
            if self._busy:
                self._waiting.append((message, buffers))
                return
            long = self._busy = self.session.is_long(message)
        if not long:
            self._answer(message, buffers)
            return
        context = contextvars.copy_context()  # a reply belongs to the message that asked for it
        threading.Thread(target=context.run, args=(self._work, message, buffers), daemon=True).start()

    def _work(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        """Answer one message after the other until none is left."""
        while True:
            self._answer(message, buffers)
            with self._turn:
                if not self._waiting:
                    self._busy = False
                    return
                message, buffers = self._waiting.popleft()

    def _answer(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        self._stop.clear()
        self._seq = message.get("seq", 0)
        try:
            reply = self.session.handle({**message, "data": buffers[0]} if buffers else message)
        except Exception as problem:  # the page must say so: a callback's error is seen nowhere else
            log.exception("message %r", message.get("do"))
            reply = {"fault": words.FAULT_HERE, "detail": type(problem).__name__, "seq": message.get("seq", 0)}
        self._tell(reply)

    def _progress(self, what: str, share: float | None) -> None:
        """Tell the page how far the work is; end it where the page asked for that."""
        if self._stop.is_set():
            raise Stopped
        self._tell({"progress": what, "share": share, "seq": self._seq})

    def _tell(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        with self._wire:
            self.send(content, buffers)

    def __repr__(self) -> str:
        return "Dashboard()"


def plotly_js() -> Path:
    """The plotly.js that the plotly package carries."""
    from importlib.resources import files

    return Path(str(files("plotly") / "package_data" / "plotly.min.js"))
