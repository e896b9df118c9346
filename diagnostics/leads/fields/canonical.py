"""The source with its columns under the names of the fields, one row per lead.

One Ibis expression, the same on every engine.
"""

from __future__ import annotations

import datetime
import functools
import operator
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from diagnostics.language import t
from diagnostics.leads.fields.amounts import AmountPlan, amount_in, with_amounts
from diagnostics.leads.opening.source import ROW, Leads
from diagnostics.reading.blanks import no_ids
from diagnostics.reading.dates import AFTERNOON, CLOCK, MORNING, TIME

if TYPE_CHECKING:
    import ibis

HOUR: Final = 60

DAY: Final = 24 * HOUR
"""Minutes."""

OPEN: Final = 0

WON: Final = 1

LOST: Final = 2

LOST_SOMETIME: Final = 3
"""Lost on a day that is not known: in the ages it counts as followed until the day of counting. Without it there would be fewer
followed leads among the old than among the young, and the old would seem to buy more."""


FILLED: Final = ("outcome", "channel", "rep", "won_on", "lost_on", "decided")
"""Fields of which a lead without a day has one; a footer or a total has none."""

WITHOUT_DAYS: Final = (*FILLED, "is_won", "is_closed", "reached", "fit", "direct", "id")
"""The same, where no lead has a day."""

TIMED: Final = ("created", "reached")
"""Fields of which the time of day counts."""

CODES: Final = {"won": WON, "lost": LOST, "open": OPEN}


@dataclass(frozen=True)
class Condition:
    """What a cell has to hold: anything that says yes, where nothing else is said.

    Attributes
    ----------
    field : str
        A key of :attr:`ReadingPlan.columns`.
    texts : frozenset of str or None
        The cell is one of these; None: it is a day, a word for yes or, where the column has neither, filled.
    other : bool
        The cell is filled, and none of the texts.
    """

    field: str
    texts: frozenset[str] | None = None
    other: bool = False


@dataclass(frozen=True)
class Rule:
    """What a lead is where every condition holds. Of several rules the first that holds decides; else the lead is open."""

    kind: Literal["won", "lost", "open"]
    where: tuple[Condition, ...]


@dataclass(frozen=True)
class ReadingPlan:
    """How to read the columns of a source: which is which, and every text that means something.

    Columns have the names that the engine has for them.
    """

    columns: Mapping[str, str]
    """Engine's column by field."""
    days: Mapping[str, Mapping[str, datetime.date]] = field(default_factory=dict)
    """For a field that holds text: which day each text is."""
    monthly: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of the days of creation and of first contact, by field: the texts that name a month only."""
    outcome: tuple[Rule, ...] = ()
    """Which leads are won and lost."""
    flags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For a field that is yes or no in words: the texts that mean yes. Other flags are yes where they hold anything."""
    headings: frozenset[str] = frozenset()
    """The heading over the created column: a row that repeats it is not a lead."""
    no_ids: frozenset[str] = frozenset()
    """Texts of the column of IDs that identify nobody: its heading again."""
    unique: bool = False
    """Whether rows of one ID are counted once."""
    history: bool = False
    """Whether they are a history, one row for each change, whose day is the day of the change."""
    counts: Literal["last", "won"] = "won"
    """Of several rows of one ID: the last state counts, or a sale counts whatever follows it."""
    distinct: bool = False
    """Whether rows that are the same in every column are counted once."""
    amounts: AmountPlan = field(default_factory=AmountPlan)
    months: float | None = None
    """How many months the leads are of, where no column says when a lead came and it was answered."""
    cut: datetime.date | None = None
    """Days from this one on were mistyped and are read as blank; None where none was."""
    self_service: bool = False
    """Whether sales in which no person had a part count as self-service sales."""
    alone: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The engine's columns and their texts that mark self-service sales, where it was answered; an empty text is a blank."""


def text_of(column: Any) -> Any:
    """A column as trimmed text; blank is null."""
    import ibis

    trimmed = column.cast("string").strip()
    return ibis.ifelse(trimmed == "", ibis.null("string"), trimmed)


def token(column: Any) -> Any:
    """The date of a text, without the time of day behind it."""
    return text_of(column).re_replace(TIME, r"\1").strip()


def is_dated(column: Any) -> bool:
    """Whether the engine knows a column as days or moments."""
    kind = column.type()
    return bool(kind.is_date() or kind.is_timestamp())


