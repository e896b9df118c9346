"""What sliders, what is tried with them and saved scenarios say, on the dashboard and in a consultation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.estimates import fine
from diagnostics.app.wording.lever_words import next_words
from diagnostics.diagnosis.words import number, percent
from diagnostics.funnel.links import LINKS
from diagnostics.language import mark, n, t
from diagnostics.number_format import typed, typed_percent

if TYPE_CHECKING:
    from diagnostics.diagnosis.answer import Diagnosis
    from diagnostics.diagnosis.money import Money
    from diagnostics.diagnosis.scenario import ScenarioResult, WhatIf
    from diagnostics.diagnosis.sliders import Slider

# --- sliders ----------------------------------------------------------------------------------------------------------

SLIDER: Final = {
    "reach": mark("Leads per month"),
    "direct": mark("Buy by self-service"),
    "fit": mark("Could buy"),
    "follow_up": mark("Reached by a person"),
    "capacity": mark("Leads the team can handle per month"),
    "closing": mark("Win rate: bought, of those reached"),
}
"""What the slider of each link is called."""


def level_now(link: str, level: float) -> str:
    """A level as it is, an estimate, next to its slider."""
    return fine(level) if link in ("reach", "capacity") else percent(level)


def level_given(link: str, level: float) -> str:
    """A level that a slider was moved to, with all its digits."""
    return typed(level) if link in ("reach", "capacity") else typed_percent(level)


def slider_about(slider: Slider) -> str:
    """The level of a link now, and its target."""
    now = None if slider.now is None else _level(slider.link, slider.now)
    target = None if slider.par is None else _level(slider.link, slider.par)
    if now is None:
        return t("not seen yet, no target") if target is None else t("not seen yet, target {target}", target=target)
    if target is None:
        return t("now {level}, no target", level=now)
    return t("now {level}, target {target}", level=now, target=target)


def _level(link: str, level: float) -> str:
    return number(level) if link in ("reach", "capacity") else percent(level)


# --- ranges -----------------------------------------------------------------------------------------------------------

BAR: Final = {"now": mark("now"), "tried": mark("with that")}
"""What the bar of each range is called."""
BARS: Final = mark("Customers per month. Grey: {share} range.")
BARS_WITH_GOAL: Final = mark("Customers per month. Grey: {share} range. Dashed: the goal.")


# --- what is tried, and scenarios -------------------------------------------------------------------------------------

MOVED: Final = {
    "reach": mark("Leads per month: {level}"),
    "direct": mark("Buy by self-service: {level}"),
    "fit": mark("Could buy: {level}"),
    "follow_up": mark("Reached by a person: {level}"),
    "capacity": mark("Leads the team can handle: {level}"),
    "closing": mark("Win rate: {level}"),
}
"""A link that is moved, and where to."""
LINK: Final = {
    "reach": mark("Reach (marketing)"),
    "direct": mark("Self-service sales (marketing)"),
    "fit": mark("Lead fit (marketing)"),
    "follow_up": mark("Follow-up (sales)"),
    "capacity": mark("Capacity (sales)"),
    "closing": mark("Closing (sales)"),
}
"""A weak link, with its side."""
NOT_SURE: Final = mark(
    "It is too early to say which side is the weak link, so take the next weak link as a hint, not as a result."
)
NOTHING_MOVED: Final = mark("Nothing is moved yet.")
NOT_COUNTED: Final = mark("Your numbers no longer count a link that this scenario moves, so we cannot work it out.")
GROSS_PER_MONTH: Final = mark("Gross margin per month")
SALES_PER_MONTH: Final = mark("Sales per month")


def moved_lines(levels: Mapping[str, float]) -> list[str]:
    """What is moved, a line per link."""
    return [t(MOVED[link], level=level_given(link, levels[link])) for link in LINKS if link in levels]


def with_range(middle: str, low: str, high: str) -> str:
    """A figure with its 90% range; without where both ends look alike.

    >>> with_range("12", "8", "17"), with_range("12", "12", "12")
    ('12 (8 to 17)', '12')
    """
    return middle if low == high else t("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def customers_figure(found: WhatIf | ScenarioResult) -> str:
    """Customers per month with their range, as a figure."""
    low, high = _holding(found)
    return with_range(fine(found.mean), fine(low), fine(high))


def worth_figure(found: WhatIf | ScenarioResult, money: Money) -> str:
    """What these customers are worth per month with its range, as a figure."""
    low, high = _holding(found)
    return with_range(money.words(found.mean), money.words(low), money.words(high))


def _holding(found: WhatIf | ScenarioResult) -> tuple[float, float]:
    """A range that holds its mean: rare large values can lift a mean above nine tenths of what is possible."""
    return min(found.low, found.mean), max(found.high, found.mean)


def customers_line(found: ScenarioResult) -> str:
    """Customers per month as a line of its own."""
    low, high = _holding(found)
    mean, ends = fine(found.mean), (fine(low), fine(high))
    if ends[0] == ends[1]:
        return n("{count} customer per month", "{count} customers per month", _count(mean), count=mean)
    places = {"count": mean, "low": ends[0], "high": ends[1]}
    return n(
        "{count} customer per month ({low} to {high})",
        "{count} customers per month ({low} to {high})",
        _count(mean),
        **places,
    )


def _count(shown: str) -> int:
    return 1 if shown == "1" else 2


def worth_line(found: ScenarioResult, money: Money | None) -> str:
    """What these customers are worth per month as a line of its own; empty without money."""
    if money is None:
        return ""
    figure = worth_figure(found, money)
    if money.margin < 1:
        return t("Gross margin per month: {amount}", amount=figure)
    return t("Sales per month: {amount}", amount=figure)


def worth_title(money: Money | None) -> str:
    """What amounts are; empty without money."""
    if money is None:
        return ""
    return t(GROSS_PER_MONTH if money.margin < 1 else SALES_PER_MONTH)


def weak_now(d: Diagnosis, as_is: ScenarioResult) -> str:
    """The weak link of now, in a table."""
    return t("Too early to say") if d.verdict == "undetermined" else weak_then(as_is)


def weak_then(tried: ScenarioResult) -> str:
    """The weak link after what is moved, in a table."""
    return t("None falls short") if tried.next_link is None else t(LINK[tried.next_link])


def tried_said(tried: ScenarioResult) -> str:
    """What is read aloud once a slider rests."""
    return t("With the sliders: {customers}. {next}", customers=customers_line(tried), next=next_words(tried))
