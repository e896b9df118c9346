"""What is said of moving effort from the strong side to the weak one: the proposal, what it rests on, what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.estimates import between, customers
from diagnostics.app.wording.lever_words import gain_words
from diagnostics.diagnosis.scenario import ScenarioResult
from diagnostics.diagnosis.words import number, percent, plural
from diagnostics.language import Texts, mark, n, t
from diagnostics.number_format import typed

if TYPE_CHECKING:
    from diagnostics.diagnosis.money import Money
    from diagnostics.diagnosis.realign import Realignment

REALIGN_TITLE: Final = mark("Move effort to the weak side")
AGAINST_TITLE: Final = mark("What speaks against it")
LEAD_TAKES: Final = Texts(
    {"hours": mark("What one more lead takes, in hours"), "money": mark("What one more lead takes, in money")}
)
WORK_TAKES: Final = Texts(
    {
        "hours": mark("What working one more lead takes, in hours"),
        "money": mark("What working one more lead takes, in money"),
    }
)
MOVED: Final = Texts(
    {
        ("sales", "hours"): mark("Hours per month moved to sales"),
        ("sales", "money"): mark("Money per month moved to sales"),
        ("marketing", "hours"): mark("Hours per month moved to marketing"),
        ("marketing", "money"): mark("Money per month moved to marketing"),
    }
)
PROPOSED_BY: Final = Texts(
    {
        True: mark("As proposed: what closes the gap, and no more than a quarter of what there is."),
        False: mark("As proposed, for a small test: no more than a tenth of what there is."),
    }
)
"""How the amount was proposed, by whether the weak side is decided."""
SAVE: Final = mark("Save as scenario")
MIDDLE: Final = mark("The scenario is the middle of this range.")

WHY_NOT: Final = Texts(
    {
        "no diagnosis": mark("Enter the numbers first, in the step “Numbers”."),
        "no effort": mark(
            "List in the step “Sort” what you do to win customers, with the hours or money per month. Then we can say what "
            "moving some of it may bring."
        ),
        "no leads": mark("No leads are recorded, so we cannot say what moving effort would bring. Count leads first."),
        "undetermined": mark("Too early to say which side is weaker, so there is no reason to move effort yet."),
        "balanced": mark("Neither side is the weak link, so there is no reason to move effort."),
    }
)
"""Why nothing is proposed, whichever side is weak."""
ALIGNED: Final = Texts(
    {
        ("sales", True): mark(
            "Most of your effort already goes into sales, the weak link. Moving more is not the answer: look at what the "
            "effort is spent on."
        ),
        ("sales", False): mark(
            "Most of your effort already goes into sales, which looks like the weak link. Moving more is not the answer: look "
            "at what the effort is spent on."
        ),
        ("marketing", True): mark(
            "Most of your effort already goes into marketing, the weak link. Moving more is not the answer: look at what the "
            "effort is spent on."
        ),
        ("marketing", False): mark(
            "Most of your effort already goes into marketing, which looks like the weak link. Moving more is not the answer: "
            "look at what the effort is spent on."
        ),
    }
)
NOT_BY_HOURS: Final = Texts(
    {
        "closing": mark(
            "The weakest link is closing, and more effort alone does not raise a win rate. How you sell does: see the plan."
        ),
        "fit": mark(
            "The weakest link is lead fit, and more effort alone does not bring leads that fit better. Whom you address does: "
            "see the plan."
        ),
        "direct": mark(
            "The weakest link is self-service sales, and more effort alone does not raise their share. An easier way to buy "
            "does: see the plan."
        ),
        None: mark("Nothing that more effort would raise is short on the weak side."),
    }
)
"""Why hours do not help, by the weakest link."""
COUNT_WORKED: Final = mark(
    "If some leads are never worked, more hours would help: count how many leads sales works, and we can say."
)
STRONG_EMPTY: Final = Texts(
    {
        "sales": mark("You entered no effort for sales, so there is nothing to move to marketing."),
        "marketing": mark("You entered no effort for marketing, so there is nothing to move to sales."),
    }
)
"""By the strong side."""
WEAK_EMPTY: Final = Texts(
    {
        "sales": mark(
            "You entered no effort for sales, so we do not know what working one more lead takes. Enter it here, and we can "
            "say what moving effort may bring."
        ),
        "marketing": mark(
            "You entered no effort for marketing, so we do not know what one more lead takes. Enter it here, and we can say "
            "what moving effort may bring."
        ),
    }
)
"""By the weak side."""


def why_not(found: Realignment) -> tuple[str, ...]:
    """Why nothing is proposed; empty where something is."""
    match found.reason:
        case "":
            return ()
        case "aligned":
            return (ALIGNED[found.weak, found.decided],)
        case "link":
            known = found.suspect if found.suspect in ("closing", "fit", "direct") else None
            line = NOT_BY_HOURS[known]
            return (line, t(COUNT_WORKED)) if known == "closing" and found.uncounted else (line,)
        case "strong empty":
            return (STRONG_EMPTY[found.strong],)
        case "weak empty":
            return (WEAK_EMPTY[found.weak],)
        case reason:
            return (WHY_NOT[reason],)


def amount_words(amount: float, unit: str, money: Money | None = None) -> str:
    """Hours, or money in the currency where it is known.

    >>> amount_words(10, "hours"), amount_words(1, "hours"), amount_words(1200, "money")
    ('10 hours', '1 hour', '1,200')
    """
    if unit == "hours":
        return n("{count} hour", "{count} hours", 1 if amount == 1 else 2, count=typed(amount))
    return typed(amount) if money is None else money.amount(amount)


NAMED: Final = Texts({"sales": mark("Move {amount} to sales"), "marketing": mark("Move {amount} to marketing")})
"""The scenario's name, by the weak side."""
PROPOSED: Final = Texts(
    {
        "sales": mark("With {amount} per month moved from marketing to sales: {customers} per month{range}, {gain}."),
        "marketing": mark(
            "With {amount} per month moved from sales to marketing: {customers} per month{range}, {gain}."
        ),
    }
)


