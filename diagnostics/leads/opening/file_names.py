"""What the names of files, or sheets, say of their leads: ``won.csv`` and ``lost.csv``, where no column says how they ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from diagnostics.language import kept, t
from diagnostics.leads.opening.source import Leads
from diagnostics.reading import crm
from diagnostics.reading.outcome_words import meaning

FILES: Final = "files"
SHEETS: Final = "sheets"
"""What the parts of an export are."""
HEADINGS: Final = {FILES: "File name", SHEETS: "Sheet"}
"""The heading of the column that is made of their names."""
_NAME: Final = "file_name"
_TOLD_BY: Final = ("outcome", "is_won", "won_on")


def with_names(parts: Sequence[Leads], what: str) -> tuple[list[Leads], list[str]]:
    """Parts with a column of their names, and what was done, sentences.

    Files have one where only the names say how a lead ended. Sheets always have one: it may be the outcome, or be given as
    any other column.
    """
    heading = HEADINGS[what]
    stems = [PurePath(part.name).stem if what == FILES else part.name for part in parts]
    meanings = [meaning(stem) for stem in stems]
    told = "won" in meanings and len(set(meanings)) > 1 and set(meanings) <= {"won", "lost", "open"}
    told = told and not any(_says(part) for part in parts)
    if any(heading in part.headings for part in parts) or not (told or what == SHEETS):
        return list(parts), []
    names = ", ".join(dict.fromkeys(stems))

    def note() -> str:
        if not told:
            return t(
                "{column}: the names of the sheets, {names}; they may be given as the rep, the channel or the month.",
                column=heading,
                names=names,
            )
        if what == FILES:
            return t("No column says how a lead ended, so the names of the files do: {names}.", names=names)
        return t("No column says how a lead ended, so the names of the sheets do: {names}.", names=names)

    return [_named(part, stem, heading) for part, stem in zip(parts, stems, strict=True)], [kept(note)]


def _says(part: Leads) -> bool:
    """Whether a column says how a lead ended."""
    columns = crm.propose(part.headings, part.profiles).columns
    return any(key in columns for key in _TOLD_BY)


def _named(part: Leads, stem: str, heading: str) -> Leads:
    import ibis
    import pandas as pd

    cells = part.cells
    if cells is not None:
        cells = cells.assign(**{_NAME: pd.array([stem] * len(cells), dtype="str")})
    table = part.table.mutate(**{_NAME: ibis.literal(stem)})
    return replace(part, headings=(*part.headings, heading), names=(*part.names, _NAME), table=table, cells=cells)
