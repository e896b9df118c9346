"""What if some links had other levels: customers per month, the gain, and the next weak link.

Every number is a mean and a 90% interval over the fixed points of the diagnosis. Every gain is the difference point by
point: the business as it is and the business changed share what is uncertain in both. Only the named links change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.judge import INTERVAL, NEGLIGIBLE
from diagnostics.diagnosis.measure import (
    Counts,
    Decomposition,
    check_par,
    counts_of,
    decompose,
    observed_levels,
    outside_draws,
)
from diagnostics.diagnosis.money import Money
from diagnostics.diagnosis.near_target import near_now
from diagnostics.errors import InputError
from diagnostics.funnel.checks import entries, record
from diagnostics.funnel.links import LINKS, Number
from diagnostics.funnel.points import SIZE
from diagnostics.funnel.records import Funnel, Par

NO_LEVELS: Final[Mapping[str, float]] = {}


class WhatIf(NamedTuple):
    """Customers per month: the mean and the ends of the 90% interval."""

    mean: float
    low: float
    high: float


def what_if(funnel: Funnel, par: Par, **links: float) -> WhatIf:
    """Customers per month if some links had other levels, the others as they are.

    Parameters
    ----------
    funnel, par : Funnel, Par
        As for :func:`diagnose`. A link without a target is what its counts leave possible.
    **links : float
        New levels: ``reach`` and ``capacity`` in leads per month, the rest as fractions.

    Returns
    -------
    WhatIf
        ``mean, low, high`` in customers per month, over what the other links can be.

    Raises
    ------
    InputError
        Where a link has no such name, the level is out of range, or another link was never seen.

    >>> what_if(Funnel(leads=100, wins=10), Par(goal=20, closing=0.2), reach=100, closing=0.2).mean
    20.0
    """
    counts = counts_of(record(Funnel, "funnel", funnel), record(Par, "par", par))
    levels = checked_levels(links)
    if counts.outside and "reach" not in links:
        raise InputError("what-if-without-leads", "leads", 0)
    for link, share in counts.proportions.items():
        if share.trials == 0 and link not in links:
            raise InputError("link-never-observed", link)
    draws = counts.customers(**{**near_now(counts, funnel, par, SIZE), **levels})
    low, high = np.quantile(draws, INTERVAL)
    return WhatIf(float(np.mean(draws)), float(low), float(high))


def checked_levels(levels: Mapping[str, float]) -> dict[str, float]:
    """New levels by link, as floats.

    Raises
    ------
    InputError
        Where a link has no such name, or the level is out of range.
    """
    links = entries("levels", levels)
    for name, given in links.items():
        if name not in LINKS:
            raise InputError("unknown-link", name, given, choices=LINKS)
        if given is None:
            raise InputError("level-missing", name)
    rates = {k: v for k, v in links.items() if k not in ("reach", "capacity")}
    checked = Par(
        reach=links.get("reach"),
        capacity=links.get("capacity"),
        **rates,
    )
    return {k: getattr(checked, k) if k in ("reach", "capacity") else getattr(checked, k).value for k in links}


def never_seen(counts: Counts, par: Par) -> dict[str, float]:
    """The level of each share that no lead got as far as: its par, or 1, as the diagnosis takes it.

    A share of nothing was not observed, so it is not blamed. :func:`what_if` needs a level for it: this one.
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
    check_par(record(Par, "par", par))
    counts = counts_of(record(Funnel, "funnel", funnel), par)
    moved = {**never_seen(counts, par), **levels}
    if moved:
        what_if(funnel, par, **moved)  # refuses what cannot be
    return {**near_now(counts, funnel, par, SIZE), **{link: float(level) for link, level in moved.items()}}


def customers_at(funnel: Funnel, par: Par, levels: Mapping[str, float] = NO_LEVELS) -> Number:
    """Customers per month over the fixed points, the links of ``levels`` moved there.

    Where no lead is recorded and nothing is moved: the sales that were made all the same.
    """
    check_par(record(Par, "par", par))
    counts = counts_of(record(Funnel, "funnel", funnel), par)
    if counts.outside and not levels:
        return outside_draws(counts, SIZE)
    return counts.customers(**links_at(funnel, par, levels))


def range_of(draws: Number) -> WhatIf:
    """The mean and the ends of the 90% interval, as :func:`what_if` gives them."""
    low, high = np.quantile(draws, INTERVAL)
    return WhatIf(float(np.mean(draws)), float(low), float(high))


def in_money(gain: WhatIf, money: Money | None) -> WhatIf | None:
    """Customers per month in units of the currency per month; None without money."""
    return None if money is None else WhatIf(*(customers * money.each for customers in gain))


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """A business with some links at other levels.

    Attributes
    ----------
    levels : dict of str to float
        What was moved, and where to.
    mean, low, high : float
        Customers per month, 90% interval; as :func:`what_if` gives them.
    gain_mean, gain_low, gain_high : float
        Customers per month more than now, point by point: below 0 where it is fewer.
    worth : float or None
        The mean gain in units of the currency per month; None where no money was given.
    next_link : str or None
        The link with the largest shortfall with these levels; None where none is short.
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


def try_levels(d: Diagnosis, levels: Mapping[str, float] = NO_LEVELS) -> ScenarioResult:
    """Move some links: customers per month, the gain over now, and the next weak link after that.

    Parameters
    ----------
    d : Diagnosis
        The business as it is, and its par.
    levels : mapping of str to float
        New levels by link: ``reach`` and ``capacity`` in leads per month, the others fractions. Empty: as it is.

    Raises
    ------
    InputError
        As :func:`what_if`.

    >>> from diagnostics import Funnel, Par, diagnose
    >>> d = diagnose(Funnel(leads=100, wins=10), Par(goal=40, closing=0.2))
    >>> tried = try_levels(d, {"closing": 0.2})
    >>> round(tried.mean, 1), round(tried.gain_mean, 1), tried.next_link
    (20.7, 8.1, 'reach')
    """
    a, levels = record(Diagnosis, "d", d).assessment, checked_levels(levels)
    after = customers_at(a.funnel, a.par, levels)
    gain = range_of(after - customers_at(a.funnel, a.par))
    worth = in_money(gain, a.money)
    return ScenarioResult(
        dict(levels),
        *range_of(after),
        *gain,
        worth=None if worth is None else worth.mean,
        next_link=next_weak(d, levels),
        assumed=tuple(link for link in never_seen(a.counts, a.par) if link not in levels),
    )


def next_weak(d: Diagnosis, levels: Mapping[str, float] = NO_LEVELS) -> str | None:
    """The link with the largest shortfall to par with these levels; None where none is worth naming.

    With nothing moved it is the suspect where that is short in the counts, and with the suspect at its par
    :attr:`Diagnosis.next_link`. With nothing moved, no suspect and nothing missing it is None, even where a shortfall of one
    link is made up by a surplus of another.
    """
    a = d.assessment
    worth = NEGLIGIBLE * float(a.observed.at_reference)
    if not levels and d.suspect is not None and float(a.observed.shortfall[d.suspect]) > worth:
        return d.suspect
    if not levels and d.at_par - d.today <= worth:
        return None
    measured: Decomposition = (
        decompose({**a.actual, **levels}, a.reference, a.counts.customers) if levels else a.observed
    )
    link = max(LINKS, key=lambda name: float(measured.shortfall[name]))
    return link if float(measured.shortfall[link]) > NEGLIGIBLE * float(measured.at_reference) else None
