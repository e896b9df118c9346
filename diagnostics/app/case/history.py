"""A diagnosis as it is kept in a case: what was said on a day, from which numbers, and what the plan was to bring."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from diagnostics.diagnosis.answer import Diagnosis, diagnose
from diagnostics.errors import InputError
from diagnostics.version import __version__

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case, Numbers


EXTREME: Final = "These numbers are too large or too small to be worked out. Look for a zero too many."


@dataclass(frozen=True, eq=False)
class Diagnosed:
    """What a case's numbers come to; ``diagnosis`` is None where they are not complete or cannot be judged."""

    numbers: Numbers | None
    diagnosis: Diagnosis | None
    problem: str = ""


def diagnosed(numbers: Numbers | None) -> Diagnosed:
    """Diagnose the numbers of a case, to the digit as they were typed or read."""
    if numbers is None:
        return Diagnosed(None, None)
    try:
        d = diagnose(*numbers.records())
        finite = all(math.isfinite(value) for value in (*d.of_par.values(), *d.probability.values(), d.today, d.at_par))
    except InputError as problem:
        return Diagnosed(numbers, None, str(problem))
    except (ArithmeticError, ValueError):
        finite = False
    return Diagnosed(numbers, d) if finite else Diagnosed(numbers, None, EXTREME)


def versions() -> dict[str, str]:
    """What worked the figures out."""
    return {"weak-link": __version__, "numpy": version("numpy"), "scipy": version("scipy")}


def _without_rows(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Entries as a past day keeps them: a table is long, and its numbers are kept anyway."""
    table = entries.get("table")
    return {**entries, "table": {**table, "rows": []}} if table else dict(entries)


def recorded(case: Case, found: Diagnosed, date: str) -> Case:
    """The case with what is said on this day in its history; one entry a day."""
    from diagnostics.app.case.case import Past

    d, numbers = found.diagnosis, found.numbers
    if d is None or numbers is None:
        return case
    aim = next((s for s in case.scenarios if s.name == case.aim), None)
    past = Past(
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
        versions=versions(),
    )
    return case.remembering(past)
