"""The charts, as pure functions from a diagnosis to a figure. A figure is made anew each time and never changed.

Each chart is a plain specification (``data`` and ``layout``, as plotly.js takes them) and a ``go.Figure`` made of it.
The page sends the specification, which costs no validation and no import of plotly; ``go.Figure`` checks it in the
tests and wherever a figure is wanted in Python.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from diagnostics import month_numbers as calendar
from diagnostics.app.pages.style import (
    FONT,
    INK,
    PAR,
    QUIET,
    RULE,
    SIDE_COLOUR,
    SIDE_SYMBOL,
    SIDE_TEXT,
    SIDE_TINT,
    TODAY,
)
from diagnostics.comparison.change import Change
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.money import Money
from diagnostics.funnel.links import LINKS, SIDE_OF
from diagnostics.funnel.points import SIZE
from diagnostics.months.table import Table

if TYPE_CHECKING:
    import plotly.graph_objects as go

DOTS: Final = 240
"""Dots of the cloud that are drawn; enough to see its shape, few enough to follow a keystroke."""

SMALLEST_MAP: Final = 1.5
LARGEST_MAP: Final = 3.0


def balance(d: Diagnosis) -> go.Figure:
    """The balance map as a figure; see :func:`balance_spec`."""
    return _figure(balance_spec(d))


def bridge(d: Diagnosis) -> go.Figure:
    """The bridge as a figure; see :func:`bridge_spec`."""
    return _figure(bridge_spec(d))


def _figure(spec: dict[str, Any]) -> go.Figure:
    import plotly.graph_objects as go

    return go.Figure(spec)


def balance_spec(d: Diagnosis) -> dict[str, Any]:
    """The balance map: each side against its par, the cloud of what is possible, the diagonal, the four corners."""
    of = d.assessment.possible.of_reference
    size = SIZE
    # Cubes modulo a prime visit every point once and in no pattern; equal steps would draw the lattice itself.
    take = np.arange(1, DOTS + 1) ** 3 % size
    x = np.broadcast_to(np.atleast_1d(of["marketing"]), (size,))[take]
    y = np.broadcast_to(np.atleast_1d(of["sales"]), (size,))[take]
    weaker = np.broadcast_to(d.assessment.judgement.sides, (size,))[take]
    here = (d.of_par["marketing"], d.of_par["sales"])
    end = _map_end(x, y, here)

    traces: list[Any] = []
    kinds = ((1, "marketing", "marketing weaker"), (0, "balanced", "in balance"), (-1, "sales", "sales weaker"))
    for code, kind, name in kinds:
        chosen = weaker == code
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": _short(100 * np.minimum(x[chosen], end)),
                "y": _short(100 * np.minimum(y[chosen], end)),
                "marker": {
                    "symbol": SIDE_SYMBOL[kind],
                    "size": 6,
                    "opacity": 0.45,
                    "color": SIDE_COLOUR.get(kind, QUIET),
                },
                "hovertemplate": "marketing %{x:.0f} %, sales %{y:.0f} % of par<extra></extra>",
            }
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "your counts",
            "x": [round(100 * min(here[0], end), 2)],
            "y": [round(100 * min(here[1], end), 2)],
            "marker": {"symbol": "circle", "size": 15, "color": INK, "line": {"color": "white", "width": 3}},
            "cliponaxis": False,
            "hovertemplate": "your counts: marketing %{x:.0f} %, sales %{y:.0f} % of par<extra></extra>",
        }
    )
    top = 100 * end
    shapes = [
        _area([(0, 0), (top, top), (0, top)], SIDE_TINT["marketing"]),
        _area([(0, 0), (top, top), (top, 0)], SIDE_TINT["sales"]),
        _line(0, 0, top, top, "dash"),
        _line(100, 0, 100, top, "solid"),
        _line(0, 100, top, 100, "solid"),
    ]
    corners = [
        (0.02, 0.98, words.CORNERS[False, True], "left", "top", SIDE_TEXT["marketing"]),
        (0.98, 0.9, words.CORNERS[True, True], "right", "top", INK),
        (0.1, 0.02, words.CORNERS[False, False], "left", "bottom", INK),
        (0.98, 0.02, words.CORNERS[True, False], "right", "bottom", SIDE_TEXT["sales"]),
    ]
    annotations = [
        {
            "xref": "paper",
            "yref": "paper",
            "x": px,
            "y": py,
            "xanchor": ax,
            "yanchor": ay,
            "text": text,
            "showarrow": False,
            "font": {"size": 12.5, "color": colour},
        }
        for px, py, text, ax, ay, colour in corners
    ]
    layout = _layout() | {
        "shapes": shapes,
        "annotations": annotations,
        "margin": {"l": 54, "r": 10, "t": 8, "b": 48},
        "xaxis": _map_axis("Marketing, % of par", top),
        "yaxis": _map_axis("Sales, % of par", top),
    }
    return {"data": traces, "layout": layout}


def bridge_spec(d: Diagnosis, upright: bool = False) -> dict[str, Any]:
    """The bridge: from par to today, one bar a link, coloured and labelled by side, with 90 % intervals.

    ``upright`` runs it down the page, a row a link, for a narrow screen.
    """
    return _waterfall(bridge_steps(d), upright, "short")


def bridge_steps(d: Diagnosis) -> list[Step]:
    """The bars of the bridge, from par to today, for whoever draws it."""
    return _steps(d, [k for k in LINKS if k in ("reach", "closing") or _moves(d, k)])


def change_spec(c: Change, money: Money | None = None, upright: bool = False) -> dict[str, Any]:
    """What changed as a bridge: from the customers a month before to those after, one bar a link that moved.

    Where the channels are known, the part of closing that is the mix of leads stands on marketing's side.
    """
    return _waterfall(_change_steps(c, money), upright, "gained")


TICKS: Final = 14
"""So many months are named along the timeline, on a desk; half as many on a narrow screen."""


def change(c: Change, money: Money | None = None) -> go.Figure:
    """What changed, as a figure; see :func:`change_spec`."""
    return _figure(change_spec(c, money))


def timeline(table: Table) -> go.Figure:
    """The timeline as a figure; see :func:`timeline_spec`."""
    return _figure(timeline_spec(table))


def timeline_spec(
    table: Table, before: Table | None = None, after: Table | None = None, narrow: bool = False
) -> dict[str, Any]:
    """Leads by month, and below them the mature close rate with its band beside the tempting monthly ratio.

    Months whose leads are still young are hollow, months that are set aside are grey crosses. The two periods of what
    changed are shaded; ``x`` counts months from the first.
    """
    m, s = table.by_month, table.series
    x = list(range(table.size))
    names = [calendar.in_words(table.first + at) for at in x]
    used = s.used
    ratio = 100 * s.ratio
    rate, low, high = (np.where(used, 100 * v, np.nan) for v in (s.rate, s.low, s.high))
    leads = np.nan_to_num(m.leads)
    young = used & ~s.mature
    about = [
        f"{names[at]}: {words.plural(float(leads[at]), 'lead', 'leads')}" + ("" if used[at] else ", set aside")
        for at in x
    ]
    band = {"type": "scatter", "mode": "lines", "xaxis": "x", "yaxis": "y2", "line": {"width": 0}, "hoverinfo": "skip"}
    colour, dark = SIDE_COLOUR["sales"], SIDE_TEXT["sales"]
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": "leads",
            "x": x,
            "y": _short(leads),
            "marker": {
                "color": [SIDE_COLOUR["marketing"] if u else RULE for u in used],
                "opacity": [0.55 if y else 0.9 for y in young],
            },
            "hovertext": about,
            "hovertemplate": "%{hovertext}<extra></extra>",
        },
        {**band, "x": x, "y": _gaps(high), "name": "high", "connectgaps": False},
        {
            **band,
            "x": x,
            "y": _gaps(low),
            "name": "low",
            "fill": "tonexty",
            "fillcolor": SIDE_TINT["sales"],
            "connectgaps": False,
        },
        {
            "type": "scatter",
            "mode": "lines",
            "name": words.TEMPTING_RATIO,
            "x": x,
            "y": _gaps(ratio),
            "yaxis": "y2",
            "line": {"color": QUIET, "width": 1.6, "dash": "dot"},
            "hovertemplate": "%{y:.1f} % : the month’s sales ÷ the month’s leads<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": words.MATURE_RATE,
            "x": x,
            "y": _gaps(rate),
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
            "hovertemplate": words.RATE_HOVER[table.basis],
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "set aside",
            "x": [at for at in x if not used[at]],
            "y": [0.0 for at in x if not used[at]],
            "yaxis": "y2",
            "marker": {"symbol": "x-thin", "size": 9, "color": QUIET, "line": {"width": 2, "color": QUIET}},
            "hovertext": [a.words for a in table.set_aside],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
        },
    ]
    top = float(np.nanmax(np.concatenate([high[~np.isnan(high)], ratio[~np.isnan(ratio)], [1.0]])))
    shapes, annotations = [], []
    for period, name in ((before, "earlier"), (after, "later")):
        if period is None or period.window is None:
            continue
        first, last = (end - table.first for end in period.window)
        shapes.append(
            {
                "type": "rect",
                "xref": "x",
                "yref": "paper",
                "x0": first - 0.48,
                "x1": last + 0.48,
                "y0": 0,
                "y1": 1,
                "fillcolor": PAR if name == "earlier" else TODAY,
                "opacity": 0.16,
                "line": {"width": 0},
                "layer": "below",
            }
        )
        annotations.append(_note(f"<b>{name}</b>", (first + last) / 2, 1.0, "bottom"))
    every = max(1, math.ceil(table.size / (TICKS // 2 if narrow else TICKS)))
    ticks = x[::every]
    layout = _layout() | {
        "shapes": shapes,
        "annotations": annotations,
        "margin": {"l": 46, "r": 10, "t": 24, "b": 44},
        "bargap": 0.25,
        "dragmode": "select",
        "selectdirection": "h",
        "hovermode": "closest",
        "xaxis": {
            "tickmode": "array",
            "tickvals": ticks,
            "ticktext": [_tick(table.first + at) for at in ticks],
            "range": [-0.6, table.size - 0.4],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"size": 12, "color": QUIET},
            "tickangle": 0,
            "anchor": "y2",
        },
        "yaxis": _count_axis("Leads", [0.62, 1.0], 1.08 * float(max(leads.max(), 1.0))),
        "yaxis2": _count_axis("Close rate, %", [0.0, 0.54], min(100.0, 1.1 * top)),
    }
    return {"data": traces, "layout": layout}


def _tick(month: int) -> str:
    """A month in two short lines, the year where it is known."""
    name = calendar.in_words(month).split(" ")
    return f"{name[0][:3]}<br>{name[1]}" if len(name) > 1 else name[0][:3]


def _note(text: str, x: float, y: float, anchor: str) -> dict[str, Any]:
    return {
        "xref": "x",
        "yref": "paper",
        "x": x,
        "y": y,
        "yanchor": anchor,
        "text": text,
        "showarrow": False,
        "font": {"size": 12.5, "color": INK},
    }


def _count_axis(title: str, domain: list[float], top: float) -> dict[str, Any]:
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


def _gaps(values: Iterable[float]) -> list[float | None]:
    """Numbers for a picture, with None where there is none."""
    return [None if math.isnan(v) else float(f"{v:.5g}") for v in values]


def _percent_or(points: float) -> str:
    return "unknown" if math.isnan(points) else words.percent(points / 100)


def _waterfall(steps: list[Step], upright: bool, what: str) -> dict[str, Any]:
    """Bars from the first level to the last, each hanging where the one before it ended."""
    place = list(range(len(steps)))
    highest = max(*(s.top for s in steps), 1e-9)
    crest = (1.36 if any(s.worth for s in steps) else 1.22) * highest  # room for one line above a whisker, or two
    ups = [min(s.up, crest - s.end) for s in steps]
    downs = [min(s.down, s.end + 0.12 * highest) for s in steps]
    bars = {"x": place, "y": _short([s.top - s.bottom for s in steps]), "base": _short([s.bottom for s in steps])}
    links = slice(1, -1)
    whiskers = {
        "x": place[links],
        "y": _short([s.end for s in steps[links]]),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": _short(ups[links]),
            "arrayminus": _short(downs[links]),
            "thickness": 1.6,
            "width": 5,
            "color": INK,
        },
    }
    numbers = {"x": place, "y": _short([max(s.top, s.end + up) for s, up in zip(steps, ups, strict=True)])}
    ranges = [list(s.range) for s in steps[links]]
    traces: list[dict[str, Any]] = [
        {"type": "bar", **bars, "marker": {"color": [s.colour for s in steps]}, "width": 0.66, "hoverinfo": "skip"},
        {
            "type": "scatter",
            "mode": "markers",
            **whiskers,
            "marker": {"size": 1, "color": INK},
            "customdata": ranges,
            "hovertemplate": f"90 % range: %{{customdata[0]}} to %{{customdata[1]}} customers a month {what}<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "text",
            **numbers,
            "text": [
                f"{' ' if upright else ''}<b>{s.text}</b>"
                + (f"{' · ' if upright else '<br>'}{s.worth}" if s.worth else "")
                for s in steps
            ],
            "textposition": "middle right" if upright else "top center",
            "textfont": {"size": 14, "color": INK},
            "cliponaxis": False,
            "hoverinfo": "skip",
        },
    ]
    ties = [
        {
            "type": "line",
            "x0": i + 0.33,
            "x1": i + 0.67,
            "y0": step.end,
            "y1": step.end,
            "line": {"color": QUIET, "width": 1, "dash": "dot"},
        }
        for i, step in enumerate(steps[:-1])
    ]
    joint = " · " if upright else "<br>"
    names: dict[str, Any] = {
        "tickmode": "array",
        "tickvals": place,
        "ticktext": [f"<b>{s.name}</b>{joint}{s.under}" for s in steps],
        "tickfont": {"size": 12.5, "color": INK},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickangle": 0,
        "range": [-0.55, len(steps) - 0.45],
    }
    scale = {"visible": False, "fixedrange": True, "range": [-0.14 * highest, 1.1 * crest]}
    margin = {"l": 8, "r": 8, "t": 22, "b": 66}
    if upright:
        for part in (*traces, *ties):
            _turn(part)
        traces[0]["orientation"] = "h"
        names["range"] = names["range"][::-1]
        names["automargin"] = True
        margin = {"l": 8, "r": 30, "t": 4, "b": 4}
    axes = {"xaxis": scale, "yaxis": names} if upright else {"xaxis": names, "yaxis": scale}
    return {"data": traces, "layout": _layout() | {"shapes": ties, "margin": margin, "bargap": 0.3} | axes}


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: from ``bottom`` to ``top``, the level it leaves at, and its interval around that."""

    name: str
    under: str
    bottom: float
    top: float
    end: float
    text: str
    colour: str
    up: float = 0.0
    down: float = 0.0
    range: tuple[str, str] = ("", "")
    worth: str = ""