def canonical(leads: Leads, plan: ReadingPlan, as_of: datetime.date | None = None) -> ibis.Table:
    """The source with its columns under the names of the fields, one row per lead.

    Columns: ``row`` (its number in the source), ``id``, ``created``, ``channel``, ``rep``, ``outcome`` (:data:`OPEN`,
    :data:`WON` or :data:`LOST`), ``decided``, ``fit``, ``worked``, ``direct`` (flags), ``amount``, ``minutes`` (to the
    first contact), ``remark``, ``contradicting``, ``reached_late``, ``reached`` and ``changed`` (days), ``reason`` (why it
    was lost, as written). With ``as_of`` a lead that was decided later is still open.
    """
    import ibis

    table, has = _prepared(leads, plan), plan.columns
    null, no = ibis.null, ibis.literal(False)

    def day(field_: str) -> Any:
        found = written(field_)
        return found if plan.cut is None else ibis.ifelse(found >= ibis.date(plan.cut), null("date"), found)

    def written(field_: str) -> Any:
        if field_ not in has:
            return null("date")
        if field_ in plan.days:
            return table[f"__day_{field_}"]
        if field_ in plan.flags or not is_dated(table[has[field_]]):
            return null("date")  # yes and no
        return table[has[field_]].cast("date")

    def text(field_: str) -> Any:
        """As written: names are cleaned later, when they are few."""
        return table[has[field_]].cast("string").nullif("") if field_ in has else null("string")

    def flag(field_: str) -> Any:
        if field_ not in has:
            return null("boolean")
        column = table[has[field_]]
        if column.type().is_boolean():
            return column.fill_null(False)
        if field_ in plan.flags:
            return column.cast("string").isin(sorted(plan.flags[field_])).fill_null(False) if plan.flags[field_] else no
        return written(field_).notnull() if field_ in plan.days or is_dated(column) else text_of(column).notnull()

    won_on, lost_on = day("won_on"), day("lost_on")

    def holds(condition: Condition) -> Any:
        if condition.texts is None:
            return flag(condition.field)
        column = text(condition.field)
        if condition.other:
            filled = text_of(table[has[condition.field]]).notnull()
            return filled & ~column.isin(sorted(condition.texts)) if condition.texts else filled
        return column.isin(sorted(condition.texts)) if condition.texts else no

    cases = [(functools.reduce(operator.and_, map(holds, rule.where)), CODES[rule.kind]) for rule in plan.outcome]
    status = ibis.cases(*cases, else_=OPEN) if cases else ibis.literal(OPEN)
    closed = day("decided")
    limit = ibis.date(as_of) if as_of is not None else None
    staged = table.select(
        row=table[ROW].cast("int64") if ROW in table.columns else null("int64"),
        id=table["__id"] if "id" in has else null("string"),
        created=day("created"),
        channel=text("channel"),
        rep=text("rep"),
        reason=text("lost_reason"),
        status=status.cast("int8"),
        won_on=ibis.coalesce(won_on, closed) if "won_on" in has else closed,
        lost_on=ibis.coalesce(lost_on, closed) if "lost_on" in has else closed,
        has_won_on=won_on.notnull() if "won_on" in has else no,
        has_lost_on=lost_on.notnull() if "lost_on" in has else no,
        fit=flag("fit"),
        worked=flag("reached"),
        direct=_direct(table, plan, flag("direct")),
        amount=table["__amount"] if "amount" in has else null("float64"),
        reached=day("reached"),
        changed=day("changed"),
        minutes=_minutes(table, day("created"), day("reached"), plan) if set(TIMED) <= set(has) else null("int64"),
        heading=text("created").isin(sorted(plan.headings)) if "created" in plan.days and plan.headings else no,
        filled=_any(
            [table[has[f]].notnull() for f in FILLED if f in has]
            if "created" in has
            else [text_of(table[has[f]]).notnull() for f in WITHOUT_DAYS if f in has]
        ),
    )
    if "won_on" in has or "lost_on" in has:
        ends = ibis.ifelse(staged.status == WON, staged.won_on, staged.lost_on)
    else:
        ends = staged.won_on  # the one date of decision
    then = ibis.ifelse(ends > limit, ibis.literal(OPEN, "int8"), staged.status) if limit is not None else staged.status
    by_date = "reached" in has and ("reached" in plan.days or is_dated(table[has["reached"]]))
    timed = staged.mutate(ends=ends, outcome=then)
    worked = timed.reached <= limit if limit is not None and by_date else timed.worked
    return timed.select(
        "row",
        "id",
        "created",
        "channel",
        "rep",
        "reason",
        "outcome",
        decided=ibis.ifelse(timed.outcome == OPEN, null("date"), timed.ends),
        ends=timed.ends,  # the same, and the planned date of an open lead: quicker where open leads are excluded anyway
        fit=timed.fit,
        worked=worked,
        direct=timed.direct,
        amount=timed.amount,
        minutes=timed.minutes,
        reached=timed.reached,
        changed=timed.changed,
        remark=timed.heading.fill_null(False) | (timed.created.isnull() & ~timed.filled),
        contradicting=ibis.cases(
            (timed.status == WON, ~timed.has_won_on & timed.has_lost_on),
            (timed.status == LOST, ~timed.has_lost_on & timed.has_won_on),
            else_=timed.has_won_on | timed.has_lost_on,
        ),
        # The other conditions are looked at in the few rows of which the first is true.
        reached_late=(
            ibis.ifelse(
                timed.reached > timed.ends, (timed.outcome != OPEN) & worked & (timed.ends >= timed.created), False
            )
            if by_date
            else no
        ),
    )


