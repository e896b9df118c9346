"""The answer in words: the sentence, the cost of the weak link, what would settle a doubt, what would change it."""

from __future__ import annotations

from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import (
    DECIDED,
    LARGEST_CUT,
    MOST_NAMED,
    NEGLIGIBLE,
    OLD_ENOUGH,
    OtherTarget,
    around_targets,
    tipping_point,
    volume_target,
)
from diagnostics.diagnosis.looks import watch
from diagnostics.diagnosis.words.clauses import (
    count_of,
    fault,
    is_short,
    is_young,
    missing,
    par_is_uncertain,
    self_service_moved,
    target,
    the_target,
    too_few_to_compare,
    worth,
    worth_naming,
)
from diagnostics.diagnosis.words.names import NAME
from diagnostics.diagnosis.words.numbers import level, number, percent, plural, rounded_down, shown_chances, sure
from diagnostics.funnel.best import Best
from diagnostics.funnel.links import SIDE_OF, SIDES
from diagnostics.funnel.records import ROUGH
from diagnostics.number_format import integer

FEWEST_FIT: Final = 0.01
"""Fewer leads that could buy, of the usual share, are no explanation that anybody would look for."""

OTHERWISE: Final = 0.1
"""What fixing a link alone brings is shown next to its shortfall where the two differ by this share of it."""


def sentence(a: Assessment) -> str:
    """The answer in one plain sentence, with how sure it is."""
    j = a.judgement
    certainty = shown_chances(j.probability)[j.leaning]
    if j.finding == "no marketing":
        body = f"You have {plural(a.counts.outside, 'sale', 'sales')} and not one recorded lead, so we see no marketing"
        return _found(body, a, certainty)
    if j.finding == "no sales process":
        wins = a.funnel.wins
        which = "The one sale" if wins == 1 else "Both sales" if wins == 2 else f"All {integer(wins)} sales"
        return _found(f"{which} came in without a salesperson, so we see no sales process", a, certainty)
    meeting = f"You are {'on course for' if is_young(a) else 'meeting'} this {target(a)}"
    if j.verdict == "undetermined":
        if moved := self_service_moved(a):
            return f"We cannot tell which side is weak: {moved}."
        early = "Too early to say" if is_short(a) else f"{meeting} so far, but it is too early to be sure"
        if j.leaning == "balanced":
            return f"{early}. Neither side looks like the weak link ({certainty} likely)."
        return f"{early}. {j.leaning.capitalize()} is the likelier weak link ({certainty} likely)."
    if j.verdict == "balanced":
        if not is_short(a):
            return f"{meeting} ({certainty} likely). Try a higher one."
        neither = f"Neither side is the weak link ({certainty} likely)"
        of_par = {side: float(a.observed.of_reference[side]) for side in SIDES}
        if j.balance == "one far ahead":
            return f"{neither}: {max(of_par, key=lambda side: of_par[side])} is far ahead."
        return f"{neither}: both run at about {level(sum(of_par.values()) / 2)} of target."
    closing = ": closing, or the kind of leads" if a.usual_fit is not None else ""
    met = "" if is_short(a) else f", though {the_target(a)} is met"
    return f"{j.verdict.capitalize()} is the weak link ({certainty} likely){closing}{met}."


def _found(body: str, a: Assessment, certainty: str) -> str:
    j = a.judgement
    if not is_short(a):
        return f"{body}. Even so, {the_target(a)} is met."
    if j.verdict == "undetermined":
        if j.leaning == "balanced":
            return f"{body}. Beyond that it is too early to say."
        return f"{body}. It is too early to say, but {j.leaning} is the likelier weak link ({certainty} likely)."
    if j.verdict == "balanced":
        return f"{body}. Neither side is the weak link ({certainty} likely)."
    return f"{body}. {j.verdict.capitalize()} is the weak link ({certainty} likely)."


