"""Days as a CRM writes them. Day and month are distinguished by proof or by an answer, never by a guess."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from diagnostics.errors import InputError
from diagnostics.language import mark, n, t
from diagnostics.lists import one_of
from diagnostics.month_numbers import day_in_words, of_date
from diagnostics.reading import swaps
from diagnostics.reading.dates import ORDERS, Order, ThreeNumbers, read_bare, read_thai_date, three_numbers
from diagnostics.reading.day_texts import OTHER, SortedTexts, sort_texts, would_be_days
from diagnostics.reading.questions import Answer, Question, rows
from diagnostics.reading.swaps import Swapped

Orders = Order | Mapping[str, Order]
"""Which comes first: in all dates, or by the mark between their numbers, ``{"/": "day-first", "-": "month-first"}``."""

_WHICH: Final = {"day-first": mark("day first"), "month-first": mark("month first")}
_NAMES: Final = {"/": mark("slashes"), "-": mark("hyphens"), ".": mark("points"), " ": mark("spaces")}


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
    months : dict of str to date
        Of the texts, those that name a month and no day; they are read as its first.
    notes : tuple of str
        What else was assumed, each with the rows it touches, a sentence.
    """

    days: dict[str, datetime.date]
    orders: dict[str, Order] = field(default_factory=dict)
    proof: str = ""
    question: Question | None = None
    bad: dict[str, int] = field(default_factory=dict)
    blank: dict[str, int] = field(default_factory=dict)
    months: dict[str, datetime.date] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def order(self) -> Order | None:
        """The one order of all its dates; None where no date needed one, or they differ."""
        found = set(self.orders.values())
        return found.pop() if len(found) == 1 else None


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
    file = {name: sort_texts(texts, name in bare) for name, texts in columns.items()}
    shown = {(name, mark): found for name, c in file.items() for mark in c.marks if (found := c.shown(mark))}
    return {name: _swapped_back(name, file[name], _settled(name, file, shown, order), swapped) for name in columns}


# --- telling day from month -----------------------------------------------------------------------------------------

Shown = Mapping[tuple[str, str], Order]
"""The order that each column shows in its dates with a mark."""


def _settled(name: str, file: Mapping[str, SortedTexts], shown: Shown, answer: Orders | None) -> Days:
    """A column as far as its dates, those of the other columns and the answer settle it."""
    column = file[name]
    base = Days(
        dict(column.days),
        bad=dict(column.bad),
        blank=dict(column.blank),
        months=dict(column.months),
        notes=_bare_note(name, column),
    )
    if answer is None and (year := _year(name, column)) is not None:
        return year if isinstance(year, Days) else replace(base, question=year)
    orders: dict[str, Order] = {}
    proofs: list[str] = []
    for between in column.marks:
        own = shown.get((name, between))
        said = answer.get(between) if isinstance(answer, Mapping) else answer
        if own is not None:
            orders[between] = own
            if said is not None and said != own and said not in shown.values():
                return replace(base, question=_contradicted(name, column, between, own))
            proofs.append(t("{column}: {proof}", column=name, proof=_proof(column, between, own)))
        elif said is not None:
            orders[between] = said
            proofs.append(t("{column}: {order}, as you chose.", column=name, order=t(_WHICH[said])))
        elif not column.open(between) and not column.proving("day-first", between):
            continue  # each is one day in both orders
        elif by := _by_others(name, file, shown, between):
            orders[between] = shown[by]
            proofs.append(
                t(
                    "{column}: {order}, as {other} shows: {proof}",
                    column=name,
                    order=t(_WHICH[shown[by]]),
                    other=by[0],
                    proof=_proof(file[by[0]], by[1], shown[by]),
                )
            )
        else:
            return replace(base, question=_question(name, file, shown, between, answer))
    days = {**column.days, **{e.text: _day(e, orders.get(e.mark)) for e in column.either}}
    return replace(base, days=days, orders=orders, proof=" ".join(dict.fromkeys(proofs)))


def _day(e: ThreeNumbers, order: Order | None) -> datetime.date:
    """A date in an order; in its only way where that is the other one."""
    day = e.day(order or "day-first") or e.day("month-first") or e.day("day-first")
    assert day is not None
    return day


def _proof(column: SortedTexts, between: str, order: Order) -> str:
    """What of a column's dates with a mark between their numbers proves an order, a sentence."""
    places = {"dates": _such(column, column.proving(order, between)), "order": t(_WHICH[order])}
    against = column.proving(OTHER[order], between)
    if against:
        return t("{dates} can only be {order}, but for {others}.", others=_such(column, against), **places)
    return t("{dates} can only be {order}.", **places)


def _by_others(name: str, file: Mapping[str, SortedTexts], shown: Shown, mark: str) -> tuple[str, str] | None:
    """The column, and its mark, that settles dates which do not show their order: the same mark first."""
    column = file[name]
    if column.proving("day-first", mark):
        return None  # they contradict themselves
    same = [key for key in shown if key[1] == mark]
    every = same or ([] if len(column.marks) > 1 else list(shown))
    return every[0] if every and len({shown[key] for key in every}) == 1 else None


