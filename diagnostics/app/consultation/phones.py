"""Where an answer can be given on a phone: an address good once and for that alone, and its code to scan."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, Protocol

from diagnostics.app.case.records import Role
from diagnostics.language import mark

NO_TOKEN = mark(
    "There is no code for phones, because this session was started without a token. Type both answers in here, one at a time."
)
HERE_ONLY = mark(
    "There is no code for phones, because your browser shows this page by an address that only this computer knows. Open "
    "it by the computer’s name or address in your network, or type both answers in here, one at a time."
)


class NoCode(Exception):
    """Why there is no code: a marked text."""


class Phones(Protocol):
    """Who lends addresses for phones; the server does."""

    def address(self, file: Path, role: Role, language: str) -> str:
        """The address at which an answer can be given; the same until it is closed.

        Raises
        ------
        NoCode
            Where no phone can reach it.
        """

    def close(self, file: Path, roles: Sequence[Role], why: str) -> None:
        """End the addresses of some answers; ``why``: code of the message that a phone is shown from then on."""

    def free(self, file: Path, role: Role) -> None:
        """Let the phone that gave an answer, which was taken back, give another one."""


class Picture(NamedTuple):
    """A code as a drawing: its size in squares with the quiet zone, and the dark ones as the path of an SVG."""

    size: int
    path: str


@lru_cache(maxsize=16)
def picture(address: str) -> Picture:
    """The code of an address.

    >>> picture("http://desk.example/answer/x").size
    37
    """
    import segno

    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=4)]
    dark = []
    for y, row in enumerate(rows):
        x = 0
        for square, run in groupby(row):
            length = len(list(run))
            if square:
                dark.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return Picture(len(rows), "".join(dark))
