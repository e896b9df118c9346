"""The door in: what is refused and in which words, what is taken, and that a record stays what it was."""

import pickle
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from fractions import Fraction
from math import inf, nan

import numpy as np
import pytest

from diagnostics.errors import InputError
from diagnostics.funnel.records import Funnel, Par, Rate


def funnel(**fields):
    return Funnel(**{"leads": 100, "wins": 10} | fields)


NOT_NUMBERS = [("NaN", nan, "nan"), ("inf", inf, "inf"), ("-inf", -inf, "-inf"), ("text", "12", "'12'")]
NOT_NUMBERS += [("bytes", b"12", "b'12'"), ("a bool", True, "True"), ("a list", [12], "[12]"), ("a complex", 1j, "1j")]

NUMBER_FIELDS = [(Funnel, {"leads": 100, "wins": 10}, f) for f in ("leads", "wins", "direct_wins", "fit", "worked")]
NUMBER_FIELDS += [(Funnel, {"leads": 100, "wins": 10}, f) for f in ("months", "maturity")]
NUMBER_FIELDS += [(Par, {}, f) for f in ("goal", "reach", "capacity", "direct", "fit", "follow_up", "closing")]
NUMBER_FIELDS += [(Rate, {"value": 0.5}, f) for f in ("value", "strength")]

