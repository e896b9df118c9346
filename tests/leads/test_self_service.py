"""Sales that nobody of the team had a part in: the same verdict from leads as from typed counts, offered and never taken."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.leads_form import Export, read_ledger
from diagnostics.app.messages import Answer
from diagnostics.app.pages.leads_panes import matching_pane
from diagnostics.errors import InputError

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


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_verdict_that_the_offer_would_turn_says_so():
    as_recorded = dx.diagnose(dx.Ledger.read(shop(), as_of="2024-12-31").funnel(), PAR)
    taken = dx.diagnose(dx.Ledger.read(shop(), TAKEN, as_of="2024-12-31").funnel(), PAR)
    doubt = (
        "70 of 85 sales may have been made without a salesperson (no first contact and no rep); "
        "whether they were changes who is judged for them."
    )
    assert as_recorded.verdict != taken.verdict
    assert doubt in as_recorded.evidence_against
    assert not [line for line in taken.evidence_against if "salesperson" in line]
    answered = dx.Ledger.read(shop(), {"self_service": "as-recorded"}, as_of="2024-12-31").funnel()
    assert not [line for line in answered.doubts if "salesperson" in line]


@pytest.mark.parametrize(("rep", "reached"), [(True, True), (True, False), (False, True)])
@pytest.mark.slow
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
        answer.given["self_service"]: dx.Ledger.read(frame, dict(answer.given), as_of="2024-12-31")
        for answer in offer.answers
    }
    assert {key: ledger.total("direct") for key, ledger in results.items()} == {"unreached": ALONE, "as-recorded": 0}
    assert not any(ledger.offers for ledger in results.values())
    assert any(f"{ALONE} of {SALES} sales" in note for note in results["unreached"].notes)
    assert results["unreached"].columns["self_service"] == "unreached"


def reached_few(owner: str = "blank") -> pd.DataFrame:
    """1,000 leads of one year: 300 reached, of which 15 bought; 70 of the others bought too. ``owner`` of those others."""
    frame = shop().drop(columns="Owner")
    won = frame["Stage"] == "Won"
    alone = won & frame["First contact"].isna()
    others = LEADS - SALES
    spread = [n for at, n in enumerate(frame.index[~won]) if (at + 1) * 285 // others > at * 285 // others]
    reached = (won & ~alone) | frame.index.isin(spread)
    frame.loc[~reached, "First contact"] = None
    return frame.assign(Owner=[("Ann", "Bo")[n % 2] if r or owner == "all" else None for n, r in enumerate(reached)])


@pytest.mark.parametrize("owner", ["blank", "all"])
@pytest.mark.slow
def test_a_blank_first_contact_tells_whoever_owns_the_leads(owner):
    frame = reached_few(owner)
    (offer,) = dx.Ledger.read(frame, as_of="2024-12-31").offers
    assert f"{ALONE} of {SALES} sales" in offer.words
    funnel = dx.Ledger.read(frame, dict(offer.answers[0].given), as_of="2024-12-31").funnel()
    typed = dx.Funnel(leads=LEADS, wins=SALES, direct_wins=ALONE, worked=300, months=12)
    assert (funnel.leads, funnel.wins, funnel.direct_wins, funnel.worked) == (LEADS, SALES, ALONE, 300)
    assert dx.diagnose(funnel, PAR).weak_link == dx.diagnose(typed, PAR).weak_link


def by_a_column(heading: str, alone: object, others: tuple[object, ...]) -> pd.DataFrame:
    """The example with one column that tells the 70 from all other leads."""
    frame = shop()
    is_alone = frame["Owner"].isna()
    frame = frame.drop(columns=["First contact", *(["Owner"] if heading == "Owner" else [])])
    if heading == "Stage":
        return frame.assign(Owner="Ann", Stage=frame["Stage"].where(~is_alone, alone))
    frame[heading] = [alone if a else others[n % len(others)] for n, a in enumerate(is_alone)]
    return frame.assign(Owner=["Ann", "Bo"] * (LEADS // 2)) if heading != "Owner" else frame


TOLD_BY = {
    "a rep who sells without a lost or open lead": ("Owner", "Nightly job", ("Ann", "Bo")),
    "a word in the stage": ("Stage", "Won - self-serve", ()),
    "a word in a type": ("Art des Verkaufs", "Online-Shop", ("Vertrieb", "Partner")),
    "no call": ("Number of calls", "0", ("1", "2", "3")),
    "no activity": ("Last activity date", None, ("2024-01-03", "2024-02-01")),
}


@pytest.mark.parametrize("kind", TOLD_BY)
@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.slow
def test_what_tells_the_sales_of_nobody_is_offered_and_taking_it_gives_the_typed_counts(kind, shuffled, tmp_path):
    frame = by_a_column(*TOLD_BY[kind])
    if shuffled:
        frame = frame.sample(frac=1, random_state=3)[list(reversed(frame.columns))]
    path = tmp_path / "shop.csv"
    frame.to_csv(path, index=False)
    found = dx.Ledger.read(path, as_of="2024-12-31")
    (offer,) = found.offers
    assert found.total("direct") == 0
    assert f"{ALONE} of {SALES} sales" in offer.words
    assert next((f.count, f.of) for f in found.faults if f.key == "sold by nobody") == (ALONE, SALES)
    assert all(example["outcome"] == "won" for example in found.examples("sold by nobody"))
    taken = dx.Ledger.read(path, dict(offer.answers[0].given), as_of="2024-12-31")
    funnel = taken.funnel()
    assert (funnel.leads, funnel.wins, funnel.direct_wins, funnel.worked) == (LEADS, SALES, ALONE, None)
    assert not taken.offers
    assert dx.Ledger.read(path, taken.columns, as_of="2024-12-31").total("direct") == ALONE


def test_a_rep_of_few_leads_or_of_all_sales_is_no_sign():
    frame = shop(reached=False).assign(Owner=["Ann", "Bo"] * (LEADS // 2))
    won = frame["Stage"] == "Won"
    handed_over = frame.assign(Owner=frame["Owner"].where(~won, "Customer care"))
    assert not dx.Ledger.read(handed_over, as_of="2024-12-31").offers
    frame.loc[frame.index[won][:2], "Owner"] = "Cleo"
    assert not dx.Ledger.read(frame, as_of="2024-12-31").offers


@pytest.mark.parametrize("given", ["nobody", {}, {"Owner": 3}, {3: ["x"]}])
def test_an_answer_that_is_none_is_refused(given):
    with pytest.raises(InputError, match="self_service"):
        dx.Ledger.read(shop(), {"self_service": given})


def test_blank_reps_say_nothing_where_most_leads_have_none():
    frame = shop(reached=False)
    frame.loc[frame.index % 10 != 9, "Owner"] = None
    assert not dx.Ledger.read(frame, as_of="2024-12-31").offers


@pytest.mark.slow
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
    refused = matching_pane(read_ledger({"goal": "100"}, export, asked["answers"][1]["send"]["given"]))
    assert refused is not None
    assert not refused["questions"]


def test_an_answer_of_columns_and_texts_goes_through_the_page():
    given = {"self_service": {"Owner": ["Web shop"]}}
    sent = Answer.model_validate({"do": "answer", "given": given})
    assert Entries().answered(sent.given).columns == given
    assert Entries.from_dict(Entries().answered(given).to_dict()).columns == given


@pytest.mark.parametrize("rep", [True, False])
def test_an_offer_says_how_many_leads_that_were_not_won_have_no_first_contact_either(rep):
    rows = [
        (
            dt.date(2025, 1, 1) + dt.timedelta(days=n),
            "Won" if n % 3 == 0 else "Lost",
            "" if n % 5 < 2 else (dt.date(2025, 1, 3) + dt.timedelta(days=n)).isoformat(),
            "AB"[n % 2],
        )
        for n in range(300)
    ]  # of 100 sales 40 have no first contact, of 200 other leads 80
    frame = pd.DataFrame(rows, columns=["Created", "Stage", "First contact", "Owner"])
    (offer,) = dx.Ledger.read(frame if rep else frame.drop(columns="Owner"), as_of="2025-12-31").offers
    assert "40 of 100 sales" in offer.words
    assert "and so have 80 leads that were not won" in offer.words
