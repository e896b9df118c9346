"""What the form for a blind answer on a phone says."""

from __future__ import annotations

from typing import Final

from diagnostics.language import Texts, mark

HEADING: Final = Texts(
    {
        "marketing": mark("Your answer, for marketing"),
        "sales": mark("Your answer, for sales"),
        "owner": mark("Your answer, as the owner"),
        "team": mark("Your answer, for the team"),
    }
)
CLOSED: Final = Texts(
    {
        "slip-there": mark("This code was used: its answer is handed in. To correct it, ask for it to be taken back."),
        "slip-after-reveal": mark("The answers were shown already, so no further answer can be given."),
        "slip-not-asked": mark("Somebody else is asked now, so this code is not needed any more."),
        "slip-session-over": mark("The session in which this code was shown is over."),
        "": mark(
            "This code is not known, or it was shown too long ago. Scan the one that is on the screen now, or ask for a new "
            "one."
        ),
    }
)
"""Why there is no form."""
GONE: Final = mark("This code is not good any more")
ANOTHER: Final = mark("Please use another phone")
NOT_NOW: Final = mark("Not now")
THANKS: Final = mark("Thank you")
TAKEN: Final = mark("Your answer is handed in. Nobody sees it until both are shown. You can close this page.")
