"""Like for like: the golden two reps, an optimiser, the posterior by brute force, planted worlds, and limits by luck."""

from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize
from scipy.special import expit

from diagnostics.comparison import additive_fit
from diagnostics.comparison.additive_fit import fit_each
from diagnostics.comparison.like_for_like import like_for_like
from diagnostics.comparison.limits import any_by_luck, control_limits, dispersion_of
from diagnostics.comparison.units import compare_units
from diagnostics.errors import InputError

law = settings(derandomize=True, deadline=None, database=None, max_examples=30)

GOLDEN = np.array([[40, 2], [10, 8]]), np.array([[80, 20], [20, 80]])


def expected_rows(found, trials):
    """Hits expected of each row from the leads it had."""
    return trials @ expit(found.column_log_odds)


def in_one_month(hits, trials):
    """Rows as reps, columns as channels."""
    at = [(r, c) for r in range(hits.shape[0]) for c in range(hits.shape[1])]
    n = [float(trials[rc]) for rc in at]
    names = {"rep": [f"rep {r:02}" for r, _ in at], "channel": [f"channel {c}" for _, c in at], "month": 0}
    return pd.DataFrame(
        {**names, "leads": n, "base": n, "possible": n, "trials": n, "hits": [float(hits[rc]) for rc in at]}
    )


def test_golden_42_and_18_percent_are_both_what_the_leads_were_worth():
    hits, trials = GOLDEN
    assert (hits.sum(axis=1) / trials.sum(axis=1)).tolist() == [0.42, 0.18]
    found = like_for_like(hits, trials)
    assert expected_rows(found, trials) == pytest.approx([42, 18], abs=0.05)
    # The two reps had 100 leads each; channels are far apart and lie outside their limits, reps inside theirs.
    assert expit(found.row_log_odds) @ trials == pytest.approx([30, 30], abs=1)
    channels, reps = (compare_units(in_one_month(hits, trials), kind, 0.05) for kind in ("channel", "rep"))
    assert channels["outside"].tolist() == ["above", "below"] and set(reps["outside"]) == {""}
    assert found.fitted == pytest.approx(np.array([[0.5, 0.1], [0.5, 0.1]]), abs=0.025)


def test_golden_ten_equal_channels_at_five_percent_each():
    assert round(any_by_luck(10, 0.05), 2) == 0.40
    assert any_by_luck(1, 0.05) == pytest.approx(0.05)


# --- slow oracles


def penalised(hits, trials, row_spread, column_spread):
    """Mode and Laplace's evidence by a general optimiser, derivatives by differences of the gradient."""
    rows, columns = hits.shape

    def gradient(x):
        p = expit(x[0] + row_spread * x[1 : rows + 1, None] + column_spread * x[None, rows + 1 :])
        left = hits - trials * p
        of_mean = left.sum() + 0.5 - expit(x[0])
        return -np.concatenate(
            [
                [of_mean],
                row_spread * left.sum(axis=1) - x[1 : rows + 1],
                column_spread * left.sum(axis=0) - x[rows + 1 :],
            ]
        )

    def height(x):
        eta = x[0] + row_spread * x[1 : rows + 1, None] + column_spread * x[None, rows + 1 :]
        seen = np.sum(hits * eta - trials * np.logaddexp(0, eta)) + x[0] / 2 - np.logaddexp(0, x[0])
        return -(seen - np.sum(x[1:] ** 2) / 2)

    found = minimize(height, np.zeros(1 + rows + columns), jac=gradient, method="BFGS", options={"gtol": 1e-9})
    step = 1e-5
    hessian = np.array(
        [(gradient(found.x + step * e) - gradient(found.x - step * e)) / (2 * step) for e in np.eye(len(found.x))]
    )
    covariance = np.linalg.inv(hessian)[1:, 1:]
    less_mean = np.eye(rows + columns)
    less_mean[:rows, :rows] -= 1 / rows
    less_mean[rows:, rows:] -= 1 / columns
    return (
        found.x,
        np.diagonal(less_mean @ covariance @ less_mean.T),
        -height(found.x) - np.linalg.slogdet(hessian)[1] / 2,
    )