def scenario_name(found: Realignment, unit: str, money: Money | None = None) -> str:
    """What the scenario is called."""
    return NAMED.filled(found.weak, amount=amount_words(found.amount, unit, money))


def proposal(found: Realignment, unit: str, money: Money | None = None) -> str:
    """What moving the effort may bring."""
    assert found.after is not None and found.gain is not None
    worth = None if found.worth is None else found.worth.mean
    tried = ScenarioResult(found.levels, *found.after, *found.gain, worth=worth, next_link=None)
    return PROPOSED.filled(
        found.weak,
        amount=amount_words(found.amount, unit, money),
        customers=customers(found.after.mean),
        range=between(*found.after),
        gain=gain_words(tried, money),
    )


CHANGES: Final = Texts(
    {
        ("reach", True): mark("Leads would rise from {now} per month to {there}."),
        ("reach", False): mark("Leads would fall from {now} per month to {there}."),
        ("follow_up", True): mark("Follow-up would rise from {now} of the leads to {there}."),
        ("follow_up", False): mark("Follow-up would fall from {now} of the leads to {there}."),
        ("capacity", True): mark("Sales could handle {there} leads per month instead of {now}."),
        ("capacity", False): mark("Sales could handle {there} leads per month instead of {now}."),
        ("closing", False): mark(
            "The win rate would fall from {now} to {there}, as some leads are not worked any more."
        ),
    }
)
"""What becomes of a link, and whether it is raised."""


def change_lines(found: Realignment) -> tuple[str, ...]:
    """What becomes of both links, between the two ends of the assumption."""
    lines = []
    for link in filter(None, (found.link, found.lowered)):
        ends = sorted(found.ends[link])
        write = number if link in ("reach", "capacity") else percent
        low, high = map(write, ends)
        there = low if low == high else t("between {low} and {high}", low=low, high=high)
        lines.append(CHANGES.filled((link, link == found.link), now=write(found.today[link]), there=there))
    return tuple(lines)


ASSUMED: Final = Texts(
    {
        "hours": mark(
            "We assume that the last hours bring least: a removed hour costs from nothing up to what an average hour brings "
            "today, and an added hour brings from half of that up to all of it."
        ),
        "money": mark(
            "We assume that the last money spent brings least: what is removed costs from nothing up to what it brings on "
            "average today, and what is added brings from half of that up to all of it."
        ),
    }
)
NOT_ALIKE: Final = Texts(
    {
        ("sales", "hours"): mark("Whoever does the marketing today may not want to sell, or be able to."),
        ("marketing", "hours"): mark("Whoever sells today may not want to do marketing, or be able to."),
        ("sales", "money"): mark("Money for sales does not work at once: people have to be found and trained."),
        ("marketing", "money"): mark("Money for marketing does not work at once: leads take time to come."),
    }
)
"""What always speaks against it."""
TENTATIVE: Final = Texts(
    {
        "sales": mark(
            "Sales only looks like the weak link: try it with a little, for a month or two, and count again."
        ),
        "marketing": mark(
            "Marketing only looks like the weak link: try it with a little, for a month or two, and count again."
        ),
    }
)
LARGER_GAP: Final = Texts(
    {
        "closing": mark("The largest gap is closing, and more effort alone does not raise it."),
        "fit": mark("The largest gap is lead fit, and more effort alone does not raise it."),
        "direct": mark("The largest gap is self-service sales, and more effort alone does not raise their share."),
    }
)
LOSS: Final = Texts(
    {
        "hours": mark("The range includes a loss: the hours may bring more where they are now."),
        "money": mark("The range includes a loss: the money may bring more where it is now."),
    }
)
NEW_LEADS: Final = mark("New leads have to be worked, too: we assume that sales works the same share of them as today.")
ALL_OF_THEM: Final = mark("At the best end sales works every lead there is: moving more would bring nothing further.")


def against(found: Realignment, unit: str) -> tuple[str, ...]:
    """What speaks against the proposal, or weakens it."""
    return tuple(
        filter(
            None,
            (
                TENTATIVE[found.weak] if not found.decided else "",
                LARGER_GAP.get(found.not_raised or "", ""),
                LOSS[unit] if found.may_lose else "",
                NOT_ALIKE[found.weak, unit],
                t(NEW_LEADS) if found.link == "reach" and found.uncapped else "",
                t(ALL_OF_THEM) if found.full else "",
                ASSUMED[unit],
            ),
        )
    )


def average_words(takes: float | None, unit: str, money: Money | None = None) -> str:
    """What one more takes where the owner entered nothing."""
    if takes is None:
        return t("No average yet: enter your own figure.")
    if unit == "hours":
        return t("If left blank: today’s average, {amount}.", amount=plural(takes, "hour", "hours"))
    return t(
        "If left blank: today’s average, {amount}.", amount=number(takes) if money is None else money.amount(takes)
    )
