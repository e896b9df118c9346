"""A goal in leads: how many leads per month bring a number of customers per month, and whether any number does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.judge import INTERVAL
from diagnostics.diagnosis.near_target import near_levels
from diagnostics.diagnosis.scenario import NO_LEVELS, WhatIf, checked_levels, links_at, never_seen, range_of
from diagnostics.funnel.checks import per_month, record
from diagnostics.funnel.links import Number
from diagnostics.funnel.points import SIZE
from diagnostics.funnel.room import EVEN, Sizes

ROUNDING: Final = 1e-12
"""Relative tolerance: a goal that fills the room exactly is reached."""


@dataclass(frozen=True, slots=True)
class LeadsNeeded:
    """Leads per month that a goal needs.

    Attributes
    ----------
    goal : float
        Customers per month.
    leads : float or None
        The middle of what is possible; None where it is as likely as not that no number of leads does it.
    low, high : float or None
        Ends of the 90% interval; None where no number of leads does it at that end.
    never : float
        How likely it is that no number of leads does it, a fraction.
    most : WhatIf or None
        The most customers per month that any number of leads brings; None where there is no limit.
    most_likely : float or None
        The middle of that, below the goal where it is as likely as not that no number of leads does it.
    now : float
        Leads per month now.
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
    """Links with other levels."""


def leads_needed(
    d: Diagnosis, goal: float | None = None, levels: Mapping[str, float] = NO_LEVELS, at_par: bool = False
) -> LeadsNeeded:
    """Turn a goal into leads per month: exact at every fixed point, then the middle and the 90% interval of those.

    Parameters
    ----------
    d : Diagnosis
        The business as it is, and its par.
    goal : float, optional
        Customers per month; by default those at par, which is the goal where one was given.
    levels : mapping of str to float, optional
        Links with other levels; a level of ``reach`` is not used.
    at_par : bool
        Take the links that ``levels`` does not name at par, room without limit, and not as they are.

    Raises
    ------
    InputError
        Where the goal is not above 0 or a level cannot be.

    >>> from diagnostics import Funnel, Par, diagnose
    >>> d = diagnose(Funnel(leads=200, wins=20), Par(goal=25, capacity=100, closing=0.25))
    >>> needed = leads_needed(d, levels={"closing": 0.2})
    >>> needed.leads, needed.never, needed.most.mean, leads_needed(d, at_par=True).leads
    (None, 1.0, 20.0, 100.0)
    """
    a, levels = record(Diagnosis, "d", d).assessment, checked_levels(levels)
    wanted = per_month("goal", d.at_par if goal is None else goal)
    others = {link: level for link, level in levels.items() if link != "reach"}
    links = links_at(a.funnel, a.par, {"reach": 1.0, **others})  # any reach: it is what is looked for
    assumed = never_seen(a.counts, a.par)
    if at_par:
        judged = near_levels(a.counts, a.funnel, a.par, SIZE)[1]
        unseen = {link: float(a.reference[link]) for link in assumed}
        links = {**judged, **unseen, **{link: links[link] for link in others}}
    del links["reach"]
    leads = np.sort(np.broadcast_to(leads_for(wanted, **links, sizes=a.counts.sizes), (SIZE,)))
    most = most_customers(**links, sizes=a.counts.sizes)
    return LeadsNeeded(
        goal=wanted,
        leads=_at_share(leads, 0.5),
        low=_at_share(leads, INTERVAL[0]),
        high=_at_share(leads, INTERVAL[1]),
        never=float(np.mean(np.isinf(leads))),
        most=range_of(most) if np.all(np.isfinite(most)) else None,
        now=float(a.actual["reach"]),
        at_par=at_par,
        assumed=tuple(link for link in assumed if link not in levels),
        most_likely=float(np.median(most)) if np.all(np.isfinite(most)) else None,
        levels=others,
    )


def leads_for(
    goal: float,
    direct: Number,
    fit: Number,
    follow_up: Number,
    capacity: Number,
    closing: Number,
    sizes: Sizes = EVEN,
) -> Number:
    """Leads per month that bring ``goal`` customers per month: ``V`` solved for ``L``, ``inf`` where no number does.

    Up to ``K`` leads at sales in a month each brings ``d + (1−d)·q·f·c``, from there on ``d``. Each month fills up at its own
    number of leads, so ``V`` bends once for each size of month: Newton's steps from below, exact once no bend is left ahead.

    >>> float(leads_for(20, direct=0.0, fit=1.0, follow_up=1.0, capacity=100, closing=0.2))
    100.0
    >>> float(leads_for(21, direct=0.0, fit=1.0, follow_up=1.0, capacity=100, closing=0.2))
    inf
    """
    to_sales, through = np.asarray((1 - direct) * fit, dtype=float), follow_up * closing
    with np.errstate(divide="ignore", invalid="ignore"):
        leads = np.asarray(goal / np.asarray(direct + to_sales * through, dtype=float))
        for _ in range(len(sizes.sizes)):
            there = np.isfinite(leads)
            coming = np.where(there, leads, 0.0) * to_sales
            missing = goal - np.where(there, leads, 0.0) * direct - through * sizes.found(coming, capacity)
            short = there & (missing > ROUNDING * goal)
            if not np.any(short):
                break
            each = direct + to_sales * through * sizes.slope(coming, capacity)
            # without room and without direct buyers nothing more comes: the step is without end
            leads = np.where(short, leads + missing / each, leads)
    return leads


def most_customers(
    direct: Number, fit: Number, follow_up: Number, capacity: Number, closing: Number, sizes: Sizes = EVEN
) -> Number:
    """The most customers per month that any number of leads brings; ``inf`` where each further lead brings more.

    Months without leads bring none however many come.

    >>> float(most_customers(direct=0.0, fit=0.5, follow_up=1.0, capacity=100, closing=0.2))
    20.0
    """
    each = np.asarray(fit * follow_up * closing, dtype=float)
    with_leads = float(np.mean(sizes.periods > 0))
    through = np.where(each > 0, follow_up * np.where(each > 0, capacity, 0.0) * closing * with_leads, 0.0)
    return np.where(np.asarray(direct) > 0, np.inf, through)


def _at_share(ascending: Number, share: float) -> float | None:
    """The smallest value that at least this share does not exceed; None where it is without end."""
    values = np.asarray(ascending)
    value = float(values[math.ceil(share * len(values)) - 1])
    return None if math.isinf(value) else value
