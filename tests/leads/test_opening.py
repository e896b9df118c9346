"""How an export is opened, before any meaning: its headings, its encoding, its files, its hidden rows, its size."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.errors import InputError
from diagnostics.leads.matching.matching import match, recognise
from diagnostics.leads.opening import opening, several
from diagnostics.leads.opening.header import find_header
from diagnostics.leads.opening.opening import open_leads
from tests.ways import ends

HEADINGS = ["Created", "Stage", "Close date", "Source"]


def rows(leads: int = 60) -> list[list[str]]:
    """Leads of January to June 2025: every third won, one lost, one open; Cologne or the web."""
    made = []
    for n in range(leads):
        stage = ("Won", "Lost", "Open")[n % 3]
        closed = f"2025-0{n % 6 + 2}-{n % 27 + 1:02}" if stage != "Open" else ""
        made.append([f"2025-0{n % 6 + 1}-{n % 27 + 1:02}", stage, closed, ("Köln", "Web")[n % 2]])
    return made


def csv_of(lines: list[list[str]], delimiter: str = ",") -> str:
    return "".join(delimiter.join(line) + "\n" for line in lines)


def workbook(lines: list[list[str]], hidden: range = range(0)) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([cell or None for cell in line])
    for at in hidden:
        book.active.row_dimensions[at].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def counts(ledger: dx.Ledger) -> tuple[int, int, int]:
    return ledger.leads, ledger.wins, ledger.open_leads


ALL = (60, 20, 20)


# --- headings -------------------------------------------------------------------------------------------------------

DATA = [["2025-01-06", "Ja", "12"], ["2025-01-07", "No", "15"], ["2025-01-08", "Id", "9"]]
FOUND = {
    "the first full row, though none of its words is known": ([["Fecha", "Rechazado", "Plazo"], *DATA], ["Fecha", "Rechazado", "Plazo"], 1),
    "a cell No further down": ([["Fecha", "Rechazado", "Plazo"], ["a", "No", "b"], *DATA], ["Fecha", "Rechazado", "Plazo"], 1),
    "a title above": ([["Deals 2025", "", ""], ["", "", ""], ["Fecha", "Etapa", "Plazo"], *DATA], ["Fecha", "Etapa", "Plazo"], 3),
    "a title of several cells above known words": ([["Deals", "Team North", "EUR"], ["Created", "Stage", "Amount"], *DATA], ["Created", "Stage", "Amount"], 2),
    "units below": ([["Created", "Stage", "Amount"], ["yyyy-mm-dd", "", "EUR"], *DATA], ["Created", "Stage", "Amount"], 2),
    "a second row that fills the first": ([["Created", "Amount", "Amount"], ["", "EUR", "USD"], ["2025-01-06", "12", "13"], *DATA[1:]], ["Created", "Amount EUR", "Amount USD"], 2),
    "a lead that looks like nothing else": ([["Created", "Stage", "Amount"], ["tbd", "Won", "tbd"], *DATA], ["Created", "Stage", "Amount"], 1),
    "no headings at all": (DATA, ["column 1", "column 2", "column 3"], 0),
    "known words in a lead below headings of which none is known": ([["Deal ref", "Touched", "From", "To"], ["7", "2025-01-02", "New", "Qualified"],
        ["8", "2025-01-03", "Qualified", "Closed Lost"], ["9", "soon", "Qualified", "Closed Lost"]], ["Deal ref", "Touched", "From", "To"], 1),
    "known words in a lead without day and number": ([["Ref", "From", "To"], ["b", "New", "Qualified"], ["a", "Qualified", "Closed Lost"],
        ["c", "Qualified", "Closed Lost"]], ["Ref", "From", "To"], 1),
    "years over columns": ([["Created", "Stage", "2024"], *DATA], ["Created", "Stage", "2024"], 1),
}  # fmt: skip


@pytest.mark.parametrize("kind", FOUND)
def test_the_row_of_headings_is_found(kind):
    lines, headings, first = FOUND[kind]
    found = find_header(lines, recognise, "x.csv")
    assert (list(found.headings), found.first) == (headings, first)


def test_what_stands_between_the_headings_and_the_leads_is_told():
    units = find_header(FOUND["units below"][0], recognise, "x.csv")
    assert [d.what for d in units.dropped] == ["row 2"]
    two = find_header(FOUND["a second row that fills the first"][0], recognise, "x.csv")
    assert two.notes == ("The headings are in two rows, 1 and 2; they were read together.",)
    none = find_header(DATA, recognise, "x.csv")
    assert not none.found and "called by its position" in none.notes[0]


@pytest.mark.parametrize("largest", [10_000_000, 100])
def test_headings_that_are_given_are_found_in_any_row(tmp_path, monkeypatch, largest):
    monkeypatch.setattr(opening, "LARGEST_FILE", largest)
    monkeypatch.setattr("diagnostics.reading.sheet_reader.LARGEST_FILE", largest)
    lines = [["Created", "Stage", "Close date", "Source"], ["Kam", "Status", "Fertig", "Woher"], *rows()]
    path = tmp_path / "leads.csv"
    path.write_text(csv_of(lines), encoding="utf-8")
    found = dx.Ledger.read(path, {"created": "Kam", "outcome": "Status", "decided": "Fertig"})
    assert counts(found) == ALL
    assert found.columns["created"] == "Kam"


# --- nothing that is not needed stops a file --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.slow
def test_long_notes_and_many_columns_are_read(kind):
    more = [f"Field {n}" for n in range(300)]
    lines = [[*HEADINGS, "Notes", *more]]
    lines += [[*line, "A visit, then a call. " * 200, *(["x"] * len(more))] for line in rows()]
    data = workbook(lines) if kind == "xlsx" else csv_of(lines, ";").encode()
    assert counts(dx.Ledger.read(data)) == ALL


@pytest.mark.slow
def test_a_workbook_of_leads_may_be_longer_than_a_table_of_months():
    small = workbook([HEADINGS, *rows(1)])
    with zipfile.ZipFile(io.BytesIO(small)) as container:
        members = {name: container.read(name) for name in container.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    row = sheet[sheet.rindex(b"<row") : sheet.rindex(b"</sheetData>")]
    many = b"".join(re.sub(rb'r="([A-Z]*)2"', rb'r="\g<1>%d"' % n, row) for n in range(3, 50_042))
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", many + b"</sheetData>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, data in members.items():
            container.writestr(name, data)
    leads = open_leads(out.getvalue(), recognise)
    assert leads.cells is not None and len(leads.cells) == 50_040


# --- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("largest", [10_000_000, 100])
@pytest.mark.slow
def test_the_encoding_is_found_or_given_whatever_the_size(tmp_path, monkeypatch, largest):
    monkeypatch.setattr(opening, "LARGEST_FILE", largest)
    monkeypatch.setattr("diagnostics.reading.sheet_reader.LARGEST_FILE", largest)
    path = tmp_path / "leads.csv"
    path.write_bytes(
        csv_of([["作成日", "状態", "完了日", "流入元"], *rows()]).replace("Köln", "検索").encode("shift_jis")
    )
    columns = {"created": "作成日", "outcome": "状態", "decided": "完了日", "channel": "流入元"}
    for given in ({}, {"encoding": "shift_jis"}):
        found = dx.Ledger.read(path, columns, **given)
        assert counts(found) == ALL
        assert set(found.channels().index) == {"検索", "Web"}
        assert ("Read as Japanese (Shift_JIS): it is not UTF-8." in found.notes) == (not given)
        again = dx.Ledger.read(path, found.columns)
        assert counts(again) == ALL
    with pytest.raises(InputError, match="is not the encoding of the file"):
        dx.Ledger.read(path, columns, encoding="utf-8")


@pytest.mark.slow
def test_two_encodings_that_give_different_headings_are_asked_about_and_each_answer_leads_on(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_bytes(
        csv_of([["Created", "Stage", "Close date", "Søgning"], *rows()]).replace("Köln", "Koeln").encode("cp1252")
    )
    (question,) = match(open_leads(path, recognise)).questions
    unused = {}
    for answer in question.answers:
        found = dx.Ledger.read(path, answer.given)
        assert counts(found) == ALL
        unused[answer.given["encoding"]] = found.notes[-1].removeprefix("Columns that are not used: ")
    assert unused == {"cp1252": "Søgning.", "cp1250": "Sřgning.", "cp1257": "Sųgning."}


def test_the_encoding_that_gives_known_headings_is_taken():
    text = csv_of([["Oluşturma Tarihi", "Aşama", "Kapanış Tarihi"], *(line[:3] for line in rows())])
    found = dx.Ledger.read(text.encode("cp1254"))
    assert counts(found) == ALL
    assert (found.columns["outcome"], found.columns["decided"]) == ("Aşama", "Kapanış Tarihi")
    assert any(note.startswith("Read as Turkish (Windows-1254): it is not UTF-8, and only so ") for note in found.notes)


def test_an_encoding_in_doubt_is_asked_before_what_depends_on_it():
    lines = [["Ersta", "Søgning", "Slut"], *(line[:3] for line in rows())]
    (question,) = match(open_leads(csv_of(lines).replace("Won", "Ja da").encode("cp1252"), recognise)).questions
    assert question.code == "encoding-unclear"


# --- several files ----------------------------------------------------------------------------------------------------


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    folder = tmp_path / "parts"
    folder.mkdir()
    lines = rows()
    (folder / "a.csv").write_text(csv_of([HEADINGS, *lines[:17]]), encoding="utf-8")
    (folder / "b.tsv").write_text(csv_of([HEADINGS, *lines[17:40]], "\t"), encoding="utf-16")
    (folder / "c.xlsx").write_bytes(workbook([HEADINGS[::-1], *(line[::-1] for line in lines[40:])]))
    (folder / "readme.md").write_text("nothing")
    (folder / "~$c.xlsx").write_bytes(b"locked")
    return folder


@pytest.mark.parametrize("most", [200_000, 0])
@pytest.mark.slow
def test_a_list_a_folder_and_a_pattern_are_one_export(parts, monkeypatch, most):
    monkeypatch.setattr(several, "MOST_ROWS", most)
    whole = dx.Ledger.read(csv_of([HEADINGS, *rows()]).encode())
    assert counts(whole) == ALL
    for source in (parts, str(parts / "*.*sv"), [parts / "a.csv", parts / "b.tsv", parts / "c.xlsx"]):
        found = dx.Ledger.read(source)
        if isinstance(source, str):
            assert found.leads == 40
            continue
        assert counts(found) == ALL
        pd.testing.assert_frame_equal(found.counts.cells, whole.counts.cells)
        assert found.notes[0] == "3 files were read as one export: a.csv (17 rows), b.tsv (23 rows), c.xlsx (20 rows)."
        leads = open_leads(source, recognise)
        assert sorted(leads.table["__row__"].to_pyarrow().to_pylist()) == list(range(1, 61))


@pytest.mark.slow
def test_frames_and_files_may_be_parts_of_one_export(parts):
    frame = pd.DataFrame(rows()[17:], columns=HEADINGS).replace("", None)
    assert counts(dx.Ledger.read([parts / "a.csv", frame])) == ALL
    frame["Created"] = pd.to_datetime(frame["Created"])
    assert counts(dx.Ledger.read([parts / "a.csv", frame])) == ALL


def test_a_part_without_headings_has_those_of_the_first(tmp_path):
    for name, lines in (("1.csv", [HEADINGS, *rows()[:30]]), ("2.csv", rows()[30:])):
        (tmp_path / name).write_text(csv_of(lines), encoding="utf-8")
    assert counts(dx.Ledger.read(tmp_path)) == ALL


def test_files_with_other_headings_are_told_or_refused(tmp_path):
    (tmp_path / "1.csv").write_text(csv_of([HEADINGS, *rows()[:30]]), encoding="utf-8")
    (tmp_path / "2.csv").write_text(csv_of([HEADINGS[:3], *(line[:3] for line in rows()[30:])]), encoding="utf-8")
    found = dx.Ledger.read(tmp_path)
    assert counts(found) == ALL
    assert "Source: blank for the rows of 2.csv, which have no such column." in found.notes
    (tmp_path / "3.csv").write_text(csv_of([["Name", "Phone", "Source"], ["Shop", "030", "Web"]]), encoding="utf-8")
    with pytest.raises(InputError, match=r"3\.csv.* has other columns than 1\.csv"):
        dx.Ledger.read(tmp_path)


def test_no_files_are_refused(tmp_path):
    for source, words in (([], "at least one file"), (tmp_path, "folder without"), (tmp_path / "*.csv", "no file")):
        with pytest.raises(InputError, match=words):
            dx.Ledger.read(source)


# --- hidden rows ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_many_hidden_rows_are_asked_about_and_few_are_told():
    data = workbook([HEADINGS, *rows()], range(2, 32))
    found = ends(lambda given: dx.Ledger.read(data, given))
    assert {end.given["hidden"]: counts(end.found) for end in found} == {"read": ALL, "leave-out": (30, 10, 10)}
    left_out = next(end.found for end in found if end.given["hidden"] == "leave-out")
    assert [(d.what, d.count) for d in left_out.dropped] == [("30 rows", 30)]
    assert left_out.columns["hidden"] == "leave-out"
    few = dx.Ledger.read(workbook([HEADINGS, *rows()], range(5, 6)))
    assert counts(few) == ALL
    assert "1 row hidden in the workbook, manually or by a filter, was read too." in few.notes


@pytest.mark.slow
def test_columns_of_one_role_that_no_file_has_together_are_one(tmp_path):
    one, other = pd.DataFrame(rows(), columns=HEADINGS), pd.DataFrame(rows(), columns=HEADINGS)
    other = other.rename(columns={"Created": "Create Date", "Close date": "Closed on"}).assign(Source="Fair")
    one.to_csv(tmp_path / "a.csv", index=False)
    other.to_csv(tmp_path / "b.csv", index=False)
    for paths in (["a.csv", "b.csv"], ["b.csv", "a.csv"]):
        ledger = dx.Ledger.read([tmp_path / name for name in paths])
        assert (ledger.leads, ledger.wins, ledger.decided) == (120, 40, 80)
        assert not any(fault.key == "no date" for fault in ledger.faults)
    assert "Created in a.csv is read as Create Date in b.csv." in ledger.notes


def test_files_of_other_orders_of_day_and_month_are_each_read_in_their_own(tmp_path):
    of_uk = ["Lead,Created,Stage,Close date", "a,03/04/2025 10:15,Won,25/04/2025", "b,14/04/2025 09:00,Lost,05/06/2025"]
    of_us = ["Lead,Created,Stage,Close date", "c,03/04/2025 08:30,Won,05/06/2025", "d,05/28/2025 11:00,Open,"]
    for name, lines in (("a.csv", of_uk), ("b.csv", of_us)):
        (tmp_path / name).write_text("\n".join([*lines, ""]))
    leads = open_leads(tmp_path, recognise)
    created, closed = (leads.table.to_pyarrow().column(leads.column(h)).to_pylist() for h in ("Created", "Close date"))
    assert created == ["2025-04-03 10:15", "2025-04-14 09:00", "2025-03-04 08:30", "2025-05-28 11:00"]
    assert closed == ["2025-04-25", "2025-06-05", "2025-05-06", None]
    assert any(note.startswith("b.csv: the month is first in its dates. Created: ") for note in leads.notes)
    (tmp_path / "b.csv").write_text("\n".join([*of_us[:-1], ""]))  # shows no order of its own
    leads = open_leads(tmp_path, recognise)
    assert leads.table.to_pyarrow().column(leads.column("Created")).to_pylist()[0] == "03/04/2025 10:15"


@pytest.mark.slow
def test_the_names_of_files_say_how_leads_ended_where_no_column_does(tmp_path):
    lines = rows()
    for stage in ("Won", "Lost", "Open"):
        of = [[line[0], line[2], line[3]] for line in lines if line[1] == stage]
        (tmp_path / f"{stage}.csv").write_text(csv_of([["Created", "Closed", "Source"], *of]), encoding="utf-8")
    found = dx.Ledger.read(tmp_path)
    assert counts(found) == ALL
    assert "No column says how a lead ended, so the names of the files do: Lost, Open, Won." in found.notes
    (tmp_path / "Open.csv").rename(tmp_path / "March.csv")  # its name says nothing
    with pytest.raises(InputError, match="only a close date"):
        dx.Ledger.read(tmp_path)


@pytest.mark.parametrize("text", ["Made on Monday.", "Made on Monday.\nAsk the office.\n", ""])
@pytest.mark.slow
def test_a_text_in_a_folder_of_tables_is_left_out_and_said(tmp_path, text):
    for name, some in (("1.csv", rows()[:30]), ("2.csv", rows()[30:])):
        (tmp_path / name).write_text(csv_of([HEADINGS, *some]), encoding="utf-8")
    (tmp_path / "readme.txt").write_text(text)
    found = dx.Ledger.read(tmp_path)
    assert counts(found) == ALL
    assert ("readme.txt", "it is a text without a table") in [(d.what, d.why) for d in found.dropped]
    (tmp_path / "readme.txt").rename(tmp_path / "readme.csv")
    found = dx.Ledger.read(tmp_path)
    assert counts(found) == ALL
    assert "readme.csv" in [d.what for d in found.dropped]


# --- a file among several that holds no leads -----------------------------------------------------------------------

BESIDE = {
    "empty": (b"", "it is empty"),
    "blank lines": (b"\n\n\n", "it is empty"),
    "headings only": (b"Created,Stage\n", "it has headings and no row below them"),
    "of campaigns": (
        b"Campaign,Spend\nSpring,120\nSummer,90\n",
        "no column says when a lead came or how it ended: 'Campaign', 'Spend'",
    ),
}


@pytest.mark.parametrize("position", ["a", "c"])
@pytest.mark.parametrize("kind", BESIDE)
@pytest.mark.slow
def test_a_file_without_leads_is_set_aside_with_the_reason(tmp_path, kind, position):
    data, why = BESIDE[kind]
    for month, name in enumerate("bd", start=1):
        lines = [f"2025-{month:02}-{day:02},{'Won' if day % 3 == 0 else 'Lost'}" for day in range(1, 13)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["Created,Stage", *lines]) + "\n")
    (tmp_path / f"{position}.csv").write_bytes(data)
    ledger = dx.Ledger.read(tmp_path)
    assert (ledger.leads, ledger.wins) == (24, 8)
    assert f"Left out: {position}.csv ({why})." in str(ledger.reading)
    (tmp_path / "b.csv").unlink()
    (tmp_path / "d.csv").unlink()
    with pytest.raises(InputError):
        dx.Ledger.read(tmp_path)
