"""All sessions of a case in a row: each diagnosed again by the present method, with what was said then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from diagnostics.app.case.agreed import counted_anew, watching
from diagnostics.app.case.history import diagnosed
from diagnostics.diagnosis.movement import NUMBERS, Level, level
from diagnostics.errors import InputError
from diagnostics.language import SOURCE, language
from diagnostics.version import METHOD

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.app.case.records import CaseNumbers


@dataclass(frozen=True, slots=True)
class Judged:
    """The present method's answer to the numbers of one day; ``problem`` where it has none."""

    verdict: str = ""
    sentence: str = ""
    leaning: str = ""
    probability: Mapping[str, float] | None = None
    of_par: Mapping[str, float] | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One session.

    Attributes
    ----------
    date : str
        ISO 8601, of its diagnosis; of the session that goes on where that is not diagnosed yet.
    judged : Judged
        By the present method.
    said : str
        What was said then, word for word; empty where nothing was.
    otherwise : bool
        Whether what was said then is not what the present method says.
    levels : dict of str to Level or None
        The numbers that are watched in any session; None where the counts do not show one.
    now : bool
        Whether it is the session that goes on.
    """

    date: str
    judged: Judged
    said: str
    otherwise: bool
    levels: Mapping[str, Level | None]
    now: bool = False


def trend(case: Case) -> tuple[Point, ...]:
    """Every session that is over, oldest first, and the one that goes on where it has numbers of its own.

    Empty in a first session.
    """
    if not case.meetings:
        return ()
    numbers = watched_ever(case)
    dates = {meeting.date for meeting in case.meetings}
    points = [
        _point(past.date, past.numbers, _as_said(past.language, past.sentence), past.method, numbers)
        for past in case.diagnoses
        if past.date in dates
    ]
    if case.numbers is None or not counted_anew(case):
        return tuple(points)
    latest = case.diagnoses[-1] if case.diagnoses else None
    here = latest if latest is not None and latest.date > case.meetings[-1].date else None
    said = _as_said(here.language, here.sentence) if here is not None and here.numbers.is_as(case.numbers) else ("", "")
    date = here.date if here is not None else case.begun
    return (*points, _point(date, case.numbers, said, METHOD, numbers, now=True))


def watched_ever(case: Case) -> tuple[str, ...]:
    """The numbers that any session watched or aimed at, in the order of the chain; customers always, and first."""
    plans = (case.plan, *(meeting.plan for meeting in case.meetings))
    seen = {watching(action) for plan in plans for action in plan} | {n for past in case.diagnoses for n in past.levels}
    return tuple(name for name in NUMBERS if name == "customers" or name in seen)


def _as_said(code: str, sentence: str) -> tuple[str, str]:
    return code or SOURCE, sentence


def _point(
    date: str,
    numbers: CaseNumbers,
    said: tuple[str, str],
    method: int,
    watched: tuple[str, ...],
    now: bool = False,
) -> Point:
    text = json.dumps(numbers.model_dump(mode="json"), sort_keys=True)
    judged = _judged(text, language())
    code, sentence = said
    otherwise = bool(sentence) and _judged(text, code).sentence != sentence if method != METHOD else False
    if sentence and not otherwise and code != language():
        sentence = judged.sentence or sentence  # the same, in the language of now
    return Point(date, judged, sentence, otherwise, _levels(text, watched), now)


@lru_cache(maxsize=512)
def _judged(text: str, code: str) -> Judged:
    """The answer to numbers, in the language ``code``, kept: the numbers of a session that is over never change."""
    from diagnostics.language import speaking

    with speaking(code):
        found = diagnosed(_numbers(text))
        d = found.diagnosis
        if d is None:
            return Judged(problem=found.problem)
        return Judged(d.verdict, d.sentence, d.leaning, d.probability, d.of_par)


@lru_cache(maxsize=512)
def _levels(text: str, watched: tuple[str, ...]) -> Mapping[str, Level | None]:
    try:
        funnel, par, _ = _numbers(text).records()
    except InputError:
        return dict.fromkeys(watched)
    return {name: level(funnel, par, name) for name in watched}


def _numbers(text: str) -> CaseNumbers:
    from diagnostics.app.case.records import CaseNumbers

    return CaseNumbers(**json.loads(text))
