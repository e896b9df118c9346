"""What the kernel answers a page, as plain data. What is asked is in :mod:`~diagnostics.app.messages`."""

from __future__ import annotations

from typing import Literal, TypedDict


class Numbered(TypedDict, total=False):
    """What every reply has: the number of the message that asked for it."""

    seq: int


class Fault(Numbered):
    """Something failed here: what the page says of it, and the kind of failure."""

    fault: str
    detail: str


class Pong(Numbered):
    """The kernel is there."""

    pong: Literal[True]


class Working(Numbered):
    """What is being done, and the share of it that is done where that is known."""

    progress: str
    share: float | None


class PartArrived(Numbered):
    """One part of an export arrived: the page sends the next."""

    part: int


class File(Numbered):
    """The text of a file to save."""

    file: str


class SampleRows(TypedDict):
    """A few rows of an export, with its headings."""

    columns: list[str]
    cells: list[list[str]]


class Rows(Numbered):
    """The rows of a fault."""

    rows: SampleRows
