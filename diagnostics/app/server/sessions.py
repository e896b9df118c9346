"""The pages that are open: each has a conversation, found again by an id that only the page knows."""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from diagnostics.app.server.budgets import Budgets
from diagnostics.app.server.conversation import Conversation
from diagnostics.app.server.rates import Rates

log = logging.getLogger(__name__)

ID: Final = re.compile(r"[A-Za-z0-9_-]{22,64}")
"""At least 128 bits, chosen by the page: whoever does not know it cannot talk to its conversation."""


class Full(Exception):
    """A limit is reached; its name."""


class Session:
    """One open page: its conversation, the address it comes from, since when it is away, and what ends its connection."""

    __slots__ = ("address", "away_since", "conversation", "end")

    def __init__(self, conversation: Conversation, address: str) -> None:
        self.conversation = conversation
        self.address = address
        self.away_since: float | None = None
        self.end: Callable[[], None] | None = None


class Sessions:
    """All open pages of a server.

    Parameters
    ----------
    converse : callable
        Begins a conversation.
    budgets : Budgets
        How many there may be.
    clock : callable
        Seconds that never go back, whatever becomes of the machine's clock.
    """

    def __init__(
        self, converse: Callable[[], Conversation], budgets: Budgets, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.budgets = budgets
        self._converse = converse
        self._clock = clock
        self._open: dict[str, Session] = {}
        self._by_address: Counter[str] = Counter()
        self._opened = Rates(budgets.opens_per_minute, clock)

    def __len__(self) -> int:
        return len(self._open)

    def enter(self, name: str, address: str) -> Session:
        """The session of a page, new where nothing is known of it.

        Raises
        ------
        Full
            Where a limit is reached; pages that are open go on.
        ValueError
            Where the name is none that a page chooses.
        """
        if not ID.fullmatch(name):
            raise ValueError("id")
        session = self._open.get(name)
        if session is None:
            self._admit(address)
            session = self._open[name] = Session(self._converse(), address)
            self._by_address[address] += 1
        session.away_since = None
        return session

    def there(self, name: str) -> Session | None:
        """The session of a page that is open, for another view of it."""
        session = self._open.get(name)
        if session is not None:
            session.away_since = None
        return session

    def left(self, session: Session) -> None:
        """A page lost its connection, or closed."""
        session.away_since = self._clock()

    def sweep(self) -> None:
        """Forget pages that have been away for long."""
        latest = self._clock() - self.budgets.away_seconds
        gone = [name for name, s in self._open.items() if s.away_since is not None and s.away_since <= latest]
        for name in gone:
            self._forget(name)
        self._opened.sweep()

    def close(self) -> None:
        """The server ends: write what is not written yet."""
        for name in list(self._open):
            self._forget(name)

    def _forget(self, name: str) -> None:
        session = self._open.pop(name)
        self._by_address[session.address] -= 1
        if not self._by_address[session.address]:
            del self._by_address[session.address]
        try:
            session.conversation.close()
        except Exception:  # one page's file must not keep the others from being written
            log.exception("closing a page")

    def _admit(self, address: str) -> None:
        if len(self._open) >= self.budgets.sessions:
            raise Full("sessions")
        if self._by_address[address] >= self.budgets.sessions_per_address:
            raise Full("sessions_per_address")
        if not self._opened.allowed(address):
            raise Full("opens_per_minute")
