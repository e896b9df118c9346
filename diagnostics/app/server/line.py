"""A line between a page and the object that answers it: numbered both ways, so nothing is lost and nothing done twice.

The page numbers its messages and sends each again until it is told that it was handled; what arrives twice is answered
once. Replies are numbered too and kept until the page has them, so that a page that connects again is sent what it
missed. The page's half is ``frontend/src/line.ts``; both speak the frames described here.

From the page:

==================================================  ==================================================================
``{"open": id, "got": m}``                          first on every connection; ``m``: number of the last reply it has
``{"n": n, "got": m, "say": message}``              a message, with bytes where there are any
``{"ping": k, "got": m}``                           is anybody there?
==================================================  ==================================================================

To the page:

==================================================  ==================================================================
``{"opened": {"fresh": bool, "arrived": a}}``       ``fresh``: nothing is known of this page; it says everything again
``{"m": m, "done": n, "say": reply}``               a reply; ``n``: all messages up to it were handled
``{"pong": k, "arrived": a, "done": n, "said": m}``  the answer to a ping: messages that arrived and replies there are
``{"refused": words, "why": code}``                 nothing more is heard on this connection
==================================================  ==================================================================
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from threading import RLock
from typing import Any, Final, NamedTuple

Content = dict[str, Any]
"""A message, a reply or a frame as plain data."""

MOST_UNREAD: Final = 16_000_000
"""Bytes of replies that are kept for a page that has not said that it has them."""
MOST_AHEAD: Final = 1_000
"""Messages that may wait because an earlier one is missing."""
MOST_AHEAD_BYTES: Final = 16_000_000
"""Bytes of these messages together: a page that sends in order has none."""
LARGEST: Final = 9_007_199_254_740_991
"""The largest whole number that JavaScript holds exactly."""
WEIGHT: Final = 200
"""Bytes that keeping a reply costs besides its text."""


class Frame(NamedTuple):
    """What is sent at once: plain data, a reply as JSON where there is one, and the bytes that belong to it."""

    content: Content
    say: str | None = None
    data: bytes | None = None

    def text(self) -> str:
        """The frame as JSON."""
        head = json.dumps(self.content)
        return head if self.say is None else f'{head[:-1]}, "say": {self.say}}}'


class Misused(ValueError):
    """A frame that no page sends."""


class Line:
    """One page's half of the numbers, on the side that answers.

    Parameters
    ----------
    handle : callable
        Called with each message once, in the order of the numbers, with the bytes that came with it or None and its
        number. Whoever answers it calls :meth:`done` with that number, at once or later.
    view : str
        Which view of the page it leads to; empty for the page itself.
    """

    def __init__(self, handle: Callable[[Content, bytes | None, int], None], view: str = "") -> None:
        self._handle = handle
        self.view = view
        self._lock = RLock()
        self._arrived = 0
        self._done = 0
        self._early: set[int] = set()
        self._said = 0
        self._kept: deque[tuple[int, str, bytes | None]] = deque()
        self._unread = 0
        self._ahead: dict[int, tuple[Content, bytes | None, int]] = {}
        self._ahead_bytes = 0
        self._sizes: dict[int, int] = {}
        self._waiting_bytes = 0
        self._write: Callable[[Frame], None] | None = None

    @property
    def unread(self) -> int:
        """Bytes of replies that the page has not said that it has."""
        return self._unread

    @property
    def waiting(self) -> int:
        """Messages that arrived and were not handled yet."""
        return self._arrived - self._done

    @property
    def waiting_bytes(self) -> int:
        """Bytes of the messages that arrived and were not handled yet."""
        return self._waiting_bytes

    @property
    def connected(self) -> bool:
        """Whether there is somebody to write to."""
        return self._write is not None

    def connect(self, write: Callable[[Frame], None], got: int) -> None:
        """The page connected, for the first time or again: say where things are and send what it missed."""
        with self._lock:
            fresh = self._arrived == 0 and self._said == 0
            self._write = write
            self._drop(got)
            write(Frame({"opened": {"fresh": fresh, "arrived": self._arrived}}))
            for kept in self._kept:
                write(self._frame(*kept))

    def disconnect(self, write: Callable[[Frame], None]) -> None:
        """A connection ended; replies are kept until the page is there again. An older one's end changes nothing."""
        with self._lock:
            if self._write == write:  # a bound method is another object each time
                self._write = None

    def receive(self, frame: Content, data: bytes | None = None, size: int = 0) -> None:
        """A frame of the page, and how many bytes it came in.

        Raises
        ------
        Misused
            Where no page sends that.
        """
        with self._lock:
            self._drop(whole(frame, "got"))
            if "ping" in frame:
                ping = whole(frame, "ping")
                self._tell(Frame({"pong": ping, "arrived": self._arrived, "done": self._done, "said": self._said}))
                return
            number, message = whole(frame, "n"), frame.get("say")
            if not isinstance(message, dict) or number == 0:
                raise Misused("say")
            if number <= self._arrived:
                return  # it is known, and its reply is sent again with the next connection
            if number > self._arrived + MOST_AHEAD:
                raise Misused("n")
            if number > self._arrived + 1 and self._ahead_bytes + size > MOST_AHEAD_BYTES:
                raise Misused("bytes")
            if number in self._ahead:
                return
            self._ahead[number] = message, data, size
            self._ahead_bytes += size
            while (following := self._ahead.pop(self._arrived + 1, None)) is not None:
                content, data, size = following
                self._arrived += 1
                self._ahead_bytes -= size
                self._sizes[self._arrived] = size
                self._waiting_bytes += size
                self._handle(content, data, self._arrived)

    def done(self, number: int) -> None:
        """A message was handled. The page is told how far all of them were."""
        with self._lock:
            self._early.add(number)
            self._waiting_bytes -= self._sizes.pop(number, 0)
            while self._done + 1 in self._early:
                self._done += 1
                self._early.remove(self._done)

    def say(self, reply: Content, data: bytes | None = None) -> None:
        """Send a reply, now or when the page is there again.

        Raises
        ------
        TypeError, ValueError
            Where it cannot be sent.
        """
        text = json.dumps(reply, allow_nan=False, separators=(",", ":"))
        with self._lock:
            self._said += 1
            self._kept.append((self._said, text, data))
            self._unread += weight(text, data)
            self._tell(self._frame(self._said, text, data))

    def _frame(self, number: int, text: str, data: bytes | None) -> Frame:
        return Frame({"m": number, "done": self._done}, text, data)

    def _tell(self, frame: Frame) -> None:
        if self._write is not None:
            self._write(frame)

    def _drop(self, got: int) -> None:
        while self._kept and self._kept[0][0] <= got:
            _, text, data = self._kept.popleft()
            self._unread -= weight(text, data)


def weight(text: str, data: bytes | None) -> int:
    """Bytes that a reply that is kept counts for."""
    return WEIGHT + len(text) + len(data or b"")


def whole(frame: Content, key: str) -> int:
    """A number of a frame.

    Raises
    ------
    Misused
        Where it is none.
    """
    number = frame.get(key, 0)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= LARGEST:
        raise Misused(key)
    return number
