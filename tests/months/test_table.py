"""A table of months becomes a funnel, a par and a timeline: checked, set aside with the reason, and the same each time."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import random

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, t

import diagnostics as dx
from diagnostics.files import data_file
from diagnostics.funnel.lag import (
    DAYS_PER_MONTH,
    Spread,
    Steps,
    lagged_leads,
    maturities_from_typical_days,
    maturity_from_typical_days,
    typed_lags,
)
from diagnostics.month_numbers import label
from diagnostics.reading.sheet_reader import Sheet
from diagnostics.reference import samples

HEAD = "Month,Leads,Sales\n"


def table(text: str, basis="cohort", **how) -> dx.Table:
    return dx.Table.read(text.encode(), basis, **how)


def frame(first="2025-01", **columns) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    return pd.DataFrame({"month": pd.period_range(first, periods=size, freq="M"), **columns})


def refusal(*args, **how) -> str:
    with pytest.raises(dx.InputError) as caught:
        dx.Table.read(*args, **how)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def as_typed(funnel: dx.Funnel) -> dx.Funnel:
    """Without what only a table shows: how large its months are and how they vary."""
    return dataclasses.replace(funnel, reach_dispersion=None, closing_dispersion=None, month_leads=())


def aside(found: dx.Table) -> dict[str, str]:
    return {label(a.month): a.reason for a in found.set_aside}


# --- asked, never guessed ---


def test_the_basis_is_asked():
    message = refusal((HEAD + "2025-01,10,1\n").encode())
    assert "basis: does not say what the sales of a row are. Give cohort" in message


def test_a_basis_that_is_none_is_refused():
    assert "basis: 'monthly' does not say" in refusal((HEAD + "2025-01,10,1\n").encode(), "monthly")


def test_sales_made_in_a_month_need_the_lag():
    message = refusal((HEAD + "2025-01,10,1\n").encode(), "period")
    assert "lag_days: leaves open which leads a month's sales came from" in message
    assert "0 if they buy at once" in message


@pytest.mark.parametrize("days", [-1, 3651, "30", float("nan"), True], ids=str)
@pytest.mark.parametrize("basis", ["cohort", "period"])
def test_days_that_are_none_are_refused(days, basis):
    refusal((HEAD + "2025-01,10,1\n").encode(), basis, lag_days=days)


def test_dates_and_decimals_reach_the_reader():
    text = b"Date;Leads;Sales\n3/4/2025;1.000;10\n"
    assert "3 April or 4 March" in refusal(text, "cohort")
    assert "could be 1,000 or 1" in refusal(text, "cohort", dates="day-first")
    found = dx.Table.read(text, "cohort", dates="day-first", decimal=",")
    assert (label(found.first), found.funnel().leads) == ("2025-04", 1000)


def test_two_columns_of_sales_are_asked_about_and_answered():
    text = b"Month,Leads,Sales,Orders\n2025-01,10,1,2\n"
    assert "“Sales” and “Orders”. Rename one of them, or give columns={'wins': 'Sales'}." in refusal(text, "cohort")
    assert dx.Table.read(text, "cohort", columns={"wins": "Orders"}).funnel().wins == 2


def book(**sheets) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def lines(leads):
    return [["Month", "Leads", "Sales"], ["2025-01", leads, 1]]


def test_two_sheets_that_hold_a_table_are_asked_about_and_answered():
    data = book(North=lines(10), South=lines(20), Notes=[["by Ann"]])
    assert "North, South' all hold a table. Say which: sheet='…'." in refusal(data, "cohort")
    assert dx.Table.read(data, "cohort", sheet="South").funnel().leads == 20
    assert "'East' is not in this workbook. There are: North, South, Notes." in refusal(data, "cohort", sheet="East")


def test_sheets_named_by_years_give_them_to_their_months():
    months = [["Month", "Leads", "Sales"], ["Jan", 10, 1], ["Feb", 20, 2]]
    data = book(**{"2024": months, "2025": months})
    found = dx.Table.read(data, "cohort", sheet="all")
    assert [label(row.month) for row in found.rows] == ["2024-01", "2024-02", "2025-01", "2025-02"]
    of_one_year = [["Month", "Leads", "Sales"], ["2024-01", 10, 1], ["2024-02", 20, 2]]
    assert "'all' is not in this workbook" in refusal(
        book(**{"2024": of_one_year, "2025": of_one_year}), "cohort", sheet="all"
    )


def test_the_only_sheet_with_headings_is_the_table():
    assert dx.Table.read(book(Notes=[["by Ann"]], Data=lines(10)), "cohort").funnel().leads == 10


def test_a_file_without_sheets_has_none_to_choose():
    assert "There are: no sheets; leave it out." in refusal((HEAD + "2025-01,10,1\n").encode(), "cohort", sheet="A")


# --- bad input ---

REFUSED = {
    # cells below their headings, what the message says
    "more sales than leads": (
        "Month,Leads,Sales\n2025-01,10,10\n2025-02,10,11\n",
        "row 3, column C (Sales): 11 is more than the 10 leads",
    ),
    "direct sales": (
        "Month,Leads,Sales,Direct\n2025-01,10,2,3\n",
        "row 2, column D (Self-service sales): 3 is more than all 2 sales",
    ),
    "fit": (
        "Month,Leads,Sales,Fit\n2025-01,10,2,11\n",
        "row 2, column D (Leads that fit): 11 is more than the 10 leads",
    ),
    "fit, without direct buyers": (
        "Month,Leads,Sales,Direct,Fit\n2025-01,10,2,2,9\n",
        "column E (Leads that fit): 9 is more than the 8 leads",
    ),
    "reached": (
        "Month,Leads,Sales,Fit,Reached\n2025-01,10,2,5,6\n",
        "column E (Leads reached): 6 is more than the 5 leads",
    ),
    "reached, fewer than sold": (
        "Month,Leads,Sales,Reached\n2025-01,10,2,1\n",
        "column D (Leads reached): 1 is fewer than the 2 sales",
    ),
    "lost": ("Month,Leads,Sales,Lost\n2025-01,10,2,9\n", "column D (Lost): 9 and 2 sales are more than the 10 leads"),
    "month twice": (
        "Month,Leads,Sales\n2025-01,10,2\nJan 2025,9,2\n",
        "row 3, column A: 'January 2025' is also in row 2, column A",
    ),
    "day twice": (
        "Month,Leads,Sales\n2025-01-03,10,2\n2025-01-03,9,2\n",
        "row 3, column A: 'January 2025' is also in row 2, column A",
    ),
    "month and a day of it": (
        "Month,Leads,Sales\n2025-01,10,2\n2025-01-03,9,2\n",
        "row 3, column A: 'January 2025' is also in row 2",
    ),
    "channel twice in a month": (
        "Month,Channel,Leads,Sales\n2025-01,A,10,2\n2025-01,A,9,2\n",
        "'January 2025, A' is also in row 2",
    ),
    "channel twice": ("Channel,Leads,Sales\nA,10,2\nA,9,2\n", "row 3, column A: 'A' is also in row 2, column A"),
    "sideways": (
        "Month,2025-01,2025-02\nLeads,10,10\nSales,1,11\n",
        "row 3, column C (Sales): 11 is more than the 10 leads",
    ),
    "empty": ("", "is empty"),
    "headings only": (HEAD, "has headings and no rows"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_counts_that_contradict_each_other_are_named(text, said):
    assert said in refusal(text.encode(), "cohort")


def test_the_sheet_is_named_and_the_remedy_points_to_the_other_basis():
    message = refusal(book(North=[["Month", "Leads", "Sales"], ["2025-01", 10, 11]]), "cohort")
    assert message.startswith("North, row 2, column C (Sales): 11 is more than the 10 leads of that month.")
    assert "basis='period'" in message


def test_rows_of_a_dataframe_are_counted_as_it_counts_them():
    message = refusal(frame(leads=[10, 10], wins=[1, 11]), "cohort")
    assert message.startswith("row 2, column wins (Sales): 11")


def test_as_of_before_the_table_is_refused():
    text = (HEAD + "2025-03,10,1\n").encode()
    assert "as_of: '2025-02-28' is before the first month" in refusal(text, "cohort", as_of="2025-02-28")
    assert dx.Table.read(text, "cohort", as_of="2025-03-31").set_aside == ()
    assert dx.Table.read(text, "cohort", as_of=dt.date(2025, 3, 31)).counted_on == dt.date(2025, 3, 31)


@pytest.mark.parametrize("day", ["30.6.2025", "June", "2025-06-31", 20250630], ids=str)
def test_a_day_that_is_none_is_refused(day):
    assert "is not a day. Type it as 2025-06-30." in refusal((HEAD + "2025-03,10,1\n").encode(), "cohort", as_of=day)


def test_a_day_beside_months_without_a_year_is_refused_not_taken_for_two_thousand_years():
    assert "months that have no year" in refusal((HEAD + "March,10,1\n").encode(), "cohort", as_of="2025-03-31")


@pytest.mark.parametrize("source", [None, 7, [1, 2]], ids=["None", "number", "list"])
def test_what_is_no_table_is_refused(source):
    assert "is no file, bytes or DataFrame" in refusal(source, "cohort")


def test_a_file_that_is_not_there(tmp_path):
    assert "does not exist" in refusal(tmp_path / "none.csv", "cohort")


# --- what was done to read it ---


def test_days_are_added_up_into_months_and_it_is_said():
    found = table("Date,Leads,Sales,Direct\n2025-01-06,10,1,\n2025-01-13,12,2,1\n2025-02-03,9,0,0\n")
    assert [(label(r.month), r.leads, r.wins, r.direct_wins, r.day) for r in found.rows] == [
        ("2025-01", 22, 3, 1, None), ("2025-02", 9, 0, 0, 3),
    ]  # fmt: skip
    assert "3 rows with days were added up into 2 by month." in found.notes


def test_a_count_missing_on_a_day_is_missing_in_its_month():
    found = table("Date,Leads,Sales\n2025-01-06,10,1\n2025-01-13,12,\n2025-02-03,9,0\n")
    assert aside(found) == {"2025-01": "no wins"}


def test_gaps_are_noted_and_set_aside():
    found = table(HEAD + "2025-01,10,1\n2025-04,10,1\n2025-05,10,1\n")
    assert "No row for 2025-02, 2025-03: not recorded, which is not the same as none." in found.notes
    assert aside(found) == {"2025-02": "missing", "2025-03": "missing"}
    assert found.funnel().months == 3


def test_what_was_left_out_comes_back_with_the_table():
    found = table("Acme,,,\nMonth,Leads,Sales,Rep\n2025-01,10,1,Ann\nTotal,10,1,\n")
    assert [(d.what, d.why, d.count) for d in found.dropped] == [
        ("column “Rep”", "not a column this table knows", 1),
        ("1 row", "above the headings", 1),
        ("1 row", "a total or a mean of other rows", 1),
    ]


def test_blank_direct_sales_beside_others_are_none():
    found = table("Month,Channel,Leads,Sales,Web orders\n2025-01,Web,10,5,4\n2025-01,Phone,5,1,\n")
    assert as_typed(found.funnel()) == dx.Funnel(leads=15, wins=6, direct_wins=4)


# --- set aside ---

WHOLE = [100, 101, 99, 100, 102, 98]

ASIDE = {
    # leads, wins, how it is read, what is set aside
    "nothing": (WHOLE, [20] * 6, {}, {}),
    "not over": (WHOLE, [20] * 6, {"as_of": "2025-06-29"}, {"2025-06": "not over"}),
    "just over": (WHOLE, [20] * 6, {"as_of": "2025-06-30"}, {}),
    "not begun": (WHOLE, [20] * 6, {"as_of": "2025-05-31"}, {"2025-06": "later"}),
    "no sales recorded": (WHOLE, [20, None, 20, 20, 20, 20], {}, {"2025-02": "no wins"}),
    "no leads recorded": ([100, None, 99, 100, 102, 98], [20] * 6, {}, {"2025-02": "no leads"}),
    "sales begin later": (
        WHOLE,
        [0, 0, 20, 20, 20, 20],
        {},
        {"2025-01": "wins begin later", "2025-02": "wins begin later"},
    ),
    "few sales: none is no wonder": (WHOLE, [0, 0, 1, 2, 1, 1], {}, {}),
    "sales end earlier": (
        WHOLE,
        [20, 20, 20, 20, 0, 0],
        {},
        {"2025-05": "wins end earlier", "2025-06": "wins end earlier"},
    ),
    "a silent month inside": (WHOLE, [20, 20, 0, 20, 20, 20], {}, {}),
    "no sale at all": (WHOLE, [0] * 6, {}, {}),
    "young leads without a sale": (WHOLE, [20, 20, 20, 20, 20, 0], {"lag_days": Steps((31,), (1.0,))}, {}),
    "nothing filled in": (
        [0, 100, 0, 99, 0, 0],
        [0, 20, 0, 20, 0, 0],
        {},
        {f"2025-0{m}": "not filled in" for m in (1, 5, 6)},
    ),
    "one lead per month: none is no wonder": ([1, 0, 2, 1, 1, 0], [0, 0, 1, 0, 1, 0], {}, {}),
    "kept: nothing filled in": (
        [100, 99, 98, 99, 0, 0],
        [20] * 4 + [0, 0],
        {"keep": ["2025-05"]},
        {"2025-06": "not filled in"},
    ),
    "looks unfinished": ([100, 101, 99, 100, 102, 40], [20, 20, 20, 20, 20, 8], {}, {"2025-06": "looks unfinished"}),
    "said to be over": ([100, 101, 99, 100, 102, 40], [20, 20, 20, 20, 20, 8], {"as_of": "2025-06-30"}, {}),
    "a little less is no wonder": ([100, 101, 99, 100, 102, 80], [20] * 6, {}, {}),
    "kept: not over": (WHOLE, [20] * 6, {"as_of": "2025-06-20", "keep": ["2025-06"]}, {}),
    "kept: begin later": (WHOLE, [0, 0, 20, 20, 20, 20], {"keep": ["2025-01", "Feb 2025"]}, {}),
    "kept: one of two": (WHOLE, [0, 0, 20, 20, 20, 20], {"keep": ["2025-02"]}, {"2025-01": "wins begin later"}),
    "kept: unfinished": ([100, 101, 99, 100, 102, 40], [20, 20, 20, 20, 20, 8], {"keep": ["2025-06"]}, {}),
    "kept: no sales recorded all the same": (
        WHOLE,
        [20, None, 20, 20, 20, 20],
        {"keep": ["2025-02"]},
        {"2025-02": "no wins"},
    ),
}


@pytest.mark.parametrize(("leads", "wins", "how", "expected"), ASIDE.values(), ids=ASIDE)
def test_months_whose_records_are_not_whole_are_set_aside_and_named(leads, wins, how, expected):
    found = dx.Table.read(frame(leads=leads, wins=wins), "cohort", **how)
    assert aside(found) == expected
    used = [at for at in range(6) if f"2025-{at + 1:02d}" not in expected]
    funnel = found.funnel()
    assert (funnel.leads, funnel.wins, funnel.months) == (
        sum(leads[at] for at in used), sum(wins[at] for at in used), len(used),
    )  # fmt: skip
    assert [month for month, why in found.months.set_aside.items() if why is not None] == list(expected)
    for one in found.set_aside:
        assert one.words.startswith(f"{one.words.split(':')[0]}: ")


def test_on_the_period_basis_months_before_the_lag_reaches_are_set_aside():
    found = dx.Table.read(frame(leads=WHOLE, wins=[20] * 6), "period", lag_days=2 * DAYS_PER_MONTH)
    assert aside(found) == {"2025-01": "before the table", "2025-02": "before the table"}
    assert found.months.base[2:].tolist() == pytest.approx(WHOLE[:4])


def test_sales_at_once_need_no_earlier_month():
    found = dx.Table.read(frame(leads=WHOLE, wins=[20] * 6), "period", lag_days=0)
    assert found.set_aside == ()
    assert found.funnel().maturity == pytest.approx(1)


def test_a_table_of_which_nothing_is_left_says_why():
    with pytest.raises(dx.InputError, match=r"leaves no month to judge .*March 2025: it was not over"):
        table(HEAD + "2025-03,10,1\n", as_of="2025-03-15").funnel()


# --- the same business at two depths ---


@pytest.mark.parametrize("sample", samples.load().values(), ids=lambda sample: sample.id)
def test_totals_and_table_give_the_same_answer(sample):
    with data_file(f"samples/{sample.id}.csv").open("rb") as file:
        funnel = dx.Table.read(file.read(), "cohort").funnel()
    totals = dx.Funnel(**sample.totals())
    assert as_typed(funnel) == totals
    par = dx.Par(goal=sample.goal, capacity=sample.capacity, closing=sample.closing)
    by_table, by_totals = dx.diagnose(funnel, par), dx.diagnose(totals, par)
    assert (by_table.verdict, by_table.weak_link) == (by_totals.verdict, by_totals.weak_link)
    assert by_table.probability == pytest.approx(by_totals.probability, abs=0.05)  # what months show of their scatter
    # Where sales has limited room, totals take months to vary as they usually do; the table has counted them.
    apart = 0.02 if sample.capacity else 1e-12
    assert by_table.bridge.shortfall.tolist() == pytest.approx(by_totals.bridge.shortfall, abs=apart * by_totals.at_par)
    assert by_table.of_par == pytest.approx(by_totals.of_par, abs=apart)


def test_a_table_of_channels_is_as_young_as_its_totals():
    found = table("Channel,Leads,Sales\nAds,100,10\nFair,50,10\n", lag_days=30, months=12)
    funnel = found.funnel()
    assert funnel.maturity == pytest.approx(maturity_from_typical_days(30, months=12), rel=1e-14)
    assert funnel.maturities == pytest.approx(np.array(maturities_from_typical_days(30, months=12)), rel=1e-9)
    assert funnel == dx.Funnel(150, 20, months=12, maturity=funnel.maturity, maturities=funnel.maturities)


def test_typed_days_are_only_roughly_known_on_both_bases_and_a_curve_is_known():
    cohort = dx.Table.read(frame(leads=WHOLE, wins=[20] * 6), "cohort", lag_days=20)
    by_hand = [
        (dx.Table.read(frame(leads=WHOLE, wins=[20] * 6), "cohort", lag_days=lag).funnel().maturity, weight)
        for lag, weight in typed_lags(Spread(20))
    ]
    assert np.array(cohort.funnel().maturities) == pytest.approx(np.array(by_hand))
    period = dx.Table.read(frame(leads=[80, 90, 100, 110, 120, 130], wins=[9] * 6), "period", lag_days=40).funnel()
    assert sum(weight for _, weight in period.maturities) == pytest.approx(1)
    shares = [maturity for maturity, _ in period.maturities]
    assert shares == sorted(shares, reverse=True)  # leads grow, so the later the sale the fewer it came from
    assert min(shares) < period.maturity < max(shares)
    assert (
        dx.Table.read(frame(leads=WHOLE, wins=[20] * 6), "cohort", lag_days=Steps((9,), (1.0,))).funnel().maturities
        == ()
    )
    assert dx.Table.read(frame(leads=WHOLE, wins=[20] * 6), "cohort").funnel().maturities == ()


def test_a_month_without_leads_on_the_period_basis_is_answered():
    """Two-month lag: sales of the last four months from 90, 100, 110 and 0 leads, for 110 + 0 + 120 + 130 of their own."""
    found = dx.Table.read(frame(leads=[90, 100, 110, 0, 120, 130], wins=[9] * 6), "period", lag_days=2 * DAYS_PER_MONTH)
    funnel = found.funnel()
    assert funnel.maturity == pytest.approx((90 + 100 + 110 + 0) / (110 + 0 + 120 + 130))
    assert all(np.isfinite(maturity) for maturity, _ in funnel.maturities)
    assert dx.diagnose(funnel, dx.Par(goal=20, closing=0.2)).verdict


def test_a_short_period_varies_as_the_whole_table_shows():
    whole = dx.Table.read(frame(leads=[60, 140] * 10, wins=[12, 28] * 10), "cohort")
    late = whole.between("2026-07", "2026-08").funnel()
    assert late.reach_dispersion == whole.funnel().reach_dispersion > 10


def test_a_table_of_channels_cannot_follow_a_lag_on_the_period_basis():
    text = b"Channel,Leads,Sales\nAds,100,10\n"
    assert "need a month for each row" in refusal(text, "period", lag_days=30)
    assert dx.Table.read(text, "period", lag_days=0).funnel().wins == 10


def test_months_and_channels_add_up_to_the_months_alone():
    split = table("Month,Channel,Leads,Sales\n2025-01,A,60,6\n2025-01,B,40,2\n2025-02,A,50,5\n2025-02,B,60,4\n")
    whole = table(HEAD + "2025-01,100,8\n2025-02,110,9\n")
    assert split.funnel() == whole.funnel()
    assert split.channels == {"A": (11.0, 110.0), "B": (6.0, 100.0)}


# --- golden cases ---


def test_same_month_ratio():
    """True 20%, two months' lag, growth of 20% per month that stops: 13.9% tempts, 20% is right throughout.

    61 days are 0.125 days more than two mean months, which moves a rate by 0.02 points at most.
    """
    leads = [round(100_000 * 1.2 ** min(k, 6)) for k in range(10)]
    wins = [None, None, *(round(0.2 * n) for n in leads[:-2])]
    found = dx.Table.read(frame(leads=leads, wins=wins), "period", lag_days=61)
    seen = found.months
    assert found.period == (found.first + 2, found.first + 9)
    assert seen.ratio[2:7].tolist() == pytest.approx([0.2 / 1.44] * 5, abs=1e-5)  # 13.9% while leads grow
    assert seen.ratio[7:].tolist() == pytest.approx([0.2 / 1.2, 0.2, 0.2], abs=1e-5)  # 16.7%, then 20%
    assert seen.rate[2:].tolist() == pytest.approx([0.2] * 8, abs=2e-4)
    exact = dx.Table.read(frame(leads=leads, wins=wins), "period", lag_days=2 * DAYS_PER_MONTH)
    assert exact.months.rate[2:].tolist() == pytest.approx([0.2] * 8, abs=1e-5)  # only the counts are rounded
    funnel = exact.funnel()
    assert funnel.wins / (funnel.leads * funnel.maturity) == pytest.approx(0.2, abs=1e-5)
    assert funnel.wins / funnel.leads == pytest.approx(0.161652, abs=1e-5)  # the same ratio of the sums


CRM = frame("2025-01", leads=[60, 40], wins=[5, 15], lost=[5, 5])
"""20 won, 10 lost, 70 open, 50 of the open in the older month."""


def test_crm_win_rate():
    found = dx.Table.read(CRM, "cohort", as_of="2025-03-31")
    tempting = 20 / (20 + 10)
    assert tempting == pytest.approx(0.667, abs=5e-4)
    assert found.bounds() == pytest.approx((0.2, 0.9))
    assert found.bounds(stale_days=45) == pytest.approx((0.2, 0.4))


STALE = {
    # days, bounds: counted on 31 March, January ended 60.9 days before and February 30.4
    "neither month is so old": (61, (0.2, 0.9)),
    "January, just": (60, (0.2, 0.4)),
    "February, not quite": (31, (0.2, 0.4)),
    "both": (30, (0.2, 0.2)),
}


@pytest.mark.parametrize(("days", "bounds"), STALE.values(), ids=STALE)
def test_what_is_stale_is_told_by_the_days_since_the_end_of_the_month(days, bounds):
    found = dx.Table.read(CRM, "cohort", as_of="2025-03-31")
    assert found.by_month.ages.tolist() == pytest.approx([2 * DAYS_PER_MONTH, DAYS_PER_MONTH])
    assert found.bounds(stale_days=days) == pytest.approx(bounds)


def test_bounds_need_the_lost_on_the_cohort_basis():
    for found in (table(HEAD + "2025-01,10,1\n"), dx.Table.read(CRM, "period", lag_days=0)):
        with pytest.raises(dx.InputError, match=r"lost: was not counted .* Add a column Lost on the cohort basis"):
            found.bounds()


def test_open_is_not_lost():
    """A curve by which 40% of the eventual sales have come at any age up to 60 days: the month's maturity is 0.40."""
    found = dx.Table.read(frame(leads=[100], wins=[8]), "cohort", lag_days=Steps((0, 60), (0.4, 1.0)))
    (month,) = found.months.itertuples()
    assert month.ratio == pytest.approx(0.08)  # the tempting number
    assert (month.maturity, month.rate) == (pytest.approx(0.40), pytest.approx(0.20))
    assert not month.mature
    funnel = found.funnel()
    assert (funnel.leads, funnel.wins, funnel.maturity) == (100, 8, pytest.approx(0.40))


