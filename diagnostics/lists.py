"""A list inside a sentence, in the language of now."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.language import t


def all_of(texts: Iterable[str]) -> str:
    """Texts that are all meant.

    >>> all_of(["Web"]), all_of(["Web", "Fair"]), all_of(["Web", "Fair", "Phone"])
    ('Web', 'Web and Fair', 'Web, Fair and Phone')
    """
    *others, last = texts
    return t("{first} and {last}", first=", ".join(others), last=last) if others else last


def one_of(texts: Iterable[str]) -> str:
    """Texts of which one is meant.

    >>> one_of(["Web"]), one_of(["Web", "Fair"]), one_of(["Web", "Fair", "Phone"])
    ('Web', 'Web or Fair', 'Web, Fair or Phone')
    """
    *others, last = texts
    return t("{first} or {last}", first=", ".join(others), last=last) if others else last
