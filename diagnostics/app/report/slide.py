"""One slide: a title that the outline shows, texts that fit, tables, pictures, and notes. Places are in inches."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.report import deck as base
from diagnostics.app.report import office_words as office
from diagnostics.app.report.fitting import fitted, height
from diagnostics.app.report.look import Look
from diagnostics.app.wording.script import script
from diagnostics.language import t

if TYPE_CHECKING:
    from pptx.dml.color import RGBColor
    from pptx.presentation import Presentation

Box = tuple[float, float, float, float]
"""Left, top, width and height, inches."""
TITLES: Final = (28.0, 18.0)
COVERS: Final = (40.0, 20.0)
GAP: Final = 6.0
INDENT: Final = 0.25
CELL: Final = 0.08
"""Left and right of a text in a table."""
LEAST_ROW: Final = 0.36
ROWS: Final = (14.0, base.SMALL)
"""Points of the letters of a table: the larger where all rows fit, the smaller where they do not."""
HEAD: Final = 0.4
"""Inches that the head of a table takes."""
HEAD_SIZE: Final = 11.0


@dataclass
class Slide:
    """Draws on one slide."""

    slide: Any
    look: Look
    full: list[str]
    """Texts that are shortened on the slide."""

    @classmethod
    def new(cls, deck: Presentation, look: Look, title: str, foot: str, layout: int = base.ONLY) -> Slide:
        """A slide at the end of the deck, with its title, its foot and its number."""
        made = cls(deck.slides.add_slide(deck.slide_layouts[layout]), look, [])
        if layout != base.FIRST:
            made._foot(foot, len(deck.slides))
        first = layout == base.FIRST
        box, sizes = (base.COVER_TITLE, COVERS) if first else (base.title_box(look), TITLES)
        made.fill(made.slide.shapes.title, [title], box, sizes, bold=True)
        return made

    def _foot(self, foot: str, number: int) -> None:
        """Copy the foot and the number from the layout: the library leaves both out."""
        for shape in self.slide.slide_layout.placeholders:
            kind = str(shape.element.ph.get("type"))
            if kind not in ("ftr", "sldNum"):
                continue
            element = copy.deepcopy(shape.element)
            self.slide.shapes._spTree.append(element)
            for text in element.iter(f"{base.A}t"):
                text.text = str(number)  # a program works it out again
            if kind == "ftr":
                placed = next(one for one in self.slide.placeholders if one.element is element)
                placed.text_frame.text = foot

    def fill(
        self,
        shape: Any,
        texts: Sequence[str],
        box: Box,
        sizes: tuple[float, float],
        bold: bool = False,
        gap: float = 0.0,
    ) -> None:
        """Write into a placeholder; what does not fit at the smallest size is shortened and kept for the notes."""
        listed = bool(gap) and len(texts) > 1
        found = fitted(texts, (box[2], box[3] - 0.1), sizes, bold, gap, INDENT if listed else 0.0)
        self.full += [text for text, shown in zip(texts, found.texts, strict=True) if text != shown]
        frame = shape.text_frame
        for at, text in enumerate(found.texts):
            part = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            self._run(part, text, found.size, None, None)
            if gap:
                part.space_after = _points(gap)
            if gap and not listed:
                _unlisted(part)
        from pptx.enum.text import MSO_AUTO_SIZE

        frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE

    def bullets(self, texts: Sequence[str], box: Box, sizes: tuple[float, float] = (18, 12), number: int = 1) -> None:
        """Write a list into a placeholder of the layout."""
        shape = self.slide.placeholders[number]
        shape.left, shape.top, shape.width, shape.height = map(_inches, box)
        self.fill(shape, texts, box, sizes, gap=GAP)

    def text(
        self,
        box: Box,
        texts: Sequence[str],
        sizes: tuple[float, float],
        colour: str = style.INK,
        bold: bool = False,
        align: str = "LEFT",
        anchor: str = "TOP",
        on: Any = None,
    ) -> None:
        """Write into a box of its own; ``on``: the group that it belongs to."""
        from pptx.enum.text import MSO_ANCHOR

        found = fitted(texts, (box[2], box[3]), sizes, bold)
        self.full += [text for text, shown in zip(texts, found.texts, strict=True) if text != shown]
        shapes = self.slide.shapes if on is None else on.shapes
        frame = shapes.add_textbox(*map(_inches, box)).text_frame
        frame.word_wrap = True
        frame.vertical_anchor = getattr(MSO_ANCHOR, anchor)
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for at, text in enumerate(found.texts):
            part = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            self._run(part, text, found.size, colour, bold, align)

    def _run(self, part: Any, text: str, size: float, colour: str | None, bold: bool | None, align: str = "") -> None:
        from pptx.enum.text import PP_ALIGN

        right = base.rightward([text])
        if right:
            part._p.get_or_add_pPr().set("rtl", "1")
        if align or right:
            part.alignment = getattr(PP_ALIGN, "RIGHT" if right and align in ("", "LEFT") else align)
        run = part.add_run()
        run.text = text.replace("\n", " ")
        run.font.size = _points(size)
        if bold is not None:
            run.font.bold = bold
        if colour is not None:
            run.font.color.rgb = rgb(colour)

    def bar(self, box: Box, colour: str, on: Any = None) -> Any:
        """A filled rectangle."""
        from pptx.enum.shapes import MSO_SHAPE

        shape = (self.slide.shapes if on is None else on.shapes).add_shape(MSO_SHAPE.RECTANGLE, *map(_inches, box))
        filled(shape, colour)
        return shape

    def picture(self, data: bytes, box: Box, alt: str, right: bool = False) -> None:
        """A picture as large as its box allows."""
        shape: Any = self.slide.shapes.add_picture(io.BytesIO(data), 0, 0)
        place = base.in_box(box, shape.image.size, right)
        shape.left, shape.top, shape.width, shape.height = map(_inches, place)
        shape._element.nvPicPr.cNvPr.set("descr", alt)

    def table(self, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]], size: float, alt: str) -> float:
        """A table, the first row its head; returns where it ends."""
        tall = [row_height(row, widths, HEAD_SIZE if at == 0 else size) for at, row in enumerate(rows)]
        shape: Any = self.slide.shapes.add_table(
            len(rows), len(widths), *map(_inches, (base.MARGIN, top, sum(widths), sum(tall)))
        )
        shape._element.nvGraphicFramePr.cNvPr.set("descr", alt)
        table = shape.table
        for at, width in enumerate(widths):
            table.columns[at].width = _inches(width)
        for down, row in enumerate(rows):
            table.rows[down].height = _inches(tall[down])
            for at, text in enumerate(row):
                self._cell(table.cell(down, at), text, down == 0, size)
        return top + sum(tall)

    def _cell(self, cell: Any, text: str, head: bool, size: float) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb("#EEF1F4" if head else "#FFFFFF")
        cell.margin_left = cell.margin_right = _inches(CELL)
        cell.margin_top = cell.margin_bottom = _inches(0.04)
        colour = style.QUIET if head else style.INK
        self._run(cell.text_frame.paragraphs[0], text, HEAD_SIZE if head else size, colour, head)

    def notes(self, step: str = "", *more: str) -> None:
        """The speaker's notes: what the script says at a step, then the evidence, then what is shortened on the slide."""
        lines: list[str] = []
        if step:
            said = script().step[step]
            lines += [t(office.TALK), *(f"– {t(line)}" for line in said.talk), "", t(office.ASK), t(said.ask), ""]
        for part in more:
            lines += [part, ""]
        if self.full:
            lines += [t(office.SHORTENED), *self.full]
        self.slide.notes_slide.notes_text_frame.text = "\n".join(lines).strip()
        self._foot_last()

    def _foot_last(self) -> None:
        """Let the foot and the number be read last."""
        tree = self.slide.shapes._spTree
        for shape in list(self.slide.placeholders):
            if str(shape.element.ph.get("type")) in ("ftr", "sldNum"):
                tree.remove(shape.element)
                tree.append(shape.element)


