"""The door: marketing on one side, sales on the other, people as width, the target as the dashed outline.

Each side is drawn against its own target: the outline has the same width on both sides, so the emptier side is the
weaker one. Wide for a desk, upright for a phone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final, TypedDict

from diagnostics.app.pages.style import INK, QUIET, SIDE_COLOUR, SIDE_TEXT
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.funnel.links import SIDES
from diagnostics.language import n, t
from diagnostics.number_format import integer

WIDEST: Final = 1.2
"""A side above its target is drawn up to this many times the outline."""

Point = tuple[float, float]

DESK: Final = 1200
SHEET: Final = 940
"""Widths of the drawing, in its own units. Letters have the same size in both, so they take more of a sheet."""


def door(d: Diagnosis, upright: bool = False, width: int = DESK) -> str:
    """The drawing as SVG text; numbers only, no text that a user typed.

    Parameters
    ----------
    d : Diagnosis
        What is drawn.
    upright : bool
        Marketing above the door and sales below it, for a narrow screen.
    width : int
        Of the wide drawing: ``DESK``, or ``SHEET`` for paper.
    """
    return _upright(d) if upright else _wide(d, width)


class DoorSide(TypedDict):
    """One side of the door as a page draws it.

    ``fullness``: how full it is of its target at its start, its middle and its end, fractions up to ``WIDEST``.
    """

    side: str
    title: str
    fullness: list[float]
    who: str
    target: str
    full: str
    mark: str
    weak: bool


class DoorPane(TypedDict):
    """The door as a page draws it: its sides, the sales that need no salesperson, and all of it in words."""

    sides: list[DoorSide]
    direct: str
    text: str


def door_pane(d: Diagnosis) -> DoorPane:
    """The door for a page, which lays it out in the room that it has."""
    captions, full = _captions(d), _fullness(d)
    sides: list[DoorSide] = [
        {
            "side": side,
            "title": words.TITLE[side],
            "fullness": [round(min(share, WIDEST), 4) for share in full[side]],
            "who": captions[side][0],
            "target": captions[side][1],
            "full": captions[side][2],
            "mark": _mark(d, side),
            "weak": d.leaning == side,
        }
        for side in SIDES
    ]
    return {"sides": sides, "direct": _direct_words(d), "text": words.door_text(d.assessment)}


def plain_door_pane() -> DoorPane:
    """The door before anything was counted, for a page: who speaks on which side of it."""
    sides: list[DoorSide] = [
        {
            "side": side,
            "title": words.TITLE[side],
            "fullness": [1.0, 1.0, 1.0],
            "who": words.TALKS[side],
            "target": "",
            "full": "",
            "mark": "",
            "weak": False,
        }
        for side in SIDES
    ]
    return {"sides": sides, "direct": "", "text": _plain_text()}


def plain_door(upright: bool = False) -> str:
    """The door before anything was counted, as SVG text: who speaks on which side of it.

    Parameters
    ----------
    upright : bool
        Marketing above the door and sales below it, for a narrow screen.
    """
    half, middle = 34.0, 66.0
    if upright:
        places = {"marketing": (34.0, 136.0), "sales": (170.0, 272.0)}
        leaf, box = (0.0, 136.0, 2 * middle, 34.0), "0 0 360 276"
    else:
        places = {"marketing": (6.0, 424.0), "sales": (476.0, 894.0)}
        leaf, box = (424.0, middle - half - 18, 52.0, 2 * half + 36), "0 0 900 132"
    body = [
        f'<polygon points="{_band(places[side], (half, half), middle, upright)}" fill="{SIDE_COLOUR[side]}" '
        f'fill-opacity="0.85"/>'
        for side in SIDES
    ]
    arrows = ((middle, 85.0, 1), (middle, 221.0, 2)) if upright else ((215.0, middle, 1), (685.0, middle, 2))
    body += [_arrow(x, y, ways, upright) for x, y, ways in arrows]
    body.append(_door_itself(*leaf, upright=upright))
    body += _upright_texts(places) if upright else _wide_texts(places)
    label = escape(_plain_text(), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label="{label}" '
        f'preserveAspectRatio="xMidYMid meet">{"".join(body)}</svg>'
    )


def _plain_text() -> str:
    """The door before anything was counted, in words."""
    return ". ".join((*words.TITLE.values(), *words.TALKS.values()))


def _wide_texts(places: Mapping[str, Point]) -> list[str]:
    """Title above and explanation below each side of the wide plain door."""
    parts = []
    for side in SIDES:
        parts.append(_label(places[side][0], 18, words.TITLE[side], 16, SIDE_TEXT[side], "start", bold=True))
        parts.append(_label(places[side][0], 124, words.TALKS[side], 14, QUIET, "start"))
    return parts


def _upright_texts(places: Mapping[str, Point]) -> list[str]:
    """Title and explanation next to each side of the upright plain door."""
    parts = []
    for side in SIDES:
        y = places[side][0] + 18
        for line in _wrapped(words.TITLE[side], 20):
            parts.append(_label(146, y, line, 16, SIDE_TEXT[side], "start", bold=True))
            y += 20
        for line in _wrapped(words.TALKS[side], 24):
            parts.append(_label(146, y + 4, line, 14, QUIET, "start"))
            y += 18
    return parts


def _arrow(x: float, y: float, ways: int, upright: bool) -> str:
    """White arrows on a band, one way or both ways; from left to right, or downwards where ``upright``."""
    length, apart = (26, 13) if upright else (58, 11)
    lines = [(y, 1)] if ways == 1 else [(y - apart, 1), (y + apart, -1)]
    drawn = "".join(
        f'<path d="M{x - (length + 12) * to:.1f},{at:.1f} H{x + length * to:.1f} m{-12 * to},-9 l{14 * to},9 l{-14 * to},9" '
        'fill="none" stroke="white" stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round"/>'
        for at, to in lines
    )
    return f'<g transform="rotate(90 {x:g} {y:g})">{drawn}</g>' if upright else drawn


def _fullness(d: Diagnosis) -> dict[str, tuple[float, float, float]]:
    """How full each side is of its par, at three places along it, fractions.

    Marketing: who came; who is left at the door to be sold to or bought on the way; the side as a whole. Sales:
    everyone at the door; those it had room for and worked; those it won.
    """
    of_par = d.of_par
    now, par = d.assessment.actual, d.assessment.reference
    came = _ratio(float(now["reach"]), float(par["reach"]))
    at_door = float(now["reach"]) * (1 - float(now["direct"])) * float(now["fit"])
    worked = 0.0
    if at_door > 0:
        found = float(d.assessment.counts.sizes.found(at_door, now["capacity"]))
        worked = float(now["follow_up"]) * found / at_door
    through = _ratio(worked, float(par["follow_up"]))
    if d.finding == "no marketing":
        return {"marketing": (0.0, 0.0, 0.0), "sales": (of_par["sales"],) * 3}
    if d.assessment.counts.closing.trials == 0:
        through = 1.0
    return {"marketing": (came, came, of_par["marketing"]), "sales": (1.0, through, of_par["sales"])}


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _band(places: Sequence[float], halves: Sequence[float], middle: float, upright: bool) -> str:
    """A stream: half-widths at places along it, as the points of a polygon."""
    there = [(at, middle - half) for at, half in zip(places, halves, strict=True)]
    back = [(at, middle + half) for at, half in zip(reversed(places), reversed(halves), strict=True)]
    return " ".join(f"{_xy(p, upright)[0]:.1f},{_xy(p, upright)[1]:.1f}" for p in [*there, *back])


def _xy(point: Point, upright: bool) -> Point:
    return (point[1], point[0]) if upright else point


def _label(
    x: float, y: float, content: str, size: float = 14, colour: str = INK, anchor: str = "middle", bold: bool = False
) -> str:
    weight = ' font-weight="650"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{weight}>'
        f"{escape(content)}</text>"
    )


def _captions(d: Diagnosis) -> dict[str, tuple[str, str, str]]:
    """For each side: who came through, how many at target, and how full it is."""
    r = d.assessment
    full = {side: t("{share} of target", share=words.percent(share)) for side, share in d.of_par.items()}
    if d.finding == "no marketing":
        return {
            "marketing": (t("no lead recorded"), "", t("not seen")),
            "sales": (_customers(d.today), t("goal {customers}", customers=words.number(d.at_par)), ""),
        }
    would = d.of_par["marketing"] * d.at_par
    sales_full = full["sales"] if r.counts.closing.trials else t("not seen")
    return {
        "marketing": (
            _leads(float(r.actual["reach"])),
            t("target {leads}", leads=words.number(float(r.reference["reach"]))),
            full["marketing"],
        ),
        "sales": (
            _customers(d.today),
            t("{customers} if on target", customers=words.number(would)),
            sales_full,
        ),
    }


def _leads(count: float) -> str:
    shown = words.number(count)
    return n("{count} lead per month", "{count} leads per month", 1 if shown == "1" else 2, count=shown)


def _customers(count: float) -> str:
    shown = words.number(count)
    return n("{count} customer per month", "{count} customers per month", 1 if shown == "1" else 2, count=shown)


def _mark(d: Diagnosis, side: str) -> str:
    if d.leaning != side:
        return ""
    return t("the weak link") if d.verdict == side else t("looks weak")


def _streams(d: Diagnosis, places: dict[str, tuple[float, float, float]], half: float, middle: float, up: bool) -> str:
    full = _fullness(d)
    parts = []
    for side in SIDES:
        halves = [half * min(share, WIDEST) for share in full[side]]
        weak = d.leaning == side
        hatch = f"url(#hatch-{side}-{'upright' if up else 'wide'})" if weak else "none"
        outline = _band((places[side][0], places[side][2]), (half, half), middle, up)
        parts.append(
            f'<polygon points="{_band(places[side], halves, middle, up)}" fill="{SIDE_COLOUR[side]}" '
            f'fill-opacity="{0.85 if weak else 0.5}"/>'
            f'<polygon points="{outline}" fill="{hatch}" stroke="{SIDE_COLOUR[side]}" '
            f'stroke-width="{2 if weak else 1.2}" stroke-dasharray="6 5"/>'
        )
    return "".join(parts)


def _door_itself(x: float, y: float, width: float, height: float, upright: bool) -> str:
    inset = 7.0
    leaf_width = (width - inset * (3 if upright else 2)) / (2 if upright else 1)
    leaf_height = (height - inset * (2 if upright else 3)) / (1 if upright else 2)
    shift = (leaf_width + inset, 0.0) if upright else (0.0, leaf_height + inset)
    knob = (x + width / 2, y + height / 2) if upright else (x + width - 6, y + height / 2)
    panels = "".join(
        f'<rect x="{x + inset + i * shift[0]:.1f}" y="{y + inset + i * shift[1]:.1f}" '
        f'width="{leaf_width:.1f}" height="{leaf_height:.1f}" rx="3" fill="#7A5C45"/>'
        for i in (0, 1)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="5" fill="#5B4334"/>{panels}'
        f'<circle cx="{knob[0]:.1f}" cy="{knob[1]:.1f}" r="4.5" fill="#F0C674"/>'
    )


def _hatches(kind: str) -> str:
    patterns = (
        f'<pattern id="hatch-{side}-{kind}" width="9" height="9" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="9" '
        f'stroke="{SIDE_COLOUR[side]}" stroke-opacity="0.28" stroke-width="3"/></pattern>'
        for side in SIDES
    )
    return f"<defs>{''.join(patterns)}</defs>"


def _direct_words(d: Diagnosis) -> str:
    """How many sales needed no salesperson; empty where none."""
    f = d.assessment.funnel
    if not f.direct_wins:
        return ""
    return t("{self_service} of {sales} sales self-service", self_service=integer(f.direct_wins), sales=integer(f.wins))


def _direct(d: Diagnosis, points: tuple[Point, Point], label: Point, upright: bool) -> str:
    """The lane of direct sales, in marketing's colour on both sides of the door."""
    f = d.assessment.funnel
    if not f.direct_wins:
        return ""
    (x1, y1), (x2, y2) = points
    colour = SIDE_COLOUR["marketing"]
    if upright:
        head = f"{x2 - 7},{y2 - 12} {x2 + 7},{y2 - 12} {x2},{y2}"
    else:
        head = f"{x2 - 12},{y2 - 7} {x2 - 12},{y2 + 7} {x2},{y2}"
    end = (x2, y2 - 10) if upright else (x2 - 10, y2)
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{end[0]}" y2="{end[1]}" stroke="{colour}" stroke-width="6"/>'
        f'<polygon points="{head}" fill="{colour}"/>'
        + _label(*label, _direct_words(d), 12.5, SIDE_TEXT["marketing"], "start" if upright else "end", bold=True)
    )


