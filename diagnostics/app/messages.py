"""The messages that a page sends, as models. What is answered is in :mod:`~diagnostics.app.pages.replies`.

Every message is checked once, where it arrives: :func:`dashboard_message` makes a model of it or raises
:class:`Refused`. What comes after that reads attributes of known types.

The bounds are wider than what the page itself allows: they keep out what no page sends and limit nothing that a person
types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from diagnostics.app.forms.form_field import Way
from diagnostics.app.forms.scenarios import Saved
from diagnostics.app.forms.texts import whole
from diagnostics.errors import printable
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.funnel.links import LINKS


def _whole(text: object) -> object:
    return whole(text) if isinstance(text, str) else text


Whole = BeforeValidator(_whole)
Word = Annotated[str, Field(max_length=200), Whole]
"""A name that the program gave: of a field, a column, an example."""
Name = Annotated[str, Field(max_length=10_000), Whole]
"""A name from a file or of one: a heading, a sheet, a file."""
Text = Annotated[str, Field(max_length=100_000), Whole]
"""What is typed in one field."""
Contents = Annotated[str, Field(max_length=10_000_000), Whole]
"""What is pasted, loaded from a file, or held by an address."""
Data = Annotated[bytes, Field(max_length=10 * 2**20)]
"""Bytes of a file; a server ends the connection on a message of 10 MiB."""
Number = Annotated[int, Field(ge=-(2**53), le=2**53)]
"""A whole number that JavaScript can hold."""
Count = Annotated[int, Field(ge=0, le=2**53)]

Part = Annotated[int, Field(ge=0, le=1_000)]
"""Of a file that is sent in parts; the page sends megabytes at a time."""

Day = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
"""A day as 2025-06-30, or empty."""

Given = Name | list[Name] | dict[Word, Word | list[Word]] | bool | None
"""What an answer about an export gives for one key."""

Taken = Literal["pdf", "html", "xlsx", "csv", "png", "svg"]
Picture = Literal["door", "map", "bridge", "timeline"]

Level = Annotated[float, Field(ge=0, le=LARGEST_COUNT, allow_inf_nan=False)]
"""Leads per month, or a fraction."""

MOST_FIELDS: Final = 100
"""Fields in one message."""
MOST_CELLS: Final = 60_000
"""Cells in one message; a full table has fewer."""


class Refused(ValueError):
    """A message that no page sends: of an unknown kind, with a wrong type, or with something in it that is unknown.

    Parameters
    ----------
    kind : str
        The kind that the message names.
    reason : str
        What is wrong with it, for the log.
    seq : int
        Its number, for the reply; 0 where it has none.
    inside : bool
        Whether it came in the envelope of a page inside a consultation.
    """

    def __init__(self, kind: str, reason: str, seq: int = 0, inside: bool = False) -> None:
        self.kind = kind
        self.reason = reason
        self.seq = seq
        self.inside = inside
        super().__init__(printable(f"{kind}: {reason}"))


class Strict(BaseModel):
    """Exactly these entries, of exactly these types."""

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid", frozen=True)


class Message(Strict):
    """What every message has: its kind, ``do``, in each model, and a number that its reply repeats."""

    seq: Count = 0


# --- for the widget itself ----------------------------------------------------------------------------------------


class Ping(Message):
    """Is anybody there?"""

    do: Literal["ping"] = "ping"


class Stop(Message):
    """End the work that is going on."""

    do: Literal["stop"] = "stop"


class Plotly(Message):
    """Send plotly.js: no server has it here."""

    do: Literal["plotly"] = "plotly"


# --- the dashboard: the form --------------------------------------------------------------------------------------


class Hello(Message):
    """A page opens, or connects again: its address, and what it kept of the last visit."""

    do: Literal["hello"] = "hello"
    query: Contents = ""
    kept: Contents | None = None
    languages: Word = ""
    """Those that the browser prefers, as in the header Accept-Language."""


class Type(Message):
    """Text of one field or several; ``step``: after a pause, so Undo treats it as another change."""

    do: Literal["type"] = "type"
    texts: dict[Word, Text] = Field(max_length=MOST_FIELDS)
    step: bool = False


class Settle(Message):
    """What is typed is complete for now; ``sure``: what is improbable in it was looked at and is right."""

    do: Literal["settle"] = "settle"
    sure: bool = False


class Undo(Message):
    """Take back the last change."""

    do: Literal["undo"] = "undo"


class Redo(Message):
    """Bring again the change that was taken back last."""

    do: Literal["redo"] = "redo"


class Example(Message):
    """Fill the form with a sample business."""

    do: Literal["example"] = "example"
    name: Word


class Clear(Message):
    """Empty the form."""

    do: Literal["clear"] = "clear"


class Address(Message):
    """The user changed the address of the page."""

    do: Literal["address"] = "address"
    query: Contents


class Load(Message):
    """Open a file that was saved from the page."""

    do: Literal["load"] = "load"
    text: Contents


class Speak(Message):
    """Another language is chosen; empty: that of the browser."""

    do: Literal["speak"] = "speak"
    language: Word = ""


class Save(Message):
    """Answer with the file to save."""

    do: Literal["save"] = "save"


class Entitle(Message):
    """What the numbers are of, and the day they are of: for the link, the file and what is taken away."""

    do: Literal["title"] = "title"
    title: Name
    date: Day = ""


class Take(Message):
    """Answer with the result as a file: one page, the report, tables or a picture. Title and date: the form's unless given."""

    do: Literal["take"] = "take"
    format: Taken
    picture: Picture | None = None
    title: Name | None = None
    date: Day | None = None


