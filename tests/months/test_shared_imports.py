"""Shapes of real tables that stand beside the repository: each gives its right value, or asks, and every answer leads on."""

from __future__ import annotations

from typing import Any

import pytest

import diagnostics as dx
from tests.shared import imports
from tests.ways import ends

ROWS: tuple[tuple[str, tuple[int, int, float]], ...] = (
    # the file, then leads, sales and months of the funnel
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
