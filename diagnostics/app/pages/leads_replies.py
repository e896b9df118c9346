"""What a page is answered about an export of leads, as plain data; :mod:`~diagnostics.app.pages.leads_panes` fills it."""

from __future__ import annotations

from typing import Literal, TypedDict

from diagnostics.app.pages.charts.layout import Spec
from diagnostics.app.pages.lost_pane import LostPane


class AnswerSent(TypedDict):
    """The message that an answer sends back."""

    do: Literal["answer"]
    given: dict[str, object]


class OfferedAnswer(TypedDict):
    """An answer that is offered: its words and what it sends."""

    text: str
    send: AnswerSent


class QuestionPane(TypedDict):
    """A question about the export, what may be done, the answers that are offered."""

    text: str
    remedy: str
    answers: list[OfferedAnswer]


class MatchedField(TypedDict):
    """One field and the column that was taken for it. ``usual``: shown even where none was found."""

    key: str
    label: str
    hint: str
    needed: bool
    heading: str | None
    why: str
    asked: bool
    usual: bool
    samples: list[str]


class ValuePane(TypedDict):
    """A text of the outcome column, how it is shown, how often it is there, what it means (empty: not known)."""

    text: str
    shown: str
    count: str
    means: str


class MatchingPane(TypedDict):
    """Which column is which, what is open, and what the texts of the outcome mean."""

    title: str
    line: str
    open: bool
    problem: str
    none: str
    headings: list[str]
    fields: list[MatchedField]
    questions: list[QuestionPane]
    values_title: str
    values: list[ValuePane]
    kinds: list[list[str]]
    said: list[str]
    notes: list[str]


class FaultPane(TypedDict):
    """One fault: what it is, what it does, what it prevents and what is needed; ``rows``: some can be shown."""

    key: str
    what: str
    effect: str
    blocks: str
    needs: str
    rows: bool


class FaultsPane(TypedDict):
    """What is wrong with the data, the most serious first."""

    title: str
    line: str
    faults: list[FaultPane]


class SampleRows(TypedDict):
    """A few rows of an export that a fault is about, with their headings."""

    key: str
    columns: list[str]
    cells: list[list[str]]


class UnitGroup(TypedDict):
    """Channels or reps, a row each."""

    name: str
    rows: list[list[str]]


class UnitTable(TypedDict):
    """The control chart as tables."""

    columns: list[str]
    groups: list[UnitGroup]


class ControlPane(TypedDict):
    """The control chart; heights in pixels."""

    title: str
    figure: Spec
    upright: Spec
    height: int
    height_upright: int
    caption: str
    text: str
    table: UnitTable


class PairPane(TypedDict):
    """A rep in a channel; ``level``: the shade, 0 to 4; ``thin``: too few leads to compare."""

    rate: str
    leads: str
    level: int
    thin: bool
    won: str


class PairRow(TypedDict):
    """A rep."""

    name: str
    cells: list[PairPane]


class PairsPane(TypedDict):
    """Reps by channels."""

    title: str
    columns: list[str]
    rows: list[PairRow]
    caption: str


class SpeedPane(TypedDict):
    """Whether a quick first contact goes with winning."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    caption: str


class PeoplePane(TypedDict):
    """Is it the leads or the people?"""

    title: str
    verdict: str
    sentence: str
    alarm: str
    advice: str
    evidence: list[str]
    over: str
    control: ControlPane | None
    grid: PairsPane | None


class StudyPane(TypedDict):
    """What was opened, what is wrong with it, and whether it is the leads or the people."""

    opened: str
    faults: FaultsPane
    people: PeoplePane
    speed: SpeedPane | None


class LeadsPane(TypedDict):
    """The export: its columns, its faults, leads or people. ``study`` is None where the page has it (``same``)."""

    opened: str
    again: str
    matching: MatchingPane | None
    same: bool
    study: StudyPane | None
    lost: LostPane | None
    told: list[str]
    told_title: str
    sheets: str
