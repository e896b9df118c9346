"""The charts of a report as pictures, without a browser: the same bars and clouds as on the page, as SVG or PNG.

They do not depend on the day, the machine's fonts or chance: the same diagnosis gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from diagnostics.app.pages.charts.balance import balance_spec
from diagnostics.app.pages.charts.bridge import bridge_steps
from diagnostics.app.pages.style import INK, PAR, QUIET, RULE, SIDE_TEXT, SIDE_TINT
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Format = Literal["svg", "png"]

FIXED: Final[dict[Any, Any]] = {
    "svg.hashsalt": "weak-link",
    "svg.fonttype": "path",
    "font.family": ["DejaVu Sans"],
    "font.size": 11.0,
    "text.color": INK,
    "path.simplify": True,
}
NO_DATE: Final = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
DOTS_PER_INCH: Final = 200

WIDE: Final = (8.4, 3.9)
NARROW: Final = (4.1, 4.6)
SQUARE: Final = (4.6, 4.3)
SMALL: Final = {"bridge": (5.7, 3.0), "balance": (3.1, 3.0)}
"""Inches. Letters have the same size in all, so they take more of a small one."""


MOST_SMALL: Final = 6
"""Bars of a small bridge."""


def fonts() -> Path:
    """The folder of the fonts that come with matplotlib."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def in_font(text: str) -> bool:
    """Whether the font that comes with matplotlib has every character of a text."""
    from matplotlib.ft2font import FT2Font

    has = FT2Font(str(fonts() / "DejaVuSans.ttf")).get_charmap()
    return all(ord(c) in has for c in text if c.isprintable())


def bridge(d: Diagnosis, upright: bool = False, kind: Format = "svg", small: bool = False) -> bytes:
    """The bridge: from par to today, one bar per link, with 90% intervals.

    Parameters
    ----------
    d : Diagnosis
        The diagnosis to draw.
    upright : bool
        One row per link, for a narrow screen.
    kind : {"svg", "png"}
        The file format.
    small : bool
        For half the width of a sheet.
    """
    return saved(lambda: _bridge(d, upright, NARROW if upright else SMALL["bridge"] if small else WIDE), kind)


def balance(d: Diagnosis, kind: Format = "svg", small: bool = False) -> bytes:
    """The balance map: each side against its par, and the cloud of plausible values."""
    return saved(lambda: _balance(d, SMALL["balance"] if small else SQUARE), kind)


def saved(draw: Callable[[], Figure], kind: Format) -> bytes:
    """A drawing as the bytes of a file, the same for the same drawing."""
    import matplotlib

    with matplotlib.rc_context(FIXED):
        file = io.BytesIO()
        draw().savefig(file, format=kind, dpi=DOTS_PER_INCH, metadata=NO_DATE[kind], transparent=False)
        return file.getvalue()


@dataclass(frozen=True, slots=True)
class _Canvas:
    """The same drawing calls for both directions: with ``upright``, the axes are swapped."""

    axes: Axes
    upright: bool

    def bar(self, at: int, start: float, length: float, colour: str) -> None:
        draw = self.axes.barh if self.upright else self.axes.bar
        at_start = {"left": start} if self.upright else {"bottom": start}
        draw(at, length, 0.62, color=colour, linewidth=0, **at_start)  # type: ignore[arg-type]

    def line(self, at: tuple[float, float], value: tuple[float, float], **style: Any) -> None:
        self.axes.plot(*((value, at) if self.upright else (at, value)), **style)

    def text(self, at: float, value: float, text: str) -> None:
        if self.upright:
            self.axes.annotate(text, (value, at), (5, 0), textcoords="offset points", va="center", fontweight="bold")
        else:
            self.axes.annotate(text, (at, value), (0, 4), textcoords="offset points", ha="center", fontweight="bold")


