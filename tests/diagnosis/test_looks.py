"""The verdict for one who looks often: what it rests on, how many leads it still takes, what is said, and how often it is wrong."""

import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import binom

import diagnostics as dx
from diagnostics.diagnosis import words
from diagnostics.diagnosis.judge import MOST_NAMED, SHORT, WATCHED
from diagnostics.diagnosis.looks import evidence
from diagnostics.funnel.evidence import share_evidence, volume_evidence
from diagnostics.funnel.near_target import LEADS_SD, SHARE_SD, Seen
from diagnostics.funnel.posterior import level_deviation

SEEN = {"reach_dispersion": 1.0, "closing_dispersion": 1.0}
PAR = dx.Par(goal=60, closing=0.15)
TARGET = float(logit(0.15))


def test_with_two_counts_it_is_the_evidence_of_leads_and_of_closing():
    found = dx.diagnose(dx.Funnel(400, 40, **SEEN), PAR).watched.evidence
    assert found["sales"] == pytest.approx(share_evidence([Seen(40, 400)], TARGET, 0, SHARE_SD, SHORT))
    assert found["marketing"] == pytest.approx(volume_evidence(400, 1, np.log(400), 0, LEADS_SD, SHORT))


def test_over_the_links_of_a_side_it_is_the_mean():
    par = dx.Par(reach=400, closing=0.3, follow_up=0.8, fit=0.7)
    found = dx.diagnose(dx.Funnel(400, 40, fit=240, worked=160, **SEEN), par).watched.evidence
    closing = share_evidence([Seen(40, 160)], float(logit(0.3)), 0, SHARE_SD, SHORT)
    followed = share_evidence([Seen(160, 240)], float(logit(0.8)), 0, SHARE_SD, SHORT)
    fit = share_evidence([Seen(240, 400)], float(logit(0.7)), 0, SHARE_SD, SHORT)
    leads = volume_evidence(400, 1, np.log(400), 0, LEADS_SD, SHORT)
    assert found["sales"] == pytest.approx((closing + followed) / 2)
    assert found["marketing"] == pytest.approx((fit + leads) / 2)


def test_months_that_vary_are_worth_less():
    seen = dx.Funnel(4_000, 480, months=10, reach_dispersion=2.0, closing_dispersion=1.5)
    found = evidence(seen, PAR)
    assert found["sales"] == pytest.approx(share_evidence([Seen(480 / 1.5, 4_000 / 1.5)], TARGET, 0, SHARE_SD, SHORT))
    assert found["marketing"] == pytest.approx(volume_evidence(2_000, 5, np.log(400), 0, LEADS_SD, SHORT))


def test_leads_that_a_goal_needs_are_as_uncertain_as_the_win_rate_they_need():
    """log(goal / c) falls by 1 − c for each log-odds of c."""
    par = dx.Par(goal=60, closing=dx.Rate(0.15, 30))
    deviation = level_deviation(0.15, 30)
    found = evidence(dx.Funnel(300, 40, **SEEN), par)
    right = volume_evidence(300, 1, np.log(400), 0.85 * deviation, LEADS_SD, SHORT)
    assert found["marketing"] == pytest.approx(right, rel=0.01)
    assert found["sales"] == pytest.approx(share_evidence([Seen(40, 300)], TARGET, deviation, SHARE_SD, SHORT))


def test_a_vague_target_is_little_evidence():
    seen = dx.Funnel(400, 20, **SEEN)
    known, vague = (evidence(seen, dx.Par(reach=400, closing=c))["sales"] for c in (0.15, dx.Rate(0.15, 4.4)))
    assert known > 1_000 > 20 > vague


@pytest.mark.parametrize(
    ("seen", "closing"),
    [((250, 25), 0.15), ((400, 40), dx.Rate(0.15, 1_500))],
    ids=["known", "rough"],
)
def test_with_so_many_more_leads_it_holds_and_with_fewer_it_does_not(seen, closing):
    (leads, wins), par = seen, dx.Par(reach=seen[0], closing=closing)
    seen = dx.Funnel(leads, wins, **SEEN)
    d = dx.diagnose(seen, par)
    assert d.verdict == "sales"
    assert d.watched.verdict == "undetermined"
    more = d.watched.more_leads

    def after(others):
        tens = round((leads + others) / 10)  # so that the rate is the same
        return dx.Funnel(10 * tens, tens, months=10 * tens / leads, **SEEN)

    assert dx.diagnose(after(round(more * 1.15)), par).watched.verdict == "sales"
    assert dx.diagnose(after(round(more * 0.8)), par).watched.verdict == "undetermined"
    assert dx.diagnose(after(round(more * 1.15)), par).watched.more_leads is None


def test_only_a_side_that_is_named_holds():
    """Both sides far short by as much: the evidence is plain, but neither is the weak link."""
    d = dx.diagnose(dx.Funnel(2_000, 200, months=10, **SEEN), dx.Par(reach=300, closing=0.15))
    assert d.watched.short == ("marketing", "sales")
    assert d.verdict not in ("marketing", "sales")
    assert (d.watched.verdict, d.watched.more_leads) == ("undetermined", None)


def test_without_leads_or_where_room_is_short_there_is_no_such_verdict():
    assert dx.diagnose(dx.Funnel(0, 20), PAR).watched is None
    full = dx.diagnose(dx.Funnel(4_000, 300, months=10), dx.Par(goal=60, closing=0.15, capacity=200))
    assert (full.verdict, full.suspect, full.watched) == ("sales", "capacity", None)


# --- the words


