"""The messages that the page of a consultation sends to the kernel, as models.

Those of the page inside travel in an envelope and are checked with it; see :mod:`diagnostics.app.messages`.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from diagnostics.app.case.records import Side, StepKey, Unit
from diagnostics.app.consultation.answers_messages import AnswersAct, AnswersChange
from diagnostics.app.consultation.firm_messages import FirmAct, FirmChange
from diagnostics.app.consultation.message import ConsultMessage, Typed
from diagnostics.app.messages import (
    Contents,
    DashboardMessage,
    Name,
    Number,
    Ping,
    Plotly,
    Stop,
    Text,
    Word,
    parsed,
)

Format = Literal["html", "pdf", "xlsx", "pptx"]


class PageInside(ConsultMessage):
    """A message of the page inside."""

    do: Literal["page"] = "page"
    page: DashboardMessage


# --- clients ------------------------------------------------------------------------------------------------------


class Hello(ConsultMessage):
    """A page opens, or connects again; ``file``: the case in its address."""

    do: Literal["hello"] = "hello"
    file: Name | None = None
    languages: Word = ""
    """Those that the browser prefers, as in the header Accept-Language."""


class New(ConsultMessage):
    """Begin with a new client."""

    do: Literal["new"] = "new"
    client: Text = ""


class Open(ConsultMessage):
    """Open a case file."""

    do: Literal["open"] = "open"
    file: Name


class OpenFile(ConsultMessage):
    """Open a file of the dashboard or of a case: as a new client, or its numbers in the case that is open."""

    do: Literal["open_file"] = "open_file"
    text: Contents
    name: Name = ""


class Delete(ConsultMessage):
    """Delete a client with all that belongs to it; ``sure``: what that would be was shown."""

    do: Literal["delete"] = "delete"
    file: Name
    sure: bool = False


class Close(ConsultMessage):
    """Back to the list of clients."""

    do: Literal["close"] = "close"


class Conflict(ConsultMessage):
    """Which of two windows goes on with the file."""

    do: Literal["conflict"] = "conflict"
    keep: Literal["mine", "theirs"]


class SaveNow(ConsultMessage):
    """The page is being left: write what is not written yet."""

    do: Literal["save_now"] = "save_now"


class Report(ConsultMessage):
    """Create the report."""

    do: Literal["report"] = "report"
    format: Format


# --- looking around -----------------------------------------------------------------------------------------------


class Undo(ConsultMessage):
    """Take back the last change."""

    do: Literal["undo"] = "undo"


class Redo(ConsultMessage):
    """Bring again the change that was taken back last."""

    do: Literal["redo"] = "redo"


class GoToStep(ConsultMessage):
    """Another step."""

    do: Literal["step"] = "step"
    to: StepKey


class Speak(ConsultMessage):
    """The client's language is chosen; empty: that of the browser."""

    do: Literal["speak"] = "speak"
    language: Word = ""


class Level(ConsultMessage):
    """A slider was moved."""

    do: Literal["level"] = "level"
    link: Word
    value: Word
    pause: bool = False


class ResetLevels(ConsultMessage):
    """All sliders back to where they were."""

    do: Literal["reset_levels"] = "reset_levels"


class ViewScenario(ConsultMessage):
    """Move the sliders to a saved scenario."""

    do: Literal["view_scenario"] = "view_scenario"
    name: Name


# --- changes of the case ------------------------------------------------------------------------------------------


class Client(Typed):
    """The client's name."""

    do: Literal["client"] = "client"


class Note(Typed):
    """Notes on a step."""

    do: Literal["note"] = "note"
    step: StepKey


class Define(Typed):
    """What a word means in this business."""

    do: Literal["define"] = "define"
    key: Literal["lead", "sale", "interaction"]


class Sellers(Typed):
    """How many people sell."""

    do: Literal["sellers"] = "sellers"


class Wanted(Typed):
    """How many customers per month are wanted."""

    do: Literal["wanted"] = "wanted"


class Answer(ConsultMessage):
    """The side that the client chose for an activity of the game."""

    do: Literal["answer"] = "answer"
    id: Word
    side: Side


class ChooseUnit(ConsultMessage):
    """What the client's own activities are measured in."""

    do: Literal["unit"] = "unit"
    unit: Unit


