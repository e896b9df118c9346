"""Everyday activities of a business, each on the side of the door that the interaction rule puts it on.

The rule: it is sales where the customer answers *and* a person answers back, and marketing everywhere else. What is asked
is whether both take part in the activity itself, not what it is meant for, nor whether anything is sold by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from diagnostics.errors import InputError
from diagnostics.reference.catalogue import Line, lines

Side = Literal["marketing", "sales"]

FILE: Final = "activities.csv"
COLUMNS: Final = ("id", "activity", "side", "customer_answers", "person_answers", "reason", "hard", "why_hard")


@dataclass(frozen=True, slots=True)
class Known:
    """One everyday activity: a row of ``data/activities.csv``."""

    id: str
    activity: str
    """What people call it."""
    side: Side
    customer_answers: bool
    """Does the customer say, write or fill in something that reaches the business?"""
    person_answers: bool
    """Does a person of the business reply to that customer?"""
    reason: str
    """Why it is on its side, one sentence by the rule."""
    hard: bool
    """Do people often put it on the other side?"""
    why_hard: str
    """What misleads them, and what decides, one sentence; empty where it is not hard."""


def side_of(customer_answers: bool, person_answers: bool) -> Side:
    """The side of an activity: sales goes back and forth, all else is one-sided and so marketing.

    ``customer_answers and person_answers``. Source: the second and third claim of the founding text.

    A sales letter's order form, sent back without a talk:

    >>> side_of(customer_answers=True, person_answers=False)
    'marketing'

    A demo call:

    >>> side_of(customer_answers=True, person_answers=True)
    'sales'
    """
    return "sales" if customer_answers and person_answers else "marketing"


def load() -> dict[str, Known]:
    """The activities by id, in the order of the file: the one that opens the game comes first.

    Raises
    ------
    InputError
        Where a row cannot be used; it names row, column and value.

    >>> next(iter(load()))
    'sales_letter'
    """
    return {known.id: known for known in _read()}


def find(name: str) -> Known:
    """The activity of that id.

    Raises
    ------
    InputError
        Where there is none.

    >>> find("chatbot").side
    'marketing'
    """
    for known in _read():
        if known.id == name:
            return known
    raise InputError("unknown-entry", "activity", name, file=FILE, example=_read()[0].id)


@lru_cache(maxsize=1)
def _read() -> tuple[Known, ...]:
    return tuple(_known(line) for line in lines(FILE, COLUMNS))


def _known(line: Line) -> Known:
    customer, person = (line.choice(column, ("yes", "no")) == "yes" for column in COLUMNS[3:5])
    if person and not customer:
        raise line.refused("person-answers-nobody", "person_answers")
    side = side_of(customer, person)
    if line.choice("side", ("marketing", "sales")) != side:
        raise line.refused("side-contradicts-answers", "side", side=side)
    hard = line.choice("hard", ("yes", "")) == "yes"
    why_hard = line.text("why_hard") if hard else line.choice("why_hard", ("",))
    return Known(
        id=line.text("id"),
        activity=line.text("activity"),
        side=side,
        customer_answers=customer,
        person_answers=person,
        reason=line.text("reason"),
        hard=hard,
        why_hard=why_hard,
    )
