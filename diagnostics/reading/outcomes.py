"""What the values of an outcome column mean: won, lost or open. Open is not lost, and what could be either is asked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from diagnostics.errors import InputError
from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.headings import plain
from diagnostics.reading.questions import Question, Way, listed, rows, shown

Kind = Literal["won", "lost", "open"]
Meaning = Literal["won", "lost", "open", "ask", "unknown"]

MOST_WAYS: Final = 8
"""Values that are offered as the one that means won."""
KINDS: Final[tuple[Kind, ...]] = ("won", "lost", "open")


_INSIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PERCENT: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_LEADING: Final = re.compile(r"^[\W_]*(?:(?:stage|phase|step)\s*)?\d{1,2}[\W_]+(?=[^\W\d_])", re.IGNORECASE)
_ID: Final = re.compile(r"[\W_]*(?:\d+|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})[\W_]*", re.IGNORECASE)


@dataclass(frozen=True)
class Outcomes:
    """What each value of an outcome column means.

    Attributes
    ----------
    of : dict of str to {"won", "lost", "open"}
        By text. What is asked about is not in it.
    counts : dict of str to int
        Rows by meaning: ``"won"``, ``"lost"``, ``"open"``, and ``"ask"`` for those that are asked about.
    questions : tuple of Question
        What has to be answered.
    notes : tuple of str
        What was taken for what without being sure of the word, sentences with counts.
    """

    of: dict[str, Kind]
    counts: dict[str, int]
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def meaning(text: str) -> Meaning:
    """What one value says by its words, in a dozen languages.

    ``"ask"``: it could be either won or lost (``"Closed"``, ``"Not won"``), or it is a number or an id. ``"unknown"``: no
    word of it is known; as a stage of a pipeline it is taken as open, with a note.

    >>> [meaning(text) for text in ("closedwon", "100 % – won", "Lost Lead", "Proposal", "Closed", "Kitchen visit")]
    ['won', 'won', 'lost', 'open', 'ask', 'unknown']
    """
    if len(text) > 200:
        return "unknown"
    if is_missing(text):
        return "ask" if text.strip() == "0" else "open"
    if _ID.fullmatch(text):
        return "ask"
    if "?" in text:
        return "ask" if _words_in(text) & _deciding_words() else "unknown"
    percent = _PERCENT.search(text)
    share = float(percent[1].replace(",", ".")) if percent else None
    bare = _PERCENT.sub(" ", text)
    for written in (text, bare, _INSIDE.sub(" ", bare), _LEADING.sub("", _INSIDE.sub(" ", bare))):
        known = _whole(plain(written).replace("-", ""))
        if known == "won" and share not in (None, 100.0):
            return "ask"
        if known == "lost" and share not in (None, 0.0, 100.0):
            return "ask"
        if known:
            return known
    return _by_words(_words_in(_LEADING.sub("", _INSIDE.sub(" ", bare))), share)


def _words_in(text: str) -> frozenset[str]:
    return frozenset(plain(text).split("-"))


def _whole(word: str) -> Meaning | None:
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


def _by_words(words: frozenset[str], share: float | None) -> Meaning:
    """A value of several words, of which one is a word for won or lost."""
    known = vocabulary.outcomes().words
    won, lost = bool(words & known.won), bool(words & known.lost)
    if not won and not lost:
        return "ask" if words & _deciding_words() else "unknown"  # "New customer", "Not sold"
    if (won and lost) or words & known.negation or words & known.doubt or share not in (None, 100.0 if won else 0.0):
        return "ask"
    if lost:
        return "lost"
    rest = words - known.won - known.filler
    return "won" if all(word.isdigit() for word in rest) else "ask"  # "won by competitor" is not won


def sort_outcomes(
    values: Mapping[str, int],
    won: Collection[str] | None = None,
    lost: Collection[str] | None = None,
    open: Collection[str] | None = None,
    field: str = "outcome",
) -> Outcomes:
    """Sort the values of an outcome column into won, lost and open.

    The user's answers come first, then the words. A blank is open: nobody has decided. A value of no known word is open and
    among the notes.

    Parameters
    ----------
    values : mapping of str to int
        Each text of the column, and the rows that hold it.
    won, lost, open : collection of str, optional
        Values that mean it, compared without capitals, spaces, hyphens and underscores. An empty ``won`` means that there
        is no win yet.
    field : str
        The name of the column, for messages.

    Raises
    ------
    InputError
        Where a value is given two meanings, or none of the values given for a meaning occurs.

    >>> found = sort_outcomes({"Closed Won": 8, "Closed Lost": 30, "Proposal": 12})
    >>> found.of["Closed Won"], found.counts
    ('won', {'won': 8, 'lost': 30, 'open': 12, 'ask': 0})
    >>> sort_outcomes({"Won": 8, "Closed": 30}).questions[0].choices
    ('Closed',)
    """
    answered, absent = _by_answer(values, {"won": won, "lost": lost, "open": open})
    of: dict[str, Kind] = {}
    asked: dict[str, int] = {}
    unknown: dict[str, int] = {}
    blank = 0
    for text, count in values.items():
        kind = answered.get(_folded(text))
        if kind:
            of[text] = kind
            continue
        found = meaning(text)
        if found == "ask":
            asked[text] = count
            continue
        if found == "unknown":
            unknown[text] = count
        if is_missing(text):
            blank += count
        of[text] = found if found in ("won", "lost") else "open"
    counts: dict[str, int] = {kind: sum(values[text] for text, of_ in of.items() if of_ == kind) for kind in KINDS}
    questions = []
    if asked:
        facts = {"values": listed(asked, asked), "example": shown(_commonest(asked)[0])}
        ways = tuple(Way(kind, {kind: list(_commonest(asked))}) for kind in KINDS)
        questions.append(Question("outcome-unclear", field, _commonest(asked), facts, ways))
    if won is None and not counts["won"]:
        others = {text: count for text, count in values.items() if not is_missing(text)}
        facts = {"values": listed(others, others) or "blanks only"}
        likely = tuple(Way(text, {"won": [text]}) for text in _commonest(others)[:MOST_WAYS])
        ways = (*likely, Way("no sale yet", {"won": []}))
        questions.append(Question("no-value-means-won", field, _commonest(others), facts, ways))
    notes = list(absent)
    if unknown:
        notes.append(f"{field}: taken as open, a stage on the way: {listed(unknown, unknown)}.")
    if blank:
        notes.append(f"{field}: blank in {rows(blank)}; taken as open.")
    return Outcomes(of, counts | {"ask": sum(asked.values())}, tuple(questions), tuple(notes))


def _commonest(counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda text: (-counts[text], text)))


def _folded(text: str) -> str:
    """A value as it is compared with the user's answers."""
    return plain(text).replace("-", "") or text.strip()


