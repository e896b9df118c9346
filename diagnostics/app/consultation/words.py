"""Word: the consulting session, from the sales letter to last time's forecast, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.judge import SMALL_CHANCE
from diagnostics.diagnosis.words import NAME, number, percent, plural, settling, sure, worth_naming
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES
from diagnostics.leads.people_words import joined

if TYPE_CHECKING:
    from diagnostics.app.case.case import Definitions
    from diagnostics.diagnosis.alignment import Alignment
    from diagnostics.diagnosis.answer import Diagnosis, WhatIf
    from diagnostics.diagnosis.forecast import Forecast, PastDiagnosis, Score
    from diagnostics.diagnosis.levers import Lever, Levers, Needed, Tried
    from diagnostics.diagnosis.money import Money

NOTHING: Final = 0.0005
"""Customers a month that are said to be next to nothing."""
WHOLE: Final = 1e-9
"""A share this near to 1 is all."""

# --- the seven steps ------------------------------------------------------------------------------------------------

STEPS: Final = ("door", "sort", "define", "numbers", "diagnosis", "whatif", "plan")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the session: what the owner reads, and what whoever leads it has beside."""

    key: str
    title: str
    line: str
    """One line for the owner."""
    talk: tuple[str, ...]
    """What to talk about."""
    ask: str
    """One question to ask."""
    minutes: int


SALES_LETTER: Final = "A sales letter comes with an order form. People fill it in and send it back, and nobody talks with anybody. Is that marketing or sales?"
"""The question that opens every session."""

STEP: Final[Mapping[str, Step]] = {
    step.key: step
    for step in (
        Step(
            "door",
            "The door",
            "Marketing brings people to the door; sales gets them through it.",
            (
                "Draw a door. On one side stands everyone who might buy, on the other everyone who did.",
                "Marketing speaks to many and works without an answer. Sales goes back and forth with one.",
                "Both end in a customer, and so they are easily taken for one thing. Their remedies are not the same.",
                "Mending the wrong side costs twice: the work, and the customers who go on missing.",
            ),
            SALES_LETTER,
            5,
        ),
        Step(
            "sort",
            "What you do, by side",
            "Put everything you do to win customers on its side of the door.",
            (
                "The rule has two questions: does the customer answer, and does a person answer back? Twice yes is sales.",
                "Let the room answer before the reason is shown. The hard ones teach most; take your time over them.",
                "Then their own list, with hours or money a month. Guesses will do, in one unit for all.",
                "A side that is empty or very short is a finding by itself.",
            ),
            "Which of these do you do only because you always have?",
            12,
        ),
        Step(
            "define",
            "What the words mean here",
            "Say what a lead is, what a sale is, and when a person took part.",
            (
                "Two people who count differently will never agree on a rate.",
                "Write down how they count now, not how they should.",
                "What is written here is printed with every result.",
            ),
            "If two of you counted last month's leads apart, would you get the same number?",
            5,
        ),
        Step(
            "numbers",
            "Your numbers",
            "Totals, a table of months, or an export of your leads: whichever you have.",
            (
                "Leads and sales are enough to begin. Each further count tells two links apart.",
                "Ask for sales made without talking to anyone: they are marketing's.",
                "Young leads have not had their time. Say how many days a sale usually takes.",
                "A goal, or the leads the team can handle: without either, nobody can say whether the leads are too few.",
            ),
            "How many leads could your team properly work in a month?",
            12,
        ),
        Step(
            "diagnosis",
            "Which side is the weak link",
            "The answer, how sure it is, and what speaks against it.",
            (
                "Read the sentence aloud, with its certainty, and then wait.",
                "Then read what speaks against it. Ask what they know that the numbers do not.",
                "Below 80 % it is not called. That is an answer too, and it says what would settle it.",
                "Lay the effort beside the shortfall: does the work go where customers are missing?",
            ),
            "Does this surprise you, and what would have to be true for it to be wrong?",
            10,
        ),
        Step(
            "whatif",
            "What it would bring",
            "Move a link and see what happens to customers a month.",
            (
                "Let them move the sliders themselves, one link at a time.",
                "One more lead, one more rep, one more point of closing: which is worth most here?",
                "Where the team is full, more leads bring nothing.",
                "Keep two or three of these by name and lay them side by side.",
            ),
            "Which of these levels have you ever reached before?",
            8,
        ),
        Step(
            "plan",
            "What happens on Monday",
            "Choose a few things, with a name and a date for each.",
            (
                "Two or three, not ten. Each has one owner and one date.",
                "Say which number will be watched, and who writes it down.",
                "Read aloud when not to do it.",
                "Nothing decided yet? Then the smallest test that would decide is the plan.",
            ),
            "Who does the first step on Monday, and what will that person leave undone for it?",
            8,
        ),
    )
}
"""By key, in the order of :data:`STEPS`; together an hour."""


