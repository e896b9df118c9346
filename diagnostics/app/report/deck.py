"""A deck of slides as PowerPoint itself would make it: layouts, placeholders, footers and numbers that are fields."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.report import office_words as office
from diagnostics.app.report import words as say
from diagnostics.app.report.document import MADE, MARK
from diagnostics.app.report.look import Look
from diagnostics.language import language, t

if TYPE_CHECKING:
    from pptx.presentation import Presentation

WIDTH, HEIGHT = 13.333, 7.5
MARGIN: Final = 0.7
BODY: Final = WIDTH - 2 * MARGIN
"""Inches."""
TITLE_BOX: Final = (MARGIN, 0.42, BODY, 1.0)
BODY_BOX: Final = (MARGIN, 1.6, BODY, 4.9)
FOOT: Final = 6.92
FOOT_BOXES: Final = {
    "ftr": (MARGIN, FOOT, BODY - 1.2, 0.32),
    "sldNum": (WIDTH - MARGIN - 1.1, FOOT, 1.1, 0.32),
    "dt": (WIDTH - MARGIN - 3.2, FOOT, 2.0, 0.32),
}
LOGO_BOX: Final = (WIDTH - MARGIN - 1.5, 0.42, 1.5, 0.7)
"""Where the firm's logo is on every slide but the first."""
COVER_TITLE: Final = (MARGIN + 0.5, 2.2, BODY - 0.5, 1.6)
COVER_TEXT: Final = (MARGIN + 0.5, 3.95, BODY - 0.5, 1.4)
KEPT: Final = {0: office.LAYOUT["title"], 1: office.LAYOUT["text"], 3: office.LAYOUT["two"], 5: office.LAYOUT["only"]}
"""Layouts of the library that are kept, by their place in it, and what they are called."""
FIRST, TEXT, TWO, ONLY = range(4)
SMALL: Final = 11.0
"""Points of the smallest letters of a table."""
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
TAGS: Final = {"de": "de-DE"}
"""What a text is marked with for the spelling checker, by language."""
ENGLISH: Final = "en-US"
EMU: Final = 914_400
"""Per inch."""
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def title_box(look: Look) -> tuple[float, float, float, float]:
    """Where titles are: beside the logo, if there is one."""
    left, top, width, height = TITLE_BOX
    return (left, top, width - (LOGO_BOX[2] + 0.2 if look.logo else 0.0), height)


def tag() -> str:
    """The language of now as a file of an office program names it."""
    return TAGS.get(language(), ENGLISH)


def new_deck(look: Look) -> Presentation:
    """An empty deck, wide, with the fonts and colours of a firm."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    about = deck.core_properties
    about.title, about.category, about.language = t(say.TITLE), MARK, tag()
    about.author, about.last_modified_by = look.name, ""
    about.created = about.modified = MADE
    layouts: list[Any] = list(deck.slide_layouts)
    for at, layout in enumerate(layouts):
        if at not in KEPT:
            deck.slide_layouts.remove(layout)
            continue
        layout.name = t(KEPT[at])
        for shape in layout.placeholders:
            _prompt(shape)
    _theme(deck, look)
    _master(deck, look)
    _layouts(deck, look)
    return deck


def _theme(deck: Presentation, look: Look) -> None:
    """Give the theme its colours and fonts: what a user adds later has them too."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part: Any = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    colours = (
        ("dk1", style.INK),
        ("dk2", style.TODAY),
        ("accent1", style.SIDE_COLOUR["marketing"]),
        ("accent2", style.SIDE_COLOUR["sales"]),
        ("accent3", look.accent),
        ("accent4", style.PAR),
        ("accent5", style.TODAY),
        ("accent6", style.QUIET),
    )
    for name, colour in colours:
        text = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)",
            rf'\g<1><a:srgbClr val="{colour[1:]}"/>\g<2>',
            text,
            count=1,
            flags=re.DOTALL,
        )
    text = re.sub(r'(<a:latin typeface=")[^"]*"', lambda m: f'{m[1]}{look.font}"', text)
    part._blob = text.encode("utf-8")


def _master(deck: Presentation, look: Look) -> None:
    master = deck.slide_master
    for shape in master.placeholders:
        kind = str(shape.element.ph.get("type"))
        _put(shape, {"title": title_box(look), "body": BODY_BOX, **FOOT_BOXES}[kind])
        _prompt(shape)
        body_of = shape.element.txBody.find(f"{A}bodyPr")
        body_of.attrib.update({"lIns": "0", "rIns": "0"})
        if kind == "ftr":
            _left(shape)
    styles = master.element.find(f"{P}txStyles")
    title, body = styles[0][0], styles[1]
    title.set("algn", "l")
    title.find(f"{A}defRPr").attrib.update({"sz": "2800", "b": "1"})
    for at, level in enumerate(body):
        level.find(f"{A}defRPr").set("sz", str(max(1200, 1800 - 200 * at)))
    body[0].attrib.update({"marL": "228600", "indent": "-228600"})
    _rule(master, look)
    if look.logo:
        _picture_on(master, look)


