"""A file or pasted cells on their way into the grid: which sheet, which rows, what was left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from diagnostics.app.forms.grid import Grid, from_sheet
from diagnostics.errors import InputError
from diagnostics.months.hidden import settle_hidden
from diagnostics.months.layout.layout import find_table
from diagnostics.months.records import Answers
from diagnostics.reading.sheet_reader import Sheet, read_bytes, read_text


@dataclass(frozen=True, slots=True)
class Upload:
    """What was opened. ``grid`` is None while it is open which of several sheets is meant."""

    name: str
    sheets: tuple[Sheet, ...]
    grid: Grid | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """Sheets that hold a table."""
        return tuple(s.name for s in self.sheets if find_table(s, Answers()) is not None)

    def choose(self, sheet: str) -> Upload:
        """With one sheet chosen.

        Raises
        ------
        InputError
            Where there is no such sheet, or it holds no table.
        """
        for found in self.sheets:
            if found.name == sheet:
                source = f"{self.name}, sheet {sheet}" if sheet and len(self.sheets) > 1 else self.name
                found = settle_hidden(found, "read", Answers())
                return replace(self, grid=from_sheet(found, Answers(), source))
        raise InputError("sheet-unknown", "sheet", sheet, choices=[s.name for s in self.sheets])


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
