"""One consultation with one client: what every message does to the case, and what the page shows after it.

No widget is needed. The page inside, where numbers are typed, is a dashboard of its own; its diagnosis is the case's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diagnostics.app import messages as page
from diagnostics.app.case.case import Case
from diagnostics.app.case.deletion import delete
from diagnostics.app.case.folder import inside, new_path
from diagnostics.app.case.unnamed import less_named
from diagnostics.app.consultation import around, edits, panes
from diagnostics.app.consultation import messages as m
from diagnostics.app.consultation import page_words as say
from diagnostics.app.consultation.answers_messages import AskWhom, HandIn, PhoneSlip, Reveal, TakeBack
from diagnostics.app.consultation.blind_answers import BlindAnswers
from diagnostics.app.consultation.firm_messages import SetLogo
from diagnostics.app.consultation.firm_window import FirmWindow
from diagnostics.app.consultation.replies import ConsultationReply
from diagnostics.app.forms.entries import blank
from diagnostics.app.forms.most import Most
from diagnostics.app.pages.form_pane import words_pane
from diagnostics.app.undo import History
from diagnostics.app.wording.refusal_words import refused
from diagnostics.errors import InputError
from diagnostics.language import best, speaking


class Consultation(FirmWindow, BlindAnswers):
    """The state of one window."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._acts: dict[type[page.Message], Callable[[Any], ConsultationReply | None]] = {
            m.Hello: self._hello,
            m.New: self._new,
            m.Open: self._open,
            m.OpenFile: self._open_file,
            m.Delete: self._delete,
            m.Close: self._close,
            m.Conflict: self._conflict,
            m.SaveNow: lambda _: self.flush(),
            m.Report: self._report,
            m.Undo: self._undo,
            m.Redo: self._redo,
            m.Speak: lambda message: self._speak(message.language),
            m.GoToStep: lambda message: self._look(step=message.to),
            m.Level: self._level,
            m.ResetLevels: lambda _: self._move({}),
            m.SaveMove: lambda _: self._save_move(),
            AskWhom: self._ask_whom,
            HandIn: self._hand_in,
            TakeBack: self._take_back,
            Reveal: self._reveal,
            PhoneSlip: self._phone_slip,
            m.ViewScenario: lambda message: self._move(edits.levels_of(self._opened()[0], message.name)),
        }
        self._acts.update(self.firm_acts)

    def parse(self, content: object) -> m.ConsultationMessage:
        """A message of this window, checked; see :func:`~diagnostics.app.consultation.messages.consultation_message`."""
        return m.consultation_message(content)

    def limit(self, most: Most) -> None:
        """Let an export that is opened from now on be no larger."""
        self._most = most
        self.inner = self._form(blank())

    def refill(self) -> None:
        """Let the next reply of the page inside fill its form."""
        self.inner.refill()

    def is_long(self, content: m.ConsultationMessage | PhoneSlip | dict[str, object]) -> bool:
        """Whether a message may take so long that the page should show progress."""
        message = self.parse(content) if isinstance(content, dict) else content
        if isinstance(message, m.PageInside):
            return self.inner.is_long(message.page)
        if isinstance(message, (m.Undo, m.Redo)):
            steps = self._history.past if isinstance(message, m.Undo) else self._history.future
            return bool(steps) and steps[-1] is None and self.inner.is_long(page.Undo())
        return isinstance(message, (m.Report, m.Open, m.OpenFile, SetLogo))

    def handle(self, content: m.ConsultationMessage | PhoneSlip | dict[str, object]) -> ConsultationReply:
        """Do what a message asks and return what the page shows now. A dictionary is checked first."""
        message = content if isinstance(content, page.Message) else self.parse(content)
        if isinstance(message, m.Hello):
            self._spoken = ""
            self._usual = best(message.languages) if message.languages else self._usual
        with speaking(self.language):
            reply = self._handled(message)
        if self._spoken == self.language:
            return reply
        self._spoken = self.language
        with speaking(self.language):
            return {**reply, "words": words_pane()}

    def _handled(self, message: m.ConsultationMessage | PhoneSlip) -> ConsultationReply:
        if isinstance(message, (page.Ping, page.Stop, page.Plotly)):  # for the widget around the page
            return self._show()
        if message.today:
            self.state = self.state.with_(today=edits.day(message.today))
        if isinstance(message, m.PageInside):
            return self._page(message.page)
        before = self.case, self.file, self._history, self.state, self.inner
        self.state = self.state.with_(notice="", alarm=False, deleting="")
        if getattr(message, "pause", False):
            self._history = self._history.parted()
        try:
            act = self._acts.get(type(message), self._change)
            reply = act(message) or {}
            shown = self._show()
        except Exception as problem:
            # What fails leaves everything as it was; an error that names field and remedy is shown.
            if self.file is not None and self.file is not before[1]:
                self.file.forget()
            self.case, self.file, self._history, self.state, self.inner = before
            if self.file is not None and self.case is not None:
                self.file.keep(self.case)
            if not isinstance(problem, InputError):
                raise
            self.state = self.state.with_(notice=refused(problem), alarm=True)
            reply, shown = {}, self._show()
        return {**reply, **shown, "seq": message.seq}

    # --- clients ---

    def _hello(self, message: m.Hello) -> ConsultationReply | None:
        """A page opens, or connects again: on the case that is open here or in its address."""
        if self.case is not None:
            return self._inner_again()
        return self._begin_with(message.file) if message.file else None

    def _new(self, message: m.New) -> ConsultationReply:
        self._leave()
        case = Case(client=message.client, entries=blank().to_dict(), step="answers")
        path = new_path(self.folder, message.client)
        case.save(path)
        return self._begin(case, path)

    def _open(self, message: m.Open) -> ConsultationReply:
        self._leave()
        return self._begin_with(message.file)

    def _open_file(self, message: m.OpenFile) -> ConsultationReply:
        """A file of the dashboard or of a case: a new client, or in the case that is open its numbers."""
        if self.case is not None:
            return self._page(page.Load(text=message.text))
        case = less_named(Case.from_json(message.text, message.name or "file"), self.site.people)
        if not case.client.strip():
            case = case.changed(client=around.named_by(message.name))
        path = new_path(self.folder, case.client)
        case.save(path)
        return self._begin(case, path)

    def _begin_with(self, file: str) -> ConsultationReply:
        path = inside(self.folder, file)
        return self._begin(Case.load(path), path)

    def _close(self, _: m.Close) -> None:
        self._leave()
        self.case = self.file = None
        self.state = panes.State(today=self.state.today)

    def _delete(self, message: m.Delete) -> None:
        """Delete a client once it was shown what that would be. The list of clients is where it is done."""
        from diagnostics.app.report.report import is_report

        if self.case is not None:
            return
        path = inside(self.folder, message.file)
        if not message.sure:
            self.state = self.state.with_(deleting=message.file)
            return
        gone = delete(path, is_report)
        self.inner = self._form(blank())
        self._history, self._opened_with, self._diagnosed = History(), None, None
        self.state = panes.State(today=self.state.today, notice=say.deleted(gone))

    def _leave(self) -> None:
        """Before another case is opened: a case that cannot be saved is not left."""
        if self.file is None:
            return
        self.file.flush()
        problem = self.file.saved.problem
        if problem is not None:
            reason = refused(problem).rstrip(".")
            raise InputError("case-not-saved", "case file", self.file.path.name, reason=reason)

    def _conflict(self, message: m.Conflict) -> ConsultationReply | None:
        """Another window has saved the same file: one of the two goes on, the other is kept in a copy."""
        _, file = self._opened()
        if file.saved.conflict is None:  # a second click
            return None
        if message.keep == "mine":
            file.replace_theirs()
            return None
        if file.gone:
            file.forget()
            self._close(m.Close())
            return None
        theirs = Case.load(file.path)
        file.save_copy()
        return self._begin(theirs, file.path)
