"""Five slides: the answer, the door, where customers go missing, what if, the plan."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.pages.door import SHEET, door, plain_door
from diagnostics.app.report import pictures
from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content
from diagnostics.app.report.document import MADE, MARK
from diagnostics.app.report.pdf_report import picture
from diagnostics.app.wording import lever_words
from diagnostics.app.wording.script import script
from diagnostics.diagnosis import words
from diagnostics.language import t

if TYPE_CHECKING:
    from pptx.dml.color import RGBColor
    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDTH, HEIGHT = 13.333, 7.5
MARGIN: Final = 0.7
BODY: Final = WIDTH - 2 * MARGIN
"""Inches."""
INDENT: Final = 0.35
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
DOTS_PER_INCH: Final = 150
TITLE_ONLY: Final = 5
MOST_ROWS: Final = 5
MOST_LINES: Final = 6
LONGEST: Final = 130


def pptx(c: Content) -> bytes:
    """The slides."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    about = deck.core_properties
    about.title, about.category, about.author, about.last_modified_by = t(say.TITLE), MARK, "", ""
    about.created = about.modified = MADE
    for draw in (_answer_slide, _door_slide, _bridge_slide, _what_if_slide, _plan_slide):
        draw(_Slide.new(deck, c), c)
    file = io.BytesIO()
    deck.save(file)
    return _undated(file.getvalue())


