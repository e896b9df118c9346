"""Several rows of one lead: whether they are a history, which column says which is later, and what has to be asked."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from diagnostics.language import mark, n, t
from diagnostics.leads.fields.canonical import LOST, OPEN, WON, ReadingPlan, canonical, is_dated
from diagnostics.leads.fields.once import Counts, final, last_days, moment
from diagnostics.leads.matching.identity import (
    identifying_text,
    repeated_ids,
    repeated_rows,
    rows_in_several_files,
)
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.opening.source import Leads
from diagnostics.number_format import integer, number
from diagnostics.reading.heading_forms import named_as
from diagnostics.reading.progress import Progress
from diagnostics.reading.questions import Answer, Question, rows

CHANGED: Final = "changed"
"""The field of the column that says when a row was changed; looked for only where leads have several rows."""

WHEN_CHANGED: Final = mark("When a row was changed")
"""What that column is called."""

ANSWERS: Final = ("last", "won", "once", "each")
"""What ``repeats`` may be: the last row of an ID counts; a sale counts whatever follows it; without an ID, identical rows
count once, or each of them counts."""

MOST: Final = 0.5
"""Share of the leads. Where at least so many have several rows, on different days, the rows are a history."""

BEGUN_OPEN: Final = 0.8
"""Share of the leads with several rows that were decided. In a history at least so many have an open row first."""

FEW_UNDONE: Final = 2
"""Leads with a later row than their sale. So few are not asked about."""

UNDONE: Final = 0.05
"""Share of the leads with a sale; up to so many are not asked about."""

NEARLY_ALL: Final = 0.8
"""Share of the rows. Only where a column has so many different texts, rows that are the same are the same lead: leads of one
day, channel and outcome are alike without being the same."""


@dataclass(frozen=True)
class Repeats:
    """What is known of rows that belong together.

    Attributes
    ----------
    plan : ReadingPlan
        The plan, with how such rows are counted.
    columns : dict of str to str
        Heading by field, with the column that orders the rows.
    repeated : int
        Rows that are counted with another one.
    identical : int
        Without a column of IDs, rows that are the same as another and are counted all the same.
    questions : tuple of Question
        What is open.
    notes : tuple of str
        What was assumed, sentences.
    """

    plan: ReadingPlan
    columns: dict[str, str]
    repeated: int = 0
    identical: int = 0
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()


def settle(
    leads: Leads,
    plan: ReadingPlan,
    columns: Mapping[str, str],
    given: Mapping[str, Any],
    days_in: Callable[[str], Mapping[str, datetime.date] | None],
    progress: Progress | None = None,
) -> Repeats:
    """How rows that belong together are counted.

    Parameters
    ----------
    leads : Leads
        The source.
    plan : ReadingPlan
        How its columns are read.
    columns : mapping of str to str
        Heading by field.
    given : mapping
        ``changed``, a heading or None, and ``repeats``, one of :data:`ANSWERS`, where they were answered.
    days_in : callable
        The days that the texts of a column mean, or None where it does not hold days.
    progress : callable, optional
        Called with what is being looked at.
    """
    if "id" not in columns:
        return _without_ids(leads, plan, columns, given, progress)
    repeated = repeated_ids(leads, columns["id"], progress)
    if not repeated:
        return Repeats(plan, dict(columns))
    plan = replace(plan, unique=True)
    heading = given[CHANGED] if CHANGED in given else _says_when(leads, columns)
    if heading:
        plan = _ordered_by(leads, plan, heading, days_in)
    columns = {**columns, CHANGED: heading} if heading and CHANGED in plan.columns else dict(columns)
    found = _evidence(leads, plan, progress)
    history = _is_history(found)
    plan = replace(plan, history=history)
    ordered = history or "changed" in plan.columns
    usual: Counts = "last" if history else "won"
    notes: list[str] = []
    if history:
        notes.append(
            t(
                "The file is a history, one row for each change: {rows} of {leads} leads, {each} rows per lead. A lead came on "
                "the day of its first row and was decided on the day of the row that decided it.",
                rows=rows(found["rows"]),
                leads=integer(found["ids"]),
                each=number(found["rows"] / found["ids"]),
            )
        )
    undone = found["lost_after"] + (found["open_after"] if ordered else 0)
    answer = given.get("repeats")
    questions: tuple[Question, ...] = ()
    if answer not in ("last", "won") and undone > max(FEW_UNDONE, UNDONE * found["won"]):
        questions = (_undone(undone, found["won"]),)
    elif answer not in ("last", "won") and undone:
        notes.append(_kept_undone(undone, usual))
    if not ordered and found["unordered"]:
        notes.append(
            n(
                "{count} lead has a lost and an open row, and nothing says which is later: they count as lost.",
                "{count} leads have a lost and an open row, and nothing says which is later: they count as lost.",
                found["unordered"],
                count=integer(found["unordered"]),
            )
        )
    plan = replace(plan, counts="last" if answer == "last" or (answer != "won" and history) else "won")
    return Repeats(plan, columns, repeated, questions=questions, notes=tuple(notes))


def _says_when(leads: Leads, columns: Mapping[str, str]) -> str | None:
    """The heading of the column that says when a row was changed, by its words; None where there is none."""
    taken = set(columns.values())
    found = named_as(CHANGED, [h for h in leads.headings if h not in taken and leads.headings.count(h) == 1])
    return found[0] if found else None


def _ordered_by(
    leads: Leads, plan: ReadingPlan, heading: str, days_in: Callable[[str], Mapping[str, datetime.date] | None]
) -> ReadingPlan:
    """The plan with the column that orders the rows; without it where the column does not hold days."""
    name = leads.column(heading)
    columns = {**plan.columns, CHANGED: name}
    if is_dated(leads.table[name]):
        return replace(plan, columns=columns)
    found = days_in(heading)
    return replace(plan, columns=columns, days={**plan.days, CHANGED: dict(found)}) if found else plan


def _kept_undone(count: int, usual: Counts) -> str:
    """Which row counts of so many leads that have a row after their sale."""
    if usual == "last":
        return n(
            "{count} lead has a row that is later than the sale and is no sale: the last row counts.",
            "{count} leads have a row that is later than the sale and is no sale: the last row counts.",
            count,
            count=integer(count),
        )
    return n(
        "{count} lead has a row that is later than the sale and is no sale: the sale counts.",
        "{count} leads have a row that is later than the sale and is no sale: the sale counts.",
        count,
        count=integer(count),
    )


def _won(count: int) -> str:
    return n("{count} lead won", "{count} leads won", count, count=integer(count))


def _undone(undone: int, won: int) -> Question:
    answers = (
        Answer(t("the sale counts, whatever follows it"), {"repeats": "won"}, _won(won)),
        Answer(t("the last row counts"), {"repeats": "last"}, _won(won - undone)),
    )
    told = n(
        "{count} lead has a row that is later than the sale and is no sale",
        "{count} leads have a row that is later than the sale and is no sale",
        undone,
        count=integer(undone),
    )
    facts = {"told": told}
    return Question("sale-undone", "id", tuple(answer.label for answer in answers), facts, answers)


def _evidence(leads: Leads, plan: ReadingPlan, progress: Progress | None) -> dict[str, int]:
    """Counts of IDs, by what their rows say."""
    table = canonical(leads, plan)
    table = table.filter(table.id.notnull())
    table = table.mutate(day=table.changed if "changed" in plan.columns else table.created)
    table = table.mutate(moment=moment(table, plan))
    ids = table.group_by("id").agg(
        times=table.count(),
        first_day=table.day.min(),
        last_day=table.day.max(),
        first_open=table.day.min(where=table.outcome == OPEN),
        first_decided=table.day.min(where=table.outcome.isin([WON, LOST])),
        **last_days(table),
    )
    several = ids.times > 1
    last = final(ids, "last")
    undone = ids.won_at.notnull() & (last != WON)

    def count(condition: Any) -> Any:
        return ids.count(where=condition.fill_null(False))  # an engine may count nothing as null

    found = ids.agg(
        ids=ids.count(),
        rows=ids.times.sum(),
        several=count(several),
        apart=count(several & (ids.first_day < ids.last_day)),
        decided=count(several & ids.first_decided.notnull()),
        begun_open=count(several & (ids.first_open <= ids.first_decided)),
        won=count(ids.won_at.notnull()),
        lost_after=count(undone & (last == LOST)),
        open_after=count(undone & (last == OPEN)),
        unordered=count(ids.won_at.isnull() & ids.lost_at.notnull() & ids.open_at.notnull() & (last == LOST)),
    )
    record = ask(found, t("Looking at rows of one ID"), progress).iloc[0]
    return {str(key): int(value) for key, value in record.items()}


def _is_history(found: Mapping[str, int]) -> bool:
    """Whether most leads have several rows, on different days, open before they were decided."""
    several, decided = found["several"], found["decided"]
    if several < MOST * found["ids"] or found["apart"] < MOST * several:
        return False
    return found["begun_open"] >= BEGUN_OPEN * decided if decided else True


# --- without an ID ------------------------------------------------------------------------------------------------


def _without_ids(
    leads: Leads, plan: ReadingPlan, columns: Mapping[str, str], given: Mapping[str, Any], progress: Progress | None
) -> Repeats:
    """Rows that are identical are counted once where that was answered; asked where files overlap or a text identifies."""
    answer = given.get("repeats")
    telling = any(profile.distinct >= NEARLY_ALL * profile.rows for profile in leads.profiles.values())
    overlap = rows_in_several_files(leads, progress)
    same = repeated_rows(leads, progress) if telling or answer == "once" else overlap
    if answer == "once":
        again = n(
            "{rows} repeated another row in every column; each such row counts once.",
            "{rows} repeated another row in every column; each such row counts once.",
            same,
            rows=rows(same),
        )
        return Repeats(replace(plan, distinct=same > 0), dict(columns), repeated=same, notes=(again,) if same else ())
    questions = []
    if answer is None and overlap:
        questions.append(_in_several_files(overlap))
    elif "id" not in given and (question := identifying_text(leads, columns, progress)) is not None:
        questions.append(question)
    return Repeats(plan, dict(columns), identical=same, questions=tuple(questions))


def _in_several_files(overlap: int) -> Question:
    answers = (
        Answer(t("they are the same leads: each counts once"), {"repeats": "once"}),
        Answer(t("they are different leads: each row counts"), {"repeats": "each"}),
    )
    return Question("files-overlap", "id", tuple(answer.label for answer in answers), {"rows": rows(overlap)}, answers)
