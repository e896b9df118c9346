"""What the values of an outcome column mean: won, lost or open. Open is not lost, and what could be either is asked."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.number_format import integer
from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.headings import plain
from diagnostics.reading.outcome_answers import Kind, answers, commonest, described, ending
from diagnostics.reading.outcome_words import (
    INSIDE,
    LEADING,
    LONGEST,
    Meaning,
    denial,
    is_on_the_way,
    leaning,
    meaning,
    squashed,
    whole,
    words_in,
)
from diagnostics.reading.questions import Question, listed, rows, shown

KINDS: Final[tuple[Kind, ...]] = ("won", "lost", "open")
HALF: Final = 0.5
"""Share of the known rate of decisions from which an unknown value counts as decided, and below which open ones have to be."""
MATERIAL: Final = 0.02
"""Share of the leads. Where so many hold words that nothing is known of, the win rate of the others may be another one."""
MATERIAL_WINS: Final = 0.1
"""Share of the sales. Where so many more could be sales, the number of sales may be another one."""


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
    unproven : dict of str to int
        Texts that are open although no word of theirs and nothing else says so, and their rows; few rows are not in it.
    offer : Question or None
        What these may mean instead.
    """

    of: dict[str, Kind]
    counts: dict[str, int]
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    derived: bool = False
    unproven: dict[str, int] = field(default_factory=dict)
    offer: Question | None = None


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
    among the notes; where nothing else speaks for it and it is more than a few rows, other meanings are offered. It is asked
    about where it comes after a sale, carries the sign of a decision as often as won ones, stands behind won in the order of
    stages or shares a word with one that was said to be won. Where one value is asked about, all that are not known are.

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
    ended = ended_by(values, read, evidence)
    denied = _denied(values, read, ended)
    read |= dict.fromkeys(denied, "lost")
    wins = sum(n for text, n in values.items() if read[text] == "won")
    no_win = won is None and not wins
    said = [text for text in values if answered.get(_folded(text)) == "won" and meaning(text) != "won"]
    behind = _behind_won(values, read, evidence.place)
    unknown = {text: values[text] for text in values if read[text] in ("unknown", "after")}
    unclear = {text: n for text, n in values.items() if read[text] == "ask"} | {
        text: n
        for text, n in unknown.items()
        if ended.get(text, read[text] == "after" or text in behind or _alike(text, said))
    }
    notes = list(absent)
    if denied:
        notes.append(
            t(
                "{column}: taken as lost, as it says that they did not agree: {texts}.",
                column=field,
                texts=listed(denied, denied),
            )
        )
    if unclear and not no_win and sum(unclear.values()) <= slight * wins**0.5:
        notes.append(
            t("{column}: taken as open, too few rows to matter: {texts}.", column=field, texts=listed(unclear, unclear))
        )
        unclear, unknown = {}, {text: n for text, n in unknown.items() if text not in unclear}
        asked: dict[str, int] = {}
    else:
        asked = {**unclear, **unknown} if unclear or no_win else {}
    of: dict[str, Kind] = {
        text: found if (found := read[text]) in ("won", "lost") else "open" for text in values if text not in asked
    }
    counts: dict[str, int] = {kind: sum(values[text] for text, of_ in of.items() if of_ == kind) for kind in KINDS}
    questions = []
    unproven: dict[str, int] = {}
    if asked or no_win:
        others = {text: count for text, count in values.items() if not is_missing(text)}
        named = asked or others
        facts = {
            "values": described(named, evidence.ended if ended else None, evidence.sign, behind) or t("blanks only"),
            "others": t("; how a lead ended is also in {headings}", headings=listed(evidence.others))
            if evidence.others
            else "",
        }
        code = "no-value-means-won" if no_win else "outcome-unclear"
        leans = {text: kind for text in asked if (kind := leaning(text))}
        decided = [text for text, is_ended in ended.items() if is_ended]
        loss = _about_loss(field)
        flags = sort_flags(asked)
        if {True, False} <= set(flags.values()):
            leans |= {text: "lost" if yes is loss else "won" for text, yes in flags.items() if yes is not None}
        negation = vocabulary.outcomes().words.negation
        denying = [text for text in decided if frozenset(words_in(text)) & negation]  # "Not suitable"
        leans |= {text: "lost" for text in denying if text not in leans}
        has_lost = counts["lost"] > 0
        offered = answers(asked, unclear, decided, flags, no_win, loss, leans, coded(asked), has_lost)
        facts["example"] = f", for example columns={dict(offered[0].given)!r}" if asked else ""
        questions.append(Question(code, field, commonest(named), facts, offered))
    elif unknown:
        placed = dict(evidence.place) or _places(values)
        unproven = {
            text: n for text, n in unknown.items() if not (text in ended or text in placed or is_on_the_way(text))
        }
        n = sum(unproven.values())
        if n <= slight * wins**0.5 or n < min(MATERIAL * sum(values.values()), MATERIAL_WINS * wins):
            unproven = {}
        if staged := {text: n for text, n in unknown.items() if text not in unproven}:
            notes.append(
                t("{column}: taken as open, a stage on the way: {texts}.", column=field, texts=listed(staged, staged))
            )
        if unproven:
            notes.append(
                t(
                    "{column}: taken as open, though nothing says so: {texts}.",
                    column=field,
                    texts=listed(unproven, unproven),
                )
            )
    if blank := sum(count for text, count in values.items() if is_missing(text) and of.get(text) == "open"):
        notes.append(t("{column}: blank in {rows}; taken as open.", column=field, rows=rows(blank)))
    offer = _offer(unproven, counts, field) if unproven else None
    return Outcomes(
        of, counts | {"ask": sum(asked.values())}, tuple(questions), tuple(notes), unproven=unproven, offer=offer
    )