REFUSED = [
    pytest.param(make, others | {field: value}, field, shown, "is not a number", id=f"{make.__name__}.{field}: {what}")
    for make, others, field in NUMBER_FIELDS
    for what, value, shown in NOT_NUMBERS
]
REFUSED += [
    pytest.param(make, others | {field: None}, field, "", "is not a number", id=f"{make.__name__}.{field}: None")
    for make, others, field in NUMBER_FIELDS
    if field in ("leads", "wins", "direct_wins", "months", "maturity", "value")
]
REFUSED += [
    pytest.param(funnel, {field: value}, field, shown, said, id=f"{field}: {what}")
    for field in ("leads", "wins", "direct_wins", "fit", "worked")
    for what, value, shown, said in [
        ("below 0", -1, "-1", "must be 0 or more"),
        ("just below 0", -0.5, "-0.5", "must be 0 or more"),
        ("fractional", 12.5, "12.5", "must be a whole number"),
        ("1e12", 1e12, "1,000,000,000,000", "must be at most 1,000,000,000"),
        ("one above the largest", 10**9 + 1, "1,000,000,001", "must be at most 1,000,000,000"),
        ("one float above the largest", 1e9 + 1, "1,000,000,001", "must be at most 1,000,000,000"),
        ("1e300", 1e300, "1e+300", "must be at most 1,000,000,000"),
    ]
]
PARTS = {
    "one win more than leads": ({"wins": 101}, "wins", "101", "is more than the 100 leads"),
    "one direct win more than wins": ({"direct_wins": 11}, "direct_wins", "11", "is more than all 10 sales"),
    "direct wins and no wins": ({"wins": 0, "direct_wins": 1}, "direct_wins", "1", "is more than all 0 sales"),
    "direct wins of no leads": ({"leads": 0, "direct_wins": 1}, "direct_wins", "1", "came from no recorded lead"),
    "one fit more than leads": ({"fit": 101}, "fit", "101", "is more than the 100 leads"),
    "one fit more than did not buy alone": ({"direct_wins": 4, "fit": 97}, "fit", "97", "is more than the 96 leads"),
    "one worked more than leads": ({"worked": 101}, "worked", "101", "is more than the 100 leads"),
    "one worked more than did not buy alone": (
        {"direct_wins": 4, "worked": 97},
        "worked",
        "97",
        "is more than the 96 leads",
    ),
    "one worked more than fit": ({"fit": 50, "worked": 51}, "worked", "51", "is more than the 50 leads that fit"),
    "one fit fewer than assisted wins": ({"fit": 9}, "fit", "9", "is fewer than the 10 sales with a salesperson"),
    "one worked fewer than assisted wins": (
        {"worked": 9},
        "worked",
        "9",
        "is fewer than the 10 sales with a salesperson",
    ),
    "worked of no leads": ({"leads": 0, "worked": 1}, "worked", "1", "is more than the 0 leads"),
    "no months": ({"months": 0}, "months", "0", "must be more than 0 and at most 1,200"),
    "months below 0": ({"months": -1}, "months", "-1", "must be more than 0 and at most 1,200"),
    "months above a century": ({"months": 1200.5}, "months", "1200.5", "must be more than 0 and at most 1,200"),
    "no maturity": ({"maturity": 0}, "maturity", "0", "must be more than 0 and at most 1"),
    "maturity below 0": ({"maturity": -0.1}, "maturity", "-0.1", "must be more than 0 and at most 1"),
    "maturity just above 1": ({"maturity": 1.0001}, "maturity", "1.0001", "must be more than 0 and at most 1"),
    "maturity typed as percent": ({"maturity": 40}, "maturity", "40", "must be more than 0 and at most 1"),
}
REFUSED += [pytest.param(funnel, *row, id=what) for what, row in PARTS.items()]
REFUSED += [
    pytest.param(Par, {field: value}, field, shown, "must be from 0 to 1", id=f"par {field}: {shown}")
    for field in ("direct", "fit", "follow_up", "closing")
    for value, shown in [(-0.01, "-0.01"), (1.01, "1.01"), (12, "12")]
]
REFUSED += [
    pytest.param(
        Par, {field: value}, field, shown, "must be more than 0 and at most 1,000,000,000", id=f"par {field}: {shown}"
    )
    for field in ("goal", "reach", "capacity")
    for value, shown in [(0, "0"), (-1, "-1"), (1e12, "1,000,000,000,000")]
]
REFUSED += [
    pytest.param(
        Par, {"goal": 20, "reach": 5}, "reach", "5", "cannot be given together with a goal", id="goal and reach"
    ),
    pytest.param(Rate, {"value": 1.01}, "value", "1.01", "must be from 0 to 1", id="rate above 1"),
    pytest.param(Rate, {"value": -0.01}, "value", "-0.01", "must be from 0 to 1", id="rate below 0"),
    pytest.param(Rate, {"value": 0.5, "strength": 0}, "strength", "0", "must be more than 0", id="strength 0"),
    pytest.param(Rate, {"value": 0.5, "strength": -1}, "strength", "-1", "must be more than 0", id="strength below 0"),
    pytest.param(
        Rate,
        {"value": 0.5, "strength": 1e12},
        "strength",
        "1,000,000,000,000",
        "must be more than 0 and at most 1,000,000,000",
        id="strength 1e12",
    ),
]


@pytest.mark.parametrize(("make", "fields", "field", "shown", "said"), REFUSED)
def test_what_cannot_be_used_is_refused_with_the_field_the_value_and_the_remedy(make, fields, field, shown, said):
    with pytest.raises(InputError) as refused:
        make(**fields)
    error = refused.value
    assert str(error).startswith(f"{field}: {shown} {said}" if shown else f"{field}: {said}")
    assert str(error).endswith(f". {error.remedy}")
    assert error.remedy[0].isupper() and error.remedy.endswith(".") and len(error.remedy.split()) >= 4
    assert error.field == field
    given = fields[field]
    assert error.value is given or error.value == given
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(np.float64(-3), "-3", id="a whole numpy float"),
        pytest.param(np.int64(-3), "-3", id="a numpy int"),
        pytest.param(np.float64(-1.5), "-1.5", id="a numpy float"),
        pytest.param(Decimal("-3"), "-3", id="a decimal"),
        pytest.param("x" * 500, "'xxx", id="long text"),
    ],
)
def test_a_refused_value_is_shown_as_a_person_would_write_it(value, shown):
    with pytest.raises(InputError) as refused:
        funnel(leads=value)
    assert str(refused.value).startswith(f"leads: {shown}")
    assert len(str(refused.value)) < 150


