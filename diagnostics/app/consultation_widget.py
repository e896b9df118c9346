"""The consultation as one widget."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.server.carrier import Carrier, static
from diagnostics.app.server.serve import FOLDER

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

    _esm = static("grid.js", "leads.js", "page.js", "consult.js")
    _css = static("page.css", "grid.css", "leads.css", "consult.css")

    def __init__(self, folder: str | os.PathLike[str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.consultation = Consultation(folder_of(folder), self._progress, self._tell)

    @property
    def answerer(self) -> Consultation:
        """The consultation that answers this page."""
        return self.consultation

    def close(self) -> None:
        """Close the widget; what is not in the case file yet is written first."""
        self.consultation.flush()
        super().close()
