"""Text pasted over cells: the same cells as in the paste box, in the place that was selected, and no other cell changes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.app.forms.grid import LONGEST_CELL, MOST_ROWS, Grid
from diagnostics.app.forms.paste import paste
from diagnostics.app.forms.upload import from_text
from diagnostics.app.pages.page_words import pasted as words
from diagnostics.errors import InputError
from diagnostics.reading.headings import BY_KEY

COLUMNS = ("month", "leads", "wins")
HEADINGS = tuple(BY_KEY[key].label for key in COLUMNS)

TABLES = {
    "tabs": ("2025-01\t120\t9\n2025-02\t130\t11", [("2025-01", "120", "9"), ("2025-02", "130", "11")]),
    "Windows line ends": ("2025-01\t120\t9\r\n2025-02\t130\t11\r\n", [("2025-01", "120", "9"), ("2025-02", "130", "11")]),
    "thousands with commas": ("2025-01\t1,200\t90\n2025-02\t1,300\t110\n", [("2025-01", "1,200", "90"), ("2025-02", "1,300", "110")]),
    "a blank cell at the end": ("2025-01\t120\t9\n2025-02\t130\t", [("2025-01", "120", "9"), ("2025-02", "130", "")]),
    "a month of two lines": ('"January\n2025"\t120\t9', [("January 2025", "120", "9")]),
    "a quoted delimiter": ('"1\t"\t120\t9', [("1", "120", "9")]),
    "commas": ("2025-01,120,9\n2025-02,130,11", [("2025-01", "120", "9"), ("2025-02", "130", "11")]),
    "commas and quotes": ('2025-01,"1,200",9\n2025-02,"1,300",11', [("2025-01", "1,200", "9"), ("2025-02", "1,300", "11")]),
    "spaces after commas": ("2025-01, 120, 9\n2025-02, 130, 11", [("2025-01", "120", "9"), ("2025-02", "130", "11")]),
    "semicolons": ("2025-01;120;9\n2025-02;1,300;11", [("2025-01", "120", "9"), ("2025-02", "1,300", "11")]),
    "bars": ("2025-01|120|9\n2025-02|130|11", [("2025-01", "120", "9"), ("2025-02", "130", "11")]),
    "spaces and marks without width": ("\u00a02025-01\t 120\t9\u200b", [("2025-01", "120", "9")]),
}  # fmt: skip


def delimiter(text):
    return next(mark for mark in "\t;|," if mark in text)


@pytest.mark.parametrize(("text", "cells"), TABLES.values(), ids=TABLES)
def test_a_table_is_the_same_cells_in_the_box_and_in_the_grid(text, cells):
    headed = delimiter(text).join(HEADINGS) + "\n" + text
    opened = from_text(headed).grid
    assert opened is not None
    assert opened.columns == COLUMNS
    assert opened.rows == tuple(cells)
    over = paste(Grid(COLUMNS), headed, 0, 0)
    assert over.headed
    assert over.grid.rows == opened.rows
    assert paste(Grid(COLUMNS), text, 0, 0).grid.rows == opened.rows


BLOCKS = {
    "one value": ("7", [["7"]]),
    "a thousand": ("1,200", [["1,200"]]),
    "a decimal comma": ("3,5", [["3,5"]]),
    "a column of thousands": ("1,200\n1,300\n", [["1,200"], ["1,300"]]),
    "a column of thousands below a heading": ("Total\r\n1,200\r\n1,300\r\n", [["Total"], ["1,200"], ["1,300"]]),
    "a column of thousands and smaller numbers": ("950\n1,200\n\n12,000,000", [["950"], ["1,200"], [""], ["12,000,000"]]),
    "a column of amounts": ("€1,200\n€1,300.50\n1,200 CHF\n-3,5 %", [["€1,200"], ["€1,300.50"], ["1,200 CHF"], ["-3,5 %"]]),
    "a column of names": ("Search, paid\nSearch, free", [["Search, paid"], ["Search, free"]]),
    "a column of names and numbers": ("Bing 2\nSearch, paid", [["Bing 2"], ["Search, paid"]]),
    "a row of a CSV": ("2025-01,120,9", [["2025-01", "120", "9"]]),
    "decimal commas between semicolons": ("1,5;2,5\n3,5;4,5", [["1,5", "2,5"], ["3,5", "4,5"]]),
    "blank cells at the ends": ("\t7\t\n\t\t\n8\t\t\n", [["", "7", ""], ["", "", ""], ["8", "", ""]]),
    "a cell of two lines": ('"two\nlines"', [["two lines"]]),
    "quotes in a quoted cell": ('"a ""b""\n"\t5', [['a "b"', "5"]]),
    "an inch": ('5" pipe\t5', [['5" pipe', "5"]]),
    "old Mac line ends": ("1\t2\r3\t4", [["1", "2"], ["3", "4"]]),
    "rows of other lengths": ("1\t2\t3\n4", [["1", "2", "3"], ["4", "", ""]]),
}  # fmt: skip

NUMBERED = Grid(COLUMNS, tuple((f"m{at}", f"l{at}", f"w{at}") for at in range(6)))


@pytest.mark.parametrize(("text", "cells"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_is_written_from_the_selected_cell_on_and_nowhere_else(text, cells):
    over = paste(NUMBERED, text, 1, 0)
    assert (over.rows, over.columns) == (len(cells), len(cells[0]))
    expected = [list(row) for row in NUMBERED.rows]
    for down, row in enumerate(cells, 1):
        expected[down][: len(row)] = row
    assert over.grid.rows == tuple(map(tuple, expected))
    assert over.grid.columns == COLUMNS


def test_one_value_fills_the_selection_and_adds_no_row():
    over = paste(NUMBERED, "7", 4, 1, rows=10, columns=9)
    assert over.grid.rows == (*NUMBERED.rows[:4], ("m4", "7", "7"), ("m5", "7", "7"))
    assert (over.rows, over.columns, words(over)) == (2, 2, "2 rows × 2 columns pasted.")


def test_a_block_takes_its_own_size_whatever_is_selected():
    assert paste(NUMBERED, "1\n2", 0, 1, rows=6, columns=2).grid == paste(NUMBERED, "1\n2", 0, 1).grid


def test_rows_beyond_the_last_are_added_and_columns_beyond_the_last_are_left_out():
    over = paste(NUMBERED, "1\t2\t3\n4\t5\t6", 5, 2)
    assert over.grid.rows == (*NUMBERED.rows[:5], ("m5", "l5", "1"), ("", "", "4"))
    assert words(over) == "2 rows × 1 column pasted. 2 columns beyond the last one were left out."


def test_headings_of_the_columns_below_are_left_out_and_others_are_cells():
    over = paste(NUMBERED, f"{HEADINGS[1].upper()}\twins\n1\t2", 0, 1)
    assert over.grid.rows == (("m0", "1", "2"), *NUMBERED.rows[1:])
    assert words(over) == "1 row × 2 columns pasted. The line of headings was left out."
    assert paste(NUMBERED, "leads\twins", 0, 1).grid.rows[0] == ("m0", "leads", "wins")
    assert not paste(NUMBERED, "leads\twins\n1\t2", 0, 0).headed
    assert not paste(NUMBERED, "\nleads", 0, 1).headed


def test_no_more_rows_are_taken_than_a_grid_may_have():
    over = paste(NUMBERED, "1\n" * (MOST_ROWS + 5), 2, 0)
    assert len(over.grid.rows) == MOST_ROWS
    assert over.rows == MOST_ROWS - 2
    assert words(over) == "4,998 rows × 1 column pasted. Only the first 4,998 rows were taken."


def test_a_long_cell_is_cut_and_counted():
    over = paste(NUMBERED, f"{'x' * LONGEST_CELL}\t{'y' * (LONGEST_CELL + 1)}", 0, 0)
    assert over.grid.rows[0] == ("x" * LONGEST_CELL, "y" * LONGEST_CELL, "w0")
    assert words(over) == "1 row × 2 columns pasted. 1 cell longer than 60 characters was cut short."


@pytest.mark.parametrize(("row", "column"), [(-1, 0), (0, -1), (0, 3), (MOST_ROWS, 0), (2**53, 2**53)])
def test_a_paste_off_the_grid_changes_nothing(row, column):
    over = paste(NUMBERED, "7", row, column)
    assert (over.grid, over.rows) == (NUMBERED, 0)


REFUSED = {
    "": "nothing but blank cells",
    " \n\t\n": "nothing but blank cells",
    "\u200b": "nothing but blank cells",
    '"a\nb\t1': "is not closed",
    "x" * 100_001: "longer than 100,000 characters",
    "\x00": "text",
    "1\n" * 50_001: "too many",
    "1" + "\t" * 20_000: "too many",
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items(), ids=lambda part: repr(part[:12]))
def test_what_the_box_refuses_the_grid_refuses_in_the_same_words(text, said):
    with pytest.raises(InputError, match=said) as refused:
        paste(NUMBERED, text, 0, 0)
    if "\t" * 300 not in text:  # blank cells are cells only where they overwrite others
        with pytest.raises(InputError) as boxed:
            from_text(text)
        assert str(boxed.value) == str(refused.value)


@given(
    st.lists(st.lists(st.text("aZ1,;|\" '.-\n", max_size=6), min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_spreadsheet_copies_comes_back(rows, end):
    out = io.StringIO()
    csv.writer(out, delimiter="\t", quoting=csv.QUOTE_MINIMAL, lineterminator=end).writerows(rows)
    expected = tuple(tuple(" ".join(cell.split()) for cell in row) for row in rows)
    if not any(any(row) for row in expected):
        return
    over = paste(Grid(COLUMNS), out.getvalue(), 0, 0)
    assert over.grid.rows == expected
