"""Effort moved from the strong side to the weak one: how much, what it may bring, and what speaks against it.

Hours and money are taken to work as they do today. One lead takes ``marketing effort ÷ leads``, one worked lead ``sales
effort ÷ worked leads``, unless the owner knows better. The last hours of a side bring least, the first more of them less
than those before: what is taken away costs between nothing and an average hour's result, what is added brings between half
of that and all. Both ends are worked out, each over the fixed points of the diagnosis, and the range is from the low end of
one to the high end of the other. Hours raise reach, follow-up and capacity; a win rate, lead fit and a self-service share
are not raised by hours alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple

import numpy as np

from diagnostics.diagnosis.alignment import Alignment
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import NEGLIGIBLE
from diagnostics.diagnosis.scenario import WhatIf, in_money, links_at, range_of
from diagnostics.errors import InputError
from diagnostics.funnel.checks import number
from diagnostics.funnel.links import SIDE_OF, SIDES, Number

Reason = Literal[
    "",
    "no diagnosis",
    "no effort",
    "no leads",
    "undetermined",
    "balanced",
    "aligned",
    "link",
    "strong empty",
    "weak empty",
]

LIFTED: Final[Mapping[str, tuple[str, ...]]] = {"marketing": ("reach",), "sales": ("follow_up", "capacity")}
"""The links of each side that more hours raise."""
MOST: Final = 0.25
"""Share of the strong side's effort that is proposed at most."""
SMALL_TEST: Final = 0.10
"""The same where the weak side is not decided: a lean is only a question."""
LEAST_ADDED: Final = 0.5
"""What an added hour brings at least, as a fraction of an average hour today; at most all of it."""
FIGURES: Final = 2
"""Figures of a proposed amount, rounded down."""
LEAST_REACH: Final = 1e-3
"""Share of the leads that is left when all of marketing's effort is taken away: a level of 0 is no level."""


class End(NamedTuple):
    """One end of the assumption: which part of an average hour's result a removed hour costs, and an added one brings."""

    removed: float
    added: float


WORST: Final = End(1.0, LEAST_ADDED)
BEST: Final = End(0.0, 1.0)
MIDDLE: Final = End(0.5, (LEAST_ADDED + 1) / 2)


@dataclass(frozen=True, slots=True)
class Realignment:
    """A proposal to move effort, or why there is none.

    Attributes
    ----------
    reason : str
        Why there is no proposal; empty where there is one. ``"no diagnosis"``; ``"no effort"``, none was entered; ``"no
        leads"`` are recorded; ``"undetermined"``, with no side likelier by much; ``"balanced"``; ``"aligned"``, most of the
        effort is on the weak side already; ``"link"``, hours do not raise what is weak; ``"strong empty"``, nothing to move;
        ``"weak empty"``, what one more takes there is not known.
    weak, strong : str
        The sides; empty where none is weak.
    decided : bool
        Whether the weak side is named, and does not only look like it.
    suspect : str or None
        The link with the largest shortfall on the weak side.
    link : str or None
        The link of the weak side that is raised.
    lowered : str or None
        The link of the strong side that pays for it.
    lead_takes, work_takes : float or None
        Hours or money that one more lead, and working one more, takes; None where that is not known.
    typed : frozenset of str
        Which of the two the owner entered.
    amount : float
        Hours or money per month that are moved.
    most : float
        All of the strong side's effort, in the same unit.
    now, after, gain : WhatIf or None
        Customers per month today, with the effort moved, and the difference; ``mean`` at the middle of the assumption, ``low``
        at the low end of its worst and ``high`` at the high end of its best.
    worth : WhatIf or None
        The gain in units of the currency per month; None where no money was given.
    today : mapping of str to float
        The observed levels of both links.
    ends : mapping of str to (float, float)
        Where the assumption brings them: worst end, best end.
    levels : mapping of str to float
        The middle, as levels of a scenario.
    averages : tuple of (float or None, float or None)
        What one more lead, and working one more, takes today.
    full : bool
        Whether the weak link is raised as far as it goes, to every lead there is, at the best end.
    uncounted : bool
        Whether the leads that sales works were not counted.
    uncapped : bool
        Whether it is not known how many leads sales can handle.
    """

    reason: Reason
    weak: str = ""
    strong: str = ""
    decided: bool = False
    suspect: str | None = None
    link: str | None = None
    lowered: str | None = None
    lead_takes: float | None = None
    work_takes: float | None = None
    typed: frozenset[str] = frozenset()
    amount: float = 0.0
    most: float = 0.0
    now: WhatIf | None = None
    after: WhatIf | None = None
    gain: WhatIf | None = None
    worth: WhatIf | None = None
    today: Mapping[str, float] = field(default_factory=dict)
    ends: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    levels: Mapping[str, float] = field(default_factory=dict)
    averages: tuple[float | None, float | None] = (None, None)
    full: bool = False
    uncounted: bool = False
    uncapped: bool = False

    @property
    def proposed(self) -> bool:
        """Whether there is a proposal."""
        return not self.reason

    @property
    def may_lose(self) -> bool:
        """Whether the range holds a loss."""
        return self.gain is not None and self.gain.low < 0

    @property
    def not_raised(self) -> str | None:
        """The weakest link where hours alone do not raise it; None where they do."""
        return self.suspect if self.suspect is not None and self.suspect != self.link else None


