"""Sales that nobody of the team had a part in: the same verdict from leads as from typed counts, offered and never taken."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.app.forms.leads_form import Export, read_ledger
from diagnostics.app.pages.leads_panes import matching_pane

LEADS, SALES, ALONE = 1_000, 85, 70
PAR = dx.Par(goal=10, direct=0.07, closing=0.10)
TAKEN = {"self_service": "unreached"}


def shop(rep: bool = True, reached: bool = True) -> pd.DataFrame:
    """1,000 leads of one year, long decided: 85 sales, 70 of them never reached and owned by nobody."""
    rows = []
    for n in range(LEADS):
        created = dt.date(2023, 1, 1) + dt.timedelta(days=n * 364 // LEADS)
        alone = n < LEADS and n % 100 < 7
        won = alone or n % 67 == 50
        rows.append(
            {
                "Lead ID": f"L{n}",
                "Create date": created,
                "Stage": "Won" if won else "Lost",
                "Close date": created + dt.timedelta(days=20),
                "Owner": None if alone else ("Ann", "Bo")[n % 2],
                "First contact": None if alone else created + dt.timedelta(days=1),
            }
        )
    frame = pd.DataFrame(rows)
    return frame.drop(columns=[*([] if rep else ["Owner"]), *([] if reached else ["First contact"])])


def counted(frame: pd.DataFrame) -> tuple[int, int, int]:
    won = frame["Stage"] == "Won"
    alone = won & (frame["Owner"].isna() if "Owner" in frame else frame["First contact"].isna())
    return len(frame), int(won.sum()), int(alone.sum())


def test_the_example_is_the_case_it_is_made_for():
    assert counted(shop()) == (LEADS, SALES, ALONE)


def test_the_same_verdict_at_every_depth(tmp_path: Path):
    path = tmp_path / "shop.csv"
    shop().to_csv(path, index=False)
    typed = dx.diagnose(dx.Funnel(leads=LEADS, wins=SALES, direct_wins=ALONE, months=12), PAR)
    months = pd.DataFrame({"channel": ["all"], "leads": [LEADS], "wins": [SALES], "direct wins": [ALONE]})
    table = dx.diagnose(dx.Table.read(months, "cohort", months=12).funnel(), PAR)
    ledger = dx.Ledger.read(path, TAKEN, as_of="2024-12-31")
    funnel = ledger.funnel()
    assert (funnel.leads, funnel.wins, funnel.direct_wins, funnel.months) == (LEADS, SALES, ALONE, 12)
    found = dx.diagnose(funnel, PAR)
    assert typed.verdict == table.verdict == found.verdict == "sales"
    assert typed.weak_link == table.weak_link == found.weak_link == "closing"
    assert found.of_par["sales"] == pytest.approx(typed.of_par["sales"], abs=0.01)
    as_recorded = dx.diagnose(dx.Ledger.read(path, as_of="2024-12-31").funnel(), PAR)
    assert as_recorded.of_par["sales"] > 0.8, "taken as they are recorded, the sales hide that sales closes hardly any"


@pytest.mark.parametrize(("rep", "reached"), [(True, True), (True, False), (False, True)])
def test_it_is_offered_with_the_count_and_the_rule_and_not_taken(rep, reached):
    frame = shop(rep, reached)
    found = dx.Ledger.read(frame, as_of="2024-12-31")
    assert found.total("direct") == 0
    fault = next(fault for fault in found.faults if fault.key == "sold by nobody")
    assert (fault.count, fault.of) == (ALONE, SALES)
    (offer,) = found.offers
    assert f"{ALONE} of {SALES} sales" in offer.words
    assert ("no rep" in offer.words, "no first contact" in offer.words) == (rep, reached)
    results = {
        way.given["self_service"]: dx.Ledger.read(frame, dict(way.given), as_of="2024-12-31") for way in offer.ways
    }
    assert {key: ledger.total("direct") for key, ledger in results.items()} == {"unreached": ALONE, "as-recorded": 0}
    assert not any(ledger.offers for ledger in results.values())
    assert any(f"{ALONE} of {SALES} sales" in note for note in results["unreached"].notes)
    assert results["unreached"].columns["self_service"] == "unreached"


def test_blank_reps_say_nothing_where_most_leads_have_none():
    frame = shop(reached=False)
    frame.loc[frame.index % 10 != 9, "Owner"] = None
    assert not dx.Ledger.read(frame, as_of="2024-12-31").offers


def test_one_click_on_the_page_takes_it(tmp_path: Path):
    path = tmp_path / "shop.csv"
    shop().to_csv(path, index=False)
    export = Export.read(path)
    pane = matching_pane(read_ledger({"goal": "100"}, export, {}))
    assert pane is not None
    assert pane["open"]
    asked = pane["questions"][-1]
    assert f"{ALONE} of {SALES} sales" in asked["text"]
    send = asked["answers"][0]["send"]
    assert send["do"] == "answer"
    clicked = read_ledger({"goal": "100"}, export, send["given"])
    assert clicked.ledger is not None
    assert clicked.ledger.total("direct") == ALONE
    after = matching_pane(clicked)
    assert after is not None
    assert not after["questions"]
