"""How far apart the rows of a table are: months, quarters, weeks or days; asked where that is not certain."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError
from diagnostics.funnel.lag import DAYS_PER_MONTH
from diagnostics.language import mark, n, t
from diagnostics.months import said
from diagnostics.months.periods.found import Asked, Periods
from diagnostics.months.periods.lengths import LENGTHS, longer_at_one_end, parts_of_periods
from diagnostics.months.periods.periods import MOST
from diagnostics.months.records import MONTHS_OF, Answers, question
from diagnostics.number_format import integer
from diagnostics.reading import vocabulary
from diagnostics.reading.headings import says
from diagnostics.reading.months import Read
from diagnostics.reading.spans import QUARTER

_SHIFT: Final = 2003
"""Years between a year without a number and one of the calendar."""


@dataclass(slots=True)
class Spacing:
    """How far apart the rows are: the months that each covers, and the first month of each."""

    reads: list[Read | None]
    step: int = 1
    cut: frozenset[int] = frozenset()
    covers: float | None = None
    """Months that all rows cover together, where they cover no month from end to end."""
    notes: list[str] = field(default_factory=list)
    asked: Asked | None = None


def spacing(found: Periods, heading: object, answers: Answers, leads: Sequence[int | None]) -> Spacing:
    """The period of the rows by their spacing, and by their leads, where the cells do not name it."""
    out = Spacing(list(found.reads), found.step, found.cut)
    there = [one for one in out.reads if one is not None]
    if found.named or not there:
        return out
    words = vocabulary.tables()
    dates = sorted({one for one in there if one.day is not None}, key=lambda one: (one.month, one.day or 0))
    at_months = sorted({one.month for one in there})
    if len(dates) > len(at_months):
        _days(dates, says(heading, words.week_end), out)
        return out
    gaps = [b - a for a, b in pairwise(at_months)]
    step = math.gcd(*gaps) if gaps else 0
    given = None if answers.period is None else MONTHS_OF[answers.period]
    by_month: Counter[int] = Counter()
    for one, count in zip(out.reads, leads, strict=True):
        by_month.update({one.month: count or 0} if one is not None else {})
    mixed = longer_at_one_end(at_months, by_month)
    if mixed is not None and given in (None, mixed[0]):
        _mixed(*mixed, given, out)
        return out
    if given is not None and given > 1:
        if step % given:
            at = next(at for at, one in enumerate(out.reads) if one is not None)
            error = InputError("period-does-not-fit", "period", answers.period, apart=step, months=given)
            out.asked = Asked(at, error, "period")
            return out
        _stretch(out, given)
        return out
    if given == 1 or step not in LENGTHS:
        return out
    if step == QUARTER and says(heading, words.quarter):
        _stretch(out, step)
        return out
    at = next(at for at, one in enumerate(out.reads) if one is not None)
    name = LENGTHS[step]
    offered = {said.a_length(step): {"period": name}, t("one month"): {"period": "month"}}
    error = question(
        "period-doubtful",
        "period",
        calendar.in_words(at_months[0]),
        offered,
        rows=len(at_months),
        apart=step,
        name=name,
        length=said.length(step),
    )
    out.asked = Asked(at, error, "period")
    return out


def _mixed(length: int, longer: Collection[int], by_end: bool, given: int | None, out: Spacing) -> None:
    """Months at one end of a table and longer periods at the other: asked about, or added up to such periods."""
    name = LENGTHS[length]
    if given is None:
        at = next(at for at, one in enumerate(out.reads) if one is not None and one.month in longer)
        month = out.reads[at]
        assert month is not None
        added = t("{period}; the months are added up", period=said.a_length(length))
        offered = {added: {"period": name}, t("one month"): {"period": "month"}}
        apart = integer(length)
        if len(longer) == 1:
            what = t("has as many leads as several others and is {months} months from the next row", months=apart)
        else:
            what = t(
                "and {count} rows in all are {months} months from the next row",
                count=integer(len(longer)),
                months=apart,
            )
        facts = {"what": what, "name": name, "length": said.length(length)}
        error = question("period-changes", "period", calendar.in_words(month.month), offered, **facts)
        out.asked = Asked(at, error, "period")
        return
    parts, out.cut = parts_of_periods(
        [one if one and one.month not in longer else None for one in out.reads], length, 0
    )
    back = length - 1 if by_end else 0
    out.reads = [
        Read(one.month - back) if one is not None and one.month in longer else part
        for one, part in zip(out.reads, parts, strict=True)
    ]
    out.step = length
    out.notes.append(
        n(
            "{count} row taken for a {period} each, and the months of the others added up to such.",
            "{count} rows taken for a {period} each, and the months of the others added up to such.",
            len(longer),
            count=integer(len(longer)),
            period=said.length(length),
        )
    )


def _stretch(out: Spacing, step: int) -> None:
    """Take each row for a period of some months: named by its last day or its last month, or else by its first."""
    there = [one for one in out.reads if one is not None]
    by_end = all(one.day is not None and one.day == calendar.days_in(one.month) for one in there) or (
        all((one.month + 1) % step == 0 for one in there) and all(one.day in (None, 1) for one in there)
    )
    back = step - 1 if by_end else 0
    out.reads = [None if one is None else Read(one.month - back) for one in out.reads]
    out.step = step
    first = there[0].month
    out.notes.append(
        t(
            "Each of {count} rows was taken for a {period}: {month} for {span}. Its leads are taken to come evenly over it.",
            count=integer(len(there)),
            period=said.length(step),
            month=calendar.in_words(first),
            span=calendar.span_in_words(first - back, first - back + step - 1),
        )
    )


def _days(dates: Sequence[Read], by_end: bool, out: Spacing) -> None:
    """Rows of days or weeks: which they are, and the months at either end that they do not cover."""
    ordinals = [_ordinal(one) for one in dates]
    gaps = [b - a for a, b in pairwise(ordinals)]
    usual = max(sorted(set(gaps)), key=gaps.count)
    daily = sum(gap == 1 for gap in gaps) >= len(gaps) / 2
    weekly = usual == 7
    if not daily and gaps.count(usual) < MOST * len(gaps):
        return
    if weekly:
        note = mark(
            "Rows that are 7 days apart were taken for weeks: {count} weeks, each counted in the month in which it begins."
        )
        if by_end:
            out.reads = [None if one is None or one.day is None else _days_before(one, 6) for one in out.reads]
            dates = sorted({one for one in out.reads if one is not None}, key=_ordinal)
            note = mark(
                "Rows that are 7 days apart were taken for weeks: {count} weeks, each counted in the month in which it "
                "begins, six days before the day that is written."
            )
        out.notes.append(t(note, count=integer(len(dates))))
    first, last = dates[0], dates[-1]
    slack = 4 if daily else usual
    cut = set()
    if (first.day or 1) > slack:
        cut.add(first.month)
    if calendar.days_in(last.month) - (last.day or 0) >= slack:
        cut.add(last.month)
    if {one.month for one in dates} - cut:
        out.cut = frozenset(cut)
    else:
        days = _ordinal(last) - _ordinal(first) + (1 if daily else usual)
        out.covers = days / DAYS_PER_MONTH
        out.notes.append(
            t(
                "No month is covered from end to end: the rows were added up as one period of {days} days.",
                days=integer(days),
            )
        )


def _ordinal(one: Read) -> int:
    return _date(one).toordinal()


def _date(one: Read) -> datetime.date:
    """A day; the first year without a number is taken for a leap year."""
    year, at = divmod(one.month, 12)
    month = _SHIFT * 12 * (year < calendar.YEARS.start) + one.month
    return datetime.date(month // 12, at + 1, min(one.day or 1, calendar.days_in(month)))


def _days_before(one: Read, days: int) -> Read:
    date = _date(one) - datetime.timedelta(days=days)
    shift = _SHIFT * 12 * (one.month // 12 < calendar.YEARS.start)
    return Read(calendar.of_date(date) - shift, date.day)