def cost(a: Assessment) -> str:
    """Which link, and how many customers per month it costs."""
    j = a.judgement
    if j.suspect is None:
        if not is_short(a):
            return "You are on target." if a.par.goal is None else "You are reaching your goal."
        return f"Together the two sides fall short by {plural(missing(a), 'customer', 'customers')} per month{worth(a, missing(a))}."
    if not worth_naming(a, j.suspect):
        why = (
            "that target is itself only roughly known" if par_is_uncertain(a) else "there is too little data to be sure"
        )
        return f"{NAME[j.suspect].capitalize()} looks on target, but {why}."
    lost = float(a.observed.shortfall[j.suspect])
    if lost > missing(a) > 0 and too_few_to_compare(a):
        short = f"{plural(missing(a), 'customer', 'customers')} per month{worth(a, missing(a))}"
        return f"You are {short} short of {the_target(a)}, mainly because {fault(a, j.suspect)}."
    verb = "costs" if j.verdict != "undetermined" else "would cost"
    short = f"{NAME[j.suspect].capitalize()} {verb} about {plural(lost, 'customer', 'customers')} per month{worth(a, lost)}: {fault(a, j.suspect)}."
    alone = a.alone(j.suspect)
    if abs(alone - lost) > OTHERWISE * lost and not a.counts.outside and not too_few_to_compare(a):
        none = alone <= NEGLIGIBLE * float(a.observed.at_reference)
        brings = (
            "nothing while the other links stay as they are"
            if none
            else f"about {plural(alone, 'customer', 'customers')} per month"
        )
        short += f" Fixed on its own, it would bring {brings}."
    if j.next_link is None:
        return short if a.counts.closing.trials == 0 else f"{short} Once that is fixed, nothing else falls short."
    return short + f" Once that is fixed, the next weak link is {NAME[j.next_link]} ({SIDE_OF[j.next_link]})."


PERIODS: Final = {1.0: "months", 3.0: "quarters", 6.0: "half-years", 12.0: "years"}


def stretch(a: Assessment, best: Best | None = None) -> str:
    """That the goal is more than any period so far brought; empty where it is not, or nothing is known of them.

    ``best``: of periods that are known from elsewhere, where the counts do not hold them.
    """
    goal, best = a.par.goal, a.funnel.best or best
    if goal is None or best is None or not best.exceeded_by(goal):
        return ""
    wanted, most = number(goal), number(best.customers)
    if wanted == most:
        return ""
    brought = "brought" if best.had_time >= OLD_ENOUGH else "comes to"
    each = "" if best.length == 1 else " per month"
    ahead = "" if best.had_time >= OLD_ENOUGH else ", counting the sales still expected"
    return (
        f"Your goal of {wanted} {'customer' if wanted == '1' else 'customers'} per month is a stretch: "
        f"the best of {integer(best.periods)} {PERIODS.get(best.length, 'periods')} {brought} {most}{each}{ahead}."
    )


def settling(a: Assessment, periods: int = 1) -> str:
    """What would settle a doubt, and what holds for one who looks often; an empty string where there is neither.

    ``periods``: among how many the one that is judged was chosen.
    """
    return " ".join(filter(None, (_settled(a), looks(a, periods))))


def _settled(a: Assessment) -> str:
    j = a.judgement
    if j.verdict != "undetermined":
        return ""
    if self_service_moved(a):
        return (
            "More leads would not settle it. Ask self-service buyers whether they would have bought from a salesperson, "
            "or compare with months that had as many self-service sales."
        )
    line = f"We only name a weak link when it is at least {percent(DECIDED)} likely."
    if a.more_leads is not None:
        leads = f"{integer(a.more_leads)} more {'lead' if a.more_leads == 1 else 'leads'}"
        kind = "neither side is weak" if a.settles_as == "balanced" else f"{a.settles_as} is weak"
        other = "" if a.settles_as == j.leaning else f", probably that {kind}"
        return f"{line} At your current rates it would take about {leads} ({_time_for(a.more_leads, a)}) to be sure{other}."
    if a.funnel.leads == 0:
        return f"{line} Count leads for a while, then ask again."
    if par_is_uncertain(a):
        closing = a.par.level("closing")
        own = closing is not None and closing.source == ROUGH
        better = "A firmer figure" if own else "Your own target"
        return f"{line} More leads alone would not settle it: the target win rate is itself uncertain. {better} would."
    return f"{line} Marketing and sales are too close to call, and more leads would not change that."


