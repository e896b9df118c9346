"""What is typed and chosen in a consulting session becomes another case, or a message beside the field.

Every function is pure but :func:`beside`. A number or a day that cannot be read stays in the case as it was typed, among
its drafts, until it can; nothing typed is lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, Final

from diagnostics.app.case.case import MOST_SELLERS, Action, Activity, Case, Definitions, Scenario
from diagnostics.app.forms.counts_form import Field, read_numbers
from diagnostics.app.forms.texts import clean
from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.reference import activities, playbook

Drafts = Mapping[str, str]
Message = Mapping[str, Any]

YES_NO: Final = {"yes": True, "no": False, "": None}
AMOUNT: Final = Field("amount", "How much a month", "", kind="number")
LEAST_WANTED: Final = Decimal("0.01")
WANTED: Final = Field("wanted", "Customers wanted a month", "", kind="number")
SELLERS: Final = Field("sellers", "People who sell", "", kind="count")
PEOPLE: Final = "customer", "person"


@dataclass(frozen=True, slots=True)
class Done:
    """What a change made of a case."""

    case: Case
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


def change(case: Case, act: str, message: Message) -> Done:
    """The case after one message.

    Raises
    ------
    InputError
        Where a name, a date or an answer is none that there can be.
    """
    return ACTS[act](case, message)


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


def not_saved(file: str, problem: str) -> InputError:
    """What is said to whoever leaves a case that could not be saved."""
    said = f"is not saved, and what was typed would be lost. {problem}"
    return InputError("case file", file, said, "Mend that, then leave it.")


def beside(case: Case, path: Path) -> Path:
    """Save a case under another name beside its file; the file is left as it is. Returns where."""
    at, other = 1, path.with_name(f"{path.stem}.mine{path.suffix}")
    while other.exists():
        at += 1
        other = path.with_name(f"{path.stem}.mine-{at}{path.suffix}")
    case.save(other)
    return other


def drop(path: Path, case: Case) -> None:
    """Remove a file that was saved beside another, unless it holds something else by now."""
    with suppress(InputError, OSError):
        if Case.load(path) == case:
            path.unlink()


# --- texts --------------------------------------------------------------------------------------------------------


def _client(case: Case, m: Message) -> Done:
    return Done(case.changed(client=str(m["text"])))


def _note(case: Case, m: Message) -> Done:
    return Done(case.changed(notes={**case.notes, str(m["step"]): str(m["text"])}))


def _define(case: Case, m: Message) -> Done:
    key = str(m["key"])
    if key not in Definitions.model_fields:
        raise InputError("definition", key, "is not asked for", f"Use one of {', '.join(Definitions.model_fields)}.")
    return Done(case.changed(definitions=case.definitions.model_copy(update={key: str(m["text"])})))


def _sellers(case: Case, m: Message) -> Done:
    text = str(m["text"])
    number, wrong = _sellers_in(text)
    return Done(case.changed(sellers=number, drafts=_drafted(case, "sellers", text, wrong)))


def _sellers_in(text: str) -> tuple[int | None, str]:
    number, wrong = _number_in(SELLERS, text, 1, MOST_SELLERS)
    return None if number is None else int(number), wrong


def _wanted(case: Case, m: Message) -> Done:
    text = str(m["text"])
    number, wrong = _wanted_in(text)
    return Done(case.changed(wanted=number, drafts=_drafted(case, "wanted", text, wrong)))


def _wanted_in(text: str) -> tuple[float | None, str]:
    number, wrong = _number_in(WANTED, text, LEAST_WANTED, LARGEST_COUNT)
    return None if number is None else float(number), wrong


def _amount_in(text: str) -> tuple[float, str]:
    number, wrong = _number_in(AMOUNT, text, 0, LARGEST_COUNT)
    return float(number or 0), wrong


def _number_in(entry: Field, text: str, least: Decimal | int, most: int) -> tuple[Decimal | None, str]:
    """What a text says and what is wrong with it; neither where it says nothing."""
    if not text.strip():
        return None, ""
    number, wrong = _read(entry, text)
    if number is not None and not wrong and not least <= number <= most:
        wrong = str(InputError(entry.label, text, f"is not from {least:,} to {most:,}", "Type another number."))
    return (None, wrong) if wrong else (number, "")


def _day_in(text: str) -> tuple[str, str]:
    if not text or day(text):
        return day(text), ""
    return "", str(InputError("By when", text, "is not a day", "Type it as 2025-06-30."))


def _read(entry: Field, text: str) -> tuple[Decimal | None, str]:
    numbers: dict[str, Decimal] = {}
    errors: dict[str, str] = {}
    read_numbers([entry], {entry.key: text}, numbers, errors, {})
    wrong = errors.get(entry.key, "")
    return numbers.get(entry.key), wrong.replace(f"{entry.key}:", f"{entry.label}:", 1)


# --- what cannot be read yet --------------------------------------------------------------------------------------

READERS: Final[dict[str, Callable[[str], tuple[Any, str]]]] = {
    "sellers": _sellers_in,
    "wanted": _wanted_in,
    "amount": _amount_in,
    "date": _day_in,
}
"""What reads a text, by the last word of its field."""


def draft(case: Case, key: str) -> tuple[str, str]:
    """What was typed in a field and cannot be read, and why; two empty texts where there is no such thing."""
    text = case.drafts.get(key, "")
    return text, READERS[key.rsplit(" ", 1)[-1]](text)[1] if text else ""


def _drafted(case: Case, key: str, text: str, wrong: str) -> Drafts:
    """The drafts after something was typed in a field."""
    others = {name: kept for name, kept in case.drafts.items() if name != key}
    return {**others, key: text} if wrong else others


# --- the sorter ---------------------------------------------------------------------------------------------------


def _answer(case: Case, m: Message) -> Done:
    known = activities.find(str(m["id"]))
    if m["side"] not in ("marketing", "sales"):
        raise InputError("side", m["side"], "is not a side of the door", "Say marketing or sales.")
    return Done(case.changed(answers={**case.answers, known.id: m["side"]}), known.id)


def _unit(case: Case, m: Message) -> Done:
    return Done(case.changed(unit=m["unit"]))


def _activity(case: Case, m: Message) -> Done:
    """The client's own list. What is known of an activity answers its two questions, until they are answered by hand."""
    rows, op = list(case.activities), m["op"]
    if op == "add":
        return Done(case.changed(activities=(*rows, Activity(what=""))))
    at = _place(rows, m)
    if op == "remove":
        del rows[at]
        return Done(case.changed(activities=tuple(rows), drafts=_moved_up(case.drafts, "activity", at)))
    key, text, row = str(m["field"]), str(m["text"]), rows[at]
    drafts: Drafts = case.drafts
    if key == "what":
        rows[at] = _known(row.model_copy(update={"what": text}))
    elif key == "amount":
        amount, wrong = _amount_in(text)
        rows[at] = row.model_copy(update={"amount": amount})
        drafts = _drafted(case, f"activity {at} amount", text, wrong)
    elif key in PEOPLE and text in YES_NO:
        rows[at] = row.model_copy(update={f"{key}_answers": YES_NO[text]})
    else:
        raise InputError(key, text, "is not part of an activity", "Use the list on the page.")
    return Done(case.changed(activities=tuple(rows), drafts=drafts))


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


