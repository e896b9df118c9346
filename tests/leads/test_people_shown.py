"""Reps as initials or numbers: nobody's name is in what is made of the counts, and every count is the same."""

from __future__ import annotations

import io
import random
import re

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.files import data_file
from diagnostics.reading.people import SHOWN, People, mark_of

NAMES = ("Anna Berg", "Arne Bo", "Zoë Adams", "Ben", "o'Neil, Maeve", "jo.lund@example.com")
HIDDEN = SHOWN[1:]


def export(names=NAMES, rows=900, seed=3):
    """One row per lead, with spellings, blanks and a rep who sells all that comes to them."""
    dice = random.Random(seed)
    lines = ["ID,Created,Status,Closed,Source,Owner"]
    for n in range(rows):
        month, name = 1 + n % 9, dice.choice(names)
        status = dice.choice(("Won", "Lost", "Lost", "Lost", "Open"))
        closed = "" if status == "Open" else f"2024-{month + 1:02}-{dice.randint(1, 28):02}"
        shown = dice.choice((name, name.upper(), f" {name}")) if n % 11 == 0 else name
        lines.append(
            f'{n},2024-{month:02}-{dice.randint(1, 28):02},{status},{closed},{"Web" if n % 3 else "Fair"},"{shown}"'
        )
    lines += [f"{rows + n},2024-05-05,Won,2024-06-01,Web,Kai Uhl" for n in range(40)]
    lines.append(f"{rows + 40},,Lost,2024-06-01,Web,{names[0]}")  # has no date: an example of a fault
    return "\n".join(lines).encode()


def named(text, names=NAMES):
    return [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]


@pytest.fixture(scope="module")
def ledgers():
    return {shown: dx.Ledger.read(export(), people=shown) for shown in SHOWN}


def everything(ledger):
    """All that a ledger says, as one text."""
    p = dx.leads_or_people(ledger)
    said = [p.sentence, p.alarm, p.advice, *p.evidence, *ledger.notes, *ledger.reading.lines(), repr(ledger.columns)]
    frames = [ledger.reps(), ledger.channels(), ledger.grid(), ledger.months, ledger.counts.cells]
    said += [frame.to_csv() for frame in frames]
    said += [repr(offer.answers) + offer.words for offer in ledger.offers]
    said += [f"{fault.what} {fault.effect} {ledger.examples(fault)}" for fault in ledger.faults]
    return "\n".join(said)


@pytest.mark.parametrize("shown", HIDDEN)
@pytest.mark.slow
def test_nobodys_name_is_in_anything_that_it_says(ledgers, shown):
    assert named(everything(ledgers["names"]), (*NAMES, "Kai Uhl")), "otherwise nothing is hidden"
    assert named(everything(ledgers[shown]), (*NAMES, "Kai Uhl")) == []


@pytest.mark.parametrize("shown", HIDDEN)
@pytest.mark.slow
def test_counts_and_verdict_are_the_same_to_the_digit(ledgers, shown):
    a, b = ledgers["names"], ledgers[shown]
    pd.testing.assert_frame_equal(a.months, b.months, check_exact=True)
    for ledger in (dx.Ledger.read(data_file("ledger.csv"), people=s) for s in ("names", shown)):
        d = dx.diagnose(ledger.funnel("2025-07", "2025-11"), ledger.par(until="2025-06", goal=40))
        known = d.probability, d.of_par, d.sentence
        assert known == getattr(test_counts_and_verdict_are_the_same_to_the_digit, "known", known)
        test_counts_and_verdict_are_the_same_to_the_digit.known = known
    assert a.funnel() == b.funnel()
    assert dx.leads_or_people(a).verdict == dx.leads_or_people(b).verdict
    pd.testing.assert_frame_equal(a.channels(), b.channels(), rtol=1e-9)
    by_leads = [ledger.reps().sort_values(["leads", "won"]).reset_index(drop=True) for ledger in (a, b)]
    pd.testing.assert_frame_equal(*by_leads, rtol=1e-9)
    assert list(by_leads[0]["won"]) == list(by_leads[1]["won"])


def test_two_with_the_same_initials_stay_two(ledgers):
    reps = ledgers["initials"].reps()
    assert len(reps) == len(ledgers["names"].reps()) == len(NAMES) + 1
    assert {"A.B. 1", "A.B. 2", "Z.A.", "B.", "O.N.M.", "J.L.", "K.U."} == set(reps.index)
    assert list(reps.loc[["A.B. 1", "A.B. 2"], "leads"]) != [0, 0]


def test_numbers_are_the_same_each_time_and_in_whatever_order_the_rows_are(ledgers):
    head, *rows = export().decode().splitlines()
    random.Random(1).shuffle(rows)
    again = dx.Ledger.read("\n".join([head, *rows]).encode(), people="numbers")
    assert again.reps().to_csv() == ledgers["numbers"].reps().to_csv()


def test_numbers_are_in_no_order_of_the_alphabet():
    """Of 30 exports of the same five people, the first in the alphabet is number 1 in some and not in most."""
    people = [People.of(NAMES[:5], "numbers", bytes([n])) for n in range(30)]
    first = sum(p["Anna Berg"] == "Rep 1" for p in people)
    assert 0 < first < 15
    assert len({p["Anna Berg"] for p in people}) == 5


@pytest.mark.parametrize("shown", HIDDEN)
@pytest.mark.slow
def test_an_answer_that_names_somebody_is_kept_without_the_name_and_counts_the_same(shown):
    plain = dx.Ledger.read(export(), columns={"self_service": {"Owner": ["Kai Uhl"]}})
    marked = dx.Ledger.read(export(), columns={"self_service": {"Owner": [mark_of("Kai Uhl")]}}, people=shown)
    assert plain.counts.total("direct") == marked.counts.total("direct") == 40
    assert marked.columns["self_service"] == {"Owner": [mark_of("Kai Uhl")]}
    assert named(everything(marked), (*NAMES, "Kai Uhl")) == []
    hidden = dx.Ledger.read(export(), columns=plain.columns, people=shown)
    assert hidden.columns["self_service"] == marked.columns["self_service"]


@pytest.mark.parametrize("shown", HIDDEN)
@pytest.mark.slow
def test_names_of_sheets_are_people_too(shown):
    book = io.BytesIO()
    frame = pd.read_csv(io.BytesIO(export())).drop(columns="Owner").dropna(subset="Created")
    with pd.ExcelWriter(book) as writer:
        for at, name in enumerate(("Anna Berg", "Ben Holt", "Carl Ude")):
            frame.iloc[at::3].to_excel(writer, sheet_name=name, index=False)
    ledger = dx.Ledger.read(book.getvalue(), columns={"rep": "Sheet"}, sheet="all", people=shown)
    assert len(ledger.reps()) == 3
    assert named(everything(ledger), ("Anna Berg", "Ben Holt", "Carl Ude")) == []


def test_a_name_that_is_a_formula_and_one_that_is_no_letter():
    people = People.of(["=cmd()", "—", "Ærø", "  ", "王芳", "x" * 300], "initials", b"")
    assert people["=cmd()"] == people["'=cmd()"] == "C."
    assert (people["—"], people["Ærø"], people["王芳"]) == ("?", "Æ.", "王.")


@pytest.mark.parametrize("shown", ["letters", None, 3, ["initials"], "Initials"])
@pytest.mark.slow
def test_another_way_of_showing_is_refused(shown):
    with pytest.raises(dx.InputError, match="people"):
        dx.Ledger.read(data_file("ledger.csv"), people=shown)
