"""The house plan, read from the syntax tree.

Read, measure, judge, word, draw: a folder imports those above it and never those below, the arithmetic reads no clock and
rolls no dice, and widgets hold no arithmetic, no thresholds and no sentences. Each rule is first shown to catch a snippet
that breaks it.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "diagnostics"
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").glob("*.ipynb"))

FOLDERS = ("funnel", "sources", "diagnosis", "report", "ui")
"""From the top: each may import those before it."""

FACE = ("__init__.py", "__main__.py")
"""The public face and the command line: they may import every folder, and nothing from elsewhere."""

ARITHMETIC = {"numpy", "scipy.special"}
THIRD_PARTY = {
    "funnel": ARITHMETIC,
    "sources": ARITHMETIC
    | {"pandas", "babel", "ibis", "pydantic", "filelock", "duckdb", "pyarrow", "openpyxl", "python_calamine"},
    "diagnosis": ARITHMETIC | {"pandas", "babel"},
    "report": ARITHMETIC | {"pandas", "plotly", "jinja2", "babel", "matplotlib", "typst", "xlsxwriter", "pptx"},
    "ui": {"ipywidgets", "anywidget", "traitlets", "voila", "tornado", "jupyter_server", "jupyter_core"},
    "face": set(),
}
ITSELF_ONLY = {"ui": {"plotly"}}
"""May be imported as such, to find the plotly.js it carries; not the charts inside."""

IMPURE = {"time", "datetime", "random", "secrets", "uuid", "os"}
IMPURE_ATTRIBUTES = {"random", "environ"}
IMPURE_CALLS = {"now", "today", "utcnow", "default_rng", "urandom", "getenv", "perf_counter", "monotonic", "uuid4"}

ARITHMETIC_MODULES = {"math", "cmath", "statistics", "decimal", "fractions", "operator"}
ARITHMETIC_CALLS = {"sum", "round", "pow", "divmod", "float"}
ARITHMETIC_SIGNS = (ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.Mod, ast.MatMult)
PLUMBING = (0, 1)
CONSOLE = "diagnostics/app/server/serve.py"
"""Starts the server and may speak to the console; no word of it is shown on the page."""

LONGEST_CELL = 6
"""Lines of code in a notebook cell: one call, broken over a few lines at most. A cell of parameters has one for each."""


# --- reading a module ---------------------------------------------------------------------------------------------


class Import(NamedTuple):
    line: int
    name: str
    """Dotted, with the imported name: ``from a.b import c`` is ``a.b.c``."""
    for_types: bool
    """Only under ``if TYPE_CHECKING:``."""


def imports(source: str, package: str) -> Iterator[Import]:
    """Every import of a module of ``package``, wherever it stands."""

    def visit(node: ast.AST, for_types: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, for_types)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                parents = parts[: len(parts) - node.level + 1]
                base = ".".join([*parents, *filter(None, [node.module])])
            for alias in node.names:
                yield Import(node.lineno, f"{base}.{alias.name}", for_types)
        elif isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            for child in node.body:
                yield from visit(child, True)
            for child in node.orelse:
                yield from visit(child, for_types)
        else:
            for child in ast.iter_child_nodes(node):
                yield from visit(child, for_types)

    yield from visit(ast.parse(source), False)


def folder_of(module: str) -> str:
    """The folder of a module, or "face"."""
    inside = Path(module).relative_to("diagnostics").parts
    return inside[0] if len(inside) > 1 else "face"


def package_of(module: str) -> str:
    return ".".join(Path(module).parent.parts)


# --- the rules ----------------------------------------------------------------------------------------------------


def wrong_way(source: str, folder: str, package: str | None = None) -> list[str]:
    """Imports of a folder below, or of the public face."""
    faults = []
    for line, name, _ in imports(source, package or f"diagnostics.{folder}"):
        top, *rest = name.split(".")
        if top != "diagnostics" or folder == "face" or rest == ["__version__"]:
            continue
        if not rest or rest[0] not in FOLDERS:
            faults.append(f"{line}: {name} is the public face, which stands on all folders")
        elif FOLDERS.index(rest[0]) > FOLDERS.index(folder):
            faults.append(f"{line}: {name} is below {folder}")
    return faults


def foreign(source: str, folder: str, package: str | None = None) -> list[str]:
    """Imports of packages that are not this folder's business, and imports hidden from this test."""
    faults = []
    for line, name, for_types in imports(source, package or f"diagnostics.{folder}"):
        top = name.split(".")[0]
        if for_types or top == "diagnostics" or top in sys.stdlib_module_names:
            continue
        inside = any(name == allowed or name.startswith(f"{allowed}.") for allowed in THIRD_PARTY[folder])
        if not inside and name not in ITSELF_ONLY.get(folder, ()):
            faults.append(f"{line}: {name} is not for {folder}")
    hidden = [
        f"{node.lineno}: {called(node)}() hides what is imported"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and called(node) in ("__import__", "import_module", "exec", "eval")
    ]
    return faults + hidden


