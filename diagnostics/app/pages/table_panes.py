"""What the page shows of a table next to the answer: the timeline, what changed, what was left out. Plain data."""

from __future__ import annotations

from typing import TypedDict

from diagnostics.app.forms.leads_labels import label_of
from diagnostics.app.forms.table_form import TableResult
from diagnostics.app.pages import page_words
from diagnostics.app.pages.answer_panes import ChartPane
from diagnostics.app.pages.charts.change import change_spec
from diagnostics.app.pages.charts.layout import Spec
from diagnostics.app.pages.charts.timeline import timeline_spec
from diagnostics.comparison import words as change_words
from diagnostics.comparison.change import change
from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.months import words as table_words


class LeftOut(TypedDict):
    """A month that is not judged, and why; ``may_count``: the page offers to include it."""

    month: str
    text: str
    may_count: bool


class ChangePane(TypedDict, total=False):
    """What changed between two periods; where they cannot be compared, only the sentence that says so."""

    title: str
    sentence: str
    figure: Spec
    upright: Spec
    total: str
    links: list[str]
    mix: list[str]
    warning: str
    unseen: str
    counted: str


class TablePanes(TypedDict):
    """What the page draws of the months; a period is its first and last month, as numbers of months."""

    timeline: ChartPane
    judged: str
    set_aside: list[LeftOut]
    bounds: str
    months: list[list[str]]
    first: int
    periods: dict[str, list[str] | None]
    change: ChangePane | None


def table_panes(reading: TableResult) -> TablePanes | None:
    """The timeline and what changed; None where there is no table to draw."""
    table = reading.table
    if table is None or not table.dated:
        return None
    return {
        "timeline": {
            "title": t(page_words.TIMELINE_TITLE),
            "figure": timeline_spec(table, reading.before, reading.after),
            "upright": timeline_spec(table, reading.before, reading.after, narrow=True),
            "caption": t(page_words.TIMELINE_CAPTION[table.basis]),
            "text": table_words.timeline_text(table),
        },
        "judged": "" if reading.judged is None else table_words.judged(reading.judged, reading.compared_with),
        "set_aside": [
            {"month": str(m), "text": text, "may_count": may} for m, text, may in table_words.set_aside(table)
        ],
        "bounds": table_words.bounds(table if reading.judged is None else reading.judged),
        "months": [[str(month), table.timeline.name(at)] for at, month in enumerate(table.starts)],
        "first": table.first,
        "periods": {
            name: None if period is None or period.window is None else [str(end) for end in period.window]
            for name, period in (("before", reading.before), ("after", reading.after))
        },
        "change": _change(reading),
    }


def _change(reading: TableResult) -> ChangePane | None:
    if reading.before is None or reading.after is None:
        return None
    try:
        c = change(reading.before, reading.after)
    except InputError as problem:
        period = page_words.PERIODS.get(problem.field.split(".")[0])
        return {"sentence": problem.message("page", t(period) if period else label_of(problem.field))}
    return {
        "title": change_words.title(c),
        "sentence": change_words.sentence(c),
        "figure": change_spec(c, reading.money),
        "upright": change_spec(c, reading.money, upright=True),
        "total": change_words.total(c, reading.money),
        "links": list(change_words.links(c)),
        "mix": list(change_words.mix(c)),
        "warning": change_words.rebound(c),
        "unseen": change_words.unseen(c),
        "counted": change_words.counted(c),
    }
