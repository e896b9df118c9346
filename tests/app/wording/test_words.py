"""What a consultation says: golden sentences, and over a grid of businesses always plain ones."""

import re
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product

import pytest

import diagnostics as dx
from diagnostics.app.case.records import STEPS
from diagnostics.app.wording import alignment_words, forecast_words, lever_words, what_if_words
from diagnostics.app.wording.script import script, timing
from diagnostics.diagnosis import words as answer_words
from diagnostics.diagnosis.alignment import alignment
from diagnostics.diagnosis.forecast import forecast, score
from diagnostics.diagnosis.goal import leads_needed
from diagnostics.diagnosis.levers import levers
from diagnostics.diagnosis.scenario import try_levels
from diagnostics.funnel.links import LINKS
from diagnostics.version import METHOD

EUROS = dx.Money(2400, margin=0.35)


@dataclass(frozen=True)
class Activity:
    side: str | None
    amount: float = 1.0
    what: str = "something"


@dataclass(frozen=True)
class Kept:
    funnel: dx.Funnel
    par: dx.Par

    def records(self):
        return self.funnel, self.par, None


@dataclass(frozen=True)
class Past:
    numbers: Kept
    levels: dict = field(default_factory=dict)
    date: str = "2026-03-02"
    sentence: str = "Sales is the weak link: 96% sure."
    aim: str = ""
    method: int = METHOD


# --- the seven steps ----------------------------------------------------------------------------------------------


def test_the_seven_steps_make_an_hour():
    assert STEPS[2:] == ("door", "sort", "define", "numbers", "diagnosis", "whatif", "plan")
    assert tuple(script().step) == STEPS
    first = STEPS[1:]
    assert sum(script().step[key].minutes for key in first) == 60
    assert timing(script().step["answers"], first) == "5 minutes, until minute 5"
    assert timing(script().step["door"], first) == "4 minutes, until minute 9"
    assert timing(script().step["plan"], first) == "8 minutes, until minute 60"
    assert timing(script().step["plan"], STEPS) == "8 minutes, until minute 70"


@pytest.mark.parametrize("key", STEPS)
def test_every_step_has_a_line_three_to_five_things_to_talk_about_and_a_question(key):
    step = script().step[key]
    assert step.key == key and step.title and step.line.endswith(".")
    assert 3 <= len(step.talk) <= 5
    assert all(point.endswith((".", "?")) for point in step.talk)
    assert step.ask.endswith("?")
    assert len(set(step.talk)) == len(step.talk)


def test_the_consultation_opens_with_the_sales_letter():
    asked = script().step["door"].ask
    assert "sales letter" in asked.lower() and "order form" in asked and "marketing or sales" in asked


def test_three_words_are_defined_each_with_a_question_help_and_an_example():
    assert [word.key for word in script().definitions] == ["lead", "sale", "interaction"]
    for word in script().definitions:
        assert word.question.endswith("?")
        assert word.help.endswith(".") and word.example.endswith(".")


# --- golden sentences ---------------------------------------------------------------------------------------------

FULL = dx.Funnel(200, 20), dx.Par(capacity=100, closing=0.2)
ROOM = dx.Funnel(40, 8), dx.Par(capacity=100, closing=0.2)
SHOP = dx.Funnel(1000, 85, direct_wins=70, worked=300), dx.Par(goal=120, capacity=300, direct=0.08, closing=0.2)
UNSEEN = dx.Funnel(10, 0, fit=4, worked=0), dx.Par(goal=20, closing=0.2)
LEVERS = {
    "full": (
        FULL,
        "lead",
        {},
        "One more lead brings nothing: the team is full at 100 leads per month. Fix capacity first.",
    ),
    "room to spare": (
        ROOM,
        "lead",
        {"closing": 0.2},
        "One more lead per month brings 0.2 customers, about €168 of gross margin.",
    ),
    "as counted": (
        ROOM,
        "lead",
        {},
        "One more lead per month brings 0.2 customers (0.12 to 0.29), about €169 of gross margin.",
    ),
    "full, some buy on their own": (
        SHOP,
        "lead",
        {},
        "One more lead per month brings 0.07 customers (0.058 to 0.084), about €59 of gross margin. It has to buy by self-service: the team is full at 300 leads per month.",
    ),
    "perhaps full": (
        FULL,
        "lead",
        {"closing": 0.2, "capacity": 200},
        "One more lead per month brings 0.12 customers (0 to 0.2), about €101 of gross margin. The chance that the team is already full in a given month is 39%.",
    ),
    "a rep for a full team": (
        FULL,
        "rep",
        {"closing": 0.2},
        "One more rep, with room for 25 leads per month, brings 5 customers per month, about €4,200 of gross margin, before what a rep costs.",
    ),
    "a rep for an idle team": (
        ROOM,
        "rep",
        {},
        "One more rep brings nothing: the team can handle 100 leads per month and 44 get as far as sales. Bring in leads first.",
    ),
    "a point": (
        ROOM,
        "closing",
        {"reach": 40},
        "One more point of win rate, from 20% to 21%, brings 0.4 customers per month, about €336 of gross margin.",
    ),
    "a point where every lead is worked": (
        SHOP,
        "follow_up",
        {},
        "One more point of follow-up: it is already at 100%.",
    ),
    "a point of fit for a full team": (
        (dx.Funnel(2000, 20, fit=1800), dx.Par(capacity=100, closing=0.2)),
        "fit",
        {},
        "One more point of lead fit brings nothing: the team is full at 100 leads per month. Fix capacity first.",
    ),
    "nobody is worked": (
        ROOM,
        "lead",
        {"follow_up": 0},
        "One more lead brings nothing while the other links stay as they are.",
    ),
}


