"""One consultation with one client: what every message does to the case, and what the page shows after it.

No widget is needed. The page inside, where numbers are typed, is a dashboard of its own; its diagnosis is the case's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final

from diagnostics.app import messages as page
from diagnostics.app.case.autosave import PAUSE, Autosave
from diagnostics.app.case.case import Case, CaseNumbers
from diagnostics.app.case.deletion import delete
from diagnostics.app.case.folder import inside, new_path
from diagnostics.app.case.history import Diagnosed, diagnosed, judged, recorded
from diagnostics.app.case.unnamed import less_named, unnamed
from diagnostics.app.consultation import around, edits, panes
from diagnostics.app.consultation import messages as m
from diagnostics.app.consultation import page_words as say
from diagnostics.app.consultation.replies import ConsultationReply, SavedPane
from diagnostics.app.forms.entries import Entries, blank
from diagnostics.app.forms.leads_form import shown_by
from diagnostics.app.forms.most import Most
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.form_pane import words_pane
from diagnostics.app.pages.replies import Reply
from diagnostics.app.report.take import take
from diagnostics.app.site import NOTEBOOK, Site
from diagnostics.app.undo import History
from diagnostics.app.wording.refusal_words import refused
from diagnostics.diagnosis.money import Money
from diagnostics.errors import InputError
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import LANGUAGES, SOURCE, best, speaking
from diagnostics.reading.people import Shown
from diagnostics.reading.progress import Progress

SHOWN_INSIDE: Final = ("numbers", "diagnosis")
"""Steps that show the page inside."""
NOT_UNDONE: Final = ("entries", "numbers", "people", "reading", "diagnoses", "step", "hide_talk", "language")
"""Fields that Undo does not restore from a copy: the page inside undoes its own changes, and looking around is no
change."""

Before = tuple[Case, Mapping[str, float]] | None
"""The case and the sliders before a change; None is a change of the page inside."""


class Consultation:
    """The state of one window.

    Parameters
    ----------
    folder : Path
        Of the case files; made with the first one.
    progress : callable, optional
        Called with what is being done where that takes long.
    notify : callable, optional
        Called with what the page is to show without having asked: whether the file is saved.
    quiet : float
        Seconds without a change after which the case file is written; 0 writes each change at once.
    site : Site, optional
        Where the page is served.
    language : str, optional
        The language of a case that has none, until a browser says what it prefers.
    """

    def __init__(
        self,
        folder: Path,
        progress: Progress | None = None,
        notify: Callable[[ConsultationReply], None] | None = None,
        quiet: float = PAUSE,
        site: Site = NOTEBOOK,
        language: str = SOURCE,
    ) -> None:
        self.folder = folder
        self.progress = progress
        self.notify = notify
        self.quiet = quiet
        self.site = site
        self._most: Most | None = None
        self._usual = language
        self._spoken = ""
        """The language of the words that the page has."""
        self.case: Case | None = None
        self.inner = self._form(blank())
        self.file: Autosave | None = None
        self.state = panes.State()
        self._history: History[Before] = History()
        self._opened_with: tuple[CaseNumbers, tuple[str, ...], tuple[str, ...]] | None = None
        """The numbers of the case when it was opened, its answer to leads or people, and how its file was read."""
        self._opened_showing: Shown = "names"
        """How people are shown in what the case said when it was opened."""
        self._diagnosed: Diagnosed | None = None
        self._views_of_file = 0
        self._viewing_file = Lock()
        self._acts: dict[type[m.ConsultMessage], Callable[[Any], ConsultationReply | None]] = {
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
            m.HideNotes: lambda message: self._look(hide_talk=message.hide),
            m.Level: self._level,
            m.ResetLevels: lambda _: self._move({}),
            m.ViewScenario: lambda message: self._move(edits.levels_of(self._opened()[0], message.name)),
        }

    @property
    def language(self) -> str:
        """The language of the page: that of the client, else that of the browser."""
        return (self.case.language if self.case is not None else "") or self._usual

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

    def is_long(self, content: m.ConsultationMessage | dict[str, object]) -> bool:
        """Whether a message may take so long that the page should show progress."""
        message = self.parse(content) if isinstance(content, dict) else content
        if isinstance(message, m.PageInside):
            return self.inner.is_long(message.page)
        if isinstance(message, (m.Undo, m.Redo)):
            steps = self._history.past if isinstance(message, m.Undo) else self._history.future
            return bool(steps) and steps[-1] is None and self.inner.is_long(page.Undo())
        return isinstance(message, (m.Report, m.Open, m.OpenFile))

    def handle(self, content: m.ConsultationMessage | dict[str, object]) -> ConsultationReply:
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

    def _handled(self, message: m.ConsultationMessage) -> ConsultationReply:
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

    def flush(self) -> None:
        """Write now what is not in the case file yet."""
        if self.file is not None:
            self.file.flush()

    # --- clients ---

    def _hello(self, message: m.Hello) -> ConsultationReply | None:
        """A page opens, or connects again: on the case that is open here or in its address."""
        if self.case is not None:
            return self._inner_again()
        return self._begin_with(message.file) if message.file else None

    def _new(self, message: m.New) -> ConsultationReply:
        self._leave()
        case, path = Case(client=message.client, entries=blank().to_dict()), new_path(self.folder, message.client)
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

    def _begin(self, case: Case, path: Path) -> ConsultationReply:
        as_read, case = case, less_named(case, self.site.people)
        self.case, self._history = case, History()
        self.file = Autosave(path, as_read, self._tell_saved, self.quiet)
        self.state = panes.State(today=self.state.today, opened=case.step)
        self.file.keep(case)
        self._opened_with = None if case.numbers is None else (case.numbers, case.people, case.reading)
        self._opened_showing = shown_by(case.typed.texts, self.site.people)
        records = None if case.numbers is None else case.numbers.records()
        self.inner = self._form(case.typed, records)
        shown = self._inner_again()
        if case.numbers is None:
            self._keep_inner()  # a sample's leads are counted again
        return shown

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

    def _tell_saved(self) -> None:
        """Tell the page, from the timer's thread, what became of the file."""
        file = self.file
        if self.notify is not None and file is not None:
            with speaking(self.language):
                self.notify({"saved": self._saved(file)})

    def _saved(self, file: Autosave) -> SavedPane:
        """Whether the file is saved; replies and the timer send it, and a number says which is later."""
        with self._viewing_file:
            self._views_of_file += 1
            return around.saved_view(file.saved, self._views_of_file)

    # --- the page inside ---

    def _form(self, entries: Entries, last: tuple[Funnel, Par, Money | None] | None = None) -> DashboardPage:
        """A page where numbers are typed."""
        return DashboardPage(entries, self.progress, last, site=self.site, most=self._most, takes=take, what_ifs=None)

    def _inner_again(self) -> ConsultationReply:
        return {"page": self._tell_inner(page.Hello())}

    def _tell_inner(self, message: page.DashboardMessage) -> Reply:
        """What the page inside answers, in the language of this one."""
        self.inner.outer = self.language
        return self.inner.handle(message)

    def _page(self, asked: page.DashboardMessage) -> ConsultationReply:
        """The page inside changes the numbers, and with them the case."""
        if isinstance(asked, page.Speak) and self.case is not None:
            return {**self._speak(asked.language), **self._show()}
        entries, steps = self.inner.entries, self.inner.steps
        reply = self._tell_inner(asked)
        if "download" in reply:
            download, data = reply.pop("download"), reply.pop("data")
            return {"page": reply, "download": download, "data": data}
        if self.case is None:
            return {"page": reply}
        again = isinstance(asked, page.Redo) and not self.inner.entries.is_as(entries)
        if self.inner.steps != steps or again:
            self._history = self._history.changed(None)
        elif isinstance(asked, page.Undo):
            self._history = self._history.without_last(None)
        self._keep_inner()
        return {"page": reply, **self._show()}

    def _keep_inner(self) -> None:
        """Take over the entries of the page inside, their result and its diagnosis."""
        case, _ = self._opened()
        numbers = None if self.inner.asked is None else CaseNumbers.of(*self.inner.asked[:3])
        if numbers is not None and self.inner.diagnosis is not None:
            self._diagnosed = judged(numbers, self.inner.diagnosis)
        people, reading = self.inner.people, self.inner.reading
        if self._opened_showing != shown_by(self.inner.entries.texts, self.site.people):
            # What was said with people shown in another way is said again, or not any more.
            self._opened_with, self._opened_showing = None, shown_by(self.inner.entries.texts, self.site.people)
            case = unnamed(case) if self._opened_showing != "names" else case
        opened = self._opened_with if self._opened_with is not None and numbers == self._opened_with[0] else None
        if people is None:
            people = () if opened is None else opened[1]
        if reading is None:
            reading = () if opened is None else opened[2]
        entries = self.inner.entries.to_dict()
        if (entries, numbers, people, reading) != (case.entries, case.numbers, case.people, case.reading):
            self._keep(case.changed(entries=entries, numbers=numbers, people=people, reading=reading))

    # --- changes ---

    def _change(self, message: m.Change) -> None:
        case, _ = self._opened()
        done = edits.change(case, message, self.state.levels)
        self.state = self.state.with_(answered=done.answered or self.state.answered)
        if done.case == case:
            return
        self._remember(case, _typed(message))
        self._keep(done.case)

    def _speak(self, chosen: str) -> ConsultationReply:
        """Hold the session in another language; empty: that of the browser."""
        self._diagnosed = None  # its words are in another language
        self._look(language=chosen if chosen in LANGUAGES else "")
        reply = self._tell_inner(page.Speak(language=self.language))
        self._keep_inner()
        return {"page": reply}

    def _level(self, message: m.Level) -> None:
        """A link is moved to see the effect; the case is not changed."""
        self._move(edits.moved(self.state.levels, message.link, message.value), f"level {message.link}")

    def _move(self, levels: Mapping[str, float], once: str | None = None) -> None:
        case, _ = self._opened()
        panes.check_levels(self._of(case).diagnosis, levels)
        if levels != self.state.levels:
            self._remember(case, once)
        self.state = self.state.with_(levels=levels)

    def _remember(self, case: Case, once: str | None) -> None:
        """A step of Undo, unless the last change was of the same thing."""
        history = self._history.changed((case, self.state.levels), once)
        if history is not self._history:
            self._history = history
            self.inner.part()

    def _undo(self, _: m.Undo) -> ConsultationReply | None:
        """Take back the last change, wherever it was made, and go to the step that shows it."""
        history = self._history.parted()
        if not history.past:
            return None
        then = history.past[-1]
        self._history = history.back(self._now(then))
        if then is None:
            return self._inside(page.Undo(), history)
        self._put(then)
        return None

    def _redo(self, _: m.Redo) -> ConsultationReply | None:
        """Bring again the change that was taken back last, and go to the step that shows it."""
        history = self._history.parted()
        if not history.future:
            return None
        then = history.future[-1]
        self._history = history.forward(self._now(then))
        if then is None:
            return self._inside(page.Redo(), history)
        self._put(then)
        return None

    def _now(self, then: Before) -> Before:
        """What to come back to from another state; None for a change in the page inside, which keeps its own."""
        return None if then is None else (self._opened()[0], self.state.levels)

    def _inside(self, message: page.Undo | page.Redo, history: History[Before]) -> ConsultationReply:
        """Let the page inside take back or bring again its change; ``history`` as it was before."""
        left = self.inner.entries
        reply = self._tell_inner(message)
        possible = self.inner.can_undo if isinstance(message, page.Undo) else self.inner.can_redo
        if self.inner.entries.is_as(left) and possible:  # stopped while an export was read again
            self._history = history
        if self._opened()[0].step not in SHOWN_INSIDE:
            self._look(step="numbers")
        self._keep_inner()
        return {"page": reply}

    def _put(self, then: tuple[Case, Mapping[str, float]]) -> None:
        """Let the case be as it was."""
        case, levels = then
        self.state = self.state.with_(levels=levels)
        self._keep(_undone(self._opened()[0], case))

    def _look(self, **changes: object) -> None:
        case, _ = self._opened()
        self._history = self._history.parted()
        self._keep(case.changed(**changes))

    def _keep(self, case: Case) -> None:
        """Make a case the current one; its file is written after a pause."""
        _, file = self._opened()
        if case.step in panes.JUDGED and case.numbers is not None and self.state.today:
            with speaking(case.language or self._usual):
                case = recorded(case, self._of(case), self.state.today)
        self.case = case
        file.keep(case)

    def _opened(self) -> tuple[Case, Autosave]:
        if self.case is None or self.file is None:
            raise InputError("case-not-open", "case")
        return self.case, self.file

    def _of(self, case: Case) -> Diagnosed:
        """The result of a case's numbers, calculated once."""
        if self._diagnosed is None or self._diagnosed.numbers != case.numbers:
            self._diagnosed = diagnosed(case.numbers)
        return self._diagnosed

    # --- what is shown ---

    def _report(self, message: m.Report) -> ConsultationReply:
        from diagnostics.app.report.report import default_path, report

        self.flush()
        case, file = self._opened()
        inside(self.folder, file.path.name)  # beside a case that was deleted nothing is written
        written = report(case, default_path(file.path, f".{message.format}"), self.language)
        if file.gone:  # it was deleted meanwhile
            written.unlink()
            inside(self.folder, file.path.name)
        self.state = self.state.with_(written=written.name)
        return {"download": {"name": written.name, "type": panes.TYPES[message.format]}, "data": written.read_bytes()}

    def _show(self) -> ConsultationReply:
        with speaking(self.language):
            if self.case is None or self.file is None:
                return {"shell": around.clients(self.folder, self.state)}
            state = self.state.with_(
                file=self.file.path.name, can_undo=bool(self._history.past), can_redo=bool(self._history.future)
            )
            return {"shell": panes.view(self.case, self._of(self.case), state, self._saved(self.file))}


def _undone(case: Case, then: Case) -> Case:
    """A case with the fields that Undo restores from an earlier copy, at the step of that copy."""
    fields = {name: getattr(then, name) for name in Case.model_fields if name not in NOT_UNDONE}
    return case.changed(**fields, step=then.step)


def _typed(message: m.Change) -> str | None:
    """The field that was typed into: more text in it is the same step of Undo. None where nothing was typed."""
    if not isinstance(message, m.Typed):
        return None
    return " ".join(str(getattr(message, name, "")) for name in ("do", "step", "key", "at", "field"))
