"""The numbers as one CSV table: what was typed, what was counted, the answer and the bridge, a line each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from diagnostics.app.forms.entries import Entries
from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content, fields_typed
from diagnostics.app.wording.link_words import link_title
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.funnel.links import LINKS
from diagnostics.funnel.records import Rate
from diagnostics.language import t
from diagnostics.number_format import exact, separator
from diagnostics.reading import headings

FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
"""What spreadsheets take for a formula."""
NUMBER: Final = re.compile(r"[+-]?[0-9][0-9.,' \u00a0\u202f]*%?")


def csv_table(c: Content, entries: Entries) -> bytes:
    """The table in UTF-8 with a mark in front, by which spreadsheets know it."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=separator(), lineterminator="\r\n")
    rows.writerow(say.all_of(say.TABLE))
    for row in _rows(c, entries):
        rows.writerow([_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def as_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> as_text("=1+1"), as_text("-5"), as_text("leads")
    ("'=1+1", '-5', 'leads')
    """
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def _cell(value: str | float) -> str:
    return as_text(value) if isinstance(value, str) else exact(value)


def _rows(c: Content, entries: Entries) -> Iterator[tuple[str | float, ...]]:
    part = say.in_words(say.PART)
    yield part["typed"], "", t(say.TITLED), c.client, "", ""
    if c.date:
        yield part["typed"], "", t(say.DATE), c.date, "", ""
    for name, text in fields_typed(entries, entries.way):
        yield part["typed"], "", name, text, "", ""
    if entries.way == "table":
        names = [t(headings.BY_KEY[key].label) for key in entries.grid.columns]
        for at, row in enumerate(entries.grid.rows, 1):
            for name, text in zip(names, row, strict=True):
                if text:
                    yield part["table"], at, name, text, "", ""
    if c.d is not None:
        yield from _found(c, c.d)


def _found(c: Content, d: Diagnosis) -> Iterator[tuple[str | float, ...]]:
    """What was counted, the levels it is compared with, and the answer: numbers as they are, not as a sentence rounds them."""
    part, r = say.in_words(say.PART), d.assessment
    for key, label in say.COUNT.items():
        value = getattr(r.funnel, key)
        if value is not None:
            yield part["counts"], "", t(label), t(say.BASIS[value]) if key == "basis" else value, "", ""
    for key, label in say.LEVEL.items():
        value = getattr(r.par, key)
        if value is not None:
            yield part["levels"], "", t(label), value.value if isinstance(value, Rate) else value, "", ""
    yield part["answer"], "", say.head("owner"), d.sentence, "", ""
    for key, share, _ in c.chances:
        yield part["chances"], "", t(say.SIDE[key]), float(share), "", ""
    for link in LINKS:
        low, high = r.shortfall_range[link]
        shortfall = float(r.observed.shortfall[link])
        yield part["bridge"], "", link_title(link), shortfall, float(low), float(high)
