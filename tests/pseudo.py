"""What of a text is not translated: shown in the pseudo-language, every translated text is in brackets and has accents."""

from __future__ import annotations

import re
from collections.abc import Iterable

BRACKETS = re.compile(r"\[[^\[\]]*\]")
WORD = re.compile(r"[A-Za-z]{2,}")


def untranslated(text: str, own: Iterable[str] = ()) -> str:
    """The words of a text in the pseudo-language that stand outside of all brackets; empty where there are none.

    ``own``: texts of the reader, such as names of channels and columns, which are not translated.

    >>> untranslated("[Ľéáďš··]: 31 [ó[ƒ··] ťĥéɱ··] at noon"), untranslated("[Ľéáďš··] 31 %"), untranslated("Tom", ["Tom"])
    ('at noon', '', '')
    """
    for one in sorted(own, key=len, reverse=True):
        text = text.replace(one, "")
    while (shorter := BRACKETS.sub("", text)) != text:
        text = shorter
    return " ".join(WORD.findall(text))
