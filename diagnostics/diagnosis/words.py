"""Word: a reading in plain sentences. Every sentence of the product stands here, once.

Under 80 % the words are "looks like"; from there on they are "is". A percentage that says how sure is never rounded
over that threshold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import DECIDED, NEGLIGIBLE, tipping_point
from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES, UNIONS

OTHER: Final = {"marketing": "sales", "sales": "marketing"}

TITLE: Final = {"marketing": "Marketing brings people to the door", "sales": "Sales gets them through it"}

TALKS: Final = {"marketing": "One-sided: it works without an answer", "sales": "Back and forth: a person answers back"}
"""How each side speaks, beneath the door."""

NAME: Final = {
    "reach": "reach",
    "direct": "direct sales",
    "fit": "lead fit",
    "follow_up": "follow-up",
    "capacity": "capacity",
    "closing": "closing",
}
"""What each link is called on the screen."""

FAULT: Final = {
    "reach": "too few leads come",
    "direct": "too few leads buy on their own",
    "fit": "too few of the leads could buy",
    "follow_up": "too few leads are reached by a person",
    "capacity": "more leads come than sales has room for",
    "closing": "too few of the leads that reach sales buy",
}

NOT_MEASURED: Final = {
    "fit": "Whether the leads could buy was not counted: poor leads would look like poor closing.",
    "follow_up": "How many leads were reached was not counted: leads nobody called would look like poor closing.",
    "capacity": "How many leads sales has room for was not given: too many leads would look like poor closing.",
}

ACTIONS: Final = {
    "reach": (
        "Bring more people to the door.",
        "List last quarter's leads by where they came from; do more of the one that brings most for its cost.",
        "leads a month",
    ),
    "direct": (
        "Make it easier to buy without asking.",
        "Put price, order form and guarantee on one page, and count who starts the form and who sends it.",
        "orders without contact, a month",
    ),
    "fit": (
        "Aim at people who can buy.",
        "Write down the last ten leads that could never have bought, and take out of the advertisement what drew them.",
        "share of leads that could buy",
    ),
    "follow_up": (
        "Reach the leads you already have.",
        "Call every lead that came last week and was not reached, and give each new one an owner on the same day.",
        "share of leads reached",
    ),
    "capacity": (
        "Make room for the leads that come.",
        "Decide which leads are worked first, and take one task off the people who sell.",
        "leads waiting",
    ),
    "closing": (
        "Win more of the conversations you have.",
        "Sit in on five conversations, write down where each ended, and mend the place that comes up most.",
        "share of worked leads won",
    ),
}
"""For each link: what to do, the first step, the number to watch."""

ACTIONS_FOUND: Final = {
    "no marketing": (
        "Write down every first contact.",
        "From Monday count everyone who gets in touch, sold or not, and ask each how they heard of you.",
        "leads a month",
    ),
    "no sales process": (
        "Give those who do not buy on their own a person to talk to.",
        "Ring ten people who looked and did not buy, and write down what they asked.",
        "leads reached",
    ),
}
"""The same where one side leaves no trace."""

SIDE_FOUND: Final = {"no marketing": "marketing", "no sales process": "sales"}

LONGEST_WAIT: Final = 12
"""Months: nobody is told to wait longer for an answer before acting."""

SMALL_CHANCE: Final = 0.05
"""A chance under this is not mentioned."""

OLD_ENOUGH: Final = 0.95
"""Leads of which this share of the sales has had time are not called young."""

SCATTERED: Final = 1.5
"""Months whose variance is so many times that of chance are said to differ."""

SMALL_COUNT: Final = 10
"""Fewer sales than this are called few."""


@dataclass(frozen=True, slots=True)
class Tempting:
    """The number a spreadsheet shows, beside the right one, each with its denominator in words."""

    tempting: str
    tempting_of: str
    right: str
    right_range: str
    right_of: str
    why: str
    same: bool


# --- numbers ------------------------------------------------------------------------------------------------------


def number(value: float) -> str:
    """A count or customers a month: whole from 10 on, one decimal below, one figure where that would show nothing.

    >>> number(4.25), number(41.2), number(12345), number(3.0), number(0.04), number(-12)
    ('4.2', '41', '12,345', '3', '0.04', '−12')
    """
    if abs(value) >= 9.95:
        text = f"{value:,.0f}"
    elif abs(value) >= 0.095 or abs(value) < 0.0095:
        text = f"{value:.1f}".removesuffix(".0")
    else:
        text = f"{value:.1g}"
    return "0" if text in ("0", "-0") else text.replace("-", "−")


def percent(share: float) -> str:
    """A share: whole from 10 % on, one decimal below.

    >>> percent(0.64), percent(0.0548), percent(0.2)
    ('64 %', '5.5 %', '20 %')
    """
    points = share * 100
    if abs(points) >= 9.95:
        return f"{points:,.0f} %"
    return f"{points:.1f}".removesuffix(".0") + " %"


def sure(probability: float) -> str:
    """How sure, in whole percent, never rounded over the threshold that the number itself did not reach.

    >>> sure(0.934), sure(0.7999), sure(0.999), sure(0.001)
    ('93 %', '79 %', 'more than 99 %', 'less than 1 %')
    """
    points = round(probability * 100)
    if probability < DECIDED <= points / 100:
        points -= 1
    return "less than 1 %" if points == 0 else "more than 99 %" if points == 100 else f"{points} %"


def plural(count: float, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if number(count) == '1' else many}"


# --- the answer ----------------------------------------------------------------------------------------------------


def worth(r: Assessment, customers: float) -> str:
    """So many customers in money, in brackets; empty where no money was given."""
    return "" if r.money is None else f" ({r.money.words(customers)} of {r.money.kind})"


def target(r: Assessment) -> str:
    """What the whole is held against: a goal, where one was given."""
    return "goal" if r.par.goal is not None else "par"


def _the_target(r: Assessment) -> str:
    return "the goal" if r.par.goal is not None else "par"


def sentence(r: Assessment) -> str:
    """The answer in one plain sentence, with how sure it is."""
    j = r.judgement
    certainty = sure(j.probability[j.leaning])
    if j.finding == "no marketing":
        body = f"No marketing is seen: {plural(r.counts.outside, 'sale', 'sales')} and not one recorded lead"
        return _found(body, r, certainty)
    if j.finding == "no sales process":
        wins = r.funnel.wins
        made = "the one sale was" if wins == 1 else "both sales were" if wins == 2 else f"all {wins:,} sales were"
        return _found(f"No sales process is seen: {made} made without talking to anyone", r, certainty)
    if j.verdict == "undetermined":
        if j.leaning == "balanced":
            return f"Cannot tell yet: the two sides look about even, {certainty} sure."
        return f"Cannot tell yet: {j.leaning} looks like the weak link, {certainty} sure."
    if j.verdict == "balanced":
        if not _short(r):
            return f"No weak link at this {target(r)}, {certainty} sure: raise it."
        both = [float(r.observed.of_reference[side]) for side in SIDES]
        return f"Neither side is the weak link, {certainty} sure: both run at about {level(sum(both) / 2)} of par."
    met = "" if _short(r) else f", though {_the_target(r)} is met"
    return f"{j.verdict.capitalize()} is the weak link: {certainty} sure{met}."


def _found(body: str, r: Assessment, certainty: str) -> str:
    j = r.judgement
    if not _short(r):
        return f"{body}; {_the_target(r)} is met all the same."
    if j.verdict == "undetermined":
        if j.leaning == "balanced":
            return f"{body}; beyond that we cannot tell yet."
        return f"{body}; {j.leaning} looks like the weak link, but we cannot tell yet: {certainty} sure."
    if j.verdict == "balanced":
        return f"{body}; neither side is the weaker one, {certainty} sure."
    return f"{body}; {j.verdict} is the weak link, {certainty} sure."


def level(share: float) -> str:
    """A level of par in the nearest plain words.

    >>> level(0.51), level(0.64), level(0.34)
    ('half', '64 %', 'a third')
    """
    for value, name in (
        (0.25, "a quarter"),
        (1 / 3, "a third"),
        (0.5, "half"),
        (2 / 3, "two thirds"),
        (0.75, "three quarters"),
    ):
        if abs(share - value) <= 0.015:
            return name
    return percent(share)


def cost(r: Assessment) -> str:
    """Which link, and how many customers a month it costs."""
    j = r.judgement
    if j.suspect is None:
        if not _short(r):
            return f"The numbers reach {_the_target(r)}; nothing is missing."
        return f"Together the two sides are short by {plural(_missing(r), 'customer', 'customers')} a month{worth(r, _missing(r))}."
    if not worth_naming(r, j.suspect):
        return f"In the counts {NAME[j.suspect]} is at its par; with so few counts it may still be short."
    lost = float(r.observed.shortfall[j.suspect])
    verb = "costs" if j.verdict != "undetermined" else "would cost"
    short = f"{NAME[j.suspect].capitalize()} {verb} about {plural(lost, 'customer', 'customers')} a month{worth(r, lost)}: {FAULT[j.suspect]}."
    if j.next_link is None:
        return short if r.counts.closing.trials == 0 else f"{short} With that at par, nothing else is short."
    return short + f" With that at par, the next weak link is {NAME[j.next_link]} ({SIDE_OF[j.next_link]})."


def settling(r: Assessment) -> str:
    """What would settle a doubt; an empty string where there is none."""
    j = r.judgement
    if j.verdict != "undetermined":
        return ""
    line = f"Under {percent(DECIDED)} we do not call it."
    if r.more_leads is not None:
        leads = f"{r.more_leads:,} more {'lead' if r.more_leads == 1 else 'leads'}"
        told = "" if r.settles_as == j.leaning else f", probably as {_as(r.settles_as)}"
        return f"{line} About {leads} at these rates would settle it{told} ({_time_for(r)})."
    if r.funnel.leads == 0:
        return f"{line} Count leads for a while, then ask again."
    if _par_is_loose(r):
        return f"{line} More leads alone would not settle it: the closing rate you hold sales against is itself uncertain. Your own target would."
    return f"{line} No practical number of leads would settle it: the two sides are too close to the line."


def _as(settles_as: str | None) -> str:
    return "in balance" if settles_as == "balanced" else f"{settles_as}"


def _time_for(r: Assessment) -> str:
    """How long the leads that would settle it take to come, at the pace of those that came."""
    assert r.more_leads is not None
    wait = r.more_leads * r.funnel.months / r.funnel.leads
    if wait < 1:
        return "less than a month"
    return f"about {plural(round(wait), 'month', 'months')}" if wait < 24 else f"about {round(wait / 12):,} years"


def change(r: Assessment) -> str:
    """What would change a called answer, worked out and not supposed."""
    j = r.judgement
    if j.verdict not in SIDES or j.finding == "no marketing":
        return ""
    factor = tipping_point(r.funnel, r.par, j.verdict)
    if j.verdict == "sales":
        closing = r.par.level("closing")
        assert closing is not None
        if factor is None:
            return f"No closing rate you could expect would clear sales, down to {percent(closing.value / 20)}."
        return f"It would no longer be called if you expected to close {percent(closing.value * factor)} or fewer."
    name, held = next(
        (n, v)
        for n, v in (("leads", r.par.reach), ("customers", r.par.goal), ("leads", r.par.capacity))
        if v is not None
    )
    if factor is None:
        return f"It would hold even if you wanted only {_of(held / 20, name)} a month."
    return f"It would no longer be called if you wanted {_of(held * factor, name)} a month or fewer."


def _short(r: Assessment) -> bool:
    return _missing(r) > NEGLIGIBLE * float(r.observed.at_reference)


def _missing(r: Assessment) -> float:
    return float(r.observed.at_reference) - float(r.observed.now)


def _par_is_loose(r: Assessment) -> bool:
    closing = r.par.level("closing")
    return closing is not None and closing.strength is not None


# --- evidence ------------------------------------------------------------------------------------------------------


def evidence_for(r: Assessment) -> tuple[str, ...]:
    """What speaks for the answer, strongest first."""
    j = r.judgement
    if j.leaning == "balanced":
        lines = [_of_par(r, side) for side in SIDES]
        if not _short(r):
            lines.insert(0, f"{_today(r)}; {_the_target(r)} is {number(float(r.observed.at_reference))}.")
        return tuple(lines)
    lines = []
    if r.funnel.direct_wins and j.finding is None and j.leaning == "sales":
        lines.append(_direct_credit(r))
    ranked = sorted(UNIONS[j.leaning], key=lambda link: -float(r.observed.shortfall[link]))
    short = [_link_line(r, link) for link in ranked if worth_naming(r, link)]
    lines += short
    if not short:
        chance = sure(j.probability[j.leaning])
        lines.append(f"In {chance} of the ways the truth could be, {j.leaning} is the side further below par.")
    if j.finding != "no marketing":
        high, better = r.of_par_range[j.leaning][1], r.of_par_range[OTHER[j.leaning]][0]
        if high < 0.995:
            lines.append(f"Even at the top of its 90 % range, {j.leaning} stays at {percent(high)} of par.")
        also_short = any(worth_naming(r, link) for link in UNIONS[OTHER[j.leaning]])
        if better >= 1.005 and r.counts.closing.trials and not also_short:
            lines.append(
                f"{OTHER[j.leaning].capitalize()} is above par even at the bottom of its range, {percent(better)}."
            )
    return tuple(lines)


def evidence_against(r: Assessment) -> tuple[str, ...]:
    """What speaks against the answer, or weakens it."""
    j, f = r.judgement, r.funnel
    lines = []
    if j.leaning in OTHER and j.finding != "no marketing":
        other = OTHER[j.leaning]
        if j.leaning == "marketing" and f.direct_wins:
            lines.append(_direct_credit(r))
        ranked = sorted(UNIONS[other], key=lambda link: -float(r.observed.shortfall[link]))
        lines += [
            f"{other.capitalize()} is short too: {_lower(_link_line(r, link))}"
            for link in ranked
            if worth_naming(r, link)
        ]
        if r.side_range[j.leaning][0] <= 0:
            lines.append(f"The counts leave it possible that {j.leaning} is at par.")
    for name in (*SIDES, "balanced"):
        if name != j.leaning and j.probability[name] >= SMALL_CHANCE:
            what = "the two sides are in balance" if name == "balanced" else f"{name} is the weak link"
            lines.append(f"The chance that {what} is {sure(j.probability[name])}.")
    if 0 < f.wins < SMALL_COUNT:
        lines.append(
            f"Only {plural(f.wins, 'sale', 'sales')}: chance alone can move so small a number a lot, and the certainty above is then on the high side."
        )
    if f.wins == 0 and f.leads:
        lines.append("Not one sale yet: the closing rate is judged from the leads without a sale alone.")
    if _young(r):
        lines.append(
            f"The leads are young: about {percent(f.maturity)} of their sales have had time to happen, and that share is an estimate."
        )
        if f.wins > f.leads * f.maturity:
            lines.append(
                "More sales than leads this young should have made: sales probably take less time than was said."
            )
    if r.par.capacity is not None and r.counts.capacity > r.par.capacity * (1 + 1e-9):
        lines.append(
            f"Sales worked at least {plural(r.counts.capacity, 'lead', 'leads')} a month, more than the {number(r.par.capacity)} it is said to have room for."
        )
    if _par_is_loose(r):
        closing = r.par.level("closing")
        assert closing is not None
        if own_history(closing.source):
            lines.append(f"It is held against your {closing.source}: what was usual then need not be what is possible.")
        else:
            source = f" ({closing.source})" if closing.source else ""
            lines.append(f"The closing rate it is held against{source} is uncertain itself: it may not be yours.")
    lines += _scattered(r)
    return tuple(lines) or ("Nothing in these counts speaks against it.",)


def own_history(source: str | None) -> bool:
    """Whether a level comes from the business's own earlier months."""
    return source is not None and source.startswith("own ")


