"""Which one more number would settle an undecided answer most: what each could show, and how sure the answer would then be.

Each number is worked out ahead of being known. Over the same fixed points as the answer, every value that it could have is
taken as often as the counts so far make it likely, and the chances are worked out again given that value. Nobody knows which
value it will be, so on average over the values the chances stay what they are now (the law of total probability, exact here);
what can be gained is that they move apart. Nothing is random.

What is assumed where the counts cannot know:

* The share of leads that could buy differs from its target as every judged share does, by
  :data:`~diagnostics.funnel.near_target.SHARE_SD` on the log-odds, and so, apart from that, does the win rate of those leads;
  without a target from its usual level, :data:`UNKNOWN_SHARE`. The stated chances take the leads as usual: with their kind left
  open they are other ones. The same for the share of leads reached.
* Months vary around what is usual as :data:`~diagnostics.funnel.scatter.PRIOR_FREEDOM` degrees of freedom leave open. They are
  the exception to the law: scatter that is only estimated is widened for it, so that the answer can come out less sure.
* Further leads come at the present pace and are as old, when they are counted, as those so far.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import DECIDED, TINY, Sides, weaker, with_fit
from diagnostics.diagnosis.measure import DIMENSION, compare_sides
from diagnostics.diagnosis.near_target import closing_seen, dispersions
from diagnostics.funnel.links import Array, Number
from diagnostics.funnel.near_target import OWN_SHARE_SD, SHARE_SD, log_near, ways_explain
from diagnostics.funnel.points import SIZE, levels, normal_scores
from diagnostics.funnel.posterior import spread
from diagnostics.funnel.scatter import PRIOR_FREEDOM, neighbour_dispersion

Chances = npt.NDArray[np.float32]
Name = Literal["fit", "worked", "months", "days", "leads"]

UNKNOWN_SHARE: Final = 0.5
"""Stands for the usual share where none was given: two in three businesses are then within a factor 1.35 of it."""

WEEKS_PER_MONTH: Final = 365.25 / 12 / 7
LONGEST_WEEKS: Final = 13
"""Nobody is asked to count longer than this for one more number."""

GRID: Final = 25
GRID_OF_TWO: Final = 17
FAR: Final = 3.5
"""Values that a number could have: how many are tried, and how many standard deviations from the mean they reach."""

LARGEST: Final = 5.0
"""A point never weighs more than e to this as much as it did."""

LEAST_WIDTH: Final = 0.6
"""Of a step of the grid: a number is never taken to be known more exactly than this."""


@dataclass(frozen=True, slots=True)
class NextNumber:
    """One more number, and how sure the answer would be with it.

    Parameters
    ----------
    name : str
        ``"fit"``: leads that could buy. ``"worked"``: leads reached. ``"months"``: the same counts month by month. ``"days"``:
        days from first contact to sale, known from dates. ``"leads"``: so many more ``weeks`` of leads.
    certainty : float
        Chance of the likeliest verdict once the number is known, on average over the values that it could have; a fraction.
    decides : float
        Chance that the answer is then decided: that one verdict reaches :data:`~diagnostics.diagnosis.judge.DECIDED`.
    weeks, leads : int or None
        How long that takes and about how many leads come in that time; None but for ``"leads"``.
    """

    name: Name
    certainty: float
    decides: float
    weeks: int | None = None
    leads: int | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The values that a number could have: how likely each is, shape ``(k,)``, and the chances given it, shape ``(k, 3)``.

    The chances are of marketing, sales and neither being the weak link.
    """

    weight: Array
    chances: Array

    @property
    def certainty(self) -> float:
        """Of the likeliest verdict, on average."""
        return float(self.weight @ self.chances.max(axis=1))

    @property
    def decides(self) -> float:
        """How likely a value is with which the answer is decided."""
        return float(self.weight[self.chances.max(axis=1) >= DECIDED].sum())


@lru_cache(maxsize=1)
def next_numbers(a: Assessment) -> tuple[NextNumber, ...]:
    """The numbers that are not known yet, by how many of ten cases each would decide, then by :attr:`~NextNumber.certainty`.

    Empty where the answer is decided, where no leads are recorded, and where two accounts of the same sales do not agree. The
    last ones are kept: they are asked for often.
    """
    if a.judgement.verdict != "undetermined" or a.funnel.leads == 0 or a.judgement.as_counted is not None:
        return ()
    found = []
    weeks = _weeks(a)
    for name, outcomes in possible_outcomes(a, weeks).items():
        if not outcomes.weight.any():
            continue  # no value of it goes with these counts
        coming = (weeks, max(1, round(_pace(a) * weeks))) if name == "leads" else (None, None)
        found.append(NextNumber(name, outcomes.certainty, outcomes.decides, *coming))
    return tuple(sorted(found, key=lambda one: (-round(10 * one.decides), -one.certainty)))


