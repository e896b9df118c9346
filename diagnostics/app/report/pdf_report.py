"""The report as PDF, without a browser: the same content as the page, typeset by typst in a font that is always installed."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.pages.door import SHEET, door
from diagnostics.app.report import pictures
from diagnostics.app.report.content import Content
from diagnostics.app.report.document import document
from diagnostics.app.report.trend_picture import trend_picture

if TYPE_CHECKING:
    from diagnostics.diagnosis.answer import Diagnosis

LONGEST_WORD: Final = 28
FAMILY: Final = "DejaVu Sans"


def pdf(c: Content) -> bytes:
    """The document.

    It does not depend on the machine, with one exception: characters that the font lacks (Chinese, for example) are set
    in whatever font the machine has for them.
    """
    data = document(c) | {"pictures": {}} if c.d is None else with_pictures(document(c), c.d)
    if c.later is not None and len(c.later.points) > 1:
        data["pictures"] |= {"trend": with_font(trend_picture(c.later.points))}
    return set_with("report.typ", data)


def set_with(template: str, data: dict[str, Any]) -> bytes:
    """A template of this folder, typeset with data."""
    text = json.dumps(_with_breaks(data | {"style": LOOK}), ensure_ascii=False)
    return _set(files("diagnostics.app.report").joinpath("templates", template).read_bytes(), {"data": text})


def picture(svg: str, dots_per_inch: int) -> bytes:
    """An SVG as PNG, ten inches wide."""
    page = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 10in)'
    )
    return _set(page.encode(), {"svg": with_font(svg)}, format="png", ppi=dots_per_inch)


def _set(page: bytes, inputs: dict[str, str], **kind: Any) -> bytes:
    import typst

    known = all(pictures.in_font(text) for text in inputs.values())
    set_: Any = typst.compile
    return bytes(set_(page, sys_inputs=inputs, font_paths=[pictures.fonts()], ignore_system_fonts=known, **kind))


def with_font(svg: str) -> str:
    """An SVG that names its font, for use outside a page."""
    return svg.replace("<svg ", f'<svg font-family="{FAMILY}" ', 1).replace('font-weight="650"', 'font-weight="700"')


LOOK: Final = {
    "ink": style.INK,
    "quiet": style.QUIET,
    "rule": style.RULE,
    "family": FAMILY,
    "side": style.SIDE_COLOUR | {"balanced": style.PAR},
    "text": style.SIDE_TEXT | {"balanced": style.INK},
}


def with_pictures(data: dict[str, Any], d: Diagnosis, small: bool = False) -> dict[str, Any]:
    """The data of a document with the door, the bridge and the map; ``small``: with bridge and map next to each other."""
    drawn = {
        "door": with_font(door(d, width=SHEET)),
        "bridge": pictures.bridge(d, small=small).decode(),
        "balance": pictures.balance(d, small=small).decode(),
    }
    return data | {"pictures": drawn}


def _with_breaks(value: object) -> object:
    """The same data with break points inside words that are too long for a line."""
    if isinstance(value, str):
        if value.startswith(("<svg", "<?xml")):
            return value
        return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", "\\1\u200b", value)
    if isinstance(value, dict):
        return {key: _with_breaks(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_with_breaks(part) for part in value]
    return value
