"""The answer in words: the sentence, the cost of the weak link, what would settle a doubt, what would change it."""

from __future__ import annotations

from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import DECIDED, MOST_NAMED, NEGLIGIBLE, OLD_ENOUGH
from diagnostics.diagnosis.looks import watch
from diagnostics.diagnosis.words.clauses import (
    fault,
    is_short,
    is_young,
    missing,
    of_goal,
    par_is_uncertain,
    self_service_moved,
    too_few_to_compare,
    worth,
    worth_naming,
)
from diagnostics.diagnosis.words.names import LABEL
from diagnostics.diagnosis.words.numbers import form, level, number, percent, plural, shown_chances
from diagnostics.funnel.best import Best
from diagnostics.funnel.links import SIDES
from diagnostics.funnel.records import ROUGH
from diagnostics.language import Texts, mark, n, t
from diagnostics.number_format import integer

OTHERWISE: Final = 0.1
"""What fixing a link alone brings is shown next to its shortfall where the two differ by this share of it."""

# --- the sentence -----------------------------------------------------------------------------------------------------

MEETING: Final = Texts(
    {
        ("target", False): mark("You are meeting this target ({chance} likely). Try a higher one."),
        ("goal", False): mark("You are meeting this goal ({chance} likely). Try a higher one."),
        ("target", True): mark("You are on course for this target ({chance} likely). Try a higher one."),
        ("goal", True): mark("You are on course for this goal ({chance} likely). Try a higher one."),
    }
)
"""By what it is compared with, and whether sales are still expected."""

EARLY: Final = Texts(
    {
        ("target", False): mark("You are meeting this target so far, but it is too early to be sure."),
        ("goal", False): mark("You are meeting this goal so far, but it is too early to be sure."),
        ("target", True): mark("You are on course for this target so far, but it is too early to be sure."),
        ("goal", True): mark("You are on course for this goal so far, but it is too early to be sure."),
    }
)

NEITHER: Final = mark("Neither side is the weak link ({chance} likely).")

WEAK: Final = Texts(
    {
        ("marketing", ""): mark("Marketing is the weak link ({chance} likely)."),
        ("marketing", "target"): mark("Marketing is the weak link ({chance} likely), though the target is met."),
        ("marketing", "goal"): mark("Marketing is the weak link ({chance} likely), though the goal is met."),
        ("sales", ""): mark("Sales is the weak link ({chance} likely)."),
        ("sales", "target"): mark("Sales is the weak link ({chance} likely), though the target is met."),
        ("sales", "goal"): mark("Sales is the weak link ({chance} likely), though the goal is met."),
        ("or leads", ""): mark("Sales is the weak link ({chance} likely): closing, or the kind of leads."),
        ("or leads", "target"): mark(
            "Sales is the weak link ({chance} likely): closing, or the kind of leads, though the target is met."
        ),
        ("or leads", "goal"): mark(
            "Sales is the weak link ({chance} likely): closing, or the kind of leads, though the goal is met."
        ),
    }
)
"""By the side, and what is met all the same; "or leads": sales, where poor leads would look alike."""

LIKELIER: Final = Texts(
    {
        "balanced": mark("Neither side looks like the weak link ({chance} likely)."),
        "marketing": mark("Marketing is the likelier weak link ({chance} likely)."),
        "sales": mark("Sales is the likelier weak link ({chance} likely)."),
    }
)

BEYOND: Final = Texts(
    {
        "balanced": mark("Beyond that it is too early to say."),
        "marketing": mark("It is too early to say, but marketing is the likelier weak link ({chance} likely)."),
        "sales": mark("It is too early to say, but sales is the likelier weak link ({chance} likely)."),
    }
)
"""What follows where one side leaves no trace in the counts, and it is open which is weak."""


