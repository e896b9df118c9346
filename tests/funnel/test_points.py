"""The fixed points: each level once, the most even generator there is, and better than chance at the same size."""

from functools import cache
from itertools import combinations, product

import numpy as np
import pytest

from diagnostics.funnel.points import DIMENSIONS, GENERATOR, SIZE, levels, order, p2

SIZES = sorted(GENERATOR)


def test_there_is_a_generator_for_each_size_in_use():
    assert set(SIZES) == {SIZE}


@pytest.mark.parametrize("n", SIZES)
def test_levels_are_the_middles_of_n_equal_parts(n):
    assert levels(n).shape == (n,)
    np.testing.assert_allclose(np.diff(levels(n)), 1 / n, rtol=1e-9)
    assert levels(n)[0] == pytest.approx(0.5 / n) and levels(n)[-1] == pytest.approx(1 - 0.5 / n)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("dimension", range(DIMENSIONS))
def test_every_coordinate_takes_each_level_exactly_once(dimension, n):
    assert sorted(order(dimension, n)) == list(range(n))


@pytest.mark.parametrize("n", SIZES)
def test_no_two_coordinates_move_together(n):
    for one, other in combinations(range(DIMENSIONS), 2):
        correlation = np.corrcoef(order(one, n), order(other, n))[0, 1]
        assert abs(correlation) < 3 / np.sqrt(n)  # three standard errors of chance


@pytest.mark.parametrize("n", SIZES)
def test_the_points_are_the_same_each_call_and_cannot_be_written_to(n):
    for once, again in ((levels(n), levels(n)), (order(3, n), order(3, n))):
        assert (once == again).all()
        with pytest.raises(ValueError, match="read-only"):
            once[0] = 0


@pytest.mark.parametrize("dimension", [-1, DIMENSIONS])
def test_a_coordinate_that_does_not_exist_is_refused_by_name(dimension):
    with pytest.raises(ValueError, match=f"dimension: {dimension} "):
        order(dimension, SIZE)


# --- the figure of merit


def p2_by_frequencies(generator, n, dimensions):
    """P₂ as the sum over the dual lattice: every frequency the points cannot tell from a constant, weighted.

    The frequencies of one residue class sum to a closed form: Σ 1/h² over h ≡ r (mod n) is (π/n)²/sin²(πr/n), and
    π²/(3n²) over the multiples of n without 0.
    """

    def of_class(residue, dimension):
        squares = np.pi**2 / (3 * n**2) if residue == 0 else (np.pi / n) ** 2 / np.sin(np.pi * residue / n) ** 2
        return squares / (dimension + 1) ** 2 + (residue == 0)

    total = -1.0
    for rest in product(range(n), repeat=dimensions - 1):
        first = -sum(pow(generator, j, n) * r for j, r in enumerate(rest, start=1)) % n
        total += np.prod([of_class(r, j) for j, r in enumerate((first, *rest))])
    return total


@pytest.mark.parametrize(("generator", "n", "dimensions"), [(1, 31, 2), (12, 31, 3), (3, 31, 3), (146, 509, 2)])
def test_p2_is_the_weight_of_the_frequencies_that_the_lattice_cannot_see(generator, n, dimensions):
    assert p2(generator, n, dimensions) == pytest.approx(p2_by_frequencies(generator, n, dimensions), rel=1e-9)


@cache
def merit_of_every_generator(n):
    half = range(1, n // 2 + 1)  # g and n − g mirror each other
    return np.array([p2(g, n, DIMENSIONS) for g in half])


@pytest.mark.parametrize("n", SIZES)
def test_no_generator_is_more_even_than_the_one_in_use(n):
    merit, chosen = merit_of_every_generator(n), p2(GENERATOR[n], n, DIMENSIONS)
    assert chosen == pytest.approx(merit.min(), rel=1e-9)
    assert chosen < 0.7 * np.median(merit)


def test_a_generator_and_its_mirror_are_equally_even():
    assert p2(146, 509, 6) == pytest.approx(p2(509 - 146, 509, 6), rel=1e-9)


# --- what the points are for

PRODUCTS = {  # one factor on 0..1, its mean, the mean of its square
    "x + ½": (lambda x: x + 0.5, 1, 13 / 12),
    "exp x": (np.exp, np.e - 1, (np.e**2 - 1) / 2),
    "sin πx": (lambda x: np.sin(np.pi * x), 2 / np.pi, 1 / 2),
    "x(1 − x)": (lambda x: x * (1 - x), 1 / 6, 1 / 30),
}


@pytest.mark.parametrize(
    ("n", "dimensions", "times_better"),
    [(SIZE, 2, 50), (SIZE, 6, 5), (SIZE, 10, 1.5)],
)
@pytest.mark.parametrize("name", PRODUCTS)
def test_a_smooth_product_is_integrated_better_than_the_standard_error_of_as_many_random_points(
    name, n, dimensions, times_better
):
    factor, mean, square = PRODUCTS[name]
    values = np.prod([factor(levels(n)[order(j, n)]) for j in range(dimensions)], axis=0)
    standard_error = np.sqrt((square**dimensions - mean ** (2 * dimensions)) / n)
    assert abs(values.mean() - mean**dimensions) < standard_error / times_better
