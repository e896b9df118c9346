"""Made-up businesses with a planted weak link: three as monthly cohort tables, one lead by lead. Same seeds, same bytes.

``python data/generate.py`` writes ``samples.csv``, ``samples/*.csv`` and ``ledger.csv`` beside this file. Only uniform
numbers are drawn (``Generator.random`` on PCG64) and every count is a number of people for whom a chance came up: numpy
may change how it draws a binomial or a Poisson count from one release to the next. The seeds were looked for: each is the
first whose totals lie close to the planted rates, so that the lesson of an example is not luck.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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


@dataclass(frozen=True)
class Channel:
    """Where leads of the joinery come from: the planted truth.

    ``before`` and ``after`` are leads a month until and from :data:`TURN`; ``won`` is the share of reached leads that
    buys, whoever works them and whenever; ``hours`` is how soon half of them are called; ``goes_to`` is the share that
    each of :data:`REPS` is given.
    """

    name: str
    before: float
    after: float
    won: float
    hours: float
    goes_to: tuple[float, ...]


REPS = ("Anna", "Ben", "Carla", "David", "Eva", "Frank")
"""All equally good: a lead is won by its channel's chance, whoever works it."""

CHANNELS = (
    Channel("Referral", 28, 28, 0.26, 3, (0.10, 0.03, 0.37, 0.10, 0.03, 0.37)),
    Channel("Showroom", 30, 30, 0.22, 6, (0.27, 0.05, 0.18, 0.27, 0.05, 0.18)),
    Channel("Website", 45, 45, 0.20, 12, (0.30, 0.07, 0.13, 0.30, 0.07, 0.13)),
    Channel("Trade fair", 22, 22, 0.16, 30, (0.28, 0.08, 0.14, 0.28, 0.08, 0.14)),
    Channel("Price portal", 30, 120, 0.05, 48, (0.04, 0.42, 0.04, 0.04, 0.42, 0.04)),
)
"""One weak channel, whose leads grow fourfold and go mostly to Ben and Eva."""

TURN = date(2025, 7, 1)
REACHED = 0.92
"""Share of the leads of every channel that is ever reached."""
WIN_DAYS = 30
LOSS_DAYS = 45
"""Half of the sales, and of the refusals, have come by then."""
NEVER_SAID = 0.10
"""Share of the leads that do not buy of which no decision is ever recorded."""
FAULTS = {"duplicates": 12, "twins": 15, "no channel": 41, "won before created": 5, "decided without a date": 4}
"""Rows that are spoilt on purpose, each in one way only."""
LEDGER_SEED = 1047
LEDGER_BEGINS = date(2024, 1, 1)
COUNTED = date(2025, 12, 31)
"""The day of the export: nothing later has happened."""

DESCRIPTION = (
    "id", "name", "story", "corner", "seed", "months", "goal", "capacity", "typical_days", "closing",
)  # fmt: skip
COUNTS = ("month", "leads", "direct_wins", "fit", "worked", "wins")
LEADS = ("Lead ID", "Created", "Channel", "Rep", "First contact", "Outcome", "Decided", "Amount")


def tables() -> dict[str, str]:
    """Every generated file: its name inside this folder, and its text. Pure."""
    files = {"samples.csv": _csv(DESCRIPTION, [_description(business) for business in BUSINESSES])}
    for business in BUSINESSES:
        files[f"samples/{business.id}.csv"] = _csv(COUNTS, _months(business))
    files["ledger.csv"] = _csv(LEADS, _leads(LEDGER_SEED))
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


def _leads(seed: int) -> list[list[object]]:
    """A row a lead of the joinery, as it stood in the CRM on the day of the export."""
    chance = np.random.Generator(np.random.PCG64(seed))
    leads = sorted(
        (lead for first in _firsts() for channel in CHANNELS for lead in _leads_of(channel, first, chance)),
        key=lambda lead: (lead["Created"], lead["Channel"], lead["Rep"]),
    )
    for at, lead in enumerate(leads):
        lead["Lead ID"] = f"L{at + 1:05d}"
    return [[_written(lead[column]) for column in LEADS] for lead in _spoilt(leads, chance)]


