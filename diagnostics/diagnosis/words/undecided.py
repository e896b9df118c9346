"""While the answer is open: which one more number would settle most, how to get it, and what is right either way."""

from __future__ import annotations

import math
from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.either_way import either_way
from diagnostics.diagnosis.judge import two_figures
from diagnostics.diagnosis.next_number import NextNumber, next_numbers
from diagnostics.diagnosis.words.clauses import is_short, lower_first, the_target
from diagnostics.diagnosis.words.names import NAME
from diagnostics.diagnosis.words.numbers import plural, sure
from diagnostics.funnel.links import LINKS
from diagnostics.number_format import integer
from diagnostics.reference.playbook import Play, first_action, for_link

WHAT: Final = {
    "fit": "Leads that could buy",
    "worked": "Leads you reached",
    "months": "Each month by itself",
    "days": "Days from first contact to sale",
}
"""What each number is called; further leads have theirs from how many weeks they take."""

HOW: Final = {
    "fit": "Judge each lead before you know whether it bought, and enter your usual share as well.",
    "worked": "Count the leads that a person spoke or wrote with, both ways.",
    "months": "Enter the same leads and sales as a table, one row per month.",
    "days": "Open your leads with their dates, one row per lead, instead of entering the days.",
    "leads": "Keep counting the same way, and look again then.",
    "self-service": "Ask self-service buyers whether they would have bought from a salesperson.",
}
"""How to get each number."""

FIND_OUT: Final = {
    "fit": "how many of your leads could buy",
    "worked": "how many leads you reached",
    "months": "how each month went",
    "days": "how long a sale takes",
    "leads": "which side is weak",
    "self-service": "who would have bought anyway",
}
"""What each number tells, as the end of a sentence."""

WATCH: Final = {
    "fit": "share of leads that could buy",
    "worked": "share of leads reached",
    "months": "leads and sales by month",
    "days": "days from first contact to sale",
    "leads": "leads counted",
    "self-service": "self-service sales that a salesperson would have made",
}
"""What to watch until then."""


def what_next(a: Assessment) -> tuple[str, ...]:
    """The numbers that would settle an open answer, best first, each with how to get it; empty where it is decided.

    Numbers that would decide it in fewer than one of ten cases are left out, but for the best.
    """
    ranked = next_numbers(a)
    worth_getting = [one for one in ranked if round(10 * one.decides)] or list(ranked[:1])
    return tuple(f"{what(one)}: {_settles(one)}. {HOW[one.name]}" for one in worth_getting)


def settle_first(a: Assessment) -> tuple[str, str, str] | None:
    """What to find out first while the answer is open: what, the first step, the number to watch; None where it is decided."""
    if a.judgement.verdict != "undetermined":
        return None
    ranked = next_numbers(a)
    if not ranked:
        kind = "leads" if a.funnel.leads == 0 else "self-service"
        return f"First find out {FIND_OUT[kind]}.", HOW[kind], WATCH[kind]
    best = ranked[0]
    return f"First find out {FIND_OUT[best.name]}.", f"{what(best)}: {lower_first(HOW[best.name])}", WATCH[best.name]


def what(one: NextNumber) -> str:
    """What a number is called."""
    if one.weeks is None or one.leads is None:
        return WHAT[one.name]
    weeks = "One more week" if one.weeks == 1 else f"{one.weeks} more weeks"
    return f"{weeks} of leads (about {integer(two_figures(one.leads))})"


def _settles(one: NextNumber) -> str:
    tenths = round(10 * one.decides)
    if tenths == 0:
        return f"would rarely decide it; the likeliest answer would then be {sure(one.certainty)} likely on average"
    if tenths == 10:
        return "would almost certainly decide it"
    return f"would decide it in about {tenths} of 10 cases"


def right_either_way(a: Assessment) -> str:
    """What is right to do whichever answer is true, for an open one; an empty string where it is decided."""
    if a.judgement.verdict != "undetermined" or a.funnel.leads == 0:
        return ""
    common = either_way(a)
    if common is not None:
        step = first_action(common.link).first_step
        customers = plural(common.gain, "customer", "customers")
        return (
            f"Right either way: improve {NAME[common.link]}. {_often(common.chance)} it is below target, whichever side is weak; "
            f"at target it would bring about {customers} per month. Start small: {lower_first(step)}"
        )
    if a.judgement.suspect is None and not is_short(a):
        return f"Make no big change before you know: so far {the_target(a)} is met."
    play = _small_step(a)
    return f"Make no big change before you know. A small step that you can undo: {lower_first(play.what)} {play.first_step}"


def _often(chance: float) -> str:
    tenths = math.floor(10 * chance + 1e-9)
    return "Almost always" if chance > 0.95 else f"In at least {tenths} of 10 cases"


def _small_step(a: Assessment) -> Play:
    """The play of little effort that shows soonest, for the link that is most likely the weak one."""
    plays = for_link(_likeliest(a))
    return min(plays, key=lambda play: (play.effort != "small", play.shows_in))


def _likeliest(a: Assessment) -> str:
    return a.judgement.suspect or max(LINKS, key=lambda name: float(a.observed.shortfall[name]))
