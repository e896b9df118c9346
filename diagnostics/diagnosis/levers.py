"""What one more of each would bring: one more lead, one more rep, one more point of a share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.measure import RATES, finite
from diagnostics.diagnosis.money import Money
from diagnostics.diagnosis.scenario import (
    NO_LEVELS,
    WhatIf,
    checked_levels,
    customers_at,
    in_money,
    links_at,
    never_seen,
    range_of,
)
from diagnostics.errors import InputError
from diagnostics.funnel.checks import number, record
from diagnostics.funnel.links import Number

Reason = Literal["", "leads", "capacity", "sellers"]


POINT: Final = 0.01
"""One point of a share."""


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
        How far: leads per month for ``reach`` and ``capacity``, a fraction for a share. None where it is unknown.
    level : float or None
        The level now, as observed; None where that is unknown or without limit.
    gain : WhatIf or None
        Customers per month more.
    worth : WhatIf or None
        The same in units of the currency per month; None where no money was given.
    cost : float or None
        What the change costs, in units of the currency per month; None where that was not given.
    reason : str
        Why there is no gain: ``"leads"`` (none is recorded), ``"capacity"`` or ``"sellers"`` (not given); else empty.
    """

    key: str
    link: str
    step: float | None
    level: float | None
    gain: WhatIf | None = None
    worth: WhatIf | None = None
    cost: float | None = None
    reason: Reason = ""

    @property
    def net(self) -> WhatIf | None:
        """The worth less the cost, in units of the currency per month; below 0 where the change costs more than it brings.

        None where either is not known.
        """
        if self.worth is None or self.cost is None:
            return None
        return WhatIf(*(worth - self.cost for worth in self.worth))


@dataclass(frozen=True, slots=True)
class Levers:
    """What one more of each would bring.

    Attributes
    ----------
    now : WhatIf
        Customers per month before the change: mean and 90% interval.
    counted : float
        Customers per month at the observed rates, without their uncertainty.
    changes : dict of str to Lever
        ``"lead"``, ``"rep"``, then a point of each share that was measured, in the order of the chain.
    full : float
        Share of the months in which sales has no room for the next lead, as likely as they are, a fraction.
    room : float or None
        Leads per month that sales has room for; None where that is not known.
    at_sales : float
        Leads per month that reach sales, mean.
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


def levers(d: Diagnosis, sellers: float | None = None, levels: Mapping[str, float] = NO_LEVELS) -> Levers:
    """What one more lead per month, one more rep, and one more point of each measured share would bring.

    ``V = L·d + f·min(L·(1−d)·q, K)·c`` before and after. One more lead is ``L + 1``; one more rep ``K + K/sellers``, someone
    who has room for as many leads as each of the others, or for the ``rep_leads`` of the money where they are given; one more
    point 0.01 of the share, which never goes above 1. A lead that finds no room brings only what it buys on its own.

    Parameters
    ----------
    d : Diagnosis
        The business as it is, and its par.
    sellers : int, optional
        How many people sell now.
    levels : mapping of str to float, optional
        Links with other levels, as for :func:`what_if`.

    Raises
    ------
    InputError
        Where ``sellers`` is not above 0, or a level cannot be.

    >>> from diagnostics import Funnel, Par, diagnose
    >>> full = diagnose(Funnel(leads=200, wins=20), Par(capacity=100, closing=0.2))
    >>> levers(full).changes["lead"].gain.mean, round(levers(full, sellers=4).changes["rep"].gain.mean, 1)
    (0.0, 5.0)
    """
    a, levels = record(Diagnosis, "d", d).assessment, checked_levels(levels)
    if sellers is not None and (sellers := number("sellers", sellers)) <= 0:
        raise InputError("sellers-not-positive", "sellers", sellers)
    if a.counts.outside and not levels:
        return _without_leads(d)
    links = links_at(a.funnel, a.par, levels)
    before = a.counts.customers(**links)
    observed = {**a.actual, **levels}
    to_sales = links["reach"] * (1 - links["direct"]) * links["fit"]
    measured = [link for link in RATES if link in a.counts.proportions or link in levels]
    changes = [Lever("lead", "reach", 1.0, float(observed["reach"]))]
    changes.append(_rep(float(observed["capacity"]), sellers, a.money))
    changes += [Lever(link, link, POINT, float(observed[link])) for link in measured]
    return Levers(
        now=range_of(before),
        counted=float(a.counts.customers(**observed)),
        changes={change.key: _brought(change, links, before, a) for change in changes},
        full=float(np.mean(a.counts.sizes.full(to_sales, links["capacity"]))),
        room=finite(observed["capacity"]),
        at_sales=float(np.mean(to_sales)),
        assumed=tuple(link for link in never_seen(a.counts, a.par) if link not in levels),
        money=a.money,
    )


def _rep(room: float, sellers: float | None, money: Money | None) -> Lever:
    if math.isinf(room):
        return Lever("rep", "capacity", None, None, reason="capacity")
    if money is not None and money.rep_leads is not None:
        return Lever("rep", "capacity", money.rep_leads, room)
    if sellers is None:
        return Lever("rep", "capacity", None, room, reason="sellers")
    return Lever("rep", "capacity", room / sellers, room)


def _brought(change: Lever, links: Mapping[str, Number], before: Number, a: Assessment) -> Lever:
    """The change with what it brings and costs."""
    change = replace(
        change, cost=None if a.money is None else {"lead": a.money.lead_cost, "rep": a.money.rep_cost}.get(change.key)
    )
    if change.reason or change.step is None:
        return change
    after = links[change.link] + change.step
    if change.link in RATES:
        after = np.minimum(after, 1.0)
    gain = range_of(a.counts.customers(**{**links, change.link: after}) - before)
    return replace(change, gain=gain, worth=in_money(gain, a.money))


def _without_leads(d: Diagnosis) -> Levers:
    """Without recorded leads the gain of one more is unknown."""
    a = d.assessment
    changes = (Lever("lead", "reach", 1.0, None, reason="leads"), Lever("rep", "capacity", None, None, reason="leads"))
    closing = Lever("closing", "closing", POINT, None, reason="leads")
    return Levers(
        now=range_of(customers_at(a.funnel, a.par)),
        counted=d.today,
        changes={change.key: change for change in (*changes, closing)},
        full=0.0,
        room=finite(a.counts.capacity),
        at_sales=0.0,
        money=a.money,
    )
