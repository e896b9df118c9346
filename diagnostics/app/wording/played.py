"""Actions of the playbook in a plan: in the language of now as long as nobody has typed over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.language import t

if TYPE_CHECKING:
    from diagnostics.app.case.case import Action
    from diagnostics.reference.playbook import Play


def played(row: Action, play: Play | None) -> tuple[str, str]:
    """What is done and what is watched; a case keeps the playbook's own words, a person's as they were typed."""
    if play is None:
        return row.what, row.watch
    return (
        t(play.what) if row.what == play.what else row.what,
        t(play.watch) if row.watch == play.watch else row.watch,
    )


def as_kept(text: str, known: str) -> str:
    """What the case keeps of a text: the playbook's own words where that is what it says."""
    return known if text == t(known) else text
