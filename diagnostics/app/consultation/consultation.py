"""One consulting session with one client: what every message does to the case, and that it is saved after each.

No widget is needed. The page inside, where numbers are typed, is a
:class:`~diagnostics.app.pages.dashboard.DashboardPage` of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from diagnostics.app.case.case import STEPS, Case, CaseConflict, Numbers
from diagnostics.app.case.folder import hidden, inside, new_path, shelf
from diagnostics.app.case.history import Diagnosed, diagnosed, recorded
from diagnostics.app.consultation import edits as sitting
from diagnostics.app.consultation import panes
from diagnostics.app.forms.entries import blank
from diagnostics.app.messages import Refused
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.errors import InputError
from diagnostics.reading.progress import Progress

Message = Mapping[str, Any]
View = dict[str, Any]

MOST_UNDO = 200
SHOWN_INSIDE = ("numbers", "diagnosis")
"""Steps that show the page inside."""
KEPT_APART = ("entries", "numbers", "people", "diagnoses", "step", "hide_talk")
"""What a step of Undo does not bring back by itself: the page inside takes its own steps back, and looking around is no
change."""

Step = tuple[Case, Mapping[str, float]] | None
"""What stood before a change: the case and where the sliders were. None is a step of the page inside."""


class Consultation:
    """The state of one window.

    Parameters
    ----------
    folder : Path
        Where the case files are; made with the first one.
    progress : callable, optional
        Told what is being done where that takes long.
    """

    def __init__(self, folder: Path, progress: Progress | None = None) -> None:
        self.folder = folder
        self.progress = progress
        self.inner = DashboardPage(blank(), progress)
        self.case: Case | None = None
        self.path: Path | None = None
        self.state = panes.State()
        self._past: list[Step] = []
        self._last: str | None = None
        self._mine: tuple[Path, Case] | None = None
        """Where this window goes on saving while another has changed the file, and what it saved there."""
        self._kept: tuple[Path, Case] | None = None
        """What was last saved, and where."""
        self._standing: tuple[Numbers, tuple[str, ...]] | None = None
        """The numbers of the case when it was opened, and what was said of leads or people with them."""
        self._diagnosed: Diagnosed | None = None

    def parse(self, content: Any) -> Message:
        """A message of this window; that of the page inside is checked here."""
        if isinstance(content, dict) and content.get("do") == "page":
            try:
                return {**content, "page": self.inner.parse(content.get("page"))}
            except Refused as refusal:
                raise Refused(refusal.kind, refusal.reason, refusal.seq, inside=True) from None
        if not isinstance(content, dict) or not isinstance(content.get("do"), str):
            raise Refused(type(content).__name__, "not a message")
        return content

    def refill(self) -> None:
        """Let the next reply of the page inside fill its form."""
        self.inner.refill()

    def is_long(self, message: Message) -> bool:
        """Whether a message may take so long that the page should be told how far it is."""
        if message["do"] == "page":
            return self.inner.is_long(message["page"])
        if message["do"] == "undo":
            return bool(self._past) and self._past[-1] is None and self.inner.is_long({"do": "undo"})
        return message["do"] in ("report", "open")

    def handle(self, message: Message) -> View:
        """Do what a message asks and say what the page shows now."""
        if message.get("today"):
            self.state = self.state.with_(today=sitting.day(message["today"]))
        if message["do"] == "page":
            return self._page(message)
        acts: dict[str, Callable[[Message], View | None]] = {
            "hello": self._hello,
            "new": self._new,
            "open": self._open,
            "close": self._close,
            "undo": self._undo,
            "conflict": self._conflict,
            "report": self._report,
            "step": self._step,
            "talk": lambda m: self._look(hide_talk=bool(m["hide"])),
            "level": self._level,
            "client": self._typed("client"),
            "note": self._typed("note", "step"),
            "define": self._typed("define", "key"),
            "sellers": self._typed("sellers"),
            "wanted": self._typed("wanted"),
            "answer": self._changed("answer"),
            "unit": self._changed("unit"),
            "print_notes": self._changed("print_notes"),
            "activity": self._activity,
            "scenario": self._scenario,
            "plan": self._plan,
        }
        before = self.case, self.path, list(self._past), self.state, self.inner, self._mine, self._last
        self.state = self.state.with_(notice="", alarm=False)
        if message.get("pause"):
            self._last = None
        try:
            reply = acts[message["do"]](message) or {}
            shown = self._show()
        except Exception as problem:
            # What fails leaves everything as it was; an error that names field and remedy is said where it was made.
            self.case, self.path, self._past, self.state, self.inner, self._mine, self._last = before
            self._saved_after_all()
            if not isinstance(problem, InputError):
                raise
            self.state = self.state.with_(notice=str(problem), alarm=True)
            reply, shown = {}, self._show()
        return {**reply, **shown, "seq": message.get("seq", 0)}

    def _saved_after_all(self) -> None:
        """What failed may have been saved before it failed: that is no other window's change."""
        if self.case is not None and self._kept is not None and self._kept[0] == self.path:
            self.case = self.case.following(self._kept[1])

    # --- the shelf ---

    def _hello(self, message: Message) -> View | None:
        """A page opens, or opens again: on the case that is open here or in its address."""
        if self.case is None and message.get("file"):
            return self._open(message)
        return self._inner_again() if self.case is not None else None

    def _new(self, message: Message) -> View:
        self._leave()
        client = str(message.get("client", ""))
        return self._begin(Case(client=client, entries=blank().to_dict()), new_path(self.folder, client), save=True)

    def _open(self, message: Message) -> View:
        self._leave()
        path = inside(self.folder, str(message["file"]))
        return self._begin(Case.load(path), path)

    def _begin(self, case: Case, path: Path, save: bool = False) -> View:
        if save:
            case.save(path)
        self.case, self.path, self._past, self._last, self._mine = case, path, [], None, None
        self.state = panes.State(today=self.state.today, opened=case.step)
        self._read_inner()
        shown = self._inner_again()
        if case.numbers is None:
            self._keep_inner()  # a sample's leads are counted anew
        return shown

    def _close(self, _: Message) -> None:
        self._leave()
        self.case = self.path = self._mine = None
        self.state = panes.State(today=self.state.today)

    def _leave(self) -> None:
        """Before another case is opened: what could not be saved is tried once more, and not left behind."""
        if self.case is None or not self.state.unsaved:
            return
        self._keep(self.case)
        if self.state.unsaved:
            raise sitting.not_saved(self._opened()[1].name, self.state.unsaved)

    def _conflict(self, message: Message) -> View:
        """Another window has saved the same file: one of the two goes on, the other is kept beside it."""
        case, path = self._opened()
        if not self.state.conflict:  # a second click
            return {}
        if message["keep"] == "mine":
            case.save(path, replace=True)
            self._settled()
            self.state = self.state.with_(unsaved="")
            return {}
        theirs = Case.load(path)
        self._save_beside(case, path)
        return self._begin(theirs, path)

    def _settled(self) -> None:
        """The file holds what this window says: what was kept beside it is not needed any more."""
        if self._mine is not None:
            sitting.drop(*self._mine)
        self.state, self._mine = self.state.with_(conflict="", beside=""), None

    def _save_beside(self, case: Case, path: Path) -> None:
        """Save under a name of this window's own, the same one from change to change."""
        if self._mine is None:
            kept = case.changed()
            self._mine = sitting.beside(kept, path), kept
        else:
            at, last = self._mine
            kept = case.following(last)
            kept.save(at)
            self._mine = at, kept
        self.state = self.state.with_(beside=self._mine[0].name)

    # --- the page inside ---

    def _read_inner(self) -> None:
        case, _ = self._opened()
        standing = None if case.numbers is None else case.numbers.records()
        self._standing = None if case.numbers is None else (case.numbers, case.people)
        self.inner = DashboardPage(case.typed, self.progress, standing)

    def _inner_again(self) -> View:
        return {"page": self.inner.handle({"do": "hello", "query": ""})}

    def _page(self, message: Message) -> View:
        """The page inside changes the numbers, and with them the case."""
        asked = message["page"] if not isinstance(message["page"], dict) else self.inner.parse(message["page"])
        steps = self.inner.steps
        reply = self.inner.handle(asked)
        if self.case is None:
            return {"page": reply}
        if self.inner.steps != steps:
            self._past, self._last = [*self._past[-MOST_UNDO:], None], None
        elif asked.do == "undo" and None in self._past:
            del self._past[len(self._past) - 1 - self._past[::-1].index(None)]
        self._keep_inner()
        return {"page": reply, **self._show()}

    def _keep_inner(self) -> None:
        """What the page inside says now, in the case."""
        case, _ = self._opened()
        numbers = self._numbers()
        people = self.inner.people
        if people is None:
            people = self._standing[1] if self._standing is not None and numbers == self._standing[0] else ()
        changed = case.changed(entries=self.inner.entries.to_dict(), numbers=numbers, people=people)
        if changed != case:
            self._keep(changed)

    def _numbers(self) -> Numbers | None:
        """What the page inside makes of what was typed; None where it is not complete."""
        return None if self.inner.asked is None else Numbers.of(*self.inner.asked)

    # --- changes ---

    def _typed(self, act: str, *named: str) -> Callable[[Message], None]:
        """A text that is typed: one step of Undo until another is."""
        return lambda m: self._change(act, m, once=" ".join([act, *(str(m[name]) for name in named)]))

    def _changed(self, act: str) -> Callable[[Message], None]:
        return lambda m: self._change(act, m)

    def _activity(self, message: Message) -> None:
        once = f"activity {message.get('at')} {message.get('field')}" if message["op"] == "set" else None
        self._change("activity", message, once)

    def _plan(self, message: Message) -> None:
        once = f"plan {message.get('at')} {message.get('field')}" if message["op"] == "set" else None
        self._change("plan", message, once)

    def _scenario(self, message: Message) -> None:
        case, _ = self._opened()
        if message["op"] == "look":
            self._move(sitting.levels_of(case, str(message["name"])))
            return
        self._change("scenario", {**message, "levels": dict(self.state.levels)})

    def _level(self, message: Message) -> None:
        """A link is moved to see what comes of it; nothing of the case is changed by that."""
        if "levels" in message:
            self._move(dict(message["levels"]))
            return
        link = str(message["link"])
        levels = sitting.moved(self.state.levels, link, str(message["value"]))
        self._move(levels, f"level {link}")

    def _move(self, levels: Mapping[str, float], once: str | None = None) -> None:
        case, _ = self._opened()
        panes.check_levels(self._of(case).diagnosis, levels)
        if levels != self.state.levels:
            self._remember(case, once)
        self.state = self.state.with_(levels=levels)

    def _remember(self, case: Case, once: str | None) -> None:
        """A step of Undo, unless the last change was of the same thing."""
        if once is None or once != self._last:
            self._past = [*self._past[-MOST_UNDO:], (case, self.state.levels)]
            self.inner.part()
        self._last = once

    def _change(self, act: str, message: Message, once: str | None = None) -> None:
        case, _ = self._opened()
        done = sitting.change(case, act, message)
        self.state = self.state.with_(answered=done.answered or self.state.answered)
        if done.case == case:
            return
        self._remember(case, once)
        self._keep(done.case)

    def _undo(self, _: Message) -> View | None:
        """Take back the last change, wherever it was made, and go to the step where it can be seen."""
        case, _path = self._opened()
        self._last = None
        if not self._past:
            return None
        before = self._past.pop()
        if before is None:
            left = self.inner.entries
            reply = self.inner.handle({"do": "undo"})
            if self.inner.entries == left and self.inner.can_undo:  # stopped while an export was read again
                self._past.append(None)
            if case.step not in SHOWN_INSIDE:
                self._look(step="numbers")
            self._keep_inner()
            return {"page": reply}
        then, levels = before
        self.state = self.state.with_(levels=levels)
        changes = {name: getattr(then, name) for name in Case.model_fields if name not in KEPT_APART}
        self._keep(case.changed(**changes, step=then.step))
        return None

    def _step(self, message: Message) -> None:
        to = str(message["to"])
        if to in STEPS:
            self._look(step=to)

    def _look(self, **changes: Any) -> None:
        case, _ = self._opened()
        self._last = None
        self._keep(case.changed(**changes))

    def _keep(self, case: Case) -> None:
        """Take a case for the present one and save it; what cannot be saved stays here and is said."""
        _, path = self._opened()
        if case.step in panes.JUDGED and case.numbers is not None and self.state.today:
            case = recorded(case, self._of(case), self.state.today)
        self.case = case
        try:
            try:
                case.save(path)
            except CaseConflict as problem:
                self.state = self.state.with_(conflict=str(problem))
                self._save_beside(case, path)
            else:
                self._kept = path, case
                self._settled()
        except InputError as problem:
            self.state = self.state.with_(unsaved=str(problem))
        else:
            self.state = self.state.with_(unsaved="")

    def _opened(self) -> tuple[Case, Path]:
        if self.case is None or self.path is None:
            raise sitting.not_open()
        return self.case, self.path

    def _of(self, case: Case) -> Diagnosed:
        """What is worked out of a case's numbers, once."""
        if self._diagnosed is None or self._diagnosed.numbers != case.numbers:
            self._diagnosed = diagnosed(case.numbers)
        return self._diagnosed

    # --- what is left behind ---

    def _report(self, message: Message) -> View:
        from diagnostics.app.report.report import default_path, report

        case, path = self._opened()
        format_ = str(message["format"])
        written = report(case, default_path(path, f".{format_}"))
        self.state = self.state.with_(written=written.name)
        return {"download": {"name": written.name, "type": panes.TYPES[format_]}, "data": written.read_bytes()}

    def _show(self) -> View:
        if self.case is None or self.path is None:
            return {"shell": self._shelf()}
        state = self.state.with_(file=self.path.name, can_undo=bool(self._past))
        return {"shell": panes.view(self.case, self._of(self.case), state)}

    def _shelf(self) -> View:
        try:
            return panes.shelf_view(shelf(self.folder), self.folder, self.state, hidden(self.folder))
        except InputError as problem:
            return panes.shelf_view((), self.folder, self.state.with_(notice=str(problem), alarm=True))
