"""What a message changes of a dashboard page, all at once or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.upload import Upload
from diagnostics.app.pages.answering import Given
from diagnostics.app.pages.leads_way import Exports
from diagnostics.app.undo import History

MOST_KNOWN: Final = 3
"""Numbers of files without their export that a page keeps, for Undo."""


class Stopped(Exception):
    """Raised by what reports progress, to end the work."""


@dataclass(frozen=True, slots=True)
class PageState:
    """The part of a page that a message changes all at once or, where it fails, not at all."""

    entries: Entries
    history: History[Entries] = field(default_factory=History)
    upload: Upload | None = None
    """The file that was opened for the table, while another of its sheets may be chosen."""
    given: Given | None = None
    """The last good answer; None where it would be about numbers that are gone."""
    given_at: int = 0
    """The revision of the page that it belongs to."""
    exports: Exports = field(default_factory=dict)
    settled: Entries | None = None
    """The form that the last settled answer belongs to; None where that is this one."""
