"""The answer on one page A4, to hand to somebody: never a second page, whatever was typed."""

from __future__ import annotations

from typing import Any, Final

from diagnostics.app.forms.entries import Entries
from diagnostics.app.forms.form_fields import BY_KEY
from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content, Pairs, fields_by_key
from diagnostics.app.report.pdf_report import set_with, with_pictures
from diagnostics.diagnosis import words
from diagnostics.funnel.records import Funnel
from diagnostics.language import language, t
from diagnostics.number_format import day, with_percent

MOST_LINES: Final = 4
"""Reasons on each side."""
MOST_FIELDS: Final = 24
LONGEST: Final = {"about": 520, "cost": 300, "line": 190, "step": 260, "value": 44, "name": 40}
"""Characters of a text; the report has all of it."""
COUNTED: Final = ("leads", "wins", "direct_wins", "fit", "worked", "months")
UNITS: Final = ("%", "days")
"""Units that stand behind a number that was typed."""


def one_page(c: Content, entries: Entries) -> bytes:
    """The page as PDF. It is set smaller where it would not fit."""
    assert c.d is not None
    r = c.d.assessment
    action = words.action(r)
    lines = {"for": c.d.evidence_for, "against": c.d.evidence_against}
    page: dict[str, Any] = {
        "language": language(),
        "heading": t(say.TITLE),
        "title": c.title,
        "date": day(c.date) if c.date else "",
        "caution": c.caution,
        "leaning": c.d.leaning,
        "sentence": c.d.sentence,
        "cost": say.shortened(words.cost(r), LONGEST["cost"]),
        "about": say.shortened(c.about, LONGEST["about"]),
        "chances": [{"key": key, "share": share, "label": label} for key, share, label in c.chances],
        "texts": {"door": words.door_text(r), "balance": words.balance_text(r), "bridge": words.bridge_text(r)},
        "titles": {
            "balance": t(words.BALANCE_TITLE),
            "bridge": words.bridge_title(r),
            "for": say.head("for"),
            "against": say.head("against"),
            **say.in_words(say.ONE_PAGE),
        },
        **{key: [say.shortened(line, LONGEST["line"]) for line in some[:MOST_LINES]] for key, some in lines.items()},
        "action": [] if action is None else [say.shortened(text, LONGEST["step"]) for text in action],
        "typed": _numbers(r.funnel, entries),
    }
    return set_with("one_page.typ", with_pictures(page, c.d, small=True))


def _with_unit(number: str, unit: str) -> str:
    """A number as it was typed, with its unit."""
    if unit not in UNITS:
        return number
    return with_percent(number) if unit == "%" else t("{number} {unit}", number=number, unit=t(unit))


def _numbers(funnel: Funnel, entries: Entries) -> Pairs:
    """What was typed; of a table or an export what was counted of it too."""
    lines = [
        (name, _with_unit(value, BY_KEY[key].unit) if key in BY_KEY else value)
        for key, name, value in fields_by_key(entries, entries.way)
    ]
    if entries.opened:
        lines.append((t(say.EXPORT), entries.opened))
    if entries.way == "table":
        lines.append((say.in_words(say.PART)["table"], say.rows(len(entries.grid.rows))))
    if entries.way != "counts":
        counted = ((t(say.COUNT[key]), getattr(funnel, key)) for key in COUNTED)
        lines += [(name, words.number(value)) for name, value in counted if value is not None]
    return tuple(
        (say.shortened(name, LONGEST["name"]), say.shortened(value, LONGEST["value"]))
        for name, value in lines[:MOST_FIELDS]
    )
