"""What the columns of an export mean: proposed, shown, asked where it is open, and remembered."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.funnel.checks import is_one_of, text
from diagnostics.language import t
from diagnostics.leads.fields import self_service
from diagnostics.leads.fields.amounts import AmountPlan, Amounts, read_amount_column
from diagnostics.leads.fields.canonical import TIMED, ReadingPlan, is_dated, token
from diagnostics.leads.matching import repeats, without_days
from diagnostics.leads.matching.agreement import agreement
from diagnostics.leads.matching.day_columns import read_day_columns
from diagnostics.leads.matching.identity import identify, unnamed
from diagnostics.leads.matching.outcome_columns import OutcomeColumns
from diagnostics.leads.matching.outcome_offers import by_sales, closed_unclear
from diagnostics.leads.matching.outcome_reading import OutcomeReading, read_outcome
from diagnostics.leads.opening import day_orders, doubts, group_rows, grouped, no_leads
from diagnostics.leads.opening.doubts import HIDDEN
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.opening.no_leads import NO_LEADS
from diagnostics.leads.opening.source import Leads
from diagnostics.leads.thresholds import MOST_DAYS, MOST_TEXTS
from diagnostics.reading import crm, encodings, outcomes
from diagnostics.reading.amounts import read_amount
from diagnostics.reading.column_questions import LOST_BY
from diagnostics.reading.contents import Contents
from diagnostics.reading.dates import ORDERS, cut_time
from diagnostics.reading.day_texts import reading_of
from diagnostics.reading.days import Days
from diagnostics.reading.given import day
from diagnostics.reading.outcomes import Outcomes
from diagnostics.reading.people import Shown
from diagnostics.reading.progress import Progress
from diagnostics.reading.questions import Question, rows, shown
from diagnostics.reading.roles import NAMED

DATES: Final = ("created", "won_on", "lost_on", "decided", "reached", "fit")
"""Fields that may hold days; the last two may hold yes and no instead."""

FLAGS: Final = ("reached", "fit", "direct", "is_won", "is_closed")
VALUES: Final = ("won", "lost", "open")
"""Texts of the outcome column, as lists."""
MEANS: Final = tuple(f"{flag}_means" for flag in FLAGS)
"""Texts of a flag's column that mean yes, as lists."""
ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "dates": ORDERS,
    "unclear": day_orders.ANSWERS,
    "decimal": (".", ","),
    "hidden": HIDDEN,
    "swapped": ("yes", "no"),
    "amounts_in": (),
    "repeats": repeats.ANSWERS,
    "self_service": self_service.ANSWERS,
    "blanks": grouped.ANSWERS,
    "months": (),
    NO_LEADS: (),
    "as_of": (),
}
"""Questions that can be answered in advance, and the answers; none are listed where it is a currency, a number or a day."""
FIELDS: Final = tuple(f.key for f in crm.FIELDS)
HEADINGS: Final = (*FIELDS, LOST_BY, repeats.CHANGED)
"""What is answered by a heading, or by None where the file has no such column."""
GIVEN: Final = (*HEADINGS, *VALUES, *MEANS, *ANSWERS, "encoding")
"""What a user-supplied mapping may hold."""

FEWEST_NUMBERS: Final = 3
"""Different numbers in a column of flags from which they are amounts or counts, not 0 and 1."""
NO_OUTCOME: Final = OutcomeReading()