def possible_outcomes(a: Assessment, weeks: int) -> Mapping[Name, Outcomes]:
    """What each number that is not known yet could show, by name, with ``weeks`` more of leads as one of them."""
    ways = _ways(a)
    found: dict[Name, Outcomes] = {}
    if a.counts.closing.trials:
        if a.counts.fit is None:
            found["fit"] = _fit(a)
        if a.counts.follow_up is None:
            found["worked"] = _worked(a)
    if a.funnel.months >= 2 and a.funnel.reach_dispersion is None and a.funnel.closing_dispersion is None:
        found["months"] = _months(a)
    if ways is not None:
        found["days"] = _learnt(ways, a.judgement.sides)
    found["leads"] = _leads(a, ways, weeks / WEEKS_PER_MONTH)
    return found


def _fit(a: Assessment) -> Outcomes:
    """Leads that could buy: more of them than usual, and marketing is further ahead, and sales further behind."""
    actual, reference = a.levels
    usual, share, weight = _left_open(a, "fit")
    sides = weaker(
        compare_sides(
            with_fit(actual, np.maximum(share / usual, actual["closing"]), a.counts), reference, a.counts.customers
        )
    )
    return _learnt(_counted(a, share), sides, weight)


def _worked(a: Assessment) -> Outcomes:
    """Leads reached: on the same side as closing, so that it tells only which of the two is likely to be how far off."""
    _, share, weight = _left_open(a, "follow_up")
    return _learnt(_counted(a, share), a.judgement.sides, weight)


def _left_open(a: Assessment, link: str) -> tuple[float, Array, Array]:
    """A share that closing covers so far: its usual level, what it could be at each point, and what the points then weigh.

    The share is near its usual level, and what is left of the win rate is near what is left of its target. The points have the
    win rate as a whole near its target: they weigh as much as the one is likelier than the other.
    """
    from scipy.special import expit, logit

    level, closing = a.par.level(link), a.par.level("closing")
    t = OWN_SHARE_SD if closing is not None and closing.own else SHARE_SD
    known = level is not None and 0 < level.value < 1
    usual = level.value if level is not None and known else UNKNOWN_SHARE
    share = expit(logit(usual) + SHARE_SD * _coordinate(normal_scores(SIZE), link))
    now, target = (np.clip(each["closing"], 1e-12, 1 - 1e-9) for each in a.levels)
    left, left_target = now * usual / share, target
    if known:
        left, left_target = left / usual, np.minimum(left_target / usual, 1 - 1e-9)
    fits = left < 1 - 1e-9
    left = np.where(fits, left, now)
    of_left, of_now = (
        np.logaddexp.reduce(log_near(logit(rate) - logit(aim), t)) for rate, aim in ((left, left_target), (now, target))
    )
    moved = of_left - of_now
    weight = np.where(fits, np.exp(np.minimum(moved, LARGEST)) * (1 - now) / (1 - left), 0.0)
    mean = weight.mean()
    return usual, share, weight / mean if mean > 0 else weight


def _counted(a: Assessment, share: Array) -> Chances:
    """How likely each count is of the leads that such a share is of: those who bought are among them already."""
    n, bought = a.counts.closing.trials, min(a.counts.closing.hits, a.counts.closing.trials)
    rate = np.minimum(a.levels[0]["closing"] * a.counts.closing.exposure, 1 - 1e-9)
    others = np.clip((share - rate) / (1 - rate), 0.0, 1.0)
    return _seen(2 * math.sqrt(n - bought) * np.arcsin(np.sqrt(others)), 1.0)


def _months(a: Assessment) -> Outcomes:
    """Months apart: how much more than chance they vary, from the differences of neighbours, in leads and in closing."""
    now, counts = a.levels[0], a.counts
    usual_leads, usual_closing = dispersions(counts, a.funnel, a.par)
    differences = math.floor(counts.months) - 1
    expected = counts.months * now["reach"]
    rate = np.clip(now["closing"] * counts.closing.exposure, 1e-12, 1 - 1e-12)
    buying = counts.closing.trials * rate
    leads, chance_leads = _scattered((counts.leads - expected) ** 2 / expected, usual_leads, differences)
    off = (counts.closing.hits - buying) ** 2 / np.maximum(buying * (1 - rate), 1e-12)
    won, chance_won = _scattered(off, usual_closing, differences)
    found = _both(leads, won, a.judgement.sides)
    return Outcomes(np.outer(chance_leads, chance_won).ravel(), found.chances)


def _scattered(square: Number, usual: float, differences: int) -> tuple[Chances, Array]:
    """What the points would weigh with each dispersion that months could show, shape ``(k, n)``, and how likely that one is.

    ``square`` is how far the counts are from what is expected at a point, squared, over its variance by chance.
    """
    freedom = 2 * differences**2 / (3 * differences - 1)
    reach = FAR * math.sqrt(2 / freedom + 2 / PRIOR_FREEDOM)
    over_usual = np.exp(np.linspace(-reach, reach, GRID_OF_TWO))
    # Fisher's F of the two degrees of freedom, on the log.
    log_p = freedom / 2 * np.log(over_usual)
    log_p -= (freedom + PRIOR_FREEDOM) / 2 * np.log(PRIOR_FREEDOM + freedom * over_usual)
    chance = np.exp(log_p - log_p.max())
    learnt = np.array([neighbour_dispersion([usual * float(x)] * differences, usual) for x in over_usual])
    log_weight = -np.outer(1 / learnt - 1 / usual, np.minimum(square, 1e4) + np.zeros(SIZE)) / 2
    return np.asarray(np.exp(log_weight - log_weight.max()).astype(np.float32)), chance / chance.sum()


