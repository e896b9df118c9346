"""A ledger: one row per lead, from any CRM. Read once, reduced to counts, and turned into the same funnel as a table.

It sees what a table cannot: how long a sale really takes, which leads have been open longer than any sale took, and
whether it is the leads or the people.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from diagnostics import month_numbers as calendar
from diagnostics.comparison.period import PeriodCounts
from diagnostics.comparison.units import Routes
from diagnostics.errors import InputError
from diagnostics.funnel.checks import entries, record, several, text
from diagnostics.funnel.incidence import win_rate_bounds
from diagnostics.funnel.lag import LagCurve, Spread
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import now, t
from diagnostics.leads.counting.build import count_leads
from diagnostics.leads.counting.by_month import table_of
from diagnostics.leads.counting.choices import weigh
from diagnostics.leads.counting.counts import Counted, LeadCounts
from diagnostics.leads.counting.examples import Example, examples_of
from diagnostics.leads.counting.lost import LostTexts, lost_frame, lost_texts
from diagnostics.leads.counting.receipt import receipt_of
from diagnostics.leads.counting.reduction import REMARK
from diagnostics.leads.counting.self_service_signs import find_signs
from diagnostics.leads.faults import Fault, find_faults
from diagnostics.leads.fields import self_service
from diagnostics.leads.matching import without_days
from diagnostics.leads.matching.matching import Matching, match, opening_answers, recognise
from diagnostics.leads.matching.named_people import showing, without_names
from diagnostics.leads.opening.opening import open_leads
from diagnostics.leads.view import View, mix_of
from diagnostics.months.table import Table, months_kept
from diagnostics.months.timeline import SetAside
from diagnostics.number_format import integer
from diagnostics.reading.given import day
from diagnostics.reading.people import Shown, unmarked
from diagnostics.reading.progress import Console, Progress
from diagnostics.reading.questions import Question
from diagnostics.reading.receipt import Dropped, Receipt

if TYPE_CHECKING:
    import pandas as pd

Period = tuple[str, str] | str

MOST_UNUSED: Final = 8
"""Unused columns that are listed."""


@dataclass(frozen=True, eq=False)
class Ledger(Counted):
    """Leads, reduced to counts. Made by :meth:`read`; never changed.

    Attributes
    ----------
    counts : LeadCounts
        What was counted; :attr:`leads`, :attr:`wins` and the like are of all leads, whatever months are looked at.
    keep : set of int
        Months that are used although their records look incomplete.
    window : (int, int) or None
        The first and the last month that are looked at; None: all.
    whole : Ledger or None
        The ledger of which this is a part; None where all months are looked at.
    """

    counts: LeadCounts
    keep: frozenset[int] = frozenset()
    window: tuple[int, int] | None = None
    whole: Ledger | None = None

    # --- reading ---

    @classmethod
    def read(
        cls,
        source: str | os.PathLike[str] | bytes | pd.DataFrame | Any,
        columns: Mapping[str, Any] | None = None,
        as_of: datetime.date | str | None = None,
        *,
        lag_days: float | LagCurve | None = None,
        sheet: str | None = None,
        encoding: str | None = None,
        people: Shown = "names",
        progress: Progress | None = None,
    ) -> Ledger:
        """Read an export and reduce it to counts.

        Parameters
        ----------
        source : path, bytes, DataFrame, Arrow table, Ibis table, DuckDB relation, or a list of these
            One row per lead. CSV, TSV, XLSX and Parquet are recognised by their content; a list, a folder, or a pattern such
            as ``"leads/*.csv"`` is one export, its columns matched by heading.
        columns : mapping, optional
            What is not to be guessed: headings by field, and what texts mean; see
            :func:`~diagnostics.leads.matching.matching.match`. :attr:`columns` gives it back, complete.
        as_of : date or str, optional
            The day of counting, ``"2025-06-30"``; the last day on which anything happened unless given. Leads without
            days, which are counted where no column can say when a lead came, need none.
        lag_days : float or LagCurve, optional
            Typical days from first contact to sale; learnt from the dates of the sales unless given.
        sheet : str, optional
            Which sheet of a workbook; ``"all"`` for all that hold leads, one below another, with a column ``"Sheet"`` of
            their names: ``columns={"rep": "Sheet"}`` where there is one for each rep.
        encoding : str, optional
            Of a text file, for example ``"shift_jis"``; found by what decodes unless given.
        people : {"names", "initials", "numbers"}
            How reps are shown. Initials that several have are numbered; numbers are those of the export, in no order of
            names, and another export gives others. Every count is the same. Of ``counts``, only ``matching``, the export
            itself, still holds names then.
        progress : callable, optional
            ``progress(words, share)`` is called while the engine works, ``share`` a fraction or None. What it raises
            stops the work. Unless given, work that takes some seconds is reported on the standard error stream.

        Raises
        ------
        InputError
            Where something cannot be used, or could be read in two ways; it names the column and the remedy.
        """
        if progress is None:
            console = Console()
            try:
                return cls.read(
                    source,
                    columns,
                    as_of,
                    lag_days=lag_days,
                    sheet=sheet,
                    encoding=encoding,
                    people=people,
                    progress=console,
                )
            finally:
                console.done()
        progress(t("Opening"), None)
        if encoding is not None:
            columns = {**({} if columns is None else entries("columns", columns)), "encoding": encoding}
        if sheet is not None:
            text("sheet", sheet)
        wanted, encoding = opening_answers(columns)
        leads = open_leads(source, recognise, sheet, encoding=encoding, wanted=wanted, progress=progress)
        matching = weigh(match(leads, columns, progress), day("as_of", as_of), progress).matching
        return cls.of(showing(matching, people), as_of, lag_days, progress)

    @classmethod
    def of(
        cls,
        matching: Matching,
        as_of: datetime.date | str | None = None,
        lag_days: float | LagCurve | None = None,
        progress: Progress | None = None,
    ) -> Ledger:
        """Reduce an export whose columns are matched; parameters and errors are those of :meth:`read`."""
        counted_on, curve = day("as_of", as_of), _curve(lag_days)
        try:
            return cls._of(count_leads(matching, counted_on, curve, progress))
        except InputError as error:
            question = error.facts.get("question")
            if question is None or matching.questions:
                raise
        # Which day is meant is known to be open only once the dates are counted.
        weighed = weigh(replace(matching, questions=(question,)), counted_on, progress).matching
        return cls._of(count_leads(weighed, counted_on, curve, progress))

    @classmethod
    def _of(cls, counts: LeadCounts) -> Ledger:
        """With what may tell sales without a salesperson, which is looked for once."""
        return cls(replace(counts, signs=find_signs(counts)))

    # --- what was read ---

    @property
    def columns(self) -> dict[str, Any]:
        """The mapping that was used, as it may be given to :meth:`read` again; plain texts and lists."""
        matching = self.counts.matching
        return matching.remembered if self.counts.people is None else without_names(matching.remembered, matching)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to read it, sentences."""
        matching, counts = self.counts.matching, self.counts
        listed = ", ".join(matching.unused[:MOST_UNUSED]) + (" …" if len(matching.unused) > MOST_UNUSED else "")
        unused = (t("Columns that are not used: {columns}.", columns=listed),) if listed else ()
        return (
            *map(self._unnamed, (*matching.leads.notes, *matching.notes)),
            *self._taken,
            *(f"{fault.what} {fault.effect}" for fault in self.faults if fault.key == "no days"),
            *counts.channel_names.notes,
            *counts.rep_names.notes,
            *unused,
        )

    def _unnamed(self, text: str) -> str:
        """A sentence in the language of now, without the names of people where they are not shown."""
        return now(text) if self.counts.people is None else self.counts.people.masked(now(text))

    @property
    def _taken(self) -> tuple[str, ...]:
        """The offer that was taken, with what it came to."""
        given = self.counts.matching.given.get("self_service", "as-recorded")
        if given == "as-recorded":
            return ()
        heading = self.counts.matching.columns.get("rep", "")
        if self.counts.people is not None and isinstance(given, Mapping) and heading in given:
            names = unmarked(given[heading], self.counts.matching.leads.profiles[heading].texts)
            given = {**given, heading: sorted({self.counts.people[name] for name in names})}
        facts = {
            "count": integer(self.counts.total("direct")),
            "sales": integer(self.wins),
            "signs": self_service.taken(given, self.counts.matching.columns),
        }
        if "direct" in self.counts.matching.columns:
            return (
                t(
                    "{count} of {sales} sales count as self-service sales: they have {signs}, or are marked as direct.",
                    **facts,
                ),
            )
        return (t("{count} of {sales} sales count as self-service sales: they have {signs}.", **facts),)

    @property
    def offers(self) -> tuple[Question, ...]:
        """What may be counted in another way, if it is said to be so; nothing waits for an answer."""
        counts = self.counts
        found = []
        if not counts.dated and counts.months is None:
            found.append(without_days.offer(counts.matching.leads, counts.matching.columns))
        if counts.matching.outcomes is not None and counts.matching.outcomes.offer is not None:
            found.append(counts.matching.outcomes.offer)
        if counts.signs:
            found.append(self_service.offer(counts.signs, counts.wins))
        return tuple(found)

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """Rows that were left out, and why."""
        footers = self.counts.left_out.get(REMARK, 0)
        more = (Dropped(t("footers, totals and remarks"), t("no lead stands in them"), footers),) if footers else ()
        left_out = self.counts.matching.leads.dropped
        return (*(replace(d, what=self._unnamed(d.what), why=self._unnamed(d.why)) for d in left_out), *more)

    @cached_property
    def reading(self) -> Receipt:
        """How the export was read: rows kept and left out, each column with its evidence, what was assumed, months used."""
        if self.whole is not None:
            return self.whole.reading
        return receipt_of(self.counts, self.table, self.dropped, self.notes)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the data, what was done about it, and what it does to the answer; the gravest first."""
        return find_faults(self.counts, table_of(self.counts, self.keep)) if self.whole is None else self.whole.faults

    def examples(self, fault: Fault | str) -> tuple[Example, ...]:
        """A few of the rows that a fault (or the key of one) is about. Asked of the engine."""
        return examples_of(self.counts, fault if isinstance(fault, str) else record(Fault, "fault", fault).key)

    # --- the months ---

    @cached_property
    def table(self) -> Table:
        """The same leads as a table of months and channels, with the lag that was learnt."""
        if self.whole is None or self.window is None:
            doubts = tuple(fault.doubt for fault in self.faults if fault.doubtful)
            return replace(table_of(self.counts, self.keep), doubts=doubts)
        return self.whole.table.between(*self.window)

    @cached_property
    def view(self) -> View:
        """The leads of the months that are looked at, to be compared."""
        return View(self.counts, self.table, self.faults)

    def period_counts(self) -> PeriodCounts:
        """The counts of the period that is looked at, as a comparison takes them."""
        return self.table.period_counts()

    def between(self, since: str | int | None = None, until: str | int | None = None) -> Ledger:
        """The same ledger, looked at from one month to another, both included.

        Everything is still learnt from all of it: how long a sale takes, which months are set aside.
        """
        self.view.need_days()
        whole = self if self.whole is None else self.whole
        return replace(self, window=whole.table.between(since, until).window, whole=whole)

    def keeping(self, months: Collection[int]) -> Ledger:
        """All months of the same ledger, with some that are used although their records look incomplete."""
        return Ledger(self.counts, months_kept(months))

    def taking(self, lag_days: float | LagCurve | None) -> Ledger:
        """The same leads, with the typical days from first contact to sale as given; None: learnt from the dates."""
        return Ledger(replace(self.counts, lag_given=_curve(lag_days)), self.keep)

    def _over(self, since: str | int | None, until: str | int | None) -> Ledger:
        return self if since is None and until is None else self.between(since, until)

    @property
    def months(self) -> pd.DataFrame:
        """The timeline, one row per month; see :attr:`Table.months`."""
        self.view.need_days()
        return self.table.months

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Months that are in the ledger and not in the answer, and why."""
        return self.table.set_aside

    @property
    def named(self) -> str:
        """The period in words."""
        return self.table.named if self.counts.dated else t("the whole file")

    def maturity(self) -> pd.DataFrame:
        """How much of each month's eventual sales has had time to happen, one row per month.

        Columns: ``leads``, ``won``, ``lost``, ``open``, counts; ``maturity``, the share of the eventual sales that has had
        time, a fraction; ``expected``, sales still to come at the win rate of mature months.
        """
        return self.view.maturity()

    # --- into the model ---

    def funnel(self, since: str | int | None = None, until: str | int | None = None) -> Funnel:
        """The counts of the used months, with what has had time and how the months scatter; see :meth:`Table.funnel`.

        Raises
        ------
        InputError
            Where no month of the period can be used, or the data do not support a verdict: it names the column needed.
        """
        self.view.refuse("verdict")
        return self.table.funnel() if since is None and until is None else self.between(since, until).table.funnel()

    def par(
        self,
        since: str | int | None = None,
        until: str | int | None = None,
        goal: float | None = None,
        capacity: float | None = None,
        like: Ledger | None = None,
    ) -> Par:
        """Own mature months as the level to compare others with; see :meth:`Table.par`."""
        self.view.need_days()
        self.view.refuse("verdict")
        return self.table.par(
            since, until, goal, capacity, None if like is None else record(Ledger, "like", like).table
        )

    def bounds(self) -> tuple[float, float]:
        """The lowest and highest share that can end up won where nothing is assumed of open leads, fractions.

        Open leads older than any sale ever took count as lost.
        """
        return win_rate_bounds(self.wins, self.decided - self.wins, self.open_leads, self.counts.stale)

    # --- like for like ---

    def reps(self, since: str | int | None = None, until: str | int | None = None) -> pd.DataFrame:
        """Reps on like-for-like leads, one row per rep.

        Columns: ``leads`` that came to the rep; ``worked``, those that closing counts; ``won`` by talking; ``effective``,
        worked leads weighted by the share of their sales that has had time; ``rate``, won ÷ effective, the tempting
        number; ``expected``, sales of an average rep with the very same leads; ``ratio``, won ÷ expected; ``low``,
        ``high``, the limits within which chance alone keeps it, allowing for over-dispersion and for the number of reps
        looked at; ``enough``, how many such leads it takes for no sale at all to be below ``low``;
        ``outside``, ``"below"``, ``"above"`` or ``""``; ``skill``, the odds of a sale against an average rep's,
        shrunk towards 1, with its 90% interval ``skill_low``, ``skill_high``; ``kept``, the share of the information
        about the rep that is left after allowing for who got which leads (1: all); ``misleading``, whether the rate makes
        an outlier of a rep who is none, or the opposite one, on the leads they had. A ``rate`` above what can end up won is
        left blank. Where that is too little, the
        comparison is left blank (NaN) and :attr:`routing` says why.

        Raises
        ------
        InputError
            Where no rep is recorded, or only on wins.
        """
        return self._over(since, until).view.units("rep")

    def channels(self, since: str | int | None = None, until: str | int | None = None) -> pd.DataFrame:
        """Channels as worked by the same reps, one row per channel. Columns as for :meth:`reps`.

        Raises
        ------
        InputError
            Where no channel is recorded, or only on wins.
        """
        return self._over(since, until).view.units("channel")

    def grid(self) -> pd.DataFrame:
        """Rep × channel: the rate that can be expected of each; see :func:`~diagnostics.comparison.units.rates_by_pair`."""
        return self.view.pairs()

    @property
    def routing(self) -> Routes:
        """Whether who gets which lead lets the quality of leads and the skill of reps be separated.

        Raises
        ------
        InputError
            Where rep or channel is not recorded.
        """
        return self.view.routes()

    def mix(self, before: Period, after: Period) -> pd.DataFrame:
        """The change of the win rate between two periods, split by channel into mix and rate, symmetric.

        Parameters
        ----------
        before, after : str or (str, str)
            A month, or the first and the last of several.

        Returns
        -------
        DataFrame
            See :func:`~diagnostics.comparison.mix_table.mix_table`.
        """
        return mix_of(*(self._in(name, given).view for name, given in (("before", before), ("after", after))))

    def _in(self, name: str, period: Period) -> Ledger:
        """Looked at in a month, or from one to another."""
        ends = (period, period) if isinstance(period, str) else several(name, period)
        if len(ends) != 2:
            raise InputError("not-a-period-of-months", name, period)
        return self.between(*ends)

    def speed(self) -> pd.DataFrame:
        """How the time to the first contact goes with winning; see :func:`~diagnostics.comparison.speed.compare_speeds`.

        Raises
        ------
        InputError
            Where no date of the first contact is recorded.
        """
        return self.view.speeds()

    def lost(self, since: str | int | None = None, until: str | int | None = None) -> pd.DataFrame:
        """Why leads were lost, counted by kind; what a seller wrote is not proof.

        Rows ``price``, ``fit``, ``timing``, ``no answer``, ``competitor``, ``other`` (a reason of none of these kinds), then
        ``not said``, lost leads without a reason. Columns: ``leads``, lost leads; ``share`` of the lost leads with a reason, a
        fraction, with its 90% range ``low`` to ``high``, each kind against all others. A reason on a lead that is not lost
        does not count. See :mod:`diagnostics.reading.lost_reasons` for what is read as which kind.

        Raises
        ------
        InputError
            Where no column says why a lead was lost.
        """
        return lost_frame(self._over(since, until).lost_texts.reasons)

    @cached_property
    def lost_texts(self) -> LostTexts:
        """The same with the commonest texts of no known kind, and what was not counted. Asked of the engine once."""
        return lost_texts(self.counts, self.window)

    def __repr__(self) -> str:
        faults = f", {len(self.faults)} faults" if self.faults else ""
        part = "" if self.window is None else f", looked at: {calendar.span_in_words(*self.window)}"
        counted = f"counted {self.as_of}" if self.counts.dated else "without days"
        return f"<Ledger: {integer(self.leads)} leads, {integer(self.wins)} won{faults}, {counted}{part}>"


def _curve(lag_days: float | LagCurve | None) -> LagCurve | None:
    return lag_days if isinstance(lag_days, LagCurve) or lag_days is None else Spread(lag_days)
