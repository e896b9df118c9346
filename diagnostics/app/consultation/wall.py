"""What the wall is sent of a session, and what may be asked from it: the projected window never gets anything private.

The script, the notes, the clients, names of files and what is taken away stay at the desk. Filtered here, before anything is
sent: what a window does not have, it cannot show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from diagnostics.language import mark, t

NO_CLIENT: Final = mark("No client is open at the desk.")
ASKED: Final = frozenset(
    {
        "hello",
        "step",
        "page",
        "level",
        "reset_levels",
        "view_scenario",
        "answer",
        "undo",
        "redo",
        "ping",
        "plotly",
        "stop",
    }
)
"""What the wall may ask for: to look around, and to answer what the room is asked."""
ASKED_INSIDE: Final = frozenset({"hello", "type", "settle", "address", "undo", "redo", "plotly", "ping", "stop"})
"""The same of the page inside."""
LEFT_OUT: Final = frozenset({"saved", "download", "data"})
"""Parts of a reply that are of files."""
LEFT_OUT_INSIDE: Final = LEFT_OUT | {
    "file",
    "kept",
    "rows",
    "notice",
    "choose",
    "choose_title",
    "progress",
    "share",
}
"""The same of the page inside: what names a file that is opened, or shows rows of it."""
PRIVATE: Final[Mapping[str, Any]] = {
    "file": "",
    "notice": "",
    "alarm": False,
    "saved": {"text": "", "alarm": False},
    "conflict": None,
    "choices": [],
    "talk": {"minutes": "", "until": 0, "points": [], "ask": "", "next": ""},
    "note": "",
    "note_said": "",
}
"""What stands in place of the private fields of an open case."""


def may_ask(content: Mapping[str, Any]) -> bool:
    """Whether the wall may send this message; a file is opened at the desk, never from the wall."""
    inside = content.get("page")
    if isinstance(inside, Mapping):
        return inside.get("do") in ASKED_INSIDE
    return content.get("do") in ASKED and not content.get("file")


def for_the_wall(reply: Mapping[str, Any]) -> dict[str, Any]:
    """A reply without anything private; empty where nothing of it is for the wall."""
    shown = {name: value for name, value in reply.items() if name not in LEFT_OUT}
    inside = shown.get("page")
    if isinstance(inside, Mapping):
        shown["page"] = _page(inside)
    shell = shown.get("shell")
    if isinstance(shell, Mapping):
        shown["shell"] = _no_clients(shell) if shell["clients"] else _case(shell)
    return shown if shown.keys() - {"seq"} else {}


def _page(inside: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in inside.items() if name not in LEFT_OUT_INSIDE}
    if isinstance(shown.get("leads"), Mapping):
        shown["leads"] = {**shown["leads"], "opened": "", "again": ""}
    return shown


def _no_clients(shell: Mapping[str, Any]) -> dict[str, Any]:
    return {**shell, "clients": {"title": t(NO_CLIENT), "line": "", "cases": []}, "notice": "", "alarm": False}


def _case(shell: Mapping[str, Any]) -> dict[str, Any]:
    shown = {**shell, **PRIVATE}
    shown.pop("face", None)
    if "plan" in shown:
        shown["plan"] = {**shown["plan"], "report_said": ""}
    return shown
