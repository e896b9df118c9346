"""Texts in the digits, spaces and signs of ASCII, whatever the script they were typed in."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_MARKS: Final = {"−": "-", "٬": "’", "٫": "."}
"""The minus sign, and what Arabic writes between thousands and before decimals."""


def usual(text: str) -> str:
    """A text with digits, spaces, hyphens and signs of full width as those of ASCII, and without what has no width.

    >>> usual("１２００"), usual("٦/١"), usual("2:30\u202fPM")
    ('1200', '6/1', '2:30 PM')
    """
    return text if text.isascii() else "".join(map(_sign, text))


@lru_cache(maxsize=1024)
def _sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Cf":
        return ""
    if kind in ("Zs", "Pd"):
        return " " if kind == "Zs" else "-"
    if sign in _MARKS:
        return _MARKS[sign]
    return chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign  # signs of full width
