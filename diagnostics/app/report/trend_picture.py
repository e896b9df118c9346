"""The trend over all sessions as a picture: each side's share of its target, a line each."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from diagnostics.app.case.trend import Point
from diagnostics.app.pages.style import QUIET, RULE, SIDE_COLOUR, SIDE_TEXT
from diagnostics.app.wording import review_words as say
from diagnostics.diagnosis.words import percent
from diagnostics.language import t
from diagnostics.number_format import day

WIDTH: Final = 640
HEIGHT: Final = 190
LEFT: Final = 52
RIGHT: Final = 100
TOP: Final = 14
BOTTOM: Final = 28
CLOSE: Final = 16
"""Names of lines whose ends are nearer than this are moved apart."""
MARK: Final = 4.5


def trend_picture(points: Sequence[Point]) -> str:
    """An SVG; the sides differ in their marks too. ``points``: two or more."""
    shown = [(point, point.judged.of_par) for point in points if point.judged.of_par]
    days = [datetime.date.fromisoformat(point.date).toordinal() for point, _ in shown]
    if not days:
        return ""
    most = max([1.1, *(share for _, shares in shown for share in shares.values())])
    across = [LEFT + (WIDTH - LEFT - RIGHT) * (at - days[0]) / max(1, days[-1] - days[0]) for at in days]

    def up(share: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share / most

    parts = [_rule(share, up(share)) for share in (0.0, 0.5, 1.0)]
    ends = {side: up(shown[-1][1][side]) for side in ("marketing", "sales")}
    for side, end in ends.items():
        heights = [up(shares[side]) for _, shares in shown]
        parts.append(_line(side, list(zip(across, heights, strict=True))))
        parts.append(
            _text(WIDTH - RIGHT + 12, _apart(side, end, ends) + 4, t(say.LINE[side]), SIDE_TEXT[side], "start")
        )
    parts.append(_text(across[0], HEIGHT - 8, day(shown[0][0].date), QUIET, "start"))
    if len(shown) > 1:
        parts.append(_text(across[-1], HEIGHT - 8, day(shown[-1][0].date), QUIET, "end"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-size="13">{"".join(parts)}</svg>'
    )


def _apart(side: str, end: float, ends: dict[str, float]) -> float:
    """Where the name of a line stands: next to its end, unless the other's is there."""
    other = ends["sales" if side == "marketing" else "marketing"]
    if abs(end - other) >= CLOSE:
        return end
    above = end < other or (end == other and side == "marketing")
    return (end + other) / 2 + (-CLOSE / 2 if above else CLOSE / 2)


def _rule(share: float, y: float) -> str:
    dashes = f' stroke-dasharray="5 4" stroke="{QUIET}"' if share == 1 else f' stroke="{RULE}"'
    line = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"{dashes}/>'
    return line + _text(LEFT - 8, y + 4, percent(share), QUIET, "end")


def _line(side: str, places: list[tuple[float, float]]) -> str:
    colour = SIDE_COLOUR[side]
    along = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    marks = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{MARK}" fill="{colour}"/>'
        if side == "marketing"
        else f'<rect x="{x - MARK:.1f}" y="{y - MARK:.1f}" width="{2 * MARK}" height="{2 * MARK}" fill="{colour}"/>'
        for x, y in places
    ]
    return f'<polyline points="{along}" fill="none" stroke="{colour}" stroke-width="2.5"/>' + "".join(marks)


def _text(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