def test_typical_days_make_the_last_months_young():
    found = dx.Table.read(frame(leads=[100] * 3, wins=[20, 15, 6]), "cohort", lag_days=30, as_of="2025-03-31")
    ends = [(k * DAYS_PER_MONTH, (k + 1) * DAYS_PER_MONTH) for k in (2, 1, 0)]
    assert found.months.maturity.tolist() == pytest.approx([Spread(30).over(*end) for end in ends])
    assert found.funnel().maturity == pytest.approx(float(np.mean(found.months.maturity)))


# --- par ---

HISTORY = {"leads": [90, 110, 100, 95, 105, 100], "wins": [18, 22, 20, 19, 21, 20]}


def test_the_strength_is_the_leads_behind_it_and_the_source_names_the_months():
    found = dx.Table.read(frame(**HISTORY), "cohort")
    par, scatter = found.par(), found.scatter
    assert par.closing == dx.Rate(0.2, 600 / scatter.closing, "own months January to June 2025", own=True)
    assert (par.reach, par.reach_strength) == (100.0, 600 / scatter.reach)
    assert (par.direct, par.fit, par.follow_up) == (None, None, None)


def test_scatter_makes_the_strength_less():
    found = dx.Table.read(frame(leads=[40, 160] * 3, wins=[2, 64, 2, 64, 2, 64]), "cohort")
    scatter = found.scatter
    # five differences of 120, variance 200 by chance, worth 50/14 degrees beside six of the usual 1 + 0.05² × 100
    seen = 50 / 14
    mean = (6 * 1.25 + seen * 120**2 / 200) / (6 + seen)
    assert scatter.reach == pytest.approx(mean * (t.ppf(0.95, 6 + seen) / norm.ppf(0.95)) ** 2)
    assert scatter.closing > 1
    par = found.par()
    assert par.closing.strength == pytest.approx(600 / scatter.closing)
    assert par.reach_strength == pytest.approx(600 / scatter.reach)
    assert (found.funnel().reach_dispersion, found.funnel().closing_dispersion) == (scatter.reach, scatter.closing)


