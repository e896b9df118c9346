"""`make truth`: how often the answers are right, of simulated businesses whose weak link is known.

Two rules side by side: the one in use, which takes businesses to be near their targets
(:mod:`diagnostics.diagnosis.near_target`), and the one before it (:mod:`flat_rule`). For each way in and each population: the
expected calibration error beside what chance alone makes of a perfect tool, Brier and log score, the share decided and right,
and how often a 90% interval holds the truth, of those shown beside the answer too; the rules in use elsewhere; and the same
months at each depth. A picture is written beside the tables. The status is 0 whatever comes out.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, TypeVar

import numpy as np
import pandas as pd
from flat_rule import flat_rule
from truth_depths import Depths, depth_lines, depths, held_line
from truth_exports import PLANTED, Export, export, people_line
from truth_plot import write
from truth_ranges import Shown, range_line, shown
from truth_rules import ONLY_COUNTS, Extra, named, rules_line

import diagnostics as dx
from diagnostics import simulate
from diagnostics.diagnosis.judge import DECIDED, INTERVAL
from diagnostics.diagnosis.measure import Decomposition
from diagnostics.funnel.links import SIDES, UNIONS

Interval = tuple[float, float]
Drawn = TypeVar("Drawn")

ANSWERS: Final = ("marketing", "sales", "balanced")
NEAR: Final = "near its target"
FLAT: Final = "every rate as likely"
NAMED_FROM: Final[Mapping[str, float]] = {FLAT: 0.80, NEAR: DECIDED}
"""The chance from which each rule names a side."""
BINS: Final = 20
PERFECT_TRIES: Final = 40
LEADS: Final = (10.0, 10_000.0)
SIZES: Final = ((10, 30), (30, 100), (100, 300), (300, 1_000), (1_000, 10_000))
"""Leads in all, for totals."""
LEADS_A_MONTH: Final = (5.0, 500.0)
EXPORTED_A_MONTH: Final = (20.0, 400.0)
GROWTH: Final = (0.05, 0.10)
"""Of the leads from month to month, in businesses that grow fast."""
PICTURE: Final = Path(__file__).parents[1] / "build" / "truth.html"


@dataclass(frozen=True)
class Case:
    """One business: its true weak link, and what each rule says."""

    truth: str
    chance: Mapping[str, tuple[float, ...]]
    held: Mapping[str, Mapping[str, bool]]
    """By rule and quantity, whether the 90% interval holds the truth."""
    named: Mapping[str, str]
    """By rule in use elsewhere, the side it names."""


@dataclass(frozen=True)
class Business:
    """What is put in, what it truly is, and what was counted after."""

    funnel: dx.Funnel
    par: dx.Par
    truth: simulate.Truth
    after: np.ndarray
    extra: Extra = ONLY_COUNTS


# --- the ways in ------------------------------------------------------------------------------------------------------


def totals(
    population: simulate.Population,
    rng: np.random.Generator,
    size: Interval,
    strength: float | None,
    growth: float = 0.0,
) -> Business | None:
    """A business that types totals."""
    b = simulate.typed_totals(population, rng, _between(rng, size), strength, growth)
    if b.leads == 0:
        return None
    funnel = dx.Funnel(b.leads, b.wins, months=b.months).with_typical_days(b.typical_days)
    return Business(funnel, dx.Par(goal=b.goal, closing=dx.Rate(b.closing, b.strength)), b.truth, b.after)


def table(
    population: simulate.Population,
    rng: np.random.Generator,
    basis: Literal["cohort", "period"],
    own: bool,
    strength: float | None,
    growth: float,
) -> Business | None:
    """A business that keeps a table by month; None where too few of its months can be used."""
    b = simulate.monthly_table(population, rng, _between(rng, LEADS_A_MONTH), basis, own, strength, growth)
    months = pd.period_range("2024-01", periods=len(b.leads), freq="M").astype(str)
    frame = pd.DataFrame({"month": months, "leads": b.leads.astype(int), "wins": b.wins.astype(int)})
    since = len(months) - b.judged
    try:
        whole = dx.Table.read(frame, basis=basis, lag_days=b.typical_days)
        now = whole.between(months[since])
        funnel = now.funnel()
        par = whole.par(until=months[since - 1]) if own else dx.Par(goal=b.goal, closing=dx.Rate(b.closing, b.strength))
    except dx.InputError:
        return None
    if funnel.leads == 0:
        return None
    # Where leads grow, months that are set aside are not those that the others are like.
    truth = replace(b.truth, reach=b.truth.reach * float(b.shape[now.chosen].mean()))
    return Business(funnel, par, truth, b.after, Extra((b.leads[-1], b.wins[-1])))


def growing(rng: np.random.Generator, way: str) -> Business | None:
    """A business that grows fast, and types totals or keeps a table on either basis."""
    growth = float(rng.uniform(*GROWTH))
    if way == "totals":
        return totals(simulate.AS_MET, rng, LEADS, None, growth)
    return table(simulate.AS_MET, rng, "cohort" if way == "cohort" else "period", False, None, growth)


def _between(rng: np.random.Generator, ends: Interval) -> float:
    return float(np.exp(rng.uniform(*np.log(ends))))


# --- the answers ------------------------------------------------------------------------------------------------------


def answered(make: Callable[[np.random.Generator], Business | None]) -> Callable[[np.random.Generator], Case | None]:
    """The answers of the business that is drawn."""

    def case(rng: np.random.Generator) -> Case | None:
        b = make(rng)
        return None if b is None else _case(b.funnel, b.par, b.truth, b.extra)

    return case


def with_ranges(
    make: Callable[[np.random.Generator], Business | None],
) -> Callable[[np.random.Generator], Shown | None]:
    """The ranges that are shown of the business that is drawn."""

    def ranges(rng: np.random.Generator) -> Shown | None:
        b = make(rng)
        return None if b is None else shown(b.funnel, b.par, b.truth, b.after)

    return ranges


def _case(funnel: dx.Funnel, par: dx.Par, truth: simulate.Truth, extra: Extra) -> Case:
    near, flat = dx.diagnose(funnel, par).assessment, flat_rule(funnel, par)
    held = {NEAR: _held(truth, near.possible), FLAT: _held(truth, flat.possible)}
    chance = {
        rule: tuple(found[answer] for answer in ANSWERS)
        for rule, found in ((NEAR, near.judgement.probability), (FLAT, flat.probability))
    }
    return Case(truth.weak, chance, held, named(funnel, par, extra))


def _held(truth: simulate.Truth, drawn: Decomposition) -> dict[str, bool]:
    of_par = {side: _interval(drawn.of_reference[side]) for side in SIDES}
    short = {side: _interval(sum(drawn.shortfall[link] for link in UNIONS[side])) for side in SIDES}
    now = _interval(drawn.now)
    found = {"customers per month": now[0] <= truth.customers <= now[1]}
    for side, share, missing in zip(SIDES, truth.of_target, truth.shortfall, strict=True):
        found[f"{side}, % of target"] = of_par[side][0] <= share <= of_par[side][1]
        found[f"{side}, shortfall"] = short[side][0] <= missing <= short[side][1]
    return found


def _interval(draws: np.ndarray | float) -> Interval:
    low, high = np.quantile(draws, INTERVAL)
    return float(low), float(high)


# --- the tables -------------------------------------------------------------------------------------------------------


def lines(name: str, cases: Sequence[Case]) -> list[dict[str, str]]:
    """One line of the table for each rule."""
    return [_line(name, rule, cases) for rule in (NEAR, FLAT)]


def _line(name: str, rule: str, cases: Sequence[Case]) -> dict[str, str]:
    chance = np.array([case.chance[rule] for case in cases])
    true = np.array([ANSWERS.index(case.truth) for case in cases])
    top, stated = chance.argmax(axis=1), chance.max(axis=1)
    right, decided = top == true, stated >= NAMED_FROM[rule]
    wrong_side = decided & ~right & (top < 2) & (true < 2)
    of_truth = chance[np.arange(len(true)), true]
    held = [value for case in cases for value in case.held[rule].values()]
    return {
        "": name,
        "rule": rule,
        "n": f"{len(cases):,}",
        "ECE": f"{calibration_error(stated, right):.3f}",
        "perfect": f"{perfect_error(stated):.3f}",
        "Brier": f"{brier(cases, rule).mean():.3f}",
        "log": f"{-np.mean(np.log(np.maximum(of_truth, 1e-4))):.3f}",
        "decided": f"{decided.mean():.0%}",
        "right": f"{right[decided].mean():.1%}" if decided.any() else "–",
        "wrong side": f"{wrong_side.sum() / max(decided.sum(), 1):.2%}",
        "likeliest right": f"{right.mean():.1%}",
        "held": f"{np.mean(held):.1%}",
    }


def brier(cases: Sequence[Case], rule: str) -> np.ndarray:
    """The Brier score of each answer: squared distances of the three chances from what was true."""
    chance = np.array([case.chance[rule] for case in cases])
    true = np.array([ANSWERS.index(case.truth) for case in cases])
    return np.asarray(((chance - np.eye(3)[true]) ** 2).sum(axis=1))


def against(name: str, cases: Sequence[Case]) -> dict[str, str]:
    """Ours against the rules in use."""
    likeliest = [ANSWERS[int(np.argmax(case.chance[NEAR]))] for case in cases]
    return rules_line(
        name, [c.truth for c in cases], likeliest, [c.named for c in cases], (brier(cases, NEAR), brier(cases, FLAT))
    )


def calibration_error(stated: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error: over bins of the chance stated, the mean distance to the share that was right.

    >>> calibration_error(np.array([0.9, 0.9]), np.array([True, False])).__round__(2)
    0.4
    """
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    gap = np.bincount(bins, stated, BINS) - np.bincount(bins, right.astype(float), BINS)
    return float(np.abs(gap).sum() / len(stated))


