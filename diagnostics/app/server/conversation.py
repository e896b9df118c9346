"""A conversation between a page and an object that answers it: one message after the other, whatever becomes of each."""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from diagnostics.app.messages import Message, Refused
from diagnostics.app.pages import page_words
from diagnostics.app.pages.page_state import Stopped
from diagnostics.app.pages.replies import Failure, Pong, Working
from diagnostics.app.server.line import MOST_UNREAD, Content, Line
from diagnostics.app.server.places import plotly_js
from diagnostics.language import SOURCE, speaking, t

log = logging.getLogger(__name__)

M = TypeVar("M", bound=Message)

WALL: Final = "wall-"
"""How the name of a view begins that is projected."""
MOST_VIEWS: Final = 8
"""Views of one page in JupyterLab; only the latest are kept up to date."""
Answered = Callable[[str, float, bool], object]
Start = Callable[[Callable[[], None]], object]
"""Runs something on another thread."""


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

    def flush(self) -> None:
        """Write what is not written yet."""


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


class Wall(NamedTuple):
    """What a view that is projected may ask, and what it is shown of a reply."""

    may_ask: Callable[[Content], bool] = lambda _: False
    shown: Callable[[Content], Content] = lambda _: {}


def is_wall(view: str) -> bool:
    """Whether a view is projected."""
    return view.startswith(WALL)


class Asked(NamedTuple):
    """A message that is to be answered: where it came from, and its number there."""

    message: Message
    sender: Sender
    line: Line
    number: int


def on_a_thread(work: Callable[[], None]) -> None:
    """Run something on a thread of its own."""
    threading.Thread(target=work, daemon=True).start()


def nobody_counts(_kind: str, _seconds: float, _failed: bool) -> None:
    """Nobody wants to know how long an answer took."""


class Visit(Line):
    """The line of one message that comes from elsewhere: nobody reads the reply, but that it was handled is known."""

    def __init__(self) -> None:
        super().__init__(lambda _content, _data, _number: None)
        self.handled: Future[None] = Future()

    def done(self, number: int) -> None:
        """It was handled."""
        self.handled.set_result(None)

    def say(self, reply: Content, data: bytes | None = None) -> None:
        """Nobody reads it."""