def _steps(d: Diagnosis, shown: list[str]) -> list[Step]:
    per_month = "customers"
    start = "Goal" if d.assessment.par.goal is not None else "Par"
    money = d.assessment.money
    steps = [
        Step(start, per_month, 0.0, d.at_par, d.at_par, words.number(d.at_par), PAR, worth=_worth(money, d.at_par))
    ]
    level = d.at_par
    for k in shown:
        shortfall = float(d.assessment.observed.shortfall[k])
        low, high = d.assessment.shortfall_range[k]
        end = level - shortfall
        name, side = words.NAME[k].capitalize(), SIDE_OF[k]
        bottom, top = min(level, end), max(level, end)
        steps.append(
            Step(
                name,
                side,
                bottom,
                top,
                end,
                _signed(-shortfall),
                SIDE_COLOUR[side],
                shortfall - low,
                high - shortfall,
                (words.number(low), words.number(high)),
                _worth(money, -shortfall),
            )
        )
        level = end
    today = Step("Today", per_month, 0.0, d.today, d.today, words.number(d.today), TODAY, worth=_worth(money, d.today))
    return [*steps, today]


def _change_steps(c: Change, money: Money | None) -> list[Step]:
    """Before, each link that moved, after. Where channels are known, closing is told apart into mix and rate."""
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
    steps = [Step("Before", "customers", 0.0, level, level, words.number(level), PAR, worth=_worth(money, level))]
    for name, side, value, (low, high) in moves:
        end = level + value
        steps.append(
            Step(
                name,
                side,
                min(level, end),
                max(level, end),
                end,
                _signed(value),
                SIDE_COLOUR[side],
                max(0.0, high - value),
                max(0.0, value - low),
                (_signed(low), _signed(high)),
                _worth(money, value),
            )
        )
        level = end
    after = Step(
        "After", "customers", 0.0, c.after, c.after, words.number(c.after), TODAY, worth=_worth(money, c.after)
    )
    return [*steps, after]


