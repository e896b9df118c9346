"""How much room a text needs on a slide, measured in the widest of the usual fonts, and the largest size that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from diagnostics.app.report.pictures import fonts

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

POINTS: Final = 72
"""Per inch."""
SPACING: Final = 1.2
"""Of lines, relative to the size of the letters."""
MEASURED_AT: Final = 100
FEWEST: Final = 24
"""Characters to which a text is shortened at most."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Texts as they fit: their size in points, and each as it is or shortened."""

    size: float
    texts: tuple[str, ...]


def height(text: str, width: float, size: float, bold: bool = False) -> float:
    """Height in inches of a text that is broken into lines.

    Parameters
    ----------
    text : str
        With line ends where a line has to end.
    width : float
        Of a line, inches.
    size : float
        Of the letters, points.
    bold : bool
        Whether the letters are bold.
    """
    lines = sum(_lines(part, width * POINTS / size, bold) for part in text.split("\n"))
    return lines * size * SPACING / POINTS


def fitted(
    texts: Sequence[str],
    room: tuple[float, float],
    sizes: tuple[float, float],
    bold: bool = False,
    gap: float = 0.0,
    indent: float = 0.0,
) -> Fitted:
    """The largest size at which paragraphs fit into a box; where none does, the longest of them are shortened.

    Parameters
    ----------
    texts : sequence of str
        One per paragraph.
    room : tuple of float
        Width and height, inches.
    sizes : tuple of float
        The largest and the smallest size, points.
    bold : bool
        Whether the letters are bold.
    gap : float
        Below each paragraph, points.
    indent : float
        In front of each line, inches.
    """
    width, most = room[0] - indent, room[1]
    size, smallest = sizes
    while size > smallest and _tall(texts, width, size, bold, gap) > most:
        size -= 1
    kept = list(texts)
    while _tall(kept, width, size, bold, gap) > most and max(map(len, kept)) > FEWEST:
        at = max(range(len(kept)), key=lambda one: len(kept[one]))
        kept[at] = _shorter(kept[at])
    return Fitted(size, tuple(kept))


def _tall(texts: Sequence[str], width: float, size: float, bold: bool, gap: float) -> float:
    return sum(height(text, width, size, bold) + gap / POINTS for text in texts)


def _shorter(text: str) -> str:
    """A text about a tenth shorter, cut between two words where there are any."""
    bare = text.removesuffix(" …")
    cut = bare[: max(FEWEST - 2, len(bare) * 9 // 10)]
    between = cut.rfind(" ")
    return f"{cut[:between] if between > len(cut) // 2 else cut} …"


def _lines(text: str, width: float, bold: bool) -> int:
    """Lines of a text without line ends; ``width`` relative to the size of the letters."""
    space, count, left = _wide(" ", bold), 1, width
    for word in text.split():
        needed = _wide(word, bold)
        if needed > left and left < width:
            count, left = count + 1, width
        if needed > width:
            more = int(needed / width)
            count, needed = count + more, needed - more * width
        left -= needed + space
    return count


@cache
def _wide(word: str, bold: bool) -> float:
    """The width of a word, relative to the size of its letters; a character that the font lacks is as wide as it is high."""
    font = _font(bold)
    lacking = sum(ord(one) > 0x2E7F for one in word)
    return font.getlength("".join(one for one in word if ord(one) <= 0x2E7F)) / MEASURED_AT + lacking


@cache
def _font(bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(fonts() / f"DejaVuSans{'-Bold' if bold else ''}.ttf"), MEASURED_AT)
