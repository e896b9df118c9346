"""A bet before the numbers: its score is the lowest, on average, for who says what they believe."""

from __future__ import annotations

import math

import pytest

from diagnostics.diagnosis.bets import COIN, Bet, closest, expected

GRID = [k / 200 for k in range(201)]


def test_a_sure_bet_that_came_true_is_perfect_and_one_that_did_not_is_the_worst():
    assert Bet("sales", 1.0).score("sales") == 0 and Bet("sales", 1.0).score("marketing") == 1
    assert Bet("sales", 0.5).score("sales") == Bet("sales", 0.5).score("marketing") == COIN


@pytest.mark.parametrize("verdict", ["balanced", "undetermined"])
def test_no_bet_is_scored_where_no_side_is_named(verdict):
    assert Bet("sales", 0.9).score(verdict) is None


def test_the_score_does_not_depend_on_which_side_a_chance_is_told_of():
    for chance in GRID:
        for verdict in ("marketing", "sales"):
            one, other = Bet("marketing", chance).score(verdict), Bet("sales", 1 - chance).score(verdict)
            assert math.isclose(one, other, abs_tol=1e-12)


def test_the_expected_score_is_the_average_of_the_two_outcomes():
    for true in GRID[::10]:
        for chance in GRID[::10]:
            bet = Bet("sales", chance)
            average = true * bet.score("sales") + (1 - true) * bet.score("marketing")
            assert math.isclose(expected(chance, true), average, abs_tol=1e-12)


def test_to_say_what_one_believes_is_best_whatever_that_is():
    """The law of a proper score: over a grid, the expected score is the lowest at the true chance and nowhere else."""
    for true in GRID:
        best = expected(true, true)
        for said in GRID:
            assert said == true or expected(said, true) > best
            assert math.isclose(expected(said, true) - best, (said - true) ** 2, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("scores", "who"),
    [
        ({"sales": 0.04, "marketing": 0.81}, "sales"),
        ({"sales": 0.04, "marketing": 0.04 + 1e-15}, None),
        ({"team": 0.25}, "team"),
        ({}, None),
    ],
)
def test_the_closest_is_one_or_none(scores, who):
    assert closest(scores) == who


@pytest.mark.parametrize(("side", "chance"), [("both", 0.5), ("sales", -0.1), ("sales", 1.1), ("sales", math.nan)])
def test_what_is_no_bet_is_refused(side, chance):
    with pytest.raises(ValueError, match=r"is not"):
        Bet(side, chance)
