"""One open page: what stands in the form, what stood there before, and the last good answer. No widget is needed.

A page sends messages and gets replies, plain data both. Two pages never share a session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from diagnostics.diagnosis import diagnose, words
from diagnostics.funnel.errors import InputError
from diagnostics.report.panes import panes
from diagnostics.report.table_panes import table_panes
from diagnostics.sources import benchmarks, samples
from diagnostics.sources.counts import BOTH, BY_KEY, HISTORY, Way, beside, fields_of, read_counts
from diagnostics.sources.entries import Entries, blank, example
from diagnostics.sources.grid import Grid
from diagnostics.sources.headers import COLUMNS
from diagnostics.sources.table import Table
from diagnostics.sources.typed_table import TableReading, read_table
from diagnostics.sources.upload import Upload, from_bytes, from_text

Message = Mapping[str, Any]

MOST_UNDO = 200


class Session:
    """The state of one page and what each message does to it."""

    def __init__(self, entries: Entries | None = None) -> None:
        self.entries = example() if entries is None else entries
        self.revision = 0
        self._past: list[tuple[Entries, str | None]] = []
        self._last_typed: str | None = None
        self._answer: dict[str, Any] | None = None
        self._greeted = False
        self._failed = False
        self._table: Table | None = None
        self._restated = ""
        self._upload: Upload | None = None
        self._asked_last: tuple[Any, ...] | None = None
        self._grid_shown: Grid | None = None

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
            "ping": lambda _: {"pong": True},
        }
        before = self.entries, list(self._past), self._last_typed, self._upload, self._answer
        try:
            reply = acts[message["do"]](message)
        except (
            Exception
        ):  # what fails must not stand in the form and fail again; the next reply shows what stands there
            self.entries, self._past, self._last_typed, self._upload, self._answer = before
            self._failed = True
            raise
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
                for way in BOTH
            },
            "columns": [
                {"key": c.key, "label": c.label, "hint": c.hint, "numeric": c.numeric, "needed": c.needed}
                for c in COLUMNS
            ],
            "examples": [[s.id, s.name] for s in samples.load().values()],
            "empties": {"counts": list(words.EMPTY), "table": list(words.EMPTY_TABLE)},
        }

    def _asked(self, message: Message) -> Entries | None:
        """What a page opens with: what it kept when it was last open, or what its address says."""
        asked = Entries.from_query(str(message.get("query", "")))
        kept = message.get("kept")
        if kept and asked is not None and asked.way == "table" and asked.grid.empty and asked.example is None:
            with suppress(InputError):
                return replace(asked, grid=Entries.from_json(str(kept)).grid)
        return asked

    def _to_keep(self, unchanged: bool) -> str | None:
        """The table where no address can carry it, for the page to keep; empty where one can, None where it is kept."""
        if unchanged:
            return None
        return "" if self.entries.fits_address else self.entries.to_json()

    def _options(self, key: str, way: Way) -> list[list[str]]:
        options = [list(pair) for pair in BY_KEY[key].options]
        if key == "benchmark" and way == "table":
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
        way: Way = "table" if message["way"] == "table" else "counts"
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

    def _show(self, fill: bool = False) -> dict[str, Any]:
        """What the page shows: every message beside a field, and the answer where there is a new one."""
        fill = fill or self._failed
        self.revision += 1
        in_table = self.entries.way == "table"
        reading = read_table(self.entries.texts, self.entries.grid) if in_table else read_counts(self.entries.texts)
        errors = dict(reading.errors)
        answer = None
        if reading.funnel is not None and reading.par is not None:
            asked = (reading.funnel, reading.par, reading.money)
            if asked == self._asked_last and self._answer is not None and not fill:
                self._answer = {**self._answer, "revision": self.revision}
                answer = {"same": True, "revision": self.revision}  # the page has it: it is not sent and drawn again
            else:
                try:
                    answer = panes(diagnose(*asked))
                except InputError as problem:
                    errors[problem.field] = beside(problem)
        if answer is not None and "same" not in answer:
            self._answer = answer = {**answer, "revision": self.revision}
            self._asked_last = asked
        sample = samples.load().get(self.entries.example or "")
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
            "example": {"id": sample.id, "name": sample.name, "story": sample.story} if sample else None,
            "can_undo": bool(self._past),
            "query": self.entries.to_query(),
            "answer": answer,
            "stale": answer is None,
            "cleared": self.entries == blank(self.entries.way),
            **(self._show_table(reading, fill) if isinstance(reading, TableReading) else {}),
        }

    def _show_table(self, reading: TableReading, fill: bool) -> dict[str, Any]:
        """The table beside the answer: its cells and marks, the timeline, what changed."""
        grid = self.entries.grid
        if reading.table is None:
            self._restated = ""
        elif self._table is None or self._table.counted_on != reading.table.counted_on:
            # Said until the day of counting moves again: the row that moved it is typed cell by cell.
            self._restated = words.restated(self._table, reading.table) if self._table is not None else ""
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
