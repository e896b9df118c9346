"""Golden cases: the number a spreadsheet shows, and the right one.

Each stands on its own arithmetic, written in its row. Cases that need dated leads or several channels are elsewhere.
"""

import re

import numpy as np
import pytest
from scipy.special import betainc, betaincinv

import diagnostics as dx
from diagnostics.diagnosis import words
from diagnostics.funnel import rate_quantiles


def tempting(d):
    return words.tempting(d.assessment)


def said(d):
    """Everything a person reads about a business."""
    r = d.assessment
    shown = words.tempting(r)
    more = (words.cost(r), words.settling(r), words.change(r), words.bridge_text(r), words.balance_text(r))
    return (
        d.sentence, *d.evidence_for, *d.evidence_against, *d.unseen, *more, words.door_text(r),
        shown.tempting, shown.right, shown.right_range, shown.right_of, shown.why,
    )  # fmt: skip


# --- open is not lost ---------------------------------------------------------------------------------------------


def test_open_is_not_lost():
    """100 leads 15 days old, 8 won, 40% of the sales come by day 15: not 8% but 8 ÷ (100 × 0.40) = 20%."""
    d = dx.diagnose(dx.Funnel(100, 8, maturity=0.4), dx.Par(reach=100, closing=0.2))
    assert (tempting(d).tempting, tempting(d).right) == ("8%", "20%")
    assert d.bridge.shortfall["closing"] == pytest.approx(0)
    assert d.today == pytest.approx(20)
    low, high = d.assessment.closing_range
    assert (low, high) == pytest.approx(betaincinv(8.5, 92.5, [0.05, 0.95]) / 0.4, rel=0.01)
    assert 0.103 < low < high < 0.375  # Wilson's 95% limits of 8 of 100, ÷ 0.40, hold the 90% range


def test_open_is_not_lost_in_the_evidence_either():
    d = dx.diagnose(dx.Funnel(100, 8, maturity=0.4), dx.Par(reach=100, closing=0.6))
    assert d.weak_link == "closing"
    assert "8 of 100 leads bought so far; we expect 20% in the end. The target is 60%." in d.evidence_for


# --- small counts -------------------------------------------------------------------------------------------------

BELOW = {
    # par 15%: chance of standing below it after a 10% win rate, Jeffreys' prior, by the incomplete beta function;
    # the verdict is of a business near its target, whose month varies as months do
    "4 of 40": (4, 40, 0.81, "undetermined"),
    "40 of 400": (40, 400, 0.998, "sales"),
    "400 of 4,000": (400, 4000, 1.0, "sales"),
}


@pytest.mark.parametrize(("won", "leads", "below", "verdict"), BELOW.values(), ids=BELOW)
def test_few_counts_lean_and_many_decide(won, leads, below, verdict):
    assert float(betainc(won + 0.5, leads - won + 0.5, 0.15)) == pytest.approx(below, abs=0.006)
    assert np.mean(rate_quantiles(won, leads, 2039) < 0.15) == pytest.approx(below, abs=0.006)
    d = dx.diagnose(dx.Funnel(leads, won), dx.Par(reach=leads, closing=0.15))
    assert (d.verdict, d.leaning) == (verdict, "sales")


def test_one_sale_from_ten_leads_decides_nothing_and_says_how_many_leads_would():
    d = dx.diagnose(dx.Funnel(10, 1), dx.Par(reach=15, closing=0.2))
    assert (d.verdict, d.weak_link) == ("undetermined", None)
    assert d.sentence.startswith("Too early to say. ")
    assert d.more_leads > 10
    assert f"At your current rates it would take about {d.more_leads:,} more leads" in words.settling(d.assessment)
    assert "With only 1 sale, luck matters: the percentage allows for it." in d.evidence_against


BENCHMARKS = {
    # A business at par in reach and closing, 10,000 leads, against a win rate that may be far off
    "20%, give or take half of it": (0.20, 15),
    "2%, give or take as much again": (0.02, 48),
    "2%, worth five leads": (0.02, 5),
    "5%, worth one lead": (0.05, 1),
}


@pytest.mark.parametrize(("rate", "strength"), BENCHMARKS.values(), ids=BENCHMARKS)
def test_a_vague_benchmark_calls_no_side_weak_and_no_range_is_beyond_all_bounds(rate, strength):
    wins = round(10_000 * rate)
    d = dx.diagnose(dx.Funnel(10_000, wins), dx.Par(goal=wins, closing=dx.Rate(rate, strength, "a benchmark")))
    assert d.bridge.shortfall.abs().max() == pytest.approx(0, abs=1e-9 * wins)
    assert d.verdict == "undetermined"
    assert d.bridge[["low", "high"]].abs().max(axis=None) < 100 * wins


