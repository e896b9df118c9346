"""What a report says, computed once: every format is written from this, so that no two can differ.

A case may be incomplete: what is missing is named in words, never shown as an empty table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from diagnostics.app.case.agreed import going_on, watching
from diagnostics.app.case.case import Case
from diagnostics.app.case.firm import Firm
from diagnostics.app.case.history import diagnosed, in_language, stretch, versions
from diagnostics.app.case.records import Action
from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.form_field import Way
from diagnostics.app.forms.form_fields import BY_KEY
from diagnostics.app.forms.table_form import read_table
from diagnostics.app.report import words as say
from diagnostics.app.report.answers_text import AnswersText, answers_text
from diagnostics.app.report.content_later import Later, finished, later
from diagnostics.app.report.content_realign import LostText, RealignText, lost_text, realign_text
from diagnostics.app.report.figures import NO_FIGURES, Figures, figures
from diagnostics.app.wording import alignment_words, forecast_words, lever_words, plan_words
from diagnostics.app.wording.link_words import link_title, side_of_link
from diagnostics.app.wording.played import activity_name, played
from diagnostics.app.wording.refusal_words import refused
from diagnostics.app.wording.script import defined, script
from diagnostics.diagnosis import words
from diagnostics.diagnosis.alignment import alignment
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.forecast import forecast, score
from diagnostics.diagnosis.goal import leads_needed
from diagnostics.diagnosis.levers import levers
from diagnostics.diagnosis.money import Money
from diagnostics.diagnosis.movement import Level, level
from diagnostics.diagnosis.scenario import try_levels
from diagnostics.errors import InputError
from diagnostics.funnel.links import LINKS
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import t
from diagnostics.number_format import day
from diagnostics.reading import headings
from diagnostics.reference import playbook

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActionText:
    """One action of the plan, in words."""

    what: str
    owner: str
    date: str
    watch: str
    note: str
    first_step: str
    overdue: str = ""
    """That its day was past when the session began; then it is no step for Monday."""


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """One scenario, in words."""

    name: str
    customers: str
    gain: str
    moved: str
    aim: bool
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    """Customers per month with its 90% range; None where the levels cannot be tried."""


@dataclass(frozen=True, eq=False)
class Content:
    """Everything in a report. Texts of the client are as they were typed."""

    client: str
    date: str
    """The date of the diagnosis, ISO 8601; empty if these numbers have not been diagnosed."""
    undated: str
    """Why there is no date."""
    d: Diagnosis | None
    problem: str
    """Why there is no diagnosis."""
    caution: str
    """A warning to show first, or empty."""
    definitions: Pairs
    activities: tuple[tuple[str, str, str], ...]
    """What, how much, side."""
    alignment: tuple[str, ...]
    alignment_bars: tuple[tuple[str, Mapping[str, float], str], ...]
    """What, its shares by side, and the same in words."""
    levers: tuple[str, ...]
    scenarios: tuple[ScenarioText, ...]
    plan: tuple[ActionText, ...]
    forecast: str
    test: tuple[str, ...]
    people: tuple[str, ...]
    """Whether it is the leads or the people, if an export can say so."""
    reading: tuple[str, ...]
    """How the table or the export was read, a line each."""
    last: tuple[str, ...]
    notes: Pairs
    typed: Pairs
    """Every entry of the form, as it was typed."""
    counts: Pairs
    levels: Pairs
    versions: Pairs
    code: str
    """The numbers as Python code that gives the same answer to the digit; empty if there are none."""
    session: bool = True
    """Whether it is of a session: definitions, effort, scenarios and a plan are not of a dashboard."""
    figures: Figures = NO_FIGURES
    """The same numbers and dates for formats that calculate with them."""
    periods: int = 1
    """Among how many periods the one that is judged was chosen."""
    answers: AnswersText | None = None
    """The two answers before the numbers; None where none were shown."""
    firm: Firm | None = None
    """Whose name the report carries."""
    left_out: frozenset[str] = frozenset()
    """The parts that it goes without."""
    appendix: bool = False
    """Whether it has the technical appendix."""
    finished: tuple[tuple[str, str, str], ...] = ()
    """Actions of this session that are finished: what, who and by when, and what became of them."""
    later: Later | None = None
    """What was done and what moved since the last session; None in a first one."""
    realign: RealignText | None = None
    """Effort moved to the weak side, or why it is not."""
    lost: LostText | None = None
    """Why leads were lost; None where nothing says so."""

    @property
    def title(self) -> str:
        """The client's name, shortened to one line."""
        return say.shortened(self.client)

    @property
    def dated(self) -> str:
        """The date in words, or why there is none."""
        return day(self.date) if self.date else self.undated

    @property
    def chances(self) -> tuple[tuple[str, float, str], ...]:
        """Name, share and words of the three chances; empty without a diagnosis."""
        return () if self.d is None else words.chances(self.d.assessment)

    @property
    def about(self) -> str:
        """What the answer rests on and what would settle or change it; empty without a diagnosis."""
        if self.d is None:
            return ""
        r = self.d.assessment
        lines = words.basis(r), self.d.stretch, words.settling(r, self.periods), words.change(r)
        return " ".join(filter(None, lines))

    @property
    def links(self) -> tuple[tuple[str, str, str, str, str], ...]:
        """For each link: name, side, level, par, and shortfall with its range."""
        if self.d is None or self.d.finding == "no marketing":
            return ()
        r = self.d.assessment
        return tuple(
            (
                link_title(k),
                side_of_link(k),
                say.level(k, float(r.actual[k])),
                say.level(k, float(r.reference[k])),
                say.shortfall(float(r.observed.shortfall[k]), *r.shortfall_range[k]),
            )
            for k in LINKS
            if k in ("reach", "closing") or r.shortfall_range[k][0] != r.shortfall_range[k][1]
        )

    @property
    def planned_rows(self) -> tuple[tuple[str, str, str, str, str], ...]:
        """The plan as rows of a table; a note follows the action on a line of its own."""
        return tuple(
            ("\n".join(filter(None, (p.what, p.note))), p.first_step, p.owner, p.overdue or day(p.date), p.watch)
            for p in self.plan
        )

    @property
    def due(self) -> tuple[ActionText, ...]:
        """The actions whose day was not past when the session began."""
        return tuple(p for p in self.plan if not p.overdue)

    @property
    def monday(self) -> tuple[str, ...]:
        """What to do first: from the plan, or else from the diagnosis."""
        if self.plan:
            return tuple(p.first_step or p.what for p in self.due if p.first_step or p.what)
        action = None if self.d is None else words.action(self.d.assessment)
        return () if action is None else action[:2]