def _scattered(r: Assessment) -> list[str]:
    """What months that differ by more than chance take from the certainty."""
    told = []
    for what, dispersion in (("Leads", r.funnel.reach_dispersion), ("Close rates", r.funnel.closing_dispersion)):
        if dispersion >= SCATTERED:
            told.append(
                f"{what} differ from month to month more than chance makes them ({number(dispersion)} times the variance); the ranges are wider for it."
            )
    return told


def _young(r: Assessment) -> bool:
    return r.funnel.basis == "cohort" and r.funnel.leads > 0 and r.funnel.maturity < OLD_ENOUGH


def unseen(r: Assessment) -> tuple[str, ...]:
    """What these counts cannot show."""
    f = r.funnel
    lines = []
    if r.judgement.finding == "no marketing":
        return (
            "How many people came: no lead was recorded.",
            "How well sales closes: without leads there is nothing to divide by.",
        )
    if r.counts.closing.trials == 0:
        lines.append("How well sales closes: no lead got as far as a salesperson.")
    if r.counts.fit is None:
        lines.append(NOT_MEASURED["fit"])
    elif r.par.fit is None:
        lines.append("Lead fit was counted but has no level to be held against, so it is not judged.")
    if r.counts.follow_up is None:
        lines.append(NOT_MEASURED["follow_up"])
    if r.par.capacity is None:
        lines.append(NOT_MEASURED["capacity"])
    if f.direct_wins and r.par.direct is None:
        lines.append("Direct sales are credited to marketing but have no level of their own to be held against.")
    if f.basis == "period":
        lines.append(
            "Time: sales are held against the leads of a fixed number of days before. Where the days differ from sale to sale, so would the rate."
        )
    elif f.maturity == 1:
        lines.append("Time: every lead is taken as decided. If some may still buy, sales is better than it looks.")
    lines.append("Price, product and the mix of leads: totals do not show them.")
    return tuple(lines)


