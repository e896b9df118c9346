"""What the page of a consultation is shown of each step, as plain data."""

from __future__ import annotations

from typing import TypedDict

from diagnostics.app.pages.door import DoorPane
from diagnostics.app.pages.lost_pane import LostPane
from diagnostics.app.pages.what_if import RangeBar, SliderPane


class DoorQuestion(TypedDict):
    """The first question, how it was answered, and the right answer with its reason."""

    id: str
    prompt: str
    answered: str | None
    right: str
    reason: str


class DoorStep(TypedDict):
    """Step 1: the door."""

    door: DoorPane
    rules: list[str]
    question: DoorQuestion


class NextActivity(TypedDict):
    """The activity that is asked about now."""

    id: str
    activity: str


class PastActivity(TypedDict):
    """An activity that was answered."""

    id: str
    activity: str
    answered: str
    right: str
    reason: str


class OwnActivity(TypedDict):
    """A row of the client's own list, as typed."""

    what: str
    amount: str
    customer: str
    person: str
    side: str | None
    side_words: str
    said: str


class AlignmentBar(TypedDict):
    """How time or money, and the shortfall, are shared by the two sides; fractions."""

    label: str
    marketing: float
    sales: float
    words: str


class AlignmentPane(TypedDict):
    """Where the effort goes, next to where the customers are lost."""

    bars: list[AlignmentBar]
    findings: list[str]


class SortStep(TypedDict):
    """Step 2: which side is it?"""

    score: str
    next: NextActivity | None
    reason: str
    past: list[PastActivity]
    known: list[str]
    unit: str
    own: list[OwnActivity]
    alignment: AlignmentPane | None


class Definition(TypedDict):
    """Step 3: a word that the client defines."""

    key: str
    question: str
    help: str
    example: str
    text: str


class LostField(TypedDict):
    """A kind of reason that is typed; ``id``: the kind."""

    id: str
    label: str
    leads: str
    words: str
    said: str


class LostStep(TypedDict):
    """Why leads were lost: as an export has it, or as it is typed (``fields``)."""

    pane: LostPane
    ask: str
    words: str
    fields: list[LostField]


class DiagnosisStep(TypedDict):
    """Step 5: next to the page inside."""

    alignment: AlignmentPane | None
    lost: LostStep


class TakesField(TypedDict):
    """What one more takes, as typed; ``id``: of a lead, or of working one."""

    id: str
    label: str
    text: str
    said: str
    usual: str


class RealignPane(TypedDict):
    """Effort moved to the weak side, or why it is not; ``slider`` is None where nothing can be moved."""

    title: str
    said: str
    why_not: list[str]
    changes: list[str]
    against_title: str
    against: list[str]
    slider: SliderPane | None
    amount: str
    amount_usual: str
    amount_label: str
    amount_said: str
    takes: list[TakesField]
    save: str
    save_said: str


class ScenarioPane(TypedDict):
    """A scenario that was saved; ``aim``: the plan's target."""

    name: str
    moved: str
    aim: bool
    customers: str
    gain: str


class WhatIfStep(TypedDict, total=False):
    """Step 6: what if? Only ``waiting`` while there is no diagnosis."""

    waiting: str
    now: str
    tried: str
    more: list[str]
    ranges: list[RangeBar]
    ranges_caption: str
    sliders: list[SliderPane]
    levers: list[str]
    needed: str
    wanted: str
    wanted_said: str
    wanted_usual: str
    unbound: list[str]
    realign: RealignPane
    sellers: str
    sellers_said: str
    no_scenario: str
    scenarios: list[ScenarioPane]


class PlayPane(TypedDict):
    """Something that can be done about a link."""

    id: str
    what: str
    why: str
    first_step: str
    about: str
    not_when: str
    source: str
    chosen: bool


class LinkPlays(TypedDict):
    """A link and what can be done about it."""

    link: str
    side: str
    title: str
    short: str
    open: bool
    plays: list[PlayPane]


class PlannedAction(TypedDict):
    """A row of the plan, as typed; ``at``: its place, ``key``: what it keeps when others are removed.

    ``share``: whether the level aimed at is one; ``offer``: the button that takes the scenario's level over.
    """

    what: str
    owner: str
    date: str
    watch: str
    note: str
    link: str
    watched: str
    aimed: str
    share: bool
    now: str
    offer: str
    status: str
    changed: str
    why: str
    at: int
    key: str
    said: str


class Option(TypedDict):
    """What can be chosen, and what it is called."""

    key: str
    label: str


class PlanOptions(TypedDict):
    """What can be chosen for an action."""

    links: list[Option]
    numbers: list[Option]
    statuses: list[Option]


class PlanStep(TypedDict):
    """Step 7: the plan."""

    sentence: str
    test: str
    people: list[str]
    links: list[LinkPlays]
    chosen: list[PlannedAction]
    finished: list[PlannedAction]
    options: PlanOptions
    unbound: list[str]
    forecast: str
    print_notes: bool
    report_said: str


class ReviewedAction(TypedDict):
    """An action that was agreed, and what became of it; ``at``: its place in the plan, −1 where it was taken out."""

    what: str
    agreed: str
    status: str
    changed: str
    why: str
    at: int
    key: str
    said: str


class ArchivePane(TypedDict):
    """What was agreed, as it stood; each action in three texts."""

    title: str
    lines: list[str]
    actions: list[list[str]]


class TrendRow(TypedDict):
    """One session, and what was said then."""

    cells: list[str]
    said: str


class TrendDot(TypedDict):
    """One session in the chart: each side's share of its target, a fraction."""

    label: str
    date: str
    marketing: float
    sales: float


class TrendPane(TypedDict):
    """All sessions in a row; ``text``: the chart in words, ``lines``: the names of its lines."""

    title: str
    about: str
    columns: list[str]
    rows: list[TrendRow]
    text: str
    lines: list[str]
    chart: list[TrendDot]


class ReviewStep(TypedDict):
    """The first step of a later session. ``numbers``: that new ones are needed, or empty."""

    numbers: str
    numbers_title: str
    actions: list[ReviewedAction]
    no_actions: str
    options: list[Option]
    moved: list[str]
    columns: list[str]
    rows: list[list[str]]
    forecast: str
    archive: ArchivePane
    trend: TrendPane | None