def content(case: Case, periods: int = 1, firm: Firm | None = None) -> Content:
    """Compute what the report of a case says.

    Parameters
    ----------
    case : Case
        The client's case.
    periods : int
        Among how many the one that is judged was chosen.
    firm : Firm, optional
        Whose name it carries.
    """
    found = diagnosed(case.numbers)
    d = found.diagnosis
    latest = case.diagnoses[-1] if case.diagnoses else None
    date = latest.date if latest is not None and latest.numbers.is_as(case.numbers) else ""
    aligned = alignment(case.activities, d)
    answers = answers_text(case, d)
    example = t(say.EXAMPLE) if case.is_example and case.numbers is not None else ""
    return Content(
        client=say.headline(case.client),
        date=date,
        undated=t(say.UNDATED if case.diagnoses else say.UNDIAGNOSED),
        d=d,
        problem="" if d is not None else found.problem or t(say.NO_DIAGNOSIS),
        caution=" ".join(filter(None, (example, *(answers.warnings if answers is not None else ())))),
        definitions=defined(case.definitions),
        activities=tuple(
            (activity_name(a.what), say.activity(a.amount, case.unit), alignment_words.SIDE_OF_ACTIVITY[a.side])
            for a in case.activities
        ),
        alignment=alignment_words.alignment_words(aligned, case.unit) if case.activities else (),
        alignment_bars=alignment_words.alignment_bars(aligned) if case.activities else (),
        levers=() if d is None else _levers(case, d),
        scenarios=() if d is None else tuple(_scenario(case, d, s.name, s.levels) for s in case.scenarios),
        plan=tuple(_planned(case, row) for row in case.plan if going_on(row)),
        forecast="" if d is None else _forecast(case, d),
        test=() if d is None else forecast_words.deciding_words(d),
        people=case.people if d is not None else (),
        realign=realign_text(case, d),
        lost=lost_text(case, d),
        reading=_reading(case),
        last=(
            *(() if case.meetings else _last(case, date)),
            *filter(None, [stretch(case, d) if d is not None else ""]),
        ),
        notes=tuple(
            (t(step.title), case.notes[step.key].strip())
            for step in script().steps
            if case.print_notes and case.notes.get(step.key, "").strip()
        ),
        typed=_typed(case),
        counts=() if case.numbers is None else say.count_lines(case.funnel),
        levels=() if case.numbers is None else say.par_lines(case.par),
        versions=_versions(latest.versions if latest is not None and date else versions()),
        code=_code(case) if d is not None else "",
        figures=figures(case),
        periods=periods,
        answers=answers,
        firm=firm,
        left_out=frozenset(case.left_out),
        appendix=case.appendix,
        finished=finished(case),
        later=later(case),
    )


