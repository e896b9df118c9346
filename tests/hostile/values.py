"""Hostile values, plain data and cells, and the one who chooses among them."""

from __future__ import annotations

import atexit
import datetime
import functools
import io
import math
import random
import shutil
import tempfile
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import diagnostics as dx

ROOT = Path(__file__).resolve().parents[2]
Call = Callable[[], Any]


class Rude:
    """An object that refuses to be compared, counted, shown, or taken for anything."""

    def _no(self, *_: object) -> Any:
        raise RuntimeError("no")

    __eq__ = __bool__ = __str__ = __repr__ = __float__ = __len__ = __iter__ = __hash__ = __format__ = _no
    __lt__ = __le__ = __gt__ = __ge__ = __int__ = __index__ = __contains__ = __getitem__ = _no


class Liar:
    """An object whose methods give what they must not."""

    def __float__(self) -> Any:
        return "1"

    def __len__(self) -> int:
        return -1

    def __str__(self) -> Any:
        return 5

    def __repr__(self) -> Any:
        return None

    def __bool__(self) -> Any:
        return "yes"

    def __eq__(self, _: object) -> Any:
        return np.array([True, False])

    def __hash__(self) -> int:
        return 1

    def __fspath__(self) -> Any:
        return 3


class RudeText(str):
    """A text that cannot be shown."""

    __slots__ = ()

    def __repr__(self) -> Any:
        raise RuntimeError("no")

    __str__ = __format__ = __repr__


def _deep(depth: int = 3_000) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def _itself() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


VALUES: dict[str, Callable[[], Any]] = {
    "None": lambda: None,
    "NaN": lambda: math.nan,
    "inf": lambda: math.inf,
    "-inf": lambda: -math.inf,
    "NA": lambda: pd.NA,
    "NaT": lambda: pd.NaT,
    "array": lambda: np.array([1, 2]),
    "array of one": lambda: np.array([0.5]),
    "array without shape": lambda: np.array(0.5),
    "empty array": lambda: np.array([]),
    "array of objects": lambda: np.array([None, "a"], dtype=object),
    "array of dates": lambda: np.array(["2025-01-01"], dtype="datetime64[D]"),
    "scalar": lambda: np.float32(0.5),
    "scalar nan": lambda: np.float64("nan"),
    "scalar bool": lambda: np.bool_(True),
    "scalar int": lambda: np.int64(3),
    "scalar date": lambda: np.datetime64("2025-01-01"),
    "scalar no date": lambda: np.datetime64("NaT"),
    "scalar complex": lambda: np.complex128(1 + 2j),
    "scalar text": lambda: np.str_("0.5"),
    "scalar void": lambda: np.void(b"abc"),
    "Decimal": lambda: Decimal("0.5"),
    "Decimal NaN": lambda: Decimal("NaN"),
    "Decimal sNaN": lambda: Decimal("sNaN"),
    "Decimal inf": lambda: Decimal("Infinity"),
    "Decimal huge": lambda: Decimal("1e999999"),
    "Fraction": lambda: Fraction(1, 3),
    "Fraction huge": lambda: Fraction(10**400, 3),
    "half a pair": lambda: "a\ud800b",
    "other half": lambda: "\udfff",
    "NUL": lambda: "a\0b",
    "bidi": lambda: "‮abc‬⁦",
    "huge text": lambda: "x" * 200_000,
    "braces": lambda: "{0} {value} %s {",
    "empty text": lambda: "",
    "spaces": lambda: " \t\n",
    "text": lambda: "leads",
    "rude text": lambda: RudeText("a"),
    "digits": lambda: "9" * 5_000,
    "other digits": lambda: "٣²①",
    "date text": lambda: "2025-02-30",
    "year 0": lambda: "0000-00",
    "year 99999": lambda: "99999-13",
    "formula": lambda: '=cmd|"/c calc"!A1',
    "html": lambda: "<script>alert(1)</script>",
    "path": lambda: "../../etc/passwd",
    "bytes": lambda: b"\xff\xfe\x00",
    "empty bytes": lambda: b"",
    "bytearray": lambda: bytearray(b"abc"),
    "memoryview": lambda: memoryview(b"abc"),
    "True": lambda: True,
    "False": lambda: False,
    "complex": lambda: 1 + 2j,
    "date": lambda: datetime.date(2025, 1, 1),
    "first date": lambda: datetime.date.min,
    "last date": lambda: datetime.date.max,
    "datetime": lambda: datetime.datetime(2025, 1, 1, 12, tzinfo=datetime.UTC),
    "time": lambda: datetime.time(1),
    "timedelta": lambda: datetime.timedelta(days=3),
    "Timestamp": lambda: pd.Timestamp("2025-01-31", tz="Asia/Tokyo"),
    "Period": lambda: pd.Period("2025-01"),
    "Interval": lambda: pd.Interval(0, 1),
    "Series": lambda: pd.Series([1, 2]),
    "DataFrame": lambda: pd.DataFrame({"a": [1]}),
    "empty DataFrame": pd.DataFrame,
    "Index": lambda: pd.Index([1, 2]),
    "list": lambda: [1, "a", None],
    "empty list": list,
    "empty tuple": tuple,
    "pair": lambda: (1, 2),
    "set": lambda: {1, 2},
    "empty dict": dict,
    "dict": lambda: {"leads": 1},
    "dict of odd keys": lambda: {1: 2, None: 3, (1, 2): 4, b"x": 5, math.nan: 6},
    "nested": lambda: {"a": {"b": [{"c": [1]}]}},
    "deep": _deep,
    "itself": _itself,
    "generator": lambda: (n for n in (1, 2)),
    "range": lambda: range(3),
    "object": object,
    "class": lambda: int,
    "function": lambda: len,
    "module": lambda: math,
    "rude": Rude,
    "liar": Liar,
    "error": lambda: ValueError("a"),
    "ellipsis": lambda: ...,
    "2**64": lambda: 2**64,
    "-2**63": lambda: -(2**63),
    "10**400": lambda: 10**400,
    "10**5000": lambda: 10**5000,
    "smallest": lambda: 5e-324,
    "largest": lambda: 1.7e308,
    "minus zero": lambda: -0.0,
    "0": lambda: 0,
    "1": lambda: 1,
    "-1": lambda: -1,
    "half": lambda: 0.5,
    "3": lambda: 3,
    "1e9": lambda: 1e9,
    "Path": lambda: Path("\0"),
    "folder": lambda: own_folder(),  # not that of this machine: a test reads nothing that it did not write
    "StringIO": lambda: io.StringIO("month,leads,wins\n2025-01,3,1"),
    "BytesIO": lambda: io.BytesIO(b"month,leads,wins\n2025-01,3,1"),
    "device": lambda: "/dev/zero",
    "Rate": lambda: dx.Rate(0.2),
    "Funnel": lambda: dx.Funnel(10, 2),
    "Par": lambda: dx.Par(goal=3, closing=0.2),
}
"""Made anew for each call: some are used up."""

