"""What the page of a consultation is answered, as plain data; :mod:`~diagnostics.app.consultation.panes` fills it."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from diagnostics.app.case.records import Asked, Role, Word
from diagnostics.app.consultation.firm_pane import FacePane
from diagnostics.app.pages.door import DoorPane
from diagnostics.app.pages.form_pane import WordsPane
from diagnostics.app.pages.lost_pane import LostPane
from diagnostics.app.pages.replies import Download, Reply
from diagnostics.app.pages.what_if import RangeBar, SliderPane


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
    """What the consultant says and asks at this step; hidden while the page is projected."""

    hidden: bool
    minutes: str
    points: list[str]
    ask: str


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
