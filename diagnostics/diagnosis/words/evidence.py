"""What speaks for the answer, what speaks against it, and what the counts cannot show."""

from __future__ import annotations

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import SCATTERED, SHOWN_AS_PAR, SMALL_CHANCE, SMALL_COUNT
from diagnostics.diagnosis.words.clauses import (
    direct_credit,
    is_short,
    is_young,
    link_line,
    lower_first,
    of_par_line,
    par_is_uncertain,
    self_service_moved,
    the_target,
    today,
    worth_naming,
)
from diagnostics.diagnosis.words.names import NOT_MEASURED, OTHER
from diagnostics.diagnosis.words.numbers import number, percent, plural, sure
from diagnostics.funnel.links import SIDES, UNIONS
from diagnostics.funnel.records import ROUGH


def evidence_for(a: Assessment) -> tuple[str, ...]:
    """What speaks for the answer, strongest first."""
    j = a.judgement
    if j.leaning == "balanced":
        lines = [of_par_line(a, side) for side in SIDES]
        if not is_short(a):
            lines.insert(0, f"{today(a)}; {the_target(a)} is {number(float(a.observed.at_reference))}.")
        return tuple(lines)
    lines = []
    if a.funnel.direct_wins and j.finding is None and j.leaning == "sales":
        lines.append(direct_credit(a))
    ranked = sorted(UNIONS[j.leaning], key=lambda link: -float(a.observed.shortfall[link]))
    short = [link_line(a, link) for link in ranked if worth_naming(a, link)]
    lines += short
    if not short:
        chance = sure(j.probability[j.leaning])
        lines.append(f"In {chance} of the ways the truth could be, {j.leaning} is the side further below par.")
    if j.finding != "no marketing":
        high, better = a.of_par_range[j.leaning][1], a.of_par_range[OTHER[j.leaning]][0]
        if high < 1 - SHOWN_AS_PAR:
            lines.append(f"Even at the top of its 90 % range, {j.leaning} stays at {percent(high)} of par.")
        also_short = any(worth_naming(a, link) for link in UNIONS[OTHER[j.leaning]])
        if better >= 1 + SHOWN_AS_PAR and a.counts.closing.trials and not also_short:
            lines.append(
                f"{OTHER[j.leaning].capitalize()} is above par even at the bottom of its range, {percent(better)}."
            )
    return tuple(lines)


def evidence_against(a: Assessment) -> tuple[str, ...]:
    """What speaks against the answer, or weakens it."""
    j, f = a.judgement, a.funnel
    lines = []
    if j.leaning in OTHER and j.finding != "no marketing":
        other = OTHER[j.leaning]
        if j.leaning == "marketing" and f.direct_wins:
            lines.append(direct_credit(a))
        ranked = sorted(UNIONS[other], key=lambda link: -float(a.observed.shortfall[link]))
        lines += [
            f"{other.capitalize()} is short too: {lower_first(link_line(a, link))}"
            for link in ranked
            if worth_naming(a, link)
        ]
        if a.side_range[j.leaning][0] <= 0:
            lines.append(f"The counts leave it possible that {j.leaning} is at par.")
    for name in (*SIDES, "balanced"):
        if name != j.leaning and j.probability[name] >= SMALL_CHANCE:
            what = "neither side is the weak link" if name == "balanced" else f"{name} is the weak link"
            lines.append(f"The chance that {what} is {sure(j.probability[name])}.")
    if self_service_moved(a) and j.as_counted in SIDES:
        lines.append(
            f"Counted as they were made, {j.as_counted} is the weak link; with the usual share of self-service sales it need not be."
        )
    if 0 < f.wins < SMALL_COUNT:
        lines.append(
            f"Only {plural(f.wins, 'sale', 'sales')}: chance alone can move so small a number a lot; the certainty above allows for it."
        )
    if f.wins == 0 and f.leads:
        lines.append("Not one sale yet: the closing rate is judged from the leads without a sale alone.")
    if is_young(a):
        lines.append(
            f"The leads are young: about {percent(f.maturity)} of their sales have had time to happen, and that share is an estimate."
        )
        if f.wins > f.leads * f.maturity:
            lines.append(
                "More sales than leads this young should have made: sales probably take less time than was said."
            )
    c = a.counts
    worked = (c.closing.hits / f.carried if c.follow_up is None else c.follow_up.hits) / c.months
    if a.par.capacity is not None and worked > a.par.capacity * (1 + 1e-9):
        lines.append(
            f"Sales worked at least {plural(worked, 'lead', 'leads')} a month, more than the {number(a.par.capacity)} it is said to have room for."
        )
    if par_is_uncertain(a):
        closing = a.par.level("closing")
        assert closing is not None
        if closing.source == ROUGH:
            lines.append("The closing rate it is held against is known only roughly, give or take a fifth.")
        elif closing.own:
            lines.append(f"It is held against your {closing.source}: what was usual then need not be what is possible.")
        else:
            source = f" ({closing.source})" if closing.source else ""
            lines.append(f"The closing rate it is held against{source} is uncertain itself: it may not be yours.")
    lines += [*_scattered(a), *f.doubts]
    return tuple(lines) or ("Nothing in these counts speaks against it.",)


def _scattered(a: Assessment) -> list[str]:
    """What months that differ by more than chance take from the certainty."""
    told = []
    for what, dispersion in (("Leads", a.funnel.reach_dispersion), ("Close rates", a.funnel.closing_dispersion)):
        if dispersion is not None and dispersion >= SCATTERED:
            told.append(
                f"{what} differ from month to month more than chance makes them ({number(dispersion)} times the variance); the ranges are wider for it."
            )
    return told


def unseen(a: Assessment) -> tuple[str, ...]:
    """What these counts cannot show."""
    f = a.funnel
    lines = []
    if a.judgement.finding == "no marketing":
        return (
            "How many people came: no lead was recorded.",
            "How well sales closes: without leads there is nothing to divide by.",
        )
    if a.counts.closing.trials == 0:
        lines.append("How well sales closes: no lead got as far as a salesperson.")
    if a.counts.fit is None:
        lines.append(NOT_MEASURED["fit"])
    elif a.par.fit is None:
        lines.append("Lead fit was counted but has no level to be held against, so it is not judged.")
    if a.counts.follow_up is None:
        lines.append(NOT_MEASURED["follow_up"])
    if a.par.capacity is None:
        lines.append(NOT_MEASURED["capacity"])
    if f.direct_wins and a.par.direct is None:
        lines.append("Direct sales are credited to marketing but have no level of their own to be held against.")
    if f.basis == "period":
        lines.append(
            "Time: sales are held against the leads of a fixed number of days before. Where the days differ from sale to sale, so would the rate."
        )
    elif f.maturity == 1:
        lines.append("Time: every lead is taken as decided. If some may still buy, sales is better than it looks.")
    lines.append("Price, product and the mix of leads: totals do not show them.")
    return tuple(lines)
