"""What the dashboard says around the answer: what to type, titles and captions of the timeline, choices of a target."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from diagnostics.app.forms.grid import LONGEST_CELL
from diagnostics.app.forms.paste import Pasted

OWN_HISTORY: Final = "Our own earlier months"
OWN_FIGURE: Final = "My figure; else earlier months"
"""The first choice for a table: what is typed, or the business's own history."""
TEMPTING_RATIO: Final = "this month’s sales ÷ this month’s leads"
MATURE_RATE: Final = "close rate once leads have had their time"
RATE_HOVER: Final = {
    "cohort": "%{y:.1f} % close (90 % range %{customdata[0]} to %{customdata[1]}); %{customdata[2]} of the sales have had time<extra></extra>",
    "period": "%{y:.1f} % close (90 % range %{customdata[0]} to %{customdata[1]}), of the leads these sales came from<extra></extra>",
}
"""What a point of the timeline says, as plotly fills it in."""
TOO_EARLY: Final = "too early"
"""In place of the close rate of months whose leads have had too little time."""
TIMELINE_TITLE: Final = "Month by month"
TIMELINE_CAPTION: Final = {
    "cohort": "Solid line: close rate once leads have had their time, with its 90 % band; hollow where the leads are young, none where less than 30% of their sales have had time. Dotted: sales so far ÷ leads, the tempting number. Drag across months to choose a period.",
    "period": "Solid line: sales ÷ the leads they came from, with its 90 % band. Dotted: this month’s sales ÷ this month’s leads, the tempting number. Drag across months to choose a period.",
}
PERIODS: Final = {"before": "Earlier period", "after": "Later period"}
"""What the page calls the two periods that are compared."""
EMPTY_TABLE: Final = (
    "Paste or open your table.",
    "A row a month, with how many leads came and how many sales were made. It sees what totals cannot: leads that may still buy, months that scatter, and what changed.",
    "Copy the cells from your spreadsheet and paste them, or open a CSV or XLSX file.",
    "Say what a month’s sales are: those of its leads, or those made in it.",
    "Say the typical days from first contact to sale.",
)
"""Shown in place of the answer in the table way, before there is one."""
FAULT_HERE: Final = (
    "Something failed here, not in your numbers. They are kept; change any of them to try again, or reload the page."
)
REFUSED: Final = {
    "sessions": "Too many people are using this page at the moment. Please try again in a few minutes.",
    "sessions_per_address": "Too many of these pages are open from your network. Close some of them and try again.",
    "opens_per_minute": "This page was opened too often from your network. Please try again in a minute.",
    "messages_per_second": "This page sent more changes than this server takes. Please wait a moment.",
    "unread_bytes": "This page does not take its answers. Please reload it.",
    "token": "This page opens with the link that was printed where it was started. Please use that link.",
    "elsewhere": "This page is open in another tab too. Your entries are kept: reload this tab to go on here.",
    "frame": "This page sent something that this server does not understand. Please reload it.",
}
"""What a page shows where a limit is reached."""

LOST: Final = {
    "memory": "Your file needs more memory than this page gives to one. Everything typed is kept. Save the file as Parquet, take out columns that are not needed, or read it in Python.",
    "time": "Your file takes longer than this page gives to one. Everything typed is kept. Save the file as Parquet, take out columns that are not needed, or read it in Python.",
    "pages": "Many files are open here, and yours was closed. Everything typed is kept. Please open your file again.",
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
    "Type your leads and your sales.",
    "Marketing brings people to the door; sales gets them through it. This page says which side is the weaker one, how "
    "sure that is, and what it costs.",
    "Leads: everyone who first got in touch in a month, or in several.",
    "Sales: how many of those have bought so far, and how many of them without talking to anyone.",
    "A goal, or the leads your team can handle; and how often you expect to close.",
)
"""Shown in place of the answer, before there is one: title, what the page does, what to type."""


def needed(errors: Mapping[str, str], missing: Mapping[str, str]) -> str:
    """Shown in place of the answer once leads and sales are typed: what cannot be used, or what is still to be typed."""
    if errors or not missing.keys() & {"leads", "wins"}:
        return next(iter((*errors.values(), *missing.values())), "")
    return ""


def waiting(marked: bool) -> str:
    """Shown in place of the answer while a table is there and something is still needed."""
    if marked:
        return "Some cells cannot be used yet: they are marked below."
    return "Your table is read. Answer what is asked beside it."


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
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
