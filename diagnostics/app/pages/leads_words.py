"""What the page says about an export of leads, before an answer and with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import joined, number, percent, plural
from diagnostics.number_format import integer, megabytes, short_date

if TYPE_CHECKING:
    from diagnostics.leads.ledger import Ledger
    from diagnostics.leads.people.verdict import PeopleVerdict

EMPTY_LEDGER: Final = (
    "Open an export of your leads.",
    "One row per lead, as exported from your CRM. It shows what a table of months cannot: how long a sale really takes, what is "
    "wrong with the records, and whether it is the leads or the people who work them.",
    f"Export all leads or deals of a year or two, open and lost ones too: CSV, XLSX or Parquet, up to {megabytes(50e6)}.",
    "Needed: whether each lead was won. Very helpful: the day it came in and the day it was decided. Helpful: its channel, its rep, "
    "the first contact, the amount.",
    "Check which column is which. HubSpot, Salesforce, Pipedrive, Zoho and Dynamics are known by their headings.",
)
"""Shown in place of the answer in the leads way, before there is one; what becomes of the file is said after it."""

STOPPED: Final = "Stopped. Everything is as it was before."
OPENING: Final = "Opening the file"
WAITING: Final = "Your leads are read. Answer the questions next to them."
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
    "Each dot is sales won ÷ sales expected of an average rep with the same leads: 100% is average. Inside the band a dot may be "
    "pure chance; the band allows for month-to-month variation and for how many are compared."
)
GRID_TITLE: Final = "Who closes which leads"
GRID_CAPTION: Final = (
    "Share of the leads won. Pairs with few leads are moved towards what the rep and the channel suggest."
)
MATCHING_TITLE: Final = "Check which column is which"
FAULTS_TITLE: Final = "What is wrong with the data"
NO_FAULTS: Final = "We found nothing that would change the answer."
CONTROL_TITLE: Final = "Who differs from the average"
CONTROL_AXIS: Final = "Sales won, % of what is expected"
CONTROL_TABLE: Final = ("", "Leads", "Won", "Win rate", "Expected", "Won ÷ expected", "Range by chance alone", "")
CONTROL_GROUPS: Final = {"channels": "Channels", "reps": "Reps"}
NOT_COMPARABLE: Final = "cannot be compared"
SPEED_TABLE: Final = ("First contact", "Reached", "Won", "Won ÷ expected", "Range by chance alone", "")
SPEED_TITLE: Final = "Does a quick first contact help?"
SPEED_CAPTION: Final = (
    "We compare leads of the same channel and month, and only those that were reached. Who is called first is still a choice: "
    "a test with a fixed order of calls would show what speed does."
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
            else f"{label}: all within chance, as far as we can see."
        )
    return " ".join(parts)


def over(named: str, chosen: bool) -> str:
    """Which leads are compared."""
    return f"Leads of {named}." if chosen else f"All leads, {named}."


def open_again(name: str, remembered: bool) -> str:
    """What to do after a reload: an export is not kept, the answers about its columns are."""
    kept = " Your answers about the columns are remembered." if remembered else ""
    return f"Open {name} again: files are not kept in this page.{kept}"


def opened(ledger: Ledger) -> str:
    """What was read, in a line."""
    counted = "without days" if ledger.as_of is None else f"{ledger.named}, counted on {short_date(ledger.as_of)}"
    return f"{integer(ledger.leads)} leads, {integer(ledger.wins)} won, {integer(ledger.open_leads)} open; {counted}."


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
    ('We found 5 things; 1 of them prevents an answer.', 'We found 1 thing; it does not prevent an answer.')
    """
    found = f"We found {plural(kinds, 'thing', 'things')}"
    if blocking:
        which = "it prevents" if kinds == 1 else f"{blocking} of them {'prevents' if blocking == 1 else 'prevent'}"
        return f"{found}; {which} an answer."
    which = "it does not prevent" if kinds == 1 else "none of them prevents"
    return f"{found}; {which} an answer."


def prevents(blocks: Sequence[str]) -> str:
    """What a fault prevents.

    >>> prevents(("verdict", "lag"))
    'Prevents: the verdict, how long a sale takes'
    """
    return "Prevents: " + ", ".join(BLOCKED.get(what, what) for what in blocks) if blocks else ""


def thin(least: int) -> str:
    """What the lighter cells of the grid are."""
    return f"The small number is the number of leads; italics mean fewer than {least}. Darker means that more are won."


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
    ('41% to 170%', 'anywhere')
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
