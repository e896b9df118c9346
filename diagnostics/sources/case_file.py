"""Reading and writing a case file: whole or not at all, never over what another window wrote, an older version upgraded.

A file that cannot be used is refused with the reason and left untouched.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from diagnostics.funnel.errors import InputError
from diagnostics.sources.entries import KIND as ENTRIES
from diagnostics.sources.entries import Entries

KIND: Final = "weak-link case"
VERSION: Final = 1
LARGEST: Final = 20_000_000
LOCK_SECONDS: Final = 5.0
SHOWN: Final = 40


class Changed(Exception):
    """The file holds something else than it did."""


def text_of(data: dict[str, Any]) -> str:
    """Plain data as the text of a file: a line a field, in the order of the fields."""
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def digest(text: str) -> str:
    """What tells one content from another."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --- reading --------------------------------------------------------------------------------------------------------


def read(path: Path) -> str:
    """The text of a file.

    Raises
    ------
    InputError
        Where it is not there, cannot be read, is too large or is no text.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise refused(path.name, f"is larger than {LARGEST // 10**6} MB")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise refused(path.name, "is no text") from None
    except OSError as problem:
        raise InputError(
            "case file", path.name, f"cannot be read ({problem.strerror})", "Check its name and place."
        ) from None


def refused(name: str, problem: str) -> InputError:
    """A file that is left as it is."""
    return InputError(
        "case file", name, f"{problem}; it was left as it is", "Choose a file that was saved by a session."
    )


def parsed(text: str, name: str) -> dict[str, Any]:
    """The text of a file as plain data.

    Raises
    ------
    InputError
        Where it is damaged, or holds something else than fields.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice = next(key for at, (key, _) in enumerate(pairs) if key in dict(pairs[:at]))
            raise refused(name, f"says {twice[:SHOWN]!r} twice")
        return found

    def no_number(word: str) -> Any:
        raise refused(name, f"holds {word}, which is no number")

    try:
        data = json.loads(text, object_pairs_hook=once, parse_constant=no_number)
    except json.JSONDecodeError as problem:
        raise refused(name, f"is damaged or only half there (line {problem.lineno}: {problem.msg})") from None
    except RecursionError:
        raise refused(name, "is nested too deep") from None
    if not isinstance(data, dict):
        raise refused(name, "holds no case")
    return data


def upgraded(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Plain data of the present version, from any version there was.

    Raises
    ------
    InputError
        Where the data are of another program, or of a version that is not known yet.
    """
    kind = data.get("kind")
    if kind not in (KIND, ENTRIES):
        raise refused(name, f"is of another kind ({str(kind)[:SHOWN]!r})")
    version = 0 if kind == ENTRIES else data.get("version")  # what the page itself saves has no session around it
    if type(version) is not int or version < 0:
        raise refused(name, f"names no version ({str(version)[:SHOWN]!r})")
    if version > VERSION:
        raise InputError(
            "case file",
            name,
            f"is of version {version} and this program reads up to {VERSION}; it was left as it is",
            "Update this program.",
        )
    while version < VERSION:
        data = UPGRADES[version](data)
        version += 1
    return data


def _from_entries(data: dict[str, Any]) -> dict[str, Any]:
    """Version 0: numbers saved from the page, before there were cases."""
    return {"kind": KIND, "version": 1, "entries": Entries.from_dict(data).to_dict()}


UPGRADES: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {0: _from_entries}
"""From each version to the next."""


# --- writing --------------------------------------------------------------------------------------------------------


def write(path: Path, text: str, seen: str | None, replace: bool) -> str:
    """Write a file, whole or not at all; returns what tells its content.

    Raises
    ------
    Changed
        Where the file holds neither what was ``seen`` nor what is to be written.
    InputError
        Where it cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f".{path.name}.lock")
        with FileLock(lock, timeout=LOCK_SECONDS):
            there = path.read_bytes() if path.exists() else None
            if there is not None:
                found = hashlib.sha256(there).hexdigest()
                if found not in (seen, digest(text)):
                    if not replace:
                        raise Changed
                    _whole(_beside(path), there)
            if there != text.encode():
                _whole(path, text.encode())
        return digest(text)
    except Timeout:
        problem = "is being written by another window"
        raise InputError("case file", path.name, problem, "Try again in a moment.") from None
    except OSError as problem:
        raise InputError(
            "case file", path.name, f"cannot be written ({problem.strerror})", "Check the folder, and the room on disk."
        ) from None


def _beside(path: Path) -> Path:
    at, other = 1, path.with_name(f"{path.stem}.other{path.suffix}")
    while other.exists():
        at += 1
        other = path.with_name(f"{path.stem}.other-{at}{path.suffix}")
    return other


def _whole(path: Path, content: bytes) -> None:
    """Write under another name, then move it there: whoever reads sees the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:SHOWN]}-", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
