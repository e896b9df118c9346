"""The built wheel, alone with numpy, scipy, pandas and Babel: the small package answers, and names what the rest needs."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import openpyxl
import pytest

THE_REST = (
    "anywidget",
    "duckdb",
    "filelock",
    "ibis",
    "ipywidgets",
    "jinja2",
    "matplotlib",
    "plotly",
    "pptx",
    "pyarrow",
    "pydantic",
    "python_calamine",
    "typst",
    "voila",
    "xlsxwriter",
)
"""What the extras bring."""
BLOCK = f"import sys\nfor name in {THE_REST!r}:\n    sys.modules[name] = None\n"

DIAGNOSE = "import diagnostics as dx; dx.diagnose(dx.Funnel(leads=28, wins=8), dx.Par(goal=25, closing=0.25))"
ANSWERS = """
import diagnostics as dx
funnel = dx.Funnel(leads=310, wins=17, direct_wins=2, worked=240, months=2, maturity=0.9)
par = dx.Par(goal=20, capacity=200, closing=dx.Rate(0.12, strength=60))
d = dx.diagnose(funnel, par, dx.Money(sale=4000, margin=0.4, currency="EUR", locale="de_DE"))
assert d.sentence and d.evidence_for and d.unseen and set(d.bridge.columns) >= {"side", "shortfall", "worth"}
assert dx.compare(funnel, dx.Funnel(leads=400, wins=18)).sentence
assert dx.what_if(funnel, par, closing=0.12).mean > 0
assert dx.levers(d).changes["lead"].gain and dx.leads_needed(d).goal and dx.forecast(funnel, par).mean
assert d._repr_html_()
try:
    dx.Funnel(leads=-1, wins=0)
except dx.InputError as error:
    assert error.problem and error.remedy
else:
    raise AssertionError("a negative count was taken")
"""
REFUSALS = """
import diagnostics as dx
for extra, call in {{
    "leads": [lambda: dx.Ledger, lambda: dx.Table],
    "report": [lambda: dx.Case, lambda: dx.report],
    "dashboard": [dx.diagnose(dx.Funnel(leads=28, wins=8), dx.Par(goal=25, closing=0.25)).figure],
}}.items():
    for each in call:
        try:
            each()
        except ImportError as error:
            assert str(error).endswith(f'is not installed: pip install "weak-link[{extra}]"'), error
        else:
            raise AssertionError(f"{extra} is not needed")
""".replace("{{", "{").replace("}}", "}")


def run(python: str | Path, code: str, folder: Path) -> None:
    """Run code in a Python of its own, warnings as errors."""
    done = subprocess.run([python, "-W", "error", "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("code", [DIAGNOSE, ANSWERS, REFUSALS], ids=["one line", "answers", "refusals"])
@pytest.mark.slow
def test_the_small_package_needs_nothing_else(code: str, repo_root: Path) -> None:
    run(sys.executable, BLOCK + code, repo_root)


def test_a_workbook_names_what_opens_it(repo_root: Path, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "months.xlsx")
    read = f"import diagnostics as dx\ndx.Table.read({str(tmp_path / 'months.xlsx')!r}, 'cohort')"
    with pytest.raises(AssertionError, match=r'python_calamine is not installed: pip install "weak-link\[leads\]"'):
        run(sys.executable, f"import sys\nsys.modules['python_calamine'] = None\n{read}", repo_root)


def test_a_quick_answer_in_the_shell_needs_nothing_else(repo_root: Path) -> None:
    command = ["diagnose", "--leads", "28", "--wins", "8", "--goal", "25", "--closing", "25%"]
    run(sys.executable, f"{BLOCK}from diagnostics.__main__ import main\nassert main({command!r}) == 0", repo_root)


def test_what_is_blocked_is_seen(repo_root: Path) -> None:
    with pytest.raises(AssertionError, match="is not needed"):
        run(sys.executable, REFUSALS, repo_root)


# --- the wheel itself ---------------------------------------------------------------------------------------------


def pip(*arguments: str | Path, python: str | Path = sys.executable) -> str:
    """Run pip. No registry is a failure where CI is set, and a skip on a person's machine."""
    command = [python, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or ["pip failed"]
        if os.environ.get("CI", "").lower() in ("", "0", "false"):
            pytest.skip(f"the wheel cannot be built and installed here: {said[0]}")
        pytest.fail(done.stderr)
    return done.stdout


@pytest.fixture(scope="module")
def wheel(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as it would be published."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", folder, repo_root)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def alone(wheel: Path, repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel and what it depends on, at the versions that are tested."""
    folder = tmp_path_factory.mktemp("alone")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip("install", "--quiet", "-c", repo_root / "constraints.txt", wheel, python=python)
    return python


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_wheel_holds_the_data_that_is_read(wheel: Path, repo_root: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = [path.relative_to(repo_root) for path in (repo_root / "data").rglob("*") if path.is_file()]
    assert [
        str(path) for path in wanted if f"diagnostics/{path.as_posix()}" not in held and "__pycache__" not in path.parts
    ] == []
    assert {f"diagnostics/notebooks/{path.name}" for path in (repo_root / "notebooks").glob("*.ipynb")} <= held


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_wheel_alone_answers(alone: Path, tmp_path: Path) -> None:
    listed = pip("list", "--format", "freeze", python=alone)
    brought = {line.split("==")[0].lower().replace("_", "-") for line in listed.split()}
    assert {"numpy", "scipy", "pandas", "babel", "weak-link"} <= brought
    assert not brought & {name.replace("_", "-") for name in (*THE_REST, "ibis-framework", "python-pptx")}
    for code in (DIAGNOSE, ANSWERS, REFUSALS):
        run(alone, code, tmp_path)
