"""The balance map: each side as a share of its par."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from diagnostics.app.pages.charts.layout import NO_MORE, PlotlyPart, Spec, base_layout, short
from diagnostics.app.pages.style import INK, PAR, QUIET, RULE, SIDE_COLOUR, SIDE_SYMBOL, SIDE_TEXT, SIDE_TINT
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.funnel.points import SIZE
from diagnostics.language import t

DOTS: Final = 240
"""Dots of the cloud that are drawn; enough to see its shape, few enough to follow a keystroke."""

SMALLEST_MAP: Final = 1.5
LARGEST_MAP: Final = 3.0


def balance_spec(d: Diagnosis) -> Spec:
    """Each side as a share of its par: the plausible values, the counts, the diagonal, the four corners."""
    of = d.assessment.possible.of_reference
    size = SIZE
    # Cubes modulo a prime visit every point once and in no pattern; equal steps would draw the lattice itself.
    take = np.arange(1, DOTS + 1) ** 3 % size
    x = np.broadcast_to(np.atleast_1d(of["marketing"]), (size,))[take]
    y = np.broadcast_to(np.atleast_1d(of["sales"]), (size,))[take]
    weaker = np.broadcast_to(d.assessment.judgement.sides, (size,))[take]
    here = (d.of_par["marketing"], d.of_par["sales"])
    end = _map_end(x, y, here)

    traces: list[PlotlyPart] = []
    kinds = ((1, "marketing", "marketing weaker"), (0, "balanced", "neither"), (-1, "sales", "sales weaker"))
    for code, kind, name in kinds:
        chosen = weaker == code
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": short(100 * np.minimum(x[chosen], end)),
                "y": short(100 * np.minimum(y[chosen], end)),
                "marker": {
                    "symbol": SIDE_SYMBOL[kind],
                    "size": 6,
                    "opacity": 0.45,
                    "color": SIDE_COLOUR.get(kind, QUIET),
                },
                "hovertemplate": t("marketing %{x:.0f}%, sales %{y:.0f}% of target") + NO_MORE,
            }
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": t("your numbers"),
            "x": [round(100 * min(here[0], end), 2)],
            "y": [round(100 * min(here[1], end), 2)],
            "marker": {"symbol": "circle", "size": 15, "color": INK, "line": {"color": "white", "width": 3}},
            "cliponaxis": False,
            "hovertemplate": t("your numbers: marketing %{x:.0f}%, sales %{y:.0f}% of target") + NO_MORE,
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
    above_the_line = 100 / top + 0.005  # at the right edge just above 100% of sales: the diagonal is higher there
    corners = [
        (0.02, 0.98, words.CORNERS[False, True], "left", "top", SIDE_TEXT["marketing"]),
        (0.995, above_the_line, words.CORNERS[True, True], "right", "bottom", INK),
        (0.1, 0.02, words.CORNERS[False, False], "left", "bottom", INK),
        (0.995, 0.02, words.CORNERS[True, False], "right", "bottom", SIDE_TEXT["sales"]),
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
    layout = base_layout() | {
        "shapes": shapes,
        "annotations": annotations,
        "margin": {"l": 54, "r": 10, "t": 8, "b": 48},
        "xaxis": _map_axis(t("Marketing, % of target"), top),
        "yaxis": _map_axis(t("Sales, % of target"), top),
    }
    return {"data": traces, "layout": layout}


def _map_end(x: np.ndarray, y: np.ndarray, here: tuple[float, float]) -> float:
    """Where the axes of the map end, a multiple of one half: room for nearly all of the cloud, steady under typing."""
    wanted = max(float(np.quantile(np.concatenate([x, y]), 0.97)), *here)
    return min(LARGEST_MAP, max(SMALLEST_MAP, math.ceil(wanted * 1.02 * 2) / 2))


def _map_axis(title: str, top: float) -> PlotlyPart:
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


def _area(corners: list[tuple[float, float]], colour: str) -> PlotlyPart:
    path = "M" + " L".join(f"{x:g},{y:g}" for x, y in corners) + " Z"
    return {"type": "path", "path": path, "fillcolor": colour, "line": {"width": 0}, "layer": "below"}


def _line(x0: float, y0: float, x1: float, y1: float, dash: str) -> PlotlyPart:
    return {
        "type": "line",
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
        "layer": "below",
        "line": {"color": QUIET if dash == "dash" else PAR, "width": 1.2, "dash": dash},
    }
