"""Sheets that hold a table in several pieces side by side, as one table with its rows one below another."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from diagnostics.language import mark, t
from diagnostics.month_numbers import NO_YEAR
from diagnostics.months.layout.layout import is_number, whole_number
from diagnostics.months.layout.versions import chosen, may_be_versions
from diagnostics.number_format import integer
from diagnostics.reading.headings import COUNTS, FIRST_ROWS, key_of, names_counts, read_heading
from diagnostics.reading.months import Read, read_cell
from diagnostics.reading.sheet_reader import Cell, Sheet
from diagnostics.reading.spans import is_period, year_named, year_of

Block = list[list[Cell]]
_IN_PARENTHESES: Final = re.compile(r"[(\[]([^()\[\]]+)[)\]]")


ONE_BELOW_ANOTHER: Final[Mapping[str | None, str]] = {
    None: mark("{count} tables next to each other were read one below another."),
    "Year": mark("{count} tables next to each other were read one below another, each named by its year."),
    "Month": mark("{count} tables next to each other were read one below another, each named by its month."),
    "Channel": mark("{count} tables next to each other were read one below another, each named by its channel."),
}
READ_AS_ROWS: Final[Mapping[str, str]] = {
    "Year": mark("{count} years, named in the headings of leads and of sales, were read as rows."),
    "Month": mark("{count} months, named in the headings of leads and of sales, were read as rows."),
    "Channel": mark("{count} channels, named in the headings of leads and of sales, were read as rows."),
}


def one_below_another(sheet: Sheet, given: Mapping[str, str] | None = None) -> Sheet:
    """A sheet whose groups of columns are rows; any other comes back as it is.

    ``given`` are headings by column: one that has those of leads and of sales comes back as it is, and the names of
    channels can be chosen among, see :mod:`~diagnostics.months.layout.versions`.

    Six forms are known: tables of the same headings next to each other, perhaps with a blank column between them; a row of
    names over the headings, each over its own leads and sales; headings of leads and of sales that each name the same
    channels, years or months, or are over them; a column that says of each row which count it holds; and a table for each
    count, one below another, with channels down and months across.
    Places in the new sheet are named by column name.
    """
    sheet = _one_heading(sheet)
    counts = {heading for key, heading in (given or {}).items() if key in ("leads", "wins")}
    if len(counts) > 1 and any(counts <= set(map(str, row)) for row in sheet.rows[:FIRST_ROWS]):
        return sheet
    forms = (_tables_apart, _groups_apart, _channels_across, _metrics_down, _counts_below)
    made = next((made for form in forms if (made := form(sheet)) is not None), sheet)
    return chosen(made, (given or {}).get("channel"))


def _have_a_sum(row: Sequence[Cell], below: Sequence[Sequence[Cell]], names: Collection[Mapping[str, int]]) -> bool:
    """Whether columns without a name add up those of all names, so that these are parts of one count."""
    pairs = []
    for place, cell in enumerate(row):
        key = key_of(cell)
        if key in ("leads", "wins") and all(place != places.get(key) for places in names):
            pairs += [(whole_number(line[place]), [line[places[key]] for places in names]) for line in below]
    there = [(total, sum(whole_number(part) or 0 for part in parts)) for total, parts in pairs if total is not None]
    return len(there) > 1 and all(total == parts for total, parts in there)


def _one_heading(sheet: Sheet) -> Sheet:
    """A sheet with the names of counts over the same names each, ``Leads`` over ``2023, 2024``, under headings of both."""
    rows = sheet.rows
    at = _head(rows)
    if at is None or at + 1 >= len(rows):
        return sheet
    top, below = rows[at], rows[at + 1]
    counted = [place for place, cell in enumerate(top) if cell is not None and key_of(cell) in COUNTS]
    if len(counted) < 2:
        return sheet
    groups = [below[start:end] for start, end in zip(counted, [*counted[1:], len(top)], strict=True)]
    blank = all(cell is None for place, cell in enumerate(top) if place > counted[0] and place not in counted)
    if not blank or len(groups[0]) < 2 or None in groups[0] or any(group != groups[0] for group in groups):
        return sheet
    if len(set(map(str, groups[0]))) < len(groups[0]):
        return sheet
    if not all((isinstance(cell, str) and not is_number(cell)) or year_of(cell) is not None for cell in groups[0]):
        return sheet
    over = [next(top[start] for start in reversed(counted) if start <= place) for place in range(counted[0], len(top))]
    joined: list[Cell] = [f"{name} {cell}" for name, cell in zip(over, below[counted[0] :], strict=True)]
    left = [top[place] if top[place] is not None else below[place] for place in range(counted[0])]
    made: Block = [*rows[:at], [*left, *joined], *rows[at + 2 :]]
    return replace(sheet, rows=made, labels=(), dashes=frozenset(), framed=True)


def _tables_apart(sheet: Sheet) -> Sheet | None:
    rows = sheet.rows
    ends = _ends_of_tables(rows)
    starts = [0, *(end + (all(row[end] is None for row in rows)) for end in ends[:-1])]
    blocks = [[row[start:end] for row in rows] for start, end in zip(starts, ends, strict=True) if start < end]
    heads = [(block, at) for block in blocks if (at := _head(block)) is not None]
    if len(heads) < 2:
        return None
    if len({tuple(map(str, block[at])) for block, at in heads}) > 1:
        return _one_of(sheet, heads)
    first, at = heads[0]
    titles = [_title(block, at) for block, at in heads]
    over = _over(titles, {key_of(cell) for cell in first[at]}) if len(set(map(str, titles))) == len(titles) else None
    body: Block = [[over, *first[at]] if over else first[at]]
    for (block, at), title in zip(heads, titles, strict=True):
        body += [[title, *row] if over else row for row in block[at + 1 :] if any(cell is not None for cell in row)]
    note = t(ONE_BELOW_ANOTHER[over], count=integer(len(heads)))
    return _made(sheet, body, note, titles if over == "Channel" else ())


def _ends_of_tables(rows: Block) -> list[int]:
    """Where tables next to each other end: at blank columns, or where a row of headings begins again."""
    width = len(rows[0]) if rows else 0
    blank = [at for at in range(width) if all(row[at] is None for row in rows)]
    head = _head(rows)
    if not blank and head is not None:
        row = [str(cell) for cell in rows[head]]
        for size in range(3, width // 2 + 1):
            if width % size == 0 and row == row[:size] * (width // size):
                return list(range(size, width + 1, size))
    return [*blank, width]


def _title(block: Block, head: int) -> Cell:
    """What is written over the headings of a table, alone in the row above them."""
    above = [cell for cell in block[head - 1] if cell is not None] if head else []
    return above[0] if len(above) == 1 else None


def _over(names: Sequence[Cell], keys: Collection[str | None]) -> str | None:
    """What tables or columns are told apart by: years, periods or channels; None where that is not named, or is a column."""
    if any(name is None for name in names):
        return None
    if all(year_named(name) is not None for name in names) and "month" in keys:
        return "Year"
    if all(map(is_period, names)):
        return None if "month" in keys else "Month"
    return None if "channel" in keys or any(map(is_period, names)) else "Channel"


def sheets_together(sheets: Sequence[Sheet]) -> Sheet | None:
    """Sheets of the same headings as one, named in it by their month or else their channel; None where they differ."""
    heads = [(sheet, at) for sheet in sheets if (at := _head(sheet.rows)) is not None and not sheet.hidden]
    if len(heads) < 2 or len(heads) < len(sheets):
        return None
    headings = {tuple(map(str, sheet.rows[at])) for sheet, at in heads}
    keys = {key_of(cell) for sheet, at in heads for cell in sheet.rows[at]}
    over = "Month" if "month" not in keys else "Channel"
    dated = all(is_period(sheet.name) for sheet, _ in heads)
    if over == "Channel" and all(year_of(sheet.name) is not None for sheet, _ in heads):
        over, dated = "Year", any(_dated(sheet.rows[at], sheet.rows[at + 1 :]) for sheet, at in heads)
    if len(headings) > 1 or dated != (over == "Month") or (over == "Channel" and "channel" in keys):
        return None
    first, at = heads[0]
    made: Block = [[over, *first.rows[at]]]
    for sheet, at in heads:
        made += [[sheet.name, *row] for row in sheet.rows[at + 1 :] if any(cell is not None for cell in row)]
    return _made(
        first,
        made,
        t("{count} sheets were read one below another, each named by its sheet.", count=integer(len(heads))),
    )


def _one_of(sheet: Sheet, heads: Sequence[tuple[Block, int]]) -> Sheet | None:
    """Of different tables next to each other the one that tells most: months and channels, months, channels."""

    def worth(table: tuple[Block, int]) -> tuple[int, int]:
        keys = {key_of(cell) for cell in table[0][table[1]]}
        return 2 * ("month" in keys) + ("channel" in keys), sum(
            any(cell is not None for cell in row) for row in table[0]
        )

    best = max(heads, key=worth)
    if not worth(best)[0] or len([one for one in heads if worth(one) == worth(best)]) > 1:
        return None
    others = [", ".join(str(cell)[:20] for cell in block[at]) for block, at in heads if block is not best[0]]
    notes = (t("Another table next to it, headed {headings}, was left out.", headings=heading) for heading in others)
    return replace(_made(sheet, best[0], ""), notes=(*sheet.notes, *notes))


def _head(block: Block) -> int | None:
    return next((at for at, row in enumerate(block[:FIRST_ROWS]) if names_counts(row) == 2), None)


def _groups_apart(sheet: Sheet) -> Sheet | None:
    rows = sheet.rows
    at = _head(rows)
    if not at:
        return None
    keys = [key_of(cell) for cell in rows[at]]
    if keys.count("leads") < 2 or keys.count("wins") < 2:
        return None
    names = rows[at - 1]
    counted = [place for place, key in enumerate(keys) if key in COUNTS]
    starts = [place for place in range(counted[0], len(names)) if names[place] is not None and _new(names, place)]
    left = list(range(counted[0]))
    if len(starts) < 2 or starts[0] != counted[0] or not left:
        return None
    groups = list(zip(starts, [*starts[1:], len(names)], strict=True))
    headings = _headings(rows[at], groups)
    if headings is None:
        return None
    over = "Month" if sum(map(is_period, (names[start] for start, _ in groups))) > len(groups) / 2 else "Channel"
    below = [row[left[0]] for row in rows[at + 1 :] if row[left[0]] is not None]
    if over == "Month" and below and sum(map(is_period, below)) > len(below) / 2:  # years over their months
        over = "Year"
    made: Block = [[over, *(rows[at][place] for place in left), *headings]]
    if made[0][1] is None:
        made[0][1] = "Channel" if over == "Month" else "Month"
    for start, end in groups:
        places = {key_of(rows[at][place]): place for place in range(start, end)}
        for row in rows[at + 1 :]:
            counts = [row[places[key_of(heading)]] for heading in headings]
            if any(cell is not None for cell in counts):
                made.append([names[start], *(row[place] for place in left), *counts])
    note = t(
        "{count} groups of columns, each under its own name, were read one below another.", count=integer(len(groups))
    )
    return _made(sheet, made, note, [names[start] for start, _ in groups] if over == "Channel" else ())


def _channels_across(sheet: Sheet) -> Sheet | None:
    """Headings such as "Leads Google", "Leads Meta", "Sales Google", "Sales Meta"; or years or months instead of channels."""
    rows = sheet.rows
    for at, row in enumerate(rows[:FIRST_ROWS]):
        split = {place: found for place, cell in enumerate(row) if (found := _count_of(cell)) is not None}
        by_name: dict[str, dict[str, int]] = {}
        for place, (key, name) in split.items():
            if key in by_name.setdefault(name, {}):
                return None
            by_name[name][key] = place
        names = [name for name, places in by_name.items() if name and {"leads", "wins"} <= set(places)]
        keys_there = {key_of(cell) for place, cell in enumerate(row) if place not in split}
        over = _over(names, keys_there) if len(names) > 1 else None
        if over is None or (over == "Year" and _dated(row, rows[at + 1 :])):
            continue
        keys = [key for key in COUNTS if all(key in by_name[name] for name in names)]
        left = [
            place
            for place, cell in enumerate(row)
            if place not in split and cell is not None and key_of(cell) not in keys  # those are of all channels
        ]
        made: Block = [[*(row[place] for place in left), over, *keys]]
        for name in names:
            for line in rows[at + 1 :]:
                counts = [line[by_name[name][key]] for key in keys]
                if any(cell is not None for cell in counts):
                    made.append([*(line[place] for place in left), name, *counts])
        total = _have_a_sum(row, rows[at + 1 :], [by_name[name] for name in names])
        note = t(READ_AS_ROWS[over], count=integer(len(names)))
        return _made(sheet, made, note, names if over == "Channel" and not total else ())
    return None


def _dated(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Whether the months below the headings have years of their own."""
    place = next(place for place, cell in enumerate(row) if key_of(cell) == "month")
    reads = [read_cell(line[place]) for line in below]
    return any(read is not None and not (isinstance(read, Read) and read.month // 12 == NO_YEAR) for read in reads)


def _count_of(cell: Cell) -> tuple[str, str] | None:
    """The count of a heading that names something besides, and what; None where it names no count or nothing more."""
    if not isinstance(cell, str) or read_heading(cell).kind:
        return None
    inside = read_heading(cell)
    if inside.key in COUNTS and inside.extra:
        written = _IN_PARENTHESES.search(cell)
        return str(inside.key), inside.extra if written is None else written[1].strip()
    if inside.key not in (None, "direct_wins"):  # "Online sales" may be those of a channel
        return None
    words = cell.replace("_", " ").split()
    for size in range(len(words) - 1, 0, -1):
        for head, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            name = " ".join(rest).strip(" -–—:/()|")
            key = key_of(" ".join(head).strip(" -–—:/()|"))
            if key in COUNTS and name and (not name.isdigit() or year_of(name) is not None):
                return str(key), name
    return None


def _metrics_down(sheet: Sheet) -> Sheet | None:
    """A column of names of counts, with one column of numbers next to it, or one for each month."""
    rows = sheet.rows
    found = next(
        (
            (at, column)
            for at, row in enumerate(rows[:FIRST_ROWS])
            for column in range(len(row))
            if isinstance(row[column], str) and key_of(row[column]) is None and _names_counts(rows[at + 1 :], column)
        ),
        None,
    )
    if found is None:
        return None
    at, column = found
    values = [place for place in range(len(rows[at])) if place > column and rows[at][place] is not None]
    ids = list(range(column))
    across = [place for place in values if is_period(rows[at][place])]
    if not ids or not (across or len(values) == 1):
        return None
    keys = list(dict.fromkeys(str(row[column]) for row in rows[at + 1 :] if key_of(row[column]) in COUNTS))
    if len({key_of(key) for key in keys}) < len(keys):
        return None
    made: dict[tuple[Cell, ...], dict[str, Cell]] = {}
    last: list[Cell] = [None] * len(ids)
    for row in rows[at + 1 :]:
        last = [row[place] if row[place] is not None else last[place] for place in ids]
        for place in across or values:
            name = (*last, *((rows[at][place],) if across else ()))
            if str(row[column]) in keys:
                made.setdefault(name, {})[str(row[column])] = row[place]
    heads: list[Cell] = [rows[at][place] for place in ids]
    table: Block = [[*heads, *(("Month",) if across else ()), *keys]]
    table += [[*name, *(counts.get(key) for key in keys)] for name, counts in made.items()]
    note = t("The counts of each row, named in “{column}”, were put next to each other.", column=rows[at][column])
    return _made(sheet, table, note)


def _counts_below(sheet: Sheet) -> Sheet | None:
    """A table for each count, its name over the channels and next to the months."""
    rows = sheet.rows
    heads = [at for at, row in enumerate(rows) if isinstance(row[0], str) and _all_periods(row[1:])]
    names = [str(rows[at][0]).strip() for at in heads]
    if len(heads) < 2 or len(set(names)) < len(names) or len({tuple(map(str, rows[at][1:])) for at in heads}) > 1:
        return None
    counts: dict[tuple[Cell, Cell], dict[str, Cell]] = {}
    for at, end, name in zip(heads, [*heads[1:], len(rows)], names, strict=True):
        for row in rows[at + 1 : end]:
            for month, cell in zip(rows[at][1:], row[1:], strict=True):
                if row[0] is not None and month is not None:
                    counts.setdefault((month, row[0]), {})[name] = cell
    table: Block = [["Month", "Channel", *names]]
    table += [[*each, *(found.get(name) for name in names)] for each, found in counts.items()]
    note = t(
        "{count} tables of one count each, {names}, were put next to each other.",
        count=integer(len(heads)),
        names=", ".join(names),
    )
    return _made(sheet, table, note)


def _all_periods(cells: Sequence[Cell]) -> bool:
    there = [cell for cell in cells if cell is not None]
    return len(there) > 1 and not any(isinstance(cell, (int, float)) for cell in there) and all(map(is_period, there))


def _names_counts(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    keys = [key_of(row[column]) for row in rows]
    return min(keys.count("leads"), keys.count("wins")) >= 2 and sum(key is not None for key in keys) > len(keys) / 2


def _new(names: Sequence[Cell], place: int) -> bool:
    """Whether a group begins at a place: merged cells repeat its name."""
    return place == 0 or names[place] != names[place - 1]


def _headings(row: Sequence[Cell], groups: Sequence[tuple[int, int]]) -> list[Cell] | None:
    """The headings of counts that every group has; None where one lacks leads or sales, or has one twice."""
    keys = [[key for place in range(start, end) if (key := key_of(row[place])) in COUNTS] for start, end in groups]
    if any(len(set(each)) < len(each) or not {"leads", "wins"} <= set(each) for each in keys):
        return None
    common = set(keys[0]).intersection(*keys[1:])
    start, end = groups[0]
    return [row[place] for place in range(start, end) if key_of(row[place]) in common]


def _made(sheet: Sheet, rows: Block, note: str, channels: Sequence[Cell] = ()) -> Sheet:
    """A sheet of other rows; ``channels`` are the names over its groups of columns, where those were taken for channels."""
    names = tuple(map(str, channels))
    apart = names if names and may_be_versions(names) else ()
    notes = (*sheet.notes, note)
    return replace(sheet, rows=rows, notes=notes, labels=(), dashes=frozenset(), framed=True, apart=apart)
