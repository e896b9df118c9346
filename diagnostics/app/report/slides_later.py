"""The slides that only a later session has: what became of what was agreed, what moved, and the trend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from diagnostics.app.pages import style
from diagnostics.app.report import deck as base
from diagnostics.app.report import slide_charts as charts
from diagnostics.app.report import words as say
from diagnostics.app.report.content_later import DONE_COLUMNS, Later
from diagnostics.app.report.deck import BODY, MARGIN
from diagnostics.app.report.slide import Slide, fitting_rows, size_of_rows
from diagnostics.app.wording import review_words
from diagnostics.language import t

TOP: Final = 1.6
END: Final = 6.75
CHART: Final = 2.4
New = Callable[[str, int], Slide]
"""Makes a slide with a title, of a layout."""


def since(new: New, later: Later) -> None:
    """What was agreed and what became of it; what was watched and whether it moved; the forecast."""
    slide = new(later.agreed, base.ONLY)
    widths = (4.4, 3.0, BODY - 7.4)
    if later.done:
        rows = [tuple(say.shortened(cell, 220) for cell in row) for row in later.done]
        size = size_of_rows(rows, widths, END - TOP)
        shown, _ = fitting_rows(rows, widths, END - TOP, size)
        slide.table(TOP, widths, [say.all_of(DONE_COLUMNS), *shown], size, say.head("since"))
        slide.full += ["; ".join(row) for row in later.done[len(shown) :]]
    else:
        slide.text((MARGIN, TOP, BODY, 0.5), [say.none("plan")], (18, 12), style.QUIET)
    slide.notes("review")
    if not later.moved and not later.forecast:
        return
    slide = new(say.head("moved"), base.TEXT)
    top = TOP
    if later.moved_rows:
        six = (3.3, 1.4, 1.5, 1.5, 2.3, BODY - 10.0)
        size = size_of_rows(later.moved_rows, six, 3.0)
        shown, _ = fitting_rows(later.moved_rows, six, 3.2, size)
        columns = say.all_of(review_words.MOVED_COLUMNS)
        top = slide.table(TOP, six, [columns, *shown], size, say.head("moved")) + 0.25
    lines = [*later.moved, *filter(None, [later.forecast])]
    slide.bullets(lines, (MARGIN, top, BODY, END - top), (16, 10))
    slide.notes("", "\n".join(lines))


def trend(new: New, later: Later) -> None:
    """All sessions in a row, by the present method, with what was said then."""
    slide = new(say.head("trend"), base.ONLY)
    charts.trend(
        slide, (MARGIN - 0.1, TOP - 0.15, BODY + 0.2, CHART), later.points, review_words.trend_text(later.points)
    )
    slide.text((MARGIN, TOP + CHART - 0.1, BODY, 0.3), [t(review_words.TREND_ABOUT)], (12, 9), style.QUIET)
    widths = (1.7, 6.2, BODY - 7.9)
    rows = [row[:3] for row in later.trend_rows]
    top = TOP + CHART + 0.3
    shown, _ = fitting_rows(rows[::-1], widths, END - top, base.SMALL)  # the latest are never left out
    slide.table(top, widths, [later.trend_columns[:3], *shown[::-1]], base.SMALL, say.head("trend"))
    slide.notes("", "\n".join("; ".join(row) for row in later.trend_rows))
