"""Colours of a firm: those that can be read on white paper, and the nearest that can where one cannot."""

from __future__ import annotations

import re
from typing import Final

READABLE: Final = 4.5
"""The contrast of text with its ground that WCAG 2.2 asks for at level AA."""
HEX: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
SHORT: Final = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def as_hex(text: str) -> str | None:
    """A colour as it is written here; None where it is none.

    >>> as_hex(" 1f4e79 "), as_hex("#abc"), as_hex("navy")
    ('#1F4E79', '#AABBCC', None)
    """
    found = SHORT.fullmatch(text.strip())
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    return f"#{digits.upper()}"


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, from 0 to 1; ``colour``: as ``#1F4E79``.

    >>> luminance("#FFFFFF"), luminance("#000000")
    (1.0, 0.0)
    """
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str) -> float:
    """The contrast with white, from 1 to 21; the same for white letters on the colour.

    >>> round(contrast("#767676"), 2), contrast("#FFFFFF")
    (4.54, 1.0)
    """
    return 1.05 / (luminance(colour) + 0.05)


def is_readable(colour: str) -> bool:
    """Whether text in a colour can be read on white."""
    return contrast(colour) >= READABLE


def readable(colour: str) -> str:
    """The nearest colour of the same hue that can be read on white: itself, or a darker one.

    >>> readable("#1F4E79"), readable("#F2A900")
    ('#1F4E79', '#9D6E00')
    """
    if is_readable(colour):
        return colour.upper()
    parts, dark, light = _parts(colour), 0.0, 1.0
    for _ in range(12):
        middle = (dark + light) / 2
        dark, light = (middle, light) if is_readable(_hex(parts, middle)) else (dark, middle)
    return _hex(parts, dark)


def tint(colour: str, share: float = 0.08) -> str:
    """A colour mixed with white: a ground on which dark text stands.

    >>> tint("#000000", 0.1)
    '#E6E6E6'
    """
    return "#" + "".join(f"{round(255 * (1 - share + share * part)):02X}" for part in _parts(colour))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float], factor: float) -> str:
    return "#" + "".join(f"{int(255 * part * factor):02X}" for part in parts)
