"""Exports as the CRMs write them, from the first byte to the counts: every vocabulary loads or asks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import numpy as np
import pytest

from diagnostics.errors import InputError
from diagnostics.leads.ledger import Ledger

AS_OF = "2021-12-31"

DEALS = [
    # created, decided or expected, state, channel, rep, amount
    (dt.date(2021, 4, 15), dt.date(2021, 5, 20), "won", "Google", "Ann", 22_700.0),
    (dt.date(2021, 4, 18), dt.date(2021, 6, 1), "lost", "google", "Bo", 900.0),
    (dt.date(2021, 5, 3), dt.date(2022, 6, 30), "open", "Select", "Ann", 100.0),
    (dt.date(2021, 5, 13), dt.date(2021, 7, 7), "won", "Fair", "Bo", 1_117_100.0),
    (dt.date(2021, 6, 25), dt.date(2021, 7, 30), "lost", "unknown", "Ann", 50.0),
]


def written(rows, delimiter=",", footer=()):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(rows)
    return out.getvalue() + "".join(f"{line}\n" for line in footer)


def right(found):
    """What the five deals come to: the open one's close date is expected and not a decision."""
    assert (found.leads, found.wins, found.open_leads) == (5, 2, 1)
    assert sorted(found.ages.loc[found.ages["outcome"] == 1, "age"]) == [35, 55]
    assert found.cells.groupby("channel", dropna=False)["n"].sum().to_dict() == {"Google": 2, "Fair": 1, np.nan: 2}
    assert found.average_sale in (None, (22_700 + 1_117_100) / 2)


def test_hubspot_deals_in_utf_16_with_tabs_and_quotes_in_headings():
    stages = {"won": "Closed won", "lost": "closedlost", "open": "Presentation Scheduled"}
    headings = [
        "Record ID", "Deal Name", "Pipeline", "Deal Stage", "Amount", "Close Date", "Create Date", "Deal owner",
        "Original Traffic Source", 'Date entered "Presentation Scheduled (Sales Pipeline)"',
        'Cumulative time in "Closed Won (Sales Pipeline)"',
    ]  # fmt: skip
    rows = [
        [str(n), f"Deal {n}", "Sales Pipeline", stages[state], f"{amount:.2f}", f"{end} 09:30", f"{start} 10:00", rep, channel, "", "86400"]
        for n, (start, end, state, channel, rep, amount) in enumerate(DEALS)
    ]  # fmt: skip
    found = Ledger.read(written([headings, *rows], "\t").encode("utf-16"), as_of=AS_OF)
    assert found.matching.preset == "HubSpot deals"
    right(found)


def test_hubspot_stage_dates_tell_won_from_lost():
    headings = [
        "Record ID", "Create Date", 'Date entered "Closed Won (Sales Pipeline)"', 'Date entered "Closed Lost (Sales Pipeline)"',
        "Original Traffic Source", "Deal owner",
    ]  # fmt: skip
    rows = [
        [str(n), start.isoformat(), end.isoformat() if state == "won" else "", end.isoformat() if state == "lost" else "", channel, rep]
        for n, (start, end, state, channel, rep, _) in enumerate(DEALS)
    ]  # fmt: skip
    right(Ledger.read(written([headings, *rows]).encode(), as_of=AS_OF))


def test_salesforce_report_with_a_footer():
    stages = {"won": "Closed Won", "lost": "Closed Lost", "open": "Negotiation/Review"}
    headings = [
        "Opportunity ID",
        "Opportunity Name",
        "Created Date",
        "Close Date",
        "Stage",
        "Lead Source",
        "Opportunity Owner",
        "Amount",
    ]
    rows = [
        [f"006{n}", f"Deal {n}", start.strftime("%m/%d/%Y"), end.strftime("%m/%d/%Y"), stages[state], channel, rep, f"${amount:,.2f}"]
        for n, (start, end, state, channel, rep, amount) in enumerate(DEALS)
    ]  # fmt: skip
    footer = ["", "Grand Totals (5 records)", "", "Confidential Information - Do Not Distribute",
              "Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."]  # fmt: skip
    found = Ledger.read(written([headings, *rows], footer=footer).encode(), as_of=AS_OF)
    assert found.matching.preset.startswith("Salesforce")
    right(found)
    assert found.dropped[0].count == 3
    assert found.columns["dates"] == "month-first"


def test_salesforce_warehouse_flags():
    headings = [
        "id",
        "created_date",
        "close_date",
        "is_closed",
        "is_won",
        "lead_source",
        "owner_id",
        "amount",
        "stage_name",
    ]
    rows = [
        [f"006{n}", f"{start} 00:00:00", str(end), str(state != "open").lower(), str(state == "won").lower(), channel, rep, amount,
         {"won": "Closed Won", "lost": "Closed Lost", "open": "Prospecting"}[state]]
        for n, (start, end, state, channel, rep, amount) in enumerate(DEALS)
    ]  # fmt: skip
    right(Ledger.read(written([headings, *rows]).encode(), as_of=AS_OF))


