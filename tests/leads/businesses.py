"""Businesses with a known truth, simulated lead by lead, and the faults of time that are planted into their records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pandas as pd

from diagnostics.leads.counting.counts import SUMS, LeadCounts
from diagnostics.leads.counting.reduction import BEFORE, FIRST_DAY, SOON, UNKNOWN
from diagnostics.leads.fields.canonical import LOST, LOST_SOMETIME, OPEN, WON
from diagnostics.leads.matching.matching import Matching
from diagnostics.leads.opening.source import Leads

EPOCH = np.datetime64(FIRST_DAY)


@dataclass(frozen=True)
class Business:
    """What is true of a business: leads per month, share won, days to a sale, how months scatter."""

    leads: float = 60.0
    rate: float = 0.2
    days: float = 30.0
    """Mean days from creation to decision."""
    months: int = 12
    growth: float = 0.0
    """Growth of leads per month, a fraction."""
    scatter: float = 0.0
    """Standard deviation of the log of the rate between months."""
    weekends: bool = True
    """Whether leads come on weekends too."""
    begin: dt.date = dt.date(2024, 1, 1)

    @property
    def end(self) -> dt.date:
        """The last day of the last month."""
        month = self.begin.year * 12 + self.begin.month - 1 + self.months
        return dt.date(month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def simulate(b: Business, seed: int) -> pd.DataFrame:
    """Leads of a business, one row each: ``created`` and ``decided`` (days since 1970, 0 for none), ``outcome``."""
    r = np.random.default_rng(seed)
    first, last = (np.datetime64(day).astype("datetime64[D]").astype(int) for day in (b.begin, b.end))
    days = np.arange(first, last + 1)
    months = (days.astype("datetime64[D]").astype("datetime64[M]")).astype(int)
    months -= months[0]
    pace = b.leads / 30.4 * (1 + b.growth) ** months * np.ones(len(days))
    if not b.weekends:
        pace = np.where((days + 3) % 7 < 5, pace * 7 / 5, 0.0)
    created = np.repeat(days, r.poisson(pace))
    rates = np.clip(b.rate * np.exp(b.scatter * r.standard_normal(b.months) - b.scatter**2 / 2), 0.0, 0.9)
    won = r.random(len(created)) < rates[np.repeat(months, np.bincount(created - first, minlength=len(days)))]
    took = r.exponential(b.days * np.where(won, 1.0, 0.8)).astype(int)
    decided = created + took
    outcome = np.where(decided > last, OPEN, np.where(won, WON, LOST))
    return pd.DataFrame({"created": created, "decided": np.where(outcome == OPEN, 0, decided), "outcome": outcome})


def by_day_and_end(leads: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The counts that records are judged by, as the reduction gives them."""
    created, decided, outcome = (leads[key].to_numpy() for key in ("created", "decided", "outcome"))
    over, dated = outcome != OPEN, decided > 0
    took = decided - created
    timing = np.select([over & ~dated, over & (took < 0), over & (took <= 1)], [UNKNOWN, BEFORE, SOON], 0)
    days = pd.DataFrame({"day": created, "outcome": outcome, "timing": timing})
    days = days.groupby(["day", "outcome", "timing"], as_index=False).size().rename(columns={"size": "n"})
    month = (EPOCH + created).astype("datetime64[M]").astype(int) + 12 * FIRST_DAY.year
    end = (EPOCH + decided).astype("datetime64[M]").astype(int) + 12 * FIRST_DAY.year
    ends = pd.DataFrame({"month": month, "end": end})[(outcome == WON) & dated]
    ends = ends.groupby(["month", "end"], as_index=False).size().rename(columns={"size": "n"})
    return days, ends


def exported(leads: pd.DataFrame) -> pd.DataFrame:
    """The same leads as a CRM exports them."""

    def day(column: pd.Series) -> pd.Series:
        return pd.Series(
            [None if d <= 0 else (FIRST_DAY + dt.timedelta(days=int(d))).isoformat() for d in column], dtype=object
        )

    return pd.DataFrame(
        {
            "Lead ID": np.arange(1, len(leads) + 1),
            "Created": day(leads["created"]),
            "Outcome": leads["outcome"].map({OPEN: "Open", WON: "Won", LOST: "Lost"}).to_numpy(),
            "Decided": day(leads["decided"]),
        }
    )


