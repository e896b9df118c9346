"""What the lost leads said: shares with ranges, what speaks, and whether it agrees with the weak link."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

import diagnostics as dx
from diagnostics.diagnosis.lost import FEWEST, KINDS, MANY, POINTS_TO, LostReasons, WeakLink, agreement
from diagnostics.errors import InputError

FOLLOW_UP = dx.diagnose(dx.Funnel(leads=2000, wins=120, worked=800), dx.Par(reach=2000, follow_up=0.9, closing=0.15))
CLOSING = dx.diagnose(dx.Funnel(2000, 40), dx.Par(goal=100, closing=0.05))
"""Neither follow-up nor fit was counted."""
WORKED = dx.diagnose(
    dx.Funnel(2000, 40, worked=1900, fit=1900), dx.Par(reach=2000, fit=0.95, follow_up=1.0, closing=0.05)
)
"""Both were counted, and closing is weak."""
REACH = dx.diagnose(dx.Funnel(28, 8), dx.Par(goal=25, closing=0.25))
EVEN = dx.diagnose(dx.Funnel(60_000, 6_000, months=12), dx.Par(goal=2000, closing=0.2))


def test_the_businesses_are_what_they_are_called():
    assert [d.suspect for d in (FOLLOW_UP, CLOSING, WORKED, REACH, EVEN)] == [
        "follow_up",
        "closing",
        "closing",
        "reach",
        None,
    ]


def test_shares_are_jeffreys_ranges_of_each_kind_against_the_others():
    found = LostReasons({"no_answer": 30, "price": 10}, unsaid=60)
    assert (found.said, found.lost) == (40, 100)
    assert [s.kind for s in found.shares] == ["no_answer", "price"]
    first = found.shares[0]
    assert (first.leads, first.share) == (30, 0.75)
    assert (first.low, first.high) == pytest.approx(beta(30.5, 10.5).interval(0.9))


@given(st.lists(st.integers(0, 500), min_size=6, max_size=6))
def test_laws(counts):
    found = LostReasons(dict(zip(KINDS, counts, strict=True)))
    assert found.said == sum(counts)
    shares = [found.share(kind) for kind in KINDS]
    if not found.said:
        assert found.shares == () and found.speaking == () and all(math.isnan(s.share) for s in shares)
        return
    assert sum(s.share for s in shares) == pytest.approx(1)
    assert all(0 <= s.low <= s.share <= s.high <= 1 for s in shares)
    assert len(found.speaking) <= 4 and "other" not in found.speaking


def test_none_and_all():
    alone = LostReasons({"price": 7})
    assert alone.share("price")[2:] == (1.0, pytest.approx(beta(7.5, 0.5).ppf(0.05)), 1.0)
    assert alone.share("fit")[2:4] == (0.0, 0.0)


def test_a_kind_speaks_only_beyond_chance():
    # 30% of 20: the range goes down to 16%; of 200 it does not.
    few, many = LostReasons({"no_answer": 6, "other": 14}), LostReasons({"no_answer": 60, "other": 140})
    assert few.share("no_answer").low < MANY < many.share("no_answer").low
    assert (few.speaking, many.speaking) == ((), ("no_answer",))
    assert LostReasons({"no_answer": FEWEST - 1}).speaking == ()
    assert LostReasons({"no_answer": FEWEST}).speaking == ("no_answer",)
    assert LostReasons({"other": 50}).speaking == ()


AGREE = {
    ("no_answer", "FOLLOW_UP"): "agrees",
    ("price", "FOLLOW_UP"): "same side",
    ("fit", "FOLLOW_UP"): "differs",
    ("no_answer", "CLOSING"): "hidden",
    ("fit", "CLOSING"): "hidden",
    ("price", "CLOSING"): "agrees",
    ("competitor", "CLOSING"): "agrees",
    ("no_answer", "WORKED"): "same side",
    ("fit", "WORKED"): "differs",
    ("no_answer", "REACH"): "differs",
    ("fit", "REACH"): "same side",
    ("no_answer", "EVEN"): "undecided",
    ("timing", "FOLLOW_UP"): None,
    ("other", "FOLLOW_UP"): None,
}


@pytest.mark.parametrize(("case", "told"), AGREE.items())
def test_whether_it_points_to_the_weak_link(case, told):
    kind, name = case
    assert agreement(kind, WeakLink.of(globals()[name])) == told


def test_without_a_diagnosis_nothing_is_compared():
    assert agreement("no_answer", None) is None
    assert set(POINTS_TO) | {"timing", "other"} == set(KINDS)


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({"counts": {"weather": 1}}, "unknown-lost-kind"),
        ({"counts": {"price": -1}}, "negative"),
        ({"counts": {"price": 1.5}}, "not-whole"),
        ({"counts": {"price": 10**13}}, "above-largest"),
        ({"unsaid": -1}, "negative"),
        ({"counts": "price"}, "not-a-mapping"),
    ],
)
def test_what_cannot_be_is_refused(given_, code):
    with pytest.raises(InputError) as refused:
        LostReasons(**given_)
    assert refused.value.code == code
