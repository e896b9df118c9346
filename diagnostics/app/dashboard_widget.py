"""The owner's page as one widget."""

from __future__ import annotations

from typing import Any

from diagnostics.app.forms.entries import Entries
from diagnostics.app.pages.dashboard import Session
from diagnostics.app.server.carrier import Carrier, static


class Dashboard(Carrier):
    """The owner's page: counts on the left, the answer on the right.

    Parameters
    ----------
    entries : Entries, optional
        What the form opens with; an example unless given.
    """

    _esm = static("grid.js", "leads.js", "page.js", "dashboard.js")
    _css = static("page.css", "grid.css", "leads.css")

    def __init__(self, entries: Entries | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = Session(entries, self._progress)

    @property
    def answerer(self) -> Session:
        """The session that answers this page."""
        return self.session