@pytest.mark.parametrize(("business", "key", "levels", "said"), LEVERS.values(), ids=LEVERS)
def test_what_one_more_brings(business, key, levels, said):
    assert lever_words.lever_line(levers(dx.diagnose(*business, EUROS), 4, levels), key) == said


LESS_COST = {
    # 0.2 customers are €168; 25 leads more at 20%, 5 customers, are €4,200
    "a lead that pays": (ROOM, "lead", 0.2, {"lead_cost": 40}, "Less its cost of €40, €128 is left."),
    "a lead that does not": (
        ROOM,
        "lead",
        0.2,
        {"lead_cost": 200},
        "It costs more than it brings: less its cost of €200, €32 is lost.",
    ),
    "a lead that costs nothing": (ROOM, "lead", 0.2, {"lead_cost": 0}, "about €168 of gross margin."),
    "a lead for a full team": (
        FULL,
        "lead",
        0.2,
        {"lead_cost": 40},
        "at 100 leads per month. Its cost of €40 would be lost. Fix capacity first.",
    ),
    "a rep that pays": (
        FULL,
        "rep",
        0.2,
        {"rep_cost": 3000},
        "gross margin. Less its cost of €3,000 per month, €1,200 is left.",
    ),
    "a rep that does not": (
        FULL,
        "rep",
        0.2,
        {"rep_cost": 5000},
        "It costs more than it brings: less its cost of €5,000 per month, €800 is lost.",
    ),
    "of sales": (
        ROOM,
        "lead",
        0.2,
        {"lead_cost": 40, "margin": 1},
        "about €480 of sales. Less its cost of €40, €440 is left, before the cost of what is sold.",
    ),
}


@pytest.mark.parametrize(("business", "key", "closing", "money", "said"), LESS_COST.values(), ids=LESS_COST)
def test_what_one_more_leaves_after_its_cost(business, key, closing, money, said):
    found = levers(dx.diagnose(*business, replace(EUROS, **money)), 4, {"closing": closing})
    assert lever_words.lever_line(found, key).endswith(said)


IN_DOUBT = {
    # a lead brings €169, from €102 to €248; what is left is that less the cost
    100: ("Less its cost of €100, ", " is left", False),
    150: ("Less its cost of €150, ", " It may cost more than it brings.", True),
    200: ("On average it costs more than it brings: less its cost of €200, −€", " is left", True),
    300: ("It costs more than it brings: less its cost of €300, ", " is lost", False),
}


@pytest.mark.parametrize(("cost", "said"), IN_DOUBT.items())
def test_a_loss_that_is_possible_is_said_and_one_that_is_sure_is_not_doubted(cost, said):
    start, later, both = said
    found = levers(dx.diagnose(*ROOM, replace(EUROS, lead_cost=cost)))
    low, mean, high = (found.changes["lead"].worth[at] - cost for at in (1, 0, 2))
    line = lever_words.lever_line(found, "lead").partition("of gross margin. ")[2]
    assert line.startswith(start) and later in line
    lost = high < 0
    ends = (-high, -low) if lost else (low, high)
    assert f"{EUROS.amount(abs(mean))} " in line and f"({EUROS.amount(ends[0])} to {EUROS.amount(ends[1])})" in line
    assert (low < 0 < high) is both


UNKNOWN = {
    "no room said": (
        dx.diagnose(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12)),
        "rep",
        "One more rep: enter how many leads per month your team can handle, and we can say.",
    ),
    "nobody says how many sell": (
        dx.diagnose(*FULL),
        "rep",
        "One more rep: enter how many people sell, or how many leads per month one of them can handle, and we can say.",
    ),
    "no leads": (
        dx.diagnose(dx.Funnel(0, 7), dx.Par(goal=20, closing=0.2)),
        "lead",
        "One more lead per month: no lead is recorded, so we cannot say what one more would bring. Count leads first.",
    ),
}


