"""Cells of two numbers such as 01/06 or 25-01: a day of a month, or a month of a year, told by how far apart they are."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError
from diagnostics.months.records import Answers, question
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.dates import full_year
from diagnostics.reading.months import Read
from diagnostics.reading.sheet_reader import Cell

MOST: Final = 0.8
"""This share of the spaces between rows has to be alike."""
LONGEST: Final = 15
"""Years that a table spans, at most, where its cells are months of years."""

_PAIR: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})(\.?)")
_LEAP: Final = 2024


def read_pairs(cells: Sequence[Cell], answers: Answers) -> list[Read] | InputError | None:
    """Cells of two numbers, one for each that is not blank; the question where several readings are regular; None: others.

    >>> read_pairs(["01/25", "02/25", "03/25"], Answers())[2] == Read(2025 * 12 + 2)
    True
    """
    texts = [cell for cell in cells if not is_no_count(cell)]
    found = [_PAIR.fullmatch(text) if isinstance(text, str) else None for text in texts]
    pairs = [(int(one[1]), int(one[2])) for one in found if one is not None]
    if len(pairs) < max(2, len(texts)):
        return None
    dotted = any(one is not None and one[3] for one in found)
    ways: tuple[tuple[Mapping[str, str], Callable[[int, int], Read | None]], ...] = (
        ({"figures": "years"}, lambda a, b: _month(a, b)),
        ({"figures": "years"}, lambda a, b: _month(b, a)),
        ({"figures": "days", "dates": "day-first"}, lambda a, b: _day(b, a)),
        ({"figures": "days", "dates": "month-first"}, lambda a, b: _day(a, b)),
    )
    figures = "years" if answers.figures == "thai years" else answers.figures
    given = {"figures": figures, "dates": answers.dates}
    read = []
    for way, of in ways[2:3] if dotted else ways:
        reads = [of(a, b) for a, b in pairs]
        fits = all(given[key] in (None, answer) for key, answer in way.items())
        whole = [one for one in reads if one is not None]
        if (
            fits
            and len(whole) == len(reads)
            and max(o.month for o in whole) - min(o.month for o in whole) < 12 * LONGEST
        ):
            read.append((way, whole))
    regular = [(way, whole) for way, whole in read if _regular(whole)] or read
    if len(regular) > 1 and regular[0][0] != regular[1][0]:
        offered: dict[str, Mapping[str, Any]] = {_in_words(whole[0]): way for way, whole in regular}
        return question("figures-two-ways", "figures", str(texts[0]), offered)
    return regular[0][1] if regular else None


def _month(month: int, year: int) -> Read | None:
    return Read(full_year(f"{year:02d}") * 12 + month - 1) if 1 <= month <= 12 else None


def _day(month: int, day: int) -> Read | None:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.days_in(_LEAP * 12 + month - 1):
        return None
    return Read(calendar.NO_YEAR * 12 + month - 1, day)


def _regular(reads: Sequence[Read]) -> bool:
    """Whether months follow one another, or days are days, weeks, or the first or last of months apart."""
    days = {one.day for one in reads}
    last = all(one.day == calendar.days_in(_LEAP * 12 + one.month % 12) for one in reads)
    if None in days or days == {1} or last:
        return _alike([one.month for one in reads], (1,))
    dates = [datetime.date(_LEAP, one.month % 12 + 1, one.day or 1).toordinal() for one in reads]
    return _alike(dates, (1, 7, 14))


def _alike(numbers: Collection[int], spaces: Collection[int]) -> bool:
    gaps = [b - a for a, b in pairwise(sorted(set(numbers)))]
    return bool(gaps) and any(gaps.count(space) >= MOST * len(gaps) for space in spaces)


def _in_words(read: Read) -> str:
    return calendar.in_words(read.month) if read.day is None else calendar.day_in_words(read.day, read.month)
