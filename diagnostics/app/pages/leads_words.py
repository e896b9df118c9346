"""What the page says about an export of leads, before an answer and with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import joined, number, percent
from diagnostics.language import mark, n, t
from diagnostics.lists import all_of
from diagnostics.number_format import integer, megabytes, short_date

if TYPE_CHECKING:
    from diagnostics.leads.ledger import Ledger
    from diagnostics.leads.people.verdict import PeopleVerdict

MOST_BYTES: Final = 50e6

EMPTY_LEDGER: Final = (
    mark("Open an export of your leads."),
    mark(
        "One row per lead, as exported from your CRM. It shows what a table of months cannot: how long a sale really takes, "
        "what is wrong with the records, and whether it is the leads or the people who work them."
    ),
    mark("Export all leads or deals of a year or two, open and lost ones too: CSV, XLSX or Parquet, up to {size}."),
    mark(
        "Needed: whether each lead was won. Very helpful: the day it came in and the day it was decided. Helpful: its channel, "
        "its rep, the first contact, the amount."
    ),
    mark("Check which column is which. HubSpot, Salesforce, Pipedrive, Zoho and Dynamics are known by their headings."),
)


def empty_ledger() -> list[str]:
    """Shown in place of the answer in the leads way, before there is one; what becomes of the file is said after it."""
    return [t(text, size=megabytes(MOST_BYTES)) for text in EMPTY_LEDGER]


STOPPED: Final = mark("Stopped. Everything is as it was before.")
OPENING: Final = mark("Opening the file")
WAITING: Final = mark("Your leads are read. Answer the questions next to them.")
ASKING: Final = mark("Your export is open. Some columns need an answer first.")
REFUSED: Final = mark("These leads cannot be judged yet: see what is wrong with the data.")
UNREAD: Final = mark("Your export is open. It cannot be counted yet.")
NOT_THERE: Final = mark("not in this file")
SHEETS: Final = mark("Several sheets hold leads. Which one?")
PROOF: Final = mark("How your file was read")
VALUES_TITLE: Final = mark("What each text means")
BLOCKED: Final = {
    "verdict": mark("the verdict"),
    "reps": mark("comparing reps"),
    "channels": mark("comparing channels"),
    "lag": mark("how long a sale takes"),
    "reached": mark("follow-up"),
    "fit": mark("lead fit"),
}
"""What a fault prevents."""
PEOPLE_TITLE: Final = mark("Is it the leads or the people?")
CONTROL_CAPTION: Final = mark(
    "Each dot is sales won ÷ sales expected of an average rep with the same leads: 100% is average. Inside the band a dot may be "
    "pure chance; the band allows for month-to-month variation and for how many are compared."
)
GRID_TITLE: Final = mark("Who closes which leads")
GRID_CAPTION: Final = mark(
    "Share of the leads won. Pairs with few leads are moved towards what the rep and the channel suggest."
)
MATCHING_TITLE: Final = mark("Check which column is which")
FAULTS_TITLE: Final = mark("What is wrong with the data")
NO_FAULTS: Final = mark("We found nothing that would change the answer.")
CONTROL_TITLE: Final = mark("Who differs from the average")
CONTROL_AXIS: Final = mark("Sales won, % of what is expected")
CONTROL_TABLE: Final = (
    "",
    mark("Leads"),
    mark("Won"),
    mark("Win rate"),
    mark("Expected"),
    mark("Won ÷ expected"),
    mark("Range by chance alone"),
    "",
)
CONTROL_GROUPS: Final = {"channels": mark("Channels"), "reps": mark("Reps")}
NOT_COMPARABLE: Final = mark("cannot be compared")
SPEED_TABLE: Final = (
    mark("First contact"),
    mark("Reached"),
    mark("Won"),
    mark("Won ÷ expected"),
    mark("Range by chance alone"),
    "",
)
SPEED_TITLE: Final = mark("Does a quick first contact help?")
SPEED_CAPTION: Final = mark(
    "We compare leads of the same channel and month, and only those that were reached. Who is called first is still a choice: "
    "a test with a fixed order of calls would show what speed does."
)


def control_text(p: PeopleVerdict) -> str:
    """The control-limit plot in words."""
    parts = []
    for frame, out_text, none_text in (
        (
            p.channels,
            mark("Channels: {outliers}, the others within chance."),
            mark("Channels: all within chance, as far as we can see."),
        ),
        (
            p.reps,
            mark("Reps: {outliers}, the others within chance."),
            mark("Reps: all within chance, as far as we can see."),
        ),
    ):
        if frame is None:
            continue
        out = [
            t("{name} {share} of what is expected", name=name, share=percent(frame.loc[name, "ratio"]))
            for name in frame.index[frame["outside"] != ""]
        ]
        parts.append(t(out_text, outliers=joined(out)) if out else t(none_text))
    return " ".join(parts)


def over(named: str, chosen: bool) -> str:
    """Which leads are compared."""
    return t("Leads of {period}.", period=named) if chosen else t("All leads, {period}.", period=named)


def open_again(name: str, remembered: bool) -> str:
    """What to do after a reload: an export is not kept, the answers about its columns are."""
    again = t("Open {name} again: files are not kept in this page.", name=name)
    return " ".join([again, t("Your answers about the columns are remembered.")]) if remembered else again


def opened(ledger: Ledger) -> str:
    """What was read, in a line."""
    facts = {
        "leads": integer(ledger.leads),
        "won": integer(ledger.wins),
        "open": integer(ledger.open_leads),
    }
    if ledger.as_of is None:
        return t("{leads} leads, {won} won, {open} open; without days.", **facts)
    return t(
        "{leads} leads, {won} won, {open} open; {period}, counted on {day}.",
        period=ledger.named,
        day=short_date(ledger.as_of),
        **facts,
    )


def matched(columns: int, preset: str | None) -> str:
    """The matching in a line.

    >>> matched(9, "HubSpot deals"), matched(1, None)
    ('9 columns matched, HubSpot deals.', '1 column matched.')
    """
    if preset:
        return n(
            "{count} column matched, {crm}.",
            "{count} columns matched, {crm}.",
            columns,
            count=integer(columns),
            crm=preset,
        )
    return n("{count} column matched.", "{count} columns matched.", columns, count=integer(columns))


def faults(kinds: int, blocking: int) -> str:
    """How much is wrong and whether it prevents the verdict, in a line.

    >>> faults(5, 1), faults(1, 0)
    ('We found 5 things; 1 of them prevents an answer.', 'We found 1 thing; it does not prevent an answer.')
    """
    if blocking and kinds == 1:
        return t("We found 1 thing; it prevents an answer.")
    if blocking:
        return n(
            "We found {count} things; {blocking} of them prevents an answer.",
            "We found {count} things; {blocking} of them prevent an answer.",
            blocking,
            count=integer(kinds),
            blocking=integer(blocking),
        )
    return n(
        "We found {count} thing; it does not prevent an answer.",
        "We found {count} things; none of them prevents an answer.",
        kinds,
        count=integer(kinds),
    )


def prevents(blocks: Sequence[str]) -> str:
    """What a fault prevents.

    >>> prevents(("verdict", "lag"))
    'Prevents: the verdict, how long a sale takes'
    """
    return t("Prevents: {what}", what=", ".join(t(BLOCKED.get(what, what)) for what in blocks)) if blocks else ""


def needed(what: str) -> str:
    """What would have to be exported."""
    return t("Needed: {what}.", what=what)


def thin(least: int) -> str:
    """What the lighter cells of the grid are."""
    return t(
        "The small number is the number of leads; italics mean fewer than {least}. Darker means that more are won.",
        least=integer(least),
    )


def the_same(headings: Sequence[str]) -> str:
    """Questions that are answered together with another.

    >>> the_same(["Close Date", "First contacted"])
    'The same answer holds for Close Date and First contacted.'
    """
    return t("The same answer holds for {columns}.", columns=all_of(headings))


def not_drawn(units: int) -> str:
    """Units that are not drawn."""
    if not units:
        return ""
    return n(
        "{count} more is not drawn; all are in the table.",
        "{count} more are not drawn; all are in the table.",
        units,
        count=integer(units),
    )


def between(low: float, high: float) -> str:
    """Where chance alone keeps a ratio.

    >>> between(0.41, 1.7), between(0.0, float("inf"))
    ('41% to 170%', 'anywhere')
    """
    if low != low or high != high:
        return t("unknown")
    if high == float("inf"):
        return t("anywhere") if low <= 0 else t("above {share}", share=percent(low))
    return t("{low} to {high}", low=percent(low), high=percent(high))


def position(outside: str) -> str:
    """Where a unit is with respect to its limits."""
    match outside:
        case "below":
            return t("below")
        case "above":
            return t("above")
        case _:
            return t("within chance")


def count(value: float) -> str:
    """A count that may be unknown."""
    return "–" if value != value else number(value)


def share(value: float) -> str:
    """A share that may be unknown."""
    return "–" if value != value else percent(value)
