"""The client's file: everything that was said, typed and planned with one client, and every diagnosis, one JSON a client.

A record that exists is valid. Records never change: a change is a copy. Nothing reads the clock; a date is given.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError

from diagnostics.app.case import case_file
from diagnostics.app.forms.entries import Entries, blank
from diagnostics.app.forms.texts import clean
from diagnostics.diagnosis.money import Money
from diagnostics.errors import InputError
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.funnel.links import LINKS
from diagnostics.funnel.records import Funnel, Par, Rate

KIND: Final = "weak-link case"
VERSION: Final = 1
Side = Literal["marketing", "sales"]
StepKey = Literal["door", "sort", "define", "numbers", "diagnosis", "whatif", "plan"]
STEPS: Final[tuple[StepKey, ...]] = ("door", "sort", "define", "numbers", "diagnosis", "whatif", "plan")

LONGEST_NAME: Final = 10_000
LONGEST_TEXT: Final = 20_000
MOST_ROWS: Final = 2_000
MOST_PEOPLE: Final = 10
MOST_SELLERS: Final = 10_000
MEND: Final = "Mend the file by hand, or go on from an older copy."
DRAFTED: Final = re.compile(r"sellers|wanted|activity \d{1,4} amount|plan \d{1,4} date")
"""The fields in which a number or a day is read."""
KEPT: Final = "Type it another way; what stood there before is kept."


def _text(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _day(text: str) -> str:
    if text and datetime.date.fromisoformat(text).isoformat() != text:
        raise ValueError("is not a day as 2025-06-30")
    return text


def _link(name: str) -> str:
    if name not in LINKS:
        raise ValueError(f"{name} is not a link")
    return name


def _levels(levels: dict[str, float]) -> dict[str, float]:
    for link, level in levels.items():
        amount = _link(link) in ("reach", "capacity")
        if not math.isfinite(level) or level < 0 or (level > 1 and not amount) or (amount and level == 0):
            raise ValueError(f"{link} cannot stand at {level:g}")
    return levels


def _entries(data: dict[str, Any]) -> dict[str, Any]:
    """Entries as the page itself would write them, whatever stood in the file."""
    return Entries.from_dict(data).to_dict() if data else data


def _drafts(drafts: dict[str, str]) -> dict[str, str]:
    for key in drafts:
        if not DRAFTED.fullmatch(key):
            raise ValueError(f"{key} is no field that is read")
    return drafts


Text = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_TEXT)]
Name = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_NAME)]
Day = Annotated[str, AfterValidator(_day)]
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
    """Hours or money a month, in the case's one unit."""
    customer_answers: bool | None = None
    person_answers: bool | None = None

    @property
    def side(self) -> Side | None:
        """Its side by the interaction rule; None while it is open."""
        if False in (self.customer_answers, self.person_answers):
            return "marketing"
        return None if None in (self.customer_answers, self.person_answers) else "sales"


class Scenario(Record):
    """Links that stand elsewhere, under a name."""

    name: Text
    levels: Levels

    @classmethod
    def of(cls, name: str, levels: Mapping[str, float]) -> Scenario:
        """A checked one.

        Raises
        ------
        InputError
            Where a level cannot be.
        """
        made: Scenario = _checked(cls, {"name": name, "levels": dict(levels)}, "scenario", KEPT)
        return made


class Action(Record):
    """One thing that will be done."""

    id: Text = ""
    """Of the playbook; empty for one of their own."""
    what: Text
    owner: Text = ""
    date: Day = ""
    watch: Text = ""
    note: Text = ""


