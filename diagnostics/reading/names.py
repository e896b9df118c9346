"""Names of channels and people as a CRM holds them: one spelling for each, nothing for a blank, no formula."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from diagnostics.errors import InputError
from diagnostics.language import mark, t
from diagnostics.reading.blanks import is_missing, visible
from diagnostics.reading.people import People
from diagnostics.reading.questions import listed, rows

MOST_NAMES: Final = 500
"""A column of more different names is neither channels nor people: each lead has a name or number of its own there."""

FORMULA: Final = "=+-@\t\r＝＋－＠"
"""What makes a spreadsheet take a text for a formula, as its first character."""


@dataclass(frozen=True)
class Names:
    """The names of a column.

    Attributes
    ----------
    of : dict of str to (str or None)
        The name for each text of the column; None where the text stands for nothing.
    twins : tuple of tuple of str
        Texts that were merged into one name, the chosen spelling first.
    missing : int
        Rows with no name.
    notes : tuple of str
        What was done, sentences with counts.
    """

    of: dict[str, str | None]
    twins: tuple[tuple[str, ...], ...] = ()
    missing: int = 0
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Each name once, in alphabetical order."""
        return tuple(sorted({name for name in self.of.values() if name is not None}))


def clean_names(values: Mapping[str, int], field: str = "channel", people: People | None = None) -> Names:
    """One spelling for each channel or person.

    Spaces at the ends and double ones go; spellings that differ in capitals only become the commonest of them (among
    equals one with capitals, then the first in the alphabet); accents are kept apart. What a spreadsheet would run as a
    formula gets an apostrophe before it.

    Parameters
    ----------
    values : mapping of str to int
        Each text of the column, and the rows that hold it.
    field : str
        What the column is used as, for messages.
    people : People, optional
        What its people are called where their names are not shown; nothing of the result holds a name then, but for the
        texts by which :attr:`Names.of` is asked.

    Raises
    ------
    InputError
        Where there are more than ``MOST_NAMES`` names.

    >>> found = clean_names({"Google": 7, "google ": 2, "Select": 1})
    >>> found.of, found.missing
    ({'Google': 'Google', 'google ': 'Google', 'Select': None}, 1)
    """
    groups: dict[str, dict[str, int]] = {}
    texts: dict[str, list[str]] = {}
    nothing: dict[str, int] = {}
    formulas: dict[str, int] = {}
    key_of: dict[str, str] = {}
    for text, count in values.items():
        if is_missing(text):
            nothing[text] = count
            continue
        name = " ".join(visible(text).split())
        if name.startswith(tuple(FORMULA)):
            formulas[text] = count
            name = f"'{name}"
        key_of[text] = key = _same(name)
        spellings = groups.setdefault(key, {})
        spellings[name] = spellings.get(name, 0) + count
        texts.setdefault(key, []).append(text)
    if len(groups) > MOST_NAMES:
        some = sorted(min(group) for group in groups.values())[:2] if people is None else ["names"]
        raise InputError("too-many-names", field, ", ".join(some), count=len(groups), most=MOST_NAMES)
    chosen = {
        key: min(group, key=lambda name: (-group[name], name == name.lower(), name)) for key, group in groups.items()
    }
    twins = tuple(
        (chosen[key], *sorted(name for name in group if name != chosen[key]))
        for key, group in sorted(groups.items())
        if len(group) > 1
    )
    if people is not None:
        chosen = {key: people[name] for key, name in chosen.items()}
        twins, formulas = (), {}
    missing, called = sum(nothing.values()), t(_CALLED.get(field, field))
    notes = [
        t(
            "{column}: {names} are taken as one name, {name} ({rows}).",
            column=called,
            names=listed(group),
            name=group[0],
            rows=rows(sum(groups[_same(group[0])].values())),
        )
        for group in twins
    ]
    filled = {text: count for text, count in nothing.items() if text.strip()}
    if filled:
        notes.append(t("{column}: taken as no name: {texts}.", column=called, texts=listed(filled, filled)))
    if formulas:
        notes.append(
            t(
                "{column}: an apostrophe was put before what a spreadsheet runs: {texts}.",
                column=called,
                texts=listed(formulas, formulas),
            )
        )
    of = {text: chosen[key_of[text]] if text in key_of else None for text in values}
    return Names(of, twins, missing, tuple(notes))


_CALLED: Final = {"channel": mark("channel"), "rep": mark("rep")}
"""What notes call a field."""


def _same(name: str) -> str:
    """What two spellings share that differ in capitals only."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
