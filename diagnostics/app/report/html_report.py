"""The report as one self-contained page: pictures inline, no network, no script, prints on A4 and Letter."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.pages.door import SHEET, door
from diagnostics.app.report import pictures
from diagnostics.app.report.content import Content
from diagnostics.app.report.document import document
from diagnostics.app.report.face import css_text, font_faces
from diagnostics.app.report.trend_picture import trend_picture

if TYPE_CHECKING:
    from jinja2 import Template

    from diagnostics.diagnosis.answer import Diagnosis


USUAL_CHARACTERS: Final = 1_500
"""On the owner's page, at its usual size."""
SIZES: Final = (9.0, 12.4)
"""Points; the smallest and the largest letters of that page in print."""


def html(c: Content) -> bytes:
    """The page in UTF-8. Text typed by a client is escaped."""
    data = document(c)
    drawn = {} if c.d is None else _pictures(c.d)
    if c.later is not None and "trend" in data["parts"]:
        drawn["trend"] = _address(trend_picture(c.later.points).encode())
    shown = {
        **data,
        "style": style,
        "pictures": drawn,
        "font": _font(data["face"]),
        "fonts": (),
        "foot": data["face"]["footer"] or data["title"],
        "owner_size": _owner_size(data),
    }
    page = _template().render(**shown)
    if data["face"]["own_font"]:  # with the letters that it needs, and no more
        page = _template().render(**shown | {"fonts": font_faces(data["face"]["family"], page)})
    return page.encode("utf-8")


def _font(face: Mapping[str, Any]) -> str:
    """The families of the page, the first that a reader has."""
    if not face["own_font"]:
        return style.FONT
    others = "Georgia, serif" if face["serif"] else style.FONT
    return f"{css_text(face['family'])}, {others}"


def _owner_size(data: Mapping[str, Any]) -> float:
    """The size of the owner's page in print, in points: the less is on it, the larger."""
    found = data["found"]
    if found is None:
        return SIZES[1]
    columns = (data["monday"], [" ".join(row.values()) for row in data["first"]] + [data["forecast"], data["more"]])
    longest = 2 * max(sum(map(len, column)) for column in columns)  # next to each other
    written = [
        found["sentence"] * 3,
        found["cost"],
        found["about"],
        *(text for pair in data["defined"] for text in pair),
    ]
    characters = longest + sum(map(len, written))
    return min(SIZES[1], max(SIZES[0], 11.2 * math.sqrt(USUAL_CHARACTERS / characters)))


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    places = Environment(
        loader=PackageLoader("diagnostics.app.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    places.filters["css_text"] = lambda text: Markup(css_text(text))
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
