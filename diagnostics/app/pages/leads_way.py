"""The third way in, on the page: the export that was opened, and what was last worked out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypedDict

from diagnostics.app.forms.entries import LEDGER_FILE, Entries
from diagnostics.app.forms.leads_form import (
    HERE,
    LARGEST_EXPORT,
    Export,
    Files,
    LedgerResult,
    read_ledger,
    shown_by,
    too_large,
)
from diagnostics.app.forms.most import Most
from diagnostics.app.messages import LeadsPart
from diagnostics.app.pages import leads_words
from diagnostics.app.pages.leads_panes import matching_pane, rows_of, study
from diagnostics.app.pages.leads_replies import LeadsPane, SampleRows, StudyPane
from diagnostics.app.pages.lost_pane import lost_pane
from diagnostics.app.pages.table_panes import TablePanes, table_panes
from diagnostics.app.pages.table_way import to_keep
from diagnostics.diagnosis.lost import LostReasons, WeakLink
from diagnostics.errors import InputError
from diagnostics.files import data_file
from diagnostics.language import language, t
from diagnostics.leads.counting.lost import LostTexts
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.matching.named_people import without_names
from diagnostics.reading.people import Shown
from diagnostics.reading.progress import Progress

SAMPLE: Final = ""
"""The name under which the example's leads are kept; an export that was opened has a name."""

Exports = Mapping[str, Export]
"""The exports that can be shown without being read again, by name."""
Window = tuple[int, int]


class LeadsView(TypedDict):
    """What the page shows of the third way in."""

    leads: LeadsPane
    waiting: str
    panes: TablePanes | None
    kept: str


