"""Measure: counts and pars become the levels of the six links, now and at par, with what is possible around them.

Nothing here decides anything. A level is a number (what was observed) or an array over the fixed points (what the
counts leave possible); both go through the same formulas.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from diagnostics.errors import InputError
from diagnostics.funnel.checks import SMALLEST
from diagnostics.funnel.links import LINKS, SIDES, UNIONS, Array, Number, customers
from diagnostics.funnel.owen import attribute
from diagnostics.funnel.posterior import count_quantiles, rate_quantiles, spread
from diagnostics.funnel.records import Funnel, Par
from diagnostics.funnel.room import EVEN, Sizes, month_sizes
from diagnostics.funnel.scatter import usual_count_dispersion

Levels = Mapping[str, Number]
Chain = Callable[..., Number]

RATES: Final = ("direct", "fit", "follow_up", "closing")

DIMENSION: Final = {
    "reach": 0,
    "closing": 1,
    "par.closing": 2,
    "direct": 3,
    "follow_up": 4,
    "fit": 5,
    "par.direct": 6,
    "par.follow_up": 7,
    "par.fit": 8,
    "outside": 9,
    "ahead": 9,
    "room": 9,
    "par.reach": 10,
    "reach.par": 11,
}
"""The coordinate of the point set that each uncertain level uses; the first are spread best.

Sales from outside are those of a business that records no leads, whose leads cannot grow: it shares theirs. How many leads
found room is uncertain only where months were not counted apart, and growth is known only where they were.
"""


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share as it was observed: ``hits`` of ``trials``, each a hit by now with chance ``c·exposure``.

    ``dispersion`` is how much more than chance the hits scatter: the counts are worth that many times less.
    """

    hits: float
    trials: float
    exposure: float = 1.0
    dispersion: float = 1.0

    @property
    def rate(self) -> float | None:
        """``hits / (trials·exposure)``, at most 1; None where nothing was tried."""
        return min(1.0, self.hits / (self.trials * self.exposure)) if self.trials > 0 else None

    def quantiles(self, n: int) -> Array:
        """What the counts leave possible, ascending, shape ``(n,)``."""
        d = self.dispersion
        return rate_quantiles(self.hits / d, max(self.trials, self.hits) / d, n, self.exposure)


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a funnel sorted by link.

    ``direct``, ``fit`` and ``follow_up`` are None where they were not measured; ``closing`` is always there.
    ``outside`` is the wins of a business that records no leads.
    """

    leads: float
    months: float
    direct: Proportion | None
    fit: Proportion | None
    follow_up: Proportion | None
    closing: Proportion
    capacity: float
    outside: float
    dispersion: float = 1.0
    """How much more than chance the months' leads scatter; 1 where no months were seen."""
    sizes: Sizes = EVEN
    """How large the months are."""
    room_doubt: float = 0.0
    """Of the leads there was room for, standard deviation on the log."""

    def customers(self, **levels: Number) -> Number:
        """Customers per month of six links, in months of these sizes."""
        return customers(**levels, found=self.sizes.found)

    @property
    def proportions(self) -> dict[str, Proportion]:
        """The shares that were measured, by link."""
        every = {"direct": self.direct, "fit": self.fit, "follow_up": self.follow_up, "closing": self.closing}
        return {link: seen for link, seen in every.items() if seen is not None}


def sort_counts(funnel: Funnel, capacity: float | None, par_direct: bool = False, scale: float = 1.0) -> Counts:
    """Sort the counts of a funnel by link, as if ``scale`` times as much had been seen at the same rates.

    Room is at least what was worked, or sold. Each month has room for as many as the others: where months differ in size,
    full ones leave leads over although there is room enough on average (:mod:`diagnostics.funnel.room`). The leads that
    closing is a share of are those that were worked, or could have been where that was not counted: never the direct buyers,
    never more than there is room for. Where direct buying needs time too, some of those not yet worked will still buy
    directly and never be sales' to close; direct sales that outrun the maturity were evidently made at once.

    On the period basis wins are a share of the leads they came from: ``funnel.carried`` for each lead of the period.
    """
    carried, exposure = funnel.carried, 1.0 if funnel.basis == "period" else funnel.maturity
    leads, months = funnel.leads * scale, funnel.months * scale
    direct_wins, wins = funnel.direct_wins * scale, funnel.wins * scale
    assisted = 0.0 if leads == 0 else wins - direct_wins
    rest = max(0.0, leads - direct_wins / carried)
    talked_to = assisted / carried if funnel.worked is None else funnel.worked * scale
    room = float("inf") if capacity is None else capacity

    direct = None
    if direct_wins or par_direct:
        at_once = direct_wins / exposure + talked_to > leads
        direct = Proportion(direct_wins, leads * carried, 1.0 if at_once else exposure)
    fit = None if funnel.fit is None else Proportion(funnel.fit * scale, max(rest, funnel.fit * scale))
    to_sales = leads * (1.0 if direct is None else 1 - (direct.rate or 0.0)) * (1.0 if fit is None else fit.rate or 0.0)
    sizes = _sizes(funnel, to_sales / months, room, months) if leads else EVEN
    workable = max(float(sizes.found(to_sales / months, room)) * months, talked_to)
    if math.isfinite(room):
        room = max(room, sizes.room_taken(to_sales / months, talked_to / months))
    return Counts(
        leads=leads,
        months=months,
        direct=direct,
        fit=fit,
        follow_up=None if funnel.worked is None else Proportion(talked_to, workable),
        closing=Proportion(
            assisted,
            (workable if funnel.worked is None else talked_to) * carried,
            exposure,
            funnel.closing_dispersion or 1.0,
        ),
        capacity=room,
        outside=wins if leads == 0 else 0.0,
        dispersion=funnel.reach_dispersion or 1.0,
        sizes=sizes,
        room_doubt=sizes.doubt(to_sales / months, room, months),
    )