@pytest.mark.parametrize("given_", [{"goal": 30.0}, {"capacity": 90.0}, {"goal": 30.0, "capacity": 90.0}], ids=str)
def test_leads_a_month_are_a_level_only_without_goal_and_capacity(given_):
    par = dx.Table.read(frame(**HISTORY), "cohort").par(**given_)
    assert (par.reach, par.reach_strength) == (None, None)
    assert {key: getattr(par, key) for key in given_} == given_


def test_every_link_that_was_counted_has_a_level():
    found = dx.Table.read(
        frame(leads=[100] * 4, wins=[18] * 4, direct_wins=[10] * 4, fit=[60] * 4, worked=[40] * 4), "cohort"
    )
    par = found.par(goal=20)
    levels = {key: par.level(key).value for key in ("direct", "fit", "follow_up", "closing")}
    assert levels == pytest.approx({"direct": 0.1, "fit": 60 / 90, "follow_up": 40 / 60, "closing": 8 / 40})
    behind = np.array([400, 360, 240, 160])
    assert [par.level(key).strength for key in levels] == pytest.approx(behind / found.scatter.closing)
    assert all(par.level(key).own for key in levels)
    held = dx.diagnose(found.funnel(), dataclasses.replace(found.par(), reach_strength=None))
    assert held.bridge.shortfall.abs().max() < 1e-9  # held against itself nothing is short


