"""The text of a form, as a record that can be undone, put into an address, saved to a file and loaded again."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from diagnostics.app.forms.form_field import Way
from diagnostics.app.forms.form_fields import BY_KEY, FIELDS, GIVE_OR_TAKE, HISTORY, WAYS
from diagnostics.app.forms.grid import Grid
from diagnostics.app.forms.scenarios import Levels, Slot, levels_text, scenarios_in
from diagnostics.app.forms.table_questions import TABLE_QUESTIONS
from diagnostics.app.forms.texts import clean
from diagnostics.errors import InputError
from diagnostics.files import data_file
from diagnostics.language import LANGUAGES, mark
from diagnostics.leads.matching.matching import ANSWERS, GIVEN, VALUES
from diagnostics.leads.matching.matching import HEADINGS as COLUMNS
from diagnostics.leads.opening.no_leads import NO_LEADS
from diagnostics.reading.headings import KEYS
from diagnostics.reading.questions import Answer
from diagnostics.reference import benchmarks, samples

ENTRIES_KIND: Final = "weak-link entries"
ENTRIES_VERSION: Final = 3
READABLE: Final = (1, 2, 3)
LONGEST_FILE: Final = 2_000_000
LONGEST_QUERY: Final = 20_000
LONGEST_TABLE: Final = 16_000
"""Characters of an address that the table may take, encoded."""
LONGEST_ENTRY: Final = 200
LONGEST_TITLE: Final = 120
"""Characters of a title, which a link carries too."""
PERIODS: Final = (
    "before_from",
    "before_to",
    "after_from",
    "after_to",
    "keep",
    "fiscal",
    "year",
    *(key for key, *_ in TABLE_QUESTIONS),
)
"""Fields that are about one table and no other."""
FIRST_EXAMPLE: Final = "leads_pile_up"

LEDGER: Final = "joinery"
"""The example with one row per lead."""
LEDGER_NAME: Final = mark("Joinery")
LEDGER_STORY: Final = mark(
    "Enquiries are up by half since July 2025 and orders are not. Two of the six salespeople close far fewer of their leads "
    "than the others do."
)
LEDGER_FILE: Final = "ledger.csv"
LEDGER_TEXTS: Final = {"goal": "40"}

LONGEST_LIST: Final = 2_000
LONGEST_ANSWER: Final = 500
"""Texts in one answer about a column, and characters in each."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The text of every field, the table, which way in counts, and the example it is, if it is one untouched.

    Of an export of leads it keeps the name and the answers about its columns, not the leads.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    example: str | None = None
    way: Way = "counts"
    grid: Grid = field(default_factory=Grid)
    opened: str = ""
    """The name of the export that was opened; :data:`LEDGER_FILE` with ``sample`` is the example's."""
    columns: Mapping[str, Any] = field(default_factory=dict)
    """The user's answers about its columns; see :func:`~diagnostics.leads.matching.matching.match`."""
    sample: bool = False
    """Whether the leads are the example's, even where something was typed next to them."""
    title: str = field(default="", compare=False)
    """What the numbers are of, for what is taken away: one line. The same numbers with another title are the same form."""
    date: str = field(default="", compare=False)
    """The day they are of, ``2025-06-30``, or empty."""
    language: str = field(default="", compare=False)
    """The language that was chosen, one of :data:`~diagnostics.language.LANGUAGES`; empty: that of the browser."""
    scenarios: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What is tried and the scenarios saved next to these numbers; see :mod:`~diagnostics.app.forms.scenarios`."""

    def is_as(self, other: Entries) -> bool:
        """Whether both are the same form, with the same title, date and scenarios."""
        return self == other and self.heading == other.heading

    def entitled(self, title: str, date: str) -> Entries:
        r"""With a title and a date.

        Raises
        ------
        InputError
            Where the date is no day.

        >>> Entries().entitled("Kitchens\n North", "2025-06-30").title
        'Kitchens North'
        """
        if date and not _day(date):
            raise InputError("title-date", "date", date)
        return replace(self, title=one_line(title), date=date)

    def speaking(self, language: str) -> Entries:
        """With a language that is chosen; one that there is not is none.

        >>> Entries().speaking("de").to_query(), Entries().speaking("Klingon").language
        ('language=de', '')
        """
        return replace(self, language=language if language in LANGUAGES else "")

    def trying(self, slot: Slot, levels: Levels) -> Entries:
        """With other levels in one place of the scenarios; none empties it.

        >>> Entries().trying("scenario_a", {"closing": 0.25}).to_query()
        'scenario_a=closing-0.25'
        """
        return replace(self, scenarios=scenarios_in({**self.scenarios, slot: levels_text(levels)}))

    def typed(self, key: str, text: str) -> Entries:
        """With one field typed into. A win rate that is typed is the owner's own; a benchmark brings its rate."""
        texts = {**self.texts, _known(key): clean(str(text))[:LONGEST_ENTRY]}
        if key == "closing" and texts.get("benchmark") != GIVE_OR_TAKE:
            texts["benchmark"] = ""
        if key == "benchmark" and text not in ("", GIVE_OR_TAKE):
            texts["closing"] = "" if text == HISTORY else _rate(benchmarks.find(text))
        return replace(self, texts=_tidy(texts), example=None)

    def tabled(self, grid: Grid, pasted: bool = False) -> Entries:
        """With another table; the choice of months is cleared with the table it belongs to.

        The same file opened again is the same table, brought up to date; what is pasted is another one.
        """
        texts = dict(self.texts)
        if pasted or grid.source != self.grid.source:
            for key in PERIODS:
                texts.pop(key, None)
        return replace(self, grid=grid, texts=_tidy(texts), example=None)

    def with_leads(self, name: str, columns: Mapping[str, Any] | None = None) -> Entries:
        """With an export opened; the choice of months is cleared where it belongs to another export."""
        texts = dict(self.texts)
        if self.sample:
            texts = {key: text for key, text in texts.items() if key == "people"}  # no name appears because of it
        if name != self.opened:
            for key in (*PERIODS, "as_of"):
                texts.pop(key, None)
        kept = self.columns if columns is None else columns
        return replace(
            self, texts=_tidy(texts), example=None, opened=clean(name)[:LONGEST_ENTRY], columns=kept, sample=False
        )

    def matched(self, key: str, answer: Any) -> Entries:
        """With a field of the export set by the user: a heading, None for none of them, or an answer to a question."""
        said = {k: v for k, v in self.columns.items() if answer is None or v != answer or k not in COLUMNS}
        gone = {"outcome": VALUES}.get(key, (f"{key}_means",))  # the meanings of the texts of another column
        said = {k: v for k, v in said.items() if k not in gone}
        return replace(self, columns=_columns({**said, key: answer}), example=None)

    def answered(self, given: Mapping[str, Any]) -> Entries:
        """With an answer to a question about the export: lists of texts grow, everything else is replaced."""
        entries = self
        for key, answer in Answer("", given).added_to(self.columns).items():
            if key in given:
                entries = entries.matched(key, answer)
        return entries

    def meaning(self, text: str, kind: str, sorted_: Mapping[str, str]) -> Entries:
        """With the meaning of one text of the outcome column: won, lost or open.

        Parameters
        ----------
        text : str
            The text.
        kind : str
            Its meaning.
        sorted_ : mapping of str to str
            The meaning of each text so far; an answer about one text does not change another.
        """
        means = {**sorted_, text: kind}
        lists = {k: sorted(t for t, of in means.items() if of == k and t.strip()) for k in VALUES}
        # An empty list means that no text has this meaning, which for won is an answer.
        kept = {k: v for k, v in lists.items() if v or k == "won"}
        rest = {k: v for k, v in self.columns.items() if k not in lists}
        return replace(self, columns=_columns({**rest, **kept}), example=None)

    def in_way(self, way: Way) -> Entries:
        """Another way in; an untouched example is shown that way, everything else is kept."""
        if way == self.way:
            return self
        if self.example:
            return _headed(example(self.example, way), self.heading)
        return replace(self, way=way)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for a file."""
        return {
            "kind": ENTRIES_KIND,
            "version": ENTRIES_VERSION,
            "entries": dict(self.texts),
            "example": self.example,
            "way": self.way,
            "table": self.grid.to_dict(),
            "opened": self.opened,
            "columns": {key: list(v) if isinstance(v, (list, tuple)) else v for key, v in self.columns.items()},
            "sample": self.sample,
            **self.heading,
        }

    @property
    def heading(self) -> dict[str, str]:
        """Title, date, language and scenarios, where there are any."""
        given = (("title", self.title), ("date", self.date), ("language", self.language), *self.scenarios.items())
        return {key: text for key, text in given if text}

    @staticmethod
    def from_dict(data: Any) -> Entries:
        """From plain data.

        Raises
        ------
        InputError
            Where the data are not such entries, or of a later version.
        """
        if not isinstance(data, dict) or data.get("kind") != ENTRIES_KIND:
            raise InputError("saved-file-of-another-kind", "file", _brief(data))
        if data.get("version") not in READABLE:
            raise InputError("saved-file-of-another-version", "file version", data.get("version"))
        texts = data.get("entries")
        if not isinstance(texts, dict):
            raise InputError("saved-file-without-entries", "file", _brief(texts))
        kept = {
            k: clean(str(v))[:LONGEST_ENTRY]
            for k, v in texts.items()
            if k in BY_KEY and isinstance(v, (str, int, float))
        }
        name = data.get("example")
        way = _way(data.get("way"))
        grid = Grid.from_dict(data["table"]) if data.get("table") else Grid()
        opened = data.get("opened")
        entries = Entries(
            _tidy(kept),
            way=way,
            grid=grid,
            opened=clean(opened)[:LONGEST_ENTRY] if isinstance(opened, str) else "",
            columns=_columns(data.get("columns")),
            sample=data.get("sample") is True,
        )
        if isinstance(name, str) and name in names():
            untouched = example(name, way)
            same = untouched.texts == entries.texts and untouched.opened == entries.opened
            if same and untouched.columns == entries.columns and (way != "table" or untouched.grid.rows == grid.rows):
                return _headed(untouched, data)
        return _headed(entries, data)

    def to_json(self, **more: str) -> str:
        """As the text of a file; ``more`` is kept in it for whoever looks for it."""
        return json.dumps({**self.to_dict(), **more}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    @staticmethod
    def from_json(text: str) -> Entries:
        """From the text of a file.

        Raises
        ------
        InputError
            Where it is not a text, is too large, is not JSON, or holds something else.
        """
        if not isinstance(text, str):
            raise InputError("not-a-text", "file", type(text).__name__)
        if len(text) > LONGEST_FILE:
            raise InputError("saved-file-too-large", "file", len(text), most=LONGEST_FILE)
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise InputError("saved-file-damaged", "file", _brief(text)) from None
        return Entries.from_dict(data)

    def to_query(self) -> str:
        """As the part of an address after ``#``.

        >>> Entries({"leads": "310", "wins": "17"}).to_query()
        'leads=310&wins=17'
        """
        way: list[tuple[str, str]] = [("way", self.way)] if self.way != "counts" else []
        way += self.heading.items()
        if self.example:
            return urlencode([("example", self.example), *way])
        if self.sample and self.way == "ledger":
            way = [*way, ("leads_of", "example")]
        pairs = [(f.key, self.texts[f.key]) for f in FIELDS if self.texts.get(f.key)]
        table = self.grid.to_text()
        link, rest = urlencode([*way, *pairs]), urlencode([("table", table)])
        # What is cut off is another table: it is in the address whole, as long as its letters are there, or not at all.
        fits = table and len(rest) <= LONGEST_TABLE and len(link) + len(rest) < LONGEST_QUERY
        return "&".join(filter(None, (link, rest if fits else "")))

    @property
    def fits_address(self) -> bool:
        """Whether an address can carry all of it."""
        return self.example is not None or self.grid.empty or "&table=" in f"&{self.to_query()}"

    @property
    def to_keep(self) -> bool:
        """Whether there is something that no address can carry: a long table, or the answers about an export."""
        return not self.fits_address or bool(self.opened and not self.sample)

    @staticmethod
    def from_query(query: str) -> Entries | None:
        """From the part of an address after ``#``; None where it holds nothing of a form. Unknown names are left out."""
        if not isinstance(query, str):
            raise InputError("not-a-text", "query", type(query).__name__)
        pairs = dict(parse_qsl(query[:LONGEST_QUERY].lstrip("#?"), keep_blank_values=True))
        way = _way(pairs.get("way"))
        if pairs.get("example") in names():
            return _headed(example(pairs["example"], way), pairs)
        texts = {k: clean(v)[:LONGEST_ENTRY] for k, v in pairs.items() if k in BY_KEY}
        grid = Grid.from_text(pairs["table"]) if pairs.get("table") else None
        entries = _headed(Entries(_tidy(texts), way=way, grid=grid or Grid()), pairs)
        if not texts and grid is None and way == "counts" and not entries.heading:
            return None
        return replace(entries, opened=LEDGER_FILE, sample=True) if pairs.get("leads_of") and has_ledger() else entries


