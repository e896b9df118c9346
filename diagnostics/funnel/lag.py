"""What has had time to close. Ages are arguments; nothing here reads the clock."""

from __future__ import annotations

import math
from typing import Final

from diagnostics.funnel.checks import number
from diagnostics.funnel.errors import InputError

DAYS_PER_MONTH: Final = 365.25 / 12
"""Mean length of a calendar month, days."""


def maturity_from_typical_days(typical_days: float, months: float) -> float:
    """Share of the eventual wins that have had time to happen, a fraction.

    Leads are taken to arrive evenly over the period and to be counted at its end, so their ages are uniform on
    ``0..T``; the lag is taken to be exponential with median ``typical_days``: half of the wins come by then.

    ``1 − τ/(T·ln 2)·(1 − 2^(−T/τ))``

    The exponential is the curve that assumes least beyond its scale. A curve estimated from dated wins is better
    wherever there are dates.

    Parameters
    ----------
    typical_days : float
        ``τ``, days from first contact to sale that half of the wins need; 0 means at once.
    months : float
        Length of the period the leads came in, months; ``T`` is that in days.

    Raises
    ------
    InputError
        Where the days are negative or not a number, or the months are not above 0.

    >>> round(maturity_from_typical_days(20, months=1), 3)
    0.382
    >>> maturity_from_typical_days(0, months=1)
    1.0
    """
    typical_days = number("typical_days", typical_days, "Type 0 or more, for example 30.")
    if typical_days < 0:
        raise InputError("typical_days", typical_days, "is below 0", "Type 0 or more, for example 30.")
    months = number("months", months, "Type how many months the counts cover.")
    if months <= 0:
        raise InputError("months", months, "is not above 0", "Type how many months the counts cover.")
    if typical_days == 0:
        return 1.0
    span = months * DAYS_PER_MONTH * math.log(2) / typical_days  # the period in mean lags
    if span < 1e-8:
        return span / 2  # 1 − (1−e^(−x))/x loses all its digits here; x/2 is its first term
    return 1 + math.expm1(-span) / span
