"""The numbers as a workbook: the answer, the chain as live formulas, the plan, the words and every input.

Text typed by a client is always written as text, so none of it becomes a formula.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.report import chain
from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content
from diagnostics.app.report.document import MADE, MARK
from diagnostics.app.wording import lever_words
from diagnostics.app.wording.link_words import link_title, side_of_link
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.funnel.links import LINKS, SIDE_OF
from diagnostics.language import t
from diagnostics.number_format import percent_format, with_percent

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL: Final = 32_000
NARROW: Final = 14
"""Characters of a column of numbers."""
TALLEST_ROW: Final = 400.0
"""Points. A spreadsheet allows 409."""
LARGER: Final = {"title": 1.7, "verdict": 1.4}
"""Size relative to normal text."""
TEXT_ONLY: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NUMBER: Final = {"count": "#,##0", "amount": "#,##0.00", "text": "@"}
"""Formats of numbers; a program shows them with the marks of its own language."""


def xlsx(c: Content) -> bytes:
    """The workbook."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, TEXT_ONLY) as book:
        book.set_properties({"title": t(say.TITLE), "category": MARK, "created": MADE})
        make = _formats(book)
        for key, fill in SHEETS.items():
            if key == "chain" and c.d is None:
                continue
            sheet = book.add_worksheet(say.sheet("whatif" if key == "plan" and not c.session else key))
            sheet.hide_gridlines(2)
            sheet.set_paper(9)
            if key == "plan":
                sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            fill(_Pen(sheet, make, book), c)
    return file.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    base = {"font_name": "Calibri", "font_size": 11, "font_color": style.INK, "valign": "top"}
    looks: dict[str, dict[str, Any]] = {
        "text": {"text_wrap": True},
        "plain": {},
        "quiet": {"font_color": style.QUIET, "text_wrap": True},
        "title": {"bold": True, "font_size": 18, "text_wrap": True},
        "verdict": {"bold": True, "font_size": 14, "text_wrap": True},
        "section": {"bold": True, "font_size": 12, "bottom": 1, "bottom_color": style.RULE},
        "number head": {
            "bold": True,
            "font_color": style.QUIET,
            "text_wrap": True,
            "align": "right",
            "bottom": 1,
            "bottom_color": style.RULE,
        },
        "head": {"bold": True, "font_color": style.QUIET, "text_wrap": True, "bottom": 1, "bottom_color": style.RULE},
    }
    for kind, number in (*NUMBER.items(), ("share", percent_format("0.0"))):
        looks[f"{kind} cell"] = {"num_format": number, "align": "right"}
        looks[f"{kind} entry"] = {
            "num_format": number,
            "align": "right",
            "bg_color": "#FFF8D6",
            "border": 1,
            "border_color": style.RULE,
        }
    looks["chance"] = {"num_format": _chance(), "align": "left"}
    looks["figure"] = {"num_format": "0.00", "align": "right"}
    for side in ("marketing", "sales"):
        looks[side] = {"font_color": style.SIDE_TEXT[side]}
    return {name: book.add_format(base | look) for name, look in looks.items()}


def _chance() -> str:
    """The format of a chance, which is never written as none or all."""
    little, much = with_percent("1"), with_percent("99")
    return f'[<0.005]"<{little}";[>0.995]">{much}";{percent_format("0")}'


@dataclass
class _Pen:
    """Writes one sheet, row by row."""

    sheet: Worksheet
    make: dict[str, Format]
    book: Workbook
    row: int = 0
    columns: tuple[float, ...] = ()

    def widths(self, *columns: float) -> None:
        self.columns = columns
        for at, width in enumerate(columns):
            self.sheet.set_column(at, at, width)

    def line(self, *texts: str, look: str = "text", heads: int | None = None) -> None:
        """A row of texts. In a heading row, those from ``heads`` on are above numbers and aligned right."""
        for at, text in enumerate(texts):
            self.text(at, text, look if heads is None else "head" if at < heads else "number head")
        if look != "plain":  # that one is never broken into lines
            self.height(max(_lines(text, width) for text, width in zip(texts, self.columns, strict=False)))
        self.row += 1

    def height(self, lines: int) -> None:
        """Set the height of the row: not every program fits it to its text."""
        self.sheet.set_row(self.row, min(15.5 * lines, TALLEST_ROW))

    def text(self, column: int, text: str, look: str = "text") -> None:
        shown = text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]} …"
        self.sheet.write_string(self.row, column, shown, self.make[look])

    def number(self, column: int, value: float, look: str) -> None:
        self.sheet.write_number(self.row, column, value, self.make[look])

    def across(self, text: str, look: str = "text") -> None:
        """A text over all columns."""
        self.sheet.merge_range(self.row, 0, self.row, len(self.columns) - 1, "", self.make[look])
        self.text(0, text, look)
        self.height(math.ceil(_lines(text, sum(self.columns)) * LARGER.get(look, 1.0)))
        self.row += 1

    def section(self, title: str) -> None:
        self.row += 1
        for at in range(len(self.columns)):
            self.text(at, title if at == 0 else "", "section")
        self.row += 1

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        self.line(*columns, heads=len(columns))
        for row in rows:
            self.line(*row)

    def named(self, cell: chain.Cell, column: int, value: chain.Value) -> None:
        """A named cell: an entry to change, or a formula with its value."""
        self.book.define_name(cell.name, f"='{say.sheet('chain')}'!${'ABCDE'[column]}${self.row + 1}")
        look = self.make[f"{cell.kind} {'cell' if cell.formula and not cell.free else 'entry'}"]
        if cell.formula:
            self.sheet.write_formula(
                self.row, column, f"={chain.spoken(cell.formula)}", look, "" if value is None else value
            )
        elif cell.entry is None:
            self.sheet.write_blank(self.row, column, None, look)
        elif isinstance(cell.entry, str):
            self.sheet.write_string(self.row, column, t(cell.entry), look)
        else:
            self.sheet.write_number(self.row, column, cell.entry, look)

    def down(self, name: str, label: str, column: int, shares: Sequence[float]) -> None:
        """A named column of shares below its heading."""
        self.text(column, label, "number head")
        for at, share in enumerate(shares, 1):
            self.sheet.write_number(self.row + at, column, share, self.make["figure"])
        letter = "ABCDE"[column]
        place = f"${letter}${self.row + 2}:${letter}${self.row + 1 + len(shares)}"
        self.book.define_name(name, f"='{say.sheet('chain')}'!{place}")


