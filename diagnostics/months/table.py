"""A table of counts, a row a month (or a channel, or both): read, checked, and turned into a funnel, a par, a timeline.

Two bases, always named. *Cohort*: a row's sales are those of the leads that first came in its month. *Period*: they are
the sales made in its month, from whatever leads; they are divided by the leads of the months they came from.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from diagnostics import month_numbers as calendar
from diagnostics import views
from diagnostics.comparison.period import MonthlyClosing, PeriodCounts
from diagnostics.errors import InputError
from diagnostics.funnel.incidence import win_rate_bounds
from diagnostics.funnel.lag import DAYS_PER_MONTH, LagCurve, Shift, Spread, checked_days, lagged_leads
from diagnostics.funnel.records import BASES, Funnel, Par, Rate
from diagnostics.funnel.series import Aside, Flags, Months, Scatter, Series, follow, scatter
from diagnostics.months.rows import Answers, Decimal, Dropped, Problem, Row, Rows, read_rows
from diagnostics.reading.headings import BY_KEY, COUNTS
from diagnostics.reading.months import ORDERS, Order, parse_month
from diagnostics.reading.sheet_reader import Sheet, read_bytes, read_frame, read_path

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

Basis = Literal["cohort", "period"]

DECIMALS: Final = (".", ",")
LONGEST_DAYS: Final = 3650
FEWEST_HISTORY: Final = 3
"""Fewer mature months are no history to be held against."""

OF_ALL_MONTHS: Final = frozenset(
    {"first", "size", "by_month", "series", "_sums", "_counts", "_sides", "_past", "_by_channel"}
)
"""What a table works out of all its months, whatever period is looked at."""

WHY: Final[dict[Aside, str]] = {
    "missing": "it is not in the table",
    "no leads": "its leads were not recorded",
    "no wins": "its sales were not recorded",
    "later": "it had not begun when the counts were taken",
    "not over": "it was not over when the counts were taken",
    "before the table": "its sales come from leads before the table begins",
    "wins begin later": "not one sale is recorded yet: the records of sales seem to begin later",
    "wins end earlier": "not one sale is recorded any more: the records of sales seem to end earlier",
    "looks unfinished": "so few leads look like a month that is not over",
}
"""Why a month is set aside, in words that follow its name and a colon."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A month that is in the table and not in the answer."""

    month: int
    reason: Aside

    @property
    def words(self) -> str:
        """The month and why.

        >>> SetAside(2025 * 12, "not over").words
        'January 2025: it was not over when the counts were taken'
        """
        return f"{calendar.in_words(self.month)}: {WHY[self.reason]}"


