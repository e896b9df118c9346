"""Shapes of real exports that stand beside the repository: each gives its right value, or asks, and every answer leads on."""

from __future__ import annotations

from typing import Any

import pytest

import diagnostics as dx
from tests.shared import imports
from tests.ways import ends

COUNTS: tuple[tuple[str, tuple[int, int, int, int]], ...] = (
    # the file, then leads, won, lost, open
    ("01-", (120, 80, 20, 20)),
    ("02-", (100, 25, 50, 25)),
    ("04-", (100, 40, 40, 20)),
    ("05-", (100, 20, 40, 40)),
    ("07-", (120, 24, 96, 0)),
    ("08-", (90, 30, 30, 30)),
    ("10-", (120, 24, 96, 0)),
    ("12-", (60, 16, 32, 12)),
    ("13-", (60, 20, 40, 0)),
    ("14-", (60, 30, 0, 30)),
    ("16-", (100, 25, 25, 50)),
    ("19-", (40, 14, 26, 0)),
    ("21-", (60, 20, 40, 0)),
    ("38-", (60, 20, 30, 10)),
    ("18-", (60, 20, 20, 20)),
    ("23-", (180, 30, 150, 0)),
    ("40-", (100, 40, 40, 20)),
    ("41-", (100, 25, 75, 0)),
    ("43-", (120, 80, 20, 20)),
    ("45-", (120, 40, 40, 40)),
    ("46-", (20, 10, 10, 0)),
    ("46b-", (20, 10, 10, 0)),
    ("46c-", (20, 10, 10, 0)),
    ("47-", (20, 10, 10, 0)),
    ("47b-", (20, 10, 10, 0)),
    ("48-", (100, 50, 25, 25)),
    ("51-", (40, 14, 26, 0)),
    ("53-", (40, 14, 26, 0)),
    ("53b-", (40, 14, 26, 0)),
    ("53c-", (40, 14, 26, 0)),
    ("54-", (40, 14, 26, 0)),
    ("58-", (60, 20, 20, 20)),
    ("58b-", (60, 20, 20, 20)),
    ("57-", (40, 14, 26, 0)),
    ("57b-", (40, 14, 26, 0)),
    ("57c-", (40, 14, 26, 0)),
    ("57d-", (40, 14, 26, 0)),
    ("57e-", (40, 14, 0, 26)),
    ("63-", (120, 60, 60, 0)),
)


def counts_of(ledger: dx.Ledger) -> tuple[int, int, int, int]:
    return ledger.leads, ledger.wins, ledger.decided - ledger.wins, ledger.open_leads


@pytest.mark.parametrize(("file", "right"), COUNTS, ids=[file for file, _ in COUNTS])
@pytest.mark.slow
def test_an_export_gives_its_right_counts_or_asks_and_every_answer_leads_on(file: str, right: Any) -> None:
    path = imports(file)
    found = ends(lambda given: counts_of(dx.Ledger.read(path, given)))
    refused = [str(end.refusal) for end in found if end.refusal is not None]
    assert not refused
    assert right in [end.found for end in found]
    if not found[0].asked:
        assert found[0].found == right


AVERAGE_SALES: tuple[tuple[str, float], ...] = (
    ("46-", 50_000.0),
    ("46b-", 50_000.0),
    ("46c-", 1_200.0),
    ("47-", 5_000_000.0),
    ("47b-", 1_200.0),
    ("48-", 1_000.0),
)


@pytest.mark.parametrize(("file", "right"), AVERAGE_SALES, ids=[file for file, _ in AVERAGE_SALES])
def test_the_average_sale_of_an_export_is_of_its_amounts_as_they_are_written(file: str, right: float) -> None:
    ledger = dx.Ledger.read(imports(file))
    assert ledger.average_sale == right
    assert any("several currencies" in note for note in ledger.notes) == (file == "48-")


def test_months_of_days_that_a_spreadsheet_swapped_or_a_mark_tells() -> None:
    swapped = dx.Ledger.read(imports("23-"))
    leads = swapped.cells.groupby("month")["n"].sum()
    assert leads.tolist() == [31, 28, 31, 30, 31, 29]
