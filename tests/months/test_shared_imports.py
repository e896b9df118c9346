"""Shapes of real tables that stand beside the repository: each gives its right value, or asks, and every answer leads on."""

from __future__ import annotations

from typing import Any

import pytest

import diagnostics as dx
from tests.shared import imports
from tests.ways import ends

ROWS: tuple[tuple[str, tuple[int, int, float]], ...] = (
    # the file, then leads, sales and months of the funnel
    ("24-", (2556, 180, 24.0)),
    ("26-", (1205, 119, 12.0)),
    ("28-", (248, 24, 2.0)),
    ("31-", (570, 44, 6.0)),
    ("32-", (310, 38, 2.0)),
    ("34-", (315, 30, 3.0)),
    ("35-", (300, 38, 2.0)),
    ("36-", (430, 41, 4.0)),
    ("50-", (600, 30, 6.0)),
    ("56-", (420, 41, 4.0)),
    ("59-", (330, 33, 3.0)),
    ("59b-", (420, 42, 4.0)),
    ("59c-", (270, 27, 3.0)),
    ("59d-", (210_000, 21, 2.0)),
    ("60-", (621, 60, 6.0)),
)


def read(file: str, given: Any) -> tuple[int, int, float]:
    funnel = dx.Table.read(imports(file), "cohort", **given).funnel()
    return funnel.leads, funnel.wins, funnel.months


@pytest.mark.parametrize(("file", "right"), ROWS, ids=[file for file, _ in ROWS])
def test_a_table_gives_its_right_counts_or_asks_and_every_answer_leads_on(file: str, right: Any) -> None:
    imports(file)
    found = ends(lambda given: read(file, given))
    refused = [str(end.refusal) for end in found if end.refusal is not None]
    assert not refused
    assert right in [end.found for end in found]
    if not found[0].asked:
        assert found[0].found == right
