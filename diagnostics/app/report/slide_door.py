"""The door drawn with the shapes of the program itself, and its texts as texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from diagnostics.app.pages import style
from diagnostics.app.pages.door import WIDEST, DoorPane
from diagnostics.app.report.slide import Box, Slide, filled, rgb

Point = tuple[float, float]

HALF: Final = 0.55
"""Half the width of a stream that is on target, inches."""
LEAF: Final = 0.6
"""Width of the door."""
FRAME, PANEL, KNOB = "#5B4334", "#7A5C45", "#F0C674"
DOTS: Final = 914_400
"""Per inch."""


def draw_door(slide: Slide, box: Box, pane: DoorPane) -> None:
    """Marketing on one side, sales on the other, people as width; a group, so that it moves as one.

    Parameters
    ----------
    slide : Slide
        Where it is drawn.
    box : Box
        Inches; 3.3 high.
    pane : DoorPane
        What is drawn, in words and fractions of the target.
    """
    left, top, width, _ = box
    group = slide.slide.shapes.add_group_shape()
    group._element.nvGrpSpPr.cNvPr.set("descr", pane["text"])
    middle = top + (0.95 if pane["direct"] else 0.75) + WIDEST * HALF
    centre = left + width / 2
    places = {"marketing": (left, centre - LEAF / 2), "sales": (centre + LEAF / 2, left + width)}
    plain = not any(side["target"] or side["full"] for side in pane["sides"])
    for side in pane["sides"]:
        start, end = places[side["side"]]
        _stream(group, (start, end), side["fullness"], middle, side["side"], side["weak"] or plain)
        if not plain:
            outline = _shape(group, _band((start, end), (1.0, 1.0), middle))
            outline.fill.background()
            outline.line.color.rgb = rgb(style.SIDE_COLOUR[side["side"]])
            outline.line.width = int(12_700 * (2 if side["weak"] else 1.25))
            outline.line.dash_style = _dashes()
        else:
            _arrow(group, (start + end) / 2, middle, both=side["side"] == "sales")
    _leaf(slide, group, centre, middle)
    if pane["direct"]:
        _lane(slide, group, (left, left + width), middle - WIDEST * HALF - 0.17, pane["direct"])
    base = middle + WIDEST * HALF + 0.12
    for side in pane["sides"]:
        start, end = places[side["side"]]
        colour, wide = style.SIDE_TEXT[side["side"]], end - start - 0.15
        text = start + (0.0 if side["side"] == "marketing" else 0.15)
        slide.text((text, top, wide, 0.36), [side["title"]], (18, 12), colour, bold=True, on=group)
        slide.text(
            (text, base, wide * (1.0 if plain else 0.6), 0.34), [side["who"]], (16, 10), bold=not plain, on=group
        )
        if side["target"]:
            slide.text((text, base + 0.34, wide * 0.6, 0.3), [side["target"]], (14, 10), style.QUIET, on=group)
        right = (text + wide * 0.6, base, wide * 0.4, 0.34)
        if side["full"]:
            slide.text(right, [side["full"]], (16, 10), bold=True, align="RIGHT", on=group)
        if side["mark"]:
            below = (text + wide * 0.5, base + 0.34, wide * 0.5, 0.3)
            slide.text(below, [f"▲ {side['mark']}"], (14, 10), colour, bold=True, align="RIGHT", on=group)


def _band(places: Sequence[float], full: Sequence[float], middle: float) -> list[Point]:
    """A stream as the corners of a shape; how full it is at places along it."""
    there = [(at, middle - HALF * min(share, WIDEST)) for at, share in zip(places, full, strict=True)]
    back = [(at, middle + HALF * min(share, WIDEST)) for at, share in zip(places, full, strict=True)]
    return [*there, *reversed(back)]


def _shape(group: Any, corners: Sequence[Point]) -> Any:
    first, *rest = ((round(x * DOTS), round(y * DOTS)) for x, y in corners)
    builder = group.shapes.build_freeform(*first, scale=1.0)
    builder.add_line_segments(rest, close=True)
    shape = builder.convert_to_shape()
    shape.shadow.inherit = False
    return shape


def _stream(group: Any, ends: Point, full: Sequence[float], middle: float, side: str, strong: bool) -> None:
    start, end = ends
    if max(full) <= 0:
        return
    shape = _shape(group, _band((start, start + 0.487 * (end - start), end), full, middle))
    filled(shape, style.SIDE_COLOUR[side] if strong else style.SIDE_PALE[side])


def _arrow(group: Any, centre: float, middle: float, both: bool) -> None:
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    kind = MSO_SHAPE.LEFT_RIGHT_ARROW if both else MSO_SHAPE.RIGHT_ARROW
    shape = group.shapes.add_shape(kind, *(Inches(one) for one in (centre - 0.7, middle - 0.22, 1.4, 0.44)))
    filled(shape, "#FFFFFF")


def _leaf(slide: Slide, group: Any, centre: float, middle: float) -> None:
    """The door itself: a frame, two panels and a knob."""
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    high, inset = 2 * HALF * WIDEST + 0.28, 0.08
    left, top = centre - LEAF / 2, middle - high / 2
    slide.bar((left, top, LEAF, high), FRAME, on=group)
    panel = (high - 3 * inset) / 2
    for at in (0, 1):
        slide.bar((left + inset, top + inset + at * (panel + inset), LEAF - 2 * inset, panel), PANEL, on=group)
    knob = group.shapes.add_shape(
        MSO_SHAPE.OVAL, *(Inches(one) for one in (centre + LEAF / 2 - 0.14, middle - 0.05, 0.1, 0.1))
    )
    filled(knob, KNOB)


def _lane(slide: Slide, group: Any, ends: Point, at: float, text: str) -> None:
    """Sales that need no salesperson, past the door."""
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    place = (ends[0], at - 0.06, ends[1] - ends[0], 0.14)
    arrow = group.shapes.add_shape(MSO_SHAPE.RIGHT_ARROW, *(Inches(one) for one in place))
    filled(arrow, style.SIDE_COLOUR["marketing"])
    box = (ends[1] - 5, at - 0.36, 5, 0.28)
    slide.text(box, [text], (13, 10), style.SIDE_TEXT["marketing"], bold=True, align="RIGHT", on=group)


def _dashes() -> Any:
    from pptx.enum.dml import MSO_LINE

    return MSO_LINE.DASH
