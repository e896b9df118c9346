"""What is typed and chosen in a consultation becomes another case, or a message next to the field.

Every function is pure. A number or a day that cannot be read stays in the case as it was typed, among its drafts, until
it can; nothing typed is lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any, Final

from diagnostics.app.case.case import MOST_SELLERS, Case
from diagnostics.app.case.records import Action, Activity, Scenario
from diagnostics.app.consultation import messages as m
from diagnostics.app.forms.counts_form import read_numbers
from diagnostics.app.forms.form_field import FormField
from diagnostics.app.forms.texts import clean
from diagnostics.app.wording.played import as_kept
from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.language import mark, t
from diagnostics.reference import activities, playbook

Drafts = Mapping[str, str]
Levels = Mapping[str, float]

YES_NO: Final = {"yes": True, "no": False, "": None}
AMOUNT: Final = FormField("amount", mark("Amount per month"), "", kind="number")
LEAST_WANTED: Final = Decimal("0.01")
WANTED: Final = FormField("wanted", mark("Customers wanted per month"), "", kind="number")
SELLERS: Final = FormField("sellers", mark("Salespeople"), "", kind="count")


@dataclass(frozen=True, slots=True)
class Edited:
    """The result of a change."""

    case: Case
    answered: str = ""
    """The activity that was just answered in the game."""


def day(text: object) -> str:
    """A day as ISO 8601, or empty where the text is none.

    >>> day("2026-11-24"), day("yesterday")
    ('2026-11-24', '')
    """
    try:
        return datetime.date.fromisoformat(str(text)).isoformat()
    except ValueError:
        return ""


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
    number, wrong = _sellers_in(message.text)
    return case.changed(sellers=number, drafts=_drafted(case, "sellers", message.text, wrong))


def _sellers_in(text: str) -> tuple[int | None, str]:
    number, wrong = _number_in(SELLERS, text, 1, MOST_SELLERS)
    return None if number is None else int(number), wrong


def _wanted(case: Case, message: m.Wanted) -> Case:
    number, wrong = _wanted_in(message.text)
    return case.changed(wanted=number, drafts=_drafted(case, "wanted", message.text, wrong))


def _wanted_in(text: str) -> tuple[float | None, str]:
    number, wrong = _number_in(WANTED, text, LEAST_WANTED, LARGEST_COUNT)
    return None if number is None else float(number), wrong


def _amount_in(text: str) -> tuple[float, str]:
    number, wrong = _number_in(AMOUNT, text, 0, LARGEST_COUNT)
    return float(number or 0), wrong


def _number_in(entry: FormField, text: str, least: Decimal | int, most: int) -> tuple[Decimal | None, str]:
    """The number in a text and what is wrong with it; neither where it is blank."""
    if not text.strip():
        return None, ""
    number, wrong = _read(entry, text)
    if number is not None and not wrong and not least <= number <= most:
        wrong = InputError("number-out-of-range", entry.key, text, least=least, most=most).message("page", entry.name)
    return (None, wrong) if wrong else (number, "")


def _day_in(text: str) -> tuple[str, str]:
    if not text or day(text):
        return day(text), ""
    return "", InputError("not-a-day", "date", text).message("page", t("By when"))


def _read(entry: FormField, text: str) -> tuple[Decimal | None, str]:
    numbers: dict[str, Decimal] = {}
    errors: dict[str, str] = {}
    read_numbers([entry], {entry.key: text}, numbers, errors, {})
    wrong = errors.get(entry.key, "")
    return numbers.get(entry.key), wrong.replace(f"{entry.key}:", f"{entry.name}:", 1)


# --- what cannot be read yet --------------------------------------------------------------------------------------

READERS: Final[dict[str, Callable[[str], tuple[object, str]]]] = {
    "sellers": _sellers_in,
    "wanted": _wanted_in,
    "amount": _amount_in,
    "date": _day_in,
}
"""What reads a text, by the last word of its field."""


def draft(case: Case, key: str) -> tuple[str, str]:
    """The text of a field that cannot be read, and why; two empty texts where there is none."""
    text = case.drafts.get(key, "")
    return text, READERS[key.rsplit(" ", 1)[-1]](text)[1] if text else ""


def _drafted(case: Case, key: str, text: str, wrong: str) -> Drafts:
    """The drafts after a field was typed into."""
    others = {name: kept for name, kept in case.drafts.items() if name != key}
    return {**others, key: text} if wrong else others


def _moved_up(drafts: Drafts, kind: str, gone: int) -> Drafts:
    """The drafts of a list from which one row was removed."""
    kept = {}
    for key, text in drafts.items():
        if not key.startswith(f"{kind} "):
            kept[key] = text
            continue
        _, at, name = key.split(" ", 2)
        if int(at) != gone:
            kept[f"{kind} {int(at) - (int(at) > gone)} {name}"] = text
    return kept


# --- the sorter ---------------------------------------------------------------------------------------------------


def _unit(case: Case, message: m.ChooseUnit) -> Case:
    return case.changed(unit=message.unit)


def _add_activity(case: Case, _: m.AddActivity) -> Case:
    return case.changed(activities=(*case.activities, Activity(what="")))


def _remove_activity(case: Case, message: m.RemoveActivity) -> Case:
    at = _place(case.activities, message.at)
    return case.changed(activities=_without(case.activities, at), drafts=_moved_up(case.drafts, "activity", at))


def _edit_activity(case: Case, message: m.EditActivity) -> Case:
    """A row of the client's own list. A known activity answers its two questions, until the client answers them."""
    at, text, drafts = _place(case.activities, message.at), message.text, case.drafts
    row = case.activities[at]
    if message.field == "what":
        row = _known(row.model_copy(update={"what": text}))
    elif message.field == "amount":
        amount, wrong = _amount_in(text)
        row = row.model_copy(update={"amount": amount})
        drafts = dict(_drafted(case, f"activity {at} amount", text, wrong))
    elif text in YES_NO:
        row = row.model_copy(update={f"{message.field}_answers": YES_NO[text]})
    else:
        raise InputError("not-yes-or-no", message.field, text, choices=("yes", "no"))
    return case.changed(activities=_with(case.activities, at, row), drafts=drafts)


