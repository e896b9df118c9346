"""Why a lead was lost, from what somebody wrote: price, fit, timing, no answer, a competitor, or another reason.

Whole words are matched, in English and German, whatever their capitals, accents and separators. The longest match decides; of
equally long ones the first in the text, so that a text counts once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.headings import plain

Reason = Literal["price", "fit", "timing", "no_answer", "competitor", "other", "unsaid"]
KINDS: Final[tuple[Reason, ...]] = ("price", "fit", "timing", "no_answer", "competitor")

LONGEST: Final = 1_000
"""Characters that are looked at: a reason is said in the first of them."""
_JOINED: Final = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
"""Between the words of ``NoResponse``."""


def lost_for(text: str) -> Reason:
    """What kind of reason a text is; ``"unsaid"`` where it says none.

    >>> [lost_for(text) for text in ("Too expensive", "NO_RESPONSE", "Keine Rückmeldung", "To a competitor", "-", "Moved")]
    ['price', 'no_answer', 'no_answer', 'competitor', 'unsaid', 'other']
    >>> lost_for("priceless"), lost_for("No budget"), lost_for("Over budget")
    ('other', 'fit', 'price')
    """
    if is_missing(text):
        return "unsaid"
    words = plain(_JOINED.sub(" ", text[:LONGEST])).split("-")
    best: Reason = "other"
    length = 0
    known = _phrases()
    for at, word in enumerate(words):
        for phrase, kind in known.get(word, ()):
            if len(phrase) > length and tuple(words[at : at + len(phrase)]) == phrase:
                best, length = kind, len(phrase)
                break  # the longest of one beginning comes first
    if best == "unsaid" and length < len(words):
        return "other"  # more is said than that nothing is
    return best


@cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], Reason], ...]]:
    """By first word, every phrase that begins with it and its kind, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Reason]]] = {}
    kinds: tuple[Reason, ...] = (*KINDS, "unsaid")
    for kind in kinds:
        for written in sorted(getattr(vocabulary.lost(), kind)):
            phrase = tuple(written.split("-"))
            found.setdefault(phrase[0], []).append((phrase, kind))
    return {word: tuple(sorted(every, key=lambda pair: (-len(pair[0]), pair))) for word, every in found.items()}
