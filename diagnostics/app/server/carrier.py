"""A widget that carries messages between the browser and an object that answers them, and nothing else."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import anywidget

from diagnostics.app.pages.dashboard import Stopped
from diagnostics.diagnosis import words

STATIC = Path(__file__).parent / "static"
log = logging.getLogger(__name__)

Message = dict[str, Any]


class Answerer(Protocol):
    """What answers messages: plain data in, plain data out; ``data`` of a reply is sent as bytes."""

    def is_long(self, message: Message) -> bool:
        """Whether a message may take so long that the page should be told how far it is."""

    def handle(self, message: Message) -> Message:
        """Do what a message asks and say what is shown now."""


def static(*names: str) -> str:
    """Files of this folder, one after the other: a widget is one module and one style sheet."""
    return "\n".join(STATIC.joinpath(name).read_text(encoding="utf-8") for name in names)


def plotly_js() -> Path:
    """The plotly.js that the plotly package carries."""
    from importlib.resources import files

    return Path(str(files("plotly") / "package_data" / "plotly.min.js"))


class Carrier(anywidget.AnyWidget):
    """The widget's half of the conversation.

    Notes
    -----
    The page asks and the kernel answers; nothing is pushed before the page has said hello, so a page that connects
    late, or again, shows what stands in the form now.

    What may take long is done on a thread of its own, so that the kernel goes on hearing the page: it is told how far
    the work is, and may say "stop". Messages that come meanwhile wait their turn, so one is answered at a time.

    A page that stands inside another page has its messages in an envelope, ``{"do": "page", "page": …}``, and so has
    what it is told.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._busy = False
        self._turn = threading.Lock()
        self._wire = threading.Lock()
        self._waiting: deque[tuple[Message, list[bytes]]] = deque()
        self._stop = threading.Event()
        self._current: Message = {}
        self.on_msg(self._received)

    @property
    def answerer(self) -> Answerer:
        """Who answers the messages."""
        raise NotImplementedError

    def _received(self, _widget: Any, message: Message, buffers: list[bytes]) -> None:
        asked = message.get("page", message)
        do = asked.get("do")
        if do == "plotly":
            self._tell({"plotly": True}, [plotly_js().read_bytes()])
            return
        if do == "ping":  # also while something is being worked on: the page then knows that the kernel is there
            self._tell(_in_envelope({"pong": True, "seq": asked.get("seq", 0)}, message))
            return
        if do == "stop":
            self._stop.set()
            return
        with self._turn:
            if self._busy:
                self._waiting.append((message, buffers))
                return
            long = self._busy = self.answerer.is_long(message)
        if not long:
            self._answer(message, buffers)
            return
        context = contextvars.copy_context()  # a reply belongs to the message that asked for it
        threading.Thread(target=context.run, args=(self._work, message, buffers), daemon=True).start()

    def _work(self, message: Message, buffers: list[bytes]) -> None:
        """Answer one message after the other until none is left, whatever becomes of each."""
        while True:
            with suppress(Exception):  # it was said and logged; those that wait are answered all the same
                self._answer(message, buffers)
            with self._turn:
                if not self._waiting:
                    self._busy = False
                    return
                message, buffers = self._waiting.popleft()

    def _answer(self, message: Message, buffers: list[bytes]) -> None:
        self._stop.clear()
        self._current = message
        try:
            reply = self.answerer.handle({**message, "data": buffers[0]} if buffers else message)
        except Exception as problem:  # the page must say so: a callback's error is seen nowhere else
            reply = self._fault(message, problem)
        data = reply.pop("data", None)
        try:
            self._tell(reply, None if data is None else [data])
        except Exception as problem:  # what cannot be sent is a fault too
            self._tell(self._fault(message, problem), None)
            raise

    def _fault(self, message: Message, problem: Exception) -> Message:
        """What the page is told where something went wrong here."""
        asked = message.get("page", message)
        log.error("message %r", asked.get("do"), exc_info=problem)
        fault = {"fault": words.FAULT_HERE, "detail": type(problem).__name__, "seq": asked.get("seq", 0)}
        return _in_envelope(fault, message)

    def _progress(self, what: str, share: float | None) -> None:
        """Tell the page how far the work is; end it where the page asked for that."""
        if self._stop.is_set():
            raise Stopped
        seq = self._current.get("page", self._current).get("seq", 0)
        self._tell(_in_envelope({"progress": what, "share": share, "seq": seq}, self._current))

    def _tell(self, content: Message, buffers: list[bytes] | None = None) -> None:
        with self._wire:
            self.send(content, buffers)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def _in_envelope(content: Message, asked: Message) -> Message:
    return {"page": content} if "page" in asked else content
