"""What an import costs: the arithmetic stands alone, and nothing heavy is loaded before it is asked for."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import diagnostics

HEAVY = ("pandas", "plotly", "ipywidgets", "anywidget", "voila", "IPython", "matplotlib", "scipy.stats")
BLOCK = "import sys\nfor name in {names!r}:\n    sys.modules[name] = None\n"
LOADED = "import sys\nprint(' '.join(name for name in {names!r} if name in sys.modules))\n"

DIAGNOSIS = """
import diagnostics as dx
funnel = dx.Funnel(leads=310, wins=17, direct_wins=2, worked=240, months=2, maturity=0.9)
par = dx.Par(goal=20, capacity=200, closing=dx.Rate(0.12, strength=60))
d = dx.diagnose(funnel, par)
d.verdict, d.sentence, d.evidence_for, d.evidence_against, d.unseen, d.of_par, d.more_leads
dx.what_if(funnel, par, closing=0.12)
"""

ARITHMETIC = """
from diagnostics.funnel import UNIONS, Funnel, Par, attribute, customers, rate_quantiles
levels = dict(reach=100.0, direct=0.1, fit=0.5, follow_up=0.8, capacity=30.0, closing=0.2)
par = {**levels, "reach": 200.0, "closing": 0.3}
parts = attribute(customers, levels, par, UNIONS)
assert abs(sum(parts.values()) - (customers(**par) - customers(**levels))) < 1e-9
assert 0 < rate_quantiles(4, 40, 8)[0] < 1
Funnel(leads=10, wins=1), Par(goal=1, closing=0.1)
"""


def run(code: str, root: Path) -> str:
    """Run code in a Python of its own, warnings as errors; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_loads_nothing_at_all(repo_root: Path) -> None:
    assert run("import diagnostics\n" + LOADED.format(names=(*HEAVY, "numpy", "scipy", "babel")), repo_root) == ""


@pytest.mark.slow
def test_the_public_names_and_no_others_are_listed(repo_root: Path) -> None:
    listed = "import diagnostics as dx\nprint([name for name in dir(dx) if not name.startswith('__')] == dx.__all__)\n"
    assert run(listed + "for name in dx.__all__: getattr(dx, name)\n" + listed, repo_root) == "True\nTrue"


def test_a_name_is_that_of_its_module() -> None:
    assert sorted(diagnostics.__all__) == sorted(diagnostics._MODULE_OF) == diagnostics.__all__
    for name, module in diagnostics._MODULE_OF.items():
        assert getattr(diagnostics, name) is getattr(importlib.import_module(f"diagnostics.{module}"), name)


def test_an_editor_sees_what_is_loaded(repo_root: Path) -> None:
    """The imports for types are those that run: the same names from the same modules."""
    tree = ast.parse((repo_root / "diagnostics/__init__.py").read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    imported = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    seen = {alias.name: str(node.module).removeprefix("diagnostics.") for node in imported for alias in node.names}
    assert {name: module for name, module in seen.items() if name != "Extra"} == diagnostics._MODULE_OF


@pytest.mark.slow
def test_what_is_loaded_is_seen(repo_root: Path) -> None:
    assert run("import diagnostics, scipy.stats\n" + LOADED.format(names=HEAVY), repo_root) == "scipy.stats"


def test_the_arithmetic_stands_alone(repo_root: Path) -> None:
    blocked = (*HEAVY, "babel", "jinja2", "pydantic", "ibis")
    run(BLOCK.format(names=blocked) + ARITHMETIC, repo_root)


def test_a_blocked_package_cannot_be_imported(repo_root: Path) -> None:
    with pytest.raises(AssertionError, match="ModuleNotFoundError"):
        run(BLOCK.format(names=["pandas"]) + "import pandas", repo_root)


def test_a_diagnosis_in_words_needs_no_table_and_no_chart(repo_root: Path) -> None:
    run(BLOCK.format(names=HEAVY) + DIAGNOSIS, repo_root)


@pytest.mark.slow
def test_a_whole_diagnosis_loads_no_scipy_stats(repo_root: Path) -> None:
    loaded = run(DIAGNOSIS + "d.bridge, dx.compare(funnel, funnel)\n" + LOADED.format(names=HEAVY), repo_root)
    assert loaded == "pandas"


LATER = ("pydantic", "filelock", "jinja2", "matplotlib", "typst", "xlsxwriter", "pptx")


@pytest.mark.slow
def test_a_case_and_a_report_are_loaded_when_they_are_asked_for(repo_root: Path) -> None:
    assert run(DIAGNOSIS + LOADED.format(names=LATER), repo_root) == ""
    assert run("import diagnostics as dx\ndx.Case()\n" + LOADED.format(names=LATER), repo_root) == "pydantic"


@pytest.mark.slow
def test_the_report_is_a_name_of_the_face_and_of_its_folder(repo_root: Path, tmp_path: Path) -> None:
    """``dx.report`` can be called before and after something of the folder of that name was imported."""
    call = f"assert dx.report(dx.Case(), {str(tmp_path / 'r.html')!r}).is_file()\n"
    run(f"import diagnostics as dx\n{call}import diagnostics.app.pages.charts\n{call}", repo_root)
    run(f"import diagnostics.app.pages.charts\nimport diagnostics as dx\n{call}", repo_root)
    run(f"from diagnostics import report, Case\nreport(Case(), {str(tmp_path / 'r.html')!r})", repo_root)
    run(
        "import diagnostics as dx\ntry:\n    dx.nothing\nexcept AttributeError as e:\n    assert 'nothing' in str(e)",
        repo_root,
    )


# --- the examples in the docstrings -------------------------------------------------------------------------------


def modules(*folders: str) -> list[str]:
    found = []
    for folder in folders:
        package = importlib.import_module(f"diagnostics.{folder}")
        found += [package.__name__, *(m.name for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))]
    return found


@pytest.mark.parametrize(
    "name",
    [
        "diagnostics",
        *modules(
            "funnel", "diagnosis", "comparison", "months", "reading", "leads", "reference", "app.forms", "app.case"
        ),
    ],
)
def test_the_examples_of_a_module_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0, capsys.readouterr().out


def test_there_are_examples() -> None:
    assert doctest.testmod(diagnostics).attempted > 0
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in modules("funnel")) > 0
