"""Why something was not done, for the page of a consultation and for its report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import LABEL
from diagnostics.language import Texts, mark

if TYPE_CHECKING:
    from diagnostics.errors import InputError

FIELDS: Final = Texts(
    {
        "client": mark("Client"),
        "definitions": mark("What the words mean here"),
        "notes": mark("Notes"),
        "activities": mark("Your own list"),
        "activity": mark("Activity"),
        "row": mark("Row"),
        "customer": mark("Customer answers?"),
        "person": mark("A person answers back?"),
        "scenario": mark("Scenario"),
        "scenarios": mark("Side by side"),
        "plan": mark("The plan"),
        "play": mark("Action"),
        "case": mark("Case"),
        "case file": mark("Case file"),
        "path": mark("Report"),
        "reach": mark("Leads per month"),
        "level": mark("Move the sliders"),
        "numbers": mark("Numbers"),
        "firm": mark("Firm"),
        "logo": mark("Logo"),
        "accent": mark("Main colour"),
        "second": mark("Second colour"),
        "font": mark("Font"),
        "slip": mark("Answer"),
        "weak": mark("Weak side"),
        "sure": mark("How sure"),
        "lead": mark("Definition of a lead"),
        "sale": mark("Definition of a sale"),
    }
)
"""What the page calls the fields that errors name."""


def label_of(field: str) -> str:
    """What the page calls a field that an error names.

    >>> label_of("case: definitions.lead"), label_of("plan[2].date"), label_of("closing")
    ('What the words mean here', 'The plan', 'Closing')
    """
    name = field.removeprefix("case: ")
    first = re.split(r"[.\[]", name)[0]
    return FIELDS.get(first) or LABEL.get(first) or name.capitalize()


def refused(problem: InputError) -> str:
    """Why something was not done, in the words of the page."""
    return problem.message("page", label_of(problem.field))
