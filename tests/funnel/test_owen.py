"""The bridge: published decompositions, every order gone through, and the laws that single out the Owen value."""

from dataclasses import dataclass
from itertools import pairwise, permutations
from math import inf, log, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.funnel.links import LINKS, UNIONS, customers
from diagnostics.funnel.owen import attribute

law = settings(derandomize=True, deadline=None, database=None, max_examples=60)


def product_of(**levels):
    return prod(levels.values())


# --- published numbers


@pytest.mark.parametrize(
    ("actual", "reference", "expected", "digit"),
    [
        pytest.param(
            {"size": 10930, "rate": 0.717892},
            {"size": 16591, "rate": 0.825974},
            {"size": 4369.913, "rate": 1487.262},
            5e-4,
            id="Das Gupta, US Census P23-186 (1993), example 2.1: two factors",
        ),
        pytest.param(
            {"a": 51.78746, "b": 0.45919, "c": 0.52638},
            {"a": 84.90502, "b": 0.75756, "c": 0.51065},
            {"a": 10.4340333, "b": 10.5608476, "c": -0.6670084},
            5e-8,
            id="Das Gupta, US Census P23-186 (1993), example 2.2: three factors",
        ),
    ],
)
def test_a_product_is_split_to_the_published_digit(actual, reference, expected, digit):
    assert attribute(product_of, actual, reference, [[name] for name in actual]) == pytest.approx(expected, abs=digit)


def test_the_biggest_drop_is_none_of_the_gap_where_it_cannot_be_bettered():
    # Golden case "biggest drop": 10,000 × 2 % × 30 % × 50 %, attainable 2 %, 40 %, 55 %.
    actual = {"visits": 10_000, "ask": 0.02, "meet": 0.30, "buy": 0.50}
    reference = {"visits": 10_000, "ask": 0.02, "meet": 0.40, "buy": 0.55}
    for unions in ([[name] for name in actual], [["visits", "ask"], ["meet", "buy"]]):
        parts = attribute(lambda **levels: log(product_of(**levels)), actual, reference, unions)
        gap = sum(parts.values())
        assert {name: round(100 * part / gap) for name, part in parts.items()} == {
            "visits": 0,
            "ask": 0,
            "meet": 75,
            "buy": 25,
        }


# --- every order gone through

NAMES = "abcdef"


@dataclass(frozen=True)
class Game:
    """Any function of up to six links, each now at 0 and at 1 at its reference: a table of what every mixture makes."""

    unions: tuple[tuple[str, ...], ...]
    table: tuple[int, ...]

    @property
    def names(self):
        return NAMES[: sum(map(len, self.unions))]

    def __call__(self, **levels):
        return self.table[sum(levels[name] << i for i, name in enumerate(self.names))]

    def parts(self, unions=None):
        return attribute(self, dict.fromkeys(self.names, 0), dict.fromkeys(self.names, 1), unions or self.unions)


def grouped(names, marks):
    return tuple(tuple(n for n, m in zip(names, marks, strict=True) if m == mark) for mark in sorted(set(marks)))


def tables(links):
    return st.lists(st.integers(-1000, 1000), min_size=2**links, max_size=2**links).map(tuple)


@st.composite
def games(draw, least=1, most=6):
    k = draw(st.integers(least, most))
    marks = draw(st.lists(st.integers(0, k - 1), min_size=k, max_size=k))
    return Game(grouped(NAMES[:k], marks), draw(tables(k)))


def by_every_order(game):
    """The mean step of each link over all orders in which no union is broken up: the definition, gone through."""
    union_of = {name: at for at, union in enumerate(game.unions) for name in union}
    total, orders = dict.fromkeys(game.names, 0), 0
    for order in permutations(game.names):
        changes_of_union = sum(union_of[x] != union_of[y] for x, y in pairwise(order))
        if changes_of_union != len(game.unions) - 1:
            continue
        orders += 1
        levels = dict.fromkeys(game.names, 0)
        before = game(**levels)
        for name in order:
            levels[name] = 1
            after = game(**levels)
            total[name] += after - before
            before = after
    return {name: steps / orders for name, steps in total.items()}


@law
@given(games())
def test_each_part_is_the_mean_step_over_every_order_that_keeps_the_unions_together(game):
    assert game.parts() == pytest.approx(by_every_order(game), abs=1e-8)


@pytest.mark.parametrize(
    "unions",
    [
        pytest.param((("a",),), id="one link"),
        pytest.param((("a", "b", "c", "d", "e", "f"),), id="six links in one union"),
        pytest.param((("a",), ("b",), ("c",), ("d",), ("e",), ("f",)), id="six unions of one link"),
        pytest.param((("a", "b", "c"), ("d", "e", "f")), id="two sides of three, as the door"),
        pytest.param((("a",), ("b", "c", "d", "e", "f")), id="one against five"),
    ],
)
def test_every_shape_of_partition_agrees_with_every_order(unions):
    k = sum(map(len, unions))
    game = Game(unions, tuple(int(x) for x in np.random.default_rng(7).integers(-1000, 1000, 2**k)))
    assert game.parts() == pytest.approx(by_every_order(game), abs=1e-8)


