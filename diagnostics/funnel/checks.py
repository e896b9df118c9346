"""Check a number, a count or a share as given by the caller; anything else raises :class:`InputError`."""

from __future__ import annotations

import math
from typing import Any, Final

from diagnostics.errors import InputError

LARGEST_COUNT: Final = 1_000_000_000
"""A larger count is treated as a typing error."""


def number(field: str, value: Any) -> float:
    """A finite number: int, float, or anything that converts to float (numpy scalar, Decimal, Fraction); never text."""
    if isinstance(value, (str, bytes, bool)) or type(value).__name__ in ("bool_", "bool"):
        raise InputError("not-a-number", field, value)
    try:
        found = float(value)
    except OverflowError:
        raise InputError("too-large", field, value) from None
    except (TypeError, ValueError):
        raise InputError("not-a-number", field, value) from None
    if not math.isfinite(found):
        raise InputError("not-a-number", field, value)
    return found


def count(field: str, value: Any) -> int:
    """A whole number from 0 to :data:`LARGEST_COUNT`."""
    found = number(field, value)
    if found < 0:
        raise InputError("negative", field, value)
    if not found.is_integer():
        raise InputError("not-whole", field, value)
    if found > LARGEST_COUNT:
        raise InputError("above-largest", field, value, largest=LARGEST_COUNT)
    return int(found)


def share(field: str, value: Any) -> float:
    """A fraction from 0 to 1."""
    found = number(field, value)
    if not 0 <= found <= 1:
        raise InputError("not-a-share", field, value)
    return found


def per_month(field: str, value: Any) -> float:
    """Leads or customers per month: more than 0, at most :data:`LARGEST_COUNT`."""
    found = number(field, value)
    if not 0 < found <= LARGEST_COUNT:
        code = "goal-out-of-range" if field == "goal" else "leads-per-month-out-of-range"
        raise InputError(code, field, value, largest=LARGEST_COUNT)
    return found
