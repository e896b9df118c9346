"""Sheets of a workbook: texts that stay texts, numbers and days as what they are, and how each sheet prints."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.report import chain
from diagnostics.app.report import office_words as office
from diagnostics.app.report import words as say
from diagnostics.app.report.figures import Figure, Kind, Value
from diagnostics.app.report.look import Look
from diagnostics.language import language, t
from diagnostics.number_format import day_format, percent_format

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL: Final = 32_000
NARROW: Final = 14
"""Characters of a column of numbers."""
TALLEST_ROW: Final = 400.0
"""Points. A spreadsheet allows 409."""
ROW: Final = 15.5
"""Points of a row of one line."""
PIXELS: Final = 20
"""Of such a row."""
LARGER: Final = {"title": 1.7, "verdict": 1.4}
"""Size relative to normal text."""
TEXT_ONLY: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NUMBER: Final[dict[str, str]] = {"count": "#,##0", "amount": "#,##0.##", "money": "#,##0.00", "text": "@"}
"""Formats of numbers; a program shows them with the marks of its own language."""
LCID: Final = {"de": "407"}
"""By which a format names the language of its months."""
ENGLISH: Final = "409"
LONGEST_FOOT: Final = 90
"""Characters; all of a foot may have 255."""
PICTURE_MARK: Final = re.compile(r"&&(?=G|\[Picture\])")
"""What the library takes for a picture although it is text."""
ENTRY: Final = "#FFF8D6"
"""The colour of a cell that may be changed."""


def spoken(number: str) -> str:
    """A format of numbers with the marks of the language of now, where a program can show another one than its own."""
    code = LCID.get(language())
    return number if code is None else f"[$-{code}]{number}"


def month_format() -> str:
    """A month with its year, its name in the language of now wherever the file is opened."""
    return f"[$-{LCID.get(language(), ENGLISH)}]mmm yyyy"


def formats(book: Workbook, look: Look) -> dict[str, Format]:
    """The formats of all sheets by name."""
    base = {"font_name": look.font, "font_size": 11, "font_color": style.INK, "valign": "top"}
    ruled = {"bottom": 1, "bottom_color": style.RULE}
    head = {"bold": True, "font_color": style.QUIET, "text_wrap": True, **ruled}
    looks: dict[str, dict[str, Any]] = {
        "text": {"text_wrap": True},
        "plain": {},
        "quiet": {"font_color": style.QUIET, "text_wrap": True},
        "title": {"bold": True, "font_size": 18, "text_wrap": True, "font_color": look.accent},
        "verdict": {"bold": True, "font_size": 14, "text_wrap": True},
        "section": {"bold": True, "font_size": 12, **ruled},
        "number head": {**head, "align": "right", "indent": 1},
        "head": head,
    }
    plain = {kind: number if kind == "text" else spoken(number) for kind, number in NUMBER.items()}
    numbers = {**plain, "share": spoken(percent_format("0.0")), "day": day_format(), "month": month_format()}
    for kind, number in numbers.items():
        right: dict[str, Any] = {"num_format": number, "align": "left" if kind in ("text", "day", "month") else "right"}
        if right["align"] == "right":
            right["indent"] = 1  # a text may follow in the next column
        looks[f"{kind} cell"] = right
        looks[f"{kind} entry"] = {**right, "bg_color": ENTRY, "border": 1, "border_color": style.RULE}
    looks["text cell"] |= {"text_wrap": True}
    looks["chance cell"] = {"num_format": say.chance_format(), "align": "right", "indent": 1}
    looks["chance"] = {"num_format": say.chance_format(), "align": "left"}
    looks["figure"] = {"num_format": spoken("0.00"), "align": "right", "indent": 1}
    for side in ("marketing", "sales"):
        looks[side] = {"font_color": style.SIDE_TEXT[side]}
    return {name: book.add_format(base | one) for name, one in looks.items()}


def set_up(sheet: Worksheet, look: Look, title: str, dated: str, wide: bool) -> None:
    """Paper, one page wide, the firm above, and below it whose sheet it is and the number of the page."""
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    headed = bool(look.name or look.foot)
    sheet.set_margins(left=0.6, right=0.6, top=0.9 if headed else 0.6, bottom=0.8)
    if headed:
        sheet.set_header(f"&L&9{_foot(look.name)}&R&9{_foot(look.foot)}")
    sheet.set_footer(f"&L&9{_foot(f'{title} · {dated}')}&R&9{office.page_of('&P', '&N')}")


def _foot(text: str) -> str:
    """A text in a foot, where an ampersand begins a command, a second one stands for itself, and digits go on before it."""
    doubled = say.shortened(text, LONGEST_FOOT).replace("&", "&&")
    return " " + PICTURE_MARK.sub("&&\u2060", doubled)


@dataclass
class Pen:
    """Writes one sheet, row by row."""

    sheet: Worksheet
    make: dict[str, Format]
    book: Workbook
    row: int = 0
    columns: tuple[float, ...] = ()

    def widths(self, *columns: float) -> None:
        """The widths of the columns, characters."""
        self.columns = columns
        for at, width in enumerate(columns):
            self.sheet.set_column(at, at, width)

    def line(self, *texts: str, look: str = "text", heads: int | None = None, then: int = 0) -> None:
        """A row of texts. In a heading row, those from ``heads`` on are above numbers and aligned right,
        but for so many at the end as ``then`` says.
        """
        for at, text in enumerate(texts):
            above = heads is not None and heads <= at < len(texts) - then
            self.text(at, text, look if heads is None else "number head" if above else "head")
        if look != "plain":  # that one is never broken into lines
            self.height(max(lines_of(text, width) for text, width in zip(texts, self.columns, strict=False)))
        self.row += 1

    def height(self, lines: int) -> None:
        """Set the height of the row: not every program fits it to its text."""
        self.sheet.set_row(self.row, min(ROW * lines, TALLEST_ROW))

    def text(self, column: int, text: str, look: str = "text") -> None:
        """A cell of text."""
        shown = text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]} …"
        self.sheet.write_string(self.row, column, shown, self.make[look])

    def number(self, column: int, value: float, look: str) -> None:
        """A cell with a number."""
        self.sheet.write_number(self.row, column, value, self.make[look])

    def value(self, column: int, value: Value, kind: Kind) -> None:
        """A cell with whatever a value is: a number, a day, a text or nothing."""
        if value is None:
            self.sheet.write_blank(self.row, column, None, self.make["text"])
        elif isinstance(value, str):
            self.text(column, value)
        elif isinstance(value, datetime.date):
            look = kind if kind in ("day", "month") else "day"
            self.sheet.write_datetime(
                self.row, column, datetime.datetime(value.year, value.month, value.day), self.make[f"{look} cell"]
            )
        else:
            named = "amount" if kind in ("day", "month", "text") else kind
            self.number(column, value, f"{named} cell")

    def values(self, *cells: tuple[Value, Kind]) -> None:
        """A row of values, each with its kind, as high as its texts are."""
        for at, (value, kind) in enumerate(cells):
            self.value(at, value, kind)
        texts = [value if isinstance(value, str) else "" for value, _ in cells]
        self.height(max(lines_of(text, width) for text, width in zip(texts, self.columns, strict=False)))
        self.row += 1

    def figure(self, one: Figure) -> None:
        """A row with a label and its value."""
        self.values((one.label, "text"), (one.value, one.kind))

    def across(self, text: str, look: str = "text") -> None:
        """A text over all columns."""
        self.sheet.merge_range(self.row, 0, self.row, len(self.columns) - 1, "", self.make[look])
        self.text(0, text, look)
        self.height(math.ceil(lines_of(text, sum(self.columns)) * LARGER.get(look, 1.0)))
        self.row += 1

    def section(self, title: str) -> None:
        """A heading with a line below it."""
        self.row += 1
        for at in range(len(self.columns)):
            self.text(at, title if at == 0 else "", "section")
        self.row += 1

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Rows of texts below their heads."""
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

    def room(self, pixels: int) -> None:
        """Leave rows for a chart."""
        self.row += math.ceil(pixels / PIXELS) + 1


def lines_of(text: str, width: float) -> int:
    """About how many lines a text needs in a column; ``width`` in characters."""
    return sum(max(1, math.ceil(len(part) * 1.12 / width)) for part in text.split("\n"))
