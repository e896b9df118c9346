"""What the page says of the firm whose name a report carries."""

from __future__ import annotations

from typing import Final

from diagnostics.language import Texts, mark, t

NO_FIRM: Final = mark("No firm")
WITHOUT: Final = mark("Until another firm is chosen, the report carries no name.")
FONT: Final = Texts({"STIXGeneral": mark("STIX, similar to Times")})
"""Families whose own name says little."""
PAPER: Final = {"a4": "A4", "letter": "US Letter"}


def gone(file: str) -> str:
    """The name of a profile that is not there any more, in the list."""
    return t("{file} (not there)", file=file)


def would_delete(name: str) -> str:
    """What deleting a profile means."""
    return t(
        "Delete the profile of {name}? Reports of clients that carry it go without until another firm is chosen. "
        "Reports that were created stay as they are.",
        name=name,
    )


def deleted(file: str) -> str:
    """What was deleted."""
    return t("Deleted: {files}.", files=file)
