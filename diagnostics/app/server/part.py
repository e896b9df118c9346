"""A part of the page as a widget of its own."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from diagnostics.app.server.places import plotly_js, static


class Part(anywidget.AnyWidget):
    """What Python gives it in ``_pane`` is drawn by the page's own components."""

    _esm = static("components.js")
    _css = static("dashboard.css")
    _pane = traitlets.Dict().tag(sync=True)
    _draws = traitlets.Bool(False).tag(sync=True)
    """Whether it needs plotly.js, which its first view asks for."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on_msg(self._asked)

    def _asked(self, _widget: object, content: object, _buffers: object) -> None:
        if content == {"do": "plotly"}:
            self.send({"plotly": True}, [plotly_js().read_bytes()])