# --- the laws


@law
@given(games())
def test_the_parts_add_up_to_the_whole_difference(game):
    assert sum(game.parts().values()) == pytest.approx(game.table[-1] - game.table[0], abs=1e-8)


@law
@given(games(), st.data())
def test_a_link_that_changes_nothing_gets_exactly_nothing(game, data):
    null = data.draw(st.sampled_from(game.names))
    without = Game(game.unions, tuple(game.table[i & ~(1 << game.names.index(null))] for i in range(len(game.table))))
    assert without.parts()[null] == 0


@law
@given(games(), st.data())
def test_a_link_at_its_reference_gets_exactly_nothing_whatever_it_could_do(game, data):
    level, there = data.draw(st.sampled_from([0, 1])), data.draw(st.sampled_from(game.names))
    actual = dict.fromkeys(game.names, 0) | {there: level}
    reference = dict.fromkeys(game.names, 1) | {there: level}
    assert attribute(game, actual, reference, game.unions)[there] == 0


@law
@given(games(least=2), st.data())
def test_two_interchangeable_links_of_one_union_get_equal_parts(game, data):
    marks = [0, 0, *(data.draw(st.integers(0, len(game.names))) for _ in game.names[2:])]
    only_their_sum = tuple(game.table[(i & ~3) | (bool(i & 1) + bool(i & 2))] for i in range(len(game.table)))
    parts = Game(grouped(game.names, marks), only_their_sum).parts()
    assert parts["a"] == pytest.approx(parts["b"], abs=1e-8)


@law
@given(games())
def test_a_side_gets_the_same_however_many_links_it_is_taken_as(game):
    def of_sides(**sides):
        return game(**{name: sides[str(at)] for at, union in enumerate(game.unions) for name in union})

    sides = [str(at) for at in range(len(game.unions))]
    whole = attribute(of_sides, dict.fromkeys(sides, 0), dict.fromkeys(sides, 1), [[side] for side in sides])
    parts = game.parts()
    totals = {str(at): sum(parts[name] for name in union) for at, union in enumerate(game.unions)}
    assert totals == pytest.approx(whole, abs=1e-8)


@law
@given(games(), st.randoms(use_true_random=False))
def test_neither_new_names_nor_another_order_of_links_and_unions_changes_a_part(game, chance):
    new_name = {name: f"link_{i}" for i, name in enumerate(chance.sample(game.names, len(game.names)))}
    unions = [chance.sample([new_name[n] for n in union], len(union)) for union in game.unions]
    chance.shuffle(unions)
    names = chance.sample(list(new_name.values()), len(new_name))
    moved = attribute(
        lambda **levels: game(**{n: levels[new_name[n]] for n in game.names}),
        dict.fromkeys(names, 0),
        dict.fromkeys(reversed(names), 1),
        unions,
    )
    assert list(moved) == names
    assert {n: moved[new_name[n]] for n in game.names} == pytest.approx(game.parts(), abs=1e-8)


@law
@given(games(), st.data())
def test_the_split_of_a_sum_is_the_sum_of_the_splits(game, data):
    other = Game(game.unions, data.draw(tables(len(game.names))))
    p, q = data.draw(st.integers(-5, 5)), data.draw(st.integers(-5, 5))
    both = Game(game.unions, tuple(p * x + q * y for x, y in zip(game.table, other.table, strict=True)))
    mine, theirs = game.parts(), other.parts()
    assert both.parts() == pytest.approx({n: p * mine[n] + q * theirs[n] for n in game.names}, abs=1e-7)


@law
@given(games())
def test_the_way_back_is_the_way_there_with_the_sign_turned(game):
    back = attribute(game, dict.fromkeys(game.names, 1), dict.fromkeys(game.names, 0), game.unions)
    assert back == pytest.approx({name: -part for name, part in game.parts().items()}, abs=1e-8)


# --- the door

SHARE = st.floats(0.01, 1)
DOOR = st.fixed_dictionaries(
    {
        "reach": st.floats(1, 1e4),
        "direct": st.floats(0, 1),
        "fit": SHARE,
        "follow_up": SHARE,
        "capacity": st.floats(1, 1e4) | st.just(inf),
        "closing": SHARE,
    }
)


@law
@given(st.lists(st.tuples(DOOR, DOOR), min_size=1, max_size=4))
@pytest.mark.slow
def test_arrays_give_what_a_loop_over_their_rows_gives(rows):
    actual, reference = ({link: np.array([row[at][link] for row in rows]) for link in LINKS} for at in (0, 1))
    together = attribute(customers, actual, reference, UNIONS)
    one_by_one = [attribute(customers, a, r, UNIONS) for a, r in rows]
    for link in LINKS:
        np.testing.assert_allclose(together[link], [parts[link] for parts in one_by_one], rtol=1e-12, atol=1e-9)


@law
@given(DOOR, DOOR, st.sampled_from(LINKS))
def test_a_link_at_par_is_short_of_nothing_whatever_the_others_do(actual, par, link):
    assert attribute(customers, actual | {link: par[link]}, par, UNIONS)[link] == 0


