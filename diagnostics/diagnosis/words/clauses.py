"""Parts of sentences that several sentences share, and what is worth a sentence at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from diagnostics.diagnosis.accounts import second_account
from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import NEGLIGIBLE, OLD_ENOUGH
from diagnostics.diagnosis.measure import Levels
from diagnostics.diagnosis.words.names import FAULT
from diagnostics.diagnosis.words.numbers import number, percent, plural
from diagnostics.number_format import integer

FEWEST_EXPECTED: Final = 1.5
"""Sales at target among so few leads are not worth a comparison: of two leads at 20% it is 0.4."""


def joined(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> joined(["A"]), joined(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def worth(a: Assessment, customers: float) -> str:
    """Customers in money, in brackets; empty without money."""
    return "" if a.money is None else f" ({a.money.words(customers)} of {a.money.kind})"


def target(a: Assessment) -> str:
    """What the whole is compared with: a goal, where one was given."""
    return "goal" if a.par.goal is not None else "target"


def the_target(a: Assessment) -> str:
    """The target with its article, for the middle of a sentence."""
    return "the goal" if a.par.goal is not None else "the target"


def is_short(a: Assessment) -> bool:
    """Whether enough customers are missing to name it."""
    return missing(a) > NEGLIGIBLE * float(a.observed.at_reference)


def missing(a: Assessment) -> float:
    """Customers per month between today and the target; below 0 where it is exceeded."""
    return float(a.observed.at_reference) - float(a.observed.now)


def par_is_uncertain(a: Assessment) -> bool:
    """Whether the level of closing is itself only known roughly."""
    closing = a.par.level("closing")
    return closing is not None and closing.strength is not None


def is_young(a: Assessment) -> bool:
    """Whether the leads have not had all their time."""
    return a.funnel.basis == "cohort" and a.funnel.leads > 0 and a.funnel.maturity < OLD_ENOUGH


def worth_naming(a: Assessment, link: str) -> bool:
    """Whether the observed shortfall of a link is large enough to name."""
    return float(a.observed.shortfall[link]) > NEGLIGIBLE * float(a.observed.at_reference)


def too_few_to_compare(a: Assessment) -> bool:
    """Whether at target so few leads would rarely bring a sale, so that their win rate says nothing in a sentence."""
    return float(a.reference["closing"]) * a.counts.closing.trials < FEWEST_EXPECTED


def is_full(a: Assessment) -> bool:
    """Whether more leads get as far as sales than it has room for."""
    return _at_sales(a.actual) > float(a.actual["capacity"])


def _at_sales(levels: Levels) -> float:
    return float(levels["reach"] * (1 - levels["direct"]) * levels["fit"])


def overrun(a: Assessment) -> str:
    """When more leads come than sales has room for, a clause without their number; empty where they do on average."""
    room, found = float(a.actual["capacity"]), a.counts.sizes.found
    if is_full(a):
        return ""
    if float(found(_at_sales(a.actual), room)) < _at_sales(a.actual) * (1 - NEGLIGIBLE):
        return "some months bring more"
    return f"{the_target(a)} needs more" + (
        " in some months" if _at_sales(a.reference) <= room * (1 + NEGLIGIBLE) else ""
    )


def fault(a: Assessment, link: str) -> str:
    """What is wrong with a link that is short."""
    if link == "capacity" and (when := overrun(a)):
        return when.replace(" more", " more leads than sales can handle")
    return FAULT[link]


def lower_first(line: str) -> str:
    """A sentence as it continues another."""
    return line[:1].lower() + line[1:]


def today(a: Assessment) -> str:
    """Customers per month now, in money too where that is known."""
    ahead = ", counting the sales still expected" if is_young(a) else ""
    return f"{plural(float(a.observed.now), 'customer', 'customers')} per month{ahead}{worth(a, float(a.observed.now))}"


def of_par_line(a: Assessment, side: str) -> str:
    """How a side compares with its target, with its range."""
    if side == "marketing" and a.judgement.finding == "no marketing":
        return "We cannot judge marketing: no lead is recorded."
    if side == "sales" and a.counts.closing.trials == 0:
        if a.judgement.finding == "no marketing":
            return f"Sales brought {percent(float(a.observed.of_reference[side]))} of {the_target(a)} by itself."
        return "We cannot judge sales: no lead got as far as a salesperson."
    low, high = a.of_par_range[side]
    return f"{side.capitalize()} runs at {percent(float(a.observed.of_reference[side]))} of target (90% range {percent(low)} to {percent(high)})."


def direct_credit(a: Assessment) -> str:
    """The sales that marketing made alone."""
    f = a.funnel
    if f.wins == 1:
        return "We credit the one sale to marketing: it came in without a salesperson."
    came = "it" if f.direct_wins == 1 else "they"
    return f"We credit {integer(f.direct_wins)} of the {integer(f.wins)} sales to marketing: {came} came in without a salesperson."


def self_service_moved(a: Assessment) -> str:
    """Why two accounts of the same sales do not agree; an empty string where the verdict does not hang on it."""
    other = (
        second_account(a.funnel, a.par) if a.judgement.as_counted and a.judgement.verdict == "undetermined" else None
    )
    if other is None:
        return ""
    if other.usual is None:
        made, f = ("one was" if a.funnel.direct_wins == 1 else f"{integer(a.funnel.direct_wins)} were"), a.funnel
        return (
            f"of {plural(f.wins, 'sale', 'sales')} {made} self-service, and your target may have been for all of them"
        )
    now = percent(float(a.actual["direct"]))
    return f"{now} of leads now buy by self-service, {percent(other.usual)} did before, and sales might have won those buyers anyway"


def link_line(a: Assessment, link: str) -> str:
    """One link compared with its target, in counts where there are counts."""
    c, f = a.counts, a.funnel
    now, par = float(a.actual[link]), float(a.reference[link])
    lost = plural(float(a.observed.shortfall[link]), "customer", "customers")
    if link == "reach":
        if a.judgement.finding == "no marketing":
            return f"{number(c.outside / c.months)} of the {number(float(a.observed.at_reference))} customers wanted per month came, none from a recorded lead."
        if now == 0:
            return f"No leads came in; the target is {number(par)} per month."
        return f"{plural(now, 'lead', 'leads')} came in per month, {percent(now / par)} of the target of {number(par)}."
    if link == "direct":
        return f"{percent(now)} of leads bought by self-service; the target is {percent(par)}."
    if link == "fit":
        return f"{percent(now)} of leads could buy; the target is {percent(par)}."
    if link == "follow_up":
        seen = c.follow_up
        assert seen is not None
        return f"{number(seen.hits)} of {number(seen.trials)} {leads_of(a, 'follow_up')} were reached ({percent(now)}); the target is {percent(par)}."
    if link == "capacity":
        when = overrun(a)
        more = f", and {when}" if when else " but receives more"
        return f"Sales can handle {plural(now, 'lead', 'leads')} per month{more}. That costs {lost} per month."
    won = f.wins - f.direct_wins
    base = count_of(c.closing.trials, leads_of(a, "closing"))
    if is_young(a):
        return f"{integer(won)} of {base} bought so far; we expect {percent(now)} in the end. The target is {percent(par)}."
    if too_few_to_compare(a):
        return f"{integer(won)} of {base} bought: too few leads to compare with your target of {percent(par)}."
    expected = integer(round(par * c.closing.trials))
    return f"{integer(won)} of {base} bought ({percent(now)}). At your target it would have been {expected}."


def count_of(count: float, base: str) -> str:
    """A count of leads with its noun, singular for one."""
    return f"{number(count)} {base.replace('leads', 'lead').replace('customers', 'customer') if number(count) == '1' else base}"


def leads_of(a: Assessment, link: str) -> str:
    """What the leads are called that a link is a share of."""
    c, f = a.counts, a.funnel
    if link == "closing" and f.worked is not None:
        return "leads you reached"
    at_sales = f.leads - f.direct_wins if f.fit is None else f.fit
    if float(c.sizes.found(at_sales / c.months, c.capacity)) * c.months < at_sales * (1 - 1e-9):
        return "leads sales had room for"
    if f.fit is not None:
        return "leads that could buy"
    return "leads that did not buy by self-service" if f.direct_wins else "leads"
