"""Rows of a plan, told by their counts and not by a word: round where others are not, or there beside what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from diagnostics.language import t
from diagnostics.number_format import integer

FEWEST: Final = 3
"""Months in a row of the same counts that are no chance."""
FEWEST_ROUND: Final = 4
"""Different counts of leads in tens that are no chance: once in ten thousand."""


@dataclass(frozen=True, slots=True)
class Named:
    """The counts of one row, its month, its name, and what else tells it apart."""

    month: str
    name: str
    rest: tuple[str, ...]
    leads: int | None
    wins: int | None


@dataclass(frozen=True, slots=True)
class Planned:
    """Names that may be of a plan, and why."""

    names: tuple[str, ...]
    why: str


def planned(rows: Sequence[Named], actual: Sequence[str]) -> Planned | None:
    """The names whose rows may be a plan; None where no counts look like one.

    Parameters
    ----------
    rows : sequence of Named
        All rows.
    actual : sequence of str
        Names that say that they are what happened.

    >>> def of(name, counts): return [Named(f"2025-0{at}", name, (), *each) for at, each in enumerate(counts, 1)]
    >>> planned([*of("実", [(91, 8), (84, 7), (97, 9)]), *of("計", [(90, 9), (90, 9), (90, 9)])], [])
    Planned(names=('計',), why='it has 90 leads and 9 sales in every month')
    """
    names = list(dict.fromkeys(row.name for row in rows))
    if len(names) < 2:
        return None
    by_name = {name: [row for row in rows if row.name == name] for name in names}
    said = [name for name in names if name in actual]
    if said and len(names) == 2:
        other = next(name for name in names if name not in said)
        return Planned((other,), t("the other rows are named “{name}”", name=said[0]))
    same = [name for name in names if _same(by_name[name])]
    if same and len(same) < len(names) and any(_varies(by_name[name]) for name in names if name not in same):
        first = by_name[same[0]][0]
        return Planned(
            tuple(same),
            t(
                "it has {leads} leads and {sales} sales in every month",
                leads=integer(first.leads or 0),
                sales=integer(first.wins or 0),
            ),
        )
    tens = [name for name in names if _round(by_name[name])]
    if tens and len(tens) < len(names) and not any(map(_in_tens, (by_name[n] for n in names if n not in tens))):
        return Planned(tuple(tens), t("all its leads are in tens, and those of the other rows are not"))
    return None


def _same(rows: Sequence[Named]) -> bool:
    """Whether the counts are the same in every month, for each of what else tells rows apart."""
    by_rest: dict[tuple[str, ...], set[tuple[int | None, int | None]]] = {}
    for row in rows:
        by_rest.setdefault(row.rest, set()).add((row.leads, row.wins))
    counts = [each for pairs in by_rest.values() for each in pairs]
    return (
        len({row.month for row in rows}) >= FEWEST
        and all(len(pairs) == 1 for pairs in by_rest.values())
        and all(leads and wins is not None for leads, wins in counts)
    )


def _varies(rows: Sequence[Named]) -> bool:
    return len({(row.rest, row.leads, row.wins) for row in rows}) > len({row.rest for row in rows})


def _round(rows: Sequence[Named]) -> bool:
    return len({row.leads for row in rows}) >= FEWEST_ROUND and _in_tens(rows)


def _in_tens(rows: Sequence[Named]) -> bool:
    return all(row.leads and row.leads % 10 == 0 for row in rows)
