"""Two blind answers: what may be done with them, and where they differ."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from diagnostics.app.case.records import ROLES, Asked, Role, Slip, Word
from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case

LONGEST_ANSWER: Final = 1_000
"""Characters of a definition on a slip."""
WORDS: Final[tuple[Word, ...]] = ("lead", "sale", "call")
DEFINED: Final = ("lead", "sale")
"""Those that the room defines in its own words."""

State = Literal["none", "one", "same", "differ"]
"""What two answers to one question are to each other; one: only one of them says anything."""


class Shown(NamedTuple):
    """Answers that the room has seen: who was asked, and their slips in that order."""

    asked: Asked
    slips: tuple[Slip, ...]


def slip_of(case: Case, role: Role) -> Slip | None:
    """The answer of a role; None where none was handed in."""
    return next((slip for slip in case.slips if slip.role == role), None)


def check_open(case: Case, role: Role) -> None:
    """Refuse an answer that cannot be taken any more.

    Raises
    ------
    InputError
        After the reveal, for a role that is not asked, and where that role has answered.
    """
    if case.revealed:
        raise InputError("slip-after-reveal", "slip")
    if role not in ROLES[case.asked]:
        raise InputError("slip-not-asked", "slip")
    if slip_of(case, role) is not None:
        raise InputError("slip-there", "slip")


def handed_in(case: Case, slip: Slip) -> Case:
    """With one more answer.

    Raises
    ------
    InputError
        As :func:`check_open`; and where a definition is too long.
    """
    check_open(case, slip.role)
    for field in DEFINED:
        text = getattr(slip, field)
        if len(text) > LONGEST_ANSWER:
            raise InputError("slip-too-long", field, most=LONGEST_ANSWER, length=len(text))
    others = (*case.slips, slip)
    ordered = sorted(others, key=lambda one: ROLES[case.asked].index(one.role))  # no trace of who was first
    return case.changed(slips=tuple(ordered))


def taken_back(case: Case, role: Role) -> Case:
    """Without the answer of a role.

    Raises
    ------
    InputError
        After the reveal.
    """
    if case.revealed:
        raise InputError("slip-shown", "slip")
    return case.changed(slips=tuple(slip for slip in case.slips if slip.role != role))


def asked_of(case: Case, asked: Asked) -> Case:
    """Asked of others.

    Raises
    ------
    InputError
        Where an answer was handed in already.
    """
    if asked != case.asked and case.slips:
        raise InputError("slip-asked-others", "slip")
    return case.changed(asked=asked)


def revealed(case: Case, day: str, anyway: bool = False) -> Case:
    """Shown to the room; from then on no answer is taken.

    Parameters
    ----------
    case : Case
        With the slips.
    day : str
        Today, ISO 8601.
    anyway : bool
        Show what is there, though one is missing.

    Raises
    ------
    InputError
        Where one is missing and that was not said, or there is none; and where the day is not known.
    """
    if case.revealed:
        return case
    if not case.slips or (len(case.slips) < len(ROLES[case.asked]) and not anyway):
        raise InputError("slip-missing", "slip")
    if not day:
        raise InputError("slip-no-day", "slip")
    return case.changed(revealed=day, settled=())


def shown(case: Case) -> Shown | None:
    """The answers that the room saw last, in this session or the one before; None where there are none."""
    if case.slips and case.revealed:
        return Shown(case.asked, case.slips)
    for past in reversed(case.meetings):
        if past.slips and past.revealed:
            return Shown(past.asked, past.slips)
    return None


def compared(slips: tuple[Slip, ...], word: Word) -> State:
    """What the answers to a question are to each other. Capitals, spaces and punctuation make no difference.

    >>> compared((Slip(role="marketing", lead="A form, filled in."), Slip(role="sales", lead="a form filled in")), "lead")
    'same'
    """
    said = [text for slip in slips if (text := _plain(getattr(slip, word))) and text != "unknown"]
    if len(said) < len(ROLES["sides"]):
        return "one" if said else "none"
    return "same" if len(set(said)) == 1 else "differ"


def unsettled(case: Case) -> tuple[Word, ...]:
    """The words on which the answers differ and the room has not agreed."""
    last = shown(case)
    if last is None:
        return ()
    return tuple(word for word in WORDS if word not in case.settled and compared(last.slips, word) == "differ")


def _plain(text: str) -> str:
    """A text without what makes no difference to its meaning."""
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).split())
