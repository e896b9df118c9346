"""What the words of the page mean and how its figures are calculated, with the reader's own numbers."""

from __future__ import annotations

import math
from typing import Final, TypedDict

from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.judge import DECIDED, EDGE, SHORT
from diagnostics.diagnosis.words import number, percent, plural, shown_chances
from diagnostics.diagnosis.words.clauses import count_of, is_young, leads_of, missing
from diagnostics.funnel.links import SIDES
from diagnostics.funnel.points import SIZE
from diagnostics.number_format import integer


class Term(TypedDict):
    """A word of the page and what it means."""

    key: str
    word: str
    meaning: str


GLOSSARY: Final[tuple[Term, ...]] = (
    {
        "key": "marketing",
        "word": "Marketing",
        "meaning": "Everything that brings people to you and works without an answer: ads, letters, your website, "
        "word of mouth.",
    },
    {
        "key": "sales_team",
        "word": "Sales",
        "meaning": "Everything where a person answers back: calls, visits, offers, follow-up. Sales turns leads into "
        "customers.",
    },
    {
        "key": "lead",
        "word": "Lead",
        "meaning": "A person or company that contacted you for the first time, or that you reached and that answered.",
    },
    {"key": "sale", "word": "Sale", "meaning": "A lead that became a customer."},
    {
        "key": "self_service",
        "word": "Self-service sale",
        "meaning": "Bought with no salesperson: a web shop or an order form. It counts for marketing, and leaves the "
        "leads that sales is measured by.",
    },
    {
        "key": "target",
        "word": "Target",
        "meaning": "What each part is compared with: the win rate you expect and the leads your goal needs. It is "
        "yours, or a published benchmark, or your own earlier months.",
    },
    {
        "key": "win_rate",
        "word": "Win rate",
        "meaning": "Of the leads that sales talked to and that had time to decide, the share that bought.",
    },
    {
        "key": "fit",
        "word": "Leads that could buy",
        "meaning": "Leads that could realistically buy, judged before you knew the result. If marketing brings people "
        "who never could, that is not the fault of sales.",
    },
    {
        "key": "follow_up",
        "word": "Followed up",
        "meaning": "Leads that a person of your team reached, with an answer. A message left is not a follow-up.",
    },
    {
        "key": "capacity",
        "word": "Capacity",
        "meaning": "Leads your team can follow up properly in a month. Leads beyond that are lost, however good they are.",
    },
    {
        "key": "days",
        "word": "Days to a sale",
        "meaning": "From the first contact to the sale; half of your sales take this long or less. More recent leads "
        "may still buy, and are not counted as lost.",
    },
    {
        "key": "range",
        "word": "Range",
        "meaning": "With few sales, luck matters. If the numbers were counted again in the same business, the true "
        "value would be inside a 90% range 9 times out of 10.",
    },
    {
        "key": "likely",
        "word": "Likely",
        "meaning": "How often the verdict is right when we say so: of 100 answers that are 90% likely, about 90 are "
        f"right. We only name a weak link from {percent(DECIDED)}.",
    },
    {
        "key": "weak_link",
        "word": "Weak link",
        "meaning": "The side that is further below its target than the other. Fixing the other side first brings less.",
    },
    {
        "key": "variation",
        "word": "Month-to-month variation",
        "meaning": "How much your months differ from each other by more than chance. The more they do, the wider the "
        "ranges are.",
    },
    {
        "key": "benchmark",
        "word": "Benchmark",
        "meaning": "A published win rate of other businesses, with its source and year. Businesses differ a lot, so a "
        "benchmark alone rarely decides.",
    },
)
"""Every word that the page explains, in the order of the glossary."""


