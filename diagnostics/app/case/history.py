"""A diagnosis in the history of a case: the result on one day, its numbers, and what the plan was to achieve."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.forms.counts_form import field_error
from diagnostics.diagnosis.answer import Diagnosis, diagnose
from diagnostics.errors import InputError
from diagnostics.version import METHOD, __version__

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case, CaseNumbers


EXTREME: Final = "These numbers are too large or too small to be worked out. Look for a zero too many."


@dataclass(frozen=True, eq=False)
class Diagnosed:
    """The result of a case's numbers; ``diagnosis`` is None where they are not complete or cannot be judged."""

    numbers: CaseNumbers | None
    diagnosis: Diagnosis | None
    problem: str = ""


def diagnosed(numbers: CaseNumbers | None) -> Diagnosed:
    """Diagnose the numbers of a case, exactly as they were typed or read."""
    if numbers is None:
        return Diagnosed(None, None)
    try:
        return judged(numbers, diagnose(*numbers.records()))
    except InputError as problem:
        return Diagnosed(numbers, None, field_error(problem))
    except (ArithmeticError, ValueError):
        return Diagnosed(numbers, None, EXTREME)


def judged(numbers: CaseNumbers, d: Diagnosis) -> Diagnosed:
    """Numbers whose diagnosis is there already; none where a figure of it is not finite."""
    finite = all(math.isfinite(value) for value in (*d.of_par.values(), *d.probability.values(), d.today, d.at_par))
    return Diagnosed(numbers, d) if finite else Diagnosed(numbers, None, EXTREME)


@cache
def versions() -> Mapping[str, str]:
    """The programs that calculated the figures, and the method."""
    return {"method": str(METHOD), "weak-link": __version__, "numpy": version("numpy"), "scipy": version("scipy")}


def _without_rows(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Entries without the rows of a table: they are long, and their numbers are recorded anyway."""
    table = entries.get("table")
    return {**entries, "table": {**table, "rows": []}} if table else dict(entries)


def recorded(case: Case, found: Diagnosed, date: str) -> Case:
    """The case with this day's diagnosis in its history; one entry per day."""
    from diagnostics.app.case.case import RecordedDiagnosis

    d, numbers = found.diagnosis, found.numbers
    if d is None or numbers is None:
        return case
    aim = next((s for s in case.scenarios if s.name == case.aim), None)
    past = RecordedDiagnosis(
        date=date,
        numbers=numbers,
        definitions=case.definitions,
        entries=_without_rows(case.entries),
        verdict=d.verdict,
        leaning=d.leaning,
        probability=d.probability,
        suspect=d.suspect,
        of_par=d.of_par,
        today=d.today,
        at_par=d.at_par,
        sentence=d.sentence,
        levels=dict(aim.levels) if aim else {},
        aim=aim.name if aim else "",
        versions=dict(versions()),
    )
    return case.remembering(past)
