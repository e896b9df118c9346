"""The folder with the clients' case files: what is in it, and the file name of a new case.

A file that cannot be read is listed with the reason and not changed.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from diagnostics.app.case.case import Case
from diagnostics.app.case.history import in_language
from diagnostics.errors import InputError

SUFFIX: Final = ".json"
LONGEST_STEM: Final = 60
"""Characters of a file name that come from the client's name; file systems take 255 bytes."""
MOST_BYTES: Final = 180
MOST_SHOWN: Final = 200
LONGEST_SHOWN: Final = 60
"""Characters of a file name that an error shows."""
RESERVED: Final = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]", re.IGNORECASE)
"""Names that Windows reserves, whatever the ending."""


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case file in the folder."""

    file: str
    client: str
    date: str = ""
    """Of the last diagnosis; empty where there is none."""
    sentence: str = ""
    """Of the last diagnosis."""
    problem: InputError | None = None
    """Why it cannot be opened."""


def list_cases(folder: Path) -> tuple[ListedCase, ...]:
    """The case files of a folder, the latest diagnosis first. A folder that does not exist yet is empty.

    Of very many files only those that were saved last are read; see :func:`hidden`.

    Raises
    ------
    InputError
        Where the folder cannot be opened.
    """
    found = [_listed(path) for path in list_paths(folder)[:MOST_SHOWN]]
    return tuple(sorted(found, key=lambda c: (c.date, c.client), reverse=True))


def hidden(folder: Path) -> int:
    """How many case files are in the folder and not listed."""
    return max(0, len(list_paths(folder)) - MOST_SHOWN)


def list_paths(folder: Path) -> list[Path]:
    """The files of a folder that may be cases, last saved first."""
    try:
        files = [p for p in folder.glob(f"*{SUFFIX}") if not p.name.startswith(".")] if folder.is_dir() else []
        return sorted(files, key=lambda path: (-path.lstat().st_mtime_ns, path.name))
    except OSError as problem:
        raise _closed(folder, problem) from None


def _closed(path: Path, problem: OSError) -> InputError:
    return InputError("case-folder-closed", "case file", path.name[:LONGEST_SHOWN], reason=problem.strerror)


def _listed(path: Path) -> ListedCase:
    try:
        case = Case.load(path)
    except InputError as problem:
        return ListedCase(path.name, path.stem, problem=problem)
    except (ArithmeticError, TypeError, ValueError) as problem:  # one damaged file must not hide the others
        refused = InputError("case-file-unusable", "case file", path.name, reason=str(problem))
        return ListedCase(path.name, path.stem, problem=refused)
    last = in_language(case.diagnoses[-1]) if case.diagnoses else None
    return ListedCase(path.name, case.client, last.date if last else "", last.sentence if last else "")


def inside(folder: Path, file: str) -> Path:
    """A case file by its name.

    Raises
    ------
    InputError
        Where the name leads out of the folder, or no such file exists.
    """
    path = folder / file
    if Path(file).name != file or not file.endswith(SUFFIX):
        raise InputError("case-file-outside", "case file", file)
    try:
        there = path.is_file()
    except (OSError, ValueError) as problem:
        raise _closed(path, problem if isinstance(problem, OSError) else OSError(0, str(problem))) from None
    if not there:
        raise InputError("case-file-gone", "case file", file)
    return path


def is_copy(file: str, of: str) -> bool:
    """Whether a file is one in which a window kept its own state of another, by name.

    >>> is_copy("A.mine-2.json", "A.json"), is_copy("A-2.json", "A.json")
    (True, False)
    """
    stem = re.escape(of.removesuffix(SUFFIX))
    return re.fullmatch(rf"{stem}(\.(mine|other)(-\d+)?)+{re.escape(SUFFIX)}", file) is not None


def find(folder: Path, name: str) -> Path:
    """A case file by its name, or by the name of its client.

    Raises
    ------
    InputError
        Where there is none, or there are several.
    """
    with suppress(InputError):
        return inside(folder, name)
    found = [c.file for c in map(_listed, list_paths(folder)) if c.client == name and c.problem is None]
    if not found:
        raise InputError("client-not-found", "client", name, folder=folder)
    if len(found) > 1:
        found = [file for file in found if not any(is_copy(file, other) for other in found)]
    if len(found) > 1:
        raise InputError("client-not-single", "client", name, choices=found, folder=folder)
    return folder / found[0]


def file_stem(name: str, otherwise: str) -> str:
    """A name as the stem of a file that every system accepts; ``otherwise`` where it has no letters or digits.

    >>> file_stem("../Zum Löwen: 50%", "numbers"), file_stem("…", "numbers")
    ('Zum-Löwen-50', 'numbers')
    """
    letters = "".join(c if c.isalnum() else "-" for c in unicodedata.normalize("NFC", name))
    words = "-".join(filter(None, letters.split("-")))[:LONGEST_STEM].strip("-") or otherwise
    words = words.encode()[:MOST_BYTES].decode(errors="ignore").strip("-")
    return f"{words}-1" if RESERVED.fullmatch(words) else words


def new_path(folder: Path, client: str) -> Path:
    """The file of a new client's case: a name that no other file has and every system accepts.

    Raises
    ------
    InputError
        Where the folder cannot be opened.

    >>> new_path(Path("nowhere"), "Café  <b>Zum</b> Löwen").name
    'Café-b-Zum-b-Löwen.json'
    >>> new_path(Path("nowhere"), "con").name
    'con-1.json'
    """
    words = file_stem(client, "client")
    path, at = folder / f"{words}{SUFFIX}", 1
    try:
        while path.exists():
            at += 1
            path = folder / f"{words}-{at}{SUFFIX}"
    except OSError as problem:
        raise _closed(folder, problem) from None
    return path
