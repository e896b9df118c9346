"""Slides of parts that a report has where there is something to say: why leads were lost, and effort that is moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from diagnostics.app.pages import style
from diagnostics.app.report import deck as base
from diagnostics.app.report.content_realign import LostText, RealignText
from diagnostics.app.report.deck import BODY, MARGIN
from diagnostics.app.report.slide import Slide, fitting_rows, size_of_rows

TOP: Final = 1.6
END: Final = 6.75
New = Callable[[str, int], Slide]
"""Makes a slide with a title, of a layout."""


def lost(new: New, found: LostText) -> None:
    """Why leads were lost, counted by kind, and what that points to."""
    slide = new(found.title, base.TEXT)
    top = TOP
    if found.rows:
        widths = (4.5, BODY - 4.5)
        size = size_of_rows(found.rows, widths, 3.2)
        shown, _ = fitting_rows(found.rows, widths, 3.4, size)
        top = slide.table(TOP, widths, [found.columns, *shown], size, found.title) + 0.25
    lines = [*found.lines, *found.notes]
    if lines:
        slide.bullets(lines, (MARGIN, top, BODY, END - 0.4 - top), (16, 10))
    slide.text((MARGIN, END - 0.35, BODY, 0.35), [found.caption], (12, 9), style.QUIET)
    slide.notes("", "\n".join((*found.lines, *found.notes, found.caption)))


def realign(new: New, found: RealignText) -> None:
    """What moving effort may bring, and what speaks against it."""
    slide = new(found.title, base.TWO if found.against else base.TEXT)
    lines = [*filter(None, [found.said]), *found.why_not, *found.changes]
    if not found.against:
        slide.bullets(lines, (MARGIN, TOP, BODY, END - TOP), (20, 12))
    else:
        half = (BODY - 0.4) / 2
        slide.bullets(lines, (MARGIN, TOP, half, END - TOP), (18, 11))
        left = MARGIN + half + 0.4
        slide.text((left, TOP, half, 0.36), [found.against_title], (16, 12), bold=True)
        slide.bullets(list(found.against), (left, TOP + 0.45, half, END - TOP - 0.45), (16, 10), number=2)
    slide.notes("whatif", "\n".join(lines))