# --- faults -------------------------------------------------------------------------------------------------------


def number_of(day: dt.date) -> int:
    """Days since 1970."""
    return (day - FIRST_DAY).days


def sales_recorded_from(leads: pd.DataFrame, day: dt.date, kept: float = 0.0, seed: int = 0) -> pd.DataFrame:
    """Sales that were made before a day stand as lost, but for a share of them."""
    r = np.random.default_rng(seed)
    gone = (leads["outcome"] == WON) & (leads["decided"] < number_of(day)) & (r.random(len(leads)) >= kept)
    return leads.assign(outcome=leads["outcome"].mask(gone, LOST))


def sales_recorded_until(leads: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Sales that were made after a day stand as open."""
    gone = (leads["outcome"] == WON) & (leads["decided"] > number_of(day))
    return leads.assign(outcome=leads["outcome"].mask(gone, OPEN), decided=leads["decided"].mask(gone, 0))


def leads_recorded(leads: pd.DataFrame, begin: dt.date | None = None, end: dt.date | None = None) -> pd.DataFrame:
    """Only leads that were created on some days."""
    low = 0 if begin is None else number_of(begin)
    high = 1 << 30 if end is None else number_of(end)
    return leads[leads["created"].between(low, high)].reset_index(drop=True)


def old_deals(
    leads: pd.DataFrame, day: dt.date, n: int, won: float, how: str = "before", days: int = 1, seed: int = 0
) -> pd.DataFrame:
    """So many old deals, created on a day or few, a share of them won: decided before it, on it, or on no known day."""
    r = np.random.default_rng(seed)
    created = number_of(day) + r.integers(0, days, n)
    decided = {"before": created - r.integers(10, 500, n), "at once": created, "undated": np.zeros(n, dtype=int)}[how]
    outcome = np.where(r.random(n) < won, WON, LOST)
    more = pd.DataFrame({"created": created, "decided": decided, "outcome": outcome})
    return pd.concat([leads, more], ignore_index=True)


# --- without an engine --------------------------------------------------------------------------------------------


def counts_of(leads: pd.DataFrame, as_of: dt.date) -> LeadCounts:
    """What an export of these leads is counted to, thousands of times sooner."""
    created, decided, outcome = (leads[key].to_numpy() for key in ("created", "decided", "outcome"))
    month = (EPOCH + created).astype("datetime64[M]").astype(int) + 12 * FIRST_DAY.year
    cells = pd.DataFrame({"month": month, "n": 1, "won": outcome == WON, "lost": outcome == LOST})
    cells = cells.groupby("month", as_index=False).sum().astype("int64").assign(channel=None, rep=None, amount=0.0)
    cells = cells.assign(**dict.fromkeys(set(SUMS) - set(cells.columns), 0))
    undated = (outcome != OPEN) & (decided <= 0)
    age = np.where((outcome == OPEN) | undated, number_of(as_of), decided) - created
    kind = np.where(undated & (outcome == LOST), LOST_SOMETIME, outcome)
    ages = pd.DataFrame({"month": month, "channel": None, "outcome": kind, "age": age, "n": 1})
    ages = ages[(age >= 0) & ~(undated & (outcome == WON))]
    days, ends = by_day_and_end(leads)
    columns = {"created": "Created", "outcome": "Outcome", "decided": "Decided"}
    matching = Matching(leads=cast(Leads, None), columns=columns, given={})  # nothing is asked of the source
    counts = LeadCounts(
        matching=matching,
        as_of=as_of,
        cells=cells,
        ages=_summed(ages),
        days=days,
        ends=ends,
        left_out={},
        early=int(((outcome != OPEN) & ~undated & (decided < created)).sum()),
        undated=(int((undated & (outcome == WON)).sum()), int((undated & (outcome == LOST)).sum())),
    )
    if not counts.records.misdated:
        return counts
    return replace(counts, whole_ages=_summed(ages[~ages["month"].isin(counts.records.misdated)]))


def _summed(ages: pd.DataFrame) -> pd.DataFrame:
    return ages.groupby(["channel", "outcome", "age"], dropna=False, as_index=False)["n"].sum()
