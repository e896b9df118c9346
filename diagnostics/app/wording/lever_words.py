"""What a consultation says of one more lead, rep or point, of a goal in leads, and of levels that are tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.cost_words import cost_of, less_cost
from diagnostics.app.wording.estimates import NOTHING, assumed, between, customers, fine, form_of, in_money, to, weighed
from diagnostics.diagnosis.judge import SMALL_CHANCE
from diagnostics.diagnosis.words import NAME, joined, number, percent, plural, sure, worth_naming
from diagnostics.diagnosis.words.numbers import form
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.funnel.links import LINKS
from diagnostics.language import Texts, mark, n, t
from diagnostics.number_format import typed_percent, with_percent

if TYPE_CHECKING:
    from diagnostics.diagnosis.answer import Diagnosis
    from diagnostics.diagnosis.goal import LeadsNeeded
    from diagnostics.diagnosis.levers import Lever, Levers
    from diagnostics.diagnosis.money import Money
    from diagnostics.diagnosis.scenario import ScenarioResult, WhatIf

UNTOLD: Final = 0.05
"""A gain of less than this share of its range, which holds none, is called about none."""
WHOLE: Final = 1e-9
"""A share within this of 1 is all."""


def _span(found: WhatIf) -> str:
    return between(found.mean, found.low, found.high)


def _leads(count: float) -> str:
    return plural(count, "lead", "leads")


def _figures(count: float) -> float:
    """A number of leads that is worked out and not counted: three figures."""
    return float(f"{count:.3g}")


# --- one more -------------------------------------------------------------------------------------------------------


def now_words(levers: Levers) -> str:
    """Customers a month before anything is moved."""
    found = levers.now
    facts = {"count": fine(found.mean), "range": _span(found), "counted": fine(levers.counted)}
    if fine(levers.counted) == fine(found.mean):
        del facts["counted"]
        line = n(
            "At present {count} customer per month can be expected{range}.",
            "At present {count} customers per month can be expected{range}.",
            form_of(found.mean),
            **facts,
        )
    else:
        line = n(
            "At present {count} customer per month can be expected{range}; your numbers show {counted}.",
            "At present {count} customers per month can be expected{range}; your numbers show {counted}.",
            form_of(found.mean),
            **facts,
        )
    why = "" if levers.changes["lead"].reason else weighed(found.mean, levers.counted)
    return " ".join(filter(None, (line, why, assumed(levers.assumed))))


LEVER_TITLE: Final = mark("What one more would bring")
LEVER: Final = Texts(
    {
        "lead": mark("One more lead per month"),
        "rep": mark("One more rep"),
        "direct": mark("One more point of self-service share"),
        "fit": mark("One more point of lead fit"),
        "follow_up": mark("One more point of follow-up"),
        "closing": mark("One more point of win rate"),
    }
)
"""What each change is called."""

UNKNOWN_GAIN: Final = Texts(
    {
        "leads": mark("{change}: no lead is recorded, so we cannot say what one more would bring. Count leads first."),
        "capacity": mark("{change}: enter how many leads per month your team can handle, and we can say."),
        "sellers": mark(
            "{change}: enter how many people sell, or how many leads per month one of them can handle, and we can say."
        ),
    }
)
"""Why a change has no gain."""


def lever_lines(levers: Levers) -> tuple[str, ...]:
    """A sentence for each change, in the order of :attr:`Levers.changes`."""
    return tuple(lever_line(levers, key) for key in levers.changes)


def paid_lines(levers: Levers) -> tuple[str, ...]:
    """A sentence for each change whose cost was given."""
    return tuple(lever_line(levers, key) for key, change in levers.changes.items() if change.cost is not None)


def lever_line(levers: Levers, key: str) -> str:
    """What one change would bring."""
    change = levers.changes[key]
    if change.gain is None:
        return UNKNOWN_GAIN.filled(change.reason, change=LEVER[key])
    if change.link == key and change.level is not None and change.level >= 1 - WHOLE:
        return t("{change}: it is already at {share}.", change=LEVER[key], share=percent(1.0))
    full = key == "lead" and levers.full > 1 - SMALL_CHANCE and "direct" not in levers.changes
    if change.gain.mean < NOTHING or full:
        return _brings_nothing(levers, change)
    facts = {
        "count": fine(change.gain.mean),
        "range": _span(change.gain),
        "worth": in_money(levers.money, change.gain.mean),
    }
    which = form_of(change.gain.mean)
    if key == "lead":
        line = n(
            "One more lead per month brings {count} customer{range}{worth}.",
            "One more lead per month brings {count} customers{range}{worth}.",
            which,
            **facts,
        )
        return " ".join(filter(None, (line, less_cost(levers.money, change), _if_full(levers))))
    if key == "rep":
        line = _rep(levers, change, which, facts)
        return " ".join(filter(None, (line, less_cost(levers.money, change), _if_not_full(levers))))
    assert change.level is not None and change.step is not None
    return n(
        "{change}, from {now} to {then}, brings {count} customer per month{range}{worth}.",
        "{change}, from {now} to {then}, brings {count} customers per month{range}{worth}.",
        which,
        change=LEVER[key],
        now=_points(change.level),
        then=_points(min(1.0, change.level + change.step)),
        **facts,
    )


def _rep(levers: Levers, change: Lever, which: int, facts: dict[str, str]) -> str:
    """What one more rep would bring."""
    assert change.step is not None
    leads = _leads(change.step)
    if levers.money is None or change.cost is not None:
        return n(
            "One more rep, with room for {leads} per month, brings {count} customer per month{range}{worth}.",
            "One more rep, with room for {leads} per month, brings {count} customers per month{range}{worth}.",
            which,
            leads=leads,
            **facts,
        )
    return n(
        "One more rep, with room for {leads} per month, brings {count} customer per month{range}{worth}, before what a rep "
        "costs.",
        "One more rep, with room for {leads} per month, brings {count} customers per month{range}{worth}, before what a rep "
        "costs.",
        which,
        leads=leads,
        **facts,
    )


def _points(share: float) -> str:
    """A share with the decimal that one point more is seen by.

    >>> _points(0.093), _points(0.1034), _points(0.25)
    ('9.3%', '10.3%', '25%')
    """
    return with_percent(f"{100 * share:.1f}".removesuffix(".0"))


def _brings_nothing(levers: Levers, change: Lever) -> str:
    assert change.gain is not None
    what = t("One more lead") if change.key == "lead" else LEVER[change.key]
    nothing = change.gain.mean == change.gain.high == 0
    full = levers.full >= 0.5 and levers.room is not None
    cost = cost_of(levers.money, change)
    lost = t("Its cost of {cost} would be lost.", cost=cost) if cost else ""
    if change.link in ("reach", "fit") and full:
        assert levers.room is not None
        line = t(NOTHING_IF_FULL if nothing else LITTLE_IF_FULL, change=what, leads=_leads(levers.room))
        first = t("Fix capacity first.")
    elif change.key == "rep" and not full:
        assert levers.room is not None
        line = t(
            NOTHING_IF_IDLE if nothing else LITTLE_IF_IDLE,
            change=what,
            leads=_leads(levers.room),
            count=number(levers.at_sales),
        )
        first = t("Bring in leads first.")
    else:
        line, first = t(NOTHING_ALONE if nothing else LITTLE_ALONE, change=what), ""
    return " ".join(filter(None, (line, lost, first)))


NOTHING_IF_FULL: Final = mark("{change} brings nothing: the team is full at {leads} per month.")
LITTLE_IF_FULL: Final = mark("{change} brings next to nothing: the team is full at {leads} per month.")
NOTHING_IF_IDLE: Final = mark(
    "{change} brings nothing: the team can handle {leads} per month and {count} get as far as sales."
)
LITTLE_IF_IDLE: Final = mark(
    "{change} brings next to nothing: the team can handle {leads} per month and {count} get as far as sales."
)
NOTHING_ALONE: Final = mark("{change} brings nothing while the other links stay as they are.")
LITTLE_ALONE: Final = mark("{change} brings next to nothing while the other links stay as they are.")


def _if_full(levers: Levers) -> str:
    """What a next lead meets where the team is, or may be, full."""
    if levers.full > 1 - SMALL_CHANCE:
        assert levers.room is not None
        return t("It has to buy by self-service: the team is full at {leads} per month.", leads=_leads(levers.room))
    if levers.full > SMALL_CHANCE:
        return t("The chance that the team is already full in a given month is {chance}.", chance=sure(levers.full))
    return ""


def _if_not_full(levers: Levers) -> str:
    idle = 1 - levers.full
    if idle <= SMALL_CHANCE:
        return ""
    return t("The chance that a month has enough room without one is {chance}.", chance=sure(idle))


# --- a goal in leads --------------------------------------------------------------------------------------------------


def needed_words(needed: LeadsNeeded) -> str:
    """How many leads per month a goal needs."""
    goal = plural(needed.goal, "customer", "customers")
    line = " ".join(filter(None, (_needed(needed, goal, _others(needed)), assumed(needed.assumed))))
    return line[:1].upper() + line[1:]


def _others(needed: LeadsNeeded) -> str:
    """How the other links are taken to be."""
    if needed.levels:
        moved = levels_words(needed.levels)
        if needed.at_par:
            return t("with {levels} and the other links on target", levels=moved)
        return t("with {levels} and the other links as they are", levels=moved)
    if needed.at_par:
        return t("with the other links on target")
    return t("with the other links as they are")


def _needed(needed: LeadsNeeded, goal: str, others: str) -> str:
    if needed.leads is None:
        return _out_of_reach(needed, goal, others)
    assert needed.low is not None
    if needed.leads > LARGEST_COUNT:
        return t(
            "{goal} per month cannot be reached by leads alone: {others}, a further lead brings next to nothing.",
            goal=goal,
            others=others,
        )
    about, low = _figures(needed.leads), number(_figures(needed.low))
    high = None if needed.high is None else number(_figures(needed.high))
    if high is None:
        at_least = t("{low} or more", low=low)
        span = f" ({at_least})"
    else:
        span = "" if low == high else f" ({to(low, high)})"
    line = n(
        "For {goal} per month {others}: about {leads} per month{range}; {now} comes in now.",
        "For {goal} per month {others}: about {leads} per month{range}; {now} come in now.",
        form(needed.now),
        goal=goal,
        others=others,
        leads=_leads(about),
        range=span,
        now=number(needed.now),
    )
    if needed.never <= SMALL_CHANCE:
        return line
    chance = t(
        "The chance that no number of leads does it, because the team would be full, is {chance}.",
        chance=sure(needed.never),
    )
    return f"{line} {chance}"


def _out_of_reach(needed: LeadsNeeded, goal: str, others: str) -> str:
    """A goal that no number of leads brings."""
    assert needed.most is not None and needed.most_likely is not None  # else each further lead would bring more
    if needed.most.high < NOTHING:
        return t("{others}, no number of leads brings a customer.", others=others)
    span = between(needed.most_likely, needed.most.low, needed.most.high)
    facts = {"goal": goal, "others": others, "count": fine(needed.most_likely), "range": span}
    if needed.never > 1 - SMALL_CHANCE:
        return t(NEVER if span else NEVER_EXACTLY, **facts)
    return t(HARDLY if span else HARDLY_EXACTLY, chance=sure(needed.never), **facts)


NEVER: Final = mark(
    "{goal} per month cannot be reached by leads alone: {others}, about {count} per month is the most, however many leads come "
    "in{range}."
)
NEVER_EXACTLY: Final = mark(
    "{goal} per month cannot be reached by leads alone: {others}, {count} per month is the most, however many leads come "
    "in{range}."
)
HARDLY: Final = mark(
    "{goal} per month probably cannot be reached by leads alone (the chance of that is {chance}): {others}, about {count} per "
    "month is the most, however many leads come in{range}."
)
HARDLY_EXACTLY: Final = mark(
    "{goal} per month probably cannot be reached by leads alone (the chance of that is {chance}): {others}, {count} per month "
    "is the most, however many leads come in{range}."
)


# --- what if ------------------------------------------------------------------------------------------------------

NEXT: Final = Texts(
    {
        "reach": mark("With that, the next weak link is reach (marketing)."),
        "direct": mark("With that, the next weak link is self-service sales (marketing)."),
        "fit": mark("With that, the next weak link is lead fit (marketing)."),
        "follow_up": mark("With that, the next weak link is follow-up (sales)."),
        "capacity": mark("With that, the next weak link is capacity (sales)."),
        "closing": mark("With that, the next weak link is closing (sales)."),
    }
)
"""The weak link after what is moved."""
FIRST: Final = Texts(
    {
        "reach": mark("The link to fix first is reach (marketing)."),
        "direct": mark("The link to fix first is self-service sales (marketing)."),
        "fit": mark("The link to fix first is lead fit (marketing)."),
        "follow_up": mark("The link to fix first is follow-up (sales)."),
        "capacity": mark("The link to fix first is capacity (sales)."),
        "closing": mark("The link to fix first is closing (sales)."),
    }
)
"""The weak link where nothing is moved."""


AT_LEVEL: Final = Texts(
    {
        "reach": mark("{leads} per month"),
        "direct": mark("a self-service share of {share}"),
        "fit": mark("a lead fit of {share}"),
        "follow_up": mark("a follow-up of {share}"),
        "capacity": mark("room for {leads} per month"),
        "closing": mark("a win rate of {share}"),
    }
)


def level_words(link: str, level: float) -> str:
    """A link at a level that somebody gave.

    >>> level_words("closing", 0.25), level_words("reach", 400), level_words("capacity", 1)
    ('a win rate of 25%', '400 leads per month', 'room for 1 lead per month')
    """
    if link in ("reach", "capacity"):
        return AT_LEVEL.filled(link, leads=_leads(level))
    return AT_LEVEL.filled(link, share=typed_percent(level))


def levels_words(levels: Mapping[str, float]) -> str:
    """Levels in the order of the chain; "as it is" where nothing is moved."""
    return joined([level_words(link, levels[link]) for link in LINKS if link in levels]) if levels else t("as it is")


def tried_words(tried: ScenarioResult, money: Money | None = None) -> str:
    """What moved links bring."""
    now = t(
        "{customers} per month{range}",
        customers=customers(tried.mean),
        range=between(tried.mean, tried.low, tried.high),
    )
    if not tried.levels:
        line = t("As it is: {now}.", now=now)
    else:
        line = t(
            "With {levels}: {now}, {gain}.", levels=levels_words(tried.levels), now=now, gain=gain_words(tried, money)
        )
    return " ".join(filter(None, (line, assumed(tried.assumed))))


def gain_words(tried: ScenarioResult, money: Money | None = None) -> str:
    """The gain over now, more or fewer, and what it is worth."""
    amount = "" if _untold(tried) else in_money(money, abs(tried.gain_mean))
    return f"{more_words(tried)}{amount}"


def _untold(tried: ScenarioResult) -> bool:
    """Whether a gain is so small, or so uncertain, that it is not given as a number."""
    mean = tried.gain_mean
    low, high = _gain_range(tried)
    either = low <= -NOTHING < NOTHING <= high
    return max(-low, high) < NOTHING or fine(mean) == "0" or (either and abs(mean) < UNTOLD * (high - low))


def _gain_range(tried: ScenarioResult) -> tuple[float, float]:
    """A range of the gain that holds its mean."""
    return min(tried.gain_low, tried.gain_mean), max(tried.gain_high, tried.gain_mean)


def more_words(tried: ScenarioResult) -> str:
    """Customers per month more or fewer than now, with their range."""
    mean = tried.gain_mean
    low, high = _gain_range(tried)
    if max(-low, high) < NOTHING:
        return t("as many as now")
    either = low <= -NOTHING < NOTHING <= high
    ends = {"fewer": fine(-low), "more": fine(high)}
    if _untold(tried):
        return t("about as many as now ({fewer} fewer to {more} more)", **ends) if either else t("about as many as now")
    count = fine(abs(mean))
    if low <= -NOTHING and high >= NOTHING:
        if mean >= 0:
            return t("{count} more than now ({fewer} fewer to {more} more)", count=count, **ends)
        return t("{count} fewer than now ({fewer} fewer to {more} more)", count=count, **ends)
    least, most = (max(low, 0.0), high) if low > -NOTHING else (max(-high, 0.0), -low)
    span = fine(least), fine(most)
    if span[0] == span[1]:
        return t("{count} more than now", count=count) if mean >= 0 else t("{count} fewer than now", count=count)
    if mean >= 0:
        return t("{count} more than now ({low} to {high})", count=count, low=span[0], high=span[1])
    return t("{count} fewer than now ({low} to {high})", count=count, low=span[0], high=span[1])


def next_words(tried: ScenarioResult) -> str:
    """The weak link after that."""
    if tried.next_link is None:
        return t("With that, no link falls short.") if tried.levels else t("As it is, no link falls short.")
    return (NEXT if tried.levels else FIRST)[tried.next_link]


def after_words(d: Diagnosis) -> str:
    """What comes after the weak link; empty where there is none."""
    r = d.assessment
    if d.suspect is None or r.counts.outside or not worth_naming(r, d.suspect):
        return ""
    if d.next_link is None:
        return t("Once {link} is fixed, no link falls short.", link=NAME[d.suspect])
    return t("Once {link} is fixed, the next weak link is {next}.", link=NAME[d.suspect], next=NAME[d.next_link])


def range_words(low: float, high: float, mean: float) -> str:
    """A range, next to its bar; one number where its ends are written alike."""
    least, most = fine(low), fine(high)
    return fine(mean) if least == most else t("{middle} ({low} to {high})", middle=fine(mean), low=least, high=most)


def moved(levels: Mapping[str, float]) -> str:
    """What a scenario moves."""
    return "; ".join(level_words(link, level) for link, level in levels.items())


PLAN_AS_IS: Final = mark("No scenario is chosen as the target of the plan.")


def aimed(name: str) -> str:
    """Which scenario the plan aims at."""
    return t("Target of the plan: the scenario “{name}”.", name=name) if name else t(PLAN_AS_IS)