def _undated(data: bytes) -> bytes:
    """The same archive with a fixed date on every part, so that the bytes do not depend on the clock."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.infolist():
            kept = zipfile.ZipInfo(part.filename, FIRST_DAY)
            kept.compress_type, kept.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(kept, old.read(part))
    return file.getvalue()


@dataclass
class _Slide:
    """Draws on one slide; positions and sizes in inches."""

    slide: Slide

    @classmethod
    def new(cls, deck: Presentation, c: Content) -> _Slide:
        made = cls(deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY]))
        made.text((MARGIN, HEIGHT - 0.55, BODY, 0.35), [f"{c.dated} · {c.title}"], 11, style.QUIET)
        return made

    def title(self, text: str, top: float = 0.5, size: int = 30, indent: float = 0.0) -> None:
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Inches

        box: Any = self.slide.shapes.title
        place = (MARGIN + indent, top, BODY - indent, 1.0)
        box.left, box.top, box.width, box.height = (Inches(inches) for inches in place)
        box.text_frame.word_wrap = True
        box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._write(box.text_frame, [text], size, style.INK, bold=True)

    def text(
        self,
        place: tuple[float, float, float, float],
        lines: Iterable[str],
        size: float,
        colour: str = style.INK,
        bold: bool = False,
        align: str = "LEFT",
        bullets: bool = False,
    ) -> None:
        from pptx.util import Inches

        box = self.slide.shapes.add_textbox(*(Inches(inches) for inches in place))
        box.text_frame.word_wrap = True
        shown = [f"• {line}" if bullets else line for line in lines]
        self._write(box.text_frame, shown, size, colour, bold, align, gap=6 if bullets else 0)

    def _write(
        self, frame: Any, lines: Sequence[str], size: float, colour: str, bold: bool, align: str = "LEFT", gap: int = 0
    ) -> None:
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Inches, Pt

        frame.margin_left = frame.margin_right = Inches(0)
        for at, line in enumerate(lines):
            part = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            part.alignment = getattr(PP_ALIGN, align)
            part.space_after = Pt(gap)
            run = part.add_run()
            run.text = line.replace("\n", " ")
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = _colour(colour)

    def bar(self, place: tuple[float, float, float, float], colour: str) -> None:
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches

        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(inches) for inches in place))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(colour)
        shape.line.fill.background()
        shape.shadow.inherit = False

    def picture(self, png: bytes, left: float, top: float, width: float, alt: str) -> None:
        from pptx.util import Inches

        shape: Any = self.slide.shapes.add_picture(io.BytesIO(png), Inches(left), Inches(top), Inches(width))
        shape._element.nvPicPr.cNvPr.set("descr", alt)

    def table(
        self, top: float, widths: Sequence[float], head: Sequence[str], rows: Sequence[Sequence[str]], size: float = 13
    ) -> None:
        from pptx.util import Inches

        shape = self.slide.shapes.add_table(
            len(rows) + 1, len(head), Inches(MARGIN), Inches(top), Inches(BODY), Inches(0.4 * (len(rows) + 1))
        )
        table = shape.table
        for at, width in enumerate(widths):
            table.columns[at].width = Inches(width)
        for down, row in enumerate([head, *rows]):
            for at, text in enumerate(row):
                cell: Any = table.cell(down, at)
                cell.fill.solid()
                cell.fill.fore_color.rgb = _colour("#FFFFFF" if down else "#EEF1F4")
                cell.margin_left = cell.margin_right = Inches(0.08)
                colour = style.INK if down else style.QUIET
                self._write(
                    cell.text_frame, [say.shortened(text, LONGEST)], size if down else 11, colour, bold=not down
                )
                cell.text_frame.margin_left = Inches(0.08)


def _colour(name: str) -> RGBColor:
    from pptx.dml.color import RGBColor

    read: Callable[[str], RGBColor] = RGBColor.from_string
    return read(name[1:])


def _answer_slide(slide: _Slide, c: Content) -> None:
    d = c.d
    slide.text((MARGIN, 0.55, BODY, 0.4), [t(say.TITLE)], 14, style.QUIET)
    slide.text((MARGIN, 0.95, BODY, 0.7), [c.title], 24, style.INK, bold=True)
    if c.caution:
        slide.text((MARGIN, 1.5, BODY, 0.4), [c.caution], 14, style.INK)
    if d is None:
        slide.title(c.problem, 2.2, 26)
        return
    r = d.assessment
    slide.bar((MARGIN, 2.05, 0.09, 1.9), style.SIDE_COLOUR.get(d.leaning, style.QUIET))
    slide.title(d.sentence, 2.0, 32, INDENT)
    slide.text((MARGIN + INDENT, 3.1, BODY - INDENT, 0.9), [words.cost(r)], 18)
    left = MARGIN
    for key, share, _ in c.chances:
        if share > 0:
            slide.bar((left, 4.45, BODY * share, 0.28), style.SIDE_COLOUR.get(key, style.PAR))
        left += BODY * share
    for at, (key, _, label) in enumerate(c.chances):
        place = (MARGIN + at * BODY / 3, 4.8, BODY / 3, 0.4)
        colour = style.SIDE_TEXT.get(key, style.INK)
        slide.text(place, [label], 14, colour, align=("LEFT", "CENTER", "RIGHT")[at])
    about = " ".join(filter(None, (words.basis(r), d.stretch, words.settling(r), words.change(r))))
    slide.text((MARGIN, 5.5, BODY, 0.8), [about], 14, style.QUIET)


def _door_slide(slide: _Slide, c: Content) -> None:
    slide.title(say.head("door"))
    if c.d is None:
        slide.picture(picture(plain_door(), DOTS_PER_INCH), MARGIN, 1.7, BODY, words.TALKS["marketing"])
        slide.text((MARGIN, 4.2, BODY, 2), [t(rule) for rule in script().rules], 18, bullets=True)
        return
    slide.picture(picture(door(c.d, width=SHEET), DOTS_PER_INCH), MARGIN, 1.5, BODY, words.door_text(c.d.assessment))
    slide.text((MARGIN, 5.1, BODY, 1.6), c.d.evidence_for[:3], 16, bullets=True)


def _bridge_slide(slide: _Slide, c: Content) -> None:
    if c.d is None:
        slide.title(say.head("definitions"))
        slide.text((MARGIN, 1.7, BODY, 4), [say.shortened(f"{a}: {b}", say.LONGEST_LINE) for a, b in c.definitions], 18)
        return
    r = c.d.assessment
    slide.title(words.bridge_title(r))
    slide.picture(pictures.bridge(c.d, kind="png"), MARGIN, 1.6, 7.6, words.bridge_text(r))
    slide.text((MARGIN, 5.2, 7.6, 0.3), [t(words.BRIDGE_CAPTION)], 12, style.QUIET)
    slide.picture(pictures.balance(c.d, kind="png"), 8.6, 1.6, 4.0, words.balance_text(r))
    slide.text((8.6, 5.4, 4.0, 0.9), [words.balance_caption(r)], 11, style.QUIET)
    slide.text((MARGIN, 5.6, 7.6, 0.9), [lever_words.after_words(c.d)], 16)


def _what_if_slide(slide: _Slide, c: Content) -> None:
    slide.title(say.head("whatif"))
    lines = [say.shortened(line, say.LONGEST_LINE) for line in c.levers[:MOST_LINES]]
    slide.text((MARGIN, 1.55, BODY, 2.6), lines or [c.problem], 15, bullets=bool(lines))
    if not c.scenarios:
        slide.text((MARGIN, 4.6, BODY, 0.5), [say.none("scenarios")], 16, style.QUIET)
        return
    rows = [
        (f"{s.name} ({t(say.AIM)})" if s.aim else s.name, s.moved, s.customers, s.gain)
        for s in c.scenarios[: MOST_ROWS - 1]
    ]
    slide.table(4.5, (3.6, 3.4, 2.6, BODY - 9.6), say.columns("scenarios"), rows, 12)


def _plan_slide(slide: _Slide, c: Content) -> None:
    slide.title(say.head("plan"))
    if c.plan:
        slide.table(1.6, (2.9, 4.0, 1.5, 1.25, BODY - 9.65), say.columns("plan"), c.planned_rows[:MOST_ROWS], 12)
        more = say.more_actions(max(0, len(c.plan) - MOST_ROWS))
    else:
        more = ""
        slide.text((MARGIN, 1.7, BODY, 0.5), [say.none("plan")], 18, style.QUIET)
    aim = next((s.name for s in c.scenarios if s.aim), "")
    said = [more, *c.people[:1], f"{lever_words.aimed(aim)} {c.forecast}" if c.forecast else "", *c.test[:2]]
    slide.text((MARGIN, 5.9, BODY, 0.9), [say.shortened(line, 2 * LONGEST) for line in said if line], 14, style.INK)