@pytest.mark.parametrize(("d", "key", "said"), UNKNOWN.values(), ids=UNKNOWN)
def test_why_one_more_cannot_be_told(d, key, said):
    assert lever_words.lever_line(levers(d), key) == said


def test_now_is_what_can_be_expected_and_what_the_counts_come_to_where_that_differs():
    few, more = (
        dx.diagnose(dx.Funnel(leads, wins), dx.Par(goal=25, closing=0.25)) for leads, wins in ((20, 4), (28, 8))
    )
    many = dx.diagnose(*SHOP)
    assert lever_words.now_words(levers(few)) == (
        "At present 5.1 customers per month can be expected (2.4 to 8.7); your numbers show 4. "
        "The counts alone are not certain enough: your targets raise the estimate."
    )
    assert lever_words.now_words(levers(more)) == (
        "At present 8.7 customers per month can be expected (4.8 to 14); your numbers show 8."
    )
    assert "your numbers show 85" in lever_words.now_words(levers(many))
    assert lever_words.now_words(levers(dx.diagnose(*UNSEEN))).endswith(
        "No lead got as far as closing: we take it to be on target."
    )


NEEDED = {
    "as they are": (
        ROOM,
        16,
        {"closing": 0.2},
        False,
        "For 16 customers per month with a win rate of 20% and the other links as they are: about 80 leads per month; 40 come in now.",
    ),
    "with a range": (
        (dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12)),
        None,
        {},
        False,
        "For 58 customers per month with the other links as they are: about 922 leads per month (646 to 1,390); 310 come in now.",
    ),
    "at par": (
        (dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12)),
        None,
        {},
        True,
        "For 58 customers per month with the other links on target: about 483 leads per month; 310 come in now.",
    ),
    "never": (
        FULL,
        21,
        {"closing": 0.2},
        False,
        "21 customers per month cannot be reached by leads alone: with a win rate of 20% and the other links as they are, 20 per month is the most, however many leads come in.",
    ),
    "probably not": (
        FULL,
        22,
        {},
        False,
        "22 customers per month probably cannot be reached by leads alone (the chance of that is 71%): with the other links as they are, about 20 per month is the most, however many leads come in (14 to 27).",
    ),
    "perhaps not": (
        FULL,
        18,
        {},
        False,
        "For 18 customers per month with the other links as they are: about 91 leads per month (67 or more); 200 come in now. The chance that no number of leads does it, because the team would be full, is 31%.",
    ),
    "nobody ever buys": (
        FULL,
        18,
        {"closing": 0.0},
        False,
        "With a win rate of 0% and the other links as they are, no number of leads brings a customer.",
    ),
}


@pytest.mark.parametrize(("business", "goal", "levels", "at_par", "said"), NEEDED.values(), ids=NEEDED)
def test_how_many_leads_a_goal_needs(business, goal, levels, at_par, said):
    assert lever_words.needed_words(leads_needed(dx.diagnose(*business), goal, levels, at_par)) == said


TRIED = {
    "nothing": ({}, "As it is: 8.1 customers per month (4.5 to 13).", "As it is, no link falls short."),
    "more": (
        {"closing": 0.2, "reach": 70},
        "With 70 leads per month and a win rate of 20%: 14 customers per month, 5.9 more than now (1.4 to 9.5), about €4,970 of gross margin.",
        "With that, no link falls short.",
    ),
    "fewer": (
        {"reach": 10, "closing": 0.1},
        "With 10 leads per month and a win rate of 10%: 1 customer per month, 7.1 fewer than now (3.5 to 12), about €5,950 of gross margin.",
        "With that, the next weak link is reach (marketing).",
    ),
    "either": (
        {"closing": 0.2},
        "With a win rate of 20%: 8 customers per month (6.1 to 10), about as many as now (3.8 fewer to 3.1 more).",
        "With that, no link falls short.",
    ),
    "what changes nothing": (
        {"capacity": 500},
        "With room for 500 leads per month: 8.1 customers per month (4.5 to 13), as many as now.",
        "With that, no link falls short.",
    ),
}


@pytest.mark.parametrize(("levels", "said", "next_said"), TRIED.values(), ids=TRIED)
def test_what_moved_links_bring(levels, said, next_said):
    d = dx.diagnose(dx.Funnel(40, 8), dx.Par(reach=40, capacity=100, closing=0.2), EUROS)
    tried = try_levels(d, levels)
    assert (lever_words.tried_words(tried, EUROS), lever_words.next_words(tried)) == (said, next_said)


