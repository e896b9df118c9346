"""Bars from a first level to a last, each starting where the one before it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagnostics.app.pages.charts.layout import NO_MORE, PlotlyPart, Spec, base_layout, short, signed
from diagnostics.app.pages.style import INK, QUIET, SIDE_COLOUR
from diagnostics.diagnosis import words
from diagnostics.diagnosis.money import Money
from diagnostics.language import t

ENDS: Final = {"low": "%{customdata[0]}", "high": "%{customdata[1]}"}
"""The ends of a link's range, where plotly.js puts them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: from ``bottom`` to ``top``; ``end`` is the level after it, with the interval ``up`` and ``down`` from there."""

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


def total_bar(name: str, customers: float, colour: str, money: Money | None) -> Bar:
    """The first or the last bar: customers per month."""
    text = words.number(customers)
    return Bar(name, t("customers"), 0.0, customers, customers, text, colour, worth=_worth(money, customers))


def link_bar(
    name: str,
    side: str,
    level: float,
    by: float,
    whisker: tuple[float, float],
    shown: tuple[str, str],
    money: Money | None,
) -> Bar:
    """The bar of one link, which moves the level ``by`` customers per month.

    Parameters
    ----------
    name, side : str
        Of the link.
    level, by : float
        The level before, and the change.
    whisker : tuple of float
        How far the interval reaches above and below the level after.
    shown : tuple of str
        The ends of the interval, in words.
    money : Money, optional
        What a sale is worth.
    """
    end = level + by
    bottom, top = min(level, end), max(level, end)
    return Bar(
        name, words.SIDE[side], bottom, top, end, signed(by), SIDE_COLOUR[side], *whisker, shown, _worth(money, by)
    )


def waterfall(steps: list[Bar], upright: bool, hover: str) -> Spec:
    """Draw the bars, each starting where the one before it ended; ``hover``: the range of a link, with :data:`ENDS`."""
    place = list(range(len(steps)))
    highest = max(*(s.top for s in steps), 1e-9)
    crest = (1.36 if any(s.worth for s in steps) else 1.22) * highest  # room for one line above a whisker, or two
    ups = [min(s.up, crest - s.end) for s in steps]
    downs = [min(s.down, s.end + 0.12 * highest) for s in steps]
    bars = {"x": place, "y": short([s.top - s.bottom for s in steps]), "base": short([s.bottom for s in steps])}
    links = slice(1, -1)
    whiskers = {
        "x": place[links],
        "y": short([s.end for s in steps[links]]),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": short(ups[links]),
            "arrayminus": short(downs[links]),
            "thickness": 1.6,
            "width": 5,
            "color": INK,
        },
    }
    numbers = {"x": place, "y": short([max(s.top, s.end + up) for s, up in zip(steps, ups, strict=True)])}
    ranges = [list(s.range) for s in steps[links]]
    traces: list[PlotlyPart] = [
        {"type": "bar", **bars, "marker": {"color": [s.colour for s in steps]}, "width": 0.66, "hoverinfo": "skip"},
        {
            "type": "scatter",
            "mode": "markers",
            **whiskers,
            "marker": {"size": 1, "color": INK},
            "customdata": ranges,
            "hovertemplate": hover + NO_MORE,
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
    names: PlotlyPart = {
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
    return {"data": traces, "layout": base_layout() | {"shapes": ties, "margin": margin, "bargap": 0.3} | axes}


def _turn(part: PlotlyPart) -> None:
    """Swap horizontal and vertical, in place."""
    for one, other in (("x", "y"), ("x0", "y0"), ("x1", "y1"), ("error_x", "error_y")):
        values = {other: part.pop(one, None), one: part.pop(other, None)}
        part.update({key: value for key, value in values.items() if value is not None})


def _worth(money: Money | None, customers: float) -> str:
    """What so many customers per month are worth; empty where no sale has a price."""
    return "" if money is None else money.words(customers)
