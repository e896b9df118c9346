"""From a row a lead to counts: one Ibis expression, the same on every engine.

What comes out is small however many leads there are: counts by month, channel, rep and time to the first contact, and
counts by channel, outcome and age. Everything after works on these.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from diagnostics.errors import InputError
from diagnostics.reading.progress import Progress, watched

if TYPE_CHECKING:
    import ibis
    import pandas as pd

    from diagnostics.leads.source import Leads

TIME: Final = r"[T ,]+\d{1,2}:\d{2}.*$"
"""A time of day behind a date."""
CLOCK: Final = r"(\d{1,2}):(\d{2})"
AFTERNOON: Final = r"(?i)[p]\.?m"
MORNING: Final = r"(?i)[a]\.?m"

HOUR: Final = 60
DAY: Final = 24 * HOUR
SPEEDS: Final = (HOUR, DAY, 3 * DAY, 7 * DAY)
"""Minutes to the first contact: within the hour, the day, three days, a week, later."""

COUNTED: Final = ("n", "direct", "fit", "unfit_won", "contradicting")
"""What is counted in each cell: leads, and of them those that bought directly, those that fit, those won without fitting,
and those with a status that a date contradicts."""

SOMETIME: Final = 5
"""Contact: reached, and it is not known how soon."""
UNSEEN: Final = 6
"""Contact: won, so reached, though no contact is recorded."""
NEVER: Final = 7
"""Contact: not reached, or not a lead that salespeople are to reach."""
AFTERWARDS: Final = 8
"""Contact: first reached after the decision, so the time to it says nothing."""
STATES: Final = 16
"""More than there are contacts."""
EARLY: Final = -1
"""Age: decided before it was created."""
UNDATED: Final = -2
"""Age: decided on a day that is not known."""
AGES: Final = 1_000_000
"""More days than any lead is old."""

OPEN: Final = 0
WON: Final = 1
LOST: Final = 2
LOST_SOMETIME: Final = 3
"""Lost on a day that is not known: among the ages it is still there at its age on the day of counting. Were it left out, those
who stay open would be fewer among the old than among the young, and the old would seem to buy more."""

NO_IDS: Final = frozenset(
    {
        "",
        "-",
        "--",
        "–",
        "—",
        "?",
        "0",
        "n/a",
        "N/A",
        "na",
        "NA",
        "nan",
        "NaN",
        "none",
        "None",
        "NONE",
        "null",
        "Null",
        "NULL",
    }
    | {"unknown", "Unknown", "undefined", "(none)", "(blank)"}
)
"""Texts that stand where a lead has no ID."""

REMARK: Final = 1
NO_DATE: Final = 2
LATER: Final = 3
"""Why a row is in no month: a footer, no date of first contact, a date after the day of counting."""


@dataclass(frozen=True)
class Plan:
    """How to read the columns of a source; every text that stands for something is listed.

    Columns are named as the engine calls them.
    """

    columns: Mapping[str, str]
    """Engine's column by field."""
    days: Mapping[str, Mapping[str, datetime.date]] = field(default_factory=dict)
    """For a field that holds text: which day each text is."""
    won: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    """Texts of the outcome column."""
    flags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For a field that is yes or no in words: the texts that mean yes. Other flags are yes where they hold anything."""
    headings: frozenset[str] = frozenset()
    """The heading over the created column: a row that repeats it is none."""
    no_ids: frozenset[str] = frozenset()
    """Texts of the column of IDs that identify nobody: its heading again."""
    unique: bool = False
    """Whether rows of one ID are counted once."""
    decimal: str = "."


def text_of(column: Any) -> Any:
    """A column as trimmed text; blank is null."""
    import ibis

    trimmed = column.cast("string").strip()
    return ibis.ifelse(trimmed == "", ibis.null("string"), trimmed)


def token(column: Any) -> Any:
    """The date of a text, without the time of day behind it."""
    return text_of(column).re_replace(TIME, "").strip()


def is_dated(column: Any) -> bool:
    """Whether the engine knows a column as days or moments."""
    kind = column.type()
    return bool(kind.is_date() or kind.is_timestamp())


def canonical(leads: Leads, plan: Plan, as_of: datetime.date | None = None) -> ibis.Table:
    """The source with its columns under the names of the fields, a row a lead.

    Columns: ``row`` (where it stands), ``id``, ``created``, ``channel``, ``rep``, ``outcome`` (:data:`OPEN`, :data:`WON`
    or :data:`LOST`), ``decided``, ``fit``, ``worked``, ``direct`` (flags), ``amount``, ``minutes`` (to the first
    contact), ``remark``, ``contradicting``, ``reached_late``. With ``as_of`` a lead that was decided later is still open.
    """
    import ibis

    from diagnostics.leads.source import ROW

    table = leads.table
    has = plan.columns
    if plan.days:
        table = _with_days(table, plan)
    null, no = ibis.null, ibis.literal(False)

    def day(field_: str) -> Any:
        if field_ not in has:
            return null("date")
        if field_ in plan.days:
            return table[f"__day_{field_}"]
        if field_ in plan.flags or not is_dated(table[has[field_]]):
            return null("date")  # yes and no
        return table[has[field_]].cast("date")

    def text(field_: str) -> Any:
        """As it stands: names are cleaned once they are few."""
        return table[has[field_]].cast("string") if field_ in has else null("string")

    def flag(field_: str) -> Any:
        if field_ not in has:
            return null("boolean")
        column = table[has[field_]]
        if column.type().is_boolean():
            return column.fill_null(False)
        if field_ in plan.flags:
            return column.cast("string").isin(sorted(plan.flags[field_])).fill_null(False) if plan.flags[field_] else no
        return day(field_).notnull() if field_ in plan.days or is_dated(column) else text_of(column).notnull()

    ids = id_of(table, plan)
    won_on, lost_on = day("won_on"), day("lost_on")
    if "outcome" in has:
        said = text("outcome")
        won = said.isin(sorted(plan.won)) if plan.won else no
        lost = said.isin(sorted(plan.lost)) if plan.lost else no
    elif "is_won" in has:
        won = flag("is_won")
        lost = flag("is_closed") if "is_closed" in has else lost_on.notnull()
    else:
        won, lost = won_on.notnull(), lost_on.notnull()
    closed = day("decided")
    limit = ibis.date(as_of) if as_of is not None else None
    staged = table.select(
        row=table[ROW].cast("int64") if ROW in table.columns else null("int64"),
        id=ids if ids is not None else null("string"),
        created=day("created"),
        channel=text("channel"),
        rep=text("rep"),
        status=ibis.cases((won, WON), (lost, LOST), else_=OPEN).cast("int8"),
        won_on=ibis.coalesce(won_on, closed) if "won_on" in has else closed,
        lost_on=ibis.coalesce(lost_on, closed) if "lost_on" in has else closed,
        has_won_on=won_on.notnull() if "won_on" in has else no,
        has_lost_on=lost_on.notnull() if "lost_on" in has else no,
        fit=flag("fit"),
        worked=flag("reached"),
        direct=flag("direct"),
        amount=_amount(table, plan),
        reached=day("reached"),
        minutes=_minutes(table, plan, day("created"), day("reached")),
        heading=text("created").isin(sorted(plan.headings)) if "created" in plan.days and plan.headings else no,
        filled=_any(
            [table[has[f]].notnull() for f in ("outcome", "channel", "rep", "won_on", "lost_on", "decided") if f in has]
        ),
    )
    if "won_on" in has or "lost_on" in has:
        ends = ibis.ifelse(staged.status == WON, staged.won_on, staged.lost_on)
    else:
        ends = staged.won_on  # the one date of decision
    then = ibis.ifelse(ends > limit, ibis.literal(OPEN, "int8"), staged.status) if limit is not None else staged.status
    by_date = "reached" in has and ("reached" in plan.days or is_dated(table[has["reached"]]))
    told = staged.mutate(ends=ends, outcome=then)
    worked = told.reached <= limit if limit is not None and by_date else told.worked
    return told.select(
        "row",
        "id",
        "created",
        "channel",
        "rep",
        "outcome",
        decided=ibis.ifelse(told.outcome == OPEN, null("date"), told.ends),
        ends=told.ends,  # the same, and on an open lead a plan: quicker where those are told apart already
        fit=told.fit,
        worked=worked,
        direct=told.direct,
        amount=told.amount,
        minutes=told.minutes,
        remark=told.heading.fill_null(False) | (told.created.isnull() & ~told.filled),
        contradicting=ibis.cases(
            (told.status == WON, ~told.has_won_on & told.has_lost_on),
            (told.status == LOST, ~told.has_lost_on & told.has_won_on),
            else_=told.has_won_on | told.has_lost_on,
        ),
        reached_late=(
            (told.outcome != OPEN) & (told.reached > told.ends) & (told.ends >= told.created) if by_date else no
        ),
    )


def id_of(table: ibis.Table, plan: Plan) -> Any:
    """What identifies a lead, null where it is blank or a word for nothing; None where there is no such column."""
    import ibis

    if "id" not in plan.columns:
        return None
    column = table[plan.columns["id"]]
    if column.type().is_string():
        text = column.strip()
        return ibis.ifelse(text.isin(sorted(plan.no_ids | NO_IDS)), ibis.null("string"), text)
    return column.nullif(0) if column.type().is_integer() else column


def _any(conditions: list[Any]) -> Any:
    import ibis

    found = ibis.literal(False)
    for condition in conditions:
        found = found | condition
    return found


def _with_days(table: Any, plan: Plan) -> Any:
    """The source beside what its texts of dates mean."""
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
        table = table.mutate(__token=token(table[plan.columns[field_]]))
        table = table.left_join(meaning, table["__token"] == meaning[key]).drop("__token", key)
    return table


def _amount(table: Any, plan: Plan) -> Any:
    """What a sale came to, a number; thousands may be written K, millions M."""
    import ibis

    if "amount" not in plan.columns:
        return ibis.null("float64")
    column = table[plan.columns["amount"]]
    if column.type().is_numeric():
        number = column.cast("float64")
        return ibis.ifelse(number.isnan() | number.isinf(), ibis.null("float64"), number)
    plain = column.cast("string").strip()
    digits = plain.re_replace(r"[^0-9.,\-]", "")
    if plan.decimal == ",":
        digits = digits.replace(".", "").replace(",", ".")
    else:
        digits = digits.replace(",", "")
    times = ibis.cases(
        (plain.re_search(r"(?i)\d\s*k\b"), 1e3), (plain.re_search(r"(?i)\d\s*(m|mn|mio)\b"), 1e6), else_=1.0
    )
    read = digits.try_cast("float64") * times
    if plan.decimal == ",":
        return read
    stands = ibis.ifelse(plain.re_search(r"^[\d.]+[eE][+-]?\d+$"), plain, ibis.null("string")).try_cast("float64")
    return ibis.coalesce(stands, read)  # 1.1e+06


def _minutes(table: Any, plan: Plan, created: Any, reached: Any) -> Any:
    """Minutes from creation to first contact; where either has no time of day, the most that it can be.

    Midnight sharp is taken for a day without a time.
    """
    import ibis

    if "reached" not in plan.columns:
        return ibis.null("int64")
    days = reached.delta(created, unit="day").cast("int64")
    whole = ibis.ifelse(days < 0, days, days + 1) * DAY
    clocks: list[Any] = []
    for field_ in ("created", "reached"):
        column = table[plan.columns[field_]]
        if column.type().is_timestamp():
            clocks.append((column.hour() * HOUR + column.minute()).cast("int64").nullif(0))
        elif field_ in plan.days:
            written = column.cast("string")
            hour = written.re_extract(CLOCK, 1).try_cast("int64")
            minute = written.re_extract(CLOCK, 2).try_cast("int64")
            hour = ibis.cases(
                (written.re_search(AFTERNOON) & (hour < 12), hour + 12),
                (written.re_search(MORNING) & (hour == 12), 0),
                else_=hour,
            )
            clocks.append((hour * HOUR + minute).nullif(0))
        else:
            clocks.append(None)
    if any(clock is None for clock in clocks):
        return whole
    return ibis.coalesce(days * DAY + clocks[1] - clocks[0], whole)


def once(rows: ibis.Table) -> ibis.Table:
    """Rows of one ID counted once: of several that one that was decided last, else the first."""
    import ibis

    order = [
        (rows.outcome == OPEN).asc(),
        rows.decided.desc(nulls_first=False),
        rows.created.asc(),
        rows.row.asc(),
        rows.channel.asc(),
        rows.rep.asc(),
    ]
    place = ibis.row_number().over(group_by=rows.id, order_by=order)
    numbered = rows.mutate(__place=place)
    return numbered.filter((numbered["__place"] == 0) | numbered.id.isnull()).drop("__place")


def reduction(leads: Leads, plan: Plan, as_of: datetime.date) -> ibis.Table:
    """The counts, as one expression.

    What leads are counted by is folded into few whole numbers, because an engine groups by two numbers and two texts
    much faster than by six things; :func:`unfolded` takes them apart again.

    Columns: ``part``, ``"cells"`` or ``"ages"``; ``month``, 12 · year + month − 1, or below 0 why a row is in none;
    ``channel``, ``rep``; ``state``, :data:`STATES` · outcome + contact; ``stamp``, :data:`AGES` · outcome + age in days −
    :data:`UNDATED`; then :data:`COUNTED`, ``amount`` of what was won, ``priced``, how many amounts. What a part does not
    know is null.
    """
    import ibis

    rows = canonical(leads, plan, as_of)
    if plan.unique:
        rows = once(rows)
    day, no = ibis.date(as_of), ibis.literal(False)
    has = plan.columns
    won = rows.outcome == WON
    direct = rows.direct & won if "direct" in has else no
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
    undated = rows.ends.isnull()
    until = ibis.ifelse(rows.outcome == OPEN, day, ibis.coalesce(rows.ends, day))
    age = ibis.ifelse(
        won & undated,
        ibis.literal(UNDATED, "int64"),
        ibis.greatest(until.delta(rows.created, unit="day"), EARLY),
    )
    ended = ibis.ifelse((rows.outcome == LOST) & undated, ibis.literal(LOST_SOMETIME, "int8"), rows.outcome)
    month = rows.created.year() * 12 + rows.created.month() - 1
    rows = rows.mutate(
        month=ibis.cases(
            (rows.created.isnull(), ibis.ifelse(rows.remark, -REMARK, -NO_DATE)),
            (rows.created > day, -LATER),
            else_=month,
        ).cast("int32"),
        state=(rows.outcome.cast("int16") * STATES + contact).cast("int16"),
        stamp=(ended.cast("int32") * AGES + age - UNDATED).cast("int32"),
        is_direct=direct,
        is_fit=fits,
    )
    won = rows.outcome == WON  # of the rows as they are now: the engine knows no others

    def where(condition: Any) -> Any:
        return rows.count(where=condition).cast("int64")

    sums = {"n": rows.count()}
    if "direct" in has:
        sums["direct"] = where(rows.is_direct)
    if "fit" in has:
        sums |= {"fit": where(rows.is_fit), "unfit_won": where(won & ~rows.is_direct & ~rows.fit)}
    if "won_on" in has or "lost_on" in has:
        sums["contradicting"] = where(rows.contradicting)
    if "amount" in has:
        sums |= {"amount": rows.amount.sum(where=won), "priced": where(won & rows.amount.notnull())}
    cells = rows.group_by("month", "channel", "rep", "state").agg(**sums)
    counted = rows.filter(rows.month >= 0)
    ages = counted.group_by("channel", "stamp").agg(n=counted.count())
    columns = ["month", "channel", "rep", "state", "stamp", *sums]
    return _laid_out(cells, "cells", columns).union(_laid_out(ages, "ages", columns))


def unfolded(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What :func:`reduction` counted, taken apart.

    Returns
    -------
    cells : DataFrame
        ``aside``, why a row is in no month, or 0; ``month``, ``channel``, ``rep``, ``outcome``; ``contact``, place in
        :data:`SPEEDS`, :data:`SOMETIME`, :data:`UNSEEN`, :data:`NEVER` or :data:`AFTERWARDS`; :data:`COUNTED`, ``amount``,
        ``priced``, 0 where the source has no such column.
    ages : DataFrame
        ``channel``, ``outcome``, ``age`` in days, :data:`EARLY` or :data:`UNDATED`, and ``n``.
    """
    of_cells = (counts["part"] == "cells").to_numpy()
    sums = [key for key in (*COUNTED, "amount", "priced") if key in counts]
    cells = counts.loc[of_cells, ["month", "channel", "rep", "state", *sums]]
    month, state = cells["month"].to_numpy("int64"), cells["state"].to_numpy("int64")
    cells = cells.assign(aside=(-month).clip(min=0), outcome=state // STATES, contact=state % STATES)
    cells = cells.assign(**{key: cells[key].fillna(0) if key in cells else 0 for key in (*COUNTED, "amount", "priced")})
    ages = counts.loc[~of_cells, ["channel", "stamp", "n"]]
    stamp = ages["stamp"].to_numpy("int64")
    return cells, ages.assign(outcome=stamp // AGES, age=stamp % AGES + UNDATED)


KINDS: Final = {
    "month": "int64",
    "channel": "string",
    "rep": "string",
    "state": "int64",
    "stamp": "int64",
    **dict.fromkeys(COUNTED, "int64"),
    "amount": "float64",
    "priced": "int64",
}


def _laid_out(table: ibis.Table, part: str, columns: list[str]) -> ibis.Table:
    """A part under all columns, so that parts can stand in one table."""
    import ibis
    from ibis.expr import datatypes

    kinds = {"string": datatypes.string, "int64": datatypes.int64, "float64": datatypes.float64}
    there = set(table.columns)
    return table.select(
        part=ibis.literal(part),
        **{key: (table[key] if key in there else ibis.null()).cast(kinds[KINDS[key]]) for key in columns},
    )


def ask(expression: Any, words: str, progress: Progress | None = None) -> pd.DataFrame:
    """Ask the engine. Progress is told while it works, and whatever ``progress`` raises stops it.

    Raises
    ------
    InputError
        Where the engine cannot do what the columns would need.
    """
    from ibis.common.exceptions import IbisError

    try:
        backend = expression.get_backend()
        if progress is None or backend.name != "duckdb":
            if progress is not None:
                progress(words, None)
            return _fetched(expression)
        found: pd.DataFrame = watched(backend, lambda: _fetched(expression), words, progress)
        return found
    except IbisError as fault:
        raise InputError(
            "leads", words, f"is more than this engine can do ({_first(fault)})", "Load them by DuckDB."
        ) from fault
    except InputError:
        raise
    except Exception as fault:
        if type(fault).__module__.split(".")[0] in ("duckdb", "_duckdb"):
            raise InputError(
                "leads", words, f"failed ({_first(fault)})", "Check the columns, or export again."
            ) from fault
        raise


def _fetched(expression: Any) -> pd.DataFrame:
    """What the engine counted. By way of Arrow: the direct way sets options that pandas warns of."""
    frame: pd.DataFrame = expression.to_pyarrow().to_pandas()
    return frame


def _first(fault: Exception) -> str:
    return (str(fault).splitlines() or [""])[0][:160]


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("Google")
    ("'=HYPERLINK(1)", 'Google')
    """
    from diagnostics.reading.names import FORMULA

    return f"'{text}" if text[:1] in FORMULA and text else text