@pytest.mark.parametrize(("size", "enough"), [(2, False), (3, True)], ids=["two", "three"])
def test_fewer_than_three_mature_months_are_no_history(size, enough):
    found = dx.Table.read(frame(leads=[100] * size, wins=[20] * size), "cohort")
    if enough:
        assert found.par().closing.strength == 300 / found.scatter.closing
    else:
        with pytest.raises(dx.InputError, match=r"history: 2 is too few mature months in the table\. Give at least 3"):
            found.par()


def test_young_months_are_no_history():
    found = dx.Table.read(frame(leads=[100] * 6, wins=[20, 20, 20, 19, 15, 6]), "cohort", lag_days=20)
    mature = found.months.mature
    assert mature.tolist() == [True] * 4 + [False] * 2
    assert found.par().closing.source == "own months January to April 2025"
    with pytest.raises(dx.InputError, match="2 is too few mature months in March to June 2025"):
        found.par("2025-03")


def test_a_history_without_sales_is_no_level():
    with pytest.raises(dx.InputError, match="history: 0 sales give no level"):
        dx.Table.read(frame(leads=[10] * 4, wins=[0] * 4), "cohort").par()


def test_par_and_funnel_of_one_table_have_the_same_base_also_where_a_count_begins_later():
    worked = [None] * 3 + [20] * 9
    found = dx.Table.read(frame(leads=[100] * 12, wins=[5] * 12, worked=worked), "cohort")
    assert found.par("2025-04", "2025-09").closing.value == pytest.approx(0.05)
    assert found.par("2025-04", "2025-09").follow_up is None
    assert found.funnel("2025-10").worked is None
    assert any(note.startswith("Leads reached is blank in some months, so it is not used") for note in found.notes)
    later = dx.Table.read(frame("2025-04", leads=[100] * 9, wins=[5] * 9, worked=[20] * 9), "cohort")
    assert (later.par().closing.value, later.funnel().worked) == (pytest.approx(0.25), 180)


