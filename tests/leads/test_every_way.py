"""Every answer that is offered leads on: to the counts or to another question, never to a refusal; and no order of rows matters."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.errors import InputError
from diagnostics.leads.matching.matching import recognise
from diagnostics.leads.opening.opening import open_leads
from diagnostics.reading.crm import propose
from tests.shared import FOLDER
from tests.ways import MOST, End, ends

ROWS = 40
AS_OF = "2025-12-31"


def walked(source: Any, most: int) -> list[End]:
    """The ends of a source that answers reach, read on one day of counting."""

    def read(given: Mapping[str, Any]) -> tuple[int, int]:
        ledger = dx.Ledger.read(source, given, AS_OF)
        return ledger.leads, ledger.wins

    return ends(read, most=most)


def leads_on(source: Any, most: int = MOST) -> None:
    """Each answer leads to counts; a source that is refused at once is not asked about."""
    for end in walked(source, most):
        if end.asked:
            assert end.refusal is None, f"{end.given} after {end.asked}: {end.refusal}"
            assert end.found[0] > 0


# --- random matchings -----------------------------------------------------------------------------------------------


def days(r: random.Random) -> list[str]:
    first = dt.date(2024, r.randrange(1, 13), 1)
    return [(first + dt.timedelta(days=r.randrange(200))).isoformat() for _ in range(ROWS)]


def some(r: random.Random, cells: list[str], share: float) -> list[str]:
    return [cell if r.random() < share else "" for cell in cells]


def few(r: random.Random, texts: list[str]) -> list[str]:
    return [r.choice(texts) for _ in range(ROWS)]


COLUMNS = {
    "days": days,
    "days of some": lambda r: some(r, days(r), 0.5),
    "slashes": lambda r: [f"{r.randrange(1, 13)}/{r.randrange(1, 13)}/2025" for _ in range(ROWS)],
    "stages": lambda r: few(r, ["Won", "Lost", "Proposal", "New"]),
    "closed": lambda r: few(r, ["Closed", "Open", "Won"]),
    "steps": lambda r: few(r, ["Called", "Visited", "Signed up"]),
    "flags": lambda r: few(r, ["yes", "no"]),
    "texts": lambda r: [f"note {r.random()}" for _ in range(ROWS)],
    "names": lambda r: few(r, ["Ann", "Bo", "Cy"]),
    "sources": lambda r: few(r, ["Ads", "Fair", ""]),
    "amounts": lambda r: [str(r.randrange(1_000, 90_000)) for _ in range(ROWS)],
    "amounts of some": lambda r: some(r, [str(r.randrange(36_000, 46_000)) for _ in range(ROWS)], 0.3),
    "telephones": lambda r: [f"20794600{r.randrange(10, 99)}" for _ in range(ROWS)],
    "numbers": lambda r: [str(n) for n in range(ROWS)],
    "numbers of pairs": lambda r: [str(n // 2) for n in range(ROWS)],
    "rounded": lambda r: few(r, ["1.23457E+11", "1.23458E+11"]),
    "blank": lambda r: [""] * ROWS,
}  # fmt: skip
HEADINGS = [
    "Created", "Date entered", "Came", "deal_created_at", "Won", "Lost", "Close Date", "Closed", "Status", "Stage", "Result",
    "Owner", "Agent", "Source", "Channel", "Amount", "Value", "id", "lead_id", "Reference", "Qualified", "First contact",
    "Phone", "Date of birth", "Last activity", "Expected close date", "Notes", "A", "B",
]  # fmt: skip


def invented(seed: int) -> pd.DataFrame:
    """Columns of any kind under any heading."""
    r = random.Random(seed)
    headings = r.sample(HEADINGS, r.randrange(3, 9))
    return pd.DataFrame({heading: COLUMNS[r.choice(list(COLUMNS))](r) for heading in headings})


@pytest.mark.parametrize("seed", range(1, 8))
@pytest.mark.slow
def test_the_first_answers_about_an_invented_export_lead_on(seed):
    leads_on(invented(seed), 8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_every_answer_about_an_invented_export_leads_on(seed):
    leads_on(invented(seed))


@pytest.mark.parametrize("seed", range(40))
def test_no_order_of_rows_or_columns_changes_a_role_or_a_question(seed):
    frame = invented(seed)
    r = random.Random(seed + 1)
    order = r.sample(list(frame.columns), len(frame.columns))
    other = frame.sample(frac=1.0, random_state=seed)[order].reset_index(drop=True)
    found, again = (proposed(source) for source in (frame, other))
    assert found == again


def proposed(source: Any) -> tuple[Any, ...]:
    leads = open_leads(source, recognise)
    p = propose(leads.headings, leads.profiles)
    asked = [(q.code, q.field, q.choices, [w.label for w in q.answers]) for q in p.questions]
    return p.columns, p.why, p.next_best, p.notes, p.preset, asked, sorted(p.outcome_candidates)


# --- real shapes ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(FOLDER.glob("[0-9]*")), ids=lambda path: path.name[:3])
def test_every_answer_about_a_real_shape_leads_on(path):
    try:
        open_leads(path, recognise)
    except InputError as refusal:
        pytest.skip(f"refused at once: {refusal.code}")
    leads_on(path)
