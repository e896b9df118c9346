"""The report that is left behind: one case, four formats, the same words and figures in each."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from diagnostics.app.report.content import Content, content
from diagnostics.app.report.words import TITLE
from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case

Writer = Callable[[Content], bytes]
MARKS: Final = {".html": b'<meta name="generator" content="weak-link">', ".pdf": f"/Title({TITLE})".encode()}
"""What a report of ours bears, by its ending; the others bear the title in their properties."""
HEAD: Final = 200
CASE: Final = re.compile(rb'^\s*\{\s*"kind":\s*"weak-link')
FORMATS: Final = (".html", ".pdf", ".xlsx", ".pptx")


def report(case: Case, path: str | Path) -> Path:
    """Write the report of a case.

    The same case gives the same bytes: nothing in a report knows the day or the machine it was written on.

    Parameters
    ----------
    case : Case
        The client's case; an incomplete one says in the report what is missing.
    path : str or Path
        Where to. ``.html`` is one page that needs no network and prints on A4 and Letter, ``.pdf`` the same to hand
        out, ``.xlsx`` the numbers with the chain as live formulas, ``.pptx`` five slides.

    Returns
    -------
    Path
        The file that was written, whole or not at all.

    Raises
    ------
    InputError
        Where it is no case, the ending is none of the four, the place cannot be written to, or a library is missing.
    """
    target = Path(path)
    if _is_case(target):
        raise InputError("path", str(path), "is a case file, which a report would replace", "Give another name.")
    ending = target.suffix.lower()
    if ending not in FORMATS:
        raise InputError(
            "path",
            str(path),
            "is no kind of report",
            f"Let the name end with {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.",
        )
    from diagnostics.app.case.case import Case

    if not isinstance(case, Case):
        raise InputError("case", type(case).__name__, "is not a case", "Give what dx.Case.load returns.")
    try:
        data = _writer(ending)(content(case))
    except ModuleNotFoundError as problem:
        raise InputError(
            "path", str(path), f"needs {problem.name}, which is not installed", "Run: pip install 'weak-link[report]'."
        ) from None
    _write(target, data)
    return target


def beside(path: Path, ending: str) -> Path:
    """Where the report of a case file goes: beside it under its name, over a report of ours and over nothing else.

    Parameters
    ----------
    path : Path
        The case file.
    ending : str
        One of ``.html``, ``.pdf``, ``.xlsx``, ``.pptx``.
    """
    at, target = 1, path.with_name(f"{path.stem}{ending}")
    while target.exists() and not _is_ours(target):
        at += 1
        target = path.with_name(f"{path.stem}-report{'' if at == 2 else f'-{at - 1}'}{ending}")
    return target


def _is_ours(path: Path) -> bool:
    """Whether a file is a report that was written here: it bears the title that all of them do."""
    try:
        if path.suffix.lower() in (".xlsx", ".pptx"):
            with zipfile.ZipFile(path) as archive:
                return TITLE.encode() in archive.read("docProps/core.xml")
        return MARKS[path.suffix.lower()] in path.read_bytes()
    except (KeyError, OSError, zipfile.BadZipFile):
        return False


def _is_case(path: Path) -> bool:
    """Whether a file holds a case; no report is written over one, whatever its name."""
    try:
        with path.open("rb") as file:
            return CASE.search(file.read(HEAD)) is not None
    except OSError:
        return False


def _writer(ending: str) -> Writer:
    """What writes a format; its libraries are loaded when it is first asked for."""
    if ending == ".html":
        from diagnostics.app.report.html_report import html

        return html
    if ending == ".pdf":
        from diagnostics.app.report.pdf_report import pdf

        return pdf
    if ending == ".xlsx":
        from diagnostics.app.report.xlsx_report import xlsx

        return xlsx
    from diagnostics.app.report.pptx_report import pptx

    return pptx


def _write(target: Path, data: bytes) -> None:
    """Beside the target first, then in its place: a report is whole or is not there."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as problem:
        raise InputError(
            "path",
            str(target),
            f"cannot be written: {problem.strerror or problem}",
            "Name a folder that can be written to.",
        ) from None
