"""Check what a caller gives: a number, a text, a word of a few, a list, a record. Anything else raises :class:`InputError`.

Nothing given is compared, taken for true or shown before its kind is known: an array, pandas' NA or an object of another
library may refuse that.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any, Final, TypeVar

from diagnostics.errors import InputError

LARGEST_COUNT: Final = 1_000_000_000
"""A larger count is treated as a typing error."""

SMALLEST: Final = 1e-12
"""Months, and leads or customers per month: fewer are treated as a typing error."""

NO_NUMBERS: Final = ("bool", "bool_", "complex64", "datetime64", "timedelta64")
"""Kinds of numpy that convert to float and are no numbers."""

LONGEST_TEXT: Final = 20_000
"""Characters of a text that is kept with a number."""

K = TypeVar("K")


def number(field: str, value: Any) -> float:
    """A finite number: int, float, or anything that converts to float (numpy scalar, Decimal, Fraction); never text."""
    if isinstance(value, (str, bytes, bool)) or type(value).__name__ in NO_NUMBERS:
        raise InputError("not-a-number", field, value)
    try:
        if getattr(value, "ndim", 0):
            raise InputError("not-a-number", field, value)
        found = float(value)
    except OverflowError:
        raise InputError("too-large", field, value) from None
    except Exception:  # whatever an object of another library raises
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
        raise InputError("not-whole", field, value, below=math.floor(found), above=math.ceil(found))
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
    if not SMALLEST <= found <= LARGEST_COUNT:
        code = "goal-out-of-range" if field == "goal" else "leads-per-month-out-of-range"
        raise InputError(code, field, value, largest=LARGEST_COUNT)
    return found


def text(field: str, value: Any) -> str:
    """A text that every file can hold: no half of a surrogate pair, no longer than :data:`LONGEST_TEXT`."""
    if not isinstance(value, str):
        raise InputError("not-a-text", field, value)
    if len(value) > LONGEST_TEXT or any("\ud800" <= c <= "\udfff" for c in value):
        raise InputError("text-not-kept", field, value, most=LONGEST_TEXT)
    return str.__str__(value)


def is_one_of(value: object, words: Collection[str]) -> bool:
    """Whether something given is one of a few words."""
    return isinstance(value, str) and value in words


def record(kind: type[K], field: str, value: object) -> K:
    """A record of a kind: what was made by it."""
    if not isinstance(value, kind):
        raise InputError("not-of-this-kind", field, type(value).__name__, kind=kind.__name__)
    return value


def entries(field: str, value: Any) -> dict[str, Any]:
    """A mapping whose keys are texts, as a dictionary."""
    if not isinstance(value, Mapping):
        raise InputError("not-a-mapping", field, type(value).__name__)
    found = dict(value)
    if not all(isinstance(key, str) for key in found):
        raise InputError("not-a-mapping", field, type(value).__name__)
    return found


def yes_or_no(field: str, value: Any) -> bool:
    """True or False and nothing that is only taken for it."""
    if not isinstance(value, bool):
        raise InputError("not-true-or-false", field, value)
    return value


def several(field: str, value: Any) -> tuple[Any, ...]:
    """A collection that can be gone through again, as a tuple; not a text, which is one thing."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Collection):
        raise InputError("not-several", field, value)
    try:
        return tuple(value)
    except Exception:  # whatever an object of another library raises
        raise InputError("not-several", field, value) from None