def _leads(a: Assessment, ways: Chances | None, more: float) -> Outcomes:
    """Leads of ``more`` months: how many that could buy come, and how many of those buy, each on a scale of one deviation."""
    now, funnel, counts = a.levels[0], a.funnel, a.counts
    d_leads, d_closing = dispersions(counts, funnel, a.par)
    come = now["reach"] * (1 - now["direct"]) * now["fit"] * more / d_leads
    tried = counts.closing if counts.follow_up is None else counts.follow_up
    trials: Number = tried.trials / counts.months * more / d_closing
    matured: Number = funnel.maturity if ways is None else _drawn(ways, funnel.maturities)
    rate = now["follow_up"] * now["closing"]
    if funnel.basis == "period":
        trials = trials * matured
    else:
        rate = rate * matured
    buy = 2 * np.sqrt(trials) * np.arcsin(np.sqrt(np.clip(rate, 0.0, 1.0)))
    return _both_learnt(_seen(2 * np.sqrt(come), 1.0, GRID_OF_TWO), _seen(buy, 1.0, GRID_OF_TWO), a.judgement.sides)


def _ways(a: Assessment) -> Chances | None:
    """How likely each share of sales that have had time is, at each point, shape ``(k, n)``; None where it is known."""
    from scipy.special import logit

    if len(a.funnel.maturities) < 2:
        return None
    closing = np.asarray(a.levels[0]["closing"])
    if closing.ndim == 0:
        return None
    z = logit(np.clip(closing, TINY, 1 - 1e-16))
    seen = closing_seen(a.counts.closing, a.funnel, dispersions(a.counts, a.funnel, a.par)[1])
    return _relative(ways_explain(seen)(z))


def _drawn(ways: Chances, maturities: tuple[tuple[float, float], ...]) -> Array:
    """One of the maturities for each point, as often as it is likely there."""
    below = np.cumsum(ways, axis=0)
    at = (below < below[-1] * _coordinate(levels(SIZE), "outside")).sum(axis=0)  # a free coordinate: leads are recorded
    return np.asarray(np.array([maturity for maturity, _ in maturities])[at])


def _seen(centre: Number, width: float, size: int = GRID) -> Chances:
    """How likely each value of a grid is to be seen at each point, Normal around its centre there; shape ``(k, n)``."""
    centre = np.broadcast_to(centre, (SIZE,))
    middle, reach = float(centre.mean()), FAR * math.hypot(float(centre.std()), width)
    grid = np.linspace(-reach, reach, size)
    width = max(width, LEAST_WIDTH * (grid[1] - grid[0])) * math.sqrt(2)
    apart = np.square((grid / width).astype(np.float32)[:, None] - ((centre - middle) / width).astype(np.float32))
    return _relative(-apart)


def _relative(log_p: npt.NDArray[Any]) -> Chances:
    """Chances from their logarithms, those of the likeliest value at each point 1; single precision is enough here."""
    return np.asarray(np.exp((log_p - log_p.max(axis=0)).astype(np.float32)))


def _learnt(seen: Chances, sides: Sides, weight: Number = 1.0) -> Outcomes:
    """The chances given each value that could be seen; ``seen`` is how likely it is at each point, up to a factor."""
    weights = seen * np.asarray(weight / seen.sum(axis=0))
    return _outcomes([weights[:, where].sum(axis=1) for where in _each(sides)])


def _both_learnt(one: Chances, other: Chances, sides: Sides) -> Outcomes:
    """The same of two numbers seen together, each by chance of its own."""
    return _both(one / one.sum(axis=0), other / other.sum(axis=0), sides)


def _both(first: Chances, second: Chances, sides: Sides) -> Outcomes:
    return _outcomes([(first[:, where] @ second[:, where].T).ravel() for where in _each(sides)])


def _each(sides: Sides) -> tuple[npt.NDArray[np.intp], ...]:
    """The points at which each verdict holds: marketing, sales, neither."""
    return tuple(np.flatnonzero(sides == side) for side in (1, -1, 0))


def _outcomes(joint: list[Chances]) -> Outcomes:
    chances = np.stack(joint, axis=1).astype(float) / SIZE
    weight = chances.sum(axis=1)
    return Outcomes(weight, chances / np.maximum(weight, TINY)[:, None])


def _coordinate(values: Array, dimension: str) -> Array:
    return spread(values, DIMENSION[dimension])


def _weeks(a: Assessment) -> int:
    """As many as would probably settle it at the same rates, and a quarter of a year at most."""
    if a.more_leads is None:
        return LONGEST_WEEKS
    return min(LONGEST_WEEKS, max(1, math.ceil(a.more_leads / _pace(a))))


def _pace(a: Assessment) -> float:
    """Leads per week, so far."""
    return a.funnel.leads / a.funnel.months / WEEKS_PER_MONTH
