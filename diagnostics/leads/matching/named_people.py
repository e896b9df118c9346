"""What the people of an export are called where their names are not shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from diagnostics.errors import InputError
from diagnostics.funnel.checks import is_one_of
from diagnostics.leads.matching.matching import FIELDS, Matching
from diagnostics.leads.opening.source import Leads
from diagnostics.reading.crm import propose
from diagnostics.reading.people import SHOWN, People, Shown, mark_of


def showing(matching: Matching, shown: Any) -> Matching:
    """A matching whose people are shown as names, initials or numbers.

    Raises
    ------
    InputError
        Where it is none of these.
    """
    if not is_one_of(shown, SHOWN):
        raise InputError("people-not-shown-so", "people", shown, choices=SHOWN)
    return matching if shown == matching.shown else replace(matching, shown=shown)


def people_of(leads: Leads, heading: str | None, shown: Shown, texts: Iterable[str] = ()) -> People | None:
    """What the people of a column are called; None where names are shown, or there is no such column.

    Parameters
    ----------
    leads : Leads
        The export.
    heading : str or None
        Of the column that holds them.
    shown : {"names", "initials", "numbers"}
        How they are shown.
    texts : iterable of str
        More texts of the column, as the engine writes them.
    """
    if shown == "names" or heading is None:
        return None
    return People.of({*leads.profiles[heading].told, *texts}, shown, _secret(leads))


def names_elsewhere(leads: Leads, given: Mapping[str, Any]) -> str | None:
    """The heading of the reps' column where a user matched it to another field, as which its names would be shown."""
    heading = propose(leads.headings, leads.profiles, {}).columns.get("rep")
    taken = heading is not None and any(key != "rep" and given.get(key) == heading for key in FIELDS)
    return heading if taken else None


def without_names(given: Mapping[str, Any], matching: Matching) -> dict[str, Any]:
    """Answers about an export with what stands for each name in place of the names of people."""
    heading, answer = matching.columns.get("rep"), given.get("self_service")
    if heading is None or not isinstance(answer, Mapping) or heading not in answer:
        return dict(given)
    known = set(matching.leads.profiles[heading].texts)
    marked = [mark_of(text) if text in known and text.strip() else text for text in answer[heading]]
    return {**given, "self_service": {**answer, heading: sorted(set(marked))}}


def _secret(leads: Leads) -> bytes:
    """What only those know who have the export, in whatever order its rows are."""
    held = [[p.heading, p.rows, p.filled, sorted(p.texts.items())] for p in leads.profiles.values()]
    return hashlib.sha256(json.dumps(held, default=str).encode(errors="surrogatepass")).digest()