def test_a_count_that_is_blank_only_in_the_running_month_is_used():
    found = dx.Table.read(frame(leads=[100] * 4, wins=[5] * 4, worked=[20, 20, 20, None]), "cohort", as_of="2025-04-10")
    assert (found.funnel().worked, found.par().closing.value) == (60, pytest.approx(0.25))


# --- periods ---


def test_between_looks_at_a_part_and_changes_no_month():
    whole = dx.Table.read(frame(**HISTORY), "cohort", lag_days=40)
    part = whole.between("2025-02", "2025-04")
    assert part.funnel() == whole.funnel("2025-02", "2025-04")
    assert (part.funnel().leads, part.funnel().months, part.named) == (305, 3.0, "February to April 2025")
    pd.testing.assert_frame_equal(part.months, whole.months)
    assert part.between().funnel() == whole.funnel()


def test_a_part_on_the_period_basis_knows_the_leads_before_it():
    whole = dx.Table.read(frame(**HISTORY), "period", lag_days=2 * DAYS_PER_MONTH)
    assert whole.between("2025-03", "2025-03").funnel().maturity == pytest.approx(90 / 100)


PERIODS = {
    "backwards": ("2025-04", "2025-02"),
    "before the table": ("2024-01", "2024-12"),
    "after the table": ("2026-01", None),
    "without a year": ("April", None),
}


