"""`make looks`: how often a side is falsely named by an owner who looks every week or month, and how much later a gap is found.

Businesses exactly at target, for two years: how many are ever called short by the verdict for owners who look often
(:mod:`diagnostics.diagnosis.looks`), and named by the verdict in use, by chance. Then businesses that win 30% less than their
target, or get 30% fewer leads: the weeks until half are found, and in brackets the mean within two years:

* short: the side is found to be below its target;
* best: the same by the likelihood ratio against exactly this gap, at thresholds found by simulation so that in 5% of all
  businesses at target a side is called short (Wald and Wolfowitz, Annals of Mathematical Statistics 19, 1948, 326). No owner
  knows the gap;
* named: the side is also named as the weak link, which asks in addition how the other side does; and the best of that kind;
* a single look: the first week in which the verdict in use would name half of them, had one looked in no other;
* a constant threshold on the chance of the verdict in use, found by simulation too.

The status is 0 whatever comes out.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import expit, logit

import diagnostics as dx
from diagnostics.diagnosis.judge import DECIDED, MOST_NAMED, WATCHED
from diagnostics.diagnosis.looks import evidence
from diagnostics.funnel.links import SIDES
from diagnostics.simulate import AS_MET

Array = np.ndarray
WEEKS: Final = 104
MONTHS_A_WEEK: Final = 12 / 52
LOOKS: Final = {
    "weekly": np.arange(WEEKS),
    "monthly": np.round(np.arange(1, 25) / MONTHS_A_WEEK).astype(int) - 1,
}
SIZES: Final = (25, 100, 400)
CLOSING: Final = 0.15
GAP: Final = 0.7
DAYS_A_WEEK: Final = 7.0
NEVER: Final = 10_000
STEPS: Final = 121
"""Of the grid for the chance of the verdict in use."""


@dataclass(frozen=True)
class Paths:
    """Cumulative leads and sales by week, each of shape ``(businesses, WEEKS)``; ``days`` to a sale, as typed."""

    per_month: float
    leads: Array
    wins: Array
    days: float = 0.0

    def funnel(self, business: int, week: int) -> dx.Funnel:
        """What is typed at one look."""
        months = (week + 1) * MONTHS_A_WEEK
        leads, wins = int(self.leads[business, week]), int(self.wins[business, week])
        return dx.Funnel(leads, wins, months=months).with_typical_days(self.days)

    @property
    def par(self) -> dx.Par:
        """The targets."""
        return dx.Par(reach=self.per_month, closing=CLOSING)


def walk(
    per_month: float,
    n: int,
    rng: np.random.Generator,
    leads: float = 1.0,
    closing: float = 1.0,
    vary: bool = True,
    days: float = 0.0,
) -> Paths:
    """Businesses at these shares of their targets, whose months vary as they are met or by chance alone."""
    month = (np.arange(WEEKS) * MONTHS_A_WEEK).astype(int)
    size = (n, month[-1] + 1)
    busy = np.maximum(0, 1 + vary * AS_MET.month_leads_sd * rng.standard_normal(size))[:, month]
    odds = logit(CLOSING * closing) + vary * AS_MET.month_closing_sd * rng.standard_normal(size)[:, month]
    came = rng.poisson(per_month * MONTHS_A_WEEK * leads * busy)
    bought = rng.binomial(came, expit(odds))
    if days:
        business, week = (np.repeat(index.ravel(), bought.ravel()) for index in np.indices(bought.shape))
        took = rng.uniform(0, 1, len(week)) + rng.exponential(days / np.log(2), len(week)) / DAYS_A_WEEK
        sold = np.zeros((n, WEEKS + 1), dtype=int)
        np.add.at(sold, (business, np.minimum(week + took, WEEKS).astype(int)), 1)
        bought = sold[:, :WEEKS]
    return Paths(per_month, came.cumsum(1), bought.cumsum(1), days)


# --- the rules --------------------------------------------------------------------------------------------------------


def found_when_watched(paths: Paths, looks: Array, sides: tuple[str, ...] = SIDES) -> tuple[Array, Array]:
    """The weeks at which a side is first short, and first named too; :data:`NEVER` for none. Each ``(businesses,)``."""
    short, named = np.full(len(paths.leads), NEVER), np.full(len(paths.leads), NEVER)
    possible = worth_a_look(paths)
    for business in range(len(short)):
        for week in looks[possible[business, looks]]:
            funnel = paths.funnel(business, int(week))
            worth = evidence(funnel, paths.par)
            if max(worth[side] for side in sides) < WATCHED:
                continue
            short[business] = min(short[business], week + 1)
            watched = dx.diagnose(funnel, paths.par).watched
            if watched is not None and watched.verdict in sides:
                named[business] = week + 1
                break
    return short, named


def worth_a_look(paths: Paths) -> Array:
    """Where the evidence could be enough: it is never above the ratio for the gap that explains the counts best."""
    possible = paths.leads > 0
    if paths.days:
        return np.asarray(possible)
    for week in range(WEEKS):
        d_leads, d_wins, months = dispersions(paths, week)
        n, h, expected = paths.leads[:, week], paths.wins[:, week], paths.per_month * months
        marketing = np.where(n < expected, n * np.log(np.maximum(n, 1e-9) / expected) - n + expected, 0.0)
        rate = np.clip(h / np.maximum(n, 1), 1e-12, 1 - 1e-12)
        sales = h * np.log(rate / CLOSING) + (n - h) * np.log((1 - rate) / (1 - CLOSING))
        sales = np.where(rate < CLOSING, sales, 0.0)
        best = np.maximum(marketing / d_leads[:, 0], sales / d_wins[:, 0])
        possible[:, week] &= best >= np.log(WATCHED) - 0.01
    return np.asarray(possible)


def chances(paths: Paths) -> tuple[Array, Array]:
    """The chances of the verdict in use that marketing, and that sales, is the weak link, at every week: summed over a grid.

    Written again here, because the product takes a minute for what this takes a second for.
    """
    marketing, sales = np.empty(paths.leads.shape), np.empty(paths.leads.shape)
    for week in range(WEEKS):
        d_leads, d_wins, months = dispersions(paths, week)
        n, h = paths.leads[:, week, None], paths.wins[:, week, None]
        x = np.linspace(-2.2, 2.2, STEPS)
        z = logit(CLOSING) + np.linspace(-3, 3, STEPS)
        m = _density(n / d_leads * x - paths.per_month * months / d_leads * np.exp(x) - x**2 / (2 * 0.5**2))
        s = _density(
            (h * np.log(expit(z)) + (n - h) * np.log1p(-expit(z))) / d_wins - (z - logit(CLOSING)) ** 2 / (2 * 0.6**2)
        )
        log_s = np.log(expit(z) / CLOSING)
        ahead = (x[:, None] - log_s[None, :] > 0.1).astype(float)
        behind = (log_s[None, :] - x[:, None] > 0.1).astype(float)
        sales[:, week] = np.einsum("bi,ij,bj->b", m, ahead * (log_s < np.log(0.9))[None, :], s, optimize=True)
        marketing[:, week] = np.einsum("bi,ij,bj->b", m, behind * (x < np.log(0.9))[:, None], s, optimize=True)
    return marketing, sales


def _density(log_p: Array) -> Array:
    p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    return np.asarray(p / p.sum(axis=1, keepdims=True))


def dispersions(paths: Paths, week: int) -> tuple[Array, Array, float]:
    """How much more than chance months vary usually, and the months so far."""
    months = (week + 1) * MONTHS_A_WEEK
    per_month = paths.leads[:, week, None] / max(months, 1.0)
    return (
        1 + 0.05**2 * per_month,
        1 + 0.10**2 * CLOSING * (1 - CLOSING) * np.maximum(per_month - 1, 0),
        months,
    )


def ratios(paths: Paths) -> tuple[Array, Array]:
    """Log-likelihood ratios of a gap of 30% against none in leads, and in closing, at every week."""
    marketing, sales = np.empty(paths.leads.shape), np.empty(paths.leads.shape)
    for week in range(WEEKS):
        d_leads, d_wins, months = dispersions(paths, week)
        n, h = paths.leads[:, week], paths.wins[:, week]
        marketing[:, week] = (n * np.log(GAP) + paths.per_month * months * (1 - GAP)) / d_leads[:, 0]
        sales[:, week] = (h * np.log(GAP) + (n - h) * np.log((1 - GAP * CLOSING) / (1 - CLOSING))) / d_wins[:, 0]
    return marketing, sales


def first(passed: Array, looks: Array) -> Array:
    """The week of the first look that passes; :data:`NEVER` where none does."""
    at = passed[:, looks]
    return np.where(at.any(axis=1), looks[at.argmax(axis=1)] + 1, NEVER)


# --- the tables -------------------------------------------------------------------------------------------------------


def falsely(n: int, seed: int) -> list[dict[str, str]]:
    """Businesses at target: how many are named at some look within two years."""
    rows = []
    for name, vary, days in (
        ("months vary", True, 0.0),
        ("chance alone", False, 0.0),
        ("half of the sales by 20 days", True, 20.0),
    ):
        for per_month in SIZES:
            size = n // 5 if days else n  # these take long
            paths = walk(per_month, size, np.random.default_rng([seed, per_month]), vary=vary, days=days)
            in_use = None if days else np.maximum(*chances(paths))
            row = {"": name, "leads per month": str(per_month)}
            for often, looks in LOOKS.items():
                short, named = found_when_watched(paths, looks)
                row[f"short, {often}"] = _share(short < NEVER)
                row[f"named, {often}"] = _share(named < NEVER)
                if in_use is not None:
                    row[f"verdict in use, {often}"] = _share((in_use[:, looks] >= DECIDED).any(axis=1))
            rows.append(row)
    return rows


def delays(n: int, seed: int) -> list[dict[str, str]]:
    """Businesses 30% short: when they are named, beside the other rules."""
    rows = []
    for per_month in SIZES:
        at_target = walk(per_month, 4_000, np.random.default_rng([seed, per_month, 1]))
        null_ratios, null_chances = ratios(at_target), chances(at_target)
        for at, side in enumerate(SIDES):
            gaps = {"leads": GAP} if side == "marketing" else {"closing": GAP}
            paths = walk(per_month, n, np.random.default_rng([seed, per_month, 2 + at]), **gaps)
            ratio, chance = ratios(paths)[at], chances(paths)[at]
            single = int((np.mean(chance >= DECIDED, axis=0) >= 0.5).argmax()) + 1
            for often, looks in LOOKS.items():
                short, named = found_when_watched(paths, looks, (side,))
                best = first(ratio >= _limit(null_ratios[at], looks), looks)
                where_named = np.where(null_chances[at] >= DECIDED, null_ratios[at], -np.inf)
                best_named = first((ratio >= _limit(where_named, looks)) & (chance >= DECIDED), looks)
                constant = _limit(null_chances[at], looks)
                rows.append(
                    {
                        "gap in": "leads" if side == "marketing" else "closing",
                        "leads per month": str(per_month),
                        "looks": often,
                        "short": _weeks(short),
                        "best": _weeks(best),
                        "÷": f"{_mean(short) / _mean(best):.2f}",
                        "named": _weeks(named),
                        "best named": _weeks(best_named),
                        " ÷": f"{_mean(named) / _mean(best_named):.2f}",
                        "single look": str(single),
                        "constant chance": f"{_weeks(first(chance >= constant, looks))} at {constant:.3f}",
                    }
                )
    return rows


def _limit(passing: Array, looks: Array) -> float:
    """The threshold that half of :data:`MOST_NAMED` pass at some look: the other half is for the other side."""
    return float(np.quantile(passing[:, looks].max(axis=1), 1 - MOST_NAMED / 2, method="higher"))


def _share(happened: Array) -> str:
    rate = float(np.mean(happened))
    return f"{rate:.1%} ± {2 * (rate * (1 - rate) / len(happened)) ** 0.5:.1%}"


def _mean(weeks: Array) -> float:
    return float(np.minimum(weeks, WEEKS).mean())


def _weeks(weeks: Array) -> str:
    middle = float(np.median(weeks))
    return f"{'never' if middle >= NEVER else f'{middle:.0f}'} ({_mean(weeks):.1f})"


def main() -> int:
    """Run the study; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="fewer businesses")
    options = parser.parse_args()
    n, began = 300 if options.quick else 1_500, time.perf_counter()
    for title, rows in (
        (f"At target: named at some look within two years, of {n:,} businesses", falsely(n, options.seed)),
        ("30% short: weeks until half are found, in brackets the mean within two years", delays(n // 3, options.seed)),
    ):
        print(f"\n{title}\n{pd.DataFrame(rows).fillna('').to_string(index=False)}", flush=True)
    print(f"\n{time.perf_counter() - began:.0f} s, seed {options.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
