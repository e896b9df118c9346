"""People in an export, shown as initials or numbers: their names are in nothing that is made of the counts.

An export names those who work its leads. Where they are not to be named, every name is replaced once, when the leads are
counted, and nothing that comes after knows it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from diagnostics.language import t
from diagnostics.reading.blanks import is_missing, visible

Shown = Literal["names", "initials", "numbers"]
SHOWN: Final[tuple[Shown, ...]] = ("names", "initials", "numbers")
"""How people are shown, the most open way first."""
MOST_LETTERS: Final = 4
"""Words of a name of which the first letter is shown."""
MARK: Final = "person:"
"""Begins what stands for a name in an answer that is kept."""
MARK_DIGITS: Final = 16
ARMOUR: Final = re.compile(r"^'(?=[=+\-@＝＋－＠])")
"""The apostrophe that is put before what a spreadsheet would run."""
WORD: Final = re.compile(r"[^\W_]+")


def stricter(one: Shown, other: Shown) -> Shown:
    """The way of the two that shows less.

    >>> stricter("names", "initials"), stricter("numbers", "initials")
    ('initials', 'numbers')
    """
    return max(one, other, key=SHOWN.index)


def one_person(name: str) -> str:
    """What two spellings of a name share: they differ in capitals and spaces only."""
    plain = ARMOUR.sub("", " ".join(visible(name).split()))
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())


def mark_of(name: str) -> str:
    """What stands for a name in an answer that is kept in a file: the same for the same person in every export."""
    return name if name.startswith(MARK) else MARK + hashlib.sha256(one_person(name).encode()).hexdigest()[:MARK_DIGITS]


def unmarked(texts: Iterable[str], known: Iterable[str]) -> list[str]:
    """The texts of an answer, with the names of a column in place of what stands for them."""
    by_mark: dict[str, list[str]] = {}
    for name in known:
        by_mark.setdefault(mark_of(name), []).append(name)
    return [name for text in texts for name in (by_mark.get(text, []) if text.startswith(MARK) else [text])]


@dataclass(frozen=True)
class People:
    """What each person of a column is called.

    Attributes
    ----------
    called : mapping of str to str
        By :func:`one_person`.
    """

    called: Mapping[str, str]

    @staticmethod
    def of(texts: Iterable[str], shown: Shown, secret: bytes) -> People | None:
        """The people of a column; None where their names are shown.

        Parameters
        ----------
        texts : iterable of str
            The texts of the column.
        shown : {"names", "initials", "numbers"}
            How people are shown. Of initials that several have, each gets a number.
        secret : bytes
            What only those know who have the export. It decides who is number 1: the order is the same each time the export
            is opened, and says nothing of the alphabet.
        """
        if shown == "names":
            return None
        people: dict[str, str] = {}
        for text in sorted(text for text in texts if not is_missing(text)):
            people.setdefault(one_person(text), text)
        order = sorted(people, key=lambda person: hashlib.sha256(secret + person.encode()).digest())
        if shown == "numbers":
            return People({person: t("Rep {number}", number=at) for at, person in enumerate(order, 1)})
        groups: dict[str, list[str]] = {}
        for person in order:
            groups.setdefault(initials(people[person]), []).append(person)
        return People(
            {
                person: letters if len(group) == 1 else f"{letters} {at}"
                for letters, group in groups.items()
                for at, person in enumerate(group, 1)
            }
        )

    def __getitem__(self, name: str) -> str:
        """What a person is called; somebody who was not in the column is called by nothing."""
        return self.called.get(one_person(name), "?")

    def masked(self, text: str) -> str:
        """A sentence with every name in it replaced.

        >>> People({"anna berg": "A.B."}).masked("Rows of 'Anna Berg', and of Annabel")
        "Rows of 'A.B.', and of Annabel"
        """
        return self._names.sub(lambda found: self[found[0]], text) if self.called else text

    @cached_property
    def _names(self) -> re.Pattern[str]:
        longest = sorted(self.called, key=lambda name: (-len(name), name))
        spaced = (r"\s+".join(map(re.escape, name.split())) for name in longest)
        return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)


def initials(name: str) -> str:
    """The first letters of a name; of an address, those of its name.

    >>> initials("Anna Berg"), initials("anna.berg@example.com"), initials("Øyvind"), initials("—")
    ('A.B.', 'A.B.', 'Ø.', '?')
    """
    words = WORD.findall(name.partition("@")[0] or name)[:MOST_LETTERS]
    return "".join(f"{word[0].upper()}." for word in words) or "?"
