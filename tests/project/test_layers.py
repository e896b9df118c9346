"""The house plan: the contract of ``pyproject.toml``, and what import-linter cannot express.

Each ring imports only what is below it, no two modules import each other, the arithmetic reads no clock and rolls no dice,
and widgets hold no arithmetic, no thresholds and no sentences. Each rule is first shown to catch a snippet that breaks it.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "diagnostics"
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").glob("*.ipynb"))

FACE = "diagnostics/__init__.py"
"""Loads a public name when it is first used, by its name."""

BASE = {"numpy", "scipy", "pandas", "babel"}
"""Third-party packages that any module may import; every other one is protected by a contract."""
SCIPY = ("scipy.special",)
"""What is imported of scipy: the whole of it would take longer than a diagnosis."""

PURE = ("funnel", "diagnosis", "comparison")
"""Folders of the arithmetic and of what it says."""
WIDGETS = ("app/server/", "app/consultation_widget.py", "app/dashboard_widget.py")

IMPURE = {"time", "datetime", "random", "secrets", "uuid", "os"}
IMPURE_ATTRIBUTES = {"random", "environ"}
IMPURE_CALLS = {"now", "today", "utcnow", "default_rng", "urandom", "getenv", "perf_counter", "monotonic", "uuid4"}

ARITHMETIC_MODULES = {"math", "cmath", "statistics", "decimal", "fractions", "operator"}
ARITHMETIC_CALLS = {"sum", "round", "pow", "divmod", "float"}
ARITHMETIC_SIGNS = (ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.Mod, ast.MatMult)
PLUMBING = (0, 1)
CONSOLE = "diagnostics/app/server/serve.py"
"""Starts the server and may speak to the console; no word of it is shown on the page."""

LIMITS = "diagnostics/app/server/budgets.py"
"""Numbers are what it is for."""

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


def package_of(module: str) -> str:
    return ".".join(Path(module).parent.parts)


# --- the rules ----------------------------------------------------------------------------------------------------


def hidden(source: str, package: str) -> list[str]:
    """Imports that the contract cannot see: of scipy more than is wanted, and by a name worked out at run time."""
    faults = [
        f"{line}: {name} is slow to load"
        for line, name, _ in imports(source, package)
        if name.split(".")[0] == "scipy" and not name.startswith(SCIPY)
    ]
    return faults + [
        f"{node.lineno}: {called(node)}() hides what is imported"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and called(node) in ("__import__", "import_module", "exec", "eval")
    ]


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
        if isinstance(node, ast.Call) and called(node) in IMPURE_CALLS and not is_own_today(node):
            faults.append(f"{node.lineno}: calls {ast.unparse(node.func)}")
    return faults


def is_own_today(node: ast.Call) -> bool:
    """``today(…)`` of a sentence about today's customers: that of the clock is a method, or its import is caught."""
    return isinstance(node.func, ast.Name) and node.func.id == "today"


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
    for line, name, _ in imports(source, "diagnostics.app"):
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


# --- the contract -------------------------------------------------------------------------------------------------


BREACHES = {
    "rings": ("funnel/links.py", "def f():\n    from diagnostics.diagnosis import judge"),
    "face": ("diagnosis/judge.py", "import diagnostics as dx"),
    "product": ("app/forms/grid.py", "from diagnostics.app.pages import door"),
    "leads": ("leads/fields/once.py", "from diagnostics.leads.counting import reduction"),
    "months": ("months/layout/outline.py", "from diagnostics.months import rows"),
    "circles": ("funnel/chance.py", "if True:\n    from diagnostics.funnel import series\n"),
    "arithmetic": ("funnel/owen.py", "import pandas"),
    "engine": ("months/rows.py", "import ibis"),
    "files": ("leads/opening/source.py", "from python_calamine import CalamineWorkbook"),
    "records": ("diagnosis/money.py", "from pydantic import BaseModel"),
    "drawing": ("comparison/mix.py", "import plotly.graph_objects as go"),
    "printing": ("app/pages/door.py", "import matplotlib"),
    "serving": ("app/forms/texts.py", "import tornado"),
    "pictures": ("app/forms/texts.py", "import PIL"),
    "codes": ("app/forms/texts.py", "import segno"),
    "markup": ("app/forms/texts.py", "import markupsafe"),
}
"""An import that breaks each contract, and the module that it is written into."""
BREACHES_TOO = (("funnel/series.py", "from diagnostics.funnel import chance"),)
"""What makes a circle of the one above."""


