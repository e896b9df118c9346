"""Where an export begins: its row of headings, what stands above it, and what stands between it and the first lead."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from diagnostics.language import kept, t
from diagnostics.leads.opening.source import Recognise, name_headings
from diagnostics.reading.day_texts import is_day
from diagnostics.reading.headings import FIRST_ROWS, header_row
from diagnostics.reading.outcomes import sort_flags
from diagnostics.reading.receipt import Dropped

FAR_BETTER: Final = 2
"""A row further down is the row of headings where it names at least so many more columns than the first full row."""
RECURRING: Final = 2
"""A row is a lead where so many of its cells are again in another row of the same column: a stage, a rep."""

_NUMBER: Final = re.compile(r"[^\w]*\d[\d.,:/\s'’%-]*[^\w]*")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_UNIT: Final = re.compile(
    r"(?i)\W*(?:[dmyhs/.: -]{2,}|[ymd]{4,}|eur|usd|gbp|chf|[€$£¥]|text|string|varchar|date(?:time)?|number|integer"
    r"|int|bool(?:ean)?|id|enum|picklist|currency|days|hours)\W*"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of an export, and the first row below them."""

    headings: tuple[str, ...]
    first: int
    """The first row of data, an index into the rows."""
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    found: bool = True
    """Whether there is a row of headings."""


def find_header(rows: Sequence[Sequence[str]], recognise: Recognise, name: str, wanted: Collection[str] = ()) -> Header:
    """Find the headings among the first rows.

    The first full row without a day and without a number is the row of headings. A row that names clearly more columns is
    preferred, unless it looks like a lead; and one that holds the headings that were given above all.

    Parameters
    ----------
    rows : sequence of sequences
        The first rows, texts without spaces around them; blank cells are empty texts.
    recognise : callable
        How many columns a row would name.
    name : str
        What messages call the file.
    wanted : collection of str
        Headings that were given by the user.

    Raises
    ------
    InputError
        Where no row holds anything.
    """
    at = _row_of(rows, recognise, wanted)
    if at is None:
        width = max((len(row) for row in rows), default=0)
        return Header(
            tuple(f"column {n + 1}" for n in range(width)),
            0,
            notes=(kept(lambda: t("No row of headings was found: each column is called by its position.")),),
            found=False,
        )
    dropped = []
    titles = sum(any(row) for row in rows[:at])
    if titles:
        dropped.append(
            Dropped(kept(lambda: t("rows above the headings")), kept(lambda: t("a title or a remark")), titles)
        )
    headings, notes = list(rows[at]), list[str]()
    below = rows[at + 1] if at + 1 < len(rows) else []
    first = at + 1
    if _continues(headings, below, rows[at + 2 : at + 3]):
        headings = [_joined(upper, lower) for upper, lower in zip(headings, below, strict=True)]
        notes.append(
            kept(
                lambda: t(
                    "The headings are in two rows, {first} and {second}; they were read together.",
                    first=at + 1,
                    second=at + 2,
                )
            )
        )
        first += 1
    elif _explains(below, rows[at + 2 :]):
        why = kept(lambda: t("units or explanations below the headings"))
        dropped.append(Dropped(kept(lambda: t("row {row}", row=at + 2)), why))
        first += 1
    return Header(name_headings(headings, name), first, tuple(dropped), tuple(notes))


def _row_of(rows: Sequence[Sequence[str]], recognise: Recognise, wanted: Collection[str]) -> int | None:
    """The row of headings; None where the rows are leads from the first on."""
    if wanted:
        sought = {_plain(heading) for heading in wanted}
        for at, row in enumerate(rows[:FIRST_ROWS]):
            if sought <= {_plain(cell) for cell in row}:
                return at
    best, most = header_row(rows, recognise)
    widths = [sum(map(bool, row)) for row in rows[:FIRST_ROWS]]
    full = max(widths, default=0)
    may_be = [at for at, row in enumerate(rows[:FIRST_ROWS]) if widths[at] * 2 > full and not any(map(_is_value, row))]
    first = next((at for at in may_be if widths[at] == full), next(iter(may_be), None))
    if first is None:
        if not rows or (most >= FAR_BETTER and not _is_lead(rows, best)):
            return best
        top = rows[widths.index(full)]
        return None if any(map(_is_date, top)) or sum(map(_is_value, top)) * 2 > full else widths.index(full)
    if best == first or most < recognise(rows[first]) + FAR_BETTER or _is_lead(rows, best):
        return first
    texts = [cell for cell in rows[best] if cell]
    heads = len(set(texts)) == len(texts) and not any(map(_is_value, texts))
    return best if heads or most * 2 >= widths[best] else first


def _is_lead(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a row has a day, a number that is no year, yes or no, or texts that are in the same columns of other rows."""
    row = rows[at]
    flags = sort_flags(filter(None, row))
    if any(flag is not None for flag in flags.values()) or any(_is_value(c) and not _YEAR.fullmatch(c) for c in row):
        return True
    others = [other for n, other in enumerate(rows) if n != at and list(other) != list(row)]  # headings may come again
    again = [n for n, cell in enumerate(row) if cell and any(n < len(other) and other[n] == cell for other in others)]
    return len(again) >= RECURRING


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_value(cell: str) -> bool:
    """Whether a cell holds a day or a number."""
    return bool(cell) and (_NUMBER.fullmatch(cell) is not None or _is_date(cell))


def _is_date(cell: str) -> bool:
    """Whether a cell holds a day by more than its figures."""
    return not cell.isdigit() and any(map(str.isdigit, cell)) and is_day(cell)


def _continues(upper: Sequence[str], lower: Sequence[str], then: Sequence[Sequence[str]]) -> bool:
    """Whether the headings go on in a second row: it fills what is blank or repeated in the first."""
    if len(upper) != len(lower) or not any(lower) or any(map(_is_value, lower)):
        return False
    if not then or not any(map(_is_value, then[0])):  # a row of leads below would look the same
        return False
    repeated = {cell for cell in upper if cell and list(upper).count(cell) > 1}
    fills = False
    for above, below in zip(upper, lower, strict=True):
        if not below or below == above:
            continue
        if above and above not in repeated:
            return False
        fills = True
    if sum(map(bool, lower)) == 1 and not any(cell and other for cell, other in zip(lower, then[0], strict=False)):
        return False  # over a blank column stands no heading: a group of the rows below
    joined = [_joined(above, below) for above, below in zip(upper, lower, strict=True)]
    return fills and len(set(filter(None, joined))) == len(list(filter(None, joined)))


def _joined(upper: str, lower: str) -> str:
    return upper if lower in ("", upper) else f"{upper} {lower}".strip()


def _explains(row: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a row below the headings holds units: none of its cells is a day or a number, and columns of these it names."""
    if len(rest) < 3 or not any(row) or any(map(_is_value, row)):
        return False
    odd = units = 0
    for n, cell in enumerate(row):
        if not cell:
            continue
        others = [line[n] for line in rest if n < len(line) and line[n]]
        if len(others) >= 3 and all(map(_is_value, others)):
            odd += 1
            units += _UNIT.fullmatch(cell) is not None
    return odd >= 3 or (odd > 0 and units == odd)