def worth_naming(r: Assessment, link: str) -> bool:
    """Whether a link is short in the counts by what is worth a word."""
    return float(r.observed.shortfall[link]) > NEGLIGIBLE * float(r.observed.at_reference)


def _lower(line: str) -> str:
    return line[:1].lower() + line[1:]


def _today(r: Assessment) -> str:
    ahead = " once these leads have had their time" if _young(r) else ""
    return f"{plural(float(r.observed.now), 'customer', 'customers')} a month{ahead}{worth(r, float(r.observed.now))}"


def _of_par(r: Assessment, side: str) -> str:
    if side == "marketing" and r.judgement.finding == "no marketing":
        return "Marketing cannot be judged: no lead is recorded."
    if side == "sales" and r.counts.closing.trials == 0:
        if r.judgement.finding == "no marketing":
            return f"Sales brought {percent(float(r.observed.of_reference[side]))} of {_the_target(r)} on its own."
        return "Sales cannot be judged: no lead got as far as a salesperson."
    low, high = r.of_par_range[side]
    return f"{side.capitalize()} runs at {percent(float(r.observed.of_reference[side]))} of par (90 % range {percent(low)} to {percent(high)})."


def _direct_credit(r: Assessment) -> str:
    f = r.funnel
    if f.wins == 1:
        return "Marketing made the one sale by itself: it was made without talking to anyone."
    made = "it was" if f.direct_wins == 1 else "they were"
    return f"Marketing made {f.direct_wins:,} of the {f.wins:,} sales by itself: {made} made without talking to anyone."