def impure(source: str, package: str = "diagnostics.funnel") -> list[str]:
    """Anything by which the same numbers could give another answer tomorrow."""
    faults = [
        f"{line}: imports {name}"
        for line, name, for_types in imports(source, package)
        if not for_types and (name.split(".")[0] in IMPURE or name.startswith("numpy.random"))
    ]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in IMPURE_ATTRIBUTES:
            faults.append(f"{node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.Call) and called(node) in IMPURE_CALLS:
            faults.append(f"{node.lineno}: calls {ast.unparse(node.func)}")
    return faults


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def numbers(source: str) -> list[str]:
    """Numbers and arithmetic: what a widget leaves to the folders above it."""
    tree = ast.parse(source)
    named = {id(inner) for statement in tree.body if is_constant(statement) for inner in ast.walk(statement)}
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float, complex):
            whole = type(node.value) is int
            if not whole:
                faults.append(f"{node.lineno}: {node.value} is a fraction: a threshold or a share")
            elif node.value not in PLUMBING and id(node) not in named:
                faults.append(f"{node.lineno}: {node.value} has no name")
        elif isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ARITHMETIC_SIGNS):
            if not is_path(node):
                faults.append(f"{node.lineno}: {ast.unparse(node)} is arithmetic")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ARITHMETIC_CALLS:
            faults.append(f"{node.lineno}: {ast.unparse(node)} is arithmetic")
    for line, name, _ in imports(source, "diagnostics.ui"):
        if name.split(".")[0] in ARITHMETIC_MODULES:
            faults.append(f"{line}: {name} is arithmetic")
    return faults


def is_constant(statement: ast.stmt) -> bool:
    """``NAME = …`` in capitals."""
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    else:
        return False
    return all(isinstance(target, ast.Name) and target.id.isupper() for target in targets)


def is_path(node: ast.AST) -> bool:
    """``folder / "name"``: a slash with text on one side joins paths."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return is_path(node.left) or is_path(node.right)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


SENTENCE_END = re.compile(r"""[.?!…]["'”’)\]]*$""")
TAG = re.compile(r"<[^<>]*>")


def sentences(source: str) -> list[str]:
    """Text that reads as a sentence: four words or more and a full stop or a question mark. Docstrings are not text."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    faults = {}
    for node in ast.walk(tree):
        if id(node) in docstrings or not isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)):
            continue
        said = TAG.sub(" ", text(node)).strip()
        if len(said.split()) >= 4 and SENTENCE_END.search(said):
            faults.setdefault(node.lineno, f"{node.lineno}: “{said}” is a sentence")
    return list(faults.values())


def text(node: ast.AST) -> str:
    """What a string expression says, with a letter for whatever is filled in."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(text(part) if isinstance(part, ast.Constant) else "x" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (text(node.left) or "x") + (text(node.right) or "x")
    return ""


def cell(source: str) -> list[str]:
    """What does not belong in a notebook: definitions, and cells that do more than one thing."""
    lines = [line for line in source.splitlines() if line.strip()]
    python = "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))
    faults = [f"{len(lines)} lines are more than {LONGEST_CELL}"] if len(lines) > LONGEST_CELL else []
    defined = [
        f"{node.lineno}: {type(node).__name__} belongs in the package"
        for node in ast.walk(ast.parse(python))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda))
    ]
    return faults + defined


def parameters(source: str) -> list[str]:
    """What does not belong in a cell of parameters: anything but a name and its plain value, a line each."""
    return [
        f"{statement.lineno}: {ast.unparse(statement)} is no plain value under a name"
        for statement in ast.parse(source).body
        if not isinstance(statement, ast.Assign)
        or not isinstance(statement.targets[0], ast.Name)
        or not isinstance(statement.value, ast.Constant)
    ]