def _firsts() -> list[date]:
    """The first day of each month of the ledger."""
    months = (COUNTED.year - LEDGER_BEGINS.year) * MONTHS + COUNTED.month - LEDGER_BEGINS.month + 1
    return [date(LEDGER_BEGINS.year + at // MONTHS, at % MONTHS + 1, 1) for at in range(months)]


def _leads_of(channel: Channel, first: date, chance: np.random.Generator) -> list[dict[str, object]]:
    """The leads of a channel in a month: each person in town may come."""
    expected = channel.before if first < TURN else channel.after
    came = np.count_nonzero(chance.random(round(expected * TOWN)) < 1 / TOWN)
    return [_lead(channel, first, *chance.random(9)) for _ in range(came)]


def _lead(
    channel: Channel,
    first: date,
    when: float,
    hour: float,
    whose: float,
    reached: float,
    soon: float,
    buys: float,
    says: float,
    later: float,
    price: float,
) -> dict[str, object]:
    """What becomes of a lead, from nine uniform numbers. Who works it and how soon make no difference."""
    days = ((first + timedelta(days=31)).replace(day=1) - first).days
    opened = datetime(first.year, first.month, 1, 7) + timedelta(days=int(when * days), minutes=int(hour * 13 * 60))
    contact = (
        _at_work(opened + timedelta(minutes=1 + int(60 * channel.hours * _times(soon)))) if reached < REACHED else None
    )
    wins = contact is not None and buys < channel.won
    decided = None
    if wins or says >= NEVER_SAID:
        decided = opened.date() + timedelta(days=int((WIN_DAYS if wins else LOSS_DAYS) * _times(later)))
        decided = decided if contact is None else max(decided, contact.date())
    if contact is not None and contact.date() > COUNTED:
        contact = None
    if decided is not None and decided > COUNTED:
        decided = None
    return {
        "Created": opened,
        "Channel": channel.name,
        "Rep": REPS[int(np.searchsorted(np.cumsum(channel.goes_to), whose, side="right"))],
        "First contact": contact,
        "Outcome": "Open" if decided is None else "Won" if wins else "Lost",
        "Decided": decided,
        "Amount": 4000 + 20 * int(600 * price) if wins and decided is not None else None,
    }


def _times(uniform: float) -> float:
    """How many half-lives pass until something happens that may happen at any time: exponential."""
    return -math.log2(1 - uniform)


def _at_work(moment: datetime) -> datetime:
    """The next moment at which somebody is at work, from 8 to 19 o'clock."""
    if moment.hour < 8:
        return moment.replace(hour=8)
    return moment if moment.hour < 19 else moment.replace(hour=8) + timedelta(days=1)


def _spoilt(leads: list[dict[str, object]], chance: np.random.Generator) -> list[dict[str, object]]:
    """The leads with what a CRM does to them; no lead is spoilt twice."""
    order = [leads[at] for at in np.argsort(chance.random(len(leads)), kind="stable")]

    def some(fault: str, *outcomes: str, channel: str = "") -> list[dict[str, object]]:
        found = [lead for lead in order if lead["Outcome"] in outcomes and channel in ("", lead["Channel"])]
        found = found[: FAULTS[fault]]
        order[:] = [lead for lead in order if lead not in found]
        return found

    for lead in some("decided without a date", "Won"):
        lead["Decided"] = None
    for lead in some("won before created", "Won", "Lost"):
        lead["Decided"] -= timedelta(days=730)
    for lead in some("twins", "Won", "Lost", "Open", channel="Referral"):
        lead["Channel"] = "referral"
    for lead in some("no channel", "Won", "Lost", "Open"):
        lead["Channel"] = None
    while_open = {"Outcome": "Open", "Decided": None, "Amount": None}
    return leads + [{**lead, **while_open} for lead in some("duplicates", "Won", "Lost")]


def _written(cell: object) -> object:
    """A moment to the minute, a day as it is."""
    return cell.strftime("%Y-%m-%d %H:%M") if isinstance(cell, datetime) else cell


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
