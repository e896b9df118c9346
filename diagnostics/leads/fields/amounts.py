"""The amounts of an export: how each way of writing them is read, in which currency, and what cannot be read.

Amounts that are written alike have one shape: ``€ 1.234,50`` and ``€ 9.876,00`` are both ``€ 9.999,99``. A shape is understood
once, by :mod:`diagnostics.reading.amounts`, and the engine reads every row of it by the place of its figures; so both read the
same, however many rows there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.opening.source import Leads
from diagnostics.reading.amounts import currency_named, written
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.headings import plain
from diagnostics.reading.numbers import DecimalMark, Marks
from diagnostics.reading.progress import Progress
from diagnostics.reading.questions import Answer, Question, rows
from diagnostics.reading.signs import usual

if TYPE_CHECKING:
    import ibis

MOST_SHAPES: Final = 5_000
"""Ways of writing an amount that are looked at, the commonest. A column of amounts has a few dozen."""

PLAIN: Final = r"^[0-9]{1,15}(?:\.[0-9]{1,2})?$"
"""What the engine reads without looking at its shape: figures, with at most two behind a point."""

_LEADING_ZERO: Final = r"(?:^|[^0-9.,])0[0-9]*[.,][0-9]{3}(?:[^0-9.,]|$)"
"""No group of thousands begins with a zero, so 0.125 and 1.125 have different shapes."""
_FIGURES: Final = ("012345678", "999999999")
_BETWEEN: Final = " '’\u00a0\u2009\u202f"
"""What stands between thousands, besides the other mark."""
_OWN_CURRENCY: Final = re.compile("company-currency|home-currency|base-currency|converted|usdollar|[(]base[)]")


@dataclass(frozen=True, slots=True)
class Shape:
    """How the engine reads the amounts of one shape."""

    start: int
    length: int
    """The place of the figures, in characters."""
    mark: str
    """What stands before decimals; ``"e"`` for a number with an exponent."""
    times: float
    value: float | None = None
    """The amount itself, where the figures are none that the engine knows."""


@dataclass(frozen=True)
class AmountPlan:
    """How the engine reads a column of amounts."""

    decimal: DecimalMark = "."
    """What stands before the decimals of ``1.200`` and ``1,200``."""
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    """By the shape of a text; a text of another shape is no amount, or one of another currency."""
    unsigned: bool = True
    """Whether figures alone count: not among several currencies."""
    currencies: frozenset[str] | None = None
    """Texts of the column of currencies whose amounts count; None: all rows."""


@dataclass(frozen=True)
class Amounts:
    """What a column of amounts holds."""

    plan: AmountPlan
    currency: str = ""
    """The currency of the amounts that count, where it is known."""
    unread: int = 0
    """Rows that hold something that is no amount."""
    example: str = ""
    """The commonest of these."""
    other: int = 0
    """Rows with an amount of another currency, or of none among several."""
    question: Question | None = None
    notes: tuple[str, ...] = ()


def read_amount_column(
    leads: Leads, columns: Mapping[str, str], given: Mapping[str, Any], progress: Progress | None = None
) -> Amounts | None:
    """How the amounts of an export are read; None where it has none.

    Amounts of several currencies are never added up: those of the commonest count, or those of ``given["amounts_in"]``.

    Parameters
    ----------
    leads : Leads
        The source.
    columns : mapping of str to str
        Heading by field; ``currency`` is a column with the currency of each amount.
    given : mapping
        What was given by the user: ``decimal``, ``amounts_in``.
    progress : callable, optional
        Called with what is being looked at.

    Raises
    ------
    InputError
        Where ``given["amounts_in"]`` is no currency of the amounts.
    """
    if "amount" not in columns:
        return None
    heading = columns["amount"]
    name = leads.column(heading)
    found = _Shapes() if leads.table[name].type().is_numeric() else _shapes(leads, name, heading, progress)
    decimal, question = _decimal(heading, found, given)
    shapes: dict[str, Shape] = {}
    labels: dict[str, str] = {}
    unread: dict[str, int] = {}
    for shape, (example, count) in found.shapes.items():
        read = written(example)
        if read is None:
            if not is_missing(example):
                unread[example] = count
            continue
        shapes[shape], labels[shape] = _as_engine_reads(example, decimal), read.currency
    total = found.plain + sum(count for _, count in found.shapes.values())
    beyond = max(0, found.filled - total)
    if beyond:
        unread["…"] = beyond
    example = min((text for text in unread if text != "…"), key=lambda t: (-unread[t], t), default="…")
    by_column = _by_column(leads, columns)
    counts = by_column if by_column is not None else _by_sign(found, labels)
    chosen, other, notes = _chosen(heading, counts, given)
    kept = texts = None
    if other and by_column is not None:
        texts = frozenset(text for text in _texts(leads, columns) if currency_named(text) == chosen)
    elif other:
        kept = {shape: shapes[shape] for shape, label in labels.items() if label == chosen}
    plan = AmountPlan(decimal, shapes if kept is None else kept, kept is None, texts)
    return Amounts(plan, chosen, sum(unread.values()), example if unread else "", other, question, notes)


# --- shapes -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Shapes:
    """The shapes of a column, each with an example and its rows."""

    shapes: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    filled: int = 0
    plain: int = 0
    """Rows that hold figures alone."""
    with_point: str | None = None
    """Such figures with a point."""


def shape_of(text: str) -> str:
    """A text with every figure as a 9; with a 0 before it where a leading zero makes a difference.

    >>> shape_of("€ 1.234,50"), shape_of("0.125")
    ('€ 9.999,99', '09.999')
    """
    shape = text.translate(str.maketrans(*_FIGURES))
    return f"0{shape}" if re.search(_LEADING_ZERO, text) else shape


def _shape_in(text: Any) -> Any:
    """The same of a column in an engine."""
    import ibis

    shape = text.translate(*_FIGURES)
    return ibis.ifelse(text.re_search(_LEADING_ZERO), ibis.literal("0") + shape, shape)


def _shapes(leads: Leads, name: str, heading: str, progress: Progress | None) -> _Shapes:
    if leads.cells is not None:
        counts: dict[str, int] = {str(text): int(n) for text, n in leads.cells[name].value_counts().items()}
        plain_texts = [text for text in counts if re.match(PLAIN, text)]
        found: dict[str, tuple[str, int]] = {}
        for text, n in counts.items():
            if not re.match(PLAIN, text):
                example, count = found.get(shape_of(text), (text, 0))
                found[shape_of(text)] = min(text, example), count + n
        with_point = min((text for text in plain_texts if "." in text), default=None)
        ordered = dict(sorted(found.items(), key=lambda item: (-item[1][1], item[0])))
        return _Shapes(ordered, sum(counts.values()), sum(counts[t] for t in plain_texts), with_point)
    table = leads.table.select(text=leads.table[name].cast("string").strip().nullif(""))
    table = table.mutate(plain=table.text.re_search(PLAIN))
    whole = ask(
        table.agg(
            filled=table.text.count(),
            plain=table.count(where=table.plain),
            point=table.text.min(where=table.plain & table.text.contains(".")),
        ),
        t("Looking at {column}", column=heading),
        progress,
    ).iloc[0]
    odd = table.filter(~table.plain)
    odd = odd.mutate(shape=_shape_in(odd.text))
    grouped = odd.group_by("shape").agg(n=odd.count(), example=odd.text.min())
    frame = ask(
        grouped.order_by(grouped.n.desc(), grouped.shape).limit(MOST_SHAPES),
        t("Looking at {column}", column=heading),
        progress,
    )
    shapes = {s: (e, int(n)) for s, e, n in zip(frame["shape"], frame["example"], frame["n"], strict=True)}
    point = whole["point"] if isinstance(whole["point"], str) else None
    return _Shapes(shapes, int(whole["filled"]), int(whole["plain"]), point)


def _as_engine_reads(text: str, decimal: DecimalMark) -> Shape:
    read = written(text)
    assert read is not None
    mark = read.mark or decimal
    if read.start < 0 or (usual(text) != text and not text[read.start : read.start + len(read.number)].isascii()):
        known = all(c.isascii() or c in _BETWEEN for c in text[read.start : read.start + len(read.number)])
        if read.start < 0 or not known:
            value = read.value(decimal)
            return Shape(0, 0, mark, 1.0, float(value))  # type: ignore[arg-type]  # the mark is known
    return Shape(read.start, len(read.number), mark, float(read.times))


def with_amounts(table: ibis.Table, name: str, plan: AmountPlan) -> ibis.Table:
    """A table with how the shape of each amount is read, in columns of their own."""
    import ibis
    import pandas as pd

    if not plan.shapes or table[name].type().is_numeric():
        return table
    known = sorted(plan.shapes)
    columns = {f"__amount_{key}": [getattr(plan.shapes[k], key) for k in known] for key in Shape.__slots__}
    kinds = dict(zip(columns, ("int64", "int64", "string", "float64", "float64"), strict=True))
    frame = pd.DataFrame({"__amount_shape": known, **columns})
    meaning = ibis.memtable(frame, schema={"__amount_shape": "string", **kinds})
    text = table[name].cast("string").strip()
    table = table.mutate(__shape=ibis.ifelse(text.re_search(PLAIN), ibis.literal(""), _shape_in(text)))
    return table.left_join(meaning, table["__shape"] == meaning["__amount_shape"]).drop("__shape", "__amount_shape")


def amount_in(table: ibis.Table, name: str, plan: AmountPlan, currency: str | None = None) -> Any:
    """The amounts of a table that :func:`with_amounts` made ready, numbers; null where there is none that counts.

    Parameters
    ----------
    table : Table
        The table.
    name : str
        The engine's column of amounts.
    plan : AmountPlan
        How they are read.
    currency : str, optional
        The engine's column of currencies.
    """
    import ibis

    column = table[name]
    if column.type().is_numeric():
        number = column.cast("float64")
        amount = ibis.ifelse(number.isnan() | number.isinf(), ibis.null("float64"), number)
    else:
        text = column.cast("string").strip()
        figures = text.try_cast("float64") if plan.unsigned else ibis.null("float64")
        amount = ibis.ifelse(
            text.re_search(PLAIN), figures, _by_shape(table, text) if plan.shapes else ibis.null("float64")
        )
    if plan.currencies is not None and currency is not None:
        counts = table[currency].cast("string").strip().isin(sorted(plan.currencies))
        amount = ibis.ifelse(counts, amount, ibis.null("float64"))
    return amount


def _by_shape(table: ibis.Table, text: Any) -> Any:
    import ibis

    body = text.substr(table["__amount_start"], table["__amount_length"])
    mark = table["__amount_mark"]
    figures = ibis.cases(
        (mark == ",", body.translate("." + _BETWEEN, "").replace(",", ".")),
        (mark == "e", body.replace(",", ".")),
        else_=body.translate("," + _BETWEEN, ""),
    )
    return ibis.coalesce(table["__amount_value"], figures.try_cast("float64") * table["__amount_times"])


# --- the decimal mark ---------------------------------------------------------------------------------------------


def _answers() -> tuple[Answer, ...]:
    return (
        Answer(t("the point stands before decimals: 1.200 is one and two tenths"), {"decimal": "."}),
        Answer(t("the comma does: 1.200 is one thousand two hundred"), {"decimal": ","}),
    )


def _decimal(heading: str, found: _Shapes, given: Mapping[str, Any]) -> tuple[DecimalMark, Question | None]:
    """The decimal mark of amounts, and the question where some could be read in two ways."""
    if given.get("decimal"):
        return ("," if given["decimal"] == "," else "."), None
    point, comma, open_, group = found.with_point, None, None, None
    cents = point is None or point[-3:-2] == "."
    for text, _ in found.shapes.values():
        read = written(text)
        if read is None or not set(read.number) & {".", ","}:
            continue
        cents &= read.mark is None or re.search(r"[.,][0-9]{2}$|^[^.,]*$", read.number) is not None
        if read.mark is None:
            open_, group = (open_ or text, group) if "." in read.number else (open_, group or text)
        elif read.mark == ",":
            comma = comma or text
        elif read.mark == ".":
            point = point or text
    if open_ is None and group is None:
        return ".", None
    shown = Marks(point, comma, open_)
    if shown.point is not None and shown.comma is not None:
        facts = {"comma": shown.comma, "point": shown.point}
        return ".", Question("decimal-marks-differ", heading, (".", ","), facts, _answers())
    odd = group if shown.decimal == "," else open_  # three decimals, among amounts with cents
    if odd is not None and (cents or shown.decimal is None):
        return ".", Question("thousand-or-decimals", heading, (".", ","), {"example": odd}, _answers())
    return shown.decimal or ".", None


# --- currencies ---------------------------------------------------------------------------------------------------


def _by_column(leads: Leads, columns: Mapping[str, str]) -> dict[str, int] | None:
    """Rows with an amount by the currency that its column names; None where none does, or the amounts are converted."""
    if "currency" not in columns or _OWN_CURRENCY.search(plain(columns["amount"])):
        return None
    counts: dict[str, int] = {}
    for text, n in _texts(leads, columns).items():
        label = "" if is_missing(text) else currency_named(text)
        counts[label] = counts.get(label, 0) + n
    return counts


def _texts(leads: Leads, columns: Mapping[str, str]) -> dict[str, int]:
    """The texts of the column of currencies, and the rows with an amount."""
    crossed = leads.crossing([columns["currency"]], [columns["amount"]])
    return {text: n for (text, filled), n in crossed.items() if filled}


def _by_sign(found: _Shapes, labels: Mapping[str, str]) -> dict[str, int]:
    """Rows with an amount by the currency that is written beside it."""
    counts = {"": found.plain} if found.plain else {}
    for shape, label in labels.items():
        counts[label] = counts.get(label, 0) + found.shapes[shape][1]
    return counts


def _chosen(heading: str, counts: Mapping[str, int], given: Mapping[str, Any]) -> tuple[str, int, tuple[str, ...]]:
    """The currency whose amounts count, the rows with another, and what is said of it."""
    named = {label: n for label, n in counts.items() if label}
    wanted = given.get("amounts_in")
    if wanted is not None and currency_named(wanted) not in named:
        raise InputError("currency-not-in-column", "amounts_in", wanted, heading=heading, choices=sorted(named))
    if len(named) < 2:
        return next(iter(named), ""), 0, ()
    order = sorted(named, key=lambda label: (-named[label], label))
    chosen = order[0] if wanted is None else currency_named(wanted)
    facts = {
        "column": heading,
        "currencies": ", ".join(t("{currency} in {rows}", currency=label, rows=rows(named[label])) for label in order),
        "chosen": chosen,
    }
    if none := counts.get("", 0):
        note = t(
            "{column}: several currencies, {currencies} and none in {rows}; the average sale is of the amounts in {chosen} "
            "alone.",
            rows=rows(none),
            **facts,
        )
    else:
        note = t(
            "{column}: several currencies, {currencies}; the average sale is of the amounts in {chosen} alone.", **facts
        )
    return chosen, sum(counts.values()) - named[chosen], (note,)
