"""XLSX and XLSM as sheets of plain cells; other files of office programs are refused by name.

What comes from outside may be hostile. Sizes are therefore checked before anything is unpacked or parsed, and the
parts of a workbook that are needed are laid out afresh, so that the library that reads them sees nothing unchecked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from struct import error as StructError
from typing import Any, Final, NoReturn
from xml.parsers import expat

from diagnostics.errors import InputError
from diagnostics.extras import require
from diagnostics.reading.sheet import (
    LONGEST_CELL,
    MOST_CELLS,
    Cell,
    Formula,
    Merge,
    Sheet,
    check_lengths,
    check_size,
    clean,
    place,
    too_long,
    too_many_cells,
    trimmed,
)

LARGEST_UNPACKED: Final = 100_000_000
"""Bytes that a workbook may unpack to. Ten times the file is usual; a thousand times is a zip bomb."""
MOST_MEMBERS: Final = 5_000
"""Members of a zip container. A workbook has a few dozen."""
MOST_SHEETS: Final = 50
"""Sheets of a workbook, so that each stays worth naming in a message."""
MOST_ELEMENTS: Final = 3_000_000
"""XML elements of a part of a workbook: a few seconds of reading."""
LARGEST_TEXT: Final = 20_000_000
"""Characters of a sheet, twice what a text file may hold. A workbook can name one long text in a million cells."""

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STARTS: Final = (*_ZIP, _OLE)
"""How the files of office programs start."""

_OTHERS: Final = (
    ("content.xml", "an OpenDocument file (ODS, ODT)"),
    ("xl/workbook.bin", "a binary workbook (XLSB)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("index/document.iwa", "an Apple document"),
)


def read_workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Read a file that starts with one of `STARTS`.

    Raises
    ------
    InputError
        Where it is no XLSX or XLSM, or damaged, locked, too large, or blank.
    """
    if data.startswith(_OLE):  # of Office before 2007; workbooks with a password still come in it
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _locked(name)
        raise _not_read(name, "an old Office file (XLS, DOC)")
    container = _Container(data, name)
    if "xl/workbook.xml" in container:
        try:
            return _sheets(container, name)
        except _Stop:
            raise _damaged(name) from None
    for member, kind in _OTHERS:
        if member in container:
            raise _not_read(name, kind)
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

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.left = LARGEST_UNPACKED
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            members = self.zip.infolist()
        except BROKEN_ZIP as fault:
            raise _damaged(name) from fault
        unpacked = sum(member.file_size for member in members)
        if unpacked > LARGEST_UNPACKED or len(members) > MOST_MEMBERS:
            raise self.bomb(unpacked)
        self.members = {member.filename.replace("\\", "/").lstrip("/").casefold(): member for member in members}

    def bomb(self, unpacked: int) -> InputError:
        return InputError("zip-too-large", "file", self.name, size=unpacked, most=LARGEST_UNPACKED)

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
            raise self.bomb(LARGEST_UNPACKED + 1)
        return data

    def optional(self, member: str) -> bytes:
        """A member, or nothing where there is none."""
        return self.read(member) if member in self else b""


def _sheets(container: _Container, name: str) -> tuple[Sheet, ...]:
    parts, hidden, from_1904 = _parts(container, name)
    if not parts:
        raise InputError("no-visible-sheet", "file", name)
    strings, styles = container.optional("xl/sharedstrings.xml"), container.optional("xl/styles.xml")
    lengths = _text_lengths(strings) if strings else []
    surveys: list[_Survey] = []
    cells = 0
    for title, data in parts:
        survey = _Survey(title, lengths)
        survey.read(data)
        cells += survey.rows * survey.columns
        if cells > MOST_CELLS:
            raise too_many_cells(name, cells)
        surveys.append(survey)
    notes = tuple(f"Sheet {title} is hidden and was left out." for title in hidden)
    if any(member.endswith("vbaproject.bin") for member in container.members):
        notes += ("Macros were not run.",)
    sheets: list[Sheet] = []
    all_values = _values([data for _, data in parts], strings, styles, from_1904, name)
    for survey, values in zip(surveys, all_values, strict=True):
        rows: list[list[Cell]] = [[clean(value) for value in row] for row in values]
        for (row, column), held in survey.special.items():
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([None] * (column + 1 - len(rows[row])))
            rows[row][column] = held
        check_lengths(survey.name, rows)
        sheet = trimmed(survey.name, rows, where=name, merges=survey.merges, notes=notes)
        if sheet is not None:
            sheets.append(sheet)
    if not sheets:
        raise InputError("only-blank-cells", "file", name)
    return tuple(sheets)


# --- XML ----------------------------------------------------------------------------------------------------------


class _Stop(Exception):
    """What is not well-formed, or not what a spreadsheet program writes."""


def _stop(*_: object) -> NoReturn:
    raise _Stop


