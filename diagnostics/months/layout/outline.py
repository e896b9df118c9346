"""Rows in groups under a row that adds them up, as a pivot table writes them: a channel over its months, or the reverse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics.months.layout.layout import whole_number
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.sheet_reader import Cell
from diagnostics.reading.spans import is_period


@dataclass(frozen=True, slots=True)
class Group:
    """A row that adds up others, and their places."""

    head: int
    members: tuple[int, ...]


def groups_of(names: Sequence[Cell], counts: Sequence[Sequence[Cell]]) -> list[Group] | None:
    """The groups of some rows; None where they are not in groups.

    Parameters
    ----------
    names : sequence
        The name of each row: a period or a text.
    counts : sequence of sequences
        The cells of its leads and sales.

    >>> groups_of(["Ads", "Jan", "Feb", "Fair", "Jan"], [(30, 3), (10, 1), (20, 2), (5, 1), (5, 1)])
    [Group(head=0, members=(1, 2)), Group(head=3, members=(4,))]
    """
    numbers = [[whole_number(cell) for cell in row] for row in counts]
    if len(names) < 3 or any(is_no_count(name) for name in names):
        return None
    kinds = [is_period(name) for name in names]
    heads = [at for at, kind in enumerate(kinds) if kind == kinds[0]]
    last = len(names)
    if heads[-1] == last - 1 or kinds[-1] != kinds[0]:
        whole = [sum(numbers[at][place] or 0 for at in heads if at != last - 1) for place in range(len(numbers[0]))]
        if len(heads) > 1 and numbers[-1] == whole:
            last -= 1
            heads = [at for at in heads if at < last]
    found = [Group(head, tuple(range(head + 1, end))) for head, end in zip(heads, [*heads[1:], last], strict=True)]
    if not any(len(group.members) > 1 for group in found) or any(not group.members for group in found):
        return None
    for group in found:
        for place, total in enumerate(numbers[group.head]):
            parts = [numbers[at][place] for at in group.members]
            if total is None or None in parts or total != sum(part or 0 for part in parts):
                return None
    return found
