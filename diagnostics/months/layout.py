"""Which rows and columns of a sheet hold counts: the headings, the months down or across, totals, remarks and blanks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from diagnostics.months.records import Answers
from diagnostics.reading import months
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.headings import COUNTS, header_row, match, names_counts
from diagnostics.reading.sheet_reader import Cell, Sheet

TOTALS: Final = re.compile(
    r"(?i)(?:(?:grand |sub[- ]?|running )?(?:totals?|sum|sums|average|mean|avg|median|ytd|year to date|all months"
    r"|overall|(?:zwischen|gesamt|teil)?(?:summe|ergebnis)|gesamt|insgesamt|zusammen|mittelwert|mittel|durchschnitt|schnitt"
    r"|somme|moyenne|ensemble|totale|media|somma|promedio|suma|totaal|gemiddelde|soma|m[eé]dia|m[eé]diane?"
    r"|summa|totalt|genomsnitt|gennemsnit|gjennomsnitt|i alt|yhteens[aä]|keskiarvo|razem|[sś]rednia|celkem|pr[uů]m[eě]r"
    r"|toplam|ortalama)\b.*|[ØøΣ∑]\W*|.*\d.*\b(?:total|ergebnis|summe))"
)
"""What is written next to a row that adds up or averages others; a pivot table writes "2025-01 Total"."""

A_CHANNEL: Final = re.compile(r"(?i)media\b.*")
"""A channel for some, a mean for others: next to counts of a channel it is taken for a channel."""


def find_header(sheet: Sheet, answers: Answers) -> tuple[list[list[Cell]], int, bool] | None:
    """The cells with months going down, the row of headings, and whether they had to be turned; None: no headings."""
    grid: list[list[Cell]] = sheet.rows
    at = _header(grid, answers)
    if at is not None:
        return grid, at, False
    sideways: list[list[Cell]] = [list(column) for column in zip(*grid, strict=True)]
    at = _header(sideways, answers)
    return None if at is None else (sideways, at, True)


def places_of(
    grid: Sequence[Sequence[Cell]], header: int, answers: Answers
) -> tuple[dict[str, int], list[tuple[str, tuple[int, ...]]]]:
    """The place of each column by its heading; a column of months may go without one, as the first often does."""
    places, doubtful = match(grid[header], answers.columns)
    if "month" in places or any(key == "month" for key, _ in doubtful):
        return places, doubtful
    for at, heading in enumerate(grid[header]):
        cells = [row[at] for row in grid[header + 1 :] if row[at] is not None]
        if heading is None and cells and sum(months.read_cell(cell) is not None for cell in cells) > len(cells) / 2:
            return {"month": at, **places}, doubtful
    return places, doubtful


def is_row(row: Sequence[Cell], headings: Sequence[Cell], places: Mapping[str, int]) -> bool:
    """Whether a row below the headings holds counts."""
    return why_not(row, headings, places) is None


def why_not(row: Sequence[Cell], headings: Sequence[Cell], places: Mapping[str, int]) -> str | None:
    """Why a row below the headings is left out; empty for a blank row, None for one that holds counts."""
    first = next((cell for cell in row if cell is not None), None)
    if first is None:
        return ""
    names = [row[places[key]] for key in ("month", "channel") if key in places]
    channel = row[places["channel"]] if "channel" in places else None
    for cell in (*names, first):
        if isinstance(cell, str) and _is_total(cell) and not (cell is channel and A_CHANNEL.fullmatch(str(cell))):
            return "a total or a mean of other rows"
    if row[places["leads"]] is not None and row[places["leads"]] == headings[places["leads"]]:
        return "the headings again"
    if is_no_count(row[places["leads"]]) and all(is_no_count(row[places[key]]) for key in COUNTS if key in places):
        if "month" in places and months.read_cell(row[places["month"]]) is not None:
            return "a month without counts"
        return "no counts in it" if any(not is_no_count(cell) for cell in names) else "a remark"
    return None


def _header(grid: Sequence[Sequence[Cell]], answers: Answers) -> int | None:
    """The row that holds all headings that were given, or else the first that names counts; None: neither."""
    given = answers.columns
    if given:
        at, found = header_row(grid, lambda row: set(given) <= set(match(row, given)[0]))
        if found:
            return at
    at, found = header_row(grid, names_counts)
    return at if found else None


@lru_cache(maxsize=4096)
def _is_total(text: str) -> bool:
    """Whether a row is called a total; the same few names come again and again."""
    return TOTALS.fullmatch(text) is not None