@law
@given(DOOR, st.floats(1, 1e4), SHARE)
def test_with_one_link_a_side_the_side_further_below_par_has_the_larger_shortfall_by_the_goal(par, reach, closing):
    par = par | {"direct": 0, "capacity": inf}
    parts = attribute(customers, par | {"reach": reach, "closing": closing}, par, UNIONS)
    marketing, sales = (sum(parts[link] for link in UNIONS[side]) for side in ("marketing", "sales"))
    goal = customers(**par)
    expected = goal * (closing / par["closing"] - reach / par["reach"])
    assert marketing - sales == pytest.approx(expected, rel=1e-9, abs=1e-9 * (goal + abs(expected)))


@pytest.mark.parametrize(
    ("at_par", "most"),
    [
        pytest.param((), 28, id="all six move: 2·16 coalitions, 4 of them counted for both sides"),
        pytest.param(("direct", "fit"), 16, id="one link of marketing moves: every subset of four"),
        pytest.param(("direct", "fit", "follow_up", "capacity"), 4, id="one link a side moves"),
    ],
)
def test_no_more_coalitions_are_evaluated_than_there_are_and_none_twice(at_par, most):
    seen = []

    def counted(**levels):
        seen.append(tuple(levels.values()))
        return customers(**levels)

    actual = dict(zip(LINKS, (100, 0.1, 0.5, 0.9, 40, 0.2), strict=True))
    par = dict(zip(LINKS, (200, 0.2, 0.6, 1.0, 80, 0.3), strict=True))
    attribute(counted, actual | {link: par[link] for link in at_par}, par, UNIONS)
    assert len(seen) == len(set(seen)) <= most


# --- what is refused


def never(**levels):
    raise AssertionError(f"evaluated at {levels}")


TWO = {"a": 1.0, "b": 2.0}


@pytest.mark.parametrize(
    ("actual", "reference", "unions", "said"),
    [
        pytest.param(TWO, TWO, [["a"]], "exactly one union", id="a link in no union"),
        pytest.param(TWO, TWO, [["a", "b"], ["b"]], "exactly one union", id="a link in two unions"),
        pytest.param(TWO, TWO, [["a", "a", "b"]], "exactly one union", id="a link twice in one union"),
        pytest.param(TWO, TWO, [["a"], ["b"], ["c"]], "exactly one union", id="a union of an unknown link"),
        pytest.param(TWO, TWO, [], "exactly one union", id="no union"),
        pytest.param(
            {"reach": 1}, {"reach": 2}, ["reach"], "exactly one union", id="a name where a list of names is meant"
        ),
        pytest.param(TWO, {"a": 1.0}, [["a"], ["b"]], "reference", id="a link without a reference"),
        pytest.param(TWO, TWO | {"c": 1.0}, [["a"], ["b"]], "reference", id="a reference for no link"),
    ],
)
def test_links_that_do_not_match_are_refused_before_anything_is_evaluated(actual, reference, unions, said):
    with pytest.raises(ValueError, match=said):
        attribute(never, actual, reference, unions)


def numbered(links, level=0):
    return {f"x{i}": level for i in range(links)}


@pytest.mark.parametrize(
    ("links", "unions"),
    [
        pytest.param(17, [[f"x{i}" for i in range(17)]], id="17 in one union"),
        pytest.param(13, [[f"x{i}"] for i in range(13)], id="13 unions of one"),
    ],
)
def test_one_link_too_many_is_refused_before_anything_is_evaluated(links, unions):
    with pytest.raises(ValueError, match="too many"):
        attribute(never, numbered(links), numbered(links, level=1), unions)


@pytest.mark.parametrize(
    ("links", "unions"),
    [
        pytest.param(16, [[f"x{i}" for i in range(16)]], id="16 in one union"),
        pytest.param(12, [[f"x{i}"] for i in range(12)], id="12 unions of one"),
    ],
)
@pytest.mark.slow
def test_as_many_links_as_are_allowed_are_evaluated(links, unions):
    with pytest.raises(AssertionError, match="evaluated"):
        attribute(never, numbered(links), numbered(links, level=1), unions)


@pytest.mark.parametrize(
    "levels",
    [pytest.param({}, id="no link"), pytest.param(TWO, id="every link"), pytest.param({"a": inf}, id="no limit")],
)
def test_where_every_link_is_at_its_reference_there_is_nothing_to_evaluate(levels):
    assert attribute(never, levels, dict(levels), [[name] for name in levels]) == dict.fromkeys(levels, 0.0)


def test_empty_unions_and_named_unions_count_as_the_unions_they_hold():
    far = {"a": 3.0, "b": 5.0}
    plain = attribute(product_of, TWO, far, [["a"], ["b"]])
    assert attribute(product_of, TWO, far, [["a"], [], ["b"]]) == plain
    assert attribute(product_of, TWO, far, {"one": ["a"], "other": ["b"]}) == plain
    assert plain == {"a": 7.0, "b": 6.0}  # (3−1)·(2+5)/2 and (5−2)·(1+3)/2
