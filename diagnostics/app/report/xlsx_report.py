"""The numbers as a workbook: the answer, the chain as live formulas, the plan, the words and every input.

Text typed by a client is always written as text, so none of it becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, Final

from diagnostics.app.pages import style
from diagnostics.app.report import chain, sheet_charts
from diagnostics.app.report import office_words as office
from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content
from diagnostics.app.report.content_realign import LostText, RealignText
from diagnostics.app.report.document import MADE, MARK
from diagnostics.app.report.figures import Kind, Value
from diagnostics.app.report.look import look_of
from diagnostics.app.report.sheets_later import since_sheet, trend_sheet
from diagnostics.app.report.workbook import NARROW, TEXT_ONLY, Pen, formats, lines_of, set_up
from diagnostics.app.wording import lever_words
from diagnostics.app.wording.link_words import link_title, side_of_link
from diagnostics.app.wording.plan_words import STATUS
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.funnel.links import LINKS, SIDE_OF
from diagnostics.language import t

RANGE: Final = 6
"""The column, from 0, in which the lengths of ranges begin; the chart draws them."""
WIDE: Final = ("since", "trend", "plan", "whatif")
"""Sheets that are printed across the paper."""


def xlsx(c: Content) -> bytes:
    """The workbook."""
    from xlsxwriter import Workbook

    look, file = look_of(c.firm, with_logo=False), io.BytesIO()
    with Workbook(file, TEXT_ONLY) as book:
        about = {"title": t(say.TITLE), "category": MARK, "created": MADE, "author": look.name, "company": look.name}
        book.set_properties(about)
        make = formats(book, look)
        for key in _sheets(c):
            sheet = book.add_worksheet(say.sheet(key))
            set_up(sheet, look, c.title, c.dated, key in WIDE)
            SHEETS[key](Pen(sheet, make, book), c)
    return file.getvalue()


def _sheets(c: Content) -> Iterator[str]:
    """Which sheets there are, in their order."""
    yield "answer"
    if c.d is not None:
        yield "chain"
    if c.later is not None and "since" not in c.left_out:
        yield "since"
    if c.later is not None and len(c.later.points) > 1 and "trend" not in c.left_out:
        yield "trend"
    if c.session and "plan" not in c.left_out:
        yield "plan"
    if "whatif" not in c.left_out:
        yield "whatif"
    yield from ("words", "inputs")


def _answer_sheet(pen: Pen, c: Content) -> None:
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
    top = pen.row
    for link in LINKS:
        low, high = r.shortfall_range[link]
        pen.text(0, link_title(link))
        pen.text(1, side_of_link(link), SIDE_OF[link])
        for at, value in enumerate((float(r.observed.shortfall[link]), low, high)):
            pen.number(2 + at, value, "figure")
        pen.row += 1
    pen.row += 1
    _shortfall_chart(pen, d, top)
    for title, lines in (
        ()
        if "reasons" in c.left_out
        else (("for", d.evidence_for), ("against", d.evidence_against), ("unseen", d.unseen))
    ):
        if lines:
            pen.section(say.head(title))
            for line in lines:
                pen.across(line)
    if c.lost is not None and "lost" not in c.left_out:
        _lost(pen, c.lost)
    pen.sheet.print_area(0, 0, pen.row, len(pen.columns) - 1)


def _shortfall_chart(pen: Pen, d: Diagnosis, top: int) -> None:
    """Draw the shortfalls that are in the rows from ``top`` on; how far their ranges go is written outside of the print."""
    r = d.assessment
    sheet, last, row = say.sheet("answer"), top + len(LINKS) - 1, pen.row
    ends = [(float(r.observed.shortfall[link]), *r.shortfall_range[link]) for link in LINKS]
    for column, label in ((RANGE, office.UP), (RANGE + 1, office.DOWN)):
        pen.row = top - 1
        pen.text(column, t(label), "number head")
        for value, low, high in ends:
            pen.row += 1
            pen.number(column, float(high - value if column == RANGE else value - low), "figure")
    pen.row = row
    pen.sheet.set_column(RANGE, RANGE + 1, NARROW)
    places = {"names": 0, "values": 2, "up": RANGE, "down": RANGE + 1}
    cells = {name: (sheet, top, column, last, column) for name, column in places.items()}
    sheet_charts.shortfalls(pen, cells, t(say.FIGURES[2]))


def _results(d: Diagnosis) -> tuple[tuple[str, float, str], ...]:
    return (
        ("today", d.today, "figure"),
        ("at_par", d.at_par, "figure"),
        ("marketing_of_par", d.of_par["marketing"], "share cell"),
        ("sales_of_par", d.of_par["sales"], "share cell"),
    )


def _chain_sheet(pen: Pen, c: Content) -> None:
    d = c.d
    assert d is not None
    values = _values(d)
    pen.widths(62, *[NARROW] * 4)
    pen.across(say.section("links"), "title")
    pen.across(t(say.CHAIN_ABOUT), "quiet")
    pen.sheet.freeze_panes(pen.row, 0)
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
            _limited(pen, cell)
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
    top, sheet = pen.row, say.sheet("chain")
    for cell in chain.RESULTS:
        pen.text(0, cell.words)
        pen.named(cell, 2, values.get(cell.name))
        pen.row += 1
    pen.row += 1
    sheet_charts.live(
        pen,
        ((sheet, top, 2, top + 2, 2), (sheet, top + 3, 2, top + 4, 2)),
        (t(say.PER_MONTH), t(office.OF_TARGET)),
        (style.TODAY, style.PAR, style.QUIET),
    )
    pen.section(say.section("months"))
    pen.across(t(say.MONTHS_ABOUT), "quiet")
    pieces = chain.pieces(d.assessment.counts.sizes)
    pen.height(max(lines_of(say.cell(name), NARROW) for name in pieces))
    for column, (name, shares) in enumerate(pieces.items(), 1):
        pen.down(name, say.cell(name), column, shares)


def _limited(pen: Pen, cell: chain.Cell) -> None:
    """Say what an entry may be, so that a slip of the finger is seen where it happens."""
    if cell.formula:
        return
    rule: dict[str, Any]
    if cell.kind == "text":
        rule = {"validate": "list", "source": [t(word) for word in chain.SPOKEN[1:]]}
    else:
        most = (
            {"criteria": "between", "minimum": 0, "maximum": 1}
            if cell.kind == "share"
            else {"criteria": ">=", "value": 0}
        )
        told = office.FRACTION if cell.kind == "share" else office.AT_LEAST_0
        rule = {"validate": "decimal", "ignore_blank": True, **most, "error_message": t(told)}
    pen.sheet.data_validation(pen.row, 2, pen.row, 2, {**rule, "error_title": t(office.NOT_POSSIBLE)})


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


def _since_sheet(pen: Pen, c: Content) -> None:
    assert c.later is not None
    since_sheet(pen, c.later)


def _trend_sheet(pen: Pen, c: Content) -> None:
    assert c.later is not None
    trend_sheet(pen, c.later)


def _plan_sheet(pen: Pen, c: Content) -> None:
    widths = (34, 16, 40, 18, 13, 13, 30, 11, 30)
    pen.widths(*widths)
    pen.across(say.head("plan"), "title")
    if not c.figures.plan:
        pen.line(say.none("plan"), look="quiet")
    else:
        first = pen.row
        pen.line(*say.all_of(office.PLAN), heads=len(widths))
        pen.sheet.freeze_panes(pen.row, 1)
        pen.sheet.repeat_rows(first)
        for row in c.figures.plan:
            pen.values(
                (row.what, "text"),
                (row.link, "text"),
                (row.first_step, "text"),
                (row.owner, "text"),
                (row.date, "day"),
                (STATUS[row.status], "text"),
                (row.watch, "text"),
                (row.aimed, row.kind),
                (row.note, "text"),
            )
        statuses = {"validate": "list", "source": list(STATUS.values()), "error_title": t(office.NOT_POSSIBLE)}
        pen.sheet.data_validation(
            first + 1, 5, pen.row - 1, 5, {**statuses, "error_message": t(office.ONE_OF_THE_LIST)}
        )
        pen.sheet.autofilter(first, 0, pen.row - 1, len(widths) - 1)
        pen.row += 1
    if c.forecast:
        pen.across(f"{lever_words.aimed(next((s.name for s in c.scenarios if s.aim), ''))} {c.forecast}")
    for line in () if "test" in c.left_out else c.test:
        pen.across(line)
    for key, lines in (("people", c.people), ("last", c.last)):
        if lines and key not in c.left_out:
            pen.section(say.head(key))
            for line in lines:
                pen.across(line)


def _what_if_sheet(pen: Pen, c: Content) -> None:
    pen.widths(36, 40, NARROW, NARROW, NARROW, 40)
    pen.across(say.head("whatif"), "title")
    for line in c.levers or ([] if c.d is not None else [c.problem]):
        pen.across(line)
    pen.row += 1
    if c.scenarios:
        name, moved, customers, gain = say.columns("scenarios")
        low, high = say.all_of(say.FIGURES[3:])
        pen.line(name, moved, customers, low, high, gain, heads=2, then=1)
        for s in c.scenarios:
            told = s.gain if s.mean is not None else s.customers
            row: list[tuple[Value, Kind]] = [
                (f"{s.name} ({t(say.AIM)})" if s.aim else s.name, "text"),
                (s.moved, "text"),
            ]
            pen.values(*row, (s.mean, "amount"), (s.low, "amount"), (s.high, "amount"), (told, "text"))
    elif c.session:
        pen.line(say.none("scenarios"), look="quiet")
    if c.session and c.realign is not None and "realign" not in c.left_out:
        _realign(pen, c.realign)
    if not c.session and c.people:
        pen.section(say.head("people"))
        for line in c.people:
            pen.across(line)
    if not c.session and c.last:
        pen.section(say.head("last"))
        for line in c.last:
            pen.across(line)


def _lost(pen: Pen, found: LostText) -> None:
    """Why leads were lost, as numbers with their ranges."""
    pen.section(found.title)
    low, high = say.all_of(say.FIGURES[3:])
    pen.line(found.columns[0], t(office.LEADS), t(office.SHARE), low, high, heads=1)
    for kind, leads, *shares in found.shares:
        pen.values((kind, "text"), (leads, "count"), *((share, "share") for share in shares))
    for line in (*found.lines, *found.notes, found.caption):
        pen.across(line)


def _realign(pen: Pen, found: RealignText) -> None:
    """Effort that is moved, and what speaks against it."""
    pen.section(found.title)
    for line in (*filter(None, [found.said]), *found.why_not, *found.changes):
        pen.across(line)
    if found.against:
        pen.section(found.against_title)
        for line in found.against:
            pen.across(line)


def _words_sheet(pen: Pen, c: Content) -> None:
    pen.widths(38, NARROW + 4, 54)
    if c.session and "definitions" not in c.left_out:
        pen.section(say.head("definitions"))
        for name, text in c.definitions:
            pen.sheet.merge_range(pen.row, 1, pen.row, 2, "", pen.make["text"])
            pen.text(0, name)
            pen.text(1, text)
            pen.height(lines_of(text, 60))
            pen.row += 1
    effort = c.session and "effort" not in c.left_out
    if effort:
        pen.section(say.head("effort"))
    if effort and c.figures.activities:
        what, amount, side = say.columns("activities")
        pen.line(what, c.figures.unit or amount, side, heads=1, then=1)
        for name, spent, of_side in c.figures.activities:
            pen.values((name, "text"), (spent, "amount"), (of_side, "text"))
        for line in c.alignment:
            pen.across(line)
    elif effort:
        pen.line(say.none("effort"), look="quiet")
    if c.notes:
        pen.section(say.head("notes"))
        for name, text in c.notes:
            pen.line(name)
            pen.across(text)
    if c.appendix:
        pen.section(say.head("method"))
        pen.across(t(say.METHOD))


def _inputs_sheet(pen: Pen, c: Content) -> None:
    pen.widths(46, 22, 16, 40)
    pen.across(say.sheet("inputs"), "title")
    pen.sheet.freeze_panes(pen.row, 1)
    for label, text in ((say.CLIENT if c.session else say.TITLED, c.client), (say.DATE, c.dated)):
        pen.text(0, t(label))
        _over(pen, text)
    f = c.figures
    if f.entries:
        pen.section(t(office.TYPED))
        for one in f.entries:
            if isinstance(one.value, str):
                pen.text(0, one.label)
                _over(pen, one.value)
            else:
                pen.figure(one)
    if f.counts:
        pen.section(say.columns("counts")[0])
        for one in f.counts:
            pen.figure(one)
    if f.levels:
        pen.section(say.columns("levels")[0])
        pen.line(say.columns("levels")[0], *say.all_of(office.TARGET), heads=1, then=1)
        for level in f.levels:
            pen.values(
                (level.label, "text"), (level.value, level.kind), (level.strength, "amount"), (level.source, "text")
            )
    if f.rows:
        pen.section(t(office.MONTHS))
        pen.line(*f.columns, heads=1)
        for row in f.rows:
            pen.values(*((value, "month" if at == 0 else "count") for at, value in enumerate(row)))
    if c.reading and "reading" not in c.left_out:
        pen.section(say.head("reading"))
        for line in c.reading:
            pen.across(line)
    if c.appendix:
        _appendix(pen, c)


def _over(pen: Pen, text: str) -> None:
    """A text from the second column to the last."""
    last = len(pen.columns) - 1
    pen.sheet.merge_range(pen.row, 1, pen.row, last, "", pen.make["text"])
    pen.text(1, text)
    pen.height(lines_of(text, sum(pen.columns[1:])))
    pen.row += 1


def _appendix(pen: Pen, c: Content) -> None:
    """The technical part: versions, and how to work it out again."""
    if c.versions:
        pen.section(say.head("versions"))
        for pair in c.versions:
            pen.line(*pair)
    pen.section(say.head("rerun"))
    pen.across(t(say.RERUN if c.session else say.RERUN_PAGE))
    for line in c.code.splitlines():
        pen.line(line, look="plain")


SHEETS: Final[dict[str, Callable[[Pen, Content], None]]] = {
    "answer": _answer_sheet,
    "chain": _chain_sheet,
    "since": _since_sheet,
    "trend": _trend_sheet,
    "plan": _plan_sheet,
    "whatif": _what_if_sheet,
    "words": _words_sheet,
    "inputs": _inputs_sheet,
}