class Numbers(Record):
    """A funnel, a par and money as plain data, to the digit."""

    funnel: dict[str, Any]
    par: dict[str, Any]
    money: dict[str, Any] | None = None

    def model_post_init(self, _: Any) -> None:
        """Refuse what the records themselves would refuse."""
        self.records()

    @classmethod
    def of(cls, funnel: Funnel, par: Par, money: Money | None = None) -> Numbers:
        """From the records."""
        return cls(funnel=asdict(funnel), par=asdict(par), money=None if money is None else asdict(money))

    def records(self) -> tuple[Funnel, Par, Money | None]:
        """The records, exactly as they were.

        Raises
        ------
        InputError
            Where a number cannot be.
        """
        try:
            par: dict[str, Any] = {k: Rate(**v) if isinstance(v, dict) else v for k, v in self.par.items()}
            return Funnel(**self.funnel), Par(**par), None if self.money is None else Money(**self.money)
        except TypeError as problem:
            raise InputError("numbers", str(problem), "are not those of a funnel", "Type them again.") from None


class Past(Record):
    """What was said on one day, and from what."""

    date: Annotated[Day, Field(min_length=10)]
    numbers: Numbers
    definitions: Definitions = Definitions()
    entries: Typed = {}
    """What was typed into the page, without the rows of a table: the numbers hold what they come to."""
    verdict: Text
    leaning: Text
    probability: dict[str, Finite]
    suspect: Annotated[str, AfterValidator(_link)] | None = None
    of_par: dict[str, Finite]
    today: Finite
    at_par: Finite
    sentence: Text
    levels: Levels = {}
    """Where the plan was to bring the links; empty: as they were."""
    aim: Text = ""
    versions: dict[str, str] = {}


class CaseConflict(InputError):
    """Another window has saved the same file since it was read here."""


