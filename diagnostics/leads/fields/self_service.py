"""Sales in which no person of the team had a part: never reached, no rep. They are offered as self-service sales, not taken."""

from __future__ import annotations

import functools
import string
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diagnostics.errors import InputError
from diagnostics.funnel.checks import is_one_of
from diagnostics.language import mark, n, t
from diagnostics.leads.fields.canonical import WON, text_of
from diagnostics.number_format import integer
from diagnostics.reading.blanks import no_ids
from diagnostics.reading.people import unmarked
from diagnostics.reading.questions import Answer, Question, listed, shown

if TYPE_CHECKING:
    import ibis
    import pandas as pd

    from diagnostics.leads.opening.source import Leads

ANSWERS: Final = ("unreached", "as-recorded")
"""Sales that nobody reached and nobody owns are self-service sales; or only those that the file calls so."""

TELLING: Final = ("reached", "rep")
"""Fields that say whether a person had a part in a sale; both are asked where both are there."""

_NO: Final = {
    ("reached",): mark("no first contact"),
    ("rep",): mark("no rep"),
    ("reached", "rep"): mark("no first contact and no rep"),
}
"""What sales do not have in which nobody had a part, by the fields that would say so."""


@dataclass(frozen=True)
class Sign:
    """What tells sales without a salesperson from others.

    Attributes
    ----------
    words : str
        What such sales have, behind "have": ``"no first contact"``, ``"'Web shop' in 'Owner', and no other lead has"``.
    given : str or mapping
        How to say that they are: the value of ``self_service``.
    count : int
        Such sales.
    """

    words: str
    given: Any
    count: int


def untouched(rows: ibis.Table, fields: Collection[str]) -> Any:
    """Whether a lead was won and no person had a part in it, as far as the fields say; false where none of them is there.

    Parameters
    ----------
    rows : Table
        As :func:`~diagnostics.leads.fields.canonical.canonical` gives them.
    fields : collection of str
        Fields that have a column.
    """
    import ibis

    if not set(TELLING) & set(fields):
        return ibis.literal(False)
    nobody: Any = rows.outcome == WON
    if "reached" in fields:
        nobody = nobody & ~rows.worked.fill_null(False)
    if "rep" in fields:
        rep = text_of(rows.rep)
        nobody = nobody & (rep.isnull() | rep.lower().isin(sorted(no_ids())))
    return nobody


def nobody(reps: pd.Series) -> pd.Series:
    """Which texts of the column of reps name no person, as :func:`untouched` tells it of rows."""
    nobodies = {rep for rep in reps.dropna().unique() if rep.strip(string.whitespace).lower() in {"", *no_ids()}}
    return reps.isna() | reps.isin(nobodies)


def words(fields: Collection[str]) -> str:
    """What such sales do not have: ``"no first contact and no rep"``."""
    return t(_NO.get(tuple(key for key in TELLING if key in fields), ""))


def checked(given: Any) -> str | dict[str, list[str]]:
    """An answer: one of :data:`ANSWERS`, or by heading the texts that mark self-service sales; an empty text is a blank."""
    if is_one_of(given, ANSWERS):
        return str(given)
    found = {
        heading: [texts] if isinstance(texts, str) else list(texts)
        for heading, texts in (given.items() if isinstance(given, Mapping) else ())
        if isinstance(heading, str) and isinstance(texts, (str, list, tuple))
    }
    if (
        not found
        or len(found) != len(given)
        or not all(isinstance(text, str) for texts in found.values() for text in texts)
    ):
        quoted = " or ".join(map(repr, ANSWERS))
        raise InputError("column-answer-unknown", "self_service", given, choices=ANSWERS, quoted=quoted)
    return found


def alone(leads: Leads, given: Any) -> dict[str, frozenset[str]]:
    """The engine's columns and their texts by which an answer marks self-service sales; none where it names no columns."""
    found = {}
    for heading, texts in given.items() if isinstance(given, Mapping) else ():
        name = leads.column(heading)
        stripped = {text.strip() for text in unmarked(texts, leads.profiles[heading].texts)}
        if leads.table[name].type().is_floating():
            stripped |= {f"{text}.0" for text in stripped if text.isdigit()}  # an engine writes 0 as 0.0
        found[name] = frozenset(stripped)
    return found


def taken(given: Any, fields: Collection[str]) -> str:
    """What the sales of an answer have: ``"'Web shop' in 'Owner'"``."""
    if not isinstance(given, Mapping):
        return words(fields)
    named = [written_in(heading, texts) for heading, texts in given.items()]
    return functools.reduce(lambda first, second: t("{first} and {second}", first=first, second=second), named)


def written_in(heading: str, texts: Iterable[str]) -> str:
    """Texts of a column, or that it is blank: ``"'Web shop' in 'Owner'"``."""
    written = [text for text in texts if text]
    if not written:
        return t("nothing in {column}", column=shown(heading))
    return t("{texts} in {column}", texts=listed(written), column=shown(heading))


def offer(signs: Sequence[Sign], sales: int) -> Question:
    """The offer to count sales as self-service sales.

    Parameters
    ----------
    signs : sequence of Sign
        What tells such sales, the plainest first.
    sales : int
        All sales.
    """
    first, *rest = signs
    answers = [_answer(t("yes, count them as self-service sales"), first.given, sales - first.count)]
    answers += [
        _answer(t("no, but those with {signs}", signs=sign.words), sign.given, sales - sign.count)
        for sign in rest
        if sign.count != first.count
    ]
    answers.append(_answer(t("no, salespeople made them"), "as-recorded", sales))
    facts = {
        "count": integer(first.count),
        "sales": integer(sales),
        "none": first.words,
        "given": repr(first.given),
    }
    return Question("sales-by-nobody", "direct", tuple(answer.label for answer in answers), facts, tuple(answers))


def _answer(label: str, given: Any, by_talking: int) -> Answer:
    leads_to = n("{count} sale by talking", "{count} sales by talking", by_talking, count=integer(by_talking))
    return Answer(label, {"self_service": given}, leads_to)
