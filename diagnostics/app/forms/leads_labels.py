"""What the page calls the columns of an export and the fields next to it; errors in these words."""

from __future__ import annotations

from typing import Final

from diagnostics.app.forms.form_fields import BY_KEY
from diagnostics.errors import InputError
from diagnostics.language import mark, t
from diagnostics.leads.matching.repeats import CHANGED, WHEN_CHANGED
from diagnostics.reading import crm

_FIELDS: Final = {"lag_days": "days", "typical_days": "days"}
"""Fields of the form by the argument that they fill."""

_LABELS: Final = {
    "file": mark("File"), "file version": mark("File"), "text": mark("Pasted text"), "sheet": mark("Sheet"),
    "table": mark("Table"), "encoding": mark("Encoding"), "hidden": mark("Hidden rows"), "files": mark("Files"),
    "leads": mark("Leads"), "id": mark("ID"), "no_leads": mark("Rows that are no leads"),
}  # fmt: skip
"""What the page calls what was opened or pasted."""


def label_of(name: str) -> str:
    """What the page calls a field of the form or a column of leads; a heading is called by its own words.

    >>> label_of("channel"), label_of("Deal stage")
    ('Where it came from', 'Deal stage')
    """
    if name in crm.BY_KEY:
        return crm.BY_KEY[name].label
    if name == CHANGED:
        return t(WHEN_CHANGED)
    key = _FIELDS.get(name, name)
    if key in BY_KEY:
        return BY_KEY[key].name
    return t(_LABELS[name]) if name in _LABELS else name


def entry_of(name: str) -> str:
    """The field of this form that an error is about; empty where it is about the export."""
    key = _FIELDS.get(name, name)
    return key if key in BY_KEY and "ledger" in BY_KEY[key].ways else ""


def on_page(error: InputError) -> str:
    """An error in the words of the page."""
    return error.message("page", label_of(error.field))
