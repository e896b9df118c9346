"""Does the effort go where customers are missing? The client's own activities by side, next to the shortfall by side.

An activity whose side is an open question is left out and counted; an empty list gives no finding.
The share of effort is a fact about the list; whether it *should* follow the shortfall is for the reader to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.judge import EDGE, NEGLIGIBLE
from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT, number
from diagnostics.funnel.links import SIDES

VERY_SHORT: Final = 0.10
"""A process with less than this share of the effort is very short: half a day of a five-day week is a tenth."""


ROUNDING: Final = 1e-9
"""Tolerance for rounding at a threshold."""


class ListedActivity(Protocol):
    """The attributes an activity needs; that of a case file has them."""

    @property
    def what(self) -> str:
        """Its name."""
        ...

    @property
    def amount(self) -> float:
        """Hours or money per month, one unit for all."""
        ...

    @property
    def side(self) -> str | None:
        """``"marketing"``, ``"sales"``, or None while a question about it is open."""
        ...


@dataclass(frozen=True, slots=True)
class Alignment:
    """Effort on each side of the door next to the shortfall on each side.

    Attributes
    ----------
    effort : dict of str to float
        Hours or money per month by side, of the activities whose side is known.
    effort_share : dict of str to float or None
        The same as fractions that add up to 1; None where no effort was typed.
    listed : dict of str to int
        Activities by side.
    open : int
        Activities with an open question, in none of the above.
    open_effort : float
        Their hours or money per month.
    shortfall_share : dict of str to float or None
        Share of the missing customers by side, fractions that add up to 1: shortfalls above 0, as observed. None without a
        diagnosis, or where none is worth naming.
    missing : tuple of str
        Sides with no activity at all. Empty while a question is open or nothing is listed.
    very_short : tuple of str
        Sides that have activities, and less than :data:`VERY_SHORT` of the effort.
    leans : str or None
        The side with the more effort, by more than :data:`~diagnostics.diagnosis.judge.EDGE` of all of it.
    weak : str or None
        The side that is the weak link, or looks like it; None where neither does or there is no diagnosis.
    decided : bool
        Whether the weak side is called, else it looks like it.
    """

    effort: Mapping[str, float]
    effort_share: Mapping[str, float] | None
    listed: Mapping[str, int]
    open: int
    open_effort: float
    shortfall_share: Mapping[str, float] | None
    missing: tuple[str, ...]
    very_short: tuple[str, ...]
    leans: str | None
    weak: str | None
    decided: bool

    @property
    def misplaced(self) -> bool:
        """Whether the effort leans to the side that is not the weak one."""
        return self.leans is not None and self.weak is not None and self.leans != self.weak


def alignment(activities: Iterable[ListedActivity], d: Diagnosis | None = None) -> Alignment:
    """Compare effort with shortfall by side.

    Parameters
    ----------
    activities : iterable of ListedActivity
        The client's own list, amounts in one unit, 0 or more.
    d : Diagnosis, optional
        Without it there is no shortfall to compare the effort with.

    Raises
    ------
    InputError
        Where an amount is no number or below 0, or a side is not one of the two.

    >>> from collections import namedtuple
    >>> A = namedtuple("A", "what amount side")
    >>> found = alignment([A("Advertisements", 38, "marketing"), A("Calls", 2, "sales")])
    >>> found.effort_share["sales"], found.very_short
    (0.05, ('sales',))
    """
    effort, listed = dict.fromkeys(SIDES, 0.0), dict.fromkeys(SIDES, 0)
    still_open, open_effort = 0, 0.0
    for activity in activities:
        amount = number("amount", activity.amount)
        if amount < 0:
            raise InputError("negative", "amount", amount)
        if amount > LARGEST_COUNT:
            raise InputError("above-largest", "amount", amount, largest=LARGEST_COUNT)
        if activity.side is None:
            still_open, open_effort = still_open + 1, open_effort + amount
        elif activity.side not in SIDES:
            raise InputError("unknown-side", "side", activity.side, choices=SIDES)
        else:
            effort[activity.side] += amount
            listed[activity.side] += 1
    shares = _shares(effort)
    weak = None if d is None or d.leaning not in SIDES else d.leaning
    return Alignment(
        effort=effort,
        effort_share=shares,
        listed=listed,
        open=still_open,
        open_effort=open_effort,
        shortfall_share=_missing_customers(d),
        missing=tuple(side for side in SIDES if not listed[side]) if any(listed.values()) and not still_open else (),
        very_short=tuple(
            side for side in SIDES if listed[side] and shares is not None and shares[side] < VERY_SHORT - ROUNDING
        ),
        leans=next((side for side in SIDES if shares is not None and 2 * shares[side] - 1 > EDGE + ROUNDING), None),
        weak=weak,
        decided=weak is not None and d is not None and d.verdict == weak,
    )


def _missing_customers(d: Diagnosis | None) -> dict[str, float] | None:
    """Share of the shortfall by side, where customers are missing; a side above its par is short of nothing."""
    if d is None:
        return None
    observed = d.assessment.observed
    if d.at_par - d.today <= NEGLIGIBLE * d.at_par:
        return None
    short = {side: max(0.0, float(observed.side(side))) for side in SIDES}
    return _shares(short) if sum(short.values()) > NEGLIGIBLE * d.at_par else None


def _shares(amounts: Mapping[str, float]) -> dict[str, float] | None:
    total = sum(amounts.values())
    return {side: amount / total for side, amount in amounts.items()} if total > 0 else None
