"""How an export was read, as a record: rows kept and left out, what each column was taken for, what was assumed."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.language import t
from diagnostics.leads.counting.counts import LeadCounts
from diagnostics.leads.counting.reduction import LATER, NO_DATE
from diagnostics.leads.matching.matching import Matching
from diagnostics.leads.matching.repeats import WHEN_CHANGED
from diagnostics.month_numbers import label
from diagnostics.months.table import Table
from diagnostics.number_format import short_date
from diagnostics.reading.crm import BY_KEY
from diagnostics.reading.people import People
from diagnostics.reading.questions import rows
from diagnostics.reading.receipt import Dropped, Receipt, RoleTaken


def receipt_of(counts: LeadCounts, table: Table, dropped: Sequence[Dropped], notes: Sequence[str]) -> Receipt:
    """The record of an export.

    Parameters
    ----------
    counts : LeadCounts
        What was counted.
    table : Table
        The same by month, all of its months.
    dropped : sequence of Dropped
        What was left out before it was counted.
    notes : sequence of str
        What was assumed, a sentence each.
    """
    left_out = [
        *dropped,
        *(
            Dropped(rows(count), why, count)
            for count, why in (
                (counts.left_out.get(NO_DATE, 0), t("the day the lead came is missing")),
                (counts.left_out.get(LATER, 0), _later(counts)),
                (counts.repeated, t("another row has the same ID; each lead counts once")),
            )
            if count
        ),
    ]
    aside = {month.month: month.words for month in table.set_aside}
    return Receipt(
        rows=counts.rows + counts.repeated,
        kept=counts.leads,
        left_out=tuple(left_out),
        roles=roles_of(counts.matching, counts.people),
        assumptions=tuple(notes),
        months_used=tuple(
            label(table.first + at) for at in range(table.size) if table.dated and table.first + at not in aside
        ),
        months_set_aside=tuple(aside.values()),
    )


def _later(counts: LeadCounts) -> str:
    """Why leads do not count that came too late."""
    day = "" if counts.as_of is None else short_date(counts.as_of)
    return t("they came after the day of counting, {day}", day=day)


def roles_of(matching: Matching, people: People | None = None) -> tuple[RoleTaken, ...]:
    """What each column was taken for, and why."""
    return tuple(
        RoleTaken(
            BY_KEY[key].label if key in BY_KEY else t(WHEN_CHANGED),
            heading,
            matching.why.get(key, "") if people is None else people.masked(matching.why.get(key, "")),
            *matching.next_best.get(key, ()),
        )
        for key, heading in matching.columns.items()
    )