@pytest.mark.parametrize(("since", "until"), PERIODS.values(), ids=PERIODS)
def test_a_period_that_is_none_is_refused(since, until):
    with pytest.raises(dx.InputError, match=r"^since: .*\.$"):
        dx.Table.read(frame(**HISTORY), "cohort").between(since, until)


def test_a_period_may_reach_beyond_the_table():
    assert dx.Table.read(frame(**HISTORY), "cohort").between("2020-01", "2030-01").funnel().months == 6


def test_channels_alone_have_no_periods():
    with pytest.raises(dx.InputError, match="needs a month column"):
        table("Channel,Leads,Sales\nA,10,1\n").between("2025-01")


# --- restated ---

sizes = st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1)), min_size=2, max_size=14)


def of(counts, basis, days, as_of) -> dx.Table:
    made = frame(leads=[n for n, _ in counts], wins=[int(n * share) for n, share in counts])
    return dx.Table.read(made, basis, lag_days=days, as_of=as_of, running="counted")


@settings(max_examples=60, deadline=None)
@given(sizes, st.sampled_from(["cohort", "period"]), st.sampled_from([0, 10, 45, 120]))
def test_with_the_same_day_of_counting_a_month_added_changes_no_earlier_rate(counts, basis, days):
    earlier, later = of(counts[:-1], basis, days, "2026-12-31"), of(counts, basis, days, "2026-12-31")
    assert later.restated(earlier).empty
    pd.testing.assert_series_equal(later.months.rate[:-1], earlier.months.rate, check_exact=True)


