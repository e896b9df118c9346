"""Three lists of the same packages agree, and three places name the same version."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # comes with JupyterLab
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import diagnostics

CONDA_NAMES = {"playwright": "playwright-python", "ibis-framework": "ibis-duckdb", "typst": "typst-py"}
"""Where conda-forge calls a package something else, or has a package for what is an extra elsewhere."""

IN_CONDA = ("leads", "report", "dashboard", "test")


@pytest.fixture(scope="module")
def project(repo_root: Path) -> dict[str, Any]:
    return tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def conda(repo_root: Path) -> dict[str, Any]:
    return yaml.safe_load((repo_root / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pins(repo_root: Path) -> list[str]:
    lines = (repo_root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def bounds(lines: list[str]) -> dict[str, SpecifierSet]:
    """Name -> bound, without the package itself; a name that stands twice must have the same bound both times."""
    found: dict[str, SpecifierSet] = {}
    for line in lines:
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        if name == "weak-link":  # an extra that brings another
            continue
        assert found.setdefault(name, requirement.specifier) == requirement.specifier, f"{name} has two bounds"
    return found


def test_two_bounds_for_one_name_are_caught() -> None:
    with pytest.raises(AssertionError, match="numpy has two bounds"):
        bounds(["numpy>=2", "NumPy>=2.1"])


def test_conda_brings_what_pip_does_with_the_same_bounds(project: dict[str, Any], conda: dict[str, Any]) -> None:
    extras = project["optional-dependencies"]
    wanted = bounds(project["dependencies"] + [line for extra in IN_CONDA for line in extras[extra]])
    given = bounds([line for line in conda["dependencies"] if isinstance(line, str)])
    assert given.pop("python") == SpecifierSet(project["requires-python"])
    assert given.pop("pip") == SpecifierSet("")
    assert given == {CONDA_NAMES.get(name, name): bound for name, bound in wanted.items()}


def test_conda_takes_only_the_package_itself_from_pip(project: dict[str, Any], conda: dict[str, Any]) -> None:
    assert conda["name"] == project["name"]
    assert conda["channels"] == ["conda-forge"]
    assert [line for line in conda["dependencies"] if not isinstance(line, str)] == [{"pip": ["-e ."]}]


def test_constraints_are_plain_pins_in_order(pins: list[str]) -> None:
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+]*", line)] == []
    names = [line.split("==")[0].lower() for line in pins]
    assert names == sorted(names)
    assert len({canonicalize_name(name) for name in names}) == len(names)


def test_constraints_name_no_place(repo_root: Path) -> None:
    whole = (repo_root / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in whole
    assert "@" not in whole


def test_every_bound_has_a_pin_within_it(project: dict[str, Any], pins: list[str]) -> None:
    pinned = {canonicalize_name(name): version for name, version in (line.split("==") for line in pins)}
    extras = project["optional-dependencies"]
    lines = project["dependencies"] + [line for extra in extras for line in extras[extra]]
    assert {
        name: (pinned.get(name), str(bound)) for name, bound in bounds(lines).items() if not holds(pinned, name, bound)
    } == {}


def holds(pinned: dict[str, str], name: str, bound: SpecifierSet) -> bool:
    return name in pinned and bound.contains(pinned[name])


@pytest.mark.parametrize(
    ("pinned", "right"),
    [({}, False), ({"numpy": "1.26"}, False), ({"numpy": "2.0"}, True), ({"numpy": "2.1"}, True)],
)
def test_a_pin_that_is_absent_or_below_its_bound_is_caught(pinned: dict[str, str], right: bool) -> None:
    assert holds(pinned, "numpy", SpecifierSet(">=2.0")) is right


def test_one_version(repo_root: Path, project: dict[str, Any]) -> None:
    changelog = (repo_root / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+?)\]", changelog, flags=re.MULTILINE)
    assert newest is not None
    assert project["version"] == diagnostics.__version__ == newest[1]
