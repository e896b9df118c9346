"""The third way in: an export of leads and a few questions become a funnel, a par and two periods, or what is open.

An export is read once and reduced once; answering one of the form's questions costs no more than in a table. Nothing is
raised: what is still needed is shown in the words of the page.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from diagnostics.app.forms.counts_form import read_money, read_numbers
from diagnostics.app.forms.form_fields import FIELDS
from diagnostics.app.forms.leads_labels import entry_of, on_page
from diagnostics.app.forms.most import Most
from diagnostics.app.forms.table_form import VERDICTS, TableResult, compared, read_day
from diagnostics.diagnosis.answer import diagnose
from diagnostics.errors import InputError
from diagnostics.funnel.lag import LONGEST_DAYS
from diagnostics.language import language, n, t
from diagnostics.leads.counting.choices import Weighed, weigh
from diagnostics.leads.faults import Part
from diagnostics.leads.fields.canonical import ReadingPlan
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.matching.matching import FIELDS as COLUMNS
from diagnostics.leads.matching.matching import HEADINGS, Matching, match, recognise
from diagnostics.leads.matching.named_people import names_elsewhere, people_of, showing
from diagnostics.leads.opening.doubts import settle
from diagnostics.leads.opening.opening import PARQUET, open_leads
from diagnostics.leads.opening.several import of_several
from diagnostics.leads.opening.source import Leads
from diagnostics.leads.opening.typed_source import amount_in_footer, unpacked_bytes
from diagnostics.number_format import integer, megabytes, short_date, typed
from diagnostics.reading import sheet_reader
from diagnostics.reading.crm import Proposal, propose
from diagnostics.reading.headings import FIRST_ROWS, header_row
from diagnostics.reading.people import SHOWN, People, Shown, stricter
from diagnostics.reading.progress import Progress
from diagnostics.reading.questions import Question
from diagnostics.reading.sheet import ALL_IN_WORDS, ALL_SHEETS
from diagnostics.reading.workbook import STARTS

LARGEST_EXPORT: Final = 50_000_000
"""Bytes of an export that is opened on the page. A longer one is read in Python, where it need not be sent."""

MOST_UNPACKED: Final = 1_000_000_000
"""Bytes of the texts of a Parquet file, each as often as it occurs: one long text can stand in every row."""

PART: Final = 4_000_000
"""Bytes that are sent at a time: a server ends the connection on a message of 10 MiB."""

KEPT: Final = 4
"""Mappings and counts of an export that are kept, so that undoing a change costs nothing."""

HERE: Final = "leads"
"""The place of messages that are about the export as a whole."""

REFUSAL: Final[tuple[Part, Part]] = ("what", "needs")
"""What is shown of a fault that does not allow a verdict."""


def too_large(name: str, size: int) -> InputError:
    """The refusal of an export that is too large for the page."""
    return InputError("leads-file-too-large", name or "file", megabytes(size), most=megabytes(LARGEST_EXPORT))


Files = Sequence[tuple[bytes, str]]
"""Files that were opened together: bytes and name of each."""


def check_amount(files: Files, most: Most) -> None:
    """Refuse more than the page takes: of files, of rows by footers and ends of lines, of cells and texts by footers.

    The cells of a text are known when its headings are; see :func:`columns_left`.

    Raises
    ------
    InputError
        Where they hold more than ``most`` together, or Parquet files texts of more than :data:`MOST_UNPACKED` bytes.
    """
    if len(files) > most.files:
        raise InputError("leads-too-many-files", "files", len(files), most=most.files)
    footers = [amount_in_footer(data) for data, _ in files if data.startswith(PARQUET)]
    rows, lines = sum(rows for rows, _ in footers), sum(map(lines_of, (data for data, _ in files)))
    if rows + lines > most.rows:
        total = rows + lines
        counted = (
            n("{count} line", "{count} lines", total, count=integer(total))
            if lines > rows
            else n("{count} row", "{count} rows", total, count=integer(total))
        )
        raise InputError("leads-too-many-rows", name_of(files), counted=counted, most=integer(most.rows))
    if (cells := sum(cells for _, cells in footers)) > most.cells:
        counted = n("{count} cell", "{count} cells", cells, count=integer(cells))
        raise InputError("leads-too-many-cells", name_of(files), counted=counted, most=integer(most.cells))
    size = sum(unpacked_bytes(data, MOST_UNPACKED) for data, _ in files if data.startswith(PARQUET))
    if size > MOST_UNPACKED:
        shown, biggest = map(megabytes, (size, MOST_UNPACKED))
        raise InputError("leads-texts-too-long", name_of(files), shown, most=biggest)


def lines_of(data: bytes) -> int:
    """Lines of a text; none of a workbook or a Parquet file, which say themselves how many rows they have."""
    return 0 if data.startswith((PARQUET, *STARTS)) else max(data.count(b"\n"), data.count(b"\r"))


def columns_left(files: Files, most: Most) -> int:
    """Columns that texts of so many lines may have, so that together they have no more than the most cells."""
    return most.cells // max(1, sum(lines_of(data) for data, _ in files))


def sheets_of(data: bytes, name: str) -> tuple[str, ...]:
    """Sheets of a workbook that hold leads, all of them first where there are several."""
    found = sheet_reader.read_bytes(data, name)
    texts = [(s.name, [["" if c is None else str(c) for c in row] for row in s.rows[:FIRST_ROWS]]) for s in found]
    fitting = tuple(sheet for sheet, rows in texts if header_row(rows, recognise)[1] >= 2)
    return (t(ALL_IN_WORDS), *fitting) if len(fitting) > 1 else fitting


def name_of(files: Files) -> str:
    """What files that were opened together are called: the same in every language, for an export is found by its name.

    >>> name_of([(b"", "january.csv"), (b"", "february.csv"), (b"", "march.csv")])
    'january.csv + 2'
    """
    first = files[0][1]
    return first if len(files) == 1 else f"{first[:60]} + {len(files) - 1}"


@dataclass(frozen=True, eq=False)
class Matched:
    """What is known of the columns of an export: a matching, or why there is none."""

    proposal: Proposal
    matching: Matching | None = None
    problem: InputError | None = None
    sorted: Mapping[str, str] = field(default_factory=dict)
    """What each text of the outcome column is read as."""
    weighed: Weighed | None = None
    """Where the answers to open questions lead."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is open."""
        return self.proposal.questions if self.matching is None else self.matching.questions

    @property
    def settled(self) -> bool:
        """Whether the leads can be counted."""
        return self.matching is not None and not self.matching.questions


