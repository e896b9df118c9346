"""A few of the rows that a fault is about, asked of the engine when they are wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from diagnostics.language import mark, t
from diagnostics.leads.counting.counts import LeadCounts
from diagnostics.leads.fields import self_service
from diagnostics.leads.fields.canonical import LOST, OPEN, WON, canonical
from diagnostics.leads.fields.once import leads_of
from diagnostics.leads.fields.self_service import untouched
from diagnostics.leads.opening.engine import ask
from diagnostics.number_format import short_date
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.names import FORMULA, Names

if TYPE_CHECKING:
    import ibis

Example = dict[str, str | int]
"""Where a row is, and what it holds."""

EXAMPLES: Final = 3
"""Rows that are shown of each kind; of repeated IDs twice as many, since they come in pairs."""

OUTCOMES: Final = {OPEN: mark("open"), WON: mark("won"), LOST: mark("lost")}


def _without(name: Any, names: Names) -> Any:
    """Rows whose name is blank or means nothing."""
    texts = sorted(text for text, found in names.of.items() if found is None)
    return name.isnull() | name.isin(texts) if texts else name.isnull()


WHERE: Final[dict[str, Callable[[ibis.Table, LeadCounts], Any]]] = {
    "no date": lambda t, _: t.created.isnull() & ~t.remark,
    "later": lambda t, _: t.created > t.as_of,
    "won before created": lambda t, _: t.decided < t.created,
    "decided without a date": lambda t, _: (t.outcome != OPEN) & t.decided.isnull(),
    "status against date": lambda t, _: t.contradicting,
    "no channel": lambda t, counts: _without(t.channel, counts.channel_names),
    "no rep": lambda t, counts: _without(t.rep, counts.rep_names),
    "reached after the outcome": lambda t, _: t.reached_late,
    "open too long": lambda t, _: (t.outcome == OPEN) & (t.as_of.delta(t.created, unit="day") > t.longest),
    "won without being reached": lambda t, _: (
        (t.outcome == WON) & ~t.worked.fill_null(False) & ~t.direct.fill_null(False)
    ),
    "sold by nobody": lambda t, counts: (
        (t.outcome == WON) & t.direct
        if _signed(counts)
        else untouched(t, counts.matching.columns) & ~t.direct.fill_null(False)
    ),
    "won and not fit": lambda t, _: (t.outcome == WON) & ~t.fit & ~t.direct.fill_null(False),
}
"""Which rows a fault is about; those with repeated IDs are found by :func:`_repeated`."""


def examples_of(counts: LeadCounts, key: str) -> tuple[Example, ...]:
    """The first rows that a fault is about; none where it is not about single rows.

    Parameters
    ----------
    counts : LeadCounts
        The export.
    key : str
        The key of the fault.
    """
    import ibis

    if key not in WHERE and key != "duplicates":
        return ()
    read = canonical if key == "duplicates" else leads_of
    plan = replace(counts.matching.settled(), alone=_signed(counts) if key == "sold by nobody" else {})
    rows = read(counts.matching.leads, plan, counts.as_of)
    day = ibis.null("date") if counts.as_of is None else ibis.date(counts.as_of)
    rows = rows.mutate(as_of=day, longest=ibis.literal(counts.longest_win or 0))
    if key == "duplicates":
        found = _repeated(rows).order_by(["id", "row"]).limit(2 * EXAMPLES)
    else:
        found = rows.filter(WHERE[key](rows, counts)).order_by("row").limit(EXAMPLES)
    columns = found.select("row", "id", "created", "channel", "rep", "outcome", "decided")
    records = ask(columns, t("Looking for examples")).to_dict("records")
    people = counts.people
    return tuple(
        {
            str(name): _shown(str(name), people[value] if name == "rep" and people and not is_missing(value) else value)
            for name, value in record.items()
            if value is not None and value == value
        }
        for record in records
    )


def _signed(counts: LeadCounts) -> dict[str, frozenset[str]]:
    """The columns and texts by which sales may have been made without a salesperson; none where people are missing."""
    return self_service.alone(counts.matching.leads, counts.signs[0].given) if counts.signs else {}


def _repeated(rows: ibis.Table) -> ibis.Table:
    """Rows whose ID occurs more than once."""
    twice = rows.group_by("id").agg(times=rows.count())
    return rows.semi_join(twice.filter((twice.times > 1) & twice.id.notnull()), "id")


def _shown(name: str, value: Any) -> str | int:
    if name == "outcome":
        return t(OUTCOMES[int(value)])
    if name == "row":
        return int(value)
    return short_date(value) if hasattr(value, "isoformat") else harmless(str(value))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("Google")
    ("'=HYPERLINK(1)", 'Google')
    """
    return f"'{text}" if text[:1] in FORMULA and text else text
