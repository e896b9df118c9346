"""Which column of a table is which, what speaks for it, and what is asked about its headings."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.lists import all_of
from diagnostics.month_numbers import YEARS
from diagnostics.months import said
from diagnostics.months.layout.layout import Layout, is_number, is_year, may_be_years, places_of, whole_number, why_not
from diagnostics.months.records import Answers, Problem, Rows, question
from diagnostics.number_format import integer
from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.headings import (
    BY_KEY,
    COUNTS,
    KEYS,
    HeadedColumn,
    key_of,
    plain,
    read_heading,
    says,
    what_it_is,
)
from diagnostics.reading.months import Read, read_cell
from diagnostics.reading.numbered import numbered_column
from diagnostics.reading.numbers import Ambiguous, read_number
from diagnostics.reading.receipt import Dropped, RoleTaken
from diagnostics.reading.sheet_reader import Cell
from diagnostics.reading.spans import is_period, read_span

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
MOST_OFFERED: Final = 8
"""Headings offered for a column that no heading names."""


class Columns:
    """The columns of one table.

    Attributes
    ----------
    places : dict of str to int
        The place of each column that is used.
    year : int or None
        The place of a column of years.
    plan : int or None
        The place of a column that tells plans from what happened.
    running : tuple of str
        Counts whose headings say that they add up the months before.
    """

    def __init__(self, layout: Layout, answers: Answers, out: Rows) -> None:
        self.layout, self.answers, self.out = layout, answers, out
        self.headings = layout.headings
        self.places, doubtful = places_of(layout.grid[: layout.end], layout.header, answers)
        self.year = self._year({key for key, _ in doubtful})
        for key, several in doubtful:
            if not self._settled(key, several):
                self._doubtful(key, several)
        self._missing({key for key, _ in doubtful} - set(self.places))
        self.plan = None if out.problems else self._plan()
        self.also = () if out.problems else self._told_apart()
        self.running = tuple(
            key
            for key, at in self.places.items()
            if key in COUNTS
            and isinstance(self.headings[at], str)
            and read_heading(str(self.headings[at])).kind == "running"
        )
        out.columns = self.places
        self._others()
        self._roles()

    def cells(self, at: int) -> list[Cell]:
        """The cells of a column below the headings, blank ones left out."""
        rows = self.layout.grid[self.layout.header + 1 : self.layout.end]
        return [row[at] for row in rows if row[at] is not None]

    def heading(self, key: str) -> Cell:
        """What is written over a column that is used."""
        return self.headings[self.places[key]]

    # --- which is which ---

    def _year(self, doubtful: set[str]) -> int | None:
        """A column of years next to the months; where there are no months, the years are the periods."""
        used = set(self.places.values())
        for at, heading in enumerate(self.headings):
            if at not in used and (heading is None or isinstance(heading, str)) and is_year(heading, self.cells(at)):
                if "month" in self.places or "month" in doubtful:
                    return at
                self.places = {"month": at, **self.places}
                return None
        if "month" not in self.places or any(map(_has_year, self.cells(self.places["month"]))):
            return None
        unknown = [
            at
            for at, heading in enumerate(self.headings)
            if at not in used and isinstance(heading, str) and read_heading(heading).kind == ""
        ]
        return next((at for at in unknown if may_be_years(self.cells(at))), None)

    def _settled(self, key: str, several: tuple[int, ...]) -> bool:
        """Whether the cells settle which of several columns of periods is meant: the one of the shortest."""
        if key == "wins" and "leads" in self.places:
            leads = _sum(self._counts(self.places["leads"]))
            left = [at for at in several if _sum(self._counts(at)) <= leads]
            if len(left) == 1:
                self.places[key] = left[0]
                names = ", ".join(said.quoted(self.headings[at]) for at in several if at != left[0])
                self.out.note(
                    t("{columns} holds more than all leads, so it is not taken for a number of sales.", columns=names)
                )
                return True
        if key != "month":
            return False
        dated = [at for at in several if sum(map(is_period, self.cells(at))) > len(self.cells(at)) / 2]
        short = [
            at
            for at in dated
            if not all(isinstance(c, str) and read_span(c.strip()) is not None for c in self.cells(at))
        ]
        left = short or dated or [at for at in several if any(map(is_number, self.cells(at)))]
        distinct = {at: len(set(map(str, self.cells(at)))) for at in left}
        finest = [at for at in left if distinct[at] == max(distinct.values())]
        if len(finest) > 1:
            finest = self._agreeing(finest)
        if not finest:
            return False
        self.places = {"month": finest[0], **self.places}
        return True

    def _agreeing(self, places: Sequence[int]) -> list[int]:
        """Of columns that name the same months, the first with their years; none where they do not agree."""
        grid = self.layout.grid[self.layout.header + 1 : self.layout.end]
        reads = {at: [read_cell(row[at]) for row in grid] for at in places}
        named = [[one.month % 12 for one in reads[at] if isinstance(one, Read)] for at in places]
        if any(months != named[0] for months in named[1:]) or not named[0]:
            return []
        dated = [
            at for at in places if all(one.month >= YEARS.start * 12 for one in reads[at] if isinstance(one, Read))
        ]
        return (dated or list(places))[:1]

    def _doubtful(self, key: str, at: tuple[int, ...]) -> None:
        headings = [str(self.headings[i]) for i in at]
        names = all_of(map(said.quoted, headings))
        offered: dict[str, Mapping[str, Any]] = {}
        if len(set(headings)) == len(headings):
            offered = {heading: self._given(key, heading) for heading in headings}
        place = self.out.place(self.layout.header, at[1])
        facts = {"what": BY_KEY[key].inside, "headings": names, "first": headings[0], "place": place}
        error = question("column-doubtful", key, headings[1], offered, **facts)
        self.out.problems.append(self.out.problem(error, self.layout.header, at[1], whole=True, asks="columns"))

    def _given(self, key: str, heading: str) -> Mapping[str, Any]:
        """The argument that names one more column."""
        return {"columns": {**(self.answers.columns or {}), key: heading}}

    def _missing(self, doubtful: set[str]) -> None:
        seen = [str(h) for h in self.headings if h is not None]
        for key, heading in (self.answers.columns or {}).items():
            if key not in BY_KEY:
                self._whole(InputError("column-unknown", "columns", key, choices=KEYS))
                return
            if self.places.get(key) is None and key not in doubtful:
                self._whole(InputError("heading-unknown", "columns", heading, choices=seen))
                return
        for column in BY_KEY.values():
            if column.needed and column.key not in self.places and column.key not in doubtful:
                self._whole(self._not_there(column, seen))
        if "month" not in self.places and "channel" not in self.places and not {"month", "channel"} & doubtful:
            named = self._offered(lambda at: not any(map(is_number, self.cells(at))))
            counted = [one for one in named if self._counts_periods(one)]
            offered = {t("{column}, as periods", column=heading): self._given("month", heading) for heading in counted}
            offered |= {heading: self._given("channel", heading) for heading in named}
            place = BY_KEY["month"].label
            self._whole(question("column-of-months-missing", "month", ", ".join(seen), offered, place=place))

    def _counts_periods(self, heading: str) -> bool:
        """Whether the cells under a heading are counters of a year beside the same words."""
        column = numbered_column(self.cells(self.headings.index(heading)))
        return column is not None and all(one is None or one.year is not None for one in column.cells)

    def _not_there(self, column: HeadedColumn, seen: Sequence[str]) -> InputError:
        """A column of counts that no heading names; offered are the columns that hold whole numbers."""
        likeliest: list[str] = []
        for known in (_unknown, _more_than_a_plan):
            counts = self._offered(lambda at: bool(self.cells(at)) and all(map(_is_count, self.cells(at))), known)
            likeliest = likeliest or self._likeliest(column, self._plausible(column.key, counts))
        offered = {heading: self._given(column.key, heading) for heading in likeliest}
        facts = {"what": column.inside, "label": column.label, "place": column.label}
        return question("column-missing", column.key, ", ".join(seen), offered, **facts)

    @staticmethod
    def _likeliest(column: HeadedColumn, offered: list[str]) -> list[str]:
        """Headings that may be a column, the likeliest first: what has a word of it, and last who only saw or visited."""
        known = {word for phrase in column.words for word in phrase.split("-") if len(word) > 2}
        audience = vocabulary.tables().audience
        return sorted(offered, key=lambda one: (says(one, audience), known.isdisjoint(plain(one).split("-"))))

    def _plausible(self, key: str, offered: list[str]) -> list[str]:
        """Of columns of whole numbers those that may be it: no more sales than leads, and both of one year."""
        titled = [heading for heading in offered if key_of(_YEAR.sub(" ", heading)) == key]
        given = " ".join((self.answers.columns or {}).values())
        years = set(_YEAR.findall(given))
        same = [heading for heading in titled if years and years <= set(_YEAR.findall(heading))]
        left = same or titled or offered
        other = {"leads": "wins", "wins": "leads"}.get(key)
        if other in self.places:
            known = self._counts(self.places[other])
            counts = {one: self._counts(self.headings.index(one)) for one in left}
            fitting = [one for one in left if self._fits(key, counts[one], known)]
            return fitting or [one for one in left if self._fits(key, [_sum(counts[one])], [_sum(known)])]
        if key == "leads":
            found = {one: self._counts(self.headings.index(one)) for one in {*left, *offered}}
            return [
                one for one in left if any(self._fits("leads", found[one], found[two]) for two in offered if two != one)
            ]
        return left

    @staticmethod
    def _fits(key: str, counts: Sequence[int | None], known: Sequence[int | None]) -> bool:
        """Whether a column may be the leads of known sales, or the sales of known leads: no row has more sales than leads."""
        leads, sales = (counts, known) if key == "leads" else (known, counts)
        pairs = [(a, b) for a, b in zip(leads, sales, strict=True) if a is not None and b is not None]
        return bool(pairs) and all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)

    def _counts(self, at: int) -> list[int | None]:
        return [whole_number(row[at]) for row in self.layout.grid[self.layout.header + 1 : self.layout.end]]

    def _offered(self, fits: Any, known: Callable[[str], bool] | None = None) -> list[str]:
        used = {*self.places.values(), self.year}
        direct = self.places.get("direct_wins")
        if "wins" not in self.places and direct is not None and says(self.headings[direct], vocabulary.tables().shop):
            used.remove(direct)  # the sales of a shop may be all there are
        free = [
            str(heading)
            for at, heading in enumerate(self.headings)
            if at not in used and isinstance(heading, str) and (known or _unknown)(heading) and fits(at)
        ]
        return [heading for heading in free if self.headings.count(heading) == 1][:MOST_OFFERED]

    def _whole(self, error: InputError) -> None:
        asks = "columns" if error.choices else ""
        self.out.problems.append(Problem(error, asks=asks, whole=True))  # type: ignore[arg-type]  # one of both

    def _plan(self) -> int | None:
        """A column of which some cells name a plan and all others what happened, or what differs."""
        words = vocabulary.tables()
        for at in range(len(self.headings)):
            if at in (self.places.get("month"), self.year):
                continue
            texts = {plain(cell) for cell in self.cells(at) if isinstance(cell, str) and not is_no_count(cell)}
            kinds = {kind_of_row(text) for text in texts}
            if "plan" in kinds and "actual" in kinds and kinds <= {"plan", "actual", "difference"} and words:
                return at
        return None

    def _told_apart(self) -> tuple[int, ...]:
        """Columns of names that tell apart rows of the same month and channel; the first is the channel where there is none."""
        layout = self.layout
        by = [self.places[key] for key in ("month", "channel") if key in self.places]
        rows = [
            row
            for row in layout.grid[layout.header + 1 : layout.end]
            if why_not(row, self.headings, self.places) is None
            and (self.plan is None or kind_of_row(plain(str(row[self.plan]))) == "actual")
        ]
        if not self._repeats(rows, by):
            return ()
        used = {*self.places.values(), self.year, self.plan}
        free = [
            at
            for at in range(len(self.headings))
            if at not in used and rows and sum(_is_name(row[at]) for row in rows) > 0.8 * len(rows)
        ]
        months = {str(row[by[0]]) for row in rows}
        if len(months) > 1:  # a name of a channel comes again in other months, a remark does not
            free = [at for at in free if 2 * len({row[at] for row in rows}) <= len(rows) + 1]
        for size in (1, 2):
            sets = [places for places in combinations(free, size) if not self._repeats(rows, [*by, *places])]
            if len(sets) == 1:
                return self._taken_for_channel(sets[0])
            if sets and "channel" not in self.places and size == 1:
                self._which_channel([at for (at,) in sets])
                return ()
        return ()

    def _repeats(self, rows: Sequence[Sequence[Cell]], by: Sequence[int]) -> bool:
        filled: list[Cell] = []
        for row in rows:  # a month may be written once for its channels
            filled.append(filled[-1] if is_no_count(row[by[0]]) and filled else row[by[0]])
        keys = [(first, *(row[at] for at in by[1:])) for first, row in zip(map(str, filled), rows, strict=True)]
        return len(set(keys)) < len(keys)

    def _taken_for_channel(self, places: tuple[int, ...]) -> tuple[int, ...]:
        names = all_of(said.quoted(self.headings[at]) for at in places)
        self.out.note(t("{columns} tells rows of the same month apart and was taken for the channel.", columns=names))
        if "channel" in self.places:
            return places
        self.places["channel"] = places[0]
        return places[1:]

    def _which_channel(self, places: Sequence[int]) -> None:
        headings = [str(self.headings[at]) for at in places if self.headings[at] is not None]
        offered = {heading: self._given("channel", heading) for heading in headings[:MOST_OFFERED]}
        names = all_of(map(said.quoted, headings)) if headings else ""
        facts = {"what": BY_KEY["channel"].inside, "headings": names, "first": headings[0] if headings else ""}
        error = question("column-doubtful", "channel", headings[-1] if headings else None, offered, **facts)
        self._whole(error)

    # --- what is told ---

    def _others(self) -> None:
        used = {*self.places.values(), self.year, self.plan, *self.also}
        for at, heading in enumerate(self.headings):
            if at in used:
                continue
            if heading is not None:
                self.out.dropped.append(Dropped(t("column “{name}”", name=str(heading)[:40]), what_it_is(heading)))
            elif self.cells(at):
                self.out.dropped.append(Dropped(self.out.column_named(self.layout.header, at), t("it has no heading")))

    def _roles(self) -> None:
        given = self.answers.columns or {}
        if self.out.problems:
            return
        for key, at in sorted(self.places.items(), key=lambda each: KEYS.index(each[0])):
            heading, cells = self.headings[at], self.cells(at)
            fits = {"month": is_period, "channel": lambda cell: not is_no_count(cell)}.get(key, _is_count)
            if key == "month" and not any(map(is_period, cells)):
                fits = is_number
            what = {"month": t("periods"), "channel": t("names")}.get(key) or t("whole numbers")
            by = t("as answered") if key in given else t("its heading") if _names(heading, key) else t("its cells")
            places = {"count": integer(sum(map(fits, cells))), "cells": integer(len(cells)), "what": what}
            clauses = [by, t("{count} of {cells} cells are {what}", **places)]
            if isinstance(heading, str) and (extra := read_heading(heading).extra):
                clauses.append(t("it says “{text}”", text=extra))
                self.out.notes.append(
                    t("“{text}” was taken for {column}.", text=heading[:40], column=BY_KEY[key].label)
                )
            evidence = "; ".join(clauses)
            name = str(heading) if heading is not None else t("no heading")
            self.out.roles.append(RoleTaken(BY_KEY[key].label, name[:40], evidence))


def _unknown(heading: str) -> bool:
    """Whether a heading says of nothing that it is no count."""
    return read_heading(heading).kind == ""


def _more_than_a_plan(heading: str) -> bool:
    """Whether a heading has a word of a plan and others that name no count, as "Goal completions" has."""
    read = read_heading(heading)
    return read.kind == "plan" and read.key is None and not set(plain(heading).split("-")) <= vocabulary.tables().plan


def _sum(counts: Sequence[int | None]) -> int:
    return sum(filter(None, counts))


def _has_year(cell: Cell) -> bool:
    """Whether a cell names a month, or another period, with its year."""
    read = read_cell(cell)
    if isinstance(read, Read):
        return read.month >= YEARS.start * 12
    return not isinstance(cell, (int, float)) and _YEAR.search(str(cell)) is not None


def _names(heading: Cell, key: str) -> bool:
    return isinstance(heading, str) and read_heading(heading).key == key


def _is_count(cell: Cell) -> bool:
    if is_no_count(cell):
        return True
    if not is_number(cell):
        return False
    read = read_number(cell) if isinstance(cell, str) else cell
    return isinstance(read, Ambiguous) or (math.isfinite(read) and read == int(read))  # type: ignore[arg-type]  # a number


def kind_of_row(text: str) -> str:
    """``"plan"``, ``"actual"`` or ``"difference"`` for the plain name of a row that says so, else ``""``.

    >>> [kind_of_row(text) for text in ("target", "budget-2025", "ist", "delta", "google")]
    ['plan', 'plan', 'actual', 'difference', '']
    """
    words = vocabulary.tables()
    for kind, known in (("difference", words.difference), ("plan", words.plan), ("actual", words.actual)):
        left = "-".join(word for word in text.split("-") if not word.isdigit())
        if text in known or left in known or (says(text, known) and all(says(word, known) for word in left.split("-"))):
            return kind
    return ""


def _is_name(cell: Cell) -> bool:
    """Whether a cell may be the name of a channel or a part of one."""
    return isinstance(cell, str) and not is_number(cell)
