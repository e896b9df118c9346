"""From an export whose columns are matched to its counts: which day they were counted, which rows repeat, how many of what."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.errors import InputError
from diagnostics.funnel.lag import LagCurve
from diagnostics.language import t
from diagnostics.leads.counting import reduction
from diagnostics.leads.counting.counts import SUMS, LeadCounts
from diagnostics.leads.counting.last_day import LastDay, blanked, last_day, last_lead
from diagnostics.leads.counting.timing import looks_imported
from diagnostics.leads.fields.canonical import LOST, LOST_SOMETIME, WON, canonical
from diagnostics.leads.fields.once import leads_of
from diagnostics.leads.matching.matching import Matching
from diagnostics.leads.matching.named_people import people_of
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.opening.source import Leads
from diagnostics.reading.given import day as checked_day
from diagnostics.reading.names import MOST_NAMES, Names, clean_names
from diagnostics.reading.people import People
from diagnostics.reading.progress import Progress

if TYPE_CHECKING:
    import pandas as pd


def count_leads(
    matching: Matching,
    as_of: datetime.date | None = None,
    lag: LagCurve | None = None,
    progress: Progress | None = None,
) -> LeadCounts:
    """Reduce an export whose columns are matched to its counts.

    Parameters
    ----------
    matching : Matching
        Which column is which.
    as_of : date, optional
        The day of counting; the last day on which anything happened unless given.
    lag : LagCurve, optional
        How long a sale takes; learnt from the dates of the sales unless given.
    progress : callable, optional
        Called with what is being done; what it raises stops the work.

    Raises
    ------
    InputError
        The first question that is open, where one is; or what cannot be used.
    """
    plan = matching.settled()
    leads = matching.leads
    _first_look(leads, matching)
    dated = "created" in matching.columns
    day = as_of or checked_day("as_of", matching.given.get("as_of"))
    chosen = day is not None
    if dated and not chosen:
        last = last_day(matching, plan, progress)
        if last.cut is not None:
            return count_leads(blanked(matching, plan, last), None, lag, progress)
        day = _settled(last, matching)
    parts = reduction.unfolded(
        ask(reduction.reduction(leads, plan, day), t("Counting the leads"), progress), plan.columns
    )
    cells, ages = parts.cells, parts.ages
    out = cells[cells["left_out"] != 0].groupby("left_out", as_index=False)["n"].sum()
    left_out = {int(why): int(n) for why, n in zip(out["left_out"], out["n"], strict=True)}
    cells = cells[cells["left_out"] == 0]
    if cells.empty:
        raise _no_leads(matching, left_out, day, progress)
    people = people_of(leads, matching.columns.get("rep"), matching.shown, cells["rep"].dropna().unique())
    channels, reps = _names(cells, "channel"), _names(cells, "rep", people)
    if day is not None and dated and not chosen:
        last = last_lead(parts.days, day, matching, plan, progress)
        if last.cut is not None:
            return count_leads(blanked(matching, plan, last), None, lag, progress)
        if (end := _settled(last, matching)) != day:
            return count_leads(matching, end, lag, progress)
    counts = LeadCounts(
        matching=matching,
        as_of=day,
        cells=_tidy(cells, channels, reps),
        ages=_tidy_ages(ages, channels),
        days=parts.days,
        ends=parts.ends,
        left_out=left_out,
        repeated=matching.repeated,
        early=int(ages.loc[ages["age"] == reduction.EARLY, "n"].sum()),
        undated=(
            int(ages.loc[(ages["age"] == reduction.UNDATED) & (ages["outcome"] == WON), "n"].sum()),
            int(ages.loc[ages["outcome"] == LOST_SOMETIME, "n"].sum()),
        ),
        channel_names=channels,
        rep_names=reps,
        people=people,
        lag_given=lag,
    )
    if day is None or not dated:
        return replace(counts, undated=(0, 0))
    if counts.early or counts.undated[0] or looks_imported(counts.days):
        days = ask(reduction.timings(leads, plan, day), t("Looking at the days"), progress)
        counts = replace(counts, days=reduction.timed(days))
    if not counts.records.misdated:
        return counts
    # How long a sale takes is learnt from the months whose sales are all recorded, by the day they were made.
    whole = reduction.ages_without(leads, plan, day, counts.records.misdated)
    ages = reduction.aged(ask(whole, t("Leaving out months"), progress))
    return replace(counts, whole_ages=_tidy_ages(ages, channels))


# --- before counting ----------------------------------------------------------------------------------------------


def _first_look(leads: Leads, matching: Matching) -> None:
    """Refuse a source without rows, and a channel or rep column with too many names."""
    if not any(profile.rows for profile in leads.profiles.values()):
        raise InputError("leads-headings-only", "leads", leads.name or None)
    for key in ("channel", "rep"):
        heading = matching.columns.get(key)
        # The number is an estimate: twice the limit passes here, and the names are counted exactly afterwards.
        if heading is not None and leads.profiles[heading].distinct > 2 * MOST_NAMES:
            code = "channel-names-too-many" if key == "channel" else "rep-names-too-many"
            raise InputError(code, heading, leads.profiles[heading].distinct)


def _settled(last: LastDay, matching: Matching) -> datetime.date:
    """The last day on which anything happened.

    Raises
    ------
    InputError
        The question which day is meant, where it is open.
    """
    if last.question is not None:
        raise last.question.error(last.question.choices[-1])
    if last.day is None:
        raise InputError("created-without-dates", matching.columns["created"])
    return last.day


# --- after counting -----------------------------------------------------------------------------------------------


def _no_leads(
    matching: Matching, left_out: Mapping[int, int], day: datetime.date | None, progress: Progress | None
) -> InputError:
    if "created" not in matching.columns:
        return InputError("leads-headings-only", "leads", matching.leads.name or None)
    if day is not None and left_out.get(reduction.LATER):
        rows = canonical(matching.leads, matching.settled())
        first = ask(rows.agg(first=rows.created.min()), t("Looking at the dates"), progress)["first"].iloc[0]
        return InputError("counted-before-leads", "as_of", day.isoformat(), first=str(first)[:10])
    return InputError("created-without-dates", matching.columns["created"])


def _names(cells: pd.DataFrame, key: str, people: People | None = None) -> Names:
    """One spelling for each channel or rep."""
    code, texts = cells[key].factorize()  # missing ones are −1
    if not len(texts):
        return Names({})
    rows = np.bincount(code[code >= 0], weights=cells["n"].to_numpy(float)[code >= 0], minlength=len(texts))
    return clean_names({str(text): int(n) for text, n in zip(texts, rows, strict=True)}, key, people)


def _renamed(column: pd.Series, names: Names) -> pd.Series:
    """A column with each text replaced by the name it stands for; looked up once per text, not once per row."""
    import pandas as pd

    code, texts = column.factorize()
    known = np.array([*(names.of[text] for text in texts), None], dtype=object)
    return pd.Series(known[code], index=column.index, dtype=object)


def _tidy(cells: pd.DataFrame, channels: Names, reps: Names) -> pd.DataFrame:
    """Cells by month, channel, rep and speed, one spelling for each name, whole numbers."""
    keys = ["month", "channel", "rep", "speed"]
    n, contact, outcome = cells["n"], cells["contact"], cells["outcome"]
    tidy = cells.assign(
        month=cells["month"].astype("int64"),
        channel=_renamed(cells["channel"], channels),
        rep=_renamed(cells["rep"], reps),
        speed=contact.where(contact < reduction.SOMETIME),
        won=n.where(outcome == WON, 0),
        lost=n.where(outcome == LOST, 0),
        worked=n.where((contact < reduction.NEVER) | (contact == reduction.AFTERWARDS), 0),
        unreached_won=n.where(contact == reduction.UNSEEN, 0),
        reached_late=n.where(contact == reduction.AFTERWARDS, 0),
    )
    tidy = tidy.groupby(keys, dropna=False, sort=True, as_index=False)[[*SUMS, "amount"]].sum()
    return tidy.astype(dict.fromkeys(SUMS, "int64"))


def _tidy_ages(ages: pd.DataFrame, channels: Names) -> pd.DataFrame:
    """Leads by channel, outcome and age, without those whose age is not known."""
    tidy = ages.assign(channel=_renamed(ages["channel"], channels))[["channel", "outcome", "age", "n"]]
    tidy = tidy[tidy["age"] >= 0].groupby(["channel", "outcome", "age"], dropna=False, sort=True, as_index=False).sum()
    return tidy.astype({"outcome": "int64", "age": "int64", "n": "int64"})


def younger_than(counts: LeadCounts, days: int) -> int:
    """Leads that came fewer than so many days before they were counted. Asked of the engine."""
    import ibis

    rows = leads_of(counts.matching.leads, counts.matching.settled(), counts.as_of)
    first = ibis.date(counts.counted_on - datetime.timedelta(days=days))
    young = rows.agg(n=rows.count(where=(rows.created > first) & (rows.created <= ibis.date(counts.counted_on))))
    return int(ask(young, t("Looking at the latest leads"))["n"].iloc[0])