def _offer(unproven: Mapping[str, int], counts: Mapping[str, int], field: str) -> Question:
    """The offer to count values of no known word as won or lost, each answer with what the column then comes to."""
    leans = {text: kind for text in unproven if (kind := leaning(text))}
    found = []
    for answer in answers(unproven, unproven, (), {}, False, False, leans, {}, counts["lost"] > 0):
        more = {kind: sum(unproven[text] for text in answer.given.get(kind, ())) for kind in ("won", "lost")}
        led = t("{won} won, {lost} lost", **{kind: integer(counts[kind] + rows_) for kind, rows_ in more.items()})
        found.append(replace(answer, leads_to=led))
    if not leans:
        found.sort(key=lambda answer: "open" not in answer.given or len(answer.given) > 1)  # as they are now
    example = next(answer for answer in found if answer.given.keys() - {"open"})
    facts = {"values": listed(unproven, unproven), "answer": f"columns={dict(example.given)!r}"}
    return Question("words-not-known", field, commonest(unproven), facts, tuple(found))


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
        text: answered.get(_folded(text)) or meaning(INSIDE.sub(" ", text) if _remark(text) in common else text)
        for text in texts
    }


# --- what speaks for a value that is not known ----------------------------------------------------------------------


def _remark(text: str) -> str:
    """What stands in parentheses, as it is compared."""
    return squashed(" ".join(INSIDE.findall(text)))


def _common_remarks(values: Iterable[str]) -> frozenset[str]:
    """What stands in parentheses behind values of different meanings, such as the name of a pipeline."""
    kinds: dict[str, set[Meaning]] = {}
    for text in values:
        if len(text) <= LONGEST and (remark := _remark(text)):
            kinds.setdefault(remark, set()).add(meaning(INSIDE.sub(" ", text)))
    known = vocabulary.outcomes().words
    undone = known.won | known.lost | known.doubt | known.negation | known.ending
    return frozenset(
        remark for remark, found in kinds.items() if len(found) > 1 and remark not in undone and not whole(remark)
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


def _denied(values: Mapping[str, int], read: Mapping[str, Meaning], ended: Mapping[str, bool]) -> dict[str, int]:
    """Values that say that a customer did not agree, with their rows, where that was the end of the lead.

    It was where they carry the sign of a decision, or where the column has other words for open and none for lost.
    """
    found = {text: n for text, n in values.items() if read[text] == "ask" and denial(text) == "agreement"}
    others = {read[text] for text, n in values.items() if n and text not in found and not is_missing(text)}
    closed = "lost" not in others and bool(others & {"open", "unknown"})
    return {text: n for text, n in found.items() if ended.get(text, closed)}


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
        if before := LEADING.match(text):
            found[text] = float(before[1]) if before[1] else float(ord(before[2].upper()))
    return found


def _alike(text: str, others: Iterable[str]) -> bool:
    """Whether a value shares a word that says something with another one."""
    known = vocabulary.outcomes().words
    idle = known.filler | known.negation | known.stage | known.offer
    own = {word for word in words_in(LEADING.sub("", text)) if len(word) > 2 and word not in idle}
    return any(own & frozenset(words_in(other)) for other in others)


def _about_loss(field: str) -> bool:
    known = vocabulary.outcomes().words
    return bool(frozenset(words_in(field)) & (known.lost | {"churn", "churned"}))


def counted(counts: Mapping[str, int]) -> str:
    """Won, lost and open in a few words.

    >>> counted({"won": 1200, "lost": 20, "open": 0})
    '1,200 won, 20 lost, 0 open'
    """
    return t("{won} won, {lost} lost, {open} open", **{kind: integer(counts.get(kind, 0)) for kind in KINDS})


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
        absent += [t("{ending}: {text} does not occur.", ending=ending(kind), text=shown(text)) for text in missing]
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
