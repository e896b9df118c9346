"""Each lead once: what several rows of one ID say together, in one Ibis expression that no order of rows changes.

A lead was created on the earliest day of its rows. Where the rows are a history, one for each change, the last state counts
and was reached on the first day of it. Otherwise the rows are versions or parts of one lead, such as the options of an
estimate: a sale goes before a loss, and an open row that is later than the loss reopens the lead.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from diagnostics.leads.fields.canonical import DAY, LOST, OPEN, WON, ReadingPlan, canonical, whole_days
from diagnostics.leads.opening.source import Leads

if TYPE_CHECKING:
    import ibis

Counts = Literal["last", "won"]
"""Of several rows of one ID: the last state counts, or a sale counts whatever follows it."""

LONG_AGO: Final = datetime.date(1, 1, 1)
"""Before any day of an export: the moment of a row without a day."""


def leads_of(leads: Leads, plan: ReadingPlan, as_of: datetime.date | None = None) -> ibis.Table:
    """The leads of an export, each once where rows of one ID are counted once; columns as of :func:`canonical`."""
    rows = canonical(leads, plan, as_of)
    return once(rows, plan, as_of) if plan.unique else rows


def moment(rows: ibis.Table, plan: ReadingPlan) -> Any:
    """The day since which a row's outcome holds: when it changed, was entered or decided, whichever the rows tell."""
    import ibis

    long_ago = ibis.date(LONG_AGO)
    if "changed" in plan.columns:
        return ibis.coalesce(rows.changed, rows.decided, rows.created, long_ago)
    if plan.history:
        return ibis.coalesce(rows.created, long_ago)
    return ibis.coalesce(rows.decided, rows.created, long_ago)


def last_days(rows: ibis.Table) -> dict[str, Any]:
    """By outcome, the last moment of the rows that have it, as an aggregate; null where none has it."""
    return {
        name: rows.moment.max(where=rows.outcome == outcome)
        for name, outcome in (("won_at", WON), ("lost_at", LOST), ("open_at", OPEN))
    }


def final(found: Any, counts: Counts) -> Any:
    """The outcome of a lead from the last moments of its outcomes; on one day a sale goes before a loss before open."""
    import ibis

    long_ago = ibis.date(LONG_AGO)
    lost_at, open_at = ibis.coalesce(found.lost_at, long_ago), ibis.coalesce(found.open_at, long_ago)
    won = found.won_at.notnull()
    if counts == "last":
        won = won & (found.won_at >= lost_at) & (found.won_at >= open_at)
    lost = found.lost_at.notnull() & (found.lost_at >= open_at)
    return ibis.cases((won, WON), (lost, LOST), else_=OPEN).cast("int8")


def once(rows: ibis.Table, plan: ReadingPlan, as_of: datetime.date | None = None) -> ibis.Table:
    """Each ID once, rows without an ID as they are.

    Parameters
    ----------
    rows : Table
        As :func:`canonical` gives them.
    plan : ReadingPlan
        Whether the rows are a history, and which row counts.
    as_of : date, optional
        The day of counting: what was entered later had not happened.
    """
    times = rows.group_by("id").agg(times=rows.count())
    repeated = times.filter((times.times > 1) & times.id.notnull())
    columns = list(rows.columns)
    alone = rows.anti_join(repeated, "id").select(columns)
    return alone.union(_joined(rows.semi_join(repeated, "id"), plan, as_of).select(columns))


def _joined(rows: ibis.Table, plan: ReadingPlan, as_of: datetime.date | None) -> ibis.Table:
    """One row for each ID, of rows that all have one."""
    import ibis

    ordered = plan.history or "changed" in plan.columns
    rows = rows.mutate(moment=moment(rows, plan))
    if as_of is not None:
        rows = rows.mutate(since=rows.moment if ordered else ibis.coalesce(rows.created, ibis.date(LONG_AGO)))
        rows = rows.mutate(begun=rows.since.min().over(ibis.window(group_by="id")))
        rows = rows.filter((rows.since <= ibis.date(as_of)) | (rows.begun > ibis.date(as_of)))
    of_id = ibis.window(group_by="id")
    rows = rows.mutate(first=rows.created.min().over(of_id))
    rows = rows.mutate(soon=rows.minutes + rows.created.delta(rows["first"], unit="day").cast("int64") * DAY)
    together = {name: rows[name].max() for name in ("channel", "rep", "amount", "reason")}
    together |= {name: rows[name].cast("int8").max() for name in ("worked", "fit", "direct")}
    together |= {"reached": rows.reached.min(), "soon": rows.soon.min()}
    rows = rows.mutate(
        **{name: found.over(of_id) for name, found in last_days(rows).items()},
        **{f"all_{name}": found.over(of_id) for name, found in together.items()},
    )
    rows = rows.mutate(final=final(rows, plan.counts))
    deciding = rows.outcome == rows.final
    if ordered:
        # Of a state that lasts over several rows, the first of them tells when it was reached.
        moments = {name: ibis.coalesce(rows[name], ibis.date(LONG_AGO)) for name in ("won_at", "lost_at", "open_at")}
        other = ibis.cases(
            (rows.final == WON, ibis.greatest(moments["lost_at"], moments["open_at"])),
            (rows.final == LOST, ibis.greatest(moments["won_at"], moments["open_at"])),
            else_=ibis.greatest(moments["won_at"], moments["lost_at"]),
        )
        order = [(deciding & (rows.moment >= other)).desc(), deciding.desc(), rows.moment.asc()]
    else:
        order = [deciding.desc(), rows.moment.desc()]
    # Rows that differ in nothing of these are the same to everything that is counted.
    same = ("amount", "channel", "rep", "reason", "decided", "contradicting", "remark")
    order += [rows[name].desc(nulls_first=False) for name in same] + [rows.row.asc()]
    place = ibis.row_number().over(ibis.window(group_by="id", order_by=order))
    rows = rows.mutate(place=place).filter(ibis._.place == 0)
    decided = ibis.coalesce(rows.decided, rows.moment.nullif(ibis.date(LONG_AGO))) if plan.history else rows.decided
    rows = rows.mutate(
        created=rows["first"],
        channel=ibis.coalesce(rows.channel, rows.all_channel),
        rep=ibis.coalesce(rows.rep, rows.all_rep),
        reason=ibis.coalesce(rows.reason, rows.all_reason),
        outcome=rows.final,
        decided=ibis.ifelse(rows.final == OPEN, ibis.null("date"), decided),
        fit=rows.all_fit.cast("boolean"),
        worked=rows.all_worked.cast("boolean"),
        direct=rows.all_direct.cast("boolean"),
        amount=ibis.coalesce(rows.amount, rows.all_amount),
        minutes=ibis.coalesce(rows.all_soon, whole_days(rows.all_reached.delta(rows["first"], unit="day"))),
        reached=rows.all_reached,
    )
    late = (rows.outcome != OPEN) & rows.worked & (rows.reached > rows.decided) & (rows.decided >= rows.created)
    return rows.mutate(ends=rows.decided, reached_late=late.fill_null(False))
