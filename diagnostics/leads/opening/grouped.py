"""Grouped reports: a group is written in its first row only, and subtotals stand between the groups.

Both are told by the form of the rows, whatever the language. Whether blank cells mean the cell above is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from diagnostics.language import t
from diagnostics.leads.opening.engine import Folder, engine, stored
from diagnostics.leads.opening.source import ROW, Leads
from diagnostics.number_format import integer
from diagnostics.reading import crm
from diagnostics.reading.day_texts import is_day
from diagnostics.reading.fields import HAPPENED
from diagnostics.reading.questions import Answer, Question, listed, rows
from diagnostics.reading.receipt import Dropped

if TYPE_CHECKING:
    import pandas as pd

ANSWERS: Final = ("as-above", "blank")
"""Blank cells below a group belong to it; or they are blank."""

SPARSE: Final = 0.5
"""Share of the rows. A column filled in more of them is not one that is written once for each group."""

MOSTLY: Final = 0.5
"""Share of the rows that hold a day in a column which every lead fills."""

SHORT: Final = 1 / 3
"""Share of the columns that leads usually fill. A row without that day that fills no more of them is no lead."""

FEWEST_ORDERED: Final = 4
"""Groups of days or numbers, in ascending or descending order, from which the order is no chance."""

FEW: Final = 200
"""Filled cells at the top of a column. Where none of them is a day, the column is not one of days."""

MOST_ROWS: Final = 200_000
"""Rows up to which groups are looked for."""


OF_SOME_ROWS: Final = (*HAPPENED, "is_won", "is_closed", "reached", "fit", "direct", "id")
"""Fields that are rightly blank in some rows, or differ in each: no group is written in their columns."""


def settle(leads: Leads, given: Mapping[str, Any]) -> tuple[Leads, tuple[Question, ...]]:
    """An export without its subtotals and as the answer about blank cells has it, and what is still to be asked.

    Parameters
    ----------
    leads : Leads
        The export; only rows that have an order can be grouped.
    given : mapping
        ``blanks``, one of :data:`ANSWERS`; and headings by field.
    """
    if not _may_be_grouped(leads):
        return leads, ()
    frame = _ordered(leads)
    short = _subtotals(frame, leads.names)
    groups = _groups(frame, leads.names, short)
    if not groups and not _recurring(frame[short], leads.names):
        return leads, ()
    kept = frame[~short]
    as_above = frame.assign(**{name: frame[name].ffill() for name in groups})[~short]
    blank, filled = _with(leads, kept, int(short.sum())), _with(leads, as_above, int(short.sum()))
    used = _used(filled, groups, given)
    if not used:
        return blank, ()
    told = ", ".join(used)
    answer = given.get("blanks")
    if answer == "as-above":
        note = t(
            "{columns}: blank cells hold what is above them, in {rows}.", columns=told, rows=rows(_blanks(kept, groups))
        )
        return replace(filled, notes=(*filled.notes, note)), ()
    if answer == "blank":
        note = t("{columns}: blank cells are blank, though written like groups.", columns=told)
        return replace(blank, notes=(*blank.notes, note)), ()
    return blank, (_question(blank, filled, used),)


def _may_be_grouped(leads: Leads) -> bool:
    """Whether the rows have an order and a column has a few texts, most of them once."""
    profiles = list(leads.profiles.values())
    if not leads.numbered or not profiles or profiles[0].rows > MOST_ROWS:
        return False
    return any(0 < p.filled <= SPARSE * p.rows and p.distinct > 1 for p in profiles)


def _ordered(leads: Leads) -> pd.DataFrame:
    """The cells in the order of the file."""
    frame = leads.cells if leads.cells is not None else leads.table.to_pyarrow().to_pandas()
    return frame.sort_values(ROW, kind="stable")


def _text(column: pd.Series) -> pd.Series:
    """A column as text; blank is missing."""
    text = column.astype("string").str.strip()
    return text.mask(text == "")


def _subtotals(frame: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """Rows that are no leads: blank where the others have a day, and with few cells filled."""
    import pandas as pd

    none = pd.Series(False, index=frame.index)
    texts = {name: _text(frame[name]) for name in names}
    filled = pd.DataFrame({name: text.notna() for name, text in texts.items()})
    full = [name for name in names if filled[name].sum() > MOSTLY * len(frame)]
    days = {name: _days(texts[name]) for name in full if _days(texts[name].dropna().head(FEW)).any()}
    dated = [name for name, are in days.items() if are.sum() > MOSTLY * len(frame)]
    if not dated:
        return none
    for name in dated:  # "Count" below a date is no cell of a lead
        filled[name] = days[name]
    usual = [name for name in names if filled[name].sum() > MOSTLY * len(frame)]
    short = ~filled[dated].any(axis=1) & (filled[usual].sum(axis=1) <= SHORT * len(usual))
    if not short.any():
        return none
    # A lead without a day has a stage, a rep, a source that other leads have too.
    strange = pd.DataFrame(
        {name: text.notna() & ~text.isin(set(text[~short].dropna())) for name, text in texts.items()}
    )
    return short & strange.any(axis=1)


def _days(texts: pd.Series) -> pd.Series:
    """Which cells of a column hold a day; each text is read once."""
    known = {text: is_day(text) for text in texts.dropna().unique()}
    return texts.map(known).fillna(False).astype(bool)


def _recurring(short: pd.DataFrame, names: Sequence[str]) -> bool:
    """Whether rows that are no leads have a text in common, as subtotals do."""
    return len(short) > 1 and any(_text(short[name]).duplicated(keep=False).sum() > 1 for name in names)


def _groups(frame: pd.DataFrame, names: Sequence[str], short: pd.Series) -> tuple[str, ...]:
    """Columns that are written once for each group, the outer ones first."""
    found: list[str] = []
    leads = ~short
    for name in names:
        text = _text(frame[name])
        first = text.ffill()[leads]
        own = text[leads]
        if not text.notna().sum() > 1 or own.notna().sum() > SPARSE * leads.sum() or first.isna().any():
            continue
        starts = text[text.notna() & ~(short & text.duplicated(keep=False))]
        outer = [o for o in found if text[_text(frame[o]).notna() & leads].notna().all()]
        within = [frame[o].ffill()[starts.index].astype("string") for o in outer]
        once = not starts.to_frame("t").assign(**{str(n): w for n, w in enumerate(within)}).duplicated().any()
        if len(starts) > 1 and once and (sum(map(_is_number, starts)) <= MOSTLY * len(starts) or _in_order(starts)):
            found.append(name)
    return tuple(found)


def _is_number(text: str) -> bool:
    return is_day(text) or text.replace(".", "").replace(",", "").isdecimal()


def _in_order(texts: pd.Series) -> bool:
    """Whether days or numbers stand in order, which sparse ones rarely are by chance."""
    return len(texts) >= FEWEST_ORDERED and (texts.is_monotonic_increasing or texts.is_monotonic_decreasing)


def _with(leads: Leads, frame: pd.DataFrame, dropped: int) -> Leads:
    """The export with other cells."""
    import pyarrow

    folder = Folder()
    table = stored(engine(folder.name), pyarrow.Table.from_pandas(frame, preserve_index=False))
    why = t("a subtotal or the heading of a group, no lead")
    left = (Dropped(rows(dropped), why, dropped),) if dropped else ()
    cells = None if leads.cells is None else frame
    return replace(leads, table=table, cells=cells, keep=(leads.keep, folder), dropped=(*leads.dropped, *left))


def _used(leads: Leads, groups: Sequence[str], given: Mapping[str, Any]) -> tuple[str, ...]:
    """Headings of groups that are a field of a lead."""
    proposal = crm.propose(leads.headings, leads.profiles, {})
    never = {heading for key, heading in proposal.columns.items() if key in OF_SOME_ROWS}
    never |= {value for key, value in given.items() if key in OF_SOME_ROWS}
    taken = {*proposal.columns.values(), *(value for value in given.values() if isinstance(value, str))} - never
    headings = dict(zip(leads.names, leads.headings, strict=True))
    return tuple(headings[name] for name in groups if headings[name] in taken)


def _blanks(frame: pd.DataFrame, groups: Sequence[str]) -> int:
    return int(frame[list(groups)].isna().any(axis=1).sum())


def _question(blank: Leads, filled: Leads, used: Sequence[str]) -> Question:
    def counts(leads: Leads) -> str:
        texts = leads.profiles[used[0]].texts
        return listed(texts, texts)

    profile = blank.profiles[used[0]]
    answers = (
        Answer(t("the blank cells hold what stands above"), {"blanks": "as-above"}, counts(filled)),
        Answer(t("they are blank"), {"blanks": "blank"}, counts(blank)),
    )
    facts = {"headings": ", ".join(used), "filled": rows(profile.filled), "rows": integer(profile.rows)}
    return Question("blanks-below", used[0], tuple(answer.label for answer in answers), facts, answers)
