"""Numbers as people write them. What could be read in two ways is never guessed.

A number is read by what is written in it: ``1,234.5``, ``1.234,5``, ``1 234,5``, ``12,34,567`` and ``0.125`` can each be
read in one way only. One form is open, ``1.200``: a thousand and two hundred, or one and two tenths. What its mark
means is asked, or shown by another number of the same column. With a comma it is taken for a thousand, unless the
column's decimal mark is the comma.

The grammar is in the tables below, once, in what every engine's regular expressions know: :func:`read_number` uses it
on a text, :func:`amount_of` on a column of a table in an engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import ibis.expr.types as ir

DecimalMark = Literal[".", ","]

# --- the grammar --------------------------------------------------------------------------------------------------

SPACE: Final = "[ \u00a0\u2009\u202f'’]"
"""What people put between thousands, besides a comma or a point."""
DASHES: Final = "[-–—]{1,2}"
"""In place of decimals that are none: "50,-"."""

WHOLE: Final = (
    "[0-9]+[.,]?",  # 1200
    f"[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+[.,]?",  # 1 200
)
POINT: Final = (
    r"[0-9]*\.(?:[0-9]{1,2}|[0-9]{4,})",  # 1200.5
    r"(?:0[0-9]*|[0-9]{4,})?\.[0-9]{3}",  # 0.125: no group of thousands begins with 0, or has four figures
    rf"[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+\.[0-9]+",  # 1 200.5
    r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*",  # 1,200.5
    r"[0-9]{1,3}(?:,[0-9]{3}){2,}",  # 1,200,000
    r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]*)?",  # 12,34,567
)
"""The point separates the decimals, or the comma between thousands."""
COMMA: Final = (
    r"[0-9]*,(?:[0-9]{1,2}|[0-9]{4,})",
    r"(?:0[0-9]*|[0-9]{4,})?,[0-9]{3}",
    rf"[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+,[0-9]+",
    r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*",
    r"[0-9]{1,3}(?:\.[0-9]{3}){2,}",
)
"""The same with the marks exchanged; groups of two are not written with points."""
OPEN: Final = "[1-9][0-9]{0,2}[.,][0-9]{3}"
"""Thousands or decimals."""

MONEY_POINT: Final = (
    r"[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}",  # 1.1e+06, as programs write it
    rf"(?:[0-9]+|[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+)\.{DASHES}",  # 1,200.-
)
MONEY_COMMA: Final = (
    r"[0-9]+,[0-9]+[eE][+-]?[0-9]{1,2}",
    rf"(?:[0-9]+|[0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+),{DASHES}",
)
"""Only in amounts of money."""

LETTER: Final = "[A-Za-z\u00c0-\u024f]"
BEFORE: Final = rf"(?:{LETTER}\.|\([^()0-9]+\)|[^0-9.,+()-])*"
"""A currency or a word before an amount; a point only behind a letter: "Rs. 500"."""
SCALE: Final = ((r"[0-9] ?[kK]\b", 1_000), (r"[0-9] ?(?:[mM]|[mM][nN]|[mM][iI][oO])\b", 1_000_000))
"""Behind an amount, what it is multiplied by."""
AFTER: Final = "[^0-9+-]*"


def _one_of(*shapes: str) -> str:
    return f"(?:{'|'.join(shapes)})"


_BODY: Final = _one_of(*POINT, *COMMA, OPEN, *WHOLE)
_MONEY_BODY: Final = _one_of(*MONEY_POINT, *MONEY_COMMA, *POINT, *COMMA, OPEN, *WHOLE)
NUMBER: Final = rf"^(\(?)([+-]?) ?()({_BODY})\)?$"
"""A number and nothing else: an opening bracket, a sign, nothing, digits and marks."""
MONEY: Final = rf"^(\(?)([+-]?){BEFORE}([+-]?) *({_MONEY_BODY}){AFTER}$"
"""An amount with what is written around it: an opening bracket, a sign, a sign behind the currency, digits and marks."""
BY_COMMA: Final = f"^{_one_of(*MONEY_COMMA, *COMMA)}$"
BY_POINT: Final = f"^{_one_of(*MONEY_POINT, *POINT)}$"
IS_OPEN: Final = f"^{OPEN}$"
NO_DECIMALS: Final = f"[.,]{DASHES}$"
USUAL: Final = {
    mark: rf"^[^0-9.,+()−-]*(?:[1-9][0-9]{{0,2}}(?:{other}[0-9]{{3}})+|[0-9]+)(?:{mark_}[0-9]{{1,2}})?[^0-9.,+()kKmM−-]*$"
    for mark, mark_, other in ((".", r"\.", ","), (",", ",", r"\."))
}
"""Most amounts, by the decimal mark: what an engine reads without taking a text apart, which is slow."""
_THOUSANDS: Final = {".": f"[,]|{SPACE}", ",": f"[.]|{SPACE}"}

_FLAGS: Final = re.ASCII  # as the engines have it: \b between letters of ASCII
_NUMBER, _MONEY = re.compile(NUMBER, _FLAGS), re.compile(MONEY, _FLAGS)
_BY_COMMA, _BY_POINT, _IS_OPEN = re.compile(BY_COMMA, _FLAGS), re.compile(BY_POINT, _FLAGS), re.compile(IS_OPEN)
_SCALE: Final = tuple((re.compile(pattern, _FLAGS), times) for pattern, times in SCALE)


# --- one text -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A number that could be read in two ways."""

    whole: Decimal
    """With the mark between thousands."""
    fraction: Decimal
    """With the mark before decimals."""


