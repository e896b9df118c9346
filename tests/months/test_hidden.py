"""Rows of a table that a workbook hides: told where they do not matter, asked about where they do."""

from __future__ import annotations

import io

import openpyxl
import pytest

import diagnostics as dx
from diagnostics.app.forms.upload import from_bytes
from diagnostics.errors import InputError
from diagnostics.reading.sheet_reader import read_bytes
from tests.ways import ends

ROWS = [["Month", "Leads", "Sales"], *([f"2025-0{m}", 100 + m, 10] for m in range(1, 7)), ["2025-07", 1, 0]]


def workbook(rows: list[list], hidden: range = range(0), columns: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for at in hidden:
        book.active.row_dimensions[at].hidden = True
    for column in columns:
        book.active.column_dimensions[column].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def counts(data: bytes, **given) -> tuple[int, int]:
    rows = dx.Table.read(data, "cohort", **given).rows
    return sum(row.leads for row in rows), sum(row.wins for row in rows)


def test_what_is_hidden_is_marked():
    (sheet,) = read_bytes(workbook(ROWS, range(3, 5), "C"))
    assert (sheet.hidden, sheet.hidden_columns) == ({2, 3}, {2})
    (sheet,) = read_bytes(workbook(ROWS, range(20, 30)))
    assert (sheet.hidden, sheet.hidden_columns) == (frozenset(), frozenset())


def test_hidden_rows_that_matter_are_asked_about_and_each_answer_leads_on():
    data = workbook(ROWS, range(3, 5))
    found = ends(lambda given: counts(data, **given))
    assert {end.given["hidden"]: end.found for end in found} == {"read": (622, 60), "leave-out": (417, 40)}
    notes = dx.Table.read(data, "cohort", hidden="leave-out").notes
    assert "2 rows hidden in the workbook, with 205 leads and 20 sales, left out." in notes
    assert (
        "2 rows hidden in the workbook, with 205 leads and 20 sales, read too."
        in from_bytes(data, "x.xlsx").grid.left_out
    )


def test_one_hidden_row_is_asked_about_in_the_singular():
    with pytest.raises(InputError, match="1 row hidden in the workbook, manually or by a filter, holds 103 leads"):
        counts(workbook(ROWS, range(4, 5)))


def test_a_hidden_row_that_hardly_counts_is_told():
    data = workbook(ROWS, range(8, 9))
    assert counts(data) == (622, 60)
    notes = dx.Table.read(data, "cohort").notes
    assert "1 row hidden in the workbook, with 1 lead and 0 sales, read too." in notes


def test_months_side_by_side_may_be_hidden_columns():
    data = workbook([list(line) for line in zip(*ROWS, strict=True)], columns="C")
    assert counts(data, hidden="leave-out") == (520, 50)
    with pytest.raises(InputError, match="1 column hidden in the workbook"):
        counts(data)


def test_a_hidden_title_says_nothing():
    assert counts(workbook([["Report"], *ROWS], range(1, 2))) == (622, 60)
