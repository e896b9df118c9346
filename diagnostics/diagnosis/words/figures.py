"""Text next to the figures: the usual rate and the fair one, titles, captions, and each chart in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import FEW_SALES, NEGLIGIBLE
from diagnostics.diagnosis.words.clauses import (
    count_of,
    is_short,
    is_young,
    leads_of,
    link_line,
    missing,
    of_par_line,
    target,
    the_target,
    today,
    worth,
)
from diagnostics.diagnosis.words.names import CORNERS, NAME
from diagnostics.diagnosis.words.numbers import brief, number, percent, plural, shown_chances
from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES
from diagnostics.number_format import integer


@dataclass(frozen=True, slots=True)
class Tempting:
    """The rate a spreadsheet shows and the fair one, each with its denominator in words."""

    tempting: str
    tempting_of: str
    right: str
    right_range: str
    right_of: str
    why: str
    same: bool


def tempting(a: Assessment) -> Tempting:
    """Sales ÷ leads next to the win rate of worked, mature leads."""
    f, c = a.funnel, a.counts
    won = f.wins - f.direct_wins
    sales = plural(f.wins, "sale", "sales")
    low, high = a.closing_range
    tempting_rate = percent(f.wins / f.leads) if f.leads else "—"
    if not f.leads or not c.closing.trials:
        return Tempting(
            tempting_rate,
            f"{sales} ÷ {plural(f.leads, 'lead', 'leads')}",
            "unknown",
            "",
            "no lead is recorded as reaching a salesperson",
            "There is nothing to divide by.",
            same=True,
        )
    reasons = []
    if f.direct_wins:
        belong = "self-service sale counts" if f.direct_wins == 1 else "self-service sales count"
        reasons.append(f"{integer(f.direct_wins)} {belong} for marketing")
    if f.basis == "period" and percent(f.maturity) != percent(1.0):
        reasons.append("sales come from the leads of earlier months, not of the same ones")
    if c.closing.trials < (f.leads - f.direct_wins) * f.carried * 0.999:
        reasons.append(f"sales cannot close leads it {_not_for_sales(a)}")
    if is_young(a):
        reasons.append(f"only {percent(f.maturity)} of the sales can be expected by now")
    base = leads_of(a, "closing")
    talked = " with a salesperson" if f.direct_wins else ""
    time = f" × {percent(f.maturity)} expected by now" if is_young(a) else ""
    from_ = " they came from" if f.basis == "period" else ""
    right = percent(float(a.actual["closing"]))
    same = right == tempting_rate
    return Tempting(
        tempting=tempting_rate,
        tempting_of=f"{sales} ÷ {plural(f.leads, 'lead', 'leads')}",
        right=right,
        right_range=f"{percent(low)} to {percent(high)}",
        right_of=f"{plural(won, 'sale', 'sales')}{talked} ÷ {count_of(c.closing.trials, base)}{time}{from_}",
        why="With the numbers you entered, both rates are the same." if same or not reasons else _sentence_of(reasons),
        same=same,
    )


def _not_for_sales(a: Assessment) -> str:
    """Why some leads are left out of the fair rate, as the end of a clause about sales."""
    if a.funnel.worked is not None:
        return "never contacted"
    return "has no room for" if a.funnel.fit is None else "was sent although they could not buy"


def _sentence_of(parts: list[str]) -> str:
    text = ", and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
    return text[:1].upper() + text[1:] + "."


def bridge_text(a: Assessment) -> str:
    """The bridge in words, for those who cannot see it."""
    parts = [
        f"{target(a).capitalize()}: {plural(float(a.observed.at_reference), 'customer', 'customers')} per month; today: {today(a)}."
    ]
    for link in LINKS:
        short, (low, high) = float(a.observed.shortfall[link]), a.shortfall_range[link]
        if max(abs(short), high) > NEGLIGIBLE * float(a.observed.at_reference):
            ahead = round(short, 1) < 0
            size, ends = (-short, (-high, -low)) if ahead else (short, (low, high))
            by = (
                "on target"
                if number(size) == "0"
                else f"{number(size)} {'ahead' if ahead else 'short'}{worth(a, size)}"
            )
            line = f"{NAME[link].capitalize()} ({SIDE_OF[link]}): {by}"
            parts.append(f"{line}, 90% range {number(ends[0])} to {number(ends[1])}.")
    return " ".join(parts)


def bridge_title(a: Assessment) -> str:
    """What the bridge shows."""
    if not is_short(a):
        return "Nothing is missing"
    short = plural(missing(a), "customer per month is", "customers per month are")
    return f"Where {short} lost{worth(a, missing(a))}"


BRIDGE_CAPTION: Final = "The bars add up to the total. Thin lines show the 90% range."


def balance_text(a: Assessment) -> str:
    """The balance map in words."""
    p = shown_chances(a.judgement.probability)
    return (
        f"{of_par_line(a, 'marketing')} {of_par_line(a, 'sales')} Corner: {corner(a)}. "
        f"Chances: marketing {p['marketing']}, neither {p['balanced']}, sales {p['sales']}."
    )


BALANCE_TITLE: Final = "Balance: each side compared with its target"


def balance_caption(a: Assessment) -> str:
    """What the cloud means."""
    few = "so few sales" if a.funnel.wins < FEW_SALES else "these numbers"
    return f"Each dot is one plausible picture of your business, given {few}. Below the dashed line sales is the weaker side, above it marketing."


def door_text(a: Assessment) -> str:
    """The door in words."""
    came = "No lead is recorded." if a.counts.outside else link_line(a, "reach")
    return f"{came} Through the door: {today(a)}; {the_target(a)} is {number(float(a.observed.at_reference))}."


def corner(a: Assessment) -> str:
    """The corner of the balance map that the business is in."""
    if a.judgement.finding == "no marketing":
        return "No marketing seen"
    at_par = tuple(float(a.observed.of_reference[side]) >= 1 for side in SIDES)
    return CORNERS[at_par[0], at_par[1]]


def basis(a: Assessment) -> str:
    """Which numbers the answer belongs to."""
    f = a.funnel
    period = "1 month" if f.months == 1 else plural(f.months, "month", "months")
    made = "sale made" if f.wins == 1 else "sales made"
    sales = f"{number(f.wins)} {made}" if f.basis == "period" else plural(f.wins, "sale", "sales")
    return f"From {plural(f.leads, 'lead', 'leads')} and {sales} in {period}."


def rests_on(a: Assessment) -> str:
    """The smallest count that the answer rests on, as a short line next to the sentence.

    >>> from diagnostics.diagnosis.assessment import assess
    >>> from diagnostics.funnel.records import Funnel, Par
    >>> rests_on(assess(Funnel(leads=140, wins=9), Par(goal=28, closing=0.2)))
    'from 9 sales'
    """
    f = a.funnel
    by_talking = f.wins - f.direct_wins
    found = [(f.leads, "lead", "leads"), (f.wins, "sale", "sales")]
    if f.direct_wins and by_talking:
        found.append((by_talking, "sale with a salesperson", "sales with a salesperson"))
    found += [(n, "lead reached", "leads reached") for n in (f.worked,) if n is not None]
    found += [(n, "lead that could buy", "leads that could buy") for n in (f.fit,) if n is not None]
    counted = [one for one in found if one[0] > 0]
    if not counted:
        return "from no leads and no sales"
    smallest = plural(*min(counted, key=lambda one: one[0]))
    return f"from {smallest}, no sale yet" if f.wins == 0 else f"from {smallest}"


def chances(a: Assessment) -> tuple[tuple[str, float, str], ...]:
    """The three chances in the order they are drawn: name, share, words."""
    p, shown = a.judgement.probability, shown_chances(a.judgement.probability)
    names = (("marketing", "marketing"), ("balanced", "neither"), ("sales", "sales"))
    return tuple((key, p[key], f"{label} {brief(shown[key])}") for key, label in names)
