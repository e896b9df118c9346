"""A file, bytes, pasted text or a DataFrame becomes plain cells, or a message; never a crash, and never a long wait."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import random
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.reading import sheet_reader as cells
from diagnostics.reading.sheet import BLANK, MONTHS
from diagnostics.reading.sheet_reader import Formula, Sheet, read_bytes, read_frame, read_path, read_text

TABLE = [["Month", "Leads", "Wins"], ["Jänner", "310", "17"], ["Feb", "290", "15"]]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def said(caught: pytest.ExceptionInfo[InputError], *words: str) -> None:
    """The message holds these words, and is whole sentences."""
    message = str(caught.value)
    for word in words:
        assert word in message
    assert message.endswith(".")
    assert ".." not in message.replace("...", "")


PATIENCE = 60.0  # seconds: a bomb that goes off takes longer or ends in no memory. Speed is for the benchmarks to show


@contextmanager
def in_bounds() -> Iterator[None]:
    """The work inside has an end: it is no measure of speed, which another load on the machine would change."""
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < PATIENCE


def refused(data: bytes, *words: str, name: str = "leads.xlsx") -> None:
    """Refused with these words, without unbounded work."""
    with in_bounds(), pytest.raises(InputError) as caught:
        read_bytes(data, name)
    said(caught, *words)


def written(rows: Iterable[Iterable[str]], delimiter: str = ",", **options) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, **options).writerows(rows)
    return out.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book(rows: Iterable[Iterable[object]] = (), title: str = "Leads") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(list(row))
    return made


def changed(data: bytes, changes: dict[str, tuple[str, str]], more: dict[str, bytes] | None = None) -> bytes:
    """A zip with text replaced in the members whose names end so, and more members."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            for end, (before, after) in changes.items():
                if member.endswith(end):
                    assert before.encode() in content
                    content = content.replace(before.encode(), after.encode(), 1)
            new.writestr(member, content)
        for member, content in (more or {}).items():
            new.writestr(member, content)
    return out.getvalue()


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as container:
        for member, content in members.items():
            container.writestr(member, content)
    return out.getvalue()


def grid(sheet: Sheet) -> list[list[object]]:
    """The rows, after a look at their form."""
    assert len({len(row) for row in sheet.rows}) <= 1
    assert any(cell is not None for cell in sheet.rows[-1])
    for row in sheet.rows:
        for cell in row:
            assert type(cell) in (str, int, float, bool, dt.date, dt.datetime, Formula, type(None))
            assert cell != ""
    return sheet.rows


# --- delimited text -----------------------------------------------------------------------------------------------

