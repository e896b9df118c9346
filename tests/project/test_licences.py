"""docs/licences.md is of what is pinned, and nothing is pinned whose licence is unknown or asks for more than is said there."""

from __future__ import annotations

import importlib.util
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from types import ModuleType

import pytest

FREE = {"0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC"} | {
    *("MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Unlicense", "Zlib"),
}
"""They ask for no more than that their text is kept."""


@pytest.fixture(scope="module")
def licences(repo_root: Path) -> ModuleType:
    """The module that writes the file."""
    spec = importlib.util.spec_from_file_location("licences", repo_root / "requirements" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(repo_root: Path, title: str) -> dict[str, list[str]]:
    """Name -> the other cells, of the table below a title."""
    text = (repo_root / "docs" / "licences.md").read_text(encoding="utf-8")
    part = text.split(f"## {title}\n")[1].split("\n## ")[0]
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")
    ]
    return {name: cells for name, *cells in lines[2:]}


def is_settled(licence: str, remark: str) -> bool:
    """Whether a licence, as an expression of SPDX, asks for nothing or it is said what."""
    either = licence.replace("(", "").replace(")", "").split(" OR ")
    return bool(remark) or any(set(each.split(" AND ")) <= FREE for each in either)


@pytest.mark.parametrize(
    ("licence", "remark", "right"),
    [
        ("MIT", "", True),
        ("MIT AND PSF-2.0", "", True),
        ("MIT OR GPL-3.0-only", "", True),
        ("MIT AND GPL-3.0-only", "", False),
        ("MPL-2.0", "", False),
        ("MPL-2.0", "copyleft of its own files only", True),
        ("unknown", "", False),
        ("", "", False),
    ],
)
def test_what_asks_for_more_is_caught(licence: str, remark: str, right: bool) -> None:
    assert is_settled(licence, remark) is right


def test_python_packages_are_those_that_are_pinned(repo_root: Path, licences: ModuleType) -> None:
    text = (repo_root / "constraints.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([^#\s]+)==(\S+)$", text, flags=re.MULTILINE))
    listed = rows(repo_root, "Python")
    assert {name: cells[0] for name, cells in listed.items()} == pins
    assert {name: cells[2] for name, cells in listed.items()} == {
        name: ", ".join(places) for name, places in licences.lists().items()
    }


@pytest.mark.parametrize("title", ["In the page", "Tools of the page"])
def test_packages_of_the_page_are_those_that_are_locked(title: str, repo_root: Path, licences: ModuleType) -> None:
    listed = rows(repo_root, title)
    assert {name: tuple(cells[:2]) for name, cells in listed.items()} == licences.page_licences(title == "In the page")


def test_the_charts_are_drawn_by_the_plotly_that_describes_them(repo_root: Path) -> None:
    from plotly.offline import get_plotlyjs_version

    version, licence = rows(repo_root, "In the page")["plotly.js-basic-dist-min"]
    assert (version, licence) == (get_plotlyjs_version(), "MIT")


def test_licences_are_what_installed_packages_say(repo_root: Path, licences: ModuleType) -> None:
    wrong, seen = {}, 0
    for name, (version, licence, *_) in rows(repo_root, "Python").items():
        try:
            said = metadata(name)
        except PackageNotFoundError:
            continue  # of another system, or of a list that is not installed
        if said["Version"] == version:
            seen += 1
            if licences.licence_of(said) != licence:
                wrong[name] = (licence, licences.licence_of(said))
    assert seen > 50
    assert wrong == {}


@pytest.mark.parametrize("title", ["In the page", "Python", "Tools of the page"])
def test_every_licence_is_settled(title: str, repo_root: Path, licences: ModuleType) -> None:
    table = rows(repo_root, title)
    remarks = {name: cells[-1] if title != "In the page" else "" for name, cells in table.items()}
    assert table
    assert {name: cells[1] for name, cells in table.items() if not is_settled(cells[1], remarks[name])} == {}
    assert title == "In the page" or remarks == {name: licences.remark(cells[1]) for name, cells in table.items()}


def test_what_others_made_of_the_page_comes_with_its_licence(repo_root: Path) -> None:
    listed = rows(repo_root, "In the page")
    sources = [path for path in (repo_root / "frontend" / "src").rglob("*") if path.suffix in (".ts", ".tsx")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = re.findall(r"""^(?:import|export)[^;]*? from "([^".][^"]*)";""", text, flags=re.MULTILINE)
    packages = {"/".join(place.split("/")[: 2 if place.startswith("@") else 1]) for place in used}
    assert packages == {"preact", "@preact/signals"} <= listed.keys()
    licences = repo_root.joinpath("diagnostics/app/server/static/LICENCES.txt").read_text(encoding="utf-8")
    assert {name for name, (version, _) in listed.items() if f"{name} {version}\n\n" not in licences} == set()
    assert licences.count("Permission is hereby granted") == len(listed)