class Conversation:
    """What is asked and answered on a :class:`~diagnostics.app.server.line.Line`, or on several: views of one page.

    Notes
    -----
    The page asks and this side answers; nothing is sent before the first message of the page, so a page that connects
    late, or again, shows the form as it is now.

    Work that may take long runs on a thread of its own, so that messages are received meanwhile: it reports how far it is
    and can be stopped. Messages that arrive meanwhile wait, so one is answered at a time.

    A page inside another page has its messages in an envelope, ``{"do": "page", "page": …}``, and so are its replies.

    Parameters
    ----------
    start : callable
        Runs something on another thread.
    apart : bool
        Answer every message there, not only those that may take long.
    answered : callable
        Called with the kind of each message, the seconds that its answer took, and whether that failed.
    """

    def __init__(self, start: Start = on_a_thread, apart: bool = False, answered: Answered = nobody_counts) -> None:
        self._answered = answered
        self.answerer: Answerer[Any]
        """Who answers; set before the first message."""
        self._lines: dict[str, Line] = {}
        self._start = start
        self._apart = apart
        self._busy = False
        self._turn = threading.Lock()
        self._waiting: deque[Asked] = deque()
        self._stop = threading.Event()
        self._asked: Asked | None = None
        self.origin = ""
        """The address by which the page's browser knows this server, without a path; empty where there is no server."""
        self.closed = False
        self.wall = Wall()
        """Nothing, unless the page has a view that is projected."""

    def line(self, view: str = "") -> Line:
        """The line to a view of the page."""
        if view not in self._lines:
            line = Line(lambda content, data, number: self._received(line, content, data, number), view)
        else:
            line = self._lines.pop(view)
        self._lines[view] = line
        while len(self._lines) > MOST_VIEWS:
            del self._lines[next(iter(self._lines))]
        return line

    def progress(self, what: str, share: float | None) -> None:
        """Send the page how far the work is; end the work where the page asked for that."""
        if self._stop.is_set():
            raise Stopped
        if self._asked is not None:
            self._say(self._asked.line, self._asked.sender.addressed({"progress": what, "share": share}))

    @property
    def connected(self) -> bool:
        """Whether any view of the page is connected."""
        return any(line.connected for line in self._lines.values())

    def tell(self, content: Content) -> None:
        """Send every view something that it has not asked for."""
        for line in list(self._lines.values()):
            self._say(line, content)

    def visit(self, message: Message) -> Future[None]:
        """Have a message answered that comes from elsewhere, in its turn; all views are told what is shown then.

        The future is done once the message was handled.
        """
        visit = Visit()
        self._take(Asked(message, Sender(), visit, 0))
        return visit.handled

    def close(self) -> None:
        """Nobody talks any more: end the work that is going on and write what is not written yet."""
        self.closed = True
        self._stop.set()
        self.answerer.flush()

    def _received(self, line: Line, content: Content, data: bytes | None, number: int) -> None:
        """Answer a message, or let it wait for those before it."""
        try:
            message = self.answerer.parse(_with_data(content, data))
        except Refused as refusal:
            log.warning("refused a message: %s", refusal)
            self.answerer.refill()
            line.done(number)
            line.say(Sender(refusal.seq, refusal.inside).addressed(self._failure(refusal)))
            return
        do, sender = content.get("page", content)["do"], Sender.of(content)
        if is_wall(line.view) and not self.wall.may_ask(content):
            line.done(number)
            line.say(sender.addressed(self._at_the_desk()))
            return
        if do not in ("plotly", "ping", "stop"):
            self._take(Asked(message, sender, line, number))
            return
        line.done(number)
        if do == "plotly":
            line.say({"plotly": True}, plotly_js().read_bytes())
        elif do == "ping":  # also during long work: the page then knows that somebody is there
            line.say(sender.addressed({"pong": True}))
        else:
            self._stop.set()

    def _take(self, asked: Asked) -> None:
        """Answer a message now, on a thread, or after those that wait."""
        with self._turn:
            if self._busy:
                self._waiting.append(asked)
                return
            self._busy = True
        self._begin(asked)

    def _begin(self, asked: Asked) -> None:
        """Answer a message here or elsewhere; what may take long on a thread of its own, so that no other page waits."""
        start = self._place(asked)
        if start is None:
            self._work(asked)
            return
        context = contextvars.copy_context()  # a reply belongs to the message that asked for it
        start(lambda: context.run(self._work, asked))

    def _place(self, asked: Asked) -> Start | None:
        """What runs the answer to a message; None where that is done here."""
        if self.answerer.is_long(asked.message):
            return on_a_thread
        return self._start if self._apart else None

    def _work(self, asked: Asked) -> None:
        """Answer a message, whatever becomes of it, and those that wait after it."""
        while True:
            self._answer(asked)
            with self._turn:
                if not self._waiting:
                    self._busy = False
                    return
                asked = self._waiting.popleft()
            if self._place(asked) is not None:
                self._begin(asked)
                return

    def _answer(self, asked: Asked) -> None:
        self._stop.clear()
        self._asked = asked
        kind, begun, failed = type(asked.message).__name__, time.perf_counter(), False
        try:
            reply = dict(self.answerer.handle(asked.message))
        except Exception as problem:  # the page must show it: a callback's error is visible nowhere else
            log.exception("message %s", kind)
            reply, failed = asked.sender.addressed(self._failure(problem)), True
        self._answered(kind, time.perf_counter() - begun, failed)
        asked.line.done(asked.number)
        data = reply.pop("data", None)
        try:
            self._say(asked.line, reply, data)
        except Exception as problem:  # what cannot be sent is a fault too
            log.exception("reply to %s", kind)
            asked.line.say(asked.sender.addressed(self._failure(problem)))
        for other in [line for line in self._lines.values() if line is not asked.line]:
            if data is None and other.unread < MOST_UNREAD:  # a file is for the view that asked for it
                self._say(other, _unasked(reply))

    def _say(self, line: Line, reply: Content, data: bytes | None = None) -> None:
        """Send a view what it may know."""
        if not is_wall(line.view):
            line.say(reply, data)
            return
        with speaking(getattr(self.answerer, "language", SOURCE)):
            shown = self.wall.shown(reply)
        if shown:
            line.say(shown)

    def _at_the_desk(self) -> Failure:
        """What a wall shows that asked for what it may not."""
        with speaking(getattr(self.answerer, "language", SOURCE)):
            return {"fault": t(page_words.AT_THE_DESK), "detail": "wall"}

    def _failure(self, problem: Exception) -> Failure:
        """What the page shows where something failed here."""
        with speaking(getattr(self.answerer, "language", SOURCE)):
            return {"fault": t(page_words.FAULT_HERE), "detail": type(problem).__name__}


def _unasked(reply: Content) -> Content:
    """A reply to another view, which did not ask for it."""
    if isinstance(reply.get("page"), dict):
        return {**reply, "seq": 0, "page": {**reply["page"], "seq": 0}}
    return {**reply, "seq": 0}


def _with_data(content: Content, data: bytes | None) -> Content:
    """A message with the bytes that came with it, in the envelope where there is one."""
    if data is None:
        return content
    if isinstance(content.get("page"), dict):
        return {**content, "page": {**content["page"], "data": data}}
    return {**content, "data": data}
