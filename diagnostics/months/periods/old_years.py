"""Years of two figures that would be long ago: of the Thai calendar, where the words are Thai, or asked."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from diagnostics import month_numbers as calendar
from diagnostics.language import t
from diagnostics.months.layout.layout import FIRST_YEAR
from diagnostics.months.periods.found import Asked, Periods
from diagnostics.months.records import Answers, question
from diagnostics.reading.dates import THAI_YEARS
from diagnostics.reading.months import Read
from diagnostics.reading.sheet_reader import Cell

_THAI: Final = re.compile("[\u0e00-\u0e7f]")
_FOUR_FIGURES: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
FIRST_THAI: Final = 2543 - THAI_YEARS
"""The first year that two figures name in Thai: 43 is 2543, the year 2000."""


def settle_old_years(cells: Sequence[Cell], answers: Answers, found: Periods) -> None:
    """Years before 1990 are said, and asked about where they have two figures and may be of the Thai calendar."""
    short = {at: one for at, one in enumerate(found.reads) if one is not None and _has_two_figures(cells[at], one)}
    thai = {at: _thai(one) for at, one in short.items()}
    old = [at for at, one in enumerate(found.reads) if one is not None and one.month // 12 in calendar.YEARS]
    old = [at for at in old if found.reads[at].month // 12 < FIRST_YEAR]  # type: ignore[union-attr]  # those are there
    in_thai = [
        at for at in short if isinstance(cells[at], str) and _THAI.search(str(cells[at])) and _is_late(short[at])
    ]
    if answers.figures == "thai years" or (in_thai and answers.figures is None):
        read = list(short) if answers.figures == "thai years" else in_thai
        found.reads = [thai[at] if at in read else one for at, one in enumerate(found.reads)]
        if read:
            month = calendar.in_words(thai[read[0]].month)
            found.notes.append(
                t(
                    "“{cell}” and its like were read as years of the Thai calendar: {month}.",
                    cell=cells[read[0]],
                    month=month,
                )
            )
        return
    if not old:
        return
    asked = next((at for at in old if at in short), None)
    first = found.reads[old[0] if asked is None else asked]
    assert first is not None
    if asked is None or answers.figures is not None:
        month = calendar.in_words(first.month)
        found.notes.append(t("The first of these months is {month}, which is long ago.", month=month))
        return
    offered = {
        t("of the Thai calendar: {month}", month=calendar.in_words(thai[asked].month)): {"figures": "thai years"},
        t("as written: {month}", month=calendar.in_words(first.month)): {"figures": "years"},
    }
    old_month = calendar.in_words(first.month)
    error = question("year-long-ago", "figures", str(cells[asked]), offered, month=old_month)
    found.asked = Asked(asked, error, "figures")


def _has_two_figures(cell: Cell, read: Read) -> bool:
    """Whether the year of a cell may have been written with two figures; a spreadsheet makes a day of such a text."""
    if read.month // 12 not in calendar.YEARS:
        return False
    if isinstance(cell, datetime.date) or not isinstance(cell, str):
        return read.month // 12 < FIRST_YEAR
    return _FOUR_FIGURES.search(cell) is None and not cell.isdecimal()


def _is_late(read: Read) -> bool:
    """Whether two figures name no year of our calendar that leads are of, but one of the Thai calendar."""
    return not FIRST_YEAR <= read.month // 12 < calendar.YEARS.start + 93


def _thai(read: Read) -> Read:
    figures, month = read.month // 12 % 100, read.month % 12
    return replace(read, month=(2500 + figures - THAI_YEARS) * 12 + month)
