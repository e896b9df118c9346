"""What is wrong with leads, before any verdict: how many rows, and what it does to the answer.

Read down :data:`CHECKS` for the list; the words are in ``data/faults.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as stored
from functools import cache
from typing import Final, Literal

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError, Surface
from diagnostics.files import data_file
from diagnostics.leads import reduction
from diagnostics.leads.build import younger_than
from diagnostics.leads.counts import LeadCounts
from diagnostics.leads.thresholds import FEW, FEW_YOUNG, FEWEST_WINS, MOST_MISSING, MOST_UNDATED, SHORT_OF
from diagnostics.months.table import Table
from diagnostics.reading.questions import rows

Blocks = Literal["verdict", "reps", "channels", "lag", "reached", "fit"]
Part = Literal["what", "effect", "needs"]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the data.

    Attributes
    ----------
    key : str
        Its name, for programs.
    count : int
        Rows.
    of : int
        Of how many.
    blocks : tuple of str
        What cannot be answered because of it: ``"verdict"``, ``"reps"``, ``"channels"``, ``"lag"``, ``"reached"``,
        ``"fit"``.
    field : str
        The column that it is about, where something is refused.
    code : str
        Its table in ``data/faults.toml``; the key unless given.
    facts : mapping of str to object
        What its words need.
    """

    key: str
    count: int
    of: int
    blocks: tuple[Blocks, ...] = ()
    field: str = ""
    code: str = ""
    facts: Mapping[str, object] = stored(default_factory=dict)

    def words(self, part: Part, surface: Surface = "python") -> str:
        """One part of its words; empty where it has no such part."""
        template = _template(self.code or self.key, part, surface, one=self.count == 1)
        return template.format_map({**self.facts, "count": self.count, "of": self.of})

    @property
    def what(self) -> str:
        """What is wrong, a sentence with the count."""
        return self.words("what")

    @property
    def effect(self) -> str:
        """What was done about it, and what that does to the answer."""
        return self.words("effect")

    @property
    def needs(self) -> str:
        """What would have to be exported; empty where nothing is refused."""
        return self.words("needs") if self.blocks else ""

    def refuse(self) -> InputError:
        """The refusal of what it blocks."""
        what = self.what.rstrip(".")
        return InputError(
            "data-do-not-support",
            self.field or self.key,
            f"{self.count:,} of {self.of:,} rows",
            fault=what[:1].lower() + what[1:],
            needs=self.needs,
            needs_on_page=self.words("needs", "page"),
        )

    def __hash__(self) -> int:
        return hash((self.key, self.count, self.of, self.blocks))

    def __repr__(self) -> str:
        return f"<Fault {self.key}: {self.what}>"


@cache
def _tables() -> Mapping[str, Mapping[str, object]]:
    import tomllib

    return tomllib.loads(data_file("faults.toml").read_text(encoding="utf-8"))


def _template(code: str, part: Part, surface: Surface, one: bool) -> str:
    """The words of a part before anything is filled in: those for one row, or of the surface, where there are some."""
    table = _tables()[code]
    for variant in (surface, "one" if one else None):
        words = table.get(variant) if variant else None
        if isinstance(words, Mapping) and part in words:
            return str(words[part])
    return str(table.get(part, ""))


Found = Iterator[Fault]


def find_faults(counts: LeadCounts, table: Table) -> tuple[Fault, ...]:
    """Every check in turn; what was found, the gravest first."""
    found = [fault for check in CHECKS for fault in check(counts, table)]
    return tuple(sorted(found, key=lambda fault: (not fault.blocks, -fault.count)))


# --- the checks ---------------------------------------------------------------------------------------------------


def duplicates(counts: LeadCounts, _: Table) -> Found:
    """IDs that occur more than once."""
    if "id" not in counts.matching.columns:
        yield Fault("no ID", 0, counts.rows)
    elif counts.repeated:
        yield Fault("duplicates", counts.repeated, counts.rows)


def undated_leads(counts: LeadCounts, _: Table) -> Found:
    """No date of first contact."""
    count = counts.left_out.get(reduction.NO_DATE, 0)
    if count:
        blocks: tuple[Blocks, ...] = ("verdict",) if count > counts.rows * MOST_UNDATED else ()
        yield Fault("no date", count, counts.rows, blocks, counts.matching.columns["created"])


def later_leads(counts: LeadCounts, _: Table) -> Found:
    """Created after the day of counting."""
    count = counts.left_out.get(reduction.LATER, 0)
    if count:
        yield Fault("later", count, counts.rows, facts={"as_of": counts.as_of.isoformat()})


def early_decisions(counts: LeadCounts, _: Table) -> Found:
    """Won or lost before created."""
    if counts.early:
        yield Fault("won before created", counts.early, counts.decided)


def undated_decisions(counts: LeadCounts, _: Table) -> Found:
    """Won or lost without a date; too few dated sales to learn how long a sale takes."""
    won, lost = counts.undated
    few = counts.dated_wins < FEWEST_WINS and counts.open_leads > 0 and counts.lag_given is None
    blocks: tuple[Blocks, ...] = ("verdict", "lag")
    if won + lost:
        key = "decided without a date"
        code = f"{key}, too few with one" if few and won else key
        facts = {"won": won}
        yield Fault(key, won + lost, counts.decided, blocks if few and won else (), "decided", code, facts)
    if few and not won:
        facts_ = {"open": f"{rows(counts.open_leads)} {'is' if counts.open_leads == 1 else 'are'}"}
        yield Fault("too few wins", counts.dated_wins, counts.wins, blocks, "decided", facts=facts_)


