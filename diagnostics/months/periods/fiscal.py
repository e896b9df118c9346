"""Fiscal years: when the first of a table began, which is asked, and the months of years that are called by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError
from diagnostics.months.records import Answers, question
from diagnostics.reading.months import Read, parse_month
from diagnostics.reading.spans import YearName

FISCAL_STARTS: Final = (-12, -11, -9, -8, -6, -3, -2, 0, 3)
"""Months from January of the year that a fiscal year is called by to its beginning, as most businesses have it."""


def first_month(first: int, answers: Answers, name: str, cell: str, two: bool = False) -> int | InputError:
    """The month with which the first fiscal year of a table began, as answered; else the question.

    Parameters
    ----------
    first : int
        The year that it is called by, the first of ``two``.
    answers : Answers
        What was answered.
    name, cell : str
        What it is called in the question, and a cell that names it.
    two : bool
        Whether it is called by two years, so that it began within the first.
    """
    if answers.fiscal is not None:
        return parse_month("fiscal", answers.fiscal)
    after = sorted({months % 12 for months in FISCAL_STARTS} - {0}) if two else FISCAL_STARTS
    starts = [first * 12 + months for months in after]
    offered = {calendar.in_words(start): {"fiscal": calendar.label(start)} for start in starts}
    return question("fiscal-start", "fiscal", cell, offered, year=name)


def placed(reads: Sequence[Read | None], years: Sequence[YearName | None], begins: int, step: int) -> list[Read | None]:
    """Months without a year in the fiscal years beside them; periods of several months are counted from its beginning.

    Parameters
    ----------
    reads : sequence of Read or None
        Months; those that have a year stay as they are.
    years : sequence of YearName or None
        For each, what its fiscal year is called.
    begins : int
        The month with which the first of these years began.
    step : int
        Months that each row covers.

    >>> placed([Read(12 + 11), Read(12)], [YearName(2024)] * 2, 2024 * 12 + 9, 1) == [Read(2024 * 12 + 11), Read(2025 * 12)]
    True
    """
    first = min((named.year for named in years if named is not None), default=0)
    found: list[Read | None] = []
    for read, named in zip(reads, years, strict=True):
        if read is None or named is None or read.month // 12 != calendar.NO_YEAR:
            found.append(read)
            continue
        after = read.month % 12 if step > 1 else (read.month - begins) % 12
        found.append(replace(read, month=begins + 12 * (named.year - first) + after))
    return found
