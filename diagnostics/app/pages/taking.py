"""What is taken away from the dashboard: the order for a file, and the file. Who makes it is given to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.table_form import TableResult
from diagnostics.app.messages import Picture, Take, Taken
from diagnostics.app.pages.answering import Asked
from diagnostics.app.pages.charts.layout import Spec
from diagnostics.app.pages.charts.timeline import timeline_spec
from diagnostics.errors import InputError
from diagnostics.reading.progress import Progress

PICTURES: Final = ("png", "svg")
"""Formats that hold one picture."""


class Order(NamedTuple):
    """A file that is asked for, with all that is in it."""

    format: Taken
    picture: Picture | None
    entries: Entries
    """With the title and the date of the file."""
    asked: Asked
    people: tuple[str, ...] = ()
    """What an export says of leads or people."""
    reading: tuple[str, ...] = ()
    """How the table or the export was read, a line each."""
    timeline: Spec | None = None
    """The timeline as the page draws it, where it is the picture."""


class File(NamedTuple):
    """A file: its name, its media type, its content."""

    name: str
    type: str
    data: bytes


Takes = Callable[[Order, Progress | None], File]
"""Makes a file; raises :class:`~diagnostics.errors.InputError` where it cannot."""


def nowhere(_order: Order, _progress: Progress | None) -> File:
    """A page that nobody makes files for."""
    raise InputError("take-not-here", "file")


def order(
    message: Take, entries: Entries, asked: Asked | None, reading: object, said: tuple[tuple[str, ...], tuple[str, ...]]
) -> Order:
    """The order that a message is.

    Parameters
    ----------
    message : Take
        What is asked for.
    entries, asked
        The form and what it asks; None where that is not complete.
    reading : CountsResult or TableResult
        What was read from the form, for the timeline.
    said : tuple
        What an export says of people, and how the file was read.

    Raises
    ------
    InputError
        Where there is no answer, or no such picture.
    """
    if asked is None:
        raise InputError("take-no-answer", "file")
    if (message.format in PICTURES) != (message.picture is not None):
        raise InputError("take-which-picture", "file", message.format)
    title = entries.title if message.title is None else message.title
    date = entries.date if message.date is None else message.date
    timeline = None
    if message.picture == "timeline":
        if not isinstance(reading, TableResult) or reading.table is None or not reading.table.dated:
            raise InputError("take-no-timeline", "file")
        timeline = timeline_spec(reading.table, reading.before, reading.after)
    return Order(message.format, message.picture, entries.entitled(title, date), asked, *said, timeline)
