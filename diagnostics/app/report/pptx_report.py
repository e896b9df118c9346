"""The slides of a session: native texts, tables and charts, to be shown and edited in PowerPoint or Impress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.app.pages import style
from diagnostics.app.pages.door import door_pane, plain_door_pane
from diagnostics.app.report import deck as base
from diagnostics.app.report import office_words as office
from diagnostics.app.report import slide_charts as charts
from diagnostics.app.report import slides_later, slides_more
from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content
from diagnostics.app.report.deck import BODY, HEIGHT, MARGIN
from diagnostics.app.report.look import Look, look_of
from diagnostics.app.report.slide import Slide, fitting_rows, size_of_rows
from diagnostics.app.report.slide_door import draw_door
from diagnostics.app.wording import lever_words
from diagnostics.app.wording.script import script
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.funnel.links import SIDES
from diagnostics.language import t
from diagnostics.number_format import integer, long_day

if TYPE_CHECKING:
    from pptx.presentation import Presentation

TOP: Final = 1.6
END: Final = 6.75
"""Where the body of a slide begins and ends, inches from the top."""
MOST_LINES: Final = 6
MOST_SLIDES: Final = 4
"""Slides of the plan; what comes after them is counted."""
LONGEST: Final = {"what": 260, "first_step": 260, "owner": 50, "date": 20, "watch": 120}
"""Characters of a cell of the plan, by its column."""


def pptx(c: Content) -> bytes:
    """The slides."""
    look = look_of(c.firm)
    return base.saved(_Deck(c, look).drawn())


class _Deck:
    """Draws the slides of one report."""

    def __init__(self, c: Content, look: Look) -> None:
        self.c, self.look = c, look
        self.deck = base.new_deck(look)

    def drawn(self) -> Presentation:
        """Every slide in its order."""
        c = self.c
        self.cover()
        self.answer()
        if c.later is not None and "since" not in c.left_out:
            slides_later.since(self.new, c.later)
        self.door()
        if c.d is not None:
            for key, draw in (("bridge", self.bridge), ("balance", self.sides), ("reasons", self.evidence)):
                if key not in c.left_out:
                    draw(c.d)
        if c.lost is not None and "lost" not in c.left_out:
            slides_more.lost(self.new, c.lost)
        if c.later is not None and len(c.later.points) > 1 and "trend" not in c.left_out:
            slides_later.trend(self.new, c.later)
        parts = (
            ("definitions", self.definitions, bool(c.definitions)),
            ("effort", self.effort, bool(c.alignment_bars or c.activities)),
            ("whatif", self.what_if, c.d is not None),
            ("plan", self.plan, c.d is not None or bool(c.plan)),
        )
        for key, draw_part, there in parts:
            if there and key not in c.left_out:
                draw_part()
            if key == "effort" and c.realign is not None and "realign" not in c.left_out:
                slides_more.realign(self.new, c.realign)
        return self.deck

    def new(self, title: str, layout: int = base.ONLY) -> Slide:
        """A slide with its foot."""
        foot = " · ".join(filter(None, (self.look.foot or self.look.name, self.c.title, self.c.dated)))
        return Slide.new(self.deck, self.look, title, foot, layout)

    # --- one slide each ---

    def cover(self) -> None:
        """Whose it is, of which day, and by whom."""
        c = self.c
        slide = Slide.new(self.deck, self.look, c.title, "", base.FIRST)
        slide.bar((0, 0, 0.35, HEIGHT), self.look.accent)
        lines = [t(say.QUESTION), long_day(c.date) if c.date else c.dated, *filter(None, [c.caution])]
        slide.fill(slide.slide.placeholders[1], lines, base.COVER_TEXT, (22, 12))
        if self.look.logo:
            slide.picture(self.look.logo, (MARGIN + 0.5, 0.7, 3.5, 1.2), office.logo_of(self.look.name))
        by = [line for line in (self.look.name, *self.look.contact) if line]
        if by:
            slide.text((MARGIN + 0.5, 5.6, BODY - 0.5, 1.2), by, (14, 10), style.QUIET)
        slide.notes("door" if c.d is None else "")

    def answer(self) -> None:
        """The sentence, what it costs, how sure it is, and what it rests on."""
        c, d = self.c, self.c.d
        if d is None:
            slide = self.new(say.head("owner"), base.TEXT)
            slide.bullets([c.problem], (MARGIN, TOP, BODY, 2.5), (22, 14))
            slide.notes("numbers")
            return
        slide = self.new(d.sentence, base.TEXT)
        slide.bar((MARGIN, TOP - 0.1, BODY, 0.06), style.SIDE_COLOUR.get(d.leaning, style.QUIET))
        slide.bullets([words.cost(d.assessment)], (MARGIN, TOP + 0.15, BODY, 1.1), (22, 14))
        alt = ". ".join(label for _, _, label in c.chances)
        charts.chances(slide, (MARGIN - 0.1, 2.95, BODY + 0.2, 0.95), c.chances, alt)
        for at, (key, _, label) in enumerate(c.chances):
            left = MARGIN + at * BODY / 3
            slide.bar((left, 4.09, 0.2, 0.2), style.SIDE_COLOUR.get(key, style.QUIET))
            slide.text((left + 0.3, 4.03, BODY / 3 - 0.4, 0.62), [label], (15, 11), style.SIDE_TEXT.get(key, style.INK))
        about = [c.about, *filter(None, [c.caution])]
        slide.text((MARGIN, 4.95, BODY, 1.7), about, (16, 11), style.QUIET)
        slide.notes("diagnosis", *_evidence(d))

    def door(self) -> None:
        """The door, and why we think so or the rule of the door."""
        d = self.c.d
        slide = self.new(say.head("door"), base.TEXT)
        draw_door(slide, (MARGIN, TOP - 0.1, BODY, 3.3), plain_door_pane() if d is None else door_pane(d))
        lines = [t(rule) for rule in script().rules] if d is None else list(d.evidence_for[:3])
        slide.bullets(lines, (MARGIN, 4.95, BODY, END - 4.95), (16, 11))
        slide.notes("door")

    def bridge(self, d: Diagnosis) -> None:
        """Where customers go missing, link by link."""
        r = d.assessment
        slide = self.new(words.bridge_title(r), base.TEXT)
        charts.bridge(slide, (MARGIN - 0.1, TOP - 0.1, BODY + 0.2, 4.0), d, words.bridge_text(r))
        for at, side in enumerate(SIDES):
            left = MARGIN + at * 2.0
            slide.bar((left, 5.6, 0.18, 0.18), style.SIDE_COLOUR[side])
            slide.text((left + 0.28, 5.55, 1.6, 0.28), [office.SIDE_NAME[side]], (12, 10))
        slide.text(
            (MARGIN + 4.2, 5.55, BODY - 4.2, 0.28), [t(words.BRIDGE_CAPTION)], (12, 9), style.QUIET, align="RIGHT"
        )
        slide.bullets([lever_words.after_words(d)], (MARGIN, 5.9, BODY, END - 5.9), (16, 11))
        slide.notes("", words.bridge_text(r))

    def sides(self, d: Diagnosis) -> None:
        """Each side as a share of its target, and the links in figures."""
        c, r = self.c, d.assessment
        slide = self.new(say.head("balance"))
        said = [words.of_par_line(r, side) for side in SIDES]
        charts.shares(slide, (MARGIN - 0.1, TOP - 0.1, BODY + 0.2, 1.9), d, " ".join(said))
        slide.text((MARGIN, 3.4, BODY, 0.62), said, (14, 10), style.QUIET)
        if c.links:
            rows = [say.columns("links"), *c.links]
            widths = (2.9, 1.8, 2.4, 2.4, BODY - 9.5)
            slide.table(4.15, widths, rows, size_of_rows(c.links, widths, END - 4.5), say.head("bridge"))
        slide.notes("", words.balance_text(r))

    def evidence(self, d: Diagnosis) -> None:
        """Why we think so, and what speaks against it."""
        slide = self.new(t(office.REASONS), base.TWO)
        half = (BODY - 0.4) / 2
        against = [*d.evidence_against, *d.unseen]
        for at, (title, lines) in enumerate(((say.head("for"), d.evidence_for), (say.head("against"), against))):
            left = MARGIN + at * (half + 0.4)
            slide.text((left, TOP, half, 0.36), [title], (16, 12), bold=True)
            slide.bullets(list(lines), (left, TOP + 0.45, half, END - TOP - 0.45), (15, 10), number=at + 1)
        step = script().step["diagnosis"]
        slide.notes("", t(step.ask))

    def definitions(self) -> None:
        """What the words mean here."""
        c = self.c
        slide = self.new(say.head("definitions"), base.TEXT)
        slide.bullets([f"{name}: {text}" for name, text in c.definitions], (MARGIN, TOP, BODY, END - TOP), (20, 12))
        slide.notes("define")

    def effort(self) -> None:
        """Effort beside shortfall."""
        c = self.c
        slide = self.new(say.head("effort"), base.TEXT)
        top = TOP
        if c.alignment_bars:
            alt = ". ".join(f"{label}: {said}" for label, _, said in c.alignment_bars)
            high = 1.15 + 0.85 * len(c.alignment_bars)
            charts.effort(slide, (MARGIN - 0.1, TOP - 0.1, BODY + 0.2, high), c.alignment_bars, alt)
            top = TOP + high
        slide.bullets(list(c.alignment), (MARGIN, top, BODY, END - top), (18, 11))
        slide.notes("sort", "\n".join(" · ".join(row) for row in c.activities))

    def what_if(self) -> None:
        """What more would bring, and the scenarios."""
        c = self.c
        slide = self.new(say.head("whatif"), base.TEXT)
        rows = [(f"{s.name} ({t(say.AIM)})" if s.aim else s.name, s.moved, s.customers, s.gain) for s in c.scenarios]
        widths = (3.5, 3.0, 2.8, BODY - 9.3)
        size = size_of_rows(rows, widths, 2.4)
        shown, tall = fitting_rows(rows, widths, 2.6, size)
        top = END - tall - 0.1 if rows else 6.0
        slide.bullets(list(c.levers[:MOST_LINES]), (MARGIN, TOP, BODY, top - TOP - 0.15), (16, 11))
        if rows:
            slide.table(top, widths, [say.columns("scenarios"), *shown], size, say.head("whatif"))
            slide.full += ["; ".join(row) for row in rows[len(shown) :]]
        elif c.session:
            slide.text((MARGIN, top, BODY, 0.5), [say.none("scenarios")], (16, 12), style.QUIET)
        slide.notes("whatif")

    def plan(self) -> None:
        """What happens, by whom and until when; on as many slides as it takes."""
        c = self.c
        widths = (3.1, 4.0, 1.6, 1.35, BODY - 10.05)
        planned = [tuple(map(say.shortened, row, LONGEST.values())) for row in c.planned_rows]
        size = size_of_rows(planned, widths, LAST_ROW - TOP)
        pages = list(_pages(planned, widths, size))
        aim = next((s.name for s in c.scenarios if s.aim), "")
        said = [
            *([] if "people" in c.left_out else c.people[:1]),
            f"{lever_words.aimed(aim)} {c.forecast}" if c.forecast else "",
            *([] if "test" in c.left_out else c.test[:2]),
        ]
        lines = [line for line in said if line]
        for at, rows in enumerate(pages[:MOST_SLIDES] or [[]]):
            count = min(len(pages), MOST_SLIDES)
            title = say.head("plan")
            slide = self.new(office.continued(title, integer(at + 1), integer(count)) if count > 1 else title)
            end = TOP + 0.5
            if rows:
                end = slide.table(TOP, widths, [say.columns("plan"), *rows], size, title)
            else:
                slide.text((MARGIN, TOP, BODY, 0.5), [say.none("plan")], (18, 12), style.QUIET)
            if at + 1 >= count:
                left = len(c.planned_rows) - sum(map(len, pages[:MOST_SLIDES]))
                below = [*filter(None, [say.more_actions(left)]), *lines]
                slide.text((MARGIN, end + 0.3, BODY, END - end - 0.3), below, (16, 10))
            slide.notes("plan")


LAST_ROW: Final = 5.55
"""Where a table of the plan ends at the latest; what the plan aims at is below it."""


def _pages(rows: Sequence[tuple[str, ...]], widths: Sequence[float], size: float) -> Iterator[list[tuple[str, ...]]]:
    """Rows in as many parts as there are slides for them."""
    while rows:
        shown, _ = fitting_rows(rows, widths, LAST_ROW - TOP, size)
        yield shown
        rows = rows[len(shown) :]


def _evidence(d: Diagnosis) -> Iterator[str]:
    """Both kinds of evidence for the notes, each below its heading."""
    for key, lines in (("for", d.evidence_for), ("against", d.evidence_against)):
        if lines:
            yield "\n".join([say.head(key), *(f"– {line}" for line in lines)])
