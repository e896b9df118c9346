"""What the plan says of its actions: the number that is watched, its level now, the status, and how it fits the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from diagnostics.app.case.agreed import AMOUNTS, unknown_links, watching
from diagnostics.app.wording.forecast_words import SHARE
from diagnostics.app.wording.lever_words import level_words
from diagnostics.app.wording.link_words import link_title
from diagnostics.diagnosis.movement import NUMBERS
from diagnostics.diagnosis.words import number, percent
from diagnostics.funnel.links import LINKS
from diagnostics.language import Texts, mark, t
from diagnostics.number_format import day, typed, typed_percent

if TYPE_CHECKING:
    from diagnostics.app.case.agreed import Unbound
    from diagnostics.app.case.records import Action
    from diagnostics.diagnosis.movement import Level

AMOUNT: Final = Texts(
    {
        "customers": mark("Customers per month"),
        "reach": mark("Leads per month"),
        "capacity": mark("Leads per month that sales can handle"),
    }
)
STATUS: Final = Texts(
    {
        "open": mark("Open ¦ an action"),
        "doing": mark("Doing ¦ an action"),
        "done": mark("Done ¦ an action"),
        "dropped": mark("Dropped ¦ an action"),
    }
)
NO_LINK: Final = mark("No link")
NOTHING_WATCHED: Final = mark("Nothing that is counted")
NOT_COUNTED: Final = mark("not counted")


def number_title(name: str) -> str:
    """A number that is watched, as a heading or in a cell."""
    return AMOUNT[name] if name in AMOUNT else SHARE[name]


def link_options() -> dict[str, str]:
    """The links that an action can be for, in words."""
    return {"": t(NO_LINK)} | {link: link_title(link) for link in LINKS}


def watched_options() -> dict[str, str]:
    """The numbers that an action can watch, in words."""
    return {"": t(NOTHING_WATCHED)} | {name: number_title(name) for name in NUMBERS}


def status_options() -> dict[str, str]:
    """What can be said of an action."""
    return dict(STATUS)


def figure(name: str, level: float) -> str:
    """The level of a number, an estimate."""
    return number(level) if name in AMOUNTS else percent(level)


def aim_figure(name: str, level: float) -> str:
    """The same as somebody gave it."""
    return typed(level) if name in AMOUNTS else typed_percent(level)


def now_words(name: str, level: Level | None) -> str:
    """The level of now, with its range; empty where no number is watched."""
    if not name:
        return ""
    if level is None:
        return t("Now: not counted.")
    facts = {"level": figure(name, level.value), "low": figure(name, level.low), "high": figure(name, level.high)}
    if facts["low"] == facts["high"]:
        return t("Now: {level}.", level=facts["level"])
    return t("Now: {level} (90% range {low} to {high}).", **facts)


def watch_line(action: Action, level: Level | None) -> str:
    """The number that is watched, now and aimed at; empty where none is counted."""
    name = watching(action)
    if not name or level is None:
        return ""
    facts = {"number": number_title(name), "now": figure(name, level.value)}
    if action.aimed is None:
        return t("{number}: {now} now", **facts)
    return t("{number}: {now} now, {aim} aimed at", aim=aim_figure(name, action.aimed), **facts)


def aim_offer(name: str, level: float) -> str:
    """The button that takes the level of the plan's target over."""
    return t("Aim at {level}, as in the scenario", level=aim_figure(name, level))


def overdue(action: Action, today: str) -> str:
    """That the day of an action is past; empty where it is not."""
    late = bool(action.date and today) and action.date < today
    return t("Overdue since {day}.", day=day(action.date)) if late else ""


def unknown_words(action: Action) -> str:
    """What of an action is no link that this program knows; empty where all of it is known."""
    lines = [
        t("“{name}” is not a link. It stays in the case until you choose one.", name=name)
        for name in unknown_links(action)
    ]
    return " ".join(lines)


NOT_MOVED: Final = Texts(
    {
        "reach": mark("An action is for reach, but the target of the plan, “{scenario}”, leaves it as it is."),
        "direct": mark(
            "An action is for self-service sales, but the target of the plan, “{scenario}”, leaves them as they are."
        ),
        "fit": mark("An action is for lead fit, but the target of the plan, “{scenario}”, leaves it as it is."),
        "follow_up": mark("An action is for follow-up, but the target of the plan, “{scenario}”, leaves it as it is."),
        "capacity": mark("An action is for capacity, but the target of the plan, “{scenario}”, leaves it as it is."),
        "closing": mark("An action is for closing, but the target of the plan, “{scenario}”, leaves it as it is."),
    }
)
NO_SCENARIO: Final = Texts(
    {
        "reach": mark("An action is for reach, but no scenario says how far it is to rise."),
        "direct": mark("An action is for self-service sales, but no scenario says how far they are to rise."),
        "fit": mark("An action is for lead fit, but no scenario says how far it is to rise."),
        "follow_up": mark("An action is for follow-up, but no scenario says how far it is to rise."),
        "capacity": mark("An action is for capacity, but no scenario says how far it is to rise."),
        "closing": mark("An action is for closing, but no scenario says how far it is to rise."),
    }
)


def unbound_words(found: Unbound) -> list[str]:
    """A sentence for each link that only the scenario or only the plan moves."""
    lines = [
        t(
            "The target of the plan, “{scenario}”, counts on {level}, but no action is for that.",
            scenario=found.aim,
            level=level_words(link, level),
        )
        for link, level in found.no_action.items()
    ]
    lines += [
        NOT_MOVED.filled(link, scenario=found.aim) if found.aim else NO_SCENARIO[link] for link in found.no_scenario
    ]
    return lines