def _parse(data: bytes, parser: expat.XMLParserType) -> None:
    """Run a parser over a part of a workbook. No entities are declared in one: a document type is refused."""
    parser.StartDoctypeDeclHandler = _stop
    if 0 in data:  # UTF-16: allowed by the letter of the standard, written by no program, and read by few
        raise _Stop
    try:
        parser.Parse(data, True)
    except InputError:  # a refusal from a handler, which is a ValueError too
        raise
    except (expat.ExpatError, ValueError, OverflowError) as fault:
        raise _Stop from fault


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _starts(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part, by local name, with their attributes by local name."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, given: dict[str, str]) -> None:
        found.append((_local(tag), {_local(key): value for key, value in given.items()}))
        if len(found) > 100_000:
            raise _Stop

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    _parse(data, parser)
    return found


def _parts(container: _Container, name: str) -> tuple[list[tuple[str, bytes]], list[str], bool]:
    """Name and XML of the worksheets that are not hidden, the names of the hidden, whether days count from 1904."""
    targets: dict[str, tuple[str, str]] = {}
    for tag, given in _starts(container.optional("xl/_rels/workbook.xml.rels") or b"<none/>"):
        if tag == "Relationship":
            targets[given.get("Id", "")] = (given.get("Target", ""), given.get("Type", ""))
    listed: list[tuple[str, str, str]] = []
    from_1904 = False
    for tag, given in _starts(container.read("xl/workbook.xml")):
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


def _text_lengths(strings: bytes) -> list[int]:
    """How long each shared text is, without reading aids (furigana)."""
    lengths: list[int] = []
    aids = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal aids
        tag = _local(tag)
        aids += tag == "rPh"
        if tag == "si":
            lengths.append(0)
            if len(lengths) > MOST_ELEMENTS:
                raise _Stop

    def end(tag: str) -> None:
        nonlocal aids
        aids -= _local(tag) == "rPh"

    def characters(text: str) -> None:
        if lengths and not aids:
            lengths[-1] += len(text)

    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    _parse(strings, parser)
    return lengths


# --- worksheets ---------------------------------------------------------------------------------------------------

_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_AREA: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?", re.ASCII)


class _Survey:
    """Measures a worksheet before its values are read, in one pass over its XML.

    The library allocates the whole area between the first value and the last, and a text for every cell that
    names one; so both are measured before it is asked. It reports neither errors nor formulas, so those are kept here.
    """

    def __init__(self, name: str, lengths: Sequence[int]) -> None:
        self.name = name
        self.lengths = lengths
        """Of the shared texts."""
        self.rows = self.columns = 0
        self.special: dict[tuple[int, int], Cell] = {}
        """Errors, and formulas without a value."""
        self.merges: list[Merge] = []
        self.count = self.length = 0
        self.row = self.column = self.line = -1
        self.letters: dict[str, int] = {}
        self.kind: str | None = None
        self.formula: str | None = None
        self.value = ""
        self.text: list[str] = []
        self.parser = expat.ParserCreate("utf-8")

    def read(self, data: bytes) -> None:
        """Walk over a worksheet.

        Raises
        ------
        InputError
            Where a cell is too far out or too long, or all of them are too many.
        _Stop
            Where it is not well-formed.
        """
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = self.aside
        self.parser.StartCdataSectionHandler = self.aside
        _parse(data, self.parser)
        check_size(self.name, self.rows, self.columns)

    def start(self, tag: str, given: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise _Stop
        if ":" in tag:
            tag = _local(tag)
        if tag == "c":
            self.kind, self.formula, self.value = given.get("t"), None, ""
            self.move(given.get("r"))
        elif tag == "v" or tag == "is" or tag == "f":
            if self.row >= self.rows:
                self.rows = self.row + 1
            if self.column >= self.columns:
                self.columns = self.column + 1
            if tag == "f" or self.formula is not None or self.kind in ("s", "e"):  # listening is slow
                self.parser.CharacterDataHandler = self.text.append
        elif tag == "row":
            spot = given.get("r")
            self.line = int(spot) - 1 if spot is not None else self.line + 1
            self.column = -1
            if not 0 <= self.line < _LAST_ROW:
                raise _Stop
        elif tag == "mergeCell":
            self.merges.append(_merge(given.get("ref", "")))

    def move(self, spot: str | None) -> None:
        """Go to a cell by its name, or to the one after the last."""
        if spot is None:
            self.row, self.column = max(self.line, 0), self.column + 1
            return
        letters = spot.rstrip("0123456789")
        column = self.letters.get(letters)
        if column is None:
            column = self.letters[letters] = _column(letters)
        self.row, self.column = int(spot[len(letters) :] or 0) - 1, column
        if not 0 <= self.row < _LAST_ROW:
            raise _Stop

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag == "c":
            if self.formula is not None and not self.value and self.kind != "str":  # an empty text is a value
                self.special[self.row, self.column] = Formula(f"={self.formula or '…'}")
            elif self.kind == "e" and self.value:
                self.special[self.row, self.column] = self.value
        elif self.parser.CharacterDataHandler is not None and (tag == "v" or tag == "is" or tag == "f"):
            text = "".join(self.text).strip()
            self.parser.CharacterDataHandler = None
            self.text.clear()
            if tag == "f":
                self.formula = text
            else:
                self.value = text
                if self.kind == "s":
                    self.named(text)

    def named(self, index: str) -> None:
        """Count a shared text. What is no index is refused: the library takes the first text for it."""
        if index and not (index.isascii() and index.isdigit() and int(index) < len(self.lengths)):
            raise _Stop
        length = self.lengths[int(index or 0)] if self.lengths else 0
        self.length += length
        if length > LONGEST_CELL:
            raise too_long(place(self.name, self.row, self.column), "text")
        if self.length > LARGEST_TEXT:
            raise InputError("too-much-text", self.name, self.length)

    def aside(self, *_: object) -> None:
        """A remark or the like inside a value, which the library may read otherwise than it is read here."""
        if self.parser.CharacterDataHandler is not None:
            raise _Stop


def _column(letters: str) -> int:
    """A column from its letters, from zero."""
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z" or column > _LAST_COLUMN:
            raise _Stop
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= _LAST_COLUMN:
        raise _Stop
    return column - 1


def _merge(ref: str) -> Merge:
    area = _AREA.fullmatch(ref)
    if area is None:
        raise _Stop
    left, top, right, bottom = area.groups()
    return int(top) - 1, _column(left), int(bottom or top) - 1, _column(right or left)


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
