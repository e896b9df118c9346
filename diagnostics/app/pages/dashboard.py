"""One open page: what stands in the form, what stood there before, and the last good answer. No widget is needed.

A page sends messages and gets replies, plain data both. Two pages never share a session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from diagnostics.app.forms.counts_form import BY_KEY, DATED, HISTORY, WAYS, Reading, Way, beside, fields_of, read_counts
from diagnostics.app.forms.entries import (
    LEDGER,
    LEDGER_FILE,
    LEDGER_NAME,
    LEDGER_STORY,
    Entries,
    blank,
    example,
    has_ledger,
)
from diagnostics.app.forms.grid import Grid
from diagnostics.app.forms.leads_form import (
    HERE,
    LARGEST,
    PART,
    Export,
    LedgerReading,
    read_ledger,
    said_of,
    sheets_of,
    too_large,
)
from diagnostics.app.forms.table_form import TableReading, read_table
from diagnostics.app.forms.upload import Upload, from_bytes, from_text
from diagnostics.app.pages import leads_words
from diagnostics.app.pages.answer_panes import panes
from diagnostics.app.pages.leads_panes import matching_pane, rows_of, study
from diagnostics.app.pages.table_panes import table_panes
from diagnostics.diagnosis import diagnose, words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.errors import InputError
from diagnostics.files import data_file
from diagnostics.months import words as table_words
from diagnostics.months.table import Table
from diagnostics.reading.headings import COLUMNS
from diagnostics.reading.progress import Progress
from diagnostics.reference import benchmarks, samples

Message = Mapping[str, Any]

MOST_UNDO = 200
SAMPLE = ""
"""Under which name the example's leads are kept; an export that was opened has one."""
MAY_OPEN = ("leads", "load", "undo")
"""Messages that may make an export be read again, whatever is shown."""


class Stopped(Exception):
    """Raised by what reports progress, to end the work."""


