"""Delimited text: its encoding, its delimiter and its quotes, for a small file and for a long one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from diagnostics.errors import InputError
from diagnostics.language import mark, n, t
from diagnostics.number_format import integer
from diagnostics.reading import encodings
from diagnostics.reading.encodings import Guess
from diagnostics.reading.sheet import BLANK, LONGEST_CELL, MOST_ROWS, place, too_long, too_many_rows

_DELIMITERS: Final = "\t;|,"
"""In order of preference where two would do: a comma is more often part of a number or a sentence."""
_QUOTED: Final = re.compile(r'(?:^|(?<=[\t;|,\n]))"(?:[^"]++|"")*+(?:"|\Z)', re.MULTILINE)
_COMMA_NUMBER: Final = re.compile(
    r"[^\w,]*+(?:[A-Z]{3}[^\w,]*+)?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d[\d.]*,\d+)[^\w,]*+(?:[A-Z]{3}\s*)?"
)
"""A line that may be one number: 1,200 or €1.200,50 or 3,5 %."""
_COMMA_NAME: Final = re.compile(r'(?:[^\d,"]|, )+')
"""A line that may be one name: Search, paid."""
_SEP: Final = re.compile(r'"?sep=([^\w"\r\n])"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_SAMPLE: Final = 20_000
_SAMPLE_LINES: Final = 100

_SHIFTED: Final = re.compile(rb"\x1b\$[@B]")
"""How ISO-2022-JP, the Japanese of e-mails, begins what is not ASCII."""

# --- encoding -----------------------------------------------------------------------------------------------------


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, from the first bytes of a file; None for an encoding without zero bytes.

    >>> wide_encoding("a,b".encode("utf-16")), wide_encoding("a,b".encode("utf-16-be")), wide_encoding(b"a,b")
    ('utf-16', 'utf-16-be', None)
    """
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = head[:2_000:2], head[1:2_000:2]
    if odd.count(0) * 4 > len(odd) * 3 and not even.count(0):  # Latin letters and digits: every other byte is 0
        return "utf-16-le"
    if even.count(0) * 4 > len(even) * 3 and not odd.count(0):
        return "utf-16-be"
    return None


