"""Hostile addresses, files of the page, messages and command lines."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import diagnostics as dx
from diagnostics.app.messages import Refused
from tests.hostile.cases import case_content, places, spoilt
from tests.hostile.sources import CELLS, LEDGER, TABLE, content
from tests.hostile.values import JSON_VALUES, Call, Chooser, folder, path_of


def entries(c: Chooser) -> Call:
    from diagnostics.app.forms.entries import Entries, example
    from diagnostics.app.forms.form_fields import BY_KEY

    kind = c.one_of(("query", "json", "value", "dict"))
    if kind == "query":
        pairs = [(c.one_of((*BY_KEY, "way", "table", "example", "leads_of")), c.one_of((*CELLS, "ledger", "table", "joinery", "1", "%", "%ff%00")))
                 for _ in range(c.upto(1, 4))]  # fmt: skip
        return lambda: _reread(Entries.from_query("#" + "&".join(f"{k}={v}" for k, v in pairs)))
    if kind == "value":
        value = c.value()
        return c.one_of(
            (lambda: Entries.from_dict(value), lambda: Entries.from_json(value), lambda: Entries.from_query(value))
        )
    data = spoilt(c, example("leads_pile_up", c.one_of(("counts", "table", "ledger"))).to_dict())
    if kind == "dict":
        return lambda: _reread(Entries.from_dict(data))
    text = json.dumps(data, ensure_ascii=bool(c.upto(0, 1)))
    return lambda: _reread(Entries.from_json(text))


def _reread(found: Any) -> None:
    from diagnostics.app.forms.counts_form import read_counts

    if found is not None:
        found.to_query()
        read_counts(found.texts)


MESSAGES: tuple[dict[str, Any], ...] = (
    {"do": "hello", "query": "#leads=100&wins=10&goal=20&closing=20"},
    {"do": "type", "texts": {"leads": "310", "wins": "17", "goal": "58", "closing": "12"}},
    {"do": "undo"},
    {"do": "example", "name": "leads_pile_up"},
    {"do": "clear"},
    {"do": "address", "query": "#way=table"},
    {"do": "load", "text": "{}"},
    {"do": "save"},
    {"do": "try", "levels": {"closing": 0.3, "reach": 400}},
    {"do": "scenario", "slot": "scenario_a", "keep": True},
    {"do": "way", "way": "table"},
    {"do": "way", "way": "ledger"},
    {"do": "cells", "op": {"op": "set", "cells": [[0, 0, "2025-01"], [1, 1, "5"]]}},
    {"do": "cells", "op": {"op": "insert", "at": 0}},
    {"do": "cells", "op": {"op": "delete", "at": 0, "count": 1}},
    {"do": "cells", "op": {"op": "paste", "row": 0, "column": 0, "rows": 1, "columns": 1, "text": "1\t2"}},
    {"do": "column", "key": "leads", "on": True},
    {"do": "upload", "name": "a.csv", "data": TABLE.encode()},
    {"do": "paste", "text": TABLE.replace(",", "\t")},
    {"do": "sheet", "name": "a"},
    {"do": "count", "month": "24300"},
    {"do": "leads", "name": "a.csv", "size": len(LEDGER), "data": LEDGER.encode()},
    {"do": "leads_sheet", "name": "a"},
    {"do": "match", "field": "created", "heading": "created"},
    {"do": "answer", "given": {"won": ["won"]}},
    {"do": "meaning", "text": "won", "means": "won"},
    {"do": "rows", "key": "a"},
)
STRANGE: tuple[Any, ...] = (*JSON_VALUES, b"", b"\0", b"PAR1", b"PK\x03\x04", TABLE, -(2**53), 2**53, float("nan"))


def _message(c: Chooser, messages: Any) -> Any:
    message = copy.deepcopy(c.one_of(messages))
    for _ in range(c.upto(0, 2)):
        holder, key = c.one_of(places(message))
        kind = c.one_of(("text", "value", "gone", "more"))
        if kind == "text" and isinstance(holder[key], str) and key not in ("do", "op"):
            holder[key] = c.one_of((*CELLS, "leads", "ledger", "won", "lost", "created", "outcome"))
        elif kind == "text" and isinstance(holder[key], bytes):
            holder[key] = content(c, c.one_of((TABLE, LEDGER)))
        elif kind == "value":
            holder[key] = copy.deepcopy(c.one_of(STRANGE))
        elif kind == "gone" and isinstance(holder, dict):
            del holder[key]
            if not message:
                break
        elif isinstance(holder, dict):
            holder[c.one_of(("x", "seq", "\ud800", "at", "step"))] = copy.deepcopy(c.one_of(STRANGE))
    return message


def page(c: Chooser) -> Call:
    from diagnostics.app.pages.dashboard import DashboardPage

    messages = [_message(c, MESSAGES) if c.upto(0, 12) else c.value() for _ in range(c.upto(1, 4))]
    c.chosen += [str(m.get("do"))[:20] if isinstance(m, dict) else "" for m in messages]
    shown = DashboardPage()
    return lambda: _handled(shown, messages)


def _handled(shown: Any, messages: Any) -> None:
    """Every message; what is refused changes nothing for the next one."""
    for message in messages:
        with contextlib.suppress(Refused, dx.InputError):
            reply = shown.handle(message)
            json.dumps(reply, default=lambda _: 0).encode("utf-8")


TALK: tuple[dict[str, Any], ...] = (
    *({"do": "page", "page": message} for message in MESSAGES if message["do"] not in ("leads", "upload")),
    {"do": "hello", "file": "a.json"},
    {"do": "new", "client": "b"},
    {"do": "open", "file": "a.json"},
    {"do": "close"},
    {"do": "conflict", "keep": "mine"},
    {"do": "save_now"},
    {"do": "report", "format": "html"},
    {"do": "undo"},
    *({"do": "step", "to": step, "today": "2025-06-30"} for step in ("door", "numbers", "diagnosis", "whatif", "plan")),
    {"do": "level", "link": "closing", "value": "0.3"},
    {"do": "reset_levels"},
    {"do": "view_scenario", "name": "a"},
    {"do": "client", "text": "a"},
    {"do": "note", "step": "door", "text": "a"},
    {"do": "define", "key": "lead", "text": "a"},
    {"do": "sellers", "text": "3"},
    {"do": "wanted", "text": "3"},
    {"do": "answer", "id": "website", "side": "sales"},
    {"do": "unit", "unit": "hours"},
    {"do": "print_notes", "on": True},
    {"do": "add_activity"},
    {"do": "remove_activity", "at": 0},
    {"do": "edit_activity", "at": 0, "field": "amount", "text": "3"},
    {"do": "save_scenario", "name": "a"},
    {"do": "aim_at", "name": "a"},
    {"do": "remove_scenario", "name": "a"},
    {"do": "choose_play", "id": "a"},
    {"do": "drop_play", "id": "a"},
    {"do": "add_action"},
    {"do": "remove_action", "at": 0},
    {"do": "edit_action", "at": 0, "field": "date", "text": "2025-06-30"},
)


def consultation(c: Chooser) -> Call:
    from diagnostics.app.consultation.consultation import Consultation

    messages = [_message(c, TALK) if c.upto(0, 12) else c.value() for _ in range(c.upto(2, 5))]
    c.chosen += [str(m.get("do"))[:20] if isinstance(m, dict) else "" for m in messages]
    first = {"do": "page", "page": {"do": "example", "name": "leads_pile_up"}}

    def call() -> None:
        with tempfile.TemporaryDirectory() as folder:
            window = Consultation(Path(folder), quiet=0)
            _handled(window, [{"do": "new", "client": "a"}, first, *messages])
            window.handle({"do": "close"})

    return call


WORDS = (
    "--leads",
    "--wins",
    "--goal",
    "--closing",
    "--days",
    "--months",
    "--usual-fit",
    "--capacity",
    "--worked",
    "--direct-wins",
)


def command(c: Chooser) -> Call:
    from diagnostics.__main__ import main

    def text() -> str:
        return str(c.one_of((*CELLS, "10", "100", "0.2", "20%", "1e9")))

    if c.upto(0, 3):
        arguments = [
            "diagnose",
            "--leads=100",
            "--wins=10",
            "--goal=20",
            "--closing=20%",
            *(f"{c.one_of(WORDS)}={text()}" for _ in range(c.upto(0, 2))),
        ]
    else:
        path = path_of(case_content(c).encode("utf-8", "surrogatepass"), c, ".json") if c.upto(0, 1) else text()
        out = c.one_of((f"{folder()}/a.html", f"{folder()}/{text()}.html", text()))
        arguments = ["report", path, "--out", out] if c.upto(0, 5) else [text(), text()]
    if c.upto(0, 1) and arguments[0] == "diagnose":
        arguments.append("--json")
    c.chosen += arguments[:5]

    def call() -> None:
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(io.StringIO()),
            contextlib.suppress(SystemExit),
        ):
            main(arguments)

    return call
