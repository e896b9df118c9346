"""A path or a day as a caller gives it. See :mod:`diagnostics.funnel.checks` for numbers, texts and records."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

from diagnostics.errors import InputError


def path(field: str, value: Any) -> Path:
    """The path of a file or folder, there or not."""
    try:
        found = os.fsdecode(value)
        os.fsencode(found)
    except Exception:
        raise InputError("not-a-path", field, value) from None
    if not found or "\0" in found:
        raise InputError("not-a-path", field, value)
    return Path(found)


def day(field: str, value: Any) -> datetime.date | None:
    """A day, or its text: ``"2025-06-30"``; None where there is none."""
    if value is None:
        return None
    try:
        written = isinstance(value, str) or type(value).__name__ == "datetime64"
        found = datetime.date.fromisoformat(str(value)) if written else value
        return datetime.date(found.year, found.month, found.day)
    except Exception:  # also pandas' NaT, which is a date by its kind and has no day
        raise InputError("not-a-day", field, value) from None
