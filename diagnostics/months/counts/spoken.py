"""Counts with something beside their figures: ``1.2k``, ``100*``, ``~100``, ``100件``, ``100+``, ``<5``.

What can be read in one way is read and said; what says only between which numbers the count is, is asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Literal

from diagnostics.language import mark, t
from diagnostics.months.records import Answers, Rows, question
from diagnostics.number_format import integer
from diagnostics.reading import amounts, vocabulary
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.dates import letters
from diagnostics.reading.headings import BY_KEY, COUNTS, plain
from diagnostics.reading.numbers import Ambiguous, read_number
from diagnostics.reading.questions import rows
from diagnostics.reading.sheet_reader import Cell
from diagnostics.reading.signs import usual

Kind = Literal["mark", "about", "scale", "unit", "between"]

WHY: Final[Mapping[Kind, str]] = {
    "mark": mark("“{text}” was read as {value}, without the mark or the remark behind it ({column}, {rows})."),
    "about": mark("“{text}” was read as {value}, which is said to be approximate ({column}, {rows})."),
    "scale": mark("“{text}” was read as {value}, rounded as it is written ({column}, {rows})."),
    "unit": mark("“{text}” was read as {value}, without the word beside it ({column}, {rows})."),
    "between": mark("“{text}” was read as {value}, as answered ({column}, {rows})."),
}
LARGEST_SCALE: Final = 100_000
"""A letter for more is taken for something else: nobody has millions of leads in a month."""

_MARK: Final = re.compile(r"(.*?\d)\s*(?:[*†‡§¹²³⁰-⁹ªº]+|\[\w{1,2}\]|\([^()\d]+\))")
_ABOUT: Final = re.compile(r"(?:~|≈|≃|∼|±)\s*(\d.*)")
_UNIT: Final = re.compile(r"(\d[\d.,' ]*?)\s*([^\W\d_][^\d]*)")
_MORE: Final = re.compile(r"(?:>|≥|>=)\s*(\d.*)|(\d.*?)\s*\+")
_LESS: Final = re.compile(r"(<|≤|<=)\s*(\d.*)")
_BETWEEN: Final = re.compile(r"(\d+)\s*(?:-|to|bis|a|à)\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A count with something beside it."""

    number: str | int
    """Its figures, to be read as any others; a number where it was worked out."""
    kind: Kind
    unit: str = ""
    """The word behind it."""


@lru_cache(maxsize=4096)
def spoken(text: str) -> Spoken | None:
    """What a text says besides its figures; None where it is a plain number, money, or something else.

    >>> spoken("1.2k"), spoken("100*"), spoken("<5"), spoken("100"), spoken("$100")
    (Spoken(number=1200, kind='scale', unit=''), Spoken(number='100', kind='mark', unit=''), \
Spoken(number=2, kind='between', unit=''), None, None)
    """
    bare = usual(text).strip()
    if not any(c.isdigit() for c in bare) or read_number(bare) is not None:
        return None
    if (found := _MARK.fullmatch(bare)) and read_number(found[1]) is not None:
        return Spoken(found[1], "mark")
    if (found := _ABOUT.fullmatch(bare)) and read_number(found[1]) is not None:
        return Spoken(found[1], "about")
    middle = _middle(bare)
    if middle is not None:
        return Spoken(middle, "between")
    amount = amounts.written(bare)
    if amount is not None:
        return _scaled(amount)
    found = _UNIT.fullmatch(bare)
    return Spoken(found[1], "unit", found[2].strip()) if found and read_number(found[1]) is not None else None


def _scaled(amount: amounts.Written) -> Spoken | None:
    if amount.currency or not 1 <= amount.times <= LARGEST_SCALE or amount.mark == "e":
        return None
    if amount.times == 1:
        return Spoken(amount.number, "about")
    value = amount.value(".")
    return Spoken(int(value), "scale") if isinstance(value, Decimal) and value == int(value) else None


def _middle(text: str) -> int | None:
    """The middle of what a count may be, a whole number: the bound itself where there is one only from below."""
    if found := _MORE.fullmatch(text):
        least = _whole(found[1] or found[2])
        return least if least is None or not text.startswith(">") or text.startswith(">=") else least + 1
    if found := _LESS.fullmatch(text):
        most = _whole(found[2])
        return None if most is None else (most - (found[1] == "<")) // 2
    if found := _BETWEEN.fullmatch(text):
        low, high = int(found[1]), int(found[2])
        return (low + high) // 2 if low < high else None
    return None


def _whole(text: str) -> int | None:
    read = read_number(text)
    if isinstance(read, Ambiguous):
        return int(read.whole)
    return int(read) if read is not None and read == int(read) else None


def settle_spoken(body: Sequence[int], answers: Answers, out: Rows) -> None:
    """Put plain counts in the place of those with something beside them, and say so; those that are only between are asked."""
    for key in (key for key in COUNTS if key in out.columns):
        found = {
            at: one
            for at in body
            if isinstance(cell := out.cells[at][key], str)
            and not cell.isdecimal()
            and not cell.endswith("%")
            and not is_no_count(cell)
            and (one := spoken(cell)) is not None
        }
        units = Counter(letters(one.unit) for one in found.values() if one.kind == "unit")
        texts = {at: out.cells[at][key] for at in found}
        for at, one in found.items():
            if one.kind == "unit" and not _says_nothing_new(one.unit, key) and units[letters(one.unit)] < 2:
                del texts[at]
            elif one.kind == "between" and answers.rough is None:
                _ask(found, texts, key, out)
                return
            else:
                out.cells[at][key] = None if one.kind == "between" and answers.rough == "not recorded" else one.number
        for kind in WHY:
            of = [at for at in texts if found[at].kind == kind]
            if of:
                read = out.cells[of[0]][key]
                shown = t("not recorded") if read is None else integer(read) if isinstance(read, int) else read
                places = {"text": texts[of[0]], "value": shown, "column": BY_KEY[key].label, "rows": rows(len(of))}
                out.note(t(WHY[kind], **places))


def _says_nothing_new(unit: str, key: str) -> bool:
    """Whether a word behind a count is a word for the count itself, or for pieces."""
    word = plain(unit)
    return word in BY_KEY[key].words or word in vocabulary.tables().units


def _ask(found: Mapping[int, Spoken], texts: Mapping[int, Cell], key: str, out: Rows) -> None:
    of = [at for at, one in found.items() if one.kind == "between"]
    at, column = of[0], out.columns[key]
    offered: dict[str, Mapping[str, Any]] = {
        t("as {count}", count=integer(int(found[at].number))): {"rough": "middle"},
        t("not recorded"): {"rough": "not recorded"},
    }
    facts = {"rows": len(of), "place": out.place(at, column)}
    out.add(question("count-between", "rough", texts[at], offered, **facts), at, column, asks="rough")
