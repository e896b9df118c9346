"""Names over columns of the same counts that may be channels, or years, plans or versions of which only one is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.lists import all_of
from diagnostics.months import said
from diagnostics.months.layout.layout import TOTALS, whole_number
from diagnostics.months.records import Answers, question
from diagnostics.reading import vocabulary
from diagnostics.reading.headings import key_of, plain, says
from diagnostics.reading.sheet_reader import Sheet

SHORT: Final = 3
"""Letters of a name that may be a mark of a version, N or Act, and not what a channel is called."""

_VERSION: Final = re.compile(
    r"[-−–]\s*1\b|(?<!\d)(?:19|20)\d\d(?!\d)|['’]\d\d\b|\b(?:FY|CY|PY|GJ)\s*\d\d", re.IGNORECASE
)


def may_be_versions(names: Sequence[str]) -> bool:
    """Whether names over the same counts may be no channels, by how they are written.

    A name that says that it is a plan or an earlier year is asked about where channels are.

    >>> [may_be_versions(names) for names in (("N-1", "N"), ("Google", "Fair"), ("F", "A"), ("Oslo", "Bergen", "Moss"))]
    [False, False, True, False]
    """
    words = vocabulary.tables()
    if any(TOTALS.fullmatch(name) or says(name, words.plan) for name in names):
        return False
    unknown = [name for name in names if not says(name, words.channels)]
    return (len(names) == 2 and len(unknown) == 2) or any(_VERSION.search(name) or _is_short(name) for name in unknown)


def _is_short(name: str) -> bool:
    letters = plain(name).replace("-", "")
    return len(letters) <= (SHORT if letters.isascii() else 1)


def chosen(sheet: Sheet, answer: str | None) -> Sheet:
    """A sheet of such names with those that were chosen: one by its name, or all by :func:`_all_of`."""
    if answer is None or answer not in (*sheet.apart, _all_of(sheet.apart)):
        return sheet
    at = sheet.rows[0].index("Channel")
    left = [name for name in sheet.apart if answer in sheet.apart and name != answer]
    kept = [row for row in sheet.rows[1:] if str(row[at]) not in left]
    notes = (t("The columns of {names} were left out, as answered.", names=_quoted(left)),) if left else ()
    head = [answer if place == at else cell for place, cell in enumerate(sheet.rows[0])]
    return replace(sheet, rows=[head, *kept], apart=(), notes=(*sheet.notes, *notes))


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(map(said.quoted, names))


def _all_of(names: Sequence[str]) -> str:
    return ", ".join(names)


def channels_or_versions(sheet: Sheet, answers: Answers) -> InputError:
    """The question which of the names of a sheet is meant, or whether all are channels; each answer says its counts."""
    keys = [key_of(cell) for cell in sheet.rows[0]]
    at = sheet.rows[0].index("Channel")
    given, whole = answers.columns or {}, _all_of(sheet.apart)
    ways: dict[str, tuple[str, ...]] = {t("only “{name}”", name=name): (name,) for name in reversed(sheet.apart)}
    ways[t("channels, added up")] = sheet.apart
    offered = {}
    for words, names in ways.items():
        rows = [row for row in sheet.rows[1:] if str(row[at]) in names]
        leads, sales = (sum(whole_number(row[keys.index(key)]) or 0 for row in rows) for key in ("leads", "wins"))
        channel = whole if len(names) > 1 else names[0]
        counts = {"leads": said.leads(leads), "sales": said.sales(sales)}
        label = t("{answer}: {leads}, {sales}", answer=words, **counts)
        offered[label] = {"columns": {**given, "channel": channel}}
    names_ = all_of(said.quoted(name) for name in sheet.apart)
    return question("channels-or-versions", "channel", sheet.apart[0], offered, names=names_, all=whole)