class Export:
    """An export that was opened: its leads and their counts, for as long as the page shows it."""

    def __init__(self, leads: Leads) -> None:
        self.leads = leads
        self._matched: dict[str, Matched] = {}
        self._counted: list[tuple[ReadingPlan, datetime.date | None, Shown, Ledger | InputError]] = []
        self._shown: list[tuple[Ledger, float | None, frozenset[int], Ledger]] = []

    @staticmethod
    def open(
        data: bytes, name: str, sheet: str | None = None, progress: Progress | None = None, most: Most | None = None
    ) -> Export:
        """Open the bytes of a file, telling how much of it has been read.

        Raises
        ------
        InputError
            Where it is too large, holds too many rows, cannot be read, or it is open which sheet is meant (field ``"sheet"``).
        """
        if len(data) > LARGEST_EXPORT:
            raise too_large(name, len(data))
        if not data.strip(b"\x00 \r\n\t"):
            raise InputError("leads-empty-file", name or "file")
        most = most or Most()
        check_amount([(data, name)], most)
        return Export._opened(data, name, sheet, progress, columns_left([(data, name)], most))

    @staticmethod
    def _opened(data: bytes, name: str, sheet: str | None, progress: Progress | None, columns: int) -> Export:
        """Open the bytes of a file that is not too large, where it has no more than so many columns."""
        chosen = ALL_SHEETS if sheet in (ALL_IN_WORDS, t(ALL_IN_WORDS)) else sheet
        leads = open_leads(data, recognise, chosen, name[:80], progress=progress, most_columns=columns)
        if len(leads.headings) < 2 and not data.startswith(PARQUET):
            raise InputError("leads-one-column", name or "file", len(leads.headings))
        return Export(leads)

    @staticmethod
    def of_files(
        files: Files, sheet: str | None = None, progress: Progress | None = None, most: Most | None = None
    ) -> Export:
        """Open files that are one export, their columns matched by heading; one file likewise.

        Raises
        ------
        InputError
            Where they are too large together, one cannot be read, or has other columns than the first.
        """
        if len(files) == 1:
            data, name = files[0]
            return Export.open(data, name, sheet, progress, most)
        if (size := sum(len(data) for data, _ in files)) > LARGEST_EXPORT:
            raise too_large(name_of(files), size)
        most = most or Most()
        check_amount(files, most)
        columns = columns_left(files, most)
        parts = [Export._opened(data, name, None, progress, columns).leads for data, name in files]
        return Export(of_several(parts, name_of(files), progress))

    @staticmethod
    def read(path: str | os.PathLike[str]) -> Export:
        """Open a file on this machine."""
        return Export(open_leads(path, recognise))

    def fits(self, columns: Mapping[str, Any]) -> bool:
        """Whether the answers about the columns of another export can be used for this one."""
        return all(v in self.leads.headings for k, v in columns.items() if k in HEADINGS and v is not None)

    def matched(self, columns: Mapping[str, Any], progress: Progress | None = None) -> Matched:
        """Work out what the columns mean, once for each mapping and language: what is said of them is written with it."""
        key = repr((language(), sorted(columns.items())))
        if key not in self._matched:
            found = self._match(columns, progress)
            while len(self._matched) >= KEPT:
                self._matched.pop(next(iter(self._matched)))
            self._matched[key] = found
        return self._matched[key]

    def _match(self, columns: Mapping[str, Any], progress: Progress | None) -> Matched:
        headings = {key: value for key, value in columns.items() if key in COLUMNS}
        leads, _ = settle(self.leads, columns)
        try:
            proposal = propose(leads.headings, leads.profiles, headings)
        except InputError as error:
            return Matched(propose(leads.headings, leads.profiles, {}), problem=error)
        try:
            weighed = weigh(match(leads, columns, progress), progress=progress)
        except InputError as error:
            return Matched(proposal, problem=error)
        matching = weighed.matching
        proposal = replace(
            proposal, columns=dict(matching.columns), why=dict(matching.why), next_best=dict(matching.next_best)
        )
        sorted_ = {} if matching.outcomes is None else dict(matching.outcomes.of)
        return Matched(proposal, matching, sorted=sorted_, weighed=weighed)

    def ledger(self, matching: Matching, as_of: datetime.date | None, progress: Progress | None = None) -> Ledger:
        """Count the leads, once for each way of reading them, day of counting and way of showing people.

        Raises
        ------
        InputError
            As :meth:`Ledger.of`.
        """
        plan = matching.settled()
        for known, day, shown, ledger in self._counted:
            if known is plan and day == as_of and shown == matching.shown:
                if isinstance(ledger, InputError):
                    raise ledger
                return ledger
        made: Ledger | InputError
        try:
            made = Ledger.of(matching, as_of, None, progress)
        except InputError as error:
            made = error
        self._counted = [*self._counted[-KEPT + 1 :], (plan, as_of, matching.shown, made)]
        if isinstance(made, InputError):
            raise made
        return made

    def with_lag(self, ledger: Ledger, days: float | None, keep: frozenset[int]) -> Ledger:
        """The same counts, with the typical days that were typed and the months that are used although incomplete."""
        if days is None and not keep:
            return ledger
        for known, days_, keep_, shown in self._shown:
            if known is ledger and days_ == days and keep_ == keep:
                return shown
        other = ledger if days is None else ledger.taking(days)
        if keep:
            other = other.keeping(keep)
        self._shown = [*self._shown[-KEPT + 1 :], (ledger, days, keep, other)]
        return other