def sentence(a: Assessment) -> str:
    """The answer in one plain sentence, with how sure it is."""
    j = a.judgement
    chance = shown_chances(j.probability)[j.leaning]
    if j.finding is not None:
        return f"{_found(a)} {_beyond(a, chance)}"
    met = ("goal" if of_goal(a) else "target", is_young(a))
    if j.verdict == "undetermined":
        if moved := self_service_moved(a):
            return moved
        early = t("Too early to say.") if is_short(a) else EARLY[met]
        return f"{early} {LIKELIER.filled(j.leaning, chance=chance)}"
    if j.verdict == "balanced":
        return _balanced(a, chance) if is_short(a) else MEETING.filled(met, chance=chance)
    who = "or leads" if j.verdict == "sales" and a.usual_fit is not None else j.verdict
    return WEAK.filled((who, "" if is_short(a) else met[0]), chance=chance)


def _balanced(a: Assessment, chance: str) -> str:
    of_par = {side: float(a.observed.of_reference[side]) for side in SIDES}
    if a.judgement.balance != "one far ahead":
        return t(
            "Neither side is the weak link ({chance} likely): both run at about {level} of target.",
            chance=chance,
            level=level(sum(of_par.values()) / 2),
        )
    if of_par["marketing"] >= of_par["sales"]:
        return t("Neither side is the weak link ({chance} likely): marketing is far ahead.", chance=chance)
    return t("Neither side is the weak link ({chance} likely): sales is far ahead.", chance=chance)


def _found(a: Assessment) -> str:
    """That one side leaves no trace in the counts."""
    if a.judgement.finding == "no marketing":
        return n(
            "You have {count} sale and not one recorded lead, so we see no marketing.",
            "You have {count} sales and not one recorded lead, so we see no marketing.",
            form(a.counts.outside),
            count=number(a.counts.outside),
        )
    wins = a.funnel.wins
    if wins == 1:
        return t("The one sale came in without a salesperson, so we see no sales process.")
    if wins == 2:
        return t("Both sales came in without a salesperson, so we see no sales process.")
    return t("All {count} sales came in without a salesperson, so we see no sales process.", count=integer(wins))


def _beyond(a: Assessment, chance: str) -> str:
    j = a.judgement
    if not is_short(a):
        return t("Even so, the goal is met.") if of_goal(a) else t("Even so, the target is met.")
    if j.verdict == "undetermined":
        return BEYOND.filled(j.leaning, chance=chance)
    return t(NEITHER, chance=chance) if j.verdict == "balanced" else WEAK.filled((j.verdict, ""), chance=chance)


# --- what it costs ----------------------------------------------------------------------------------------------------

NEXT: Final = Texts(
    {
        "reach": mark("Once that is fixed, the next weak link is reach (marketing)."),
        "direct": mark("Once that is fixed, the next weak link is self-service sales (marketing)."),
        "fit": mark("Once that is fixed, the next weak link is lead fit (marketing)."),
        "follow_up": mark("Once that is fixed, the next weak link is follow-up (sales)."),
        "capacity": mark("Once that is fixed, the next weak link is capacity (sales)."),
        "closing": mark("Once that is fixed, the next weak link is closing (sales)."),
    }
)


def cost(a: Assessment) -> str:
    """Which link, and how many customers per month it costs."""
    j = a.judgement
    short = missing(a)
    if j.suspect is None:
        if not is_short(a):
            return t("You are reaching your goal.") if of_goal(a) else t("You are on target.")
        return n(
            "Together the two sides fall short by {count} customer per month{worth}.",
            "Together the two sides fall short by {count} customers per month{worth}.",
            form(short),
            count=number(short),
            worth=worth(a, short),
        )
    link = LABEL[j.suspect]
    if not worth_naming(a, j.suspect):
        if par_is_uncertain(a):
            return t("{link} looks on target, but that target is itself only roughly known.", link=link)
        return t("{link} looks on target, but there is too little data to be sure.", link=link)
    lost, why = float(a.observed.shortfall[j.suspect]), fault(a, j.suspect)
    if lost > short > 0 and too_few_to_compare(a):
        return _mainly(a, short, why)
    facts = {"link": link, "count": number(lost), "worth": worth(a, lost), "fault": why}
    if j.verdict != "undetermined":
        costs = n(
            "{link} costs about {count} customer per month{worth}: {fault}.",
            "{link} costs about {count} customers per month{worth}: {fault}.",
            form(lost),
            **facts,
        )
    else:
        costs = n(
            "{link} would cost about {count} customer per month{worth}: {fault}.",
            "{link} would cost about {count} customers per month{worth}: {fault}.",
            form(lost),
            **facts,
        )
    return " ".join(filter(None, (costs, _alone(a, j.suspect, lost), _then(a))))