def timing(step: Step) -> str:
    """How long a step takes, and where in the hour it ends.

    >>> timing(STEP["sort"])
    '12 minutes, until minute 17'
    """
    until = sum(STEP[key].minutes for key in STEPS[: STEPS.index(step.key) + 1])
    return f"{plural(step.minutes, 'minute', 'minutes')}, until minute {until}"


# --- definitions ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Definition:
    """One word that has to be defined before anything is counted."""

    key: str
    label: str
    question: str
    help: str
    example: str


DEFINITIONS: Final = (
    Definition(
        "lead",
        "A lead",
        "What is a lead here?",
        "A person or firm that came to your door: the first contact was made. Say what counts as that contact, and whether somebody who comes twice counts twice.",
        "Whoever rings, writes or fills in the form for the first time in twelve months; a couple is one lead.",
    ),
    Definition(
        "sale",
        "A sale",
        "What is a sale, and on which day is it made?",
        "Say what has to have happened: signed, paid or delivered. Say whether those who buy again count.",
        "The first order of a new customer, on the day the deposit arrives.",
    ),
    Definition(
        "interaction",
        "A person took part",
        "When did a person take part in a sale?",
        "Both ways: the customer said or wrote something, and somebody here answered that customer. A form that is sent in and shipped, or a machine that answers, is not it.",
        "A call, a visit, or an e-mail that one of us wrote in reply; not the automatic confirmation.",
    ),
)
UNDEFINED: Final = "not said"
DEFINED_TITLE: Final = "What the words mean here"


def defined(definitions: Definitions) -> tuple[tuple[str, str], ...]:
    """What each word means in this business, for wherever a result is printed."""
    return tuple((d.label, getattr(definitions, d.key).strip() or UNDEFINED) for d in DEFINITIONS)


# --- numbers ----------------------------------------------------------------------------------------------------------


def fine(value: float) -> str:
    """A small gain: two figures below 1, else as :func:`~diagnostics.diagnosis.words.number` writes it.

    >>> fine(0.1234), fine(0.2), fine(0.0042), fine(1.26), fine(41.2), fine(0.0001), fine(-0.31)
    ('0.12', '0.2', '0.0042', '1.3', '41', '0', '−0.31')
    """
    if abs(value) >= 0.995:
        return number(value)
    if abs(value) < NOTHING:
        return "0"
    return f"{float(f'{value:.2g}'):.6f}".rstrip("0").rstrip(".").replace("-", "−")


def customers(value: float) -> str:
    """So many customers.

    >>> customers(0.12), customers(1.0)
    ('0.12 customers', '1 customer')
    """
    return f"{fine(value)} {'customer' if fine(value) == '1' else 'customers'}"


def between(middle: float, low: float, high: float) -> str:
    """A range that holds its middle, in brackets after a space; empty where both ends look alike.

    Rare large values can lift a mean above nine tenths of what is possible.

    >>> between(0.12, 0.08, 0.17), between(0.1, 0.0, 0.04), between(3.0, 3.0, 3.01)
    (' (0.08 to 0.17)', ' (0 to 0.1)', '')
    """
    low, high = min(low, middle), max(high, middle)
    return "" if fine(low) == fine(high) else f" ({fine(low)} to {fine(high)})"


def _span(found: WhatIf) -> str:
    return between(found.mean, found.low, found.high)


def _leads(count: float) -> str:
    return plural(count, "lead", "leads")


def _figures(count: float) -> float:
    """A number of leads that is worked out and not counted: three figures."""
    return float(f"{count:.3g}")


def in_money(money: Money | None, gain: float) -> str:
    """A gain in money, as the end of a clause; empty without money."""
    return "" if money is None else f", about {money.words(gain)} of {money.kind}"


