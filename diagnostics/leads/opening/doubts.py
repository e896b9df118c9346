"""What is in doubt about how a file was opened: its encoding, and rows that the spreadsheet program does not show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from diagnostics.language import n, t
from diagnostics.leads.opening.engine import Folder, engine, stored
from diagnostics.leads.opening.source import ROW, Leads
from diagnostics.number_format import integer
from diagnostics.reading import crm, encodings
from diagnostics.reading.questions import Answer, Question, rows
from diagnostics.reading.receipt import Dropped

HIDDEN: Final = ("read", "leave-out")
"""Answers about rows that are hidden."""

FEW_HIDDEN: Final = 0.02
"""A smaller share of the rows that is hidden is read without a question."""


def settle(leads: Leads, given: Mapping[str, Any]) -> tuple[Leads, tuple[Question, ...]]:
    """An export as the answers about its opening have it, and what is still to be asked.

    Parameters
    ----------
    leads : Leads
        The export.
    given : mapping
        ``encoding``, the name of an encoding; ``hidden``, ``"read"`` or ``"leave-out"``.
    """
    asked: list[Question] = []
    if leads.encodings and given.get("encoding") and leads.reopen is not None:
        leads = leads.reopen({"encoding": given["encoding"]})
    elif leads.encodings and (told := _by_known_headings(leads)) is not None:
        leads = told
    elif leads.encodings and (question := _which_encoding(leads)) is not None:
        asked.append(question)
    if leads.hidden:
        answer = given.get("hidden")
        if answer == "leave-out":
            leads = _without_hidden(leads)
        elif answer is None and len(leads.hidden) > FEW_HIDDEN * _size(leads):
            asked.append(_hidden(leads))
        else:
            note = n(
                "{rows} hidden in the workbook, manually or by a filter, was read too.",
                "{rows} hidden in the workbook, manually or by a filter, were read too.",
                len(leads.hidden),
                rows=rows(len(leads.hidden)),
            )
            leads = replace(leads, notes=(*leads.notes, note), hidden=())
    return leads, tuple(asked)


def _size(leads: Leads) -> int:
    return 0 if leads.cells is None else len(leads.cells)


def _by_known_headings(leads: Leads) -> Leads | None:
    """An export in the encoding that gives more of the headings that CRMs use than any other; None where none does."""
    read = encodings.otherwise(leads.headings, leads.encodings)
    every = {leads.encodings[0]: list(leads.headings), **read}
    known = {name: set(crm.propose(tuple(texts), {}).columns.values()) for name, texts in every.items()}
    best, *others = sorted(known, key=lambda name: -len(known[name]))
    if leads.reopen is None or not others or len(known[best]) == len(known[others[0]]):
        return None
    told = ", ".join(h for h in every[best] if h in known[best] and not h.isascii())
    leads = leads.reopen({"encoding": best})
    note = t(
        "Read as {encoding}: it is not UTF-8, and only so its headings are known ({headings}).",
        encoding=encodings.title_of(best),
        headings=told,
    )
    return replace(leads, notes=(*leads.notes, note))


def _which_encoding(leads: Leads) -> Question | None:
    """The question which encoding it is, where the headings depend on it."""
    read = encodings.otherwise(leads.headings, leads.encodings)
    if not read:
        return None
    taken = leads.encodings[0]
    differ = {n for texts in read.values() for n, text in enumerate(texts) if text != leads.headings[n]}
    every = {taken: list(leads.headings), **read}
    examples = {name: ", ".join(texts[n] for n in sorted(differ)[:3]) for name, texts in every.items()}
    answers = tuple(
        Answer(f"{encodings.title_of(name)}: {example}", {"encoding": name}) for name, example in examples.items()
    )
    facts = {"readings": "; ".join(f"{name}: {example}" for name, example in examples.items()), "example": taken}
    return Question("encoding-unclear", "encoding", tuple(every), facts, answers)


def _hidden(leads: Leads) -> Question:
    hidden, size = len(leads.hidden), _size(leads)
    facts = {"hidden": rows(hidden), "rows": integer(size), "shown": integer(size - hidden)}
    answers = (
        Answer(t("read them too: {rows}", rows=rows(size)), {"hidden": "read"}),
        Answer(t("leave them out: {rows}", rows=rows(size - hidden)), {"hidden": "leave-out"}),
    )
    return Question("hidden-row" if hidden == 1 else "hidden-rows", "hidden", HIDDEN, facts, answers)


def _without_hidden(leads: Leads) -> Leads:
    import pyarrow

    assert leads.cells is not None  # only workbooks have hidden rows
    cells = leads.cells[~leads.cells[ROW].isin(leads.hidden)]
    folder = Folder()
    table = stored(engine(folder.name), pyarrow.Table.from_pandas(cells, preserve_index=False))
    why = t("hidden in the workbook, manually or by a filter")
    left_out = Dropped(rows(len(leads.hidden)), why, len(leads.hidden))
    return replace(
        leads, table=table, cells=cells, hidden=(), keep=(leads.keep, folder), dropped=(*leads.dropped, left_out)
    )