def _reading(case: Case) -> tuple[str, ...]:
    """How the file was read: of a table it can be said again, of an export it stays as it was said."""
    entries = case.typed
    if entries.way != "table" or not case.reading:
        return case.reading
    return read_table(entries.texts, entries.grid).told


def _versions(kept: Mapping[str, str]) -> Pairs:
    return tuple((t(say.METHOD_NAME) if name == "method" else name, text) for name, text in kept.items())


def _code(case: Case) -> str:
    """A call of the library with these numbers, one argument per line."""
    records: list[Funnel | Par | Money] = [case.funnel, case.par]
    if case.money is not None:
        records.append(case.money)
    lines = ["from diagnostics import Funnel, Money, Par, Rate, diagnose", "", "d = diagnose("]
    for record in records:
        # Doubts and the best month are shown as sentences, and the outlook is for forecasts: the answer follows from none.
        given = [
            (f.name, getattr(record, f.name)) for f in fields(record) if f.name not in ("doubts", "outlook", "best")
        ]
        arguments = [f"        {name}={value!r}," for name, value in given if value is not None]
        lines += [f"    {type(record).__name__}(", *arguments, "    ),"]
    return "\n".join([*lines, ")", "print(d.sentence, d.probability)"])


def _levers(case: Case, d: Diagnosis) -> tuple[str, ...]:
    found = levers(d, case.sellers)
    return (
        lever_words.now_words(found),
        *lever_words.lever_lines(found),
        lever_words.needed_words(leads_needed(d, case.wanted)),
    )


def _scenario(case: Case, d: Diagnosis, name: str, levels: dict[str, float]) -> ScenarioText:
    moved, aim = lever_words.moved(levels), case.aim == name
    try:
        tried = try_levels(d, levels)
    except InputError as problem:
        return ScenarioText(name, refused(problem), "", moved, aim)
    level = float(tried.mean), float(tried.low), float(tried.high)
    customers = say.customers_per_month(lever_words.range_words(tried.low, tried.high, tried.mean))
    return ScenarioText(name, customers, lever_words.gain_words(tried, d.assessment.money), moved, aim, *level)


def _planned(case: Case, row: Action) -> ActionText:
    play = playbook.load().get(row.id)
    what, watch = played(row, play)
    first_step = t(play.first_step) if play is not None else ""
    number = "" if case.numbers is None else plan_words.watch_line(row, _level_now(case, watching(row)))
    watches = "\n".join(filter(None, (watch, number)))
    return ActionText(what, row.owner, row.date, watches, row.note, first_step, plan_words.overdue(row, case.begun))


def _level_now(case: Case, name: str) -> Level | None:
    try:
        return level(case.funnel, case.par, name) if name else None
    except InputError:
        return None


def _forecast(case: Case, d: Diagnosis) -> str:
    aim = next((s for s in case.scenarios if s.name == case.aim), None)
    funnel, par = d.assessment.funnel, d.assessment.par
    try:
        return forecast_words.forecast_words(forecast(funnel, par, {} if aim is None else aim.levels, funnel.months))
    except InputError as problem:
        return refused(problem)


def _last(case: Case, date: str) -> tuple[str, ...]:
    past = case.last_before(date) if date else None
    if past is None:
        return ()
    said = (forecast_words.last_words(in_language(past)),)
    try:
        kept = score(past, case.funnel, case.par)
    except InputError as problem:
        return (*said, refused(problem))
    return said if kept is None else (*said, forecast_words.score_words(kept))


def _typed(case: Case) -> Pairs:
    """Every entry of the form: for a table its rows, for an export its name and the answers about its columns."""
    entries = case.typed
    lines = [(t(say.CAME_FROM), t(say.WAY[entries.way])), *fields_typed(entries)]
    if entries.way == "table":
        names = ", ".join(t(headings.BY_KEY[key].label) for key in entries.grid.columns)
        lines += [(names, "; ".join(row)) for row in entries.grid.rows]
    if entries.opened:
        lines.append((t(say.EXPORT), entries.opened))
    lines += [(say.column(key), str(value)) for key, value in entries.columns.items()]
    return tuple(lines)


def fields_typed(entries: Entries, way: Way | None = None) -> Pairs:
    """The fields as they were typed, choices and months in words; of one way in, where it is given."""
    return tuple((name, text) for _, name, text in fields_by_key(entries, way))


def fields_by_key(entries: Entries, way: Way | None = None) -> tuple[tuple[str, str, str], ...]:
    """The same with the key of each field first."""
    return tuple(
        (key, t(say.HIDDEN[key]) if key in say.HIDDEN else BY_KEY[key].name, say.field_in_words(key, text))
        for key, text in entries.texts.items()
        if way is None or way in BY_KEY[key].ways
    )
