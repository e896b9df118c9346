"""Which column is which: the words that people write over a column, and what each column holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal, TypeVar

from diagnostics.language import mark, t
from diagnostics.reading import vocabulary
from diagnostics.reading.named import Named

T = TypeVar("T")

Kind = Literal["", "plan", "running", "difference", "mean", "thousands", "money", "rate"]
"""What kind of number is in a column; ``""`` for a plain count."""

WHY_NOT: Final[dict[Kind, str]] = {
    "": mark("not a column this table knows"),
    "plan": mark("a plan, a target or an earlier year, not what happened"),
    "running": mark("it adds up the months before"),
    "difference": mark("a difference of two numbers, not a count"),
    "mean": mark("a mean, not a count"),
    "thousands": mark("in thousands, not a count"),
    "money": mark("money is no count"),
    "rate": mark("a rate is worked out from the counts, not read"),
}
"""Why a column is left out."""


@dataclass(frozen=True, slots=True)
class HeadedColumn(Named):
    """A column that a table may have. The words over it are in ``data/vocabulary/headings.toml``."""

    key: str
    english: str
    """What it is called."""
    within: str
    """What it is called inside a sentence."""
    example: str
    """An example of what it holds."""
    numeric: bool = True
    needed: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What people write over it, as :func:`plain` writes it."""
        return vocabulary.headings().columns[self.key]


COLUMNS: Final[tuple[HeadedColumn, ...]] = (
    HeadedColumn("month", mark("Month"), mark("month"), "2025-01", numeric=False),
    HeadedColumn("channel", mark("Channel"), mark("channel"), mark("where they came from"), numeric=False),
    HeadedColumn("leads", mark("Leads"), mark("leads"), "120", needed=True),
    HeadedColumn("wins", mark("Sales"), mark("sales"), "8", needed=True),
    HeadedColumn("direct_wins", mark("Self-service sales"), mark("self-service sales"), "2"),
    HeadedColumn("fit", mark("Leads that fit"), mark("leads that fit"), "90"),
    HeadedColumn("worked", mark("Leads reached"), mark("leads reached"), "80"),
    HeadedColumn("lost", mark("Lost"), mark("lost"), "30"),
)

BY_KEY: Final = {column.key: column for column in COLUMNS}
KEYS: Final = tuple(BY_KEY)
COUNTS: Final = tuple(column.key for column in COLUMNS if column.numeric)
FIRST_ROWS: Final = 40
"""Rows in which the headings are looked for; titles are above them."""