def realign(
    d: Diagnosis | None,
    effort: Alignment,
    amount: float | None = None,
    lead_takes: float | None = None,
    work_takes: float | None = None,
) -> Realignment:
    """Propose to move effort from the strong side to the weak one.

    Parameters
    ----------
    d : Diagnosis or None
        The business as it is.
    effort : Alignment
        Where the effort goes, hours or money per month.
    amount : float, optional
        How much is moved, in the same unit; unless given what closes the gap of the link that is raised, and at most
        :data:`MOST` of the strong side's effort (:data:`SMALL_TEST` where the weak side is not decided).
    lead_takes, work_takes : float, optional
        What one more lead, and working one more lead, takes by the owner's own experience; today's average unless given.

    Raises
    ------
    InputError
        Where the amount is below 0 or more than there is, or what one more takes is not above 0.

    >>> from collections import namedtuple
    >>> from diagnostics import Funnel, Par, diagnose
    >>> from diagnostics.diagnosis.alignment import alignment
    >>> A = namedtuple("A", "what amount side")
    >>> d = diagnose(Funnel(leads=200, wins=20, worked=100), Par(reach=200, follow_up=0.9, closing=0.2))
    >>> found = realign(d, alignment([A("Advertisements", 80, "marketing"), A("Calls", 25, "sales")], d))
    >>> found.strong, found.link, found.amount, round(found.ends["follow_up"][0], 2), round(found.ends["follow_up"][1], 2)
    ('marketing', 'follow_up', 20.0, 0.7, 0.9)
    """
    typed = {
        key: _above_zero(key, given)
        for key, given in (("lead_takes", lead_takes), ("work_takes", work_takes))
        if given is not None
    }
    if d is None:
        return Realignment("no diagnosis")
    if effort.effort_share is None:
        return Realignment("no effort")
    a = d.assessment
    if not a.counts.leads:
        return Realignment("no leads")
    if effort.weak is None:
        return Realignment("balanced" if d.verdict == "balanced" else "undetermined")
    weak = effort.weak
    strong = next(side for side in SIDES if side != weak)
    chain = _Chain(a)
    averages = _each(effort.effort["marketing"], chain.leads), _each(effort.effort["sales"], chain.worked)
    found = Realignment(
        "",
        weak,
        strong,
        effort.decided,
        d.suspect,
        typed=frozenset(typed),
        most=float(effort.effort[strong]),
        averages=averages,
        uncounted=not chain.counted,
        uncapped=math.isinf(chain.at["capacity"]),
    )
    if effort.leans == weak:
        return replace(found, reason="aligned")
    link = _raised(a, weak, d.suspect)
    if link is None:
        return replace(found, reason="link")
    found = replace(
        found,
        link=link,
        lowered="reach" if strong == "marketing" else chain.paying,
        lead_takes=typed.get("lead_takes") or averages[0],
        work_takes=typed.get("work_takes") or averages[1],
    )
    if not found.most:
        return replace(found, reason="strong empty")
    if found.lead_takes is None or found.work_takes is None:
        return replace(found, reason="weak empty")
    asked = _proposed(found, chain) if amount is None else number("amount", amount)
    if not 0 <= asked <= found.most:
        raise InputError("amount-not-there", "amount", asked, most=found.most)
    return _moved(replace(found, amount=asked), chain, a)


def _above_zero(key: str, given: float) -> float:
    value = number(key, given)
    if value <= 0:
        raise InputError("effort-not-positive", key, value)
    return value


def _each(effort: float, count: float) -> float | None:
    return effort / count if effort > 0 and count > 0 else None


def _raised(a: Assessment, weak: str, suspect: str | None) -> str | None:
    """The link that hours raise: the weakest one where they do, else the one of that side that is shortest; None: none is."""
    worth = NEGLIGIBLE * float(a.observed.at_reference)
    counted = {"reach", "capacity", *a.counts.proportions}
    short = {
        link: float(a.observed.shortfall[link])
        for link in LIFTED[weak]
        if link in counted and float(a.observed.shortfall[link]) > worth
    }
    if suspect in short:
        return suspect
    return max(short, key=lambda link: short[link], default=None)


