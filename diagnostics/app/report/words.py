"""The sentences of the report."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.forecast_words import TEST_TITLE
from diagnostics.app.wording.script import DEFINED_TITLE, UNDEFINED
from diagnostics.diagnosis.words import number, percent, plural
from diagnostics.number_format import typed

if TYPE_CHECKING:
    from diagnostics.funnel.records import Funnel, Par

UNNAMED: Final = "Unnamed client"
UNDATED: Final = "not dated: the numbers were changed after the last diagnosis"
UNDIAGNOSED: Final = "not dated: no session has diagnosed these numbers"
TITLE: Final = "Which side of the door?"
NO_DIAGNOSIS: Final = "No diagnosis yet: the numbers are not complete. Still needed: leads, sales, a target win rate, and a goal or the leads that the team can handle."

HEAD: Final = {
    "owner": "The answer",
    "door": "The door",
    "monday": "On Monday",
    "bridge": "Where customers go missing",
    "balance": "Each side compared with its target",
    "for": "Why we think so",
    "against": "What speaks against it",
    "unseen": "What these numbers can’t show",
    "tempting": "The usual figure and the fair one",
    "definitions": DEFINED_TITLE,
    "effort": "Where the effort goes",
    "people": "The leads or the people?",
    "reading": "How the file was read",
    "whatif": "What if",
    "plan": "The plan",
    "last": "Last time",
    "notes": "Notes",
    "method": "How this was worked out",
    "inputs": "Appendix: every input",
    "versions": "Versions",
    "rerun": "How to run it again",
    "test": TEST_TITLE,
}

EXAMPLE: Final = "An example: these numbers are a sample’s, not this client’s."
SIGNED: Final = ("Agreed by", "on")
"""Below the plan, next to a line for a signature."""

NONE: Final = {
    "effort": "No activities were listed.",
    "scenarios": "No scenario was saved.",
    "plan": "Nothing was chosen yet.",
    "monday": "Nothing to do yet.",
}
"""Shown for an empty part."""

LONGEST_TITLE: Final = 70
LONGEST_LINE: Final = 170
FIRST_PAGE: Final = {"what": 80, "owner": 26, "date": 10, "step": 150, "defined": 100}
SHOWN_ACTIONS: Final = 3
"""How many actions fit on the first page; all of them follow on later pages."""

COLUMNS: Final = {
    "links": ("Link", "Side", "Now", "Target", "Customers per month short (90% range)"),
    "plan": ("What", "First step", "Who", "By", "Watch"),
    "scenarios": ("Scenario", "What changes", "Customers per month", "Compared with now"),
    "activities": ("Activity", "Effort", "Side"),
    "counts": ("Count", "Value"),
    "levels": ("Target", "Level"),
}
AIM: Final = "target of the plan"
OFFLINE: Final = "Works offline."

METHOD: Final = (
    "Customers per month are leads × the self-service share + follow-up × the smaller of the leads that get as far as sales "
    "and the leads sales can handle, month by month, × the win rate. Where months were not counted separately, we assume they vary "
    "as months usually do. Each link is compared with its target. What is missing is split over the links by the Owen value, with "
    "marketing and sales as the two unions: it adds up and favours no order. We assume that a business is near its targets: two in "
    "three are within 0.6 of the target of a share on the log-odds, and within 0.5 of the leads needed on the log (0.36 and 0.3 "
    "where the target is its own earlier months); one in ten may be much further away. A target that is only roughly known is "
    "corrected by the counts. Days to a sale that you entered may be off by 0.35 on the log, and months vary by more than chance. "
    "All of this is calculated on a fixed set of 2,039 points, so the same inputs give the same answer to the digit. The weak link "
    "is the side at the smaller share of its target, by more than a tenth of it, itself below 90% and short of customers; we name "
    "it when that is at least 85% likely. Ranges are 90% intervals; that of the win rate is what the counts alone leave possible."
)
RERUN: Final = (
    "The case file holds all of this. In Python: case = dx.Case.load(path), then dx.diagnose(case.funnel, case.par, case.money). "
    "From a shell: python -m diagnostics report case.json."
)

RERUN_PAGE: Final = "With the Python package this code gives the same answer."

QUESTION: Final = "Is marketing or sales the weak link?"
"""The title of what is taken from the dashboard without one."""
SAMPLE: Final = "An example: these are the numbers of a sample business."
EXPORT: Final = "Export"
HIDDEN: Final = {
    "before_from": "Earlier period, from",
    "before_to": "Earlier period, to",
    "after_from": "Later period, from",
    "after_to": "Later period, to",
    "keep": "Months included all the same",
}
"""Names of what is chosen on the timeline."""
ONE_PAGE: Final = {"first": "What to do first", "typed": "The numbers", "watch": "Watch"}
"""Headings that only the one page has."""
TABLE: Final = ("Part", "Row", "Name", "Value", "Low (90% range)", "High (90% range)")
PART: Final = {
    "typed": "Typed",
    "table": "Table",
    "counts": "Counted",
    "levels": "Target",
    "answer": "Answer",
    "chances": "Chance",
    "bridge": "Customers a month short",
}
"""Columns and parts of the table that is taken as CSV."""

COUNT: Final = {
    "leads": "Leads",
    "wins": "Sales",
    "direct_wins": "Self-service sales",
    "fit": "Leads that could buy",
    "worked": "Leads reached by a person",
    "months": "Months",
    "maturity": "Share of sales expected so far",
    "basis": "Sales are those of",
    "reach_dispersion": "Month-to-month variation of leads, compared with chance",
    "closing_dispersion": "Month-to-month variation of the win rate, compared with chance",
}
LEVEL: Final = {
    "goal": "Customers wanted per month",
    "reach": "Target: leads per month",
    "capacity": "Leads per month that sales can handle",
    "direct": "Target: self-service share",
    "fit": "Target: share that could buy",
    "follow_up": "Target: share reached",
    "closing": "Target win rate",
    "reach_strength": "How firm the target for leads is, in leads",
}
NOT_COUNTED: Final = "not counted"
BASIS: Final = {"cohort": "these leads", "period": "these months, from whatever leads"}
WAY: Final = {"counts": "typed totals", "table": "a table of months", "ledger": "an export of leads"}
CELL: Final = {
    "leads": "Leads",
    "wins": "Sales",
    "direct_wins": "Self-service sales",
    "fit": "Leads that could buy (empty: not counted)",
    "worked": "Leads reached by a person (empty: not counted)",
    "months": "Months",
    "maturity": "Share of sales expected so far",
    "basis": "Sales are those of these leads (cohort) or of these months (period)",
    "goal": "Customers wanted per month",
    "par_reach": "Leads wanted per month",
    "capacity": "Leads per month that sales can handle (empty: no limit)",
    "par_direct": "Self-service share (empty: not judged)",
    "par_fit": "Share of the rest that could buy (empty: not judged)",
    "par_follow_up": "Share reached (empty: everyone sales can handle)",
    "par_closing": "Win rate: share of those reached that buys",
    "carried": "Earlier leads behind each lead of the period",
    "exposure": "Share of sales that could have happened",
    "assisted": "Sales with a salesperson",
    "not_direct": "Leads that did not buy by self-service",
    "talked_to": "Leads that were talked to",
    "room": "Leads per month that sales can handle, at least those it worked",
    "direct_time": "Share of self-service sales expected so far",
    "to_sales": "Leads that got as far as sales",
    "workable": "Leads that could be worked",
    "closing_of": "Leads that the win rate is a share of",
    "today": "Customers per month today",
    "at_par": "Customers per month on target",
    "if_customers": "Customers per month with the levels you try",
    "marketing_of_par": "Marketing, share of target",
    "sales_of_par": "Sales, share of target",
    "month_below": "Leads of smaller months",
    "month_rest": "Months as large",
}
"""The named cells of the spreadsheet."""
SHEET: Final = {
    "answer": "Answer",
    "chain": "Chain",
    "plan": "Plan",
    "words": "Words",
    "inputs": "Inputs",
    "whatif": "What if",
}
CHAIN_ABOUT: Final = "Yellow cells can be changed: everything below follows. The last column begins as things are; try other levels in it."
MONTHS_ABOUT: Final = (
    "Sales can handle a limited number of leads each month: a busy month leaves some over although a quiet one has room. From the "
    "smallest month on: the share of all leads that smaller months bring, and the share of the months that are as large or larger."
)
CHAIN_COLUMNS: Final = ("Link", "Side", "Now", "On target", "Try")
SECTION: Final = {
    "counted": "What was counted",
    "levels": "Targets",
    "sorted": "Sorted by link",
    "links": "The chain",
    "results": "Result",
    "months": "How much months differ",
}
CHANCE: Final = "How sure"
SIDE: Final = {
    "marketing": "Marketing is the weak link",
    "balanced": "Neither side is the weak link",
    "sales": "Sales is the weak link",
}
CLIENT: Final = "Client"
TITLED: Final = "Title"
DATE: Final = "Date"
FIGURES: Final = ("Link", "Side", "Customers per month short", "90% range, from", "to")
CHAIN: Final = {
    "reach": "Leads per month",
    "direct": "Self-service share",
    "fit": "Share of the rest that could buy",
    "follow_up": "Share reached, of those sales can handle",
    "capacity": "Leads per month that sales can handle",
    "closing": "Win rate: share of those reached that buys",
}


def shortened(text: str, most: int = LONGEST_TITLE) -> str:
    """A text shortened to one line; the appendix has all of it.

    >>> shortened("one  two three", 9)
    'one two …'
    """
    line = " ".join(text.split())
    return (
        line
        if len(line) <= most
        else textwrap.shorten(line, most, placeholder=" …")
        if " " in line[: most - 2]
        else f"{line[: most - 2]} …"
    )


def more_actions(count: int) -> str:
    """How many actions the first page leaves out."""
    return f"and {plural(count, 'more action', 'more actions')} in the plan" if count else ""


def level(link: str, value: float) -> str:
    """The level of a link: leads per month, or a share."""
    if value == float("inf"):
        return "no limit"
    return f"{number(value)} per month" if link in ("reach", "capacity") else percent(value)


def rows(count: int) -> str:
    """How many rows a table has."""
    return plural(count, "row", "rows")


def headline(client: str) -> str:
    """The client's name, or a word for none."""
    return client.strip() or UNNAMED


