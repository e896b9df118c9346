"""One open page: what stands in the form, what stood there before, and the last good answer. No widget is needed.

A page sends messages and gets replies, plain data both. Two pages never share a session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from diagnostics.diagnosis import diagnose, words
from diagnostics.funnel.errors import InputError
from diagnostics.report.panes import panes
from diagnostics.sources import benchmarks, samples
from diagnostics.sources.counts import FIELDS, beside, read_counts
from diagnostics.sources.entries import Entries, blank, example

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
            "ping": lambda _: {"pong": True},
        }
        reply = acts[message["do"]](message)
        return {**reply, "seq": message.get("seq", 0)}

    def _hello(self, message: Message) -> dict[str, Any]:
        """A page opens: what the form is, and all that is shown, whatever was sent before."""
        asked = None if self._greeted else Entries.from_query(str(message.get("query", "")))
        self._greeted = True
        if asked is not None:
            self.entries = asked
        shown = self._show(fill=True)
        return {
            **shown,
            "answer": self._answer,
            "form": [
                {
                    "key": f.key,
                    "label": f.label,
                    "term": f.term,
                    "unit": f.unit,
                    "kind": f.kind,
                    "more": f.more,
                    "options": [list(pair) for pair in f.options],
                }
                for f in FIELDS
            ],
            "examples": [[s.id, s.name] for s in samples.load().values()],
            "empty": list(words.EMPTY),
        }

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
        return self._fill(example(str(message["name"])))

    def _clear(self, _: Message) -> dict[str, Any]:
        """Empty the form; an answer to numbers that are gone is no longer the last one to these."""
        self._answer = None
        return self._fill(blank())

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
        self.revision += 1
        reading = read_counts(self.entries.texts)
        errors = dict(reading.errors)
        answer = None
        if reading.funnel is not None and reading.par is not None:
            try:
                answer = panes(diagnose(reading.funnel, reading.par))
            except InputError as problem:
                errors[problem.field] = beside(problem)
        if answer is not None:
            self._answer = answer = {**answer, "revision": self.revision}
        sample = samples.load().get(self.entries.example or "")
        chosen = self.entries.texts.get("benchmark", "")
        return {
            "revision": self.revision,
            "fill": fill,
            "texts": dict(self.entries.texts),
            "errors": errors,
            "missing": dict(reading.missing),
            "echoes": dict(reading.echoes),
            "notes": {"benchmark": benchmarks.find(chosen).words()} if chosen else {},
            "example": {"id": sample.id, "name": sample.name, "story": sample.story} if sample else None,
            "can_undo": bool(self._past),
            "query": self.entries.to_query(),
            "answer": answer,
            "stale": answer is None,
            "cleared": self.entries == blank(),
        }