# --- one more -------------------------------------------------------------------------------------------------------


def assumed(links: tuple[str, ...]) -> str:
    """What stands in for links that were never seen; empty where there are none.

    >>> assumed(("closing",)), assumed(("fit", "closing"))
    ('No lead got as far as closing: it is taken at par.', 'No lead got as far as lead fit and closing: they are taken at par.')
    """
    if not links:
        return ""
    named = joined([NAME[link] for link in links])
    return f"No lead got as far as {named}: {'it is' if len(links) == 1 else 'they are'} taken at par."


def now_words(levers: Levers) -> str:
    """Customers a month before anything is moved."""
    found = levers.now
    counted = "" if fine(levers.counted) == fine(found.mean) else f"; the counts come to {fine(levers.counted)}"
    line = f"Now {customers(found.mean)} a month can be expected{_span(found)}{counted}."
    return " ".join(filter(None, (line, assumed(levers.assumed))))


LEVER_TITLE: Final = "What one more would bring"
LEVER: Final = {
    "lead": "One more lead a month",
    "rep": "One more rep",
    **{link: f"One more point of {NAME[link]}" for link in ("direct", "fit", "follow_up", "closing")},
}
"""What each change is called."""

UNKNOWN_GAIN: Final = {
    "leads": "no lead is recorded, so nothing can be said of one more. Count leads first.",
    "capacity": "say how many leads a month your team can handle, and it can be told.",
    "sellers": "say how many people sell, and it can be told.",
}
"""Why a change has no gain, as the end of a sentence."""


def lever_lines(levers: Levers) -> tuple[str, ...]:
    """A sentence for each change, in the order of :attr:`Levers.changes`."""
    return tuple(lever_line(levers, key) for key in levers.changes)


def lever_line(levers: Levers, key: str) -> str:
    """What one change would bring."""
    change = levers.changes[key]
    if change.gain is None:
        return f"{LEVER[key]}: {UNKNOWN_GAIN[change.reason]}"
    if change.link == key and change.level is not None and change.level >= 1 - WHOLE:
        return f"{NAME[key].capitalize()} stands at 100 %: there is no point more."
    full = key == "lead" and levers.full > 1 - SMALL_CHANCE and "direct" not in levers.changes
    if change.gain.mean < NOTHING or full:
        return _brings_nothing(levers, change)
    gain = f"{customers(change.gain.mean)}{_span(change.gain)}{in_money(levers.money, change.gain.mean)}"
    if key == "lead":
        return f"{LEVER[key]} brings {gain}.{_if_full(levers)}"
    if key == "rep":
        assert change.step is not None
        room = f", with room for {_leads(change.step)} a month,"
        cost = "" if levers.money is None else ", before what a rep costs"
        return f"{LEVER[key]}{room} brings {gain}{cost}.{_if_not_full(levers)}"
    return f"{LEVER[key]}{_from_to(change)} brings {gain}."


def _from_to(change: Lever) -> str:
    assert change.level is not None and change.step is not None
    return f", from {_points(change.level)} to {_points(min(1.0, change.level + change.step))},"


def _points(share: float) -> str:
    """A share with the decimal that one point more is seen by.

    >>> _points(0.093), _points(0.1034), _points(0.25)
    ('9.3 %', '10.3 %', '25 %')
    """
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def _full_at(levers: Levers) -> str:
    assert levers.room is not None
    return f"the team is full at {_leads(levers.room)} a month"


def _brings_nothing(levers: Levers, change: Lever) -> str:
    assert change.gain is not None
    what = "One more lead" if change.key == "lead" else LEVER[change.key]
    nothing = "nothing" if change.gain.mean == change.gain.high == 0 else "next to nothing"
    full = levers.full >= 0.5 and levers.room is not None
    if change.link in ("reach", "fit") and full:
        return f"{what} brings {nothing}: {_full_at(levers)}. Mend capacity first."
    if change.key == "rep" and not full:
        assert levers.room is not None
        room = f"there is room for {_leads(levers.room)} a month and {number(levers.at_sales)} get as far as sales"
        return f"{what} brings {nothing}: {room}. Bring leads first."
    return f"{what} brings {nothing} as the other links stand."


