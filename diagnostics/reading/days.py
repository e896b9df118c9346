"""Days as a CRM writes them. Day and month are distinguished by proof or by an answer, never by a guess."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from math import comb
from typing import Final

from diagnostics.errors import InputError
from diagnostics.month_numbers import in_words, of_date
from diagnostics.reading import swaps
from diagnostics.reading.dates import (
    ORDERS,
    Order,
    ThreeNumbers,
    is_no_day,
    read_bare,
    read_date,
    read_thai_date,
    three_numbers,
)
from diagnostics.reading.questions import Answer, Question, rows
from diagnostics.reading.swaps import Swapped

Orders = Order | Mapping[str, Order]
"""Which comes first: in all dates, or by the mark between their numbers, ``{"/": "day-first", "-": "month-first"}``."""

YEARS: Final = range(1990, 2100)
"""Years that a lead can be of; a day of another year is a mistake."""

FEW: Final = 0.01
"""Share of the dates that prove an order. So few that prove the other one are exceptions."""

NEAR: Final = datetime.timedelta(days=31)
"""Beyond the days that are written in a column, how far a number among them can be a day."""

UNLIKELY: Final = 1e-4
"""Chance below which dates are not of an order, or of a year, that would have made them by chance."""

_WHICH: Final = {"day-first": "day first", "month-first": "month first"}
_ANSWERS: Final = (
    Answer("the day comes first: 3/4 is 3 April", {"dates": "day-first"}),
    Answer("the month comes first: 3/4 is March 4", {"dates": "month-first"}),
)
_OTHER: Final[Mapping[Order, Order]] = {"day-first": "month-first", "month-first": "day-first"}
_NAMES: Final = {"/": "slashes", "-": "hyphens", ".": "points", " ": "spaces"}


@dataclass(frozen=True)
class Days:
    """The days of a column.

    Attributes
    ----------
    days : dict of str to date
        What each text means; texts that are asked about, unreadable or blank are not in it.
    orders : dict of str to {"day-first", "month-first"}
        Which comes first in dates of three numbers, by the mark between them; empty where no date needed it, or it is
        asked.
    proof : str
        How the order was settled, a sentence; empty where there was nothing to settle.
    question : Question or None
        What has to be answered before the column is used.
    bad : dict of str to int
        Texts that are no day, or of a year outside 1990 to 2099, and the rows that hold them.
    blank : dict of str to int
        Texts that stand for no day (``""``, ``"n/a"``, ``"0000-00-00"``, ``"1900-01-00"``), and the rows.
    notes : tuple of str
        What else was assumed, each with the rows it touches, a sentence.
    """

    days: dict[str, datetime.date]
    orders: dict[str, Order] = field(default_factory=dict)
    proof: str = ""
    question: Question | None = None
    bad: dict[str, int] = field(default_factory=dict)
    blank: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def order(self) -> Order | None:
        """The one order of all its dates; None where no date needed one, or they differ."""
        found = set(self.orders.values())
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class DayReading:
    """How the texts of a column read as days.

    Attributes
    ----------
    told : int
        Rows that say something.
    written : int
        Rows that hold a day which is written as one: ``"2025-03-09"``, ``"9 March 2025"``, ``"3/9/2025"``.
    bare : int
        Rows that hold a number which stands alone and could be a day: ``"45631"``, ``"20250309"``, ``"1742342400"``. An
        amount, a telephone number or a postcode has as many figures: these are days only where the heading says so, and
        nothing contradicts it.
    first, last : date or None
        The earliest and the latest day; of the bare numbers where no day is written. A date of an open order is read day
        first where it can be.
    """

    told: int
    written: int
    bare: int
    first: datetime.date | None = None
    last: datetime.date | None = None

    @property
    def share(self) -> float:
        """Share of the rows that hold a day which is written as one."""
        return self.written / self.told if self.told else 0.0

    @property
    def bare_share(self) -> float:
        """Share of the rows that hold a number which could be a day."""
        return self.bare / self.told if self.told else 0.0


def reading_of(texts: Mapping[str, int]) -> DayReading:
    """How the texts of a column read as days.

    Parameters
    ----------
    texts : mapping of str to int
        Each text of the column, and the rows that hold it.

    >>> reading_of({"2025-03-09": 3, "TBD": 1}).share, reading_of({"45000": 3}).share
    (0.75, 0.0)
    """
    column = _sort(texts)
    told = sum(n for text, n in texts.items() if text not in column.blank)
    written = [*column.days.values(), *(e.day(e.only or "day-first") for e in column.either)]
    spans = [day for day in (written or column.bare.values()) if day is not None]
    count = sum(texts[text] for text in column.days) + column.rows(column.either)
    bare = sum(texts[text] for text in column.bare)
    return DayReading(told, count, bare, min(spans, default=None), max(spans, default=None))


@dataclass(frozen=True)
class _Sorted:
    """The texts of a column, by what is known before day and month are distinguished."""

    counts: Mapping[str, int]
    days: dict[str, datetime.date]
    either: list[ThreeNumbers]
    bare: dict[str, datetime.date]
    bad: dict[str, int]
    blank: dict[str, int]

    def proving(self, order: Order, mark: str) -> list[ThreeNumbers]:
        return [e for e in self.either if e.only == order and e.mark == mark]

    def open(self, mark: str) -> list[ThreeNumbers]:
        """The dates with a mark that are different days in the two orders."""
        return [e for e in self.either if e.mark == mark and e.only is None and e.first != e.second]

    def rows(self, some: Collection[ThreeNumbers]) -> int:
        return sum(self.counts[e.text] for e in some)

    def shown(self, mark: str) -> Order | None:
        """The order that the dates with a mark prove; None where none does, or both are proven."""
        by = {order: self.rows(self.proving(order, mark)) for order in ORDERS}
        for order, count in by.items():
            if count and by[_OTHER[order]] <= FEW * count:
                return order
        return None

    @property
    def marks(self) -> list[str]:
        return sorted({e.mark for e in self.either})


def is_day(text: str) -> bool:
    """Whether a text is a day that is written as one, in whatever order. A number that stands alone is not.

    >>> [is_day(text) for text in ("29/09/2024", "15 Apr, 2021 00:03:00", "45631", "31/02/2025", "Google")]
    [True, True, False, False, False]
    """
    return _read(text) is not None


def read_days(
    texts: Mapping[str, int],
    order: Orders | None = None,
    field: str = "date",
    bare: bool = False,
    swapped: Swapped | None = None,
) -> Days:
    """The days that the texts of a column mean.

    Read are ISO 8601 (``2024-09-29``, ``2024/9/29``), three numbers with the year last (``29/09/2024``, ``9.29.24``),
    months in words (``15 Apr, 2021``, ``Apr 15, 2021``, ``15. März 2021``), ``2025年1月6日``. A time of day is cut off; the
    day is the one that is written, whatever the time zone.

    Parameters
    ----------
    texts : mapping of str to int
        Each text of the column, and the rows that hold it.
    order : {"day-first", "month-first"} or mapping by mark, optional
        The answer, where it was asked. It holds for years of two figures too, which are then last. A date that can be
        read in one way only is read so.
    field : str
        The name of the column, for messages.
    bare : bool
        Whether a number that stands alone is a day: of a spreadsheet (``45631``, ``45631.5``), of 8 figures, or seconds and
        smaller units since 1970 (the day in UTC).
    swapped : {"yes", "no"}, optional
        Whether a spreadsheet took the day for the month in the dates it could, where that was asked.

    Raises
    ------
    InputError
        Where ``order`` is neither.

    >>> found = read_days({"03/04/2025": 5, "29/09/2024": 14})
    >>> found.days["03/04/2025"].isoformat(), found.proof
    ('2025-04-03', 'date: 14 rows such as 29/09/2024 can only be day first.')
    """
    return settle({field: texts}, order, (field,) if bare else (), swapped)[field]


def settle(
    columns: Mapping[str, Mapping[str, int]],
    order: Orders | None = None,
    bare: Collection[str] = (),
    swapped: Swapped | None = None,
) -> dict[str, Days]:
    """The days of all date columns of one file, which are written in one order.

    Dates with one mark between their numbers show an order together. A column that shows its order settles the columns
    that do not; where columns show different orders, each is read in its own and settles no other.

    Parameters
    ----------
    columns : mapping of str to mapping
        Texts and counts by name of the column.
    order : {"day-first", "month-first"} or mapping by mark, optional
        The answer, where it was asked.
    bare : collection of str
        Columns in which a number that stands alone is a day.
    swapped : {"yes", "no"}, optional
        Whether a spreadsheet took the day for the month in the dates it could, where that was asked.

    Raises
    ------
    InputError
        Where ``order`` is neither.

    >>> file = settle({"created": {"03/04/2025": 5}, "closed": {"29/09/2024": 14}})
    >>> file["created"].proof
    'created: day first, as closed shows: 14 rows such as 29/09/2024 can only be day first.'
    """
    for one in order.values() if isinstance(order, Mapping) else (order,) if order is not None else ():
        if one not in ORDERS:
            raise InputError("not-an-order", "dates", one, choices=ORDERS)
    file = {name: _sort(texts, name in bare) for name, texts in columns.items()}
    shown = {(name, mark): found for name, c in file.items() for mark in c.marks if (found := c.shown(mark))}
    return {name: _swapped_back(name, file[name], _settled(name, file, shown, order), swapped) for name in columns}


# --- telling day from month -----------------------------------------------------------------------------------------

Shown = Mapping[tuple[str, str], Order]
"""The order that each column shows in its dates with a mark."""


def _settled(name: str, file: Mapping[str, _Sorted], shown: Shown, answer: Orders | None) -> Days:
    """A column as far as its dates, those of the other columns and the answer settle it."""
    column = file[name]
    base = Days(dict(column.days), bad=dict(column.bad), blank=dict(column.blank), notes=_bare_note(name, column))
    if answer is None and (year := _year(name, column)) is not None:
        return year if isinstance(year, Days) else replace(base, question=year)
    orders: dict[str, Order] = {}
    proofs: list[str] = []
    for mark in column.marks:
        own = shown.get((name, mark))
        said = answer.get(mark) if isinstance(answer, Mapping) else answer
        if own is not None:
            orders[mark] = own
            if said is not None and said != own and said not in shown.values():
                return replace(base, question=_contradicted(name, column, mark, own))
            proofs.append(_proof(name, column, mark, own))
        elif said is not None:
            orders[mark] = said
            proofs.append(f"{name}: {_WHICH[said]}, as was said.")
        elif not column.open(mark) and not column.proving("day-first", mark):
            continue  # each is one day in both orders
        elif by := _by_others(name, file, shown, mark):
            orders[mark] = shown[by]
            proof = _proof(by[0], file[by[0]], by[1], shown[by]).removeprefix(f"{by[0]}: ")
            proofs.append(f"{name}: {_WHICH[shown[by]]}, as {by[0]} shows: {proof}")
        else:
            return replace(base, question=_question(name, file, shown, mark, answer))
    days = {**column.days, **{e.text: _day(e, orders.get(e.mark)) for e in column.either}}
    return replace(base, days=days, orders=orders, proof=" ".join(dict.fromkeys(proofs)))


def _day(e: ThreeNumbers, order: Order | None) -> datetime.date:
    """A date in an order; in its only way where that is the other one."""
    day = e.day(order or "day-first") or e.day("month-first") or e.day("day-first")
    assert day is not None
    return day


def _proof(name: str, column: _Sorted, mark: str, order: Order) -> str:
    proven = f"{name}: {_such(column, column.proving(order, mark))} can only be {_WHICH[order]}"
    against = column.proving(_OTHER[order], mark)
    return proven + (f", but for {_such(column, against)}." if against else ".")


def _by_others(name: str, file: Mapping[str, _Sorted], shown: Shown, mark: str) -> tuple[str, str] | None:
    """The column, and its mark, that settles dates which do not show their order: the same mark first."""
    column = file[name]
    if column.proving("day-first", mark):
        return None  # they contradict themselves
    same = [key for key in shown if key[1] == mark]
    every = same or ([] if len(column.marks) > 1 else list(shown))
    return every[0] if every and len({shown[key] for key in every}) == 1 else None


def _question(name: str, file: Mapping[str, _Sorted], shown: Shown, mark: str, answer: Orders | None) -> Question:
    """What is asked where the dates of a column with a mark leave their order open."""
    column = file[name]
    answers: tuple[Answer, ...] = _ANSWERS
    if len(column.marks) > 1:
        known = answer if isinstance(answer, Mapping) else {}
        answers = tuple(Answer(f"{_WHICH[o]} with {_NAMES[mark]}", {"dates": {**known, mark: o}}) for o in ORDERS)
    day_first, month_first = (column.proving(order, mark) for order in ORDERS)
    if day_first and month_first:
        facts = {"day_first": _such(column, day_first), "month_first": _such(column, month_first)}
        return Question("dates-in-both-orders", name, ORDERS, facts, answers)
    open_ = column.open(mark)
    example = min(open_, key=lambda e: (-column.counts[e.text], e.text))
    days = {d: None for d in (example.day(order) for order in ORDERS) if d}
    facts = {"dates": _such(column, open_, example), "ways": _or(days)}
    if len(column.marks) > 1:
        return Question("day-or-month-by-mark", name, ORDERS, {**facts, "mark": _NAMES[mark]}, answers)
    if len(set(shown.values())) > 1:
        a, b = (next(key[0] for key, of in shown.items() if of == order) for order in ORDERS)
        return Question(
            "day-or-month-columns-differ", name, ORDERS, {**facts, "day_first": a, "month_first": b}, answers
        )
    return Question("day-or-month", name, ORDERS, facts, answers)


def _contradicted(name: str, column: _Sorted, mark: str, own: Order) -> Question:
    """The question where the dates of a file show another order than the one that was answered."""
    facts = {
        "dates": _such(column, column.proving(own, mark)),
        "order": _WHICH[own],
        "answer": _WHICH[_OTHER[own]],
        "right": own,
    }
    return Question("dates-contradict-answer", name, (own,), facts, (Answer(_WHICH[own], {"dates": own}),))


# --- dates that a spreadsheet changed -----------------------------------------------------------------------------------


def _swapped_back(name: str, column: _Sorted, found: Days, said: Swapped | None) -> Days:
    """A column with the dates swapped back that a spreadsheet of the other order changed; see :mod:`~.swaps`."""
    one_way = {e.only for e in column.either}
    if found.question is not None or len(one_way) != 1 or None in one_way:
        return found
    real = {t: d for t, d in column.days.items() if (n := three_numbers(t)) is not None and len(n[0]) == 4}
    judged = swaps.were_swapped(real.values(), [found.days[e.text] for e in column.either])
    if judged == "no":
        return found
    dates, texts = _such_texts({t: column.counts[t] for t in real}), _such(column, column.either)
    if judged == "ask" and said is None:
        answers = (Answer("swap them back", {"swapped": "yes"}), Answer("leave them as they are", {"swapped": "no"}))
        facts = {"dates": dates, "texts": texts}
        return replace(found, question=Question("dates-swapped", name, swaps.ANSWERS, facts, answers))
    if said == "no":
        return replace(found, notes=(*found.notes, f"{name}: day and month of {dates} are as they stand, as was said."))
    note = (
        f"{name}: day and month were swapped back in {dates}: no day in them is above 12, and every day in {texts} is, so "
        "a spreadsheet took the one for the other."
    )
    changed = {text: swaps.back(day) for text, day in real.items()}
    return replace(found, days={**found.days, **changed}, notes=(*found.notes, note))


# --- years of two digits ----------------------------------------------------------------------------------------------


def _year(name: str, column: _Sorted) -> Days | Question | None:
    """The column where its years of two digits come first, or the question whether they do; None where they are last."""
    short = [e for e in column.either if e.short]
    first = {e.text: e.year_first for e in short if e.year_first}
    if not short or len(first) < len(column.either):
        return None
    if all(first[e.text] == e.day(order) for e in short for order in ORDERS):
        return None
    proven = any((numbers := three_numbers(text)) and len(numbers[0]) == 2 for text in column.days)  # 25-1-3
    of_day = _would_be_days([e.year % 100 for e in short]), _would_be_days([e.first for e in short])
    if of_day == (False, True) and not proven:
        return None  # the last numbers repeat as no days would
    if of_day == (True, False) or proven:
        days = {**column.days, **first}
        note = f"{name}: the year is first in {_such(column, short)}."
        return Days(days, bad=dict(column.bad), blank=dict(column.blank), notes=(*_bare_note(name, column), note))
    example = min(short, key=lambda e: (-column.counts[e.text], e.text))
    ways = {d: None for d in (*(example.day(order) for order in ORDERS), first[example.text]) if d}
    facts = {"dates": _such(column, column.either, example), "ways": _or(ways)}
    return Question("year-of-two-digits", name, ORDERS, facts, _ANSWERS)


def _would_be_days(numbers: list[int]) -> bool:
    """Whether numbers of different dates are as spread as days of the month are."""
    different = len(set(numbers))
    return comb(31, min(different, 31)) * (different / 31) ** len(numbers) >= UNLIKELY


# --- words ------------------------------------------------------------------------------------------------------------


def _bare_note(name: str, column: _Sorted) -> tuple[str, ...]:
    """What is said of the numbers that were read as days, and of years of the Thai calendar."""
    read = {text: column.counts[text] for text in column.days if read_bare(text) is not None}
    thai = [text for text in (*column.days, *(e.text for e in column.either)) if read_thai_date(text) is not None]
    notes = []
    if read:
        notes.append(f"{name}: {_such_texts(read)} {'was' if sum(read.values()) == 1 else 'were'} read as a day.")
    if thai:
        shown = _such_texts({text: column.counts[text] for text in thai})
        notes.append(f"{name}: the year of {shown} is of the Thai calendar, which is 543 years ahead.")
    return tuple(notes)


def _such(column: _Sorted, some: list[ThreeNumbers], example: ThreeNumbers | None = None) -> str:
    """``14 rows such as 29/09/2024``."""
    counts = {e.text: column.counts[e.text] for e in some}
    return _such_texts(counts, None if example is None else example.text)


def _such_texts(counts: Mapping[str, int], example: str | None = None) -> str:
    chosen = example if example is not None else min(counts, key=lambda text: (-counts[text], text))
    count = sum(counts.values())
    return f"{chosen} in 1 row" if count == 1 else f"{rows(count)} such as {chosen}"


def _or(ways: Mapping[datetime.date, None]) -> str:
    """``3 April 2025 or 4 March 2025``."""
    return " or ".join(f"{day.day} {in_words(of_date(day))}" for day in ways)


# --- one text -------------------------------------------------------------------------------------------------------


def _sort(texts: Mapping[str, int], bare: bool = False) -> _Sorted:
    """Sort texts by what they can be.

    A number that stands alone is a day where the column is one of them, or where it lies among days that are written.
    """
    found = _Sorted(texts, {}, [], {}, {}, {})
    for text, count in texts.items():
        if is_no_day(text):
            found.blank[text] = count
            continue
        one = _read(text)
        if isinstance(one, datetime.date):
            found.days[text] = one
        elif isinstance(one, ThreeNumbers):
            found.either.append(one)
        elif (day := read_bare(text)) is not None and day.year in YEARS:
            found.bare[text] = day
        else:
            found.bad[text] = count
    written = [*found.days.values(), *(e.day(e.only or "day-first") for e in found.either)]
    known = [day for day in written if day is not None]
    taken = found.bare if bare else {}
    if known and not bare:
        taken = {text: day for text, day in found.bare.items() if min(known) - NEAR <= day <= max(known) + NEAR}
    for text, day in found.bare.items():
        if text in taken:
            found.days[text] = day
        else:
            found.bad[text] = texts[text]
    return found


def _read(text: str) -> datetime.date | ThreeNumbers | None:
    """One text: a day of a year that a lead can be of, a date of three numbers, or None."""
    found = read_date(text) or read_thai_date(text)
    return found if found is not None and found.year in YEARS else None
