"""What one value of an outcome column says by its words: won, lost, open, or what has to be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, Literal

from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.headings import plain
from diagnostics.reading.outcome_answers import Kind

Meaning = Literal["won", "lost", "open", "ask", "after", "unknown"]

LONGEST: Final = 200
"""Characters of a value that is read by its words; a longer one is somebody's notes."""

INSIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】")
_PERCENT: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
LEADING: Final = re.compile(
    r"^[\W_]*(?:(?:stage|phase|step|etape|étape|etapa|fase|schritt)\s*)?"
    r"(?:(\d{1,2})|([A-Za-z])(?=[.):]|\s[-–—]\s))[\W_]+(?=[^\W\d_])",
    re.IGNORECASE,
)
_CONTRACTED: Final = re.compile(r"(?<=[a-z])n['’ʼ`´]t\b", re.IGNORECASE)
_PART: Final = re.compile(r"\s*[(\[,;:/|]|\s[-–—]+\s")
"""Ends the first part of a value: "Did not buy - too expensive"."""
_ID: Final = re.compile(r"[\W_]*(?:\d+|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})[\W_]*", re.IGNORECASE)
_UNSPACED: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Scripts whose words stand without spaces between them."""


@lru_cache(maxsize=4096)
def meaning(text: str) -> Meaning:
    """What one value says by its words, in about twenty languages.

    ``"ask"``: it could be either won or lost (``"Closed"``, ``"Won (cancelled)"``), or it is a number or an id. ``"after"``: it
    is usually after a sale (``"Shipped"``). ``"unknown"``: no word of it is known, or it is a stage on the way.

    >>> [meaning(text) for text in ("closedwon", "100 % – won", "Lost Lead", "Proposal", "Closed", "Kitchen visit")]
    ['won', 'won', 'lost', 'open', 'ask', 'unknown']
    """
    if len(text) > LONGEST:
        return "unknown"
    if is_missing(text):
        return "ask" if text.strip() == "0" else "open"
    if _ID.fullmatch(text):
        return "ask"
    if "?" in text:
        said = whole(squashed(text)) or _by_words(words_in(text), None)
        return "unknown" if said in ("open", "unknown") else "ask"
    percent = _PERCENT.search(text)
    share = float(percent[1].replace(",", ".")) if percent else None
    bare = _PERCENT.sub(" ", text)
    outer = INSIDE.sub(" ", bare)
    remark = words_in(" ".join(INSIDE.findall(bare)))
    for written in (text, bare, LEADING.sub("", bare), outer, LEADING.sub("", outer)):
        known = whole(squashed(written))
        if known and "(" not in written and "[" not in written and remark and written is not text:
            known = _with_remark(known, remark)
        if known == "won" and share not in (None, 100.0):
            return "ask"
        if known == "lost" and share not in (None, 0.0, 100.0):
            return "ask"
        if known:
            return known
    if (denied := denial(LEADING.sub("", bare))) and denied != "agreement":
        return "lost" if denied == "sale" else "open"
    written_words = words_in(LEADING.sub("", bare))
    return _by_reason(frozenset(written_words)) or _by_words(written_words, share)


def squashed(text: str) -> str:
    """A value as it is compared as a whole."""
    return plain(text).replace("-", "")


def words_in(text: str) -> tuple[str, ...]:
    """The words of a value as they are compared; a contracted "not" stays with its verb: ``didnt``, ``wont``."""
    return tuple(filter(None, plain(_CONTRACTED.sub("nt", text)).split("-")))


def whole(word: str) -> Meaning | None:
    """What a whole value means, as it is compared."""
    values = vocabulary.outcomes().values
    if word in values.doubtful:
        return "ask"
    if word in values.won:
        return "won"
    if word in values.lost:
        return "lost"
    return "open" if word in values.open else None


@cache
def _deciding_words() -> frozenset[str]:
    """Every word for won or lost, as a whole value or inside one."""
    known = vocabulary.outcomes()
    return known.values.won | known.values.lost | known.words.won | known.words.lost


def _with_remark(known: Meaning, remark: Sequence[str]) -> Meaning:
    """What a whole value means with what stands behind it in parentheses: "Won (cancelled)" is not won."""
    words, said = vocabulary.outcomes().words, frozenset(remark)
    undone = words.lost | words.negation | words.doubt
    if known == "won":
        harmless = said <= words.filler | words.won or "pipeline" in said or all(map(str.isdigit, said))
        return "won" if harmless and not said & undone else "ask"
    if known == "lost":
        return "ask" if said & (words.won | words.doubt) else "lost"
    if known == "open":
        return "ask" if said & (words.won | words.lost | words.ending | words.agreed) else "open"
    inner = whole("".join(remark)) or _by_words(tuple(remark), None)
    return inner if inner in ("won", "lost") else "ask"


def denial(text: str) -> Literal["sale", "agreement", "yet"] | None:
    """What a value denies: that the customer bought, that they agreed, or only that they did so yet.

    ``"sale"`` is lost and ``"yet"`` open; who has not agreed may be either.

    >>> [denial(text) for text in ("Didn't buy", "Nicht verkauft - Preis", "Not signed", "Not yet sold", "Sold, not paid")]
    ['sale', 'sale', 'agreement', 'yet', None]
    >>> [denial(text) for text in ("Not lost", "No longer interested", "Not contacted", "No answer")]
    [None, None, None, None]
    """
    known, values = vocabulary.outcomes().words, vocabulary.outcomes().values
    first, *rest = _PART.split(text, maxsplit=1)
    said, remark = frozenset(words_in(first)), frozenset(words_in(" ".join(rest)))
    agreed = known.agreed | known.won | (values.won - known.filler)
    if not said & known.negation or remark & (known.won | known.agreed | known.bought | known.doubt | known.negation):
        return None
    deeds = said - known.negation - known.yet - known.helper
    if not deeds or not deeds <= agreed | known.bought:
        return None
    if (said | remark) & known.yet:
        return "yet"
    return "sale" if deeds & known.bought else "agreement"


def _by_reason(words: frozenset[str]) -> Meaning | None:
    """What a value means that says why a lead was lost: the price, a competitor, no answer, a need that it did not have.

    ``"ask"``: it also says that the lead goes on.

    >>> [_by_reason(frozenset(words_in(text))) for text in ("Price too high", "Signed with competitor", "No budget")]
    ['lost', 'lost', 'lost']
    >>> [_by_reason(frozenset(words_in(text))) for text in ("Price sent", "Switched from competitor", "Gone cold - retry")]
    [None, None, 'ask']
    """
    known, values, why = vocabulary.outcomes().words, vocabulary.outcomes().values, vocabulary.outcomes().reasons
    deeds = known.bought | known.agreed | known.lost
    if words & why.elsewhere:
        idle = known.helper - why.whence | known.filler | why.elsewhere | known.lost
        lost = bool(words & deeds) and words - deeds <= idle
    elif words & known.negation:
        lost = (
            bool(words & why.fitting)
            and words - known.negation - known.yet <= why.fitting | known.helper | known.filler
        )
    else:
        lost = False
    ways = [way for way in why.ways if words >= way]
    if not lost and not ways:
        return None
    goes_on = known.won | known.stage | known.yet | known.doubt | (values.open - why.fitting - known.filler)
    return "ask" if words.difference(*ways) & goes_on else "lost"


def is_on_the_way(text: str) -> bool:
    """Whether a value that is neither won nor lost plainly names a stage: "Demo booked", "Offer made", "Thinking".

    >>> [is_on_the_way(text) for text in ("Demo booked", "Second quote", "Working on it", "Blue")]
    [True, True, True, False]
    """
    known, values = vocabulary.outcomes().words, vocabulary.outcomes().values
    written = words_in(LEADING.sub("", text))
    stages = known.stage | known.offer | known.yet | known.doubt | values.open
    return bool((frozenset(written) | _within(written)) & stages)


def _by_words(written: Sequence[str], share: float | None) -> Meaning:
    """A value of several words, of which one is a word for won or lost, for an end or for what is after a sale."""
    known = vocabulary.outcomes().words
    words = frozenset(written) | _within(written)
    won, lost = bool(words & known.won), bool(words & known.lost)
    if not won and not lost:
        return "ask" if words & _deciding_words() else _by_other_words(words)  # "New customer", "Not sold"
    if (won and lost) or words & known.doubt or share not in (None, 100.0 if won else 0.0):
        return "ask"
    if lost:
        before = written[: min((at for at, word in enumerate(written) if word in known.lost), default=len(written))]
        return "ask" if frozenset(before) & (known.negation | known.stage) else "lost"  # "Demo cancelled" is not lost
    rest = words - known.won - known.filler
    harmless = not words & known.negation and all(word.isdigit() for word in rest)
    return "won" if harmless else "ask"  # "won by competitor" is not won


def _by_other_words(words: frozenset[str]) -> Meaning:
    """A value without a word for won or lost."""
    known = vocabulary.outcomes().words
    if words & known.stage:
        return "unknown"
    if words & known.agreed:
        return "ask"
    if words & known.offer:
        return "unknown"
    if words & known.ending:
        return "ask"
    return "after" if words & known.after else "unknown"


def leaning(text: str) -> Kind | None:
    """What a value that has to be asked about is likeliest to mean by its words; None where they say nothing of it.

    >>> [leaning(text) for text in ("Won (cancelled)", "Account won", "Deposit paid", "Second visit", "Closed", "Not lost")]
    ['lost', 'won', 'won', 'open', None, None]
    >>> [leaning(text) for text in ("Not a customer", "Fell through", "No show", "Failure")]
    ['lost', 'lost', 'lost', 'lost']
    """
    known, written = vocabulary.outcomes().words, words_in(text) if len(text) <= LONGEST else ()
    if (plainly := whole(squashed(text))) in ("won", "lost"):
        return plainly
    words = frozenset((*written, squashed(text))) | _within(written)  # "On risk" is one word
    sold, undone = words & (known.won | known.agreed | known.after), words & (known.lost | known.negation)
    if words & known.doubt and squashed(text) not in known.agreed:
        return None if words & (known.won | known.lost) else "open"
    why = vocabulary.outcomes().reasons
    if _by_reason(words) or (words & why.elsewhere and not words & why.whence):
        return "lost"
    if words & known.lapse and not words & (known.won | known.lost):
        return "lost"
    if undone:
        if denial(text) == "yet":
            return "open"
        if words & known.lost:
            return "lost" if sold and not words & known.negation else None
        return "open" if words & known.stage and not sold else "lost"
    if words & known.stage or words & known.offer:
        return "open"
    return "won" if sold else None


def _within(written: Sequence[str]) -> frozenset[str]:
    """Known words inside longer ones of a script that writes no spaces."""
    return frozenset(word for text in written if _UNSPACED.search(text) for word in _unspaced_words() if word in text)


@cache
def _unspaced_words() -> frozenset[str]:
    known = vocabulary.outcomes().words
    every = (
        known.negation
        | known.won
        | known.lost
        | known.doubt
        | known.ending
        | known.agreed
        | known.after
        | known.offer
        | known.stage
    )
    return frozenset(word for word in every if _UNSPACED.search(word))