def _question(name: str, file: Mapping[str, SortedTexts], shown: Shown, mark: str, answer: Orders | None) -> Question:
    """What is asked where the dates of a column with a mark leave their order open."""
    column = file[name]
    answers = _answers()
    if len(column.marks) > 1:
        known = answer if isinstance(answer, Mapping) else {}
        answers = tuple(
            Answer(t("{order} with {mark}", order=t(_WHICH[o]), mark=t(_NAMES[mark])), {"dates": {**known, mark: o}})
            for o in ORDERS
        )
    day_first, month_first = (column.proving(order, mark) for order in ORDERS)
    if day_first and month_first:
        facts = {"day_first": _such(column, day_first), "month_first": _such(column, month_first)}
        return Question("dates-in-both-orders", name, ORDERS, facts, answers)
    open_ = column.open(mark)
    example = min(open_, key=lambda e: (-column.counts[e.text], e.text))
    days = {d: None for d in (example.day(order) for order in ORDERS) if d}
    facts = {"dates": _such(column, open_, example), "ways": _or(days)}
    if len(column.marks) > 1:
        return Question("day-or-month-by-mark", name, ORDERS, {**facts, "mark": t(_NAMES[mark])}, answers)
    if len(set(shown.values())) > 1:
        a, b = (next(key[0] for key, of in shown.items() if of == order) for order in ORDERS)
        return Question(
            "day-or-month-columns-differ", name, ORDERS, {**facts, "day_first": a, "month_first": b}, answers
        )
    return Question("day-or-month", name, ORDERS, facts, answers)


def _contradicted(name: str, column: SortedTexts, mark: str, own: Order) -> Question:
    """The question where the dates of a file show another order than the one that was answered."""
    facts = {
        "dates": _such(column, column.proving(own, mark)),
        "order": t(_WHICH[own]),
        "answer": t(_WHICH[OTHER[own]]),
        "right": own,
    }
    return Question("dates-contradict-answer", name, (own,), facts, (Answer(t(_WHICH[own]), {"dates": own}),))


# --- dates that a spreadsheet changed -----------------------------------------------------------------------------------


def _swapped_back(name: str, column: SortedTexts, found: Days, said: Swapped | None) -> Days:
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
        answers = (
            Answer(t("swap them back"), {"swapped": "yes"}),
            Answer(t("leave them as they are"), {"swapped": "no"}),
        )
        facts = {"dates": dates, "texts": texts}
        return replace(found, question=Question("dates-swapped", name, swaps.ANSWERS, facts, answers))
    if said == "no":
        note = t("{column}: day and month of {dates} are as they stand, as you chose.", column=name, dates=dates)
        return replace(found, notes=(*found.notes, note))
    note = t(
        "{column}: day and month were swapped back in {dates}: no day in them is above 12, and every day in {texts} is, so "
        "a spreadsheet took the one for the other.",
        column=name,
        dates=dates,
        texts=texts,
    )
    changed = {text: swaps.back(day) for text, day in real.items()}
    return replace(found, days={**found.days, **changed}, notes=(*found.notes, note))


# --- years of two digits ----------------------------------------------------------------------------------------------


def _year(name: str, column: SortedTexts) -> Days | Question | None:
    """The column where its years of two digits come first, or the question whether they do; None where they are last."""
    short = [e for e in column.either if e.short]
    first = {e.text: e.year_first for e in short if e.year_first}
    if not short or len(first) < len(column.either):
        return None
    if all(first[e.text] == e.day(order) for e in short for order in ORDERS):
        return None
    proven = any((numbers := three_numbers(text)) and len(numbers[0]) == 2 for text in column.days)  # 25-1-3
    of_day = would_be_days([e.year % 100 for e in short]), would_be_days([e.first for e in short])
    if of_day == (False, True) and not proven:
        return None  # the last numbers repeat as no days would
    if of_day == (True, False) or proven:
        days = {**column.days, **first}
        note = t("{column}: the year is first in {dates}.", column=name, dates=_such(column, short))
        return Days(days, bad=dict(column.bad), blank=dict(column.blank), notes=(*_bare_note(name, column), note))
    example = min(short, key=lambda e: (-column.counts[e.text], e.text))
    ways = {d: None for d in (*(example.day(order) for order in ORDERS), first[example.text]) if d}
    facts = {"dates": _such(column, column.either, example), "ways": _or(ways)}
    return Question("year-of-two-digits", name, ORDERS, facts, _answers())


# --- words ------------------------------------------------------------------------------------------------------------


def _answers() -> tuple[Answer, ...]:
    return (
        Answer(t("the day comes first: 3/4 is 3 April"), {"dates": "day-first"}),
        Answer(t("the month comes first: 3/4 is March 4"), {"dates": "month-first"}),
    )


def _bare_note(name: str, column: SortedTexts) -> tuple[str, ...]:
    """What is said of the numbers that were read as days, and of years of the Thai calendar."""
    read = {text: column.counts[text] for text in column.days if read_bare(text) is not None}
    thai = [text for text in (*column.days, *(e.text for e in column.either)) if read_thai_date(text) is not None]
    notes = []
    if read:
        notes.append(
            n(
                "{column}: {texts} was read as a day.",
                "{column}: {texts} were read as a day.",
                sum(read.values()),
                column=name,
                texts=_such_texts(read),
            )
        )
    if thai:
        shown = _such_texts({text: column.counts[text] for text in thai})
        notes.append(
            t(
                "{column}: the year of {texts} is of the Thai calendar, which is 543 years ahead.",
                column=name,
                texts=shown,
            )
        )
    return tuple(notes)


def _such(column: SortedTexts, some: list[ThreeNumbers], example: ThreeNumbers | None = None) -> str:
    """``14 rows such as 29/09/2024``."""
    counts = {e.text: column.counts[e.text] for e in some}
    return _such_texts(counts, None if example is None else example.text)


def _such_texts(counts: Mapping[str, int], example: str | None = None) -> str:
    chosen = example if example is not None else min(counts, key=lambda text: (-counts[text], text))
    count = sum(counts.values())
    if count == 1:
        return t("{example} in 1 row", example=chosen)
    return t("{rows} such as {example}", rows=rows(count), example=chosen)


def _or(ways: Mapping[datetime.date, None]) -> str:
    """``3 April 2025 or 4 March 2025``."""
    return one_of(day_in_words(day.day, of_date(day)) for day in ways)
