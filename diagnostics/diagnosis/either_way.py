"""What is right to do while it is open which side is the weak link: the link that is short in either case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import NEGLIGIBLE
from diagnostics.funnel.links import LINKS

USUALLY: Final = 0.5
"""A link is worth bringing to its target either way where that brings customers more often than not in both cases."""

SIDE_POINTS: Final = {"marketing": 1, "sales": -1, "balanced": 0}


@dataclass(frozen=True, slots=True)
class EitherWay:
    """A link that is short whichever of the two likeliest answers is right.

    Parameters
    ----------
    link : str
        The link.
    chance : float
        Chance that this link alone at its target would bring more customers (at least
        :data:`~diagnostics.diagnosis.judge.NEGLIGIBLE` of those at target), in the case in which that is less likely.
    gain : float
        Customers per month that it would bring by itself, on average over both.
    """

    link: str
    chance: float
    gain: float


def either_way(a: Assessment) -> EitherWay | None:
    """The link that is short most often whichever of the two likeliest answers is right; None where none usually is.

    Of links that are short about as often (in whole tenths) the one that brings most.
    """
    j = a.judgement
    if a.funnel.leads == 0:
        return None
    now, target = a.levels
    chain = a.counts.customers
    today, at_target = chain(**now), chain(**target)
    likeliest = sorted(j.probability, key=lambda name: -j.probability[name])[:2]
    cases = [j.sides == SIDE_POINTS[name] for name in likeliest]
    both = cases[0] | cases[1]
    found = []
    for link in LINKS:
        gain = np.broadcast_to(chain(**{**now, link: target[link]}) - today, j.sides.shape)
        pays = gain > NEGLIGIBLE * at_target
        chance = min(float(pays[case].mean()) if case.any() else 0.0 for case in cases)
        found.append(EitherWay(link, chance, float(gain[both].mean())))
    best = max(found, key=lambda one: (round(10 * one.chance), one.gain))
    return best if best.chance >= USUALLY else None