def _prepared(leads: Leads, plan: ReadingPlan) -> ibis.Table:
    """The source, with the days, times of day, ID and amount of each row in columns of their own.

    Of a small file it is kept: to read texts takes an engine, and Ibis, longer than all that is asked of them.
    """
    has = plan.columns

    def made() -> ibis.Table:
        table = _different(leads.table) if plan.distinct else leads.table
        if plan.days:
            table = _with_days(table, plan)
        more = _clocks(table, plan) if set(TIMED) <= set(has) else {}
        if "amount" in has:
            table = with_amounts(table, has["amount"], plan.amounts)
            more["__amount"] = amount_in(table, has["amount"], plan.amounts, has.get("currency"))
        if "id" in has:
            more["__id"] = ids_in(table[has["id"]], plan.no_ids)
        return table.mutate(**more) if more else table

    return leads.kept((has, plan.days, plan.amounts, plan.no_ids, plan.distinct), made, t("Reading the columns"))


def _direct(table: ibis.Table, plan: ReadingPlan, marked: Any) -> Any:
    """Whether a row is marked as a self-service sale, or holds in each of some columns what means one."""
    if not plan.alone:
        return marked

    def holds(name: str, texts: frozenset[str]) -> Any:
        text = text_of(table[name])
        found = text.isin(sorted(texts - {""})).fill_null(False) if texts - {""} else False
        return text.isnull() | found if "" in texts else found

    alone = functools.reduce(operator.and_, (holds(name, texts) for name, texts in plan.alone.items()))
    return marked.fill_null(False) | alone if "direct" in plan.columns else alone


def _different(table: ibis.Table) -> ibis.Table:
    """Rows that are the same in every column once, with the number of the first."""
    names = [name for name in table.columns if name != ROW]
    return table.group_by(names).agg(**({ROW: table[ROW].min()} if ROW in table.columns else {}))


def ids_in(column: Any, nobody: Collection[str]) -> Any:
    """What identifies a lead, null where it is blank, a word for nothing, or one of the texts that identify nobody."""
    import ibis

    if column.type().is_string():
        text = column.strip()
        blank = text.isin(sorted(nobody)) | text.lower().isin(sorted(no_ids()))
        return ibis.ifelse(blank, ibis.null("string"), text)
    return column.nullif(0) if column.type().is_integer() else column


def _any(conditions: list[Any]) -> Any:
    import ibis

    found = ibis.literal(False)
    for condition in conditions:
        found = found | condition
    return found


def _with_days(table: Any, plan: ReadingPlan) -> Any:
    """The source, with the day that each text of a date means in a column of its own, and the time of day in another."""
    import ibis
    import pandas as pd

    for field_, days in plan.days.items():
        known = sorted(days)
        key, value = f"__token_{field_}", f"__day_{field_}"
        meaning = ibis.memtable(
            pd.DataFrame({key: pd.array(known, dtype="str"), value: pd.to_datetime([days[k] for k in known])}),
            schema={key: "string", value: "timestamp"},
        ).mutate(**{value: lambda t, value=value: t[value].cast("date")})
        if not known:
            table = table.mutate(**{value: ibis.null("date")})
            continue
        column = table[plan.columns[field_]]
        more = {f"__time_{field_}": column.cast("string").strip().re_extract(TIME, 0)} if field_ in TIMED else {}
        table = table.mutate(__token=token(column), **more)
        table = table.left_join(meaning, table["__token"] == meaning[key]).drop("__token", key)
    return table


def whole_days(days: Any) -> Any:
    """The most minutes that so many days from one to another can be, where the times of day are not known."""
    import ibis

    return ibis.ifelse(days < 0, days, days + 1).cast("int64") * DAY


def _minutes(table: Any, created: Any, reached: Any, plan: ReadingPlan) -> Any:
    """Minutes from creation to first contact; where either has no time of day, the longest that it can have been.

    Exactly midnight is read as a day without a time. Null where only the month of either is known.
    """
    import ibis

    for field_, texts in plan.monthly.items():
        reached = ibis.ifelse(text_of(table[plan.columns[field_]]).isin(sorted(texts)), ibis.null("date"), reached)
    days = reached.delta(created, unit="day").cast("int64")
    whole = whole_days(days)
    clocks = [f"__clock_{field_}" for field_ in TIMED]
    if not set(clocks) <= set(table.columns):
        return whole
    start, end = (table[clock].nullif(0) for clock in clocks)
    return ibis.coalesce(days * DAY + end - start, whole)


def _clocks(table: Any, plan: ReadingPlan) -> dict[str, Any]:
    """The minutes since midnight of the times of day that a source may hold."""
    import ibis

    found: dict[str, Any] = {}
    for field_ in TIMED:
        column = table[plan.columns[field_]]
        if column.type().is_timestamp():
            found[f"__clock_{field_}"] = (column.hour() * HOUR + column.minute()).cast("int64")
        elif plan.days.get(field_):
            written = table[f"__time_{field_}"]
            hour = written.re_extract(CLOCK, 1).try_cast("int64")
            minute = written.re_extract(CLOCK, 2).try_cast("int64")
            hour = ibis.cases(
                (written.re_search(AFTERNOON) & (hour < 12), hour + 12),
                (written.re_search(MORNING) & (hour == 12), 0),
                else_=hour,
            )
            found[f"__clock_{field_}"] = hour * HOUR + minute
    return found
