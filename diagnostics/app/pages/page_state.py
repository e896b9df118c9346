"""What a message changes of a dashboard page, all at once or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.improbable import improbable
from diagnostics.app.forms.leads_form import Export
from diagnostics.app.forms.upload import Upload
from diagnostics.app.pages.answer_panes import AnswerPane
from diagnostics.app.pages.answering import Given
from diagnostics.app.pages.leads_way import SAMPLE, Exports
from diagnostics.app.undo import History

MOST_KNOWN: Final = 3
"""Numbers of files without their export that a page keeps, for Undo."""


class Stopped(Exception):
    """Raised by what reports progress, to end the work."""


@dataclass(frozen=True, slots=True)
class PageState:
    """The part of a page that a message changes all at once or, where it fails, not at all."""

    entries: Entries
    history: History[Entries] = field(default_factory=History)
    upload: Upload | None = None
    """The file that was opened for the table, while another of its sheets may be chosen."""
    given: Given | None = None
    """The last good answer; None where it would be about numbers that are gone."""
    given_at: int = 0
    """The revision of the page that it belongs to."""
    exports: Exports = field(default_factory=dict)
    settled: Entries | None = None
    """The form that the last settled answer belongs to; None where that is this one."""

    @property
    def answer(self) -> AnswerPane | None:
        """The last good answer, with the revision that it belongs to."""
        return None if self.given is None else self.given.pane(self.given_at)

    @property
    def doubts(self) -> dict[str, str]:
        """What to ask about what is typed, by field."""
        return {} if self.settled is None else improbable(self.entries.texts, self.settled.texts)

    def typed(self, texts: Mapping[str, str], apart: bool) -> PageState:
        """With other texts, as a draft unless they are those of the last settled answer."""
        entries = self.entries
        for key, text in texts.items():
            entries = entries.typed(key, text)
        before = self.settled or self.entries
        draft = replace(self, settled=None if before == entries else before)
        return draft.changed(entries, next(iter(texts)) if len(texts) == 1 else None, apart)

    def changed(self, entries: Entries, once: str | None = None, apart: bool = False) -> PageState:
        """With another form: a step of Undo, unless the last one was typed at the same place."""
        if entries.is_as(self.entries):
            return self
        return replace(self, entries=entries, history=self.history.changed(self.entries, once, apart=apart))

    def stepped(self, back: bool) -> PageState:
        """With the last change taken back, or brought again. The language is no part of it."""
        history, now = self.history, self.entries
        states = history.past if back else history.future
        if not states:
            return self
        moved = history.back(now) if back else history.forward(now)
        return replace(self, entries=states[-1].speaking(now.language), history=moved, settled=None)

    def with_export(self, entries: Entries, export: Export) -> PageState:
        """With another export, before the form that is about it is shown; the sample is kept next to it."""
        last = {key: kept for key, kept in self.exports.items() if key in (SAMPLE, self.entries.opened)}
        same = entries.opened == self.entries.opened
        given = self.given if same else None  # else it was about other leads
        return replace(self, exports={**last, entries.opened: export}, given=given)
