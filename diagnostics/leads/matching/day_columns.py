"""The date columns of an export: which day each text is, what cannot be read, and which column holds no days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.language import n, t
from diagnostics.leads.matching.without_days import DECIDED
from diagnostics.leads.opening.source import Leads
from diagnostics.leads.thresholds import MOST_DAYS, MOST_UNREADABLE
from diagnostics.month_numbers import date_of, days_in, of_date
from diagnostics.reading import days
from diagnostics.reading.column_questions import without_days
from diagnostics.reading.crm import is_expected
from diagnostics.reading.dates import read_bare
from diagnostics.reading.day_texts import reading_of
from diagnostics.reading.days import Days
from diagnostics.reading.questions import Answer, Question, rows, shown

EARLIER: Final = timedelta(days=31)
"""A decision so long before the first lead is a number that is no day."""

NEARLY_ALL: Final = 0.9
"""Share of a column of numbers that have to be days, for the others to be accidents."""

MOST_YEARS: Final = timedelta(days=40 * 365)
"""Numbers that are days further apart are no days of leads."""

MOST_ROUND: Final = 0.2
"""Share of different numbers that are hundreds. One day in a hundred is one; amounts often are."""


@dataclass(frozen=True)
class DayColumns:
    """What the date columns of an export hold, by field."""

    days: Mapping[str, Days]
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    """Fields whose column holds no days, and which an export can be without; the notes say so."""


def read_day_columns(
    leads: Leads, columns: Mapping[str, str], texts: Mapping[str, Mapping[str, int]], given: Mapping[str, Any]
) -> DayColumns:
    """Read the texts of the date columns.

    A number that stands alone is a day where the heading says that the column holds days and the numbers lie where such
    days can. What cannot be read is left out and told; a column of which most cannot be read is not used, or asked about
    where it is needed.

    Parameters
    ----------
    leads : Leads
        The source, for its other columns.
    columns : mapping of str to str
        Heading by field.
    texts : mapping of str to mapping
        For the fields whose column holds text or numbers: each text, and the rows that hold it.
    given : mapping
        What was given by the user.

    Raises
    ------
    InputError
        Where a column that the user named holds no days.
    """
    long = [key for key in texts if len(texts[key]) > MOST_DAYS]
    by_heading = {columns[key]: counts for key, counts in texts.items() if key not in long}
    bare = [columns[key] for key in texts if key in given or _can_be_days(leads, columns, key, texts[key])]
    settled = days.settle(by_heading, given.get("dates"), bare, given.get("swapped"))
    came = settled.get(columns.get("created", ""))
    to_the_day = came is None or not came.months
    found: dict[str, Days] = {}
    questions: list[Question] = []
    notes: list[str] = []
    unused: list[str] = []
    for key, counts in texts.items():
        heading = columns[key]
        read = None if key in long else settled[heading]
        bad = counts if read is None else read.bad
        told = sum(counts.values()) - (0 if read is None else sum(read.blank.values()))
        such = _such(bad)
        if sum(bad.values()) > told * MOST_UNREADABLE and (read is None or read.question is None):
            if key == "created" and key not in given:
                questions.append(_no_days(leads, columns, such))
            elif key == "created" or given.get(key):
                raise _refusal(heading, bad, told, key in long)
            else:
                unused.append(key)
                notes.append(
                    t(
                        "{column}: {cells} hold no day; the column is not used as one of days.",
                        column=heading,
                        cells=such,
                    )
                )
            continue
        assert read is not None
        if read.months:
            at_end = to_the_day and key in DECIDED
            read = _at_month_ends(read) if at_end else read
            month = {text: counts[text] for text in read.months}
            notes.append(_months_only(heading, month, at_end))
        found[key] = read
        if read.question is not None:
            questions.append(read.question)
        elif read.proof:
            notes.append(read.proof)
        notes.extend(read.notes)
        if bad:
            notes.append(
                n(
                    "{column}: {cells} holds no day and is read as blank.",
                    "{column}: {cells} hold no day and are read as blank.",
                    sum(bad.values()),
                    column=heading,
                    cells=such,
                )
            )
    return DayColumns(found, tuple(questions), tuple(notes), tuple(unused))


def _months_only(heading: str, cells: Mapping[str, int], at_end: bool) -> str:
    """Which cells name a month and no day, and the day that is taken."""
    facts, count = {"column": heading, "cells": _such(cells)}, sum(cells.values())
    if at_end:
        return n(
            "{column}: {cells} names a month only, read as the last day of it.",
            "{column}: {cells} name a month only, read as the last day of it.",
            count,
            **facts,
        )
    return n(
        "{column}: {cells} names a month only, read as the first day of it.",
        "{column}: {cells} name a month only, read as the first day of it.",
        count,
        **facts,
    )


def _at_month_ends(read: Days) -> Days:
    """With the last day of each month that is named without a day: no decision is before the day a lead came."""
    ends = {text: date_of(month, days_in(month)) for text, day in read.months.items() for month in (of_date(day),)}
    return replace(read, days={**read.days, **ends})


def _can_be_days(leads: Leads, columns: Mapping[str, str], key: str, texts: Mapping[str, int]) -> bool:
    """Whether numbers that stand alone can be the days of a field.

    Nearly all of the column are such numbers, of a few decades, not round as amounts are, and no decision lies before the
    first lead came.
    """
    numbers = {text: day for text in texts if (day := read_bare(text)) is not None}
    if not numbers or reading_of(texts).bare_share < NEARLY_ALL:
        return False
    if max(numbers.values()) - min(numbers.values()) > MOST_YEARS:
        return False
    whole = [text.split(".")[0] for text in numbers]
    if sum(len(text) == 5 and text.endswith("00") for text in whole) > max(2, MOST_ROUND * len(numbers)):
        return False
    created = columns.get("created")
    first = None if key == "created" or created is None else reading_of(leads.profiles[created].texts).first
    if first is None:
        return True
    late = sum(texts[text] for text, day in numbers.items() if day >= first - EARLIER)
    return late > NEARLY_ALL * sum(texts[text] for text in numbers)


def _such(bad: Mapping[str, int]) -> str:
    """``20 rows such as TBD``."""
    if not bad:
        return ""
    example = min(bad, key=lambda text: (-bad[text], text))
    count = sum(bad.values())
    return n("{example} in {rows}", "{rows} such as {example}", count, rows=rows(count), example=shown(example))


def _no_days(leads: Leads, columns: Mapping[str, str], such: str) -> Question:
    """The question which column says when a lead came, where the one that is called so does not."""
    others = [
        heading
        for heading, profile in leads.profiles.items()
        if heading not in columns.values()
        and leads.headings.count(heading) == 1
        and not is_expected(heading)
        and reading_of(profile.texts).share > 1 - MOST_UNREADABLE
    ]
    answer = f"columns={{'created': {shown(others[0]) if others else '...'}}}"
    facts = {"heading": shown(columns["created"]), "example": such, "answer": answer}
    answers = (*(Answer(heading, {"created": heading}) for heading in others), without_days())
    return Question("created-without-day", "created", tuple(others), facts, answers)


def _refusal(heading: str, bad: Mapping[str, int], told: int, long: bool) -> InputError:
    """The refusal of a column that was named and holds no days."""
    example = min(bad, key=lambda text: (-bad[text], text))
    if long:
        return InputError("texts-not-days", heading, MOST_DAYS, sample=example[:60])
    return InputError("days-unreadable", heading, example, more=sum(bad.values()) - 1, cells=told)
