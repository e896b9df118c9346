"""Sales in which no person of the team had a part: never reached, no rep. They are offered as self-service sales, not taken."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from diagnostics.leads.fields.canonical import WON, text_of
from diagnostics.reading.blanks import no_ids
from diagnostics.reading.questions import Question, Way

if TYPE_CHECKING:
    import ibis

ANSWERS: Final = ("unreached", "as-recorded")
"""Sales that nobody reached and nobody owns are self-service sales; or only those that the file calls so."""

TELLING: Final = ("reached", "rep")
"""Fields that say whether a person had a part in a sale; both are asked where both are there."""

_NO: Final = {"reached": "no first contact", "rep": "no rep"}


def untouched(rows: ibis.Table, fields: Collection[str]) -> Any:
    """Whether a lead was won and no person had a part in it, as far as the fields say; false where none of them is there.

    Parameters
    ----------
    rows : Table
        As :func:`~diagnostics.leads.fields.canonical.canonical` gives them.
    fields : collection of str
        Fields that have a column.
    """
    import ibis

    if not set(TELLING) & set(fields):
        return ibis.literal(False)
    nobody: Any = rows.outcome == WON
    if "reached" in fields:
        nobody = nobody & ~rows.worked.fill_null(False)
    if "rep" in fields:
        rep = text_of(rows.rep)
        nobody = nobody & (rep.isnull() | rep.lower().isin(sorted(no_ids())))
    return nobody


def words(fields: Collection[str]) -> str:
    """What such sales do not have: ``"no first contact and no rep"``."""
    return " and ".join(_NO[key] for key in TELLING if key in fields)


def offer(count: int, sales: int, fields: Collection[str]) -> Question:
    """The offer to count such sales as self-service sales.

    Parameters
    ----------
    count, sales : int
        Such sales, and all sales.
    fields : collection of str
        Fields that have a column.
    """
    ways = (
        Way(
            "yes, count them as self-service sales",
            {"self_service": "unreached"},
            f"{sales - count:,} sales by talking",
        ),
        Way("no, salespeople made them", {"self_service": "as-recorded"}, f"{sales:,} sales by talking"),
    )
    facts = {"count": f"{count:,}", "sales": f"{sales:,}", "none": words(fields)}
    return Question("sales-by-nobody", "direct", tuple(way.label for way in ways), facts, ways)
