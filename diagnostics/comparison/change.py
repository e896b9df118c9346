"""What changed from one period to another: the bridge, how much of it is the mix of leads, and what chance alone does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from diagnostics.comparison.mix import mix_and_rate
from diagnostics.comparison.period import Comparable, PeriodCounts, counts_of_period
from diagnostics.diagnosis.judge import intervals
from diagnostics.diagnosis.measure import Counts, Proportion, decompose, observed_now, possible_now, sort_counts
from diagnostics.errors import InputError
from diagnostics.funnel.chance import regressed
from diagnostics.funnel.links import LINKS, UNIONS, Array, Number, customers
from diagnostics.funnel.owen import attribute
from diagnostics.funnel.points import SIZE
from diagnostics.funnel.records import Funnel
from diagnostics.funnel.scatter import share_dispersion

FEWEST_BLOCKS: Final = 4
"""Among fewer periods than this, the worst was probably not chosen for being the worst."""

HALF_WIDTH: Final = 1.6448536269514722
"""Standard errors from the middle of a normal distribution to the end of its 90% interval."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """One channel: its share of the leads and its win rate in both periods, and its part of the change, fractions."""

    channel: str
    share_before: float
    share_after: float
    rate_before: float | None
    rate_after: float | None
    mix: float
    rate: float


@dataclass(frozen=True, slots=True)
class Mix:
    """The change of the win rate, split: fractions (0.02 is two points) and customers per month."""

    parts: tuple[Part, ...]
    mix: float
    rate: float
    mix_range: Interval
    rate_range: Interval
    mix_customers: float
    rate_customers: float
    worth: float
    """What a win rate of 1 would bring more than one of 0, customers per month."""

    @property
    def mix_customers_range(self) -> Interval:
        """The 90% interval of ``mix_customers``."""
        return self._around(self.mix_customers, self.mix, self.mix_range)

    @property
    def rate_customers_range(self) -> Interval:
        """The 90% interval of ``rate_customers``."""
        return self._around(self.rate_customers, self.rate, self.rate_range)

    def _around(self, customers: float, points: float, reach: Interval) -> Interval:
        return customers + (reach[0] - points) * self.worth, customers + (reach[1] - points) * self.worth

    @property
    def opposed(self) -> bool:
        """Whether the total rate moved one way and the rates within channels the other: Simpson's reversal."""
        return (self.mix + self.rate) * self.rate < 0


@dataclass(frozen=True, slots=True)
class Rebound:
    """The earlier period had the worst closing of many: how much of a rise was to be expected with nothing done."""

    blocks: int
    months: int
    usual: float
    """Win rate of the other periods, pooled; a fraction."""
    expected: float
    """Win rate expected next with nothing done, a fraction."""


@dataclass(frozen=True, slots=True)
class Change:
    """Two periods compared. Customers are per month; a gain is above 0."""

    before: float
    after: float
    total_range: Interval
    shortfall: dict[str, float]
    shortfall_range: dict[str, Interval]
    closing: tuple[float | None, float | None]
    """Win rates, fractions; None where no lead got that far."""
    wins: tuple[int, int]
    mix: Mix | None = None
    rebound: Rebound | None = None
    names: tuple[str, str] = ("before", "after")

    @property
    def within_noise(self) -> bool:
        """Whether the whole change could be chance: its 90% interval includes 0."""
        return self.total_range[0] <= 0 <= self.total_range[1]


def change(before: Funnel | Comparable, after: Funnel | Comparable) -> Change:
    """Measure what changed; see :func:`diagnostics.compare`."""
    one, two = counts_of_period("before", before), counts_of_period("after", after)
    funnels = [one.funnel, two.funnel]
    for name, funnel in zip(("before", "after"), funnels, strict=True):
        if funnel.leads == 0 and funnel.wins:
            raise InputError("compared-without-leads", f"{name}.leads", 0)
    counts = [_alike(funnel, *funnels) for funnel in funnels]
    seen = [observed_now(c, {}) for c in counts]
    possible = [possible_now(c, SIZE, first) for c, first in zip(counts, (0, 6), strict=True)]
    closing = tuple(c.closing.rate for c in counts)
    for at, c in enumerate(counts):
        for link, share in c.proportions.items():
            if share.trials == 0:
                seen[at][link], possible[at][link] = seen[1 - at][link], possible[1 - at][link]
    observed, drawn = decompose(seen[0], seen[1]), decompose(possible[0], possible[1])
    ranges = intervals(
        {**drawn.shortfall, "total": drawn.at_reference - drawn.now},
        {**observed.shortfall, "total": observed.at_reference - observed.now},
    )
    return Change(
        before=float(observed.now),
        after=float(observed.at_reference),
        total_range=ranges["total"],
        shortfall={link: float(observed.shortfall[link]) for link in LINKS},
        shortfall_range={link: ranges[link] for link in LINKS},
        closing=(closing[0], closing[1]),
        wins=(funnels[0].wins, funnels[1].wins),
        mix=_mix(one, two, seen, float(observed.shortfall["closing"]), counts),
        rebound=_rebound(one, two),
        names=(one.name, two.name) if one.name and two.name else ("before", "after"),
    )


