"""The page as one widget: it carries messages between the browser and a session, and nothing else."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import anywidget

from diagnostics.diagnosis import words
from diagnostics.sources.entries import Entries
from diagnostics.ui.session import Session

STATIC = Path(__file__).parent / "static"
log = logging.getLogger(__name__)


class Dashboard(anywidget.AnyWidget):
    """The owner's page: counts on the left, the answer on the right.

    Parameters
    ----------
    entries : Entries, optional
        What the form opens with; an example unless given.

    Notes
    -----
    The page asks and the kernel answers; nothing is pushed before the page has said hello, so a page that connects
    late, or again, shows what stands in the form now.
    """

    _esm = "\n".join(
        [(STATIC / "grid.js").read_text(encoding="utf-8"), (STATIC / "page.js").read_text(encoding="utf-8")]
    )
    _css = "\n".join(
        [(STATIC / "page.css").read_text(encoding="utf-8"), (STATIC / "grid.css").read_text(encoding="utf-8")]
    )

    def __init__(self, entries: Entries | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = Session(entries)
        self.on_msg(self._received)

    def _received(self, _widget: Any, message: dict[str, Any], buffers: list[bytes]) -> None:
        if message.get("do") == "plotly":
            self.send({"plotly": True}, [plotly_js().read_bytes()])
            return
        try:
            reply = self.session.handle({**message, "data": buffers[0]} if buffers else message)
        except Exception as problem:  # the page must say so: a callback's error is seen nowhere else
            log.exception("message %r", message.get("do"))
            reply = {"fault": words.FAULT_HERE, "detail": type(problem).__name__, "seq": message.get("seq", 0)}
        self.send(reply)

    def __repr__(self) -> str:
        return "Dashboard()"


def plotly_js() -> Path:
    """The plotly.js that the plotly package carries."""
    from importlib.resources import files

    return Path(str(files("plotly") / "package_data" / "plotly.min.js"))
