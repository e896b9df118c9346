"""The dashboard as one widget."""

from __future__ import annotations

from typing import Any

from diagnostics.app.forms.entries import Entries
from diagnostics.app.messages import Hello
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.report.take import take
from diagnostics.app.server.carrier import Carrier
from diagnostics.app.server.conversation import Conversation
from diagnostics.app.server.line import Content
from diagnostics.app.server.places import static
from diagnostics.language import language


class Dashboard(Carrier):
    """The owner's page: the numbers on the left, the answer on the right.

    Parameters
    ----------
    entries : Entries, optional
        The form when the page opens; an example unless given.
    """

    script_file = "dashboard.js"
    style_file = "dashboard.css"
    _esm = static(script_file)
    _css = static(style_file)

    page_name = "dashboard"

    def __init__(self, entries: Entries | None = None, **kwargs: Any) -> None:
        self.entries = entries
        super().__init__(**kwargs)

    def answerer(self, conversation: Conversation) -> DashboardPage:
        """A page that answers the messages of a conversation."""
        return DashboardPage(self.entries, conversation.progress, site=self.site, takes=take)

    def first(self) -> Content | None:
        """The form and its answer in the language of now, as every visitor without an address sees them."""
        return {**self.answerer(self.conversation).handle(Hello(languages=language()))}
