"""Rows of a report that stand alone above the rows of a group: ``Stage: Closed Won (63)``. Each becomes a column.

They are told by their form, whatever the language: one filled cell, every lead below one of them, no text twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from diagnostics.language import t
from diagnostics.leads.opening.engine import Folder, engine, stored
from diagnostics.leads.opening.source import ROW, Leads
from diagnostics.reading.questions import listed, rows
from diagnostics.reading.receipt import Dropped

if TYPE_CHECKING:
    import pandas as pd

HEADING: Final = "Group"
"""The heading of a column of groups that do not say what they are groups of."""
MOST_ROWS: Final = 200_000
"""Rows up to which groups are looked for."""
FEWEST_CELLS: Final = 3
"""Filled cells of a usual lead; where it has fewer, a row of one cell is no heading of a group."""
MOST_HEADS: Final = 1 / 2
"""Share of the rows, above which rows of one cell are no headings of groups."""

_FORM: Final = re.compile(r"(?:([^:：]{1,40}?)\s*[:：]\s*)?(.+?)(?:\s*[(\[]\s*(\d[\d.,]*)\s*[^\d()\[\]]*[)\]])?")
"""What it is a group of, the group, and how many rows it has."""


@dataclass(frozen=True)
class _Head:
    at: int
    column: str
    of: str
    group: str
    count: str
    text: str


def as_columns(leads: Leads) -> Leads:
    """An export with a column for each level of rows that stand alone above others, without these rows."""
    profiles = list(leads.profiles.values())
    if not leads.numbered or not profiles or not FEWEST_CELLS <= profiles[0].rows <= MOST_ROWS:
        return leads
    if sum(p.filled > p.rows - 2 for p in profiles) > 1:
        return leads  # no two rows have one filled cell
    frame = leads.cells if leads.cells is not None else leads.table.to_pyarrow().to_pandas()
    frame = frame.sort_values(ROW, kind="stable").reset_index(drop=True)
    heads = _heads(frame, leads)
    if not heads:
        return leads
    levels: dict[tuple[str, str], list[_Head]] = {}
    for head in heads:
        levels.setdefault((head.column, head.of), []).append(head)
    kept = frame.drop(index=[head.at for head in heads])
    width = kept[list(leads.names)].astype("string").replace("", None).notna().sum(axis=1)
    full = kept.index[width >= min(FEWEST_CELLS, width.median())]  # a subtotal has fewer cells
    headings, names, notes = list(leads.headings), list(leads.names), []
    for n, found in enumerate(levels.values()):
        counted = all(_count(head) == _below(head, found, full) for head in found)
        groups = {head.at: head.group if counted or head.of or not head.count else head.text for head in found}
        heading = found[0].of or HEADING
        if heading in headings:
            continue  # each row says it itself
        name = f"group_{n}"
        kept = kept.assign(**{name: _filled(groups, frame)[kept.index].to_numpy()})
        headings.append(heading)
        names.append(name)
        facts = {"column": heading, "rows": rows(len(found)), "groups": listed(groups.values())}
        notes.append(
            t(
                "{column}: made of {rows} that stand alone above others, {groups}, as the numbers of their rows prove.",
                **facts,
            )
            if counted
            else t("{column}: made of {rows} that stand alone above others, {groups}.", **facts)
        )
    dropped = Dropped(rows(len(heads)), t("the heading of a group, no lead"), len(heads))
    return _made(leads, kept, headings, names, notes, dropped)


def _heads(frame: pd.DataFrame, leads: Leads) -> list[_Head]:
    """The rows that are headings of groups; none where some lead is below none of them."""
    texts = {name: frame[name].astype("string").str.strip().replace("", None) for name in leads.names}
    import pandas as pd

    filled = pd.DataFrame({name: text.notna() for name, text in texts.items()})
    width = filled.sum(axis=1)
    alone = width == 1
    if not 2 <= alone.sum() <= MOST_HEADS * len(frame) or width[~alone].median() < FEWEST_CELLS:
        return []
    found = []
    for at in frame.index[alone]:
        column = str(filled.loc[at].idxmax())
        text = str(texts[column][at])
        form = _FORM.fullmatch(text)
        of, group, count = form.groups() if form else ("", text, "")
        found.append(_Head(int(at), column, of or "", group, count or "", text))
    written = [head.text for head in found]
    found = [head for head in found if written.count(head.text) == 1 or head.of]
    while found and not (~alone)[found[-1].at :].any():
        found.pop()  # a remark below the last lead
    outer = [head for head in found if (head.column, head.of) == (found[0].column, found[0].of)]
    usual = filled[~alone].mean()
    taken = [head for head in found if head.of or usual[head.column] > MOST_HEADS or not usual[head.column]]
    if len(outer) < 2 or len(taken) < len(found) or int(alone.to_numpy().argmin()) < found[0].at:
        return []
    return found


def _below(head: _Head, level: list[_Head], full: pd.Index[int]) -> int:
    """Leads from a heading to the next one of its level."""
    last = int(full.max()) + 1 if len(full) else 0
    later = [other.at for other in level if other.at > head.at]
    return int(((full > head.at) & (full < min(later, default=last))).sum())


def _count(head: _Head) -> int:
    digits = "".join(filter(str.isdigit, head.count))
    return int(digits) if digits else -1


def _filled(groups: dict[int, str], frame: pd.DataFrame) -> pd.Series:
    """The group of each row."""
    import pandas as pd

    return pd.Series(groups, dtype="str").reindex(frame.index).ffill()


def _made(
    leads: Leads, frame: pd.DataFrame, headings: list[str], names: list[str], notes: list[str], dropped: Dropped
) -> Leads:
    import pyarrow

    folder = Folder()
    return replace(
        leads,
        table=stored(engine(folder.name), pyarrow.Table.from_pandas(frame, preserve_index=False)),
        cells=None if leads.cells is None else frame,
        headings=tuple(headings),
        names=tuple(names),
        keep=(leads.keep, folder),
        notes=(*leads.notes, *notes),
        dropped=(*leads.dropped, dropped),
    )
