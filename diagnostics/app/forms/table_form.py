"""The second way in: a grid of months and a few questions become a funnel, a par and two periods, or marks in the grid.

Nothing is raised. What is still needed is reported by field, what cannot be used by cell.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, TypeVar

import numpy as np

from diagnostics.app.forms.counts_form import field_error, read_closing, read_money, read_numbers
from diagnostics.app.forms.form_fields import BY_KEY, FIELDS, HISTORY
from diagnostics.app.forms.grid import Grid
from diagnostics.app.forms.table_questions import TABLE_QUESTIONS
from diagnostics.diagnosis.answer import diagnose
from diagnostics.diagnosis.money import Money
from diagnostics.diagnosis.words import plural
from diagnostics.errors import PARTS, InputError
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import by_language, mark, t
from diagnostics.month_numbers import date_of
from diagnostics.months.build import build
from diagnostics.months.check import check
from diagnostics.months.offered import leading_on
from diagnostics.months.records import Answers, Problem, Rows
from diagnostics.months.rows import read_rows
from diagnostics.months.said import leads, sales
from diagnostics.months.table import FEWEST_HISTORY, Table
from diagnostics.months.timeline import WHY
from diagnostics.number_format import percent
from diagnostics.reading import months
from diagnostics.reading.headings import BY_KEY as COLUMN
from diagnostics.reading.questions import Question
from diagnostics.reading.receipt import in_a_line

SHORTEST: Final = 3
LONGEST: Final = 12
"""Months judged where own history is the level and nothing else was chosen: a third of the table between these."""

CHOSEN: Final = tuple(key for key, *_ in TABLE_QUESTIONS)
"""Questions that have the same few answers everywhere."""

ASKED: Final = ("fiscal", "year", *CHOSEN)
"""Questions that the cells raise and that a field next to the table answers."""

VERDICTS: Final = {
    "marketing": mark("marketing is the weak link"),
    "sales": mark("sales is the weak link"),
    "balanced": mark("neither side is the weak link"),
    "undetermined": mark("too early to say"),
}
"""Where an answer to a question leads; translated where it is shown."""

Period = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableResult:
    """What was read from the grid and from the fields next to it."""

    table: Table | None = None
    funnel: Funnel | None = None
    par: Par | None = None
    money: Money | None = None
    before: Table | None = None
    after: Table | None = None
    judged: Table | None = None
    periods: int = 1
    """Among how many periods the user chose the months that are judged, these included."""
    errors: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    echoes: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[tuple[int, int, str], ...] = ()
    """Row and column of the grid, and what is wrong there."""
    aside: tuple[tuple[int, str], ...] = ()
    """Rows of the grid whose month is set aside, and why."""
    asked: tuple[str, ...] = ()
    """Questions that the cells raise."""
    choices: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Of an open question the answers that lead on, and each in words with where it leads."""
    told: tuple[str, ...] = ()
    """What was left out or done, sentences."""
    compared_with: str = ""
    """Where the levels come from, where that is the business's own history."""


AnyResult = TypeVar("AnyResult", bound=TableResult)


