"""Judge: from what is possible to a verdict, its probability, the weak link and what would settle a doubt.

Every threshold of the product stands here, once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

import numpy as np

from diagnostics.diagnosis.measure import (
    Bridge,
    Counts,
    Levels,
    bridge,
    counts_of,
    possible_levels,
    side_difference,
)
from diagnostics.funnel.links import LINKS, UNIONS, Number
from diagnostics.funnel.points import COARSE
from diagnostics.funnel.records import Funnel, Par

Verdict = Literal["marketing", "sales", "balanced", "undetermined"]
Finding = Literal["no sales process", "no marketing"]

EDGE: Final = 0.10
"""Two sides whose shortfalls differ by less than this share of the goal are in balance."""

DECIDED: Final = 0.80
"""A verdict is called from this probability on; below it the answer leans."""

INTERVAL: Final = (0.05, 0.95)
"""Ends of every interval shown: 90 %."""

NEGLIGIBLE: Final = 0.01
"""A shortfall under this share of the goal is no weak link."""

MOST_LEADS: Final = 1_000_000
MOST_TIMES: Final = 1000.0
"""More leads than this, or this many times those seen, is no advice: then nothing practical settles it."""


@dataclass(frozen=True)
class Judgement:
    """What the measurement amounts to."""

    verdict: Verdict
    leaning: str
    """The likeliest of marketing, sales and balanced, whether or not it is decided."""
    probability: Mapping[str, float]
    suspect: str | None
    """The link with the largest shortfall on the side leant to, decided or not."""
    next_link: str | None
    """The link with the largest shortfall once the suspect is at par."""
    finding: Finding | None


def probabilities(difference: Number, marketing: Number, sales: Number) -> dict[str, float]:
    """Share of the points on which each side is the weak one; the three add up to 1.

    Parameters
    ----------
    difference : float or array
        ``(marketing shortfall − sales shortfall) / goal``.
    marketing, sales : float or array
        Shortfalls, customers a month; a side above its own par is never the weak one.
    """
    weak_marketing = float(np.mean((np.asarray(difference) > EDGE) & (np.asarray(marketing) > 0)))
    weak_sales = float(np.mean((np.asarray(difference) < -EDGE) & (np.asarray(sales) > 0)))
    return {"marketing": weak_marketing, "sales": weak_sales, "balanced": max(0.0, 1 - weak_marketing - weak_sales)}


def judge(
    possible: Bridge, observed: Bridge, actual: Levels, reference: Levels, counts: Counts, funnel: Funnel
) -> Judgement:
    """Call it, or say that it cannot be called.

    Parameters
    ----------
    possible : Bridge
        Over the fixed points: gives the probabilities.
    observed : Bridge
        At the counts as they are: gives the order of the links.
    actual, reference : mapping
        The observed levels, from which the next weak link is found.
    counts, funnel : Counts, Funnel
        The counts themselves, for what is missing from them.
    """
    probability = probabilities(possible.difference, possible.side("marketing"), possible.side("sales"))
    leaning = max(probability, key=lambda name: probability[name])
    verdict = leaning if probability[leaning] >= DECIDED else "undetermined"
    suspect = None
    next_link = None
    if leaning != "balanced":
        suspect = _largest(observed, UNIONS[leaning])
    if suspect is not None and not counts.outside:
        next_link = _largest(bridge({**actual, suspect: reference[suspect]}, reference), LINKS)
    return Judgement(
        verdict=cast(Verdict, verdict),
        leaning=leaning,
        probability=probability,
        suspect=suspect,
        next_link=next_link,
        finding=_missing_process(counts, funnel),
    )


def _largest(measured: Bridge, links: tuple[str, ...]) -> str | None:
    """The link with the largest shortfall, if that is worth naming."""
    link = max(links, key=lambda name: float(measured.shortfall[name]))
    return link if float(measured.shortfall[link]) > NEGLIGIBLE * float(measured.at_reference) else None


def _missing_process(counts: Counts, funnel: Funnel) -> Finding | None:
    """A side that leaves no trace in the counts."""
    if counts.outside:
        return "no marketing"
    if funnel.wins and funnel.direct_wins == funnel.wins and not funnel.worked:
        return "no sales process"
    return None


def intervals(draws: Mapping[str, Number], points: Mapping[str, Number]) -> dict[str, tuple[float, float]]:
    """The 90 % interval of each, widened to hold the observed value where that stands at an edge of the possible."""
    ends = {name: (float(value), float(value)) for name, value in draws.items() if np.ndim(value) == 0}
    spread_out = [name for name in draws if name not in ends]
    if spread_out:
        low, high = np.quantile(np.stack([draws[name] for name in spread_out]), INTERVAL, axis=1)
        ends |= {name: (float(low[i]), float(high[i])) for i, name in enumerate(spread_out)}
    return {name: (min(ends[name][0], float(points[name])), max(ends[name][1], float(points[name]))) for name in draws}


# --- what would settle it ------------------------------------------------------------------------------------------


def more_leads(funnel: Funnel, par: Par) -> int | None:
    """About how many more leads, at the same rates, would decide the verdict; None where no practical number would.

    The counts are scaled up, with their months, until the verdict that unlimited counts would give reaches
    :data:`DECIDED`; the result is rounded to two figures. Where even unlimited counts would not decide it (the par is
    too uncertain, or the sides stand on the edge of balance), there is no such number.
    """
    if funnel.leads == 0:
        return None
    in_the_end = _at_scale(funnel, par, 1.0, settled=True)
    winner = max(in_the_end, key=lambda name: in_the_end[name])
    if in_the_end[winner] < DECIDED:
        return None

    most = min(MOST_TIMES, 1 + MOST_LEADS / funnel.leads)
    below, above = 1.0, 2.0
    while _at_scale(funnel, par, above)[winner] < DECIDED:
        below, above = above, above * 2
        if below > most:
            return None
    while above / below > 1.03:
        middle = math.sqrt(below * above)
        if _at_scale(funnel, par, middle)[winner] < DECIDED:
            below = middle
        else:
            above = middle
    return _two_figures((above - 1) * funnel.leads)


def _at_scale(funnel: Funnel, par: Par, scale: float, settled: bool = False) -> dict[str, float]:
    counts = counts_of(funnel, par, scale)
    return probabilities(*side_difference(*possible_levels(counts, par, COARSE, settled)))


def _two_figures(number: float) -> int:
    """A number rounded to two figures, at least 1."""
    if number < 10:
        return max(1, math.ceil(number))
    size = 10 ** (math.floor(math.log10(number)) - 1)
    return int(round(number / size) * size)
