"""What a comparison is given of a period, wherever its counts were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from diagnostics.errors import InputError
from diagnostics.funnel.links import Array
from diagnostics.funnel.records import Funnel
from diagnostics.funnel.series import Flags


@dataclass(frozen=True, eq=False, slots=True)
class MonthlyClosing:
    """Closing in every month of the table that a period was taken from.

    Attributes
    ----------
    table : object
        The same object for periods of the same table.
    hits, base : array
        By month: sales made by talking, and the leads they are a share of.
    used : array of bool
        Months that are not set aside.
    chosen : array of bool
        Months of the period that are used.
    span : (int, int) or None
        Where the period begins among the months, and how many months it spans, set aside or not; None for the whole
        table.
    """

    table: object
    hits: Array
    base: Array
    used: Flags
    chosen: Flags
    span: tuple[int, int] | None


@dataclass(frozen=True, eq=False, slots=True)
class PeriodCounts:
    """The counts of one period.

    Attributes
    ----------
    funnel : Funnel
        The totals.
    channels : mapping of str to (float, float)
        By channel: sales made by talking, and the leads they are a share of; empty where channels are not known.
    name : str
        The period in words; empty where it has no dates.
    months : MonthlyClosing or None
        Closing by month; None where only totals are known.
    """

    funnel: Funnel
    channels: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    name: str = ""
    months: MonthlyClosing | None = None


class Comparable(Protocol):
    """What can be compared besides a funnel: a table of months, a ledger of leads."""

    def period_counts(self) -> PeriodCounts:
        """The counts of the period that is looked at."""
        ...


def counts_of_period(field: str, given: Funnel | Comparable) -> PeriodCounts:
    """The counts of one side of a comparison."""
    if isinstance(given, Funnel):
        return PeriodCounts(given)
    counted = getattr(given, "period_counts", None)
    if isinstance(given, type) or not callable(counted):
        raise InputError("not-a-period", field, type(given).__name__)
    found: PeriodCounts = counted()
    return found
