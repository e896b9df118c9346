"""Which rows and columns of a sheet hold counts: the headings, the months down or across, other tables, totals, remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from diagnostics.errors import InputError
from diagnostics.language import mark
from diagnostics.months.records import Answers
from diagnostics.reading import crm, vocabulary
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.headings import COUNTS, FIRST_ROWS, header_row, key_of, match, names_counts, says
from diagnostics.reading.months import read_cell
from diagnostics.reading.numbered import in_a_row, numbered_column
from diagnostics.reading.numbers import Ambiguous, read_number
from diagnostics.reading.sheet_reader import Cell, Sheet
from diagnostics.reading.spans import is_period, without_common_words, year_named

TOTALS: Final = re.compile(
    r"(?i)(?:(?:grand |sub[- ]?|running )?(?:totals?|sum|sums|average|mean|avg|median|ytd|year to date|all months"
    r"|overall|(?:zwischen|gesamt|teil|jahres|monats|quartals)?(?:summe|ergebnis|mittel|schnitt)|gesamt|insgesamt|zusammen|mittelwert|mittel|durchschnitt|schnitt"
    r"|somme|moyenne|ensemble|totale|media|somma|promedio|suma|totaal|gemiddelde|soma|m[eé]dia|m[eé]diane?"
    r"|summa|totalt|genomsnitt|gennemsnit|gjennomsnitt|i alt|yhteens[aä]|keskiarvo|razem|[sś]rednia|celkem|pr[uů]m[eě]r"
    r"|toplam|ortalama|итого|всего|среднее|сумма|σύνολο)\b.*|(?:合計|合计|総計|總計|总计|小計|小计|平均|累計|累计|합계|소계|총계|평균"
    r"|סה\"כ|المجموع|الإجمالي|รวม).*|[ØøΣ∑]\W*|.*\d.*\b(?:total|ergebnis|summe))"
)
"""What is written next to a row that adds up or averages others; a pivot table writes "2025-01 Total"."""

A_TOTAL: Final = mark("a total or a mean of other rows")
"""Why a row that is called so is left out."""
NO_COUNTS: Final = mark("no counts in it")
A_BLANK_MONTH: Final = mark("a month without counts")

FIRST_YEAR: Final = 1990
"""A number of four figures below it is taken for no year."""

A_REMARK: Final = re.compile(
    r"(?i)(?:(?:best|worst|top|peak|record) (?:month|week|quarter)"
    r"|(?:vs\.?|versus|compared (?:to|with)|change (?:from|on|vs\.?))\W.*"
    r"|bester monat|meilleur mois|mejor mes|最高月)\W*"
)
"""What is written next to a row that compares, or repeats one month."""

A_CHANNEL: Final = re.compile(r"(?i)media\b.*")
"""A channel for some, a mean for others: next to counts of a channel it is taken for a channel."""


@dataclass(slots=True)
class Layout:
    """Where a table is: its cells with months going down, its headings, its rows, and the other tables of the sheet."""

    grid: list[list[Cell]]
    header: int
    end: int
    """The first row that is not the table's."""
    turned: bool = False
    """Whether the months are side by side in the sheet."""
    others: list[tuple[int, int]] = field(default_factory=list)
    """First row and end of other tables."""

    @property
    def headings(self) -> list[Cell]:
        """What is written over the columns."""
        return self.grid[self.header]


def find_table(sheet: Sheet, answers: Answers) -> Layout | None:
    """The table of a sheet: of several the one with months and channels, with months, with the most rows; None: none."""
    grid: list[list[Cell]] = sheet.rows
    found = _tables(grid, answers, False)
    if found is None or (answers.columns and any(map(is_number, found.headings))):  # a row of counts, and its name
        found = _tables([list(column) for column in zip(*grid, strict=True)], answers, True) or found
    return found


def unnamed_table(sheet: Sheet) -> Layout | None:
    """A table whose headings name no counts: a row of texts over two columns of numbers, and months or names of channels.

    Over the months there may be nothing: the corner of a table is often blank.
    """
    for turned in (False, True):
        grid = [list(column) for column in zip(*sheet.rows, strict=True)] if turned else sheet.rows
        for at, row in enumerate(grid[:FIRST_ROWS]):
            filled = [place for place, cell in enumerate(row) if cell is not None]
            below = grid[at + 1 :]
            if not below or any(is_number(row[place]) for place in filled):
                continue
            columns = [[line[place] for line in below] for place in range(len(row))]
            dated = any(_names_periods([cell for cell in column if cell is not None]) for column in columns)
            named = any(key_of(row[place]) == "channel" for place in filled)
            counted = sum(_mostly(columns[place], is_number) for place in filled)
            if (dated or named) and counted >= 2:
                return Layout(grid, at, len(grid), turned)
    return None


