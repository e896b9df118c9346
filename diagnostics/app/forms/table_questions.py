"""Questions that the cells of a table may raise, in the words of the page."""

from __future__ import annotations

from typing import Final

TABLE_QUESTIONS: Final = (
    (
        "dates",
        "Dates such as 3/4/2025",
        "which comes first",
        "day-first: the day: 3 April; month-first: the month: March 4",
    ),
    ("decimal", "Numbers such as 1.000", "what the point means", ",: one thousand; .: one"),
    (
        "period",
        "Each row covers",
        "if left blank, worked out from how far apart the rows are",
        "month: a month; quarter: a quarter; half-year: half a year; year: a year",
    ),
    (
        "figures",
        "Months such as Jan 06",
        "what the figures are",
        "years: the year; days: the day; thai years: the Thai year",
    ),
    (
        "sums",
        "Rows that may be totals",
        "a total counts every lead twice",
        "left out: leave them out; counted: count them",
    ),
    (
        "plan",
        "Rows that sound like a plan",
        "a plan is not what happened",
        "left out: leave them out; counted: count them",
    ),
    (
        "running",
        "Each row’s counts",
        "the month’s own, or all so far",
        "counted: the month’s own; taken apart: all so far in the year",
    ),
    ("dash", "A dash in place of a count", "what it means", "zero: 0; not recorded: not recorded"),
    (
        "rough",
        "Counts such as 100+ or <5",
        "what they are taken for",
        "middle: the middle of what it may be; not recorded: not recorded",
    ),
    (
        "evening",
        "The evening of a month’s last day",
        "midnight farther east",
        "next month: the next month; same month: that month",
    ),
    ("blank", "A blank channel below a named one", "what it means", "as above: the channel above; no name: no channel"),
    (
        "swapped",
        "Dates that may be swapped",
        "the day for the month",
        "yes: swap them back; no: leave them as they are",
    ),
    (
        "copies",
        "Rows of the same month",
        "a copy counts every lead twice",
        "left out: leave them out; counted: add them up",
    ),
)
"""Key, label, term, and the answers with their words, ``"value: words; value: words"``."""
