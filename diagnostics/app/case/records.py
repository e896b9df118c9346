"""The parts of a client's file: what was defined, counted, planned, diagnosed and agreed. A record that exists is valid."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from diagnostics.app.case import case_file
from diagnostics.app.case.case_file import SHOWN
from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.texts import clean
from diagnostics.diagnosis.lost import Kind as LostKind
from diagnostics.diagnosis.lost import LostReasons
from diagnostics.diagnosis.money import Money
from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.funnel.links import LINKS
from diagnostics.funnel.records import Funnel, Par, Rate
from diagnostics.language import LANGUAGES, PSEUDO

Side = Literal["marketing", "sales"]
Unit = Literal["hours", "money"]
StepKey = Literal["review", "answers", "door", "sort", "define", "numbers", "diagnosis", "whatif", "plan"]
STEPS: Final[tuple[StepKey, ...]] = (
    "review",
    "answers",
    "door",
    "sort",
    "define",
    "numbers",
    "diagnosis",
    "whatif",
    "plan",
)
"""All steps: the review only of a later session, then two blind answers, then the seven that are numbered."""
BEFORE: Final = ("review", "answers")
"""Those that come before the seven and have no number."""
Role = Literal["marketing", "sales", "owner", "team"]
Asked = Literal["sides", "owner"]
ROLES: Final[Mapping[Asked, tuple[Role, Role]]] = {"sides": ("marketing", "sales"), "owner": ("owner", "team")}
"""Who answers, by whom the session asks."""
Word = Literal["lead", "sale", "call"]
"""What both are asked about besides the weak side: what a lead is, what a sale is, how fast a lead is called."""
Speed = Literal["", "hour", "day", "days", "week", "later", "unknown"]
"""How fast a lead is called: within an hour, the same day, two or three days, a week, later; not known."""
Status = Literal["open", "doing", "done", "dropped"]

LONGEST_NAME: Final = 10_000
LONGEST_TEXT: Final = 20_000
MOST_ACTIONS: Final = 2_000
MOST_KEY: Final = 10_000_000
DRAFTED: Final = re.compile(
    r"sellers|wanted|activity \d{1,4} amount|plan \d{1,4} (date|changed|aimed)"
    r"|moved|lead_takes|work_takes|lost [a-z_]{1,20} leads"
)
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
PartKey = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
"""A part of the report."""
Language = Annotated[str, AfterValidator(_language)]
"""One of :data:`~diagnostics.language.LANGUAGES`, or empty."""
Amount = Annotated[float, Field(ge=0, le=LARGEST_COUNT, allow_inf_nan=False)]
Wanted = Annotated[float, Field(gt=0, le=LARGEST_COUNT)]
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
        return checked(cls, {"name": name, "levels": dict(levels)}, "scenario")


class Move(Record):
    """Effort that is moved from the strong side to the weak one, as far as the client said; in the case's one unit."""

    amount: Amount | None = None
    """Hours or money per month; None: as proposed."""
    lead_takes: Wanted | None = None
    """What one more lead takes by the client's own experience; None: today's average."""
    work_takes: Wanted | None = None
    """What working one more lead takes; None: today's average."""


class LostCounts(Record):
    """Why the leads of an export were lost, counted; never what was written about a lead."""

    counts: dict[LostKind, Annotated[int, Field(ge=0, le=LARGEST_COUNT)]] = {}
    unsaid: Annotated[int, Field(ge=0, le=LARGEST_COUNT)] = 0
    elsewhere: Annotated[int, Field(ge=0, le=LARGEST_COUNT)] = 0

    @classmethod
    def of(cls, reasons: LostReasons) -> LostCounts:
        """From what an export says."""
        counts = {kind: count for kind, count in reasons.counts.items() if count}
        return cls(counts=counts, unsaid=reasons.unsaid, elsewhere=reasons.elsewhere)

    @property
    def reasons(self) -> LostReasons:
        """The same with its shares."""
        return LostReasons(self.counts, self.unsaid, self.elsewhere)


class LostSaid(Record):
    """How many leads the client says were lost for one kind of reason, and in which words."""

    kind: LostKind
    leads: Annotated[int, Field(ge=0, le=LARGEST_COUNT)] | None = None
    words: Text = ""


class Action(Record):
    """One thing that will be done."""

    id: Text = ""
    """Of the playbook; empty for an action of their own."""
    what: Text
    owner: Text = ""
    date: Day = ""
    watch: Text = ""
    note: Text = ""
    link: Name = ""
    """The link that it is to move; empty where none was said. One that is not known is kept, and said in the plan."""
    watched: Name = ""
    """The number that is watched: ``customers`` per month, or the level of a link; empty: that of ``link``."""
    aimed: Annotated[float, Field(ge=0, le=LARGEST_COUNT, allow_inf_nan=False)] | None = None
    """The level that it is to reach: a fraction, or an amount per month."""
    status: Status = "open"
    changed: Day = ""
    """When its status was changed last."""
    why: Text = ""
    """Why it was dropped, or what came of it."""
    key: Annotated[int, Field(ge=0, le=MOST_KEY)] = 0
    """By which it is found again in what was agreed earlier; 0 until its session is over."""


class Slip(Record):
    """One of two blind answers: what one side believes before the numbers are on the table."""

    role: Role
    weak: Side | None = None
    """The side that it bets on; None: not said."""
    sure: Annotated[float, Field(ge=0.5, le=1, allow_inf_nan=False)] | None = None
    """How sure it is of that, a probability."""
    lead: Text = ""
    sale: Text = ""
    call: Speed = ""
    phone: bool = False
    """Whether it came from a phone; otherwise it was typed in at the desk."""


class Meeting(Record):
    """What was agreed in a session that is over."""

    date: Annotated[Day, Field(min_length=10)]
    """Of its diagnosis, which is in the case's history."""
    plan: Annotated[tuple[Action, ...], Field(max_length=MOST_ACTIONS, strict=False, fail_fast=True)] = ()
    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=MOST_ACTIONS, strict=False, fail_fast=True)] = ()
    aim: Text = ""
    notes: dict[StepKey, Text] = {}
    asked: Asked = "sides"
    slips: Annotated[tuple[Slip, ...], Field(strict=False)] = ()
    revealed: Day = ""


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


R = TypeVar("R", bound=Record)


def checked(cls: type[R], data: Mapping[str, Any], name: str = "") -> R:
    """A record, or an InputError that names the first field that is wrong; ``name``: of the file that it is from."""
    try:
        return cls(**data)
    except ValidationError as problem:
        raise refusal(cls, problem, name) from None
    except InputError as problem:
        if name and isinstance(problem.__cause__, ValidationError):
            raise refusal(cls, problem.__cause__, name) from None
        raise


def refusal(cls: type[Record], problem: ValidationError, name: str = "") -> InputError:
    """The first thing that is wrong, as an error that names it."""
    first = problem.errors()[0]
    place, given = _place(first["loc"]), first.get("input")
    if cls.__name__ == "Case" and name:
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
