"""The forms in which a heading is compared with the words for it, and what CRM a row of headings is of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from diagnostics.reading import vocabulary
from diagnostics.reading.fields import FIELDS, Field
from diagnostics.reading.headings import plain
from diagnostics.reading.outcome_words import meaning

if TYPE_CHECKING:
    from diagnostics.reading.vocabulary_models import Preset

FEWEST_MARKS: Final = 2
"""How many headings of a CRM identify it."""

_INSIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BEFORE: Final = re.compile(r"^\s*(?:deal|lead|opportunity|potential)\s*(?:[:.]|\s[-–—]\s)\s*", re.IGNORECASE)
_PROPERTY: Final = re.compile(r"^\s*propert(?:y|ies)(?:_+|\.)", re.IGNORECASE)
_CUSTOM: Final = re.compile(r"__c\s*$", re.IGNORECASE)
_ENTERED: Final = re.compile(
    r"^\s*(?:hs_)?(?:v2_)?(?:date[ _]+entered|stage[ _]+date|date[ _]+stage|entered)[ _:-]+(.*?)(?:_\d+)?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_QUOTES: Final = re.compile("[\"'“”„‘’«»`]")
_CAMEL: Final = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def squash(text: str) -> str:
    """A text as it is compared: lower case, no accents, nothing between its letters and figures."""
    return plain(text).replace("-", "")


@lru_cache(maxsize=8192)
def keys(heading: str) -> frozenset[str]:
    """The forms in which a heading is looked up.

    >>> sorted(keys("Deal - Create Date (UTC)")), sorted(keys("Quote #"))
    (['createdate', 'createdateutc', 'dealcreatedate', 'dealcreatedateutc'], ['quote', 'quoteno'])
    """
    text = _CUSTOM.sub("", _PROPERTY.sub("", heading))
    bare = without_remarks(text)
    found = {squash(heading), squash(text), squash(bare)}
    found |= {squash(_BEFORE.sub("", text)), squash(_BEFORE.sub("", bare))}
    if bare.rstrip().endswith("#"):
        found.add(squash(bare) + "no")
    if entered := _ENTERED.match(bare):
        stage = meaning(entered[1])
        found |= {"dateentered" + squash(entered[1]), "dateentered…"}
        found |= {f"dateentered+{stage}"} if stage in ("won", "lost") else set()
    return frozenset(found - {""})


def without_remarks(heading: str) -> str:
    """A heading without quotes and what is in parentheses."""
    bare = _QUOTES.sub(" ", heading)
    if "(" in bare or "[" in bare:
        for _ in range(3):  # parentheses within parentheses
            bare = _INSIDE.sub(" ", bare)
    return bare


@lru_cache(maxsize=8192)
def core(heading: str) -> str:
    """What is left of a heading without the record it is of and without words for a day.

    >>> [core(heading) for heading in ("deal_created_at", "CreatedDate", "DATE_CREATE", "Lead ID", "Date")]
    ['created', 'created', 'create', 'id', '']
    """
    known = vocabulary.crm()
    bare = without_remarks(_CUSTOM.sub("", _PROPERTY.sub("", heading)))
    words = [word for word in plain(_CAMEL.sub(" ", bare)).split("-") if word]
    while words and words[0] in known.before:
        words = words[1:]
    while words and words[-1] in known.after:
        words = words[:-1]
    return "".join(words)


@lru_cache(maxsize=8192)
def word(text: str) -> str:
    """A heading or a word of the vocabulary as it is looked up; ``+`` stands for a kind of stage, ``…`` for any."""
    head, plus, kind = text.partition("+")
    if text.endswith("…"):
        return squash(text) + "…"
    return squash(head) + plus + kind


@lru_cache(maxsize=256)
def forms(words: tuple[str, ...]) -> frozenset[str]:
    """Words of the vocabulary as they are looked up."""
    return frozenset(map(word, words))


def named_as(field: str, headings: Iterable[str]) -> tuple[str, ...]:
    """Headings that are words for a field, the best rank first; those of one rank in the order of the alphabet."""
    ranks = [forms(words) for words in vocabulary.crm().fields[field].words]
    there = sorted(set(headings))
    return tuple(dict.fromkeys(heading for rank in ranks for heading in there if rank & keys(heading)))


@cache
def cores() -> dict[str, tuple[str, ...]]:
    """What headings without records and days may name: field keys by what is left of the words for them."""
    found: dict[str, set[str]] = {}
    for field in FIELDS:
        if field.key != "id":  # what a number belongs to is said by what would be stripped
            for text in (*(w for words in field.words for w in words), *field.proof):
                if left := core(text):
                    found.setdefault(left, set()).add(field.key)
    return {left: tuple(f.key for f in FIELDS if f.key in fields) for left, fields in found.items()}


def names_core(field: Field, heading: str) -> bool:
    """Whether what is left of a heading names a field."""
    return field.key in cores().get(core(heading), ())


def is_expected(heading: str) -> bool:
    """Whether a heading names what is expected, not what happened.

    >>> is_expected("Deal - Expected close date"), is_expected("Est. Revenue"), is_expected("Close Date")
    (True, True, False)
    """
    return _with_word(vocabulary.crm().expected).search(plain(_CAMEL.sub(" ", heading))) is not None


def is_of_something_else(heading: str) -> bool:
    """Whether a heading names a day that is not a day of the lead's coming or ending: of a change, a birth, a payment.

    >>> is_of_something_else("Last Modified Date"), is_of_something_else("Date created")
    (True, False)
    """
    return _with_word(vocabulary.crm().other_days).search(plain(_CAMEL.sub(" ", heading))) is not None


def is_of_birth(heading: str) -> bool:
    """Whether a heading names a day of birth."""
    return _with_word(vocabulary.crm().births).search(plain(_CAMEL.sub(" ", heading))) is not None


@cache
def _with_word(words: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(re.escape(text).replace(r"\*", r"\w*") for text in words)
    return re.compile(rf"(?:^|-)(?:{listed})(?:-|$)")


def preset_of(headings: Iterable[str]) -> Preset | None:
    """The CRM with the most marks among the headings; of equals the one that knows more of them, then the first."""
    there = frozenset().union(*(keys(heading) for heading in headings))
    best, most = None, (FEWEST_MARKS - 1, len(there))
    for preset, marks, columns in _presets():
        known = len(marks & there), len(columns & there)
        if known > most:
            best, most = preset, known
    return best


@cache
def _presets() -> tuple[tuple[Preset, frozenset[str], frozenset[str]], ...]:
    """Each CRM with its marks and its columns, as headings are looked up."""
    return tuple(
        (p, forms(p.marks), frozenset[str]().union(*map(forms, p.columns.values()))) for p in vocabulary.crm().presets
    )