def perfect_error(stated: np.ndarray) -> float:
    """What chance alone makes of a perfect tool with these answers."""
    rng = np.random.default_rng(0)
    return float(np.mean([calibration_error(stated, rng.random(len(stated)) < stated) for _ in range(PERFECT_TRIES)]))


def reliability(cases: Sequence[Case], rule: str) -> pd.DataFrame:
    """By chance stated: how many answers, the mean chance, and the share that was right with its 95% interval."""
    right = [ANSWERS[int(np.argmax(c.chance[rule]))] == c.truth for c in cases]
    return simulate.reliability([max(c.chance[rule]) for c in cases], right).round(3)


def draw(make: Callable[[np.random.Generator], Drawn | None], n: int, seed: int) -> list[Drawn]:
    """So many businesses; one that cannot be diagnosed at all is left out and another drawn."""
    rng = np.random.default_rng(seed)
    cases: list[Drawn] = []
    while len(cases) < n:
        case = make(rng)
        if case is not None:
            cases.append(case)
    return cases


def show(title: str, rows: pd.DataFrame | Sequence[dict[str, str]]) -> None:
    """Print a table."""
    index = isinstance(rows, pd.DataFrame)
    print(f"\n{title}\n{pd.DataFrame(rows).to_string(index=index)}", flush=True)


