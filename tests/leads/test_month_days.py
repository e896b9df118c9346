"""Exports that say only in which month a lead came: the months are kept, and it is told that the day is assumed."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.leads.ledger import Ledger

WRITTEN = ("%B %Y", "%Y-%m", "%b-%y", "%m/%Y", "%m.%Y", "%Y%m", "%Y/%m", "%b '%y")
MONTHS = range(1, 13)


def export(created, closed="%Y-%m-%d"):
    """120 leads, ten of each month of 2024: two won, five lost, three open; decided 20 to 26 days after they came."""
    found = []
    for month in MONTHS:
        for n in range(10):
            day = dt.date(2024, month, 1 + 2 * n)
            end = (day + dt.timedelta(20 + n)).strftime(closed) if n < 7 else ""
            stage = "Won" if n < 2 else "Lost" if n < 7 else "Open"
            found.append((day.strftime(created), end, stage, f"Team {'AB'[n % 2]}"))
    return pd.DataFrame(found, columns=["Created", "Closed", "Stage", "Rep"])


@pytest.mark.parametrize("written", WRITTEN)
def test_a_lead_is_of_the_month_that_is_written(written):
    ledger = Ledger.read(export(written))
    months = ledger.months
    assert (ledger.leads, ledger.wins, ledger.decided, ledger.open_leads) == (120, 24, 84, 36)
    assert months["leads"].tolist() == [10] * 12
    assert any("120 rows such as" in note and "first day" in note for note in ledger.reading.assumptions)


def test_months_of_creation_and_decision_are_read_alike():
    ledger = Ledger.read(export("%b %Y", "%b %Y"))
    assert (ledger.leads, ledger.wins, ledger.counts.early) == (120, 24, 0)
    assert ledger.as_of == dt.date(2025, 1, 31)


def test_a_month_of_decision_ends_after_the_day_on_which_a_lead_came():
    ledger = Ledger.read(export("%Y-%m-%d", "%Y-%m"))
    assert (ledger.leads, ledger.wins, ledger.counts.before_created()) == (120, 24, (0, 0))
    assert any("Closed: 84 rows" in note and "last day" in note for note in ledger.notes)


def test_the_last_of_only_months_is_over():
    firsts = export("%Y-%m-01", "%Y-%m-01")
    assert Ledger.read(firsts[firsts["Closed"] < "2025"]).as_of == dt.date(2024, 12, 31)


def test_a_month_among_days_is_read_and_told():
    frame = export("%Y-%m-%d")
    frame.loc[3, "Created"] = "January 2024"
    ledger = Ledger.read(frame)
    assert ledger.months["leads"].tolist() == [10] * 12
    assert "Created: 'January 2024' in 1 row names a month only, read as the first day of it." in ledger.notes


@pytest.mark.slow
def test_a_day_without_its_year_is_no_month():
    frame = export("%b-%d")
    with pytest.raises(InputError) as asked:
        Ledger.read(frame)
    assert asked.value.code == "question-open"


def test_the_time_to_a_first_contact_needs_days():
    frame = export("%B %Y").assign(**{"First contact": export("%Y-%m-%d")["Created"]})
    with pytest.raises(InputError) as refused:
        Ledger.read(frame).speed()
    assert refused.value.code == "contacts-without-time"


def test_months_of_a_first_contact_say_that_there_was_one():
    frame = export("%Y-%m-%d")
    frame["First contact"] = export("%B %Y")["Created"].where(frame["Stage"] != "Open", "")
    ledger = Ledger.read(frame)
    assert ledger.counts.total("worked") == 84
