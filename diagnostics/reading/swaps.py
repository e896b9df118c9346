"""Dates that a spreadsheet of another order changed, and left as texts where it could not.

A spreadsheet that expects the month first takes 3/4/2025 for 4 March where 3 April was meant, and 13/4/2025 for a text. So of
one column the real dates have no day above 12, and the texts all have one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Final, Literal

Swapped = Literal["yes", "no"]
ANSWERS: Final[tuple[Swapped, ...]] = ("yes", "no")

SMALL_DAYS: Final = 0.4
"""Share of the days of a year that are not above 12."""

SURE: Final = 1e-6
"""Chance of such dates where nothing was swapped, below which they are swapped back without asking."""

DOUBTFUL: Final = 0.01
"""Chance below which it is asked."""


def back(day: datetime.date) -> datetime.date:
    """A date with its day and its month exchanged; its day is not above 12."""
    return day.replace(month=day.day, day=day.month)


def were_swapped(real: Collection[datetime.date], texts: Collection[datetime.date]) -> Literal["yes", "ask", "no"]:
    """Whether a spreadsheet swapped day and month in the real dates of a column.

    Parameters
    ----------
    real : collection of date
        The days of the cells that are dates.
    texts : collection of date
        The days of the cells that are texts, each of which can be read in one order only.

    >>> days = [datetime.date(2025, 1, day) for day in range(1, 28)]
    >>> were_swapped([back(day) for day in days if day.day <= 12], [day for day in days if day.day > 12])
    'yes'
    """
    if not real or not texts or any(day.day > 12 for day in real) or any(day.day <= 12 for day in texts):
        return "no"
    changed = {back(day) for day in real}
    if changed == set(real):
        return "no"
    by_chance = SMALL_DAYS ** len(set(real)) * (1 - SMALL_DAYS) ** len(set(texts))
    if by_chance > DOUBTFUL:
        return "no"
    first, last = min(texts), max(texts)
    as_they_are, as_changed = (sum(first <= day <= last for day in days) for days in (set(real), changed))
    return "yes" if by_chance <= SURE and as_changed >= as_they_are else "ask"
