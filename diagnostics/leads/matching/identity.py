"""Whether a column identifies a lead: where rows share a number, the other columns tell whether they are one lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diagnostics.language import t
from diagnostics.leads.fields.canonical import ids_in, is_dated, token
from diagnostics.leads.opening.engine import ask, distinct
from diagnostics.leads.opening.source import ROW, Leads
from diagnostics.leads.thresholds import (
    AGREE,
    BY_CHANCE,
    FEWEST_OVERLAPPING,
    MANY_ROWS,
    MOST_COMPARED,
    OVERLAPPING,
    ROUNDED,
    SURELY_SOME,
    SURELY_UNIQUE,
)
from diagnostics.number_format import integer
from diagnostics.reading.blanks import no_ids
from diagnostics.reading.contents import Contents
from diagnostics.reading.dates import cut_time
from diagnostics.reading.heading_forms import forms, keys
from diagnostics.reading.outcome_words import meaning
from diagnostics.reading.progress import Progress
from diagnostics.reading.questions import Answer, Question, rows, shown
from diagnostics.reading.vocabulary import crm

if TYPE_CHECKING:
    import pandas as pd

COMPARED: Final = ("created", "outcome", "channel", "rep")
"""Fields that are compared among the rows of one number, and the names of the record or person."""


FEWEST_IDS: Final = 20
"""Different texts. In fewer, that none stands twice with the same stage says little."""

MOST_IDS: Final = 0.9
"""Different texts for each row. With more, almost no lead has a second row."""

HISTORY: Final = 0.5
"""Share of the rows that belong to a text of several rows, in a history."""


@dataclass(frozen=True)
class Repeats:
    """Numbers that stand in several rows.

    Attributes
    ----------
    ids, rows, most : int
        How many of them, their rows, the rows of the commonest.
    different : int
        Different numbers, of all rows.
    differing : dict of str to int
        Of how many of them the rows differ, by field; ``"name"`` for a name. A blank differs from nothing.
    """

    ids: int
    rows: int
    most: int
    different: int
    differing: Mapping[str, int]

    def differ(self, key: str) -> float:
        """The share of the repeated numbers whose rows differ in a field; 0 where there is no such column."""
        return self.differing.get(key, 0) / self.ids if self.ids else 0.0

    def agree(self, key: str) -> bool:
        """Whether there is such a column and rows of nearly every repeated number agree in it."""
        return key in self.differing and self.differ(key) <= 1 - AGREE

    @property
    def many(self) -> bool:
        """Whether there are more rows of each number than one lead has."""
        return self.rows >= MANY_ROWS * self.ids

    @property
    def is_history(self) -> bool:
        """Whether the rows are stages of one lead: another stage and day in each, the same people throughout."""
        same = [key for key in ("name", "channel", "rep") if key in self.differing]
        return bool(same) and not self.many and all(map(self.agree, same)) and self.differ("outcome") >= AGREE

    @property
    def is_one_lead(self) -> bool:
        """Whether rows of one number are one lead: they have one day of creation and one name, or are stages of it."""
        one_day = self.agree("created") and self.differ("name") <= 1 - AGREE
        return one_day or self.is_history

    @property
    def is_no_id(self) -> bool:
        """Whether the column plainly does not identify: many rows of each number, or another name and day in each."""
        many = self.rows >= MANY_ROWS * self.ids
        return not self.is_one_lead and (many or (self.differ("name") >= AGREE and not self.agree("created")))


@dataclass(frozen=True)
class Identity:
    """What is made of a column of numbers."""

    used: bool
    question: Question | None = None
    notes: tuple[str, ...] = ()


def identify(leads: Leads, heading: str, columns: Mapping[str, str], progress: Progress | None = None) -> Identity:
    """Whether a proposed column identifies a lead.

    Parameters
    ----------
    leads : Leads
        The source.
    heading : str
        The proposed column.
    columns : mapping of str to str
        Heading by field.
    progress : callable, optional
        Called with what is being looked at.
    """
    profile = leads.profiles[heading]
    contents = Contents(profile)
    if profile.complete and contents.rounded >= ROUNDED * profile.filled and profile.distinct < profile.filled:
        example = next(text for text in profile.told if "E" in text.upper())
        return Identity(
            False,
            notes=(
                t(
                    "{column}: a spreadsheet has rounded {rows} to numbers such as {example}, of which {different} are "
                    "different; it is not used to tell leads apart.",
                    column=heading,
                    rows=rows(contents.rounded),
                    example=shown(example),
                    different=integer(profile.distinct),
                ),
            ),
        )
    if profile.distinct >= (profile.filled if profile.complete else SURELY_UNIQUE * profile.filled):
        return Identity(True)
    if not repeated_ids(leads, heading, progress):  # a small part of the work of comparing rows
        return Identity(True)
    found = repeats(leads, heading, columns, progress)
    if not found.ids or found.is_one_lead:
        return Identity(True)
    if found.is_no_id:
        told = t(
            "{column}: {ids} of its {different} texts are in several rows ({rows} rows), {several} of them with different "
            "days of creation; it is not used to tell leads apart.",
            column=heading,
            ids=integer(found.ids),
            different=integer(found.different),
            rows=integer(found.rows),
            several=integer(found.differing.get("created", 0)),
        )
        return Identity(False, notes=(told,))
    return Identity(True, _one_or_several("id-repeats", heading, found))


def _one_or_several(code: str, heading: str, found: Repeats) -> Question:
    """Whether the rows of one text are one lead."""
    answers = (
        Answer(t("rows with the same {column} are one lead", column=heading), {"id": heading}),
        Answer(t("each row is a lead"), {"id": None}),
    )
    facts = {
        "heading": shown(heading),
        "ids": integer(found.ids),
        "rows": rows(found.rows),
        "several": integer(found.differing.get("created", 0)),
    }
    return Question(code, "id", (heading,), facts, answers)


def unnamed(leads: Leads, columns: Mapping[str, str], progress: Progress | None = None) -> Question | None:
    """Asks about a column that no heading calls an ID, where its rows look like the history of one lead.

    Each of its texts stands in several rows of other days, all in the stage in which leads begin, and never twice with the
    same stage: among leads of one customer or place, two of the same stage are common.
    """
    outcome, created = columns.get("outcome"), columns.get("created")
    if outcome is None or created is None or leads.profiles[outcome].rows > MOST_COMPARED:
        return None
    stages = leads.profiles[outcome]
    alike = sum((n / stages.rows) ** 2 for n in stages.told.values()) if stages.complete else 0.0
    begun = max((n for text, n in stages.told.items() if meaning(text) in ("open", "unknown")), default=0)
    for heading in sorted(leads.profiles):
        profile = leads.profiles[heading]
        if heading in columns.values() or leads.headings.count(heading) > 1 or profile.filled < profile.rows:
            continue
        if not FEWEST_IDS <= profile.distinct <= MOST_IDS * profile.rows or profile.rows > MANY_ROWS * profile.distinct:
            continue
        if begun < AGREE * profile.distinct or (profile.rows - profile.distinct) * alike < SURELY_SOME:
            continue  # leads do not begin in one stage; or that none stands twice with the same may be chance
        pairs = leads.table.select(leads.column(heading), leads.column(outcome)).distinct()
        different = int(
            ask(pairs.agg(n=pairs.count()), t("Comparing rows of the same {column}", column=heading), progress)[
                "n"
            ].iloc[0]
        )
        if different < SURELY_UNIQUE * profile.rows:
            continue
        found = repeats(leads, heading, {"created": created, "outcome": outcome}, progress)
        if found.rows >= HISTORY * profile.rows and min(map(found.differ, ("created", "outcome"))) >= AGREE:
            return _one_or_several("id-repeats", heading, found)
    return None


def repeats(leads: Leads, heading: str, columns: Mapping[str, str], progress: Progress | None = None) -> Repeats:
    """The numbers that stand in several rows, and in what their rows differ; blank cells are no numbers."""
    compared = {key: columns[key] for key in COMPARED if key in columns and columns[key] != heading}
    known = forms(crm().names)
    named = [h for h in dict.fromkeys(leads.headings) if keys(h) & known and h != heading]
    fullest = sorted(named, key=lambda h: (-leads.profiles[h].filled, -leads.profiles[h].distinct, h))
    if fullest and leads.headings.count(fullest[0]) == 1:
        compared["name"] = fullest[0]
    names = {key: leads.column(h) for key, h in compared.items()}
    if leads.cells is not None:
        return _of_cells(leads.cells, leads.column(heading), names)
    table = leads.table
    texts: dict[str, Any] = {"id": table[leads.column(heading)].cast("string").strip()}
    for key, name in names.items():
        column = table[name]
        text = column.cast("date").cast("string") if is_dated(column) else token(column)
        texts[key] = text if key == "created" else column.cast("string").strip()
    every = table.select(**texts)
    kept = every.filter(~every.id.lower().isin(sorted(no_ids())) & every.id.notnull())
    sums = {"n": kept.count()}
    for key in names:
        sums[key] = kept[key].nullif("").min() != kept[key].nullif("").max()
    by_id = kept.group_by("id").agg(**sums)
    several = by_id.n > 1
    whole = by_id.agg(
        different=by_id.count(),
        ids=by_id.count(where=several),
        rows=by_id.n.sum(where=several).fill_null(0),
        most=by_id.n.max(),
        **{f"differ_{key}": by_id.count(where=several & by_id[key]) for key in names},
    )
    found = ask(whole, t("Comparing rows of the same {column}", column=heading), progress).iloc[0]
    return Repeats(
        int(found["ids"]),
        int(found["rows"]),
        int(found["most"] or 0),
        int(found["different"]),
        {key: int(found[f"differ_{key}"]) for key in names},
    )


def _of_cells(cells: pd.DataFrame, name: str, names: Mapping[str, str]) -> Repeats:
    """Of a small file, without the engine."""
    kept = _ids(cells[name])
    counts = kept.value_counts()
    several = counts[counts > 1]
    rows_ = cells.loc[kept.index[kept.isin(several.index)]]
    by = kept.loc[rows_.index]
    differing = {}
    for key, column in names.items():
        texts = rows_[column].map(cut_time, na_action="ignore") if key == "created" else rows_[column]
        differing[key] = int((texts.groupby(by).nunique() > 1).sum())
    most = int(counts.iloc[0]) if len(counts) else 0
    return Repeats(len(several), int(several.sum()), most, len(counts), differing)


def repeated_ids(leads: Leads, heading: str, progress: Progress | None = None) -> int:
    """Rows that repeat an ID, exactly, and told once of a source."""
    if heading not in leads.repeated:
        name = leads.column(heading)
        if leads.cells is not None:
            ids = _ids(leads.cells[name])
            ids = ids[ids != heading]
            filled, different = len(ids), ids.nunique()
        else:
            ids = ids_in(leads.table[name], {heading})
            filled, different = distinct(leads.table, ids, t("Looking for repeated IDs"), progress)
        leads.repeated[heading] = filled - different
    return leads.repeated[heading]


def _ids(cells: pd.Series) -> pd.Series:
    """The texts of a column without blanks and words for nothing."""
    ids = cells.str.strip()
    return ids[ids.notna() & ~ids.str.lower().isin(no_ids())]


def repeated_rows(leads: Leads, progress: Progress | None = None) -> int:
    """Rows that are the same as another in every column; 0 in a source too long to compare them all."""
    if leads.cells is not None:
        return int(leads.cells[list(leads.names)].duplicated().sum())
    total = next(iter(leads.profiles.values())).rows if leads.profiles else 0
    if total > MOST_COMPARED:
        return 0
    different = leads.table.select(*leads.names).distinct()
    return total - int(ask(different.agg(n=different.count()), t("Looking for repeated rows"), progress)["n"].iloc[0])


def rows_in_several_files(leads: Leads, progress: Progress | None = None) -> int:
    """Rows that another file has too, where they are beyond chance: files that overlap; else 0.

    Rows of different leads are alike within a file as often as between files.
    """
    if len(leads.starts) < 2 or not leads.numbered:
        return 0
    if next(iter(leads.profiles.values())).rows > MOST_COMPARED:
        return 0
    import ibis

    row = leads.table[ROW]
    file = sum(((row > start).cast("int64") for start in leads.starts[1:]), ibis.literal(0))
    table = leads.table.mutate(file=file)
    alike = table.group_by([*leads.names, "file"]).agg(n=lambda r: r.count())
    again = alike.group_by(list(leads.names)).agg(n=alike.n.sum(), most=alike.n.max(), files=alike.count())
    counted = again.agg(between=(again.n - again.most).sum(), within=(again.n - again.files).sum())
    found = ask(counted, t("Comparing the rows of the files"), progress).iloc[0]
    between, within = int(found["between"]), int(found["within"])
    return between if between >= FEWEST_OVERLAPPING and between > OVERLAPPING * within else 0


def identifying_text(leads: Leads, columns: Mapping[str, str], progress: Progress | None = None) -> Question | None:
    """Without an ID: the question whether rows with the same text are one lead, where most rows share it.

    They share the day they came and how they ended with it, far more often than by chance.
    """
    if "created" not in columns or "outcome" not in columns:
        return None
    ended = leads.profiles[columns["outcome"]]
    commonest = max(ended.texts.values(), default=0) / max(ended.rows, 1)
    candidates = []
    for heading, profile in leads.profiles.items():
        if heading in columns.values() or leads.headings.count(heading) > 1 or not profile.filled:
            continue
        few = profile.distinct * MANY_ROWS < profile.filled
        if few or not any(map(str.isalpha, "".join(profile.commonest(1)))) or Contents(profile).days > 1 / 2:
            continue
        candidates.append(profile)
    for profile in sorted(candidates, key=lambda p: -p.distinct):
        found = repeats(leads, profile.heading, columns, progress)
        alike = found.agree("created") and found.agree("outcome")
        if found.rows * 2 > profile.rows and alike and commonest ** (found.rows - found.ids) < BY_CHANCE:
            return _one_or_several("text-repeats", profile.heading, found)
    return None
