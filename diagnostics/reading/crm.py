"""Which column of a CRM export is which: by the words of the CRM and of people, and by what all of its cells are.

A heading proposes, the cells of all rows confirm or refuse, and what is open between several columns is asked unless the
answer changes nothing. Each choice keeps its evidence and the column that came next.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from diagnostics.errors import InputError
from diagnostics.reading import vocabulary
from diagnostics.reading.columns import Columns
from diagnostics.reading.contents import Contents
from diagnostics.reading.fields import BY_KEY, FIELDS, HAPPENED, Field
from diagnostics.reading.heading_forms import forms, is_expected, keys, names_core, preset_of, word
from diagnostics.reading.profile import ColumnProfile
from diagnostics.reading.questions import Question
from diagnostics.reading.roles import PHASES, Search

if TYPE_CHECKING:
    from diagnostics.reading.vocabulary_models import Preset

__all__ = ["BY_KEY", "FIELDS", "Field", "Proposal", "is_expected", "propose"]

_ENDS: Final = ("outcome", "is_won", "is_closed")
LAST: Final = "lost_reason"
"""The field that is looked for among what no other is: no count depends on it."""


@dataclass(frozen=True)
class Proposal:
    """Which column is which, as far as it is clear.

    Attributes
    ----------
    columns : dict of str to str
        Heading by field.
    preset : str or None
        The CRM that the headings are of, ``"HubSpot deals"``.
    why : dict of str to str
        By field, the evidence: ``"all 120 cells are days, 6 Jan to 30 Jun 2025; HubSpot calls it so"``, ``"your choice"``.
    questions : tuple of Question
        What has to be answered; their choices are headings.
    unused : tuple of str
        Headings that are no field, in the order of the file.
    outcome_candidates : tuple of str
        Headings of all columns that may say how a lead ended, in the order of the file: a stage, a status, flags,
        a reason, a probability; by their words or by their cells.
    next_best : dict of str to (str, str)
        By field, the heading that came next, and why it was not taken.
    notes : tuple of str
        What was taken without asking though another column was possible, sentences.
    """

    columns: dict[str, str]
    preset: str | None
    why: dict[str, str]
    questions: tuple[Question, ...]
    unused: tuple[str, ...]
    outcome_candidates: tuple[str, ...] = ()
    next_best: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def propose(
    headings: Sequence[str],
    profiles: Mapping[str, ColumnProfile],
    given: Mapping[str, str | None] | None = None,
) -> Proposal:
    """Propose which column is which.

    Headings are compared without capitals, accents, quotes, spaces and what is in parentheses. User-supplied
    headings come first, then the words of the CRM, then the words of everyone, then those words without the record and
    the day that they are joined to (``deal_created_at``), where the cells agree. A column whose heading says nothing is
    taken only where its cells leave no other.

    Parameters
    ----------
    headings : sequence of str
        The headings, in the order of the file.
    profiles : mapping of str to ColumnProfile
        What each column holds, over all rows, by heading; a column without any is taken by its heading alone.
    given : mapping of str to (str or None), optional
        User-supplied heading by field; None: the file has no such column.

    Raises
    ------
    InputError
        Where ``given`` names an unknown field or heading, one heading for two fields, or an expected date or amount for
        what has happened.

    >>> found = propose(["Record ID", "Create Date", "Deal Stage", "Close Date"], {})
    >>> found.preset, found.columns["created"], found.why["created"], found.questions
    ('HubSpot deals', 'Create Date', 'HubSpot calls it so', ())
    """
    named = [heading for heading in headings if heading.strip()]
    file = Columns(named, {h: Contents(profiles[h]) for h in dict.fromkeys(named) if h in profiles})
    supplied = _checked(file.once, given or {})
    preset = preset_of(file.once)
    found = Search(file, preset, supplied)
    first = [field_ for field_ in FIELDS if field_.key != LAST]
    for fields in (first, [BY_KEY[LAST]]):
        for phase in PHASES:
            for field_ in fields:
                if field_.key not in supplied and field_.key not in found.columns and field_.key not in found.asked:
                    found.look(field_, phase)
        if fields is first:
            found.by_cells()
    questions = tuple(found.asked[f.key] for f in FIELDS if f.key in found.asked)
    ordered = [f.key for f in FIELDS if f.key in found.columns]
    return Proposal(
        {key: found.columns[key] for key in ordered},
        preset.name if preset else None,
        {key: found.why[key] for key in ordered},
        questions,
        found.unused(),
        tuple(h for h in file.once if not file.repeated(h) and _tells_outcome(h, file.contents.get(h), preset)),
        {key: best for key in ordered if (best := found.next_best(BY_KEY[key])) is not None},
        tuple(found.notes),
    )


def _tells_outcome(heading: str, contents: Contents | None, preset: Preset | None) -> bool:
    """Whether a column may say how a lead ended: its heading is known for it, or its cells are words of an outcome."""
    known = frozenset[str]().union(*(forms(words) for key in _ENDS for words in BY_KEY[key].words))
    if preset is not None:
        known |= {word(h) for key in _ENDS for h in preset.columns.get(key, ())}
    signs = vocabulary.outcomes().signs
    named = contents is not None and any(names_core(BY_KEY[key], heading) for key in _ENDS)
    if keys(heading) & (known | signs.beside | signs.state) or named:
        return contents is None or contents.is_kind("values")
    return contents is not None and contents.tells_ending


# --- what is supplied ---


def _checked(headings: Sequence[str], given: Mapping[str, str | None]) -> dict[str, str | None]:
    """The user's headings, as the file writes them.

    Raises
    ------
    InputError
        Where a field or a heading is not known, or one heading is given for two fields.
    """
    if not isinstance(given, Mapping):
        raise InputError("headings-not-a-mapping", "columns", type(given).__name__)
    supplied: dict[str, str | None] = {}
    for key, wanted in given.items():
        if key not in BY_KEY:
            close = difflib.get_close_matches(str(key), BY_KEY, n=1, cutoff=0.5)
            if close:
                raise InputError("unknown-field-near", "columns", key, choices=BY_KEY, near=close[0])
            raise InputError("unknown-field", "columns", key, choices=BY_KEY)
        if wanted is None:
            supplied[key] = None
            continue
        if not isinstance(wanted, str):
            raise InputError("heading-not-text", key, wanted)
        heading = _find(wanted, headings)
        if heading is None:
            raise _unknown_heading(key, wanted, headings)
        if key in HAPPENED and is_expected(heading):
            raise InputError("heading-of-expected", key, heading)
        if other := next((k for k, h in supplied.items() if h == heading), None):
            raise InputError("heading-of-two-fields", key, heading, other=other)
        supplied[key] = heading
    return supplied


def _find(wanted: str, headings: Sequence[str]) -> str | None:
    """The heading that was meant: the same, or the only one that is the same but for spaces, or for capitals."""
    if wanted in headings:
        return wanted
    for same in (str.strip, lambda text: " ".join(text.split()).casefold()):
        found = [heading for heading in headings if same(heading) == same(wanted)]
        if len(found) == 1 and wanted.strip():
            return found[0]
    return None


def _unknown_heading(key: str, wanted: str, headings: Sequence[str]) -> InputError:
    by_form = {heading.casefold(): heading for heading in headings}
    close = difflib.get_close_matches(wanted.casefold(), by_form, n=1, cutoff=0.0)
    if not close:
        return InputError("heading-of-empty-file", key, wanted)
    return InputError("unknown-heading", key, wanted, choices=headings, near=by_form[close[0]])
