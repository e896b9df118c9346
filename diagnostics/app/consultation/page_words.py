"""What the page of a consultation says around its seven steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.lever_words import NOT_MOVABLE, fine
from diagnostics.app.wording.refusal_words import refused
from diagnostics.diagnosis.words import NAME, number, percent, plural
from diagnostics.number_format import integer

if TYPE_CHECKING:
    from diagnostics.app.case.autosave import Saved
    from diagnostics.diagnosis.sliders import Slider
    from diagnostics.reference.activities import Known
    from diagnostics.reference.playbook import Play

CLIENTS_TITLE: Final = "Whose session is it?"
NO_CLIENTS: Final = "No client yet. Type a name and begin: everything is saved as you go, in one file per client."
UNNAMED: Final = "(no name yet)"
NOT_SAVED: Final = "Not saved."
EXAMPLE: Final = "These are example numbers, not the client’s. Enter or open the client’s own in step 4."
NOTES_KEPT: Final = "Your notes stay in the case file and out of the report."
NOTES_PRINTED: Final = "Your notes are printed in the report, where the client reads them."
NOT_DIAGNOSED: Final = "Started, not diagnosed yet."
NO_SCENARIO: Final = "Move a slider and save the result as a scenario. You can compare two or three here."
WAITING: Final = "Enter the numbers first, in step 4: this step uses the diagnosis they give."
PLAN_WAITING: Final = "Nothing is diagnosed yet: enter the numbers in step 4. You can plan anyway, but we do not know yet which link costs most."
DONE_ALL: Final = "Every activity is sorted."
RANGES_CAPTION: Final = "Customers per month. Grey: 90% range."
GOAL_CAPTION: Final = "Dashed: the goal."
RANGES: Final = {"now": "now", "tried": "with that"}


AFTER_CONFLICT: Final = ("Open the other version and keep mine as a copy", "Save mine and keep the other as a copy")
AFTER_DELETION: Final = ("Leave it deleted", "Save it again")
"""What may be done with a file that another window changed, or deleted: take that, or not."""
DELETE: Final = "Delete"
DELETE_YES: Final = "Delete for good"
DELETE_NO: Final = "Keep"


def would_delete(client: str, files: Sequence[str]) -> str:
    """What deleting a client would remove."""
    return (
        f"Delete {client} with everything that belongs to it? {plural(len(files), 'file', 'files')}: {', '.join(files)}. This cannot be "
        "undone. Copies that you saved or sent elsewhere stay."
    )


def deleted(files: Sequence[str]) -> str:
    """What was deleted."""
    return f"Deleted: {', '.join(files)}."


def clients_line(folder: str, cases: int, hidden: int = 0) -> str:
    """The line above the list of cases, with their folder."""
    if not cases:
        return f"{NO_CLIENTS} Folder: {folder}"
    more = f", and {integer(hidden)} saved longer ago, not listed" if hidden else ""
    return f"{plural(cases, 'case', 'cases')} in the folder {folder}{more}"


def last_said(date: str, sentence: str) -> str:
    """The last diagnosis of a client."""
    return f"{date}: {sentence}" if sentence else NOT_DIAGNOSED


def _gone(state: Saved) -> bool:
    """Whether the file was deleted while it is open here."""
    return state.conflict is not None and state.conflict.code == "case-file-deleted"


def saved(state: Saved) -> str:
    """Whether the file holds what the page shows."""
    if _gone(state):
        return NOT_SAVED
    if state.problem is not None:
        return f"{NOT_SAVED} {refused(state.problem)}"
    file = state.copy or state.file
    return f"Saving in {file}…" if state.pending else f"Saved in {file}"


def conflict(state: Saved) -> str:
    """Another window has the same case open."""
    file = state.file
    if _gone(state):
        return f"{file} was deleted since it was opened here. What you see is on this page only, and is not saved."
    kept = f"saved in {state.copy}" if state.copy and state.problem is None else "on this page only"
    return f"{file} was changed by another window since it was opened here. What you typed here is {kept}."


def reason(known: Known, answered: str) -> str:
    """Right or not, and why."""
    right = "Yes" if answered == known.side else f"It is {known.side}"
    why = f" {known.why_hard}" if known.hard else ""
    return f"{known.activity}. {right}. {known.reason}{why}"


def score(answers: Mapping[str, str], right: int, of: int) -> str:
    """The score of the game."""
    if not answers:
        return f"{of} everyday activities, the sales letter first. Answer, then read the reason."
    return f"{len(answers)} of {of} sorted, {right} correct."


def slider_about(slider: Slider) -> str:
    """The level of a link, and its target."""
    now = "not seen yet" if slider.now is None else f"now {_level(slider.link, slider.now)}"
    target = "no target" if slider.par is None else f"target {_level(slider.link, slider.par)}"
    return f"{now}, {target}" if slider.movable else f"{now}, {target}; {NOT_MOVABLE}"


def _level(link: str, level: float) -> str:
    return number(level) if link in ("reach", "capacity") else percent(level)


def slider_value(link: str, level: float) -> str:
    """A level, next to its slider."""
    return fine(level) if link in ("reach", "capacity") else percent(level)


def as_typed(value: float, digits: int = 4) -> str:
    """A number as it would be typed into a field.

    >>> as_typed(20.0), as_typed(12.5), as_typed(1234567.0), as_typed(100 / 7, digits=1)
    ('20', '12.5', '1234567', '14.3')
    """
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


EFFORT: Final = {"small": "small effort", "medium": "some effort", "large": "much effort"}


def play_about(play: Play) -> str:
    """Effort, when it shows, and what to watch."""
    weeks = plural(play.shows_in, "week", "weeks")
    return f"{EFFORT[play.effort].capitalize()}; shows in about {weeks}. Watch: {play.watch}."


def source(play: Play) -> str:
    """Where a play is from; empty where it is ours."""
    return f"From: {play.source}." if play.source else ""


def link_short(shortfall: float) -> str:
    """How much a link is short, next to its name."""
    return f"{fine(shortfall)} customers per month short" if fine(shortfall) != "0" and shortfall > 0 else "not short"


def link_title(link: str) -> str:
    """A link, as the heading of its actions."""
    return NAME[link].capitalize()


def written(name: str) -> str:
    """The report that was created; empty: where it will be."""
    return (
        f"Saved next to the case file: {name}."
        if name
        else "It is saved next to the case file and offered for download."
    )
