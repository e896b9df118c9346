"""From cells to rows of counts: tolerant of how a spreadsheet looks, strict about what its numbers mean.

Everything that is left out is told, with how many and why. What cannot be used is told by sheet, row and column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal

from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.month_numbers import YEARS
from diagnostics.reading import months
from diagnostics.reading.headings import BY_KEY, COUNTS, KEYS, header_row, match, what_it_is
from diagnostics.reading.sheet_reader import Formula, Sheet

Decimal = Literal[".", ","]

MOST_PROBLEMS: Final = 200
"""So many cells are marked; a file with more has something else wrong with it."""

MAY_BE_SHARES: Final = ("fit", "worked")
"""Counts that may be written as shares of the leads."""

BLANKS: Final = frozenset({"-", "–", "—", "n/a", "na", "n.a.", "#n/a", "nan", "none", "null", "?", "k.a."})
"""What people write where a count was not recorded."""

LONGEST_BLANK: Final = max(map(len, BLANKS))
LONGEST_PLAIN: Final = len(str(LARGEST_COUNT)) - 1
"""So many digits are a count whatever they are."""

TOTALS: Final = re.compile(
    r"(?i)(?:(?:grand |sub[- ]?|running )?(?:totals?|sum|sums|average|mean|avg|median|ytd|year to date|all months"
    r"|overall|(?:zwischen|gesamt|teil)?(?:summe|ergebnis)|gesamt|insgesamt|zusammen|mittelwert|mittel|durchschnitt|schnitt"
    r"|somme|moyenne|ensemble|totale|media|somma|promedio|suma|totaal|gemiddelde|soma|m[eé]dia|m[eé]diane?"
    r"|summa|totalt|genomsnitt|gennemsnit|gjennomsnitt|i alt|yhteens[aä]|keskiarvo|razem|[sś]rednia|celkem|pr[uů]m[eě]r"
    r"|toplam|ortalama)\b.*|[ØøΣ∑]\W*|.*\d.*\b(?:total|ergebnis|summe))"
)
"""What stands beside a row that adds up or averages others; a pivot table writes "2025-01 Total"."""

A_CHANNEL: Final = re.compile(r"(?i)media\b.*")
"""A channel for some, a mean for others: beside counts of a channel it is taken for a channel."""
_DOTTED: Final = re.compile(r"\d{1,3}\.\d{3}")
_POINT_PROVED: Final = re.compile(r"\d*\.\d{1,2}|\d*\.\d{4,}|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
_COMMA_PROVED: Final = re.compile(r"\d*,\d{1,2}|\d*,\d{4,}|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_GROUPED: Final = {
    ".": re.compile(r"\d{1,3}(?:[, \u00a0\u2009\u202f'’]\d{3})+(?:\.0*)?|\d+(?:\.0*)?"),
    ",": re.compile(r"\d{1,3}(?:[. \u00a0\u2009\u202f'’]\d{3})+(?:,0*)?|\d+(?:,0*)?"),
}
_PERCENT: Final = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")


@dataclass(frozen=True, slots=True)
class Row:
    """The counts of one month, or of one channel in one month. None: not recorded."""

    at: int
    """Which row of the sheet it is, counted from 0."""
    month: int | None
    channel: str | None
    leads: int | None
    wins: int | None
    direct_wins: int | None = None
    fit: int | None = None
    worked: int | None = None
    lost: int | None = None
    day: int | None = None
    """The day of the month that its date names, if it names one."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows or columns that are left out, and why."""

    what: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be used, and where it stands: row and column of the sheet from 0, or None for the whole of it."""

    error: InputError
    row: int | None = None
    column: int | None = None
    asks: str = ""
    """The answer that would settle it: ``"dates"``, ``"decimal"``."""
    whole: bool = False
    """Whether nothing of the sheet can be read for it: its headings are at fault."""


@dataclass(slots=True)
class Rows:
    """What a sheet came to."""

    rows: list[Row] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    """Where each column stands in the sheet."""
    header: int = 0
    dropped: list[Dropped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheet: Sheet | None = None
    turned: bool = False
    """Whether the rows stand side by side in the sheet."""

    def place(self, row: int, column: int) -> str:
        """Where a cell of the rows stands in the sheet, as its owner would say it."""
        assert self.sheet is not None
        return self.sheet.place(column, row) if self.turned else self.sheet.place(row, column)

    def problem(self, error: InputError, row: int | None, column: int | None, **more: Any) -> Problem:
        """A problem at a cell of the rows, with its place in the sheet."""
        return Problem(error, column, row, **more) if self.turned else Problem(error, row, column, **more)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said of a table where its cells leave it open."""

    dates: months.Order | None = None
    """Which comes first in dates such as 3/4/2025."""
    decimal: Decimal | None = None
    """The decimal mark of numbers such as 1.200."""
    columns: Mapping[str, str] | None = None
    """Headings by key, where they are not known by their words."""
    year: int | None = None
    """The year of the first month, where months are named without one."""


