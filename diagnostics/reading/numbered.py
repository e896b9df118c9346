"""Periods that are numbered: a word, a counter and perhaps a year, in any language and order: ``Tháng 1/2024``, ``I kw. 2024``.

Babel knows the words for a month, a quarter and a week; a word that it does not know is told by its counters, where the
whole column is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Literal

from diagnostics.month_numbers import YEARS
from diagnostics.reading import vocabulary
from diagnostics.reading.dates import THAI_YEARS, full_year, letters, month_named
from diagnostics.reading.signs import usual

Unit = Literal["month", "quarter", "half-year", "week"]

MOST_OF: Final[dict[Unit, int]] = {"half-year": 2, "quarter": 4, "month": 12, "week": 53}
"""How many there are in a year."""
LONGEST: Final = 40
"""Characters."""
LEAST_YEAR: Final = 13
"""A number of two figures that is smaller may be a counter."""

SHORT: Final = 2
LONG: Final = 4
"""Letters of a word that is looked up: beside a year, or in other letters than ours; and beside none."""

_NUMBER: Final = re.compile(r"\d+")
ROMAN: Final = {
    name: at for at, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
_SIGNS: Final = {sign: at for at, sign in enumerate("一二三四五六七八九", 1)} | {"十": 10, "十一": 11, "十二": 12}
_IN_SIGNS: Final = re.compile("[一二三四五六七八九十]+")
_AROUND: Final = re.compile(r"(?<=\d)\s*[年년]\s*度?|[第제]\s*(?=[\d一二三四五六七八九十])")
"""Signs for year behind it and before an ordinal."""
_ORDINAL: Final = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|[.:]?-?[^\W\d_]{1,2}(?=[\s.]+[^\W\d_]))", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e][^\W\d_]*)*")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A period as it is numbered."""

    words: tuple[str, ...]
    """The words beside its number, plain letters in lower case."""
    number: int
    year: int | None = None
    roman: bool = False
    """Whether its number is a Roman one, as none of a week is."""

    @property
    def unit(self) -> Unit | None:
        """What its words call it; None where they are not known, or short and without a year, which may be anything."""
        units = [_units()[word] for word in self.words if self._says(word) and word in _units()]
        found = set[Unit]().union(*units) - ({"week"} if self.roman else set())
        unit = found.pop() if len(found) == 1 else None
        return unit if unit is not None and self.number <= MOST_OF[unit] else None

    def _says(self, word: str) -> bool:
        return len(word) >= (SHORT if self.year is not None or not word.isascii() else LONG)


@lru_cache(maxsize=4096)
def read_numbered(text: str) -> Numbered | None:
    """A word, a counter and perhaps a year; None for anything else.

    >>> read_numbered("Tháng 1/2024"), read_numbered("I kw. 2024").unit, read_numbered("2024年第二季度").unit
    (Numbered(words=('thang',), number=1, year=2024, roman=False), 'quarter', 'quarter')
    >>> read_numbered("1/2024"), read_numbered("Store 3").unit
    (None, None)
    """
    if len(text) > LONGEST:
        return None
    bare = _ORDINAL.sub(r"\1 ", _AROUND.sub(" ", " ".join(usual(text).split())))
    numbers = _NUMBER.findall(bare)
    years = [number for number in numbers if len(number) == 4 and _year(int(number)) is not None]
    if (
        len(numbers) == 2
        and not years
        and len(numbers[0]) <= 2
        and len(numbers[1]) == 2
        and int(numbers[1]) >= LEAST_YEAR
    ):
        years = numbers[1:]
    counters = list(numbers)
    for year in years:
        counters.remove(year)
    words = [word for word in map(letters, _WORD.findall(bare)) if word]
    if any(map(month_named, words)) or len(years) > 1 or len(counters) > 1 or (counters and len(counters[0]) > 2):
        return None
    roman = False
    if counters:
        number = int(counters[0])
    else:
        signs = _IN_SIGNS.findall(bare)
        spelled = [word for word in words if word in ROMAN]
        if len(signs) == 1 and signs[0] in _SIGNS and not spelled:
            number = _SIGNS[signs[0]]
            words = [word.replace(signs[0], "") for word in words]
        elif len(spelled) == 1 and not signs and len(words) > 1:
            number, roman = ROMAN[spelled[0]], True
            words.remove(spelled[0])
        else:
            return None
    words = [word for word in words if word]
    if not words or number < 1:
        return None
    year = None if not years else _year(int(years[0])) if len(years[0]) == 4 else full_year(years[0])
    return Numbered(tuple(words), number, year, roman)


