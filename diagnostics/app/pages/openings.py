"""What a page opens with: an example, the form of its address and its tab, an export."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from diagnostics.app import messages as m
from diagnostics.app.forms.entries import Entries, example, names
from diagnostics.app.forms.form_field import Way
from diagnostics.app.messages import DashboardMessage
from diagnostics.errors import InputError


def opens_leads(message: DashboardMessage) -> bool:
    """Whether a message may make leads be read, whatever way in is shown."""
    match message:
        case m.LeadsPart() | m.LeadsSheet() | m.Load() | m.Undo():
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
