"""A widget that carries messages between the browser and an object that answers them, and nothing else."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import anywidget

from diagnostics.app.messages import Message, Refused
from diagnostics.app.pages import page_words
from diagnostics.app.pages.dashboard import Stopped
from diagnostics.app.pages.replies import Failure, Pong, Working
from diagnostics.app.server.serve import plotly_js

STATIC: Final = Path(__file__).parent / "static"
log = logging.getLogger(__name__)

Content = dict[str, Any]
"""A message or a reply as plain data."""


M = TypeVar("M", bound=Message)


class Answerer(Protocol[M]):
    """An object that answers messages; ``data`` of a reply is sent as bytes."""

    def parse(self, content: object) -> M:
        """Check a message; raise :class:`~diagnostics.app.messages.Refused` where no page sends it."""

    def is_long(self, message: M) -> bool:
        """Whether a message may take so long that the page should show progress."""

    def handle(self, message: M) -> Mapping[str, Any]:
        """Do what a message asks; the reply says what is shown now."""

    def refill(self) -> None:
        """Let the next reply fill the form: the page may show something else than the form holds."""


class Sender(NamedTuple):
    """Who sent a message: its number, and whether it was a page inside another page."""

    seq: int = 0
    inside: bool = False

    @staticmethod
    def of(content: Content) -> Sender:
        """The sender of a message that was accepted."""
        return Sender(content.get("page", content).get("seq", 0), "page" in content)

    def addressed(self, reply: Failure | Pong | Working) -> Content:
        """A reply that only this sender receives."""
        numbered = {**reply, "seq": self.seq}
        return {"page": numbered} if self.inside else numbered


def static(*names: str) -> str:
    """Files of the static folder, one after the other: a widget is one module and one style sheet."""
    return "\n".join(STATIC.joinpath(name).read_text(encoding="utf-8") for name in names)


class Carrier(anywidget.AnyWidget):
    """The widget's half of the conversation.

    Notes
    -----
    The page asks and the kernel answers; nothing is sent before the first message of the page, so a page that connects
    late, or again, shows the form as it is now.

    Work that may take long runs on a thread of its own, so that the kernel goes on receiving messages: it reports how
    far it is and can be stopped. Messages that arrive meanwhile wait, so one is answered at a time.

    A page inside another page has its messages in an envelope, ``{"do": "page", "page": …}``, and so are its replies.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._busy = False
        self._turn = threading.Lock()
        self._wire = threading.Lock()
        self._waiting: deque[tuple[Message, Sender]] = deque()
        self._stop = threading.Event()
        self._sender = Sender()
        self.on_msg(self._received)

    @property
    def answerer(self) -> Answerer[Any]:
        """Who answers the messages."""
        raise NotImplementedError

    def _received(self, _widget: object, content: Content, buffers: list[bytes]) -> None:
        try:
            message = self.answerer.parse(_with_data(content, buffers))
        except Refused as refusal:
            log.warning("refused a message: %s", refusal)
            self.answerer.refill()
            self._tell(Sender(refusal.seq, refusal.inside).addressed(_failure(refusal)))
            return
        do, sender = content.get("page", content)["do"], Sender.of(content)
        if do == "plotly":
            self._tell({"plotly": True}, plotly_js().read_bytes())
        elif do == "ping":  # also during long work: the page then knows that the kernel is there
            self._tell(sender.addressed({"pong": True}))
        elif do == "stop":
            self._stop.set()
        else:
            self._take(message, sender)

    def _take(self, message: Message, sender: Sender) -> None:
        """Answer a message now, on a thread, or after those that wait."""
        with self._turn:
            if self._busy:
                self._waiting.append((message, sender))
                return
            long = self._busy = self.answerer.is_long(message)
        if not long:
            self._answer(message, sender)
            return
        context = contextvars.copy_context()  # a reply belongs to the message that asked for it
        threading.Thread(target=context.run, args=(self._work, message, sender), daemon=True).start()

    def _work(self, message: Message, sender: Sender) -> None:
        """Answer one message after the other until none is left, even where one of them fails."""
        while True:
            with suppress(Exception):  # the page shows it, and it is in the log
                self._answer(message, sender)
            with self._turn:
                if not self._waiting:
                    self._busy = False
                    return
                message, sender = self._waiting.popleft()

    def _answer(self, message: Message, sender: Sender) -> None:
        self._stop.clear()
        self._sender = sender
        try:
            reply = dict(self.answerer.handle(message))
        except Exception as problem:  # the page must show it: a callback's error is visible nowhere else
            log.exception("message %r", type(message).__name__)
            reply = sender.addressed(_failure(problem))
        data = reply.pop("data", None)
        try:
            self._tell(reply, data)
        except Exception as problem:  # what cannot be sent is a fault too
            log.exception("reply to %r", type(message).__name__)
            self._tell(sender.addressed(_failure(problem)))
            raise

    def _progress(self, what: str, share: float | None) -> None:
        """Send the page how far the work is; end the work where the page asked for that."""
        if self._stop.is_set():
            raise Stopped
        self._tell(self._sender.addressed({"progress": what, "share": share}))

    def _tell(self, content: Content, data: bytes | None = None) -> None:
        with self._wire:
            self.send(content, None if data is None else [data])

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def _failure(problem: Exception) -> Failure:
    """What the page shows where something failed here."""
    return {"fault": page_words.FAULT_HERE, "detail": type(problem).__name__}


def _with_data(content: object, buffers: list[bytes]) -> object:
    """A message with the bytes that came with it, in the envelope where there is one."""
    if not buffers or not isinstance(content, dict):
        return content
    data = bytes(memoryview(buffers[0]))
    if isinstance(content.get("page"), dict):
        return {**content, "page": {**content["page"], "data": data}}
    return {**content, "data": data}