def _bridge(d: Diagnosis, upright: bool, size: tuple[float, float]) -> Figure:
    from matplotlib.figure import Figure

    steps = bridge_steps(d)
    if size == SMALL["bridge"] and (len(steps) > MOST_SMALL or any(s.worth for s in steps)):
        size = WIDE  # so that names and amounts do not run into each other
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.add_subplot()
    canvas = _Canvas(axes, upright)
    highest = max(*(s.top for s in steps), 1e-9)
    lowest = min(0.0, *(s.bottom for s in steps))
    for at, s in enumerate(steps):
        canvas.bar(at, s.bottom, s.top - s.bottom, s.colour)
        up, down = min(s.up, 0.4 * highest), min(s.down, s.end - lowest + 0.1 * highest)
        if s.up or s.down:
            canvas.line((at, at), (s.end - down, s.end + up), color=INK, linewidth=1.3)
            for end in (s.end - down, s.end + up):
                canvas.line((at - 0.08, at + 0.08), (end, end), color=INK, linewidth=1.3)
        joint = "  " if upright else "\n"
        canvas.text(at, max(s.top, s.end + up), s.text + (f"{joint}{s.worth}" if s.worth else ""))
        if at < len(steps) - 1:
            canvas.line((at + 0.31, at + 0.69), (s.end, s.end), color=QUIET, linewidth=0.9, linestyle=":")
    names = [f"{s.name}\n{s.under}" for s in steps]
    for spine in axes.spines.values():
        spine.set_visible(False)
    places = list(range(len(steps)))
    room = 1.45 if upright else 1.2
    if upright:
        axes.set_yticks(places, names, fontsize=9.5)
        axes.set_xticks([])
        axes.set_ylim(len(steps) - 0.45, -0.55)
        axes.set_xlim(lowest - 0.1 * highest, room * highest)
    else:
        axes.set_xticks(places, names)
        axes.set_yticks([])
        axes.set_xlim(-0.55, len(steps) - 0.45)
        axes.set_ylim(lowest - 0.02 * highest, room * highest)
    axes.tick_params(length=0)
    return figure


MARKS: Final = {"circle": "o", "square": "s", "diamond-open": "D"}


LETTERS_PER_INCH: Final = 8
"""About how many letters of a corner's name fit into an inch of the map."""


def _low_corner(size: tuple[float, float]) -> tuple[float, float]:
    """Where the name of the lower left corner begins: above that of the right one where both do not fit into a line."""
    together = len(words.CORNERS[False, False]) + len(words.CORNERS[True, False])
    return (0.12, 0.03) if together <= LETTERS_PER_INCH * size[0] else (0.2, 0.12)


def _balance(d: Diagnosis, size: tuple[float, float]) -> Figure:
    """Drawn from the specification of the page's map, so that the two show the same marks."""
    from matplotlib.figure import Figure

    spec = balance_spec(d)
    top = float(spec["layout"]["xaxis"]["range"][1])
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.add_subplot()
    axes.fill([0, top, 0], [0, top, top], color=SIDE_TINT["marketing"], linewidth=0)
    axes.fill([0, top, top], [0, top, 0], color=SIDE_TINT["sales"], linewidth=0)
    axes.plot([0, top], [0, top], color=QUIET, linewidth=1, linestyle="--")
    for ends in (([100, 100], [0, top]), ([0, top], [100, 100])):
        axes.plot(*ends, color=PAR, linewidth=1)
    *clouds, here = spec["data"]
    for cloud in clouds:
        mark = cloud["marker"]
        hollow = mark["symbol"].endswith("open")
        axes.scatter(
            cloud["x"],
            cloud["y"],
            s=13,
            marker=MARKS[mark["symbol"]],
            facecolors="none" if hollow else mark["color"],
            edgecolors=mark["color"] if hollow else "none",
            linewidths=0.7,
            alpha=0.55,
        )
    axes.scatter(here["x"], here["y"], s=110, color=INK, edgecolors="white", linewidths=1.8, zorder=4, clip_on=False)
    corners = (
        (0.03, 0.97, (False, True), "left", "top", SIDE_TEXT["marketing"]),
        (0.97, 0.88, (True, True), "right", "top", INK),
        (*_low_corner(size), (False, False), "left", "bottom", INK),
        (0.97, 0.03, (True, False), "right", "bottom", SIDE_TEXT["sales"]),
    )
    for x, y, which, across, along, colour in corners:
        axes.text(
            x, y, words.CORNERS[which], ha=across, va=along, color=colour, transform=axes.transAxes, fontsize=10.5
        )
    axes.set_xlim(0, top)
    axes.set_ylim(0, top)
    ticks = spec["layout"]["xaxis"]["tickvals"]
    axes.set_xticks(ticks)
    axes.set_yticks(ticks)
    axes.set_xlabel(spec["layout"]["xaxis"]["title"]["text"], fontsize=10.5)
    axes.set_ylabel(spec["layout"]["yaxis"]["title"]["text"], fontsize=10.5)
    axes.tick_params(colors=QUIET, labelsize=9.5, color=RULE)
    for spine in axes.spines.values():
        spine.set_color(RULE)
    return figure
