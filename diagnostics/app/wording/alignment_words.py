"""What a consultation says about where the effort goes and where customers are missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import percent, plural
from diagnostics.funnel.links import SIDES

if TYPE_CHECKING:
    from diagnostics.diagnosis.alignment import Alignment

NO_ACTIVITIES: Final = (
    "List what you do to win customers, and for each whether the customer answers and whether a person answers back."
)
MISSING: Final = {
    "sales": "Your sales process is missing: in nothing you listed does a person talk with a customer.",
    "marketing": "Your marketing process is missing: everything you listed starts when somebody is already there.",
}
"""A side with no activity at all."""


def process_words(a: Alignment, unit: str = "hours") -> tuple[str, ...]:
    """A process that is missing or very short, a sentence each."""
    return (
        *(MISSING[side] for side in a.missing),
        *(
            f"Your {side} process is very short: {percent(_share(a, side))} of your {unit}, in "
            f"{plural(a.listed[side], 'activity', 'activities')}."
            for side in a.very_short
        ),
    )


def alignment_words(a: Alignment, unit: str = "hours") -> tuple[str, ...]:
    """Where the effort goes and where customers are missing, findings first."""
    if not any(a.listed.values()) and not a.open:
        return (NO_ACTIVITIES,)
    return tuple(filter(None, (*process_words(a, unit), _effort(a, unit), _missing(a), _leaning(a), open_words(a))))


def _share(a: Alignment, side: str) -> float:
    assert a.effort_share is not None
    return a.effort_share[side]


def _effort(a: Alignment, unit: str) -> str:
    if not any(a.listed.values()):
        return ""
    if a.effort_share is None:
        return f"Enter the {unit} per month for each activity to see its share."
    first, second = (percent(_share(a, side)) for side in SIDES)
    return f"You spend {first} of your {unit} on {SIDES[0]} and {second} on {SIDES[1]}."


def _missing(a: Alignment) -> str:
    if a.shortfall_share is None:
        return ""
    shares = a.shortfall_share
    side = max(SIDES, key=lambda name: shares[name])
    if percent(shares[side]) == percent(0.5):
        return "Of the customers that are missing, half are missing on each side."
    return f"Of the customers that are missing, {percent(shares[side])} are missing on the {side} side."


def _leaning(a: Alignment) -> str:
    if a.weak is None or a.effort_share is None:
        return ""
    weak = f"{a.weak} {'is' if a.decided else 'looks like'} the weak link"
    if a.leans is None:
        return f"The effort is about even, and {weak}."
    needed = "" if a.misplaced else ": it goes where it is needed"
    return f"Most of the effort goes into {a.leans}, and {weak}{needed}."


def open_words(a: Alignment) -> str:
    """Activities that are left out; empty where there are none."""
    if not a.open:
        return ""
    one = a.open == 1
    return f"{plural(a.open, 'activity is', 'activities are')} left out until both questions about {'it' if one else 'them'} are answered."


SIDE_OF_ACTIVITY: Final = {"marketing": "Marketing", "sales": "Sales", None: "?"}
ALIGNMENT_BARS: Final = {"effort": "Your effort", "missing": "Missing customers"}


def alignment_bars(a: Alignment) -> tuple[tuple[str, Mapping[str, float], str], ...]:
    """The bars of the alignment picture: what, its shares by side, and the same in words."""
    shares = {"effort": a.effort_share, "missing": a.shortfall_share}
    return tuple((ALIGNMENT_BARS[key], share, _two(share)) for key, share in shares.items() if share is not None)


def _two(share: Mapping[str, float]) -> str:
    return f"{percent(share['marketing'])} marketing, {percent(share['sales'])} sales"
