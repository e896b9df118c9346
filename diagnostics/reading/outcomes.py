"""What the values of an outcome column mean: won, lost or open. Open is not lost, and what could be either is asked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, Literal

from diagnostics.errors import InputError
from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.headings import plain
from diagnostics.reading.outcome_answers import Kind, answers, commonest, described
from diagnostics.reading.questions import Question, listed, rows, shown

Meaning = Literal["won", "lost", "open", "ask", "after", "unknown"]

KINDS: Final[tuple[Kind, ...]] = ("won", "lost", "open")
HALF: Final = 0.5
"""Share of the known rate of decisions from which an unknown value counts as decided, and below which open ones have to be."""
LONGEST: Final = 200
"""Characters of a value that is read by its words; a longer one is somebody's notes."""

_INSIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】")
_PERCENT: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_LEADING: Final = re.compile(
    r"^[\W_]*(?:(?:stage|phase|step|etape|étape|etapa|fase|schritt)\s*)?"
    r"(?:(\d{1,2})|([A-Za-z])(?=[.):]|\s[-–—]\s))[\W_]+(?=[^\W\d_])",
    re.IGNORECASE,
)
_ID: Final = re.compile(r"[\W_]*(?:\d+|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})[\W_]*", re.IGNORECASE)
_UNSPACED: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Scripts whose words stand without spaces between them."""


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
    derived : bool
        Whether the meanings only follow from other columns, which decide row by row.
    """

    of: dict[str, Kind]
    counts: dict[str, int]
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    derived: bool = False


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
        said = _whole(_squashed(text)) or _by_words(_words_in(text), None)
        return "unknown" if said in ("open", "unknown") else "ask"
    percent = _PERCENT.search(text)
    share = float(percent[1].replace(",", ".")) if percent else None
    bare = _PERCENT.sub(" ", text)
    outer = _INSIDE.sub(" ", bare)
    remark = _words_in(" ".join(_INSIDE.findall(bare)))
    for written in (text, bare, _LEADING.sub("", bare), outer, _LEADING.sub("", outer)):
        known = _whole(_squashed(written))
        if known and "(" not in written and "[" not in written and remark and written is not text:
            known = _with_remark(known, remark)
        if known == "won" and share not in (None, 100.0):
            return "ask"
        if known == "lost" and share not in (None, 0.0, 100.0):
            return "ask"
        if known:
            return known
    return _by_words(_words_in(_LEADING.sub("", bare)), share)


def _squashed(text: str) -> str:
    return plain(text).replace("-", "")


def _words_in(text: str) -> tuple[str, ...]:
    return tuple(filter(None, plain(text).split("-")))


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
    inner = _whole("".join(remark)) or _by_words(tuple(remark), None)
    return inner if inner in ("won", "lost") else "ask"


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
    known, written = vocabulary.outcomes().words, _words_in(text) if len(text) <= LONGEST else ()
    words = frozenset(written) | _within(written)
    sold, undone = words & (known.won | known.agreed | known.after), words & (known.lost | known.negation)
    if words & known.doubt:
        return None if words & (known.won | known.lost) else "open"
    if words & known.lapse and not words & (known.won | known.lost):
        return "lost"
    if undone:
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
    every = known.won | known.lost | known.doubt | known.ending | known.agreed | known.after | known.offer | known.stage
    return frozenset(word for word in every if _UNSPACED.search(word))


@dataclass(frozen=True)
class Evidence:
    """What other columns say of the texts of an outcome column.

    Attributes
    ----------
    ended : mapping of str to int, or None
        Rows of each text with a sign that the lead was decided, such as a date of decision; None: there is no such sign.
    sign : str
        What the sign is, in a few words: ``"a day in 'Close Date'"``.
    place : mapping of str to float
        Where each text stands in the order of stages, where a column says so.
    others : tuple of str
        Headings of other columns that say how a lead ended.
    """

    ended: Mapping[str, int] | None = None
    sign: str = ""
    place: Mapping[str, float] = field(default_factory=dict)
    others: tuple[str, ...] = ()


NO_EVIDENCE: Final = Evidence()


