"""The same months typed as totals, as a table, and as the table's last two months: the answers differ by no more than their noise."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics import simulate

BUSINESSES = 120
MONTHS = 6


def log_shares(funnel, par):
    """Mean and standard deviation of the log of each side's share of its target."""
    shares = dx.diagnose(funnel, par).assessment.possible.of_reference
    return [(np.log(shares[side]).mean(), np.log(shares[side]).std()) for side in ("marketing", "sales")]


@cache
def businesses():
    """Six months of 1,000 leads and more, where months vary by more than chance does, at three depths."""
    rng, found = np.random.default_rng(11), []
    for _ in range(BUSINESSES):
        b = simulate.monthly_table(simulate.AS_MET, rng, leads=float(rng.uniform(1000, 3000)))
        months = pd.period_range("2025-01", periods=MONTHS, freq="M").astype(str)
        counts = {"month": months, "leads": b.leads[:MONTHS].astype(int), "wins": b.wins[:MONTHS].astype(int)}
        table = dx.Table.read(pd.DataFrame(counts), "cohort")
        par = dx.Par(goal=b.goal, closing=b.closing)
        totals = dx.Funnel(int(b.leads[:MONTHS].sum()), int(b.wins[:MONTHS].sum()), months=MONTHS)
        found.append((par, totals, table.funnel(), table.between("2025-05").funnel()))
    return found


@pytest.mark.slow
def test_totals_and_the_table_of_the_same_counts_differ_by_a_fraction_of_their_noise():
    apart = [
        (one - other) / max(sd, sd_other)
        for par, totals, table, _ in businesses()
        for (one, sd), (other, sd_other) in zip(log_shares(totals, par), log_shares(table, par), strict=True)
    ]
    assert np.sqrt(np.mean(np.square(apart))) < 0.25


def apart_from_two_months(of_short):
    """Standardised: two months are a part of six, so that the variance of the difference is the difference of the variances."""
    return np.array(
        [
            (one - other) / np.sqrt(max(sd_other**2 - sd**2, 1e-12))
            for par, _, table, short in businesses()
            for (one, sd), (other, sd_other) in zip(
                log_shares(table, par), log_shares(of_short(short), par), strict=True
            )
        ]
    )


def test_the_last_two_months_differ_from_all_six_as_often_as_their_noise_has_it():
    """Of 240, 24 should lie beyond 1.645; more than 40 would be one in a thousand."""
    beyond = np.abs(apart_from_two_months(lambda short: short)) > 1.645
    assert 2 < beyond.sum() < 40


@pytest.mark.slow
def test_short_windows_that_vary_by_chance_alone_would_be_too_sure():
    """What was wrong once: two months show no variation, and were taken to have none."""
    by_chance = apart_from_two_months(lambda short: replace(short, reach_dispersion=1, closing_dispersion=1))
    assert (np.abs(by_chance) > 1.645).sum() > 60


@pytest.mark.parametrize("depth", [2, 3])
def test_no_side_that_is_named_at_one_depth_is_the_other_side_at_another(depth):
    named = [(dx.diagnose(b[depth], b[0]).verdict, dx.diagnose(b[1], b[0]).verdict) for b in businesses()]
    assert not [pair for pair in named if set(pair) == {"marketing", "sales"}]