def test_a_verdict_says_whether_it_holds_for_one_who_looks_often():
    clear = dx.diagnose(dx.Funnel(4_000, 400, months=10, **SEEN), PAR)
    assert words.settling(clear.assessment) == (
        "This holds however often you look: of 100 businesses on target, at most 5 are ever named like this."
    )
    soon = dx.diagnose(dx.Funnel(250, 25, months=2, **SEEN), dx.Par(reach=125, closing=0.15))
    assert soon.verdict == "sales"
    assert words.settling(soon.assessment) == (
        f"If you look every week or month, wait for about {soon.watched.more_leads} more leads before you act on it "
        "(less than a month): looking often means that chance misleads you sooner or later."
    )


def test_totals_typed_once_and_open_verdicts_say_nothing_of_it():
    assert words.settling(dx.diagnose(dx.Funnel(400, 40), PAR).assessment) == ""
    assert "look every week" not in words.settling(dx.diagnose(dx.Funnel(40, 5, **SEEN), PAR).assessment)


def test_a_side_that_is_short_holds_though_the_other_may_be_as_weak():
    d = dx.diagnose(dx.Funnel(140, 19, months=2, **SEEN), dx.Par(reach=100, closing=0.15))
    assert (d.verdict, d.watched.verdict, d.watched.short) == ("undetermined", "undetermined", ("marketing",))
    said = "Marketing is below target, however often you look; which side is the weaker is still open."
    assert words.settling(d.assessment).endswith(said)


def test_a_table_says_it():
    rows = [f"2024-{m:02},100,{10 + m % 2}" for m in range(1, 13)]
    table = dx.Table.read(("month,leads,wins\n" + "\n".join(rows)).encode(), "cohort", lag_days=0)
    d = dx.diagnose(table.funnel(), dx.Par(goal=15, closing=0.15))
    assert d.watched.verdict == "sales"
    assert "This holds" in words.settling(d.assessment)


# --- the promise


@pytest.mark.slow
@pytest.mark.parametrize("per_month", [25, 100])
def test_at_target_at_most_one_in_twenty_is_called_short_within_two_years_of_weekly_looks(per_month):
    """400 businesses whose months vary as they are met. Some are called short, or the threshold would be too high."""
    n, weeks = 400, 104
    rng = np.random.default_rng([7, per_month])
    month = (np.arange(weeks) * 12 / 52).astype(int)
    busy = (1 + 0.05 * rng.standard_normal((n, 24)))[:, month]
    came = rng.poisson(per_month * 12 / 52 * busy)
    sold = rng.binomial(came, expit(TARGET + 0.10 * rng.standard_normal((n, 24))[:, month]))
    leads, wins = came.cumsum(axis=1), sold.cumsum(axis=1)
    par = dx.Par(reach=per_month, closing=0.15)

    def short(business, week):
        if leads[business, week] == 0:
            return False
        funnel = dx.Funnel(int(leads[business, week]), int(wins[business, week]), months=(week + 1) * 12 / 52)
        return max(evidence(funnel, par).values()) >= WATCHED

    ever = sum(any(short(business, week) for week in range(weeks)) for business in range(n))
    assert 0 < ever <= binom.ppf(0.999, n, MOST_NAMED)


@pytest.mark.parametrize(("leads", "closing", "side"), [(0.7, 1.0, "marketing"), (1.0, 0.7, "sales")])
def test_a_gap_of_thirty_per_cent_holds_in_the_end(leads, closing, side):
    months = 24
    seen = dx.Funnel(round(100 * leads * months), round(100 * leads * months * 0.15 * closing), months=months)
    assert dx.diagnose(seen, dx.Par(reach=100, closing=0.15)).watched.verdict == side


def chosen_worst(periods, seed, leads=60, rate=0.2, months=12):
    """A year on target; the verdict of the worst of its periods, looked at as one and as one of so many."""
    rng = np.random.default_rng(seed)
    came = rng.poisson(leads, months)
    won = rng.binomial(came, rate)
    par = dx.Par(reach=leads, closing=rate)
    worst, found = 0.0, None
    for first in range(months):
        for last in range(first + 1, months + 1):
            funnel = dx.Funnel(
                int(came[first:last].sum()),
                int(won[first:last].sum()),
                months=last - first,
                reach_dispersion=1.0,
                closing_dispersion=1.0,
            )
            strongest = max(evidence(funnel, par).values())
            if strongest > worst:
                worst, found = strongest, funnel
    d = dx.diagnose(found, par)
    return bool(d.watched.short), bool(d.watched_among(periods).short)


@pytest.mark.slow
def test_the_worst_of_all_periods_is_rarely_called_short_where_each_counts_as_a_look():
    """On target all the time: each of the 78 periods of a year may be chosen, and the worst one is."""
    found = [chosen_worst(78, seed) for seed in range(150)]
    as_one, as_many = (sum(each) / len(found) for each in zip(*found, strict=True))
    assert as_many <= 0.05
    assert as_one > as_many


def test_a_true_gap_is_still_found_in_a_chosen_period():
    funnel = dx.Funnel(720, 72, months=12, reach_dispersion=1.0, closing_dispersion=1.0)
    d = dx.diagnose(funnel, dx.Par(reach=60, closing=0.2))
    assert d.watched_among(78).verdict == "sales"
    assert d.watched_among(1) == d.watched


def test_a_number_of_periods_that_is_none_is_refused():
    d = dx.diagnose(dx.Funnel(100, 5), dx.Par(goal=20, closing=0.2))
    for wrong in (-1, 1.5, "x", None):
        with pytest.raises(dx.InputError, match="periods"):
            d.watched_among(wrong)
