"""Everything measured and judged of a business, before it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from diagnostics.diagnosis.judge import Judgement, intervals, judge, more_leads, usual_leads_that_fit
from diagnostics.diagnosis.measure import (
    Counts,
    Decomposition,
    Levels,
    check_par,
    counts_of,
    decompose,
    decompose_outside,
    observed_levels,
    outside_draws,
)
from diagnostics.diagnosis.money import Money
from diagnostics.diagnosis.near_target import closing_of_counts, near_levels
from diagnostics.funnel.checks import record
from diagnostics.funnel.links import LINKS, SIDES, Number
from diagnostics.funnel.points import SIZE
from diagnostics.funnel.records import Funnel, Par

CLOSE_RATE: Final = "win rate"


@dataclass(frozen=True, eq=False)
class Assessment:
    """One business, assessed once. ``observed`` holds numbers, ``possible`` the same over the fixed points."""

    funnel: Funnel
    par: Par
    counts: Counts
    actual: Levels
    reference: Levels
    observed: Decomposition
    possible: Decomposition
    levels: tuple[Levels, Levels]
    """The links now and at par over the fixed points, as ``possible`` compares them."""
    judgement: Judgement
    shortfall_range: Mapping[str, tuple[float, float]]
    side_range: Mapping[str, tuple[float, float]]
    of_par_range: Mapping[str, tuple[float, float]]
    closing_range: tuple[float, float]
    """Of the win rate that the counts alone leave possible; every other range is of a business near its targets."""
    more_leads: int | None
    settles_as: str | None
    """The verdict that many more leads would probably give."""
    money: Money | None = None
    """What a customer is worth; None where not given."""

    @cached_property
    def usual_fit(self) -> float | None:
        """Where closing is blamed and fit was not counted: the share of the usual leads that fit at which it no longer is."""
        if self.judgement.verdict != "sales" or self.judgement.suspect != "closing":
            return None
        return usual_leads_that_fit(self.actual, self.reference, self.counts)

    def alone(self, link: str) -> float:
        """Customers per month more than today if this link alone were at par: what fixing it brings by itself.

        Not its shortfall, which is its share of what all links together are short of.
        """
        if self.counts.outside:
            return 0.0
        chain = self.counts.customers
        return float(chain(**{**self.actual, link: self.reference[link]}) - chain(**self.actual))


def assess(funnel: Funnel, par: Par, money: Money | None = None) -> Assessment:
    """Measure and judge a funnel against a par.

    Raises
    ------
    InputError
        Where the par leaves marketing's volume or closing without a level, or can bring no customers.
    """
    record(Funnel, "funnel", funnel)
    check_par(record(Par, "par", par))
    if money is not None:
        record(Money, "money", money)
    counts = counts_of(funnel, par)
    actual, reference = observed_levels(counts, par)
    possible_actual, possible_reference = near_levels(counts, funnel, par, SIZE)
    if counts.outside:
        observed = decompose_outside(counts.outside / counts.months, counts.customers(**reference))
        possible = decompose_outside(outside_draws(counts, SIZE), counts.customers(**possible_reference))
    else:
        observed = decompose(actual, reference, counts.customers)
        possible = decompose(possible_actual, possible_reference, counts.customers)
    judgement = judge(possible, observed, actual, reference, counts, funnel, par)
    settled = (more_leads(funnel, par, judgement.probability) if judgement.verdict == "undetermined" else None) or (
        None,
        None,
    )
    drawn = {**_quantities(possible), CLOSE_RATE: closing_of_counts(counts, funnel, SIZE)}
    ranges = intervals(drawn, {**_quantities(observed), CLOSE_RATE: actual["closing"]})
    return Assessment(
        funnel=funnel,
        par=par,
        counts=counts,
        actual=actual,
        reference=reference,
        observed=observed,
        possible=possible,
        levels=(possible_actual, possible_reference),
        judgement=judgement,
        shortfall_range={link: ranges[link] for link in LINKS},
        side_range={side: ranges[side] for side in SIDES},
        of_par_range={side: ranges[f"{side} of par"] for side in SIDES},
        closing_range=ranges[CLOSE_RATE],
        more_leads=settled[0],
        settles_as=settled[1],
        money=money,
    )


def _quantities(measured: Decomposition) -> dict[str, Number]:
    """Shortfalls and shares of par, by name."""
    return {
        **measured.shortfall,
        **{side: measured.side(side) for side in SIDES},
        **{f"{side} of par": measured.of_reference[side] for side in SIDES},
    }
