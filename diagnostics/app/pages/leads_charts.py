"""The control-limit plot, and the shades of the grid. Pure functions; see :mod:`diagnostics.app.pages.charts`."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import leads_words
from diagnostics.app.pages.charts.layout import Spec, base_layout
from diagnostics.app.pages.leads_words import between, share
from diagnostics.app.pages.style import BAND, INK, PAR, QUIET, RULE
from diagnostics.language import t
from diagnostics.leads.people.verdict import PeopleVerdict
from diagnostics.number_format import integer

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

MOST_UNITS: Final = 25
"""Reps, or channels, that are drawn; all are in the table."""

ROW: Final = 36
ROW_UPRIGHT: Final = 46
EDGE: Final = 84
"""Pixels of a row of the plot, with its name next to it or above it, and of what is around the rows."""

FURTHEST: Final = 3.0
"""Ratios beyond are drawn at the edge, with their number next to them."""

LONGEST_LABEL: Final = 26

THIN: Final = 20
"""Pairings with fewer leads are pale: their rate is mostly what the rep and the channel suggest."""

SHADES: Final = 5


def control(p: PeopleVerdict) -> go.Figure:
    """The control-limit plot as a figure; see :func:`control_spec`."""
    import plotly.graph_objects as go

    return go.Figure(control_spec(p))


def drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """The units that are drawn: the outliers, and the largest of the others."""
    if len(frame) <= MOST_UNITS:
        return frame
    out = frame[frame["outside"] != ""].head(MOST_UNITS)
    rest = frame[frame["outside"] == ""].head(MOST_UNITS - len(out))
    return frame[frame.index.isin(out.index.union(rest.index))]


def control_height(p: PeopleVerdict, upright: bool = False) -> int:
    """Pixels that the plot needs."""
    return EDGE + (ROW_UPRIGHT if upright else ROW) * len(_lines(p))


def _lines(p: PeopleVerdict) -> list[tuple[str, Any | None]]:
    """Headings and units from the top down."""
    lines: list[tuple[str, Any | None]] = []
    for key, frame in (("channels", p.channels), ("reps", p.reps)):
        if frame is None or not len(frame):
            continue
        lines.append((t(leads_words.CONTROL_GROUPS[key]), None))
        lines.extend((str(name), row) for name, row in drawn(frame).iterrows())
    return lines


def control_spec(p: PeopleVerdict, upright: bool = False) -> Spec:
    """The control-limit plot: one row per channel and rep, won ÷ expected as a dot, the limits of chance as a band.

    Outliers are filled and have their number next to them. ``upright`` writes the names above the rows, for a narrow
    screen.
    """
    lines = _lines(p)
    units = [(at, name, row) for at, (name, row) in enumerate(lines) if row is not None]
    compared = [(at, name, row) for at, name, row in units if math.isfinite(row["ratio"])]
    highest = [row["ratio"] for *_, row in compared] + [
        row["high"] for *_, row in compared if math.isfinite(row["high"])
    ]
    end = min(FURTHEST, max([1.6, *highest])) * 1.12
    out = [(at, name, row) for at, name, row in compared if row["outside"]]
    within = [(at, name, row) for at, name, row in compared if not row["outside"]]

    def dots(chosen: list[tuple[int, str, Any]], marker: dict[str, Any], name: str) -> dict[str, Any]:
        return {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": [_points(min(row["ratio"], end / 1.04)) for _, _, row in chosen],
            "y": [at for at, _, _ in chosen],
            "marker": marker,
            "hovertext": [_about(name, row) for _, name, row in chosen],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
        }

    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": "limits",
            "y": [at for at, _, _ in compared],
            "base": [_points(min(row["low"], end)) for _, _, row in compared],
            "x": [_points(max(0.0, min(row["high"], end) - min(row["low"], end))) for _, _, row in compared],
            "width": 0.3 if upright else 0.56,
            "marker": {"color": BAND, "line": {"width": 1, "color": PAR}},
            "hovertext": [_about(name, row) for _, name, row in compared],
            "hovertemplate": "%{hovertext}<extra></extra>",
        },
        dots(
            within,
            {"symbol": "circle", "size": 11, "color": "white", "line": {"width": 2, "color": QUIET}},
            "within",
        ),
        dots(out, {"symbol": "diamond", "size": 14, "color": INK, "line": {"width": 1, "color": "white"}}, "outside"),
    ]
    annotations = [_number(at, row, end) for at, _, row in out]
    annotations += [
        _note(t(leads_words.NOT_COMPARABLE), _points(end / 2), at, "center", QUIET)
        for at, _, row in units
        if not math.isfinite(row["ratio"])
    ]
    names = {
        at: f"<b>{name}</b>" if row is None else f"<b>{_safe(name)}</b>" if row["outside"] else _safe(name)
        for at, (name, row) in enumerate(lines)
    }
    if upright:
        annotations += [_above(text, at, lines[at][1] is None) for at, text in names.items()]
    layout = base_layout() | {
        "shapes": [
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": 100,
                "x1": 100,
                "y0": 0,
                "y1": 1,
                "layer": "between",
                "line": {"color": QUIET, "width": 1.4},
            }
        ],
        "annotations": annotations,
        "margin": {"l": 8, "r": 14, "t": 6, "b": 46},
        "bargap": 0.3,
        "hovermode": "closest",
        "xaxis": {
            "title": {"text": t(leads_words.CONTROL_AXIS), "font": {"size": 12.5, "color": INK}, "standoff": 6},
            "range": [0, _points(end)],
            "tickvals": list(range(0, int(100 * end) + 1, 50 if end <= 2.3 else 100)),
            "fixedrange": True,
            "gridcolor": RULE,
            "zeroline": False,
            "tickfont": {"size": 12, "color": QUIET},
        },
        "yaxis": {
            "range": [len(lines) - 0.4, -0.6],
            "tickmode": "array",
            "tickvals": list(names),
            "ticktext": list(names.values()),
            "showticklabels": not upright,
            "tickfont": {"size": 13, "color": INK},
            "ticklabelstandoff": 6,
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
    }
    return {"data": traces, "layout": layout}


def _points(ratio: float) -> float:
    return float(f"{100 * ratio:.5g}")


def _safe(name: str) -> str:
    """A name in a picture: cut where it is long, nothing in it is markup."""
    cut = name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"
    return html.escape(cut, quote=False)


def _about(name: str, row: Any) -> str:
    lines = (
        f"<b>{_safe(name)}</b>",
        t("{share} of what is expected", share=share(row["ratio"])),
        t("chance keeps it within {range}", range=between(row["low"], row["high"])),
        t("{won} won of {leads}", won=integer(round(row["won"])), leads=integer(round(row["worked"]))),
    )
    return "<br>".join(lines)


def _number(at: int, row: Any, end: float) -> dict[str, Any]:
    """The number of an outlier, on the side of its dot that is away from the band."""
    below = row["outside"] == "below"
    x = _points(min(row["ratio"], end / 1.04))
    left = (below and x > 30 * end) or x > 88 * end
    note = _note(f"<b>{share(row['ratio'])}</b>", x, at, "right" if left else "left", INK)
    return note | {"xshift": -11 if left else 11}


def _note(text: str, x: float, y: float, anchor: str, colour: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "xanchor": anchor,
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": colour},
    }


def _above(text: str, at: int, heading: bool) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": at,
        "xanchor": "left",
        "yanchor": "middle",
        "yshift": 0 if heading else 17,
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": INK},
    }


def shade(rate: float, lowest: float, highest: float) -> int:
    """Which of the shades of the grid a rate has, from 0 (lightest).

    >>> shade(0.1, 0.1, 0.5), shade(0.5, 0.1, 0.5), shade(0.3, 0.3, 0.3)
    (0, 4, 0)
    """
    if not highest > lowest:
        return 0
    return min(SHADES - 1, max(0, int(SHADES * (rate - lowest) / (highest - lowest))))
