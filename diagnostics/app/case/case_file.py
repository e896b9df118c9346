"""Reading and writing a case file: whole or not at all, never over what another window wrote, an older version upgraded.

A file that cannot be used is refused with the reason and left untouched.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from diagnostics.app.forms.entries import KIND as ENTRIES
from diagnostics.app.forms.entries import Entries
from diagnostics.errors import InputError

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


def digest(content: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(content).hexdigest()


# --- reading --------------------------------------------------------------------------------------------------------


def read(path: Path) -> tuple[str, str]:
    """The text of a file, and what tells its content from another.

    Raises
    ------
    InputError
        Where it is not there, cannot be read, is too large or is no text.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise refused(path.name, "is no file")
        if found.st_size > LARGEST:
            raise refused(path.name, f"is larger than {LARGEST // 10**6} MB")
        content = path.read_bytes()
        return content.decode("utf-8-sig"), digest(content)  # some editors put a mark in front
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
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise refused(name, f"says {key[:SHOWN]!r} twice")
            found[key] = value
        return found

    def no_number(word: str) -> Any:
        raise refused(name, f"holds {word}, which is no number")

    try:
        data = json.loads(text, object_pairs_hook=once, parse_constant=no_number)
    except json.JSONDecodeError as problem:
        raise refused(name, f"is damaged or only half there (line {problem.lineno}: {problem.msg})") from None
    except RecursionError:
        raise refused(name, "is nested too deep") from None
    except InputError:
        raise
    except ValueError:
        raise refused(name, "holds a number of thousands of digits") from None
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
    """Version 0: numbers saved from the page, before there were cases. An export is not in it; all else is worked out."""
    entries = Entries.from_dict(data)
    return {"kind": KIND, "version": 1, "entries": entries.to_dict(), "numbers": _come_to(entries)}


def _come_to(entries: Entries) -> dict[str, Any] | None:
    """What entries come to, as plain data; None where they are not complete, or are those of an export."""
    from diagnostics.app.forms.counts_form import read_counts
    from diagnostics.app.forms.table_form import read_table

    if entries.way == "ledger":
        return None
    reading = read_table(entries.texts, entries.grid) if entries.way == "table" else read_counts(entries.texts)
    if reading.funnel is None or reading.par is None:
        return None
    money = None if reading.money is None else asdict(reading.money)
    return {"funnel": asdict(reading.funnel), "par": asdict(reading.par), "money": money}


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

    content = text.encode()
    if len(content) > LARGEST:
        raise InputError(
            "case file",
            path.name,
            f"would be larger than {LARGEST // 10**6} MB",
            "Take out what is not needed: long notes, or rows of the table.",
        )
    try:
        path = path.resolve()  # a link stays one
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock_of(path), timeout=LOCK_SECONDS):
            there = path.read_bytes() if path.exists() else None
            if there is not None and digest(there) not in (seen, digest(content)):
                if not replace:
                    raise Changed
                _whole(_beside(path), there)
            if there != content:
                _whole(path, content)
        return digest(content)
    except Timeout:
        problem = "is being written by another window"
        raise InputError("case file", path.name, problem, "Try again in a moment.") from None
    except OSError as problem:
        raise InputError(
            "case file", path.name, f"cannot be written ({problem.strerror})", "Check the folder, and the room on disk."
        ) from None


def lock_of(path: Path) -> Path:
    """What is locked while a file is written: a name that is short, however long that of the file."""
    return path.with_name(f".{digest(path.name.encode())[:16]}.lock")


def _beside(path: Path) -> Path:
    at, other = 1, path.with_name(f"{path.stem}.other{path.suffix}")
    while other.exists():
        at += 1
        other = path.with_name(f"{path.stem}.other-{at}{path.suffix}")
    return other


def _whole(path: Path, content: bytes) -> None:
    """Write under another name, then move it there: whoever reads sees the old file or the new one."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_usual_mode() if mode is None else mode)  # whoever could read it still can
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _usual_mode() -> int:
    """What a new file of this user may be read by."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