@pytest.mark.parametrize(("row_spread", "column_spread"), [(0.0, 0.0), (0.3, 1.0), (1.5, 0.1), (0.5, 5.0)])
def test_a_fit_is_the_penalised_mode_and_its_curvature(row_spread, column_spread):
    rng = np.random.default_rng(8)
    trials = rng.integers(0, 30, (5, 3)).astype(float)
    hits = rng.binomial(trials.astype(int), 0.2).astype(float)
    fit = fit_each(hits, trials, np.array([row_spread, 1.0]), np.array([column_spread, 1.0]))
    x, variance, evidence = penalised(hits, trials, row_spread, column_spread)
    assert fit.mean[0] == pytest.approx(x[0], abs=1e-5)
    assert fit.row[0] == pytest.approx(row_spread * x[1:6], abs=1e-5)
    assert fit.column[0] == pytest.approx(column_spread * x[6:], abs=1e-5)
    assert fit.row_variance[0] == pytest.approx(row_spread**2 * variance[:5], rel=1e-4)
    assert fit.column_variance[0] == pytest.approx(column_spread**2 * variance[5:], rel=1e-4)
    assert fit.evidence[0] - fit.evidence[1] == pytest.approx(evidence - penalised(hits, trials, 1, 1)[2], abs=1e-4)


def brute_force(hits, trials, draws=2_000_000):
    """The exact posterior of a small table, by weighing draws from the prior."""
    rng = np.random.default_rng(21)
    rows, columns = hits.shape
    centre, width = np.log(hits.sum() / (trials.sum() - hits.sum())), 1.5
    mean = centre + width * rng.standard_normal(draws)
    spread = np.abs(rng.standard_normal((2, draws)))
    r, c = (s * rng.standard_normal((k, draws)) for s, k in zip(spread, (rows, columns), strict=True))
    log_weight = mean / 2 - np.logaddexp(0, mean) + ((mean - centre) / width) ** 2 / 2
    for i in range(rows):
        for j in range(columns):
            eta = mean + r[i] + c[j]
            log_weight += hits[i, j] * eta - trials[i, j] * np.logaddexp(0, eta)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    assert 1 / (weight**2).sum() > 2000  # draws that count
    r, c = r - r.mean(axis=0), c - c.mean(axis=0)
    middle = [x @ weight for x in (r, c)]
    error = [np.sqrt((x - m[:, None]) ** 2 @ weight) for x, m in zip((r, c), middle, strict=True)]
    return middle, error, spread @ weight


@pytest.mark.parametrize(
    ("hits", "trials"),
    [
        pytest.param(*GOLDEN, id="golden"),
        pytest.param([[30, 12], [12, 3]], [[60, 40], [40, 50]], id="reps differ"),
        pytest.param([[6, 0], [2, 1]], [[12, 3], [9, 8]], id="thin"),
    ],
)
@pytest.mark.slow
def test_the_posterior_is_that_of_brute_force(hits, trials):
    hits, trials = np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)
    found = like_for_like(hits, trials)
    (row, column), (row_error, column_error), (row_spread, column_spread) = brute_force(hits, trials)
    for got, exact, error in (
        (found.row_effect, row, row_error),
        (found.column_effect, column, column_error),
    ):
        assert np.abs(got - exact).max() < 0.12 * error.min()
    assert found.row_error == pytest.approx(row_error, rel=0.1)
    assert found.column_error == pytest.approx(column_error, rel=0.1)
    assert [found.row_spread, found.column_spread] == pytest.approx([row_spread, column_spread], rel=0.1)


# --- laws


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 5), st.integers(1, 4)))
    trials = draw(arrays(np.int64, shape, elements=st.integers(0, 40)))
    share = draw(arrays(np.float64, shape, elements=st.floats(0, 1)))
    assume(trials.sum() > 0)
    return np.floor(trials * share), trials.astype(float)


def everything(found):
    return {name: np.asarray(getattr(found, name)) for name in type(found).__slots__}


@law
@given(tables())
def test_expected_hits_sum_to_the_hits_and_everything_is_finite(table):
    hits, trials = table
    found = like_for_like(hits, trials)
    assert expected_rows(found, trials).sum() == pytest.approx(hits.sum(), abs=1e-9)
    assert (expit(found.row_log_odds) @ trials).sum() == pytest.approx(hits.sum(), abs=1e-9)
    assert all(np.isfinite(value).all() for value in everything(found).values())
    assert ((found.fitted > 0) & (found.fitted < 1)).all()
    told = np.count_nonzero(trials.sum(axis=1))
    assert (found.row_error > 0).all() or told == 1


