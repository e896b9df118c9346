"""What a page is answered, as plain data. What is asked is in :mod:`~diagnostics.app.messages`."""

from __future__ import annotations

from typing import Literal, TypedDict

from diagnostics.app.pages.answer_panes import AnswerPane, SameAnswer
from diagnostics.app.pages.form_pane import FormPane
from diagnostics.app.pages.leads_replies import LeadsPane, SampleRows
from diagnostics.app.pages.table_panes import TablePanes
from diagnostics.app.pages.table_way import GridPane, PastedPane
from diagnostics.app.pages.what_if import WhatIfPane


class Numbered(TypedDict, total=False):
    """What every reply has: the number of the message that asked for it."""

    seq: int


class Failure(Numbered):
    """Something failed here: the words for the page, and the kind of failure."""

    fault: str
    detail: str


class Pong(Numbered):
    """Somebody is there."""

    pong: Literal[True]


class Working(Numbered):
    """What is being done, and the share of it that is done where that is known."""

    progress: str
    share: float | None


class ExamplePane(TypedDict):
    """The sample business that the form shows."""

    id: str
    name: str
    story: str


class Download(TypedDict):
    """A file that comes with the reply: its name and media type."""

    name: str
    type: str


class Reply(FormPane, Numbered, total=False):
    """What the dashboard answers. Most messages are answered with what the page shows now, a few with less.

    ``notice`` is shown once. ``choose`` asks which sheet or column of a file is meant, in the words of ``choose_title``.
    ``example_prefix``: for before the sentence, empty where the numbers are no example's.
    ``fill``: set every field, not only the messages next to them. ``draft``: what is typed is not settled, so no verdict is
    to be shown of it; ``doubts`` asks, by field, whether what is improbable is right. ``what_if`` is not sent while the answer
    that the page has is of other numbers, or a draft. A move of a slider is answered without ``way`` where it changes nothing
    but ``what_if``, the address and Undo. The bytes of a ``download`` travel apart.
    """

    revision: int
    fill: bool
    draft: bool
    doubts: dict[str, str]
    way: str
    texts: dict[str, str]
    errors: dict[str, str]
    missing: dict[str, str]
    echoes: dict[str, str]
    notes: dict[str, str]
    example: ExamplePane | None
    example_prefix: str
    can_undo: bool
    can_redo: bool
    query: str
    answer: AnswerPane | SameAnswer | None
    stale: bool
    forgotten: bool
    cleared: bool
    then: str
    notice: str
    choose: list[str]
    choose_title: str
    grid: GridPane
    pasted: PastedPane
    leads: LeadsPane
    asked: list[str]
    choices: dict[str, list[list[str]]]
    told: list[str]
    restated: str
    waiting: str
    panes: TablePanes | None
    kept: str | None
    pong: bool
    part: int
    file: str
    rows: SampleRows
    title: str
    date: str
    what_if: WhatIfPane | None
    download: Download
    data: bytes
