"""What the words of the page mean and how its figures are calculated, with the reader's own numbers."""

from __future__ import annotations

import math
from typing import Final, TypedDict

from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.judge import DECIDED, EDGE, SHORT
from diagnostics.diagnosis.words import number, percent, plural, shown_chances
from diagnostics.diagnosis.words.clauses import is_young, leads_of, missing, of_leads
from diagnostics.funnel.links import SIDES
from diagnostics.funnel.points import SIZE
from diagnostics.language import mark, t
from diagnostics.number_format import integer


class Term(TypedDict):
    """A word of the page and what it means."""

    key: str
    word: str
    meaning: str


GLOSSARY: Final[tuple[Term, ...]] = (
    {
        "key": "marketing",
        "word": mark("Marketing"),
        "meaning": mark(
            "Everything that brings people to you and works without an answer: ads, letters, your website, "
            "word of mouth."
        ),
    },
    {
        "key": "sales_team",
        "word": mark("Sales ¦ the side"),
        "meaning": mark(
            "Everything where a person answers back: calls, visits, offers, follow-up. Sales turns leads into "
            "customers."
        ),
    },
    {
        "key": "lead",
        "word": mark("Lead"),
        "meaning": mark(
            "A person or company that contacted you for the first time, or that you reached and that answered."
        ),
    },
    {"key": "sale", "word": mark("Sale"), "meaning": mark("A lead that became a customer.")},
    {
        "key": "self_service",
        "word": mark("Self-service sale"),
        "meaning": mark(
            "Bought with no salesperson: a web shop or an order form. It counts for marketing, and leaves the "
            "leads that sales is measured by."
        ),
    },
    {
        "key": "target",
        "word": mark("Target"),
        "meaning": mark(
            "What each part is compared with: the win rate you expect and the leads your goal needs. It is "
            "yours, or a published benchmark, or your own earlier months."
        ),
    },
    {
        "key": "win_rate",
        "word": mark("Win rate"),
        "meaning": mark("Of the leads that sales talked to and that had time to decide, the share that bought."),
    },
    {
        "key": "fit",
        "word": mark("Leads that could buy"),
        "meaning": mark(
            "Leads that could realistically buy, judged before you knew the result. If marketing brings people "
            "who never could, that is not the fault of sales."
        ),
    },
    {
        "key": "follow_up",
        "word": mark("Followed up"),
        "meaning": mark("Leads that a person of your team reached, with an answer. A message left is not a follow-up."),
    },
    {
        "key": "capacity",
        "word": mark("Capacity"),
        "meaning": mark(
            "Leads your team can follow up properly in a month. Leads beyond that are lost, however good they are."
        ),
    },
    {
        "key": "days",
        "word": mark("Days to a sale"),
        "meaning": mark(
            "From the first contact to the sale; half of your sales take this long or less. More recent leads "
            "may still buy, and are not counted as lost."
        ),
    },
    {
        "key": "range",
        "word": mark("Range"),
        "meaning": mark(
            "With few sales, luck matters. If the numbers were counted again in the same business, the true "
            "value would be inside a {sure} range 9 times out of 10."
        ),
    },
    {
        "key": "likely",
        "word": mark("Likely"),
        "meaning": mark(
            "How often the verdict is right when we say so: of 100 answers that are {sure} likely, about 90 are "
            "right. We only name a weak link from {decided}."
        ),
    },
    {
        "key": "weak_link",
        "word": mark("Weak link"),
        "meaning": mark(
            "The side that is further below its target than the other. Fixing the other side first brings less."
        ),
    },
    {
        "key": "variation",
        "word": mark("Month-to-month variation"),
        "meaning": mark(
            "How much your months differ from each other by more than chance. The more they do, the wider the "
            "ranges are."
        ),
    },
    {
        "key": "benchmark",
        "word": mark("Benchmark"),
        "meaning": mark(
            "A published win rate of other businesses, with its source and year. Businesses differ a lot, so a "
            "benchmark alone rarely decides."
        ),
    },
)
"""Every word that the page explains, in the order of the glossary."""


