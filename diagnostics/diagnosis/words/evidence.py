"""What speaks for the answer, what speaks against it, and what the counts cannot show."""

from __future__ import annotations

from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import SCATTERED, SHOWN_AS_PAR, SMALL_CHANCE, SMALL_COUNT
from diagnostics.diagnosis.words.clauses import (
    continued,
    direct_credit,
    is_short,
    is_young,
    link_line,
    of_goal,
    of_par_line,
    par_is_uncertain,
    self_service_moved,
    today,
    too_few_to_compare,
    worth_naming,
)
from diagnostics.diagnosis.words.names import NOT_MEASURED, OTHER
from diagnostics.diagnosis.words.numbers import form, number, percent, shown_chances
from diagnostics.funnel.links import SIDES, UNIONS
from diagnostics.funnel.records import ROUGH
from diagnostics.language import Texts, mark, n, t

FURTHER: Final = Texts(
    {
        "marketing": mark(
            "In {chance} of the plausible pictures of your business, marketing is the side further below target."
        ),
        "sales": mark(
            "In {chance} of the plausible pictures of your business, sales is the side further below target."
        ),
    }
)
AT_BEST: Final = Texts(
    {
        "marketing": mark("Even at the optimistic end (90% range), marketing reaches only {share} of target."),
        "sales": mark("Even at the optimistic end (90% range), sales reaches only {share} of target."),
    }
)
AT_WORST: Final = Texts(
    {
        "marketing": mark("Marketing is above target even at the pessimistic end (90% range), at {share}."),
        "sales": mark("Sales is above target even at the pessimistic end (90% range), at {share}."),
    }
)
SHORT_TOO: Final = Texts(
    {"marketing": mark("Marketing falls short too: {line}"), "sales": mark("Sales falls short too: {line}")}
)
PERHAPS_ON_TARGET: Final = Texts(
    {
        "marketing": mark("Your numbers leave it possible that marketing is on target."),
        "sales": mark("Your numbers leave it possible that sales is on target."),
    }
)
CHANCE: Final = Texts(
    {
        "marketing": mark("The chance that marketing is the weak link is {chance}."),
        "sales": mark("The chance that sales is the weak link is {chance}."),
        "balanced": mark("The chance that neither side is the weak link is {chance}."),
    }
)
AS_COUNTED: Final = Texts(
    {
        "marketing": mark(
            "With these self-service sales marketing is the weak link; with the usual share of them it may not be."
        ),
        "sales": mark(
            "With these self-service sales sales is the weak link; with the usual share of them it may not be."
        ),
    }
)


def evidence_for(a: Assessment) -> tuple[str, ...]:
    """What speaks for the answer, strongest first."""
    j = a.judgement
    if j.leaning == "balanced":
        lines = [of_par_line(a, side) for side in SIDES]
        return tuple(lines if is_short(a) else [_met(a), *lines])
    lines = []
    if a.funnel.direct_wins and j.finding is None and j.leaning == "sales":
        lines.append(direct_credit(a))
    ranked = sorted(UNIONS[j.leaning], key=lambda link: -float(a.observed.shortfall[link]))
    short = [link_line(a, link) for link in ranked if worth_naming(a, link)]
    lines += short
    if not short:
        lines.append(FURTHER.filled(j.leaning, chance=shown_chances(j.probability)[j.leaning]))
    if j.finding != "no marketing":
        high, better = a.of_par_range[j.leaning][1], a.of_par_range[OTHER[j.leaning]][0]
        if high < 1 - SHOWN_AS_PAR:
            lines.append(AT_BEST.filled(j.leaning, share=percent(high)))
        also_short = any(worth_naming(a, link) for link in UNIONS[OTHER[j.leaning]])
        if better >= 1 + SHOWN_AS_PAR and a.counts.closing.trials and not also_short:
            lines.append(AT_WORST.filled(OTHER[j.leaning], share=percent(better)))
    return tuple(lines)


def _met(a: Assessment) -> str:
    wanted = number(float(a.observed.at_reference))
    if of_goal(a):
        return t("{today}; the goal is {wanted}.", today=today(a), wanted=wanted)
    return t("{today}; the target is {wanted}.", today=today(a), wanted=wanted)


def evidence_against(a: Assessment) -> tuple[str, ...]:
    """What speaks against the answer, or weakens it."""
    f = a.funnel
    lines = [*_other_side(a), *_other_verdicts(a)]
    if 0 < f.wins < SMALL_COUNT:
        lines.append(
            n(
                "With only {count} sale, luck matters: the percentage allows for it.",
                "With only {count} sales, luck matters: the percentage allows for it.",
                form(f.wins),
                count=number(f.wins),
            )
        )
    if f.wins == 0 and f.leads:
        lines.append(t("No sale yet: we judge the win rate only from the leads that have not bought."))
    if is_young(a):
        lines.append(
            t(
                "The leads are recent: about {share} of their sales can be expected by now, and that share is an estimate.",
                share=percent(f.maturity),
            )
        )
        if f.wins > f.leads * f.maturity:
            lines.append(
                t(
                    "There are more sales than leads this recent should bring: a sale probably takes fewer days than you "
                    "entered."
                )
            )
    lines += [*_overworked(a), *_of_target(a), *_scattered(a), *f.doubts]
    return tuple(lines) or (t("We found nothing in your numbers that contradicts this."),)