def names() -> tuple[str, ...]:
    """The examples there are."""
    return (*samples.load(), LEDGER)


def has_ledger() -> bool:
    """Whether the example with one row per lead is there."""
    try:
        data_file(LEDGER_FILE)
    except FileNotFoundError:
        return False
    return True


def blank(way: Way = "counts") -> Entries:
    """A form with nothing in it but what it starts with."""
    return Entries({f.key: f.start for f in FIELDS if f.start}, way=way)


def example(name: str = FIRST_EXAMPLE, way: Way = "counts") -> Entries:
    """A sample business, filled in. Its leads are all decided, so there are no days still to wait for.

    With one row per lead there is one example; the empty form where its file is not there.
    """
    if way == "ledger":
        if not has_ledger():
            return blank(way)
        return Entries(_tidy(LEDGER_TEXTS), LEDGER, way, opened=LEDGER_FILE, sample=True)
    sample = samples.load()[name if name != LEDGER else FIRST_EXAMPLE]
    known: dict[str, Any] = {
        **sample.totals(),
        "goal": sample.goal,
        "capacity": sample.capacity,
        "closing": sample.closing * 100,
    }
    texts = {
        key: f"{value:g}" if isinstance(value, float) else str(value)
        for key, value in known.items()
        if value is not None
    }
    grid = Grid()
    if way == "table":
        texts |= {"basis": "cohort"}
        columns = tuple(k for k in KEYS if all(getattr(row, k, None) is not None for row in sample.rows))
        grid = Grid(columns, tuple(tuple(str(getattr(row, k)) for k in columns) for row in sample.rows))
    return Entries(_tidy({k: v for k, v in texts.items() if k in BY_KEY}), sample.id, way, grid)


