"""Three made-up businesses with a planted weak link, as monthly cohort tables. Same seeds, same bytes.

``python data/generate.py`` writes ``samples.csv`` and ``samples/*.csv`` beside this file. Only uniform numbers are
drawn (``Generator.random`` on PCG64) and every count is a number of people for whom a chance came up: numpy may change
how it draws a binomial or a Poisson count from one release to the next. The seeds were looked for: each is the first
whose totals over the year lie close to the planted rates, so that the lesson of an example is not luck.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

YEAR = 2025
MONTHS = 12
TOWN = 20
"""People who might come in a month, for each one that does: arrivals then scatter nearly as a Poisson count."""


@dataclass(frozen=True)
class Business:
    """A business as it is (the planted truth) and as its owner describes it.

    ``leads`` and ``capacity`` are leads a month, ``goal`` customers a month; ``direct``, ``fit``, ``follow_up``,
    ``won`` and ``closing`` are fractions. ``fit`` is None where it is not recorded. ``won`` is the share of worked
    leads that buys; ``closing`` is what the owner expects it to be.
    """

    id: str
    name: str
    story: str
    corner: str
    seed: int
    leads: float
    direct: float
    fit: float | None
    follow_up: float
    won: float
    goal: int | None
    capacity: int | None
    typical_days: int
    closing: float


BUSINESSES = (
    Business(
        id="leads_pile_up",
        name="Kitchen fitter",
        story="The showroom and the advertisements bring more enquiries than the two salespeople can see. "
        "Of the homes they do visit, few order a kitchen.",
        corner="Leads pile up",
        seed=261,
        leads=150,
        direct=0.0,
        fit=0.85,
        follow_up=0.93,
        won=0.09,
        goal=20,
        capacity=70,
        typical_days=45,
        closing=0.20,
    ),
    Business(
        id="idle_sales_team",
        name="Software consultancy",
        story="The consultants win a good share of the firms they talk to. "
        "They have time for about three times as many as get in touch.",
        corner="Idle sales team",
        seed=28,
        leads=28,
        direct=0.0,
        fit=0.85,
        follow_up=0.97,
        won=0.27,
        goal=None,
        capacity=90,
        typical_days=60,
        closing=0.25,
    ),
    Business(
        id="orders_without_salespeople",
        name="Mail-order seed merchant",
        story="A sales letter with an order form brings most of the orders, and nobody is spoken to. "
        "Of those who asked for the letter and did not order, a few are rung up.",
        corner="Leads pile up",
        seed=267,
        leads=400,
        direct=0.07,
        fit=None,
        follow_up=0.12,
        won=0.06,
        goal=45,
        capacity=None,
        typical_days=10,
        closing=0.10,
    ),
)

DESCRIPTION = (
    "id", "name", "story", "corner", "seed", "months", "goal", "capacity", "typical_days", "closing",
)  # fmt: skip
COUNTS = ("month", "leads", "direct_wins", "fit", "worked", "wins")


def tables() -> dict[str, str]:
    """Every generated file: its name inside this folder, and its text. Pure."""
    files = {"samples.csv": _csv(DESCRIPTION, [_description(business) for business in BUSINESSES])}
    for business in BUSINESSES:
        files[f"samples/{business.id}.csv"] = _csv(COUNTS, _months(business))
    return files


def _description(business: Business) -> list[object]:
    return [MONTHS if column == "months" else getattr(business, column) for column in DESCRIPTION]


def _months(business: Business) -> list[list[object]]:
    """A row a month: of the people who first came in it, how many got how far in the end."""
    chance = np.random.Generator(np.random.PCG64(business.seed))

    def some(people: int, share: float) -> int:
        return int(np.count_nonzero(chance.random(people) < share))

    rows: list[list[object]] = []
    for month in range(1, MONTHS + 1):
        leads = some(round(business.leads * TOWN), 1 / TOWN)
        direct_wins = some(leads, business.direct)
        rest = leads - direct_wins
        fit = None if business.fit is None else some(rest, business.fit)
        at_sales = rest if fit is None else fit
        room = at_sales if business.capacity is None else min(at_sales, business.capacity)
        worked = some(room, business.follow_up)
        wins = direct_wins + some(worked, business.won)
        rows.append([f"{YEAR}-{month:02d}", leads, direct_wins, fit, worked, wins])
    return rows


def _csv(columns: tuple[str, ...], rows: list[list[object]]) -> str:
    """Comma-separated text, a line feed a row; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def main() -> None:
    """Write the files beside this script."""
    folder = Path(__file__).resolve().parent
    for name, text in tables().items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        print(f"{name}: {len(text.splitlines()) - 1} rows")


if __name__ == "__main__":
    main()