def _year(number: int) -> int | None:
    """A year of our calendar or of the Thai one; None for another number."""
    return number if number in YEARS else number - THAI_YEARS if number - THAI_YEARS in YEARS else None


@lru_cache(maxsize=1)
def _units() -> dict[str, set[Unit]]:
    """What a word may call, in the languages that Babel knows."""
    from babel.dates import get_quarter_names
    from babel.units import UnknownUnitError, format_unit, get_unit_name

    known = vocabulary.tables()
    found: dict[str, set[Unit]] = {}

    def add(unit: Unit, text: str | None) -> None:
        words = [word for word in map(letters, _WORD.findall(text or "")) if word and word not in ROMAN]
        if words and not str(text).startswith("duration-"):  # the key of a unit without a name
            found.setdefault(max(words, key=len), set()).add(unit)

    for words, unit in ((known.quarter, "quarter"), (known.half, "half-year"), (known.week, "week")):
        for word in words:
            if "-" not in word:
                add(unit, word)  # type: ignore[arg-type]  # one of them
    names = vocabulary.months()
    for locale in ("en", *names.locales, *names.units):
        for unit in ("month", "quarter", "week"):
            try:
                add(unit, get_unit_name(f"duration-{unit}", "long", locale=locale))  # type: ignore[arg-type]
                for count in (1, 2, 5):
                    for length in ("long", "short"):
                        add(unit, format_unit(count, f"duration-{unit}", length, locale=locale))  # type: ignore[arg-type]
            except UnknownUnitError:
                continue
        first = get_quarter_names("wide", "format", locale)[1]
        if any(character.isdigit() for character in first) or set(map(letters, first.split())) & set(ROMAN):
            add("quarter", _ORDINAL.sub(" ", first))
    return found


# --- a whole column -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NumberedColumn:
    """A column of periods that are numbered beside the same words."""

    cells: tuple[Numbered | None, ...]
    """None for a blank cell."""
    units: tuple[Unit, ...]
    """What a number may be of, the likeliest first: one where the words or the numbers show it."""


def numbered_column(cells: Sequence[Any]) -> NumberedColumn | None:
    """The periods of a column whose cells are a counter beside the same words; None where they are not, or none is counted on.

    A unit is certain where its words are known, or where each year but the last counts to its end.

    >>> numbered_column(["P 11 2024", "P 12 2024", "P 1 2025"]).units, numbered_column(["Zzq 1 2024", "Zzq 3 2024"]).units
    (('month',), ('quarter', 'month'))
    """
    found = [None if cell is None else read_numbered(str(cell)) for cell in cells]
    there = [one for one in found if one is not None]
    if len(there) < 2 or len(there) < sum(cell is not None for cell in cells):
        return None
    if len({one.words for one in there}) > 1 or len({one.year is None for one in there}) > 1:
        return None
    if len({one.number for one in there}) < 2 and len({one.year for one in there}) < 2:
        return None
    units = {one.unit for one in there}
    if len(units) == 1 and None not in units:
        return NumberedColumn(tuple(found), tuple(units))  # type: ignore[arg-type]  # not None
    last = [before.number for before, after in _turns(there)]
    most = max(one.number for one in there)
    by_end = [
        unit for unit, ends in MOST_OF.items() if last and most <= ends and set(last) <= {ends, ends - (ends == 53)}
    ]
    fits: list[Unit] = by_end or [
        unit for unit, ends in MOST_OF.items() if most <= ends and (unit != "week" or most > MOST_OF["month"] + 1)
    ]
    if most == MOST_OF["month"] and "month" in fits:
        fits = ["month"]
    return NumberedColumn(tuple(found), tuple(fits)) if fits else None


def _turns(there: Sequence[Numbered]) -> list[tuple[Numbered, Numbered]]:
    """Where a year is over: the last of it and the first of the next, in the order of time."""
    dated = all(one.year is not None for one in there)
    order = sorted(set(there), key=lambda one: (one.year, one.number)) if dated else list(dict.fromkeys(there))
    pairs = list(pairwise(order))
    if dated:
        return [(a, b) for a, b in pairs if a.year != b.year]
    return [(a, b) for a, b in pairs if b.number == 1 < a.number]


def in_a_row(column: NumberedColumn) -> bool:
    """Whether each cell names the period after the one before it, over the turn of a year: no names of channels do."""
    there = sorted({(one.year, one.number) for one in column.cells if one is not None and one.year is not None})
    if len(column.units) > 1 or len({year for year, _ in there}) < 2:
        return False
    most = MOST_OF[column.units[0]]
    return {(b[0] - a[0]) * most + b[1] - a[1] for a, b in pairwise(there)} == {1}