def _layouts(deck: Presentation, look: Look) -> None:
    half = (BODY - 0.4) / 2
    boxes = {
        FIRST: {0: COVER_TITLE, 1: COVER_TEXT},
        TWO: {1: (MARGIN, 1.6, half, 4.9), 2: (MARGIN + half + 0.4, 1.6, half, 4.9)},
    }
    layouts: list[Any] = list(deck.slide_layouts)
    for at, layout in enumerate(layouts):
        for shape in layout.placeholders:
            kind, number = str(shape.element.ph.get("type")), shape.placeholder_format.idx
            if kind in FOOT_BOXES:
                _put(shape, FOOT_BOXES[kind])
            elif number in boxes.get(at, {}):
                _put(shape, boxes[at][number])
            else:
                place = shape.element.spPr.find(f"{A}xfrm")
                if place is not None:
                    shape.element.spPr.remove(place)  # as on the master
        if at == FIRST:
            layout.element.set("showMasterSp", "0")
            for shape in layout.placeholders:
                _left(shape)


def _rule(master: Any, look: Look) -> None:
    """A line in the firm's colour above the foot of every slide."""
    from pptx.oxml import parse_xml

    left, top, width, height = (int(one * EMU) for one in (MARGIN, FOOT - 0.05, BODY, 0.02))
    names = f'xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}"'
    master.shapes._spTree.append(
        parse_xml(
            f'<p:sp {names}><p:nvSpPr><p:cNvPr id="901" name="Rule"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
            f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent3"/></a:solidFill>'
            "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
        )
    )


def _left(shape: Any) -> None:
    """Let a placeholder begin at the left."""
    for level in shape.element.iter(f"{A}lvl1pPr"):
        level.set("algn", "l")


def _picture_on(master: Any, look: Look) -> None:
    """Put the logo on the master, at the upper right, as large as its box allows."""
    from pptx.oxml.shapes.picture import CT_Picture

    image, relation = master.part.get_or_add_image_part(io.BytesIO(look.logo))
    left, top, width, height = in_box(LOGO_BOX, image.image.size, right=True)
    emu = [int(one * EMU) for one in (left, top, width, height)]
    made: Any = CT_Picture
    element = made.new_pic(900, "Logo", office.logo_of(look.name), relation, *emu)
    master.shapes._spTree.append(element)


def in_box(
    box: tuple[float, float, float, float], size: tuple[int, int], right: bool = False
) -> tuple[float, float, float, float]:
    """Where a picture of so many dots is when it fills a box without being stretched."""
    left, top, width, height = box
    scale = min(width / size[0], height / size[1])
    wide, high = size[0] * scale, size[1] * scale
    return (left + width - wide if right else left, top, wide, high)


def _prompt(shape: Any) -> None:
    """What an empty placeholder asks for, in the language of now."""
    kind = str(shape.element.ph.get("type"))
    if kind in FOOT_BOXES or not shape.has_text_frame:
        return
    text = office.PROMPT["title" if kind in ("title", "ctrTitle") else "text"]
    shape.text_frame.text = text


def _put(shape: Any, box: tuple[float, float, float, float]) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in box)


def saved(deck: Presentation) -> bytes:
    """The file: its texts marked with their language, and the same bytes whenever it is written."""
    spoken = tag()
    for part in _parts(deck):
        for name in ("rPr", "endParaRPr", "defRPr"):
            for run in part.iter(f"{A}{name}"):
                run.set("lang", spoken)
    file = io.BytesIO()
    deck.save(file)
    return undated(file.getvalue())


def _parts(deck: Presentation) -> Iterator[Any]:
    """The trees of everything that holds text."""
    yield deck.slide_master.element
    yield from (layout.element for layout in deck.slide_layouts)
    for slide in deck.slides:
        yield slide.element
        yield from (shape.chart._chartSpace for shape in slide.shapes if getattr(shape, "has_chart", False))
        if slide.has_notes_slide:
            yield slide.notes_slide.element


def undated(data: bytes) -> bytes:
    """The same archive with a fixed date on every part, those of workbooks inside it too."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.infolist():
            kept = zipfile.ZipInfo(part.filename, FIRST_DAY)
            kept.compress_type, kept.create_system = zipfile.ZIP_DEFLATED, 3
            content = old.read(part)
            if part.filename.endswith(".xlsx"):
                content = undated(content)
            elif part.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>%sZ" % MADE.isoformat().encode(), content)
            new.writestr(kept, content)
    return file.getvalue()


def rightward(texts: Iterable[str]) -> bool:
    """Whether a text is written from right to left: its first letter is."""
    import unicodedata

    for text in texts:
        for one in text:
            direction = unicodedata.bidirectional(one)
            if direction in ("L", "R", "AL"):
                return direction != "L"
    return False