@dataclass(frozen=True, slots=True)
class LedgerResult(TableResult):
    """What the export and the answers in the form say."""

    export: Export | None = None
    matched: Matched | None = None
    ledger: Ledger | None = None
    chosen: bool = False
    """Whether the user chose the months that are judged."""
    people: People | None = None
    """What reps are called where their names are not shown."""

    @property
    def looked(self) -> Ledger | None:
        """The leads of which reps and channels are compared: those of the months that were chosen, or all."""
        if self.ledger is None or not self.chosen or self.judged is None or self.judged.window is None:
            return self.ledger
        return self.ledger.between(*self.judged.window)


def shown_by(texts: Mapping[str, str], at_most: Shown = "names") -> Shown:
    """How a form shows people, at most as its page does."""
    return stricter(at_most, next((way for way in SHOWN if way == texts.get("people")), "names"))


def read_ledger(
    texts: Mapping[str, str],
    export: Export | None,
    columns: Mapping[str, Any],
    progress: Progress | None = None,
) -> LedgerResult:
    """Read an export and the answers in the form.

    Parameters
    ----------
    texts : mapping of str to str
        The text of each field.
    export : Export or None
        None where none was opened.
    columns : mapping
        What the user answered about its columns.
    progress : callable, optional
        Called with what is being done; what it raises stops the work.
    """
    shown = shown_by(texts)
    read = _read(texts, export, columns, progress, shown)
    if shown == "names" or read.export is None or read.matched is None:
        return read
    leads = read.export.leads
    people = people_of(leads, names_elsewhere(leads, columns) or read.matched.proposal.columns.get("rep"), shown)
    if read.ledger is not None:
        people = read.ledger.counts.people
    if people is None:
        return read
    errors, missing = (
        {key: people.masked(text) for key, text in texts.items()} for texts in (read.errors, read.missing)
    )
    return replace(read, people=people, errors=errors, missing=missing)


