"""Text next to the figures: the usual rate and the fair one, titles, captions, and each chart in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import FEW_SALES, NEGLIGIBLE
from diagnostics.diagnosis.words.clauses import (
    is_short,
    is_young,
    leads_of,
    link_line,
    missing,
    of_goal,
    of_par_line,
    today,
    worth,
)
from diagnostics.diagnosis.words.names import CORNERS, LABEL, SIDE
from diagnostics.diagnosis.words.numbers import brief, form, number, percent, plural, shown_chances
from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES
from diagnostics.language import Texts, mark, n, t
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
    low, high = a.closing_range
    rate = percent(f.wins / f.leads) if f.leads else "—"
    sales, leads = plural(f.wins, "sale", "sales"), plural(f.leads, "lead", "leads")
    of = f"{sales} ÷ {leads}"
    if not f.leads or not c.closing.trials:
        return Tempting(
            rate,
            of,
            t("unknown"),
            "",
            t("no lead is recorded as reaching a salesperson"),
            t("There is nothing to divide by."),
            same=True,
        )
    reasons, right = _reasons(a), percent(float(a.actual["closing"]))
    same = right == rate
    return Tempting(
        tempting=rate,
        tempting_of=of,
        right=right,
        right_range=t("{low} to {high}", low=percent(low), high=percent(high)),
        right_of=_right_of(a),
        why=t("With the numbers you entered, both rates are the same.") if same or not reasons else _in_a_row(reasons),
        same=same,
    )


def _right_of(a: Assessment) -> str:
    """The fair rate as a division."""
    f = a.funnel
    facts = {
        "sales": plural(f.wins - f.direct_wins, "sale", "sales"),
        "leads": leads_of(a, "closing", a.counts.closing.trials),
    }
    if is_young(a):
        share = percent(f.maturity)
        if f.direct_wins:
            return t("{sales} with a salesperson ÷ {leads} × {share} expected by now", share=share, **facts)
        return t("{sales} ÷ {leads} × {share} expected by now", share=share, **facts)
    if f.basis == "period":
        if f.direct_wins:
            return t("{sales} with a salesperson ÷ {leads} they came from", **facts)
        return t("{sales} ÷ {leads} they came from", **facts)
    return t("{sales} with a salesperson ÷ {leads}", **facts) if f.direct_wins else "{sales} ÷ {leads}".format(**facts)


def _reasons(a: Assessment) -> list[str]:
    """Why the two rates differ: whole clauses, to be read in a row."""
    f, c = a.funnel, a.counts
    reasons = []
    if f.direct_wins:
        reasons.append(
            n(
                "{count} self-service sale counts for marketing",
                "{count} self-service sales count for marketing",
                f.direct_wins,
                count=integer(f.direct_wins),
            )
        )
    if f.basis == "period" and percent(f.maturity) != percent(1.0):
        reasons.append(t("sales come from the leads of earlier months, not of the same ones"))
    if c.closing.trials < (f.leads - f.direct_wins) * f.carried * 0.999:
        if f.worked is not None:
            reasons.append(t("sales cannot close leads it never contacted"))
        elif f.fit is None:
            reasons.append(t("sales cannot close leads it has no room for"))
        else:
            reasons.append(t("sales cannot close leads it was sent although they could not buy"))
    if is_young(a):
        reasons.append(t("only {share} of the sales can be expected by now", share=percent(f.maturity)))
    return reasons


def _in_a_row(clauses: list[str]) -> str:
    """Whole clauses as one sentence."""
    if len(clauses) == 1:
        text = f"{clauses[0]}."
    else:
        text = t("{others}, and {last}.", others=", ".join(clauses[:-1]), last=clauses[-1])
    return text[:1].upper() + text[1:]


SHORT: Final = mark("{link} ({side}): {size} short{worth}, 90% range {low} to {high}.")
AHEAD: Final = mark("{link} ({side}): {size} ahead{worth}, 90% range {low} to {high}.")
ON_TARGET: Final = mark("{link} ({side}): on target, 90% range {low} to {high}.")


def bridge_text(a: Assessment) -> str:
    """The bridge in words, for those who cannot see it."""
    wanted = float(a.observed.at_reference)
    facts = {"customers": plural(wanted, "customer", "customers"), "today": today(a)}
    parts = [
        t("Goal: {customers} per month; today: {today}.", **facts)
        if of_goal(a)
        else t("Target: {customers} per month; today: {today}.", **facts)
    ]
    for link in LINKS:
        short, (low, high) = float(a.observed.shortfall[link]), a.shortfall_range[link]
        if max(abs(short), high) > NEGLIGIBLE * wanted:
            ahead = round(short, 1) < 0
            size, ends = (-short, (-high, -low)) if ahead else (short, (low, high))
            line = ON_TARGET if number(size) == "0" else AHEAD if ahead else SHORT
            parts.append(
                t(
                    line,
                    link=LABEL[link],
                    side=SIDE[SIDE_OF[link]],
                    size=number(size),
                    worth=worth(a, size),
                    low=number(ends[0]),
                    high=number(ends[1]),
                )
            )
    return " ".join(parts)


def bridge_title(a: Assessment) -> str:
    """What the bridge shows."""
    if not is_short(a):
        return t("Nothing is missing")
    lost = missing(a)
    return n(
        "Where {count} customer per month is lost{worth}",
        "Where {count} customers per month are lost{worth}",
        form(lost),
        count=number(lost),
        worth=worth(a, lost),
    )


BRIDGE_CAPTION: Final = mark("The bars add up to the total. Thin lines show the 90% range.")


def balance_text(a: Assessment) -> str:
    """The balance map in words."""
    p = shown_chances(a.judgement.probability)
    where = t(
        "Corner: {corner}. Chances: marketing {marketing}, neither {neither}, sales {sales}.",
        corner=corner(a),
        marketing=p["marketing"],
        neither=p["balanced"],
        sales=p["sales"],
    )
    return f"{of_par_line(a, 'marketing')} {of_par_line(a, 'sales')} {where}"


BALANCE_TITLE: Final = mark("Balance: each side compared with its target")


def balance_caption(a: Assessment) -> str:
    """What the cloud means."""
    if a.funnel.wins < FEW_SALES:
        return t(
            "Each dot is one plausible picture of your business, given so few sales. Below the dashed line sales is the weaker "
            "side, above it marketing."
        )
    return t(
        "Each dot is one plausible picture of your business, given these numbers. Below the dashed line sales is the weaker "
        "side, above it marketing."
    )


def door_text(a: Assessment) -> str:
    """The door in words."""
    came = t("No lead is recorded.") if a.counts.outside else link_line(a, "reach")
    facts = {"today": today(a), "wanted": number(float(a.observed.at_reference))}
    if of_goal(a):
        through = t("Through the door: {today}; the goal is {wanted}.", **facts)
    else:
        through = t("Through the door: {today}; the target is {wanted}.", **facts)
    return f"{came} {through}"


def corner(a: Assessment) -> str:
    """The corner of the balance map that the business is in."""
    if a.judgement.finding == "no marketing":
        return t("No marketing seen")
    at_par = tuple(float(a.observed.of_reference[side]) >= 1 for side in SIDES)
    return CORNERS[at_par[0], at_par[1]]


def basis(a: Assessment) -> str:
    """Which numbers the answer belongs to."""
    f = a.funnel
    facts = {"leads": plural(f.leads, "lead", "leads"), "period": plural(f.months, "month", "months")}
    made = plural(f.wins, "sale made", "sales made") if f.basis == "period" else plural(f.wins, "sale", "sales")
    return t("From {leads} and {sales} in {period}.", sales=made, **facts)


def rests_on(a: Assessment) -> str:
    """The smallest count that the answer rests on, as a short line next to the sentence.

    >>> from diagnostics.diagnosis.assessment import assess
    >>> from diagnostics.funnel.records import Funnel, Par
    >>> rests_on(assess(Funnel(leads=140, wins=9), Par(goal=28, closing=0.2)))
    'from 9 sales'
    """
    f = a.funnel
    by_talking = f.wins - f.direct_wins
    found = [(f.leads, "leads"), (f.wins, "sales")]
    if f.direct_wins and by_talking:
        found.append((by_talking, "talked"))
    found += [(count, "reached") for count in (f.worked,) if count is not None]
    found += [(count, "fit") for count in (f.fit,) if count is not None]
    counted = [one for one in found if one[0] > 0]
    if not counted:
        return t("from no leads and no sales")
    smallest = _counted(*min(counted, key=lambda one: one[0]))
    if f.wins == 0:
        return t("from {counted}, no sale yet", counted=smallest)
    return t("from {counted}", counted=smallest)


def _counted(count: float, what: str) -> str:
    match what:
        case "leads":
            return plural(count, "lead", "leads")
        case "sales":
            return plural(count, "sale", "sales")
        case "talked":
            return plural(count, "sale with a salesperson", "sales with a salesperson")
        case "reached":
            return plural(count, "lead reached", "leads reached")
    return plural(count, "lead that could buy", "leads that could buy")


CHANCES: Final = Texts(
    {
        "marketing": mark("marketing {chance}"),
        "balanced": mark("neither {chance}"),
        "sales": mark("sales {chance}"),
    }
)


def chances(a: Assessment) -> tuple[tuple[str, float, str], ...]:
    """The three chances in the order they are drawn: name, share, words."""
    p, shown = a.judgement.probability, shown_chances(a.judgement.probability)
    return tuple((key, p[key], CHANCES.filled(key, chance=brief(shown[key]))) for key in CHANCES)