AFTER = {
    "another link": (dx.Funnel(310, 17), "Once closing is fixed, the next weak link is reach."),
    "none": (dx.Funnel(310, 37), "Once reach is fixed, no link falls short."),
    "no weak link": (dx.Funnel(500, 60), ""),
    "no leads": (dx.Funnel(0, 7), ""),
}


@pytest.mark.parametrize(("funnel", "said"), AFTER.values(), ids=AFTER)
def test_what_comes_after_the_weak_link(funnel, said):
    assert lever_words.after_words(dx.diagnose(funnel, dx.Par(goal=58, closing=0.12))) == said


def does(marketing=(), sales=(), open=()):
    lists = {"marketing": marketing, "sales": sales, None: open}
    return [Activity(side, amount) for side, amounts in lists.items() for amount in amounts]


SALES_WEAK = dx.diagnose(dx.Funnel(2000, 40), dx.Par(goal=100, closing=0.05))
LEANS = dx.diagnose(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12))
ALIGNED = {
    "nothing listed": (does(), SALES_WEAK, (alignment_words.NO_ACTIVITIES,)),
    "missing": (
        does([30]),
        None,
        (
            "Your sales process is missing: in nothing you listed does a person talk with a customer.",
            "You spend 100% of your hours on marketing and 0% on sales.",
        ),
    ),
    "marketing missing": (
        does([], [3, 4]),
        None,
        (
            "Your marketing process is missing: everything you listed starts when somebody is already there.",
            "You spend 0% of your hours on marketing and 100% on sales.",
        ),
    ),
    "very short, and it is the weak one": (
        does([30], [1, 1]),
        SALES_WEAK,
        (
            "Your sales process is very short: 6.2% of your hours, in 2 activities.",
            "You spend 94% of your hours on marketing and 6.2% on sales.",
            "Of the customers that are missing, 100% are missing on the sales side.",
            "Most of the effort goes into marketing, and sales is the weak link.",
        ),
    ),
    "where it is needed": (
        does([10], [30]),
        LEANS,
        (
            "You spend 25% of your hours on marketing and 75% on sales.",
            "Of the customers that are missing, 63% are missing on the sales side.",
            "Most of the effort goes into sales, and sales looks like the weak link: it goes where it is needed.",
        ),
    ),
    "even, and one still open": (
        does([10], [10], [5]),
        SALES_WEAK,
        (
            "You spend 50% of your hours on marketing and 50% on sales.",
            "Of the customers that are missing, 100% are missing on the sales side.",
            "The effort is about even, and sales is the weak link.",
            "1 activity is left out until both questions about it are answered.",
        ),
    ),
    "only open ones": (
        does(open=[1, 2]),
        None,
        ("2 activities are left out until both questions about them are answered.",),
    ),
    "no hours typed": (
        does([0], [0]),
        None,
        ("Enter the hours per month for each activity to see its share.",),
    ),
}


@pytest.mark.parametrize(("activities", "d", "said"), ALIGNED.values(), ids=ALIGNED)
def test_effort_beside_shortfall(activities, d, said):
    assert alignment_words.alignment_words(alignment(activities, d)) == said


def test_effort_may_be_money():
    said = alignment_words.alignment_words(alignment(does([30], [1])), "money")
    assert said[0] == "Your sales process is very short: 3.2% of your money, in 1 activity."
    assert said[1] == "You spend 97% of your money on marketing and 3.2% on sales."


def test_a_shortfall_that_is_even_is_said_to_be():
    d = dx.diagnose(dx.Funnel(100, 10), dx.Par(goal=40, closing=0.2))
    assert alignment_words.alignment_words(alignment(does([1], [1]), d))[1] == (
        "Of the customers that are missing, half are missing on each side."
    )


