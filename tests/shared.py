"""Shapes of real exports that stand beside the repository; the project does not need them."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "imports"


def imports(name: str) -> Path:
    """The file whose name begins so, ``"01-"``; the test is skipped where the files are absent."""
    if not FOLDER.is_dir():
        pytest.skip("the optional files of real shapes are absent (shared/imports beside the repository)")
    found = sorted(FOLDER.glob(f"{name}*"))
    assert len(found) == 1, f"{name}: {len(found)} files"
    return found[0]
