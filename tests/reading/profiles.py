"""Profiles of columns that a test writes down cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from diagnostics.reading.profile import ColumnProfile, ordered


def profiled(cells: Mapping[str, Sequence[str]]) -> dict[str, ColumnProfile]:
    """The profile of each column, counted one by one."""
    found = {}
    for heading, texts in cells.items():
        filled = Counter(text for text in texts if text.strip())
        found[heading] = ColumnProfile(heading, len(texts), sum(filled.values()), len(filled), ordered(filled))
    return found