class _Chain:
    """The observed chain in leads per month, and what a side's hours do to it."""

    def __init__(self, a: Assessment) -> None:
        self.at = {link: float(a.actual[link]) for link in SIDE_OF}
        self.par = {link: float(a.reference[link]) for link in SIDE_OF}
        self.leads = self.at["reach"]
        self.to_sales = self.leads * (1 - self.at["direct"]) * self.at["fit"]
        self.room = float(a.counts.sizes.found(self.to_sales, self.at["capacity"]))
        """Leads that sales has room for."""
        self.counted = "follow_up" in a.counts.proportions
        self.worked = self.at["follow_up"] * self.room if self.counted else self.room

    @property
    def paying(self) -> str:
        """The link that is lowered where sales has fewer hours: room where it is known, else the share that is worked.

        Where neither was counted the win rate holds both: a lead that nobody works does not buy.
        """
        if math.isfinite(self.at["capacity"]):
            return "capacity"
        return "follow_up" if self.counted else "closing"

    def gap(self, link: str) -> float:
        """How much of a link is missing to its target, in leads per month."""
        if link == "reach":
            return max(0.0, self.par["reach"] - self.leads)
        if link == "follow_up":
            return max(0.0, min(1.0, self.par["follow_up"]) - self.at["follow_up"]) * self.room
        return max(0.0, self.to_sales - self.at["capacity"])

    def shift(self, link: str, leads: float, now: Number) -> Number:
        """A link with so many more leads per month reached, worked or handled, or fewer; never beyond what there is."""
        if link == "reach":
            return np.maximum(now + leads, LEAST_REACH * self.leads)
        if link == "capacity":
            top = max(self.to_sales, self.at["capacity"])
            return np.clip(now + leads, LEAST_REACH * self.leads, top)
        if link == "follow_up":
            return np.clip(now + (leads / self.room if self.room else 0.0), 0.0, 1.0)
        return now * max(
            0.0, 1 + (leads / self.room if self.room else 0.0)
        )  # closing, in which the share worked is hidden


def _proposed(found: Realignment, chain: _Chain) -> float:
    """What closes the gap, and no more than a part of the strong side's effort; rounded down to a figure to speak of."""
    assert found.link is not None
    each = found.lead_takes if found.link == "reach" else found.work_takes
    assert each is not None
    part = (MOST if found.decided else SMALL_TEST) * found.most
    return _rounded_down(min(chain.gap(found.link) * each, part))


def _rounded_down(amount: float) -> float:
    """Two figures, not rounded up.

    >>> _rounded_down(37.49), _rounded_down(1234.0), _rounded_down(0.0567), _rounded_down(0.0), _rounded_down(20.0)
    (37.0, 1200.0, 0.056, 0.0, 20.0)
    """
    if amount <= 0:
        return 0.0
    places = FIGURES - 1 - math.floor(math.log10(amount))
    return round(math.floor(round(amount * 10.0**places, 6)) / 10.0**places, max(0, places))


def _moved(found: Realignment, chain: _Chain, a: Assessment) -> Realignment:
    """The customers with the effort moved, at both ends of the assumption and in its middle."""
    assert found.link is not None and found.lowered is not None
    assert found.lead_takes is not None and found.work_takes is not None
    leads, worked = found.amount / found.lead_takes, found.amount / found.work_takes
    less, more = (leads, worked) if found.strong == "marketing" else (worked, leads)
    links = links_at(a.funnel, a.par)
    before = a.counts.customers(**links)

    def at(end: End, now: Mapping[str, Number]) -> dict[str, Number]:
        assert found.link is not None and found.lowered is not None
        return {
            found.lowered: chain.shift(found.lowered, -end.removed * less, now[found.lowered]),
            found.link: chain.shift(found.link, end.added * more, now[found.link]),
        }

    def customers(end: End) -> WhatIf:
        return range_of(a.counts.customers(**{**links, **at(end, links)}))

    def gained(end: End) -> WhatIf:
        return range_of(a.counts.customers(**{**links, **at(end, links)}) - before)

    worst, best = at(WORST, chain.at), at(BEST, chain.at)
    gain = WhatIf(gained(MIDDLE).mean, gained(WORST).low, gained(BEST).high)
    top = 1.0 if found.link == "follow_up" else chain.to_sales
    return replace(
        found,
        now=range_of(before),
        after=WhatIf(customers(MIDDLE).mean, customers(WORST).low, customers(BEST).high),
        gain=gain,
        worth=in_money(gain, a.money),
        today={link: chain.at[link] for link in worst},
        ends={link: (float(worst[link]), float(best[link])) for link in worst},
        levels={link: float(level) for link, level in at(MIDDLE, chain.at).items()},
        full=found.link != "reach" and float(best[found.link]) >= top * (1 - 1e-9),
    )