@settings(max_examples=60, deadline=None)
@given(sizes, st.sampled_from([0, 10, 45, 120]))
def test_a_later_day_changes_a_rate_only_through_the_lag_curve_and_is_told(counts, days):
    earlier, later = of(counts[:-1], "cohort", days, None), of(counts, "cohort", days, None)
    told = later.restated(earlier)
    assert (told.maturity_after > told.maturity_before).all()
    a, b = earlier.months, later.months.iloc[:-1]
    moved = [m for m in a.index if abs(a.rate[m] - b.rate[m]) > 1e-12]
    assert list(told.index) == moved
    for month in moved:
        uncapped = a.wins[month] / (a.leads[month] * a.maturity[month])
        assert b.rate[month] == pytest.approx(min(1.0, uncapped * a.maturity[month] / b.maturity[month]))


@settings(max_examples=30, deadline=None)
@given(sizes, st.sampled_from([0, 10, 45, 120]))
def test_on_the_period_basis_a_later_day_changes_nothing(counts, days):
    assert of(counts, "period", days, None).restated(of(counts[:-1], "period", days, None)).empty


def test_counts_that_changed_are_no_restatement():
    earlier = dx.Table.read(frame(leads=[100, 100], wins=[10, 10]), "cohort")
    assert dx.Table.read(frame(leads=[100, 100], wins=[10, 12]), "cohort").restated(earlier).empty


def test_reading_again_gives_the_same():
    first, again = (dx.Table.read(frame(**HISTORY), "cohort", lag_days=30) for _ in range(2))
    assert (first.funnel(), first.par(), first.rows) == (again.funnel(), again.par(), again.rows)
    assert again.restated(first).empty


# --- any table ---