FUNNEL, PAR = dx.Funnel(120, 12), dx.Par(goal=20, closing=0.2)
SAID = "Last time we said 14 customers per month (7.7 to 22) if nothing changed; the actual "
SCORED = {
    "inside": ({}, "", dx.Funnel(360, 42, months=3), SAID + "14 was within the range. The goal is 20."),
    "above": ({}, "", dx.Funnel(360, 90, months=3), SAID + "30 was above the range. The goal is 20."),
    "below": ({}, "", dx.Funnel(360, 12, months=3), SAID + "4 was below the range. The goal is 20."),
    "young": (
        {},
        "",
        dx.Funnel(360, 15, months=3, maturity=0.4),
        "Last time we said 14 customers per month (6.7 to 23) if nothing changed; the actual 12 was within the range. About 40% of these sales can be expected so far, which the range allows for. The goal is 20.",
    ),
    "a plan that shows": (
        {"closing": 0.2},
        "Mend closing",
        dx.Funnel(360, 75, months=3),
        "Last time we said 24 customers per month (18 to 31) if the plan “Mend closing” came true; the actual 25 was within the range. With nothing changed we expected 14 (7.7 to 22): something has changed, by as much as the plan expected. Win rate was to go from 10% to 20%; it is now 21%. The goal is 20.",
    ),
    "a plan that does not show": (
        {"closing": 0.2},
        "",
        dx.Funnel(360, 42, months=3),
        "Last time we said 24 customers per month (18 to 31) if the plan came true; the actual 14 was below the range. With nothing changed we expected 14 (7.7 to 22): the actual is within that range, so the plan does not show in it. Win rate was to go from 10% to 20%; it is now 12%. The goal is 20.",
    ),
    "a plan that may show": (
        {"closing": 0.12},
        "Half way",
        dx.Funnel(360, 42, months=3),
        "Last time we said 14 customers per month (10 to 19) if the plan “Half way” came true; the actual 14 was within the range. With nothing changed we expected 14 (7.7 to 22): the actual is within that range too, so the plan does not show in it yet. Win rate was to go from 10% to 12%; it is now 12%. The goal is 20.",
    ),
    "outside both": (
        {"closing": 0.2},
        "",
        dx.Funnel(360, 120, months=3),
        "Last time we said 24 customers per month (18 to 31) if the plan came true; the actual 40 was above the range. With nothing changed we expected 14 (7.7 to 22): the actual is outside that range too. Win rate was to go from 10% to 20%; it is now 33%. The goal is 20.",
    ),
}


@pytest.mark.parametrize(("levels", "aim", "since", "said"), SCORED.values(), ids=SCORED)
def test_what_we_said_last_time(levels, aim, since, said):
    s = score(Past(Kept(FUNNEL, PAR), levels, aim=aim), since, PAR)
    assert forecast_words.score_words(s) == said


def test_the_next_consultation_begins_with_what_was_said():
    past = Past(Kept(FUNNEL, PAR))
    assert forecast_words.last_words(past) == "Last time, on 2026-03-02, we said: Sales is the weak link: 96% sure."


def test_another_method_is_spoken_of_only_where_it_says_something_else():
    same = dx.diagnose(FUNNEL, PAR).sentence
    other = "Sales is the weak link: 96% sure."
    for method, sentence, added in (
        (METHOD, other, ""),
        (METHOD - 1, other, f" Our method has changed since. For the same numbers we now say: {same}"),
        (METHOD - 1, same, ""),
    ):
        said = forecast_words.last_words(Past(Kept(FUNNEL, PAR), sentence=sentence, method=method))
        assert said == f"Last time, on 2026-03-02, we said: {sentence}{added}"


FORECASTS = {
    "three months": (
        {},
        3,
        "If nothing changes, 14 customers per month over the next 3 months (7.7 to 22); your numbers show 12 per month. The counts alone are not certain enough: your targets raise the estimate.",
    ),
    "one": (
        {},
        1,
        "If nothing changes, 14 customers next month (6 to 24); your numbers show 12 per month. The counts alone are not certain enough: your targets raise the estimate.",
    ),
    "moved": (
        {"closing": 0.2, "reach": 100},
        1,
        "With 100 leads per month and a win rate of 20%, 20 customers next month (12 to 28).",
    ),
}


@pytest.mark.parametrize(("levels", "months", "said"), FORECASTS.values(), ids=FORECASTS)
def test_what_is_forecast(levels, months, said):
    assert forecast_words.forecast_words(forecast(FUNNEL, PAR, levels, months)) == said


def test_the_deciding_test_is_sized_timed_and_says_which_number_would_settle_it_and_what_is_right_either_way():
    *lines, number, weeks, right = forecast_words.deciding_words(LEANS)
    assert lines == [
        "We only name a weak link when it is at least 85% likely. At your current rates it would take about 410 more leads (about 1 month) to be sure.",
        "Count the next 410 leads exactly as these were counted, and change nothing else until then.",
    ]
    assert (number, weeks, right) == LEANS.what_next
    assert number.startswith("Leads that could buy: would decide it in about ")
    assert forecast_words.deciding_words(SALES_WEAK) == ()
    counted = dx.diagnose(dx.Funnel(40, 4, fit=35, worked=30), dx.Par(goal=5, fit=0.9, closing=0.15))
    assert counted.verdict == "undetermined"
    assert not any("could buy" in line for line in forecast_words.deciding_words(counted))


# --- plain sentences ----------------------------------------------------------------------------------------------

