"""What is typed and chosen in a consulting session becomes another case, or a message beside the field.

Every function is pure but :func:`beside`. A number that cannot be read stays as it was typed, among the drafts, until it
can; nothing typed is lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from diagnostics.funnel.errors import InputError
from diagnostics.sources import activities, playbook
from diagnostics.sources.case import Action, Activity, Case, Definitions, Scenario
from diagnostics.sources.counts import Field, read_numbers

Drafts = Mapping[str, tuple[str, str]]
"""What was typed and could not be read, with what is wrong, by field."""
Message = Mapping[str, Any]

YES_NO: Final = {"yes": True, "no": False, "": None}
AMOUNT: Final = Field("amount", "How much a month", "", kind="number")
SELLERS: Final = Field("sellers", "People who sell", "", kind="count")
MOST_SELLERS: Final = 10_000
PEOPLE: Final = "customer", "person"


@dataclass(frozen=True, slots=True)
class Done:
    """What a change made of a case."""

    case: Case
    drafts: Drafts = field(default_factory=dict)
    answered: str = ""
    """The activity that was just answered in the game."""


def day(text: object) -> str:
    """A day as it is kept, or empty where it is none.

    >>> day("2026-11-24"), day("yesterday")
    ('2026-11-24', '')
    """
    try:
        return datetime.date.fromisoformat(str(text)).isoformat()
    except ValueError:
        return ""


def change(case: Case, drafts: Drafts, act: str, message: Message) -> Done:
    """The case after one message.

    Raises
    ------
    InputError
        Where a name, a date or an answer is none that there can be.
    """
    return ACTS[act](case, drafts, message)


def moved(levels: Mapping[str, float], link: str, text: str) -> dict[str, float]:
    """Levels with one link moved.

    Raises
    ------
    InputError
        Where the text is no number.
    """
    try:
        return {**levels, link: float(text)}
    except ValueError:
        raise InputError(link, text, "is not a level", "Move the slider, or type a number.") from None


def levels_of(case: Case, name: str) -> dict[str, float]:
    """The levels of a scenario that was kept."""
    return dict(_scenario(case, name).levels)


def not_open() -> InputError:
    """What is said to a message about a case where none is open."""
    return InputError("case", None, "is not open", "Choose a client first.")


def beside(case: Case, path: Path) -> Path:
    """Save a case under another name beside its file; the file is left as it is. Returns where."""
    at, other = 1, path.with_name(f"{path.stem}.mine{path.suffix}")
    while other.exists():
        at += 1
        other = path.with_name(f"{path.stem}.mine-{at}{path.suffix}")
    case.save(other)
    return other


# --- texts --------------------------------------------------------------------------------------------------------


def _client(case: Case, drafts: Drafts, m: Message) -> Done:
    return Done(case.changed(client=str(m["text"])), drafts)


def _note(case: Case, drafts: Drafts, m: Message) -> Done:
    return Done(case.changed(notes={**case.notes, str(m["step"]): str(m["text"])}), drafts)


def _define(case: Case, drafts: Drafts, m: Message) -> Done:
    key = str(m["key"])
    if key not in Definitions.model_fields:
        raise InputError("definition", key, "is not asked for", f"Use one of {', '.join(Definitions.model_fields)}.")
    return Done(case.changed(definitions=case.definitions.model_copy(update={key: str(m["text"])})), drafts)


def _sellers(case: Case, drafts: Drafts, m: Message) -> Done:
    text = str(m["text"])
    if not text.strip():
        return Done(case.changed(sellers=None), _without(drafts, "sellers"))
    number, wrong = _read(SELLERS, text)
    if number is not None and not 0 < number <= MOST_SELLERS:
        wrong = str(InputError(SELLERS.label, text, f"is not between 1 and {MOST_SELLERS:,}", "Type how many sell."))
    if number is None or wrong:
        return Done(case.changed(sellers=None), {**drafts, "sellers": (text, wrong)})
    return Done(case.changed(sellers=int(number)), _without(drafts, "sellers"))


def _read(entry: Field, text: str) -> tuple[Decimal | None, str]:
    numbers: dict[str, Decimal] = {}
    errors: dict[str, str] = {}
    read_numbers([entry], {entry.key: text}, numbers, errors, {})
    wrong = errors.get(entry.key, "")
    return numbers.get(entry.key), wrong.replace(f"{entry.key}:", f"{entry.label}:", 1)


def _without(drafts: Drafts, *keys: str) -> Drafts:
    return {key: draft for key, draft in drafts.items() if key not in keys}


# --- the sorter ---------------------------------------------------------------------------------------------------


def _answer(case: Case, drafts: Drafts, m: Message) -> Done:
    known = activities.find(str(m["id"]))
    if m["side"] not in ("marketing", "sales"):
        raise InputError("side", m["side"], "is not a side of the door", "Say marketing or sales.")
    return Done(case.changed(answers={**case.answers, known.id: m["side"]}), drafts, known.id)


def _unit(case: Case, drafts: Drafts, m: Message) -> Done:
    return Done(case.changed(unit=m["unit"]), drafts)


def _activity(case: Case, drafts: Drafts, m: Message) -> Done:
    """The client's own list. What is known of an activity answers its two questions, until they are answered by hand."""
    rows, op = list(case.activities), m["op"]
    if op == "add":
        return Done(case.changed(activities=(*rows, Activity(what=""))), drafts)
    at = _place(rows, m)
    if op == "remove":
        del rows[at]
        return Done(case.changed(activities=tuple(rows)), _moved_up(drafts, "activity", at))
    key, text, row = str(m["field"]), str(m["text"]), rows[at]
    draft = f"activity {at} amount"
    if key == "what":
        rows[at] = _known(row.model_copy(update={"what": text}))
    elif key == "amount":
        number, wrong = _read(AMOUNT, text) if text.strip() else (Decimal(0), "")
        rows[at] = row.model_copy(update={"amount": float(number or 0)})
        drafts = {**drafts, draft: (text, wrong)} if wrong else _without(drafts, draft)
    elif key in PEOPLE and text in YES_NO:
        rows[at] = row.model_copy(update={f"{key}_answers": YES_NO[text]})
    else:
        raise InputError(key, text, "is not part of an activity", "Use the list on the page.")
    return Done(case.changed(activities=tuple(rows)), drafts)