# --- each rule catches what breaks it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("funnel", "from diagnostics.diagnosis import words"),
        ("funnel", "import diagnostics.app.server.serve"),
        ("funnel", "from diagnostics import report"),
        ("funnel", "from ..report import panes"),
        ("funnel", "from .. import ui"),
        ("funnel", "def f():\n    from diagnostics.app.forms.counts_form import read_counts"),
        ("funnel", "if TYPE_CHECKING:\n    from diagnostics.diagnosis.answer import Diagnosis"),
        ("sources", "import diagnostics"),
        ("sources", "import diagnostics as dx"),
        ("diagnosis", "from diagnostics.app.pages.answer_panes import panes"),
        ("report", "from diagnostics import diagnose"),
        ("report", "try:\n    import diagnostics.ui\nexcept ImportError:\n    pass"),
    ],
)
def test_an_import_the_wrong_way_is_caught(folder: str, source: str) -> None:
    assert len(wrong_way(source, folder)) == 1


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("funnel", "from diagnostics.funnel.links import LINKS"),
        ("funnel", "from .links import LINKS"),
        ("ui", "from diagnostics.app.pages.answer_panes import panes\nfrom diagnostics.funnel import Par"),
        ("report", "from diagnostics import __version__"),
        ("face", "from diagnostics.ui import serve"),
    ],
)
def test_an_import_the_right_way_is_let_through(folder: str, source: str) -> None:
    assert wrong_way(source, folder) == []


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("funnel", "import pandas as pd"),
        ("funnel", "import scipy"),
        ("funnel", "import scipy.stats"),
        ("funnel", "from scipy import stats"),
        ("funnel", "from scipy.stats import beta"),
        ("funnel", "def f():\n    import pandas"),
        ("funnel", "if TYPE_CHECKING:\n    pass\nelse:\n    import pandas"),
        ("funnel", "np = __import__('pandas')"),
        ("sources", "import plotly"),
        ("sources", "from importlib import import_module\nimport_module('plotly')"),
        ("diagnosis", "import ibis"),
        ("report", "import ipywidgets"),
        ("ui", "import pandas"),
        ("ui", "import numpy as np"),
        ("ui", "import plotly.graph_objects as go"),
        ("ui", "from plotly import graph_objects"),
        ("face", "import numpy"),
    ],
)
def test_a_package_of_another_folder_is_caught(folder: str, source: str) -> None:
    assert len(foreign(source, folder)) == 1


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("funnel", "from scipy import special"),
        ("funnel", "from scipy.special import betaincinv"),
        ("funnel", "import numpy.typing as npt"),
        ("diagnosis", "if TYPE_CHECKING:\n    import plotly.graph_objects as go"),
        ("report", "import plotly.graph_objects as go"),
        ("ui", "import plotly"),
        ("ui", "from traitlets.config import Config"),
    ],
)
def test_a_package_of_this_folder_is_let_through(folder: str, source: str) -> None:
    assert foreign(source, folder) == []


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "from datetime import date",
        "import random",
        "from secrets import token_hex",
        "import uuid",
        "import os",
        "from numpy.random import default_rng",
        "from numpy import random",
        "x = np.random",
        "x = environ.environ",
        "x = pd.Timestamp.now()",
        "x = default_rng(1)",
        "def f():\n    import time",
    ],
)
def test_a_clock_or_a_die_is_caught(source: str) -> None:
    assert len(impure(source)) == 1


def test_a_field_called_now_is_no_clock() -> None:
    assert impure("x = bridge.now\nfrom numpy import quantile") == []