def _link_line(r: Assessment, link: str) -> str:
    """One link against its par, in counts where there are counts."""
    c, f = r.counts, r.funnel
    now, par = float(r.actual[link]), float(r.reference[link])
    lost = plural(float(r.observed.shortfall[link]), "customer", "customers")
    if link == "reach":
        if r.judgement.finding == "no marketing":
            return f"{number(c.outside / c.months)} of the {number(float(r.observed.at_reference))} customers wanted a month came, none by way of a recorded lead."
        came = "No leads" if now == 0 else plural(now, "lead", "leads")
        return f"{came} came a month; par is {number(par)} ({percent(now / par)})."
    if link == "direct":
        return f"{percent(now)} of leads bought on their own; par is {percent(par)}."
    if link == "fit":
        return f"{percent(now)} of leads could buy; par is {percent(par)}."
    if link == "follow_up":
        seen = c.follow_up
        assert seen is not None
        return f"{number(seen.hits)} of {number(seen.trials)} {_base(r, 'follow_up')} were reached ({percent(now)}); par is {percent(par)}."
    if link == "capacity":
        return f"Sales has room for {plural(now, 'lead', 'leads')} a month and more come; that costs {lost} a month."
    won = f.wins - f.direct_wins
    base = _of(c.closing.trials, _base(r, "closing"))
    if _young(r):
        return f"{won:,} of {base} bought so far, {percent(now)} once they have had their time; par is {percent(par)}."
    return f"{won:,} of {base} bought ({percent(now)}); at par {number(par * c.closing.trials)} would have."


