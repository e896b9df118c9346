"""What the simulated businesses are counted by: a worked table, Wilson's published intervals, and where the bins end."""

import pytest

from diagnostics import simulate

# Newcombe (1998), Statistics in Medicine 17, table I, method 3 (Wilson without correction), rounded there to four digits.
WILSON = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718)}


@pytest.mark.parametrize(("right", "of"), WILSON)
def test_the_range_of_the_share_that_was_right_is_that_of_wilson(right: int, of: int) -> None:
    (row,) = simulate.reliability([0.9] * of, [True] * right + [False] * (of - right)).itertuples()
    assert (row.n, row.right) == (of, pytest.approx(right / of))
    assert (row.low, row.high) == pytest.approx(WILSON[right, of], abs=6e-5)


@pytest.mark.slow
def test_each_answer_is_counted_where_its_chance_was_stated() -> None:
    """0.5 belongs below, 0.51 above; a bin without answers has no row, and what lies outside the edges is left out."""
    found = simulate.reliability(
        [0.2, 0.5, 0.51, 0.59, 1.0], [True, True, True, False, True], (0.3, 0.5, 0.6, 0.9, 1.0)
    )
    assert found[["n", "stated", "right"]].to_numpy().tolist() == [
        [1, 0.5, 1.0],
        [2, pytest.approx(0.55), 0.5],
        [1, 1.0, 1.0],
    ]