class Try(Message):
    """The sliders were moved: all levels that are tried, by link; ``step``: as for :class:`Type`."""

    do: Literal["try"] = "try"
    levels: dict[Word, Level] = Field(max_length=len(LINKS))
    step: bool = False


class KeepScenario(Message):
    """Save what is tried as a scenario, or remove that scenario."""

    do: Literal["scenario"] = "scenario"
    slot: Saved
    keep: bool = True


class ChooseWay(Message):
    """Another way in: totals, month by month, leads."""

    do: Literal["way"] = "way"
    way: Way


# --- the dashboard: the table -------------------------------------------------------------------------------------


class SetCells(Strict):
    """Cells that were written: row, column, text."""

    op: Literal["set"] = "set"
    cells: list[Annotated[tuple[Number, Number, Text], Field(strict=False)]] = Field(max_length=MOST_CELLS)


class InsertRow(Strict):
    """An empty row before row ``at``."""

    op: Literal["insert"] = "insert"
    at: Number


class DeleteRows(Strict):
    """Rows that were taken out, from row ``at``."""

    op: Literal["delete"] = "delete"
    at: Number
    count: Number = 1


class PasteCells(Strict):
    """Text that was pasted over the ``rows`` × ``columns`` cells from ``row`` and ``column``."""

    op: Literal["paste"] = "paste"
    row: Number
    column: Number
    rows: Count = 1
    columns: Count = 1
    text: Contents


Edit: TypeAlias = SetCells | InsertRow | DeleteRows


class Cells(Message):
    """The table was edited."""

    do: Literal["cells"] = "cells"
    op: Annotated[Edit | PasteCells, Field(discriminator="op")]


class ToggleColumn(Message):
    """A column was added to the table or taken out."""

    do: Literal["column"] = "column"
    key: Word
    on: bool


class UploadTable(Message):
    """A CSV or XLSX file with a table of months."""

    do: Literal["upload"] = "upload"
    name: Name = ""
    data: Data


class Paste(Message):
    """Cells from a spreadsheet, with their headings."""

    do: Literal["paste"] = "paste"
    text: Contents