TARGETS: Final[Mapping[str, float | None]] = {
    "the owner's target": None,
    "a benchmark worth 15": 15.0,
    "a benchmark worth 4.4": 4.4,
}
TABLES: Final[Mapping[str, tuple[Literal["cohort", "period"], bool, float | None, float]]] = {
    "sales by month of the lead": ("cohort", False, None, 0.0),
    "sales by month they were made": ("period", False, None, 0.0),
    "the same, leads grow": ("period", False, None, 0.03),
    "own earlier months": ("cohort", True, None, 0.0),
    "a benchmark worth 15": ("cohort", False, 15.0, 0.0),
}


def _exported(one: Export) -> Case:
    return _case(one.funnel, one.par, one.truth, Extra(closed=one.closed))


def show_ranges(per_way: int, per_table: int, seed: int) -> None:
    """The ranges that are shown beside the answer: as met, by kind of table, in other populations, and where leads grow."""
    met = simulate.AS_MET
    ways = {f"totals, {name}": lambda rng, s=s: totals(met, rng, LEADS, s) for name, s in TARGETS.items()}
    ways |= {
        f"totals, {p.name}": lambda rng, p=p: totals(p, rng, LEADS, None) for p in simulate.POPULATIONS if p is not met
    }
    tables = {f"table, {name}": lambda rng, m=m: table(met, rng, *m) for name, m in TABLES.items()}
    tables |= {
        f"grows 5–10% a month, {way}": lambda rng, way=way: growing(rng, way) for way in ("cohort", "period", "totals")
    }
    show(
        "Share of the 90% ranges shown that hold the truth, of forecasts what came next (in brackets: 20 or more expected)",
        [range_line(name, draw(with_ranges(make), per_way, seed)) for name, make in ways.items()]
        + [range_line(name, draw(with_ranges(make), per_table, seed)) for name, make in tables.items()],
    )


