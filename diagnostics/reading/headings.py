"""Which column is which: the words that people write over a column, and what each column holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar

from diagnostics.reading import vocabulary

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HeadedColumn:
    """A column that a table may have. The words over it are in ``data/vocabulary/headings.toml``."""

    key: str
    label: str
    hint: str
    """An example of what it holds."""
    numeric: bool = True
    needed: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What people write over it, as :func:`plain` writes it."""
        return vocabulary.headings().columns[self.key]


COLUMNS: Final[tuple[HeadedColumn, ...]] = (
    HeadedColumn("month", "Month", "2025-01", numeric=False),
    HeadedColumn("channel", "Channel", "where they came from", numeric=False),
    HeadedColumn("leads", "Leads", "120", needed=True),
    HeadedColumn("wins", "Sales", "8", needed=True),
    HeadedColumn("direct_wins", "… without talking", "2"),
    HeadedColumn("fit", "Leads that fit", "90"),
    HeadedColumn("worked", "Leads reached", "80"),
    HeadedColumn("lost", "Lost", "30"),
)

BY_KEY: Final = {column.key: column for column in COLUMNS}
KEYS: Final = tuple(BY_KEY)
COUNTS: Final = tuple(column.key for column in COLUMNS if column.numeric)
FIRST_ROWS: Final = 40
"""Rows in which the headings are looked for; titles are above them."""

_INSIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PIVOT: Final = re.compile(r"^(?:sum|count|summe|anzahl|somme|nombre|suma|cuenta)-(?:of|von|de)-")
"""What a pivot table writes before the name of a count."""
_RATE: Final = re.compile(r"%|rate\b|ratio|quote\b|taux|share|conversion rate|percent", re.IGNORECASE)
_MONEY: Final = re.compile(r"[$€£¥₹]|revenue|amount|value|umsatz|turnover|income|chiffre|price", re.IGNORECASE)


@cache
def _keys_by_word() -> dict[str, str]:
    return {word: column.key for column in COLUMNS for word in (column.key.replace("_", "-"), *column.words)}


def key_of(heading: Any) -> str | None:
    """Which column a heading names; None where it is none of them.

    >>> key_of("New leads (#)"), key_of("Closed Won"), key_of("Sales ($)"), key_of("Close rate")
    ('leads', 'wins', None, None)
    """
    if not isinstance(heading, str) or len(heading) > 60 or _MONEY.search(heading) or _RATE.search(heading):
        return None
    known, inside = _keys_by_word(), plain(_INSIDE.sub(" ", heading))
    return known.get(plain(heading)) or known.get(inside) or known.get(_PIVOT.sub("", inside))


def what_it_is(heading: Any) -> str:
    """Why a column is not read, in a few words."""
    text = str(heading)
    if _RATE.search(text):
        return "a rate is worked out from the counts, not read"
    if _MONEY.search(text):
        return "money is no count"
    return "not a column this table knows"


def plain(text: str) -> str:
    """Letters and figures in lower case, joined by hyphens, accents off."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "-".join(re.findall(r"[^\W_]+", "".join(c for c in letters if not unicodedata.combining(c))))


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
    keys = {key for cell in row if (key := key_of(cell))}
    return 2 if "leads" in keys and len(keys) > 1 else 0


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
    found = {key: at[0] for key, at in places.items() if len(at) == 1}
    return found, [(key, tuple(at)) for key, at in places.items() if len(at) > 1]
