"""The report as PDF, without a browser: the same content as the page, set by typst with a font that is always there."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any, Final

from diagnostics.app.pages import style
from diagnostics.app.pages.door import SHEET, door
from diagnostics.app.report import pictures
from diagnostics.app.report.content import Content
from diagnostics.app.report.document import document

LONGEST_WORD: Final = 28
FAMILY: Final = "DejaVu Sans"


def pdf(c: Content) -> bytes:
    """The document.

    Nothing of the machine goes into it, with one exception: a text with characters that the font lacks (Chinese, say)
    is set with whatever font the machine has for them.
    """
    data = json.dumps(_broken(_named(c)), ensure_ascii=False)
    return _set(files("diagnostics.app.report").joinpath("templates/report.typ").read_bytes(), {"data": data})


def picture(svg: str, dots_an_inch: int) -> bytes:
    """A drawing as PNG, ten inches wide, by way of a page of its own size."""
    page = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 10in)'
    )
    return _set(page.encode(), {"svg": with_font(svg)}, format="png", ppi=dots_an_inch)


def _set(page: bytes, inputs: dict[str, str], **kind: Any) -> bytes:
    import typst

    known = all(pictures.drawn(text) for text in inputs.values())
    set_: Any = typst.compile
    return bytes(set_(page, sys_inputs=inputs, font_paths=[pictures.fonts()], ignore_system_fonts=known, **kind))


def with_font(svg: str) -> str:
    """A drawing that names the font of its letters, for where there is no page around it."""
    return svg.replace("<svg ", f'<svg font-family="{FAMILY}" ', 1).replace('font-weight="650"', 'font-weight="700"')


def _named(c: Content) -> dict[str, Any]:
    drawn = {}
    if c.d is not None:
        drawn = {
            "door": with_font(door(c.d, width=SHEET)),
            "bridge": pictures.bridge(c.d).decode(),
            "balance": pictures.balance(c.d).decode(),
        }
    looks = {
        "ink": style.INK,
        "quiet": style.QUIET,
        "rule": style.RULE,
        "family": FAMILY,
        "side": style.SIDE_COLOUR | {"balanced": style.PAR},
        "text": style.SIDE_TEXT | {"balanced": style.INK},
    }
    return document(c) | {"style": looks, "pictures": drawn}


def _broken(value: Any) -> Any:
    """Everything with places to break inside words that are too long for a line."""
    if isinstance(value, str):
        if value.startswith(("<svg", "<?xml")):
            return value
        return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", "\\1\u200b", value)
    if isinstance(value, dict):
        return {key: _broken(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_broken(part) for part in value]
    return value
