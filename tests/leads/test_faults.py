"""What is wrong with a ledger: each fault planted, counted, shown with its rows, and its effect on the answer told."""

from __future__ import annotations

import pandas as pd
import pytest

from diagnostics.leads import faults
from diagnostics.leads.counting import examples
from diagnostics.leads.ledger import Ledger
from tests.leads.ledgers import rows_of

END = "2025-06-30"


def base():
    """Six months of 40 leads, 10 won each, nothing wrong with them."""
    rows = [row for m in range(1, 7) for row in rows_of("Ann", "Ads", 40, 10, f"2025-{m:02}-03", f"2025-{m:02}-20")]
    return [{"Lead ID": n + 1, "First contact": row["Created"], **row} for n, row in enumerate(rows)]


def changed(at, **more):
    """The base with some rows changed."""
    rows = base()
    for n in at:
        rows[n] = {**rows[n], **more}
    return rows


def read(rows, **more):
    return Ledger.read(pd.DataFrame(rows), as_of=END, **more)


def test_clean_leads_have_no_fault():
    assert read(base()).faults == ()


LOST, WON = (15, 20, 25), (0, 1)
PLANTED = {
    "duplicates": (lambda: changed((5, 6), **{"Lead ID": 5}), 2, "counted once"),
    "no ID": (lambda: [{k: v for k, v in row.items() if k != "Lead ID"} for row in base()], 0, "counts twice"),
    "no date": (lambda: changed(LOST, Created=None), 3, "left out"),
    "later": (lambda: changed(LOST, Created="2025-07-02", Decided="2025-07-20"), 3, "left out"),
    "won before created": (lambda: changed(LOST, Decided="2024-12-24"), 3, "the time they took is left out"),
    "decided without a date": (lambda: changed(LOST, Decided=None), 3, "worked out from the others"),
    "no channel": (lambda: changed(LOST, Channel=None), 3, "left out where channels and reps are compared"),
    "no rep": (lambda: changed(LOST, Rep="unassigned"), 3, "left out where channels and reps are compared"),
    "won without being reached": (lambda: changed(WON, **{"First contact": None}), 2, "counted as reached"),
    "reached after the outcome": (lambda: changed(LOST, **{"First contact": "2025-06-29"}), 3, "count as reached"),
    "open too long": (lambda: changed(LOST, Outcome="Open", Decided=None), 3, "rarely buy now"),
}


@pytest.mark.parametrize("key", PLANTED)
@pytest.mark.slow
def test_what_was_planted_is_found_counted_and_its_effect_told(key):
    plant, count, effect = PLANTED[key]
    found = read(plant())
    (fault,) = [f for f in found.faults if f.key == key]
    assert fault.count == count
    assert effect in fault.effect
    assert fault.what.endswith(".")
    if key in (*examples.WHERE, "duplicates"):
        rows = found.examples(fault)
        assert 1 <= len(rows) <= 2 * examples.EXAMPLES
        assert all("row" in row or "id" in row for row in rows)
    if count:
        assert f"{count} row" in fault.what


@pytest.mark.slow
def test_examples_are_the_rows_that_are_meant():
    found = read(changed((5, 6), **{"Lead ID": 5}))
    (fault,) = [f for f in found.faults if f.key == "duplicates"]
    assert {example["row"] for example in found.examples(fault)} == {4, 5, 6}
    found = read(changed((15,), Decided="2024-12-24"))
    assert "won before created" in [f.key for f in found.faults]
    assert found.examples("won before created") == (
        {
            "row": 15,
            "id": "16",
            "created": "2025-01-03",
            "channel": "Ads",
            "rep": "Ann",
            "outcome": "lost",
            "decided": "2024-12-24",
        },
    )


def test_a_row_of_a_file_is_told_as_a_spreadsheet_numbers_it(tmp_path):
    frame = pd.DataFrame(changed((15,), Decided="2024-12-24"))
    path = tmp_path / "leads.csv"
    path.write_text("Export of our CRM\n\n" + frame.to_csv(index=False), encoding="utf-8")
    example = Ledger.read(path, as_of=END).examples("won before created")[0]
    line = path.read_text(encoding="utf-8").splitlines()[example["row"] - 1]
    assert line.startswith("16,")


@pytest.mark.slow
def test_repeated_rows_do_not_change_the_answer():
    rows = base()
    clean, doubled = read(rows), read(rows + rows[:50])
    assert doubled.counts.repeated == 50
    assert doubled.funnel() == clean.funnel()


def test_of_rows_with_one_id_the_one_decided_last_counts():
    rows = base()
    rows.append({**rows[30], "Outcome": "Won", "Decided": "2025-06-01"})
    found = read(rows)
    assert (found.leads, found.wins) == (240, 61)


@pytest.mark.slow
def test_a_status_that_a_date_contradicts_is_told():
    rows = [
        {**row, "Won time": row["Decided"] if row["Outcome"] == "Won" else None, "Lost time": None} for row in base()
    ]
    for n in (15, 16):
        rows[n]["Won time"] = "2025-01-25"  # lost, with a date of winning
    found = read(rows)
    (fault,) = [f for f in found.faults if f.key == "status against date"]
    assert fault.count == 2
    assert found.wins == 60  # the status counts
    assert {example["row"] for example in found.examples(fault)} == {15, 16}


@pytest.mark.slow
def test_records_of_sales_that_begin_late_are_named_and_set_aside():
    rows = [dict(row) for row in base()]
    for row in rows[:80]:
        if row["Outcome"] == "Won":
            row["Outcome"] = "Lost"
    found = read(rows)
    (fault,) = [f for f in found.faults if f.key == "wins begin late"]
    assert "January to February 2025" in fault.what
    assert found.funnel().leads == 160


def test_nothing_lost_is_told():
    rows = [{**row, "Outcome": "Open", "Decided": None} if row["Outcome"] == "Lost" else row for row in base()]
    assert any(f.key == "nothing lost" for f in read(rows).faults)


@pytest.mark.slow
def test_half_the_leads_without_a_channel_refuses_channels_and_no_more():
    found = read(changed(range(150), Channel=None))
    (fault,) = [f for f in found.faults if f.key == "no channel"]
    assert fault.blocks == ("channels",)
    assert found.funnel().leads == 240
    assert found.faults[0] is fault  # the gravest first


def test_many_leads_without_a_date_refuse_the_verdict_and_name_the_column():
    found = read(changed(range(100), Created=None))
    with pytest.raises(Exception, match="the date of first contact") as caught:
        found.funnel()
    assert "Created" in str(caught.value)


def test_footers_and_repeated_headings_are_no_leads(tmp_path):
    frame = pd.DataFrame(base())
    text = frame.to_csv(index=False).splitlines()
    text.insert(100, text[0])
    text += [
        "",
        "Grand Totals (240 records)",
        "Confidential Information - Do Not Distribute",
        "Copyright (c) 2000-2026",
    ]
    path = tmp_path / "report.csv"
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    found = Ledger.read(path, as_of=END)
    assert found.leads == 240
    assert sum(d.count for d in found.dropped) == 4
    assert found.faults == ()


def test_every_check_is_in_the_list():
    made = {
        name
        for name, thing in vars(faults).items()
        if callable(thing) and getattr(thing, "__annotations__", {}).get("return") == "Found"
    }
    assert made == {check.__name__ for check in faults.CHECKS}
