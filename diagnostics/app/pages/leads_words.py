"""What the page says about an export of leads, before an answer and with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import joined, number, percent, plural

if TYPE_CHECKING:
    from diagnostics.leads.ledger import Ledger
    from diagnostics.leads.people.verdict import PeopleVerdict

EMPTY_LEDGER: Final = (
    "Open an export of your leads.",
    "A row a lead, as any CRM exports it. It sees what a table of months cannot: how long a sale really takes, what is wrong "
    "with the records, and whether it is the leads or the people who work them.",
    "Export all leads or deals of a year or two, open and lost ones too: CSV, XLSX or Parquet, up to 50 MB.",
    "Needed: whether each lead was won. Very helpful: the day it came and the day it was decided. Helpful: its channel, its rep, "
    "the first contact, the amount.",
    "Check which column is which. HubSpot, Salesforce, Pipedrive, Zoho and Dynamics are known by their headings.",
)
"""Shown in place of the answer in the leads way, before there is one; what becomes of the file is said after it."""

STOPPED: Final = "Stopped. Everything is as it was before."
OPENING: Final = "Opening the file"
WAITING: Final = "Your leads are read. Answer what is asked beside them."
ASKING: Final = "Your export is open. Some columns need an answer first."
REFUSED: Final = "These leads cannot be judged yet: see what is wrong with the data."
UNREAD: Final = "Your export is open. It cannot be counted yet."
NOT_THERE: Final = "not in this file"
SHEETS: Final = "Several sheets hold leads. Which one?"
PROOF: Final = "How your file was read"
VALUES_TITLE: Final = "What each text means"
BLOCKED: Final = {
    "verdict": "the verdict",
    "reps": "comparing reps",
    "channels": "comparing channels",
    "lag": "how long a sale takes",
    "reached": "follow-up",
    "fit": "lead fit",
}
"""What a fault prevents."""
PEOPLE_TITLE: Final = "Is it the leads or the people?"
CONTROL_CAPTION: Final = (
    "Each dot is sales won ÷ sales expected of an average rep with the very same leads: 100 % is average. Inside the band chance "
    "alone can put it; the band allows for how months scatter and for how many are looked at."
)
GRID_TITLE: Final = "Who closes which leads"
GRID_CAPTION: Final = "Share of the leads won, thin pairings pulled towards what the rep and the channel suggest."
MATCHING_TITLE: Final = "Check which column is which"
FAULTS_TITLE: Final = "What is wrong with the data"
NO_FAULTS: Final = "Nothing was found that would change the answer."
CONTROL_TITLE: Final = "Who is out of line"
CONTROL_AXIS: Final = "Sales won, % of what is expected"
CONTROL_TABLE: Final = ("", "Leads", "Won", "Close rate", "Expected", "Won ÷ expected", "Chance keeps it within", "")
CONTROL_GROUPS: Final = {"channels": "Channels", "reps": "Reps"}
NOT_COMPARABLE: Final = "cannot be told apart"
SPEED_TABLE: Final = ("First contact", "Reached", "Won", "Won ÷ expected", "Chance keeps it within", "")
SPEED_TITLE: Final = "Does a quick first contact help?"
SPEED_CAPTION: Final = (
    "Compared among leads of the same channel and month, and only among those that were reached. Who calls whom first is "
    "still a choice: a test with a rota would show what speed does."
)


def control_text(p: PeopleVerdict) -> str:
    """The control-limit plot in words."""
    parts = []
    for frame, label in ((p.channels, "Channels"), (p.reps, "Reps")):
        if frame is None:
            continue
        out = [
            f"{name} {percent(frame.loc[name, 'ratio'])} of what is expected"
            for name in frame.index[frame["outside"] != ""]
        ]
        parts.append(
            f"{label}: {joined(out)}, the others within chance."
            if out
            else f"{label}: all within chance, as far as can be told."
        )
    return " ".join(parts)


def over(named: str, chosen: bool) -> str:
    """Which leads are compared."""
    return f"Leads of {named}." if chosen else f"All leads, {named}."


def open_again(name: str, remembered: bool) -> str:
    """What to do after a reload: an export is not kept, the answers about its columns are."""
    kept = " Which column is which is remembered." if remembered else ""
    return f"Open {name} again: a file is not kept in this page.{kept}"


def opened(ledger: Ledger) -> str:
    """What was read, in a line."""
    counted = "without days" if ledger.as_of is None else f"{ledger.named}, counted on {ledger.as_of.isoformat()}"
    return f"{ledger.leads:,} leads, {ledger.wins:,} won, {ledger.open_leads:,} open; {counted}."


def matched(columns: int, preset: str | None) -> str:
    """The matching in a line.

    >>> matched(9, "HubSpot deals"), matched(1, None)
    ('9 columns matched, HubSpot deals.', '1 column matched.')
    """
    known = f"{columns} {'column' if columns == 1 else 'columns'} matched"
    return f"{known}, {preset}." if preset else f"{known}."


def faults(kinds: int, blocking: int) -> str:
    """How much is wrong and whether it prevents the verdict, in a line.

    >>> faults(5, 1), faults(1, 0)
    ('5 things were found; 1 of them stands in the way of the verdict.', '1 thing was found; it does not stand in the way of the verdict.')
    """
    found = f"{kinds} thing was found" if kinds == 1 else f"{kinds} things were found"
    if blocking:
        which = "it stands" if kinds == 1 else f"{blocking} of them {'stands' if blocking == 1 else 'stand'}"
        return f"{found}; {which} in the way of the verdict."
    which = "it does not stand" if kinds == 1 else "none of them stands"
    return f"{found}; {which} in the way of the verdict."


def prevents(blocks: Sequence[str]) -> str:
    """What a fault prevents.

    >>> prevents(("verdict", "lag"))
    'Prevents: the verdict, how long a sale takes'
    """
    return "Prevents: " + ", ".join(BLOCKED.get(what, what) for what in blocks) if blocks else ""


def thin(least: int) -> str:
    """What the lighter cells of the grid are."""
    return (
        f"Below each share stand its leads; pale and slanted where there are fewer than {least}. Darker: more are won."
    )


def the_same(headings: Sequence[str]) -> str:
    """Questions that are answered together with another.

    >>> the_same(["Close Date", "First contacted"])
    'The same answer holds for Close Date and First contacted.'
    """
    return f"The same answer holds for {joined(headings)}."


def not_drawn(units: int) -> str:
    """Units that are not drawn."""
    return f"{plural(units, 'more is', 'more are')} not drawn; all are in the table." if units else ""


def between(low: float, high: float) -> str:
    """Where chance alone keeps a ratio.

    >>> between(0.41, 1.7), between(0.0, float("inf"))
    ('41 % to 170 %', 'anywhere')
    """
    if low != low or high != high:
        return "unknown"
    if high == float("inf"):
        return "anywhere" if low <= 0 else f"above {percent(low)}"
    return f"{percent(low)} to {percent(high)}"


def position(outside: str) -> str:
    """Where a unit is with respect to its limits."""
    return {"below": "below", "above": "above"}.get(outside, "within chance")


def count(value: float) -> str:
    """A count that may be unknown."""
    return "–" if value != value else number(value)


def share(value: float) -> str:
    """A share that may be unknown."""
    return "–" if value != value else percent(value)