def linted(root: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the package below a folder."""
    script = (
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    )
    environment = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def contracts() -> dict[str, str]:
    """Name of each contract by its id."""
    config: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in config["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Which module imports which, lazily or for types too."""
    return grimp.build_graph("diagnostics", include_external_packages=True, cache_dir=None)


def test_the_package_keeps_its_contract() -> None:
    done = linted(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_contract_catches_what_breaks_it(contracts: dict[str, str], tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "diagnostics", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module, source in (*BREACHES.values(), *BREACHES_TOO):
        with (tmp_path / "diagnostics" / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{source}\n")
    done = linted(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert BREACHES.keys() == contracts.keys()
    assert [key for key, name in contracts.items() if f"{name} BROKEN" not in done.stdout] == []


def in_a_circle(imported: dict[str, set[str]]) -> list[str]:
    """Modules that import each other, in a row; empty where there are none."""
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_modules_that_import_each_other_are_caught() -> None:
    assert in_a_circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert set(in_a_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}


def test_no_modules_import_each_other(graph: grimp.ImportGraph) -> None:
    """Packages too, which the contract leaves out: ``a.b`` importing ``a``."""
    assert in_a_circle({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}) == []


def test_every_other_package_is_in_the_contract(graph: grimp.ImportGraph) -> None:
    """A third-party package is one that every ring may import, or is protected."""
    config: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = {name for c in config["tool"]["importlinter"]["contracts"] for name in c.get("protected_modules", ())}
    foreign = {name for name in graph.modules if name.split(".")[0] != "diagnostics"}
    assert foreign - set(sys.stdlib_module_names) == BASE | named


# --- each rule catches what breaks it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "import scipy",
        "import scipy.stats",
        "from scipy import stats",
        "from scipy.stats import beta",
        "def f():\n    from scipy import stats",
        "np = __import__('pandas')",
        "from importlib import import_module\nimport_module('plotly')",
        "eval('1')",
    ],
)
def test_an_import_that_the_contract_cannot_see_is_caught(source: str) -> None:
    assert len(hidden(source, "diagnostics.funnel")) == 1


@pytest.mark.parametrize(
    "source", ["from scipy import special", "from scipy.special import betaincinv", "from .links import LINKS"]
)
def test_an_import_that_the_contract_sees_is_let_through(source: str) -> None:
    assert hidden(source, "diagnostics.funnel") == []


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
    assert impure("x = bridge.now\nfrom numpy import quantile\ny = today(x)") == []


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
        "x = 'leads per month'",
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


def inside(*places: str) -> list[str]:
    return [module for module in MODULES if module.startswith(tuple(f"diagnostics/{place}" for place in places))]


@pytest.mark.parametrize("module", [module for module in MODULES if module != FACE])
@pytest.mark.slow
def test_no_import_is_hidden(module: str) -> None:
    assert hidden(read(module), package_of(module)) == []


@pytest.mark.parametrize("module", inside(*(f"{folder}/" for folder in PURE)))
def test_no_clock_and_no_dice(module: str) -> None:
    assert impure(read(module), package_of(module)) == []


@pytest.mark.parametrize("module", [module for module in inside(*WIDGETS) if module != LIMITS])
def test_widgets_hold_no_numbers(module: str) -> None:
    assert numbers(read(module)) == []


@pytest.mark.parametrize("module", [module for module in inside(*WIDGETS) if module != CONSOLE])
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


LONGEST_MODULE = 500
GENERATED = {"messages.ts"}


def test_no_module_is_too_long() -> None:
    files = [*ROOT.glob("diagnostics/**/*.py"), *ROOT.glob("frontend/src/**/*.ts*")]
    lengths = {path.name: path.read_text(encoding="utf-8").count("\n") for path in files if path.name not in GENERATED}
    assert len(lengths) > 200
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