def yours(d: Diagnosis) -> dict[str, str]:
    """By term: what it is in this business; a term that these numbers say nothing of is left out.

    >>> import diagnostics as dx
    >>> said = yours(dx.diagnose(dx.Funnel(140, 9), dx.Par(goal=8, closing=0.2)))
    >>> said["sale"]
    '9 in 1 month: 9 per month.'
    """
    a = d.assessment
    f, c = a.funnel, a.counts
    low, high = a.closing_range
    found = {
        "lead": f"{number(f.leads)} in {_time(f.months)}: {number(f.leads / f.months)} per month.",
        "sale": f"{number(f.wins)} in {_time(f.months)}: {number(f.wins / f.months)} per month.",
        "target": _leads_needed(d),
        "likely": f"{_named(d)}: {shown_chances(d.probability)[d.leaning]}.",
        "weak_link": " ".join(_of_target(d, side) for side in SIDES),
    }
    if f.direct_wins:
        found["self_service"] = f"{number(f.direct_wins)} of your {plural(f.wins, 'sale', 'sales')}."
    if c.closing.trials:
        won = f.wins - f.direct_wins
        base = count_of(c.closing.trials, leads_of(a, "closing"))
        time = f" × {percent(f.maturity)} expected by now" if is_young(a) else ""
        rate = percent(float(a.actual["closing"]))
        found["win_rate"] = (
            f"{plural(won, 'sale', 'sales')} ÷ {base}{time} = {rate}. "
            f"Your target is {percent(float(a.reference['closing']))}."
        )
        found["range"] = f"Your win rate is {rate}; the range is {percent(low)} to {percent(high)}."
    if f.fit is not None:
        found["fit"] = f"{number(f.fit)} of {plural(f.leads - f.direct_wins, 'lead', 'leads')}."
    if c.follow_up is not None:
        found["follow_up"] = (
            f"{number(c.follow_up.hits)} of {number(c.follow_up.trials)} {leads_of(a, 'follow_up')}: "
            f"{percent(float(a.actual['follow_up']))}."
        )
    if math.isfinite(float(a.actual["capacity"])):
        found["capacity"] = f"{plural(float(a.actual['capacity']), 'lead', 'leads')} per month."
    return found


def how(d: Diagnosis) -> dict[str, str]:
    """By figure of the page: how it is calculated, with these numbers."""
    a = d.assessment
    goal, now, short = float(a.observed.at_reference), float(a.observed.now), missing(a)
    draws = integer(SIZE)
    return {
        "verdict": (
            f"{' '.join(_of_target(d, side) for side in SIDES)} The weak link is the side that is further below its "
            f"target: by more than {percent(EDGE)}, below {percent(SHORT)} of it, and short of customers. We check this for "
            f"{draws} plausible pictures of your business, given {plural(a.funnel.wins, 'sale', 'sales')} from "
            f"{plural(a.funnel.leads, 'lead', 'leads')}. The percentage is the share of them that say the same."
        ),
        "cost": f"{number(goal)} customers per month at your target − {number(now)} now = {number(short)} missing."
        if short >= 0
        else f"{number(now)} customers per month now − {number(goal)} at your target = {number(-short)} more than needed.",
        "door": (
            "Each side is drawn as wide as its share of the target; the dashed outline is the target itself. "
            + " ".join(_of_target(d, side) for side in SIDES)
        ),
        "map": (
            f"Each dot is one of the {draws} plausible pictures of your business: how far marketing is along its target "
            "(across) and sales along its own (up)."
        ),
        "bridge": (
            f"From {number(goal)} customers per month at your target to {number(now)} now. Each part gets its share of what "
            "is missing, the average over all orders in which the parts could be fixed (Owen value), so the bars add up "
            "to the total."
        ),
        "figures": (
            "The usual figure divides all sales by all leads. The fair one leaves out self-service sales, leads that sales "
            "never reached or had no room for, and leads that may still decide."
        ),
    }


def _leads_needed(d: Diagnosis) -> str:
    """Where the target for leads comes from."""
    a, par = d.assessment, d.assessment.par
    needed = f"You need {plural(float(a.reference['reach']), 'lead', 'leads')} per month"
    if par.reach is not None:
        return f"{needed}: as many as in your earlier months."
    shares = [float(a.reference[link]) for link in ("fit", "follow_up", "closing") if float(a.reference[link]) < 1]
    product = " ÷ ".join(percent(share) for share in shares)
    if par.goal is not None and not float(a.reference["direct"]):
        return f"{needed}: {plural(par.goal, 'customer', 'customers')} ÷ {product or percent(1.0)}."
    if par.goal is not None:
        return f"{needed} for {plural(par.goal, 'customer', 'customers')}, self-service sales included."
    return f"{needed}: enough to keep your sales team busy."


def _of_target(d: Diagnosis, side: str) -> str:
    a = d.assessment
    if side == "marketing" and a.judgement.finding == "no marketing":
        return "No lead is recorded, so marketing cannot be compared."
    if side == "sales" and a.counts.closing.trials == 0:
        return "No lead reached a salesperson, so sales cannot be compared."
    return f"{side.capitalize()} is at {percent(float(a.observed.of_reference[side]))} of its target."


def _named(d: Diagnosis) -> str:
    if d.leaning == "balanced":
        return "Neither side is the weak link"
    return f"{d.leaning.capitalize()} is the weak link"


def _time(months: float) -> str:
    return plural(months, "month", "months")