def _svg(d: Diagnosis, width: int, height: int, body: str, above: int = 0) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-above} {width} {height + above}" role="img" '
        f'aria-label="{escape(words.door_text(d.assessment), quote=True)}" preserveAspectRatio="xMidYMid meet">'
        f"{_hatches('upright' if height > width else 'wide')}{body}</svg>"
    )


def _wide(d: Diagnosis, width: int) -> str:
    middle, half, centre = 100.0, 50.0, width / 2
    left_of, right_of = centre - 26, centre + 26
    places = {
        "marketing": (6.0, 6 + 0.4824 * (left_of - 6), left_of),
        "sales": (right_of, right_of + 0.4912 * (width - 6 - right_of), width - 6.0),
    }
    captions = _captions(d)
    # On a sheet the titles move up where the lane of direct sales needs the line.
    above = 22 if width < DESK and d.assessment.funnel.direct_wins else 0
    body = [_streams(d, places, half, middle, up=False)]
    body.append(_direct(d, ((6, 30), (width - 6, 30)), (width - 6, 20), upright=False))
    body.append(_door_itself(left_of, middle - half - 24, 52, 2 * half + 48, upright=False))
    for side in SIDES:
        who, par, full = captions[side]
        left, right = (
            places[side][0] + (0 if side == "marketing" else 8),
            places[side][2] - (8 if side == "marketing" else 0),
        )
        body.append(_label(left, 16 - above, words.TITLE[side], 17, SIDE_TEXT[side], "start", bold=True))
        base = middle + half * WIDEST + 20
        body.append(_label(left, base, who, 16, INK, "start", bold=True))
        body.append(_label(left, base + 20, par, 14, QUIET, "start"))
        body.append(_label(right, base, full, 16, INK, "end", bold=True))
        mark = _mark(d, side)
        if mark:
            body.append(_label(right, base + 20, f"▲ {mark}", 15, SIDE_TEXT[side], "end", bold=True))
    return _svg(d, width, 206, "".join(body), above)


