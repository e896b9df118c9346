"""The columns of an export: the headings, and what is under each."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from diagnostics.language import t
from diagnostics.reading.contents import NEARLY_ALL, Contents
from diagnostics.reading.dates import is_fine_time
from diagnostics.reading.day_texts import NEAR, reading_of
from diagnostics.reading.fields import HAPPENED, Field
from diagnostics.reading.heading_forms import is_expected
from diagnostics.reading.questions import rows

LONGEST_SALE: Final = datetime.timedelta(days=3 * 365)
"""Later than so long after the last lead came, a number is no day on which something happened to one."""


@dataclass(frozen=True)
class Columns:
    """Headings and what is under each."""

    headings: list[str]
    contents: dict[str, Contents]

    @property
    def once(self) -> list[str]:
        """Each heading once."""
        return list(dict.fromkeys(self.headings))

    def repeated(self, heading: str) -> bool:
        """Whether several columns have the heading."""
        return self.headings.count(heading) > 1

    def has_cells(self, heading: str) -> bool:
        """Whether a cell of the column says something."""
        return heading in self.contents and self.contents[heading].filled > 0

    def against(self, field_: Field, heading: str, numbers: bool = True) -> str:
        """Why a column cannot be the field, a clause; empty where it can. No cells say nothing, but of a needed field."""
        if field_.key in HAPPENED and is_expected(heading):
            return t("it is what was expected")
        if not self.has_cells(heading):
            return t("it is blank") if field_.needed and heading in self.contents else ""
        cells = self.contents[heading]
        if any(cells.is_kind(kind, numbers) for kind in field_.kinds):
            return ""
        if field_.kinds == ("date",):
            return t("it holds no days, for example {example}", example=cells.example)
        if field_.kinds == ("name",):
            return t("its cells are no names that repeat, for example {example}", example=cells.example)
        return t("its cells are of another kind, for example {example}", example=cells.example)

    def speaks_for(self, field_: Field, heading: str, numbers: bool = True) -> bool:
        """Whether there are cells, and they are of the field's kind; an outcome holds a word for won or lost."""
        if not self.has_cells(heading):
            return False
        if field_.key == "outcome":
            return bool({"won", "lost"} & self.contents[heading].endings.keys())
        return not self.against(field_, heading, numbers)

    def holds_times(self, heading: str, created: str) -> bool:
        """Whether a column holds milliseconds or smaller units since 1970, all of the time in which the leads came."""
        if not self.has_cells(heading):
            return False
        cells = self.contents[heading]
        if cells.share(is_fine_time) < NEARLY_ALL:
            return False
        found, came = reading_of(cells.cells), reading_of(self.contents[created].cells)
        if None in (found.first, came.first):
            return False
        return came.first - NEAR <= found.first and found.last <= came.last + LONGEST_SALE  # type: ignore[operator]

    def fullness(self, heading: str) -> float:
        """The share of all rows in which the column says something."""
        return self.contents[heading].fullness if heading in self.contents else 0.0

    def best_first(self, headings: Sequence[str]) -> list[str]:
        """The fullest first; of equally full ones the one with the fewest different texts, then by the alphabet."""
        return sorted(
            headings,
            key=lambda h: (-round(self.fullness(h), 2), len(self.contents[h].cells) if h in self.contents else 0, h),
        )

    def described(self, heading: str) -> str:
        """A heading as an answer, with the number of its filled cells and an example."""
        if not self.has_cells(heading):
            return heading
        cells = self.contents[heading]
        places = {"heading": heading, "rows": rows(cells.filled), "example": cells.example}
        return t("{heading} ({rows}, such as {example})", **places)
