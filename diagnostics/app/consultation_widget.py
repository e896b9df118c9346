"""The consultation as one widget."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.server.carrier import Carrier
from diagnostics.app.server.conversation import Conversation
from diagnostics.app.server.places import FOLDER, static

USUAL_FOLDER = "weak-link-cases"


def folder_of(given: str | os.PathLike[str] | None = None) -> Path:
    """The folder of the case files: given, or named by the environment, or a folder in the user's home."""
    return Path(given or os.environ.get(FOLDER) or Path.home().joinpath(USUAL_FOLDER)).expanduser()


class Consult(Carrier):
    """Seven steps with a client, from the blur between sales and marketing to a signed plan.

    Parameters
    ----------
    folder : path, optional
        Of the case files, one per client; ``weak-link-cases`` in the home folder by default.
    """

    script_files = ("line.js", "grid.js", "leads.js", "page.js", "consult.js")
    style_files = ("page.css", "grid.css", "leads.css", "consult.css")
    _esm = static(*script_files)
    _css = static(*style_files)

    page_name = "session"
    private = True

    def __init__(self, folder: str | os.PathLike[str] | None = None, **kwargs: Any) -> None:
        self.folder = folder_of(folder)
        super().__init__(**kwargs)

    def answerer(self, conversation: Conversation) -> Consultation:
        """A consultation that answers the messages of a conversation."""
        return Consultation(self.folder, conversation.progress, conversation.tell)

    def close(self) -> None:
        """Close the widget; what is not in the case file yet is written first."""
        self.conversation.close()
        super().close()