class PrintNotes(ConsultMessage):
    """Whether the notes are printed in the report."""

    do: Literal["print_notes"] = "print_notes"
    on: bool


class AddActivity(ConsultMessage):
    """An empty row of the client's own list."""

    do: Literal["add_activity"] = "add_activity"


class RemoveActivity(ConsultMessage):
    """A row of the client's own list is removed."""

    do: Literal["remove_activity"] = "remove_activity"
    at: Number


class EditActivity(Typed):
    """A field of a row of the client's own list."""

    do: Literal["edit_activity"] = "edit_activity"
    at: Number
    field: Literal["what", "amount", "customer", "person"]


class EditMove(Typed):
    """How much effort is moved, or what one more takes; ``exact``: digits as a slider has them."""

    do: Literal["edit_move"] = "edit_move"
    field: Literal["moved", "lead_takes", "work_takes"]
    exact: bool = False


class SaveMove(ConsultMessage):
    """Save the effort that is moved as a scenario."""

    do: Literal["save_move"] = "save_move"


class EditLost(Typed):
    """How many leads were lost for a kind of reason, or in which words."""

    do: Literal["edit_lost"] = "edit_lost"
    kind: Literal["price", "fit", "timing", "no_answer", "competitor"]
    field: Literal["leads", "words"]


class SaveScenario(ConsultMessage):
    """Save where the sliders are, under a name."""

    do: Literal["save_scenario"] = "save_scenario"
    name: Text


class AimAt(ConsultMessage):
    """Make a scenario the target of the plan, or no longer."""

    do: Literal["aim_at"] = "aim_at"
    name: Name


class RemoveScenario(ConsultMessage):
    """A scenario is removed."""

    do: Literal["remove_scenario"] = "remove_scenario"
    name: Name


class ChoosePlay(ConsultMessage):
    """Put an action of the playbook into the plan."""

    do: Literal["choose_play"] = "choose_play"
    id: Word


class DropPlay(ConsultMessage):
    """Take an action of the playbook out of the plan."""

    do: Literal["drop_play"] = "drop_play"
    id: Word


class AddAction(ConsultMessage):
    """An empty action of their own."""

    do: Literal["add_action"] = "add_action"


class RemoveAction(ConsultMessage):
    """A row of the plan is removed."""

    do: Literal["remove_action"] = "remove_action"
    at: Number


class EditAction(Typed):
    """A field of a row of the plan."""

    do: Literal["edit_action"] = "edit_action"
    at: Number
    field: Literal["what", "owner", "date", "watch", "note", "link", "watched", "aimed", "status", "changed", "why"]


class AimAction(ConsultMessage):
    """An action aims at the level that the plan's target brings its number to."""

    do: Literal["aim_action"] = "aim_action"
    at: Number


Change = (
    Client
    | Note
    | Define
    | Sellers
    | Wanted
    | Answer
    | ChooseUnit
    | PrintNotes
    | AddActivity
    | RemoveActivity
    | EditActivity
    | EditMove
    | EditLost
    | SaveScenario
    | AimAt
    | RemoveScenario
    | ChoosePlay
    | DropPlay
    | AddAction
    | RemoveAction
    | EditAction
    | AimAction
    | FirmChange
    | AnswersChange
)
"""What changes the case."""

ConsultationMessage = Annotated[
    Ping
    | Stop
    | Plotly
    | PageInside
    | Hello
    | New
    | Open
    | OpenFile
    | Delete
    | Close
    | Conflict
    | SaveNow
    | Report
    | Undo
    | Redo
    | GoToStep
    | Speak
    | Level
    | ResetLevels
    | ViewScenario
    | FirmAct
    | SaveMove
    | AnswersAct
    | Change,
    Field(discriminator="do"),
]
_CONSULTATION: Final[TypeAdapter[ConsultationMessage]] = TypeAdapter(ConsultationMessage)


def consultation_message(content: object) -> ConsultationMessage:
    """A message of a consultation, checked.

    Raises
    ------
    Refused
        Where it is none.

    >>> consultation_message({"do": "note", "step": "door", "text": "asked twice"}).text
    'asked twice'
    >>> consultation_message({"do": "step", "to": "cellar"})
    Traceback (most recent call last):
    ...
    diagnostics.app.messages.Refused: step: step.to: Input should be 'door', 'sort', 'define', 'numbers', ...
    """
    return parsed(_CONSULTATION, content)