def _of(count: float, base: str) -> str:
    """So many of them, one of which is a lead."""
    return f"{number(count)} {base.replace('leads', 'lead').replace('customers', 'customer') if number(count) == '1' else base}"


def _base(r: Assessment, link: str) -> str:
    """What the leads are called that a link is a share of."""
    c, f = r.counts, r.funnel
    if link == "closing" and f.worked is not None:
        return "worked leads"
    at_sales = f.leads - f.direct_wins if f.fit is None else f.fit
    if c.capacity * c.months < at_sales:
        return "leads there was room for"
    if f.fit is not None:
        return "leads that could buy"
    return "leads that did not buy on their own" if f.direct_wins else "leads"


# --- the tempting number --------------------------------------------------------------------------------------------


def tempting(r: Assessment) -> Tempting:
    """Sales ÷ leads beside the close rate of worked, mature leads."""
    f, c = r.funnel, r.counts
    won = f.wins - f.direct_wins
    sales = plural(f.wins, "sale", "sales")
    low, high = r.closing_range
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
        belong = "sale without talking belongs" if f.direct_wins == 1 else "sales without talking belong"
        reasons.append(f"{f.direct_wins:,} {belong} to marketing")
    if f.basis == "period" and percent(f.maturity) != percent(1.0):
        reasons.append("sales come from the leads of earlier months, not of the same ones")
    if c.closing.trials < (f.leads - f.direct_wins) * f.carried * 0.999:
        reasons.append("leads that sales never worked are not sales' to close")
    if _young(r):
        reasons.append(f"only {percent(f.maturity)} of the sales have had time")
    base = _base(r, "closing")
    talked = " made by talking" if f.direct_wins else ""
    time = f" × {percent(f.maturity)} that had time" if _young(r) else ""
    from_ = " they came from" if f.basis == "period" else ""
    right = percent(float(r.actual["closing"]))
    same = right == tempting_rate
    return Tempting(
        tempting=tempting_rate,
        tempting_of=f"{sales} ÷ {plural(f.leads, 'lead', 'leads')}",
        right=right,
        right_range=f"{percent(low)} to {percent(high)}",
        right_of=f"{plural(won, 'sale', 'sales')}{talked} ÷ {_of(c.closing.trials, base)}{time}{from_}",
        why="Here the two are the same: nothing typed tells them apart."
        if same or not reasons
        else _sentence_of(reasons),
        same=same,
    )