def _alike(funnel: Funnel, before: Funnel, after: Funnel) -> Counts:
    """The counts sorted by link, without those that only one of the two periods has."""
    counted = replace(
        funnel,
        fit=None if before.fit is None or after.fit is None else funnel.fit,
        worked=None if before.worked is None or after.worked is None else funnel.worked,
    )
    return sort_counts(counted, None, bool(before.direct_wins or after.direct_wins))


def _mix(
    before: PeriodCounts, after: PeriodCounts, seen: list[dict[str, Number]], closing: float, counts: list[Counts]
) -> Mix | None:
    """Mix and rate by channel; None where there are fewer than two channels, or no leads to divide by."""
    names = list(dict.fromkeys([*before.channels, *after.channels]))
    h0, n0 = (np.array([before.channels.get(name, (0.0, 0.0))[i] for name in names]) for i in (0, 1))
    h1, n1 = (np.array([after.channels.get(name, (0.0, 0.0))[i] for name in names]) for i in (0, 1))
    if len(names) < 2 or n0.sum() <= 0 or n1.sum() <= 0:
        return None
    # With direct sales and young leads, the chain also subtracts leads that will buy directly later. Scaling the
    # channels' leads to its total makes mix and rate add up to the change that is shown.
    n0, n1 = (_scaled_to(c.closing, n, h) for c, n, h in ((counts[0], n0, h0), (counts[1], n1, h1)))
    split = mix_and_rate(n0, h0, n1, h1, max(c.closing.dispersion for c in counts))
    # Closing is a factor of the chain, so one point of it is worth the same however many points it moved.
    worth = float(attribute(customers, {**seen[0], "closing": 0.0}, {**seen[1], "closing": 1.0}, UNIONS)["closing"])
    mix, rate = float(split.mix.sum()), float(split.rate.sum())

    def share(hits: float, trials: float) -> float | None:
        return hits / trials if 0 < trials >= hits else None

    return Mix(
        parts=tuple(
            Part(
                name,
                float(n0[i] / n0.sum()),
                float(n1[i] / n1.sum()),
                share(h0[i], n0[i]),
                share(h1[i], n1[i]),
                float(split.mix[i]),
                float(split.rate[i]),
            )
            for i, name in enumerate(names)
        ),
        mix=mix,
        rate=rate,
        mix_range=(mix - HALF_WIDTH * split.mix_error, mix + HALF_WIDTH * split.mix_error),
        rate_range=(rate - HALF_WIDTH * split.rate_error, rate + HALF_WIDTH * split.rate_error),
        mix_customers=mix * worth,
        rate_customers=closing - mix * worth,
        worth=worth,
    )


def _scaled_to(closing: Proportion, trials: Array, hits: Array) -> Array:
    """Leads by channel, scaled to the total that the win rate is a share of."""
    whole = closing.trials * closing.exposure
    same_wins = abs(float(hits.sum()) - closing.hits) < 0.5
    return trials * (whole / trials.sum()) if whole > 0 and same_wins else trials


def _rebound(before: PeriodCounts, after: PeriodCounts) -> Rebound | None:
    """The rise to be expected where the earlier period was the worst of its table; None where it was not."""
    earlier, later = before.months, after.months
    if earlier is None or later is None or earlier.table is not later.table or earlier.span is None:
        return None
    months = int(earlier.chosen.sum())
    start, length = earlier.span
    hits, base = earlier.hits, earlier.base
    blocks = []
    for at in range(start % length, len(hits) - length + 1, length):
        inside = np.zeros(len(hits), dtype=bool)
        inside[at : at + length] = True
        inside &= earlier.used
        if inside.sum() == months and base[inside].sum() > 0:
            blocks.append((at, float(hits[inside].sum()), float(base[inside].sum())))
    here = [block for block in blocks if block[0] == start]
    if len(blocks) < FEWEST_BLOCKS or not here:
        return None
    rates = [h / n for _, h, n in blocks]
    rate = here[0][1] / here[0][2]
    now = float(hits[later.chosen].sum() / base[later.chosen].sum()) if base[later.chosen].sum() > 0 else 0.0
    if rate > min(rates) or rates.count(rate) > 1 or now <= rate:
        return None
    mean = sum(h for _, h, _ in blocks) / sum(n for *_, n in blocks)
    others = [block for block in blocks if block[0] != start]
    usual = sum(h for _, h, _ in others) / sum(n for *_, n in others)
    dispersion = share_dispersion([h for _, h, _ in blocks], [n for *_, n in blocks])
    return Rebound(len(blocks), months, usual, regressed(rate, mean, dispersion))
