"""What would one more bring? One more lead, one more rep, one more point of closing; a goal turned into leads; a what-if.

Every number is a mean and a 90 % interval over the fixed points of the diagnosis, and every gain is the difference point by
point: business as it is and business changed share what is uncertain in both. Nothing moves but what is named.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from diagnostics.diagnosis.answer import Diagnosis, WhatIf, what_if
from diagnostics.diagnosis.judge import INTERVAL, NEGLIGIBLE
from diagnostics.diagnosis.measure import (
    RATES,
    Counts,
    Decomposition,
    check_par,
    counts_of,
    decompose,
    observed_levels,
    outside_draws,
    possible_levels,
    possible_now,
)
from diagnostics.diagnosis.money import Money
from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT, number, per_month
from diagnostics.funnel.links import LINKS, Number, customers
from diagnostics.funnel.points import SIZE
from diagnostics.funnel.records import Funnel, Par

Reason = Literal["", "leads", "capacity", "sellers"]

POINT: Final = 0.01
"""One point of a share."""

STEPS_OF_A_SLIDER: Final = 100
"""A slider has at most so many steps, and at least about half as many."""

ROUNDING: Final = 1e-12
"""A goal that fills the room exactly is reached, whatever the last digit says."""

NO_LEVELS: Final[Mapping[str, float]] = {}


# --- the business with some links elsewhere -------------------------------------------------------------------------


def never_seen(counts: Counts, par: Par) -> dict[str, float]:
    """The level of each share that no lead got as far as: its par, or 1, as the diagnosis takes it.

    A share of nothing was not seen, so it is not blamed; :func:`what_if` wants it named, and here it is.
    """
    at = observed_levels(counts, par)[0]
    return {link: float(at[link]) for link, seen in counts.proportions.items() if seen.trials == 0}


def links_at(funnel: Funnel, par: Par, levels: Mapping[str, float] = NO_LEVELS) -> dict[str, Number]:
    """The six links over the fixed points, those of ``levels`` moved there.

    Raises
    ------
    InputError
        As :func:`what_if`; and where the par has no level for closing, or none for reach.
    """
    check_par(par)
    counts = counts_of(funnel, par)
    moved = {**never_seen(counts, par), **levels}
    if moved:
        what_if(funnel, par, **moved)  # refuses what cannot be
    return {**possible_now(counts, SIZE), **{link: float(level) for link, level in moved.items()}}


def customers_at(funnel: Funnel, par: Par, levels: Mapping[str, float] = NO_LEVELS) -> Number:
    """Customers a month over the fixed points, the links of ``levels`` moved there.

    Where no lead is recorded and nothing is moved: the sales that were made all the same.
    """
    check_par(par)
    counts = counts_of(funnel, par)
    if counts.outside and not levels:
        return outside_draws(counts, SIZE)
    return customers(**links_at(funnel, par, levels))


def range_of(draws: Number) -> WhatIf:
    """The mean and the ends of the 90 % interval, as :func:`what_if` gives them."""
    low, high = np.quantile(draws, INTERVAL)
    return WhatIf(float(np.mean(draws)), float(low), float(high))


# --- one more -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lever:
    """One small change and what it brings.

    Attributes
    ----------
    key : str
        ``"lead"``, ``"rep"``, or the share that goes up a point: ``"direct"``, ``"fit"``, ``"follow_up"``, ``"closing"``.
    link : str
        The link that moves.
    step : float or None
        How far: leads a month for ``reach`` and ``capacity``, a fraction for a share. None where it is unknown.
    level : float or None
        Where the link stands now, as observed; None where that is unknown or without limit.
    gain : WhatIf or None
        Customers a month more.
    worth : WhatIf or None
        The same in units of the currency a month; None where no money was given.
    reason : str
        Why there is no gain: ``"leads"`` (none is recorded), ``"capacity"`` or ``"sellers"`` (not said); else empty.
    """

    key: str
    link: str
    step: float | None
    level: float | None
    gain: WhatIf | None = None
    worth: WhatIf | None = None
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Levers:
    """What one more of each would bring.

    Attributes
    ----------
    now : WhatIf
        Customers a month before the change: mean and 90 % interval.
    counted : float
        Customers a month that the counts themselves come to, without the doubt around them.
    changes : dict of str to Lever
        ``"lead"``, ``"rep"``, then a point of each share that was measured, in the order of the chain.
    full : float
        How likely it is that sales has no room for the next lead, a fraction.
    room : float or None
        Leads a month that sales has room for; None where that is not known.
    at_sales : float
        Leads a month that come as far as sales, mean.
    assumed : tuple of str
        Links that were never seen and are taken at their par.
    money : Money or None
    """

    now: WhatIf
    counted: float
    changes: Mapping[str, Lever]
    full: float
    room: float | None
    at_sales: float
    assumed: tuple[str, ...] = ()
    money: Money | None = None


def levers(d: Diagnosis, sellers: int | None = None, levels: Mapping[str, float] = NO_LEVELS) -> Levers:
    """What one more lead a month, one more rep, and one more point of each measured share would bring.

    ``V = L·d + f·min(L·(1−d)·q, K)·c`` before and after. One more lead is ``L + 1``; one more rep ``K + K/sellers``, someone
    who has room for as many leads as each of the others; one more point 0.01 of the share, which never goes above 1. A lead
    that finds no room is worth what it buys on its own and no more.

    Parameters
    ----------
    d : Diagnosis
        The business as it is, and its par.
    sellers : int, optional
        How many people sell now.
    levels : mapping of str to float, optional
        Links that stand elsewhere, as for :func:`what_if`: what would one more bring *then*?

    Raises
    ------
    InputError
        Where ``sellers`` is not above 0, or a level cannot be.

    >>> from diagnostics.diagnosis import diagnose
    >>> full = diagnose(Funnel(leads=200, wins=20), Par(capacity=100, closing=0.2))
    >>> levers(full).changes["lead"].gain.mean, round(levers(full, sellers=4).changes["rep"].gain.mean, 1)
    (0.0, 5.1)
    """
    r = d.assessment
    if sellers is not None and number("sellers", sellers) <= 0:
        raise InputError("sellers-not-positive", "sellers", sellers)
    if r.counts.outside and not levels:
        return _without_leads(d)
    links = links_at(r.funnel, r.par, levels)
    before = customers(**links)
    observed = {**r.actual, **levels}
    to_sales = links["reach"] * (1 - links["direct"]) * links["fit"]
    measured = [link for link in RATES if link in r.counts.proportions or link in levels]
    changes = [Lever("lead", "reach", 1.0, float(observed["reach"]))]
    changes.append(_rep(float(observed["capacity"]), sellers))
    changes += [Lever(link, link, POINT, float(observed[link])) for link in measured]
    return Levers(
        now=range_of(before),
        counted=float(customers(**observed)),
        changes={change.key: _brought(change, links, before, r.money) for change in changes},
        full=float(np.mean(np.greater_equal(to_sales, links["capacity"]))),
        room=_finite(observed["capacity"]),
        at_sales=float(np.mean(to_sales)),
        assumed=tuple(link for link in never_seen(r.counts, r.par) if link not in levels),
        money=r.money,
    )


def _rep(room: float, sellers: int | None) -> Lever:
    if math.isinf(room):
        return Lever("rep", "capacity", None, None, reason="capacity")
    if sellers is None:
        return Lever("rep", "capacity", None, room, reason="sellers")
    return Lever("rep", "capacity", room / sellers, room)


def _brought(change: Lever, links: Mapping[str, Number], before: Number, money: Money | None) -> Lever:
    """The change with what it brings."""
    if change.reason or change.step is None:
        return change
    after = links[change.link] + change.step
    if change.link in RATES:
        after = np.minimum(after, 1.0)
    gain = range_of(customers(**{**links, change.link: after}) - before)
    return Lever(change.key, change.link, change.step, change.level, gain, in_money(gain, money))


def in_money(gain: WhatIf, money: Money | None) -> WhatIf | None:
    """Customers a month in units of the currency a month; None without money."""
    return None if money is None else WhatIf(*(customers * money.each for customers in gain))


def _without_leads(d: Diagnosis) -> Levers:
    """Where no lead is recorded, nothing can be said of one more."""
    r = d.assessment
    changes = (Lever("lead", "reach", 1.0, None, reason="leads"), Lever("rep", "capacity", None, None, reason="leads"))
    closing = Lever("closing", "closing", POINT, None, reason="leads")
    return Levers(
        now=range_of(customers_at(r.funnel, r.par)),
        counted=d.today,
        changes={change.key: change for change in (*changes, closing)},
        full=0.0,
        room=_finite(r.counts.capacity),
        at_sales=0.0,
        money=r.money,
    )


def _finite(level: Number) -> float | None:
    return None if math.isinf(float(level)) else float(level)


# --- a goal in leads ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Needed:
    """Leads a month that a goal needs.

    Attributes
    ----------
    goal : float
        Customers a month.
    leads : float or None
        The middle of what is possible; None where it is as likely as not that no number of leads does it.
    low, high : float or None
        Ends of the 90 % interval; None where no number of leads does it at that end.
    never : float
        How likely it is that no number of leads does it, a fraction.
    most : WhatIf or None
        The most customers a month that any number of leads brings; None where there is no limit.
    most_likely : float or None
        The middle of that, below the goal where it is as likely as not that no number of leads does it.
    now : float
        Leads a month that come now.
    at_par : bool
        Whether the other links are taken at par, else as they are.
    assumed : tuple of str
        Links that were never seen and are taken at their par.
    """

    goal: float
    leads: float | None
    low: float | None
    high: float | None
    never: float
    most: WhatIf | None
    now: float
    at_par: bool = False
    assumed: tuple[str, ...] = ()
    most_likely: float | None = None
    levels: Mapping[str, float] = field(default_factory=dict)
    """Links that were taken to stand elsewhere."""


def leads_needed(
    d: Diagnosis, goal: float | None = None, levels: Mapping[str, float] = NO_LEVELS, at_par: bool = False
) -> Needed:
    """Turn a goal into leads a month: exact at every fixed point, then the middle and the 90 % interval of those.

    Parameters
    ----------
    d : Diagnosis
        The business as it is, and its par.
    goal : float, optional
        Customers a month; else those at par: the goal that was typed, where one was.
    levels : mapping of str to float, optional
        Links that stand elsewhere; a level of ``reach`` is not used.
    at_par : bool
        Take the links that ``levels`` does not name at par, room without limit, and not as they are.

    Raises
    ------
    InputError
        Where the goal is not above 0 or a level cannot be.

    >>> from diagnostics.diagnosis import diagnose
    >>> d = diagnose(Funnel(leads=200, wins=20), Par(goal=25, capacity=100, closing=0.25))
    >>> needed = leads_needed(d, levels={"closing": 0.2})
    >>> needed.leads, needed.never, needed.most.mean, leads_needed(d, at_par=True).leads
    (None, 1.0, 20.0, 100.0)
    """
    r = d.assessment
    wanted = per_month("goal", d.at_par if goal is None else goal)
    others = {link: level for link, level in levels.items() if link != "reach"}
    links = links_at(r.funnel, r.par, {"reach": 1.0, **others})  # any reach: it is what is looked for
    assumed = never_seen(r.counts, r.par)
    if at_par:
        judged = possible_levels(r.counts, r.par, SIZE)[1]
        unseen = {link: float(r.reference[link]) for link in assumed}
        links = {**judged, **unseen, **{link: links[link] for link in others}}
    del links["reach"]
    leads = np.sort(np.broadcast_to(leads_for(wanted, **links), (SIZE,)))
    most = most_customers(**links)
    return Needed(
        goal=wanted,
        leads=_at_share(leads, 0.5),
        low=_at_share(leads, INTERVAL[0]),
        high=_at_share(leads, INTERVAL[1]),
        never=float(np.mean(np.isinf(leads))),
        most=range_of(most) if np.all(np.isfinite(most)) else None,
        now=float(r.actual["reach"]),
        at_par=at_par,
        assumed=tuple(link for link in assumed if link not in levels),
        most_likely=float(np.median(most)) if np.all(np.isfinite(most)) else None,
        levels=others,
    )


def leads_for(goal: float, direct: Number, fit: Number, follow_up: Number, capacity: Number, closing: Number) -> Number:
    """Leads a month that bring ``goal`` customers a month: ``V`` solved for ``L``, ``inf`` where no number does.

    Up to ``K`` leads at sales each brings ``d + (1−d)·q·f·c``, from there on ``d``.

    >>> float(leads_for(20, direct=0.0, fit=1.0, follow_up=1.0, capacity=100, closing=0.2))
    100.0
    >>> float(leads_for(21, direct=0.0, fit=1.0, follow_up=1.0, capacity=100, closing=0.2))
    inf
    """
    to_sales = (1 - direct) * fit
    with np.errstate(divide="ignore", invalid="ignore"):
        with_room = goal / np.asarray(direct + to_sales * follow_up * closing, dtype=float)
        beyond = (goal - follow_up * capacity * closing) / np.asarray(direct, dtype=float)
        finds_room = with_room * to_sales <= capacity * (1 + ROUNDING)
    # without room and without direct buyers nothing more comes: goal − f·K·c is above 0 there, so the quotient is inf
    return np.where(finds_room | np.isinf(with_room), with_room, beyond)


def most_customers(direct: Number, fit: Number, follow_up: Number, capacity: Number, closing: Number) -> Number:
    """The most customers a month that any number of leads brings; ``inf`` where each further lead brings more.

    >>> float(most_customers(direct=0.0, fit=0.5, follow_up=1.0, capacity=100, closing=0.2))
    20.0
    """
    each = np.asarray(fit * follow_up * closing, dtype=float)
    through = np.where(each > 0, follow_up * np.where(each > 0, capacity, 0.0) * closing, 0.0)
    return np.where(np.asarray(direct) > 0, np.inf, through)


def _at_share(ascending: Number, share: float) -> float | None:
    """The smallest value that at least this share does not exceed; None where it is without end."""
    values = np.asarray(ascending)
    value = float(values[math.ceil(share * len(values)) - 1])
    return None if math.isinf(value) else value


# --- sliders and what they do -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slider:
    """How far a link can be moved on the screen.

    Attributes
    ----------
    link : str
    now : float or None
        Where it stands, as observed; None where it was not counted, never seen, or has no limit.
    par : float or None
        The level it is held against; None where it has none, or no limit.
    low, high, step : float
        Leads a month for ``reach`` and ``capacity``, fractions for the others. Now and par lie within.
    movable : bool
        Whether the link was counted; moving one that stands inside another's level would count it twice.
    """

    link: str
    now: float | None
    par: float | None
    low: float
    high: float
    step: float
    movable: bool

    @property
    def start(self) -> float | None:
        """Where the slider stands at first: now, or the par of what was never seen; None where it cannot be moved."""
        return self.par if self.now is None else self.now


def sliders(d: Diagnosis) -> dict[str, Slider]:
    """A slider for each of the six links: up to twice where it is, or half as much again as its par, if that is more."""
    r = d.assessment
    counted = {link for link, seen in r.counts.proportions.items() if seen.trials > 0}
    counted |= {"capacity", *(("reach",) if r.counts.leads else ())}
    judged = {"reach", "closing", *(link for link in r.counts.proportions if r.par.level(link) is not None)}
    if r.counts.follow_up is not None:
        judged.add("follow_up")  # all of them, unless another level was typed
    busy = float(r.reference["reach"] * (1 - r.reference["direct"]) * r.reference["fit"])
    out = {}
    for link in LINKS:
        now = _finite(r.actual[link]) if link in counted else None
        par = float(r.reference[link]) if link in judged else None
        aim = busy if link == "capacity" else par
        high, step = _ends(max(2 * (now or 0.0), 1.5 * (aim or 0.0)), share=link in RATES)
        was_counted = not r.counts.outside and (link in ("reach", "capacity") or link in r.counts.proportions)
        movable = was_counted and (now is not None or par is not None)
        low = 0.0 if link in RATES else min([step, *(level for level in (now, par) if level)])
        out[link] = Slider(link, now, par, low, high, step, movable)
    return out


def _ends(top: float, share: bool) -> tuple[float, float]:
    """The upper end of a slider, at least ``top`` where that can be, and its step: both round numbers."""
    most = 1.0 if share else float(LARGEST_COUNT)
    top = min(top, most) if top > 0 else 1.0 if share else 10.0
    step = _round_number(top / STEPS_OF_A_SLIDER)
    digits = max(0, -math.floor(math.log10(step)))
    return round(min(math.ceil(round(top / step, 6)) * step, most), digits), round(step, digits)


def _round_number(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below ``least``."""
    size = 10.0 ** math.floor(math.log10(least))
    return next(m * size for m in (1, 2, 5, 10) if m * size >= least * (1 - 1e-9))


