"""Word: what the session's page says around its seven steps, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.app.consultation.words import NOT_MOVABLE, fine, level_words
from diagnostics.diagnosis.words import NAME, number, percent, plural

if TYPE_CHECKING:
    from diagnostics.diagnosis.alignment import Alignment
    from diagnostics.diagnosis.levers import Slider
    from diagnostics.reference.activities import Known
    from diagnostics.reference.playbook import Play

SHELF_TITLE: Final = "Whose session is it?"
SHELF_EMPTY: Final = "No client yet. Type a name and begin: everything is saved as you go, in one file a client."
UNNAMED: Final = "(no name yet)"
NOT_SAVED: Final = "Not saved."
EXAMPLE: Final = "These are the numbers of an example, not the client’s. Type or open the client’s own in step 4."
NOTES_KEPT: Final = "Your notes stay in the case file and out of the report."
NOTES_PRINTED: Final = "Your notes are printed in the report, where the client reads them."
NOT_DIAGNOSED: Final = "Begun, not diagnosed yet."
SIDE_OF_ACTIVITY: Final = {"marketing": "Marketing", "sales": "Sales", None: "?"}

SHORT: Final = {
    "door": "Door",
    "sort": "Sort",
    "define": "Define",
    "numbers": "Numbers",
    "diagnosis": "Diagnosis",
    "whatif": "What if",
    "plan": "Plan",
}
"""The seven steps along the top of the page."""

RULES: Final = (
    "Marketing is one-sided: it says the same to everyone and works without an answer.",
    "Sales goes back and forth: the customer answers, and a person answers back.",
    "So a sale made without talking to anyone was made by marketing.",
)

NO_SCENARIO: Final = "Move a slider and keep what comes of it by a name. Two or three stand here side by side."
WAITING: Final = "Type the numbers first, in step 4: this step works on the diagnosis they give."
PLAN_WAITING: Final = "Nothing is diagnosed yet: type the numbers in step 4. You can plan all the same; which link costs most is not known."
DONE_ALL: Final = "Every activity is sorted."
PLAN_AS_IS: Final = "No scenario is aimed at."
ALIGNMENT_BARS: Final = {"effort": "Your effort", "missing": "Missing customers"}
RANGES_CAPTION: Final = "Customers a month; grey: 90 % range."
GOAL_CAPTION: Final = "Dashed: the goal."
RANGES: Final = {"now": "now", "tried": "with that"}


def shelf_line(folder: str, cases: int, hidden: int = 0) -> str:
    """What stands above the list of cases, and where they are kept."""
    if not cases:
        return f"{SHELF_EMPTY} Folder: {folder}"
    more = f", and {hidden:,} saved longer ago, not listed" if hidden else ""
    return f"{plural(cases, 'case', 'cases')} in the folder {folder}{more}"


def shelved(date: str, sentence: str) -> str:
    """What was said of a client last."""
    return f"{date}: {sentence}" if sentence else NOT_DIAGNOSED


def saved(file: str, problem: str) -> str:
    """Whether what stands on the page stands in the file."""
    return f"{NOT_SAVED} {problem}" if problem else f"Saved in {file}"


def conflict(file: str, beside: str) -> str:
    """Another window has the same case open."""
    kept = f"saved in {beside}" if beside else "on this page only"
    return f"{file} was changed by another window since it was opened here. What you typed here is {kept}."


def reason(known: Known, answered: str) -> str:
    """Right or not, and why."""
    right = "Yes" if answered == known.side else f"It is {known.side}"
    why = f" {known.why_hard}" if known.hard else ""
    return f"{known.activity}. {right}. {known.reason}{why}"


def score(answers: Mapping[str, str], right: int, of: int) -> str:
    """How the game goes."""
    if not answers:
        return f"{of} everyday activities, the sales letter first. Answer, then read the reason."
    return f"{len(answers)} of {of} sorted, {right} as the rule has it."


def slider_about(slider: Slider) -> str:
    """Where a link stands, and where its par is."""
    now = "not seen yet" if slider.now is None else f"now {_level(slider.link, slider.now)}"
    par = "no par" if slider.par is None else f"par {_level(slider.link, slider.par)}"
    return f"{now}, {par}" if slider.movable else f"{now}, {par}; {NOT_MOVABLE}"


def _level(link: str, level: float) -> str:
    return number(level) if link in ("reach", "capacity") else percent(level)


def slider_value(link: str, level: float) -> str:
    """A level as it stands beside its slider."""
    return fine(level) if link in ("reach", "capacity") else percent(level)


def range_words(low: float, high: float, mean: float) -> str:
    """A range beside its bar."""
    return f"{fine(mean)} ({fine(low)} to {fine(high)})"


def as_typed(value: float, digits: int = 4) -> str:
    """A number as it would be typed into a field.

    >>> as_typed(20.0), as_typed(12.5), as_typed(1234567.0), as_typed(100 / 7, digits=1)
    ('20', '12.5', '1234567', '14.3')
    """
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def moved(levels: Mapping[str, float]) -> str:
    """What a scenario moves."""
    return "; ".join(level_words(link, level) for link, level in levels.items())


def alignment_bars(a: Alignment) -> tuple[tuple[str, Mapping[str, float], str], ...]:
    """The bars of the alignment picture: what, its shares by side, and the same in words."""
    shares = {"effort": a.effort_share, "missing": a.shortfall_share}
    return tuple((ALIGNMENT_BARS[key], share, _two(share)) for key, share in shares.items() if share is not None)


def _two(share: Mapping[str, float]) -> str:
    return f"{percent(share['marketing'])} marketing, {percent(share['sales'])} sales"


EFFORT: Final = {"small": "small effort", "medium": "some effort", "large": "much effort"}


def play_about(play: Play) -> str:
    """Effort, when it shows, and what to watch."""
    weeks = plural(play.shows_in, "week", "weeks")
    return f"{EFFORT[play.effort].capitalize()}; shows in about {weeks}. Watch: {play.watch}."


def source(play: Play) -> str:
    """Where a play is from; empty where it is ours."""
    return f"From: {play.source}." if play.source else ""


def link_short(link: str, shortfall: float) -> str:
    """How much a link is short, beside its name."""
    return f"{fine(shortfall)} customers a month short" if fine(shortfall) != "0" and shortfall > 0 else "not short"


def link_title(link: str) -> str:
    """A link as the head of its actions."""
    return NAME[link].capitalize()


def aimed(name: str) -> str:
    """Which scenario the plan aims at."""
    return f"The plan aims at “{name}”." if name else PLAN_AS_IS


def written(names: Sequence[str]) -> str:
    """What was left behind."""
    return (
        f"Saved beside the case: {', '.join(names)}."
        if names
        else "Saved beside the case file, and offered for download."
    )
