"""The question about values of an outcome column: what is said of each, and the answers, the likeliest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, permutations
from typing import Final, Literal

from diagnostics.language import t
from diagnostics.number_format import integer
from diagnostics.reading.questions import EXAMPLES, MOST_ANSWERS, Answer, and_more, listed, rows, shown

Kind = Literal["won", "lost", "open"]

MOST_DIVIDED: Final = 4
"""Texts that are divided into won and lost in every way; of more there are too many ways to choose from."""


def commonest(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Texts, the commonest first, equally common ones in the order of the alphabet."""
    return tuple(sorted(counts, key=lambda text: (-counts[text], text)))


def described(named: Mapping[str, int], ended: Mapping[str, int] | None, sign: str, behind: Collection[str]) -> str:
    """Values with what is known of each, the commonest first.

    Parameters
    ----------
    named : mapping
        Texts and their rows.
    ended : mapping, or None
        Rows of each that carry the sign of a decision.
    sign : str
        What the sign is.
    behind : collection of str
        Texts that stand after won in the order of the stages.
    """
    some = []
    for text in commonest(named)[:EXAMPLES]:
        known = [rows(named[text])]
        if ended is not None:
            known.append(t("{count} with {sign}", count=integer(ended.get(text, 0)), sign=sign))
        if text in behind:
            known.append(t("after won in the order of the stages"))
        some.append(f"{shown(text)} ({', '.join(known)})")
    return and_more(", ".join(some), len(named) - len(some))


def answers(
    asked: Mapping[str, int],
    unclear: Collection[str],
    ended: Collection[str],
    flags: Mapping[str, bool | None],
    no_win: bool,
    loss: bool,
    leans: Mapping[str, Kind],
    codes: Mapping[str, Kind],
    has_lost: bool = False,
) -> tuple[Answer, ...]:
    """Answers about all the values that are asked about: by their words, by their evidence, all alike, and each alone as won.

    Parameters
    ----------
    asked : mapping
        Texts and their rows.
    unclear : collection of str
        Those that are the reason for asking; the others may be stages on the way.
    ended : collection of str
        Those that carry the sign of a decision.
    flags : mapping
        Whether each says yes or no.
    no_win : bool
        Whether nothing else is won.
    loss : bool
        Whether the heading is about losses: there, yes means lost.
    leans : mapping
        What texts are likeliest to mean by their words; those that say nothing are not in it.
    codes : mapping
        What they mean as letters, where all of them are letters of one list.
    has_lost : bool
        Whether other texts of the column are lost.
    """
    texts = commonest(asked)
    doubted = [text for text in texts if text in unclear] or list(texts)
    likely = [text for text in doubted if leans.get(text) == "won"]
    likely = likely or [text for text in doubted if text not in leans] or doubted
    found: list[dict[Kind, tuple[str, ...]]] = []

    def say(parts: Mapping[Kind, tuple[str, ...]]) -> None:
        said = {kind: some for kind, some in parts.items() if some}
        if said and said not in found:
            found.append(said)

    def split(first: Kind, some: Iterable[str], rest: Kind = "open") -> None:
        if chosen := tuple(some):
            others = tuple(text for text in texts if text not in chosen)
            say({first: chosen, rest: others} if others else {first: chosen})

    def sell(some: Collection[str]) -> None:
        """These as won, and of the others those as lost that lean to it."""
        of: dict[str, Kind] = {
            one: "won" if one in some else "lost" if leans.get(one) == "lost" else "open" for one in texts
        }
        if some:
            say({kind: tuple(text for text in texts if of[text] == kind) for kind in ("won", "lost", "open")})

    if set(flags.values()) == {True, False}:
        yes = [text for text in texts if flags[text]]
        first, second = ("lost", "won") if loss else ("won", "lost")
        split(first, yes, second)  # type: ignore[arg-type]  # two kinds
        split(first, yes)  # type: ignore[arg-type]  # a kind
    else:
        if "won" in codes.values():
            say({kind: tuple(text for text in texts if codes[text] == kind) for kind in ("won", "lost", "open")})
        decided = [text for text in texts if text in ended]
        for parts in _divided(asked, decided, leans, has_lost) if no_win else ():
            say(parts)
        for sold in (set[str](), set(ended) - leans.keys()):
            kinds: dict[str, Kind] = {text: "won" if text in sold else leans.get(text, "open") for text in texts}
            if "won" in kinds.values() or ("lost" in kinds.values() and not no_win):
                say({kind: tuple(text for text in texts if kinds[text] == kind) for kind in ("won", "lost", "open")})
        hopeful = [text for text in doubted if leans.get(text, "won") == "won"]
        hopeful = hopeful or [text for text in texts if leans.get(text, "won") == "won"]
        if no_win and hopeful and hopeful != list(texts):
            of: dict[str, Kind] = {text: "won" if text in hopeful else leans.get(text, "open") for text in texts}
            say({kind: tuple(text for text in texts if of[text] == kind) for kind in ("won", "lost", "open")})
        sell([text for text in texts if text in ended])
        if not no_win:
            split("won", doubted)
            split("lost", doubted)
            split("open", texts)
        if len(texts) == 2:
            for text in reversed(texts) if no_win else texts:
                split("won", [text], "lost")
        for text in (reversed(likely) if no_win else likely) if len(texts) > 1 else ():
            sell([text])
        split("won", texts)
        for pair in combinations(likely, 2) if 2 < len(likely) <= MOST_DIVIDED else ():
            sell(pair)
    offered = [_answer(parts, no_win) for parts in found[: MOST_ANSWERS - no_win]]
    if no_win:
        given = {"won": [], "open": list(texts)} if texts else {"won": []}
        offered.append(Answer(t("no sale yet"), given))
    return tuple(offered)


