"""Rows that are no leads: deleted ones, duplicates, test records, and records of another kind beside the deals.

What the CRM has marked as deleted is left out and told. Everything else is asked, with the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.language import n, t
from diagnostics.leads.opening.source import Leads
from diagnostics.leads.thresholds import FEW_NO_LEADS, MOST_OF_A_KIND, SURELY_SOME
from diagnostics.reading import vocabulary
from diagnostics.reading.heading_forms import forms, keys
from diagnostics.reading.headings import plain
from diagnostics.reading.outcome_answers import Kind
from diagnostics.reading.outcomes import sort_flags
from diagnostics.reading.questions import Answer, Question, listed, rows, shown
from diagnostics.reading.receipt import Dropped

NO_LEADS: Final = "no_leads"
"""What may be given: by heading, the texts of the rows that are no leads; an empty list where all rows are leads."""


@dataclass(frozen=True)
class _Doubt:
    """Rows that may be no leads, by the texts of one column."""

    heading: str
    texts: Mapping[str, int]
    why: str
    sure: bool = False

    @property
    def rows(self) -> int:
        return sum(self.texts.values())


def checked(value: Any) -> dict[str, list[str]]:
    """Texts by heading as they may be given."""
    if not isinstance(value, Mapping):
        raise InputError("no-leads-not-a-mapping", NO_LEADS, value)
    for texts in value.values():
        if isinstance(texts, str) or not isinstance(texts, Sequence) or not all(isinstance(t, str) for t in texts):
            raise InputError("no-leads-not-a-mapping", NO_LEADS, texts)
    return {str(heading): list(texts) for heading, texts in value.items()}


def settle(leads: Leads, given: Mapping[str, Any]) -> tuple[Leads, tuple[Question, ...]]:
    """An export without the rows that are no leads, and what is still to be asked.

    Parameters
    ----------
    leads : Leads
        The export.
    given : mapping
        :data:`NO_LEADS`, texts by heading.
    """
    answered: Mapping[str, Sequence[str]] = given.get(NO_LEADS, {})
    asked: list[Question] = []
    for heading, texts in answered.items():
        leads.column(heading)  # refuses what is no heading
        told = leads.profiles[heading].texts
        there = {text: count for text, count in told.items() if text.strip() in set(texts)}
        why = t("{texts} in {column} is no lead", texts=listed(there), column=shown(heading))
        leads = _without(leads, _Doubt(heading, there, why))
    for doubt in _marked(leads):
        if doubt.heading in answered:
            continue
        if doubt.sure:
            leads = _without(leads, doubt)
        elif doubt.rows > FEW_NO_LEADS * leads.profiles[doubt.heading].rows:
            asked.append(_question(leads, doubt))
        else:
            note = n(
                "{rows} is counted although {why}.",
                "{rows} are counted although {why}.",
                doubt.rows,
                rows=rows(doubt.rows),
                why=doubt.why,
            )
            leads = replace(leads, notes=(*leads.notes, note))
    return leads, tuple(asked)


def _marked(leads: Leads) -> Iterator[_Doubt]:
    """Rows that a column marks as deleted, as duplicates, as tests or as renewals."""
    words, names = vocabulary.outcomes().no_leads, forms(vocabulary.crm().names)
    for heading in dict.fromkeys(leads.headings):
        profile = leads.profiles[heading]
        if leads.headings.count(heading) > 1 or not profile.complete:
            continue
        named = keys(heading)
        marks = (
            (words.deleted, t("{column} marks it as deleted or merged", column=shown(heading))),
            (words.duplicate, t("{column} marks it as a duplicate", column=shown(heading))),
            (words.test, t("{column} marks it as a test", column=shown(heading))),
        )
        for headings, why in marks:
            marked = _yes(profile.told, headings is not words.test) if named & headings else {}
            if 0 < sum(marked.values()) < profile.rows:
                yield _Doubt(heading, marked, why, headings is words.deleted)
        if named & (words.kinds | words.types):
            told = profile.told.items()
            renewals = {text: count for text, count in told if words.renewals & set(plain(text).split("-"))}
            if renewals:
                renewals |= {text: count for text, count in told if _joined(text) in words.existing}
            if renewals and sum(renewals.values()) < profile.rows:
                why = t(
                    "it is {texts} in {column}: a customer who stays, and no new lead",
                    texts=listed(renewals),
                    column=shown(heading),
                )
                yield _Doubt(heading, renewals, why)
        if named & names:
            tests = {text: count for text, count in profile.told.items() if _is_test(text)}
            if tests and sum(tests.values()) < profile.rows:
                yield _Doubt(heading, tests, t("its {column} is {texts}", column=shown(heading), texts=listed(tests)))


def _yes(texts: Mapping[str, int], anything: bool) -> dict[str, int]:
    """Texts that mark a row: yes in a column of yes and no; where that may be, anything: a day, the number of a record."""
    flags = sort_flags(texts)
    if None not in flags.values():
        return {text: n for text, n in texts.items() if flags[text]}
    return dict(texts) if anything and not any(flag is False for flag in flags.values()) else {}


def _is_test(text: str) -> bool:
    """Whether a name is that of a test record: "TEST do not use", "Test lead 3"; "Test Valley Council" is told by its rows."""
    return plain(text).split("-")[0] in vocabulary.outcomes().no_leads.names


def _question(leads: Leads, doubt: _Doubt) -> Question:
    every = next(iter(leads.profiles.values())).rows
    texts = sorted(text.strip() for text in doubt.texts)
    answers = (
        Answer(t("leave them out: {rows}", rows=rows(every - doubt.rows)), {NO_LEADS: {doubt.heading: texts}}),
        Answer(t("they are leads: {rows}", rows=rows(every)), {NO_LEADS: {doubt.heading: []}}),
    )
    facts = {"rows": rows(doubt.rows), "why": doubt.why, "out": answers[0].given, "all": answers[1].given}
    return Question("rows-no-leads", NO_LEADS, (doubt.heading,), facts, answers)


def of_other_kinds(
    leads: Leads, outcome: str, of: Mapping[str, Kind], used: Sequence[str], given: Mapping[str, Any]
) -> Iterator[Question]:
    """Asks about records of another kind, of which none was ever won or lost, and about stages of records put aside.

    Parameters
    ----------
    leads : Leads
        The export.
    outcome : str
        The outcome column.
    of : mapping
        What its texts mean, as far as it is known.
    used : sequence of str
        Headings of columns that are a field.
    given : mapping
        What the user said.
    """
    words, answered = vocabulary.outcomes().no_leads, given.get(NO_LEADS, {})
    stages = {text: count for text, count in leads.profiles[outcome].told.items() if _joined(text) in words.stages}
    if stages and outcome not in answered and not any(of.get(text) for text in stages):
        why = t("their {column} is {texts}", column=shown(outcome), texts=listed(stages))
        yield _question(leads, _Doubt(outcome, stages, why))
    decided = {text.strip() for text, kind in of.items() if kind != "open"}
    for heading, profile in leads.profiles.items():
        few = profile.complete and 1 < len(profile.told) <= MOST_OF_A_KIND
        if not few or heading in (*used, *answered) or leads.headings.count(heading) > 1:
            continue
        if not keys(heading) & words.kinds:
            continue
        every, ended = dict.fromkeys(profile.told, 0), dict.fromkeys(profile.told, 0)
        for (kind, text), count in leads.crossing([heading, outcome]).items():
            if kind in every:
                every[kind] += count
                ended[kind] += count if text in decided else 0
        rest = sum(count for kind, count in every.items() if ended[kind])
        rate = sum(ended.values()) / rest if rest else 0.0
        idle = {kind: count for kind, count in every.items() if not ended[kind]}
        if idle and sum(idle.values()) * rate >= SURELY_SOME:
            why = t("of {texts} in {column} none was won or lost", texts=listed(idle), column=shown(heading))
            yield _question(leads, _Doubt(heading, idle, why))


def _joined(text: str) -> str:
    return plain(text).replace("-", "")


def _without(leads: Leads, doubt: _Doubt) -> Leads:
    """The export without rows of some texts; the same where there are none."""
    if not doubt.texts:
        return leads
    name, texts = leads.column(doubt.heading), {text.strip() for text in doubt.texts}
    column = leads.table[name].cast("string").strip()
    written = sorted(texts | {f"{text}.0" for text in texts})
    cells = leads.cells
    if cells is not None:
        cells = cells[~cells[name].str.strip().isin(texts).fillna(False).astype(bool)]
    table = leads.table.filter(~column.isin(written).fill_null(False))
    told = Dropped(rows(doubt.rows), doubt.why, doubt.rows)
    return replace(leads, table=table, cells=cells, dropped=(*leads.dropped, told))
