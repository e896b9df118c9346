"""The case that is open in a window: its file, the page inside where its numbers are typed, and Undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Final

from diagnostics.app import messages as page
from diagnostics.app.case.autosave import PAUSE, Autosave
from diagnostics.app.case.case import Case
from diagnostics.app.case.firm import find_firm
from diagnostics.app.case.folder import inside
from diagnostics.app.case.history import Diagnosed, diagnosed, judged, recorded
from diagnostics.app.case.meetings import reopened
from diagnostics.app.case.records import CaseNumbers, LostCounts
from diagnostics.app.case.unnamed import less_named, unnamed
from diagnostics.app.consultation import around, edits, panes, realign_pane
from diagnostics.app.consultation import messages as m
from diagnostics.app.consultation.message import Typed
from diagnostics.app.consultation.phones import Phones
from diagnostics.app.consultation.replies import ConsultationReply, SavedPane
from diagnostics.app.forms.entries import Entries, blank
from diagnostics.app.forms.leads_form import shown_by
from diagnostics.app.forms.most import Most
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.replies import Reply
from diagnostics.app.report.take import take
from diagnostics.app.site import NOTEBOOK, Site
from diagnostics.app.undo import History
from diagnostics.diagnosis.money import Money
from diagnostics.errors import InputError
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import LANGUAGES, SOURCE, speaking
from diagnostics.reading.people import Shown
from diagnostics.reading.progress import Progress

SHOWN_INSIDE: Final = ("numbers", "diagnosis")
"""Steps that show the page inside."""
NOT_UNDONE: Final = (
    "entries",
    "numbers",
    "people",
    "reading",
    "lost",
    "diagnoses",
    "step",
    "language",
    "begun",
    "meetings",
    "asked",
    "slips",
    "revealed",
)
"""Fields that Undo does not restore from a copy: the page inside undoes its own changes, and looking around is no
change."""

Before = tuple[Case, Mapping[str, float]] | None
"""The case and the sliders before a change; None is a change of the page inside."""


class OpenCase:
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
        self._opened_with: tuple[CaseNumbers, tuple[str, ...], tuple[str, ...], LostCounts | None] | None = None
        """The numbers of the case when it was opened, its answer to leads or people, how its file was read, and why its
        leads were lost."""
        self._opened_showing: Shown = "names"
        """How people are shown in what the case said when it was opened."""
        self._diagnosed: Diagnosed | None = None
        self._views_of_file = 0
        self._viewing_file = Lock()
        self.phones: Phones | None = None
        """Who lends addresses at which an answer can be given on a phone; None: nobody."""

    @property
    def language(self) -> str:
        """The language of the page: that of the client, else that of the browser."""
        return (self.case.language if self.case is not None else "") or self._usual

    def flush(self) -> None:
        """Write now what is not in the case file yet."""
        if self.file is not None:
            self.file.flush()

    def _begin(self, case: Case, path: Path) -> ConsultationReply:
        as_read, case = case, less_named(reopened(case, self.state.today), self.site.people)
        self.case, self._history = case, History()
        self.file = Autosave(path, as_read, self._tell_saved, self.quiet)
        self.state = panes.State(today=self.state.today, opened=case.step)
        self.file.keep(case)
        self._opened_with = None if case.numbers is None else (case.numbers, case.people, case.reading, case.lost)
        self._opened_showing = shown_by(case.typed.texts, self.site.people)
        records = None if case.numbers is None else case.numbers.records()
        self.inner = self._form(case.typed, records)
        shown = self._inner_again()
        if case.numbers is None:
            self._keep_inner()  # a sample's leads are counted again
        return shown

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
        lost = None if opened is None else opened[3]
        if self.inner.has_lost:
            lost = None if self.inner.lost is None else LostCounts.of(self.inner.lost)
        entries = self.inner.entries.to_dict()
        now = {"entries": entries, "numbers": numbers, "people": people, "reading": reading, "lost": lost}
        if any(getattr(case, name) != value for name, value in now.items()):
            self._keep(case.changed(**now))

    # --- changes ---

    def _change(self, message: m.Change) -> None:
        case, _ = self._opened()
        done = edits.change(case, message, self.state.levels)
        self.state = self.state.with_(answered=done.answered or self.state.answered)
        if done.case == case:
            return
        self._remember(case, _typed(message))
        self._keep(done.case)

    def _save_move(self) -> None:
        """Save the effort that is moved to the weak side as a scenario."""
        case, _ = self._opened()
        name, levels = realign_pane.scenario(case, self._of(case).diagnosis)
        done = edits.change(case, m.SaveScenario(name=name), levels).case
        if done != case:
            self._remember(case, None)
            self._keep(done)

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
        firm = find_firm(case.firm, (self.folder,)).firm
        unnamed_by = case if firm is not None else case.changed(firm="")  # what is wrong with a profile the page says
        written = report(unnamed_by, default_path(file.path, f".{message.format}"), self.language, firm)
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
                file=self.file.path.name,
                can_undo=bool(self._history.past),
                can_redo=bool(self._history.future),
                folder=self.folder,
            )
            return {
                "shell": panes.view(
                    self.case, self._of(self.case), state, self._saved(self.file), self.phones, self.file.path
                )
            }


def _undone(case: Case, then: Case) -> Case:
    """A case with the fields that Undo restores from an earlier copy, at the step of that copy."""
    fields = {name: getattr(then, name) for name in Case.model_fields if name not in NOT_UNDONE}
    return case.changed(**fields, step=then.step)


def _typed(message: m.Change) -> str | None:
    """The field that was typed into: more text in it is the same step of Undo. None where nothing was typed."""
    if not isinstance(message, Typed):
        return None
    return " ".join(str(getattr(message, name, "")) for name in ("do", "step", "key", "at", "field"))
