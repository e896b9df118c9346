"""The face of a report: whose name, logo, colours and font it carries, as plain data for the templates."""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from typing import Any, Final

from diagnostics.app.case.firm import FONT, FONTS, Firm
from diagnostics.app.case.firm_colours import tint
from diagnostics.app.case.logo import Logo
from diagnostics.app.pages import style
from diagnostics.app.report import pictures

BOLD: Final = {"STIXGeneral": "STIXGeneralBol"}
"""Families whose bold file is not called ``-Bold``."""
FIT: Final = {"STIXGeneral": 1.14}
"""How much larger the letters of a family are set to look as large as the others."""
FEATURES: Final = ("kern", "liga", "mark", "mkmk", "ccmp")


def face(firm: Firm | None) -> dict[str, Any]:
    """Name, colours, font and paper of a report; those of no firm are ink on white."""
    if firm is None:
        return {
            "name": "",
            "logo": "",
            "wide": False,
            "accent": style.INK,
            "second": style.PAR,
            "tint": tint(style.INK, 0.05),
            "family": FONT,
            "own_font": False,
            "serif": False,
            "fit": 1.0,
            "contact": (),
            "footer": "",
            "paper": "a4",
        }
    return {
        "name": firm.name.strip(),
        "logo": "" if firm.logo is None else firm.logo.address,
        "wide": firm.logo is not None and firm.logo.width > 2 * firm.logo.height,
        "accent": firm.accent_used,
        "second": firm.second_used,
        "tint": tint(firm.accent_used, 0.07),
        "family": firm.family,
        "own_font": True,
        "serif": firm.family != FONT,
        "fit": FIT.get(firm.family, 1.0),
        "contact": firm.contact_lines,
        "footer": firm.footer.strip() or firm.name.strip(),
        "paper": firm.paper,
    }


def logo_drawing(logo: Logo) -> str:
    """A logo as SVG, pixels within it."""
    if logo.kind == "image/svg+xml":
        return logo.content.decode("utf-8-sig")
    size = f'width="{logo.width:g}" height="{logo.height:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}>'
        f'<image {size} xlink:href="{logo.address}"/></svg>'
    )


def css_text(text: str) -> str:
    r"""A text as a string of a style sheet: whatever is typed ends neither the string nor the sheet.

    >>> print(css_text('a"b</style>'))
    "a\000022 b\00003c \00002f style\00003e "
    """
    escaped = "".join(c if re.match(r"[A-Za-z0-9 .,·]", c) else f"\\{ord(c):06x} " for c in text)
    return f'"{escaped}"'


def font_faces(family: str, text: str) -> tuple[tuple[int, str], ...]:
    """Weight and address of a family's letters for a text, so that a page shows them on any machine."""
    characters = frozenset(text) | {"\u00a0", "\u2011"}
    stem = FONTS[family]
    files = {400: stem, 700: BOLD.get(family, f"{stem}-Bold")}
    return tuple((weight, _letters(name, "".join(sorted(characters)))) for weight, name in files.items())


@lru_cache(maxsize=8)
def _letters(file: str, characters: str) -> str:
    """Some letters of a font file as an address that holds them."""
    from fontTools import subset

    options = subset.Options(flavor="woff", hinting=False, layout_features=list(FEATURES), name_IDs=[])
    options.drop_tables += ["FFTM"]
    out = io.BytesIO()
    with subset.load_font(str(pictures.fonts() / f"{file}.ttf"), options) as font:
        chosen = subset.Subsetter(options)
        chosen.populate(text=characters)
        chosen.subset(font)
        subset.save_font(font, out, options)
    return f"data:font/woff;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
