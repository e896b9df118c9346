"""What is said of two blind answers: who gave them, where they differ, and how the bets came out."""

from __future__ import annotations

from typing import Final

from diagnostics.app.case.records import ROLES, Definitions, Slip, Speed, Word
from diagnostics.app.case.slips import DEFINED, WORDS, Shown, compared
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.bets import COIN, Bet, closest
from diagnostics.diagnosis.words import sure
from diagnostics.funnel.links import SIDES
from diagnostics.language import Texts, mark, t
from diagnostics.number_format import integer, typed_percent

TITLE: Final = mark("Two answers before the numbers")
ROLE: Final = Texts(
    {
        "marketing": mark("Marketing"),
        "sales": mark("Sales ¦ the side"),
        "owner": mark("Owner ¦ who answers"),
        "team": mark("Team ¦ who answers"),
    }
)
ASKED: Final = Texts({"sides": mark("Marketing and sales"), "owner": mark("Owner and team")})
"""Who answers."""
QUESTION: Final = Texts(
    {
        "weak": mark("Which side is the weak one?"),
        "sure": mark("How sure are you?"),
        "lead": mark("What is a lead?"),
        "sale": mark("What is a sale?"),
        "call": mark("How fast is a lead called?"),
    }
)
SURE_HELP: Final = mark("From 50 (a coin toss) to 100 (certain).")
SIDE: Final = Texts({"marketing": mark("Marketing"), "sales": mark("Sales ¦ the side")})
SPEED: Final = Texts[Speed](
    {
        "": mark("Choose …"),
        "hour": mark("Within an hour"),
        "day": mark("The same day"),
        "days": mark("Within two or three days"),
        "week": mark("Within a week"),
        "later": mark("Later than that"),
        "unknown": mark("I don’t know"),
    }
)
NOT_SAID: Final = mark("not said")

BET: Final = Texts(
    {
        ("marketing", "marketing"): mark("Marketing said marketing, {chance} sure."),
        ("marketing", "sales"): mark("Marketing said sales, {chance} sure."),
        ("sales", "marketing"): mark("Sales said marketing, {chance} sure."),
        ("sales", "sales"): mark("Sales said sales, {chance} sure."),
        ("owner", "marketing"): mark("The owner said marketing, {chance} sure."),
        ("owner", "sales"): mark("The owner said sales, {chance} sure."),
        ("team", "marketing"): mark("The team said marketing, {chance} sure."),
        ("team", "sales"): mark("The team said sales, {chance} sure."),
    }
)
"""By who said it, and the side."""
NO_BET: Final = Texts(
    {
        "marketing": mark("Marketing did not bet on a side."),
        "sales": mark("Sales did not bet on a side."),
        "owner": mark("The owner did not bet on a side."),
        "team": mark("The team did not bet on a side."),
    }
)
NO_SLIP: Final = Texts(
    {
        "marketing": mark("Marketing handed in no answer."),
        "sales": mark("Sales handed in no answer."),
        "owner": mark("The owner handed in no answer."),
        "team": mark("The team handed in no answer."),
    }
)
SAME_BET: Final = mark("Both bet on the same side.")
OTHER_BET: Final = mark("You bet on different sides.")
NAMED: Final = Texts(
    {
        "marketing": mark("The diagnosis says marketing ({chance} likely)."),
        "sales": mark("The diagnosis says sales ({chance} likely)."),
    }
)
CLOSER: Final = Texts(
    {
        "marketing": mark("Marketing was closer."),
        "sales": mark("Sales was closer."),
        "owner": mark("The owner was closer."),
        "team": mark("The team was closer."),
    }
)
AS_CLOSE: Final = mark("Both were equally close.")
SCORES: Final = mark(
    "Scores: {first} {first_score}, {second} {second_score}. 0 is perfect, {coin} a coin toss, 100 certain and wrong."
)
SCORE: Final = mark("Score: {score}. 0 is perfect, {coin} a coin toss, 100 certain and wrong.")
NOT_YET: Final = mark("The diagnosis names no side yet, so no bet is scored.")
BALANCED: Final = mark("The diagnosis says that neither side is the weak link, so no bet is scored.")
HUNDRED: Final = 100

GAP: Final = Texts(
    {
        ("lead", "differ"): mark("You describe a lead differently. Do these mean the same? Agree on one."),
        ("lead", "same"): mark("Both describe a lead in the same way."),
        ("lead", "one"): mark("Only one of you said what a lead is."),
        ("lead", "none"): mark("Nobody said what a lead is."),
        ("sale", "differ"): mark("You describe a sale differently. Do these mean the same? Agree on one."),
        ("sale", "same"): mark("Both describe a sale in the same way."),
        ("sale", "one"): mark("Only one of you said what a sale is."),
        ("sale", "none"): mark("Nobody said what a sale is."),
        ("call", "differ"): mark("You do not agree on how fast a lead is called. Look it up in your records."),
        ("call", "same"): mark("Both say the same about how fast a lead is called."),
        ("call", "one"): mark("Only one of you said how fast a lead is called."),
        ("call", "none"): mark("Nobody said how fast a lead is called."),
    }
)
"""By word, and what the two answers are to each other."""
AGREED: Final = Texts(
    {
        "lead": mark("Agreed. A lead is: {text}"),
        "sale": mark("Agreed. A sale is: {text}"),
    }
)
LOOKED_UP: Final = mark("Settled: how fast a lead is called was looked up.")