def _by_answer(
    values: Iterable[str], given: Mapping[Kind, Collection[str] | None]
) -> tuple[dict[str, Kind], list[str]]:
    """The user's answers by folded value; and a note for each value that does not occur."""
    there = {_folded(text): text for text in values}
    answered: dict[str, Kind] = {}
    absent = []
    for kind, wanted in given.items():
        texts = [wanted] if isinstance(wanted, str) else list(wanted or ())
        for text in texts:
            if not isinstance(text, str):
                raise InputError("value-not-text", kind, text)
            if answered.setdefault(_folded(text), kind) != kind:
                raise InputError("value-of-two-meanings", kind, text, other=answered[_folded(text)])
        missing = [text for text in texts if _folded(text) not in there]
        if texts and len(missing) == len(texts):
            close = difflib.get_close_matches(_folded(texts[0]), there, n=1, cutoff=0.0)
            if not close:
                raise InputError("value-of-empty-column", kind, texts[0])
            raise InputError("value-not-in-column", kind, texts[0], near=there[close[0]])
        absent += [f"{kind}: {shown(text)} does not occur." for text in missing]
    return answered, absent


def sort_flags(values: Iterable[str]) -> dict[str, bool | None]:
    """Yes or no, for each text of a column of flags; None where it is neither, a blank among them.

    A column that holds dates is no column of flags: there, what is filled in means yes.

    Parameters
    ----------
    values : iterable of str
        The texts of the column; a mapping of texts to counts will do.

    >>> sort_flags(["TRUE", "nein", "x", "✓", "perhaps", ""])
    {'TRUE': True, 'nein': False, 'x': True, '✓': True, 'perhaps': None, '': None}
    """
    flags = vocabulary.outcomes().flags
    found: dict[str, bool | None] = {}
    for text in values:
        word = text.strip().casefold()
        found[text] = True if word in flags.true else False if word in flags.false else None
    return found