def _other_side(a: Assessment) -> list[str]:
    """What the other side is short of, and whether this one may be on target."""
    j, lines = a.judgement, []
    if j.leaning not in OTHER or j.finding == "no marketing":
        return []
    other = OTHER[j.leaning]
    if j.leaning == "marketing" and a.funnel.direct_wins:
        lines.append(direct_credit(a))
    ranked = sorted(UNIONS[other], key=lambda link: -float(a.observed.shortfall[link]))
    for link in ranked:
        if worth_naming(a, link):
            line = link_line(a, link)
            few = link == "closing" and too_few_to_compare(a)
            lines.append(line if few else SHORT_TOO.filled(other, line=continued(line)))
    if a.side_range[j.leaning][0] <= 0:
        lines.append(PERHAPS_ON_TARGET[j.leaning])
    return lines


def _other_verdicts(a: Assessment) -> list[str]:
    """The chances of the other verdicts, and what the second account of self-service sales would say."""
    j = a.judgement
    shown = shown_chances(j.probability)
    lines = [
        CHANCE.filled(name, chance=shown[name])
        for name in (*SIDES, "balanced")
        if name != j.leaning and j.probability[name] >= SMALL_CHANCE
    ]
    if self_service_moved(a) and j.as_counted in SIDES:
        lines.append(AS_COUNTED[j.as_counted])
    return lines


def _overworked(a: Assessment) -> list[str]:
    """That sales worked more leads than it is said to have room for."""
    c, f, room = a.counts, a.funnel, a.par.capacity
    worked = (c.closing.hits / f.carried if c.follow_up is None else c.follow_up.hits) / c.months
    if room is None or worked <= room * (1 + 1e-9):
        return []
    return [
        n(
            "Sales worked at least {count} lead per month, more than the {room} you say it can handle.",
            "Sales worked at least {count} leads per month, more than the {room} you say it can handle.",
            form(worked),
            count=number(worked),
            room=number(room),
        )
    ]


def _of_target(a: Assessment) -> list[str]:
    """How little is known of the target itself."""
    closing = a.par.level("closing")
    if closing is None or not par_is_uncertain(a):
        return []
    if closing.source == ROUGH:
        return [t("The target win rate is only roughly known, give or take a fifth.")]
    if closing.own:
        return [
            t(
                "The target is your {source}: what was usual then may not be what is possible.",
                source=closing.source,
            )
        ]
    if closing.source:
        return [
            t(
                "The target win rate ({source}) is itself uncertain: it may not fit your business.",
                source=closing.source,
            )
        ]
    return [t("The target win rate is itself uncertain: it may not fit your business.")]


def _scattered(a: Assessment) -> list[str]:
    """What months that differ by more than chance take from the certainty."""
    lines = []
    leads, rates = a.funnel.reach_dispersion, a.funnel.closing_dispersion
    if leads is not None and leads >= SCATTERED:
        lines.append(
            t(
                "Leads vary from month to month more than chance explains ({times} times the variance), so the ranges are "
                "wider.",
                times=number(leads),
            )
        )
    if rates is not None and rates >= SCATTERED:
        lines.append(
            t(
                "Win rates vary from month to month more than chance explains ({times} times the variance), so the ranges are "
                "wider.",
                times=number(rates),
            )
        )
    return lines


def unseen(a: Assessment) -> tuple[str, ...]:
    """What these counts cannot show."""
    f = a.funnel
    lines = []
    if a.judgement.finding == "no marketing":
        return (
            t("How many people came: no lead was recorded."),
            t("How well sales closes: without leads there is nothing to divide by."),
        )
    if a.counts.closing.trials == 0:
        lines.append(t("How well sales closes: no lead got as far as a salesperson."))
    if a.counts.fit is None:
        lines.append(NOT_MEASURED["fit"])
    elif a.par.fit is None:
        lines.append(t("Lead fit is counted but not judged: you have not set a target for it."))
    if a.counts.follow_up is None:
        lines.append(NOT_MEASURED["follow_up"])
    if a.par.capacity is None:
        lines.append(NOT_MEASURED["capacity"])
    if f.direct_wins and a.par.direct is None:
        lines.append(t("Self-service sales count for marketing; you have not set a target for them."))
    if f.basis == "period":
        lines.append(
            t(
                "Time: we compare sales with the leads of a fixed number of days earlier. If some sales take longer than "
                "others, the win rate would differ."
            )
        )
    elif f.maturity == 1:
        lines.append(
            t("We assume every lead has already decided. If some may still buy, sales is doing better than shown.")
        )
    lines.append(t("Totals cannot show the effect of price, product or the mix of leads."))
    return tuple(lines)
