"""The sentences of the report."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.forecast_words import TEST_TITLE
from diagnostics.app.wording.script import DEFINED_TITLE, UNDEFINED
from diagnostics.diagnosis.words import number, percent, plural

if TYPE_CHECKING:
    from diagnostics.funnel.records import Funnel, Par

UNNAMED: Final = "Unnamed client"
UNDATED: Final = "not dated: the numbers were changed after the last diagnosis"
UNDIAGNOSED: Final = "not dated: no session has diagnosed these numbers"
TITLE: Final = "Which side of the door?"
NO_DIAGNOSIS: Final = "No diagnosis yet: the numbers are not complete. Leads, sales, a goal or the leads that the team can handle, and a closing rate are needed."

HEAD: Final = {
    "owner": "The answer",
    "door": "The door",
    "monday": "On Monday",
    "bridge": "Where customers go missing",
    "balance": "Each side against par",
    "for": "What speaks for it",
    "against": "What speaks against it",
    "unseen": "Not seen in these numbers",
    "tempting": "The tempting number, and the right one",
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
    "rerun": "To run it again",
    "test": TEST_TITLE,
}

EXAMPLE: Final = "An example: these numbers are a sample’s, not this client’s."
SIGNED: Final = ("Agreed by", "on")
"""Below the plan, next to a line for a signature."""

NONE: Final = {
    "effort": "No activities were listed.",
    "scenarios": "No scenario was kept.",
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
    "links": ("Link", "Side", "Now", "Par", "Customers a month short (90 % range)"),
    "plan": ("What", "First step", "Who", "By", "Watch"),
    "scenarios": ("Scenario", "What is moved", "Customers a month", "Against now"),
    "activities": ("Activity", "Effort", "Side"),
    "counts": ("Count", "Value"),
    "levels": ("Held against", "Level"),
}
AIM: Final = "the plan aims at this"
OFFLINE: Final = "This page needs no network: its pictures are inside it."

METHOD: Final = (
    "Customers a month are leads × the share that buys directly + follow-up × the smaller of the leads that get as far as sales "
    "and the room sales has, month by month, × closing. Months that were not counted apart vary as months usually do. Each link is held against its par. What is missing is split over the links by the Owen "
    "value with marketing and sales as the two unions: it adds up and favours no order. A business is taken to be near its targets: "
    "two in three are within 0.6 of the par of a share on the log-odds, and within 0.5 of the leads needed on the log (0.36 and 0.3 "
    "where the par is its own earlier months); one in ten may be much further away. A par that is only roughly known learns from the counts. "
    "Typed days to a sale are off by 0.35 on the log, and months vary by more than chance. All is carried through on a fixed set "
    "of 2,039 points, so the same inputs give the same answer to the digit. The weak link is the side at the smaller share of its "
    "par, by more than a tenth of it, itself below 90 % and short of customers; it is called so from 85 % on. Ranges are 90 % "
    "intervals; that of the close rate is what the counts alone leave possible."
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
    "direct_wins": "Sales without talking to anyone",
    "fit": "Leads that could buy",
    "worked": "Leads that a person reached",
    "months": "Months",
    "maturity": "Share of the sales that has had time",
    "basis": "Sales are those of",
    "reach_dispersion": "Scatter of leads, times chance",
    "closing_dispersion": "Scatter of the close rate, times chance",
}
LEVEL: Final = {
    "goal": "Par: customers wanted a month",
    "reach": "Par: leads a month",
    "capacity": "Leads a month that sales has room for",
    "direct": "Par: share that buys directly",
    "fit": "Par: share that could buy",
    "follow_up": "Par: share reached",
    "closing": "Par: closing",
    "reach_strength": "Par: leads that the level of leads is worth",
}
NOT_COUNTED: Final = "not counted"
BASIS: Final = {"cohort": "these leads", "period": "these months, from whatever leads"}
WAY: Final = {"counts": "typed totals", "table": "a table of months", "ledger": "an export of leads"}
CELL: Final = {
    "leads": "Leads",
    "wins": "Sales",
    "direct_wins": "Sales without talking to anyone",
    "fit": "Leads that could buy (empty: not counted)",
    "worked": "Leads that a person reached (empty: not counted)",
    "months": "Months",
    "maturity": "Share of the sales that has had time",
    "basis": "Sales are those of these leads (cohort) or of these months (period)",
    "goal": "Customers wanted a month",
    "par_reach": "Leads wanted a month",
    "capacity": "Leads a month that sales has room for (empty: no limit)",
    "par_direct": "Share that buys directly (empty: not judged)",
    "par_fit": "Share of the rest that could buy (empty: not judged)",
    "par_follow_up": "Share reached (empty: everyone there is room for)",
    "par_closing": "Share of the reached that buys",
    "carried": "Earlier leads behind each lead of the period",
    "exposure": "Share of the sales that could have happened",
    "assisted": "Sales made by talking",
    "not_direct": "Leads that did not buy directly",
    "talked_to": "Leads that were talked to",
    "room": "Room for leads a month, at least what was worked",
    "direct_time": "Time that direct buying has had, a share",
    "to_sales": "Leads that got as far as sales",
    "workable": "Leads that could be worked",
    "closing_of": "Leads that closing is a share of",
    "today": "Customers a month today",
    "at_par": "Customers a month at par",
    "if_customers": "Customers a month with the levels you try",
    "marketing_of_par": "Marketing, share of par",
    "sales_of_par": "Sales, share of par",
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
    "Sales has room for so many leads in each month: a large month leaves some over although a small one has room. From the "
    "smallest month on: the share of all leads that smaller months bring, and the share of the months that are as large or larger."
)
CHAIN_COLUMNS: Final = ("Link", "Side", "Now", "At par", "Try")
SECTION: Final = {
    "counted": "What was counted",
    "levels": "Held against",
    "sorted": "Sorted by link",
    "links": "The chain",
    "results": "What they make together",
    "months": "How much months differ",
}
CHANCE: Final = "How sure"
SIDE: Final = {"marketing": "Marketing is the weak link", "balanced": "In balance", "sales": "Sales is the weak link"}
CLIENT: Final = "Client"
TITLED: Final = "Title"
DATE: Final = "Date"
FIGURES: Final = ("Link", "Side", "Customers a month short", "90 % range, from", "to")
CHAIN: Final = {
    "reach": "Leads a month",
    "direct": "Share that buys directly",
    "fit": "Share of the rest that could buy",
    "follow_up": "Share reached, of those there is room for",
    "capacity": "Room for leads a month",
    "closing": "Share of the reached that buys",
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
    return f"{number(value)} a month" if link in ("reach", "capacity") else percent(value)


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
        text = (
            NOT_COUNTED
            if value is None
            else BASIS[value]
            if key == "basis"
            else f"{value:,}"
            if isinstance(value, int)
            else f"{value:.10g}"
        )
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
            lines.append((label, f"{value:.10g}"))
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
    return f"{number(amount)} {'hours' if unit == 'hours' else 'of money'} a month" if amount else UNDEFINED
