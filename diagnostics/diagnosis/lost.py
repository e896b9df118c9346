"""What the lost leads said: their reasons by kind, each with its range, next to the weak link. Never a proof.

A reason is written by the seller, and afterwards. Many leads that never answered point to follow-up; price and competitors
to closing; leads that did not fit to marketing's lead fit; timing to neither side. A kind speaks only where even the low
end of its range is above :data:`MANY`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

import numpy as np

from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.judge import INTERVAL
from diagnostics.errors import InputError
from diagnostics.funnel.checks import count, entries
from diagnostics.funnel.links import SIDE_OF
from diagnostics.funnel.posterior import beta_inverse

Kind = Literal["price", "fit", "timing", "no_answer", "competitor", "other"]
KINDS: Final[tuple[Kind, ...]] = ("price", "fit", "timing", "no_answer", "competitor", "other")
"""Kinds of reasons; ``"other"`` is a reason of none of the others."""
POINTS_TO: Final[Mapping[str, str]] = {
    "price": "closing",
    "competitor": "closing",
    "fit": "fit",
    "no_answer": "follow_up",
}
"""The link that many leads lost for a reason point to; timing and other reasons point to none."""
MANY: Final = 0.20
"""Share of the lost leads with a reason from which they are many: one in five kinds, if all were alike. The low end of the
range has to be above it."""
FEWEST: Final = 5
"""Lost leads with a reason from which shares are shown with their ranges; of fewer only the counts."""

Agreement = Literal["agrees", "hidden", "same side", "differs", "undecided"]


class LostShare(NamedTuple):
    """The leads lost for one kind of reason.

    ``share`` of the lost leads with a reason, a fraction, with its 90% range (Jeffreys: each kind against all others).
    """

    kind: Kind
    leads: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LostReasons:
    """How many leads were lost for which kind of reason.

    Attributes
    ----------
    counts : mapping of str to int
        Lost leads by kind, for some or all of :data:`KINDS`.
    unsaid : int
        Lost leads without a reason.
    elsewhere : int
        Reasons at leads that are not lost, which are not counted.

    Raises
    ------
    InputError
        Where a kind is not known or a count is negative or not whole.

    >>> found = LostReasons({"no_answer": 30, "price": 10})
    >>> found.said, found.speaking, [round(x, 2) for x in found.shares[0][2:]]
    (40, ('no_answer',), [0.75, 0.63, 0.85])
    """

    counts: Mapping[Kind, int] = field(default_factory=dict)
    unsaid: int = 0
    elsewhere: int = 0

    def __post_init__(self) -> None:
        given = entries("counts", self.counts)
        for kind in given:
            if kind not in KINDS:
                raise InputError("unknown-lost-kind", "counts", kind, choices=KINDS)
        object.__setattr__(self, "counts", {kind: count(kind, given.get(kind, 0)) for kind in KINDS})
        object.__setattr__(self, "unsaid", count("unsaid", self.unsaid))
        object.__setattr__(self, "elsewhere", count("elsewhere", self.elsewhere))

    @property
    def said(self) -> int:
        """Lost leads with a reason."""
        return sum(self.counts.values())

    @property
    def lost(self) -> int:
        """Lost leads, with a reason or without."""
        return self.said + self.unsaid

    @property
    def shares(self) -> tuple[LostShare, ...]:
        """Each kind that occurs, the commonest first; of equal ones in the order of :data:`KINDS`."""
        kinds = sorted((kind for kind in KINDS if self.counts[kind]), key=lambda kind: -self.counts[kind])
        return tuple(self.share(kind) for kind in kinds)

    def share(self, kind: Kind) -> LostShare:
        """One kind, with its share; NaN where no reason was given at all."""
        leads, said = self.counts[kind], self.said
        if not said:
            return LostShare(kind, 0, float("nan"), float("nan"), float("nan"))
        low, high = (float(end) for end in beta_inverse(leads + 0.5, said - leads + 0.5, np.array(INTERVAL)))
        return LostShare(kind, leads, leads / said, 0.0 if not leads else low, 1.0 if leads == said else high)

    @property
    def speaking(self) -> tuple[Kind, ...]:
        """Kinds that are many beyond chance, the commonest first; never ``"other"``, and none of fewer than :data:`FEWEST`."""
        if self.said < FEWEST:
            return ()
        return tuple(s.kind for s in self.shares if s.kind != "other" and s.low > MANY)


class WeakLink(NamedTuple):
    """What the counts say is weak: the link with the largest shortfall on the weak side, and the shares that were counted."""

    suspect: str | None
    counted: frozenset[str]

    @staticmethod
    def of(d: Diagnosis) -> WeakLink:
        """Of a diagnosis."""
        return WeakLink(d.suspect, frozenset(d.assessment.counts.proportions))


def agreement(kind: str, weak: WeakLink | None) -> Agreement | None:
    """Whether what many lost leads said points to the weak link.

    Parameters
    ----------
    kind : str
        One of :attr:`LostReasons.speaking`.
    weak : WeakLink or None
        What the counts say; None without a diagnosis.

    Returns
    -------
    str or None
        ``"agrees"``: it is the weak link; ``"hidden"``: the link it points to was not counted, and the weak link holds it;
        ``"same side"``; ``"differs"``: the other side; ``"undecided"``: no side is named or likelier. None where the kind
        points to no link, or there is no diagnosis.
    """
    link = POINTS_TO.get(kind)
    if link is None or weak is None:
        return None
    if weak.suspect is None:
        return "undecided"
    if link == weak.suspect:
        return "agrees"
    if weak.suspect == "closing" and link in ("follow_up", "fit") and link not in weak.counted:
        return "hidden"
    return "same side" if SIDE_OF[link] == SIDE_OF[weak.suspect] else "differs"
