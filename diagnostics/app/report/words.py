"""The sentences of the report."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from diagnostics import month_numbers
from diagnostics.app.forms.form_fields import BY_KEY
from diagnostics.app.wording.answers_words import TITLE as ANSWERS_TITLE
from diagnostics.app.wording.forecast_words import TEST_TITLE
from diagnostics.app.wording.script import DEFINED_TITLE, UNDEFINED
from diagnostics.diagnosis.words import number, percent
from diagnostics.language import mark, n, t
from diagnostics.number_format import integer, percent_format, typed, with_percent

if TYPE_CHECKING:
    from diagnostics.funnel.records import Funnel, Par, Rate

UNNAMED: Final = mark("Unnamed client")
UNDATED: Final = mark("not dated: the numbers were changed after the last diagnosis")
UNDIAGNOSED: Final = mark("not dated: no session has diagnosed these numbers")
TITLE: Final = mark("Which side of the door?")
NO_DIAGNOSIS: Final = mark(
    "No diagnosis yet: the numbers are not complete. Still needed: leads, sales, a target win rate, and a goal or the leads that the team can handle."
)

HEAD: Final = {
    "owner": mark("The answer"),
    "door": mark("The door"),
    "monday": mark("On Monday"),
    "bridge": mark("Where customers go missing"),
    "balance": mark("Each side compared with its target"),
    "for": mark("Why we think so"),
    "against": mark("What speaks against it"),
    "unseen": mark("What these numbers can’t show"),
    "tempting": mark("The usual figure and the fair one"),
    "answers": ANSWERS_TITLE,
    "definitions": DEFINED_TITLE,
    "effort": mark("Where the effort goes"),
    "people": mark("The leads or the people?"),
    "reading": mark("How the file was read"),
    "whatif": mark("What if"),
    "plan": mark("The plan"),
    "last": mark("Last time"),
    "since": mark("Since last time"),
    "moved": mark("What moved"),
    "finished": mark("Finished"),
    "trend": mark("Trend"),
    "notes": mark("Notes"),
    "figures": mark("How to read the figures"),
    "appendix": mark("Technical appendix"),
    "method": mark("How this was worked out"),
    "inputs": mark("Every input"),
    "versions": mark("Versions"),
    "rerun": mark("How to run it again"),
    "test": TEST_TITLE,
}

EXAMPLE: Final = mark("An example: these numbers are a sample’s, not this client’s.")
SIGNED: Final = (mark("Agreed by"), mark("on ¦ a date, below a plan"))
"""Below the plan, next to a line for a signature."""

NONE: Final = {
    "effort": mark("No activities were listed."),
    "scenarios": mark("No scenario was saved."),
    "plan": mark("Nothing was chosen yet."),
    "monday": mark("Nothing to do yet."),
}
"""Shown for an empty part."""

LONGEST_TITLE: Final = 70
LONGEST_SHEET: Final = 31
"""Characters of the name of a sheet."""
NOT_IN_SHEET: Final = str.maketrans("[]:*?/\\", "()-----")
LONGEST_LINE: Final = 170
FIRST_PAGE: Final = {"what": 90, "owner": 26, "date": 10, "step": 190, "defined": 120}
SHOWN_ACTIONS: Final = 3
"""How many actions fit on the first page; all of them follow on later pages."""

COLUMNS: Final = {
    "links": (mark("Link"), mark("Side"), mark("Now"), mark("Target"), mark("Customers per month short (90% range)")),
    "plan": (mark("What"), mark("First step"), mark("Who"), mark("By ¦ a day"), mark("Watch")),
    "finished": (mark("What"), mark("Who and by when"), mark("What became of it")),
    "scenarios": (mark("Scenario"), mark("What changes"), mark("Customers per month"), mark("Compared with now")),
    "activities": (mark("Activity"), mark("Effort"), mark("Side")),
    "counts": (mark("Count ¦ what was counted"), mark("Value")),
    "levels": (mark("Target"), mark("Level")),
}
AIM: Final = mark("target of the plan")
OFFLINE: Final = mark("Works offline.")

METHOD: Final = mark(
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
FIGURES_READ: Final = (
    mark(
        "The percentage next to the answer says how likely it is, given how many or how few leads and sales were counted. "
        "We only name a weak link when it is at least 85% likely."
    ),
    mark("A range, such as 7.7 to 11, holds the true figure nine times out of ten."),
    mark(
        "Each link is compared with its target. What is missing is shared out over the links: the parts add up to the total."
    ),
)
"""What a client needs to know to read a report; the method is in the appendix."""
PREPARED: Final = mark("Prepared for")
"""Above the client's name on the cover."""
RERUN: Final = mark(
    "The case file holds all of this. In Python: case = dx.Case.load(path), then dx.diagnose(case.funnel, case.par, case.money). "
    "From a shell: python -m diagnostics report case.json."
)

