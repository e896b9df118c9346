"""Can lead quality and skill be told apart: by hand, against least squares written out, and the golden two reps."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from diagnostics.comparison.routing import ENOUGH, leads_per_arm, routing
from diagnostics.errors import InputError

law = settings(derandomize=True, deadline=None, database=None, max_examples=100)


def test_golden_confounded_a_only_referral_b_only_ads():
    found = routing([[100, 0], [0, 100]])
    assert not found.identifiable and found.reason == "separate"
    assert found.groups == (((0,), (0,)), ((1,), (1,)))
    assert found.kept.tolist() == [0, 0] and not found.rows_identifiable.any()


def test_golden_about_32_leads_an_arm():
    assert leads_per_arm(0.40, 0.10) == leads_per_arm(0.10, 0.40) == 32


TWO_TEAMS = np.zeros((10, 2))
TWO_TEAMS[:5, 0] = TWO_TEAMS[5:, 1] = 10

CASES = {
    "as at random": ([[50, 50], [50, 50]], None),
    "in proportion": ([[80, 20], [8, 2]], None),
    "mostly one's own": ([[80, 20], [20, 80]], None),
    "3 of 100 swapped": ([[97, 3], [3, 97]], None),
    "2 of 100 swapped": ([[98, 2], [2, 98]], "too little overlap"),
    "one lead of a hundred gone across": ([[100, 1], [0, 100]], "too little overlap"),
    "one lead of ten gone across": ([[10, 1], [0, 10]], "too little overlap"),
    "one lead of two gone across": ([[1, 1], [0, 2]], "too little overlap"),
    "one lead between two teams": (TWO_TEAMS + np.eye(10, 2, 1), "too little overlap"),
    "nothing between two teams": (TWO_TEAMS, "separate"),
    "ten between two teams": (TWO_TEAMS + np.array([[0, 1]] * 5 + [[1, 0]] * 5), None),
    "one channel": ([[10], [30], [1]], None),
    "one channel with leads": ([[10, 0], [30, 0]], None),
    "one rep": ([[10, 5]], "single rep"),
    "one rep with leads": ([[10, 5], [0, 0]], "single rep"),
    "no lead": ([[0, 0], [0, 0]], "single rep"),
    "no rep": (np.zeros((0, 3)), "single rep"),
    "a fifth of the leads apart": ([[20, 20, 0], [20, 20, 0], [0, 0, 20]], None),
    "a little more than a fifth apart": ([[20, 20, 0], [20, 20, 0], [0, 0, 21]], "separate"),
    "most leads with one rep, apart": ([[900, 0, 0], [0, 20, 20], [0, 20, 20]], "separate"),
}


@pytest.mark.parametrize(("trials", "reason"), CASES.values(), ids=CASES)
def test_the_reason_why_it_cannot_be_told(trials, reason):
    found = routing(trials)
    assert found.reason == reason
    assert found.identifiable is (reason is None)


def test_who_can_be_compared_is_said_of_each_rep():
    found = routing([[20, 20, 0, 0], [20, 20, 0, 0], [0, 0, 30, 0], [0, 0, 0, 0]])
    assert found.groups == (((0, 1), (0, 1)), ((2,), (2,)))
    assert found.kept == pytest.approx([1, 1, 0, 0])
    assert found.rows_identifiable.tolist() == [True, True, False, False]


@pytest.mark.parametrize("x", [0.0, 0.01, 0.05, 0.2, 0.5])
def test_two_reps_who_swap_a_share_keep_4x_1_minus_x(x):
    kept = routing([[1000 * (1 - x), 1000 * x], [1000 * x, 1000 * (1 - x)]]).kept
    assert kept == pytest.approx([4 * x * (1 - x)] * 2)


def written_out(w):
    """Variance of each row minus the weighted mean, by least squares over every cell: columns known, and learned."""
    rows, columns = w.shape
    i, j = np.nonzero(w)
    weight = w[i, j]
    row, column = np.eye(rows)[i], np.eye(columns)[j]
    contrast = np.eye(rows) - w.sum(axis=1) / w.sum()

    def variance(design):
        covariance = np.linalg.pinv(design.T @ (weight[:, None] * design), rcond=1e-11)
        padded = np.hstack([contrast, np.zeros((rows, design.shape[1] - rows))])
        return np.diagonal(padded @ covariance @ padded.T)

    return variance(row), variance(np.hstack([row, column]))


TABLES = st.tuples(st.integers(2, 5), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 12))
)


@law
@given(TABLES)
def test_kept_is_the_ratio_of_two_variances_by_least_squares(trials):
    found = routing(trials)
    assume(len(found.groups) == 1 and len(found.groups[0][0]) == len(trials))
    known, learned = written_out(trials.astype(float))
    assert found.kept == pytest.approx(known / learned, rel=1e-6)


@law
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_reps_and_channels_does_not_matter(trials, random):
    rows, columns = list(range(len(trials))), list(range(trials.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    one, other = routing(trials), routing(trials[np.ix_(rows, columns)])
    assert other.kept == pytest.approx(one.kept[rows], abs=1e-9)
    assert {frozenset(rows[r] for r in group) for group, _ in other.groups} == {frozenset(g) for g, _ in one.groups}


@law
@given(TABLES)
def test_empty_reps_and_channels_change_nothing(trials):
    one, other = routing(trials), routing(np.pad(trials, ((0, 1), (0, 2))))
    assert (other.groups, other.reason) == (one.groups, one.reason)
    assert other.kept == pytest.approx(np.append(one.kept, 0))
    assert other.rows_identifiable.tolist() == [*one.rows_identifiable.tolist(), False]


@law
@given(TABLES, st.integers(2, 50))
def test_the_share_kept_does_not_depend_on_how_many_leads_there_are(trials, k):
    one, many = routing(trials), routing(k * trials)
    assert many.groups == one.groups
    assert many.kept == pytest.approx(one.kept, abs=1e-9)
    assert (one.kept >= 0).all() and (one.kept <= 1).all()


@law
@given(TABLES)
def test_with_many_leads_a_rep_that_can_be_compared_keeps_enough_where_all_can(trials):
    found = routing(1000 * trials)
    if found.identifiable and len(found.groups) == 1 and found.rows_identifiable[trials.sum(axis=1) > 0].all():
        together = found.kept[trials.sum(axis=1) > 0]
        assert together.min() > ENOUGH / 2  # all in one set: at least ENOUGH; in two, weakly linked: a little less


def test_random_routing_is_identifiable_however_thin_the_cells():
    trials = np.random.default_rng(5).poisson(1.0, (300, 30))
    found = routing(trials)
    assert found.identifiable and found.rows_identifiable.all()
    assert np.median(found.kept) > 0.99


def by_hand(p, q, z_level=1.959963984540054, z_power=0.8416212335729143):
    mean = (p + q) / 2
    return (z_level * (2 * mean * (1 - mean)) ** 0.5 + z_power * (p * (1 - p) + q * (1 - q)) ** 0.5) ** 2 / (p - q) ** 2


@pytest.mark.parametrize(("p", "q"), [(0.15, 0.2), (0.0, 0.5), (0.4, 0.1), (0.01, 0.02), (0.0, 1.0)])
def test_the_size_of_a_test_is_fleiss_rounded_up(p, q):
    assert leads_per_arm(p, q) - 1 < by_hand(p, q) <= leads_per_arm(p, q)


def test_the_size_found_has_the_power_asked_for():
    n = leads_per_arm(0.40, 0.10)
    rng = np.random.default_rng(3)
    a, b = rng.binomial(n, 0.40, 200_000), rng.binomial(n, 0.10, 200_000)
    pooled = (a + b) / (2 * n)
    z = (a - b) / np.sqrt(np.maximum(2 * n * pooled * (1 - pooled), 1e-12))
    assert np.mean(np.abs(z) > 1.96) == pytest.approx(0.80, abs=0.03)


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ((0.2, 0.2), "second"),
        ((-0.1, 0.2), "first"),
        ((0.1, 1.2), "second"),
        ((float("nan"), 0.2), "first"),
        ((0.1, 0.2, 1.0), "power"),
        ((0.1, 0.2, 0.8, 0.0), "level"),
    ],
)
def test_rates_that_no_test_can_tell_apart_are_refused(given_, field):
    with pytest.raises(InputError) as refused:
        leads_per_arm(*given_)
    assert refused.value.field == field


@pytest.mark.parametrize("trials", [[1, 2], [[-1, 2]], [[np.nan, 2]], [[np.inf, 2]]])
def test_what_is_no_table_of_counts_is_refused(trials):
    with pytest.raises(InputError, match="trials"):
        routing(trials)