def _if_full(levers: Levers) -> str:
    """What a next lead meets where the team is, or may be, full."""
    if levers.full > 1 - SMALL_CHANCE:
        return f" It has to buy on its own: {_full_at(levers)}."
    if levers.full > SMALL_CHANCE:
        return f" The chance that the team is full already is {sure(levers.full)}."
    return ""


def _if_not_full(levers: Levers) -> str:
    idle = 1 - levers.full
    return f" The chance that there is room enough without one is {sure(idle)}." if idle > SMALL_CHANCE else ""


# --- a goal in leads --------------------------------------------------------------------------------------------------


def needed_words(needed: Needed) -> str:
    """How many leads a month a goal needs."""
    moved = f"{levels_words(needed.levels)} and " if needed.levels else ""
    others = f"with {moved}the other links {'at par' if needed.at_par else 'as they are'}"
    goal = plural(needed.goal, "customer", "customers")
    line = " ".join(filter(None, (_needed(needed, goal, others), assumed(needed.assumed))))
    return line[:1].upper() + line[1:]


def _needed(needed: Needed, goal: str, others: str) -> str:
    chance = sure(needed.never)
    if needed.leads is None:
        assert needed.most is not None and needed.most_likely is not None  # else each further lead would bring more
        if needed.most.high < NOTHING:
            return f"{others}, no number of leads brings a customer."
        span = between(needed.most_likely, needed.most.low, needed.most.high)
        most = f"{others}, {'about ' if span else ''}{fine(needed.most_likely)} a month is the most, however many leads come{span}"
        if needed.never > 1 - SMALL_CHANCE:
            return f"{goal} a month cannot be reached by leads alone: {most}."
        return f"{goal} a month probably cannot be reached by leads alone (the chance of that is {chance}): {most}."
    assert needed.low is not None
    if needed.leads > LARGEST_COUNT:
        return f"{goal} a month cannot be reached by leads alone: {others}, a further lead brings next to nothing."
    about, low = _figures(needed.leads), number(_figures(needed.low))
    high = None if needed.high is None else number(_figures(needed.high))
    span = f" ({low} or more)" if high is None else "" if low == high else f" ({low} to {high})"
    come = f"{number(needed.now)} {'comes' if number(needed.now) == '1' else 'come'} now"
    line = f"For {goal} a month {others}: about {_leads(about)} a month{span}; {come}."
    if needed.never > SMALL_CHANCE:
        return f"{line} The chance that no number of leads does it, because the team would be full, is {chance}."
    return line


# --- what if ------------------------------------------------------------------------------------------------------

SLIDER: Final = {
    "reach": "Leads a month",
    "direct": "Buy on their own",
    "fit": "Could buy",
    "follow_up": "Reached by a person",
    "capacity": "Room for leads a month",
    "closing": "Bought, of those reached",
}
NOT_MOVABLE: Final = "not counted"


def level_words(link: str, level: float) -> str:
    """A link at a level.

    >>> level_words("closing", 0.25), level_words("reach", 400), level_words("capacity", 1)
    ('closing at 25 %', '400 leads a month', 'room for 1 lead a month')
    """
    if link == "reach":
        return f"{_leads(level)} a month"
    return f"room for {_leads(level)} a month" if link == "capacity" else f"{NAME[link]} at {percent(level)}"


def levels_words(levels: Mapping[str, float]) -> str:
    """Levels in the order of the chain; "as it is" where nothing is moved."""
    return joined([level_words(link, levels[link]) for link in LINKS if link in levels]) if levels else "as it is"


def tried_words(tried: Tried, money: Money | None = None) -> str:
    """What moved links bring."""
    now = f"{customers(tried.mean)} a month{between(tried.mean, tried.low, tried.high)}"
    if not tried.levels:
        line = f"As it is: {now}."
    else:
        line = f"With {levels_words(tried.levels)}: {now}, {gain_words(tried, money)}."
    return " ".join(filter(None, (line, assumed(tried.assumed))))