def row_height(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    """The height of a row of a table, inches."""
    tall = (height(text, width - 2 * CELL, size) for text, width in zip(row, widths, strict=True))
    return max(LEAST_ROW, max(tall) + 0.1)


def _unlisted(part: Any) -> None:
    """A paragraph without a mark: one alone is no list."""
    look = part._p.get_or_add_pPr()
    look.attrib.update({"marL": "0", "indent": "0"})
    look.append(look.makeelement(f"{base.A}buNone", {}))


def filled(shape: Any, colour: str) -> None:
    """A shape of one colour, with no line and no shadow."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False


def rgb(name: str) -> RGBColor:
    """A colour of the library, of ``#rrggbb``."""
    from pptx.dml.color import RGBColor

    read: Any = RGBColor.from_string
    return read(name[1:])  # type: ignore[no-any-return]


def _inches(value: float) -> Any:
    from pptx.util import Inches

    return Inches(value)


def _points(value: float) -> Any:
    from pptx.util import Pt

    return Pt(value)


def size_of_rows(rows: Sequence[Sequence[str]], widths: Sequence[float], room: float) -> float:
    """The size of the letters of a table that has so much room, its head included."""
    fits = sum(row_height(row, widths, ROWS[0]) for row in rows) <= room - HEAD
    return ROWS[0] if fits else ROWS[1]


def fitting_rows(
    rows: Sequence[tuple[str, ...]], widths: Sequence[float], room: float, size: float
) -> tuple[list[tuple[str, ...]], float]:
    """The first rows that fit below a head, at least one, and the height of all of it in inches."""
    shown: list[tuple[str, ...]] = []
    tall = HEAD
    for row in rows:
        more = row_height(row, widths, size)
        if shown and tall + more > room:
            break
        shown.append(row)
        tall += more
    return shown, tall