def read_number(text: str, decimal: DecimalMark | None = None, money: bool = False) -> Decimal | Ambiguous | None:
    """A number as people write it; None where it is none.

    Parameters
    ----------
    text : str
        Digits with marks, perhaps a sign, or in brackets, which make it negative as in accounts.
    decimal : {".", ","}, optional
        The mark before decimals in numbers that could be read in two ways; others are read the one way they can be.
    money : bool
        Whether a currency or words may be written around it, a multiplier behind it (``"€1.5m"``), and dashes in place of
        decimals (``"50,-"``).

    >>> read_number("1.234,5"), read_number("1,200"), read_number("(3)"), read_number("lots")
    (Decimal('1234.5'), Decimal('1200'), Decimal('-3'), None)
    >>> read_number("1.200")
    Ambiguous(whole=Decimal('1200'), fraction=Decimal('1.200'))
    >>> read_number("1.200", decimal=","), read_number("€ 1,2m", money=True)
    (Decimal('1200'), Decimal('1200000.0'))
    """
    text = text.strip().replace("−", "-")
    found = (_MONEY if money else _NUMBER).match(text)
    if found is None:
        return None
    bracket, first, second, body = found.groups()
    closed = text.endswith(")")
    if not money and closed != bool(bracket):
        return None
    times = next((times for pattern, times in _SCALE if pattern.search(text)), 1) if money else 1
    if "-" in (first, second) or (bracket and closed):
        times = -times
    if _IS_OPEN.match(body) and decimal is None:
        if "," in body:
            decimal = "."
        else:
            return Ambiguous(_value(body, ",") * times, _value(body, ".") * times)
    by_comma = bool(_BY_COMMA.match(body)) or (decimal == "," and bool(_IS_OPEN.match(body)))
    return _value(body, "," if by_comma else ".") * times


def _value(body: str, mark: DecimalMark) -> Decimal:
    plain = re.sub(_THOUSANDS[mark], "", re.sub(NO_DECIMALS, "", body))
    return Decimal(plain.replace(",", "."))


@dataclass(frozen=True, slots=True)
class Marks:
    """What the numbers of a column show of their decimal mark: the first that shows each, None where none does."""

    point: str | None = None
    """Its point separates the decimals, or its comma between thousands."""
    comma: str | None = None
    open: str | None = None
    """It could be read in two ways."""

    @property
    def decimal(self) -> DecimalMark | None:
        """The mark before decimals, where the numbers agree on one; None where none shows it, or both."""
        if (self.point is None) == (self.comma is None):
            return None
        return "," if self.point is None else "."


def marks(texts: Iterable[str], money: bool = False) -> Marks:
    """What some numbers show of their decimal mark.

    >>> marks(["1.200", "950,5"])
    Marks(point=None, comma='950,5', open='1.200')
    """
    pattern = _MONEY if money else _NUMBER
    point = comma = open_ = None
    for text in texts:
        found = pattern.match(text.strip().replace("−", "-"))
        if found is None:
            continue
        body = found[4]
        if _BY_POINT.match(body):
            point = point or text
        elif _BY_COMMA.match(body):
            comma = comma or text
        elif "." in body and _IS_OPEN.match(body):
            open_ = open_ or text
    return Marks(point, comma, open_)


# --- a column in an engine ----------------------------------------------------------------------------------------


def amount_of(column: ir.StringValue, decimal: DecimalMark = ".") -> ir.FloatingValue:
    """A column of amounts as numbers, null where :func:`read_number` with ``money=True`` finds none."""
    import ibis

    digits = column.re_replace(f"[^0-9{decimal}]", "")
    usual = (digits if decimal == "." else digits.replace(",", ".")).try_cast("float64")
    return ibis.ifelse(column.re_search(USUAL[decimal]), usual, _taken_apart(column, decimal))


def _taken_apart(column: ir.StringValue, decimal: DecimalMark) -> ir.FloatingValue:
    import ibis

    text = column.replace("−", "-")
    parts = text.re_replace(MONEY, r"\1\2\3\4")
    body = parts.re_replace("^[(+-]*", "")
    by_comma = body.re_search(BY_COMMA)
    if decimal == ",":
        by_comma = by_comma | body.re_search(IS_OPEN)
    plain = body.re_replace(NO_DECIMALS, "")
    number = ibis.ifelse(
        by_comma,
        plain.re_replace(_THOUSANDS[","], "").replace(",", "."),
        plain.re_replace(_THOUSANDS["."], ""),
    ).try_cast("float64")
    times = ibis.cases(*((text.re_search(pattern), float(times)) for pattern, times in SCALE), else_=1.0)
    negative = parts.re_search(r"^\(?\+?-") | (parts.startswith("(") & text.re_search(r"\)\s*$"))
    read = ibis.ifelse(negative, -number, number) * times
    return ibis.ifelse(text.re_search(MONEY), read, ibis.null("float64"))
