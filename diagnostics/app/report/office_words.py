"""Words that only the slides and the workbook have."""

from __future__ import annotations

from typing import Final

from diagnostics.language import Texts, mark, t

LAYOUT: Final = {
    "title": mark("Title slide"),
    "text": mark("Title and text"),
    "two": mark("Two columns"),
    "only": mark("Title only"),
}
PROMPT: Final = Texts({"title": mark("Title ¦ of a slide"), "text": mark("Text ¦ of a slide")})
REASONS: Final = mark("Why we think so, and what speaks against it")
TALK: Final = mark("What to talk about")
ASK: Final = mark("A question to ask")
SHORTENED: Final = mark("In full")
"""Above texts in the notes that are shortened on the slide."""
BASE: Final = mark("Below the bar")
"""The part of a chart that is not drawn."""
LEVEL: Final = mark("Level after it")
LABEL: Final = mark("Place of the number")
UP: Final = mark("Range, up")
DOWN: Final = mark("Range, down")
OF_TARGET: Final = mark("Share of target")
CHANCES: Final = mark("How sure ¦ of each answer")
SIDE_NAME: Final = Texts({"marketing": mark("Marketing"), "sales": mark("Sales ¦ the side")})
"""Each side, where its name stands alone."""

PLAN: Final = (
    mark("What"),
    mark("Link"),
    mark("First step"),
    mark("Who"),
    mark("By ¦ a day"),
    mark("Status ¦ of an action"),
    mark("Watch"),
    mark("Aimed at"),
    mark("Note"),
)
"""The columns of the plan in the workbook."""
TARGET: Final = (mark("Level"), mark("Worth so many observations"), mark("Source"))
"""The columns of the targets, after their names."""
LEADS: Final = mark("Leads")
SHARE: Final = mark("Share ¦ of the lost leads with a reason")
SAID: Final = mark("Said then")
TYPED: Final = mark("What was typed in")
MONTHS: Final = mark("The table of months")
NOT_POSSIBLE: Final = mark("Not possible")
FRACTION: Final = mark("Type a share from 0% to 100%, or leave the cell empty.")
AT_LEAST_0: Final = mark("Type a number, 0 or more, or leave the cell empty.")
ONE_OF_THE_LIST: Final = mark("Choose one of the list.")


def logo_of(name: str) -> str:
    """What the logo shows, for who cannot see it."""
    return t("Logo of {name}", name=name) if name else t("Logo")


def page_of(at: str, pages: str) -> str:
    """The number of a page; both places are fields of the program."""
    return t("Page {at} of {pages}", at=at, pages=pages)


def continued(title: str, at: str, pages: str) -> str:
    """The title of a part that takes several slides."""
    return t("{title} ({at} of {all})", title=title, at=at, all=pages)
