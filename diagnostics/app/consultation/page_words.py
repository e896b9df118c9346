"""What the page of a consultation says around its seven steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.estimates import fine
from diagnostics.app.wording.refusal_words import refused
from diagnostics.language import mark, n, t
from diagnostics.number_format import day, exact_text, integer

if TYPE_CHECKING:
    from diagnostics.app.case.autosave import Saved
    from diagnostics.reference.activities import Known
    from diagnostics.reference.playbook import Play

CLIENTS_TITLE: Final = mark("Whose session is it?")
NO_CLIENTS: Final = mark("No client yet. Type a name and begin: everything is saved as you go, in one file per client.")
UNNAMED: Final = mark("(no name yet)")
OF_BROWSER: Final = mark("As the browser")
NOT_SAVED: Final = mark("Not saved.")
EXAMPLE: Final = mark("These are example numbers, not the client’s. Enter or open the client’s own in step 4.")
NOTES_KEPT: Final = mark("Your notes stay in the case file and out of the report.")
NOTES_PRINTED: Final = mark("Your notes are printed in the report, where the client reads them.")
NOT_DIAGNOSED: Final = mark("Started, not diagnosed yet.")
NO_SCENARIO: Final = mark("Move a slider and save the result as a scenario. You can compare two or three here.")
WAITING: Final = mark("Enter the numbers first, in step 4: this step uses the diagnosis they give.")
PLAN_WAITING: Final = mark(
    "Nothing is diagnosed yet: enter the numbers in step 4. You can plan anyway, but we do not know yet which link costs most."
)
DONE_ALL: Final = mark("Every activity is sorted.")
AFTER_CONFLICT: Final = (
    mark("Open the other version and keep mine as a copy"),
    mark("Save mine and keep the other as a copy"),
)
AFTER_DELETION: Final = (mark("Leave it deleted"), mark("Save it again"))
"""What may be done with a file that another window changed, or deleted: take that, or not."""
DELETE: Final = mark("Delete")
DELETE_YES: Final = mark("Delete for good")
DELETE_NO: Final = mark("Keep")


def would_delete(client: str, files: Sequence[str]) -> str:
    """What deleting a client would remove."""
    return n(
        "Delete {client} with everything that belongs to it? {count} file: {files}. This cannot be undone. Copies that you "
        "saved or sent elsewhere stay.",
        "Delete {client} with everything that belongs to it? {count} files: {files}. This cannot be undone. Copies that you "
        "saved or sent elsewhere stay.",
        len(files),
        client=client,
        count=integer(len(files)),
        files=", ".join(files),
    )


def deleted(files: Sequence[str]) -> str:
    """What was deleted."""
    return t("Deleted: {files}.", files=", ".join(files))


def clients_line(folder: str, cases: int, hidden: int = 0) -> str:
    """The line above the list of cases, with their folder."""
    if not cases:
        return t("{no_clients} Folder: {folder}", no_clients=t(NO_CLIENTS), folder=folder)
    listed = {"count": integer(cases), "folder": folder}
    if hidden:
        return n(
            "{count} case in the folder {folder}, and {hidden} saved longer ago, not listed",
            "{count} cases in the folder {folder}, and {hidden} saved longer ago, not listed",
            cases,
            hidden=integer(hidden),
            **listed,
        )
    return n("{count} case in the folder {folder}", "{count} cases in the folder {folder}", cases, **listed)


def last_said(date: str, sentence: str) -> str:
    """The last diagnosis of a client."""
    return t("{date}: {sentence}", date=day(date), sentence=sentence) if sentence else t(NOT_DIAGNOSED)


def _gone(state: Saved) -> bool:
    """Whether the file was deleted while it is open here."""
    return state.conflict is not None and state.conflict.code == "case-file-deleted"


def saved(state: Saved) -> str:
    """Whether the file holds what the page shows."""
    if _gone(state):
        return t(NOT_SAVED)
    if state.problem is not None:
        return t("Not saved. {reason}", reason=refused(state.problem))
    file = state.copy or state.file
    return t("Saving in {file}…", file=file) if state.pending else t("Saved in {file}", file=file)


def conflict(state: Saved) -> str:
    """Another window has the same case open."""
    file = state.file
    if _gone(state):
        return t(
            "{file} was deleted since it was opened here. What you see is on this page only, and is not saved.",
            file=file,
        )
    if state.copy and state.problem is None:
        return t(
            "{file} was changed by another window since it was opened here. What you typed here is saved in {copy}.",
            file=file,
            copy=state.copy,
        )
    return t(
        "{file} was changed by another window since it was opened here. What you typed here is on this page only.",
        file=file,
    )


RIGHT_SIDE: Final = {"marketing": mark("It is marketing."), "sales": mark("It is sales.")}


def reason(known: Known, answered: str) -> str:
    """Right or not, and why."""
    right = t("Yes.") if answered == known.side else t(RIGHT_SIDE[known.side])
    lines = (
        t("{activity}.", activity=t(known.activity)),
        right,
        t(known.reason),
        t(known.why_hard) if known.hard else "",
    )
    return " ".join(filter(None, lines))


def score(answers: Mapping[str, str], right: int, of: int) -> str:
    """The score of the game."""
    if not answers:
        return t(
            "{count} everyday activities, the sales letter first. Answer, then read the reason.", count=integer(of)
        )
    return t(
        "{count} of {all} sorted, {right} correct.", count=integer(len(answers)), all=integer(of), right=integer(right)
    )


def as_typed(value: float, digits: int = 4) -> str:
    """A number as it would be typed into a field.

    >>> as_typed(20.0), as_typed(12.5), as_typed(1234567.0), as_typed(100 / 7, digits=1)
    ('20', '12.5', '1234567', '14.3')
    """
    return exact_text(f"{value:.{digits}f}".rstrip("0").rstrip("."))


EFFORT: Final = {
    "small": (
        mark("Small effort; shows in about {count} week. Watch: {watch}."),
        mark("Small effort; shows in about {count} weeks. Watch: {watch}."),
    ),
    "medium": (
        mark("Some effort; shows in about {count} week. Watch: {watch}."),
        mark("Some effort; shows in about {count} weeks. Watch: {watch}."),
    ),
    "large": (
        mark("Much effort; shows in about {count} week. Watch: {watch}."),
        mark("Much effort; shows in about {count} weeks. Watch: {watch}."),
    ),
}
"""For one week and for several."""


def play_about(play: Play) -> str:
    """Effort, when it shows, and what to watch."""
    one, many = EFFORT[play.effort]
    return t(one if play.shows_in == 1 else many, count=integer(play.shows_in), watch=t(play.watch))


def source(play: Play) -> str:
    """Where a play is from; empty where it is ours."""
    return t("From: {source}.", source=play.source) if play.source else ""


def link_short(shortfall: float) -> str:
    """How much a link is short, next to its name."""
    if fine(shortfall) == "0" or shortfall <= 0:
        return t("not short")
    return t("{number} customers per month short", number=fine(shortfall))


def written(name: str) -> str:
    """The report that was created; empty: where it will be."""
    if name:
        return t("Saved next to the case file: {name}.", name=name)
    return t("It is saved next to the case file and offered for download.")