def _mainly(a: Assessment, short: float, why: str) -> str:
    facts = {"count": number(short), "worth": worth(a, short), "fault": why}
    if of_goal(a):
        return n(
            "You are {count} customer per month{worth} short of the goal, mainly because {fault}.",
            "You are {count} customers per month{worth} short of the goal, mainly because {fault}.",
            form(short),
            **facts,
        )
    return n(
        "You are {count} customer per month{worth} short of the target, mainly because {fault}.",
        "You are {count} customers per month{worth} short of the target, mainly because {fault}.",
        form(short),
        **facts,
    )


def _alone(a: Assessment, link: str, lost: float) -> str:
    """What fixing the link alone would bring; empty where that is about its shortfall."""
    alone = a.alone(link)
    if abs(alone - lost) <= OTHERWISE * lost or a.counts.outside or too_few_to_compare(a):
        return ""
    if alone <= NEGLIGIBLE * float(a.observed.at_reference):
        return t("Fixed on its own, it would bring nothing while the other links stay as they are.")
    return n(
        "Fixed on its own, it would bring about {count} customer per month.",
        "Fixed on its own, it would bring about {count} customers per month.",
        form(alone),
        count=number(alone),
    )


def _then(a: Assessment) -> str:
    """What comes after the weak link."""
    if a.judgement.next_link is not None:
        return NEXT[a.judgement.next_link]
    return "" if a.counts.closing.trials == 0 else t("Once that is fixed, nothing else falls short.")


# --- a goal that is a stretch ------------------------------------------------------------------------------------------

PERIODS: Final = Texts(
    {
        1.0: mark("{count} months"),
        3.0: mark("{count} quarters"),
        6.0: mark("{count} half-years"),
        12.0: mark("{count} years"),
        0.0: mark("{count} periods"),
    }
)
"""So many periods by their length in months; 0: of another length."""


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
    length = best.length if best.length in PERIODS else 0.0
    facts = {
        "customers": plural(goal, "customer", "customers"),
        "periods": PERIODS.filled(length, count=integer(best.periods)),
        "most": most,
    }
    if best.had_time >= OLD_ENOUGH:
        if best.length == 1:
            return t("Your goal of {customers} per month is a stretch: the best of {periods} brought {most}.", **facts)
        return t(
            "Your goal of {customers} per month is a stretch: the best of {periods} brought {most} per month.", **facts
        )
    if best.length == 1:
        return t(
            "Your goal of {customers} per month is a stretch: the best of {periods} comes to {most}, counting the sales still "
            "expected.",
            **facts,
        )
    return t(
        "Your goal of {customers} per month is a stretch: the best of {periods} comes to {most} per month, counting the sales "
        "still expected.",
        **facts,
    )


# --- what would settle it ----------------------------------------------------------------------------------------------


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
        return t(
            "More leads would not settle it. Ask self-service buyers whether they would have bought from a salesperson, "
            "or compare with months that had as many self-service sales."
        )
    from_where = t("We only name a weak link when it is at least {chance} likely.", chance=percent(DECIDED))
    return f"{from_where} {_would_settle(a)}"


def _would_settle(a: Assessment) -> str:
    if a.more_leads is not None:
        return _more_leads(a, a.more_leads)
    if a.funnel.leads == 0:
        return t("Count leads for a while, then ask again.")
    if par_is_uncertain(a):
        closing = a.par.level("closing")
        if closing is not None and closing.source == ROUGH:
            return t(
                "More leads alone would not settle it: the target win rate is itself uncertain. A firmer figure would."
            )
        return t(
            "More leads alone would not settle it: the target win rate is itself uncertain. Your own target would."
        )
    return t("Marketing and sales are too close to call, and more leads would not change that.")


