"""From a file, bytes or a DataFrame to checked rows on a timeline: which sheet, which day, which lag."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError
from diagnostics.funnel.checks import is_one_of, text
from diagnostics.funnel.lag import LONGEST_DAYS, LagCurve, Shift, Spread, checked_days
from diagnostics.funnel.records import BASES
from diagnostics.language import n, t
from diagnostics.months.check import check, together
from diagnostics.months.hidden import HIDDEN, settle_hidden
from diagnostics.months.layout.layout import find_table
from diagnostics.months.layout.rearrange import sheets_together
from diagnostics.months.offered import leading_on
from diagnostics.months.records import Answers, Rows, question
from diagnostics.months.rows import read_rows
from diagnostics.months.timeline import Timeline
from diagnostics.number_format import integer
from diagnostics.reading.given import day as checked_day
from diagnostics.reading.headings import BY_KEY
from diagnostics.reading.receipt import Dropped, RoleTaken
from diagnostics.reading.sheet import ALL_IN_WORDS, ALL_SHEETS
from diagnostics.reading.sheet_reader import Sheet, read_bytes, read_frame, read_path

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Built:
    """Rows that were read and checked, with what was left out and done to read them."""

    timeline: Timeline
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]
    roles: tuple[RoleTaken, ...] = ()
    size: int = 0
    """Rows below the headings."""
    doubts: tuple[str, ...] = ()
    """What is shown beside an answer."""


def read_source(
    source: str | os.PathLike[str] | bytes | pd.DataFrame | Sheet,
    basis: str | None,
    lag_days: float | LagCurve | None,
    as_of: datetime.date | str | None,
    sheet: str | None,
    answers: Answers,
    length: float,
    keep: frozenset[int],
    hidden: str | None = None,
    encoding: str | None = None,
) -> Built:
    """Read and check; see :meth:`~diagnostics.months.table.Table.read`."""
    day = checked_day("as_of", as_of)
    answers.check()
    if hidden is not None and not is_one_of(hidden, HIDDEN):
        raise InputError("answer-unknown", "hidden", hidden, choices=HIDDEN)
    for name, given in (("sheet", sheet), ("encoding", encoding)):
        if given is not None:
            text(name, given)
    sheets = _sheets(source, encoding)

    def read(given: Mapping[str, Any]) -> Built:
        left = {key: answer for key, answer in given.items() if key not in ("sheet", "hidden")}
        known = replace(answers, **left)
        chosen = _choose(sheets, given.get("sheet", sheet), known)
        rows = read_rows(settle_hidden(chosen, given.get("hidden", hidden), known), known)
        return build(rows, basis, lag_days, day, length, keep)

    try:
        return read({})
    except InputError as error:
        raise leading_on(error, read) from None


def build(
    rows: Rows,
    basis: str | None,
    lag_days: float | LagCurve | None,
    as_of: datetime.date | None,
    length: float = 1.0,
    keep: frozenset[int] = frozenset(),
) -> Built:
    """Check rows that were read and put them in the order of time.

    Raises
    ------
    InputError
        The first thing that cannot be used.
    """
    if rows.problems:
        raise rows.problems[0].error
    if basis is None or not is_one_of(basis, BASES):
        raise InputError("basis-not-given", "basis", basis, choices=BASES)
    lag = _curve(basis, lag_days)
    for problem in check(rows, basis):
        raise problem.error
    kept, notes = together(rows)
    dated = kept[0].month is not None
    day = as_of
    if not dated and basis == "period" and lag is not None and lag.typical_days > 0:
        raise InputError("lag-needs-months", "lag_days", lag.typical_days)
    if dated:
        months_read = [row.month for row in kept if row.month is not None]
        if day is not None and min(months_read) < calendar.YEARS.start * 12:
            raise InputError("day-without-years", "as_of", day.isoformat())
        if day is not None and calendar.of_date(day) < min(months_read):
            raise InputError("day-before-table", "as_of", day.isoformat())
        if day is None:
            day = calendar.last_day(max(months_read) + rows.step - 1)
    timeline = Timeline(
        rows=tuple(kept),
        basis=basis,  # type: ignore[arg-type]  # checked above
        lag=lag,
        counted_on=day if dated else None,
        day_given=as_of is not None,
        length=rows.covers or length,
        keep=keep,
        step=rows.step,
        cut=rows.cut,
        read=len(rows.rows),
    )
    if dated and as_of is None:
        timeline = replace(timeline, counted_on=calendar.last_day(timeline.filled_until))
    unused = tuple(
        t(
            "{count} is blank in some months, so it is not used: fill it in, or leave those months out.",
            count=BY_KEY[key].label,
        )
        for key in ("fit", "worked")
        if key not in timeline.counts and any(getattr(row, key) is not None for row in kept)
    )
    silent = sum(aside.reason == "no wins" for aside in timeline.set_aside)
    doubts = list(rows.doubts)
    if silent:
        doubts.append(_silent(silent, basis))
    return Built(
        timeline,
        tuple(rows.dropped),
        (*rows.notes, *notes, *doubts, *unused),
        tuple(rows.roles),
        rows.size,
        tuple(doubts),
    )


def _silent(months: int, basis: str) -> str:
    """What is said of months without recorded sales."""
    if basis == "cohort":
        return n(
            "{count} month without recorded sales is left out; the win rate is too high if they had none.",
            "{count} months without recorded sales are left out; the win rate is too high if they had none.",
            months,
            count=integer(months),
        )
    return n(
        "{count} month without recorded sales is left out; enter 0 where there was none.",
        "{count} months without recorded sales are left out; enter 0 where there was none.",
        months,
        count=integer(months),
    )


def _curve(basis: str, lag_days: float | LagCurve | None) -> LagCurve | None:
    if isinstance(lag_days, LagCurve):
        return lag_days
    if lag_days is None:
        if basis == "period":
            raise InputError("lag-needed", "lag_days")
        return None
    days = checked_days(lag_days)
    if days > LONGEST_DAYS:
        raise InputError("days-too-many", "lag_days", days, longest=LONGEST_DAYS)
    return Shift(days) if basis == "period" else Spread(days)


def _sheets(source: str | os.PathLike[str] | bytes | pd.DataFrame | Sheet, encoding: str | None) -> Sequence[Sheet]:
    if isinstance(source, Sheet):
        return (source,)
    if isinstance(source, (bytes, bytearray)):
        return read_bytes(bytes(source), encoding=encoding)
    if isinstance(source, (str, os.PathLike)):
        return read_path(source, encoding)
    if hasattr(source, "columns") and hasattr(source, "iloc"):
        return (read_frame(source),)
    raise InputError("table-not-readable", "table", type(source).__name__)


def all_sheets(sheets: Sequence[Sheet], answers: Answers) -> Sheet | None:
    """The sheets of a workbook that hold a table as one; None where they are not of the same headings."""
    return sheets_together([sheet for sheet in sheets if find_table(sheet, answers) is not None])


def _choose(sheets: Sequence[Sheet], name: str | None, answers: Answers) -> Sheet:
    """The sheet that holds the table: the one named, or the only one with headings."""
    if name is not None:
        names = tuple(s.name for s in sheets if s.name)
        for candidate in sheets:
            if candidate.name == name:
                return candidate
        whole = all_sheets(sheets, answers)
        if name == ALL_SHEETS and whole is not None:
            return whole
        raise InputError("sheet-unknown", "sheet", name, choices=names or ("no sheets; leave it out",))
    if len(sheets) == 1:
        return sheets[0]
    fitting = [s for s in sheets if find_table(s, answers) is not None]
    if len(fitting) > 1:
        offered = {s.name: {"sheet": s.name} for s in fitting}
        if sheets_together(fitting) is not None:
            offered = {t(ALL_IN_WORDS): {"sheet": ALL_SHEETS}, **offered}
        raise question("sheet-doubtful", "sheet", ", ".join(s.name for s in fitting), offered)
    return fitting[0] if fitting else sheets[0]
