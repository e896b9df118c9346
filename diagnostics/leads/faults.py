"""What is wrong with leads, before any verdict: how many rows, and what it does to the answer.

Read down :data:`CHECKS` for the list; the words are in ``data/faults.toml``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as stored
from functools import cache
from typing import Final, Literal

from diagnostics import month_numbers as calendar
from diagnostics.diagnosis.words import joined, number, percent
from diagnostics.errors import InputError, Surface, filled_in
from diagnostics.files import data_file
from diagnostics.funnel.series import Aside
from diagnostics.language import PSEUDO, SOURCE, language, n, t
from diagnostics.leads.counting import reduction
from diagnostics.leads.counting.build import younger_than
from diagnostics.leads.counting.counts import LeadCounts
from diagnostics.leads.counting.timing import FewSales
from diagnostics.leads.fields.canonical import LOST, WON
from diagnostics.leads.matching.without_days import ALL_DECIDED, EVENLY, in_words
from diagnostics.leads.thresholds import (
    FEW,
    FEW_REVERSED,
    FEW_YOUNG,
    FEWEST_WINS,
    MOST_MISSING,
    MOST_UNDATED,
    NEARLY_EVERY,
    REVERSED,
    SHORT_OF,
    SLIGHT,
)
from diagnostics.months.table import Table
from diagnostics.months.totals import TOO_MANY_SALES
from diagnostics.number_format import integer, short_date
from diagnostics.reading.questions import EXAMPLES, and_more, rows

Blocks = Literal["verdict", "reps", "channels", "lag", "reached", "fit"]
Part = Literal["what", "effect", "doubt", "needs"]


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
    doubtful : bool
        Whether it is said beside an answer, which it may turn.
    """

    key: str
    count: int
    of: int
    blocks: tuple[Blocks, ...] = ()
    field: str = ""
    code: str = ""
    facts: Mapping[str, object] = stored(default_factory=dict)
    doubtful: bool = False

    def words(self, part: Part, surface: Surface = "python") -> str:
        """One part of its words; empty where it has no such part."""
        template = _template(self.code or self.key, part, surface, one=self.count == 1)
        return filled_in(t(template), {**self.facts, "count": self.count, "of": self.of})

    @property
    def doubt(self) -> str:
        """What is said beside an answer that it may turn; empty where it may not."""
        return (self.words("doubt") or f"{self.what} {self.effect}") if self.doubtful else ""

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
        return InputError(
            "data-do-not-support",
            self.field or self.key,
            fault=_within(self.what.rstrip(".")),
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


def _within(sentence: str) -> str:
    """A sentence as a part of another, which begins with a small letter in English."""
    return sentence[:1].lower() + sentence[1:] if language() in (SOURCE, PSEUDO) else sentence


Found = Iterator[Fault]


def find_faults(counts: LeadCounts, table: Table) -> tuple[Fault, ...]:
    """Every check in turn; what was found, the gravest first."""
    found = [fault for check in CHECKS for fault in check(counts, table)]
    return tuple(sorted(found, key=lambda fault: (not fault.blocks, -fault.count)))


# --- the checks ---------------------------------------------------------------------------------------------------


def duplicates(counts: LeadCounts, _: Table) -> Found:
    """IDs that occur more than once, or whole rows where there is no ID."""
    if "id" not in counts.matching.columns:
        yield Fault("no ID", 0, counts.rows)
        if counts.matching.identical:
            yield Fault("identical rows", counts.matching.identical, counts.rows)
    elif counts.repeated:
        yield Fault("duplicates", counts.repeated, counts.rows)


def without_days(counts: LeadCounts, _: Table) -> Found:
    """No column says when a lead came, nor how many months the leads are of, unless that was answered."""
    if not counts.dated:
        months = counts.months
        said = "months" in counts.matching.given
        code = (
            "no days, months unknown" if months is None else "no days, months said" if said else "no days, months told"
        )
        young = t(ALL_DECIDED if counts.lag is None else EVENLY)
        facts = {"months": in_words(months or 1.0), "young": young}
        # How many leads per month brings is not known then, so neither is whether they are enough.
        blocks: tuple[Blocks, ...] = ("verdict",) if months is None else ()
        yield Fault("no days", 0, counts.rows, blocks, "created", code, facts, doubtful=True)


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
        yield Fault("later", count, counts.rows, facts={"as_of": short_date(counts.counted_on)})


def early_decisions(counts: LeadCounts, table: Table) -> Found:
    """Won or lost before created: a few that are mistyped, or so many that what is taken as created is another day."""
    if not counts.early:
        return
    key, of = "won before created", counts.decided
    aside = {month.month for month in table.set_aside}
    won, lost = counts.before_created(aside)
    facts = {
        "with": percent(counts.wins / counts.leads),
        "without": percent(max(counts.wins - won, 0) / max(counts.leads - won - lost, 1)),
    }
    if won + lost > max(FEW_REVERSED, MOST_UNDATED * of):
        yield Fault(
            key, counts.early, of, ("verdict", "lag"), counts.matching.columns["created"], f"{key}, most", facts=facts
        )
    elif won + lost > max(FEW_REVERSED, REVERSED * of):
        yield Fault(key, counts.early, of, code=f"{key}, many", doubtful=True, facts=facts)
    else:
        yield Fault(key, counts.early, of)


def undated_decisions(counts: LeadCounts, _: Table) -> Found:
    """Won or lost without a date; too few dated sales to learn how long a sale takes."""
    if not counts.dated:
        return
    won, lost = counts.undated
    few = counts.dated_wins < FEWEST_WINS and counts.open_leads > 0 and counts.lag_given is None
    blocks: tuple[Blocks, ...] = ("verdict", "lag")
    if won + lost:
        key = "decided without a date"
        code = f"{key}, too few with one" if few and won else key
        facts = {"won": won}
        yield Fault(key, won + lost, counts.decided, blocks if few and won else (), "decided", code, facts)
    if few and not won:
        facts_ = {
            "open": n("{rows} is open", "{rows} are open", counts.open_leads, rows=rows(counts.open_leads)),
        }
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
        columns = ", ".join(_quoted(heading, differ) for heading, differ in sorted(against.items()))
        yield Fault("outcome against a column", count, counts.rows, facts={"columns": columns})


def _quoted(text: str, count: int) -> str:
    """A text of the file, and its rows."""
    return t("“{text}” ({rows})", text=text, rows=rows(count))


def conversions(counts: LeadCounts, _: Table) -> Found:
    """What counts as a sale is a conversion of a lead."""
    if counts.matching.outcome.converted and counts.wins and not _everything_won(counts):
        yield Fault("converted, not sold", counts.wins, counts.leads)


def nameless(counts: LeadCounts, _: Table) -> Found:
    """No channel or rep: here and there, mostly, or more often where nothing was won."""
    kinds: tuple[tuple[str, Blocks], ...] = (("channel", "channels"), ("rep", "reps"))
    for name, blocked in kinds:
        count = round(counts.missing(name) * counts.leads)
        if name not in counts.matching.columns or not count:
            continue
        if name in counts.leaks:
            yield Fault(f"{name} only on wins", count, counts.leads, (blocked,), name)
        elif count > counts.leads * MOST_MISSING:
            yield Fault(f"no {name}", count, counts.leads, (blocked,), name, f"mostly no {name}")
        else:
            yield Fault(f"no {name}", count, counts.leads)


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


def sold_by_nobody(counts: LeadCounts, _: Table) -> Found:
    """Sales in which no person is known to have had a part, counted as made by talking."""
    for sign in counts.signs[:1]:
        facts = {"none": sign.words, "given": repr(sign.given)}
        doubtful = sign.count > SLIGHT * counts.wins**0.5
        yield Fault("sold by nobody", sign.count, counts.wins, facts=facts, doubtful=doubtful)


def words_not_known(counts: LeadCounts, _: Table) -> Found:
    """Words of the outcome column that count as open although nothing says so."""
    found = counts.matching.outcomes
    if found is not None and found.offer is not None:
        unproven, offer = found.unproven, found.offer
        some = ", ".join(_quoted(text, unproven[text]) for text in offer.choices[:EXAMPLES])
        values = and_more(some, len(unproven) - EXAMPLES)
        facts = {"heading": offer.field, "values": values, "answer": offer.facts["answer"]}
        yield Fault("words not known", sum(unproven.values()), counts.rows, field="outcome", facts=facts, doubtful=True)


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
    count = 0 if _too_short(counts) else counts.stale
    longest = counts.longest_win
    if count:
        yield Fault("open too long", count, counts.open_leads, facts={"longest": longest})


def only_wins(counts: LeadCounts, _: Table) -> Found:
    """An export of the sales alone, or of converted leads alone."""
    if _everything_won(counts):
        key = "everything converted" if counts.matching.outcome.converted else "everything won"
        yield Fault(key, counts.wins, counts.leads, ("verdict", "reps", "channels"), "outcome")


def _everything_won(counts: LeadCounts) -> bool:
    return counts.leads >= FEW and counts.wins >= NEARLY_EVERY * counts.leads


def only_decided(counts: LeadCounts, _: Table) -> Found:
    """An export without the open leads: the young ones that are decided already, and no other young one.

    Said only where it is known of most decisions how long they took.
    """
    if counts.open_leads or counts.decided < 2 * FEW or counts.wins >= NEARLY_EVERY * counts.leads:
        return
    ages = counts.ages[counts.ages["outcome"].isin((WON, LOST))].sort_values("age")
    if ages["n"].sum() < (1 - MOST_UNDATED) * counts.decided:
        return
    half = ages["age"][ages["n"].cumsum() >= ages["n"].sum() / 2]
    young = younger_than(counts, int(half.iloc[0]))
    if young >= FEW_YOUNG:
        yield Fault("nothing open", young, counts.leads, ("verdict", "reps", "channels"), "outcome")
    elif len(counts.days) and younger_than(counts, int(ages["age"].iloc[-1])):
        # Some leads are younger than the longest decision took, and yet none of them is open.
        yield Fault("nothing open", 0, counts.leads, code="nothing open, perhaps", doubtful=True)


def nothing_lost(counts: LeadCounts, _: Table) -> Found:
    """No lost leads at all."""
    if counts.wins and counts.decided == counts.wins and counts.open_leads:
        yield Fault("nothing lost", 0, counts.leads, doubtful=True)


def missing_sales(counts: LeadCounts, table: Table) -> Found:
    """Months at either end with no sale, or few, where many more must have been made."""
    ends: tuple[tuple[str, tuple[Aside, Aside], FewSales | None], ...] = (
        ("wins begin late", ("wins begin later", "few wins yet"), counts.records.sales_begin),
        ("wins end early", ("wins end earlier", "few wins left"), counts.records.sales_end),
    )
    for key, (silent, few), sales in ends:
        months = {aside.month: aside.reason for aside in table.set_aside if aside.reason in (silent, few)}
        if not months:
            continue
        facts: dict[str, object] = {"months": calendar.span_in_words(min(months), max(months))}
        code = key
        if few in months.values() and sales is not None:
            code = f"{key}, few"
            facts |= {
                "month": calendar.in_words(sales.month),
                "few": integer(sales.recorded),
                "due": number(sales.expected),
            }
        yield Fault(key, len(months), table.size, code=code, facts=facts)


def parts_of_months(counts: LeadCounts, table: Table) -> Found:
    """A first or a last month of which leads were recorded on some of the days."""
    for key, day in (("leads begin late", counts.records.begin), ("leads end early", counts.records.end)):
        if day is not None:
            month = calendar.of_date(day)
            aside = any(a.month == month for a in table.set_aside)
            facts = {"day": short_date(day), "month": calendar.in_words(month)}
            yield Fault(key, 1, table.size, code=key if aside else f"{key}, counted", doubtful=not aside, facts=facts)


def imported(counts: LeadCounts, table: Table) -> Found:
    """Old deals that were entered in a day or few."""
    imports = counts.records.imports
    if imports:
        leads, decided = (sum(getattr(found, key) for found in imports) for key in ("leads", "decided"))
        days = [_from_to(i.first, i.last) for i in imports]
        aside = [calendar.in_words(a.month) for a in table.set_aside if a.reason == "old deals"]
        facts = {"days": joined(days), "decided": integer(decided), "months": joined(aside) if aside else ""}
        key = "old deals"
        yield Fault(key, leads, counts.leads, code=key if aside else f"{key}, counted", doubtful=not aside, facts=facts)


def _from_to(first: datetime.date, last: datetime.date) -> str:
    """A day, or the first and the last of several."""
    if first == last:
        return short_date(first)
    return t("{first} to {last}", first=short_date(first), last=short_date(last))


def reversed_months(_: LeadCounts, table: Table) -> Found:
    """Months in which more than a few leads were decided before they were created."""
    aside = [a.month for a in table.set_aside if a.reason == "decided before"]
    if aside:
        facts = {"months": joined([calendar.in_words(month) for month in aside])}
        yield Fault("months won before created", len(aside), table.size, facts=facts)


def too_many_sales(_: LeadCounts, table: Table) -> Found:
    """More sales than leads of their age should have made."""
    if table.chosen.any() and TOO_MANY_SALES in table.funnel().doubts:
        yield Fault("sales too soon", table.funnel().wins, table.funnel().leads)


def unread_amounts(counts: LeadCounts, _: Table) -> Found:
    """Amounts that cannot be read, and amounts that stand for none."""
    amounts = counts.matching.amounts
    if amounts is not None and amounts.unread:
        yield Fault("amounts not read", amounts.unread, counts.rows, facts={"example": amounts.example[:40]})
    placeholders, priced = counts.total("placeholders"), counts.total("priced")
    if placeholders:
        code = "amounts of 0 or 1" if priced > placeholders else "mostly amounts of 0 or 1"
        yield Fault("amounts of 0 or 1", placeholders, placeholders + priced, code=code)


CHECKS: Final = (
    without_days,
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
    sold_by_nobody,
    words_not_known,
    late_contacts,
    short_records,
    stale,
    only_wins,
    only_decided,
    nothing_lost,
    missing_sales,
    parts_of_months,
    imported,
    reversed_months,
    too_many_sales,
    unread_amounts,
)