LOOKS = {
    "ISO": lambda m: f"{m // 12}-{m % 12 + 1:02d}",
    "German": lambda m: f"{m % 12 + 1:02d}.{m // 12}",
    "slash": lambda m: f"{m % 12 + 1}/{m // 12}",
    "compact": lambda m: f"{m // 12}{m % 12 + 1:02d}",
    "first day": lambda m: f"{m // 12}-{m % 12 + 1:02d}-01",
    "serial day": lambda m: str((dt.date(m // 12, m % 12 + 1, 1) - dt.date(1899, 12, 30)).days),
    "words": lambda m: dt.date(m // 12, m % 12 + 1, 1).strftime("%B %Y"),
    "short words": lambda m: dt.date(m // 12, m % 12 + 1, 1).strftime("%b-%y"),
}


@st.composite
def businesses(draw):
    first = draw(st.integers(2001 * 12, 2048 * 12))  # two figures of a year are one of 1950 to 2049
    channels = draw(st.lists(st.sampled_from(["Ads", "Fair", "Referral", "Media"]), unique=True, max_size=3)) or [None]
    rows = []
    for at in range(draw(st.integers(1, 8))):
        for channel in channels:
            leads = draw(st.integers(0, 3_000_000))
            direct = draw(st.integers(0, leads))
            fit = draw(st.integers(0, leads - direct))
            worked = draw(st.integers(0, fit))
            rows.append((first + at, channel, leads, direct + draw(st.integers(0, worked)), direct, fit, worked))
    return rows


@settings(max_examples=120, deadline=None)
@given(
    businesses(),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(list(LOOKS)),
    st.booleans(),
    st.sampled_from(["", ",", " ", "'", "\u202f"]),
    st.randoms(use_true_random=False),
)
@pytest.mark.slow
def test_any_table_reads_back_and_its_order_does_not_matter(rows, delimiter, look, dressed, thousands, chance):
    def written(rows) -> bytes:
        out = io.StringIO()
        write = csv.writer(out, delimiter=delimiter).writerow
        if dressed:
            write(["Leads and sales", *[""] * 6])
        write(["Month", "Channel", "Leads", "Sales", "direct_wins", "fit", "worked"])
        for month, channel, *counts in rows:
            write([LOOKS[look](month), channel or "x", *(f"{n:,}".replace(",", thousands) for n in counts)])
        if dressed:
            write(["Total", "", *(sum(column) for column in list(zip(*rows, strict=True))[2:])])
        return out.getvalue().encode()

    def read(rows) -> dx.Table:
        return dx.Table.read(written(rows), "cohort", as_of="2099-12-31", running="counted")

    found = read(rows)
    kept = [(r.month, r.channel, r.leads, r.wins, r.direct_wins, r.fit, r.worked) for r in found.rows]
    assert kept == [(month, channel or "x", *counts) for month, channel, *counts in rows]
    used = [row for row in rows if row[0] not in {a.month for a in found.set_aside}]
    if used:
        funnel = found.funnel()
        sums = [sum(column) for column in list(zip(*used, strict=True))[2:]]
        assert [funnel.leads, funnel.wins, funnel.direct_wins, funnel.fit, funnel.worked] == sums
        assert funnel.months == len({row[0] for row in used})
        shuffled = list(rows)
        chance.shuffle(shuffled)
        assert read(shuffled).funnel() == funnel


def test_ten_years_of_twenty_channels():
    chance = random.Random(1)
    rows = [
        (f"{2015 + at // 12}-{at % 12 + 1:02d}", f"channel {c}", leads := chance.randint(20, 60), leads // 5)
        for at in range(120)
        for c in range(20)
    ]
    found = dx.Table.read(pd.DataFrame(rows, columns=["month", "channel", "leads", "wins"]), "cohort", lag_days=30)
    assert (len(found.rows), found.size, len(found.channels)) == (2400, 120, 20)
    assert found.funnel().leads == sum(row[2] for row in rows)
    assert found.set_aside == ()


def test_the_leads_behind_a_month_are_those_of_the_lag_curve():
    found = dx.Table.read(frame(**HISTORY), "period", lag_days=Spread(20))
    base, _ = lagged_leads(np.array(HISTORY["leads"], dtype=float), Spread(20))
    np.testing.assert_array_equal(found.months.base, base)


def test_a_sheet_frame_bytes_and_path_are_the_same_table(tmp_path):
    text = HEAD + "2025-01,10,1\n2025-02,20,2\n"
    path = tmp_path / "leads.csv"
    path.write_text(text)
    cells = [["Month", "Leads", "Sales"], ["2025-01", 10, 1], ["2025-02", 20, 2]]
    sources = [path, str(path), text.encode(), Sheet("", cells), frame(leads=[10, 20], wins=[1, 2])]
    assert len({dx.Table.read(source, "cohort").funnel() for source in sources}) == 1


@pytest.mark.parametrize("said", [{"dates": "dmy"}, {"decimal": "point"}], ids=["dates", "decimal"])
def test_an_answer_that_is_none_is_refused_and_not_taken_for_the_other(said):
    rows = pd.DataFrame({"month": ["3/4/2025"], "leads": [10], "wins": [1]})
    with pytest.raises(dx.InputError, match="is not an answer"):
        dx.Table.read(rows, "cohort", **said)


@pytest.mark.parametrize("rows", ["Nov,9,1\nDec,8,1\nJan,7,1\n", "Jan,7,1\nDec,8,1\nNov,9,1\n"])
def test_months_without_a_year_get_the_year_of_the_first(rows):
    table = dx.Table.read(f"Month,Leads,Sales\n{rows}".encode(), "cohort", year=2024)
    assert list(table.months.index) == ["2024-11", "2024-12", "2025-01"]
    assert table.notes == ("November was taken to be of 2024, as answered.",)


def test_a_year_changes_nothing_where_the_months_have_theirs():
    table = dx.Table.read(b"Month,Leads,Sales\n2025-01,9,1\n", "cohort", year=2019)
    assert (list(table.months.index), table.notes) == (["2025-01"], ())