FUNNELS = (
    dx.Funnel(0, 0),
    dx.Funnel(1, 0),
    dx.Funnel(1, 1),
    dx.Funnel(2, 1, direct_wins=1),
    dx.Funnel(10, 0, fit=4, worked=0),
    dx.Funnel(28, 8, maturity=0.6),
    dx.Funnel(100, 100),
    dx.Funnel(200, 12, worked=60),
    dx.Funnel(3333, 777, direct_wins=111, fit=3000, worked=2000, months=7, maturity=0.97),
    dx.Funnel(1_000_000, 12_345, months=12),
)
PARS = (
    dx.Par(goal=1, closing=0.3),
    dx.Par(goal=90, closing=0.0123),
    dx.Par(reach=333.3, closing=dx.Rate(0.12, 60, "a benchmark"), direct=0.02),
    dx.Par(capacity=1, goal=2, closing=0.2, fit=dx.Rate(0.7, 30), follow_up=0.95),
    dx.Par(capacity=45, closing=0.3),
)
LEVELS = (
    {},
    {"reach": 1},
    {"closing": 0.0, "reach": 10},
    {"reach": 777.7, "closing": 0.35},
    {"reach": 5000.0, "fit": 0.5},
)


@cache
def everything():
    """Every line, with the business it is said of."""
    said = []
    for funnel, par in product(FUNNELS, PARS):
        d = dx.diagnose(funnel, par, EUROS)
        lines = [lever_words.after_words(d), *forecast_words.deciding_words(d), lever_words.now_words(levers(d))]
        for sellers, levels in product((None, 3), LEVELS):
            lines += lever_words.lever_lines(levers(d, sellers, levels))
        for levels, at_par in product(LEVELS, (False, True)):
            lines += [lever_words.needed_words(leads_needed(d, goal, levels, at_par)) for goal in (None, 1)]
        for levels in LEVELS:
            tried = try_levels(d, levels)
            lines += [
                lever_words.tried_words(tried, EUROS),
                lever_words.tried_words(tried),
                lever_words.next_words(tried),
            ]
        lines += [forecast_words.forecast_words(forecast(funnel, par, levels, 2.5)) for levels in LEVELS[:2]]
        since = score(Past(Kept(funnel, par), {"reach": 30.0, "closing": 0.2}), dx.Funnel(90, 11, months=3), par)
        lines += [forecast_words.score_words(since)]
        lines += alignment_words.alignment_words(alignment(does([10], [1], [1]), d))
        said += [(line, funnel, par) for line in lines if line]
    for step in script().step.values():
        said += [(line, step.key, "") for line in (step.line, step.ask, *step.talk)]
    for word in script().definitions:
        said += [(line, word.key, "") for line in (word.question, word.help, word.example)]
    return said


BLEMISHES = {
    "not a number": r"\bnan\b",
    "without end": r"\binf",
    "nothing where something was meant": r"\bNone\b",
    "two spaces": r"  ",
    "a space before a full stop": r" [.,;:]",
    "an exponent": r"\de[+-]?\d",
    "a hyphen for a minus sign": r"(?<![\w–])-\d",
    "two full stops": r"\.\.",
    "a lower-case start": r"^[a-z]",
    "an underscore": r"_",
    "one of many": r"(?<![\d,.€])1 (more )?(leads|sales|customers|months|activities)\b",
    "many of one": r"(?<![\d,.])(?!1 )[\d,.]+ (more )?(lead|sale|customer|activity)\b",
    "more than two figures below one": r"(?<![\d€.,])0\.0*[1-9]\d\d",
    "a range with one end": r"\((\S+) to \1\)",
    "a shortage of less than nothing": r"− *\d[\d.,]* (more|fewer)",
    "a range the wrong way round": r"\(0\.\d+ to 0\)",
    "no sentence": r"[^.?]$",
}


@pytest.mark.slow
@pytest.mark.parametrize("blemish", BLEMISHES)
def test_no_line_shows(blemish):
    assert not [(line, *whose) for line, *whose in everything() if re.search(BLEMISHES[blemish], line)][:5]


def test_a_range_holds_the_number_before_it():
    """To what is shown of it."""
    pattern = re.compile(r"brings ([\d.,]+) customers? \(([\d.,]+) to ([\d.,]+)\)")
    found = [
        tuple(float(n.replace(",", "")) for n in m.groups())
        for line, *_ in everything()
        for m in pattern.finditer(line)
    ]
    assert len(found) > 100
    assert all(low <= mean <= high for mean, low, high in found)


def test_every_link_has_a_label_for_its_slider():
    assert set(what_if_words.SLIDER) == set(LINKS)
    assert set(lever_words.LEVER) == {"lead", "rep", "direct", "fit", "follow_up", "closing"}


# --- sentences that used to be false ------------------------------------------------------------------------------

F, P = dx.Funnel, dx.Par


@pytest.mark.parametrize("wins", range(14, 20))
def test_a_link_that_was_not_counted_is_never_the_one_to_mend(wins):
    """17 of 80 leads named follow-up, which nobody had counted, at a cost of 0 customers."""
    d = dx.diagnose(F(80, wins), P(goal=15, closing=dx.Rate(0.2, 10)))
    assert d.suspect in (None, "reach", "closing")
    cost = answer_words.cost(d.assessment)
    assert "cost about 0 customers" not in cost and "−" not in cost


