"""A ledger: a row a lead, from any CRM. Read once, reduced to counts, and turned into the same funnel as a table.

What a table cannot see is seen here: how long a sale really takes, which leads are open longer than any sale took, and
whether it is the leads or the people.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np

from diagnostics import month_numbers as calendar
from diagnostics.comparison import like_for_like as alike
from diagnostics.comparison import limits
from diagnostics.comparison.mix import mix_and_rate
from diagnostics.comparison.period import PeriodCounts
from diagnostics.comparison.routing import Reason, leads_per_arm, routing
from diagnostics.errors import InputError
from diagnostics.funnel.incidence import TAIL, Incidence, aalen_johansen, win_rate_bounds
from diagnostics.funnel.lag import LagCurve, Spread
from diagnostics.funnel.records import Funnel, Par
from diagnostics.funnel.scatter import dispersion_around
from diagnostics.leads import reduction
from diagnostics.leads.faults import FULL, MOST_MISSING, SPARSE, Fault, faults_of
from diagnostics.leads.matching import Matching, as_day, match, recognise
from diagnostics.leads.reduction import LOST, OPEN, WON, Plan, ask
from diagnostics.leads.source import Leads, open_leads
from diagnostics.months.records import Dropped, Row
from diagnostics.months.table import Table
from diagnostics.months.timeline import SetAside, Timeline
from diagnostics.reading.names import MOST_NAMES, Names, clean_names
from diagnostics.reading.progress import Console, Progress

if TYPE_CHECKING:
    import ibis
    import pandas as pd

Period = tuple[str, str] | str

NOT_RECORDED: Final = "not recorded"
"""The channel of leads without one."""

LOPSIDED: Final = 0.15
"""A name that is there for so much larger a share of the won leads than of the others was often written after the outcome."""

BEYOND_CHANCE: Final = 3.0
"""Standard errors; further apart is no chance."""

FOLLOWED: Final = 0.95
"""A channel has a lag curve of its own where this share of the eventual sales of its first leads has had time."""

LONELY_DAYS: Final = 45
LONELY: Final = 0.01
"""No larger a share of the decisions stands alone so many days after the last lead: a mistyped date, not a day of counting."""

MOST_AHEAD: Final = 366
"""Days from the last lead to the last decision; more is a date that was mistyped."""

LOOKS: Final = 0.05
"""Chance that any of several equal units is called out of line."""

NEEDED: Final = {
    "rep": ("reps", "the rep of each lead (its owner)"),
    "channel": ("channels", "the channel of each lead (its source)"),
    "reached": ("times to the first contact", "the date on which each lead was first reached"),
}
"""What cannot be compared without a column, and the column to export."""

SPEED_NAMES: Final = ("within an hour", "within a day", "within three days", "within a week", "later")


@dataclass(frozen=True)
class Routes:
    """Who gets which lead, and what that lets be told apart.

    Attributes
    ----------
    identifiable : bool
        Whether reps with nearly all leads can be compared with one another like for like.
    reason : {"single rep", "separate", "too little overlap"} or None
        Why not.
    kept : dict of str to float
        By rep, the share of what the leads could say about the rep that is left after telling apart who got which.
    comparable : tuple of str
        Reps that can be compared with at least one other.
    arms : tuple of str
        The two reps whose difference a test would settle; empty where none is needed.
    leads_per_arm : int or None
        Leads that each of the two would need, handed out at random, to see a difference as large as the one between
        their rates (80 % power, two-sided 5 %).
    rates : tuple of float
        Their rates as they are, won ÷ effective leads.
    """

    identifiable: bool
    reason: Reason | None
    kept: dict[str, float]
    comparable: tuple[str, ...]
    arms: tuple[str, ...] = ()
    leads_per_arm: int | None = None
    rates: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Ledger:
    """Leads, matched and reduced to counts. Made by :meth:`read`; never changed.

    Attributes
    ----------
    matching : Matching
        Which column is which, and what their texts mean.
    as_of : date
        The day the leads were counted: what happened later had not happened.
    cells : DataFrame
        Counts by month, channel, rep and time to the first contact: :data:`SUMS`, and ``amount`` of what was won.
    ages : DataFrame
        Leads by channel, outcome and age in days.
    aside : dict
        Rows that are in no month, by reason.
    repeated : int
        Rows that repeat an ID.
    early : int
        Leads that were decided before they were created.
    undated : (int, int)
        Leads that were won, and lost, on a day that is not known.
    """

    matching: Matching
    as_of: datetime.date
    cells: pd.DataFrame
    ages: pd.DataFrame
    aside: Mapping[int, int]
    repeated: int = 0
    early: int = 0
    undated: tuple[int, int] = (0, 0)
    channel_names: Names = field(default_factory=lambda: Names({}))
    rep_names: Names = field(default_factory=lambda: Names({}))
    lag_given: LagCurve | None = None
    window: tuple[int, int] | None = None

    FEWEST_WINS: ClassVar[int] = 5
    """Fewer dated sales do not say how long a sale takes."""
    OWN_CURVE: ClassVar[int] = 50
    """A channel with so many dated sales has a lag curve of its own."""

    # --- reading ---

    @classmethod
    def read(
        cls,
        source: str | os.PathLike[str] | bytes | pd.DataFrame | ibis.Table | Any,
        columns: Mapping[str, Any] | None = None,
        as_of: datetime.date | str | None = None,
        *,
        lag_days: float | LagCurve | None = None,
        sheet: str | None = None,
        progress: Progress | None = None,
    ) -> Ledger:
        """Read an export and reduce it to counts.

        Parameters
        ----------
        source : path, bytes, DataFrame, Ibis table or DuckDB relation
            A row a lead. CSV, TSV, XLSX and Parquet are told by what is in them; a folder of Parquet files is one table.
        columns : mapping, optional
            What is not to be guessed: headings by field, and what texts mean; see
            :func:`~diagnostics.leads.matching.match`. :attr:`columns` gives it back, complete.
        as_of : date or str, optional
            The day of counting, ``"2025-06-30"``; the last day on which anything happened unless given.
        lag_days : float or LagCurve, optional
            Typical days from first contact to sale; learnt from the dates of the sales unless given.
        sheet : str, optional
            Which sheet of a workbook.
        progress : callable, optional
            ``progress(words, share)`` is called while the engine works, ``share`` a fraction or None. What it raises
            stops the work. Unless given, work of more than some seconds is told on the standard error stream.

        Raises
        ------
        InputError
            Where something cannot be used, or could be read in two ways; it names the column and the remedy.
        """
        if progress is None:
            console = Console()
            try:
                return cls.read(source, columns, as_of, lag_days=lag_days, sheet=sheet, progress=console)
            finally:
                console.done()
        progress("Opening", None)
        leads = open_leads(source, recognise, sheet, progress=progress)
        return cls.of(match(leads, columns, progress), as_of, lag_days, progress)

    @classmethod
    def of(
        cls,
        matching: Matching,
        as_of: datetime.date | str | None = None,
        lag_days: float | LagCurve | None = None,
        progress: Progress | None = None,
    ) -> Ledger:
        """Reduce an export whose columns are matched.

        Raises
        ------
        InputError
            The first question that is open, where one is.
        """
        plan = matching.settled()
        leads = matching.leads
        if "id" in matching.columns:
            plan = replace(plan, no_ids=frozenset({matching.columns["id"]}))
        lag = lag_days if isinstance(lag_days, LagCurve) or lag_days is None else Spread(lag_days)
        day, repeated = _first_look(leads, plan, matching, as_day("as_of", as_of), progress)
        plan = replace(plan, unique=repeated > 0)
        counts = ask(reduction.reduction(leads, plan, day), "Counting the leads", progress)
        cells, ages = reduction.unfolded(counts)
        out = cells[cells["aside"] != 0].groupby("aside", as_index=False)["n"].sum()
        aside = {int(why): int(n) for why, n in zip(out["aside"], out["n"], strict=True)}
        cells = cells[cells["aside"] == 0]
        if cells.empty:
            _no_leads(matching, aside, day)
        channels = _names(cells, "channel")
        reps = _names(cells, "rep")
        ledger = cls(
            matching=matching,
            as_of=day,
            cells=_tidy(cells, channels, reps),
            ages=_tidy_ages(ages, channels),
            aside=aside,
            repeated=repeated,
            early=int(ages.loc[ages["age"] == reduction.EARLY, "n"].sum()),
            undated=(_undated(ages, WON), int(ages.loc[ages["outcome"] == reduction.LOST_SOMETIME, "n"].sum())),
            channel_names=channels,
            rep_names=reps,
            lag_given=lag,
        )
        if as_of is None:
            _check_last_months(ledger)
        return ledger

    @property
    def columns(self) -> dict[str, Any]:
        """The mapping that was used, as it may be given to :meth:`read` again; plain texts and lists."""
        return self.matching.remembered

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to read it, sentences."""
        unused = ", ".join(self.matching.unused[:8]) + (" …" if len(self.matching.unused) > 8 else "")
        more = (f"Columns that are not used: {unused}.",) if unused else ()
        m = self.matching
        return (*m.leads.notes, *m.notes, *self.channel_names.notes, *self.rep_names.notes, *more)

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """Rows that were left out, and why."""
        footers = self.aside.get(reduction.REMARK, 0)
        more = (Dropped("footers, totals and remarks", "no lead stands in them", footers),) if footers else ()
        return (*self.matching.leads.dropped, *more)

    # --- what was counted ---

    @cached_property
    def leads(self) -> int:
        """Leads that count."""
        return int(self.cells["n"].sum())

    @cached_property
    def wins(self) -> int:
        """Leads that were won."""
        return int(self.cells["won"].sum())

    def total(self, count: str) -> int:
        """A count over all leads; see :data:`SUMS`."""
        return int(self.cells[count].sum())

    @cached_property
    def rows(self) -> int:
        """Rows that were read, those in no month too."""
        return self.leads + sum(self.aside.values())

    @cached_property
    def decided(self) -> int:
        """Leads that are won or lost."""
        return self.wins + self.total("lost")

    @cached_property
    def open_leads(self) -> int:
        """Leads that are open."""
        return self.leads - self.wins - int(self.cells["lost"].sum())

    @cached_property
    def average_sale(self) -> float | None:
        """Mean amount of a sale, in the units of the amount column; None where no amount was recorded."""
        priced = int(self.cells["priced"].sum())
        return float(self.cells["amount"].sum()) / priced if priced else None

    def _by_age(self, channel: str | None = None) -> tuple[np.ndarray, ...]:
        ages = self.ages if channel is None else self.ages[self.ages["channel"] == channel]
        table = ages.pivot_table(index="age", columns="outcome", values="n", aggfunc="sum", fill_value=0)
        kinds = (WON, LOST, OPEN, reduction.LOST_SOMETIME)
        won, lost, open_, sometime = (
            table[kind].to_numpy(float) if kind in table else np.zeros(len(table)) for kind in kinds
        )
        return table.index.to_numpy(float), won, lost, open_ + sometime

    @cached_property
    def dated_wins(self) -> int:
        """Sales of which it is known how long they took."""
        return int(self.ages.loc[self.ages["outcome"] == WON, "n"].sum())

    @cached_property
    def longest_win(self) -> int | None:
        """Days that the slowest sale took; None where no sale has a date."""
        won = self.ages.loc[self.ages["outcome"] == WON, "age"]
        return int(won.max()) if len(won) else None

    @cached_property
    def oldest(self) -> int:
        """Days since the first day of the first month."""
        return (self.as_of - calendar.date_of(int(self.cells["month"].min()), 1)).days

    def younger_than(self, days: int) -> int:
        """Leads that came fewer than so many days before they were counted. Asked of the engine."""
        import ibis

        rows = reduction.canonical(self.matching.leads, self.matching.settled(), self.as_of)
        first = ibis.date(self.as_of - datetime.timedelta(days=days))
        young = rows.agg(n=rows.count(where=(rows.created > first) & (rows.created <= ibis.date(self.as_of))))
        return int(ask(young, "Looking at the latest leads")["n"].iloc[0])

    def open_longer(self, days: float) -> int:
        """Leads that are open for more than so many days."""
        return int(self.ages.loc[(self.ages["outcome"] == OPEN) & (self.ages["age"] > days), "n"].sum())

    @cached_property
    def incidence(self) -> Incidence:
        """The share of the leads that had bought by each age, lost leads being out of it (Aalen and Johansen).

        Raises
        ------
        InputError
            Where no lead has an age.
        """
        return aalen_johansen(*self._by_age())

    @cached_property
    def lag(self) -> LagCurve | None:
        """How long a sale takes: given, or learnt from the dated sales. None where every lead is decided, or too few are."""
        if self.lag_given is not None:
            return self.lag_given
        if self.open_leads == 0 or self.dated_wins < self.FEWEST_WINS:
            return None
        return self.incidence.curve()

    @cached_property
    def leaks(self) -> frozenset[str]:
        """Columns that were written after the outcome: filled in for nearly all won leads and hardly any other."""
        c, found = self.cells, set()
        won = self.wins
        rest = self.leads - won
        assisted = won - int(c["direct"].sum())
        if not won or not rest:
            return frozenset()
        for name in ("channel", "rep"):
            there = c[c[name].notna()]
            on_wins, on_rest = float(there["won"].sum()), float((there["n"] - there["won"]).sum())
            if name in self.matching.columns and _more_often(on_wins, won, on_rest, rest):
                found.add(name)
        for field_, key, label in (("reached", "worked", "unreached_won"), ("fit", "fit", "unfit_won")):
            if field_ in self.matching.columns and assisted:
                on_wins = assisted - float(c[label].sum())
                on_rest = float(c[key].sum()) - assisted
                if on_wins / assisted >= FULL and on_rest / rest <= SPARSE:
                    found.add(
                        field_
                    )  # to be reached, or fit, more often goes with being won: only all or nothing tells
        return frozenset(found)

    def missing(self, name: str) -> float:
        """Share of the leads without a channel or rep, a fraction."""
        return float(self.cells.loc[self.cells[name].isna(), "n"].sum()) / self.leads

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the data, what was done about it, and what it does to the answer; the gravest first."""
        return faults_of(self)

    def _refuse(self, what: str) -> None:
        """Refuse a question that the data cannot answer."""
        for fault in self.faults:
            if what in fault.blocks:
                raise fault.refuse()

    # --- as a table ---

    @cached_property
    def table(self) -> Table:
        """The same leads as a table of months and channels, with the lag that was learnt."""
        has, leaks = self.matching.columns, self.leaks
        by_channel = "channel" in has and "channel" not in leaks and self.missing("channel") <= MOST_MISSING
        cells = self.cells.assign(channel=_named(self.cells["channel"]) if by_channel else None)
        keys = ["month", "channel"] if by_channel else ["month"]
        counts = ["n", "won", "lost", "direct", "fit", "worked"]
        sums = cells.groupby(keys, sort=True, as_index=False)[counts].sum()
        found = []
        for at, row in enumerate(sums.to_dict("records")):
            found.append(
                Row(
                    at=at,
                    month=int(row["month"]),
                    channel=str(row["channel"]) if by_channel else None,
                    leads=int(row["n"]),
                    wins=int(row["won"]),
                    direct_wins=int(row["direct"]) if "direct" in has else None,
                    fit=int(row["fit"]) if "fit" in has and "fit" not in leaks else None,
                    worked=int(row["worked"]) if "reached" in has and "reached" not in leaks else None,
                    lost=int(row["lost"]),
                )
            )
        return Table(Timeline(tuple(found), "cohort", self.lag, self.as_of, True), window=self.window)

    def period_counts(self) -> PeriodCounts:
        """The counts of the period that is looked at, as a comparison takes them."""
        return self.table.period_counts()

    def between(self, since: str | int | None = None, until: str | int | None = None) -> Ledger:
        """The same ledger, looked at from one month to another, both included.

        Everything is still learnt from all of it: how long a sale takes, which months are set aside.
        """
        table = self.table.between(since, until)
        part = replace(self, window=table.window)
        whole = ("leads", "wins", "open_leads", "dated_wins", "longest_win", "incidence", "lag", "leaks", "faults")
        part.__dict__.update({name: self.__dict__[name] for name in whole if name in self.__dict__})
        part.__dict__["table"] = table
        return part

    def _over(self, period: Period | None) -> Ledger:
        if period is None:
            return self
        since, until = (period, period) if isinstance(period, str) else period
        return self.between(since, until)

    @property
    def months(self) -> pd.DataFrame:
        """The timeline, a row a month; see :attr:`Table.months`."""
        return self.table.months

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Months that are in the ledger and not in the answer, and why."""
        return self.table.set_aside

    @property
    def named(self) -> str:
        """The period in words."""
        return self.table.named

    # --- into the model ---

    def funnel(self, since: str | int | None = None, until: str | int | None = None) -> Funnel:
        """The counts of the used months, with what has had time and how the months scatter; see :meth:`Table.funnel`.

        Raises
        ------
        InputError
            Where no month of the period can be used, or the data do not support a verdict: it names the column needed.
        """
        self._refuse("verdict")
        return self.table.funnel(since, until)

    def par(
        self,
        since: str | int | None = None,
        until: str | int | None = None,
        goal: float | None = None,
        capacity: float | None = None,
        like: Ledger | None = None,
    ) -> Par:
        """Own mature months as the level to hold others against; see :meth:`Table.par`."""
        self._refuse("verdict")
        return self.table.par(since, until, goal, capacity, None if like is None else like.table)

    def maturity(self) -> pd.DataFrame:
        """How far the leads of each month are, a row a month.

        Columns: ``leads``, ``won``, ``lost``, ``open``, counts; ``maturity``, the share of the eventual sales that has had
        time, a fraction; ``expected``, sales still to come at the close rate of mature months.
        """
        import pandas as pd

        self._refuse("lag")
        frame = self.months
        if self.window is not None:
            frame = frame.loc[calendar.label(self.window[0]) : calendar.label(self.window[1])]
        sums = self.cells.groupby("month")[["n", "won", "lost"]].sum()
        sums.index = pd.Index([calendar.label(int(m)) for m in sums.index], name="month")
        sums = sums.reindex(frame.index).fillna(0).astype(int)
        whole = self.months
        mature = whole[(whole["maturity"] > 0) & whole["set_aside"].isna()]
        base = float((mature["leads"] * mature["maturity"]).sum())
        rate = float(mature["wins"].sum()) / base if base > 0 else np.nan
        return pd.DataFrame(
            {
                "leads": sums["n"],
                "won": sums["won"],
                "lost": sums["lost"],
                "open": sums["n"] - sums["won"] - sums["lost"],
                "maturity": frame["maturity"],
                "expected": (sums["n"] * rate * (1 - frame["maturity"])).clip(lower=0),
            }
        )

    def bounds(self) -> tuple[float, float]:
        """The lowest and highest share that can end up won where nothing is assumed of open leads, fractions.

        Open leads older than any sale ever took count as lost.
        """
        stale = 0 if self.longest_win is None else self.open_longer(self.longest_win)
        lost = self.leads - self.wins - self.open_leads
        return win_rate_bounds(self.wins, lost, self.open_leads, stale)

    # --- like for like ---

    @cached_property
    def _ripe(self) -> dict[str | None, dict[int, float]]:
        """Share of the eventual sales that has had time, by channel (None: any other) and month."""
        table = self.table
        whole = {table.first + at: float(m) for at, m in enumerate(table.series.maturity)}
        found: dict[str | None, dict[int, float]] = {None: whole}
        if self.lag is None or self.lag_given is not None:
            return found
        won = self.ages[self.ages["outcome"] == WON].groupby("channel")["n"].sum()
        first = self.cells.groupby("channel")["month"].min()
        for channel, n in won.items():
            oldest = (self.as_of - calendar.date_of(int(first[str(channel)]), 1)).days
            # A channel that is young has not shown its late sales: its own curve would end too soon.
            if n >= self.OWN_CURVE and self.lag.by(oldest) >= FOLLOWED:
                own = table.with_lag(aalen_johansen(*self._by_age(str(channel))).curve())
                found[str(channel)] = {own.first + at: float(m) for at, m in enumerate(own.series.maturity)}
        return found

    @property
    def _inside(self) -> set[int]:
        """Months that are looked at. A month that is not over has leads like any other, only fewer."""
        table = self.table
        first, last = table.window or (table.first, table.first + table.size - 1)
        out = {a.month for a in self.set_aside if a.reason not in ("not over", "looks unfinished")}
        return {month for month in range(first, last + 1) if month not in out}

    @property
    def _used(self) -> pd.DataFrame:
        """Cells of the months that are looked at, with the wins that a person made and the effective leads behind them."""
        chosen = self._inside
        c = self.cells[self.cells["month"].isin(chosen)]
        ripe = self._ripe
        share = np.array(
            [ripe.get(channel, ripe[None])[month] for channel, month in zip(c["channel"], c["month"], strict=True)]
        )
        has, leaks = self.matching.columns, self.leaks
        if "reached" in has and "reached" not in leaks:
            base = c["worked"]
        elif "fit" in has and "fit" not in leaks:
            base = c["fit"]
        else:
            base = c["n"] - c["direct"]
        return c.assign(hits=(c["won"] - c["direct"]).astype(float), trials=base * share, base=base)

    def _grid(self, lines: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Cells by line and kind: hits, trials and the cells themselves."""
        used = self._used
        # Leads without a channel or a rep are no kind of their own: they would join what is worked apart.
        for key, kind in (("channel", "channels"), ("rep", "reps")):
            if kind in self._blocked or key not in self.matching.columns:
                used = used.assign(**{key: NOT_RECORDED})
            else:
                used = used[used[key].notna()]
        if used.empty or not used["trials"].sum() > 0:
            period = self.named if self.window is None else calendar.span_in_words(*self.window)
            raise InputError(lines, period, "holds no lead that could be compared", "Choose other months.")
        hits = used.pivot_table(index="rep", columns="channel", values="hits", aggfunc="sum", fill_value=0.0)
        trials = used.pivot_table(index="rep", columns="channel", values="trials", aggfunc="sum", fill_value=0.0)
        return hits, trials, used

    @cached_property
    def _blocked(self) -> frozenset[str]:
        return frozenset(what for fault in self.faults for what in fault.blocks)

    def _needs(self, field_: str, blocked: str) -> None:
        if field_ not in self.matching.columns:
            what, column = NEEDED[field_]
            raise InputError(
                field_, None, f"is no column of this file, so {what} cannot be compared", f"Export {column}."
            )
        self._refuse(blocked)

    def reps(self, since: str | int | None = None, until: str | int | None = None) -> pd.DataFrame:
        """Reps on like-for-like leads, a row a rep.

        Columns: ``leads`` that came to the rep; ``worked``, those that closing counts; ``won`` by talking; ``effective``,
        worked leads weighted by the share of their sales that has had time; ``rate``, won ÷ effective, the tempting
        number; ``expected``, sales of an average rep with the very same leads; ``ratio``, won ÷ expected; ``low``,
        ``high``, the limits within which chance alone keeps it, allowing for over-dispersion and for the number of reps
        looked at; ``outside``, ``"below"``, ``"above"`` or ``""``; ``skill``, the odds of a sale against an average rep's,
        shrunk towards 1, with its 90 % interval ``skill_low``, ``skill_high``; ``kept``, how much of what the leads could
        say about the rep is left after telling apart who got which (1: all). Where that is too little, the comparison is
        left blank (NaN) and :attr:`routing` says why.

        Raises
        ------
        InputError
            Where no rep is recorded, or only on wins.
        """
        if since is not None or until is not None:
            return self.between(since, until).reps()
        self._needs("rep", "reps")
        self._refuse("lag")
        return self._compared("rep")

    def channels(self, since: str | int | None = None, until: str | int | None = None) -> pd.DataFrame:
        """Channels as worked by the same reps, a row a channel. Columns as for :meth:`reps`.

        Raises
        ------
        InputError
            Where no channel is recorded, or only on wins.
        """
        if since is not None or until is not None:
            return self.between(since, until).channels()
        self._needs("channel", "channels")
        self._refuse("lag")
        return self._compared("channel")

    def _compared(self, lines: str) -> pd.DataFrame:
        import pandas as pd

        hits, trials, used = self._grid(lines)
        h, n = hits.to_numpy(float), trials.to_numpy(float)
        fit = alike.like_for_like(h, n)
        by_rep = lines == "rep"
        axis = 1 if by_rep else 0
        names = hits.index if by_rep else hits.columns
        expected = fit.expected_rows if by_rep else fit.expected_columns
        variance = fit.variance_rows if by_rep else fit.variance_columns
        effect = fit.row_effect if by_rep else fit.column_effect
        error = fit.row_error if by_rep else fit.column_error
        won, base = h.sum(axis), n.sum(axis)
        route = routing(n if by_rep else n.T)
        told = route.rows_identifiable
        if h.shape[axis] == 1:
            told = np.ones(
                len(names), dtype=bool
            )  # one kind of leads, or one rep for all: nothing to confuse them with
        scatter = _scatter_within(used, pd.DataFrame(fit.fitted, hits.index, hits.columns))
        dispersion = max(scatter, limits.dispersion_of(won, expected, variance))
        looks = max(1, int((base > 0).sum()))
        low, high = limits.control_limits(expected, variance, looks, dispersion, LOOKS)
        sums = used.groupby(lines)[["n", "base", "won", "direct"]].sum().reindex(names)
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(expected > 0, won / expected, np.nan)
            rate = np.where(base > 0, won / base, np.nan)
        outside = np.where(
            ~told | ~np.isfinite(ratio), "", np.where(ratio < low, "below", np.where(ratio > high, "above", ""))
        )
        z = _half_width()

        def known(values: np.ndarray) -> np.ndarray:
            return np.where(told, values, np.nan)

        frame = pd.DataFrame(
            {
                "leads": sums["n"].to_numpy(int),
                "worked": sums["base"].to_numpy(int),
                "won": won.astype(int),
                "effective": base,
                "rate": rate,
                "expected": known(expected),
                "ratio": known(ratio),
                "low": known(low),
                "high": known(high),
                "outside": outside,
                "skill": known(np.exp(effect)),
                "skill_low": known(np.exp(effect - z * error)),
                "skill_high": known(np.exp(effect + z * error)),
                "kept": np.asarray(route.kept, dtype=float),
            },
            index=pd.Index(names, name=lines),
        )
        return frame.sort_values(["leads"], ascending=False, kind="stable")

    def grid(self) -> pd.DataFrame:
        """Rep × channel: the rate that each pairing can be expected to have, thin ones pulled to what both suggest.

        Returns
        -------
        DataFrame
            Indexed by rep and channel: ``leads``, ``won``, ``rate``, won ÷ effective leads; ``fitted``, the shrunk rate.
        """
        import pandas as pd

        hits, trials, used = self._grid("rep" if "rep" in self.matching.columns else "channel")
        fit = alike.like_for_like(hits.to_numpy(float), trials.to_numpy(float))
        counts = used.pivot_table(index="rep", columns="channel", values="base", aggfunc="sum", fill_value=0)
        index = pd.MultiIndex.from_product([hits.index, hits.columns], names=["rep", "channel"])
        n = trials.to_numpy(float).ravel()
        with np.errstate(invalid="ignore", divide="ignore"):
            rate = np.where(n > 0, hits.to_numpy(float).ravel() / n, np.nan)
        return pd.DataFrame(
            {
                "leads": counts.to_numpy(int).ravel(),
                "won": hits.to_numpy(int).ravel(),
                "rate": rate,
                "fitted": np.asarray(fit.fitted).ravel(),
            },
            index=index,
        )

    @property
    def routing(self) -> Routes:
        """Whether who gets which lead lets the quality of leads and the skill of reps be told apart.

        Raises
        ------
        InputError
            Where rep or channel is not recorded.
        """
        self._needs("rep", "reps")
        self._needs("channel", "channels")
        hits, trials, _ = self._grid("rep")
        return _routes(hits, trials)

    def mix(self, before: Period, after: Period) -> pd.DataFrame:
        """The change of the close rate between two periods, split by channel into mix and rate, symmetric.

        Parameters
        ----------
        before, after : str or (str, str)
            A month, or the first and the last of several.

        Returns
        -------
        DataFrame
            Indexed by channel, the last row ``"all channels"``: ``share_before``, ``share_after``, shares of the leads;
            ``rate_before``, ``rate_after``; ``mix``, ``rate``, their parts of the change, fractions (0.02 is two
            points); ``low`` and ``high`` in the last row are the 90 % interval of the rate part.
        """
        import pandas as pd

        self._needs("channel", "channels")
        one, two = (self._over(period).table.channels for period in (before, after))
        names = list(dict.fromkeys([*one, *two]))
        h0, n0 = (np.array([one.get(name, (0.0, 0.0))[i] for name in names]) for i in (0, 1))
        h1, n1 = (np.array([two.get(name, (0.0, 0.0))[i] for name in names]) for i in (0, 1))
        for period, n in ((before, n0), (after, n1)):
            if n.sum() <= 0:
                raise InputError("period", period, "has no leads that had time to be won", "Choose other months.")
        split = mix_and_rate(n0, h0, n1, h1)
        with np.errstate(invalid="ignore", divide="ignore"):
            r0, r1 = np.where(n0 > 0, h0 / n0, np.nan), np.where(n1 > 0, h1 / n1, np.nan)
        frame = pd.DataFrame(
            {
                "share_before": n0 / n0.sum(),
                "share_after": n1 / n1.sum(),
                "rate_before": r0,
                "rate_after": r1,
                "mix": split.mix,
                "rate": split.rate,
                "low": np.nan,
                "high": np.nan,
            },
            index=pd.Index(names, name="channel"),
        ).sort_index()
        total, reach = float(split.rate.sum()), _half_width() * split.rate_error
        frame.loc["all channels"] = [
            1.0,
            1.0,
            h0.sum() / n0.sum(),
            h1.sum() / n1.sum(),
            split.mix.sum(),
            total,
            total - reach,
            total + reach,
        ]
        return frame

    def speed(self) -> pd.DataFrame:
        """How the time to the first contact goes with winning, among leads of the same channel and month.

        Compared within like leads only: hot leads are both called sooner and bought more often, so speed over all leads
        flatters the quick. Only leads that were reached are in it.

        Returns
        -------
        DataFrame
            Indexed by time to the first contact: ``leads``, ``won``; ``expected``, sales if each were won at the mean
            rate of its channel and month; ``ratio``; ``low``, ``high``, the limits that chance keeps it in.

        Raises
        ------
        InputError
            Where no date of the first contact is recorded.
        """
        import pandas as pd

        self._needs("reached", "reached")
        c = self.cells[self.cells["month"].isin(self._inside) & self.cells["speed"].notna()]
        if c.empty:
            raise InputError(
                "reached", None, "holds no time from a lead to its first contact", "Export dates of contact."
            )
        c = c.assign(hits=c["won"] - c["direct"], channel=_named(c["channel"]))
        c = c.groupby(["month", "channel", "speed"], as_index=False)[["worked", "hits"]].sum()
        alike_ = c.groupby(["month", "channel"])[["worked", "hits"]].transform("sum")
        group = alike_["worked"].clip(lower=1)
        rate = alike_["hits"] / group
        # Within a group the total of the sales is given, so chance deals them out like cards: hypergeometric.
        variance = c["worked"] * rate * (1 - rate) * (group - c["worked"]) / (group - 1).clip(lower=1)
        c = c.assign(expected=c["worked"] * rate, variance=variance)
        sums = c.groupby("speed")[["worked", "hits", "expected", "variance"]].sum()
        expected = sums["expected"].to_numpy(float)
        spread = np.maximum(sums["variance"].to_numpy(float), 1e-9)
        # Months are compared with themselves, so that their scatter is in none of it.
        low, high = limits.control_limits(expected, spread, max(1, len(sums)), level=LOOKS)
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(expected > 0, sums["hits"] / expected, np.nan)
        return pd.DataFrame(
            {
                "leads": sums["worked"].to_numpy(int),
                "won": sums["hits"].to_numpy(int),
                "expected": expected,
                "ratio": ratio,
                "low": low,
                "high": high,
            },
            index=pd.Index([SPEED_NAMES[at] for at in sums.index.astype(int)], name="first contact"),
        )

    def __repr__(self) -> str:
        faults = f", {len(self.faults)} faults" if self.faults else ""
        part = "" if self.window is None else f", looked at: {calendar.span_in_words(*self.window)}"
        return f"<Ledger: {self.leads:,} leads, {self.wins:,} won{faults}, counted {self.as_of.isoformat()}{part}>"


def _named(names: pd.Series) -> pd.Series:
    """Names with a word for none; a column of nothing but blanks may not be one of texts."""
    return names.astype(object).where(names.notna(), NOT_RECORDED)


def _scatter_within(used: pd.DataFrame, fitted: pd.DataFrame) -> float:
    """How much more than chance the months scatter around what their own reps and channels make likely, 1 or more."""
    at = fitted.index.get_indexer(used["rep"].array), fitted.columns.get_indexer(used["channel"].array)
    rate = fitted.to_numpy(float)[at]
    trials = used["trials"].to_numpy(float)
    months = used.assign(expected=trials * rate, variance=trials * rate * (1 - rate)).groupby("month")
    sums = months[["hits", "expected", "variance"]].sum()
    return dispersion_around(*(sums[key].to_numpy(float) for key in ("hits", "expected", "variance")))


def _more_often(on_wins: float, won: float, on_rest: float, rest: float) -> bool:
    """Whether a name is there more often for won leads than for others, by more than chance and by much."""
    one, two, mean = on_wins / won, on_rest / rest, (on_wins + on_rest) / (won + rest)
    error = np.sqrt(mean * (1 - mean) * (1 / won + 1 / rest))
    return bool(one - two >= LOPSIDED and one - two > BEYOND_CHANCE * error)


def _half_width() -> float:
    """Standard errors from the middle of a normal distribution to the end of its 90 % interval."""
    from scipy.special import ndtri

    return float(ndtri(1 - TAIL))


RELATIVE: Final = 0.75
"""Where two rates are equal, a test is sized to see one that is a quarter lower."""


def _routes(hits: pd.DataFrame, trials: pd.DataFrame) -> Routes:
    """Judge the routing, and size the test that would mend it."""
    n, h = trials.to_numpy(float), hits.to_numpy(float)
    found = routing(n)
    names = [str(name) for name in trials.index]
    kept = {name: float(share) for name, share in zip(names, found.kept, strict=True)}
    comparable = tuple(name for name, told in zip(names, found.rows_identifiable, strict=True) if told)
    if found.identifiable or len(names) < 2:
        return Routes(found.identifiable, found.reason, kept, comparable)
    size = n.sum(axis=1)
    apart = [max(rows, key=lambda at: size[at]) for rows, _ in found.groups]
    first, second = sorted(apart if len(apart) > 1 else range(len(names)), key=lambda at: -size[at])[:2]
    one, two = (min(1.0, float(h[at].sum() / size[at])) for at in (first, second))
    lower = two if one != two else RELATIVE * two
    test = leads_per_arm(one, lower) if one != lower else None
    return Routes(False, found.reason, kept, comparable, (names[first], names[second]), test, (one, two))


# --- reading ------------------------------------------------------------------------------------------------------


def _first_look(
    leads: Leads, plan: Plan, matching: Matching, as_of: datetime.date | None, progress: Progress | None
) -> tuple[datetime.date, int]:
    """The day of counting, and how many rows repeat an ID. Columns of too many names are refused."""
    table, named = leads.table, [key for key in ("channel", "rep") if key in plan.columns]
    sums: dict[str, Any] = {"rows": table.count()}
    sums |= {key: table[plan.columns[key]].approx_nunique() for key in named}
    ids = reduction.id_of(table, plan)
    if ids is not None:
        sums["ids"] = ids.count()
    found = ask(table.agg(**sums), "Looking at the rows", progress).iloc[0]
    if not found["rows"]:
        raise InputError("leads", 0, "rows are below the headings", "Choose a file with a row a lead.")
    for key in named:
        # The count is an estimate, so twice the limit is let through here and counted exactly afterwards.
        if found[key] > 2 * MOST_NAMES:
            raise InputError(
                matching.columns[key],
                int(found[key]),
                f"different names or so are no {key}s",
                f"Choose the column that holds the {key}, or leave it out: columns={{'{key}': None}}.",
            )
    repeated = 0
    if ids is not None:  # asked by itself: an engine is several times as slow where it counts other things beside it
        different = ask(table.agg(different=ids.nunique()), "Looking for repeated IDs", progress)
        repeated = int(found["ids"]) - int(different["different"].to_numpy()[0])
    if as_of is not None:
        return as_of, repeated
    rows = reduction.canonical(leads, plan)
    days = rows.agg(created=rows.created.max(), decided=rows.decided.max())
    last = ask(days, "Looking at the dates", progress).iloc[0]
    created, decided = (_date(last[key]) for key in ("created", "decided"))
    if created is None:
        heading = matching.columns["created"]
        raise InputError(heading, None, "holds no date that can be read", "Choose the column with the first contact.")
    if decided is not None and (decided - created).days > LONELY_DAYS:
        _check_last_decision(rows, created, decided, progress)
    if decided is not None and (decided - created).days > MOST_AHEAD:
        raise InputError(
            "as_of",
            decided.isoformat(),
            f"is the last date of a decision, {(decided - created).days:,} days after the last lead came",
            "Say when the leads were counted, for example as_of='2025-06-30'; later dates then have not happened.",
        )
    return max(filter(None, (created, decided))), repeated


def _check_last_decision(
    rows: ibis.Table, created: datetime.date, decided: datetime.date, progress: Progress | None
) -> None:
    """A few decisions long after the last lead came are dates that were mistyped, and would age every open lead."""
    import ibis

    late = rows.decided > ibis.date(created + datetime.timedelta(days=LONELY_DAYS))
    found = ask(rows.agg(late=rows.count(where=late), all=rows.decided.count()), "Looking at the last dates", progress)
    late_ones, all_ = int(found["late"].iloc[0]), int(found["all"].iloc[0])
    if late_ones <= max(2, LONELY * all_):
        raise InputError(
            "as_of",
            decided.isoformat(),
            f"is the last date of a decision, and only {late_ones:,} of {all_:,} decisions are more than {LONELY_DAYS} days "
            "after the last lead came",
            "Mend the date, or say when the leads were counted, for example as_of='2025-06-30'.",
        )


def _date(value: Any) -> datetime.date | None:
    if value is None or value != value:
        return None
    found: datetime.date = value.date() if hasattr(value, "date") else value
    return found


def _no_leads(matching: Matching, aside: Mapping[int, int], day: datetime.date) -> None:
    heading = matching.columns["created"]
    if aside.get(reduction.LATER):
        raise InputError("as_of", day.isoformat(), "is before the first lead came", "Give a later day.")
    raise InputError(heading, None, "holds no date that can be read", "Choose the column with the first contact.")


def _check_last_months(ledger: Ledger) -> None:
    """A few leads long after all others are dates that were mistyped, and would age every open lead."""
    months = ledger.cells.groupby("month")["n"].sum().sort_index()
    at = months.index.to_numpy()
    if len(at) < 2:
        return
    gap = int(at[-1] - at[-2])
    if gap >= 6 and months.iloc[-1] < 0.01 * months.sum():
        last = calendar.in_words(int(at[-1]))
        raise InputError(
            "as_of",
            last,
            f"is {gap} months after the leads before it, with {int(months.iloc[-1]):,} of {int(months.sum()):,} leads",
            "Mend the dates, or say when the leads were counted, for example as_of='2025-06-30'.",
        )


def _undated(ages: pd.DataFrame, outcome: int) -> int:
    return int(ages.loc[(ages["age"] == reduction.UNDATED) & (ages["outcome"] == outcome), "n"].sum())


def _names(cells: pd.DataFrame, key: str) -> Names:
    code, texts = cells[key].factorize()  # missing ones are −1
    if not len(texts):
        return Names({})
    rows = np.bincount(code[code >= 0], weights=cells["n"].to_numpy(float)[code >= 0], minlength=len(texts))
    return clean_names({str(text): int(n) for text, n in zip(texts, rows, strict=True)}, key)


def _called(column: pd.Series[Any], names: Names) -> pd.Series[Any]:
    """A column under the names that its texts stand for, a text at a time and not a row at a time."""
    import pandas as pd

    code, texts = column.factorize()
    known = np.array([*(names.of[text] for text in texts), None], dtype=object)
    return pd.Series(known[code], index=column.index, dtype=object)


SUMS: Final = (
    "n",
    "won",
    "lost",
    "direct",
    "fit",
    "worked",
    "contradicting",
    "unreached_won",
    "unfit_won",
    "reached_late",
    "priced",
)
"""What is added up for each month, channel, rep and time to the first contact."""


def _tidy(cells: pd.DataFrame, channels: Names, reps: Names) -> pd.DataFrame:
    """Cells by month, channel, rep and speed, one spelling for each name, whole numbers."""
    keys = ["month", "channel", "rep", "speed"]
    c, n, contact = cells, cells["n"], cells["contact"]
    won, lost = c["outcome"] == WON, c["outcome"] == LOST
    tidy = c.assign(
        month=c["month"].astype("int64"),
        channel=_called(c["channel"], channels),
        rep=_called(c["rep"], reps),
        speed=contact.where(contact < len(SPEED_NAMES)),
        won=n.where(won, 0),
        lost=n.where(lost, 0),
        worked=n.where((contact < reduction.NEVER) | (contact == reduction.AFTERWARDS), 0),
        unreached_won=n.where(contact == reduction.UNSEEN, 0),
        reached_late=n.where(contact == reduction.AFTERWARDS, 0),
    )
    tidy = tidy.groupby(keys, dropna=False, sort=True, as_index=False)[[*SUMS, "amount"]].sum()
    return tidy.astype(dict.fromkeys(SUMS, "int64"))


def _tidy_ages(ages: pd.DataFrame, channels: Names) -> pd.DataFrame:
    tidy = ages.assign(channel=_called(ages["channel"], channels))[["channel", "outcome", "age", "n"]]
    tidy = tidy[tidy["age"] >= 0].groupby(["channel", "outcome", "age"], dropna=False, sort=True, as_index=False).sum()
    return tidy.astype({"outcome": "int64", "age": "int64", "n": "int64"})