def _sentence_of(parts: list[str]) -> str:
    text = ", and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
    return text[:1].upper() + text[1:] + "."


def bridge_text(r: Assessment) -> str:
    """The bridge in words, for those who cannot see it."""
    parts = [
        f"{target(r).capitalize()}: {plural(float(r.observed.at_reference), 'customer', 'customers')} a month; today: {_today(r)}."
    ]
    for link in LINKS:
        low, high = r.shortfall_range[link]
        if worth_naming(r, link) or high > NEGLIGIBLE * float(r.observed.at_reference):
            parts.append(
                f"{NAME[link].capitalize()} ({SIDE_OF[link]}): {number(float(r.observed.shortfall[link]))} short{worth(r, float(r.observed.shortfall[link]))}, 90 % range {number(low)} to {number(high)}."
            )
    return " ".join(parts)


def balance_text(r: Assessment) -> str:
    """The balance map in words."""
    p = r.judgement.probability
    return (
        f"{_of_par(r, 'marketing')} {_of_par(r, 'sales')} Corner: {corner(r)}. "
        f"Chances: marketing {sure(p['marketing'])}, in balance {sure(p['balanced'])}, sales {sure(p['sales'])}."
    )


def door_text(r: Assessment) -> str:
    """The door in words."""
    came = "No lead is recorded." if r.counts.outside else _link_line(r, "reach")
    return f"{came} Through the door: {_today(r)}; par is {number(float(r.observed.at_reference))}."


CORNERS: Final = {
    (False, True): "Idle sales team",
    (True, True): "At par",
    (False, False): "Both short",
    (True, False): "Leads pile up",
}
"""Named corners of the balance map, by (marketing at par, sales at par)."""


def corner(r: Assessment) -> str:
    """The corner of the balance map that the business stands in."""
    if r.judgement.finding == "no marketing":
        return "No marketing seen"
    at_par = tuple(float(r.observed.of_reference[side]) >= 1 for side in SIDES)
    return CORNERS[at_par[0], at_par[1]]


# --- around the pictures --------------------------------------------------------------------------------------------


def basis(r: Assessment) -> str:
    """Which numbers the answer belongs to."""
    f = r.funnel
    period = "1 month" if f.months == 1 else plural(f.months, "month", "months")
    made = "sale made" if f.wins == 1 else "sales made"
    sales = f"{number(f.wins)} {made}" if f.basis == "period" else plural(f.wins, "sale", "sales")
    return f"From {plural(f.leads, 'lead', 'leads')} and {sales} in {period}."


def bridge_title(r: Assessment) -> str:
    """What the bridge shows."""
    if not _short(r):
        return "Nothing is missing"
    missing = plural(_missing(r), "customer a month goes", "customers a month go")
    return f"Where {missing} missing{worth(r, _missing(r))}"


