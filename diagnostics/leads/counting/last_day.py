"""The day of counting where none is given: the last day on which anything happened, unless that day is hard to believe.

A day that is too late ages every open lead. Of one that nobody can have meant (:data:`IMPOSSIBLE`) the date is read as blank;
of one that is only unlikely it is asked which day is meant.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from diagnostics import month_numbers as calendar
from diagnostics.language import mark, n, t
from diagnostics.leads.counting.reduction import FIRST_DAY
from diagnostics.leads.fields.canonical import ReadingPlan, canonical
from diagnostics.leads.matching.matching import Matching
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.thresholds import (
    FEW_AFTER_GAP,
    FEW_LONELY,
    GAP_MONTHS,
    IMPOSSIBLE,
    LONELY,
    LONELY_DAYS,
    LONELY_OF_FEW,
    MOST_AHEAD,
    TIMES_LONGER,
)
from diagnostics.number_format import integer, short_date
from diagnostics.reading.progress import Progress
from diagnostics.reading.questions import Answer, Question, rows

MONTHS_OF_FIRSTS: Final = 3
"""Months from which, where all leads came on the first of one, only the months are known."""

if TYPE_CHECKING:
    import ibis
    import pandas as pd


@dataclass(frozen=True)
class LastDay:
    """What the latest dates of an export say.

    Attributes
    ----------
    day : date or None
        The last day on which anything happened; None where no lead has a day.
    cut : date or None
        Later dates were mistyped and are no days; None where none was.
    late : int
        How many of them there are.
    question : Question or None
        Which day is meant, where the last one is hard to believe.
    """

    day: datetime.date | None
    cut: datetime.date | None = None
    late: int = 0
    question: Question | None = None


def last_day(matching: Matching, plan: ReadingPlan, progress: Progress | None) -> LastDay:
    """The last day on which anything happened, as far as the dates of the decisions say; see :func:`last_lead`.

    Parameters
    ----------
    matching : Matching
        Which column is which.
    plan : ReadingPlan
        How they are read.
    progress : callable, optional
        Called with what is being done.
    """
    table = canonical(matching.leads, plan)
    sums = {key: table[key].max() for key in ("created", "decided", "changed")[: 3 if "changed" in plan.columns else 2]}
    last = ask(table.agg(**sums), t("Looking at the dates"), progress).iloc[0]
    created, decided, changed = (_date(last.get(key)) for key in ("created", "decided", "changed"))
    if created is None:
        return LastDay(None)
    happened = [day for day in (created, decided, changed) if day is not None]
    if decided is None or (decided - created).days <= LONELY_DAYS:
        return LastDay(max(happened))
    found = _late_decisions(table, created, progress)
    late, decisions = int(found["late"]), int(found["all"])
    if found["longest"] <= TIMES_LONGER * found["usual"]:
        return LastDay(max(happened))
    few = late <= max(FEW_LONELY, LONELY * decisions)
    if not few and (decided - created).days <= MOST_AHEAD:
        return LastDay(max(happened))
    if 0 < found["impossible"] <= max(FEW_LONELY, LONELY * decisions) and found["impossible"] < decisions:
        return LastDay(None, _impossible(created), int(found["impossible"]))
    likely = _date(found["likely"]) or created
    days = {
        mark("{day}, when the last lead came"): created,
        mark("{day}, when the last decision was made"): decided,
        mark("{day}, when a row was last changed"): changed,
    }
    if max(likely, created) != decided:
        usual_one = mark("{day}, when the last decision was made that took no longer than others")
        days = {usual_one: max(likely, created), **days}
    usual = found["usual"]
    facts = {
        "decided": short_date(decided),
        "created": short_date(created),
        "longest": integer(int(found["longest"])),
        "others": t("the others took at most {days}", days=integer(int(usual)))
        if usual == usual
        else t("there is no other"),
    }
    return LastDay(None, question=_question("decision-long-after", facts, days))


def _late_decisions(table: ibis.Table, created: datetime.date, progress: Progress | None) -> Mapping[str, Any]:
    """The decisions that are long after the last lead came, beside the others."""
    import ibis

    after = ibis.date(created + datetime.timedelta(days=LONELY_DAYS))
    late = table.decided > after
    took = table.decided.delta(table.created, unit="day")
    asked = table.agg(
        late=table.count(where=late),
        all=table.decided.count(),
        longest=took.max(where=late),
        usual=took.max(where=~late),
        impossible=table.count(where=table.decided >= ibis.date(_impossible(created))),
    )
    found = dict(ask(asked, t("Looking at the last dates"), progress).iloc[0])
    likely = None
    if found["usual"] == found["usual"]:
        believed = table.agg(likely=table.decided.max(where=took <= TIMES_LONGER * int(found["usual"])))
        likely = ask(believed, t("Looking at the last dates"), progress)["likely"].iloc[0]
    return {**found, "likely": likely}


def _impossible(last: datetime.date) -> datetime.date:
    """The first day that is too late to be one where all others are not later than the last."""
    return calendar.date_of(min(calendar.of_date(last) + IMPOSSIBLE, 12 * datetime.MAXYEAR), 1)


def last_lead(
    days: pd.DataFrame, day: datetime.date, matching: Matching, plan: ReadingPlan, progress: Progress | None
) -> LastDay:
    """Whether the last leads came so long after the others that their days are hard to believe.

    Parameters
    ----------
    days : DataFrame
        Leads by the day they were created; see :class:`~diagnostics.leads.counting.reduction.Parts`.
    day : date
        The last day on which anything happened.
    matching, plan, progress
        As for :func:`last_day`.
    """
    import ibis

    counts = days.groupby("day")["n"].sum().sort_index()
    came = np.datetime64(FIRST_DAY) + counts.index.to_numpy("int64")
    months, each = came.astype("datetime64[M]").astype(int), counts.to_numpy("int64")
    gaps = np.diff(months)
    behind = each[::-1].cumsum()[::-1][1:]  # leads after each gap
    leads = int(each.sum())
    if len(came) >= MONTHS_OF_FIRSTS and day.day == 1 and (came == came.astype("datetime64[M]")).all():
        month = calendar.of_date(day)
        day = calendar.date_of(month, calendar.days_in(month))  # only months are known: the last one is over
    impossible = (gaps >= IMPOSSIBLE) & (behind <= max(FEW_LONELY, LONELY * leads)) & (behind < LONELY_OF_FEW * leads)
    if impossible.any():
        at = int(np.flatnonzero(impossible)[0])
        cut = (came[at + 1].astype("datetime64[M]")).astype(object)
        return LastDay(None, cut, int(behind[at]))
    doubtful = (gaps >= GAP_MONTHS) & (behind < FEW_AFTER_GAP * leads)
    if not doubtful.any():
        return LastDay(day)
    at = int(np.flatnonzero(doubtful)[0])
    before, last = came[at].astype(object), came[-1].astype(object)
    table = canonical(matching.leads, plan)
    others = table.agg(last=table.decided.max(where=table.created <= ibis.date(before)))
    ended = max(before, _date(ask(others, t("Looking at the last dates"), progress)["last"].iloc[0]) or before)
    facts = {
        "late": integer(int(behind[at])),
        "leads": integer(leads),
        "months": int(gaps[at]),
        "last": short_date(last),
        "before": short_date(before),
    }
    named = {
        mark("{day}, when the last of the others was decided"): ended,
        mark("{day}, when the last of the others came"): before,
        mark("{day}, when the last lead came"): last,
        mark("{day}, when anything last happened"): day,
    }
    return LastDay(None, question=_question("leads-after-gap", facts, named))


def _question(code: str, facts: Mapping[str, Any], days: Mapping[str, datetime.date | None]) -> Question:
    """The question which day is meant; of two names for one day the first is used."""
    named: dict[str, str] = {}
    for label, day in days.items():
        if day is not None:
            named.setdefault(day.isoformat(), t(label, day=short_date(day)))
    answers = tuple(Answer(label, {"as_of": day}) for day, label in named.items())
    return Question(code, "as_of", tuple(named), {**facts, "answer": next(iter(named))}, answers)


def blanked(matching: Matching, plan: ReadingPlan, found: LastDay) -> Matching:
    """The same matching with dates that were mistyped read as blank, and a note that says so."""
    assert found.cut is not None
    note = n(
        "{rows} holds a day in {month} or later, {years} years or more after all others: that day was mistyped and is read as "
        "blank.",
        "{rows} hold a day in {month} or later, {years} years or more after all others: that day was mistyped and is read as "
        "blank.",
        found.late,
        rows=rows(found.late),
        month=calendar.shown_label(calendar.of_date(found.cut)),
        years=integer(IMPOSSIBLE // 12),
    )
    return replace(matching, plan=replace(plan, cut=found.cut), notes=(*matching.notes, note))


def _date(value: Any) -> datetime.date | None:
    if value is None or value != value:
        return None
    found: datetime.date = value.date() if hasattr(value, "date") else value
    return found