@dataclass(frozen=True, slots=True)
class Tried:
    """A business with some links elsewhere.

    Attributes
    ----------
    levels : dict of str to float
        What was moved, and where to.
    mean, low, high : float
        Customers a month, 90 % interval; as :func:`what_if` gives them.
    gain_mean, gain_low, gain_high : float
        Customers a month more than now, point by point: below 0 where it is fewer.
    worth : float or None
        The mean gain in units of the currency a month; None where no money was given.
    next_link : str or None
        The link with the largest shortfall once these links stand there; None where none is short.
    assumed : tuple of str
        Links that were never seen and are taken at their par.
    """

    levels: Mapping[str, float]
    mean: float
    low: float
    high: float
    gain_mean: float
    gain_low: float
    gain_high: float
    worth: float | None
    next_link: str | None
    assumed: tuple[str, ...] = ()


def try_levels(d: Diagnosis, levels: Mapping[str, float] = NO_LEVELS) -> Tried:
    """Move some links and see: customers a month, the gain over now, and the next weak link after that.

    Parameters
    ----------
    d : Diagnosis
        The business as it is, and its par.
    levels : mapping of str to float
        New levels by link: ``reach`` and ``capacity`` in leads a month, the others fractions. Empty: as it is.

    Raises
    ------
    InputError
        As :func:`what_if`.

    >>> from diagnostics.diagnosis import diagnose
    >>> d = diagnose(Funnel(leads=100, wins=10), Par(goal=40, closing=0.2))
    >>> tried = try_levels(d, {"closing": 0.2})
    >>> round(tried.mean, 1), round(tried.gain_mean, 1), tried.next_link
    (20.1, 9.7, 'reach')
    """
    r = d.assessment
    after = customers_at(r.funnel, r.par, levels)
    gain = range_of(after - customers_at(r.funnel, r.par))
    worth = in_money(gain, r.money)
    return Tried(
        dict(levels),
        *range_of(after),
        *gain,
        worth=None if worth is None else worth.mean,
        next_link=next_weak(d, levels),
        assumed=tuple(link for link in never_seen(r.counts, r.par) if link not in levels),
    )


def next_weak(d: Diagnosis, levels: Mapping[str, float] = NO_LEVELS) -> str | None:
    """The link with the largest shortfall to par when these links stand there; None where none is worth naming.

    With nothing moved it is the suspect where that is short in the counts, and with the suspect at its par
    :attr:`Diagnosis.next_link`. With nothing moved, no suspect and nothing missing it is None, whatever one link lacks that
    another has too much of.
    """
    r = d.assessment
    worth = NEGLIGIBLE * float(r.observed.at_reference)
    if not levels and d.suspect is not None and float(r.observed.shortfall[d.suspect]) > worth:
        return d.suspect
    if not levels and d.at_par - d.today <= worth:
        return None
    measured: Decomposition = decompose({**r.actual, **levels}, r.reference) if levels else r.observed
    link = max(LINKS, key=lambda name: float(measured.shortfall[name]))
    return link if float(measured.shortfall[link]) > NEGLIGIBLE * float(measured.at_reference) else None
