"""A diagnosis as it is kept in a case: what was said on a day, from which numbers, and what the plan was to bring."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from diagnostics.diagnosis.answer import Diagnosis, diagnose
from diagnostics.funnel.errors import InputError

if TYPE_CHECKING:
    from diagnostics.sources.case import Case, Numbers


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
        return Diagnosed(numbers, diagnose(*numbers.records()))
    except InputError as problem:
        return Diagnosed(numbers, None, str(problem))


def versions() -> dict[str, str]:
    """What worked the figures out."""
    from diagnostics import __version__

    return {"weak-link": __version__, "numpy": version("numpy"), "scipy": version("scipy")}


def recorded(case: Case, found: Diagnosed, date: str) -> Case:
    """The case with what is said on this day in its history; one entry a day."""
    from diagnostics.sources.case import Past

    d, numbers = found.diagnosis, found.numbers
    if d is None or numbers is None:
        return case
    aim = next((s for s in case.scenarios if s.name == case.aim), None)
    past = Past(
        date=date,
        numbers=numbers,
        definitions=case.definitions,
        entries=case.entries,
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
