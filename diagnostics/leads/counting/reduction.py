"""From one row per lead to counts: one Ibis expression, the same on every engine.

The result is small however many leads there are: counts by month, channel, rep and time to the first contact, by channel,
outcome and age, by the day they were created, and by the months of creation and decision. Everything after works on these.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diagnostics.leads.fields.canonical import DAY, HOUR, LOST, LOST_SOMETIME, OPEN, WON, ReadingPlan
from diagnostics.leads.fields.once import leads_of
from diagnostics.leads.fields.self_service import TELLING, nobody, untouched
from diagnostics.leads.opening.source import Leads

if TYPE_CHECKING:
    import ibis
    import pandas as pd

SPEEDS: Final = (HOUR, DAY, 3 * DAY, 7 * DAY)
"""Minutes to the first contact: within the hour, the day, three days, a week, later."""

PLACEHOLDERS: Final = (0.0, 1.0)
"""Amounts that are written where no amount is known."""

COUNTED: Final = ("n", "direct", "fit", "unfit_won", "contradicting")
"""What is counted in each cell: leads, and of them those that bought directly, those that fit, those won without fitting,
and those with a status that a date contradicts."""

SOMETIME: Final = 5
"""Contact: reached, at an unknown time."""

UNSEEN: Final = 6
"""Contact: won, so reached, though no contact is recorded."""

NEVER: Final = 7
"""Contact: not reached, or not a lead that salespeople are to reach."""

AFTERWARDS: Final = 8
"""Contact: first reached after the decision, so the time to it says nothing."""

FIRST_DAY: Final = datetime.date(1970, 1, 1)
"""Days are counted from here."""

STATES: Final = 16
"""A state is outcome × this + contact; larger than any code of a contact."""

EARLY: Final = -1
"""Age: decided before it was created."""

UNDATED: Final = -2
"""Age: decided on a day that is not known."""

AGES: Final = 1_000_000
"""More days than the age of any lead."""

SOON: Final = 1
"""When decided: on the day it was created, or the day after."""

BEFORE: Final = 2
"""When decided: before it was created."""

UNKNOWN: Final = 3
"""When decided: on a day that is not known."""

REMARK: Final = 1
"""Why a row is in no month: it is a footer or a total."""

NO_DATE: Final = 2
"""Why a row is in no month: it has no date of first contact."""

LATER: Final = 3
"""Why a row is in no month: its date is after the day of counting."""


NO_MONTH: Final = 0
"""The month of every lead, where no column says when a lead came."""


def _numbered(leads: Leads, plan: ReadingPlan, as_of: datetime.date | None) -> ibis.Table:
    """The rows of the source, each ID once, with the keys that they are counted by."""
    import ibis

    rows = leads_of(leads, plan, as_of)
    no = ibis.literal(False)
    has = plan.columns
    won = rows.outcome == WON
    direct = rows.direct & won if "direct" in has or plan.alone else no
    if plan.self_service:
        direct = direct | untouched(rows, has)
    fits = (rows.fit | won) & ~direct if "fit" in has else ~direct
    contact: Any = ibis.literal(NEVER)
    if "reached" in has:
        late = [(rows.minutes > limit, len(SPEEDS) - at) for at, limit in enumerate(reversed(SPEEDS))]
        contact = ibis.cases(
            (~fits, NEVER),
            (rows.reached_late, AFTERWARDS),
            (rows.worked & (rows.minutes >= 0), ibis.cases(*late, else_=0)),
            (rows.worked, SOMETIME),
            (won, UNSEEN),
            else_=NEVER,
        )
    flags = {"is_direct": direct, "is_fit": fits}
    state = (rows.outcome.cast("int16") * STATES + contact).cast("int16")
    if as_of is None or "created" not in has:
        month = ibis.ifelse(rows.remark, ibis.literal(-REMARK), ibis.literal(NO_MONTH)).cast("int32")
        return rows.mutate(month=month, state=state, stamp=(rows.outcome.cast("int32") * AGES).cast("int32"), **flags)
    day, undated = ibis.date(as_of), rows.ends.isnull()
    until = ibis.ifelse(rows.outcome == OPEN, day, ibis.coalesce(rows.ends, day))
    age = ibis.ifelse(
        won & undated,
        ibis.literal(UNDATED, "int64"),
        ibis.greatest(until.delta(rows.created, unit="day"), EARLY),
    )
    ended = ibis.ifelse((rows.outcome == LOST) & undated, ibis.literal(LOST_SOMETIME, "int8"), rows.outcome)
    month = rows.created.year() * 12 + rows.created.month() - 1
    return rows.mutate(
        month=ibis.cases(
            (rows.created.isnull(), ibis.ifelse(rows.remark, -REMARK, -NO_DATE)),
            (rows.created > day, -LATER),
            else_=month,
        ).cast("int32"),
        state=state,
        stamp=(ended.cast("int32") * AGES + age - UNDATED).cast("int32"),
        **flags,
    )


def ages_without(leads: Leads, plan: ReadingPlan, as_of: datetime.date, months: Collection[int]) -> ibis.Table:
    """The ages of :func:`reduction` without the leads of some months."""
    rows = _numbered(leads, plan, as_of)
    rows = rows.filter((rows.month >= 0) & ~rows.month.isin(sorted(months)))
    return rows.group_by("channel", "stamp").agg(n=rows.count())


def reduction(leads: Leads, plan: ReadingPlan, as_of: datetime.date | None) -> ibis.Table:
    """The counts, as one expression. Where no column says when a lead came, all are of :data:`NO_MONTH`, without an age.

    The keys that leads are counted by are folded into few whole numbers, because an engine groups by two numbers and two
    texts much faster than by six columns; :func:`unfolded` separates them again.

    Columns: ``part``, ``"cells"``, ``"ages"``, ``"days"`` or ``"ends"``; ``month``, 12 · year + month − 1, or below 0 why a
    row is in none; ``channel``, ``rep``; ``state``, :data:`STATES` · outcome + contact; ``stamp``, :data:`AGES` · outcome +
    age in days − :data:`UNDATED`; then :data:`COUNTED`, ``amount`` of what was won, ``priced``, how many amounts,
    ``placeholders``, how many of 0 or 1, which are in neither. In ``"days"`` ``stamp`` is the day of creation, days since
    1970; in ``"ends"``, of sales alone, the month of the sale. Columns that a part does not have are null.
    """
    import ibis

    rows, has = _numbered(leads, plan, as_of), plan.columns
    won = rows.outcome == WON

    def where(condition: Any) -> Any:
        return rows.count(where=condition).cast("int64")

    sums = {"n": rows.count()}
    if "direct" in has or plan.self_service or plan.alone:
        sums["direct"] = where(rows.is_direct)
    if "fit" in has:
        sums |= {"fit": where(rows.is_fit), "unfit_won": where(won & ~rows.is_direct & ~rows.fit)}
    if "won_on" in has or "lost_on" in has:
        sums["contradicting"] = where(rows.contradicting)
    if "amount" in has:
        told = won & rows.amount.notnull() & ~rows.amount.isin(PLACEHOLDERS)
        sums |= {
            "amount": rows.amount.sum(where=told),
            "priced": where(told),
            "placeholders": where(won & rows.amount.isin(PLACEHOLDERS)),
        }
    cells = rows.group_by("month", "channel", "rep", "state").agg(**sums)
    dated = as_of is not None and "created" in has
    # With days the same as rows.month >= 0, and less work.
    counted = rows.filter(rows.created <= ibis.date(as_of) if dated else rows.month >= 0)
    ages = counted.group_by("channel", "stamp").agg(n=counted.count())
    columns = ["month", "channel", "rep", "state", "stamp", *sums]
    parts = {"cells": cells, "ages": ages}
    if dated:
        parts |= {"days": _by_day(counted), "ends": _by_end(counted)}
    return ibis.union(*(_laid_out(part, name, columns) for name, part in parts.items()))


def _by_day(rows: ibis.Table) -> ibis.Table:
    """Leads by the day they were created; what a day is numbered by is worked out once per day."""
    import ibis

    days = rows.group_by("created").agg(n=rows.count())
    return days.select("n", stamp=days.created.delta(ibis.date(FIRST_DAY), unit="day"))


def _by_end(rows: ibis.Table) -> ibis.Table:
    """Sales on a known day, by the months in which their leads were created and they were made."""
    won = rows.filter((rows.outcome == WON) & rows.ends.notnull())
    sales = won.group_by("month", end=won.ends.truncate("M")).agg(n=won.count())
    return sales.select("n", "month", stamp=sales.end.year() * 12 + sales.end.month() - 1)


def timings(leads: Leads, plan: ReadingPlan, as_of: datetime.date) -> ibis.Table:
    """Leads by the day they were created, by outcome and by when they were decided: see :func:`timed`."""
    import ibis

    rows = _numbered(leads, plan, as_of)
    rows = rows.filter(rows.created <= ibis.date(as_of))
    timing = ibis.cases(
        (rows.outcome == OPEN, 0),
        (rows.ends.isnull(), UNKNOWN),
        (rows.ends < rows.created, BEFORE),
        (rows.ends <= rows.created + ibis.interval(days=1), SOON),
        else_=0,
    )
    days = rows.group_by("created", "outcome", timing=timing.cast("int8")).agg(n=rows.count())
    return days.select("outcome", "timing", "n", day=days.created.delta(ibis.date(FIRST_DAY), unit="day"))


def timed(days: pd.DataFrame) -> pd.DataFrame:
    """The result of :func:`timings`, in order: whole numbers ``day``, ``outcome``, ``timing`` and ``n``."""
    days = days[["day", "outcome", "timing", "n"]].astype("int64")
    return days.sort_values(["day", "outcome", "timing"], ignore_index=True)


@dataclass(frozen=True, eq=False)
class Parts:
    """The result of :func:`reduction` with its keys separated.

    Attributes
    ----------
    cells : DataFrame
        ``left_out``, why a row is in no month, or 0; ``month``, ``channel``, ``rep``, ``outcome``; ``contact``, place in
        :data:`SPEEDS`, :data:`SOMETIME`, :data:`UNSEEN`, :data:`NEVER` or :data:`AFTERWARDS`; :data:`COUNTED`, ``amount``,
        ``priced``, ``placeholders``, 0 where the source has no such column; ``untouched``, sales in which no person is known
        to have had a part.
    ages : DataFrame
        ``channel``, ``outcome``, ``age`` in days, :data:`EARLY` or :data:`UNDATED`, and ``n``.
    days : DataFrame
        ``day`` of creation, days since :data:`FIRST_DAY`; ``outcome`` and ``timing``, when decided: 0, :data:`SOON`,
        :data:`BEFORE` or :data:`UNKNOWN`, both 0 until they are asked for (:func:`timings`); ``n``.
    ends : DataFrame
        Sales on a known day: ``month`` of creation, ``end``, the month of the sale, ``n``.
    """

    cells: pd.DataFrame
    ages: pd.DataFrame
    days: pd.DataFrame
    ends: pd.DataFrame


def unfolded(counts: pd.DataFrame, fields: Collection[str]) -> Parts:
    """The result of :func:`reduction` with its keys separated, for an export that has some fields."""
    part = {name: counts[counts["part"] == name] for name in ("cells", "ages", "days", "ends")}
    sums = [key for key in (*COUNTED, "amount", "priced", "placeholders") if key in counts]
    cells = part["cells"][["month", "channel", "rep", "state", *sums]]
    month, state = cells["month"].to_numpy("int64"), cells["state"].to_numpy("int64")
    cells = cells.assign(left_out=(-month).clip(min=0), outcome=state // STATES, contact=state % STATES)
    cells = cells.assign(
        **{key: cells[key].fillna(0) if key in cells else 0 for key in (*COUNTED, "amount", "priced", "placeholders")}
    )
    cells = cells.assign(untouched=_untouched(cells, fields))
    ages = aged(part["ages"][["channel", "stamp", "n"]])
    days = part["days"].rename(columns={"stamp": "day"}).assign(outcome=OPEN, timing=0)
    ends = part["ends"][["month", "stamp", "n"]].astype("int64").rename(columns={"stamp": "end"})
    return Parts(cells, ages, timed(days), ends.sort_values(["month", "end"], ignore_index=True))


def _untouched(cells: pd.DataFrame, fields: Collection[str]) -> Any:
    """Sales of each cell of which :func:`~diagnostics.leads.fields.self_service.untouched` is true and that were not direct.

    Told when they are counted: to look for the words for nobody in every row takes an engine as long as counting them.
    """
    if not set(TELLING) & set(fields):
        return 0
    sales = cells["outcome"] == WON
    if "rep" in fields:
        sales &= nobody(cells["rep"])
    if "reached" in fields:
        return cells["n"].where(sales & (cells["contact"] == UNSEEN), 0)  # who bought directly is not to be reached
    return (cells["n"] - cells["direct"]).where(sales, 0)


def aged(ages: pd.DataFrame) -> pd.DataFrame:
    """Counts by channel and stamp, with the outcome and the age that a stamp stands for."""
    stamp = ages["stamp"].to_numpy("int64")
    return ages.assign(outcome=stamp // AGES, age=stamp % AGES + UNDATED)


KINDS: Final = {
    "month": "int64",
    "channel": "string",
    "rep": "string",
    "state": "int64",
    "stamp": "int64",
    **dict.fromkeys(COUNTED, "int64"),
    "amount": "float64",
    "priced": "int64",
    "placeholders": "int64",
}


def _laid_out(table: ibis.Table, part: str, columns: list[str]) -> ibis.Table:
    """A part with all columns, so that the parts can be one table."""
    import ibis
    from ibis.expr import datatypes

    kinds = {"string": datatypes.string, "int64": datatypes.int64, "float64": datatypes.float64}
    there = set(table.columns)
    return table.select(
        part=ibis.literal(part),
        **{key: (table[key] if key in there else ibis.null()).cast(kinds[KINDS[key]]) for key in columns},
    )
