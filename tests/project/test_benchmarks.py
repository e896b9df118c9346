"""What the benchmarks take from the package is there: they are run by hand, so nothing else would notice."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
FILES = sorted(BENCHMARKS.rglob("*.py"))


def absent(code: str) -> list[str]:
    """Names that code imports from the package and that are not in it."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("diagnostics"):
            continue
        module = import_module(node.module or "")
        found += [f"{node.module}.{each.name}" for each in node.names if not hasattr(module, each.name)]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_a_benchmark_imports_is_there(path: Path) -> None:
    assert absent(path.read_text(encoding="utf-8")) == []


def test_a_name_that_is_gone_is_caught() -> None:
    code = "from diagnostics.app.forms.counts_form import Reading, read_counts"
    assert absent(code) == ["diagnostics.app.forms.counts_form.Reading"]


def test_what_every_page_has_to_show_can_be_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("playwright")
    for folder in (BENCHMARKS, BENCHMARKS / "peers"):
        monkeypatch.syspath_prepend(str(folder))
    wanted = import_module("page").expected("1805")
    assert wanted["door"].startswith("<svg")
    assert "customers per month" in wanted["doorText"]
    assert len(wanted["bridge"]) == len(wanted["labels"])
    assert len(wanted["balance"]) == 2


def test_the_figures_of_a_slow_phone_are_the_medians_of_its_openings(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("playwright")
    pytest.importorskip("psutil")
    for folder in (BENCHMARKS, BENCHMARKS / "peers"):
        monkeypatch.syspath_prepend(str(folder))
    times = zip((900, 2001, 700, 2500, 3000), (5000, 100, 9000, 5000, 6000), (9e3, 1e4, 11e3, 8e3, 10001), strict=True)
    openings = [{"sentence": s, "answered": a, "charts": c} for s, a, c in times]
    assert import_module("phone").figures(openings) == [
        ["first sentence visible", "2.00 (0.70–3.00)", "≤ 2 s: not met"],
        ["first key answered", "5.00 (0.10–9.00)", "≤ 5 s: met"],
        ["both charts drawn", "10.00 (8.00–11.00)", "≤ 10 s: met"],
    ]
