"""The rule that was in use before: every rate is as likely as any other until something is counted.

Jeffreys' priors that know of no target, the counts as certain as chance alone leaves them, and two sides in balance where
their shortfalls differ by less than a tenth of the goal. It is too sure of itself, and is here to be compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit, logit, ndtri

from diagnostics import Funnel, Par
from diagnostics.diagnosis.measure import (
    DIMENSION,
    RATES,
    Decomposition,
    at_par,
    counts_of,
    decompose,
    possible_now,
)
from diagnostics.funnel.links import Number
from diagnostics.funnel.points import SIZE, levels
from diagnostics.funnel.posterior import count_quantiles, level_deviation, spread

EDGE: Final = 0.10


@dataclass(frozen=True, eq=False)
class FlatAnswer:
    """The chances, and everything over the fixed points."""

    probability: Mapping[str, float]
    possible: Decomposition


def flat_rule(funnel: Funnel, par: Par) -> FlatAnswer:
    """What that rule says of a business that records leads."""
    counts = counts_of(funnel, par)
    now = possible_now(counts, SIZE)
    pars: dict[str, Number] = {}
    for link in RATES:
        rate = par.level(link)
        if rate is None:
            continue
        pars[link] = rate.value
        if rate.strength is not None and 0 < rate.value < 1:
            deviation = level_deviation(rate.value, rate.strength)
            drawn = expit(logit(rate.value) + deviation * ndtri(levels(SIZE)))
            pars[link] = spread(np.asarray(drawn), DIMENSION[f"par.{link}"])
    if par.reach is not None and par.reach_strength is not None:
        strength = par.reach_strength
        pars["reach"] = spread(count_quantiles(strength, strength / par.reach, SIZE), DIMENSION["par.reach"])
    possible = decompose(now, at_par(now, pars, counts, par))
    sides = possible.sides
    difference = (sides.marketing - sides.sales) / possible.at_reference
    marketing = float(np.mean((difference > EDGE) & (sides.marketing > 0) & (sides.marketing_of_par < 1 - EDGE)))
    sales = float(np.mean((difference < -EDGE) & (sides.sales > 0) & (sides.sales_of_par < 1 - EDGE)))
    return FlatAnswer({"marketing": marketing, "sales": sales, "balanced": 1 - marketing - sales}, possible)