def _more_leads(a: Assessment, leads: int) -> str:
    facts = {"count": integer(leads), "time": time_for(leads, a)}
    match None if a.settles_as == a.judgement.leaning else a.settles_as:
        case None:
            return n(
                "At your current rates it would take about {count} more lead ({time}) to be sure.",
                "At your current rates it would take about {count} more leads ({time}) to be sure.",
                leads,
                **facts,
            )
        case "balanced":
            return n(
                "At your current rates it would take about {count} more lead ({time}) to be sure, probably that neither side "
                "is weak.",
                "At your current rates it would take about {count} more leads ({time}) to be sure, probably that neither side "
                "is weak.",
                leads,
                **facts,
            )
        case "marketing":
            return n(
                "At your current rates it would take about {count} more lead ({time}) to be sure, probably that marketing is "
                "weak.",
                "At your current rates it would take about {count} more leads ({time}) to be sure, probably that marketing is "
                "weak.",
                leads,
                **facts,
            )
    return n(
        "At your current rates it would take about {count} more lead ({time}) to be sure, probably that sales is weak.",
        "At your current rates it would take about {count} more leads ({time}) to be sure, probably that sales is weak.",
        leads,
        **facts,
    )


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
        return _below(watched.short)
    if watched.verdict in SIDES:
        most = integer(round(100 * MOST_NAMED))
        if periods > 1:
            return t(
                "This holds however often you look, in whichever of the {periods} periods you could choose: of 100 businesses "
                "on target, at most {most} are ever named like this.",
                periods=integer(periods),
                most=most,
            )
        return t(
            "This holds however often you look: of 100 businesses on target, at most {most} are ever named like this.",
            most=most,
        )
    return _not_yet(a, watched.more_leads, periods)


def _below(short: tuple[str, ...]) -> str:
    """Sides that are below target for one who looks often, where it is open which is weak."""
    if not short:
        return ""
    if len(short) > 1:
        return t("Both sides are below target, however often you look; which side is the weaker is still open.")
    if short[0] == "marketing":
        return t("Marketing is below target, however often you look; which side is the weaker is still open.")
    return t("Sales is below target, however often you look; which side is the weaker is still open.")


def _not_yet(a: Assessment, more: int | None, periods: int) -> str:
    """That one who looks often should wait."""
    if more is None:
        if periods > 1:
            return t(
                "If you look every week or month, do not act on it yet: you chose these months among {periods} periods, and "
                "the worst of many is often bad by chance, and more leads at these rates would not rule that out.",
                periods=integer(periods),
            )
        return t(
            "If you look every week or month, do not act on it yet: looking often means that chance misleads you sooner or "
            "later, and more leads at these rates would not rule that out."
        )
    facts = {"count": integer(more), "time": time_for(more, a)}
    if periods > 1:
        return n(
            "If you look every week or month, wait for about {count} more lead before you act on it ({time}): you chose these "
            "months among {periods} periods, and the worst of many is often bad by chance.",
            "If you look every week or month, wait for about {count} more leads before you act on it ({time}): you chose these "
            "months among {periods} periods, and the worst of many is often bad by chance.",
            more,
            periods=integer(periods),
            **facts,
        )
    return n(
        "If you look every week or month, wait for about {count} more lead before you act on it ({time}): looking often means "
        "that chance misleads you sooner or later.",
        "If you look every week or month, wait for about {count} more leads before you act on it ({time}): looking often means "
        "that chance misleads you sooner or later.",
        more,
        **facts,
    )


def time_for(leads: int, a: Assessment) -> str:
    """How long so many leads take to come, at the pace of those that came; as it stands in brackets."""
    wait = leads * a.funnel.months / a.funnel.leads
    if wait < 1:
        return t("less than a month")
    if wait >= 24:
        return t("about {count} years", count=integer(round(wait / 12)))
    months = round(wait)
    return n("about {count} month", "about {count} months", months, count=integer(months))