def _known(row: Activity) -> Activity:
    if row.customer_answers is not None or row.person_answers is not None:
        return row
    same = (k for k in activities.load().values() if k.activity.casefold() == row.what.strip().casefold())
    known = next(same, None)
    if known is None:
        return row
    return row.model_copy(update={"customer_answers": known.customer_answers, "person_answers": known.person_answers})


def _place(rows: list[Any], m: Message) -> int:
    at = int(m["at"])
    if not 0 <= at < len(rows):
        raise InputError("row", at, "is not there any more", "Choose a row of the list.")
    return at


def _moved_up(drafts: Drafts, kind: str, gone: int) -> Drafts:
    """Drafts of a list in which one row is gone."""
    kept = {}
    for key, draft in drafts.items():
        if not key.startswith(f"{kind} "):
            kept[key] = draft
            continue
        _, at, name = key.split(" ", 2)
        if int(at) != gone:
            kept[f"{kind} {int(at) - (int(at) > gone)} {name}"] = draft
    return kept


# --- what if ------------------------------------------------------------------------------------------------------


def _scenarios(case: Case, drafts: Drafts, m: Message) -> Done:
    op, name = m["op"], str(m["name"]).strip()
    if op == "keep":
        if not m["levels"]:
            raise InputError("scenario", name, "moves no link", "Move a slider first, then keep what comes of it.")
        name = name or f"Scenario {len(case.scenarios) + 1}"
        one = Scenario.of(name, m["levels"])
        if any(s.name == name for s in case.scenarios):
            return Done(case.changed(scenarios=tuple(one if s.name == name else s for s in case.scenarios)), drafts)
        return Done(case.changed(scenarios=(*case.scenarios, one)), drafts)
    _scenario(case, name)
    if op == "aim":
        return Done(case.changed(aim="" if case.aim == name else name), drafts)
    kept = tuple(s for s in case.scenarios if s.name != name)
    return Done(case.changed(scenarios=kept, aim="" if case.aim == name else case.aim), drafts)


def _scenario(case: Case, name: str) -> Scenario:
    for scenario in case.scenarios:
        if scenario.name == name:
            return scenario
    raise InputError("scenario", name, "is not there any more", "Choose one of the list.")


# --- the plan -----------------------------------------------------------------------------------------------------


def _plan(case: Case, drafts: Drafts, m: Message) -> Done:
    rows, op = list(case.plan), m["op"]
    if op == "choose":
        play = playbook.find(str(m["id"]))
        if any(row.id == play.id for row in rows):
            return Done(case, drafts)
        return Done(case.changed(plan=(*rows, Action(id=play.id, what=play.what, watch=play.watch))), drafts)
    if op == "own":
        return Done(case.changed(plan=(*rows, Action(id="", what=""))), drafts)
    if op == "drop":
        at = next((at for at, row in enumerate(rows) if row.id == m["id"]), None)
        if at is None:
            return Done(case, drafts)
    else:
        at = _place(rows, m)
    if op in ("drop", "remove"):
        del rows[at]
        return Done(case.changed(plan=tuple(rows)), _moved_up(drafts, "plan", at))
    key, text = str(m["field"]), str(m["text"])
    if key not in ("what", "owner", "date", "watch", "note"):
        raise InputError(key, text, "is not part of an action", "Use the list on the page.")
    if key == "date" and text and not day(text):
        wrong = str(InputError("By when", text, "is not a day", "Type it as 2025-06-30."))
        return Done(case, {**drafts, f"plan {at} date": (text, wrong)})
    rows[at] = rows[at].model_copy(update={key: text})
    return Done(case.changed(plan=tuple(rows)), _without(drafts, f"plan {at} {key}"))


ACTS: Final[dict[str, Callable[[Case, Drafts, Message], Done]]] = {
    "client": _client,
    "note": _note,
    "define": _define,
    "sellers": _sellers,
    "answer": _answer,
    "unit": _unit,
    "activity": _activity,
    "scenario": _scenarios,
    "plan": _plan,
}
