"""The numbers and dates of a report as numbers and dates, for formats that calculate with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from diagnostics.app.case.records import Status
from diagnostics.app.forms.counts_form import read_numbers
from diagnostics.app.forms.form_field import FormField
from diagnostics.app.forms.form_fields import AMOUNTS, BY_KEY
from diagnostics.app.forms.table_form import read_day
from diagnostics.app.report import words as say
from diagnostics.app.wording import alignment_words
from diagnostics.app.wording.link_words import link_title
from diagnostics.app.wording.played import activity_name, played
from diagnostics.errors import InputError
from diagnostics.funnel.links import LINKS
from diagnostics.language import mark, t
from diagnostics.month_numbers import YEARS
from diagnostics.reading import headings, months
from diagnostics.reading.numbers import Ambiguous, read_number
from diagnostics.reference import playbook

if TYPE_CHECKING:
    from decimal import Decimal

    from diagnostics.app.case.case import Case
    from diagnostics.app.case.records import Action
    from diagnostics.app.forms.entries import Entries

Kind = Literal["count", "amount", "money", "share", "chance", "day", "month", "text"]
Value = float | str | datetime.date | None
UNIT: Final = {"hours": mark("Hours per month"), "money": mark("Money per month")}
SHARES: Final = ("direct", "fit", "follow_up", "closing")


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with its label: a number, a share as a fraction, a day, or a text where it is none of them."""

    label: str
    value: Value
    kind: Kind


@dataclass(frozen=True, slots=True)
class Target:
    """One level of the target; ``strength``: in observations, None where it is exact."""

    label: str
    value: float
    kind: Kind
    strength: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action of the plan; ``aimed`` is a fraction or an amount per month, as ``kind`` says."""

    what: str
    link: str
    first_step: str
    owner: str
    date: Value
    status: Status
    watch: str
    aimed: float | None
    kind: Kind
    note: str


@dataclass(frozen=True, slots=True)
class Figures:
    """All of them."""

    entries: tuple[Figure, ...] = ()
    """What was typed into the form."""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    """The table of months that was typed or pasted."""
    counts: tuple[Figure, ...] = ()
    levels: tuple[Target, ...] = ()
    activities: tuple[tuple[str, float, str], ...] = ()
    """What, hours or money per month, side."""
    unit: str = ""
    """What the amounts of the activities are."""
    plan: tuple[ActionRow, ...] = ()


NO_FIGURES: Final = Figures()


def figures(case: Case) -> Figures:
    """The numbers and dates of a case."""
    entries = case.typed
    table = entries.way == "table"
    return Figures(
        entries=tuple(_entries(entries)),
        columns=tuple(t(headings.BY_KEY[key].label) for key in entries.grid.columns) if table else (),
        rows=tuple(_row(entries.grid.columns, row) for row in entries.grid.rows) if table else (),
        counts=() if case.numbers is None else tuple(_counts(case)),
        levels=() if case.numbers is None else tuple(_levels(case)),
        activities=tuple(
            (activity_name(a.what), a.amount, alignment_words.SIDE_OF_ACTIVITY[a.side]) for a in case.activities
        ),
        unit=t(UNIT[case.unit]),
        plan=tuple(map(_action, case.plan)),
    )


def _entries(entries: Entries) -> Iterator[Figure]:
    """What was typed into the fields of the form and about the columns of an export."""
    yield Figure(t(say.CAME_FROM), t(say.WAY[entries.way]), "text")
    read: dict[str, Decimal] = {}
    read_numbers([BY_KEY[key] for key in entries.texts if key in BY_KEY], entries.texts, read, {}, {})
    for key, text in entries.texts.items():
        yield _entry(BY_KEY[key], text, read.get(key))
    if entries.opened:
        yield Figure(t(say.EXPORT), entries.opened, "text")
    for key, value in entries.columns.items():
        yield Figure(say.column(key), str(value), "text")


def _entry(asked: FormField, text: str, number: Decimal | None) -> Figure:
    name = t(say.HIDDEN[asked.key]) if asked.key in say.HIDDEN else asked.name
    if number is not None:
        kind: Kind = "money" if asked.key in AMOUNTS else "count" if asked.kind == "count" else "amount"
        return (
            Figure(name, float(number) / 100, "share") if asked.kind == "percent" else Figure(name, float(number), kind)
        )
    if asked.key == "as_of":
        try:
            return Figure(name, read_day(text), "day")
        except InputError:
            return Figure(name, text, "text")
    return Figure(name, say.field_in_words(asked.key, text), "text")


def _row(columns: tuple[str, ...], cells: tuple[str, ...]) -> tuple[Value, ...]:
    return tuple(_cell(key, text) for key, text in zip(columns, cells, strict=False))


def _cell(key: str, text: str) -> Value:
    """A cell of the table: a month as its first day, a count as a number, anything else as it was typed."""
    if key == "month":
        read = months.read_cell(text.strip()) if text.strip() else None
        if isinstance(read, months.Read) and read.month // 12 in YEARS:
            return datetime.date(read.month // 12, read.month % 12 + 1, read.day or 1)
        return text
    if not headings.BY_KEY[key].numeric:
        return text
    number = read_number(text) if text.strip() else None
    if number is None:
        return text
    return float(number.whole if isinstance(number, Ambiguous) else number)


def _counts(case: Case) -> Iterator[Figure]:
    funnel = case.funnel
    for key, label in say.COUNT.items():
        value = getattr(funnel, key)
        if key == "basis":
            yield Figure(t(label), t(say.BASIS[value]), "text")
        elif value is None:
            yield Figure(t(label), t(say.NOT_COUNTED), "text")
        else:
            share, whole = key == "maturity", key in ("leads", "wins", "direct_wins", "fit", "worked")
            yield Figure(t(label), float(value), "share" if share else "count" if whole else "amount")


def _levels(case: Case) -> Iterator[Target]:
    par = case.par
    for key, label in say.LEVEL.items():
        if getattr(par, key) is None:
            continue
        rate = par.level(key) if key in SHARES else None
        if rate is None:
            yield Target(t(label), float(getattr(par, key)), "amount")
        else:
            yield Target(t(label), rate.value, "share", rate.strength, t(rate.source) if rate.source else "")


def _action(row: Action) -> ActionRow:
    play = playbook.load().get(row.id)
    what, watch = played(row, play)
    return ActionRow(
        what,
        link_title(row.link) if row.link in LINKS else "",
        t(play.first_step) if play is not None else "",
        row.owner,
        datetime.date.fromisoformat(row.date) if row.date else None,
        row.status,
        watch,
        row.aimed,
        "share" if (row.watched or row.link) in SHARES else "amount",
        row.note,
    )
