"""What if: sliders, what is tried with them, and two scenarios next to the business of now.

Sliders and ranges are those of a consultation, too. What is asked is counts, targets and levels, and nothing that says
whose they are, so that a process apart can work it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypedDict

from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.scenarios import SAVED, TRIED, Levels, levels_in
from diagnostics.app.messages import KeepScenario, Try
from diagnostics.app.pages.answering import Asked
from diagnostics.app.wording import what_if_words as words
from diagnostics.app.wording.lever_words import more_words, next_words, range_words
from diagnostics.app.wording.refusal_words import refused
from diagnostics.diagnosis import diagnose
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.judge import INTERVAL
from diagnostics.diagnosis.scenario import ScenarioResult, try_levels
from diagnostics.diagnosis.sliders import Slider, sliders
from diagnostics.errors import InputError
from diagnostics.funnel.links import SIDE_OF
from diagnostics.language import speaking, t
from diagnostics.number_format import percent

ROOM: Final = 1.06
"""The track of the ranges is longer than the largest value by this factor."""


class SliderPane(TypedDict):
    """A link that can be moved."""

    link: str
    side: str
    label: str
    low: float
    high: float
    step: float
    value: float
    text: str
    about: str


class RangeBar(TypedDict):
    """A 90% range of customers per month; places are percentages of the track, ``high`` from its right end."""

    label: str
    low: float
    high: float
    at: float
    goal: float | None
    words: str


class ScenarioColumn(TypedDict):
    """The business of now (``now``), or a scenario, in the table; ``problem``: why there are no figures."""

    key: str
    moved: list[str]
    levels: dict[str, float]
    customers: str
    gain: str
    worth: str
    weak: str
    problem: str


class WhatIfPane(TypedDict):
    """What the card shows. ``levels``: what is tried; ``said``: what is read aloud of it."""

    sliders: list[SliderPane]
    levels: dict[str, float]
    customers: str
    worth: str
    gain: str
    next: str
    said: str
    ranges: list[RangeBar]
    ranges_caption: str
    columns: list[ScenarioColumn]
    worth_title: str
    not_sure: str


class Tried(NamedTuple):
    """What is asked: numbers, and the levels that are tried and saved next to them."""

    asked: Asked
    scenarios: Mapping[str, Levels]

    @staticmethod
    def of(asked: Asked, texts: Mapping[str, str]) -> Tried:
        """Numbers with the scenarios of a form."""
        return Tried(asked, {slot: levels_in(text) for slot, text in texts.items()})


WhatIfs = Callable[[Tried], WhatIfPane | None]
"""Works out what if."""


def moved(entries: Entries, message: Try | KeepScenario) -> tuple[Entries, str | None, bool]:
    """The form after a slider was moved, or a scenario saved or removed; as steps of Undo: where, and whether apart.

    Raises
    ------
    InputError
        Where a scenario would move nothing.
    """
    if isinstance(message, Try):
        return entries.trying("tried", message.levels), TRIED, message.step
    levels = levels_in(entries.scenarios.get(TRIED)) if message.keep else {}
    if message.keep and not levels:
        raise InputError("scenario-moves-nothing", "scenario")
    return entries.trying(message.slot, levels), None, False


def what_if(tried: Tried) -> WhatIfPane | None:
    """Work out what is tried and saved, in the language of the page; None where nothing can be moved.

    Raises
    ------
    InputError
        Where the numbers cannot be diagnosed.
    """
    asked = tried.asked
    with speaking(asked.language):
        return what_if_pane(diagnose(asked.funnel, asked.par, asked.money), tried.scenarios)


def what_if_pane(d: Diagnosis, scenarios: Mapping[str, Levels]) -> WhatIfPane | None:
    """What is tried and saved next to a diagnosis; None where nothing can be moved."""
    movable = {link: slider for link, slider in sliders(d).items() if slider.movable}
    if not movable:
        return None
    as_is = try_levels(d)
    levels = {link: level for link, level in scenarios.get(TRIED, {}).items() if link in movable}
    try:
        result = try_levels(d, levels)
    except InputError:  # they were levels of other numbers
        levels, result = {}, as_is
    money = d.assessment.money
    bars = [("now", as_is), *([("tried", result)] if levels else [])]
    return {
        "sliders": slider_panes(d, levels),
        "levels": dict(levels),
        "customers": words.customers_line(result),
        "worth": words.worth_line(result, money),
        "gain": more_words(result) if levels else t(words.NOTHING_MOVED),
        "next": next_words(result) if levels else "",
        "said": words.tried_said(result) if levels else "",
        "ranges": range_bars(d, bars),
        "ranges_caption": ranges_caption(d),
        "columns": [
            _column(d, "now", {}, as_is),
            *(_scenario(d, slot, scenarios[slot], movable) for slot in SAVED if scenarios.get(slot)),
        ],
        "worth_title": words.worth_title(money),
        "not_sure": t(words.NOT_SURE) if d.verdict == "undetermined" else "",
    }


def _scenario(d: Diagnosis, slot: str, levels: Levels, movable: Mapping[str, Slider]) -> ScenarioColumn:
    if not movable.keys() >= levels.keys():
        return _column(d, slot, levels, problem=t(words.NOT_COUNTED))
    try:
        return _column(d, slot, levels, try_levels(d, levels))
    except InputError as problem:
        return _column(d, slot, levels, problem=refused(problem))


def _column(
    d: Diagnosis, key: str, levels: Levels, result: ScenarioResult | None = None, problem: str = ""
) -> ScenarioColumn:
    shown: ScenarioColumn = {
        "key": key,
        "moved": words.moved_lines(levels),
        "levels": dict(levels),
        "customers": "",
        "gain": "",
        "worth": "",
        "weak": "",
        "problem": problem,
    }
    if result is None:
        return shown
    money = d.assessment.money
    return {
        **shown,
        "customers": words.customers_figure(result),
        "gain": more_words(result) if levels else "",
        "worth": "" if money is None else words.worth_figure(result, money),
        "weak": words.weak_then(result) if levels else words.weak_now(d, result),
    }


# --- also of a consultation -------------------------------------------------------------------------------------------


def slider_panes(d: Diagnosis, levels: Levels) -> list[SliderPane]:
    """A slider for each link that can be moved; its ends hold a level that was set next to other numbers."""
    panes: list[SliderPane] = []
    for link, slider in sliders(d).items():
        at = levels.get(link, slider.start)
        if not slider.movable or at is None:
            continue
        panes.append(
            {
                "link": link,
                "side": SIDE_OF[link],
                "label": t(words.SLIDER[link]),
                "low": min(slider.low, at),
                "high": max(slider.high, at),
                "step": slider.step,
                "value": at,
                "text": (words.level_given if link in levels else words.level_now)(link, at),
                "about": words.slider_about(slider),
            }
        )
    return panes


def range_bars(d: Diagnosis, bars: list[tuple[str, ScenarioResult]]) -> list[RangeBar]:
    """A bar for each result, all on one track with the goal."""
    goal = d.assessment.par.goal
    top = ROOM * max(goal or 0.0, *(result.high for _, result in bars), *(result.mean for _, result in bars))
    return [
        {
            "label": t(words.BAR[key]),
            "low": _place(result.low, top),
            "high": 100 - _place(result.high, top),
            "at": _place(result.mean, top),
            "goal": None if goal is None else _place(goal, top),
            "words": range_words(result.low, result.high, result.mean),
        }
        for key, result in bars
    ]


def ranges_caption(d: Diagnosis) -> str:
    """What the bars show."""
    return t(
        words.BARS if d.assessment.par.goal is None else words.BARS_WITH_GOAL, share=percent(INTERVAL[1] - INTERVAL[0])
    )


def _place(value: float, top: float) -> float:
    return round(100 * value / top, 2) if top else 0.0