def _lines(text: str, width: float) -> int:
    """About how many lines a text needs in a column; ``width`` in characters."""
    return sum(max(1, math.ceil(len(part) * 1.12 / width)) for part in text.split("\n"))


def _answer_sheet(pen: _Pen, c: Content) -> None:
    pen.widths(34, 16, 18, 18, 14)
    pen.across(c.title, "title")
    pen.across(f"{t(say.TITLE)} {c.dated}", "quiet")
    if c.caution:
        pen.across(c.caution)
    pen.row += 1
    d = c.d
    if d is None:
        pen.across(c.problem, "verdict")
        return
    r = d.assessment
    pen.across(d.sentence, "verdict")
    pen.across(words.cost(r))
    pen.across(c.about, "quiet")
    pen.section(t(say.CHANCE))
    for key, share, _ in c.chances:
        pen.text(0, t(say.SIDE[key]))
        pen.number(1, share, "chance")
        pen.row += 1
    pen.section(say.section("results"))
    for name, value, look in _results(d):
        pen.text(0, say.cell(name))
        pen.number(1, value, look)
        pen.row += 1
    pen.section(words.bridge_title(r))
    pen.line(*say.all_of(say.FIGURES), heads=2)
    for link in LINKS:
        low, high = r.shortfall_range[link]
        pen.text(0, link_title(link))
        pen.text(1, side_of_link(link), SIDE_OF[link])
        for at, value in enumerate((float(r.observed.shortfall[link]), low, high)):
            pen.number(2 + at, value, "figure")
        pen.row += 1
    for title, lines in (("for", d.evidence_for), ("against", d.evidence_against), ("unseen", d.unseen)):
        if lines:
            pen.section(say.head(title))
            for line in lines:
                pen.across(line)


def _results(d: Diagnosis) -> tuple[tuple[str, float, str], ...]:
    return (
        ("today", d.today, "figure"),
        ("at_par", d.at_par, "figure"),
        ("marketing_of_par", d.of_par["marketing"], "share cell"),
        ("sales_of_par", d.of_par["sales"], "share cell"),
    )


def _chain_sheet(pen: _Pen, c: Content) -> None:
    d = c.d
    assert d is not None
    values = _values(d)
    pen.widths(62, *[NARROW] * 4)
    pen.across(t(say.CHAIN_ABOUT), "quiet")
    parts = (
        ("counted", chain.counted(d.assessment.funnel)),
        ("levels", chain.levels(d.assessment.par)),
        ("sorted", chain.SORTED),
    )
    for title, cells in parts:
        pen.section(say.section(title))
        for cell in cells:
            pen.text(0, cell.words)
            pen.named(cell, 2, values.get(cell.name))
            pen.row += 1
    pen.section(say.section("links"))
    pen.line(*say.all_of(say.CHAIN_COLUMNS), heads=2)
    for link in LINKS:
        pen.text(0, t(say.CHAIN[link]))
        pen.text(1, side_of_link(link), SIDE_OF[link])
        kind: chain.Kind = "amount" if link in ("reach", "capacity") else "share"
        for column, (name, formulas) in enumerate(
            (("now", chain.NOW), ("at", chain.AT_PAR), ("if", chain.IF_LINKS)), 2
        ):
            cell = chain.Cell(f"{name}_{link}", "", kind, formula=formulas[link], free=name == "if")
            pen.named(cell, column, values[f"{'now' if name == 'if' else name}_{link}"])
        pen.row += 1
    pen.section(say.section("results"))
    for cell in chain.RESULTS:
        pen.text(0, cell.words)
        pen.named(cell, 2, values.get(cell.name))
        pen.row += 1
    pen.section(say.section("months"))
    pen.across(t(say.MONTHS_ABOUT), "quiet")
    pieces = chain.pieces(d.assessment.counts.sizes)
    pen.height(max(_lines(say.cell(name), NARROW) for name in pieces))
    for column, (name, shares) in enumerate(pieces.items(), 1):
        pen.down(name, say.cell(name), column, shares)


