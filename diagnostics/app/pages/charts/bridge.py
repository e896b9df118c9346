"""The bridge from target to today: what each link costs."""

from __future__ import annotations

from diagnostics.app.pages.charts.layout import Spec
from diagnostics.app.pages.charts.waterfall import ENDS, Bar, link_bar, total_bar, waterfall
from diagnostics.app.pages.style import PAR, TODAY
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.funnel.links import LINKS, SIDE_OF
from diagnostics.language import t


def bridge_spec(d: Diagnosis, upright: bool = False) -> Spec:
    """The bridge: from target to today, one bar per link, coloured and labelled by side, with 90% intervals.

    ``upright`` runs it down the page, one row per link, for a narrow screen.
    """
    short = t("90% range: {low} to {high} customers per month short", **ENDS)
    return waterfall(bridge_steps(d), upright, short)


def bridge_steps(d: Diagnosis) -> list[Bar]:
    """The bars of the bridge, from target to today; a link that cannot be short has none."""
    a = d.assessment
    steps = [total_bar(t("Goal") if a.par.goal is not None else t("Target"), d.at_par, PAR, a.money)]
    for link in LINKS:
        low, high = a.shortfall_range[link]
        if link not in ("reach", "closing") and low == high:
            continue
        name, shortfall = words.LABEL[link], float(a.observed.shortfall[link])
        whisker, shown = (shortfall - low, high - shortfall), (words.number(low), words.number(high))
        steps.append(link_bar(name, SIDE_OF[link], steps[-1].end, -shortfall, whisker, shown, a.money))
    return [*steps, total_bar(t("Today"), d.today, TODAY, a.money)]
