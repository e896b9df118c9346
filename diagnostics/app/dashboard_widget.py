"""The dashboard as one widget."""

from __future__ import annotations

from typing import Any

from diagnostics.app.forms.entries import Entries
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.server.carrier import Carrier, static


class Dashboard(Carrier):
    """The owner's page: the numbers on the left, the answer on the right.

    Parameters
    ----------
    entries : Entries, optional
        The form when the page opens; an example unless given.
    """

    _esm = static("grid.js", "leads.js", "page.js", "dashboard.js")
    _css = static("page.css", "grid.css", "leads.css")

    def __init__(self, entries: Entries | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.page = DashboardPage(entries, self._progress)

    @property
    def answerer(self) -> DashboardPage:
        """The page that answers the messages."""
        return self.page
