"""What the dashboard says around the answer: what to type, titles and captions of the timeline, choices of a target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final

from diagnostics.app.forms.counts_form import BY_KEY
from diagnostics.app.forms.grid import LONGEST_CELL
from diagnostics.app.forms.paste import Pasted
from diagnostics.diagnosis.words import joined
from diagnostics.number_format import integer

OWN_HISTORY: Final = "Our own earlier months"
OWN_FIGURE: Final = "My figure, otherwise earlier months"
"""The first choice for a table: what is typed, or the business's own history."""
TEMPTING_RATIO: Final = "this month’s sales ÷ this month’s leads"
MATURE_RATE: Final = "win rate, counting the sales still expected"
RATE_HOVER: Final = {
    "cohort": "%{y:.1f}% win rate (90% range %{customdata[0]} to %{customdata[1]}); %{customdata[2]} of the sales expected so far<extra></extra>",
    "period": "%{y:.1f}% win rate (90% range %{customdata[0]} to %{customdata[1]}), of the leads these sales came from<extra></extra>",
}
"""What a point of the timeline says, as plotly fills it in."""
TOO_EARLY: Final = "too early"
"""In place of the win rate of months whose leads have had too little time."""
TIMELINE_TITLE: Final = "Month by month"
TIMELINE_CAPTION: Final = {
    "cohort": "Solid line: win rate, counting the sales still expected, with its 90% range; hollow where the leads are recent, none where less than 30% of their sales can be expected so far. Dotted: sales so far ÷ leads, the usual figure. Drag across months to choose a period.",
    "period": "Solid line: sales ÷ the leads they came from, with its 90% range. Dotted: this month’s sales ÷ this month’s leads, the usual figure. Drag across months to choose a period.",
}
PERIODS: Final = {"before": "Earlier period", "after": "Later period"}
"""What the page calls the two periods that are compared."""
EMPTY_TABLE: Final = (
    "Paste or open your table.",
    "One row per month, with its leads and its sales. A table shows what totals cannot: leads that may still buy, month-to-month variation, and what changed.",
    "Copy the cells from your spreadsheet and paste them, or open a CSV or XLSX file.",
    "Choose what the sales in a row belong to: that month’s leads, or that month.",
    "Enter the days from first contact to sale.",
)
"""Shown in place of the answer in the table way, before there is one."""
EXAMPLE_PREFIX: Final = "Example: "
"""Before the sentence of an example that nobody has changed."""
FAULT_HERE: Final = "Something went wrong on our side, not in your numbers. They are kept. Change any of them to try again, or reload the page."
REFUSED: Final = {
    "sessions": "Too many people are using this page at the moment. Please try again in a few minutes.",
    "sessions_per_address": "Too many of these pages are open from your network. Close some of them and try again.",
    "opens_per_minute": "This page was opened too often from your network. Please try again in a minute.",
    "messages_per_second": "This page sent too many changes at once. Please wait a moment.",
    "unread_bytes": "This page is not receiving its answers. Please reload it.",
    "token": "This page opens only with the link that was printed when it was started. Please use that link.",
    "elsewhere": "This page is open in another tab too. Your entries are kept: reload this tab to go on here.",
    "frame": "This page sent something that the server does not understand. Please reload it.",
}
"""What a page shows where a limit is reached."""

LOST: Final = {
    "memory": "Your file needs more memory than this page allows. Everything you entered is kept. Save the file as Parquet, or remove columns that are not needed.",
    "time": "Your file takes longer than this page allows. Everything you entered is kept. Save the file as Parquet, or remove columns that are not needed.",
    "pages": "Many files are open here, and yours was closed. Everything you entered is kept. Please open your file again.",
}
"""Shown where an export is no longer there; why."""


def in_the_queue(before: int) -> str:
    """Shown while other exports are read first."""
    return f"Waiting: {before} {'file' if before == 1 else 'files'} before yours"


def not_served(status: int) -> str:
    """Shown in place of a page that is not there, or not for whoever asked."""
    if status == HTTPStatus.FORBIDDEN:
        return "This page may not be opened from here."
    if status == HTTPStatus.NOT_FOUND:
        return "There is nothing at this address."
    return "This page could not be served."


EMPTY: Final = (
    "Enter your leads and your sales.",
    "Marketing brings people to the door; sales gets them through it. This page says which side is the weaker one, how "
    "sure that is, and what it costs.",
    "Leads: everyone who first got in touch in a month, or in several.",
    "Sales: how many of those have bought so far, and how many of them with no salesperson involved.",
    "A goal, or the leads your team can handle; and your target win rate.",
)
"""Shown in place of the answer, before there is one: title, what the page does, what to type."""


def needed(errors: Mapping[str, str], missing: Mapping[str, str]) -> str:
    """Shown in place of the answer: what cannot be used, or what is still needed; empty while nothing at all is typed."""
    if errors:
        return next(iter(errors.values()))
    return "" if not missing or missing.keys() >= {"leads", "wins"} else still_needed(missing)


def still_needed(missing: Iterable[str]) -> str:
    """What is still needed, with the names of the fields.

    >>> still_needed(["closing"])
    'Still needed: how often you expect to close (“Target win rate”).'
    """
    fields = [BY_KEY[key] for key in missing]
    return f"Still needed: {joined([f'{f.needed} (“{f.label}”)' for f in fields])}."


def waiting(marked: bool, missing: Iterable[str] = ()) -> str:
    """Shown in place of the answer while a table is there and something is still needed."""
    if marked:
        return "Some cells cannot be used yet. They are marked below."
    fields = [key for key in missing if key in BY_KEY]
    return still_needed(fields) if fields else "Your table is read. Answer the questions next to it."


def pasted(paste: Pasted) -> str:
    """How many cells a paste wrote, and what was left out of it."""
    lines = [f"{_count(paste.rows, 'row')} × {_count(paste.columns, 'column')} pasted."]
    if paste.headed:
        lines.append("The line of headings was left out.")
    if paste.rows_over:
        lines.append(f"Only the first {_count(paste.rows, 'row')} {_were(paste.rows)} taken.")
    if over := paste.columns_over:
        lines.append(f"{_count(over, 'column')} beyond the last one {_were(over)} left out.")
    if paste.cut:
        lines.append(f"{_count(paste.cut, 'cell')} longer than {LONGEST_CELL} characters {_were(paste.cut)} cut short.")
    return " ".join(lines)


def _count(number: int, word: str) -> str:
    return f"{integer(number)} {word}{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
