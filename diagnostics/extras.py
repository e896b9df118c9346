"""Packages that only a part of this one needs: what to install where one is missing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

Extra = Literal["leads", "report", "dashboard"]


def require(extra: Extra, *modules: str) -> None:
    """Check that modules can be imported, without importing them.

    Parameters
    ----------
    extra : {"leads", "report", "dashboard"}
        The extra of ``pyproject.toml`` that brings them.
    *modules : str
        Top-level names, ``"ibis"``.

    Raises
    ------
    ModuleNotFoundError
        Where one is missing; the message is the command that installs it.

    >>> require("leads", "math", "no_such_module")
    Traceback (most recent call last):
    ModuleNotFoundError: no_such_module is not installed: pip install "weak-link[leads]"
    """
    for module in modules:
        if find_spec(module) is None:
            raise ModuleNotFoundError(f'{module} is not installed: pip install "weak-link[{extra}]"', name=module)
