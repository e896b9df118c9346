"""Marks beside months: a footnote, a word in parentheses, and those of the last months, which may be still to come."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from diagnostics.language import t
from diagnostics.months.periods.found import Asked, Periods
from diagnostics.months.records import Answers, question
from diagnostics.reading import vocabulary
from diagnostics.reading.headings import says
from diagnostics.reading.months import read_cell
from diagnostics.reading.questions import rows
from diagnostics.reading.sheet_reader import Cell
from diagnostics.reading.spans import is_period

_MARKED: Final = re.compile(r"(.+?)\s*(?:([*†‡]+)|\(([^()]+)\)|\[([^\[\]]+)\])")
_WORD: Final = r"[^\W\d_]{1,12}\.?"
_BEHIND: Final = re.compile(rf"(.+?)(?:(?<=[\d月월])(?![月월])|[\s:–—-]+)({_WORD}(?: {_WORD})?)")
_BEFORE: Final = re.compile(rf"([*†‡]+|{_WORD}(?: {_WORD})??)(?:(?<=[*†‡])|[\s:–—-]+)(.+)")


def without_marks(cells: Sequence[Cell], found: Periods) -> list[Cell]:
    """Cells without the marks beside their months; the marks are kept by their places."""
    bare = [_bare(cell, at, found) for at, cell in enumerate(cells)]
    plain = [at for at, cell in enumerate(bare) if is_period(cell)]
    others = sorted(set(range(len(bare))) - set(plain))
    worded = {at: one for at in others if (one := _with_words(bare[at])) is not None}
    first = max((at for at in plain if at not in found.marks), default=-1)
    if plain and worded and min(worded) > first:  # else a word may name something else than a month
        for at, (month, mark) in worded.items():
            _note(cells[at], month, found)
            bare[at], found.marks[at] = month, mark
    return bare


def _bare(cell: Cell, at: int, found: Periods) -> Cell:
    """A cell without a mark of a footnote behind it, or words in parentheses."""
    if not isinstance(cell, str) or not (match := _MARKED.fullmatch(cell)) or not is_period(match[1]):
        return cell
    mark = match[2] or match[3] or match[4]
    if says(mark, vocabulary.tables().partial):
        found.partial.add(match[1])
    else:
        found.marks[at] = mark.strip()
    _note(cell, match[1], found)
    return match[1]


def _with_words(cell: Cell) -> tuple[str, str] | None:
    """A month and the words behind or before it."""
    if not isinstance(cell, str):
        return None
    for pattern, month, mark in ((_BEHIND, 1, 2), (_BEFORE, 2, 1)):
        match = pattern.fullmatch(cell)
        if match and read_cell(match[month].strip()) is not None and not is_period(match[mark]):
            return match[month].strip(), match[mark]
    return None


def _note(cell: Cell, month: str, found: Periods) -> None:
    text = t("“{cell}” was read as {value}.", cell=cell, value=month)
    if text not in found.notes:
        found.notes.append(text)


def settle_marks(cells: Sequence[Cell], answers: Answers, found: Periods) -> None:
    """The last months with a mark that the others do not have: left out, counted, or asked about."""
    last = _marked_last([None if one is None else one.month for one in found.reads], found.marks)
    if not last or answers.plan == "counted":
        return
    if answers.plan == "left out":
        found.coming = frozenset(last)
        return
    offered = {t("still to come: leave them out"): {"plan": "left out"}, t("happened: count them"): {"plan": "counted"}}
    error = question(
        "months-marked", "plan", str(cells[last[0]]), offered, rows=rows(len(last)), mark=found.marks[last[0]]
    )
    found.asked = Asked(last[0], error, "plan")


def _marked_last(months: Sequence[int | None], marks: Mapping[int, str]) -> list[int]:
    """The places of the latest months that are marked where the first are not, or otherwise.

    >>> _marked_last([1, 2, 3, 4], {3: "F"}), _marked_last([4, 3, 2, 1], {0: "F"}), _marked_last([1, 2, 3], {1: "*"})
    ([3], [0], [])
    """
    known = {at: month for at, month in enumerate(months) if month is not None}
    order = sorted(known, key=lambda at: known[at])
    actual = vocabulary.tables().actual
    others = {"", marks.get(order[0], "") if order else ""}
    last: list[int] = []
    while order and (mark := marks.get(order[-1], "")) not in others and not says(mark, actual):
        last.append(order.pop())
    if not last or not order or known[last[-1]] <= known[order[-1]]:
        return []
    return last[::-1]
