"""While the answer is open: which one more number would settle most, how to get it, and what is right either way."""

from __future__ import annotations

import math
from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.either_way import either_way
from diagnostics.diagnosis.judge import two_figures
from diagnostics.diagnosis.next_number import NextNumber, next_numbers
from diagnostics.diagnosis.words.clauses import continued, is_short, of_goal
from diagnostics.diagnosis.words.numbers import form, number, sure
from diagnostics.funnel.links import LINKS
from diagnostics.language import Texts, mark, n, t
from diagnostics.number_format import integer
from diagnostics.reference.playbook import Play, first_action, for_link

WHAT: Final = Texts(
    {
        "fit": mark("Leads that could buy"),
        "worked": mark("Leads you reached"),
        "months": mark("Each month by itself"),
        "days": mark("Days from first contact to sale"),
    }
)
"""What each number is called; further leads have theirs from how many weeks they take."""

HOW: Final = Texts(
    {
        "fit": mark("Judge each lead before you know whether it bought, and enter your usual share as well."),
        "worked": mark("Count the leads that a person spoke or wrote with, both ways."),
        "months": mark("Enter the same leads and sales as a table, one row per month."),
        "days": mark("Open your leads with their dates, one row per lead, instead of entering the days."),
        "leads": mark("Keep counting the same way, and look again then."),
        "self-service": mark("Ask self-service buyers whether they would have bought from a salesperson."),
    }
)
"""How to get each number."""

FIND_OUT: Final = Texts(
    {
        "fit": mark("First find out how many of your leads could buy."),
        "worked": mark("First find out how many leads you reached."),
        "months": mark("First find out how each month went."),
        "days": mark("First find out how long a sale takes."),
        "leads": mark("First find out which side is weak."),
        "self-service": mark("First find out who would have bought anyway."),
    }
)
"""What each number tells."""

WATCH: Final = Texts(
    {
        "fit": mark("share of leads that could buy"),
        "worked": mark("share of leads reached"),
        "months": mark("leads and sales by month"),
        "days": mark("days from first contact to sale"),
        "leads": mark("leads counted"),
        "self-service": mark("self-service sales that a salesperson would have made"),
    }
)
"""What to watch until then."""

IMPROVE: Final = Texts(
    {
        "reach": mark("Right either way: improve reach."),
        "direct": mark("Right either way: improve self-service sales."),
        "fit": mark("Right either way: improve lead fit."),
        "follow_up": mark("Right either way: improve follow-up."),
        "capacity": mark("Right either way: improve capacity."),
        "closing": mark("Right either way: improve closing."),
    }
)


def what_next(a: Assessment) -> tuple[str, ...]:
    """The numbers that would settle an open answer, best first, each with how to get it; empty where it is decided.

    Numbers that would decide it in fewer than one of ten cases are left out, but for the best.
    """
    ranked = next_numbers(a)
    worth_getting = [one for one in ranked if round(10 * one.decides)] or list(ranked[:1])
    return tuple(f"{_settles(one)} {HOW[one.name]}" for one in worth_getting)


def settle_first(a: Assessment) -> tuple[str, str, str] | None:
    """What to find out first while the answer is open: what, the first step, the number to watch; None where it is decided."""
    if a.judgement.verdict != "undetermined":
        return None
    ranked = next_numbers(a)
    if not ranked:
        kind = "leads" if a.funnel.leads == 0 else "self-service"
        return FIND_OUT[kind], HOW[kind], WATCH[kind]
    best = ranked[0]
    return FIND_OUT[best.name], f"{what(best)}: {continued(HOW[best.name])}", WATCH[best.name]


def what(one: NextNumber) -> str:
    """What a number is called."""
    if one.weeks is None or one.leads is None:
        return WHAT[one.name]
    return n(
        "One more week of leads (about {leads})",
        "{weeks} more weeks of leads (about {leads})",
        one.weeks,
        weeks=integer(one.weeks),
        leads=integer(two_figures(one.leads)),
    )


def _settles(one: NextNumber) -> str:
    tenths = round(10 * one.decides)
    if tenths == 0:
        return t(
            "{number}: would rarely decide it; the likeliest answer would then be {chance} likely on average.",
            number=what(one),
            chance=sure(one.certainty),
        )
    if tenths == 10:
        return t("{number}: would almost certainly decide it.", number=what(one))
    return t("{number}: would decide it in about {tenths} of 10 cases.", number=what(one), tenths=integer(tenths))


def right_either_way(a: Assessment) -> str:
    """What is right to do whichever answer is true, for an open one; an empty string where it is decided."""
    if a.judgement.verdict != "undetermined" or a.funnel.leads == 0:
        return ""
    common = either_way(a)
    if common is not None:
        step = t("Start small: {step}", step=continued(t(first_action(common.link).first_step)))
        return f"{IMPROVE[common.link]} {_would_bring(common.chance, common.gain)} {step}"
    if a.judgement.suspect is None and not is_short(a):
        if of_goal(a):
            return t("Make no big change before you know: so far the goal is met.")
        return t("Make no big change before you know: so far the target is met.")
    play = _small_step(a)
    return t(
        "Make no big change before you know. A small step that you can undo: {what} {step}",
        what=continued(t(play.what)),
        step=t(play.first_step),
    )


def _would_bring(chance: float, gain: float) -> str:
    """How often a link is below target, and what it would bring there."""
    if chance > 0.95:
        return n(
            "Almost always it is below target, whichever side is weak; at target it would bring about {count} customer per "
            "month.",
            "Almost always it is below target, whichever side is weak; at target it would bring about {count} customers per "
            "month.",
            form(gain),
            count=number(gain),
        )
    return n(
        "In at least {tenths} of 10 cases it is below target, whichever side is weak; at target it would bring about {count} "
        "customer per month.",
        "In at least {tenths} of 10 cases it is below target, whichever side is weak; at target it would bring about {count} "
        "customers per month.",
        form(gain),
        tenths=integer(math.floor(10 * chance + 1e-9)),
        count=number(gain),
    )


def _small_step(a: Assessment) -> Play:
    """The play of little effort that shows soonest, for the link that is most likely the weak one."""
    plays = for_link(_likeliest(a))
    return min(plays, key=lambda play: (play.effort != "small", play.shows_in))


def _likeliest(a: Assessment) -> str:
    return a.judgement.suspect or max(LINKS, key=lambda name: float(a.observed.shortfall[name]))
