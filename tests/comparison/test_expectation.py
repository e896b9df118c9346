"""What is expected of a rep in the months it sold in, against slow ways of finding the same."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import binom

from diagnostics.comparison.expectation import Cells, expectation
from diagnostics.comparison.units import compare_units

REPS, CHANNELS, MONTHS = 5, 3, 12


def drawn(
    rng, rep=(0.0,) * REPS, channel=(0.6, 0.0, -0.6), month=(0.0,) * MONTHS, leads=12.0, closing=0.2, routed=None
):
    """Cells of reps who share the leads of all channels, evenly or, the smaller ``routed``, the more unevenly."""
    at = np.array([(r, c, m) for r in range(REPS) for c in range(CHANNELS) for m in range(MONTHS)])
    share = np.ones((REPS, CHANNELS)) if routed is None else REPS * rng.dirichlet(np.full(REPS, routed), CHANNELS).T
    n = rng.poisson(leads * share[at[:, 0], at[:, 1]]).astype(float)
    odds = (
        np.log(closing / (1 - closing)) + np.take(rep, at[:, 0]) + np.take(channel, at[:, 1]) + np.take(month, at[:, 2])
    )
    return pd.DataFrame(
        {
            "rep": [f"rep {r}" for r in at[:, 0]],
            "channel": [f"channel {c}" for c in at[:, 1]],
            "month": at[:, 2],
            "leads": n,
            "base": n,
            "possible": n,
            "trials": n,
            "hits": rng.binomial(n.astype(int), expit(odds)).astype(float),
        }
    )


def as_cells(frame):
    codes = (pd.factorize(frame[key], sort=True)[0] for key in ("rep", "channel", "month"))
    return Cells(*codes, frame["hits"].to_numpy(), frame["trials"].to_numpy())


def test_the_variance_of_observed_less_expected_is_that_of_a_projection():
    """``z'Wz − z'WX(X'WX + R)⁻¹X'Wz`` with every matrix written out, months all but free."""
    frame = drawn(np.random.default_rng(3), month=np.random.default_rng(4).normal(0, 3, MONTHS), leads=60)
    cells = as_cells(frame)
    found = expectation(cells, np.zeros(REPS), np.zeros(CHANNELS), np.zeros(REPS, dtype=bool))
    x = np.concatenate([np.eye(CHANNELS)[cells.other], np.eye(MONTHS)[cells.month]], axis=1)
    effects = np.zeros(x.shape[1])
    for _ in range(20):  # a plain logistic regression, by weighted least squares
        rate = expit(x @ effects)
        w = cells.trials * rate * (1 - rate)
        effects += np.linalg.lstsq(
            x * np.sqrt(w)[:, None], (cells.hits - cells.trials * rate) / np.sqrt(w), rcond=None
        )[0]
    assert found.hits == pytest.approx(np.bincount(cells.unit, cells.trials * rate), rel=0.01)
    for rep in range(REPS):
        z = (cells.unit == rep).astype(float)
        plain = (w * z).sum()
        fitted = x @ np.linalg.lstsq(x * np.sqrt(w)[:, None], z * np.sqrt(w), rcond=None)[0]
        assert found.variance[rep] == pytest.approx((w * (z - fitted) ** 2).sum(), rel=0.03)
        assert found.variance[rep] < 0.9 * plain


def test_with_one_channel_and_month_each_brings_its_own_share():
    hits, trials = np.array([20.0, 30.0, 50.0]), np.array([100.0, 150.0, 250.0])
    none = np.zeros(3, dtype=int)
    found = expectation(
        Cells(np.arange(3), none, none, hits, trials), np.zeros(3), np.array([np.log(0.25)]), np.zeros(3, dtype=bool)
    )
    share = trials / trials.sum()
    assert found.hits == pytest.approx(hits)
    assert found.variance == pytest.approx(trials * 0.2 * 0.8 * (1 - share), rel=1e-6)


@pytest.mark.slow
def test_a_month_that_is_bad_for_all_is_nobodys_fault():
    """A rep who works only in two very bad months sells half of what the others do, and is not below them."""
    month = np.zeros(MONTHS)
    month[[4, 5]] = -1.5
    found = []
    for seed in range(20):
        frame = drawn(np.random.default_rng(seed), month=month, leads=80)
        frame = frame[(frame["rep"] != "rep 0") | frame["month"].isin([4, 5])]
        sums = frame.groupby("rep")[["hits", "trials"]].sum()
        rate = sums["hits"] / sums["trials"]
        found.append((rate["rep 0"] / rate.drop("rep 0").mean(), compare_units(frame, "rep", 0.05).loc["rep 0"]))
    assert np.mean([raw for raw, _ in found]) < 0.5
    assert np.mean([rep["ratio"] for _, rep in found]) == pytest.approx(1, abs=0.1)
    assert sum(rep["outside"] != "" for _, rep in found) <= binom.ppf(0.999, 20, 0.05)


def test_months_that_differ_for_all_do_not_hide_a_rep():
    """As in a file where one of five sold a fifth of what the others did, and had limits of 0.06 to 2.25."""
    month = np.random.default_rng(1).normal(0, 0.8, MONTHS)
    frame = drawn(np.random.default_rng(2), rep=(np.log(0.2), 0, 0, 0, 0), month=month, leads=30)
    reps = compare_units(frame, "rep", 0.05)
    assert reps.loc["rep 0", "outside"] == "below"
    assert reps["low"].min() > 0.7 and reps["high"].max() < 1.3


@pytest.mark.slow
def test_one_weak_rep_makes_nobody_look_strong():
    found = [
        compare_units(drawn(np.random.default_rng(seed), rep=(-1.5, 0, 0, 0, 0), leads=40), "rep", 0.05)
        for seed in range(20)
    ]
    assert all(reps.loc["rep 0", "outside"] == "below" for reps in found)
    others = pd.concat([reps.drop("rep 0") for reps in found])
    assert others["ratio"].mean() == pytest.approx(1, abs=0.01)
    assert (others["outside"] == "above").sum() <= binom.ppf(0.999, 20, 0.05)


def test_who_has_too_few_leads_to_tell_has_them_below_enough():
    """No sale at all is inside the limits just below ``enough``, and outside just above it."""
    for share, inside in ((0.8, True), (1.3, False)):
        frame = drawn(np.random.default_rng(5), leads=60, channel=(0.0, 0.0, 0.0))
        rep = frame["rep"] == "rep 0"
        enough = compare_units(frame, "rep", 0.05).loc["rep 0", "enough"]
        scale = share * enough / frame.loc[rep, "trials"].sum()
        for column in ("leads", "base", "possible", "trials"):
            frame[column] = frame[column].where(~rep, frame[column] * scale)
        frame["hits"] = frame["hits"].where(~rep, 0.0)
        found = compare_units(frame, "rep", 0.05).loc["rep 0"]
        assert (found["low"] == 0) == inside == (found["outside"] == "")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["rep", "channel"])
def test_equals_are_called_outliers_as_seldom_as_is_said(kind):
    """In 5% of businesses at most, and not far below that: limits that nobody ever crosses see nothing."""
    flagged = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        channel = (0.0, 0.0, 0.0) if kind == "channel" else rng.normal(0, 0.5, CHANNELS)
        frame = drawn(
            rng, channel=channel, month=rng.normal(0, 0.2, MONTHS), leads=float(rng.uniform(1, 20)), routed=1.0
        )
        flagged += (compare_units(frame, kind, 0.05)["outside"] != "").any()
    assert binom.ppf(0.001, 300, 0.02) <= flagged <= binom.ppf(0.999, 300, 0.05)
