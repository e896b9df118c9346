"""Questions that the cells of a table may raise, in the words of the page."""

from __future__ import annotations

from typing import Final

from diagnostics.language import mark

TABLE_QUESTIONS: Final = (
    (
        "dates",
        mark("Dates such as 3/4/2025"),
        mark("which comes first"),
        (("day-first", mark("the day: 3 April")), ("month-first", mark("the month: March 4"))),
    ),
    (
        "decimal",
        mark("Numbers such as 1.000"),
        mark("what the point means"),
        ((",", mark("one thousand")), (".", mark("one"))),
    ),
    (
        "period",
        mark("Each row covers"),
        mark("if left blank, worked out from how far apart the rows are"),
        (
            ("month", mark("a month")),
            ("quarter", mark("a quarter")),
            ("half-year", mark("half a year")),
            ("year", mark("a year")),
        ),
    ),
    (
        "figures",
        mark("Months such as Jan 06"),
        mark("what the figures are"),
        (("years", mark("the year")), ("days", mark("the day")), ("thai years", mark("the Thai year"))),
    ),
    (
        "sums",
        mark("Rows that may be totals"),
        mark("a total counts every lead twice"),
        (("left out", mark("leave them out")), ("counted", mark("count them"))),
    ),
    (
        "plan",
        mark("Rows that sound like a plan"),
        mark("a plan is not what happened"),
        (("left out", mark("leave them out")), ("counted", mark("count them"))),
    ),
    (
        "running",
        mark("Each row’s counts"),
        mark("the month’s own, or all so far"),
        (("counted", mark("the month’s own")), ("taken apart", mark("all so far in the year"))),
    ),
    (
        "dash",
        mark("A dash in place of a count"),
        mark("what it means"),
        (("zero", "0"), ("not recorded", mark("not recorded"))),
    ),
    (
        "rough",
        mark("Counts such as 100+ or <5"),
        mark("what they are taken for"),
        (("middle", mark("the middle of what it may be")), ("not recorded", mark("not recorded"))),
    ),
    (
        "evening",
        mark("The evening of a month’s last day"),
        mark("midnight farther east"),
        (("next month", mark("the next month")), ("same month", mark("that month"))),
    ),
    (
        "blank",
        mark("A blank channel below a named one"),
        mark("what it means"),
        (("as above", mark("the channel above")), ("no name", mark("no channel"))),
    ),
    (
        "swapped",
        mark("Dates that may be swapped"),
        mark("the day for the month"),
        (("yes", mark("swap them back")), ("no", mark("leave them as they are"))),
    ),
    (
        "copies",
        mark("Rows of the same month"),
        mark("a copy counts every lead twice"),
        (("left out", mark("leave them out")), ("counted", mark("add them up"))),
    ),
)
"""Key, label, term, and the answers with their words; English, translated where they are shown."""
