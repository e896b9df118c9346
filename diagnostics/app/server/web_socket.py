"""The connection of a page: frames of its line, in both directions, within the limits."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections import deque
from typing import Any, Final

from tornado.websocket import WebSocketClosedError, WebSocketHandler

from diagnostics.app.pages import page_words
from diagnostics.app.server.budgets import A_MOMENT, Budgets
from diagnostics.app.server.conversation import WALL
from diagnostics.app.server.door import Door
from diagnostics.app.server.line import Frame, Line, Misused, weight, whole
from diagnostics.app.server.sessions import Full, Session, Sessions
from diagnostics.app.server.watch import Counts
from diagnostics.language import best, speaking, t

log = logging.getLogger(__name__)

HEAD: Final = 4
"""A frame with bytes begins with this many of them: the length of its JSON, most significant first."""
OPEN_SECONDS: Final = 10
"""A connection says within this time whose it is."""
VIEW: Final = re.compile(rf"{WALL}[A-Za-z0-9_-]{{8,40}}")
"""The name of a window that is projected, chosen by it each time that it is loaded."""
POLICY: Final = 1008
TRY_LATER: Final = 1013
"""Codes of a closing connection: what was sent is not allowed; there is no room now."""


class NoToken(Exception):
    """A page that does not know the token."""


class PageSocket(WebSocketHandler):
    """One connection of one page."""

    def initialize(self, sessions: Sessions, door: Door, counts: Counts) -> None:
        """Tornado hands over what the application was given."""
        self.sessions = sessions
        self.door = door
        self.counts = counts
        self.session: Session | None = None
        self.line: Line | None = None
        self._loop = asyncio.get_running_loop()
        self._out: deque[Frame] = deque()
        self._out_bytes = 0
        self._refused = False
        self._more = asyncio.Event()
        self._allowed = self.budgets.burst
        self._heard = time.monotonic()

    @property
    def budgets(self) -> Budgets:
        """The limits."""
        return self.sessions.budgets

    def check_origin(self, origin: str) -> bool:
        """Only pages of this server may connect."""
        return self.door.same_origin(origin, self.request.host)

    async def prepare(self) -> None:
        """Whoever is not let in gets no connection."""
        self.door.check(self.request)

    def open(self, *_: str) -> None:
        """The connection is there; the page says next who it is."""
        self.set_nodelay(True)
        self._sending = asyncio.ensure_future(self._send())
        self._loop.call_later(OPEN_SECONDS, self._nobody)

    async def on_message(self, sent: str | bytes) -> None:
        """A frame. The next one is read when this one is taken, so a page that is too fast waits."""
        if self._refused:  # the connection closes; what the page sends meanwhile is not heard
            return
        if not self._in_time():
            self._refuse("messages_per_second", TRY_LATER)
            return
        try:
            frame, data = unpacked(sent)
            if self.line is None:
                self._enter(frame)
            else:
                self.line.receive(frame, data, len(sent))
        except (Misused, ValueError, RecursionError) as problem:
            log.warning("refused a frame: %s", type(problem).__name__)
            self._refuse("frame", POLICY)
            return
        except Full as limit:
            log.warning("refused a page: %s", limit)
            self._refuse(str(limit), TRY_LATER)
            return
        except NoToken:
            log.warning("refused a page: no token")
            self._refuse("token", POLICY)
            return
        assert self.line is not None
        # A page may say that it has replies that it never read: what waits here is counted as well.
        if max(self.line.unread, self._out_bytes) > self.budgets.unread_bytes:
            self._refuse("unread_bytes", POLICY)
        while self.line.waiting > self.budgets.waiting or self.line.waiting_bytes > self.budgets.waiting_bytes:
            await asyncio.sleep(A_MOMENT)

    def on_close(self) -> None:
        """The connection is gone; the session stays for a while."""
        self._sending.cancel()
        self._out.clear()
        if self.line is not None and self.session is not None:
            if self.session.end == self.taken_over:
                self.session.end = None
            self.line.disconnect(self._write)
            if not self.session.conversation.connected:
                self.sessions.left(self.session)

    def _enter(self, frame: dict[str, Any]) -> None:
        name = frame.get("open")
        if not isinstance(name, str):
            raise Misused("open")
        if not self.door.opens_to(frame.get("token")):
            raise NoToken
        view = frame.get("view", "")
        if view != "":
            self._enter_wall(name, view, frame)
            return
        session = self.sessions.enter(name, self.door.address(self.request))
        if session.end is not None:
            session.end()
        session.end = self.taken_over
        session.conversation.origin = self.request.headers.get("Origin", "")
        self.session, self.line = session, session.conversation.line()
        self.line.connect(self._write, whole(frame, "got"))

    def _enter_wall(self, name: str, view: object, frame: dict[str, Any]) -> None:
        """A second window of a page that is open; it ends nobody's connection."""
        if not isinstance(view, str) or not VIEW.fullmatch(view):
            raise Misused("view")
        session = self.sessions.there(name)
        if session is None:
            raise Full("no_desk")
        self.session, self.line = session, session.conversation.line(view)
        self.line.connect(self._write, whole(frame, "got"))

    def taken_over(self) -> None:
        """The page has another connection. Two tabs with the same id would lose each other's messages."""
        self._end("elsewhere", POLICY)

    def _nobody(self) -> None:
        if self.line is None and self.ws_connection is not None:
            self.close(POLICY)

    def _in_time(self) -> bool:
        """Whether a page keeps to so many messages in a second, more of them at once being allowed."""
        now = time.monotonic()
        self._allowed = self.budgets.allowed(self._allowed, now - self._heard)
        self._heard = now
        return self._allowed >= 0

    def _write(self, frame: Frame) -> None:
        """Send a frame, from any thread."""
        self._loop.call_soon_threadsafe(self._put, frame)

    def _put(self, frame: Frame) -> None:
        if self._refused:
            return
        self._out.append(frame)
        self._out_bytes += weight(frame.say or "", frame.data)
        self._more.set()

    async def _send(self) -> None:
        """Send one frame after the other, each when the one before is out: what is not read stays in the line."""
        try:
            while True:
                while self._out:
                    frame = self._out.popleft()
                    await self.write_message(*packed(frame))
                    self._out_bytes -= weight(frame.say or "", frame.data)
                self._more.clear()
                await self._more.wait()
        except WebSocketClosedError:
            pass

    def _refuse(self, why: str, code: int) -> None:
        self.counts.refused.labels(why).inc()
        self._end(why, code)

    def _end(self, why: str, code: int) -> None:
        self._refused = True
        self._out.clear()
        if self.ws_connection is not None:
            with speaking(best(self.request.headers.get("Accept-Language", ""))):
                self.write_message(json.dumps({"refused": t(page_words.REFUSED[why]), "why": why}))
            self.close(code, why)


def packed(frame: Frame) -> tuple[str | bytes, bool]:
    """A frame as it is sent, and whether that is bytes."""
    text = frame.text()
    if frame.data is None:
        return text, False
    head = text.encode()
    return len(head).to_bytes(HEAD, "big") + head + frame.data, True


def unpacked(sent: str | bytes) -> tuple[dict[str, Any], bytes | None]:
    """A frame of a page, and its bytes.

    Raises
    ------
    ValueError
        Where it is none.
    """
    if isinstance(sent, str):
        text, data = sent.encode("utf-8", "surrogatepass"), None
    else:
        length = int.from_bytes(sent[:HEAD], "big")
        text, data = sent[HEAD : HEAD + length], sent[HEAD + length :]
        if len(text) != length:
            raise Misused("length")
    frame = json.loads(text)
    if not isinstance(frame, dict):
        raise Misused("frame")
    return frame, data