@pytest.mark.parametrize(
    "source",
    [
        "if p >= 0.8:\n    pass",
        "DECIDED = 0.8",
        "if leads > 30:\n    pass",
        "def f(rows=5):\n    pass",
        "days = 30",
        "class C:\n    DAYS = 30",
        "share = wins / leads",
        "share = wins // leads",
        "cost = missing * value",
        "square = x ** y",
        "x %= y",
        "x *= y",
        "total = sum(shortfalls)",
        "shown = round(p)",
        "import math",
        "from statistics import mean",
    ],
)
def test_a_number_in_a_widget_is_caught(source: str) -> None:
    assert len(numbers(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "PORT = 8866",
        "PORT: Final = 8866",
        "first = rows[0]\nlast = rows[-1]\nrevision += 1",
        "STATIC = Path(__file__).parent / 'static'",
        "place = SHARE / 'a' / name",
        "on = True",
    ],
)
def test_plumbing_in_a_widget_is_let_through(source: str) -> None:
    assert numbers(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "x = 'Sales is the weak link.'",
        "x = 'Is marketing the weak link?'",
        "x = f'Sales is {p} sure.'",
        "x = f'{side} is the {weak} link.'",
        "x = 'Sales is the ' + link + ' link.'",
        "x = '<p>Sales is the weak link.</p>'",
        "x = {'empty': ['Type how many leads came.']}",
        "def f(label='Type how many leads came.'):\n    pass",
    ],
)
def test_a_sentence_in_a_widget_is_caught(source: str) -> None:
    assert len(sentences(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""A module that holds no sentences at all."""',
        'def f():\n    """Say what is shown on the page."""',
        'WIDE = 1\n"""How wide the page is at most."""',
        "x = 'leads a month'",
        "x = \"script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:\"",
    ],
)
def test_what_is_no_sentence_is_let_through(source: str) -> None:
    assert sentences(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    pass",
        "async def f():\n    pass",
        "class C:\n    pass",
        "f = lambda x: x",
        "%matplotlib inline\nclass C:\n    pass",
        "\n".join(f"x{i} = {i}" for i in range(LONGEST_CELL + 1)),
    ],
)
def test_a_notebook_cell_that_defines_or_rambles_is_caught(source: str) -> None:
    assert len(cell(source)) == 1


def test_a_short_cell_is_let_through() -> None:
    assert cell("%load_ext x\n" + "\n\n".join(f"x{i} = {i}" for i in range(LONGEST_CELL - 1))) == []


@pytest.mark.parametrize(
    "source", ["import os", "a, b = 1, 2", "a = b = c", "a = f()", "a = [1, 2]", "print(1)", "a.b = 1"]
)
def test_what_is_no_parameter_is_caught(source: str) -> None:
    assert len(parameters(source)) == 1


def test_plain_parameters_are_let_through() -> None:
    assert parameters("path = None  # the sample\ngoal = 40\nsince = '2025-07'") == []


# --- the code holds to the rules ----------------------------------------------------------------------------------


def read(module: str) -> str:
    return (ROOT / module).read_text(encoding="utf-8")


def in_folders(*folders: str) -> list[str]:
    return [module for module in MODULES if folder_of(module) in folders]


def test_every_module_has_a_place_in_the_plan() -> None:
    assert {folder_of(module) for module in MODULES} <= {*FOLDERS, "face"}
    assert {Path(module).name for module in in_folders("face")} <= set(FACE)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_of_the_plan_is_there(folder: str) -> None:
    assert f"diagnostics/{folder}/__init__.py" in MODULES


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module: str) -> None:
    assert wrong_way(read(module), folder_of(module), package_of(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_packages_stay_in_their_folder(module: str) -> None:
    assert foreign(read(module), folder_of(module), package_of(module)) == []


@pytest.mark.parametrize("module", in_folders("funnel", "diagnosis"))
def test_no_clock_and_no_dice(module: str) -> None:
    assert impure(read(module), package_of(module)) == []


@pytest.mark.parametrize("module", in_folders("ui"))
def test_widgets_hold_no_numbers(module: str) -> None:
    assert numbers(read(module)) == []


@pytest.mark.parametrize("module", [module for module in in_folders("ui") if module != CONSOLE])
def test_widgets_hold_no_sentences(module: str) -> None:
    assert sentences(read(module)) == []


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_notebooks_define_nothing_and_keep_cells_short(notebook: str) -> None:
    cells = json.loads(read(notebook))["cells"]
    code = [("".join(entry["source"]), entry["metadata"]) for entry in cells if entry["cell_type"] == "code"]
    assert code, "a notebook without code shows nothing"
    rules = [(source, parameters if "parameters" in about.get("tags", ()) else cell) for source, about in code]
    assert [fault for source, rule in rules for fault in rule(source)] == []