def one_line(title: str) -> str:
    """A title as every format can hold it: one line, cut short where it is long."""
    return " ".join(clean(title).split())[:LONGEST_TITLE].rstrip()


def _headed(entries: Entries, data: Mapping[str, Any]) -> Entries:
    """Entries with the title, the date, the language and the scenarios of a link or a file; what is none is left out."""
    given = (text if isinstance(text := data.get(key), str) else "" for key in ("title", "date", "language"))
    title, date, language = given
    headed = entries.entitled(title, date if _day(date) else "").speaking(language)
    return replace(headed, scenarios=scenarios_in(data))


def _day(text: str) -> bool:
    """Whether a text is a day as 2025-06-30."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _way(text: Any) -> Way:
    return next((way for way in WAYS if way == text), "counts")


def _columns(said: Any) -> dict[str, Any]:
    """Answers about columns, without what is no answer."""
    kept: dict[str, Any] = {}
    for key, value in said.items() if isinstance(said, Mapping) else ():
        if key not in GIVEN:
            continue
        if key in COLUMNS and (value is None or isinstance(value, str)):
            kept[key] = value if value is None else value[:LONGEST_ANSWER]
        elif key in ANSWERS and isinstance(value, str):
            kept[key] = value[:LONGEST_ANSWER]
        elif key == NO_LEADS and isinstance(value, Mapping):
            kept[key] = {
                str(heading)[:LONGEST_ANSWER]: tuple(str(text)[:LONGEST_ANSWER] for text in texts[:LONGEST_LIST])
                for heading, texts in value.items()
                if isinstance(texts, (list, tuple))
            }
        elif key == "dates" and isinstance(value, Mapping):
            kept[key] = {str(mark)[:1]: str(order)[:LONGEST_ANSWER] for mark, order in value.items()}
        elif key in ANSWERS and isinstance(value, Mapping):
            kept[key] = {str(k)[:LONGEST_ANSWER]: _answer(v) for k, v in value.items()}
        elif key not in COLUMNS and key not in ANSWERS and isinstance(value, (list, tuple)):
            kept[key] = tuple(v[:LONGEST_ANSWER] for v in value[:LONGEST_LIST] if isinstance(v, str))
    return kept


def _answer(value: Any) -> str | list[str]:
    """A text or texts of an answer, each no longer than one may be."""
    if isinstance(value, (list, tuple)):
        return [str(text)[:LONGEST_ANSWER] for text in value[:LONGEST_LIST]]
    return str(value)[:LONGEST_ANSWER]


def _known(key: str) -> str:
    if key not in BY_KEY:
        raise InputError("form-field-unknown", "field", key, choices=BY_KEY)
    return key


def _tidy(texts: Mapping[str, str]) -> dict[str, str]:
    """Fields in their order, empty ones and choices that there are not left out.

    A benchmark that is unknown or not the rate shown is taken for none.
    """
    kept = {
        f.key: texts[f.key]
        for f in FIELDS
        if texts.get(f.key)
        and (f.kind != "choice" or f.key == "benchmark" or texts[f.key] in {value for value, _ in f.options})
    }
    if kept.get("benchmark") not in (HISTORY, GIVE_OR_TAKE) and kept.get("benchmark") not in {
        b.id for b in benchmarks.closing() if _rate(b) == kept.get("closing")
    }:
        kept.pop("benchmark", None)
    return kept


def _rate(benchmark: benchmarks.Benchmark) -> str:
    """A published rate as the text of the field for the win rate."""
    return f"{benchmark.value * 100:g}"


def _brief(data: object) -> object:
    """Data as an error shows them."""
    return data[:30] if isinstance(data, str) else data
