"""The report as PDF, without a browser: the same content as the page, typeset by typst in a font that is always installed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.pages.door import SHEET, door
from diagnostics.app.report import pictures
from diagnostics.app.report.content import Content
from diagnostics.app.report.document import document
from diagnostics.app.report.face import logo_drawing
from diagnostics.app.report.parts import PARTS
from diagnostics.app.report.trend_picture import trend_picture

if TYPE_CHECKING:
    from diagnostics.app.case.logo import Logo
    from diagnostics.diagnosis.answer import Diagnosis

LONGEST_WORD: Final = 28
FAMILY: Final = "DejaVu Sans"
KEYS: Final = tuple(part.key for part in PARTS)
OTHER_PARTS: Final = ("cover", "owner", "appendix")
"""Templates of what is not in the list of parts."""
LOGO_DOTS: Final = 300
"""Per inch, of a drawing as PNG."""


def pdf(c: Content) -> bytes:
    """The document.

    It does not depend on the machine, with one exception: characters that the font lacks (Chinese, for example) are set
    in whatever font the machine has for them.
    """
    data = document(c) | {"pictures": {}} if c.d is None else with_pictures(document(c), c.d)
    if c.later is not None and "trend" in data["parts"]:
        data["pictures"] |= {"trend": with_font(trend_picture(c.later.points))}
    logo = None if c.firm is None or c.firm.logo is None else logo_drawing(c.firm.logo)
    return set_with("report.typ", data | {"has_logo": logo is not None}, logo)


def set_with(template: str, data: dict[str, Any], logo: str | None = None) -> bytes:
    """A template of this folder, typeset with data; ``logo``: a drawing for its cover."""
    text = json.dumps(_with_breaks(_without_pictures(data) | {"style": LOOK}), ensure_ascii=False)
    return _set(_templates(template), {"data": text}, {} if logo is None else {"logo": logo})


@cache
def _templates(main: str) -> dict[str, bytes]:
    """A template and the parts that it is made of, by their names."""
    folder = files("diagnostics.app.report").joinpath("templates")
    found = {f"parts/{key}.typ": folder.joinpath("parts", f"{key}.typ").read_bytes() for key in (*OTHER_PARTS, *KEYS)}
    imports = "".join(f'#import "parts/{key}.typ": part as part-{key}\n' for key in KEYS)
    table = "".join(f"  {key}: part-{key},\n" for key in KEYS)
    found["parts.typ"] = f"{imports}#let parts = (\n{table})\n".encode()
    return found | {
        name: folder.joinpath(file).read_bytes() for name, file in (("look.typ", "look.typ"), ("main.typ", main))
    }


def picture(svg: str, dots_per_inch: int, inches: float = 10, ground: str = "white") -> bytes:
    """An SVG as PNG, so many inches wide."""
    page = (
        f"#set page(width: auto, height: auto, margin: 0pt, fill: {ground})\n"
        f'#image(bytes(sys.inputs.svg), format: "svg", width: {inches}in)'
    )
    return _set({"main.typ": page.encode()}, {"svg": with_font(svg)}, format="png", ppi=dots_per_inch)


def logo_png(logo: Logo, inches: float = 2.4) -> bytes:
    """A logo as PNG, for programs that take no drawings: so many inches wide where it is a drawing.

    A picture of pixels comes as it is; JPEG is written as PNG.
    """
    if logo.kind == "image/png":
        return logo.content
    if logo.kind == "image/svg+xml":
        return picture(logo_drawing(logo), LOGO_DOTS, inches, ground="none")
    from PIL import Image

    file = io.BytesIO()
    Image.open(io.BytesIO(logo.content)).save(file, "PNG")
    return file.getvalue()


def _set(
    pages: dict[str, bytes], inputs: dict[str, str], drawings: Mapping[str, str] = MappingProxyType({}), **kind: Any
) -> bytes:
    """Typeset; ``drawings``: inputs whose letters no font is looked for."""
    import typst

    known = all(pictures.in_font(text) for text in inputs.values())
    set_: Any = typst.compile
    given = {**inputs, **drawings}
    return bytes(set_(pages, sys_inputs=given, font_paths=[pictures.fonts()], ignore_system_fonts=known, **kind))


def with_font(svg: str) -> str:
    """An SVG that names its font, for use outside a page; a logo may name one of its own."""
    root = re.search(r"<svg\b[^>]*>", svg)
    named = svg if root and "font-family" in root[0] else svg.replace("<svg ", f'<svg font-family="{FAMILY}" ', 1)
    return named.replace('font-weight="650"', 'font-weight="700"')


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


def _without_pictures(data: dict[str, Any]) -> dict[str, Any]:
    """The data without the logo's address, which may be long and is of no use on paper."""
    return {**data, "face": {**data["face"], "logo": ""}} if "face" in data else data


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
