"""The messages about two blind answers."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import PrivateAttr

from diagnostics.app.case.records import Asked, Role, Slip, Speed
from diagnostics.app.case.records import Word as Defined
from diagnostics.app.consultation.message import ConsultMessage
from diagnostics.app.messages import Day, Message, Text
from diagnostics.errors import InputError


class AskWhom(ConsultMessage):
    """Who answers before the numbers."""

    do: Literal["ask_whom"] = "ask_whom"
    asked: Asked


class HandIn(ConsultMessage):
    """An answer that was typed in, as a whole: before that nothing of it is sent."""

    do: Literal["hand_in"] = "hand_in"
    role: Role
    weak: Literal["", "marketing", "sales"] = ""
    sure: Text = ""
    lead: Text = ""
    sale: Text = ""
    call: Speed = ""


class TakeBack(ConsultMessage):
    """An answer is taken back, before the reveal."""

    do: Literal["take_back"] = "take_back"
    role: Role


class Reveal(ConsultMessage):
    """Show the answers; ``anyway``: though one is missing."""

    do: Literal["reveal"] = "reveal"
    anyway: bool = False


class Settle(ConsultMessage):
    """The room agrees on a word, with the text that it now means; none for how fast a lead is called."""

    do: Literal["settle"] = "settle"
    word: Defined
    text: Text = ""


class Unsettle(ConsultMessage):
    """The room does not agree after all."""

    do: Literal["unsettle"] = "unsettle"
    word: Defined


class PhoneSlip(Message):
    """An answer from a phone. The server makes it; no page can send it."""

    today: Day = ""
    file: Path
    """The case that it is for."""
    slip: Slip
    _outcome: InputError | None = PrivateAttr(default_factory=lambda: InputError("slip-session-away", "slip"))

    @property
    def refusal(self) -> InputError | None:
        """Why it was not taken, or not yet; None once it is."""
        return self._outcome

    def settle(self, why: InputError | None) -> None:
        """It was taken, or was not."""
        self._outcome = why


AnswersChange = Settle | Unsettle
"""What changes the case and can be undone."""
AnswersAct = AskWhom | HandIn | TakeBack | Reveal
"""What Undo does not go back behind."""
