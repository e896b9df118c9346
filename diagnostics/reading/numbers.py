"""Numbers as people write them. What could be read in two ways is never guessed.

A number is read by what is written in it: ``1,234.5``, ``1.234,5``, ``1 234,5``, ``12,34,567`` and ``0.125`` can each be
read in one way only. One form is open, ``1.200``: a thousand and two hundred, or one and two tenths. What its mark
means is asked, or shown by another number of the same column. With a comma it is taken for a thousand, unless the
column's decimal mark is the comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from diagnostics.reading.signs import usual

DecimalMark = Literal[".", ","]

# --- the grammar --------------------------------------------------------------------------------------------------

SPACE: Final = "[ '’]"
"""What people put between thousands, besides a comma or a point."""

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


def _one_of(*shapes: str) -> re.Pattern[str]:
    return re.compile("|".join(shapes))


_BY_POINT, _BY_COMMA, _IS_OPEN, _IS_WHOLE = _one_of(*POINT), _one_of(*COMMA), _one_of(OPEN), _one_of(*WHOLE)
_SIGNED: Final = re.compile(r"(\(?)([+-]?) ?([0-9.,][0-9., '’]*)(\)?)")
_BETWEEN: Final = str.maketrans("", "", " '’")


def mark_of(number: str) -> DecimalMark | Literal[""] | None:
    """The mark before the decimals of figures and marks: None where it could be either, ``""`` where they are no number."""
    if _IS_OPEN.fullmatch(number):
        return None
    if _BY_COMMA.fullmatch(number):
        return ","
    return "." if _BY_POINT.fullmatch(number) or _IS_WHOLE.fullmatch(number) else ""


def value_of(number: str, mark: DecimalMark) -> Decimal:
    """The value of figures and marks, where the decimals stand behind ``mark``."""
    other = "," if mark == "." else "."
    return Decimal(number.translate(_BETWEEN).replace(other, "").replace(",", "."))


# --- one text -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A number that could be read in two ways."""

    whole: Decimal
    """With the mark between thousands."""
    fraction: Decimal
    """With the mark before decimals."""


def read_number(text: str, decimal: DecimalMark | None = None) -> Decimal | Ambiguous | None:
    """A number as people write it, and nothing else; None where it is none.

    Parameters
    ----------
    text : str
        Digits of any script with marks, perhaps a sign, or in brackets, which make it negative as in accounts.
    decimal : {".", ","}, optional
        The mark before decimals in numbers that could be read in two ways; others are read the one way they can be.

    >>> read_number("1.234,5"), read_number("1,200"), read_number("(3)"), read_number("lots")
    (Decimal('1234.5'), Decimal('1200'), Decimal('-3'), None)
    >>> read_number("1.200"), read_number("1.200", decimal=",")
    (Ambiguous(whole=Decimal('1200'), fraction=Decimal('1.200')), Decimal('1200'))
    """
    found = _SIGNED.fullmatch(usual(text).strip())
    if found is None or bool(found[1]) != bool(found[4]):
        return None
    body = found[3].rstrip(" ")
    mark = mark_of(body)
    if mark == "":
        return None
    times = -1 if found[2] == "-" or found[1] else 1
    mark = mark or decimal or ("." if "," in body else None)
    if mark is None:
        return Ambiguous(value_of(body, ",") * times, value_of(body, ".") * times)
    return value_of(body, mark) * times


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


def marks(texts: Iterable[str]) -> Marks:
    """What some numbers show of their decimal mark; texts that are no numbers show nothing.

    >>> marks(["1.200", "950,5"])
    Marks(point=None, comma='950,5', open='1.200')
    """
    point = comma = open_ = None
    for text in texts:
        found = _SIGNED.fullmatch(usual(text).strip())
        if found is None:
            continue
        number = found[3].rstrip(" ")
        mark = mark_of(number)
        if mark is None and "." in number:
            open_ = open_ or text
        elif mark == ",":
            comma = comma or text
        elif mark == "." and _BY_POINT.fullmatch(number):
            point = point or text
    return Marks(point, comma, open_)
