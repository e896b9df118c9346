"""What the page of a consultation is answered, as plain data; :mod:`~diagnostics.app.consultation.panes` fills it."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from diagnostics.app.case.records import Asked, Role, Word
from diagnostics.app.consultation.firm_pane import FacePane
from diagnostics.app.consultation.step_replies import (
    Definition,
    DiagnosisStep,
    DoorStep,
    PlanStep,
    ReviewStep,
    SortStep,
    WhatIfStep,
)
from diagnostics.app.pages.form_pane import WordsPane
from diagnostics.app.pages.replies import Download, Reply


class Confirm(TypedDict):
    """Whether a client is to be deleted, and with which files."""

    text: str
    yes: str
    no: str


class ListedClient(TypedDict):
    """A case file in the list of clients."""

    file: str
    client: str
    said: str
    problem: str
    delete: str
    confirm: Confirm | None


class ClientsPane(TypedDict):
    """The clients whose case files are in the folder."""

    title: str
    line: str
    cases: list[ListedClient]


class SavedWords(TypedDict):
    """Whether the case file holds what the page shows."""

    text: str
    alarm: bool


class SavedPane(TypedDict):
    """The same with a number, ``order``: the higher is the later. ``choices``: ours or theirs, in a conflict."""

    saved: SavedWords
    order: int
    conflict: str | None
    choices: list[str]


class StepPane(TypedDict):
    """A step; ``number`` is 0 for those before the seven."""

    key: str
    number: int
    title: str
    heading: str
    line: str
    done: bool


class TalkPane(TypedDict):
    """What the consultant says and asks at this step, and the next question; shown at the desk alone.

    ``until``: the minute of the session at which the step ends.
    """

    minutes: str
    until: int
    points: list[str]
    ask: str
    next: str


class DefinedWord(TypedDict):
    """A word and what it means to this client."""

    label: str
    text: str


class DefinedPane(TypedDict):
    """What the words mean, next to every result."""

    title: str
    pairs: list[DefinedWord]


class PhoneCode(TypedDict):
    """Where an answer can be given on a phone, once; the code as the path of an SVG of so many squares."""

    address: str
    size: int
    path: str


class SlipPane(TypedDict):
    """A blind answer before it is shown: whose it is, and whether it was handed in. Nothing of it."""

    role: Role
    title: str
    handed_in: bool
    code: PhoneCode | None


class ShownSlip(TypedDict):
    """An answer that was shown, each question with what was said; ``said``: that there is none."""

    role: Role
    title: str
    answers: list[DefinedWord]
    said: str


class GapAnswer(TypedDict):
    """One of two answers to a question."""

    role: Role
    title: str
    text: str


class AnswerGap(TypedDict):
    """A question with both answers; ``state``: none, one, same or differ. ``text``: the definition as it stands."""

    word: Word
    state: str
    title: str
    said: str
    settled: bool
    answers: list[GapAnswer]
    text: str


class AnswersPane(TypedDict):
    """Two answers before the numbers. ``shown``, ``bets`` and ``gaps`` are empty until they are revealed."""

    asked: Asked
    revealed: bool
    choices: list[list[str]]
    questions: dict[str, str]
    sure_help: str
    speeds: list[list[str]]
    longest: int
    slips: list[SlipPane]
    no_code: str
    complete: bool
    some: bool
    shown: list[ShownSlip]
    bets: list[str]
    gaps: list[AnswerGap]


class GapsPane(TypedDict):
    """What the two answers have to say next to a verdict; each may be empty."""

    warning: str
    note: str
    bets: list[str]


class ClientsShell(TypedDict):
    """The list of clients: no case is open."""

    clients: ClientsPane
    notice: str
    alarm: bool
    file: str


class CaseShell(SavedPane):
    """An open case; of the steps only the one that is open.

    ``language``: the client's, or empty; ``languages``: those that may be chosen, code and name.
    """

    clients: None
    file: str
    notice: str
    alarm: bool
    client: str
    can_undo: bool
    can_redo: bool
    step: str
    steps: list[StepPane]
    talk: TalkPane
    language: str
    languages: list[list[str]]
    note: str
    note_said: str
    example: str
    last: list[str]
    defined: DefinedPane | None
    review: NotRequired[ReviewStep]
    differ: GapsPane | None
    answers: NotRequired[AnswersPane]
    door: NotRequired[DoorStep]
    sort: NotRequired[SortStep]
    define: NotRequired[list[Definition]]
    diagnosis: NotRequired[DiagnosisStep]
    whatif: NotRequired[WhatIfStep]
    plan: NotRequired[PlanStep]
    face: NotRequired[FacePane]


class ConsultationReply(TypedDict, total=False):
    """What a consultation answers: its own page, the page inside, a file; the bytes of the file travel apart.

    ``words``: the page's own texts, where they are in another language than before.
    """

    seq: int
    words: WordsPane
    shell: ClientsShell | CaseShell
    page: Reply
    saved: SavedPane
    download: Download
    data: bytes
    fault: str
    detail: str
