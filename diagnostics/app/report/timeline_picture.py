"""The timeline as a picture, drawn from the specification of the page's chart, so that the two show the same months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages.charts.layout import Spec
from diagnostics.app.pages.style import INK, QUIET, RULE, SIDE_TINT
from diagnostics.app.report.pictures import Format, saved
from diagnostics.number_format import typed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE: Final = (9.6, 5.4)
"""Inches."""


def timeline(spec: Spec, kind: Format) -> bytes:
    """Leads by month, and below them the close rate with its band and the monthly ratio."""
    return saved(lambda: _figure(spec), kind)


def _figure(spec: Spec) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=(0.38, 0.54), sharex=True)
    leads, high, low, ratio, rate, aside = spec["data"]
    for x, y, colour, full in zip(
        leads["x"], leads["y"], leads["marker"]["color"], leads["marker"]["opacity"], strict=True
    ):
        above.bar(x, y or 0, 0.75, color=colour, alpha=full, linewidth=0)
    tops, bottoms = _numbers(high["y"]), _numbers(low["y"])
    below.fill_between(high["x"], bottoms, tops, color=SIDE_TINT["sales"], linewidth=0)
    below.plot(ratio["x"], _numbers(ratio["y"]), color=ratio["line"]["color"], linewidth=1.4, linestyle=":")
    below.plot(rate["x"], _numbers(rate["y"]), color=rate["line"]["color"], linewidth=2)
    mark = rate["marker"]
    for x, y, symbol in zip(rate["x"], _numbers(rate["y"]), mark["symbol"], strict=True):
        inside = "white" if symbol.endswith("open") else mark["color"]
        below.plot([x], [y], "o", markersize=6, markerfacecolor=inside, markeredgecolor=mark["color"])
    (crosses,) = below.plot(aside["x"], aside["y"], "x", color=QUIET, markersize=7, clip_on=False)
    crosses.set_in_layout(False)
    layout = spec["layout"]
    for shape in layout["shapes"]:
        for axes in (above, below):
            axes.axvspan(shape["x0"], shape["x1"], color=shape["fillcolor"], alpha=shape["opacity"], linewidth=0)
    for note in layout["annotations"]:
        _write(note, above, below)
    _name(figure, {"ratio": ratio, "rate": rate})
    for axes, key in ((above, "yaxis"), (below, "yaxis2")):
        axes.set_ylim(*layout[key]["range"])
        axes.set_ylabel(layout[key]["title"]["text"], fontsize=10.5)
        axes.grid(axis="y", color=RULE)
        axes.set_axisbelow(True)
        axes.yaxis.set_major_formatter(lambda value, _: typed(value))
        axes.tick_params(colors=QUIET, labelsize=9.5, length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
    across = layout["xaxis"]
    below.set_xlim(*across["range"])
    below.set_xticks(across["tickvals"], [text.replace("<br>", "\n") for text in across["ticktext"]])
    return figure


def _numbers(values: list[float | None]) -> list[float]:
    """Values with a gap where there is none."""
    return [float("nan") if value is None else value for value in values]


def _write(note: dict[str, Any], above: Axes, below: Axes) -> None:
    """A word at its place: the name of a period on top, or what stands in place of a rate."""
    plain = note["text"].removeprefix("<b>").removesuffix("</b>")
    if note["yref"] == "paper":
        place = above.get_xaxis_transform()
        above.text(note["x"], 1.02, plain, ha="center", va="bottom", fontweight="bold", color=INK, transform=place)
    else:
        below.text(note["x"], note["y"], plain, ha="right", va="bottom", color=QUIET)


def _name(figure: Figure, lines: dict[str, dict[str, Any]]) -> None:
    """Which line is which."""
    from matplotlib.lines import Line2D

    ratio, rate = lines["ratio"], lines["rate"]
    figure.legend(
        [
            Line2D([], [], color=rate["line"]["color"], linewidth=2),
            Line2D([], [], color=ratio["line"]["color"], linewidth=1.4, linestyle=":"),
        ],
        [rate["name"], ratio["name"]],
        loc="outside lower center",
        ncols=2,
        frameon=False,
        fontsize=9.5,
    )