@dataclass(frozen=True, eq=False)
class Table:
    """Counts by month and channel. Made by :meth:`read`; never changed.

    Attributes
    ----------
    rows : tuple of Row
        What was kept.
    dropped : tuple of Dropped
        What was left out: what, why, how many.
    notes : tuple of str
        What was done to read it, sentences.
    basis : {"cohort", "period"}
        What the sales count.
    lag : LagCurve or None
        How long sales take; None: every lead is taken as decided.
    counted_on : date or None
        When the counts were taken; the end of the last month unless said.
    """

    rows: tuple[Row, ...]
    basis: Basis
    lag: LagCurve | None = None
    counted_on: datetime.date | None = None
    said_when: bool = False
    length: float = 1.0
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    keep: frozenset[int] = field(default_factory=frozenset)
    window: tuple[int, int] | None = None

    # --- reading ---

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
        decimal: Decimal | None = None,
        months: float = 1.0,
        keep: Collection[str] = (),
    ) -> Table:
        """Read a table from a CSV or XLSX file, its bytes, or a DataFrame.

        Parameters
        ----------
        source : path, bytes, DataFrame or Sheet
            A row a month, or a month and a channel, or a channel; headings anywhere in the first rows. Leads and sales
            are needed; direct sales, fit, reached and lost leads are used where they are there.
        basis : {"cohort", "period"}
            ``"cohort"``: the sales of the leads that first came in that month, whenever they bought. ``"period"``: the
            sales made in that month. Needed: the two give different answers.
        lag_days : float or LagCurve, optional
            Typical days from first contact to sale. On the cohort basis half of the sales come by then
            (:class:`~diagnostics.funnel.lag.Spread`); None takes every lead as decided. On the period basis, where it
            is needed, a month's sales are held against the leads of so many days before
            (:class:`~diagnostics.funnel.lag.Shift`). A curve is used as it is.
        as_of : date or str, optional
            The day the counts were taken, ``"2025-06-30"``; the end of the last month unless given.
        sheet : str, optional
            Which sheet of a workbook, where several hold a table.
        columns : mapping of str to str, optional
            Headings by column, where their words are not known: ``{"wins": "Kitchens ordered"}``.
        dates : {"day-first", "month-first"}, optional
            For dates such as 3/4/2025, which are asked about.
        decimal : {".", ","}, optional
            For numbers such as 1.200, which are asked about.
        months : float
            How many months a table without a month column covers.
        keep : collection of str
            Months that are used although their records look incomplete.

        Raises
        ------
        InputError
            Where something cannot be used or could be read in two ways; it names sheet, row and column.
        """
        day = _day(as_of)
        for field_, given, known in (("dates", dates, ORDERS), ("decimal", decimal, DECIMALS)):
            if given is not None and given not in known:
                raise InputError(field_, given, "is not an answer", f"Say {' or '.join(map(repr, known))}.")
        answers = Answers(dates, decimal, columns)
        rows = read_rows(_choose(_sheets(source), sheet, answers), answers)
        return build(rows, basis, lag_days, day, months, frozenset(parse_month("keep", k) for k in keep))

    # --- months ---

    @property
    def dated(self) -> bool:
        """Whether the rows have months."""
        return bool(self.rows) and self.rows[0].month is not None

    @cached_property
    def first(self) -> int:
        """The first month, as a number."""
        return min(row.month for row in self.rows if row.month is not None) if self.dated else 0

    @cached_property
    def size(self) -> int:
        """How many months there are from the first to the last."""
        return max(row.month for row in self.rows if row.month is not None) - self.first + 1 if self.dated else 1

    @cached_property
    def _sums(self) -> dict[str, np.ndarray]:
        """Each count by month, added up over channels; NaN where any row of the month lacks it or there is none."""
        at = np.array([row.month - self.first if row.month is not None else 0 for row in self.rows])
        there = np.bincount(at, minlength=self.size) > 0
        sums = {}
        for key in COUNTS:
            found = [getattr(row, key) for row in self.rows]
            # Direct sales are written only where there are some: a blank cell beside others is none.
            blank = 0.0 if key == "direct_wins" and any(v is not None for v in found) else np.nan
            values = np.array([blank if v is None else v for v in found], dtype=float)
            sums[key] = np.where(there, np.bincount(at, weights=values, minlength=self.size), np.nan)
        return sums

    def _counted(self, key: str, chosen: Flags) -> bool:
        """Whether a count is there in every chosen month."""
        return bool(chosen.any()) and not np.isnan(self._sums[key][chosen]).any()

    @cached_property
    def _counts(self) -> frozenset[str]:
        """Counts that are there in every month that is over and has leads and sales; others are not used at all.

        A level and what is held against it then have the same base, whatever months each is taken from.
        """
        sums = self._sums
        kept = np.isin(self.first + np.arange(self.size), list(self.keep))
        usable = ~np.isnan(sums["leads"] + sums["wins"]) & ((self._past[0] >= 1) | kept)
        return frozenset(key for key in COUNTS if self._counted(key, usable))

    @cached_property
    def _sides(self) -> tuple[np.ndarray, np.ndarray]:
        """Wins made by talking, and the leads they are a share of: worked, or fit, or those that did not buy directly."""
        sums = self._sums
        direct = np.nan_to_num(sums["direct_wins"])
        for key in ("worked", "fit"):
            if key in self._counts:
                return sums["wins"] - direct, sums[key]
        return sums["wins"] - direct, np.maximum(sums["leads"] - direct, 0.0)

    @cached_property
    def _past(self) -> tuple[np.ndarray, np.ndarray]:
        """By month, the share that was over and the days since its end when the counts were taken."""
        elapsed, ages = np.ones(self.size), np.zeros(self.size)
        if self.dated and self.counted_on is not None:
            month = calendar.of_date(self.counted_on)
            end = month + self.counted_on.day / calendar.days_in(month)
            past = end - (self.first + np.arange(self.size))
            return np.clip(past, 0.0, 1.0), (past - 1) * DAYS_PER_MONTH
        return elapsed, ages

    @cached_property
    def by_month(self) -> Months:
        """Counts by month, without gaps in time."""
        hits, trials = self._sides
        length = 1.0 if self.dated else self.length
        direct = None if {"worked", "fit"} & self._counts else np.nan_to_num(self._sums["direct_wins"])
        return Months(self._sums["leads"], self._sums["wins"], hits, trials, *self._past, length, direct)

    @cached_property
    def series(self) -> Series:
        """Every month worked out; the same whatever period is looked at."""
        ended = self.said_when or not self.dated
        keep = frozenset(month - self.first for month in self.keep)
        return follow(self.by_month, self.basis, self.lag, ended, keep)

    @cached_property
    def chosen(self) -> Flags:
        """Months that are in the period looked at and not set aside."""
        inside = np.ones(self.size, dtype=bool)
        if self.window is not None:
            at = self.first + np.arange(self.size)
            inside = (at >= self.window[0]) & (at <= self.window[1])
        return inside & self.series.used

    @property
    def scatter(self) -> Scatter:
        """How much more than chance the chosen months scatter."""
        return scatter(self.by_month, self.series, self.chosen)

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Months that are in the table and not in the answer, and why."""
        reasons = self.series.aside
        return tuple(SetAside(self.first + at, reason) for at, reason in enumerate(reasons) if reason is not None)

    @cached_property
    def months(self) -> pd.DataFrame:
        """The timeline, a row a month without gaps, indexed by month (``"2025-01"``).

        Columns: ``leads``, ``wins``, counts; ``maturity``, a fraction (on the period basis earlier leads ÷ leads);
        ``base``, what sales made by talking are divided by; ``rate``, ``low``, ``high``, the mature close rate and its 90 %
        interval, fractions; ``ratio``, the month's sales ÷ the month's leads; ``mature``; ``set_aside``, why, or None.
        """
        import pandas as pd

        m, s = self.by_month, self.series
        index = pd.Index([calendar.label(self.first + at) for at in range(self.size)], name="month")
        return pd.DataFrame(
            {
                "leads": m.leads,
                "wins": m.wins,
                "maturity": s.maturity,
                "base": s.base,
                "rate": s.rate,
                "low": s.low,
                "high": s.high,
                "ratio": s.ratio,
                "mature": s.mature,
                "set_aside": pd.Series(
                    [None if reason is None else WHY[reason] for reason in s.aside], index, dtype=object
                ),
            },
            index=index,
        )

    def between(self, since: str | int | None = None, until: str | int | None = None) -> Table:
        """The same table, looked at from one month to another (both included); what is set aside stays so.

        >>> import pandas as pd
        >>> t = Table.read(pd.DataFrame({"month": ["2025-01", "2025-02"], "leads": [9, 8], "wins": [2, 1]}), "cohort")
        >>> t.between("2025-02").funnel().leads
        8
        """
        if not self.dated:
            raise InputError("since", since or until, "needs a month column", "Give a row a month.")
        end = self.first + self.size - 1
        low = self.first if since is None else _month("since", since)
        high = end if until is None else _month("until", until)
        if low > high or high < self.first or low > end:
            raise InputError(
                "since",
                calendar.label(low),
                f"to {calendar.label(high)} is no period of a table from {calendar.label(self.first)} to {calendar.label(end)}",
                "Give months of the table, the earlier first.",
            )
        part = replace(self, window=(max(low, self.first), min(high, end)))
        shared = {name: value for name, value in self.__dict__.items() if name in OF_ALL_MONTHS}
        part.__dict__.update(shared)  # worked out once: nothing of it depends on the period
        return part

    @property
    def period(self) -> tuple[int, int] | None:
        """The first and the last month that are used, as numbers; None where no month is."""
        at = np.flatnonzero(self.chosen)
        return None if not self.dated or not at.size else (self.first + int(at[0]), self.first + int(at[-1]))

    @property
    def named(self) -> str:
        """The period in words."""
        period = self.period
        return "the table" if period is None else calendar.span_in_words(*period)

    # --- into the model ---

    def funnel(self, since: str | int | None = None, until: str | int | None = None) -> Funnel:
        """The counts of the used months added up, with what has had time and how the months scatter.

        Raises
        ------
        InputError
            Where no month of the period can be used.
        """
        if since is not None or until is not None:
            return self.between(since, until).funnel()
        chosen = self.chosen
        if not chosen.any():
            why = "; ".join(a.words for a in self.set_aside[:3]) or "there is none"
            raise InputError("month", self._window_words(), f"leaves no month to judge ({why})", "Choose other months.")
        total = {key: int(self._sums[key][chosen].sum()) for key in self._counts}
        m, s = self.by_month, self.series
        trials = float(np.dot(m.trials[chosen] + (0.0 if m.direct is None else m.direct[chosen]), s.maturity[chosen]))
        leads = float(np.sum(m.trials[chosen] + (0.0 if m.direct is None else m.direct[chosen])))
        whole = scatter(m, s, chosen)
        return Funnel(
            leads=total["leads"],
            wins=total["wins"],
            direct_wins=int(np.nan_to_num(self._sums["direct_wins"][chosen]).sum()),
            fit=total.get("fit"),
            worked=total.get("worked"),
            months=float(chosen.sum()) if self.dated else self.length,
            maturity=_ratio(trials, leads, self.basis),
            basis=self.basis,
            reach_dispersion=whole.reach if self.dated else 1.0,
            closing_dispersion=whole.closing if self.dated else 1.0,
        )

    def par(
        self,
        since: str | int | None = None,
        until: str | int | None = None,
        goal: float | None = None,
        capacity: float | None = None,
        like: Table | None = None,
    ) -> Par:
        """The business's own mature months as the level to hold others against, with how far they can be trusted.

        The strength is the number of leads behind each level, divided by how much more than chance the months scatter.
        Leads a month are a level too unless ``goal`` or ``capacity`` sets one.

        Where both periods tell channels apart, ``like`` gives the mix of leads to be held against: the level of closing
        is then what these months' rates by channel would make of those leads (direct standardisation), so that a changed
        mix is not taken for a change in sales.

        Raises
        ------
        InputError
            Where fewer than three months are mature.
        """
        if since is not None or until is not None:
            return self.between(since, until).par(goal=goal, capacity=capacity, like=like)
        chosen = self.chosen & self.series.mature
        if chosen.sum() < FEWEST_HISTORY:
            raise InputError(
                "history",
                int(chosen.sum()),
                f"is too few mature months in {self._window_words()}",
                f"Give at least {FEWEST_HISTORY} earlier months whose leads have had their time.",
            )
        m, s = self.by_month, self.series
        whole = scatter(m, s, chosen)
        at = np.flatnonzero(chosen)
        source = f"own months {calendar.span_in_words(self.first + int(at[0]), self.first + int(at[-1]))}"
        total = {key: float(self._sums[key][chosen].sum()) for key in self._counts}
        hits, base = float(m.hits[chosen].sum()), float(s.base[chosen].sum())
        if base <= 0 or hits <= 0:
            raise InputError(
                "history", int(hits), "sales give no level to hold closing against", "Choose other months."
            )
        leads = float(m.leads[chosen].sum())
        rest = leads - total.get("direct_wins", 0.0)

        def level(part: float, of: float) -> Rate | None:
            return Rate(min(1.0, part / of), of / whole.closing, source) if of > 0 else None

        closing = level(hits, base)
        if like is not None:
            closing = self._standardised(like, whole.closing, source) or closing
        reach = goal is None and capacity is None
        return Par(
            goal=goal,
            capacity=capacity,
            reach=leads / float(chosen.sum()) if reach else None,
            reach_strength=leads / whole.reach if reach else None,
            direct=level(total["direct_wins"], leads) if total.get("direct_wins") else None,
            fit=level(total["fit"], rest) if "fit" in total else None,
            follow_up=level(total["worked"], total.get("fit", rest)) if "worked" in total else None,
            closing=closing,
        )

    def _standardised(self, like: Table, dispersion: float, source: str) -> Rate | None:
        """The close rate of these months by channel, at another period's mix of leads; None where channels do not allow it.

        ``Σ s·r`` with ``s`` the channels' shares there and ``r`` their rates here; the strength is that of a share with
        the variance ``φ·Σ s²·r(1 − r)/n``, with Jeffreys' rates so that a channel without sales is not known exactly.
        """
        here, there = self.channels, like.channels
        total = sum(base for _, base in there.values())
        if (
            len(there) < 2
            or total <= 0
            or any(base > 0 and here.get(name, (0.0, 0.0))[1] <= 0 for name, (_, base) in there.items())
        ):
            return None
        rate = variance = 0.0
        for name, (_, base) in there.items():
            if base <= 0:
                continue
            share, (hits, n) = base / total, here[name]
            rate += share * min(1.0, hits / n)
            likely = (hits + 0.5) / (n + 1)
            variance += dispersion * share**2 * likely * (1 - likely) / n
        if not 0 < rate < 1 or variance <= 0:
            return None
        return Rate(rate, rate * (1 - rate) / variance, f"{source}, at the present mix of channels")

    @cached_property
    def channels(self) -> dict[str, tuple[float, float]]:
        """By channel, over the used months: wins made by talking, and the leads they are divided by."""
        keys = [key for key in ("worked", "fit") if key in self._counts]
        found: dict[str, tuple[float, float]] = {}
        m, s = self.by_month, self.series
        share = np.divide(s.base, m.trials, out=np.zeros(self.size), where=m.trials > 0)
        for name, rows in self._by_channel.items():
            hits, trials = np.zeros(self.size), np.zeros(self.size)
            for row in rows:
                at = 0 if row.month is None else row.month - self.first
                direct = row.direct_wins or 0
                hits[at] += (row.wins or 0) - direct
                trials[at] += (getattr(row, keys[0]) if keys else (row.leads or 0) - direct) or 0
            if self.basis == "period":
                assert self.lag is not None
                base = np.nan_to_num(lagged_leads(trials, self.lag)[0])
            else:
                base = trials * share
            found[name] = (float(hits[self.chosen].sum()), float(base[self.chosen].sum()))
        return found

    def period_counts(self) -> PeriodCounts:
        """The counts of the period that is looked at, as a comparison takes them."""
        span = None if self.window is None else (self.window[0] - self.first, self.window[1] - self.window[0] + 1)
        closing = MonthlyClosing(self.rows, self.by_month.hits, self.series.base, self.series.used, self.chosen, span)
        return PeriodCounts(self.funnel(), self.channels, self.named if self.dated else "", closing)

    @cached_property
    def _by_channel(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.channel is not None:
                found.setdefault(row.channel, []).append(row)
        return found

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
        chosen = self.chosen
        if self.basis == "period" or not self._counted("lost", chosen):
            raise InputError("lost", None, "was not counted for these leads", "Add a column Lost on the cohort basis.")
        sums = self._sums
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

        old, new = earlier.months, self.months
        both = old.index.intersection(new.index)
        a, b = old.loc[both], new.loc[both]
        same = (a.leads == b.leads) & (a.wins == b.wins)
        moved = same & ((a.rate - b.rate).abs() > 1e-12)
        return pd.DataFrame(
            {
                "before": a.rate[moved],
                "after": b.rate[moved],
                "maturity_before": a.maturity[moved],
                "maturity_after": b.maturity[moved],
            }
        )

    def figure(self) -> go.Figure:
        """The months as a chart: close rates with their ranges, leads and sales. Needs plotly."""
        return views.figure(self)

    def _window_words(self) -> str:
        if self.window is None:
            return "the table"
        return calendar.span_in_words(*self.window)

    def __repr__(self) -> str:
        channels = f", {len(self._by_channel)} channels" if self._by_channel else ""
        return f"<Table: {len(self.rows):,} rows{channels}, {self.basis} basis, {self.named}>"


def build(
    rows: Rows,
    basis: str | None,
    lag_days: float | LagCurve | None,
    as_of: datetime.date | None,
    length: float = 1.0,
    keep: frozenset[int] = frozenset(),
) -> Table:
    """A table from rows that were read.

    Raises
    ------
    InputError
        The first thing that cannot be used.
    """
    if rows.problems:
        raise rows.problems[0].error
    if basis not in BASES:
        raise InputError(
            "basis",
            basis,
            "does not say what the sales of a row are",
            "Say cohort (sales of the leads that came in that month) or period (sales made in that month).",
        )
    lag = _curve(basis, lag_days)
    for problem in check(rows, basis):
        raise problem.error
    kept, notes = _together(rows)
    dated = kept[0].month is not None
    day = as_of
    if not dated and basis == "period" and lag is not None and lag.typical_days > 0:
        raise InputError(
            "lag_days",
            lag.typical_days,
            "days of lag need a month for each row: the sales of a period come from earlier leads",
            "Give a row a month, or count the sales of these very leads (basis='cohort').",
        )
    if dated:
        months_read = [row.month for row in kept if row.month is not None]
        if day is not None and min(months_read) < calendar.YEARS.start * 12:
            raise InputError(
                "as_of", day.isoformat(), "is held against months without a year", "Write the months as 2025-01."
            )
        if day is not None and calendar.of_date(day) < min(months_read):
            raise InputError("as_of", day.isoformat(), "is before the first month of the table", "Give a later day.")
        if day is None:
            day = calendar.last_day(max(months_read))
    table = Table(
        rows=tuple(kept),
        basis=basis,  # type: ignore[arg-type]  # checked above
        lag=lag,
        counted_on=day if dated else None,
        said_when=as_of is not None,
        length=length,
        dropped=tuple(rows.dropped),
        notes=(*rows.notes, *notes),
        keep=keep,
    )
    unused = tuple(
        f"{BY_KEY[key].label} is blank in some months, so it is not used: fill it in, or leave those months out."
        for key in ("fit", "worked")
        if key not in table._counts and any(getattr(row, key) is not None for row in kept)
    )
    return replace(table, notes=(*table.notes, *unused))


def check(rows: Rows, basis: str | None) -> list[Problem]:
    """Rows whose counts contradict each other, and months that stand twice."""
    problems: list[Problem] = []

    def wrong(row: Row, key: str, value: object, problem: str, remedy: str) -> None:
        column = rows.columns[key]
        field_ = f"{rows.place(row.at, column)} ({BY_KEY[key].label})"
        problems.append(rows.problem(InputError(field_, value, problem, remedy), row.at, column))

    for row in rows.rows:
        if row.leads is None or row.wins is None:
            continue
        if row.direct_wins is not None and row.direct_wins > row.wins:
            wrong(
                row,
                "direct_wins",
                row.direct_wins,
                f"is more than all {row.wins:,} sales",
                "Count only some of the sales.",
            )
        if basis == "period":
            continue
        if row.wins > row.leads:
            wrong(
                row,
                "wins",
                row.wins,
                f"is more than the {row.leads:,} leads of that month",
                "If these are the sales made in that month, say basis='period'; else check the counts.",
            )
        elif row.lost is not None and row.wins + row.lost > row.leads:
            wrong(
                row,
                "lost",
                row.lost,
                f"and {row.wins:,} sales are more than the {row.leads:,} leads",
                "Check the counts.",
            )
        rest, assisted = row.leads - (row.direct_wins or 0), row.wins - (row.direct_wins or 0)
        for key, most, what in (
            ("fit", rest, "leads that did not buy on their own"),
            ("worked", rest if row.fit is None else row.fit, "leads that could be reached"),
        ):
            part = getattr(row, key)
            if part is not None and part > most:
                wrong(row, key, part, f"is more than the {most:,} {what}", "Count only some of those.")
            elif part is not None and part < assisted:
                wrong(
                    row,
                    key,
                    part,
                    f"is fewer than the {assisted:,} sales made by talking",
                    "Whoever bought counts too.",
                )
    seen: dict[tuple[int | None, int | None, str | None], Row] = {}
    first: dict[tuple[int | None, str | None], Row] = {}
    for row in rows.rows:
        other = seen.setdefault((row.month, row.day, row.channel), row)
        if other is row:
            other = first.setdefault((row.month, row.channel), row)
            if (other.day is None) == (row.day is None):  # days are added up, but not to a month
                continue
        if other is not row:
            column = rows.columns["month" if row.month is not None else "channel"]
            name = "" if row.month is None else calendar.in_words(row.month)
            if row.channel is not None:
                name = f"{name}, {row.channel}".lstrip(", ")
            problems.append(
                rows.problem(
                    InputError(
                        rows.place(row.at, column),
                        name,
                        f"stands in {rows.place(other.at, column)} too",
                        "Delete one of them, or name the column that tells them apart Channel.",
                    ),
                    row.at,
                    column,
                )
            )
    return problems


def _together(rows: Rows) -> tuple[list[Row], list[str]]:
    """Rows in the order of time, days added up into months."""
    groups: dict[tuple[int | None, str | None], list[Row]] = {}
    for row in rows.rows:
        groups.setdefault((row.month, row.channel), []).append(row)
    kept = sorted((_added(group) for group in groups.values()), key=lambda row: row.month or 0)
    notes = []
    if len(kept) < len(rows.rows):
        notes.append(f"{len(rows.rows):,} rows with days were added up into {len(kept):,} by month.")
    present = {row.month for row in kept if row.month is not None}
    if present:
        gaps = [m for m in range(min(present), max(present)) if m not in present]
        if gaps:
            listed = ", ".join(calendar.label(m) for m in gaps[:6]) + (" …" if len(gaps) > 6 else "")
            notes.append(f"No row for {listed}: not recorded, which is not the same as none.")
    return kept, notes


def _added(group: Sequence[Row]) -> Row:
    """One row of several; a count that any of them lacks is not recorded."""
    if len(group) == 1:
        return group[0]
    sums: dict[str, Any] = {}
    for key in COUNTS:
        values = [getattr(row, key) for row in group]
        if key == "direct_wins" and any(v is not None for v in values):
            values = [v or 0 for v in values]
        sums[key] = None if None in values else sum(values)
    return replace(group[0], day=None, **sums)


def _curve(basis: str, lag_days: float | LagCurve | None) -> LagCurve | None:
    if isinstance(lag_days, LagCurve):
        return lag_days
    if lag_days is None:
        if basis == "period":
            raise InputError(
                "lag_days",
                None,
                "leaves open which leads a month's sales came from",
                "Say the typical days from first contact to sale, 0 if they buy at once.",
            )
        return None
    days = checked_days(lag_days)
    if days > LONGEST_DAYS:
        raise InputError("lag_days", days, f"is more than {LONGEST_DAYS:,} days", "Type the typical days to a sale.")
    return Shift(days) if basis == "period" else Spread(days)


def _ratio(effective: float, leads: float, basis: str) -> float:
    """Effective or earlier leads for each lead, as a funnel takes it."""
    if leads <= 0:
        return 1.0
    return effective / leads if basis == "period" else min(1.0, max(effective / leads, 1e-6))


def _sheets(source: Any) -> Sequence[Sheet]:
    if isinstance(source, Sheet):
        return (source,)
    if isinstance(source, (bytes, bytearray)):
        return read_bytes(bytes(source))
    if isinstance(source, (str, os.PathLike)):
        return read_path(source)
    if hasattr(source, "columns") and hasattr(source, "iloc"):
        return (read_frame(source),)
    raise InputError(
        "table", type(source).__name__, "is no file, bytes or DataFrame", "Give the path of a CSV or XLSX file."
    )


def _choose(sheets: Sequence[Sheet], name: str | None, answers: Answers) -> Sheet:
    """The sheet that holds the table: the one named, or the only one with headings."""
    names = ", ".join(s.name for s in sheets if s.name) or "no sheets; leave it out"
    if name is not None:
        for candidate in sheets:
            if candidate.name == name:
                return candidate
        raise InputError("sheet", name, "is not in this workbook", f"There are: {names}.")
    if len(sheets) == 1:
        return sheets[0]
    fitting = [s for s in sheets if read_rows(s, answers).columns]
    if len(fitting) > 1:
        raise InputError("sheet", ", ".join(s.name for s in fitting), "all hold a table", "Say which: sheet='…'.")
    return fitting[0] if fitting else sheets[0]


def _day(as_of: datetime.date | str | None) -> datetime.date | None:
    if as_of is None:
        return None
    if isinstance(as_of, datetime.datetime):
        return as_of.date()
    if isinstance(as_of, datetime.date):
        return as_of
    try:
        return datetime.date.fromisoformat(as_of)
    except (TypeError, ValueError):
        raise InputError("as_of", as_of, "is not a day", "Write it as 2025-06-30.") from None


def _month(field_: str, given: str | int) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and given > 12:
        return given
    return parse_month(field_, given)