ENCODINGS = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8 with BOM": lambda text: text.encode("utf-8-sig"),
    "utf-16 LE with BOM": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16 BE with BOM": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-16 LE": lambda text: text.encode("utf-16-le"),
    "utf-16 BE": lambda text: text.encode("utf-16-be"),
    "cp1252": lambda text: text.encode("cp1252"),
}
DELIMITERS = [",", ";", "\t", "|"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_delimiter_and_line_end_is_told(encoding, delimiter, end):
    (sheet,) = read_bytes(ENCODINGS[encoding](written(TABLE, delimiter, lineterminator=end)), "leads.csv")
    assert grid(sheet) == TABLE
    assert sheet.name == ""
    assert sheet.notes == (
        ("Read as Western European (Windows-1252): it is not UTF-8.",) if encoding == "cp1252" else ()
    )


TEXTS = {
    "a title of one cell": ("Leads 2024\n\nMonth,Leads\nJan,3\n", [["Leads 2024", None], [None, None], ["Month", "Leads"], ["Jan", "3"]]),
    "a title with another delimiter": ("Leads; wins\nMonth,Leads\nJan,3\nFeb,4", [["Leads; wins", None], ["Month", "Leads"], ["Jan", "3"], ["Feb", "4"]]),
    "decimal commas": ("Month;Cost;More\nJan;1,5;2,5\nFeb;3,5;4,5", [["Month", "Cost", "More"], ["Jan", "1,5", "2,5"], ["Feb", "3,5", "4,5"]]),
    "decimal commas and no header": ("1,5;2\n2,5;3", [["1,5", "2"], ["2,5", "3"]]),
    "thousands from a clipboard": ("Month\tLeads\nJan\t1,200\nFeb\t1,300", [["Month", "Leads"], ["Jan", "1,200"], ["Feb", "1,300"]]),
    "sep= obeyed and dropped": ("sep=;\nMonth;Leads,all\nJan;3,4", [["Month", "Leads,all"], ["Jan", "3,4"]]),
    "sep= in quotes": ('"sep=|"\r\nMonth|Leads\r\nJan|3', [["Month", "Leads"], ["Jan", "3"]]),
    "sep= of another sign": ("SEP=:\nMonth:Leads\nJan:3", [["Month", "Leads"], ["Jan", "3"]]),
    "a quoted newline": ('Month,Remark\nJan,"two\nlines"\nFeb,"a ""quote"""', [["Month", "Remark"], ["Jan", "two\nlines"], ["Feb", 'a "quote"']]),
    "an inch is no quote": ('Pipe,Leads\n5" pipe,3\n6" pipe,4', [["Pipe", "Leads"], ['5" pipe', "3"], ['6" pipe', "4"]]),
    "text after a quote": ('Month,Leads\n"Jan" ,3', [["Month", "Leads"], ["Jan", "3"]]),
    "delimiters in quotes": ('Month,Remark\nJan,"a;b;c;d"\nFeb,"e;f;g;h"', [["Month", "Remark"], ["Jan", "a;b;c;d"], ["Feb", "e;f;g;h"]]),
    "ragged": ("a,b,c\n1\n2,3,,,\n", [["a", "b", "c"], ["1", None, None], ["2", "3", None]]),
    "blank ends": ('a,b,,\n1,2,,\n,,,\n"","",\n', [["a", "b"], ["1", "2"]]),
    "blank rows and columns before": ("\n,a,b\n,1,2", [[None, None, None], [None, "a", "b"], [None, "1", "2"]]),
    "spaces of every kind": ("\u00a0Month\u200b , Leads\ufeff\n\u202fJan\u00a0,\u20603\n \u00a0,4", [["Month", "Leads"], ["Jan", "3"], [None, "4"]]),
    "a formula is text": ("a,b\n=1+1,@x", [["a", "b"], ["=1+1", "@x"]]),
    "one column": ("Leads\n3\n4", [["Leads"], ["3"], ["4"]]),
    "one column of thousands": ("Leads\n950\n1,200\n1,300", [["Leads"], ["950"], ["1,200"], ["1,300"]]),
    "one column of amounts": ("€1,200.50\n-3,5 %\nCHF 1.200,5\n(1,200)\n1,200 EUR", [["€1,200.50"], ["-3,5 %"], ["CHF 1.200,5"], ["(1,200)"], ["1,200 EUR"]]),
    "one column of names": ("Search, paid\nSearch, free", [["Search, paid"], ["Search, free"]]),
    "one column, commas far down": ("1\n" * 200 + "1,200", [["1"]] * 200 + [["1,200"]]),
    "one column of names and numbers": ("Channel\nSearch, paid\nBing 2", [["Channel"], ["Search, paid"], ["Bing 2"]]),
    "spaces after commas": ("Month, Leads\nJan, 3", [["Month", "Leads"], ["Jan", "3"]]),
    "spaces after commas and a heading alone": ("Month, Leads\n1,3", [["Month", "Leads"], ["1", "3"]]),
    "quotes and spaces": ('"Month", "Leads"\n"Jan", "3"', [["Month", '"Leads"'], ["Jan", '"3"']]),
    "counts below headings": ("Leads,Sales\n100,10\n120,12", [["Leads", "Sales"], ["100", "10"], ["120", "12"]]),
    "counts and no headings": ("2025-01,100\n2025-02,120", [["2025-01", "100"], ["2025-02", "120"]]),
    "brackets are no JSON": ("[Month],[Leads]\n1,2", [["[Month]", "[Leads]"], ["1", "2"]]),
    "a byte order mark twice": ("\ufeff\ufeffa,b\n1,2", [["a", "b"], ["1", "2"]]),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_text_is_read_as_it_was_meant(kind):
    text, rows = TEXTS[kind]
    assert grid(read_text(text)) == rows
    (sheet,) = read_bytes(text.encode())
    assert grid(sheet) == rows


UNCLOSED = {
    "to the end": ('Month,Leads\nJan,"3\nFeb,4\n', "row 2"),
    "on the last line": ('Month,Leads\nJan,3\nFeb,"4', "row 3"),
    "on the last line, with its end": ('Month,Leads\nJan,3\nFeb,"4\n', "row 3"),
    "up to another quote": ('Month,Leads\nJan,"3\nFeb,4\n"Mar",5\n', "row 2"),
    "up to an unclosed one": ('Month,Leads\nJan,"3\nFeb,"4\n', "row 2"),
    "after a cell of two lines": ('Month,Leads\n"Jan\n1",3\nFeb,"4\n', "row 3"),
    "far from the end": ('Month,Leads\nJan,"3\n' + "Feb,4\n" * 40_000, "row 2"),
}


@pytest.mark.parametrize("kind", UNCLOSED)
def test_a_quote_that_is_not_closed_is_named_and_swallows_nothing(kind):
    text, row = UNCLOSED[kind]
    refused(text.encode(), f"{row}:", "is not closed", "Close the quote")


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("delimiter", DELIMITERS)
@settings(max_examples=25)
@given(data=st.data())
def test_what_the_csv_module_writes_comes_back(delimiter, quoting, data):
    # Without quotes round every cell, another delimiter in it may be more regular than the true one.
    others = "".join(set(DELIMITERS) - {delimiter}) if quoting == csv.QUOTE_MINIMAL else ""
    letters = st.characters(exclude_characters="\x00" + others, exclude_categories=["Cc", "Cs"]) | st.just("\n")
    texts = st.text(letters, min_size=1, max_size=12).filter(lambda t: t == t.strip(BLANK))
    width = data.draw(st.integers(2, 5))
    rows = data.draw(st.lists(st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=8))
    if delimiter == "," and quoting == csv.QUOTE_MINIMAL:
        rows = [["Month"] * width, *rows]  # without headings, rows of "1,200" are one column of numbers
    text = written(rows, delimiter, quoting=quoting, lineterminator="\n")
    if any(pattern.match(text) for pattern, _ in cells._MARKUP) or text.lower().startswith(("sep=", '"sep=')):
        return
    assert grid(read_text(text)) == rows
    assert grid(read_bytes(b"\xef\xbb\xbf" + text.encode())[0]) == rows


PASTED = ["", " ", "\n\n", ",,,\n,,", "\u00a0\t\ufeff", '""', '"","\u200b"', "sep=;", "sep=;\n;;"]


@pytest.mark.parametrize("text", PASTED)
def test_blank_text_is_refused(text):
    with pytest.raises(InputError) as caught:
        read_text(text)
    said(caught, "text: ", "nothing but blank cells", "Give a table")


LOOKS = {
    "nothing": (b"", "is empty"),
    "spaces": (b" \r\n ", "is empty"),
    "only commas": (b",,,\n,,,\n", "nothing but blank cells"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF document"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
    "GZIP": (b"\x1f\x8b\x08\x00", "a GZIP archive"),
    "RTF": (b"{\\rtf1\\ansi x}", "a text document"),
    "HTML saved as XLS": (b"<html xmlns:o='urn'><table><tr><td>1</td></tr></table></html>", "a web page", "XLSX or CSV"),
    "HTML after space": (b"\xef\xbb\xbf \r\n<!DOCTYPE html><table></table>", "a web page", "XLSX or CSV"),
    "a table alone": (b"<table><tr><td>1", "a web page", "XLSX or CSV"),
    "XML spreadsheet": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML", "XLSX or CSV"),
    "XML in UTF-16": ('\ufeff<?xml version="1.0"?><Workbook/>'.encode("utf-16-le"), "XML", "XLSX or CSV"),
    "JSON": (json.dumps([{"month": "Jan", "leads": 3}]).encode(), "JSON", "XLSX or CSV"),
    "a JSON object": (b'{\n "leads": [1, 2]}', "JSON", "XLSX or CSV"),
    "zeros": (b"\x00" * 5_000, "is neither text"),
    "a zero in the middle": (b"Month,Leads\nJan,\x003\n", "is neither text"),
    "many control characters": (b"Month,Leads\n" + bytes(range(1, 9)) * 50, "is neither text"),
    "noise": (random.Random(1).randbytes(50_000), "is neither text"),
    "noise in wide characters": (b"\xff\xfe" + b"\x00\xd8" * 50, "is neither text"),
    "an old workbook": (OLE + bytes(1_200) + "Workbook\0".encode("utf-16-le") + bytes(900), "an old Office file (XLS", "XLSX or CSV"),
    "locked": (OLE + bytes(1_200) + "EncryptedPackage".encode("utf-16-le") + bytes(900), "is locked with a password", "without a password"),
    "a zip without a workbook": (zipped({"leads.csv": "a,b"}), "holds no workbook", "Unpack it"),
    "an empty zip": (zipped({}), "holds no workbook"),
    "a Word document": (zipped({"word/document.xml": "<a/>"}), "a Word document"),
    "a binary workbook": (zipped({"xl/workbook.bin": "x"}), "XLSB"),
    "an OpenDocument spreadsheet": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), "an OpenDocument file (ODS", "XLSX or CSV"),
    "the start of a zip": (saved(book(TABLE))[:900], "is damaged"),
    "a zip that is cut": (saved(book(TABLE))[:-900], "is damaged"),
    "a workbook without sheets": (zipped({"xl/workbook.xml": "<workbook/>"}), "no sheet"),
    "a workbook of nonsense": (zipped({"xl/workbook.xml": "nonsense"}), "is damaged"),
    "packed unusually": (zipped({"xl/workbook.xml": "<workbook/>"}, zipfile.ZIP_LZMA), "unusual"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LOOKS)
def test_what_is_no_table_is_refused_for_what_it_looks_like(kind):
    data, *words = LOOKS[kind]
    refused(data, "'leads.xls'", *words, name="leads.xls")


# --- limits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_whose_lines_are_one_quoted_cell_each_is_its_rows(end):
    lines = ["Month,Channel,Leads,Sales", 'Jan 2025,"Search, paid",100,9', "Feb 2025,Mail,120,11"]
    wrapped = end.join('"' + line.replace('"', '""') + '"' for line in lines)
    found = read_text(wrapped)
    assert [list(row) for row in found.rows] == [
        ["Month", "Channel", "Leads", "Sales"],
        ["Jan 2025", "Search, paid", "100", "9"],
        ["Feb 2025", "Mail", "120", "11"],
    ]
    assert any("quotes" in note for note in found.notes)


@pytest.mark.parametrize("text", ['"Search, paid"\n"Search, free"', '"Leads"\n"1,200,300"\n"1,300,400"'])
def test_a_column_of_quoted_names_or_numbers_stays_one_column(text):
    assert {len(row) for row in read_text(text).rows} == {1}


def test_a_text_of_a_million_rows_is_not_read_to_its_end():
    data = b"Month,Leads\n" + b"Jan,3\n" * 1_000_000
    assert len(data) < cells.LARGEST_FILE
    refused(data, "50,001 rows", "one row per month", "one row per lead is not a table", name="crm.csv")
    refused(data.replace(b"Jan", b'"J"')[: cells.LARGEST_FILE], "50,001 rows", name="crm.csv")


@pytest.mark.slow
def test_blank_rows_at_the_end_do_not_count():
    for filler in ("\n", ",,\n", ' ,"",\n'):
        assert grid(read_text("a,b\n1,2\n" + filler * 60_000)) == [["a", "b"], ["1", "2"]]


@pytest.mark.slow
def test_a_table_at_the_limit_is_read_and_one_beyond_is_not():
    assert len(read_text("1\n" * cells.MOST_ROWS).rows) == cells.MOST_ROWS
    assert len(read_text(",".join(["1"] * cells.MOST_COLUMNS)).rows[0]) == cells.MOST_COLUMNS
    assert read_text("a," + "x" * cells.LONGEST_CELL).rows[0][1] == "x" * cells.LONGEST_CELL
    for text, *words in (
        ("1\n" * (cells.MOST_ROWS + 1), "text: 50,001 rows or more"),
        (",".join(["1"] * (cells.MOST_COLUMNS + 1)), "text: 16,385 columns or more"),
        ("a,b\n" * 20_000 + ",".join(["1"] * 150), "cells or more"),
        ("a,b\n1," + "x" * (cells.LONGEST_CELL + 1), "row 2, column B", "is longer than 100,000 characters"),
        ("a,b\n1," + "x" * 200_000, "row 2", "is longer than 100,000 characters"),
        ('a,b\n1,"' + "x\n" * 60_000 + '"', "row 2, column B", "a quote"),
        ("x" * (cells.LARGEST_FILE + 1), "characters are too many"),
    ):
        with pytest.raises(InputError) as caught:
            read_text(text)
        said(caught, *words)


@pytest.mark.slow
def test_a_table_of_ten_million_delimiters_is_refused_soon():
    refused(b"1" + b"," * 9_000_000 + b"1", "columns or more", name="x.csv")
    refused(b'"' * 9_000_001, name="x.csv")
    refused(b'",\n' * 3_000_000, name="x.csv")


def test_a_large_upload_is_refused():
    refused(b"a" * (cells.LARGEST_FILE + 1), "10,000,001 bytes", "one row per month")


# --- files --------------------------------------------------------------------------------------------------------


def test_a_file_is_told_by_its_content(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_bytes(saved(book(TABLE)))
    for given_as in (path, str(path), os.fsencode(path)):
        (sheet,) = read_path(given_as)
        assert grid(sheet) == TABLE
    path.write_text(written(TABLE), encoding="utf-8")
    assert grid(read_path(path)[0]) == TABLE


def test_a_sparse_file_of_two_gigabytes_is_refused_unread(tmp_path):
    path = tmp_path / "leads.csv"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with in_bounds(), pytest.raises(InputError) as caught:
        read_path(path)
    said(caught, "'leads.csv'", "2,147,483,648 bytes")


def test_what_cannot_be_opened_is_named_as_it_was_given(tmp_path):
    missing = tmp_path / "no" / "leads.csv"
    for path, *words in (
        (str(missing), "does not exist", str(missing)),
        (missing, "does not exist", str(missing)),
        ("leads\0.csv", "cannot be opened"),
        (str(tmp_path), "is a folder", str(tmp_path)),
        ("x" * 5_000, "cannot be opened"),
        (os.devnull, "is not a file"),
        (None, "is not a path"),
        (3, "is not a path"),
    ):
        with pytest.raises(InputError) as caught:
            read_path(path)
        said(caught, *words)
        assert caught.value.value == path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is not a file"):
        read_path(tmp_path / "pipe")


def test_a_file_without_permission_is_named(tmp_path, monkeypatch):
    path = tmp_path / "leads.csv"
    path.write_text("a,b", encoding="utf-8")

    def forbidden(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", forbidden)  # the tests may run as root, who may read all
    with pytest.raises(InputError) as caught:
        read_path(path)
    said(caught, "may not be read", str(path))


# --- XLSX ---------------------------------------------------------------------------------------------------------


def test_values_keep_their_kind():
    made = book(
        [
            ["Month", "Leads", "Rate", "Sure", "When", "\u00a0 spaced\u200b "],
            [dt.date(2024, 1, 1), 310, 0.25, True, dt.datetime(2024, 1, 2, 10, 30), " "],
            [dt.time(3, 4), 5, None, False, dt.timedelta(hours=30), "Ä <&>"],
        ]
    )
    (sheet,) = read_bytes(saved(made))
    assert grid(sheet) == [
        ["Month", "Leads", "Rate", "Sure", "When", "spaced"],
        [dt.date(2024, 1, 1), 310.0, 0.25, True, dt.datetime(2024, 1, 2, 10, 30), None],
        ["03:04:00", 5.0, None, False, "1 day, 6:00:00", "Ä <&>"],
    ]
    assert type(sheet.rows[1][1]) is float
    assert (sheet.name, sheet.notes) == ("Leads", ())
    assert sheet.place(6, 2) == "Leads, row 7, column C"
    assert sheet.place(0, 27) == "Leads, row 1, column AB"


def test_days_may_count_from_1904():
    made = book([[dt.date(2024, 1, 1)]])
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert grid(read_bytes(saved(made))[0]) == [[dt.date(2024, 1, 1)]]


def test_rows_and_columns_keep_their_numbers():
    made = book()
    made.active["C7"] = "x"
    (sheet,) = read_bytes(saved(made))
    assert sheet.rows[6] == [None, None, "x"]
    assert len(sheet.rows) == 7


def test_error_values_are_text():
    made = book([["Leads", "#REF!"], [1, "#DIV/0!"], ["#N/A", 2]])
    for spot in ("B1", "B2", "A3"):
        made.active[spot].data_type = "e"
    assert grid(read_bytes(saved(made))[0]) == [["Leads", "#REF!"], [1.0, "#DIV/0!"], ["#N/A", 2.0]]


FORMULAS = {
    "with a value": ("<f>SUM(A1:A3)</f><v>6</v>", 6.0),
    "without": ("<f>SUM(A1:A3)</f><v></v>", Formula("=SUM(A1:A3)")),
    "without a place for one": ("<f>SUM(A1:A3)</f>", Formula("=SUM(A1:A3)")),
    "with a blank one": ("<f>SUM(A1:A3)</f>\n<v/>", Formula("=SUM(A1:A3)")),
    "with signs": ('<f>IF(A1&lt;2,"a","b")</f><v/>', Formula('=IF(A1<2,"a","b")')),
}


@pytest.mark.parametrize("kind", FORMULAS)
def test_a_formula_is_its_value_and_itself_where_the_file_holds_none(kind):
    inside, value = FORMULAS[kind]
    data = changed(saved(book([[1], [2], [3], [9]])), {"sheet1.xml": ("<v>9</v>", inside)})
    assert grid(read_bytes(data)[0]) == [[1.0], [2.0], [3.0], [value]]


def test_a_formula_may_give_an_empty_text_or_an_error():
    data = changed(
        saved(book([[1, 7], [9, 8]])),
        {"sheet1.xml": ('t="n"><v>9</v>', 't="str"><f>IF(A1=1,"",A1)</f><v></v>')},
    )
    assert grid(read_bytes(data)[0]) == [[1.0, 7.0], [None, 8.0]]
    data = changed(saved(book([[1], [9]])), {"sheet1.xml": ('t="n"><v>9</v>', 't="e"><f>1/0</f><v>#DIV/0!</v>')})
    assert grid(read_bytes(data)[0]) == [[1.0], ["#DIV/0!"]]


def test_formulas_of_a_program_that_works_none_out():
    made = book([["Leads"], [1], [2], ["=SUM(A2:A3)"], [4]])
    made.active["C9"] = "=A1"
    (sheet,) = read_bytes(saved(made))
    assert sheet.rows[3][0] == Formula("=SUM(A2:A3)")
    assert sheet.rows[8] == [None, None, Formula("=A1")]
    assert sheet.rows[4][0] == 4.0


def test_a_shared_formula_is_told_where_it_is_written():
    first = '<f t="shared" ref="B1:B3" si="0">SUM($A$1:A1)&amp;"A1"</f>'
    data = saved(book([[1, 7], [2, 8], [3, 9]]))
    data = changed(data, {"sheet1.xml": ("<v>7</v>", first)})
    data = changed(data, {"sheet1.xml": ("<v>9</v>", '<f t="shared" si="0"/><v/>')})
    (sheet,) = read_bytes(data)
    assert sheet.rows[0][1] == Formula('=SUM($A$1:A1)&"A1"')
    assert sheet.rows[2][1] == Formula("=…")


def test_hidden_and_chart_sheets_are_left_out_and_blank_ones_do_not_count():
    made = book(TABLE)
    made.create_sheet("Old").append(["secret"])
    made["Old"].sheet_state = "hidden"
    made.create_sheet("Older").append(["secret"])
    made["Older"].sheet_state = "veryHidden"
    made.create_chartsheet("Picture")
    made.create_sheet("Blank")
    made.create_sheet("More").append(["x"])
    sheets = read_bytes(saved(made))
    assert [sheet.name for sheet in sheets] == ["Leads", "More"]
    for sheet in sheets:
        assert sheet.notes == (
            "Sheet Old is hidden and was left out.",
            "Sheet Older is hidden and was left out.",
        )
    refused(saved(book()), "nothing but blank cells")


def test_macros_are_not_run():
    data = changed(saved(book(TABLE)), {}, {"xl/vbaProject.bin": OLE + bytes(2_000)})
    (sheet,) = read_bytes(data, "leads.xlsm")
    assert grid(sheet) == TABLE
    assert sheet.notes == ("Macros were not run.",)


def test_merged_text_fills_its_cells_and_a_merged_number_counts_once():
    made = book(
        [["Month", "Channel", "Leads"], ["Jan", "Web", 5], [None, "Shop", None], [dt.date(2024, 2, 1), "Web", 7]]
    )
    made.active.append([None, "Shop", 8])
    for area in ("A2:A3", "C2:C3", "A4:A5", "B9:D9"):
        made.active.merge_cells(area)
    (sheet,) = read_bytes(saved(made))
    day = dt.date(2024, 2, 1)
    assert grid(sheet)[1:] == [["Jan", "Web", 5.0], ["Jan", "Shop", None], [day, "Web", 7.0], [day, "Shop", 8.0]]
    assert sheet.notes == (
        "Merged cells A2:A3, A4:A5 of sheet Leads were filled with their value.",
        "Merged cells C2:C3 of sheet Leads hold a number: only the first cell keeps it.",
    )


def test_merged_cells_stay_within_what_is_used():
    made = book([["Title", None, None], ["a", "b", "c"]])
    data = changed(
        saved(made),
        {"sheet1.xml": ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')},
    )
    assert grid(read_bytes(data)[0]) == [["Title"] * 3] * 2


def test_many_overlapping_merged_cells_are_refused_soon():
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 100_000
    data = saved(book([["x"] * 150 for _ in range(20)]))
    data = changed(data, {"sheet1.xml": ("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")})
    refused(data, "cells or more")


def test_prefixes_quotes_and_missing_places_are_read_all_the_same():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    base = saved(book([["a"]]))
    for xml in (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        f"<worksheet xmlns='{main}'><sheetData><row r = '1'><c r = 'A1'><v>1</v></c><c r='B1'><v>2</v></c></row></sheetData></worksheet>",
        f'<worksheet xmlns="{main}"><!-- <c r="ZZ9"> --><sheetData><row r="1"><c r="A1"><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>',
    ):
        with zipfile.ZipFile(io.BytesIO(base)) as old:
            members = {member: old.read(member) for member in old.namelist()}
        members["xl/worksheets/sheet1.xml"] = xml.encode()
        assert grid(read_bytes(zipped(members))[0]) == [[1.0, 2.0]]


def stray(spot: str, row: str, inside: str = "<v>1</v>") -> bytes:
    return changed(
        saved(book(TABLE)),
        {"sheet1.xml": ("</sheetData>", f'<row r="{row}"><c r="{spot}">{inside}</c></row></sheetData>')},
    )


def quiet(row: str) -> bytes:
    return changed(saved(book(TABLE)), {"sheet1.xml": ("</sheetData>", f"{row}</sheetData>")})


FAR = {
    "the last cell": (stray("XFD1048576", "1048576"), "Leads: 1,048,576 rows"),
    "the last row": (stray("A1048576", "1048576"), "Leads: 1,048,576 rows"),
    "an area": (stray("FA40000", "40000"), "cells or more"),
    "beyond the last row": (stray("A4294967295", "4294967295"), "is damaged"),
    "beyond all numbers": (stray("A" + "9" * 5_000, "9"), "is damaged"),
    "no cell": (stray("nowhere", "9"), "is damaged"),
    "row 0": (stray("A0", "9"), "is damaged"),
    "behind another row": (stray("A1048576", "9"), "1,048,576 rows"),
    "written unusually": (quiet("<row><c t='n' r = 'XFD1048576'><v>1</v></c></row>"), "1,048,576 rows"),
    "with a prefix": (quiet('<x:row xmlns:x="x"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'), "1,048,576 rows"),
    "behind a comment": (quiet('<!-- <row r="1"> --><row><c  r="XFD1048576"><v>1</v></c></row>'), "1,048,576 rows"),
    "behind a false place": (quiet('<row><c s="0"\nr="XFD1048576"><v> &lt;c r="A1" </v></c></row>'), "1,048,576 rows"),
}


@pytest.mark.parametrize("kind", FAR)
def test_a_cell_far_out_is_refused_before_room_is_made_for_it(kind):
    resource = pytest.importorskip("resource")
    data, *words = FAR[kind]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(data, *words)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes


def test_a_cell_in_the_last_column_is_read():
    (sheet,) = read_bytes(stray("XFD9", "9"))
    assert [row[:3] for row in grid(sheet)[: len(TABLE)]] == [row[:3] for row in read_bytes(saved(book(TABLE)))[0].rows]


def test_a_far_cell_that_is_only_coloured_and_a_claimed_size_do_no_harm():
    blank = changed(
        saved(book(TABLE)),
        {"sheet1.xml": ("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')},
    )
    blank = changed(blank, {"sheet1.xml": ('ref="A1:C3"', 'ref="A1:XFD1048576"')})
    assert grid(read_bytes(blank)[0]) == TABLE


def test_a_sheet_of_blank_rows_is_read():
    rows = "".join(f'<row r="{r}" ht="15"><c r="A{r}" s="0"/><c r="B{r}" s="0"/></row>' for r in range(4, 100_000))
    data = changed(saved(book(TABLE)), {"sheet1.xml": ("</sheetData>", f"{rows}</sheetData>")})
    with in_bounds():
        assert grid(read_bytes(data)[0]) == TABLE


def test_too_many_rows_columns_and_sheets_are_named():
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(4, 50_002))
    refused(
        changed(saved(book(TABLE)), {"sheet1.xml": ("</sheetData>", f"{rows}</sheetData>")}),
        "Leads: 50,001 rows",
        "one row per lead",
    )
    made = book(TABLE)
    for number in range(cells.MOST_SHEETS):
        made.create_sheet(f"S{number}")
    refused(saved(made), "has 51 sheets")


def test_a_long_cell_is_named():
    long = "<is><t>" + "x" * 100_001 + "</t></is>"
    data = changed(saved(book([["a", "b"], ["c", 9]])), {"sheet1.xml": ('t="n"><v>9</v>', f't="inlineStr">{long}')})
    refused(data, "Leads, row 2, column B", "is longer than 100,000 characters")


def shared_texts(texts: list[str], cells_of: list[int], comment: str = "") -> bytes:
    """A workbook with these shared texts, in one column."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(io.BytesIO(saved(book([["a"]])))) as old:
        members = {member: old.read(member) for member in old.namelist()}
    members["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{main}">{comment}' + "".join(f"<si><t>{text}</t></si>" for text in texts) + "</sst>"
    ).encode()
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>{text}</v></c></row>' for at, text in enumerate(cells_of, 1))
    members["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )
    return zipped(members)


@pytest.mark.slow
def test_one_long_text_in_many_cells_costs_nothing():
    (sheet,) = read_bytes(shared_texts(["a", " b ", "long" * 200], [1, 0, 2]))
    assert grid(sheet) == [["b"], ["a"], ["long" * 200]]
    refused(shared_texts(["a", "x" * 5_000_000], [0, *[1] * 40_000]), "row 2, column A", "longer than 100,000")
    refused(shared_texts(["a", "x" * 5_000_000], [0, *[1] * 40_000], "<!--</si>-->"), "row 2, column A", "longer")
    # Not in any cell, it does no harm; nor does an index that is not there crash anything.
    assert len(read_bytes(shared_texts(["a", "x" * 5_000_000], [0] * 40_000))[0].rows) == 40_000
    refused(shared_texts(["a"], [7]), "is damaged")
    # An index that is none would be taken for the first.
    for index in ("x", "+1", "9" * 30, "1<!-- -->0", "<![CDATA[1]]>"):
        refused(
            changed(shared_texts(["x" * 5_000_000], [0]), {"sheet1.xml": ("<v>0</v>", f"<v>{index}</v>")}), "is damaged"
        )


@pytest.mark.slow
def test_zip_bombs_are_refused():
    size = 101_000_000
    honest = changed(saved(book(TABLE)), {}, {"xl/worksheets/sheet2.xml": bytes(size)})
    assert len(honest) < 1_000_000
    refused(honest, "unpacks to 101,", "bytes or more")
    lying = honest.replace(struct.pack("<I", size), struct.pack("<I", 1_000))
    lying = changed_name(lying, b"sheet1.xml", b"sheet9.xml")
    lying = changed_name(lying, b"sheet2.xml", b"sheet1.xml")
    refused(lying, "is damaged")
    refused(zipped({f"{n}": b"" for n in range(20_000)}), "unpacks to")


def changed_name(data: bytes, old: bytes, new: bytes) -> bytes:
    assert data.count(old) == 2  # before the member and in the directory
    return data.replace(old, new)


LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)
) + "]>"  # fmt: skip


@pytest.mark.parametrize("member", ["sheet1.xml", "workbook.xml", "workbook.xml.rels", "sharedStrings.xml"])
def test_a_billion_laughs_are_not_heard(member):
    texts = shared_texts(["a"] * 3 + ["x" * 5_000_000], [0] * 40_000)  # long enough to have its texts measured
    tag = {"workbook.xml": "<workbook ", "workbook.xml.rels": "<Relationships ", "sharedStrings.xml": "<sst "}.get(
        member, "<worksheet "
    )
    refused(changed(texts, {member: (tag, LAUGHS + tag)}), "is damaged")


def test_laughs_in_texts_that_are_not_measured_do_no_harm():
    data = shared_texts(["&l11;"], [0])
    data = changed(data, {"sharedStrings.xml": ("<sst ", LAUGHS + "<sst ")})
    with in_bounds(), pytest.raises(InputError):
        read_bytes(data)


def test_a_part_of_many_elements_or_of_wide_characters_is_refused():
    few = replace(MONTHS, elements=100_000)
    many = changed(saved(book(TABLE)), {"sheet1.xml": ("<sheetData>", "<sheetData><!---->" + "<c/>" * 100_000)})
    with pytest.raises(InputError, match="is damaged"):
        read_bytes(many, "leads.xlsx", few)
    with zipfile.ZipFile(io.BytesIO(saved(book(TABLE)))) as old:
        members = {member: old.read(member) for member in old.namelist()}
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].decode().encode("utf-16")
    refused(zipped(members), "is damaged")


# --- DataFrames ---------------------------------------------------------------------------------------------------


def test_a_dataframe_is_read_with_its_names():
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame(
        {
            "month": pd.to_datetime(["2024-01-01", None]),
            "period": pd.period_range("2024-01", periods=2, freq="M"),
            "leads": np.array([3, 4], dtype="int32"),
            "rate": [0.5, float("nan")],
            "some": pd.array([1, None], dtype="Int64"),
            "sure": [True, False],
            "kind": pd.Categorical([" a\u00a0", None]),
            2024: [None, np.float64(1.5)],
        }
    )
    sheet = read_frame(frame)
    assert grid(sheet) == [
        ["month", "period", "leads", "rate", "some", "sure", "kind", "2024"],
        [dt.date(2024, 1, 1), dt.date(2024, 1, 1), 3, 0.5, 1, True, "a", None],
        [None, dt.date(2024, 2, 1), 4, None, None, False, None, 1.5],
    ]
    assert type(sheet.rows[1][2]) is int
    assert (sheet.name, sheet.notes, sheet.labels) == ("", (), ("0", "1"))
    assert sheet.place(2, 2) == "row 2, column leads"
    assert sheet.place(0, 2) == "column leads"


def test_an_index_of_its_own_becomes_columns():
    import pandas as pd

    frame = pd.DataFrame({"leads": [3, 4]}, index=pd.period_range("2024Q1", periods=2, freq="Q", name="quarter"))
    sheet = read_frame(frame)
    assert grid(sheet) == [["quarter", "leads"], [dt.date(2024, 1, 1), 3], [dt.date(2024, 4, 1), 4]]
    assert sheet.labels == ("2024Q1", "2024Q2")
    frame.index = pd.MultiIndex.from_product([["Jan"], ["Web", "Shop"]], names=["month", None])
    sheet = read_frame(frame)
    assert grid(sheet) == [["month", None, "leads"], ["Jan", "Web", 3], ["Jan", "Shop", 4]]
    assert sheet.labels == ("Jan, Web", "Jan, Shop")
    assert sheet.place(1, 1) == "row 1, column 2"
    assert grid(read_frame(pd.DataFrame({"leads": [3, 4, 5]}).iloc[1:])) == [[None, "leads"], [1, 4], [2, 5]]


def test_dataframes_that_hold_no_table_are_refused():
    import decimal

    import numpy as np
    import pandas as pd

    for frame, *words in (
        ([[1]], "list", "is not a DataFrame"),
        (pd.Series([1]), "is not a DataFrame"),
        (pd.DataFrame(), "hold nothing"),
        (pd.DataFrame({"a": []}), "hold nothing"),
        (pd.DataFrame({("a", "b"): [1]}), "2 levels", "Join them"),
        (pd.DataFrame({"a": [1, [2]]}), "row 2, column a", "neither text, number nor date"),
        (pd.DataFrame({"a": [1j]}), "row 1, column a", "neither"),
        (pd.DataFrame({"a": [decimal.Decimal("sNaN")]}), "row 1, column a", "neither"),
        (pd.DataFrame({"a": ["x" * 100_001]}), "row 1, column a", "longer"),
        (pd.DataFrame({"a": np.zeros(50_001)}), "50,002 rows", "one row per lead"),
        (pd.DataFrame(np.zeros((1, 16_385))), "16,385 columns"),
    ):
        with pytest.raises(InputError) as caught:
            read_frame(frame)
        said(caught, *words)
    odd = pd.DataFrame(
        {"a": [np.longdouble(2), decimal.Decimal("1.5"), np.datetime64("2024-01-02"), dt.time(1, 2)]}, dtype=object
    )
    assert [row[0] for row in read_frame(odd).rows[1:]] == [2.0, 1.5, dt.date(2024, 1, 2), "01:02:00"]


# --- anything at all ----------------------------------------------------------------------------------------------

STARTS = st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"a,b\n", b'"', b"sep=", b"<", b"%PDF"])


@settings(max_examples=150, deadline=None)
@given(st.builds(bytes.__add__, STARTS, st.binary(max_size=300)))
@example(b"PK\x05\x06" + bytes(18))
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00\x00")
def test_any_bytes_are_read_or_refused(data):
    try:
        sheets = read_bytes(data)
    except InputError as problem:
        assert str(problem)
    else:
        assert sheets
        for sheet in sheets:
            grid(sheet)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text('a1,;\t|"\n\r =sep\u00a0\ufeff', max_size=60))
@example('"')
@example("\ud800,\n1")
@example("sep=")
def test_any_text_is_read_or_refused(text):
    try:
        sheet = read_text(text)
    except InputError as problem:
        assert str(problem)
    else:
        grid(sheet)


@settings(max_examples=75, deadline=None)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data):
    members = WORKBOOK.copy()
    member = data.draw(st.sampled_from(sorted(members)))
    content = bytearray(members[member])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"9", b"99", b"<", b'"', b">"])
        )
    members[member] = bytes(content)
    try:
        sheets = read_bytes(zipped(members, zipfile.ZIP_STORED))
    except InputError as problem:
        assert str(problem)
    else:
        for sheet in sheets:
            grid(sheet)


def _workbook() -> dict[str, bytes]:
    made = book([["Month", "Leads"], [dt.date(2024, 1, 1), 3], [None, "=A1"], ["x", True]])
    made.active.merge_cells("A2:A3")
    with zipfile.ZipFile(io.BytesIO(saved(made))) as container:
        members = {member: container.read(member) for member in container.namelist()}
    return {
        member: content for member, content in members.items() if "theme" not in member and "docProps" not in member
    }


WORKBOOK = _workbook()


# --- the module itself --------------------------------------------------------------------------------------------


def test_importing_it_loads_no_library():
    code = "import sys, diagnostics.reading.sheet_reader; print([m for m in ('pandas', 'openpyxl', 'python_calamine') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_table_of_two_hundred_years_is_read_whole():
    rows = [["Month", "Channel", "Leads", "Fit", "Worked", "Wins", "Revenue"]]
    rows += [[f"2024-{n % 12 + 1:02}", f"channel {n % 20}", *map(str, range(n, n + 5))] for n in range(2_400)]
    xlsx = saved(book([[int(cell) if cell.isdigit() else cell for cell in row] for row in rows]))
    for given_ in (written(rows).encode(), xlsx):
        (sheet,) = read_bytes(given_)
        assert len(sheet.rows) == 2_401


def test_a_file_of_two_encodings_is_read_line_by_line():
    data = "Name,Leads\nMüller,1\n".encode() + "Köhler,2\n".encode("cp1252")
    (sheet,) = read_bytes(data, "two.csv")
    assert [row[0] for row in sheet.rows] == ["Name", "Müller", "Köhler"]
    assert sheet.notes == ("1 line was read as Western European (Windows-1252): it is not UTF-8.",)
