"""Days as a CRM writes them. Day and month are distinguished by proof or by an answer, never by a guess."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from diagnostics.errors import InputError
from diagnostics.month_numbers import in_words, of_date
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.dates import ORDERS, YEAR_FIRST, YEAR_LAST, Order, ThreeNumbers, read_date, without_time
from diagnostics.reading.questions import Question, Way, rows

YEARS: Final = range(1990, 2100)
"""Years that a lead can be of; a day of another year is a mistake."""

_NEVER: Final = frozenset(
    # what databases and spreadsheets write for no day at all: year, month, day
    {(0, 0, 0), (1, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 0), (1900, 1, 1), (1970, 1, 1)}
    | {(9999, 12, 31), (2999, 12, 31)}
)
_WHICH: Final = {"day-first": "day first", "month-first": "month first"}
_WAYS: Final = (
    Way("the day comes first: 3/4 is 3 April", {"dates": "day-first"}),
    Way("the month comes first: 3/4 is March 4", {"dates": "month-first"}),
)


@dataclass(frozen=True)
class Days:
    """The days of a column.

    Attributes
    ----------
    days : dict of str to date
        What each text means; texts that are asked about, unreadable or blank are not in it.
    order : {"day-first", "month-first"} or None
        Which comes first in dates of three numbers; None where no date needed it, or it is asked.
    proof : str
        How the order was settled, a sentence; empty where there was nothing to settle.
    question : Question or None
        What has to be answered before the column is used.
    bad : dict of str to int
        Texts that are no day, or of a year outside 1990 to 2099, and the rows that hold them.
    blank : dict of str to int
        Texts that stand for no day (``""``, ``"n/a"``, ``"0000-00-00"``, ``"1900-01-00"``), and the rows.
    """

    days: dict[str, datetime.date]
    order: Order | None = None
    proof: str = ""
    question: Question | None = None
    bad: dict[str, int] = field(default_factory=dict)
    blank: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sorted:
    """The texts of a column, by what is known before day and month are distinguished."""

    counts: Mapping[str, int]
    days: dict[str, datetime.date]
    either: list[ThreeNumbers]
    bad: dict[str, int]
    blank: dict[str, int]

    def proving(self, order: Order) -> list[ThreeNumbers]:
        return [e for e in self.either if e.only == order]

    def rows(self, some: list[ThreeNumbers]) -> int:
        return sum(self.counts[e.text] for e in some)

    @property
    def year_in_doubt(self) -> bool:
        """Whether years of two figures could be first as well as last, with other days."""
        short = [e for e in self.either if e.short]
        if not short or any(not e.short for e in self.either) or not all(e.year_first for e in short):
            return False
        return any(e.year_first != e.day(order) for e in short for order in ORDERS)


def is_day(text: str) -> bool:
    """Whether a text could be a day, one way or another.

    >>> [is_day(text) for text in ("29/09/2024", "15 Apr, 2021 00:03:00", "45631", "31/02/2025", "Google")]
    [True, True, True, False, False]
    """
    return _read(text) is not None


def read_days(texts: Mapping[str, int], order: Order | None = None, field: str = "date") -> Days:
    """The days that the texts of a column mean.

    Read are ISO 8601 (``2024-09-29``, ``2024/9/29``, ``20240929``), three numbers with the year last
    (``29/09/2024``, ``9.29.24``), months in words (``15 Apr, 2021``, ``Apr 15, 2021``, ``15. März 2021``), days of a
    spreadsheet (``45631``, ``45631.5``) and seconds or milliseconds since 1970 (10 or 13 figures, the day in UTC). A
    time of day is cut off; the day is the one that is written, whatever the time zone.

    Parameters
    ----------
    texts : mapping of str to int
        Each text of the column, and the rows that hold it.
    order : {"day-first", "month-first"}, optional
        The answer, where it was asked. It holds for years of two figures too, which are then last. What it does not fit
        is among the bad.
    field : str
        The name of the column, for messages.

    Raises
    ------
    InputError
        Where ``order`` is neither.

    >>> found = read_days({"03/04/2025": 5, "29/09/2024": 14})
    >>> found.days["03/04/2025"].isoformat(), found.proof
    ('2025-04-03', 'date: 14 rows such as 29/09/2024 can only be day first.')
    """
    return settle({field: texts}, order)[field]


def settle(columns: Mapping[str, Mapping[str, int]], order: Order | None = None) -> dict[str, Days]:
    """The days of all date columns of one file, which are written in one order.

    A column that shows its order settles the columns that do not; where columns show different orders, each is read in
    its own and settles no other.

    Parameters
    ----------
    columns : mapping of str to mapping
        Texts and counts by name of the column.
    order : {"day-first", "month-first"}, optional
        The answer, where it was asked.

    Raises
    ------
    InputError
        Where ``order`` is neither.

    >>> file = settle({"created": {"03/04/2025": 5}, "closed": {"29/09/2024": 14}})
    >>> file["created"].proof
    'created: day first, as closed shows: 14 rows such as 29/09/2024 can only be day first.'
    """
    if order is not None and order not in ORDERS:
        raise InputError("not-an-order", "dates", order, choices=ORDERS)
    sorted_ = {name: _sort(texts) for name, texts in columns.items()}
    if order is not None:
        return {name: _in_answered_order(name, column, order) for name, column in sorted_.items()}
    found = {name: _shown(name, column) for name, column in sorted_.items()}
    shown = {name: days.order for name, days in found.items() if days.order}
    orders = set(shown.values())
    for name, days in found.items():
        column = sorted_[name]
        if days.question is None or days.order or column.year_in_doubt or _contradiction(column):
            continue
        if len(orders) == 1:
            by = next(iter(shown))
            settled = shown[by]
            assert settled is not None
            fitting = _fitting(column, settled)
            evidence = found[by].proof.removeprefix(f"{by}: ")
            proof = f"{name}: {_WHICH[settled]}, as {by} shows: {evidence}"
            found[name] = replace(fitting, order=settled, proof=proof)
        elif orders:
            a, b = (next(name for name, of in shown.items() if of == order) for order in ORDERS)
            facts = {**days.question.facts, "day_first": a, "month_first": b}
            found[name] = replace(days, question=Question("day-or-month-columns-differ", name, ORDERS, facts, _WAYS))
    return found


# --- telling day from month -----------------------------------------------------------------------------------------


def _contradiction(column: _Sorted) -> bool:
    return all(column.proving(order) for order in ORDERS)


def _shown(name: str, column: _Sorted) -> Days:
    """A column by itself: what its dates show, or what has to be asked."""
    base = Days(dict(column.days), bad=dict(column.bad), blank=dict(column.blank))
    if not column.either:
        return base
    day_first, month_first = (column.proving(order) for order in ORDERS)
    if day_first and month_first:
        facts = {"day_first": _such(column, day_first), "month_first": _such(column, month_first)}
        return replace(base, question=Question("dates-in-both-orders", name, ORDERS, facts, _WAYS))
    if column.year_in_doubt:
        example = min((e for e in column.either if e.short), key=lambda e: (-column.counts[e.text], e.text))
        ways = {d: None for d in (*(example.day(order) for order in ORDERS), example.year_first) if d}
        facts = {"dates": _such(column, column.either, example), "ways": _or(ways)}
        return replace(base, question=Question("year-of-two-digits", name, ORDERS, facts, _WAYS))
    if day_first or month_first:
        order: Order = "day-first" if day_first else "month-first"
        proof = f"{name}: {_such(column, day_first or month_first)} can only be {_WHICH[order]}."
        return replace(_fitting(column, order), order=order, proof=proof)
    open_ = [e for e in column.either if e.first != e.second]
    if not open_:
        return _fitting(column, "day-first")  # day and month alike
    example = min(open_, key=lambda e: (-column.counts[e.text], e.text))
    ways = {d: None for d in (example.day(order) for order in ORDERS) if d}
    facts = {"dates": _such(column, open_, example), "ways": _or(ways)}
    return replace(base, question=Question("day-or-month", name, ORDERS, facts, _WAYS))


def _in_answered_order(name: str, column: _Sorted, order: Order) -> Days:
    """A column in the order that was answered, and a question where its dates contradict the answer."""
    found = _fitting(column, order)
    if not column.either:
        return found
    other: Order = "month-first" if order == "day-first" else "day-first"
    against = column.proving(other)
    question = None
    if against and not column.proving(order):
        facts = {"dates": _such(column, against), "order": _WHICH[other], "answer": _WHICH[order]}
        question = Question("dates-contradict-answer", name, ORDERS, facts, _WAYS)
    return replace(found, order=order, proof=f"{name}: {_WHICH[order]}, as was said.", question=question)


def _fitting(column: _Sorted, order: Order) -> Days:
    """The column read in one order; what does not fit is bad."""
    days, bad = dict(column.days), dict(column.bad)
    for e in column.either:
        day = e.day(order)
        if day is None:
            bad[e.text] = column.counts[e.text]
        else:
            days[e.text] = day
    return Days(days, bad=bad, blank=dict(column.blank))


def _such(column: _Sorted, some: list[ThreeNumbers], example: ThreeNumbers | None = None) -> str:
    """``14 rows such as 29/09/2024``."""
    chosen = example or min(some, key=lambda e: (-column.counts[e.text], e.text))
    count = column.rows(some)
    return f"{chosen.text} in 1 row" if count == 1 else f"{rows(count)} such as {chosen.text}"


def _or(ways: Mapping[datetime.date, None]) -> str:
    """``3 April 2025 or 4 March 2025``."""
    return " or ".join(f"{day.day} {in_words(of_date(day))}" for day in ways)


# --- one text -------------------------------------------------------------------------------------------------------


def _sort(texts: Mapping[str, int]) -> _Sorted:
    found = _Sorted(texts, {}, [], {}, {})
    for text, count in texts.items():
        if _is_blank(text):
            found.blank[text] = count
            continue
        one = _read(text)
        if isinstance(one, datetime.date):
            found.days[text] = one
        elif one is None:
            found.bad[text] = count
        else:
            found.either.append(one)
    return found


def _is_blank(text: str) -> bool:
    """Whether a text stands for no day: what stands for nothing anywhere, or a date that programs write for none."""
    if is_missing(text):
        return True
    bare = without_time(text)
    if found := YEAR_FIRST.fullmatch(bare):
        return (int(found[1]), int(found[2]), int(found[3])) in _NEVER
    if (found := YEAR_LAST.fullmatch(bare)) and len(found[5]) == 4:
        year, first, second = int(found[5]), int(found[1]), int(found[2] or found[4])
        return (year, first, second) in _NEVER or (year, second, first) in _NEVER
    return False


def _read(text: str) -> datetime.date | ThreeNumbers | None:
    """One text: a day of a year that a lead can be of, a date of three numbers, or None."""
    found = read_date(text)
    return found if found is not None and found.year in YEARS else None
