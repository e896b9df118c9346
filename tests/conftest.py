"""What the tests share: where the repository is, a browser, and data that may or may not be there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium on the PATH. Its absence is a failure where CI is set, and a skip on a person's machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is not None:
        return found
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(f"CI is set and none of {', '.join(BROWSERS)} is on the PATH: apt-get install chromium")
    pytest.skip("no Chromium is installed: apt-get install chromium")


@pytest.fixture(scope="session")
def shared_data(repo_root: Path) -> Path:
    """Reference data that is not part of the repository and may stand beside it."""
    folder = repo_root.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the optional reference data are absent (shared/data beside the repository)")
    return folder
