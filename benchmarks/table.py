"""Numbers made readable: the spread of some times, and rows in aligned columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Spread(NamedTuple):
    """What is said of repeated measurements, in their own unit."""

    median: float
    low: float
    """First quartile."""
    high: float
    """Third quartile."""
    p95: float
    least: float
    most: float
    count: int


def spread(values: Sequence[float]) -> Spread:
    """Median, quartiles, 95th percentile and range."""
    low, median, high, p95 = np.quantile(values, [0.25, 0.5, 0.75, 0.95])
    return Spread(float(median), float(low), float(high), float(p95), min(values), max(values), len(values))


def target(figure: float, limit: float, unit: str = "") -> str:
    """A requirement beside its figure.

    >>> target(3.2, 5, " ms")
    '≤ 5 ms: met'
    """
    return f"≤ {limit:g}{unit}: {'met' if figure <= limit else 'not met'}"


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> None:
    """Print a table: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *rest = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join([first, *rest]).rstrip()

    print(f"\n{title}\n{'─' * len(title)}")
    print(line(head))
    for row in rows:
        print(line(row))
    for note in notes:
        print(f"  {note}")
    print(flush=True)
