"""How a file was read, as a record: rows kept and left out, what each column was taken for and why, what was assumed.

A table of months and an export of leads are both told in it; the sentences are the same on every surface.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows or columns that are left out, and why."""

    what: str
    why: str
    count: int = 1


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
        """
        because = f": {self.against}" if self.against else ""
        other = f" The next best would be “{self.runner_up}”{because}." if self.runner_up else ""
        return f"{self.role}: “{self.heading}” ({self.evidence}).{other}"


@dataclass(frozen=True, slots=True)
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

    >>> Receipt(3, 2, (Dropped("1 row", "a total of other rows"),)).lines()
    ('2 of 3 rows were read.', 'Left out: 1 row (a total of other rows).')
    """

    rows: int
    kept: int
    left_out: tuple[Dropped, ...] = ()
    roles: tuple[RoleTaken, ...] = ()
    assumptions: tuple[str, ...] = ()
    months_used: tuple[str, ...] = ()
    months_set_aside: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """The record in plain English, a sentence or two per line."""
        rows = "row" if self.rows == 1 else "rows"
        were = "was" if self.rows == 1 else "were"
        used = self.months_used
        return (
            f"{self.kept:,} of {self.rows:,} {rows} {were} read.",
            *(f"Left out: {dropped.what} ({dropped.why})." for dropped in self.left_out),
            *(role.words for role in self.roles),
            *self.assumptions,
            *((f"Months used: {used[0]} to {used[-1]} ({len(used)}).",) if len(used) > 1 else ()),
            *((f"Month used: {used[0]}.",) if len(used) == 1 else ()),
            *(f"Set aside: {month}." for month in self.months_set_aside),
        )
