"""The sheets that only a later session has: what moved since, and the trend with its numbers and a chart."""

from __future__ import annotations

import datetime
from typing import Final

from diagnostics.app.pages import style
from diagnostics.app.report import office_words as office
from diagnostics.app.report import sheet_charts
from diagnostics.app.report import words as say
from diagnostics.app.report.content_later import DONE_COLUMNS, Later
from diagnostics.app.report.figures import SHARES, Kind, Value
from diagnostics.app.report.workbook import NARROW, Pen
from diagnostics.app.wording import review_words
from diagnostics.app.wording.plan_words import number_title
from diagnostics.funnel.links import SIDES
from diagnostics.language import t

CHANCES: Final = ("marketing", "balanced", "sales")


def since_sheet(pen: Pen, later: Later) -> None:
    """What was agreed, what became of it, and what moved."""
    pen.widths(44, 26, 38, NARROW, NARROW, NARROW, 26)
    pen.across(say.head("since"), "title")
    pen.section(later.agreed)
    if later.done:
        pen.table(say.all_of(DONE_COLUMNS), later.done)
    else:
        pen.line(say.none("plan"), look="quiet")
    if later.watched:
        pen.section(say.head("moved"))
        number, then, aimed, now, _, moved = say.all_of(review_words.MOVED_COLUMNS)
        pen.line(number, then, aimed, now, *say.all_of(say.FIGURES[3:]), moved, heads=1, then=1)
        for one in later.watched:
            kind: Kind = "share" if one.number in SHARES else "amount"
            level = one.movement.now
            values = (one.movement.then, one.aimed, *((level.value, level.low, level.high) if level else (None,) * 3))
            figures: list[tuple[Value, Kind]] = [(value, kind) for value in values]
            pen.values((number_title(one.number), "text"), *figures, (review_words.moved_cell(one), "text"))
        pen.row += 1
        for line in later.moved:
            pen.across(line)
    if later.forecast:
        pen.row += 1
        pen.across(later.forecast)


def trend_sheet(pen: Pen, later: Later) -> None:
    """A row per session, all by the present method, and the sides' shares of target as lines."""
    numbers = tuple(later.points[0].levels)
    pen.widths(13, 46, *[NARROW + 3] * (len(CHANCES) + len(SIDES) + len(numbers)), 46)
    pen.across(say.head("trend"), "title")
    pen.across(t(review_words.TREND_ABOUT), "quiet")
    pen.row += 1
    day, answer, _, marketing, sales = say.all_of(review_words.TREND_COLUMNS)
    chances = [t(say.SIDE[key]) for key in CHANCES]
    heads = (day, answer, *chances, marketing, sales, *map(number_title, numbers), t(office.SAID))
    pen.line(*heads, heads=2, then=1)
    pen.sheet.freeze_panes(pen.row, 1)
    top = pen.row
    for point in later.points:
        judged = point.judged
        cells: list[tuple[Value, Kind]] = [
            (datetime.date.fromisoformat(point.date) if point.date else None, "day"),
            (judged.sentence or judged.problem, "text"),
        ]
        cells += [((judged.probability or {}).get(key), "chance") for key in CHANCES]
        cells += [((judged.of_par or {}).get(side), "share") for side in SIDES]
        cells += [
            (None if level is None else level.value, "share" if name in SHARES else "amount")
            for name, level in point.levels.items()
        ]
        pen.values(*cells, (review_words.said_then(point), "text"))
    last, sheet, first = pen.row - 1, say.sheet("trend"), 2 + len(CHANCES)
    pen.row += 1
    lines = [
        (office.SIDE_NAME[side], (sheet, top, first + at, last, first + at), style.SIDE_COLOUR[side])
        for at, side in enumerate(SIDES)
    ]
    sheet_charts.over_sessions(pen, (sheet, top, 0, last, 0), lines, t(office.OF_TARGET))
