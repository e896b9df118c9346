"""Days of a table that a spreadsheet of the other order changed, swapped back or asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.months.records import question
from diagnostics.reading import months
from diagnostics.reading.months import Read, TwoWays
from diagnostics.reading.questions import rows
from diagnostics.reading.sheet_reader import Cell
from diagnostics.reading.swaps import Swapped


@dataclass(frozen=True)
class SwappedBack:
    """The dates of a column, and what was done or is asked."""

    dates: list[Read | TwoWays | None]
    notes: tuple[str, ...] = ()
    error: InputError | None = None
    """The question whether they were swapped, where that is not certain."""
    at: int = 0
    """The place of the first date that it is about."""


def swap_back(dates: list[Read | TwoWays | None], cells: Sequence[Cell], answer: Swapped | None = None) -> SwappedBack:
    """Dates with day and month swapped back where a spreadsheet of the other order changed them."""
    judged, places = months.swapped(dates)
    if judged == "no" or answer == "no":
        return SwappedBack(dates)
    if judged == "ask" and answer is None:
        offered = {t("swap them back"): {"swapped": "yes"}, t("leave them as they are"): {"swapped": "no"}}
        facts = {"dates": rows(len(places))}
        error = question("month-dates-swapped", "swapped", str(cells[places[0]]), offered, **facts)
        return SwappedBack(dates, error=error, at=places[0])
    back = {at: months.swapped_back(read) for at in places if isinstance(read := dates[at], Read)}
    note = t(
        "Day and month were swapped back in {rows}: no day in them is above 12, and every day in the others is, so a "
        "spreadsheet took the one for the other.",
        rows=rows(len(places)),
    )
    return SwappedBack([back.get(at, date) for at, date in enumerate(dates)], (note,))
