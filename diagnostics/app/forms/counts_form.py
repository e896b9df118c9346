"""Typed counts: what an owner writes into a form becomes a funnel and a par, or a message under the field.

The fields are in :mod:`~diagnostics.app.forms.form_fields`. Text is kept as it was typed; a number that is read differently
from how it looks is echoed, so that nothing is misread silently.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from diagnostics.app.forms.form_field import FormField
from diagnostics.app.forms.form_fields import AMOUNTS, BY_KEY, COMMA_LOOKS, FIELDS, GIVE_OR_TAKE, HISTORY
from diagnostics.diagnosis.money import CURRENCIES, Money
from diagnostics.errors import InputError
from diagnostics.funnel.lag import LONGEST_DAYS
from diagnostics.funnel.records import Funnel, Par, Rate
from diagnostics.language import t
from diagnostics.number_format import decimal_mark, typed, with_percent
from diagnostics.reading.amounts import read_amount
from diagnostics.reading.numbers import Ambiguous, DecimalMark, read_number
from diagnostics.reference import benchmarks

LONGEST_NUMBER: Final = 40
"""Characters of a number."""


@dataclass(frozen=True, slots=True)
class CountsResult:
    """What was read from the form: a funnel and a par where it is complete, and the messages for its fields."""

    funnel: Funnel | None
    par: Par | None
    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong, by field: label, value and remedy."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """What is still needed, by field."""
    echoes: Mapping[str, str] = field(default_factory=dict)
    """How a number was read where that is not plain from how it was typed, by field."""
    money: Money | None = None
    """What a sale is worth, where it was typed."""


def read_counts(texts: Mapping[str, str]) -> CountsResult:
    """Read a form.

    Parameters
    ----------
    texts : mapping of str to str
        The text of each field, by key; an absent key is an empty field.

    >>> reading = read_counts({"leads": "1 200", "wins": "60", "months": "3", "goal": "30", "closing": "12 %"})
    >>> reading.funnel.leads, reading.par.closing.value, reading.echoes["leads"]
    (1200, 0.12, 'read as 1,200')
    """
    numbers: dict[str, Decimal] = {}
    errors: dict[str, str] = {}
    missing: dict[str, str] = {}
    echoes: dict[str, str] = {}
    for entry in FIELDS:
        text = texts.get(entry.key, "").strip()
        if "counts" not in entry.ways or entry.kind in ("choice", "hidden"):
            continue
        if not text and entry.missing and not (entry.key == "goal" and texts.get("capacity", "").strip()):
            missing[entry.key] = entry.asks
    read_numbers([f for f in FIELDS if "counts" in f.ways], texts, numbers, errors, echoes)
    if errors or missing:
        return CountsResult(None, None, errors, missing, echoes)
    try:
        funnel, par = _records(numbers, texts.get("benchmark", ""))
        money = read_money(numbers, texts)
    except InputError as problem:
        return CountsResult(None, None, {problem.field: field_error(problem)}, {}, echoes)
    return CountsResult(funnel, par, {}, {}, echoes, money)


def from_shell(texts: Mapping[str, str]) -> CountsResult:
    """Read what was typed in a shell: as the form, but a share up to 1 is a fraction, and months are 1 by default.

    >>> from_shell({"leads": "80", "wins": "12", "goal": "20", "closing": "0.2"}).par.closing.value
    0.2
    """
    shares = {key: _percent(key, texts.get(key, "").strip()) for key in ("closing", "usual_fit")}
    return read_counts({**texts, **shares, "months": texts.get("months") or BY_KEY["months"].start})


def _percent(key: str, text: str) -> str:
    """A share as the form takes it, of a fraction or of percents; as it was typed where it is no number."""
    try:
        share = _number(replace(BY_KEY[key], kind="number"), text) if text else None
    except InputError:
        return text  # reported with all else that is wrong
    return text if share is None or share > 1 else f"{share * 100:f}"


def read_numbers(
    fields: Sequence[FormField],
    texts: Mapping[str, str],
    numbers: dict[str, Decimal],
    errors: dict[str, str],
    echoes: dict[str, str],
) -> None:
    """Read what is typed in the fields that take a number, each into ``numbers`` or ``errors``."""
    for entry in fields:
        text = texts.get(entry.key, "").strip()
        if not text or entry.kind not in ("count", "number", "percent"):
            continue
        try:
            numbers[entry.key] = _number(entry, text, _decimal_of(texts.get("look", "")))
        except InputError as problem:
            errors[entry.key] = field_error(problem)
        else:
            echo = _echo(entry, text, numbers[entry.key])
            if echo:
                echoes[entry.key] = echo


def _decimal_of(look: str) -> DecimalMark | None:
    """The mark before decimals in a number format; that of the language where none was chosen, None where it says nothing."""
    if not look:
        return decimal_mark()
    return "," if look in COMMA_LOOKS else "."


def read_money(numbers: Mapping[str, Decimal], texts: Mapping[str, str]) -> Money | None:
    """What a sale is worth and one more lead or rep costs, where that was typed."""
    if "sale" not in numbers:
        if numbers.keys() & {"margin", "lead_cost", "rep_cost"}:
            raise InputError("sale-not-given", "sale")
        return None
    more = {key: float(numbers[key]) for key in ("lead_cost", "rep_cost", "rep_leads") if key in numbers}
    return Money(
        sale=float(numbers["sale"]),
        margin=float(numbers["margin"]) / 100 if "margin" in numbers else 1.0,
        currency=texts.get("currency") or CURRENCIES[0],
        locale=texts.get("look") or None,
        **more,
    )


def read_closing(numbers: Mapping[str, Decimal], benchmark: str) -> Rate | None:
    """The win rate to compare with: a published one, or the owner's own; None where neither was given."""
    if benchmark and benchmark not in (HISTORY, GIVE_OR_TAKE):
        return benchmarks.find(benchmark).rate()
    if "closing" not in numbers:
        return None
    value = float(numbers["closing"]) / 100
    return Rate.rough(value) if benchmark == GIVE_OR_TAKE else Rate(value)