@pytest.mark.parametrize("value", [10**400, -(10**400), 10**5000, Fraction(10**400)], ids=lambda v: type(v).__name__)
def test_a_number_of_hundreds_of_digits_is_refused_in_one_line(value):
    with pytest.raises(InputError) as refused:
        funnel(leads=value)
    assert len(str(refused.value)) < 150


def test_a_bool_of_numpy_is_no_count_either():
    with pytest.raises(InputError):
        funnel(leads=np.True_, wins=0)


# --- what is taken


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"leads": 0, "wins": 0}, id="nothing yet"),
        pytest.param({"leads": 0, "wins": 7}, id="sales, and no leads recorded"),
        pytest.param({"leads": 7, "wins": 7}, id="every lead won"),
        pytest.param({"leads": 7, "wins": 7, "direct_wins": 7, "fit": 0, "worked": 0}, id="every lead bought alone"),
        pytest.param({"leads": 7, "wins": 7, "fit": 7, "worked": 7}, id="all equal"),
        pytest.param(
            {"leads": 9, "wins": 5, "direct_wins": 2, "fit": 7, "worked": 7}, id="all but the direct wins fit"
        ),
        pytest.param({"leads": 9, "wins": 5, "direct_wins": 2, "fit": 3, "worked": 3}, id="only the assisted wins fit"),
        pytest.param({"leads": 10**9, "wins": 10**9}, id="the largest count"),
        pytest.param({"leads": 9, "wins": 5, "months": 1200, "maturity": 1}, id="the longest period, all mature"),
        pytest.param({"leads": 9, "wins": 5, "months": 1e-3, "maturity": 1e-6}, id="a moment, hardly mature"),
    ],
)
def test_a_funnel_at_its_edges_is_taken_as_given(fields):
    taken = Funnel(**fields)
    assert {name: getattr(taken, name) for name in fields} == fields


@pytest.mark.parametrize(
    "kind", [int, float, np.int64, np.int32, np.uint8, np.float64, np.float32, Decimal, Fraction, np.array]
)
def test_a_count_of_any_numeric_kind_is_kept_as_a_plain_whole_number(kind):
    taken = Funnel(leads=kind(200), wins=kind(17), fit=kind(150), worked=kind(100), months=kind(2))
    assert taken == Funnel(leads=200, wins=17, fit=150, worked=100, months=2)
    assert {type(taken.leads), type(taken.wins), type(taken.fit), type(taken.worked)} == {int}
    assert type(taken.months) is type(taken.maturity) is float


def test_a_whole_count_typed_with_a_decimal_point_is_that_count():
    assert Funnel(leads=310.0, wins=17.0) == Funnel(leads=310, wins=17)


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, 0.5, np.float32(0.5)])
def test_a_plain_share_in_a_par_is_a_rate_known_exactly(value):
    for field in ("direct", "fit", "follow_up", "closing"):
        par = Par(**{field: value})
        assert par.level(field) == Rate(float(value)) == Rate(float(value), strength=None, source=None)


def test_a_rate_in_a_par_is_kept_with_its_strength_and_source_and_an_absent_one_is_none():
    rate = Rate(0.2, strength=30, source="own months January to June")
    assert Par(closing=rate).level("closing") is rate
    assert Par(closing=rate).level("fit") is None


@pytest.mark.parametrize("strength", [1e-9, 1, 1e9])
def test_any_strength_above_none_up_to_a_billion_is_taken(strength):
    assert Rate(0.5, strength=strength).strength == strength


@pytest.mark.parametrize("fields", [{}, {"goal": 1e9}, {"reach": 0.5}, {"goal": 5, "capacity": 100}])
def test_a_par_may_name_any_of_its_levels_or_none(fields):
    par = Par(**fields)
    assert {name: getattr(par, name) for name in fields} == fields


