"""The timeline: leads by month, and below them the mature win rate next to the tempting monthly ratio."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from diagnostics import month_numbers as calendar
from diagnostics.app.pages import page_words
from diagnostics.app.pages.charts.layout import NO_MORE, PlotlyPart, Spec, base_layout, gaps, short
from diagnostics.app.pages.style import INK, PAR, QUIET, RULE, SIDE_COLOUR, SIDE_TEXT, SIDE_TINT, TODAY
from diagnostics.diagnosis import words
from diagnostics.language import Texts, mark, t
from diagnostics.months.table import Table

NOTE: Final = Texts({"earlier": mark("earlier"), "later": mark("later")})
"""Over each of two periods."""
TICKS: Final = 14
"""Months named along a wide timeline; half as many on a narrow screen."""


def timeline_spec(table: Table, before: Table | None = None, after: Table | None = None, narrow: bool = False) -> Spec:
    """Leads by month and the win rate with its band; ``x`` counts months from the first.

    Months whose leads are still young are hollow, those too young for a rate are a gap that says so, and months that are set
    aside are grey crosses. The two periods of what changed are shaded.
    """
    periods = [(p, name) for p, name in ((before, "earlier"), (after, "later")) if p is not None and p.window]
    ticks = range(table.size)[:: max(1, math.ceil(table.size / (TICKS // 2 if narrow else TICKS)))]
    layout = base_layout() | {
        "shapes": [_shade(table, period, PAR if name == "earlier" else TODAY) for period, name in periods],
        "annotations": [*(_note(table, period, NOTE[name]) for period, name in periods), *_too_early(table)],
        "margin": {"l": 46, "r": 10, "t": 24, "b": 44},
        "bargap": 0.25,
        "dragmode": "select",
        "selectdirection": "h",
        "hovermode": "closest",
        "xaxis": {
            "tickmode": "array",
            "tickvals": list(ticks),
            "ticktext": [_tick(table.starts[at]) for at in ticks],
            "range": [-0.6, table.size - 0.4],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"size": 12, "color": QUIET},
            "tickangle": 0,
            "anchor": "y2",
        },
        "yaxis": _count_axis(t("Leads"), [0.62, 1.0], 1.08 * float(max(_leads(table).max(), 1.0))),
        "yaxis2": _count_axis(t("Win rate, %"), [0.0, 0.54], min(100.0, 1.1 * _highest_rate(table))),
    }
    return {"data": [_lead_bars(table), *_rate_lines(table), _left_out(table)], "layout": layout}


def _leads(table: Table) -> np.ndarray:
    return np.nan_to_num(table.by_month.leads)


def _highest_rate(table: Table) -> float:
    """The highest percentage that is drawn, at least 1."""
    s = table.series
    drawn = np.concatenate([np.where(s.used, 100 * s.high, np.nan), 100 * s.ratio, [1.0]])
    return float(np.nanmax(drawn))


def _lead_bars(table: Table) -> PlotlyPart:
    s, leads = table.series, _leads(table)
    young = s.used & ~s.mature
    about = [
        _about(table.timeline.name(at), words.plural(float(leads[at]), "lead", "leads"), bool(s.used[at]))
        for at in range(table.size)
    ]
    return {
        "type": "bar",
        "name": "leads",
        "x": list(range(table.size)),
        "y": short(leads),
        "marker": {
            "color": [SIDE_COLOUR["marketing"] if u else PAR for u in s.used],
            "opacity": [0.55 if y else 0.9 for y in young],
        },
        "hovertext": about,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _about(month: str, leads: str, used: bool) -> str:
    """A month and its leads."""
    if used:
        return t("{month}: {leads}", month=month, leads=leads)
    return t("{month}: {leads}, left out", month=month, leads=leads)


def _rate_lines(table: Table) -> list[PlotlyPart]:
    """The band of the win rate, the tempting ratio, the win rate itself."""
    s, x = table.series, list(range(table.size))
    rate, low, high = (np.where(s.used, 100 * v, np.nan) for v in (s.rate, s.low, s.high))
    young = s.used & ~s.mature
    colour, dark = SIDE_COLOUR["sales"], SIDE_TEXT["sales"]
    band = {"type": "scatter", "mode": "lines", "xaxis": "x", "yaxis": "y2", "line": {"width": 0}, "hoverinfo": "skip"}
    filled = {"fill": "tonexty", "fillcolor": SIDE_TINT["sales"]}
    return [
        {**band, "x": x, "y": gaps(high), "name": "high", "connectgaps": False},
        {**band, "x": x, "y": gaps(low), "name": "low", **filled, "connectgaps": False},
        {
            "type": "scatter",
            "mode": "lines",
            "name": t(page_words.TEMPTING_RATIO),
            "x": x,
            "y": gaps(100 * s.ratio),
            "yaxis": "y2",
            "line": {"color": QUIET, "width": 1.6, "dash": "dot"},
            "hovertemplate": t("%{y:.1f}%: the month’s sales ÷ the month’s leads") + NO_MORE,
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": t(page_words.MATURE_RATE),
            "x": x,
            "y": gaps(rate),
            "yaxis": "y2",
            "line": {"color": colour, "width": 2.2},
            "marker": {
                "size": 8,
                "symbol": ["circle-open" if y else "circle" for y in young],
                "color": dark,
                "line": {"width": 2, "color": dark},
            },
            "customdata": [
                [_percent_or(low[at]), _percent_or(high[at]), _percent_or(100 * s.maturity[at])] for at in x
            ],
            "hovertemplate": t(page_words.RATE_HOVER[table.basis]),
        },
    ]


def _left_out(table: Table) -> PlotlyPart:
    """A cross for each month that is set aside, with the reason."""
    out = [at for at in range(table.size) if not table.series.used[at]]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "left out",
        "x": out,
        "y": [0.0] * len(out),
        "yaxis": "y2",
        "marker": {"symbol": "x-thin", "size": 9, "color": QUIET, "line": {"width": 2, "color": QUIET}},
        "hovertext": [a.words for a in table.set_aside],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _ends(table: Table, period: Table) -> tuple[int, int]:
    """First and last month of a period, counted from the first month of the table."""
    assert period.window is not None
    first, last = period.window
    return table.timeline.at(first), table.timeline.at(last)


def _shade(table: Table, period: Table, colour: str) -> PlotlyPart:
    first, last = _ends(table, period)
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": first - 0.48,
        "x1": last + 0.48,
        "y0": 0,
        "y1": 1,
        "fillcolor": colour,
        "opacity": 0.16,
        "line": {"width": 0},
        "layer": "below",
    }


def _note(table: Table, period: Table, name: str) -> PlotlyPart:
    return {
        "xref": "x",
        "yref": "paper",
        "x": sum(_ends(table, period)) / 2,
        "y": 1.0,
        "yanchor": "bottom",
        "text": f"<b>{name}</b>",
        "showarrow": False,
        "font": {"size": 12.5, "color": INK},
    }


def _too_early(table: Table) -> list[PlotlyPart]:
    """What stands in place of the rates of the last months, where less has had time than shows one."""
    early = np.flatnonzero(table.series.used & table.series.early)
    if not early.size:
        return []
    place = {"x": float(early[-1]) + 0.4, "xanchor": "right", "xref": "x", "y": 0.0, "yanchor": "bottom", "yref": "y2"}
    return [{**place, "text": t(page_words.TOO_EARLY), "showarrow": False, "font": {"size": 12.5, "color": QUIET}}]


def _tick(month: int) -> str:
    """A month in two short lines, the year where it is known."""
    name = calendar.in_words(month).split(" ")
    return f"{name[0][:3]}<br>{name[1]}" if len(name) > 1 else name[0][:3]


def _count_axis(title: str, domain: list[float], top: float) -> PlotlyPart:
    return {
        "title": {"text": title, "font": {"size": 12.5, "color": INK}, "standoff": 6},
        "domain": domain,
        "range": [0, top],
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
        "nticks": 5,
        "tickfont": {"size": 12, "color": QUIET},
    }


def _percent_or(points: float) -> str:
    return t("unknown") if math.isnan(points) else words.percent(points / 100)
