"""The addresses at which an answer can be given on a phone: each is good for one answer, and for nothing else.

An address ends with the answer, the reveal, the session, or after some hours. What it was is remembered for as long, so that
whoever opens it then is told why it is not good any more.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from diagnostics.app.case.case_file import resolved
from diagnostics.app.case.records import Role
from diagnostics.app.consultation.phones import HERE_ONLY, NoCode
from diagnostics.app.server.conversation import Conversation
from diagnostics.app.server.door import LOOPBACK, name_of

TOKEN_BYTES: Final = 18
"""Of an address: 144 bits, and a code that is not too fine to scan."""
GOOD_SECONDS: Final = 14_400
MOST: Final = 10_000
"""Addresses that are remembered; beyond that the oldest are forgotten."""
PLACE: Final = "answer"
"""The part of the path before the token."""


@dataclass(slots=True)
class Code:
    """One address: for which case and whose answer, where the desk is, until when, and why it is closed."""

    file: Path
    role: Role
    language: str
    desk: Conversation
    until: float
    closed: str = ""
    """Code of the message that is shown; empty while it is good."""


@dataclass(slots=True)
class Codes:
    """All addresses of a server.

    Parameters
    ----------
    clock : callable
        Seconds that never go back.
    """

    clock: Callable[[], float] = time.monotonic
    _by_token: dict[str, Code] = field(default_factory=dict)
    _good: dict[tuple[Path, Role], str] = field(default_factory=dict)
    _phones: dict[tuple[Path, str], Role] = field(default_factory=dict)
    """The role for which a phone has answered, by case and the phone's own mark."""
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def lend(self, file: Path, role: Role, language: str, desk: Conversation) -> str:
        """The token of an address for an answer; that of before while it is good."""
        with self._lock:
            self._sweep()
            token = self._good.get((file, role))
            if token is None:
                token = self._good[file, role] = secrets.token_urlsafe(TOKEN_BYTES)
                self._by_token[token] = Code(file, role, language, desk, self.clock() + GOOD_SECONDS)
            code = self._by_token[token]
            code.desk, code.language = desk, language
            return token

    def find(self, token: str) -> Code | None:
        """What is known of an address; None where it never was one, or was forgotten."""
        with self._lock:
            self._sweep()
            code = self._by_token.get(token)
            if code is not None and not code.closed and code.desk.closed:
                self._close(code, "slip-session-over")
            return code

    def close(self, file: Path, roles: Sequence[Role], why: str) -> None:
        """End addresses."""
        with self._lock:
            for role in roles:
                token = self._good.get((file, role))
                if token is not None:
                    self._close(self._by_token[token], why)

    def answered(self, file: Path, phone: str) -> Role | None:
        """For whom a phone has answered already in a case; None where it has not."""
        return self._phones.get((file, phone))

    def remember(self, file: Path, phone: str, role: Role) -> None:
        """A phone has answered."""
        with self._lock:
            self._phones[file, phone] = role
            while len(self._phones) > MOST:
                del self._phones[next(iter(self._phones))]

    def free(self, file: Path, role: Role) -> None:
        """An answer was taken back: its phone may give another one."""
        with self._lock:
            for key in [k for k, of in self._phones.items() if k[0] == file and of == role]:
                del self._phones[key]

    def _close(self, code: Code, why: str) -> None:
        code.closed = why
        self._good.pop((code.file, code.role), None)

    def _sweep(self) -> None:
        """Forget what is over for long: addresses are in the order in which they were lent."""
        now = self.clock()
        for token, code in list(self._by_token.items()):
            if code.until > now and len(self._by_token) <= MOST:
                break
            if self._good.get((code.file, code.role)) == token:
                del self._good[code.file, code.role]
            del self._by_token[token]


class PhonesOf:
    """The addresses that one desk lends; see :class:`~diagnostics.app.consultation.phones.Phones`."""

    def __init__(self, codes: Codes, desk: Conversation, base_url: str) -> None:
        self._codes = codes
        self._desk = desk
        self._base_url = base_url

    def address(self, file: Path, role: Role, language: str) -> str:
        """Under the name by which the desk's browser knows this server."""
        name = name_of(urlsplit(self._desk.origin).netloc)
        if name is None or name in LOOPBACK:
            raise NoCode(HERE_ONLY)
        token = self._codes.lend(resolved(file), role, language, self._desk)
        return f"{self._desk.origin}{self._base_url}{PLACE}/{token}"

    def close(self, file: Path, roles: Sequence[Role], why: str) -> None:
        """End addresses."""
        self._codes.close(resolved(file), roles, why)

    def free(self, file: Path, role: Role) -> None:
        """Let the phone of an answer that was taken back give another one."""
        self._codes.free(resolved(file), role)