def test_a_side_that_may_be_short_though_the_counts_are_not_is_worded_so():
    """8 of 89 leads is 9%, the par; but a par that is worth 10 leads may as well be 20%."""
    d = dx.diagnose(F(89, 8), P(goal=8.3, closing=dx.Rate(0.09, 10)))
    assert d.leaning == "sales" and not answer_words.worth_naming(d.assessment, "closing")
    assert answer_words.cost(d.assessment) == ("Closing looks on target, but that target is itself only roughly known.")
    assert lever_words.after_words(d) == ""


def test_where_the_goal_is_met_nothing_is_to_be_mended_first_and_nobody_is_missing():
    d = dx.diagnose(F(22_200, 2400, months=12), P(goal=200, closing=0.1))
    assert d.sentence.startswith("You are meeting this goal") and d.assessment.observed.shortfall["reach"] > 10
    assert lever_words.next_words(try_levels(d)) == "As it is, no link falls short."
    found = alignment([Activity("marketing", 5), Activity("sales", 5)], d)
    assert found.shortfall_share is None
    assert not any("missing" in line for line in alignment_words.alignment_words(found))


def test_a_goal_that_is_met_is_said_to_be_beside_the_side_that_is_likelier_weak():
    met = dx.diagnose(F(288, 69), P(goal=40.6, closing=0.3))
    assert met.verdict == "undetermined" and met.leaning == "sales"
    assert met.sentence.startswith(
        "You are meeting this goal so far, but it is too early to be sure. Sales is the likelier "
    )
    assert LEANS.sentence.startswith("Too early to say. ")


def test_a_goal_that_is_met_comes_before_the_doubt_and_one_that_young_leads_may_meet_is_not_met():
    met = dx.diagnose(F(220, 44, months=2), P(goal=20, closing=0.2))
    start = "You are {} this goal so far, but it is too early to be sure. Neither side looks like the weak link ("
    assert met.sentence.startswith(start.format("meeting"))
    young = dx.diagnose(F(100, 2).with_typical_days(120), P(goal=20, closing=0.2))
    assert young.verdict == "undetermined" and young.sentence.startswith(start.format("on course for"))


def test_sides_that_are_far_apart_are_not_called_even():
    d = dx.diagnose(F(31, 7, direct_wins=2), P(goal=3.3, capacity=35, closing=dx.Rate(0.18, 40)))
    of_par = d.of_par
    assert d.verdict == "undetermined" and d.leaning == "balanced" and of_par["marketing"] > 1.5 * of_par["sales"]
    assert "too early to be sure. Neither side looks like the weak link (" in d.sentence


def test_more_than_was_counted_is_explained():
    """2 of 100 leads, where 20% was the target: three times as many are expected."""
    d = dx.diagnose(F(100, 2), P(goal=20, closing=0.2))
    why = "The counts alone are not certain enough: your targets raise the estimate."
    assert levers(d).now.mean > 2 * levers(d).counted
    for line in (
        lever_words.now_words(levers(d)),
        forecast_words.forecast_words(forecast(d.assessment.funnel, d.assessment.par)),
    ):
        assert "; your numbers show 2" in line and line.endswith(why)
    fewer = dx.diagnose(F(21, 6), P(goal=3, closing=0.14))
    assert "your targets lower the estimate" in lever_words.now_words(levers(fewer))
    outside = dx.diagnose(F(0, 1), P(goal=20, closing=0.2))  # no target says how many come without a lead
    assert levers(outside).now.mean > 1.1 and "your targets" not in lever_words.now_words(levers(outside))
    assert "your targets" not in forecast_words.forecast_words(forecast(F(0, 1), P(goal=20, closing=0.2)))
    moved = forecast(F(100, 2), P(goal=20, closing=0.2), {"reach": 100})
    assert "your numbers show" not in forecast_words.forecast_words(moved)


def test_a_gain_that_is_small_beside_its_range_is_none():
    tried = try_levels(dx.diagnose(F(40, 8), P(reach=40, capacity=100, closing=0.2)), {"closing": 0.2})
    assert tried.gain_low < 0 < tried.gain_high and 0.05 < abs(tried.gain_mean) < 0.1
    assert lever_words.gain_words(tried, EUROS).startswith("about as many as now (")


@pytest.mark.parametrize("leads", [122, 128])
def test_a_lead_is_not_said_to_buy_on_its_own_where_none_does(leads):
    line = lever_words.lever_line(levers(dx.diagnose(F(leads, 20), P(capacity=100, closing=0.2))), "lead")
    assert line == "One more lead brings next to nothing: the team is full at 100 leads per month. Fix capacity first."


