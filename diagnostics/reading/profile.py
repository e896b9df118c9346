"""What a column of an export holds, over all of its rows: what every decision about the column rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from diagnostics.reading.blanks import is_missing

MOST_KEPT: Final = 2_000
"""Different texts of a column that are kept of a source in an engine; of a column with more, about half as many are. Of a
column that the engine knows as days all are kept."""


@dataclass(frozen=True)
class ColumnProfile:
    """What a column holds; the same in whatever order its rows are.

    Attributes
    ----------
    heading : str
        What stands over it.
    rows : int
        Rows of the source.
    filled : int
        Rows whose cell is not blank. A word for nothing (``"n/a"``) is not blank.
    distinct : int
        Different texts; an estimate within a few per cent where not ``complete``.
    texts : dict of str to int
        Texts and their rows, the commonest first, equally common ones in the order of the alphabet.
    complete : bool
        Whether ``texts`` has all of them. If not, it is a selection by a hash of the text: all rows of each text that is
        in it, whatever the order of the source.
    """

    heading: str
    rows: int
    filled: int
    distinct: int
    texts: Mapping[str, int] = field(repr=False)
    complete: bool = True

    @cached_property
    def told(self) -> Mapping[str, int]:
        """Texts that say something, and their rows: none that stands for nothing."""
        return {text: n for text, n in self.texts.items() if not is_missing(text)}

    def share(self, holds: Callable[[str], bool]) -> float:
        """The share of the rows that say something of which a statement about the text is true; 0 where none does."""
        total = sum(self.told.values())
        return sum(n for text, n in self.told.items() if holds(text)) / total if total else 0.0

    def commonest(self, most: int) -> tuple[str, ...]:
        """The commonest texts that say something."""
        return tuple(islice((text for text in self.texts if not is_missing(text)), most))


def ordered(counts: Mapping[str, int]) -> dict[str, int]:
    """Texts and their rows, the commonest first, equally common ones in the order of the alphabet."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
