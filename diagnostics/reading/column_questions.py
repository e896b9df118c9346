"""Questions about which column is which: the columns that could be it, the best first, each with what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from diagnostics.language import t
from diagnostics.lists import all_of
from diagnostics.reading.columns import Columns
from diagnostics.reading.contents import NEARLY_ALL
from diagnostics.reading.day_texts import reading_of
from diagnostics.reading.fields import BY_KEY, Field
from diagnostics.reading.heading_forms import names_core
from diagnostics.reading.headings import key_of
from diagnostics.reading.outcome_words import leaning, meaning
from diagnostics.reading.questions import Answer, Question, in_python, listed, rows, shown

LOST_BY: Final = "lost_by"
"""A heading that may be given: a column that says which of the leads that are open by the outcome column are lost."""


def without_days() -> Answer:
    """No column says when a lead came: totals, channels and reps are counted all the same."""
    return Answer(t("count without days"), {"created": None})


def _answer(key: str, heading: str) -> str:
    return f"columns={{{key!r}: {in_python(heading) if heading else '...'}}}"


def repeated(key: str, heading: str, file: Columns) -> Question:
    """A heading that stands over several columns."""
    facts = {"heading": shown(heading), "count": file.headings.count(heading)}
    return Question("heading-repeated", key, (heading,), facts, answers(BY_KEY[key], (), file))


def tie(field_: Field, headings: Sequence[str], file: Columns) -> Question:
    """Several columns that could be a field."""
    facts = {
        "headings": listed(headings),
        "what": field_.inside,
        "answer": _answer(field_.key, headings[0]),
    }
    code = "which-column" if field_.needed else "which-column-if-any"
    return Question(code, field_.key, tuple(headings), facts, answers(field_, headings, file))


def answers(field_: Field, headings: Sequence[str], file: Columns) -> tuple[Answer, ...]:
    """Each heading as an answer; and that there is none, where the field can be missing."""
    offered = tuple(Answer(file.described(heading), {field_.key: heading}) for heading in headings)
    return offered if field_.needed else (*offered, Answer(t("not in this file"), {field_.key: None}))


def no_created(file: Columns, dated: Sequence[str], against: str | None) -> Question:
    """No column is the day a lead came."""
    facts = {"answer": _answer("created", dated[0] if dated else "")}
    offered = (*answers(BY_KEY["created"], dated, file), without_days())
    if against is None:
        return Question("no-created-column", "created", tuple(dated), facts, offered)
    facts |= {"heading": shown(against), "example": file.contents[against].example}
    return Question("created-without-day", "created", tuple(dated), facts, offered)


def no_outcome(
    file: Columns, telling: Sequence[str], decided: str | None, created: str | None, sold: Sequence[str] = ()
) -> Question:
    """No column says how a lead ended; ``sold`` are columns of days, each of which may be that of the sale."""
    marks = {h: "is_won" if file.contents[h].is_tick else "outcome" for h in telling}
    lost = [h for h in telling if is_of_loss(h) and (file.contents[h].is_tick or file.contents[h].is_yes_or_no)]
    others = [h for h in telling if h not in lost]
    won = [*((h, "won_on") for h in sold), *((h, marks[h]) for h in others)]
    offered: tuple[Answer, ...] = ()
    if lost and won:  # "Not going ahead" beside "Deposit paid"
        by = file.described(lost[0])
        offered = tuple(
            Answer(t("{won}; lost: {lost}", won=file.described(h), lost=by), {key: h, LOST_BY: lost[0]})
            for h, key in won
        )
    offered += tuple(Answer(file.described(h), {key: h}) for h, key in won or marks.items())
    offered += _of_amounts(file, created)
    if not offered and decided is None and (counted := counts(file)):
        return Question("counts-not-leads", "outcome", (), {"headings": listed(counted)})
    facts = {"answer": f"columns={dict(offered[0].given)!r}" if offered else _answer("outcome", "")}
    choices = (*(h for h in sold if h != decided), *telling)
    if decided is None:
        return Question("no-outcome-column", "outcome", choices, facts, offered)
    return Question("only-a-close-date", "outcome", choices, facts | {"heading": shown(decided)}, offered)


def is_of_loss(heading: str) -> bool:
    """Whether a heading speaks of a loss.

    >>> is_of_loss("Not going ahead"), is_of_loss("Dropped"), is_of_loss("Deposit paid")
    (True, True, False)
    """
    return meaning(heading) == "lost" or leaning(heading) == "lost"


def counts(file: Columns) -> list[str]:
    """The columns of leads and of sales, where each row holds the counts of a month or of a channel; else none."""
    named = {key: h for h in reversed(file.once) if (key := key_of(h)) in ("leads", "wins") and file.has_cells(h)}
    whole = [h for _, h in sorted(named.items()) if file.contents[h].share(str.isdigit) >= NEARLY_ALL]
    return whole if len(whole) == 2 else []


def _of_amounts(file: Columns, created: str | None) -> tuple[Answer, ...]:
    """A column that is named for winning and holds numbers in some rows: those rows as won, or the numbers as days."""
    won, lost = (
        [h for h in file.once if names_core(BY_KEY[key], h) and file.has_cells(h) and file.contents[h].is_kind("money")]
        for key in ("won_on", "lost_on")
    )
    if len(won) != 1 or len(lost) > 1 or file.fullness(won[0]) >= NEARLY_ALL:
        return ()
    also = {"is_closed": lost[0]} if lost else {}
    filled = all_of(
        t("{heading} in {rows}", heading=shown(h), rows=rows(file.contents[h].filled)) for h in (*won, *lost)
    )
    found = [Answer(t("where it holds a number ({filled})", filled=filled), {"is_won": won[0], **also})]
    if file.contents[won[0]].numbered_days >= NEARLY_ALL and not _begins_earlier(file, won[0], created):
        dates = {"won_on": won[0], **({"lost_on": lost[0]} if lost else {})}
        found.append(Answer(t("its numbers are days of a spreadsheet"), dates))
    return tuple(found)


def _begins_earlier(file: Columns, heading: str, created: str | None) -> bool:
    """Whether the days of a column begin before the first lead came."""
    if created is None or not file.has_cells(created):
        return False
    first, began = (reading_of(file.contents[h].cells).first for h in (heading, created))
    return first is not None and began is not None and first < began
