"""What is typed and chosen in a consultation becomes another case, or a message next to the field.

Every function is pure. A number or a day that cannot be read stays in the case as it was typed, among its drafts, until
it can; nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from diagnostics.app.case.case import Case
from diagnostics.app.case.records import Activity, Scenario
from diagnostics.app.consultation import answers_edits, firm_edits, plan_edits, realign_edits
from diagnostics.app.consultation import messages as m
from diagnostics.app.consultation.drafts import (
    amount_in,
    day,
    draft,
    drafted,
    moved_up,
    place,
    sellers_in,
    wanted_in,
    with_row,
    without_row,
)
from diagnostics.app.consultation.message import ConsultMessage
from diagnostics.app.forms.texts import clean
from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.reference import activities

__all__ = ["CHANGES", "Edited", "change", "day", "draft", "levels_of", "moved"]

Levels = Mapping[str, float]

YES_NO: Final = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class Edited:
    """The result of a change."""

    case: Case
    answered: str = ""
    """The activity that was just answered in the game."""


def change(case: Case, message: m.Change, levels: Levels) -> Edited:
    """The case after one message; ``levels``: where the sliders are.

    Raises
    ------
    InputError
        Where a name, a row or a text is not possible.
    """
    if isinstance(message, m.SaveScenario):
        return Edited(_save_scenario(case, message.name, levels))
    if isinstance(message, m.Answer):
        known = activities.find(message.id)
        return Edited(case.changed(answers={**case.answers, known.id: message.side}), known.id)
    return Edited(CHANGES[type(message)](case, message))


def moved(levels: Levels, link: str, text: str) -> dict[str, float]:
    """Levels with one link moved.

    Raises
    ------
    InputError
        Where the text is not a number.
    """
    try:
        return {**levels, link: float(text)}
    except ValueError:
        raise InputError("level-not-a-number", link, text) from None


def levels_of(case: Case, name: str) -> dict[str, float]:
    """The levels of a saved scenario."""
    return dict(_scenario(case, name).levels)


# --- texts --------------------------------------------------------------------------------------------------------


def _client(case: Case, message: m.Client) -> Case:
    return case.changed(client=message.text)


def _note(case: Case, message: m.Note) -> Case:
    return case.changed(notes={**case.notes, message.step: message.text})


def _define(case: Case, message: m.Define) -> Case:
    return case.changed(definitions=case.definitions.model_copy(update={message.key: message.text}))


def _sellers(case: Case, message: m.Sellers) -> Case:
    number, wrong = sellers_in(message.text)
    return case.changed(sellers=number, drafts=drafted(case, "sellers", message.text, wrong))


def _wanted(case: Case, message: m.Wanted) -> Case:
    number, wrong = wanted_in(message.text)
    return case.changed(wanted=number, drafts=drafted(case, "wanted", message.text, wrong))


# --- the sorter ---------------------------------------------------------------------------------------------------


def _unit(case: Case, message: m.ChooseUnit) -> Case:
    return case.changed(unit=message.unit)


def _add_activity(case: Case, _: m.AddActivity) -> Case:
    return case.changed(activities=(*case.activities, Activity(what="")))


def _remove_activity(case: Case, message: m.RemoveActivity) -> Case:
    at = place(case.activities, message.at)
    return case.changed(activities=without_row(case.activities, at), drafts=moved_up(case.drafts, "activity", at))


def _edit_activity(case: Case, message: m.EditActivity) -> Case:
    """A row of the client's own list. A known activity answers its two questions, until the client answers them."""
    at, text, drafts = place(case.activities, message.at), message.text, case.drafts
    row = case.activities[at]
    if message.field == "what":
        row = _known(row.model_copy(update={"what": text}))
    elif message.field == "amount":
        amount, wrong = amount_in(text)
        row = row.model_copy(update={"amount": amount})
        drafts = dict(drafted(case, f"activity {at} amount", text, wrong))
    elif text in YES_NO:
        row = row.model_copy(update={f"{message.field}_answers": YES_NO[text]})
    else:
        raise InputError("not-yes-or-no", message.field, text, choices=("yes", "no"))
    return case.changed(activities=with_row(case.activities, at, row), drafts=drafts)


def _known(row: Activity) -> Activity:
    if row.customer_answers is not None or row.person_answers is not None:
        return row
    what = row.what.strip().casefold()
    same = (k for k in activities.load().values() if what in (k.activity.casefold(), t(k.activity).casefold()))
    known = next(same, None)
    if known is None:
        return row
    return row.model_copy(update={"customer_answers": known.customer_answers, "person_answers": known.person_answers})


# --- what if ------------------------------------------------------------------------------------------------------


def _save_scenario(case: Case, name: str, levels: Levels) -> Case:
    name = clean(name).strip()
    if not levels:
        raise InputError("scenario-moves-nothing", "scenario", name)
    name = name or _unused(case)
    one = Scenario.of(name, levels)
    if any(s.name == name for s in case.scenarios):
        return case.changed(scenarios=tuple(one if s.name == name else s for s in case.scenarios))
    return case.changed(scenarios=(*case.scenarios, one))


def _aim_at(case: Case, message: m.AimAt) -> Case:
    name = _scenario(case, message.name).name
    return case.changed(aim="" if case.aim == name else name)


def _remove_scenario(case: Case, message: m.RemoveScenario) -> Case:
    name = _scenario(case, message.name).name
    others = tuple(s for s in case.scenarios if s.name != name)
    return case.changed(scenarios=others, aim="" if case.aim == name else case.aim)


def _unused(case: Case) -> str:
    """A name that no scenario has."""
    taken = {s.name for s in case.scenarios}
    return next(name for at in count(len(taken) + 1) if (name := t("Scenario {number}", number=at)) not in taken)


def _scenario(case: Case, name: str) -> Scenario:
    """A scenario by its name."""
    name = clean(name).strip()
    for scenario in case.scenarios:
        if scenario.name == name:
            return scenario
    raise InputError("scenario-gone", "scenario", name)


def _print_notes(case: Case, message: m.PrintNotes) -> Case:
    return case.changed(print_notes=message.on)


CHANGES: Final[dict[type[ConsultMessage], Callable[[Case, Any], Case]]] = {
    m.Client: _client,
    m.Note: _note,
    m.Define: _define,
    m.Sellers: _sellers,
    m.Wanted: _wanted,
    m.ChooseUnit: _unit,
    m.PrintNotes: _print_notes,
    m.AddActivity: _add_activity,
    m.RemoveActivity: _remove_activity,
    m.EditActivity: _edit_activity,
    m.AimAt: _aim_at,
    m.RemoveScenario: _remove_scenario,
    **plan_edits.CHANGES,
    **firm_edits.CHANGES,
    **realign_edits.CHANGES,
    **answers_edits.CHANGES,
}
