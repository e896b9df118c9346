"""The bridge from one period to the next: what changed."""

from __future__ import annotations

from diagnostics.app.pages.charts.layout import Spec, signed
from diagnostics.app.pages.charts.waterfall import ENDS, Bar, link_bar, total_bar, waterfall
from diagnostics.app.pages.style import PAR, TODAY
from diagnostics.comparison.change import Change
from diagnostics.diagnosis import words
from diagnostics.diagnosis.money import Money
from diagnostics.funnel.links import LINKS, SIDE_OF
from diagnostics.language import t


def change_spec(c: Change, money: Money | None = None, upright: bool = False) -> Spec:
    """What changed as a bridge: from customers per month before to those after, one bar per link that moved.

    Where the channels are known, the part of closing that is the mix of leads is on marketing's side.
    """
    gained = t("90% range: {low} to {high} customers per month gained", **ENDS)
    return waterfall(_change_steps(c, money), upright, gained)


def _change_steps(c: Change, money: Money | None) -> list[Bar]:
    """Before, each link that moved, after. Where channels are known, closing is split into mix and rate."""
    moves: list[tuple[str, str, float, tuple[float, float]]] = []
    for k in LINKS:
        value, reach = c.shortfall[k], c.shortfall_range[k]
        if k == "closing" and c.mix is not None:
            m = c.mix
            moves.append((t("Mix of leads"), "marketing", m.mix_customers, m.mix_customers_range))
            moves.append((words.LABEL["closing"], "sales", m.rate_customers, m.rate_customers_range))
        elif k in ("reach", "closing") or reach[0] != reach[1]:
            moves.append((words.LABEL[k], SIDE_OF[k], value, reach))
    steps = [total_bar(t("Before"), c.before, PAR, money)]
    for name, side, value, (low, high) in moves:
        whisker, shown = (max(0.0, high - value), max(0.0, value - low)), (signed(low), signed(high))
        steps.append(link_bar(name, side, steps[-1].end, value, whisker, shown, money))
    return [*steps, total_bar(t("After"), c.after, TODAY, money)]
