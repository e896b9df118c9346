"""The sample ledger: its planted truth is found, what tempts is shown to mislead, and the three depths agree."""

import math
import runpy
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.diagnosis.judge import DECIDED

DATA = Path(__file__).resolve().parents[2] / "data"
GENERATOR = runpy.run_path(str(DATA / "generate.py"))
README = (DATA / "README.md").read_text(encoding="utf-8")
CHANNELS = {channel.name: channel for channel in GENERATOR["CHANNELS"]}
WEAK = "Price portal"
GOAL = 40
BEFORE, AFTER = ("2024-01", "2025-06"), ("2025-07", "2025-11")

by_channel = pytest.mark.parametrize("name", CHANNELS)


@pytest.fixture(scope="module")
def rows():
    return pd.read_csv(DATA / "ledger.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def ledger():
    return dx.Ledger.read(DATA / "ledger.csv")


@pytest.fixture(scope="module")
def people(ledger):
    return dx.leads_or_people(ledger)


@pytest.fixture(scope="module")
def now(ledger):
    return ledger.funnel(*AFTER)


@pytest.fixture(scope="module")
def total_par(ledger):
    """The win rate before, whatever leads it was reached with."""
    return ledger.par(*BEFORE, goal=GOAL)


@pytest.fixture(scope="module")
def par(ledger):
    """The win rate before at the present mix of channels."""
    return ledger.par(*BEFORE, goal=GOAL, like=ledger.between(*AFTER))


def percent(share):
    return f"{100 * share:.2g}%"


# --- the file -----------------------------------------------------------------------------------------------------


def test_it_is_small():
    assert (DATA / "ledger.csv").stat().st_size < 400_000


def test_every_row_makes_sense_but_for_the_planted_faults(rows):
    assert set(rows["Rep"]) == set(GENERATOR["REPS"])
    assert set(rows["Channel"]) == {*CHANNELS, "referral", ""}
    assert set(rows["Outcome"]) == {"Won", "Lost", "Open"}
    assert rows["Created"].between("2024-01-01", "2025-12-31 23:59").all()
    assert (rows["First contact"].eq("") | (rows["First contact"] > rows["Created"])).all()
    won = rows["Outcome"] == "Won"
    assert rows.loc[won, "First contact"].ne("").all()
    assert rows["Amount"].ne("").equals(won)
    undated = rows["Decided"].eq("")
    assert Counter(rows.loc[undated, "Outcome"])["Won"] == GENERATOR["FAULTS"]["decided without a date"]
    assert rows.loc[~undated, "Outcome"].ne("Open").all()
    assert rows["Decided"].max() <= GENERATOR["COUNTED"].isoformat()


def test_planted_faults_are_in_the_file(rows):
    once = rows.drop_duplicates("Lead ID")
    dated = once[once["Decided"].ne("")]
    assert GENERATOR["FAULTS"] == {
        "duplicates": len(rows) - len(once),
        "twins": (once["Channel"] == "referral").sum(),
        "no channel": (once["Channel"] == "").sum(),
        "won before created": (dated["Decided"] < dated["Created"].str[:10]).sum(),
        "decided without a date": ((once["Outcome"] != "Open") & once["Decided"].eq("")).sum(),
    }


# --- what the ledger finds ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_column_is_recognised_without_help(ledger):
    heads = {key: ledger.columns[key] for key in ("id", "created", "channel", "rep", "reached", "outcome", "decided")}
    assert list(heads.values()) == ["Lead ID", "Created", "Channel", "Rep", "First contact", "Outcome", "Decided"]
    assert ledger.matching.unused == ()
    assert ledger.as_of == GENERATOR["COUNTED"]


def test_faults_are_found_to_the_row(ledger):
    planted = dict(GENERATOR["FAULTS"])
    assert ledger.counts.channel_names.twins == (("Referral", "referral"),)
    del planted["twins"]
    found = {fault.key: fault.count for fault in ledger.faults}
    too_long = found.pop("open too long")
    assert found == planted
    assert not any(fault.blocks for fault in ledger.faults)
    assert f"{too_long} open leads are older than {ledger.longest_win} days" in README


@pytest.mark.slow
def test_no_lead_counts_twice_or_is_lost(ledger, rows):
    once = rows.sort_values("Decided", ascending=False, kind="stable").drop_duplicates("Lead ID")
    assert (ledger.leads, ledger.wins) == (len(once), (once["Outcome"] == "Won").sum())
    assert ledger.decided == (once["Outcome"] != "Open").sum()
    assert ledger.total("worked") == once["First contact"].ne("").sum()
    assert ledger.average_sale == pytest.approx(once["Amount"].replace("", None).dropna().astype(float).mean())


def test_the_lag_is_found(ledger):
    """The median of an exponential time is known to 1/(ln 2 · √n) of itself; decisions are cut to whole days."""
    planted = GENERATOR["WIN_DAYS"]
    error = planted / math.log(2) / math.sqrt(ledger.dated_wins)
    assert abs(ledger.lag.typical_days - planted) <= 2 * error + 1


@by_channel
def test_rates_of_channels_are_the_planted_ones(people, name):
    row, planted = people.channels.loc[name], CHANNELS[name].won
    effective = row["won"] / row["rate"]
    assert abs(row["rate"] - planted) <= math.sqrt(planted * (1 - planted) / effective)


@by_channel
def test_effects_of_channels_hold_the_planted_ones(people, name):
    """Odds against the showroom's: the planted ones lie within the two 90% intervals, put together."""
    frame = people.channels
    planted = {key: math.log(channel.won / (1 - channel.won)) for key, channel in CHANNELS.items()}
    reach = [math.log(frame.loc[n, "skill_high"] / frame.loc[n, "skill_low"]) / 2 for n in (name, "Showroom")]
    found = math.log(frame.loc[name, "skill"] / frame.loc["Showroom", "skill"])
    assert abs(found - (planted[name] - planted["Showroom"])) <= math.hypot(*reach)


def test_it_is_the_leads(people):
    assert people.verdict == "leads"
    assert people.reps_outside == ()
    assert people.channels.loc[WEAK, "outside"] == "below"
    assert [name for name in people.channels_outside if people.channels.loc[name, "outside"] == "below"] == [WEAK]
    assert people.routing.identifiable
    assert WEAK in people.sentence
    assert "Leave the reps alone" in people.advice


def test_every_rep_works_every_channel_and_is_average(ledger, people):
    assert (ledger.grid()["leads"].unstack()[list(CHANNELS)] > 0).all(axis=None)
    assert people.reps["skill_low"].max() < 1 < people.reps["skill_high"].min()


def test_raw_rates_of_reps_mislead(people):
    assert {"Ben", "Eva"} <= set(people.misleading)
    raw = people.reps["rate"]
    assert raw.max() > 2 * raw.min()
    assert "Ben" in people.alarm
    assert "Eva" in people.alarm
    said = [percent(raw[rep]) for rep in ("Ben", "Eva", "Frank")]
    assert f"Ben wins {said[0]} and Eva {said[1]} of the leads they reached, Frank {said[2]}" in README
    like = [f"{100 * people.reps.loc[rep, 'ratio']:.0f}" for rep in ("Ben", "Eva", "Frank")]
    assert f"on like leads {like[0]}, {like[1]} and {like[2]}% of what is expected" in README


def test_the_rate_fell_by_the_mix(ledger):
    total = ledger.mix(BEFORE, AFTER).loc["all channels"]
    assert total["rate_after"] < total["rate_before"]
    assert total["mix"] < -0.04
    assert total["low"] < 0 < total["high"]
    assert f"fell from {100 * total['rate_before']:.1f} to {100 * total['rate_after']:.1f}%" in README
    assert f"lost {-100 * total['mix']:.1f} points, by the rates only {-100 * total['rate']:.1f}" in README
    assert f"within −{-100 * total['low']:.1f} and {100 * total['high']:.1f}" in README


def test_quick_calls_only_seem_to_help(ledger, rows):
    once = rows.sort_values("Decided", ascending=False, kind="stable").drop_duplicates("Lead ID")
    hours = (pd.to_datetime(once["First contact"]) - pd.to_datetime(once["Created"])).dt.total_seconds() / 3600
    won = once["Outcome"] == "Won"
    raw = won[hours <= 1].mean(), won[hours > 72].mean()
    assert raw[0] > 3 * raw[1]
    speed = ledger.speed()
    assert ((speed["low"] < speed["ratio"]) & (speed["ratio"] < speed["high"])).all()
    assert f"within the hour {percent(raw[0])} are won, after three days {percent(raw[1])}" in README
    like = [f"{100 * speed.loc[name, 'ratio']:.0f}" for name in ("within an hour", "within a week")]
    assert f"{like[0]} and {like[1]}%, both within chance" in README


# --- marketing or sales -------------------------------------------------------------------------------------------


def planted_rate(which):
    """Win rate of reached leads at the planted mix."""
    leads = {channel: getattr(channel, which) for channel in CHANNELS.values()}
    return sum(n * channel.won for channel, n in leads.items()) / sum(leads.values())


def test_against_the_total_rate_sales_would_be_blamed(now, total_par):
    tempting = dx.diagnose(now, total_par)
    assert total_par.closing.value == pytest.approx(planted_rate("before"), abs=0.01)
    assert tempting.verdict == "sales"
    assert tempting.probability["sales"] >= DECIDED
    sure = 100 * tempting.probability["sales"]
    assert f"the total rate before, {100 * total_par.closing.value:.1f}%: sales, {sure:.0f}% sure" in README


def test_at_the_present_mix_it_is_marketing(now, par):
    right = dx.diagnose(now, par)
    assert par.closing.value == pytest.approx(planted_rate("after"), abs=0.01)
    assert (right.verdict, right.weak_link) == ("marketing", "reach")
    assert right.probability["marketing"] >= DECIDED
    sure = 100 * right.probability["marketing"]
    assert f"that rate is {100 * par.closing.value:.1f}%: marketing, {sure:.0f}% sure" in README


def test_levels_and_lag_follow_from_the_rows(ledger, rows, total_par, par):
    """Counted one by one where nearly every lead has had its time: the lag hardly matters there."""
    once = rows.sort_values("Decided", ascending=False, kind="stable").drop_duplicates("Lead ID")
    once = once.assign(
        Channel=once["Channel"].replace("referral", "Referral"),
        Month=once["Created"].str[:7],
        Won=once["Outcome"] == "Won",
    )
    reached = once[once["First contact"].ne("")]
    before, after = (reached[reached["Month"].between(*period)] for period in (BEFORE, AFTER))
    assert total_par.closing.value == pytest.approx(before["Won"].mean(), abs=0.001)
    rates, shares = before.groupby("Channel")["Won"].mean(), after["Channel"].value_counts(normalize=True)
    assert par.closing.value == pytest.approx((rates * shares).sum(), abs=0.002)

    came = once[once["Won"] & once["Decided"].ne("") & (once["Month"] <= BEFORE[1])]
    days = (pd.to_datetime(came["Decided"]) - pd.to_datetime(came["Created"].str[:10])).dt.days
    assert ledger.lag.typical_days == pytest.approx(days[days >= 0].median(), abs=2)


def test_counts_table_and_ledger_agree(ledger, now, par):
    cells = ledger.cells.assign(Channel=ledger.cells["channel"].fillna("not recorded"))
    cells["Month"] = [f"{month // 12}-{month % 12 + 1:02d}" for month in cells["month"]]
    months = cells.groupby(["Month", "Channel"], as_index=False)[["n", "won", "worked"]].sum()
    months = months.rename(columns={"n": "Leads", "won": "Sales", "worked": "Reached"})
    table = dx.Table.read(months, basis="cohort", lag_days=ledger.lag, as_of=ledger.as_of)
    assert table.funnel(*AFTER) == now
    of_table = table.par(*BEFORE, goal=GOAL, like=table.between(*AFTER))
    assert of_table == par

    full = dx.diagnose(now, par)
    by_table = dx.diagnose(table.funnel(*AFTER), of_table)
    assert by_table.verdict == full.verdict
    assert by_table.probability == pytest.approx(full.probability, abs=1e-9)

    typed = dx.Funnel(leads=now.leads, wins=now.wins, worked=now.worked, months=now.months, maturity=now.maturity)
    by_counts = dx.diagnose(typed, par)  # months vary as they usually do: what these months did is not known
    assert by_counts.verdict == full.verdict
    assert by_counts.probability == pytest.approx(full.probability, abs=0.01)
    with_months = replace(typed, reach_dispersion=now.reach_dispersion, closing_dispersion=now.closing_dispersion)
    assert dx.diagnose(with_months, par).probability == full.probability

    bare = dx.Funnel(leads=now.leads, wins=now.wins, months=now.months, maturity=now.maturity)
    assert dx.diagnose(bare, par).verdict == full.verdict
    typed_par = dx.Par(goal=GOAL, closing=par.closing.value * par.follow_up.value)
    assert dx.diagnose(bare, typed_par).verdict == full.verdict
