"""Which leads were won and lost: every column that speaks of it, compared row by row, over all rows.

Yes and no of the CRM go before words, and a column whose words are all known before a free stage. Where columns differ in more
than a few rows it is asked, with the counts of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from diagnostics.language import n, t
from diagnostics.leads.fields.canonical import Condition, Rule
from diagnostics.leads.matching.outcome_columns import (
    SURE,
    LostSign,
    OutcomeColumns,
    Row,
    Says,
    is_conversion,
)
from diagnostics.leads.matching.outcome_evidence import chance_of, evidence_of
from diagnostics.leads.thresholds import AGAINST_DATES, FEW_WON, SLIGHT
from diagnostics.reading.column_questions import LOST_BY
from diagnostics.reading.days import Days
from diagnostics.reading.outcome_answers import Kind
from diagnostics.reading.outcome_words import Meaning
from diagnostics.reading.outcomes import KINDS, Outcomes, counted, meanings, sort_flags, sort_outcomes
from diagnostics.reading.questions import Answer, Question, listed, rows, shown

Source = tuple[str, Says, Mapping[str, Any]]
"""One way of reading: what it is called, what it says of a row, and what is given to choose it."""


@dataclass(frozen=True)
class OutcomeReading:
    """How the outcome of a lead is read.

    Attributes
    ----------
    rules : tuple of Rule
        Which leads are won and lost; their fields are those of the export and the keys of ``more``.
    heading : str or None
        The outcome column.
    more : dict of str to str
        What the engine calls the other columns that the rules look at, by key.
    outcomes : Outcomes or None
        What the texts of the outcome column mean.
    values : dict of str to int
        Texts of the outcome column, and their rows.
    questions : tuple of Question
        What has to be answered.
    notes : tuple of str
        What was taken and not asked, sentences with counts.
    against : dict of str to int
        Rows in which another column says something else, by its heading.
    converted : bool
        Whether all that counts as a sale is a conversion, which need not be one.
    lost_by : str or None
        The heading of the column that says which open leads are lost.
    """

    rules: tuple[Rule, ...] = ()
    heading: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    outcomes: Outcomes | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    against: Mapping[str, int] = field(default_factory=dict)
    converted: bool = False
    lost_by: str | None = None


def read_outcome(
    found: OutcomeColumns, days: Mapping[str, Days], texts_of: Callable[[str], Mapping[str, int]]
) -> OutcomeReading:
    """Work out how the outcome of a lead is read.

    Parameters
    ----------
    found : OutcomeColumns
        The columns that speak of it.
    days : mapping
        The days of the columns of dates that are texts, by field.
    texts_of : callable
        All texts of a column as they are written, with their rows.

    Raises
    ------
    InputError
        Where something given does not fit the outcome column.
    """
    if found.main is None:
        return _without_words(found)
    values = dict(texts_of(found.main))
    return _by_flags(found, found.main, values) if found.has_flags else _by_words(found, found.main, values, days)


def _without_words(found: OutcomeColumns) -> OutcomeReading:
    """By flags, or by the dates of winning and losing."""
    columns = found.columns
    told_by: tuple[tuple[Kind, str], ...] = (("won", "won_on"), ("lost", "lost_on"))
    if "is_won" in columns:
        told_by = (("won", "is_won"), ("lost", "is_closed"), ("lost", "lost_on"))
    rules = [Rule(kind, (Condition(key),)) for kind, key in told_by if key in columns]
    won = columns.get(told_by[0][1], "")
    if not won or any(rule.kind == "lost" for rule in rules):
        return OutcomeReading(rules=tuple(rules), converted=is_conversion(won))

    def says(row: Row) -> Kind:
        return "won" if found.says_yes(told_by[0][1], row) else "open"

    taken, beside, questions = _lost_by(found, won, says, False, found.counts(says)["won"])
    if taken is None:
        questions = questions or _no_or_not_yet(found, won)
        return OutcomeReading(rules=tuple(rules), questions=questions, converted=is_conversion(won))
    return OutcomeReading(
        rules=(*rules, Rule("lost", taken.conditions)),
        more=taken.more,
        notes=(_counted_as_lost(beside[taken.heading], won, taken.heading),),
        converted=is_conversion(won),
        lost_by=taken.heading,
    )


def _rows_of(found: OutcomeColumns, heading: str, kinds: Mapping[str, str], kind: str) -> int:
    return found.count(lambda row: kinds.get(row[heading], "") == kind)


def _no_or_not_yet(found: OutcomeColumns, won: str) -> tuple[Question, ...]:
    """Asked where a column of sales says yes, no and nothing: no may be lost, as the blank ones are still open."""
    if not found.is_flag(won) or {"is_won", LOST_BY} & found.given.keys():
        return ()
    said = sort_flags(found.written(won))
    yes, no = (sorted(text for text, flag in said.items() if flag is meant) for meant in (True, False))
    kinds = dict.fromkeys(yes, "yes") | dict.fromkeys(no, "no")
    by_kind = {kind: _rows_of(found, won, kinds, kind) for kind in ("yes", "no", "")}
    sold, denied, blank = by_kind["yes"], by_kind["no"], by_kind[""]
    if min(denied, blank) <= SLIGHT * sold**0.5:
        return ()
    facts = {
        "no": listed(no),
        "rows": rows(denied),
        "blank": rows(blank),
        "answer": {"outcome": won, "won": yes, "lost": no},
    }
    answers = (
        Answer(t("no means lost"), {"outcome": won, "won": yes, "lost": no}),
        Answer(t("no means not sold yet"), {"outcome": won, "won": yes, "open": no}),
    )
    return (Question("no-or-not-yet", won, tuple(no), facts, answers),)


# --- by yes and no of the CRM -------------------------------------------------------------------------------------


def _by_flags(found: OutcomeColumns, main: str, values: Mapping[str, int]) -> OutcomeReading:
    """What the user said of texts, then yes and no of the CRM; the words only say where they differ."""
    won, lost, still = (found.given.get(kind) for kind in KINDS)
    sort_outcomes(values, won, lost, still, main)  # refuses what does not fit
    plainly, said = meanings(values), meanings(values, won, lost, still)
    answers: dict[str, Kind] = {text: k for text in values if (k := said[text]) in KINDS and k != plainly[text]}
    stripped = {text.strip(): kind for text, kind in answers.items()}
    flags = listed((found.columns["is_won"], found.columns["is_closed"]))

    def says(row: Row) -> Kind:
        return stripped.get(row[main]) or found.by_flags(row)

    counts = found.counts(says)
    settled = "is_won" in found.given
    source: Source = (flags, says, {"outcome": None})
    rival: Source = (shown(main), found.by_words(main), {"is_won": None, "is_closed": None})
    against, questions = _compared(found, source, {main: rival}, counts["won"], settled)
    for sign in found.lost_signs():
        if sign.sure and (beside := _beside(found, sign, says, "open")):
            against[sign.heading] = beside
    kinds: dict[str, set[Kind]] = {}
    for row, _ in found.cells:
        kinds.setdefault(row[main], set()).add(says(row))
    pure = {text: next(iter(found_)) for text, found_ in kinds.items() if len(found_) == 1}
    of = {text: pure[text.strip()] for text in values if text.strip() in pure}
    return OutcomeReading(
        rules=(*_rules_of(answers), Rule("won", (Condition("is_won"),)), Rule("lost", (Condition("is_closed"),))),
        heading=main,
        outcomes=Outcomes(of, {**counts, "ask": 0}, questions, (), derived=True),
        values=values,
        questions=questions,
        notes=(
            t(
                "Won and lost are taken from {flags}, which go before the words of {main}.",
                flags=flags,
                main=shown(main),
            ),
            *_told(against, flags),
        ),
        against=against,
    )


# --- by words -----------------------------------------------------------------------------------------------------


def _by_words(found: OutcomeColumns, main: str, values: Mapping[str, int], days: Mapping[str, Days]) -> OutcomeReading:
    """By the words of the outcome column; other columns say what its words do not."""
    won, lost, still = (found.given.get(kind) for kind in KINDS)
    plainly, means = meanings(values), meanings(values, won, lost, still)
    by_row = _by_row(found, main, means)
    certain = {**found.coded(main, values), **_not_yet_sold(found, means)}
    answered = {text for text, kind in means.items() if kind != plainly[text]}
    certain = {text: kind for text, kind in certain.items() if text not in answered}
    means |= by_row | certain
    won_by = _won_by(found, any(values[text] for text, kind in means.items() if kind == "won"))
    others = tuple(sorted(h for h in found.known if h != main))
    evidence = evidence_of(found.leads, main, values, means, found.columns, days, found.chance, others)
    won = [] if won_by and won is None else won
    told = {kind: [text for text, meant in {**by_row, **certain}.items() if meant == kind] for kind in KINDS}
    outcomes = sort_outcomes(
        values,
        [*(won or ()), *told["won"]] if told["won"] else won,
        [*(lost or ()), *told["lost"]],
        [*(still or ()), *told["open"]],
        main,
        evidence,
        SLIGHT,
    )
    of = {text.strip(): kind for text, kind in outcomes.of.items()}
    known: dict[str, Kind] = {text.strip(): k for text, k in means.items() if k in KINDS}
    if not {"won", "lost"} <= set(known.values()):
        known = {text: kind for text, kind in known.items() if kind != "open"}

    def says(row: Row) -> Kind:
        kind = of.get(row[main], "open")
        if kind == "open" and any(found.says_yes(key, row) for key in won_by):
            return "won"
        return kind

    notes: list[str] = []
    if won_by:
        notes.append(t("Won is taken from {columns} too.", columns=listed(found.columns[key] for key in won_by)))
    if by_row and main != found.chance:
        rows_by = {text: values[text] for text in by_row}
        texts = listed(rows_by, rows_by)
        notes.append(t("{column}: taken as other columns say in each row: {texts}.", column=main, texts=texts))
    wins = found.counts(says)["won"]
    rivals: dict[str, Source] = {h: (shown(h), found.by_words(h), {"outcome": h}) for h in others}
    if "is_won" in won_by:
        flag = found.columns["is_won"]
        rivals[flag] = (shown(flag), lambda row: "won" if found.says_yes("is_won", row) else None, {"outcome": None})
    source: Source = (shown(main), lambda row: known.get(row[main]), {"outcome": main})
    settled = "outcome" in found.given
    against, questions = _compared(found, source, rivals, wins, settled)
    questions = (*outcomes.questions, *questions, *(() if settled else _against_dates(found, source)))
    has_lost = "lost" in of.values()
    fill = [Rule("won", (Condition(key),)) for key in won_by]
    lost_on = found.columns.get("lost_on")
    more: Mapping[str, str] = {}
    lost_by = None
    if lost_on and not has_lost and found.count(lambda row: row.get(lost_on) and says(row) == "open"):
        fill.append(Rule("lost", (Condition("lost_on"),)))
        notes.append(t("Lost is taken from {column}.", column=shown(lost_on)))
    else:
        taken, beside, asked = _lost_by(found, main, says, has_lost, wins)
        questions = (*questions, *asked)
        if taken is not None:
            lost_by, more = taken.heading, taken.more
            outcomes = replace(outcomes, unproven={}, offer=None)  # what is not lost by it is open
            fill.append(Rule("lost", taken.conditions))
            notes.append(_counted_as_lost(beside.pop(lost_by), main, lost_by))
        against |= beside
    if others and not settled and not questions:
        notes.append(
            t(
                "Won and lost are taken from {main}, which was compared with {others}.",
                main=shown(main),
                others=listed(others),
            )
        )
    sold = [*(text for text, kind in outcomes.of.items() if kind == "won"), *(found.columns[key] for key in won_by)]
    return OutcomeReading(
        rules=(*_rules_of(outcomes.of, ("won", "lost")), *fill),
        heading=main,
        more=more,
        outcomes=outcomes,
        values=values,
        questions=questions,
        notes=(*notes, *outcomes.notes, *_told(against, shown(main))),
        against=against,
        converted=bool(sold) and all(map(is_conversion, sold)),
        lost_by=lost_by,
    )


def _by_row(found: OutcomeColumns, main: str, means: Mapping[str, Meaning]) -> dict[str, Kind]:
    """What texts of unclear words mean where dates and flags say the same in every row of each."""
    unclear = {text.strip(): text for text, kind in means.items() if kind in ("ask", "after", "unknown")}
    if main == found.chance:
        ended: dict[float | None, Kind] = {SURE: "won", **({0: "lost"} if found.ended_by_chance else {})}
        known = {
            t: chance
            for t in (means if found.ended_by_chance else unclear.values())
            if (chance := chance_of(t)) is not None
        }
        return {t: ended.get(chance, "open") for t, chance in known.items() if chance or found.ended_by_chance}
    flag, day = found.columns.get("is_won", ""), found.columns.get("won_on", "")
    if not unclear or ((is_conversion(flag) or not flag) and (is_conversion(day) or not day)):
        return {}
    said: dict[str, set[Kind | None]] = {}
    for row, _ in found.cells:
        kind = found.by_dates(row) if day and not is_conversion(day) else None
        if flag and not is_conversion(flag) and found.says_yes("is_won", row):
            kind = "won"
        said.setdefault(row[main], set()).add(kind)
    return {
        text: kind
        for stripped, text in unclear.items()
        if len(kinds := said.get(stripped, set())) == 1 and (kind := next(iter(kinds))) is not None
    }


def _not_yet_sold(found: OutcomeColumns, means: Mapping[str, Meaning]) -> dict[str, Kind]:
    """Converted is no sale where another column says which of them were won: such texts alone say that the lead is open."""
    flag = found.columns.get("is_won", "")
    if not found.is_flag(flag) or is_conversion(flag) or not found.count(lambda row: found.says_yes("is_won", row)):
        return {}
    return {text: "open" for text, kind in means.items() if kind == "won" and is_conversion(text)}


def _won_by(found: OutcomeColumns, by_words: bool) -> tuple[str, ...]:
    """Fields beside the words that say which leads are won."""
    flag, day = found.columns.get("is_won"), found.columns.get("won_on")
    if flag and (not by_words or not is_conversion(flag)) and found.count(lambda row: found.says_yes("is_won", row)):
        return ("is_won",)
    return ("won_on",) if day and not by_words and found.leads.profiles[day].filled else ()


def _lost_by(
    found: OutcomeColumns, main: str, says: Says, has_lost: bool, wins: int
) -> tuple[LostSign | None, dict[str, int], tuple[Question, ...]]:
    """The column that says which open leads are lost, the rows that signs call lost beside an open one, and what is asked."""
    wanted, settled, few = found.given.get(LOST_BY), LOST_BY in found.given, SLIGHT * wins**0.5
    taken: LostSign | None = None
    against: dict[str, int] = {}

    def still_open(row: Row) -> Kind | None:
        return "lost" if taken is not None and taken.holds(row) else says(row)

    for sign in found.lost_signs():
        beside = _beside(found, sign, still_open, "open")
        also_won = _beside(found, sign, says, "won") > max(few, FEW_WON * wins)
        put_away = sign.heading == found.archive and not sign.sure and not has_lost  # all that ended, it may be
        if sign.heading != wanted and (not beside or (also_won and not put_away)):
            continue  # it says nothing, or it is not about losses
        plain_loss = sign.sure and (not has_lost or sign.heading == found.archive)
        if sign.heading == wanted or (not settled and taken is None and plain_loss):
            taken = sign
            against[sign.heading] = beside
        elif settled or taken is not None or beside <= few:
            against[sign.heading] = beside
        else:
            facts = {"heading": shown(sign.heading), "rows": rows(beside), "main": shown(main), "answer": sign.heading}
            answers = (
                Answer(t("they are lost"), {LOST_BY: sign.heading}),
                Answer(t("they are open"), {LOST_BY: None}),
            )
            return None, against, (Question("lost-by-another-column", main, (sign.heading,), facts, answers),)
    return taken, against, ()


def _counted_as_lost(count: int, main: str, heading: str) -> str:
    return n(
        "{rows} open by {main} counts as lost by {other}.",
        "{rows} open by {main} count as lost by {other}.",
        count,
        rows=rows(count),
        main=shown(main),
        other=shown(heading),
    )


def _beside(found: OutcomeColumns, sign: LostSign, says: Says, kind: Kind) -> int:
    """Rows that a sign calls lost and another reading does not."""
    return found.count(lambda row: sign.holds(row) and says(row) == kind)


# --- where columns differ -----------------------------------------------------------------------------------------


def _compared(
    found: OutcomeColumns, taken: Source, others: Mapping[str, Source], wins: int, settled: bool
) -> tuple[dict[str, int], tuple[Question, ...]]:
    """Rows in which other columns say something else, by heading; and the question where they are more than a few."""
    against: dict[str, int] = {}
    asked: list[Source] = []
    for heading, source in others.items():
        differ = _differing(found, taken[1], source[1])
        if differ:
            against[heading] = differ
        if differ > SLIGHT * wins**0.5 and not settled:
            asked.append(source)
    if not asked:
        return against, ()
    return against, (_differ(found, (taken, *asked), sum(against.values())),)


def _differing(found: OutcomeColumns, one: Says, other: Says) -> int:
    """Rows of which both say something, and not the same."""
    return found.count(lambda row: (a := one(row)) and (b := other(row)) and a != b)


def _against_dates(found: OutcomeColumns, words: Source) -> tuple[Question, ...]:
    """Asked where the dates of winning and losing say something else than the words in very many rows."""
    keys = [key for key in ("won_on", "lost_on") if key in found.columns]
    if "won_on" not in keys or is_conversion(found.columns["won_on"]):
        return ()
    differ = _differing(found, words[1], found.by_dates)
    if differ <= AGAINST_DATES * found.count(lambda row: words[1](row) in ("won", "lost")):
        return ()
    dates: Source = (listed(found.columns[key] for key in keys), found.by_dates, {"outcome": None})
    name, says, given = words
    return (_differ(found, ((name, says, {**given, **dict.fromkeys(keys)}), dates), differ),)


def _differ(found: OutcomeColumns, sources: Sequence[Source], differ: int) -> Question:
    readings = "; ".join(
        t("by {column} {counts}", column=name, counts=_counted(found, says)) for name, says, _ in sources
    )
    answers = tuple(Answer(t("by {column}", column=name), given) for name, _, given in sources)
    choices = tuple(heading for _, _, given in sources if isinstance(heading := given.get("outcome"), str))
    facts = {"readings": readings, "rows": rows(differ), "answer": repr(dict(sources[0][2]))}
    return Question("outcome-columns-differ", "outcome", choices, facts, answers)


def _counted(found: OutcomeColumns, says: Says) -> str:
    """Won, lost and open by one way of reading; words that are still to be asked about are not called open."""
    unknown = found.count(lambda row: says(row) is None)
    counts = counted(found.counts(says))
    return t("{counts} or not known yet", counts=counts) if unknown else counts


def _rules_of(of: Mapping[str, Kind], kinds: Sequence[Kind] = KINDS) -> Iterator[Rule]:
    """What texts of the outcome column mean, as rules."""
    for kind in kinds:
        if texts := frozenset(text for text, meant in of.items() if meant == kind):
            yield Rule(kind, (Condition("outcome", texts),))


def _told(against: Mapping[str, int], taken: str) -> Iterator[str]:
    for heading, count in against.items():
        yield t(
            "{column} says otherwise in {rows}; how these ended is taken from {taken}.",
            column=shown(heading),
            rows=rows(count),
            taken=taken,
        )
