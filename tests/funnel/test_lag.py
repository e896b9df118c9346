"""Maturity from typical days: against the integral it stands for, at its limits, and what it refuses."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.funnel.lag import maturity_from_typical_days

law = settings(derandomize=True, deadline=None, database=None, max_examples=150)

DAYS_PER_MONTH = 30.4375  # 365¼ days in twelve months

DAYS = st.floats(0, 3650)
MONTHS = st.floats(0.03, 120)


def averaged_over_ages(typical_days, months, steps=400_000):
    """Leads of every age from 0 to the whole period, evenly; of each the half-life curve says how far it has come."""
    ages = (np.arange(steps) + 0.5) / steps * months * DAYS_PER_MONTH
    return float((1 - 0.5 ** (ages / typical_days)).mean())


@pytest.mark.parametrize(
    ("typical_days", "months"),
    [
        pytest.param(20, 1, id="three weeks, one month"),
        pytest.param(1, 1, id="a day"),
        pytest.param(0.25, 12, id="six hours, a year"),
        pytest.param(DAYS_PER_MONTH, 1, id="as long as the period"),
        pytest.param(90, 1, id="a quarter, one month"),
        pytest.param(365, 12, id="a year, a year"),
        pytest.param(3650, 0.25, id="ten years, a week"),
    ],
)
def test_maturity_is_the_half_life_curve_averaged_over_even_ages(typical_days, months):
    expected = averaged_over_ages(typical_days, months)
    assert maturity_from_typical_days(typical_days, months) == pytest.approx(expected, rel=1e-8)


def test_a_period_of_one_typical_lag_holds_27_9_percent_of_its_wins():
    # T = τ: 1 − (1 − ½)/ln 2 = 0.27865…, by hand.
    assert maturity_from_typical_days(DAYS_PER_MONTH, months=1) == pytest.approx(0.2786524796, abs=1e-10)


@pytest.mark.parametrize("months", [0.01, 1, 1200])
def test_a_sale_at_once_is_always_in(months):
    assert maturity_from_typical_days(0, months) == 1
    assert maturity_from_typical_days(1e-9, months) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("typical_days", [1e5, 1e8, 2.10e9, 2.12e9, 1e12])  # either side of where the series takes over
def test_of_a_very_long_lag_only_the_first_term_of_the_curve_is_in(typical_days):
    first_term = DAYS_PER_MONTH * math.log(2) / (2 * typical_days)
    assert maturity_from_typical_days(typical_days, months=1) == pytest.approx(first_term, rel=1e-4)


@law
@given(DAYS, MONTHS, st.floats(1.01, 10))
def test_more_months_never_lower_and_more_days_never_raise_the_share_that_is_in(days, months, times):
    share = maturity_from_typical_days(days, months)
    assert 0 < share <= 1
    assert maturity_from_typical_days(days, months * times) >= share - 1e-12
    assert maturity_from_typical_days(days * times, months) <= share + 1e-12


@law
@given(st.floats(0.1, 1000), MONTHS, st.floats(0.1, 10))
def test_only_the_ratio_of_lag_and_period_matters(days, months, times):
    scaled = maturity_from_typical_days(days * times, months * times)
    assert scaled == pytest.approx(maturity_from_typical_days(days, months), rel=1e-9)


@pytest.mark.parametrize(
    ("typical_days", "months", "said"),
    [
        pytest.param(-1, 1, "typical_days: -1 ", id="days below 0"),
        pytest.param(-0.001, 1, "typical_days: -0.001 ", id="days just below 0"),
        pytest.param(math.nan, 1, "typical_days: nan ", id="days not a number"),
        pytest.param(math.inf, 1, "typical_days: inf ", id="days without end"),
        pytest.param(20, 0, "months: 0 ", id="no months"),
        pytest.param(20, -1, "months: -1 ", id="months below 0"),
        pytest.param(20, math.nan, "months: nan ", id="months not a number"),
        pytest.param(20, math.inf, "months: inf ", id="months without end"),
        pytest.param(0, 0, "months: 0 ", id="no months, at once"),
    ],
)
def test_what_is_no_length_of_time_is_refused_by_name_and_value(typical_days, months, said):
    with pytest.raises(InputError) as refused:
        maturity_from_typical_days(typical_days, months)
    assert str(refused.value).startswith(said)
    assert str(refused.value).endswith(refused.value.remedy)


@pytest.mark.parametrize(("typical_days", "months"), [("20", 1), (None, 1), (20, "1"), (20, None)])
def test_text_and_nothing_are_refused_by_name(typical_days, months):
    with pytest.raises(InputError):
        maturity_from_typical_days(typical_days, months)
