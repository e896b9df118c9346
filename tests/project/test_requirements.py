"""Whatever is installed is known by its hash: lists of packages, the page's tools, and the actions that run the tests."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

HASH = r"--hash=sha256:[0-9a-f]{64}"
ENTRY = rf"[a-z0-9-]+(\[[a-z0-9,-]+\])?==\S+( ; .+?)?( \\\n    {HASH})+"
"""A pin with at least one hash, and nothing else."""
INSTALLED = {
    "Makefile": ["lint", "spark", "bench"],
    "README.md": ["test"],
    "binder/postBuild": ["dashboard"],
    "deploy/Dockerfile": ["dashboard"],
    "deploy/README.md": ["dashboard"],
}
"""The lists that each file installs."""


@pytest.fixture(scope="module")
def lists(repo_root: Path) -> dict[str, str]:
    found = {path.stem: path.read_text(encoding="utf-8") for path in (repo_root / "requirements").glob("*.txt")}
    assert {name for names in INSTALLED.values() for name in names} <= found.keys()
    return found


def entries(text: str) -> list[str]:
    """Logical lines without comments and without the list that it includes."""
    lines = re.split(r"(?<!\\)\n", re.sub(r"^(#|-r ).*\n", "", text, flags=re.MULTILINE))
    return [line for line in lines if line]


def test_every_pin_has_a_hash(lists: dict[str, str]) -> None:
    assert [line for text in lists.values() for line in entries(text) if not re.fullmatch(ENTRY, line)] == []


@pytest.mark.parametrize(
    ("line", "right"),
    [
        (f"numpy==2.4.6 \\\n    --hash=sha256:{'0' * 64}", True),
        (f"colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:{'0' * 64}", True),
        ("numpy==2.4.6", False),
        (f"numpy==2.4.6 \\\n    --hash=sha256:{'0' * 63}", False),
        (f"numpy>=2.4.6 \\\n    --hash=sha256:{'0' * 64}", False),
        (f"numpy @ file:numpy.whl \\\n    --hash=sha256:{'0' * 64}", False),
    ],
)
def test_a_pin_without_a_hash_is_caught(line: str, right: bool) -> None:
    assert bool(re.fullmatch(ENTRY, line)) is right


def test_lists_have_the_versions_of_the_constraints(lists: dict[str, str], repo_root: Path) -> None:
    pins = re.findall(r"^([^#\s]+)$", (repo_root / "constraints.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    listed = {re.sub(r"\[.*?\]", "", line.split()[0]) for text in lists.values() for line in entries(text)}
    assert listed == set(pins)


def test_lists_name_no_place(lists: dict[str, str]) -> None:
    assert [name for name, text in lists.items() if "://" in text or "@" in text or "index" in text] == []


@pytest.mark.parametrize(("file", "names"), INSTALLED.items())
def test_files_install_by_hash(file: str, names: list[str], repo_root: Path) -> None:
    text = (repo_root / file).read_text(encoding="utf-8").replace("$(LOCKED)", "--require-hashes -r requirements")
    commands = re.findall(r"--require-hashes (?:--only-binary :all: )?-r requirements/(\w+)\.txt", text)
    assert commands == names
    assert [line for line in text.splitlines() if re.search(r"pip install.* -c ", line)] == []


@pytest.mark.slow
def test_a_file_with_another_hash_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "nothing-1-py3-none-any.whl"
    make_wheel(wheel)
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-index",
        "--find-links",
        tmp_path,
        "--target",
        tmp_path / "to",
    ]
    said = {}
    for digest in ("0" * 64, sha256(wheel)):
        (tmp_path / "list.txt").write_text(f"nothing==1 \\\n    --hash=sha256:{digest}\n")
        done = subprocess.run(
            [*command, "--require-hashes", "-r", tmp_path / "list.txt"], capture_output=True, text=True, check=False
        )
        said[digest] = (done.returncode, "DO NOT MATCH THE HASHES" in done.stderr)
    assert list(said.values()) == [(1, True), (0, False)]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_wheel(path: Path) -> None:
    """An empty package."""
    with zipfile.ZipFile(path, "w") as whole:
        whole.writestr("nothing.py", "")
        whole.writestr("nothing-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: nothing\nVersion: 1\n")
        whole.writestr("nothing-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        whole.writestr("nothing-1.dist-info/RECORD", "")


def test_the_tools_of_the_page_are_known_by_hash_and_name_no_place(repo_root: Path) -> None:
    lock = json.loads((repo_root / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: given for name, given in lock["packages"].items() if name}
    assert [name for name, given in packages.items() if not given.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, given in packages.items() if "resolved" in given] == []


def test_actions_are_known_by_commit(repo_root: Path) -> None:
    for path in (repo_root / ".github" / "workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        used = re.findall(r"uses: *(.+)", text)
        assert len(used) == sum(
            "uses" in step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]
        )
        assert [each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)] == []


def test_every_pin_can_be_installed_on_the_oldest_python(lists: dict[str, str], repo_root: Path) -> None:
    oldest = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    pinned = {re.split(r"[\[=]", line)[0] for text in lists.values() for line in entries(text)}
    newer = {
        name: needed
        for found in distributions()
        if (name := canonicalize_name(found.metadata["Name"])) in pinned
        and (needed := found.metadata["Requires-Python"])
        and f"{oldest.removeprefix('>=')}.0" not in SpecifierSet(needed)
    }
    assert newer == {}