def gain_words(tried: Tried, money: Money | None = None) -> str:
    """The gain over now, more or fewer."""
    mean = tried.gain_mean
    low, high = min(tried.gain_low, mean), max(tried.gain_high, mean)
    if max(-low, high) < NOTHING:
        return "as many as now"
    if fine(mean) == "0":
        return (
            f"about as many as now ({fine(-low)} fewer to {fine(high)} more)"
            if low <= -NOTHING < NOTHING <= high
            else "about as many as now"
        )
    if low > -NOTHING:
        span = between(mean, max(low, 0.0), high)
    elif high < NOTHING:
        span = between(-mean, max(-high, 0.0), -low)
    else:
        span = f" ({fine(-low)} fewer to {fine(high)} more)"
    amount = "" if money is None else f", about {money.words(abs(mean))} of {money.kind}"
    return f"{fine(abs(mean))} {'more' if mean >= 0 else 'fewer'} than now{span}{amount}"


def next_words(tried: Tried) -> str:
    """The weak link after that."""
    if tried.next_link is None:
        return f"{'With that' if tried.levels else 'As it is'}, no link is short."
    start = "With that, the next weak link is" if tried.levels else "The link to mend first is"
    return f"{start} {NAME[tried.next_link]} ({SIDE_OF[tried.next_link]})."


def after_words(d: Diagnosis) -> str:
    """What comes after the weak link; empty where there is none."""
    r = d.assessment
    if d.suspect is None or r.counts.outside or not worth_naming(r, d.suspect):
        return ""
    if d.next_link is None:
        return f"After {NAME[d.suspect]} is mended, no link is short."
    return f"After {NAME[d.suspect]} is mended, the next weak link is {NAME[d.next_link]}."


# --- effort beside shortfall ------------------------------------------------------------------------------------------

NO_ACTIVITIES: Final = (
    "List what you do to win customers, and for each whether the customer answers and whether a person answers back."
)
MISSING: Final = {
    "sales": "Your sales process is missing: in nothing you listed does a person talk with a customer.",
    "marketing": "Your marketing process is missing: everything you listed begins when somebody is already there.",
}
"""A side with no activity at all."""


def process_words(a: Alignment, unit: str = "hours") -> tuple[str, ...]:
    """A process that is missing or very short, a sentence each."""
    return (
        *(MISSING[side] for side in a.missing),
        *(
            f"Your {side} process is very short: {percent(_share(a, side))} of your {unit}, in "
            f"{plural(a.listed[side], 'activity', 'activities')}."
            for side in a.very_short
        ),
    )


def alignment_words(a: Alignment, unit: str = "hours") -> tuple[str, ...]:
    """Where the effort goes and where customers are missing, findings first."""
    if not any(a.listed.values()) and not a.open:
        return (NO_ACTIVITIES,)
    return tuple(filter(None, (*process_words(a, unit), _effort(a, unit), _missing(a), _leaning(a), open_words(a))))


def _share(a: Alignment, side: str) -> float:
    assert a.effort_share is not None
    return a.effort_share[side]


def _effort(a: Alignment, unit: str) -> str:
    if not any(a.listed.values()):
        return ""
    if a.effort_share is None:
        return f"Type the {unit} a month beside each activity, and its share is shown."
    first, second = (percent(_share(a, side)) for side in SIDES)
    return f"You spend {first} of your {unit} on {SIDES[0]} and {second} on {SIDES[1]}."


def _missing(a: Alignment) -> str:
    if a.shortfall_share is None:
        return ""
    shares = a.shortfall_share
    side = max(SIDES, key=lambda name: shares[name])
    if percent(shares[side]) == percent(0.5):
        return "Of the customers that are missing, half are missing on each side."
    return f"Of the customers that are missing, {percent(shares[side])} are missing on the {side} side."


def _leaning(a: Alignment) -> str:
    if a.weak is None or a.effort_share is None:
        return ""
    weak = f"{a.weak} {'is' if a.decided else 'looks like'} the weak link"
    if a.leans is None:
        return f"The effort is about even, and {weak}."
    needed = "" if a.misplaced else ": it goes where it is needed"
    return f"Most of the effort goes into {a.leans}, and {weak}{needed}."


def open_words(a: Alignment) -> str:
    """Activities that are left out; empty where there are none."""
    if not a.open:
        return ""
    one = a.open == 1
    return f"{plural(a.open, 'activity is', 'activities are')} left out until both questions about {'it' if one else 'them'} are answered."


# --- forecast and score -----------------------------------------------------------------------------------------------

NOTHING_NEW: Final = "The numbers are still those of last time. Type what was counted since, and what we said last time is held against it."