@dataclass(frozen=True, eq=False)
class Matching:
    """The columns of an export and what their texts mean."""

    leads: Leads
    columns: Mapping[str, str]
    """Heading by field."""
    given: Mapping[str, Any]
    """What was given by the user."""
    preset: str | None = None
    why: Mapping[str, str] = field(default_factory=dict)
    """The evidence for each column, by field."""
    next_best: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By field, the heading that came next, and why it was not taken."""
    questions: tuple[Question, ...] = ()
    unused: tuple[str, ...] = ()
    outcomes: Outcomes | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    """Texts of the outcome column, and the rows with each."""
    days: Mapping[str, Days] = field(default_factory=dict)
    amounts: Amounts | None = None
    """What the column of amounts holds; None where there is none."""
    notes: tuple[str, ...] = ()
    outcome: OutcomeReading = NO_OUTCOME
    """Which columns say how a lead ended, and where they differ."""
    plan: ReadingPlan | None = None
    """How the engine is to read them; None while a question is open."""
    repeated: int = 0
    """Rows that are counted with another one."""
    identical: int = 0
    """Without a column of IDs, rows that are the same as another and are counted all the same."""
    shown: Shown = "names"
    """How people are shown."""

    @property
    def remembered(self) -> dict[str, Any]:
        """The whole mapping, as it may be written in a script and given again: plain text, lists of texts."""
        known: dict[str, Any] = {
            key: self.given[key] or None for key in (*FIELDS, repeats.CHANGED) if key in self.given
        }
        known |= self.columns
        if self.outcome.lost_by is not None or LOST_BY in self.given:
            known[LOST_BY] = self.outcome.lost_by
        if self.outcomes is not None and not self.outcomes.derived:
            for key in VALUES:
                texts = sorted(
                    {text.strip() for text, kind in self.outcomes.of.items() if kind == key and text.strip()}
                )
                if texts and (key != "open" or key in self.given):
                    known[key] = texts
        for key in VALUES:
            if key in self.given and (key not in known or not self.given[key]):
                known[key] = list(self.given[key])
        known.update({key: list(self.given[key]) for key in MEANS if key in self.given})
        orders = {pair for d in self.days.values() for pair in d.orders.items()}
        if "dates" not in self.given and orders and not any(d.question for d in self.days.values()):
            if len({order for _, order in orders}) == 1:
                known["dates"] = next(iter(orders))[1]
            elif len({mark for mark, _ in orders}) == len(orders):
                known["dates"] = dict(sorted(orders))
        known |= {key: self.given[key] for key in (*ANSWERS, "encoding") if key in self.given}
        return known

    def settled(self) -> ReadingPlan:
        """How to read the columns.

        Raises
        ------
        InputError
            The first question, where one is open.
        """
        for question in self.questions:
            raise question.error(", ".join(question.choices[:8]) or None)
        assert self.plan is not None
        return self.plan


def recognise(headings: Sequence[str]) -> int:
    """How many columns a row of headings names."""
    named = tuple(dict.fromkeys(filter(None, headings)))
    return len(crm.propose(named, {}).columns) if named else 0


def opening_answers(given: Mapping[str, Any] | None) -> tuple[list[str], str | None]:
    """What of a user-supplied mapping is about how a file is opened: the headings that it names, and the encoding.

    Raises
    ------
    InputError
        Where the mapping holds what it cannot.
    """
    checked = _checked({} if given is None else given)
    return [checked[key] for key in FIELDS if checked.get(key)], checked.get("encoding")


def match(leads: Leads, given: Mapping[str, Any] | None = None, progress: Progress | None = None) -> Matching:
    """Work out what the columns mean.

    Parameters
    ----------
    leads : Leads
        The source.
    given : mapping, optional
        What is known: headings by field (:data:`FIELDS`); ``lost_by``, the heading of a column that says which of the
        leads that are open by the outcome column are lost; ``won``, ``lost``, ``open``, lists of texts of the outcome
        column; ``direct_means`` and the like of other flags, the texts that mean yes; ``dates``, ``"day-first"`` or
        ``"month-first"``, or one of them by the mark between the numbers, ``{"/": "day-first"}``; ``unclear``, ``"aside"``,
        ``"day-first"`` or ``"month-first"``, what rows are that show no order where others show both; ``swapped``, ``"yes"`` or
        ``"no"``, whether a spreadsheet took days for months; ``decimal``, ``"."`` or ``","``; ``amounts_in``, the currency
        whose amounts count; ``changed``, the heading of the column that says when a row was
        changed, and ``repeats``, which of several rows of one lead counts (:mod:`diagnostics.leads.matching.repeats`);
        ``self_service``, which sales were made without a salesperson: ``"unreached"``, those without a first contact and a
        rep, or those with some texts, ``{"Owner": ["Web shop"]}``, an empty one for a blank;
        ``blanks``, ``"as-above"`` or ``"blank"``, what blank cells below the first row of a group mean; ``created``, None
        to count without days, and ``months``, how many months the leads are of then; ``as_of``, the day of counting;
        ``no_leads``, by heading, the texts of rows that are no leads.
    progress : callable, optional
        Called with what is being looked at.

    Raises
    ------
    InputError
        Where something given does not fit the source.
    """
    given = _checked({} if given is None else given)
    leads, opening = doubts.settle(leads, given)
    leads, blanks = grouped.settle(group_rows.as_columns(leads), given)
    leads, aside = no_leads.settle(leads, given)
    leads, unclear = day_orders.settle(leads, given)
    proposal = crm.propose(leads.headings, leads.profiles, {k: v or None for k, v in given.items() if k in FIELDS})
    questions = [*opening, *blanks, *aside, *unclear, *proposal.questions]
    asked = {q.field for q in questions}
    columns = {key: heading for key, heading in proposal.columns.items() if key not in asked}
    questions = [by_sales(leads, q) if q.field == "outcome" else q for q in questions]
    notes: list[str] = list(proposal.notes)
    if "id" in columns and "id" not in given:
        identity = identify(leads, columns["id"], columns, progress)
        notes += identity.notes
        if identity.question is not None:
            questions.append(identity.question)
        if not identity.used:
            del columns["id"]
    elif "id" not in given and (several_rows := unnamed(leads, columns, progress)) is not None:
        questions.append(several_rows)
    for key in MEANS:
        flag = key.removesuffix("_means")
        if key in given and flag not in columns and flag not in asked:
            raise InputError("meaning-without-column", key, ", ".join(given[key]) or None, flag=flag)
    names = {key: leads.column(heading) for key, heading in columns.items()}
    why, next_best = dict(proposal.why), dict(proposal.next_best)

    kinds = {key: leads.table[name] for key, name in names.items()}
    flags: dict[str, frozenset[str]] = {}
    in_words: dict[str, dict[str, int]] = {}
    for key in DATES:
        if key not in names or is_dated(kinds[key]) or kinds[key].type().is_boolean():
            continue
        means = key in ("reached", "fit") and f"{key}_means" in given
        if key in ("reached", "fit") and (means or not _mostly_days(leads.profiles[columns[key]].texts)):
            continue
        in_words[key] = _tokens(leads, names[key], columns[key], progress)
    for key in FLAGS:
        if key not in names or key in in_words or is_dated(kinds[key]) or kinds[key].type().is_boolean():
            continue
        try:
            texts = _texts(leads, names[key], columns[key], progress, MOST_TEXTS)
            flags[key] = _yes(key, texts, given, columns[key])
        except InputError as unclear:
            if key == "is_won" and "outcome" not in columns:
                columns["outcome"], names["outcome"] = columns.pop(key), names.pop(key)
                why["outcome"] = why.pop(key, NAMED)
                continue  # yes, no and perhaps: asked about as any words are
            if key == "is_closed" and "outcome" not in columns and unclear.code == "flag-unclear":
                questions.append(closed_unclear(columns[key], leads.profiles[columns[key]].told))
                continue
            if key in given or f"{key}_means" in given:
                raise
            example = shown("".join(leads.profiles[columns[key]].commonest(1)))
            if unclear.code == "flag-unclear":
                example = shown(str(unclear.value))
            notes.append(
                t(
                    "{column}: not used, because {example} in it says neither yes nor no.",
                    column=columns[key],
                    example=example,
                )
            )
            del columns[key], names[key]
    dated = read_day_columns(leads, columns, in_words, given)
    if dated.unused:
        without = match(leads, {**given, **dict.fromkeys(dated.unused)}, progress)
        told = tuple(note for note in dated.notes if note not in without.notes)
        return replace(without, notes=(*told, *without.notes))
    questions.extend(q for q in dated.questions if not unclear or q.code not in day_orders.SETTLED)
    notes.extend(dated.notes)
    outcome = read_outcome(
        OutcomeColumns(leads, less_reason(columns), proposal.outcome_candidates, given),
        dated.days,
        lambda h: _texts(leads, leads.column(h), h, progress, MOST_TEXTS, whole=True),
    )
    if outcome.heading is not None:
        if columns.get("outcome") != outcome.heading:
            evidence = Contents(leads.profiles[outcome.heading]).evidence(("values",))
            why["outcome"] = t("{evidence}; chosen by its words", evidence=evidence)
            next_best.pop("outcome", None)
            if "outcome" in columns:
                next_best["outcome"] = columns["outcome"], t("its words say less")
        questions = [q for q in questions if q.field != "outcome"]
        columns["outcome"] = outcome.heading
        names["outcome"] = leads.column(outcome.heading)
    if outcome.outcomes is not None and outcome.heading is not None:
        of, used = outcome.outcomes.of, tuple(columns.values())
        others = tuple(no_leads.of_other_kinds(leads, outcome.heading, of, used, given))
        doubted = {text for q in others for texts in q.answers[0].given[NO_LEADS].values() for text in texts}
        questions.extend(others)
        outcome = replace(
            outcome, questions=tuple(q for q in outcome.questions if not q.choices or set(q.choices) - doubted)
        )
    questions.extend(outcome.questions)
    notes.extend(outcome.notes)
    if outcome.outcomes is not None and outcome.heading is not None:
        for key, clause in agreement(leads, columns, outcome.outcomes.of).items():
            why[key] = f"{why[key]}; {clause}"
    amounts = read_amount_column(leads, columns, given, progress)
    if amounts is not None:
        questions.extend([amounts.question] if amounts.question is not None else ())
        notes.extend(amounts.notes)
    if doubtful := tuple(q for q in opening if q.field == "encoding"):
        questions = list(doubtful)  # in another encoding the texts of all others are others
    plan, several = None, None
    months = without_days.months_in(given["months"]) if "months" in given and "created" not in columns else None
    of_months = None
    if "created" not in columns and months is None:
        of_months = without_days.months_told(leads, columns.values())
        if of_months is not None:
            months = float(of_months[1])
            notes.append(
                t(
                    "{column}: the leads are of {months}, from the first to the last month in it.",
                    column=of_months[0],
                    months=without_days.in_words(months),
                )
            )
    if not questions:
        plan = ReadingPlan(
            columns={**names, **outcome.more},
            days={key: dict(found.days) for key, found in dated.days.items()},
            monthly={k: frozenset(dated.days[k].months) for k in TIMED if k in dated.days and dated.days[k].months},
            outcome=outcome.rules,
            flags=flags,
            headings=frozenset({columns["created"]}) if "created" in columns else frozenset(),
            self_service=given.get("self_service") == "unreached",
            alone=self_service.alone(leads, given.get("self_service")),
            months=months,
            amounts=AmountPlan() if amounts is None else amounts.plan,
            no_ids=frozenset({columns["id"]}) if "id" in columns else frozenset(),
        )

        def days_in(heading: str) -> Mapping[str, datetime.date] | None:
            """The days of a column of texts; None where it does not hold days."""
            texts = {**in_words, "changed": _tokens(leads, leads.column(heading), heading, progress)}
            read = read_day_columns(leads, {**columns, "changed": heading}, texts, given)
            return read.days["changed"].days if "changed" in read.days and not read.questions else None

        several = repeats.settle(leads, plan, columns, given, days_in, progress)
        plan, columns = several.plan, several.columns
        questions.extend(several.questions)
        notes.extend(several.notes)
    return Matching(
        leads=leads,
        columns=columns,
        given=given,
        preset=proposal.preset,
        why=why,
        next_best=next_best,
        questions=tuple(sorted(questions, key=lambda q: bool(q.answers))),  # what no answer settles is said first
        unused=tuple(
            h
            for h, name in zip(leads.headings, leads.names, strict=True)
            if h not in columns.values()
            and name not in outcome.more.values()
            and (of_months is None or h != of_months[0])
        ),
        outcomes=outcome.outcomes,
        values=outcome.values,
        outcome=outcome,
        days=dated.days,
        amounts=amounts,
        notes=tuple(notes),
        plan=None if questions else plan,
        repeated=several.repeated if several else 0,
        identical=several.identical if several else 0,
    )


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """A user-supplied mapping; None or an empty text for a field says that the file does not have it."""
    import difflib

    if not isinstance(given, Mapping):
        raise InputError("columns-not-a-mapping", "columns", type(given).__name__)
    checked: dict[str, Any] = {}
    for key, value in given.items():
        if not is_one_of(key, GIVEN):
            near = difflib.get_close_matches(key[:100], GIVEN, 1) if isinstance(key, str) else []
            code = "column-field-misspelt" if near else "column-field-unknown"
            raise InputError(code, "columns", key, choices=near or (*FIELDS, *VALUES))
        if key in (*HEADINGS, "amounts_in") and value is not None and not isinstance(value, str):
            raise InputError("column-not-a-heading", key, value)
        said = list(value.values()) if key == "dates" and isinstance(value, Mapping) else [value]
        if (
            ANSWERS.get(key)
            and key != "self_service"
            and value is not None
            and not all(is_one_of(one, ANSWERS[key]) for one in said)
        ):
            raise InputError("column-answer-unknown", key, value, choices=ANSWERS[key], quoted=_quoted(ANSWERS[key]))
        if key == "self_service" and value is not None:
            checked[key] = self_service.checked(value)
        elif key == "encoding" and value is not None:
            checked[key] = encodings.checked(value)
        elif key == NO_LEADS and value is not None:
            checked[key] = no_leads.checked(value)
        elif key == "months" and value is not None:
            checked[key] = f"{without_days.months_in(value):g}"
        elif key == "as_of" and value is not None:
            checked[key] = str(day(key, value))
        elif key in HEADINGS or value is not None:
            checked[key] = _list(key, value) if key in (*VALUES, *MEANS) else value
    for key in ("encoding", "amounts_in", *HEADINGS):
        if checked.get(key) is not None:
            text(key, checked[key])
    return checked


def less_reason(columns: Mapping[str, str]) -> dict[str, str]:
    """The columns without that of the reasons of lost leads, which may say as well that a lead was lost."""
    return {key: heading for key, heading in columns.items() if key != "lost_reason"}


def _quoted(choices: Iterable[str]) -> str:
    return " or ".join(map(repr, choices))


def _list(key: str, value: Any) -> list[str]:
    """A list of texts as it may be given."""
    texts: list[Any] = (
        list(value) if isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping)) else [None]
    )
    if not all(isinstance(text, str) for text in texts):
        raise InputError("texts-not-a-list", key, value)
    return texts


def _texts(
    leads: Leads, name: str, heading: str, progress: Progress | None, most: int, whole: bool = False
) -> dict[str, int]:
    """The different texts of a column and how many rows hold each; blank ones left out unless ``whole``."""
    found = _counts(leads, name, leads.table[name].cast("string"), str, heading, progress, most)
    if len(found) > most:
        raise InputError("texts-too-many", heading, most)
    return found if whole else {text: n for text, n in found.items() if text.strip()}


def _tokens(leads: Leads, name: str, heading: str, progress: Progress | None) -> dict[str, int]:
    """The different days of a column as they are written, at most one more than a column of days has."""
    return _counts(leads, name, token(leads.table[name]), cut_time, heading, progress, MOST_DAYS)


def _counts(
    leads: Leads,
    name: str,
    column: Any,
    plain: Callable[[str], str],
    heading: str,
    progress: Progress | None,
    most: int,
) -> dict[str, int]:
    """The different texts of a column and their rows; of a small file without asking the engine."""
    if leads.cells is not None:
        found: dict[str, int] = {}
        for text, n in leads.cells[name].value_counts().items():
            key = plain(str(text))
            found[key] = found.get(key, 0) + int(n)
        return found
    counts = leads.table.select(text=column).group_by("text").agg(n=lambda r: r.count())
    frame = ask(counts.limit(most + 1), t("Looking at {column}", column=heading), progress)
    return {text: int(n) for text, n in zip(frame["text"], frame["n"], strict=True) if isinstance(text, str)}


def _mostly_days(texts: Mapping[str, int]) -> bool:
    found = reading_of(texts)
    return max(found.written + found.months, found.bare) > found.told / 2


def _yes(key: str, texts: Mapping[str, int], given: Mapping[str, Any], heading: str) -> frozenset[str]:
    """The texts that mean yes."""
    means = given.get(f"{key}_means")
    if means is not None:
        wanted = {text.casefold().strip() for text in means}
        found = frozenset(text for text in texts if text.casefold().strip() in wanted)
        if texts and not found:
            listed = ", ".join(sorted(texts)[:6])
            raise InputError("meaning-not-in-column", f"{key}_means", ", ".join(means), heading=heading, texts=listed)
        return found
    read = outcomes.sort_flags(texts) | _counted(texts)
    strange = {text: n for text, n in texts.items() if read.get(text) is None}
    if strange:
        example = max(strange, key=lambda text: strange[text])
        raise InputError("flag-unclear", heading, example, rows=rows(strange[example]), flag=key)
    return frozenset(text for text, is_yes in read.items() if is_yes)


def _counted(texts: Mapping[str, int]) -> dict[str, bool | None]:
    """Amounts or counts in a column of flags, where all texts are numbers: more than nothing means yes."""
    numbers = {text: read_amount(text, ".") for text in texts}
    if len(texts) < FEWEST_NUMBERS or any(number is None for number in numbers.values()):
        return {}
    return {text: bool(number) for text, number in numbers.items()}
