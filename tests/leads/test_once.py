"""Several rows of one lead: histories, options, reopened deals; counted the same in whatever order the rows are."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from typing import Any

import pandas as pd
import pytest

import diagnostics as dx
from tests.ways import ends

DAY = dt.timedelta(days=1)


def export(rows: list[tuple[Any, ...]], headings: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=headings.split(","))


def counts(ledger: dx.Ledger) -> tuple[int, int, int, int]:
    return ledger.leads, ledger.wins, ledger.decided - ledger.wins, ledger.open_leads


def history(seed: int, leads: int = 60) -> tuple[list[tuple[str, str, str, str]], dict[str, dict[str, Any]]]:
    """Stage changes of some leads, and what each lead comes to."""
    r = random.Random(seed)
    rows, truth = [], {}
    for n in range(leads):
        day = first = dt.date(2025, 1, 1) + r.randrange(120) * DAY
        rows.append((f"L{n}", "New", day.isoformat(), f"Rep {n % 2}"))
        if r.random() < 0.7:
            day += r.randrange(0, 9) * DAY
            rows.append((f"L{n}", "Qualified", day.isoformat(), f"Rep {n % 2}"))
        outcome = r.choices(["won", "lost", "open"], [3, 5, 2])[0]
        if outcome != "open" and r.random() < 0.15:  # lost once, reopened, and decided after that
            day += r.randrange(1, 20) * DAY
            rows.append((f"L{n}", "Closed Lost", day.isoformat(), f"Rep {n % 2}"))
            day += r.randrange(1, 20) * DAY
            rows.append((f"L{n}", "Qualified", day.isoformat(), f"Rep {n % 2}"))
        decided = None
        if outcome != "open":
            decided = day = day + r.randrange(1, 60) * DAY
            word = "Closed Won" if outcome == "won" else "Closed Lost"
            rows.append((f"L{n}", word, day.isoformat(), f"Rep {n % 2}"))
            if r.random() < 0.3:  # the closed deal is saved again
                rows.append((f"L{n}", word, (day + 5 * DAY).isoformat(), f"Rep {n % 2}"))
        truth[f"L{n}"] = {"first": first, "outcome": outcome, "decided": decided}
    return rows, truth


HISTORY = "lead_id,stage,created,owner"


@pytest.mark.parametrize("seed", range(4))
def test_a_history_puts_each_lead_into_its_first_month_and_its_decision_on_the_day_it_was_reached(seed):
    rows, truth = history(seed)
    found = dx.Ledger.read(export(rows, HISTORY))
    months = Counter(lead["first"].strftime("%Y-%m") for lead in truth.values())
    assert {m: int(n) for m, n in found.months["leads"].items() if n} == months
    ages = Counter(
        (kind, (lead["decided"] - lead["first"]).days)
        for lead in truth.values()
        for kind in [lead["outcome"]]
        if kind != "open"
    )
    kinds = {1: "won", 2: "lost"}
    decided = found.ages[found.ages["outcome"].isin(kinds)]
    assert {(kinds[o], a): n for o, a, n in zip(decided["outcome"], decided["age"], decided["n"], strict=True)} == ages
    told = [note for note in found.notes if "history" in note]
    assert len(told) == 1
    assert f"{len(rows):,} rows of 60 leads" in told[0]
    assert "decided without a date" not in [fault.key for fault in found.faults]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.slow
def test_the_order_of_the_rows_of_a_history_changes_nothing(seed):
    rows, _ = history(10 + seed)
    one = dx.Ledger.read(export(rows, HISTORY))
    random.Random(seed).shuffle(rows)
    two = dx.Ledger.read(export(rows, HISTORY))
    pd.testing.assert_frame_equal(one.cells, two.cells)
    pd.testing.assert_frame_equal(one.ages, two.ages)
    assert one.notes == two.notes


def test_a_history_counted_on_an_earlier_day_holds_what_was_known_then():
    rows, truth = history(3)
    day = dt.date(2025, 3, 31)
    found = dx.Ledger.read(export(rows, HISTORY), as_of=day)
    known = [lead for lead in truth.values() if lead["first"] <= day]
    assert found.leads == len(known)
    assert found.wins == sum(lead["outcome"] == "won" and lead["decided"] <= day for lead in known)


OPTIONS = "Estimate ID,Option,Created date,Closed date,Status,Amount"


def options(last: str = "2025-01-12") -> list[tuple[Any, ...]]:
    rows = []
    for n in range(60):
        for option in (1, 2, 3):
            won = n % 3 == 0 and option == 1 + n % 2
            rows.append(
                (
                    f"E{n}",
                    f"Option {option}",
                    "2025-01-06",
                    "2025-01-12" if won else last,
                    "Won" if won else "Lost",
                    900 + option,
                )
            )
    return rows


GIVEN = {"id": "Estimate ID"}


@pytest.mark.parametrize("seed", range(3))
def test_any_option_that_was_won_wins_whatever_the_order(seed):
    rows = options()
    random.Random(seed).shuffle(rows)
    found = dx.Ledger.read(export(rows, OPTIONS), GIVEN)
    assert counts(found) == (60, 20, 40, 0)
    assert found.average_sale == pytest.approx(900 + 1.5)


@pytest.mark.slow
def test_options_that_are_declined_after_one_was_won_are_asked_about_and_both_answers_lead_on():
    table = export(options("2025-01-20"), OPTIONS)
    found = ends(lambda given: counts(dx.Ledger.read(table, given)), GIVEN)
    assert {end.given["repeats"]: end.found for end in found} == {"won": (60, 20, 40, 0), "last": (60, 0, 60, 0)}
    assert dx.Ledger.read(table, {**GIVEN, "repeats": "won"}).columns["repeats"] == "won"


def reopened(headings: str = "Deal ID,Created,Stage,Closed date,Modified") -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for n in range(60):
        day = dt.date(2025, 1, 6) + n * DAY
        if n % 2:
            rows.append((f"D{n}", day, "Won", day + 9 * DAY, day + 9 * DAY))
        else:
            rows.append((f"D{n}", day, "Lost", day + 9 * DAY, day + 9 * DAY))
            rows.append((f"D{n}", day, "Negotiation", None, day + 40 * DAY))
    return export(rows, "Deal ID,Created,Stage,Closed date,Modified").rename(
        columns=dict(zip(["Deal ID", "Created", "Stage", "Closed date", "Modified"], headings.split(","), strict=True))
    )


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.slow
def test_a_later_open_row_reopens_a_lost_deal(order):
    found = dx.Ledger.read(reopened().iloc[::order])
    assert counts(found) == (60, 30, 0, 30)
    assert found.columns["changed"] == "Modified"


@pytest.mark.slow
def test_where_nothing_says_which_row_is_later_the_loss_stands_and_it_is_said():
    found = dx.Ledger.read(reopened().drop(columns="Modified"))
    assert counts(found) == (60, 30, 30, 0)
    assert any("30 leads have a lost and an open row" in note for note in found.notes)
    named = reopened("Deal ID,Created,Stage,Closed date,Written")
    assert counts(dx.Ledger.read(named, {"changed": "Written"})) == (60, 30, 0, 30)


def test_a_column_of_changes_is_looked_for_only_where_leads_have_several_rows():
    once = reopened().drop_duplicates("Deal ID")
    assert "changed" not in dx.Ledger.read(once).columns


@pytest.mark.slow
def test_a_sale_followed_by_a_stage_of_delivery_is_asked_about():
    rows = []
    for n in range(40):
        day = dt.date(2025, 1, 6) + n * DAY
        rows += [(f"D{n}", day, "New"), (f"D{n}", day + 9 * DAY, "Won" if n % 2 else "Lost")]
        if n % 2:
            rows.append((f"D{n}", day + 12 * DAY, "Onboarding"))
    known = {"id": "Deal ID", "open": ["Onboarding"]}
    found = ends(lambda given: counts(dx.Ledger.read(export(rows, "Deal ID,Created,Stage"), given)), known)
    assert {end.given["repeats"]: end.found for end in found} == {"won": (40, 20, 20, 0), "last": (40, 0, 20, 20)}


def test_rows_that_are_identical_are_told_without_an_id_and_counted_once_where_that_is_answered():
    rows = [(f"Kitchen {n}", dt.date(2025, 1, 6) + n * DAY, "Won" if n % 3 == 0 else "Lost") for n in range(30)]
    table = export([*rows, *rows[:5]], "Project,Created,Stage")
    found = dx.Ledger.read(table)
    assert found.leads == 35
    told = next(fault for fault in found.faults if fault.key == "identical rows")
    assert told.count == 5
    once = dx.Ledger.read(table, {"repeats": "once"})
    assert counts(once) == (30, 10, 20, 0)
    assert once.columns["repeats"] == "once"
    assert any("5 rows" in note for note in once.notes)


def test_leads_of_one_day_and_channel_are_not_called_the_same():
    rows = [(dt.date(2025, 1, 6) + n % 5 * DAY, "Ads", "Won" if n % 3 == 0 else "Lost") for n in range(60)]
    found = dx.Ledger.read(export(rows, "Created,Source,Stage"))
    assert "identical rows" not in [fault.key for fault in found.faults]


def ending(n):
    return ("Won", "Lost", "Open", "Lost")[n % 4]


@pytest.mark.slow
def test_several_rows_of_a_deal_without_an_id_are_asked_about():
    # 40 deals, each of a day of its own, in 1, 2 or 3 rows: 14 + 2 * 13 + 3 * 13 = 79 rows
    rows = [
        (f"Deal {n}", f"Part {part}", dt.date(2025, 1, 6) + n * DAY, ending(n))
        for n in range(40)
        for part in range(n % 3 + 1)
    ]
    found = ends(lambda given: counts(dx.Ledger.read(export(rows, "Project,Part,Created,Stage"), given)), {})
    won, lost = (sum(row[3] == text for row in rows) for text in ("Won", "Lost"))
    assert {end.given["id"]: end.found for end in found} == {
        "Project": (40, 10, 20, 10), None: (79, won, lost, 79 - won - lost),
    }  # fmt: skip


def test_a_customer_with_several_deals_is_not_taken_for_one_lead():
    rows = [(f"Firm {n // 2}", dt.date(2025, 1, 6) + n // 2 * DAY, ("Won", "Lost", "Open")[n % 3]) for n in range(60)]
    assert dx.Ledger.read(export(rows, "Firm,Created,Stage")).leads == 60


def two_files(folder, first, second, kind="csv"):
    for name, leads in (("a", first), ("b", second)):
        rows = [(dt.date(2025, 1, 6) + n * DAY, ending(n), ("Ads", "Fair")[n % 2]) for n in leads]
        table = export(rows, "Created,Stage,Source")
        path = folder / f"{name}.{kind}"
        table.to_csv(path, index=False) if kind == "csv" else table.to_parquet(path)
    return folder


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("named", ["folder", "pattern", "list"])
@pytest.mark.slow
def test_files_that_overlap_are_asked_about(tmp_path, kind, named):
    # of every four leads one is won and two are lost
    folder = two_files(tmp_path, range(100), range(60, 140), kind)
    if named != "folder":
        folder = str(folder / "*") if named == "pattern" else sorted(folder.iterdir())
    found = {end.given["repeats"]: end.found for end in ends(lambda g: counts(dx.Ledger.read(folder, g)), {})}
    assert found == {"once": (140, 35, 70, 35), "each": (180, 45, 90, 45)}
    told = next(f for f in dx.Ledger.read(folder, {"repeats": "each"}).faults if f.key == "identical rows")
    assert told.count == 40


def test_files_that_follow_each_other_are_not_asked_about(tmp_path):
    assert dx.Ledger.read(two_files(tmp_path, range(100), range(100, 140))).leads == 140
