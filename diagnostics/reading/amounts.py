"""Amounts of money as people write them: a number, and around it what is understood; else it is no amount.

``Rs.50000``, ``€ 1.200,-``, ``(1,200.00)``, ``1.2K``, ``USD 1,000`` and ``1 200,50 €`` are amounts. In ``500/month`` or
``2 x 500`` something is not understood, and a wrong amount is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, Literal

from diagnostics.reading import vocabulary
from diagnostics.reading.dates import letters
from diagnostics.reading.numbers import Ambiguous, DecimalMark, mark_of, value_of
from diagnostics.reading.signs import usual

LONGEST: Final = 60
"""Characters; a longer text is no amount."""

_PARTS: Final = re.compile(r"([^0-9]*)([0-9](?:.*[0-9])?)([^0-9]*)", re.DOTALL)
_NO_DECIMALS: Final = re.compile(r"^(?:[.,](?: ?-{1,2})?| ?(?:/[-=]|:-))")
"""What stands behind a number for no decimals: ``1.200,-``, ``1,200/-`` in India, ``1 200:-`` in Sweden."""
_TOKEN: Final = re.compile(r"[A-Za-z]{0,3}[$¥£]|T(?= ?[€$£])|[^\W\d_]+(?:\.[^\W\d_]+)*|[^\w\s]")
_EXPONENT: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Written:
    """An amount as it is written."""

    number: str
    """Its figures and marks."""
    start: int
    """Where in the text the number begins, in characters."""
    mark: DecimalMark | Literal["e"] | None
    """What stands before its decimals; None where it could be either, ``"e"`` for a number with an exponent."""
    times: Decimal
    """What the number is multiplied by; below 0 for a negative amount."""
    currency: str = ""
    """The currency that is written beside it."""

    def value(self, decimal: DecimalMark | None = None) -> Decimal | Ambiguous:
        """The amount, in the units of its currency, where the column has a decimal mark."""
        if self.mark == "e":
            return Decimal(self.number.replace(",", ".")) * self.times
        mark = self.mark or decimal
        if mark is None:
            return Ambiguous(value_of(self.number, ",") * self.times, value_of(self.number, ".") * self.times)
        return value_of(self.number, mark) * self.times


@lru_cache(maxsize=4096)
def written(text: str) -> Written | None:
    """What a text says as an amount; None where it is none, or holds what is not understood.

    >>> written("Rs.50000").value(), written("1.200,- €").currency, written("500/month")
    (Decimal('50000'), '€', None)
    """
    plain = usual(text)
    if len(plain) != len(text) or not 0 < len(plain) <= LONGEST:
        return _moved(plain) if 0 < len(plain) <= LONGEST else None
    found = _PARTS.fullmatch(plain)
    if found is None:
        return None
    before, number, after = found.groups()
    start = len(before)
    if before[-1:] in (".", ",") and not before[-2:-1].isalpha():  # ".50"; the point of "Rs." belongs to the word
        before, number, start = before[:-1], before[-1] + number, start - 1
    rest = re.sub(_NO_DECIMALS, "", after, count=1)
    mark = "e" if _EXPONENT.fullmatch(number) else mark_of(number)
    if mark == "":
        return None
    if mark is None and rest != after:
        mark = "," if "." in number else "."  # what stands behind it is the decimal mark: "1.200,-"
    return _around(number, start, mark, before, rest)


def _moved(plain: str) -> Written | None:
    """An amount of signs without width, which have no place in what is read."""
    found = written(plain)
    return None if found is None else Written(found.number, -1, found.mark, found.times, found.currency)


def read_amount(text: str, decimal: DecimalMark | None = None) -> Decimal | Ambiguous | None:
    """An amount of money; None where it is none.

    Parameters
    ----------
    text : str
        What is written.
    decimal : {".", ","}, optional
        The mark before decimals in amounts that could be read in two ways; with a comma such a one is a thousand unless
        the mark is the comma.

    >>> read_amount("€1,2m"), read_amount("1.200"), read_amount("1.200", ",")
    (Decimal('1200000.0'), Ambiguous(whole=Decimal('1200'), fraction=Decimal('1.200')), Decimal('1200'))
    """
    found = written(text)
    return None if found is None else found.value(decimal or ("." if "," in found.number else None))


def currency_named(text: str) -> str:
    """The currency that a text names: its sign or code; the text itself where it is a code that is not known.

    >>> currency_named("Euro"), currency_named("usd"), currency_named("JPY"), currency_named("US Dollar")
    ('€', '$', '¥', '$')
    """
    bare = " ".join(text.split())
    for word in (bare, bare.replace(" ", "")):
        if found := _currencies().get(_word(word)):
            return found
    return bare.upper() if bare.upper() in _codes() else bare


# --- what is around a number --------------------------------------------------------------------------------------


def _around(
    number: str, start: int, mark: DecimalMark | Literal["e"] | None, before: str, after: str
) -> Written | None:
    opened, closed = before.count("(") - before.count(")"), after.count(")") - after.count("(")
    if opened != closed or opened not in (0, 1):
        return None
    left, minus_left = _sign(before, first=True)
    right, minus_right = _sign(after, first=False)
    if minus_right and not re.search(r"[.,][0-9]{2}$", number):
        return None  # "5-" may be the beginning of a span
    if left is None or right is None or minus_left + minus_right + opened > 1:
        return None
    times = Decimal(-1 if minus_left or minus_right or opened else 1)
    currencies: set[str] = set()
    for place, token in [(0, t) for t in _TOKEN.findall(left)] + [*enumerate(_without_year(_TOKEN.findall(right)), 1)]:
        currency, scale = _meaning(token, number)
        if currency is None or (scale != 1 and (place != 1 or times not in (1, -1))):
            return None
        times *= scale
        currencies.add(currency)
    currencies.discard("")
    if len(currencies) > 1:
        return None
    return Written(number, start, mark, times, currencies.pop() if currencies else "")


def _without_year(tokens: list[str]) -> list[str]:
    """What is behind a number without its last two words where they are ``per year``, which an amount of a sale is."""
    words, known = [_word(token) or token for token in tokens], vocabulary.amounts()
    a_year = len(words) > 1 and words[-2] in known.per and words[-1] in known.year
    return tokens[:-2] if a_year else tokens


def _sign(text: str, first: bool) -> tuple[str | None, int]:
    """What is around a number without its sign and brackets, None where a dash is no sign; and 1 for a minus."""
    bare = text.replace("(", " ").replace(")", " ").strip().strip("'\"").strip()
    minus = bare.count("-")
    if not minus and "+" not in bare:
        return bare, 0
    if minus + bare.count("+") > 1:
        return None, 0
    at_ends = (bare[:1], bare[-1:]) if first else (bare[:1],)
    if not set(at_ends) & {"-", "+"} or (first and bare[:1] not in ("-", "+") and text[-1:] == " "):
        return None, 0  # "EUR - 500"
    return bare.replace("-", " ").replace("+", " "), minus


def _meaning(token: str, number: str) -> tuple[str | None, int]:
    """The currency that a token names, ``""`` for a word that names none, None for one that is not known; and its scale."""
    word = _word(token)
    if found := _currencies().get(word):
        return found, 1
    if (scale := _scales().get(word)) is not None:
        return "", scale
    if word in vocabulary.amounts().beside or token in (".", ",", ":"):
        return "", 1
    if token == "CR" and re.search(r"[.,][0-9]{2}$", number):
        return "", 1  # a credit; without cents it may be a crore
    scale = 1_000 if word[:1] == "t" else _scales().get(word[:1], 0)
    if scale and (found := _currencies().get(word[1:])):
        return found, scale  # kEUR
    if token == "T":
        return "", 1_000  # T€
    return (token, 1) if token in _codes() else (None, 1)


def _word(token: str) -> str:
    """A token as it is compared."""
    return letters(token) or token.strip(". ").casefold() if token.isalpha() else token.strip(". ").casefold()


@cache
def _currencies() -> dict[str, str]:
    return {_word(word): name for name, words in vocabulary.amounts().currencies.items() for word in words}


@cache
def _codes() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").currencies)


@cache
def _scales() -> dict[str, int]:
    return {word: times for times, words in vocabulary.amounts().scales.items() for word in words}