@pytest.mark.slow
def test_pipedrive_with_days_of_a_spreadsheet():
    def serial(day):
        return str((day - dt.date(1899, 12, 30)).days)

    headings = ["Deal - ID", "Deal - Title", "Deal - Owner", "Deal - Value", "Deal - Status", "Deal - Deal created",
                "Deal - Won time", "Deal - Lost time", "Deal - Expected close date", "Deal - Source channel"]  # fmt: skip
    rows = [
        [str(n), f"Deal {n}", rep, f"{amount:g}", state.capitalize(), serial(start), serial(end) if state == "won" else "",
         serial(end) if state == "lost" else "", serial(end), channel]
        for n, (start, end, state, channel, rep, amount) in enumerate(DEALS)
    ]  # fmt: skip
    found = Ledger.read(written([headings, *rows]).encode(), as_of=AS_OF)
    assert found.matching.preset.startswith("Pipedrive")
    right(found)


def test_zoho_dates_with_commas_and_money_in_thousands():
    stages = {"won": "Closed Won", "lost": "Closed Lost", "open": "Qualification"}
    headings = [
        "Potential Name",
        "Potential Owner",
        "Created Time",
        "Closing Date",
        "Amount",
        "Stage",
        "Lead Source",
        "Campaign Id",
    ]
    rows = [
        [f"Deal {n}", rep, start.strftime("%d %b, %Y 00:03:00"), end.strftime("%d %b, %Y"),
         f"${amount / 1000:,.2f}K" if amount > 1e6 else f"${amount:,.2f}", stages[state], channel, ""]
        for n, (start, end, state, channel, rep, amount) in enumerate(DEALS)
    ]  # fmt: skip
    found = Ledger.read(written([headings, *rows]).encode(), as_of=AS_OF)
    assert found.matching.preset.startswith("Zoho")
    right(found)
    assert found.average_sale == (22_700 + 1_117_100) / 2


def test_dynamics_opportunities():
    status = {"won": "Won", "lost": "Lost", "open": "Open"}
    headings = ["(Do Not Modify) Opportunity", "(Do Not Modify) Row Checksum", "Topic", "Created On", "Est. Close Date",
                "Actual Close Date", "Status", "Owner", "Source", "Actual Revenue"]  # fmt: skip
    rows = [
        [f"{{guid-{n}}}", "x==", f"Deal {n}", f"{start} 08:00", str(end), "" if state == "open" else str(end), status[state], rep, channel, f"{amount:g}"]
        for n, (start, end, state, channel, rep, amount) in enumerate(DEALS)
    ]  # fmt: skip
    found = Ledger.read(written([headings, *rows]).encode(), as_of=AS_OF)
    assert found.matching.preset.startswith("Dynamics")
    right(found)


@pytest.mark.parametrize("order", ["%d/%m/%Y", "%m/%d/%Y"])
def test_an_order_that_nothing_proves_is_asked_about(order):
    days = [dt.date(2025, 3, 4), dt.date(2025, 5, 6), dt.date(2025, 7, 8)]
    rows = [["Created", "Stage"], *([day.strftime(order), "Won"] for day in days)]
    with pytest.raises(InputError, match=r"columns=\{'dates': 'day-first'\} or"):
        Ledger.read(written(rows).encode(), as_of="2025-12-31")
    said = {"dates": "day-first" if order.startswith("%d") else "month-first"}
    found = Ledger.read(written(rows).encode(), said, as_of="2025-12-31")
    assert sorted(found.cells["month"]) == sorted(day.year * 12 + day.month - 1 for day in days)


@pytest.mark.slow
def test_every_vocabulary_loads_or_asks(shared_data):
    vocabularies = json.loads((shared_data / "crm_headers.json").read_text(encoding="utf-8"))
    texts = {
        "date": "2021-04-15",
        "stage": "Closed Won",
        "status": "Won",
        "won": "true",
        "closed": "true",
        "time": "2021-04-15 10:00",
    }
    seen = 0
    for name, vocabulary in vocabularies.items():
        for headings in _headings(vocabulary):
            seen += 1

            def cell(heading, n):
                lower = heading.lower().replace("_", "")
                for word, text in texts.items():
                    if word in lower:
                        return (
                            text if n else {"Closed Won": "Closed Lost", "Won": "Lost", "true": "false"}.get(text, text)
                        )
                return f"{heading[:4]} {n}"

            rows = [headings, *([cell(heading, n % 2) for heading in headings] for n in range(8))]
            try:
                found = Ledger.read(written(rows).encode(), as_of=AS_OF)
            except InputError as asked:
                assert asked.remedy, name
                assert str(asked).endswith("."), name
            else:
                assert found.leads > 0, name
    assert seen >= 10


def _headings(vocabulary):
    """Every list of headings of a vocabulary."""
    if isinstance(vocabulary, list):
        if all(isinstance(heading, str) for heading in vocabulary):
            yield vocabulary
    elif isinstance(vocabulary, dict):
        for key, value in vocabulary.items():
            if "header" in key or key.endswith("vocabulary"):
                yield from _headings(value)
