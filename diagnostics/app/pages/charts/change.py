"""The bridge from one period to the next: what changed."""

from __future__ import annotations

from diagnostics.app.pages.charts.layout import Spec, signed
from diagnostics.app.pages.charts.waterfall import Bar, waterfall, worth
from diagnostics.app.pages.style import PAR, SIDE_COLOUR, TODAY
from diagnostics.comparison.change import Change
from diagnostics.diagnosis import words
from diagnostics.diagnosis.money import Money
from diagnostics.funnel.links import LINKS, SIDE_OF


def change_spec(c: Change, money: Money | None = None, upright: bool = False) -> Spec:
    """What changed as a bridge: from customers per month before to those after, one bar per link that moved.

    Where the channels are known, the part of closing that is the mix of leads is on marketing's side.
    """
    return waterfall(_change_steps(c, money), upright, "gained")


def _change_steps(c: Change, money: Money | None) -> list[Bar]:
    """Before, each link that moved, after. Where channels are known, closing is split into mix and rate."""
    moves: list[tuple[str, str, float, tuple[float, float]]] = []
    for k in LINKS:
        value, reach = c.shortfall[k], c.shortfall_range[k]
        if k == "closing" and c.mix is not None:
            m = c.mix
            moves.append(("Mix of leads", "marketing", m.mix_customers, m.mix_customers_range))
            moves.append(("Closing", "sales", m.rate_customers, m.rate_customers_range))
        elif k in ("reach", "closing") or reach[0] != reach[1]:
            moves.append((words.NAME[k].capitalize(), SIDE_OF[k], value, reach))
    level = c.before
    steps = [Bar("Before", "customers", 0.0, level, level, words.number(level), PAR, worth=worth(money, level))]
    for name, side, value, (low, high) in moves:
        end = level + value
        steps.append(
            Bar(
                name,
                side,
                min(level, end),
                max(level, end),
                end,
                signed(value),
                SIDE_COLOUR[side],
                max(0.0, high - value),
                max(0.0, value - low),
                (signed(low), signed(high)),
                worth(money, value),
            )
        )
        level = end
    after = Bar("After", "customers", 0.0, c.after, c.after, words.number(c.after), TODAY, worth=worth(money, c.after))
    return [*steps, after]
