"""`make next`: whether the number that is named as the next one to count settles as much as was said.

Simulated businesses whose answer is undetermined. Each number that the owner has not counted yet is then really counted, one at
a time, and the answer is asked for again. Stated beforehand and found afterwards: how sure the answer is on average, in how
many cases it is decided, and how often it is then right. The businesses differ in the kind of their leads, and in the
leads reached, as :mod:`diagnostics.diagnosis.next_number` takes them to.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from table import show

import diagnostics as dx
from diagnostics import simulate
from diagnostics.diagnosis.next_number import WEEKS_PER_MONTH, next_numbers
from diagnostics.funnel.lag import maturity_from_typical_days

LEADS: Final = (30.0, 3_000.0)
"""Leads in all, evenly on the log."""
USUAL_FIT: Final = 0.5
USUAL_REACHED: Final = 0.8


@dataclass(frozen=True)
class Asked:
    """One number of one business: what was said of it, and what it showed."""

    name: str
    business: int
    certainty: float
    decides: float
    found: float
    decided: bool
    right: bool
    first: bool


def study(businesses: int, seed: int) -> pd.DataFrame:
    """One row per number and business whose answer is undetermined."""
    rows: list[Asked] = []
    for at in range(businesses):
        rng = np.random.default_rng((seed, at))
        business = simulate.typed_totals(simulate.AS_MET, rng, float(np.exp(rng.uniform(*np.log(LEADS)))))
        rows += _asked(at, business, rng)
    return pd.DataFrame([vars(row) for row in rows])


def _asked(at: int, b: simulate.Typed, rng: np.random.Generator) -> list[Asked]:
    through = USUAL_FIT * USUAL_REACHED
    if b.leads == 0 or b.closing >= 0.5 * through:
        return []
    par = dx.Par(goal=b.goal, closing=b.closing / through, fit=USUAL_FIT, follow_up=USUAL_REACHED)
    funnel = dx.Funnel(b.leads, b.wins, months=b.months).with_typical_days(b.typical_days)
    stated = next_numbers(dx.diagnose(funnel, par).assessment)
    rows = []
    for one in stated:
        after, truth = COUNTED[one.name](b, funnel, one.weeks, rng)
        d = dx.diagnose(after, par)
        found = d.probability[d.leaning]
        decided = d.verdict != "undetermined"
        right = d.verdict == truth.weak
        rows.append(Asked(one.name, at, one.certainty, one.decides, found, decided, right, one is stated[0]))
    return rows


Observed = tuple[dx.Funnel, simulate.Truth]


def _fit(b: simulate.Typed, funnel: dx.Funnel, _: int | None, rng: np.random.Generator) -> Observed:
    fit, share = simulate.counted_apart(b, rng, USUAL_FIT)
    of_usual = share / USUAL_FIT
    return replace(funnel, fit=fit), replace(
        b.truth, reach=b.truth.reach * of_usual, closing=b.truth.closing / of_usual
    )


def _reached(b: simulate.Typed, funnel: dx.Funnel, _: int | None, rng: np.random.Generator) -> Observed:
    return replace(funnel, worked=simulate.counted_apart(b, rng, USUAL_REACHED)[0]), b.truth


def _months(b: simulate.Typed, funnel: dx.Funnel, _: int | None, rng: np.random.Generator) -> Observed:
    leads, wins = (column.astype(int) for column in b.by_month)
    names = pd.period_range("2024-01", periods=len(leads), freq="M").astype(str)
    frame = pd.DataFrame({"month": names, "leads": leads, "wins": wins})
    return dx.Table.read(frame, basis="cohort", lag_days=b.typical_days).between(names[0]).funnel(), b.truth


def _days(b: simulate.Typed, funnel: dx.Funnel, _: int | None, rng: np.random.Generator) -> Observed:
    return replace(funnel, maturity=maturity_from_typical_days(b.days, b.months), maturities=()), b.truth


def _leads(b: simulate.Typed, funnel: dx.Funnel, weeks: int | None, rng: np.random.Generator) -> Observed:
    assert weeks is not None
    more = weeks / WEEKS_PER_MONTH
    leads, wins = simulate.counted_on(b, simulate.AS_MET, rng, more)
    return replace(funnel, leads=b.leads + leads, wins=b.wins + wins, months=b.months + more), b.truth


COUNTED: Final[Mapping[str, Callable[[simulate.Typed, dx.Funnel, int | None, np.random.Generator], Observed]]] = {
    "fit": _fit,
    "worked": _reached,
    "months": _months,
    "days": _days,
    "leads": _leads,
}


def tables(asked: pd.DataFrame) -> None:
    """Print what was stated beside what was found."""
    rows = []
    groups = [*asked.groupby("name"), ("named first", asked[asked["first"]])]
    for name, of in groups:
        n, decided = len(of), of[of.decided]
        rows.append(
            [
                str(name),
                f"{n:,}",
                f"{100 * of.certainty.mean():.1f}%",
                _share(of.found),
                f"{100 * of.decides.mean():.1f}%",
                _share(of.decided),
                f"{100 * decided.right.mean():.0f}% of {len(decided):,}" if len(decided) else "–",
            ]
        )
    show(
        "One more number: stated beforehand, found afterwards (± one standard error)",
        ["number", "asked", "certainty stated", "found", "decided stated", "found", "right when decided"],
        rows,
        [f"Totals of {LEADS[0]:.0f} to {LEADS[1]:,.0f} leads, as met; only businesses whose answer is undetermined."],
    )


def _share(of: pd.Series) -> str:
    return f"{100 * of.mean():.1f}% ± {100 * of.std() / np.sqrt(len(of)):.1f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    tables(study(300 if given.quick else 3_000, given.seed))
