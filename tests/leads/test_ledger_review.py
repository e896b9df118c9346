"""Exports that look harmless and would give a wrong answer: each is seen, or comes out right."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.thresholds import TIMES_LONGER
from tests.leads.ledgers import frame, rows_of
from tests.ways import ends

END = pd.Timestamp("2025-06-30")


def business(seed=0, n=3_000, rate=0.25, mean=60, first="2024-01-01", end=END, channel="Ads", stale=0.0):
    """A steady business: so many leads evenly from the first day, sales and losses exponential with one mean."""
    r = np.random.default_rng(seed)
    start = pd.Timestamp(first)
    created = start + pd.to_timedelta(r.integers(0, (end - start).days + 1, n), "D")
    decided = created + pd.to_timedelta(r.exponential(mean, n).astype(int), "D")
    won = r.random(n) < rate
    open_ = (decided > end) | (r.random(n) < stale)
    return pd.DataFrame(
        {
            "Created": created,
            "Channel": channel,
            "Rep": r.choice(["Ann", "Bo", "Cleo"], n),
            "Outcome": np.where(open_, "Open", np.where(won, "Won", "Lost")),
            "Decided": decided.where(~open_),
        }
    )


def test_blank_channels_do_not_let_confounded_reps_be_told_apart():
    found = dx.leads_or_people(
        Ledger.read(
            frame(
                rows_of("A", "referral", 300, 120),
                rows_of("B", "ads", 300, 30),
                rows_of("A", None, 60, 24),
                rows_of("B", None, 60, 6),
            ),
            as_of="2025-01-31",
        )
    )
    assert found.verdict == "not identifiable"


def test_a_young_channel_is_not_convicted_by_its_own_short_curve():
    leads = pd.concat([business(1), business(2, 1_500, first="2025-05-01", channel="new")])
    channels = Ledger.read(leads, as_of=END.date()).channels()
    assert (channels["outside"] == "").all()
    assert 0.8 < channels.loc["new", "ratio"] < 1.25


def test_records_that_are_shorter_than_a_sale_takes_say_so():
    short = Ledger.read(business(3, 600, first="2025-04-01"), as_of=END.date())
    keys = [fault.key for fault in short.faults]
    assert "short records" in keys
    assert "open too long" not in keys
    long = Ledger.read(business(3, stale=0.1), as_of=END.date())
    assert "short records" not in [fault.key for fault in long.faults]


@pytest.mark.slow
def test_an_export_of_closed_leads_alone_is_refused():
    leads = business(4, 6_000, mean=45)
    assert dx.diagnose(Ledger.read(leads, as_of=END.date()).funnel(), dx.Par(goal=70, closing=0.25)).verdict
    closed = Ledger.read(leads[leads["Outcome"] != "Open"], as_of=END.date())
    with pytest.raises(dx.InputError, match="open leads too"):
        closed.funnel()
    won = Ledger.read(leads[leads["Outcome"] == "Won"], as_of=END.date())
    with pytest.raises(dx.InputError, match="the lost and the open leads too"):
        won.funnel()
    assert dx.leads_or_people(won).verdict == "not recorded"
    # Long after the last lead came, all of them are decided, and nothing is missing.
    done = leads[leads["Created"] < "2024-06-01"].assign(Outcome=lambda t: t["Outcome"].replace("Open", "Lost"))
    assert Ledger.read(done, as_of=END.date()).funnel().maturity == 1.0


@pytest.mark.parametrize("seed", range(4))
def test_lost_leads_without_a_date_do_not_move_the_maturity(seed):
    leads = business(seed, 6_000)
    dated = Ledger.read(leads, as_of=END.date())
    undated = Ledger.read(leads.assign(Decided=leads["Decided"].where(leads["Outcome"] == "Won")), as_of=END.date())
    one, two = (x.maturity()["maturity"].tail(4).to_numpy() for x in (dated, undated))
    assert np.abs(one - two).max() < 0.03
    assert undated.counts.open_longer(10_000) == 0
    assert undated.counts.undated[1] == dated.total("lost")


def test_a_name_that_is_recorded_more_often_on_wins_is_not_compared():
    rows = frame(*(rows_of("A", c, 200, 50) for c in ("a", "b")))
    r = np.random.default_rng(5)
    rows.loc[(rows["Outcome"] == "Lost") & (r.random(len(rows)) < 0.5), "Channel"] = None
    found = Ledger.read(rows, as_of="2025-01-31")
    assert "channel" in found.counts.leaks
    with pytest.raises(dx.InputError, match="as it was when the lead came in"):
        found.channels()


def test_not_the_people_is_said_only_where_a_weak_rep_would_have_been_seen():
    few = frame(
        *(rows_of(rep, "hot", 20, won) for rep, won in zip("ABCD", (11, 10, 9, 7), strict=True)),
        *(rows_of(rep, "cold", 20, 1) for rep in "ABCD"),
    )
    found = dx.leads_or_people(Ledger.read(few, as_of="2025-01-31"))
    assert found.verdict == "leads"
    assert "too early to say whether reps differ" in found.sentence
    assert "not the people" not in found.sentence
    assert "Leave the reps alone" not in found.advice


def test_a_growing_share_of_poor_leads_does_not_hide_a_weak_rep():
    r = np.random.default_rng(6)
    rows = []
    for month in range(1, 13):
        for rep, skill in (("Ann", 1.0), ("Bo", 1.0), ("Dan", 0.65)):
            for channel, rate, n in (("hot", 0.5, 60), ("cold", 0.1, 20 + 8 * month)):
                rows += rows_of(
                    rep, channel, n, int(r.binomial(n, rate * skill)), f"2024-{month:02}-05", f"2024-{month:02}-25"
                )
    found = dx.leads_or_people(Ledger.read(pd.DataFrame(rows), as_of="2024-12-31"))
    assert "Dan" in found.reps_outside


@pytest.mark.slow
def test_one_mistyped_decision_does_not_move_the_day_of_counting():
    rows = frame(*(rows_of("A", "ads", 60, 10, f"2025-{m:02}-10", f"2025-{m:02}-25") for m in range(1, 7)))
    rows.loc[0, "Decided"] = "2026-05-20"
    asked = ends(lambda given: Ledger.read(rows, given))
    # the last other decision, the last lead, the mistyped one: of 10 won in June none was decided on 10 June
    assert [(str(end.found.as_of), end.found.wins) for end in asked] == [
        ("2025-06-25", 59),
        ("2025-06-10", 49),
        ("2026-05-20", 60),
    ]
    assert Ledger.read(rows, as_of="2025-06-30").as_of.isoformat() == "2025-06-30"


@pytest.mark.slow
def test_few_decisions_after_the_last_lead_that_took_no_longer_than_others_are_no_typos():
    rows = frame(*(rows_of("A", "ads", 60, 10, f"2025-{m:02}-10", f"2025-{m:02}-25") for m in range(1, 7)))
    rows.loc[0, "Decided"] = "2025-05-20"  # 130 days
    rows.loc[rows.index[-60:-58], "Decided"] = ["2025-09-01", "2025-10-15"]  # 83 and 127 days
    assert Ledger.read(rows).as_of.isoformat() == "2025-10-15"
    rows.loc[rows.index[-59], "Decided"] = "2026-02-25"  # 260 days, twice the longest of the others
    assert Ledger.read(rows).as_of.isoformat() == "2026-02-25"
    rows.loc[rows.index[-59], "Decided"] = "2026-02-26"
    with pytest.raises(dx.InputError, match="as_of"):
        Ledger.read(rows)


def test_the_longest_of_exponential_times_is_seldom_more_than_twice_the_next():
    """What :data:`TIMES_LONGER` says: 2 in n + 1, here of 50 times."""
    times = np.sort(np.random.default_rng(3).exponential(25, (20_000, 50)), axis=1)
    assert np.mean(times[:, -1] > TIMES_LONGER * times[:, -2]) == pytest.approx(2 / 51, abs=0.004)


def test_where_the_lag_is_not_known_nothing_is_compared():
    rows = frame(rows_of("A", "old", 200, 40), rows_of("B", "old", 200, 40)).drop(columns="Decided")
    rows.loc[rows.index[150:250], "Outcome"] = "Open"
    found = Ledger.read(rows, as_of="2025-01-31")
    for ask in (found.funnel, found.maturity, found.reps, found.channels):
        with pytest.raises(dx.InputError, match="lag_days"):
            ask()
    assert dx.leads_or_people(found).verdict == "not recorded"


@pytest.mark.parametrize("yes", [("yes", "no"), ("True", "False"), (1, 0), (True, False), (1.0, np.nan)])
def test_reached_may_be_yes_and_no(yes):
    rows = frame(rows_of("A", "ads", 100, 20))
    rows["Reached"] = [yes[0] if n < 60 else yes[1] for n in range(100)]
    found = Ledger.read(rows, as_of="2025-01-31")
    assert found.funnel().worked == 60


def test_times_to_the_first_contact_are_not_made_up():
    """Without a time of day a contact on the same day was within the day, not within the hour."""
    rows = frame(rows_of("A", "ads", 100, 20))
    rows["Reached"] = ["2025-01-15" if n % 2 else "2025-01-16" for n in range(100)]
    found = Ledger.read(rows, as_of="2025-01-31").speed()
    assert found["leads"].to_dict() == {"within a day": 50, "within three days": 50}


def test_words_for_no_id_are_not_one_lead():
    rows = frame(rows_of("A", "ads", 120, 20))
    rows["Lead ID"] = [["-", "n/a", "None", " ", f"L{n}"][n % 5] for n in range(120)]
    found = Ledger.read(rows, as_of="2025-01-31")
    assert (found.leads, found.counts.repeated) == (120, 0)


@pytest.mark.slow
def test_of_two_rows_of_one_lead_without_dates_the_decided_one_counts():
    rows = frame(rows_of("A", "ads", 60, 20))
    rows["Lead ID"] = range(1, 61)
    again = rows.tail(1).assign(Outcome="Won", Decided=None)
    opened = rows.tail(1).assign(Outcome="Open", Decided=None)
    found = Ledger.read(pd.concat([rows.head(59), opened, again]), as_of="2025-01-31", lag_days=10)
    assert (found.leads, found.wins) == (60, 21)


def test_a_repeated_heading_is_no_repeated_lead():
    rows = frame(rows_of("A", "ads", 60, 20)).assign(**{"Lead ID": [str(n) for n in range(1, 61)]})
    text = rows.to_csv(index=False).splitlines()
    text[20:20] = [text[0]] * 3
    found = Ledger.read("\n".join(text).encode(), as_of="2025-01-31")
    assert (found.leads, found.counts.repeated) == (60, 0)
    assert sum(d.count for d in found.dropped) == 3


@pytest.mark.parametrize(("sold", "told"), [(100, True), (98, True), (95, False)])
def test_an_export_of_sales_alone_is_told_though_a_few_rows_are_not_won(sold, told):
    found = Ledger.read(frame(rows_of("A", "ads", 100, sold)), as_of="2025-06-30")
    assert ("everything won" in {fault.key for fault in found.faults}) is told


@pytest.mark.slow
def test_that_no_lead_is_open_is_said_beside_an_answer():
    rows = business(n=1_200, mean=20, end=pd.Timestamp("2024-12-31"))
    closed = rows[rows["Outcome"] != "Open"]
    late = closed[pd.to_datetime(closed["Created"]) < pd.Timestamp("2024-12-01")]
    # The last decisions come when the last leads are younger than the longest decision took, and none of those is open.
    (fault,) = [f for f in Ledger.read(late).faults if f.key == "nothing open"]
    assert fault.doubtful or fault.blocks
    assert not [f for f in Ledger.read(late, as_of="2026-06-30").faults if f.key == "nothing open"], (
        "all had their time"
    )
    lost = rows[rows["Outcome"] != "Lost"]
    (fault,) = [f for f in Ledger.read(lost).faults if f.key == "nothing lost"]
    assert fault.doubtful