# --- capacity -----------------------------------------------------------------------------------------------------

CAPACITY = {
    # room for 100; 20% of worked leads close; what the spreadsheet divides; what one more lead brings
    "40 leads": (40, 8, "20%", 0.2),
    "100 leads": (100, 20, "20%", 0.0),
    "200 leads": (200, 20, "10%", 0.0),
}


@pytest.mark.parametrize("counted", [False, True], ids=["worked not counted", "worked counted"])
@pytest.mark.parametrize(("leads", "wins", "tempts", "next_lead"), CAPACITY.values(), ids=CAPACITY)
def test_the_close_rate_is_of_worked_leads_and_a_lead_beyond_the_room_is_worth_nothing(
    leads, wins, tempts, next_lead, counted
):
    funnel = dx.Funnel(leads, wins, worked=min(leads, 100) if counted else None)
    par = dx.Par(capacity=100, closing=0.2)
    assert (tempting(dx.diagnose(funnel, par)).tempting, tempting(dx.diagnose(funnel, par)).right) == (tempts, "20%")
    with_one_more = dx.what_if(funnel, par, reach=leads + 1, closing=0.2, follow_up=1)
    assert with_one_more.mean - dx.what_if(funnel, par, reach=leads, closing=0.2, follow_up=1).mean == pytest.approx(
        next_lead
    )


def test_leads_that_find_no_room_are_a_fault_of_capacity():
    """100 worked of 200 with room for 100: every lead there was room for was worked."""
    d = dx.diagnose(dx.Funnel(200, 20, worked=100), dx.Par(goal=40, capacity=100, closing=0.2))
    assert (d.verdict, d.weak_link) == ("sales", "capacity")
    assert d.bridge.shortfall.to_dict() == pytest.approx(
        {"reach": 0, "direct": 0, "fit": 0, "follow_up": 0, "capacity": 20, "closing": 0}, abs=1e-9
    )
    assert words.corner(d.assessment) == "Leads pile up"


def test_leads_that_found_room_and_were_not_worked_are_a_fault_of_follow_up_too():
    """60 worked of 200 with room for 100: room brings 12 before and 20 after follow-up is mended, follow-up 8 and 16."""
    d = dx.diagnose(dx.Funnel(200, 12, worked=60), dx.Par(goal=40, capacity=100, closing=0.2))
    assert d.bridge.shortfall.to_dict() == pytest.approx(
        {"reach": 0, "direct": 0, "fit": 0, "follow_up": 12, "capacity": 16, "closing": 0}, abs=1e-9
    )
    assert (d.weak_link, d.next_link) == ("capacity", "follow_up")
    assert "60 of 100 leads sales had room for were reached (60%); the target is 100%." in d.evidence_for


# --- no-touch sales -----------------------------------------------------------------------------------------------

NO_TOUCH = dx.Funnel(1000, 85, direct_wins=70, worked=300)
CREDIT = "We credit 70 of the 85 sales to marketing: they came in without a salesperson."


def test_sales_made_without_talking_are_marketings():
    """700 never meet a rep and 70 buy, 300 meet one and 15 buy: not 8.5% but 15 ÷ 300 = 5%."""
    d = dx.diagnose(NO_TOUCH, dx.Par(goal=150, closing=0.1))
    assert (tempting(d).tempting, tempting(d).right) == ("8.5%", "5%")
    assert (d.verdict, CREDIT in d.evidence_for) == ("sales", True)
    assert "15 of 300 leads you reached bought (5%). At your target it would have been 30." in d.evidence_for


def test_what_marketing_sold_by_itself_does_not_speak_for_marketing_being_weak():
    d = dx.diagnose(NO_TOUCH, dx.Par(goal=1500, follow_up=0.3, closing=0.05))
    assert d.verdict == "marketing"
    assert CREDIT not in d.evidence_for


# --- the biggest drop ---------------------------------------------------------------------------------------------


def test_the_biggest_drop_is_not_the_weak_link():
    """10,000 × 2% × 30% × 50%, attainable 2, 40 and 55%: of the 14 sales missing 0, 75 and 25%."""
    d = dx.diagnose(dx.Funnel(200, 30, fit=60), dx.Par(reach=200, fit=0.4, closing=0.55))
    assert d.at_par - d.today == pytest.approx(14)
    assert (d.bridge.shortfall / 14).to_dict() == pytest.approx(
        {"reach": 0, "direct": 0, "fit": 0.75, "follow_up": 0, "capacity": 0, "closing": 0.25}, abs=1e-9
    )