def is_number(cell: Cell) -> bool:
    """Whether a cell is a number, or text that is one."""
    if isinstance(cell, str):
        return cell[:1].isdigit() and read_number(cell) is not None
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def whole_number(cell: Cell) -> int | None:
    """A cell as a whole number; one that could be thousands or decimals is thousands. None where it is no number."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return int(cell)
    read = read_number(cell) if isinstance(cell, str) else None
    if isinstance(read, Ambiguous):
        read = read.whole
    return None if read is None else int(read)


def _mostly(cells: Sequence[Cell], fits: Callable[[Cell], bool]) -> bool:
    there = [cell for cell in cells if cell is not None]
    return bool(there) and sum(map(fits, there)) > 0.8 * len(there)


def _tables(grid: list[list[Cell]], answers: Answers, turned: bool) -> Layout | None:
    first = _header(grid, answers)
    if first is None:
        return None
    named = [key_of(cell) for cell in grid[first]]
    heads = [first]
    if not answers.columns:
        for at in range(first + 1, len(grid)):
            row = grid[at]
            if isinstance(row[0], str) or row[0] is None:
                again = names_counts(row) == 2 and [key_of(cell) for cell in row] != named
                if again and not any(is_number(cell) for cell in row):
                    heads.append(at)
    ends = [*heads[1:], len(grid)]
    tables = list(zip(heads, ends, strict=True))

    def worth(table: tuple[int, int]) -> tuple[int, int]:
        places, _ = places_of(grid[: table[1]], table[0], answers)
        return 2 * ("month" in places) + ("channel" in places), table[1] - table[0]

    best = max(tables, key=worth)
    return Layout(grid, *best, turned, [table for table in tables if table is not best])


def places_of(
    grid: Sequence[Sequence[Cell]], header: int, answers: Answers
) -> tuple[dict[str, int], list[tuple[str, tuple[int, ...]]]]:
    """The place of each column by its heading; the column of months also by its cells, whatever is written over it."""
    places, doubtful = match(grid[header], answers.columns)
    if "month" in places or any(key == "month" for key, _ in doubtful):
        return places, doubtful
    for at, heading in enumerate(grid[header]):
        if at in places.values() or is_year(heading, [row[at] for row in grid[header + 1 :]]):
            continue
        if _names_periods([row[at] for row in grid[header + 1 :] if row[at] is not None]):
            return {"month": at, **places}, doubtful
    return places, doubtful


def _names_periods(cells: Sequence[Cell]) -> bool:
    """Whether the cells of a column name periods, perhaps behind the same words, or count them over the turn of a year."""
    if cells and sum(map(is_dated, cells)) > len(cells) / 2:
        return True
    if without_common_words(cells) is not None:
        return True
    column = numbered_column(cells)
    return column is not None and in_a_row(column)


def is_dated(cell: Cell) -> bool:
    """Whether a cell names a period by more than figures that could be any number."""
    bare = isinstance(cell, (int, float)) or (isinstance(cell, str) and cell.isdecimal())
    return is_period(cell) and (not bare or len(str(cell)) == 6)


def is_year(heading: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a column holds years by its heading, or has none and holds nothing else."""
    there = [cell for cell in cells if cell is not None]
    years = [named for cell in there if (named := year_named(cell)) is not None and named.year >= FIRST_YEAR]
    words = vocabulary.tables()
    if says(heading, words.year | words.fiscal):
        return len(years) > len(there) / 2
    return heading is None and bool(there) and len(years) == len(there) and not any(year.fiscal for year in years)


def may_be_years(cells: Sequence[Cell]) -> bool:
    """Whether a column under an unknown heading holds the years of months without one: few years, close together."""
    there = [cell for cell in cells if cell is not None]
    years = [named.year for cell in there if (named := year_named(cell)) is not None and named.year >= FIRST_YEAR]
    return bool(there) and len(years) == len(there) and max(years) - min(years) <= len(there) / 2


def why_not(row: Sequence[Cell], headings: Sequence[Cell], places: Mapping[str, int]) -> str | None:
    """Why a row below the headings is left out, to be translated; empty for a blank row, None for one that holds counts."""
    first = next((cell for cell in row if cell is not None), None)
    if first is None:
        return ""
    names = [row[places[key]] for key in ("month", "channel") if key in places]
    channel = row[places["channel"]] if "channel" in places else None
    for cell in (*names, first):
        if isinstance(cell, str) and _is_total(cell) and not (cell is channel and A_CHANNEL.fullmatch(str(cell))):
            return A_TOTAL
    if isinstance(first, str) and A_REMARK.fullmatch(first) and not is_period(first):
        return mark("a comparison or a best month, not a month of its own")
    if row[places["leads"]] is not None and row[places["leads"]] == headings[places["leads"]]:
        return mark("the headings again")
    if is_no_count(row[places["leads"]]) and all(is_no_count(row[places[key]]) for key in COUNTS if key in places):
        if "month" in places and is_period(row[places["month"]]):
            return A_BLANK_MONTH
        return NO_COUNTS if any(not is_no_count(cell) for cell in names) else mark("a remark")
    return None


def begins_another(rows: Sequence[Sequence[Cell]], at: int, places: Mapping[str, int]) -> bool:
    """Whether a table of something else begins at a row: below a blank row, texts over numbers, none of them a count."""
    row = rows[at]
    if any(cell is not None for cell in rows[at - 1]) or at + 1 >= len(rows):
        return False
    filled = [cell for cell in row if cell is not None]
    heading = row[places["leads"]]
    return (
        len(filled) > 1
        and isinstance(heading, str)
        and not is_no_count(heading)
        and not any(map(is_number, filled))
        and not is_period(filled[0])
        and any(map(is_number, rows[at + 1]))
    )


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
    """Whether a row is called a total; the same few names come again and again. "avg. 2025" is August for some."""
    month = read_cell(text)
    return TOTALS.fullmatch(text) is not None and (month is None or text.casefold() == "avg")


def no_header(sheet: Sheet) -> InputError:
    """What is wrong with a sheet in which there is no table of counts."""
    filled = [cell for row in sheet.rows[:5] for cell in row if cell is not None]
    if not filled:
        return InputError("table-empty", sheet.name or "table")
    seen = ", ".join(str(cell)[:20] for cell in filled[:6])
    for row in sheet.rows[:FIRST_ROWS]:
        named = crm.propose(list(dict.fromkeys(cell for cell in row if isinstance(cell, str))), {}).columns
        if "created" in named and named.keys() & {"outcome", "won_on", "is_won"}:
            return InputError("leads-not-counts", sheet.name or "table", seen)
    return InputError("table-without-headings", sheet.name or "table", seen)