@law
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(table, random):
    hits, trials = table
    rows, columns = list(range(len(hits))), list(range(hits.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    at = np.ix_(rows, columns)
    one, other = like_for_like(hits, trials), like_for_like(hits[at], trials[at])
    for name in ("row_effect", "row_error", "row_log_odds"):
        assert getattr(other, name) == pytest.approx(getattr(one, name)[rows], abs=1e-6)
    for name in ("column_effect", "column_error", "column_log_odds"):
        assert getattr(other, name) == pytest.approx(getattr(one, name)[columns], abs=1e-6)
    assert other.fitted == pytest.approx(one.fitted[at], abs=1e-6)


@law
@given(tables())
def test_a_table_on_its_side_gives_the_same_the_other_way_round(table):
    one, other = like_for_like(*table), like_for_like(table[0].T, table[1].T)
    for name in ("effect", "error", "spread", "log_odds"):
        assert getattr(one, f"row_{name}") == pytest.approx(getattr(other, f"column_{name}"), abs=1e-6)
    assert one.fitted == pytest.approx(other.fitted.T, abs=1e-6)


@law
@given(tables())
def test_a_column_without_trials_changes_nothing(table):
    hits, trials = table
    one, more = (
        like_for_like(hits, trials),
        like_for_like(np.pad(hits, ((0, 0), (0, 1))), np.pad(trials, ((0, 0), (0, 1)))),
    )
    for name in ("row_effect", "row_error", "row_spread", "column_spread", "row_log_odds"):
        assert getattr(more, name) == pytest.approx(getattr(one, name), abs=1e-6)
    assert more.fitted[:, :-1] == pytest.approx(one.fitted, abs=1e-6)
    assert abs(more.column_effect[-1]) < more.column_error[-1]
    assert more.column_log_odds[:-1] == pytest.approx(one.column_log_odds, abs=1e-6)


@pytest.mark.parametrize("k", [2, 10])
def test_more_of_the_same_is_known_better(k):
    rng = np.random.default_rng(2)
    trials = rng.integers(10, 60, (8, 4))
    hits = rng.binomial(trials, expit(rng.normal(-1, 0.5, (8, 1)) + rng.normal(0, 0.7, 4)))
    one, more = like_for_like(hits, trials), like_for_like(k * hits, k * trials)
    assert (more.row_error < one.row_error).all() and (more.column_error < one.column_error).all()


EDGES = {
    "one cell": ([[3]], [[10]]),
    "one row": ([[5, 1, 0]], [[10, 10, 0]]),
    "one column": ([[5], [1], [0]], [[10], [10], [0]]),
    "no hit": ([[0, 0], [0, 0]], [[50, 5], [3, 0]]),
    "all hits": ([[50, 5], [3, 0]], [[50, 5], [3, 0]]),
    "one channel each": ([[40, 0], [0, 10]], [[100, 0], [0, 100]]),
    "one lead": ([[0]], [[1]]),
    "a column of misses": ([[10, 0], [9, 0]], [[20, 500], [20, 500]]),
    "a million leads": ([[300_000, 1000], [90_000, 99]], [[1_000_000, 50_000], [300_000, 5000]]),
}


@pytest.mark.parametrize(("hits", "trials"), EDGES.values(), ids=EDGES)
def test_edges_are_stable(hits, trials):
    found = like_for_like(hits, trials)
    assert all(np.isfinite(value).all() for value in everything(found).values())
    assert expected_rows(found, np.maximum(hits, trials)).sum() == pytest.approx(np.sum(hits), abs=1e-6)
    assert np.abs(found.row_effect).max() < 4


def test_no_hits_and_all_hits_are_expected_of_everyone():
    nobody, all_ = like_for_like([[0, 0], [0, 0]], [[50, 5], [3, 0]]), like_for_like([[50, 5]], [[50, 5]])
    assert expit(nobody.column_log_odds) == pytest.approx([0, 0]) and expit(nobody.row_log_odds) == pytest.approx(
        [0, 0]
    )
    assert expit(all_.column_log_odds) == pytest.approx([1, 1]) and expit(all_.row_log_odds) == pytest.approx([1])


def test_trials_below_hits_count_as_the_hits_and_need_not_be_whole():
    assert like_for_like([[4, 2]], [[3.2, 9.5]]).fitted == pytest.approx(like_for_like([[4, 2]], [[4, 9.5]]).fitted)


def test_a_rep_alone_with_a_channel_is_expected_just_what_was_achieved():
    found = like_for_like([[40, 0], [0, 10]], [[100, 0], [0, 100]])
    assert expected_rows(found, np.diag([100, 100])) == pytest.approx([40, 10], rel=0.05)


def test_thin_cells_are_damped():
    """3 of 3 from a channel that closes 10% is no 100%."""
    found = like_for_like([[10, 3], [10, 20]], [[100, 3], [100, 200]])
    assert 0.1 < found.fitted[0, 1] < 0.3


def test_a_large_table_is_worked_on_in_parts_and_gives_the_same(monkeypatch):
    whole = like_for_like(*GOLDEN)
    monkeypatch.setattr(additive_fit, "CELLS_AT_ONCE", 7)
    parts = like_for_like(*GOLDEN)
    for name, value in everything(whole).items():
        assert everything(parts)[name] == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("hits", "trials"),
    [
        ([[1, 2]], [[3]]),
        ([1, 2], [3, 4]),
        ([[-1]], [[3]]),
        ([[1]], [[np.nan]]),
        ([[1]], [[np.inf]]),
        ([[0, 0]], [[0, 0]]),
        (np.zeros((0, 2)), np.zeros((0, 2))),
    ],
)
def test_what_cannot_be_compared_is_refused(hits, trials):
    with pytest.raises(InputError):
        like_for_like(hits, trials)


# --- planted worlds


def world(rng, row_spread, column_spread, rows=12, columns=4, leads=25):
    """Routed towards the hot channel for the first reps, with every channel shared."""
    row, column = rng.normal(0, row_spread, rows), rng.normal(0, column_spread, columns)
    lean = np.linspace(1.5, 0.5, rows)[:, None] ** np.linspace(1, -1, columns)
    trials = rng.poisson(leads * lean)
    return row, column, rng.binomial(trials, expit(-1.2 + row[:, None] + column)), trials


@pytest.mark.slow
def test_nine_in_ten_intervals_of_90_percent_hold_the_planted_effects():
    rng = np.random.default_rng(20240701)
    held, spreads = [], []
    for _ in range(120):
        row, _, hits, trials = world(rng, 0.4, 0.7)
        found = like_for_like(hits, trials)
        held.append(np.abs(found.row_effect - (row - row.mean())) < 1.645 * found.row_error)
        spreads.append([found.row_spread, found.column_spread])
    assert np.mean(held) == pytest.approx(0.90, abs=0.03)
    assert np.mean(spreads, axis=0) == pytest.approx([0.4, 0.7], abs=0.12)


@pytest.mark.slow
def test_a_planted_weak_rep_is_found_and_a_rep_on_cold_leads_is_not():
    rng = np.random.default_rng(20240702)
    flagged = np.zeros(12)
    for _ in range(60):
        _, column, _, trials = world(rng, 0, 0.7, leads=60)
        row = np.zeros(12)
        row[3] = -1.0
        hits = rng.binomial(trials, expit(-1.2 + row[:, None] + column))
        flagged += compare_units(in_one_month(hits, trials), "rep", 0.05).sort_index()["outside"] == "below"
    assert flagged["rep 03"] / 60 > 0.9
    assert np.delete(np.asarray(flagged), 3).max() / 60 < 0.06


@pytest.mark.slow
def test_with_nothing_the_matter_hardly_any_world_flags_anyone():
    """Twelve looks, 5% for all together; each tested at 5% would flag someone in 46% of worlds."""
    rng = np.random.default_rng(20240703)
    wrong = naive = 0
    for _ in range(120):
        _, _, hits, trials = world(rng, 0, 0.7)
        cells = in_one_month(hits, trials)
        wrong += (compare_units(cells, "rep", 0.05)["outside"] != "").any()
        naive += (compare_units(cells, "rep", 1 - 0.95**12)["outside"] != "").any()  # 5% at each look
    assert wrong / 120 <= 0.05
    assert naive / 120 > 0.2


# --- dispersion


def test_the_dispersion_by_hand():
    z = np.array([-9, -1, -1, -1, -1, 1, 1, 1, 1, 1, 9.0])  # eleven: the quantiles are the second and the tenth, ±1
    assert dispersion_of(100 + 10 * z, [100] * 11, [100] * 11) == 1.0
    assert dispersion_of(100 + 20 * z, [100] * 11, [100] * 11) == pytest.approx(4.0)


def test_fewer_than_ten_units_or_certain_ones_do_not_excuse_themselves():
    assert dispersion_of([500] * 9, [100] * 9, [100] * 9) == 1.0
    assert dispersion_of([500] * 10, [100] * 10, [100] * 10) == pytest.approx(1600)
    assert dispersion_of([500] * 10, [100] * 10, [100] * 9 + [0]) == 1.0
    assert dispersion_of([], [], []) == 1.0


@pytest.mark.parametrize("phi", [1, 4])
def test_the_planted_dispersion_is_found_up_to_what_winsorising_takes(phi):
    """Winsorising a normal tenth leaves 0.68 of the variance: 0.8 − 2·1.2816·φ(1.2816) within, 0.2·1.2816² at the ends."""
    z = np.sqrt(phi) * np.random.default_rng(4).standard_normal((400, 60))
    found = [dispersion_of(100 + 10 * row, [100] * 60, [100] * 60) for row in z]
    assert np.mean(found) == pytest.approx(max(1.0, 0.679 * phi), rel=0.06)


# --- limits


def tail(k, m, p):
    return sum(comb(m, x) * p**x * (1 - p) ** (m - x) for x in range(k + 1))


@pytest.mark.parametrize(("m", "p"), [(20, 0.15), (40, 0.05), (100, 0.3), (12, 0.5), (300, 0.9)])
@pytest.mark.parametrize("looks", [1, 12])
def test_a_whole_count_is_outside_just_where_its_binomial_tail_is_small(m, p, looks):
    (low,), (high,) = control_limits([m * p], [m * p * (1 - p)], looks)
    a = 1 - 0.95 ** (1 / looks)
    for k in range(m + 1):
        below, above = tail(k, m, p), 1 - (tail(k - 1, m, p) if k else 0.0)
        if min(abs(below - a / 2), abs(above - a / 2)) > 1e-9:
            assert (k < low * m * p) == (below < a / 2)
            assert (k > high * m * p) == (above < a / 2)


def test_hits_of_unequal_chances_stay_within_the_limits():
    rng = np.random.default_rng(6)
    p = np.repeat([0.02, 0.1, 0.4], [100, 60, 20])
    hits = sum(rng.binomial(n, q, 400_000) for n, q in ((100, 0.02), (60, 0.1), (20, 0.4)))
    (low,), (high,) = control_limits([p.sum()], [(p * (1 - p)).sum()], looks=1)
    assert 0.005 < np.mean(hits < low * p.sum()) < 0.027
    assert 0.005 < np.mean(hits > high * p.sum()) < 0.027


@pytest.mark.parametrize("phi", [2, 5])
def test_with_dispersion_a_beta_binomial_stays_within_the_limits(phi):
    rng = np.random.default_rng(7)
    leads, rate = 200, 0.2
    strength = (leads - 1) / (phi - 1) - 1
    hits = rng.binomial(leads, rng.beta(rate * strength, (1 - rate) * strength, 200_000))
    (low,), (high,) = control_limits([40], [32], looks=1, dispersion=phi)
    assert np.mean(hits < low * 40) == pytest.approx(0.02, abs=0.008)
    assert np.mean(hits > high * 40) == pytest.approx(0.025, abs=0.008)


def test_where_counts_are_large_the_limits_are_normal_and_root_phi_times_as_far():
    (low, *_), (high, *_) = control_limits([1e6], [8e5], looks=1)
    assert [low, high] == pytest.approx([1 - 1.96e-6 * 8e5**0.5, 1 + 1.96e-6 * 8e5**0.5], abs=2e-6)
    (wide_low,), (wide_high,) = control_limits([1e6], [8e5], looks=1, dispersion=4)
    assert [1 - wide_low, wide_high - 1] == pytest.approx([2 * (1 - low), 2 * (high - 1)], rel=5e-3)


@law
@given(
    st.floats(0.01, 5000),
    st.floats(0.001, 1.0),
    st.integers(1, 300),
    st.floats(1, 30),
)
def test_more_looks_and_more_dispersion_widen_the_limits(expected, share, looks, dispersion):
    low, high = control_limits([expected], [expected * share], looks, dispersion)
    assert 0 <= low[0] < 1 + 1e-9 and 1 - 1e-9 < high[0] < np.inf
    narrower = control_limits([expected], [expected * share], looks)
    wider = [control_limits([expected], [expected * share], looks + 1, dispersion)]
    if expected * share > 5 * dispersion:  # below, only never narrower than chance alone
        wider.append(control_limits([expected], [expected * share], looks, 1.5 * dispersion))
    for inner, outer in ((narrower, (low, high)), *(((low, high), limits) for limits in wider)):
        assert outer[0][0] <= inner[0][0] + 1e-9 and outer[1][0] >= inner[1][0] - 1e-9


def test_small_expectations_have_no_lower_limit_and_none_at_all_no_limit():
    low, high = control_limits([0, 2], [0, 1.8], looks=5)
    assert low.tolist() == [0, 0] and high[0] == np.inf and high[1] > 2


@pytest.mark.parametrize("wrong", [{"looks": 0}, {"looks": 1, "dispersion": 0.9}, {"looks": 1, "level": 0.0}])
def test_limits_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InputError):
        control_limits([1], [1], **wrong)