# --- a record stays what it was

RECORDS = [
    pytest.param(Rate(0.2, strength=30, source="target"), "value", 0.3, 1.2, id="Rate"),
    pytest.param(Funnel(leads=310, wins=17, worked=150), "wins", 18, 311, id="Funnel"),
    pytest.param(Par(goal=20, capacity=100, closing=Rate(0.2, strength=30)), "goal", 21, -1, id="Par"),
]


@pytest.mark.parametrize(("record", "field", "better", "bad"), RECORDS)
def test_a_record_cannot_be_changed(record, field, better, bad):
    with pytest.raises(FrozenInstanceError):
        setattr(record, field, better)
    with pytest.raises(FrozenInstanceError):
        delattr(record, field)
    assert hash(record) == hash(replace(record))


@pytest.mark.parametrize(("record", "field", "better", "bad"), RECORDS)
def test_a_changed_copy_is_checked_again_and_the_first_record_stays(record, field, better, bad):
    before = replace(record)
    assert getattr(replace(record, **{field: better}), field) == better
    with pytest.raises(InputError, match=f"^{field}: "):
        replace(record, **{field: bad})
    assert record == before


def test_a_changed_copy_is_checked_for_what_only_the_whole_can_break():
    with pytest.raises(InputError, match=r"^wins: 17 "):
        replace(Funnel(leads=310, wins=17), leads=16)
    with pytest.raises(InputError, match=r"^reach: 5 "):
        replace(Par(goal=20), reach=5)
    assert replace(Par(goal=20), goal=None, reach=5) == Par(reach=5)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(("record", "field", "better", "bad"), RECORDS)
def test_a_record_comes_back_from_a_pickle_as_it_went_in(record, field, better, bad, protocol):
    assert pickle.loads(pickle.dumps(record, protocol)) == record


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_refusal_comes_back_from_a_pickle_with_all_it_said(protocol):
    with pytest.raises(InputError) as refused:
        Funnel(leads=5, wins=6)
    back = pickle.loads(pickle.dumps(refused.value, protocol))
    assert type(back) is InputError
    assert str(back) == str(refused.value) == f"wins: 6 {back.problem}. {back.remedy}"
    assert (back.field, back.value) == ("wins", 6)


@pytest.mark.parametrize("value", [0.02, 0.15, 0.5, 0.9])
def test_a_rough_figure_is_known_to_a_fifth_of_itself(value):
    rough = Rate.rough(value)
    assert ((1 - value) / (rough.strength * value)) ** 0.5 == pytest.approx(0.2)
    assert (rough.value, rough.own) == (value, False)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_none_and_all_are_never_rough(value):
    assert Rate.rough(value).strength is None


def test_typed_days_change_only_what_has_had_time_and_are_roughly_known():
    """By hand: of leads that came evenly over three months ``(1/90)·∫(1 − 2^(−a/15)) da`` have bought, days of a twelfth year."""
    plain = funnel(fit=80, worked=60, months=3)
    waiting = plain.with_typical_days(15)
    span = 3 * 365.25 / 12
    assert waiting.maturity == pytest.approx(1 - 15 / (np.log(2) * span) * (1 - 2 ** (-span / 15)), rel=1e-9)
    assert replace(waiting, maturity=1.0, maturities=()) == plain
    shares = [share for share, _ in waiting.maturities]
    assert min(shares) < waiting.maturity < max(shares)
    assert plain.with_typical_days(0) == plain
    assert 0 < funnel(months=1e-3, wins=0).with_typical_days(3650).maturity < 1e-5


def test_typed_days_are_no_lag_for_sales_of_the_period():
    with pytest.raises(InputError) as refused:
        funnel(basis="period").with_typical_days(15)
    assert refused.value.field == "basis"
