"""What the names of several files say of their leads: ``won.csv`` and ``lost.csv``, where no column says how a lead ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from diagnostics.leads.opening.source import Leads
from diagnostics.reading import crm
from diagnostics.reading.outcome_words import meaning

HEADING: Final = "File name"
"""The heading of the column that is made of them."""
_NAME: Final = "file_name"
_TOLD_BY: Final = ("outcome", "is_won", "won_on")


def as_outcome(parts: Sequence[Leads]) -> tuple[list[Leads], list[str]]:
    """Files with a column of their names, where only these say how a lead ended; what was done, sentences."""
    stems = [PurePath(part.name).stem for part in parts]
    meanings = [meaning(stem) for stem in stems]
    told = "won" in meanings and len(set(meanings)) > 1 and set(meanings) <= {"won", "lost", "open"}
    if not told or any(_says(part) for part in parts):
        return list(parts), []
    note = f"No column says how a lead ended, so the names of the files do: {', '.join(dict.fromkeys(stems))}."
    return [_named(part, stem) for part, stem in zip(parts, stems, strict=True)], [note]


def _says(part: Leads) -> bool:
    """Whether a column says how a lead ended."""
    columns = crm.propose(part.headings, part.profiles).columns
    return HEADING in part.headings or any(key in columns for key in _TOLD_BY)


def _named(part: Leads, stem: str) -> Leads:
    import ibis
    import pandas as pd

    cells = part.cells
    if cells is not None:
        cells = cells.assign(**{_NAME: pd.array([stem] * len(cells), dtype="str")})
    table = part.table.mutate(**{_NAME: ibis.literal(stem)})
    return replace(part, headings=(*part.headings, HEADING), names=(*part.names, _NAME), table=table, cells=cells)
