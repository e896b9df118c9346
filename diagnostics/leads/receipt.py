"""How an export was read, as a record: rows kept and left out, what each column was taken for, what was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.leads.matching import Matching
from diagnostics.leads.reduction import LATER, NO_DATE
from diagnostics.leads.repeats import WHEN_CHANGED
from diagnostics.month_numbers import label
from diagnostics.reading.crm import BY_KEY
from diagnostics.reading.questions import rows
from diagnostics.reading.receipt import Dropped, Receipt, RoleTaken

if TYPE_CHECKING:
    from diagnostics.leads.ledger import Ledger


def receipt_of(ledger: Ledger) -> Receipt:
    """The record of a ledger; of all its months, whatever period is looked at."""
    counts, table = ledger.counts, ledger.table
    left_out = [
        *ledger.dropped,
        *(
            Dropped(rows(count), why, count)
            for count, why in (
                (counts.left_out.get(NO_DATE, 0), "the day the lead came is missing"),
                (counts.left_out.get(LATER, 0), f"they came after the day of counting, {counts.as_of.isoformat()}"),
                (counts.repeated, "another row has the same ID; each lead counts once"),
            )
            if count
        ),
    ]
    aside = {month.month: month.words for month in table.set_aside}
    return Receipt(
        rows=counts.rows + counts.repeated,
        kept=counts.leads,
        left_out=tuple(left_out),
        roles=roles_of(counts.matching),
        assumptions=ledger.notes,
        months_used=tuple(label(table.first + at) for at in range(table.size) if table.first + at not in aside),
        months_set_aside=tuple(aside.values()),
    )


def roles_of(matching: Matching) -> tuple[RoleTaken, ...]:
    """What each column was taken for, and why."""
    return tuple(
        RoleTaken(
            BY_KEY[key].label if key in BY_KEY else WHEN_CHANGED,
            heading,
            matching.why.get(key, ""),
            *matching.next_best.get(key, ()),
        )
        for key, heading in matching.columns.items()
    )
