"""How the days of a decision agree with the outcome: in how many won, lost and open rows each is filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diagnostics.language import mark, t
from diagnostics.leads.opening.source import Leads
from diagnostics.leads.thresholds import MOST_COMPARED
from diagnostics.number_format import integer
from diagnostics.reading.outcomes import KINDS

DECIDED: Final = ("won_on", "lost_on", "decided")

_OF: Final = {
    "won": mark("{count} of {all} won"),
    "lost": mark("{count} of {all} lost"),
    "open": mark("{count} of {all} open"),
}
"""How many of the rows that ended so."""


def agreement(leads: Leads, columns: Mapping[str, str], of: Mapping[str, str]) -> dict[str, str]:
    """In how many rows of each outcome a day of a decision is filled, a clause for each such column.

    Parameters
    ----------
    leads : Leads
        The source; of one longer than :data:`~diagnostics.leads.thresholds.MOST_COMPARED` rows nothing is said.
    columns : mapping of str to str
        Heading by field.
    of : mapping of str to {"won", "lost", "open"}
        What each text of the outcome column means.
    """
    there = [key for key in DECIDED if key in columns]
    outcome = columns.get("outcome")
    if outcome is None or not there or leads.profiles[outcome].rows > MOST_COMPARED:
        return {}
    kinds = {text.strip(): kind for text, kind in of.items()}
    rows = dict.fromkeys(KINDS, 0)
    filled = {key: dict.fromkeys(KINDS, 0) for key in there}
    for (text, *cells), n in leads.crossing([outcome], [columns[key] for key in there]).items():
        kind = kinds.get(text.strip())
        if kind in rows:
            rows[kind] += n
            for key, cell in zip(there, cells, strict=True):
                filled[key][kind] += n if cell else 0
    return {
        key: t(
            "filled in {counts}",
            counts=", ".join(
                t(_OF[kind], count=integer(counts[kind]), all=integer(rows[kind])) for kind in KINDS if rows[kind]
            ),
        )
        for key, counts in filled.items()
        if any(rows.values())
    }
