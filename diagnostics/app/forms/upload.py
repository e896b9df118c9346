"""A file or pasted cells on their way into the grid: which sheet, which columns, which rows, what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from diagnostics.app.forms.grid import Grid, from_sheet
from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.months.build import all_sheets, build
from diagnostics.months.hidden import settle_hidden
from diagnostics.months.layout.layout import find_table, unnamed_table
from diagnostics.months.offered import leading_on
from diagnostics.months.records import Answers
from diagnostics.months.rows import read_rows
from diagnostics.reading.headings import BY_KEY
from diagnostics.reading.questions import Question
from diagnostics.reading.sheet import ALL_IN_WORDS
from diagnostics.reading.sheet_reader import Sheet, read_bytes, read_text


@dataclass(frozen=True, slots=True)
class Upload:
    """What was opened. ``grid`` is None while it is open which sheet, or which column of it, is meant."""

    name: str
    sheets: tuple[Sheet, ...]
    grid: Grid | None = None
    sheet: str = ""
    """The sheet that was chosen."""
    whole: bool = False
    """Whether all sheets were chosen, one below another."""
    answers: Answers = field(default_factory=Answers)
    """Which columns were chosen so far."""
    question: Question | None = None
    """Which column is meant; None where the sheet is asked about, or nothing is."""

    @property
    def choices(self) -> tuple[str, ...]:
        """Headings that may be the column that is asked about; else sheets that hold a table."""
        if self.question is not None:
            return self.question.choices
        named = tuple(s.name for s in self.sheets if find_table(s, Answers()) is not None)
        if len(named) > 1 and all_sheets(self.sheets, Answers()) is not None:
            return (t(ALL_IN_WORDS), *named)
        return named or tuple(s.name for s in self.sheets if unnamed_table(s) is not None)

    @property
    def asks(self) -> str:
        """What is asked, in the words of the page."""
        if self.question is None:
            return t("Several sheets hold a table. Which one?")
        if self.question.code == "channels-or-versions":
            return t("Which counts are meant? The {problem}.", problem=self.question.part("problem", "page"))
        column = BY_KEY[self.question.field].inside
        return t("No heading says plainly which column holds the {column}. Which one?", column=column)

    def choose(self, name: str) -> Upload:
        """With one sheet chosen, or one heading for the column that is asked about.

        Raises
        ------
        InputError
            Where there is no such sheet or heading, or the sheet holds no table.
        """
        if self.question is None:
            return self._opened(name, Answers(), name == t(ALL_IN_WORDS))
        for answer in self.question.answers:
            if answer.label == name:
                return self._opened(self.sheet, replace(self.answers, **answer.given))
        raise InputError("heading-unknown", "columns", name, choices=self.choices)

    def again(self) -> Upload:
        """The same in the language of now; what was said of the file before its sheets were told apart stays as it is."""
        return self if self.grid is None else self._opened(self.sheet, self.answers, self.whole)

    def _opened(self, sheet: str, answers: Answers, whole: bool = False) -> Upload:
        """With the table of a sheet, or with the question which of its columns is meant."""
        chosen = replace(self, sheet=sheet, answers=answers, whole=whole, question=None)
        every = all_sheets(self.sheets, Answers()) if whole else None
        if every is not None:
            return replace(chosen, grid=from_sheet(every, answers, self.name))
        for found in self.sheets:
            if found.name == sheet:
                source = f"{self.name} › {sheet}" if sheet and len(self.sheets) > 1 else self.name
                found = settle_hidden(found, "read", answers)
                try:
                    return replace(chosen, grid=from_sheet(found, answers, source))
                except InputError as problem:
                    error = leading_on(problem, partial(_read, found, answers))
                    question: Question | None = error.facts.get("question")
                    if (
                        question is None
                        or not question.answers
                        or any("columns" not in answer.given for answer in question.answers)
                    ):
                        raise error from None
                    return replace(chosen, question=question)
        raise InputError("sheet-unknown", "sheet", sheet, choices=[s.name for s in self.sheets])


def _read(sheet: Sheet, answers: Answers, given: Mapping[str, Any]) -> object:
    """Read a sheet with one more answer, as far as its cells say how."""
    return build(read_rows(sheet, replace(answers, **given)), None, None, None)


def from_bytes(data: bytes, name: str) -> Upload:
    """Open a CSV or XLSX file.

    Raises
    ------
    InputError
        Where it cannot be read or holds no table.
    """
    upload = Upload(name[:80], read_bytes(data, name))
    choices = upload.choices
    if len(choices) > 1:
        return upload
    return upload.choose(choices[0] if choices else upload.sheets[0].name)


def from_text(text: str) -> Upload:
    """Take cells that were pasted, with their headings.

    Raises
    ------
    InputError
        Where they cannot be read or hold no table.
    """
    sheet = read_text(text)
    return Upload("", (sheet,)).choose(sheet.name)
