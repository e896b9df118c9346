"""From cells to rows of counts: however a spreadsheet looks; strict about what its numbers mean; nothing is lost unsaid."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.errors import InputError
from diagnostics.month_numbers import label
from diagnostics.months.counts.sums import MOST_CHANNELS
from diagnostics.months.layout.layout import why_not
from diagnostics.months.records import Answers, Rows
from diagnostics.months.rows import read_rows
from diagnostics.reading.sheet_reader import Formula, Sheet, read_bytes, read_frame

PLACES = {"month": 0, "leads": 1, "wins": 2}
NARROW = "\u202f"
NO_BREAK = "\u00a0"


def read(text: str, **answers) -> Rows:
    (sheet,) = read_bytes(text.encode())
    return read_rows(sheet, Answers(**answers))


def counts(rows: Rows) -> list[tuple[str, int | None, int | None]]:
    assert rows.problems == []
    return [("" if row.month is None else label(row.month), row.leads, row.wins) for row in rows.rows]


def problem(rows: Rows) -> InputError:
    assert rows.problems
    error = rows.problems[0].error
    assert str(error).endswith(".")
    return error


YEAR = [("2025-01", 120, 9), ("2025-02", 130, 11)]

LOOKS = {
    "plain": "Month,Leads,Sales\n2025-01,120,9\n2025-02,130,11\n",
    "semicolons": "Monat;Anfragen;Verkäufe\n2025-01;120;9\n2025-02;130;11\n",
    "tabs": "Month\tLeads\tSales\n2025-01\t120\t9\n2025-02\t130\t11\n",
    "titles above": "Acme Ltd,,\nLeads and sales,,\n,,\nMonth,Leads,Sales\n2025-01,120,9\n2025-02,130,11\n",
    "total below": "Month,Leads,Sales\n2025-01,120,9\n2025-02,130,11\nTotal,250,20\n",
    "headings again": "Month,Leads,Sales\n2025-01,120,9\nMonth,Leads,Sales\n2025-02,130,11\n",
    "blank rows": "Month,Leads,Sales\n2025-01,120,9\n,,\n2025-02,130,11\n,,\n,,\n",
    "remarks below": "Month,Leads,Sales\n2025-01,120,9\n2025-02,130,11\n,,\n* without the fair,,\nSource: CRM,,\n",
    "months to come": "Month,Leads,Sales\n2025-01,120,9\n2025-02,130,11\n2025-03,,\n2025-04,-,n/a\n",
    "columns in another order": "Sales,Month,Leads\n9,2025-01,120\n11,2025-02,130\n",
    "more columns": "Month,Leads,Rep,Sales,Revenue\n2025-01,120,Ann,9,4000\n2025-02,130,Ann,11,5000\n",
    "sideways": "Month,2025-01,2025-02\nLeads,120,130\nSales,9,11\n",
    "sideways, a total at the side": "Month,2025-01,2025-02,Total\nLeads,120,130,250\nSales,9,11,20\n",
    "sideways, a title above": "Acme Ltd,,\nMonth,2025-01,2025-02\nLeads,120,130\nSales,9,11\n",
    "months in words": "Month,Leads,Sales\nJanuary 2025,120,9\nFeb 25,130,11\n",
    "months in German": "Monat,Leads,Abschlüsse\nJän. 2025,120,9\nFebruar 2025,130,11\n",
    "months in French": "Mois,Leads,Ventes\njanvier 2025,120,9\nfévr. 2025,130,11\n",
    "one month with its year": "Month,Leads,Sales\nJan 2025,120,9\nFeb,130,11\n",
    "serial days": "Month,Leads,Sales\n45658,120,9\n45689,130,11\n",
    "the day shown by another": "Month,Leads,Sales\n1/1/2025,120,9\n13/2/2025,130,11\n",
    "last days": "Month,Leads,Sales\n31/01/2025,120,9\n28/02/2025,130,11\n",
    "decimals that are whole": "Month,Leads,Sales\n2025-01,120.0,9.0\n2025-02,130.0,11.0\n",
    "a plus": "Month,Leads,Sales\n2025-01,+120,+9\n2025-02,130,11\n",
    "a pivot table": "Row Labels,Sum of Leads,Sum of Wins\n2025-01,120,9\n2025-02,130,11\nGrand Total,250,20\n",
}


@pytest.mark.parametrize("text", LOOKS.values(), ids=LOOKS)
def test_a_spreadsheet_is_read_however_it_looks(text):
    assert counts(read(text)) == YEAR


TOTAL_ROWS = [
    "Total",
    "TOTAL",
    "Totals:",
    "Grand total",
    "Subtotal",
    "Sub-total",
    "Sum",
    "Average",
    "Mean",
    "Median",
    "YTD",
    "Total 2025",
    "Summe",
    "Gesamt",
    "Gesamtergebnis",
    "Zwischensumme",
    "Durchschnitt",
    "Mittelwert",
    "Insgesamt",
    "Total général",
    "Somme",
    "Moyenne",
    "Totale",
    "Media",
    "Promedio",
    "Suma",
    "Totaal",
    "Gemiddelde",
    "Soma",
    "Média",
    "Summa",
    "Totalt",
    "Genomsnitt",
    "I alt",
    "Yhteensä",
    "Razem",
    "Średnia",
    "Celkem",
    "Průměr",
    "Toplam",
    "Ortalama",
    "Ø",
    "Σ",
    "2025-01 Total",
    "2025 Ergebnis",
]


@pytest.mark.parametrize("name", TOTAL_ROWS)
def test_totals_and_means_are_left_out_in_several_languages(name):
    rows = read(f"Month,Leads,Sales\n2025-01,120,9\n2025-02,130,11\n{name},125,10\n")
    assert counts(rows) == YEAR
    assert [(d.what, d.why, d.count) for d in rows.dropped] == [("1 row", "a total or a mean of other rows", 1)]


@pytest.mark.parametrize(
    "name", ["Media", "Media buying", "Summer fair", "Totally Local", "Summit", "Google Ads", "Meanwell"]
)
def test_channels_that_begin_like_a_total_are_kept(name):
    rows = read(f"Month,Channel,Leads,Sales\n2025-01,{name},120,9\n2025-02,{name},130,11\n")
    assert counts(rows) == YEAR
    assert rows.dropped == []


def test_a_total_over_channels_is_left_out_and_each_month_holds_for_the_rows_below_it():
    rows = read(
        "Month,Channel,Leads,Sales\n2025-01,Ads,10,1\n,Fair,20,2\n,Total,30,3\n2025-02,Ads,11,1\n,Fair,21,2\nTotal,,62,6\n"
    )
    assert [(label(r.month), r.channel, r.leads) for r in rows.rows] == [
        ("2025-01", "Ads", 10),
        ("2025-01", "Fair", 20),
        ("2025-02", "Ads", 11),
        ("2025-02", "Fair", 21),
    ]
    assert rows.dropped[0].count == 2


def test_a_sum_without_a_name_is_left_out_and_another_row_without_one_is_asked_about():
    rows = read("Month,Channel,Leads,Sales\n2025-01,Ads,10,1\n,Fair,20,2\n,,30,3\n")
    assert [row.leads for row in rows.rows] == [10, 20]
    assert ("1 row", "it adds up other rows") in [(d.what, d.why) for d in rows.dropped]
    error = problem(read("Month,Channel,Leads,Sales\n2025-01,Ads,10,1\n,Fair,20,2\n,,31,3\n"))
    assert "row 4, column A: names neither a month nor a channel" in str(error)
    assert "delete the row if it adds up others" in str(error)


def test_a_sum_without_a_name_is_not_taken_for_a_month():
    assert "row 3, column A: names no month, but the row has counts" in str(
        problem(read("Month,Leads,Sales\n2025-01,10,1\n,10,1\n"))
    )


NUMBERS = {
    # cells of the column of leads, numbers read
    "thousands by comma": (['"1,200"', '"12,345"'], [1200, 12345]),
    "millions by comma": (['"1,234,567"'], [1234567]),
    "thousands by space": (["1 200", "950"], [1200, 950]),
    "thousands by no-break space": ([f"1{NO_BREAK}200"], [1200]),
    "thousands by narrow no-break space": ([f"1{NARROW}200", f"12{NARROW}345"], [1200, 12345]),
    "thousands by apostrophe": (["1'200", "12’345"], [1200, 12345]),
    "points, settled by a decimal comma": (["1.200", '"950,0"'], [1200, 950]),
    "points, settled by one number with both": (["1.200", '"2.400,00"'], [1200, 2400]),
    "points, settled by millions": (["1.200", "1.234.567"], [1200, 1234567]),
    "commas, settled by a decimal point": (['"1,200"', "950.0"], [1200, 950]),
    "both marks, English": (['"1,200.00"'], [1200]),
    "none": (["0", "000"], [0, 0]),
    "blank": (["", "n/a", "k.A."], [None] * 3),
}


@pytest.mark.parametrize(("cells", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_are_read_as_people_write_them(cells, expected):
    lines = "".join(f"2025-{at:02d};{cell};0\n" for at, cell in enumerate(cells, start=1)).replace('"', "")
    rows = read("Month;Leads;Sales\n" + lines)
    assert rows.problems == []
    assert [row.leads for row in rows.rows] == expected


def test_a_count_with_a_point_and_three_figures_is_a_thousand_and_it_is_said():
    rows = read("Month;Leads;Sales\n2025-01;950;8\n2025-02;1.200;9\n")
    assert [row.leads for row in rows.rows] == [950, 1200]
    assert rows.notes == ["“1.200” was read as 1,200: a count is a whole number (1 row)."]


def test_counts_that_may_have_three_decimals_of_0_are_asked_about():
    rows = read("Month;Leads;Sales\n2025-01;120.000;8.000\n2025-02;131.000;9.000\n")
    assert str(problem(rows)) == (
        "row 2, column B: '120.000' could be 120,000 or 120. Say which mark is before decimals: decimal='.' or decimal=','."
    )
    assert (rows.problems[0].row, rows.problems[0].column, rows.problems[0].asks) == (1, 1, "decimal")


def test_the_answer_settles_it():
    text = "Month;Leads;Sales\n2025-01;950;8\n2025-02;1.200;9\n"
    assert [row.leads for row in read(text, decimal=",").rows] == [950, 1200]
    assert "'1.200' must be a whole number" in str(problem(read(text, decimal=".")))


def test_a_date_with_two_readings_is_asked_about_and_answered():
    text = "Date,Leads,Sales\n3/4/2025,10,1\n3/5/2025,20,2\n"
    rows = read(text)
    assert "row 2, column A: '3/4/2025' could be 3 April or 4 March." in str(problem(rows))
    assert rows.problems[0].asks == "dates"
    assert [label(r.month) for r in read(text, dates="day-first").rows] == ["2025-04", "2025-05"]
    two_days = read(text, dates="month-first")
    assert [row.leads for row in two_days.rows] == [10, 20]
    assert two_days.covers == pytest.approx(2 * 12 / 365.25), "two days are no month"


def test_a_date_that_contradicts_the_answer_is_named():
    text = "Date,Leads,Sales\n3/4/2025,10,1\n3/25/2025,20,2\n"
    assert "row 3, column A: '3/25/2025' is not a month" in str(problem(read(text, dates="day-first")))


SHARES = {
    # cells of leads that fit beside 200 leads, counts read
    "per cent": (["12 %", "50%"], [24, 100]),
    "per cent with a comma": (["12,5 %"], [25]),
    "a hundred per cent": (["100 %"], [200]),
    "none": (["0 %"], [0]),
    "rounded": (["12.4 %"], [25]),
    "counts": (["24", "1"], [24, 1]),
}


@pytest.mark.parametrize("key", ["fit", "worked"])
@pytest.mark.parametrize(("cells", "expected"), SHARES.values(), ids=SHARES)
def test_per_cent_of_fit_and_reached_leads_are_shares_of_the_leads(cells, expected, key):
    lines = "".join(f"2025-{at:02d};200;0;{cell}\n" for at, cell in enumerate(cells, start=1))
    rows = read(f"Month;Leads;Sales;{key}\n{lines}")
    assert rows.problems == []
    assert [getattr(row, key) for row in rows.rows] == expected
    assert any("Percentages" in note for note in rows.notes) == any("%" in cell for cell in cells)


def test_in_a_column_of_fractions_one_is_all_of_them():
    frame = pd.DataFrame({"month": ["2025-01", "2025-02", "2025-03"], "leads": 200, "wins": 0, "fit": [0.25, 1.0, 0.0]})
    assert [row.fit for row in read_rows(read_frame(frame), Answers()).rows] == [50, 200, 0]


def test_in_a_column_of_counts_one_is_one():
    frame = pd.DataFrame({"month": ["2025-01", "2025-02"], "leads": 200, "wins": 0, "fit": [30, 1]})
    assert [row.fit for row in read_rows(read_frame(frame), Answers()).rows] == [30, 1]


REFUSED = {
    # a row below Month,Leads,Sales; what the message says
    "text": ("2025-01;many;1", "row 2, column B: 'many' is not a number."),
    "text in sales": ("2025-01;10;two", "row 2, column C: 'two' is not a number."),
    "below 0": ("2025-01;-3;1", "row 2, column B: '-3' must be 0 or more."),
    "below 0, a minus sign": ("2025-01;−3;1", "row 2, column B: '−3' must be 0 or more."),
    "below 0, in brackets": ("2025-01;(3);1", "row 2, column B: '(3)' must be 0 or more."),
    "a fraction": ("2025-01;10.5;1", "row 2, column B: '10.5' must be a whole number."),
    "a fraction with a comma": ("2025-01;10;1,5", "row 2, column C: '1,5' must be a whole number."),
    "per cent in leads": ("2025-01;12 %;1", "row 2, column B: '12 %' is a share, not a count."),
    "per cent in sales": ("2025-01;10;12 %", "row 2, column C: '12 %' is a share, not a count."),
    "money": ("2025-01;10;€400", "row 2, column C: '€400' is money, not a count."),
    "a failed formula": ("2025-01;#REF!;1", "row 2, column B: '#REF!' is a formula that failed."),
    "a quarter": ("Q1 2025;10;1", "row 2, column A: 'Q1 2025' is a quarter among shorter periods"),
    "a year": ("2025;10;1", "row 2, column A: '2025' is a year among shorter periods"),
    "no such month": ("2025-13;10;1", "row 2, column A: '2025-13' is not a month."),
    "too many": ("2025-01;1000000001;1", "row 2, column B: '1000000001' must be at most 1,000,000,000."),
    "an exponent": ("2025-01;1e3;1", "row 2, column B: '1e3' is not a number."),
    "infinite": ("2025-01;inf;1", "row 2, column B: 'inf' is not a number."),
}


@pytest.mark.parametrize(("line", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_named_by_row_and_column(line, said):
    rows = read(f"Month;Leads;Sales\n{line}\n2025-06;20;2\n")
    assert said in str(problem(rows))
    assert len(rows.problems) == 1


def test_the_largest_count_is_read():
    assert read("Month,Leads,Sales\n2025-01,1000000000,1\n").rows[0].leads == 1_000_000_000


def test_every_bad_cell_is_named_not_only_the_first():
    rows = read("Month,Leads,Sales\n2025-01,x,1\n2025-02,10,1\n2025-03,10,y\n")
    assert [(p.row, p.column) for p in rows.problems] == [(1, 1), (3, 2)]


def test_places_are_those_of_the_sheet_where_months_stand_side_by_side():
    rows = read("Month,2025-01,2025-02\nLeads,10,x\nSales,1,2\n")
    assert "row 2, column C: 'x' is not a number" in str(problem(rows))
    assert (rows.problems[0].row, rows.problems[0].column) == (1, 2)


@pytest.mark.parametrize("cell", ["x", -1, 1.5, True, Formula("=B2*2"), dt.date(2025, 1, 1)])
def test_the_sheet_is_named_too(cell):
    sheet = Sheet("Leads 2025", [["Month", "Leads", "Sales"], ["2025-01", cell, 1]])
    assert str(problem(read_rows(sheet, Answers()))).startswith("Leads 2025, row 2, column B: ")


def test_a_formula_without_its_result_says_what_to_do():
    sheet = Sheet("Leads", [["Month", "Leads", "Sales"], ["2025-01", 10, Formula("=C9")]])
    assert "'=C9' is a formula without its result. Open the file in a spreadsheet program and save it" in str(
        problem(read_rows(sheet, Answers()))
    )


UNREADABLE = {
    "no headings": ("2025-01,10,1\n", "has no row of headings with leads and sales"),
    "headings and no rows": ("Month,Leads,Sales\n", "has headings and no rows"),
    "headings and totals": ("Month,Leads,Sales\nTotal,10,1\n", "has headings and no rows"),
    "no sales": ("Month,Leads\n2025-01,10\n", "has no column for sales"),
    "no month": ("Leads,Sales\n10,1\n", "has no column for the month"),
    "two columns of sales": ("Month,Leads,Sales,Orders\n2025-01,10,1,2\n", "“Sales” and “Orders”"),
}


@pytest.mark.parametrize(("text", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_sheet_that_is_no_table_says_what_is_missing(text, said):
    assert said in str(problem(read(text)))


SAID_COLUMNS = {
    "an unknown word": ("Month,Leads,Kitchens\n2025-01,10,1\n", {"wins": "Kitchens"}, None),
    "one of two": ("Month,Leads,Sales,Orders\n2025-01,10,1,2\n", {"wins": "Sales"}, None),
    "no heading": ("Month,Leads,Sales\n2025-01,10,1\n", {"wins": "Kitchens"}, "'Kitchens' is no heading of this table"),
    "no column": ("Month,Leads,Sales\n2025-01,10,1\n", {"won": "Sales"}, "'won' is not a column of a table"),
}


@pytest.mark.parametrize(("text", "columns", "said"), SAID_COLUMNS.values(), ids=SAID_COLUMNS)
def test_columns_may_be_said(text, columns, said):
    rows = read(text, columns=columns)
    if said is None:
        assert counts(rows) == [("2025-01", 10, 1)]
    else:
        assert said in str(problem(rows))


def test_what_is_left_out_is_told_with_reason_and_count():
    rows = read(
        "Acme,,,,,\n\nMonth,Leads,Sales,Win rate,Revenue,Rep\n2025-01,10,1,0.1,500,Ann\n"
        "Month,Leads,Sales,Win rate,Revenue,Rep\n"
        "2025-02,20,2,0.1,900,Bob\n2025-03,,,,,\nTotal,30,3,,,\nMean,15,2,,,\n,,,,,estimated\nSource: CRM,,,,,\n"
    )
    assert counts(rows) == [("2025-01", 10, 1), ("2025-02", 20, 2)]
    assert {(d.what, d.why, d.count) for d in rows.dropped} == {
        ("column “Win rate”", "a rate is worked out from the counts, not read", 1),
        ("column “Revenue”", "money is no count", 1),
        ("column “Rep”", "not a column this table knows", 1),
        ("1 row", "above the headings", 1),
        ("1 row", "the headings again", 1),
        ("1 row", "a month without counts", 1),
        ("2 rows", "a total or a mean of other rows", 2),
        ("1 row", "a remark", 1),
        ("1 row", "no counts in it", 1),
    }


def test_a_column_without_a_heading_is_told():
    rows = read("Month,Leads,Sales,\n2025-01,10,1,note\n")
    assert [(d.what, d.why) for d in rows.dropped] == [("column D", "it has no heading")]


def test_months_without_a_year_newest_first():
    assert counts(read("Month,Leads,Sales\nMarch,3,0\nFebruary,2,0\nJanuary,1,0\n")) == [
        ("March", 3, 0), ("February", 2, 0), ("January", 1, 0),
    ]  # fmt: skip


BY_CHANNEL = {
    # month and channel of each row, years and months read; None: asked
    "by month": ("Jan A, Jan B, Feb A, Feb B", [(1, 1), (1, 1), (1, 2), (1, 2)]),
    "by channel": ("Jan A, Feb A, Jan B, Feb B", [(1, 1), (1, 2), (1, 1), (1, 2)]),
    "by channel, over the new year": ("Dec A, Jan A, Dec B, Jan B", [(1, 12), (2, 1), (1, 12), (2, 1)]),
    "by channel, one begins later": ("Jan A, Feb A, Feb B", [(1, 1), (1, 2), (1, 2)]),
    "by channel, over the new year, one begins later": ("Dec A, Jan A, Jan B", None),
}


@pytest.mark.parametrize(("order", "expected"), BY_CHANNEL.values(), ids=BY_CHANNEL)
def test_months_without_a_year_beside_channels(order, expected):
    lines = "".join(f"{month},{channel},10,1\n" for month, channel in (row.split() for row in order.split(", ")))
    rows = read("Month,Channel,Leads,Sales\n" + lines)
    if expected is None:
        assert "is out of order and has no year. Write it as 2025-01." in str(problem(rows))
    else:
        assert rows.problems == []
        assert [(row.month // 12, row.month % 12 + 1) for row in rows.rows] == expected


def test_months_in_no_order_without_a_year_are_asked_about():
    error = problem(read("Month,Leads,Sales\nJanuary,1,0\nApril,2,0\nFebruary,2,0\nMarch,2,0\n"))
    assert str(error) == "row 4, column A: 'February' is out of order and has no year. Write it as 2025-01."


def test_merged_months_of_a_workbook_hold_for_their_channels():
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["Month", "Channel", "Leads", "Sales"], ["Jan 2025", "Ads", 10, 1], [None, "Fair", 20, 2]):
        sheet.append(line)
    sheet.append([dt.datetime(2025, 2, 1), "Ads", 11, 1])
    sheet.append([None, "Fair", 21, 2])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:A5")
    out = io.BytesIO()
    book.save(out)
    (cells,) = read_bytes(out.getvalue())
    rows = read_rows(cells, Answers())
    assert [(label(r.month), r.channel, r.leads) for r in rows.rows] == [
        ("2025-01", "Ads", 10), ("2025-01", "Fair", 20), ("2025-02", "Ads", 11), ("2025-02", "Fair", 21),
    ]  # fmt: skip
    assert any("Merged cells" in note for note in rows.notes)


FRAMES = {
    "text": ["2025-01", "2025-02"],
    "Timestamp": pd.to_datetime(["2025-01-31", "2025-02-28"]),
    "Timestamp with a zone": pd.to_datetime(["2025-01-31", "2025-02-28"]).tz_localize("Europe/Berlin"),
    "Period": pd.period_range("2025-01", periods=2, freq="M"),
    "date": [dt.date(2025, 1, 1), dt.date(2025, 2, 1)],
    "datetime": [dt.datetime(2025, 1, 1), dt.datetime(2025, 2, 1)],
    "category": pd.Categorical(["2025-01", "2025-02"]),
}


@pytest.mark.parametrize("column", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize("as_index", [False, True], ids=["column", "index"])
def test_months_of_a_dataframe(column, as_index):
    frame = pd.DataFrame({"month": column, "leads": [120, 130], "wins": [9.0, 11.0]})
    frame = frame.set_index("month") if as_index else frame
    assert counts(read_rows(read_frame(frame), Answers())) == YEAR


def test_blank_counts_of_a_dataframe_are_not_recorded():
    frame = pd.DataFrame({"month": ["2025-01", "2025-02"], "leads": [10, 20], "wins": [1, None]})
    assert [row.wins for row in read_rows(read_frame(frame), Answers()).rows] == [1, None]


def test_a_sheet_of_the_public_face_gives_the_same_rows():
    text = LOOKS["titles above"]
    (sheet,) = read_bytes(text.encode())
    assert dx.Table.read(sheet, "cohort").rows == dx.Table.read(text.encode(), "cohort").rows


def test_no_month_of_any_language_is_taken_for_a_total():
    from diagnostics.reading.dates import month_names as names

    for name in names():
        if name != "avg":  # August for some, a mean for more
            assert why_not([name, 5, 1], ["Month", "Leads", "Sales"], PLACES) is None
        assert why_not([f"{name} 2025", 5, 1], ["Month", "Leads", "Sales"], PLACES) is None


# --- copies ---------------------------------------------------------------------------------------------------------

COPIED = "date,channel,leads,sales\n2025-01-05,Ads,10,2\n2025-01-06,Ads,12,1\n2025-01-06,Ads,12,1\n2025-02-01,Ads,9,3\n"


@pytest.mark.parametrize(("copies", "leads", "wins"), [("left out", 31, 6), ("counted", 43, 7)])
def test_rows_that_are_the_same_in_every_cell_are_asked_about(copies, leads, wins):
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(COPIED.encode(), "cohort")
    assert (asked.value.code, asked.value.choices[0]) == ("rows-copied", "copies: leave them out")
    table = dx.Table.read(COPIED.encode(), "cohort", copies=copies)
    assert (sum(row.leads for row in table.rows), sum(row.wins for row in table.rows)) == (leads, wins)


def test_rows_of_one_month_with_other_counts_are_no_copies():
    with pytest.raises(dx.InputError) as refused:
        dx.Table.read(b"month,leads,sales\n2025-01,10,2\n2025-02,12,1\n2025-02,13,1\n", "cohort")
    assert refused.value.code == "row-repeated"


# --- a file for the other reader ------------------------------------------------------------------------------------------

COUNTED = b"Month,Leads,Sales\n2025-01,120,9\n2025-02,130,11\n2025-03,90,4\n"
LEADS = b"id,Created,Status,Source\n" + b"".join(
    b"%d,2025-01-%02d,%s,Ads\n" % (n, n % 27 + 1, (b"Won", b"Lost", b"New")[n % 3]) for n in range(60)
)


def test_an_export_of_leads_is_sent_to_the_other_reader():
    with pytest.raises(InputError, match=r"has a row for each lead.*Read it with Ledger\.read") as refused:
        dx.Table.read(LEADS, "cohort")
    assert "Open it under “Leads”." in refused.value.message("page")


def test_counts_by_month_are_sent_to_the_other_reader():
    with pytest.raises(InputError, match=r"'Leads', 'Sales' hold counts.*Read it with Table\.read"):
        dx.Ledger.read(COUNTED)


def test_a_table_of_very_many_channels_is_refused_soon():
    """One of 1,200 channels took over a minute, of which the server could do nothing else in that thread."""
    head, row = "Month,Channel,Leads,Sales\n", "2025-{:02},ch{},5,1\n"
    most = "".join(row.format(1 + n % 12, n) for n in range(MOST_CHANNELS))
    assert len({r.channel for r in read(head + most).rows}) == MOST_CHANNELS
    more = read(head + "".join(row.format(1 + n % 12, n) for n in range(MOST_CHANNELS + 1)))
    (problem,) = more.problems
    assert problem.whole
    assert "501 channels are more than the 500" in problem.error.message("page")
