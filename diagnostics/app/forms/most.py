"""How much of an export a page opens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Most:
    """How much of an export is opened on a page, all of its files together; what is larger is refused before it is read."""

    rows: int = 2_000_000
    """Rows by the footer of a Parquet file, lines of a text: a small file can hold a hundred million of one value."""
    cells: int = 20_000_000
    """Rows times columns, blank cells included: what bounds memory and time."""
    files: int = 100