def _worth(money: Money | None, customers: float) -> str:
    return "" if money is None else money.words(customers)


def _turn(part: dict[str, Any]) -> None:
    """Swap across and along, in a specification that was just made."""
    for one, other in (("x", "y"), ("x0", "y0"), ("x1", "y1"), ("error_x", "error_y")):
        values = {other: part.pop(one, None), one: part.pop(other, None)}
        part.update({key: value for key, value in values.items() if value is not None})


def _moves(d: Diagnosis, link: str) -> bool:
    low, high = d.assessment.shortfall_range[link]
    return low != high


def _map_end(x: np.ndarray, y: np.ndarray, here: tuple[float, float]) -> float:
    """Where the axes of the map end, a multiple of one half: room for nearly all of the cloud, steady under typing."""
    wanted = max(float(np.quantile(np.concatenate([x, y]), 0.97)), *here)
    return min(LARGEST_MAP, max(SMALLEST_MAP, math.ceil(wanted * 1.02 * 2) / 2))


def _map_axis(title: str, top: float) -> dict[str, Any]:
    return {
        "title": {"text": title, "font": {"size": 13, "color": INK}, "standoff": 8},
        "range": [0, top],
        "tickvals": list(range(0, int(top) + 1, 50 if top <= 200 else 100)),
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": RULE,
        "tickfont": {"size": 12, "color": QUIET},
    }


def _layout() -> dict[str, Any]:
    return {
        "font": {"family": FONT, "color": INK, "size": 13},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "autosize": True,
        "hoverlabel": {"font": {"family": FONT}},
    }


def _area(corners: list[tuple[float, float]], colour: str) -> dict[str, Any]:
    path = "M" + " L".join(f"{x:g},{y:g}" for x, y in corners) + " Z"
    return {"type": "path", "path": path, "fillcolor": colour, "line": {"width": 0}, "layer": "below"}


def _line(x0: float, y0: float, x1: float, y1: float, dash: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
        "layer": "below",
        "line": {"color": QUIET if dash == "dash" else PAR, "width": 1.2, "dash": dash},
    }


def _short(values: Iterable[float]) -> list[float]:
    """Numbers with as many digits as a picture needs."""
    return [float(f"{v:.5g}") for v in values]


def _signed(value: float) -> str:
    text = words.number(abs(value))
    return text if text == "0" else ("+" if value > 0 else "−") + text
