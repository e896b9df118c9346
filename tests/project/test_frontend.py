"""The page: its own tests, its types and style, and that the bundles are what their source makes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLDEST = 20
STATIC = Path("diagnostics/app/server/static")
BUNDLE = STATIC / "dashboard.js"

pytestmark = pytest.mark.xdist_group("frontend")


def node_version():
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.lstrip("v").partition(".")[0])


@pytest.fixture(scope="module")
def frontend(tmp_path_factory):
    """A copy with its packages installed."""
    if node_version() < OLDEST:
        reason = f"Node {OLDEST} or later with npm is needed to test the page"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "frontend", copy / "frontend", ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(ROOT / STATIC, copy / STATIC)
    done = npm(copy / "frontend", "ci", "--ignore-scripts")
    assert done.returncode == 0, done.stderr
    return copy


def npm(folder, *arguments):
    return subprocess.run(
        [shutil.which("npm"), *arguments], cwd=folder, capture_output=True, text=True, timeout=600, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("script", ["lint", "test", "check"])
def test_the_frontend_passes(frontend, script):
    done = npm(frontend / "frontend", "run", script)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_bundle_that_was_changed_by_hand_is_caught(frontend):
    with (frontend / BUNDLE).open("a") as bundle:
        bundle.write("// by hand\n")
    done = npm(frontend / "frontend", "run", "check")
    shutil.copy(ROOT / BUNDLE, frontend / BUNDLE)
    assert done.returncode != 0
    assert "make frontend" in done.stderr


def test_the_types_of_the_page_come_from_the_models():
    command = [sys.executable, str(ROOT / "frontend" / "schema.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_lock_names_no_host():
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    assert len(lock["packages"]) > 1
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