def _values(d: Diagnosis) -> dict[str, chain.Value]:
    """The values of the formulas, from the library, for programs that do not evaluate formulas."""
    r = d.assessment
    n, f = r.counts, r.funnel
    carried = f.carried
    talked_to = n.follow_up.hits if n.follow_up is not None else n.closing.hits / carried
    exposure = n.closing.exposure
    fit = 1.0 if n.fit is None else n.fit.rate or 0.0
    direct = 0.0 if n.direct is None else n.direct.rate or 0.0
    room = n.capacity
    to_sales = n.leads * (1 - direct) * fit
    values: dict[str, chain.Value] = {
        "carried": carried,
        "exposure": exposure,
        "assisted": n.closing.hits,
        "not_direct": max(0.0, f.leads - f.direct_wins / carried),
        "talked_to": talked_to,
        "room": say.no_limit() if room == float("inf") else room,
        "direct_time": 1.0 if f.direct_wins / exposure + talked_to > f.leads else exposure,
        "to_sales": to_sales,
        "workable": n.closing.trials / carried if n.follow_up is None else n.follow_up.trials,
        "closing_of": n.closing.trials,
        "today": d.today,
        "at_par": d.at_par,
        "if_customers": 0.0 if n.outside else d.today,
        "marketing_of_par": d.of_par["marketing"],
        "sales_of_par": d.of_par["sales"],
    }
    for name, levels in (("now", r.actual), ("at", r.reference)):
        for link in LINKS:
            value = float(levels[link])
            values[f"{name}_{link}"] = say.no_limit() if value == float("inf") else value
    return values


def _plan_sheet(pen: _Pen, c: Content) -> None:
    pen.widths(40, 44, 22, 14, 34)
    if c.session:
        pen.section(say.head("plan"))
    if c.plan:
        pen.table(say.columns("plan"), c.planned_rows)
    elif c.session:
        pen.line(say.none("plan"), look="quiet")
    if c.forecast:
        pen.across(f"{lever_words.aimed(next((s.name for s in c.scenarios if s.aim), ''))} {c.forecast}")
    for line in c.test:
        pen.across(line)
    pen.section(say.head("whatif"))
    for line in c.levers:
        pen.across(line)
    if c.scenarios:
        pen.row += 1
        pen.table(say.columns("scenarios"), [(s.name, s.moved, s.customers, s.gain) for s in c.scenarios])
    elif c.session:
        pen.line(say.none("scenarios"), look="quiet")
    if c.people:
        pen.section(say.head("people"))
        for line in c.people:
            pen.across(line)
    if c.reading:
        pen.section(say.head("reading"))
        for line in c.reading:
            pen.across(line)
    if c.last:
        pen.section(say.head("last"))
        for line in c.last:
            pen.across(line)


def _words_sheet(pen: _Pen, c: Content) -> None:
    pen.widths(38, 60, 16)
    if c.session:
        pen.section(say.head("definitions"))
        for pair in c.definitions:
            pen.line(*pair)
        pen.section(say.head("effort"))
    if c.activities:
        pen.table(say.columns("activities"), c.activities)
        for line in c.alignment:
            pen.across(line)
    elif c.session:
        pen.line(say.none("effort"), look="quiet")
    if c.notes:
        pen.section(say.head("notes"))
        for pair in c.notes:
            pen.line(*pair)
    pen.section(say.head("method"))
    pen.across(t(say.METHOD))


def _inputs_sheet(pen: _Pen, c: Content) -> None:
    pen.widths(46, 70)
    pen.line(t(say.CLIENT if c.session else say.TITLED), c.client)
    for title, pairs in (
        (say.head("inputs"), c.typed),
        (say.columns("counts")[0], c.counts),
        (say.columns("levels")[0], c.levels),
        (say.head("versions"), c.versions),
    ):
        if pairs:
            pen.section(title)
            for pair in pairs:
                pen.line(*pair)
    pen.section(say.head("rerun"))
    pen.across(t(say.RERUN if c.session else say.RERUN_PAGE))
    for line in c.code.splitlines():
        pen.line(line, look="plain")


SHEETS: Final[dict[str, Callable[[_Pen, Content], None]]] = {
    "answer": _answer_sheet,
    "chain": _chain_sheet,
    "plan": _plan_sheet,
    "words": _words_sheet,
    "inputs": _inputs_sheet,
}
