"""A file or pasted cells on their way into the grid: one table is taken, several are asked about, none is refused."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from diagnostics.app.forms.upload import from_bytes, from_text
from diagnostics.errors import InputError

TABLE = [("Month", "Leads", "Sales"), ("2025-01", 120, 9), ("2025-02", 130, 11)]
CELLS = (("2025-01", "120", "9"), ("2025-02", "130", "11"))
NOTES = [("Who to ask", None), ("Ann", "ext. 12")]


def book(**sheets) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(workbook)


def saved(workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


CSV = {
    "commas": b"Month,Leads,Sales\n2025-01,120,9\n2025-02,130,11\n",
    "semicolons and a byte order mark": b"\xef\xbb\xbfMonth;Leads;Sales\r\n2025-01;120;9\r\n2025-02;130;11\r\n",
    "tabs, UTF-16": "Month\tLeads\tSales\n2025-01\t120\t9\n2025-02\t130\t11\n".encode("utf-16"),
    "Windows-1252": "Month;Leads;Verkäufe\n2025-01;120;9\n2025-02;130;11\n".encode("cp1252"),
}


@pytest.mark.parametrize("data", CSV.values(), ids=CSV)
def test_a_csv_file_becomes_a_grid_that_knows_where_it_came_from(data):
    upload = from_bytes(data, "leads.csv")
    assert upload.grid is not None
    assert (upload.grid.rows, upload.grid.source) == (CELLS, "leads.csv")


def test_a_workbook_of_one_table_is_opened_without_a_question():
    for sheets in ({"Counts": TABLE}, {"Read me": NOTES, "Counts": TABLE}):
        upload = from_bytes(book(**sheets), "leads.xlsx")
        assert upload.choices == ("Counts",)
        assert upload.grid is not None
        assert upload.grid.rows == CELLS
    assert upload.grid.source == "leads.xlsx › Counts"


def test_titles_merged_cells_dates_and_totals_do_not_matter():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"] = "Acme Ltd, leads and sales"
    sheet.merge_cells("A1:D1")
    rows = [("Month", "Channel", "Leads", "Sales")]
    for month in (1, 2):
        rows += [(dt.date(2025, month, 1), "Ads", 100 + month, 9), (None, "Fair", 20, 2)]
    rows.append(("Total", None, "=SUM(C4:C7)", "=SUM(D4:D7)"))
    for at, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column, value)
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("A6:A7")
    upload = from_bytes(saved(workbook), "leads.xlsx")
    assert upload.grid is not None
    assert upload.grid.rows == (
        ("2025-01", "Ads", "101", "9"),
        ("2025-01", "Fair", "20", "2"),
        ("2025-02", "Ads", "102", "9"),
        ("2025-02", "Fair", "20", "2"),
    )
    assert upload.grid.left_out[:2] == ("1 row: above the headings", "1 row: a total or a mean of other rows")


def test_of_two_tables_one_is_asked_for_and_each_can_be_chosen():
    other = [TABLE[0], ("2024-01", 50, 5)]
    upload = from_bytes(book(North=TABLE, Notes=NOTES, South=other), "leads.xlsx")
    assert upload.grid is None
    assert upload.choices == ("all of them, one below another", "North", "South")
    north, south = upload.choose("North"), upload.choose("South")
    assert north.grid.rows == CELLS
    assert south.grid.rows == (("2024-01", "50", "5"),)
    assert south.grid.source == "leads.xlsx › South"
    assert north.choose("South") == south, "one may think again"
    whole = upload.choose("all of them, one below another")
    assert whole.grid.columns == ("month", "channel", "leads", "wins")
    assert whole.grid.rows[-1] == ("2024-01", "South", "50", "5")
    assert len(whole.grid.rows) == len(CELLS) + 1
    assert whole.grid.source == "leads.xlsx"
    with pytest.raises(InputError, match="There are: North, Notes, South"):
        upload.choose("East")
    with pytest.raises(InputError, match="no row of headings"):
        upload.choose("Notes")


REFUSED = {
    "empty": (b"", "is empty"),
    "prose": (b"Dear all,\nsee you on Monday.\n", "no row of headings"),
    "numbers without headings": (b"2025-01,120,9\n2025-02,130,11\n", "no row of headings"),
    "a picture": (b"\x89PNG\r\n\x1a\n0000", "PNG picture"),
    "a damaged workbook": (book(Counts=TABLE)[:900], "damaged"),
    "a workbook of notes": (book(Notes=NOTES), "no row of headings"),
    "zeros": (bytes(100), "neither text nor"),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_a_file_without_a_table_is_refused_with_the_reason(data, said):
    with pytest.raises(InputError) as refused:
        from_bytes(data, "a file")
    assert said in str(refused.value)


def test_cells_copied_from_a_spreadsheet_are_taken_with_their_tabs():
    upload = from_text("Month\tLeads\tSales\r\n2025-01\t120\t9\r\n2025-02\t130\t11\r\n")
    assert upload.grid is not None
    assert upload.grid.rows == CELLS
    assert upload.grid.source == ""


@pytest.mark.parametrize("text", ["", "   ", "hello", "\x00\x01", "120\t9\n130\t11"], ids=repr)
def test_pasted_text_without_headings_is_refused(text):
    with pytest.raises(InputError):
        from_text(text)


# --- headings that name no counts -------------------------------------------------------------------------------------

UNNAMED = b"month,visitors,signups,paying_users\n2025-01,900,120,9\n2025-02,950,130,11\n"


def test_the_headings_are_offered_where_none_names_the_leads_or_the_sales():
    upload = from_bytes(UNNAMED, "growth.csv")
    assert (upload.grid, upload.choices) == (None, ("signups", "visitors"))
    assert upload.asks == "No heading says plainly which column holds the leads. Which one?"
    upload = upload.choose("signups")
    assert (upload.grid, upload.choices) == (None, ("paying_users",))
    assert upload.asks == "No heading says plainly which column holds the sales. Which one?"
    assert upload.choose("paying_users").grid.rows == CELLS


def test_columns_that_may_be_channels_or_years_are_asked_about():
    upload = from_text("Mois,Leads A-1,Leads A,Sales A-1,Sales A\n2025-01,71,91,6,9\n2025-02,64,84,7,7\n")
    assert upload.grid is None
    assert "“A-1” and “A”" in upload.asks
    leads = [[row[2] for row in upload.choose(choice).grid.rows] for choice in upload.choices]
    assert leads == [["91", "84"], ["71", "64"], ["71", "64", "91", "84"]]


def test_a_heading_that_was_not_offered_is_refused():
    with pytest.raises(InputError) as refused:
        from_bytes(UNNAMED, "growth.csv").choose("nobody")
    assert refused.value.code == "heading-unknown"


def test_a_file_without_anything_to_offer_is_refused():
    with pytest.raises(InputError) as refused:
        from_bytes(b"name,phone\nAnn,12\nBo,13\n", "people.csv")
    assert refused.value.code == "table-without-headings"
