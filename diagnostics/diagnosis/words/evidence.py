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
    too_few_to_compare,
    worth_naming,
)
from diagnostics.diagnosis.words.names import NOT_MEASURED, OTHER
from diagnostics.diagnosis.words.numbers import number, percent, plural, shown_chances
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
        chance = shown_chances(j.probability)[j.leaning]
        lines.append(
            f"In {chance} of the plausible pictures of your business, {j.leaning} is the side further below target."
        )
    if j.finding != "no marketing":
        high, better = a.of_par_range[j.leaning][1], a.of_par_range[OTHER[j.leaning]][0]
        if high < 1 - SHOWN_AS_PAR:
            lines.append(f"Even at the optimistic end (90% range), {j.leaning} reaches only {percent(high)} of target.")
        also_short = any(worth_naming(a, link) for link in UNIONS[OTHER[j.leaning]])
        if better >= 1 + SHOWN_AS_PAR and a.counts.closing.trials and not also_short:
            lines.append(
                f"{OTHER[j.leaning].capitalize()} is above target even at the pessimistic end (90% range), at {percent(better)}."
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
        for link in ranked:
            if worth_naming(a, link):
                line = link_line(a, link)
                few = link == "closing" and too_few_to_compare(a)
                lines.append(line if few else f"{other.capitalize()} falls short too: {lower_first(line)}")
        if a.side_range[j.leaning][0] <= 0:
            lines.append(f"Your numbers leave it possible that {j.leaning} is on target.")
    shown = shown_chances(j.probability)
    for name in (*SIDES, "balanced"):
        if name != j.leaning and j.probability[name] >= SMALL_CHANCE:
            what = "neither side is the weak link" if name == "balanced" else f"{name} is the weak link"
            lines.append(f"The chance that {what} is {shown[name]}.")
    if self_service_moved(a) and j.as_counted in SIDES:
        lines.append(
            f"With these self-service sales {j.as_counted} is the weak link; with the usual share of them it may not be."
        )
    if 0 < f.wins < SMALL_COUNT:
        lines.append(f"With only {plural(f.wins, 'sale', 'sales')}, luck matters: the percentage allows for it.")
    if f.wins == 0 and f.leads:
        lines.append("No sale yet: we judge the win rate only from the leads that have not bought.")
    if is_young(a):
        lines.append(
            f"The leads are recent: about {percent(f.maturity)} of their sales can be expected by now, and that share is an estimate."
        )
        if f.wins > f.leads * f.maturity:
            lines.append(
                "There are more sales than leads this recent should bring: a sale probably takes fewer days than you entered."
            )
    c = a.counts
    worked = (c.closing.hits / f.carried if c.follow_up is None else c.follow_up.hits) / c.months
    if a.par.capacity is not None and worked > a.par.capacity * (1 + 1e-9):
        lines.append(
            f"Sales worked at least {plural(worked, 'lead', 'leads')} per month, more than the {number(a.par.capacity)} you say it can handle."
        )
    if par_is_uncertain(a):
        closing = a.par.level("closing")
        assert closing is not None
        if closing.source == ROUGH:
            lines.append("The target win rate is only roughly known, give or take a fifth.")
        elif closing.own:
            lines.append(f"The target is your {closing.source}: what was usual then may not be what is possible.")
        else:
            source = f" ({closing.source})" if closing.source else ""
            lines.append(f"The target win rate{source} is itself uncertain: it may not fit your business.")
    lines += [*_scattered(a), *f.doubts]
    return tuple(lines) or ("We found nothing in your numbers that contradicts this.",)


def _scattered(a: Assessment) -> list[str]:
    """What months that differ by more than chance take from the certainty."""
    lines = []
    for what, dispersion in (("Leads", a.funnel.reach_dispersion), ("Win rates", a.funnel.closing_dispersion)):
        if dispersion is not None and dispersion >= SCATTERED:
            lines.append(
                f"{what} vary from month to month more than chance explains ({number(dispersion)} times the variance), so the ranges are wider."
            )
    return lines


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
        lines.append("Lead fit is counted but not judged: you have not set a target for it.")
    if a.counts.follow_up is None:
        lines.append(NOT_MEASURED["follow_up"])
    if a.par.capacity is None:
        lines.append(NOT_MEASURED["capacity"])
    if f.direct_wins and a.par.direct is None:
        lines.append("Self-service sales count for marketing; you have not set a target for them.")
    if f.basis == "period":
        lines.append(
            "Time: we compare sales with the leads of a fixed number of days earlier. If some sales take longer than others, the win rate would differ."
        )
    elif f.maturity == 1:
        lines.append(
            "We assume every lead has already decided. If some may still buy, sales is doing better than shown."
        )
    lines.append("Totals cannot show the effect of price, product or the mix of leads.")
    return tuple(lines)