def forecast_words(found: Forecast) -> str:
    """What will be counted next."""
    condition = f"With {levels_words(found.levels)}" if found.levels else "If nothing changes"
    months = (
        "next month"
        if number(found.months) == "1"
        else f"a month over the next {plural(found.months, 'month', 'months')}"
    )
    line = f"{condition}, {plural(found.mean, 'customer', 'customers')} {months}{_ends(found)}."
    return " ".join(filter(None, (line, assumed(found.assumed))))


def last_words(past: PastDiagnosis) -> str:
    """What opens the next session."""
    return f"Last time, on {past.date}, we said: {past.sentence}"


def score_words(s: Score) -> str:
    """Last time's forecast against what happened."""
    if s.planned:
        named = f" “{s.aim}”" if s.aim else ""
        condition = f"if the plan{named} came true"
    else:
        condition = "if nothing changed"
    said = f"{plural(s.forecast.mean, 'customer', 'customers')} a month{_ends(s.forecast)}"
    line = f"Last time we said {said} {condition}; it was {number(s.happened)}: {_inside(s)}."
    return " ".join(filter(None, (line, _unchanged(s), _young(s), _goal(s))))


def _ends(found: Forecast) -> str:
    low, high = number(found.low), number(found.high)
    if low == high:
        return "" if low == number(found.mean) else f" (most probably {low})"
    return f" ({low} to {high})"


def _inside(s: Score) -> str:
    if s.covered:
        return "inside"
    return "outside, below it" if s.happened < s.forecast.low else "outside, above it"


def _unchanged(s: Score) -> str:
    """Whether the plan can be seen in what happened: in the customers, and in the links that it was to move."""
    if not s.planned:
        return ""
    line = f"With nothing changed we expected {number(s.unchanged.mean)}{_ends(s.unchanged)}"
    if s.covered and s.unchanged_covered:
        said = f"{line}: that holds it too, so the plan cannot be seen in it yet."
    elif s.covered:
        said = f"{line}: something has changed, by as much as the plan foresaw."
    elif s.unchanged_covered:
        said = f"{line}: that holds it, so the plan cannot be seen in it."
    else:
        said = f"{line}: it is outside that too."
    return " ".join([said, *(_moved(link, *levels) for link, levels in s.moved.items())])


def _moved(link: str, before: float, planned: float, now: float | None) -> str:
    """What became of a link that the plan was to move."""
    was, aim = _figure(link, before), _figure(link, planned)
    stands = "cannot be seen in the counts" if now is None else f"stands at {_figure(link, now)}"
    return f"{NAME[link].capitalize()} was to go from {was} to {aim}; it {stands}."


def _figure(link: str, level: float) -> str:
    if level == float("inf"):
        return "no limit"
    return f"{number(level)} a month" if link in ("reach", "capacity") else percent(level)


def _young(s: Score) -> str:
    maturity = s.forecast.maturity
    if percent(maturity) == percent(1.0):
        return ""
    return f"About {percent(maturity)} of these sales have had time so far, which the range allows for."


def _goal(s: Score) -> str:
    return "" if s.goal is None else f"The goal is {number(s.goal)}."


def score_detail(s: Score) -> str:
    """The score itself, and how to read it."""
    return f"Score of that range: {fine(s.score)} customers a month, its width{'' if s.covered else ' and twenty times what it missed by'}; lower is better."


# --- the smallest deciding test -----------------------------------------------------------------------------------------

TEST_TITLE: Final = "The smallest test that would decide"


def deciding_words(d: Diagnosis) -> tuple[str, ...]:
    """The test that would settle an undetermined verdict, sized and timed; empty where it is settled."""
    r = d.assessment
    if d.verdict != "undetermined":
        return ()
    lines = [settling(r)]
    if r.more_leads is not None:
        next_leads = "lead exactly as this one" if r.more_leads == 1 else f"{r.more_leads:,} leads exactly as these"
        lines.append(f"Count the next {next_leads} were counted, and change nothing else until then.")
    counts = [what for what, seen in COUNT_TOO.items() if getattr(r.counts, what) is None]
    if counts and r.funnel.leads:
        lines.append(f"Count with them {joined([COUNT_TOO[what] for what in counts])}: that shows which link it is.")
    return tuple(lines)


COUNT_TOO: Final = {"fit": "how many could buy", "follow_up": "how many a person reached"}
"""What tells links apart where it was not counted."""
