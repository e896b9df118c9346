"""What a case has from lists of this program: in the language of now as long as nobody has typed over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.language import t
from diagnostics.reference import activities

if TYPE_CHECKING:
    from diagnostics.app.case.records import Action
    from diagnostics.reference.playbook import Play


def played(row: Action, play: Play | None) -> tuple[str, str]:
    """What is done and what is watched; a case keeps the playbook's own words, a person's as they were typed."""
    if play is None:
        return row.what, row.watch
    return (
        t(play.what) if row.what == play.what else row.what,
        t(play.watch) if row.watch == play.watch else row.watch,
    )


def activity_name(what: str) -> str:
    """One of the client's own activities; where it is an everyday one, as that is called.

    >>> activity_name("web page"), activity_name("Parade")
    ('web page', 'Parade')
    """
    return t(what) if any(known.activity == what for known in activities.load().values()) else what


def as_kept(text: str, known: str) -> str:
    """What the case keeps of a text: the playbook's own words where that is what it says."""
    return known if text == t(known) else text