_MONTH_TO_DATE: Final = re.compile(r"(?i)month[\s-]to[\s-]date|\bmtd\b")
_INSIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0971-\u0dff\u0e31-\u0e4e])+")
"""Letters, figures, and the vowels of Hindi and its like that are signs without a letter of their own."""
_PIVOT: Final = re.compile(r"^(?:sum|count|summe|anzahl|somme|nombre|suma|cuenta)-(?:of|von|de)-")
"""What a pivot table writes before the name of a count."""
_RATE: Final = re.compile(
    r"%|rate\b|ratio|quote\b(?![\s_-]+[^\W\d_])|taux|share|conversion rate|percent"
    r"|(?<![^\W_])(?:taxa|tasa|tasso|ctr|cpc|cpl|cpa|cpm|roas|roi|pct)(?![^\W_])",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(
    r"[$€£¥₹]|revenue|amount|value|umsatz|turnover|income|chiffre|price"
    r"|(?<![^\W_])(?:spend|costs?|budget|quota|profit|expenses|mrr|arr|arpu|ltv|cac|kosten|ausgaben|gastos?"
    r"|costes?|custos?|receita|faturamento|ingresos|facturacion|depenses?|spesa|ricavi)(?![^\W_])",
    re.IGNORECASE,
)


@cache
def _keys_by_word() -> dict[str, str]:
    return {word: column.key for column in COLUMNS for word in (column.key.replace("_", "-"), *column.words)}


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: which column it names, and what kind of number is in it."""

    key: str | None
    """The column that it names, whatever the kind; None where it names none."""
    kind: Kind = ""
    extra: str = ""
    """What it says in parentheses besides, that is not known: ``"Google"`` of ``"Leads (Google)"``."""


@lru_cache(maxsize=4096)
def read_heading(heading: str) -> Heading:
    """What a heading says, the words in its parentheses included.

    >>> read_heading("Leads (YTD)"), read_heading("Target leads").kind, read_heading("Sales (units)").kind
    (Heading(key='leads', kind='running', extra=''), 'plan', '')
    """
    if len(heading) > 60:
        return Heading(None)
    known, whole = _keys_by_word(), plain(heading)
    bare = _MONTH_TO_DATE.sub(" ", heading)
    outside, inside = plain(_INSIDE.sub(" ", bare)), [plain(part) for part in _INSIDE.findall(bare)]
    kind: Kind = "money" if _MONEY.search(heading) else "rate" if _RATE.search(heading) else ""
    if whole in known and not kind:
        return Heading(known[whole])
    words = vocabulary.tables()
    if not kind and any(part in words.money or set(part.split("-")) & words.money for part in inside):
        kind = "money"
    if not kind and any(part in words.thousands for part in inside):
        kind = "thousands"
    for of, phrases in (
        ("difference", words.difference),
        ("plan", words.plan),
        ("running", words.running),
        ("mean", words.mean),
    ):
        if not kind and any(_without(part, phrases) != part for part in (outside, *inside)):
            kind = of  # type: ignore[assignment]  # one of them
    phrases = words.plan | words.running | words.mean | words.difference | words.actual
    base = _without(outside, phrases) or outside
    key = next((known[name] for name in (outside, base, _PIVOT.sub("", base)) if name in known), None)
    rest = (_without(part, phrases | words.units | words.money | words.thousands) for part in inside)
    return Heading(key, kind, ", ".join(filter(None, rest)))


def _without(text: str, phrases: Collection[str]) -> str:
    """Words joined by hyphens without some phrases of one word to three."""
    words = text.split("-")
    kept: list[str] = []
    at = 0
    while at < len(words):
        size = next(
            (size for size in (3, 2) if at + size <= len(words) and "-".join(words[at : at + size]) in phrases), 0
        )
        if size:
            at += size
            continue
        if words[at] not in phrases:
            kept.append(words[at])
        at += 1
    return "-".join(kept)


def key_of(heading: Any) -> str | None:
    """Which column a heading names; None where it is none of them, or a plan, a sum of earlier months, money, a rate.

    >>> key_of("New leads (#)"), key_of("Closed Won"), key_of("Sales ($)"), key_of("Win rate"), key_of("Leads (Plan)")
    ('leads', 'wins', None, None, None)
    """
    if not isinstance(heading, str):
        return None
    read = read_heading(heading)
    return None if read.kind else read.key


def what_it_is(heading: Any) -> str:
    """Why a column is not read, in a few words."""
    return t(WHY_NOT[read_heading(str(heading)).kind])


def plain(text: str) -> str:
    """Letters and figures in lower case, joined by hyphens, accents off."""
    if text.isascii():
        return "-".join(_WORD.findall(text.lower()))
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in letters if not unicodedata.combining(c)).replace("ı", "i")  # Turkish
    return unicodedata.normalize("NFC", "-".join(_WORD.findall(kept)))


def says(heading: Any, words: Collection[str]) -> bool:
    """Whether a heading has one of some words.

    >>> says("Week ending", {"week-ending"}), says(None, {"week"})
    (True, False)
    """
    return isinstance(heading, str) and _without(plain(heading), words) != plain(heading)


def header_row(rows: Sequence[Sequence[T]], named: Callable[[Sequence[T]], int]) -> tuple[int, int]:
    """The row of headings, and how many columns it names: the first of those that name most.

    Where none names any, it is the first row that is as wide as most.

    Parameters
    ----------
    rows : sequence of sequences
        The first rows of a table; no more than :data:`FIRST_ROWS` are looked at.
    named : callable
        How many columns a row would name as a row of headings.

    >>> rows = [["Report 2025"], ["Month", "Leads", "Sales"], [202501, 120, 9]]
    >>> header_row(rows, names_counts)
    (1, 2)
    """
    best, most = 0, 0
    for at, row in enumerate(rows[:FIRST_ROWS]):
        if most >= 2 and at > best + 3:  # titles are above headings, not below
            break
        known = named(row)
        if known > most:
            best, most = at, known
    if most == 0 and rows:
        widths = [sum(cell not in (None, "") for cell in row) for row in rows[:FIRST_ROWS]]
        best = widths.index(max(widths))
    return best, most


def names_counts(row: Sequence[Any]) -> int:
    """2 for a row that names leads and one more column of a table of months, which is enough; 0 for others."""
    keys = {key for cell in row if (key := _counted(cell))}
    return 2 if "leads" in keys and len(keys) > 1 else 0


def _counted(cell: Any) -> str | None:
    """The column that a heading names, also where it adds up the months before."""
    read = read_heading(cell) if isinstance(cell, str) else None
    return read.key if read is not None and read.kind in ("", "running") else None


def match(
    headings: Sequence[Any], given: Mapping[str, str] | None
) -> tuple[dict[str, int], list[tuple[str, tuple[int, ...]]]]:
    """The place of each column, and the columns that several headings would fit.

    Parameters
    ----------
    headings : sequence
        The cells of the header row.
    given : mapping, optional
        User-supplied headings by key; they take precedence over what a heading looks like.
    """
    supplied = {key: str(heading) for key, heading in (given or {}).items()}
    places: dict[str, list[int]] = {}
    for at, heading in enumerate(headings):
        text = "" if heading is None else str(heading).strip()
        key = next((k for k, h in supplied.items() if h.strip() == text), None)
        if key is None:
            key = key_of(heading)
            if key in supplied:
                key = None
        if key is not None:
            places.setdefault(key, []).append(at)
    for at, heading in enumerate(headings):  # what adds up the months before is used only where nothing else is there
        key = _counted(heading)
        if key is not None and key not in places and key not in supplied and key_of(heading) is None:
            places[key] = [at]
    found = {key: at[0] for key, at in places.items() if len(at) == 1}
    return found, [(key, tuple(at)) for key, at in places.items() if len(at) > 1]
