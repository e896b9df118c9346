"""`make truth`: how often the answers are right, of simulated businesses whose weak link is known.

Two rules side by side: the one in use, which takes businesses to be near their targets
(:mod:`diagnostics.diagnosis.near_target`), and the one before it (:mod:`flat_rule`). For each way in and each population: the
expected calibration error beside what chance alone makes of a perfect tool, Brier and log score, the share decided and right,
and how often a 90% interval holds the truth; and the rules of thumb in use elsewhere. The status is 0 whatever comes out.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import numpy as np
import pandas as pd
from flat_rule import flat_rule
from truth_exports import PLANTED, export, people_line

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
FLAT_BENCHMARK: Final = 0.155
"""Median win rate between businesses (``data/README.md``)."""


@dataclass(frozen=True)
class Case:
    """One business: its true weak link, and what each rule says."""

    truth: str
    chance: Mapping[str, tuple[float, ...]]
    held: Mapping[str, Mapping[str, bool]]
    """By rule and quantity, whether the 90% interval holds the truth."""
    named: Mapping[str, str]
    """By rule of thumb, the side it names."""


# --- the ways in ------------------------------------------------------------------------------------------------------


def totals(
    population: simulate.Population, rng: np.random.Generator, size: Interval, strength: float | None
) -> Case | None:
    """A business that types totals."""
    b = simulate.typed_totals(population, rng, _between(rng, size), strength)
    if b.leads == 0:
        return None
    funnel = dx.Funnel(b.leads, b.wins, months=b.months).with_typical_days(b.typical_days)
    return _case(funnel, dx.Par(goal=b.goal, closing=dx.Rate(b.closing, b.strength)), b.truth)


def table(
    population: simulate.Population,
    rng: np.random.Generator,
    basis: Literal["cohort", "period"],
    own: bool,
    strength: float | None,
    growth: float,
) -> Case | None:
    """A business that keeps a table by month; None where too few of its months can be used."""
    b = simulate.monthly_table(population, rng, _between(rng, LEADS_A_MONTH), basis, own, strength, growth)
    months = pd.period_range("2024-01", periods=len(b.leads), freq="M").astype(str)
    frame = pd.DataFrame({"month": months, "leads": b.leads.astype(int), "wins": b.wins.astype(int)})
    since = len(months) - b.judged
    try:
        whole = dx.Table.read(frame, basis=basis, lag_days=b.typical_days)
        funnel = whole.between(months[since]).funnel()
        par = whole.par(until=months[since - 1]) if own else dx.Par(goal=b.goal, closing=dx.Rate(b.closing, b.strength))
    except dx.InputError:
        return None
    if funnel.leads == 0:
        return None
    return _case(funnel, par, b.truth)


def _between(rng: np.random.Generator, ends: Interval) -> float:
    return float(np.exp(rng.uniform(*np.log(ends))))


# --- the answers ------------------------------------------------------------------------------------------------------


def _case(funnel: dx.Funnel, par: dx.Par, truth: simulate.Truth) -> Case:
    near, flat = dx.diagnose(funnel, par).assessment, flat_rule(funnel, par)
    held = {NEAR: _held(truth, near.possible), FLAT: _held(truth, flat.possible)}
    chance = {
        rule: tuple(found[answer] for answer in ANSWERS)
        for rule, found in ((NEAR, near.judgement.probability), (FLAT, flat.probability))
    }
    return Case(truth.weak, chance, held, _rules_of_thumb(funnel, par))


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


def _rules_of_thumb(funnel: dx.Funnel, par: dx.Par) -> dict[str, str]:
    """What is named by sales ÷ leads as they stand, and by a flat benchmark for every business."""
    closing = par.level("closing")
    assert closing is not None
    raw, leads = funnel.wins / funnel.leads, funnel.leads / funnel.months
    goal = par.goal if par.goal is not None else (par.reach or 0.0) * closing.value
    return {
        "the biggest drop": "sales",  # of the steps that are counted only the one from leads to sales loses any
        "sales ÷ leads against the target": _smaller(leads * closing.value / goal, raw / closing.value),
        "a flat benchmark": _smaller(leads * FLAT_BENCHMARK / goal, raw / FLAT_BENCHMARK),
    }


def _smaller(marketing: float, sales: float) -> str:
    if min(marketing, sales) >= simulate.BELOW:
        return "balanced"
    return "marketing" if marketing < sales else "sales"


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
        "Brier": f"{np.mean(((chance - np.eye(3)[true]) ** 2).sum(axis=1)):.3f}",
        "log": f"{-np.mean(np.log(np.maximum(of_truth, 1e-4))):.3f}",
        "decided": f"{decided.mean():.0%}",
        "right": f"{right[decided].mean():.1%}" if decided.any() else "–",
        "wrong side": f"{wrong_side.sum() / max(decided.sum(), 1):.2%}",
        "likeliest right": f"{right.mean():.1%}",
        "held": f"{np.mean(held):.1%}",
    }


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


def main() -> int:
    """Run the study; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="fewer businesses: at most ten minutes on two cores")
    options = parser.parse_args()
    per_way, per_size, per_table = (600, 200, 100) if options.quick else (5_000, 1_500, 600)
    per_planted = 20 if options.quick else 150
    met, seed, began = simulate.AS_MET, options.seed, time.perf_counter()

    drawn = {name: draw(lambda rng, s=s: totals(met, rng, LEADS, s), per_way, seed) for name, s in TARGETS.items()}
    show("Totals, businesses as met", [line for name, cases in drawn.items() for line in lines(name, cases)])
    first = next(iter(drawn.values()))
    for rule in (NEAR, FLAT):
        show(f"Chance stated and share right, rule {rule}", reliability(first, rule))
    kept = {rule: pd.DataFrame([case.held[rule] for case in first]).mean().round(3) for rule in (NEAR, FLAT)}
    show("Share of the 90% intervals that hold the truth", pd.DataFrame(kept))
    thumbs = {name: float(np.mean([c.named[name] == c.truth for c in first])) for name in first[0].named}
    show("Rules of thumb: share of weak links that they name", pd.DataFrame({"right": thumbs}).round(3))

    sized = {
        f"{low:,} to {high:,} leads": draw(lambda rng, s=(low, high): totals(met, rng, s, None), per_size, seed + 1)
        for low, high in SIZES
    }
    show("Totals by size", [line for name, cases in sized.items() for line in lines(name, cases)])
    kinds = {name: draw(lambda rng, m=m: table(met, rng, *m), per_table, seed + 2) for name, m in TABLES.items()}
    show("Tables, businesses as met", [line for name, cases in kinds.items() for line in lines(name, cases)])
    exports = {
        planted: draw(
            lambda rng, planted=planted: export(rng, planted, _between(rng, EXPORTED_A_MONTH)),
            per_table if planted == "a side" else per_planted,
            seed + 4,
        )
        for planted in PLANTED
    }
    sides = [_case(one.funnel, one.par, one.truth) for one in exports["a side"]]
    show("Exports, businesses as met", lines("a row per lead", sides))
    show("Exports: what is said of reps and channels", [people_line(found) for found in exports.values()])
    others = {
        p.name: draw(lambda rng, p=p: totals(p, rng, LEADS, None), per_way // 4, seed + 3) for p in simulate.POPULATIONS
    }
    show("Totals, other populations", [line for name, cases in others.items() for line in lines(name, cases)])
    print(f"\n{time.perf_counter() - began:.0f} s, seed {seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