class TableSheet(Message):
    """Which sheet of the uploaded workbook, or which of its headings."""

    do: Literal["sheet"] = "sheet"
    name: Name


class CountMonth(Message):
    """Include a month that was left out, as the number of the month."""

    do: Literal["count"] = "count"
    month: Annotated[str, Field(pattern=r"^-?[0-9]{1,9}$")]


# --- the dashboard: the leads -------------------------------------------------------------------------------------


class LeadsPart(Message):
    """One part of a file of an export of leads; the last part of the last file opens it."""

    do: Literal["leads"] = "leads"
    name: Name = ""
    size: Count = 0
    part: Part = 0
    parts: Part = 1
    file: Count = 0
    files: Count = 1
    data: Data


class LeadsSheet(Message):
    """Which sheet of the export that was sent."""

    do: Literal["leads_sheet"] = "leads_sheet"
    name: Name


class MatchField(Message):
    """The column that holds a field; None: not in this file."""

    do: Literal["match"] = "match"
    field: Word
    heading: Name | None


class Answer(Message):
    """An answer to a question about the export, as the question offered it."""

    do: Literal["answer"] = "answer"
    given: dict[Word, Given] = Field(max_length=MOST_FIELDS)


class Meaning(Message):
    """What a text of the outcome column means."""

    do: Literal["meaning"] = "meaning"
    text: Name
    means: Word


class FaultRows(Message):
    """Answer with a few rows of a fault."""

    do: Literal["rows"] = "rows"
    key: Word


DashboardMessage = Annotated[
    Ping
    | Stop
    | Plotly
    | Hello
    | Type
    | Settle
    | Undo
    | Redo
    | Example
    | Clear
    | Address
    | Load
    | Save
    | Speak
    | Entitle
    | Take
    | Try
    | KeepScenario
    | ChooseWay
    | Cells
    | ToggleColumn
    | UploadTable
    | Paste
    | TableSheet
    | CountMonth
    | LeadsPart
    | LeadsSheet
    | MatchField
    | Answer
    | Meaning
    | FaultRows,
    Field(discriminator="do"),
]
_DASHBOARD: Final[TypeAdapter[DashboardMessage]] = TypeAdapter(DashboardMessage)

M = TypeVar("M")


def dashboard_message(content: object) -> DashboardMessage:
    """A message of the dashboard, checked.

    Raises
    ------
    Refused
        Where it is none.

    >>> dashboard_message({"do": "type", "texts": {"leads": "310"}, "seq": 4})
    Type(seq=4, do='type', texts={'leads': '310'}, step=False)
    >>> dashboard_message({"do": "way", "way": "sideways"})
    Traceback (most recent call last):
    ...
    diagnostics.app.messages.Refused: way: way.way: Input should be 'counts', 'table' or 'ledger'
    """
    return parsed(_DASHBOARD, content)


def parsed(kinds: TypeAdapter[M], content: object) -> M:
    """A message as one of some kinds.

    Raises
    ------
    Refused
        Where it is none of them.
    """
    try:
        return kinds.validate_python(content)
    except ValidationError as problem:
        raise refused(content, problem) from None


def refused(content: object, problem: ValidationError) -> Refused:
    """The refusal of a message: its kind, its number and the first thing that is wrong with it."""
    inside = isinstance(content, Mapping) and isinstance(content.get("page"), Mapping)
    asked: Any = content["page"] if inside else content  # type: ignore[index]
    do, seq = (asked.get("do"), asked.get("seq")) if isinstance(asked, Mapping) else (None, 0)
    number = seq if isinstance(seq, int) and not isinstance(seq, bool) and 0 <= seq <= 2**53 else 0
    first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    reason = "unknown kind" if first["type"] == "union_tag_invalid" else first["msg"]
    kind = do if isinstance(do, str) else type(do).__name__
    return Refused(kind[:40], f"{where}: {reason}"[:200] if where else reason, number, inside)
