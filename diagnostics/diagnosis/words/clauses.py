"""Lines that several texts share, and what is worth a sentence at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from diagnostics.diagnosis.accounts import second_account
from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import NEGLIGIBLE, OLD_ENOUGH
from diagnostics.diagnosis.measure import Levels
from diagnostics.diagnosis.words.names import FAULT
from diagnostics.diagnosis.words.numbers import form, number, percent, plural
from diagnostics.language import SOURCE, Texts, language, mark, n, t
from diagnostics.lists import all_of
from diagnostics.number_format import integer

FEWEST_EXPECTED: Final = 1.5
"""Sales at target among so few leads are not worth a comparison: of two leads at 20% it is 0.4."""


def joined(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> joined(["A"]), joined(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    return all_of(names)


def worth(a: Assessment, customers: float) -> str:
    """Customers in money, in brackets after a space; empty without money."""
    return "" if a.money is None else f" ({a.money.worth(customers)})"


def of_goal(a: Assessment) -> bool:
    """Whether the whole is compared with a goal, else with a target."""
    return a.par.goal is not None


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


Overrun = Literal["always", "some months", "target", "goal", "target, some months", "goal, some months"]


def overrun(a: Assessment) -> Overrun:
    """When more leads come, or would come at the target, than sales has room for; "always" where they do on average."""
    room, found = float(a.actual["capacity"]), a.counts.sizes.found
    if is_full(a):
        return "always"
    if float(found(_at_sales(a.actual), room)) < _at_sales(a.actual) * (1 - NEGLIGIBLE):
        return "some months"
    if _at_sales(a.reference) <= room * (1 + NEGLIGIBLE):
        return "goal, some months" if of_goal(a) else "target, some months"
    return "goal" if of_goal(a) else "target"


TOO_MANY: Final = Texts(
    {
        "some months": mark("some months bring more leads than sales can handle"),
        "target": mark("the target needs more leads than sales can handle"),
        "goal": mark("the goal needs more leads than sales can handle"),
        "target, some months": mark("the target needs more leads than sales can handle in some months"),
        "goal, some months": mark("the goal needs more leads than sales can handle in some months"),
    }
)
"""What is wrong with capacity, by :data:`Overrun`."""

ROOM: Final = Texts(
    {
        "always": mark("Sales can handle {leads} per month but receives more."),
        "some months": mark("Sales can handle {leads} per month, and some months bring more."),
        "target": mark("Sales can handle {leads} per month, and the target needs more."),
        "goal": mark("Sales can handle {leads} per month, and the goal needs more."),
        "target, some months": mark("Sales can handle {leads} per month, and the target needs more in some months."),
        "goal, some months": mark("Sales can handle {leads} per month, and the goal needs more in some months."),
    }
)


def fault(a: Assessment, link: str) -> str:
    """What is wrong with a link that is short, as it is said after a colon."""
    when = overrun(a) if link == "capacity" else "always"
    return FAULT[link] if when == "always" else TOO_MANY[when]


def continued(line: str) -> str:
    """A sentence as it follows a colon: English goes on in lower case.

    >>> continued("Call them.")
    'call them.'
    """
    return line[:1].lower() + line[1:] if language() == SOURCE else line


def today(a: Assessment) -> str:
    """Customers per month now, in money too where that is known."""
    count = float(a.observed.now)
    facts = {"count": number(count), "worth": worth(a, count)}
    if is_young(a):
        return n(
            "{count} customer per month, counting the sales still expected{worth}",
            "{count} customers per month, counting the sales still expected{worth}",
            form(count),
            **facts,
        )
    return n("{count} customer per month{worth}", "{count} customers per month{worth}", form(count), **facts)


def of_par_line(a: Assessment, side: str) -> str:
    """How a side compares with its target, with its range."""
    share = percent(float(a.observed.of_reference[side]))
    if side == "marketing" and a.judgement.finding == "no marketing":
        return t("We cannot judge marketing: no lead is recorded.")
    if side == "sales" and a.counts.closing.trials == 0:
        if a.judgement.finding != "no marketing":
            return t("We cannot judge sales: no lead got as far as a salesperson.")
        if of_goal(a):
            return t("Sales brought {share} of the goal by itself.", share=share)
        return t("Sales brought {share} of the target by itself.", share=share)
    low, high = map(percent, a.of_par_range[side])
    if side == "marketing":
        return t("Marketing runs at {share} of target (90% range {low} to {high}).", share=share, low=low, high=high)
    return t("Sales runs at {share} of target (90% range {low} to {high}).", share=share, low=low, high=high)


def direct_credit(a: Assessment) -> str:
    """The sales that marketing made alone."""
    f = a.funnel
    if f.wins == 1:
        return t("We credit the one sale to marketing: it came in without a salesperson.")
    return n(
        "We credit {count} of the {sales} sales to marketing: it came in without a salesperson.",
        "We credit {count} of the {sales} sales to marketing: they came in without a salesperson.",
        f.direct_wins,
        count=integer(f.direct_wins),
        sales=integer(f.wins),
    )


def self_service_moved(a: Assessment) -> str:
    """That two accounts of the same sales do not agree, and why; an empty string where the verdict does not hang on it."""
    other = (
        second_account(a.funnel, a.par) if a.judgement.as_counted and a.judgement.verdict == "undetermined" else None
    )
    if other is None:
        return ""
    if other.usual is not None:
        return t(
            "We cannot tell which side is weak: {now} of leads now buy by self-service, {usual} did before, and sales might "
            "have won those buyers anyway.",
            now=percent(float(a.actual["direct"])),
            usual=percent(other.usual),
        )
    f = a.funnel
    if f.direct_wins == 1:
        return n(
            "We cannot tell which side is weak: of {count} sale one was self-service, and your target may have been for all "
            "of them.",
            "We cannot tell which side is weak: of {count} sales one was self-service, and your target may have been for all "
            "of them.",
            f.wins,
            count=number(f.wins),
        )
    return t(
        "We cannot tell which side is weak: of {sales} sales {count} were self-service, and your target may have been for "
        "all of them.",
        sales=number(f.wins),
        count=integer(f.direct_wins),
    )


def link_line(a: Assessment, link: str) -> str:
    """One link compared with its target, in counts where there are counts."""
    c = a.counts
    now, par = float(a.actual[link]), float(a.reference[link])
    if link == "reach":
        return _reach_line(a, now, par)
    if link == "direct":
        return t(
            "{share} of leads bought by self-service; the target is {target}.", share=percent(now), target=percent(par)
        )
    if link == "fit":
        return t("{share} of leads could buy; the target is {target}.", share=percent(now), target=percent(par))
    if link == "follow_up":
        seen = c.follow_up
        assert seen is not None
        return n(
            "{count} {of_leads} was reached ({share}); the target is {target}.",
            "{count} {of_leads} were reached ({share}); the target is {target}.",
            form(seen.hits),
            count=number(seen.hits),
            of_leads=of_leads(a, "follow_up", seen.trials),
            share=percent(now),
            target=percent(par),
        )
    if link == "capacity":
        lost = float(a.observed.shortfall[link])
        room = ROOM.filled(overrun(a), leads=plural(now, "lead", "leads"))
        costs = n(
            "That costs {count} customer per month.",
            "That costs {count} customers per month.",
            form(lost),
            count=number(lost),
        )
        return f"{room} {costs}"
    return _closing_line(a, now, par)


def _reach_line(a: Assessment, now: float, par: float) -> str:
    c = a.counts
    if a.judgement.finding == "no marketing":
        return t(
            "{found} of the {wanted} customers wanted per month came, none from a recorded lead.",
            found=number(c.outside / c.months),
            wanted=number(float(a.observed.at_reference)),
        )
    if now == 0:
        return t("No leads came in; the target is {target} per month.", target=number(par))
    return n(
        "{count} lead came in per month, {share} of the target of {target}.",
        "{count} leads came in per month, {share} of the target of {target}.",
        form(now),
        count=number(now),
        share=percent(now / par),
        target=number(par),
    )


def _closing_line(a: Assessment, now: float, par: float) -> str:
    c, won = a.counts, a.funnel.wins - a.funnel.direct_wins
    facts = {"won": integer(won), "of_leads": of_leads(a, "closing", c.closing.trials), "target": percent(par)}
    # one and many are alike in English; in other languages the verb follows the number
    if is_young(a):
        return n(
            "{won} {of_leads} bought so far; we expect {share} in the end. The target is {target}.",
            "{won} {of_leads} bought so far; we expect {share} in the end. The target is {target}.",
            won,
            share=percent(now),
            **facts,
        )
    if too_few_to_compare(a):
        return n(
            "{won} {of_leads} bought: too few leads to compare with your target of {target}.",
            "{won} {of_leads} bought: too few leads to compare with your target of {target}.",
            won,
            **facts,
        )
    del facts["target"]
    return n(
        "{won} {of_leads} bought ({share}). At your target it would have been {expected}.",
        "{won} {of_leads} bought ({share}). At your target it would have been {expected}.",
        won,
        share=percent(now),
        expected=integer(round(par * c.closing.trials)),
        **facts,
    )


Base = Literal["reached", "room", "fit", "talked", "all"]


def base(a: Assessment, link: str) -> Base:
    """Which leads a link is a share of."""
    c, f = a.counts, a.funnel
    if link == "closing" and f.worked is not None:
        return "reached"
    at_sales = f.leads - f.direct_wins if f.fit is None else f.fit
    if float(c.sizes.found(at_sales / c.months, c.capacity)) * c.months < at_sales * (1 - 1e-9):
        return "room"
    if f.fit is not None:
        return "fit"
    return "talked" if f.direct_wins else "all"


def leads_of(a: Assessment, link: str, count: float) -> str:
    """A count of the leads that a link is a share of."""
    facts, which = {"count": number(count)}, form(count)
    match base(a, link):
        case "reached":
            return n("{count} lead you reached", "{count} leads you reached", which, **facts)
        case "room":
            return n("{count} lead sales had room for", "{count} leads sales had room for", which, **facts)
        case "fit":
            return n("{count} lead that could buy", "{count} leads that could buy", which, **facts)
        case "talked":
            return n(
                "{count} lead that did not buy by self-service",
                "{count} leads that did not buy by self-service",
                which,
                **facts,
            )
    return n("{count} lead", "{count} leads", which, **facts)


def of_leads(a: Assessment, link: str, count: float) -> str:
    """The same where a part of them was named before, in the case that "of" takes."""
    facts, which = {"count": number(count)}, form(count)
    match base(a, link):
        case "reached":
            return n("of {count} lead you reached", "of {count} leads you reached", which, **facts)
        case "room":
            return n("of {count} lead sales had room for", "of {count} leads sales had room for", which, **facts)
        case "fit":
            return n("of {count} lead that could buy", "of {count} leads that could buy", which, **facts)
        case "talked":
            return n(
                "of {count} lead that did not buy by self-service",
                "of {count} leads that did not buy by self-service",
                which,
                **facts,
            )
    return n("of {count} lead", "of {count} leads", which, **facts)