def _scenarios(case: Case, m: Message) -> Done:
    op, name = m["op"], clean(str(m["name"])).strip()
    if op == "keep":
        if not m["levels"]:
            raise InputError("scenario", name, "moves no link", "Move a slider first, then keep what comes of it.")
        name = name or _unused(case)
        one = Scenario.of(name, m["levels"])
        if any(s.name == name for s in case.scenarios):
            return Done(case.changed(scenarios=tuple(one if s.name == name else s for s in case.scenarios)))
        return Done(case.changed(scenarios=(*case.scenarios, one)))
    _scenario(case, name)
    if op == "aim":
        return Done(case.changed(aim="" if case.aim == name else name))
    kept = tuple(s for s in case.scenarios if s.name != name)
    return Done(case.changed(scenarios=kept, aim="" if case.aim == name else case.aim))


def _unused(case: Case) -> str:
    """A name that no scenario has."""
    taken = {s.name for s in case.scenarios}
    return next(name for at in count(len(taken) + 1) if (name := f"Scenario {at}") not in taken)


def _scenario(case: Case, name: str) -> Scenario:
    for scenario in case.scenarios:
        if scenario.name == name:
            return scenario
    raise InputError("scenario", name, "is not there any more", "Choose one of the list.")


# --- the plan -----------------------------------------------------------------------------------------------------


def _plan(case: Case, m: Message) -> Done:
    rows, op = list(case.plan), m["op"]
    if op == "choose":
        play = playbook.find(str(m["id"]))
        if any(row.id == play.id for row in rows):
            return Done(case)
        return Done(case.changed(plan=(*rows, Action(id=play.id, what=play.what, watch=play.watch))))
    if op == "own":
        return Done(case.changed(plan=(*rows, Action(id="", what=""))))
    if op == "drop":
        at = next((at for at, row in enumerate(rows) if row.id == m["id"]), None)
        if at is None:
            return Done(case)
    else:
        at = _place(rows, m)
    if op in ("drop", "remove"):
        del rows[at]
        return Done(case.changed(plan=tuple(rows), drafts=_moved_up(case.drafts, "plan", at)))
    key, text = str(m["field"]), str(m["text"])
    if key not in ("what", "owner", "date", "watch", "note"):
        raise InputError(key, text, "is not part of an action", "Use the list on the page.")
    drafts: Drafts = case.drafts
    if key == "date":
        read, wrong = _day_in(text)
        drafts, text = _drafted(case, f"plan {at} date", text, wrong), rows[at].date if wrong else read
    rows[at] = rows[at].model_copy(update={key: text})
    return Done(case.changed(plan=tuple(rows), drafts=drafts))


def _print_notes(case: Case, m: Message) -> Done:
    return Done(case.changed(print_notes=bool(m["on"])))


ACTS: Final[dict[str, Callable[[Case, Message], Done]]] = {
    "client": _client,
    "note": _note,
    "define": _define,
    "sellers": _sellers,
    "wanted": _wanted,
    "answer": _answer,
    "unit": _unit,
    "activity": _activity,
    "scenario": _scenarios,
    "plan": _plan,
    "print_notes": _print_notes,
}
