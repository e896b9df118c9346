"""Judge: from what is possible to a verdict, its probability, the weak link and what would settle a doubt.

Every threshold of the verdict, and of what is worth saying about it, is here and nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, Literal, cast

import numpy as np
import numpy.typing as npt

from diagnostics.diagnosis.accounts import second_account
from diagnostics.diagnosis.measure import (
    Counts,
    Decomposition,
    Levels,
    SideComparison,
    compare_sides,
    counts_of,
    decompose,
)
from diagnostics.diagnosis.near_target import near_levels
from diagnostics.funnel import near_target
from diagnostics.funnel.incidence import TAIL
from diagnostics.funnel.links import LINKS, UNIONS, Number
from diagnostics.funnel.points import SIZE
from diagnostics.funnel.records import Funnel, Par

Verdict = Literal["marketing", "sales", "balanced", "undetermined"]
Finding = Literal["no sales process", "no marketing"]
Balance = Literal["on target", "both short", "one far ahead"]
Sides = npt.NDArray[np.int8]

EDGE: Final = 0.10
"""Two sides whose shares of their targets differ by less than this, on the natural log, are in balance."""

SHORT: Final = 0.90
"""A side at this share of its target or more is not a weak link."""

TINY: Final = 1e-300
"""Stands for nothing where its logarithm is taken."""

DECIDED: Final = 0.85
"""A verdict is given from this probability on; below it the answer only leans."""

WATCHED: Final = 25.0
"""A side is short however often one looks where gaps explain the counts so many times better than its targets do."""

MOST_NAMED: Final = 0.05
"""Of businesses at their targets at most this share is ever called short by that within two years."""

INTERVAL: Final = (TAIL, 1 - TAIL)
"""Ends of every interval shown: 90%."""

NEGLIGIBLE: Final = 0.01
"""A shortfall under this share of the goal is no weak link."""

SMALL_CHANCE: Final = 0.05
"""A smaller chance is not mentioned."""

OLD_ENOUGH: Final = 0.95
"""Leads of which this share of the sales has had time are not called young."""

SCATTERED: Final = 1.5
"""Months with at least this many times the variance of chance are called different."""

SMALL_COUNT: Final = 10
"""Fewer sales than this are named as a weakness of the answer."""

FEW_SALES: Final = 30
"""Fewer sales than this are called few in the caption of the balance map."""

SHOWN_AS_PAR: Final = 0.005
"""Within this of par a side is shown as 100% of it."""

AROUND: Final = 0.2
"""The verdict is shown with each target so much lower and higher, as a share of it."""

LARGEST_CUT: Final = 20
"""A target is lowered to a twentieth at most when looking for what would change a verdict."""

SCALE_STEP: Final = 1.03
"""How closely the number of leads that would settle a doubt is found, as a factor."""

STRAIGHT: Final = 6
"""Tries along a straight line before a turning is looked for by halving."""

LEAST_FIT: Final = 1e-3
FIT_STEP: Final = 1.0001
TARGET_STEP: Final = 1.02
"""How closely they are found, as factors: the share of leads that fit, and the target, at which a verdict ends."""

MOST_LEADS: Final = 1_000_000
MOST_TIMES: Final = 1000.0
"""More leads than this, or more than this many times those seen, is not practical advice."""


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
    balance: Balance
    """What balance it is, where it is one: the likeliest kind."""
    sides: Sides
    """Which side is the weak one, point by point: 1 marketing, −1 sales, 0 neither, or not the same in both accounts."""
    as_counted: Verdict | None = None
    """The verdict of the counts alone, where that of both accounts of the same sales is not the same."""


def weaker(sides: SideComparison) -> Sides:
    """Which side is the weak one, point by point: 1 marketing, −1 sales, 0 neither.

    The weak link is the side at the smaller share of its target, by more than a tenth of it (``|log m − log s| > 0.1``,
    :data:`EDGE`), that is itself below :data:`SHORT` and short of customers. A side that meets its target is not made weak
    by the other's being far ahead.
    """
    ahead = _ahead(sides)
    marketing = (ahead < -EDGE) & (sides.marketing > 0) & (sides.marketing_of_par < SHORT)
    sales = (ahead > EDGE) & (sides.sales > 0) & (sides.sales_of_par < SHORT)
    return np.asarray(marketing).astype(np.int8) - np.asarray(sales).astype(np.int8)


def _ahead(sides: SideComparison) -> Number:
    """How far marketing is ahead of sales: ``log m − log s``; 0 where both are nothing."""
    marketing, sales = (np.maximum(of_par, TINY) for of_par in (sides.marketing_of_par, sides.sales_of_par))
    return np.asarray(np.log(marketing) - np.log(sales))


def balance_of(sides: SideComparison, weak: Sides) -> Balance:
    """The likeliest kind of balance on the points where neither side is the weak one.

    Both short: at about the same share of their targets, the smaller below :data:`SHORT`. One far ahead: more than
    :data:`EDGE` above the other, and above its own target by as much or making up for the other. Else on target.
    """
    low = np.minimum(sides.marketing_of_par, sides.sales_of_par)
    high = np.maximum(sides.marketing_of_par, sides.sales_of_par)
    apart = np.abs(_ahead(sides)) > EDGE
    balanced = weak == 0
    short = balanced & ~apart & (low < SHORT)
    far = balanced & apart & ((high > 1 + EDGE) | (low < SHORT))
    kinds: dict[Balance, float] = {
        "on target": float(np.sum(balanced & ~short & ~far)),
        "both short": float(np.sum(short)),
        "one far ahead": float(np.sum(far)),
    }
    return max(kinds, key=lambda kind: kinds[kind])


def in_both_accounts(first: Sides, funnel: Funnel, par: Par, scale: float = 1.0) -> Sides:
    """Which side is weak in each account of the same sales, shape ``(2, points)``; as it is where there is but one.

    Where the usual share of self-service sales is known the two count alike. A typed target is one of the leads that sales
    talks to, so the second account only speaks against naming a side: where neither is weak in it.
    """
    other = second_account(funnel, par)
    if other is None:
        return first
    second = _weaker_at_scale(other.funnel, par, scale)
    return np.stack([first, second if other.usual is not None else np.where(second == 0, second, first)])


def _weaker_at_scale(funnel: Funnel, par: Par, scale: float) -> Sides:
    counts = counts_of(funnel, par, scale)
    return weaker(compare_sides(*near_levels(counts, funnel, par, SIZE), counts.customers))


def probabilities(sides: Sides) -> dict[str, float]:
    """Share of the points on which each side is the weak one; the three add up to 1."""
    marketing, sales = float(np.mean(sides > 0)), float(np.mean(sides < 0))
    return {"marketing": marketing, "sales": sales, "balanced": max(0.0, 1 - marketing - sales)}


def judge(
    possible: Decomposition,
    observed: Decomposition,
    actual: Levels,
    reference: Levels,
    counts: Counts,
    funnel: Funnel,
    par: Par,
) -> Judgement:
    """The verdict, or ``undetermined``.

    Parameters
    ----------
    possible : Decomposition
        Over the fixed points: gives the probabilities.
    observed : Decomposition
        At the counts as they are: gives the order of the links.
    actual, reference : mapping
        The observed levels, from which the next weak link is found.
    counts, funnel, par : Counts, Funnel, Par
        The counts themselves, for what is missing from them, and what they are compared with.
    """
    first = weaker(possible.sides)
    both = first if counts.outside else in_both_accounts(first, funnel, par)
    probability = probabilities(both)
    leaning, verdict = _verdict(probability)
    as_counted = _verdict(probabilities(first))[1]
    sides = np.where(both.min(axis=0) == both.max(axis=0), first, 0).astype(np.int8) if both.ndim > 1 else first
    suspect = None
    next_link = None
    if leaning != "balanced":
        suspect = _largest(observed, UNIONS[leaning]) or _largest_on_average(possible, UNIONS[leaning])
    if suspect is not None and not counts.outside:
        next_link = _largest(decompose({**actual, suspect: reference[suspect]}, reference, counts.customers), LINKS)
    return Judgement(
        verdict=verdict,
        leaning=leaning,
        probability=probability,
        suspect=suspect,
        next_link=next_link,
        finding=_missing_process(counts, funnel),
        balance=balance_of(possible.sides, sides),
        sides=sides,
        as_counted=None if as_counted == verdict else as_counted,
    )


def _verdict(probability: Mapping[str, float]) -> tuple[str, Verdict]:
    """The likeliest, and the verdict that it is, or is not yet."""
    leaning = max(probability, key=lambda name: probability[name])
    return leaning, cast(Verdict, leaning if probability[leaning] >= DECIDED else "undetermined")


def _largest(measured: Decomposition, links: tuple[str, ...]) -> str | None:
    """The link with the largest shortfall, if that is worth naming."""
    link = max(links, key=lambda name: float(measured.shortfall[name]))
    return link if float(measured.shortfall[link]) > NEGLIGIBLE * float(measured.at_reference) else None


def _largest_on_average(measured: Decomposition, links: tuple[str, ...]) -> str:
    """The link that is short by most on average where it is short: for a side that is short only in what is possible.

    A link that was not counted is at its par at every point and is never chosen.
    """
    return max(links, key=lambda name: float(np.mean(np.maximum(measured.shortfall[name], 0.0))))


def _missing_process(counts: Counts, funnel: Funnel) -> Finding | None:
    """A side that leaves no trace in the counts."""
    if counts.outside:
        return "no marketing"
    if funnel.wins and funnel.direct_wins == funnel.wins and not funnel.worked:
        return "no sales process"
    return None


def intervals(draws: Mapping[str, Number], points: Mapping[str, Number]) -> dict[str, tuple[float, float]]:
    """The 90% interval of each, widened to include the observed value where that is at the edge of the possible values."""
    ends = {name: (float(value), float(value)) for name, value in draws.items() if np.ndim(value) == 0}
    spread_out = [name for name in draws if name not in ends]
    if spread_out:
        ascending = np.sort(np.stack([draws[name] for name in spread_out]), axis=1)  # faster than NumPy alone
        low, high = (_at_share(ascending, share) for share in INTERVAL)
        ends |= {name: (float(low[i]), float(high[i])) for i, name in enumerate(spread_out)}
    return {name: (min(ends[name][0], float(points[name])), max(ends[name][1], float(points[name]))) for name in draws}


def _at_share(ascending: npt.NDArray[np.float64], share: float) -> npt.NDArray[np.float64]:
    """What ``numpy.quantile`` gives of ascending rows, without its search."""
    at = share * (ascending.shape[1] - 1)
    below, above = ascending[:, int(at)], ascending[:, math.ceil(at)]
    part = at - int(at)
    return np.asarray(below + (above - below) * part if part < 0.5 else above - (above - below) * (1 - part))


# --- what would settle it ------------------------------------------------------------------------------------------


def more_leads(funnel: Funnel, par: Par, now: Mapping[str, float]) -> tuple[int, str] | None:
    """About how many more leads, at the same rates, would decide the verdict, and which it would then be.

    The counts are scaled up, with their months, to the smallest scale at which the verdict that as many as is practical
    would give reaches :data:`DECIDED`; the number is rounded to two figures. None where even those would not decide it:
    the target is too uncertain, or the sides are at the edge of balance. ``now``: the chances of the counts as they are.
    """
    if funnel.leads == 0:
        return None
    most = min(MOST_TIMES, 1 + MOST_LEADS / funnel.leads)
    in_the_end = _at_scale(funnel, par, most)
    winner = max(in_the_end, key=lambda name: in_the_end[name])
    if in_the_end[winner] < DECIDED:
        return None
    ends = (1.0, _beyond(now[winner])), (most, _beyond(in_the_end[winner]))
    _, scale = turning(lambda scale: _beyond(_at_scale(funnel, par, scale)[winner]), *ends, SCALE_STEP)
    return two_figures((scale - 1) * funnel.leads), winner


def _beyond(chance: float) -> float:
    """How far a chance is beyond :data:`DECIDED`, in normal scores; 0 or more where it decides."""
    from scipy.special import ndtri

    least = 1 / (2 * SIZE)
    return float(ndtri(min(max(chance, least), 1 - least)) - ndtri(DECIDED))


def turning(
    beyond: Callable[[float], float], below: tuple[float, float], above: tuple[float, float], step: float
) -> tuple[float, float]:
    """Where something begins to hold between two numbers above 0, to within ``step`` times.

    It holds where ``beyond`` is 0 or more. Tried are numbers of the grid that halving on the log would end with, each where a
    straight line puts the turning; an end that stays counts half from the second time on (the Illinois rule, Dowell and
    Jarratt 1971), and after some tries it is halved. Where ``beyond``
    is smooth that takes about half of the tries that halving alone takes.

    Parameters
    ----------
    beyond : callable
        Of a number, by how much something holds there.
    below, above : tuple of float
        A number at which it does not hold, and a larger one at which it does, each with ``beyond`` there.
    step : float
        A factor above 1.

    Returns
    -------
    below, above : float
        Two neighbours on the grid: at the first it does not hold, at the second it does.

    >>> below, above = turning(lambda x: x - 2, (1, -1), (10, 8), 1.01)
    >>> below < 2 <= above <= 1.01 * below
    True
    """
    (start, short), (end, over) = below, above
    cells = 2 ** math.ceil(math.log2(max(math.log(end / start) / math.log(step), 1.0)))
    low, high, stayed = 0, cells, 0

    def number(cell: int) -> float:
        return start * math.exp(math.log(end / start) * cell / cells)

    for tries in range(cells):
        if high - low <= 1:
            break
        line = low + (high - low) * short / (short - over) if tries < STRAIGHT and over > short else (low + high) / 2
        cell = min(max(math.ceil(line), low + 1), high - 1)
        value = beyond(number(cell))
        if value >= 0:
            high, over, short = cell, value, short / 2 if stayed == -1 else short
            stayed = -1
        else:
            low, short, over = cell, value, over / 2 if stayed == 1 else over
            stayed = 1
    return number(low), number(high)


def usual_leads_that_fit(actual: Levels, reference: Levels, counts: Counts) -> float | None:
    """Share of the usual leads that fit at which sales would no longer be the weak link, a fraction below 1.

    Where fit was not counted, poor leads look like poor selling. Were only ``q`` of the leads as good as usual, marketing
    would be at less of its target, and sales, with the same sales from fewer leads that could buy, at more of its own.
    With neither direct sales nor a limit of room that is ``q* = max(√(s·e^0.1/m), s/0.9)``.

    None where fit was counted, or sales is not the weak link in the counts.
    """
    if counts.fit is not None or counts.outside or counts.closing.trials == 0:
        return None

    def still_sales(q: float) -> float:
        sides = compare_sides(with_fit(actual, q, counts), reference, counts.customers)
        if not sides.sales > 0:
            return -EDGE
        return min(float(_ahead(sides)) - EDGE, math.log(SHORT / max(float(sides.sales_of_par), TINY)))

    usual = still_sales(1.0)
    if not usual > 0:
        return None
    return turning(still_sales, (LEAST_FIT, still_sales(LEAST_FIT)), (1.0, usual), FIT_STEP)[1]


def with_fit(actual: Levels, q: Number, counts: Counts) -> Levels:
    """The links as they are if only ``q`` of the leads were fit, with the same customers as before."""
    fewer: dict[str, Number] = {**actual, "fit": q * actual["fit"]}
    if counts.follow_up is not None:
        fewer["closing"] = actual["closing"] / q  # the worked leads are as those that came
        made = counts.customers(**fewer)
        unassisted = actual["reach"] * actual["direct"]
        share = np.divide(
            counts.customers(**actual) - unassisted,
            made - unassisted,
            out=np.ones(np.shape(made)),
            where=np.asarray(made > unassisted),
        )
        return {**fewer, "follow_up": actual["follow_up"] * share}
    worked = counts.sizes.found(actual["reach"] * (1 - actual["direct"]), actual["capacity"])
    fit = counts.sizes.found(actual["reach"] * (1 - actual["direct"]) * fewer["fit"], actual["capacity"])
    return {**fewer, "closing": actual["closing"] * worked / fit}


def tipping_point(funnel: Funnel, par: Par, verdict: Verdict, chance: float) -> float | None:
    """How far a target would have to come down for the verdict not to hold, as a share of it: to a fiftieth, never too high.

    For marketing that is the goal (or the leads wanted, or the room); for sales the expected win rate. None where
    it holds down to a twentieth of it. ``chance``: of the verdict as it is.
    """
    target = "closing" if verdict == "sales" else volume_target(par)

    def called(factor: float) -> float:
        return _beyond(_with_target(funnel, par, target, factor)[verdict])

    near, least = 1 - AROUND, 1 / LARGEST_CUT
    below, above = (near, called(near)), (1.0, _beyond(chance))
    if below[1] >= 0:
        below, above = (least, called(least)), below
    return None if below[1] >= 0 else turning(called, below, above, TARGET_STEP)[0]


def volume_target(par: Par) -> str:
    """Which target says how many leads are needed: ``"reach"``, ``"goal"`` or ``"capacity"``."""
    return next(name for name in ("reach", "goal", "capacity") if getattr(par, name) is not None)


@dataclass(frozen=True, slots=True)
class OtherTarget:
    """The verdict if one target were another. ``value``: customers or leads per month, or a fraction for closing."""

    target: str
    value: float
    verdict: Verdict
    leaning: str
    probability: float
    """Of what it leans to."""


def around_targets(funnel: Funnel, par: Par) -> tuple[OtherTarget, ...]:
    """The verdict with each of the two targets a fifth (:data:`AROUND`) lower and higher; a rate above 1 is left out."""
    found = []
    for target in ("closing", volume_target(par)):
        for factor in (1 - AROUND, 1 + AROUND):
            value = _target_of(par, target) * factor
            if target == "closing" and value >= 1:
                continue
            chance = _with_target(funnel, par, target, factor)
            leaning = max(chance, key=lambda name: chance[name])
            verdict = cast(Verdict, leaning if chance[leaning] >= DECIDED else "undetermined")
            found.append(OtherTarget(target, value, verdict, leaning, chance[leaning]))
    return tuple(found)


def _target_of(par: Par, target: str) -> float:
    closing = par.level("closing")
    assert closing is not None
    return closing.value if target == "closing" else float(getattr(par, target))


@lru_cache(8)  # a fifth lower is asked twice: what changes there, and whether that is enough
def _with_target(funnel: Funnel, par: Par, target: str, factor: float) -> dict[str, float]:
    value: Any = _target_of(par, target) * factor
    if target == "closing":
        closing = par.level("closing")
        assert closing is not None
        value = replace(closing, value=value)
    return _at_scale(funnel, replace(par, **{target: value}), 1.0)


def _at_scale(funnel: Funnel, par: Par, scale: float) -> dict[str, float]:
    return probabilities(in_both_accounts(_weaker_at_scale(funnel, par, scale), funnel, par, scale))


def two_figures(number: float) -> int:
    """A number rounded to two figures, at least 1."""
    if number < 10:
        return max(1, math.ceil(number))
    size = 10 ** (math.floor(math.log10(number)) - 1)
    return int(round(number / size) * size)


def forget() -> None:
    """Work everything out anew from now on; for those who measure how long that takes."""
    _with_target.cache_clear()
    near_target.forget()