WARNING: Final = Texts(
    {
        ("sides", ("lead",)): mark(
            "Marketing and sales count leads differently. Until you agree on one definition, every rate below may be wrong."
        ),
        ("sides", ("sale",)): mark(
            "Marketing and sales count sales differently. Until you agree on one definition, every rate below may be wrong."
        ),
        ("sides", ("lead", "sale")): mark(
            "Marketing and sales count both leads and sales differently. Until you agree on one definition of each, every "
            "rate below may be wrong."
        ),
        ("owner", ("lead",)): mark(
            "The owner and the team count leads differently. Until you agree on one definition, every rate below may be "
            "wrong."
        ),
        ("owner", ("sale",)): mark(
            "The owner and the team count sales differently. Until you agree on one definition, every rate below may be "
            "wrong."
        ),
        ("owner", ("lead", "sale")): mark(
            "The owner and the team count both leads and sales differently. Until you agree on one definition of each, "
            "every rate below may be wrong."
        ),
    }
)
"""By who answered, and the words that they describe differently."""
NOTE: Final = Texts(
    {
        "sides": mark(
            "Marketing and sales do not agree on how fast a lead is called. Look it up before you rely on the follow-up rate."
        ),
        "owner": mark(
            "The owner and the team do not agree on how fast a lead is called. Look it up before you rely on the follow-up "
            "rate."
        ),
    }
)


def answers_of(slip: Slip) -> tuple[tuple[str, str], ...]:
    """A slip that was shown, each question with its answer."""
    weak = SIDE[slip.weak] if slip.weak is not None else t(NOT_SAID)
    certain = typed_percent(slip.sure) if slip.sure is not None else t(NOT_SAID)
    call = SPEED[slip.call] if slip.call else t(NOT_SAID)
    said = {"weak": weak, "sure": certain, "lead": slip.lead, "sale": slip.sale, "call": call}
    return tuple((QUESTION[key], text or t(NOT_SAID)) for key, text in said.items())


def bet_words(last: Shown) -> tuple[str, ...]:
    """Both bets, and whether they are on the same side."""
    lines = []
    for role in ROLES[last.asked]:
        slip = next((slip for slip in last.slips if slip.role == role), None)
        if slip is None:
            lines.append(NO_SLIP[role])
        elif slip.weak is None or slip.sure is None:
            lines.append(NO_BET[role])
        else:
            lines.append(BET.filled((role, slip.weak), chance=typed_percent(slip.sure)))
    sides = [slip.weak for slip in last.slips if slip.weak is not None]
    if len(sides) == len(ROLES[last.asked]):
        lines.append(t(SAME_BET if len(set(sides)) == 1 else OTHER_BET))
    return tuple(lines)


def score_words(last: Shown, d: Diagnosis) -> tuple[str, ...]:
    """What the diagnosis says of the bets; empty where nobody bet."""
    bets = {s.role: Bet(s.weak, s.sure) for s in last.slips if s.weak is not None and s.sure is not None}
    if not bets:
        return ()
    if d.verdict not in SIDES:
        unscored = BALANCED if d.verdict == "balanced" else NOT_YET
        return (t(unscored),)
    scores = {role: score for role, bet in bets.items() if (score := bet.score(d.verdict)) is not None}
    named = NAMED.filled(d.verdict, chance=sure(d.probability[d.verdict]))
    coin = integer(round(COIN * HUNDRED))
    if len(scores) == 1:
        (score,) = scores.values()
        return named, t(SCORE, score=_points(score), coin=coin)
    (first, first_score), (second, second_score) = scores.items()
    close = closest(scores)
    return (
        named,
        t(AS_CLOSE) if close is None else CLOSER[close],
        t(
            SCORES,
            first=ROLE[first],
            first_score=_points(first_score),
            second=ROLE[second],
            second_score=_points(second_score),
            coin=coin,
        ),
    )


def _points(score: float) -> str:
    return integer(round(score * HUNDRED))


def gap_words(last: Shown) -> tuple[str, ...]:
    """What the two answers to each question are to each other, of those that were answered by both."""
    if len(last.slips) < len(ROLES[last.asked]):
        return ()
    return tuple(GAP[word, compared(last.slips, word)] for word in WORDS)


def settled_words(definitions: Definitions, word: Word) -> str:
    """What the room agreed on a word."""
    return t(LOOKED_UP) if word == "call" else AGREED.filled(word, text=getattr(definitions, word))


def warning(last: Shown, unsettled: tuple[Word, ...]) -> str:
    """That rates rest on two definitions; empty where they do not."""
    words = tuple(word for word in DEFINED if word in unsettled)
    return WARNING[last.asked, words] if words else ""


def note(last: Shown, unsettled: tuple[Word, ...]) -> str:
    """That how fast a lead is called is not known; empty where it is."""
    return NOTE[last.asked] if "call" in unsettled else ""