def test_a_lead_that_finds_no_room_buys_on_its_own_where_some_do():
    line = lever_words.lever_line(levers(dx.diagnose(F(300, 40, direct_wins=30), P(capacity=100, closing=0.2))), "lead")
    assert "It has to buy by self-service" in line


@pytest.mark.parametrize(("funnel", "goal", "closing"), [(F(100, 2), 2.0, 0.02), (F(30, 1), 3.1, 0.03)])
def test_the_most_that_leads_can_bring_is_below_a_goal_they_probably_cannot_reach(funnel, goal, closing):
    """The mean of what can be won is above it, for few large values."""
    needed = leads_needed(dx.diagnose(funnel, P(goal=goal, capacity=100, closing=closing)))
    assert needed.never > 0.5 and needed.most_likely < goal < needed.most.mean
    line = lever_words.needed_words(needed)
    said = float(re.search(r"about ([\d.]+) per month is the most", line)[1])
    assert said <= goal, line


def test_a_change_that_the_plan_did_not_make_is_not_its_own():
    """Leads doubled; closing, which the plan was to mend, stayed."""
    s = score(
        Past(Kept(F(120, 12), P(goal=20, closing=0.2)), {"closing": 0.2}), F(720, 72, months=3), P(goal=20, closing=0.2)
    )
    line = forecast_words.score_words(s)
    assert "as planned" not in line
    assert "Win rate was to go from 10% to 20%; it is now 10%." in line


def test_a_link_of_the_plan_that_the_counts_do_not_show_is_said_so():
    past = Past(Kept(F(120, 12, worked=60), P(goal=20, closing=0.2)), {"follow_up": 0.9})
    line = forecast_words.score_words(score(past, F(360, 60, months=3), P(goal=20, closing=0.2)))
    assert "Follow-up was to go from 50% to 90%; it was not counted." in line


@pytest.mark.parametrize(
    ("funnel", "said"),
    [
        (F(200, 29), "from 14.5% to 15.5%"),
        (F(200, 45), "from 22.5% to 23.5%"),
        (F(200, 19), "from 9.5% to 10.5%"),
        (F(200, 191), "from 95.5% to 96.5%"),
        (F(200, 199), "from 99.5% to 100%"),
        (F(200, 40), "from 20% to 21%"),
        (F(20, 20), "it is already at 100%"),
    ],
)
def test_a_point_is_a_point(funnel, said):
    assert said in lever_words.lever_line(levers(dx.diagnose(funnel, P(goal=70, closing=0.2))), "closing")


@pytest.mark.parametrize("months", [1, 6, 48])
@pytest.mark.parametrize("wins", [0, 1, 7])
@pytest.mark.parametrize("levels", [{}, {"closing": 0.1}, {"reach": 3}])
def test_a_mean_lies_within_the_range_beside_it(months, wins, levels):
    line = lever_words.tried_words(
        try_levels(dx.diagnose(F(70, wins, months=months), P(goal=0.3, closing=0.1)), levels)
    )
    for mean, low, high in re.findall(r"([\d.]+) customers? a month \(([\d.]+) to ([\d.]+)\)", line):
        assert float(low) <= float(mean) <= float(high), line


def test_little_is_not_nothing():
    more = levers(dx.diagnose(F(1_000_000, 300), P(goal=400, closing=0.0004)))
    assert (
        lever_words.lever_line(more, "lead")
        == "One more lead brings next to nothing while the other links stay as they are."
    )
    full = levers(dx.diagnose(F(200, 20), P(capacity=100, closing=0.2)))
    assert lever_words.lever_line(full, "lead").startswith("One more lead brings nothing: ")


def test_leads_without_end_are_no_answer():
    needed = leads_needed(dx.diagnose(F(500_000, 3, direct_wins=1), P(goal=5000, capacity=100, closing=0.2)))
    line = lever_words.needed_words(needed)
    assert not re.search(r"\d{1,3}(,\d{3}){3}", line), line


def test_a_forecast_says_what_it_takes_at_par_and_keeps_its_range():
    line = forecast_words.forecast_words(forecast(F(0, 0), P(goal=70, closing=0.9), {"reach": 100}))
    assert line.endswith("No lead got as far as closing: we take it to be on target.")
    assert "next month" in forecast_words.forecast_words(forecast(F(120, 12), P(goal=20, closing=0.2), months=1.02))
    rare = forecast(F(100, 1, months=48, reach_dispersion=9, closing_dispersion=9), P(goal=0.02, closing=0.01))
    assert rare.low == rare.high == 0 < rare.mean
    assert forecast_words.forecast_words(rare).endswith("(most probably 0).")
