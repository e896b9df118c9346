"""Where a page is served and by whose rules: who can see what is typed, how long it is kept, what it says of privacy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from diagnostics.reading.people import Shown

Where = Literal["notebook", "machine", "server"]
LONGEST_LINK: Final = 2_000
ORIGIN: Final = re.compile(
    r"https?://(?=.{1,253}(:|$))[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[0-9]{1,5})?"
)


@dataclass(frozen=True, slots=True)
class Site:
    """The surroundings of a page.

    Attributes
    ----------
    where : {"notebook", "machine", "server"}
        Who answers: the kernel of a notebook, a program that only this machine can reach, or a server that others can.
    people : {"names", "initials", "numbers"}
        How reps are shown at most; who uses a page may choose to show less.
    away_seconds : int
        How long a page that was left is remembered.
    imprint, privacy : str
        Addresses of an imprint and a privacy notice; empty where there are none.
    delete_after : int or None
        Days after which clients whose file was not saved again are deleted; None: never.
    """

    where: Where = "notebook"
    people: Shown = "names"
    away_seconds: int = 90
    imprint: str = ""
    privacy: str = ""
    delete_after: int | None = None


NOTEBOOK: Final = Site()


def checked_link(text: str) -> str:
    """An address that a page may link to.

    Raises
    ------
    ValueError
        Where it is none, or not of the web.

    >>> checked_link("https://example.com/imprint")
    'https://example.com/imprint'
    """
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    plain = text.isprintable() and not set(text) & set(" \"'<>`\\")
    if not known or not plain or "@" in parts.netloc or len(text) > LONGEST_LINK:
        raise ValueError(f"{text!r} is not the address of a page: https://example.com/imprint")
    return text


def checked_origin(text: str) -> str:
    """The origin of a page that may show this one in a frame, as a header names it.

    Raises
    ------
    ValueError
        Where it is none: a header would allow another page, or none.

    >>> checked_origin("https://Example.com/")
    'https://example.com'
    """
    plain = text.removesuffix("/").lower()
    try:
        port = urlsplit(plain).port
    except ValueError:
        port = 0
    if not ORIGIN.fullmatch(plain) or port == 0:
        raise ValueError(
            f"{text!r} is not the origin of a page. Type scheme, host and port, without a path: https://www.example.com "
            "or http://localhost:8000"
        )
    return plain
