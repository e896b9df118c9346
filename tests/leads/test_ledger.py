"""The golden cases from a row a lead, and what a ledger says, refuses, remembers and leaves alone."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest
from scipy.special import betainc

import diagnostics as dx
from diagnostics.comparison.limits import any_by_luck, control_limits
from diagnostics.leads.counting.counts import NOT_RECORDED
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.thresholds import LOOKS
from tests.leads.ledgers import LAST, frame, random_rows, rows_of
from tests.ways import ends

END = "2025-01-31"
"""January 2025, the month of the rows, is over."""


def ledger(*groups, as_of=END, **more):
    return Ledger.read(frame(*groups), as_of=as_of, **more)


# --- the golden cases (design, section 9) -------------------------------------------------------------------------


def test_rep_or_lead():
    """A: hot 80/40, cold 20/2; B: hot 20/10, cold 80/8. 42 against 18% in total; 1.00 and 1.00 like for like."""
    leads = ledger(
        rows_of("A", "hot", 80, 40),
        rows_of("A", "cold", 20, 2),
        rows_of("B", "hot", 20, 10),
        rows_of("B", "cold", 80, 8),
    )
    reps = leads.reps()
    assert reps["rate"].to_dict() == {"A": 0.42, "B": 0.18}  # the tempting number
    assert reps["ratio"].round(2).to_dict() == {"A": 1.00, "B": 1.00}
    assert leads.routing.identifiable
    found = dx.leads_or_people(leads)
    assert found.verdict == "leads"
    assert found.reps_outside == ()
    assert set(found.misleading) == {"A", "B"}
    assert "42%" in found.alarm
    assert "18%" in found.alarm


def test_confounded():
    """A works only referrals, B only ads: not identifiable; about 32 leads an arm at random."""
    leads = ledger(rows_of("A", "referral", 100, 40), rows_of("B", "ads", 100, 10))
    routes = leads.routing
    assert not routes.identifiable
    assert routes.reason == "separate"
    assert routes.leads_per_arm == 32
    assert set(routes.arms) == {"A", "B"}
    assert leads.reps()["ratio"].isna().all()
    assert leads.channels()["ratio"].isna().all()
    assert (leads.reps()["outside"] == "").all()
    found = dx.leads_or_people(leads)
    assert found.verdict == "not identifiable"
    assert "32" in found.advice


@pytest.mark.parametrize(
    ("won", "leads", "jeffreys", "uniform", "verdict"),
    [(4, 40, 0.81, 0.76, "undetermined"), (40, 400, 0.998, 0.998, "sales")],
)
def test_small_counts(won, leads, jeffreys, uniform, verdict):
    """4 of 40 against 15% known exactly: P(below) 0.81 (0.76 with a uniform prior); 40 of 400: 0.998."""
    funnel = ledger(rows_of("A", "ads", leads, won)).funnel()
    assert (funnel.wins, funnel.leads, funnel.maturity) == (won, leads, 1.0)
    for prior, right in ((0.5, jeffreys), (1.0, uniform)):
        below = betainc(funnel.wins + prior, funnel.leads - funnel.wins + prior, 0.15)
        assert round(float(below), 3 if leads == 400 else 2) == right
    d = dx.diagnose(funnel, dx.Par(reach=leads, closing=dx.Rate(0.15)))
    assert (d.verdict, d.leaning) == (verdict, "sales")


def test_ten_looks():
    """Ten equal channels tested at 5% each: one is bad by luck in 40%. One that is, is not called so."""
    assert round(any_by_luck(10, LOOKS), 2) == 0.40
    groups = [rows_of("A", f"channel {n}", 100, 20) for n in range(9)]
    leads = ledger(*groups, rows_of("A", "unlucky", 100, 11))
    channels = leads.channels()
    # By itself, 11 where 19 are expected would be called bad; beside nine others it would not.
    alone = control_limits([channels.loc["unlucky", "expected"]], [15.5], looks=1)[0][0]
    assert channels.loc["unlucky", "ratio"] < alone
    assert (channels["outside"] == "").all()


def test_capacity():
    """K = 100, 20% of worked leads close; 40, 100, 200 leads: 20% throughout, and the next lead is worth 0."""
    groups = []
    for month, leads in (("2025-01", 40), ("2025-02", 100), ("2025-03", 200)):
        worked = min(leads, 100)
        groups += [
            [
                {
                    "Created": f"{month}-03",
                    "Reached": f"{month}-04" if n < worked else None,
                    "Outcome": "Won" if n < worked // 5 else "Lost",
                    "Decided": f"{month}-20",
                }
                for n in range(leads)
            ]
        ]
    leads = ledger(*groups, as_of="2025-03-31")
    par = dx.Par(capacity=100, closing=0.2)
    for month, ratio in (("2025-01", 0.20), ("2025-02", 0.20), ("2025-03", 0.10)):
        funnel = leads.funnel(month, month)
        assert funnel.wins / funnel.leads == ratio  # the tempting number
        assert funnel.wins / funnel.worked == 0.20
    full = leads.funnel("2025-03", "2025-03")
    assert dx.what_if(full, par, reach=201).mean == pytest.approx(dx.what_if(full, par, reach=200).mean)
    assert dx.what_if(leads.funnel("2025-01", "2025-01"), par, reach=41).mean > 8


def test_crm_win_rate():
    """20 won, 10 lost, 70 open, 50 of them older than any win ever took: 66.7% is shown; 20 to 40% is possible."""
    rows = [
        *({"Created": "2025-01-01", "Outcome": "Won", "Decided": "2025-01-20"} for _ in range(20)),
        *({"Created": "2025-01-01", "Outcome": "Lost", "Decided": "2025-01-09"} for _ in range(10)),
        *({"Created": "2025-01-01", "Outcome": "Open", "Decided": None} for _ in range(50)),
        *({"Created": "2025-01-25", "Outcome": "Open", "Decided": None} for _ in range(20)),
    ]
    leads = Ledger.read(pd.DataFrame(rows), as_of=END)
    assert leads.bounds() == (0.2, 0.4)
    (stale,) = [f for f in leads.faults if f.key == "open too long"]
    assert stale.count == 50
    assert leads.examples(stale)[0]["outcome"] == "open"


def test_lost_is_not_open():
    """5 lost on day 10, 3 won on day 20, 2 open on day 30: 30% by day 20, where Kaplan and Meier have 60."""
    rows = [
        *({"Created": "2025-01-01", "Outcome": "Lost", "Decided": "2025-01-11"} for _ in range(5)),
        *({"Created": "2025-01-01", "Outcome": "Won", "Decided": "2025-01-21"} for _ in range(3)),
        *({"Created": "2025-01-01", "Outcome": "Open", "Decided": None} for _ in range(2)),
    ]
    assert Ledger.read(pd.DataFrame(rows), as_of=END).incidence.by(20) == pytest.approx(0.30)


# --- into the model -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def typical():
    return Ledger.read(pd.DataFrame(random_rows(5, 4_000)), as_of=LAST)


@pytest.mark.slow
def test_a_ledger_and_the_table_of_its_months_are_one_business(typical):
    sums = typical.cells.assign(channel=typical.cells["channel"].fillna(NOT_RECORDED))
    sums = sums.groupby(["month", "channel"], as_index=False)[["n", "won", "worked"]].sum()
    months = pd.DataFrame(
        {
            "month": [f"{m // 12}-{m % 12 + 1:02}" for m in sums["month"]],
            "channel": sums["channel"],
            "leads": sums["n"],
            "wins": sums["won"],
            "worked": sums["worked"],
        }
    )
    table = dx.Table.read(months, basis="cohort", lag_days=typical.lag, as_of=LAST)
    assert table.funnel() == typical.funnel()
    assert table.par(until="2025-03") == typical.par(until="2025-03")
    one, two = (dx.diagnose(x.funnel("2025-04", "2025-11"), x.par(until="2025-03")) for x in (table, typical))
    assert one == two
    assert one.probability == two.probability


@pytest.mark.slow
def test_typed_totals_give_the_same_verdict(typical):
    whole = typical.funnel("2025-04", "2025-10")
    typed = dx.Funnel(whole.leads, whole.wins, worked=whole.worked, months=7, maturity=whole.maturity)
    for goal in (3, 8, 60):
        par = dx.Par(goal=goal, closing=0.3)
        assert dx.diagnose(whole, par).verdict == dx.diagnose(typed, par).verdict


def test_two_periods_compare_as_their_tables_do(typical):
    before, after = typical.between("2024-06", "2024-12"), typical.between("2025-01", "2025-07")
    found = dx.compare(before, after)
    assert found.equals(dx.compare(before.table, after.table))
    mix = typical.mix(("2024-06", "2024-12"), ("2025-01", "2025-07"))
    assert mix.loc["all channels", "mix"] == pytest.approx(found.change.mix.mix)
    assert mix.loc["all channels", "rate"] == pytest.approx(found.change.mix.rate)
    parts = mix.drop("all channels")
    assert parts[["mix", "rate"]].sum().to_numpy() == pytest.approx(
        mix.loc["all channels", ["mix", "rate"]].to_numpy(float)
    )
    moved = mix.loc["all channels", "rate_after"] - mix.loc["all channels", "rate_before"]
    assert mix.loc["all channels", "mix"] + mix.loc["all channels", "rate"] == pytest.approx(moved)


def test_mix_shift_and_its_mirror():
    """Referral 100/40, ads 100/10; then 100/44, 400/44: mix −9.45, rate +2.05. Then 300/120, 200/18: +12.8, −2.8."""
    months = {
        "2025-01": {"referral": (100, 40), "ads": (100, 10)},
        "2025-02": {"referral": (100, 44), "ads": (400, 44)},
        "2025-03": {"referral": (300, 120), "ads": (200, 18)},
    }
    leads = ledger(
        *(
            rows_of("A", channel, n, won, f"{month}-03", f"{month}-20")
            for month, kinds in months.items()
            for channel, (n, won) in kinds.items()
        ),
        as_of="2025-03-31",
    )
    first = leads.mix("2025-01", "2025-02").loc["all channels"]
    assert [round(100 * first[k], 2) for k in ("mix", "rate")] == [-9.45, 2.05]
    second = leads.mix("2025-02", "2025-03").loc["all channels"]
    assert [round(100 * second[k], 1) for k in ("mix", "rate")] == [12.8, -2.8]
    assert dx.compare(leads.between("2025-01", "2025-01"), leads.between("2025-02", "2025-02")).change.mix.opposed


def test_maturity_says_what_is_still_to_come(typical):
    found = typical.maturity()
    assert (found["won"] + found["lost"] + found["open"] == found["leads"]).all()
    assert found["leads"].sum() == typical.leads
    assert found["maturity"].round(9).is_monotonic_decreasing
    assert 0 < found["maturity"].iloc[-1] < 0.6
    assert found["expected"].iloc[-1] > found["expected"].iloc[0] >= 0


@pytest.mark.slow
def test_earlier_days_of_counting_see_less():
    rows = pd.DataFrame(random_rows(6, 1_500))
    ids = {"id": "Lead ID"}
    later, earlier = Ledger.read(rows, ids, LAST), Ledger.read(rows, ids, "2025-06-30")
    assert earlier.leads < later.leads
    assert earlier.open_leads > 0
    assert earlier.cells["month"].max() == 2025 * 12 + 5
    assert any(f.key == "later" for f in earlier.faults)
    # A lead that was won after that day was open on it.
    both = Ledger.read(rows[pd.to_datetime(rows["Created"]) <= pd.Timestamp("2025-06-30")], ids, LAST)
    assert earlier.wins <= both.wins


def test_the_day_of_counting_is_the_last_thing_that_happened():
    found = ledger(rows_of("A", "ads", 20, 5), rows_of("A", "ads", 20, 5, "2025-02-20", "2025-03-04"), as_of=None)
    assert found.as_of == dt.date(2025, 3, 4)


@pytest.mark.slow
def test_a_date_that_was_mistyped_does_not_age_every_open_lead():
    groups = [rows_of("A", "ads", 60, 5, f"2025-{m:02}-10", f"2025-{m:02}-20") for m in range(1, 7)]
    # Five years after everything else: read as blank. The lead is left out, a lead decided then keeps its outcome.
    came = ledger(*groups, rows_of("A", "ads", 1, 0, "2052-01-15", "2052-01-15"), as_of=None)
    assert (came.leads, came.wins, came.as_of) == (360, 30, dt.date(2025, 6, 20))
    assert "1 row holds a day in 2052-01 or later" in " ".join(came.notes)
    ended = ledger(*groups, rows_of("A", "ads", 1, 1, "2025-06-03", "2052-06-03"), as_of=None)
    assert (ended.leads, ended.wins, ended.as_of) == (361, 31, dt.date(2025, 6, 20))
    # Fifteen months after: asked.
    late = rows_of("A", "ads", 1, 0, "2026-09-01", "2026-09-01")
    asked = ends(lambda given: Ledger.read(frame(*groups, late), given))
    assert [(str(end.found.as_of), end.found.leads, end.found.wins) for end in asked] == [
        ("2025-06-20", 360, 30),
        ("2025-06-10", 360, 25),  # those of 10 June were decided on 20 June
        ("2026-09-01", 361, 30),
    ]
    found = ledger(*groups, late, as_of="2025-06-30")
    assert (found.leads, [f.key for f in found.faults if f.key == "later"]) == (360, ["later"])


# --- what is refused ----------------------------------------------------------------------------------------------


def test_without_reps_or_channels_the_question_is_refused_by_the_name_of_the_column():
    bare = Ledger.read(frame(rows_of("A", "ads", 20, 5)).drop(columns=["Rep", "Channel"]), as_of=END)
    assert bare.funnel().wins == 5
    for ask, column in ((bare.reps, "rep"), (bare.channels, "channel"), (lambda: bare.routing, "rep")):
        with pytest.raises(dx.InputError) as caught:
            ask()
        assert caught.value.field == column
        assert f"Export the {column}" in caught.value.remedy
    found = dx.leads_or_people(bare)
    assert found.verdict == "not recorded"
    assert "Export the channel" in found.sentence


def test_reps_that_are_recorded_only_on_wins_are_not_compared():
    found = ledger(rows_of("A", "ads", 30, 30), rows_of(None, "ads", 170, 0))
    (fault,) = [f for f in found.faults if f.key == "rep only on wins"]
    assert fault.blocks == ("reps",)
    assert found.examples(fault) == ()
    with pytest.raises(dx.InputError, match="the rep as it was when the lead came in"):
        found.reps()
    assert found.funnel().wins == 30  # the verdict stands without them


def test_a_contact_that_is_recorded_only_on_wins_is_not_used():
    rows = frame(rows_of("A", "ads", 200, 40))
    rows["Reached"] = ["2025-01-16" if outcome == "Won" else None for outcome in rows["Outcome"]]
    found = Ledger.read(rows, as_of=END)
    assert "reached" in found.counts.leaks
    assert found.funnel().worked is None
    assert any(f.key == "reached only on wins" for f in found.faults)


@pytest.mark.slow
def test_a_verdict_without_dates_of_sales_is_refused_and_days_that_are_said_mend_it():
    rows = frame(rows_of("A", "ads", 60, 20))
    rows["Decided"] = None
    rows.loc[rows.index[-15:], "Outcome"] = "Open"
    rows = rows.drop(columns="Decided")
    found = Ledger.read(rows, as_of=END)
    with pytest.raises(dx.InputError, match="the date of the sale"):
        found.funnel()
    assert Ledger.read(rows, as_of=END, lag_days=20).funnel().wins == 20
    rows.loc[rows["Outcome"] == "Open", "Outcome"] = "Lost"  # with every lead decided nothing is left to wait for
    assert Ledger.read(rows, as_of=END).funnel().maturity == 1.0


def test_a_single_rep_is_nobody_to_compare_with():
    found = dx.leads_or_people(ledger(rows_of("A", "referral", 100, 40), rows_of("A", "ads", 100, 10)))
    assert found.verdict == "leads"
    assert found.routing.reason == "single rep"


# --- names and texts ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_nothing_that_is_given_out_starts_a_formula():
    evil = ["=HYPERLINK('x')", "+1+1", "@SUM(A1)", "-2", "\t=1"]
    found = ledger(*(rows_of(text, text, 20, 5) for text in evil))
    tables = [found.reps(), found.channels(), found.grid().reset_index(), found.mix("2025-01", "2025-01")]
    for table in tables:
        for line in table.to_csv().splitlines():
            for cell in line.split(","):
                assert cell.strip('"')[:1] not in ("=", "+", "@")
                assert not cell.strip('"').startswith("-2")
    missing = ledger(rows_of("A", None, 20, 5), rows_of("=A", "ads", 20, 5))
    (fault,) = [f for f in missing.faults if f.key == "no channel"]
    assert "=A" not in json.dumps(missing.examples(fault))


def test_case_twins_and_sentinels():
    found = ledger(
        rows_of("Ann", "Google", 30, 6),
        rows_of("ann", "google", 10, 2),
        rows_of("Select", "unknown", 5, 1),
        rows_of("Bo", "0", 5, 1),
        rows_of("Bo", "Fair", 20, 4),
    )
    assert found.channels().index.tolist() == ["Google", "Fair"]
    assert found.reps()["leads"].to_dict() == {"Ann": 40, "Bo": 20}  # those without a channel are not compared
    assert found.table.channels.keys() == {"Google", "Fair", NOT_RECORDED}
    assert any("Google" in note for note in found.notes)


@pytest.mark.slow
def test_the_mapping_that_is_given_back_reads_the_same(typical):
    remembered = json.loads(json.dumps(typical.columns))
    again = Ledger.read(pd.DataFrame(random_rows(5, 4_000)), columns=remembered, as_of=LAST)
    pd.testing.assert_frame_equal(again.cells, typical.cells)
    assert again.columns == typical.columns


def test_a_mapping_is_written_by_hand_in_ten_lines(tmp_path):
    path = tmp_path / "anfragen.csv"
    path.write_text(
        "Nr;Eingang am;Woher;Wer;Stand;Ende;Summe\n"
        "1;03.04.2025;Messe;Jo;gekauft;20.04.2025;1.200,50\n"
        "2;05.04.2025;Messe;Jo;abgesagt;21.04.2025;\n"
        "3;06.04.2025;Netz;Jo;gekauft;01.05.2025;800,00\n"
        "4;07.04.2025;Netz;Al;abgesagt;02.05.2025;\n",
        encoding="cp1252",
    )
    columns = {
        "id": "Nr",
        "created": "Eingang am",
        "channel": "Woher",
        "rep": "Wer",
        "outcome": "Stand",
        "won": ["gekauft"],
        "lost": ["abgesagt"],
        "decided": "Ende",
        "amount": "Summe",
        "dates": "day-first",
    }
    found = Ledger.read(path, columns, as_of="2025-05-31")
    assert (found.leads, found.wins, found.average_sale) == (4, 2, 1000.25)
    assert found.table.first == 2025 * 12 + 3


# --- like for like ------------------------------------------------------------------------------------------------


def planted(seed, weak_rep=False, weak_channel=False, months=10, leads=40):
    """Reps and channels with known truth, routing unequal: rows."""
    r = np.random.default_rng(seed)
    rows = []
    for month in range(1, months + 1):
        for a, rep in enumerate(("Ann", "Bo", "Cleo", "Dan")):
            for b, channel in enumerate(("Referral", "Fair", "Ads")):
                p = 0.25
                p *= 0.35 if weak_rep and rep == "Dan" else 1
                p *= 0.35 if weak_channel and channel == "Ads" else 1
                n = int(leads * (1.6 if (a + b) % 3 == 0 else 0.7))
                rows += rows_of(rep, channel, n, int(r.binomial(n, p)), f"2025-{month:02}-05", f"2025-{month:02}-25")
    return rows


@pytest.mark.parametrize(
    ("weak_rep", "weak_channel", "verdict"),
    [(False, False, "neither"), (True, False, "people"), (False, True, "leads"), (True, True, "both")],
)
def test_planted_truth_is_found(weak_rep, weak_channel, verdict):
    found = dx.leads_or_people(ledger(planted(3, weak_rep, weak_channel), as_of="2025-10-31"))
    assert found.verdict == verdict
    if weak_rep:
        assert "Dan" in found.reps_outside
        assert "Dan" in found.advice
    if weak_channel and not weak_rep:
        assert "Ads" in found.advice
        assert found.reps_outside == ()


def test_few_sales_do_not_clear_anybody():
    found = dx.leads_or_people(ledger(planted(3, months=1, leads=15)))
    assert found.verdict == "undetermined"


def test_speed_is_compared_within_like_leads_only():
    """Hot leads are called within the hour and buy; cold ones later and do not. Speed does nothing; raw rates say it does."""
    rows = [
        {
            "Created": "2025-01-05 09:00",
            "Channel": channel,
            "Rep": "A",
            "Reached": contact,
            "Outcome": "Won" if k < rate * n else "Lost",
            "Decided": "2025-01-25",
        }
        for channel, quick, rate in (("hot", 160, 0.5), ("cold", 40, 0.1))
        for contact, n in (("2025-01-05 09:20", quick), ("2025-01-07 10:00", 200 - quick))
        for k in range(n)
    ]
    found = Ledger.read(pd.DataFrame(rows), as_of=END).speed()
    raw = found["won"] / found["leads"]
    assert raw["within an hour"] == pytest.approx(0.42)
    assert raw["within three days"] == pytest.approx(0.18)
    assert found["ratio"].to_numpy() == pytest.approx(1.0)
    assert ((found["low"] < 1) & (found["high"] > 1)).all()


def test_between_looks_at_part_and_learns_from_all(typical):
    part = typical.between("2025-01", "2025-03")
    assert part.lag is typical.lag
    assert part.reps()["leads"].sum() < typical.reps()["leads"].sum()
    assert part.funnel() == typical.funnel("2025-01", "2025-03")
    assert typical.reps("2025-01", "2025-03").equals(part.reps())
    with pytest.raises(dx.InputError, match="no period of a table"):
        typical.between("2030-01")