BRIDGE_CAPTION: Final = "Adds up exactly. Thin lines: 90 % range."
BALANCE_TITLE: Final = "Balance: each side against par"


def balance_caption(r: Assessment) -> str:
    """What the cloud means."""
    few = "so few sales" if r.funnel.wins < 30 else "these counts"
    return f"Each mark is one way the truth could be, given {few}. Below the dashed line sales is the weaker side, above it marketing."


def chances(r: Assessment) -> tuple[tuple[str, float, str], ...]:
    """The three chances in the order they are drawn: name, share, words."""
    p = r.judgement.probability
    names = (("marketing", "marketing"), ("balanced", "in balance"), ("sales", "sales"))
    return tuple((key, p[key], f"{label} {_brief(p[key])}") for key, label in names)


def _brief(probability: float) -> str:
    return sure(probability).replace("less than ", "<").replace("more than ", ">")


def action(r: Assessment) -> tuple[str, str, str] | None:
    """What to do first: what, the first step, the number to watch; None where nothing is short."""
    j = r.judgement
    link = j.suspect
    if link is None:
        if not _short(r):
            return None
        link = max(LINKS, key=lambda name: float(r.observed.shortfall[name]))
    if (
        j.verdict == "undetermined"
        and r.more_leads is not None
        and r.more_leads * r.funnel.months <= LONGEST_WAIT * r.funnel.leads
    ):
        count = f"about {r.more_leads:,} more {'lead' if r.more_leads == 1 else 'leads'}"
        likelier = f" If you must act now, the largest gap is {NAME[link]}: {_lower(ACTIONS[link][1])}"
        return (
            "Settle it before you reorganise.",
            f"Count {count} the same way, then look again.{likelier}",
            "leads counted",
        )
    if j.finding is not None and _short(r) and j.leaning == SIDE_FOUND[j.finding]:
        return ACTIONS_FOUND[j.finding]
    return ACTIONS[link]


OWN_HISTORY: Final = "Our own earlier months"
OWN_FIGURE: Final = "My figure; else earlier months"
"""The first choice for a table: what is typed, and the own history where nothing is."""
TEMPTING_RATIO: Final = "this month’s sales ÷ this month’s leads"
MATURE_RATE: Final = "close rate once leads have had their time"
RATE_HOVER: Final = {
    "cohort": "%{y:.1f} % close (90 % range %{customdata[0]} to %{customdata[1]}); %{customdata[2]} of the sales have had time<extra></extra>",
    "period": "%{y:.1f} % close (90 % range %{customdata[0]} to %{customdata[1]}), of the leads these sales came from<extra></extra>",
}
"""What a point of the timeline says, as plotly fills it in."""
TIMELINE_TITLE: Final = "Month by month"
TIMELINE_CAPTION: Final = {
    "cohort": "Solid line: close rate once leads have had their time, with its 90 % band; hollow where the leads are young. Dotted: sales so far ÷ leads, the tempting number. Drag across months to choose a period.",
    "period": "Solid line: sales ÷ the leads they came from, with its 90 % band. Dotted: this month’s sales ÷ this month’s leads, the tempting number. Drag across months to choose a period.",
}
EMPTY_TABLE: Final = (
    "Paste or open your table.",
    "A row a month, with how many leads came and how many sales were made. It sees what totals cannot: leads that may still buy, months that scatter, and what changed.",
    "Copy the cells from your spreadsheet and paste them, or open a CSV or XLSX file.",
    "Say what a month’s sales are: those of its leads, or those made in it.",
    "Say the typical days from first contact to sale.",
)
"""What stands where the answer will be in the table way, before there is one."""


def waiting(marked: bool) -> str:
    """What stands in the place of the answer while a table is there and something is still needed."""
    if marked:
        return "Some cells cannot be used yet: they are marked below."
    return "Your table is read. Answer what is asked beside it."


FAULT_HERE: Final = (
    "Something failed here, not in your numbers. They are kept; change any of them to try again, or reload the page."
)
EMPTY: Final = (
    "Type your leads and your sales.",
    "Marketing brings people to the door; sales gets them through it. This page says which side is the weaker one, how "
    "sure that is, and what it costs.",
    "Leads: everyone who first got in touch in a month, or in several.",
    "Sales: how many of those have bought so far, and how many of them without talking to anyone.",
    "A goal, or the leads your team can handle; and how often you expect to close.",
)
"""What stands where the answer will be, before there is one: title, what the page does, what to type."""
