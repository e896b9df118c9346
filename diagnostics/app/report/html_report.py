"""The report as one self-contained page: pictures inline, no network, no script, prints on A4 and Letter."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import TYPE_CHECKING

from diagnostics.app.pages import style
from diagnostics.app.pages.door import SHEET, door
from diagnostics.app.report import pictures
from diagnostics.app.report.content import Content
from diagnostics.app.report.document import document
from diagnostics.app.report.trend_picture import trend_picture

if TYPE_CHECKING:
    from jinja2 import Template

    from diagnostics.diagnosis.answer import Diagnosis


def html(c: Content) -> bytes:
    """The page in UTF-8. Text typed by a client is escaped."""
    drawn = {} if c.d is None else _pictures(c.d)
    if c.later is not None and len(c.later.points) > 1:
        drawn |= {"trend": _address(trend_picture(c.later.points).encode())}
    page = _template().render(**document(c), style=style, pictures=drawn)
    return page.encode("utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    places = Environment(
        loader=PackageLoader("diagnostics.app.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return places.get_template("report.html.j2")


def _pictures(d: Diagnosis) -> dict[str, str]:
    """Every picture as an address that holds it."""
    drawn = {
        "door": door(d, width=SHEET).encode(),
        "door_upright": door(d, upright=True).encode(),
        "bridge": pictures.bridge(d),
        "bridge_upright": pictures.bridge(d, upright=True),
        "balance": pictures.balance(d),
    }
    return {name: _address(svg) for name, svg in drawn.items()}


def _address(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"
