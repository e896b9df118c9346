"""The table on the screen: edits change copies and nothing else, files and addresses bring back what stood there."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diagnostics.app.forms.grid import LONGEST_CELL, LONGEST_LINK, MOST_ROWS, Grid, from_sheet
from diagnostics.app.forms.table_form import read_table
from diagnostics.app.forms.texts import clean
from diagnostics.errors import InputError
from diagnostics.months.records import Answers
from diagnostics.reading.headings import BY_KEY, KEYS
from diagnostics.reading.sheet_reader import Formula, Sheet, read_bytes

SMALL = Grid(("month", "leads", "wins"), (("2025-01", "120", "9"), ("2025-02", "130", "11"), ("2025-03", "90", "7")))

CELL = st.text(max_size=12).map(lambda text: " ".join(clean(text).split()))


@st.composite
def grids(draw):
    """Grids as the page makes them: columns in their usual order, the two that are needed among them."""
    more = draw(st.sets(st.sampled_from([k for k in KEYS if not BY_KEY[k].needed])))
    columns = tuple(k for k in KEYS if BY_KEY[k].needed or k in more)
    rows = draw(st.lists(st.tuples(*[CELL] * len(columns)), max_size=8))
    return Grid(columns, tuple(rows), tuple(draw(st.lists(CELL, max_size=2))), draw(CELL))


def opened(text: str) -> Grid:
    (sheet,) = read_bytes(text.encode())
    return from_sheet(sheet, Answers(), "a.csv")


def by_column(grid: Grid) -> dict[str, list[str]]:
    return {key: [row[at] for row in grid.rows] for at, key in enumerate(grid.columns)}


# --- edits ---


def test_every_edit_leaves_the_grid_it_was_made_from_as_it_was():
    before = SMALL.to_dict()
    edits = [
        SMALL.put([(0, 1, "7"), (9, 2, "1")]),
        SMALL.insert(1),
        SMALL.delete(0, 2),
        SMALL.with_column("channel"),
        SMALL.without_column("lost"),
    ]
    assert SMALL.to_dict() == before
    assert all(edited != SMALL for edited in edits[:4])


def test_a_cell_put_beyond_the_end_adds_the_rows_up_to_it():
    grid = SMALL.put([(4, 1, "55")])
    assert grid.rows == (*SMALL.rows, ("", "", ""), ("", "55", ""))


@pytest.mark.parametrize(
    ("row", "column"), [(-1, 0), (0, -1), (0, 3), (MOST_ROWS, 0), (10**9, 0)], ids=str
)  # one beyond each edge, and far beyond
def test_a_cell_put_off_the_grid_changes_nothing(row, column):
    assert SMALL.put([(row, column, "x")]) == SMALL


def test_the_last_row_that_may_be_there_is_there():
    grid = Grid().put([(MOST_ROWS - 1, 0, "x")])
    assert len(grid.rows) == MOST_ROWS
    assert grid.insert(0) == grid
    assert grid.rows[-1][0] == "x"


def test_text_is_put_on_one_line_and_cut_at_the_limit():
    grid = Grid().put([(0, 0, "  Jan\n\t 2025 "), (0, 1, "9" * (LONGEST_CELL + 1)), (0, 2, "8" * LONGEST_CELL)])
    assert grid.rows[0][:3] == ("Jan 2025", "9" * LONGEST_CELL, "8" * LONGEST_CELL)


@pytest.mark.parametrize(("at", "place"), [(-5, 0), (0, 0), (1, 1), (3, 3), (99, 3)])
def test_a_row_is_inserted_before_a_row_or_at_the_end(at, place):
    grid = SMALL.insert(at)
    assert grid.rows[place] == ("", "", "")
    assert grid.rows[:place] + grid.rows[place + 1 :] == SMALL.rows


@pytest.mark.parametrize(
    ("at", "count", "left"),
    [
        (0, 1, [1, 2]),
        (1, 1, [0, 2]),
        (2, 1, [0, 1]),
        (3, 1, [0, 1, 2]),
        (0, 3, []),
        (1, 99, [0]),
        (1, 0, [0, 1, 2]),
        (1, -2, [0, 1, 2]),
        (-1, 1, [1, 2]),
    ],
)
def test_rows_are_deleted_where_they_are_and_no_others(at, count, left):
    assert SMALL.delete(at, count).rows == tuple(SMALL.rows[i] for i in left)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(grids(), st.integers(-2, 10))
def test_deleting_an_inserted_row_gives_back_the_grid(grid, at):
    place = max(0, min(at, len(grid.rows)))
    assert grid.insert(at).delete(place, 1) == grid


@settings(derandomize=True, deadline=None, max_examples=60)
@given(grids(), st.sampled_from(KEYS))
def test_a_column_more_or_less_keeps_every_other_cell_beside_its_own(grid, key):
    more, less = grid.with_column(key), grid.without_column(key)
    cells = by_column(grid)
    assert more.columns == tuple(k for k in KEYS if k in (*grid.columns, key))
    assert {k: v for k, v in by_column(more).items() if k in cells} == cells
    if key not in grid.columns:
        assert by_column(more)[key] == [""] * len(grid.rows)
        assert less == grid
        if key != "month":
            assert more.without_column(key) == grid
    elif key in ("month", "leads", "wins"):
        assert less == grid, "a table is nothing without these"
    else:
        assert by_column(less) == {k: v for k, v in cells.items() if k != key}


def test_a_column_nobody_knows_is_not_added_or_taken_out():
    assert SMALL.with_column("revenue") == SMALL
    assert SMALL.without_column("revenue") == SMALL


# --- files and addresses ---


@settings(derandomize=True, deadline=None, max_examples=150)
@given(grids())
@example(Grid(("leads", "wins"), (("", ""),)))
@example(Grid(("month", "leads", "wins"), (('a"b,c', ";", "'"),)))
def test_a_grid_survives_a_file_and_an_address(grid):
    assert Grid.from_dict(json.loads(json.dumps(grid.to_dict()))) == grid
    text = grid.to_text()
    if grid.empty:
        assert text == ""
    else:
        back = Grid.from_text(text)
        assert back is not None
        assert (back.columns, back.rows) == (grid.columns, grid.rows)


def test_a_table_that_is_too_long_for_an_address_is_not_cut_but_left_out():
    head = len("month,leads,wins\n")
    fits = Grid(SMALL.columns, (("", "1", ""),) * ((LONGEST_LINK - head) // 4))
    assert 0 < len(fits.to_text()) <= LONGEST_LINK
    assert fits.insert(0).insert(0).to_text() == ""
    assert Grid.from_text(fits.to_text() + ",1,\n") is None


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "columns": JUNK | st.lists(st.sampled_from([*KEYS, "x"]) | JUNK, max_size=5),
        "rows": JUNK | st.lists(st.lists(JUNK, max_size=5) | JUNK, max_size=4),
        "left_out": JUNK,
        "source": JUNK,
    },
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(JUNK | PARTS)
@example({"columns": 5, "rows": []})
@example({"columns": [["leads"]], "rows": []})
@example({"columns": ["leads", "wins"], "rows": [], "left_out": 5})
@pytest.mark.slow
def test_damaged_data_make_a_sound_grid_or_are_refused_and_nothing_else(data):
    try:
        grid = Grid.from_dict(data)
    except InputError:
        return
    assert set(grid.columns) <= set(KEYS)
    assert {"leads", "wins"} <= set(grid.columns)
    assert all(len(row) == len(grid.columns) and all(isinstance(cell, str) for cell in row) for row in grid.rows)
    assert Grid.from_dict(grid.to_dict()) == grid


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "table",
        {},
        {"columns": [], "rows": []},
        {"columns": ["month", "leads"], "rows": []},
        {"columns": ["leads", "wins"], "rows": 5},
        {"columns": ["leads", "wins"], "rows": [["1", "1"]] * (MOST_ROWS + 1)},
    ],
    ids=lambda data: str(data)[:40],
)
def test_data_that_hold_no_table_are_refused(data):
    with pytest.raises(InputError, match="Choose a file saved from this page"):
        Grid.from_dict(data)


def test_cells_stay_under_their_own_headings_where_a_heading_is_not_known():
    grid = Grid.from_dict(
        {"columns": ["month", "colour", "wins", "leads"], "rows": [["2025-01", "red", 9, 120], [None]]}
    )
    assert grid == Grid(("month", "leads", "wins"), (("2025-01", "120", "9"), ("", "", "")))


# --- from a sheet ---


def test_a_cell_that_cannot_be_used_is_kept_as_it_stands_to_be_mended():
    grid = opened("Month,Leads,Sales\n2025-01,ninety,9\n2025-99,130,-4\n")
    assert grid.rows == (("2025-01", "ninety", "9"), ("2025-99", "130", "-4"))
    reading = read_table({"basis": "cohort"}, grid)
    assert {(row, column) for row, column, _ in reading.marks} == {(0, 1), (1, 0), (1, 2)}
    mended = grid.put([(0, 1, "90"), (1, 0, "2025-02"), (1, 2, "4")])
    assert read_table({"basis": "cohort"}, mended).marks == ()


def test_what_is_left_out_is_told_with_the_reason():
    grid = opened(
        "Acme Ltd,,,\nMonth,Leads,Sales,Win rate\n2025-01,120,9,8%\n2025-02,130,11,8%\nTotal,250,20,8%\n,,,\n"
    )
    assert grid.rows == (("2025-01", "120", "9"), ("2025-02", "130", "11"))
    assert grid.left_out == (
        "column “Win rate”: a rate is worked out from the counts, not read",
        "1 row: above the headings",
        "1 row: a total or a mean of other rows",
    )
    assert grid.source == "a.csv"


def test_a_month_holds_for_the_channels_below_it():
    grid = opened("Month,Channel,Leads,Sales\n2025-01,Ads,10,1\n,Fair,20,2\n2025-02,Ads,11,1\n,Fair,21,2\n")
    assert by_column(grid)["month"] == ["2025-01", "2025-01", "2025-02", "2025-02"]


def test_a_row_without_a_name_is_left_out_where_it_adds_up_and_marked_where_it_does_not():
    grid = opened("Month,Channel,Leads,Sales\n2025-01,Ads,10,1\n,Fair,20,2\n,,30,3\n")
    assert grid.rows == (("2025-01", "Ads", "10", "1"), ("2025-01", "Fair", "20", "2"))
    assert "1 row: it adds up other rows" in grid.left_out
    grid = opened("Month,Channel,Leads,Sales\n2025-01,Ads,10,1\n,Fair,20,2\n,,31,3\n")
    assert grid.rows[-1] == ("", "", "31", "3")
    ((row, column, said),) = read_table({"basis": "cohort"}, grid).marks
    assert (row, column) == (2, 0)
    assert "neither a month nor a channel" in said


SHEETS = {
    # what a spreadsheet holds, what a person would have typed
    "the first of a month": ([[dt.date(2025, 1, 1), 5, 1], [dt.date(2025, 2, 1), 6, 1]], ["2025-01", "2025-02"]),
    "the last of a month": ([[dt.date(2025, 1, 31), 5, 1], [dt.date(2025, 2, 28), 6, 1]], ["2025-01-31", "2025-02-28"]),
    "days": ([[dt.date(2025, 1, 1), 5, 1], [dt.date(2025, 1, 2), 6, 1]], ["2025-01-01", "2025-01-02"]),
}


@pytest.mark.parametrize(("rows", "expected"), SHEETS.values(), ids=SHEETS)
def test_dates_are_written_so_that_they_are_read_as_in_the_file(rows, expected):
    sheet = Sheet("", [["Month", "Leads", "Sales"], *rows])
    grid = from_sheet(sheet, Answers())
    assert by_column(grid)["month"] == expected
    reading = read_table({"basis": "cohort"}, grid)
    assert reading.marks == ()
    assert reading.table is not None
    assert reading.table.by_month.leads.sum() == 11


def test_numbers_formulas_and_shares_of_a_spreadsheet_are_written_as_they_are_shown():
    sheet = Sheet(
        "",
        [
            ["Leads", "Month", "Fit", "Sales"],
            [120.0, "2025-01", 0.8, 9],
            [130, "2025-02", 1, 11],
            [90, "2025-03", 0.123456789, Formula("=B2")],
        ],
    )
    grid = from_sheet(sheet, Answers())
    assert grid == Grid(
        ("month", "leads", "wins", "fit"),
        (("2025-01", "120", "9", "80%"), ("2025-02", "130", "11", "100%"), ("2025-03", "90", "=B2", "12.3456789%")),
        grid.left_out,
    )
    mended = read_table({"basis": "cohort"}, grid.put([(2, 2, "7")]))
    assert [row.fit for row in mended.table.rows] == [96, 130, 11]


def test_a_table_without_months_gets_the_column_to_type_them_into():
    grid = opened("Channel,Leads,Sales\nAds,10,1\nFair,20,2\n")
    assert grid.columns == ("month", "channel", "leads", "wins")
    assert grid.rows == (("", "Ads", "10", "1"), ("", "Fair", "20", "2"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no row of headings"),
        ("Month,Leads\n2025-01,5\n", "no column for sales"),
        ("Month,Leads,Sales,Orders\n2025-01,5,1,1\n", "both look like sales"),
        ("Month,Leads,Sales\n" + "2025-01,5,1\n" * (MOST_ROWS + 1), "5,001 rows"),
    ],
    ids=["no headings", "no sales", "two of a kind", "too many"],
)
def test_a_sheet_without_a_table_is_refused(text, said):
    with pytest.raises(InputError) as refused:
        opened(text)
    assert said in str(refused.value)
