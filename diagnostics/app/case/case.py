"""The client's file: what was typed, answered and planned with one client, and every diagnosis; one JSON per client.

A record that exists is valid. A change is a checked copy. Nothing reads the clock; a date is given.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError

from diagnostics.app.case import case_file
from diagnostics.app.case.case_file import CASE_KIND, CASE_VERSION, SHOWN
from diagnostics.app.forms.entries import Entries, blank
from diagnostics.app.forms.texts import clean
from diagnostics.diagnosis.money import Money
from diagnostics.errors import InputError
from diagnostics.funnel import checks
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.funnel.links import LINKS
from diagnostics.funnel.records import Funnel, Par, Rate
from diagnostics.language import LANGUAGES, PSEUDO
from diagnostics.reading import given as read_given

Side = Literal["marketing", "sales"]
Unit = Literal["hours", "money"]
StepKey = Literal["door", "sort", "define", "numbers", "diagnosis", "whatif", "plan"]
STEPS: Final[tuple[StepKey, ...]] = ("door", "sort", "define", "numbers", "diagnosis", "whatif", "plan")

LONGEST_NAME: Final = 10_000
LONGEST_TEXT: Final = 20_000
MOST_ROWS: Final = 2_000
MOST_PEOPLE: Final = 10
MOST_SELLERS: Final = 10_000
DRAFTED: Final = re.compile(r"sellers|wanted|activity \d{1,4} amount|plan \d{1,4} date")
"""The fields in which a number or a day is read."""


def _clean(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _day(text: str) -> str:
    if text and datetime.date.fromisoformat(text).isoformat() != text:
        raise ValueError("is not a day as 2025-06-30")
    return text


def _link(name: str) -> str:
    if name not in LINKS:
        raise ValueError(f"{name} is not a link")
    return name


def _language(code: str) -> str:
    if code not in ("", *LANGUAGES, PSEUDO):
        raise ValueError(f"is not one of {', '.join(LANGUAGES)}")
    return code


def _levels(levels: dict[str, float]) -> dict[str, float]:
    for link, level in levels.items():
        amount = _link(link) in ("reach", "capacity")
        if not math.isfinite(level) or level < 0 or (level > 1 and not amount) or (amount and level == 0):
            raise ValueError(f"{link} cannot be {level:g}")
    return levels


def _entries(data: dict[str, Any]) -> dict[str, Any]:
    """Entries as the page itself would write them, whatever was in the file."""
    return Entries.from_dict(data).to_dict() if data else data


def _drafts(drafts: dict[str, str]) -> dict[str, str]:
    for key in drafts:
        if not DRAFTED.fullmatch(key):
            raise ValueError(f"{key} is not a field that holds a number or a day")
    return drafts


Text = Annotated[str, BeforeValidator(_clean), Field(max_length=LONGEST_TEXT)]
Name = Annotated[str, BeforeValidator(_clean), Field(max_length=LONGEST_NAME)]
Day = Annotated[str, AfterValidator(_day)]
Language = Annotated[str, AfterValidator(_language)]
"""One of :data:`~diagnostics.language.LANGUAGES`, or empty."""
Amount = Annotated[float, Field(ge=0, le=LARGEST_COUNT, allow_inf_nan=False)]
Levels = Annotated[dict[str, float], AfterValidator(_levels)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Typed = Annotated[dict[str, Any], AfterValidator(_entries)]
Drafts = Annotated[dict[str, Text], AfterValidator(_drafts)]


class Record(BaseModel):
    """What all records of the file share."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, revalidate_instances="always")


class Definitions(Record):
    """What the words mean in this business."""

    lead: Text = ""
    sale: Text = ""
    interaction: Text = ""
    """When a person took part."""


class Activity(Record):
    """One thing that the client does to win customers."""

    what: Text
    amount: Amount = 0.0
    """Hours or money per month, in the case's one unit."""
    customer_answers: bool | None = None
    person_answers: bool | None = None

    @property
    def side(self) -> Side | None:
        """Its side by the interaction rule; None until both questions are answered."""
        if False in (self.customer_answers, self.person_answers):
            return "marketing"
        return None if None in (self.customer_answers, self.person_answers) else "sales"


class Scenario(Record):
    """Links at other levels, under a name."""

    name: Text
    levels: Levels

    @classmethod
    def of(cls, name: str, levels: Mapping[str, float]) -> Scenario:
        """A checked scenario.

        Raises
        ------
        InputError
            Where a level is not possible.
        """
        return _checked(cls, {"name": name, "levels": dict(levels)}, "scenario")


class Action(Record):
    """One thing that will be done."""

    id: Text = ""
    """Of the playbook; empty for an action of their own."""
    what: Text
    owner: Text = ""
    date: Day = ""
    watch: Text = ""
    note: Text = ""