def _read(
    texts: Mapping[str, str],
    export: Export | None,
    columns: Mapping[str, Any],
    progress: Progress | None,
    shown: Shown,
) -> LedgerResult:
    numbers: dict[str, Decimal] = {}
    errors: dict[str, str] = {}
    echoes: dict[str, str] = {}
    read_numbers([f for f in FIELDS if "ledger" in f.ways], texts, numbers, errors, echoes)
    if export is None:
        return LedgerResult(errors=errors, echoes=echoes, missing={HERE: t("Open an export of your leads.")})
    matched = export.matched(columns, progress)
    base = LedgerResult(errors=errors, echoes=echoes, export=export, matched=matched)
    if shown != "names" and (heading := names_elsewhere(export.leads, columns)) is not None:
        return replace(base, errors={**errors, HERE: on_page(InputError("column-of-hidden-names", heading))})
    if matched.problem is not None:
        return replace(base, errors={**errors, HERE: on_page(matched.problem)})
    if matched.matching is not None:
        matched = replace(matched, matching=showing(matched.matching, shown))
        base = replace(base, matched=matched)
    if matched.matching is None or matched.questions:
        base = replace(base, matched=_with_verdicts(base, matched, texts, numbers))
        return replace(base, missing={HERE: matched.questions[0].part("problem", "page")})
    try:
        day = read_day(texts.get("as_of", ""))
        kept = frozenset(int(m) for m in texts.get("keep", "").split(",") if m.strip().isdecimal())
        days = float(numbers["days"]) if "days" in numbers else None
        if days is not None and days > LONGEST_DAYS:
            raise InputError("days-too-many", "days", days, longest=LONGEST_DAYS)
        ledger = export.with_lag(export.ledger(matched.matching, day, progress), days, kept)
        money = read_money(numbers, texts)
    except InputError as error:
        question = error.facts.get("question")
        if question is not None:
            matching = matched.matching

            def count(day: datetime.date) -> Ledger:
                return export.with_lag(export.ledger(matching, day, progress), days, kept)

            question = _days_with_verdicts(question, base, count, texts, numbers)
            asked = replace(matched, matching=replace(matched.matching, questions=(question,)))
            return replace(base, matched=asked, missing={HERE: question.part("problem", "page")})
        return replace(base, errors={**errors, entry_of(error.field) or HERE: on_page(error)})
    base = replace(base, ledger=ledger, told=ledger.reading.lines(), money=money)
    refused = [fault for fault in ledger.faults if "verdict" in fault.blocks]
    if refused:
        # Counts and faults are still shown: what is there may be looked at, only not judged.
        what, needs = (refused[0].words(part, "page") for part in REFUSAL)
        return replace(base, errors={**errors, HERE: " ".join([what, t("Needed: {what}.", what=needs)])})
    base = replace(base, table=ledger.table)
    return base if errors else _judged(base, ledger, texts, numbers)