def _upright(d: Diagnosis) -> str:
    middle, half = 92.0, 66.0
    places = {"marketing": (34.0, 90.0, 184.0), "sales": (224.0, 300.0, 374.0)}
    captions = _captions(d)
    body = [_streams(d, places, half, middle, up=True)]
    body.append(_direct(d, ((181, 34), (181, 374)), (8, 402), upright=True))
    body.append(_door_itself(middle - half - 16, 184, 2 * half + 32, 40, upright=True))
    column = 198
    for side in SIDES:
        who, par, full = captions[side]
        y = 62.0
        if side == "marketing":
            body.append(_label(8, 20, words.TITLE[side], 15, SIDE_TEXT[side], "start", bold=True))
        else:
            y = 246.0
            for line in _wrapped(words.TITLE[side], 17):
                body.append(_label(column, y, line, 15, SIDE_TEXT[side], "start", bold=True))
                y += 19
            y += 4
        for line in _wrapped(who, 16):
            body.append(_label(column, y, line, 15, INK, "start", bold=True))
            y += 18
        for line in _wrapped(par, 23):
            body.append(_label(column, y, line, 12.5, QUIET, "start"))
            y += 16
        body.append(_label(column, y + 5, full, 15, INK, "start", bold=True))
        mark = _mark(d, side)
        if mark:
            body.append(_label(column, y + 25, f"◀ {mark}", 13.5, SIDE_TEXT[side], "start", bold=True))
    return _svg(d, 360, 412, "".join(body))


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width)
