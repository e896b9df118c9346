"""Which column is which: the words that people write over a column, and what each column holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table may have."""

    key: str
    label: str
    hint: str
    """An example of what stands in it."""
    numeric: bool = True
    needed: bool = False
    words: str = ""
    """What people write over it, in plain lower-case letters and figures, words of one heading joined by hyphens."""


COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        "month",
        "Month",
        "2025-01",
        numeric=False,
        words=(
            "month period date months monat mois mes mese maand manad year-month yyyy-mm month-start month-end "
            "month-of-first-contact row-labels miesiac mesic kuukausi ay created-month datum fecha data lead-month cohort"
        ),
    ),
    Column(
        "channel",
        "Channel",
        "where they came from",
        numeric=False,
        words=(
            "channel source lead-source traffic-source marketing-channel campaign medium segment kanal canal quelle fuente "
            "fonte kalla original-source herkunft"
        ),
    ),
    Column(
        "leads",
        "Leads",
        "120",
        needed=True,
        words=(
            "leads lead new-leads total-leads number-of-leads no-of-leads leads-created leads-in leads-received inquiries "
            "enquiries inquiry enquiry contacts new-contacts first-contacts prospects requests anfragen interessenten "
            "demandes contatti solicitudes aanvragen all-leads lead-count leads-generated"
        ),
    ),
    Column(
        "wins",
        "Sales",
        "8",
        needed=True,
        words=(
            "wins won sales sale sold customers new-customers orders deals deals-won won-deals closed-won closedwon "
            "purchases clients new-clients verkaufe kunden abschlusse auftrage ventes ventas vendite verkopen sales-won "
            "number-of-sales no-of-sales conversions converted wins-total total-sales contracts signed"
        ),
    ),
    Column(
        "direct_wins",
        "… without talking",
        "2",
        words=(
            "direct-wins direct-sales self-serve self-service web-orders online-orders no-touch unassisted direct "
            "sales-without-talking without-talking sales-without-talking-to-anyone order-forms shop-orders"
        ),
    ),
    Column(
        "fit",
        "Leads that fit",
        "90",
        words=(
            "fit fit-leads leads-that-fit qualified qualified-leads mql mqls sql sqls good-leads qualifiziert qualifies"
        ),
    ),
    Column(
        "worked",
        "Leads reached",
        "80",
        words=(
            "worked contacted reached leads-reached leads-worked worked-leads leads-you-reached spoken-to sal sals "
            "conversations leads-contacted meetings erreicht contactes"
        ),
    ),
    Column(
        "lost",
        "Lost",
        "30",
        words="lost closed-lost closedlost deals-lost lost-deals verloren perdus perdidos declined",
    ),
)

BY_KEY: Final = {column.key: column for column in COLUMNS}
KEYS: Final = tuple(BY_KEY)
COUNTS: Final = tuple(column.key for column in COLUMNS if column.numeric)
FIRST_ROWS: Final = 40
"""A header is looked for so far down; above it stand titles."""

_INSIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PIVOT: Final = re.compile(r"^(?:sum|count|summe|anzahl|somme|nombre|suma|cuenta)-(?:of|von|de)-")
"""What a pivot table writes before the name of a count."""
_RATE: Final = re.compile(r"%|rate\b|ratio|quote\b|taux|share|conversion rate|percent", re.IGNORECASE)
_MONEY: Final = re.compile(r"[$€£¥₹]|revenue|amount|value|umsatz|turnover|income|chiffre|price", re.IGNORECASE)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {word: column.key for column in COLUMNS for word in (column.key.replace("_", "-"), *column.words.split())}


def key_of(heading: Any) -> str | None:
    """Which column a heading names; None where it is none of them.

    >>> key_of("New leads (#)"), key_of("Closed Won"), key_of("Sales ($)"), key_of("Close rate")
    ('leads', 'wins', None, None)
    """
    if not isinstance(heading, str) or len(heading) > 60 or _MONEY.search(heading) or _RATE.search(heading):
        return None
    known, inside = _words(), plain(_INSIDE.sub(" ", heading))
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


def header_row(rows: Sequence[Sequence[Any]]) -> int | None:
    """The first row that names leads and one more column, or None."""
    for at, row in enumerate(rows[:FIRST_ROWS]):
        keys = {key for cell in row if (key := key_of(cell))}
        if "leads" in keys and len(keys) > 1:
            return at
    return None


def match(
    headings: Sequence[Any], given: Mapping[str, str] | None
) -> tuple[dict[str, int], list[tuple[str, tuple[int, ...]]]]:
    """The place of each column, and the columns that several headings would fit.

    Parameters
    ----------
    headings : sequence
        The cells of the header row.
    given : mapping, optional
        Headings by key, where they were said; they go before what a heading looks like.
    """
    said = {key: str(heading) for key, heading in (given or {}).items()}
    places: dict[str, list[int]] = {}
    for at, heading in enumerate(headings):
        text = "" if heading is None else str(heading).strip()
        key = next((k for k, h in said.items() if h.strip() == text), None)
        if key is None:
            key = key_of(heading)
            if key in said:
                key = None
        if key is not None:
            places.setdefault(key, []).append(at)
    found = {key: at[0] for key, at in places.items() if len(at) == 1}
    return found, [(key, tuple(at)) for key, at in places.items() if len(at) > 1]
