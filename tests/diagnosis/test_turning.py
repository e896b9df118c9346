"""Where something begins to hold, against halving alone."""

import math

import pytest

from diagnostics.diagnosis.judge import turning


def halved(holds, below, above, step):
    while above / below > step:
        middle = math.sqrt(below * above)
        below, above = (below, middle) if holds(middle) else (middle, above)
    return below, above


@pytest.mark.parametrize("step", [1.0001, 1.02, 1.5])
@pytest.mark.parametrize("at", [1.0001, 1.7, 30.0, 999.0])
@pytest.mark.parametrize(
    "rise",
    [math.log, math.sqrt, lambda x: -1 / x, lambda x: x**3, lambda x: math.tanh(5 * math.log(x) - 10), math.floor],
    ids=["log", "root", "inverse", "cube", "level at both ends", "steps"],
)
def test_it_ends_where_halving_ends(rise, at, step):
    def beyond(x):
        return rise(x) - rise(at)

    found = turning(beyond, (1.0 - 1e-9, beyond(1.0 - 1e-9)), (1000.0, beyond(1000.0)), step)
    assert found == pytest.approx(halved(lambda x: beyond(x) >= 0, 1.0 - 1e-9, 1000.0, step), rel=1e-9)
    assert beyond(found[0]) < 0 <= beyond(found[1])


def test_fewer_tries_are_needed_than_halving_takes_where_certainty_grows_as_with_counts():
    tried = []

    def certainty(x):
        return min(math.sqrt(x / (1 + x / 500)), 3.5)  # in normal scores, level where all points agree

    for at in (1.1, 1.5, 2.0, 4.0, 7.0, 11.0):

        def beyond(x, at=at):
            tried.append(x)
            return certainty(x) - certainty(at)

        ends = (1.0, certainty(1.0) - certainty(at)), (1000.0, certainty(1000.0) - certainty(at))
        turning(beyond, *ends, 1.03)
    assert len(tried) / 6 < 6  # halving: 8


def test_ends_within_the_step_are_found_at_once():
    assert turning(lambda x: x - 2, (1.99, -0.01), (2.01, 0.01), 1.5) == pytest.approx((1.99, 2.01))
