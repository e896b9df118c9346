"""The dashboard: one open page, the form as it is now, the form before each change, the last good answer.

No widget is needed: a message in, a reply out, plain data. Two pages never share a :class:`DashboardPage`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import assert_never

from diagnostics.app import messages as m
from diagnostics.app.forms.counts_form import CountsResult, field_error, read_counts
from diagnostics.app.forms.entries import Entries, blank, example
from diagnostics.app.forms.leads_form import Files, LedgerResult, name_of, sheets_of
from diagnostics.app.forms.leads_labels import on_page
from diagnostics.app.forms.most import Most
from diagnostics.app.forms.paste import paste
from diagnostics.app.forms.table_form import TableResult, read_table
from diagnostics.app.forms.upload import Upload, from_bytes, from_text
from diagnostics.app.messages import DashboardMessage
from diagnostics.app.pages import leads_words, page_words
from diagnostics.app.pages.answer_panes import AnswerPane, SameAnswer
from diagnostics.app.pages.answering import Answers, Asked, Given, answer, asked_by
from diagnostics.app.pages.form_pane import form_pane, level_notes
from diagnostics.app.pages.leads_way import LeadsWay, with_export, with_sample
from diagnostics.app.pages.openings import chosen_example, example_pane, in_way, opened_file, opening, opens_leads
from diagnostics.app.pages.page_state import MOST_KNOWN, PageState, Stopped
from diagnostics.app.pages.ready import prepare
from diagnostics.app.pages.replies import Reply
from diagnostics.app.pages.said import Opened, Said
from diagnostics.app.pages.table_way import TableWay, edited, including, pasted_pane, said_again, to_keep
from diagnostics.app.pages.taking import Takes, nowhere, order
from diagnostics.app.pages.told import ToldByFile
from diagnostics.app.pages.what_if import Tried, WhatIfs, moved, what_if
from diagnostics.app.site import NOTEBOOK, Site
from diagnostics.app.undo import History
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.money import Money
from diagnostics.errors import InputError
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import SOURCE, best, speaking, t
from diagnostics.reading.progress import Progress


class DashboardPage(ToldByFile):
    """The state of one page, and what each message does to it.

    Parameters
    ----------
    entries : Entries, optional
        The form when the page opens; an example unless given.
    progress : callable, optional
        Called with what is being done where that takes long; it raises :class:`Stopped` to end the work.
    last : tuple of Funnel, Par and Money or None, optional
        The diagnosed numbers of ``entries``, for entries that do not hold them (an export that is not at hand, a case
        that was made elsewhere). They are used as long as the form holds these entries.
    history : History, optional
        Changes before these entries, that can be taken back.
    answers : callable, optional
        Who works out an answer; done here unless given.
    most : Most, optional
        How much of an export is opened.
    site : Site, optional
        Where the page is served.
    takes : callable, optional
        Who makes a file that is taken away; nobody unless given.
    what_ifs : callable, optional
        Who works out what if; None where the page does not show it.
    language : str, optional
        The language where none is chosen and no browser says what it prefers.
    """

    def __init__(
        self,
        entries: Entries | None = None,
        progress: Progress | None = None,
        last: tuple[Funnel, Par, Money | None] | None = None,
        history: History[Entries] | None = None,
        answers: Answers = answer,
        most: Most | None = None,
        site: Site = NOTEBOOK,
        takes: Takes = nowhere,
        language: str = SOURCE,
        what_ifs: WhatIfs | None = what_if,
    ) -> None:
        self.progress = progress
        self.answers = answers
        self.site = site
        self.takes = takes
        self.what_ifs = what_ifs
        self.revision = 0
        self.asked: Asked | None = None
        """What the form asks now; None where it is not complete."""
        self._state = PageState(example() if entries is None else entries, history or History())
        self._known: tuple[tuple[Entries, Asked], ...] = () if last is None else ((self.entries, Asked(*last)),)
        self._result: CountsResult | TableResult | None = None
        self._answered: Asked | None = None
        self._given: Given | None = None
        self._doubts: tuple[str, ...] = ()
        self._opened = Opened(self.entries)
        self._greeted = False
        self._usual = language
        self.outer = ""
        """The language of the page that this one is inside of; empty where there is none."""
        self._refill = False
        self._table = TableWay()
        self._leads = LeadsWay(most, site.people)

    @property
    def entries(self) -> Entries:
        """The form as it is now."""
        return self._state.entries

    @property
    def language(self) -> str:
        """The language of the page: that of what it is inside of, else that which was chosen, else that of the browser."""
        return self.outer or self.entries.language or self._usual

    @property
    def given(self) -> Given | None:
        """The last answer: that to ``asked``, unless ``asked`` is None."""
        return self._given

    @property
    def diagnosis(self) -> Diagnosis | None:
        """The last diagnosis: that of ``asked``, unless ``asked`` is None; None too where it is not kept."""
        return None if self._given is None else self._given.diagnosis

    @property
    def history(self) -> History[Entries]:
        """The form before each change."""
        return self._state.history

    @property
    def steps(self) -> int:
        """Steps given to Undo so far; none is subtracted when one is taken back."""
        return self._state.history.steps

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._state.history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to bring again."""
        return bool(self._state.history.future)

    def part(self) -> None:
        """Let the next change be a step of Undo by itself: something else was done in between."""
        self._state = replace(self._state, history=self._state.history.parted())

    def refill(self) -> None:
        """Let the next reply fill the form: the page may show something else than the form holds."""
        self._refill = True

    def flush(self) -> None:
        """Nothing of this page is in a file."""

    def parse(self, content: object) -> DashboardMessage:
        """A message of the page, checked; see :func:`~diagnostics.app.messages.dashboard_message`."""
        return m.dashboard_message(content)

    def is_long(self, content: DashboardMessage | dict[str, object]) -> bool:
        """Whether a message may take so long that the page should show progress."""
        message = self.parse(content) if isinstance(content, dict) else content
        return self.reads_leads(message) or isinstance(message, m.Take)

    def reads_leads(self, message: DashboardMessage) -> bool:
        """Whether a message may make an export be read."""
        return self.entries.way == "ledger" or opens_leads(message)

    def handle(self, content: DashboardMessage | dict[str, object]) -> Reply:
        """Do what a message asks; the reply says what the page shows now. A dictionary is checked first."""
        message = content if isinstance(content, m.Message) else self.parse(content)
        with speaking(self.language):
            return self._handled(message)

    def _handled(self, message: DashboardMessage) -> Reply:
        before = self._state
        try:
            reply = self._act(message)
        except InputError as problem:
            self._state = before
            reply = {**self._show(), "notice": on_page(problem)}
        except Stopped:
            self._state = before
            reply = {**self._show(fill=True), "notice": t(leads_words.STOPPED)}
        except Exception:
            # What failed must not stay in the form and fail again; the next reply shows what the form holds.
            self._state = before
            self.refill()
            raise
        if "fill" in reply:
            self._refill = False
        return {**reply, "seq": message.seq}

    def _act(self, message: DashboardMessage) -> Reply:
        match message:
            case m.Hello():
                return self._hello(message)
            case m.Type():
                return self._type(message)
            case m.Settle(sure=sure):
                return self._settle(sure)
            case m.Undo() | m.Redo():
                return self._step(back=isinstance(message, m.Undo))
            case m.Example(name=name):
                return self._fill(chosen_example(name, self.entries.way))
            case m.Clear():
                self._state = replace(self._state, given=None)  # it was about numbers that are gone
                return self._fill(blank(self.entries.way))
            case m.Address(query=query):
                asked = Entries.from_query(query)
                if asked is None:
                    return self._show()
                self._opened = Opened(asked, Said.of_query(query), "link")
                return self._fill(asked)
            case m.Load(text=text):
                loaded, said, numbers = opened_file(text, self.site.people)
                self._opened = Opened(loaded, said, "file")
                if numbers is not None:
                    self._known = (*self._known, (loaded, numbers))[-MOST_KNOWN:]
                return self._fill(loaded)
            case m.Speak(language=language):
                return self._speak(language)
            case m.Save():
                return {"file": self._opened.to_json(*self._answered_now())}
            case m.Entitle(title=title, date=date):
                return self._edited(self.entries.entitled(title, date), "title")
            case m.Take():
                return self._taken(message)
            case m.Try() if self._only_moves:
                self._state = self._state.changed(*moved(self.entries, message))
                return self._moved()
            case m.Try() | m.KeepScenario():
                return self._edited(*moved(self.entries, message))
            case m.ChooseWay(way=way):
                if way != self.entries.way:
                    self._state = replace(self._state, given=None)
                return self._fill(in_way(self.entries, way, self._state.history.past))
            case m.Cells(op=op):
                return self._edit(op)
            case m.ToggleColumn(key=key, on=on):
                grid = self.entries.grid
                return self._fill(self.entries.tabled(grid.with_column(key) if on else grid.without_column(key)))
            case m.UploadTable(data=data, name=name):
                return self._take(from_bytes(data, name))
            case m.Paste(text=text):
                return self._take(from_text(text))
            case m.TableSheet(name=name):
                upload = self._state.upload
                return self._show() if upload is None else self._take(upload.choose(name))
            case m.CountMonth(month=month):
                return self._fill(including(self.entries, month))
            case m.LeadsPart():
                whole = self._leads.receive(message)
                return {"part": message.part} if whole is None else self._export(whole)
            case m.LeadsSheet(name=sheet):
                unread = self._leads.unread
                return self._show() if unread is None else self._export(unread, sheet)
            case m.MatchField(field=key, heading=heading):
                return self._fill(self.entries.matched(key, heading or None))
            case m.Answer(given=given):
                return self._fill(self.entries.answered(given))
            case m.Meaning(text=text, means=means):
                known = self._leads.meanings
                return self._show() if known is None else self._fill(self.entries.meaning(text, means, known))
            case m.FaultRows(key=key):
                rows = self._leads.rows(key)
                return self._show() if rows is None else {"rows": rows}
            case m.Ping():
                return {"pong": True}
            case m.Stop() | m.Plotly():  # for the widget around the page
                return self._show()
            case _:
                assert_never(message)

    # --- the form ---

    def _hello(self, message: m.Hello) -> Reply:
        """A page opens: the form, and everything that is shown, whatever was sent before."""
        self._usual = best(message.languages) if message.languages else self._usual
        if not self._greeted:
            self._state = replace(self._state, entries=opening(message) or self.entries)
            self._opened = Opened(self.entries, Said.of_query(message.query), "link")
        self._greeted = True
        return self._everything()

    def _everything(self) -> Reply:
        """All that is shown, in the language of the page."""
        with speaking(self.language):
            return {**self._show(fill=True), "answer": self._state.answer, **form_pane(self.site)}

    def _speak(self, chosen: str) -> Reply:
        """Say everything in another language."""
        self._state = replace(self._state, entries=self.entries.speaking(chosen))
        with speaking(self.language):
            return {**self._translated(), "doubts": self._state.doubts}

    def _translated(self) -> Reply:
        """All that is shown, where it was in another language before."""
        self._table.forget()
        self._leads.forget()
        if self._state.upload is not None:
            with speaking(self.language):
                entries, upload = said_again(self.entries, self._state.upload)
            self._state = replace(self._state, entries=entries, upload=upload)
        answered = self._answered
        if answered is not None and self._state.given is not None and answered.language != self.language:
            self._answered = answered._replace(language=self.language)
            with suppress(InputError), speaking(self.language):
                self._given = self.answers(self._answered)
                self._state = replace(self._state, given=self._given)
        return self._everything()

    def _type(self, message: m.Type) -> Reply:
        self._state = self._state.typed(message.texts, message.step)
        return self._show()

    def _settle(self, sure: bool) -> Reply:
        """The answer to what is typed is meant, unless something is improbable and was not looked at."""
        doubts = {} if sure else self._state.doubts
        if not doubts:
            self._state = replace(self._state, settled=None)
        return {**self._show(), "doubts": doubts}

    def _edited(self, entries: Entries, once: str | None, apart: bool = False) -> Reply:
        """Another form that the page shows already: a step of Undo, unless the last one was typed at the same place."""
        self._state = self._state.changed(entries, once, apart)
        return self._show()

    def _taken(self, message: m.Take) -> Reply:
        """The result as a file."""
        if self._result is None:
            self._show()
        said = self.people or (), self.reading or ()
        asked = order(message, self.entries, self.asked, self._result, said)
        if self._state.settled is not None:
            raise InputError("take-draft", "file")
        file = self.takes(asked, self.progress)
        return {"download": {"name": file.name, "type": file.type}, "data": file.data}

    def _step(self, back: bool) -> Reply:
        """Take back the last change, or bring it again."""
        self._state = self._state.stepped(back)
        self.part()
        return self._show(fill=True)

    def _fill(self, entries: Entries) -> Reply:
        """Show another form: one step of Undo where it differs. Where it names no language, that of the page stays."""
        entries = entries if entries.language else entries.speaking(self.entries.language)
        spoken = self.language
        self._state = replace(self._state.changed(entries), settled=None)
        self.part()
        return self._show(fill=True) if self.language == spoken else self._translated()

    # --- the table and the leads ---

    def _edit(self, edit: m.Edit | m.PasteCells) -> Reply:
        """Change cells of the table; of a paste, the reply says what it wrote."""
        grid = self.entries.grid
        if not isinstance(edit, m.PasteCells):
            return self._fill(self.entries.tabled(edited(grid, edit)))
        pasted = paste(grid, edit.text, edit.row, edit.column, edit.rows, edit.columns)
        return {**self._fill(self.entries.tabled(pasted.grid)), "pasted": pasted_pane(pasted)}

    def _take(self, upload: Upload) -> Reply:
        """Put an opened file into the table, or ask which sheet."""
        self._state = replace(self._state, upload=upload)
        if upload.grid is None:
            return {**self._show(), "choose": list(upload.choices), "choose_title": upload.asks}
        return self._fill(self.entries.tabled(upload.grid, pasted=not upload.name))

    def _export(self, files: Files, sheet: str | None = None) -> Reply:
        """Open an export of one file or of several, or ask which sheet."""
        export = self._leads.open(files, sheet, self.progress)
        if export is None:
            return {**self._show(), "choose": list(sheets_of(*files[0]))}
        entries = with_export(self.entries, export, name_of(files), self.progress)
        self._state = self._state.with_export(entries, export)
        return self._fill(entries)

    # --- showing ---

    def _show(self, fill: bool = False) -> Reply:
        """What the page shows: the messages at each field, and the answer where there is a new one."""
        fill = fill or self._refill
        self.revision += 1
        reading = self._result = self._read()
        errors = dict(reading.errors)
        answer = self._answer(reading, errors, fill)
        entries = self.entries
        view: Reply = {
            **self._place(),
            "fill": fill,
            "draft": self._state.settled is not None,
            "doubts": {},
            "way": entries.way,
            "texts": dict(entries.texts),
            "errors": errors,
            "missing": dict(reading.missing),
            "echoes": dict(reading.echoes),
            "notes": level_notes(entries, reading),
            "example": (example := example_pane(entries)),
            "example_prefix": t(page_words.EXAMPLE_PREFIX) if example else "",
            "answer": answer,
            "stale": answer is None,
            "forgotten": self._state.given is None,
            "cleared": entries == blank(entries.way),
            "title": entries.title,
            "date": entries.date,
            "language": self.language,
        }
        if self._state.settled is None and self.asked is not None and self.what_ifs is not None:
            view["what_if"] = self.what_ifs(Tried.of(self.asked, entries.scenarios))
        if isinstance(reading, LedgerResult):
            self._table.forget()
            return {**view, **self._leads.show(entries, fill, self._weak)}
        if isinstance(reading, TableResult):
            return {**view, **self._table.show(entries, reading, fill)}
        return {**view, "waiting": page_words.needed(errors, reading.missing)}

    @property
    def _only_moves(self) -> bool:
        """Whether a move of a slider changes nothing but what is tried: the page has the settled answer to the form."""
        holds = self._result is not None and None not in (self._result.funnel, self._result.par)
        shown = self.asked is not None and self._state.settled is None and not self._refill
        return holds and shown and self._greeted and self.what_ifs is not None

    def _moved(self) -> Reply:
        """What a move changes, and nothing that the page has already."""
        assert self.asked is not None and self.what_ifs is not None, "_only_moves comes first"
        what_if = self.what_ifs(Tried.of(self.asked, self.entries.scenarios))
        self.revision += 1
        self._state = replace(self._state, given_at=self.revision)
        reply: Reply = {**self._place(), "what_if": what_if}
        return {**reply, "kept": to_keep(self.entries)} if self.entries.way == "ledger" else reply

    def _place(self) -> Reply:
        """The revision of the page, its address, and whether there is something to undo."""
        return {
            "revision": self.revision,
            "can_undo": self.can_undo,
            "can_redo": self.can_redo,
            "query": self._opened.to_query(*self._answered_now()),
            "then": self._opened.then(*self._answered_now()),
        }

    def _answered_now(self) -> tuple[Entries, Said | None]:
        """The form, and its answer in short where it has one."""
        return self.entries, None if self.asked is None or self._given is None else self._given.said

    def _read(self) -> CountsResult | TableResult:
        """Read the form in the way in that is shown."""
        entries = self.entries
        if entries.way == "counts":
            return read_counts(entries.texts)
        if entries.way == "table":
            return read_table(entries.texts, entries.grid)
        exports = with_sample(entries, self._state.exports, self.progress)
        if not exports:
            prepare(DashboardPage)
        reading = self._leads.read(entries, exports, self.progress)
        self._state = replace(self._state, exports=exports, entries=self._leads.without_names(entries))
        return reading

    def _answer(
        self, reading: CountsResult | TableResult, errors: dict[str, str], fill: bool
    ) -> AnswerPane | SameAnswer | None:
        """The answer to what the form asks; None where it is not complete, or cannot be diagnosed (see ``errors``)."""
        self.asked = None
        asked = asked_by(reading, self.entries, self._known, self.language)
        if asked is None:
            return None
        same = asked == self._answered and asked.funnel.doubts == self._doubts  # which are not compared with numbers
        same = same and self._state.given is not None and not fill
        if not same:
            try:
                self._given = self.answers(asked)
            except InputError as problem:
                errors[problem.field] = field_error(problem)
                return None
        self._state = replace(self._state, given=self._given, given_at=self.revision)
        self.asked, self._answered, self._doubts = asked, asked, asked.funnel.doubts
        # The page has the same one: it is not sent and drawn again.
        return {"same": True, "revision": self.revision} if same else self._state.answer