def show_depths(found: Sequence[Depths]) -> None:
    """The same six months at each depth."""
    show("The same six months at two depths: log shares of target", depth_lines(found))
    show("Share of the 90% ranges of those shares that hold the truth", [held_line(found)])


def main() -> int:
    """Run the study; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="fewer businesses: at most ten minutes on two cores")
    options = parser.parse_args()
    per_way, per_size, per_table = (600, 200, 100) if options.quick else (5_000, 1_500, 600)
    per_planted = 20 if options.quick else 150
    met, seed, began = simulate.AS_MET, options.seed, time.perf_counter()

    drawn = {
        name: draw(answered(lambda rng, s=s: totals(met, rng, LEADS, s)), per_way, seed) for name, s in TARGETS.items()
    }
    show("Totals, businesses as met", [line for name, cases in drawn.items() for line in lines(name, cases)])
    first = next(iter(drawn.values()))
    for rule in (NEAR, FLAT):
        show(f"Chance stated and share right, rule {rule}", reliability(first, rule))
    kept = {rule: pd.DataFrame([case.held[rule] for case in first]).mean().round(3) for rule in (NEAR, FLAT)}
    show("Share of the 90% intervals that hold the truth", pd.DataFrame(kept))

    sized = {
        f"{low:,} to {high:,} leads": draw(
            answered(lambda rng, s=(low, high): totals(met, rng, s, None)), per_size, seed + 1
        )
        for low, high in SIZES
    }
    show("Totals by size", [line for name, cases in sized.items() for line in lines(name, cases)])
    kinds = {
        name: draw(answered(lambda rng, m=m: table(met, rng, *m)), per_table, seed + 2) for name, m in TABLES.items()
    }
    show("Tables, businesses as met", [line for name, cases in kinds.items() for line in lines(name, cases)])
    exports = {
        planted: draw(
            lambda rng, planted=planted: export(rng, planted, _between(rng, EXPORTED_A_MONTH)),
            per_table if planted == "a side" else per_planted,
            seed + 4,
        )
        for planted in PLANTED
    }
    sides = [_exported(one) for one in exports["a side"]]
    show("Exports, businesses as met", lines("a row per lead", sides))
    show("Exports: what is said of reps and channels", [people_line(found) for found in exports.values()])
    others = {
        p.name: draw(answered(lambda rng, p=p: totals(p, rng, LEADS, None)), per_way // 4, seed + 3)
        for p in simulate.POPULATIONS
    }
    show("Totals, other populations", [line for name, cases in others.items() for line in lines(name, cases)])

    rivals = {**drawn, **sized, **{f"table, {name}": cases for name, cases in kinds.items()}, "a row per lead": sides}
    show(
        "Against the rules in use: our likeliest answer right, and how many points more than theirs, ± 95%",
        [against(name, cases) for name, cases in rivals.items()],
    )
    show_ranges(per_way // 4, per_table, seed + 5)
    found = draw(lambda rng: depths(rng, _between(rng, EXPORTED_A_MONTH)), 2 * per_planted, seed + 6)
    show_depths(found)
    ways = {"Totals": first, "Tables": [case for cases in kinds.values() for case in cases], "Exports": sides}
    write(PICTURE, {way: {rule: reliability(cases, rule) for rule in (NEAR, FLAT)} for way, cases in ways.items()})
    print(f"\nThe picture of chance stated and share right: {PICTURE}")
    print(f"\n{time.perf_counter() - began:.0f} s, seed {seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
