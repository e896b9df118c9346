"""A diagnosis in the history of a case: the result on one day, its numbers, and what the plan was to achieve."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from diagnostics.app.forms.counts_form import field_error
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis, diagnose
from diagnostics.errors import InputError
from diagnostics.funnel.best import Best, best_of
from diagnostics.funnel.records import Funnel
from diagnostics.funnel.scatter import usual_count_dispersion, usual_share_dispersion
from diagnostics.funnel.series import EARLY
from diagnostics.language import SOURCE, language, mark, t
from diagnostics.version import METHOD, __version__

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.app.case.records import CaseNumbers, RecordedDiagnosis


EXTREME: Final = mark("These numbers are too large or too small to be worked out. Look for a zero too many.")


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
        return Diagnosed(numbers, None, t(EXTREME))


def judged(numbers: CaseNumbers, d: Diagnosis) -> Diagnosed:
    """Numbers whose diagnosis is there already; none where a figure of it is not finite."""
    finite = all(math.isfinite(value) for value in (*d.of_par.values(), *d.probability.values(), d.today, d.at_par))
    return Diagnosed(numbers, d) if finite else Diagnosed(numbers, None, t(EXTREME))


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
    from diagnostics.app.case.records import RecordedDiagnosis

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
        language=language(),
        levels=dict(aim.levels) if aim else {},
        aim=aim.name if aim else "",
        versions=dict(versions()),
    )
    return case.remembering(past)


def in_language(past: RecordedDiagnosis) -> RecordedDiagnosis:
    """A diagnosis of the history with its sentence in the language of now.

    What a method that has changed since said in another language cannot be said again; it stays as it was said.
    """
    if (past.language or SOURCE) == language() or past.method != METHOD:
        return past
    again = diagnosed(past.numbers).diagnosis
    return past if again is None else past.model_copy(update={"sentence": again.sentence, "language": language()})


def stretch(case: Case, d: Diagnosis) -> str:
    """That the goal is more than any period in the history of a case brought; empty where the counts themselves tell."""
    return "" if d.assessment.funnel.best else words.stretch(d.assessment, _best_period(case, d.assessment.funnel))


def _best_period(case: Case, now: Funnel) -> Best | None:
    """The best of the periods that were diagnosed, and the present one; of months where one of those holds them."""
    funnels = [*(past.numbers.records()[0] for past in case.diagnoses), now]
    months = [funnel.best for funnel in funnels if funnel.best is not None]
    if months:
        return max(months, key=lambda best: best.customers)
    seen = {(f.leads, f.wins, f.months, 1.0 if f.basis == "period" else f.maturity) for f in funnels}
    usable = sorted(one for one in seen if one[3] >= EARLY)
    if not usable:
        return None
    leads, won, covered, had_time = np.array(usable).T
    lengths = set(covered.tolist())
    share = min(1.0, float(won.sum() / max(leads.sum(), 1.0)))
    per_month = float(leads.sum() / covered.sum())
    dispersion = (1 - share) * usual_share_dispersion(share, per_month) + share * usual_count_dispersion(per_month)
    return best_of(won, covered, had_time, lengths.pop() if len(lengths) == 1 else 0.0, 1, dispersion)
