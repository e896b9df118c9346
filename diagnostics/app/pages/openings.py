"""What a page opens with: an example, the form of its address and its tab, an export."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from diagnostics.app import messages as m
from diagnostics.app.case.case import Case
from diagnostics.app.case.case_file import CASE_KIND
from diagnostics.app.case.unnamed import less_named
from diagnostics.app.forms.entries import LEDGER, LEDGER_NAME, LEDGER_STORY, Entries, blank, example, names
from diagnostics.app.forms.form_field import Way
from diagnostics.app.forms.form_fields import FIELDS
from diagnostics.app.forms.scenarios import SAVED
from diagnostics.app.messages import DashboardMessage
from diagnostics.app.pages.answering import Asked
from diagnostics.app.pages.replies import ExamplePane
from diagnostics.app.pages.said import Said
from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.reading.people import Shown
from diagnostics.reference import samples


def opens_leads(message: DashboardMessage) -> bool:
    """Whether a message may make leads be read, whatever way in is shown."""
    match message:
        case m.LeadsPart() | m.LeadsSheet() | m.Load() | m.Undo() | m.Redo():
            return True
        case m.ChooseWay(way=way):
            return way == "ledger"
        case m.Hello(query=query, kept=kept):
            return "ledger" in query or "ledger" in (kept or "")
        case m.Address(query=query):
            return "ledger" in query
    return False


def chosen_example(name: str, way: Way) -> Entries:
    """The form filled with a sample business.

    Raises
    ------
    InputError
        Where there is none of that name.
    """
    if name not in names():
        raise InputError("unknown-example", "example", name, choices=names())
    return example(name, way)


def example_pane(entries: Entries) -> ExamplePane | None:
    """The sample business in the form, if it is one untouched."""
    if known := samples.load().get(entries.example or ""):
        return {"id": known.id, "name": t(known.name), "story": t(known.story)}
    if entries.way == "ledger" and entries.sample:
        return {"id": LEDGER, "name": t(LEDGER_NAME), "story": t(LEDGER_STORY)}
    return None


def in_way(entries: Entries, way: Way, past: Sequence[Entries]) -> Entries:
    """Another way in. What was typed there before is there again, whatever was opened or cleared meanwhile.

    Parameters
    ----------
    entries : Entries
        The form now.
    way : str
        The way in to go to.
    past : sequence of Entries
        The form before each change, the latest last.
    """
    left = next((before for before in reversed(past) if before.way == way), None)
    if left is None or left.example is not None or left == blank(way) or way == entries.way:
        return entries.in_way(way)
    if entries.example is not None or entries == blank(entries.way):
        return left
    own = {f.key for f in FIELDS if way in f.ways and entries.way not in f.ways}
    shared = {key: text for key, text in entries.texts.items() if key not in own}
    back = replace(entries.in_way(way), texts={**shared, **{k: t for k, t in left.texts.items() if k in own}})
    match way:
        case "table":
            return replace(back, grid=left.grid)
        case "ledger":
            return replace(back, opened=left.opened, columns=left.columns, sample=left.sample)
        case _:
            return back


def opening(message: m.Hello) -> Entries | None:
    """The form of a page that opens: what its address says, and what the tab kept that no address can carry."""
    asked = Entries.from_query(message.query)
    if asked is None or not message.kept:
        return asked
    with suppress(InputError):
        if asked.way == "table" and asked.grid.empty and asked.example is None:
            return replace(asked, grid=Entries.from_json(message.kept).grid)
        if asked.way == "ledger" and not asked.opened:
            kept = Entries.from_json(message.kept)
            return replace(asked, opened=kept.opened, columns=kept.columns, grid=kept.grid)
    return asked


def opened_file(text: str, people: Shown = "names") -> tuple[Entries, Said | None, Asked | None]:
    """The form of a file that was saved from the page, or of a case; what it says of its answer.

    Of a case the numbers too: its form does not hold them where they are an export's. ``people``: how reps are shown at
    most.

    Raises
    ------
    InputError
        Where it is neither, or damaged.
    """
    if not _is_case(text):
        return Entries.from_json(text), Said.of_file(text), None
    case = less_named(Case.from_json(text, "file"), people)
    entries = case.typed
    if not entries.scenarios:
        for slot, scenario in zip(SAVED, case.scenarios, strict=False):
            entries = entries.trying(slot, scenario.levels)
    latest = case.diagnoses[-1] if case.diagnoses else None
    date = latest.date if latest is not None and latest.numbers.is_as(case.numbers) else ""
    entries = entries.speaking(case.language or entries.language)
    entries = entries.entitled(entries.title or case.client, entries.date or date)
    return entries, None, None if case.numbers is None else Asked(*case.numbers.records())


def _is_case(text: str) -> bool:
    """Whether a text is a case's file. One that is damaged is not."""
    if CASE_KIND not in text:  # most files are read once
        return False
    with suppress(ValueError, RecursionError):
        data = json.loads(text)
        return isinstance(data, dict) and data.get("kind") == CASE_KIND
    return False
