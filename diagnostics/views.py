"""Figures and HTML of what the package returns, drawn by the product.

Nothing in here draws. The product is registered by the public face (:mod:`diagnostics`), and is loaded with the first
figure; the core and the sources never import it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from diagnostics.extras import require

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as Figure


class Views(Protocol):
    """What the product draws."""

    def figure(self, of: object, name: str) -> Figure:
        """A chart of something; ``name`` says which, empty for the only or the first one."""
        ...

    def html(self, of: object) -> str:
        """How something is shown in a notebook."""
        ...


_registered: list[Callable[[], Views]] = []


def register(load: Callable[[], Views]) -> None:
    """Set what draws; called once, by the public face."""
    _registered[:] = [load]


def figure(of: object, name: str = "") -> Figure:
    """A chart.

    Raises
    ------
    ModuleNotFoundError
        Where plotly is not installed; the message is the command that installs it.
    InputError
        Where there is no chart of that name.
    """
    require("dashboard", "plotly")
    return _registered[-1]().figure(of, name)


def html(of: object) -> str | None:
    """How something is shown in a notebook; None, which shows the text, where the product is not there."""
    return _registered[-1]().html(of) if _registered else None
