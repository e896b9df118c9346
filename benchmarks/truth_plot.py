"""The part of `make truth` that draws: chance stated against share right, one picture for each way in."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd

SIZE: Final = 260
EDGE: Final = 44
LOWEST: Final = 0.3
COLOURS: Final = ("#0072B2", "#999999")
"""Of the rule in use, and of the one before it."""


def picture(found: Mapping[str, Mapping[str, pd.DataFrame]]) -> str:
    """A page with one reliability diagram for each way in; ``found`` has tables of :func:`simulate.reliability` by rule."""
    parts = [_diagram(name, rules) for name, rules in found.items()]
    return (
        '<!doctype html><meta charset="utf-8"><title>How often the answers are right</title>'
        '<body style="font:15px sans-serif;max-width:70em;margin:2em auto;padding:0 1em">'
        "<h1>How often the answers are right</h1>"
        "<p>Across: the chance stated of an answer. Upwards: the share of such answers that was right, with its 95% range. "
        "On the diagonal a tool is right as often as it says; below it, it is too sure of itself.</p>"
        f"{''.join(parts)}</body>\n"
    )


def write(path: Path, found: Mapping[str, Mapping[str, pd.DataFrame]]) -> None:
    """Write the page, and the folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(picture(found), encoding="utf-8")


def _diagram(name: str, rules: Mapping[str, pd.DataFrame]) -> str:
    whole = SIZE + 2 * EDGE
    marks = [f'<line x1="{_x(LOWEST)}" y1="{_y(LOWEST)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#bbb"/>']
    for share in (0.4, 0.6, 0.8, 1.0):
        marks += [
            f'<text x="{_x(share)}" y="{_y(LOWEST) + 18}" text-anchor="middle">{share:.0%}</text>',
            f'<text x="{_x(LOWEST) - 8}" y="{_y(share) + 4}" text-anchor="end">{share:.0%}</text>',
        ]
    for at, ((rule, table), colour) in enumerate(zip(rules.items(), COLOURS, strict=True)):
        shape = "circle" if at == 0 else "square"
        marks.append(
            f'<text x="{_x(LOWEST) + 8}" y="{_y(1) + 14 + 16 * at}" fill="{colour}">{escape(rule)} ({shape}s)</text>'
        )
        for row in table.itertuples():
            x, y, low, high = _x(row.stated), _y(row.right), _y(max(row.low, LOWEST)), _y(row.high)
            marks.append(f'<line x1="{x}" y1="{low}" x2="{x}" y2="{high}" stroke="{colour}"/>')
            mark = (
                f'circle cx="{x}" cy="{y}" r="4"'
                if at == 0
                else f'rect x="{x - 3.5}" y="{y - 3.5}" width="7" height="7"'
            )
            tag, title = mark.split()[0], f"{row.n:,} answers, {row.stated:.0%} stated, {row.right:.0%} right"
            marks.append(f'<{mark} fill="{colour}"><title>{title}</title></{tag}>')
    return (
        f'<figure style="display:inline-block;margin:0 1em 1em 0"><figcaption>{escape(name)}</figcaption>'
        f'<svg width="{whole}" height="{whole}" font-size="12" role="img" aria-label="{escape(name)}">'
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#ddd"/>{"".join(marks)}</svg></figure>'
    )


def _x(share: float) -> float:
    return round(EDGE + SIZE * (share - LOWEST) / (1 - LOWEST), 1)


def _y(share: float) -> float:
    return round(EDGE + SIZE * (1 - share) / (1 - LOWEST), 1)
