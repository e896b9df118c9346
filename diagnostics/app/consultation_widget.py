"""The consultation as one widget."""

from __future__ import annotations

import logging
import os
from typing import Any

from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.consultation.wall import for_the_wall, may_ask
from diagnostics.app.pages.privacy_words import Footer, footer_of
from diagnostics.app.server.carrier import Carrier
from diagnostics.app.server.conversation import Conversation, Wall
from diagnostics.app.server.places import folder_of, static
from diagnostics.errors import InputError

log = logging.getLogger(__name__)


class Consult(Carrier):
    """Seven steps with a client, from the blur between sales and marketing to a signed plan.

    Parameters
    ----------
    folder : path, optional
        Of the case files, one per client; ``weak-link-cases`` in the home folder by default.
    """

    script_file = "consultation.js"
    style_file = "consultation.css"
    _esm = static(script_file)
    _css = static(style_file)

    page_name = "session"
    private = True

    def __init__(self, folder: str | os.PathLike[str] | None = None, **kwargs: Any) -> None:
        self.folder = folder_of(folder)
        super().__init__(**kwargs)

    def answerer(self, conversation: Conversation) -> Consultation:
        """A consultation that answers the messages of a conversation; a second window of it may be projected."""
        conversation.wall = Wall(may_ask, for_the_wall)
        return Consultation(
            self.folder, conversation.progress, lambda shown: conversation.tell({**shown}), site=self.site
        )

    def tidy(self) -> None:
        """Delete the clients whose file was not saved for longer than this site keeps one."""
        from diagnostics.app.case.deletion import delete_unused
        from diagnostics.app.report.report import is_report

        if self.site.delete_after is None:
            return
        try:
            gone = delete_unused(self.folder, self.site.delete_after, is_report)
        except InputError as problem:
            log.warning("clients that are to be kept no longer: %s", problem.code)
            return
        if gone:
            log.info("%d files of clients deleted, not saved for %d days", len(gone), self.site.delete_after)

    def footer(self) -> Footer:
        """What stands below the page; every client is a file."""
        return footer_of(self.site, cases=True)

    def close(self) -> None:
        """Close the widget; what is not in the case file yet is written first."""
        self.conversation.close()
        super().close()
