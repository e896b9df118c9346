"""The arithmetic: links, posteriors, lag curves and the Owen bridge.

Everything here is pure. It imports numpy and ``scipy.special`` and nothing else: no pandas, no chart, no
widget, no clock and no random state, so the same numbers give the same answer to the digit.
"""

from diagnostics.errors import InputError
from diagnostics.funnel.lag import maturity_from_typical_days
from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES, UNIONS, customers
from diagnostics.funnel.owen import attribute
from diagnostics.funnel.posterior import count_quantiles, rate_quantiles
from diagnostics.funnel.records import Funnel, Par, Rate

__all__ = [
    "LINKS",
    "SIDES",
    "SIDE_OF",
    "UNIONS",
    "Funnel",
    "InputError",
    "Par",
    "Rate",
    "attribute",
    "count_quantiles",
    "customers",
    "maturity_from_typical_days",
    "rate_quantiles",
]
