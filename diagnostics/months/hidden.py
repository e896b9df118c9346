"""Rows that a workbook holds and does not show: hidden manually or by a filter."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from diagnostics.language import n, t
from diagnostics.months import said
from diagnostics.months.records import Answers, Rows
from diagnostics.months.rows import read_rows
from diagnostics.number_format import integer
from diagnostics.reading.questions import Answer, Question, rows
from diagnostics.reading.sheet_reader import Cell, Sheet

HIDDEN: Final = ("read", "leave-out")
"""Answers about rows that are hidden."""
FEW: Final = 0.01
"""A smaller share of the leads and of the sales is read without a question."""


def settle_hidden(sheet: Sheet, answer: str | None, answers: Answers) -> Sheet:
    """The sheet with its hidden rows read or left out, and a note on it.

    Parameters
    ----------
    sheet : Sheet
        Any sheet; one without hidden rows comes back as it is.
    answer : {"read", "leave-out"}, optional
        Whether hidden rows are read.
    answers : Answers
        What else is known of the table.

    Raises
    ------
    InputError
        Where it is not known, and leaving them out would change the counts by more than :data:`FEW`.
    """
    if not sheet.hidden and not sheet.hidden_columns:
        return sheet
    every = read_rows(sheet, answers)
    hidden = sheet.hidden_columns if every.turned else sheet.hidden
    if not hidden:
        return sheet
    lines = _columns(len(hidden)) if every.turned else rows(len(hidden))
    shown = _blanked(sheet, every.turned)
    all_sums, shown_sums = _sums(every), _sums(read_rows(shown, answers))
    leads, sales = (before - after for before, after in zip(all_sums, shown_sums, strict=True))
    told = t("{leads} and {sales}", leads=said.leads(leads), sales=said.sales(sales))
    said_of = {"lines": lines, "counts": told}
    if answer == "leave-out":
        return replace(
            shown,
            notes=(
                *shown.notes,
                t("{lines} hidden in the workbook, with {counts}, left out.", **said_of),
            ),
        )
    matters = any(before - after > FEW * before for before, after in zip(all_sums, shown_sums, strict=True))
    if matters and answer is None and not every.problems:
        facts = {"hidden": lines, "told": told, "all": integer(all_sums[0]), "shown": integer(shown_sums[0])}
        offered = tuple(
            Answer(
                t("{answer}: {leads}, {sales}", answer=words, leads=said.leads(leads), sales=said.sales(sales)),
                {"hidden": given},
            )
            for words, given, (leads, sales) in (
                (t("read them too"), "read", all_sums),
                (t("leave them out"), "leave-out", shown_sums),
            )
        )
        code = "hidden-count" if len(hidden) == 1 else "hidden-counts"
        raise Question(code, "hidden", HIDDEN, facts, offered).error(rows(len(hidden)))
    return replace(
        sheet,
        notes=(*sheet.notes, t("{lines} hidden in the workbook, with {counts}, read too.", **said_of)),
    )


def _columns(count: int) -> str:
    return n("{count} column", "{count} columns", count, count=integer(count))


def _blanked(sheet: Sheet, turned: bool) -> Sheet:
    """The sheet with nothing in what is hidden; rows and columns keep their places."""
    if turned:
        columns = sheet.hidden_columns
        body: list[list[Cell]] = [[None if n in columns else cell for n, cell in enumerate(row)] for row in sheet.rows]
    else:
        body = [[None] * len(row) if n in sheet.hidden else row for n, row in enumerate(sheet.rows)]
    return replace(sheet, rows=body)


def _sums(read: Rows) -> tuple[int, int]:
    return sum(row.leads or 0 for row in read.rows), sum(row.wins or 0 for row in read.rows)
