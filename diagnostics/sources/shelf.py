"""The folder with the clients' case files: what is in it, and under which name a new one is kept. Nothing is opened twice.

A file that cannot be read is shown with the reason and left as it is.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from diagnostics.funnel.errors import InputError
from diagnostics.sources.case import Case

SUFFIX: Final = ".json"
LONGEST_NAME: Final = 60
"""Characters of a file's name that come from the client's; file systems take 255 bytes."""
MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Shelved:
    """A case file in the folder."""

    file: str
    client: str
    date: str = ""
    """Of the last diagnosis; empty where there is none."""
    sentence: str = ""
    problem: str = ""
    """Why it cannot be opened."""


def shelf(folder: Path) -> tuple[Shelved, ...]:
    """The case files of a folder, the latest diagnosis first. A folder that is not there yet is empty."""
    files = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    found = [_shelved(path) for path in files[:MOST_SHOWN] if not path.name.startswith(".")]
    return tuple(sorted(found, key=lambda s: (s.date, s.client), reverse=True))


def _shelved(path: Path) -> Shelved:
    try:
        case = Case.load(path)
    except InputError as problem:
        return Shelved(path.name, path.stem, problem=str(problem))
    last = case.diagnoses[-1] if case.diagnoses else None
    return Shelved(path.name, case.client, last.date if last else "", last.sentence if last else "")


def inside(folder: Path, file: str) -> Path:
    """A case file by its name.

    Raises
    ------
    InputError
        Where the name leads out of the folder, or nothing is there.
    """
    path = folder / file
    if Path(file).name != file or not file.endswith(SUFFIX):
        raise InputError("case file", file, "is not a name in the folder of cases", "Choose one of the list.")
    if not path.is_file():
        raise InputError("case file", file, "is not there any more", "Choose another, or begin a new one.")
    return path


def new_path(folder: Path, client: str) -> Path:
    """Where a new client's case is kept: a name that no other file has.

    >>> new_path(Path("nowhere"), "Café  <b>Zum</b> Löwen").name
    'Café-b-Zum-b-Löwen.json'
    """
    letters = "".join(c if c.isalnum() else "-" for c in unicodedata.normalize("NFC", client))
    words = "-".join(filter(None, letters.split("-")))[:LONGEST_NAME].strip("-") or "client"
    path, at = folder / f"{words}{SUFFIX}", 1
    while path.exists():
        at += 1
        path = folder / f"{words}-{at}{SUFFIX}"
    return path