def read_rows(sheet: Sheet, answers: Answers) -> Rows:
    """Read a sheet that has a row a month, or a month and a channel, or a channel.

    Nothing is raised: what cannot be used is among the problems.
    """
    out = Rows(notes=list(sheet.notes))
    header = find_header(sheet, answers)
    if header is None:
        out.problems.append(Problem(_no_header(sheet), whole=True))
        return out
    grid, at, turned = header
    out.sheet, out.turned = sheet, turned
    if turned:
        out.notes.append("The months stand side by side; they were read as rows.")
    reader = _Reader(sheet, grid, at, turned, answers, out)
    reader.read()
    return out


def find_header(sheet: Sheet, answers: Answers) -> tuple[list[list[Any]], int, bool] | None:
    """The cells with months going down, the row of headings, and whether they had to be turned; None: no headings."""
    grid: list[list[Any]] = sheet.rows
    at = _header(grid, answers)
    if at is not None:
        return grid, at, False
    sideways: list[list[Any]] = [list(column) for column in zip(*grid, strict=True)]
    at = _header(sideways, answers)
    return None if at is None else (sideways, at, True)


def places_of(
    grid: Sequence[Sequence[Any]], header: int, answers: Answers
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


def is_row(row: Sequence[Any], headings: Sequence[Any], places: Mapping[str, int]) -> bool:
    """Whether a row below the headings holds counts."""
    return why_not(row, headings, places) is None


def why_not(row: Sequence[Any], headings: Sequence[Any], places: Mapping[str, int]) -> str | None:
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
    if _is_blank(row[places["leads"]]) and all(_is_blank(row[places[key]]) for key in COUNTS if key in places):
        if "month" in places and months.read_cell(row[places["month"]]) is not None:
            return "a month without counts"
        return "no counts in it" if any(not _is_blank(cell) for cell in names) else "a remark"
    return None


def _header(grid: Sequence[Sequence[Any]], answers: Answers) -> int | None:
    if answers.columns:
        for at, row in enumerate(grid[:40]):
            found, _ = match(row, answers.columns)
            if set(answers.columns) <= set(found):
                return at
    return header_row(grid)


def _no_header(sheet: Sheet) -> InputError:
    filled = [cell for row in sheet.rows[:5] for cell in row if cell is not None]
    where = sheet.name or "table"
    if not filled:
        return InputError(where, None, "is empty", "Give a row of headings and a row a month: month, leads, sales.")
    seen = ", ".join(str(cell)[:20] for cell in filled[:6])
    return InputError(
        where, seen, "has no row of headings with leads and sales", "Write Month, Leads and Sales over the columns."
    )


class _Reader:
    """One pass over one sheet; what it finds goes into ``out``."""

    def __init__(
        self, sheet: Sheet, grid: Sequence[Sequence[Any]], header: int, turned: bool, answers: Answers, out: Rows
    ) -> None:
        self.sheet, self.grid, self.header = sheet, grid, header
        self.answers, self.out = answers, out
        self.left_out: Counter[str] = Counter()
        self.spelled: dict[str, str] = {}
        self.shares: set[str] = set()

    def read(self) -> None:
        out = self.out
        out.header = self.header
        headings = self.grid[self.header]
        places, doubtful = places_of(self.grid, self.header, self.answers)
        for key, several in doubtful:
            self._doubtful(key, several, headings)
        self._missing_columns(places, headings, {key for key, _ in doubtful})
        out.columns = places
        self._other_columns(places, headings)
        if self.header:
            titles = sum(any(cell is not None for cell in row) for row in self.grid[: self.header])
            if titles:
                out.dropped.append(Dropped(_rows(titles), "above the headings", titles))
        if out.problems:
            return
        body = [at for at in range(self.header + 1, len(self.grid)) if self._is_data(at, places)]
        settled = self._months(body, places)
        decimal = self._decimal(body, places)
        self.shares = {
            key
            for key in MAY_BE_SHARES
            if key in places and any(type(c := self.grid[at][places[key]]) is float and 0 < c < 1 for at in body)
        }
        for at, month in zip(body, settled, strict=True):
            if len(out.problems) >= MOST_PROBLEMS:
                break
            self._row(at, month, places, decimal)
        for why, count in self.left_out.items():
            out.dropped.append(Dropped(_rows(count), why, count))
        if not out.rows and not out.problems:
            error = InputError(self.sheet.name or "table", None, "has headings and no rows", "Give a row a month.")
            out.problems.append(Problem(error))

    # --- columns ---

    def _doubtful(self, key: str, at: tuple[int, ...], headings: Sequence[Any]) -> None:
        names = " and ".join(f"“{headings[i]}”" for i in at)
        error = InputError(
            self._place(self.header, at[1]),
            str(headings[at[1]]),
            f"and another column both look like {BY_KEY[key].label.lower()}: {names}",
            f"Rename one of them, or say columns={{{key!r}: {str(headings[at[0]])!r}}}.",
        )
        self._problem(error, self.header, at[1], whole=True)

    def _missing_columns(self, places: Mapping[str, int], headings: Sequence[Any], doubtful: set[str]) -> None:
        seen = ", ".join(str(h) for h in headings if h is not None)
        for key, heading in (self.answers.columns or {}).items():
            if key not in BY_KEY:
                error = InputError("columns", key, "is not a column of a table", f"Use one of {', '.join(KEYS)}.")
            elif places.get(key) is None and key not in doubtful:
                error = InputError("columns", heading, "is no heading of this table", f"There are: {seen}.")
            else:
                continue
            self._problem(error, whole=True)
            return
        for column in BY_KEY.values():
            if column.needed and column.key not in places and column.key not in doubtful:
                self._problem(
                    InputError(
                        column.label,
                        seen,
                        f"has no column for {column.label.lower()}",
                        f"Write {column.label} over it, or say columns={{{column.key!r}: …}}.",
                    ),
                    whole=True,
                )
        if "month" not in places and "channel" not in places and not {"month", "channel"} & doubtful:
            self._problem(
                InputError(
                    "Month", seen, "has no column for the month", "Write Month over it (or Channel, for a row each)."
                ),
                whole=True,
            )

    def _other_columns(self, places: Mapping[str, int], headings: Sequence[Any]) -> None:
        used = set(places.values())
        for at, heading in enumerate(headings):
            if at in used:
                continue
            if heading is not None:
                self.out.dropped.append(Dropped(f"column “{str(heading)[:40]}”", what_it_is(heading)))
            elif any(row[at] is not None for row in self.grid[self.header + 1 :]):
                self.out.dropped.append(Dropped(f"column {self._column(at)}", "it has no heading"))

    # --- rows ---

    def _is_data(self, at: int, places: Mapping[str, int]) -> bool:
        """Is this a row of counts? What is not is left out, with the reason."""
        why = why_not(self.grid[at], self.grid[self.header], places)
        if why:
            self.left_out[why] += 1
        return why is None

    def _months(self, body: Sequence[int], places: Mapping[str, int]) -> list[months.Read | None]:
        if "month" not in places:
            return [None] * len(body)
        column = places["month"]
        cells = [self.grid[at][column] for at in body]
        channels = [self.grid[at][places["channel"]] for at in body] if "channel" in places else None
        if channels is not None:
            for at, cell, channel in zip(body, cells, channels, strict=True):
                if _is_blank(cell) and _is_blank(channel):
                    error = InputError(
                        self._place(at, column),
                        None,
                        "names neither a month nor a channel beside counts",
                        "Write both, or delete the row if it adds up others.",
                    )
                    self._problem(error, at, column)
            cells = _filled_down(cells)
        found = [months.read_cell(cell) for cell in cells]
        settled, asked = months.settle(found, self.answers.dates)
        if asked is not None:
            date = found[asked]
            assert isinstance(date, months.TwoWays)
            day_first, month_first = months.both_ways(date)
            self._problem(
                InputError(
                    self._place(body[asked], column),
                    str(cells[asked]),
                    f"could be {day_first} or {month_first}",
                    "Say which comes first: dates='day-first' or dates='month-first'.",
                ),
                body[asked],
                column,
                asks="dates",
            )
            return settled
        for at, cell, read in zip(body, cells, settled, strict=True):
            if read is None:
                self._problem(self._no_month(at, column, cell), at, column)
        years = self._with_years(settled, channels)
        for at, cell, read, month in zip(body, cells, settled, years, strict=True):
            if read is not None and month is None:
                error = InputError(
                    self._place(at, column), str(cell), "is out of order and has no year", "Write it as 2025-01."
                )
                self._problem(error, at, column)
                break
        return years

    def _with_years(
        self, read: Sequence[months.Read | None], channels: Sequence[Any] | None
    ) -> list[months.Read | None]:
        """Months without a year put in order; channel by channel where the table is sorted so."""
        if channels is None or not len(channels):
            return months.with_years(read, self.answers.year)
        starts = [at for at in range(len(channels)) if at == 0 or channels[at] != channels[at - 1]]
        if len(starts) != len(set(channels)):
            return months.with_years(read, self.answers.year)
        placed: list[months.Read | None] = []
        for start, end in zip(starts, [*starts[1:], len(channels)], strict=True):
            placed += months.with_years(read[start:end], self.answers.year)
        unnamed = [at for at, month in enumerate(placed) if month is not None and month.month < YEARS.start * 12]
        over_years = len({placed[at].month // 12 for at in unnamed}) > 1  # type: ignore[union-attr]  # those are there
        if over_years and len({read[at] for at in starts}) > 1:  # whose first year is whose?
            return [None if at in unnamed else month for at, month in enumerate(placed)]
        return placed

    def _no_month(self, at: int, column: int, cell: Any) -> InputError:
        where = self._place(at, column)
        if _is_blank(cell):
            return InputError(where, cell, "names no month beside counts", "Write the month, for example 2025-01.")
        if months.is_quarter(cell):
            return InputError(where, cell, "is a quarter", "Give a row a month.")
        if isinstance(cell, Formula):
            return _not_worked_out(where, cell)
        return InputError(where, cell if isinstance(cell, str) else str(cell), "is not a month", "Write it as 2025-01.")

    def _decimal(self, body: Sequence[int], places: Mapping[str, int]) -> Decimal:
        """The decimal mark of the table's numbers: said, or shown by one of them."""
        if self.answers.decimal is not None:
            return self.answers.decimal
        columns = [places[key] for key in COUNTS if key in places]
        texts = [
            (at, column, cell)
            for at in body
            for column in columns
            if isinstance(cell := self.grid[at][column], str) and not cell.isdigit()
        ]
        point = any(_POINT_PROVED.fullmatch(cell) for *_, cell in texts)
        comma = any(_COMMA_PROVED.fullmatch(cell) for *_, cell in texts)
        if point != comma:
            return "." if point else ","
        dotted = [(at, column, cell) for at, column, cell in texts if _DOTTED.fullmatch(cell)]
        if dotted and not comma:
            at, column, cell = dotted[0]
            whole = cell.replace(".", "")
            self._problem(
                InputError(
                    self._place(at, column),
                    cell,
                    f"could be {int(whole):,} or {float(cell):g}",
                    "Say which mark stands before decimals: decimal='.' or decimal=','.",
                ),
                at,
                column,
                asks="decimal",
            )
        return "."

    def _row(self, at: int, month: months.Read | None, places: Mapping[str, int], decimal: Decimal) -> None:
        row = self.grid[at]
        counts: dict[str, int | None] = {}
        shares: dict[str, float] = {}
        for key in COUNTS:
            if key not in places:
                continue
            cell = row[places[key]]
            if type(cell) is str and len(cell) <= LONGEST_PLAIN and cell.isascii() and cell.isdigit():
                counts[key] = int(cell)
                continue
            if key in self.shares and type(cell) in (int, float) and 0 <= cell <= 1:
                shares[key] = float(cell)
                continue
            if type(cell) is int and 0 <= cell <= LARGEST_COUNT:
                counts[key] = cell
                continue
            try:
                found = _count(self._place, at, places[key], cell, decimal, key in MAY_BE_SHARES)
            except InputError as error:
                self._problem(error, at, places[key])
                return
            if isinstance(found, float):
                shares[key] = found
            else:
                counts[key] = found
        for key, share in shares.items():
            leads = counts.get("leads")
            counts[key] = None if leads is None else round(share * leads)
        if shares:
            self._note_once("Percentages were read as shares of the leads, rounded to whole leads.")
        channel = None
        if "channel" in places:
            cell = row[places["channel"]]
            channel = "(none)" if _is_blank(cell) else self._channel(_one_line(str(cell)))
        self.out.rows.append(
            Row(
                at=at,
                month=None if month is None else month.month,
                channel=channel,
                leads=counts.get("leads"),
                wins=counts.get("wins"),
                direct_wins=counts.get("direct_wins"),
                fit=counts.get("fit"),
                worked=counts.get("worked"),
                lost=counts.get("lost"),
                day=None if month is None else month.day,
            )
        )

    def _channel(self, name: str) -> str:
        """A channel by its first spelling: Google and google are one."""
        first = self.spelled.setdefault(name.casefold(), name)
        if first != name:
            self._note_once(f"“{name}” was taken for “{first}”.")
        return first

    # --- saying it ---

    def _note_once(self, note: str) -> None:
        if note not in self.out.notes:
            self.out.notes.append(note)

    def _place(self, row: int, column: int) -> str:
        return self.out.place(row, column)

    def _column(self, at: int) -> str:
        return self._place(self.header, at).rsplit(" ", 1)[-1]

    def _problem(
        self, error: InputError, row: int | None = None, column: int | None = None, asks: str = "", whole: bool = False
    ) -> None:
        self.out.problems.append(self.out.problem(error, row, column, asks=asks, whole=whole))


def _count(place: Any, row: int, column: int, cell: Any, decimal: Decimal, may_be_share: bool) -> int | float | None:
    """A count; a fraction where a share is allowed and one stands there; None where nothing was recorded."""
    if _is_blank(cell):
        return None
    if isinstance(cell, str):
        if cell.isdecimal() and cell.isascii():
            number = float(cell)
        elif percent := _PERCENT.fullmatch(cell):
            share = float(percent[1].replace(",", ".")) / 100
            if may_be_share and share <= 1:
                return share
            raise InputError(
                place(row, column), cell, "is a share, not a count", "Type how many, not how many percent."
            )
        elif _GROUPED[decimal].fullmatch(cell.removeprefix("+")):
            number = float(re.sub(r"[^\d]", "", cell.split(decimal)[0] or "0"))
        else:
            raise _no_count(place(row, column), cell, decimal)
    elif isinstance(cell, bool) or not isinstance(cell, (int, float)):
        raise _no_count(place(row, column), cell, decimal)
    else:
        number = float(cell)
        if may_be_share and 0 < number < 1:
            return number
    if number < 0:
        raise InputError(place(row, column), cell, "is below 0", "Type a whole number, 0 or more.")
    if number > LARGEST_COUNT:
        raise InputError(place(row, column), cell, f"is more than {LARGEST_COUNT:,}", "Look for a zero too many.")
    if number != int(number):
        raise InputError(place(row, column), cell, "is not whole", "Type a whole number, 0 or more.")
    return int(number)


def _no_count(where: str, cell: Any, decimal: Decimal) -> InputError:
    if isinstance(cell, Formula):
        return _not_worked_out(where, cell)
    text = cell if isinstance(cell, str) else str(cell)
    if text.startswith("#") and text.isupper():
        return InputError(where, text, "is a formula that failed", "Mend the formula, or type the count.")
    if re.fullmatch(r"[-−(]\s?[\d.,]+\)?", text):
        return InputError(where, text, "is below 0", "Type a whole number, 0 or more.")
    if re.fullmatch(r"\d+[.,]\d+", text):
        return InputError(where, text, "is not whole", "Type a whole number, 0 or more.")
    if re.search(r"[$€£¥]", text):
        return InputError(where, text, "is money, not a count", "Type how many, not how much.")
    return InputError(where, text, "is not a number", "Type a whole number, or leave the cell empty.")


def _not_worked_out(where: str, cell: Formula) -> InputError:
    return InputError(
        where,
        cell.text,
        "is a formula without its result",
        "Open the file in a spreadsheet program and save it, or type the number.",
    )


@lru_cache(maxsize=4096)
def _one_line(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def _is_total(text: str) -> bool:
    """Whether a row is called a total; the same few names come again and again."""
    return TOTALS.fullmatch(text) is not None


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and len(cell) <= LONGEST_BLANK and cell.casefold() in BLANKS)


def _filled_down(cells: Sequence[Any]) -> list[Any]:
    """A month that stands only in the first row of its channels holds for those below it."""
    filled: list[Any] = []
    for cell in cells:
        filled.append(filled[-1] if _is_blank(cell) and filled else cell)
    return filled


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
