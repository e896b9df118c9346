"""Hostile tables and ledgers: files, frames, answers, and the arguments of their methods."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pandas as pd

import diagnostics as dx
from tests.hostile.values import Call, Chooser, path_of

TABLE = "month,channel,leads,wins,direct_wins,lost\n" + "\n".join(
    f"2025-{m:02},{channel},{leads + m},{3 + m % 3},1,{leads // 3}"
    for m in range(1, 8)
    for channel, leads in (("web", 40), ("fair", 17))
)
LEDGER = "id,created,channel,rep,reached,closed date,outcome,amount\n" + "\n".join(
    f"{n},2025-{1 + n % 9:02}-{1 + n % 28:02},{('web', 'fair')[n % 2]},{('Ann', 'Bo')[n // 2 % 2]},2025-{1 + n % 9:02}-{1 + n % 28:02},"
    f"{f'2025-{2 + n % 9:02}-{1 + n % 27:02}' if n % 3 else ''},{('', 'won', 'lost')[n % 3]},{100 + n if n % 3 == 1 else ''}"
    for n in range(60)
)
CELLS = ("", "-", "NaN", "inf", "1e400", "-5", "9" * 400, "a\ud800", "\0", "\x01\x02", '"', '""', "=1+1", "2025-13-45", "0000-00-00", "99999-01-01",
         "31/12/9999", "1.234.5,6", "٣", "½", "‮5", "<b>", "\ufeff", "\u2028", "x" * 5_000, "null", "#REF!", "1;2", "'", "12:00", "2025-02", "Q5 2025",
         "FY99", "Total", "won", "True", "0x1F", "1_000", "−3", "1e5", "50%", "€5", "5-10", "<5", "10000000000")  # fmt: skip


def _mutated(c: Chooser, text: str) -> str:
    rows = [line.split(",") for line in text.split("\n")]
    for _ in range(c.upto(1, 4)):
        at = c.upto(0, len(rows) - 1) if c.upto(0, 2) else 0
        kind = c.one_of(("cell", "cell", "cell", "cut", "twice", "longer", "column", "row", "gone"))
        if kind == "cell":
            rows[at][c.upto(0, len(rows[at]) - 1)] = c.one_of(CELLS)
        elif kind == "cut":
            rows[at] = rows[at][: c.upto(1, len(rows[at]))]
        elif kind == "twice":
            rows.insert(at, list(rows[at]))
        elif kind == "longer":
            rows[at] = [*rows[at], *[c.one_of(CELLS)] * c.upto(1, 30)]
        elif kind == "column":
            column, cell = c.upto(0, 5), c.one_of(CELLS)
            for row in rows[1:]:
                if column < len(row):
                    row[column] = cell
        elif kind == "row":
            rows[at] = [c.one_of(CELLS) for _ in rows[at]]
        elif len(rows) > 2:
            del rows[at]
    return c.one_of(("\n", "\n", "\r\n", "\r")).join(c.one_of((",", ",", ";", "\t")).join(row) for row in rows)


def content(c: Chooser, text: str) -> bytes:
    mutated = _mutated(c, text)
    encoding = c.one_of(("utf-8", "utf-8", "utf-16", "latin-1", "utf-8-sig", "utf-16-be", "shift_jis"))
    data = mutated.encode(encoding, "surrogatepass" if "utf" in encoding else "replace")
    if not c.upto(0, 4):
        at = c.upto(0, len(data) - 1)
        data = data[:at] + bytes(c.upto(0, 255) for _ in range(4)) + data[at + c.upto(0, 4) :]
    return data


def _frame(c: Chooser, text: str) -> Any:
    frame = pd.read_csv(io.StringIO(text), dtype=object if c.upto(0, 1) else None)
    for _ in range(c.upto(1, 2)):
        kind = c.one_of(
            (
                "values",
                "values",
                "cell",
                "twice",
                "levels",
                "category",
                "none",
                "names",
                "index",
                "dtype",
                "nested",
                "polars",
                "dates",
            )
        )
        c.chosen.append(kind)
        if not isinstance(frame, pd.DataFrame) or not len(frame.columns):
            return frame
        at = c.upto(0, len(frame.columns) - 1)
        with contextlib.suppress(Exception):
            if kind in ("values", "nested"):
                frame = frame.astype(object)
                frame.isetitem(at, pd.Series([c.value() for _ in range(len(frame))], dtype=object))
            elif kind == "cell":
                frame = frame.astype(object)
                frame.iat[c.upto(0, len(frame) - 1), at] = c.value()
            elif kind == "twice":
                frame = pd.concat([frame, frame.iloc[:, [at]]], axis=1)
            elif kind == "levels":
                frame.columns = pd.MultiIndex.from_product([["a"], frame.columns])
            elif kind == "category":
                frame = frame.astype("category")
            elif kind == "none":
                frame = frame.iloc[:0]
            elif kind == "names":
                frame.columns = [c.value() if n == at else name for n, name in enumerate(frame.columns)]
            elif kind == "index":
                frame.index = pd.Index([c.value() for _ in range(len(frame))], dtype=object)
            elif kind == "dtype":
                dtype = c.one_of(("string", "Int64", "Float64", "boolean", "string[pyarrow]", "bytes"))
                frame.isetitem(at, frame.iloc[:, at].astype(dtype))
            elif kind == "dates":
                frame.isetitem(at, pd.Series(pd.period_range("2025-01", periods=len(frame), freq=c.one_of("MDQYW"))))
            else:
                import polars

                return polars.from_pandas(frame)
    return frame


def _source(c: Chooser, text: str) -> Any:
    kind = c.one_of(("bytes", "bytes", "path", "frame", "frame", "value", "list"))
    if kind == "bytes":
        return content(c, text)
    if kind == "path":
        return path_of(content(c, text), c)
    if kind == "frame":
        return _frame(c, text)
    return c.value() if kind == "value" else [content(c, text), c.value()]


OPTIONS = ("lag_days", "as_of", "sheet", "columns", "dates", "decimal", "period", "figures", "fiscal", "sums", "plan", "running",
           "dash", "rough", "blank", "evening", "swapped", "copies", "year", "months", "keep", "hidden", "encoding")  # fmt: skip


def table_source(c: Chooser) -> Call:
    source, basis = _source(c, TABLE), c.one_of(("cohort", "period"))
    return lambda: dx.Table.read(source, basis, lag_days=30).funnel()


def table_options(c: Chooser) -> Call:
    given = {name: c.value() for name in c.few((*OPTIONS, "basis"), 2)}
    c.chosen += given
    if "columns" in given and c.upto(0, 1):
        given["columns"] = {c.one_of(("leads", "wins", "month", "x")): c.value()}
    source = TABLE.encode()
    return lambda: dx.Table.read(source, **{"basis": "cohort", **given}).funnel()


T = dx.Table.read(TABLE.encode(), "cohort", lag_days=30)


def table_methods(c: Chooser) -> Call:
    a, b, g = c.value(), c.value(), c.value()
    name = c.one_of(
        ("between", "funnel", "par", "par goal", "par like", "bounds", "with_lag", "keeping", "restated", "compare")
    )
    c.chosen.append(name)
    return {
        "between": lambda: T.between(a, b).funnel(),
        "funnel": lambda: T.funnel(until=a),
        "par": lambda: T.par(since=a, goal=g),
        "par goal": lambda: T.par(goal=a, capacity=b if b is not a else None),
        "par like": lambda: T.par(goal=3, like=a),
        "bounds": lambda: T.bounds(a),
        "with_lag": lambda: T.with_lag(a).funnel(),
        "keeping": lambda: T.keeping(a).funnel(),
        "restated": lambda: T.restated(a),
        "compare": lambda: dx.compare(T, a),
    }[name]


def ledger_source(c: Chooser) -> Call:
    source = _source(c, LEDGER)
    return lambda: _seen(dx.Ledger.read(source, progress=_quiet))


def _quiet(*_: object) -> None:
    pass


def _seen(ledger: Any) -> None:
    ledger.faults, ledger.reading.lines(), repr(ledger)
    for call in (ledger.funnel, ledger.reps, ledger.channels, ledger.maturity, lambda: ledger.routing, ledger.speed):
        with contextlib.suppress(dx.InputError):
            call()


COLUMNS = ("created", "channel", "rep", "reached", "decided", "outcome", "amount", "won", "lost", "open", "dates", "direct", "encoding", "hidden",
           "id", "x", "no_leads", "won_on", "self_service", "decimal", "outcome_means")  # fmt: skip


def ledger_options(c: Chooser) -> Call:
    from diagnostics.leads.matching.matching import GIVEN

    given = {name: c.value() for name in c.few(("columns", "as_of", "lag_days", "sheet", "encoding"), 2)}
    c.chosen += given
    if not c.upto(0, 2):
        keys = [str(key) for key in c.few((*GIVEN, *COLUMNS), 2)]
        given["columns"] = {
            key: c.value() if c.upto(0, 3) else c.one_of(("created", "outcome", ["won"], {"outcome": "won"}))
            for key in keys
        }
        c.chosen += keys
    source = LEDGER.encode()
    return lambda: dx.Ledger.read(source, **given, progress=_quiet)


_LEDGERS: list[Any] = []


def _ledger() -> Any:
    if not _LEDGERS:
        _LEDGERS.append(dx.Ledger.read(LEDGER.encode(), progress=_quiet))
    return _LEDGERS[0]


def ledger_methods(c: Chooser) -> Call:
    a, b, ledger = c.value(), c.value(), _ledger()
    name = c.one_of(
        (
            "between",
            "funnel",
            "par",
            "like",
            "reps",
            "channels",
            "mix",
            "taking",
            "keeping",
            "examples",
            "people",
            "compare",
        )
    )
    c.chosen.append(name)
    return {
        "between": lambda: ledger.between(a, b),
        "funnel": lambda: ledger.funnel(until=a),
        "par": lambda: ledger.par(goal=a, capacity=b),
        "like": lambda: ledger.par(goal=3, like=a),
        "reps": lambda: ledger.reps(a, b),
        "channels": lambda: ledger.channels(since=a),
        "mix": lambda: ledger.mix(a, b),
        "taking": lambda: ledger.taking(a).funnel(),
        "keeping": lambda: ledger.keeping(a).funnel(),
        "examples": lambda: ledger.examples(a),
        "people": lambda: dx.leads_or_people(a),
        "compare": lambda: dx.compare(ledger, a),
    }[name]