class LineDecoder:
    """Decodes a text that is not UTF-8, line by line: files of which some lines are UTF-8 exist."""

    def __init__(self, guessed: Guess) -> None:
        self.guessed = guessed
        self.others = 0
        """Lines that are not UTF-8."""
        self.unread = 0
        """Lines with bytes that are no character."""

    def decode(self, line: bytes) -> str:
        """A line as text."""
        if line.isascii():
            return line.decode("ascii")
        if self.guessed.mixed:
            try:
                return line.decode("utf-8")
            except UnicodeDecodeError:
                pass
        self.others += 1
        try:
            return line.decode(self.guessed.encoding)
        except UnicodeDecodeError:
            self.unread += 1
            return line.decode(self.guessed.encoding, "replace")

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done, sentences."""
        title = encodings.title_of(self.guessed.encoding)
        if not self.guessed.mixed:
            told = t("Read as {encoding}: it is not UTF-8.", encoding=title)
        else:
            told = n(
                "{count} line was read as {encoding}: it is not UTF-8.",
                "{count} lines were read as {encoding}: they are not UTF-8.",
                self.others,
                count=integer(self.others),
                encoding=title,
            )
        if not self.unread:
            return (told,)
        unread = n(
            "{count} line holds bytes that are no character there; they are shown as �.",
            "{count} lines hold bytes that are no character there; they are shown as �.",
            self.unread,
            count=integer(self.unread),
        )
        return (told, unread)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and how it was decoded."""

    text: str
    notes: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    """The encoding that was taken, then those that would do as well; empty where there is no doubt."""


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Bytes as text.

    Parameters
    ----------
    data : bytes
        The whole text.
    name : str
        What messages call it.
    encoding : str, optional
        Its encoding; found by what decodes unless given.

    Raises
    ------
    InputError
        Where it is no text, or not in the encoding that was given.
    """
    known = given_encoding(data, encoding)
    if known is not None:
        try:
            return Decoded(data.decode(known).lstrip("\ufeff"))
        except UnicodeDecodeError:
            if encoding is None:
                raise InputError("file-binary", "file", name) from None
            raise InputError("encoding-does-not-fit", "encoding", encoding) from None
    if 0 in data:
        raise InputError("file-binary", "file", name)
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        guessed = encodings.guess(encodings.words_of(data))
        lines = LineDecoder(guessed)
        text = "".join(map(lines.decode, io.BytesIO(data)))
        return Decoded(text, lines.notes, (guessed.encoding, *guessed.others) if guessed.others else ())


def given_encoding(head: bytes, encoding: str | None) -> str | None:
    """The encoding that was given, or that the first bytes tell without doubt; None where it has to be found.

    Raises
    ------
    InputError
        Where none of that name is known.
    """
    if encoding is not None:
        return encodings.checked(encoding)
    return wide_encoding(head[:2_000]) or ("iso2022_jp" if _SHIFTED.search(head) else None)


# --- delimiter and rows -------------------------------------------------------------------------------------------


def split_off_delimiter(text: str) -> tuple[str, str]:
    r"""The delimiter, and the text without the first line where that line states it (``sep=;``).

    >>> split_off_delimiter("sep=;\na,b;c"), split_off_delimiter("a|b")
    ((';', 'a,b;c'), ('|', 'a|b'))
    """
    stated = _SEP.match(text)
    return (stated[1], text[stated.end() :]) if stated else (_likeliest_delimiter(text), text)


_ONE_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
"""A line that is one quoted cell."""
UNWRAPPED: Final = mark("Each line was one cell in quotes; the quotes were taken away.")


def unwrapped(text: str) -> str:
    r"""The text without the quotes around its lines, where each line is one quoted cell that holds a whole row.

    A program that takes a line of a CSV file for one cell writes it so. The same object where it is not so: three
    headings that differ, and as many cells in each line, distinguish a row from a name or a sentence.

    >>> unwrapped('"a,b,c"\n"1,""x, y"",3"\n'), unwrapped('"Search, paid"\n"Search, free"\n')
    ('a,b,c\n1,"x, y",3\n', '"Search, paid"\n"Search, free"\n')
    """
    if not text.startswith('"'):
        return text
    sample = [line for line in text[:_SAMPLE].splitlines()[:_SAMPLE_LINES] if line.strip()]
    if len(text) > _SAMPLE and len(sample) < _SAMPLE_LINES:
        sample.pop()  # it may be cut off
    if len(sample) < 2 or not all(map(_ONE_QUOTED.fullmatch, sample)):
        return text
    inner = [_QUOTED.sub('""', _inside(line)) for line in sample]
    if not any(_is_row(inner, delimiter) for delimiter in _DELIMITERS):
        return text
    return "".join(
        _inside(body) + line[len(body) :] if _ONE_QUOTED.fullmatch(body) else line
        for line in _lines(text)
        for body in (line.rstrip("\r\n"),)
    )


def _is_row(lines: Sequence[str], delimiter: str) -> bool:
    """Whether the first of some lines is three headings or more, and each has as many cells."""
    headings = [heading.strip() for heading in lines[0].split(delimiter)]
    alike = len({line.count(delimiter) for line in lines}) == 1
    return alike and len(headings) > 2 and all(headings) and len(set(headings)) == len(headings)


def _inside(line: str) -> str:
    return line[1:-1].replace('""', '"')


def _likeliest_delimiter(text: str) -> str:
    """The character that occurs equally often in most lines, quoted cells left out.

    Not the comma where each line with one may be a number, or each may be a name: a column of amounts or of
    names is one column.
    """
    lines = _QUOTED.sub('""', text[:_SAMPLE]).splitlines()[:_SAMPLE_LINES]
    commas = [line for line in lines if "," in line]
    whole = any(all(map(one.fullmatch, commas)) for one in (_COMMA_NUMBER, _COMMA_NAME))
    best, found = (0, 0), "\t"
    for delimiter in _DELIMITERS.replace(",", "") if whole else _DELIMITERS:
        counts = [count for count in (line.count(delimiter) for line in lines) if count]
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        score = (counts.count(usual), len(counts))
        if score > best:
            best, found = score, delimiter
    return found


def rows_of(text: str, delimiter: str, where: str) -> list[list[str]]:
    """Rows of delimited text.

    Raises
    ------
    InputError
        Where there are too many rows, a cell is too long, or a quote is opened and not closed.
    """
    reader: Iterator[list[str]]
    if '"' in text:
        reader = _quoted(text, delimiter)
    else:
        reader = csv.reader(_lines(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    rows = _at_most(reader, where)
    for at, row in enumerate(rows):
        if row and max(map(len, row)) > LONGEST_CELL:
            for column, cell in enumerate(row):
                cell = cell.strip(BLANK)
                if len(cell) > LONGEST_CELL:
                    raise too_long(place("", at, column), cell)
    return rows


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, of whatever system they are."""
    return iter(io.StringIO(text, newline=""))


def _at_most(rows: Iterator[list[str]], where: str) -> list[list[str]]:
    """The rows, read only as far as needed to know that there are too many; blank ones at the end do not count."""
    kept: list[list[str]] = []
    try:
        kept.extend(islice(rows, MOST_ROWS))
        if any(cell.strip(BLANK) for row in rows for cell in row):
            raise too_many_rows(where, MOST_ROWS + 1)
    except csv.Error:  # a cell beyond the library's own limit, which is far beyond ours
        raise InputError(
            "row-with-long-cell", "row", where, place=t("row {row}", row=len(kept) + 1), most=LONGEST_CELL
        ) from None
    return kept


def _quoted(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows of text with quotes.

    The library reads on to the end of the file for a quote that is not closed, and takes whatever comes after one
    that is closed too late; both are distinguished from a cell of several lines here.
    """
    lines: list[str] = []
    ended = False

    def feed() -> Iterator[str]:
        nonlocal ended
        for line in _lines(text):
            lines.append(line)
            yield line
        ended = True

    reader = csv.reader(feed(), delimiter=delimiter)
    at = 0
    while True:
        lines.clear()
        try:
            row = next(reader, None)
        except csv.Error:
            if len(lines) < 2:
                raise
            raise _unclosed(at, lines) from None
        if row is None:
            return
        # The line after the last is asked for only inside a quote.
        if ended or (len(lines) > 1 and not _well_quoted(lines, delimiter)):
            raise _unclosed(at, lines)
        yield row
        at += 1


def _well_quoted(lines: Sequence[str], delimiter: str) -> bool:
    """Whether what spans lines is a quoted cell, with a delimiter or the end of the line after its closing quote."""
    try:
        return len(list(csv.reader(lines, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _unclosed(row: int, lines: Sequence[str]) -> InputError:
    return InputError("quote-not-closed", "row", "".join(lines[:1]).strip(), place=t("row {row}", row=row + 1))
