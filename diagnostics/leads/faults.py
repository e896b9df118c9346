"""What is wrong with a ledger, before any verdict: how many rows, examples, and what it does to the answer.

Read down :data:`CHECKS` for the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError
from diagnostics.leads import reduction
from diagnostics.reading.questions import rows

if TYPE_CHECKING:
    import ibis

    from diagnostics.leads.ledger import Ledger
    from diagnostics.reading.names import Names

Blocks = Literal["verdict", "reps", "channels", "lag", "reached", "fit"]

MOST_MISSING: Final = 0.5
"""A column that is blank in a larger share of the rows is not there."""
FULL: Final = 0.9
SPARSE: Final = 0.1
"""Filled in for so many of the won leads and so few of the others, a column was written after the outcome."""
MOST_UNDATED: Final = 0.2
"""A larger share of leads without a date of first contact is refused."""
SHORT_OF: Final = 0.75
"""A sale that took more than this share of the age of the first lead shows that later ones are still to come."""
FEW: Final = 10
FEW_YOUNG: Final = 7
"""So many leads younger than half of the decisions took are all decided in less than one case of a hundred."""
EXAMPLES: Final = 3
"""Rows that are shown of each kind."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the data.

    Attributes
    ----------
    key : str
        Its name, for programs.
    what : str
        What is wrong, a sentence with the count.
    effect : str
        What was done about it, and what that does to the answer.
    count : int
        Rows.
    of : int
        Of how many.
    blocks : tuple of str
        What cannot be answered for it: ``"verdict"``, ``"reps"``, ``"channels"``, ``"lag"``, ``"reached"``, ``"fit"``.
    needs : str
        What would have to be exported; empty where nothing is refused.
    field : str
        The column that it is about, where something is refused.
    """

    key: str
    what: str
    effect: str
    count: int
    of: int
    blocks: tuple[Blocks, ...] = ()
    needs: str = ""
    field: str = ""
    ledger: Any = None

    @property
    def examples(self) -> tuple[dict[str, Any], ...]:
        """A few of the rows: where each stands, and what it holds. Asked of the engine when they are wanted."""
        found = WHERE.get(self.key)
        if found is None or self.ledger is None:
            return ()
        return examples_of(self.ledger, found)

    def refuse(self) -> InputError:
        """The refusal of what it blocks."""
        problem = f"do not support the answer: {self.what[:1].lower()}{self.what[1:].rstrip('.')}"
        remedy = f"Export {self.needs}." if self.needs else self.effect
        return InputError(self.field or self.key, f"{self.count:,} of {self.of:,} rows", problem, remedy)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)

    @property
    def _told(self) -> tuple[Any, ...]:
        return (self.key, self.what, self.effect, self.count, self.of, self.blocks, self.needs)

    def __repr__(self) -> str:
        return f"<Fault {self.key}: {self.what}>"


def repeated(table: ibis.Table, _: Ledger) -> Any:
    """All rows; which of them repeat an ID needs all of them."""
    return table.id.notnull()


def _without(name: Any, names: Names) -> Any:
    """Rows whose name is blank or stands for nothing."""
    texts = sorted(text for text, found in names.of.items() if found is None)
    return name.isnull() | name.isin(texts) if texts else name.isnull()


WHERE: Final[dict[str, Callable[[ibis.Table, Ledger], Any]]] = {
    "duplicates": repeated,
    "no date": lambda t, _: t.created.isnull() & ~t.remark,
    "later": lambda t, _: t.created > t.as_of,
    "won before created": lambda t, _: t.decided < t.created,
    "decided without a date": lambda t, _: (t.outcome != reduction.OPEN) & t.decided.isnull(),
    "status against date": lambda t, _: t.contradicting,
    "no channel": lambda t, ledger: _without(t.channel, ledger.channel_names),
    "no rep": lambda t, ledger: _without(t.rep, ledger.rep_names),
    "reached after the outcome": lambda t, _: t.reached_late,
    "open too long": lambda t, _: (t.outcome == reduction.OPEN) & (t.as_of.delta(t.created, unit="day") > t.longest),
    "won without being reached": lambda t, _: (
        (t.outcome == reduction.WON) & ~t.worked.fill_null(False) & ~t.direct.fill_null(False)
    ),
    "won and not fit": lambda t, _: (t.outcome == reduction.WON) & ~t.fit & ~t.direct.fill_null(False),
}
"""Which rows a fault is about."""


def examples_of(ledger: Ledger, where: Callable[[ibis.Table, Ledger], Any]) -> tuple[dict[str, Any], ...]:
    """The first rows of a kind."""
    import ibis

    as_of = ledger.as_of
    longest = ledger.longest_win or 0
    told = reduction.canonical(ledger.matching.leads, ledger.matching.settled(), as_of)
    told = told.mutate(as_of=ibis.date(as_of), longest=ibis.literal(longest))
    if where is repeated:
        twice = told.group_by("id").agg(times=told.count())
        told = told.semi_join(twice.filter((twice.times > 1) & twice.id.notnull()), "id")
        found = told.order_by(["id", "row"]).limit(2 * EXAMPLES)
    else:
        found = told.filter(where(told, ledger)).order_by("row").limit(EXAMPLES)
    frame = reduction.ask(
        found.select("row", "id", "created", "channel", "rep", "outcome", "decided"), "Looking for examples"
    )
    names = {reduction.OPEN: "open", reduction.WON: "won", reduction.LOST: "lost"}
    examples = []
    for record in frame.to_dict("records"):
        shown: dict[str, Any] = {}
        for key, value in record.items():
            if value is None or value != value:
                continue
            if key == "outcome":
                value = names[int(value)]
            elif hasattr(value, "isoformat"):
                value = value.isoformat()[:10]
            elif key == "row":
                value = int(value)
            else:
                value = reduction.harmless(str(value))
            shown[str(key)] = value
        examples.append(shown)
    return tuple(examples)


def faults_of(ledger: Ledger) -> tuple[Fault, ...]:
    """Every check in turn; what was found, the gravest first."""
    found = [replace(fault, ledger=ledger) for check in CHECKS for fault in check(ledger)]
    return tuple(sorted(found, key=lambda fault: (not fault.blocks, -fault.count)))


Found = Iterator[Fault]


def duplicates(ledger: Ledger) -> Found:
    """IDs that stand more than once."""
    if "id" not in ledger.matching.columns:
        what = "No column identifies a lead."
        yield Fault(
            "no ID", what, "A lead that stands in the file twice counts twice; it cannot be told.", 0, ledger.rows
        )
    elif ledger.repeated:
        yield Fault(
            "duplicates",
            f"{_rows(ledger.repeated, 'repeats', 'repeat')} an ID that stands above.",
            "Each ID is counted once; of rows that differ, the one decided last counts. Otherwise leads would count twice.",
            ledger.repeated,
            ledger.rows,
        )


def undated_leads(ledger: Ledger) -> Found:
    """No date of first contact."""
    count = ledger.aside.get(reduction.NO_DATE, 0)
    if count:
        grave = count > ledger.rows * MOST_UNDATED
        yield Fault(
            "no date",
            f"{_rows(count, 'has', 'have')} no date of first contact that can be read.",
            "They are left out: it is not known which month they belong to.",
            count,
            ledger.rows,
            ("verdict",) if grave else (),
            "the date of first contact of every lead" if grave else "",
            ledger.matching.columns["created"],
        )


def later_leads(ledger: Ledger) -> Found:
    """Created after the day of counting."""
    count = ledger.aside.get(reduction.LATER, 0)
    if count:
        yield Fault(
            "later",
            f"{_rows(count, 'begins', 'begin')} after {ledger.as_of.isoformat()}, when the leads were counted.",
            "They are left out: they had not come yet.",
            count,
            ledger.rows,
        )


def early_decisions(ledger: Ledger) -> Found:
    """Won or lost before created."""
    count = ledger.early
    if count:
        yield Fault(
            "won before created",
            f"{_rows(count, 'was decided before it was', 'were decided before they were')} created.",
            "They count by their outcome; the time they took is left out, so the lag is learnt from the others.",
            count,
            ledger.decided,
        )


def undated_decisions(ledger: Ledger) -> Found:
    """Won or lost without a date; too few dated sales to learn how long a sale takes."""
    won, lost = ledger.undated
    undated = won + lost
    few = ledger.dated_wins < ledger.FEWEST_WINS and ledger.open_leads > 0 and ledger.lag_given is None
    blocks: tuple[Blocks, ...] = ("verdict", "lag")
    if undated:
        yield Fault(
            "decided without a date",
            f"{_rows(undated, 'is', 'are')} won or lost without a date ({won:,} won).",
            "How long a sale takes cannot be learnt, so it is not known which open leads may still buy."
            if few and won
            else "They count by their outcome; how long a sale takes is learnt from the others.",
            undated,
            ledger.decided,
            blocks if few and won else (),
            "the date of the sale, or say lag_days=…, the typical days to one" if few and won else "",
            "decided",
        )
    if few and not won:
        yield Fault(
            "too few wins",
            f"Only {ledger.dated_wins:,} sales have a date, and {_rows(ledger.open_leads, 'is', 'are')} open.",
            "Say the typical days to a sale (lag_days=…): from so few it cannot be learnt.",
            ledger.dated_wins,
            ledger.wins,
            blocks,
            "the date of the sale of more leads, or say lag_days=…, the typical days to one",
            "decided",
        )


def contradictions(ledger: Ledger) -> Found:
    """A status that a date contradicts."""
    count = ledger.total("contradicting")
    if count:
        yield Fault(
            "status against date",
            f"{_rows(count, 'has a status that its', 'have a status that their')} dates contradict: open, say, with "
            "a date of winning.",
            "The status counts. If the dates are right, sales are counted wrongly by as many.",
            count,
            ledger.rows,
        )


def nameless(ledger: Ledger) -> Found:
    """No channel or rep: here and there, mostly, or only where nothing was won."""
    kinds: tuple[tuple[str, Blocks, str], ...] = (
        ("channel", "channels", "They count in the totals and are left out where channels and reps are compared."),
        ("rep", "reps", "They count in the totals and are left out where channels and reps are compared."),
    )
    for name, blocked, effect in kinds:
        count = round(ledger.missing(name) * ledger.leads)
        if name not in ledger.matching.columns or not count:
            continue
        what = f"{_rows(count, 'has', 'have')} no {name}."
        if name in ledger.leaks:
            yield Fault(
                f"{name} only on wins",
                f"A {name} is recorded more often for won leads than for others: {what}",
                f"It was often written after the outcome, and each would seem to win more: {blocked} are not compared.",
                count,
                ledger.leads,
                (blocked,),
                f"the {name} as it was when the lead came in",
                name,
            )
        elif count > ledger.leads * MOST_MISSING:
            effect = f"That is more than half, so {blocked} are not compared."
            yield Fault(f"no {name}", what, effect, count, ledger.leads, (blocked,), f"the {name} of every lead", name)
        else:
            yield Fault(f"no {name}", what, effect, count, ledger.leads)


def after_the_outcome(ledger: Ledger) -> Found:
    """Flags that were set for nearly all won leads and hardly any other, or never for some that were won."""
    flags: tuple[tuple[Literal["reached", "fit"], str, str], ...] = (
        ("reached", "won without being reached", "won without being reached"),
        ("fit", "won and not fit", "won and not marked as fit"),
    )
    for flag, key, what in flags:
        if flag not in ledger.matching.columns:
            continue
        heading = ledger.matching.columns[flag]
        if flag in ledger.leaks:
            yield Fault(
                f"{flag} only on wins",
                f"{heading} is filled in for nearly all won leads and hardly any other.",
                "It was written after the outcome, so it is not used: with it nearly every lead that counts would seem to buy.",
                ledger.leads - ledger.wins,
                ledger.leads,
                (flag,),
                f"{heading} as it was before the outcome",
                heading,
            )
            continue
        count = ledger.total(f"un{flag}_won")
        if count:
            alone = " If they bought without talking to anyone, mark them as direct." if flag == "reached" else ""
            effect = f"They are counted as {flag}: whoever buys by talking was.{alone}"
            yield Fault(key, f"{_rows(count, 'was', 'were')} {what}.", effect, count, ledger.wins)


def late_contacts(ledger: Ledger) -> Found:
    """First reached after the decision."""
    count = ledger.total("reached_late")
    if count:
        yield Fault(
            "reached after the outcome",
            f"{_rows(count, 'was first reached after it was', 'were first reached after they were')} decided.",
            "They count as reached. Where such dates are written afterwards, follow-up looks better than it is.",
            count,
            ledger.leads,
        )


def _short(ledger: Ledger) -> bool:
    """Whether sales still come as late as the records reach back."""
    longest = ledger.longest_win
    if longest is None or ledger.lag is None or ledger.lag_given is not None or not ledger.open_leads:
        return False
    return longest > SHORT_OF * ledger.oldest


def short_records(ledger: Ledger) -> Found:
    """The records are shorter than a sale takes."""
    if _short(ledger):
        yield Fault(
            "short records",
            f"A sale still came after {ledger.longest_win:,} days, and the first lead is only {ledger.oldest:,} days old.",
            "Later sales cannot have been seen yet, so the close rate comes out too low. If you know the typical days to a "
            "sale, say them (lag_days=…).",
            0,
            ledger.leads,
        )


def stale(ledger: Ledger) -> Found:
    """Open longer than any sale took."""
    longest = ledger.longest_win
    count = 0 if longest is None or _short(ledger) else ledger.open_longer(longest)
    if count:
        yield Fault(
            "open too long",
            f"{_rows(count, 'is', 'are')} still open after more than {longest:,} days, longer than any sale took.",
            "They hardly buy any more, and count as leads all the same. Won ÷ (won + lost) would leave them out and flatter.",
            count,
            ledger.open_leads,
        )


def only_wins(ledger: Ledger) -> Found:
    """An export of the sales alone."""
    if ledger.wins == ledger.leads >= FEW:
        yield Fault(
            "everything won",
            f"Every one of {ledger.leads:,} leads is won.",
            "These are the sales, not the leads: of what share they are won cannot be told.",
            ledger.leads,
            ledger.leads,
            ("verdict", "reps", "channels"),
            "the lost and the open leads too",
            "outcome",
        )


def only_decided(ledger: Ledger) -> Found:
    """An export without the open leads: the young ones that are decided already, and no other young one."""
    if ledger.open_leads or ledger.decided < 2 * FEW or ledger.wins == ledger.leads:
        return
    ages = ledger.ages.sort_values("age")
    half = ages["age"][ages["n"].cumsum() >= ages["n"].sum() / 2]
    young = ledger.younger_than(int(half.iloc[0])) if len(half) else 0
    if young >= FEW_YOUNG:
        yield Fault(
            "nothing open",
            f"Not one lead is open, though {_rows(young, 'is', 'are')} younger than half of all decisions took.",
            "The open leads were left out of the export: the latest months seem to have fewer leads, and to sell more.",
            young,
            ledger.leads,
            ("verdict", "reps", "channels"),
            "the open leads too, not only those that are closed",
            "outcome",
        )


def nothing_lost(ledger: Ledger) -> Found:
    """No lost leads at all."""
    if ledger.wins and ledger.decided == ledger.wins and ledger.open_leads:
        effect = (
            "Every lead that is not won counts as open: the close rate is the same, but not how many may still buy."
        )
        yield Fault("nothing lost", "Not one lead is recorded as lost.", effect, 0, ledger.leads)


def silent_months(ledger: Ledger) -> Found:
    """Months at either end without a sale where some must have been made."""
    for key, reason, verb in (
        ("wins begin late", "wins begin later", "begin later"),
        ("wins end early", "wins end earlier", "end earlier"),
    ):
        silent = [a.month for a in ledger.set_aside if a.reason == reason]
        if silent:
            yield Fault(
                key,
                f"No sale is recorded of the leads of {calendar.span_in_words(min(silent), max(silent))}: the records of sales "
                f"seem to {verb}.",
                "These months are set aside, not averaged in as months without sales.",
                len(silent),
                ledger.table.size,
            )


def _rows(count: int, one: str, many: str) -> str:
    """Rows and what they do.

    >>> _rows(1, "has no rep", "have no rep"), _rows(3, "has no rep", "have no rep")
    ('1 row has no rep', '3 rows have no rep')
    """
    return f"{rows(count)} {one if count == 1 else many}"


CHECKS: Final = (
    duplicates,
    undated_leads,
    later_leads,
    early_decisions,
    undated_decisions,
    contradictions,
    nameless,
    after_the_outcome,
    late_contacts,
    short_records,
    stale,
    only_wins,
    only_decided,
    nothing_lost,
    silent_months,
)
