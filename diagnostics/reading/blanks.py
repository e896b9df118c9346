"""What stands for nothing: one list for names, dates and counts, in ``data/vocabulary/blanks.toml``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

from diagnostics.reading import vocabulary
from diagnostics.reading.headings import plain
from diagnostics.reading.sheet import INVISIBLE

LONGEST: Final = 40
"""Characters; a longer text says something."""

NULL: Final = r"\N"
"""What a database writes into a file for nothing."""

_FIGURES: Final = "123456789"
"""No text for nothing begins with one of these."""
_UNSEEN: Final = str.maketrans("", "", INVISIBLE)
_DASH: Final = re.compile("[-–—?]{1,3}")


def visible(text: str) -> str:
    """A text without the characters that have no width."""
    return text.translate(_UNSEEN)


@lru_cache(maxsize=8192)
def is_missing(text: str) -> bool:
    r"""Whether a text stands for no name and no date: a blank, a dash, ``(not set)``, ``--None--``, ``Select``, ``0``.

    >>> [is_missing(text) for text in ("", " - ", "n/a", "(Not set)", r"\N", "Other", "nan", "Nan")]
    [True, True, True, True, True, False, True, False]
    """
    if text[:1] in _FIGURES and text:
        return False  # a number or a day, as most cells are
    if len(text) > LONGEST:
        return not visible(text).strip()
    known, word = vocabulary.blanks(), _folded(text)
    if word:
        bare = visible(text).strip()
        if bare == NULL:
            return True
        if bare.casefold() in known.people:
            return bare.islower() or bare.isupper() or bare in ("NaN", "NaT")
        if word == "ref":
            return bare.casefold() == "#ref!"
        if word == "choose":
            return bare.casefold() != word  # "choose …", "-- choose --"
        return word in known.anywhere or word in known.names
    return not any(unicodedata.category(c) in ("So", "Sm", "Co") for c in text if c not in "+=<>|~")


def is_no_count(cell: Any) -> bool:
    """Whether a cell says that no count was recorded. ``0`` is a count, and words that could mean 0 are not blank.

    >>> [is_no_count(cell) for cell in (None, "-", "n/a", "unknown", "0", "keine", "12", 12)]
    [True, True, True, True, False, False, False, False]
    """
    return cell is None or (isinstance(cell, str) and not cell.isdigit() and _says_no_count(cell))


@lru_cache(maxsize=8192)
def _says_no_count(text: str) -> bool:
    if len(text) > LONGEST:
        return False
    if text == NULL:
        return True
    known = vocabulary.blanks()
    word = _folded(text)
    return word in known.anywhere or text.casefold() in known.counts if word else _DASH.fullmatch(text) is not None


@cache
def no_ids() -> frozenset[str]:
    """Texts where a lead has no ID, in lower case, for an engine to compare with."""
    known = vocabulary.blanks()
    return (
        known.anywhere
        | known.names
        | {"", "-", "--", "–", "—", "?", ".", "n/a", "#n/a", "(none)", "(blank)", NULL.lower()}
    )


def _folded(text: str) -> str:
    return plain(text).replace("-", "")
