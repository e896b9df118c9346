"""What is known of a business, checked on construction: counts, the levels they are compared with, and their strength.

A record that exists is consistent; everything after may rely on it. Records never change: a what-if is
``dataclasses.replace``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from dataclasses import field as stored
from typing import Any, Final, Literal

from diagnostics.errors import InputError
from diagnostics.funnel.best import Best
from diagnostics.funnel.checks import (
    LARGEST_COUNT,
    SMALLEST,
    count,
    is_one_of,
    number,
    per_month,
    several,
    share,
    text,
    yes_or_no,
)
from diagnostics.funnel.lag import LEAST_MATURITY, maturities_from_typical_days, maturity_from_typical_days
from diagnostics.language import mark

LONGEST_MONTHS: Final = 1200
STRONGEST: Final = 1e9
BASES: Final = ("cohort", "period")
ROUGHLY: Final = 0.2
ROUGH: Final = mark("your own rough figure")
"""The source of a level that the owner knows give or take a fifth."""
SLACK: Final = 1e-9
"""Earlier leads are worked out, not counted: rounding must not refuse them."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A level that a share is compared with, and how well it is known.

    Parameters
    ----------
    value : float
        A fraction in 0..1 (0.12 is 12%).
    strength : float, optional
        How many observations the level is worth: it is spread around ``value``, its median, as so many observations
        would leave it (:func:`~diagnostics.funnel.posterior.level_deviation`). ``None``: known exactly, as an owner's
        own target is.
    source : str, optional
        Where it comes from, in words.
    own : bool
        Whether it is what the business itself did in earlier months: nearer to it than any target.

    Raises
    ------
    InputError
        Where the value is outside 0..1 or the strength is not above 0.

    >>> Rate(0.2, strength=30, source="a trade survey")
    Rate(value=0.2, strength=30.0, source='a trade survey', own=False)
    """

    value: float
    strength: float | None = None
    source: str | None = None
    own: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", share("value", self.value))
        if self.strength is not None:
            strength = number("strength", self.strength)
            if not 0 < strength <= STRONGEST:
                raise InputError("strength-out-of-range", "strength", self.strength, strongest=STRONGEST)
            object.__setattr__(self, "strength", strength)
        if self.source is not None:
            object.__setattr__(self, "source", text("source", self.source))
        yes_or_no("own", self.own)

    @classmethod
    def rough(cls, value: float) -> Rate:
        """An owner's own figure, give or take a fifth (:data:`ROUGHLY` of it, one standard deviation).

        ``n`` observations leave a share ``v`` known to ``√((1 − v)/(n·v))`` of itself: it is worth ``(1 − v)/(0.04·v)``.
        0 and 1 stay exact.

        >>> Rate.rough(0.2)
        Rate(value=0.2, strength=100.0, source='your own rough figure', own=False)
        """
        value = share("value", value)
        strength = round((1 - value) / (ROUGHLY**2 * value), 9) if 0 < value < 1 else None
        return cls(value, strength, ROUGH)


@dataclass(frozen=True, slots=True)
class Funnel:
    """What came to the door and what went through it, counts over the whole period, on a basis that is always named.

    Parameters
    ----------
    leads : int
        People or firms that made first contact in the period. 0 with wins above 0 means that no leads are recorded.
    wins : int
        On the cohort basis how many of these leads have bought so far; on the period basis how many sales were made in
        the period, from whatever leads.
    direct_wins : int
        How many of the wins were made with no two-way contact with a person.
    fit : int, optional
        How many of the leads that did not buy directly could buy, judged before the outcome was known.
    worked : int, optional
        How many of the (fit) leads that did not buy directly were reached by a person at the business, both ways.
    months : float
        Length of the period, months.
    maturity : float
        On the cohort basis the share of the eventual wins of these leads that have had time to happen, a fraction in
        (0, 1]. On the period basis the leads that the wins came from ÷ the leads of the period: above 1 where leads are
        getting fewer.
    basis : {"cohort", "period"}
        What ``wins`` counts.
    maturities : tuple of (float, float)
        Where the maturity is only roughly known: values that it could have, each with its weight; the weights add up to 1.
        Empty: it is known.
    month_leads : tuple of float
        Where the months, or longer periods of one length, were counted apart: the leads of each that could go to sales, of
        which only the proportions count. Empty: only their sum is known.
    reach_dispersion, closing_dispersion : float, optional
        How much more than chance the months scatter, in leads and in the share won: variance over what chance alone
        would make, 1 or more. ``None``: as months usually do (:mod:`~diagnostics.funnel.scatter`). Each widens what is
        possible; neither moves what was observed.
    outlook : tuple of (float, float)
        How the leads of coming months compare with those counted, by how many months they are, and its deviation
        (:mod:`~diagnostics.funnel.outlook`); empty: as those counted.
    best : Best, optional
        The most customers per month that its periods brought (:mod:`~diagnostics.funnel.best`); None: not known.
    doubts : tuple of str
        What is wrong with the records behind the counts, sentences that are shown beside the answer.

    Raises
    ------
    InputError
        Where a count is negative or not whole, or a part is larger than its whole.

    >>> Funnel(leads=310, wins=17).wins
    17
    """

    leads: int
    wins: int
    direct_wins: int = 0
    fit: int | None = None
    worked: int | None = None
    months: float = 1.0
    maturity: float = 1.0
    basis: Literal["cohort", "period"] = "cohort"
    reach_dispersion: float | None = None
    closing_dispersion: float | None = None
    maturities: tuple[tuple[float, float], ...] = stored(default=(), repr=False)
    month_leads: tuple[float, ...] = stored(default=(), repr=False)
    outlook: tuple[tuple[float, float], ...] = stored(default=(), compare=False, repr=False)
    best: Best | None = stored(default=None, compare=False, repr=False)
    doubts: tuple[str, ...] = stored(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        for field in ("leads", "wins", "direct_wins", "fit", "worked"):
            given = getattr(self, field)
            if given is not None or field in ("leads", "wins", "direct_wins"):
                object.__setattr__(self, field, count(field, given))
        months = number("months", self.months)
        if not SMALLEST <= months <= LONGEST_MONTHS:
            raise InputError("months-out-of-range", "months", self.months, longest=LONGEST_MONTHS)
        object.__setattr__(self, "months", months)
        if not is_one_of(self.basis, BASES):
            raise InputError("unknown-basis", "basis", self.basis, choices=BASES)
        self._check_maturity()
        for field in ("reach_dispersion", "closing_dispersion"):
            if getattr(self, field) is None:
                continue
            dispersion = number(field, getattr(self, field))
            if dispersion < 1:
                raise InputError("dispersion-below-one", field, dispersion)
            object.__setattr__(self, field, dispersion)
        ahead = tuple(
            (number("outlook", mean), number("outlook", deviation))
            for mean, deviation in _pairs("outlook", self.outlook)
        )
        object.__setattr__(self, "outlook", ahead)
        if self.best is not None:
            figures = several("best", self.best)
            if len(figures) != len(Best._fields):
                raise InputError("not-of-this-kind", "best", type(self.best).__name__, kind="Best")
            object.__setattr__(self, "best", Best(*(number("best", figure) for figure in figures)))
        doubts = several("doubts", self.doubts)
        object.__setattr__(self, "doubts", tuple(text("doubts", doubt) for doubt in doubts))
        months_apart = tuple(
            per_month("month_leads", leads) if number("month_leads", leads) else 0.0
            for leads in several("month_leads", self.month_leads)
        )
        object.__setattr__(self, "month_leads", months_apart if any(months_apart) else ())
        self._check_parts()

    def _check_maturity(self) -> None:
        object.__setattr__(self, "maturity", self._matured("maturity", self.maturity))
        given = _pairs("maturities", self.maturities)
        ways = tuple((self._matured("maturities", m), number("maturities", w)) for m, w in given)
        if ways and not (min(w for _, w in ways) > 0 and math.isclose(sum(w for _, w in ways), 1, rel_tol=1e-6)):
            raise InputError("weights-not-of-one", "maturities", tuple(w for _, w in ways))
        object.__setattr__(self, "maturities", ways)

    def _matured(self, field: str, given: float) -> float:
        maturity = number(field, given)
        if self.basis == "cohort" and not 0 < maturity <= 1:
            raise InputError("maturity-not-a-share", field, given)
        if not 0 < maturity <= LARGEST_COUNT:
            raise InputError("maturity-not-a-ratio", field, given, largest=LARGEST_COUNT)
        return maturity

    def with_typical_days(self, days: float) -> Funnel:
        """The same counts on the cohort basis, of leads that came evenly, where half of the sales need no longer than ``days``.

        The days are taken as roughly known (:func:`~diagnostics.funnel.lag.maturities_from_typical_days`).

        Raises
        ------
        InputError
            Where the days are negative or not a number, or the counts are on the period basis.

        >>> round(Funnel(leads=310, wins=17, months=3).with_typical_days(15).maturity, 2)
        0.77
        """
        if self.basis != "cohort":
            raise InputError("unknown-basis", "basis", self.basis, choices=("cohort",))
        maturity = max(maturity_from_typical_days(days, self.months), LEAST_MATURITY)
        return replace(self, maturity=maturity, maturities=maturities_from_typical_days(days, self.months))

    @property
    def carried(self) -> float:
        """On the period basis earlier leads per lead of the period; 1 on the cohort basis."""
        return self.maturity if self.basis == "period" else 1.0

    def _check_parts(self) -> None:
        if self.direct_wins > self.wins:
            raise InputError("direct-wins-exceed-wins", "direct_wins", self.direct_wins, wins=self.wins)
        if self.leads == 0 and self.wins > 0:
            if self.direct_wins:
                raise InputError("direct-wins-without-leads", "direct_wins", self.direct_wins)
        elif self.basis == "period" and self.wins > self.leads * self.carried * (1 + SLACK):
            raise InputError("wins-exceed-lagged-leads", "wins", self.wins, leads=self.leads * self.carried)
        elif self.basis == "cohort" and self.wins > self.leads:
            raise InputError("wins-exceed-leads", "wins", self.wins, leads=self.leads)
        rest = self.leads if self.basis == "period" else self.leads - self.direct_wins
        if self.fit is not None and self.fit > rest:
            raise InputError("fit-exceeds-leads", "fit", self.fit, leads=rest)
        if self.worked is not None:
            if self.fit is None and self.worked > rest:
                raise InputError("worked-exceeds-leads", "worked", self.worked, leads=rest)
            if self.fit is not None and self.worked > self.fit:
                raise InputError("worked-exceeds-fit", "worked", self.worked, fit=self.fit)
        assisted = self.wins - self.direct_wins
        if self.leads and self.worked is not None and assisted > self.worked * self.carried * (1 + SLACK):
            raise InputError("worked-below-wins", "worked", self.worked, wins=assisted)
        if self.leads and self.fit is not None and assisted > self.fit * self.carried * (1 + SLACK):
            raise InputError("fit-below-wins", "fit", self.fit, wins=assisted)


def _pairs(field: str, value: object) -> list[tuple[Any, Any]]:
    """Pairs of numbers, not checked yet."""
    pairs = [several(field, pair) for pair in several(field, value)]
    if any(len(pair) != 2 for pair in pairs):
        raise InputError("not-pairs", field, value)
    return [(one, other) for one, other in pairs]


@dataclass(frozen=True, slots=True)
class Par:
    """The level each link is compared with: its target.

    Parameters
    ----------
    goal : float, optional
        Customers wanted per month. Sets the leads needed.
    reach : float, optional
        Leads wanted per month, where that number is known.
    capacity : float, optional
        Leads per month that sales can properly work. Alone it sets the leads needed: those that keep sales busy.
    reach_strength : float, optional
        How many leads the level of reach is worth, where it is known from so many: those of earlier months. ``None``:
        known exactly.
    direct, fit, follow_up, closing : Rate or float, optional
        Levels of the shares; a float is known exactly. ``follow_up`` is 1 unless given: every lead there is room for
        is worked. A link without a level is not judged.

    Raises
    ------
    InputError
        Where a level is out of range, or goal and reach are both given.

    >>> Par(goal=20, closing=0.2).closing
    Rate(value=0.2, strength=None, source=None, own=False)
    """

    goal: float | None = None
    reach: float | None = None
    capacity: float | None = None
    direct: Rate | float | None = None
    fit: Rate | float | None = None
    follow_up: Rate | float | None = None
    closing: Rate | float | None = None
    reach_strength: float | None = None

    def __post_init__(self) -> None:
        for field in ("goal", "reach", "capacity"):
            given = getattr(self, field)
            if given is not None:
                object.__setattr__(self, field, per_month(field, given))
        if self.goal is not None and self.reach is not None:
            raise InputError("goal-and-reach", "reach", self.reach)
        if self.reach_strength is not None:
            strength = number("reach_strength", self.reach_strength)
            if self.reach is None:
                raise InputError("strength-without-reach", "reach_strength", self.reach_strength)
            if not 0 < strength <= STRONGEST:
                raise InputError("strength-out-of-range", "reach_strength", self.reach_strength, strongest=STRONGEST)
            object.__setattr__(self, "reach_strength", strength)
        for field in ("direct", "fit", "follow_up", "closing"):
            given = getattr(self, field)
            if given is not None and not isinstance(given, Rate):
                object.__setattr__(self, field, Rate(share(field, given)))

    def level(self, field: str) -> Rate | None:
        """The level of one share, or None."""
        rate = getattr(self, field)
        assert rate is None or isinstance(rate, Rate)
        return rate
