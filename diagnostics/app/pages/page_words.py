"""What the dashboard says around the answer: what to type, titles and captions of the timeline, choices of a target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final

from diagnostics.app.forms.form_fields import BY_KEY
from diagnostics.app.forms.grid import LONGEST_CELL
from diagnostics.app.forms.paste import Pasted
from diagnostics.diagnosis.words import joined
from diagnostics.language import mark, n, t
from diagnostics.number_format import integer

OWN_HISTORY: Final = mark("Our own earlier months")
OWN_FIGURE: Final = mark("My figure, otherwise earlier months")
"""The first choice for a table: what is typed, or the business's own history."""
TEMPTING_RATIO: Final = mark("this month’s sales ÷ this month’s leads")
MATURE_RATE: Final = mark("win rate, counting the sales still expected")
RATE_HOVER: Final = {
    "cohort": mark(
        "%{y:.1f}% win rate (90% range %{customdata[0]} to %{customdata[1]}); %{customdata[2]} of the sales expected so far<extra></extra>"
    ),
    "period": mark(
        "%{y:.1f}% win rate (90% range %{customdata[0]} to %{customdata[1]}), of the leads these sales came from<extra></extra>"
    ),
}
"""What a point of the timeline says, as plotly fills it in."""
TOO_EARLY: Final = mark("too early")
"""In place of the win rate of months whose leads have had too little time."""
TIMELINE_TITLE: Final = mark("Month by month")
TIMELINE_CAPTION: Final = {
    "cohort": mark(
        "Solid line: win rate, counting the sales still expected, with its 90% range; hollow where the leads are recent, none where less than 30% of their sales can be expected so far. Dotted: sales so far ÷ leads, the usual figure. Drag across months to choose a period."
    ),
    "period": mark(
        "Solid line: sales ÷ the leads they came from, with its 90% range. Dotted: this month’s sales ÷ this month’s leads, the usual figure. Drag across months to choose a period."
    ),
}
PERIODS: Final = {"before": mark("Earlier period"), "after": mark("Later period")}
"""What the page calls the two periods that are compared."""
EMPTY_TABLE: Final = (
    mark("Paste or open your table."),
    mark(
        "One row per month, with its leads and its sales. A table shows what totals cannot: leads that may still buy, month-to-month variation, and what changed."
    ),
    mark("Copy the cells from your spreadsheet and paste them, or open a CSV or XLSX file."),
    mark("Choose what the sales in a row belong to: that month’s leads, or that month."),
    mark("Enter the days from first contact to sale."),
)
"""Shown in place of the answer in the table way, before there is one."""
EXAMPLE_PREFIX: Final = mark("Example: ")
"""Before the sentence of an example that nobody has changed."""
AT_THE_DESK: Final = mark("The wall only shows this. Change it at the desk.")
"""What a projected window says where something was to be changed in it."""
FAULT_HERE: Final = mark(
    "Something went wrong on our side, not in your numbers. They are kept. Change any of them to try again, or reload the page."
)
REFUSED: Final = {
    "sessions": mark("Too many people are using this page at the moment. Please try again in a few minutes."),
    "sessions_per_address": mark(
        "Too many of these pages are open from your network. Close some of them and try again."
    ),
    "opens_per_minute": mark("This page was opened too often from your network. Please try again in a minute."),
    "messages_per_second": mark("This page sent too many changes at once. Please wait a moment."),
    "unread_bytes": mark("This page is not receiving its answers. Please reload it."),
    "token": mark("This page opens only with the link that was printed when it was started. Please use that link."),
    "elsewhere": mark("This page is open in another tab too. Your entries are kept: reload this tab to go on here."),
    "no_desk": mark(
        "The desk of this session is not open. This wall goes on as soon as it is, or open one from the desk."
    ),
    "frame": mark("This page sent something that the server does not understand. Please reload it."),
}
"""What a page shows where a limit is reached."""

LOST: Final = {
    "memory": mark(
        "Your file needs more memory than this page allows. Everything you entered is kept. Save the file as Parquet, or remove columns that are not needed."
    ),
    "time": mark(
        "Your file takes longer than this page allows. Everything you entered is kept. Save the file as Parquet, or remove columns that are not needed."
    ),
    "pages": mark(
        "Many files are open here, and yours was closed. Everything you entered is kept. Please open your file again."
    ),
}
"""Shown where an export is no longer there; why."""


def in_the_queue(before: int) -> str:
    """Shown while other exports are read first."""
    return n("Waiting: {count} file before yours", "Waiting: {count} files before yours", before, count=integer(before))


def not_served(status: int) -> str:
    """Shown in place of a page that is not there, or not for whoever asked."""
    if status == HTTPStatus.FORBIDDEN:
        return t("This page may not be opened from here.")
    if status == HTTPStatus.NOT_FOUND:
        return t("There is nothing at this address.")
    return t("This page could not be served.")


EMPTY: Final = (
    mark("Enter your leads and your sales."),
    mark(
        "Marketing brings people to the door; sales gets them through it. This page says which side is the weaker one, how "
        "sure that is, and what it costs."
    ),
    mark("Leads: everyone who first got in touch in a month, or in several."),
    mark("Sales: how many of those have bought so far, and how many of them with no salesperson involved."),
    mark("A goal, or the leads your team can handle; and your target win rate."),
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
    each = [t("{needed} (“{field}”)", needed=t(f.needed), field=t(f.label)) for f in fields]
    return t("Still needed: {fields}.", fields=joined(each))


def waiting(marked: bool, missing: Iterable[str] = ()) -> str:
    """Shown in place of the answer while a table is there and something is still needed."""
    if marked:
        return t("Some cells cannot be used yet. They are marked below.")
    fields = [key for key in missing if key in BY_KEY]
    return still_needed(fields) if fields else t("Your table is read. Answer the questions next to it.")


def pasted(paste: Pasted) -> str:
    """How many cells a paste wrote, and what was left out of it."""
    rows = n("{count} row", "{count} rows", paste.rows, count=integer(paste.rows))
    columns = n("{count} column", "{count} columns", paste.columns, count=integer(paste.columns))
    lines = [t("{rows} × {columns} pasted.", rows=rows, columns=columns)]
    if paste.headed:
        lines.append(t("The line of headings was left out."))
    if paste.rows_over:
        lines.append(
            n(
                "Only the first {count} row was taken.",
                "Only the first {count} rows were taken.",
                paste.rows,
                count=integer(paste.rows),
            )
        )
    if over := paste.columns_over:
        lines.append(
            n(
                "{count} column beyond the last one was left out.",
                "{count} columns beyond the last one were left out.",
                over,
                count=integer(over),
            )
        )
    if paste.cut:
        lines.append(
            n(
                "{count} cell longer than {most} characters was cut short.",
                "{count} cells longer than {most} characters were cut short.",
                paste.cut,
                count=integer(paste.cut),
                most=integer(LONGEST_CELL),
            )
        )
    return " ".join(lines)
