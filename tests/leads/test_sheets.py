"""A workbook each of whose sheets holds leads: one of them, or all as one export."""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd
import pytest

from diagnostics.app.forms.leads_form import Export, sheets_of
from diagnostics.errors import InputError
from diagnostics.leads.ledger import Ledger
from diagnostics.reading.sheet import ALL_IN_WORDS

RIGHT = (120, 24, 60, 36)


def leads():
    """120 leads, ten of each month of 2024: two won, five lost, three open."""
    found = []
    for month in range(1, 13):
        for n in range(10):
            day = dt.date(2024, month, 1 + 2 * n)
            stage = "Won" if n < 2 else "Lost" if n < 7 else "Open"
            end = str(day + dt.timedelta(20 + n)) if n < 7 else None
            found.append((str(day), end, stage, f"Team {'AB'[n % 2]}", ("Web", "Fair")[n // 2 % 2], f"{day:%b %Y}"))
    return pd.DataFrame(found, columns=["Created", "Closed", "Stage", "Rep", "Source", "Month"])


def workbook(by, *without):
    """One sheet for each text of a column, without it and some others."""
    out = io.BytesIO()
    with pd.ExcelWriter(out) as writer:
        for name, part in leads().groupby(by, sort=False):
            part.drop(columns=list({by, "Month", *without})).to_excel(writer, sheet_name=name, index=False)
    return out.getvalue()


def counts(ledger):
    return ledger.leads, ledger.wins, ledger.decided - ledger.wins, ledger.open_leads


@pytest.mark.parametrize("by", ["Month", "Rep", "Stage", "Source"])
def test_all_sheets_are_one_export(by):
    ledger = Ledger.read(workbook(by), sheet="all")
    assert counts(ledger) == RIGHT
    assert ledger.months["leads"].tolist() == [10] * 12


@pytest.mark.parametrize(("by", "field"), [("Rep", "rep"), ("Source", "channel")])
def test_the_names_of_sheets_are_what_they_are_said_to_be(by, field):
    ledger = Ledger.read(workbook(by), {field: "Sheet"}, sheet="all")
    found = {key: int(n) for key, n in ledger.cells.groupby(field)["n"].sum().items()}
    assert found == {key: int(n) for key, n in leads().groupby(by).size().items()}


def test_sheets_of_months_say_when_their_leads_came():
    ledger = Ledger.read(workbook("Month", "Created"), {"created": "Sheet"}, sheet="all")
    assert counts(ledger) == RIGHT
    assert ledger.months["leads"].tolist() == [10] * 12


@pytest.mark.slow
def test_which_sheet_is_asked_and_every_answer_leads_on():
    with pytest.raises(InputError) as asked:
        Ledger.read(workbook("Rep"))
    assert asked.value.choices == ("all", "Team A", "Team B")
    assert [Ledger.read(workbook("Rep"), sheet=one).leads for one in asked.value.choices] == [120, 60, 60]


def test_the_page_offers_all_sheets_first():
    data = workbook("Stage")
    assert sheets_of(data, "leads.xlsx") == (ALL_IN_WORDS, "Won", "Lost", "Open")
    assert Export.open(data, "leads.xlsx", ALL_IN_WORDS).leads.profiles["Created"].rows == 120
