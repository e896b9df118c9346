"""What is typed and chosen in the plan, and in the review of it, becomes another case. Every function is pure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from diagnostics.app.case.agreed import AMOUNTS, going_on, watching
from diagnostics.app.case.case import Case
from diagnostics.app.case.records import Action
from diagnostics.app.consultation import messages as m
from diagnostics.app.consultation.drafts import (
    changed_in,
    day,
    day_in,
    drafted,
    moved_up,
    number_in,
    place,
    with_row,
    without_row,
)
from diagnostics.app.consultation.message import ConsultMessage
from diagnostics.app.forms.form_field import FormField
from diagnostics.app.wording.played import as_kept
from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.funnel.links import LINKS
from diagnostics.language import mark
from diagnostics.number_format import exact_text
from diagnostics.reference import playbook

SHARE: Final = FormField("aimed", mark("Aimed at, a share"), "", "%", kind="percent")
AMOUNT: Final = FormField("aimed", mark("Aimed at, per month"), "", kind="number")
DAYS: Final = {"date": day_in, "changed": changed_in}
STATUSES: Final = ("open", "doing", "done", "dropped")


# --- which actions ------------------------------------------------------------------------------------------------


def _choose_play(case: Case, message: m.ChoosePlay) -> Case:
    """An action of the playbook, unless it is in the plan and goes on; it is of the link that it is for."""
    play = playbook.find(message.id)
    if any(row.id == play.id and going_on(row) for row in case.plan):
        return case
    link = play.link if play.link in LINKS else ""
    return case.changed(plan=(*case.plan, Action(id=play.id, what=play.what, watch=play.watch, link=link)))


def _drop_play(case: Case, message: m.DropPlay) -> Case:
    at = next((at for at, row in enumerate(case.plan) if row.id == message.id and going_on(row)), None)
    return case if at is None else _without_action(case, at)


def _add_action(case: Case, _: m.AddAction) -> Case:
    return case.changed(plan=(*case.plan, Action(id="", what="")))


def _remove_action(case: Case, message: m.RemoveAction) -> Case:
    return _without_action(case, place(case.plan, message.at))


def _without_action(case: Case, at: int) -> Case:
    return case.changed(plan=without_row(case.plan, at), drafts=moved_up(case.drafts, "plan", at))


# --- what is said of one ------------------------------------------------------------------------------------------


def _edit_action(case: Case, message: m.EditAction) -> Case:
    at, text, field = place(case.plan, message.at), message.text, message.field
    row = case.plan[at]
    if field == "aimed":
        return _aimed(case, at, row, text)
    if field in ("link", "watched"):
        return _watching(case, at, row, field, text)
    if field == "status":
        return _status(case, at, row, text, day(message.today))
    if field in DAYS:
        read, wrong = DAYS[field](text)
        drafts = drafted(case, f"plan {at} {field}", text, wrong)
        return _edited(case, at, row, drafts, **{field: getattr(row, field) if wrong else read})
    if field in ("what", "watch") and (play := playbook.load().get(row.id)) is not None:
        text = as_kept(text, getattr(play, field))
    return _edited(case, at, row, **{field: text})


def _edited(case: Case, at: int, row: Action, drafts: object = None, **fields: object) -> Case:
    plan = with_row(case.plan, at, row.model_copy(update=fields))
    return case.changed(plan=plan) if drafts is None else case.changed(plan=plan, drafts=drafts)


def _status(case: Case, at: int, row: Action, text: str, today: str) -> Case:
    """Another status, and the day on which it became that."""
    if text not in STATUSES:
        raise InputError("not-a-status", "status", text, choices=STATUSES)
    if text == row.status:
        return case
    return _edited(case, at, row, drafted(case, f"plan {at} changed", "", ""), status=text, changed=today)


def _watching(case: Case, at: int, row: Action, field: str, text: str) -> Case:
    """Another link or number to watch. The level aimed at keeps its digits: a share becomes an amount, or the reverse."""
    if text not in ("", *LINKS) and not (field == "watched" and text == "customers"):
        raise InputError("not-a-link", field, text, choices=LINKS)
    typed = aimed_text(case, at)
    changed = row.model_copy(update={field: text})
    return _aimed(_edited(case, at, changed), at, changed, typed) if typed else _edited(case, at, changed)


def _aimed(case: Case, at: int, row: Action, text: str) -> Case:
    level, wrong = aimed_in(watching(row), text)
    drafts = drafted(case, f"plan {at} aimed", text, wrong)
    return _edited(case, at, row, drafts, aimed=row.aimed if wrong else level)


def aimed_in(number: str, text: str) -> tuple[float | None, str]:
    """The level in a text and what is wrong with it: a share where the watched number is one, else an amount."""
    if number in AMOUNTS:
        found, wrong = number_in(AMOUNT, text, 0, LARGEST_COUNT)
        return None if found is None else float(found), wrong
    found, wrong = number_in(SHARE, text, 0, 100)
    return None if found is None else float(found / 100), wrong


def aimed_text(case: Case, at: int) -> str:
    """The level aimed at as it was typed, or as it would be."""
    row = case.plan[at]
    typed = case.drafts.get(f"plan {at} aimed", "")
    if typed or row.aimed is None:
        return typed
    value = Decimal(repr(row.aimed))
    digits = f"{value if watching(row) in AMOUNTS else value * 100:f}"
    return exact_text(digits.rstrip("0").rstrip(".") if "." in digits else digits)


def aimed_problem(case: Case, at: int) -> str:
    """Why the level that was typed cannot be used; empty where it can."""
    typed = case.drafts.get(f"plan {at} aimed", "")
    return aimed_in(watching(case.plan[at]), typed)[1] if typed else ""


def _aim_action(case: Case, message: m.AimAction) -> Case:
    """Aim at the level that the plan's target brings the watched number to."""
    at = place(case.plan, message.at)
    row = case.plan[at]
    level = next((s.levels.get(watching(row)) for s in case.scenarios if s.name == case.aim), None)
    if level is None:
        raise InputError("scenario-moves-it-not", "aimed", case.aim)
    return _edited(case, at, row, drafted(case, f"plan {at} aimed", "", ""), aimed=level)


CHANGES: Final[dict[type[ConsultMessage], Callable[[Case, Any], Case]]] = {
    m.ChoosePlay: _choose_play,
    m.DropPlay: _drop_play,
    m.AddAction: _add_action,
    m.RemoveAction: _remove_action,
    m.EditAction: _edit_action,
    m.AimAction: _aim_action,
}
