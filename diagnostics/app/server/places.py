"""Where the files are that a page is made of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[2]
STATIC: Final = Path(__file__).parent / "static"
TEMPLATES: Final = Path(__file__).parent / "share" / "voila" / "templates" / "weak-link"
FOLDER: Final = "WEAK_LINK_CASES"
"""The environment variable that names the folder of case files."""
USUAL_FOLDER: Final = "weak-link-cases"
NOTEBOOKS: Final = {"dashboard": "diagnose.ipynb", "session": "session.ipynb"}


def folder_of(given: str | os.PathLike[str] | None = None) -> Path:
    """The folder of the case files: given, or named by the environment, or a folder in the user's home."""
    return Path(given or os.environ.get(FOLDER) or Path.home().joinpath(USUAL_FOLDER)).expanduser()


def notebook(page: str = "dashboard") -> Path:
    """The notebook of a page: in the installed package, or next to it in a checkout."""
    name = NOTEBOOKS[page]
    for place in (PACKAGE / "notebooks", PACKAGE.parent / "notebooks"):
        if place.joinpath(name).is_file():
            return place.joinpath(name)
    raise FileNotFoundError(f"{name} is neither in {PACKAGE / 'notebooks'} nor in {PACKAGE.parent / 'notebooks'}")


def plotly_js() -> Path:
    """The part of plotly.js that draws bars, lines and points; of the version that the plotly package carries."""
    return STATIC / "plotly-basic.min.js"


def static(name: str) -> str:
    """A text file of the static folder."""
    return STATIC.joinpath(name).read_text(encoding="utf-8")
