"""Why something was not done, for the page of a consultation and for its report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import NAME

if TYPE_CHECKING:
    from diagnostics.errors import InputError

FIELDS: Final = {
    "client": "Client",
    "definitions": "What the words mean here",
    "notes": "Notes",
    "activities": "Your own list",
    "activity": "Activity",
    "row": "Row",
    "customer": "Customer answers?",
    "person": "A person answers back?",
    "scenario": "Scenario",
    "scenarios": "Side by side",
    "plan": "The plan",
    "play": "Action",
    "case": "Case",
    "case file": "Case file",
    "path": "Report",
    "reach": "Leads per month",
    "level": "Move the sliders",
    "numbers": "Numbers",
}
"""What the page calls the fields that errors name."""


def label_of(field: str) -> str:
    """What the page calls a field that an error names.

    >>> label_of("case: definitions.lead"), label_of("plan[2].date"), label_of("closing")
    ('What the words mean here', 'The plan', 'Closing')
    """
    name = field.removeprefix("case: ")
    first = re.split(r"[.\[]", name)[0]
    return FIELDS.get(first, NAME.get(first, name).capitalize())


def refused(problem: InputError) -> str:
    """Why something was not done, in the words of the page."""
    return problem.message("page", label_of(problem.field))
