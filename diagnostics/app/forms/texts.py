"""Texts as every format can hold them. Nothing here knows what a text is about."""

from __future__ import annotations

import re
from typing import Final

SPACE: Final = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), " ")
"""Control characters that no XML may hold, so no workbook and no slide; each becomes a space."""


HALVES: Final = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """A text without halves of surrogate pairs, which no file can hold; each becomes a mark.

    A page makes them where it cuts a text inside an emoji.
    """
    return HALVES.sub("\ufffd", text)


def clean(text: str) -> str:
    r"""A text that every format can hold: no control characters but tab and new line, no half of a pair.

    >>> clean("a\x00b\x0bc\r\nd")
    'a b c\nd'
    """
    whole = text.replace("\r\n", "\n").replace("\r", "\n").translate(SPACE)
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" else c for c in whole)
