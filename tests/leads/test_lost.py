"""Why the leads of an export were lost: planted reasons, what is not counted, and what no count depends on."""

from __future__ import annotations

import random
import time

import pandas as pd
import pytest
from scipy.stats import beta

import diagnostics as dx
from diagnostics.errors import InputError
from diagnostics.leads.counting import lost as counting
from diagnostics.leads.counting.lost import LONGEST_SHOWN, MOST_SHOWN

PLANTED = {
    "price": ["Too expensive", " too  EXPENSIVE ", "Zu teuer", "PREIS"],
    "no answer": ["No response", "no_response", "Keine Rückmeldung", "NICHT ERREICHT", "ghosted"],
    "competitor": ["Competitor", "Konkurrenz"],
    "fit": ["Kein Bedarf"],
    "timing": ["Postponed"],
    "other": ["Moved abroad", "Moved  abroad"],
}


def rows(reasons, outcome="Lost", begin=0):
    return [
        {
            "Lead ID": f"L-{begin + n}",
            "Created": f"2025-0{1 + (begin + n) % 6}-05",
            "Status": outcome,
            "Closed": f"2025-0{1 + (begin + n) % 6}-25" if outcome != "Open" else "",
            "Loss Reason": reason,
        }
        for n, reason in enumerate(reasons)
    ]


def export(heading="Loss Reason", lost=None, won=("", "", "Price"), open_=("", "")):
    lost = [text for texts in PLANTED.values() for text in texts] + ["", "-"] if lost is None else list(lost)
    found = [*rows(lost), *rows(won, "Won", 1000), *rows(open_, "Open", 2000)]
    return pd.DataFrame(found).rename(columns={"Loss Reason": heading})


@pytest.fixture(scope="module")
def ledger():
    return dx.Ledger.read(export())


def test_planted_reasons_are_counted_by_kind(ledger):
    frame = ledger.lost()
    assert list(frame.columns) == ["leads", "share", "low", "high"]
    assert dict(frame["leads"]) == {kind: len(texts) for kind, texts in PLANTED.items()} | {"not said": 2}
    said = sum(map(len, PLANTED.values()))
    assert frame.loc["price", "share"] == 4 / said
    assert tuple(frame.loc["price", ["low", "high"]]) == pytest.approx(beta(4.5, said - 4 + 0.5).interval(0.9))
    assert frame.loc["not said", ["share", "low", "high"]].isna().all()


def test_what_is_not_counted_is_said(ledger):
    texts = ledger.lost_texts
    assert (texts.reasons.unsaid, texts.reasons.elsewhere, texts.unread) == (2, 1, 0)
    assert texts.others == (("Moved abroad", 2),)
    assert ledger.leads == len(export())


@pytest.mark.parametrize(
    "heading",
    [
        "Closed Lost Reason",
        "closed_lost_reason",
        "Closed_Lost_Reason__c",
        "Deal - Lost reason",
        "Loss Reason",
        "Lost Reason",
        "Verlustgrund",
        "Grund für Verlust",
        "Reason lost",
        "Close reason",
    ],
)
def test_columns_that_say_why(heading):
    found = dx.Ledger.read(export(heading))
    assert found.columns["lost_reason"] == heading
    assert found.matching.why["lost_reason"]
    assert found.lost().loc["no answer", "leads"] == 5


def test_no_count_depends_on_it():
    with_it, without = dx.Ledger.read(export()), dx.Ledger.read(export().drop(columns="Loss Reason"))
    assert (with_it.leads, with_it.wins, with_it.decided) == (without.leads, without.wins, without.decided)
    pd.testing.assert_frame_equal(with_it.cells, without.cells)
    assert [fault.key for fault in with_it.faults] == [fault.key for fault in without.faults]


def test_it_may_be_named_or_denied():
    frame = export("Anything")
    assert "lost_reason" not in dx.Ledger.read(frame).columns
    named = dx.Ledger.read(frame, columns={"lost_reason": "Anything"})
    assert named.lost().loc["price", "leads"] == 4
    assert dx.Ledger.read(frame, columns=named.columns).lost().equals(named.lost())
    denied = dx.Ledger.read(export(), columns={"lost_reason": None})
    with pytest.raises(InputError, match="reason of each lost lead"):
        denied.lost()


