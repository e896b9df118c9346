"""A number is read in every field and cell however its place writes it; a count that is none says what to type."""

from __future__ import annotations

import pytest

from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.form_fields import AMOUNTS, FIELDS
from diagnostics.app.forms.grid import Grid
from diagnostics.app.forms.table_form import read_table
from diagnostics.language import speaking

NARROW, NO_BREAK = "\u202f", "\u00a0"
THOUSANDS = [
    "1400",
    "1 400",
    f"1{NO_BREAK}400",
    f"1{NARROW}400",
    "1.400",
    "1,400",
    "1’400",
    "1'400",
    "1.400,0",
    "1,400.00",
]
FRACTIONS = ["1234,5", "1234.5", "1.234,5", "1,234.5", "1 234,5", f"1{NARROW}234,50", "1’234.5"]
TYPED = {"leads": "5000", "wins": "30", "months": "3", "goal": "30", "closing": "20", "sale": "100"}
LANGUAGES = ["en", "de"]


def of_kind(kind: str) -> list[str]:
    return [f.key for f in FIELDS if f.kind == kind and "counts" in f.ways]


def read(key: str, text: str) -> tuple[str, str]:
    """The error under a field of the form of totals, and how its number was read."""
    reading = read_counts({**TYPED, key: text})
    return reading.errors.get(key, ""), reading.echoes.get(key, "")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("text", THOUSANDS)
@pytest.mark.parametrize("key", of_kind("count"))
def test_a_count_is_read_in_the_form_of_totals(key, text, code):
    with speaking(code):
        error, echo = read(key, text)
        assert ("1.400" if code == "de" else "1,400") in (error or echo or "1,400 1.400")
        assert "“" not in error  # it is read: only what it is compared with may be too small


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("text", FRACTIONS)
@pytest.mark.parametrize("key", [key for key in of_kind("number") if key not in ("months", "days")])
def test_a_number_is_read_in_the_form_of_totals(key, text, code):
    with speaking(code):
        error, echo = read(key, text)
    assert error == ""
    assert ("1.234,5" if code == "de" else "1,234.5") in (echo or "1,234.5 1.234,5")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("text", ["12,5", "12.5", "12,5 %", f"12,5{NO_BREAK}%", "12.5%", "12,50"])
@pytest.mark.parametrize("key", of_kind("percent"))
def test_a_share_is_read_in_the_form_of_totals(key, text, code):
    with speaking(code):
        assert read(key, text)[0] == ""


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("text", [*FRACTIONS, "1.234,50 €", "€1,234.50", f"1{NO_BREAK}234,50{NO_BREAK}€"])
@pytest.mark.parametrize("key", AMOUNTS)
def test_money_is_read_in_every_form(key, text, code):
    with speaking(code):
        reading = read_counts({**TYPED, key: text})
        assert reading.errors == {}
        assert getattr(reading.money, key) == 1234.5


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("text", THOUSANDS)
@pytest.mark.parametrize("column", ["leads", "wins", "direct_wins", "fit", "worked", "lost"])
def test_a_count_is_read_in_the_table(column, text, code):
    counts = {"leads": "5000", "wins": "1400", column: text}
    if column in ("fit", "worked", "lost"):
        counts["wins"] = "900"
    grid = Grid(("month", *counts), (("2025-01", *counts.values()),))
    with speaking(code):
        reading = read_table({"basis": "period", "days": "0"}, grid)
    assert reading.marks == ()
    assert reading.table is not None
    assert getattr(reading.table.rows[0], column) == 1400


@pytest.mark.parametrize("text", ["12,5 %", "12.5%", f"12,5{NO_BREAK}%"])
def test_a_share_is_read_in_the_table(text):
    grid = Grid(("month", "leads", "wins", "fit"), (("2025-01", "1 400", "20", text),))
    reading = read_table({"basis": "cohort"}, grid)
    assert reading.table is not None
    assert reading.table.rows[0].fit == 175  # an eighth


@pytest.mark.parametrize("text", FRACTIONS)
def test_a_count_with_decimals_is_read_and_the_counts_next_to_it_are_named(text):
    grid = Grid(("month", "leads", "wins"), (("2025-01", text, "20"),))
    with speaking("de"):
        ((_, _, mark),) = read_table({"basis": "cohort"}, grid).marks
        for said in (mark, read("leads", text)[0]):
            assert said.endswith("Geben Sie 1.234 oder 1.235 ein.")
    with speaking("en"):
        assert read("leads", text)[0].endswith("must be a whole number. Type 1,234 or 1,235.")


@pytest.mark.parametrize("text", ["20,5", "20.5", "1 000,5"])
def test_days_are_read_next_to_the_table(text):
    grid = Grid(("month", "leads", "wins"), (("2025-01", "90", "20"),))
    reading = read_table({"basis": "cohort", "days": text}, grid)
    assert reading.errors == {}