def _with_verdicts(
    base: LedgerResult, matched: Matched, texts: Mapping[str, str], numbers: Mapping[str, Decimal]
) -> Matched:
    """The questions with the verdict that each answer leads to, where the levels to compare with are typed."""
    if matched.weighed is None or matched.matching is None:
        return matched
    counts, questions = matched.weighed.counts, []
    for q in matched.questions:
        answers = []
        for answer in q.answers:
            counted = counts.get((q.code, q.field, answer.label))
            verdict = "" if counted is None else _verdict(base, Ledger(counted), texts, numbers)
            answers.append(replace(answer, leads_to=f"{answer.leads_to}: {verdict}") if verdict else answer)
        questions.append(replace(q, answers=tuple(answers)))
    return replace(matched, matching=replace(matched.matching, questions=tuple(questions)))


def _days_with_verdicts(
    question: Question,
    base: LedgerResult,
    count: Callable[[datetime.date], Ledger],
    texts: Mapping[str, str],
    numbers: Mapping[str, Decimal],
) -> Question:
    """The question on which day the leads were counted, with the counts and the verdict that each day leads to."""
    answers = []
    for answer in question.answers:
        leads_to = ""
        with suppress(InputError, KeyError):
            ledger = count(datetime.date.fromisoformat(answer.given["as_of"]))
            counts = t("{leads} leads, {won} won", leads=integer(ledger.counts.leads), won=integer(ledger.counts.wins))
            leads_to = ": ".join(filter(None, (counts, _verdict(base, ledger, texts, numbers))))
        answers.append(replace(answer, leads_to=leads_to))
    return replace(question, answers=tuple(answers))


def _verdict(base: LedgerResult, ledger: Ledger, texts: Mapping[str, str], numbers: Mapping[str, Decimal]) -> str:
    """The verdict on a ledger in a few words; empty where none can be given yet."""
    if any("verdict" in fault.blocks for fault in ledger.faults):
        return ""
    try:
        read = _judged(replace(base, ledger=ledger), ledger, texts, numbers)
        return "" if read.funnel is None or read.par is None else t(VERDICTS[diagnose(read.funnel, read.par).verdict])
    except InputError:
        return ""


def _judged(
    base: LedgerResult, ledger: Ledger, texts: Mapping[str, str], numbers: Mapping[str, Decimal]
) -> LedgerResult:
    """The months that are judged and those they are compared with, and what the leads say about fields left blank."""
    read = compared(base, ledger.table, texts, numbers)
    notes = dict(read.notes)
    if read.errors.get("table"):
        read = replace(read, errors={**read.errors, HERE: read.errors["table"]})
    if "days" not in numbers and ledger.lag is not None:
        notes["days"] = n(
            "Learnt from {count} sale: half took up to {days} days.",
            "Learnt from {count} sales: half took up to {days} days.",
            ledger.dated_wins,
            count=integer(ledger.dated_wins),
            days=integer(round(ledger.lag.typical_days)),
        )
    if not texts.get("as_of") and ledger.as_of is not None:
        notes["as_of"] = t("Taken as {day}.", day=short_date(ledger.as_of))
    if "sale" not in numbers and ledger.average_sale is not None:
        notes["sale"] = t(
            "In this file a sale brings {amount} on average.", amount=typed(round(ledger.average_sale, 2))
        )
    return replace(read, notes=notes, chosen=texts.get("judge", "") not in ("", "all"))
