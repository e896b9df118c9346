"""The answer to what a form asks, as a page keeps it: what is sent, and what a link says of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from diagnostics.app.forms.counts_form import CountsResult
from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.table_form import TableResult
from diagnostics.app.pages.answer_panes import AnswerPane, panes
from diagnostics.app.pages.said import Said
from diagnostics.diagnosis import diagnose
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.lost import WeakLink
from diagnostics.diagnosis.money import Money
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import SOURCE, speaking


class Asked(NamedTuple):
    """What a form asks: the arguments of a diagnosis, among how many periods the one that is judged was chosen, and in which
    language the answer is to be.
    """

    funnel: Funnel
    par: Par
    money: Money | None = None
    periods: int = 1
    language: str = SOURCE


class Given(NamedTuple):
    """An answer: everything that is shown of it as JSON, a tenth of what it takes as objects, and the answer in short."""

    panes: str
    said: Said
    diagnosis: Diagnosis | None = None
    """None where nobody needs more of it than is shown."""
    weak: WeakLink | None = None

    def pane(self, revision: int) -> AnswerPane:
        """What is shown, for a revision of the page."""
        shown: AnswerPane = json.loads(self.panes)
        return {**shown, "revision": revision}


Answers = Callable[[Asked], Given]
"""Works out an answer; raises :class:`~diagnostics.errors.InputError` where there is none."""


def asked_by(
    reading: CountsResult | TableResult, entries: Entries, known: Sequence[tuple[Entries, Asked]], language: str
) -> Asked | None:
    """What a form asks in a language; None where it is not complete. ``known``: numbers of forms that do not hold them."""
    if reading.funnel is not None and reading.par is not None:
        periods = reading.periods if isinstance(reading, TableResult) else 1
        return Asked(reading.funnel, reading.par, reading.money, periods, language)
    found = None if reading.errors else next((asked for form, asked in reversed(known) if form == entries), None)
    return found and found._replace(language=language)


def answer(asked: Asked) -> Given:
    """Work out an answer."""
    with speaking(asked.language):
        diagnosis = diagnose(asked.funnel, asked.par, asked.money)
        shown = json.dumps(panes(diagnosis, asked.periods), allow_nan=False, separators=(",", ":"))
        return Given(shown, Said.of(diagnosis), diagnosis, WeakLink.of(diagnosis))


def answer_to_show(asked: Asked) -> Given:
    """Work out an answer of which nothing is kept but what is shown: a fifth of the memory."""
    return answer(asked)._replace(diagnosis=None)


def knowing(known: Mapping[Asked, Given], answers: Answers) -> Answers:
    """Answers of which some are known already."""
    return lambda asked: known.get(asked) or answers(asked)