def test_of_two_columns_the_one_that_names_the_loss_is_read():
    frame = export("Lost Reason")
    frame["Reason code"] = "7"
    assert dx.Ledger.read(frame).columns["lost_reason"] == "Lost Reason"


def test_no_lead_is_lost():
    none = dx.Ledger.read(export(lost=[], won=["Price"] * 5, open_=["Price"] * 3))
    assert none.lost()["leads"].sum() == 0
    assert (none.lost_texts.reasons.lost, none.lost_texts.reasons.elsewhere) == (0, 8)


def test_the_column_may_be_blank_or_numbers():
    blank = dx.Ledger.read(export(lost=[""] * 6, won=["", ""]))
    assert "lost_reason" not in blank.columns or blank.lost().loc["not said", "leads"] == 6
    coded = dx.Ledger.read(export(lost=["1", "2", "2"] * 4))
    assert coded.lost().loc["other", "leads"] == 12


def test_the_months_that_are_looked_at():
    part = dx.Ledger.read(export()).lost("2025-01", "2025-02")
    assert 0 < part["leads"].sum() < dx.Ledger.read(export()).lost()["leads"].sum()
    every = dx.Ledger.read(export())
    assert (
        sum(every.lost(f"2025-0{m}", f"2025-0{m}")["leads"].sum() for m in range(1, 7)) == every.lost()["leads"].sum()
    )


def test_a_lead_of_several_rows_counts_once():
    frame = pd.concat([export(), export()], ignore_index=True)
    found = dx.Ledger.read(frame)
    assert found.lost().equals(dx.Ledger.read(export()).lost())


def test_notes_in_the_column_are_read_and_only_a_few_are_shown():
    notes = [
        f"Spoke to them on day {n}, " + ("far too expensive" if n % 2 else "they moved on " * 9) for n in range(60)
    ]
    texts = dx.Ledger.read(export(lost=notes)).lost_texts
    assert (texts.reasons.counts["price"], texts.reasons.counts["other"]) == (30, 30)
    assert len(texts.others) == MOST_SHOWN
    assert all(len(text) <= LONGEST_SHOWN for text, _ in texts.others)


def test_more_texts_than_are_read_are_said(monkeypatch):
    monkeypatch.setattr(counting, "MOST_TEXTS", 10)
    texts = dx.Ledger.read(export(lost=[f"Price on day {n}" for n in range(40)])).lost_texts
    assert texts.unread > 0 and texts.reasons.said + texts.unread == 40


def test_people_are_not_named_in_what_is_shown():
    frame = export(lost=["Ann Archer forgot to call"] * 6)
    frame["Owner"] = ["Ann Archer", "Bo Baker"] * (len(frame) // 2) + ["Ann Archer"] * (len(frame) % 2)
    texts = dx.Ledger.read(frame, people="initials").lost_texts
    assert "Archer" not in str(texts.others)


def test_a_hundred_thousand_leads_take_less_than_two_seconds_more():
    r = random.Random(5)
    every = [text for texts in PLANTED.values() for text in texts]
    frame = pd.DataFrame(
        {
            "Lead ID": range(100_000),
            "Created": [f"2025-{r.randrange(1, 7):02}-05" for _ in range(100_000)],
            "Status": r.choices(["Won", "Lost", "Open"], [2, 7, 1], k=100_000),
            "Closed": [f"2025-{r.randrange(7, 10):02}-05" for _ in range(100_000)],
            "Lost reason": [f"{r.choice(every)}, note {r.randrange(30_000)}" for _ in range(100_000)],
        }
    )
    found = dx.Ledger.read(frame)
    begun = time.perf_counter()
    counted = found.lost()
    assert time.perf_counter() - begun < 2
    assert counted["leads"].sum() + found.lost_texts.unread == found.total("lost")