def _records(numbers: Mapping[str, Decimal], benchmark: str) -> tuple[Funnel, Par]:
    months = float(numbers["months"])
    whole = {k: float(numbers[k]) for k in ("leads", "wins", "direct_wins", "fit", "worked") if k in numbers}
    funnel = Funnel(**whole, months=months)  # type: ignore[arg-type]
    if "days" in numbers:
        days = float(numbers["days"])
        if days > LONGEST_DAYS:
            raise InputError("days-too-many", "days", days, longest=LONGEST_DAYS)
        funnel = funnel.with_typical_days(days)
    par = Par(
        goal=float(numbers["goal"]) if "goal" in numbers else None,
        capacity=float(numbers["capacity"]) if "capacity" in numbers else None,
        fit=float(numbers["usual_fit"]) / 100 if "usual_fit" in numbers else None,
        closing=read_closing(numbers, benchmark),
    )
    return funnel, par


def _number(entry: FormField, text: str, decimal: DecimalMark | None = None) -> Decimal:
    """A number as people write it, within what the field takes. A count that could be read in two ways is whole.

    ``decimal`` is the mark of the looks of amounts that were chosen, where it says more than the number itself.
    """
    if len(text) > LONGEST_NUMBER:
        raise InputError("number-too-long", entry.key, text)
    bare = text.removesuffix("%") if entry.kind == "percent" else text
    mark = None if entry.kind == "count" else decimal  # 1.400 and 1,400 are no other count in another language
    found = read_amount(bare, mark) if entry.key in AMOUNTS else read_number(bare, mark)
    if isinstance(found, Ambiguous) and entry.kind == "percent":
        found = found.fraction  # the other one is more than 100%
    if isinstance(found, Ambiguous):
        if entry.kind != "count":
            either = {"whole": f"{found.whole:f}", "fraction": typed(found.fraction)}
            raise InputError("number-two-ways", entry.key, text, **either)
        found = found.whole
    if found is None:
        raise InputError("number-not-read", entry.key, text, example=_example(entry))
    if entry.kind == "count" and found != found.to_integral_value():
        raise InputError("not-whole", entry.key, text, below=math.floor(found), above=math.ceil(found))
    if found < 0:
        raise InputError("negative", entry.key, text)
    if entry.kind == "percent" and found > 100:
        raise InputError("percent-above-100", entry.key, text)
    return found


def _example(entry: FormField) -> str:
    return {"count": "120", "number": typed(1.5), "percent": "20"}.get(entry.kind, "1")


def _echo(entry: FormField, text: str, number: Decimal) -> str:
    """How a number was read, where that differs from what was typed."""
    is_share = entry.kind == "percent"
    read_as = with_percent(typed(number)) if is_share else typed(number)
    if is_share and 0 < number < 1 and "%" not in text:
        points = f"{(number * 100).normalize():f}"
        meant = typed(number * 100)
        return t(
            "read as {number}; for {meant} type {digits}", number=read_as, meant=with_percent(points), digits=meant
        )
    plain = text.removesuffix("%").rstrip()
    open_ = isinstance(read_number(plain), Ambiguous)  # it could be read in two ways
    as_is = {typed(number), f"{number.normalize():f}"} | (set() if open_ else {f"{number:f}"})
    return "" if plain in as_is else t("read as {number}", number=read_as)


def field_error(error: InputError, key: str = "") -> str:
    """An error in the words of the page, to be shown under the field it is about, or under the field ``key``."""
    field = key or error.field
    return error.message("page", BY_KEY[field].name if field in BY_KEY else None)