class CaseNumbers(Record):
    """A funnel, a par and money as plain data, exactly."""

    funnel: dict[str, Any]
    par: dict[str, Any]
    money: dict[str, Any] | None = None

    def model_post_init(self, _: object) -> None:
        """Refuse what the records themselves would refuse."""
        self.records()

    @classmethod
    def of(cls, funnel: Funnel, par: Par, money: Money | None = None) -> CaseNumbers:
        """From the records."""
        return cls(funnel=case_file.plain(funnel), par=asdict(par), money=case_file.priced(money))

    def records(self) -> tuple[Funnel, Par, Money | None]:
        """The records, exactly as they were.

        Raises
        ------
        InputError
            Where a number is not possible.
        """
        try:
            par: dict[str, Any] = {k: Rate(**v) if isinstance(v, dict) else v for k, v in self.par.items()}
            return Funnel(**self.funnel), Par(**par), None if self.money is None else Money(**self.money)
        except TypeError as problem:
            raise InputError("case-not-a-funnel", "numbers", reason=str(problem)) from None

    def is_as(self, other: CaseNumbers | None) -> bool:
        """Whether both are the same numbers, in whatever language doubts, sources and amounts are told."""
        return other is not None and self._figures() == other._figures()

    def _figures(self) -> dict[str, Any]:
        funnel = {name: value for name, value in self.funnel.items() if name != "doubts"}
        par = {name: {**value, "source": ""} if isinstance(value, dict) else value for name, value in self.par.items()}
        money = None if self.money is None else {name: value for name, value in self.money.items() if name != "locale"}
        return {"funnel": funnel, "par": par, "money": money}


class RecordedDiagnosis(Record):
    """The result on one day, and the numbers it comes from."""

    date: Annotated[Day, Field(min_length=10)]
    numbers: CaseNumbers
    definitions: Definitions = Definitions()
    entries: Typed = {}
    """What was typed into the page, without the rows of a table: the numbers hold their result."""
    verdict: Text
    leaning: Text
    probability: dict[Name, Finite]
    suspect: Annotated[str, AfterValidator(_link)] | None = None
    of_par: dict[Name, Finite]
    today: Finite
    at_par: Finite
    sentence: Text
    language: Language = ""
    """The language of the sentence; empty: English, as before there were others."""
    levels: Levels = {}
    """The levels that the plan was to bring the links to; empty: unchanged."""
    aim: Text = ""
    versions: dict[Name, Name] = {}

    @property
    def method(self) -> int:
        """How the verdict was reached, :data:`~diagnostics.version.METHOD`; 1 where that was not kept yet."""
        kept = self.versions.get("method", "")
        return int(kept) if kept.isdecimal() else 1


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
    version: Literal[4] = CASE_VERSION
    client: Name = ""
    language: Language = ""
    """The client's language, in which the session is held and the report is written; empty: that of the browser, and
    English where there is none."""
    unit: Unit = "hours"
    definitions: Definitions = Definitions()
    entries: Typed = {}
    """What was typed into the page, :meth:`~diagnostics.app.forms.entries.Entries.to_dict`."""
    answers: dict[Text, Side] = {}
    """The side that the client chose in the game, by activity."""
    activities: Annotated[tuple[Activity, ...], Field(max_length=MOST_ROWS, strict=False, fail_fast=True)] = ()
    sellers: Annotated[int, Field(gt=0, le=MOST_SELLERS)] | None = None
    """People who sell."""
    wanted: Annotated[float, Field(gt=0, le=LARGEST_COUNT)] | None = None
    """Customers per month that were asked about in the what-if; None: the goal."""
    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=MOST_ROWS, strict=False, fail_fast=True)] = ()
    aim: Text = ""
    """The scenario that the plan aims at."""
    plan: Annotated[tuple[Action, ...], Field(max_length=MOST_ROWS, strict=False, fail_fast=True)] = ()
    notes: dict[StepKey, Text] = {}
    step: StepKey = "door"
    """The step that is open."""
    hide_talk: bool = False
    print_notes: bool = False
    """Whether the notes go into the report; otherwise only the consultant sees them."""
    drafts: Drafts = {}
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
            raise _refused(type(self), problem) from problem

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
        checked = _checked(type(self), fields)  # no field depends on another: only those that are given are checked
        return self.model_copy(update={name: getattr(checked, name) for name in fields})

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
        return _checked(cls, case_file.upgraded(case_file.parsed(text, name), name), name)

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


R = TypeVar("R", bound=Record)


def _checked(cls: type[R], data: Mapping[str, Any], name: str = "") -> R:
    """A record, or an InputError that names the first field that is wrong; ``name``: of the file that it is from."""
    try:
        return cls(**data)
    except ValidationError as problem:
        raise _refused(cls, problem, name) from None
    except InputError as refusal:
        if name and isinstance(refusal.__cause__, ValidationError):
            raise _refused(cls, refusal.__cause__, name) from None
        raise


def _refused(cls: type[Record], problem: ValidationError, name: str = "") -> InputError:
    """The first thing that is wrong, as an error that names it."""
    first = problem.errors()[0]
    place, given = _place(first["loc"]), first.get("input")
    if cls is Case and name:
        return InputError("case-file-value", f"{name}: {place}", given, reason=_reason(first))
    field = f"{name or 'case'}: {place}"
    if str(first["type"]).endswith("too_long"):
        most = first["ctx"]["max_length"]
        if isinstance(given, str):
            return InputError("case-text-too-long", field, f"{given[:SHOWN]}…", most=most)
        return InputError("case-too-many", field, len(given), most=most)
    return InputError("case-value", field, given, reason=_reason(first))


def _place(loc: tuple[int | str, ...]) -> str:
    """Where in the file, as a person would write it: ``plan[2].date``."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return place.lstrip(".") or "the whole"


def _reason(error: Mapping[str, Any]) -> str:
    text = str(error["msg"]).removeprefix("Value error, ")
    return text[:1].lower() + text[1:]
