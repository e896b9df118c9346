"""What is typed on a slip becomes an answer, or a refusal in words; what the room agrees on becomes a definition."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from diagnostics.app.case.case import Case
from diagnostics.app.case.records import Role, Side, Slip, Speed, Word
from diagnostics.app.case.slips import DEFINED, LONGEST_ANSWER, shown
from diagnostics.app.consultation import answers_messages as m
from diagnostics.app.consultation.message import ConsultMessage
from diagnostics.app.forms.texts import clean
from diagnostics.errors import InputError

LEAST, MOST = 50, 100
"""How sure one can be of a side, in percent: less than 50 is a bet on the other one."""
SIDES: Final[tuple[Side, ...]] = get_args(Side)
SPEEDS: Final[tuple[Speed, ...]] = get_args(Speed)


def slip(role: Role, texts: Mapping[str, str], phone: bool = False) -> Slip:
    """The answer that was typed.

    Parameters
    ----------
    role : Role
        Whose it is.
    texts : mapping of str
        ``weak``, ``sure`` (percent), ``lead``, ``sale`` and ``call``, as typed.
    phone : bool
        Whether it came from a phone.

    Raises
    ------
    InputError
        For the first field that cannot be taken.
    """
    weak = next((side for side in SIDES if side == texts.get("weak")), None)
    if weak is None:
        raise InputError("slip-no-side", "weak")
    sure = _sure(clean(texts.get("sure", "")).strip())
    lead, sale = (_definition(name, texts.get(name, "")) for name in DEFINED)
    call: Speed = next((speed for speed in SPEEDS if speed == texts.get("call")), "")
    return Slip(role=role, weak=weak, sure=sure, lead=lead, sale=sale, call=call, phone=phone)


def _sure(text: str) -> float:
    """How sure, as a fraction. A sign for percent is allowed, and a comma for the decimal point."""
    number = re.sub(r"\s|%", "", text).replace(",", ".")
    points = float(number) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{0,9})?", number) else math.nan
    if not LEAST <= points <= MOST:
        raise InputError("slip-not-sure", "sure", least=LEAST, most=MOST)  # not what it was: the room may see this
    return points / 100


def _definition(name: str, typed: str) -> str:
    text = clean(typed).strip()
    if len(text) > LONGEST_ANSWER:
        raise InputError("slip-too-long", name, most=LONGEST_ANSWER, length=len(text))
    return text


def _settle(case: Case, message: m.Settle) -> Case:
    """The room agrees: on a definition, or that how fast a lead is called was looked up."""
    if shown(case) is None:
        raise InputError("slip-not-shown", "slip")
    settled: tuple[Word, ...] = (*(word for word in case.settled if word != message.word), message.word)
    if message.word == "call":
        return case.changed(settled=settled)
    text = clean(message.text).strip()
    if not text:
        raise InputError("slip-nothing-agreed", message.word)
    definitions = case.definitions.model_copy(update={message.word: text})
    return case.changed(definitions=definitions, settled=settled)


def _unsettle(case: Case, message: m.Unsettle) -> Case:
    """The room does not agree after all; what was agreed stays the definition until there is another one."""
    return case.changed(settled=tuple(word for word in case.settled if word != message.word))


CHANGES: Final[dict[type[ConsultMessage], Callable[[Case, Any], Case]]] = {m.Settle: _settle, m.Unsettle: _unsettle}
