"""The client's file: what was typed, answered and planned with one client, and every diagnosis; one JSON per client.

A record that exists is valid. A change is a checked copy. Nothing reads the clock; a date is given.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError

from diagnostics.app.case import case_file
from diagnostics.app.case.case_file import CASE_KIND, CASE_VERSION
from diagnostics.app.case.records import (
    Action,
    Activity,
    Asked,
    CaseNumbers,
    Day,
    Definitions,
    Drafts,
    Language,
    LostCounts,
    LostSaid,
    Meeting,
    Move,
    Name,
    PartKey,
    Record,
    RecordedDiagnosis,
    Scenario,
    Side,
    Slip,
    StepKey,
    Text,
    Typed,
    Unit,
    Wanted,
    Word,
    checked,
    refusal,
)
from diagnostics.app.forms.entries import Entries, blank
from diagnostics.diagnosis.money import Money
from diagnostics.errors import InputError
from diagnostics.funnel import checks
from diagnostics.funnel.records import Funnel, Par
from diagnostics.reading import given as read_given

MOST_ROWS: Final = 2_000
MOST_PEOPLE: Final = 10
MOST_SELLERS: Final = 10_000
MOST_SLIPS: Final = 2
MOST_PARTS: Final = 100
MOST_KINDS: Final = 6


class CaseConflict(InputError):
    """Another window has saved the same file since it was read here."""


class CaseGone(InputError):
    """The file was deleted since it was read or saved here; it is not written again by itself."""


class Case(Record):
    """One client.

    Made empty, or by :meth:`load`; :meth:`changed` gives a checked copy. What was seen of its file is common to a case
    and all its copies, so that each of them may be saved where one of them was read or saved.

    >>> case = Case(client="Kitchen fitter").changed(notes={"door": "asked twice"})
    >>> Case.from_json(case.to_json()) == case
    True
    """

    kind: Literal["weak-link case"] = CASE_KIND
    version: Literal[5] = CASE_VERSION
    client: Name = ""
    language: Language = ""
    """The client's language, in which the session is held and the report is written; empty: that of the browser, and
    English where there is none."""
    unit: Unit = "hours"
    definitions: Definitions = Definitions()
    entries: Typed = Field(default_factory=dict)
    """What was typed into the page, :meth:`~diagnostics.app.forms.entries.Entries.to_dict`."""
    answers: dict[Text, Side] = Field(default_factory=dict)
    """The side that the client chose in the game, by activity."""
    activities: Annotated[tuple[Activity, ...], Field(max_length=MOST_ROWS, strict=False, fail_fast=True)] = ()
    move: Move = Move()
    """How much of the effort is moved, and what one more takes, where the client said so."""
    lost: LostCounts | None = None
    """Why the leads of the export were lost; None where none says so."""
    lost_said: Annotated[tuple[LostSaid, ...], Field(max_length=MOST_KINDS, strict=False, fail_fast=True)] = ()
    """The same as the client typed it, one per kind."""
    sellers: Annotated[int, Field(gt=0, le=MOST_SELLERS)] | None = None
    """People who sell."""
    wanted: Wanted | None = None
    """Customers per month that were asked about in the what-if; None: the goal."""
    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=MOST_ROWS, strict=False, fail_fast=True)] = ()
    aim: Text = ""
    """The scenario that the plan aims at."""
    plan: Annotated[tuple[Action, ...], Field(max_length=MOST_ROWS, strict=False, fail_fast=True)] = ()
    notes: dict[StepKey, Text] = Field(default_factory=dict)
    """Of the session that goes on; those of earlier ones are in ``meetings``."""
    begun: Day = ""
    """The day on which the session that goes on began; empty where no earlier one was closed."""
    asked: Asked = "sides"
    """Who answers the two slips before the numbers: marketing and sales, or owner and team."""
    slips: Annotated[tuple[Slip, ...], Field(max_length=MOST_SLIPS, strict=False, fail_fast=True)] = ()
    """The blind answers that were handed in, one per role."""
    revealed: Day = ""
    """The day on which the answers were shown to the room; from then on none is taken."""
    settled: Annotated[tuple[Word, ...], Field(strict=False)] = ()
    """The words on which the two answers differed and the room has agreed."""
    meetings: Annotated[tuple[Meeting, ...], Field(max_length=MOST_ROWS, strict=False, fail_fast=True)] = ()
    """What was agreed in earlier sessions, oldest first; never changed."""
    firm: Name = ""
    """The profile of the firm that the report carries, by its file's name; empty: none."""
    left_out: Annotated[tuple[PartKey, ...], Field(max_length=MOST_PARTS, strict=False)] = ()
    """The parts that the report goes without."""
    appendix: bool = False
    """Whether the report has the technical appendix: every input, the method, how to run it again."""
    step: StepKey = "door"
    """The step that is open."""
    print_notes: bool = False
    """Whether the notes go into the report; otherwise only the consultant sees them."""
    drafts: Drafts = Field(default_factory=dict)
    """Texts that cannot be read as a number or a day yet, by field."""
    numbers: CaseNumbers | None = None
    """The result of the entries; None while they are not complete."""
    people: Annotated[tuple[Text, ...], Field(max_length=MOST_PEOPLE, strict=False, fail_fast=True)] = ()
    """What an export says about leads or people: the answer, an alarm, advice."""
    reading: Annotated[tuple[Text, ...], Field(max_length=MOST_ROWS, strict=False, fail_fast=True)] = ()
    """How the table or the export was read: rows kept and left out, each column, what was assumed; a line each."""
    diagnoses: Annotated[tuple[RecordedDiagnosis, ...], Field(max_length=MOST_ROWS, strict=False, fail_fast=True)] = ()
    """One per day, oldest first."""

    _seen: dict[Path, str] = PrivateAttr(default_factory=dict)
    """Digest of each file when it was last read or saved here, common to all copies. A file that holds anything else was
    changed by another window."""

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same fields, wherever they were read."""
        return isinstance(other, Case) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, /, **fields: Any) -> None:
        try:
            super().__init__(**fields)
        except ValidationError as problem:
            raise refusal(type(self), problem) from problem

    # --- what is in it ---

    @property
    def typed(self) -> Entries:
        """The entries of the form; the empty form where nothing was typed."""
        return Entries.from_dict(self.entries) if self.entries else blank()

    @property
    def is_example(self) -> bool:
        """Whether the numbers are a sample's, and none of them the client's own."""
        entries = self.typed
        return entries.example is not None or (entries.way == "ledger" and entries.sample)

    def _complete(self) -> CaseNumbers:
        if self.numbers is None:
            raise InputError("case-incomplete", "numbers")
        return self.numbers

    @property
    def funnel(self) -> Funnel:
        """The counts; InputError where they are not complete."""
        return self._complete().records()[0]

    @property
    def par(self) -> Par:
        """The target they are compared with; InputError where that is not complete."""
        return self._complete().records()[1]

    @property
    def money(self) -> Money | None:
        """What a customer is worth; None where it was not entered."""
        return self._complete().records()[2]

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders in which it was read or saved here."""
        return tuple(dict.fromkeys(path.parent for path in self._seen))

    def last_before(self, date: str) -> RecordedDiagnosis | None:
        """The latest diagnosis of an earlier day."""
        return next((past for past in reversed(self.diagnoses) if past.date < date), None)

    # --- another case ---

    def changed(self, **fields: Any) -> Self:
        """A checked copy.

        Raises
        ------
        InputError
            Where a field cannot hold what is given.
        """
        given = checked(type(self), fields)  # no field depends on another: only those that are given are checked
        return self.model_copy(update={name: getattr(given, name) for name in fields})

    def remembering(self, past: RecordedDiagnosis) -> Self:
        """With a diagnosis in its history; one of the same day is replaced."""
        others = [p for p in self.diagnoses if p.date != past.date]
        return self.changed(diagnoses=tuple(sorted((*others, past), key=lambda p: p.date)))

    # --- its file ---

    def to_json(self) -> str:
        """As the text of its file: equal cases give equal bytes; one line per field, so that a diff can be read."""
        return case_file.text_of(self.model_dump(mode="json"))

    @classmethod
    def from_json(cls, text: str, name: str = "case file") -> Case:
        """From the text of a file.

        Raises
        ------
        InputError
            Where it is damaged, of another program, or of a later version; it names the place.
        """
        return checked(cls, case_file.upgraded(case_file.parsed(text, name), name), name)

    @classmethod
    def load(cls, path: str | Path) -> Case:
        """From a file, which is not changed. An older version is upgraded.

        Raises
        ------
        InputError
            As :meth:`from_json`; and where the file does not exist or cannot be read.
        """
        source = read_given.path("case file", path)
        text, seen = case_file.read(source)
        case = cls.from_json(text, source.name)
        case._seen[case_file.resolved(source)] = seen
        return case

    def save(self, path: str | Path, replace: bool = False) -> None:
        """Write its file, whole or not at all.

        Parameters
        ----------
        path : path
            Its file; folders are made.
        replace : bool
            Write over what another window saved, which is kept next to it as ``name.other.json``.

        Raises
        ------
        CaseConflict
            Where the file holds what neither this case nor a copy of it was read from or saved as.
        CaseGone
            Where the file was deleted since it was read or saved; ``replace`` writes it again.
        InputError
            Where it cannot be written.
        """
        checks.yes_or_no("replace", replace)
        target = case_file.resolved(read_given.path("case file", path))  # a link stays one
        try:
            self._seen[target] = case_file.write(target, self.to_json(), self._seen.get(target), replace)
        except case_file.Changed as problem:
            raise CaseConflict("case-file-changed", "case file", target.name) from problem
        except case_file.Gone as problem:
            raise CaseGone("case-file-deleted", "case file", target.name) from problem
