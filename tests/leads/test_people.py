"""Sentences about people are true: what rates are of, when totals mislead, and what one column alone can show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.comparison.units import MATERIAL, compare_units, routes_of
from diagnostics.leads.people.people import LeadsOrPeople
from diagnostics.leads.people.verdict import judge
from diagnostics.leads.thresholds import LOOKS
from tests.leads.ledgers import frame, rows_of

END = "2025-01-31"

TOLD_APART = ("leads", "people", "both", "neither")


def people(*groups, **more):
    return dx.leads_or_people(dx.Ledger.read(frame(*groups).assign(**more), as_of=END))


def random_office(r: np.random.Generator) -> pd.DataFrame:
    """Cells of reps who work channels of other quality, more or less evenly, in one month."""
    reps, channels = int(r.integers(2, 7)), int(r.integers(1, 5))
    share = r.dirichlet(np.full(channels, r.choice([0.4, 2.0, 50.0])), reps)
    trials = r.poisson(share * r.choice([40, 150, 600], (reps, 1))).astype(float)
    rate = np.clip(r.uniform(0.05, 0.4, channels)[None, :] * r.choice([1.0, 1.0, 0.6], (reps, 1)), 0, 0.9)
    hits = r.binomial(trials.astype(int), rate).astype(float)
    at = [(rep, channel) for rep in range(reps) for channel in range(channels) if trials[rep, channel]]
    return pd.DataFrame(
        [
            {
                "rep": f"rep {rep}",
                "channel": f"channel {channel}",
                "month": 24_300,
                "leads": trials[rep, channel],
                "base": trials[rep, channel],
                "possible": trials[rep, channel],
                "won": hits[rep, channel],
                "direct": 0,
                "hits": hits[rep, channel],
                "trials": trials[rep, channel],
            }
            for rep, channel in at
        ]
    )


@pytest.mark.slow
def test_totals_are_said_to_mislead_only_where_like_for_like_changes_the_picture():
    """By one set of limits: those of chance, scatter and looks that the like-for-like ratio is judged by."""
    r = np.random.default_rng(5)
    said = 0
    for _ in range(60):
        cells = random_office(r)
        if cells["rep"].nunique() < 2 or not cells["hits"].sum():
            continue
        reps = compare_units(cells, "rep", LOOKS)
        raw = reps["rate"] / (reps["won"].sum() / reps["effective"].sum())
        for name, row in reps[reps["misleading"]].iterrows():
            said += 1
            assert abs(row["ratio"] / raw[name] - 1) > MATERIAL / 2
            assert row["outside"] != ("below" if raw[name] < 1 else "above")
            # Chance and mix alone would rarely make so much of it: the rate stands apart, the ratio does not.
            assert abs(raw[name] - 1) > abs(row["ratio"] - 1) or row["outside"]
    assert said >= 3


@pytest.mark.slow
def test_where_channels_are_all_alike_no_total_misleads():
    """Planted: reps with very different channels that win all the same; chance may say otherwise one time in twenty."""
    r = np.random.default_rng(6)
    wrong = 0
    for _ in range(100):
        cells = random_office(r)
        cells["hits"] = r.binomial(cells["trials"].astype(int), 0.2).astype(float)
        cells["won"] = cells["hits"]
        if cells["rep"].nunique() > 1 and cells["hits"].sum():
            wrong += bool(compare_units(cells, "rep", LOOKS)["misleading"].any())
    assert wrong <= 0.02 * 100


def test_leads_that_were_shared_out_evenly_mislead_nobody():
    found = people(*(rows_of(rep, c, 200, w) for rep, k in (("A", 1), ("B", 1), ("C", 0.5)) for c, w in (("hot", int(80 * k)), ("cold", int(20 * k)))))  # fmt: skip
    assert found.reps_outside
    assert found.misleading == ()
    assert found.alarm == ""


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([rows_of("A", "referral", 100, 40), rows_of("B", "ads", 100, 10)], id="not identifiable"),
        pytest.param([rows_of("A", "hot", 12, 6), rows_of("B", "cold", 12, 2), rows_of("A", "cold", 6, 1)], id="few"),
    ],
)
def test_no_alarm_stands_beside_what_cannot_be_told(groups):
    found = people(*groups)
    assert found.verdict not in TOLD_APART
    assert found.alarm == ""


@pytest.mark.slow
def test_the_alarm_never_stands_beside_cannot_be_told():
    r = np.random.default_rng(7)
    alarms = 0
    for at in range(60):
        cells = random_office(r)
        if not cells["hits"].sum():
            continue
        reps, channels, routes = (
            compare_units(cells, "rep", LOOKS),
            compare_units(cells, "channel", LOOKS),
            routes_of(cells),
        )
        found = LeadsOrPeople(judge(reps, channels, routes), reps, channels, routes)
        if found.alarm:
            alarms += 1
            assert "can’t say" not in found.sentence, at
            assert "cannot tell" not in found.sentence, at
            assert found.verdict in TOLD_APART
    assert alarms > 4


@pytest.mark.slow
def test_a_rate_is_said_to_be_of_the_leads_that_it_is_of():
    groups = [
        rows_of("A", "hot", 160, 80),
        rows_of("A", "cold", 40, 4),
        rows_of("B", "hot", 40, 20),
        rows_of("B", "cold", 160, 16),
    ]
    plain = people(*groups)
    assert "A closes 42% of their leads" in plain.alarm
    rows = frame(*groups)
    half = rows.index % 2 == 0
    reached = rows.assign(Reached=np.where(half | (rows["Outcome"] == "Won"), "2025-01-16", None))
    of_reached = dx.leads_or_people(dx.Ledger.read(reached, as_of=END))
    assert of_reached.base == "worked"
    row = of_reached.reps.loc["A"]
    assert row["worked"] < row["leads"]
    assert f"A closes {100 * row['won'] / row['worked']:.0f}% of the leads they reached" in of_reached.alarm
    assert "all leads" not in of_reached.alarm


# --- one column alone


OFFICE = [rows_of("A", "hot", 200, 80), rows_of("B", "hot", 200, 76), rows_of("C", "cold", 200, 20)]


@pytest.mark.parametrize(
    ("without", "kind", "there", "outside"),
    [("Channel", "rep", "reps", "C"), ("Rep", "channel", "channels", "cold")],
)
def test_what_is_there_is_compared_and_what_it_cannot_see_is_said(without, kind, there, outside):
    ledger = dx.Ledger.read(frame(*OFFICE).drop(columns=without), as_of=END)
    found = dx.leads_or_people(ledger)
    assert found.verdict == "not recorded"
    assert found.one_side == there
    shown = getattr(found, there)
    pd.testing.assert_frame_equal(shown, getattr(ledger, there)())
    assert shown.loc[outside, "outside"] == "below"
    assert found.sentence.startswith(f"{kind.capitalize()}s differ: ")
    assert outside in found.sentence
    assert f"Export the {without.lower()} of each lead" in found.sentence
    assert "can’t say whether it is the leads or the people" in found.sentence
    assert any(line.startswith(f"{outside}: ") for line in found.evidence)
    assert "the same" not in " ".join(found.evidence)  # whether the leads, or the reps, were the same is not known
    assert found.alarm == found.advice == ""


@pytest.mark.slow
def test_of_equal_ones_none_is_called_out_of_line():
    equal = [rows_of(rep, "ads", 200, won) for rep, won in (("A", 40), ("B", 43), ("C", 38))]
    found = dx.leads_or_people(dx.Ledger.read(frame(*equal).drop(columns="Channel"), as_of=END))
    assert found.sentence.startswith("No rep differs from the others.")
    alone = dx.leads_or_people(dx.Ledger.read(frame(equal[0]).drop(columns="Channel"), as_of=END))
    assert alone.sentence.startswith("There is only one rep to compare.")


def test_a_column_that_cannot_be_used_leaves_the_other_to_be_compared():
    rows = frame(*OFFICE)
    rows.loc[rows["Outcome"] == "Lost", "Rep"] = None
    found = dx.leads_or_people(dx.Ledger.read(rows, as_of=END))
    assert found.one_side == "channels"
    assert "as it was when the lead came in" in found.sentence
    assert "cold" in found.sentence