RERUN_PAGE: Final = mark("With the Python package this code gives the same answer.")

QUESTION: Final = mark("Is marketing or sales the weak link?")
"""The title of what is taken from the dashboard without one."""
SAMPLE: Final = mark("An example: these are the numbers of a sample business.")
EXPORT: Final = mark("Export")
HIDDEN: Final = {
    "before_from": mark("Earlier period, from"),
    "before_to": mark("Earlier period, to"),
    "after_from": mark("Later period, from"),
    "after_to": mark("Later period, to"),
    "keep": mark("Months included all the same"),
}
"""Names of what is chosen on the timeline."""
ONE_PAGE: Final = {"first": mark("What to do first"), "typed": mark("The numbers"), "watch": mark("Watch")}
"""Headings that only the one page has."""
TABLE: Final = (
    mark("Part"),
    mark("Row"),
    mark("Name"),
    mark("Value"),
    mark("Low (90% range)"),
    mark("High (90% range)"),
)
PART: Final = {
    "typed": mark("Typed"),
    "table": mark("Table"),
    "counts": mark("Counted"),
    "levels": mark("Target"),
    "answer": mark("Answer"),
    "chances": mark("Chance"),
    "bridge": mark("Customers a month short"),
}
"""Columns and parts of the table that is taken as CSV."""