def _sizes(funnel: Funnel, to_sales: float, room: float, months: float) -> Sizes:
    """How large the months are: of those not counted apart, where as many leads come to sales as there is room for, or more.

    Chance moves few leads by a larger share than many, and only from there on does it matter.
    """
    level = max(to_sales, room) if math.isfinite(room) else to_sales
    per_month = funnel.leads / max(funnel.months, 1.0)
    more = (funnel.reach_dispersion or usual_count_dispersion(per_month)) - 1
    covered = funnel.months if funnel.month_leads else months  # counted apart, more of them are like those
    return month_sizes(funnel.month_leads, covered, level, 1 + more * level / per_month)


def counts_of(funnel: Funnel, par: Par, scale: float = 1.0) -> Counts:
    """The counts sorted by link, with the room that the par names."""
    return sort_counts(funnel, par.capacity, par.direct is not None, scale)


def check_par(par: Par) -> None:
    """Check that the par has a level for reach and for closing."""
    if par.closing is None:
        raise InputError("closing-level-missing", "closing")
    closing = par.level("closing")
    if closing is not None and 0 < closing.value < SMALLEST:  # the leads it needs are without end
        raise InputError("par-rate-zero", "closing", closing.value)
    if par.goal is None and par.reach is None and par.capacity is None:
        raise InputError("reach-level-missing", "goal")


# --- levels -----------------------------------------------------------------------------------------------------


def observed_now(counts: Counts, of_nothing: Mapping[str, Number]) -> dict[str, Number]:
    """The six links as they were observed, single numbers.

    A share of nothing (no lead got that far) takes its level from ``of_nothing``, or 1.
    """
    now: dict[str, Number] = {
        "reach": counts.leads / counts.months,
        "direct": 0.0,
        "fit": 1.0,
        "follow_up": 1.0,
        "capacity": counts.capacity,
    }
    for link, seen in counts.proportions.items():
        rate = seen.rate
        now[link] = of_nothing.get(link, 1.0) if rate is None else rate
    return now


def possible_now(counts: Counts, n: int, first: int = 0) -> dict[str, Number]:
    """The six links over the fixed points: what the counts alone leave possible, near no target.

    ``first`` moves to other coordinates, for a second set of counts that is independent of a first.
    """
    now: dict[str, Number] = {
        "reach": spread(
            count_quantiles(counts.leads / counts.dispersion, counts.months / counts.dispersion, n),
            first + DIMENSION["reach"],
        ),
        "direct": 0.0,
        "fit": 1.0,
        "follow_up": 1.0,
        "capacity": counts.capacity,
    }
    for link, seen in counts.proportions.items():
        now[link] = spread(seen.quantiles(n), first + DIMENSION[link])
    return now


def observed_levels(counts: Counts, par: Par) -> tuple[Levels, Levels]:
    """Levels now and at par, as single numbers: what was observed, against the levels themselves.

    A share of nothing is set to its par: it was not observed, so it is not blamed.
    """
    pars: dict[str, Number] = {field: rate.value for field in RATES if (rate := par.level(field)) is not None}
    now = observed_now(counts, {**pars, "closing": closing_par(pars, counts)})
    return now, at_par(now, pars, counts, par)


def closing_par(pars: Mapping[str, Number], counts: Counts) -> Number:
    """The level of closing, which covers fit and follow-up too where those were not measured apart from it."""
    level = pars["closing"]
    for link, seen in (("fit", counts.fit), ("follow_up", counts.follow_up)):
        if seen is None and link in pars:
            level = level * pars[link]
    return level


def at_par(actual: Levels, pars: Mapping[str, Number], counts: Counts, par: Par) -> Levels:
    """The six links at par. A link that is not judged stays as it is; room at par is no limit."""
    direct = pars.get("direct", actual["direct"])
    fit = actual["fit"] if counts.fit is None else pars.get("fit", actual["fit"])
    follow_up = actual["follow_up"] if counts.follow_up is None else pars.get("follow_up", 1.0)
    closing = closing_par(pars, counts)
    return {
        "reach": pars.get("reach", _reach_par(par, direct, fit, follow_up * closing)),
        "direct": direct,
        "fit": fit,
        "follow_up": follow_up,
        "capacity": float("inf"),
        "closing": closing,
    }