def contradictions(counts: LeadCounts, _: Table) -> Found:
    """A status that a date contradicts."""
    count = counts.total("contradicting")
    if count:
        yield Fault("status against date", count, counts.rows)


def other_columns(counts: LeadCounts, _: Table) -> Found:
    """Another column says something else of how a lead ended."""
    against = counts.matching.outcome.against
    if count := max(against.values(), default=0):
        columns = ", ".join(f"“{heading}” ({rows(n)})" for heading, n in sorted(against.items()))
        yield Fault("outcome against a column", count, counts.rows, facts={"columns": columns})


def conversions(counts: LeadCounts, _: Table) -> Found:
    """What counts as a sale is a conversion of a lead."""
    if counts.matching.outcome.converted and counts.wins:
        yield Fault("converted, not sold", counts.wins, counts.leads)


def nameless(counts: LeadCounts, _: Table) -> Found:
    """No channel or rep: here and there, mostly, or more often where nothing was won."""
    kinds: tuple[tuple[str, Blocks], ...] = (("channel", "channels"), ("rep", "reps"))
    for name, blocked in kinds:
        count = round(counts.missing(name) * counts.leads)
        if name not in counts.matching.columns or not count:
            continue
        facts = {"name": name}
        if name in counts.leaks:
            key = f"{name} only on wins"
            yield Fault(key, count, counts.leads, (blocked,), name, "name only on wins", facts)
        elif count > counts.leads * MOST_MISSING:
            yield Fault(f"no {name}", count, counts.leads, (blocked,), name, "mostly no name", facts)
        else:
            yield Fault(f"no {name}", count, counts.leads, code="no name", facts=facts)


def after_the_outcome(counts: LeadCounts, _: Table) -> Found:
    """Flags that were set for nearly all won leads and few others, or never for some that were won."""
    flags: tuple[tuple[Literal["reached", "fit"], str], ...] = (
        ("reached", "won without being reached"),
        ("fit", "won and not fit"),
    )
    for flag, key in flags:
        if flag not in counts.matching.columns:
            continue
        if flag in counts.leaks:
            heading = counts.matching.columns[flag]
            count, facts = counts.leads - counts.wins, {"heading": heading}
            yield Fault(f"{flag} only on wins", count, counts.leads, (flag,), heading, "flag only on wins", facts)
        elif count := counts.total(f"un{flag}_won"):
            yield Fault(key, count, counts.wins)


def late_contacts(counts: LeadCounts, _: Table) -> Found:
    """First reached after the decision."""
    count = counts.total("reached_late")
    if count:
        yield Fault("reached after the outcome", count, counts.leads)


def _too_short(counts: LeadCounts) -> bool:
    """Whether sales still come as late as the records go back."""
    longest = counts.longest_win
    if longest is None or counts.lag is None or counts.lag_given is not None or not counts.open_leads:
        return False
    return longest > SHORT_OF * counts.oldest


def short_records(counts: LeadCounts, _: Table) -> Found:
    """The records are shorter than a sale takes."""
    if _too_short(counts):
        yield Fault("short records", 0, counts.leads, facts={"longest": counts.longest_win, "oldest": counts.oldest})


def stale(counts: LeadCounts, _: Table) -> Found:
    """Open longer than any sale took."""
    longest = counts.longest_win
    count = 0 if longest is None or _too_short(counts) else counts.open_longer(longest)
    if count:
        yield Fault("open too long", count, counts.open_leads, facts={"longest": longest})


def only_wins(counts: LeadCounts, _: Table) -> Found:
    """An export of the sales alone."""
    if counts.wins == counts.leads >= FEW:
        yield Fault("everything won", counts.leads, counts.leads, ("verdict", "reps", "channels"), "outcome")


def only_decided(counts: LeadCounts, _: Table) -> Found:
    """An export without the open leads: the young ones that are decided already, and no other young one."""
    if counts.open_leads or counts.decided < 2 * FEW or counts.wins == counts.leads:
        return
    ages = counts.ages.sort_values("age")
    half = ages["age"][ages["n"].cumsum() >= ages["n"].sum() / 2]
    young = younger_than(counts, int(half.iloc[0])) if len(half) else 0
    if young >= FEW_YOUNG:
        yield Fault("nothing open", young, counts.leads, ("verdict", "reps", "channels"), "outcome")


def nothing_lost(counts: LeadCounts, _: Table) -> Found:
    """No lost leads at all."""
    if counts.wins and counts.decided == counts.wins and counts.open_leads:
        yield Fault("nothing lost", 0, counts.leads)


def silent_months(_: LeadCounts, table: Table) -> Found:
    """Months at either end without a sale where some must have been made."""
    for key, reason in (("wins begin late", "wins begin later"), ("wins end early", "wins end earlier")):
        silent = [aside.month for aside in table.set_aside if aside.reason == reason]
        if silent:
            months = calendar.span_in_words(min(silent), max(silent))
            yield Fault(key, len(silent), table.size, facts={"months": months})


CHECKS: Final = (
    duplicates,
    undated_leads,
    later_leads,
    early_decisions,
    undated_decisions,
    contradictions,
    other_columns,
    conversions,
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