class LeadsWay:
    """The parts of an export as they arrive, and what was last worked out of the export that the form is about."""

    def __init__(self, most: Most | None = None, people: Shown = "names") -> None:
        self._most = most or Most()
        self.at_most = people
        """How people are shown at most."""
        self.reading: LedgerResult | None = None
        self.unread: Files | None = None
        """A workbook while it is not known which sheet holds the leads."""
        self._parts: list[bytes] = []
        self._files: list[tuple[bytes, str]] = []
        self._study: StudyPane | None = None
        self._lost: LostTexts | None = None
        self._studied: tuple[Export | None, Ledger | None, Window | None, str] = (None, None, None, "")

    # --- opening ---

    def receive(self, part: LeadsPart) -> Files | None:
        """Take one part of an export; all of its files with the last one, else None.

        Raises
        ------
        InputError
            Where the whole is larger than the page takes, or this part is not the next.
        """
        if part.size > LARGEST_EXPORT:
            raise too_large(part.name, part.size)
        if part.files > self._most.files:
            raise InputError("leads-too-many-files", "files", part.files, most=self._most.files)
        if part.part == 0:
            self._parts = []
            if part.file == 0:
                self._files = []
        if (part.file, part.part) != (len(self._files), len(self._parts)):
            self._parts, self._files = [], []
            raise InputError("leads-part-missing", part.name or "file")
        self._parts.append(part.data)
        # What arrives is counted, whatever size was said.
        if (size := sum(map(len, self._parts)) + sum(len(data) for data, _ in self._files)) > LARGEST_EXPORT:
            self._parts, self._files = [], []
            raise too_large(part.name, size)
        if part.part + 1 < part.parts:
            return None
        self._files.append((b"".join(self._parts), part.name))
        self._parts = []
        if part.file + 1 < part.files:
            return None
        files, self._files = self._files, []
        return files

    def open(self, files: Files, sheet: str | None, progress: Progress | None) -> Export | None:
        """Open an export of one file or of several; None, and ``unread``, where it is to be asked which sheet."""
        self.unread = None
        if progress is not None:
            progress(t(leads_words.OPENING), None)
        try:
            return Export.of_files(files, sheet, progress, self._most)
        except InputError as problem:
            if problem.field != "sheet" or len(files) > 1:
                raise
            self.unread = files
            return None

    def forget(self) -> None:
        """The page has nothing of it any more, or in another language."""
        self._studied, self._study, self._lost = (None, None, None, ""), None, None

    # --- showing ---

    def read(self, entries: Entries, exports: Exports, progress: Progress | None) -> LedgerResult:
        """Read the export and the answers typed next to it."""
        export = exports.get(SAMPLE if entries.sample else entries.opened) if entries.opened else None
        texts = {**entries.texts, "people": shown_by(entries.texts, self.at_most)}
        self.reading = read_ledger(texts, export, entries.columns, progress)
        return self.reading

    def show(self, entries: Entries, fill: bool, weak: WeakLink | None = None) -> LeadsView:
        """The export's columns, its faults, leads or people, why they were lost, the timeline. ``weak``: the weak link."""
        reading = self.reading
        assert reading is not None, "read() comes first"
        window = reading.judged.window if reading.chosen and reading.judged is not None else None
        about = (reading.export, reading.ledger, window, language())
        # Where something typed cannot be used, the last results stay on the page, as the answer does.
        same = about[0] is self._studied[0] and (reading.ledger is None or about == self._studied)
        if not same:
            self._studied, self._study, self._lost = about, study(reading), _lost(reading)
        again = ""
        if entries.opened and reading.export is None:
            again = leads_words.open_again(entries.opened, bool(entries.columns))
        return {
            "leads": {
                "opened": entries.opened,
                "again": again,
                "matching": matching_pane(reading),
                "same": same and not fill,
                "study": None if same and not fill else self._study,
                "lost": None if self._lost is None else lost_pane(self._lost.reasons, weak, self._lost),
                "told": list(reading.told),
                "told_title": t(leads_words.PROOF),
                "sheets": t(leads_words.SHEETS),
            },
            "waiting": _waiting(reading, again),
            "panes": table_panes(reading),
            "kept": to_keep(entries),
        }

    def rows(self, key: str) -> SampleRows | None:
        """A few rows of a fault; None where no leads were counted."""
        if self.reading is None or self.reading.ledger is None:
            return None
        return rows_of(self.reading.ledger, key)

    @property
    def meanings(self) -> Mapping[str, str] | None:
        """The meaning of each text of the outcome column; None where no columns are known."""
        if self.reading is None or self.reading.matched is None:
            return None
        return self.reading.matched.sorted

    def without_names(self, entries: Entries) -> Entries:
        """The form as it may be kept: where people are not named, with nobody's name in its answers about the export."""
        reading = self.reading
        if reading is None or reading.people is None or reading.matched is None or reading.matched.matching is None:
            return entries
        return replace(entries, columns=without_names(entries.columns, reading.matched.matching))

    @property
    def lines(self) -> tuple[str, ...] | None:
        """How the export was read; None where no leads were counted."""
        return None if self.reading is None or self.reading.ledger is None else self.reading.told

    @property
    def lost(self) -> LostReasons | None:
        """Why leads were lost; None where the export does not say, or none was counted."""
        return None if self._lost is None else self._lost.reasons

    @property
    def people(self) -> tuple[str, ...] | None:
        """The answer to leads or people, an alarm, advice; None where no leads were counted."""
        if self.reading is None or self.reading.ledger is None or self._study is None:
            return None
        pane = self._study["people"]
        return tuple(filter(None, (pane["sentence"], pane.get("alarm"), pane.get("advice"))))


def _lost(reading: LedgerResult) -> LostTexts | None:
    """Why the leads of the months that are looked at were lost; None where no column says so."""
    looked = reading.looked
    if reading.ledger is None or looked is None or "lost_reason" not in looked.matching.columns:
        return None
    return looked.lost_texts


def with_sample(entries: Entries, exports: Exports, progress: Progress | None) -> Exports:
    """The exports, with the example's leads where the form is about them."""
    if not entries.sample or SAMPLE in exports:
        return exports
    if progress is not None:
        progress(t(leads_words.OPENING), None)
    return {**exports, SAMPLE: Export.read(data_file(LEDGER_FILE))}


def with_export(entries: Entries, export: Export, name: str, progress: Progress | None) -> Entries:
    """The form with another export; the answers about the columns of the last one stay where they fit this one."""
    said = {} if entries.sample else entries.columns
    if not export.fits(said) or export.matched(said, progress).problem is not None:
        said = {}
    return replace(entries.with_leads(name, said), way="ledger")


def _waiting(reading: LedgerResult, again: str) -> str:
    """What the page says while there is no answer."""
    if reading.matched is None:
        return again
    if not reading.matched.settled:
        return t(leads_words.ASKING if reading.matched.problem is None else leads_words.UNREAD)
    if reading.ledger is None:
        return t(leads_words.UNREAD)
    return t(leads_words.REFUSED if reading.errors.get(HERE) else leads_words.WAITING)