def read_table(texts: Mapping[str, str], grid: Grid, lead: bool = True) -> TableResult:
    """Read a grid and the fields next to it; with ``lead``, open questions say where their answers lead."""
    numbers: dict[str, Decimal] = {}
    errors: dict[str, str] = {}
    echoes: dict[str, str] = {}
    missing: dict[str, str] = {}
    read_numbers([f for f in FIELDS if "table" in f.ways], texts, numbers, errors, echoes)
    answers = _answers(texts, errors)
    rows = Rows() if grid.empty else _rows(grid, answers)
    basis = texts.get("basis") or None
    problems = rows.problems or _contradictions(grid, answers, basis)
    if any(p.asks == "decimal" for p in problems):
        # Until that is answered, what a point means is one question, not a fault of each cell.
        problems = [p for p in problems if p.asks or p.error.code != "not-whole"]
    marks = tuple(_mark(problem, grid) for problem in problems if problem.row is not None)
    asked = [key for p in problems for key in (p.asks, *_keys(p.error))] + [key for key in ASKED if texts.get(key)]
    asked = [key for key in (*asked, "year" if rows.yearless else "") if key in ASKED]
    told = tuple(dict.fromkeys((*grid.left_out, *map(in_a_line, rows.dropped), *rows.notes)))
    if basis is None:
        missing["basis"] = BY_KEY["basis"].asks
    if basis == "period" and "days" not in numbers and "days" not in errors:
        missing["days"] = t("Enter the days from first contact to sale; 0 if people buy at once.")
    for problem in problems:
        if problem.row is None:
            places = {part: problem.error.words(part, "page") for part in PARTS}
            missing.setdefault("table", t("{problem}. {remedy}", **places))
    if grid.empty:
        missing["table"] = t("Type, paste or open a table: one row per month, with leads and sales.")
    base = TableResult(
        errors=errors, echoes=echoes, missing=missing, marks=marks, asked=tuple(dict.fromkeys(asked)), told=told
    )
    if problems and lead:
        base = replace(base, choices=_choices(problems, texts, grid, answers, basis))
    if marks or missing or errors:
        return base
    return _read(base, texts, numbers, grid, answers, basis)


def _answers(texts: Mapping[str, str], errors: dict[str, str]) -> Answers:
    """What was answered about the table; an answer that is none is among the errors."""
    answers = Answers(**{key: texts[key].strip() for key in ASKED if texts.get(key, "").strip()})  # type: ignore[arg-type]
    try:
        answers.check()
        if answers.fiscal is not None:
            months.parse_month("fiscal", answers.fiscal)
    except InputError as problem:
        errors[problem.field] = field_error(problem)
        answers = replace(answers, **{problem.field: None})
    return answers


def _keys(error: InputError) -> tuple[str, ...]:
    """The fields that the answers to a question are given in."""
    question = error.facts.get("question")
    return () if question is None else tuple(key for answer in question.answers for key in answer.given)


