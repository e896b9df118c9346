"""What is typed that cannot be read yet as a number or a day stays in the case as it was typed, and rows of a list by place."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from diagnostics.app.case.case import MOST_SELLERS, Case
from diagnostics.app.forms.counts_form import read_numbers
from diagnostics.app.forms.form_field import FormField
from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.language import mark, t

Drafts = Mapping[str, str]

AMOUNT: Final = FormField("amount", mark("Amount per month"), "", kind="number")
LEAST_WANTED: Final = Decimal("0.01")
WANTED: Final = FormField("wanted", mark("Customers wanted per month"), "", kind="number")
SELLERS: Final = FormField("sellers", mark("Salespeople"), "", kind="count")
MOVED: Final = FormField("moved", mark("Moved per month"), "", kind="number")
TAKES: Final = FormField("takes", mark("What one more takes"), "", kind="number")
LEAST_TAKES: Final = Decimal("0.0001")
LOST: Final = FormField("leads", mark("Lost leads"), "", kind="count")


def day(text: object) -> str:
    """A day as ISO 8601, or empty where the text is none.

    >>> day("2026-11-24"), day("yesterday")
    ('2026-11-24', '')
    """
    try:
        return datetime.date.fromisoformat(str(text)).isoformat()
    except ValueError:
        return ""


def sellers_in(text: str) -> tuple[int | None, str]:
    """How many people sell, and what is wrong with the text."""
    number, wrong = number_in(SELLERS, text, 1, MOST_SELLERS)
    return None if number is None else int(number), wrong


def wanted_in(text: str) -> tuple[float | None, str]:
    """How many customers per month are wanted, and what is wrong with the text."""
    number, wrong = number_in(WANTED, text, LEAST_WANTED, LARGEST_COUNT)
    return None if number is None else float(number), wrong


def amount_in(text: str) -> tuple[float, str]:
    """Hours or money per month, 0 where it is blank, and what is wrong with the text."""
    number, wrong = number_in(AMOUNT, text, 0, LARGEST_COUNT)
    return float(number or 0), wrong


def moved_in(text: str) -> tuple[float | None, str]:
    """Hours or money per month that are moved, and what is wrong with the text."""
    number, wrong = number_in(MOVED, text, 0, LARGEST_COUNT)
    return None if number is None else float(number), wrong


def takes_in(text: str) -> tuple[float | None, str]:
    """Hours or money that one more takes, and what is wrong with the text."""
    number, wrong = number_in(TAKES, text, LEAST_TAKES, LARGEST_COUNT)
    return None if number is None else float(number), wrong


def lost_in(text: str) -> tuple[int | None, str]:
    """Lost leads, and what is wrong with the text."""
    number, wrong = number_in(LOST, text, 0, LARGEST_COUNT)
    return None if number is None else int(number), wrong


def number_in(entry: FormField, text: str, least: Decimal | int, most: int) -> tuple[Decimal | None, str]:
    """The number in a text and what is wrong with it; neither where it is blank."""
    if not text.strip():
        return None, ""
    number, wrong = read(entry, text)
    if number is not None and not wrong and not least <= number <= most:
        wrong = InputError("number-out-of-range", entry.key, text, least=least, most=most).message("page", entry.name)
    return (None, wrong) if wrong else (number, "")


def day_in(text: str) -> tuple[str, str]:
    """A day as ISO 8601, and what is wrong with the text."""
    return _day_in(text, t("By when"))


def changed_in(text: str) -> tuple[str, str]:
    """The day on which a status was changed, and what is wrong with the text."""
    return _day_in(text, t("When"))


def _day_in(text: str, name: str) -> tuple[str, str]:
    if not text or day(text):
        return day(text), ""
    return "", InputError("not-a-day", "date", text).message("page", name)


def read(entry: FormField, text: str) -> tuple[Decimal | None, str]:
    """The number in a text by the rules of the form, and what is wrong with it."""
    numbers: dict[str, Decimal] = {}
    errors: dict[str, str] = {}
    read_numbers([entry], {entry.key: text}, numbers, errors, {})
    wrong = errors.get(entry.key, "")
    return numbers.get(entry.key), wrong.replace(f"{entry.key}:", f"{entry.name}:", 1)


# --- what cannot be read yet --------------------------------------------------------------------------------------

READERS: Final[dict[str, Callable[[str], tuple[object, str]]]] = {
    "sellers": sellers_in,
    "wanted": wanted_in,
    "amount": amount_in,
    "date": day_in,
    "changed": changed_in,
    "moved": moved_in,
    "lead_takes": takes_in,
    "work_takes": takes_in,
    "leads": lost_in,
}
"""What reads a text, by the last word of its field."""


def draft(case: Case, key: str) -> tuple[str, str]:
    """The text of a field that cannot be read, and why; two empty texts where there is none."""
    text = case.drafts.get(key, "")
    return text, READERS[key.rsplit(" ", 1)[-1]](text)[1] if text else ""


def drafted(case: Case, key: str, text: str, wrong: str) -> Drafts:
    """The drafts after a field was typed into."""
    others = {name: kept for name, kept in case.drafts.items() if name != key}
    return {**others, key: text} if wrong else others


def moved_up(drafts: Drafts, kind: str, gone: int) -> Drafts:
    """The drafts of a list from which one row was removed."""
    kept = {}
    for key, text in drafts.items():
        if not key.startswith(f"{kind} "):
            kept[key] = text
            continue
        _, at, name = key.split(" ", 2)
        if int(at) != gone:
            kept[f"{kind} {int(at) - (int(at) > gone)} {name}"] = text
    return kept


# --- rows of a list ---


def place(rows: Sequence[object], at: int) -> int:
    """The place of a row; InputError where there is none."""
    if not 0 <= at < len(rows):
        raise InputError("row-gone", "row", at)
    return at


def with_row(rows: tuple[Any, ...], at: int, row: object) -> tuple[Any, ...]:
    """The rows with one replaced."""
    return (*rows[:at], row, *rows[at + 1 :])


def without_row(rows: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    """The rows without one."""
    return (*rows[:at], *rows[at + 1 :])
