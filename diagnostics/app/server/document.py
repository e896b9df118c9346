"""The page as a browser gets it first: one document with the first answer in it, a style sheet and a script."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any, Final

from diagnostics.app.server.carrier import Carrier
from diagnostics.app.server.places import plotly_js, static

DIGITS: Final = 16
"""Of the hash in a name."""
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}


class NoPage(ValueError):
    """A notebook that shows no page."""


@dataclass(frozen=True)
class Part:
    """A file that is served: its bytes, also compressed, its kind, and a name that changes with what is in it."""

    stem: str
    suffix: str
    body: bytes

    @cached_property
    def name(self) -> str:
        """The name under which it is asked for; another one where another byte is in it."""
        return f"{self.stem}.{hashlib.sha256(self.body).hexdigest()[:DIGITS]}{self.suffix}"

    @cached_property
    def compressed(self) -> bytes:
        """The body as gzip, the same for the same body."""
        return gzip.compress(self.body, mtime=0)

    @property
    def kind(self) -> str:
        """The media type."""
        return TYPES[self.suffix]


def shown_by(notebook: Path) -> Carrier:
    """The page that a notebook shows, its cells run once, here.

    Raises
    ------
    NoPage
        Where no cell shows one, or a cell fails; the message names it.
    """
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell

    shell: Any = InteractiveShell()  # type: ignore[no-untyped-call]
    shell.showtraceback = lambda *_, **__: None  # what fails is raised below
    shown = None
    for cell in nbformat.read(notebook, nbformat.current_nbformat).cells:  # type: ignore[no-untyped-call]
        if cell.cell_type != "code":
            continue
        with redirect_stdout(StringIO()):  # results are shown to nobody
            result = shell.run_cell(cell.source)
        if not result.success:
            raise NoPage(f"{notebook.name}: this cell fails: {cell.source}") from (
                result.error_in_exec or result.error_before_exec
            )
        if isinstance(result.result, Carrier):
            shown = result.result
    if shown is None:
        raise NoPage(f"{notebook.name} shows no page: its last line is to be Dashboard() or Consult()")
    return shown


def parts_of(page: Carrier) -> dict[str, Part]:
    """The files of a page, by what they are for."""
    return {
        "script": Part(page.page_name, ".js", static(page.script_file).encode()),
        "style": Part(page.page_name, ".css", static(page.style_file).encode()),
        "first": Part("first", ".js", static("first.js").encode()),
        "plotly": Part("plotly", ".js", plotly_js().read_bytes()),
    }


def as_json(reply: Mapping[str, Any]) -> str:
    """A reply as JSON that may be part of a document: nothing in it ends the element."""
    text = json.dumps(reply, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
