"""Made-up businesses to learn on, each with a planted weak link. Generated with fixed seeds by ``data/generate.py``.

Their tables are cohorts followed to the end: every lead is decided, so nothing is to be added for sales still to come.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from diagnostics.files import data_file


@dataclass(frozen=True, slots=True)
class Month:
    """The leads that first came in one month, and how far they got in the end. None: not recorded."""

    month: str
    """Year and month, ``2025-01``."""
    leads: int
    direct_wins: int
    fit: int | None
    worked: int | None
    wins: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A business as its owner describes it, with a table of its months."""

    id: str
    name: str
    story: str
    corner: str
    """Its corner of the balance map."""
    goal: float | None
    """Customers wanted per month."""
    capacity: float | None
    """Leads per month that sales can properly work."""
    typical_days: float
    """Days from first contact to sale that half of the sales need; the counts here are past all of it."""
    closing: float
    """The owner's own expectation: share of worked leads that is won, a fraction."""
    rows: tuple[Month, ...]

    def totals(self) -> dict[str, int | None]:
        """The sums over the months and how many months there are, under the names that ``Funnel`` takes.

        A count that is missing in any month is None.

        >>> load()["idle_sales_team"].totals()
        {'leads': 333, 'wins': 76, 'direct_wins': 0, 'fit': 284, 'worked': 276, 'months': 12}
        """
        return {
            "leads": sum(row.leads for row in self.rows),
            "wins": sum(row.wins for row in self.rows),
            "direct_wins": sum(row.direct_wins for row in self.rows),
            "fit": _total(row.fit for row in self.rows),
            "worked": _total(row.worked for row in self.rows),
            "months": len(self.rows),
        }


def load() -> dict[str, Sample]:
    """The sample businesses by id, in the order of the file."""
    return {sample.id: sample for sample in _read()}


@lru_cache(maxsize=1)
def _read() -> tuple[Sample, ...]:
    return tuple(_sample(row) for row in _rows("samples.csv"))


def _sample(row: dict[str, str]) -> Sample:
    return Sample(
        id=row["id"],
        name=row["name"],
        story=row["story"],
        corner=row["corner"],
        goal=float(row["goal"]) if row["goal"] else None,
        capacity=float(row["capacity"]) if row["capacity"] else None,
        typical_days=float(row["typical_days"]),
        closing=float(row["closing"]),
        rows=tuple(_month(month) for month in _rows(f"samples/{row['id']}.csv")),
    )


def _month(row: dict[str, str]) -> Month:
    return Month(
        month=row["month"],
        leads=int(row["leads"]),
        direct_wins=int(row["direct_wins"]),
        fit=int(row["fit"]) if row["fit"] else None,
        worked=int(row["worked"]) if row["worked"] else None,
        wins=int(row["wins"]),
    )


def _rows(name: str) -> list[dict[str, str]]:
    with data_file(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _total(counts: Iterator[int | None]) -> int | None:
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total
