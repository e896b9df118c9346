"""XLSX and XLSM as sheets of plain cells; other files of office programs are refused by name.

What comes from outside may be hostile. Sizes are therefore checked before anything is unpacked or parsed, and the
parts of a workbook that are needed are laid out afresh, so that the library that reads them sees nothing unchecked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from struct import error as StructError
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.extras import require
from diagnostics.language import mark, t
from diagnostics.reading.progress import Progress
from diagnostics.reading.sheet import (
    MONTHS,
    Cell,
    Limits,
    Sheet,
    check_lengths,
    clean,
    too_many_cells,
    trimmed,
)
from diagnostics.reading.workbook_xml import NotWellFormed, Survey, elements, text_lengths

MOST_MEMBERS: Final = 5_000
"""Members of a zip container. A workbook has a few dozen."""
MOST_SHEETS: Final = 50
"""Sheets of a workbook, so that each stays worth naming in a message."""

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STARTS: Final = (*_ZIP, _OLE)
"""How the files of office programs start."""

_OTHERS: Final = (
    ("content.xml", mark("an OpenDocument file (ODS, ODT)")),
    ("xl/workbook.bin", mark("a binary workbook (XLSB)")),
    ("word/document.xml", mark("a Word document")),
    ("ppt/presentation.xml", mark("a PowerPoint presentation")),
    ("index/document.iwa", mark("an Apple document")),
)


def read_workbook(
    data: bytes, name: str, limits: Limits = MONTHS, progress: Progress | None = None
) -> tuple[Sheet, ...]:
    """Read a file that starts with one of `STARTS`.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        What messages call it.
    limits : Limits
        How much of it is read.
    progress : callable, optional
        Called with how much has been read; what it raises stops the work.

    Raises
    ------
    InputError
        Where it is no XLSX or XLSM, or damaged, locked, too large, or blank.
    """
    if data.startswith(_OLE):  # of Office before 2007; workbooks with a password still come in it
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _locked(name)
        raise _not_read(name, t("an old Office file (XLS, DOC)"))
    container = _Container(data, name, limits)
    if "xl/workbook.xml" in container:
        try:
            return _sheets(container, name, limits, progress)
        except NotWellFormed:
            raise _damaged(name) from None
    for member, kind in _OTHERS:
        if member in container:
            raise _not_read(name, t(kind))
    raise InputError("zip-without-workbook", "file", name)


def _not_read(name: str, kind: str) -> InputError:
    return InputError("not-a-workbook", "file", name, kind=kind)


def _damaged(name: str) -> InputError:
    return InputError("file-damaged", "file", name)


def _locked(name: str) -> InputError:
    return InputError("file-locked", "file", name)


BROKEN_ZIP: Final = (
    zipfile.BadZipFile,  # no directory, a wrong sum
    zlib.error,  # a stream that cannot be unpacked
    EOFError,  # one that ends too soon
    OSError,  # an offset outside the file
    ValueError,  # a name or an offset that makes no sense
    StructError,  # a directory cut off in the middle
    NotImplementedError,  # a version or a kind of packing that zipfile does not know
)
"""What zipfile raises on a damaged file; each was met with files whose bytes were changed at random."""


class _Container:
    """A zip file of which members are unpacked one by one, under a bound for all of them together."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self.most = self.left = limits.unpacked
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            members = self.zip.infolist()
        except BROKEN_ZIP as fault:
            raise _damaged(name) from fault
        unpacked = sum(member.file_size for member in members)
        if unpacked > self.most or len(members) > MOST_MEMBERS:
            raise self.bomb(unpacked)
        self.members = {member.filename.replace("\\", "/").lstrip("/").casefold(): member for member in members}

    def bomb(self, unpacked: int) -> InputError:
        return InputError("zip-too-large", "file", self.name, size=unpacked, most=self.most)

    def __contains__(self, member: str) -> bool:
        return member.casefold() in self.members

    def read(self, member: str) -> bytes:
        """A member, whatever size the directory claims for it.

        Raises
        ------
        InputError
            Where it is absent, locked, damaged, or larger than what is left.
        """
        entry = self.members.get(member.casefold())
        if entry is None:
            raise _damaged(self.name)
        if entry.flag_bits & 1:
            raise _locked(self.name)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others unpack without a bound
            raise InputError("zip-packed-unusually", "file", self.name)
        try:
            with self.zip.open(entry) as file:  # gives no more than the directory claims, and checks the sum
                data = file.read(self.left + 1)
        except BROKEN_ZIP as fault:
            raise _damaged(self.name) from fault
        self.left -= len(data)
        if self.left < 0:
            raise self.bomb(self.most + 1)
        return data

    def optional(self, member: str) -> bytes:
        """A member, or nothing where there is none."""
        return self.read(member) if member in self else b""


