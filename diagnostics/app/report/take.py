"""A file that is taken away from the dashboard: the report's own writers, for the case that the dashboard's form is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from diagnostics.app.case.case import Case
from diagnostics.app.case.folder import file_stem
from diagnostics.app.case.records import CaseNumbers
from diagnostics.app.forms.entries import LEDGER_NAME
from diagnostics.app.pages.door import DESK, door
from diagnostics.app.pages.taking import File, Order
from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content, content
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.errors import InputError
from diagnostics.language import speaking, t
from diagnostics.reading.progress import Progress
from diagnostics.reference import samples

TYPES: Final = {
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "png": "image/png",
    "svg": "image/svg+xml",
}
DOOR_DOTS: Final = 200
"""Per inch; the door is ten inches wide."""


def take(order: Order, _: Progress | None = None) -> File:
    """Make a file.

    Raises
    ------
    InputError
        Where these numbers cannot be judged, or a library is not installed.
    """
    with speaking(order.asked.language):
        return _file(order)


def _file(order: Order) -> File:
    """A file in the language of now."""
    c = taken(order)
    if c.d is None:
        raise InputError("take-no-answer", "file")
    try:
        data = _WRITERS[order.format](order, c, c.d)
    except ModuleNotFoundError as problem:
        raise InputError("report-library-missing", "file", order.format, library=problem.name) from None
    return File(_name(order), TYPES[order.format], data)


def taken(order: Order) -> Content:
    """What a file says: the report of the case that the form is, without the parts of a session."""
    entries = order.entries
    case = Case(
        client=entries.title,
        entries=entries.to_dict(),
        numbers=CaseNumbers.of(*order.asked[:3]),
        people=order.people,
        reading=order.reading,
    )
    found = content(case, order.asked.periods)
    return replace(
        found,
        client=entries.title or _untitled(order),
        date=entries.date,
        undated="",
        caution=t(say.SAMPLE) if found.caution else "",
        forecast="",
        session=False,
        appendix=True,
    )


def _untitled(order: Order) -> str:
    """The title of what has none."""
    if sample := samples.load().get(order.entries.example or ""):
        return t(sample.name)
    is_sample = order.entries.way == "ledger" and order.entries.sample
    return t(LEDGER_NAME if is_sample else say.QUESTION)


def _name(order: Order) -> str:
    """The name of the file: its title where that has letters, and which picture it is."""
    stem = file_stem(order.entries.title, "weak-link")
    return f"{stem}{f'-{order.picture}' if order.picture else ''}.{order.format}"


def _pdf(order: Order, c: Content, _: Diagnosis) -> bytes:
    from diagnostics.app.report.one_page import one_page

    return one_page(c, order.entries)


def _html(_: Order, c: Content, __: Diagnosis) -> bytes:
    from diagnostics.app.report.html_report import html

    return html(c)


def _xlsx(_: Order, c: Content, __: Diagnosis) -> bytes:
    from diagnostics.app.report.xlsx_report import xlsx

    return xlsx(c)


def _csv(order: Order, c: Content, _: Diagnosis) -> bytes:
    from diagnostics.app.report.csv_report import csv_table

    return csv_table(c, order.entries)


def _picture(order: Order, _: Content, d: Diagnosis) -> bytes:
    from diagnostics.app.report import pictures
    from diagnostics.app.report.pdf_report import picture, with_font

    kind: pictures.Format = "png" if order.format == "png" else "svg"
    if order.picture == "map":
        return pictures.balance(d, kind)
    if order.picture == "bridge":
        return pictures.bridge(d, kind=kind)
    if order.timeline is not None:
        from diagnostics.app.report.timeline_picture import timeline

        return timeline(order.timeline, kind)
    drawn = door(d).replace("<svg ", f'<svg width="{DESK}" ', 1)
    return with_font(drawn).encode() if kind == "svg" else picture(drawn, DOOR_DOTS)


_WRITERS: Final[dict[str, Callable[[Order, Content, Diagnosis], bytes]]] = {
    "pdf": _pdf,
    "html": _html,
    "xlsx": _xlsx,
    "csv": _csv,
    "png": _picture,
    "svg": _picture,
}