class Case(Record):
    """One client.

    Made empty, or by :meth:`load`; :meth:`changed` gives a checked copy.

    >>> case = Case(client="Kitchen fitter").changed(notes={"door": "asked twice"})
    >>> Case.from_json(case.to_json()) == case
    True
    """

    kind: Literal["weak-link case"] = KIND
    version: Literal[1] = VERSION
    client: Name = ""
    unit: Literal["hours", "money"] = "hours"
    definitions: Definitions = Definitions()
    entries: Typed = {}
    """What was typed into the page, :meth:`~diagnostics.app.forms.entries.Entries.to_dict`."""
    answers: dict[Text, Side] = {}
    """What the client said in the game, by activity."""
    activities: Annotated[tuple[Activity, ...], Field(max_length=MOST_ROWS, strict=False)] = ()
    sellers: Annotated[int, Field(gt=0, le=MOST_SELLERS)] | None = None
    """People who sell."""
    wanted: Annotated[float, Field(gt=0, le=LARGEST_COUNT)] | None = None
    """Customers a month that were asked about in the what-if; None: the goal."""
    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=MOST_ROWS, strict=False)] = ()
    aim: Text = ""
    """The scenario that the plan aims at."""
    plan: Annotated[tuple[Action, ...], Field(max_length=MOST_ROWS, strict=False)] = ()
    notes: dict[StepKey, Text] = {}
    step: StepKey = "door"
    """Where it stopped."""
    hide_talk: bool = False
    print_notes: bool = False
    """Whether the notes go into the report; they are whoever leads the session's own unless said otherwise."""
    drafts: Drafts = {}
    """What was typed where a number or a day belongs and cannot be read as one, by field, until it can."""
    numbers: Numbers | None = None
    """What the entries come to now; None while they are not complete."""
    people: Annotated[tuple[Text, ...], Field(max_length=MOST_PEOPLE, strict=False)] = ()
    """What an export said of whether it is the leads or the people: the answer, an alarm, advice."""
    diagnoses: Annotated[tuple[Past, ...], Field(max_length=MOST_ROWS, strict=False)] = ()
    """One a day, oldest first."""

    _seen: str | None = PrivateAttr(default=None)
    """What its file held when it was read or last saved: a file that holds something else is another window's."""

    def __eq__(self, other: object) -> bool:
        """Whether both say the same, wherever they were read."""
        return isinstance(other, Case) and self.model_dump() == other.model_dump()

    __hash__ = None  # type: ignore[assignment]

    # --- what is in it ---

    @property
    def typed(self) -> Entries:
        """What stands in the form; the empty form where nothing was typed."""
        return Entries.from_dict(self.entries) if self.entries else blank()

    @property
    def is_example(self) -> bool:
        """Whether the numbers are a sample's, and none of them the client's own."""
        entries = self.typed
        return entries.example is not None or (entries.way == "ledger" and entries.sample)

    def _complete(self) -> Numbers:
        if self.numbers is None:
            raise InputError(
                "numbers",
                None,
                "are not complete in this case",
                "Type leads, sales, a goal or room, and a closing rate.",
            )
        return self.numbers

    @property
    def funnel(self) -> Funnel:
        """The counts; InputError where they are not complete."""
        return self._complete().records()[0]

    @property
    def par(self) -> Par:
        """What they are held against; InputError where that is not complete."""
        return self._complete().records()[1]

    @property
    def money(self) -> Money | None:
        """What a customer is worth, where it was said."""
        return self._complete().records()[2]

    def last_before(self, date: str) -> Past | None:
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
        given = {name: getattr(self, name) for name in type(self).model_fields} | fields
        case: Self = _checked(type(self), given, remedy=KEPT)
        case._seen = self._seen
        return case

    def following(self, other: Case) -> Self:
        """A copy that may be saved where ``other`` was read or last saved."""
        case = self.changed()
        case._seen = other._seen
        return case

    def remembering(self, past: Past) -> Self:
        """With a diagnosis in its history; one of the same day is replaced."""
        others = [p for p in self.diagnoses if p.date != past.date]
        return self.changed(diagnoses=tuple(sorted((*others, past), key=lambda p: p.date)))

    # --- its file ---

    def to_json(self) -> str:
        """As the text of its file: the same case, the same bytes; a line a field, to be read in a diff."""
        return case_file.text_of(self.model_dump(mode="json"))

    @classmethod
    def from_json(cls, text: str, name: str = "case file") -> Case:
        """From the text of a file.

        Raises
        ------
        InputError
            Where it is damaged, of another program, or of a later version; it names the place.
        """
        data = case_file.upgraded(case_file.parsed(text, name), name)
        case: Case = _checked(cls, data, name)
        return case

    @classmethod
    def load(cls, path: str | Path) -> Case:
        """From a file, which is left as it is. An older version is upgraded.

        Raises
        ------
        InputError
            As :meth:`from_json`; and where the file is not there or cannot be read.
        """
        text, seen = case_file.read(Path(path))
        case = cls.from_json(text, Path(path).name)
        case._seen = seen
        return case

    def save(self, path: str | Path, replace: bool = False) -> None:
        """Write its file, whole or not at all.

        Parameters
        ----------
        path : path
            Its file; folders are made.
        replace : bool
            Write over what another window saved, which is kept beside it as ``name.other.json``.

        Raises
        ------
        CaseConflict
            Where the file holds what this case was not made from.
        InputError
            Where it cannot be written.
        """
        text = self.to_json()
        try:
            self._seen = case_file.write(Path(path), text, self._seen, replace)
        except case_file.Changed as problem:
            raise CaseConflict(
                "case file",
                Path(path).name,
                "was changed by another window since it was opened here",
                "Open it again, or save this one under another name.",
            ) from problem


def _checked(cls: type[Any], data: Mapping[str, Any], name: str = "case", remedy: str = MEND) -> Any:
    try:
        return cls.model_validate(dict(data))
    except ValidationError as problem:
        first = problem.errors()[0]
        raise InputError(
            f"{name}: {_place(first['loc'])}",
            first.get("input"),
            f"cannot be used ({_reason(first)})",
            remedy,
        ) from None


def _place(loc: tuple[int | str, ...]) -> str:
    """Where in the file, as a person would write it: ``plan[2].date``."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return place.lstrip(".") or "the whole"


def _reason(error: Mapping[str, Any]) -> str:
    if str(error["type"]).endswith("too_long"):
        what = "characters" if isinstance(error.get("input"), str) else "entries"
        return f"more than {error['ctx']['max_length']:,} {what}"
    text = str(error["msg"]).removeprefix("Value error, ")
    return text[:1].lower() + text[1:]
