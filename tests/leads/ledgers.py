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
"""Reached after the decision, or before the lead came: how soon says nothing."""

CHANNELS = {"Referral": "Referral", "referral": "Referral", "Ads": "Ads", "Fair": "Fair"}


def counted(rows: Sequence[dict[str, Any]], as_of: dt.date) -> tuple[Counter, Counter, int]:
    """The slow oracle: leads by (month, channel, rep, outcome, contact), by (channel, outcome, age), and repeated IDs."""
    of_id: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        of_id.setdefault(row["Lead ID"], []).append(row)
    cells: Counter = Counter()
    ages: Counter = Counter()
    for group in of_id.values():
        lead = joined(group, as_of)
        created, decided, outcome, contact = (lead[key] for key in ("Created", "Decided", "Outcome", "First contact"))
        if created is None or created > as_of:
            continue
        channel = CHANNELS.get(lead["Channel"] or "")
        if contact is not None and contact > as_of:
            contact = None
        if contact is not None and outcome != "open" and decided is not None and created <= decided < contact:
            reached = AFTERWARDS
        elif contact is not None:
            most = lead["most days"]
            reached = AFTERWARDS if most < 0 else 1 if most <= 1 else 2 if most <= 3 else 3 if most <= 7 else 4
        else:
            reached = -1 if outcome == "won" else -2
        cells[created.year * 12 + created.month - 1, channel, lead["Rep"], outcome, reached] += 1
        if outcome == "open":
            ages[channel, outcome, (as_of - created).days] += 1
        elif decided is not None and decided >= created:
            ages[channel, outcome, (decided - created).days] += 1
        elif outcome == "lost" and decided is None:
            ages[channel, "lost sometime", (as_of - created).days] += 1
    return cells, ages, len(rows) - len(of_id)


def joined(group: Sequence[dict[str, Any]], as_of: dt.date) -> dict[str, Any]:
    """One lead of all rows of its ID: created first, a sale before a loss, a later open row after the loss."""
    read = []
    for row in group:
        outcome = {"Won": "won", "Lost": "lost"}.get(row["Outcome"] or "", "open")
        decided = row["Decided"] if outcome != "open" else None
        if decided is not None and decided > as_of:  # that was not known then
            outcome, decided = "open", None
        read.append({**row, "Outcome": outcome, "Decided": decided, "at": decided or row["Created"] or dt.date.min})
    if len(read) == 1:
        alone, contact = read[0], read[0]["First contact"]
        known = contact is not None and alone["Created"] is not None
        return {**alone, "most days": (contact - alone["Created"]).days + 1 if known else None}
    there = [row for row in read if (row["Created"] or dt.date.min) <= as_of]
    read = there or read
    last = {
        kind: max((r["at"] for r in read if r["Outcome"] == kind), default=None) for kind in ("won", "lost", "open")
    }
    outcome = "open"
    if last["won"] is not None:
        outcome = "won"
    elif last["lost"] is not None and (last["open"] is None or last["lost"] >= last["open"]):
        outcome = "lost"

    def largest(key: str, among: Sequence[dict[str, Any]]) -> Any:
        return max((row[key] for row in among if row[key] is not None), default=None)

    best = [row for row in read if row["Outcome"] == outcome and row["at"] == last[outcome]]
    for key, least in (("Amount", -1), ("Channel", ""), ("Rep", "")):  # ties: the largest, a blank last
        top = max(row[key] if row[key] is not None else least for row in best)
        best = [row for row in best if (row[key] if row[key] is not None else least) == top]
    decided = largest("Decided", best)
    created = min((row["Created"] for row in read if row["Created"]), default=None)
    contacts = [row["First contact"] for row in read if row["First contact"]]
    timed = [row["First contact"] for row in read if row["First contact"] and row["Created"]]
    return {
        "Created": created,
        "Outcome": outcome,
        "Decided": decided if outcome != "open" else None,
        "Channel": best[0]["Channel"] or largest("Channel", read),
        "Rep": best[0]["Rep"] or largest("Rep", read),
        "First contact": min(contacts, default=None),
        "most days": (min(timed or contacts) - created).days + 1 if contacts and created else None,
    }


def text_rows(rows: Sequence[dict[str, Any]], date: str = "%Y-%m-%d") -> list[list[str]]:
    """As a CSV file holds them."""

    def text(value: Any) -> str:
        if value is None:
            return ""
        return value.strftime(date) if isinstance(value, dt.date) else str(value)

    return [list(HEADINGS), *([text(row[h]) for h in HEADINGS] for row in rows)]