COUNT: Final = {
    "leads": mark("Leads"),
    "wins": mark("Sales"),
    "direct_wins": mark("Self-service sales"),
    "fit": mark("Leads that could buy"),
    "worked": mark("Leads reached by a person"),
    "months": mark("Months"),
    "maturity": mark("Share of sales expected so far"),
    "basis": mark("Sales are those of"),
    "reach_dispersion": mark("Month-to-month variation of leads, compared with chance"),
    "closing_dispersion": mark("Month-to-month variation of the win rate, compared with chance"),
}
LEVEL: Final = {
    "goal": mark("Customers wanted per month"),
    "reach": mark("Target: leads per month"),
    "capacity": mark("Leads per month that sales can handle"),
    "direct": mark("Target: self-service share"),
    "fit": mark("Target: share that could buy"),
    "follow_up": mark("Target: share reached"),
    "closing": mark("Target win rate"),
    "reach_strength": mark("How firm the target for leads is, in leads"),
}
CAME_FROM: Final = mark("The numbers came from")
METHOD_NAME: Final = mark("method")
"""The name of the version that is not of a program."""
NOT_COUNTED: Final = mark("not counted")
BASIS: Final = {"cohort": mark("these leads"), "period": mark("these months, from whatever leads")}
WAY: Final = {"counts": mark("typed totals"), "table": mark("a table of months"), "ledger": mark("an export of leads")}
CELL: Final = {
    "leads": mark("Leads"),
    "wins": mark("Sales"),
    "direct_wins": mark("Self-service sales"),
    "fit": mark("Leads that could buy (empty: not counted)"),
    "worked": mark("Leads reached by a person (empty: not counted)"),
    "months": mark("Months"),
    "maturity": mark("Share of sales expected so far"),
    "basis": mark("Sales are those of these leads (cohort) or of these months (period)"),
    "goal": mark("Customers wanted per month"),
    "par_reach": mark("Leads wanted per month"),
    "capacity": mark("Leads per month that sales can handle (empty: no limit)"),
    "par_direct": mark("Self-service share (empty: not judged)"),
    "par_fit": mark("Share of the rest that could buy (empty: not judged)"),
    "par_follow_up": mark("Share reached (empty: everyone sales can handle)"),
    "par_closing": mark("Win rate: share of those reached that buys"),
    "carried": mark("Earlier leads behind each lead of the period"),
    "exposure": mark("Share of sales that could have happened"),
    "assisted": mark("Sales with a salesperson"),
    "not_direct": mark("Leads that did not buy by self-service"),
    "talked_to": mark("Leads that were talked to"),
    "room": mark("Leads per month that sales can handle, at least those it worked"),
    "direct_time": mark("Share of self-service sales expected so far"),
    "to_sales": mark("Leads that got as far as sales"),
    "workable": mark("Leads that could be worked"),
    "closing_of": mark("Leads that the win rate is a share of"),
    "today": mark("Customers per month today"),
    "at_par": mark("Customers per month on target"),
    "if_customers": mark("Customers per month with the levels you try"),
    "marketing_of_par": mark("Marketing, share of target"),
    "sales_of_par": mark("Sales, share of target"),
    "month_below": mark("Leads of smaller months"),
    "month_rest": mark("Months as large"),
}
"""The named cells of the spreadsheet."""
SHEET: Final = {
    "answer": mark("Answer"),
    "chain": mark("Chain"),
    "plan": mark("Plan"),
    "words": mark("Words ¦ what they mean"),
    "inputs": mark("Inputs"),
    "whatif": mark("What if"),
    "since": mark("Since last time"),
    "trend": mark("Trend"),
}
CHAIN_ABOUT: Final = mark(
    "Yellow cells can be changed: everything below follows. The last column begins as things are; try other levels in it."
)
MONTHS_ABOUT: Final = mark(
    "Sales can handle a limited number of leads each month: a busy month leaves some over although a quiet one has room. From the "
    "smallest month on: the share of all leads that smaller months bring, and the share of the months that are as large or larger."
)
CHAIN_COLUMNS: Final = (mark("Link"), mark("Side"), mark("Now"), mark("On target"), mark("Try ¦ other levels"))
SECTION: Final = {
    "counted": mark("What was counted"),
    "levels": mark("Targets"),
    "sorted": mark("Sorted by link"),
    "links": mark("The chain"),
    "results": mark("Result"),
    "months": mark("How much months differ"),
}
PER_MONTH: Final = mark("Customers per month")
CHANCE: Final = mark("How sure")
SIDE: Final = {
    "marketing": mark("Marketing is the weak link"),
    "balanced": mark("Neither side is the weak link"),
    "sales": mark("Sales is the weak link"),
}
CLIENT: Final = mark("Client")
TITLED: Final = mark("Title")
DATE: Final = mark("Date")
FIGURES: Final = (
    mark("Link"),
    mark("Side"),
    mark("Customers per month short"),
    mark("90% range, from"),
    mark("90% range, to"),
)
CHAIN: Final = {
    "reach": mark("Leads per month"),
    "direct": mark("Self-service share"),
    "fit": mark("Share of the rest that could buy"),
    "follow_up": mark("Share reached, of those sales can handle"),
    "capacity": mark("Leads per month that sales can handle"),
    "closing": mark("Win rate: share of those reached that buys"),
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


def in_words(texts: Mapping[str, str]) -> dict[str, str]:
    """Constants of this module, in the language of now."""
    return {key: t(text) for key, text in texts.items()}


def all_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The same of texts in a row, such as the heads of columns."""
    return tuple(t(text) for text in texts)


def more_actions(count: int) -> str:
    """How many actions the first page leaves out."""
    return (
        n("and {count} more action in the plan", "and {count} more actions in the plan", count, count=integer(count))
        if count
        else ""
    )


def level(link: str, value: float) -> str:
    """The level of a link: leads per month, or a share."""
    if value == float("inf"):
        return no_limit()
    return t("{number} per month", number=number(value)) if link in ("reach", "capacity") else percent(value)


def no_limit() -> str:
    """The level of a capacity that nothing limits."""
    return t("no limit")


def rows(count: int) -> str:
    """How many rows a table has."""
    return n("{count} row", "{count} rows", count, count=integer(count))


def headline(client: str) -> str:
    """The client's name, or a word for none."""
    return client.strip() or t(UNNAMED)


def count_lines(funnel: Funnel) -> tuple[tuple[str, str], ...]:
    """Every count as given, or 'not counted'."""
    lines = []
    for key, label in COUNT.items():
        value = getattr(funnel, key)
        text = t(NOT_COUNTED) if value is None else t(BASIS[value]) if key == "basis" else typed(value)
        lines.append((t(label), text))
    return tuple(lines)


def par_lines(par: Par) -> tuple[tuple[str, str], ...]:
    """Every level with its strength and source."""
    lines = []
    for key, label in LEVEL.items():
        value = getattr(par, key)
        if value is None:
            continue
        rate = par.level(key) if key in ("direct", "fit", "follow_up", "closing") else None
        lines.append((t(label), typed(value) if rate is None else _rate(rate)))
    return tuple(lines)


def _rate(rate: Rate) -> str:
    """A level with its strength and source."""
    if rate.strength is None:
        known = t("{share}, exact", share=percent(rate.value))
    else:
        known = t("{share}, worth {count} observations", share=percent(rate.value), count=number(rate.strength))
    return t("{level}; {source}", level=known, source=t(rate.source)) if rate.source else known


def shortfall(value: float, low: float, high: float) -> str:
    """A link's shortfall with its range."""
    return t("{number} ({low} to {high})", number=number(value), low=number(low), high=number(high))


def activity(amount: float, unit: str) -> str:
    """How much goes into an activity."""
    if not amount:
        return t(UNDEFINED)
    if unit == "hours":
        return t("{number} hours per month", number=number(amount))
    return t("{number} of money per month", number=number(amount))


def customers_per_month(range_: str) -> str:
    """A range of customers per month."""
    return t("{range} customers per month", range=range_)


def column(key: str) -> str:
    """An answer about a column of an export."""
    return t("Column: {key}", key=key)


def sheet(key: str) -> str:
    """The name of a sheet, of which no program allows all characters."""
    return t(SHEET[key]).translate(NOT_IN_SHEET)[:LONGEST_SHEET]


def head(key: str) -> str:
    """The heading of a part."""
    return t(HEAD[key])


def none(key: str) -> str:
    """What an empty part says."""
    return t(NONE[key])


def section(key: str) -> str:
    """The heading of a part of the chain."""
    return t(SECTION[key])


def columns(key: str) -> tuple[str, ...]:
    """The heads of the columns of a table."""
    return all_of(COLUMNS[key])


def cell(name: str) -> str:
    """The label of a named cell."""
    return t(CELL[name])


def chance_format() -> str:
    """The format of a chance in a spreadsheet, which is never written as none or all."""
    little, much = with_percent("1"), with_percent("99")
    return f'[<0.005]"<{little}";[>0.995]">{much}";{percent_format("0")}'


def field_in_words(key: str, text: str) -> str:
    """The text of a field as the form shows it: choices and months in words."""
    if key in HIDDEN:
        return ", ".join(month_numbers.in_words(int(m)) for m in text.split(",") if m.lstrip("-").isdecimal())
    known = dict(BY_KEY[key].options).get(text)
    return text if known is None else t(known)
