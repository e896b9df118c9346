"""What can be done about each link: the one action an answer names, and the plays to choose from.

Effort and weeks are our judgement. A source, where there is one, speaks for the action and not for those two; see
``data/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast

from diagnostics.errors import InputError
from diagnostics.funnel.links import LINKS, SIDE_OF
from diagnostics.reference.activities import Side
from diagnostics.reference.catalogue import Line, lines

Effort = Literal["small", "medium", "large"]

FILE: Final = "playbook.csv"
COLUMNS: Final = ("id", "link", "what", "why", "first_step", "watch", "effort", "shows_in", "not_when", "source")
EFFORTS: Final = ("small", "medium", "large")
LONGEST: Final = 52
"""Weeks. An action whose effect shows only after a year is not listed."""


FIRST_FILE: Final = "first_actions.csv"
FIRST_COLUMNS: Final = ("id", "what", "first_step", "watch")


@dataclass(frozen=True, slots=True)
class FirstAction:
    """The action an answer names: a row of ``data/first_actions.csv``, in words short enough for a headline."""

    id: str
    """The link it is for, or the finding: ``"no marketing"``, ``"no sales process"``."""
    what: str
    first_step: str
    watch: str
    """The number to watch."""


@dataclass(frozen=True, slots=True)
class Play:
    """One thing to do: a row of ``data/playbook.csv``."""

    id: str
    link: str
    """The link it improves."""
    side: Side
    """The side that link is on."""
    what: str
    """What to do, a short command."""
    why: str
    """Why that improves the link, one sentence."""
    first_step: str
    """What one person can do on Monday morning."""
    watch: str
    """The number to watch, with its time base."""
    effort: Effort
    shows_in: int
    """Weeks until the number to watch can be expected to move."""
    not_when: str
    """Where not to do it, one sentence."""
    source: str
    """Author, title and year of a text that speaks for it; empty where we know of none."""


def load() -> dict[str, Play]:
    """The plays by id, in the order of the file: by link, and the first thing to try before the others.

    Raises
    ------
    InputError
        Where a row cannot be used; it names row, column and value.

    >>> load()["follow_up_fast"].what
    'Call new leads within the hour.'
    """
    return {play.id: play for play in _read()}


def first_action(name: str) -> FirstAction:
    """The action to name for a link or a finding.

    Raises
    ------
    InputError
        Where there is none.

    >>> first_action("reach").watch
    'leads per month'
    """
    for action in _first_actions():
        if action.id == name:
            return action
    raise InputError("unknown-entry", "action", name, file=FIRST_FILE, example=_first_actions()[0].id)


def for_link(link: str) -> tuple[Play, ...]:
    """The plays for a link, the first one to try first.

    Raises
    ------
    InputError
        Where there is no such link.

    >>> for_link("closing")[0].id
    'closing_sit_in'
    """
    if link not in LINKS:
        raise InputError("unknown-link", "link", link, choices=LINKS)
    return tuple(play for play in _read() if play.link == link)


def find(name: str) -> Play:
    """The play of that id.

    Raises
    ------
    InputError
        Where there is none.

    >>> find("capacity_clear_old").side
    'sales'
    """
    for play in _read():
        if play.id == name:
            return play
    raise InputError("unknown-entry", "play", name, file=FILE, example=_read()[0].id)


@lru_cache(maxsize=1)
def _first_actions() -> tuple[FirstAction, ...]:
    return tuple(
        FirstAction(*(line.text(column) for column in FIRST_COLUMNS)) for line in lines(FIRST_FILE, FIRST_COLUMNS)
    )


@lru_cache(maxsize=1)
def _read() -> tuple[Play, ...]:
    return tuple(_play(line) for line in lines(FILE, COLUMNS))


def _play(line: Line) -> Play:
    link = line.choice("link", LINKS)
    return Play(
        id=line.text("id"),
        link=link,
        side=cast(Side, SIDE_OF[link]),
        what=line.text("what"),
        why=line.text("why"),
        first_step=line.text("first_step"),
        watch=line.text("watch"),
        effort=cast(Effort, line.choice("effort", EFFORTS)),
        shows_in=line.whole("shows_in", 1, LONGEST),
        not_when=line.text("not_when"),
        source=line.text_or_none("source"),
    )
