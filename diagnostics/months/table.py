"""A table of counts, one row per month, per channel, or per month and channel, as a funnel, a par and a timeline.

Two bases, always named. *Cohort*: a row's sales are those of the leads that first came in its month. *Period*: they are
the sales made in its month, from whatever leads; they are divided by the leads of the months they came from.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from diagnostics import month_numbers as calendar
from diagnostics import views
from diagnostics.comparison.period import MonthlyClosing, PeriodCounts
from diagnostics.errors import InputError
from diagnostics.funnel.checks import number, record, several
from diagnostics.funnel.incidence import win_rate_bounds
from diagnostics.funnel.lag import LagCurve
from diagnostics.funnel.records import Funnel, Par
from diagnostics.funnel.series import Flags, Months, Scatter, Series, scatter
from diagnostics.language import t
from diagnostics.months.build import Built, read_source
from diagnostics.months.records import Answers, Length, Row
from diagnostics.months.timeline import Basis, SetAside, Timeline
from diagnostics.months.totals import FEWEST_HISTORY as FEWEST_HISTORY
from diagnostics.months.totals import own_levels, summed
from diagnostics.number_format import integer
from diagnostics.reading.dates import Order
from diagnostics.reading.months import parse_month
from diagnostics.reading.numbers import DecimalMark
from diagnostics.reading.receipt import Dropped, Receipt, RoleTaken
from diagnostics.reading.sheet_reader import Sheet
from diagnostics.reading.swaps import Swapped

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Table:
    """Counts by month and channel. Made by :meth:`read`; never changed.

    Attributes
    ----------
    timeline : Timeline
        The rows that were kept and what follows from them, whatever period is looked at.
    dropped : tuple of Dropped
        What was left out: what, why, how many.
    notes : tuple of str
        What was done to read it, sentences.
    window : tuple of int or None
        The first and the last month of the period looked at; None for all.
    roles : tuple of RoleTaken
        What each column was taken for, and what speaks for it.
    read_from : int
        Rows of the sheet below the headings.
    doubts : tuple of str
        What is wrong with the records, sentences that are shown beside an answer.
    """

    timeline: Timeline
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    window: tuple[int, int] | None = None
    roles: tuple[RoleTaken, ...] = ()
    read_from: int = 0
    doubts: tuple[str, ...] = ()

    @classmethod
    def read(
        cls,
        source: str | os.PathLike[str] | bytes | pd.DataFrame | Sheet,
        basis: Basis | None = None,
        lag_days: float | LagCurve | None = None,
        as_of: datetime.date | str | None = None,
        *,
        sheet: str | None = None,
        columns: Mapping[str, str] | None = None,
        dates: Order | None = None,
        decimal: DecimalMark | None = None,
        period: Length | None = None,
        figures: Literal["years", "days", "thai years"] | None = None,
        fiscal: str | None = None,
        sums: Literal["left out", "counted"] | None = None,
        plan: Literal["left out", "counted"] | None = None,
        running: Literal["taken apart", "counted"] | None = None,
        dash: Literal["zero", "not recorded"] | None = None,
        rough: Literal["middle", "not recorded"] | None = None,
        blank: Literal["as above", "no name"] | None = None,
        evening: Literal["next month", "same month"] | None = None,
        swapped: Swapped | None = None,
        copies: Literal["left out", "counted"] | None = None,
        year: str | int | None = None,
        months: float = 1.0,
        keep: Collection[str] = (),
        hidden: Literal["read", "leave-out"] | None = None,
        encoding: str | None = None,
    ) -> Table:
        """Read a table from a CSV or XLSX file, its bytes, or a DataFrame.

        Parameters
        ----------
        source : path, bytes, DataFrame or Sheet
            One row per month, per channel, or per month and channel; headings anywhere in the first rows. Leads and
            sales are needed; direct sales, fit, reached and lost leads are used where they are there.
        basis : {"cohort", "period"}
            ``"cohort"``: the sales of the leads that first came in that month, whenever they bought. ``"period"``: the
            sales made in that month. Needed: the two give different answers.
        lag_days : float or LagCurve, optional
            Typical days from first contact to sale. On the cohort basis half of the sales come by then
            (:class:`~diagnostics.funnel.lag.Spread`); None takes every lead as decided. On the period basis, where it
            is needed, a month's sales are divided by the leads of so many days before
            (:class:`~diagnostics.funnel.lag.Shift`). A curve is used as it is.
        as_of : date or str, optional
            The day the counts were taken, ``"2025-06-30"``; the end of the last month unless given.
        sheet : str, optional
            Which sheet of a workbook, where several hold a table; ``"all"`` for sheets of the same headings, one for each
            month or channel.
        columns : mapping of str to str, optional
            Headings by column, where their words are not known: ``{"wins": "Kitchens ordered"}``.
        dates : {"day-first", "month-first"}, optional
            For dates such as 3/4/2025, which are asked about.
        decimal : {".", ","}, optional
            For numbers such as 1.200, which are asked about.
        period : {"month", "quarter", "half-year", "year"}, optional
            What a row covers, where its dates leave that open. The leads of a quarter are taken to come evenly over its
            three months. Days and weeks are added up by month without being asked about.
        figures : {"years", "days", "thai years"}, optional
            What the two figures of months such as "Jan 06" are, where the rows do not show it; "Jan 68" may be of the Thai
            calendar.
        fiscal : str, optional
            The month with which the first fiscal year of the table began, ``"2023-04"``, for periods such as "FY24 M1".
        sums : {"left out", "counted"}, optional
            For channels that may add up others.
        plan : {"left out", "counted"}, optional
            For rows whose names sound like a plan.
        running : {"taken apart", "counted"}, optional
            For counts that may add up the months before.
        dash : {"zero", "not recorded"}, optional
            What a dash in the place of a count means.
        rough : {"middle", "not recorded"}, optional
            What a count such as 100+, <5 or 100-120 is taken for: the middle of what it may be (100, 2, 110), or none.
        blank : {"as above", "no name"}, optional
            What a blank channel below a named one means.
        evening : {"next month", "same month"}, optional
            Which month a time in the evening of a month's last day is of: midnight farther east is the next month.
        swapped : {"yes", "no"}, optional
            Whether a spreadsheet took the day for the month in the dates it could.
        copies : {"left out", "counted"}, optional
            For rows of the same month and channel. Left out are those that are the same as an earlier one in every cell,
            and all rows of a month whose rows differ; counted, they are added up.
        year : str or int, optional
            The year of the first month or week, for those that name none.
        months : float
            How many months a table without a month column covers.
        keep : collection of str
            Months that are used although their records look incomplete.
        hidden : {"read", "leave-out"}, optional
            For rows that a workbook hides, manually or by a filter; asked where they matter.
        encoding : str, optional
            Of a text file, for example ``"shift_jis"``; found by what decodes unless given.

        Raises
        ------
        InputError
            Where something cannot be used or could be read in two ways; it names sheet, row and column.
        """
        kept = frozenset(parse_month("keep", month) for month in several("keep", keep))
        first_year = str(year) if isinstance(year, int) else year
        told = (
            dates,
            decimal,
            columns,
            period,
            figures,
            fiscal,
            sums,
            plan,
            running,
            dash,
            rough,
            blank,
            evening,
            swapped,
        )
        answers = Answers(*told, copies, first_year)
        return cls.of(read_source(source, basis, lag_days, as_of, sheet, answers, months, kept, hidden, encoding))

    @classmethod
    def of(cls, built: Built) -> Table:
        """The table of rows that were read and checked."""
        return cls(
            built.timeline, built.dropped, built.notes, roles=built.roles, read_from=built.size, doubts=built.doubts
        )

    # --- all months ---

    @property
    def rows(self) -> tuple[Row, ...]:
        """What was kept."""
        return self.timeline.rows

    @property
    def basis(self) -> Basis:
        """What the sales count."""
        return self.timeline.basis

    @property
    def lag(self) -> LagCurve | None:
        """How long sales take; None: every lead is taken as decided."""
        return self.timeline.lag

    @property
    def counted_on(self) -> datetime.date | None:
        """When the counts were taken; the end of the last month unless given."""
        return self.timeline.counted_on

    @property
    def dated(self) -> bool:
        """Whether the rows have months."""
        return self.timeline.dated

    @property
    def first(self) -> int:
        """The first month, as a number."""
        return self.timeline.first

    @property
    def size(self) -> int:
        """How many months there are from the first to the last; quarters, where a row covers one."""
        return self.timeline.size

    @property
    def starts(self) -> tuple[int, ...]:
        """The first month of each period, as a number."""
        return self.timeline.starts

    @property
    def by_month(self) -> Months:
        """Counts by month, without gaps in time."""
        return self.timeline.by_month

    @property
    def series(self) -> Series:
        """Maturity, base, rate and interval of every month; the same whatever period is looked at."""
        return self.timeline.series

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Months that are in the table and not in the answer, and why."""
        return self.timeline.set_aside

    @property
    def months(self) -> pd.DataFrame:
        """The timeline, one row per month without gaps, indexed by month (``"2025-01"``).

        Columns: ``leads``, ``wins``, counts; ``maturity``, a fraction (on the period basis earlier leads ÷ leads);
        ``base``, what sales made by talking are divided by; ``rate``, ``low``, ``high``, the mature win rate and its
        90% interval, fractions, none where less than 30% of the sales have had time; ``ratio``, the month's sales ÷ the
        month's leads; ``mature``; ``set_aside``, why, or None.
        """
        return self.timeline.frame

    @property
    def reading(self) -> Receipt:
        """How the table was read: rows kept and left out, columns, assumptions, months used and set aside."""
        starts = [start for start, chosen in zip(self.starts, self.series.used, strict=True) if chosen]
        used = [calendar.label(start + at) for start in starts for at in range(self.timeline.step)]
        return Receipt(
            rows=self.read_from or len(self.rows),
            kept=self.timeline.read,
            left_out=self.dropped,
            roles=self.roles,
            assumptions=self.notes,
            months_used=tuple(used) if self.dated else (),
            months_set_aside=tuple(aside.words for aside in self.set_aside),
        )

    def with_lag(self, lag: LagCurve | None) -> Table:
        """The same counts with another lag."""
        if lag is not None:
            record(LagCurve, "lag", lag)  # type: ignore[type-abstract]
        return replace(self, timeline=replace(self.timeline, lag=lag))

    def keeping(self, months: Collection[int]) -> Table:
        """The same counts with some months used although their records look incomplete."""
        return replace(self, timeline=replace(self.timeline, keep=months_kept(months)))

    # --- a period ---

    def between(self, since: str | int | None = None, until: str | int | None = None) -> Table:
        """The same table, looked at from one month to another (both included); what is set aside stays so.

        >>> import pandas as pd
        >>> t = Table.read(pd.DataFrame({"month": ["2025-01", "2025-02"], "leads": [9, 8], "wins": [2, 1]}), "cohort")
        >>> t.between("2025-02").funnel().leads
        8
        """
        if not self.dated:
            raise InputError("period-without-months", "since", until if since is None else since)
        end = self.starts[-1] + self.timeline.step - 1
        low = self.first if since is None else _month("since", since)
        high = end if until is None else _month("until", until)
        if low > high or high < self.first or low > end:
            until, first, last = (calendar.shown_label(month) for month in (high, self.first, end))
            raise InputError(
                "period-outside-table", "since", calendar.shown_label(low), until=until, first=first, last=last
            )
        return replace(self, window=(max(low, self.first), min(high, end)))

    @cached_property
    def chosen(self) -> Flags:
        """Months that are in the period looked at and not set aside."""
        at = np.array(self.starts)
        low, high = self.window or (at[0], at[-1])
        return (at >= low) & (at <= high) & self.series.used

    @property
    def scatter(self) -> Scatter:
        """How much more than chance the chosen months scatter."""
        return scatter(self.by_month, self.series, self.chosen)

    @property
    def period(self) -> tuple[int, int] | None:
        """The first and the last month that are used, as numbers; None where no month is."""
        at = np.flatnonzero(self.chosen)
        if not self.dated or not at.size:
            return None
        return self.starts[at[0]], self.starts[at[-1]] + self.timeline.step - 1

    @property
    def named(self) -> str:
        """The period in words."""
        period = self.period
        return t("the table") if period is None else calendar.span_in_words(*period)

    @property
    def looked_at(self) -> str:
        """The period looked at, in words, whether its months are used or not."""
        return t("the table") if self.window is None else calendar.span_in_words(*self.window)

    @cached_property
    def channels(self) -> Mapping[str, tuple[float, float]]:
        """By channel, over the used months: wins made by talking, and the leads they are divided by."""
        used = self.chosen
        return {
            name: (float(hits[used].sum()), float(base[used].sum()))
            for name, (hits, base) in self.timeline.by_channel.items()
        }

    def funnel(self, since: str | int | None = None, until: str | int | None = None) -> Funnel:
        """The counts of the used months added up, with what has had time and how the months scatter.

        Raises
        ------
        InputError
            Where no month of the period can be used.
        """
        if since is not None or until is not None:
            return self.between(since, until).funnel()
        return summed(self.timeline, self.chosen, self.window, self.looked_at, self.doubts)

    def par(
        self,
        since: str | int | None = None,
        until: str | int | None = None,
        goal: float | None = None,
        capacity: float | None = None,
        like: Table | None = None,
    ) -> Par:
        """The business's own mature months as the level to compare others with, and how far they can be trusted.

        The strength is the number of leads behind each level, divided by how much more than chance the months scatter.
        Leads per month are a level too unless ``goal`` or ``capacity`` sets one.

        Where both periods name channels, ``like`` gives the mix of leads to compare: the level of closing is then what
        these months' rates by channel would make of those leads (direct standardisation), so that a changed mix is not
        taken for a change in sales.

        Raises
        ------
        InputError
            Where fewer than three months are mature.
        """
        if since is not None or until is not None:
            return self.between(since, until).par(goal=goal, capacity=capacity, like=like)
        channels = None if like is None else (self.channels, record(Table, "like", like).channels)
        return own_levels(self.timeline, self.chosen, self.looked_at, goal, capacity, channels)

    def period_counts(self) -> PeriodCounts:
        """The counts of the period that is looked at, as a comparison takes them."""
        span = None
        if self.window is not None:
            inside = [at for at, month in enumerate(self.starts) if self.window[0] <= month <= self.window[1]]
            span = (inside[0] if inside else 0, len(inside))
        closing = MonthlyClosing(self.rows, self.by_month.hits, self.series.base, self.series.used, self.chosen, span)
        return PeriodCounts(self.funnel(), self.channels, self.named if self.dated else "", closing)

    def bounds(self, stale_days: float | None = None) -> tuple[float, float]:
        """Lowest and highest share of the leads that can end up won where nothing is assumed of the open ones.

        Parameters
        ----------
        stale_days : float, optional
            Open leads of months that ended longer ago than this count as lost.

        Raises
        ------
        InputError
            Where lost leads were not counted, or on the period basis.
        """
        chosen, sums = self.chosen, self.timeline.sums
        if stale_days is not None:
            stale_days = number("stale_days", stale_days)
        if self.basis == "period" or not self.timeline.counted("lost", chosen):
            raise InputError("lost-not-counted", "lost")
        open_ = (sums["leads"] - sums["wins"] - sums["lost"])[chosen]
        old = self.by_month.ages[chosen] >= stale_days if stale_days is not None else np.zeros(len(open_), dtype=bool)
        won, lost = float(sums["wins"][chosen].sum()), float(sums["lost"][chosen].sum())
        return win_rate_bounds(won, lost, float(open_.sum()), float(open_[old].sum()))

    def restated(self, earlier: Table) -> pd.DataFrame:
        """Months whose mature rate an earlier version of the table gave differently although their counts are the same.

        A month's rate follows from its own counts and the lag. With a later day of counting its leads have had more
        time, so the same sales are divided by more effective leads; nothing else moves it.

        Returns
        -------
        DataFrame
            Indexed by month: ``before``, ``after``, rates; ``maturity_before``, ``maturity_after``, fractions.
        """
        import pandas as pd

        both = record(Table, "earlier", earlier).months.index.intersection(self.months.index)
        old, new = earlier.months.loc[both], self.months.loc[both]
        same = (old.leads == new.leads) & (old.wins == new.wins)
        moved = same & ((old.rate - new.rate).abs() > 1e-12)
        pairs = {"before": old.rate, "after": new.rate, "maturity_before": old.maturity, "maturity_after": new.maturity}
        return pd.DataFrame({name: column[moved] for name, column in pairs.items()})

    def figure(self) -> views.Figure:
        """The months as a chart: win rates with their ranges, leads and sales. Needs plotly."""
        return views.figure(self)

    def __repr__(self) -> str:
        names = {row.channel for row in self.rows} - {None}
        channels = f", {len(names)} channels" if names else ""
        return f"<Table: {integer(len(self.rows))} rows{channels}, {self.basis} basis, {self.named}>"


def months_kept(given: Collection[int]) -> frozenset[int]:
    """Numbers of months that are used although their records look incomplete."""
    months = several("months", given)
    return frozenset(month if type(month) is int else _month("months", month) for month in months)


def _month(field: str, given: str | int) -> int:
    if type(given) is int and calendar.NO_YEAR * 12 <= given < calendar.YEARS.stop * 12:
        return given
    return parse_month(field, given)
