"""Hostile case files and reports."""

from __future__ import annotations

import copy
import json
from typing import Any

import diagnostics as dx
from tests.hostile.values import JSON_VALUES, ROOT, Call, Chooser, folder, path_of

CASE = json.loads((ROOT / "data" / "case.json").read_text(encoding="utf-8"))


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every container of plain data, with each of its keys."""
    found: list[tuple[Any, Any]] = []
    for key in list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        found.append((data, key))
        found += places(data[key])
    return found


def spoilt(c: Chooser, data: Any) -> Any:
    """Plain data with a few hostile keys and values, at every depth."""
    data = copy.deepcopy(data)
    for _ in range(c.upto(1, 2)):
        there = places(data)
        if not there:
            return data
        holder, key = c.one_of(there) if c.upto(0, 2) else c.one_of(there[: min(40, len(there))])
        c.chosen.append(str(key))
        kind = c.one_of(("value", "value", "value", "gone", "key", "root")) if c.upto(0, 8) else "root"
        if kind == "value":
            holder[key] = copy.deepcopy(c.one_of(JSON_VALUES))
        elif kind == "gone":
            del holder[key]
        elif kind == "key" and isinstance(holder, dict):
            holder[c.one_of(("", "\ud800", "\0", "leads", "__class__", "self", "x" * 500, "kind", "version"))] = (
                copy.deepcopy(c.one_of(JSON_VALUES))
            )
        elif not c.upto(0, 30):
            return copy.deepcopy(c.one_of(JSON_VALUES))
    return data


def case_content(c: Chooser) -> str:
    if not c.upto(0, 20):
        return c.one_of(("[" * 100_000, '{"a":' * 50_000, "", "\0", "NaN", "1e999", "9" * 10_000, '{"kind": "weak-link case", "version": 2' + "}" * 9,
                         '{"kind": "weak-link case", "version": ' + "9" * 5_000 + "}", "\ufeff{}", "nul", '"\\ud800"'))  # fmt: skip
    data = spoilt(c, CASE)
    if isinstance(data, dict) and not c.upto(0, 3):
        data = {**data, "version": c.one_of((1, 1, 1, 0, 3, -1, "2", 2.0, None, True, 10**30))}
    return json.dumps(data, ensure_ascii=bool(c.upto(0, 1)))


def case_text(c: Chooser) -> Call:
    text = case_content(c)
    return lambda: dx.Case.from_json(text).to_json()


def case_file(c: Chooser) -> Call:
    data = case_content(c).encode("utf-8", "surrogatepass")
    path = path_of(data, c, ".json") if c.upto(0, 3) else c.value()
    return lambda: dx.Case.load(path).save(path_of(b"", c, ".out.json"), replace=True)


def case_changed(c: Chooser) -> Call:
    fields = {name: c.value() for name in c.few((*dx.Case.model_fields, "x"), 2)}
    c.chosen += fields
    if c.upto(0, 1):
        return lambda: dx.Case().changed(**fields).to_json()
    return lambda: dx.Case(**fields).to_json()


def case_save(c: Chooser) -> Call:
    path, replace = c.value(), c.value()
    if isinstance(path, str) and type(path) is str and not path.startswith("/dev"):
        path = f"{folder()}/{path}"
    return lambda: dx.Case(client="a").save(path, replace)


def report(c: Chooser) -> Call:
    path: Any = c.value()
    if c.upto(0, 2):
        path = f"{folder()}/{c.one_of(('a.html', chr(0) + '.html', chr(0xD800) + '.html', 'x' * 300 + '.html', '.html', 'a.exe'))}"
    case = dx.Case(client=c.one_of(("a", "‮<b>", "{{ 7*7 }}", "#let x"))) if c.upto(0, 1) else c.value()
    return lambda: dx.report(case, path)