def _reach_par(par: Par, direct: Number, fit: Number, through: Number) -> Number:
    """Leads per month at par: as given, or those the goal needs, or those that keep sales busy."""
    wins_per_lead = direct + (1 - direct) * fit * through
    if np.any(wins_per_lead <= 0):
        raise _no_way_through(par, fit)
    if par.reach is not None:
        return par.reach
    if par.goal is not None:
        return par.goal / wins_per_lead
    assert par.capacity is not None
    fit_share = (1 - direct) * fit
    if np.any(fit_share <= 0):
        raise InputError("capacity-not-needed", "capacity", par.capacity)
    return par.capacity / fit_share


def _no_way_through(par: Par, fit: Number) -> InputError:
    """The error for a link that is 0 at par, so that no number of leads brings a customer."""
    for field in ("closing", "follow_up", "fit"):
        rate = par.level(field)
        if rate is not None and rate.value == 0:
            return InputError("par-rate-zero", field, 0)
    if np.any(fit <= 0):
        return InputError("no-fit-leads", "fit", 0)
    return InputError("par-rate-zero", "closing", 0)


# --- the bridge ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, slots=True)
class SideComparison:
    """The two sides compared: numbers, or arrays over the fixed points."""

    marketing: Number
    """Customers per month that marketing is short."""
    sales: Number
    """Customers per month that sales is short."""
    marketing_of_par: Number
    """Customers with marketing as it is and sales at par, ÷ customers at par."""
    sales_of_par: Number
    """The same the other way round."""


@dataclass(frozen=True, eq=False)
class Decomposition:
    """From now to the reference: the customers per month that each link is short of it."""

    shortfall: Mapping[str, Number]
    now: Number
    at_reference: Number
    of_reference: Mapping[str, Number]
    """For each side, customers with that side as it is and the other at the reference, ÷ customers at the reference."""

    def side(self, side: str) -> Number:
        """Customers per month that a side is short."""
        return sum(self.shortfall[link] for link in UNIONS[side])

    @property
    def sides(self) -> SideComparison:
        """The two sides compared with each other and with the reference."""
        return SideComparison(
            marketing=self.side("marketing"),
            sales=self.side("sales"),
            marketing_of_par=self.of_reference["marketing"],
            sales_of_par=self.of_reference["sales"],
        )


def decompose(actual: Levels, reference: Levels, chain: Chain = customers) -> Decomposition:
    """The Owen bridge over the six links with the two sides as unions; ``chain`` makes customers per month of them."""
    shortfall = attribute(chain, actual, reference, UNIONS)
    at_reference = chain(**reference)
    of_reference = {}
    for side in SIDES:
        mixed = {link: (actual if link in UNIONS[side] else reference)[link] for link in LINKS}
        of_reference[side] = _share_of(chain(**mixed), at_reference)
    return Decomposition(shortfall, chain(**actual), at_reference, of_reference)


NOTHING: Final = 1e-200
"""Customers per month that are none: what is divided by fewer is without end."""


def _share_of(part: Number, whole: Number) -> Number:
    """``part / whole``; where the whole is nothing, 0."""
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=np.asarray(whole) > NOTHING)


def decompose_outside(outside: Number, at_reference: Number) -> Decomposition:
    """The bridge of a business that records no leads: the whole shortfall is in reach.

    Marketing is 0 of par; sales is the share of the goal it brought on its own.
    """
    nothing = outside * 0.0
    shortfall: dict[str, Number] = dict.fromkeys(LINKS, nothing)
    shortfall["reach"] = at_reference - outside
    return Decomposition(shortfall, outside, at_reference, {"marketing": nothing, "sales": outside / at_reference})


def compare_sides(actual: Levels, reference: Levels, chain: Chain = customers) -> SideComparison:
    """The two sides compared, without the split inside them: what :func:`decompose` gives, from 4 coalitions of 28."""
    marketing_at_reference = chain(**{k: (reference if k in UNIONS["marketing"] else actual)[k] for k in LINKS})
    sales_at_reference = chain(**{k: (reference if k in UNIONS["sales"] else actual)[k] for k in LINKS})
    now, at_par = chain(**actual), chain(**reference)
    marketing = (marketing_at_reference - now + at_par - sales_at_reference) / 2
    sales = (sales_at_reference - now + at_par - marketing_at_reference) / 2
    return SideComparison(
        marketing, sales, _share_of(sales_at_reference, at_par), _share_of(marketing_at_reference, at_par)
    )


def outside_draws(counts: Counts, n: int) -> Number:
    """Customers per month that came with no recorded lead, over the fixed points."""
    return spread(count_quantiles(counts.outside, counts.months, n), DIMENSION["outside"])


def finite(level: Number) -> float | None:
    """A single level as a float; None where it has no limit."""
    return None if np.isinf(level) else float(level)