def _divided(
    asked: Mapping[str, int], decided: Sequence[str], leans: Mapping[str, Kind], has_lost: bool
) -> Iterable[dict[Kind, tuple[str, ...]]]:
    """Ways to divide texts where no word says which are won, the likeliest first: few are won, and of those the rare ones.

    Those that carry the sign of a decision are won or lost and the others open. Where none does, of three the ways to make
    one won and another lost; where some are known to be lost, any of them may be won.
    """
    texts = commonest(asked)
    ended = tuple(decided)
    if not ended and len(texts) == MOST_DIVIDED - 1 and not leans and not has_lost:
        for one, other in permutations(reversed(texts), 2):
            yield {"won": (one,), "lost": (other,), "open": tuple(text for text in texts if text not in (one, other))}
        return
    rest: Kind = "lost" if ended else "open"
    among = ended or tuple(text for text in texts if leans.get(text) != "open")
    won = [text for text in among if leans.get(text) == "won"]
    unsure = sorted(
        (text for text in among if leans.get(text) not in ("won", "lost")), key=lambda text: (asked[text], text)
    )
    if len(among) < 2 or not (ended or has_lost or won):
        return
    most = len(unsure) if len(unsure) <= MOST_DIVIDED else 1
    for size in range(0 if won else 1, most + 1):
        for some in combinations(unsure, size):
            sold = {*won, *some}
            of: dict[str, Kind] = {
                text: "won"
                if text in sold
                else rest
                if text in among and leans.get(text) != "lost"
                else leans.get(text, "open")
                for text in texts
            }
            if not ended or "lost" in of.values():
                yield {kind: tuple(text for text in texts if of[text] == kind) for kind in ("won", "lost", "open")}


def ending(kind: Kind) -> str:
    """How a lead ended, in a word."""
    match kind:
        case "won":
            return t("won")
        case "lost":
            return t("lost")
        case _:
            return t("open")


def _answer(parts: Mapping[Kind, Sequence[str]], no_win: bool) -> Answer:
    label = "; ".join(t("{ending}: {texts}", ending=ending(kind), texts=listed(texts)) for kind, texts in parts.items())
    unsold: dict[str, list[str]] = {"won": []} if no_win and "won" not in parts else {}  # else it is asked again
    return Answer(label, {**unsold, **{kind: list(texts) for kind, texts in parts.items()}})