# --- corners ------------------------------------------------------------------------------------------------------

IDLE = {
    "short of a goal": (dx.Funnel(28, 8), dx.Par(goal=25, closing=0.25)),
    "short of what keeps sales busy": (dx.Funnel(20, 5), dx.Par(capacity=100, closing=0.2)),
}


@pytest.mark.parametrize(("funnel", "par"), IDLE.values(), ids=IDLE)
def test_strong_sales_and_few_leads_is_an_idle_sales_team(funnel, par):
    d = dx.diagnose(funnel, par)
    assert (d.verdict, d.weak_link) == ("marketing", "reach")
    assert words.corner(d.assessment) == "Idle sales team"


def test_many_leads_and_weak_sales_pile_up():
    d = dx.diagnose(dx.Funnel(900, 45), dx.Par(goal=120, closing=0.15))
    assert (d.verdict, d.weak_link) == ("sales", "closing")
    assert words.corner(d.assessment) == "Leads pile up"


def test_a_side_above_its_own_par_is_not_the_weak_link_however_far_ahead_the_other_is():
    """Leads twice, closing four times par."""
    d = dx.diagnose(dx.Funnel(1000, 800), dx.Par(goal=100, closing=0.2))
    assert d.of_par == pytest.approx({"marketing": 2, "sales": 4})
    assert d.probability["marketing"] == 0
    assert re.fullmatch(r"You are meeting this goal \((more than )?\d\d% likely\)\. Try a higher one\.", d.sentence)


def test_no_shortfall_says_raise_the_goal():
    d = dx.diagnose(dx.Funnel(5000, 1000), dx.Par(goal=1000, closing=0.2))
    assert (d.verdict, d.weak_link, d.suspect) == ("balanced", None, None)
    assert re.fullmatch(r"You are meeting this goal \((more than )?\d\d% likely\)\. Try a higher one\.", d.sentence)


def test_balance_with_a_large_common_shortfall_says_so():
    """Half of the 5,000 leads wanted, and half of the win rate, for two years: one such month could be chance."""
    d = dx.diagnose(dx.Funnel(60_000, 6_000, months=24), dx.Par(goal=1000, closing=0.2))
    assert (d.verdict, d.weak_link, d.balance) == ("balanced", None, "both short")
    assert "both run at about half of target" in d.sentence
    assert words.cost(d.assessment) == "Together the two sides fall short by 750 customers per month."


# --- a side that leaves no trace ----------------------------------------------------------------------------------

NO_SALES_PROCESS = {
    # the word after the finding is the verdict: whoever does not talk to the other 450 has a weak sales side,
    # whoever sells to everyone who comes has too few who come
    "450 others were not talked to": (dx.Funnel(500, 50, direct_wins=50), "sales"),
    "there were no others": (dx.Funnel(50, 50, direct_wins=50), "marketing"),
}


@pytest.mark.parametrize(("funnel", "weak"), NO_SALES_PROCESS.values(), ids=NO_SALES_PROCESS)
def test_sales_that_all_come_without_talking_are_a_missing_sales_process(funnel, weak):
    d = dx.diagnose(funnel, dx.Par(goal=100, closing=0.1))
    assert (d.finding, d.verdict) == ("no sales process", weak)
    assert d.sentence.startswith("All 50 sales came in without a salesperson, so we see no sales process. ")


def test_talking_without_a_sale_is_a_sales_process():
    assert dx.diagnose(dx.Funnel(500, 50, 50, worked=80), dx.Par(goal=100, closing=0.1)).finding is None


NO_MARKETING = {
    "short of the goal": (dx.Funnel(0, 7), 20, "marketing"),
    "goal met": (dx.Funnel(0, 30), 20, "balanced"),
    "young": (dx.Funnel(0, 7, months=3, maturity=0.4), 20, "marketing"),
}


@pytest.mark.parametrize(("funnel", "goal", "verdict"), NO_MARKETING.values(), ids=NO_MARKETING)
def test_sales_without_one_recorded_lead_are_missing_marketing(funnel, goal, verdict):
    d = dx.diagnose(funnel, dx.Par(goal=goal, closing=dx.Rate(0.1, 40)))
    assert (d.finding, d.verdict) == ("no marketing", verdict)
    assert d.sentence.startswith(f"You have {funnel.wins} sales and not one recorded lead, so we see no marketing. ")
    assert np.isfinite(d.bridge[["shortfall", "low", "high"]].to_numpy()).all()
    assert np.isfinite([*d.of_par.values(), *d.probability.values(), d.today, d.at_par]).all()
    assert not [line for line in said(d) if re.search(r"\bnan\b|\binf\b|None", line)]