def _choices(
    problems: Sequence[Problem], texts: Mapping[str, str], grid: Grid, answers: Answers, basis: str | None
) -> dict[str, tuple[tuple[str, str], ...]]:
    """The answers to the first open question of each field after which the table can be read, and where each leads."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}

    def read(given: Mapping[str, Any]) -> object:
        return build(_rows(grid, replace(answers, **given)), basis, None, None)

    problems = [problem for problem in problems if set(_keys(problem.error)) <= set(ASKED)]

    for problem in problems:
        keys = [key for key in dict.fromkeys(_keys(problem.error)) if key in CHOSEN and key not in found]
        if not keys:
            continue
        question: Question = leading_on(problem.error, read).facts["question"]
        for key in keys:
            offered = [
                (str(a.given[key]), a.label, _leads_to(texts, grid, a.given))
                for a in question.answers
                if key in a.given
            ]
            found[key] = tuple(
                (value, t("{answer} ({result})", answer=label, result=told) if told else label)
                for value, label, told in offered
            )
    return found


def _leads_to(texts: Mapping[str, str], grid: Grid, given: Mapping[str, Any]) -> str:
    """What an answer leads to in a few words: counts, and the verdict where the levels are there; empty where not known yet."""
    read = read_table({**texts, **given}, grid, lead=False)
    if read.judged is None:
        return ""
    try:
        funnel = read.judged.funnel()
        counts = t("{leads}, {sales}", leads=leads(funnel.leads), sales=sales(funnel.wins))
        if read.judged.dated:
            months_ = plural(funnel.months, "month", "months")
            counts = t("{counts} in {months}", counts=counts, months=months_)
        if read.par is None:
            return counts
        return t("{counts}, {verdict}", counts=counts, verdict=t(VERDICTS[diagnose(funnel, read.par).verdict]))
    except InputError:
        return ""


@by_language(16)
def _rows(grid: Grid, answers: Answers) -> Rows:
    """The rows of a grid; read once for as long as only the fields next to it change."""
    return read_rows(grid.sheet(), answers)


@by_language(16)
def _contradictions(grid: Grid, answers: Answers, basis: str | None) -> list[Problem]:
    """What in a grid contradicts itself; likewise cached."""
    return [] if grid.empty else check(_rows(grid, answers), basis)


@by_language(16)
def _build(
    grid: Grid, answers: Answers, basis: str | None, days: float | None, day: datetime.date | None, keep: frozenset[int]
) -> Table:
    """The table of a grid; likewise cached."""
    return Table.of(build(_rows(grid, answers), basis, days, day, keep=keep))


def _read(
    base: TableResult,
    texts: Mapping[str, str],
    numbers: Mapping[str, Decimal],
    grid: Grid,
    answers: Answers,
    basis: str | None,
) -> TableResult:
    errors = dict(base.errors)
    table = None
    try:
        day = read_day(texts.get("as_of", ""))
        kept = frozenset(int(m) for m in texts.get("keep", "").split(",") if m.strip().isdecimal())
        days = float(numbers["days"]) if "days" in numbers else None
        table = _build(grid, answers, basis, days, day, kept)
        money = read_money(numbers, texts)
    except InputError as problem:
        key = "days" if problem.field in ("lag_days", "typical_days") else problem.field
        errors[key] = field_error(problem, key)
        return replace(base, table=table, errors=errors)
    base = replace(
        base,
        table=table,
        money=money,
        told=(*base.told, *(note for note in table.notes if note not in base.told)),
        aside=_aside(table),
    )
    return compared(base, table, texts, numbers)


def compared(base: AnyResult, table: Table, texts: Mapping[str, str], numbers: Mapping[str, Decimal]) -> AnyResult:
    """The months judged, compared with the levels that were typed or with earlier months of the table."""
    errors, missing = dict(base.errors), dict(base.missing)
    try:
        judged, par, notes, compared_with = _levels(table, texts, numbers, missing)
        funnel = judged.funnel()
    except InputError as problem:
        errors[problem.field if problem.field in BY_KEY else "table"] = field_error(problem)
        return replace(base, errors=errors)
    before, after = _periods(table, judged, texts)
    return replace(
        base,
        funnel=funnel if par is not None else None,
        par=par,
        judged=judged,
        periods=_periods_offered(table, texts),
        before=before,
        after=after,
        notes=notes,
        missing=missing,
        compared_with=compared_with,
    )


def _levels(
    table: Table, texts: Mapping[str, str], numbers: Mapping[str, Decimal], missing: dict[str, str]
) -> tuple[Table, Par | None, dict[str, str], str]:
    """The months judged, and the levels they are compared with."""
    source = texts.get("benchmark", "")
    goal = float(numbers["goal"]) if "goal" in numbers else None
    capacity = float(numbers["capacity"]) if "capacity" in numbers else None
    closing = read_closing(numbers, source)
    own_closing = source == HISTORY or closing is None
    own_reach = goal is None and capacity is None
    judged = _judged(table, texts, own_closing or own_reach)
    if not own_closing and not own_reach:
        return judged, Par(goal=goal, capacity=capacity, closing=closing), {}, ""
    earlier = _earlier(table, judged)
    if earlier is None:
        if own_closing:
            missing["closing"] = t(
                "Enter a target win rate, or include fewer months, so that earlier ones are left to compare with."
            )
        if own_reach:
            missing["goal"] = BY_KEY["goal"].asks
        return judged, None, {}, ""
    par = earlier.par(goal=goal, capacity=capacity, like=judged)
    if not own_closing:
        par = replace(par, closing=closing, direct=None, fit=None, follow_up=None)
    level = par.level("closing")
    assert level is not None
    notes = {}
    places = {"months": earlier.named, "rate": percent(level.value)}
    if own_closing and level != earlier.par(goal=goal, capacity=capacity).level("closing"):
        notes["benchmark"] = t(
            "Compared with your own months {months}: a win rate of {rate}, at the present mix of channels.", **places
        )
    elif own_closing:
        notes["benchmark"] = t("Compared with your own months {months}: a win rate of {rate}.", **places)
    if own_reach and par.reach is not None:
        notes["goal"] = t(
            "Compared with your own months {months}: {leads} per month.",
            months=earlier.named,
            leads=plural(par.reach, "lead", "leads"),
        )
    return judged, par, notes, t("your own months {months}", months=earlier.named)


def _judged(table: Table, texts: Mapping[str, str], needs_history: bool) -> Table:
    choice = texts.get("judge", "")
    if not table.dated or choice == "all":
        return table
    used = [table.starts[at] for at in np.flatnonzero(table.series.used)]
    if choice == "after":
        period = _typed_period(table, texts, "after")
        return table if period is None else table.between(*period)
    if choice.isdecimal() and int(choice) > 0:
        last = used[-int(choice) :]
    elif needs_history and len(used) >= SHORTEST + FEWEST_HISTORY:
        last = used[-max(SHORTEST, min(LONGEST, len(used) // 3)) :]
    else:
        return table
    return table.between(last[0], last[-1]) if last else table


def _periods_offered(table: Table, texts: Mapping[str, str]) -> int:
    """How many periods the user could have chosen to be judged; 1 where nothing was chosen."""
    choice = texts.get("judge", "")
    if not choice or not table.dated:
        return 1
    if choice == "after":
        months = int(table.series.used.sum())
        return max(months * (months + 1) // 2, 1)  # from any month to any month
    return sum(bool(value) for value, _ in BY_KEY["judge"].options)


def _earlier(table: Table, judged: Table) -> Table | None:
    """The mature months before those judged, where there are enough of them."""
    if not table.dated or judged.window is None or judged.window[0] <= table.first:
        return None
    earlier = table.between(table.first, judged.window[0] - 1)
    mature = earlier.chosen & earlier.series.mature
    return earlier if mature.sum() >= FEWEST_HISTORY and (earlier.by_month.hits[mature] > 0).any() else None


def _periods(table: Table, judged: Table, texts: Mapping[str, str]) -> tuple[Table | None, Table | None]:
    """The two periods of what changed: those chosen, or the last months and as many before them."""
    used = [table.starts[at] for at in np.flatnonzero(table.series.used)] if table.dated else []
    if len(used) < 2:
        return None, None
    after = _typed_period(table, texts, "after")
    before = _typed_period(table, texts, "before")
    if after is None:
        window = judged.window
        length = SHORTEST if len(used) >= 2 * SHORTEST else len(used) // 2
        inside = [m for m in used if window is not None and window[0] <= m <= window[1]]
        last = inside if inside and inside[0] != used[0] else used[-length:]
        after = (last[0], last[-1])
    if before is None:
        count = sum(after[0] <= m <= after[1] for m in used)
        earlier = [m for m in used if m < after[0]][-max(count, 1) :]
        before = (earlier[0], earlier[-1]) if earlier else None
    found = [table.between(*p) if p is not None else None for p in (before, after)]
    first, second = (t if t is not None and t.chosen.any() else None for t in found)
    return first, second


def _typed_period(table: Table, texts: Mapping[str, str], name: str) -> Period | None:
    ends = [texts.get(f"{name}_{end}", "") for end in ("from", "to")]
    if not all(end.isdecimal() for end in ends):
        return None
    low, high = sorted(int(end) for end in ends)
    last = table.starts[-1]
    return None if high < table.first or low > last else (max(low, table.first), min(high, last))


def _aside(table: Table) -> tuple[tuple[int, str], ...]:
    """Rows of the grid that are set aside: their place in it, below the headings, and why."""
    reasons = {a.month: t(WHY[a.reason]) for a in table.set_aside}
    return tuple((row.at - 1, reasons[row.month]) for row in table.rows if row.month in reasons)


def _mark(problem: Problem, grid: Grid) -> tuple[int, int, str]:
    """A problem as a mark in the grid: it is at its cell, so the message names the column and no place."""
    row = (problem.row or 0) - 1
    column = problem.column if problem.column is not None else 0
    label = COLUMN[grid.columns[column]].label if column < len(grid.columns) else t("Row")
    error = problem.error
    said = InputError(error.code, error.field, error.value, choices=error.choices, **error.facts)
    return row, column, said.message("page", label)


def read_day(text: str) -> datetime.date | None:
    """A day as it is typed into the form."""
    if not text.strip():
        return None
    read = months.read_cell(text.strip())
    if isinstance(read, months.Read) and read.day is not None:
        return date_of(read.month, read.day)
    raise InputError("not-a-day", "as_of", text)
