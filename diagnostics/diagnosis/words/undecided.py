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
from diagnostics.reference.playbook import Play, first_action, for_link

WHAT: Final = {
    "fit": "Leads that could buy",
    "worked": "Leads you reached",
    "months": "Each month by itself",
    "days": "Days from first contact to sale",
}
"""What each number is called; further leads have theirs from how many weeks they take."""

HOW: Final = {
    "fit": "Judge each lead before you know whether it bought, and type what share is usual for you too.",
    "worked": "Count the leads that a person spoke or wrote with, both ways.",
    "months": "Type the same leads and sales as a table, one row per month.",
    "days": "Load your leads with their dates, one row per lead, instead of typing the days.",
    "leads": "Keep counting the same way, and look again then.",
}
"""How each number is got."""

WATCH: Final = {
    "fit": "share of leads that could buy",
    "worked": "share of leads reached",
    "months": "leads and sales by month",
    "days": "days from first contact to sale",
    "leads": "leads counted",
}
"""What to watch until then."""


def what_next(a: Assessment) -> tuple[str, ...]:
    """The numbers that would settle an open answer, best first, each with how to get it; empty where it is decided.

    Numbers that would decide it in fewer than one of ten cases are left out, but for the best.
    """
    ranked = next_numbers(a)
    told = [one for one in ranked if round(10 * one.decides)] or list(ranked[:1])
    return tuple(f"{what(one)}: {_settles(one)}. {HOW[one.name]}" for one in told)


def settle_first(a: Assessment) -> tuple[str, str, str] | None:
    """What to do first while the answer is open: what, the first step, the number to watch; None where it is decided."""
    ranked = next_numbers(a)
    if not ranked:
        return None
    best = ranked[0]
    if round(10 * best.decides):
        return "Settle it before you reorganise.", f"{what(best)}: {lower_first(HOW[best.name])}", WATCH[best.name]
    common = either_way(a)
    step = _small_step(a) if common is None else first_action(common.link)
    return "Do what is right either way.", step.first_step, step.watch


def what(one: NextNumber) -> str:
    """What a number is called."""
    if one.weeks is None or one.leads is None:
        return WHAT[one.name]
    weeks = "One more week" if one.weeks == 1 else f"{one.weeks} more weeks"
    return f"{weeks} of leads (about {two_figures(one.leads):,})"


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
            f"Right whichever it is: improve {NAME[common.link]}. {_often(common.chance)} it is below target either way; "
            f"at target it would bring about {customers} a month. Start small: {lower_first(step)}"
        )
    if a.judgement.suspect is None and not is_short(a):
        return f"Change nothing large before you know: so far {the_target(a)} is met."
    play = _small_step(a)
    return f"Change nothing large before you know. A small step that you can undo: {lower_first(play.what)} {play.first_step}"


def _often(chance: float) -> str:
    tenths = math.floor(10 * chance + 1e-9)
    return "Almost always" if chance > 0.95 else f"In at least {tenths} of 10 cases"


def _small_step(a: Assessment) -> Play:
    """The play of little effort that shows soonest, for the link that is most likely the weak one."""
    plays = for_link(_likeliest(a))
    return min(plays, key=lambda play: (play.effort != "small", play.shows_in))


def _likeliest(a: Assessment) -> str:
    return a.judgement.suspect or max(LINKS, key=lambda name: float(a.observed.shortfall[name]))