class Session:
    """The state of one page and what each message does to it.

    ``progress`` is told what is being done where that takes long; it raises :class:`Stopped` to end it. ``standing`` is
    what these entries came to, where they do not say it by themselves (an export that is not there any more, a case that was
    made elsewhere): it stands until something else is entered.
    """

    def __init__(
        self, entries: Entries | None = None, progress: Progress | None = None, standing: tuple[Any, ...] | None = None
    ) -> None:
        self.progress = progress
        self.entries = example() if entries is None else entries
        self._standing = (self.entries, standing)
        self.revision = 0
        self._past: list[tuple[Entries, str | None]] = []
        self._last_typed: str | None = None
        self.steps = 0
        """How many steps Undo has been given so far; none is taken off when one is taken back."""
        self._answer: dict[str, Any] | None = None
        self._greeted = False
        self._failed = False
        self._table: Table | None = None
        self._restated = ""
        self._upload: Upload | None = None
        self.asked: tuple[Any, ...] | None = None
        """Funnel, par and money that the form comes to now; None where it is not complete."""
        self.diagnosis: Diagnosis | None = None
        """The last diagnosis: that of ``asked``, unless ``asked`` is None."""
        self._asked_last: tuple[Any, ...] | None = None
        self._grid_shown: Grid | None = None
        self._parts: list[bytes] = []
        self._unread: tuple[bytes, str] | None = None
        self._exports: dict[str, Export] = {}
        self._studied: dict[str, Any] | None = None
        self._studied_export: Export | None = None
        self._studied_about: tuple[Any, ...] = ()
        self._reading: LedgerReading | None = None

    def is_long(self, message: Message) -> bool:
        """Whether a message may take so long that the page should be told how far it is."""
        named = (message.get("way"), message.get("query"), message.get("kept"))
        into = any("ledger" in str(text) for text in named if text)
        return self.entries.way == "ledger" or message.get("do") in MAY_OPEN or into

    def handle(self, message: Message) -> dict[str, Any]:
        """Do what a message asks and say what the page shows now."""
        acts: dict[str, Callable[[Message], dict[str, Any]]] = {
            "hello": self._hello,
            "type": self._type,
            "undo": self._undo,
            "example": self._example,
            "clear": self._clear,
            "address": self._address,
            "load": self._load,
            "save": self._save,
            "way": self._way,
            "cells": self._cells,
            "column": self._column,
            "upload": self._open_file,
            "paste": self._paste,
            "sheet": self._sheet,
            "count": self._count,
            "leads": self._leads,
            "match": self._match,
            "rows": self._rows,
            "ping": lambda _: {"pong": True},
        }
        before = self.entries, list(self._past), self._last_typed, self._upload, self._answer, self._exports, self.steps
        try:
            reply = acts[message["do"]](message)
        except Exception as problem:
            # What fails must not stand in the form and fail again; the next reply shows what stands there.
            self.entries, self._past, self._last_typed, self._upload, self._answer, self._exports, self.steps = before
            if not isinstance(problem, Stopped):
                self._failed = True
                raise
            reply = {**self._show(fill=True), "notice": leads_words.STOPPED}
        if self._failed and "fill" in reply:
            self._failed = False
        return {**reply, "seq": message.get("seq", 0)}

    def _hello(self, message: Message) -> dict[str, Any]:
        """A page opens: what the form is, and all that is shown, whatever was sent before."""
        asked = None if self._greeted else self._asked(message)
        self._greeted = True
        if asked is not None:
            self.entries = asked
        shown = self._show(fill=True)
        return {
            **shown,
            "answer": self._answer,
            "form": {
                way: [
                    {
                        "key": f.key,
                        "label": f.label,
                        "term": f.term,
                        "unit": f.unit,
                        "kind": f.kind,
                        "group": f.group,
                        "options": self._options(f.key, way),
                    }
                    for f in fields_of(way)
                ]
                for way in WAYS
            },
            "columns": [
                {"key": c.key, "label": c.label, "hint": c.hint, "numeric": c.numeric, "needed": c.needed}
                for c in COLUMNS
            ],
            "examples": {
                "ledger": [[LEDGER, LEDGER_NAME]] if has_ledger() else [],
                **{way: [[s.id, s.name] for s in samples.load().values()] for way in ("counts", "table")},
            },
            "empties": {
                "counts": list(words.EMPTY),
                "table": list(words.EMPTY_TABLE),
                "ledger": list(leads_words.EMPTY_LEDGER),
            },
            "largest": {"leads": LARGEST, "part": PART},
        }

    def _asked(self, message: Message) -> Entries | None:
        """What a page opens with: what it kept when it was last open, or what its address says."""
        asked = Entries.from_query(str(message.get("query", "")))
        kept = message.get("kept")
        if kept and asked is not None and asked.way == "table" and asked.grid.empty and asked.example is None:
            with suppress(InputError):
                return replace(asked, grid=Entries.from_json(str(kept)).grid)
        if kept and asked is not None and asked.way == "ledger" and not asked.opened:
            with suppress(InputError):
                stored = Entries.from_json(str(kept))
                return replace(asked, opened=stored.opened, columns=stored.columns, grid=stored.grid)
        return asked

    def _to_keep(self, unchanged: bool) -> str | None:
        """What no address can carry, for the page to keep; empty where there is nothing, None where it is kept."""
        if unchanged:
            return None
        return self.entries.to_json() if self.entries.to_keep else ""

    def _options(self, key: str, way: Way) -> list[list[str]]:
        options = [list(pair) for pair in BY_KEY[key].options]
        if key == "benchmark" and way in DATED:
            options[0] = ["", words.OWN_FIGURE]
            options.append([HISTORY, words.OWN_HISTORY])
        return options

    def _type(self, message: Message) -> dict[str, Any]:
        entries = self.entries
        typed = dict(message["texts"])
        for key, text in typed.items():
            entries = entries.typed(key, str(text))
        one = next(iter(typed)) if len(typed) == 1 else None
        if entries != self.entries:
            if one is None or one != self._last_typed or message.get("step"):
                self._remember()
            self._last_typed = one
            self.entries = entries
        return self._show()

    def _undo(self, _: Message) -> dict[str, Any]:
        if self._past:
            self.entries, _key = self._past.pop()
        self._last_typed = None
        return self._show(fill=True)

    def _example(self, message: Message) -> dict[str, Any]:
        return self._fill(example(str(message["name"]), self.entries.way))

    def _clear(self, _: Message) -> dict[str, Any]:
        """Empty the form; an answer to numbers that are gone is no longer the last one to these."""
        self._answer = None
        return self._fill(blank(self.entries.way))

    def _way(self, message: Message) -> dict[str, Any]:
        way: Way = next((way for way in WAYS if way == message["way"]), "counts")
        if way != self.entries.way:
            self._answer = None
        return self._fill(self.entries.in_way(way))

    def _cells(self, message: Message) -> dict[str, Any]:
        """Cells were written, or rows added or taken out."""
        op, grid = message["op"], self.entries.grid
        if op["op"] == "set":
            grid = grid.put([(int(row), int(column), str(text)) for row, column, text in op["cells"]])
        elif op["op"] == "insert":
            grid = grid.insert(int(op["at"]))
        else:
            grid = grid.delete(int(op["at"]), int(op.get("count", 1)))
        return self._fill(self.entries.tabled(grid))

    def _column(self, message: Message) -> dict[str, Any]:
        key, grid = str(message["key"]), self.entries.grid
        return self._fill(self.entries.tabled(grid.with_column(key) if message["on"] else grid.without_column(key)))

    def _open_file(self, message: Message) -> dict[str, Any]:
        return self._take(lambda: from_bytes(bytes(memoryview(message["data"])), str(message.get("name", ""))))

    def _paste(self, message: Message) -> dict[str, Any]:
        return self._take(lambda: from_text(str(message["text"])))

    def _sheet(self, message: Message) -> dict[str, Any]:
        upload = self._upload
        return self._show() if upload is None else self._take(lambda: upload.choose(str(message["name"])))

    def _take(self, read: Callable[[], Upload]) -> dict[str, Any]:
        """Put what was opened into the table, or ask which sheet, or say why not; then what stood there stays."""
        try:
            self._upload = read()
        except InputError as problem:
            return {**self._show(), "notice": str(problem)}
        if self._upload.grid is None:
            return {**self._show(), "choose": list(self._upload.choices)}
        return self._fill(self.entries.tabled(self._upload.grid, pasted=not self._upload.name))

    def _leads(self, message: Message) -> dict[str, Any]:
        """Open an export: it comes in parts; or a sheet of the one that was sent."""
        if "sheet" in message:
            return self._show() if self._unread is None else self._export(*self._unread, str(message["sheet"]))
        name, part, parts = str(message.get("name", "")), int(message.get("part", 0)), int(message.get("parts", 1))
        if int(message.get("size", 0)) > LARGEST:
            return {**self._show(), "notice": str(too_large(name, int(message["size"])))}
        if part == 0:
            self._parts = []
        self._parts.append(bytes(memoryview(message["data"])))
        if part + 1 < parts:
            return {"part": part}
        data, self._parts = b"".join(self._parts), []
        return self._export(data, name)

    def _export(self, data: bytes, name: str, sheet: str | None = None) -> dict[str, Any]:
        self._unread = None
        self._tell(leads_words.OPENING)
        try:
            export = Export.open(data, name, sheet)
        except InputError as problem:
            if problem.field != "sheet":
                return {**self._show(), "notice": said_of(problem)}
            self._unread = data, name
            return {**self._show(), "choose": list(sheets_of(data, name))}
        said = {} if self.entries.sample else self.entries.columns
        if not export.fits(said) or export.matched(said, self.progress).problem is not None:
            said = {}
        entries = self.entries.with_leads(name, said)
        last = {key: kept for key, kept in self._exports.items() if key in (SAMPLE, self.entries.opened)}
        self._exports = {**last, entries.opened: export}
        if entries.opened != self.entries.opened:
            self._answer = None  # it was about other leads
        return self._fill(replace(entries, way="ledger"))

    def _match(self, message: Message) -> dict[str, Any]:
        """Something was said of the columns, or of what a text of the outcome means."""
        if "field" in message:
            return self._fill(self.entries.matched(str(message["field"]), message["heading"] or None))
        for key in ("dates", "decimal"):
            if key in message:
                return self._fill(self.entries.matched(key, str(message[key])))
        reading = self._reading
        if reading is None or reading.matched is None:
            return self._show()
        means = reading.matched.sorted
        return self._fill(self.entries.meaning(str(message["value"]), str(message["means"]), means))

    def _rows(self, message: Message) -> dict[str, Any]:
        """A few rows that a fault is about."""
        reading = self._reading
        if reading is None or reading.ledger is None:
            return self._show()
        return {"rows": rows_of(reading.ledger, str(message["key"]))}

    def _tell(self, what: str) -> None:
        if self.progress is not None:
            self.progress(what, None)

    def _opened(self) -> Export | None:
        """The export that the form is about, where it is there."""
        if not self.entries.sample:
            return self._exports.get(self.entries.opened) if self.entries.opened else None
        if SAMPLE not in self._exports:
            self._tell(leads_words.OPENING)
            self._exports = {**self._exports, SAMPLE: Export.read(data_file(LEDGER_FILE))}
        return self._exports[SAMPLE]

    def _count(self, message: Message) -> dict[str, Any]:
        """A month that was set aside is to be counted all the same."""
        month = str(int(message["month"]))
        kept = [m for m in self.entries.texts.get("keep", "").split(",") if m and m != month]
        return self._fill(self.entries.typed("keep", ",".join([*kept, month])))

    def _address(self, message: Message) -> dict[str, Any]:
        asked = Entries.from_query(str(message.get("query", "")))
        return self._show() if asked is None else self._fill(asked)

    def _load(self, message: Message) -> dict[str, Any]:
        try:
            return self._fill(Entries.from_json(str(message["text"])))
        except InputError as problem:
            return {**self._show(), "notice": str(problem)}

    def _save(self, _: Message) -> dict[str, Any]:
        return {"file": self.entries.to_json()}

    def _fill(self, entries: Entries) -> dict[str, Any]:
        if entries != self.entries:
            self._remember()
            self.entries = entries
        self._last_typed = None
        return self._show(fill=True)

    def _remember(self) -> None:
        self._past = [*self._past[-MOST_UNDO:], (self.entries, self._last_typed)]
        self.steps += 1

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._past)

    def part(self) -> None:
        """What is typed next is a step of Undo by itself: something else was done in between."""
        self._last_typed = None

    def _show(self, fill: bool = False) -> dict[str, Any]:
        """What the page shows: every message beside a field, and the answer where there is a new one."""
        fill = fill or self._failed
        self.revision += 1
        texts, way = self.entries.texts, self.entries.way
        reading: Reading | TableReading
        if way == "ledger":
            self._reading = reading = read_ledger(texts, self._opened(), self.entries.columns, self.progress)
        else:
            reading = read_table(texts, self.entries.grid) if way == "table" else read_counts(texts)
        errors = dict(reading.errors)
        answer = self.asked = None
        asked = self._comes_to(reading)
        if asked is not None:
            if asked == self._asked_last and self._answer is not None and not fill:
                self._answer = {**self._answer, "revision": self.revision}
                answer = {"same": True, "revision": self.revision}  # the page has it: it is not sent and drawn again
            else:
                try:
                    judged = diagnose(*asked)
                    answer = panes(judged)
                except InputError as problem:
                    errors[problem.field] = beside(problem)
        if answer is not None:
            self.asked = asked
        if answer is not None and "same" not in answer:
            self._answer = answer = {**answer, "revision": self.revision}
            self._asked_last, self.diagnosis = asked, judged
        sample: dict[str, str] | None = None
        if known := samples.load().get(self.entries.example or ""):
            sample = {"id": known.id, "name": known.name, "story": known.story}
        elif way == "ledger" and self.entries.sample:
            sample = {"id": LEDGER, "name": LEDGER_NAME, "story": LEDGER_STORY}
        chosen = self.entries.texts.get("benchmark", "")
        notes = {"benchmark": benchmarks.find(chosen).words()} if chosen and chosen != HISTORY else {}
        return {
            "revision": self.revision,
            "fill": fill,
            "way": self.entries.way,
            "texts": dict(self.entries.texts),
            "errors": errors,
            "missing": dict(reading.missing),
            "echoes": dict(reading.echoes),
            "notes": {**notes, **(reading.notes if isinstance(reading, TableReading) else {})},
            "example": sample,
            "can_undo": bool(self._past),
            "query": self.entries.to_query(),
            "answer": answer,
            "stale": answer is None,
            "forgotten": self._answer is None,
            "cleared": self.entries == blank(self.entries.way),
            **self._show_more(reading, fill),
        }

    @property
    def people(self) -> tuple[str, ...] | None:
        """What the export says of leads or people: the answer, an alarm, advice. None where it is not there to say it."""
        if self.entries.way != "ledger":
            return ()
        if self._reading is None or self._reading.ledger is None or self._studied is None:
            return None
        pane = self._studied["people"]
        return tuple(filter(None, (pane["sentence"], pane.get("alarm"), pane.get("advice"))))

    def _comes_to(self, reading: Any) -> tuple[Any, ...] | None:
        """Funnel, par and money; None where they are not complete."""
        if reading.funnel is not None and reading.par is not None:
            return (reading.funnel, reading.par, reading.money)
        entries, standing = self._standing
        return standing if not reading.errors and self.entries == entries else None

    def _show_more(self, reading: Any, fill: bool) -> dict[str, Any]:
        """What is beside the answer in each way in."""
        if isinstance(reading, LedgerReading):
            return self._show_leads(reading, fill)
        return self._show_table(reading, fill) if isinstance(reading, TableReading) else {}

    def _show_leads(self, reading: LedgerReading, fill: bool) -> dict[str, Any]:
        """The export beside the answer: its columns, its faults, leads or people, the timeline."""
        window = reading.judged.window if reading.chosen and reading.judged is not None else None
        about = (reading.ledger, window)
        # Where something typed cannot be used, what was last worked out stands, as the answer does.
        same = self._studied_export is reading.export and (reading.ledger is None or self._studied_about == about)
        if not same:
            self._studied_export, self._studied_about, self._studied = reading.export, about, study(reading)
        self._table, self._grid_shown = None, None
        opened, matched = self.entries.opened, reading.matched
        again = leads_words.open_again(opened, bool(self.entries.columns)) if opened and reading.export is None else ""
        if matched is None:
            waiting = again
        elif not matched.settled:
            waiting = leads_words.ASKING if matched.problem is None else leads_words.UNREAD
        elif reading.ledger is None:
            waiting = leads_words.UNREAD
        else:
            waiting = leads_words.REFUSED if reading.errors.get(HERE) else leads_words.WAITING
        return {
            "leads": {
                "opened": opened,
                "again": again,
                "matching": matching_pane(reading),
                "same": same and not fill,
                "study": None if same and not fill else self._studied,
                "told": list(reading.told),
                "told_title": leads_words.PROOF,
                "sheets": leads_words.SHEETS,
            },
            "waiting": waiting,
            "panes": table_panes(reading),
            "kept": self._to_keep(False),
        }

    def _show_table(self, reading: TableReading, fill: bool) -> dict[str, Any]:
        """The table beside the answer: its cells and marks, the timeline, what changed."""
        grid = self.entries.grid
        if reading.table is None:
            self._restated = ""
        elif self._table is None or self._table.counted_on != reading.table.counted_on:
            # Said until the day of counting moves again: the row that moved it is typed cell by cell.
            self._restated = table_words.restated(self._table, reading.table) if self._table is not None else ""
        self._table = reading.table or self._table
        shown, self._grid_shown = self._grid_shown, grid
        return {
            "grid": {
                "columns": list(grid.columns),
                "rows": None if grid == shown and not fill else [list(row) for row in grid.rows],
                "marks": [list(mark) for mark in reading.marks],
                "aside": [list(row) for row in reading.aside],
                "source": grid.source,
            },
            "asked": list(reading.asked),
            "told": list(reading.told),
            "restated": self._restated,
            "waiting": "" if grid.empty else words.waiting(bool(reading.marks)),
            "panes": table_panes(reading),
            "kept": self._to_keep(grid == shown and not fill),
        }
