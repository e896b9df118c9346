"""What the cells of a column of months say."""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.errors import InputError
from diagnostics.months.records import Asks
from diagnostics.reading.months import Read
from diagnostics.reading.sheet_reader import Cell
from diagnostics.reading.spans import Span


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the cell at a place among the cells."""

    at: int
    error: InputError
    asks: Asks


@dataclass(slots=True)
class Periods:
    """What the cells of the column of months say.

    Attributes
    ----------
    reads : list of Read or None
        The month of each cell, the first of its period; without a year where none is known.
    step : int
        Months that each row covers, as far as the cells name it.
    others : dict of int to Span
        Cells that name a longer period than the most: a quarter between months.
    weeks : set of int
        Cells that name a week and no year.
    """

    reads: list[Read | None]
    step: int = 1
    named: bool = False
    """Whether the cells name their period, so that no spacing has to tell it."""
    others: dict[int, Span] = field(default_factory=dict)
    weeks: set[int] = field(default_factory=set)
    cut: frozenset[int] = frozenset()
    """Months that say that they are not whole."""
    partial: set[Cell] = field(default_factory=set)
    """Cells that say that their month is not whole."""
    marks: dict[int, str] = field(default_factory=dict)
    """What is written beside the periods of some cells, by their place."""
    coming: frozenset[int] = frozenset()
    """Cells whose period is still to come, as answered."""
    tiled: frozenset[int] = frozenset()
    """Lengths of longer periods, months, that the months beside them can be added up to."""
    words: str = ""
    """What is written before the period in every cell: "W/C"."""
    notes: list[str] = field(default_factory=list)
    asked: Asked | None = None
