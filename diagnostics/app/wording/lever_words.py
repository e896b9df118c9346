"""What a consultation says of one more lead, rep or point, of a goal in leads, and of levels that are tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.judge import SMALL_CHANCE
from diagnostics.diagnosis.words import NAME, joined, number, percent, plural, sure, worth_naming
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.funnel.links import LINKS
from diagnostics.language import mark, t
from diagnostics.number_format import typed, typed_percent, with_percent

if TYPE_CHECKING:
    from diagnostics.diagnosis.answer import Diagnosis
    from diagnostics.diagnosis.goal import LeadsNeeded
    from diagnostics.diagnosis.levers import Lever, Levers
    from diagnostics.diagnosis.money import Money
    from diagnostics.diagnosis.scenario import ScenarioResult, WhatIf

NOTHING: Final = 0.0005
"""Customers per month that are described as next to nothing."""
EXPLAINED: Final = 0.1
"""An estimate further than this from what was counted, as a share of it, is explained."""
UNTOLD: Final = 0.05
"""A gain of less than this share of its range, which holds none, is called about none."""
WHOLE: Final = 1e-9
"""A share within this of 1 is all."""

# --- numbers ----------------------------------------------------------------------------------------------------------


def fine(value: float) -> str:
    """A small gain: two figures below 1, else as :func:`~diagnostics.diagnosis.words.number` writes it.

    >>> fine(0.1234), fine(0.2), fine(0.0042), fine(1.26), fine(41.2), fine(0.0001), fine(-0.31)
    ('0.12', '0.2', '0.0042', '1.3', '41', '0', '−0.31')
    """
    if abs(value) >= 0.995:
        return number(value)
    if abs(value) < NOTHING:
        return "0"
    return typed(float(f"{value:.2g}"))


def customers(value: float) -> str:
    """A number of customers, in words.

    >>> customers(0.12), customers(1.0)
    ('0.12 customers', '1 customer')
    """
    return f"{fine(value)} {'customer' if fine(value) == '1' else 'customers'}"


def between(middle: float, low: float, high: float) -> str:
    """A range that holds its middle, in brackets after a space; empty where both ends look alike.

    Rare large values can lift a mean above nine tenths of what is possible.

    >>> between(0.12, 0.08, 0.17), between(0.1, 0.0, 0.04), between(3.0, 3.0, 3.01)
    (' (0.08 to 0.17)', ' (0 to 0.1)', '')
    """
    low, high = min(low, middle), max(high, middle)
    return "" if fine(low) == fine(high) else f" ({fine(low)} to {fine(high)})"


def _span(found: WhatIf) -> str:
    return between(found.mean, found.low, found.high)


def _leads(count: float) -> str:
    return plural(count, "lead", "leads")


def _figures(count: float) -> float:
    """A number of leads that is worked out and not counted: three figures."""
    return float(f"{count:.3g}")


def in_money(money: Money | None, gain: float) -> str:
    """A gain in money, as the end of a clause; empty without money."""
    return "" if money is None else f", about {money.words(gain)} of {money.kind}"


# --- one more -------------------------------------------------------------------------------------------------------


def assumed(links: tuple[str, ...]) -> str:
    """The links that were never seen and what is assumed of them; empty where there are none.

    >>> assumed(("closing",)), assumed(("fit", "closing"))
    ('No lead got as far as closing: we take it to be on target.', 'No lead got as far as lead fit and closing: we take them to be on target.')
    """
    if not links:
        return ""
    named = joined([NAME[link] for link in links])
    return f"No lead got as far as {named}: we take {'it' if len(links) == 1 else 'them'} to be on target."


def now_words(levers: Levers) -> str:
    """Customers a month before anything is moved."""
    found = levers.now
    counted = "" if fine(levers.counted) == fine(found.mean) else f"; your numbers show {fine(levers.counted)}"
    line = f"At present {customers(found.mean)} per month can be expected{_span(found)}{counted}."
    why = "" if levers.changes["lead"].reason else weighed(found.mean, levers.counted)
    return " ".join(filter(None, (line, why, assumed(levers.assumed))))


def weighed(expected: float, counted: float) -> str:
    """Why more or fewer customers are expected than the counts come to; empty where they are about the same.

    >>> weighed(14.0, 12.0), weighed(12.4, 12.0)
    ('The counts alone are not certain enough: your targets raise the estimate.', '')
    """
    if fine(expected) == fine(counted) or abs(expected - counted) <= EXPLAINED * counted:
        return ""
    return f"The counts alone are not certain enough: your targets {'raise' if expected > counted else 'lower'} the estimate."


RATE_NAME: Final = {
    "direct": "self-service share",
    "fit": "lead fit",
    "follow_up": "follow-up",
    "closing": "win rate",
}
"""The links that are a share, as the share is called."""

LEVER_TITLE: Final = "What one more would bring"
LEVER: Final = {
    "lead": "One more lead per month",
    "rep": "One more rep",
    **{link: f"One more point of {RATE_NAME[link]}" for link in RATE_NAME},
}
"""What each change is called."""

UNKNOWN_GAIN: Final = {
    "leads": "no lead is recorded, so we cannot say what one more would bring. Count leads first.",
    "capacity": "enter how many leads per month your team can handle, and we can say.",
    "sellers": "enter how many people sell, or how many leads per month one of them can handle, and we can say.",
}
"""Why a change has no gain, as the end of a sentence."""


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
        return f"{LEVER[key]}: {UNKNOWN_GAIN[change.reason]}"
    if change.link == key and change.level is not None and change.level >= 1 - WHOLE:
        return f"{LEVER[key]}: it is already at {percent(1.0)}."
    full = key == "lead" and levers.full > 1 - SMALL_CHANCE and "direct" not in levers.changes
    if change.gain.mean < NOTHING or full:
        return _brings_nothing(levers, change)
    per = "" if key == "lead" else " per month"
    gain = f"{customers(change.gain.mean)}{per}{_span(change.gain)}{in_money(levers.money, change.gain.mean)}"
    if key == "lead":
        return f"{LEVER[key]} brings {gain}.{_less_cost(levers.money, change)}{_if_full(levers)}"
    if key == "rep":
        assert change.step is not None
        room = f", with room for {_leads(change.step)} per month,"
        before = "" if levers.money is None or change.cost is not None else ", before what a rep costs"
        less = _less_cost(levers.money, change)
        return f"{LEVER[key]}{room} brings {gain}{before}.{less}{_if_not_full(levers)}"
    return f"{LEVER[key]}{_from_to(change)} brings {gain}."


def _cost(money: Money | None, change: Lever) -> str:
    """What a change costs; empty where that was not given, or is nothing."""
    if money is None or not change.cost:
        return ""
    return f"{money.amount(change.cost, given=True)}{' per month' if change.key == 'rep' else ''}"


def _less_cost(money: Money | None, change: Lever) -> str:
    """What is left of the worth after the cost, or what is lost; empty where no cost was given."""
    net, at = change.net, _cost(money, change)
    if money is None or net is None or not at:
        return ""
    of = "" if money.margin < 1 else ", before the cost of what is sold"
    low, high = min(net.low, net.mean), max(net.high, net.mean)
    ends = [money.amount(end) for end in (low, high)]
    if high < 0:
        span = "" if ends[0] == ends[1] else f" ({money.amount(-high)} to {money.amount(-low)})"
        return f" It costs more than it brings: less its cost of {at}, {money.amount(-net.mean)} is lost{span}{of}."
    span = "" if ends[0] == ends[1] else f" ({ends[0]} to {ends[1]})"
    if net.mean < 0:
        return f" On average it costs more than it brings: less its cost of {at}, {money.amount(net.mean)} is left{span}{of}."
    perhaps = " It may cost more than it brings." if low < 0 else ""
    return f" Less its cost of {at}, {money.amount(net.mean)} is left{span}{of}.{perhaps}"


def _from_to(change: Lever) -> str:
    assert change.level is not None and change.step is not None
    return f", from {_points(change.level)} to {_points(min(1.0, change.level + change.step))},"


def _points(share: float) -> str:
    """A share with the decimal that one point more is seen by.

    >>> _points(0.093), _points(0.1034), _points(0.25)
    ('9.3%', '10.3%', '25%')
    """
    return with_percent(f"{100 * share:.1f}".removesuffix(".0"))


def _full_at(levers: Levers) -> str:
    assert levers.room is not None
    return f"the team is full at {_leads(levers.room)} per month"


def _brings_nothing(levers: Levers, change: Lever) -> str:
    assert change.gain is not None
    what = "One more lead" if change.key == "lead" else LEVER[change.key]
    nothing = "nothing" if change.gain.mean == change.gain.high == 0 else "next to nothing"
    full = levers.full >= 0.5 and levers.room is not None
    cost = _cost(levers.money, change)
    lost = f" Its cost of {cost} would be lost." if cost else ""
    if change.link in ("reach", "fit") and full:
        return f"{what} brings {nothing}: {_full_at(levers)}.{lost} Fix capacity first."
    if change.key == "rep" and not full:
        assert levers.room is not None
        room = f"the team can handle {_leads(levers.room)} per month and {number(levers.at_sales)} get as far as sales"
        return f"{what} brings {nothing}: {room}.{lost} Bring in leads first."
    return f"{what} brings {nothing} while the other links stay as they are.{lost}"


def _if_full(levers: Levers) -> str:
    """What a next lead meets where the team is, or may be, full."""
    if levers.full > 1 - SMALL_CHANCE:
        return f" It has to buy by self-service: {_full_at(levers)}."
    if levers.full > SMALL_CHANCE:
        return f" The chance that the team is already full in a given month is {sure(levers.full)}."
    return ""


def _if_not_full(levers: Levers) -> str:
    idle = 1 - levers.full
    return f" The chance that a month has enough room without one is {sure(idle)}." if idle > SMALL_CHANCE else ""


# --- a goal in leads --------------------------------------------------------------------------------------------------


def needed_words(needed: LeadsNeeded) -> str:
    """How many leads per month a goal needs."""
    moved = f"{levels_words(needed.levels)} and " if needed.levels else ""
    others = f"with {moved}the other links {'on target' if needed.at_par else 'as they are'}"
    goal = plural(needed.goal, "customer", "customers")
    line = " ".join(filter(None, (_needed(needed, goal, others), assumed(needed.assumed))))
    return line[:1].upper() + line[1:]


def _needed(needed: LeadsNeeded, goal: str, others: str) -> str:
    chance = sure(needed.never)
    if needed.leads is None:
        assert needed.most is not None and needed.most_likely is not None  # else each further lead would bring more
        if needed.most.high < NOTHING:
            return f"{others}, no number of leads brings a customer."
        span = between(needed.most_likely, needed.most.low, needed.most.high)
        most = f"{others}, {'about ' if span else ''}{fine(needed.most_likely)} per month is the most, however many leads come in{span}"
        if needed.never > 1 - SMALL_CHANCE:
            return f"{goal} per month cannot be reached by leads alone: {most}."
        return f"{goal} per month probably cannot be reached by leads alone (the chance of that is {chance}): {most}."
    assert needed.low is not None
    if needed.leads > LARGEST_COUNT:
        return f"{goal} per month cannot be reached by leads alone: {others}, a further lead brings next to nothing."
    about, low = _figures(needed.leads), number(_figures(needed.low))
    high = None if needed.high is None else number(_figures(needed.high))
    span = f" ({low} or more)" if high is None else "" if low == high else f" ({low} to {high})"
    come = f"{number(needed.now)} {'comes' if number(needed.now) == '1' else 'come'} in now"
    line = f"For {goal} per month {others}: about {_leads(about)} per month{span}; {come}."
    if needed.never > SMALL_CHANCE:
        return f"{line} The chance that no number of leads does it, because the team would be full, is {chance}."
    return line


# --- what if ------------------------------------------------------------------------------------------------------

NEXT: Final = {
    "reach": mark("With that, the next weak link is reach (marketing)."),
    "direct": mark("With that, the next weak link is self-service sales (marketing)."),
    "fit": mark("With that, the next weak link is lead fit (marketing)."),
    "follow_up": mark("With that, the next weak link is follow-up (sales)."),
    "capacity": mark("With that, the next weak link is capacity (sales)."),
    "closing": mark("With that, the next weak link is closing (sales)."),
}
"""The weak link after what is moved."""
FIRST: Final = {
    "reach": mark("The link to fix first is reach (marketing)."),
    "direct": mark("The link to fix first is self-service sales (marketing)."),
    "fit": mark("The link to fix first is lead fit (marketing)."),
    "follow_up": mark("The link to fix first is follow-up (sales)."),
    "capacity": mark("The link to fix first is capacity (sales)."),
    "closing": mark("The link to fix first is closing (sales)."),
}
"""The weak link where nothing is moved."""


def level_words(link: str, level: float) -> str:
    """A link at a level that somebody gave.

    >>> level_words("closing", 0.25), level_words("reach", 400), level_words("capacity", 1)
    ('a win rate of 25%', '400 leads per month', 'room for 1 lead per month')
    """
    if link == "reach":
        return f"{_leads(level)} per month"
    if link == "capacity":
        return f"room for {_leads(level)} per month"
    return f"a {RATE_NAME[link]} of {typed_percent(level)}"


def levels_words(levels: Mapping[str, float]) -> str:
    """Levels in the order of the chain; "as it is" where nothing is moved."""
    return joined([level_words(link, levels[link]) for link in LINKS if link in levels]) if levels else "as it is"


def tried_words(tried: ScenarioResult, money: Money | None = None) -> str:
    """What moved links bring."""
    now = f"{customers(tried.mean)} per month{between(tried.mean, tried.low, tried.high)}"
    if not tried.levels:
        line = f"As it is: {now}."
    else:
        line = f"With {levels_words(tried.levels)}: {now}, {gain_words(tried, money)}."
    return " ".join(filter(None, (line, assumed(tried.assumed))))


def gain_words(tried: ScenarioResult, money: Money | None = None) -> str:
    """The gain over now, more or fewer, and what it is worth."""
    mean = tried.gain_mean
    amount = "" if money is None or _untold(tried) else f", about {money.words(abs(mean))} of {money.kind}"
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
    return t((NEXT if tried.levels else FIRST)[tried.next_link])


def after_words(d: Diagnosis) -> str:
    """What comes after the weak link; empty where there is none."""
    r = d.assessment
    if d.suspect is None or r.counts.outside or not worth_naming(r, d.suspect):
        return ""
    if d.next_link is None:
        return f"Once {NAME[d.suspect]} is fixed, no link falls short."
    return f"Once {NAME[d.suspect]} is fixed, the next weak link is {NAME[d.next_link]}."


def range_words(low: float, high: float, mean: float) -> str:
    """A range, next to its bar."""
    return t("{middle} ({low} to {high})", middle=fine(mean), low=fine(low), high=fine(high))


def moved(levels: Mapping[str, float]) -> str:
    """What a scenario moves."""
    return "; ".join(level_words(link, level) for link, level in levels.items())


PLAN_AS_IS: Final = "No scenario is chosen as the target of the plan."


def aimed(name: str) -> str:
    """Which scenario the plan aims at."""
    return f"Target of the plan: the scenario “{name}”." if name else PLAN_AS_IS