def _known(row: Activity) -> Activity:
    if row.customer_answers is not None or row.person_answers is not None:
        return row
    what = row.what.strip().casefold()
    same = (k for k in activities.load().values() if what in (k.activity.casefold(), t(k.activity).casefold()))
    known = next(same, None)
    if known is None:
        return row
    return row.model_copy(update={"customer_answers": known.customer_answers, "person_answers": known.person_answers})


def _place(rows: Sequence[object], at: int) -> int:
    if not 0 <= at < len(rows):
        raise InputError("row-gone", "row", at)
    return at


def _with(rows: tuple[Any, ...], at: int, row: object) -> tuple[Any, ...]:
    return (*rows[:at], row, *rows[at + 1 :])


def _without(rows: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return (*rows[:at], *rows[at + 1 :])


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


# --- the plan -----------------------------------------------------------------------------------------------------


def _choose_play(case: Case, message: m.ChoosePlay) -> Case:
    play = playbook.find(message.id)
    if any(row.id == play.id for row in case.plan):
        return case
    return case.changed(plan=(*case.plan, Action(id=play.id, what=play.what, watch=play.watch)))


def _drop_play(case: Case, message: m.DropPlay) -> Case:
    at = next((at for at, row in enumerate(case.plan) if row.id == message.id), None)
    return case if at is None else _without_action(case, at)


def _add_action(case: Case, _: m.AddAction) -> Case:
    return case.changed(plan=(*case.plan, Action(id="", what="")))


def _remove_action(case: Case, message: m.RemoveAction) -> Case:
    return _without_action(case, _place(case.plan, message.at))


def _without_action(case: Case, at: int) -> Case:
    return case.changed(plan=_without(case.plan, at), drafts=_moved_up(case.drafts, "plan", at))


def _edit_action(case: Case, message: m.EditAction) -> Case:
    at, text, drafts = _place(case.plan, message.at), message.text, case.drafts
    row = case.plan[at]
    if message.field == "date":
        read, wrong = _day_in(text)
        drafts, text = dict(_drafted(case, f"plan {at} date", text, wrong)), row.date if wrong else read
    elif message.field in ("what", "watch") and (play := playbook.load().get(row.id)) is not None:
        text = as_kept(text, getattr(play, message.field))
    return case.changed(plan=_with(case.plan, at, row.model_copy(update={message.field: text})), drafts=drafts)


def _print_notes(case: Case, message: m.PrintNotes) -> Case:
    return case.changed(print_notes=message.on)


CHANGES: Final[dict[type[m.ConsultMessage], Callable[[Case, Any], Case]]] = {
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
    m.ChoosePlay: _choose_play,
    m.DropPlay: _drop_play,
    m.AddAction: _add_action,
    m.RemoveAction: _remove_action,
    m.EditAction: _edit_action,
}
