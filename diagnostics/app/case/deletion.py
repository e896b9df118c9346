"""Delete a client with all that belongs to it: the case file, its copies and older versions, its reports, what a crash left.

A window that still has the client open writes nothing any more; see :class:`~diagnostics.app.case.case.CaseGone`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from diagnostics.app.case.case_file import LOCK_SECONDS, PART, is_case, is_older, lock_of
from diagnostics.app.case.folder import SUFFIX, is_copy, list_paths
from diagnostics.errors import InputError

REPORTS: Final = (".html", ".pdf", ".xlsx", ".pptx")
STALE_SECONDS: Final = 60
"""Writing a case takes much less: a file that is still half written is what a crash left."""
A_DAY: Final = 86_400


def belongings(path: Path, is_report: Callable[[Path], bool]) -> tuple[Path, ...]:
    """The files of a client, the case file first.

    Parameters
    ----------
    path : Path
        The case file.
    is_report : callable
        Whether a file is a report that was written here; no other file is deleted.

    Raises
    ------
    InputError
        Where the folder cannot be opened.
    """
    try:
        there = sorted(p for p in path.parent.iterdir() if p != path and not p.is_dir())
    except OSError as problem:
        raise InputError("case-folder-closed", "case file", path.name, reason=problem.strerror) from None
    copies = [p for p in there if is_copy(p.name, path.name)]
    stems = {p.stem for p in (path, *copies)}
    others = {p.stem for p in there if p.suffix == SUFFIX} - stems
    reports = [p for p in there if _report_of(p, stems, others) and is_report(p)]
    older = [p for p in there if any(is_older(p.name, of.name) for of in (path, *copies))]
    return (path, *copies, *older, *reports)


def _report_of(path: Path, stems: Iterable[str], others: Iterable[str]) -> bool:
    """Whether the name of a file is one that reports of these cases get, and of no other case."""
    if path.suffix.lower() not in REPORTS or path.stem in others:
        return False
    return any(re.fullmatch(rf"{re.escape(stem)}(-report(-\d+)?)?", path.stem) for stem in stems)


def delete(path: Path, is_report: Callable[[Path], bool]) -> tuple[str, ...]:
    """Delete a client; the names of the files that were deleted. Parameters are those of :func:`belongings`.

    Raises
    ------
    InputError
        Where a file cannot be deleted; those before it are.
    """
    from filelock import FileLock, Timeout

    lock = lock_of(path)
    try:
        with FileLock(lock, timeout=LOCK_SECONDS):  # whoever writes it now is waited for, and finds it gone
            found = belongings(path, is_report)
            for one in found:
                one.unlink(missing_ok=True)
            _sweep(path.parent, {one.stem for one in found})
    except Timeout:
        raise InputError("case-file-locked", "case file", path.name) from None
    except OSError as problem:
        raise InputError("case-file-not-deleted", "case file", path.name, reason=problem.strerror) from None
    for one in found:
        with suppress(OSError):
            lock_of(one).unlink(missing_ok=True)
    return tuple(one.name for one in found)


def delete_unused(folder: Path, days: int, is_report: Callable[[Path], bool]) -> tuple[str, ...]:
    """Delete the clients whose file was not saved for so many days; the names of the files that were deleted.

    Parameters
    ----------
    folder : Path
        Of the case files.
    days : int
        At least 1.
    is_report : callable
        See :func:`belongings`.

    Raises
    ------
    InputError
        Where the folder cannot be opened, or a file cannot be deleted.
    """
    oldest = time.time() - days * A_DAY
    gone: list[str] = []
    for path in list_paths(folder):
        with suppress(FileNotFoundError):  # it was a copy, or somebody deleted it just now
            if path.lstat().st_mtime < oldest and is_case(path):
                gone += delete(path, is_report)
    return tuple(gone)


def _sweep(folder: Path, stems: Iterable[str]) -> None:
    """Remove what a crash left of files that were being written: reports of these cases, and half of any case."""
    starts = tuple(f".{stem}"[:40] for stem in stems)
    for path in folder.glob(".*"):
        half = path.name.endswith(PART) or (path.name.startswith(starts) and path.suffix != ".lock")
        with suppress(FileNotFoundError):
            if half and path.is_file() and path.stat().st_mtime < time.time() - STALE_SECONDS:
                path.unlink()
