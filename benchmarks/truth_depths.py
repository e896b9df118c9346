"""The part of `make truth` that asks about the same six months four times: as totals, as a table, as its last two months, and
as an export.

Each side's share of its target is known to some standard deviation at each depth. Where two depths use the same counts their
means should differ by less than that; where one uses only some of them, the means should differ by the square root of the
difference of the variances, and by more than 1.645 times that in one of ten businesses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd
from truth_exports import COLUMNS

import diagnostics as dx
from diagnostics import simulate
from diagnostics.diagnosis.judge import INTERVAL
from diagnostics.funnel.links import SIDES

JUDGED: Final = 6
SHORT: Final = 2
DEPTHS: Final = ("totals", "table", "its last two months", "export")
BEYOND: Final = 1.645


@dataclass(frozen=True)
class Depths:
    """What is said of one business at each depth."""

    truth: simulate.Truth
    verdict: Mapping[str, str]
    share: Mapping[tuple[str, str], tuple[float, float]]
    """By depth and side, the log of its share of target: mean and standard deviation."""
    held: Mapping[tuple[str, str], bool]


def depths(rng: np.random.Generator, leads: float) -> Depths | None:
    """One business at all depths; None where its records are refused at one of them."""
    b = simulate.lead_export(simulate.AS_MET, rng, leads, "a side")
    months = pd.period_range(end=pd.Period(b.as_of, "M") - 1, periods=JUDGED, freq="M")
    judged = b.leads[b.leads.created >= months[0].start_time]
    by_month = judged.groupby(judged.created.dt.to_period("M")).stage
    came = by_month.size().reindex(months, fill_value=0)
    won = by_month.agg(lambda stage: (stage == "won").sum()).reindex(months, fill_value=0)
    frame = pd.DataFrame({"month": months.astype(str), "leads": came.to_numpy(), "wins": won.to_numpy()})
    try:
        ledger = dx.Ledger.read(b.leads, columns=COLUMNS, as_of=b.as_of)
        days = 0.0 if ledger.table.lag is None else ledger.table.lag.typical_days
        table = dx.Table.read(frame, basis="cohort", lag_days=days)
        funnels = {
            "totals": dx.Funnel(int(came.sum()), int(won.sum()), months=JUDGED).with_typical_days(days),
            "table": table.funnel(),
            "its last two months": table.between(str(months[-SHORT])).funnel(),
            "export": ledger.funnel(since=str(months[0])),
        }
        said = {depth: dx.diagnose(funnel, dx.Par(goal=b.goal, closing=b.closing)) for depth, funnel in funnels.items()}
    except dx.InputError:
        return None
    share, held = {}, {}
    for depth, d in said.items():
        for side, true in zip(SIDES, b.truth.of_target, strict=True):
            of_target = np.asarray(d.assessment.possible.of_reference[side])
            low, high = np.quantile(of_target, INTERVAL)
            share[depth, side] = float(np.log(of_target).mean()), float(np.log(of_target).std())
            held[depth, side] = bool(low <= true <= high)
    return Depths(b.truth, {depth: d.verdict for depth, d in said.items()}, share, held)


def depth_lines(found: Sequence[Depths]) -> list[dict[str, str]]:
    """By pair of depths: how far apart they are beside their noise, and how often they say the same."""
    lines = []
    for one, other in combinations(DEPTHS, 2):
        line = {"": f"{one} and {other}", "n": f"{len(found):,}"}
        for side in SIDES:
            (mean, sd), (mean_other, sd_other) = (
                np.array([each.share[depth, side] for each in found]).T for depth in (one, other)
            )
            part = "its last two months" in (one, other)
            noise = np.sqrt(np.abs(sd_other**2 - sd**2)) if part else np.maximum(sd, sd_other)
            z = (mean - mean_other) / noise
            line[f"{side}, differ"] = f"{np.sqrt(np.mean((mean - mean_other) ** 2)):.3f}"
            line[f"{side}, ÷ noise"] = f"{np.sqrt(np.mean(z**2)):.2f}"
            line[f"{side}, beyond"] = f"{np.mean(np.abs(z) > BEYOND):.1%}"
        pairs = [(each.verdict[one], each.verdict[other]) for each in found]
        line["same verdict"] = f"{np.mean([a == b for a, b in pairs]):.1%}"
        line["opposite sides"] = f"{np.mean([{a, b} == set(SIDES) for a, b in pairs]):.1%}"
        lines.append(line)
    return lines


def held_line(found: Sequence[Depths]) -> dict[str, str]:
    """By depth, how many of the ranges of a side's share of its target hold the truth."""
    return {depth: f"{np.mean([each.held[depth, side] for each in found for side in SIDES]):.1%}" for depth in DEPTHS}
