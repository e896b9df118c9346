"""Ledgers for tests: rows written the way a CRM writes them, and a slow count of what they come to."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

HEADINGS = ("Lead ID", "Created", "Channel", "Rep", "First contact", "Outcome", "Decided", "Amount")
LAST = dt.date(2025, 12, 31)


def rows_of(
    rep: str | None, channel: str | None, leads: int, won: int, created: str = "2025-01-15", decided: str = "2025-01-28"
) -> list[dict[str, Any]]:
    """So many leads of a rep and a channel, so many of them won and the others lost."""
    return [
        {
            "Created": created,
            "Rep": rep,
            "Channel": channel,
            "Outcome": "Won" if n < won else "Lost",
            "Decided": decided,
        }
        for n in range(leads)
    ]


def frame(*groups: Iterable[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame([row for group in groups for row in group])


def random_rows(seed: int, n: int = 800) -> list[dict[str, Any]]:
    """Leads with all that goes wrong in a real export, each value a date, a text or None."""
    r = random.Random(seed)
    rows = []
    for at in range(n):
        created = dt.date(2024, 6, 1) + dt.timedelta(days=r.randrange(579))  # up to the last day
        outcome = r.choices(["Won", "Lost", "Open", None], [20, 45, 30, 5])[0]
        lag = int(r.expovariate(1 / 40)) - (3 if r.random() < 0.02 else 0)
        decided = created + dt.timedelta(days=lag) if outcome in ("Won", "Lost") and r.random() < 0.97 else None
        if decided is not None and decided > LAST:
            outcome, decided = "Open", None
        contact = created + dt.timedelta(days=r.randrange(12)) if r.random() < 0.7 else None
        rows.append(
            {
                "Lead ID": f"L-{at if r.random() > 0.02 else at // 2}",
                "Created": created if r.random() > 0.01 else None,
                "Channel": r.choices(["Referral", "referral", "Ads", "Fair", "unknown", None], [5, 1, 4, 4, 1, 1])[0],
                "Rep": r.choice(["Ann", "Bo", "Cleo", "Dan", None]),
                "First contact": contact,
                "Outcome": outcome,
                "Decided": decided,
                "Amount": r.choice([None, 1200, 950.5, 4000]) if outcome == "Won" else None,
            }
        )
    return rows


AFTERWARDS = 9
"""Reached after the decision: how soon says nothing."""

CHANNELS = {"Referral": "Referral", "referral": "Referral", "Ads": "Ads", "Fair": "Fair"}


def counted(rows: Sequence[dict[str, Any]], as_of: dt.date) -> tuple[Counter, Counter, int]:
    """The slow oracle: leads by (month, channel, rep, outcome, contact), by (channel, outcome, age), and repeated IDs."""

    def rank(at: int) -> tuple:
        row = rows[at]
        decided = row["Decided"] if row["Outcome"] in ("Won", "Lost") else None
        if decided is not None and decided > as_of:  # that was not known then
            decided = None
        return (decided is None, -(decided or dt.date.min).toordinal(), row["Created"] is None, row["Created"], at)

    first: dict[str, int] = {}
    for at, row in enumerate(rows):
        other = first.get(row["Lead ID"])
        if other is None or rank(at) < rank(other):
            first[row["Lead ID"]] = at
    cells: Counter = Counter()
    ages: Counter = Counter()
    for at in first.values():
        row = rows[at]
        created = row["Created"]
        if created is None or created > as_of:
            continue
        decided = row["Decided"]
        outcome = {"Won": "won", "Lost": "lost"}.get(row["Outcome"] or "", "open")
        if outcome != "open" and decided is not None and decided > as_of:
            outcome, decided = "open", None
        channel = CHANNELS.get(row["Channel"] or "")
        contact = row["First contact"]
        if contact is not None and contact > as_of:
            contact = None
        if contact is not None and outcome != "open" and decided is not None and created <= decided < contact:
            reached = AFTERWARDS
        elif contact is not None:
            days = (contact - created).days
            most = days + 1  # without a time of day, a day apart is up to two
            reached = 1 if most <= 1 else 2 if most <= 3 else 3 if most <= 7 else 4
        else:
            reached = -1 if outcome == "won" else -2
        cells[created.year * 12 + created.month - 1, channel, row["Rep"], outcome, reached] += 1
        if outcome == "open":
            ages[channel, outcome, (as_of - created).days] += 1
        elif decided is not None and decided >= created:
            ages[channel, outcome, (decided - created).days] += 1
        elif outcome == "lost" and decided is None:
            ages[channel, "lost sometime", (as_of - created).days] += 1
    return cells, ages, len(rows) - len(first)


def text_rows(rows: Sequence[dict[str, Any]], date: str = "%Y-%m-%d") -> list[list[str]]:
    """As a CSV file holds them."""

    def text(value: Any) -> str:
        if value is None:
            return ""
        return value.strftime(date) if isinstance(value, dt.date) else str(value)

    return [list(HEADINGS), *([text(row[h]) for h in HEADINGS] for row in rows)]
