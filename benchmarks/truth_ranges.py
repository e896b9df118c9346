"""The part of `make truth` about the ranges that are shown beside the answer: what-if, gains, goals in leads, and forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

import diagnostics as dx
from diagnostics import simulate
from diagnostics.diagnosis.forecast import forecast
from diagnostics.diagnosis.goal import leads_needed
from diagnostics.diagnosis.levers import POINT, levers
from diagnostics.diagnosis.scenario import try_levels

AHEAD: Final = (1, 3, 12)
"""Months for which a forecast is made."""
MANY: Final = 20
"""Sales expected from which whole customers hardly widen a range: of fewer, nine in ten cannot be met exactly."""
BETTER: Final = 1.2
"""The win rate that is tried, ÷ its target."""
TWICE: Final = 2.0
"""Leads per month that are tried, ÷ the truth; and the goal that is asked about, ÷ the goal."""

Range = tuple[float, float]


@dataclass(frozen=True)
class Shown:
    """Whether the 90% ranges that are shown of one business hold the truth; forecasts, whether they hold what came next."""

    held: Mapping[str, bool]
    expected: Mapping[str, float]
    """Of each forecast, how many sales it expects."""


def shown(funnel: dx.Funnel, par: dx.Par, truth: simulate.Truth, after: np.ndarray) -> Shown:
    """All ranges of one business; ``after`` is what was counted in the months that followed."""
    d = dx.diagnose(funnel, par)
    closing = par.level("closing")
    assert closing is not None
    rate, leads = min(0.95, BETTER * closing.value), TWICE * truth.reach
    as_is, with_rate = dx.what_if(funnel, par), dx.what_if(funnel, par, closing=rate)
    with_leads, gain = dx.what_if(funnel, par, reach=leads), try_levels(d, {"closing": rate})
    more = levers(d).changes
    needed = leads_needed(d, TWICE * truth.goal)
    ranges: dict[str, tuple[float | None, float, float | None]] = {
        "customers as it is": (as_is.low, truth.customers, as_is.high),
        "customers, win rate changed": (with_rate.low, truth.reach * rate, with_rate.high),
        "customers, leads changed": (with_leads.low, leads * truth.closing, with_leads.high),
        "gain of that win rate": (gain.gain_low, truth.reach * (rate - truth.closing), gain.gain_high),
        "leads that twice the goal needs": (needed.low, TWICE * truth.goal / truth.closing, needed.high),
    }
    for key, link, brings in (
        ("one more lead", "lead", truth.closing),
        ("one more point", "closing", truth.reach * POINT),
    ):
        found = more[link].gain
        assert found is not None
        ranges[key] = (found.low, brings, found.high)
    held = {
        name: low is not None and high is not None and low <= true <= high for name, (low, true, high) in ranges.items()
    }
    expected = {}
    for months in AHEAD:
        said, name = (
            forecast(funnel, par, {}, months),
            f"forecast, {months} months" if months > 1 else "forecast, a month",
        )
        held[name] = round(said.low * months) <= after[:months].sum() <= round(said.high * months)
        expected[name] = said.mean * months
    return Shown(held, expected)


def range_line(name: str, found: Sequence[Shown]) -> dict[str, str]:
    """How many of the ranges of each kind hold the truth; of forecasts, of all and of those of :data:`MANY` sales or more."""
    line = {"": name, "n": f"{len(found):,}"}
    for kind in found[0].held:
        held = np.array([one.held[kind] for one in found])
        line[kind] = f"{held.mean():.1%}"
        if kind in found[0].expected:
            many = np.array([one.expected[kind] >= MANY for one in found])
            line[kind] += f" ({held[many].mean():.1%})" if many.sum() >= MANY else " (–)"
    return line
