"""What counts as a number, a count and a share; everything else is refused with field, value and remedy."""

from __future__ import annotations

import math
from typing import Any, Final

from diagnostics.errors import InputError

LARGEST_COUNT: Final = 1_000_000_000
"""A count above this is taken for a slip of the keyboard."""


def number(field: str, value: Any, remedy: str) -> float:
    """A finite number: int, float, or what turns into one (numpy scalars, decimals, fractions); text does not."""
    if isinstance(value, (str, bytes, bool)) or type(value).__name__ in ("bool_", "bool"):
        raise InputError(field, value, "is not a number", remedy)
    try:
        found = float(value)
    except OverflowError:
        raise InputError(field, value, "is too large", remedy) from None
    except (TypeError, ValueError):
        raise InputError(field, value, "is not a number", remedy) from None
    if not math.isfinite(found):
        raise InputError(field, value, "is not a number", remedy)
    return found


def count(field: str, value: Any) -> int:
    """A whole number from 0 to :data:`LARGEST_COUNT`."""
    found = number(field, value, "Type a whole number, 0 or more.")
    if found < 0:
        raise InputError(field, value, "is below 0", "Type a whole number, 0 or more.")
    if not found.is_integer():
        raise InputError(field, value, "is not whole", "Type a whole number, 0 or more.")
    if found > LARGEST_COUNT:
        raise InputError(field, value, f"is more than {LARGEST_COUNT:,}", "Look for a zero too many.")
    return int(found)


def share(field: str, value: Any) -> float:
    """A fraction from 0 to 1."""
    found = number(field, value, "Give a fraction from 0 to 1 (0.12 is 12 %).")
    if not 0 <= found <= 1:
        raise InputError(field, value, "is not a share", "Give a fraction from 0 to 1 (0.12 is 12 %).")
    return found