def count_lines(funnel: Funnel) -> tuple[tuple[str, str], ...]:
    """Every count as given, or 'not counted'."""
    lines = []
    for key, label in COUNT.items():
        value = getattr(funnel, key)
        text = NOT_COUNTED if value is None else BASIS[value] if key == "basis" else typed(value)
        lines.append((label, text))
    return tuple(lines)


def par_lines(par: Par) -> tuple[tuple[str, str], ...]:
    """Every level with its strength and source."""
    lines = []
    for key, label in LEVEL.items():
        value = getattr(par, key)
        if value is None:
            continue
        rate = par.level(key) if key in ("direct", "fit", "follow_up", "closing") else None
        if rate is None:
            lines.append((label, typed(value)))
            continue
        strength = "exact" if rate.strength is None else f"worth {number(rate.strength)} observations"
        source = f"; {rate.source}" if rate.source else ""
        lines.append((label, f"{percent(rate.value)}, {strength}{source}"))
    return tuple(lines)


def shortfall(value: float, low: float, high: float) -> str:
    """A link's shortfall with its range."""
    return f"{number(value)} ({number(low)} to {number(high)})"


def activity(amount: float, unit: str) -> str:
    """How much goes into an activity."""
    return f"{number(amount)} {'hours' if unit == 'hours' else 'of money'} per month" if amount else UNDEFINED
