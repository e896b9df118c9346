"""What is typed of effort that is moved, and of the reasons of lost leads, becomes another case. Every function is pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from diagnostics.app.case.case import Case
from diagnostics.app.case.records import LostSaid
from diagnostics.app.consultation import messages as m
from diagnostics.app.consultation.drafts import drafted, lost_in, moved_in, takes_in
from diagnostics.app.consultation.message import ConsultMessage
from diagnostics.number_format import exact_text

SAID: Final = ("price", "fit", "timing", "no_answer", "competitor")
"""Kinds of reasons that the client is asked about, in this order."""


def _edit_move(case: Case, message: m.EditMove) -> Case:
    text = exact_text(message.text) if message.exact else message.text
    value, wrong = (moved_in if message.field == "moved" else takes_in)(text)
    field = "amount" if message.field == "moved" else message.field
    return case.changed(
        move=case.move.model_copy(update={field: value}), drafts=drafted(case, message.field, text, wrong)
    )


def said_of(case: Case, kind: str) -> LostSaid:
    """What the client typed of a kind of reason; blank where that is nothing."""
    return next((said for said in case.lost_said if said.kind == kind), LostSaid(kind=kind))  # type: ignore[arg-type]


def _edit_lost(case: Case, message: m.EditLost) -> Case:
    said, drafts = said_of(case, message.kind), case.drafts
    if message.field == "leads":
        value, wrong = lost_in(message.text)
        drafts = dict(drafted(case, f"lost {message.kind} leads", message.text, wrong))
        said = said.model_copy(update={"leads": value})
    else:
        said = said.model_copy(update={"words": message.text})
    every = {kept.kind: kept for kept in case.lost_said} | {said.kind: said}
    kept = tuple(every[kind] for kind in SAID if kind in every and every[kind] != LostSaid(kind=kind))
    return case.changed(lost_said=kept, drafts=drafts)


CHANGES: Final[dict[type[ConsultMessage], Callable[[Case, Any], Case]]] = {
    m.EditMove: _edit_move,
    m.EditLost: _edit_lost,
}
