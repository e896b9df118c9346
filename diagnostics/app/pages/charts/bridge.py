"""The bridge from par to today: what each link costs."""

from __future__ import annotations

from diagnostics.app.pages.charts.layout import Spec, signed
from diagnostics.app.pages.charts.waterfall import Bar, waterfall, worth
from diagnostics.app.pages.style import PAR, SIDE_COLOUR, TODAY
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.funnel.links import LINKS, SIDE_OF


def bridge_spec(d: Diagnosis, upright: bool = False) -> Spec:
    """The bridge: from par to today, one bar per link, coloured and labelled by side, with 90 % intervals.

    ``upright`` runs it down the page, one row per link, for a narrow screen.
    """
    return waterfall(bridge_steps(d), upright, "short")


def bridge_steps(d: Diagnosis) -> list[Bar]:
    """The bars of the bridge, from par to today, for whoever draws it."""
    return _steps(d, [k for k in LINKS if k in ("reach", "closing") or _moves(d, k)])


def _steps(d: Diagnosis, shown: list[str]) -> list[Bar]:
    start = "Goal" if d.assessment.par.goal is not None else "Par"
    money = d.assessment.money
    steps = [
        Bar(start, "customers", 0.0, d.at_par, d.at_par, words.number(d.at_par), PAR, worth=worth(money, d.at_par))
    ]
    level = d.at_par
    for k in shown:
        shortfall = float(d.assessment.observed.shortfall[k])
        low, high = d.assessment.shortfall_range[k]
        end = level - shortfall
        name, side = words.NAME[k].capitalize(), SIDE_OF[k]
        bottom, top = min(level, end), max(level, end)
        steps.append(
            Bar(
                name,
                side,
                bottom,
                top,
                end,
                signed(-shortfall),
                SIDE_COLOUR[side],
                shortfall - low,
                high - shortfall,
                (words.number(low), words.number(high)),
                worth(money, -shortfall),
            )
        )
        level = end
    today = Bar("Today", "customers", 0.0, d.today, d.today, words.number(d.today), TODAY, worth=worth(money, d.today))
    return [*steps, today]


def _moves(d: Diagnosis, link: str) -> bool:
    low, high = d.assessment.shortfall_range[link]
    return low != high
