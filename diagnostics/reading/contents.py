"""What the cells of a column are: days, flags, amounts, words of an outcome; shares of all rows, never one cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from diagnostics.language import n, t
from diagnostics.month_numbers import short_day
from diagnostics.number_format import integer
from diagnostics.reading.dates import read_bare
from diagnostics.reading.day_texts import is_day, is_month, reading_of
from diagnostics.reading.days import read_days
from diagnostics.reading.names import MOST_NAMES
from diagnostics.reading.outcome_answers import ending
from diagnostics.reading.outcome_words import leaning, meaning
from diagnostics.reading.outcomes import sort_flags
from diagnostics.reading.profile import ColumnProfile
from diagnostics.reading.questions import LONGEST_EXAMPLE, shown

MOSTLY: Final = 0.5
"""Share of the filled cells. A column whose heading names a field is of its kind where so many cells are."""

NEARLY_ALL: Final = 0.9
"""Share of the filled cells. A column whose heading says nothing is of a kind only where so many cells are."""

LOOKED_AT: Final = 1_000
"""Different texts of a column that are looked at, evenly through the alphabet; more say nothing new."""

MOST_VALUES: Final = 60
"""Different texts. Stages, sources and people are fewer; a column with more holds something else."""

FEW: Final = 20
"""Filled cells. In fewer, that texts repeat or not says nothing."""

_ROUNDED: Final = re.compile(r"\s*-?\d(?:[.,]\d+)?[eE]\+?\d+\s*")


def _is_written_day(text: str) -> bool:
    """Whether a text is a day by more than its figures, or by eight of them: ``20250309``."""
    return is_day(text) or (len(text.strip()) == 8 and read_bare(text) is not None)


def _is_numbered_day(text: str) -> bool:
    return read_bare(text) is not None


@dataclass(frozen=True)
class Contents:
    """What the cells of a column are."""

    profile: ColumnProfile

    @cached_property
    def cells(self) -> Mapping[str, int]:
        """Texts that say something and their rows, or of many texts every so manieth, in the order of the alphabet."""
        told = self.profile.told
        if len(told) <= LOOKED_AT:
            return told
        every = -(-len(told) // LOOKED_AT)
        return {text: told[text] for text in sorted(told)[::every]}

    @cached_property
    def rows(self) -> int:
        """Rows that say something, of those that are looked at."""
        return sum(self.cells.values())

    @cached_property
    def filled(self) -> int:
        """Rows of the whole column that say something."""
        if self.profile.complete:
            return sum(self.profile.told.values())
        return self.profile.filled

    @property
    def fullness(self) -> float:
        """The share of all rows that say something."""
        return self.filled / self.profile.rows if self.profile.rows else 0.0

    def share(self, holds: Callable[[str], bool]) -> float:
        """The share of the rows that say something of which a statement about the text is true; 0 where none does."""
        return sum(count for text, count in self.cells.items() if holds(text)) / self.rows if self.rows else 0.0

    def said(self, holds: Callable[[str], bool], what: str, more: int = 0) -> str:
        """How many cells are something: ``all 120 cells are days``, ``118 of 120 cells are days``.

        Of a column of very many texts an even selection is tried, and that is said: ``all of 858 cells, an even sample of the
        4,277, are days``. ``more`` are cells of which it is true although they say nothing elsewhere, as 0 does.
        """
        every = self.rows + more
        count = sum(count for text, count in self.cells.items() if holds(text)) + more
        whole = self.profile.complete and len(self.cells) == len(self.profile.told)
        if count == every == 1 and whole:
            return t("its one cell is {what}", what=what)
        places = {"what": what, "count": integer(count), "cells": integer(every), "all": integer(self.filled)}
        if not whole and count == every:
            return t("all of {cells} cells, an even sample of the {all}, are {what}", **places)
        if not whole:
            return t("{count} of {cells} cells, an even sample of the {all}, are {what}", **places)
        if count == every:
            return t("all {cells} cells are {what}", **places)
        return t("{count} of {cells} cells are {what}", **places)

    # --- days ---

    @cached_property
    def days(self) -> float:
        """The share of cells that are days by more than their figures."""
        return self.share(_is_written_day)

    @cached_property
    def numbered_days(self) -> float:
        """The share of cells that are a number which could be a day of a spreadsheet, or seconds since 1970."""
        return self.share(_is_numbered_day)

    @property
    def span(self) -> str:
        """``6 Jan to 30 Jun 2025``; empty where the order of day and month is open, or not all days were seen."""
        if len(self.cells) != len(self.profile.told) or not self.profile.complete:
            return ""
        found = read_days(dict(self.cells))
        if found.question is not None or not found.days:
            return ""
        first, last = min(found.days.values()), max(found.days.values())
        return t("{first} to {last}", first=short_day(first, first.year != last.year), last=short_day(last))

    @cached_property
    def months(self) -> float:
        """The share of cells that name a month with its year, and no day."""
        return reading_of(self.cells).months / self.rows if self.rows else 0.0

    # --- others ---

    @cached_property
    def flags(self) -> float:
        """The share of cells that say yes or no."""
        read = sort_flags(self.cells)
        return self.share(lambda text: read[text] is not None)

    @cached_property
    def amounts(self) -> float:
        """The share of cells that are amounts."""
        return self.share(_is_amount)

    @cached_property
    def rounded(self) -> int:
        """Rows whose number a spreadsheet has rounded: ``1.23457E+11``."""
        return sum(count for text, count in self.profile.told.items() if _ROUNDED.fullmatch(text))

    @cached_property
    def endings(self) -> Mapping[str, int]:
        """Rows by what their text means: won, lost, open, ask, unknown."""
        found: dict[str, int] = {}
        for text, count in self.cells.items():
            found[meaning(text)] = found.get(meaning(text), 0) + count
        return found

    @property
    def tells_ending(self) -> bool:
        """Whether few texts fill the column, one means won or lost, and half of the rows hold a known one."""
        if self.profile.distinct > MOST_VALUES:
            return False
        known = sum(count for kind, count in self.endings.items() if kind in ("won", "lost", "open"))
        return bool({"won", "lost"} & self.endings.keys()) and known >= MOSTLY * self.rows

    @cached_property
    def decisions(self) -> float:
        """The share of the rows whose text says or may say that a lead was won or lost, by any of its words."""
        decided = {"won", "lost", "ask", "after"}
        return self.share(lambda text: meaning(text) in decided or leaning(text) in decided)

    @property
    def may_tell_ending(self) -> bool:
        """Whether a few texts that repeat are stages, or most of them speak of a decision where not every row has one."""
        if self.are_stages:
            return True
        few = 1 < self.profile.distinct <= MOST_VALUES and self.is_kind("name")
        return few and self.decisions >= MOSTLY

    @property
    def are_stages(self) -> bool:
        """Whether a few texts that repeat fill nearly every row, as the stages of leads do."""
        return 1 < self.profile.distinct <= MOST_VALUES and self.fullness >= NEARLY_ALL and self.is_kind("name")

    @property
    def is_tick(self) -> bool:
        """Whether some rows are marked with yes or a tick, and all others are blank."""
        profile = self.profile
        said = set(sort_flags(profile.told).values())
        return profile.complete and said == {True} and sum(profile.told.values()) < profile.rows

    @property
    def is_yes_or_no(self) -> bool:
        """Whether nearly every row says yes or no, and both are said; 0 says no."""
        profile = self.profile
        if not profile.complete or profile.filled < NEARLY_ALL * profile.rows:
            return False
        said = sort_flags([text for text in profile.texts if text])
        return {True, False} == set(said.values())

    @property
    def repeats(self) -> bool:
        """Whether texts repeat as names of people or channels do."""
        told = len(self.profile.told) if self.profile.complete else self.profile.distinct
        return told <= MOST_NAMES and (self.filled < FEW or told <= MOSTLY * self.filled)

    def is_kind(self, kind: str, numbers: bool = False) -> bool:
        """Whether most cells are of a kind of field.

        Parameters
        ----------
        kind : str
            One of the kinds of a :class:`~diagnostics.reading.fields.Field`.
        numbers : bool
            Whether bare numbers may be days.
        """
        if kind == "date":
            numbered = self.numbered_days if numbers else 0.0
            return self.days + numbered >= MOSTLY or self.days + self.months >= MOSTLY
        if kind == "flag":
            return self.flags >= MOSTLY
        if kind == "money":
            return self.amounts >= MOSTLY
        if kind == "id":
            return True
        if kind == "name":
            return self.days < MOSTLY and self.repeats
        return self.days < MOSTLY

    def evidence(self, kinds: tuple[str, ...], numbers: bool = False) -> str:
        """What the cells say for a field of these kinds, a clause; empty where they say nothing."""
        if not self.filled:
            return ""
        kind = next((kind for kind in kinds if self.is_kind(kind, numbers)), kinds[0])
        if kind == "date":
            if self.days < MOSTLY <= self.days + self.months:
                return self.said(lambda text: _is_written_day(text) or is_month(text), t("months or days"))
            if numbers and self.days < MOSTLY:
                return self.said(
                    lambda text: _is_written_day(text) or _is_numbered_day(text), t("days written as numbers")
                )
            return ", ".join(filter(None, (self.said(_is_written_day, t("days")), self.span)))
        if kind == "flag":
            read = sort_flags({**self.profile.texts, **self.cells})
            zeros = sum(
                n for text, n in self.profile.texts.items() if text not in self.profile.told and read[text] is False
            )
            return self.said(lambda text: read[text] is not None, t("yes or no"), zeros if self.profile.complete else 0)
        if kind == "money":
            return self.said(_is_amount, t("amounts"))
        texts = self.profile.distinct
        if kind == "id":
            places = {"count": integer(texts), "cells": integer(self.profile.filled)}
            return t("{count} different ones in {cells} cells", **places)
        if kind == "values" and {"won", "lost"} & self.endings.keys():
            told = [
                t("{count} {ending}", count=integer(self.endings[kind]), ending=ending(kind))
                for kind in ("won", "lost", "open")
                if kind in self.endings
            ]
            return t("its words say {endings}", endings=", ".join(told))
        places = {"count": integer(texts), "cells": integer(self.filled)}
        if kind == "text":
            return n("{count} text in {cells} cells", "{count} different texts in {cells} cells", texts, **places)
        return n("{count} name in {cells} cells", "{count} names in {cells} cells", texts, **places)

    @property
    def example(self) -> str:
        """The commonest text, as it is quoted."""
        return shown(next(iter(self.profile.told), ""))


def _is_amount(text: str) -> bool:
    return len(text) <= LONGEST_EXAMPLE and any(map(str.isdigit, text)) and not _is_written_day(text)
