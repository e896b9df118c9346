"""A case without the names of people that an export had given it, where they are to be shown as initials or numbers.

What was said of them goes; it is said again, in the other way, when the export is opened again. No number changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.forms.leads_form import shown_by
from diagnostics.reading.people import Shown, mark_of

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.app.case.records import CaseNumbers

QUOTED: Final = re.compile(r" \([^()]*'.*'[^()]*\)")
"""What a doubt quotes from an export: its texts, and the headings that they are under."""


def unnamed(case: Case) -> Case:
    """A case, with its history, without names from an export."""
    return case.changed(
        people=(),
        reading=(),
        entries=_marked(case.entries),
        numbers=_unquoted(case.numbers),
        diagnoses=tuple(
            past.model_copy(update={"numbers": _unquoted(past.numbers), "entries": _marked(past.entries)})
            for past in case.diagnoses
        ),
    )


def less_named(case: Case, at_most: Shown) -> Case:
    """A case as a page may keep it that shows people so at most: without what was said of them by name."""
    shown = shown_by(case.typed.texts)
    return case if case.typed.way != "ledger" or shown_by(case.typed.texts, at_most) == shown else unnamed(case)


def _unquoted(numbers: CaseNumbers | None) -> CaseNumbers | None:
    if numbers is None or not numbers.funnel.get("doubts"):
        return numbers
    doubts = [QUOTED.sub("", doubt) for doubt in numbers.funnel["doubts"]]
    return numbers.model_copy(update={"funnel": {**numbers.funnel, "doubts": doubts}})


def _marked(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Entries with what stands for each text in place of those that mark self-service sales."""
    answer = entries.get("columns", {}).get("self_service")
    if not isinstance(answer, Mapping):
        return dict(entries)
    marked = {heading: [mark_of(t) if t.strip() else t for t in texts] for heading, texts in answer.items()}
    return {**entries, "columns": {**entries["columns"], "self_service": marked}}