def _sheets(container: _Container, name: str, limits: Limits, progress: Progress | None) -> tuple[Sheet, ...]:
    parts, hidden, from_1904 = _parts(container, name)
    if not parts:
        raise InputError("no-visible-sheet", "file", name)
    strings, styles = container.optional("xl/sharedstrings.xml"), container.optional("xl/styles.xml")
    size = len(strings) + sum(len(data) for _, data in parts)
    read = 0

    def tell(more: int) -> None:
        nonlocal read
        read += more
        if progress is not None:  # the survey is about three quarters of the work
            progress(t("Reading {name}", name=name), 0.75 * read / size)

    lengths = text_lengths(strings, limits, tell) if strings else []
    surveys: list[Survey] = []
    cells = 0
    for title, data in parts:
        survey = Survey(title, lengths, limits)
        survey.read(data, tell)
        cells += survey.rows * survey.columns
        if cells > limits.cells:
            raise too_many_cells(name, cells, limits.cells)
        surveys.append(survey)
    notes = tuple(t("Sheet {name} is hidden and was left out.", name=title) for title in hidden)
    if any(member.endswith("vbaproject.bin") for member in container.members):
        notes += (t("Macros were not run."),)
    sheets: list[Sheet] = []
    all_values = _values([data for _, data in parts], strings, styles, from_1904, name)
    for survey, values in zip(surveys, all_values, strict=True):
        rows: list[list[Cell]] = [[clean(value) for value in row] for row in values]
        for (row, column), held in survey.special.items():
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([None] * (column + 1 - len(rows[row])))
            rows[row][column] = held
        check_lengths(survey.name, rows)
        sheet = trimmed(survey.name, rows, where=name, merges=survey.merges, notes=notes, limits=limits)
        if sheet is not None:
            sheets.append(survey.marked(sheet))
    if not sheets:
        raise InputError("only-blank-cells", "file", name)
    return tuple(sheets)


def _parts(container: _Container, name: str) -> tuple[list[tuple[str, bytes]], list[str], bool]:
    """Name and XML of the worksheets that are not hidden, the names of the hidden, whether days count from 1904."""
    targets: dict[str, tuple[str, str]] = {}
    for tag, given in elements(container.optional("xl/_rels/workbook.xml.rels") or b"<none/>"):
        if tag == "Relationship":
            targets[given.get("Id", "")] = (given.get("Target", ""), given.get("Type", ""))
    listed: list[tuple[str, str, str]] = []
    from_1904 = False
    for tag, given in elements(container.read("xl/workbook.xml")):
        if tag == "workbookPr":
            from_1904 = given.get("date1904", "") in ("1", "true")
        elif tag == "sheet":
            listed.append((given.get("name", ""), given.get("state", "visible"), given.get("id", "")))
    if len(listed) > MOST_SHEETS:
        raise InputError("too-many-sheets", "file", name, count=len(listed), most=MOST_SHEETS)
    parts: list[tuple[str, bytes]] = []
    hidden: list[str] = []
    for title, state, key in listed:
        target, kind = targets.get(key, ("", ""))
        if kind and not kind.endswith("/worksheet"):  # a chart, a dialog, old macros
            continue
        if state != "visible":
            hidden.append(title)
            continue
        target = target.replace("\\", "/")
        member = target.lstrip("/") if target.startswith("/") else "xl/" + target.removeprefix("./")
        parts.append((title, container.read(member)))
    return parts, hidden, from_1904


def _values(
    parts: Sequence[bytes], strings: bytes, styles: bytes, from_1904: bool, name: str
) -> Iterator[list[list[Any]]]:
    """The values of worksheets, row by row from the first row of the sheet.

    The library gets a workbook that is laid out here, out of the parts that were checked: nothing else that the file
    holds, and no name or size that it claims, reaches it.
    """
    require("leads", "python_calamine")
    from python_calamine import CalamineWorkbook

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    numbers = range(1, len(parts) + 1)
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    targets = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    extras = {"sharedStrings": strings, "styles": styles}
    targets += [(kind, kind, f"{kind}.xml") for kind, data in extras.items() if data]
    related = "".join(
        f'<Relationship Id="{key}" Type="{office}/{kind}" Target="{target}"/>' for key, kind, target in targets
    )
    laid_out = io.BytesIO()
    with zipfile.ZipFile(laid_out, "w") as container:

        def put(member: str, data: str | bytes) -> None:
            container.writestr(zipfile.ZipInfo(member), data)  # a fixed date: the clock is not read

        put(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        put(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><workbookPr date1904="{int(from_1904)}"/>'
            f"<sheets>{listed}</sheets></workbook>",
        )
        put("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{related}</Relationships>')
        for n, part in zip(numbers, parts, strict=True):
            put(f"xl/worksheets/sheet{n}.xml", part)
        for kind, data in extras.items():
            if data:
                put(f"xl/{kind}.xml", data)
    laid_out.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(laid_out)
        for n in numbers:
            yield workbook.get_sheet_by_name(str(n)).to_python(skip_empty_area=False)
    except GeneratorExit:
        raise
    except Exception as fault:
        raise _damaged(name) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # what the library raises where it did not expect what it read
            raise
        raise _damaged(name) from fault
