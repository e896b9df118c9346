"""How a file was read, as a record: rows kept and left out, what each column was taken for and why, what was assumed.

A table of months and an export of leads are both told in it; the sentences are the same on every surface.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics import month_numbers as calendar
from diagnostics.language import n, t
from diagnostics.number_format import integer


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows or columns that are left out, and why."""

    what: str
    why: str
    count: int = 1


def in_a_line(dropped: Dropped) -> str:
    """What was left out, and why, on a line of its own.

    >>> in_a_line(Dropped("1 row", "a total of other rows"))
    '1 row: a total of other rows'
    """
    return t("{what}: {why}", what=dropped.what, why=dropped.why)


@dataclass(frozen=True, slots=True)
class RoleTaken:
    """What a column was taken for.

    Attributes
    ----------
    role : str
        What it is, in the words of the screen: ``"Leads"``, ``"when the lead came"``.
    heading : str
        The heading of the column, or of the columns, as the file writes it.
    evidence : str
        What speaks for it, a short clause: ``"its heading; 24 of 24 cells are whole numbers"``.
    runner_up : str
        The heading of the next best candidate; empty where there was none.
    against : str
        Why that one was not taken, a short clause: ``"it holds no days"``; empty where it is not known.
    """

    role: str
    heading: str
    evidence: str
    runner_up: str = ""
    against: str = ""

    @property
    def words(self) -> str:
        """The column in a sentence.

        >>> RoleTaken("Leads", "New leads", "its heading", "Contacts").words
        'Leads: “New leads” (its heading). The next best would be “Contacts”.'
        >>> RoleTaken("When a row was changed", "Modified", "").words
        'When a row was changed: “Modified”.'
        """
        places = {"role": self.role, "heading": self.heading, "evidence": self.evidence}
        other = {"other": self.runner_up, "why": self.against}
        if not self.runner_up and not self.evidence:
            return t("{role}: “{heading}”.", **places)
        if not self.runner_up:
            return t("{role}: “{heading}” ({evidence}).", **places)
        if not self.against:
            return t("{role}: “{heading}” ({evidence}). The next best would be “{other}”.", **places, **other)
        return t("{role}: “{heading}” ({evidence}). The next best would be “{other}”: {why}.", **places, **other)


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """How a file was read.

    Attributes
    ----------
    rows : int
        Rows below the headings.
    kept : int
        Rows that are counted.
    left_out : tuple of Dropped
        Rows and columns that are not, and why.
    roles : tuple of RoleTaken
        What each column was taken for.
    assumptions : tuple of str
        What was assumed and not asked, a sentence each, with the number of rows or months that it touches.
    months_used, months_set_aside : tuple of str
        The months of the answer, ``"2025-01"``; and those that are not in it, each with its reason.

    >>> Receipt(3, 2, (Dropped("1 row", "a total of other rows"),))
    2 of 3 rows were read.
    Left out: 1 row (a total of other rows).
    """

    rows: int
    kept: int
    left_out: tuple[Dropped, ...] = ()
    roles: tuple[RoleTaken, ...] = ()
    assumptions: tuple[str, ...] = ()
    months_used: tuple[str, ...] = ()
    months_set_aside: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """The record in the language of now, a sentence or two per line."""
        count, kept = integer(self.rows), integer(self.kept)
        read = n(
            "{kept} of {count} row was read.", "{kept} of {count} rows were read.", self.rows, count=count, kept=kept
        )
        return (
            read,
            *(t("Left out: {what} ({why}).", what=dropped.what, why=dropped.why) for dropped in self.left_out),
            *(role.words for role in self.roles),
            *self.assumptions,
            *((_used(self.months_used),) if self.months_used else ()),
            *(t("Set aside: {month}.", month=month) for month in self.months_set_aside),
        )

    def __repr__(self) -> str:
        return "\n".join(self.lines())


def _used(labels: tuple[str, ...]) -> str:
    """The months of the answer in words, with their number.

    >>> _used(("2025-01", "2025-02", "2025-04")), _used(("January", "March")), _used(("2025-01",))
    ('Months used: January to April 2025 (3).', 'Months used: January to March (2).', 'Month used: January 2025.')
    """
    first, last = labels[0], labels[-1]
    if "-" in first and "-" in last:
        months = [12 * int(label[:-3]) + int(label[-2:]) - 1 for label in (first, last)]
        named = calendar.span_in_words(*months)
    else:
        named = t(first) if len(labels) == 1 else t("{first} to {last}", first=t(first), last=t(last))  # bare names
    if len(labels) == 1:
        return t("Month used: {month}.", month=named)
    return t("Months used: {months} ({count}).", months=named, count=integer(len(labels)))