NUMBERS = (0, 1, 2, 3, 10, 100, 1_000, 10**9, 10**9 + 1, 0.5, 0.2, 1e-12, 1e-300, 5e-324, 0.999999, 1.0, 12.5, 1200, -1)

JSON_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, 1e308, 2**64, 10**400, "", "a", "a\ud800b", "\0", "x" * 30_000, "2025-02-30", "counts",
    "2025-01-31", [], {}, [None], [[1, 2]], [[], {}], {"a": 1}, {"\ud800": "\udfff"}, {"": {}}, "9" * 400, "NaN", -0.0, [1, 2], "sales",
    {"value": 0.2, "strength": 0}, {"value": "x"}, {"own": 3}, "reach", "leads", ["a"], [["a", "b"]], 3, 2, 1e-320, 99999999999,
)  # fmt: skip


class Chooser:
    """What is chosen where; a :class:`random.Random` and that of Hypothesis alike."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self.chosen: list[str] = []

    def one_of(self, options: Any) -> Any:
        options = tuple(options)
        return options[self.source.randrange(len(options))]

    def few(self, options: Any, most: int = 3) -> list[Any]:
        options = list(options)
        return [options.pop(self.source.randrange(len(options))) for _ in range(min(len(options), self.upto(1, most)))]

    def upto(self, low: int, high: int) -> int:
        return self.source.randrange(low, high + 1)

    def value(self) -> Any:
        name = self.one_of(VALUES)
        self.chosen.append(name)
        return VALUES[name]()

    def number_or_value(self, odds: int = 2) -> Any:
        if self.upto(0, odds):
            return self.one_of(NUMBERS)
        return self.value()


def told(c: Chooser, names: Any, base: dict[str, Any] | None = None, odds: int = 2) -> dict[str, Any]:
    """A few arguments, hostile now and then, over those that are right."""
    given = dict(base or {})
    for name in c.few(names):
        given[name] = c.number_or_value(odds)
        c.chosen.append(name)
    return given


@functools.cache
def folder() -> Path:
    """Of the files that are read, written and refused; it goes with the process."""
    folder = tempfile.mkdtemp(prefix="hostile-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@functools.cache
def own_folder() -> Path:
    """A folder with a table, a text and a folder in it, and with nothing of this machine."""
    own = folder() / "folder"
    own.joinpath("inside").mkdir(parents=True)
    own.joinpath("table.csv").write_text("month,leads,wins\n2025-01,3,1\n", encoding="utf-8")
    own.joinpath("notes.txt").write_text("no table", encoding="utf-8")
    return own


def path_of(data: bytes, c: Chooser, ending: str = ".csv") -> str:
    """A file of these bytes."""
    path = folder() / f"f{c.upto(0, 9**9)}{ending}"
    path.write_bytes(data)
    return str(path)