def glossary() -> list[Term]:
    """The glossary in the language of now."""
    facts = {"decided": percent(DECIDED), "sure": percent(0.9)}
    return [{"key": term["key"], "word": t(term["word"]), "meaning": t(term["meaning"], **facts)} for term in GLOSSARY]


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
        "lead": _per_month(f.leads, f.months),
        "sale": _per_month(f.wins, f.months),
        "target": _leads_needed(d),
        "likely": t("{verdict}: {chance}.", verdict=_named(d), chance=shown_chances(d.probability)[d.leaning]),
        "weak_link": " ".join(_of_target(d, side) for side in SIDES),
    }
    if f.direct_wins:
        found["self_service"] = t(
            "{count} of your {sales}.", count=number(f.direct_wins), sales=plural(f.wins, "sale", "sales")
        )
    if c.closing.trials:
        rate = percent(float(a.actual["closing"]))
        facts = {
            "sales": plural(f.wins - f.direct_wins, "sale", "sales"),
            "leads": leads_of(a, "closing", c.closing.trials),
            "rate": rate,
            "target": percent(float(a.reference["closing"])),
        }
        found["win_rate"] = (
            t(
                "{sales} ÷ {leads} × {share} expected by now = {rate}. Your target is {target}.",
                share=percent(f.maturity),
                **facts,
            )
            if is_young(a)
            else t("{sales} ÷ {leads} = {rate}. Your target is {target}.", **facts)
        )
        found["range"] = t(
            "Your win rate is {rate}; the range is {low} to {high}.", rate=rate, low=percent(low), high=percent(high)
        )
    if f.fit is not None:
        found["fit"] = t(
            "{count} of {leads}.", count=number(f.fit), leads=plural(f.leads - f.direct_wins, "lead", "leads")
        )
    if c.follow_up is not None:
        found["follow_up"] = t(
            "{count} {of_leads}: {share}.",
            count=number(c.follow_up.hits),
            of_leads=of_leads(a, "follow_up", c.follow_up.trials),
            share=percent(float(a.actual["follow_up"])),
        )
    if math.isfinite(float(a.actual["capacity"])):
        found["capacity"] = t("{leads} per month.", leads=plural(float(a.actual["capacity"]), "lead", "leads"))
    return found


def how(d: Diagnosis) -> dict[str, str]:
    """By figure of the page: how it is calculated, with these numbers."""
    a = d.assessment
    goal, now, short = float(a.observed.at_reference), float(a.observed.now), missing(a)
    sides = " ".join(_of_target(d, side) for side in SIDES)
    facts = {"goal": number(goal), "now": number(now), "draws": integer(SIZE)}
    rule = t(
        "The weak link is the side that is further below its target: by more than {gap}, below {most} of it, and short of "
        "customers. We check this for {draws} plausible pictures of your business, given {sales} from {leads}. The "
        "percentage is the share of them that say the same.",
        gap=percent(EDGE),
        most=percent(SHORT),
        sales=plural(a.funnel.wins, "sale", "sales"),
        leads=plural(a.funnel.leads, "lead", "leads"),
        **facts,
    )
    return {
        "verdict": f"{sides} {rule}",
        "cost": t(
            "{goal} customers per month at your target − {now} now = {short} missing.", short=number(short), **facts
        )
        if short >= 0
        else t(
            "{now} customers per month now − {goal} at your target = {more} more than needed.",
            more=number(-short),
            **facts,
        ),
        "door": " ".join(
            [
                t("Each side is drawn as wide as its share of the target; the dashed outline is the target itself."),
                sides,
            ]
        ),
        "map": t(
            "Each dot is one of the {draws} plausible pictures of your business: how far marketing is along its target "
            "(across) and sales along its own (up).",
            **facts,
        ),
        "bridge": t(
            "From {goal} customers per month at your target to {now} now. Each part gets its share of what is missing, the "
            "average over all orders in which the parts could be fixed (Owen value), so the bars add up to the total.",
            **facts,
        ),
        "figures": t(
            "The usual figure divides all sales by all leads. The fair one leaves out self-service sales, leads that sales "
            "never reached or had no room for, and leads that may still decide."
        ),
    }


def _per_month(count: float, months: float) -> str:
    return t(
        "{count} in {months}: {each} per month.",
        count=number(count),
        months=plural(months, "month", "months"),
        each=number(count / months),
    )


def _leads_needed(d: Diagnosis) -> str:
    """Where the target for leads comes from."""
    a, par = d.assessment, d.assessment.par
    leads = plural(float(a.reference["reach"]), "lead", "leads")
    if par.reach is not None:
        return t("You need {leads} per month: as many as in your earlier months.", leads=leads)
    if par.goal is None:
        return t("You need {leads} per month: enough to keep your sales team busy.", leads=leads)
    customers = plural(par.goal, "customer", "customers")
    if float(a.reference["direct"]):
        return t(
            "You need {leads} per month for {customers}, self-service sales included.", leads=leads, customers=customers
        )
    shares = [float(a.reference[link]) for link in ("fit", "follow_up", "closing") if float(a.reference[link]) < 1]
    product = " ÷ ".join(percent(share) for share in shares) or percent(1.0)
    return t("You need {leads} per month: {customers} ÷ {shares}.", leads=leads, customers=customers, shares=product)


def _of_target(d: Diagnosis, side: str) -> str:
    a = d.assessment
    if side == "marketing" and a.judgement.finding == "no marketing":
        return t("No lead is recorded, so marketing cannot be compared.")
    if side == "sales" and a.counts.closing.trials == 0:
        return t("No lead reached a salesperson, so sales cannot be compared.")
    share = percent(float(a.observed.of_reference[side]))
    if side == "marketing":
        return t("Marketing is at {share} of its target.", share=share)
    return t("Sales is at {share} of its target.", share=share)


def _named(d: Diagnosis) -> str:
    match d.leaning:
        case "marketing":
            return t("Marketing is the weak link")
        case "sales":
            return t("Sales is the weak link")
        case _:
            return t("Neither side is the weak link")