def sort_outcomes(
    values: Mapping[str, int],
    won: Collection[str] | None = None,
    lost: Collection[str] | None = None,
    open: Collection[str] | None = None,
    field: str = "outcome",
    evidence: Evidence = NO_EVIDENCE,
    slight: float = 0.0,
) -> Outcomes:
    """Sort the values of an outcome column into won, lost and open.

    The user's answers come first, then the words. A blank is open: nobody has decided. A value of no known word is open and
    among the notes, unless it comes after a sale, carries the sign of a decision as often as won ones, stands behind won in
    the order of stages or shares a word with one that was said to be won: then it is asked about. Where one value is asked
    about, all that are not known are.

    Parameters
    ----------
    values : mapping of str to int
        Each text of the column, and the rows that hold it.
    won, lost, open : collection of str, optional
        Values that mean it, compared without capitals, spaces, hyphens and underscores. An empty ``won`` means that there
        is no win yet.
    field : str
        The name of the column, for messages.
    evidence : Evidence
        What other columns say.
    slight : float
        So many standard errors of the number of wins: unclear values of no more rows are open and among the notes.

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
    read = meanings(values, won, lost, open)
    read |= {
        text: "open" for text in values if text.strip() == field
    }  # the headings stand in the middle of the file again
    wins = sum(n for text, n in values.items() if read[text] == "won")
    no_win = won is None and not wins
    said = [text for text in values if answered.get(_folded(text)) == "won" and meaning(text) != "won"]
    ended = ended_by(values, read, evidence)
    behind = _behind_won(values, read, evidence.place)
    unknown = {text: values[text] for text in values if read[text] in ("unknown", "after")}
    unclear = {text: n for text, n in values.items() if read[text] == "ask"} | {
        text: n
        for text, n in unknown.items()
        if ended.get(text, read[text] == "after" or text in behind or _alike(text, said))
    }
    notes = list(absent)
    if unclear and not no_win and sum(unclear.values()) <= slight * wins**0.5:
        notes.append(f"{field}: taken as open, too few rows to matter: {listed(unclear, unclear)}.")
        unclear, unknown = {}, {text: n for text, n in unknown.items() if text not in unclear}
        asked: dict[str, int] = {}
    else:
        asked = {**unclear, **unknown} if unclear or no_win else {}
    of: dict[str, Kind] = {
        text: found if (found := read[text]) in ("won", "lost") else "open" for text in values if text not in asked
    }
    counts: dict[str, int] = {kind: sum(values[text] for text, of_ in of.items() if of_ == kind) for kind in KINDS}
    questions = []
    if asked or no_win:
        others = {text: count for text, count in values.items() if not is_missing(text)}
        named = asked or others
        facts = {
            "values": described(named, evidence.ended if ended else None, evidence.sign, behind) or "blanks only",
            "example": shown(commonest(named)[0]) if named else "''",
            "others": f"; how a lead ended is also in {listed(evidence.others)}" if evidence.others else "",
        }
        code = "no-value-means-won" if no_win else "outcome-unclear"
        leans = {text: kind for text in asked if (kind := leaning(text))}
        decided = [text for text, is_ended in ended.items() if is_ended]
        negation = vocabulary.outcomes().words.negation
        leans |= {t: "lost" for t in decided if t not in leans and frozenset(_words_in(t)) & negation}  # "Not suitable"
        offered = answers(asked, unclear, decided, sort_flags(asked), no_win, _about_loss(field), leans, coded(asked))
        questions.append(Question(code, field, commonest(named), facts, offered))
    elif unknown:
        notes.append(f"{field}: taken as open, a stage on the way: {listed(unknown, unknown)}.")
    if blank := sum(count for text, count in values.items() if is_missing(text) and of.get(text) == "open"):
        notes.append(f"{field}: blank in {rows(blank)}; taken as open.")
    return Outcomes(of, counts | {"ask": sum(asked.values())}, tuple(questions), tuple(notes))


def meanings(
    values: Iterable[str],
    won: Collection[str] | None = None,
    lost: Collection[str] | None = None,
    open: Collection[str] | None = None,
) -> dict[str, Meaning]:
    """What each value of a column means: by the user's answers, then by its words.

    What stands in parentheses behind values of several meanings, such as the name of a pipeline, means nothing.
    """
    texts = list(values)
    answered, _ = _by_answer(texts, {"won": won, "lost": lost, "open": open})
    common = _common_remarks(texts)
    return {
        text: answered.get(_folded(text)) or meaning(_INSIDE.sub(" ", text) if _remark(text) in common else text)
        for text in texts
    }


# --- what speaks for a value that is not known ----------------------------------------------------------------------


def _remark(text: str) -> str:
    """What stands in parentheses, as it is compared."""
    return _squashed(" ".join(_INSIDE.findall(text)))


def _common_remarks(values: Iterable[str]) -> frozenset[str]:
    """What stands in parentheses behind values of different meanings, such as the name of a pipeline."""
    kinds: dict[str, set[Meaning]] = {}
    for text in values:
        if len(text) <= LONGEST and (remark := _remark(text)):
            kinds.setdefault(remark, set()).add(meaning(_INSIDE.sub(" ", text)))
    known = vocabulary.outcomes().words
    undone = known.won | known.lost | known.doubt | known.negation | known.ending
    return frozenset(
        remark for remark, found in kinds.items() if len(found) > 1 and remark not in undone and not _whole(remark)
    )


def ended_by(values: Mapping[str, int], read: Mapping[str, Meaning], evidence: Evidence) -> dict[str, bool]:
    """Whether a value carries the sign of a decision about as often as the known ones; empty where the sign tells nothing."""
    ended = evidence.ended
    if ended is None:
        return {}

    def share(texts: Collection[str]) -> float:
        return sum(ended.get(t, 0) for t in texts) / sum(values[t] for t in texts)

    known = {kind: [t for t in values if read[t] == kind and values[t]] for kind in KINDS}
    decided = known["won"] or known["lost"]
    usual = share(decided) if decided else max((share([t]) for t in values if values[t]), default=0.0)
    if usual < HALF or (known["open"] and share(known["open"]) > HALF * usual):
        return {}
    return {
        t: ended.get(t, 0) >= HALF * usual * (values[t] + 1)  # one row more: of very few rows a half says little
        for t in values
        if read[t] in ("unknown", "after", "ask")
    }


def _behind_won(values: Iterable[str], read: Mapping[str, Meaning], place: Mapping[str, float]) -> frozenset[str]:
    """Values that stand behind one that is won where the stages are numbered or lettered, and no open one does."""
    at = dict(place) or _places(values)
    won = [at[text] for text in at if read.get(text) == "won"]
    if not won or any(at[text] > min(won) for text in at if read.get(text) == "open" and not is_missing(text)):
        return frozenset()
    return frozenset(text for text in at if at[text] > min(won))


def _places(values: Iterable[str]) -> dict[str, float]:
    """The number or the letter in front of each value."""
    found: dict[str, float] = {}
    for text in values:
        if before := _LEADING.match(text):
            found[text] = float(before[1]) if before[1] else float(ord(before[2].upper()))
    return found


def _alike(text: str, others: Iterable[str]) -> bool:
    """Whether a value shares a word that says something with another one."""
    known = vocabulary.outcomes().words
    idle = known.filler | known.negation | known.stage | known.offer
    own = {word for word in _words_in(_LEADING.sub("", text)) if len(word) > 2 and word not in idle}
    return any(own & frozenset(_words_in(other)) for other in others)


def _about_loss(field: str) -> bool:
    known = vocabulary.outcomes().words
    return bool(frozenset(_words_in(field)) & (known.lost | {"churn", "churned"}))


def counted(counts: Mapping[str, int]) -> str:
    """Won, lost and open in a few words.

    >>> counted({"won": 1200, "lost": 20, "open": 0})
    '1,200 won, 20 lost, 0 open'
    """
    return ", ".join(f"{counts.get(kind, 0):,} {kind}" for kind in KINDS)


def coded(texts: Iterable[str], headings: Collection[str] = ()) -> dict[str, Kind]:
    """What letters mean that stand for how a lead ended, where all texts are letters of one list: W, L, O.

    Parameters
    ----------
    texts : iterable of str
        The texts.
    headings : collection of str
        Forms of a heading under which they are known without asking; any, where there are none.
    """
    said = {text: text.strip().casefold() for text in texts if not is_missing(text)}
    for codes in vocabulary.outcomes().codes:
        kinds: dict[str, Kind] = {codes.won: "won", codes.lost: "lost", codes.open: "open"}
        if (not headings or codes.headings & set(headings)) and len(said) > 1 and kinds.keys() >= set(said.values()):
            return {text: kinds[code] for text, code in said.items()}
    return {}


def _folded(text: str) -> str:
    """A value as it is compared with the user's answers; a mark of doubt is a part of it."""
    return plain(text).replace("-", "") + ("?" if "?" in text else "") or text.strip()


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