def looks(a: Assessment, periods: int = 1) -> str:
    """Whether the answer holds for one who looks every week; said where months were seen, and so will be again.

    ``periods``: among how many the one that is judged was chosen.
    """
    verdict = a.judgement.verdict
    if a.funnel.reach_dispersion is None or verdict == "balanced":
        return ""
    watched = watch(a, periods)
    if watched is None:
        return ""
    if verdict == "undetermined":
        if not watched.short:
            return ""
        below = "Both sides are" if len(watched.short) > 1 else f"{watched.short[0].capitalize()} is"
        return f"{below} below target, however often you look; which side is the weaker is still open."
    if watched.verdict in SIDES:
        chosen = f", in whichever of the {integer(periods)} periods you could choose" if periods > 1 else ""
        return (
            f"This holds however often you look{chosen}: of 100 businesses on target, at most "
            f"{integer(round(100 * MOST_NAMED))} are ever named like this."
        )
    why = "looking often means that chance misleads you sooner or later"
    if periods > 1:
        why = f"you chose these months among {integer(periods)} periods, and the worst of many is often bad by chance"
    if watched.more_leads is None:
        return f"If you look every week or month, do not act on it yet: {why}, and more leads at these rates would not rule that out."
    leads = f"{integer(watched.more_leads)} more {'lead' if watched.more_leads == 1 else 'leads'}"
    return f"If you look every week or month, wait for about {leads} before you act on it ({_time_for(watched.more_leads, a)}): {why}."


def _time_for(leads: int, a: Assessment) -> str:
    """How long so many leads take to come, at the pace of those that came."""
    wait = leads * a.funnel.months / a.funnel.leads
    if wait < 1:
        return "less than a month"
    return (
        f"about {plural(round(wait), 'month', 'months')}" if wait < 24 else f"about {integer(round(wait / 12))} years"
    )


def change(a: Assessment) -> str:
    """What would change an answer, worked out and not supposed."""
    return " ".join(filter(None, (_tipped(a), around(a))))


def around(a: Assessment) -> str:
    """The verdict with each target a fifth lower and higher; an empty string where no lead is recorded."""
    j = a.judgement
    if j.finding == "no marketing" or a.funnel.leads == 0:
        return ""
    other = [one for one in around_targets(a.funnel, a.par) if one.verdict != j.verdict]
    if not other:
        return "The answer stays the same with either target a fifth higher or lower."
    if j.verdict in SIDES:  # when its own target comes down is told already
        tipped = "closing" if j.verdict == "sales" else volume_target(a.par)
        other = [one for one in other if one.target != tipped or one.verdict != "undetermined"]
    return " ".join(_with_other(one) for one in other)


def _with_other(one: OtherTarget) -> str:
    target = (
        f"your target win rate were {percent(one.value)}"
        if one.target == "closing"
        else _wanting(one.target, one.value)
    )
    certainty = sure(one.probability)
    if one.verdict == "undetermined":
        even = one.leaning == "balanced"
        said = "it would be too early to say" + ("" if even else f", {one.leaning} the likelier ({certainty} likely)")
    elif one.verdict == "balanced":
        said = f"neither side would be the weak link ({certainty} likely)"
    else:
        said = f"{one.verdict} would be the weak link ({certainty} likely)"
    return f"If {target}, {said}."


def _wanting(target: str, value: float, only: str = "") -> str:
    """Another goal, other leads or another room, as the end of a clause that begins with if.

    >>> _wanting("goal", 12.0), _wanting("capacity", 96.0, only="only ")
    ('you wanted 12 customers per month', 'your team could handle only 96 leads per month')
    """
    who = "your team could handle" if target == "capacity" else "you wanted"
    return f"{who} {only}{count_of(value, 'customers' if target == 'goal' else 'leads')} per month"


def _tipped(a: Assessment) -> str:
    """At which target a called answer would no longer be called."""
    j = a.judgement
    if j.verdict not in SIDES or j.finding == "no marketing":
        return ""
    factor = tipping_point(a.funnel, a.par, j.verdict, j.probability[j.verdict])
    if j.verdict == "sales":
        closing = a.par.level("closing")
        assert closing is not None
        fit = a.usual_fit
        poor = ""
        if fit is not None and fit >= FEWEST_FIT:
            poor = f" Poor leads would explain it too, if only {percent(fit)} as many of them as usual could buy: count how many could."
        if factor is None:
            least = percent(closing.value / LARGEST_CUT)
            return f"Sales stays the weak link with any target win rate down to {least}.{poor}"
        most = percent(rounded_down(100 * closing.value * factor) / 100)
        return f"If your target win rate were {most} or less, sales would no longer be the weak link.{poor}"
    target = volume_target(a.par)
    held = float(getattr(a.par, target))
    if factor is None:
        return f"This stays true even if {_wanting(target, held / LARGEST_CUT, only='only ')}."
    return f"If {_wanting(target, rounded_down(held * factor))} or fewer, marketing would no longer be the weak link."
