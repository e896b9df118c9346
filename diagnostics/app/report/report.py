"""The report of a case in four formats, with the same words and figures in each."""

from __future__ import annotations

import os
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from diagnostics.app.case.case_file import is_case
from diagnostics.app.report.content import Content, content
from diagnostics.app.report.document import MARK
from diagnostics.app.report.words import TITLE
from diagnostics.errors import InputError
from diagnostics.language import LANGUAGES, PSEUDO, speaking
from diagnostics.language import language as spoken
from diagnostics.reading import given

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.app.case.firm import Firm

Writer = Callable[[Content], bytes]
MARKS: Final = {
    ".html": (b'<meta name="generator" content="weak-link">',),
    ".pdf": (f"/Keywords({MARK})".encode(), f"/Title({TITLE})".encode()),
}
"""What identifies a report written here, by its ending; the title is that of reports from before there were languages.

A workbook and slides have the same mark or title in their properties.
"""
FORMATS: Final = (".html", ".pdf", ".xlsx", ".pptx")


def report(case: Case, path: str | Path, language: str = "", firm: Firm | str | Path | None = None) -> Path:
    """Write the report of a case.

    The same case gives the same bytes: nothing in a report depends on the day or the machine.

    Parameters
    ----------
    case : Case
        The client's case. It may be incomplete: the report says what is missing.
    path : str or Path
        The file to write. Its ending is the format: ``.html``, one page that needs no network and prints on A4 and
        Letter; ``.pdf``, the same on paper; ``.xlsx``, the numbers with the chain as live formulas; ``.pptx``, slides with
        speaker notes and charts that can be edited.
    language : str
        The language of the report, ``"en"`` or ``"de"``; that of the case unless given, and English where it has none.
    firm : Firm, str or Path, optional
        The profile of the firm whose name the report carries, or its file. Unless given, the one that the case names, in
        the folder ``firms`` next to the case file or the report; where that cannot be used, the report carries no name
        and a warning says why.

    Returns
    -------
    Path
        The file that was written, whole or not at all.

    Raises
    ------
    InputError
        If it is not a case, the ending is not one of the four, there is no such language, the profile that was given
        cannot be used, the file cannot be written or is a case file, or a library is not installed.
    """
    target = given.path("path", path)
    if is_case(target):
        raise InputError("report-over-a-case", "path", str(target))
    ending = target.suffix.lower()
    if ending not in FORMATS:
        raise InputError("report-format", "path", str(target), choices=FORMATS)
    from diagnostics.app.case.case import Case

    if not isinstance(case, Case):
        raise InputError("report-not-of-a-case", "case", type(case).__name__)
    if language not in ("", *LANGUAGES, PSEUDO):
        raise InputError("report-language", "language", language, choices=LANGUAGES)
    try:
        with speaking(language or case.language or spoken()):
            data = _writer(ending)(content(case, firm=_firm_of(case, target, firm)))
    except ModuleNotFoundError as problem:
        raise InputError("report-library-missing", "path", str(target), library=problem.name) from None
    _write(target, data)
    return target


def _firm_of(case: Case, target: Path, given: Firm | str | Path | None) -> Firm | None:
    """The firm whose name a report carries."""
    from diagnostics.app.case.firm import Firm, find_firm

    if isinstance(given, Firm):
        return given
    if given is not None:
        return Firm.load(given)
    found = find_firm(case.firm, (*case.folders, target.parent))
    if found.problem is not None:
        warnings.warn(str(found.problem), stacklevel=3)
    return found.firm


def default_path(path: Path, ending: str) -> Path:
    """Where the report of a case file goes: next to it under its name; only a report written here is replaced.

    Parameters
    ----------
    path : Path
        The case file.
    ending : str
        One of ``.html``, ``.pdf``, ``.xlsx``, ``.pptx``.
    """
    at, target = 1, path.with_name(f"{path.stem}{ending}")
    while target.exists() and not is_report(target):
        at += 1
        target = path.with_name(f"{path.stem}-report{'' if at == 2 else f'-{at - 1}'}{ending}")
    return target


def is_report(path: Path) -> bool:
    """Whether a file is a report that was written here: all of them have the same mark or title."""
    try:
        if path.suffix.lower() in (".xlsx", ".pptx"):
            with zipfile.ZipFile(path) as archive:
                about = archive.read("docProps/core.xml")
            return any(mark.encode() in about for mark in (MARK, TITLE))
        data = path.read_bytes()
        return any(mark in data for mark in MARKS[path.suffix.lower()])
    except (KeyError, OSError, zipfile.BadZipFile):
        return False


def _writer(ending: str) -> Writer:
    """The writer of a format. Its libraries are loaded on first use."""
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
    """Write a temporary file in the same folder, then rename it: a report is whole or is not there."""
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
        reason = problem.strerror or str(problem)
        raise InputError("report-not-written", "path", str(target), reason=reason) from None
